/* SPDX-License-Identifier: MIT */
/*
 * weakref.ref: making, sharing, clearing; the queues of callbacks and finalizers that the collector fills.
 *
 * The references of one object are a list through `next`, the newest first, whose head the heap's side table keeps. Only
 * `callback` is a slot. When the object has died, live references with a callback move to objects->weak_queue, linked by
 * `next`, which then is traced (referent is TY_NULL then): all on it were marked in the collection that put them there.
 *
 * Objects outside of the heap have no side table. Those of the image never die; those of a unit are held by their weak
 * references. objects->image_refs only shares the reference without callback.
 */
#include <config.h>

#include "object/weakref.h"

#include <stdlib.h>

#include "object/attr.h"
#include "object/call.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/genericalias.h"
#include "object/list.h"
#include "object/native.h"
#include "object/objects.h"
#include "object/ops.h"
#include "object/str.h"
#include "object/tuple.h"

#define OWNER &ty_weakref_type

static void weakref_trace(ty_object *o, ty_tracer *t)
{
    ty_weakref *r = (ty_weakref *)o;
    ty_trace_slot(t, &r->callback);
    if (!r->referent)
        ty_trace_slot(t, &r->next);
    else if (ty_object_of(r->referent)->head & TY_HEAD_UNIT)
        ty_trace_slot(t, &r->referent);
}

const ty_layout ty_weakref_layout = {.trace = weakref_trace, .fixed_size = sizeof(ty_weakref)};

/* --- making -------------------------------------------------------------------------------------------------------------- */

static bool is_shared(ty_value o)
{
    return (ty_object_of(o)->head & TY_HEAD_SHARED) != 0;
}

static ty_value image_key(ty_value o, const ty_type *type)
{
    return ty_small((intptr_t)(((uintptr_t)o >> 4) * 4 + (type == &ty_weakref_type ? 0 : type == &ty_weakproxy_type ? 1 : 2)));
}

static ty_weakref *head_of(ty_ctx *ctx, ty_value o)
{
    if (!ty_is_object(o))
        return NULL;
    if (!is_shared(o))
        return (ty_weakref *)ty_heap_get_weak(ctx->heap, ty_object_of(o));
    ty_value v, d = ctx->objects->image_refs;
    return d && ty_dict_get(ctx, d, image_key(o, &ty_weakref_type), &v) > 0 ? (ty_weakref *)v : NULL;
}

/* A reference to an object that is in no heap. */
static ty_value make_shared(ty_ctx *ctx, const ty_type *type, ty_value o, ty_value callback, bool share)
{
    ty_value v, d = ctx->objects->image_refs;
    if (!d && !(d = ctx->objects->image_refs = ty_dict_new(ctx, 4)))
        return TY_NULL;
    if (share && !callback && ty_dict_get(ctx, d, image_key(o, type), &v) > 0)
        return v;
    ty_weakref *r = (ty_weakref *)ty_instance_new(ctx, type);
    if (!r)
        return TY_NULL;
    r->referent = o;
    r->callback = callback;
    r->hash = -1;
    if (share && !callback && ty_dict_set(ctx, d, image_key(o, type), TY_VALUE(r)) < 0)
        return TY_NULL;
    return TY_VALUE(r);
}

ty_value ty_weakref_make(ty_ctx *ctx, const ty_type *type, ty_value o, ty_value callback, bool share)
{
    if (callback && ty_is_none(callback))
        callback = TY_NULL;
    if (!ty_is_object(o) || !ty_has_flag(o, TY_TYPE_WEAKREF))
        return ty_error_set(ctx, &ty_TypeError_type, "cannot create weak reference to '%T' object", o);
    if (is_shared(o))
        return make_shared(ctx, type, o, callback, share);
    if (share && !callback)
        for (ty_weakref *r = head_of(ctx, o); r; r = r->next)
            if (!r->callback && ty_has_shape(TY_VALUE(r), type->shape))
                return TY_VALUE(r);
    ty_weakref *r = (ty_weakref *)ty_instance_new(ctx, type);
    if (!r)
        return TY_NULL;
    r->referent = o;
    r->callback = callback;
    r->hash = -1;
    r->next = head_of(ctx, o); /* after the allocation, which may have pruned the list */
    return ty_heap_set_weak(ctx->heap, ty_object_of(o), TY_VALUE(r)) < 0 ? ty_error_memory(ctx) : TY_VALUE(r);
}

