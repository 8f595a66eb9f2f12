/* SPDX-License-Identifier: MIT */
/* Targets: assignment, augmented and annotated assignment, deletion. */
#include <config.h>

#include "compile/emit.h"
#include "object/ops.h"
#include "object/symbols.h"

static bool is_debug(emitter *E, const ty_ident *name, ty_ast_loc loc, bool store)
{
    if (name->len != 9 || memcmp(name->text, "__debug__", 9) != 0)
        return false;
    emit_syntax_error(E, loc, store ? "cannot assign to __debug__" : "cannot delete __debug__");
    return true;
}

static void store_item(emitter *E, ty_expr *target, reg value)
{
    ty_expr *s = target->Subscript.slice;
    uint32_t save = E->fn->top;
    reg o = emit_operand(E, target->Subscript.value, s);
    if (s->kind == TY_EXPR_Slice && !s->Slice.step) {
        reg first = emit_push_n(E, 2);
        if (s->Slice.lower)
            emit_expr(E, s->Slice.lower, first);
        else
            emit_load(E, TY_NONE, first, s->loc);
        if (s->Slice.upper)
            emit_expr(E, s->Slice.upper, first + 1);
        else
            emit_load(E, TY_NONE, first + 1, s->loc);
        emit(E, TY_BC_SETSLICE, o, first, value, target->loc);
    } else {
        reg k = emit_expr(E, s, ANY);
        emit(E, TY_BC_SETITEM, o, k, value, target->loc);
    }
    E->fn->top = save;
}

/* Targets that are variables in registers one behind the other: UNPACK may write them itself. */
static bool consecutive(emitter *E, ty_expr_seq elts)
{
    reg first = elts.len ? emit_direct(E, elts.at[0]) : ANY;
    for (uint32_t i = 0; i < elts.len; i++)
        if (first == ANY || emit_direct(E, elts.at[i]) != first + i)
            return false;
    return elts.len > 0;
}

static void unpack(emitter *E, ty_expr_seq elts, reg value, ty_ast_loc loc)
{
    fn *f = E->fn;
    uint32_t save = f->top, n = elts.len, star = n;
    for (uint32_t i = 0; i < n; i++)
        if (elts.at[i]->kind == TY_EXPR_Starred) {
            if (star < n) {
                emit_syntax_error(E, elts.at[i]->loc, "multiple starred expressions in assignment");
                return;
            }
            star = i;
        }
    if (star == n && n <= 16 && consecutive(E, elts)) {
        emit(E, TY_BC_UNPACK, emit_direct(E, elts.at[0]), value, n, loc);
        for (uint32_t i = 0; i < n; i++)
            emit_store(E, elts.at[i], emit_direct(E, elts.at[i]));
        return;
    }
    if (n > (f->nlocals > 100 ? 40 : 120)) { /* more than the registers hold: by way of a list, item by item */
        reg list = emit_push(E);
        emit_unpack_many(E, elts, star, value, list, loc);
        f->top = save;
        return;
    }
    reg first = emit_push_n(E, n);
    if (n == 0)
        emit_need(E, f->top + 1);
    if (star < n)
        emit_w(E, TY_BC_UNPACKEX, first, value, 0, star << 16 | (n - 1 - star), loc);
    else
        emit(E, TY_BC_UNPACK, first, value, n, loc);
    for (uint32_t i = 0; i < n; i++)
        emit_store(E, i == star ? elts.at[i]->Starred.value : elts.at[i], first + i);
    f->top = save;
}

/* UNPACKEX of 40 targets at a time: the list behind them holds the rest, whose length the last step checks. With a
 * wrong number of items the message tells of the step's numbers; nothing else differs. */
