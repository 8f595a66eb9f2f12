/* SPDX-License-Identifier: MIT */
/* unicode_escape and raw_unicode_escape. */
#include <config.h>

#include "object/bytes.h"
#include "object/codec_impl.h"
#include "object/str_impl.h"
#include "object/unicode_names.h"

static int hex_value(unsigned c)
{
    return c >= '0' && c <= '9' ? (int)c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (int)(c | 32) - 'a' + 10 : -1;
}

/* Reads `digits` hexadecimal digits at p[at]; returns how many were there. */
static int read_hex(const ty_decoder *d, size_t at, int digits, uint32_t *out)
{
    uint32_t v = 0;
    int i = 0;
    for (; i < digits && at + (size_t)i < d->n; i++) {
        int h = hex_value(d->p[at + (size_t)i]);
        if (h < 0)
            break;
        v = v << 4 | (uint32_t)h;
    }
    *out = v;
    return i;
}

/* The escapes of one letter. 0: none of them. */
static int simple_escape(unsigned c, uint32_t *out)
{
    static const char letters[] = "\\'\"btnfrav", values[] = "\\'\"\b\t\n\f\r\a\v";
    const char *found = c ? strchr(letters, (int)c) : NULL;
    if (!found)
        return 0;
    *out = (unsigned char)values[found - letters];
    return 1;
}

/* \N{...} at d->p[*at], behind the N: the character, or -1 with *why. */
static int32_t named(const ty_decoder *d, size_t *at, const char **why, bool *incomplete)
{
    size_t i = *at;
    *why = "malformed \\N character escape";
    *incomplete = i == d->n;
    if (i == d->n || d->p[i] != '{')
        return -1;
    size_t start = ++i;
    while (i < d->n && d->p[i] != '}')
        i++;
    *at = i;
    *incomplete = i == d->n;
    if (i == d->n)
        return -1;
    *at = i + 1;
    if (i == start)
        return -1;
    int32_t c = ty_unicode_named((const char *)d->p + start, i - start);
    *why = c < 0 ? "unknown Unicode character name" : NULL;
    return c;
}

ty_value ty_codec_decode_escape(ty_ctx *ctx, ty_value object, const unsigned char *p, size_t n, ty_value errors, bool final,
                                size_t *consumed)
{
    ty_decoder d;
    ty_decoder_init(&d, ctx, "unicodeescape", object, p, n, errors);
    size_t at = 0;
    int invalid = -1;
    while (at < d.n) {
        const unsigned char *slash = memchr(d.p + at, '\\', d.n - at);
        size_t run = slash ? (size_t)(slash - d.p) - at : d.n - at;
        ty_strbuf_ucs(&d.out, 1, d.p + at, run);
        at += run;
        if (!slash)
            break;
        size_t start = at++;
        const char *why = NULL;
        bool incomplete = false;
        uint32_t c;
        if (at == d.n) {
            why = "\\ at end of string";
            incomplete = true;
        } else {
            unsigned letter = d.p[at++];
            int digits = letter == 'x' ? 2 : letter == 'u' ? 4 : letter == 'U' ? 8 : 0;
            if (digits) {
                int got = read_hex(&d, at, digits, &c);
                at += (size_t)got;
                if (got < digits) {
                    why = digits == 2 ? "truncated \\xXX escape" : digits == 4 ? "truncated \\uXXXX escape" : "truncated \\UXXXXXXXX escape";
                    incomplete = at == d.n;
                } else if (c > 0x10ffff) {
                    why = "illegal Unicode character";
                } else {
                    ty_strbuf_char(&d.out, c);
                }
            } else if (letter >= '0' && letter <= '7') {
                c = letter - '0';
                for (int i = 0; i < 2 && at < d.n && d.p[at] >= '0' && d.p[at] <= '7'; i++)
                    c = c * 8 + (d.p[at++] - '0');
                if (!final && at == d.n && at - start < 4 && c < 32) {
                    incomplete = true; /* another digit may come */
                    why = "";
                } else {
                    ty_strbuf_char(&d.out, c);
                }
            } else if (letter == 'N') {
                int32_t found = named(&d, &at, &why, &incomplete);
                if (found >= 0)
                    ty_strbuf_char(&d.out, (uint32_t)found);
            } else if (simple_escape(letter, &c)) {
                ty_strbuf_char(&d.out, c);
            } else if (letter != '\n') {
                if (invalid < 0)
                    invalid = (int)letter;
                ty_strbuf_char(&d.out, '\\');
                ty_strbuf_char(&d.out, letter);
            }
        }
        if (!why)
            continue;
        if (incomplete && !final) {
            at = start;
            break;
        }
        if (!ty_decoder_error(&d, start, at, why, &at))
            return TY_NULL;
    }
    *consumed = at;
    if (invalid >= 0 && ty_error_warn(ctx, &ty_DeprecationWarning_type, 1, "invalid escape sequence '\\%c'", invalid) < 0)
        return TY_NULL;
    return ty_strbuf_finish(&d.out);
}

