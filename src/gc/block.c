/* SPDX-License-Identifier: MIT */
/*
 * The blocks of a heap: finding holes, adding and giving back blocks, and the passes over mark bytes.
 *
 * Mark bytes are handled eight at a time. A hole is a run of zero bytes; after a sweep every other byte has its high
 * bit set. The cursor only moves forward between two collections, so the search never meets the young objects that it
 * has made room for.
 */
#include <config.h>

#include "gc/impl.h"
#include "gc/space.h"

#include <string.h>

#define HIGH_BITS UINT64_C(0x8080808080808080)
#define LOW_BITS UINT64_C(0x0101010101010101)

/* Index of the first mark byte from `i` on that is free (or not free), BLOCK_END if there is none. */
static size_t find(const unsigned char *marks, size_t i, bool want_free)
{
    uint64_t flip = want_free ? HIGH_BITS : 0;
    while (i < BLOCK_END) {
        /* Byte i becomes the lowest one of the word, whatever the byte order. */
        uint64_t w = ((ty_load64le(marks + (i & ~(size_t)7)) ^ flip) & HIGH_BITS) >> (8 * (i & 7));
        if (w)
            return i + (size_t)ty_ctz64(w) / 8;
        i = (i | 7) + 1;
    }
    return BLOCK_END;
}

static void set_hole(ty_heap *h, char *from, char *to)
{
    h->front.bump = from;
    h->hole_end = to;
    h->front.limit = h->force ? from : to;
    h->young_bytes += (size_t)(to - from);
    h->stats.allocated += (size_t)(to - from);
}

bool ty_block_next_hole(ty_heap *h, size_t size)
{
    size_t least = size > MIN_HOLE ? size : MIN_HOLE;
    while (h->cursor < h->block_count) {
        ty_block_entry *e = &h->blocks[h->cursor];
        if (h->cursor_at == BLOCK_FIRST && (e->young || e->free < MIN_BLOCK_FREE)) {
            h->cursor++; /* too full, or the overflow block of this cycle */
            continue;
        }
        char *base = (char *)e->block;
        if (e->free == BLOCK_GRANULES && h->cursor_at == BLOCK_FIRST) {
            e->young = true;
            h->cursor++;
            set_hole(h, base + BLOCK_HEADER, base + TY_BLOCK_SIZE);
            return true;
        }
        const unsigned char *marks = block_marks(e->block);
        for (size_t i = h->cursor_at; (i = find(marks, i, true)) < BLOCK_END;) {
            size_t end = find(marks, i, false);
            if ((end - i) * TY_GRANULE >= least) {
                e->young = true;
                h->cursor_at = end;
                if (end == BLOCK_END) {
                    h->cursor++;
                    h->cursor_at = BLOCK_FIRST;
                }
                set_hole(h, base + i * TY_GRANULE, base + end * TY_GRANULE);
                return true;
            }
            i = end;
        }
        h->cursor++;
        h->cursor_at = BLOCK_FIRST;
    }
    return false;
}

static ty_block *acquire(ty_heap *h)
{
    if (h->limit && (h->held + TY_BLOCK_SIZE > h->limit || h->held + TY_BLOCK_SIZE + h->external_bytes > h->limit))
        return NULL;
    if (h->block_count == h->block_capacity) {
        size_t n = h->block_capacity ? h->block_capacity * 2 : 4;
        ty_block_entry *e = ty_own_resize(h, h->blocks, h->block_capacity * sizeof *e, n * sizeof *e);
        if (!e)
            return NULL;
        h->blocks = e;
        h->block_capacity = n;
    }
    ty_block *b = ty_space_get(h);
    if (!b)
        return NULL;
    uintptr_t p = (uintptr_t)b;
    if (ty_chunk_insert(h, p / TY_BLOCK_SIZE, NULL) < 0) {
        ty_space_put(h, b);
        return NULL;
    }
    if (p < h->low || !h->high)
        h->low = p;
    if (p + TY_BLOCK_SIZE > h->high)
        h->high = p + TY_BLOCK_SIZE;
    b->heap = h;
    b->index = (uint32_t)h->block_count;
    h->blocks[h->block_count++] = (ty_block_entry){ .block = b, .free = BLOCK_GRANULES };
    h->held += TY_BLOCK_SIZE;
    return b;
}

bool ty_block_add(ty_heap *h)
{
    ty_block *b = acquire(h);
    if (!b)
        return false;
    h->cursor = b->index;
    h->cursor_at = BLOCK_FIRST;
    return true;
}

void *ty_block_overflow(ty_heap *h, size_t size)
{
    if (size > (size_t)(h->over_end - h->over)) {
        ty_block_entry *found = NULL;
        /* From the far end, where the cursor comes last; no block is looked at twice in a cycle. */
        while (h->over_at > h->cursor + (h->cursor_at != BLOCK_FIRST) && !found) {
            ty_block_entry *e = &h->blocks[--h->over_at];
            if (e->free == BLOCK_GRANULES && !e->young)
                found = e;
        }
        if (!found) {
            ty_block *b = acquire(h);
            if (!b)
                return NULL;
            found = &h->blocks[b->index];
        }
        found->young = true;
        h->over = (char *)found->block + BLOCK_HEADER;
        h->over_end = (char *)found->block + TY_BLOCK_SIZE;
    }
    void *p = h->over;
    h->over += size;
    h->young_bytes += size;
    h->stats.allocated += size;
    *(block_marks(block_of(p)) + granule_of(p)) = TY_MARK_YOUNG;
    return p;
}

