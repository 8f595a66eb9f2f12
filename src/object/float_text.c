/* SPDX-License-Identifier: MIT */
/* Doubles as text, independent of the locale: repr, C's e f g conversions, and the reader of decimal literals. */
#include <config.h>

#include <gmp.h>
#include <math.h>

#include "mem/buf.h"
#include "object/float.h"
#include "object/float_digits.h"

#define LIMB_BITS ((unsigned)GMP_NUMB_BITS)

/* --- repr ------------------------------------------------------------------------------------------------------------ */

/* "e+16", "e-05"; returns the end */
static char *put_exponent(char *p, int e, char letter)
{
    *p++ = letter;
    *p++ = e < 0 ? '-' : '+';
    unsigned u = e < 0 ? -(unsigned)e : (unsigned)e;
    if (u >= 100) {
        *p++ = (char)('0' + u / 100);
        u %= 100;
    }
    *p++ = (char)('0' + u / 10);
    *p++ = (char)('0' + u % 10);
    return p;
}

size_t ty_float_repr(double d, char out[32])
{
    char *p = out;
    if (TY_UNLIKELY(!isfinite(d))) {
        const char *text = isnan(d) ? "nan" : d < 0 ? "-inf" : "inf";
        size_t n = strlen(text);
        memcpy(out, text, n);
        return n;
    }
    ty_float_digits v;
    ty_float_digits_shortest(d, &v);
    if (signbit(d))
        *p++ = '-';
    size_t n = (size_t)v.n;
    if (v.point > 16 || v.point < -3) {
        *p++ = v.digits[0];
        if (n > 1) {
            *p++ = '.';
            memcpy(p, v.digits + 1, n - 1);
            p += n - 1;
        }
        p = put_exponent(p, v.point - 1, 'e');
    } else if (v.point <= 0) {
        memcpy(p, "0.0000", 6);
        p += 2 - v.point;
        memcpy(p, v.digits, n);
        p += n;
    } else if ((size_t)v.point >= n) {
        memcpy(p, v.digits, n);
        memset(p + n, '0', (size_t)v.point - n);
        p += v.point;
        *p++ = '.';
        *p++ = '0';
    } else {
        memcpy(p, v.digits, (size_t)v.point);
        p += v.point;
        *p++ = '.';
        memcpy(p, v.digits + v.point, n - (size_t)v.point);
        p += n - (size_t)v.point;
    }
    return (size_t)(p - out);
}

/* --- conversions of printf --------------------------------------------------------------------------------------------- */

/* Digits [from, to) of v, with the zeros before and behind those that are stored. */
static void put_digits(ty_buf *b, const ty_float_digits *v, intptr_t from, intptr_t to)
{
    if (from < 0) {
        intptr_t zeros = to < 0 ? to - from : -from;
        ty_buf_fill(b, '0', (size_t)zeros);
        from = 0;
    }
    if (from < v->n && from < to) {
        intptr_t end = to < v->n ? to : v->n;
        ty_buf_bytes(b, v->digits + from, (size_t)(end - from));
        from = end;
    }
    if (from < to)
        ty_buf_fill(b, '0', (size_t)(to - from));
}

static void put_scientific(ty_buf *b, const ty_float_digits *v, intptr_t digits, bool point, char letter)
{
    put_digits(b, v, 0, 1);
    if (digits > 1 || point)
        ty_buf_u8(b, '.');
    put_digits(b, v, 1, digits);
    char exponent[8];
    bool is_zero = v->n == 1 && v->digits[0] == '0';
    ty_buf_bytes(b, exponent, (size_t)(put_exponent(exponent, is_zero ? 0 : v->point - 1, letter) - exponent));
}

static void put_fixed(ty_buf *b, const ty_float_digits *v, intptr_t places, bool point)
{
    if (v->n == 0 || v->point <= 0)
        ty_buf_u8(b, '0');
    else
        put_digits(b, v, 0, v->point);
    if (places > 0 || point)
        ty_buf_u8(b, '.');
    if (v->n == 0)
        ty_buf_fill(b, '0', places > 0 ? (size_t)places : 0);
    else
        put_digits(b, v, v->point, v->point + places);
}

