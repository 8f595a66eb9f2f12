/* SPDX-License-Identifier: MIT */
/* atexit: functions to be called when the interpreter ends. They are in interp->exit_functions, (function, args, kwargs). */
#include <config.h>

#include "interp/interp.h"
#include "modules/modules.h"
#include "object/call.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/list.h"
#include "object/ops.h"
#include "object/tuple.h"

#define FN(name) static ty_value name(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)

static ty_value functions_of(ty_ctx *ctx)
{
    ty_interp *i = ctx->interp;
    if (!i->exit_functions)
        i->exit_functions = ty_list_new(ctx, 4);
    return i->exit_functions;
}

FN(atexit_register)
{
    if (nargs == 0)
        return ty_error_set(ctx, &ty_TypeError_type, "register() takes at least 1 argument (0 given)");
    if (!ty_op_callable(args[0]))
        return ty_error_set(ctx, &ty_TypeError_type, "the first argument must be callable");
    ty_value list = functions_of(ctx), rest = list ? ty_tuple_new(ctx, args + 1, nargs - 1) : TY_NULL, kw = TY_NONE;
    if (!rest)
        return TY_NULL;
    if (kwnames && ty_tuple_length(kwnames)) {
        if (!(kw = ty_dict_new(ctx, ty_tuple_length(kwnames))))
            return TY_NULL;
        for (size_t i = 0; i < ty_tuple_length(kwnames); i++)
            if (ty_dict_set(ctx, kw, ty_tuple_at(kwnames, i), args[nargs + i]) < 0)
                return TY_NULL;
    }
    ty_value call = ty_tuple_pack(ctx, 3, args[0], rest, kw);
    return call && ty_list_append(ctx, list, call) == 0 ? args[0] : TY_NULL;
}

FN(atexit_unregister)
{
    (void)nargs, (void)kwnames;
    ty_value list = functions_of(ctx);
    for (size_t i = list ? ty_list_length(list) : 0; i-- > 0;) {
        if (i >= ty_list_length(list))
            continue;
        int same = ty_op_equal(ctx, ty_tuple_at(ty_list_at(list, i), 0), args[0]);
        if (same < 0)
            return TY_NULL;
        if (same && i < ty_list_length(list))
            (void)ty_list_pop(ctx, list, i);
    }
    return list ? TY_NONE : TY_NULL;
}

FN(atexit_clear)
{
    (void)args, (void)nargs, (void)kwnames;
    if (ctx->interp->exit_functions)
        ty_list_clear(ctx, ctx->interp->exit_functions);
    return TY_NONE;
}

FN(atexit_ncallbacks)
{
    (void)args, (void)nargs, (void)kwnames;
    ty_value list = functions_of(ctx);
    return list ? ty_small((intptr_t)ty_list_length(list)) : TY_NULL;
}

FN(atexit_run)
{
    (void)args, (void)nargs, (void)kwnames;
    ty_value list = functions_of(ctx);
    while (list && ty_list_length(list)) {
        ty_value call = ty_list_pop(ctx, list, ty_list_length(list) - 1), kw = ty_tuple_at(call, 2);
        if (!ty_call_tuple(ctx, ty_tuple_at(call, 0), ty_tuple_at(call, 1), kw == TY_NONE ? TY_NULL : kw)) {
            if (ctx->killed)
                return TY_NULL;
            ty_error_unraisable(ctx, "Exception ignored in atexit callback", ty_tuple_at(call, 0));
        }
    }
    return list ? TY_NONE : TY_NULL;
}

#define MODULE "atexit"
static const ty_native functions[] = {
    TY_FUNCTION_RAW(register, atexit_register, "func, /, *args, **kwargs", "Have func(*args, **kwargs) called at the end; the last first."),
    TY_FUNCTION(unregister, atexit_unregister, 1, 1, "func, /", "Forget a function."),
    TY_FUNCTION(_clear, atexit_clear, 0, 0, "", NULL),
    TY_FUNCTION(_ncallbacks, atexit_ncallbacks, 0, 0, "", NULL),
    TY_FUNCTION(_run_exitfuncs, atexit_run, 0, 0, "", NULL),
    TY_NATIVE_END,
};
const ty_module_def ty_module_atexit = {.name = "atexit", .doc = "Functions to be called at the end.", .functions = functions};
