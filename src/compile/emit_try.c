/* SPDX-License-Identifier: MIT */
/*
 * try and with. A handler begins with PUSHEXC e: R[e] is the exception, R[e+1] what was being handled before. While it
 * runs, a range of its own leads to a clean-up that restores R[e+1] and raises on.
 */
#include <config.h>

#include "compile/emit.h"
#include "object/symbols.h"

/* The clean-up of handler code: restores what was handled, raises on. */
static void cleanup(emitter *E, label l, reg e, struct ty_symbol *symbol, const bound_set *bound)
{
    emit_handler(E, l, bound);
    emit(E, TY_BC_POPEXC, e, 0, 0, emit_nowhere);
    if (symbol) {
        /* The exception on its way through lies in e + 2: unbinding may not take that for its None. */
        uint32_t save = E->fn->top;
        while (emit_top(E) <= e + 2 && !E->failed)
            emit_push(E);
        emit_unbind_symbol(E, symbol, emit_nowhere);
        E->fn->top = save;
    }
    emit(E, TY_BC_RERAISE, e + 2, 0, 0, emit_nowhere);
}

/* Body of an except clause with the exception in e, then a jump to `end`. */
static void clause(emitter *E, ty_ast_excepthandler *h, reg e, label end)
{
    fn *f = E->fn;
    label clean = emit_label(E);
    block b;
    if (h->symbol) {
        emit_make_vague(E, h->symbol);
        emit_store_symbol(E, h->symbol, e, h->loc);
    }
    bound_set bound = f->bound;
    emit_block_push(E, &b, BLOCK_HANDLER, h->loc);
    b.r = e;
    b.symbol = h->symbol;
    emit_region_open(E, &b, clean, e + 2);
    emit_body(E, h->body);
    emit_region_close(E, &b);
    emit_block_pop(E, &b);
    emit(E, TY_BC_POPEXC, e, 0, 0, emit_nowhere);
    if (h->symbol)
        emit_unbind_symbol(E, h->symbol, emit_nowhere);
    emit_jump_to(E, end, emit_nowhere);
    cleanup(E, clean, e, h->symbol, &bound);
}

static void try_except(emitter *E, ty_stmt *s)
{
    fn *f = E->fn;
    uint32_t save = f->top;
    label handler = emit_label(E), end = emit_label(E), clean = emit_label(E);
    reg e = emit_top(E);
    bound_set bound = f->bound;
    block b;
    emit_nop(E, s->loc);
    emit_block_push(E, &b, BLOCK_TRY, s->loc);
    emit_region_open(E, &b, handler, e);
    emit_body(E, s->Try.body);
    emit_region_close(E, &b);
    emit_block_pop(E, &b);
    emit_body(E, s->Try.orelse);
    emit_jump_to(E, end, emit_nowhere);

    emit_handler(E, handler, &bound);
    emit_push_n(E, 2);
    emit_need(E, f->top + 1);
    emit(E, TY_BC_PUSHEXC, e, 0, 0, emit_nowhere);
    bool caught_all = false;
    uint32_t n = s->Try.handlers.len;
    for (uint32_t i = 0; i < n && !E->failed; i++) {
        ty_ast_excepthandler *h = s->Try.handlers.at[i];
        label next = emit_label(E);
        f->statement = true;
        if (h->type) {
            emit_block_push(E, &b, BLOCK_TRY, h->loc); /* naming the type may fail */
            emit_region_open(E, &b, clean, e + 2);
            reg type = emit_expr(E, h->type, ANY);
            emit_branch(E, TY_BC_JNOMATCH, e, type, 0, next, h->type->loc);
            f->top = (e & 0xffff) + 2;
            emit_region_close(E, &b);
            emit_block_pop(E, &b);
        } else {
            if (i + 1 < n)
                emit_syntax_error(E, h->loc, "default 'except:' must be last");
            caught_all = true;
        }
        clause(E, h, e, end);
        emit_bind(E, next);
    }
    if (!caught_all) {
        emit(E, TY_BC_POPEXC, e, 0, 0, emit_nowhere);
        emit(E, TY_BC_RERAISE, e, 0, 0, emit_nowhere);
    }
    cleanup(E, clean, e, NULL, &bound);
    f->top = save;
    emit_bind(E, end);
}

