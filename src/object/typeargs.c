/* SPDX-License-Identifier: MIT */
/* Arguments of generic types: see typeargs.h. A type variable is what has __typing_subst__. */
#include <config.h>

#include "object/typeargs.h"

#include "object/attr.h"
#include "object/call.h"
#include "object/error.h"
#include "object/list.h"
#include "object/ops.h"
#include "object/tuple.h"

/* --- collecting ---------------------------------------------------------------------------------------------------------- */

static int add_once(ty_ctx *ctx, ty_value list, ty_value v)
{
    for (size_t i = 0; i < ty_list_length(list); i++)
        if (ty_list_at(list, i) == v)
            return 0;
    return ty_list_append(ctx, list, v);
}

/* The tuple __parameters__ of an argument that is no class: 1, 0, -1. */
static int inner_parameters(ty_ctx *ctx, ty_value arg, ty_value *out)
{
    if (ty_is_type(arg))
        return 0;
    int r = ty_attr_lookup(ctx, arg, TY_SYM(__parameters__), out);
    return r > 0 ? ty_is_tuple(*out) : r;
}

ty_value ty_typeargs_parameters(ty_ctx *ctx, ty_value args)
{
    ty_value out = ty_list_new(ctx, 0), v;
    for (size_t i = 0; out && i < ty_tuple_length(args); i++) {
        ty_value arg = ty_tuple_at(args, i);
        if (ty_is_type(arg))
            continue;
        int r = ty_attr_lookup(ctx, arg, TY_SYM(__typing_subst__), &v);
        if (r < 0 || (r > 0 && add_once(ctx, out, arg) < 0))
            return TY_NULL;
        if (r)
            continue;
        r = inner_parameters(ctx, arg, &v);
        if (r < 0)
            return TY_NULL;
        for (size_t k = 0; r && k < ty_tuple_length(v); k++)
            if (add_once(ctx, out, ty_tuple_at(v, k)) < 0)
                return TY_NULL;
    }
    return out ? ty_list_to_tuple(ctx, out) : TY_NULL;
}

/* --- substitution ---------------------------------------------------------------------------------------------------------- */

static size_t index_of(ty_value params, ty_value v)
{
    size_t i = 0;
    while (i < ty_tuple_length(params) && ty_tuple_at(params, i) != v)
        i++;
    return i;
}

static int extend(ty_ctx *ctx, ty_value list, ty_value tuple)
{
    for (size_t i = 0; i < ty_tuple_length(tuple); i++)
        if (ty_list_append(ctx, list, ty_tuple_at(tuple, i)) < 0)
            return -1;
    return 0;
}

/* An argument that itself has type variables: arg[their values]. */
static ty_value substitute_inner(ty_ctx *ctx, ty_value arg, ty_value params, ty_value items)
{
    ty_value inner;
    int r = inner_parameters(ctx, arg, &inner);
    if (r < 0)
        return TY_NULL;
    if (r == 0 || ty_tuple_length(inner) == 0)
        return arg;
    ty_value list = ty_list_new(ctx, ty_tuple_length(inner));
    for (size_t i = 0; list && i < ty_tuple_length(inner); i++) {
        ty_value p = ty_tuple_at(inner, i);
        size_t at = index_of(params, p);
        ty_value v = at < ty_tuple_length(params) ? ty_tuple_at(items, at) : p;
        bool spread = at < ty_tuple_length(params) && ty_type_of(p)->slots.iter && ty_is_tuple(v);
        if ((spread ? extend(ctx, list, v) : ty_list_append(ctx, list, v)) < 0)
            return TY_NULL;
    }
    ty_value key = list ? ty_list_to_tuple(ctx, list) : TY_NULL;
    return key ? ty_op_getitem(ctx, arg, key) : TY_NULL;
}

/* *tuple[...] among the items stands for its arguments. */
static ty_value unpack_items(ty_ctx *ctx, ty_value item)
{
    ty_value list = ty_list_new(ctx, 4), v;
    bool tuple = ty_is_tuple(item);
    for (size_t i = 0; list && i < (tuple ? ty_tuple_length(item) : 1); i++) {
        ty_value x = tuple ? ty_tuple_at(item, i) : item;
        int r = ty_is_type(x) ? 0 : ty_attr_lookup(ctx, x, TY_SYM(__typing_unpacked_tuple_args__), &v);
        if (r < 0)
            return TY_NULL;
        if (r && ty_is_tuple(v) && !(ty_tuple_length(v) && ty_tuple_at(v, ty_tuple_length(v) - 1) == TY_ELLIPSIS)) {
            if (extend(ctx, list, v) < 0)
                return TY_NULL;
        } else if (ty_list_append(ctx, list, x) < 0) {
            return TY_NULL;
        }
    }
    return list ? ty_list_to_tuple(ctx, list) : TY_NULL;
}

