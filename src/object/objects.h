/* SPDX-License-Identifier: MIT */
/*
 * This floor's state in one interpreter: side tables of builtin types, intern table, method cache, hooks into higher
 * floors. Owned by the interpreter, touched under its lock.
 */
#ifndef TY_OBJECT_OBJECTS_H
#define TY_OBJECT_OBJECTS_H

#include "object/context.h"

struct ty_function;

/* What lower floors need from higher ones; filled by vm/ and interp/ before any Python code runs. */
typedef struct ty_object_hooks {
    /* Run a Python function (object/function.h) with arguments as ty_call_fn. */
    ty_value (*call_function)(ty_ctx *ctx, ty_value function, const ty_value *args, size_t nargs, ty_value kwnames);
    int (*breaker)(ty_ctx *ctx);       /* ty_context_break */
    void (*unlock)(ty_ctx *ctx);       /* ty_context_unlock */
    void (*lock)(ty_ctx *ctx);
    ty_value (*import)(ty_ctx *ctx, const char *name); /* import a module by dotted name; returns the last part */
    void (*traceback_here)(ty_ctx *ctx, ty_value exception); /* native code raised: nothing to add; NULL ok */
} ty_object_hooks;

typedef struct ty_objects {
    ty_object_hooks hooks;
    struct ty_type_side *types; /* side table of builtin types: dict, subclasses; keyed by type address */
    struct ty_intern *intern;   /* own interned strings, weak */
    struct ty_method_cache *methods; /* (type, name) -> value */
    ty_value memory_error;      /* preallocated MemoryError instance */
    uint32_t next_keys_version; /* of dicts */
    uint32_t next_type_version;
    ty_value builtins;          /* the builtins module's dict */
    ty_value modules;           /* sys.modules */
    ty_value module_defs;       /* dict: int(address of def) -> module */
    uint32_t int_digits_limit;  /* sys.set_int_max_str_digits */
} ty_objects;

int ty_objects_init(ty_ctx *ctx, ty_objects *o) TY_RAISES; /* after ctx->heap and ctx->objects are set */
void ty_objects_destroy(ty_objects *o);
void ty_objects_trace(ty_objects *o, ty_tracer *t);
void ty_objects_weak(ty_objects *o, ty_heap *h); /* drops dead entries of weak tables */

#endif
