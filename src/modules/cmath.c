/* SPDX-License-Identifier: MIT */
/* cmath: the C library's complex functions with Python's errors. */
#include <config.h>

#include <complex.h>
#include <math.h>
#undef I

#include "modules/modules.h"
#include "object/error.h"
#include "object/float.h"
#include "object/int.h"
#include "object/ops.h"
#include "object/call.h"
#include "object/tuple.h"

#define FUNCTION(name)                                                                                                  \
    static ty_value name(ty_ctx *ctx, const ty_value *args, TY_UNUSED size_t nargs, TY_UNUSED ty_value kwnames)

typedef double complex number;

/* Without arithmetic, so that infinities and signs of zeros stay. */
static number make(double re, double im)
{
    union { double part[2]; number z; } u = {.part = {re, im}};
    return u.z;
}

static int get(ty_ctx *ctx, ty_value v, number *out)
{
    if (ty_is_complex(v)) {
        *out = make(((ty_complex *)v)->real, ((ty_complex *)v)->imag);
        return 0;
    }
    if (!ty_is_float(v) && !ty_is_int(v)) {
        bool found;
        ty_value c = ty_call_special(ctx, TY_SYM(__complex__), &v, 1, &found);
        if (!c && (found || ty_error_pending(ctx)))
            return -1;
        if (found) {
            if (!ty_is_complex(c)) {
                (void)ty_error_set(ctx, &ty_TypeError_type, "__complex__ returned non-complex (type %T)", c);
                return -1;
            }
            return get(ctx, c, out);
        }
    }
    double d;
    if (ty_op_double(ctx, v, &d) < 0)
        return -1;
    *out = make(d, 0);
    return 0;
}

static bool finite_number(number z) { return isfinite(creal(z)) && isfinite(cimag(z)); }
static bool nan_number(number z) { return isnan(creal(z)) || isnan(cimag(z)); }
static ty_value result(ty_ctx *ctx, number z) { return ty_complex_new(ctx, creal(z), cimag(z)); }

static TY_COLD ty_value domain_error(ty_ctx *ctx) { return ty_error_set(ctx, &ty_ValueError_type, "math domain error"); }
static TY_COLD ty_value range_error(ty_ctx *ctx) { return ty_error_set(ctx, &ty_OverflowError_type, "math range error"); }

static ty_value apply(ty_ctx *ctx, ty_value v, number (*fn)(number))
{
    number z;
    if (get(ctx, v, &z) < 0)
        return TY_NULL;
    number r = fn(z);
    if (!finite_number(r) && finite_number(z))
        return nan_number(r) ? domain_error(ctx) : range_error(ctx);
    return result(ctx, r);
}

#define APPLY_ROWS(X)                                                                                                   \
    X(acos) X(acosh) X(asin) X(asinh) X(atan) X(cosh) X(exp) X(sinh) X(sqrt) X(tan) X(tanh) X(cos) X(sin)
