/* SPDX-License-Identifier: MIT */
/* The module sys: its table and the small functions. */
#include <config.h>

#include "modules/sys.h"

#include "interp/interp.h"
#include "object/attr.h"
#include "object/call.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/int.h"
#include "object/list.h"
#include "object/objects.h"
#include "object/ops.h"
#include "object/set.h"
#include "object/str.h"
#include "object/tuple.h"

#define UNUSED (void)args, (void)nargs, (void)kwnames

static ty_value sys_exit(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    ty_value code = nargs ? args[0] : TY_NONE;
    ty_value list = code == TY_NONE ? ty_tuple_empty : ty_is_tuple(code) ? code : ty_tuple_pack(ctx, 1, code);
    ty_value e = list ? ty_exception_new(ctx, &ty_SystemExit_type, list) : TY_NULL;
    return e ? ty_error_set_object(ctx, e) : TY_NULL;
}

static ty_value sys_intern(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    if (!ty_is_exact_str(args[0]))
        return ty_error_set(ctx, &ty_TypeError_type, ty_is_str(args[0]) ? "can't intern %T" : "intern() argument must be str, not %T", args[0]);
    return ty_str_intern(ctx, args[0]);
}

static ty_value sys_is_interned(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    if (!ty_is_str(args[0]))
        return ty_error_set(ctx, &ty_TypeError_type, "_is_interned() argument must be str, not %T", args[0]);
    return ty_bool(ty_str_ptr(args[0])->interned);
}

static ty_value sys_getsizeof(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    bool found;
    ty_value v = ty_call_special(ctx, TY_SYM(__sizeof__), args, 1, &found);
    if (!v) {
        if (!ctx->exc)
            ty_error_set(ctx, &ty_TypeError_type, "Type %T doesn't define __sizeof__", args[0]);
        return nargs > 1 && args[1] && ty_error_swallow(ctx, &ty_TypeError_type) ? args[1] : TY_NULL;
    }
    if (!ty_is_int(v))
        return ty_error_set(ctx, &ty_TypeError_type, "an integer is required");
    return ty_int_sign(v) < 0 ? ty_error_set(ctx, &ty_ValueError_type, "__sizeof__() should return >= 0") : v;
}

/* There are no reference counts; the number is the one that people see for an object with one name. */
static ty_value sys_getrefcount(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    UNUSED;
    (void)ctx;
    return ty_small(2);
}

static ty_value sys_getallocatedblocks(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    UNUSED;
    ty_heap_stats s;
    ty_heap_get_stats(ctx->heap, &s);
    return ty_int_from_uint64(ctx, s.live / TY_GRANULE);
}

static ty_value sys_getdefaultencoding(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    UNUSED;
    return ty_str_from_cstr(ctx, "utf-8");
}

static ty_value sys_getfilesystemencodeerrors(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    UNUSED;
    (void)ctx;
    return TY_SYM(surrogateescape);
}

static ty_value sys_get_int_max_str_digits(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    UNUSED;
    return ty_small((intptr_t)ctx->objects->int_digits_limit);
}

static ty_value sys_set_int_max_str_digits(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    intptr_t n;
    if (ty_op_index_size(ctx, args[0], &ty_OverflowError_type, &n) < 0)
        return TY_NULL;
    if ((n && n < 640) || n > INT_MAX)
        return ty_error_set(ctx, &ty_ValueError_type, "maxdigits must be 0 or larger than 640");
    ctx->objects->int_digits_limit = (uint32_t)n;
    return TY_NONE;
}

static ty_value sys_is_finalizing(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    UNUSED;
    return ty_bool(ctx->interp->finishing);
}

static ty_value sys_false(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    UNUSED;
    (void)ctx;
    return TY_FALSE;
}

static ty_value sys_none(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    UNUSED;
    (void)ctx;
    return TY_NONE;
}

static ty_value sys_activate_stack_trampoline(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    UNUSED;
    return ty_error_set(ctx, &ty_ValueError_type, "perf trampoline not available");
}

static ty_value sys_getdlopenflags(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    UNUSED;
    (void)ctx;
    return ty_small(2); /* RTLD_NOW */
}

