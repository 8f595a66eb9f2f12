/* SPDX-License-Identifier: MIT */
/*
 * Comprehensions. List, set and dict comprehensions run in the frame of their host, with registers of their own for
 * their variables (cells are made anew each time one starts); generator expressions, and comprehensions in class bodies,
 * are functions of one argument, the outermost iterator.
 */
#include <config.h>

#include "compile/emit.h"
#include "object/tuple.h"

typedef struct comp {
    ty_expr *e;
    ty_comprehension_seq clauses;
    reg result; /* list, set or dict; ANY: generator */
} comp;

static void add(emitter *E, comp *c)
{
    ty_expr *e = c->e;
    uint32_t save = E->fn->top;
    switch (e->kind) {
    case TY_EXPR_ListComp: emit(E, TY_BC_LISTAPPEND, c->result, emit_expr(E, e->ListComp.elt, ANY), 0, e->ListComp.elt->loc); break;
    case TY_EXPR_SetComp: emit(E, TY_BC_SETADD, c->result, emit_expr(E, e->SetComp.elt, ANY), 0, e->SetComp.elt->loc); break;
    case TY_EXPR_DictComp: {
        reg key = emit_operand(E, e->DictComp.key, e->DictComp.value);
        reg value = emit_expr(E, e->DictComp.value, ANY);
        ty_ast_loc loc = e->DictComp.key->loc;
        loc.end_lineno = e->DictComp.value->loc.end_lineno;
        loc.end_col_offset = e->DictComp.value->loc.end_col_offset;
        emit(E, TY_BC_DICTSET, c->result, key, value, loc);
        break;
    }
    default: {
        reg value = emit_expr(E, e->GeneratorExp.elt, ANY);
        E->fn->top = save;
        emit_need(E, save + 1);
        emit_yield(E, emit_top(E), value, e->GeneratorExp.elt->loc);
        break;
    }
    }
    E->fn->top = save;
}

static void clause(emitter *E, comp *c, uint32_t index, reg iterator);

/* The innermost part, or the next clause. */
static void inner(emitter *E, comp *c, uint32_t index)
{
    if (index + 1 < c->clauses.len)
        clause(E, c, index + 1, ANY);
    else
        add(E, c);
}

/* `for x in [y]` is an assignment: CPython's idiom, without a loop. */
static bool single(ty_ast_comprehension *g, ty_expr **item)
{
    ty_expr_seq elts = {0, NULL};
    if (g->is_async)
        return false;
    if (g->iter->kind == TY_EXPR_List)
        elts = g->iter->List.elts;
    else if (g->iter->kind == TY_EXPR_Tuple)
        elts = g->iter->Tuple.elts;
    if (elts.len != 1 || elts.at[0]->kind == TY_EXPR_Starred)
        return false;
    *item = elts.at[0];
    return true;
}

static void conditions(emitter *E, ty_ast_comprehension *g, label skip)
{
    for (uint32_t i = 0; i < g->ifs.len; i++)
        emit_jump_if(E, g->ifs.at[i], skip, false);
}

static void clause(emitter *E, comp *c, uint32_t index, reg iterator)
{
    fn *f = E->fn;
    ty_ast_comprehension *g = c->clauses.at[index];
    uint32_t save = f->top;
    label top = emit_label(E), skip = emit_label(E), end = emit_label(E);
    ty_expr *item;
    ty_ast_loc loc = g->iter->loc;
    if (E->failed || ty_context_deep(E->ctx, " during compilation")) {
        emit_fail(E);
        return;
    }
    if (iterator == ANY && single(g, &item)) {
        reg direct = emit_direct(E, g->target);
        reg value = emit_expr(E, item, direct);
        if (is_local(value) && direct == ANY) {
            reg copy = emit_push(E);
            emit_move(E, copy, value, loc);
            value = copy;
        }
        emit_store(E, g->target, value);
        f->top = save;
        conditions(E, g, end);
        inner(E, c, index);
        emit_bind(E, end);
        return;
    }
    if (iterator == ANY) {
        reg iterable = emit_expr(E, g->iter, ANY);
        f->top = save;
        iterator = emit_push(E);
        emit(E, g->is_async ? TY_BC_AITER : TY_BC_ITER, iterator, iterable, 0, loc);
    }
    uint32_t base = f->top;
    emit_bind(E, top);
    if (g->is_async) {
        label stop = emit_label(E), sent = emit_label(E), out = emit_label(E);
        bound_set bound = f->bound;
        block range;
        emit_block_push(E, &range, BLOCK_TRY, loc);
        reg got = emit_push(E), awaited = emit_push(E);
        emit_region_open(E, &range, stop, got);
        emit(E, TY_BC_ANEXT, awaited, iterator, 0, loc);
        emit_load(E, TY_NONE, got, loc);
        emit_branch(E, TY_BC_SEND, got, awaited, emit_live(E), sent, loc);
        emit_bind(E, sent);
        emit_region_close(E, &range);
        emit_block_pop(E, &range);
        f->top--;
        emit_store(E, g->target, got);
        f->top = base;
        conditions(E, g, skip);
        inner(E, c, index);
        emit_bind(E, skip);
        emit_loop_to(E, top, g->target->loc);
        emit_handler(E, stop, &bound);
        emit_branch(E, TY_BC_ENDASYNCFOR, got, 0, 0, out, loc);
        f->dead = true;
        emit_bind(E, out);
    } else {
        reg direct = emit_direct(E, g->target), got = direct != ANY ? direct : emit_push(E);
        emit_branch(E, TY_BC_NEXT, got, iterator, 0, end, loc);
        emit_store(E, g->target, got);
        f->top = base;
        conditions(E, g, skip); /* not to `top`: jumps back are LOOP, where the interpreter looks up */
        inner(E, c, index);
        emit_bind(E, skip);
        emit_loop_to(E, top, g->target->loc);
        emit_bind(E, end);
    }
    f->top = save;
}

