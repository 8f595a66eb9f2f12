/* SPDX-License-Identifier: MIT */
/*
 * One interpreter: composed of the floors' own structs. It has its lock, its heap and collector, its modules and
 * threads; nothing leads from one interpreter's objects to another's.
 *
 * Life: ty_interp_new (nobody is inside), threads enter and leave with a context each, ty_interp_finish runs what Python
 * wants run at the end, ty_interp_free gives everything back. Members without a note are touched under `lock`.
 */
#ifndef TY_INTERP_INTERP_H
#define TY_INTERP_INTERP_H

#include "interp/lock.h"
#include "interp/runtime.h"
#include "object/objects.h"
#include "vm/vm.h"

struct ty_interp {
    ty_runtime *runtime;
    int64_t id;
    ty_interp *next, *previous;   /* runtime's list, under its mutex */
    ty_interp_lock lock;
    ty_heap *heap;
    ty_objects objects;
    ty_ctx *contexts;             /* threads inside or parked: list by ctx_next, under lock.mutex */
    _Atomic uint32_t context_count;
    _Atomic int starting;         /* threads that have been made, but are not inside yet */
    _Atomic int blocked;          /* contexts that only others can set going again: see interp/ends.h */
    ty_value main_module;         /* __main__ */
    ty_value sys_module;
    ty_value builtins_module;
    ty_value roots;               /* dict: keeps what native code of this interpreter holds on to */
    bool ready;                   /* sys, builtins, __main__ exist */
    bool finishing, site_done;
    _Atomic bool killed;          /* threads inside unwind, running nothing; nobody enters any more */
    _Atomic int running;          /* depth of calls into __main__ by interpreters modules */
    int whence;                   /* who made it: enum of the interpreters modules */
    ty_value exit_functions;      /* list of callables of atexit, TY_NULL: none */
};

typedef struct ty_thread_context {
    ty_ctx ctx;                   /* first: a ty_ctx * is one of these */
    struct ty_thread_context *next, *previous; /* interp->contexts, under lock.mutex */
    struct ty_thread_context *outer;           /* the context of this OS thread that is buried below, or NULL */
    uint64_t thread_ident;        /* threading.get_ident() of the OS thread that is inside */
    bool inside;                  /* holds the interpreter's lock or is parked in a blocking call */
} ty_thread_context;

/* A fresh interpreter; nobody is inside. NULL: memory is exhausted. */
ty_interp *ty_interp_new(ty_runtime *rt, size_t memory_limit);
/* Sets up sys, builtins, __main__; called once by the first thread inside. -1: exception. */
int ty_interp_prepare(ty_ctx *ctx) TY_RAISES;
/* Runs exit functions, waits for non-daemon threads, flushes output. Called inside, by the last user. */
void ty_interp_finish(ty_ctx *ctx);
/* Whether threads are inside or on their way in. */
bool ty_interp_inhabited(ty_interp *i);
/* Frees everything. Nobody is inside, and no thread will come. */
void ty_interp_free(ty_interp *i);

/* A context of the calling OS thread in `i`: takes the lock; whatever interpreter the thread is in is buried below and its
 * lock given up. NULL: memory exhausted, or the interpreter is being killed. Leaving restores. */
ty_ctx *ty_interp_enter(ty_interp *i);
void ty_interp_leave(ty_ctx *ctx);
/* The innermost context of the calling OS thread, NULL: outside of all. */
ty_ctx *ty_interp_current(void);
/* Finds by number; the caller holds nothing. NULL: none. Valid until the runtime's mutex is released: see callers. */
ty_interp *ty_interp_find(int64_t id);

/* --- import (import.c) -------------------------------------------------------------------------------------------- */
/* __import__(name, globals, locals, fromlist, level) */
ty_value ty_import(ty_ctx *ctx, ty_value name, ty_value globals, ty_value fromlist, int level) TY_RAISES;
/* The module of this dotted name itself, from sys.modules or imported. */
ty_value ty_import_module(ty_ctx *ctx, ty_value name) TY_RAISES;
ty_value ty_import_cstr(ty_ctx *ctx, const char *name) TY_RAISES;
/* Executes the source text of a file in a module's namespace. */
ty_value ty_import_exec_source(ty_ctx *ctx, const char *source, size_t n, ty_value filename, ty_value namespace) TY_RAISES;

/* --- running (run.c) ------------------------------------------------------------------------------------------------ */
/* Runs text in __main__; 0, or -1 with the exception. */
int ty_run_text(ty_ctx *ctx, const char *source, size_t n, ty_value filename, int mode) TY_RAISES;
/* Reports an uncaught exception as CPython does (sys.excepthook) and tells the exit status; SystemExit is honoured. */
int ty_run_report(ty_ctx *ctx);
void ty_run_flush(ty_ctx *ctx); /* sys.stdout, sys.stderr; errors are ignored */

#endif
