/* SPDX-License-Identifier: MIT */
/*
 * Bitwise operations and shifts of ints, as if negative numbers had infinitely many leading ones. Big operands are kept
 * as sign and magnitude, so a negative one is complemented limb by limb on the way: -m = ~(m - 1).
 */
#include <config.h>

#include "object/int_impl.h"

/* Limb i of the two's complement form of a view; called for i = 0, 1, 2 ... in turn. */
typedef struct complement {
    const mp_limb_t *limbs;
    size_t n, i;
    mp_limb_t carry, flip; /* flip: all ones for negative numbers */
} complement;

static void complement_start(complement *c, const int_view *a)
{
    *c = (complement){.limbs = a->limbs, .n = a->n, .carry = a->negative, .flip = a->negative ? ~(mp_limb_t)0 : 0};
}

static inline mp_limb_t complement_next(complement *c)
{
    mp_limb_t x = (c->i < c->n ? c->limbs[c->i] : 0) ^ c->flip;
    c->i++;
    x += c->carry;
    c->carry &= x == 0;
    return x;
}

static ty_value bitwise(ty_ctx *ctx, ty_value va, ty_value vb, char op)
{
    int_view a, b;
    int_see(va, &a);
    int_see(vb, &b);
    bool negative = op == '&' ? a.negative && b.negative : op == '|' ? a.negative || b.negative : a.negative != b.negative;
    size_t n = a.n > b.n ? a.n : b.n;
    if (op == '&') { /* the limbs above a non-negative operand are zero */
        if (!a.negative && a.n < n)
            n = a.n;
        if (!b.negative && b.n < n)
            n = b.n;
    }
    n += negative;
    ty_bigint *r = ty_int_alloc(ctx, n + 1);
    if (!r)
        return TY_NULL;
    complement ca, cb;
    complement_start(&ca, &a);
    complement_start(&cb, &b);
    mp_limb_t carry = 1;
    for (size_t i = 0; i < n; i++) {
        mp_limb_t x = complement_next(&ca), y = complement_next(&cb);
        x = op == '&' ? x & y : op == '|' ? x | y : x ^ y;
        if (negative) {
            x = ~x + carry;
            carry &= x == 0;
        }
        r->limbs[i] = x;
    }
    TY_KEEP(va);
    TY_KEEP(vb);
    return int_finish(r, n, negative);
}

ty_value ty_int_and(ty_ctx *ctx, ty_value a, ty_value b)
{
    if (TY_LIKELY(ty_both_small(a, b)))
        return ty_small(ty_small_value(a) & ty_small_value(b));
    return bitwise(ctx, a, b, '&');
}

ty_value ty_int_or(ty_ctx *ctx, ty_value a, ty_value b)
{
    if (TY_LIKELY(ty_both_small(a, b)))
        return ty_small(ty_small_value(a) | ty_small_value(b));
    return bitwise(ctx, a, b, '|');
}

ty_value ty_int_xor(ty_ctx *ctx, ty_value a, ty_value b)
{
    if (TY_LIKELY(ty_both_small(a, b)))
        return ty_small(ty_small_value(a) ^ ty_small_value(b));
    return bitwise(ctx, a, b, '^');
}

ty_value ty_int_invert(ty_ctx *ctx, ty_value v)
{
    if (TY_LIKELY(ty_is_small(v)))
        return ty_small(~ty_small_value(v));
    ty_value minus = ty_int_neg(ctx, v);
    return minus ? ty_int_sub(ctx, minus, ty_small(1)) : TY_NULL;
}

/* --- shifts ------------------------------------------------------------------------------------------------------ */

static ty_value shift_left(ty_ctx *ctx, ty_value v, size_t count)
{
    int_view a;
    int_see(v, &a);
    if (a.n == 0)
        return ty_small(0);
    size_t limbs = count / LIMB_BITS, bits = count % LIMB_BITS;
    if (limbs > MAX_LIMBS)
        return ty_error_memory(ctx);
    ty_bigint *r = ty_int_alloc(ctx, a.n + limbs + 1);
    if (!r)
        return TY_NULL;
    if (limbs)
        mpn_zero(r->limbs, (mp_size_t)limbs);
    mp_limb_t top = 0;
    if (bits)
        top = mpn_lshift(r->limbs + limbs, a.limbs, (mp_size_t)a.n, (unsigned)bits);
    else
        mpn_copyi(r->limbs + limbs, a.limbs, (mp_size_t)a.n);
    r->limbs[a.n + limbs] = top;
    TY_KEEP(v);
    return int_finish(r, a.n + limbs + 1, a.negative);
}

static ty_value shift_right(ty_ctx *ctx, ty_value v, size_t count)
{
    int_view a;
    int_see(v, &a);
    size_t limbs = count / LIMB_BITS, bits = count % LIMB_BITS;
    if (limbs >= a.n)
        return ty_small(a.negative ? -1 : 0);
    size_t n = a.n - limbs;
    ty_bigint *r = ty_int_alloc(ctx, n + 1);
    if (!r)
        return TY_NULL;
    mp_limb_t lost = 0;
    if (bits)
        lost = mpn_rshift(r->limbs, a.limbs + limbs, (mp_size_t)n, (unsigned)bits);
    else
        mpn_copyi(r->limbs, a.limbs + limbs, (mp_size_t)n);
    r->limbs[n] = 0;
    if (a.negative) {
        for (size_t i = 0; i < limbs && !lost; i++)
            lost = a.limbs[i];
        if (lost)
            r->limbs[n] = mpn_add_1(r->limbs, r->limbs, (mp_size_t)n, 1);
    }
    TY_KEEP(v);
    return int_finish(r, n + 1, a.negative);
}

ty_value ty_int_shift(ty_ctx *ctx, ty_value v, intptr_t shift)
{
    return shift < 0 ? shift_right(ctx, v, -(size_t)shift) : shift_left(ctx, v, (size_t)shift);
}

static ty_value negative_count(ty_ctx *ctx)
{
    return ty_error_set(ctx, &ty_ValueError_type, "negative shift count");
}

ty_value ty_int_lshift(ty_ctx *ctx, ty_value v, ty_value count)
{
    count = ty_int_exact(count);
    if (TY_LIKELY(ty_is_small(count))) {
        intptr_t n = ty_small_value(count);
        if (n < 0)
            return negative_count(ctx);
        if (TY_LIKELY(ty_is_small(v) && n < TY_WORD_BITS - 1)) {
            intptr_t i = ty_small_value(v), r = (intptr_t)((uintptr_t)i << n);
            if (r >> n == i)
                return ty_int_from_size(ctx, r);
        }
        return shift_left(ctx, v, (size_t)n);
    }
    if (ty_int_sign(count) < 0)
        return negative_count(ctx);
    if (ty_int_sign(v) == 0)
        return ty_small(0);
    if (ty_int_bit_length(count) <= 67)
        return ty_error_memory(ctx);
    return ty_error_set(ctx, &ty_OverflowError_type, "too many digits in integer");
}

ty_value ty_int_rshift(ty_ctx *ctx, ty_value v, ty_value count)
{
    count = ty_int_exact(count);
    if (ty_int_sign(count) < 0)
        return negative_count(ctx);
    if (!ty_is_small(count))
        return ty_small(ty_int_sign(v) < 0 ? -1 : 0);
    intptr_t n = ty_small_value(count);
    if (TY_LIKELY(ty_is_small(v)))
        return ty_small(ty_small_value(v) >> (n < TY_WORD_BITS ? n : TY_WORD_BITS - 1));
    return shift_right(ctx, v, (size_t)n);
}
