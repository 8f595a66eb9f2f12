/* SPDX-License-Identifier: MIT */
/*
 * What happens to bytes or characters that a codec cannot handle: the built-in error handlers run on the spot, without
 * an exception object; others are called with one (codec_registry.c finds them).
 */
#include <config.h>

#include <stdio.h>

#include "object/bytes.h"
#include "object/call.h"
#include "object/codec_impl.h"
#include "object/int.h"
#include "object/ops.h"
#include "object/str_impl.h"
#include "object/tuple.h"
#include "object/unicode_names.h"

/* --- exceptions --------------------------------------------------------------------------------------------------- */

static ty_value make_error(ty_ctx *ctx, const ty_type *type, ty_value object, const char *encoding, size_t start, size_t end,
                           const char *reason)
{
    ty_value args[5] = {ty_str_from_cstr(ctx, encoding), object, ty_small((intptr_t)start), ty_small((intptr_t)end), TY_NULL};
    args[4] = args[0] ? ty_str_from_cstr(ctx, reason) : TY_NULL;
    return args[4] ? ty_call(ctx, TY_VALUE(type), args, 5, TY_NULL) : TY_NULL;
}

ty_value ty_codec_decode_error(ty_ctx *ctx, ty_value object, const char *encoding, const unsigned char *p, size_t n,
                               size_t start, size_t end, const char *reason)
{
    if (!object)
        object = ty_bytes_new(ctx, p, n);
    ty_value exc = object ? make_error(ctx, &ty_UnicodeDecodeError_type, object, encoding, start, end, reason) : TY_NULL;
    return exc ? ty_error_set_object(ctx, exc) : TY_NULL;
}

ty_value ty_codec_encode_error(ty_ctx *ctx, ty_value text, const char *encoding, size_t start, size_t end, const char *reason)
{
    ty_value exc = make_error(ctx, &ty_UnicodeEncodeError_type, text, encoding, start, end, reason);
    return exc ? ty_error_set_object(ctx, exc) : TY_NULL;
}

enum ty_codec_errors ty_codec_errors_named(ty_value errors)
{
    static const char *const names[] = {"strict", "ignore", "replace", "backslashreplace", "xmlcharrefreplace", "namereplace",
                                        "surrogateescape", "surrogatepass"};
    if (!errors)
        return TY_ERRORS_STRICT;
    for (size_t i = 0; i < TY_COUNTOF(names); i++)
        if (ty_str_equal_ascii(errors, names[i]))
            return (enum ty_codec_errors)i;
    return TY_ERRORS_OTHER;
}

static inline bool is_surrogate(uint32_t c) { return c >= 0xd800 && c <= 0xdfff; }

/* What a registered handler answered: its replacement and the position to go on at. */
static bool check_answer(ty_ctx *ctx, ty_value r, size_t length, bool decoding, ty_value *replacement, size_t *next)
{
    if (!ty_is_tuple(r) || ty_tuple_length(r) != 2 || !ty_is_int(ty_tuple_at(r, 1)) ||
        !(ty_is_str(ty_tuple_at(r, 0)) || (!decoding && ty_is_bytes(ty_tuple_at(r, 0))))) {
        ty_error_set(ctx, &ty_TypeError_type, decoding ? "decoding error handler must return (str, int) tuple"
                                                       : "encoding error handler must return (str/bytes, int) tuple");
        return false;
    }
    *replacement = ty_tuple_at(r, 0);
    intptr_t position;
    if (ty_op_index_size(ctx, ty_tuple_at(r, 1), &ty_OverflowError_type, &position) < 0)
        return false;
    intptr_t at = position < 0 ? position + (intptr_t)length : position;
    if (at < 0 || (size_t)at > length) {
        ty_error_set(ctx, &ty_IndexError_type, "position %zd from error handler out of bounds", position);
        return false;
    }
    *next = (size_t)at;
    return true;
}

/* --- decoding ----------------------------------------------------------------------------------------------------- */

void ty_decoder_init(ty_decoder *d, ty_ctx *ctx, const char *encoding, ty_value object, const void *p, size_t n, ty_value errors)
{
    d->ctx = ctx;
    d->encoding = encoding;
    d->object = object;
    d->p = p;
    d->n = n;
    d->errors = ty_codec_errors_named(errors);
    d->errors_name = errors;
    d->handler = TY_NULL;
    ty_strbuf_init(&d->out, ctx);
}

