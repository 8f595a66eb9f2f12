/* SPDX-License-Identifier: MIT */
/* weakref.proxy: stands for its object in every operation; ReferenceError once that is gone. */
#include <config.h>

#include "object/attr.h"
#include "object/call.h"
#include "object/error.h"
#include "object/native.h"
#include "object/ops.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/weakref.h"

static bool is_proxy(ty_value v)
{
    return ty_has_shape(v, &ty_weakproxy_shape) || ty_has_shape(v, &ty_weakcallableproxy_shape);
}

/* The object behind v, v itself if that is no proxy, TY_NULL: gone. */
static ty_value behind(ty_ctx *ctx, ty_value v)
{
    if (!is_proxy(v))
        return v;
    ty_value o = ty_weakref_get(v);
    return o ? o : ty_error_set(ctx, &ty_ReferenceError_type, "weakly-referenced object no longer exists");
}

ty_value ty_weakref_proxy(ty_ctx *ctx, ty_value o, ty_value callback)
{
    return ty_weakref_make(ctx, ty_op_callable(o) ? &ty_weakcallableproxy_type : &ty_weakproxy_type, o, callback, true);
}

#define UNARY(name, op)                                                                                                 \
    static ty_value proxy_##name(ty_ctx *ctx, ty_value v)                                                                 \
    {                                                                                                                    \
        ty_value o = behind(ctx, v);                                                                                     \
        return o ? op(ctx, o) : TY_NULL;                                                                                 \
    }
UNARY(str, ty_op_str)
UNARY(iter, ty_op_iter)
UNARY(neg, ty_op_neg)
UNARY(pos, ty_op_pos)
UNARY(abs, ty_op_abs)
UNARY(invert, ty_op_invert)
UNARY(int, ty_op_int)
UNARY(index, ty_op_index)

#define BINARY(slot, OP)                                                                                                \
    static ty_value proxy_##slot(ty_ctx *ctx, ty_value a, ty_value b)                                                     \
    {                                                                                                                    \
        ty_value x = behind(ctx, a), y = x ? behind(ctx, b) : TY_NULL;                                                    \
        return y ? ty_op_binary(ctx, OP, x, y) : TY_NULL;                                                                 \
    }                                                                                                                    \
    static ty_value proxy_i##slot(ty_ctx *ctx, ty_value a, ty_value b)                                                    \
    {                                                                                                                    \
        ty_value x = behind(ctx, a), y = x ? behind(ctx, b) : TY_NULL;                                                    \
        return y ? ty_op_inplace(ctx, OP, x, y) : TY_NULL;                                                                \
    }
BINARY(add, TY_OP_ADD)
BINARY(sub, TY_OP_SUB)
BINARY(mul, TY_OP_MUL)
BINARY(matmul, TY_OP_MATMUL)
BINARY(truediv, TY_OP_TRUEDIV)
BINARY(floordiv, TY_OP_FLOORDIV)
BINARY(mod, TY_OP_MOD)
BINARY(lshift, TY_OP_LSHIFT)
BINARY(rshift, TY_OP_RSHIFT)
BINARY(and, TY_OP_AND)
BINARY(or, TY_OP_OR)
BINARY(xor, TY_OP_XOR)

static ty_value proxy_divmod(ty_ctx *ctx, ty_value a, ty_value b)
{
    ty_value x = behind(ctx, a), y = x ? behind(ctx, b) : TY_NULL;
    return y ? ty_op_divmod(ctx, x, y) : TY_NULL;
}

static ty_value proxy_pow(ty_ctx *ctx, ty_value a, ty_value b, ty_value mod)
{
    ty_value x = behind(ctx, a), y = x ? behind(ctx, b) : TY_NULL, m = y ? behind(ctx, mod) : TY_NULL;
    return m ? ty_op_pow3(ctx, x, y, m) : TY_NULL;
}

static ty_value proxy_float(ty_ctx *ctx, ty_value v)
{
    ty_value o = behind(ctx, v);
    if (!o)
        return TY_NULL;
    ty_unary_fn f = ty_type_of(o)->slots.float_;
    return f ? f(ctx, o) : ty_error_set(ctx, &ty_TypeError_type, "must be real number, not %T", o);
}

static ty_value proxy_getattr(ty_ctx *ctx, ty_value v, ty_value name)
{
    ty_value o = behind(ctx, v);
    return o ? ty_attr_get(ctx, o, name) : TY_NULL;
}

static int proxy_setattr(ty_ctx *ctx, ty_value v, ty_value name, ty_value x)
{
    ty_value o = behind(ctx, v);
    return o ? ty_attr_set(ctx, o, name, x) : -1;
}

