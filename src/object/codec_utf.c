/* SPDX-License-Identifier: MIT */
/* utf-8, utf-16, utf-32, ascii and latin-1. */
#include <config.h>

#include "object/bytes.h"
#include "object/codec_impl.h"
#include "object/str_impl.h"

static inline bool is_surrogate(uint32_t c) { return c >= 0xd800 && c <= 0xdfff; }

/* --- utf-8 -------------------------------------------------------------------------------------------------------- */

ty_value ty_codec_decode_utf8(ty_ctx *ctx, ty_value object, const unsigned char *p, size_t n, ty_value errors, bool final,
                              size_t *consumed)
{
    if (ty_utf8_ascii_run(p, n) == n)
        return ty_str_from_ascii(ctx, (const char *)p, n);
    ty_utf8_extent e;
    bool good = ty_utf8_measure(p, n, false, &e);
    if (!good && !final && e.truncated) {
        *consumed = n = e.valid;
        good = true;
    }
    if (good) {
        if (e.chars <= 1)
            return e.chars ? ty_str_char(ctx, e.max > 127 ? e.max : p[0]) : ty_str_empty;
        ty_str *s = ty_str_new(ctx, e.chars, e.max);
        if (!s)
            return TY_NULL;
        ty_utf8_decode(p, n, s->kind, s->data);
        return TY_VALUE(s);
    }
    ty_decoder d;
    ty_decoder_init(&d, ctx, "utf-8", object, p, n, errors);
    size_t at = 0;
    for (;;) {
        good = ty_utf8_measure(d.p + at, d.n - at, false, &e);
        if (e.chars && ty_strbuf_reserve(&d.out, e.chars, e.max)) {
            ty_utf8_decode(d.p + at, e.valid, d.out.kind, d.out.data + d.out.length * d.out.kind);
            d.out.length += e.chars;
        }
        at += e.valid;
        if (good || (!final && e.truncated))
            break;
        if (!ty_decoder_error(&d, at, at + e.bad, e.why, &at))
            return TY_NULL;
    }
    *consumed = at;
    return ty_strbuf_finish(&d.out);
}

static bool has_surrogates(const ty_str *s)
{
    bool found = false;
    if (s->kind == 2) {
        const uint16_t *p = (const uint16_t *)(const void *)s->data;
        for (size_t i = 0; i < s->length; i++)
            found |= (p[i] & 0xf800) == 0xd800;
    } else if (s->kind == 4) {
        const uint32_t *p = (const uint32_t *)(const void *)s->data;
        for (size_t i = 0; i < s->length; i++)
            found |= (p[i] & 0xfffff800) == 0xd800;
    }
    return found;
}

ty_value ty_codec_encode_utf8(ty_ctx *ctx, ty_value text, ty_value errors, bool signature)
{
    const ty_str *s = ty_str_ptr(text);
    size_t i = 0, skip = signature ? 3 : 0;
    if (!has_surrogates(s)) {
        size_t size = ty_utf8_size(s->kind, s->data, s->length);
        ty_value b = ty_bytes_new(ctx, NULL, size + skip);
        if (!b)
            return TY_NULL;
        memcpy(ty_bytes_fill(b), "\xef\xbb\xbf", skip);
        ty_utf8_encode(s->kind, s->data, s->length, ty_bytes_fill(b) + skip);
        return b;
    }
    ty_encoder e;
    ty_encoder_init(&e, ctx, "utf-8", text, errors, 1, 128);
    ty_strbuf_ucs(&e.out, 1, "\xef\xbb\xbf", skip);
    for (i = 0; i < s->length;) {
        uint32_t c = ty_str_at(s, i);
        if (!is_surrogate(c)) {
            unsigned char unit[4];
            ty_strbuf_ucs(&e.out, 1, unit, (size_t)ty_utf8_put(unit, c));
            i++;
            continue;
        }
        size_t end = i + 1;
        while (end < s->length && is_surrogate(ty_str_at(s, end)))
            end++;
        if (!ty_encoder_error(&e, i, end, "surrogates not allowed", &i))
            return TY_NULL;
    }
    return ty_encoder_finish(&e);
}

/* --- ascii, latin-1 ----------------------------------------------------------------------------------------------- */

ty_value ty_codec_decode_ascii(ty_ctx *ctx, ty_value object, const unsigned char *p, size_t n, ty_value errors)
{
    size_t run = ty_utf8_ascii_run(p, n);
    if (run == n)
        return ty_str_from_ascii(ctx, (const char *)p, n);
    ty_decoder d;
    ty_decoder_init(&d, ctx, "ascii", object, p, n, errors);
    for (size_t at = 0; at < d.n;) {
        run = ty_utf8_ascii_run(d.p + at, d.n - at);
        ty_strbuf_ascii(&d.out, (const char *)d.p + at, run);
        at += run;
        if (at < d.n && !ty_decoder_error(&d, at, at + 1, "ordinal not in range(128)", &at))
            return TY_NULL;
    }
    return ty_strbuf_finish(&d.out);
}

ty_value ty_codec_encode_narrow(ty_ctx *ctx, ty_value text, const char *encoding, ty_value errors, uint32_t limit,
                                const char *reason)
{
    const ty_str *s = ty_str_ptr(text);
    ty_encoder e;
    ty_encoder_init(&e, ctx, encoding, text, errors, 1, limit);
    for (size_t i = 0; i < s->length;) {
        uint32_t c = ty_str_at(s, i);
        if (c < limit) {
            ty_strbuf_char(&e.out, c);
            i++;
            continue;
        }
        size_t end = i + 1;
        while (end < s->length && ty_str_at(s, end) >= limit)
            end++;
        if (!ty_encoder_error(&e, i, end, reason, &i))
            return TY_NULL;
    }
    return ty_encoder_finish(&e);
}

