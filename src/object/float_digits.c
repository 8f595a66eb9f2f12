/* SPDX-License-Identifier: MIT */
/*
 * Digits of doubles. A table of 128-bit powers of ten settles nearly all cases: the product of a 64-bit number and a
 * table entry has 192 bits, too large by less than the number itself (the entries are rounded up by less than 1). So the
 * rounding is known unless the part that is dropped lies within that error above one half; the exact computation with
 * GMP's mpn layer decides those. Entries for 10**0 to 10**55 are exact.
 *
 * Shortest digits: Giulietti, The Schubfach way to render doubles (2021).
 */
#include <config.h>

#include "object/float_digits.h"

#include <float.h>
#include <gmp.h>
#include <math.h>

#include "object/float_powers.h"
#include "platform/assert.h"

#define LIMB_BITS ((unsigned)GMP_NUMB_BITS)
/* 53 bits, times 5**1074; and doubled for quotients. */
#define BIG_LIMBS (2700 / GMP_NUMB_BITS + 8)

static const char pairs[200] = "00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445464748495"
                               "051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899";

static int floor_log2_pow10(int k) { return (k * 1741647) >> 19; }

/* d = m * 2**e */
static uint64_t take_apart(double d, int *e)
{
    uint64_t bits = ty_double_bits(d), fraction = bits & (((uint64_t)1 << 52) - 1);
    int exponent = (int)(bits >> 52 & 0x7ff);
    *e = exponent ? exponent - 1075 : -1074;
    return exponent ? fraction | (uint64_t)1 << 52 : fraction;
}

/* --- the 192-bit kernel ---------------------------------------------------------------------------------------------- */

/* p[2..0] = w * 10**k's table entry */
static void multiply(uint64_t w, int k, uint64_t p[3])
{
    const uint64_t *g = powers[k - POWER_MIN];
    uint64_t low_high, high_high, middle;
    p[0] = ty_mul64_wide(w, g[1], &low_high);
    middle = ty_mul64_wide(w, g[0], &high_high);
    p[1] = middle + low_high;
    p[2] = high_high + (p[1] < middle);
}

/*
 * p / 2**shift rounded half to even, 128 < shift; p is w times an entry (exact or not). The result has less than 64 bits.
 * False: undecided.
 */
static bool round_shift(const uint64_t p[3], int shift, uint64_t w, bool exact, uint64_t *out)
{
    if (shift > 192) { /* below one half: p has at most 192 bits */
        *out = 0;
        return true;
    }
    /* whole | half bit | rest */
    uint64_t whole, above;
    if (shift < 192) {
        whole = p[2] >> (shift - 128);
        above = p[2] & (((uint64_t)1 << (shift - 128)) - 1);
    } else {
        whole = 0;
        above = p[2];
    }
    uint64_t half = (uint64_t)1 << (shift - 129);
    if (above < half) {
        *out = whole;
        return true;
    }
    bool at_half = above == half && p[1] == 0;
    if (!exact && at_half && p[0] < w)
        return false;
    *out = whole + (!at_half || p[0] != 0 || (whole & 1));
    return true;
}

static bool entry_exact(int k) { return k >= 0 && k <= 55; }

/* m * 2**e * 10**s rounded half to even to an integer below 2**63. False: undecided, or it does not fit. */
static bool scale(uint64_t m, int e, int s, uint64_t *out)
{
    if (s < POWER_MIN || s > POWER_MAX)
        return false;
    int zeros = ty_clz64(m), shift = -(e - zeros + floor_log2_pow10(s) - 127);
    if (shift <= 129)
        return false;
    uint64_t p[3], w = m << zeros;
    multiply(w, s, p);
    return round_shift(p, shift, w, entry_exact(s), out);
}

double ty_float_digits_scale(uint64_t m, intptr_t s, bool *sure)
{
    *sure = true;
    if (m == 0 || s < -400)
        return 0;
    if (s > 400)
        return HUGE_VAL;
    /* Both exact as doubles: one rounding (Clinger). */
    if (m <= (uint64_t)1 << 53 && s >= -22 && s <= 22 && FLT_EVAL_METHOD == 0) {
        static const double tens[23] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                        1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
        return s < 0 ? (double)m / tens[-s] : (double)m * tens[s];
    }
    if (s < POWER_MIN)
        return 0; /* below 2**64 * 10**-343 */
    if (s > 308)
        return HUGE_VAL;
    int k = (int)s, zeros = ty_clz64(m);
    uint64_t p[3], w = m << zeros;
    multiply(w, k, p);
    int top = p[2] >> 63 ? 192 : 191; /* bits of p; its unit is 2**unit */
    int unit = floor_log2_pow10(k) - 127 - zeros;
    int shift = top - DBL_MANT_DIG;
    if (unit + shift < -1074)
        shift = -1074 - unit;
    uint64_t whole;
    if (!round_shift(p, shift, w, entry_exact(k), &whole)) {
        *sure = false;
        return 0;
    }
    return unit + shift > 971 ? HUGE_VAL : ldexp((double)whole, unit + shift);
}

