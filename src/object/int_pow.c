/* SPDX-License-Identifier: MIT */
/*
 * Powers of ints. The plain power squares from the top bit of the exponent down, between two buffers of the final size,
 * and polls the breaker between multiplications. The modular one is GMP's, on read-only views of the operands; moduli of
 * one limb have a loop of their own.
 */
#include <config.h>

#include "object/float.h"
#include "object/int_impl.h"

/* --- plain ------------------------------------------------------------------------------------------------------- */

static ty_value negative_exponent(ty_ctx *ctx, ty_value a, ty_value b)
{
    double x, y;
    if (ty_int_to_double(ctx, a, &x) < 0 || ty_int_to_double(ctx, b, &y) < 0)
        return TY_NULL;
    return ty_float_pow(ctx, x, y);
}

/* |a|**e for odd |a| >= 3, e >= 2, as a fresh object of *n limbs. */
static ty_bigint *power_odd(ty_ctx *ctx, const mp_limb_t *a, size_t na, uint64_t e, size_t *n)
{
    size_t width = int_width(a, na);
    if (e > MAX_BITS / width + 1) {
        (void)ty_error_memory(ctx);
        return NULL;
    }
    size_t room = (size_t)((e * width) / LIMB_BITS) + na + 2;
    ty_bigint *r = ty_int_alloc(ctx, room), *t = r ? ty_int_alloc(ctx, room) : NULL;
    if (!t)
        return NULL;
    mpn_copyi(r->limbs, a, (mp_size_t)na);
    size_t rn = na;
    for (int bit = ty_bit_width64(e) - 2; bit >= 0; bit--) {
        mpn_sqr(t->limbs, r->limbs, (mp_size_t)rn);
        size_t tn = 2 * rn;
        tn -= t->limbs[tn - 1] == 0;
        ty_bigint *swap = r;
        if (e >> bit & 1) {
            mp_limb_t top;
            if (na == 1) {
                top = t->limbs[tn] = mpn_mul_1(t->limbs, t->limbs, (mp_size_t)tn, a[0]);
                tn += top != 0;
            } else { /* from t into r, so that t keeps its place */
                top = tn >= na ? mpn_mul(r->limbs, t->limbs, (mp_size_t)tn, a, (mp_size_t)na)
                               : mpn_mul(r->limbs, a, (mp_size_t)na, t->limbs, (mp_size_t)tn);
                rn = tn + na - (top == 0);
                if (ty_context_poll(ctx) < 0)
                    return NULL;
                continue;
            }
        }
        r = t;
        rn = tn;
        t = swap;
        if (ty_context_poll(ctx) < 0)
            return NULL;
    }
    TY_KEEP(t);
    *n = rn;
    return r;
}

static ty_value power(ty_ctx *ctx, ty_value va, ty_value vb)
{
    int_view a;
    int_see(va, &a);
    if (!ty_is_small(vb)) { /* too large an exponent for anything but -1, 0, 1 */
        int_view b;
        int_see(vb, &b);
        if (a.n == 0)
            return ty_small(0);
        if (a.n == 1 && a.limbs[0] == 1)
            return ty_small(a.negative && (b.limbs[0] & 1) ? -1 : 1);
        return ty_error_memory(ctx);
    }
    uintptr_t e = (uintptr_t)ty_small_value(vb);
    bool negative = a.negative && (e & 1);
    if (e == 0)
        return ty_small(1);
    if (e == 1)
        return ty_int_exact(va);
    if (e == 2)
        return ty_int_mul(ctx, va, va);
    if (a.n == 0)
        return ty_small(0);
    /* Powers of two go by shifting. */
    size_t zeros = 0;
    while (a.limbs[zeros / LIMB_BITS] == 0)
        zeros += LIMB_BITS;
    zeros += (size_t)ty_ctz64(a.limbs[zeros / LIMB_BITS]);
    size_t shift;
    if (zeros && (e > MAX_BITS || ty_mul_overflow(zeros, (size_t)e, &shift) || shift > MAX_BITS))
        return ty_error_memory(ctx);
    shift = zeros * (size_t)e;
    mp_limb_t own[1];
    const mp_limb_t *odd = a.limbs;
    size_t n = a.n;
    if (zeros && a.n == 1) {
        own[0] = a.limbs[0] >> zeros;
        odd = own;
    } else if (zeros) {
        size_t limbs = zeros / LIMB_BITS, bits = zeros % LIMB_BITS;
        n -= limbs;
        ty_bigint *t = ty_int_alloc(ctx, n);
        if (!t)
            return TY_NULL;
        if (bits)
            mpn_rshift(t->limbs, a.limbs + limbs, (mp_size_t)n, (unsigned)bits);
        else
            mpn_copyi(t->limbs, a.limbs + limbs, (mp_size_t)n);
        n -= t->limbs[n - 1] == 0;
        odd = t->limbs;
    }
    ty_value r;
    if (n == 1 && odd[0] == 1) {
        r = ty_small(negative ? -1 : 1);
    } else {
        /* While everything fits one word, plain multiplication. */
        if (n == 1 && odd[0] <= (mp_limb_t)INTPTR_MAX && e < 64) {
            intptr_t word = 1, base = (intptr_t)odd[0];
            uintptr_t left = e;
            while (left && !ty_mul_overflow(word, base, &word))
                left--;
            if (!left) {
                r = ty_int_from_int64(ctx, negative ? -(int64_t)word : (int64_t)word);
                return r && shift ? ty_int_shift(ctx, r, (intptr_t)shift) : r;
            }
        }
        size_t rn;
        ty_bigint *p = power_odd(ctx, odd, n, e, &rn);
        if (!p)
            return TY_NULL;
        r = int_finish(p, rn, negative);
    }
    TY_KEEP(va);
    TY_KEEP(odd);
    return shift ? ty_int_shift(ctx, r, (intptr_t)shift) : r;
}

