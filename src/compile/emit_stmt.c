/* SPDX-License-Identifier: MIT */
/* Statements, but those with files of their own. */
#include <config.h>

#include "compile/emit.h"
#include "object/symbols.h"
#include "object/tuple.h"

void emit_body(emitter *E, ty_stmt_seq body)
{
    for (uint32_t i = 0; i < body.len && !E->failed; i++)
        emit_stmt(E, body.at[i]);
}

/* --- if ---------------------------------------------------------------------------------------------------------------- */

static void if_stmt(emitter *E, ty_stmt *s)
{
    label end = emit_label(E);
    for (;;) { /* elif chains are long but not deep */
        label other = emit_label(E);
        ty_stmt_seq orelse = s->If.orelse;
        emit_jump_if(E, s->If.test, other, false);
        emit_body(E, s->If.body);
        if (orelse.len)
            emit_jump_to(E, end, emit_nowhere);
        emit_bind(E, other);
        if (orelse.len == 1 && orelse.at[0]->kind == TY_STMT_If) {
            s = orelse.at[0];
            E->fn->statement = true;
            continue;
        }
        emit_body(E, orelse);
        break;
    }
    emit_bind(E, end);
}

/* --- jumps out of blocks -------------------------------------------------------------------------------------------------- */

static bool inside_star(const block *from, const block *until)
{
    for (const block *b = from; b && b != until; b = b->outer)
        if (b->star)
            return true;
    return false;
}

static void return_stmt(emitter *E, ty_stmt *s)
{
    fn *f = E->fn;
    uint32_t save = f->top;
    ty_expr *e = s->Return.value;
    if (!emit_in_function(f)) {
        emit_syntax_error(E, s->loc, "'return' outside function");
        return;
    }
    if (e && (f->suspends & TY_CODE_ASYNC_GENERATOR)) {
        emit_syntax_error(E, s->loc, "'return' with value in async generator");
        return;
    }
    if (inside_star(f->block, NULL)) {
        emit_syntax_error(E, s->loc, "'break', 'continue' and 'return' cannot appear in an except* block");
        return;
    }
    ty_value k = TY_NONE;
    bool constant = !e || emit_const_value(E, e, &k);
    reg value = ANY;
    if (!constant) {
        value = emit_expr(E, e, ANY);
        if (is_local(value) && emit_must_keep(E)) {
            reg copy = emit_push(E);
            emit_move(E, copy, value, e->loc);
            value = copy;
        }
    } else if (f->block) {
        emit_nop(E, s->loc);
    }
    block *inner = f->block;
    emit_unwind(E, NULL, s->loc);
    if (constant)
        value = emit_load(E, k, ANY, s->loc);
    emit(E, TY_BC_RET, value, 0, 0, s->loc);
    emit_rewind(E, inner, NULL);
    f->top = save;
}

static void loop_jump(emitter *E, ty_stmt *s, bool is_break)
{
    block *loop = E->fn->block, *inner = E->fn->block;
    while (loop && loop->kind != BLOCK_LOOP) {
        if (loop->star) {
            emit_syntax_error(E, s->loc, "'break', 'continue' and 'return' cannot appear in an except* block");
            return;
        }
        loop = loop->outer;
    }
    if (!loop) {
        emit_syntax_error(E, s->loc, is_break ? "'break' outside loop" : "'continue' not properly in loop");
        return;
    }
    emit_nop(E, s->loc);
    emit_unwind(E, loop, s->loc);
    if (is_break)
        emit_jump_to(E, loop->brk, emit_nowhere);
    else
        emit_loop_to(E, loop->cont, emit_nowhere);
    emit_rewind(E, inner, loop);
}

/* --- raise, assert ----------------------------------------------------------------------------------------------------------- */

