/* SPDX-License-Identifier: MIT */
/* format % arguments. */
#include <config.h>

#include <limits.h>

#include "object/dict.h"
#include "object/float.h"
#include "object/format_spec.h"
#include "object/int.h"
#include "object/ops.h"
#include "object/str_impl.h"
#include "object/tuple.h"

enum { LEFT = 1, SIGN = 2, BLANK = 4, ALTERNATE = 8, ZERO = 16 };

typedef struct state {
    ty_ctx *ctx;
    ty_strbuf out;
    const ty_str *format;
    size_t at;           /* in the format */
    ty_value single;     /* the only argument, when they are no tuple */
    ty_value tuple;      /* of arguments, or TY_NULL */
    size_t used;
    ty_value mapping;    /* or TY_NULL */
    ty_value mapped;     /* the value of the last %(key), TY_NULL: none pending */
    bool keyed;          /* there has been a %(key) */
} state;

typedef struct conversion {
    unsigned flags;
    intptr_t width, precision; /* precision -1: none */
    uint32_t letter;
} conversion;

static bool fail(state *s, const ty_type *type, const char *why)
{
    ty_error_set(s->ctx, type, "%s", why);
    return false;
}

static ty_value next_argument(state *s)
{
    if (s->mapped) {
        ty_value v = s->mapped;
        s->mapped = TY_NULL;
        return v;
    }
    if (s->tuple ? s->used < ty_tuple_length(s->tuple) : s->used == 0 && !s->keyed) {
        s->used++;
        return s->tuple ? ty_tuple_at(s->tuple, s->used - 1) : s->single;
    }
    return ty_error_set(s->ctx, &ty_TypeError_type, "not enough arguments for format string");
}

/* --- reading a conversion ----------------------------------------------------------------------------------------- */

static bool read_key(state *s)
{
    size_t start = ++s->at, depth = 1;
    if (!s->mapping)
        return fail(s, &ty_TypeError_type, "format requires a mapping");
    while (s->at < s->format->length && depth) {
        uint32_t c = ty_str_at(s->format, s->at++);
        depth += c == '(';
        depth -= c == ')';
    }
    if (depth || s->at >= s->format->length + 1)
        return fail(s, &ty_ValueError_type, "incomplete format key");
    ty_value key = ty_str_substring(s->ctx, TY_VALUE(s->format), start, s->at - 1);
    if (!key)
        return false;
    s->mapped = ty_op_getitem(s->ctx, s->mapping, key);
    s->keyed = true;
    return s->mapped != TY_NULL;
}

/* A number or '*'; *out untouched when there is neither. */
static bool read_number(state *s, intptr_t *out, intptr_t limit, const char *ctype, const char *too_big)
{
    if (s->at < s->format->length && ty_str_at(s->format, s->at) == '*') {
        s->at++;
        ty_value v = next_argument(s);
        int64_t i;
        if (!v)
            return false;
        if (!ty_is_int(v))
            return fail(s, &ty_TypeError_type, "* wants int");
        if (!ty_int_fits_int64(v, &i) || i > limit || i < -limit) {
            ty_error_set(s->ctx, &ty_OverflowError_type, "Python int too large to convert to C %s", ctype);
            return false;
        }
        *out = (intptr_t)i;
        return true;
    }
    bool any = false;
    intptr_t n = 0;
    for (; s->at < s->format->length; s->at++, any = true) {
        uint32_t c = ty_str_at(s->format, s->at);
        if (c < '0' || c > '9')
            break;
        if (n > (limit - (intptr_t)(c - '0')) / 10)
            return fail(s, &ty_ValueError_type, too_big);
        n = n * 10 + (intptr_t)(c - '0');
    }
    if (any)
        *out = n;
    return true;
}

static bool read_conversion(state *s, conversion *c)
{
    const ty_str *f = s->format;
    *c = (conversion){.width = 0, .precision = -1};
    if (s->at < f->length && ty_str_at(f, s->at) == '(' && !read_key(s))
        return false;
    for (; s->at < f->length; s->at++) {
        uint32_t ch = ty_str_at(f, s->at);
        unsigned flag = ch == '-' ? LEFT : ch == '+' ? SIGN : ch == ' ' ? BLANK : ch == '#' ? ALTERNATE : ch == '0' ? ZERO : 0;
        if (!flag)
            break;
        c->flags |= flag;
    }
    if (!read_number(s, &c->width, PTRDIFF_MAX, "ssize_t", "width too big"))
        return false;
    if (c->width < 0) {
        c->flags |= LEFT;
        c->width = -c->width;
    }
    if (s->at < f->length && ty_str_at(f, s->at) == '.') {
        s->at++;
        c->precision = 0;
        if (!read_number(s, &c->precision, INT_MAX, "int", "precision too big"))
            return false;
        if (c->precision < 0)
            c->precision = 0;
    }
    if (s->at < f->length && (ty_str_at(f, s->at) == 'l' || ty_str_at(f, s->at) == 'h' || ty_str_at(f, s->at) == 'L'))
        s->at++;
    if (s->at >= f->length)
        return fail(s, &ty_ValueError_type, "incomplete format");
    c->letter = ty_str_at(f, s->at++);
    return true;
}

