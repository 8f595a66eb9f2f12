/* SPDX-License-Identifier: MIT */
/*
 * Which 64 KiB pieces of the address space belong to this heap: an open-addressed hash table with linear probing, at
 * most half full, asked by the conservative scan. 256 bytes to begin with.
 */
#include <config.h>

#include "gc/impl.h"

#include <string.h>

static size_t slot_of(const ty_heap *h, uintptr_t chunk)
{
    return (size_t)((chunk * (uintptr_t)0x9E3779B97F4A7C15u) >> (sizeof(uintptr_t) * 4)) & h->chunk_mask;
}

static void put(ty_heap *h, uintptr_t chunk, ty_large *large)
{
    size_t i = slot_of(h, chunk);
    while (h->chunks[i].chunk)
        i = (i + 1) & h->chunk_mask;
    h->chunks[i].chunk = chunk;
    h->chunks[i].large = large;
}

static int grow(ty_heap *h)
{
    size_t old = h->chunks ? h->chunk_mask + 1 : 0, n = old ? old * 2 : 16;
    ty_chunk_entry *before = h->chunks, *now = ty_own_alloc(h, n * sizeof *now);
    if (!now)
        return -1;
    memset(now, 0, n * sizeof *now);
    h->chunks = now;
    h->chunk_mask = n - 1;
    for (size_t i = 0; i < old; i++)
        if (before[i].chunk)
            put(h, before[i].chunk, before[i].large);
    if (before)
        ty_own_free(h, before, old * sizeof *before);
    return 0;
}

int ty_chunk_insert(ty_heap *h, uintptr_t chunk, ty_large *large)
{
    if ((!h->chunks || h->chunk_count * 2 > h->chunk_mask) && grow(h) < 0)
        return -1;
    put(h, chunk, large);
    h->chunk_count++;
    return 0;
}

void ty_chunk_remove(ty_heap *h, uintptr_t chunk)
{
    size_t i = slot_of(h, chunk);
    while (h->chunks[i].chunk != chunk) {
        if (!h->chunks[i].chunk)
            return;
        i = (i + 1) & h->chunk_mask;
    }
    h->chunk_count--;
    /* Close the gap, so that every entry stays reachable from its own slot. */
    for (size_t j = (i + 1) & h->chunk_mask; h->chunks[j].chunk; j = (j + 1) & h->chunk_mask) {
        size_t home = slot_of(h, h->chunks[j].chunk);
        if (((j - home) & h->chunk_mask) >= ((j - i) & h->chunk_mask)) {
            h->chunks[i] = h->chunks[j];
            i = j;
        }
    }
    h->chunks[i].chunk = 0;
}

const ty_chunk_entry *ty_chunk_find(const ty_heap *h, uintptr_t chunk)
{
    if (!h->chunks)
        return NULL;
    for (size_t i = slot_of(h, chunk); h->chunks[i].chunk; i = (i + 1) & h->chunk_mask)
        if (h->chunks[i].chunk == chunk)
            return &h->chunks[i];
    return NULL;
}
