/* SPDX-License-Identifier: MIT */
/* Arithmetic, comparison and hash of floats; ints among the operands are converted, but compared exactly. */
#include <config.h>

#include <errno.h>
#include <float.h>
#include <math.h>

#include "object/call.h"
#include "object/error.h"
#include "object/float_impl.h"
#include "object/int.h"
#include "object/str.h"
#include "object/tuple.h"

int ty_float_coerce(ty_ctx *ctx, ty_value v, double *out)
{
    if (TY_LIKELY(ty_is_flonum(v))) {
        *out = ty_flonum_value(v);
        return 1;
    }
    if (ty_is_small(v)) {
        *out = (double)ty_small_value(v);
        return 1;
    }
    if (ty_is_float(v)) {
        *out = ty_float_value(v);
        return 1;
    }
    if (!ty_is_int(v))
        return 0;
    return ty_int_to_double(ctx, v, out) < 0 ? -1 : 1;
}

/* Declares x and y, the operands as doubles; leaves the function when there are none. */
#define OPERANDS(va, vb)                                                                                                \
    double x, y;                                                                                                        \
    int known = ty_float_coerce(ctx, va, &x);                                                                           \
    if (known > 0)                                                                                                      \
        known = ty_float_coerce(ctx, vb, &y);                                                                           \
    if (TY_UNLIKELY(known <= 0))                                                                                        \
        return known < 0 ? TY_NULL : TY_NOT_IMPLEMENTED

ty_value ty_float_slot_add(ty_ctx *ctx, ty_value a, ty_value b)
{
    OPERANDS(a, b);
    return ty_float_new(ctx, x + y);
}

ty_value ty_float_slot_sub(ty_ctx *ctx, ty_value a, ty_value b)
{
    OPERANDS(a, b);
    return ty_float_new(ctx, x - y);
}

ty_value ty_float_slot_mul(ty_ctx *ctx, ty_value a, ty_value b)
{
    OPERANDS(a, b);
    return ty_float_new(ctx, x * y);
}

static TY_COLD ty_value zero_division(ty_ctx *ctx, const char *text)
{
    return ty_error_set(ctx, &ty_ZeroDivisionError_type, "%s", text);
}

ty_value ty_float_slot_truediv(ty_ctx *ctx, ty_value a, ty_value b)
{
    OPERANDS(a, b);
    return y == 0 ? zero_division(ctx, "float division by zero") : ty_float_new(ctx, x / y);
}

double ty_float_mod(double a, double b)
{
    double mod = fmod(a, b);
    if (mod == 0)
        return copysign(0, b);
    return (b < 0) != (mod < 0) ? mod + b : mod;
}

/* The quotient; *mod the remainder. fmod is exact, so (a - mod) / b is a whole number but for rounding. */
static double divide(double a, double b, double *mod)
{
    double m = fmod(a, b), q = (a - m) / b;
    if (m != 0) {
        if ((b < 0) != (m < 0)) {
            m += b;
            q -= 1;
        }
    } else {
        m = copysign(0, b);
    }
    *mod = m;
    if (q == 0)
        return copysign(0, a / b);
    double whole = floor(q);
    return q - whole > 0.5 ? whole + 1 : whole;
}

double ty_float_floordiv(double a, double b)
{
    double mod;
    return divide(a, b, &mod);
}

ty_value ty_float_slot_mod(ty_ctx *ctx, ty_value a, ty_value b)
{
    OPERANDS(a, b);
    return y == 0 ? zero_division(ctx, "float modulo by zero") : ty_float_new(ctx, ty_float_mod(x, y));
}

ty_value ty_float_slot_floordiv(ty_ctx *ctx, ty_value a, ty_value b)
{
    OPERANDS(a, b);
    return y == 0 ? zero_division(ctx, "float floor division by zero") : ty_float_new(ctx, ty_float_floordiv(x, y));
}

ty_value ty_float_slot_divmod(ty_ctx *ctx, ty_value a, ty_value b)
{
    OPERANDS(a, b);
    if (y == 0)
        return zero_division(ctx, "float divmod()");
    double mod, q = divide(x, y, &mod);
    ty_value vq = ty_float_new(ctx, q), vm = vq ? ty_float_new(ctx, mod) : TY_NULL;
    return vm ? ty_tuple_pack(ctx, 2, vq, vm) : TY_NULL;
}

/* --- powers ---------------------------------------------------------------------------------------------------------- */

static TY_COLD ty_value out_of_range(ty_ctx *ctx)
{
    ty_value text = ty_str_from_cstr(ctx, "Numerical result out of range");
    ty_value exc = text ? ty_call2(ctx, TY_VALUE(&ty_OverflowError_type), ty_small(ERANGE), text) : TY_NULL;
    return exc ? ty_error_set_object(ctx, exc) : TY_NULL;
}

