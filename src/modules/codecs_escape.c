/* SPDX-License-Identifier: MIT */
/* Escapes in bytes (escape_encode, escape_decode) and UTF-7. */
#include <config.h>

#include "modules/codecs.h"
#include "object/buffer.h"
#include "object/bytes.h"
#include "object/codec.h"
#include "object/error.h"
#include "object/tuple.h"

static ty_value result(ty_ctx *ctx, ty_strbuf *b, size_t n)
{
    ty_value bytes = b->failed ? TY_NULL : ty_bytes_new(ctx, b->data, b->length);
    return bytes ? ty_tuple_pack(ctx, 2, bytes, ty_small((intptr_t)n)) : TY_NULL;
}

static ty_value none_as_null(ty_value v) { return v && !ty_is_none(v) ? v : TY_NULL; }

/* --- bytes with escapes --------------------------------------------------------------------------------------------------- */

TY_CODECS_FUNCTION(escape_encode)
{
    (void)nargs, (void)kwnames;
    if (!ty_is_bytes(args[0]))
        return ty_error_set(ctx, &ty_TypeError_type, "escape_encode() argument 1 must be bytes, not %T", args[0]);
    const unsigned char *p = ty_bytes_data(args[0]);
    size_t n = ty_bytes_length(args[0]);
    ty_strbuf b;
    ty_strbuf_init(&b, ctx);
    for (size_t i = 0; i < n; i++) {
        unsigned c = p[i];
        const char *found = c == '\t' ? "\\t" : c == '\n' ? "\\n" : c == '\r' ? "\\r" : c == '\'' ? "\\'" : c == '\\' ? "\\\\" : NULL;
        if (found)
            ty_strbuf_ascii(&b, found, 2);
        else if (c < ' ' || c >= 127)
            ty_strbuf_format(&b, "\\x%02x", c);
        else
            ty_strbuf_char(&b, c);
    }
    return result(ctx, &b, n);
}

static int hex_value(unsigned c)
{
    return c >= '0' && c <= '9' ? (int)c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (int)(c | 32) - 'a' + 10 : -1;
}

/* \x behind p[i]; false: an error that stays one. */
static bool hex_escape(ty_ctx *ctx, ty_strbuf *b, const unsigned char *p, size_t n, size_t *i, enum ty_codec_errors errors)
{
    int high = *i < n ? hex_value(p[*i]) : -1, low = high >= 0 && *i + 1 < n ? hex_value(p[*i + 1]) : -1;
    if (low >= 0) {
        ty_strbuf_char(b, (unsigned)(high << 4 | low));
        *i += 2;
        return true;
    }
    if (errors == TY_ERRORS_REPLACE) {
        ty_strbuf_char(b, '?');
    } else if (errors != TY_ERRORS_IGNORE) {
        ty_error_set(ctx, &ty_ValueError_type, "invalid \\x escape at position %zu", *i - 2);
        return false;
    }
    *i += high >= 0;
    return true;
}

TY_CODECS_FUNCTION(escape_decode)
{
    static const char letters[] = "\\'\"abfnrtv", values[] = "\\'\"\a\b\f\n\r\t\v";
    (void)kwnames;
    ty_value input = args[0], hold;
    enum ty_codec_errors errors = ty_codec_errors_named(none_as_null(TY_ARG(1)));
    ty_buffer view = {0};
    size_t n;
    const unsigned char *p;
    bool text = ty_is_str(input);
    if (text) {
        p = (const unsigned char *)ty_str_utf8(ctx, input, &n, &hold);
        if (!p)
            return TY_NULL;
    } else {
        if (ty_buffer_get(ctx, input, &view, TY_BUFFER_SIMPLE) < 0)
            return TY_NULL;
        p = view.data;
        n = view.length;
    }
    ty_strbuf b;
    ty_strbuf_init(&b, ctx);
    bool good = true;
    for (size_t i = 0; i < n && good;) {
        unsigned c = p[i++];
        if (c != '\\') {
            ty_strbuf_char(&b, c);
            continue;
        }
        if (i == n) {
            ty_error_set(ctx, &ty_ValueError_type, "Trailing \\ in string");
            good = false;
            break;
        }
        c = p[i++];
        const char *found = c ? strchr(letters, (int)c) : NULL;
        if (found) {
            ty_strbuf_char(&b, (unsigned char)values[found - letters]);
        } else if (c >= '0' && c <= '7') {
            unsigned v = c - '0';
            for (int k = 0; k < 2 && i < n && p[i] >= '0' && p[i] <= '7'; k++)
                v = v * 8 + (p[i++] - '0');
            ty_strbuf_char(&b, v & 255);
        } else if (c == 'x') {
            good = hex_escape(ctx, &b, p, n, &i, errors);
        } else if (c != '\n') {
            ty_strbuf_char(&b, '\\');
            ty_strbuf_char(&b, c);
        }
    }
    ty_value r = good ? result(ctx, &b, n) : TY_NULL;
    if (!text)
        ty_buffer_release(ctx, &view);
    return r;
}

/* --- utf-7 ------------------------------------------------------------------------------------------------------------------ */

static const char base64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static int base64_value(unsigned c)
{
    const char *found = c && c < 128 ? strchr(base64, (int)c) : NULL;
    return found ? (int)(found - base64) : -1;
}

