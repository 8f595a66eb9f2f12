/* SPDX-License-Identifier: MIT */
/*
 * Text to bytes and back: the built-in codecs, error handlers, and the exceptions they raise.
 *
 * Encodings that are native: utf-8, utf-8-sig, utf-16, utf-32 (and -le, -be), latin-1, ascii, unicode_escape,
 * raw_unicode_escape; others go through the registry of search functions (codecs.register, Lib/encodings).
 */
#ifndef TY_OBJECT_CODEC_H
#define TY_OBJECT_CODEC_H

#include "object/str.h"

enum ty_codec {
    TY_CODEC_OTHER, TY_CODEC_UTF8, TY_CODEC_UTF8_SIG, TY_CODEC_UTF16, TY_CODEC_UTF16_LE, TY_CODEC_UTF16_BE, TY_CODEC_UTF32,
    TY_CODEC_UTF32_LE, TY_CODEC_UTF32_BE, TY_CODEC_LATIN1, TY_CODEC_ASCII, TY_CODEC_UNICODE_ESCAPE, TY_CODEC_RAW_UNICODE_ESCAPE
};

/* The native codec an encoding's name means in any spelling, or TY_CODEC_OTHER. */
enum ty_codec ty_codec_named(const char *name, size_t n);

/* bytes -> str. encoding and errors are str or TY_NULL (utf-8, strict); `object` is what the error shows as its object
 * (TY_NULL: bytes made of p[0, n)). The memory must stay put meanwhile: a buffer view, or bytes kept alive. */
ty_value ty_codec_decode(ty_ctx *ctx, ty_value object, const void *p, size_t n, ty_value encoding, ty_value errors) TY_RAISES;
/* str -> bytes */
ty_value ty_codec_encode(ty_ctx *ctx, ty_value text, ty_value encoding, ty_value errors) TY_RAISES;

/*
 * The same with a native codec known. `errors` TY_NULL: strict.
 *
 * For incremental decoding pass `consumed`: an incomplete sequence at the end is then left alone, *consumed says where it
 * starts, and the caller puts those bytes before the next ones; the last time it passes NULL. *order is the state of
 * utf-16 and utf-32: 0 at the start, then -1 little or 1 big endian, as the byte order mark told; NULL: forgotten.
 */
ty_value ty_codec_decode_as(ty_ctx *ctx, enum ty_codec codec, ty_value object, const void *p, size_t n, ty_value errors,
                            size_t *consumed, int *order) TY_RAISES;
ty_value ty_codec_encode_as(ty_ctx *ctx, enum ty_codec codec, ty_value text, ty_value errors) TY_RAISES;

/* --- exceptions and error handlers -------------------------------------------------------------------------------- */

/* Raises UnicodeDecodeError(encoding, object, start, end, reason); object TY_NULL: bytes made of p[0, n). */
TY_COLD ty_value ty_codec_decode_error(ty_ctx *ctx, ty_value object, const char *encoding, const unsigned char *p, size_t n,
                                       size_t start, size_t end, const char *reason);
TY_COLD ty_value ty_codec_encode_error(ty_ctx *ctx, ty_value text, const char *encoding, size_t start, size_t end,
                                       const char *reason);

enum ty_codec_errors {
    TY_ERRORS_STRICT, TY_ERRORS_IGNORE, TY_ERRORS_REPLACE, TY_ERRORS_BACKSLASH, TY_ERRORS_XML, TY_ERRORS_NAME,
    TY_ERRORS_SURROGATEESCAPE, TY_ERRORS_SURROGATEPASS, TY_ERRORS_OTHER
};
enum ty_codec_errors ty_codec_errors_named(ty_value errors); /* str or TY_NULL */

/* One decoding under way. `out` collects the text; p, n may change when a handler replaces the input. */
typedef struct ty_decoder {
    ty_ctx *ctx;
    const char *encoding;
    ty_value object; /* shown in errors; TY_NULL: made when needed */
    const unsigned char *p;
    size_t n;
    enum ty_codec_errors errors;
    ty_value errors_name, handler;
    ty_strbuf out;
} ty_decoder;
void ty_decoder_init(ty_decoder *d, ty_ctx *ctx, const char *encoding, ty_value object, const void *p, size_t n,
                     ty_value errors);
/* Bytes [start, end) cannot be decoded: false: an exception is set. *next: where to go on. */
bool ty_decoder_error(ty_decoder *d, size_t start, size_t end, const char *reason, size_t *next);

/* One encoding under way. `out` holds bytes, as characters below 256. */
typedef struct ty_encoder {
    ty_ctx *ctx;
    const char *encoding;
    ty_value text;
    int unit;       /* bytes of a code unit: 1, 2, 4 */
    bool big;       /* big endian, for 2 and 4 */
    uint32_t limit; /* characters below it (surrogates apart) can be encoded as units; of handlers' replacements */
    enum ty_codec_errors errors;
    ty_value errors_name, handler;
    ty_strbuf out;
    /* What a handler's text becomes, for codecs that are no units (charmap); NULL: by unit and limit. */
    int (*put)(struct ty_encoder *e, uint32_t c); /* 1 done, 0 not encodable, -1 exception */
    void *arg;
} ty_encoder;
void ty_encoder_init(ty_encoder *e, ty_ctx *ctx, const char *encoding, ty_value text, ty_value errors, int unit, uint32_t limit);
bool ty_encoder_error(ty_encoder *e, size_t start, size_t end, const char *reason, size_t *next);
void ty_encoder_unit(ty_encoder *e, uint32_t c); /* one code unit */
ty_value ty_encoder_finish(ty_encoder *e) TY_RAISES; /* bytes */

/* --- registry (codecs module) ------------------------------------------------------------------------------------- */

int ty_codec_register(ty_ctx *ctx, ty_value search) TY_RAISES;
int ty_codec_unregister(ty_ctx *ctx, ty_value search) TY_RAISES;
ty_value ty_codec_lookup(ty_ctx *ctx, ty_value encoding) TY_RAISES; /* CodecInfo; LookupError "unknown encoding: x" */
int ty_codec_register_error(ty_ctx *ctx, ty_value name, ty_value handler) TY_RAISES;
ty_value ty_codec_lookup_error(ty_ctx *ctx, ty_value name) TY_RAISES; /* LookupError "unknown error handler name 'x'" */

#endif