int ty_float_format(ty_buf *b, double d, char type, int precision, int flags)
{
    bool alternate = flags & TY_FLOAT_ALTERNATE, upper = type >= 'A' && type <= 'Z';
    char kind = upper ? (char)(type + 32) : type, letter = upper ? 'E' : 'e';
    if (isnan(d)) { /* without a sign, as in Python */
        ty_buf_str(b, upper ? "NAN" : "nan");
        return b->failed ? -1 : 0;
    }
    if (signbit(d))
        ty_buf_u8(b, '-');
    if (isinf(d)) {
        ty_buf_str(b, upper ? "INF" : "inf");
        return b->failed ? -1 : 0;
    }
    ty_float_digits v;
    if (kind == 'e') {
        ty_float_digits_significant(d, (intptr_t)precision + 1, &v);
        put_scientific(b, &v, (intptr_t)precision + 1, alternate, letter);
    } else if (kind == 'f') {
        ty_float_digits_fixed(d, precision, &v);
        put_fixed(b, &v, precision, alternate);
    } else {
        /* g: trailing zeros go unless '#'; r: shortest, of which the point and one digit behind it always stay */
        intptr_t digits = precision > 0 ? precision : 1;
        int highest = (int)(digits < 1 << 20 ? digits : 1 << 20);
        if (kind == 'r') {
            ty_float_digits_shortest(d, &v);
            highest = 16;
            digits = v.n;
        } else {
            ty_float_digits_significant(d, digits, &v);
            if (!alternate)
                digits = v.n;
            if (flags & TY_FLOAT_POINT_ZERO)
                highest--; /* "1.234e+03": no room for the zero that "1234.0" would add */
        }
        if (v.point < -3 || v.point > highest) {
            put_scientific(b, &v, digits, alternate, letter);
        } else {
            intptr_t places = digits > v.point ? digits - v.point : 0;
            if (flags & TY_FLOAT_POINT_ZERO && places == 0)
                places = 1;
            put_fixed(b, &v, places, alternate);
        }
    }
    return b->failed ? -1 : 0;
}

/* --- reading ----------------------------------------------------------------------------------------------------------- */

#define KEPT_DIGITS 800 /* more digits only say whether something non-zero follows */
#define BIG_LIMBS (6000 / GMP_NUMB_BITS + 8)

static mp_size_t mul_pow5(mp_limb_t *p, mp_size_t n, unsigned k)
{
    const unsigned step = LIMB_BITS >= 64 ? 27 : 13;
    while (k) {
        unsigned now = k < step ? k : step;
        mp_limb_t five = 1;
        for (unsigned i = 0; i < now; i++)
            five *= 5;
        mp_limb_t carry = mpn_mul_1(p, p, n, five);
        if (carry)
            p[n++] = carry;
        k -= now;
    }
    return n;
}

static mp_size_t shift_left(mp_limb_t *p, mp_size_t n, unsigned count)
{
    unsigned limbs = count / LIMB_BITS, bits = count % LIMB_BITS;
    mpn_copyd(p + limbs, p, n);
    if (limbs)
        mpn_zero(p, limbs);
    n += limbs;
    if (bits) {
        mp_limb_t top = mpn_lshift(p + limbs, p + limbs, n - (mp_size_t)limbs, bits);
        if (top)
            p[n++] = top;
    }
    return n;
}

static int width_of(const mp_limb_t *p, mp_size_t n)
{
    return n ? (int)((n - 1) * (mp_size_t)LIMB_BITS) + ty_bit_width64(p[n - 1]) : 0;
}

/* p / 2**-e, and a little more when sticky, as a double. */
static double from_limbs(const mp_limb_t *p, mp_size_t n, int e, bool sticky)
{
    int width = width_of(p, n), drop = width - 64;
    uint64_t m = 0;
    for (int bit = 0; bit < 64; bit += (int)LIMB_BITS) { /* the 64 bits from `drop` on, in pieces of a limb */
        int at = drop + bit;
        int limb = at >= 0 ? at / (int)LIMB_BITS : -((-at + (int)LIMB_BITS - 1) / (int)LIMB_BITS), off = at - limb * (int)LIMB_BITS;
        mp_limb_t low = limb >= 0 && limb < n ? p[limb] : 0, high = limb + 1 >= 0 && limb + 1 < n ? p[limb + 1] : 0;
        mp_limb_t piece = off ? low >> off | high << ((int)LIMB_BITS - off) : low;
        m |= (uint64_t)piece << bit;
    }
    for (int i = 0; i < drop && !sticky; i += (int)LIMB_BITS) {
        mp_limb_t limb = p[i / (int)LIMB_BITS];
        sticky = drop - i >= (int)LIMB_BITS ? limb != 0 : (limb & (((mp_limb_t)1 << (drop - i)) - 1)) != 0;
    }
    return ty_float_assemble(m, e + drop, sticky);
}

