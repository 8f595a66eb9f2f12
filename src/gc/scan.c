/* SPDX-License-Identifier: MIT */
/*
 * The conservative test: which object does a word found on a C stack point into? Range of the heap, table of 64 KiB
 * pieces, mark byte, walk back to the start of the object, size by its layout.
 */
#include <config.h>

#include "gc/impl.h"

static ty_object *within(ty_object *o, size_t size, uintptr_t address)
{
    return address - (uintptr_t)o < size ? o : NULL;
}

static ty_object *find_in_block(uintptr_t address)
{
    const unsigned char *marks = block_marks(block_of((void *)address));
    size_t g = granule_of((void *)address), i = g;
    if (g < BLOCK_FIRST)
        return NULL;
    if (marks[i] == MARK_INNER) {
        while (marks[--i] == MARK_INNER)
            ;
        return (ty_object *)(address - (address % TY_GRANULE) - (g - i) * TY_GRANULE);
    }
    /* Zero: inside of a young object, or free. */
    while (marks[i] == MARK_FREE) {
        if (i % 8 == 0)
            while (i >= BLOCK_FIRST + 8 && ty_load64(marks + i - 8) == 0)
                i -= 8;
        if (i-- == BLOCK_FIRST)
            return NULL;
    }
    if (i != g && marks[i] != TY_MARK_YOUNG)
        return NULL;
    ty_object *o = (ty_object *)(address - (address % TY_GRANULE) - (g - i) * TY_GRANULE);
    return i == g ? o : within(o, object_size(o, ty_head_layout(o)), address);
}

ty_object *ty_mark_find(ty_heap *h, uintptr_t address)
{
    if (address - h->low >= h->high - h->low)
        return NULL;
    if (h->malloc_mode) {
        ty_large *l = ty_large_find(h, address);
        return l ? within(large_object(l), l->size, address) : NULL;
    }
    const ty_chunk_entry *e = ty_chunk_find(h, address / TY_BLOCK_SIZE);
    if (!e)
        return NULL;
    if (!e->large)
        return find_in_block(address);
    return within(large_object(e->large), e->large->size, address);
}

TY_NO_SANITIZE void ty_mark_conservative(ty_marker *m, void *low, void *high)
{
    ty_heap *h = m->heap;
    uintptr_t *p = (uintptr_t *)(((uintptr_t)low + sizeof(uintptr_t) - 1) & ~(uintptr_t)(sizeof(uintptr_t) - 1));
    uintptr_t *end = (uintptr_t *)((uintptr_t)high & ~(uintptr_t)(sizeof(uintptr_t) - 1));
    uintptr_t from = h->low, span = h->high - h->low;
    for (; p < end; p++) {
        uintptr_t w = *p;
        if (w - from < span) {
            ty_object *o = ty_mark_find(h, w);
            if (o)
                ty_mark_push(m, o);
        } else if (TY_UNLIKELY(w - m->unit_low < m->unit_span))
            ty_units_scan(m, w);
    }
}
