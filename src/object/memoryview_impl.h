/* SPDX-License-Identifier: MIT */
/* Shared by memoryview.c and memoryview_methods.c; nobody else includes it. */
#ifndef TY_OBJECT_MEMORYVIEW_IMPL_H
#define TY_OBJECT_MEMORYVIEW_IMPL_H

#include "object/buffer.h"
#include "object/native.h"

typedef struct ty_managed_view {
    ty_object ob;
    ty_buffer view;
    size_t users; /* memoryviews that were not released */
} ty_managed_view;
TY_DECLARE_TYPE(managed_view);
TY_DECLARE_TYPE(memory_iterator);

typedef struct ty_memoryview {
    ty_object ob;
    ty_value managed;
    char *data;
    size_t length; /* bytes in all */
    intptr_t itemsize;
    const char *format;
    ty_exports *exports; /* views of this view, or NULL */
    int ndim;
    bool readonly, released;
    intptr_t dims[]; /* shape, then strides */
} ty_memoryview;

static inline intptr_t *ty_memoryview_strides(const ty_memoryview *m) { return (intptr_t *)m->dims + m->ndim; }

/* True with ValueError. */
bool ty_memoryview_released(ty_ctx *ctx, const ty_memoryview *m);
bool ty_memoryview_is_dense(const ty_memoryview *m);
char ty_memoryview_letter(const ty_memoryview *m);
/* Another view of the same memory; with another ndim the caller sets the dimensions. */
ty_memoryview *ty_memoryview_derive(ty_ctx *ctx, const ty_memoryview *from, int ndim) TY_RAISES;
ty_value ty_memoryview_bytes(ty_ctx *ctx, const ty_memoryview *m, bool columns) TY_RAISES;
ty_value ty_memoryview_list(ty_ctx *ctx, const ty_memoryview *m) TY_RAISES;

ty_value ty_memoryview_from_view(ty_ctx *ctx, ty_buffer *view) TY_RAISES; /* takes the view over; released on error */
int ty_memoryview_release(ty_ctx *ctx, ty_value v) TY_RAISES;             /* v.release() */

extern const ty_getset ty_memoryview_getsets[];
ty_value ty_memoryview_m_tobytes(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames);
ty_value ty_memoryview_m_tolist(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames);
ty_value ty_memoryview_m_hex(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames);
ty_value ty_memoryview_m_cast(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames);
ty_value ty_memoryview_m_toreadonly(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames);

#endif