/* Attributes that are made when first asked for. */
static ty_value sys_getattr(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    if (!ty_is_str(args[0]) || !ty_str_equal_ascii(args[0], "stdlib_module_names"))
        return ty_error_set(ctx, &ty_AttributeError_type, "module 'sys' has no attribute '%S'", args[0]);
    ty_value list = ty_list_new(ctx, 300);
    for (const char *p = ty_sys_stdlib_names; list && *p;) {
        const char *end = strchr(p, ' ');
        size_t n = end ? (size_t)(end - p) : strlen(p);
        ty_value name = ty_str_intern_utf8(ctx, p, n);
        if (!name || ty_list_append(ctx, list, name) < 0)
            return TY_NULL;
        p += n + (end != NULL);
    }
    ty_value set = list ? ty_frozenset_new(ctx, list) : TY_NULL;
    return set && ty_module_add(ctx, ctx->interp->sys_module, "stdlib_module_names", set) == 0 ? set : TY_NULL;
}

#define MODULE "sys"
static const ty_native functions[] = {
    TY_FUNCTION(__getattr__, sys_getattr, 1, 1, "name, /", NULL),
    TY_FUNCTION(_clear_internal_caches, sys_none, 0, 0, "", "Does nothing: caches are guarded."),
    TY_FUNCTION(_clear_type_cache, sys_none, 0, 0, "", "Does nothing: caches are guarded."),
    TY_FUNCTION(_current_exceptions, ty_sys_current_exceptions, 0, 0, "", "A dict from thread to the exception it is handling."),
    TY_FUNCTION(_current_frames, ty_sys_current_frames, 0, 0, "", "A dict from thread to its innermost frame."),
    TY_FUNCTION(_debugmallocstats, sys_none, 0, 0, "", NULL),
    TY_FUNCTION(_getframe, ty_sys_getframe, 0, 1, "depth=0, /", "A frame object of the call stack; 0 is the caller's."),
    TY_FUNCTION(_getframemodulename, ty_sys_getframemodulename, 0, 1, "depth=0", "The name of the module of a frame of the call stack."),
    TY_FUNCTION(_is_gil_enabled, sys_false, 0, 0, "", "False: interpreters have a lock each."),
    TY_FUNCTION(_is_interned, sys_is_interned, 1, 1, "string, /", NULL),
    TY_FUNCTION(activate_stack_trampoline, sys_activate_stack_trampoline, 1, 1, "backend, /", NULL),
    TY_FUNCTION(addaudithook, ty_sys_addaudithook, 1, 1, "hook", "Add a function that is told of audit events."),
    TY_FUNCTION_RAW(audit, ty_sys_audit, "event, /, *args", "Pass an event to the audit hooks."),
    TY_FUNCTION_RAW(breakpointhook, ty_sys_breakpointhook, "*args, **kwargs", "What breakpoint() calls."),
    TY_FUNCTION(call_tracing, ty_sys_call_tracing, 2, 2, "func, args, /", "Call func(*args) while tracing."),
    TY_FUNCTION(deactivate_stack_trampoline, sys_none, 0, 0, "", NULL),
    TY_FUNCTION(displayhook, ty_sys_displayhook, 1, 1, "object, /", "Show a value at the prompt and keep it as builtins._"),
    TY_FUNCTION(exc_info, ty_sys_exc_info, 0, 0, "", "(type, value, traceback) of the exception being handled, or three None."),
    TY_FUNCTION(excepthook, ty_sys_excepthook, 3, 3, "exctype, value, traceback, /", "Print an uncaught exception to sys.stderr."),
    TY_FUNCTION(exception, ty_sys_exception, 0, 0, "", "The exception being handled, or None."),
    TY_FUNCTION(exit, sys_exit, 0, 1, "status=None, /", "Raise SystemExit(status)."),
    TY_FUNCTION(get_asyncgen_hooks, ty_sys_get_asyncgen_hooks, 0, 0, "", "The hooks of asynchronous generators."),
    TY_FUNCTION(get_coroutine_origin_tracking_depth, ty_sys_get_coroutine_origin_tracking_depth, 0, 0, "", NULL),
    TY_FUNCTION(get_int_max_str_digits, sys_get_int_max_str_digits, 0, 0, "", "The limit of digits between int and str."),
    TY_FUNCTION(getallocatedblocks, sys_getallocatedblocks, 0, 0, "", "About how many granules of memory are in use."),
    TY_FUNCTION(getdefaultencoding, sys_getdefaultencoding, 0, 0, "", "'utf-8'"),
    TY_FUNCTION(getdlopenflags, sys_getdlopenflags, 0, 0, "", NULL),
    TY_FUNCTION(getfilesystemencodeerrors, sys_getfilesystemencodeerrors, 0, 0, "", "The error handler of file names."),
    TY_FUNCTION(getfilesystemencoding, sys_getdefaultencoding, 0, 0, "", "The encoding of file names."),
    TY_FUNCTION(getprofile, ty_sys_getprofile, 0, 0, "", "The profile function."),
    TY_FUNCTION(getrecursionlimit, ty_sys_getrecursionlimit, 0, 0, "", "The greatest depth of calls."),
    TY_FUNCTION(getrefcount, sys_getrefcount, 1, 1, "object, /", "A constant: objects are not counted."),
    TY_FUNCTION(getsizeof, sys_getsizeof, 1, 2, "object, default=None", "The size of an object in bytes."),
    TY_FUNCTION(getswitchinterval, ty_sys_getswitchinterval, 0, 0, "", "Seconds after which a waiting thread asks for the lock."),
    TY_FUNCTION(gettrace, ty_sys_gettrace, 0, 0, "", "The trace function."),
    TY_FUNCTION(intern, sys_intern, 1, 1, "string, /", "The canonical string equal to the argument."),
    TY_FUNCTION(is_finalizing, sys_is_finalizing, 0, 0, "", "Whether the interpreter is ending."),
    TY_FUNCTION(is_stack_trampoline_active, sys_false, 0, 0, "", NULL),
    TY_FUNCTION(set_asyncgen_hooks, ty_sys_set_asyncgen_hooks, 0, 2, "firstiter=None, finalizer=None", "Set hooks of asynchronous generators."),
    TY_FUNCTION(set_coroutine_origin_tracking_depth, ty_sys_set_coroutine_origin_tracking_depth, 1, 1, "depth", NULL),
    TY_FUNCTION(set_int_max_str_digits, sys_set_int_max_str_digits, 1, 1, "maxdigits", "Set the limit of digits between int and str; 0: none."),
    TY_FUNCTION(setdlopenflags, sys_none, 1, 1, "flags, /", NULL),
    TY_FUNCTION(setprofile, ty_sys_setprofile, 1, 1, "function, /", "Set the profile function of this thread."),
    TY_FUNCTION(setrecursionlimit, ty_sys_setrecursionlimit, 1, 1, "limit, /", "Set the greatest depth of calls."),
    TY_FUNCTION(setswitchinterval, ty_sys_setswitchinterval, 1, 1, "interval, /", "Set after how many seconds a waiting thread asks for the lock."),
    TY_FUNCTION(settrace, ty_sys_settrace, 1, 1, "function, /", "Set the trace function of this thread."),
    TY_FUNCTION(unraisablehook, ty_sys_unraisablehook, 1, 1, "unraisable, /", "Print an exception that could not be raised."),
    TY_NATIVE_END,
};
#undef MODULE

