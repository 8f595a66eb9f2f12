/* SPDX-License-Identifier: MIT */
/* Text listing of code: for --dump=code and tests. Made for people; its form may change. */
#include <config.h>

#include <stdio.h>

#include "code/lines.h"
#include "code/opcodes.h"
#include "object/error.h"
#include "object/float.h"
#include "object/int.h"
#include "object/ops.h"
#include "object/str.h"
#include "object/tuple.h"

static void constant(ty_strbuf *b, ty_ctx *ctx, ty_value v)
{
    if (ty_is_code(v)) {
        ty_strbuf_cstr(b, "<code ");
        ty_strbuf_str(b, ((ty_code *)v)->qualname);
        ty_strbuf_cstr(b, ">");
        return;
    }
    ty_value text = ty_is_exact_str(v) ? ty_str_repr(ctx, v) : ty_op_repr(ctx, v);
    if (text)
        ty_strbuf_str(b, text);
    else
        ty_strbuf_fail(b);
}

static void reg(ty_strbuf *b, const ty_code *c, uint32_t r)
{
    if (r < c->nlocals && ty_str_length(ty_tuple_at(c->local_names, r))) {
        ty_strbuf_str(b, ty_tuple_at(c->local_names, r));
        if (c->local_flags[r] & TY_LOCAL_HIDDEN)
            ty_strbuf_cstr(b, "'");
    } else
        ty_strbuf_format(b, "r%u", r);
}

static void operand(ty_strbuf *b, ty_ctx *ctx, const ty_code *c, int kind, uint32_t v)
{
    switch (kind) {
    case TY_OPERAND_R:
    case TY_OPERAND_D:
    case TY_OPERAND_M:
        ty_strbuf_char(b, ' ');
        reg(b, c, v);
        break;
    case TY_OPERAND_I:
    case TY_OPERAND_N: ty_strbuf_format(b, " %u", v); break;
    case TY_OPERAND_S: ty_strbuf_format(b, " #%d", (int8_t)v); break;
    case TY_OPERAND_Sx: ty_strbuf_format(b, " #%d", (int16_t)v); break;
    case TY_OPERAND_K:
    case TY_OPERAND_K32:
        ty_strbuf_char(b, ' ');
        if (v < c->nconsts)
            constant(b, ctx, c->consts[v]);
        break;
    default: break;
    }
}

/* Which kind of thing BC numbers. */
static void operand_bx(ty_strbuf *b, ty_ctx *ctx, const ty_code *c, int op, uint32_t v)
{
    ty_strbuf_char(b, ' ');
    switch (op) {
    case TY_BC_LOADK:
    case TY_BC_LISTK:
    case TY_BC_SETK:
        if (v < c->nconsts)
            constant(b, ctx, c->consts[v]);
        break;
    case TY_BC_LOADFAR:
    case TY_BC_STOREFAR: reg(b, c, v); break;
    default:
        if (v < ty_tuple_length(c->free_names))
            ty_strbuf_str(b, ty_tuple_at(c->free_names, v));
    }
}

static void instruction(ty_strbuf *b, ty_ctx *ctx, const ty_code *c, uint32_t pc)
{
    uint32_t w = c->insns[pc], op = TY_BC_OP(w);
    if (op >= TY_BC_COUNT) {
        ty_strbuf_format(b, "?%u", op);
        return;
    }
    const ty_opcode_info *info = &ty_opcodes[op];
    uint32_t x = info->words == 2 && pc + 1 < c->ninsns ? c->insns[pc + 1] : 0;
    ty_strbuf_cstr(b, info->name);
    if (info->a == TY_OPERAND_J24) {
        ty_strbuf_format(b, " -> %d", (int)pc + 1 + TY_BC_J24(w));
        return;
    }
    operand(b, ctx, c, info->a, TY_BC_A(w));
    if (info->b == TY_OPERAND_Bx)
        operand_bx(b, ctx, c, (int)op, TY_BC_BX(w));
    else if (info->b == TY_OPERAND_Sx)
        ty_strbuf_format(b, " #%d", TY_BC_SX(w));
    else {
        operand(b, ctx, c, info->b, TY_BC_B(w));
        operand(b, ctx, c, info->c, TY_BC_C(w));
    }
    switch (info->w) {
    case TY_OPERAND_J: ty_strbuf_format(b, " -> %d", (int)pc + 2 + (int32_t)x); break;
    case TY_OPERAND_NI:
        ty_strbuf_char(b, ' ');
        if (x >> 16 < c->nconsts && ty_is_str(c->consts[x >> 16]))
            ty_strbuf_str(b, c->consts[x >> 16]);
        ty_strbuf_format(b, " @%u", x & 0xffff);
        break;
    case TY_OPERAND_K32: operand(b, ctx, c, TY_OPERAND_K32, x); break;
    case TY_OPERAND_X:
        if (op == TY_BC_FUNCTION) {
            operand(b, ctx, c, TY_OPERAND_K32, x >> 16);
            ty_strbuf_format(b, " @%u", x & 0xffff);
        } else if (op == TY_BC_UNPACKEX)
            ty_strbuf_format(b, " %u+%u", x >> 16, x & 0xffff);
        else
            ty_strbuf_format(b, " %u", x);
        break;
    default: break;
    }
    if (op == TY_BC_INTRINSIC && TY_BC_C(w) < TY_IN_COUNT)
        ty_strbuf_format(b, " (%s)", ty_opcode_intrinsics[TY_BC_C(w)]);
}

static void listing(ty_strbuf *b, ty_ctx *ctx, const ty_code *c)
{
    if (ty_context_deep(ctx, "")) {
        ty_strbuf_fail(b);
        return;
    }
    ty_strbuf_format(b, "%U: %u registers, %u locals, %u free, %u caches\n", c->qualname, c->nregs, c->nlocals, c->nfree, c->ncaches);
    int32_t line = -1;
    for (uint32_t pc = 0; pc < c->ninsns;) {
        int32_t here = ty_code_line(c, pc);
        char head[32];
        if (here != line && here >= 0)
            snprintf(head, sizeof head, "%5d %5u  ", here, pc);
        else
            snprintf(head, sizeof head, "      %5u  ", pc);
        line = here;
        ty_strbuf_cstr(b, head);
        instruction(b, ctx, c, pc);
        ty_strbuf_char(b, '\n');
        uint32_t op = TY_BC_OP(c->insns[pc]);
        pc += op < TY_BC_COUNT ? ty_opcodes[op].words : 1;
    }
    for (uint32_t i = 0; i < c->nhandlers; i++)
        ty_strbuf_format(b, "      %u to %u -> %u [r%u]\n", c->handlers[i].start, c->handlers[i].end, c->handlers[i].target,
                         c->handlers[i].reg);
    for (uint32_t i = 0; i < c->nconsts; i++)
        if (ty_is_code(c->consts[i])) {
            ty_strbuf_char(b, '\n');
            listing(b, ctx, (ty_code *)c->consts[i]);
        }
}

ty_value ty_code_disassemble(ty_ctx *ctx, const ty_code *c)
{
    ty_strbuf b;
    ty_strbuf_init(&b, ctx);
    listing(&b, ctx, c);
    return ty_strbuf_finish(&b);
}
