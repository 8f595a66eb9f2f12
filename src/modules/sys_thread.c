/* SPDX-License-Identifier: MIT */
/* sys: the running thread: exceptions being handled, frames, limits, tracing. */
#include <config.h>

#include "interp/interp.h"
#include "modules/sys.h"
#include "object/call.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/float.h"
#include "object/int.h"
#include "object/list.h"
#include "object/ops.h"
#include "object/str.h"
#include "object/structseq.h"
#include "vm/frame.h"

#define UNUSED (void)args, (void)nargs, (void)kwnames

/* --- exceptions -------------------------------------------------------------------------------------------------------------- */

ty_value ty_sys_exception(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    UNUSED;
    return ctx->handled ? ctx->handled : TY_NONE;
}

ty_value ty_sys_exc_info(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    UNUSED;
    ty_value e = ctx->handled;
    if (!e || e == TY_NONE)
        return ty_tuple_pack(ctx, 3, TY_NONE, TY_NONE, TY_NONE);
    ty_value traceback = ty_exception_ptr(e)->traceback;
    return ty_tuple_pack(ctx, 3, TY_VALUE(ty_type_of(e)), e, traceback ? traceback : TY_NONE);
}

/* --- frames --------------------------------------------------------------------------------------------------------------------- */

ty_value ty_sys_getframe(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    intptr_t depth = 0;
    if (nargs && ty_op_index_size(ctx, args[0], &ty_OverflowError_type, &depth) < 0)
        return TY_NULL;
    ty_value frame = ty_frame_get(ctx, depth < 0 ? 0 : (size_t)depth);
    if (!frame && !ctx->exc)
        ty_error_set(ctx, &ty_ValueError_type, "call stack is not deep enough");
    return frame;
}

ty_value ty_sys_getframemodulename(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    intptr_t depth = 0;
    if (nargs && ty_op_index_size(ctx, args[0], &ty_OverflowError_type, &depth) < 0)
        return TY_NULL;
    ty_vm_walk w;
    bool more = ty_vm_walk_first(ctx, &w);
    while (more && depth-- > 0)
        more = ty_vm_walk_next(&w);
    ty_value name;
    if (!more)
        return TY_NONE;
    int found = ty_dict_get_str(ctx, ty_vm_walk_function(&w)->globals, TY_SYM(__name__), &name);
    return found < 0 ? TY_NULL : found ? name : TY_NONE;
}

/* Contexts are only linked and unlinked by threads that do not hold the lock, so the list is copied under its mutex. */

static ty_value by_thread(ty_ctx *ctx, ty_value (*get)(ty_ctx *ctx, ty_ctx *of))
{
    ty_interp *interp = ctx->interp;
    ty_value d = ty_dict_new(ctx, 0);
    struct { ty_ctx *ctx; uint64_t ident; } threads[64];
    size_t n = 0;
    if (!d)
        return TY_NULL;
    ty_mutex_lock(&interp->lock.mutex);
    for (ty_thread_context *c = (ty_thread_context *)interp->contexts; c && n < TY_COUNTOF(threads); c = c->next) {
        threads[n].ctx = &c->ctx;
        threads[n++].ident = c->thread_ident;
    }
    ty_mutex_unlock(&interp->lock.mutex);
    for (size_t i = n; i-- > 0;) {
        ty_value v = get(ctx, threads[i].ctx), key = v ? ty_int_from_uint64(ctx, threads[i].ident) : TY_NULL;
        if (ctx->exc || (v && (!key || ty_dict_set(ctx, d, key, v) < 0)))
            return TY_NULL;
    }
    return d;
}

static ty_value frame_of_thread(ty_ctx *ctx, ty_ctx *of)
{
    if (!of->vm || !of->vm->R)
        return TY_NULL;
    ty_value f = ty_frame_of(of, of->vm->R, of->vm->pc);
    if (!f && of != ctx)
        ty_error_clear(of);
    return f;
}
static ty_value exception_of_thread(ty_ctx *ctx, ty_ctx *of)
{
    (void)ctx;
    return of->handled ? of->handled : TY_NONE;
}

ty_value ty_sys_current_frames(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    UNUSED;
    return by_thread(ctx, frame_of_thread);
}
ty_value ty_sys_current_exceptions(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    UNUSED;
    return by_thread(ctx, exception_of_thread);
}

/* --- limits ------------------------------------------------------------------------------------------------------------------------- */

ty_value ty_sys_getrecursionlimit(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    UNUSED;
    return ty_small((intptr_t)ctx->recursion_limit);
}