/* Characters that stand for themselves: all of ASCII but controls, '+', '\\' and '~'. */
static bool is_direct(uint32_t c)
{
    return c == '\t' || c == '\n' || c == '\r' || (c >= ' ' && c < 127 && c != '+' && c != '\\' && c != '~');
}

TY_CODECS_FUNCTION(utf7_encode)
{
    (void)nargs, (void)kwnames;
    if (!ty_is_str(args[0]))
        return ty_error_set(ctx, &ty_TypeError_type, "utf_7_encode() argument 1 must be str, not %T", args[0]);
    const ty_str *s = ty_str_ptr(args[0]);
    ty_strbuf b;
    ty_strbuf_init(&b, ctx);
    uint64_t bits = 0;
    int count = 0;
    bool shifted = false;
    for (size_t i = 0; i < s->length; i++) {
        uint32_t c = ty_str_at(s, i);
        if (is_direct(c)) {
            if (shifted) {
                if (count)
                    ty_strbuf_char(&b, (unsigned char)base64[bits << (6 - count) & 63]);
                if (base64_value(c) >= 0 || c == '-')
                    ty_strbuf_char(&b, '-');
                shifted = false;
                count = 0;
                bits = 0;
            }
            ty_strbuf_char(&b, c);
            continue;
        }
        if (!shifted) {
            ty_strbuf_char(&b, '+');
            if (c == '+') {
                ty_strbuf_char(&b, '-');
                continue;
            }
            shifted = true;
        }
        if (c > 0xffff) {
            bits = bits << 16 | (0xd800 + ((c - 0x10000) >> 10));
            count += 16;
            c = 0xdc00 + (c & 0x3ff);
        }
        bits = bits << 16 | c;
        count += 16;
        while (count >= 6) {
            count -= 6;
            ty_strbuf_char(&b, (unsigned char)base64[bits >> count & 63]);
        }
        bits &= (UINT64_C(1) << count) - 1;
    }
    if (shifted) {
        if (count)
            ty_strbuf_char(&b, (unsigned char)base64[bits << (6 - count) & 63]);
        ty_strbuf_char(&b, '-');
    }
    return result(ctx, &b, s->length);
}

/* A 16-bit unit of a shifted run; joins surrogates. */
static void put_unit(ty_strbuf *b, uint32_t unit, uint32_t *high)
{
    if (*high && unit >= 0xdc00 && unit <= 0xdfff) {
        ty_strbuf_char(b, 0x10000 + ((*high - 0xd800) << 10) + (unit - 0xdc00));
        *high = 0;
        return;
    }
    if (*high)
        ty_strbuf_char(b, *high);
    *high = unit >= 0xd800 && unit <= 0xdbff ? unit : 0;
    if (!*high)
        ty_strbuf_char(b, unit);
}

TY_CODECS_FUNCTION(utf7_decode)
{
    (void)kwnames;
    ty_buffer view;
    bool final = TY_ARG(2) && args[2] != TY_FALSE;
    if (ty_buffer_get(ctx, args[0], &view, TY_BUFFER_SIMPLE) < 0)
        return TY_NULL;
    ty_decoder d;
    ty_decoder_init(&d, ctx, "utf7", ty_is_bytes(args[0]) ? args[0] : TY_NULL, view.data, view.length, none_as_null(TY_ARG(1)));
    size_t i = 0, consumed = view.length;
    bool good = true;
    while (i < d.n && good) {
        unsigned c = d.p[i];
        if (c != '+') {
            if (c < 128)
                ty_strbuf_char(&d.out, c), i++;
            else
                good = ty_decoder_error(&d, i, i + 1, "unexpected special character", &i);
            continue;
        }
        size_t start = i++, length = d.out.length;
        if (i < d.n && d.p[i] == '-') {
            ty_strbuf_char(&d.out, '+');
            i++;
            continue;
        }
        uint64_t bits = 0;
        uint32_t high = 0;
        int count = 0, value;
        for (; i < d.n && (value = base64_value(d.p[i])) >= 0; i++) {
            bits = bits << 6 | (unsigned)value;
            count += 6;
            if (count >= 16) {
                count -= 16;
                put_unit(&d.out, (uint32_t)(bits >> count & 0xffff), &high);
                bits &= (UINT64_C(1) << count) - 1;
            }
        }
        if (i == d.n && !final) { /* the run may go on: it is read again with what comes */
            if (!d.out.failed)
                d.out.length = length;
            consumed = start;
            break;
        }
        if (high)
            ty_strbuf_char(&d.out, high);
        if (i == d.n)
            good = ty_decoder_error(&d, start, i, "unterminated shift sequence", &i);
        else if (count >= 6)
            good = ty_decoder_error(&d, start, i + 1, "partial character in base64 sequence", &i);
        else if (bits)
            good = ty_decoder_error(&d, start, i + 1, "non-zero padding bits in base64 sequence", &i);
        else if (i == start + 1)
            good = ty_decoder_error(&d, start, i + 1, "ill-formed sequence", &i);
        else if (d.p[i] == '-')
            i++;
    }
    ty_value text = good ? ty_strbuf_finish(&d.out) : TY_NULL;
    ty_buffer_release(ctx, &view);
    return text ? ty_tuple_pack(ctx, 2, text, ty_small((intptr_t)consumed)) : TY_NULL;
}
