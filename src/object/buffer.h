/* SPDX-License-Identifier: MIT */
/* The buffer protocol (PEP 3118): memory of bytes, bytearray, array, memoryview, mmap seen without copying. */
#ifndef TY_OBJECT_BUFFER_H
#define TY_OBJECT_BUFFER_H

#include "object/type.h"

enum { TY_BUFFER_SIMPLE = 0, TY_BUFFER_WRITABLE = 1, TY_BUFFER_FORMAT = 2, TY_BUFFER_STRIDES = 4, TY_BUFFER_ANY_CONTIGUOUS = 8 };
#define TY_BUFFER_MAX_DIM 64

typedef struct ty_buffer {
    void *data;
    size_t length;       /* bytes */
    intptr_t itemsize;
    const char *format;  /* NULL: "B" */
    int ndim;
    intptr_t *shape, *strides; /* NULL for simple one-dimensional buffers */
    bool readonly;
    ty_value owner;      /* who exported it; lives in the struct, which must be on a C stack or in a traced object */
    void *internal;      /* of the exporter */
} ty_buffer;

int ty_buffer_get(ty_ctx *ctx, ty_value o, ty_buffer *view, int flags) TY_RAISES; /* TypeError "a bytes-like object is required, not 'x'" */
void ty_buffer_release(ty_ctx *ctx, ty_buffer *view);
bool ty_buffer_supported(ty_value o);
TY_DECLARE_TYPE(memoryview);
ty_value ty_memoryview_new(ty_ctx *ctx, ty_value o) TY_RAISES;

#endif
