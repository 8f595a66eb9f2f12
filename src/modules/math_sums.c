/* SPDX-License-Identifier: MIT */
/*
 * Sums and norms of math without loss of digits. Partial sums are kept as doubles that do not overlap, smallest first, so
 * together they are exact (Shewchuk, Adaptive precision floating-point arithmetic, 1997); one rounding at the end.
 */
#include <config.h>

#include <math.h>
#include <stdlib.h>

#include "modules/math_impl.h"
#include "object/error.h"
#include "object/float.h"
#include "object/int.h"
#include "object/ops.h"
#include "object/tuple.h"

/* --- exact sums -------------------------------------------------------------------------------------------------------- */

typedef struct partials {
    double *p;
    size_t n, room;
    double small[48];
    double special, inf_sum; /* sums of what is not finite */
    bool failed;             /* no memory */
} partials;

static void partials_init(partials *s)
{
    *s = (partials){.p = s->small, .room = TY_COUNTOF(s->small)};
}
static void partials_free(partials *s)
{
    if (s->p != s->small)
        free(s->p);
}

/* False: an intermediate sum overflows. */
static bool partials_add(partials *s, double x)
{
    double given = x;
    size_t kept = 0;
    for (size_t i = 0; i < s->n; i++) {
        double y = s->p[i];
        if (fabs(x) < fabs(y)) {
            double t = x;
            x = y;
            y = t;
        }
        double high = x + y, low = y - (high - x);
        if (low != 0)
            s->p[kept++] = low;
        x = high;
    }
    s->n = kept;
    if (x == 0)
        return true;
    if (!isfinite(x)) {
        if (isfinite(given))
            return false;
        if (isinf(given))
            s->inf_sum += given;
        s->special += given;
        s->n = 0;
        return true;
    }
    if (s->n == s->room) {
        double *p = s->p == s->small ? malloc(2 * s->room * sizeof *p) : realloc(s->p, 2 * s->room * sizeof *p);
        if (!p) {
            s->failed = true;
            return true;
        }
        if (s->p == s->small)
            memcpy(p, s->small, sizeof s->small);
        s->p = p;
        s->room *= 2;
    }
    s->p[s->n++] = x;
    return true;
}

/* The nearest double of the sum of the partials, half to even. */
static double partials_round(const partials *s)
{
    if (s->n == 0)
        return 0;
    size_t i = s->n;
    double high = s->p[--i], low = 0;
    while (i > 0) {
        double x = high, y = s->p[--i];
        high = x + y;
        low = y - (high - x);
        if (low != 0)
            break;
    }
    /* Exactly half a unit below or above: what follows decides. */
    if (i > 0 && ((low < 0 && s->p[i - 1] < 0) || (low > 0 && s->p[i - 1] > 0))) {
        double y = low * 2, x = high + y;
        if (y == x - high)
            high = x;
    }
    return high;
}

static int fsum_one(ty_ctx *ctx, void *arg, ty_value item)
{
    double x;
    if (ty_op_double(ctx, item, &x) < 0)
        return -1;
    if (!partials_add(arg, x)) {
        (void)ty_error_set(ctx, &ty_OverflowError_type, "intermediate overflow in fsum");
        return -1;
    }
    return 0;
}

MATH_FUNCTION(fsum)
{
    partials s;
    partials_init(&s);
    ty_value r = TY_NULL;
    if (ty_op_each(ctx, args[0], fsum_one, &s) == 0) {
        if (s.failed)
            (void)ty_error_memory(ctx);
        else if (s.special != 0 && isnan(s.inf_sum))
            (void)ty_error_set(ctx, &ty_ValueError_type, "-inf + inf in fsum");
        else
            r = ty_float_new(ctx, s.special != 0 ? s.special : partials_round(&s));
    }
    partials_free(&s);
    return r;
}

/* --- products ----------------------------------------------------------------------------------------------------------- */

static int prod_one(ty_ctx *ctx, void *arg, ty_value item)
{
    ty_value *r = arg, a = *r;
    if (ty_is_flonum(a) && ty_is_flonum(item)) {
        *r = ty_float_new(ctx, ty_flonum_value(a) * ty_flonum_value(item));
    } else {
        *r = ty_op_binary(ctx, TY_OP_MUL, a, item);
    }
    return *r ? 0 : -1;
}

MATH_FUNCTION(prod)
{
    ty_value r = TY_ARG(1) ? args[1] : ty_small(1);
    return ty_op_each(ctx, args[0], prod_one, &r) == 0 ? r : TY_NULL;
}

static bool is_number(ty_value v) { return ty_is_flonum(v) || ty_is_exact_float(v) || ty_is_int(v); }