void emit_unpack_many(emitter *E, ty_expr_seq elts, uint32_t star, reg value, reg list, ty_ast_loc loc)
{
    enum { STEP = 40 };
    fn *f = E->fn;
    uint32_t at = 0, n = elts.len, before = f->top;
    for (;;) {
        uint32_t left = n - at;
        bool last = left <= STEP || (star >= at && star < at + STEP && n - 1 - star <= 12);
        f->top = before;
        if (last) {
            ty_expr_seq rest = {left, elts.at + at};
            reg first = emit_push_n(E, left);
            if (star < n)
                emit_w(E, TY_BC_UNPACKEX, first, value, 0, (star - at) << 16 | (n - 1 - star), loc);
            else
                emit(E, TY_BC_UNPACK, first, value, left, loc);
            for (uint32_t i = 0; i < left; i++)
                emit_store(E, at + i == star ? rest.at[i]->Starred.value : rest.at[i], first + i);
            break;
        }
        uint32_t step = star < n && star - at < STEP ? star - at : STEP;
        if (step == 0) {
            emit_syntax_error(E, loc, "too many expressions in star-unpacking assignment");
            break;
        }
        reg first = emit_push_n(E, step + 1);
        emit_w(E, TY_BC_UNPACKEX, first, value, 0, step << 16, loc);
        for (uint32_t i = 0; i < step; i++)
            emit_store(E, elts.at[at + i], first + i);
        emit_move(E, list, first + step, loc);
        value = list;
        at += step;
    }
    f->top = before;
}

void emit_store(emitter *E, ty_expr *target, reg value)
{
    if (E->failed)
        return;
    uint32_t save = E->fn->top;
    switch (target->kind) {
    case TY_EXPR_Name:
        if (!is_debug(E, target->Name.id, target->loc, true))
            emit_store_symbol(E, target->Name.symbol, value, target->loc);
        break;
    case TY_EXPR_Attribute:
        if (is_debug(E, target->Attribute.attr, target->loc, true))
            break;
        emit_named(E, TY_BC_SETATTR, emit_expr(E, target->Attribute.value, ANY), value, emit_mangle(E, target->Attribute.attr),
                   emit_attr_loc(target->loc, target));
        break;
    case TY_EXPR_Subscript: store_item(E, target, value); break;
    case TY_EXPR_List:
    case TY_EXPR_Tuple: unpack(E, target->Tuple.elts, value, target->loc); break;
    case TY_EXPR_Starred: emit_syntax_error(E, target->loc, "starred assignment target must be in a list or tuple"); break;
    default: emit_syntax_error(E, target->loc, "cannot assign to expression"); break;
    }
    E->fn->top = save;
}

reg emit_direct(emitter *E, const ty_expr *target)
{
    return target->kind == TY_EXPR_Name ? emit_symbol_local(E, target->Name.symbol) : ANY;
}

/* a, b = b, a: both sides of equal length without stars need no tuple. */
static bool parallel(emitter *E, ty_stmt *s)
{
    ty_expr *t = s->Assign.targets.at[0], *v = s->Assign.value;
    if (s->Assign.targets.len != 1 || v->kind != TY_EXPR_Tuple || (t->kind != TY_EXPR_Tuple && t->kind != TY_EXPR_List) ||
        v->Tuple.elts.len != t->Tuple.elts.len || v->Tuple.elts.len > 30 || v->Tuple.elts.len == 0)
        return false;
    uint32_t n = v->Tuple.elts.len, save = E->fn->top;
    for (uint32_t i = 0; i < n; i++)
        if (t->Tuple.elts.at[i]->kind == TY_EXPR_Starred || v->Tuple.elts.at[i]->kind == TY_EXPR_Starred)
            return false;
    /* When all targets are different variables, the last value needs no temporary: the others wait in theirs. */
    reg last = emit_direct(E, t->Tuple.elts.at[n - 1]);
    for (uint32_t i = 0; i + 1 < n && last != ANY; i++)
        if (emit_direct(E, t->Tuple.elts.at[i]) == ANY || emit_direct(E, t->Tuple.elts.at[i]) == last)
            last = ANY;
    reg first = emit_top(E);
    for (uint32_t i = 0; i < n; i++)
        emit_expr(E, v->Tuple.elts.at[i], i + 1 == n && last != ANY ? last : emit_push(E));
    for (uint32_t i = 0; i < n; i++)
        emit_store(E, t->Tuple.elts.at[i], i + 1 == n && last != ANY ? last : first + i);
    E->fn->top = save;
    return true;
}

