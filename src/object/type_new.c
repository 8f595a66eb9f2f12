/* SPDX-License-Identifier: MIT */
/*
 * Making a class: type(name, bases, namespace, **keywords), with everything that Python code may observe on the way:
 * metaclass, layout, __slots__, __classcell__, __set_name__, __init_subclass__, in the reference's order.
 */
#include <config.h>

#include "object/attr.h"
#include "object/call.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/function.h"
#include "object/instance.h"
#include "object/int.h"
#include "object/list.h"
#include "object/native.h"
#include "object/objects.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_impl.h"
#include "object/weakref.h"

#define INHERITED_FLAGS                                                                                                 \
    (TY_TYPE_INT | TY_TYPE_STR | TY_TYPE_BYTES | TY_TYPE_LIST | TY_TYPE_TUPLE | TY_TYPE_DICT_SUB | TY_TYPE_EXCEPTION |     \
     TY_TYPE_TYPE | TY_TYPE_FLOAT | TY_TYPE_SET | TY_TYPE_FROZENSET | TY_TYPE_VAR | TY_TYPE_DICT | TY_TYPE_WEAKREF |       \
     TY_TYPE_MATCH_SELF)

/* --- metaclass and layout --------------------------------------------------------------------------------------------------- */

const ty_type *ty_type_metaclass(ty_ctx *ctx, const ty_type *meta, ty_value bases)
{
    for (size_t i = 0; i < ty_tuple_length(bases); i++) {
        const ty_type *m = ty_type_of(ty_tuple_at(bases, i));
        if (ty_type_is_subtype(meta, m))
            continue;
        if (!ty_type_is_subtype(m, meta)) {
            ty_error_set(ctx, &ty_TypeError_type,
                         "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the "
                         "metaclasses of all its bases");
            return NULL;
        }
        meta = m;
    }
    return meta;
}

/* The nearest type along the bases that adds something to the fixed layout. */
static const ty_type *solid_base(const ty_type *t)
{
    for (; t->base; t = t->base) {
        if (t->flags & TY_TYPE_HEAP) {
            if (t->member_slots != (t->base->flags & TY_TYPE_HEAP ? t->base->member_slots : 0))
                return t;
        } else if (t->basicsize != t->base->basicsize || (t->flags ^ t->base->flags) & TY_TYPE_VAR ||
                   t->shape->layout != t->base->shape->layout) {
            return t;
        }
    }
    return t;
}

const ty_type *ty_type_best_base(ty_ctx *ctx, ty_value bases)
{
    const ty_type *best = NULL, *winner = NULL;
    for (size_t i = 0; i < ty_tuple_length(bases); i++) {
        ty_value v = ty_tuple_at(bases, i);
        if (!ty_is_type(v)) {
            ty_error_set(ctx, &ty_TypeError_type, "bases must be types");
            return NULL;
        }
        const ty_type *b = ty_type_ptr(v);
        if (!(b->flags & TY_TYPE_BASE)) {
            ty_error_set(ctx, &ty_TypeError_type, "type '%s' is not an acceptable base type", b->name ? b->name : ty_type_name(b));
            return NULL;
        }
        const ty_type *candidate = solid_base(b);
        if (!winner || (candidate != winner && ty_type_is_subtype(candidate, winner))) {
            winner = candidate;
            best = b;
        } else if (!ty_type_is_subtype(winner, candidate)) {
            ty_error_set(ctx, &ty_TypeError_type, "multiple bases have instance lay-out conflict");
            return NULL;
        }
    }
    return best;
}

bool ty_type_same_layout(const ty_type *a, const ty_type *b)
{
    if (ty_type_builtin_base(a) != ty_type_builtin_base(b) || a->member_slots != b->member_slots ||
        (a->flags ^ b->flags) & (TY_TYPE_DICT | TY_TYPE_WEAKREF))
        return false;
    /* The members must have the same names, level by level. */
    while (a->member_slots) {
        const ty_type *x = solid_base(a), *y = solid_base(b);
        if (x == y)
            return true;
        if (x->slot_names == TY_NULL || y->slot_names == TY_NULL ||
            ty_tuple_length(x->slot_names) != ty_tuple_length(y->slot_names))
            return false;
        for (size_t i = 0; i < ty_tuple_length(x->slot_names); i++)
            if (!ty_str_equal(ty_tuple_at(x->slot_names, i), ty_tuple_at(y->slot_names, i)))
                return false;
        a = x->base;
        b = y->base;
        if (!(a->flags & TY_TYPE_HEAP) || !(b->flags & TY_TYPE_HEAP))
            break;
        if (a->member_slots != b->member_slots)
            return false;
    }
    return true;
}

/* --- instances' __dict__ and __weakref__ ------------------------------------------------------------------------------------- */