/* --- utf-16, utf-32 ----------------------------------------------------------------------------------------------- */

/* Reads the byte order mark if the order is not known yet; returns the bytes to skip. */
static size_t read_mark(const unsigned char *p, size_t n, size_t unit, int *order)
{
    if (*order)
        return 0;
    if (n >= unit) {
        uint32_t little = unit == 2 ? ty_load16le(p) : ty_load32le(p), big = unit == 2 ? ty_load16be(p) : ty_load32be(p);
        if (little == 0xfeff || big == 0xfeff) {
            *order = little == 0xfeff ? -1 : 1;
            return unit;
        }
    }
    if (n >= unit)
        *order = TY_BIG_ENDIAN ? 1 : -1;
    return 0;
}

ty_value ty_codec_decode_utf16(ty_ctx *ctx, ty_value object, const unsigned char *p, size_t n, ty_value errors, bool final,
                               size_t *consumed, int *order)
{
    const char *name = *order < 0 ? "utf-16-le" : *order > 0 ? "utf-16-be" : "utf-16";
    size_t at = read_mark(p, n, 2, order);
    bool big = *order > 0;
    if (*name && strcmp(name, "utf-16") == 0)
        name = big ? "utf-16-be" : "utf-16-le";
    ty_decoder d;
    ty_decoder_init(&d, ctx, name, object, p, n, errors);
    while (at < d.n) {
        size_t left = d.n - at;
        if (left < 2) {
            if (!final)
                break;
            if (!ty_decoder_error(&d, at, d.n, "truncated data", &at))
                return TY_NULL;
            continue;
        }
        uint32_t c = big ? ty_load16be(d.p + at) : ty_load16le(d.p + at);
        if (!is_surrogate(c)) {
            ty_strbuf_char(&d.out, c);
            at += 2;
            continue;
        }
        const char *why = "illegal encoding";
        size_t bad = 2;
        if (c < 0xdc00) {
            if (left < 4) {
                if (!final)
                    break;
                why = "unexpected end of data";
                bad = left;
            } else {
                uint32_t low = big ? ty_load16be(d.p + at + 2) : ty_load16le(d.p + at + 2);
                if (low >= 0xdc00 && low <= 0xdfff) {
                    ty_strbuf_char(&d.out, 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00));
                    at += 4;
                    continue;
                }
                why = "illegal UTF-16 surrogate";
            }
        }
        if (!ty_decoder_error(&d, at, at + bad, why, &at))
            return TY_NULL;
    }
    *consumed = at;
    return ty_strbuf_finish(&d.out);
}

ty_value ty_codec_decode_utf32(ty_ctx *ctx, ty_value object, const unsigned char *p, size_t n, ty_value errors, bool final,
                               size_t *consumed, int *order)
{
    size_t at = read_mark(p, n, 4, order);
    bool big = *order > 0;
    ty_decoder d;
    ty_decoder_init(&d, ctx, big ? "utf-32-be" : "utf-32-le", object, p, n, errors);
    while (at < d.n) {
        size_t left = d.n - at;
        const char *why;
        if (left < 4) {
            if (!final)
                break;
            why = "truncated data";
        } else {
            uint32_t c = big ? ty_load32be(d.p + at) : ty_load32le(d.p + at);
            if (c < 0x110000 && !is_surrogate(c)) {
                ty_strbuf_char(&d.out, c);
                at += 4;
                continue;
            }
            left = 4;
            why = c < 0x110000 ? "code point in surrogate code point range(0xd800, 0xe000)" : "code point not in range(0x110000)";
        }
        if (!ty_decoder_error(&d, at, at + left, why, &at))
            return TY_NULL;
    }
    *consumed = at;
    return ty_strbuf_finish(&d.out);
}

ty_value ty_codec_encode_units(ty_ctx *ctx, ty_value text, enum ty_codec codec, ty_value errors)
{
    static const char *const names[] = {"utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"};
    const ty_str *s = ty_str_ptr(text);
    ty_encoder e;
    int unit = codec >= TY_CODEC_UTF32 ? 4 : 2;
    ty_encoder_init(&e, ctx, names[codec - TY_CODEC_UTF16], text, errors, unit, 0x110000);
    e.big = codec == TY_CODEC_UTF16_BE || codec == TY_CODEC_UTF32_BE ||
            (TY_BIG_ENDIAN && (codec == TY_CODEC_UTF16 || codec == TY_CODEC_UTF32));
    if (codec == TY_CODEC_UTF16 || codec == TY_CODEC_UTF32)
        ty_encoder_unit(&e, 0xfeff);
    for (size_t i = 0; i < s->length;) {
        uint32_t c = ty_str_at(s, i);
        if (TY_UNLIKELY(is_surrogate(c))) {
            size_t end = i + 1;
            while (end < s->length && is_surrogate(ty_str_at(s, end)))
                end++;
            if (!ty_encoder_error(&e, i, end, "surrogates not allowed", &i))
                return TY_NULL;
            continue;
        }
        if (unit == 2 && c > 0xffff) {
            ty_encoder_unit(&e, 0xd800 + ((c - 0x10000) >> 10));
            ty_encoder_unit(&e, 0xdc00 + (c & 0x3ff));
        } else {
            ty_encoder_unit(&e, c);
        }
        i++;
    }
    return ty_encoder_finish(&e);
}
