/* SPDX-License-Identifier: MIT */
/* types.UnionType: int | str. */
#include <config.h>

#include "object/union.h"

#include "object/attr.h"
#include "object/error.h"
#include "object/genericalias.h"
#include "object/list.h"
#include "object/native.h"
#include "object/ops.h"
#include "object/set.h"
#include "object/singletons.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/typeargs.h"

#define OWNER &ty_UnionType_type

static bool is_union(ty_value v)
{
    return ty_has_shape(v, &ty_UnionType_shape);
}

/* What may stand in a union: None, classes, aliases, unions, and typing's own type aliases. */
static bool is_unionable(ty_value v)
{
    return ty_is_none(v) || ty_is_type(v) || is_union(v) || (ty_is_object(v) && ty_is_instance(v, &ty_GenericAlias_type)) ||
           (ty_is_object(v) && strcmp(ty_type_name(ty_type_of(v)), "TypeAliasType") == 0);
}

static int add_alternative(ty_ctx *ctx, ty_value list, ty_value v)
{
    if (is_union(v)) {
        for (size_t i = 0; i < ty_tuple_length(ty_union_args(v)); i++)
            if (add_alternative(ctx, list, ty_tuple_at(ty_union_args(v), i)) < 0)
                return -1;
        return 0;
    }
    if (ty_is_none(v))
        v = TY_VALUE(&ty_NoneType_type);
    for (size_t i = 0; i < ty_list_length(list); i++) {
        ty_value x = ty_list_at(list, i);
        int r = x == v;
        if (!r && !ty_is_type(x) && !ty_is_type(v))
            r = ty_op_compare_bool(ctx, x, v, TY_EQ);
        if (r)
            return r < 0 ? -1 : 0;
    }
    return ty_list_append(ctx, list, v);
}

ty_value ty_union_or(ty_ctx *ctx, ty_value a, ty_value b)
{
    if (!is_unionable(a) || !is_unionable(b) || (ty_is_none(a) && ty_is_none(b)))
        return TY_NOT_IMPLEMENTED;
    ty_value list = ty_list_new(ctx, 2);
    if (!list || add_alternative(ctx, list, a) < 0 || add_alternative(ctx, list, b) < 0)
        return TY_NULL;
    if (ty_list_length(list) == 1)
        return ty_list_at(list, 0);
    ty_value args = ty_list_to_tuple(ctx, list), v = args ? ty_instance_new(ctx, &ty_UnionType_type) : TY_NULL;
    if (v)
        ((ty_union *)v)->args = args;
    return v;
}

static ty_value union_repr(ty_ctx *ctx, ty_value self)
{
    ty_strbuf b;
    ty_strbuf_init(&b, ctx);
    ty_value args = ty_union_args(self);
    bool fine = true;
    for (size_t i = 0; fine && i < ty_tuple_length(args); i++) {
        if (i)
            ty_strbuf_cstr(&b, " | ");
        if (ty_tuple_at(args, i) == TY_VALUE(&ty_NoneType_type))
            ty_strbuf_cstr(&b, "None");
        else
            fine = ty_typeargs_repr(&b, ty_tuple_at(args, i)) == 0;
    }
    ty_value text = ty_strbuf_finish(&b);
    return fine ? text : TY_NULL;
}

static intptr_t union_hash(ty_ctx *ctx, ty_value self)
{
    ty_value set = ty_frozenset_new(ctx, ty_union_args(self));
    return set ? ty_op_hash(ctx, set) : -1;
}

static ty_value union_compare(ty_ctx *ctx, ty_value a, ty_value b, int op)
{
    if ((op != TY_EQ && op != TY_NE) || !is_union(b))
        return TY_NOT_IMPLEMENTED;
    ty_value x = ty_frozenset_new(ctx, ty_union_args(a)), y = x ? ty_frozenset_new(ctx, ty_union_args(b)) : TY_NULL;
    return y ? ty_op_compare(ctx, x, y, op) : TY_NULL;
}

