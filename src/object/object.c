/* SPDX-License-Identifier: MIT */
/* The type object: what every value can do. (Its pickling protocol is in object_reduce.c.) */
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
#include "object/object_impl.h"
#include "object/ops.h"
#include "object/set.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_impl.h"

#define OWNER &ty_object_type

/* --- slots ------------------------------------------------------------------------------------------------------------- */

ty_value ty_object_repr(ty_ctx *ctx, ty_value o)
{
    const ty_type *t = ty_type_of(o);
    ty_value module = ty_type_module(ctx, t), name = module ? ty_type_qualname(ctx, t) : TY_NULL;
    if (!name)
        return TY_NULL;
    if (ty_is_str(module) && !ty_str_equal_ascii(module, "builtins"))
        return ty_str_format(ctx, "<%U.%U object at %p>", module, name, (void *)o);
    return ty_str_format(ctx, "<%U object at %p>", name, (void *)o);
}

ty_value ty_object_str(ty_ctx *ctx, ty_value o)
{
    return ty_op_repr(ctx, o);
}

intptr_t ty_object_hash(ty_ctx *ctx, ty_value o)
{
    (void)ctx;
    uintptr_t a = (uintptr_t)o;
    intptr_t h = (intptr_t)((a >> 4) | (a << (TY_WORD_BITS - 4)));
    return h == -1 ? -2 : h;
}

ty_value ty_object_compare(ty_ctx *ctx, ty_value a, ty_value b, int op)
{
    if (op == TY_EQ)
        return a == b ? TY_TRUE : TY_NOT_IMPLEMENTED;
    if (op != TY_NE)
        return TY_NOT_IMPLEMENTED;
    ty_compare_fn compare = ty_type_of(a)->slots.compare;
    if (!compare)
        return TY_NOT_IMPLEMENTED;
    ty_value r = compare(ctx, a, b, TY_EQ);
    if (!r || r == TY_NOT_IMPLEMENTED)
        return r;
    int truth = ty_op_truth(ctx, r);
    return truth < 0 ? TY_NULL : ty_bool(!truth);
}

static TY_COLD ty_value cannot_instantiate(ty_ctx *ctx, const ty_type *t)
{
    ty_value names = t->abstract ? ty_op_list(ctx, t->abstract) : TY_NULL;
    if (!names || ty_list_sort(ctx, names, TY_NULL, false) < 0)
        return TY_NULL;
    size_t n = ty_list_length(names);
    ty_value sep = ty_str_from_cstr(ctx, "', '"), joined = sep ? ty_str_join(ctx, sep, n ? &ty_list_ptr(names)->array->items[0] : NULL, n) : TY_NULL;
    if (!joined)
        return TY_NULL;
    return ty_error_set(ctx, &ty_TypeError_type,
                        "Can't instantiate abstract class %N without an implementation for abstract method%s '%U'", t,
                        n == 1 ? "" : "s", joined);
}

ty_value ty_object_new(ty_ctx *ctx, const ty_type *t, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)args;
    if (TY_UNLIKELY(nargs || (kwnames && ty_tuple_length(kwnames)))) {
        if (t->slots.new_ != ty_object_new)
            return ty_error_set(ctx, &ty_TypeError_type, "object.__new__() takes exactly one argument (the type to instantiate)");
        if (t->slots.init == ty_object_init || !t->slots.init)
            return ty_error_set(ctx, &ty_TypeError_type, "%N() takes no arguments", t);
    }
    if (TY_UNLIKELY(t->flags & TY_TYPE_ABSTRACT))
        return cannot_instantiate(ctx, t);
    return ty_instance_new(ctx, t);
}

int ty_object_init(ty_ctx *ctx, ty_value self, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)args;
    if (TY_LIKELY(!nargs && (!kwnames || !ty_tuple_length(kwnames))))
        return 0;
    const ty_type *t = ty_type_of(self);
    if (t->slots.init && t->slots.init != ty_object_init) {
        ty_error_set(ctx, &ty_TypeError_type, "object.__init__() takes exactly one argument (the instance to initialize)");
        return -1;
    }
    if (t->slots.new_ == ty_object_new) {
        ty_error_set(ctx, &ty_TypeError_type, "%N.__init__() takes exactly one argument (the instance to initialize)", t);
        return -1;
    }
    return 0;
}

/* --- __class__ ----------------------------------------------------------------------------------------------------------- */

static ty_value get_class(ty_ctx *ctx, ty_value self)
{
    (void)ctx;
    return TY_VALUE(ty_type_of(self));
}

