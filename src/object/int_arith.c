/* SPDX-License-Identifier: MIT */
/* Sums, products, comparison, greatest common divisor and square root of ints. */
#include <config.h>

#include <stdlib.h>

#include "object/int_impl.h"

/* Up to this many limbs scratch space is taken for granted. */
#define LARGE_LIMBS ((size_t)1 << 18)

/* --- results ----------------------------------------------------------------------------------------------------- */

int ty_int_check_limbs(ty_ctx *ctx, size_t n)
{
    if (TY_LIKELY(n <= LARGE_LIMBS))
        return 0;
    if (n <= MAX_LIMBS) {
        void *probe = malloc(n * sizeof(mp_limb_t) * 6);
        if (probe) {
            free(probe);
            return 0;
        }
    }
    (void)ty_error_memory(ctx);
    return -1;
}

ty_bigint *ty_int_alloc(ty_ctx *ctx, size_t n)
{
    if (TY_UNLIKELY(n > LARGE_LIMBS) && ty_int_check_limbs(ctx, n) < 0)
        return NULL;
    ty_bigint *r = ty_heap_alloc(ctx->heap, ty_heap_round(sizeof(ty_bigint) + n * sizeof(mp_limb_t)));
    if (TY_UNLIKELY(!r)) {
        (void)ty_error_memory(ctx);
        return NULL;
    }
    r->ob.head = (uintptr_t)&ty_int_shape;
    r->size = (intptr_t)n;
    return r;
}

ty_value ty_int_from_limbs(ty_ctx *ctx, const mp_limb_t *limbs, size_t n, bool negative)
{
    while (n > 0 && limbs[n - 1] == 0)
        n--;
    if (n == 0)
        return ty_small(0);
    if (n == 1 && limbs[0] <= (mp_limb_t)TY_INT_MAX + negative)
        return ty_small(negative ? (intptr_t)(-limbs[0]) : (intptr_t)limbs[0]);
    ty_bigint *r = ty_int_alloc(ctx, n);
    if (!r)
        return TY_NULL;
    memcpy(r->limbs, limbs, n * sizeof *limbs);
    r->size = negative ? -(intptr_t)n : (intptr_t)n;
    return TY_VALUE(r);
}

static ty_value from_magnitude(ty_ctx *ctx, uint64_t m, bool negative)
{
    mp_limb_t limbs[LIMBS_OF_64];
    for (size_t i = 0; i < LIMBS_OF_64; i++)
        limbs[i] = (mp_limb_t)(m >> (i * LIMB_BITS));
    return ty_int_from_limbs(ctx, limbs, LIMBS_OF_64, negative);
}

ty_value ty_int_from_int64(ty_ctx *ctx, int64_t i)
{
    if (TY_LIKELY(ty_fits_small(i)))
        return ty_small((intptr_t)i);
    return from_magnitude(ctx, i < 0 ? -(uint64_t)i : (uint64_t)i, i < 0);
}

ty_value ty_int_from_uint64(ty_ctx *ctx, uint64_t i)
{
    if (TY_LIKELY(i <= (uint64_t)TY_INT_MAX))
        return ty_small((intptr_t)i);
    return from_magnitude(ctx, i, false);
}

/* --- sums -------------------------------------------------------------------------------------------------------- */

static ty_value add_magnitudes(ty_ctx *ctx, const int_view *a, const int_view *b, bool negative)
{
    if (a->n < b->n) {
        const int_view *t = a;
        a = b;
        b = t;
    }
    ty_bigint *r = ty_int_alloc(ctx, a->n + 1);
    if (!r)
        return TY_NULL;
    r->limbs[a->n] = b->n ? mpn_add(r->limbs, a->limbs, (mp_size_t)a->n, b->limbs, (mp_size_t)b->n)
                          : (mpn_copyi(r->limbs, a->limbs, (mp_size_t)a->n), (mp_limb_t)0);
    return int_finish(r, a->n + 1, negative);
}

/* |a| - |b|, with the sign turned when `negative`. */
static ty_value sub_magnitudes(ty_ctx *ctx, const int_view *a, const int_view *b, bool negative)
{
    int c = int_compare_magnitude(a->limbs, a->n, b->limbs, b->n);
    if (c == 0)
        return ty_small(0);
    if (c < 0) {
        const int_view *t = a;
        a = b;
        b = t;
        negative = !negative;
    }
    ty_bigint *r = ty_int_alloc(ctx, a->n);
    if (!r)
        return TY_NULL;
    if (b->n)
        mpn_sub(r->limbs, a->limbs, (mp_size_t)a->n, b->limbs, (mp_size_t)b->n);
    else
        mpn_copyi(r->limbs, a->limbs, (mp_size_t)a->n);
    return int_finish(r, a->n, negative);
}

