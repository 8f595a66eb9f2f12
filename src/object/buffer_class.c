/* SPDX-License-Identifier: MIT */
/*
 * Buffers of classes that define __buffer__ in Python (PEP 688). The class answers with a memoryview; a view of that is
 * owned by a guard object, which tells the class by __release_buffer__ when it is given back.
 */
#include <config.h>

#include "object/buffer.h"
#include "object/call.h"
#include "object/error.h"
#include "object/memoryview_impl.h"
#include "object/ops.h"
#include "object/symbols.h"

typedef struct ty_buffer_guard {
    ty_object ob;
    ty_value self, view; /* the instance and its memoryview */
} ty_buffer_guard;
TY_DECLARE_TYPE(buffer_guard);

static void guard_release(ty_ctx *ctx, ty_value o, ty_buffer *view)
{
    (void)view;
    const ty_buffer_guard *g = (ty_buffer_guard *)o;
    ty_value pending = ctx->exc ? ty_error_take(ctx) : TY_NULL, args[2] = {g->self, g->view};
    bool found;
    if (!ty_call_special(ctx, TY_SYM(__release_buffer__), args, 2, &found) && ty_error_pending(ctx))
        ty_error_unraisable(ctx, "Exception ignored in __release_buffer__ of", g->self);
    if (ty_memoryview_release(ctx, g->view) < 0)
        ty_error_unraisable(ctx, "Exception ignored while a buffer was released of", g->self);
    if (pending)
        ty_error_restore(ctx, pending);
}

static const ty_layout ty_buffer_guard_layout = {.fixed_size = TY_ALIGN_UP(sizeof(ty_buffer_guard), TY_GRANULE),
                                                 .slots_offset = offsetof(ty_buffer_guard, self), .slots_count = 2};
TY_BUILTIN_TYPE(buffer_guard, .name = "_buffer_wrapper", .base = &ty_object_type,
                .flags = TY_TYPE_NO_NEW | TY_TYPE_IMMUTABLE, .basicsize = sizeof(ty_buffer_guard),
                .slots = {TY_OBJECT_SLOTS, .buffer_release = guard_release});

ty_value ty_buffer_owner(ty_value owner)
{
    return owner && ty_has_shape(owner, &ty_buffer_guard_shape) ? ((ty_buffer_guard *)owner)->self : owner;
}

int ty_buffer_slot_get(ty_ctx *ctx, ty_value self, ty_buffer *view, int flags)
{
    /* Python's flags: 1 writable, 4 format, 24 strides */
    int asked = (flags & TY_BUFFER_WRITABLE ? 1 : 0) | (flags & TY_BUFFER_FORMAT ? 4 : 0) | (flags & TY_BUFFER_STRIDES ? 24 : 0);
    ty_value args[2] = {self, ty_small(asked)};
    bool found;
    ty_value m = ty_call_special(ctx, TY_SYM(__buffer__), args, 2, &found);
    if (!m) {
        if (!ty_error_pending(ctx))
            (void)ty_error_set(ctx, &ty_TypeError_type, "a bytes-like object is required, not '%T'", self);
        return -1;
    }
    if (!ty_has_shape(m, &ty_memoryview_shape)) {
        (void)ty_error_set(ctx, &ty_TypeError_type, "__buffer__ returned non-memoryview object");
        return -1;
    }
    ty_buffer_guard *g = (ty_buffer_guard *)ty_instance_new(ctx, &ty_buffer_guard_type);
    if (!g)
        return -1;
    g->self = self;
    g->view = m;
    if (ty_buffer_get(ctx, m, view, flags) < 0)
        return -1;
    view->owner = TY_VALUE(g);
    return 0;
}

ty_value ty_buffer_dunder_get(ty_ctx *ctx, ty_buffer_get_fn fn, ty_value self, ty_value vflags)
{
    intptr_t asked;
    if (ty_op_index_size(ctx, vflags, &ty_OverflowError_type, &asked) < 0)
        return TY_NULL;
    ty_buffer view = {.owner = TY_NULL};
    if (fn(ctx, self, &view, TY_BUFFER_FORMAT | TY_BUFFER_STRIDES | (asked & 1 ? TY_BUFFER_WRITABLE : 0)) < 0)
        return TY_NULL;
    return ty_memoryview_from_view(ctx, &view);
}

ty_value ty_buffer_dunder_release(ty_ctx *ctx, ty_value view)
{
    if (!ty_has_shape(view, &ty_memoryview_shape))
        return ty_error_set(ctx, &ty_TypeError_type, "expected a memoryview object");
    return ty_memoryview_release(ctx, view) < 0 ? TY_NULL : TY_NONE;
}
