/* SPDX-License-Identifier: MIT */
/*
 * Roots that the heap knows itself: stack segments with their spilled registers, and registered slots.
 */
#include <config.h>

#include "gc/impl.h"

#include "platform/sanitize.h"

/* --- stack segments ------------------------------------------------------------------------------------------------ */

void ty_stack_enter(ty_heap *h, ty_stack *s, void *base)
{
    s->base = base;
    s->top = NULL;
    s->fake = TY_FAKE_STACK();
    s->prev = NULL;
    s->next = h->stacks;
    if (s->next)
        s->next->prev = s;
    h->stacks = s;
}

void ty_stack_leave(ty_heap *h, ty_stack *s)
{
    if (s->prev)
        s->prev->next = s->next;
    else
        h->stacks = s->next;
    if (s->next)
        s->next->prev = s->prev;
}

/* The fake frames that words of [low, high) point to. */
TY_NO_SANITIZE static void mark_fake(ty_marker *m, void *fake, void *low, void *high)
{
    for (void **p = low; (void *)p < high; p++) {
        void *from = NULL, *to = NULL;
        if (TY_FAKE_FRAME(fake, *p, &from, &to))
            ty_mark_conservative(m, from, to);
    }
}

static void mark_stack(ty_marker *m, const ty_stack *s, void *top)
{
    ty_mark_conservative(m, top, s->base);
    if (s->fake)
        mark_fake(m, s->fake, top, s->base);
}

/* --- registered slots ---------------------------------------------------------------------------------------------- */

ty_root *ty_root_new(ty_heap *h, ty_value v)
{
    ty_root *r = ty_own_alloc(h, sizeof *r);
    if (!r)
        return NULL;
    r->value = v;
    r->prev = NULL;
    r->next = h->roots;
    if (r->next)
        r->next->prev = r;
    h->roots = r;
    return r;
}

ty_value ty_root_get(const ty_root *r)
{
    return r->value;
}

void ty_root_set(ty_root *r, ty_value v)
{
    r->value = v;
}

void ty_root_free(ty_heap *h, ty_root *r)
{
    if (r->prev)
        r->prev->next = r->next;
    else
        h->roots = r->next;
    if (r->next)
        r->next->prev = r->prev;
    ty_own_free(h, r, sizeof *r);
}

void ty_roots_release(ty_heap *h)
{
    for (ty_root *r = h->roots, *next; r; r = next) {
        next = r->next;
        ty_own_free(h, r, sizeof *r);
    }
    h->roots = NULL;
}

/* --- all ----------------------------------------------------------------------------------------------------------- */

void ty_roots_mark(ty_marker *m, void *stack_pointer)
{
    ty_heap *h = m->heap;
    for (ty_stack *s = h->stacks; s; s = s->next) {
        if (s->top)
            ty_mark_conservative(m, s->spill, s->spill + TY_SPILL_WORDS);
        mark_stack(m, s, s->top ? s->top : stack_pointer);
    }
    for (ty_root *r = h->roots; r; r = r->next)
        ty_trace_slots(&m->t, &r->value, 1);
    if (h->client.roots)
        h->client.roots(h->client.self, &m->t, m->minor);
}
