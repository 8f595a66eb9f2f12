/* SPDX-License-Identifier: MIT */
/*
 * math: the C library's functions with Python's errors. A nan that no argument explains is a domain error; an infinity
 * from finite arguments is a range error where the function can overflow, else a pole and so a domain error.
 */
#include <config.h>

#include <float.h>
#include <limits.h>
#include <math.h>

#include "modules/math_impl.h"
#include "modules/modules.h"
#include "object/call.h"
#include "object/error.h"
#include "object/float.h"
#include "object/int.h"
#include "object/ops.h"
#include "object/tuple.h"

#define PI 3.141592653589793238462643383279502884
#define E 2.718281828459045235360287471352662498

#define FUNCTION(name)                                                                                                  \
    static ty_value name(ty_ctx *ctx, const ty_value *args, TY_UNUSED size_t nargs, TY_UNUSED ty_value kwnames)

static TY_COLD ty_value domain_error(ty_ctx *ctx) { return ty_error_set(ctx, &ty_ValueError_type, "math domain error"); }
static TY_COLD ty_value range_error(ty_ctx *ctx) { return ty_error_set(ctx, &ty_OverflowError_type, "math range error"); }

static inline int number(ty_ctx *ctx, ty_value v, double *out)
{
    if (TY_LIKELY(ty_is_flonum(v))) {
        *out = ty_flonum_value(v);
        return 0;
    }
    return ty_op_double(ctx, v, out);
}

/* --- one argument, one result --------------------------------------------------------------------------------------------- */

static inline ty_value apply(ty_ctx *ctx, ty_value v, double (*fn)(double), bool overflows)
{
    double x, r;
    if (number(ctx, v, &x) < 0)
        return TY_NULL;
    r = fn(x);
    if (TY_UNLIKELY(!isfinite(r))) {
        if (isnan(r) && !isnan(x))
            return domain_error(ctx);
        if (isinf(r) && isfinite(x))
            return overflows ? range_error(ctx) : domain_error(ctx);
    }
    return ty_float_new(ctx, r);
}

#define APPLY_ROWS(X)                                                                                                   \
    X(acos, false) X(acosh, false) X(asin, false) X(asinh, false) X(atan, false) X(atanh, false) X(cbrt, false)           \
    X(cos, false) X(cosh, true) X(erf, false) X(erfc, false) X(exp, true) X(exp2, true) X(expm1, true) X(fabs, false)     \
    X(log1p, false) X(sin, false) X(sinh, true) X(sqrt, false) X(tan, false) X(tanh, false)
