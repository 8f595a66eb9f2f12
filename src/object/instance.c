/* SPDX-License-Identifier: MIT */
/* Instances: making them, and their own attributes in the three modes that instance.h describes. */
#include <config.h>

#include "object/instance.h"

#include "object/dict.h"
#include "object/error.h"
#include "object/str.h"
#include "platform/assert.h"

/* --- making ---------------------------------------------------------------------------------------------------------- */

/* Instances have been seen to need more slots than they have inside: from now on they get more. */
static TY_NOINLINE const ty_shape *new_root(ty_ctx *ctx, ty_type *t)
{
    ty_shape *s = ty_shape_new_root(ctx, t, t->inobject);
    if (s)
        ty_heap_store(ctx->heap, &t->ob, (ty_value *)(void *)&t->shape, TY_VALUE(s));
    return s;
}

static void fill_slots(ty_value *extra, unsigned n)
{
    extra[0] = TY_NULL;
    for (unsigned i = 1; i <= n; i++)
        extra[i] = TY_UNBOUND;
}

static TY_NOINLINE ty_value with_finalizer(ty_ctx *ctx, ty_object *o)
{
    return ty_heap_register_finalizer(ctx->heap, o) < 0 ? ty_error_memory(ctx) : TY_VALUE(o);
}

ty_value ty_instance_new(ty_ctx *ctx, const ty_type *t)
{
    const ty_shape *s = t->shape;
    if (!(t->flags & TY_TYPE_HEAP)) {
        size_t size = ty_heap_round(t->basicsize);
        ty_object *o = ty_heap_alloc(ctx->heap, size);
        if (TY_UNLIKELY(!o))
            return ty_error_memory(ctx);
        memset(o, 0, size);
        o->head = (uintptr_t)s;
        return TY_VALUE(o);
    }
    if (TY_UNLIKELY(s->inobject != t->inobject) && !(s = new_root(ctx, (ty_type *)(uintptr_t)t)))
        return TY_NULL;
    size_t size = ty_heap_round(s->extra + (1u + s->inobject) * sizeof(ty_value));
    ty_object *o = ty_heap_alloc(ctx->heap, size);
    if (TY_UNLIKELY(!o))
        return ty_error_memory(ctx);
    if (s->extra != sizeof(ty_object))
        memset(o, 0, s->extra);
    o->head = (uintptr_t)s;
    fill_slots((ty_value *)(void *)((char *)o + s->extra), s->inobject);
    if (TY_UNLIKELY(t->flags & TY_TYPE_FINALIZER))
        return with_finalizer(ctx, o);
    return TY_VALUE(o);
}

ty_value ty_instance_new_var(ty_ctx *ctx, const ty_type *t, size_t fixed_and_items)
{
    const ty_shape *s = t->shape;
    size_t at = ty_heap_round(fixed_and_items), size = at;
    if (size < fixed_and_items)
        return ty_error_memory(ctx);
    if (t->flags & TY_TYPE_HEAP) {
        if (TY_UNLIKELY(s->inobject != t->inobject) && !(s = new_root(ctx, (ty_type *)(uintptr_t)t)))
            return TY_NULL;
        size = ty_heap_round(at + (1u + s->inobject) * sizeof(ty_value));
    }
    ty_object *o = ty_heap_alloc(ctx->heap, size);
    if (TY_UNLIKELY(!o))
        return ty_error_memory(ctx);
    memset(o, 0, at);
    o->head = (uintptr_t)s;
    if (t->flags & TY_TYPE_HEAP) {
        fill_slots((ty_value *)(void *)((char *)o + at), s->inobject);
        if (TY_UNLIKELY(t->flags & TY_TYPE_FINALIZER))
            return with_finalizer(ctx, o);
    }
    return TY_VALUE(o);
}

/* --- slots ----------------------------------------------------------------------------------------------------------- */

static void set_shape(ty_object *o, const ty_shape *s)
{
    o->head = (uintptr_t)s | (o->head & TY_HEAD_FLAGS);
}

