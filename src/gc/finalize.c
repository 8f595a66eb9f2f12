/* SPDX-License-Identifier: MIT */
/*
 * Finalizers: lists of registered objects, young and old, in the order of registration.
 *
 * A Python-visible finalizer keeps its object, and what that refers to, alive for one more cycle; the object leaves the
 * list, so that it is called once. A native one runs at once, and its object is gone.
 */
#include <config.h>

#include "gc/impl.h"

#include <string.h>

static int enlist(ty_heap *h, ty_object_list *young, ty_object *o)
{
    if (ty_own_push(h, young, o) < 0)
        return -1;
    o->head |= TY_HEAD_SIDE;
    return 0;
}

int ty_heap_register_finalizer(ty_heap *h, ty_object *o)
{
    return enlist(h, &h->finalizers_young, o);
}

int ty_heap_register_external(ty_heap *h, ty_object *o)
{
    return enlist(h, &h->externals_young, o);
}

static bool delist(ty_object_list *l, ty_object *o)
{
    for (size_t i = l->count; i-- > 0;)
        if (l->items[i] == o) {
            memmove(&l->items[i], &l->items[i + 1], (l->count - i - 1) * sizeof *l->items);
            l->count--;
            return true;
        }
    return false;
}

void ty_heap_unregister_finalizer(ty_heap *h, ty_object *o)
{
    if (!delist(&h->finalizers_young, o))
        (void)delist(&h->finalizers_old, o);
}

/* Appends the young list to the old one; without memory for that it stays, and is looked at more often. */
static void promote(ty_heap *h, ty_object_list *young, ty_object_list *old)
{
    size_t i = 0;
    while (i < young->count && ty_own_push(h, old, young->items[i]) == 0)
        i++;
    if (!i)
        return;
    memmove(young->items, young->items + i, (young->count - i) * sizeof *young->items);
    young->count -= i;
    if (!young->count && young->capacity > 1024)
        ty_own_drop(h, young);
}

/* --- Python-visible ------------------------------------------------------------------------------------------------ */

/* Moves the dead members of `l` that want it to `dead`, and drops the other dead ones. Without memory for that they are kept alive and stay registered. */
static void sift(ty_marker *m, ty_object_list *l, ty_object_list *dead)
{
    const ty_heap_client *c = &m->heap->client;
    size_t n = 0;
    for (size_t i = 0; i < l->count; i++) {
        ty_object *o = l->items[i];
        if (!is_marked(m->heap, o)) {
            if (c->wants_finalizer && !c->wants_finalizer(c->self, o))
                continue;
            if (ty_own_push(m->heap, dead, o) == 0)
                continue;
            ty_mark_push(m, o);
        }
        l->items[n++] = o;
    }
    l->count = n;
}

void ty_finalize_python(ty_marker *m)
{
    ty_heap *h = m->heap;
    ty_object_list dead = { 0 };
    if (!m->minor)
        sift(m, &h->finalizers_old, &dead);
    sift(m, &h->finalizers_young, &dead);
    promote(h, &h->finalizers_young, &h->finalizers_old);
    /* What sift had to keep is not marked yet: nor may it be, it would cut the graph that is sorted. */
    ty_order_sort(h, &dead);
    for (size_t i = 0; i < dead.count; i++)
        ty_mark_push(m, dead.items[i]);
    ty_mark_drain(m);
    for (size_t i = 0; i < dead.count; i++)
        if (h->client.finalizable)
            h->client.finalizable(h->client.self, dead.items[i]);
    ty_own_drop(h, &dead);
}

/* --- native -------------------------------------------------------------------------------------------------------- */

static void run_dead(ty_heap *h, ty_object_list *l)
{
    size_t n = 0;
    for (size_t i = 0; i < l->count; i++) {
        ty_object *o = l->items[i];
        if (is_marked(h, o))
            l->items[n++] = o;
        else
            ty_head_layout(o)->finalize(h->client.self, o);
    }
    l->count = n;
}

void ty_finalize_external(ty_heap *h, bool minor)
{
    if (!minor)
        run_dead(h, &h->externals_old);
    run_dead(h, &h->externals_young);
    promote(h, &h->externals_young, &h->externals_old);
}

static void run_all(ty_heap *h, ty_object_list *l)
{
    for (size_t i = 0; i < l->count; i++)
        ty_head_layout(l->items[i])->finalize(h->client.self, l->items[i]);
    ty_own_drop(h, l);
}

void ty_finalize_release(ty_heap *h)
{
    run_all(h, &h->externals_old);
    run_all(h, &h->externals_young);
    ty_own_drop(h, &h->finalizers_old);
    ty_own_drop(h, &h->finalizers_young);
}