static ty_value add_signed(ty_ctx *ctx, ty_value va, ty_value vb, bool subtract)
{
    int_view a, b;
    int_see(va, &a);
    int_see(vb, &b);
    bool b_negative = b.negative != subtract;
    ty_value r = a.negative == b_negative ? add_magnitudes(ctx, &a, &b, a.negative) : sub_magnitudes(ctx, &a, &b, a.negative);
    TY_KEEP(va);
    TY_KEEP(vb);
    return r;
}

ty_value ty_int_add(ty_ctx *ctx, ty_value a, ty_value b)
{
    if (TY_LIKELY(ty_both_small(a, b)))
        return ty_int_from_size(ctx, ty_small_value(a) + ty_small_value(b));
    return add_signed(ctx, a, b, false);
}

ty_value ty_int_sub(ty_ctx *ctx, ty_value a, ty_value b)
{
    if (TY_LIKELY(ty_both_small(a, b)))
        return ty_int_from_size(ctx, ty_small_value(a) - ty_small_value(b));
    return add_signed(ctx, a, b, true);
}

ty_value ty_int_neg(ty_ctx *ctx, ty_value v)
{
    v = ty_int_exact(v);
    if (ty_is_small(v))
        return ty_int_from_size(ctx, -ty_small_value(v));
    int_view a;
    int_see(v, &a);
    ty_value r = ty_int_from_limbs(ctx, a.limbs, a.n, !a.negative);
    TY_KEEP(v);
    return r;
}

ty_value ty_int_abs(ty_ctx *ctx, ty_value v)
{
    return ty_int_sign(v) < 0 ? ty_int_neg(ctx, v) : ty_int_exact(v);
}

/* --- products ---------------------------------------------------------------------------------------------------- */

ty_value ty_int_mul(ty_ctx *ctx, ty_value va, ty_value vb)
{
    if (TY_LIKELY(ty_both_small(va, vb))) {
        intptr_t p;
        if (!ty_mul_overflow(ty_small_value(va), ty_small_value(vb), &p))
            return ty_int_from_size(ctx, p);
    }
    int_view a, b;
    int_see(va, &a);
    int_see(vb, &b);
    if (a.n == 0 || b.n == 0)
        return ty_small(0);
    const int_view *x = &a, *y = &b;
    if (x->n < y->n) {
        x = &b;
        y = &a;
    }
    ty_bigint *r = ty_int_alloc(ctx, x->n + y->n);
    if (!r)
        return TY_NULL;
    if (y->n == 1)
        r->limbs[x->n] = mpn_mul_1(r->limbs, x->limbs, (mp_size_t)x->n, y->limbs[0]);
    else if (a.limbs == b.limbs)
        mpn_sqr(r->limbs, a.limbs, (mp_size_t)a.n);
    else
        mpn_mul(r->limbs, x->limbs, (mp_size_t)x->n, y->limbs, (mp_size_t)y->n);
    TY_KEEP(va);
    TY_KEEP(vb);
    return int_finish(r, x->n + y->n, a.negative != b.negative);
}

/* --- comparison -------------------------------------------------------------------------------------------------- */

int ty_int_sign(ty_value v)
{
    v = ty_int_exact(v);
    intptr_t i = ty_is_small(v) ? ty_small_value(v) : ((ty_bigint *)v)->size;
    return i < 0 ? -1 : i > 0;
}

int ty_int_compare(ty_value va, ty_value vb)
{
    va = ty_int_exact(va);
    vb = ty_int_exact(vb);
    if (ty_both_small(va, vb))
        return (intptr_t)va < (intptr_t)vb ? -1 : va != vb;
    int_view a, b;
    int_see(va, &a);
    int_see(vb, &b);
    if (a.negative != b.negative)
        return a.negative ? -1 : 1;
    int c = int_compare_magnitude(a.limbs, a.n, b.limbs, b.n);
    return a.negative ? -c : c;
}

bool ty_int_equal(ty_value a, ty_value b)
{
    a = ty_int_exact(a);
    b = ty_int_exact(b);
    if (a == b)
        return true;
    if (ty_is_small(a) || ty_is_small(b))
        return false;
    return ((ty_bigint *)a)->size == ((ty_bigint *)b)->size && ty_int_compare(a, b) == 0;
}

