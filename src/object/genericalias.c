/* SPDX-License-Identifier: MIT */
/* types.GenericAlias: list[int]. Substitution of type variables works with any object that follows typing's protocol. */
#include <config.h>

#include "object/genericalias.h"

#include "object/attr.h"
#include "object/call.h"
#include "object/error.h"
#include "object/list.h"
#include "object/ops.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/typeargs.h"
#include "object/union.h"

#define OWNER &ty_GenericAlias_type

static ty_generic_alias *ga(ty_value v)
{
    return (ty_generic_alias *)v;
}

static ty_value make(ty_ctx *ctx, const ty_type *type, ty_value origin, ty_value args, bool starred)
{
    if (!ty_is_tuple(args) && !(args = ty_tuple_pack(ctx, 1, args)))
        return TY_NULL;
    ty_value v = ty_instance_new(ctx, type);
    if (!v)
        return TY_NULL;
    ga(v)->origin = origin;
    ga(v)->args = args;
    ga(v)->starred = starred;
    return v;
}

ty_value ty_genericalias_new(ty_ctx *ctx, ty_value origin, ty_value args)
{
    return make(ctx, &ty_GenericAlias_type, origin, args, false);
}

ty_value ty_genericalias_class_getitem(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    return ty_genericalias_new(ctx, args[0], args[1]);
}

static ty_value alias_new(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames)
{
    if (ty_native_no_keywords(ctx, "GenericAlias", kwnames) < 0 || ty_native_check_count(ctx, "GenericAlias", nargs, 2, 2) < 0)
        return TY_NULL;
    return make(ctx, type, args[0], args[1], false);
}

/* --- slots ------------------------------------------------------------------------------------------------------------- */

static ty_value alias_repr(ty_ctx *ctx, ty_value self)
{
    ty_strbuf b;
    ty_strbuf_init(&b, ctx);
    if (ga(self)->starred)
        ty_strbuf_char(&b, '*');
    if (ty_typeargs_repr(&b, ga(self)->origin) < 0) {
        (void)!ty_strbuf_finish(&b);
        return TY_NULL;
    }
    ty_strbuf_char(&b, '[');
    ty_value args = ga(self)->args;
    size_t n = ty_tuple_length(args);
    bool fine = true;
    for (size_t i = 0; fine && i < n; i++) {
        if (i)
            ty_strbuf_cstr(&b, ", ");
        fine = ty_typeargs_repr(&b, ty_tuple_at(args, i)) == 0;
    }
    if (n == 0)
        ty_strbuf_cstr(&b, "()");
    ty_strbuf_char(&b, ']');
    ty_value text = ty_strbuf_finish(&b);
    return fine ? text : TY_NULL;
}

static ty_value parameters(ty_ctx *ctx, ty_value self)
{
    if (!ga(self)->parameters) {
        ty_value p = ty_typeargs_parameters(ctx, ga(self)->args);
        if (!p)
            return TY_NULL;
        ty_heap_store(ctx->heap, ty_object_of(self), &ga(self)->parameters, p);
    }
    return ga(self)->parameters;
}

static ty_value alias_getitem(ty_ctx *ctx, ty_value self, ty_value item)
{
    ty_value params = parameters(ctx, self);
    ty_value args = params ? ty_typeargs_substitute(ctx, self, ga(self)->args, params, item) : TY_NULL;
    return args ? make(ctx, &ty_GenericAlias_type, ga(self)->origin, args, ga(self)->starred) : TY_NULL;
}

static intptr_t alias_hash(ty_ctx *ctx, ty_value self)
{
    intptr_t a = ty_op_hash(ctx, ga(self)->origin), b = a == -1 ? -1 : ty_op_hash(ctx, ga(self)->args);
    if (b == -1)
        return -1;
    a ^= b;
    return a == -1 ? -2 : a;
}

static ty_value alias_compare(ty_ctx *ctx, ty_value a, ty_value b, int op)
{
    if ((op != TY_EQ && op != TY_NE) || !ty_is_instance(b, &ty_GenericAlias_type) || !ty_is_instance(a, &ty_GenericAlias_type))
        return TY_NOT_IMPLEMENTED;
    int r = ga(a)->starred == ga(b)->starred ? ty_op_compare_bool(ctx, ga(a)->origin, ga(b)->origin, TY_EQ) : 0;
    if (r > 0)
        r = ty_op_compare_bool(ctx, ga(a)->args, ga(b)->args, TY_EQ);
    return r < 0 ? TY_NULL : ty_bool(r == (op == TY_EQ));
}

static ty_value alias_call(ty_ctx *ctx, ty_value self, const ty_value *args, size_t nargs, ty_value kwnames)
{
    ty_value v = ty_call(ctx, ga(self)->origin, args, nargs, kwnames);
    if (!v)
        return TY_NULL;
    if (ty_attr_set(ctx, v, TY_SYM(__orig_class__), self) < 0 && !ty_error_swallow(ctx, &ty_AttributeError_type) &&
        !ty_error_swallow(ctx, &ty_TypeError_type))
        return TY_NULL;
    return v;
}

