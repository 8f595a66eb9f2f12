/* SPDX-License-Identifier: MIT */
/* The format language of messages (object/error.h), for exceptions, reprs and everything else that natives write. */
#include <config.h>

#include <stdio.h>

#include "object/ops.h"
#include "object/str_impl.h"

static void append_value(ty_strbuf *b, ty_value (*fn)(ty_ctx *, ty_value), ty_value v, intptr_t precision)
{
    ty_value text = b->failed ? TY_NULL : fn ? fn(b->ctx, v) : v;
    if (!text)
        ty_strbuf_fail(b);
    else if (precision >= 0)
        ty_strbuf_part(b, text, 0, (size_t)precision);
    else
        ty_strbuf_str(b, text);
}

static void append_cstr(ty_strbuf *b, const char *p, intptr_t precision)
{
    if (!p)
        p = "(null)";
    if (precision < 0) {
        ty_strbuf_cstr(b, p);
        return;
    }
    const char *end = memchr(p, 0, (size_t)precision);
    size_t n = end ? (size_t)(end - p) : (size_t)precision;
    ty_utf8_extent e;
    /* A character cut in two by the precision is left out. */
    if (!ty_utf8_measure((const unsigned char *)p, n, true, &e) && e.truncated)
        n = e.valid;
    ty_strbuf_utf8(b, p, n);
}

/* An integer, padded to `width`. */
static void append_int(ty_strbuf *b, bool negative, unsigned long long u, char conversion, int width, char fill)
{
    char digits[24];
    int n = conversion == 'x' ? snprintf(digits, sizeof digits, "%llx", u)
          : conversion == 'X' ? snprintf(digits, sizeof digits, "%llX", u)
          : conversion == 'o' ? snprintf(digits, sizeof digits, "%llo", u)
                              : snprintf(digits, sizeof digits, "%llu", u);
    int pad = width - n - negative;
    if (pad > 0 && fill == ' ')
        ty_strbuf_fill(b, ' ', (size_t)pad);
    if (negative)
        ty_strbuf_char(b, '-');
    if (pad > 0 && fill == '0')
        ty_strbuf_fill(b, '0', (size_t)pad);
    ty_strbuf_ascii(b, digits, (size_t)n);
}

/* One conversion behind its '%'; returns what follows it. A va_list inside a struct can be passed on and advanced. */
typedef struct arguments { va_list ap; } arguments;

static const char *convert(ty_strbuf *b, const char *f, arguments *a)
{
    char fill = ' ';
    int width = 0, size = 0;
    intptr_t precision = -1;
    if (*f == '0') {
        fill = '0';
        f++;
    }
    if (*f == '*') {
        width = va_arg(a->ap, int);
        f++;
    }
    while (*f >= '0' && *f <= '9')
        width = width * 10 + (*f++ - '0');
    if (*f == '.') {
        precision = 0;
        if (*++f == '*') {
            precision = va_arg(a->ap, int);
            f++;
        }
        while (*f >= '0' && *f <= '9')
            precision = precision * 10 + (*f++ - '0');
    }
    if (*f == 'z' || *f == 't') {
        size = 3;
        f++;
    } else {
        while (*f == 'l') {
            size++;
            f++;
        }
    }
    switch (*f) {
    case 'd':
    case 'i': {
        long long i = size == 0 ? va_arg(a->ap, int) : size == 1 ? va_arg(a->ap, long)
                    : size == 2 ? va_arg(a->ap, long long) : (long long)va_arg(a->ap, ptrdiff_t);
        append_int(b, i < 0, i < 0 ? 0ull - (unsigned long long)i : (unsigned long long)i, 'u', width, fill);
        break;
    }
    case 'u':
    case 'x':
    case 'X':
    case 'o': {
        unsigned long long u = size == 0 ? va_arg(a->ap, unsigned) : size == 1 ? va_arg(a->ap, unsigned long)
                             : size == 2 ? va_arg(a->ap, unsigned long long) : va_arg(a->ap, size_t);
        append_int(b, false, u, *f, width, fill);
        break;
    }
    case 'c':
        ty_strbuf_char(b, (uint32_t)va_arg(a->ap, int));
        break;
    case 'p':
        ty_strbuf_ascii(b, "0x", 2);
        append_int(b, false, (uintptr_t)va_arg(a->ap, void *), 'x', 0, ' ');
        break;
    case 's':
        append_cstr(b, va_arg(a->ap, const char *), precision);
        break;
    case 'U':
        append_value(b, NULL, va_arg(a->ap, ty_value), precision);
        break;
    case 'S':
        append_value(b, ty_op_str, va_arg(a->ap, ty_value), precision);
        break;
    case 'R':
        append_value(b, ty_op_repr, va_arg(a->ap, ty_value), precision);
        break;
    case 'A':
        append_value(b, ty_op_ascii, va_arg(a->ap, ty_value), precision);
        break;
    case 'T':
        append_cstr(b, ty_type_name(ty_type_of(va_arg(a->ap, ty_value))), precision);
        break;
    case 'N':
        append_cstr(b, ty_type_name(va_arg(a->ap, const ty_type *)), precision);
        break;
    default: /* '%' itself */
        ty_strbuf_char(b, (unsigned char)*f);
    }
    return *f ? f + 1 : f;
}

void ty_strbuf_formatv(ty_strbuf *b, const char *fmt, va_list ap)
{
    arguments a;
    va_copy(a.ap, ap);
    while (*fmt) {
        size_t n = strcspn(fmt, "%");
        if (n)
            ty_strbuf_utf8(b, fmt, n);
        fmt += n;
        if (*fmt)
            fmt = convert(b, fmt + 1, &a);
    }
    va_end(a.ap);
}

void ty_strbuf_format(ty_strbuf *b, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    ty_strbuf_formatv(b, fmt, ap);
    va_end(ap);
}

ty_value ty_str_formatv(ty_ctx *ctx, const char *fmt, va_list ap)
{
    ty_strbuf b;
    ty_strbuf_init(&b, ctx);
    ty_strbuf_formatv(&b, fmt, ap);
    return ty_strbuf_finish(&b);
}

ty_value ty_str_format(ty_ctx *ctx, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    ty_value v = ty_str_formatv(ctx, fmt, ap);
    va_end(ap);
    return v;
}
