/* SPDX-License-Identifier: MIT */
/* Operators on any values: number slots of both operands, then sequence slots, in CPython's order and words. */
#include <config.h>

#include "object/call.h"
#include "object/error.h"
#include "object/float.h"
#include "object/int.h"
#include "object/native.h"
#include "object/ops.h"
#include "object/str.h"

static const struct operator_row {
    size_t slot, inplace;
    const char *sign;
    ty_value reflected;
} operators[] = {
    {offsetof(ty_slots, add), offsetof(ty_slots, iadd), "+", TY_SYM(__radd__)},
    {offsetof(ty_slots, sub), offsetof(ty_slots, isub), "-", TY_SYM(__rsub__)},
    {offsetof(ty_slots, mul), offsetof(ty_slots, imul), "*", TY_SYM(__rmul__)},
    {offsetof(ty_slots, matmul), offsetof(ty_slots, imatmul), "@", TY_SYM(__rmatmul__)},
    {offsetof(ty_slots, truediv), offsetof(ty_slots, itruediv), "/", TY_SYM(__rtruediv__)},
    {offsetof(ty_slots, floordiv), offsetof(ty_slots, ifloordiv), "//", TY_SYM(__rfloordiv__)},
    {offsetof(ty_slots, mod), offsetof(ty_slots, imod), "%", TY_SYM(__rmod__)},
    {offsetof(ty_slots, lshift), offsetof(ty_slots, ilshift), "<<", TY_SYM(__rlshift__)},
    {offsetof(ty_slots, rshift), offsetof(ty_slots, irshift), ">>", TY_SYM(__rrshift__)},
    {offsetof(ty_slots, and_), offsetof(ty_slots, iand), "&", TY_SYM(__rand__)},
    {offsetof(ty_slots, or_), offsetof(ty_slots, ior), "|", TY_SYM(__ror__)},
    {offsetof(ty_slots, xor), offsetof(ty_slots, ixor), "^", TY_SYM(__rxor__)},
    {offsetof(ty_slots, pow), offsetof(ty_slots, ipow), "** or pow()", TY_SYM(__rpow__)},
};

static inline ty_binary_fn binary_slot(const ty_type *t, size_t offset)
{
    ty_binary_fn fn;
    memcpy(&fn, (const char *)&t->slots + offset, sizeof fn);
    return fn;
}

/* The number slots: a value, NotImplemented, or TY_NULL with an exception. */
static ty_value number_slots(ty_ctx *ctx, size_t offset, ty_value a, ty_value b)
{
    const ty_type *ta = ty_type_of(a), *tb = ty_type_of(b);
    ty_binary_fn left = binary_slot(ta, offset), right = tb == ta ? NULL : binary_slot(tb, offset);
    if (right == left)
        right = NULL;
    if (left) {
        if (right && ty_type_is_subtype(tb, ta)) {
            ty_value v = right(ctx, a, b);
            if (v != TY_NOT_IMPLEMENTED)
                return v;
            right = NULL;
        }
        ty_value v = left(ctx, a, b);
        if (v != TY_NOT_IMPLEMENTED)
            return v;
    }
    return right ? right(ctx, a, b) : TY_NOT_IMPLEMENTED;
}

static ty_value power_slots(ty_ctx *ctx, ty_value a, ty_value b, ty_value mod)
{
    const ty_type *ta = ty_type_of(a), *tb = ty_type_of(b), *tm = ty_type_of(mod);
    ty_ternary_fn left = ta->slots.pow, right = tb == ta ? NULL : tb->slots.pow;
    if (right == left)
        right = NULL;
    if (left) {
        if (right && ty_type_is_subtype(tb, ta)) {
            ty_value v = right(ctx, a, b, mod);
            if (v != TY_NOT_IMPLEMENTED)
                return v;
            right = NULL;
        }
        ty_value v = left(ctx, a, b, mod);
        if (v != TY_NOT_IMPLEMENTED)
            return v;
    }
    if (right) {
        ty_value v = right(ctx, a, b, mod);
        if (v != TY_NOT_IMPLEMENTED)
            return v;
    }
    if (mod != TY_NONE && tm->slots.pow && tm->slots.pow != left && tm->slots.pow != right)
        return tm->slots.pow(ctx, a, b, mod);
    return TY_NOT_IMPLEMENTED;
}

