/* SPDX-License-Identifier: MIT */
/* int: laws of arithmetic on random numbers of all sizes, and the texts, bytes and doubles they make. */
#include <config.h>

#include "object/int.h"

#include <math.h>

#include "object/error.h"
#include "object/ops.h"
#include "object/str.h"
#include "tests/unit/object/harness.h"

static ty_ctx *ctx;
static uint64_t seed = 88172645463325252u;
static uint64_t rnd(uint64_t n)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed % n;
}

/* Often near the edges: of immediates, of limbs. */
static ty_value number(void)
{
    unsigned char bytes[80];
    size_t n = rnd(4) ? rnd(10) : rnd(sizeof bytes);
    unsigned fill = rnd(3) == 0 ? (rnd(2) ? 0xff : 0) : 256;
    for (size_t i = 0; i < n; i++)
        bytes[i] = (unsigned char)(fill > 255 ? rnd(256) : fill);
    ty_value v = ty_int_from_bytes(ctx, bytes, n, rnd(2), rnd(2));
    return ty_int_add(ctx, v, ty_small((intptr_t)rnd(5) - 2));
}

static bool same(ty_value a, ty_value b) { return a && b && ty_int_equal(a, b) && ty_is_exact_int(a) && ty_is_small(a) == ty_is_small(b); }

static void laws(void)
{
    int bad[10] = {0};
    for (int round = 0; round < 20000; round++) {
        ty_value a = number(), b = number(), c = number();
        bad[0] += !same(ty_int_mul(ctx, a, ty_int_add(ctx, b, c)),
                        ty_int_add(ctx, ty_int_mul(ctx, a, b), ty_int_mul(ctx, a, c)));
        bad[1] += !same(ty_int_sub(ctx, ty_int_add(ctx, a, b), b), a);
        if (ty_int_sign(b)) {
            ty_value r, q = ty_int_divmod(ctx, a, b, &r);
            bad[2] += !same(ty_int_add(ctx, ty_int_mul(ctx, q, b), r), a);
            bad[2] += ty_int_sign(r) && ty_int_sign(r) != ty_int_sign(b);
            bad[2] += ty_int_compare(ty_int_abs(ctx, r), ty_int_abs(ctx, b)) >= 0;
            bad[2] += !same(ty_int_floordiv(ctx, a, b), q) || !same(ty_int_mod(ctx, a, b), r);
        }
        intptr_t n = (intptr_t)rnd(200);
        ty_value power = ty_int_pow(ctx, ty_small(2), ty_small(n), TY_NONE);
        bad[3] += !same(ty_int_lshift(ctx, a, ty_small(n)), ty_int_mul(ctx, a, power));
        bad[3] += !same(ty_int_rshift(ctx, a, ty_small(n)), ty_int_floordiv(ctx, a, power));
        /* a + b = (a ^ b) + 2 (a & b) = (a | b) + (a & b); ~a = -a - 1 */
        ty_value both = ty_int_and(ctx, a, b), sum = ty_int_add(ctx, a, b);
        bad[4] += !same(ty_int_add(ctx, ty_int_xor(ctx, a, b), ty_int_shift(ctx, both, 1)), sum);
        bad[4] += !same(ty_int_add(ctx, ty_int_or(ctx, a, b), both), sum);
        bad[4] += !same(ty_int_invert(ctx, a), ty_int_sub(ctx, ty_int_neg(ctx, a), ty_small(1)));
        int base = 2 + (int)rnd(35);
        ty_value text = ty_int_to_str(ctx, a, base);
        const ty_str *s = ty_str_ptr(text);
        bool minus = s->data[0] == '-';
        bad[5] += !same(ty_int_from_digits(ctx, (const char *)s->data + minus, s->length - minus, base, minus), a);
        unsigned char bytes[96];
        size_t width = ty_int_bit_length(a) / 8 + 1;
        bool little = rnd(2);
        bad[6] += ty_int_to_bytes(ctx, a, bytes, width, little, true) < 0 ||
                  !same(ty_int_from_bytes(ctx, bytes, width, little, true), a);
        ty_value g = ty_int_gcd(ctx, a, b);
        if (ty_int_sign(g)) {
            ty_value x = ty_int_floordiv(ctx, a, g), y = ty_int_floordiv(ctx, b, g);
            bad[7] += ty_int_sign(ty_int_mod(ctx, a, g)) != 0 || ty_int_sign(ty_int_mod(ctx, b, g)) != 0 ||
                      !same(ty_int_gcd(ctx, x, y), ty_small(1));
        }
        ty_value root = ty_int_isqrt(ctx, ty_int_abs(ctx, a)), next = ty_int_add(ctx, root, ty_small(1));
        bad[8] += ty_int_compare(ty_int_mul(ctx, root, root), ty_int_abs(ctx, a)) > 0 ||
                  ty_int_compare(ty_int_mul(ctx, next, next), ty_int_abs(ctx, a)) <= 0;
        double d;
        if (ty_int_to_double(ctx, a, &d) == 0) {
            ty_value back = ty_int_from_double(ctx, d);
            int order = ty_int_compare_double(a, d);
            bad[9] += (order < 0) != (ty_int_compare(a, back) < 0) || (order > 0) != (ty_int_compare(a, back) > 0);
            /* no double is nearer */
            double low, high;
            ty_value diff = ty_int_abs(ctx, ty_int_sub(ctx, a, back));
            low = nextafter(d, -HUGE_VAL), high = nextafter(d, HUGE_VAL);
            if (fabs(d) > 1e17)
                bad[9] += ty_int_compare(ty_int_abs(ctx, ty_int_sub(ctx, a, ty_int_from_double(ctx, low))), diff) < 0 ||
                          ty_int_compare(ty_int_abs(ctx, ty_int_sub(ctx, a, ty_int_from_double(ctx, high))), diff) < 0;
        }
        if (ctx->exc)
            break;
    }
    static const char *const names[] = {"distribution", "sum and difference", "division", "shifts", "bits",
                                        "text", "bytes", "gcd", "square root", "doubles"};
    for (int i = 0; i < 10; i++)
        is_int(bad[i], 0, "%s", names[i]);
    no_error(ctx);
}

