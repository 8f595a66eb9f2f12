/* SPDX-License-Identifier: MIT */
/* Expressions: operators, displays, subscripts, texts, conditional values. */
#include <config.h>

#include "compile/emit.h"
#include "object/ops.h"
#include "object/str.h"
#include "object/tuple.h"

enum { DIRECT = 30 }; /* items of a display built in consecutive registers; more are added one by one */

int emit_binary_op(int op)
{
    switch (op) {
    case TY_OP_Add: return TY_OP_ADD;
    case TY_OP_Sub: return TY_OP_SUB;
    case TY_OP_Mult: return TY_OP_MUL;
    case TY_OP_MatMult: return TY_OP_MATMUL;
    case TY_OP_Div: return TY_OP_TRUEDIV;
    case TY_OP_FloorDiv: return TY_OP_FLOORDIV;
    case TY_OP_Mod: return TY_OP_MOD;
    case TY_OP_LShift: return TY_OP_LSHIFT;
    case TY_OP_RShift: return TY_OP_RSHIFT;
    case TY_OP_BitAnd: return TY_OP_AND;
    case TY_OP_BitOr: return TY_OP_OR;
    case TY_OP_BitXor: return TY_OP_XOR;
    default: return TY_OP_POW;
    }
}

int emit_compare_op(int cmpop)
{
    static const uint8_t ops[] = {
        [TY_CMP_Eq] = TY_BC_EQ, [TY_CMP_NotEq] = TY_BC_NE, [TY_CMP_Lt] = TY_BC_LT, [TY_CMP_LtE] = TY_BC_LE, [TY_CMP_Gt] = TY_BC_GT,
        [TY_CMP_GtE] = TY_BC_GE, [TY_CMP_Is] = TY_BC_IS, [TY_CMP_IsNot] = TY_BC_ISNOT, [TY_CMP_In] = TY_BC_IN, [TY_CMP_NotIn] = TY_BC_NOTIN,
    };
    return ops[cmpop];
}

reg emit_operand(emitter *E, ty_expr *e, const ty_expr *later)
{
    uint32_t save = E->fn->top;
    reg r = emit_expr(E, e, ANY);
    if (is_local(r) && emit_has_walrus(E, later)) {
        reg copy = emit_push(E);
        emit_move(E, copy, r, e->loc);
        return copy;
    }
    (void)save;
    return r;
}

void emit_discard(emitter *E, ty_expr *e)
{
    uint32_t save = E->fn->top;
    emit_expr(E, e, ANY);
    E->fn->top = save;
}

/* Into a register pushed for it. */
static reg pushed(emitter *E, ty_expr *e)
{
    reg r = emit_push(E);
    emit_expr(E, e, r);
    return r;
}

static reg binary(emitter *E, ty_expr *e, reg dest)
{
    uint32_t save = E->fn->top;
    int op = emit_binary_op(e->BinOp.op);
    reg l = emit_operand(E, e->BinOp.left, e->BinOp.right);
    ty_value k;
    if (emit_const_value(E, e->BinOp.right, &k)) {
        bool small = ty_is_small(k) && ty_small_value(k) >= -128 && ty_small_value(k) <= 127;
        if (small && (op == TY_OP_ADD || op == TY_OP_SUB)) {
            E->fn->top = save;
            dest = emit_dest(E, dest);
            emit(E, op == TY_OP_ADD ? TY_BC_ADDI : TY_BC_SUBI, dest, l, (reg)(uint8_t)ty_small_value(k), e->loc);
            return dest;
        }
        uint32_t n = op != TY_OP_MATMUL && !E->fn->dead ? emit_const(E, k) : 256;
        if (n < 256) {
            int kop = op == TY_OP_POW ? TY_BC_POWK : op > TY_OP_MATMUL ? TY_BC_ADDK + op - 1 : TY_BC_ADDK + op;
            E->fn->top = save;
            dest = emit_dest(E, dest);
            emit(E, kop, dest, l, n, e->loc);
            return dest;
        }
    }
    reg r = emit_expr(E, e->BinOp.right, ANY);
    E->fn->top = save;
    dest = emit_dest(E, dest);
    emit(E, TY_BC_ADD + op, dest, l, r, e->loc);
    return dest;
}