/* Exact when all are floats (or ints among them): every product is split into two doubles, and these are summed. */
static ty_value float_sumprod(ty_ctx *ctx, ty_value a, ty_value b, size_t n, bool *usable)
{
    partials s;
    partials_init(&s);
    ty_value r = TY_NULL;
    double plain = 0;
    bool exact = true;
    *usable = true;
    for (size_t i = 0; i < n && *usable; i++) {
        double x, y;
        if (ty_float_coerce(ctx, ty_tuple_at(a, i), &x) <= 0 || ty_float_coerce(ctx, ty_tuple_at(b, i), &y) <= 0) {
            if (ty_error_pending(ctx))
                ty_error_clear(ctx);
            *usable = false;
            break;
        }
        double high = x * y, low = fma(x, y, -high);
        plain += high;
        if (isfinite(high) && isfinite(low) && exact)
            exact = partials_add(&s, high) && partials_add(&s, low) && s.special == 0;
        else
            exact = false;
    }
    if (*usable)
        r = s.failed ? ty_error_memory(ctx) : ty_float_new(ctx, exact ? partials_round(&s) : plain);
    partials_free(&s);
    return r;
}

MATH_FUNCTION(sumprod)
{
    ty_value a = ty_op_tuple(ctx, args[0]), b = a ? ty_op_tuple(ctx, args[1]) : TY_NULL;
    if (!b)
        return TY_NULL;
    size_t n = ty_tuple_length(a);
    if (ty_tuple_length(b) != n)
        return ty_error_set(ctx, &ty_ValueError_type, "Inputs are not the same length");
    bool floats = false;
    for (size_t i = 0; i < n; i++) {
        ty_value x = ty_tuple_at(a, i), y = ty_tuple_at(b, i);
        if (!is_number(x) || !is_number(y)) {
            floats = false;
            break;
        }
        floats |= ty_is_exact_float(x) || ty_is_exact_float(y);
    }
    if (floats) {
        bool usable;
        ty_value r = float_sumprod(ctx, a, b, n, &usable);
        if (usable)
            return r;
    }
    ty_value sum = ty_small(0);
    for (size_t i = 0; i < n; i++) {
        ty_value p = ty_op_binary(ctx, TY_OP_MUL, ty_tuple_at(a, i), ty_tuple_at(b, i));
        if (!p || !(sum = ty_op_binary(ctx, TY_OP_ADD, sum, p)))
            return TY_NULL;
    }
    return sum;
}

/* --- norms --------------------------------------------------------------------------------------------------------------- */

/*
 * sqrt(x[0]**2 + ...), all finite or not. Scaled by a power of two so that nothing overflows; squares are summed in two
 * doubles, and the root is corrected by what its square lacks.
 */
static double norm(double *x, size_t n)
{
    double largest = 0;
    bool nan = false;
    for (size_t i = 0; i < n; i++) {
        x[i] = fabs(x[i]);
        nan |= isnan(x[i]);
        if (x[i] > largest)
            largest = x[i];
    }
    if (isinf(largest))
        return largest;
    if (nan)
        return NAN;
    if (largest == 0 || n == 1)
        return largest;
    int e;
    (void)frexp(largest, &e);
    double sum = 0, rest = 0;
    for (size_t i = 0; i < n; i++) {
        double v = ldexp(x[i], -e), square = v * v, low = fma(v, v, -square);
        double high = sum + square; /* the larger first: the squares are below 1, the sum may be smaller */
        rest += fabs(sum) >= square ? square - (high - sum) : sum - (high - square);
        rest += low;
        sum = high;
    }
    double h = sqrt(sum + rest);
    double square = h * h, low = fma(h, h, -square);
    h += ((sum - square) - low + rest) / (2 * h);
    return ldexp(h, e);
}

static ty_value norm_of(ty_ctx *ctx, const ty_value *p, const ty_value *q, size_t n)
{
    double small[16], *x = n <= TY_COUNTOF(small) ? small : malloc(n * sizeof *x);
    if (!x)
        return ty_error_memory(ctx);
    bool good = true;
    for (size_t i = 0; i < n && good; i++) {
        double y = 0;
        good = ty_op_double(ctx, p[i], &x[i]) == 0 && (!q || ty_op_double(ctx, q[i], &y) == 0);
        x[i] -= y;
    }
    ty_value r = good ? ty_float_new(ctx, norm(x, n)) : TY_NULL;
    if (x != small)
        free(x);
    return r;
}

ty_value ty_math_hypot(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    if (ty_native_no_keywords(ctx, "math.hypot", kwnames) < 0)
        return TY_NULL;
    return norm_of(ctx, args, NULL, nargs);
}

MATH_FUNCTION(dist)
{
    ty_value p = ty_is_tuple(args[0]) ? args[0] : ty_op_tuple(ctx, args[0]);
    ty_value q = !p ? TY_NULL : ty_is_tuple(args[1]) ? args[1] : ty_op_tuple(ctx, args[1]);
    if (!q)
        return TY_NULL;
    if (ty_tuple_length(p) != ty_tuple_length(q))
        return ty_error_set(ctx, &ty_ValueError_type, "both points must have the same number of dimensions");
    return norm_of(ctx, ty_tuple_items(p), ty_tuple_items(q), ty_tuple_length(p));
}