/* Attributes are the origin's, but for a few. */
static ty_value alias_getattr(ty_ctx *ctx, ty_value self, ty_value name)
{
    static const ty_value own[] = {
        TY_SYM(__class__), TY_SYM(__origin__), TY_SYM(__args__), TY_SYM(__unpacked__), TY_SYM(__parameters__),
        TY_SYM(__typing_unpacked_tuple_args__), TY_SYM(__mro_entries__), TY_SYM(__reduce_ex__), TY_SYM(__reduce__),
    };
    static const ty_value blocked[] = {TY_SYM(__bases__), TY_SYM(__copy__), TY_SYM(__deepcopy__)};
    for (size_t i = 0; i < TY_COUNTOF(own); i++)
        if (ty_str_equal(name, own[i]))
            return ty_attr_generic_get(ctx, self, name);
    for (size_t i = 0; i < TY_COUNTOF(blocked); i++)
        if (ty_str_equal(name, blocked[i]))
            return ty_attr_generic_get(ctx, self, name);
    return ty_attr_get(ctx, ga(self)->origin, name);
}

/* *tuple[int, str] in a display gives the starred alias once. */
static ty_value alias_iter(ty_ctx *ctx, ty_value self)
{
    ty_value starred = make(ctx, &ty_GenericAlias_type, ga(self)->origin, ga(self)->args, true);
    ty_value t = starred ? ty_tuple_pack(ctx, 1, starred) : TY_NULL;
    return t ? ty_op_iter(ctx, t) : TY_NULL;
}

/* --- attributes ---------------------------------------------------------------------------------------------------------- */

static ty_value mro_entries(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    return ty_tuple_pack(ctx, 1, ga(args[0])->origin);
}

static ty_value instancecheck(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    return ty_error_set(ctx, &ty_TypeError_type, "isinstance() argument 2 cannot be a parameterized generic");
}

static ty_value subclasscheck(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    return ty_error_set(ctx, &ty_TypeError_type, "issubclass() argument 2 cannot be a parameterized generic");
}

static ty_value reduce(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    ty_generic_alias *a = ga(args[0]);
    if (a->starred) {
        ty_value plain = make(ctx, &ty_GenericAlias_type, a->origin, a->args, false), it = plain ? ty_op_iter(ctx, plain) : TY_NULL, next;
        int r = it ? ty_attr_builtin(ctx, TY_SYM(next), &next) : -1;
        if (r <= 0)
            return r < 0 ? TY_NULL : ty_error_set(ctx, &ty_AttributeError_type, "next");
        ty_value rest = ty_tuple_pack(ctx, 1, it);
        return rest ? ty_tuple_pack(ctx, 2, next, rest) : TY_NULL;
    }
    ty_value pair = ty_tuple_pack(ctx, 2, a->origin, a->args);
    return pair ? ty_tuple_pack(ctx, 2, TY_VALUE(ty_type_of(args[0])), pair) : TY_NULL;
}

static ty_value get_origin(ty_ctx *ctx, ty_value self) { (void)ctx; return ga(self)->origin; }
static ty_value get_args(ty_ctx *ctx, ty_value self) { (void)ctx; return ga(self)->args; }
static ty_value get_unpacked(ty_ctx *ctx, ty_value self) { (void)ctx; return ty_bool(ga(self)->starred); }
static ty_value get_parameters(ty_ctx *ctx, ty_value self) { return parameters(ctx, self); }
static ty_value get_tuple_args(ty_ctx *ctx, ty_value self)
{
    (void)ctx;
    return ga(self)->starred && ga(self)->origin == TY_VALUE(&ty_tuple_type) ? ga(self)->args : TY_NONE;
}

static const ty_native methods[] = {
    TY_METHOD(__mro_entries__, mro_entries, 1, 1, "bases, /", NULL),
    TY_METHOD(__instancecheck__, instancecheck, 1, 1, "instance, /", NULL),
    TY_METHOD(__subclasscheck__, subclasscheck, 1, 1, "subclass, /", NULL),
    TY_METHOD(__reduce__, reduce, 0, 0, "", NULL),
    TY_NATIVE_END,
};
static const ty_getset getsets[] = {
    TY_GETSET(__origin__, get_origin, NULL, NULL),
    TY_GETSET(__args__, get_args, NULL, NULL),
    TY_GETSET(__unpacked__, get_unpacked, NULL, NULL),
    TY_GETSET(__parameters__, get_parameters, NULL, "Type variables in the GenericAlias."),
    TY_GETSET(__typing_unpacked_tuple_args__, get_tuple_args, NULL, NULL),
    TY_GETSET_END,
};
static const ty_layout ty_GenericAlias_layout = {.fixed_size = sizeof(ty_generic_alias),
                                                 .slots_offset = offsetof(ty_generic_alias, origin), .slots_count = 3};
TY_BUILTIN_TYPE(GenericAlias, .name = "types.GenericAlias", .base = &ty_object_type,
                .flags = TY_TYPE_BASE | TY_TYPE_WEAKREF | TY_TYPE_GETATTR, .basicsize = sizeof(ty_generic_alias),
                .doc = "Represent a PEP 585 generic type\n\nE.g. for t = list[int], t.__origin__ is list and t.__args__ is (int,).",
                .methods = methods, .getsets = getsets,
                .slots = {TY_OBJECT_SLOTS, .new_ = alias_new, .repr = alias_repr, .hash = alias_hash, .compare = alias_compare,
                          .call = alias_call, .getattr = alias_getattr, .iter = alias_iter, .getitem = alias_getitem,
                          .or_ = ty_union_or});
