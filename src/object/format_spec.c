/* SPDX-License-Identifier: MIT */
/* Reads format specifications; the numbers are formatted in format_number.c, str here. */
#include <config.h>

#include "object/format_spec.h"

#include "object/error.h"

/* Decimal digits at *at. 1 read, 0 none, -1 error. */
static int read_number(ty_ctx *ctx, const ty_str *s, size_t *at, intptr_t *out)
{
    intptr_t n = 0;
    size_t i = *at;
    for (; i < s->length; i++) {
        uint32_t digit = ty_str_at(s, i) - '0';
        if (digit > 9)
            break;
        if (n > (INTPTR_MAX - 9) / 10) {
            (void)ty_error_set(ctx, &ty_ValueError_type, "Too many decimal digits in format string");
            return -1;
        }
        n = n * 10 + (intptr_t)digit;
    }
    if (i == *at)
        return 0;
    *at = i;
    *out = n;
    return 1;
}

static bool is_align(uint32_t c) { return c == '<' || c == '>' || c == '=' || c == '^'; }

static int bad_grouping(ty_ctx *ctx, char grouping, uint32_t type)
{
    if (type > 32 && type < 128)
        (void)ty_error_set(ctx, &ty_ValueError_type, "Cannot specify '%c' with '%c'.", grouping, (int)type);
    else
        (void)ty_error_set(ctx, &ty_ValueError_type, "Cannot specify '%c' with '\\x%x'.", grouping, (unsigned)type);
    return -1;
}

int ty_format_spec_parse(ty_ctx *ctx, ty_value text, ty_value v, char default_align, ty_format_spec *out)
{
    const ty_str *s = ty_str_ptr(text);
    size_t at = 0, n = s->length;
    *out = (ty_format_spec){.fill = ' ', .align = default_align, .width = -1, .precision = -1};
    if (n >= 2 && is_align(ty_str_at(s, 1))) {
        out->fill = ty_str_at(s, 0);
        out->align = (char)ty_str_at(s, 1);
        out->fill_given = out->align_given = true;
        at = 2;
    } else if (n >= 1 && is_align(ty_str_at(s, 0))) {
        out->align = (char)ty_str_at(s, 0);
        out->align_given = true;
        at = 1;
    }
#define AT(c) (at < n && ty_str_at(s, at) == (c))
    if (AT('+') || AT('-') || AT(' '))
        out->sign = (char)ty_str_at(s, at++);
    if (AT('z')) {
        out->no_neg_zero = true;
        at++;
    }
    if (AT('#')) {
        out->alternate = true;
        at++;
    }
    if (!out->fill_given && AT('0')) {
        out->fill = '0';
        if (!out->align_given && default_align == '>')
            out->align = '=';
        at++;
    }
    if (read_number(ctx, s, &at, &out->width) < 0)
        return -1;
    if (AT(',')) {
        out->thousands = ',';
        at++;
    }
    if (AT('_')) {
        if (out->thousands)
            goto both;
        out->thousands = '_';
        at++;
    }
    if (AT(',') && out->thousands == '_') {
    both:
        (void)ty_error_set(ctx, &ty_ValueError_type, "Cannot specify both ',' and '_'.");
        return -1;
    }
    if (AT('.')) {
        at++;
        int got = read_number(ctx, s, &at, &out->precision);
        if (got < 0)
            return -1;
        if (got == 0) {
            (void)ty_error_set(ctx, &ty_ValueError_type, "Format specifier missing precision");
            return -1;
        }
    }
#undef AT
    if (n - at > 1) {
        (void)ty_error_set(ctx, &ty_ValueError_type, "Invalid format specifier '%U' for object of type '%T'", text, v);
        return -1;
    }
    if (at < n)
        out->type = ty_str_at(s, at);
    if (out->thousands) {
        switch (out->type) {
        case 'd': case 'e': case 'f': case 'g': case 'E': case 'G': case '%': case 'F': case 0:
            break;
        case 'b': case 'o': case 'x': case 'X':
            if (out->thousands == '_')
                break;
            TY_FALLTHROUGH;
        default:
            return bad_grouping(ctx, out->thousands, out->type);
        }
    }
    return 0;
}

ty_value ty_format_unknown(ty_ctx *ctx, uint32_t type, ty_value v)
{
    if (type > 32 && type < 128)
        return ty_error_set(ctx, &ty_ValueError_type, "Unknown format code '%c' for object of type '%T'", (int)type, v);
    return ty_error_set(ctx, &ty_ValueError_type, "Unknown format code '\\x%x' for object of type '%T'", (unsigned)type, v);
}

ty_value ty_format_str(ty_ctx *ctx, ty_value v, ty_value text)
{
    if (ty_str_length(text) == 0)
        return ty_is_exact_str(v) ? v : ty_str_substring(ctx, v, 0, ty_str_length(v));
    ty_format_spec spec;
    if (ty_format_spec_parse(ctx, text, v, '<', &spec) < 0)
        return TY_NULL;
    if (spec.type && spec.type != 's')
        return ty_format_unknown(ctx, spec.type, v);
    if (spec.thousands) {
        (void)bad_grouping(ctx, spec.thousands, 's');
        return TY_NULL;
    }
    if (spec.sign)
        return ty_error_set(ctx, &ty_ValueError_type, "%s not allowed in string format specifier",
                            spec.sign == ' ' ? "Space" : "Sign");
    if (spec.no_neg_zero)
        return ty_error_set(ctx, &ty_ValueError_type, "Negative zero coercion (z) not allowed in string format specifier");
    if (spec.alternate)
        return ty_error_set(ctx, &ty_ValueError_type, "Alternate form (#) not allowed in string format specifier");
    if (spec.align == '=')
        return ty_error_set(ctx, &ty_ValueError_type, "'=' alignment not allowed in string format specifier");
    size_t n = ty_str_length(v);
    if (spec.precision >= 0 && (size_t)spec.precision < n)
        n = (size_t)spec.precision;
    size_t pad = spec.width > 0 && (size_t)spec.width > n ? (size_t)spec.width - n : 0;
    if (pad == 0)
        return n == ty_str_length(v) && ty_is_exact_str(v) ? v : ty_str_substring(ctx, v, 0, n);
    size_t left = spec.align == '>' ? pad : spec.align == '^' ? pad / 2 : 0;
    ty_strbuf b;
    ty_strbuf_init(&b, ctx);
    ty_strbuf_fill(&b, spec.fill, left);
    ty_strbuf_part(&b, v, 0, n);
    ty_strbuf_fill(&b, spec.fill, pad - left);
    return ty_strbuf_finish(&b);
}
