/* SPDX-License-Identifier: MIT */
/* Entry points of encoding and decoding: which codec a name means, and the fast ways of the usual ones. */
#include <config.h>

#include "object/bytes.h"
#include "object/call.h"
#include "object/codec_impl.h"
#include "object/error.h"
#include "object/ops.h"
#include "object/str_impl.h"
#include "object/tuple.h"
#include "object/unicode_data.h"

/* --- names -------------------------------------------------------------------------------------------------------- */

static const struct codec_name {
    char name[20];
    uint8_t codec;
} codec_names[] = {
    /* As normalised: lower case, every run of other characters one underscore. */
    {"utf_8", TY_CODEC_UTF8}, {"utf8", TY_CODEC_UTF8}, {"u8", TY_CODEC_UTF8}, {"utf", TY_CODEC_UTF8}, {"cp65001", TY_CODEC_UTF8},
    {"utf_8_sig", TY_CODEC_UTF8_SIG}, {"utf8_sig", TY_CODEC_UTF8_SIG},
    {"ascii", TY_CODEC_ASCII}, {"us_ascii", TY_CODEC_ASCII}, {"646", TY_CODEC_ASCII}, {"ansi_x3.4_1968", TY_CODEC_ASCII},
    {"latin_1", TY_CODEC_LATIN1}, {"latin1", TY_CODEC_LATIN1}, {"iso_8859_1", TY_CODEC_LATIN1}, {"iso8859_1", TY_CODEC_LATIN1},
    {"iso8859", TY_CODEC_LATIN1}, {"8859", TY_CODEC_LATIN1}, {"cp819", TY_CODEC_LATIN1}, {"latin", TY_CODEC_LATIN1},
    {"l1", TY_CODEC_LATIN1},
    {"utf_16", TY_CODEC_UTF16}, {"utf16", TY_CODEC_UTF16}, {"u16", TY_CODEC_UTF16},
    {"utf_16_le", TY_CODEC_UTF16_LE}, {"utf_16le", TY_CODEC_UTF16_LE}, {"utf16_le", TY_CODEC_UTF16_LE},
    {"utf_16_be", TY_CODEC_UTF16_BE}, {"utf_16be", TY_CODEC_UTF16_BE}, {"utf16_be", TY_CODEC_UTF16_BE},
    {"utf_32", TY_CODEC_UTF32}, {"utf32", TY_CODEC_UTF32}, {"u32", TY_CODEC_UTF32},
    {"utf_32_le", TY_CODEC_UTF32_LE}, {"utf_32le", TY_CODEC_UTF32_LE}, {"utf32_le", TY_CODEC_UTF32_LE},
    {"utf_32_be", TY_CODEC_UTF32_BE}, {"utf_32be", TY_CODEC_UTF32_BE}, {"utf32_be", TY_CODEC_UTF32_BE},
    {"unicode_escape", TY_CODEC_UNICODE_ESCAPE}, {"unicodeescape", TY_CODEC_UNICODE_ESCAPE},
    {"raw_unicode_escape", TY_CODEC_RAW_UNICODE_ESCAPE}, {"rawunicodeescape", TY_CODEC_RAW_UNICODE_ESCAPE},
};

enum ty_codec ty_codec_named(const char *name, size_t n)
{
    char norm[24];
    size_t m = 0;
    bool gap = false;
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)name[i];
        if (!ty_ascii_is(c, TY_ASCII_ALNUM) && c != '.') {
            gap = m != 0;
            continue;
        }
        if (m + 2 >= sizeof norm)
            return TY_CODEC_OTHER;
        if (gap)
            norm[m++] = '_';
        gap = false;
        norm[m++] = (char)(ty_ascii_is(c, TY_ASCII_UPPER) ? c + 32 : c);
    }
    norm[m] = 0;
    for (size_t i = 0; i < TY_COUNTOF(codec_names); i++)
        if (strcmp(norm, codec_names[i].name) == 0)
            return codec_names[i].codec;
    return TY_CODEC_OTHER;
}