static ty_value parameters(ty_ctx *ctx, ty_value self)
{
    ty_union *u = (ty_union *)self;
    if (!u->parameters) {
        ty_value p = ty_typeargs_parameters(ctx, u->args);
        if (!p)
            return TY_NULL;
        ty_heap_store(ctx->heap, &u->ob, &u->parameters, p);
    }
    return u->parameters;
}

static ty_value union_getitem(ty_ctx *ctx, ty_value self, ty_value item)
{
    ty_value params = parameters(ctx, self);
    ty_value args = params ? ty_typeargs_substitute(ctx, self, ty_union_args(self), params, item) : TY_NULL;
    if (!args)
        return TY_NULL;
    ty_value v = ty_tuple_at(args, 0);
    for (size_t i = 1; v && i < ty_tuple_length(args); i++)
        v = ty_op_binary(ctx, TY_OP_OR, v, ty_tuple_at(args, i));
    return v;
}

static bool plain_args(ty_ctx *ctx, ty_value self, const char *what)
{
    for (size_t i = 0; i < ty_tuple_length(ty_union_args(self)); i++)
        if (!ty_is_type(ty_tuple_at(ty_union_args(self), i)) &&
            ty_is_instance(ty_tuple_at(ty_union_args(self), i), &ty_GenericAlias_type)) {
            ty_error_set(ctx, &ty_TypeError_type, "%s() argument 2 cannot be a parameterized generic", what);
            return false;
        }
    return true;
}

static ty_value instancecheck(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    ty_value alternatives = ty_union_args(args[0]);
    for (size_t i = 0; i < ty_tuple_length(alternatives); i++) {
        ty_value t = ty_tuple_at(alternatives, i);
        int r = ty_is_type(t) ? ty_op_isinstance(ctx, args[1], t) : 0;
        if (r)
            return r < 0 ? TY_NULL : TY_TRUE;
    }
    return plain_args(ctx, args[0], "isinstance") ? TY_FALSE : TY_NULL;
}

static ty_value subclasscheck(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    if (!ty_is_type(args[1]))
        return ty_error_set(ctx, &ty_TypeError_type, "issubclass() arg 1 must be a class");
    ty_value alternatives = ty_union_args(args[0]);
    for (size_t i = 0; i < ty_tuple_length(alternatives); i++) {
        ty_value t = ty_tuple_at(alternatives, i);
        int r = ty_is_type(t) ? ty_op_issubclass(ctx, args[1], t) : 0;
        if (r)
            return r < 0 ? TY_NULL : TY_TRUE;
    }
    return plain_args(ctx, args[0], "issubclass") ? TY_FALSE : TY_NULL;
}

static ty_value get_args(ty_ctx *ctx, ty_value self) { (void)ctx; return ty_union_args(self); }
static ty_value get_parameters(ty_ctx *ctx, ty_value self) { return parameters(ctx, self); }

static const ty_native methods[] = {
    TY_METHOD(__instancecheck__, instancecheck, 1, 1, "instance, /", NULL),
    TY_METHOD(__subclasscheck__, subclasscheck, 1, 1, "subclass, /", NULL),
    TY_NATIVE_END,
};
static const ty_getset getsets[] = {
    TY_GETSET(__args__, get_args, NULL, NULL),
    TY_GETSET(__parameters__, get_parameters, NULL, "Type variables in the types.UnionType."),
    TY_GETSET_END,
};
static const ty_layout ty_UnionType_layout = {.fixed_size = sizeof(ty_union), .slots_offset = offsetof(ty_union, args),
                                              .slots_count = 2};
TY_BUILTIN_TYPE(UnionType, .name = "types.UnionType", .base = &ty_object_type,
                .flags = TY_TYPE_WEAKREF | TY_TYPE_NO_NEW, .basicsize = sizeof(ty_union),
                .doc = "Represent a PEP 604 union type\n\nE.g. for int | str", .methods = methods, .getsets = getsets,
                .slots = {TY_OBJECT_SLOTS, .repr = union_repr, .hash = union_hash, .compare = union_compare,
                          .or_ = ty_union_or, .getitem = union_getitem});
