/* SPDX-License-Identifier: MIT */
/* The context: tracing, C recursion, and the ways out to the floors above. */
#include <config.h>

#include "object/context.h"

#include "object/error.h"
#include "object/objects.h"

/* What a RecursionError itself may use of the reserve below c_limit, so that making and reporting it does not fail again. */
#define OVERFLOW_ROOM ((uintptr_t)32 * 1024)

void ty_context_trace(ty_ctx *ctx, ty_tracer *t)
{
    ty_trace_slot(t, &ctx->exc);
    ty_trace_slot(t, &ctx->handled);
    ty_trace_slot(t, &ctx->repr_active);
    ty_trace_slot(t, &ctx->context_vars);
    ty_trace_slot(t, &ctx->thread_dict);
    ty_trace_slot(t, &ctx->async_exc);
}

void ty_context_init(ty_ctx *ctx, ty_heap *heap, struct ty_objects *objects)
{
    memset(ctx, 0, sizeof *ctx);
    ctx->heap = heap;
    ctx->objects = objects;
    ctx->handled = TY_NONE;
    ctx->recursion_limit = 1000;
}

TY_NOINLINE bool ty_context_overflow(ty_ctx *ctx, const char *where)
{
    uintptr_t limit = ctx->c_limit;
    ctx->c_limit = limit > OVERFLOW_ROOM ? limit - OVERFLOW_ROOM : 0;
    ty_error_set(ctx, &ty_RecursionError_type, "maximum recursion depth exceeded%s", where);
    ctx->c_limit = limit;
    return true;
}

int ty_context_break(ty_ctx *ctx)
{
    return ctx->objects->hooks.breaker ? ctx->objects->hooks.breaker(ctx) : 0;
}

void ty_context_unlock(ty_ctx *ctx)
{
    if (ctx->objects->hooks.unlock)
        ctx->objects->hooks.unlock(ctx);
}

void ty_context_lock(ty_ctx *ctx)
{
    if (ctx->objects->hooks.lock)
        ctx->objects->hooks.lock(ctx);
}