/* --- writing ------------------------------------------------------------------------------------------------------ */

static void put_padded(state *s, const conversion *c, ty_value text, size_t length)
{
    size_t pad = c->width > (intptr_t)length ? (size_t)c->width - length : 0;
    if (!(c->flags & LEFT))
        ty_strbuf_fill(&s->out, ' ', pad);
    ty_strbuf_part(&s->out, text, 0, length);
    if (c->flags & LEFT)
        ty_strbuf_fill(&s->out, ' ', pad);
}

static bool put_text(state *s, const conversion *c, ty_value v)
{
    ty_value text = c->letter == 's' ? ty_op_str(s->ctx, v) : c->letter == 'r' ? ty_op_repr(s->ctx, v) : ty_op_ascii(s->ctx, v);
    if (!text)
        return false;
    size_t length = ty_str_length(text);
    if (c->precision >= 0 && (size_t)c->precision < length)
        length = (size_t)c->precision;
    put_padded(s, c, text, length);
    return true;
}

static bool put_char(state *s, const conversion *c, ty_value v)
{
    if (!ty_is_str(v)) {
        int64_t i;
        if (!ty_is_int(v)) {
            if (!ty_type_of(v)->slots.index)
                return fail(s, &ty_TypeError_type, "%c requires int or char");
            v = ty_op_index(s->ctx, v);
            if (!v)
                return false;
        }
        if (!ty_int_fits_int64(v, &i) || i < 0 || i > 0x10ffff)
            return fail(s, &ty_OverflowError_type, "%c arg not in range(0x110000)");
        v = ty_str_char(s->ctx, (uint32_t)i);
        if (!v)
            return false;
    } else if (ty_str_length(v) != 1) {
        return fail(s, &ty_TypeError_type, "%c requires int or char");
    }
    put_padded(s, c, v, 1);
    return true;
}

/* The int that d, i, u, o, x, X write. */
static ty_value as_int(state *s, const conversion *c, ty_value v)
{
    ty_ctx *ctx = s->ctx;
    if (ty_is_int(v))
        return v;
    bool decimal = c->letter == 'd' || c->letter == 'i' || c->letter == 'u';
    const ty_slots *slots = &ty_type_of(v)->slots;
    ty_value r = TY_NULL;
    if (decimal ? slots->int_ || slots->index || slots->float_ : slots->index != NULL) {
        if (!ty_is_str(v))
            r = decimal ? ty_op_int(ctx, v) : ty_op_index(ctx, v);
        if (r)
            return r;
        if (ty_error_pending(ctx) && !ty_error_swallow(ctx, &ty_TypeError_type))
            return TY_NULL;
    }
    return ty_error_set(ctx, &ty_TypeError_type,
                        decimal ? "%%%c format: a real number is required, not %T" : "%%%c format: an integer is required, not %T",
                        (int)c->letter, v);
}

/* A plain %d of an immediate. */
static void put_small(state *s, intptr_t i)
{
    char digits[24], *p = digits + sizeof digits;
    uintptr_t u = i < 0 ? 0 - (uintptr_t)i : (uintptr_t)i;
    do {
        *--p = (char)('0' + u % 10);
        u /= 10;
    } while (u);
    if (i < 0)
        *--p = '-';
    ty_strbuf_ascii(&s->out, p, (size_t)(digits + sizeof digits - p));
}

static bool put_int(state *s, const conversion *c, ty_value v)
{
    v = as_int(s, c, v);
    if (!v)
        return false;
    if (ty_is_small(v) && !c->flags && !c->width && c->precision < 0 && (c->letter == 'd' || c->letter == 'i')) {
        put_small(s, ty_small_value(v));
        return true;
    }
    int base = c->letter == 'o' ? 8 : (c->letter | 32) == 'x' ? 16 : 10;
    ty_value digits = ty_int_to_str(s->ctx, v, base);
    if (!digits)
        return false;
    const ty_str *d = ty_str_ptr(digits);
    bool negative = d->data[0] == '-';
    size_t n = d->length - negative, zeros = c->precision > (intptr_t)n ? (size_t)c->precision - n : 0;
    char head[4];
    size_t heads = 0;
    if (negative || c->flags & (SIGN | BLANK))
        head[heads++] = negative ? '-' : c->flags & SIGN ? '+' : ' ';
    if (c->flags & ALTERNATE && base != 10) {
        head[heads++] = '0';
        head[heads++] = base == 8 ? 'o' : (char)c->letter;
    }
    size_t length = heads + zeros + n, pad = c->width > (intptr_t)length ? (size_t)c->width - length : 0;
    if (!(c->flags & LEFT)) {
        if (c->flags & ZERO)
            zeros += pad;
        else
            ty_strbuf_fill(&s->out, ' ', pad);
    }
    ty_strbuf_ascii(&s->out, head, heads);
    ty_strbuf_fill(&s->out, '0', zeros);
    if (c->letter == 'X')
        for (size_t i = negative; i < d->length; i++)
            ty_strbuf_char(&s->out, d->data[i] >= 'a' ? d->data[i] - 32u : d->data[i]);
    else
        ty_strbuf_ascii(&s->out, (const char *)d->data + negative, n);
    if (c->flags & LEFT)
        ty_strbuf_fill(&s->out, ' ', pad);
    return true;
}