/* Room for overflow slot i in the array of the extra word. */
static TY_NOINLINE int make_room(ty_ctx *ctx, ty_object *o, const ty_shape *s, size_t i)
{
    ty_type *t = (ty_type *)(uintptr_t)s->type;
    unsigned inside = (unsigned)t->inobject - t->member_slots;
    if (i == 0 && t->inobject == s->inobject && inside < TY_INOBJECT_MAX)
        t->inobject = (uint16_t)(t->member_slots + (inside ? inside * 2 > TY_INOBJECT_MAX ? TY_INOBJECT_MAX : inside * 2 : 4));
    ty_array *old = (ty_array *)*ty_instance_extra(o, s);
    if (old && old->capacity > i)
        return 0;
    ty_array *a = ty_array_new(ctx, i < 4 ? 4 : i * 2);
    if (!a)
        return -1;
    if (old)
        memcpy(a->items, old->items, old->capacity * sizeof(ty_value));
    ty_heap_store(ctx->heap, o, ty_instance_extra(o, s), TY_VALUE(a));
    return 0;
}

int ty_instance_slot_add(ty_ctx *ctx, ty_object *o, const ty_shape *next, ty_value v)
{
    int i = next->count - 1;
    if (TY_UNLIKELY(i >= next->inobject) && make_room(ctx, o, next, (size_t)(i - next->inobject)) < 0)
        return -1;
    ty_instance_slot_put(ctx, o, next, i, v);
    set_shape(o, next);
    return 0;
}

/* --- dict mode ------------------------------------------------------------------------------------------------------- */

static ty_value dict_of_shape(ty_ctx *ctx, ty_object *o, const ty_shape *s)
{
    int n = ty_shape_key_count(s), members = s->type->member_slots;
    ty_value keys[TY_SHAPE_MAX + 1], d = ty_dict_new(ctx, (size_t)n);
    if (!d)
        return TY_NULL;
    ty_shape_keys(s, keys);
    for (int i = 0; i < n; i++)
        if (ty_dict_set(ctx, d, keys[i], ty_instance_slot_get(o, s, members + i)) < 0)
            return TY_NULL;
    return d;
}

/* The instance's attributes become `d`. */
static int enter_dict_mode(ty_ctx *ctx, ty_object *o, const ty_shape *s, ty_value d)
{
    ty_shape *to = ty_shape_dict_mode(ctx, s);
    if (!to)
        return -1;
    ty_value *extra = ty_instance_extra(o, s);
    for (int i = s->type->member_slots; i < s->inobject; i++)
        extra[1 + i] = TY_UNBOUND;
    ty_heap_store(ctx->heap, o, extra, d);
    set_shape(o, to);
    return 0;
}

static ty_value materialise(ty_ctx *ctx, ty_object *o)
{
    const ty_shape *s = ty_shape_of(o);
    ty_value d = dict_of_shape(ctx, o, s);
    return d && enter_dict_mode(ctx, o, s, d) == 0 ? d : TY_NULL;
}

/* The slot of the dict of `o` if its attributes are in one, else NULL. */
static ty_value *dict_slot(ty_value o)
{
    if (!ty_is_object(o))
        return NULL;
    const ty_shape *s = ty_shape_of(ty_object_of(o));
    if (s->dict_mode)
        return ty_instance_extra(ty_object_of(o), s);
    if (s->type->dict_offset)
        return (ty_value *)(void *)((char *)o + s->type->dict_offset);
    return NULL;
}

ty_value ty_instance_dict(ty_ctx *ctx, ty_value o)
{
    ty_value *slot = dict_slot(o);
    if (slot) {
        if (*slot)
            return *slot;
        ty_value d = ty_dict_new(ctx, 0);
        if (d)
            ty_heap_store(ctx->heap, ty_object_of(o), slot, d);
        return d;
    }
    return ty_instance_has_shape(ty_type_of(o)) ? materialise(ctx, ty_object_of(o)) : TY_NULL;
}

ty_value ty_instance_dict_copy(ty_ctx *ctx, ty_value o)
{
    ty_value *slot = dict_slot(o);
    if (slot)
        return *slot ? ty_dict_copy(ctx, *slot) : ty_dict_new(ctx, 0);
    if (!ty_instance_has_shape(ty_type_of(o)))
        return TY_NULL;
    return dict_of_shape(ctx, ty_object_of(o), ty_shape_of(ty_object_of(o)));
}