size_t ty_int_bit_length(ty_value v)
{
    int_view a;
    int_see(v, &a);
    return int_width(a.limbs, a.n);
}

/* --- gcd, square root -------------------------------------------------------------------------------------------- */

static uintptr_t gcd_words(uintptr_t a, uintptr_t b)
{
    if (a == 0 || b == 0)
        return a | b;
    int shift = ty_ctz64(a | b);
    a >>= ty_ctz64(a);
    do {
        b >>= ty_ctz64(b);
        if (a > b) {
            uintptr_t t = a;
            a = b;
            b = t;
        }
        b -= a;
    } while (b);
    return a << shift;
}

/* Number of trailing zero bits; the number is not 0. */
static size_t trailing_zeros(const mp_limb_t *p)
{
    size_t i = 0;
    while (p[i] == 0)
        i++;
    return i * LIMB_BITS + (size_t)ty_ctz64(p[i]);
}

ty_value ty_int_gcd(ty_ctx *ctx, ty_value va, ty_value vb)
{
    int_view a, b;
    int_see(va, &a);
    int_see(vb, &b);
    if (a.n <= 1 && b.n <= 1 && TY_WORD_BITS >= GMP_NUMB_BITS)
        return ty_int_from_uint64(ctx, gcd_words(a.n ? (uintptr_t)a.limbs[0] : 0, b.n ? (uintptr_t)b.limbs[0] : 0));
    if (a.n == 0)
        return ty_int_abs(ctx, vb);
    if (b.n == 0)
        return ty_int_abs(ctx, va);
    const int_view *x = &a, *y = &b;
    if (x->n < y->n) {
        x = &b;
        y = &a;
    }
    if (y->n == 1) {
        mp_limb_t g = mpn_gcd_1(x->limbs, (mp_size_t)x->n, y->limbs[0]);
        return ty_int_from_limbs(ctx, &g, 1, false);
    }
    /* mpn_gcd wants the second operand odd, the first not shorter in bits, and destroys both. */
    size_t za = trailing_zeros(x->limbs), zb = trailing_zeros(y->limbs), z = za < zb ? za : zb;
    ty_bigint *p = ty_int_alloc(ctx, x->n), *q = p ? ty_int_alloc(ctx, y->n) : NULL;
    ty_bigint *g = q ? ty_int_alloc(ctx, y->n) : NULL;
    if (!g)
        return TY_NULL;
    size_t pn = x->n - za / LIMB_BITS, qn = y->n - zb / LIMB_BITS;
    const mp_limb_t *from = x->limbs + za / LIMB_BITS;
    if (za % LIMB_BITS)
        mpn_rshift(p->limbs, from, (mp_size_t)pn, (unsigned)(za % LIMB_BITS));
    else
        mpn_copyi(p->limbs, from, (mp_size_t)pn);
    from = y->limbs + zb / LIMB_BITS;
    if (zb % LIMB_BITS)
        mpn_rshift(q->limbs, from, (mp_size_t)qn, (unsigned)(zb % LIMB_BITS));
    else
        mpn_copyi(q->limbs, from, (mp_size_t)qn);
    pn -= p->limbs[pn - 1] == 0;
    qn -= q->limbs[qn - 1] == 0;
    mp_size_t gn;
    if (int_width(p->limbs, pn) >= int_width(q->limbs, qn))
        gn = mpn_gcd(g->limbs, p->limbs, (mp_size_t)pn, q->limbs, (mp_size_t)qn);
    else
        gn = mpn_gcd(g->limbs, q->limbs, (mp_size_t)qn, p->limbs, (mp_size_t)pn);
    TY_KEEP(va);
    TY_KEEP(vb);
    TY_KEEP(p);
    TY_KEEP(q);
    ty_value odd = int_finish(g, (size_t)gn, false);
    return z ? ty_int_shift(ctx, odd, (intptr_t)z) : odd;
}

ty_value ty_int_isqrt(ty_ctx *ctx, ty_value v)
{
    int_view a;
    int_see(v, &a);
    if (a.negative)
        return ty_error_set(ctx, &ty_ValueError_type, "isqrt() argument must be nonnegative");
    if (a.n == 0)
        return ty_small(0);
    ty_bigint *r = ty_int_alloc(ctx, (a.n + 1) / 2);
    if (!r)
        return TY_NULL;
    mpn_sqrtrem(r->limbs, NULL, a.limbs, (mp_size_t)a.n);
    TY_KEEP(v);
    return int_finish(r, (a.n + 1) / 2, false);
}
