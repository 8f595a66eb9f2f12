/* SPDX-License-Identifier: MIT */
/* Text to bytes and back: the built-in codecs, error handlers, and the exceptions they raise. */
#ifndef TY_OBJECT_CODEC_H
#define TY_OBJECT_CODEC_H

#include "object/type.h"

/* Raises UnicodeDecodeError(encoding, object, start, end, reason); object TY_NULL: bytes made of p[0, n). */
TY_COLD ty_value ty_codec_decode_error(ty_ctx *ctx, ty_value object, const char *encoding, const unsigned char *p, size_t n,
                                       size_t start, size_t end, const char *reason);
TY_COLD ty_value ty_codec_encode_error(ty_ctx *ctx, ty_value text, const char *encoding, size_t start, size_t end,
                                       const char *reason);

/* bytes -> str. encoding and errors are str or TY_NULL (utf-8, strict); `object` is what the error shows as its object
 * (TY_NULL: bytes made of p[0, n)). The memory must stay put meanwhile: a buffer view, or bytes kept alive. */
ty_value ty_codec_decode(ty_ctx *ctx, ty_value object, const void *p, size_t n, ty_value encoding, ty_value errors) TY_RAISES;
/* str -> bytes */
ty_value ty_codec_encode(ty_ctx *ctx, ty_value text, ty_value encoding, ty_value errors) TY_RAISES;

#endif
