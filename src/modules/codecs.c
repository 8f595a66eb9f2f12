/* SPDX-License-Identifier: MIT */
/* The module _codecs: the native codecs one by one, and the registry, for Lib/codecs.py and Lib/encodings. */
#include <config.h>

#include "modules/codecs.h"
#include "object/buffer.h"
#include "object/bytes.h"
#include "object/call.h"
#include "object/codec.h"
#include "object/error.h"
#include "object/module.h"
#include "object/ops.h"
#include "object/tuple.h"

/* --- native codecs -------------------------------------------------------------------------------------------------------- */

static bool check_errors(ty_ctx *ctx, const char *fname, ty_value *errors)
{
    if (*errors && ty_is_none(*errors))
        *errors = TY_NULL;
    if (!*errors || ty_is_str(*errors))
        return true;
    ty_error_set(ctx, &ty_TypeError_type, "%s() argument 2 must be str or None, not %T", fname, *errors);
    return false;
}

static ty_value encode_with(ty_ctx *ctx, enum ty_codec codec, const char *fname, ty_value text, ty_value errors)
{
    if (!ty_is_str(text))
        return ty_error_set(ctx, &ty_TypeError_type, "%s() argument 1 must be str, not %T", fname, text);
    if (!check_errors(ctx, fname, &errors))
        return TY_NULL;
    ty_value b = ty_codec_encode_as(ctx, codec, text, errors);
    return b ? ty_tuple_pack(ctx, 2, b, ty_small((intptr_t)ty_str_length(text))) : TY_NULL;
}

/* Bytes to be decoded; the escape codecs take text too. Opened, it is to be released. */
static bool open_input(ty_ctx *ctx, ty_value *v, ty_buffer *view, bool text_too)
{
    if (text_too && ty_is_str(*v)) {
        *v = ty_codec_encode_as(ctx, TY_CODEC_UTF8, *v, TY_NULL);
        if (!*v)
            return false;
    }
    return ty_buffer_get(ctx, *v, view, TY_BUFFER_SIMPLE) == 0;
}

/* (data, errors=None, final=False); what is always complete has no `final` and passes a constant. */
static ty_value decode_with(ty_ctx *ctx, enum ty_codec codec, const char *fname, ty_value input, ty_value errors, int final,
                            int *order)
{
    ty_buffer view;
    if (!check_errors(ctx, fname, &errors) || final < 0 || !open_input(ctx, &input, &view, codec >= TY_CODEC_UNICODE_ESCAPE))
        return TY_NULL;
    size_t n = view.length, consumed = n;
    ty_value object = ty_is_bytes(input) ? input : TY_NULL;
    ty_value r = ty_codec_decode_as(ctx, codec, object, view.data, n, errors, final ? NULL : &consumed, order);
    ty_buffer_release(ctx, &view);
    return r ? ty_tuple_pack(ctx, 2, r, ty_small((intptr_t)consumed)) : TY_NULL;
}

static int truth(ty_ctx *ctx, ty_value v) { return v ? ty_op_truth(ctx, v) : 0; }

