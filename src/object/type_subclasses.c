/* SPDX-License-Identifier: MIT */
/*
 * The subclasses of a type, known by weak references, and what a change of a class means for them: new versions, slots
 * filled again, caches void. A class's subclasses are a dict from its address to a weak reference; stale entries go when
 * the list is asked for.
 */
#include <config.h>

#include "object/dict.h"
#include "object/error.h"
#include "object/instance.h"
#include "object/list.h"
#include "object/objects.h"
#include "object/singletons.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_impl.h"
#include "object/weakref.h"

static ty_value subclasses_of(ty_ctx *ctx, const ty_type *t)
{
    if (t->flags & TY_TYPE_HEAP)
        return t->subclasses;
    ty_type_entry *e = ty_type_entry_find(ctx, t);
    return e ? e->part[TY_TYPE_ENTRY_SUBCLASSES] : TY_NULL;
}

static ty_value key_of(const ty_type *t)
{
    return ty_small((intptr_t)((uintptr_t)t >> 4));
}

int ty_type_subclass_add(ty_ctx *ctx, const ty_type *base, ty_type *sub)
{
    ty_value d = subclasses_of(ctx, base);
    if (!d) {
        d = ty_dict_new(ctx, 1);
        if (!d)
            return -1;
        if (base->flags & TY_TYPE_HEAP) {
            ty_type *b = (ty_type *)(uintptr_t)base;
            ty_heap_store(ctx->heap, &b->ob, &b->subclasses, d);
        } else if (ty_type_entry_put(ctx, base, TY_TYPE_ENTRY_SUBCLASSES, d) < 0) {
            return -1;
        }
    }
    ty_value ref = ty_weakref_new(ctx, TY_VALUE(sub), TY_NULL);
    return ref ? ty_dict_set(ctx, d, key_of(sub), ref) : -1;
}

void ty_type_subclass_remove(ty_ctx *ctx, const ty_type *base, ty_type *sub)
{
    ty_value d = subclasses_of(ctx, base);
    if (d && ty_dict_del(ctx, d, key_of(sub), NULL) < 0)
        ty_error_clear(ctx);
}

/* The builtin subclasses of builtin types; only those of exceptions and int are known here. */
static int add_builtin(ty_ctx *ctx, const ty_type *t, ty_value list)
{
#define ROW(id, base, layout, doc) &ty_##id##_type,
    static const ty_type *const types[] = {&ty_bool_type, TY_EXCEPTION_ROWS(ROW)};
#undef ROW
    if (!(t->flags & (TY_TYPE_EXCEPTION | TY_TYPE_INT)))
        return 0;
    for (size_t i = 0; i < TY_COUNTOF(types); i++) {
        bool second = types[i] == &ty_ExceptionGroup_type && t == &ty_Exception_type;
        if ((types[i]->base == t || second) && ty_list_append(ctx, list, TY_VALUE(types[i])) < 0)
            return -1;
    }
    return 0;
}

ty_value ty_type_subclass_list(ty_ctx *ctx, const ty_type *t)
{
    ty_value d = subclasses_of(ctx, t), list = ty_list_new(ctx, 0), k, v;
    if (list && !(t->flags & TY_TYPE_HEAP) && add_builtin(ctx, t, list) < 0)
        return TY_NULL;
    if (!d || !list)
        return list;
    size_t pos = 0, dead = 0;
    while (ty_dict_next(d, &pos, &k, &v)) {
        ty_value sub = ty_weakref_get(v);
        if (!sub)
            dead++;
        else if (ty_list_append(ctx, list, sub) < 0)
            return TY_NULL;
    }
    while (dead > 8 && dead * 2 > ty_dict_length(d)) { /* rare: sweep, one at a time */
        pos = 0;
        bool found = false;
        while (ty_dict_next(d, &pos, &k, &v))
            if (!ty_weakref_get(v)) {
                found = true;
                break;
            }
        if (!found)
            break;
        if (ty_dict_del(ctx, d, k, NULL) < 0)
            return TY_NULL;
        dead--;
    }
    return list;
}

/* --- changes ------------------------------------------------------------------------------------------------------------- */

static bool is_dunder(ty_value name)
{
    const ty_str *s = ty_str_ptr(name);
    return s->length > 4 && s->ascii && s->data[0] == '_' && s->data[1] == '_';
}

static void new_version(ty_ctx *ctx, ty_type *t)
{
    t->version = ctx->objects->next_type_version++;
    for (size_t i = 0; t->shapes && i < ty_list_length(t->shapes); i++)
        ty_shape_ptr(ty_list_at(t->shapes, i))->version = t->version;
}

static int changed(ty_ctx *ctx, ty_type *t, ty_value name, bool slots)
{
    if (ty_context_deep(ctx, " in a change of a class"))
        return -1;
    new_version(ctx, t);
    if (slots && ty_type_slots_fill(ctx, t, name) < 0)
        return -1;
    if (!t->subclasses || !ty_dict_length(t->subclasses))
        return 0;
    ty_value subs = ty_type_subclass_list(ctx, t);
    for (size_t i = 0; subs && i < ty_list_length(subs); i++)
        if (changed(ctx, ty_type_ptr(ty_list_at(subs, i)), name, slots) < 0)
            return -1;
    return subs ? 0 : -1;
}

int ty_type_modified(ty_ctx *ctx, ty_type *t, ty_value name)
{
    if (changed(ctx, t, name, !name || is_dunder(name)) < 0)
        return -1;
    /* Sites that read an instance's slot are guarded by the shape alone, which does not change. */
    if (ctx->objects->hooks.drop_caches) {
        ty_value v = TY_NULL;
        bool hides = !name || name == TY_SYM(__getattribute__) || name == TY_SYM(__setattr__) || name == TY_SYM(__delattr__);
        if (!hides && ty_type_own(ctx, t, name, &v) > 0)
            hides = ty_type_of(v)->slots.descr_set != NULL;
        if (hides)
            ctx->objects->hooks.drop_caches(ctx);
    }
    return 0;
}
