/* SPDX-License-Identifier: MIT */
/*
 * Ints as text and back, in bases 2 to 36. GMP's conversions are subquadratic; still, decimal text longer than
 * objects->int_digits_limit is refused in both directions, as the language wants.
 */
#include <config.h>

#include "object/int_impl.h"
#include "object/number_text.h"
#include "object/objects.h"

static const char pairs[200] = "00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445464748495"
                               "051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899";
static const char digit_chars[36] = "0123456789abcdefghijklmnopqrstuvwxyz";
/* log2(base), rounded down a little. */
static const double base_bits[37] = {
    0,    0,    1,    1.58, 2,    2.32, 2.58, 2.80, 3,    3.16, 3.32, 3.45, 3.58, 3.70, 3.80, 3.90, 4,    4.08, 4.16,
    4.24, 4.32, 4.39, 4.45, 4.52, 4.58, 4.64, 4.70, 4.75, 4.80, 4.85, 4.90, 4.95, 5,    5.04, 5.08, 5.12, 5.16};

/* --- printing ------------------------------------------------------------------------------------------------------ */

/* Decimal digits of m, written so that they end before `end`; returns their start. */
static char *print_decimal(uint64_t m, char *end)
{
    while (m >= 100) {
        unsigned pair = (unsigned)(m % 100);
        m /= 100;
        end -= 2;
        memcpy(end, pairs + 2 * pair, 2);
    }
    if (m >= 10) {
        end -= 2;
        memcpy(end, pairs + 2 * m, 2);
    } else {
        *--end = (char)('0' + m);
    }
    return end;
}

static ty_value print_small(ty_ctx *ctx, intptr_t i, unsigned base)
{
    char buf[72], *end = buf + sizeof buf, *p = end;
    uint64_t m = i < 0 ? -(uint64_t)i : (uint64_t)i;
    if (TY_LIKELY(base == 10)) {
        p = print_decimal(m, end);
    } else if ((base & (base - 1)) == 0) {
        int shift = ty_ctz32(base);
        do
            *--p = digit_chars[m & (base - 1)];
        while (m >>= shift);
    } else {
        do
            *--p = digit_chars[m % base];
        while (m /= base);
    }
    if (i < 0)
        *--p = '-';
    return ty_str_from_ascii(ctx, p, (size_t)(end - p));
}

ty_value ty_int_to_str(ty_ctx *ctx, ty_value v, int base)
{
    v = ty_int_exact(v);
    if (TY_LIKELY(ty_is_small(v)))
        return print_small(ctx, ty_small_value(v), (unsigned)base);
    int_view a;
    int_see(v, &a);
    size_t limit = base == 10 ? ctx->objects->int_digits_limit : 0, width = int_width(a.limbs, a.n);
    bool power_of_two = (base & (base - 1)) == 0;
    /* Certainly too long: log10(2) > 0.3 */
    bool refuse = limit && width / 10 * 3 > limit;
    if (!refuse) {
        size_t room = (size_t)((double)(a.n * LIMB_BITS) / base_bits[base]) + 3; /* what GMP asks for */
        size_t limbs = power_of_two ? 0 : a.n + 1; /* mpn_get_str destroys its operand */
        ty_bigint *scratch = ty_int_alloc(ctx, room / sizeof(mp_limb_t) + 1 + limbs);
        if (!scratch)
            return TY_NULL;
        mp_limb_t *copy = (mp_limb_t *)a.limbs;
        if (!power_of_two) {
            copy = scratch->limbs;
            mpn_copyi(copy, a.limbs, (mp_size_t)a.n);
        }
        unsigned char *digits = (unsigned char *)(scratch->limbs + limbs);
        size_t n = mpn_get_str(digits, base, copy, (mp_size_t)a.n);
        TY_KEEP(v);
        while (n > 1 && *digits == 0) {
            digits++;
            n--;
        }
        refuse = limit && n > limit;
        if (!refuse) {
            ty_str *s = ty_str_new(ctx, n + a.negative, 127);
            if (!s)
                return TY_NULL;
            unsigned char *out = s->data;
            if (a.negative)
                *out++ = '-';
            for (size_t i = 0; i < n; i++)
                out[i] = (unsigned char)digit_chars[digits[i]];
            TY_KEEP(scratch);
            return TY_VALUE(s);
        }
    }
    return ty_error_set(ctx, &ty_ValueError_type,
                        "Exceeds the limit (%zu digits) for integer string conversion; use sys.set_int_max_str_digits() "
                        "to increase the limit",
                        limit);
}

