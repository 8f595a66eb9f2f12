/* SPDX-License-Identifier: MIT */
/* Number tokens to constants. */
#include <config.h>

#include "compile/parser_impl.h"
#include "object/float.h"

#include <string.h>

enum { DEFAULT_MAX_DIGITS = 4300 };

static unsigned digit_value(char c) {
    return c <= '9' ? (unsigned)(c - '0') : (unsigned)((c | 0x20) - 'a' + 10);
}

static bool too_many_digits(ty_parser *p, const ty_token *token, size_t digits, uint32_t max) {
    ty_parser_raise_token(
        p, TY_SYNTAX_ERROR, token,
        "Exceeds the limit (%u digits) for integer string conversion: value has %zu digits; use "
        "sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for huge integer literals "
        "to "
        "avoid decimal conversion limits.",
        (unsigned)max, digits);
    return false;
}

static bool integer(ty_parser *p, const ty_token *token, const char *text, size_t len, unsigned base,
                    ty_const *out) {
    uint64_t value = 0;
    const uint64_t top = (uint64_t)INT64_MAX / base;
    bool fits = true;
    size_t digits = 0;
    for (size_t i = 0; i < len; i++) {
        if (text[i] == '_') continue;
        unsigned d = digit_value(text[i]);
        digits += digits > 0 || d > 0;
        if (value > top || value * base > (uint64_t)INT64_MAX - d)
            fits = false;
        else
            value = value * base + d;
    }
    if (fits) {
        out->kind = TY_CONST_Int;
        out->i = (int64_t)value;
        return true;
    }
    uint32_t max = p->options->max_int_digits ? p->options->max_int_digits : DEFAULT_MAX_DIGITS;
    if (base == 10 && digits > max) return too_many_digits(p, token, digits, max);
    char *copy = ty_parser_alloc(p, digits + 1);
    if (!copy) return false;
    size_t n = 0;
    for (size_t i = 0; i < len; i++)
        if (text[i] != '_' && (n || text[i] != '0')) copy[n++] = text[i];
    out->kind = TY_CONST_BigInt;
    out->base = (uint8_t)base;
    out->big = (ty_bytes_view){copy, n};
    return true;
}

bool ty_parser_number(ty_parser *p, const ty_token *token, ty_const *out) {
    const char *text = p->source->text + token->start;
    size_t len = token->end - token->start;
    memset(out, 0, sizeof *out);
    if (len > 2 && text[0] == '0') {
        switch (text[1] | 0x20) {
        case 'x': return integer(p, token, text + 2, len - 2, 16, out);
        case 'o': return integer(p, token, text + 2, len - 2, 8, out);
        case 'b': return integer(p, token, text + 2, len - 2, 2, out);
        default: break;
        }
    }
    bool is_float = false, underscores = false;
    for (size_t i = 0; i < len; i++) {
        is_float |= text[i] == '.' || (text[i] | 0x20) == 'e' || (text[i] | 0x20) == 'j';
        underscores |= text[i] == '_';
    }
    if (!is_float) return integer(p, token, text, len, 10, out);
    bool imaginary = (text[len - 1] | 0x20) == 'j';
    len -= imaginary;
    char small[64], *digits = small;
    if (len >= sizeof small && !(digits = ty_parser_alloc(p, len + 1))) return false;
    size_t n = 0;
    for (size_t i = 0; i < len; i++)
        if (!underscores || text[i] != '_') digits[n++] = text[i];
    digits[n] = '\0';
    out->kind = imaginary ? TY_CONST_Imag : TY_CONST_Float;
    size_t used;
    out->f = ty_float_scan(digits, n, &used);
    return true;
}
