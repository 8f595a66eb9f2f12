/* SPDX-License-Identifier: MIT */
/*
 * Pushing frames and calling what is no plain Python function: bound methods, classes, natives, anything callable.
 * A Python function reached through a bound method or a class runs in the same loop: no C recursion.
 */
#include <config.h>

#include <string.h>

#include "object/call.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/instance.h"
#include "object/list.h"
#include "object/native.h"
#include "object/str.h"
#include "object/tuple.h"
#include "platform/assert.h"
#include "vm/eval.h"
#include "vm/frame.h"
#include "vm/generator.h"

static inline uintptr_t deeper(ty_ctx *ctx)
{
    ty_value *R = ctx->vm->R;
    return (R ? (uintptr_t)R[-1] & ~(uintptr_t)0xffff : 0) + TY_INFO_DEPTH_ONE;
}

/* 0, or -1 with RecursionError or what the breaker raised. */
static int check_depth(ty_ctx *ctx, uintptr_t info)
{
    if (TY_LIKELY(info < atomic_load_explicit(&ctx->call_limit, memory_order_relaxed)))
        return 0;
    if (atomic_load_explicit(&ctx->breaker, memory_order_relaxed) && ty_context_break(ctx) < 0)
        return -1;
    atomic_store_explicit(&ctx->call_limit, (uintptr_t)ctx->recursion_limit * TY_INFO_DEPTH_ONE, memory_order_relaxed);
    if (atomic_load_explicit(&ctx->breaker, memory_order_acquire)) /* a request came in between: look up next time again */
        atomic_store_explicit(&ctx->call_limit, 0, memory_order_relaxed);
    if (TY_UNLIKELY(TY_INFO_DEPTH(info) >= ctx->recursion_limit)) {
        ty_error_set(ctx, &ty_RecursionError_type, "maximum recursion depth exceeded");
        return -1;
    }
    return 0;
}

static void complete_header(ty_vm *vm, ty_value *N, ty_function *f, uintptr_t info)
{
    N[-4] = TY_VALUE(f);
    N[-3] = (ty_value)vm->R;
    N[-2] = (ty_value)(uintptr_t)vm->pc;
    N[-1] = (ty_value)info;
    vm->R = N;
    vm->pc = f->code->insns;
}

enum ty_call_outcome ty_eval_enter(ty_ctx *ctx, ty_function *f, ty_value *at, const ty_value *args, size_t nargs, ty_value kwnames,
                                   uintptr_t bits, ty_value *result)
{
    ty_vm *vm = ctx->vm;
    const ty_code *c = f->code;
    uintptr_t info = deeper(ctx);
    if (check_depth(ctx, info) < 0)
        return TY_CALL_ERROR;
    if (!f->caches->table && ty_caches_open(ctx, f->caches) < 0)
        return TY_CALL_ERROR;
    info |= bits;

    ty_value *N = at ? at + TY_FRAME_HEADER : NULL;
    /* The variables of a caller that has very many lie behind its windows. */
    if (!N || TY_UNLIKELY(N + c->nregs > vm->limit) || TY_UNLIKELY(((ty_function *)vm->R[-4])->code->nlocals > TY_BC_FAR_LOCALS)) {
        N = ty_vm_reserve(ctx, (size_t)c->nregs + TY_FRAME_HEADER + 1, &info);
        if (!N)
            return TY_CALL_ERROR;
        if (at && (info & TY_INFO_CONT) == TY_CONT_CALL) /* the result belongs into the caller's window all the same */
            info = (info & ~TY_INFO_CONT & ~(uintptr_t)0xff00) | TY_CONT_STORE | (uintptr_t)(at - vm->R) << 8;
    }
    if (!kwnames && nargs == c->fast_nargs) {
        if (N != args)
            memmove(N, args, nargs * sizeof *N);
    } else {
        /* What the collector may meet in the window while binding runs Python code is dead or an argument. */
        if (ty_bind(ctx, f, N, args, nargs, kwnames) < 0) {
            if (info & TY_INFO_SEGMENT)
                ty_vm_leave_segment(vm);
            return TY_CALL_ERROR;
        }
    }
    if (TY_UNLIKELY(c->kind)) {
        ty_value g = ty_generator_new(ctx, f, N);
        if (info & TY_INFO_SEGMENT)
            ty_vm_leave_segment(vm);
        *result = g;
        return g ? TY_CALL_RESULT : TY_CALL_ERROR;
    }
    for (size_t i = c->nparams; i < c->nlocals; i++)
        N[i] = TY_UNBOUND;
    complete_header(vm, N, f, info);
    return TY_CALL_PUSHED;
}