static void powers(void)
{
    int bad = 0;
    for (int round = 0; round < 500; round++) {
        ty_value a = number(), m = number();
        intptr_t n = (intptr_t)rnd(40);
        ty_value p = ty_small(1);
        for (intptr_t i = 0; i < n; i++)
            p = ty_int_mul(ctx, p, a);
        bad += !same(ty_int_pow(ctx, a, ty_small(n), TY_NONE), p);
        if (ty_int_sign(m))
            bad += !same(ty_int_pow(ctx, a, ty_small(n), m), ty_int_mod(ctx, p, m));
    }
    is_int(bad, 0, "powers");
    ok(!ty_int_pow(ctx, ty_small(3), ty_small((intptr_t)1 << 40), TY_NONE), "a power that no memory holds");
    raises(ctx, &ty_MemoryError_type, NULL);
    ok(!ty_int_lshift(ctx, ty_small(1), ty_small((intptr_t)1 << 50)), "a shift that no memory holds");
    raises(ctx, &ty_MemoryError_type, NULL);
    ok(!ty_int_pow(ctx, ty_small(2), ty_small(-1), ty_small(4)), "no inverse");
    raises(ctx, &ty_ValueError_type, "base is not invertible for the given modulus");
    no_error(ctx);
}

int main(void)
{
    ctx = harness_begin();
    laws();
    powers();
    is_repr(ctx, ty_int_pow(ctx, ty_small(-10), ty_small(21), TY_NONE), "-1000000000000000000000");
    harness_end();
    return done_testing();
}
