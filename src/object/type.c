/* SPDX-License-Identifier: MIT */
/*
 * Types: names, subclass tests, method resolution order, and the interpreter's side table of builtin types.
 *
 * The side table is a heap object (an open-addressed table keyed by the address of the type) that the roots hold. It
 * keeps for each builtin type that this interpreter has touched its dict, its mro tuple and its subclasses: all that
 * would be fields of the type if it were not shared and constant.
 */
#include <config.h>

#include "object/dict.h"
#include "object/error.h"
#include "object/function.h"
#include "object/objects.h"
#include "object/singletons.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_impl.h"
#include "platform/assert.h"

const ty_type *const ty_type_immediates[8] = {
    &ty_unbound_type, &ty_NoneType_type, &ty_bool_type, &ty_bool_type,
    &ty_ellipsis_type, &ty_NotImplementedType_type, &ty_unbound_type, &ty_unbound_type,
};

/* --- names ------------------------------------------------------------------------------------------------------- */

const char *ty_type_name(const ty_type *t)
{
    if (t->name) {
        const char *dot = strrchr(t->name, '.');
        return dot ? dot + 1 : t->name;
    }
    return t->utf8_name;
}

ty_value ty_type_name_str(ty_ctx *ctx, const ty_type *t)
{
    return t->name ? ty_str_intern_utf8(ctx, ty_type_name(t), strlen(ty_type_name(t))) : t->ht_name;
}

/* --- subclass tests ---------------------------------------------------------------------------------------------- */

bool ty_type_is_subtype(const ty_type *t, const ty_type *of)
{
    if (t == of || of == &ty_object_type)
        return true;
    if (t->mro == TY_NULL) {
        for (t = t->base; t; t = t->base)
            if (t == of)
                return true;
            else if (t->mro)
                return ty_type_is_subtype(t, of);
        return false;
    }
    ty_value *items = ty_tuple_items(t->mro);
    for (size_t i = 1, n = ty_tuple_length(t->mro); i < n; i++)
        if (items[i] == TY_VALUE(of))
            return true;
    return false;
}

const ty_type *ty_type_builtin_base(const ty_type *t)
{
    while (t->flags & TY_TYPE_HEAP)
        t = t->base;
    return t;
}

/* --- the side table ---------------------------------------------------------------------------------------------- */

typedef struct ty_type_side {
    ty_object ob;
    uint32_t mask, used;
    ty_type_entry entries[];
} ty_type_side;

static size_t side_size(const ty_object *o)
{
    return sizeof(ty_type_side) + ((size_t)((const ty_type_side *)o)->mask + 1) * sizeof(ty_type_entry);
}

static void side_trace(ty_object *o, ty_tracer *t)
{
    ty_type_side *s = (ty_type_side *)o;
    ty_trace_slots(t, &s->entries[0].type, ((size_t)s->mask + 1) * (sizeof(ty_type_entry) / sizeof(ty_value)));
}

static const ty_layout ty_type_side_layout = {.size = side_size, .trace = side_trace};
static const ty_shape ty_type_side_shape;
static const ty_type ty_type_side_type = {.ob = TY_IMAGE_HEAD(&ty_type_shape), .shape = &ty_type_side_shape, .version = 1,
                                          .name = "type_side", .base = &ty_object_type, .flags = TY_TYPE_INTERNAL, .slots = {TY_OBJECT_SLOTS}};
static const ty_shape ty_type_side_shape = {.ob = TY_IMAGE_HEAD(&ty_shape_shape), .layout = &ty_type_side_layout,
                                            .type = &ty_type_side_type, .version = 1};

static size_t side_hash(const ty_type *t)
{
    uintptr_t a = (uintptr_t)t >> 4;
    return a ^ (a >> 7);
}

static ty_type_entry *side_place(ty_type_side *s, const ty_type *t)
{
    for (size_t i = side_hash(t);; i++) {
        ty_type_entry *e = &s->entries[i & s->mask];
        if (e->type == TY_VALUE(t) || e->type == TY_NULL)
            return e;
    }
}

static int side_grow(ty_ctx *ctx)
{
    ty_type_side *old = ctx->objects->types;
    size_t places = old ? 2 * ((size_t)old->mask + 1) : 64;
    ty_type_side *s = ty_heap_alloc(ctx->heap, ty_heap_round(sizeof *s + places * sizeof(ty_type_entry)));
    if (!s) {
        ty_error_memory(ctx);
        return -1;
    }
    s->ob.head = (uintptr_t)&ty_type_side_shape;
    s->mask = (uint32_t)places - 1;
    s->used = 0;
    memset(s->entries, 0, places * sizeof(ty_type_entry));
    /* The allocation may have collected, but entries are only added here and in entry_of: `old` is what it was. */
    for (size_t i = 0; old && i <= old->mask; i++)
        if (old->entries[i].type) {
            *side_place(s, (const ty_type *)old->entries[i].type) = old->entries[i];
            s->used++;
        }
    ctx->objects->types = s;
    return 0;
}