/* The bytes at `at` as a surrogate code unit of the codec, for surrogatepass; 0: they are none. */
static uint32_t surrogate_unit(const ty_decoder *d, size_t at, size_t *size)
{
    const unsigned char *p = d->p + at;
    size_t left = d->n - at;
    uint32_t c = 0;
    if (strncmp(d->encoding, "utf-8", 5) == 0) {
        *size = 3;
        if (left >= 3 && p[0] == 0xed && (p[1] & 0xc0) == 0x80 && (p[2] & 0xc0) == 0x80)
            c = 0xd000u | (p[1] & 63u) << 6 | (p[2] & 63u);
    } else if (strncmp(d->encoding, "utf-16", 6) == 0) {
        *size = 2;
        if (left >= 2)
            c = strcmp(d->encoding, "utf-16-be") == 0 ? ty_load16be(p) : ty_load16le(p);
    } else if (strncmp(d->encoding, "utf-32", 6) == 0) {
        *size = 4;
        if (left >= 4)
            c = strcmp(d->encoding, "utf-32-be") == 0 ? ty_load32be(p) : ty_load32le(p);
    }
    return is_surrogate(c) ? c : 0;
}

static bool decode_by_handler(ty_decoder *d, size_t start, size_t end, const char *reason, size_t *next)
{
    ty_ctx *ctx = d->ctx;
    ty_value object = d->object ? d->object : ty_bytes_new(ctx, d->p, d->n);
    ty_value exc = object ? make_error(ctx, &ty_UnicodeDecodeError_type, object, d->encoding, start, end, reason) : TY_NULL;
    ty_value text;
    if (!exc)
        return false;
    /* The handler may have replaced the input; its length counts already for the position. */
    if (!d->handler && !(d->handler = ty_codec_lookup_error(ctx, d->errors_name)))
        return false;
    ty_value r = ty_call1(ctx, d->handler, exc);
    if (!r)
        return false;
    ty_value input = ty_attr_get(ctx, exc, TY_SYM(object));
    if (!input)
        return false;
    if (ty_is_bytes(input) && input != object) {
        d->object = input;
        d->p = ty_bytes_data(input);
        d->n = ty_bytes_length(input);
    }
    if (!check_answer(ctx, r, d->n, true, &text, next))
        return false;
    ty_strbuf_str(&d->out, text);
    return true;
}

bool ty_decoder_error(ty_decoder *d, size_t start, size_t end, const char *reason, size_t *next)
{
    size_t size;
    switch (d->errors) {
    case TY_ERRORS_IGNORE:
        *next = end;
        return true;
    case TY_ERRORS_REPLACE:
        ty_strbuf_char(&d->out, 0xfffd);
        *next = end;
        return true;
    case TY_ERRORS_BACKSLASH:
        for (size_t i = start; i < end; i++)
            ty_strbuf_format(&d->out, "\\x%02x", d->p[i]);
        *next = end;
        return true;
    case TY_ERRORS_SURROGATEESCAPE:
        size = start;
        while (size < end && d->p[size] >= 128)
            ty_strbuf_char(&d->out, 0xdc00u + d->p[size++]);
        if (size > start) {
            *next = size;
            return true;
        }
        break;
    case TY_ERRORS_SURROGATEPASS: {
        uint32_t c = surrogate_unit(d, start, &size);
        if (c) {
            ty_strbuf_char(&d->out, c);
            *next = start + size;
            return true;
        }
        break;
    }
    case TY_ERRORS_XML:
    case TY_ERRORS_NAME:
        ty_error_set(d->ctx, &ty_TypeError_type, "don't know how to handle UnicodeDecodeError in error callback");
        return false;
    case TY_ERRORS_OTHER:
        return decode_by_handler(d, start, end, reason, next);
    case TY_ERRORS_STRICT:
        break;
    }
    ty_codec_decode_error(d->ctx, d->object, d->encoding, d->p, d->n, start, end, reason);
    return false;
}

/* --- encoding ----------------------------------------------------------------------------------------------------- */

void ty_encoder_init(ty_encoder *e, ty_ctx *ctx, const char *encoding, ty_value text, ty_value errors, int unit, uint32_t limit)
{
    e->ctx = ctx;
    e->encoding = encoding;
    e->text = text;
    e->unit = unit;
    e->big = false;
    e->limit = limit;
    e->errors = ty_codec_errors_named(errors);
    e->errors_name = errors;
    e->handler = TY_NULL;
    e->put = NULL;
    e->arg = NULL;
    ty_strbuf_init(&e->out, ctx);
}

void ty_encoder_unit(ty_encoder *e, uint32_t c)
{
    if (e->unit == 1) {
        ty_strbuf_char(&e->out, c & 255);
        return;
    }
    for (int i = 0; i < e->unit; i++)
        ty_strbuf_char(&e->out, c >> 8 * (e->big ? e->unit - 1 - i : i) & 255);
}

