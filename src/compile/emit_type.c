/* SPDX-License-Identifier: MIT */
/* Type parameters and the type statement (PEP 695, 696): bounds, defaults and values are functions, run when asked for. */
#include <config.h>

#include "compile/emit.h"
#include "object/tuple.h"

/* A function without parameters that returns `e`, in a pushed register. */
static reg lazy(emitter *E, ty_scope *scope, const ty_ident *name, ty_expr *e, bool unpack)
{
    reg r = emit_push(E), base = emit_top(E);
    fn *f = emit_fn_push(E, scope, name, (uint32_t)e->loc.lineno, 0);
    if (!f)
        return r;
    f->statement = true;
    reg value;
    if (unpack && e->kind == TY_EXPR_Starred) { /* default of a TypeVarTuple: *x */
        value = emit_push(E);
        reg it = emit_expr(E, e->Starred.value, ANY);
        emit(E, TY_BC_UNPACK, value, it, 1, e->loc);
    } else
        value = emit_expr(E, e, ANY);
    emit(E, TY_BC_RET, value, 0, 0, e->loc);
    ty_code *code = emit_fn_pop(E);
    uint32_t which = emit_closure(E, scope, e->loc) ? 8 : 0;
    emit_make_function(E, code, r, base, which, e->loc);
    E->fn->top = (r & 0xffff) + 1;
    return r;
}

void emit_type_params(emitter *E, ty_type_param_seq params)
{
    fn *f = E->fn;
    reg tuple = emit_push(E);
    bool many = params.len > 30;
    if (many)
        emit(E, TY_BC_LIST, tuple, tuple, 0, emit_nowhere);
    reg first = emit_top(E);
    ty_ast_loc loc = params.len ? params.at[0]->loc : emit_nowhere;
    for (uint32_t i = 0; i < params.len && !E->failed; i++) {
        ty_type_param *p = params.at[i];
        loc = p->loc;
        const ty_ident *name = p->TypeVar.name;
        struct ty_symbol *symbol = NULL;
        ty_expr *def = NULL;
        ty_scope *def_scope = NULL;
        reg r = emit_push(E);
        emit_load(E, emit_str(E, name), r, loc);
        uint32_t keep = f->top;
        switch ((ty_type_param_kind)p->kind) {
        case TY_TYPE_PARAM_TypeVar: {
            int which = TY_IN_TYPEVAR;
            if (p->TypeVar.bound) {
                lazy(E, p->TypeVar.bound_scope, name, p->TypeVar.bound, false);
                which = p->TypeVar.bound->kind == TY_EXPR_Tuple ? TY_IN_TYPEVAR_CONSTRAINTS : TY_IN_TYPEVAR_BOUND;
            }
            emit(E, TY_BC_INTRINSIC, r, r, (reg)which, loc);
            symbol = p->TypeVar.symbol;
            def = p->TypeVar.default_value;
            def_scope = p->TypeVar.default_scope;
            break;
        }
        case TY_TYPE_PARAM_ParamSpec:
            emit(E, TY_BC_INTRINSIC, r, r, TY_IN_PARAMSPEC, loc);
            symbol = p->ParamSpec.symbol;
            def = p->ParamSpec.default_value;
            def_scope = p->ParamSpec.default_scope;
            break;
        default:
            emit(E, TY_BC_INTRINSIC, r, r, TY_IN_TYPEVARTUPLE, loc);
            symbol = p->TypeVarTuple.symbol;
            def = p->TypeVarTuple.default_value;
            def_scope = p->TypeVarTuple.default_scope;
            break;
        }
        f->top = keep;
        if (def) {
            lazy(E, def_scope, name, def, p->kind == TY_TYPE_PARAM_TypeVarTuple);
            emit(E, TY_BC_INTRINSIC, r, r, TY_IN_TYPEPARAM_DEFAULT, loc);
            f->top = keep;
        }
        emit_store_symbol(E, symbol, r, loc);
        if (many) {
            emit(E, TY_BC_LISTAPPEND, tuple, r, 0, loc);
            f->top = keep - 1;
        }
    }
    if (many)
        emit(E, TY_BC_LISTTUPLE, tuple, tuple, 0, loc);
    else
        emit(E, TY_BC_TUPLE, tuple, first, params.len, loc);
    f->top = (tuple & 0xffff) + 1;
}

/* name, parameters or None, and the function in [r, r + 3); then the alias in r. */
static void alias(emitter *E, ty_stmt *s, reg r)
{
    const ty_ident *name = s->TypeAlias.name->Name.id;
    ty_ast_loc loc = s->loc;
    lazy(E, s->TypeAlias.scope, name, s->TypeAlias.value, false);
    emit(E, TY_BC_INTRINSIC, r, r, TY_IN_TYPEALIAS, loc);
}

void emit_type_alias(emitter *E, ty_stmt *s)
{
    fn *f = E->fn;
    uint32_t save = f->top;
    const ty_ident *name = s->TypeAlias.name->Name.id;
    ty_scope *types = s->TypeAlias.type_scope;
    ty_ast_loc loc = s->loc;
    reg result = emit_push(E);
    if (types) {
        if (!emit_fn_push(E, types, types->name, (uint32_t)loc.lineno, 0))
            return;
        reg r = emit_push(E);
        emit_load(E, emit_str(E, name), r, loc);
        emit_type_params(E, s->TypeAlias.type_params);
        alias(E, s, r);
        emit(E, TY_BC_RET, r, 0, 0, loc);
        ty_code *around = emit_fn_pop(E);
        reg base = emit_top(E);
        uint32_t which = emit_closure(E, types, loc) ? 8 : 0;
        emit_make_function(E, around, result, base, which, loc);
        f->top = (result & 0xffff) + 4;
        emit_need(E, f->top + 2);
        emit_w(E, TY_BC_CALLKW, result, 0, 0, f->dead ? 0 : emit_const(E, ty_tuple_empty), loc);
    } else {
        emit_load(E, emit_str(E, name), result, loc);
        emit_load(E, TY_NONE, ANY, loc);
        alias(E, s, result);
    }
    f->top = save + 1;
    emit_store_symbol(E, s->TypeAlias.name->Name.symbol, result, loc);
    f->top = save;
}