/* By the format language: "%+08.3f" is format(x, "=+08.3f"). */
static bool put_float(state *s, const conversion *c, ty_value v)
{
    double x;
    if (ty_op_double(s->ctx, v, &x) < 0)
        return false;
    ty_strbuf b;
    ty_strbuf_init(&b, s->ctx);
    ty_strbuf_char(&b, c->flags & LEFT ? '<' : c->flags & ZERO ? '=' : '>');
    if (c->flags & (SIGN | BLANK))
        ty_strbuf_char(&b, c->flags & SIGN ? '+' : ' ');
    if (c->flags & ALTERNATE)
        ty_strbuf_char(&b, '#');
    if (c->flags & ZERO && !(c->flags & LEFT))
        ty_strbuf_char(&b, '0');
    if (c->width)
        ty_strbuf_format(&b, "%zd", c->width);
    ty_strbuf_format(&b, ".%zd%c", c->precision < 0 ? 6 : c->precision, (int)c->letter);
    ty_value spec = ty_strbuf_finish(&b), number = spec ? ty_float_new(s->ctx, x) : TY_NULL;
    ty_value text = number ? ty_format_float(s->ctx, number, spec) : TY_NULL;
    if (!text)
        return false;
    ty_strbuf_str(&s->out, text);
    return true;
}

static bool put(state *s, const conversion *c)
{
    ty_value v = next_argument(s);
    if (!v)
        return false;
    switch (c->letter) {
    case 's':
        if (c->width == 0 && c->precision < 0 && ty_is_exact_str(v)) {
            ty_strbuf_str(&s->out, v);
            return true;
        }
        TY_FALLTHROUGH;
    case 'r':
    case 'a':
        return put_text(s, c, v);
    case 'd':
    case 'i':
    case 'u':
    case 'o':
    case 'x':
    case 'X':
        return put_int(s, c, v);
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
        return put_float(s, c, v);
    case 'c':
        return put_char(s, c, v);
    }
    ty_error_set(s->ctx, &ty_ValueError_type, "unsupported format character '%c' (0x%x) at index %zu",
                 c->letter > 31 && c->letter < 127 ? (int)c->letter : '?', (unsigned)c->letter, s->at - 1);
    return false;
}

/* The most frequent conversions, of a tuple's argument that needs no Python code: %s of text, %s and %d of small ints. */
static bool put_plain(state *s, uint32_t letter)
{
    if ((letter != 's' && letter != 'd') || !s->tuple || s->used >= ty_tuple_length(s->tuple))
        return false;
    ty_value v = ty_tuple_at(s->tuple, s->used);
    if (ty_is_small(v))
        put_small(s, ty_small_value(v));
    else if (letter == 's' && ty_is_exact_str(v))
        ty_strbuf_str(&s->out, v);
    else
        return false;
    s->used++;
    return true;
}

ty_value ty_str_percent(ty_ctx *ctx, ty_value format, ty_value args)
{
    state s; /* its buffer is not worth clearing */
    s.ctx = ctx;
    s.format = ty_str_ptr(format);
    s.single = args;
    s.at = s.used = 0;
    s.tuple = s.mapping = s.mapped = TY_NULL;
    s.keyed = false;
    const ty_str *f = s.format;
    if (ty_is_tuple(args))
        s.tuple = args;
    else if (!ty_is_str(args) && ty_type_of(args)->slots.getitem)
        s.mapping = args;
    ty_strbuf_init(&s.out, ctx);
    while (s.at < f->length) {
        size_t start = s.at;
        if (f->kind == 1) {
            const unsigned char *p = memchr(f->data + s.at, '%', f->length - s.at);
            s.at = p ? (size_t)(p - f->data) : f->length;
        } else {
            while (s.at < f->length && ty_str_at(f, s.at) != '%')
                s.at++;
        }
        ty_strbuf_part(&s.out, format, start, s.at);
        if (s.at++ >= f->length)
            break;
        if (s.at < f->length && ty_str_at(f, s.at) == '%') {
            ty_strbuf_char(&s.out, '%');
            s.at++;
            continue;
        }
        if (s.at < f->length && put_plain(&s, ty_str_at(f, s.at))) {
            s.at++;
            continue;
        }
        conversion c;
        if (!read_conversion(&s, &c) || !put(&s, &c))
            return TY_NULL;
    }
    if (s.tuple ? s.used < ty_tuple_length(s.tuple) : s.used == 0 && !s.mapping)
        return ty_error_set(ctx, &ty_TypeError_type, "not all arguments converted during string formatting");
    return ty_strbuf_finish(&s.out);
}