void emit_assign(emitter *E, ty_stmt *s)
{
    fn *f = E->fn;
    uint32_t save = f->top, n = s->Assign.targets.len;
    if (parallel(E, s))
        return;
    ty_expr *first = s->Assign.targets.at[0];
    reg direct = n == 1 ? emit_direct(E, first) : ANY;
    if (direct != ANY) {
        emit_expr(E, s->Assign.value, direct);
        emit_store_symbol(E, first->Name.symbol, direct, first->loc);
        f->top = save;
        return;
    }
    /* The value may be a variable in place: targets are stored one after the other, and may change it. */
    reg value = emit_expr(E, s->Assign.value, ANY);
    bool simple = n == 1 && (first->kind == TY_EXPR_Name || first->kind == TY_EXPR_Attribute || first->kind == TY_EXPR_Subscript) &&
                  !emit_has_walrus(E, first);
    if (is_local(value) && !simple) {
        reg copy = emit_push(E);
        emit_move(E, copy, value, s->Assign.value->loc);
        value = copy;
    }
    for (uint32_t i = 0; i < n; i++)
        emit_store(E, s->Assign.targets.at[i], value);
    f->top = save;
}

/* --- augmented ------------------------------------------------------------------------------------------------------------ */

static void inplace(emitter *E, ty_stmt *s, reg dest, reg left)
{
    int op = emit_binary_op(s->AugAssign.op);
    ty_value k;
    if ((op == TY_OP_ADD || op == TY_OP_SUB) && emit_const_value(E, s->AugAssign.value, &k) && ty_is_small(k) &&
        ty_small_value(k) >= -128 && ty_small_value(k) <= 127) {
        emit(E, op == TY_OP_ADD ? TY_BC_IADDI : TY_BC_ISUBI, dest, left, (reg)(uint8_t)ty_small_value(k), s->loc);
        return;
    }
    uint32_t save = E->fn->top;
    reg right = emit_expr(E, s->AugAssign.value, ANY);
    E->fn->top = save;
    if (op <= TY_OP_MUL)
        emit(E, TY_BC_IADD + op, dest, left, right, s->loc);
    else
        emit_w(E, TY_BC_INPLACE, dest, left, right, (uint32_t)op, s->loc);
}

void emit_aug_assign(emitter *E, ty_stmt *s)
{
    fn *f = E->fn;
    uint32_t save = f->top;
    ty_expr *t = s->AugAssign.target, *v = s->AugAssign.value;
    switch (t->kind) {
    case TY_EXPR_Name: {
        if (is_debug(E, t->Name.id, t->loc, true))
            return;
        reg local = emit_symbol_local(E, t->Name.symbol);
        reg left = emit_load_symbol(E, t->Name.symbol, ANY, t->loc);
        if (is_local(left) && emit_has_walrus(E, v)) {
            reg copy = emit_push(E);
            emit_move(E, copy, left, t->loc);
            left = copy;
        }
        reg dest = local != ANY ? local : left;
        inplace(E, s, dest, left);
        emit_store_symbol(E, t->Name.symbol, dest, t->loc);
        break;
    }
    case TY_EXPR_Attribute: {
        if (is_debug(E, t->Attribute.attr, t->loc, true))
            return;
        const ty_ident *name = emit_mangle(E, t->Attribute.attr);
        reg o = emit_operand(E, t->Attribute.value, v), value = emit_push(E);
        ty_ast_loc loc = emit_attr_loc(t->loc, t);
        emit_named(E, TY_BC_GETATTR, value, o, name, loc);
        inplace(E, s, value, value);
        emit_named(E, TY_BC_SETATTR, o, value, name, loc);
        break;
    }
    case TY_EXPR_Subscript: {
        ty_expr *i = t->Subscript.slice;
        reg o = emit_operand(E, t->Subscript.value, i);
        if (is_local(o) && emit_has_walrus(E, v)) {
            reg copy = emit_push(E);
            emit_move(E, copy, o, t->loc);
            o = copy;
        }
        if (i->kind == TY_EXPR_Slice && !i->Slice.step) {
            reg first = emit_push_n(E, 2);
            if (i->Slice.lower)
                emit_expr(E, i->Slice.lower, first);
            else
                emit_load(E, TY_NONE, first, i->loc);
            if (i->Slice.upper)
                emit_expr(E, i->Slice.upper, first + 1);
            else
                emit_load(E, TY_NONE, first + 1, i->loc);
            reg value = emit_push(E);
            emit(E, TY_BC_GETSLICE, value, o, first, t->loc);
            inplace(E, s, value, value);
            emit(E, TY_BC_SETSLICE, o, first, value, t->loc);
            break;
        }
        reg k = emit_operand(E, i, v), value = emit_push(E);
        emit(E, TY_BC_GETITEM, value, o, k, t->loc);
        inplace(E, s, value, value);
        emit(E, TY_BC_SETITEM, o, k, value, t->loc);
        break;
    }
    default: emit_syntax_error(E, t->loc, "invalid target for augmented assignment"); break;
    }
    f->top = save;
}

