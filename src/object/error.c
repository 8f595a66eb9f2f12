/* SPDX-License-Identifier: MIT */
/*
 * Raising. The pending exception is ctx->exc; what is being handled (ctx->handled) becomes its __context__ here, at the
 * one place through which every new exception goes.
 */
#include <config.h>

#include "object/error.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "object/attr.h"
#include "object/call.h"
#include "object/exceptions.h"
#include "object/int.h"
#include "object/objects.h"
#include "object/ops.h"
#include "object/str.h"
#include "object/tuple.h"
#include "platform/assert.h"

ty_value ty_error_memory(ty_ctx *ctx)
{
    ty_value e = ctx->objects->memory_error;
    if (e) {
        ty_exception *x = ty_exception_ptr(e);
        x->traceback = x->context = x->cause = TY_NONE;
        x->suppress_context = false;
    }
    ctx->exc = e ? e : TY_NONE; /* before the first exception can be made: only a mark */
    return TY_NULL;
}

ty_value ty_error_set_object(ty_ctx *ctx, ty_value exception)
{
    TY_ASSERT(ty_is_exception(exception));
    if (ty_is_exception(ctx->handled) && ctx->handled != exception)
        ty_exception_chain(ctx, exception, ctx->handled);
    ctx->exc = exception;
    return TY_NULL;
}

/* An exception of any type with these arguments, or TY_NULL with another one set. */
static ty_value make(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs)
{
    if (type->flags & TY_TYPE_HEAP)
        return ty_call(ctx, TY_VALUE(type), args, nargs, TY_NULL);
    ty_value tuple = ty_tuple_new(ctx, args, nargs);
    return tuple ? ty_exception_new(ctx, type, tuple) : TY_NULL;
}

ty_value ty_error_set_value(ty_ctx *ctx, const ty_type *type, ty_value arg)
{
    ty_value e = make(ctx, type, &arg, 1);
    return e ? ty_error_set_object(ctx, e) : TY_NULL;
}

ty_value ty_error_setv(ty_ctx *ctx, const ty_type *type, const char *fmt, va_list ap)
{
    if (!fmt) { /* type() without arguments */
        ty_value e = make(ctx, type, NULL, 0);
        return e ? ty_error_set_object(ctx, e) : TY_NULL;
    }
    ty_value pending = ctx->exc;
    ctx->exc = TY_NULL;
    ty_value message = ty_str_formatv(ctx, fmt, ap);
    if (!message) {
        if (!ctx->exc)
            ctx->exc = pending;
        return TY_NULL;
    }
    return ty_error_set_value(ctx, type, message);
}

ty_value ty_error_set(ty_ctx *ctx, const ty_type *type, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    ty_error_setv(ctx, type, fmt, ap);
    va_end(ap);
    return TY_NULL;
}

ty_value ty_error_set_from(ty_ctx *ctx, const ty_type *type, const char *fmt, ...)
{
    ty_value cause = ty_error_take(ctx);
    va_list ap;
    va_start(ap, fmt);
    ty_error_setv(ctx, type, fmt, ap);
    va_end(ap);
    if (cause && ty_is_exception(ctx->exc) && ctx->exc != cause) {
        ty_exception *e = ty_exception_ptr(ctx->exc);
        ty_heap_store(ctx->heap, &e->ob, &e->cause, cause);
        ty_heap_store(ctx->heap, &e->ob, &e->context, cause);
        e->suppress_context = true;
    }
    return TY_NULL;
}

ty_value ty_error_raise(ty_ctx *ctx, ty_value x, ty_value cause)
{
    if (ty_is_type(x) && (ty_type_ptr(x)->flags & TY_TYPE_EXCEPTION)) {
        ty_value type = x;
        x = ty_call0(ctx, x);
        if (!x)
            return TY_NULL;
        if (!ty_is_exception(x))
            return ty_error_set(ctx, &ty_TypeError_type,
                                "calling %R should have returned an instance of BaseException, not %R", type,
                                TY_VALUE(ty_type_of(x)));
    } else if (!ty_is_exception(x)) {
        return ty_error_set(ctx, &ty_TypeError_type, "exceptions must derive from BaseException");
    }
    if (cause) {
        if (ty_is_type(cause) && (ty_type_ptr(cause)->flags & TY_TYPE_EXCEPTION)) {
            ty_value type = cause;
            cause = ty_call0(ctx, cause);
            if (!cause)
                return TY_NULL;
            if (!ty_is_exception(cause))
                return ty_error_set(ctx, &ty_TypeError_type,
                                    "calling %R should have returned an instance of BaseException, not %R", type,
                                    TY_VALUE(ty_type_of(cause)));
        } else if (!ty_is_none(cause) && !ty_is_exception(cause)) {
            return ty_error_set(ctx, &ty_TypeError_type, "exception causes must derive from BaseException");
        }
        ty_exception *e = ty_exception_ptr(x);
        ty_heap_store(ctx->heap, &e->ob, &e->cause, cause);
        e->suppress_context = true;
    }
    return ty_error_set_object(ctx, x);
}

ty_value ty_error_stop_iteration(ty_ctx *ctx, ty_value value)
{
    ty_value e = !value || ty_is_none(value) ? make(ctx, &ty_StopIteration_type, NULL, 0) : make(ctx, &ty_StopIteration_type, &value, 1);
    return e ? ty_error_set_object(ctx, e) : TY_NULL;
}