#define APPLY(name)                                                                                                     \
    FUNCTION(m_##name) { return apply(ctx, args[0], c##name); }
APPLY_ROWS(APPLY)

FUNCTION(m_atanh)
{
    number z;
    if (get(ctx, args[0], &z) < 0)
        return TY_NULL;
    if (cimag(z) == 0 && fabs(creal(z)) == 1)
        return domain_error(ctx);
    return result(ctx, catanh(z));
}

static int logarithm(ty_ctx *ctx, ty_value v, number *out)
{
    number z;
    if (get(ctx, v, &z) < 0)
        return -1;
    if (creal(z) == 0 && cimag(z) == 0) {
        (void)domain_error(ctx);
        return -1;
    }
    *out = clog(z);
    return 0;
}

FUNCTION(m_log)
{
    number z, base;
    if (logarithm(ctx, args[0], &z) < 0)
        return TY_NULL;
    if (!TY_ARG(1))
        return result(ctx, z);
    if (logarithm(ctx, args[1], &base) < 0)
        return TY_NULL;
    ty_value a = result(ctx, z), b = a ? result(ctx, base) : TY_NULL;
    return b ? ty_op_binary(ctx, TY_OP_TRUEDIV, a, b) : TY_NULL;
}

FUNCTION(m_log10)
{
    number z;
    if (logarithm(ctx, args[0], &z) < 0)
        return TY_NULL;
    double ln10 = log(10.0), re = creal(z) / ln10;
    number given;
    if (get(ctx, args[0], &given) == 0 && cimag(given) == 0 && creal(given) > 0)
        re = log10(creal(given));
    return ty_complex_new(ctx, re, cimag(z) / ln10);
}

FUNCTION(m_phase)
{
    number z;
    return get(ctx, args[0], &z) < 0 ? TY_NULL : ty_float_new(ctx, atan2(cimag(z), creal(z)));
}

FUNCTION(m_polar)
{
    number z;
    if (get(ctx, args[0], &z) < 0)
        return TY_NULL;
    double length = hypot(creal(z), cimag(z));
    if (isinf(length) && finite_number(z))
        return range_error(ctx);
    ty_value a = ty_float_new(ctx, length), b = a ? ty_float_new(ctx, atan2(cimag(z), creal(z))) : TY_NULL;
    return b ? ty_tuple_pack(ctx, 2, a, b) : TY_NULL;
}

FUNCTION(m_rect)
{
    double r, phi;
    if (ty_op_double(ctx, args[0], &r) < 0 || ty_op_double(ctx, args[1], &phi) < 0)
        return TY_NULL;
    if (isinf(phi) && r != 0 && !isnan(r))
        return domain_error(ctx);
    if (phi == 0)
        return ty_complex_new(ctx, r, r * phi);
    if (r == 0)
        return ty_complex_new(ctx, r, r);
    return ty_complex_new(ctx, r * cos(phi), r * sin(phi));
}

FUNCTION(m_isfinite)
{
    number z;
    return get(ctx, args[0], &z) < 0 ? TY_NULL : ty_bool(finite_number(z));
}
FUNCTION(m_isinf)
{
    number z;
    return get(ctx, args[0], &z) < 0 ? TY_NULL : ty_bool(isinf(creal(z)) || isinf(cimag(z)));
}
FUNCTION(m_isnan)
{
    number z;
    return get(ctx, args[0], &z) < 0 ? TY_NULL : ty_bool(nan_number(z));
}

FUNCTION(m_isclose)
{
    number a, b;
    double relative = 1e-9, absolute = 0;
    if (get(ctx, args[0], &a) < 0 || get(ctx, args[1], &b) < 0 || (TY_ARG(2) && ty_op_double(ctx, args[2], &relative) < 0) ||
        (TY_ARG(3) && ty_op_double(ctx, args[3], &absolute) < 0))
        return TY_NULL;
    if (relative < 0 || absolute < 0)
        return ty_error_set(ctx, &ty_ValueError_type, "tolerances must be non-negative");
    if (creal(a) == creal(b) && cimag(a) == cimag(b))
        return TY_TRUE;
    if (isinf(creal(a)) || isinf(cimag(a)) || isinf(creal(b)) || isinf(cimag(b)))
        return TY_FALSE;
    double diff = hypot(creal(a) - creal(b), cimag(a) - cimag(b));
    return ty_bool(diff <= relative * hypot(creal(b), cimag(b)) || diff <= relative * hypot(creal(a), cimag(a)) ||
                   diff <= absolute);
}

#define MODULE "cmath"
static const ty_native functions[] = {
    TY_FUNCTION(acos, m_acos, 1, 1, "z, /", "Arc cosine."),
    TY_FUNCTION(acosh, m_acosh, 1, 1, "z, /", "Inverse hyperbolic cosine."),
    TY_FUNCTION(asin, m_asin, 1, 1, "z, /", "Arc sine."),
    TY_FUNCTION(asinh, m_asinh, 1, 1, "z, /", "Inverse hyperbolic sine."),
    TY_FUNCTION(atan, m_atan, 1, 1, "z, /", "Arc tangent."),
    TY_FUNCTION(atanh, m_atanh, 1, 1, "z, /", "Inverse hyperbolic tangent."),
    TY_FUNCTION(cos, m_cos, 1, 1, "z, /", "Cosine."),
    TY_FUNCTION(cosh, m_cosh, 1, 1, "z, /", "Hyperbolic cosine."),
    TY_FUNCTION(exp, m_exp, 1, 1, "z, /", "e raised to the power of z."),
    TY_FUNCTION(isclose, m_isclose, 2, 2, "a, b, *, rel_tol=1e-09, abs_tol=0.0", "Whether two numbers are close."),
    TY_FUNCTION(isfinite, m_isfinite, 1, 1, "z, /", "Whether both parts are finite."),
    TY_FUNCTION(isinf, m_isinf, 1, 1, "z, /", "Whether one part is infinite."),
    TY_FUNCTION(isnan, m_isnan, 1, 1, "z, /", "Whether one part is a NaN."),
    TY_FUNCTION(log, m_log, 1, 2, "z, base=None, /", "Logarithm to the given base, natural by default."),
    TY_FUNCTION(log10, m_log10, 1, 1, "z, /", "Logarithm to base 10."),
    TY_FUNCTION(phase, m_phase, 1, 1, "z, /", "Argument of z."),
    TY_FUNCTION(polar, m_polar, 1, 1, "z, /", "Absolute value and argument."),
    TY_FUNCTION(rect, m_rect, 2, 2, "r, phi, /", "From polar to rectangular coordinates."),
    TY_FUNCTION(sin, m_sin, 1, 1, "z, /", "Sine."),
    TY_FUNCTION(sinh, m_sinh, 1, 1, "z, /", "Hyperbolic sine."),
    TY_FUNCTION(sqrt, m_sqrt, 1, 1, "z, /", "Square root."),
    TY_FUNCTION(tan, m_tan, 1, 1, "z, /", "Tangent."),
    TY_FUNCTION(tanh, m_tanh, 1, 1, "z, /", "Hyperbolic tangent."),
    TY_NATIVE_END,
};

static int init(ty_ctx *ctx, ty_value module)
{
    static const struct { const char *name; double re, im; bool real; } constants[] = {
        {"pi", 3.141592653589793238462643383279502884, 0, true},
        {"e", 2.718281828459045235360287471352662498, 0, true},
        {"tau", 6.283185307179586476925286766559005768, 0, true},
        {"inf", HUGE_VAL, 0, true},
        {"nan", NAN, 0, true},
        {"infj", 0, HUGE_VAL, false},
        {"nanj", 0, NAN, false},
    };
    for (size_t i = 0; i < TY_COUNTOF(constants); i++) {
        ty_value v = constants[i].real ? ty_float_new(ctx, constants[i].re)
                                       : ty_complex_new(ctx, constants[i].re, constants[i].im);
        if (!v || ty_module_add(ctx, module, constants[i].name, v) < 0)
            return -1;
    }
    return 0;
}

const ty_module_def ty_module_cmath = {
    .name = "cmath", .doc = "Mathematical functions for complex numbers.", .functions = functions, .init = init};
