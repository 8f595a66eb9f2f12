/* SPDX-License-Identifier: MIT */
/*
 * The tree of shapes of a heap type.
 *
 * A shape never changes but for its transitions, version and index. All shapes of a type are held by type->shapes, and a
 * shape's descendants by its transitions: an instance's header needs no barrier, since its shape lives as long as its
 * type. Keys are interned, so that a search for an interned name compares addresses.
 *
 * The index of a long shape is a dict that it shares with its ancestors and descendants as far as each was the first to
 * extend it: entry i is key i, and a shape looks only at its first keys.
 */
#include <config.h>

#include "object/dict.h"
#include "object/error.h"
#include "object/instance.h"
#include "object/list.h"
#include "object/str.h"
#include "platform/assert.h"

#define INDEX_FROM 8 /* keys from which on there is an index */

static void shape_trace(ty_object *o, ty_tracer *t)
{
    ty_shape *s = (ty_shape *)o;
    ty_trace_slot(t, &s->type);
    ty_trace_slots(t, &s->key, 7);
}

const ty_layout ty_shape_layout = {.trace = shape_trace, .fixed_size = sizeof(ty_shape)};
TY_STATIC_ASSERT(offsetof(ty_shape, dict_shape) == offsetof(ty_shape, key) + 6 * sizeof(ty_value), "slots of a shape are a run");
TY_BUILTIN_TYPE(shape, .name = "shape", .base = &ty_object_type, .basicsize = sizeof(ty_shape), .flags = TY_TYPE_NO_NEW | TY_TYPE_INTERNAL,
                .slots = {TY_OBJECT_SLOTS});

/* --- instances' layouts ------------------------------------------------------------------------------------------- */

static size_t plain_size(const ty_object *o)
{
    return ty_heap_round(sizeof(ty_instance) + ty_shape_of(o)->inobject * sizeof(ty_value));
}

static void plain_trace(ty_object *o, ty_tracer *t)
{
    ty_trace_slots(t, &((ty_instance *)o)->extra, 1u + ty_shape_of(o)->inobject);
}

static const ty_layout plain_layout = {.size = plain_size, .trace = plain_trace};

static const ty_layout *base_layout(const ty_shape *s)
{
    const ty_type *t = s->type;
    while (t->flags & TY_TYPE_HEAP)
        t = t->base;
    return t->shape->layout;
}

size_t ty_instance_var_size(const ty_object *o, const ty_shape *s)
{
    return ty_heap_round(base_layout(s)->size(o));
}

static size_t derived_size(const ty_object *o)
{
    const ty_shape *s = ty_shape_of(o);
    size_t at = s->extra ? s->extra : ty_instance_var_size(o, s);
    return ty_heap_round(at + (1u + s->inobject) * sizeof(ty_value));
}

static void derived_trace(ty_object *o, ty_tracer *t)
{
    const ty_shape *s = ty_shape_of(o);
    const ty_layout *base = base_layout(s);
    if (base->trace)
        base->trace(o, t);
    else if (base->slots_count)
        ty_trace_slots(t, (ty_value *)(void *)((char *)o + base->slots_offset), base->slots_count);
    ty_trace_slots(t, ty_instance_extra(o, s), 1u + s->inobject);
}

static void derived_finalize(void *client, ty_object *o)
{
    const ty_layout *base = base_layout(ty_shape_of(o));
    if (base->finalize)
        base->finalize(client, o);
}

static const ty_layout derived_layout = {.size = derived_size, .trace = derived_trace, .finalize = derived_finalize};

const ty_layout *ty_instance_layout(const ty_type *base)
{
    if (base == &ty_object_type)
        return &plain_layout;
    /* Metaclasses: their instances are types and have no slots of their own. */
    return base->flags & TY_TYPE_TYPE ? base->shape->layout : &derived_layout;
}

/* --- making ------------------------------------------------------------------------------------------------------- */

static ty_shape *new_shape(ty_ctx *ctx, ty_type *type)
{
    ty_shape *s = ty_heap_alloc(ctx->heap, ty_heap_round(sizeof *s));
    if (!s) {
        ty_error_memory(ctx);
        return NULL;
    }
    memset(s, 0, sizeof *s);
    s->ob.head = (uintptr_t)&ty_shape_shape;
    s->type = type;
    s->version = type->version;
    return s;
}

static int note_shape(ty_ctx *ctx, ty_type *type, ty_shape *s)
{
    if (!type->shapes) {
        ty_value list = ty_list_new(ctx, 4);
        if (!list)
            return -1;
        ty_heap_store(ctx->heap, &type->ob, &type->shapes, list);
    }
    return ty_list_append(ctx, type->shapes, TY_VALUE(s));
}