static ty_value proxy_compare(ty_ctx *ctx, ty_value a, ty_value b, int op)
{
    ty_value x = behind(ctx, a), y = x ? behind(ctx, b) : TY_NULL;
    return y ? ty_op_compare(ctx, x, y, op) : TY_NULL;
}

static int proxy_bool(ty_ctx *ctx, ty_value v)
{
    ty_value o = behind(ctx, v);
    return o ? ty_op_truth(ctx, o) : -1;
}

static intptr_t proxy_len(ty_ctx *ctx, ty_value v)
{
    ty_value o = behind(ctx, v);
    return o ? ty_op_len(ctx, o) : -1;
}

static ty_value proxy_getitem(ty_ctx *ctx, ty_value v, ty_value k)
{
    ty_value o = behind(ctx, v);
    return o ? ty_op_getitem(ctx, o, k) : TY_NULL;
}

static int proxy_setitem(ty_ctx *ctx, ty_value v, ty_value k, ty_value x)
{
    ty_value o = behind(ctx, v);
    return !o ? -1 : x ? ty_op_setitem(ctx, o, k, x) : ty_op_delitem(ctx, o, k);
}

static int proxy_contains(ty_ctx *ctx, ty_value v, ty_value x)
{
    ty_value o = behind(ctx, v);
    return o ? ty_op_contains(ctx, o, x) : -1;
}

static ty_value proxy_next(ty_ctx *ctx, ty_value v)
{
    ty_value o = behind(ctx, v);
    if (!o)
        return TY_NULL;
    if (!ty_type_of(o)->slots.next)
        return ty_error_set(ctx, &ty_TypeError_type, "Weakref proxy referenced a non-iterator '%T' object", o);
    return ty_op_next(ctx, o);
}

static ty_value proxy_call(ty_ctx *ctx, ty_value v, const ty_value *args, size_t nargs, ty_value kwnames)
{
    ty_value o = behind(ctx, v);
    return o ? ty_call(ctx, o, args, nargs, kwnames) : TY_NULL;
}

static ty_value proxy_repr(ty_ctx *ctx, ty_value v)
{
    ty_value o = ty_weakref_get(v);
    if (!o)
        return ty_str_format(ctx, "<weakproxy at %p; dead>", (void *)v);
    return ty_str_format(ctx, "<weakproxy at %p; to '%T' at %p>", (void *)v, o, (void *)o);
}

#define SLOTS                                                                                                           \
    .repr = proxy_repr, .str = proxy_str, .getattr = proxy_getattr, .setattr = proxy_setattr, .compare = proxy_compare,   \
    .bool_ = proxy_bool, .len = proxy_len, .getitem = proxy_getitem, .setitem = proxy_setitem, .contains = proxy_contains, \
    .iter = proxy_iter, .next = proxy_next, .neg = proxy_neg, .pos = proxy_pos, .abs = proxy_abs, .invert = proxy_invert,  \
    .int_ = proxy_int, .index = proxy_index, .float_ = proxy_float, .add = proxy_add, .sub = proxy_sub, .mul = proxy_mul,  \
    .matmul = proxy_matmul, .truediv = proxy_truediv, .floordiv = proxy_floordiv, .mod = proxy_mod,                        \
    .divmod = proxy_divmod, .pow = proxy_pow, .lshift = proxy_lshift, .rshift = proxy_rshift, .and_ = proxy_and,           \
    .or_ = proxy_or, .xor = proxy_xor, .iadd = proxy_iadd, .isub = proxy_isub, .imul = proxy_imul,                         \
    .imatmul = proxy_imatmul, .itruediv = proxy_itruediv, .ifloordiv = proxy_ifloordiv, .imod = proxy_imod,                \
    .ilshift = proxy_ilshift, .irshift = proxy_irshift, .iand = proxy_iand, .ior = proxy_ior, .ixor = proxy_ixor,          \
    .ipow = proxy_pow

#define ty_weakproxy_layout ty_weakref_layout
#define ty_weakcallableproxy_layout ty_weakref_layout
TY_BUILTIN_TYPE(weakproxy, .name = "weakref.ProxyType", .base = &ty_object_type,
                .flags = TY_TYPE_GETATTR | TY_TYPE_IMMUTABLE | TY_TYPE_NO_NEW, .basicsize = sizeof(ty_weakref), .slots = {SLOTS});
TY_BUILTIN_TYPE(weakcallableproxy, .name = "weakref.CallableProxyType", .base = &ty_object_type,
                .flags = TY_TYPE_GETATTR | TY_TYPE_IMMUTABLE | TY_TYPE_NO_NEW, .basicsize = sizeof(ty_weakref),
                .slots = {SLOTS, .call = proxy_call});
