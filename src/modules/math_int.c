/* SPDX-License-Identifier: MIT */
/* The number theory of math: factorial, comb, perm, gcd, lcm, isqrt. */
#include <config.h>

#include "modules/math_impl.h"
#include "object/error.h"
#include "object/int.h"
#include "object/ops.h"

/* lo * (lo + 1) * ... * hi, halves first, so that the big factors are of one size. */
static ty_value product(ty_ctx *ctx, ty_value lo, ty_value hi)
{
    if (ty_both_small(lo, hi)) {
        intptr_t a = ty_small_value(lo), b = ty_small_value(hi);
        if (a > b)
            return ty_small(1);
        if (b - a < 8) {
            ty_value r = lo;
            for (intptr_t i = a + 1; i <= b && r; i++)
                r = ty_int_mul(ctx, r, ty_small(i));
            return r;
        }
    } else if (ty_int_compare(lo, hi) >= 0) {
        return ty_int_compare(lo, hi) == 0 ? lo : ty_small(1);
    }
    if (ty_context_poll(ctx) < 0)
        return TY_NULL;
    ty_value sum = ty_int_add(ctx, lo, hi), mid = sum ? ty_int_shift(ctx, sum, -1) : TY_NULL;
    ty_value left = mid ? product(ctx, lo, mid) : TY_NULL;
    ty_value next = left ? ty_int_add(ctx, mid, ty_small(1)) : TY_NULL;
    ty_value right = next ? product(ctx, next, hi) : TY_NULL;
    return right ? ty_int_mul(ctx, left, right) : TY_NULL;
}

MATH_FUNCTION(factorial)
{
    ty_value n = ty_op_index(ctx, args[0]);
    if (!n)
        return TY_NULL;
    if (ty_int_sign(n) < 0)
        return ty_error_set(ctx, &ty_ValueError_type, "factorial() not defined for negative values");
    int64_t i;
    if (!ty_int_fits_int64(n, &i))
        return ty_error_set(ctx, &ty_OverflowError_type, "factorial() argument should not exceed %lld", (long long)INT64_MAX);
    if (i > (int64_t)1 << 34) /* hundreds of gigabytes */
        return ty_error_memory(ctx);
    return product(ctx, ty_small(1), n);
}

/* n * (n - 1) * ... * (n - k + 1) */
static ty_value falling(ty_ctx *ctx, ty_value n, ty_value k)
{
    ty_value lo = ty_int_sub(ctx, n, k);
    if (lo)
        lo = ty_int_add(ctx, lo, ty_small(1));
    return lo ? product(ctx, lo, n) : TY_NULL;
}

/* Arguments n, k >= 0. */
static bool two_counts(ty_ctx *ctx, const ty_value *args, ty_value *n, ty_value *k)
{
    if (!(*n = ty_op_index(ctx, args[0])) || !(*k = ty_op_index(ctx, args[1])))
        return false;
    if (ty_int_sign(*n) < 0 || ty_int_sign(*k) < 0) {
        (void)ty_error_set(ctx, &ty_ValueError_type, "%s must be a non-negative integer", ty_int_sign(*n) < 0 ? "n" : "k");
        return false;
    }
    return true;
}

MATH_FUNCTION(perm)
{
    ty_value n, k;
    if (!TY_ARG(1) || args[1] == TY_NONE)
        return ty_math_factorial(ctx, args, 1, TY_NULL);
    if (!two_counts(ctx, args, &n, &k))
        return TY_NULL;
    if (ty_int_compare(n, k) < 0)
        return ty_small(0);
    int64_t i;
    if (!ty_int_fits_int64(k, &i))
        return ty_error_set(ctx, &ty_OverflowError_type, "k must not exceed %lld", (long long)INT64_MAX);
    return falling(ctx, n, k);
}

MATH_FUNCTION(comb)
{
    ty_value n, k;
    if (!two_counts(ctx, args, &n, &k))
        return TY_NULL;
    ty_value other = ty_int_sub(ctx, n, k);
    if (!other)
        return TY_NULL;
    if (ty_int_sign(other) < 0)
        return ty_small(0);
    if (ty_int_compare(other, k) < 0)
        k = other;
    int64_t times, small;
    if (!ty_int_fits_int64(k, &times))
        return ty_error_set(ctx, &ty_OverflowError_type, "min(n - k, k) must not exceed %lld", (long long)INT64_MAX);
    if (ty_int_fits_int64(n, &small)) { /* step by step while every product fits a word */
        uint64_t r = 1;
        int64_t i = 1;
        for (; i <= times; i++) {
            uint64_t p;
            if (ty_mul_overflow(r, (uint64_t)(small - times + i), &p))
                break;
            r = p / (uint64_t)i;
        }
        if (i > times)
            return ty_int_from_uint64(ctx, r);
    }
    ty_value top = falling(ctx, n, k), bottom = top ? product(ctx, ty_small(1), k) : TY_NULL;
    return bottom ? ty_int_floordiv(ctx, top, bottom) : TY_NULL;
}

MATH_FUNCTION(isqrt)
{
    ty_value n = ty_op_index(ctx, args[0]);
    return n ? ty_int_isqrt(ctx, n) : TY_NULL;
}

ty_value ty_math_gcd(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    if (ty_native_no_keywords(ctx, "math.gcd", kwnames) < 0)
        return TY_NULL;
    ty_value r = ty_small(0);
    for (size_t i = 0; i < nargs && r; i++) {
        ty_value v = ty_op_index(ctx, args[i]);
        r = v ? ty_int_gcd(ctx, r, v) : TY_NULL;
    }
    return r;
}

ty_value ty_math_lcm(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    if (ty_native_no_keywords(ctx, "math.lcm", kwnames) < 0)
        return TY_NULL;
    ty_value r = ty_small(1);
    for (size_t i = 0; i < nargs && r; i++) {
        ty_value v = ty_op_index(ctx, args[i]);
        if (!v)
            return TY_NULL;
        if (ty_int_sign(r) == 0 || ty_int_sign(v) == 0) {
            r = ty_small(0);
            continue;
        }
        ty_value g = ty_int_gcd(ctx, r, v), q = g ? ty_int_floordiv(ctx, r, g) : TY_NULL;
        r = q ? ty_int_mul(ctx, q, v) : TY_NULL;
        r = r ? ty_int_abs(ctx, r) : TY_NULL;
    }
    return r;
}
