/* SPDX-License-Identifier: MIT */
/* Getting and giving back views of memory, and counting them for exporters whose memory may move. */
#include <config.h>

#include "object/buffer.h"

#include <stdlib.h>

#include "object/error.h"

bool ty_buffer_supported(ty_value o) { return ty_is_object(o) && ty_type_of(o)->slots.buffer_get; }

int ty_buffer_get(ty_ctx *ctx, ty_value o, ty_buffer *view, int flags)
{
    *view = (ty_buffer){.owner = TY_NULL};
    if (TY_UNLIKELY(!ty_buffer_supported(o))) {
        (void)ty_error_set(ctx, &ty_TypeError_type, "a bytes-like object is required, not '%T'", o);
        return -1;
    }
    if (ty_type_of(o)->slots.buffer_get(ctx, o, view, flags) < 0) {
        *view = (ty_buffer){.owner = TY_NULL};
        return -1;
    }
    return 0;
}

void ty_buffer_release(ty_ctx *ctx, ty_buffer *view)
{
    ty_value o = view->owner;
    if (!o)
        return;
    if (view->exports) {
        ty_exports_drop_view(view->exports);
        view->exports = NULL;
    }
    if (ty_is_object(o) && ty_type_of(o)->slots.buffer_release)
        ty_type_of(o)->slots.buffer_release(ctx, o, view);
    view->owner = TY_NULL;
    view->data = NULL;
}

int ty_buffer_fill(ty_ctx *ctx, ty_buffer *view, ty_value owner, const void *data, size_t length, bool readonly, int flags)
{
    if (readonly && (flags & TY_BUFFER_WRITABLE)) {
        (void)ty_error_set(ctx, &ty_BufferError_type, "Object is not writable.");
        return -1;
    }
    *view = (ty_buffer){.data = (void *)(uintptr_t)data, .length = length, .itemsize = 1, .ndim = 1, .readonly = readonly,
                        .owner = owner};
    return 0;
}

/* --- counting --------------------------------------------------------------------------------------------------------- */

void ty_exports_drop_holder(ty_exports *e)
{
    if (e && --e->holders == 0)
        free(e);
}

void ty_exports_drop_view(ty_exports *e)
{
    e->views--;
    ty_exports_drop_holder(e);
}

int ty_exports_count(ty_ctx *ctx, ty_exports **slot, ty_buffer *view)
{
    if (!*slot) {
        ty_exports *e = malloc(sizeof *e);
        if (!e) {
            (void)ty_error_memory(ctx);
            return -1;
        }
        *e = (ty_exports){.holders = 1};
        *slot = e;
    }
    (*slot)->views++;
    (*slot)->holders++;
    view->exports = *slot;
    return 0;
}

int ty_exports_check(ty_ctx *ctx, ty_exports *e)
{
    if (TY_LIKELY(!e || e->views == 0))
        return 0;
    for (int major = 0; major < 2 && e->views; major++)
        ty_heap_collect(ctx->heap, major);
    if (e->views == 0)
        return 0;
    (void)ty_error_set(ctx, &ty_BufferError_type, "Existing exports of data: object cannot be re-sized");
    return -1;
}
