/* SPDX-License-Identifier: MIT */
/* mappingproxy: a read-only view of any mapping; what a class shows as __dict__. */
#include <config.h>

#include "object/alloc.h"
#include "object/attr.h"
#include "object/call.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/genericalias.h"
#include "object/iter.h"
#include "object/native.h"
#include "object/ops.h"
#include "object/str.h"

#define MAPPING(v) (((ty_mappingproxy *)(v))->mapping)

ty_value ty_mappingproxy_new(ty_ctx *ctx, ty_value mapping)
{
    ty_mappingproxy *p = ty_alloc(ctx, &ty_mappingproxy_shape, sizeof *p);
    if (p)
        p->mapping = mapping;
    return TY_VALUE(p);
}

static ty_value proxy_new(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)type;
    ty_value mapping = TY_NULL;
    if (ty_native_bind(ctx, "mappingproxy", "mapping", 1, 1, args, nargs, kwnames, &mapping))
        return TY_NULL;
    if (!ty_type_of(mapping)->slots.getitem || ty_is_list(mapping) || ty_is_tuple(mapping))
        return ty_error_set(ctx, &ty_TypeError_type, "mappingproxy() argument must be a mapping, not %T", mapping);
    return ty_mappingproxy_new(ctx, mapping);
}

static intptr_t proxy_len(ty_ctx *ctx, ty_value v)
{
    return ty_op_len(ctx, MAPPING(v));
}

static ty_value proxy_getitem(ty_ctx *ctx, ty_value v, ty_value key)
{
    return ty_op_getitem(ctx, MAPPING(v), key);
}

static int proxy_contains(ty_ctx *ctx, ty_value v, ty_value key)
{
    return ty_op_contains(ctx, MAPPING(v), key);
}

static ty_value proxy_iter(ty_ctx *ctx, ty_value v)
{
    return ty_op_iter(ctx, MAPPING(v));
}

static intptr_t proxy_hash(ty_ctx *ctx, ty_value v)
{
    return ty_op_hash(ctx, MAPPING(v));
}

static ty_value proxy_str(ty_ctx *ctx, ty_value v)
{
    return ty_op_str(ctx, MAPPING(v));
}

static ty_value proxy_repr(ty_ctx *ctx, ty_value v)
{
    return ty_str_format(ctx, "mappingproxy(%R)", MAPPING(v));
}

static ty_value proxy_compare(ty_ctx *ctx, ty_value a, ty_value b, int op)
{
    return ty_op_compare(ctx, MAPPING(a), b, op);
}

static ty_value unwrap(ty_value v)
{
    return ty_has_shape(v, &ty_mappingproxy_shape) ? MAPPING(v) : v;
}

static ty_value proxy_or(ty_ctx *ctx, ty_value a, ty_value b)
{
    return ty_op_binary(ctx, TY_OP_OR, unwrap(a), unwrap(b));
}

static ty_value proxy_ior(ty_ctx *ctx, ty_value a, ty_value b)
{
    return ty_error_set(ctx, &ty_TypeError_type, "'|=' is not supported by %T; use '|' instead", a ? a : b);
}

static ty_value forward(ty_ctx *ctx, ty_value name, const ty_value *args, size_t nargs)
{
    ty_value all[4];
    memcpy(all, args, nargs * sizeof *args);
    all[0] = MAPPING(args[0]);
    return ty_call_method(ctx, name, all, nargs);
}

#define FORWARD(name)                                                                                                   \
    static ty_value proxy_##name(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)                      \
    {                                                                                                                   \
        (void)kwnames;                                                                                                  \
        return forward(ctx, TY_SYM(name), args, nargs);                                                                 \
    }
/* TY_SYMS: get keys values items copy __reversed__ */
FORWARD(keys)
FORWARD(values)
FORWARD(items)
FORWARD(copy)

static ty_value proxy_get(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    ty_value all[3] = {args[0], args[1], nargs > 2 && args[2] ? args[2] : TY_NONE};
    return forward(ctx, TY_SYM(get), all, 3);
}

static ty_value proxy_reversed(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    return ty_reversed_new(ctx, MAPPING(args[0]));
}

#define OWNER &ty_mappingproxy_type
static const ty_native proxy_methods[] = {
    TY_METHOD(get, proxy_get, 1, 2, "key, default=None, /", "Return the value of the key, or default if it is not there."),
    TY_METHOD(keys, proxy_keys, 0, 0, "", "Return a view of the keys."),
    TY_METHOD(values, proxy_values, 0, 0, "", "Return a view of the values."),
    TY_METHOD(items, proxy_items, 0, 0, "", "Return a view of the items."),
    TY_METHOD(copy, proxy_copy, 0, 0, "", "Return a copy of the mapping."),
    TY_METHOD(__reversed__, proxy_reversed, 0, 0, "", "Return an iterator that starts at the end."),
    TY_CLASS_GETITEM,
    TY_NATIVE_END,
};

static const ty_layout ty_mappingproxy_layout = {
    .fixed_size = TY_FIXED_SIZE(ty_mappingproxy), .slots_offset = offsetof(ty_mappingproxy, mapping), .slots_count = 1};
TY_BUILTIN_TYPE(mappingproxy, .name = "mappingproxy", .base = &ty_object_type, .flags = TY_TYPE_MAPPING | TY_TYPE_IMMUTABLE,
                .basicsize = sizeof(ty_mappingproxy), .doc = "A read-only view of a mapping.", .methods = proxy_methods,
                .slots = {TY_OBJECT_SLOTS, .repr = proxy_repr, .str = proxy_str, .hash = proxy_hash, .iter = proxy_iter,
                          .new_ = proxy_new, .compare = proxy_compare, .or_ = proxy_or, .ior = proxy_ior, .len = proxy_len,
                          .getitem = proxy_getitem, .contains = proxy_contains});
