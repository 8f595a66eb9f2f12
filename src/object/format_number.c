/* SPDX-License-Identifier: MIT */
/* format() of int, float and complex: digits from int_text.c and float_text.c, laid out as the specification says. */
#include <config.h>

#include <limits.h>
#include <math.h>

#include "mem/buf.h"
#include "object/error.h"
#include "object/float.h"
#include "object/format_spec.h"
#include "object/int.h"
#include "object/ops.h"

/* A number in pieces: sign, prefix, whole digits, and what follows them. All ASCII. */
typedef struct pieces {
    char sign; /* 0: none */
    const char *prefix;
    size_t prefix_length;
    const char *digits;
    size_t digit_count;
    const char *rest;
    size_t rest_length;
} pieces;

static size_t group_size(const ty_format_spec *spec)
{
    return spec->type == 'b' || spec->type == 'o' || spec->type == 'x' || spec->type == 'X' ? 4 : 3;
}

/* `zeros` zeros and the digits, with a separator in front of every full group but the first. */
static void put_grouped(ty_strbuf *out, const pieces *p, size_t zeros, char separator, size_t group)
{
    size_t left = zeros + p->digit_count, from = 0;
    while (left) {
        size_t now = left % group ? left % group : group;
        size_t z = zeros < now ? zeros : now;
        ty_strbuf_fill(out, '0', z);
        ty_strbuf_ascii(out, p->digits + from, now - z);
        zeros -= z;
        from += now - z;
        left -= now;
        if (left)
            ty_strbuf_char(out, (unsigned char)separator);
    }
}

static void put(ty_strbuf *out, const ty_format_spec *spec, const pieces *p)
{
    size_t other = (p->sign != 0) + p->prefix_length + p->rest_length, zeros = 0, digits = p->digit_count;
    size_t width = spec->width > 0 ? (size_t)spec->width : 0;
    if (spec->thousands && digits) {
        size_t group = group_size(spec);
        if (spec->fill == '0' && spec->align == '=' && width > other) {
            /* Zeros count as digits: as many as the width holds with their separators, which never stand first. */
            size_t room = width - other, fit = room - room / (group + 1);
            fit += room % (group + 1) == 0;
            if (fit > digits)
                zeros = fit - digits;
        }
        digits += zeros + (digits + zeros - 1) / group;
    }
    size_t total = other + digits, pad = width > total ? width - total : 0, left = 0;
    if (spec->align == '>')
        left = pad;
    else if (spec->align == '^')
        left = pad / 2;
    ty_strbuf_fill(out, spec->fill, left);
    if (p->sign)
        ty_strbuf_char(out, (unsigned char)p->sign);
    ty_strbuf_ascii(out, p->prefix, p->prefix_length);
    if (spec->align == '=')
        ty_strbuf_fill(out, spec->fill, pad);
    if (spec->thousands && p->digit_count)
        put_grouped(out, p, zeros, spec->thousands, group_size(spec));
    else
        ty_strbuf_ascii(out, p->digits, p->digit_count);
    ty_strbuf_ascii(out, p->rest, p->rest_length);
    if (spec->align != '=')
        ty_strbuf_fill(out, spec->fill, pad - left);
}

static char sign_of(const ty_format_spec *spec, bool negative)
{
    return negative ? '-' : spec->sign == '+' || spec->sign == ' ' ? spec->sign : 0;
}

/* --- int -------------------------------------------------------------------------------------------------------------- */

static int not_allowed(ty_ctx *ctx, const char *what)
{
    (void)ty_error_set(ctx, &ty_ValueError_type, "%s", what);
    return -1;
}

static int int_as_char(ty_ctx *ctx, ty_strbuf *out, ty_value v, const ty_format_spec *spec)
{
    int64_t c;
    if (spec->sign)
        return not_allowed(ctx, "Sign not allowed with integer format specifier 'c'");
    if (spec->alternate)
        return not_allowed(ctx, "Alternate form (#) not allowed with integer format specifier 'c'");
    if (ty_int_to_int64(ctx, v, &c) < 0)
        return -1;
    if (c < 0 || c > 0x10ffff) {
        (void)ty_error_set(ctx, &ty_OverflowError_type, "%%c arg not in range(0x110000)");
        return -1;
    }
    size_t pad = spec->width > 1 ? (size_t)spec->width - 1 : 0;
    size_t left = spec->align == '>' || spec->align == '=' ? pad : spec->align == '^' ? pad / 2 : 0;
    ty_strbuf_fill(out, spec->fill, left);
    ty_strbuf_char(out, (uint32_t)c);
    ty_strbuf_fill(out, spec->fill, pad - left);
    return 0;
}