static void raise_stmt(emitter *E, ty_stmt *s)
{
    uint32_t save = E->fn->top;
    if (!s->Raise.exc) {
        emit(E, TY_BC_RAISE, 0, 0, 0, s->loc);
    } else if (!s->Raise.cause) {
        reg r = emit_expr(E, s->Raise.exc, ANY);
        emit(E, TY_BC_RAISE, r, 0, 1, s->loc);
    } else {
        reg r = emit_operand(E, s->Raise.exc, s->Raise.cause);
        reg from = emit_expr(E, s->Raise.cause, ANY);
        emit(E, TY_BC_RAISE, r, from, 2, s->loc);
    }
    E->fn->top = save;
}

static void assert_stmt(emitter *E, ty_stmt *s)
{
    fn *f = E->fn;
    uint32_t save = f->top;
    if (E->options->optimize > 0) {
        f->statement = false;
        return;
    }
    label end = emit_label(E);
    emit_jump_if(E, s->Assert.test, end, true);
    ty_ast_loc loc = s->Assert.test->loc;
    reg w = emit_push(E);
    emit(E, TY_BC_ASSERTERROR, w, 0, 0, loc);
    if (s->Assert.msg) {
        f->top = (w & 0xffff) + 4;
        reg r = emit_push(E);
        emit_expr(E, s->Assert.msg, r);
        emit_need(E, f->top + 2);
        if (f->nlocals > TY_BC_FAR_LOCALS)
            emit_w(E, TY_BC_CALLKW, w, 1, 0, emit_const(E, ty_tuple_empty), loc);
        else
            emit(E, TY_BC_CALL, w, 1, 0, loc);
    }
    emit(E, TY_BC_RAISE, w, 0, 1, loc);
    f->top = save;
    emit_bind(E, end);
}

/* --- import --------------------------------------------------------------------------------------------------------------------- */

static void import_to(emitter *E, reg dest, const ty_ident *module, ty_value fromlist, int32_t level, ty_ast_loc loc)
{
    uint32_t save = E->fn->top;
    reg first = emit_push_n(E, 2);
    emit_load(E, ty_small(level), first, loc);
    emit_load(E, fromlist, first + 1, loc);
    E->fn->top = save;
    ty_value name = module ? emit_str(E, module) : emit_text(E, "");
    emit_w(E, TY_BC_IMPORT, dest, first, 0, E->fn->dead || !name ? 0 : emit_const(E, name), loc);
}

static void import_stmt(emitter *E, ty_stmt *s)
{
    fn *f = E->fn;
    for (uint32_t i = 0; i < s->Import.names.len; i++) {
        ty_ast_alias *a = s->Import.names.at[i];
        uint32_t save = f->top;
        reg r = emit_push(E);
        import_to(E, r, a->name, TY_NONE, 0, s->loc);
        if (a->asname) { /* import a.b.c as d: walk down */
            const char *text = a->name->text, *dot = strchr(text, '.');
            while (dot) {
                const char *from = dot + 1;
                dot = strchr(from, '.');
                const ty_ident *part = ty_ident_intern(E->mod->idents, from, dot ? (size_t)(dot - from) : strlen(from));
                if (!part) {
                    emit_no_memory(E);
                    return;
                }
                emit_named(E, TY_BC_IMPORTFROM, r, r, part, s->loc);
            }
        }
        emit_store_symbol(E, a->symbol, r, s->loc);
        f->top = save;
    }
}

