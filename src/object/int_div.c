/* SPDX-License-Identifier: MIT */
/*
 * Division of ints: floor quotient and remainder (the remainder has the sign of the divisor), and the correctly rounded
 * quotient as a float.
 */
#include <config.h>

#include <float.h>
#include <math.h>

#include "object/float.h"
#include "object/int_impl.h"

#define ZERO_DIV "integer division or modulo by zero"
#define ZERO_MOD "integer modulo by zero"

enum { WANT_QUOTIENT = 1, WANT_REMAINDER = 2 };

/* One-limb operands. Floor semantics on magnitudes: with different signs and a remainder, q + 1 and |b| - r. */
static int divide_word(ty_ctx *ctx, const int_view *a, const int_view *b, ty_value *q, ty_value *r)
{
    mp_limb_t x = a->n ? a->limbs[0] : 0, y = b->limbs[0], quotient = x / y, rest = x % y;
    if (rest && a->negative != b->negative) {
        quotient++;
        rest = y - rest;
    }
    if (q && !(*q = ty_int_from_limbs(ctx, &quotient, 1, a->negative != b->negative)))
        return -1;
    if (r && !(*r = ty_int_from_limbs(ctx, &rest, 1, b->negative)))
        return -1;
    return 0;
}

static int divide(ty_ctx *ctx, ty_value va, ty_value vb, ty_value *q, ty_value *r, const char *zero)
{
    int_view a, b;
    int_see(va, &a);
    int_see(vb, &b);
    if (b.n == 0) {
        (void)ty_error_set(ctx, &ty_ZeroDivisionError_type, "%s", zero);
        return -1;
    }
    if (a.n <= 1 && b.n <= 1)
        return divide_word(ctx, &a, &b, q, r);
    bool differ = a.negative != b.negative;
    if (int_compare_magnitude(a.limbs, a.n, b.limbs, b.n) < 0) {
        if (q)
            *q = ty_small(a.n && differ ? -1 : 0);
        if (r && !(*r = a.n && differ ? ty_int_add(ctx, va, vb) : ty_int_exact(va)))
            return -1;
        return 0;
    }
    /* Room for the quotient's increment. */
    size_t qn = a.n - b.n + 1;
    ty_bigint *quotient = ty_int_alloc(ctx, qn + 1), *rest = quotient ? ty_int_alloc(ctx, b.n) : NULL;
    if (!rest || ty_int_check_limbs(ctx, a.n) < 0)
        return -1;
    if (b.n == 1)
        rest->limbs[0] = mpn_divrem_1(quotient->limbs, 0, a.limbs, (mp_size_t)a.n, b.limbs[0]);
    else
        mpn_tdiv_qr(quotient->limbs, rest->limbs, 0, a.limbs, (mp_size_t)a.n, b.limbs, (mp_size_t)b.n);
    quotient->limbs[qn] = 0;
    if (differ) {
        size_t i = 0;
        while (i < b.n && rest->limbs[i] == 0)
            i++;
        if (i < b.n) {
            quotient->limbs[qn] = mpn_add_1(quotient->limbs, quotient->limbs, (mp_size_t)qn, 1);
            mpn_sub_n(rest->limbs, b.limbs, rest->limbs, (mp_size_t)b.n);
        }
    }
    TY_KEEP(va);
    TY_KEEP(vb);
    if (q)
        *q = int_finish(quotient, qn + 1, differ);
    if (r)
        *r = int_finish(rest, b.n, b.negative);
    return 0;
}

ty_value ty_int_floordiv(ty_ctx *ctx, ty_value a, ty_value b)
{
    if (TY_LIKELY(ty_both_small(a, b) && b != ty_small(0))) {
        intptr_t x = ty_small_value(a), y = ty_small_value(b), q = x / y;
        return ty_int_from_size(ctx, q - ((x % y != 0) & ((x ^ y) < 0)));
    }
    ty_value q;
    return divide(ctx, a, b, &q, NULL, ZERO_DIV) < 0 ? TY_NULL : q;
}

ty_value ty_int_mod(ty_ctx *ctx, ty_value a, ty_value b)
{
    if (TY_LIKELY(ty_both_small(a, b) && b != ty_small(0))) {
        intptr_t y = ty_small_value(b), r = ty_small_value(a) % y;
        return ty_small(r + (r != 0 && (r ^ y) < 0 ? y : 0));
    }
    ty_value r;
    return divide(ctx, a, b, NULL, &r, ZERO_MOD) < 0 ? TY_NULL : r;
}

ty_value ty_int_divmod(ty_ctx *ctx, ty_value a, ty_value b, ty_value *mod)
{
    ty_value q;
    return divide(ctx, a, b, &q, mod, ZERO_DIV) < 0 ? TY_NULL : q;
}

ty_value ty_int_round_to(ty_ctx *ctx, ty_value v, ty_value m)
{
    ty_value r, q = ty_int_divmod(ctx, v, m, &r);
    if (!q)
        return TY_NULL;
    ty_value rest = ty_int_sub(ctx, m, r); /* up to the next multiple */
    if (!rest)
        return TY_NULL;
    int c = ty_int_compare(r, rest);
    int_view see;
    int_see(q, &see);
    bool odd = see.n && (see.limbs[0] & 1);
    return c > 0 || (c == 0 && odd) ? rest : ty_int_neg(ctx, r);
}

/* --- true division ----------------------------------------------------------------------------------------------- */

