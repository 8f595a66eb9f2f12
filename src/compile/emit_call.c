/* SPDX-License-Identifier: MIT */
/* Calls: windows of consecutive registers, methods, super(), unpacked arguments. */
#include <config.h>

#include "compile/emit.h"
#include "object/tuple.h"

enum {
    DIRECT = 30,   /* arguments passed in registers; calls with more build a tuple */
    HEADER = 4,    /* registers between callee and first argument, callee included */
    SLACK = 2,     /* words by which the VM may move arguments up */
    CROWDED = 120, /* temporaries in use from which on windows are set up after the arguments */
};

bool emit_is_plain_call(ty_expr_seq args, ty_keyword_seq keywords)
{
    if (args.len + keywords.len > DIRECT)
        return false;
    for (uint32_t i = 0; i < args.len; i++)
        if (args.at[i]->kind == TY_EXPR_Starred)
            return false;
    for (uint32_t i = 0; i < keywords.len; i++)
        if (!keywords.at[i]->arg)
            return false;
    return true;
}

/* The window: `dest` itself when that is the topmost temporary, so that the result lands there; else pushed. */
static reg window(emitter *E, reg dest)
{
    return dest != ANY && is_temp(dest) && dest + 1 == emit_top(E) ? dest : emit_push(E);
}

/* Where the result of the call of `w` goes; `save`: top before. */
static reg result(emitter *E, reg w, reg dest, uint32_t save, ty_ast_loc loc)
{
    if (w == dest) {
        E->fn->top = save;
        return dest;
    }
    return emit_finish(E, w, dest, save, loc);
}

static bool same_text(const ty_ident *a, const char *text)
{
    return a->len == strlen(text) && memcmp(a->text, text, a->len) == 0;
}

static void check_keywords(emitter *E, ty_keyword_seq keywords)
{
    for (uint32_t i = 0; i < keywords.len; i++) {
        const ty_ident *name = keywords.at[i]->arg;
        if (!name)
            continue;
        if (same_text(name, "__debug__")) {
            emit_syntax_error(E, keywords.at[i]->loc, "cannot assign to __debug__");
            return;
        }
        for (uint32_t j = i + 1; j < keywords.len; j++)
            if (keywords.at[j]->arg == name) {
                emit_syntax_error(E, keywords.at[j]->loc, "keyword argument repeated: %s", name->text);
                return;
            }
    }
}

/* The tuple of the names of keywords [from, to). */
static ty_value keyword_names(emitter *E, ty_keyword_seq keywords, uint32_t from, uint32_t to)
{
    ty_value *names = ty_arena_alloc_array(E->arena, to - from + 1, sizeof *names);
    if (!names) {
        emit_no_memory(E);
        return TY_NULL;
    }
    for (uint32_t i = from; i < to; i++)
        names[i - from] = emit_str(E, keywords.at[i]->arg);
    ty_value t = E->failed ? TY_NULL : ty_unit_tuple(E->ctx, E->unit, names, to - from);
    if (!t)
        emit_fail(E);
    return t;
}