ty_value ty_typeargs_substitute(ty_ctx *ctx, ty_value self, ty_value args, ty_value params, ty_value item)
{
    size_t n = ty_tuple_length(params);
    if (n == 0)
        return ty_error_set(ctx, &ty_TypeError_type, "%R is not a generic class", self);
    item = unpack_items(ctx, item);
    for (size_t i = 0; item && i < n; i++) {
        ty_value prepare;
        int r = ty_attr_lookup(ctx, ty_tuple_at(params, i), TY_SYM(__typing_prepare_subst__), &prepare);
        if (r < 0)
            return TY_NULL;
        if (r && !ty_is_none(prepare)) {
            item = ty_call2(ctx, prepare, self, item);
            if (item && !ty_is_tuple(item))
                item = ty_tuple_pack(ctx, 1, item);
        }
    }
    if (!item)
        return TY_NULL;
    size_t given = ty_tuple_length(item);
    if (given != n)
        return ty_error_set(ctx, &ty_TypeError_type, "Too %s arguments for %R; actual %zu, expected %zu", given > n ? "many" : "few",
                            self, given, n);
    ty_value out = ty_list_new(ctx, ty_tuple_length(args)), v, unpacked;
    for (size_t i = 0; out && i < ty_tuple_length(args); i++) {
        ty_value arg = ty_tuple_at(args, i);
        if (ty_is_type(arg)) {
            if (ty_list_append(ctx, out, arg) < 0)
                return TY_NULL;
            continue;
        }
        int r = ty_attr_lookup(ctx, arg, TY_SYM(__typing_is_unpacked_typevartuple__), &unpacked);
        if (r > 0)
            r = ty_op_truth(ctx, unpacked);
        if (r < 0)
            return TY_NULL;
        bool spread = r;
        r = ty_attr_lookup(ctx, arg, TY_SYM(__typing_subst__), &v);
        if (r < 0)
            return TY_NULL;
        if (r) {
            size_t at = index_of(params, arg);
            v = at < n ? ty_call1(ctx, v, ty_tuple_at(item, at)) : arg;
        } else {
            v = substitute_inner(ctx, arg, params, item);
        }
        if (!v)
            return TY_NULL;
        if ((spread && ty_is_tuple(v) ? extend(ctx, out, v) : ty_list_append(ctx, out, v)) < 0)
            return TY_NULL;
    }
    return out ? ty_list_to_tuple(ctx, out) : TY_NULL;
}

/* --- text -------------------------------------------------------------------------------------------------------------------- */

static int list_repr(ty_strbuf *b, ty_value list)
{
    ty_strbuf_char(b, '[');
    for (size_t i = 0; i < ty_list_length(list); i++) {
        if (i)
            ty_strbuf_cstr(b, ", ");
        if (ty_typeargs_repr(b, ty_list_at(list, i)) < 0)
            return -1;
    }
    ty_strbuf_char(b, ']');
    return 0;
}

int ty_typeargs_repr(ty_strbuf *b, ty_value v)
{
    ty_ctx *ctx = b->ctx;
    ty_value x, qualname, module;
    if (ty_context_deep(ctx, " while getting the repr of an object"))
        return -1;
    if (v == TY_ELLIPSIS) {
        ty_strbuf_cstr(b, "...");
        return 0;
    }
    if (ty_is_exact_list(v))
        return list_repr(b, v);
    int r = ty_attr_lookup(ctx, v, TY_SYM(__origin__), &x);
    if (r > 0)
        r = ty_attr_lookup(ctx, v, TY_SYM(__args__), &x);
    if (r < 0)
        return -1;
    if (r == 0) {
        r = ty_attr_lookup(ctx, v, TY_SYM(__qualname__), &qualname);
        if (r > 0)
            r = ty_attr_lookup(ctx, v, TY_SYM(__module__), &module);
        if (r < 0)
            return -1;
        if (r && ty_is_str(qualname) && ty_is_str(module)) {
            if (!ty_str_equal_ascii(module, "builtins")) {
                ty_strbuf_str(b, module);
                ty_strbuf_char(b, '.');
            }
            ty_strbuf_str(b, qualname);
            return 0;
        }
    }
    return ty_strbuf_repr(b, v) ? 0 : -1;
}