static ty_value instance_get_dict(ty_ctx *ctx, ty_value self)
{
    ty_value d = ty_instance_dict(ctx, self);
    return d || ty_error_pending(ctx) ? d : ty_error_attribute(ctx, self, TY_SYM(__dict__));
}

static int instance_set_dict(ty_ctx *ctx, ty_value self, ty_value v)
{
    return ty_instance_set_dict(ctx, self, v);
}

static ty_value instance_get_weakref(ty_ctx *ctx, ty_value self)
{
    ty_value list = ty_is_object(self) ? ty_heap_get_weak(ctx->heap, ty_object_of(self)) : TY_NULL;
    return list ? list : TY_NONE;
}

#define OWNER &ty_object_type
static const ty_getset dict_getset = TY_GETSET(__dict__, instance_get_dict, instance_set_dict, "dictionary for instance variables");
static const ty_getset weakref_getset = TY_GETSET(__weakref__, instance_get_weakref, NULL, "list of weak references to the object");
#undef OWNER

/* --- parts of the namespace ---------------------------------------------------------------------------------------------------- */

static int set_default(ty_ctx *ctx, ty_value dict, ty_value name, ty_value v)
{
    return ty_dict_setdefault(ctx, dict, name, v) ? 0 : -1;
}

static int take_module(ty_ctx *ctx, ty_type *t)
{
    ty_value v, globals;
    int r = ty_dict_get_str(ctx, t->dict, TY_SYM(__module__), &v);
    if (r)
        return r < 0 ? -1 : 0;
    globals = ctx->objects->hooks.frame_globals ? ctx->objects->hooks.frame_globals(ctx) : TY_NULL;
    if (!globals)
        return 0;
    r = ty_dict_get(ctx, globals, TY_SYM(__name__), &v);
    return r < 0 || (r && ty_dict_set(ctx, t->dict, TY_SYM(__module__), v) < 0) ? -1 : 0;
}

static int take_qualname(ty_ctx *ctx, ty_type *t)
{
    ty_value v = t->ht_name;
    int r = ty_dict_get_str(ctx, t->dict, TY_SYM(__qualname__), &v);
    if (r < 0)
        return -1;
    if (r && !ty_is_str(v)) {
        ty_error_set(ctx, &ty_TypeError_type, "type __qualname__ must be a str, not %T", v);
        return -1;
    }
    ty_heap_store(ctx->heap, &t->ob, &t->ht_qualname, v);
    return r ? ty_dict_del(ctx, t->dict, TY_SYM(__qualname__), NULL) : 0;
}

/* __new__ is a static method without being told, __init_subclass__ and __class_getitem__ are class methods. */
static int wrap_implicit(ty_ctx *ctx, ty_type *t, ty_value name, const ty_type *wrapper)
{
    ty_value f;
    int r = ty_dict_get_str(ctx, t->dict, name, &f);
    if (r <= 0 || !ty_is_function(f))
        return r < 0 ? -1 : 0;
    ty_wrapper_descriptor *w = (ty_wrapper_descriptor *)ty_descr_wrap(ctx, wrapper, f);
    return w ? ty_dict_set(ctx, t->dict, name, TY_VALUE(w)) : -1;
}

static int set_classcell(ty_ctx *ctx, ty_type *t)
{
    ty_value cell;
    int r = ty_dict_get_str(ctx, t->dict, TY_SYM(__classcell__), &cell);
    if (r <= 0)
        return r;
    if (!ty_has_shape(cell, &ty_cell_shape)) {
        ty_error_set(ctx, &ty_TypeError_type, "__classcell__ must be a nonlocal cell, not %R", TY_VALUE(ty_type_of(cell)));
        return -1;
    }
    ty_heap_store(ctx->heap, ty_object_of(cell), &((ty_cell *)cell)->value, TY_VALUE(t));
    return ty_dict_del(ctx, t->dict, TY_SYM(__classcell__), NULL) < 0 ? -1 : 0;
}

static int set_hash(ty_ctx *ctx, ty_type *t)
{
    ty_value v;
    int r = ty_dict_get_str(ctx, t->dict, TY_SYM(__eq__), &v);
    return r <= 0 ? r : set_default(ctx, t->dict, TY_SYM(__hash__), TY_NONE);
}

/* How many attribute slots an instance gets inside: what __init__ is seen to set, beside what the base has. */
static unsigned attribute_slots(ty_ctx *ctx, ty_type *t)
{
    const ty_type *b = t->base;
    int base = b->flags & TY_TYPE_HEAP ? (int)b->inobject - b->member_slots : 0, hint = -1;
    ty_value init;
    if (ctx->objects->hooks.self_attrs && ty_dict_get_str(ctx, t->dict, TY_SYM(__init__), &init) == 1)
        hint = ctx->objects->hooks.self_attrs(ctx, init);
    int n = hint >= 0 ? hint + (b->flags & TY_TYPE_HEAP && b->base != NULL ? base : 0) : base > TY_INOBJECT_DEFAULT ? base : TY_INOBJECT_DEFAULT;
    return n > TY_INOBJECT_MAX ? TY_INOBJECT_MAX : (unsigned)n;
}

