/* SPDX-License-Identifier: MIT */
/* repr and ascii of text. Nearly all texts need only quotes around them: that is found out first. */
#include <config.h>

#include "object/str_impl.h"
#include "object/unicode_data.h"

#define NO_QUOTE UINT32_MAX

static const char hex_digits[] = "0123456789abcdef";

/* Characters that `c` takes in a repr with this quote. */
static unsigned width_of(uint32_t c, uint32_t quote, bool ascii_only)
{
    if (c < 128)
        return c == quote || c == '\\' || c == '\n' || c == '\r' || c == '\t' ? 2 : c < ' ' || c == 127 ? 4 : 1;
    if (!ascii_only && ty_unicode_is_printable(c))
        return 1;
    return c < 256 ? 4 : c < 65536 ? 6 : 10;
}

static size_t put_escape(ty_str *r, size_t at, uint32_t c)
{
    ty_str_put(r, at++, '\\');
    char letter = c == '\n' ? 'n' : c == '\r' ? 'r' : c == '\t' ? 't' : 0;
    if (letter || (c < 128 && c >= ' ' && c != 127)) { /* the quote or a backslash */
        ty_str_put(r, at++, letter ? (unsigned char)letter : c);
        return at;
    }
    int digits = c < 256 ? 2 : c < 65536 ? 4 : 8;
    ty_str_put(r, at++, digits == 2 ? 'x' : digits == 4 ? 'u' : 'U');
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4)
        ty_str_put(r, at++, (unsigned char)hex_digits[c >> shift & 15]);
    return at;
}

static ty_value quoted(ty_ctx *ctx, ty_value v, bool ascii_only)
{
    const ty_str *s = ty_str_ptr(v);
    size_t length = 0, n = s->length;
    uint32_t max = 127;
    bool single = false, dbl = false;
    for (size_t i = 0; i < n; i++) {
        uint32_t c = ty_str_at(s, i);
        if (c < 128) {
            single |= c == '\'';
            dbl |= c == '"';
        }
        unsigned w = width_of(c, NO_QUOTE, ascii_only);
        length += w;
        if (w == 1 && c > max)
            max = c;
        if (TY_UNLIKELY(length > (size_t)PTRDIFF_MAX / 8))
            return ty_error_set(ctx, &ty_OverflowError_type, "string is too long to generate repr");
    }
    uint32_t quote = single && !dbl ? '"' : '\'';
    if (single && dbl)
        for (size_t i = 0; i < n; i++)
            length += ty_str_at(s, i) == '\'';
    ty_str *r = ty_str_new(ctx, length + 2, max);
    if (!r)
        return TY_NULL;
    ty_str_put(r, 0, quote);
    if (length == n) {
        ty_str_copy_chars(r->kind, r->data + r->kind, s->kind, s->data, n);
    } else {
        size_t at = 1;
        for (size_t i = 0; i < n; i++) {
            uint32_t c = ty_str_at(s, i);
            if (width_of(c, quote, ascii_only) == 1)
                ty_str_put(r, at++, c);
            else
                at = put_escape(r, at, c);
        }
    }
    ty_str_put(r, length + 1, quote);
    return TY_VALUE(r);
}

ty_value ty_str_repr(ty_ctx *ctx, ty_value v) { return quoted(ctx, v, false); }
ty_value ty_str_ascii(ty_ctx *ctx, ty_value v) { return quoted(ctx, v, true); }

ty_value ty_str_escape(ty_ctx *ctx, ty_value v)
{
    const ty_str *s = ty_str_ptr(v);
    if (s->ascii)
        return v;
    size_t length = 0;
    for (size_t i = 0; i < s->length; i++) {
        uint32_t c = ty_str_at(s, i);
        length += c < 128 ? 1 : width_of(c, NO_QUOTE, true);
    }
    ty_str *r = ty_str_new(ctx, length, 127);
    if (!r)
        return TY_NULL;
    size_t at = 0;
    for (size_t i = 0; i < s->length; i++) {
        uint32_t c = ty_str_at(s, i);
        if (c < 128)
            ty_str_put(r, at++, c);
        else
            at = put_escape(r, at, c);
    }
    return TY_VALUE(r);
}
