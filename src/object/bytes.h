/* SPDX-License-Identifier: MIT */
/*
 * bytes, bytearray. A bytes object holds its data inline, or (large ones that crossed interpreters) in a shared
 * external buffer; always read it through ty_bytes_data.
 */
#ifndef TY_OBJECT_BYTES_H
#define TY_OBJECT_BYTES_H

#include "object/type.h"

struct ty_extbuf; /* mem/extbuf.h */

typedef struct ty_bytes {
    ty_object ob;
    intptr_t hash; /* -1: not computed */
    size_t length;
    const unsigned char *data; /* == inline_data, or into ext */
    struct ty_extbuf *ext;     /* one reference, or NULL */
    unsigned char inline_data[]; /* NUL behind the last byte */
} ty_bytes;

typedef struct ty_bytearray {
    ty_object ob;
    unsigned char *data;     /* start of the contents inside the buffer; never NULL */
    size_t length;
    struct ty_extbuf *ext;   /* the buffer, owned alone unless exported across interpreters; NULL: empty */
    size_t exports;          /* views that forbid resizing */
} ty_bytearray;

TY_DECLARE_TYPE(bytes);
TY_DECLARE_TYPE(bytearray);

static inline bool ty_is_bytes(ty_value v) { return ty_is_object(v) && ty_has_flag(v, TY_TYPE_BYTES); }
static inline const unsigned char *ty_bytes_data(ty_value v) { return ((ty_bytes *)v)->data; }
static inline size_t ty_bytes_length(ty_value v) { return ((ty_bytes *)v)->length; }
ty_value ty_bytes_new(ty_ctx *ctx, const void *p, size_t n) TY_RAISES; /* p NULL: not initialised, see ty_bytes_fill */
static inline unsigned char *ty_bytes_fill(ty_value v) { return ((ty_bytes *)v)->inline_data; } /* fresh ones only */
ty_value ty_bytes_shrink(ty_ctx *ctx, ty_value fresh, size_t n) TY_RAISES;
ty_value ty_bytes_from_ext(ty_ctx *ctx, struct ty_extbuf *ext) TY_RAISES; /* takes the reference over, error too */
ty_value ty_bytearray_new(ty_ctx *ctx, const void *p, size_t n) TY_RAISES;
int ty_bytearray_resize(ty_ctx *ctx, ty_value v, size_t n) TY_RAISES;

#endif