/* --- afterwards ------------------------------------------------------------------------------------------------------------------ */

static TY_COLD int set_name_failed(ty_ctx *ctx, ty_type *t, ty_value name, ty_value v)
{
    ty_value error = ty_error_take(ctx);
    if (ty_is_exception(error)) {
        ty_value note = ty_str_format(ctx, "Error calling __set_name__ on '%T' instance %R in '%N'", v, name, t);
        if (!note || !ty_call_method1(ctx, error, TY_SYM(add_note), note))
            ty_error_clear(ctx);
    }
    ty_error_restore(ctx, error);
    return -1;
}

static int set_names(ty_ctx *ctx, ty_type *t)
{
    ty_value copy = TY_NULL, k, v;
    size_t pos = 0;
    /* The walk is over a copy, as __set_name__ may change the class; plain classes have none and pay nothing. */
    bool any = false;
    while (!any && ty_dict_next(t->dict, &pos, &k, &v)) {
        any = ty_is_object(v) && !ty_is_function(v) && ty_type_lookup(ctx, ty_type_of(v), TY_SYM(__set_name__));
        if (ty_error_pending(ctx))
            return -1;
    }
    if (!any)
        return 0;
    copy = ty_dict_copy(ctx, t->dict);
    pos = 0;
    while (copy && ty_dict_next(copy, &pos, &k, &v)) {
        ty_value args[3] = {v, TY_VALUE(t), k};
        bool found;
        if (!ty_is_object(v))
            continue;
        ty_value r = ty_call_special(ctx, TY_SYM(__set_name__), args, 3, &found);
        if (!r && ty_error_pending(ctx))
            return set_name_failed(ctx, t, k, v);
    }
    return copy ? 0 : -1;
}

static int init_subclass(ty_ctx *ctx, ty_type *t, const ty_value *kwvalues, ty_value kwnames)
{
    for (size_t i = 1; i < ty_tuple_length(t->mro); i++) {
        ty_value f;
        const ty_type *b = ty_type_ptr(ty_tuple_at(t->mro, i));
        int r = ty_type_own(ctx, b, TY_SYM(__init_subclass__), &f);
        if (r < 0)
            return -1;
        if (r == 0)
            continue;
        if (b == &ty_object_type && (!kwnames || !ty_tuple_length(kwnames)))
            return 0;
        f = ty_attr_bind(ctx, f, TY_NULL, TY_VALUE(t));
        return f && ty_call(ctx, f, kwvalues, 0, kwnames) ? 0 : -1;
    }
    return 0;
}

/* --- type.__new__ ------------------------------------------------------------------------------------------------------------------- */

static ty_type *allocate(ty_ctx *ctx, const ty_type *meta, const ty_type *base, ty_value bases, ty_value name, ty_value dict)
{
    ty_type *t = ty_heap_alloc(ctx->heap, ty_heap_round(sizeof *t));
    if (!t) {
        ty_error_memory(ctx);
        return NULL;
    }
    memset(t, 0, sizeof *t);
    t->ob.head = (uintptr_t)meta->shape;
    t->base = base;
    t->bases = bases;
    t->dict = dict;
    t->ht_name = t->ht_qualname = name;
    t->utf8_name = "";
    t->flags = TY_TYPE_HEAP | TY_TYPE_BASE | (base->flags & INHERITED_FLAGS);
    t->basicsize = base->basicsize;
    t->dict_offset = base->dict_offset;
    t->member_slots = base->flags & TY_TYPE_HEAP ? base->member_slots : 0;
    t->version = ctx->objects->next_type_version++;
    t->shape = &ty_object_shape; /* until it has one of its own */
    return ty_type_set_name(ctx, t, name) < 0 ? NULL : t;
}

static int add_instance_parts(ty_ctx *ctx, ty_type *t, const ty_type_members *m)
{
    bool dict = !m->declared || m->dict, weak = !m->declared || m->weakref;
    for (size_t i = 0; i < ty_tuple_length(t->bases); i++) {
        uint32_t flags = ty_type_ptr(ty_tuple_at(t->bases, i))->flags;
        dict |= (flags & TY_TYPE_DICT) != 0;
        weak |= (flags & TY_TYPE_WEAKREF) != 0;
        t->flags |= flags & (TY_TYPE_SEQUENCE | TY_TYPE_MAPPING);
    }
    if (t->flags & TY_TYPE_TYPE)
        return 0;
    if (dict && !(t->base->flags & TY_TYPE_DICT)) {
        t->flags |= TY_TYPE_DICT;
        if (set_default(ctx, t->dict, TY_SYM(__dict__), TY_VALUE(&dict_getset)) < 0)
            return -1;
    }
    if (weak && !(t->base->flags & TY_TYPE_WEAKREF)) {
        t->flags |= TY_TYPE_WEAKREF;
        if (set_default(ctx, t->dict, TY_SYM(__weakref__), TY_VALUE(&weakref_getset)) < 0)
            return -1;
    }
    return 0;
}