enum ty_codec ty_codec_named_str(ty_value encoding)
{
    if (!encoding)
        return TY_CODEC_UTF8;
    const ty_str *s = ty_str_ptr(encoding);
    return s->ascii ? ty_codec_named((const char *)s->data, s->length) : TY_CODEC_OTHER;
}

/* --- decoding ----------------------------------------------------------------------------------------------------- */

ty_value ty_codec_decode_as(ty_ctx *ctx, enum ty_codec codec, ty_value object, const void *data, size_t n, ty_value errors,
                            size_t *consumed, int *order)
{
    const unsigned char *p = data;
    size_t ignored;
    int no_order = 0;
    bool final = !consumed;
    if (final)
        consumed = &ignored;
    if (!order)
        order = &no_order;
    *consumed = n;
    switch (codec) {
    case TY_CODEC_UTF8_SIG:
        if (*order == 0 && n >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0) {
            *order = 1;
            ty_value r = ty_codec_decode_utf8(ctx, TY_NULL, p + 3, n - 3, errors, final, consumed);
            *consumed += 3;
            return r;
        }
        if (!final && *order == 0 && n < 3 && memcmp(p, "\xef\xbb\xbf", n) == 0) {
            *consumed = 0;
            return ty_str_empty;
        }
        *order = 1;
        TY_FALLTHROUGH;
    case TY_CODEC_UTF8:
        return ty_codec_decode_utf8(ctx, object, p, n, errors, final, consumed);
    case TY_CODEC_ASCII:
        return ty_codec_decode_ascii(ctx, object, p, n, errors);
    case TY_CODEC_LATIN1:
        return ty_str_from_latin1(ctx, p, n);
    case TY_CODEC_UTF16:
        return ty_codec_decode_utf16(ctx, object, p, n, errors, final, consumed, order);
    case TY_CODEC_UTF16_LE:
    case TY_CODEC_UTF16_BE:
        *order = codec == TY_CODEC_UTF16_LE ? -1 : 1;
        return ty_codec_decode_utf16(ctx, object, p, n, errors, final, consumed, order);
    case TY_CODEC_UTF32:
        return ty_codec_decode_utf32(ctx, object, p, n, errors, final, consumed, order);
    case TY_CODEC_UTF32_LE:
    case TY_CODEC_UTF32_BE:
        *order = codec == TY_CODEC_UTF32_LE ? -1 : 1;
        return ty_codec_decode_utf32(ctx, object, p, n, errors, final, consumed, order);
    case TY_CODEC_UNICODE_ESCAPE:
        return ty_codec_decode_escape(ctx, object, p, n, errors, final, consumed);
    case TY_CODEC_RAW_UNICODE_ESCAPE:
        return ty_codec_decode_raw_escape(ctx, object, p, n, errors, final, consumed);
    case TY_CODEC_OTHER:
        break;
    }
    return ty_error_set(ctx, &ty_SystemError_type, "no native codec");
}

/* A codec of the registry; part 0 encodes, 1 decodes. Checks that it is a text encoding and what it returns. */
static ty_value call_registered(ty_ctx *ctx, ty_value encoding, ty_value errors, ty_value input, int part)
{
    ty_value info = ty_codec_lookup(ctx, encoding);
    if (!info)
        return TY_NULL;
    ty_value is_text;
    int found = ty_is_exact_tuple(info) ? 0 : ty_attr_lookup(ctx, info, TY_SYM(_is_text_encoding), &is_text);
    if (found < 0)
        return TY_NULL;
    if (found) {
        int truth = ty_op_truth(ctx, is_text);
        if (truth < 0)
            return TY_NULL;
        if (!truth)
            return ty_error_set(ctx, &ty_LookupError_type,
                                "'%U' is not a text encoding; use codecs.%s() to handle arbitrary codecs", encoding,
                                part ? "decode" : "encode");
    }
    ty_value args[2] = {input, errors};
    ty_value r = ty_call(ctx, ty_tuple_at(info, (size_t)part), args, errors ? 2 : 1, TY_NULL);
    if (!r)
        return TY_NULL;
    if (!ty_is_tuple(r) || ty_tuple_length(r) != 2)
        return ty_error_set(ctx, &ty_TypeError_type, "%s must return a tuple (object, integer)", part ? "decoder" : "encoder");
    ty_value result = ty_tuple_at(r, 0);
    if (part ? !ty_is_str(result) : !ty_is_bytes(result))
        return ty_error_set(ctx, &ty_TypeError_type,
                            "'%U' %s returned '%T' instead of '%s'; use codecs.%s() to %s to arbitrary types", encoding,
                            part ? "decoder" : "encoder", result, part ? "str" : "bytes", part ? "decode" : "encode",
                            part ? "decode" : "encode");
    return result;
}