static TY_COLD ty_value unsupported(ty_ctx *ctx, const char *sign, const char *suffix, ty_value a, ty_value b)
{
    return ty_error_set(ctx, &ty_TypeError_type, "unsupported operand type(s) for %s%s: '%T' and '%T'", sign, suffix, a, b);
}

static ty_value repeat(ty_ctx *ctx, ty_binary_fn fn, ty_value sequence, ty_value count)
{
    if (!ty_type_of(count)->slots.index)
        return ty_error_set(ctx, &ty_TypeError_type, "can't multiply sequence by non-int of type '%T'", count);
    return fn(ctx, sequence, count);
}

/* + and * of sequences, after the number slots have declined; `suffix` is "=" for the augmented forms. */
static ty_value sequence_slots(ty_ctx *ctx, enum ty_binary op, ty_value a, ty_value b, const char *suffix)
{
    const ty_slots *sa = &ty_type_of(a)->slots, *sb = &ty_type_of(b)->slots;
    bool augmented = *suffix != 0;
    if (op == TY_OP_ADD) {
        ty_binary_fn concat = augmented && sa->iconcat ? sa->iconcat : sa->concat;
        if (concat)
            return concat(ctx, a, b);
    } else if (op == TY_OP_MUL) {
        ty_binary_fn fn = augmented && sa->irepeat ? sa->irepeat : sa->repeat;
        if (fn)
            return repeat(ctx, fn, a, b);
        if (sb->repeat)
            return repeat(ctx, sb->repeat, b, a);
    } else if (op == TY_OP_RSHIFT && !augmented && ty_has_shape(a, &ty_builtin_function_shape) &&
               ((const ty_native *)a)->name == TY_SYM(print))
        return ty_error_set(ctx, &ty_TypeError_type,
                            "unsupported operand type(s) for >>: '%T' and '%T'. Did you mean \"print(<message>, file=<output_stream>)\"?",
                            a, b);
    return unsupported(ctx, operators[op].sign, suffix, a, b);
}

ty_value ty_op_binary(ty_ctx *ctx, enum ty_binary op, ty_value a, ty_value b)
{
    ty_value v = op == TY_OP_POW ? power_slots(ctx, a, b, TY_NONE) : number_slots(ctx, operators[op].slot, a, b);
    return TY_LIKELY(v != TY_NOT_IMPLEMENTED) ? v : sequence_slots(ctx, op, a, b, "");
}

ty_value ty_op_binary_reflected(ty_ctx *ctx, enum ty_binary op, ty_value a, ty_value b)
{
    const ty_type *ta = ty_type_of(a), *tb = ty_type_of(b);
    if (ta != tb) {
        ty_value v = TY_NOT_IMPLEMENTED;
        if (tb->flags & TY_TYPE_HEAP) {
            bool found;
            ty_value args[2] = {b, a};
            v = ty_call_special(ctx, operators[op].reflected, args, 2, &found);
            if (!v && found)
                return TY_NULL;
            if (!found)
                v = TY_NOT_IMPLEMENTED;
        } else if (op == TY_OP_POW) {
            if (tb->slots.pow)
                v = tb->slots.pow(ctx, a, b, TY_NONE);
        } else {
            ty_binary_fn fn = binary_slot(tb, operators[op].slot);
            if (fn)
                v = fn(ctx, a, b);
        }
        if (v != TY_NOT_IMPLEMENTED)
            return v;
    }
    return sequence_slots(ctx, op, a, b, "");
}

ty_value ty_op_inplace(ty_ctx *ctx, enum ty_binary op, ty_value a, ty_value b)
{
    const ty_type *ta = ty_type_of(a);
    ty_value v = TY_NOT_IMPLEMENTED;
    if (op == TY_OP_POW) {
        if (ta->slots.ipow)
            v = ta->slots.ipow(ctx, a, b, TY_NONE);
        if (v == TY_NOT_IMPLEMENTED)
            v = power_slots(ctx, a, b, TY_NONE);
        return v != TY_NOT_IMPLEMENTED ? v : unsupported(ctx, "**", "=", a, b);
    }
    ty_binary_fn fn = binary_slot(ta, operators[op].inplace);
    if (fn)
        v = fn(ctx, a, b);
    if (v == TY_NOT_IMPLEMENTED)
        v = number_slots(ctx, operators[op].slot, a, b);
    return v != TY_NOT_IMPLEMENTED ? v : sequence_slots(ctx, op, a, b, "=");
}