#define APPLY(name, overflows)                                                                                          \
    FUNCTION(m_##name) { return apply(ctx, args[0], name, overflows); }
APPLY_ROWS(APPLY)

FUNCTION(m_gamma)
{
    double x;
    if (number(ctx, args[0], &x) < 0)
        return TY_NULL;
    if (isnan(x) || x == HUGE_VAL)
        return ty_float_new(ctx, x);
    if (x == -HUGE_VAL || (x <= 0 && x == floor(x)))
        return domain_error(ctx);
    double r = tgamma(x);
    if (isinf(r))
        return range_error(ctx);
    return ty_float_new(ctx, r);
}

FUNCTION(m_lgamma)
{
    double x;
    if (number(ctx, args[0], &x) < 0)
        return TY_NULL;
    if (isinf(x))
        return ty_float_new(ctx, HUGE_VAL);
    if (x <= 0 && x == floor(x))
        return domain_error(ctx);
    double r = lgamma(x);
    return isinf(r) && isfinite(x) ? range_error(ctx) : ty_float_new(ctx, r);
}

FUNCTION(m_degrees)
{
    double x;
    return number(ctx, args[0], &x) < 0 ? TY_NULL : ty_float_new(ctx, x * (180.0 / PI));
}
FUNCTION(m_radians)
{
    double x;
    return number(ctx, args[0], &x) < 0 ? TY_NULL : ty_float_new(ctx, x * (PI / 180.0));
}

/* --- logarithms ------------------------------------------------------------------------------------------------------------ */

/* fn of a positive number; of an int that no double holds by its top bits and exponent. */
static ty_value logarithm(ty_ctx *ctx, ty_value v, double (*fn)(double), double of_two)
{
    double x;
    if (ty_is_int(v)) {
        if (ty_int_sign(v) <= 0)
            return domain_error(ctx);
        if (ty_int_bit_length(v) > DBL_MAX_EXP - 1) {
            intptr_t e;
            double m = ldexp((double)ty_int_scaled(v, DBL_MANT_DIG, &e), -DBL_MANT_DIG);
            e += DBL_MANT_DIG;
            return ty_float_new(ctx, fn(m) + of_two * (double)e);
        }
    }
    if (number(ctx, v, &x) < 0)
        return TY_NULL;
    if (x <= 0)
        return domain_error(ctx);
    return ty_float_new(ctx, fn(x));
}

FUNCTION(m_log)
{
    ty_value num = logarithm(ctx, args[0], log, log(2.0));
    if (!num || !TY_ARG(1))
        return num;
    ty_value den = logarithm(ctx, args[1], log, log(2.0));
    return den ? ty_op_binary(ctx, TY_OP_TRUEDIV, num, den) : TY_NULL;
}
FUNCTION(m_log2) { return logarithm(ctx, args[0], log2, 1.0); }
FUNCTION(m_log10) { return logarithm(ctx, args[0], log10, log10(2.0)); }

/* --- to ints ----------------------------------------------------------------------------------------------------------------- */

static ty_value to_int(ty_ctx *ctx, ty_value v, ty_value method, double (*fn)(double))
{
    if (!ty_is_exact_float(v)) {
        bool found;
        ty_value r = ty_call_special(ctx, method, &v, 1, &found);
        if (found || ty_error_pending(ctx))
            return r;
    }
    double x;
    return number(ctx, v, &x) < 0 ? TY_NULL : ty_int_from_double(ctx, fn(x));
}
FUNCTION(m_ceil) { return to_int(ctx, args[0], TY_SYM(__ceil__), ceil); }
FUNCTION(m_floor) { return to_int(ctx, args[0], TY_SYM(__floor__), floor); }

FUNCTION(m_trunc)
{
    if (ty_is_exact_float(args[0]))
        return ty_int_from_double(ctx, ty_float_value(args[0]));
    bool found;
    ty_value r = ty_call_special(ctx, TY_SYM(__trunc__), args, 1, &found);
    if (found || ty_error_pending(ctx))
        return r;
    return ty_error_set(ctx, &ty_TypeError_type, "type %T doesn't define __trunc__ method", args[0]);
}

/* --- two arguments ------------------------------------------------------------------------------------------------------------ */

static inline int two_numbers(ty_ctx *ctx, const ty_value *args, double *x, double *y)
{
    return number(ctx, args[0], x) < 0 || number(ctx, args[1], y) < 0 ? -1 : 0;
}

FUNCTION(m_atan2)
{
    double y, x;
    return two_numbers(ctx, args, &y, &x) < 0 ? TY_NULL : ty_float_new(ctx, atan2(y, x));
}

FUNCTION(m_copysign)
{
    double x, y;
    return two_numbers(ctx, args, &x, &y) < 0 ? TY_NULL : ty_float_new(ctx, copysign(x, y));
}

FUNCTION(m_fmod)
{
    double x, y;
    if (two_numbers(ctx, args, &x, &y) < 0)
        return TY_NULL;
    if (isinf(y) && isfinite(x))
        return ty_float_new(ctx, x);
    double r = fmod(x, y);
    return isnan(r) && !isnan(x) && !isnan(y) ? domain_error(ctx) : ty_float_new(ctx, r);
}

FUNCTION(m_remainder)
{
    double x, y;
    if (two_numbers(ctx, args, &x, &y) < 0)
        return TY_NULL;
    double r = remainder(x, y);
    return isnan(r) && !isnan(x) && !isnan(y) ? domain_error(ctx) : ty_float_new(ctx, r);
}

FUNCTION(m_pow)
{
    double x, y;
    if (two_numbers(ctx, args, &x, &y) < 0)
        return TY_NULL;
    double r = pow(x, y);
    if (!isfinite(r) && isfinite(x) && isfinite(y))
        return isnan(r) || x == 0 ? domain_error(ctx) : range_error(ctx);
    return ty_float_new(ctx, r);
}

FUNCTION(m_ldexp)
{
    double x;
    if (number(ctx, args[0], &x) < 0)
        return TY_NULL;
    if (!ty_is_int(args[1]))
        return ty_error_set(ctx, &ty_TypeError_type, "Expected an int as second argument to ldexp.");
    int64_t e;
    if (!ty_int_fits_int64(args[1], &e))
        e = ty_int_sign(args[1]) < 0 ? INT_MIN : INT_MAX;
    if (x == 0 || !isfinite(x))
        return ty_float_new(ctx, x);
    double r = ldexp(x, e > INT_MAX ? INT_MAX : e < INT_MIN ? INT_MIN : (int)e);
    return isinf(r) ? range_error(ctx) : ty_float_new(ctx, r);
}

FUNCTION(m_fma)
{
    double x, y, z;
    if (two_numbers(ctx, args, &x, &y) < 0 || number(ctx, args[2], &z) < 0)
        return TY_NULL;
    double r = fma(x, y, z);
    if (isnan(r) && !isnan(x) && !isnan(y) && !isnan(z))
        return ty_error_set(ctx, &ty_ValueError_type, "invalid operation in fma");
    if (isinf(r) && isfinite(x) && isfinite(y) && isfinite(z))
        return ty_error_set(ctx, &ty_OverflowError_type, "overflow in fma");
    return ty_float_new(ctx, r);
}

/* Doubles in order as integers: -inf ... -0, 0 ... inf */
static int64_t rank(double d)
{
    int64_t bits = (int64_t)(ty_double_bits(d) & (uint64_t)INT64_MAX);
    return signbit(d) ? -bits : bits;
}

FUNCTION(m_nextafter)
{
    double x, y;
    if (two_numbers(ctx, args, &x, &y) < 0)
        return TY_NULL;
    ty_value vsteps = TY_ARG(2);
    if (!vsteps || vsteps == TY_NONE)
        return ty_float_new(ctx, nextafter(x, y));
    ty_value n = ty_op_index(ctx, vsteps);
    if (!n)
        return TY_NULL;
    if (ty_int_sign(n) < 0)
        return ty_error_set(ctx, &ty_ValueError_type, "steps must be a non-negative integer");
    uint64_t steps = UINT64_MAX;
    if (ty_int_bit_length(n) <= 64 && ty_int_to_uint64(ctx, n, &steps) < 0)
        return TY_NULL;
    if (steps == 0 || isnan(x))
        return ty_float_new(ctx, x);
    if (isnan(y))
        return ty_float_new(ctx, y);
    int64_t from = rank(x), to = rank(y);
    uint64_t distance = from < to ? (uint64_t)to - (uint64_t)from : (uint64_t)from - (uint64_t)to;
    if (x == y || steps >= distance)
        return ty_float_new(ctx, y);
    int64_t at = from < to ? from + (int64_t)steps : from - (int64_t)steps;
    double r = ty_bits_double((uint64_t)(at < 0 ? -at : at));
    return ty_float_new(ctx, at < 0 || (at == 0 && signbit(x) && from < to) ? -r : r);
}

FUNCTION(m_ulp)
{
    double x;
    if (number(ctx, args[0], &x) < 0)
        return TY_NULL;
    x = fabs(x);
    if (!isfinite(x))
        return ty_float_new(ctx, x);
    double next = nextafter(x, HUGE_VAL);
    return ty_float_new(ctx, isinf(next) ? x - nextafter(x, 0) : next - x);
}

/* --- parts, tests --------------------------------------------------------------------------------------------------------------- */

FUNCTION(m_frexp)
{
    double x;
    if (number(ctx, args[0], &x) < 0)
        return TY_NULL;
    int e = 0;
    double m = x == 0 || !isfinite(x) ? x : frexp(x, &e);
    ty_value vm = ty_float_new(ctx, m);
    return vm ? ty_tuple_pack(ctx, 2, vm, ty_small(e)) : TY_NULL;
}

FUNCTION(m_modf)
{
    double x, whole;
    if (number(ctx, args[0], &x) < 0)
        return TY_NULL;
    double rest = modf(x, &whole);
    ty_value a = ty_float_new(ctx, rest), b = a ? ty_float_new(ctx, whole) : TY_NULL;
    return b ? ty_tuple_pack(ctx, 2, a, b) : TY_NULL;
}

#define TEST(name)                                                                                                      \
    FUNCTION(m_##name)                                                                                                  \
    {                                                                                                                   \
        double x;                                                                                                       \
        return number(ctx, args[0], &x) < 0 ? TY_NULL : ty_bool(name(x));                                                \
    }
TEST(isfinite)
TEST(isinf)
TEST(isnan)

FUNCTION(m_isclose)
{
    double a, b, relative = 1e-9, absolute = 0;
    if (two_numbers(ctx, args, &a, &b) < 0 || (TY_ARG(2) && number(ctx, args[2], &relative) < 0) ||
        (TY_ARG(3) && number(ctx, args[3], &absolute) < 0))
        return TY_NULL;
    if (relative < 0 || absolute < 0)
        return ty_error_set(ctx, &ty_ValueError_type, "tolerances must be non-negative");
    if (a == b)
        return TY_TRUE;
    if (isinf(a) || isinf(b))
        return TY_FALSE;
    double diff = fabs(b - a);
    return ty_bool(diff <= fabs(relative * b) || diff <= fabs(relative * a) || diff <= absolute);
}

/* --- module ------------------------------------------------------------------------------------------------------------------------ */

#define MODULE "math"
static const ty_native functions[] = {
    TY_FUNCTION(acos, m_acos, 1, 1, "x, /", "Arc cosine, in radians."),
    TY_FUNCTION(acosh, m_acosh, 1, 1, "x, /", "Inverse hyperbolic cosine."),
    TY_FUNCTION(asin, m_asin, 1, 1, "x, /", "Arc sine, in radians."),
    TY_FUNCTION(asinh, m_asinh, 1, 1, "x, /", "Inverse hyperbolic sine."),
    TY_FUNCTION(atan, m_atan, 1, 1, "x, /", "Arc tangent, in radians."),
    TY_FUNCTION(atan2, m_atan2, 2, 2, "y, x, /", "Arc tangent of y / x, in radians, by the signs of both."),
    TY_FUNCTION(atanh, m_atanh, 1, 1, "x, /", "Inverse hyperbolic tangent."),
    TY_FUNCTION(cbrt, m_cbrt, 1, 1, "x, /", "Cube root."),
    TY_FUNCTION(ceil, m_ceil, 1, 1, "x, /", "Smallest integer that is not less than x."),
    TY_FUNCTION(comb, ty_math_comb, 2, 2, "n, k, /", "Ways to choose k of n items, without repetition or order."),
    TY_FUNCTION(copysign, m_copysign, 2, 2, "x, y, /", "The magnitude of x with the sign of y."),
    TY_FUNCTION(cos, m_cos, 1, 1, "x, /", "Cosine of x radians."),
    TY_FUNCTION(cosh, m_cosh, 1, 1, "x, /", "Hyperbolic cosine."),
    TY_FUNCTION(degrees, m_degrees, 1, 1, "x, /", "From radians to degrees."),
    TY_FUNCTION(dist, ty_math_dist, 2, 2, "p, q, /", "Euclidean distance between two points."),
    TY_FUNCTION(erf, m_erf, 1, 1, "x, /", "Error function."),
    TY_FUNCTION(erfc, m_erfc, 1, 1, "x, /", "Complementary error function."),
    TY_FUNCTION(exp, m_exp, 1, 1, "x, /", "e raised to the power of x."),
    TY_FUNCTION(exp2, m_exp2, 1, 1, "x, /", "2 raised to the power of x."),
    TY_FUNCTION(expm1, m_expm1, 1, 1, "x, /", "exp(x) - 1 without loss for small x."),
    TY_FUNCTION(fabs, m_fabs, 1, 1, "x, /", "Absolute value as a float."),
    TY_FUNCTION(factorial, ty_math_factorial, 1, 1, "n, /", "Product of the integers from 1 to n."),
    TY_FUNCTION(floor, m_floor, 1, 1, "x, /", "Largest integer that is not greater than x."),
    TY_FUNCTION(fma, m_fma, 3, 3, "x, y, z, /", "x * y + z with one rounding."),
    TY_FUNCTION(fmod, m_fmod, 2, 2, "x, y, /", "C's fmod: the remainder has the sign of x."),
    TY_FUNCTION(frexp, m_frexp, 1, 1, "x, /", "Mantissa and exponent of x as (m, e)."),
    TY_FUNCTION(fsum, ty_math_fsum, 1, 1, "seq, /", "Sum of floats with one rounding."),
    TY_FUNCTION(gamma, m_gamma, 1, 1, "x, /", "Gamma function."),
    TY_FUNCTION_RAW(gcd, ty_math_gcd, "*integers", "Greatest common divisor."),
    TY_FUNCTION_RAW(hypot, ty_math_hypot, "*coordinates", "Euclidean norm."),
    TY_FUNCTION(isclose, m_isclose, 2, 2, "a, b, *, rel_tol=1e-09, abs_tol=0.0", "Whether two numbers are close."),
    TY_FUNCTION(isfinite, m_isfinite, 1, 1, "x, /", "Whether x is neither infinite nor a NaN."),
    TY_FUNCTION(isinf, m_isinf, 1, 1, "x, /", "Whether x is infinite."),
    TY_FUNCTION(isnan, m_isnan, 1, 1, "x, /", "Whether x is a NaN."),
    TY_FUNCTION(isqrt, ty_math_isqrt, 1, 1, "n, /", "Integer part of the square root."),
    TY_FUNCTION_RAW(lcm, ty_math_lcm, "*integers", "Least common multiple."),
    TY_FUNCTION(ldexp, m_ldexp, 2, 2, "x, i, /", "x * 2**i."),
    TY_FUNCTION(lgamma, m_lgamma, 1, 1, "x, /", "Natural logarithm of the absolute value of gamma(x)."),
    TY_FUNCTION(log, m_log, 1, 2, "x, base=math.e, /", "Logarithm to the given base, natural by default."),
    TY_FUNCTION(log10, m_log10, 1, 1, "x, /", "Logarithm to base 10."),
    TY_FUNCTION(log1p, m_log1p, 1, 1, "x, /", "log(1 + x) without loss for small x."),
    TY_FUNCTION(log2, m_log2, 1, 1, "x, /", "Logarithm to base 2."),
    TY_FUNCTION(modf, m_modf, 1, 1, "x, /", "Fractional and integer part, both with the sign of x."),
    TY_FUNCTION(nextafter, m_nextafter, 2, 2, "x, y, /, *, steps=None", "The float `steps` steps after x towards y."),
    TY_FUNCTION(perm, ty_math_perm, 1, 2, "n, k=None, /", "Ways to choose k of n items in order, without repetition."),
    TY_FUNCTION(pow, m_pow, 2, 2, "x, y, /", "x raised to the power of y."),
    TY_FUNCTION(prod, ty_math_prod, 1, 1, "iterable, /, *, start=1", "Product of the items."),
    TY_FUNCTION(radians, m_radians, 1, 1, "x, /", "From degrees to radians."),
    TY_FUNCTION(remainder, m_remainder, 2, 2, "x, y, /", "x minus the closest integer multiple of y."),
    TY_FUNCTION(sin, m_sin, 1, 1, "x, /", "Sine of x radians."),
    TY_FUNCTION(sinh, m_sinh, 1, 1, "x, /", "Hyperbolic sine."),
    TY_FUNCTION(sqrt, m_sqrt, 1, 1, "x, /", "Square root."),
    TY_FUNCTION(sumprod, ty_math_sumprod, 2, 2, "p, q, /", "Sum of the products of two iterables."),
    TY_FUNCTION(tan, m_tan, 1, 1, "x, /", "Tangent of x radians."),
    TY_FUNCTION(tanh, m_tanh, 1, 1, "x, /", "Hyperbolic tangent."),
    TY_FUNCTION(trunc, m_trunc, 1, 1, "x, /", "The integer part, by x.__trunc__()."),
    TY_FUNCTION(ulp, m_ulp, 1, 1, "x, /", "Value of the least significant bit of x."),
    TY_NATIVE_END,
};

static int init(ty_ctx *ctx, ty_value module)
{
    static const struct { const char *name; double value; } constants[] = {
        {"pi", PI}, {"e", E}, {"tau", 2 * PI}, {"inf", HUGE_VAL}, {"nan", NAN}};
    for (size_t i = 0; i < TY_COUNTOF(constants); i++) {
        ty_value v = ty_float_new(ctx, constants[i].value);
        if (!v || ty_module_add(ctx, module, constants[i].name, v) < 0)
            return -1;
    }
    return 0;
}

const ty_module_def ty_module_math = {
    .name = "math", .doc = "The mathematical functions of the C standard, and some more.", .functions = functions, .init = init};