static reg unary(emitter *E, ty_expr *e, reg dest)
{
    static const uint8_t ops[] = {
        [TY_UNARY_Invert] = TY_BC_INVERT, [TY_UNARY_Not] = TY_BC_NOT, [TY_UNARY_UAdd] = TY_BC_POS, [TY_UNARY_USub] = TY_BC_NEG};
    uint32_t save = E->fn->top;
    ty_expr *o = e->UnaryOp.operand;
    if (e->UnaryOp.op == TY_UNARY_Not && o->kind == TY_EXPR_Compare && o->Compare.ops.len == 1 &&
        o->Compare.ops.at[0] >= TY_CMP_Is) { /* not a is b, not a in b */
        int cmp = o->Compare.ops.at[0];
        cmp = cmp == TY_CMP_Is ? TY_CMP_IsNot : cmp == TY_CMP_IsNot ? TY_CMP_Is : cmp == TY_CMP_In ? TY_CMP_NotIn : TY_CMP_In;
        reg l = emit_operand(E, o->Compare.left, o->Compare.comparators.at[0]);
        reg r = cmp >= TY_CMP_In ? emit_container(E, o->Compare.comparators.at[0]) : emit_expr(E, o->Compare.comparators.at[0], ANY);
        E->fn->top = save;
        dest = emit_dest(E, dest);
        emit(E, emit_compare_op(cmp), dest, l, r, o->loc);
        return dest;
    }
    reg r = emit_expr(E, o, ANY);
    E->fn->top = save;
    dest = emit_dest(E, dest);
    emit(E, ops[e->UnaryOp.op], dest, r, 0, e->loc);
    return dest;
}

reg emit_container(emitter *E, ty_expr *e)
{
    ty_value k;
    if (e->kind == TY_EXPR_List || e->kind == TY_EXPR_Set) {
        ty_expr as_tuple = {.kind = TY_EXPR_Tuple, .loc = e->loc};
        as_tuple.Tuple.elts = e->kind == TY_EXPR_List ? e->List.elts : e->Set.elts;
        as_tuple.Tuple.ctx = TY_CTX_Load;
        if (emit_const_value(E, &as_tuple, &k)) {
            if (e->kind == TY_EXPR_Set) {
                ty_value set = ty_unit_frozenset(E->ctx, E->unit, ty_tuple_items(k), ty_tuple_length(k));
                if (!set && !E->failed)
                    emit_fail(E);
                k = set;
            }
            return emit_load(E, k, ANY, e->loc);
        }
        if (e->kind == TY_EXPR_List) /* a list of values that nobody else sees may be a tuple */
            return emit_expr(E, &as_tuple, ANY);
    }
    return emit_expr(E, e, ANY);
}

static reg compare(emitter *E, ty_expr *e, reg dest)
{
    uint32_t save = E->fn->top, n = e->Compare.ops.len;
    if (n == 1) {
        int cmp = e->Compare.ops.at[0];
        ty_expr *right = e->Compare.comparators.at[0];
        reg l = emit_operand(E, e->Compare.left, right);
        reg r = cmp == TY_CMP_In || cmp == TY_CMP_NotIn ? emit_container(E, right) : emit_expr(E, right, ANY);
        E->fn->top = save;
        dest = emit_dest(E, dest);
        emit(E, emit_compare_op(cmp), dest, l, r, e->loc);
        return dest;
    }
    reg result = emit_scratch(E, dest);
    label end = emit_label(E);
    reg l = emit_operand(E, e->Compare.left, e->Compare.comparators.at[0]);
    for (uint32_t i = 0; i < n; i++) {
        int cmp = e->Compare.ops.at[i];
        ty_expr *right = e->Compare.comparators.at[i];
        reg r = i + 1 < n ? emit_operand(E, right, e->Compare.comparators.at[i + 1]) : emit_expr(E, right, ANY);
        emit(E, emit_compare_op(cmp), result, l, r, e->loc);
        if (i + 1 < n)
            emit_branch(E, TY_BC_JF, result, 0, 0, end, e->loc);
        l = r;
    }
    emit_bind(E, end);
    return emit_finish(E, result, dest, save, e->loc);
}

static reg bool_op(emitter *E, ty_expr *e, reg dest)
{
    uint32_t save = E->fn->top, n = e->BoolOp.values.len;
    reg result = emit_scratch(E, dest);
    label end = emit_label(E);
    int op = e->BoolOp.op == TY_BOOL_And ? TY_BC_JF : TY_BC_JT;
    for (uint32_t i = 0; i < n; i++) {
        emit_expr(E, e->BoolOp.values.at[i], result);
        if (i + 1 < n)
            emit_branch(E, op, result, 0, 0, end, e->loc);
    }
    emit_bind(E, end);
    return emit_finish(E, result, dest, save, e->loc);
}

