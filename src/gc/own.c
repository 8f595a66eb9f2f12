/* SPDX-License-Identifier: MIT */
/*
 * Growable lists of objects, in the collector's own memory, which is not charged to the heap's limit: that bounds what
 * the program holds. Every caller survives exhaustion.
 */
#include <config.h>

#include "gc/impl.h"

static TY_NOINLINE int grow(ty_heap *h, ty_object_list *l)
{
    size_t n = l->capacity ? l->capacity * 2 : 16;
    if (n > SIZE_MAX / sizeof *l->items)
        return -1;
    ty_object **items = ty_own_resize(h, l->items, l->capacity * sizeof *items, n * sizeof *items);
    if (!items)
        return -1;
    l->items = items;
    l->capacity = n;
    return 0;
}

int ty_own_push(ty_heap *h, ty_object_list *l, ty_object *o)
{
    if (TY_UNLIKELY(l->count == l->capacity) && grow(h, l) < 0)
        return -1;
    l->items[l->count++] = o;
    return 0;
}

void ty_own_drop(ty_heap *h, ty_object_list *l)
{
    if (l->items)
        ty_own_free(h, l->items, l->capacity * sizeof *l->items);
    l->items = NULL;
    l->count = l->capacity = 0;
}
