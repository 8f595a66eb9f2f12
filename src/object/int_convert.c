/* SPDX-License-Identifier: MIT */
/* Ints to and from machine integers, doubles and bytes; exact comparison with doubles; the hash. */
#include <config.h>

#include <float.h>
#include <math.h>

#include "object/int_impl.h"

/* --- machine integers --------------------------------------------------------------------------------------------- */

/* The magnitude when it has at most 64 bits. */
static bool magnitude64(const int_view *a, uint64_t *out)
{
    if (a->n > LIMBS_OF_64)
        return false;
    uint64_t m = 0;
    for (size_t i = 0; i < a->n; i++)
        m |= (uint64_t)a->limbs[i] << (i * LIMB_BITS);
    *out = m;
    return true;
}

bool ty_int_fits_int64(ty_value v, int64_t *out)
{
    v = ty_int_exact(v);
    if (TY_LIKELY(ty_is_small(v))) {
        *out = ty_small_value(v);
        return true;
    }
    int_view a;
    uint64_t m;
    int_see(v, &a);
    if (!magnitude64(&a, &m) || m > (uint64_t)INT64_MAX + a.negative)
        return false;
    *out = a.negative ? (int64_t)(0 - m) : (int64_t)m;
    return true;
}

int ty_int_to_int64(ty_ctx *ctx, ty_value v, int64_t *out)
{
    if (TY_LIKELY(ty_int_fits_int64(v, out)))
        return 0;
    (void)ty_error_set(ctx, &ty_OverflowError_type, "Python int too large to convert to C long");
    return -1;
}

int ty_int_to_uint64(ty_ctx *ctx, ty_value v, uint64_t *out)
{
    int_view a;
    int_see(v, &a);
    if (a.negative) {
        (void)ty_error_set(ctx, &ty_OverflowError_type, "can't convert negative int to unsigned");
        return -1;
    }
    if (magnitude64(&a, out))
        return 0;
    (void)ty_error_set(ctx, &ty_OverflowError_type, "Python int too large to convert to C unsigned long");
    return -1;
}

/* --- doubles ------------------------------------------------------------------------------------------------------ */

/* The 64 bits of the n limbs that start at bit `at`. */
static uint64_t window(const mp_limb_t *p, size_t n, size_t at)
{
    size_t i = at / LIMB_BITS, shift = at % LIMB_BITS;
    uint64_t w = 0;
    for (size_t have = 0; have < 64 + shift && i < n; i++, have += LIMB_BITS) {
        uint64_t limb = (uint64_t)p[i];
        w |= have >= shift ? limb << (have - shift) : limb >> (shift - have);
    }
    return w;
}

uint64_t ty_int_scaled(ty_value v, int bits, intptr_t *e)
{
    int_view a;
    int_see(v, &a);
    size_t width = int_width(a.limbs, a.n);
    if (width <= 64) {
        uint64_t m = 0;
        (void)magnitude64(&a, &m);
        *e = (intptr_t)width - bits;
        if ((int)width <= bits)
            return m << (bits - (int)width);
        int drop = (int)width - bits;
        uint64_t half = (uint64_t)1 << (drop - 1), low = m & (2 * half - 1);
        m >>= drop;
        m += low > half || (low == half && (m & 1));
        if (bits < 64 && m >> bits) {
            m >>= 1;
            ++*e;
        }
        return m;
    }
    size_t at = width - 64;
    uint64_t m = window(a.limbs, a.n, at);
    bool sticky = at % LIMB_BITS && (a.limbs[at / LIMB_BITS] & (((mp_limb_t)1 << (at % LIMB_BITS)) - 1));
    for (size_t i = 0; i < at / LIMB_BITS && !sticky; i++)
        sticky = a.limbs[i] != 0;
    TY_KEEP(v);
    int drop = 64 - bits;
    *e = (intptr_t)width - bits;
    if (drop == 0) {
        /* The first bit below decides, with what follows it. */
        bool half = a.limbs[(at - 1) / LIMB_BITS] >> ((at - 1) % LIMB_BITS) & 1;
        if (half) {
            size_t i = (at - 1) / LIMB_BITS, b = (at - 1) % LIMB_BITS;
            bool rest = (a.limbs[i] & (((mp_limb_t)1 << b) - 1)) != 0;
            while (i-- > 0 && !rest)
                rest = a.limbs[i] != 0;
            if ((rest || (m & 1)) && ++m == 0) {
                m = (uint64_t)1 << 63;
                ++*e;
            }
        }
        return m;
    }
    uint64_t half = (uint64_t)1 << (drop - 1), low = m & (2 * half - 1);
    m >>= drop;
    m += low > half || (low == half && (sticky || (m & 1)));
    if (m >> bits) {
        m >>= 1;
        ++*e;
    }
    return m;
}