static reg conditional(emitter *E, ty_expr *e, reg dest)
{
    label other = emit_label(E), end = emit_label(E);
    emit_jump_if(E, e->IfExp.test, other, false);
    dest = emit_dest(E, dest);
    emit_expr(E, e->IfExp.body, dest);
    emit_jump_to(E, end, emit_nowhere);
    emit_bind(E, other);
    emit_expr(E, e->IfExp.orelse, dest);
    emit_bind(E, end);
    return dest;
}

/* --- displays ------------------------------------------------------------------------------------------------------------ */

static bool starred(ty_expr_seq elts)
{
    for (uint32_t i = 0; i < elts.len; i++)
        if (elts.at[i]->kind == TY_EXPR_Starred)
            return true;
    return false;
}

static bool all_const(emitter *E, ty_expr_seq elts, ty_value *out)
{
    ty_expr as_tuple = {.kind = TY_EXPR_Tuple};
    as_tuple.Tuple.elts = elts;
    as_tuple.Tuple.ctx = TY_CTX_Load;
    return elts.len && emit_const_value(E, &as_tuple, out);
}

/* Adds items [from, end) to the list or set in `to`. */
static void add_items(emitter *E, ty_expr_seq elts, reg to, uint32_t from, bool set, ty_ast_loc loc)
{
    for (uint32_t i = from; i < elts.len && !E->failed; i++) {
        uint32_t save = E->fn->top;
        ty_expr *e = elts.at[i];
        if (e->kind == TY_EXPR_Starred) {
            reg r = emit_expr(E, e->Starred.value, ANY);
            emit(E, set ? TY_BC_SETUPDATE : TY_BC_LISTEXTEND, to, r, 0, loc);
        } else {
            reg r = emit_expr(E, e, ANY);
            emit(E, set ? TY_BC_SETADD : TY_BC_LISTAPPEND, to, r, 0, loc);
        }
        E->fn->top = save;
    }
}

void emit_args_to_list(emitter *E, ty_expr_seq elts, reg list, uint32_t from, ty_ast_loc loc)
{
    add_items(E, elts, list, from, false, loc);
}

/* list, set or tuple of items in general; op is LIST, SET or TUPLE. */
static reg display(emitter *E, ty_expr_seq elts, int op, reg dest, ty_ast_loc loc)
{
    uint32_t save = E->fn->top, n = elts.len;
    ty_value k;
    if (op != TY_BC_TUPLE && (op == TY_BC_LIST || n >= 3) && all_const(E, elts, &k)) {
        dest = emit_dest(E, dest);
        uint32_t number = E->fn->dead ? 0 : emit_const(E, k);
        if (number < 60000) {
            emit(E, op == TY_BC_LIST ? TY_BC_LISTK : TY_BC_SETK, dest, number, 0, loc);
            return dest;
        }
    }
    if (n <= DIRECT && !starred(elts)) {
        reg first = emit_top(E);
        for (uint32_t i = 0; i < n; i++)
            pushed(E, elts.at[i]);
        E->fn->top = save;
        dest = emit_dest(E, dest);
        emit(E, op, dest, first, n, loc);
        return dest;
    }
    reg result = op == TY_BC_TUPLE ? emit_push(E) : emit_scratch(E, dest);
    uint32_t before = E->fn->top, from = 0;
    reg first = emit_top(E);
    for (; from < n && from < DIRECT && elts.at[from]->kind != TY_EXPR_Starred; from++)
        pushed(E, elts.at[from]);
    E->fn->top = before;
    emit(E, op == TY_BC_SET ? TY_BC_SET : TY_BC_LIST, result, first, from, loc);
    add_items(E, elts, result, from, op == TY_BC_SET, loc);
    if (op != TY_BC_TUPLE)
        return emit_finish(E, result, dest, save, loc);
    E->fn->top = save;
    dest = emit_dest(E, dest);
    emit(E, TY_BC_LISTTUPLE, dest, result, 0, loc);
    return dest;
}

