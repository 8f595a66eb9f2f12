/* SPDX-License-Identifier: MIT */
/*
 * Raising and inspecting exceptions. A function that fails returns its error value (TY_NULL, -1, false as documented)
 * and leaves the exception in ctx->exc; nobody jumps.
 *
 * Format language of messages: %s UTF-8 C string, %.Ns at most N bytes, %c char, %d int, %u unsigned, %zd intptr_t,
 * %zu size_t, %lld, %x, %p, %%; with a value: %U str as is, %S str(v), %R repr(v), %A ascii(v), %T name of its type;
 * with a const ty_type *: %N its name.
 */
#ifndef TY_OBJECT_ERROR_H
#define TY_OBJECT_ERROR_H

#include <stdarg.h>

#include "object/type.h"

/* All builtin exception types, a row each: name, base. Declared as ty_ValueError_type and so on. */
#include "object/exceptions.def.h"
#define TY_EXCEPTION_DECLARE(name, base, layout, doc) TY_DECLARE_TYPE(name);
TY_EXCEPTION_ROWS(TY_EXCEPTION_DECLARE)
#undef TY_EXCEPTION_DECLARE

/* Raises type(message), type() when fmt is NULL. Returns TY_NULL. */
TY_COLD ty_value ty_error_set(ty_ctx *ctx, const ty_type *type, const char *fmt, ...);
TY_COLD ty_value ty_error_setv(ty_ctx *ctx, const ty_type *type, const char *fmt, va_list ap);
TY_COLD ty_value ty_error_set_value(ty_ctx *ctx, const ty_type *type, ty_value arg);   /* type(arg): KeyError(key) */
/* Raises exactly this instance; its __context__ becomes what is being handled. */
TY_COLD ty_value ty_error_set_object(ty_ctx *ctx, ty_value exception);
/* What `raise x` means: x an exception or an exception class; cause TY_NULL: no "from". */
TY_COLD ty_value ty_error_raise(ty_ctx *ctx, ty_value x, ty_value cause);
TY_COLD ty_value ty_error_memory(ty_ctx *ctx);                                         /* MemoryError, allocating nothing */
TY_COLD ty_value ty_error_os(ty_ctx *ctx, int errnum, ty_value filename /* or TY_NULL */); /* OSError subclass by errno */
TY_COLD ty_value ty_error_os2(ty_ctx *ctx, int errnum, ty_value filename, ty_value filename2);
TY_COLD ty_value ty_error_stop_iteration(ty_ctx *ctx, ty_value value);
TY_COLD ty_value ty_error_name(ty_ctx *ctx, const char *fmt, ty_value name);           /* NameError with .name */
TY_COLD ty_value ty_error_attribute(ty_ctx *ctx, ty_value obj, ty_value name);         /* "'x' object has no attribute 'y'" */
/* Gives a pending ImportError its .name, .path and .name_from (TY_NULL: None). */
void ty_error_import_note(ty_ctx *ctx, ty_value name, ty_value path, ty_value name_from);
/* Gives a pending AttributeError that has none its .name and .obj. */
void ty_error_attribute_note(ty_ctx *ctx, ty_value obj, ty_value name);
/* Gives the pending exception the current traceback's cause: raise ... from what was pending. */
TY_COLD ty_value ty_error_set_from(ty_ctx *ctx, const ty_type *type, const char *fmt, ...);

static inline bool ty_error_pending(ty_ctx *ctx) { return ctx->exc != TY_NULL; }
/* The pending exception is an instance of `type` (never true for a kill). */
bool ty_error_matches(ty_ctx *ctx, const ty_type *type);
void ty_error_clear(ty_ctx *ctx);                       /* not while killed */
ty_value ty_error_take(ty_ctx *ctx);                    /* out of the context */
void ty_error_restore(ty_ctx *ctx, ty_value exception); /* back into it */
/* Matches: clears it and returns true. For protocols where an exception is an answer. */
bool ty_error_swallow(ty_ctx *ctx, const ty_type *type);
/* Reports an exception that cannot be propagated (finalizers, callbacks) to sys.unraisablehook; clears it. */
void ty_error_unraisable(ty_ctx *ctx, const char *what, ty_value obj);
/* Issues a warning through the warnings machinery; -1 when it was turned into an exception. */
int ty_error_warn(ty_ctx *ctx, const ty_type *category, int stack_level, const char *fmt, ...) TY_RAISES;

/* Struct of BaseException; what its builtin subclasses have beyond it, in fields[]: see object/exceptions.h. */
typedef struct ty_exception {
    ty_object ob;
    bool suppress_context;
    ty_value args;      /* tuple */
    ty_value traceback; /* traceback object or TY_NONE */
    ty_value context, cause; /* exceptions, TY_NONE: none */
    ty_value notes;     /* list or TY_NULL */
    ty_value dict;      /* instance attributes, or TY_NULL: none yet */
    ty_value fields[];
} ty_exception;

static inline bool ty_is_exception(ty_value v) { return ty_is_object(v) && ty_has_flag(v, TY_TYPE_EXCEPTION); }
static inline ty_exception *ty_exception_ptr(ty_value v) { return (ty_exception *)v; }
/* type(*args) of a builtin exception type. */
ty_value ty_exception_new(ty_ctx *ctx, const ty_type *type, ty_value args) TY_RAISES;

/* ImportError "cannot import name 'x' from 'm' (path)". */
TY_COLD ty_value ty_error_import_from(ty_ctx *ctx, ty_value module, ty_value name);
/* The group reduced to the leaves of `parts` (list of exceptions that are parts of it), keeping its structure; or None. */
ty_value ty_exception_group_projection(ty_ctx *ctx, ty_value group, ty_value parts) TY_RAISES;

#endif
