/* SPDX-License-Identifier: MIT */
/* The buffer protocol (PEP 3118): memory of bytes, bytearray, array, memoryview, mmap seen without copying. */
#ifndef TY_OBJECT_BUFFER_H
#define TY_OBJECT_BUFFER_H

#include "object/type.h"

enum { TY_BUFFER_SIMPLE = 0, TY_BUFFER_WRITABLE = 1, TY_BUFFER_FORMAT = 2, TY_BUFFER_STRIDES = 4, TY_BUFFER_ANY_CONTIGUOUS = 8 };
#define TY_BUFFER_MAX_DIM 64

/*
 * Counts the views of memory that may move, outside the heap: a memoryview that was dropped gives its view back when it
 * is collected, at a time when its exporter may be gone already. Owned by the interpreter's lock.
 */
typedef struct ty_exports {
    size_t views;   /* not released */
    size_t holders; /* the exporter, and the views */
} ty_exports;

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
    ty_exports *exports; /* where the view is counted, or NULL; see ty_buffer_fill_counted */
} ty_buffer;

int ty_buffer_get(ty_ctx *ctx, ty_value o, ty_buffer *view, int flags) TY_RAISES; /* TypeError "a bytes-like object is required, not 'x'" */
void ty_buffer_release(ty_ctx *ctx, ty_buffer *view);
bool ty_buffer_supported(ty_value o);
TY_DECLARE_TYPE(memoryview);
ty_value ty_memoryview_new(ty_ctx *ctx, ty_value o) TY_RAISES;
/* A view of memory that stays while `owner` (any value) is reachable. */
ty_value ty_memoryview_from_memory(ty_ctx *ctx, ty_value owner, void *data, size_t length, bool readonly) TY_RAISES;

/* --- __buffer__ and __release_buffer__: for the slot tables of types ------------------------------------------------- */

int ty_buffer_slot_get(ty_ctx *ctx, ty_value self, ty_buffer *view, int flags); /* of classes that define __buffer__ */
ty_value ty_buffer_dunder_get(ty_ctx *ctx, ty_buffer_get_fn fn, ty_value self, ty_value flags) TY_RAISES;
ty_value ty_buffer_dunder_release(ty_ctx *ctx, ty_value view) TY_RAISES;
ty_value ty_buffer_owner(ty_value owner); /* the owner of a view as Python code sees it */

/* --- for exporters ------------------------------------------------------------------------------------------------- */

/* One-dimensional bytes. -1: BufferError, the memory is read-only and writing was asked for. */
int ty_buffer_fill(ty_ctx *ctx, ty_buffer *view, ty_value owner, const void *data, size_t length, bool readonly, int flags) TY_RAISES;
/* Counts the view in *slot (made when NULL); ty_buffer_release then uncounts it. The exporter needs no release slot for
 * that, but must call ty_exports_drop_holder when it dies. -1: MemoryError. */
int ty_exports_count(ty_ctx *ctx, ty_exports **slot, ty_buffer *view) TY_RAISES;
/* Views are still held: raises BufferError, after the collector has had its chance to find dropped ones. */
int ty_exports_check(ty_ctx *ctx, ty_exports *e) TY_RAISES;
void ty_exports_drop_view(ty_exports *e);
void ty_exports_drop_holder(ty_exports *e); /* NULL is allowed */

#endif