static int format_int(ty_ctx *ctx, ty_strbuf *out, ty_value v, const ty_format_spec *spec)
{
    if (spec->precision >= 0)
        return not_allowed(ctx, "Precision not allowed in integer format specifier");
    if (spec->no_neg_zero)
        return not_allowed(ctx, "Negative zero coercion (z) not allowed in integer format specifier");
    if (spec->type == 'c')
        return int_as_char(ctx, out, v, spec);
    int base = spec->type == 'b' ? 2 : spec->type == 'o' ? 8 : spec->type == 'x' || spec->type == 'X' ? 16 : 10;
    ty_value text = ty_int_to_str(ctx, v, base);
    if (!text)
        return -1;
    const char *digits = (const char *)ty_str_ptr(text)->data;
    size_t n = ty_str_length(text);
    bool negative = *digits == '-';
    pieces p = {.sign = sign_of(spec, negative), .digits = digits + negative, .digit_count = n - negative};
    char prefix[2] = {'0', (char)spec->type}, small[80];
    if (spec->alternate && base != 10) {
        p.prefix = prefix;
        p.prefix_length = 2;
    }
    ty_value hold = TY_NULL;
    if (spec->type == 'X') {
        char *upper = small;
        if (p.digit_count > sizeof small) {
            ty_str *s = ty_str_new(ctx, p.digit_count, 127);
            if (!s)
                return -1;
            hold = TY_VALUE(s);
            upper = (char *)s->data;
        }
        for (size_t i = 0; i < p.digit_count; i++)
            upper[i] = (char)(p.digits[i] - (p.digits[i] >= 'a' ? 32 : 0));
        p.digits = upper;
    }
    put(out, spec, &p);
    TY_KEEP(text);
    TY_KEEP(hold);
    return 0;
}

/* --- float ------------------------------------------------------------------------------------------------------------ */

/* Text of d in `b`, cut into pieces. -1: error. */
static int cut_float(ty_ctx *ctx, ty_buf *b, double d, const ty_format_spec *spec, int type, intptr_t precision, int flags,
                     pieces *p)
{
    bool percent = type == '%';
    if (precision > INT_MAX) {
        (void)ty_error_set(ctx, &ty_ValueError_type, "precision too big");
        return -1;
    }
    if (percent) {
        d *= 100;
        type = 'f';
    }
    if (spec->alternate)
        flags |= TY_FLOAT_ALTERNATE;
    if (ty_float_format(b, d, (char)type, (int)precision, flags) < 0) {
        (void)ty_error_memory(ctx);
        return -1;
    }
    if (percent)
        ty_buf_u8(b, '%');
    if (b->failed) {
        (void)ty_error_memory(ctx);
        return -1;
    }
    const char *text = b->data;
    size_t n = b->size;
    bool negative = n && *text == '-';
    text += negative;
    n -= negative;
    if (negative && spec->no_neg_zero) {
        size_t i = 0;
        while (i < n && (text[i] == '0' || text[i] == '.'))
            i++;
        if (i == n || text[i] == 'e' || text[i] == 'E' || text[i] == '%')
            negative = false;
    }
    size_t whole = 0;
    while (whole < n && text[whole] >= '0' && text[whole] <= '9')
        whole++;
    *p = (pieces){.sign = sign_of(spec, negative), .digits = text, .digit_count = whole, .rest = text + whole,
                  .rest_length = n - whole};
    return 0;
}

static int format_float(ty_ctx *ctx, ty_strbuf *out, double d, ty_value v, const ty_format_spec *spec)
{
    int type, flags = 0;
    intptr_t precision = spec->precision;
    switch (spec->type) {
    case 0:
        flags = TY_FLOAT_POINT_ZERO;
        type = precision < 0 ? 'r' : 'g';
        break;
    case 'n':
        type = 'g';
        break;
    case 'e': case 'E': case 'f': case 'F': case 'g': case 'G': case '%':
        type = (int)spec->type;
        break;
    default:
        (void)ty_format_unknown(ctx, spec->type, v);
        return -1;
    }
    if (precision < 0)
        precision = 6;
    ty_buf b;
    pieces p;
    ty_buf_init(&b, NULL, 0);
    int r = cut_float(ctx, &b, d, spec, type, precision, flags, &p);
    if (r == 0)
        put(out, spec, &p);
    ty_buf_free(&b);
    return r;
}