double ty_float_assemble(uint64_t m, int e, bool sticky)
{
    if (m == 0)
        return 0;
    int zeros = ty_clz64(m);
    m <<= zeros;
    e -= zeros;
    int drop = 11;
    if (e + drop < -1074)
        drop = -1074 - e;
    if (drop > 64)
        return 0;
    uint64_t whole = drop < 64 ? m >> drop : 0, half = (uint64_t)1 << (drop - 1), low = drop < 64 ? m & (2 * half - 1) : m;
    whole += low > half || (low == half && (sticky || (whole & 1)));
    return ldexp((double)whole, e + drop);
}

/* The digits in text[0..n) times 10**e, exactly. point characters are skipped. */
static TY_NOINLINE double scan_exact(const char *text, size_t n, intptr_t e)
{
    unsigned char digits[KEPT_DIGITS + 1];
    size_t count = 0;
    intptr_t dropped = 0;
    bool rest = false;
    for (size_t i = 0; i < n; i++) {
        if (text[i] == '.' || (count == 0 && text[i] == '0'))
            continue;
        if (count < KEPT_DIGITS) {
            digits[count++] = (unsigned char)(text[i] - '0');
        } else {
            dropped++;
            rest |= text[i] != '0';
        }
    }
    e += dropped;
    if (count == 0 || e + (intptr_t)count < -330)
        return 0;
    if (e + (intptr_t)count > 310)
        return HUGE_VAL;
    if (rest) { /* anything that is not half or whole */
        digits[count++] = 1;
        e--;
    }
    mp_limb_t a[BIG_LIMBS], b[BIG_LIMBS], q[BIG_LIMBS];
    mp_size_t an = mpn_set_str(a, digits, count, 10);
    if (e >= 0) {
        an = mul_pow5(a, an, (unsigned)e);
        return from_limbs(a, an, (int)e, false);
    }
    /* a / 5**-e: make the quotient at least 66 bits wide */
    b[0] = 1;
    mp_size_t bn = mul_pow5(b, 1, (unsigned)-e);
    int up = width_of(b, bn) - width_of(a, an) + 66;
    if (up > 0)
        an = shift_left(a, an, (unsigned)up);
    else
        up = 0;
    mpn_tdiv_qr(q, a, 0, a, an, b, bn);
    mp_size_t qn = an - bn + 1;
    qn -= q[qn - 1] == 0;
    bool sticky = false;
    for (mp_size_t i = 0; i < bn; i++)
        sticky |= a[i] != 0;
    return from_limbs(q, qn, (int)e - up, sticky);
}

double ty_float_scan(const char *text, size_t n, size_t *end)
{
    const char *p = text, *stop = text + n, *point = NULL;
    uint64_t m = 0;
    int kept = 0;          /* digits in m */
    intptr_t exponent = 0; /* m's power of ten */
    bool any = false, more = false;
    for (; p < stop; p++) {
        unsigned digit = (unsigned)(unsigned char)*p - '0';
        if (digit <= 9) {
            any = true;
            if (kept < 19) {
                m = m * 10 + digit;
                kept += m != 0;
                exponent -= point != NULL;
            } else {
                more |= digit != 0;
                exponent += point == NULL;
            }
        } else if (*p == '.' && !point) {
            point = p;
        } else {
            break;
        }
    }
    if (!any) {
        *end = 0;
        return 0;
    }
    const char *mantissa_end = p;
    if (p < stop && (*p | 0x20) == 'e') {
        const char *q = p + 1;
        bool minus = false;
        if (q < stop && (*q == '+' || *q == '-'))
            minus = *q++ == '-';
        if (q < stop && *q >= '0' && *q <= '9') {
            intptr_t e = 0;
            for (; q < stop && *q >= '0' && *q <= '9'; q++)
                if (e < INTPTR_MAX / 40)
                    e = e * 10 + (*q - '0');
            exponent += minus ? -e : e;
            p = q;
        }
    }
    *end = (size_t)(p - text);
    bool sure;
    double d = ty_float_digits_scale(m, exponent, &sure);
    if (TY_LIKELY(sure && !more))
        return d;
    if (sure && ty_float_digits_scale(m + 1, exponent, &sure) == d && sure)
        return d;
    /* The power of ten of the last digit written: every digit that is not in m moved it down, or did not move it up. */
    size_t seen = 0;
    for (const char *q = text; q < mantissa_end; q++)
        if (*q != '.' && (seen > 0 || *q != '0') && ++seen > 19)
            exponent--;
    return scan_exact(text, (size_t)(mantissa_end - text), exponent);
}