/* Fresh cells for the variables of an inlined comprehension that inner functions use. */
static void fresh_cells(emitter *E, ty_scope *scope, ty_ast_loc loc)
{
    for (ty_symbol *s = scope->symbols; s; s = s->next) {
        if (s->binding != TY_BIND_CELL)
            continue;
        reg r = emit_resolve(E, s).index;
        emit_fresh_cell(E, r, loc);
    }
}

static void empty(emitter *E, const ty_expr *e, reg r)
{
    int op = e->kind == TY_EXPR_ListComp ? TY_BC_LIST : e->kind == TY_EXPR_SetComp ? TY_BC_SET : TY_BC_DICT;
    emit(E, op, r, r, 0, e->loc);
}

static reg inlined(emitter *E, comp *c, ty_scope *scope, reg dest)
{
    uint32_t save = E->fn->top;
    ty_ast_comprehension *g = c->clauses.at[0];
    c->result = emit_scratch(E, dest);
    uint32_t base = E->fn->top;
    ty_expr *item;
    reg iterator = ANY;
    if (!single(g, &item)) { /* the outermost iterable belongs to the scope around */
        reg iterable = emit_expr(E, g->iter, ANY);
        E->fn->top = base;
        iterator = emit_push(E);
        emit(E, g->is_async ? TY_BC_AITER : TY_BC_ITER, iterator, iterable, 0, g->iter->loc);
    }
    fresh_cells(E, scope, c->e->loc);
    empty(E, c->e, c->result);
    E->fn->loops++;
    clause(E, c, 0, iterator);
    E->fn->loops--;
    return emit_finish(E, c->result, dest, save, c->e->loc);
}

static ty_code *function(emitter *E, comp *c, ty_scope *scope)
{
    fn *f = emit_fn_push(E, scope, scope->name, (uint32_t)c->e->loc.lineno, 0);
    if (!f)
        return NULL;
    f->argcount = 1;
    c->result = ANY;
    if (c->e->kind != TY_EXPR_GeneratorExp) {
        c->result = emit_push(E);
        empty(E, c->e, c->result);
    }
    clause(E, c, 0, 0);
    if (c->result != ANY)
        emit(E, TY_BC_RET, c->result, 0, 0, c->e->loc);
    return emit_fn_pop(E);
}

reg emit_comprehension(emitter *E, ty_expr *e, reg dest)
{
    comp c = {.e = e};
    ty_scope *scope;
    if (e->kind == TY_EXPR_DictComp) {
        c.clauses = e->DictComp.generators;
        scope = e->DictComp.scope;
    } else {
        c.clauses = e->ListComp.generators;
        scope = e->ListComp.scope;
    }
    if (scope->inlined)
        return inlined(E, &c, scope, dest);
    fn *f = E->fn;
    uint32_t save = f->top;
    ty_ast_comprehension *g = c.clauses.at[0];
    ty_code *code = function(E, &c, scope);
    reg w = dest != ANY && is_temp(dest) && dest + 1 == emit_top(E) ? dest : emit_push(E);
    uint32_t base = w & 0xffff;
    reg closure = emit_top(E);
    uint32_t which = emit_closure(E, scope, e->loc) ? 8 : 0;
    emit_make_function(E, code, w, closure, which, e->loc);
    f->top = base + 4;
    reg argument = emit_push(E);
    emit_expr(E, g->iter, argument);
    emit(E, g->is_async ? TY_BC_AITER : TY_BC_ITER, argument, argument, 0, g->iter->loc);
    emit_need(E, f->top + 2);
    if (f->nlocals > TY_BC_FAR_LOCALS)
        emit_w(E, TY_BC_CALLKW, w, 1, 0, emit_const(E, ty_tuple_empty), e->loc);
    else
        emit(E, TY_BC_CALL, w, 1, 0, e->loc);
    f->top = base + 1;
    if (scope->coroutine && !scope->generator)
        emit_await(E, w, 0, e->loc);
    if (w == dest) {
        f->top = save;
        return dest;
    }
    return emit_finish(E, w, dest, save, e->loc);
}