/* f(*args, **kw) and calls with very many arguments. */
static void call_unpacked(emitter *E, reg w, uint32_t given, ty_expr_seq args, ty_keyword_seq keywords, ty_ast_loc loc)
{
    fn *f = E->fn;
    reg list = w + HEADER;
    f->top = (list & 0xffff) + 1;
    emit_need(E, f->top + given);
    if (!given && args.len == 1 && args.at[0]->kind == TY_EXPR_Starred) {
        emit_expr(E, args.at[0]->Starred.value, list);
    } else if (!given && args.len == 0) {
        emit_load(E, ty_tuple_empty, list, loc);
    } else {
        emit(E, TY_BC_LIST, list, list, given, loc);
        emit_args_to_list(E, args, list, 0, loc);
        emit(E, TY_BC_LISTTUPLE, list, list, 0, loc);
    }
    if (keywords.len) {
        reg dict = emit_push(E);
        uint32_t i = 0, before = f->top;
        for (uint32_t run = 0; i < keywords.len && !E->failed;) {
            for (run = i; run < keywords.len && keywords.at[run]->arg && run - i < DIRECT;)
                run++;
            if (run > i) { /* named ones: a dict of their own, merged unless it is the first */
                reg first = emit_top(E);
                for (uint32_t j = i; j < run; j++) {
                    reg r = emit_push(E);
                    emit_expr(E, keywords.at[j]->value, r);
                }
                f->top = before;
                ty_value names = keyword_names(E, keywords, i, run);
                reg part = i == 0 ? dict : emit_push(E);
                emit_w(E, TY_BC_DICTKEYS, part, first, run - i, f->dead || !names ? 0 : emit_const(E, names), loc);
                if (i)
                    emit(E, TY_BC_DICTMERGE, dict, part, w, loc);
                i = run;
            } else {
                if (i == 0)
                    emit(E, TY_BC_DICT, dict, dict, 0, loc);
                reg r = emit_expr(E, keywords.at[i]->value, ANY);
                emit(E, TY_BC_DICTMERGE, dict, r, w, loc);
                i++;
            }
            f->top = before;
        }
    }
    emit_need(E, (w & 0xffff) + HEADER + 2 + SLACK);
    emit(E, TY_BC_CALLEX, w, keywords.len > 0, 0, loc);
}

reg emit_call_rest(emitter *E, reg w, uint32_t given, bool method, ty_expr_seq args, ty_keyword_seq keywords, reg dest, ty_ast_loc loc)
{
    fn *f = E->fn;
    uint32_t base = w & 0xffff, save = w == dest ? base + 1 : base;
    check_keywords(E, keywords);
    if (!emit_is_plain_call(args, keywords)) {
        call_unpacked(E, w, given, args, keywords, loc);
        return result(E, w, dest, save, loc);
    }
    f->top = base + HEADER + (method ? 1 : 0) + given;
    emit_need(E, f->top + SLACK);
    for (uint32_t i = 0; i < args.len; i++) {
        reg r = emit_push(E);
        emit_expr(E, args.at[i], r);
    }
    for (uint32_t i = 0; i < keywords.len; i++) {
        reg r = emit_push(E);
        emit_expr(E, keywords.at[i]->value, r);
    }
    emit_need(E, f->top + SLACK);
    uint32_t n = given + args.len + keywords.len;
    bool far = f->nlocals > TY_BC_FAR_LOCALS;
    if (keywords.len || far) {
        ty_value names = keywords.len ? keyword_names(E, keywords, 0, keywords.len) : ty_tuple_empty;
        emit_w(E, TY_BC_CALLKW, w, n, method, f->dead || !names ? 0 : emit_const(E, names), loc);
    } else {
        emit(E, method ? TY_BC_CALLM : TY_BC_CALL, w, n, 0, loc);
    }
    return result(E, w, dest, save, loc);
}

/* --- super() ------------------------------------------------------------------------------------------------------------- */

/* The three registers of SUPERATTR for a call super() or super(a, b) whose meaning is certain; false: it is not. */
static bool super_operands(emitter *E, ty_expr *call, reg *first)
{
    if (call->kind != TY_EXPR_Call || call->Call.func->kind != TY_EXPR_Name || !same_text(call->Call.func->Name.id, "super") ||
        call->Call.keywords.len || !emit_is_plain_call(call->Call.args, call->Call.keywords) || !emit_super_is_global(E, call->Call.func))
        return false;
    uint32_t n = call->Call.args.len, cell;
    fn *f = E->fn;
    ty_ast_loc loc = call->loc;
    if (n == 0) {
        if (!f->argcount || !emit_class_cell(E, &cell))
            return false;
        *first = emit_push_n(E, 3);
        emit_load_symbol(E, call->Call.func->Name.symbol, *first, call->Call.func->loc);
        emit(E, TY_BC_LOADFREE, *first + 1, cell, 0, loc);
        emit_load_first_local(E, *first + 2, loc);
        return true;
    }
    if (n != 2)
        return false;
    *first = emit_push_n(E, 3);
    emit_load_symbol(E, call->Call.func->Name.symbol, *first, call->Call.func->loc);
    emit_expr(E, call->Call.args.at[0], *first + 1);
    emit_expr(E, call->Call.args.at[1], *first + 2);
    return true;
}

