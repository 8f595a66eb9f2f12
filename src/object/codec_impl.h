/* SPDX-License-Identifier: MIT */
/* Shared by the files of the codecs. */
#ifndef TY_OBJECT_CODEC_IMPL_H
#define TY_OBJECT_CODEC_IMPL_H

#include "object/attr.h"
#include "object/codec.h"
#include "object/error.h"

enum ty_codec ty_codec_named_str(ty_value encoding); /* TY_NULL: utf-8 */

/* Decoders: unless `final` an incomplete end is left, and *consumed (set to n before) says how much was taken. */
ty_value ty_codec_decode_utf8(ty_ctx *ctx, ty_value object, const unsigned char *p, size_t n, ty_value errors, bool final,
                              size_t *consumed) TY_RAISES;
ty_value ty_codec_decode_ascii(ty_ctx *ctx, ty_value object, const unsigned char *p, size_t n, ty_value errors) TY_RAISES;
ty_value ty_codec_decode_utf16(ty_ctx *ctx, ty_value object, const unsigned char *p, size_t n, ty_value errors, bool final,
                               size_t *consumed, int *order) TY_RAISES;
ty_value ty_codec_decode_utf32(ty_ctx *ctx, ty_value object, const unsigned char *p, size_t n, ty_value errors, bool final,
                               size_t *consumed, int *order) TY_RAISES;
ty_value ty_codec_decode_escape(ty_ctx *ctx, ty_value object, const unsigned char *p, size_t n, ty_value errors, bool final,
                                size_t *consumed) TY_RAISES;
ty_value ty_codec_decode_raw_escape(ty_ctx *ctx, ty_value object, const unsigned char *p, size_t n, ty_value errors, bool final,
                                    size_t *consumed) TY_RAISES;

ty_value ty_codec_encode_utf8(ty_ctx *ctx, ty_value text, ty_value errors, bool signature) TY_RAISES;
ty_value ty_codec_encode_narrow(ty_ctx *ctx, ty_value text, const char *encoding, ty_value errors, uint32_t limit,
                                const char *reason) TY_RAISES;
ty_value ty_codec_encode_units(ty_ctx *ctx, ty_value text, enum ty_codec codec, ty_value errors) TY_RAISES;
ty_value ty_codec_encode_escape(ty_ctx *ctx, ty_value text, bool raw) TY_RAISES;

#endif
