/* SPDX-License-Identifier: MIT */
/* Loops. */
#include <config.h>

#include "compile/emit.h"
#include "object/symbols.h"

static void loop_push(emitter *E, block *b, label brk, label cont, ty_ast_loc loc)
{
    emit_block_push(E, b, BLOCK_LOOP, loc);
    b->brk = brk;
    b->cont = cont;
}

void emit_while(emitter *E, ty_stmt *s)
{
    label top = emit_label(E), orelse = emit_label(E), end = emit_label(E);
    int truth = emit_const_truth(E, s->While.test);
    ty_ast_loc back = truth == 1 ? s->While.test->loc : emit_nowhere; /* a constant test has no instruction of its own */
    if (truth == 1)
        emit_nop(E, s->While.test->loc);
    emit_bind(E, top);
    E->fn->loops++;
    block b;
    loop_push(E, &b, end, top, s->loc);
    if (truth != 1)
        emit_jump_if(E, s->While.test, orelse, false);
    emit_body(E, s->While.body);
    emit_loop_to(E, top, back);
    emit_block_pop(E, &b);
    E->fn->loops--;
    emit_bind(E, orelse);
    emit_body(E, s->While.orelse);
    emit_bind(E, end);
}

void emit_for(emitter *E, ty_stmt *s)
{
    fn *f = E->fn;
    uint32_t save = f->top;
    ty_expr *t = s->For.target;
    reg it = emit_push(E);
    f->top = save;
    reg iterable = emit_expr(E, s->For.iter, ANY);
    f->top = save + 1;
    emit(E, TY_BC_ITER, it, iterable, 0, s->For.iter->loc);
    label top = emit_label(E), orelse = emit_label(E), end = emit_label(E);
    emit_bind(E, top);
    f->loops++;
    reg direct = emit_direct(E, t), item = direct != ANY ? direct : emit_push(E);
    f->statement = true; /* the line of the for statement is traced at each turn */
    emit_branch(E, TY_BC_NEXT, item, it, 0, orelse, direct != ANY ? t->loc : s->For.iter->loc);
    emit_store(E, t, item);
    f->top = save + 1;
    block b;
    loop_push(E, &b, end, top, s->loc);
    emit_body(E, s->For.body);
    emit_loop_to(E, top, emit_nowhere);
    emit_block_pop(E, &b);
    f->loops--;
    emit_bind(E, orelse);
    f->top = save;
    emit_body(E, s->For.orelse);
    emit_bind(E, end);
    f->top = save;
}

void emit_async_for(emitter *E, ty_stmt *s)
{
    fn *f = E->fn;
    uint32_t save = f->top;
    reg it = emit_push(E);
    emit_expr(E, s->For.iter, it);
    emit(E, TY_BC_AITER, it, it, 0, s->For.iter->loc);
    label top = emit_label(E), stop = emit_label(E), orelse = emit_label(E), end = emit_label(E), sent = emit_label(E);
    emit_bind(E, top);
    f->loops++;
    bound_set bound = f->bound;
    block range;
    emit_block_push(E, &range, BLOCK_TRY, s->loc);
    reg item = emit_push(E), awaited = emit_push(E);
    emit_region_open(E, &range, stop, item);
    emit(E, TY_BC_ANEXT, awaited, it, 0, s->For.iter->loc);
    emit_load(E, TY_NONE, item, s->For.iter->loc);
    emit_branch(E, TY_BC_SEND, item, awaited, emit_live(E), sent, s->For.iter->loc);
    emit_bind(E, sent);
    emit_region_close(E, &range);
    emit_block_pop(E, &range);
    f->top--;
    emit_store(E, s->For.target, item);
    f->top = save + 1;
    block b;
    loop_push(E, &b, end, top, s->loc);
    emit_body(E, s->For.body);
    emit_loop_to(E, top, emit_nowhere);
    emit_block_pop(E, &b);
    f->loops--;
    f->top = save + 2;
    emit_handler(E, stop, &bound);
    emit_branch(E, TY_BC_ENDASYNCFOR, item, 0, 0, orelse, s->For.iter->loc);
    f->dead = true;
    emit_bind(E, orelse);
    f->top = save;
    emit_body(E, s->For.orelse);
    emit_bind(E, end);
    f->top = save;
}
