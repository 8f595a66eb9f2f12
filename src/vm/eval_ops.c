/* SPDX-License-Identifier: MIT */
/*
 * Operators off the fast path. Where an operand is an instance of a Python class whose dunder is a plain function, its
 * frame is pushed (no C recursion) and ty_eval_continue takes up the result; all else goes to object/ops.
 */
#include <config.h>

#include <math.h>

#include "object/call.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/float.h"
#include "object/int.h"
#include "object/list.h"
#include "object/range.h"
#include "object/str.h"
#include "object/tuple.h"
#include "vm/eval.h"

static const ty_value binary_names[] = {
    TY_SYM(__add__),    TY_SYM(__sub__),    TY_SYM(__mul__), TY_SYM(__matmul__), TY_SYM(__truediv__), TY_SYM(__floordiv__), TY_SYM(__mod__),
    TY_SYM(__lshift__), TY_SYM(__rshift__), TY_SYM(__and__), TY_SYM(__or__),     TY_SYM(__xor__),     TY_SYM(__pow__),
};
static const ty_value compare_names[] = {TY_SYM(__lt__), TY_SYM(__le__), TY_SYM(__eq__), TY_SYM(__ne__), TY_SYM(__gt__), TY_SYM(__ge__)};
static const uint8_t swapped[] = {TY_GT, TY_GE, TY_EQ, TY_NE, TY_LT, TY_LE};

/* The Python function behind `name` of an instance of a class made by Python code; NULL: go the generic way. */
static ty_function *python_method(ty_ctx *ctx, ty_value o, ty_value name)
{
    const ty_type *t = ty_type_of(o);
    if (!(t->flags & TY_TYPE_HEAP))
        return NULL;
    ty_value f = ty_type_lookup(ctx, t, name);
    if (!f || !ty_is_function(f) || ((ty_function *)f)->code->kind)
        return NULL;
    return (ty_function *)f;
}

/* The right operand's type goes first if it is a proper subclass: leave that to object/ops. */
static inline bool right_first(ty_value a, ty_value b)
{
    const ty_type *ta = ty_type_of(a), *tb = ty_type_of(b);
    return ta != tb && ty_type_is_subtype(tb, ta);
}

static enum ty_call_outcome push2(ty_ctx *ctx, ty_function *f, ty_value a, ty_value b, int cont, unsigned dest, ty_value *result)
{
    ty_value args[2] = {a, b};
    return ty_eval_enter(ctx, f, NULL, args, 2, TY_NULL, (uintptr_t)cont | (uintptr_t)dest << 8, result);
}

/* Small ints and floats in any mixture, for the operators where that is quick. False: not such operands. */
static inline bool number(ty_value v, double *out)
{
    if (ty_is_flonum(v))
        *out = ty_flonum_value(v);
    else if (ty_is_small(v)) {
        intptr_t i = ty_small_value(v);
        if (i > (intptr_t)1 << (TY_WORD_BITS == 64 ? 53 : 30) || i < -((intptr_t)1 << (TY_WORD_BITS == 64 ? 53 : 30)))
            return false;
        *out = (double)i;
    } else if (ty_has_shape(v, &ty_float_shape))
        *out = ((ty_float_object *)v)->value;
    else
        return false;
    return true;
}

static inline ty_value arithmetic(ty_ctx *ctx, enum ty_binary op, ty_value a, ty_value b)
{
    double x, y;
    if (!number(a, &x) || !number(b, &y) || (ty_both_small(a, b) && op != TY_OP_TRUEDIV))
        return TY_NULL;
    switch (op) {
    case TY_OP_ADD: return ty_float_new(ctx, x + y);
    case TY_OP_SUB: return ty_float_new(ctx, x - y);
    case TY_OP_MUL: return ty_float_new(ctx, x * y);
    case TY_OP_TRUEDIV: return y != 0 ? ty_float_new(ctx, x / y) : TY_NULL;
    case TY_OP_POW: return y == 2 ? ty_float_new(ctx, x * x) : TY_NULL;
    default: return TY_NULL;
    }
}

enum ty_call_outcome ty_eval_binary(ty_ctx *ctx, ty_value *R, enum ty_binary op, ty_value a, ty_value b, unsigned dest,
                                    ty_value *result)
{
    (void)R;
    ty_value v = arithmetic(ctx, op, a, b);
    if (v || ctx->exc)
        goto done;
    if (op == TY_OP_ADD && ty_is_exact_str(a) && ty_is_exact_str(b)) {
        v = ty_str_concat(ctx, a, b);
        goto done;
    }
    if (ty_is_object(a)) {
        ty_function *f = python_method(ctx, a, binary_names[op]);
        if (f && !right_first(a, b))
            return push2(ctx, f, a, b, TY_CONT_BINARY, dest, result);
    }
    v = ty_op_binary(ctx, op, a, b);
done:
    *result = v;
    return v ? TY_CALL_RESULT : TY_CALL_ERROR;
}