ty_value ty_sys_setrecursionlimit(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    intptr_t limit;
    if (ty_op_index_size(ctx, args[0], &ty_OverflowError_type, &limit) < 0)
        return TY_NULL;
    if (limit < 1)
        return ty_error_set(ctx, &ty_ValueError_type, "recursion limit must be greater or equal than 1");
    if (limit > INT_MAX)
        return ty_error_set(ctx, &ty_OverflowError_type, "Python int too large to convert to C int");
    uintptr_t depth = ctx->vm && ctx->vm->R ? TY_INFO_DEPTH((uintptr_t)ctx->vm->R[-1]) : 0;
    if (depth >= (uintptr_t)limit)
        return ty_error_set(ctx, &ty_RecursionError_type,
                            "cannot set the recursion limit to %d at the recursion depth %d: the limit is too low", (int)limit, (int)depth);
    ty_interp *interp = ctx->interp;
    ty_mutex_lock(&interp->lock.mutex);
    for (ty_thread_context *c = (ty_thread_context *)interp->contexts; c; c = c->next) {
        c->ctx.recursion_limit = (uint32_t)limit;
        atomic_store_explicit(&c->ctx.call_limit, (uintptr_t)limit * TY_INFO_DEPTH_ONE, memory_order_relaxed);
        if (atomic_load_explicit(&c->ctx.breaker, memory_order_relaxed)) /* a request must not be forgotten */
            atomic_store_explicit(&c->ctx.call_limit, 0, memory_order_relaxed);
    }
    ty_mutex_unlock(&interp->lock.mutex);
    return TY_NONE;
}

ty_value ty_sys_getswitchinterval(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    UNUSED;
    return ty_float_new(ctx, (double)atomic_load_explicit(&ctx->interp->lock.interval, memory_order_relaxed) / 1e9);
}

ty_value ty_sys_setswitchinterval(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    double seconds;
    if (ty_op_double(ctx, args[0], &seconds) < 0)
        return TY_NULL;
    if (!(seconds > 0))
        return ty_error_set(ctx, &ty_ValueError_type, "switch interval must be strictly positive");
    double ns = seconds * 1e9;
    atomic_store_explicit(&ctx->interp->lock.interval, ns < 1 ? 1 : ns > 9e18 ? INT64_MAX / 4 : (int64_t)ns, memory_order_relaxed);
    return TY_NONE;
}

/* --- tracing --------------------------------------------------------------------------------------------------------------------------- */

static ty_value set_hook(ty_ctx *ctx, ty_value *slot, ty_value v)
{
    *slot = v == TY_NONE ? TY_NULL : v;
    ty_context_request(ctx, TY_BREAK_TRACE);
    return TY_NONE;
}

ty_value ty_sys_gettrace(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    UNUSED;
    return ctx->vm->trace ? ctx->vm->trace : TY_NONE;
}
ty_value ty_sys_settrace(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    return set_hook(ctx, &ctx->vm->trace, args[0]);
}
ty_value ty_sys_getprofile(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    UNUSED;
    return ctx->vm->profile ? ctx->vm->profile : TY_NONE;
}
ty_value ty_sys_setprofile(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    return set_hook(ctx, &ctx->vm->profile, args[0]);
}

ty_value ty_sys_call_tracing(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    if (!ty_is_tuple(args[1]))
        return ty_error_set(ctx, &ty_TypeError_type, "call_tracing() argument 2 must be tuple, not %T", args[1]);
    return ty_call_tuple(ctx, args[0], args[1], TY_NULL);
}

/* --- coroutines ------------------------------------------------------------------------------------------------------------------------- */

static const ty_structseq_field hooks_fields[] = {
    {"firstiter", "Called when an asynchronous generator is first iterated"}, {"finalizer", "Called when one is about to be collected"}, {NULL, NULL}};
TY_STRUCTSEQ(asyncgen_hooks, "asyncgen_hooks", "Hooks of asynchronous generators.", hooks_fields, 2, 2, TY_TYPE_NO_NEW);

static ty_value state(ty_ctx *ctx)
{
    return ((ty_module *)ctx->interp->sys_module)->state;
}

ty_value ty_sys_get_asyncgen_hooks(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    UNUSED;
    ty_value s = ty_structseq_new(ctx, &ty_asyncgen_hooks_type);
    if (!s)
        return TY_NULL;
    ty_structseq_put(ctx, s, 0, ty_list_at(state(ctx), TY_SYS_FIRSTITER));
    ty_structseq_put(ctx, s, 1, ty_list_at(state(ctx), TY_SYS_FINALIZER));
    return s;
}

ty_value ty_sys_set_asyncgen_hooks(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    ty_value first = TY_ARG(0), finalizer = TY_ARG(1);
    if (finalizer && finalizer != TY_NONE && !ty_op_callable(finalizer))
        return ty_error_set(ctx, &ty_TypeError_type, "callable finalizer expected, got %T", finalizer);
    if (first && first != TY_NONE && !ty_op_callable(first))
        return ty_error_set(ctx, &ty_TypeError_type, "callable firstiter expected, got %T", first);
    if (first)
        ty_list_put(ctx, state(ctx), TY_SYS_FIRSTITER, first);
    if (finalizer)
        ty_list_put(ctx, state(ctx), TY_SYS_FINALIZER, finalizer);
    return TY_NONE;
}

ty_value ty_sys_get_coroutine_origin_tracking_depth(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    UNUSED;
    return ty_list_at(state(ctx), TY_SYS_ORIGIN_DEPTH);
}

ty_value ty_sys_set_coroutine_origin_tracking_depth(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    intptr_t depth;
    if (ty_op_index_size(ctx, args[0], &ty_OverflowError_type, &depth) < 0)
        return TY_NULL;
    if (depth < 0)
        return ty_error_set(ctx, &ty_ValueError_type, "depth must be >= 0");
    ty_list_put(ctx, state(ctx), TY_SYS_ORIGIN_DEPTH, ty_small(depth));
    return TY_NONE;
}
