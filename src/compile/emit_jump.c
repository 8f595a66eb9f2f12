/* SPDX-License-Identifier: MIT */
/* Conditions: comparison and jump in one instruction, short circuits without values. */
#include <config.h>

#include "compile/emit.h"

/* Jump opcodes by ty_cmpop; *sense is flipped for the negated ones. */
static int jump_op(int cmpop, bool *sense)
{
    switch (cmpop) {
    case TY_CMP_Eq: return TY_BC_JEQ;
    case TY_CMP_NotEq: return TY_BC_JNE;
    case TY_CMP_Lt: return TY_BC_JLT;
    case TY_CMP_LtE: return TY_BC_JLE;
    case TY_CMP_Gt: return TY_BC_JGT;
    case TY_CMP_GtE: return TY_BC_JGE;
    case TY_CMP_IsNot: *sense = !*sense; return TY_BC_JIS;
    case TY_CMP_Is: return TY_BC_JIS;
    case TY_CMP_NotIn: *sense = !*sense; return TY_BC_JIN;
    default: return TY_BC_JIN;
    }
}

static int immediate_op(int op)
{
    switch (op) {
    case TY_BC_JLT: return TY_BC_JLTI;
    case TY_BC_JLE: return TY_BC_JLEI;
    case TY_BC_JEQ: return TY_BC_JEQI;
    case TY_BC_JNE: return TY_BC_JNEI;
    case TY_BC_JGT: return TY_BC_JGTI;
    case TY_BC_JGE: return TY_BC_JGEI;
    default: return -1;
    }
}

/* One link `left op right`, the left operand in a register already. When `keep`, the right one is left in a register
 * for the next link: it is returned. */
static reg link_jump(emitter *E, reg left, int cmpop, ty_expr *right, const ty_expr *later, label target, bool sense, bool keep,
                     ty_ast_loc loc)
{
    int op = jump_op(cmpop, &sense);
    ty_value k;
    if (!keep && emit_const_value(E, right, &k)) {
        if (ty_is_small(k) && ty_small_value(k) >= -128 && ty_small_value(k) <= 127 && immediate_op(op) >= 0) {
            emit_branch(E, immediate_op(op), left, (reg)(uint8_t)ty_small_value(k), sense, target, loc);
            return ANY;
        }
        bool immediate = !ty_is_object(k) && !ty_is_small(k) && !ty_is_flonum(k);
        if (op == TY_BC_JIS && immediate) {
            emit_branch(E, TY_BC_JISIMM, left, (reg)((uintptr_t)k >> 3), sense, target, loc);
            return ANY;
        }
        if ((op == TY_BC_JEQ || op == TY_BC_JNE) && !E->fn->dead) {
            uint32_t n = emit_const(E, k);
            if (n < 256) {
                emit_branch(E, op == TY_BC_JEQ ? TY_BC_JEQK : TY_BC_JNEK, left, n, sense, target, loc);
                return ANY;
            }
        }
    }
    reg r = op == TY_BC_JIN ? emit_container(E, right) : emit_operand(E, right, later);
    emit_branch(E, op, left, r, sense, target, loc);
    return r;
}

static void compare(emitter *E, ty_expr *e, label target, bool sense)
{
    uint32_t save = E->fn->top, n = e->Compare.ops.len;
    reg left = emit_operand(E, e->Compare.left, e->Compare.comparators.at[0]);
    if (n == 1) {
        link_jump(E, left, e->Compare.ops.at[0], e->Compare.comparators.at[0], NULL, target, sense, false, e->loc);
        E->fn->top = save;
        return;
    }
    label out = sense ? emit_label(E) : target;
    for (uint32_t i = 0; i < n; i++) {
        bool last = i + 1 == n;
        const ty_expr *later = last ? NULL : e->Compare.comparators.at[i + 1];
        left = link_jump(E, left, e->Compare.ops.at[i], e->Compare.comparators.at[i], later, last ? target : out, last ? sense : false,
                         !last, e->loc);
    }
    E->fn->top = save;
    if (sense)
        emit_bind(E, out);
}

void emit_jump_if(emitter *E, ty_expr *e, label target, bool sense)
{
    if (ty_context_deep(E->ctx, " during compilation")) {
        emit_fail(E);
        return;
    }
    int truth = emit_const_truth(E, e);
    if (truth >= 0) {
        emit_nop(E, e->loc);
        if (truth == sense)
            emit_jump_to(E, target, emit_nowhere);
        return;
    }
    switch (e->kind) {
    case TY_EXPR_UnaryOp:
        if (e->UnaryOp.op == TY_UNARY_Not) {
            emit_jump_if(E, e->UnaryOp.operand, target, !sense);
            return;
        }
        break;
    case TY_EXPR_BoolOp: {
        /* `and` with sense false, `or` with sense true: each operand may jump. Else all but the last jump over it. */
        bool each = (e->BoolOp.op == TY_BOOL_Or) == sense;
        label out = each ? target : emit_label(E);
        uint32_t n = e->BoolOp.values.len;
        for (uint32_t i = 0; i + 1 < n; i++)
            emit_jump_if(E, e->BoolOp.values.at[i], out, each ? sense : !sense);
        emit_jump_if(E, e->BoolOp.values.at[n - 1], target, sense);
        if (!each)
            emit_bind(E, out);
        return;
    }
    case TY_EXPR_IfExp: {
        label other = emit_label(E), end = emit_label(E);
        emit_jump_if(E, e->IfExp.test, other, false);
        emit_jump_if(E, e->IfExp.body, target, sense);
        emit_jump_to(E, end, emit_nowhere);
        emit_bind(E, other);
        emit_jump_if(E, e->IfExp.orelse, target, sense);
        emit_bind(E, end);
        return;
    }
    case TY_EXPR_Compare: compare(E, e, target, sense); return;
    default: break;
    }
    uint32_t save = E->fn->top;
    reg r = emit_expr(E, e, ANY);
    emit_branch(E, sense ? TY_BC_JT : TY_BC_JF, r, 0, 0, target, e->loc);
    E->fn->top = save;
}