ty_type_entry *ty_type_entry_find(ty_ctx *ctx, const ty_type *t)
{
    ty_type_side *s = ctx->objects->types;
    if (!s)
        return NULL;
    ty_type_entry *e = side_place(s, t);
    return e->type ? e : NULL;
}

int ty_type_entry_put(ty_ctx *ctx, const ty_type *t, enum ty_type_entry_part part, ty_value v)
{
    ty_type_side *s = ctx->objects->types;
    if (!s || (s->used + 1) * 2 > s->mask) {
        if (side_grow(ctx) < 0)
            return -1;
        s = ctx->objects->types;
    }
    ty_type_entry *e = side_place(s, t);
    if (!e->type) {
        e->type = TY_VALUE(t);
        s->used++;
    }
    e->part[part] = v;
    ty_heap_wrote(ctx->heap, &s->ob, e);
    return 0;
}

/* --- method resolution order ------------------------------------------------------------------------------------- */

ty_value ty_type_mro(ty_ctx *ctx, const ty_type *t)
{
    if (t->mro)
        return t->mro;
    TY_ASSERT(!(t->flags & TY_TYPE_HEAP));
    ty_type_entry *e = ty_type_entry_find(ctx, t);
    if (e && e->part[TY_TYPE_ENTRY_MRO])
        return e->part[TY_TYPE_ENTRY_MRO];
    size_t n = 0;
    for (const ty_type *b = t; b; b = b->base)
        n++;
    ty_value mro = ty_tuple_new(ctx, NULL, n);
    if (!mro)
        return TY_NULL;
    size_t i = 0;
    for (const ty_type *b = t; b; b = b->base)
        ty_tuple_items(mro)[i++] = TY_VALUE(b);
    return ty_type_entry_put(ctx, t, TY_TYPE_ENTRY_MRO, mro) < 0 ? TY_NULL : mro;
}

ty_value ty_type_bases(ty_ctx *ctx, const ty_type *t)
{
    if (t->bases)
        return t->bases;
    return t->base ? ty_tuple_pack(ctx, 1, TY_VALUE(t->base)) : ty_tuple_empty;
}

/* --- namespaces -------------------------------------------------------------------------------------------------- */

ty_value ty_type_dict(ty_ctx *ctx, const ty_type *t)
{
    if (t->flags & TY_TYPE_HEAP)
        return t->dict;
    ty_type_entry *e = ty_type_entry_find(ctx, t);
    return e && e->part[TY_TYPE_ENTRY_DICT] ? e->part[TY_TYPE_ENTRY_DICT] : ty_type_dict_build(ctx, t);
}

/* 1 found, 0 absent, -1 error: `name` in the namespace of `t` alone. */
int ty_type_own(ty_ctx *ctx, const ty_type *t, ty_value name, ty_value *out)
{
    ty_value dict = ty_type_dict(ctx, t);
    return dict ? ty_dict_get_str(ctx, dict, name, out) : -1;
}

/* Along the MRO; *where (may be NULL) is the type that has it. */
int ty_type_find(ty_ctx *ctx, const ty_type *t, ty_value name, ty_value *out, const ty_type **where)
{
    if (t->mro == TY_NULL) {
        for (; t; t = t->base) {
            if (t->mro)
                return ty_type_find(ctx, t, name, out, where);
            int r = ty_type_own(ctx, t, name, out);
            if (r) {
                if (where)
                    *where = t;
                return r;
            }
        }
        return 0;
    }
    ty_value mro = t->mro;
    for (size_t i = 0; i < ty_tuple_length(mro); i++) {
        const ty_type *b = (const ty_type *)ty_tuple_at(mro, i);
        int r = ty_type_own(ctx, b, name, out);
        if (r) {
            if (where)
                *where = b;
            return r;
        }
    }
    return 0;
}

ty_value ty_type_lookup_after(ty_ctx *ctx, const ty_type *start, const ty_type *after, ty_value name)
{
    ty_value mro = ty_type_mro(ctx, start), v;
    if (!mro)
        return TY_NULL;
    size_t i = 0, n = ty_tuple_length(mro);
    while (i < n && ty_tuple_at(mro, i) != TY_VALUE(after))
        i++;
    for (i++; i < n; i++) {
        int r = ty_type_own(ctx, ty_type_ptr(ty_tuple_at(mro, i)), name, &v);
        if (r)
            return r < 0 ? TY_NULL : v;
    }
    return TY_NULL;
}