/* --- writing digits -------------------------------------------------------------------------------------------------- */

/* Decimal digits of m at p; returns how many. */
static int put_decimal(uint64_t m, char *p)
{
    char buf[20], *end = buf + sizeof buf, *at = end;
    while (m >= 100) {
        unsigned pair = (unsigned)(m % 100);
        m /= 100;
        at -= 2;
        memcpy(at, pairs + 2 * pair, 2);
    }
    if (m >= 10) {
        at -= 2;
        memcpy(at, pairs + 2 * m, 2);
    } else {
        *--at = (char)('0' + m);
    }
    memcpy(p, at, (size_t)(end - at));
    return (int)(end - at);
}

static void strip_zeros(ty_float_digits *out)
{
    while (out->n > 1 && out->digits[out->n - 1] == '0')
        out->n--;
}

static void zero(ty_float_digits *out)
{
    out->point = 1;
    out->n = 1;
    out->digits[0] = '0';
}

/* --- shortest -------------------------------------------------------------------------------------------------------- */

/* The upper bits of entry * c, its last bit set when anything lies below. */
static uint64_t round_to_odd(const uint64_t *g, uint64_t c)
{
    uint64_t low_high, high, middle;
    (void)ty_mul64_wide(g[1], c, &low_high);
    middle = ty_mul64_wide(g[0], c, &high);
    uint64_t sum = middle + low_high;
    high += sum < middle;
    return high | (sum > 1);
}

void ty_float_digits_shortest(double d, ty_float_digits *out)
{
    int q;
    uint64_t c = take_apart(d, &q);
    if (c == 0) {
        zero(out);
        return;
    }
    uint64_t digits;
    int k;
    if (q <= 0 && q > -53 && (c & (((uint64_t)1 << -q) - 1)) == 0) { /* a whole number below 2**53 */
        digits = c >> -q;
        k = 0;
    } else {
        bool odd = c & 1, closer = c == (uint64_t)1 << 52 && q > -1074;
        k = (q * 1262611 - (closer ? 524031 : 0)) >> 22;
        int h = q + floor_log2_pow10(-k) + 1;
        const uint64_t *g = powers[-k - POWER_MIN];
        uint64_t low = round_to_odd(g, (4 * c - 2 + closer) << h) + odd;
        uint64_t mid = round_to_odd(g, (4 * c) << h);
        uint64_t high = round_to_odd(g, (4 * c + 2) << h) - odd;
        uint64_t s = mid / 4;
        bool done = false;
        if (s >= 10) {
            uint64_t t = s / 10;
            bool under = low <= 40 * t, over = 40 * t + 40 <= high;
            if (under != over) {
                digits = t + over;
                k++;
                done = true;
            }
        }
        if (!done) {
            bool under = low <= 4 * s, over = 4 * s + 4 <= high;
            if (under != over)
                digits = s + over;
            else
                digits = s + (mid > 4 * s + 2 || (mid == 4 * s + 2 && (s & 1)));
        }
    }
    out->n = put_decimal(digits, out->digits);
    out->point = out->n + k;
    strip_zeros(out);
}

/* --- rounded at a place ----------------------------------------------------------------------------------------------- */

typedef struct big {
    mp_size_t n;
    mp_limb_t limbs[BIG_LIMBS];
} big;

static void big_set(big *b, uint64_t m)
{
    b->n = 0;
    while (m) {
        b->limbs[b->n++] = (mp_limb_t)m;
        m = LIMB_BITS < 64 ? m >> (LIMB_BITS % 64) : 0;
    }
}

static void big_mul_pow5(big *b, unsigned k)
{
    const unsigned step = LIMB_BITS >= 64 ? 27 : 13;
    while (k) {
        unsigned now = k < step ? k : step;
        mp_limb_t five = 1;
        for (unsigned i = 0; i < now; i++)
            five *= 5;
        mp_limb_t carry = mpn_mul_1(b->limbs, b->limbs, b->n, five);
        if (carry)
            b->limbs[b->n++] = carry;
        k -= now;
    }
}

static void big_shift_left(big *b, unsigned count)
{
    unsigned limbs = count / LIMB_BITS, bits = count % LIMB_BITS;
    mpn_copyd(b->limbs + limbs, b->limbs, b->n);
    if (limbs)
        mpn_zero(b->limbs, limbs);
    if (bits) {
        mp_limb_t top = mpn_lshift(b->limbs + limbs, b->limbs + limbs, b->n, bits);
        if (top)
            b->limbs[limbs + b->n++] = top;
    }
    b->n += limbs;
}

static void big_increment(big *b)
{
    mp_limb_t carry = b->n ? mpn_add_1(b->limbs, b->limbs, b->n, 1) : 1;
    if (carry)
        b->limbs[b->n++] = carry;
}

