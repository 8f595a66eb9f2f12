/* SPDX-License-Identifier: MIT */
/*
 * Blocks: what encloses a statement and has to be undone by a jump out of it (return, break, continue), and the protected
 * ranges. Code that undoes a block lies outside its range but inside those of the blocks around it: ranges are closed
 * while it is emitted and opened again behind the jump.
 */
#include <config.h>

#include "compile/emit.h"
#include "object/symbols.h"

void emit_block_push(emitter *E, block *b, int kind, ty_ast_loc loc)
{
    fn *f = E->fn;
    *b = (block){.outer = f->block, .kind = (uint8_t)kind, .level = ++f->level, .loc = loc, .brk = NO_LABEL, .cont = NO_LABEL,
                 .handler = NO_LABEL};
    f->block = b;
}

void emit_block_pop(emitter *E, block *b)
{
    E->fn->block = b->outer;
    E->fn->level--;
}

static void start(emitter *E, block *b)
{
    fn *f = E->fn;
    b->open = true;
    b->start = f->ninsns;
    f->last_label = f->ninsns;
}

void emit_region_open(emitter *E, block *b, label handler, reg r)
{
    emit_flush(E);
    b->handler = handler;
    b->handler_reg = r;
    emit_need(E, (r & 0xffff) + 1);
    start(E, b);
}

void emit_region_close(emitter *E, block *b)
{
    fn *f = E->fn;
    if (!b->open)
        return;
    emit_flush(E);
    b->open = false;
    f->last_label = f->ninsns;
    if (b->start >= f->ninsns || E->failed || b->handler == NO_LABEL ||
        !emit_grow(E, &f->regions, &f->regions_room, f->nregions, sizeof *f->regions))
        return;
    f->regions[f->nregions++] = (region){b->start, f->ninsns, b->handler, b->handler_reg, b->level};
    f->labels[b->handler].refs++;
}

/* One block is left by a jump; its own range is closed. */
static void undo(emitter *E, block *b, ty_ast_loc loc)
{
    fn *f = E->fn;
    uint32_t save = f->top;
    switch ((enum block_kind)b->kind) {
    case BLOCK_LOOP:
    case BLOCK_TRY: break;
    case BLOCK_FINALLY: emit_body(E, *b->final); break;
    case BLOCK_WITH:
    case BLOCK_ASYNC_WITH: {
        reg none = emit_load(E, TY_NONE, ANY, b->loc);
        emit(E, TY_BC_WITHEXIT, none, b->r, none, b->loc);
        if (b->kind == BLOCK_ASYNC_WITH)
            emit_await(E, none, 2, b->loc);
        break;
    }
    case BLOCK_HANDLER:
        emit(E, TY_BC_POPEXC, b->r, 0, 0, loc);
        if (b->symbol)
            emit_unbind_symbol(E, b->symbol, loc);
        break;
    case BLOCK_FINALLY_END: emit(E, TY_BC_POPEXC, b->r, 0, 0, loc); break;
    }
    f->top = save;
}

void emit_unwind(emitter *E, block *until, ty_ast_loc loc)
{
    fn *f = E->fn;
    block *inner = f->block;
    for (block *b = inner; b != until; b = b->outer) {
        b->reopen = b->open;
        emit_region_close(E, b);
        f->block = b->outer;
        undo(E, b, loc);
    }
    f->block = inner;
}

static void reopen(emitter *E, block *b, block *until)
{
    if (b == until)
        return;
    reopen(E, b->outer, until);
    if (b->reopen)
        start(E, b);
    b->reopen = false;
}

void emit_rewind(emitter *E, block *inner, block *until)
{
    reopen(E, inner, until);
}

bool emit_must_keep(emitter *E)
{
    for (block *b = E->fn->block; b; b = b->outer)
        if (b->kind == BLOCK_FINALLY || b->kind == BLOCK_WITH || b->kind == BLOCK_ASYNC_WITH || (b->kind == BLOCK_HANDLER && b->symbol))
            return true;
    return false;
}