ty_value ty_eval_inplace(ty_ctx *ctx, enum ty_binary op, ty_value a, ty_value b)
{
    ty_value v = arithmetic(ctx, op, a, b);
    if (v || ctx->exc)
        return v;
    if (op == TY_OP_ADD && ty_is_exact_str(a) && ty_is_exact_str(b))
        return ty_str_concat(ctx, a, b);
    return ty_op_inplace(ctx, op, a, b);
}

enum ty_call_outcome ty_eval_compare(ty_ctx *ctx, ty_value *R, int op, ty_value a, ty_value b, int cont, unsigned dest,
                                     ty_value *result)
{
    (void)R;
    double x, y;
    if (ty_is_exact_str(a) && ty_is_exact_str(b) && (op == TY_EQ || op == TY_NE)) {
        *result = ty_bool(ty_str_equal(a, b) == (op == TY_EQ));
        return TY_CALL_RESULT;
    }
    if (number(a, &x) && number(b, &y)) {
        bool yes = op == TY_LT ? x < y : op == TY_LE ? x <= y : op == TY_EQ ? x == y : op == TY_NE ? x != y : op == TY_GT ? x > y : x >= y;
        *result = ty_bool(yes);
        return TY_CALL_RESULT;
    }
    if (ty_is_object(a)) {
        ty_function *f = python_method(ctx, a, compare_names[op]);
        if (f && !right_first(a, b))
            return push2(ctx, f, a, b, cont, dest, result);
    }
    *result = ty_op_compare(ctx, a, b, op);
    return *result ? TY_CALL_RESULT : TY_CALL_ERROR;
}

enum ty_call_outcome ty_eval_getitem(ty_ctx *ctx, ty_value *R, ty_value o, ty_value k, unsigned dest, ty_value *result)
{
    (void)R;
    if (ty_is_object(o)) {
        ty_function *f = python_method(ctx, o, TY_SYM(__getitem__));
        if (f)
            return push2(ctx, f, o, k, TY_CONT_STORE, dest, result);
    }
    *result = ty_op_getitem(ctx, o, k);
    return *result ? TY_CALL_RESULT : TY_CALL_ERROR;
}

/* Operand registers of the operator instruction that ended just before pc. */
static ty_value second_operand(const ty_value *R, const ty_value *K, uint32_t w)
{
    switch (TY_BC_OP(w)) {
    case TY_BC_ADDI:
    case TY_BC_SUBI: return ty_small(TY_BC_SC(w));
    case TY_BC_ADDK:
    case TY_BC_SUBK:
    case TY_BC_MULK:
    case TY_BC_TRUEDIVK:
    case TY_BC_FLOORDIVK:
    case TY_BC_MODK:
    case TY_BC_LSHIFTK:
    case TY_BC_RSHIFTK:
    case TY_BC_ANDK:
    case TY_BC_ORK:
    case TY_BC_XORK:
    case TY_BC_POWK: return K[TY_BC_C(w)];
    default: return R[TY_BC_C(w)];
    }
}

static enum ty_binary operator_of(uint32_t w)
{
    unsigned op = TY_BC_OP(w);
    if (op >= TY_BC_ADD && op <= TY_BC_POW)
        return (enum ty_binary)(op - TY_BC_ADD);
    static const uint8_t constant_forms[] = {TY_OP_ADD, TY_OP_SUB, TY_OP_MUL, TY_OP_TRUEDIV, TY_OP_FLOORDIV, TY_OP_MOD,
                                             TY_OP_LSHIFT, TY_OP_RSHIFT, TY_OP_AND, TY_OP_OR, TY_OP_XOR, TY_OP_POW};
    if (op >= TY_BC_ADDK && op <= TY_BC_POWK)
        return (enum ty_binary)constant_forms[op - TY_BC_ADDK];
    return op == TY_BC_SUBI ? TY_OP_SUB : TY_OP_ADD;
}

/* The comparison of a jump instruction and its second operand. */
static int comparison_of(const ty_value *R, const ty_value *K, uint32_t w, ty_value *right)
{
    unsigned op = TY_BC_OP(w);
    if (op >= TY_BC_JLT && op <= TY_BC_JGE) {
        *right = R[TY_BC_B(w)];
        return (int)(op - TY_BC_JLT);
    }
    if (op >= TY_BC_JLTI && op <= TY_BC_JGEI) {
        *right = ty_small(TY_BC_SB(w));
        return (int)(op - TY_BC_JLTI);
    }
    *right = K[TY_BC_B(w)];
    return op == TY_BC_JEQK ? TY_EQ : TY_NE;
}