int ty_instance_set_dict(ty_ctx *ctx, ty_value o, ty_value dict)
{
    if (!dict) {
        dict = ty_dict_new(ctx, 0);
        if (!dict)
            return -1;
    } else if (!ty_is_dict(dict)) {
        ty_error_set(ctx, &ty_TypeError_type, "__dict__ must be set to a dictionary, not a '%T'", dict);
        return -1;
    }
    ty_value *slot = dict_slot(o);
    if (slot) {
        ty_heap_store(ctx->heap, ty_object_of(o), slot, dict);
        return 0;
    }
    if (!ty_instance_has_shape(ty_type_of(o))) {
        ty_error_set(ctx, &ty_AttributeError_type, "This object has no __dict__");
        return -1;
    }
    return enter_dict_mode(ctx, ty_object_of(o), ty_shape_of(ty_object_of(o)), dict);
}

/* --- attributes ------------------------------------------------------------------------------------------------------ */

int ty_instance_get(ty_ctx *ctx, ty_value v, ty_value name, ty_value *out)
{
    if (!ty_is_object(v))
        return 0;
    ty_object *o = ty_object_of(v);
    const ty_shape *s = ty_shape_of(o);
    ty_value *slot = dict_slot(v);
    if (slot)
        return *slot ? ty_dict_get_str(ctx, *slot, name, out) : 0;
    if (!ty_instance_has_shape(s->type))
        return 0;
    int i = ty_shape_find(s, name);
    if (i < 0)
        return 0;
    *out = ty_instance_slot_get(o, s, i);
    return 1;
}

int ty_instance_set(ty_ctx *ctx, ty_value v, ty_value name, ty_value value)
{
    ty_value *slot = dict_slot(v);
    ty_object *o = ty_object_of(v);
    if (!slot) {
        const ty_shape *s = ty_shape_of(o);
        int i = ty_shape_find(s, name);
        if (i >= 0) {
            ty_instance_slot_put(ctx, o, s, i, value);
            return 0;
        }
        ty_shape *next = ty_shape_add(ctx, s, name);
        if (next)
            return ty_instance_slot_add(ctx, o, next, value);
        if (ty_error_pending(ctx) || !materialise(ctx, o))
            return -1;
    }
    ty_value d = ty_instance_dict(ctx, v);
    return d ? ty_dict_set(ctx, d, name, value) : -1;
}

int ty_instance_del(ty_ctx *ctx, ty_value v, ty_value name)
{
    if (!ty_is_object(v))
        return 0;
    ty_value *slot = dict_slot(v);
    if (!slot) {
        ty_object *o = ty_object_of(v);
        const ty_shape *s = ty_shape_of(o);
        if (!ty_instance_has_shape(s->type))
            return 0;
        int i = ty_shape_find(s, name);
        if (i < 0)
            return 0;
        if (i == s->count - 1) { /* the newest: back to the shape before it */
            ty_instance_slot_put(ctx, o, s, i, TY_UNBOUND);
            set_shape(o, ty_shape_ptr(s->parent));
            return 1;
        }
        if (!materialise(ctx, o))
            return -1;
        slot = dict_slot(v);
    }
    return *slot ? ty_dict_del(ctx, *slot, name, NULL) : 0;
}

/* --- another class --------------------------------------------------------------------------------------------------- */

/* A root shape of `to` whose instances are as large as those of `s`. */
static const ty_shape *root_like(ty_ctx *ctx, ty_type *to, const ty_shape *s)
{
    const ty_shape *first = to->shape;
    if (first->inobject == s->inobject)
        return first;
    /* Not held by to->shape: but by to->shapes, as all are. */
    return ty_shape_new_root(ctx, to, s->inobject);
}

int ty_instance_set_class(ty_ctx *ctx, ty_value v, ty_type *to)
{
    ty_object *o = ty_object_of(v);
    const ty_shape *s = ty_shape_of(o), *root = root_like(ctx, to, s);
    if (!root)
        return -1;
    if (s->dict_mode) {
        root = ty_shape_dict_mode(ctx, root);
        if (!root)
            return -1;
    } else {
        ty_value keys[TY_SHAPE_MAX + 1];
        int n = ty_shape_key_count(s);
        ty_shape_keys(s, keys);
        for (int i = 0; i < n; i++)
            if (!(root = ty_shape_add(ctx, root, keys[i])))
                return -1;
    }
    set_shape(o, root);
    if ((to->flags & TY_TYPE_FINALIZER) && !(s->type->flags & TY_TYPE_FINALIZER) &&
        ty_heap_register_finalizer(ctx->heap, o) < 0) {
        ty_error_memory(ctx);
        return -1;
    }
    return 0;
}
