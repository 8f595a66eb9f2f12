/* SPDX-License-Identifier: MIT */
/* Local variables as mappings: what locals() returns, and frame.f_locals. */
#include <config.h>

#include "object/dict.h"
#include "object/error.h"
#include "object/tuple.h"
#include "vm/frame.h"
#include "vm/frame_impl.h"

/* The value of variable i, through its cell; TY_UNBOUND: none. */
static ty_value variable(const ty_code *c, ty_value v, size_t i)
{
    if (v != TY_UNBOUND && (c->local_flags[i] & TY_LOCAL_CELL) && ty_has_shape(v, &ty_cell_shape))
        return ((ty_cell *)v)->value;
    return v;
}

static ty_value snapshot(ty_ctx *ctx, ty_function *f, const ty_value *regs)
{
    const ty_code *c = f->code;
    ty_value d = ty_dict_new(ctx, c->nlocals + c->nfree);
    if (!d)
        return TY_NULL;
    for (size_t i = 0; i < c->nlocals; i++) {
        if (c->local_flags[i] & TY_LOCAL_HIDDEN)
            continue;
        ty_value v = variable(c, regs[i], i);
        if (v != TY_UNBOUND && ty_dict_set(ctx, d, ty_tuple_at(c->local_names, i), v) < 0)
            return TY_NULL;
    }
    for (size_t i = 0; i < c->nfree; i++) {
        ty_value v = ((ty_cell *)ty_tuple_at(f->closure, i))->value;
        if (v != TY_UNBOUND && ty_dict_set(ctx, d, ty_tuple_at(c->free_names, i), v) < 0)
            return TY_NULL;
    }
    return d;
}

ty_value ty_frame_locals(ty_ctx *ctx, ty_value *R)
{
    ty_function *f = (ty_function *)R[-4];
    return f->code->flags & TY_CODE_NAMESPACE ? R[0] : snapshot(ctx, f, R);
}

ty_value ty_frame_locals_proxy(ty_ctx *ctx, ty_value frame)
{
    ty_frame *f = (ty_frame *)frame;
    if (f->function->code->nlocals == 0)
        return snapshot(ctx, f->function, NULL);
    ty_value *regs = ty_frame_register(f, 0);
    if (f->function->code->flags & TY_CODE_NAMESPACE)
        return regs[0] == TY_UNBOUND ? f->function->globals : regs[0];
    return snapshot(ctx, f->function, regs);
}