int ty_int_to_double(ty_ctx *ctx, ty_value v, double *out)
{
    v = ty_int_exact(v);
    if (TY_LIKELY(ty_is_small(v))) {
        *out = (double)ty_small_value(v);
        return 0;
    }
    intptr_t e;
    uint64_t m = ty_int_scaled(v, DBL_MANT_DIG, &e);
    if (e > DBL_MAX_EXP - DBL_MANT_DIG) {
        (void)ty_error_set(ctx, &ty_OverflowError_type, "int too large to convert to float");
        return -1;
    }
    double d = ldexp((double)m, (int)e);
    *out = ty_int_sign(v) < 0 ? -d : d;
    return 0;
}

ty_value ty_int_from_double(ty_ctx *ctx, double d)
{
    if (TY_LIKELY(d > -0x1p62 && d < 0x1p62))
        return ty_int_from_int64(ctx, (int64_t)d);
    if (isnan(d))
        return ty_error_set(ctx, &ty_ValueError_type, "cannot convert float NaN to integer");
    if (isinf(d))
        return ty_error_set(ctx, &ty_OverflowError_type, "cannot convert float infinity to integer");
    int e;
    uint64_t m = (uint64_t)ldexp(frexp(fabs(d), &e), DBL_MANT_DIG);
    ty_value v = ty_int_from_int64(ctx, d < 0 ? -(int64_t)m : (int64_t)m);
    return v ? ty_int_shift(ctx, v, e - DBL_MANT_DIG) : TY_NULL;
}

int ty_int_compare_double(ty_value v, double d)
{
    if (isinf(d))
        return d > 0 ? -1 : 1;
    v = ty_int_exact(v);
    if (ty_is_small(v)) {
        intptr_t i = ty_small_value(v);
        if (i > -((intptr_t)1 << (TY_WORD_BITS < 54 ? TY_WORD_BITS - 2 : 52)) &&
            i < ((intptr_t)1 << (TY_WORD_BITS < 54 ? TY_WORD_BITS - 2 : 52))) {
            double x = (double)i;
            return x < d ? -1 : x > d;
        }
        if (d >= 0x1p62)
            return -1;
        if (d < -0x1p62)
            return 1;
        /* |d| <= 2**62: its whole part fits, and a fraction decides only between equals */
        double whole = trunc(d);
        int64_t j = (int64_t)whole, k = i;
        return k != j ? (k < j ? -1 : 1) : d > whole ? -1 : d < whole;
    }
    int sign = ty_int_sign(v), sign_d = d < 0 ? -1 : d > 0;
    if (sign != sign_d)
        return sign < sign_d ? -1 : 1;
    int exp_d;
    double f = frexp(fabs(d), &exp_d);
    size_t width = ty_int_bit_length(v);
    if ((intptr_t)width != exp_d)
        return ((intptr_t)width < exp_d) == (sign > 0) ? -1 : 1;
    /* Same width, over 30 bits: compare the top 64 bits, then what is left of either. */
    int_view a;
    int_see(v, &a);
    uint64_t m = (uint64_t)ldexp(f, 64), top = 0;
    bool rest = false;
    if (width > 64) {
        size_t at = width - 64;
        top = window(a.limbs, a.n, at);
        for (size_t i = 0; i < at / LIMB_BITS; i++)
            rest |= a.limbs[i] != 0;
        if (at % LIMB_BITS)
            rest |= (a.limbs[at / LIMB_BITS] & (((mp_limb_t)1 << (at % LIMB_BITS)) - 1)) != 0;
    } else {
        (void)magnitude64(&a, &top);
        top <<= 64 - width;
    }
    TY_KEEP(v);
    int c = top != m ? (top < m ? -1 : 1) : rest;
    return sign < 0 ? -c : c;
}

/* --- hash ---------------------------------------------------------------------------------------------------------- */