/* --- modular ----------------------------------------------------------------------------------------------------- */

/* An mpz that reads the limbs of a view. */
static void mpz_see(mpz_t z, const int_view *v)
{
    (void)mpz_roinit_n(z, v->limbs, v->negative ? -(mp_size_t)v->n : (mp_size_t)v->n);
}

static mp_limb_t multiply_modulo(mp_limb_t a, mp_limb_t b, mp_limb_t m)
{
    mp_limb_t p[2];
    p[1] = mpn_mul_1(p, &a, 1, b);
    return p[1] ? mpn_mod_1(p, 2, m) : p[0] % m;
}

static mp_limb_t power_modulo(mp_limb_t a, const int_view *e, mp_limb_t m)
{
    mp_limb_t r = 1 % m;
    a %= m;
    if (m <= 0xffffffffu) {
        uint64_t x = a, y = r, n = m;
        for (size_t i = int_width(e->limbs, e->n); i-- > 0;) {
            y = y * y % n;
            if (e->limbs[i / LIMB_BITS] >> (i % LIMB_BITS) & 1)
                y = y * x % n;
        }
        return (mp_limb_t)y;
    }
    for (size_t i = int_width(e->limbs, e->n); i-- > 0;) {
        r = multiply_modulo(r, r, m);
        if (e->limbs[i / LIMB_BITS] >> (i % LIMB_BITS) & 1)
            r = multiply_modulo(r, a, m);
    }
    return r;
}

/* The inverse of a modulo |m|, or TY_NULL with ValueError. */
static ty_value inverse(ty_ctx *ctx, ty_value va, ty_value vm)
{
    int_view a, m;
    int_see(va, &a);
    int_see(vm, &m);
    if (ty_int_check_limbs(ctx, 4 * (a.n + m.n)) < 0)
        return TY_NULL;
    mpz_t za, zm, r;
    mpz_see(za, &a);
    mpz_see(zm, &m);
    mpz_init(r);
    /* GMP says that modulo 1 nothing is invertible; Python says 0. */
    bool one = m.n == 1 && m.limbs[0] == 1;
    ty_value v;
    if (!one && !mpz_invert(r, za, zm))
        v = ty_error_set(ctx, &ty_ValueError_type, "base is not invertible for the given modulus");
    else
        v = one ? ty_small(0) : ty_int_from_limbs(ctx, mpz_limbs_read(r), mpz_size(r), mpz_sgn(r) < 0);
    mpz_clear(r);
    TY_KEEP(va);
    TY_KEEP(vm);
    return v;
}

static ty_value power_mod(ty_ctx *ctx, ty_value va, ty_value ve, ty_value vm)
{
    int sign = ty_int_sign(vm);
    if (sign == 0)
        return ty_error_set(ctx, &ty_ValueError_type, "pow() 3rd argument cannot be 0");
    if (ty_int_sign(ve) < 0) {
        ve = ty_int_neg(ctx, ve);
        va = ve ? inverse(ctx, va, vm) : TY_NULL;
        if (!va)
            return TY_NULL;
    }
    int_view a, e, m;
    int_see(vm, &m);
    if (m.n == 1) {
        ty_value size = ty_int_from_limbs(ctx, m.limbs, 1, false);
        va = size ? ty_int_mod(ctx, va, size) : TY_NULL;
        if (!va)
            return TY_NULL;
        int_see(va, &a);
        int_see(ve, &e);
        mp_limb_t r = power_modulo(a.n ? a.limbs[0] : 0, &e, m.limbs[0]);
        if (r && sign < 0)
            r = m.limbs[0] - r;
        TY_KEEP(ve);
        TY_KEEP(vm);
        return ty_int_from_limbs(ctx, &r, 1, sign < 0);
    }
    int_see(va, &a);
    int_see(ve, &e);
    if (ty_int_check_limbs(ctx, a.n + e.n + 16 * m.n) < 0)
        return TY_NULL;
    mpz_t za, ze, zm, r;
    mpz_see(za, &a);
    mpz_see(ze, &e);
    mpz_see(zm, &m);
    mpz_init(r);
    mpz_powm(r, za, ze, zm); /* 0 <= r < |m| */
    if (sign < 0 && mpz_sgn(r))
        mpz_add(r, r, zm);
    ty_value v = ty_int_from_limbs(ctx, mpz_limbs_read(r), mpz_size(r), mpz_sgn(r) < 0);
    mpz_clear(r);
    TY_KEEP(va);
    TY_KEEP(ve);
    TY_KEEP(vm);
    return v;
}

ty_value ty_int_pow(ty_ctx *ctx, ty_value a, ty_value b, ty_value mod)
{
    b = ty_int_exact(b);
    if (mod != TY_NONE)
        return power_mod(ctx, a, b, mod);
    if (ty_int_sign(b) < 0)
        return negative_exponent(ctx, a, b);
    return power(ctx, a, b);
}