reg emit_super_attr(emitter *E, ty_expr *e, reg dest)
{
    reg first;
    uint32_t save = E->fn->top;
    if (same_text(e->Attribute.attr, "__class__") || !super_operands(E, e->Attribute.value, &first))
        return ANY + 1;
    E->fn->top = save;
    dest = emit_dest(E, dest);
    emit_named(E, TY_BC_SUPERATTR, dest, first, emit_mangle(E, e->Attribute.attr), emit_attr_loc(e->loc, e));
    return dest;
}

/* --- calls ------------------------------------------------------------------------------------------------------------------- */

static reg call_method(emitter *E, ty_expr *e, reg dest)
{
    ty_expr *func = e->Call.func;
    const ty_ident *name = emit_mangle(E, func->Attribute.attr);
    reg w = window(E, dest), first;
    ty_ast_loc loc = emit_attr_loc(e->loc, func), name_loc = emit_attr_loc(func->loc, func);
    uint32_t base = w & 0xffff;
    if (!same_text(func->Attribute.attr, "__class__") && super_operands(E, func->Attribute.value, &first)) {
        emit_need(E, base + HEADER + 1 + SLACK);
        emit_named(E, TY_BC_SUPERMETH, w, first, name, name_loc);
    } else {
        E->fn->top = base; /* the object may lie in the window's first register */
        reg o = emit_expr(E, func->Attribute.value, ANY);
        E->fn->top = base + 1;
        emit_need(E, base + HEADER + 1 + SLACK);
        emit_named(E, TY_BC_LDMETH, w, o, name, name_loc);
    }
    return emit_call_rest(E, w, 0, true, e->Call.args, e->Call.keywords, dest, loc);
}

/* Deeply nested calls: callee and arguments in single registers first, the window above them at the end. */
static reg call_crowded(emitter *E, ty_expr *e, reg dest)
{
    fn *f = E->fn;
    uint32_t save = f->top, n = 1 + e->Call.args.len + e->Call.keywords.len;
    reg first = emit_top(E);
    for (uint32_t i = 0; i < n; i++) {
        reg r = emit_push(E);
        emit_expr(E, i == 0 ? e->Call.func : i <= e->Call.args.len ? e->Call.args.at[i - 1]
                                                                   : e->Call.keywords.at[i - 1 - e->Call.args.len]->value, r);
    }
    check_keywords(E, e->Call.keywords);
    reg w = emit_push_n(E, HEADER + n - 1);
    emit_need(E, f->top + SLACK);
    emit_move(E, w, first, e->loc);
    for (uint32_t i = 1; i < n; i++)
        emit_move(E, w + HEADER + i - 1, first + i, e->loc);
    if (e->Call.keywords.len) {
        ty_value names = keyword_names(E, e->Call.keywords, 0, e->Call.keywords.len);
        emit_w(E, TY_BC_CALLKW, w, n - 1, 0, f->dead || !names ? 0 : emit_const(E, names), e->loc);
    } else {
        emit(E, TY_BC_CALL, w, n - 1, 0, e->loc);
    }
    f->top = save;
    dest = emit_dest(E, dest);
    emit_move(E, dest, w, e->loc);
    return dest;
}

reg emit_call(emitter *E, ty_expr *e, reg dest)
{
    ty_expr *func = e->Call.func;
    bool plain = emit_is_plain_call(e->Call.args, e->Call.keywords);
    if (plain && E->fn->top > CROWDED)
        return call_crowded(E, e, dest);
    if (plain && func->kind == TY_EXPR_Attribute)
        return call_method(E, e, dest);
    reg w = window(E, dest);
    emit_expr(E, func, w);
    return emit_call_rest(E, w, 0, false, e->Call.args, e->Call.keywords, dest, e->loc);
}