#define HASH_BITS (TY_WORD_BITS == 64 ? 61 : 31)
#define HASH_MODULUS (((uint64_t)1 << HASH_BITS) - 1)

intptr_t ty_int_hash(ty_value v)
{
    v = ty_int_exact(v);
    intptr_t h;
    if (TY_LIKELY(ty_is_small(v))) {
        intptr_t i = ty_small_value(v);
        uintptr_t m = i < 0 ? -(uintptr_t)i : (uintptr_t)i;
        if (m >= HASH_MODULUS) {
            m = (m & (uintptr_t)HASH_MODULUS) + (m >> HASH_BITS);
            if (m >= HASH_MODULUS)
                m -= (uintptr_t)HASH_MODULUS;
        }
        h = i < 0 ? -(intptr_t)m : (intptr_t)m;
    } else {
        int_view a;
        int_see(v, &a);
        uintptr_t m = (uintptr_t)mpn_mod_1(a.limbs, (mp_size_t)a.n, (mp_limb_t)HASH_MODULUS);
        TY_KEEP(v);
        h = a.negative ? -(intptr_t)m : (intptr_t)m;
    }
    return h == -1 ? -2 : h;
}

/* --- bytes --------------------------------------------------------------------------------------------------------- */

ty_value ty_int_from_bytes(ty_ctx *ctx, const unsigned char *p, size_t n, bool little, bool is_signed)
{
    bool negative = is_signed && n && (p[little ? n - 1 : 0] & 0x80);
    if (n <= 8) {
        uint64_t m = 0;
        for (size_t i = 0; i < n; i++)
            m = m << 8 | p[little ? n - 1 - i : i];
        if (!negative)
            return ty_int_from_uint64(ctx, m);
        if (n < 8)
            m |= ~(uint64_t)0 << (8 * n);
        return ty_int_from_int64(ctx, (int64_t)m);
    }
    size_t limbs = (n + sizeof(mp_limb_t) - 1) / sizeof(mp_limb_t);
    /* p may lie in a heap object: the caller keeps it. */
    ty_bigint *r = ty_int_alloc(ctx, limbs + 1);
    if (!r)
        return TY_NULL;
    size_t at = 0;
    for (size_t i = 0; i < limbs; i++) {
        mp_limb_t x = 0;
        for (size_t b = 0; b < sizeof x && at < n; b++, at++)
            x |= (mp_limb_t)p[little ? at : n - 1 - at] << (8 * b);
        r->limbs[i] = x;
    }
    if (negative) { /* the magnitude is 2**(8n) - x */
        size_t spare = limbs * sizeof(mp_limb_t) - n;
        if (spare)
            r->limbs[limbs - 1] |= ~(mp_limb_t)0 << (LIMB_BITS - 8 * spare);
        mpn_com(r->limbs, r->limbs, (mp_size_t)limbs);
        r->limbs[limbs] = mpn_add_1(r->limbs, r->limbs, (mp_size_t)limbs, 1);
        limbs += 1;
    }
    return int_finish(r, limbs, negative);
}

int ty_int_to_bytes(ty_ctx *ctx, ty_value v, unsigned char *p, size_t n, bool little, bool is_signed)
{
    int_view a;
    int_see(v, &a);
    if (a.negative && !is_signed) {
        (void)ty_error_set(ctx, &ty_OverflowError_type, "can't convert negative int to unsigned");
        return -1;
    }
    mp_limb_t carry = a.negative, flip = a.negative ? ~(mp_limb_t)0 : 0;
    size_t at = 0;
    bool fits = true;
    for (size_t i = 0; i < a.n; i++) {
        mp_limb_t x = (a.limbs[i] ^ flip) + carry;
        carry &= x == 0;
        for (size_t b = 0; b < sizeof x; b++, x >>= 8) {
            unsigned char byte = (unsigned char)(x & 0xff);
            if (at < n)
                p[little ? at : n - 1 - at] = byte;
            else
                fits &= byte == (unsigned char)flip;
            at++;
        }
    }
    for (; at < n; at++)
        p[little ? at : n - 1 - at] = (unsigned char)flip;
    if (is_signed && fits && (n ? (p[little ? n - 1 : 0] & 0x80) != 0 : false) != a.negative)
        fits = false;
    if (fits)
        return 0;
    (void)ty_error_set(ctx, &ty_OverflowError_type, "int too big to convert");
    return -1;
}
