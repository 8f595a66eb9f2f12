/* SPDX-License-Identifier: MIT */
/*
 * Proofs: that the heap is well formed, and that the barrier has missed no store.
 *
 * Both visit the slots of objects through the layouts' own trace functions, with a tracer that has no room for inline
 * pushes, so that every slot comes through `visit`.
 */
#include <config.h>

#include "gc/impl.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

typedef struct checker {
    ty_tracer t;
    ty_heap *heap;
    ty_object *object;   /* whose slots are being visited */
    const char *message; /* the first fault */
} checker;

static TY_PRINTF(2, 3) void fault(checker *c, const char *format, ...)
{
    va_list list;
    ty_heap *h = c->heap;
    if (c->message)
        return;
    if (!h->message)
        h->message = ty_own_alloc(h, MESSAGE_SIZE);
    if (!h->message) {
        c->message = "the heap is not well formed";
        return;
    }
    va_start(list, format);
    vsnprintf(h->message, MESSAGE_SIZE, format, list);
    va_end(list);
    c->message = h->message;
}

static void ignore_words(ty_tracer *t, void *low, void *high)
{
    (void)t;
    (void)low;
    (void)high;
}

static checker make(ty_heap *h, void (*visit)(ty_tracer *t, ty_value *first, size_t n))
{
    return (checker){ .t = { .visit = visit, .words = ignore_words, .high = (char *)UINTPTR_MAX, .heap = h }, .heap = h };
}

static void visit_slots(checker *c, ty_object *o)
{
    const ty_layout *l = ty_head_layout(o);
    ty_value shape = (ty_value)(void *)ty_head_shape(o);
    c->object = o;
    c->t.visit(&c->t, &shape, 1);
    if (l->trace)
        l->trace(o, &c->t);
    else if (l->slots_count)
        c->t.visit(&c->t, (ty_value *)(void *)((char *)o + l->slots_offset), l->slots_count);
}

/* --- the barrier --------------------------------------------------------------------------------------------------- */

static void visit_marked(ty_tracer *t, ty_value *first, size_t n)
{
    checker *c = (checker *)(void *)t;
    for (size_t i = 0; i < n; i++) {
        ty_object *o = (ty_object *)first[i];
        if (ty_slot_is_object(first[i]) && !(o->head & TY_HEAD_SHARED) && !is_marked(c->heap, o))
            fault(c, "barrier missed: old object %p (layout %p) refers to young %p (layout %p) in the slot at offset %td",
                  (void *)c->object, (const void *)ty_head_layout(c->object), (void *)o,
                  (const void *)ty_head_layout(o), (char *)&first[i] - (char *)c->object);
    }
}

static void check_marked(void *arg, ty_object *o)
{
    checker *c = arg;
    if (is_marked(c->heap, o))
        visit_slots(c, o);
}

/* Everything that is marked now, old or just survived, may refer to marked objects only. That holds for dead old
 * objects, too: what was stored into them while they lived was remembered. */
const char *ty_validate_barrier(ty_heap *h)
{
    checker c = make(h, visit_marked);
    ty_heap_each(h, check_marked, &c);
    return c.message;
}

/* --- the heap ------------------------------------------------------------------------------------------------------ */

static void visit_valid(ty_tracer *t, ty_value *first, size_t n)
{
    checker *c = (checker *)(void *)t;
    for (size_t i = 0; i < n && !c->message; i++) {
        uintptr_t w = (uintptr_t)first[i];
        ty_object *o = (ty_object *)w;
        if (!ty_slot_is_object(first[i]))
            continue;
        if (w % TY_GRANULE) {
            fault(c, "object %p: slot %p holds %p, which is not aligned", (void *)c->object, (void *)&first[i], (void *)o);
            continue;
        }
        /* Not in this heap: it may only be a shared one. */
        if (ty_mark_find(c->heap, w) != o && !(o->head & TY_HEAD_SHARED))
            fault(c, "object %p: slot %p holds %p, which is no object", (void *)c->object, (void *)&first[i], (void *)o);
    }
}

/* Header and slots of an object that has a mark byte; its size, or 0 after a fault. */
static size_t check_object(checker *c, ty_object *o)
{
    uintptr_t shape = o->head & ~TY_HEAD_FLAGS;
    if (!shape || (o->head & TY_HEAD_SHARED)) {
        fault(c, "object %p: header %p", (void *)o, (void *)o->head);
        return 0;
    }
    const ty_layout *l = ty_head_layout(o);
    if (!l) {
        fault(c, "object %p: its shape %p has no layout", (void *)o, (void *)shape);
        return 0;
    }
    if ((o->head & TY_HEAD_LOG) && !is_marked(c->heap, o)) {
        fault(c, "object %p: young, but has the LOG flag", (void *)o);
        return 0;
    }
    size_t size = ty_heap_round(object_size(o, l));
    if (size < TY_GRANULE) {
        fault(c, "object %p: size %zu", (void *)o, size);
        return 0;
    }
    visit_slots(c, o);
    return size;
}

static void check_block(checker *c, ty_block_entry *e, uint32_t index)
{
    ty_block *b = e->block;
    const unsigned char *marks = block_marks(b);
    size_t used = 0;
    if (b->heap != c->heap || b->index != index)
        fault(c, "block %p: its record is damaged", (void *)b);
    for (size_t i = BLOCK_FIRST; i < BLOCK_END && !c->message;) {
        unsigned m = marks[i];
        if (m == MARK_FREE) {
            i++;
            continue;
        }
        ty_object *o = (ty_object *)((char *)b + i * TY_GRANULE);
        bool old = (m & MARK_INNER) == MARK_START;
        if (m != TY_MARK_YOUNG && (!old || (m & 0x1f))) {
            fault(c, "address %p: mark byte 0x%02x", (void *)o, m);
            return;
        }
        size_t n = check_object(c, o) / TY_GRANULE;
        if (!n)
            return;
        if (n > BLOCK_END - i) {
            fault(c, "object %p: %zu granules reach over the end of its block", (void *)o, n);
            return;
        }
        for (size_t k = 1; k < n; k++)
            if (marks[i + k] != (old ? MARK_INNER : MARK_FREE)) {
                fault(c, "object %p: mark byte 0x%02x at granule %zu of %zu", (void *)o, marks[i + k], k, n);
                return;
            }
        used += n;
        i += n;
    }
    if (!e->young && !c->message && used != BLOCK_GRANULES - e->free)
        fault(c, "block %p: %zu granules in use, %u free", (void *)b, used, (unsigned)e->free);
}

const char *ty_heap_validate(ty_heap *h)
{
    checker c = make(h, visit_valid);
    ty_large_sort(h);
    for (size_t k = 0; k < h->block_count && !c.message; k++)
        check_block(&c, &h->blocks[k], (uint32_t)k);
    for (int old = 0; old < 2; old++)
        for (ty_large *l = old ? h->large_old : h->large_young; l && !c.message; l = l->next) {
            ty_object *o = large_object(l);
            size_t n = check_object(&c, o);
            if ((l->mark >= MARK_START) != old)
                fault(&c, "large object %p: mark byte 0x%02x on the wrong list", (void *)o, l->mark);
            else if (n && n > ty_heap_round(l->size))
                fault(&c, "large object %p: %zu bytes of %zu", (void *)o, n, (size_t)l->size);
        }
    ty_large_unsort(h);
    return c.message;
}