ty_value ty_codec_decode(ty_ctx *ctx, ty_value object, const void *p, size_t n, ty_value encoding, ty_value errors)
{
    enum ty_codec codec = ty_codec_named_str(encoding);
    if (codec != TY_CODEC_OTHER)
        return ty_codec_decode_as(ctx, codec, object, p, n, errors, NULL, NULL);
    if (!object) {
        object = ty_bytes_new(ctx, p, n);
        if (!object)
            return TY_NULL;
    }
    return call_registered(ctx, encoding, errors, object, 1);
}

/* --- encoding ----------------------------------------------------------------------------------------------------- */

ty_value ty_codec_encode_as(ty_ctx *ctx, enum ty_codec codec, ty_value text, ty_value errors)
{
    const ty_str *s = ty_str_ptr(text);
    if (s->ascii && (codec == TY_CODEC_UTF8 || codec == TY_CODEC_ASCII || codec == TY_CODEC_LATIN1))
        return ty_bytes_new(ctx, s->data, s->length);
    switch (codec) {
    case TY_CODEC_UTF8:
        return ty_codec_encode_utf8(ctx, text, errors, false);
    case TY_CODEC_UTF8_SIG:
        return ty_codec_encode_utf8(ctx, text, errors, true);
    case TY_CODEC_LATIN1:
        return s->kind == 1 ? ty_bytes_new(ctx, s->data, s->length)
                            : ty_codec_encode_narrow(ctx, text, "latin-1", errors, 256, "ordinal not in range(256)");
    case TY_CODEC_ASCII:
        return ty_codec_encode_narrow(ctx, text, "ascii", errors, 128, "ordinal not in range(128)");
    case TY_CODEC_UTF16:
    case TY_CODEC_UTF16_LE:
    case TY_CODEC_UTF16_BE:
    case TY_CODEC_UTF32:
    case TY_CODEC_UTF32_LE:
    case TY_CODEC_UTF32_BE:
        return ty_codec_encode_units(ctx, text, codec, errors);
    case TY_CODEC_UNICODE_ESCAPE:
        return ty_codec_encode_escape(ctx, text, false);
    case TY_CODEC_RAW_UNICODE_ESCAPE:
        return ty_codec_encode_escape(ctx, text, true);
    case TY_CODEC_OTHER:
        break;
    }
    return ty_error_set(ctx, &ty_SystemError_type, "no native codec");
}

ty_value ty_codec_encode(ty_ctx *ctx, ty_value text, ty_value encoding, ty_value errors)
{
    enum ty_codec codec = ty_codec_named_str(encoding);
    if (codec != TY_CODEC_OTHER)
        return ty_codec_encode_as(ctx, codec, text, errors);
    return call_registered(ctx, encoding, errors, text, 0);
}

TY_STR_METHOD(encode)
{
    (void)kwnames;
    ty_value encoding = TY_ARG(1), errors = TY_ARG(2);
    if (encoding && !ty_is_str(encoding))
        return ty_error_set(ctx, &ty_TypeError_type, "encode() argument 'encoding' must be str, not %T", encoding);
    if (errors && !ty_is_str(errors))
        return ty_error_set(ctx, &ty_TypeError_type, "encode() argument 'errors' must be str, not %T", errors);
    return ty_codec_encode(ctx, args[0], encoding, errors);
}
