/* SPDX-License-Identifier: MIT */
/* types.SimpleNamespace. */
#include <config.h>

#include "object/simplenamespace.h"

#include "object/attr.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/instance.h"
#include "object/list.h"
#include "object/native.h"
#include "object/ops.h"
#include "object/str.h"
#include "object/tuple.h"

#define OWNER &ty_SimpleNamespace_type

typedef struct namespace_object {
    ty_object ob;
    ty_value dict;
} namespace_object;

static ty_value dict_of(ty_value v)
{
    return ((namespace_object *)v)->dict;
}

ty_value ty_simplenamespace_new(ty_ctx *ctx, ty_value dict)
{
    ty_value v = ty_instance_new(ctx, &ty_SimpleNamespace_type);
    if (v)
        ((namespace_object *)v)->dict = dict;
    return v;
}

static ty_value ns_new(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    ty_value d = ty_dict_new(ctx, 4), v = d ? ty_instance_new(ctx, type) : TY_NULL;
    if (v)
        ((namespace_object *)v)->dict = d;
    return v;
}

static int ns_init(ty_ctx *ctx, ty_value self, const ty_value *args, size_t nargs, ty_value kwnames)
{
    ty_value d = dict_of(self);
    if (nargs > 1) {
        ty_error_set(ctx, &ty_TypeError_type, "SimpleNamespace expected at most 1 argument, got %zu", nargs);
        return -1;
    }
    if (nargs) {
        ty_value k, v, from = ty_dict_new(ctx, 4);
        size_t pos = 0;
        if (!from || ty_dict_update(ctx, from, args[0]) < 0)
            return -1;
        while (ty_dict_next(from, &pos, &k, &v))
            if (!ty_is_str(k)) {
                ty_error_set(ctx, &ty_TypeError_type, "keywords must be strings");
                return -1;
            }
        if (ty_dict_update(ctx, d, from) < 0)
            return -1;
    }
    for (size_t i = 0, n = kwnames ? ty_tuple_length(kwnames) : 0; i < n; i++)
        if (ty_dict_set(ctx, d, ty_tuple_at(kwnames, i), args[nargs + i]) < 0)
            return -1;
    return 0;
}

static ty_value ns_repr(ty_ctx *ctx, ty_value self)
{
    const ty_type *t = ty_type_of(self);
    const char *name = t == &ty_SimpleNamespace_type ? "namespace" : ty_type_name(t);
    int r = ty_op_repr_enter(ctx, self);
    if (r)
        return r < 0 ? TY_NULL : ty_str_format(ctx, "%s(...)", name);
    ty_strbuf b;
    ty_strbuf_init(&b, ctx);
    ty_strbuf_cstr(&b, name);
    ty_strbuf_char(&b, '(');
    size_t pos = 0;
    ty_value k, v, copy = ty_dict_copy(ctx, dict_of(self));
    bool first = true, fine = copy != TY_NULL;
    while (fine && ty_dict_next(copy, &pos, &k, &v)) {
        if (!ty_is_str(k) || !ty_str_length(k))
            continue;
        if (!first)
            ty_strbuf_cstr(&b, ", ");
        first = false;
        ty_strbuf_str(&b, k);
        ty_strbuf_char(&b, '=');
        fine = ty_strbuf_repr(&b, v);
    }
    ty_strbuf_char(&b, ')');
    ty_op_repr_leave(ctx, self);
    ty_value text = ty_strbuf_finish(&b);
    return fine ? text : TY_NULL;
}

static ty_value ns_compare(ty_ctx *ctx, ty_value a, ty_value b, int op)
{
    if (!ty_is_instance(b, &ty_SimpleNamespace_type) || !ty_is_instance(a, &ty_SimpleNamespace_type))
        return TY_NOT_IMPLEMENTED;
    return ty_op_compare(ctx, dict_of(a), dict_of(b), op);
}

static ty_value ns_reduce(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    return ty_tuple_pack(ctx, 3, TY_VALUE(ty_type_of(args[0])), ty_tuple_empty, dict_of(args[0]));
}

static ty_value ns_replace(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    if (nargs != 1)
        return ty_error_set(ctx, &ty_TypeError_type, "__replace__() takes no positional arguments");
    ty_value v = ns_new(ctx, ty_type_of(args[0]), NULL, 0, TY_NULL);
    if (!v || ty_dict_update(ctx, dict_of(v), dict_of(args[0])) < 0 || ns_init(ctx, v, args + 1, 0, kwnames) < 0)
        return TY_NULL;
    return v;
}

static ty_value get_dict(ty_ctx *ctx, ty_value self) { (void)ctx; return dict_of(self); }

static const ty_native methods[] = {
    TY_METHOD(__reduce__, ns_reduce, 0, 0, "", "Return state information for pickling"),
    TY_METHOD_RAW(__replace__, ns_replace, "**changes", "Return a copy of the namespace object with new values for the specified attributes."),
    TY_NATIVE_END,
};
static const ty_getset getsets[] = {TY_GETSET(__dict__, get_dict, NULL, NULL), TY_GETSET_END};
static const ty_layout ty_SimpleNamespace_layout = {.fixed_size = sizeof(namespace_object),
                                                    .slots_offset = offsetof(namespace_object, dict), .slots_count = 1};
TY_BUILTIN_TYPE(SimpleNamespace, .name = "types.SimpleNamespace", .base = &ty_object_type,
                .flags = TY_TYPE_BASE | TY_TYPE_DICT, .basicsize = sizeof(namespace_object),
                .dict_offset = offsetof(namespace_object, dict),
                .doc = "A simple attribute-based namespace.\n\nSimpleNamespace(**kwargs)", .methods = methods, .getsets = getsets,
                .slots = {TY_OBJECT_SLOTS, .new_ = ns_new, .init = ns_init, .repr = ns_repr, .compare = ns_compare, .hash = NULL});