ty_value ty_weakref_new(ty_ctx *ctx, ty_value o, ty_value callback)
{
    return ty_weakref_make(ctx, &ty_weakref_type, o, callback, true);
}

size_t ty_weakref_count(ty_ctx *ctx, ty_value o)
{
    size_t n = 0;
    for (ty_weakref *r = head_of(ctx, o); r; r = r->next)
        n++;
    return n;
}

ty_value ty_weakref_list(ty_ctx *ctx, ty_value o)
{
    ty_value list = ty_list_new(ctx, ty_weakref_count(ctx, o));
    for (ty_weakref *r = list ? head_of(ctx, o) : NULL; r; r = r->next)
        if (ty_list_append(ctx, list, TY_VALUE(r)) < 0)
            return TY_NULL;
    return list;
}

/* --- the collector's callbacks --------------------------------------------------------------------------------------------- */

bool ty_objects_weak_dead(ty_objects *o, ty_heap *h, ty_object *dead, ty_value weak)
{
    (void)dead;
    ty_weakref *first = NULL, **last = &first;
    for (ty_weakref *r = (ty_weakref *)weak, *next; r; r = next) {
        next = r->next;
        r->referent = TY_NULL;
        r->next = NULL;
        if (r->callback && ty_heap_is_live(h, &r->ob)) {
            *last = r;
            last = &r->next;
        }
    }
    if (!first)
        return false;
    ty_weakref *end = (ty_weakref *)o->weak_queue;
    if (!end) {
        o->weak_queue = TY_VALUE(first);
    } else {
        while (end->next)
            end = end->next;
        end->next = first;
    }
    return true;
}

ty_value ty_objects_weak_prune(ty_objects *o, ty_heap *h, ty_object *obj, ty_value list)
{
    (void)o, (void)obj;
    ty_weakref *first = NULL, **last = &first;
    for (ty_weakref *r = (ty_weakref *)list, *next; r; r = next) {
        next = r->next;
        if (ty_heap_is_live(h, &r->ob)) {
            *last = r;
            last = &r->next;
        }
    }
    *last = NULL;
    return TY_VALUE(first);
}

bool ty_objects_finalizable(ty_objects *o, ty_object *obj)
{
    if (o->finalize_count == o->finalize_capacity) {
        size_t n = o->finalize_capacity ? o->finalize_capacity * 2 : 16;
        ty_value *q = realloc(o->finalize_queue, n * sizeof *q);
        if (!q)
            return false; /* its __del__ is not called: better than to end the process */
        o->finalize_queue = q;
        o->finalize_capacity = n;
    }
    o->finalize_queue[o->finalize_count++] = TY_VALUE(obj);
    return true;
}

void ty_objects_finalize(ty_ctx *ctx)
{
    ty_objects *o = ctx->objects;
    ty_value pending = ty_error_take(ctx);
    while (o->weak_queue && !ctx->killed) {
        ty_weakref *r = (ty_weakref *)o->weak_queue;
        o->weak_queue = TY_VALUE(r->next);
        r->next = NULL;
        ty_value callback = r->callback;
        if (callback && !ty_call1(ctx, callback, TY_VALUE(r)))
            ty_error_unraisable(ctx, "while calling weakref callback", callback);
    }
    while (o->finalize_count && !ctx->killed) {
        ty_value obj = o->finalize_queue[o->finalize_head++];
        if (o->finalize_head == o->finalize_count)
            o->finalize_head = o->finalize_count = 0;
        ty_unary_fn del = ty_type_of(obj)->slots.del;
        if (del && !del(ctx, obj))
            ty_error_unraisable(ctx, "while calling deallocator", obj);
    }
    if (!ctx->killed)
        ty_error_restore(ctx, pending);
}

