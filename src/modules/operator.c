/* SPDX-License-Identifier: MIT */
/* _operator: the operators of the language as functions. operator_getters.c has itemgetter and its like. */
#include <config.h>

#include "modules/operator.h"

#include "object/buffer.h"
#include "object/bytes.h"
#include "object/call.h"
#include "object/equal.h"
#include "object/error.h"
#include "object/int.h"
#include "object/native.h"
#include "object/ops.h"
#include "object/str.h"

#define FUNCTION(name)                                                                                                  \
    static ty_value name(ty_ctx *ctx, const ty_value *args, TY_UNUSED size_t nargs, TY_UNUSED ty_value kwnames)

#define BINARY(name, OP)                                                                                                \
    FUNCTION(op_##name) { return ty_op_binary(ctx, TY_OP_##OP, args[0], args[1]); }                                      \
    FUNCTION(op_i##name) { return ty_op_inplace(ctx, TY_OP_##OP, args[0], args[1]); }
BINARY(add, ADD)
BINARY(sub, SUB)
BINARY(mul, MUL)
BINARY(matmul, MATMUL)
BINARY(truediv, TRUEDIV)
BINARY(floordiv, FLOORDIV)
BINARY(mod, MOD)
BINARY(lshift, LSHIFT)
BINARY(rshift, RSHIFT)
BINARY(and, AND)
BINARY(or, OR)
BINARY(xor, XOR)
BINARY(pow, POW)

#define COMPARE(name, OP)                                                                                               \
    FUNCTION(op_##name) { return ty_op_compare(ctx, args[0], args[1], OP); }
COMPARE(lt, TY_LT)
COMPARE(le, TY_LE)
COMPARE(eq, TY_EQ)
COMPARE(ne, TY_NE)
COMPARE(gt, TY_GT)
COMPARE(ge, TY_GE)

#define UNARY(name, fn)                                                                                                 \
    FUNCTION(op_##name) { return fn(ctx, args[0]); }
UNARY(neg, ty_op_neg)
UNARY(pos, ty_op_pos)
UNARY(abs, ty_op_abs)
UNARY(invert, ty_op_invert)
UNARY(index, ty_op_index)

static ty_value truth(int r)
{
    return r < 0 ? TY_NULL : ty_bool(r);
}

FUNCTION(op_truth)
{
    return truth(ty_op_truth(ctx, args[0]));
}
FUNCTION(op_not)
{
    int r = ty_op_truth(ctx, args[0]);
    return r < 0 ? TY_NULL : ty_bool(!r);
}
FUNCTION(op_is)
{
    (void)ctx;
    return ty_bool(args[0] == args[1]);
}
FUNCTION(op_is_not)
{
    (void)ctx;
    return ty_bool(args[0] != args[1]);
}

/* --- sequences and mappings ------------------------------------------------------------------------------------------------ */

FUNCTION(op_getitem)
{
    return ty_op_getitem(ctx, args[0], args[1]);
}
FUNCTION(op_setitem)
{
    return ty_op_setitem(ctx, args[0], args[1], args[2]) ? TY_NULL : TY_NONE;
}
FUNCTION(op_delitem)
{
    return ty_op_delitem(ctx, args[0], args[1]) ? TY_NULL : TY_NONE;
}
FUNCTION(op_contains)
{
    return truth(ty_op_contains(ctx, args[0], args[1]));
}

static bool is_sequence(ty_value v)
{
    const ty_slots *s = &ty_type_of(v)->slots;
    return s->concat || (s->getitem && !ty_has_flag(v, TY_TYPE_DICT_SUB));
}

FUNCTION(op_concat)
{
    if (!is_sequence(args[0]))
        return ty_error_set(ctx, &ty_TypeError_type, "'%T' object can't be concatenated", args[0]);
    return ty_op_binary(ctx, TY_OP_ADD, args[0], args[1]);
}
FUNCTION(op_iconcat)
{
    if (!is_sequence(args[0]))
        return ty_error_set(ctx, &ty_TypeError_type, "'%T' object can't be concatenated", args[0]);
    return ty_op_inplace(ctx, TY_OP_ADD, args[0], args[1]);
}

FUNCTION(op_count_of)
{
    ty_value it = ty_op_iter(ctx, args[0]), v;
    intptr_t count = 0;
    if (!it)
        return TY_NULL;
    while ((v = ty_op_next(ctx, it)) != TY_NULL) {
        int same = ty_equal_quick(ctx, v, args[1]);
        if (same < 0)
            return TY_NULL;
        count += same;
    }
    return ty_error_pending(ctx) ? TY_NULL : ty_int_from_size(ctx, count);
}

FUNCTION(op_index_of)
{
    ty_value it = ty_op_iter(ctx, args[0]), v;
    if (!it)
        return TY_NULL;
    for (intptr_t i = 0; (v = ty_op_next(ctx, it)) != TY_NULL; i++) {
        int same = ty_equal_quick(ctx, v, args[1]);
        if (same)
            return same < 0 ? TY_NULL : ty_int_from_size(ctx, i);
    }
    return ty_error_pending(ctx) ? TY_NULL : ty_error_set(ctx, &ty_ValueError_type, "sequence.index(x): x not in sequence");
}

FUNCTION(op_length_hint)
{
    intptr_t otherwise = 0;
    if (nargs > 1 && args[1]) {
        if (!ty_is_int(args[1]))
            return ty_error_set(ctx, &ty_TypeError_type, "'%T' object cannot be interpreted as an integer", args[1]);
        if (ty_op_index_size(ctx, args[1], &ty_OverflowError_type, &otherwise))
            return TY_NULL;
    }
    intptr_t n = ty_op_length_hint(ctx, args[0], otherwise);
    return n == -1 && ty_error_pending(ctx) ? TY_NULL : ty_int_from_size(ctx, n);
}

FUNCTION(op_call)
{
    if (nargs < 1)
        return ty_error_set(ctx, &ty_TypeError_type, "call expected at least 1 argument, got 0");
    return ty_call(ctx, args[0], args + 1, nargs - 1, kwnames);
}

/* --- compare_digest ----------------------------------------------------------------------------------------------------------- */

/* The time depends on the length of `b` only. */
static bool same_bytes(const unsigned char *a, size_t na, const unsigned char *b, size_t nb)
{
    volatile unsigned char differ = na != nb;
    const volatile unsigned char *left = na == nb ? a : b, *right = b;
    for (size_t i = 0; i < nb; i++)
        differ |= left[i] ^ right[i];
    return differ == 0;
}

FUNCTION(op_compare_digest)
{
    ty_value a = args[0], b = args[1];
    if (ty_is_str(a) && ty_is_str(b)) {
        const ty_str *s = ty_str_ptr(a), *t = ty_str_ptr(b);
        if (!s->ascii || !t->ascii)
            return ty_error_set(ctx, &ty_TypeError_type, "comparing strings with non-ASCII characters is not supported");
        return ty_bool(same_bytes(s->data, s->length, t->data, t->length));
    }
    if (!ty_buffer_supported(a) || !ty_buffer_supported(b))
        return ty_error_set(ctx, &ty_TypeError_type, "unsupported operand types(s) or combination of types: '%T' and '%T'", a, b);
    ty_buffer x, y;
    if (ty_buffer_get(ctx, a, &x, TY_BUFFER_SIMPLE))
        return TY_NULL;
    if (ty_buffer_get(ctx, b, &y, TY_BUFFER_SIMPLE)) {
        ty_buffer_release(ctx, &x);
        return TY_NULL;
    }
    bool same = same_bytes(x.data, x.length, y.data, y.length);
    ty_buffer_release(ctx, &x);
    ty_buffer_release(ctx, &y);
    return ty_bool(same);
}

/* --- module -------------------------------------------------------------------------------------------------------------------- */

#define MODULE "_operator"
#define TWO(name, fn, sign) TY_FUNCTION(name, fn, 2, 2, "a, b, /", "The same as a " sign " b.")
static const ty_native functions[] = {
    /* TY_SYMS: lt le eq ne gt ge add sub mul matmul truediv floordiv mod lshift rshift and_ or_ xor pow */
    /* TY_SYMS: iadd isub imul imatmul itruediv ifloordiv imod ilshift irshift iand ior ixor ipow is_ is_not */
    TWO(lt, op_lt, "<"), TWO(le, op_le, "<="), TWO(eq, op_eq, "=="), TWO(ne, op_ne, "!="), TWO(gt, op_gt, ">"), TWO(ge, op_ge, ">="),
    TWO(add, op_add, "+"), TWO(sub, op_sub, "-"), TWO(mul, op_mul, "*"), TWO(matmul, op_matmul, "@"),
    TWO(truediv, op_truediv, "/"), TWO(floordiv, op_floordiv, "//"), TWO(mod, op_mod, "%"), TWO(lshift, op_lshift, "<<"),
    TWO(rshift, op_rshift, ">>"), TWO(and_, op_and, "&"), TWO(or_, op_or, "|"), TWO(xor, op_xor, "^"), TWO(pow, op_pow, "**"),
    TWO(iadd, op_iadd, "+="), TWO(isub, op_isub, "-="), TWO(imul, op_imul, "*="), TWO(imatmul, op_imatmul, "@="),
    TWO(itruediv, op_itruediv, "/="), TWO(ifloordiv, op_ifloordiv, "//="), TWO(imod, op_imod, "%="),
    TWO(ilshift, op_ilshift, "<<="), TWO(irshift, op_irshift, ">>="), TWO(iand, op_iand, "&="), TWO(ior, op_ior, "|="),
    TWO(ixor, op_ixor, "^="), TWO(ipow, op_ipow, "**="), TWO(is_, op_is, "is"), TWO(is_not, op_is_not, "is not"),
    TY_FUNCTION(neg, op_neg, 1, 1, "a, /", "The same as -a."),
    TY_FUNCTION(pos, op_pos, 1, 1, "a, /", "The same as +a."),
    TY_FUNCTION(abs, op_abs, 1, 1, "a, /", "The same as abs(a)."),
    TY_FUNCTION(inv, op_invert, 1, 1, "a, /", "The same as ~a."),
    TY_FUNCTION(invert, op_invert, 1, 1, "a, /", "The same as ~a."),
    TY_FUNCTION(index, op_index, 1, 1, "a, /", "The same as a.__index__()."),
    TY_FUNCTION(truth, op_truth, 1, 1, "a, /", "True if a is true, else False."),
    TY_FUNCTION(not_, op_not, 1, 1, "a, /", "The same as not a."),
    TY_FUNCTION(getitem, op_getitem, 2, 2, "a, b, /", "The same as a[b]."),
    TY_FUNCTION(setitem, op_setitem, 3, 3, "a, b, c, /", "The same as a[b] = c."),
    TY_FUNCTION(delitem, op_delitem, 2, 2, "a, b, /", "The same as del a[b]."),
    TY_FUNCTION(contains, op_contains, 2, 2, "a, b, /", "The same as b in a."),
    TY_FUNCTION(concat, op_concat, 2, 2, "a, b, /", "The same as a + b, for sequences."),
    TY_FUNCTION(iconcat, op_iconcat, 2, 2, "a, b, /", "The same as a += b, for sequences."),
    TY_FUNCTION(countOf, op_count_of, 2, 2, "a, b, /", "How many items of a are equal to b."),
    TY_FUNCTION(indexOf, op_index_of, 2, 2, "a, b, /", "The place of the first item of a equal to b."),
    TY_FUNCTION(length_hint, op_length_hint, 1, 2, "obj, default=0, /", "How many items obj may have."),
    TY_FUNCTION_RAW(call, op_call, "obj, /, *args, **kwargs", "The same as obj(*args, **kwargs)."),
    TY_FUNCTION(_compare_digest, op_compare_digest, 2, 2, "a, b, /", "a == b in a time that does not tell where they differ."),
    TY_NATIVE_END,
};
static const ty_type *const types[] = {&ty_itemgetter_type, &ty_attrgetter_type, &ty_methodcaller_type, NULL};
const ty_module_def ty_module__operator = {
    .name = "_operator", .doc = "The operators of the language as functions.", .functions = functions, .types = types};
