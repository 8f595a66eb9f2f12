/* SPDX-License-Identifier: MIT */
/*
 * The write barrier, behind the inlined test of the LOG bit, and the roots of a minor collection that come of it.
 *
 * A small old object that is written to is remembered once, whole: its LOG bit is cleared, so that further stores cost
 * nothing. An object over CARD_OBJECT bytes keeps its LOG bit, and what is stored into it is looked at: only a young
 * object needs to be remembered. The first CARD_SLOTS such stores into a 512-byte card are remembered by the address of
 * the slot, counted in the card's byte; then the card is, as a whole. So random stores into a huge table cost as much as
 * there are stores, and any number of stores into a small part of it no more than that part.
 *
 * The card bytes of a large object lie behind it, those in use within [card_low, card_high); those of an object in a
 * block in the block's header, which has one byte for each 512 bytes of the block; neighbours may share one, so these
 * are cleared only when all objects have been visited. A stale card costs a spare visit, never a missed one.
 */
#include <config.h>

#include "gc/impl.h"

#include <string.h>

#define CARD_WHOLE 0xFFu
#define CARD_SLOTS 32u  /* single slots remembered of a card */
#define WROTE_BYTES 64u /* what a call of ty_heap_wrote covers */
#define LIST_KEEP 4096u /* entries of a list that is kept for the next cycle */

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

/* The cards of a big object: `cards[0]` begins at `origin`. Puts the object on the remembered list. */
static inline unsigned char *cards_of(ty_heap *h, ty_object *o, char **origin)
{
    if (!is_large(h, o)) {
        unsigned char *mark = mark_byte(h, o);
        *origin = (char *)block_of(o);
        if (TY_UNLIKELY(!(*mark & MARK_DIRTY))) {
            *mark |= MARK_DIRTY;
            remember(h, tagged(o));
        }
        return block_of(o)->cards;
    }
    ty_large *l = large_of(o);
    unsigned char *cards = large_cards(l);
    *origin = (char *)o;
    if (TY_UNLIKELY(!(l->mark & MARK_DIRTY))) {
        size_t n = (l->size + CARD - 1) / CARD;
        if (!l->cards_clean) {
            memset(cards, 0, n);
            l->cards_clean = true;
        }
        l->mark |= MARK_DIRTY;
        l->card_low = n;
        l->card_high = 0;
        remember(h, tagged(o));
    }
    return cards;
}

/* Cards [from, to) are about to be changed. */
static inline void widen(ty_heap *h, ty_object *o, size_t from, size_t to)
{
    if (!is_large(h, o))
        return;
    ty_large *l = large_of(o);
    if (from < l->card_low)
        l->card_low = from;
    if (to > l->card_high)
        l->card_high = to;
}

/* Remembers bytes first..last of a big object. */
static void log_bytes(ty_heap *h, ty_object *o, char *first, char *last)
{
    char *origin;
    unsigned char *cards = cards_of(h, o, &origin);
    size_t from = (size_t)(first - origin) >> CARD_SHIFT, to = ((size_t)(last - origin) >> CARD_SHIFT) + 1;
    widen(h, o, from, to);
    memset(cards + from, CARD_WHOLE, to - from);
}

static inline bool may_be_young(ty_value v)
{
    return ty_slot_is_object(v) && !(((const ty_object *)v)->head & (TY_HEAD_LOG | TY_HEAD_SHARED));
}

static inline void log_slot(ty_heap *h, ty_object *o, ty_value *slot, ty_value v)
{
    char *origin;
    if (!may_be_young(v))
        return;
    unsigned char *cards = cards_of(h, o, &origin);
    size_t card = (size_t)((char *)slot - origin) >> CARD_SHIFT;
    if (cards[card] == CARD_WHOLE)
        return;
    widen(h, o, card, card + 1);
    if (cards[card] < CARD_SLOTS && ty_own_push(h, &h->slots, (ty_object *)(void *)slot) == 0)
        cards[card]++;
    else
        cards[card] = CARD_WHOLE;
}

static inline bool is_big(ty_heap *h, ty_object *o)
{
    return (is_large(h, o) ? large_of(o)->size : object_size(o, ty_head_layout(o))) > CARD_OBJECT;
}

static inline void log_whole(ty_heap *h, ty_object *o)
{
    o->head &= ~TY_HEAD_LOG;
    remember(h, o);
}

static char *end_of(ty_heap *h, ty_object *o)
{
    return (char *)o + (is_large(h, o) ? large_of(o)->size : object_size(o, ty_head_layout(o)));
}

void ty_heap_log(ty_heap *h, ty_object *o, void *slot)
{
    if (!is_big(h, o)) {
        log_whole(h, o);
        return;
    }
    char *last = (char *)slot + WROTE_BYTES - 1, *end = end_of(h, o);
    log_bytes(h, o, slot, last < end ? last : end - 1);
}

void ty_heap_log_store(ty_heap *h, ty_object *o, ty_value *slot, ty_value v)
{
    if (is_big(h, o))
        log_slot(h, o, slot, v);
    else
        log_whole(h, o);
}

void ty_heap_wrote_range(ty_heap *h, ty_object *o, ty_value *first, size_t n)
{
    if (!n || !(o->head & TY_HEAD_LOG))
        return;
    if (!is_big(h, o)) {
        log_whole(h, o);
    } else if (n <= 2) {
        log_slot(h, o, first, first[0]);
        log_slot(h, o, first + n - 1, first[n - 1]);
    } else {
        log_bytes(h, o, (char *)first, (char *)(first + n) - 1);
    }
}

/* --- at a collection ----------------------------------------------------------------------------------------------- */

/* The object's slots in its whole cards among [from, to) of `cards`, card 0 of which begins at `origin`. */
static void mark_cards(ty_marker *m, ty_object *o, const unsigned char *cards, size_t from, size_t to, char *origin)
{
    const ty_layout *l = ty_head_layout(o);
    bool exact = !l->trace || (l->flags & TY_LAYOUT_WINDOW);
    while (from < to) {
        const unsigned char *first = memchr(cards + from, CARD_WHOLE, to - from);
        if (!first)
            return;
        if (!exact) {
            ty_mark_slots_of(m, o);
            return;
        }
        size_t i = (size_t)(first - cards), end = i + 1;
        while (end < to && cards[end] == CARD_WHOLE)
            end++;
        ty_mark_window(m, o, origin + i * CARD, origin + end * CARD);
        from = end;
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
        if (l->card_low < l->card_high)
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
    l = &m->heap->slots;
    for (size_t i = 0; i < l->count; i++)
        ty_trace_slots(&m->t, (ty_value *)(void *)l->items[i], 1);
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
    h->slots.count = 0;
    h->remember_lost = false;
    if (l->capacity > LIST_KEEP)
        ty_own_drop(h, l);
    if (h->slots.capacity > LIST_KEEP)
        ty_own_drop(h, &h->slots);
}
