/* SPDX-License-Identifier: MIT */
/* strip, and what fills up: ljust, rjust, center, zfill, expandtabs. */
#include <config.h>

#include <limits.h>

#include "object/fastsearch.h"
#include "object/ops.h"
#include "object/str_impl.h"
#include "object/unicode_data.h"

/* --- strip -------------------------------------------------------------------------------------------------------- */

enum { LEFT = 1, RIGHT = 2 };

static inline bool is_space(uint32_t c) { return c < 128 ? ty_ascii_class[c] & TY_ASCII_SPACE : ty_unicode_is_space(c); }

static ty_value strip(ty_ctx *ctx, const ty_value *args, size_t nargs, const char *name, int sides)
{
    const ty_str *s = ty_str_ptr(args[0]);
    size_t start = 0, end = s->length;
    ty_value set = TY_ARG(1);
    if (!set || ty_is_none(set)) {
        if (sides & LEFT)
            while (start < end && is_space(ty_str_at(s, start)))
                start++;
        if (sides & RIGHT)
            while (end > start && is_space(ty_str_at(s, end - 1)))
                end--;
    } else if (!ty_is_str(set)) {
        return ty_error_set(ctx, &ty_TypeError_type, "%s arg must be None or str", name);
    } else {
        const ty_str *chars = ty_str_ptr(set);
        if (sides & LEFT)
            while (start < end && ty_search_char(chars->data, chars->length, chars->kind, ty_str_at(s, start)) >= 0)
                start++;
        if (sides & RIGHT)
            while (end > start && ty_search_char(chars->data, chars->length, chars->kind, ty_str_at(s, end - 1)) >= 0)
                end--;
    }
    return start == 0 && end == s->length ? ty_str_exact(ctx, args[0]) : ty_str_substring(ctx, args[0], start, end);
}

TY_STR_METHOD(strip)
{
    (void)kwnames;
    return strip(ctx, args, nargs, "strip", LEFT | RIGHT);
}
TY_STR_METHOD(lstrip)
{
    (void)kwnames;
    return strip(ctx, args, nargs, "lstrip", LEFT);
}
TY_STR_METHOD(rstrip)
{
    (void)kwnames;
    return strip(ctx, args, nargs, "rstrip", RIGHT);
}

/* --- filling ------------------------------------------------------------------------------------------------------ */

ty_value ty_str_pad(ty_ctx *ctx, ty_value v, size_t left, size_t right, uint32_t fill)
{
    const ty_str *s = ty_str_ptr(v);
    if (left + right == 0)
        return ty_str_exact(ctx, v);
    if (left + right > (size_t)PTRDIFF_MAX - s->length)
        return ty_error_set(ctx, &ty_OverflowError_type, "padded string is too long");
    uint32_t bound = ty_str_bound(s);
    ty_str *r = ty_str_new(ctx, left + s->length + right, fill > bound ? fill : bound);
    if (!r)
        return TY_NULL;
    if (r->kind == 1) {
        memset(r->data, (int)fill, left);
        memset(r->data + left + s->length, (int)fill, right);
    } else {
        for (size_t i = 0; i < left; i++)
            ty_str_put(r, i, fill);
        for (size_t i = left + s->length; i < r->length; i++)
            ty_str_put(r, i, fill);
    }
    ty_str_copy_chars(r->kind, r->data + left * r->kind, s->kind, s->data, s->length);
    return TY_VALUE(r);
}

/* How much is missing to the width, and the fill character; -1: error. */
static intptr_t missing(ty_ctx *ctx, const ty_value *args, size_t nargs, uint32_t *fill)
{
    intptr_t width, length = (intptr_t)ty_str_length(args[0]);
    ty_value v = TY_ARG(2);
    if (ty_op_index_size(ctx, args[1], &ty_OverflowError_type, &width) < 0)
        return -1;
    *fill = ' ';
    if (v) {
        if (!ty_is_str(v)) {
            ty_error_set(ctx, &ty_TypeError_type, "The fill character must be a unicode character, not %T", v);
            return -1;
        }
        if (ty_str_length(v) != 1) {
            ty_error_set(ctx, &ty_TypeError_type, "The fill character must be exactly one character long");
            return -1;
        }
        *fill = ty_str_at(ty_str_ptr(v), 0);
    }
    return width > length ? width - length : 0;
}

TY_STR_METHOD(ljust)
{
    (void)kwnames;
    uint32_t fill;
    intptr_t n = missing(ctx, args, nargs, &fill);
    return n < 0 ? TY_NULL : ty_str_pad(ctx, args[0], 0, (size_t)n, fill);
}
TY_STR_METHOD(rjust)
{
    (void)kwnames;
    uint32_t fill;
    intptr_t n = missing(ctx, args, nargs, &fill);
    return n < 0 ? TY_NULL : ty_str_pad(ctx, args[0], (size_t)n, 0, fill);
}
TY_STR_METHOD(center)
{
    (void)kwnames;
    uint32_t fill;
    intptr_t n = missing(ctx, args, nargs, &fill);
    if (n < 0)
        return TY_NULL;
    /* An odd rest goes to the left when the width is odd. */
    size_t width = (size_t)n + ty_str_length(args[0]), left = (size_t)n / 2 + ((size_t)n & width & 1);
    return ty_str_pad(ctx, args[0], left, (size_t)n - left, fill);
}

TY_STR_METHOD(zfill)
{
    (void)nargs, (void)kwnames;
    intptr_t width;
    if (ty_op_index_size(ctx, args[1], &ty_OverflowError_type, &width) < 0)
        return TY_NULL;
    const ty_str *s = ty_str_ptr(args[0]);
    if (width <= (intptr_t)s->length)
        return ty_str_exact(ctx, args[0]);
    size_t n = (size_t)width - s->length;
    ty_value v = ty_str_pad(ctx, args[0], n, 0, '0');
    if (v && s->length && (ty_str_at(s, 0) == '+' || ty_str_at(s, 0) == '-')) {
        ty_str *r = ty_str_ptr(v);
        ty_str_put(r, 0, ty_str_at(s, 0));
        ty_str_put(r, n, '0');
    }
    return v;
}

TY_STR_METHOD(expandtabs)
{
    (void)kwnames;
    const ty_str *s = ty_str_ptr(args[0]);
    intptr_t size = 8;
    if (TY_ARG(1) && ty_op_index_size(ctx, args[1], &ty_OverflowError_type, &size) < 0)
        return TY_NULL;
    if (size > INT_MAX || size < INT_MIN)
        return ty_error_set(ctx, &ty_OverflowError_type, "Python int too large to convert to C int");
    if (ty_search_char(s->data, s->length, s->kind, '\t') < 0)
        return ty_str_exact(ctx, args[0]);
    ty_strbuf b;
    ty_strbuf_init(&b, ctx);
    size_t column = 0;
    for (size_t i = 0; i < s->length; i++) {
        uint32_t c = ty_str_at(s, i);
        if (c == '\t') {
            size_t gap = size > 0 ? (size_t)size - column % (size_t)size : 0;
            ty_strbuf_fill(&b, ' ', gap);
            column += gap;
        } else {
            ty_strbuf_char(&b, c);
            column = c == '\n' || c == '\r' ? 0 : column + 1;
        }
    }
    return ty_strbuf_finish(&b);
}
