/* SPDX-License-Identifier: MIT */
/* Rare operations: type parameters and aliases, by way of a module in Python; values of asynchronous generators. */
#include <config.h>

#include "object/attr.h"
#include "object/call.h"
#include "object/error.h"
#include "object/objects.h"
#include "object/symbols.h"
#include "vm/eval.h"
#include "vm/generator.h"

static const uint8_t arguments[] = {
#define ROW(NAME, n) [TY_IN_##NAME] = n,
    TY_INTRINSIC_ROWS(ROW)
#undef ROW
};

/* TY_SYMS: typevar typevar_bound typevar_constraints paramspec typevartuple typeparam_default typealias generic_base set_type_params */
ty_value ty_eval_intrinsic(ty_ctx *ctx, unsigned which, const ty_value *operands)
{
    if (which == TY_IN_ASYNCGEN_WRAP)
        return ty_generator_asyncgen_wrap(ctx, operands[0]);
    static const ty_value names[] = {
        [TY_IN_TYPEVAR] = TY_SYM(typevar), [TY_IN_TYPEVAR_BOUND] = TY_SYM(typevar_bound),
        [TY_IN_TYPEVAR_CONSTRAINTS] = TY_SYM(typevar_constraints), [TY_IN_PARAMSPEC] = TY_SYM(paramspec),
        [TY_IN_TYPEVARTUPLE] = TY_SYM(typevartuple), [TY_IN_TYPEPARAM_DEFAULT] = TY_SYM(typeparam_default),
        [TY_IN_TYPEALIAS] = TY_SYM(typealias), [TY_IN_GENERIC_BASE] = TY_SYM(generic_base),
        [TY_IN_SET_TYPE_PARAMS] = TY_SYM(set_type_params),
    };
    if (which >= TY_IN_ASYNCGEN_WRAP)
        return ty_error_set(ctx, &ty_SystemError_type, "unknown intrinsic");
    ty_value module = ctx->objects->hooks.import(ctx, "_typhon_typing");
    ty_value f = module ? ty_attr_get(ctx, module, names[which]) : TY_NULL;
    return f ? ty_call(ctx, f, operands, arguments[which], TY_NULL) : TY_NULL;
}