ty_value ty_op_pow3(ty_ctx *ctx, ty_value a, ty_value b, ty_value mod)
{
    ty_value v = power_slots(ctx, a, b, mod);
    if (v != TY_NOT_IMPLEMENTED)
        return v;
    if (mod == TY_NONE)
        return unsupported(ctx, "** or pow()", "", a, b);
    return ty_error_set(ctx, &ty_TypeError_type, "unsupported operand type(s) for ** or pow(): '%T', '%T', '%T'", a, b, mod);
}

ty_value ty_op_divmod(ty_ctx *ctx, ty_value a, ty_value b)
{
    ty_value v = number_slots(ctx, offsetof(ty_slots, divmod), a, b);
    return v != TY_NOT_IMPLEMENTED ? v : unsupported(ctx, "divmod()", "", a, b);
}

#define UNARY(name, slot, text)                                                                                         \
    ty_value ty_op_##name(ty_ctx *ctx, ty_value v)                                                                      \
    {                                                                                                                   \
        ty_unary_fn fn = ty_type_of(v)->slots.slot;                                                                     \
        return TY_LIKELY(fn != NULL) ? fn(ctx, v) : ty_error_set(ctx, &ty_TypeError_type, "bad operand type for " text ": '%T'", v); \
    }
UNARY(neg, neg, "unary -")
UNARY(pos, pos, "unary +")
UNARY(invert, invert, "unary ~")
UNARY(abs, abs, "abs()")

/* --- numbers from values ---------------------------------------------------------------------------------------------------- */

ty_value ty_op_index(ty_ctx *ctx, ty_value v)
{
    if (ty_is_int(v))
        return v;
    ty_unary_fn index = ty_type_of(v)->slots.index;
    if (!index)
        return ty_error_set(ctx, &ty_TypeError_type, "'%T' object cannot be interpreted as an integer", v);
    ty_value i = index(ctx, v);
    if (i && !ty_is_int(i))
        return ty_error_set(ctx, &ty_TypeError_type, "__index__ returned non-int (type %T)", i);
    return i;
}

int ty_op_index_size(ty_ctx *ctx, ty_value v, const ty_type *overflow, intptr_t *out)
{
    if (TY_LIKELY(ty_is_small(v))) {
        *out = ty_small_value(v);
        return 0;
    }
    ty_value i = ty_op_index(ctx, v);
    if (!i)
        return -1;
    int64_t wide;
    if (ty_int_fits_int64(i, &wide) && wide >= INTPTR_MIN && wide <= INTPTR_MAX) {
        *out = (intptr_t)wide;
        return 0;
    }
    if (overflow) {
        ty_error_set(ctx, overflow, "cannot fit '%T' into an index-sized integer", v);
        return -1;
    }
    *out = ty_int_sign(i) < 0 ? INTPTR_MIN : INTPTR_MAX;
    return 0;
}

ty_value ty_op_int(ty_ctx *ctx, ty_value v)
{
    return ty_int_from_value(ctx, v);
}

int ty_op_double(ty_ctx *ctx, ty_value v, double *out)
{
    if (TY_LIKELY(ty_is_float(v))) {
        *out = ty_float_value(v);
        return 0;
    }
    if (ty_is_exact_int(v))
        return ty_int_to_double(ctx, v, out);
    const ty_slots *slots = &ty_type_of(v)->slots;
    if (slots->float_) {
        ty_value f = slots->float_(ctx, v);
        if (!f)
            return -1;
        if (!ty_is_float(f)) {
            ty_error_set(ctx, &ty_TypeError_type, "%T.__float__ returned non-float (type %T)", v, f);
            return -1;
        }
        *out = ty_float_value(f);
        return 0;
    }
    if (slots->index) {
        ty_value i = ty_op_index(ctx, v);
        return i ? ty_int_to_double(ctx, i, out) : -1;
    }
    ty_error_set(ctx, &ty_TypeError_type, "must be real number, not %T", v);
    return -1;
}