/* a <op> b after a's method has answered NotImplemented. */
static ty_value compare_rest(ty_ctx *ctx, int op, ty_value a, ty_value b)
{
    const ty_type *tb = ty_type_of(b);
    if (tb->slots.compare) {
        ty_value v = tb->slots.compare(ctx, b, a, swapped[op]);
        if (v != TY_NOT_IMPLEMENTED)
            return v;
    }
    if (op == TY_EQ || op == TY_NE)
        return ty_bool((a == b) == (op == TY_EQ));
    static const char *const signs[] = {"<", "<=", "==", "!=", ">", ">="};
    return ty_error_set(ctx, &ty_TypeError_type, "'%s' not supported between instances of '%T' and '%T'", signs[op], a, b);
}

int ty_eval_continue(ty_ctx *ctx, ty_value *R, const ty_value *K, const uint32_t *pc, uintptr_t info, ty_value v)
{
    unsigned dest = (unsigned)TY_INFO_DEST(info);
    switch (info & TY_INFO_CONT) {
    case TY_CONT_BINARY:
        if (TY_UNLIKELY(v == TY_NOT_IMPLEMENTED)) {
            uint32_t w = pc[-1];
            v = ty_op_binary_reflected(ctx, operator_of(w), R[TY_BC_B(w)], second_operand(R, K, w));
            if (!v)
                return -1;
        }
        R[dest] = v;
        return 0;
    case TY_CONT_COMPARE:
        if (TY_UNLIKELY(v == TY_NOT_IMPLEMENTED)) {
            uint32_t w = pc[-1];
            v = compare_rest(ctx, (int)(TY_BC_OP(w) - TY_BC_LT), R[TY_BC_B(w)], R[TY_BC_C(w)]);
            if (!v)
                return -1;
        }
        R[dest] = v;
        return 0;
    default: { /* TY_CONT_BRANCH */
        uint32_t w = pc[-2];
        if (TY_UNLIKELY(v == TY_NOT_IMPLEMENTED)) {
            ty_value right;
            int op = comparison_of(R, K, w, &right);
            v = compare_rest(ctx, op, R[TY_BC_A(w)], right);
            if (!v)
                return -1;
        }
        int truth = ty_is_bool(v) ? v == TY_TRUE : ty_eval_truth(ctx, v);
        return truth < 0 ? -1 : (uint32_t)truth == TY_BC_C(w);
    }
    }
}

int ty_eval_truth(ty_ctx *ctx, ty_value v)
{
    if (v == TY_NONE)
        return 0;
    if (ty_is_small(v))
        return v != ty_small(0);
    if (ty_is_flonum(v))
        return 1;
    if (ty_is_object(v)) {
        const ty_shape *shape = ty_head_shape(ty_object_of(v));
        if (shape == &ty_str_shape)
            return ty_str_length(v) != 0;
        if (shape == &ty_list_shape)
            return ty_list_length(v) != 0;
        if (shape == &ty_dict_shape)
            return ty_dict_length(v) != 0;
        if (shape == &ty_tuple_shape)
            return ty_tuple_length(v) != 0;
    }
    return ty_op_truth(ctx, v);
}

/* Slices without a step of the common sequences make no slice object. */
static bool bounds(ty_value start, ty_value stop, size_t length, size_t *from, size_t *to)
{
    intptr_t n = (intptr_t)length, a = 0, b = n;
    if (start != TY_NONE) {
        if (!ty_is_small(start))
            return false;
        a = ty_small_value(start);
        a = a < 0 ? (a + n < 0 ? 0 : a + n) : a > n ? n : a;
    }
    if (stop != TY_NONE) {
        if (!ty_is_small(stop))
            return false;
        b = ty_small_value(stop);
        b = b < 0 ? (b + n < 0 ? 0 : b + n) : b > n ? n : b;
    }
    *from = (size_t)a;
    *to = (size_t)(b < a ? a : b);
    return true;
}

ty_value ty_eval_getslice(ty_ctx *ctx, ty_value o, ty_value start, ty_value stop)
{
    size_t from, to;
    if (ty_is_exact_list(o) && bounds(start, stop, ty_list_length(o), &from, &to))
        return ty_list_slice(ctx, o, from, to);
    if (ty_is_exact_str(o) && bounds(start, stop, ty_str_length(o), &from, &to))
        return ty_str_substring(ctx, o, from, to);
    if (ty_is_exact_tuple(o) && bounds(start, stop, ty_tuple_length(o), &from, &to))
        return ty_tuple_slice(ctx, o, from, to);
    ty_value slice = ty_slice_new(ctx, start, stop, TY_NONE);
    return slice ? ty_op_getitem(ctx, o, slice) : TY_NULL;
}

int ty_eval_setslice(ty_ctx *ctx, ty_value o, ty_value start, ty_value stop, ty_value v)
{
    ty_value slice = ty_slice_new(ctx, start, stop, TY_NONE);
    return slice ? ty_op_setitem(ctx, o, slice, v) : -1;
}