static reg dict(emitter *E, ty_expr *e, reg dest)
{
    uint32_t save = E->fn->top, n = e->Dict.keys.len;
    bool plain = true;
    for (uint32_t i = 0; i < n; i++)
        plain = plain && e->Dict.keys.at[i];
    ty_value k;
    if (plain && n >= 1 && n <= DIRECT && all_const(E, e->Dict.keys, &k)) {
        reg first = emit_top(E);
        for (uint32_t i = 0; i < n; i++)
            pushed(E, e->Dict.values.at[i]);
        E->fn->top = save;
        dest = emit_dest(E, dest);
        emit_w(E, TY_BC_DICTKEYS, dest, first, n, E->fn->dead ? 0 : emit_const(E, k), e->loc);
        return dest;
    }
    uint32_t direct = 0;
    while (direct < n && direct < DIRECT / 2 && e->Dict.keys.at[direct])
        direct++;
    reg result = direct == n ? ANY : emit_scratch(E, dest);
    uint32_t before = E->fn->top;
    reg first = emit_top(E);
    for (uint32_t i = 0; i < direct; i++) {
        pushed(E, e->Dict.keys.at[i]);
        pushed(E, e->Dict.values.at[i]);
    }
    E->fn->top = before;
    if (direct == n) {
        dest = emit_dest(E, dest);
        emit(E, TY_BC_DICT, dest, first, n, e->loc);
        return dest;
    }
    emit(E, TY_BC_DICT, result, first, direct, e->loc);
    for (uint32_t i = direct; i < n && !E->failed; i++) {
        if (e->Dict.keys.at[i]) {
            reg key = emit_operand(E, e->Dict.keys.at[i], e->Dict.values.at[i]);
            reg value = emit_expr(E, e->Dict.values.at[i], ANY);
            emit(E, TY_BC_DICTSET, result, key, value, e->loc);
        } else {
            emit(E, TY_BC_DICTUPDATE, result, emit_expr(E, e->Dict.values.at[i], ANY), 0, e->loc);
        }
        E->fn->top = before;
    }
    return emit_finish(E, result, dest, save, e->loc);
}

/* --- attributes and items ------------------------------------------------------------------------------------------------------- */

/* What happens to an attribute that is written over several lines is told at the line of its name. */
ty_ast_loc emit_attr_loc(ty_ast_loc loc, const ty_expr *attribute)
{
    if (loc.lineno == attribute->loc.end_lineno)
        return loc;
    int32_t n = (int32_t)attribute->Attribute.attr->len, end = attribute->loc.end_col_offset;
    loc.lineno = attribute->loc.end_lineno;
    if (loc.end_lineno < loc.lineno)
        loc.end_lineno = loc.lineno;
    if (n <= end)
        loc.col_offset = end - n;
    else
        loc.col_offset = loc.end_col_offset = -1;
    return loc;
}

static reg attribute(emitter *E, ty_expr *e, reg dest)
{
    reg super = emit_super_attr(E, e, dest);
    if (super != ANY + 1)
        return super;
    uint32_t save = E->fn->top;
    reg o = emit_expr(E, e->Attribute.value, ANY);
    E->fn->top = save;
    dest = emit_dest(E, dest);
    emit_named(E, TY_BC_GETATTR, dest, o, emit_mangle(E, e->Attribute.attr), emit_attr_loc(e->loc, e));
    return dest;
}

/* Parts of a slice into consecutive pushed registers, None where absent. */
static reg slice_parts(emitter *E, ty_expr *s, bool step)
{
    reg first = emit_push_n(E, step ? 3 : 2);
    ty_expr *parts[3] = {s->Slice.lower, s->Slice.upper, s->Slice.step};
    for (uint32_t i = 0; i < (step ? 3u : 2u); i++) {
        if (parts[i])
            emit_expr(E, parts[i], first + i);
        else
            emit_load(E, TY_NONE, first + i, s->loc);
    }
    return first;
}

static reg slice(emitter *E, ty_expr *e, reg dest)
{
    uint32_t save = E->fn->top;
    reg first = slice_parts(E, e, true);
    E->fn->top = save;
    dest = emit_dest(E, dest);
    emit(E, TY_BC_SLICE, dest, first, 0, e->loc);
    return dest;
}

