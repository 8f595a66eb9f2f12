/* SPDX-License-Identifier: MIT */
/*
 * Calling objects from native code. Arguments are an array in the caller's frame; results are new values or TY_NULL
 * with an exception. Python functions run in a nested VM loop (C recursion is bounded by ty_context_deep).
 */
#ifndef TY_OBJECT_CALL_H
#define TY_OBJECT_CALL_H

#include "object/type.h"

ty_value ty_call(ty_ctx *ctx, ty_value callee, const ty_value *args, size_t nargs, ty_value kwnames) TY_RAISES;
ty_value ty_call0(ty_ctx *ctx, ty_value callee) TY_RAISES;
ty_value ty_call1(ty_ctx *ctx, ty_value callee, ty_value a) TY_RAISES;
ty_value ty_call2(ty_ctx *ctx, ty_value callee, ty_value a, ty_value b) TY_RAISES;
ty_value ty_call3(ty_ctx *ctx, ty_value callee, ty_value a, ty_value b, ty_value c) TY_RAISES;
/* callee(*args_tuple, **kw_dict_or_TY_NULL) */
ty_value ty_call_tuple(ty_ctx *ctx, ty_value callee, ty_value args, ty_value kwargs) TY_RAISES;
/* o.name(args...): args[0] is o, without a bound method where possible. */
ty_value ty_call_method(ty_ctx *ctx, ty_value name, const ty_value *args, size_t nargs) TY_RAISES;
static inline ty_value ty_call_method0(ty_ctx *ctx, ty_value o, ty_value name)
{
    return ty_call_method(ctx, name, &o, 1);
}
ty_value ty_call_method1(ty_ctx *ctx, ty_value o, ty_value name, ty_value a) TY_RAISES;
/* type(o).name(o, args...), the way dunders are called. TY_NULL without exception: absent. */
ty_value ty_call_special(ty_ctx *ctx, ty_value name, const ty_value *args, size_t nargs, bool *found) TY_RAISES;

#endif