/* --- complex ---------------------------------------------------------------------------------------------------------- */

static int format_complex(ty_ctx *ctx, ty_strbuf *out, ty_value v, const ty_format_spec *spec)
{
    double real = ((ty_complex *)v)->real, imag = ((ty_complex *)v)->imag;
    int type = spec->type == 'n' ? 'g' : (int)spec->type;
    intptr_t precision = spec->precision;
    bool parens = false, skip_real = false;
    switch (type) {
    case 0:
        type = precision < 0 ? 'r' : 'g';
        skip_real = real == 0 && !signbit(real);
        parens = !skip_real;
        break;
    case 'e': case 'E': case 'f': case 'F': case 'g': case 'G':
        break;
    default:
        (void)ty_format_unknown(ctx, spec->type, v);
        return -1;
    }
    if (spec->fill == '0')
        return not_allowed(ctx, "Zero padding is not allowed in complex format specifier");
    if (spec->align == '=')
        return not_allowed(ctx, "'=' alignment flag is not allowed in complex format specifier");
    if (precision < 0)
        precision = 6;
    ty_format_spec part = *spec;
    part.width = -1;
    ty_strbuf inner;
    ty_strbuf_init(&inner, ctx);
    int r = 0;
    if (parens)
        ty_strbuf_char(&inner, '(');
    for (int i = skip_real; i < 2 && r == 0; i++) {
        if (i == 1 && !skip_real)
            part.sign = '+';
        ty_buf b;
        pieces p;
        ty_buf_init(&b, NULL, 0);
        r = cut_float(ctx, &b, i ? imag : real, &part, type, precision, 0, &p);
        if (r == 0)
            put(&inner, &part, &p);
        ty_buf_free(&b);
    }
    ty_strbuf_ascii(&inner, "j)", 1 + (size_t)parens);
    ty_value text = ty_strbuf_finish(&inner);
    if (!text || r < 0)
        return -1;
    size_t n = ty_str_length(text), pad = spec->width > 0 && (size_t)spec->width > n ? (size_t)spec->width - n : 0;
    size_t left = spec->align == '>' ? pad : spec->align == '^' ? pad / 2 : 0;
    ty_strbuf_fill(out, spec->fill, left);
    ty_strbuf_str(out, text);
    ty_strbuf_fill(out, spec->fill, pad - left);
    return 0;
}

/* --- entries ---------------------------------------------------------------------------------------------------------- */

int ty_format_number_into(ty_strbuf *out, ty_value v, ty_value text)
{
    ty_ctx *ctx = out->ctx;
    if (ty_str_length(text) == 0) {
        ty_value s = ty_op_str(ctx, v);
        if (!s)
            return -1;
        ty_strbuf_str(out, s);
        return 0;
    }
    ty_format_spec spec;
    if (ty_format_spec_parse(ctx, text, v, '>', &spec) < 0)
        return -1;
    if (ty_is_int(v)) {
        switch (spec.type) {
        case 0: case 'b': case 'c': case 'd': case 'o': case 'x': case 'X': case 'n':
            return format_int(ctx, out, v, &spec);
        case 'e': case 'E': case 'f': case 'F': case 'g': case 'G': case '%': {
            double d;
            return ty_int_to_double(ctx, v, &d) < 0 ? -1 : format_float(ctx, out, d, v, &spec);
        }
        default:
            (void)ty_format_unknown(ctx, spec.type, v);
            return -1;
        }
    }
    return ty_is_float(v) ? format_float(ctx, out, ty_float_value(v), v, &spec) : format_complex(ctx, out, v, &spec);
}

static ty_value format(ty_ctx *ctx, ty_value v, ty_value text)
{
    if (ty_str_length(text) == 0)
        return ty_op_str(ctx, v);
    ty_strbuf b;
    ty_strbuf_init(&b, ctx);
    if (ty_format_number_into(&b, v, text) < 0)
        return TY_NULL;
    return ty_strbuf_finish(&b);
}

ty_value ty_format_int(ty_ctx *ctx, ty_value v, ty_value spec) { return format(ctx, v, spec); }
ty_value ty_format_float(ty_ctx *ctx, ty_value v, ty_value spec) { return format(ctx, v, spec); }
ty_value ty_format_complex(ty_ctx *ctx, ty_value v, ty_value spec) { return format(ctx, v, spec); }
