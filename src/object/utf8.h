/* SPDX-License-Identifier: MIT */
/* UTF-8 on bare memory: measuring, decoding, encoding. Knows no context and raises nothing. */
#ifndef TY_OBJECT_UTF8_H
#define TY_OBJECT_UTF8_H

#include "platform/attr.h"

#define TY_ASCII_MASK64 UINT64_C(0x8080808080808080)

/* Length of the longest prefix of bytes below 128. */
size_t ty_utf8_ascii_run(const unsigned char *p, size_t n);

typedef struct ty_utf8_extent {
    size_t chars;    /* decoded from the valid prefix */
    uint32_t max;    /* largest of them (or an upper bound of the same width class: 127, 255, 0xffff, 0x10ffff) */
    size_t valid;    /* bytes of the valid prefix; n when all is well */
    size_t bad;      /* bytes of the ill-formed sequence behind it (1 to 3) */
    bool truncated;  /* it is the beginning of a well-formed one, cut off by the end */
    const char *why; /* CPython's reason */
} ty_utf8_extent;

/* True when all n bytes are well-formed. With `surrogates`, three-byte forms of U+D800 to U+DFFF count as well-formed. */
bool ty_utf8_measure(const unsigned char *p, size_t n, bool surrogates, ty_utf8_extent *out);
/* Decodes bytes that were measured well-formed into characters of `kind` bytes. */
void ty_utf8_decode(const unsigned char *p, size_t n, int kind, void *out);

/* Bytes that the n characters need; lone surrogates count three. */
size_t ty_utf8_size(int kind, const void *p, size_t n);
/* Writes exactly those bytes; lone surrogates in their three-byte form. */
void ty_utf8_encode(int kind, const void *p, size_t n, unsigned char *out);
/* One character; returns the bytes written (1 to 4). */
TY_INLINE int ty_utf8_put(unsigned char *out, uint32_t c)
{
    if (c < 0x80) {
        out[0] = (unsigned char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (unsigned char)(0xc0 | (c >> 6));
        out[1] = (unsigned char)(0x80 | (c & 63));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (unsigned char)(0xe0 | (c >> 12));
        out[1] = (unsigned char)(0x80 | ((c >> 6) & 63));
        out[2] = (unsigned char)(0x80 | (c & 63));
        return 3;
    }
    out[0] = (unsigned char)(0xf0 | (c >> 18));
    out[1] = (unsigned char)(0x80 | ((c >> 12) & 63));
    out[2] = (unsigned char)(0x80 | ((c >> 6) & 63));
    out[3] = (unsigned char)(0x80 | (c & 63));
    return 4;
}

#endif