static reg subscript(emitter *E, ty_expr *e, reg dest)
{
    uint32_t save = E->fn->top;
    ty_expr *s = e->Subscript.slice;
    reg o = emit_operand(E, e->Subscript.value, s);
    ty_value k;
    if (s->kind == TY_EXPR_Slice && !s->Slice.step) {
        reg first = slice_parts(E, s, false);
        E->fn->top = save;
        dest = emit_dest(E, dest);
        emit(E, TY_BC_GETSLICE, dest, o, first, e->loc);
        return dest;
    }
    if (emit_const_value(E, s, &k) && ty_is_small(k) && ty_small_value(k) >= -128 && ty_small_value(k) <= 127) {
        E->fn->top = save;
        dest = emit_dest(E, dest);
        emit(E, TY_BC_GETITEMI, dest, o, (reg)(uint8_t)ty_small_value(k), e->loc);
        return dest;
    }
    reg i = emit_expr(E, s, ANY);
    E->fn->top = save;
    dest = emit_dest(E, dest);
    emit(E, TY_BC_GETITEM, dest, o, i, e->loc);
    return dest;
}

/* --- f-strings -------------------------------------------------------------------------------------------------------------------- */

static reg formatted(emitter *E, ty_expr *e, reg dest)
{
    uint32_t save = E->fn->top;
    int conversion = e->FormattedValue.conversion, how = conversion == 's' ? 1 : conversion == 'r' ? 2 : conversion == 'a' ? 3 : 0;
    reg value;
    if (e->FormattedValue.format_spec) {
        value = emit_push_n(E, 2);
        emit_expr(E, e->FormattedValue.value, value);
        emit_expr(E, e->FormattedValue.format_spec, value + 1);
        how |= 4;
    } else {
        value = emit_expr(E, e->FormattedValue.value, ANY);
    }
    E->fn->top = save;
    dest = emit_dest(E, dest);
    emit(E, TY_BC_FORMAT, dest, value, (reg)how, e->loc);
    return dest;
}

static reg joined(emitter *E, ty_expr *e, reg dest)
{
    uint32_t save = E->fn->top, n = e->JoinedStr.values.len;
    if (n == 0)
        return emit_load(E, ty_str_empty, dest, e->loc);
    if (n == 1 && e->JoinedStr.values.at[0]->kind == TY_EXPR_Constant)
        return emit_expr(E, e->JoinedStr.values.at[0], dest);
    if (n == 1)
        return formatted(E, e->JoinedStr.values.at[0], dest);
    /* Long ones in portions: what is joined so far stands before the next. */
    reg first = emit_top(E);
    uint32_t used = 0;
    for (uint32_t i = 0; i < n; i++) {
        pushed(E, e->JoinedStr.values.at[i]);
        if (++used == DIRECT && i + 1 < n) {
            emit(E, TY_BC_STR, first, first, used, e->loc);
            E->fn->top = save + 1;
            used = 1;
        }
    }
    E->fn->top = save;
    dest = emit_dest(E, dest);
    emit(E, TY_BC_STR, dest, first, used, e->loc);
    return dest;
}

/* --- the rest ---------------------------------------------------------------------------------------------------------------------- */

static reg named(emitter *E, ty_expr *e, reg dest)
{
    struct ty_symbol *symbol = e->NamedExpr.target->Name.symbol;
    uint32_t save = E->fn->top;
    reg value = emit_expr(E, e->NamedExpr.value, dest != ANY && is_temp(dest) ? dest : ANY);
    emit_store_symbol(E, symbol, value, e->NamedExpr.target->loc);
    return dest == ANY || dest == value ? value : emit_finish(E, value, dest, save, e->loc);
}

void emit_await(emitter *E, reg r, int where, ty_ast_loc loc)
{
    reg it = emit_push(E);
    emit(E, TY_BC_AWAITABLE, it, r, (reg)where, loc);
    emit_load(E, TY_NONE, r, loc);
    label end = emit_label(E);
    emit_branch(E, TY_BC_SEND, r, it, emit_live(E), end, loc);
    emit_bind(E, end);
    E->fn->top--;
}

static reg await_expr(emitter *E, ty_expr *e, reg dest)
{
    fn *f = E->fn;
    uint32_t save = f->top;
    reg r = emit_push(E);
    emit_expr(E, e->Await.value, r);
    emit_await(E, r, 0, e->loc);
    return emit_finish(E, r, dest, save, e->loc);
}

void emit_yield(emitter *E, reg dest, reg value, ty_ast_loc loc)
{
    if (E->fn->suspends & TY_CODE_ASYNC_GENERATOR) {
        reg wrapped = emit_push(E);
        emit(E, TY_BC_INTRINSIC, wrapped, value, TY_IN_ASYNCGEN_WRAP, loc);
        value = wrapped;
        E->fn->top--;
    }
    emit(E, TY_BC_YIELD, dest, value, emit_live(E), loc);
}