#define CODEC(name, codec, always)                                                                                      \
    static ty_value name##_encode(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)                    \
    {                                                                                                                   \
        (void)kwnames;                                                                                                  \
        return encode_with(ctx, codec, #name "_encode", args[0], TY_ARG(1));                                            \
    }                                                                                                                   \
    static ty_value name##_decode(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)                    \
    {                                                                                                                   \
        (void)kwnames;                                                                                                  \
        return decode_with(ctx, codec, #name "_decode", args[0], TY_ARG(1), TY_ARG(2) || !always ? truth(ctx, TY_ARG(2)) : 1, NULL); \
    }
CODEC(utf_8, TY_CODEC_UTF8, 0)
CODEC(utf_16_le, TY_CODEC_UTF16_LE, 0)
CODEC(utf_16_be, TY_CODEC_UTF16_BE, 0)
CODEC(utf_32_le, TY_CODEC_UTF32_LE, 0)
CODEC(utf_32_be, TY_CODEC_UTF32_BE, 0)
CODEC(latin_1, TY_CODEC_LATIN1, 1)
CODEC(ascii, TY_CODEC_ASCII, 1)
CODEC(unicode_escape, TY_CODEC_UNICODE_ESCAPE, 1)
CODEC(raw_unicode_escape, TY_CODEC_RAW_UNICODE_ESCAPE, 1)

static ty_value wide_encode(ty_ctx *ctx, const ty_value *args, size_t nargs, const char *fname, enum ty_codec codec)
{
    intptr_t order = 0;
    if (TY_ARG(2) && ty_op_index_size(ctx, args[2], &ty_OverflowError_type, &order) < 0)
        return TY_NULL;
    /* The variants stand behind the one with a byte order mark: little, big. */
    return encode_with(ctx, (enum ty_codec)(codec + (order < 0 ? 1 : order > 0 ? 2 : 0)), fname, args[0], TY_ARG(1));
}
static ty_value utf_16_encode(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    return wide_encode(ctx, args, nargs, "utf_16_encode", TY_CODEC_UTF16);
}
static ty_value utf_32_encode(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    return wide_encode(ctx, args, nargs, "utf_32_encode", TY_CODEC_UTF32);
}
static ty_value utf_16_decode(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    return decode_with(ctx, TY_CODEC_UTF16, "utf_16_decode", args[0], TY_ARG(1), truth(ctx, TY_ARG(2)), NULL);
}
static ty_value utf_32_decode(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    return decode_with(ctx, TY_CODEC_UTF32, "utf_32_decode", args[0], TY_ARG(1), truth(ctx, TY_ARG(2)), NULL);
}

/* (data, errors=None, byteorder=0, final=False) -> (text, consumed, byteorder) */
static ty_value ex_decode(ty_ctx *ctx, const ty_value *args, size_t nargs, const char *fname, enum ty_codec codec)
{
    intptr_t given = 0;
    if (TY_ARG(2) && ty_op_index_size(ctx, args[2], &ty_OverflowError_type, &given) < 0)
        return TY_NULL;
    int order = given < 0 ? -1 : given > 0;
    ty_value r = decode_with(ctx, codec, fname, args[0], TY_ARG(1), truth(ctx, TY_ARG(3)), &order);
    return r ? ty_tuple_pack(ctx, 3, ty_tuple_at(r, 0), ty_tuple_at(r, 1), ty_small(order)) : TY_NULL;
}
static ty_value utf_16_ex_decode(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    return ex_decode(ctx, args, nargs, "utf_16_ex_decode", TY_CODEC_UTF16);
}
static ty_value utf_32_ex_decode(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    return ex_decode(ctx, args, nargs, "utf_32_ex_decode", TY_CODEC_UTF32);
}

static ty_value readbuffer_encode(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    ty_value v = args[0];
    ty_buffer view;
    if (!open_input(ctx, &v, &view, true))
        return TY_NULL;
    ty_value b = ty_bytes_new(ctx, view.data, view.length);
    ty_value r = b ? ty_tuple_pack(ctx, 2, b, ty_small((intptr_t)view.length)) : TY_NULL;
    ty_buffer_release(ctx, &view);
    return r;
}

/* --- registry --------------------------------------------------------------------------------------------------------------- */

static bool want_str(ty_ctx *ctx, const char *fname, const char *which, ty_value v)
{
    if (ty_is_str(v))
        return true;
    ty_error_set(ctx, &ty_TypeError_type, "%s() argument %s must be str, not %T", fname, which, v);
    return false;
}

static ty_value codecs_register(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    return ty_codec_register(ctx, args[0]) < 0 ? TY_NULL : TY_NONE;
}
static ty_value codecs_unregister(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    return ty_codec_unregister(ctx, args[0]) < 0 ? TY_NULL : TY_NONE;
}
static ty_value codecs_lookup(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    return want_str(ctx, "lookup", "1", args[0]) ? ty_codec_lookup(ctx, args[0]) : TY_NULL;
}
static ty_value codecs_register_error(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    if (!want_str(ctx, "register_error", "1", args[0]))
        return TY_NULL;
    return ty_codec_register_error(ctx, args[0], args[1]) < 0 ? TY_NULL : TY_NONE;
}
static ty_value codecs_lookup_error(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    return want_str(ctx, "lookup_error", "1", args[0]) ? ty_codec_lookup_error(ctx, args[0]) : TY_NULL;
}

/* encode(obj, encoding='utf-8', errors='strict') and decode: any codec, any object. */
static ty_value convert(ty_ctx *ctx, const ty_value *args, size_t nargs, size_t part)
{
    ty_value encoding = TY_ARG(1), errors = TY_ARG(2);
    const char *fname = part ? "decode" : "encode";
    if ((encoding && !want_str(ctx, fname, "'encoding'", encoding)) || (errors && !want_str(ctx, fname, "'errors'", errors)))
        return TY_NULL;
    size_t n = 0;
    ty_value hold;
    const char *name = encoding ? ty_str_utf8(ctx, encoding, &n, &hold) : "utf-8";
    if (!name)
        return TY_NULL;
    enum ty_codec codec = encoding ? ty_codec_named(name, n) : TY_CODEC_UTF8;
    if (codec != TY_CODEC_OTHER && !part && ty_is_str(args[0]))
        return ty_codec_encode_as(ctx, codec, args[0], errors);
    if (codec != TY_CODEC_OTHER && part && ty_is_bytes(args[0]))
        return ty_codec_decode_as(ctx, codec, args[0], ty_bytes_data(args[0]), ty_bytes_length(args[0]), errors, NULL, NULL);
    if (!encoding && !(encoding = ty_str_from_cstr(ctx, "utf-8")))
        return TY_NULL;
    ty_value info = ty_codec_lookup(ctx, encoding);
    if (!info)
        return TY_NULL;
    ty_value given[2] = {args[0], errors};
    ty_value r = ty_call(ctx, ty_tuple_at(info, part), given, errors ? 2 : 1, TY_NULL);
    if (!r)
        return TY_NULL;
    if (!ty_is_tuple(r) || ty_tuple_length(r) != 2)
        return ty_error_set(ctx, &ty_TypeError_type, "%s must return a tuple (object, integer)", part ? "decoder" : "encoder");
    return ty_tuple_at(r, 0);
}
static ty_value codecs_encode(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    return convert(ctx, args, nargs, 0);
}
static ty_value codecs_decode(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    return convert(ctx, args, nargs, 1);
}

/* --- module ----------------------------------------------------------------------------------------------------------------- */

#define MODULE "_codecs"
#define ENCODE(name) TY_FUNCTION(name##_encode, name##_encode, 1, 2, "str, errors=None, /", "(bytes, characters) of a text.")
#define DECODE(name) TY_FUNCTION(name##_decode, name##_decode, 1, 3, "data, errors=None, final=False, /", "(text, bytes) of bytes.")
#define DECODE2(name) TY_FUNCTION(name##_decode, name##_decode, 1, 2, "data, errors=None, /", "(text, bytes) of bytes.")
/* TY_SYMS: utf_8_encode utf_8_decode utf_16_le_encode utf_16_le_decode utf_16_be_encode utf_16_be_decode */
/* TY_SYMS: utf_32_le_encode utf_32_le_decode utf_32_be_encode utf_32_be_decode latin_1_encode latin_1_decode */
/* TY_SYMS: ascii_encode ascii_decode unicode_escape_encode unicode_escape_decode raw_unicode_escape_encode */
/* TY_SYMS: raw_unicode_escape_decode utf_16_decode utf_32_decode */
static const ty_native functions[] = {
    ENCODE(utf_8), DECODE(utf_8), ENCODE(utf_16_le), DECODE(utf_16_le), ENCODE(utf_16_be), DECODE(utf_16_be),
    ENCODE(utf_32_le), DECODE(utf_32_le), ENCODE(utf_32_be), DECODE(utf_32_be), ENCODE(latin_1), DECODE2(latin_1),
    ENCODE(ascii), DECODE2(ascii), ENCODE(unicode_escape), DECODE(unicode_escape), ENCODE(raw_unicode_escape),
    DECODE(raw_unicode_escape), DECODE(utf_16), DECODE(utf_32),
    TY_FUNCTION(utf_16_encode, utf_16_encode, 1, 3, "str, errors=None, byteorder=0, /", "(bytes, characters) of a text."),
    TY_FUNCTION(utf_32_encode, utf_32_encode, 1, 3, "str, errors=None, byteorder=0, /", "(bytes, characters) of a text."),
    TY_FUNCTION(utf_16_ex_decode, utf_16_ex_decode, 1, 4, "data, errors=None, byteorder=0, final=False, /",
                "(text, bytes, byte order) of bytes."),
    TY_FUNCTION(utf_32_ex_decode, utf_32_ex_decode, 1, 4, "data, errors=None, byteorder=0, final=False, /",
                "(text, bytes, byte order) of bytes."),
    TY_FUNCTION(readbuffer_encode, readbuffer_encode, 1, 2, "data, errors=None, /", "(bytes, length) of a buffer."),
    TY_FUNCTION(charmap_encode, ty_codecs_charmap_encode, 1, 3, "str, errors=None, mapping=None, /", "(bytes, characters) by a table."),
    TY_FUNCTION(charmap_decode, ty_codecs_charmap_decode, 1, 3, "data, errors=None, mapping=None, /", "(text, bytes) by a table."),
    TY_FUNCTION(charmap_build, ty_codecs_charmap_build, 1, 1, "map, /", "The table for encoding of a table for decoding."),
    TY_FUNCTION(escape_encode, ty_codecs_escape_encode, 1, 2, "data, errors=None, /", "(bytes with escapes, length)"),
    TY_FUNCTION(escape_decode, ty_codecs_escape_decode, 1, 2, "data, errors=None, /", "(bytes without escapes, length)"),
    TY_FUNCTION(utf_7_encode, ty_codecs_utf7_encode, 1, 2, "str, errors=None, /", "(bytes, characters) of a text."),
    TY_FUNCTION(utf_7_decode, ty_codecs_utf7_decode, 1, 3, "data, errors=None, final=False, /", "(text, bytes) of bytes."),
    TY_FUNCTION(register, codecs_register, 1, 1, "search_function, /", "Adds a function that finds codecs."),
    TY_FUNCTION(unregister, codecs_unregister, 1, 1, "search_function, /", "Removes one."),
    TY_FUNCTION(lookup, codecs_lookup, 1, 1, "encoding, /", "The CodecInfo of an encoding."),
    TY_FUNCTION(register_error, codecs_register_error, 2, 2, "errors, handler, /", "Names an error handler."),
    TY_FUNCTION(lookup_error, codecs_lookup_error, 1, 1, "name, /", "The error handler of that name."),
    TY_FUNCTION(encode, codecs_encode, 1, 3, "obj, encoding='utf-8', errors='strict'", "The object encoded."),
    TY_FUNCTION(decode, codecs_decode, 1, 3, "obj, encoding='utf-8', errors='strict'", "The object decoded."),
    TY_NATIVE_END,
};
const ty_module_def ty_module__codecs = {.name = "_codecs", .doc = "Text to bytes and back.", .functions = functions};
