/* SPDX-License-Identifier: MIT */
/*
 * What function objects need to know of their code: FunctionType(...), __doc__, the assignment of __code__.
 *
 * A frame finds its code through its function, so the code of a function that runs, or that generators may be suspended
 * in, cannot be replaced.
 */
#include <config.h>

#include "code/code.h"
#include "object/error.h"
#include "object/function.h"
#include "object/objects.h"
#include "object/str.h"
#include "object/tuple.h"
#include "vm/cache.h"
#include "vm/vm.h"

static ty_value function_new(ty_ctx *ctx, ty_value code_value, ty_value globals, ty_value name, ty_value closure)
{
    ty_code *code = (ty_code *)code_value;
    size_t cells = closure ? ty_tuple_length(closure) : 0;
    if (!closure && code->nfree)
        return ty_error_set(ctx, &ty_TypeError_type, "arg 5 (closure) must be tuple");
    if (cells != code->nfree)
        return ty_error_set(ctx, &ty_ValueError_type, "%U requires closure of length %u, not %zu", code->name,
                            (unsigned)code->nfree, cells);
    for (size_t i = 0; i < cells; i++)
        if (!ty_has_shape(ty_tuple_at(closure, i), &ty_cell_shape))
            return ty_error_set(ctx, &ty_TypeError_type, "arg 5 (closure) expected cell, found %T", ty_tuple_at(closure, i));
    ty_value f = ty_vm_function(ctx, code, globals, cells ? closure : TY_NULL);
    if (f && name)
        ty_heap_store(ctx->heap, ty_object_of(f), &((ty_function *)f)->name, name);
    return f;
}

static ty_value code_doc(ty_ctx *ctx, ty_value code)
{
    (void)ctx;
    ty_value doc = ((ty_code *)code)->doc;
    return doc ? doc : TY_NONE;
}

static int function_set_code(ty_ctx *ctx, ty_value function, ty_value code_value)
{
    ty_function *f = (ty_function *)function;
    ty_code *code = (ty_code *)code_value;
    if (code == f->code)
        return 0;
    if (code->nfree != f->code->nfree) {
        ty_error_set(ctx, &ty_ValueError_type, "%U() requires a code object with %u free vars, not %u", f->name,
                     (unsigned)f->code->nfree, (unsigned)code->nfree);
        return -1;
    }
    bool busy = (f->code->flags & TY_CODE_SUSPENDS) != 0;
    ty_vm_walk w;
    for (bool more = ty_vm_walk_first(ctx, &w); more && !busy; more = ty_vm_walk_next(&w))
        busy = w.R[-4] == function;
    if (busy) {
        ty_error_set(ctx, &ty_RuntimeError_type, "cannot replace the code of %U() while it runs or may be suspended", f->name);
        return -1;
    }
    ty_caches *caches = ty_unit_adopt(ctx, code->unit) < 0 ? NULL : ty_caches_new(ctx, code);
    if (!caches)
        return -1;
    ty_heap_wrote(ctx->heap, &f->ob, &f->code);
    f->code = code;
    f->caches = caches;
    return 0;
}

void ty_function_hooks_install(ty_ctx *ctx)
{
    ctx->objects->hooks.function_new = function_new;
    ctx->objects->hooks.code_doc = code_doc;
    ctx->objects->hooks.function_set_code = function_set_code;
}
