/* SPDX-License-Identifier: MIT */
/* None, Ellipsis, NotImplemented. */
#include <config.h>

#include "object/singletons.h"

#include "object/error.h"
#include "object/native.h"
#include "object/str.h"
#include "object/tuple.h"

/* The one value of the type, from a constructor that takes nothing. */
static ty_value only(ty_ctx *ctx, const ty_type *type, size_t nargs, ty_value kwnames, ty_value v)
{
    if (nargs || (kwnames && ty_tuple_length(kwnames)))
        return ty_error_set(ctx, &ty_TypeError_type, "%N takes no arguments", type);
    return v;
}

static const ty_layout word_layout = {.fixed_size = sizeof(ty_object)};
#define ty_NoneType_layout word_layout
#define ty_ellipsis_layout word_layout
#define ty_NotImplementedType_layout word_layout
#define ty_unbound_layout word_layout

static ty_value none_new(ty_ctx *ctx, const ty_type *t, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)args;
    return only(ctx, t, nargs, kwnames, TY_NONE);
}
static ty_value none_repr(ty_ctx *ctx, ty_value v) { (void)ctx, (void)v; return TY_SYM(None); }
static int none_bool(ty_ctx *ctx, ty_value v) { (void)ctx, (void)v; return 0; }
static intptr_t none_hash(ty_ctx *ctx, ty_value v) { (void)ctx, (void)v; return 0xfca86420; }

TY_BUILTIN_TYPE(NoneType, .name = "NoneType", .base = &ty_object_type, .flags = TY_TYPE_IMMUTABLE, .basicsize = sizeof(ty_object),
                .doc = "The type of the None singleton.",
                .slots = {TY_OBJECT_SLOTS, .new_ = none_new, .repr = none_repr, .bool_ = none_bool, .hash = none_hash});

static ty_value ellipsis_new(ty_ctx *ctx, const ty_type *t, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)t, (void)args;
    if (nargs || (kwnames && ty_tuple_length(kwnames)))
        return ty_error_set(ctx, &ty_TypeError_type, "EllipsisType takes no arguments");
    return TY_ELLIPSIS;
}
static ty_value ellipsis_repr(ty_ctx *ctx, ty_value v) { (void)ctx, (void)v; return TY_SYM(Ellipsis); }
static ty_value reduce_name(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)ctx, (void)nargs, (void)kwnames;
    return args[0] == TY_ELLIPSIS ? TY_SYM(Ellipsis) : TY_SYM(NotImplemented);
}
#define OWNER &ty_ellipsis_type
static const ty_native ellipsis_methods[] = {TY_METHOD(__reduce__, reduce_name, 0, 0, "", NULL), TY_NATIVE_END};
#undef OWNER
TY_BUILTIN_TYPE(ellipsis, .name = "ellipsis", .base = &ty_object_type, .flags = TY_TYPE_IMMUTABLE, .basicsize = sizeof(ty_object),
                .doc = "The type of the Ellipsis singleton.", .methods = ellipsis_methods,
                .slots = {TY_OBJECT_SLOTS, .new_ = ellipsis_new, .repr = ellipsis_repr});

static ty_value not_implemented_new(ty_ctx *ctx, const ty_type *t, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)args;
    return only(ctx, t, nargs, kwnames, TY_NOT_IMPLEMENTED);
}
static ty_value not_implemented_repr(ty_ctx *ctx, ty_value v) { (void)ctx, (void)v; return TY_SYM(NotImplemented); }
static int not_implemented_bool(ty_ctx *ctx, ty_value v)
{
    (void)v;
    if (ty_error_warn(ctx, &ty_DeprecationWarning_type, 1,
                      "NotImplemented should not be used in a boolean context") < 0)
        return -1;
    return 1;
}
#define OWNER &ty_NotImplementedType_type
static const ty_native not_implemented_methods[] = {TY_METHOD(__reduce__, reduce_name, 0, 0, "", NULL), TY_NATIVE_END};
#undef OWNER
TY_BUILTIN_TYPE(NotImplementedType, .name = "NotImplementedType", .base = &ty_object_type, .flags = TY_TYPE_IMMUTABLE,
                .basicsize = sizeof(ty_object), .doc = "The type of the NotImplemented singleton.",
                .methods = not_implemented_methods,
                .slots = {TY_OBJECT_SLOTS, .new_ = not_implemented_new, .repr = not_implemented_repr, .bool_ = not_implemented_bool});

/* Never met by Python code; a repr for debuggers. */
static ty_value unbound_repr(ty_ctx *ctx, ty_value v)
{
    return ty_str_from_cstr(ctx, v == TY_STOP ? "<stop>" : "<unbound>");
}
TY_BUILTIN_TYPE(unbound, .name = "unbound", .base = &ty_object_type, .flags = TY_TYPE_IMMUTABLE | TY_TYPE_NO_NEW,
                .basicsize = sizeof(ty_object), .slots = {TY_OBJECT_SLOTS, .repr = unbound_repr});
