/* SPDX-License-Identifier: MIT */
/*
 * bytes, bytearray. A bytes object holds its data inline, or (large ones that crossed interpreters) in a shared external
 * buffer; an instance of a subclass points into the exact bytes that it was made from. Always read through ty_bytes_data.
 */
#ifndef TY_OBJECT_BYTES_H
#define TY_OBJECT_BYTES_H

#include "object/type.h"

struct ty_extbuf;  /* mem/extbuf.h */
struct ty_exports; /* object/buffer.h */

typedef struct ty_bytes {
    ty_object ob;
    size_t length;
    const unsigned char *data;  /* == inline_data, or into ext or owner */
    uint32_t hash;              /* 0: not computed */
    union {
        struct ty_extbuf *ext;  /* exact bytes whose data is not inline: one reference */
        ty_value owner;         /* instances of subclasses: exact bytes */
    };
    unsigned char inline_data[8]; /* goes on behind the struct; NUL behind the last byte */
} ty_bytes;

typedef struct ty_bytearray {
    ty_object ob;
    unsigned char *data;     /* start of the contents inside the buffer; never NULL */
    size_t length;
    struct ty_extbuf *ext;   /* the buffer, owned alone unless exported across interpreters; NULL: empty */
    struct ty_exports *exports; /* counts views, which forbid resizing; NULL: there were none */
    ty_heap *heap;           /* its size is charged there */
    bool registered;         /* the collector knows that it has external memory */
} ty_bytearray;

TY_DECLARE_TYPE(bytes);
TY_DECLARE_TYPE(bytearray);
TY_DECLARE_TYPE(bytes_iterator);
TY_DECLARE_TYPE(bytearray_iterator);

static inline bool ty_is_bytes(ty_value v) { return ty_is_object(v) && ty_has_flag(v, TY_TYPE_BYTES); }
static inline const unsigned char *ty_bytes_data(ty_value v) { return ((ty_bytes *)v)->data; }
static inline size_t ty_bytes_length(ty_value v) { return ((ty_bytes *)v)->length; }
ty_value ty_bytes_new(ty_ctx *ctx, const void *p, size_t n) TY_RAISES; /* p NULL: not initialised, see ty_bytes_fill */
static inline unsigned char *ty_bytes_fill(ty_value v) { return ((ty_bytes *)v)->inline_data; } /* fresh ones only */
ty_value ty_bytes_shrink(ty_ctx *ctx, ty_value fresh, size_t n) TY_RAISES;
extern const ty_bytes ty_bytes_empty_object; /* image */
#define ty_bytes_empty TY_VALUE(&ty_bytes_empty_object)
uint32_t ty_bytes_hash_run(const void *p, size_t n); /* for the member `hash`; never 0 */
ty_value ty_bytes_concat(ty_ctx *ctx, ty_value a, ty_value b) TY_RAISES; /* both bytes */
/* The contents of a bytes-like object or an iterable of ints, as exact bytes: bytes(v) but for ints and str. */
ty_value ty_bytes_from_value(ty_ctx *ctx, ty_value v) TY_RAISES;
/* The same with __bytes__, as bytes: what int.from_bytes takes. */
ty_value ty_bytes_convert(ty_ctx *ctx, ty_value v) TY_RAISES;
ty_value ty_bytes_percent(ty_ctx *ctx, ty_value format, ty_value args) TY_RAISES; /* format: bytes or bytearray */
ty_value ty_bytes_from_ext(ty_ctx *ctx, struct ty_extbuf *ext) TY_RAISES; /* takes the reference over, error too */
ty_value ty_bytearray_new(ty_ctx *ctx, const void *p, size_t n) TY_RAISES;
static inline bool ty_is_bytearray(ty_value v) { return ty_is_object(v) && (ty_has_shape(v, &ty_bytearray_shape) || ty_is_instance(v, &ty_bytearray_type)); }
/* BufferError while there are views. New bytes are not initialised. */
int ty_bytearray_resize(ty_ctx *ctx, ty_value v, size_t n) TY_RAISES;

#endif