static int finish(ty_ctx *ctx, ty_type *t, const ty_type_members *m)
{
    if (take_module(ctx, t) < 0 || take_qualname(ctx, t) < 0 || set_default(ctx, t->dict, TY_SYM(__doc__), TY_NONE) < 0 ||
        wrap_implicit(ctx, t, TY_SYM(__new__), &ty_staticmethod_type) < 0 ||
        wrap_implicit(ctx, t, TY_SYM(__init_subclass__), &ty_classmethod_type) < 0 ||
        wrap_implicit(ctx, t, TY_SYM(__class_getitem__), &ty_classmethod_type) < 0 || ty_type_members_add(ctx, t, m) < 0)
        return -1;
    if (m->names) {
        t->slot_names = m->names;
        ty_heap_wrote(ctx->heap, &t->ob, &t->slot_names);
        t->member_slots += (uint16_t)ty_tuple_length(m->names);
    }
    if (add_instance_parts(ctx, t, m) < 0 || ty_type_mro_set(ctx, t) < 0 || set_hash(ctx, t) < 0)
        return -1;
    bool own = ty_instance_has_shape(t);
    t->inobject = (uint16_t)(t->member_slots + (own ? attribute_slots(ctx, t) : 0));
    ty_shape *root = ty_shape_new_root(ctx, t, t->inobject);
    if (!root)
        return -1;
    ty_heap_store(ctx->heap, &t->ob, (ty_value *)(void *)&t->shape, TY_VALUE(root));
    if (ty_type_slots_fill(ctx, t, TY_NULL) < 0)
        return -1;
    for (size_t i = 0; i < ty_tuple_length(t->bases); i++)
        if (ty_type_subclass_add(ctx, ty_type_ptr(ty_tuple_at(t->bases, i)), t) < 0)
            return -1;
    return 0;
}

static bool all_types(ty_ctx *ctx, ty_value bases)
{
    for (size_t i = 0; i < ty_tuple_length(bases); i++) {
        ty_value b = ty_tuple_at(bases, i), f;
        if (ty_is_type(b))
            continue;
        int r = ty_attr_lookup(ctx, b, TY_SYM(__mro_entries__), &f);
        if (r >= 0)
            ty_error_set(ctx, &ty_TypeError_type,
                         r ? "type() doesn't support MRO entry resolution; use types.new_class()" : "bases must be types");
        return false;
    }
    return true;
}

ty_value ty_type_new(ty_ctx *ctx, const ty_type *meta, ty_value name, ty_value bases, ty_value ns, const ty_value *kwvalues,
                     ty_value kwnames)
{
    if (!all_types(ctx, bases))
        return TY_NULL;
    if (ty_tuple_length(bases) == 0 && !(bases = ty_tuple_pack(ctx, 1, TY_VALUE(&ty_object_type))))
        return TY_NULL;
    const ty_type *winner = ty_type_metaclass(ctx, meta, bases);
    if (!winner)
        return TY_NULL;
    if (winner != meta && winner->slots.new_ != ty_type_slot_new) {
        if (!winner->slots.new_)
            return ty_error_set(ctx, &ty_TypeError_type, "cannot create '%N' instances", winner);
        size_t nkw = kwnames ? ty_tuple_length(kwnames) : 0;
        ty_value args = ty_tuple_new(ctx, NULL, 3 + nkw);
        if (!args)
            return TY_NULL;
        ty_value *items = ty_tuple_items(args);
        items[0] = name, items[1] = bases, items[2] = ns;
        if (nkw)
            memcpy(items + 3, kwvalues, nkw * sizeof *items);
        return winner->slots.new_(ctx, winner, items, 3, kwnames);
    }
    const ty_type *base = ty_type_best_base(ctx, bases);
    ty_type_members members;
    if (!base || !(name = ty_attr_name(ctx, name)))
        return TY_NULL;
    ty_value dict = ty_dict_copy(ctx, ns);
    if (!dict || ty_type_members_read(ctx, &members, name, dict, base) < 0)
        return TY_NULL;
    ty_type *t = allocate(ctx, winner, base, bases, name, dict);
    if (!t || finish(ctx, t, &members) < 0 || set_classcell(ctx, t) < 0 || set_names(ctx, t) < 0 ||
        init_subclass(ctx, t, kwvalues, kwnames) < 0)
        return TY_NULL;
    return TY_VALUE(t);
}
