/* SPDX-License-Identifier: MIT */
/* The texts that float() and float.fromhex() accept. */
#include <config.h>

#include <math.h>
#include <stdlib.h>

#include "object/error.h"
#include "object/float.h"
#include "object/float_impl.h"
#include "object/float_parse.h"
#include "object/number_text.h"

static bool same_word(const char *p, size_t n, const char *word)
{
    if (n != strlen(word))
        return false;
    for (size_t i = 0; i < n; i++)
        if ((p[i] | 0x20) != word[i])
            return false;
    return true;
}

size_t ty_float_parse_prefix(const char *p, size_t n, double *out)
{
    static const char *const words[] = {"infinity", "inf", "nan"};
    size_t sign = n && (*p == '+' || *p == '-');
    bool minus = sign && *p == '-';
    double d = 0;
    size_t used = 0;
    if (sign < n && ((p[sign] | 0x20) == 'i' || (p[sign] | 0x20) == 'n')) {
        for (size_t i = 0; i < TY_COUNTOF(words) && !used; i++)
            if (strlen(words[i]) <= n - sign && same_word(p + sign, strlen(words[i]), words[i])) {
                used = strlen(words[i]);
                d = i == 2 ? NAN : HUGE_VAL;
            }
    } else {
        d = ty_float_scan(p + sign, n - sign, &used);
    }
    *out = minus ? -d : d;
    return used ? used + sign : 0;
}

/* Copies without underscores that stand between digits; 0: there is another one. */
size_t ty_float_parse_plain(const char *p, size_t n, char *out)
{
    size_t at = 0;
    char before = 0;
    for (size_t i = 0; i < n; before = p[i++]) {
        if (p[i] == '_') {
            if (before < '0' || before > '9')
                return 0;
        } else {
            if (before == '_' && (p[i] < '0' || p[i] > '9'))
                return 0;
            out[at++] = p[i];
        }
    }
    return before == '_' ? 0 : at;
}

bool ty_float_parse(const char *text, size_t n, double *out)
{
    ty_number_strip(&text, &n);
    if (n == 0)
        return false;
    if (TY_UNLIKELY(memchr(text, '_', n) != NULL)) {
        char small[256], *plain = n <= sizeof small ? small : malloc(n);
        size_t m = plain ? ty_float_parse_plain(text, n, plain) : 0;
        bool good = m && ty_float_parse_prefix(plain, m, out) == m;
        if (plain != small)
            free(plain);
        return good;
    }
    return ty_float_parse_prefix(text, n, out) == n;
}

/* --- hexadecimal ------------------------------------------------------------------------------------------------------ */

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

ty_value ty_float_from_hex(ty_ctx *ctx, const char *p, size_t n, double *out)
{
    ty_number_strip(&p, &n);
    const char *end = p + n;
    bool minus = false, any = false, point = false, sticky = false;
    double d;
    if (p < end && (*p == '+' || *p == '-'))
        minus = *p++ == '-';
    n = (size_t)(end - p);
    if (same_word(p, n, "inf") || same_word(p, n, "infinity")) {
        d = HUGE_VAL;
    } else if (same_word(p, n, "nan")) {
        d = NAN;
    } else {
        if (n >= 2 && p[0] == '0' && (p[1] | 0x20) == 'x')
            p += 2;
        uint64_t m = 0;
        intptr_t e = 0;
        for (; p < end; p++) {
            int digit = hex_value(*p);
            if (digit >= 0) {
                any = true;
                if (m >> 60 == 0) {
                    m = m << 4 | (unsigned)digit;
                    e -= point ? 4 : 0;
                } else {
                    sticky |= digit != 0;
                    e += point ? 0 : 4;
                }
            } else if (*p == '.' && !point) {
                point = true;
            } else {
                break;
            }
        }
        if (any && p < end && (*p | 0x20) == 'p') {
            p++;
            bool down = false;
            if (p < end && (*p == '+' || *p == '-'))
                down = *p++ == '-';
            if (p == end || *p < '0' || *p > '9')
                any = false;
            intptr_t x = 0;
            for (; p < end && *p >= '0' && *p <= '9'; p++)
                if (x < INTPTR_MAX / 40)
                    x = x * 10 + (*p - '0');
            e += down ? -x : x;
        }
        if (!any || p != end)
            return ty_error_set(ctx, &ty_ValueError_type, "invalid hexadecimal floating-point string");
        d = m == 0 ? 0 : ty_float_assemble(m, e > 5000 ? 5000 : e < -5000 ? -5000 : (int)e, sticky);
        if (isinf(d))
            return ty_error_set(ctx, &ty_OverflowError_type, "hexadecimal value too large to represent as a float");
    }
    *out = minus ? -d : d;
    return TY_NONE;
}