/* --- annotated -------------------------------------------------------------------------------------------------------------- */

/* Evaluates parts of a target that is only annotated. */
static void evaluate_slice(emitter *E, ty_expr *s)
{
    if (s->kind == TY_EXPR_Slice) {
        ty_expr *parts[3] = {s->Slice.lower, s->Slice.upper, s->Slice.step};
        for (int i = 0; i < 3; i++)
            if (parts[i])
                emit_discard(E, parts[i]);
    } else if (s->kind == TY_EXPR_Tuple) {
        for (uint32_t i = 0; i < s->Tuple.elts.len; i++)
            evaluate_slice(E, s->Tuple.elts.at[i]);
    } else
        emit_discard(E, s);
}

reg emit_annotation(emitter *E, ty_expr *e, reg dest)
{
    if (E->future & TY_FUTURE_ANNOTATIONS)
        return emit_load(E, emit_unparse(E, e), dest, e->loc);
    return emit_expr(E, e, dest);
}

void emit_ann_assign(emitter *E, ty_stmt *s)
{
    fn *f = E->fn;
    ty_expr *t = s->AnnAssign.target, *a = s->AnnAssign.annotation;
    uint32_t save = f->top;
    bool in_namespace = !emit_in_function(f);
    if (s->AnnAssign.value) {
        reg direct = emit_direct(E, t);
        reg value = emit_expr(E, s->AnnAssign.value, direct);
        emit_store(E, t, value);
        f->top = save;
    }
    switch (t->kind) {
    case TY_EXPR_Name:
        if (is_debug(E, t->Name.id, t->loc, true))
            return;
        if (s->AnnAssign.simple && in_namespace) {
            reg value = emit_annotation(E, a, ANY), dict = emit_push(E);
            const ty_ident *name = emit_mangle(E, t->Name.id);
            emit_named(E, TY_BC_LOADNAME, dict, 0, emit_ident(E, "__annotations__"), s->loc);
            reg key = emit_load(E, emit_str(E, name), ANY, s->loc);
            emit(E, TY_BC_SETITEM, dict, key, value, s->loc);
        }
        break;
    case TY_EXPR_Attribute:
        if (is_debug(E, t->Attribute.attr, t->loc, true))
            return;
        if (!s->AnnAssign.value)
            emit_discard(E, t->Attribute.value);
        break;
    case TY_EXPR_Subscript:
        if (!s->AnnAssign.value) {
            emit_discard(E, t->Subscript.value);
            evaluate_slice(E, t->Subscript.slice);
        }
        break;
    default: break;
    }
    f->top = save;
    if (!s->AnnAssign.simple && in_namespace && !(E->future & TY_FUTURE_ANNOTATIONS))
        emit_discard(E, a);
    f->top = save;
    if (f->statement) /* nothing was emitted: a trace sees no line here either */
        f->statement = false;
}

/* --- del --------------------------------------------------------------------------------------------------------------------- */

void emit_delete(emitter *E, ty_expr *t)
{
    if (E->failed)
        return;
    uint32_t save = E->fn->top;
    switch (t->kind) {
    case TY_EXPR_Name:
        if (!is_debug(E, t->Name.id, t->loc, false))
            emit_delete_symbol(E, t->Name.symbol, t->loc);
        break;
    case TY_EXPR_Attribute:
        if (!is_debug(E, t->Attribute.attr, t->loc, false))
            emit_named(E, TY_BC_DELATTR, emit_expr(E, t->Attribute.value, ANY), 0, emit_mangle(E, t->Attribute.attr),
                       emit_attr_loc(t->loc, t));
        break;
    case TY_EXPR_Subscript: {
        reg o = emit_operand(E, t->Subscript.value, t->Subscript.slice);
        reg k = emit_expr(E, t->Subscript.slice, ANY);
        emit(E, TY_BC_DELITEM, o, k, 0, t->loc);
        break;
    }
    case TY_EXPR_List:
    case TY_EXPR_Tuple:
        for (uint32_t i = 0; i < t->Tuple.elts.len; i++)
            emit_delete(E, t->Tuple.elts.at[i]);
        break;
    default: emit_syntax_error(E, t->loc, "cannot delete expression"); break;
    }
    E->fn->top = save;
}