/* --- generators ---------------------------------------------------------------------------------------------------- */

int ty_eval_push_generator(ty_ctx *ctx, ty_generator *g, ty_value sent, int cont, unsigned dest)
{
    ty_vm *vm = ctx->vm;
    if (TY_UNLIKELY(g->state == TY_GEN_RUNNING)) {
        ty_error_set(ctx, &ty_ValueError_type, "%s already executing",
                     g->kind == 0 ? "generator" : g->kind == 1 ? "coroutine" : "async generator");
        return -1;
    }
    if (TY_UNLIKELY(g->state == TY_GEN_CREATED && sent != TY_NONE && sent != TY_NULL)) {
        ty_error_set(ctx, &ty_TypeError_type, "can't send non-None value to a just-started %s",
                     g->kind == 0 ? "generator" : g->kind == 1 ? "coroutine" : "async generator");
        return -1;
    }
    ty_function *f = g->function;
    const ty_code *c = f->code;
    uintptr_t info = deeper(ctx);
    if (check_depth(ctx, info) < 0)
        return -1;
    info |= (uintptr_t)cont | (uintptr_t)dest << 8 | TY_INFO_GENERATOR;
    ty_value *N;
    if (TY_LIKELY(vm->R)) {
        N = vm->R + ((ty_function *)vm->R[-4])->code->nregs + TY_FRAME_HEADER + 1;
        if (TY_UNLIKELY(N + c->nregs > vm->limit))
            N = NULL;
    } else
        N = NULL;
    if (TY_UNLIKELY(!N)) {
        N = ty_vm_reserve(ctx, (size_t)c->nregs + TY_FRAME_HEADER + 1, &info);
        if (!N)
            return -1;
    }
    memcpy(N, g->regs, g->count * sizeof *N);
    for (size_t i = g->count; i < c->nlocals; i++)
        N[i] = TY_UNBOUND;
    N[-5] = TY_VALUE(g);
    complete_header(vm, N, f, info);
    vm->pc = c->insns + g->pc;
    if (g->state == TY_GEN_SUSPENDED && sent)
        N[g->sent_to] = sent;
    g->state = TY_GEN_RUNNING;
    if (TY_UNLIKELY(g->frame))
        ((ty_frame *)g->frame)->R = N, N[-1] = (ty_value)((uintptr_t)N[-1] | TY_INFO_FRAME);
    ty_heap_store(ctx->heap, &g->ob, &g->outer_handled, ctx->handled);
    if (TY_UNLIKELY(g->handled)) {
        ctx->handled = g->handled;
        g->handled = TY_NULL;
    }
    return 0;
}

static void leave_generator(ty_ctx *ctx, ty_generator *g)
{
    g->handled = ctx->handled != g->outer_handled ? ctx->handled : TY_NULL;
    ctx->handled = g->outer_handled;
    g->outer_handled = TY_NONE;
}

void ty_eval_suspend(ty_ctx *ctx, ty_value *R, const uint32_t *pc, unsigned dest, unsigned live)
{
    ty_generator *g = (ty_generator *)R[-5];
    const ty_code *c = ((ty_function *)R[-4])->code;
    size_t n = live == 255 ? c->nregs : live;
    if (n < c->nlocals)
        n = c->nlocals;
    ty_heap_wrote(ctx->heap, &g->ob, g->regs);
    memcpy(g->regs, R, n * sizeof *R);
    g->count = (uint16_t)n;
    g->pc = (uint32_t)(pc - c->insns);
    g->sent_to = (uint16_t)dest;
    g->state = TY_GEN_SUSPENDED;
    if (TY_UNLIKELY((uintptr_t)R[-1] & TY_INFO_FRAME))
        ty_frame_detach(ctx, R, pc);
    leave_generator(ctx, g);
}