ty_value ty_encoder_finish(ty_encoder *e)
{
    return e->out.failed ? TY_NULL : ty_bytes_new(e->ctx, e->out.data, e->out.length);
}

/* One character of a replacement; 1, 0 cannot be encoded, -1. */
static int put_replacement(ty_encoder *e, uint32_t c)
{
    if (e->put)
        return e->put(e, c);
    if (c >= e->limit || is_surrogate(c))
        return 0;
    if (e->unit == 2 && c > 0xffff) {
        ty_encoder_unit(e, 0xd800 + ((c - 0x10000) >> 10));
        c = 0xdc00 + (c & 0x3ff);
    }
    ty_encoder_unit(e, c);
    return 1;
}

static int put_ascii(ty_encoder *e, const char *p)
{
    int done = 1;
    for (; *p && done == 1; p++)
        done = put_replacement(e, (unsigned char)*p);
    return done;
}

static int put_escape(ty_encoder *e, uint32_t c)
{
    char escape[TY_UNICODE_NAME_MAX + 8], name[TY_UNICODE_NAME_MAX];
    if (e->errors == TY_ERRORS_NAME && ty_unicode_name(c, name))
        snprintf(escape, sizeof escape, "\\N{%s}", name);
    else if (e->errors == TY_ERRORS_XML)
        snprintf(escape, sizeof escape, "&#%u;", (unsigned)c);
    else
        snprintf(escape, sizeof escape, c < 256 ? "\\x%02x" : c < 65536 ? "\\u%04x" : "\\U%08x", (unsigned)c);
    return put_ascii(e, escape);
}

/* 1 done, 0 raise, -1 an exception is set. */
static int encode_by_handler(ty_encoder *e, size_t start, size_t end, const char *reason, size_t *next)
{
    ty_ctx *ctx = e->ctx;
    ty_value exc = make_error(ctx, &ty_UnicodeEncodeError_type, e->text, e->encoding, start, end, reason);
    if (!exc || (!e->handler && !(e->handler = ty_codec_lookup_error(ctx, e->errors_name))))
        return -1;
    ty_value r = ty_call1(ctx, e->handler, exc);
    if (!r || !check_answer(ctx, r, ty_str_length(e->text), false, &r, next))
        return -1;
    if (ty_is_bytes(r)) {
        if (ty_bytes_length(r) % (size_t)e->unit)
            return 0;
        ty_strbuf_ucs(&e->out, 1, ty_bytes_data(r), ty_bytes_length(r));
        return 1;
    }
    int done = 1;
    for (size_t i = 0; i < ty_str_length(r) && done == 1; i++)
        done = put_replacement(e, ty_str_at(ty_str_ptr(r), i));
    return done;
}

bool ty_encoder_error(ty_encoder *e, size_t start, size_t end, const char *reason, size_t *next)
{
    const ty_str *s = ty_str_ptr(e->text);
    int done = 1;
    size_t i = start;
    switch (e->errors) {
    case TY_ERRORS_IGNORE:
        i = end;
        break;
    case TY_ERRORS_REPLACE:
        for (; i < end && done == 1; i++)
            done = put_replacement(e, '?');
        break;
    case TY_ERRORS_BACKSLASH:
    case TY_ERRORS_XML:
    case TY_ERRORS_NAME:
        for (; i < end && done == 1; i++)
            done = put_escape(e, ty_str_at(s, i));
        break;
    case TY_ERRORS_SURROGATEESCAPE:
        for (; i < end && ty_str_at(s, i) >= 0xdc80 && ty_str_at(s, i) <= 0xdcff && e->unit == 1; i++)
            ty_strbuf_char(&e->out, ty_str_at(s, i) - 0xdc00);
        start = i;
        done = i == end;
        break;
    case TY_ERRORS_SURROGATEPASS:
        if (strncmp(e->encoding, "utf-", 4) != 0) {
            done = 0;
            break;
        }
        for (; i < end && is_surrogate(ty_str_at(s, i)); i++) {
            unsigned char unit[4];
            if (e->unit == 1)
                ty_strbuf_ucs(&e->out, 1, unit, (size_t)ty_utf8_put(unit, ty_str_at(s, i)));
            else
                ty_encoder_unit(e, ty_str_at(s, i));
        }
        start = i;
        done = i == end;
        break;
    case TY_ERRORS_OTHER:
        done = encode_by_handler(e, start, end, reason, &i);
        break;
    case TY_ERRORS_STRICT:
        done = 0;
        break;
    }
    if (done == 0)
        ty_codec_encode_error(e->ctx, e->text, e->encoding, start, end, reason);
    if (done == 1)
        *next = i;
    return done == 1;
}
