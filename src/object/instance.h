/* SPDX-License-Identifier: MIT */
/*
 * Instances: where their attributes are.
 *
 * Three ways, told apart by type and shape:
 *   field   type->dict_offset != 0 (modules, functions, exceptions and their subclasses): a dict in that slot, made on
 *           first need;
 *   shape   instances of other Python classes: the shape maps names to slot numbers, see below;
 *   dict    shape->dict_mode: such an instance after `o.__dict__` was asked for, an attribute other than the newest was
 *           deleted, or after more than TY_SHAPE_MAX attributes: an exact dict in the extra word. There is no way back.
 *
 * Slot number i of a shape lies i words behind the extra word's successor while i < shape->inobject, else at place
 * i - inobject of the array (object/array.h) in the extra word. The first numbers are the __slots__ members, which are no
 * keys of the shape: member descriptors find them. An unset slot holds TY_UNBOUND; a key of the shape is never unset.
 *
 * So a site that has seen shape s may, as long as it meets s again, read slot ty_shape_find(s, name) of the instance
 * without asking the type: unless a data descriptor of that name appears on the class, which calls hooks.drop_caches.
 */
#ifndef TY_OBJECT_INSTANCE_H
#define TY_OBJECT_INSTANCE_H

#include "object/array.h"
#include "object/type.h"

#define TY_SHAPE_MAX 128      /* keys beyond which an instance goes to dict mode */
#define TY_INOBJECT_MAX 16    /* attribute slots inside an instance */
#define TY_INOBJECT_DEFAULT 4

/* --- shapes ------------------------------------------------------------------------------------------------------ */

static inline ty_shape *ty_shape_ptr(ty_value v) { return (ty_shape *)v; }

/* Slot number of the key, -1: none. The key is an exact str, best an interned one. Never raises. */
int ty_shape_find(const ty_shape *s, ty_value name);
/* The shape after adding the key, which `s` has not. NULL: with ctx->exc unset: too many keys, use dict mode. */
ty_shape *ty_shape_add(ty_ctx *ctx, const ty_shape *s, ty_value name);
/* The counterpart of `s` in dict mode. */
ty_shape *ty_shape_dict_mode(ty_ctx *ctx, const ty_shape *s) TY_RAISES;
/* A root shape for instances of the heap type. */
ty_shape *ty_shape_new_root(ty_ctx *ctx, ty_type *type, unsigned inobject) TY_RAISES;
/* The keys of `s` from the first, as many as ty_shape_key_count says. */
void ty_shape_keys(const ty_shape *s, ty_value *keys);
static inline int ty_shape_key_count(const ty_shape *s) { return s->count - s->type->member_slots; }
/* The layout of instances whose builtin base is `base`. */
const ty_layout *ty_instance_layout(const ty_type *builtin_base);

/* --- slots ------------------------------------------------------------------------------------------------------- */

/* Size of the builtin part of an instance of a subclass of a builtin with inline items. */
size_t ty_instance_var_size(const ty_object *o, const ty_shape *s);
/* Where the extra word of `o` is; only for shapes of heap types whose dict_offset is 0 or which have members. */
static inline ty_value *ty_instance_extra(ty_object *o, const ty_shape *s)
{
    if (TY_LIKELY(s->extra))
        return (ty_value *)(void *)((char *)o + s->extra);
    return (ty_value *)(void *)((char *)o + ty_instance_var_size(o, s));
}
static inline bool ty_instance_slot_inside(const ty_shape *s, int index) { return index < s->inobject; }
/* Byte offset of slot `index`: from the instance if it lies inside, else from the array in the extra word. Not for var. */
static inline size_t ty_instance_slot_offset(const ty_shape *s, int index)
{
    return index < s->inobject ? s->extra + sizeof(ty_value) * (1 + (size_t)index)
                               : offsetof(ty_array, items) + sizeof(ty_value) * (size_t)(index - s->inobject);
}
static inline ty_value ty_instance_slot_get(ty_object *o, const ty_shape *s, int index)
{
    ty_value *extra = ty_instance_extra(o, s);
    return TY_LIKELY(index < s->inobject) ? extra[1 + index] : ((ty_array *)*extra)->items[index - s->inobject];
}
static inline void ty_instance_slot_put(ty_ctx *ctx, ty_object *o, const ty_shape *s, int index, ty_value v)
{
    ty_value *extra = ty_instance_extra(o, s);
    if (TY_LIKELY(index < s->inobject)) {
        ty_heap_store(ctx->heap, o, &extra[1 + index], v);
    } else {
        ty_array *a = (ty_array *)*extra;
        ty_heap_store(ctx->heap, &a->ob, &a->items[index - s->inobject], v);
    }
}
/* Gives the instance the key that leads from its shape to `next`, with its value; makes room outside where needed. */
int ty_instance_slot_add(ty_ctx *ctx, ty_object *o, const ty_shape *next, ty_value v) TY_RAISES;

/* --- attributes of the instance itself --------------------------------------------------------------------------- */

/* Whether instances of `t` have attributes of their own kept by shape (or dict mode). */
static inline bool ty_instance_has_shape(const ty_type *t)
{
    return (t->flags & (TY_TYPE_DICT | TY_TYPE_HEAP)) == (TY_TYPE_DICT | TY_TYPE_HEAP) && t->dict_offset == 0;
}
/* 1 found, 0 absent, -1 error (only in dict mode with keys that compare by Python code). name: exact str. */
int ty_instance_get(ty_ctx *ctx, ty_value o, ty_value name, ty_value *out) TY_RAISES;
int ty_instance_set(ty_ctx *ctx, ty_value o, ty_value name, ty_value v) TY_RAISES; /* -1: error, also when it has none */
int ty_instance_del(ty_ctx *ctx, ty_value o, ty_value name) TY_RAISES;             /* 1 deleted, 0 absent, -1 */
/* The live dict (shape instances change to dict mode). TY_NULL without exception: has none. */
ty_value ty_instance_dict(ty_ctx *ctx, ty_value o);
int ty_instance_set_dict(ty_ctx *ctx, ty_value o, ty_value dict) TY_RAISES;
/* A fresh dict with the attributes, TY_NULL without exception: has none. Does not change the instance's mode. */
ty_value ty_instance_dict_copy(ty_ctx *ctx, ty_value o);
/* o.__class__ = to; layouts have been found compatible. */
int ty_instance_set_class(ty_ctx *ctx, ty_value o, ty_type *to) TY_RAISES;

#endif