void ty_eval_leave_frame(ty_ctx *ctx, ty_value *R, uintptr_t info)
{
    if (info & TY_INFO_FRAME)
        ty_frame_detach(ctx, R, ctx->vm->pc);
    if (info & TY_INFO_GENERATOR) {
        ty_generator *g = (ty_generator *)R[-5];
        leave_generator(ctx, g);
        g->handled = TY_NULL;
        g->state = TY_GEN_DONE;
        g->count = 0;
    }
    if (info & TY_INFO_SEGMENT)
        ty_vm_leave_segment(ctx->vm);
}

/* --- calls ------------------------------------------------------------------------------------------------------------ */

static enum ty_call_outcome finish(ty_value *W, ty_value v)
{
    if (TY_UNLIKELY(!v))
        return TY_CALL_ERROR;
    W[0] = v;
    return TY_CALL_RESULT;
}

static enum ty_call_outcome call_function(ty_ctx *ctx, ty_function *f, ty_value *W, const ty_value *args, size_t nargs,
                                          ty_value kwnames)
{
    ty_value v = TY_NULL;
    enum ty_call_outcome outcome = ty_eval_enter(ctx, f, W, args, nargs, kwnames, TY_CONT_CALL, &v);
    if (outcome == TY_CALL_RESULT)
        W[0] = v;
    return outcome;
}

/* A class whose instances are made by object.__new__ and set up by a Python __init__: its frame is pushed, the instance
 * waits in W[0]. Arguments move up by two words, for which every window has room. */
static enum ty_call_outcome call_class(ty_ctx *ctx, const ty_type *t, ty_value *W, size_t nargs, ty_value kwnames)
{
    if ((t->flags & (TY_TYPE_HEAP | TY_TYPE_ABSTRACT)) == TY_TYPE_HEAP && t->slots.new_ == ty_object_new &&
        ty_type_of(TY_VALUE(t))->slots.call == ty_type_type.slots.call) {
        ty_value init = ty_type_lookup(ctx, t, TY_SYM(__init__));
        if (init && ty_is_function(init)) {
            ty_function *f = (ty_function *)init;
            if (TY_UNLIKELY(f->code->kind))
                goto generic;
            ty_value self = ty_instance_new(ctx, t);
            if (TY_UNLIKELY(!self))
                return TY_CALL_ERROR;
            size_t words = nargs + (kwnames ? ty_tuple_length(kwnames) : 0);
            memmove(W + 6, W + 4, words * sizeof *W);
            W[5] = self;
            W[0] = self;
            ty_value unused;
            return ty_eval_enter(ctx, f, W + 1, W + 5, nargs + 1, kwnames, TY_CONT_INIT, &unused);
        }
    }
generic:
    return finish(W, ty_call(ctx, TY_VALUE(t), W + 4, nargs, kwnames));
}