void ty_block_retire(ty_heap *h)
{
    h->front.bump = h->front.limit = h->hole_end = NULL;
    h->over = h->over_end = NULL;
    h->cursor = 0;
    h->cursor_at = BLOCK_FIRST;
    h->over_at = h->block_count;
}

#define MAP_MAX ((size_t)1 << 18) /* 16 GiB between the first and the last block */

void ty_block_map_young(ty_heap *h)
{
    uintptr_t low = UINTPTR_MAX, high = 0;
    h->young_span = 0;
    for (size_t k = 0; k < h->block_count; k++) {
        uintptr_t p = (uintptr_t)h->blocks[k].block;
        low = p < low ? p : low;
        high = p > high ? p : high;
    }
    if (low > high || (high - low) / TY_BLOCK_SIZE >= MAP_MAX)
        return;
    size_t n = (high - low) / TY_BLOCK_SIZE + 1;
    if (n > h->young_map_size) {
        size_t size = n + n / 2;
        unsigned char *map = ty_own_resize(h, h->young_map, h->young_map_size, size);
        if (!map)
            return;
        h->young_map = map;
        h->young_map_size = size;
    }
    memset(h->young_map, 0, n);
    for (size_t k = 0; k < h->block_count; k++)
        h->young_map[((uintptr_t)h->blocks[k].block - low) / TY_BLOCK_SIZE] = h->blocks[k].young;
    /* Large objects may have a block of the pool. */
    for (ty_large *l = h->large_young; l; l = l->next)
        if ((uintptr_t)l - low < n * TY_BLOCK_SIZE)
            h->young_map[((uintptr_t)l - low) / TY_BLOCK_SIZE] = 1;
    h->young_low = low;
    h->young_span = n * TY_BLOCK_SIZE;
}

void ty_block_unmark(ty_heap *h)
{
    for (size_t k = 0; k < h->block_count; k++) {
        ty_block_entry *e = &h->blocks[k];
        if (e->free == BLOCK_GRANULES && !e->young)
            continue;
        unsigned char *marks = block_marks(e->block);
        for (size_t i = BLOCK_FIRST; i < BLOCK_END; i += 8) {
            uint64_t w = ty_load64(marks + i);
            /* START becomes 1, INNER 0, a young start stays. */
            ty_store64(marks + i, (((w >> 7) & ~(w >> 6)) | w) & LOW_BITS);
        }
        e->young = true;
    }
}

/* Keeps marked granules, clears all others; returns how many are free. */
static uint32_t sweep_block(ty_block *b)
{
    unsigned char *marks = block_marks(b);
    size_t used = 0;
    for (size_t i = BLOCK_FIRST; i < BLOCK_END; i += 8) {
        uint64_t w = ty_load64(marks + i), high = w & HIGH_BITS;
        /* 0xC0 in each marked byte: drops the start of dead young objects and the flags of marked ones. */
        ty_store64(marks + i, w & (high | high >> 1));
        used += (size_t)ty_popcount64(high);
    }
    return (uint32_t)(BLOCK_GRANULES - used);
}

size_t ty_block_sweep(ty_heap *h)
{
    size_t live = 0;
    for (size_t k = 0; k < h->block_count; k++) {
        ty_block_entry *e = &h->blocks[k];
        if (e->young) {
            e->free = sweep_block(e->block);
            if (TY_UNLIKELY(h->poison))
                ty_stress_poison(e->block);
        }
        e->young = false;
        live += BLOCK_GRANULES - e->free;
    }
    return live * TY_GRANULE;
}

static void release(ty_heap *h, ty_block_entry *e)
{
    ty_chunk_remove(h, (uintptr_t)e->block / TY_BLOCK_SIZE);
    ty_space_put(h, e->block);
    h->held -= TY_BLOCK_SIZE;
    ty_block_entry *last = &h->blocks[--h->block_count];
    if (e != last) {
        *e = *last;
        e->block->index = (uint32_t)(e - h->blocks);
    }
}

void ty_block_trim(ty_heap *h, size_t keep)
{
    size_t empty = 0;
    for (size_t k = h->block_count; k-- > 0;) {
        ty_block_entry *e = &h->blocks[k];
        if (e->free == BLOCK_GRANULES && ++empty > keep)
            release(h, e);
    }
    h->over_at = h->block_count;
}

void ty_block_release_all(ty_heap *h)
{
    /* In portions: the pool takes its lock once for each. */
    void *some[64];
    for (size_t k = 0; k < h->block_count;) {
        size_t n = 0;
        while (n < TY_COUNTOF(some) && k < h->block_count)
            some[n++] = h->blocks[k++].block;
        ty_space_put_some(h, n, some);
    }
    if (h->blocks)
        ty_own_free(h, h->blocks, h->block_capacity * sizeof *h->blocks);
    if (h->chunks)
        ty_own_free(h, h->chunks, (h->chunk_mask + 1) * sizeof *h->chunks);
    if (h->young_map)
        ty_own_free(h, h->young_map, h->young_map_size);
    h->young_map = NULL;
    h->blocks = NULL;
    h->block_count = h->block_capacity = 0;
    h->chunks = NULL;
}