/* Functions that are shown under a second name, so that a replaced one can be restored. */
static const char *const copies[][2] = {
    {"__displayhook__", "displayhook"}, {"__excepthook__", "excepthook"}, {"__unraisablehook__", "unraisablehook"},
    {"__breakpointhook__", "breakpointhook"},
};

static int init(ty_ctx *ctx, ty_value module)
{
    ty_module *m = (ty_module *)module;
    const ty_value places[TY_SYS_STATE_COUNT] = {ty_list_new(ctx, 0), TY_NONE, TY_NONE, ty_small(0)};
    ty_value state = places[0] ? ty_list_from(ctx, places, TY_SYS_STATE_COUNT) : TY_NULL;
    if (!state)
        return -1;
    ty_heap_store(ctx->heap, &m->ob, &m->state, state);
    for (size_t i = 0; i < TY_COUNTOF(copies); i++) {
        ty_value v, name = ty_str_from_cstr(ctx, copies[i][1]);
        int found = name ? ty_dict_get_str(ctx, m->dict, name, &v) : -1;
        if (found < 0 || (found && ty_module_add(ctx, module, copies[i][0], v) < 0))
            return -1;
    }
    return ty_sys_add_info(ctx, module) < 0 ? -1 : ty_sys_add_streams(ctx, module);
}

const ty_module_def ty_module_sys = {
    .name = "sys",
    .doc = "What the interpreter tells about itself, and what can be set of it.",
    .functions = functions,
    .init = init,
};