static void try_finally(emitter *E, ty_stmt *s, void (*inner)(emitter *, ty_stmt *))
{
    fn *f = E->fn;
    uint32_t save = f->top;
    label handler = emit_label(E), end = emit_label(E), clean = emit_label(E);
    reg e = emit_top(E);
    bound_set bound = f->bound;
    block b;
    emit_nop(E, s->loc);
    emit_block_push(E, &b, BLOCK_FINALLY, s->loc);
    b.final = &s->Try.finalbody;
    emit_region_open(E, &b, handler, e);
    if (s->Try.handlers.len)
        inner(E, s);
    else
        emit_body(E, s->Try.body);
    emit_region_close(E, &b);
    emit_block_pop(E, &b);
    emit_body(E, s->Try.finalbody);
    emit_jump_to(E, end, emit_nowhere);

    emit_handler(E, handler, &bound);
    emit_push_n(E, 2);
    emit_need(E, f->top + 1);
    emit(E, TY_BC_PUSHEXC, e, 0, 0, emit_nowhere);
    emit_block_push(E, &b, BLOCK_FINALLY_END, s->loc);
    b.r = e;
    emit_region_open(E, &b, clean, e + 2);
    emit_body(E, s->Try.finalbody);
    emit_region_close(E, &b);
    emit_block_pop(E, &b);
    emit(E, TY_BC_POPEXC, e, 0, 0, emit_nowhere);
    emit(E, TY_BC_RERAISE, e, 0, 0, emit_nowhere);
    cleanup(E, clean, e, NULL, &bound);
    f->top = save;
    emit_bind(E, end);
}

void emit_try(emitter *E, ty_stmt *s)
{
    if (s->Try.finalbody.len)
        try_finally(E, s, try_except);
    else
        try_except(E, s);
}

/* --- except* ---------------------------------------------------------------------------------------------------------------
 *
 * e the exception, e+1 what was handled, then: rest (what no clause has taken yet, None: nothing), list (what clauses
 * raised and what is left), match. Each clause body runs with the matching group as the handled exception; what it raises
 * is appended to the list. At the end GROUPRAISE says what to raise.
 */
static void try_except_star(emitter *E, ty_stmt *s)
{
    fn *f = E->fn;
    uint32_t save = f->top;
    label handler = emit_label(E), end = emit_label(E), clean = emit_label(E);
    reg e = emit_top(E);
    bound_set bound = f->bound;
    block b;
    emit_nop(E, s->loc);
    emit_block_push(E, &b, BLOCK_TRY, s->loc);
    emit_region_open(E, &b, handler, e);
    emit_body(E, s->TryStar.body);
    emit_region_close(E, &b);
    emit_block_pop(E, &b);
    emit_body(E, s->TryStar.orelse);
    emit_jump_to(E, end, emit_nowhere);

    emit_handler(E, handler, &bound);
    emit_push_n(E, 2);
    emit(E, TY_BC_PUSHEXC, e, 0, 0, emit_nowhere);
    emit_need(E, f->top + 1);
    block all;
    emit_block_push(E, &all, BLOCK_FINALLY_END, s->loc);
    all.r = e;
    emit_region_open(E, &all, clean, e + 2);
    /* e+2 stays free for that range */
    reg spare = emit_push(E), list = emit_push(E), match = emit_push_n(E, 2), rest = match + 1;
    (void)spare;
    emit(E, TY_BC_LIST, list, list, 0, emit_nowhere);
    emit_move(E, rest, e, emit_nowhere);
    uint32_t level = f->top;
    for (uint32_t i = 0; i < s->TryStar.handlers.len && !E->failed; i++) {
        ty_ast_excepthandler *h = s->TryStar.handlers.at[i];
        label next = emit_label(E), raised = emit_label(E), failed = emit_label(E);
        f->top = level;
        f->statement = true;
        emit_branch(E, TY_BC_JISIMM, rest, 1, 1, next, h->loc);
        reg type = emit_expr(E, h->type, ANY);
        emit(E, TY_BC_GROUPMATCH, match, rest, type, h->type->loc);
        f->top = level;
        emit_branch(E, TY_BC_JISIMM, match, 1, 1, next, h->type->loc);
        /* the body: g is the group, g+1 what is handled around it (e), g+2 what the body raises */
        reg g = emit_push_n(E, 2);
        emit_need(E, f->top + 2);
        emit_move(E, g, match, emit_nowhere);
        emit(E, TY_BC_PUSHEXC, g, 0, 0, h->loc);
        if (h->symbol) {
            emit_make_vague(E, h->symbol);
            emit_store_symbol(E, h->symbol, g, h->loc);
        }
        bound_set inner = f->bound;
        block body;
        emit_block_push(E, &body, BLOCK_HANDLER, h->loc);
        body.r = g;
        body.star = true;
        body.symbol = h->symbol;
        emit_region_open(E, &body, raised, g + 2);
        emit_body(E, h->body);
        emit_region_close(E, &body);
        emit_block_pop(E, &body);
        emit(E, TY_BC_POPEXC, g, 0, 0, emit_nowhere);
        if (h->symbol)
            emit_unbind_symbol(E, h->symbol, emit_nowhere);
        emit_jump_to(E, next, emit_nowhere);
        (void)failed;
        emit_handler(E, raised, &inner);
        emit(E, TY_BC_POPEXC, g, 0, 0, emit_nowhere);
        if (h->symbol)
            emit_unbind_symbol(E, h->symbol, emit_nowhere);
        emit(E, TY_BC_LISTAPPEND, list, g + 2, 0, emit_nowhere);
        emit_bind(E, next);
    }
    f->top = level;
    label nothing = emit_label(E), quiet = emit_label(E);
    emit_branch(E, TY_BC_JISIMM, rest, 1, 1, nothing, emit_nowhere);
    emit(E, TY_BC_LISTAPPEND, list, rest, 0, emit_nowhere);
    emit_bind(E, nothing);
    emit(E, TY_BC_GROUPRAISE, match, e, list, emit_nowhere);
    emit_region_close(E, &all);
    emit_block_pop(E, &all);
    emit_branch(E, TY_BC_JISIMM, match, 1, 1, quiet, emit_nowhere);
    emit(E, TY_BC_POPEXC, e, 0, 0, emit_nowhere);
    emit(E, TY_BC_RERAISE, match, 0, 0, emit_nowhere);
    emit_bind(E, quiet);
    emit(E, TY_BC_POPEXC, e, 0, 0, emit_nowhere);
    emit_jump_to(E, end, emit_nowhere);
    cleanup(E, clean, e, NULL, &bound);
    f->top = save;
    emit_bind(E, end);
}

