/* SPDX-License-Identifier: MIT */
/*
 * Entering and leaving: the contexts of OS threads. A thread that is in interpreter A and enters B buries its context of
 * A: A's lock is free meanwhile, A's stack segment stays registered with its published top. Leaving B digs it up again.
 */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "interp/ends.h"
#include "interp/interp.h"
#include "platform/stack.h"
#include "platform/thread.h"

/* Below this much C stack a RecursionError is raised. */
#define C_RESERVE ((uintptr_t)192 * 1024)

ty_ctx *ty_interp_current(void)
{
    ty_thread_context *c = ty_runtime_this_thread()->innermost;
    return c ? &c->ctx : NULL;
}

static void link_context(ty_interp *i, ty_thread_context *c)
{
    ty_mutex_lock(&i->lock.mutex);
    c->next = (ty_thread_context *)i->contexts;
    if (c->next)
        c->next->previous = c;
    i->contexts = &c->ctx;
    ty_mutex_unlock(&i->lock.mutex);
}

static void unlink_context(ty_interp *i, ty_thread_context *c)
{
    ty_mutex_lock(&i->lock.mutex);
    if (c->previous)
        c->previous->next = c->next;
    else
        i->contexts = c->next ? &c->next->ctx : NULL;
    if (c->next)
        c->next->previous = c->previous;
    atomic_fetch_sub_explicit(&i->context_count, 1, memory_order_relaxed);
    ty_mutex_unlock(&i->lock.mutex);
}

TY_NOINLINE ty_ctx *ty_interp_enter(ty_interp *i)
{
    ty_runtime_thread *thread = ty_runtime_this_thread();
    ty_thread_context *c = calloc(1, sizeof *c), *outer = thread->innermost;
    if (!c)
        return NULL;
    if (!thread->bounds.high)
        ty_stack_bounds_get(&thread->bounds);
    /* Counted before the outer lock is given up: a receiver there must see that this thread is on its way in. */
    atomic_fetch_add(&i->context_count, 1);
    if (outer) { /* buried */
        ty_stack_park(&outer->ctx.stack);
        ty_ends_blocked(&outer->ctx, +1);
        ty_interp_lock_release(&outer->ctx.interp->lock);
    }
    ty_context_init(&c->ctx, i->heap, &i->objects);
    c->ctx.interp = i;
    uintptr_t low = (uintptr_t)thread->bounds.low + C_RESERVE, here = (uintptr_t)ty_stack_here();
    c->ctx.c_limit = low < here ? low : here - here / 4096; /* a tiny stack: nearly nothing is allowed */
    if (i->runtime->settings.recursion_limit)
        c->ctx.recursion_limit = (uint32_t)i->runtime->settings.recursion_limit;
    c->thread_ident = ty_thread_ident();
    c->outer = outer;
    c->ctx.vm = ty_vm_new(&c->ctx);
    if (!c->ctx.vm) {
        free(c);
        atomic_fetch_sub(&i->context_count, 1);
        if (outer) {
            ty_ends_blocked(&outer->ctx, -1);
            ty_interp_lock_acquire(&outer->ctx.interp->lock, &outer->ctx);
            ty_stack_unpark(&outer->ctx.stack);
        }
        return NULL;
    }
    atomic_store_explicit(&c->ctx.call_limit, (uintptr_t)c->ctx.recursion_limit * TY_INFO_DEPTH_ONE, memory_order_relaxed);
    ty_interp_lock_acquire(&i->lock, &c->ctx);
    link_context(i, c);
    /* The outermost segment of a thread reaches to the end of its stack; a nested one ends at the caller's frame. */
    ty_stack_enter(i->heap, &c->ctx.stack, outer ? (void *)((uintptr_t)__builtin_frame_address(0) + 16 * sizeof(void *)) : thread->bounds.high);
    c->inside = true;
    thread->innermost = c;
    return &c->ctx;
}

void ty_interp_leave(ty_ctx *ctx)
{
    ty_thread_context *c = (ty_thread_context *)ctx, *outer = c->outer;
    ty_interp *i = ctx->interp;
    ty_runtime *rt = i->runtime;
    ty_stack_leave(i->heap, &ctx->stack);
    unlink_context(i, c);
    ty_interp_lock_release(&i->lock);
    ty_vm_destroy(ctx->vm);
    ty_runtime_this_thread()->innermost = outer;
    free(c);
    if (outer)
        ty_ends_blocked(&outer->ctx, -1);
    ty_ends_changed(rt);
    if (outer) {
        ty_interp_lock_acquire(&outer->ctx.interp->lock, &outer->ctx);
        ty_stack_unpark(&outer->ctx.stack);
    }
}