/* Copies a limb string times 2**shift (either sign; dropped bits go to *sticky) into a fresh object. */
static ty_bigint *shifted(ty_ctx *ctx, const int_view *a, intptr_t shift, size_t *n, bool *sticky)
{
    if (shift >= 0) {
        size_t limbs = (size_t)shift / LIMB_BITS, bits = (size_t)shift % LIMB_BITS;
        ty_bigint *r = ty_int_alloc(ctx, a->n + limbs + 1);
        if (!r)
            return NULL;
        if (limbs)
            mpn_zero(r->limbs, (mp_size_t)limbs);
        r->limbs[a->n + limbs] = 0;
        if (bits)
            r->limbs[a->n + limbs] = mpn_lshift(r->limbs + limbs, a->limbs, (mp_size_t)a->n, (unsigned)bits);
        else
            mpn_copyi(r->limbs + limbs, a->limbs, (mp_size_t)a->n);
        *n = a->n + limbs + (r->limbs[a->n + limbs] != 0);
        return r;
    }
    size_t down = (size_t)-shift, limbs = down / LIMB_BITS, bits = down % LIMB_BITS;
    for (size_t i = 0; i < limbs; i++)
        *sticky |= a->limbs[i] != 0;
    *n = a->n - limbs;
    ty_bigint *r = ty_int_alloc(ctx, *n);
    if (!r)
        return NULL;
    if (bits)
        *sticky |= mpn_rshift(r->limbs, a->limbs + limbs, (mp_size_t)*n, (unsigned)bits) != 0;
    else
        mpn_copyi(r->limbs, a->limbs + limbs, (mp_size_t)*n);
    *n -= r->limbs[*n - 1] == 0;
    return r;
}

static ty_value too_large(ty_ctx *ctx)
{
    return ty_error_set(ctx, &ty_OverflowError_type, "integer division result too large for a float");
}

/*
 * a / b = q * 2**shift with q of 55 or 56 bits (fewer when the result is subnormal), the rest of the division being
 * the sticky bit; then one rounding gives the result.
 */
static ty_value truediv_big(ty_ctx *ctx, const int_view *a, const int_view *b)
{
    bool negative = a->negative != b->negative;
    intptr_t wa = (intptr_t)int_width(a->limbs, a->n), wb = (intptr_t)int_width(b->limbs, b->n), diff = wa - wb;
    if (diff > DBL_MAX_EXP)
        return too_large(ctx);
    if (diff < DBL_MIN_EXP - DBL_MANT_DIG - 1)
        return ty_float_new(ctx, negative ? -0.0 : 0.0);
    intptr_t lowest = diff > DBL_MIN_EXP ? diff : DBL_MIN_EXP;
    intptr_t shift = lowest - DBL_MANT_DIG - 2;
    bool sticky = false;
    size_t xn;
    ty_bigint *x = shifted(ctx, a, -shift, &xn, &sticky);
    if (!x)
        return TY_NULL;
    mp_limb_t q64[LIMBS_OF_64 + 1] = {0};
    if (int_compare_magnitude(x->limbs, xn, b->limbs, b->n) < 0) {
        sticky |= xn != 0;
    } else {
        size_t qn = xn - b->n + 1;
        ty_bigint *q = ty_int_alloc(ctx, qn), *r = q ? ty_int_alloc(ctx, b->n) : NULL;
        if (!r)
            return TY_NULL;
        mpn_tdiv_qr(q->limbs, r->limbs, 0, x->limbs, (mp_size_t)xn, b->limbs, (mp_size_t)b->n);
        for (size_t i = 0; i < b->n; i++)
            sticky |= r->limbs[i] != 0;
        for (size_t i = 0; i < qn && i < LIMBS_OF_64 + 1; i++)
            q64[i] = q->limbs[i];
    }
    uint64_t q = 0;
    for (size_t i = 0; i < LIMBS_OF_64; i++)
        q |= (uint64_t)q64[i] << (i * LIMB_BITS);
    /* Round q, with the sticky bit below it, at the place of the result's last bit. */
    int width = ty_bit_width64(q);
    int extra = width + shift < DBL_MIN_EXP ? (int)(DBL_MIN_EXP - DBL_MANT_DIG - shift) : width - DBL_MANT_DIG;
    if (extra < 2)
        extra = 2;
    uint64_t half = (uint64_t)1 << (extra - 1), low = q & (2 * half - 1);
    q >>= extra;
    q += low > half || (low == half && (sticky || (q & 1)));
    double d = ldexp((double)q, (int)(shift + extra));
    if (isinf(d))
        return too_large(ctx);
    return ty_float_new(ctx, negative ? -d : d);
}

ty_value ty_int_truediv(ty_ctx *ctx, ty_value va, ty_value vb)
{
    int_view a, b;
    int_see(va, &a);
    int_see(vb, &b);
    if (b.n == 0)
        return ty_error_set(ctx, &ty_ZeroDivisionError_type, "division by zero");
    if (a.n <= 1 && b.n <= 1 && (a.n == 0 || (uint64_t)a.limbs[0] <= (uint64_t)1 << DBL_MANT_DIG) &&
        (uint64_t)b.limbs[0] <= (uint64_t)1 << DBL_MANT_DIG) {
        double d = (a.n ? (double)a.limbs[0] : 0.0) / (double)b.limbs[0];
        return ty_float_new(ctx, a.negative != b.negative ? -d : d);
    }
    if (a.n == 0)
        return ty_float_new(ctx, b.negative ? -0.0 : 0.0);
    ty_value r = truediv_big(ctx, &a, &b);
    TY_KEEP(va);
    TY_KEEP(vb);
    return r;
}
