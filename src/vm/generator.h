/* SPDX-License-Identifier: MIT */
/*
 * Generators, coroutines, asynchronous generators. A suspended one keeps its registers in the object; resuming copies
 * them to the top of the VM stack, suspending copies the live ones back: so running frames are all alike.
 */
#ifndef TY_VM_GENERATOR_H
#define TY_VM_GENERATOR_H

#include "vm/vm.h"

enum ty_generator_state { TY_GEN_CREATED, TY_GEN_SUSPENDED, TY_GEN_RUNNING, TY_GEN_DONE };

typedef struct ty_generator {
    ty_object ob;           /* shape of generator, coroutine or async_generator */
    ty_function *function;  /* NULL once done */
    ty_value name, qualname;
    ty_value handled;       /* exception being handled inside when it was suspended; TY_NULL: none of its own */
    ty_value outer_handled; /* while running: what was being handled by whoever resumed it */
    ty_value origin;        /* coroutine origin tracking, or TY_NONE; async generator: hooks and flags in `async_*` */
    ty_value finalizer;     /* async generator: finalizer hook or TY_NULL */
    ty_value frame;         /* its frame object if one was asked for, or TY_NULL */
    uint32_t pc;            /* where to go on, word number */
    uint16_t count;         /* registers saved */
    uint8_t state;
    uint8_t kind;           /* 0 generator, 1 coroutine, 2 async generator */
    bool async_closed, async_running, async_hooks_done;
    uint8_t reserved;
    uint16_t sent_to;       /* register that receives what is sent */
    ty_value regs[];        /* function->code->nregs */
} ty_generator;

TY_DECLARE_TYPE(generator);
TY_DECLARE_TYPE(coroutine);
TY_DECLARE_TYPE(async_generator);
static inline bool ty_is_generator_like(ty_value v)
{
    return ty_has_shape(v, &ty_generator_shape) || ty_has_shape(v, &ty_coroutine_shape) || ty_has_shape(v, &ty_async_generator_shape);
}

enum ty_resume { TY_RESUME_YIELD, TY_RESUME_RETURN, TY_RESUME_ERROR };

/* Runs it until it yields (*out), returns (*out) or raises (exception in ctx). `sent` TY_NULL: the exception in ctx->exc
 * is thrown in at the point where it waits. Called from native code; the VM's own loops push the frame instead. */
enum ty_resume ty_generator_resume(ty_ctx *ctx, ty_generator *g, ty_value sent, ty_value *out);
/* The iterator it delegates to in `yield from` or `await`, TY_NULL: none. */
ty_value ty_generator_delegate(const ty_generator *g);
/* A fresh one from a bound window of `code->nparams` registers. */
ty_value ty_generator_new(ty_ctx *ctx, ty_function *f, const ty_value *window) TY_RAISES;
/* Whether a dead one has something to do before it goes: ty_heap_client's wants_finalizer. */
static inline bool ty_generator_wants_finalizer(const ty_generator *g)
{
    return g->state == TY_GEN_SUSPENDED || (g->state == TY_GEN_CREATED && g->kind == 1);
}
/* iter.send(v) for any iterator: SEND's slow path. */
enum ty_resume ty_generator_send(ty_ctx *ctx, ty_value iterator, ty_value v, ty_value *out);
ty_value ty_generator_await(ty_ctx *ctx, ty_value v, int where) TY_RAISES; /* AWAITABLE */
ty_value ty_generator_asyncgen_wrap(ty_ctx *ctx, ty_value v) TY_RAISES;

#endif
