/* SPDX-License-Identifier: MIT */
/*
 * The write barrier, behind the inlined test of the LOG bit, and the roots of a minor collection that come of it.
 *
 * A small old object that is written to is remembered once, whole: its LOG bit is cleared, so that further stores cost
 * nothing. An object over CARD_OBJECT bytes keeps its LOG bit; every store into it marks the 512-byte card around the
 * slot. The cards of a large object lie behind it, within [card_low, card_high); those of an object in a block in the
 * block's header, which has one byte for each 512 bytes of the block; neighbours may share one, so these are cleared
 * only when all objects have been visited. A stale dirty card costs a spare visit, never a missed one.
 */
#include <config.h>

#include "gc/impl.h"

#include <string.h>

/* Puts `o` on the remembered list. Without memory for that, the next collection must be a major one. */
static inline void remember(ty_heap *h, ty_object *o)
{
    if (TY_UNLIKELY(ty_own_push(h, &h->remembered, o) < 0))
        h->remember_lost = true;
}

/* Remembered big objects: the low bit of the list's entry is set. */
static ty_object *tagged(ty_object *o)
{
    return (ty_object *)((uintptr_t)o | 1);
}

static void log_large(ty_heap *h, ty_object *o, size_t from, size_t to)
{
    ty_large *l = large_of(o);
    unsigned char *cards = large_cards(l);
    if (TY_UNLIKELY(!(l->mark & MARK_DIRTY))) {
        if (!l->cards_clean) {
            memset(cards, 0, (l->size + CARD - 1) / CARD);
            l->cards_clean = true;
        }
        l->mark |= MARK_DIRTY;
        l->card_low = from;
        l->card_high = to;
        remember(h, tagged(o));
    }
    if (from < l->card_low)
        l->card_low = from;
    if (to > l->card_high)
        l->card_high = to;
    if (TY_LIKELY(to - from == 1))
        cards[from] = 1;
    else
        memset(cards + from, 1, to - from);
}

static void log_block(ty_heap *h, ty_object *o, char *first, char *last)
{
    unsigned char *mark = mark_byte(h, o);
    if (!(*mark & MARK_DIRTY)) {
        *mark |= MARK_DIRTY;
        remember(h, tagged(o));
    }
    size_t from = ((uintptr_t)first & (TY_BLOCK_SIZE - 1)) >> CARD_SHIFT;
    size_t to = ((uintptr_t)last & (TY_BLOCK_SIZE - 1)) >> CARD_SHIFT;
    memset(block_of(o)->cards + from, 1, to - from + 1);
}

/* Bytes first..last of `o` have been or will be written. */
static inline void log_bytes(ty_heap *h, ty_object *o, char *first, char *last)
{
    if (is_large(h, o)) {
        if (large_of(o)->size > CARD_OBJECT) {
            log_large(h, o, (size_t)(first - (char *)o) >> CARD_SHIFT, ((size_t)(last - (char *)o) >> CARD_SHIFT) + 1);
            return;
        }
    } else if (object_size(o, ty_head_layout(o)) > CARD_OBJECT) {
        log_block(h, o, first, last);
        return;
    }
    o->head &= ~TY_HEAD_LOG;
    remember(h, o);
}

void ty_heap_log(ty_heap *h, ty_object *o, void *slot)
{
    log_bytes(h, o, slot, slot);
}

void ty_heap_wrote_range(ty_heap *h, ty_object *o, ty_value *first, size_t n)
{
    if (n && (o->head & TY_HEAD_LOG))
        log_bytes(h, o, (char *)first, (char *)(first + n) - 1);
}

/* --- at a collection ----------------------------------------------------------------------------------------------- */

/* The object's slots in its dirty cards [from, to) of `cards`, card 0 of which begins at `origin`. */
static void mark_cards(ty_marker *m, ty_object *o, const unsigned char *cards, size_t from, size_t to, char *origin)
{
    bool exact = !ty_head_layout(o)->trace || (ty_head_layout(o)->flags & TY_LAYOUT_WINDOW);
    if (!exact) {
        ty_mark_slots_of(m, o);
        return;
    }
    for (size_t i = from; i < to; i++) {
        if (!cards[i]) {
            /* Eight clean cards at a time, where there are many. */
            while (i + 8 < to && ty_load64(cards + i + 1) == 0)
                i += 8;
            continue;
        }
        size_t end = i + 1;
        while (end < to && cards[end])
            end++;
        ty_mark_window(m, o, origin + i * CARD, origin + end * CARD);
        i = end;
    }
}

static void mark_big(ty_marker *m, ty_object *o)
{
    ty_mark_shape_of(m, o);
    if (is_large(m->heap, o)) {
        ty_large *l = large_of(o);
        mark_cards(m, o, large_cards(l), l->card_low, l->card_high, (char *)o);
        return;
    }
    size_t size = object_size(o, ty_head_layout(o)), at = (uintptr_t)o & (TY_BLOCK_SIZE - 1);
    mark_cards(m, o, block_of(o)->cards, at >> CARD_SHIFT, ((at + size - 1) >> CARD_SHIFT) + 1, (char *)block_of(o));
}

static void clean_big(ty_heap *h, ty_object *o)
{
    *mark_byte(h, o) &= (unsigned char)~MARK_DIRTY;
    if (is_large(h, o)) {
        ty_large *l = large_of(o);
        memset(large_cards(l) + l->card_low, 0, l->card_high - l->card_low);
    } else {
        memset(block_of(o)->cards, 0, sizeof block_of(o)->cards);
    }
}

void ty_barrier_mark(ty_marker *m)
{
    ty_object_list *l = &m->heap->remembered;
    for (size_t i = 0; i < l->count; i++) {
        ty_object *o = l->items[i];
        if ((uintptr_t)o & 1) {
            mark_big(m, (ty_object *)((uintptr_t)o & ~(uintptr_t)1));
        } else {
            o->head |= TY_HEAD_LOG;
            ty_mark_slots_of(m, o);
        }
    }
    ty_barrier_forget(m->heap);
}

void ty_barrier_forget(ty_heap *h)
{
    ty_object_list *l = &h->remembered;
    for (size_t i = 0; i < l->count; i++) {
        uintptr_t w = (uintptr_t)l->items[i];
        if (w & 1)
            clean_big(h, (ty_object *)(w & ~(uintptr_t)1));
    }
    l->count = 0;
    h->remember_lost = false;
    if (l->capacity > 4096)
        ty_own_drop(h, l);
}