ty_value ty_codec_decode_raw_escape(ty_ctx *ctx, ty_value object, const unsigned char *p, size_t n, ty_value errors, bool final,
                                    size_t *consumed)
{
    ty_decoder d;
    ty_decoder_init(&d, ctx, "rawunicodeescape", object, p, n, errors);
    size_t at = 0;
    while (at < d.n) {
        if (d.p[at] != '\\') {
            ty_strbuf_char(&d.out, d.p[at++]);
            continue;
        }
        size_t start = at;
        while (at < d.n && d.p[at] == '\\')
            at++;
        size_t slashes = at - start;
        /* Only an odd number of backslashes before u or U begins an escape. */
        if (at == d.n && !final && (slashes & 1)) {
            ty_strbuf_fill(&d.out, '\\', slashes - 1);
            at--;
            break;
        }
        if (!(slashes & 1) || at == d.n || (d.p[at] != 'u' && d.p[at] != 'U')) {
            ty_strbuf_fill(&d.out, '\\', slashes);
            continue;
        }
        ty_strbuf_fill(&d.out, '\\', slashes - 1);
        start = at - 1;
        int digits = d.p[at++] == 'u' ? 4 : 8;
        uint32_t c;
        int got = read_hex(&d, at, digits, &c);
        at += (size_t)got;
        if (got == digits && c <= 0x10ffff) {
            ty_strbuf_char(&d.out, c);
            continue;
        }
        if (got < digits && at == d.n && !final) {
            at = start;
            break;
        }
        const char *why = got == digits ? "\\Uxxxxxxxx out of range" : digits == 4 ? "truncated \\uXXXX escape" : "truncated \\UXXXXXXXX escape";
        if (!ty_decoder_error(&d, start, at, why, &at))
            return TY_NULL;
    }
    *consumed = at;
    return ty_strbuf_finish(&d.out);
}

ty_value ty_codec_encode_escape(ty_ctx *ctx, ty_value text, bool raw)
{
    const ty_str *s = ty_str_ptr(text);
    ty_strbuf b;
    ty_strbuf_init(&b, ctx);
    for (size_t i = 0; i < s->length; i++) {
        uint32_t c = ty_str_at(s, i);
        if (c > 0xffff)
            ty_strbuf_format(&b, "\\U%08x", (unsigned)c);
        else if (c > 0xff)
            ty_strbuf_format(&b, "\\u%04x", (unsigned)c);
        else if (raw || (c >= ' ' && c < 127 && c != '\\'))
            ty_strbuf_char(&b, c);
        else if (c == '\\' || c == '\n' || c == '\r' || c == '\t')
            ty_strbuf_format(&b, "\\%c", c == '\\' ? '\\' : c == '\n' ? 'n' : c == '\r' ? 'r' : 't');
        else
            ty_strbuf_format(&b, "\\x%02x", (unsigned)c);
    }
    return b.failed ? TY_NULL : ty_bytes_new(ctx, b.data, b.length);
}
