/* SPDX-License-Identifier: MIT */
/*
 * Native functions, methods and attributes as constant image objects: a table row *is* the Python object
 * (builtin_function_or_method, method_descriptor, classmethod_descriptor, getset_descriptor).
 *
 * One calling convention everywhere: fn(ctx, args, nargs, kwnames).
 *  - Plain natives (no TY_RAW) never see keywords: kwnames is TY_NULL, the caller has checked min <= nargs <= max, and
 *    keyword arguments have been moved to their places. Optional arguments that were not given are missing at the end
 *    (i >= nargs) or TY_NULL: read them with TY_ARG(i). For methods args[0] is self, of the owner type (checked), and
 *    counts neither in min, max nor in params.
 *  - TY_RAW natives get what ty_call_fn describes, unchecked (but for self).
 *
 * `params` is the Python signature without self, e.g. "sep=None, maxsplit=-1": the binder takes names from it, with '/'
 * and '*' as in Python, and __text_signature__ shows it.
 */
#ifndef TY_OBJECT_NATIVE_H
#define TY_OBJECT_NATIVE_H

#include "object/symbols.h"
#include "object/type.h"

typedef ty_value (*ty_native_fn)(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames);

enum {
    TY_RAW = 1,          /* see above */
    TY_CLASSMETHOD = 2,  /* args[0] is the class */
    TY_STATICMETHOD = 4, /* no self */
    TY_MODULE_FN = 8,    /* a function of a module; args[0] is the first argument */
};

typedef struct TY_ALIGNED(16) ty_native {
    ty_object ob;
    ty_value name; /* interned str; TY_NULL ends a table */
    ty_native_fn fn;
    const ty_type *owner; /* of methods */
    const char *module;   /* of module functions: __module__ */
    const char *params, *doc;
    int16_t min, max;
    uint32_t flags;
} ty_native;

typedef struct TY_ALIGNED(16) ty_getset {
    ty_object ob;
    ty_value name; /* TY_NULL ends a table */
    const ty_type *owner;
    ty_value (*get)(ty_ctx *, ty_value self);
    int (*set)(ty_ctx *, ty_value self, ty_value v); /* v TY_NULL: delete; NULL: read-only */
    const char *doc;
    uintptr_t closure;
} ty_getset;

TY_DECLARE_TYPE(builtin_function);      /* builtin_function_or_method, of a module or static */
TY_DECLARE_TYPE(method_descriptor);
TY_DECLARE_TYPE(classmethod_descriptor);
TY_DECLARE_TYPE(getset_descriptor);

#define TY_ARG(i) ((i) < (ptrdiff_t)nargs ? args[i] : TY_NULL)

/* Rows. Before a table: #define OWNER &ty_list_type   (or MODULE "math") */
#define TY_METHOD(n, f, mn, mx, sig, d)                                                                                 \
    {.ob = TY_IMAGE_HEAD(&ty_method_descriptor_shape), .name = TY_SYM(n), .fn = f, .owner = OWNER, .params = sig,        \
     .doc = d, .min = mn, .max = mx}
#define TY_METHOD_RAW(n, f, sig, d)                                                                                     \
    {.ob = TY_IMAGE_HEAD(&ty_method_descriptor_shape), .name = TY_SYM(n), .fn = f, .owner = OWNER, .params = sig,        \
     .doc = d, .max = -1, .flags = TY_RAW}
#define TY_CLASS_METHOD(n, f, mn, mx, sig, d)                                                                           \
    {.ob = TY_IMAGE_HEAD(&ty_classmethod_descriptor_shape), .name = TY_SYM(n), .fn = f, .owner = OWNER, .params = sig,   \
     .doc = d, .min = mn, .max = mx, .flags = TY_CLASSMETHOD}
#define TY_STATIC_METHOD(n, f, mn, mx, sig, d)                                                                          \
    {.ob = TY_IMAGE_HEAD(&ty_builtin_function_shape), .name = TY_SYM(n), .fn = f, .owner = OWNER, .params = sig,         \
     .doc = d, .min = mn, .max = mx, .flags = TY_STATICMETHOD}
#define TY_FUNCTION(n, f, mn, mx, sig, d)                                                                               \
    {.ob = TY_IMAGE_HEAD(&ty_builtin_function_shape), .name = TY_SYM(n), .fn = f, .module = MODULE, .params = sig,       \
     .doc = d, .min = mn, .max = mx, .flags = TY_MODULE_FN}
#define TY_FUNCTION_RAW(n, f, sig, d)                                                                                   \
    {.ob = TY_IMAGE_HEAD(&ty_builtin_function_shape), .name = TY_SYM(n), .fn = f, .module = MODULE, .params = sig,       \
     .doc = d, .max = -1, .flags = TY_MODULE_FN | TY_RAW}
#define TY_NATIVE_END {.name = TY_NULL}
#define TY_GETSET(n, g, s, d)                                                                                           \
    {.ob = TY_IMAGE_HEAD(&ty_getset_descriptor_shape), .name = TY_SYM(n), .owner = OWNER, .get = g, .set = s, .doc = d}
#define TY_GETSET_END {.name = TY_NULL}

/* A native bound to its self: [].append. Also natives of a module with their module as self are not bound objects: the
 * row itself stands in the module's dict. */
typedef struct ty_bound_native {
    ty_object ob;
    ty_value native; /* ty_native */
    ty_value self;
} ty_bound_native;
extern const ty_shape ty_bound_native_shape; /* its type is ty_builtin_function_type */
ty_value ty_native_bound(ty_ctx *ctx, const ty_native *n, ty_value self) TY_RAISES;

/* Calls `n` with arguments as they come (self first where it has one): checks counts, binds keywords, calls. */
ty_value ty_native_call(ty_ctx *ctx, const ty_native *n, const ty_value *args, size_t nargs, ty_value kwnames) TY_RAISES;

/* --- helpers for TY_RAW functions and for new/init slots ------------------------------------------------------------
 * Binds arguments to the parameters of the signature `params` ("a, b=None, /, *, c=0"); out[i] is TY_NULL where none was
 * given. At least `required` leading ones must be there. fname completes messages: "fname() takes ...". -1: error. */
int ty_native_bind(ty_ctx *ctx, const char *fname, const char *params, size_t required, size_t max, const ty_value *args,
                   size_t nargs, ty_value kwnames, ty_value *out) TY_RAISES;
/* No keyword arguments: else "fname() takes no keyword arguments". -1: error */
int ty_native_no_keywords(ty_ctx *ctx, const char *fname, ty_value kwnames) TY_RAISES;
/* min <= nargs <= max: else "fname expected at least 1 argument, got 0". -1: error */
int ty_native_check_count(ty_ctx *ctx, const char *fname, size_t nargs, size_t min, size_t max) TY_RAISES;

#endif