/* --- reading ------------------------------------------------------------------------------------------------------- */

static int digit_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'z' ? c - 'a' + 10 : 99;
}

ty_value ty_int_from_digits(ty_ctx *ctx, const char *digits, size_t n, int base, bool negative)
{
    while (n && *digits == '0') {
        digits++;
        n--;
    }
    if ((double)n * base_bits[base < 36 ? base + 1 : 36] < 60 || n <= 12) {
        uint64_t m = 0; /* below 36**12 < 2**63 */
        for (size_t i = 0; i < n; i++)
            m = m * (unsigned)base + (unsigned)digit_value(digits[i]);
        return ty_int_from_int64(ctx, negative ? -(int64_t)m : (int64_t)m);
    }
    /* base_bits is rounded down by less than 0.01. */
    size_t limbs = (size_t)((double)n * (base_bits[base] + 0.01) / (double)LIMB_BITS) + 2;
    ty_bigint *r = ty_int_alloc(ctx, limbs), *scratch = r ? ty_int_alloc(ctx, n / sizeof(mp_limb_t) + 1) : NULL;
    if (!scratch)
        return TY_NULL;
    unsigned char *values = (unsigned char *)scratch->limbs;
    for (size_t i = 0; i < n; i++)
        values[i] = (unsigned char)digit_value(digits[i]);
    size_t used = (size_t)mpn_set_str(r->limbs, values, n, base);
    TY_KEEP(scratch);
    return int_finish(r, used, negative);
}

static ty_value invalid(ty_ctx *ctx, const char *text, size_t n, int base, ty_value shown)
{
    if (!shown) {
        shown = ty_str_from_latin1(ctx, (const unsigned char *)text, n);
        if (!shown)
            return TY_NULL;
    }
    shown = ty_number_shown(ctx, shown);
    return shown ? ty_error_set(ctx, &ty_ValueError_type, "invalid literal for int() with base %d: %U", base, shown) : TY_NULL;
}

ty_value ty_int_parse(ty_ctx *ctx, const char *text, size_t size, int base, ty_value shown)
{
    const char *p = text, *end;
    size_t n = size;
    int told = base;
    ty_number_strip(&p, &n);
    end = p + n;
    bool negative = false, zero_only = false;
    if (p < end && (*p == '+' || *p == '-'))
        negative = *p++ == '-';
    int prefix = 0;
    if (end - p >= 2 && *p == '0') {
        char c = p[1] | 0x20;
        prefix = c == 'x' ? 16 : c == 'o' ? 8 : c == 'b' ? 2 : 0;
    }
    if (base == 0) {
        base = prefix ? prefix : 10;
        zero_only = !prefix && p < end && *p == '0';
    }
    if (prefix && prefix == base) {
        p += 2;
        if (p < end && *p == '_')
            p++;
    }
    const char *start = p;
    size_t digits = 0;
    bool under = true, nonzero = false; /* under: an underscore, or nothing yet, was before */
    for (; p < end; p++) {
        if (*p == '_') {
            if (under)
                return invalid(ctx, text, size, told, shown);
            under = true;
        } else if (digit_value(*p) < base) {
            under = false;
            nonzero |= *p != '0';
            digits++;
        } else {
            break;
        }
    }
    if (under)
        return invalid(ctx, text, size, told, shown);
    size_t limit = ctx->objects->int_digits_limit;
    if (TY_UNLIKELY(limit && digits > limit && (base & (base - 1))))
        return ty_error_set(ctx, &ty_ValueError_type,
                            "Exceeds the limit (%zu digits) for integer string conversion: value has %zu digits; use "
                            "sys.set_int_max_str_digits() to increase the limit",
                            limit, digits);
    if (p < end || (zero_only && nonzero))
        return invalid(ctx, text, size, told, shown);
    if ((size_t)(end - start) == digits)
        return ty_int_from_digits(ctx, start, digits, base, negative);
    ty_bigint *scratch = ty_int_alloc(ctx, digits / sizeof(mp_limb_t) + 1);
    if (!scratch)
        return TY_NULL;
    char *plain = (char *)scratch->limbs;
    size_t at = 0;
    for (p = start; p < end; p++)
        if (*p != '_')
            plain[at++] = *p;
    ty_value v = ty_int_from_digits(ctx, plain, digits, base, negative);
    TY_KEEP(scratch);
    return v;
}