static void import_from(emitter *E, ty_stmt *s)
{
    fn *f = E->fn;
    uint32_t save = f->top, n = s->ImportFrom.names.len;
    ty_value *names = ty_arena_alloc_array(E->arena, n + 1, sizeof *names);
    if (!names) {
        emit_no_memory(E);
        return;
    }
    for (uint32_t i = 0; i < n; i++)
        names[i] = emit_str(E, s->ImportFrom.names.at[i]->name);
    ty_value fromlist = E->failed ? TY_NULL : ty_unit_tuple(E->ctx, E->unit, names, n);
    if (!fromlist) {
        emit_fail(E);
        return;
    }
    reg module = emit_push(E);
    import_to(E, module, s->ImportFrom.module, fromlist, s->ImportFrom.level, s->loc);
    for (uint32_t i = 0; i < n; i++) {
        ty_ast_alias *a = s->ImportFrom.names.at[i];
        if (i == 0 && a->name->text[0] == '*') {
            if (emit_in_function(f)) {
                emit_syntax_error(E, s->loc, "import * only allowed at module level");
                return;
            }
            emit(E, TY_BC_IMPORTSTAR, module, 0, 0, s->loc);
            break;
        }
        reg direct = emit_symbol_local(E, a->symbol), r = direct != ANY ? direct : emit_push(E);
        emit_named(E, TY_BC_IMPORTFROM, r, module, a->name, s->loc);
        emit_store_symbol(E, a->symbol, r, s->loc);
        f->top = save + 1;
    }
    f->top = save;
}

/* --- dispatch -------------------------------------------------------------------------------------------------------------------- */

static void expr_stmt(emitter *E, ty_stmt *s)
{
    uint32_t save = E->fn->top;
    ty_expr *e = s->Expr.value;
    ty_value k;
    if (E->interactive && !E->fn->outer) {
        emit(E, TY_BC_PRINT, emit_expr(E, e, ANY), 0, 0, s->loc);
    } else if (e->kind == TY_EXPR_Constant || emit_const_value(E, e, &k)) {
        emit_nop(E, s->loc);
    } else {
        emit_expr(E, e, ANY);
        if (e->kind == TY_EXPR_Name && E->fn->statement) /* a variable by itself: nothing to do, but a line to see */
            emit_nop(E, s->loc);
    }
    E->fn->top = save;
}

void emit_stmt(emitter *E, ty_stmt *s)
{
    if (E->failed || ty_context_deep(E->ctx, " during compilation")) {
        emit_fail(E);
        return;
    }
    E->fn->statement = true;
    switch ((ty_stmt_kind)s->kind) {
    case TY_STMT_FunctionDef:
    case TY_STMT_AsyncFunctionDef: emit_function(E, s); break;
    case TY_STMT_ClassDef: emit_class(E, s); break;
    case TY_STMT_Return: return_stmt(E, s); break;
    case TY_STMT_Delete:
        for (uint32_t i = 0; i < s->Delete.targets.len; i++)
            emit_delete(E, s->Delete.targets.at[i]);
        break;
    case TY_STMT_Assign: emit_assign(E, s); break;
    case TY_STMT_TypeAlias: emit_type_alias(E, s); break;
    case TY_STMT_AugAssign: emit_aug_assign(E, s); break;
    case TY_STMT_AnnAssign: emit_ann_assign(E, s); break;
    case TY_STMT_For: emit_for(E, s); break;
    case TY_STMT_AsyncFor: emit_async_for(E, s); break;
    case TY_STMT_While: emit_while(E, s); break;
    case TY_STMT_If: if_stmt(E, s); break;
    case TY_STMT_With:
    case TY_STMT_AsyncWith: emit_with(E, s); break;
    case TY_STMT_Match: emit_match(E, s); break;
    case TY_STMT_Raise: raise_stmt(E, s); break;
    case TY_STMT_Try: emit_try(E, s); break;
    case TY_STMT_TryStar: emit_try_star(E, s); break;
    case TY_STMT_Assert: assert_stmt(E, s); break;
    case TY_STMT_Import: import_stmt(E, s); break;
    case TY_STMT_ImportFrom: import_from(E, s); break;
    case TY_STMT_Global:
    case TY_STMT_Nonlocal: E->fn->statement = false; break;
    case TY_STMT_Expr: expr_stmt(E, s); break;
    case TY_STMT_Pass: emit_nop(E, s->loc); break;
    case TY_STMT_Break: loop_jump(E, s, true); break;
    case TY_STMT_Continue: loop_jump(E, s, false); break;
    case TY_STMT__COUNT: break;
    }
}