static reg yield_expr(emitter *E, ty_expr *e, reg dest)
{
    uint32_t save = E->fn->top;
    reg value = e->Yield.value ? emit_expr(E, e->Yield.value, ANY) : emit_load(E, TY_NONE, ANY, e->loc);
    E->fn->top = save; /* the value is dead once it has been handed out */
    reg result = dest != ANY ? dest : emit_top(E);
    if (dest == ANY)
        emit_need(E, save + 1);
    emit_yield(E, result, value, e->loc);
    return dest == ANY ? emit_push(E) : dest;
}

static reg yield_from(emitter *E, ty_expr *e, reg dest)
{
    fn *f = E->fn;
    uint32_t save = f->top;
    reg r = emit_push(E), it = emit_push(E);
    emit_expr(E, e->YieldFrom.value, it);
    emit(E, TY_BC_YIELDFROMITER, it, it, 0, e->loc);
    emit_load(E, TY_NONE, r, e->loc);
    label end = emit_label(E);
    emit_branch(E, TY_BC_SEND, r, it, emit_live(E), end, e->loc);
    emit_bind(E, end);
    return emit_finish(E, r, dest, save, e->loc);
}

reg emit_expr(emitter *E, ty_expr *e, reg dest)
{
    if (E->failed || ty_context_deep(E->ctx, " during compilation")) {
        emit_fail(E);
        return dest == ANY ? emit_push(E) : dest;
    }
    ty_value k;
    switch ((ty_expr_kind)e->kind) {
    case TY_EXPR_Constant:
    case TY_EXPR_BinOp:
    case TY_EXPR_UnaryOp:
    case TY_EXPR_Tuple:
    case TY_EXPR_Subscript:
        if (emit_const_value(E, e, &k))
            return emit_load(E, k, dest, e->loc);
        break;
    default: break;
    }
    switch ((ty_expr_kind)e->kind) {
    case TY_EXPR_BoolOp: return bool_op(E, e, dest);
    case TY_EXPR_NamedExpr: return named(E, e, dest);
    case TY_EXPR_BinOp: return binary(E, e, dest);
    case TY_EXPR_UnaryOp: return unary(E, e, dest);
    case TY_EXPR_Lambda: return emit_lambda(E, e, dest);
    case TY_EXPR_IfExp: return conditional(E, e, dest);
    case TY_EXPR_Dict: return dict(E, e, dest);
    case TY_EXPR_Set: return display(E, e->Set.elts, TY_BC_SET, dest, e->loc);
    case TY_EXPR_ListComp:
    case TY_EXPR_SetComp:
    case TY_EXPR_DictComp:
    case TY_EXPR_GeneratorExp: return emit_comprehension(E, e, dest);
    case TY_EXPR_Await: return await_expr(E, e, dest);
    case TY_EXPR_Yield: return yield_expr(E, e, dest);
    case TY_EXPR_YieldFrom: return yield_from(E, e, dest);
    case TY_EXPR_Compare: return compare(E, e, dest);
    case TY_EXPR_Call: return emit_call(E, e, dest);
    case TY_EXPR_FormattedValue: return formatted(E, e, dest);
    case TY_EXPR_JoinedStr: return joined(E, e, dest);
    case TY_EXPR_Attribute: return attribute(E, e, dest);
    case TY_EXPR_Subscript: return subscript(E, e, dest);
    case TY_EXPR_Starred:
        emit_syntax_error(E, e->loc, e->Starred.ctx == TY_CTX_Store ? "starred assignment target must be in a list or tuple"
                                                                    : "can't use starred expression here");
        return emit_dest(E, dest);
    case TY_EXPR_Name:
        if (emit_const_value(E, e, &k))
            return emit_load(E, k, dest, e->loc);
        return emit_load_symbol(E, e->Name.symbol, dest, e->loc);
    case TY_EXPR_List: return display(E, e->List.elts, TY_BC_LIST, dest, e->loc);
    case TY_EXPR_Tuple: return display(E, e->Tuple.elts, TY_BC_TUPLE, dest, e->loc);
    case TY_EXPR_Slice: return slice(E, e, dest);
    case TY_EXPR_Constant:
    case TY_EXPR__COUNT: break;
    }
    return emit_dest(E, dest);
}