/* b / 2**count, half to even */
static void big_shift_right(big *b, unsigned count)
{
    unsigned limbs = count / LIMB_BITS, bits = count % LIMB_BITS;
    unsigned half_limb = (count - 1) / LIMB_BITS, half_bit = (count - 1) % LIMB_BITS;
    bool half = half_limb < (unsigned)b->n && (b->limbs[half_limb] >> half_bit & 1), rest = false;
    if (half) {
        rest = half_bit && (b->limbs[half_limb] & (((mp_limb_t)1 << half_bit) - 1));
        for (unsigned i = 0; i < half_limb && !rest; i++)
            rest = b->limbs[i] != 0;
    }
    if (limbs >= (unsigned)b->n) {
        b->n = 0;
    } else {
        b->n -= limbs;
        if (bits)
            mpn_rshift(b->limbs, b->limbs + limbs, b->n, bits);
        else
            mpn_copyi(b->limbs, b->limbs + limbs, b->n);
        while (b->n && b->limbs[b->n - 1] == 0)
            b->n--;
    }
    if (half && (rest || (b->n && (b->limbs[0] & 1))))
        big_increment(b);
}

/* b / by, half to even */
static void big_divide(big *b, const big *by)
{
    big q, r;
    if (b->n < by->n) {
        q.n = 0;
        r = *b;
    } else {
        q.n = b->n - by->n + 1;
        r.n = by->n;
        mpn_tdiv_qr(q.limbs, r.limbs, 0, b->limbs, b->n, by->limbs, by->n);
        while (q.n && q.limbs[q.n - 1] == 0)
            q.n--;
        while (r.n && r.limbs[r.n - 1] == 0)
            r.n--;
    }
    int c = -1; /* 2r against `by` */
    if (r.n) {
        big_shift_left(&r, 1);
        c = r.n != by->n ? (r.n < by->n ? -1 : 1) : mpn_cmp(r.limbs, by->limbs, r.n);
    }
    if (c > 0 || (c == 0 && q.n && (q.limbs[0] & 1)))
        big_increment(&q);
    *b = q;
}

/*
 * The digits of m * 2**e * 10**s rounded to an integer, from digit 0 on; *s becomes smaller when fewer places hold all
 * there is. n: 0 for zero.
 */
static void exact_scaled(uint64_t m, int e, intptr_t *s, ty_float_digits *out)
{
    uint64_t whole;
    intptr_t all = e < 0 ? -e : 0;
    if (*s > all)
        *s = all;
    if (*s >= POWER_MIN && scale(m, e, (int)*s, &whole)) {
        out->n = whole ? put_decimal(whole, out->digits) : 0;
        return;
    }
    if (*s < -320) {
        out->n = 0;
        return;
    }
    big b;
    big_set(&b, m);
    if (*s >= 0) {
        big_mul_pow5(&b, (unsigned)*s);
        int shift = e + (int)*s;
        if (shift >= 0)
            big_shift_left(&b, (unsigned)shift);
        else
            big_shift_right(&b, (unsigned)-shift);
    } else {
        big by;
        big_set(&by, 1);
        big_mul_pow5(&by, (unsigned)-*s);
        int shift = e + (int)*s;
        if (shift >= 0)
            big_shift_left(&b, (unsigned)shift);
        else
            big_shift_left(&by, (unsigned)-shift);
        big_divide(&b, &by);
    }
    if (b.n == 0) {
        out->n = 0;
        return;
    }
    size_t n = mpn_get_str((unsigned char *)out->digits, 10, b.limbs, b.n), skip = 0;
    while (skip < n - 1 && out->digits[skip] == 0)
        skip++;
    for (size_t i = skip; i < n; i++)
        out->digits[i - skip] = (char)('0' + out->digits[i]);
    out->n = (int)(n - skip);
}

void ty_float_digits_fixed(double d, intptr_t places, ty_float_digits *out)
{
    int e;
    uint64_t m = take_apart(d, &e);
    out->n = 0;
    out->point = 1;
    if (m == 0)
        return;
    exact_scaled(m, e, &places, out);
    out->point = out->n - (int)places;
    if (out->n)
        strip_zeros(out);
}

void ty_float_digits_significant(double d, intptr_t count, ty_float_digits *out)
{
    int e;
    uint64_t m = take_apart(d, &e);
    if (m == 0) {
        zero(out);
        return;
    }
    /* 10**x <= d, or d is a little less; never larger than the truth */
    int width = ty_bit_width64(m), x = (int)(((int64_t)(e + width - 1) * 315653) >> 20);
    for (;;) {
        intptr_t s = count - 1 - x;
        exact_scaled(m, e, &s, out);
        out->point = out->n - (int)s;
        if (out->point - 1 <= x || s < count - 1 - x)
            break;
        /* There was one digit more before the point than thought. That the digit came by rounding up to a power of ten
         * does no harm: it is then followed by zeros only. */
        x++;
    }
    if (out->n > count)
        out->n = (int)count;
    strip_zeros(out);
}