ty_shape *ty_shape_new_root(ty_ctx *ctx, ty_type *type, unsigned inobject)
{
    const ty_type *base = type;
    while (base->flags & TY_TYPE_HEAP)
        base = base->base;
    ty_shape *s = new_shape(ctx, type);
    if (!s)
        return NULL;
    s->layout = ty_instance_layout(base);
    s->inobject = (uint16_t)inobject;
    s->count = type->member_slots;
    if (!(base->flags & (TY_TYPE_VAR | TY_TYPE_TYPE)))
        s->extra = (uint16_t)TY_ALIGN_UP(base->basicsize, sizeof(ty_value));
    return note_shape(ctx, type, s) < 0 ? NULL : s;
}

static ty_shape *like(ty_ctx *ctx, const ty_shape *s)
{
    ty_shape *n = new_shape(ctx, (ty_type *)(uintptr_t)s->type);
    if (!n)
        return NULL;
    n->layout = s->layout;
    n->inobject = s->inobject;
    n->extra = s->extra;
    n->count = s->count;
    return n;
}

ty_shape *ty_shape_dict_mode(ty_ctx *ctx, const ty_shape *s)
{
    while (s->parent)
        s = ty_shape_ptr(s->parent);
    if (s->dict_mode)
        return (ty_shape *)(uintptr_t)s;
    if (s->dict_shape)
        return ty_shape_ptr(s->dict_shape);
    ty_shape *n = like(ctx, s);
    if (!n || note_shape(ctx, (ty_type *)(uintptr_t)s->type, n) < 0)
        return NULL;
    n->dict_mode = 1;
    ty_shape *root = (ty_shape *)(uintptr_t)s;
    ty_heap_store(ctx->heap, &root->ob, &root->dict_shape, TY_VALUE(n));
    return n;
}

/* --- keys --------------------------------------------------------------------------------------------------------- */

void ty_shape_keys(const ty_shape *s, ty_value *keys)
{
    for (int i = ty_shape_key_count(s); i > 0; s = ty_shape_ptr(s->parent))
        keys[--i] = s->key;
}

int ty_shape_find(const ty_shape *s, ty_value name)
{
    int members = s->type->member_slots;
    if (s->index) {
        intptr_t e = ty_dict_entry_of(s->index, name);
        return e >= 0 && e < s->count - members ? (int)e + members : -1;
    }
    const ty_shape *p;
    for (p = s; p->key; p = ty_shape_ptr(p->parent))
        if (p->key == name)
            return p->count - 1;
    if (ty_str_ptr(name)->interned)
        return -1;
    for (p = s; p->key; p = ty_shape_ptr(p->parent))
        if (ty_str_equal(p->key, name))
            return p->count - 1;
    return -1;
}

static int make_index(ty_ctx *ctx, ty_shape *s, const ty_shape *parent)
{
    int n = ty_shape_key_count(s);
    if (parent->index && ty_dict_length(parent->index) == (size_t)n - 1) {
        s->index = parent->index;
        return ty_dict_set(ctx, s->index, s->key, TY_NONE);
    }
    ty_value keys[TY_SHAPE_MAX + 1], index = ty_dict_new(ctx, (size_t)n + 8);
    if (!index)
        return -1;
    ty_shape_keys(s, keys);
    for (int i = 0; i < n; i++)
        if (ty_dict_set(ctx, index, keys[i], TY_NONE) < 0)
            return -1;
    ty_heap_store(ctx->heap, &s->ob, &s->index, index);
    return 0;
}

static ty_shape *find_transition(const ty_shape *s, ty_ctx *ctx, ty_value name)
{
    if (s->next_key == name)
        return ty_shape_ptr(s->next_shape);
    ty_value v;
    if (s->transitions && ty_dict_get_str(ctx, s->transitions, name, &v) == 1)
        return ty_shape_ptr(v);
    return NULL;
}

ty_shape *ty_shape_add(ty_ctx *ctx, const ty_shape *s, ty_value name)
{
    ty_shape *from = (ty_shape *)(uintptr_t)s, *next = find_transition(s, ctx, name);
    if (next)
        return next;
    if (ty_shape_key_count(s) >= TY_SHAPE_MAX)
        return NULL;
    if (!ty_str_ptr(name)->interned) {
        name = ty_str_intern(ctx, name);
        if (!name)
            return NULL;
        next = find_transition(s, ctx, name);
        if (next)
            return next;
    }
    next = like(ctx, s);
    if (!next || note_shape(ctx, (ty_type *)(uintptr_t)s->type, next) < 0)
        return NULL;
    next->key = name;
    next->parent = TY_VALUE(s);
    next->count++;
    if (ty_shape_key_count(next) > INDEX_FROM && make_index(ctx, next, s) < 0)
        return NULL;
    if (!from->next_key) {
        ty_heap_store(ctx->heap, &from->ob, &from->next_key, name);
        ty_heap_store(ctx->heap, &from->ob, &from->next_shape, TY_VALUE(next));
        return next;
    }
    if (!from->transitions) {
        ty_value d = ty_dict_new(ctx, 4);
        if (!d)
            return NULL;
        ty_heap_store(ctx->heap, &from->ob, &from->transitions, d);
    }
    return ty_dict_set(ctx, from->transitions, name, TY_VALUE(next)) < 0 ? NULL : next;
}
