/* SPDX-License-Identifier: MIT */
/* The type type: calling classes, their representation and methods. Their attributes are in type_attrs.c. */
#include <config.h>

#include "object/attr.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/function.h"
#include "object/list.h"
#include "object/object_impl.h"
#include "object/ops.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_impl.h"
#include "object/union.h"

#define OWNER &ty_type_type

static void type_trace(ty_object *o, ty_tracer *t)
{
    ty_type *x = (ty_type *)o;
    ty_trace_slot(t, &x->base);
    ty_trace_slot(t, &x->shape);
    ty_trace_slot(t, &x->ht_name);
    ty_trace_slot(t, &x->ht_qualname);
    ty_trace_slot(t, &x->utf8_hold);
    ty_trace_slot(t, &x->bases);
    ty_trace_slot(t, &x->mro);
    ty_trace_slot(t, &x->dict);
    ty_trace_slot(t, &x->subclasses);
    ty_trace_slot(t, &x->slot_names);
    ty_trace_slot(t, &x->shapes);
    ty_trace_slot(t, &x->abstract);
    ty_trace_slot(t, &x->extra);
}

static const ty_layout ty_type_layout = {.trace = type_trace, .fixed_size = sizeof(ty_type)};

/* --- calling ------------------------------------------------------------------------------------------------------------- */

static TY_COLD ty_value cannot_create(ty_ctx *ctx, const ty_type *t)
{
    return ty_error_set(ctx, &ty_TypeError_type, "cannot create '%s' instances", t->name ? t->name : ty_type_name(t));
}

static ty_value type_call(ty_ctx *ctx, ty_value callee, const ty_value *args, size_t nargs, ty_value kwnames)
{
    const ty_type *t = ty_type_ptr(callee);
    if (TY_UNLIKELY(t == &ty_type_type)) {
        if (nargs == 1 && (!kwnames || !ty_tuple_length(kwnames)))
            return TY_VALUE(ty_type_of(args[0]));
        if (nargs != 3)
            return ty_error_set(ctx, &ty_TypeError_type, "type() takes 1 or 3 arguments");
    }
    if (TY_UNLIKELY(!t->slots.new_) || (t->flags & TY_TYPE_NO_NEW))
        return cannot_create(ctx, t);
    ty_value v = t->slots.new_(ctx, t, args, nargs, kwnames);
    if (TY_UNLIKELY(!v))
        return TY_NULL;
    const ty_type *made = ty_type_of(v);
    if (made != t && !ty_type_is_subtype(made, t))
        return v;
    if (made->slots.init && made->slots.init(ctx, v, args, nargs, kwnames) < 0)
        return TY_NULL;
    return v;
}

ty_value ty_type_slot_new(ty_ctx *ctx, const ty_type *meta, const ty_value *args, size_t nargs, ty_value kwnames)
{
    if (nargs != 3)
        return ty_error_set(ctx, &ty_TypeError_type, "type.__new__() takes exactly 3 arguments (%zu given)", nargs);
    if (!ty_is_str(args[0]))
        return ty_error_set(ctx, &ty_TypeError_type, "type.__new__() argument 1 must be str, not %T", args[0]);
    if (!ty_is_tuple(args[1]))
        return ty_error_set(ctx, &ty_TypeError_type, "type.__new__() argument 2 must be tuple, not %T", args[1]);
    if (!ty_is_dict(args[2]))
        return ty_error_set(ctx, &ty_TypeError_type, "type.__new__() argument 3 must be dict, not %T", args[2]);
    return ty_type_new(ctx, meta, args[0], args[1], args[2], args + 3, kwnames);
}

static int type_init(ty_ctx *ctx, ty_value self, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)self, (void)args;
    if (nargs == 1 && kwnames && ty_tuple_length(kwnames)) {
        ty_error_set(ctx, &ty_TypeError_type, "type.__init__() takes no keyword arguments");
        return -1;
    }
    if (nargs != 1 && nargs != 3) {
        ty_error_set(ctx, &ty_TypeError_type, "type.__init__() takes 1 or 3 arguments");
        return -1;
    }
    return 0;
}

static ty_value type_repr(ty_ctx *ctx, ty_value self)
{
    const ty_type *t = ty_type_ptr(self);
    ty_value module = ty_type_module(ctx, t), name = module ? ty_type_qualname(ctx, t) : TY_NULL;
    if (!name)
        return TY_NULL;
    if (ty_is_str(module) && !ty_str_equal_ascii(module, "builtins"))
        return ty_str_format(ctx, "<class '%U.%U'>", module, name);
    return ty_str_format(ctx, "<class '%U'>", name);
}

/* --- methods --------------------------------------------------------------------------------------------------------------- */

static ty_value type_mro(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    ty_type *t = ty_type_ptr(args[0]);
    ty_value mro = TY_NULL;
    if (!(t->flags & TY_TYPE_HEAP))
        mro = ty_type_mro(ctx, t);
    else if (ty_type_mro_compute(ctx, t, &mro) < 0)
        return TY_NULL;
    return mro ? ty_op_list(ctx, mro) : TY_NULL;
}

static ty_value type_subclasses(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    return ty_type_subclass_list(ctx, ty_type_ptr(args[0]));
}

static ty_value type_prepare(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    return ty_dict_new(ctx, 0);
}

static ty_value type_instancecheck(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    int r = ty_op_isinstance_default(ctx, args[1], args[0]);
    return r < 0 ? TY_NULL : ty_bool(r);
}

static ty_value type_subclasscheck(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    int r = ty_op_issubclass_default(ctx, args[1], args[0]);
    return r < 0 ? TY_NULL : ty_bool(r);
}

static ty_value type_dir(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    ty_value names = ty_dict_new(ctx, 16);
    if (!names || ty_object_dir_type(ctx, names, ty_type_ptr(args[0])) < 0)
        return TY_NULL;
    return ty_op_list(ctx, names);
}

static const ty_native methods[] = {
    TY_METHOD(mro, type_mro, 0, 0, "", "Return a type's method resolution order."),
    TY_METHOD(__subclasses__, type_subclasses, 0, 0, "", "Return a list of immediate subclasses."),
    {.ob = TY_IMAGE_HEAD(&ty_classmethod_descriptor_shape), .name = TY_SYM(__prepare__), .fn = type_prepare, .owner = OWNER,
     .doc = "Create the namespace for the class statement", .max = -1, .flags = TY_RAW | TY_CLASSMETHOD},
    TY_METHOD(__instancecheck__, type_instancecheck, 1, 1, "instance, /", "Check if an object is an instance."),
    TY_METHOD(__subclasscheck__, type_subclasscheck, 1, 1, "subclass, /", "Check if a class is a subclass."),
    TY_METHOD(__dir__, type_dir, 0, 0, "", "Specialized __dir__ implementation for types."),
    TY_NATIVE_END,
};

TY_BUILTIN_TYPE(type, .name = "type", .base = &ty_object_type,
                .flags = TY_TYPE_BASE | TY_TYPE_TYPE | TY_TYPE_WEAKREF | TY_TYPE_GETATTR,
                .basicsize = sizeof(ty_type), .doc = "type(object) -> the object's type\ntype(name, bases, dict, **kwds) -> a new type",
                .methods = methods, .getsets = ty_type_getsets,
                .slots = {TY_OBJECT_SLOTS, .repr = type_repr, .call = type_call, .getattr = ty_attr_type_get,
                          .setattr = ty_attr_type_set, .new_ = ty_type_slot_new, .init = type_init, .or_ = ty_union_or});
