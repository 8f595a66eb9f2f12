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
    /* Show an exception nobody can catch: sys.unraisablehook. NULL: a line on stderr. */
    void (*unraisable)(ty_ctx *ctx, ty_value exception, const char *what, ty_value obj);
    /* A data descriptor, or another way of attribute access, has appeared on a class that may have instances: caches of
     * instance slots are void, all others are guarded by shape->version. NULL: there are no caches. */
    void (*drop_caches)(ty_ctx *ctx);
    /* The attributes of `function` that live in its code: how many self attributes __init__ is seen to set; -1: unknown. */
    int (*self_attrs)(ty_ctx *ctx, ty_value function);
    /* FunctionType(code, globals, name or TY_NULL, closure or TY_NULL): checks and makes it. */
    ty_value (*function_new)(ty_ctx *ctx, ty_value code, ty_value globals, ty_value name, ty_value closure);
    ty_value (*code_doc)(ty_ctx *ctx, ty_value code); /* its docstring, or TY_NONE */
    int (*function_set_code)(ty_ctx *ctx, ty_value function, ty_value code); /* with checks; -1: error */
    ty_value (*frame_globals)(ty_ctx *ctx); /* globals of the running Python frame, TY_NULL: none runs (no exception) */
    /* For super() without arguments: __class__ cell and first argument of the running frame. -1: RuntimeError set. */
    int (*frame_super)(ty_ctx *ctx, ty_value *type, ty_value *self);
} ty_object_hooks;

typedef struct ty_objects {
    ty_object_hooks hooks;
    struct ty_type_side *types; /* side table of builtin types: dict, mro, subclasses; a heap object, or NULL */
    struct ty_intern *intern;   /* own interned strings, weak */
    struct ty_method_cache *methods; /* (type, name) -> value; a heap object, or NULL; see object/type_cache.c */
    ty_value memory_error;      /* preallocated MemoryError instance */
    uint32_t next_keys_version; /* of dicts */
    uint32_t next_type_version;
    ty_value builtins;          /* the builtins module's dict */
    ty_value modules;           /* sys.modules */
    ty_value codecs;            /* object/codec_registry.c: search functions and error handlers; TY_NULL: none yet */
    ty_value module_defs;       /* dict: int(address of def) -> module */
    uint32_t int_digits_limit;  /* sys.set_int_max_str_digits */
    ty_value image_refs;        /* dict: address of an object outside of heaps -> its weak reference; TY_NULL: none yet */
    ty_value weak_queue;        /* weak references whose callback is due, linked by their own next field; or TY_NULL */
    ty_value *finalize_queue;   /* malloc'd: objects whose __del__ is due, in order */
    size_t finalize_head;      /* first one not yet taken */
    size_t finalize_count, finalize_capacity; /* end of the queue and of its memory */
} ty_objects;

int ty_objects_init(ty_ctx *ctx, ty_objects *o) TY_RAISES; /* after ctx->heap and ctx->objects are set */
void ty_objects_destroy(ty_objects *o);
void ty_objects_trace(ty_objects *o, ty_tracer *t);
/* ty_heap_client's weak_tables: drops dead entries. */
void ty_objects_weak(ty_objects *o, ty_heap *h, bool minor);
void ty_objects_before_major(ty_objects *o);     /* empties what is only a cache */
/* weak_dead, weak_prune, finalizable of ty_heap_client (the last only notes `obj`, the interpreter sets the breaker):
 * they queue what ty_objects_finalize then runs at a safepoint. See object/weakref.c. True: something was queued. */
bool ty_objects_weak_dead(ty_objects *o, ty_heap *h, ty_object *dead, ty_value weak);
ty_value ty_objects_weak_prune(ty_objects *o, ty_heap *h, ty_object *obj, ty_value list);
bool ty_objects_finalizable(ty_objects *o, ty_object *obj);
/* Runs queued weak reference callbacks, then queued __del__ methods. Errors are reported as unraisable. */
void ty_objects_finalize(ty_ctx *ctx);

#endif
