/* SPDX-License-Identifier: MIT */
/*
 * Weak references: a hash table from referent to its list, open addressing, linear probing, at most half full.
 *
 * The list is not a root. `weak_young` names the referents that a minor collection must look at: those whose list was
 * set since the last collection, because the referent or a member of the list may be young. A referent is named at most
 * once per call of ty_heap_set_weak; what is named but no longer in the table is skipped. Without memory for the name,
 * the next minor collection visits the whole table.
 */
#include <config.h>

#include "gc/impl.h"

#include <string.h>

static size_t slot_of(const ty_heap *h, const ty_object *o)
{
    return (size_t)(((uintptr_t)o / TY_GRANULE * (uintptr_t)0x9E3779B97F4A7C15u) >> (sizeof(uintptr_t) * 4)) & h->weak_mask;
}

static ty_weaktab_entry *find(const ty_heap *h, const ty_object *o)
{
    if (!h->weak)
        return NULL;
    for (size_t i = slot_of(h, o); h->weak[i].referent; i = (i + 1) & h->weak_mask)
        if (h->weak[i].referent == o)
            return &h->weak[i];
    return NULL;
}

static void put(ty_heap *h, ty_object *o, ty_value list)
{
    size_t i = slot_of(h, o);
    while (h->weak[i].referent)
        i = (i + 1) & h->weak_mask;
    h->weak[i].referent = o;
    h->weak[i].list = list;
}

static int resize(ty_heap *h, size_t n)
{
    size_t old = h->weak ? h->weak_mask + 1 : 0;
    ty_weaktab_entry *before = h->weak, *now = ty_own_alloc(h, n * sizeof *now);
    if (!now)
        return -1;
    memset(now, 0, n * sizeof *now);
    h->weak = now;
    h->weak_mask = n - 1;
    for (size_t i = 0; i < old; i++)
        if (before[i].referent)
            put(h, before[i].referent, before[i].list);
    if (before)
        ty_own_free(h, before, old * sizeof *before);
    return 0;
}

static void erase(ty_heap *h, ty_weaktab_entry *e)
{
    size_t i = (size_t)(e - h->weak);
    h->weak_count--;
    for (size_t j = (i + 1) & h->weak_mask; h->weak[j].referent; j = (j + 1) & h->weak_mask) {
        size_t home = slot_of(h, h->weak[j].referent);
        if (((j - home) & h->weak_mask) >= ((j - i) & h->weak_mask)) {
            h->weak[i] = h->weak[j];
            i = j;
        }
    }
    h->weak[i].referent = NULL;
}

ty_value ty_heap_get_weak(ty_heap *h, ty_object *o)
{
    if (!(o->head & TY_HEAD_SIDE))
        return NULL;
    const ty_weaktab_entry *e = find(h, o);
    return e ? e->list : NULL;
}

int ty_heap_set_weak(ty_heap *h, ty_object *o, ty_value list)
{
    TY_ASSERT(!(o->head & TY_HEAD_SHARED));
    ty_weaktab_entry *e = find(h, o);
    if (!list) {
        if (e)
            erase(h, e);
        return 0;
    }
    if (e) {
        e->list = list;
    } else {
        if ((!h->weak || h->weak_count * 2 > h->weak_mask) && resize(h, h->weak ? (h->weak_mask + 1) * 2 : 16) < 0)
            return -1;
        put(h, o, list);
        h->weak_count++;
        o->head |= TY_HEAD_SIDE;
    }
    if (ty_own_push(h, &h->weak_young, o) < 0)
        h->weak_all = true;
    return 0;
}

/* True when the entry has been removed. */
static bool check(ty_heap *h, ty_weaktab_entry *e)
{
    ty_object *o = e->referent;
    ty_value list = e->list;
    if (!is_marked(h, o)) {
        erase(h, e);
        if (h->client.weak_dead)
            h->client.weak_dead(h->client.self, o, list);
        return true;
    }
    if (h->client.weak_prune)
        list = h->client.weak_prune(h->client.self, o, list);
    else if (ty_slot_is_object(list) && !ty_heap_is_live(h, (ty_object *)list))
        list = NULL;
    if (!list) {
        erase(h, e);
        return true;
    }
    e->list = list;
    return false;
}

void ty_weaktab_clear(ty_heap *h, bool minor)
{
    if (minor && !h->weak_all) {
        for (size_t i = 0; i < h->weak_young.count; i++) {
            ty_weaktab_entry *e = find(h, h->weak_young.items[i]);
            if (e)
                check(h, e);
        }
    } else if (h->weak) {
        /* Erasing moves later entries of the same cluster back, so that the slot is looked at again. A cluster that
         * wraps around may be seen twice in part, which does no harm. */
        for (size_t i = 0; i <= h->weak_mask; i++)
            while (h->weak[i].referent && check(h, &h->weak[i]))
                ;
        size_t n = h->weak_mask + 1;
        if (n > 64 && h->weak_count < n / 8)
            (void)resize(h, n / 4);
    }
    h->weak_all = false;
    h->weak_young.count = 0;
    if (h->weak_young.capacity > 4096)
        ty_own_drop(h, &h->weak_young);
}

void ty_weaktab_release(ty_heap *h)
{
    if (h->weak)
        ty_own_free(h, h->weak, (h->weak_mask + 1) * sizeof *h->weak);
    h->weak = NULL;
    ty_own_drop(h, &h->weak_young);
}
