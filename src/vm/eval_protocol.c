/* SPDX-License-Identifier: MIT */
/* with, async with, yield from, async for, import: the protocols behind the statements. */
#include <config.h>

#include "object/attr.h"
#include "object/call.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/list.h"
#include "object/module.h"
#include "object/objects.h"
#include "object/str.h"
#include "object/tuple.h"
#include "vm/eval.h"
#include "vm/generator.h"

/* --- with ------------------------------------------------------------------------------------------------------------------ */

static int managers(ty_ctx *ctx, ty_value manager, ty_value enter_name, ty_value exit_name, const char *protocol, const char *hint,
                    ty_value out[2])
{
    ty_value enter = ty_attr_special(ctx, manager, enter_name);
    if (!enter) {
        if (!ctx->exc)
            ty_error_set(ctx, &ty_TypeError_type, "'%T' object does not support the %s protocol", manager, protocol);
        return -1;
    }
    ty_value exit = ty_attr_special(ctx, manager, exit_name);
    if (!exit) {
        if (!ctx->exc)
            ty_error_set(ctx, &ty_TypeError_type, "'%T' object does not support the %s protocol (missed %U method)", manager, protocol,
                         exit_name);
        return -1;
    }
    (void)hint;
    ty_value entered = ty_call0(ctx, enter);
    if (!entered)
        return -1;
    out[0] = exit;
    out[1] = entered;
    return 0;
}

int ty_eval_with(ty_ctx *ctx, ty_value manager, ty_value out[2])
{
    return managers(ctx, manager, TY_SYM(__enter__), TY_SYM(__exit__), "context manager", "", out);
}

int ty_eval_async_with(ty_ctx *ctx, ty_value manager, ty_value out[2])
{
    return managers(ctx, manager, TY_SYM(__aenter__), TY_SYM(__aexit__), "asynchronous context manager", "", out);
}

ty_value ty_eval_with_exit(ty_ctx *ctx, ty_value exit, ty_value exc)
{
    if (exc == TY_NONE)
        return ty_call3(ctx, exit, TY_NONE, TY_NONE, TY_NONE);
    return ty_call3(ctx, exit, TY_VALUE(ty_type_of(exc)), exc, ty_exception_ptr(exc)->traceback);
}

/* --- yield from, async for ----------------------------------------------------------------------------------------------------- */

ty_value ty_eval_yield_from_iter(ty_ctx *ctx, ty_value v, ty_value *R)
{
    if (ty_has_shape(v, &ty_generator_shape))
        return v;
    if (ty_has_shape(v, &ty_coroutine_shape)) {
        if (((ty_function *)R[-4])->code->flags & (TY_CODE_COROUTINE | TY_CODE_ITERABLE_COROUTINE))
            return v;
        return ty_error_set(ctx, &ty_TypeError_type, "cannot 'yield from' a coroutine object in a non-coroutine generator");
    }
    return ty_op_iter(ctx, v);
}

ty_value ty_eval_aiter(ty_ctx *ctx, ty_value v)
{
    ty_unary_fn aiter = ty_type_of(v)->slots.aiter;
    if (!aiter)
        return ty_error_set(ctx, &ty_TypeError_type, "'async for' requires an object with __aiter__ method, got %T", v);
    ty_value it = aiter(ctx, v);
    if (it && !ty_type_of(it)->slots.anext)
        return ty_error_set(ctx, &ty_TypeError_type,
                            "'async for' received an object from __aiter__ that does not implement __anext__: %T", it);
    return it;
}

ty_value ty_eval_anext(ty_ctx *ctx, ty_value v)
{
    ty_unary_fn anext = ty_type_of(v)->slots.anext;
    if (!anext)
        return ty_error_set(ctx, &ty_TypeError_type, "'async for' requires an iterator with __anext__ method, got %T", v);
    ty_value next = anext(ctx, v);
    if (!next)
        return TY_NULL;
    ty_value awaitable = ty_generator_await(ctx, next, 0);
    if (!awaitable && !ctx->killed)
        ty_error_set_from(ctx, &ty_TypeError_type, "'async for' received an invalid object from __anext__: %T", next);
    return awaitable;
}

/* --- import ---------------------------------------------------------------------------------------------------------------------- */

ty_value ty_eval_import(ty_ctx *ctx, ty_value *R, ty_value name, ty_value fromlist, ty_value level)
{
    const ty_function *f = (ty_function *)R[-4];
    ty_value import;
    int found = ty_dict_get_str(ctx, f->builtins, TY_SYM(__import__), &import);
    if (found <= 0)
        return found < 0 ? TY_NULL : ty_error_set(ctx, &ty_ImportError_type, "__import__ not found");
    ty_value locals = f->code->flags & TY_CODE_NAMESPACE ? R[0] : TY_NONE;
    ty_value args[5] = {name, f->globals, locals, fromlist, level};
    return ty_call(ctx, import, args, 5, TY_NULL);
}

ty_value ty_eval_import_from(ty_ctx *ctx, ty_value module, ty_value name)
{
    ty_value v;
    int found = ty_attr_lookup(ctx, module, name, &v);
    if (found)
        return found > 0 ? v : TY_NULL;
    /* a submodule of a package that is still being imported */
    ty_value package;
    found = ty_attr_lookup(ctx, module, TY_SYM(__name__), &package);
    if (found < 0)
        return TY_NULL;
    if (found && ty_is_str(package)) {
        ty_value full = ty_str_format(ctx, "%U.%U", package, name);
        if (!full)
            return TY_NULL;
        found = ty_dict_get(ctx, ctx->objects->modules, full, &v);
        if (found)
            return found > 0 ? v : TY_NULL;
    }
    return ty_error_import_from(ctx, module, name);
}

static int copy_name(ty_ctx *ctx, ty_value module, ty_value name, ty_value ns)
{
    ty_value v = ty_attr_get(ctx, module, name);
    if (!v)
        return -1;
    return ty_is_exact_dict(ns) ? ty_dict_set(ctx, ns, name, v) : ty_op_setitem(ctx, ns, name, v);
}

int ty_eval_import_star(ty_ctx *ctx, ty_value module, ty_value ns)
{
    ty_value all;
    int found = ty_attr_lookup(ctx, module, TY_SYM(__all__), &all);
    if (found < 0)
        return -1;
    bool skip_private = !found;
    if (!found) {
        ty_value d = ty_attr_dict(ctx, module);
        if (!d) {
            if (!ctx->exc)
                ty_error_set(ctx, &ty_ImportError_type, "from-import-* object has no __dict__ and no __all__");
            return -1;
        }
        all = d;
    }
    ty_value names = ty_op_list(ctx, all);
    if (!names)
        return -1;
    for (size_t i = 0; i < ty_list_length(names); i++) {
        ty_value name = ty_list_at(names, i);
        if (!ty_is_str(name)) {
            ty_value module_name;
            if (ty_attr_lookup(ctx, module, TY_SYM(__name__), &module_name) <= 0)
                return -1;
            ty_error_set(ctx, &ty_TypeError_type, skip_private ? "Key in %U.__dict__ must be str, not %T" : "Item in %U.__all__ must be str, not %T",
                         module_name, name);
            return -1;
        }
        if (skip_private && ty_str_length(name) && ty_str_at(ty_str_ptr(name), 0) == '_')
            continue;
        if (copy_name(ctx, module, name, ns) < 0)
            return -1;
    }
    return 0;
}