/* C's pow follows IEEE 754 as Python does, but for the errors. */
ty_value ty_float_pow(ty_ctx *ctx, double a, double b)
{
    if (isfinite(a) && isfinite(b)) {
        if (a == 0 && b < 0)
            return zero_division(ctx, "0.0 cannot be raised to a negative power");
        if (a < 0 && b != floor(b))
            return ty_complex_pow(ctx, a, 0, b, 0);
    }
    double r = pow(a, b);
    if (TY_UNLIKELY(!isfinite(r)) && isfinite(a) && isfinite(b))
        return out_of_range(ctx);
    return ty_float_new(ctx, r);
}

ty_value ty_float_slot_pow(ty_ctx *ctx, ty_value a, ty_value b, ty_value mod)
{
    if (mod != TY_NONE)
        return ty_error_set(ctx, &ty_TypeError_type, "pow() 3rd argument not allowed unless all arguments are integers");
    OPERANDS(a, b);
    return ty_float_pow(ctx, x, y);
}

/* --- one operand ------------------------------------------------------------------------------------------------------ */

ty_value ty_float_slot_neg(ty_ctx *ctx, ty_value v) { return ty_float_new(ctx, -ty_float_value(v)); }
ty_value ty_float_slot_abs(ty_ctx *ctx, ty_value v) { return ty_float_new(ctx, fabs(ty_float_value(v))); }
ty_value ty_float_slot_exact(ty_ctx *ctx, ty_value v)
{
    return ty_is_exact_float(v) ? v : ty_float_new(ctx, ty_float_value(v));
}
ty_value ty_float_slot_int(ty_ctx *ctx, ty_value v) { return ty_int_from_double(ctx, ty_float_value(v)); }
int ty_float_slot_bool(ty_ctx *ctx, ty_value v)
{
    (void)ctx;
    return ty_float_value(v) != 0;
}

/* --- comparison and hash ----------------------------------------------------------------------------------------------- */

ty_value ty_float_slot_compare(ty_ctx *ctx, ty_value a, ty_value b, int op)
{
    (void)ctx;
    bool less, equal, greater;
    if (ty_is_float(a) && ty_is_float(b)) {
        double x = ty_float_value(a), y = ty_float_value(b);
        less = x < y;
        equal = x == y;
        greater = x > y;
    } else {
        bool swapped = !ty_is_float(a);
        ty_value f = swapped ? b : a, i = swapped ? a : b;
        if (!ty_is_float(f) || !ty_is_int(i))
            return TY_NOT_IMPLEMENTED;
        double d = ty_float_value(f);
        if (isnan(d)) {
            less = equal = greater = false;
        } else {
            int c = ty_int_compare_double(i, d); /* the int against the float */
            c = swapped ? c : -c;
            less = c < 0;
            equal = c == 0;
            greater = c > 0;
        }
    }
    switch (op) {
    case TY_LT: return ty_bool(less);
    case TY_LE: return ty_bool(less || equal);
    case TY_EQ: return ty_bool(equal);
    case TY_NE: return ty_bool(!equal);
    case TY_GT: return ty_bool(greater);
    default: return ty_bool(greater || equal);
    }
}

/* The value modulo the prime 2**HASH_BITS - 1, so that equal numbers of all types hash alike. */
#define HASH_BITS (TY_WORD_BITS == 64 ? 61 : 31)
#define HASH_MODULUS (((uint64_t)1 << HASH_BITS) - 1)

intptr_t ty_float_hash(double d)
{
    if (!isfinite(d))
        return isnan(d) ? 0 : d > 0 ? 314159 : -314159;
    double magnitude = fabs(d);
    if (magnitude < 1e9 && magnitude == (double)(int32_t)magnitude) {
        intptr_t h = (intptr_t)(int32_t)d;
        return h == -1 ? -2 : h;
    }
    int e;
    uint64_t m = (uint64_t)ldexp(frexp(magnitude, &e), DBL_MANT_DIG);
    e -= DBL_MANT_DIG;
    m %= HASH_MODULUS;
    /* times 2**e: a rotation by e modulo HASH_BITS */
    int turn = e % HASH_BITS;
    if (turn < 0)
        turn += HASH_BITS;
    m = ((m << turn) & HASH_MODULUS) | m >> (HASH_BITS - turn);
    intptr_t h = d < 0 ? -(intptr_t)m : (intptr_t)m;
    return h == -1 ? -2 : h;
}

intptr_t ty_float_slot_hash(ty_ctx *ctx, ty_value v)
{
    double d = ty_float_value(v);
    return isnan(d) ? ty_object_hash(ctx, v) : ty_float_hash(d);
}
