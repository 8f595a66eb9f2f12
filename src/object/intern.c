/* SPDX-License-Identifier: MIT */
/*
 * Interning. Symbols of the image are canonical everywhere; other strings in a table of each interpreter, weak: the
 * collector's callback drops the dead. Entries younger than the last collection are listed, so that a minor collection
 * looks at those only. Owned by the interpreter, touched under its lock.
 */
#include <config.h>

#include <stdlib.h>

#include "object/objects.h"
#include "object/str_impl.h"

#define DELETED TY_STOP

struct ty_intern {
    ty_value *slots;   /* open addressing; TY_NULL free, DELETED */
    size_t mask;       /* places - 1 */
    size_t used;       /* not TY_NULL */
    size_t live;       /* strings */
    ty_value *young;   /* added since the last collection */
    size_t young_count, young_capacity;
};

ty_intern *ty_intern_new(void)
{
    return calloc(1, sizeof(ty_intern));
}

void ty_intern_free(ty_intern *t)
{
    if (!t)
        return;
    free(t->slots);
    free(t->young);
    free(t);
}

static void place(ty_value *slots, size_t mask, ty_value s)
{
    size_t i = (size_t)ty_str_hash(s) & mask;
    while (slots[i])
        i = (i + 1) & mask;
    slots[i] = s;
}

/* A table for `live` strings and as many again; also gets rid of deleted places. */
static bool resize(ty_intern *t)
{
    size_t places = 64;
    while (places < t->live * 3)
        places *= 2;
    ty_value *slots = calloc(places, sizeof *slots);
    if (!slots)
        return false;
    for (size_t i = 0; t->slots && i <= t->mask; i++)
        if (t->slots[i] && t->slots[i] != DELETED)
            place(slots, places - 1, t->slots[i]);
    free(t->slots);
    t->slots = slots;
    t->mask = places - 1;
    t->used = t->live;
    return true;
}

static ty_value lookup(const ty_intern *t, const ty_str *s)
{
    if (!t->slots)
        return TY_NULL;
    for (size_t i = (size_t)ty_str_hash(TY_VALUE(s)) & t->mask; t->slots[i]; i = (i + 1) & t->mask)
        if (t->slots[i] != DELETED && ty_str_hash(t->slots[i]) == (intptr_t)s->hash && ty_str_equal(t->slots[i], TY_VALUE(s)))
            return t->slots[i];
    return TY_NULL;
}

static bool insert(ty_intern *t, ty_value s)
{
    if ((!t->slots || (t->used + 1) * 4 > (t->mask + 1) * 3) && !resize(t))
        return false;
    if (t->young_count == t->young_capacity) {
        size_t capacity = t->young_capacity ? t->young_capacity * 2 : 64;
        ty_value *young = realloc(t->young, capacity * sizeof *young);
        if (!young)
            return false;
        t->young = young;
        t->young_capacity = capacity;
    }
    t->young[t->young_count++] = s;
    place(t->slots, t->mask, s); /* deleted places are reused only by resize: probes stay right without care */
    t->used++;
    t->live++;
    return true;
}

static void drop(ty_intern *t, ty_value s)
{
    for (size_t i = (size_t)ty_str_hash(s) & t->mask; t->slots[i]; i = (i + 1) & t->mask)
        if (t->slots[i] == s) {
            t->slots[i] = DELETED;
            t->live--;
            return;
        }
}

void ty_intern_sweep(ty_intern *t, ty_heap *h, bool minor)
{
    /* The dead are not overwritten yet: their hash, filled at insertion, may be read. */
    if (minor) {
        for (size_t i = 0; i < t->young_count; i++)
            if (!ty_heap_is_live(h, ty_object_of(t->young[i])))
                drop(t, t->young[i]);
    } else {
        for (size_t i = 0; t->slots && i <= t->mask; i++)
            if (t->slots[i] && t->slots[i] != DELETED && !ty_heap_is_live(h, ty_object_of(t->slots[i]))) {
                t->slots[i] = DELETED;
                t->live--;
            }
    }
    t->young_count = 0;
}

ty_value ty_str_intern(ty_ctx *ctx, ty_value v)
{
    ty_str *s = ty_str_ptr(v);
    if (s->interned)
        return v;
    bool unit = s->ob.head & TY_HEAD_UNIT; /* these are no symbols: the maker of the unit has looked */
    ty_value found = unit ? TY_NULL : ty_symbols_find(s);
    if (found)
        return found;
    ty_intern *t = ctx->objects->intern;
    found = lookup(t, s);
    if (found)
        return found;
    /* A copy of the text of a concatenation: an old prefix shall not keep a whole tail alive; and of a unit's str: other
     * interpreters see it too, and may outlive what this one knows of it or the other way round. */
    if (unit || !ty_str_is_inline(s)) {
        ty_str *copy = ty_str_new(ctx, s->length, ty_str_bound(s));
        if (!copy)
            return TY_NULL;
        memcpy(copy->data, s->data, s->length * s->kind);
        copy->hash = s->hash;
        s = copy;
    }
    if (!insert(t, TY_VALUE(s)))
        return ty_error_memory(ctx);
    s->interned = 1;
    return TY_VALUE(s);
}

ty_value ty_str_intern_utf8(ty_ctx *ctx, const char *p, size_t n)
{
    ty_value found = ty_utf8_ascii_run((const unsigned char *)p, n) == n ? ty_symbols_find_ascii((const unsigned char *)p, n) : TY_NULL;
    if (found)
        return found;
    ty_value s = ty_str_from_utf8(ctx, p, n);
    return s ? ty_str_intern(ctx, s) : TY_NULL;
}