static int set_class(ty_ctx *ctx, ty_value self, ty_value v)
{
    if (!v) {
        ty_error_set(ctx, &ty_TypeError_type, "can't delete __class__ attribute");
        return -1;
    }
    if (!ty_is_type(v)) {
        ty_error_set(ctx, &ty_TypeError_type, "__class__ must be set to a class, not '%T' object", v);
        return -1;
    }
    const ty_type *from = ty_type_of(self), *to = ty_type_ptr(v);
    if (from == to)
        return 0;
    if (!(from->flags & TY_TYPE_HEAP) || !(to->flags & TY_TYPE_HEAP) || (from->flags & TY_TYPE_IMMUTABLE)) {
        ty_error_set(ctx, &ty_TypeError_type,
                     "__class__ assignment only supported for mutable types or ModuleType subclasses");
        return -1;
    }
    if (!ty_type_same_layout(from, to)) {
        ty_error_set(ctx, &ty_TypeError_type, "__class__ assignment: '%N' object layout differs from '%N'", to, from);
        return -1;
    }
    if (ty_is_type(self)) { /* another metaclass: types have no shape tree of their own */
        ty_object *o = ty_object_of(self);
        o->head = (uintptr_t)to->shape | (o->head & TY_HEAD_FLAGS);
        ty_heap_wrote(ctx->heap, o, o);
        return ty_type_modified(ctx, ty_type_ptr(self), TY_NULL);
    }
    return ty_instance_set_class(ctx, self, (ty_type *)(uintptr_t)to);
}

/* --- methods ------------------------------------------------------------------------------------------------------------- */

static ty_value format(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    if (!ty_is_str(args[1]))
        return ty_error_set(ctx, &ty_TypeError_type, "__format__() argument must be str, not %T", args[1]);
    if (ty_str_length(args[1]))
        return ty_error_set(ctx, &ty_TypeError_type, "unsupported format string passed to %T.__format__", args[0]);
    return ty_op_str(ctx, args[0]);
}

static ty_value size_of(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    if (!ty_is_object(args[0]))
        return ty_small(0);
    const ty_layout *l = ty_head_layout(ty_object_of(args[0]));
    return ty_int_from_size(ctx, (intptr_t)(l->size ? l->size(ty_object_of(args[0])) : l->fixed_size));
}

/* Adds the names in the namespaces along the MRO of t. */
int ty_object_dir_type(ty_ctx *ctx, ty_value names, const ty_type *t)
{
    ty_value mro = ty_type_mro(ctx, t);
    if (!mro)
        return -1;
    for (size_t i = 0; i < ty_tuple_length(mro); i++) {
        ty_value d = ty_type_dict(ctx, ty_type_ptr(ty_tuple_at(mro, i)));
        if (!d || ty_dict_update(ctx, names, d) < 0)
            return -1;
    }
    return 0;
}

static ty_value dir(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    ty_value names = TY_NULL, d, c;
    int r = ty_attr_lookup(ctx, args[0], TY_SYM(__dict__), &d);
    if (r < 0)
        return TY_NULL;
    names = r && ty_is_dict(d) ? ty_dict_copy(ctx, d) : ty_dict_new(ctx, 0);
    if (!names)
        return TY_NULL;
    r = ty_attr_lookup(ctx, args[0], TY_SYM(__class__), &c);
    if (r < 0 || (r && ty_is_type(c) && ty_object_dir_type(ctx, names, ty_type_ptr(c)) < 0))
        return TY_NULL;
    return ty_op_list(ctx, names);
}

static ty_value subclass_hook(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)ctx, (void)args, (void)nargs, (void)kwnames;
    return TY_NOT_IMPLEMENTED;
}

static ty_value init_subclass(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    if (nargs > 1)
        return ty_error_set(ctx, &ty_TypeError_type, "%N.__init_subclass__() takes no arguments (%zu given)",
                            ty_type_ptr(args[0]), nargs - 1);
    if (kwnames && ty_tuple_length(kwnames))
        return ty_error_set(ctx, &ty_TypeError_type, "%N.__init_subclass__() takes no keyword arguments", ty_type_ptr(args[0]));
    return TY_NONE;
}

static const ty_native methods[] = {
    TY_METHOD(__format__, format, 1, 1, "format_spec, /", "Default object formatter."),
    TY_METHOD(__sizeof__, size_of, 0, 0, "", "Size of object in memory, in bytes."),
    TY_METHOD(__dir__, dir, 0, 0, "", "Default dir() implementation."),
    TY_METHOD(__reduce__, ty_object_reduce, 0, 0, "", "Helper for pickle."),
    TY_METHOD(__reduce_ex__, ty_object_reduce_ex, 1, 1, "protocol, /", "Helper for pickle."),
    TY_METHOD(__getstate__, ty_object_getstate, 0, 0, "", "Helper for pickle."),
    {.ob = TY_IMAGE_HEAD(&ty_classmethod_descriptor_shape), .name = TY_SYM(__init_subclass__), .fn = init_subclass, .owner = OWNER,
     .doc = "This method is called when a class is subclassed.", .max = -1, .flags = TY_RAW | TY_CLASSMETHOD},
    TY_CLASS_METHOD(__subclasshook__, subclass_hook, 1, 1, "object, /", "Abstract classes can override this."),
    TY_NATIVE_END,
};
static const ty_getset getsets[] = {
    TY_GETSET(__class__, get_class, set_class, "the object's class"),
    TY_GETSET_END,
};

static const ty_layout ty_object_layout = {.fixed_size = 16};
TY_BUILTIN_TYPE(object, .name = "object", .base = NULL, .flags = TY_TYPE_BASE, .basicsize = sizeof(ty_object),
                .doc = "The base class of the class hierarchy.", .methods = methods, .getsets = getsets,
                .slots = {TY_OBJECT_SLOTS, .new_ = ty_object_new, .init = ty_object_init});