/* --- weakref.ref ---------------------------------------------------------------------------------------------------------------- */

static ty_value ref_new(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    if (nargs < 1)
        return ty_error_set(ctx, &ty_TypeError_type, "__new__ expected at least 1 argument, got 0");
    return ty_weakref_make(ctx, type, args[0], nargs > 1 ? args[1] : TY_NULL, type == &ty_weakref_type);
}

static int ref_init(ty_ctx *ctx, ty_value self, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)self, (void)args;
    return ty_native_no_keywords(ctx, "ref", kwnames) < 0 ? -1 : ty_native_check_count(ctx, "__init__", nargs, 1, 2);
}

static ty_value ref_call(ty_ctx *ctx, ty_value self, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)args;
    if (ty_native_no_keywords(ctx, "weakref.__call__", kwnames) < 0 || ty_native_check_count(ctx, "__call__", nargs, 0, 0) < 0)
        return TY_NULL;
    ty_value v = ty_weakref_get(self);
    return v ? v : TY_NONE;
}

static ty_value ref_repr(ty_ctx *ctx, ty_value self)
{
    ty_value v = ty_weakref_get(self), name = TY_NULL;
    if (!v)
        return ty_str_format(ctx, "<weakref at %p; dead>", (void *)self);
    if (ty_attr_lookup(ctx, v, TY_SYM(__name__), &name) < 0)
        return TY_NULL;
    if (name && ty_is_str(name))
        return ty_str_format(ctx, "<weakref at %p; to '%T' at %p (%U)>", (void *)self, v, (void *)v, name);
    return ty_str_format(ctx, "<weakref at %p; to '%T' at %p>", (void *)self, v, (void *)v);
}

static ty_value ref_compare(ty_ctx *ctx, ty_value a, ty_value b, int op)
{
    if ((op != TY_EQ && op != TY_NE) || !ty_is_instance(a, &ty_weakref_type) || !ty_is_instance(b, &ty_weakref_type))
        return TY_NOT_IMPLEMENTED;
    ty_value x = ty_weakref_get(a), y = ty_weakref_get(b);
    if (!x || !y)
        return ty_bool((a == b) == (op == TY_EQ));
    return ty_op_compare(ctx, x, y, op);
}

static intptr_t ref_hash(ty_ctx *ctx, ty_value self)
{
    ty_weakref *r = (ty_weakref *)self;
    if (r->hash != -1)
        return r->hash;
    if (!r->referent) {
        ty_error_set(ctx, &ty_TypeError_type, "weak object has gone away");
        return -1;
    }
    intptr_t h = ty_op_hash(ctx, r->referent);
    r->hash = h;
    return h;
}

static ty_value ref_callback(ty_ctx *ctx, ty_value self)
{
    (void)ctx;
    ty_weakref *r = (ty_weakref *)self;
    return r->referent && r->callback ? r->callback : TY_NONE;
}

static const ty_native ref_methods[] = {TY_CLASS_GETITEM, TY_NATIVE_END};
static const ty_getset ref_getsets[] = {TY_GETSET(__callback__, ref_callback, NULL, NULL), TY_GETSET_END};
TY_BUILTIN_TYPE(weakref, .name = "weakref.ReferenceType", .base = &ty_object_type, .flags = TY_TYPE_BASE,
                .basicsize = sizeof(ty_weakref), .methods = ref_methods, .getsets = ref_getsets,
                .slots = {TY_OBJECT_SLOTS, .new_ = ref_new, .init = ref_init, .call = ref_call, .repr = ref_repr,
                          .compare = ref_compare, .hash = ref_hash});