void emit_try_star(emitter *E, ty_stmt *s)
{
    if (s->TryStar.finalbody.len)
        try_finally(E, s, try_except_star);
    else
        try_except_star(E, s);
}

/* --- with --------------------------------------------------------------------------------------------------------------------- */

static void with_item(emitter *E, ty_stmt *s, uint32_t index, bool async)
{
    fn *f = E->fn;
    uint32_t save = f->top;
    ty_ast_withitem *item = s->With.items.at[index];
    ty_ast_loc loc = item->context_expr->loc;
    label handler = emit_label(E), end = emit_label(E), clean = emit_label(E), suppress = emit_label(E);
    reg w = emit_push_n(E, 2), e = w + 1;
    f->top = save;
    reg manager = emit_expr(E, item->context_expr, ANY);
    f->top = save + 2;
    emit(E, async ? TY_BC_ASYNCWITH : TY_BC_WITH, w, manager, 0, loc);
    if (async)
        emit_await(E, w + 1, 1, loc);
    bound_set bound = f->bound;
    block b;
    emit_block_push(E, &b, async ? BLOCK_ASYNC_WITH : BLOCK_WITH, loc);
    b.r = w;
    emit_region_open(E, &b, handler, e);
    if (item->optional_vars)
        emit_store(E, item->optional_vars, w + 1);
    f->top = save + 1;
    if (index + 1 < s->With.items.len)
        with_item(E, s, index + 1, async);
    else
        emit_body(E, s->With.body);
    emit_region_close(E, &b);
    emit_block_pop(E, &b);
    f->statement = true;
    reg none = emit_load(E, TY_NONE, ANY, loc);
    emit(E, TY_BC_WITHEXIT, none, w, none, loc);
    if (async)
        emit_await(E, none, 2, loc);
    emit_jump_to(E, end, emit_nowhere);

    f->top = save + 1;
    emit_handler(E, handler, &bound);
    emit_push_n(E, 2);
    emit_need(E, f->top + 1);
    f->statement = true;
    emit(E, TY_BC_PUSHEXC, e, 0, 0, loc);
    emit_block_push(E, &b, BLOCK_TRY, loc);
    emit_region_open(E, &b, clean, e + 2);
    reg result = emit_push(E);
    emit(E, TY_BC_WITHEXIT, result, w, e, loc);
    if (async)
        emit_await(E, result, 2, loc);
    emit_branch(E, TY_BC_JT, result, 0, 0, suppress, loc);
    emit_region_close(E, &b);
    emit_block_pop(E, &b);
    emit(E, TY_BC_POPEXC, e, 0, 0, loc);
    emit(E, TY_BC_RERAISE, e, 0, 0, loc);
    emit_bind(E, suppress);
    emit(E, TY_BC_POPEXC, e, 0, 0, loc);
    emit_jump_to(E, end, emit_nowhere);
    cleanup(E, clean, e, NULL, &bound);
    f->top = save;
    emit_bind(E, end);
}

void emit_with(emitter *E, ty_stmt *s)
{
    bool async = s->kind == TY_STMT_AsyncWith;
    with_item(E, s, 0, async);
}
