/* SPDX-License-Identifier: MIT */
/* Encodings given by tables: 256 characters as a str, or a mapping. charmap_build() makes a dict of the former. */
#include <config.h>

#include "modules/codecs.h"
#include "object/buffer.h"
#include "object/bytes.h"
#include "object/codec.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/int.h"
#include "object/ops.h"
#include "object/tuple.h"

static ty_value none_as_null(ty_value v) { return v && !ty_is_none(v) ? v : TY_NULL; }

/* The table's value for a key; TY_NULL without exception: none. */
static ty_value ask(ty_ctx *ctx, ty_value table, uint32_t key)
{
    ty_value v;
    if (ty_is_exact_dict(table)) {
        int got = ty_dict_get(ctx, table, ty_small((intptr_t)key), &v);
        return got > 0 && !ty_is_none(v) ? v : TY_NULL;
    }
    v = ty_op_getitem(ctx, table, ty_small((intptr_t)key));
    if (!v) {
        (void)ty_error_swallow(ctx, &ty_LookupError_type);
        return TY_NULL;
    }
    return ty_is_none(v) ? TY_NULL : v;
}

/* One byte through the table; 1, 0 undefined, -1 */
static int decode_byte(ty_decoder *d, ty_value table, unsigned byte)
{
    if (ty_is_str(table)) {
        uint32_t c = byte < ty_str_length(table) ? ty_str_at(ty_str_ptr(table), byte) : 0xfffe;
        if (c == 0xfffe)
            return 0;
        ty_strbuf_char(&d->out, c);
        return 1;
    }
    ty_value v = ask(d->ctx, table, byte);
    if (!v)
        return ty_error_pending(d->ctx) ? -1 : 0;
    if (ty_is_str(v)) {
        if (ty_str_length(v) == 1 && ty_str_at(ty_str_ptr(v), 0) == 0xfffe)
            return 0;
        ty_strbuf_str(&d->out, v);
        return 1;
    }
    int64_t c;
    if (!ty_is_int(v)) {
        ty_error_set(d->ctx, &ty_TypeError_type, "character mapping must return integer, None or str");
        return -1;
    }
    if (!ty_int_fits_int64(v, &c) || c < 0 || c > 0x10ffff) {
        ty_error_set(d->ctx, &ty_TypeError_type, "character mapping must be in range(0x110000)");
        return -1;
    }
    if (c == 0xfffe)
        return 0;
    ty_strbuf_char(&d->out, (uint32_t)c);
    return 1;
}

TY_CODECS_FUNCTION(charmap_decode)
{
    (void)kwnames;
    ty_value errors = none_as_null(TY_ARG(1)), table = none_as_null(TY_ARG(2)), text;
    ty_buffer view;
    if (ty_buffer_get(ctx, args[0], &view, TY_BUFFER_SIMPLE) < 0)
        return TY_NULL;
    size_t n = view.length;
    if (!table) {
        text = ty_str_from_latin1(ctx, view.data, n);
    } else {
        ty_decoder d;
        ty_decoder_init(&d, ctx, "charmap", ty_is_bytes(args[0]) ? args[0] : TY_NULL, view.data, n, errors);
        int good = 1;
        for (size_t i = 0; i < d.n && good >= 0;) {
            good = decode_byte(&d, table, d.p[i]);
            if (good == 0)
                good = ty_decoder_error(&d, i, i + 1, "character maps to <undefined>", &i) ? 1 : -1;
            else
                i++;
        }
        text = good < 0 ? TY_NULL : ty_strbuf_finish(&d.out);
    }
    ty_buffer_release(ctx, &view);
    return text ? ty_tuple_pack(ctx, 2, text, ty_small((intptr_t)n)) : TY_NULL;
}

/* ty_encoder.put: e->arg is the table. */
static int encode_char(ty_encoder *e, uint32_t c)
{
    ty_value v = ask(e->ctx, *(ty_value *)e->arg, c);
    if (!v)
        return ty_error_pending(e->ctx) ? -1 : 0;
    if (ty_is_small(v)) {
        intptr_t i = ty_small_value(v);
        if (i < 0 || i > 255) {
            ty_error_set(e->ctx, &ty_TypeError_type, "character mapping must be in range(256)");
            return -1;
        }
        ty_strbuf_char(&e->out, (uint32_t)i);
        return 1;
    }
    if (ty_is_bytes(v)) {
        ty_strbuf_ucs(&e->out, 1, ty_bytes_data(v), ty_bytes_length(v));
        return 1;
    }
    ty_error_set(e->ctx, &ty_TypeError_type, "character mapping must return integer, bytes or None, not %T", v);
    return -1;
}

/* Whether c can be encoded, with nothing written: the length is put back. */
static int can_encode(ty_encoder *e, uint32_t c)
{
    size_t length = e->out.length;
    int can = encode_char(e, c);
    if (!e->out.failed)
        e->out.length = length;
    return can;
}

TY_CODECS_FUNCTION(charmap_encode)
{
    (void)kwnames;
    ty_value errors = none_as_null(TY_ARG(1)), table = none_as_null(TY_ARG(2)), text = args[0];
    if (!ty_is_str(text))
        return ty_error_set(ctx, &ty_TypeError_type, "charmap_encode() argument 1 must be str, not %T", text);
    size_t n = ty_str_length(text);
    ty_value bytes;
    if (!table) {
        bytes = ty_codec_encode_as(ctx, TY_CODEC_LATIN1, text, errors);
    } else {
        ty_encoder e;
        ty_encoder_init(&e, ctx, "charmap", text, errors, 1, 256);
        e.put = encode_char;
        e.arg = &table;
        const ty_str *s = ty_str_ptr(text);
        for (size_t i = 0; i < n;) {
            int done = encode_char(&e, ty_str_at(s, i));
            if (done > 0) {
                i++;
                continue;
            }
            size_t end = i + 1;
            while (done == 0 && end < n && (done = can_encode(&e, ty_str_at(s, end))) == 0)
                end++;
            if (done < 0 || !ty_encoder_error(&e, i, end, "character maps to <undefined>", &i))
                return TY_NULL;
        }
        bytes = ty_encoder_finish(&e);
    }
    return bytes ? ty_tuple_pack(ctx, 2, bytes, ty_small((intptr_t)n)) : TY_NULL;
}

TY_CODECS_FUNCTION(charmap_build)
{
    (void)nargs, (void)kwnames;
    if (!ty_is_str(args[0]))
        return ty_error_set(ctx, &ty_TypeError_type, "charmap_build() argument must be str, not %T", args[0]);
    const ty_str *s = ty_str_ptr(args[0]);
    ty_value d = ty_dict_new(ctx, s->length);
    for (size_t i = 0; d && i < s->length && i < 256; i++)
        if (ty_str_at(s, i) != 0xfffe && ty_dict_set(ctx, d, ty_small((intptr_t)ty_str_at(s, i)), ty_small((intptr_t)i)) < 0)
            return TY_NULL;
    return d;
}