ty_value ty_error_name(ty_ctx *ctx, const char *fmt, ty_value name)
{
    ty_error_set(ctx, &ty_NameError_type, fmt, name);
    if (ty_error_matches(ctx, &ty_NameError_type))
        ty_exception_set_field(ctx, ctx->exc, TY_EXC_NAME_NAME, name);
    return TY_NULL;
}

ty_value ty_error_attribute(ty_ctx *ctx, ty_value obj, ty_value name)
{
    if (ty_is_type(obj))
        ty_error_set(ctx, &ty_AttributeError_type, "type object '%N' has no attribute '%U'", ty_type_ptr(obj), name);
    else
        ty_error_set(ctx, &ty_AttributeError_type, "'%T' object has no attribute '%U'", obj, name);
    ty_error_attribute_note(ctx, obj, name);
    return TY_NULL;
}

void ty_error_attribute_note(ty_ctx *ctx, ty_value obj, ty_value name)
{
    if (!ty_error_matches(ctx, &ty_AttributeError_type))
        return;
    if (!ty_is_none(ty_exception_field(ctx->exc, TY_EXC_ATTRIBUTE_NAME)) ||
        !ty_is_none(ty_exception_field(ctx->exc, TY_EXC_ATTRIBUTE_OBJ)))
        return;
    ty_exception_set_field(ctx, ctx->exc, TY_EXC_ATTRIBUTE_NAME, name);
    ty_exception_set_field(ctx, ctx->exc, TY_EXC_ATTRIBUTE_OBJ, obj);
}

void ty_error_import_note(ty_ctx *ctx, ty_value name, ty_value path, ty_value name_from)
{
    if (!ty_error_matches(ctx, &ty_ImportError_type))
        return;
    ty_exception_set_field(ctx, ctx->exc, TY_EXC_IMPORT_NAME, name ? name : TY_NONE);
    ty_exception_set_field(ctx, ctx->exc, TY_EXC_IMPORT_PATH, path ? path : TY_NONE);
    ty_exception_set_field(ctx, ctx->exc, TY_EXC_IMPORT_NAME_FROM, name_from ? name_from : TY_NONE);
}

/* --- operating system errors ---------------------------------------------------------------------------------------- */

ty_value ty_error_os2(ty_ctx *ctx, int errnum, ty_value filename, ty_value filename2)
{
    ty_value args[5];
    size_t n = 2;
    args[0] = ty_small(errnum);
    args[1] = ty_str_from_cstr(ctx, strerror(errnum));
    if (!args[1])
        return TY_NULL;
    if (filename || filename2) {
        args[2] = filename ? filename : TY_NONE;
        n = 3;
    }
    if (filename2) {
        args[3] = TY_NONE;
        args[4] = filename2;
        n = 5;
    }
    ty_value e = make(ctx, ty_exc_os_type(errnum), args, n);
    return e ? ty_error_set_object(ctx, e) : TY_NULL;
}

ty_value ty_error_os(ty_ctx *ctx, int errnum, ty_value filename)
{
    return ty_error_os2(ctx, errnum, filename, TY_NULL);
}

/* --- looking -------------------------------------------------------------------------------------------------------- */

bool ty_error_matches(ty_ctx *ctx, const ty_type *type)
{
    return !ctx->killed && ty_is_object(ctx->exc) && ty_is_instance(ctx->exc, type);
}

void ty_error_clear(ty_ctx *ctx)
{
    if (!ctx->killed)
        ctx->exc = TY_NULL;
}

ty_value ty_error_take(ty_ctx *ctx)
{
    ty_value e = ctx->exc;
    ctx->exc = TY_NULL;
    return e;
}

void ty_error_restore(ty_ctx *ctx, ty_value exception)
{
    ctx->exc = exception;
}

bool ty_error_swallow(ty_ctx *ctx, const ty_type *type)
{
    if (!ty_error_matches(ctx, type))
        return false;
    ctx->exc = TY_NULL;
    return true;
}

/* --- exceptions that go nowhere ------------------------------------------------------------------------------------- */

void ty_error_unraisable(ty_ctx *ctx, const char *what, ty_value obj)
{
    if (ctx->killed || !ctx->exc)
        return;
    ty_value e = ty_error_take(ctx);
    if (ctx->objects->hooks.unraisable) {
        ctx->objects->hooks.unraisable(ctx, e, what, obj);
    } else {
        ty_value hold = TY_NULL, text = ty_is_exception(e) ? ty_op_str(ctx, e) : TY_NULL;
        const char *s = text ? ty_str_utf8(ctx, text, NULL, &hold) : NULL;
        fprintf(stderr, "Exception ignored%s%s: %s: %s\n", what ? " " : "", what ? what : "",
                ty_is_object(e) ? ty_type_name(ty_type_of(e)) : "?", s ? s : "?");
        TY_KEEP(hold);
    }
    if (!ctx->killed)
        ctx->exc = TY_NULL;
}

int ty_error_warn(ty_ctx *ctx, const ty_type *category, int stack_level, const char *fmt, ...)
{
    if (!ctx->objects->hooks.import)
        return 0;
    va_list ap;
    va_start(ap, fmt);
    ty_value message = ty_str_formatv(ctx, fmt, ap);
    va_end(ap);
    ty_value module = message ? ctx->objects->hooks.import(ctx, "warnings") : TY_NULL;
    ty_value warn = module ? ty_attr_get(ctx, module, TY_SYM(warn)) : TY_NULL;
    if (!warn)
        return -1;
    return ty_call3(ctx, warn, message, TY_VALUE(category), ty_small(stack_level)) ? 0 : -1;
}
