/* SPDX-License-Identifier: MIT */
/*
 * Objects with memory of their own: the large ones, and in malloc mode all of them. They are on one of two lists, young
 * and old, so that a minor collection looks at the young ones only.
 */
#include <config.h>

#include "gc/impl.h"
#include "gc/space.h"

#include <stdlib.h>
#include <string.h>

static void link_into(ty_large **list, ty_large *l)
{
    l->prev = NULL;
    l->next = *list;
    if (*list)
        (*list)->prev = l;
    *list = l;
}

static size_t chunks_of(size_t total)
{
    return (total + TY_BLOCK_SIZE - 1) / TY_BLOCK_SIZE;
}

static void forget_chunks(ty_heap *h, ty_large *l, size_t n)
{
    for (size_t i = 0; i < n; i++)
        ty_chunk_remove(h, (uintptr_t)l / TY_BLOCK_SIZE + i);
}

/* Room in the table for one more record: made before there is one, so that a collection needs no memory. */
static bool reserve(ty_heap *h)
{
    if (h->large_count < h->large_sorted_capacity)
        return true;
    size_t n = h->large_sorted_capacity ? h->large_sorted_capacity * 2 : 64;
    ty_large **table = ty_own_resize(h, h->large_sorted, h->large_sorted_capacity * sizeof *table, n * sizeof *table);
    if (!table)
        return false;
    h->large_sorted = table;
    h->large_sorted_capacity = n;
    return true;
}

void *ty_large_alloc(ty_heap *h, size_t size)
{
    size_t cards = size > CARD_OBJECT ? (size + CARD - 1) / CARD : 0;
    if (size > SIZE_MAX / 2)
        return NULL;
    size_t total = LARGE_OFFSET + size + cards;
    if (h->limit && (total > h->limit || h->held + h->external_bytes > h->limit - total))
        return NULL;
    if (h->malloc_mode && !reserve(h))
        return NULL;
    ty_large *l = ty_space_get_large(h, total);
    if (!l)
        return NULL;
    if (!h->malloc_mode) {
        size_t n = chunks_of(total);
        for (size_t i = 0; i < n; i++)
            if (ty_chunk_insert(h, (uintptr_t)l / TY_BLOCK_SIZE + i, l) < 0) {
                forget_chunks(h, l, i);
                ty_space_put_large(h, l, total);
                return NULL;
            }
    }
    if ((uintptr_t)l < h->low || !h->high)
        h->low = (uintptr_t)l;
    if ((uintptr_t)l + total > h->high)
        h->high = (uintptr_t)l + total;
    l->size = size;
    l->total = total;
    l->mark = TY_MARK_YOUNG;
    l->cards_clean = false;
    l->card_low = l->card_high = 0;
    link_into(&h->large_young, l);
    h->held += total;
    h->large_count++;
    h->large_bytes += total;
    h->young_bytes += size;
    h->stats.allocated += size;
    return large_object(l);
}

void ty_large_unmark(ty_heap *h)
{
    ty_large *last = NULL;
    for (ty_large *l = h->large_old; l; l = l->next) {
        l->mark = TY_MARK_YOUNG;
        last = l;
    }
    if (!last)
        return;
    last->next = h->large_young;
    if (h->large_young)
        h->large_young->prev = last;
    h->large_young = h->large_old;
    h->large_old = NULL;
}

size_t ty_large_sweep(ty_heap *h)
{
    for (ty_large *l = h->large_young, *next; l; l = next) {
        next = l->next;
        if (l->mark >= MARK_START) {
            l->mark = MARK_START;
            link_into(&h->large_old, l);
            continue;
        }
        h->held -= l->total;
        h->large_count--;
        h->large_bytes -= l->total;
        if (!h->malloc_mode)
            forget_chunks(h, l, chunks_of(l->total));
        if (TY_UNLIKELY(h->poison))
            memset(large_object(l), POISON, l->size);
        ty_space_put_large(h, l, l->total);
    }
    h->large_young = NULL;
    return h->large_bytes;
}

static void release(ty_heap *h, ty_large *l)
{
    for (ty_large *next; l; l = next) {
        next = l->next;
        ty_space_put_large(h, l, l->total);
    }
}

void ty_large_release_all(ty_heap *h)
{
    release(h, h->large_young);
    release(h, h->large_old);
    h->large_young = h->large_old = NULL;
    if (h->large_sorted)
        ty_own_free(h, h->large_sorted, h->large_sorted_capacity * sizeof *h->large_sorted);
    h->large_sorted = NULL;
}

/* --- malloc mode: records by address ------------------------------------------------------------------------------- */

static int compare(const void *a, const void *b)
{
    uintptr_t x = (uintptr_t)*(ty_large *const *)a, y = (uintptr_t)*(ty_large *const *)b;
    return (x > y) - (x < y);
}

void ty_large_sort(ty_heap *h)
{
    if (!h->malloc_mode)
        return;
    size_t n = 0;
    for (ty_large *l = h->large_young; l; l = l->next)
        h->large_sorted[n++] = l;
    for (ty_large *l = h->large_old; l; l = l->next)
        h->large_sorted[n++] = l;
    if (n)
        qsort(h->large_sorted, n, sizeof *h->large_sorted, compare);
    h->large_sorted_count = n;
}

void ty_large_unsort(ty_heap *h)
{
    h->large_sorted_count = 0;
}

ty_large *ty_large_find(ty_heap *h, uintptr_t address)
{
    size_t low = 0, high = h->large_sorted_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if ((uintptr_t)h->large_sorted[middle] + LARGE_OFFSET <= address)
            low = middle + 1;
        else
            high = middle;
    }
    return low ? h->large_sorted[low - 1] : NULL;
}