enum ty_call_outcome ty_eval_call(ty_ctx *ctx, ty_value *W, size_t nargs, ty_value kwnames)
{
    ty_value f = W[0];
    if (TY_LIKELY(ty_is_object(f))) {
        const ty_shape *shape = ty_head_shape(ty_object_of(f));
        if (shape == &ty_function_shape)
            return call_function(ctx, (ty_function *)f, W, W + 4, nargs, kwnames);
        if (shape == &ty_method_shape && ty_is_function(((ty_method *)f)->function)) {
            size_t words = nargs + (kwnames ? ty_tuple_length(kwnames) : 0);
            memmove(W + 5, W + 4, words * sizeof *W);
            W[4] = ((ty_method *)f)->self;
            W[0] = ((ty_method *)f)->function;
            return call_function(ctx, (ty_function *)W[0], W, W + 4, nargs + 1, kwnames);
        }
        if (shape == &ty_builtin_function_shape || shape == &ty_method_descriptor_shape || shape == &ty_classmethod_descriptor_shape)
            return finish(W, ty_native_call(ctx, (const ty_native *)f, W + 4, nargs, kwnames));
        if (shape->type->flags & TY_TYPE_TYPE)
            return call_class(ctx, ty_type_ptr(f), W, nargs, kwnames);
        if (shape->type->flags & TY_TYPE_HEAP) { /* an instance with a Python __call__ */
            ty_value call = ty_type_lookup(ctx, shape->type, TY_SYM(__call__));
            if (call && ty_is_function(call)) {
                size_t words = nargs + (kwnames ? ty_tuple_length(kwnames) : 0);
                memmove(W + 5, W + 4, words * sizeof *W);
                W[4] = f;
                W[0] = call;
                return call_function(ctx, (ty_function *)call, W, W + 4, nargs + 1, kwnames);
            }
        }
    }
    return finish(W, ty_call(ctx, f, W + 4, nargs, kwnames));
}

enum ty_call_outcome ty_eval_call_shifted(ty_ctx *ctx, ty_value *W, size_t nargs, ty_value kwnames)
{
    size_t words = nargs + (kwnames ? ty_tuple_length(kwnames) : 0);
    W[0] = W[1];
    memmove(W + 4, W + 5, words * sizeof *W);
    W[4 + words] = TY_UNBOUND; /* else the collector would take what an earlier call left there for an argument */
    return ty_eval_call(ctx, W, nargs, kwnames);
}

enum ty_call_outcome ty_eval_call_ex(ty_ctx *ctx, ty_value *W, bool with_keywords)
{
    ty_value f = W[0], args = W[4], keywords = with_keywords ? W[5] : TY_NULL;
    if (!ty_is_exact_tuple(args)) {
        ty_value t = ty_op_tuple(ctx, args);
        if (!t) {
            if (ty_error_matches(ctx, &ty_TypeError_type) && !ty_type_of(args)->slots.iter) {
                ty_error_clear(ctx);
                ty_value name = ty_eval_callee_name(ctx, f);
                if (name)
                    ty_error_set(ctx, &ty_TypeError_type, "%U argument after * must be an iterable, not %T", name, args);
            }
            return TY_CALL_ERROR;
        }
        args = t;
    }
    if (ty_is_function(f)) {
        ty_value kwnames = TY_NULL;
        const ty_value *values = ty_tuple_items(args);
        size_t n = ty_tuple_length(args);
        if (keywords && ty_is_exact_dict(keywords) && ty_dict_length(keywords)) {
            size_t nkw = ty_dict_length(keywords), pos = 0, i = 0;
            kwnames = ty_tuple_new(ctx, NULL, nkw);
            ty_value all = kwnames ? ty_tuple_new(ctx, NULL, n + nkw) : TY_NULL;
            if (!all)
                return TY_CALL_ERROR;
            memcpy(ty_tuple_items(all), values, n * sizeof *values);
            ty_value k, v;
            while (i < nkw && ty_dict_next(keywords, &pos, &k, &v)) {
                ty_tuple_items(kwnames)[i] = k;
                ty_tuple_items(all)[n + i++] = v;
            }
            values = ty_tuple_items(all);
            W[4] = all; /* rooted by the window until bound */
        }
        if (!keywords || ty_is_exact_dict(keywords)) {
            /* Behind the current frame: there are any number of arguments. */
            ty_value v = TY_NULL;
            enum ty_call_outcome outcome = ty_eval_enter(ctx, (ty_function *)f, NULL, values, n, kwnames,
                                                         TY_CONT_STORE | (uintptr_t)(W - ctx->vm->R) << 8, &v);
            if (outcome == TY_CALL_RESULT)
                W[0] = v;
            TY_KEEP(args);
            TY_KEEP(values);
            return outcome;
        }
    }
    return finish(W, ty_call_tuple(ctx, f, args, keywords));
}
