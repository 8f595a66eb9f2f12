/* SPDX-License-Identifier: MIT */
/*
 * The context: what one OS thread knows while it is inside one interpreter. First argument of everything from this floor
 * up. Only the thread itself touches it, under the interpreter's lock, but for `breaker`.
 */
#ifndef TY_OBJECT_CONTEXT_H
#define TY_OBJECT_CONTEXT_H

#include <stdatomic.h>

#include "gc/heap.h"
#include "object/value.h"

typedef struct ty_ctx ty_ctx;
typedef struct ty_interp ty_interp; /* interp/interp.h */
typedef struct ty_type ty_type;
typedef struct ty_shape ty_shape;

/* Reasons in `breaker`: each asks the running thread to look up from its work at the next safepoint. */
enum {
    TY_BREAK_SWITCH = 1,    /* another thread waits for the interpreter's lock */
    TY_BREAK_SIGNAL = 2,    /* a signal handler is due (main thread of the main interpreter) */
    TY_BREAK_ASYNC = 4,     /* an exception was set from outside (interrupt, time limit) */
    TY_BREAK_FINALIZE = 8,  /* finalizers or weak reference callbacks are queued */
    TY_BREAK_KILL = 16,     /* the interpreter is being ended: unwind, running nothing */
    TY_BREAK_TRACE = 32,    /* a trace or profile function is set on this thread */
};

struct ty_ctx {
    ty_heap *heap;              /* the interpreter's */
    ty_interp *interp;
    struct ty_objects *objects; /* this floor's state in the interpreter: object/objects.h */
    ty_value exc;               /* the exception being raised, TY_NULL: none. Set exactly when an error value is returned */
    ty_value handled;           /* innermost exception being handled (sys.exception()), TY_NONE: none */
    uintptr_t c_limit;          /* lowest stack address C recursion may reach */
    struct ty_vm *vm;           /* this thread's VM stack and frames: vm/vm.h */
    _Atomic uint32_t breaker;   /* TY_BREAK_* bits; any thread may set one */
    _Atomic uintptr_t call_limit; /* depth at which a Python call must look up, in the VM's units; a request sets 0 */
    uint32_t recursion_limit;   /* sys.setrecursionlimit */
    bool killed;                /* an uncatchable unwinding is under way: exc is set to a token */
    ty_value repr_active;       /* list of containers whose repr is under way, TY_NULL: none */
    ty_value context_vars;      /* current contextvars.Context, TY_NULL: none yet */
    ty_value thread_dict;       /* per-thread dict (threading.local), TY_NULL: none yet */
    ty_value async_exc;         /* exception to raise for TY_BREAK_ASYNC, TY_NULL: none */
    ty_stack stack;             /* the C stack segment the collector scans */
};

/* Sets what this floor knows; the caller sets interp, vm, c_limit and enters its stack segment. */
void ty_context_init(ty_ctx *ctx, ty_heap *heap, struct ty_objects *objects);
/* Enumerates the context's own slots. */
void ty_context_trace(ty_ctx *ctx, ty_tracer *t);

/* --- C recursion ------------------------------------------------------------------------------------------------ */

/* True, with RecursionError set, when the C stack is nearly used up. For native code that may recurse through Python
 * objects (repr, compare, hash, marshal, call). `where` completes "maximum recursion depth exceeded%s". */
TY_NOINLINE bool ty_context_overflow(ty_ctx *ctx, const char *where);
static inline bool ty_context_deep(ty_ctx *ctx, const char *where)
{
    return TY_UNLIKELY((uintptr_t)__builtin_frame_address(0) < ctx->c_limit) && ty_context_overflow(ctx, where);
}

/* Sets TY_BREAK_* bits of any thread's context; callable from any thread (the context must not go away meanwhile). */
static inline void ty_context_request(ty_ctx *ctx, uint32_t bits)
{
    atomic_fetch_or_explicit(&ctx->breaker, bits, memory_order_release);
    atomic_store_explicit(&ctx->call_limit, 0, memory_order_release);
}

/* --- safepoint of long native loops ------------------------------------------------------------------------------ */

/* Handles whatever `breaker` asks for (lock switch, signals, kill, finalizers). -1: an exception is set; return. */
TY_NODISCARD int ty_context_break(ty_ctx *ctx);
static inline int ty_context_poll(ty_ctx *ctx)
{
    return TY_UNLIKELY(atomic_load_explicit(&ctx->breaker, memory_order_relaxed)) ? ty_context_break(ctx) : 0;
}

/* Around everything that blocks or runs long without touching values: gives the interpreter's lock up and retakes it.
 * Defined by floor 9 through a hook, so that lower floors and their unit tests link without it. */
void ty_context_unlock(ty_ctx *ctx);
void ty_context_lock(ty_ctx *ctx);

#endif
