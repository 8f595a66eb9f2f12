/* SPDX-License-Identifier: MIT */
/*
 * Structural checks of a code object: every operand, jump, table row and range of registers lies where it must, constants
 * have the types that instructions expect, the last instruction does not fall off the end. What kind of value a register
 * holds at run time (that a cell is a cell) is not proved, but cell variables are written by no other instruction.
 */
#include <config.h>

#include <stdlib.h>

#include "code/lines.h"
#include "code/opcodes.h"
#include "object/set.h"
#include "object/str.h"
#include "object/tuple.h"

typedef struct verifier {
    const ty_code *c;
    uint8_t *starts; /* words where instructions begin */
} verifier;

enum { HEADER = 4, SLACK = 2 };

static bool is_cell(const ty_code *c, uint32_t r)
{
    return r < c->nlocals && c->local_flags[r] & TY_LOCAL_CELL;
}

/* With very many variables cells are brought into temporaries, which cannot be told from others here. */
static bool may_be_cell(const ty_code *c, uint32_t r)
{
    return is_cell(c, r) || (c->nlocals > TY_BC_FAR_LOCALS && r >= TY_BC_FAR_LOCALS);
}

static bool names(ty_value v)
{
    if (!ty_is_exact_tuple(v))
        return false;
    for (size_t i = 0; i < ty_tuple_length(v); i++)
        if (!ty_is_exact_str(ty_tuple_at(v, i)))
            return false;
    return true;
}

static const char *operand(const ty_code *c, int op, int kind, uint32_t v)
{
    switch (kind) {
    case TY_OPERAND_R: return v < c->nregs ? NULL : "register out of range";
    case TY_OPERAND_D:
    case TY_OPERAND_M:
        if (v >= c->nregs)
            return "register out of range";
        return is_cell(c, v) && op != TY_BC_MAKECELL && op != TY_BC_UNBIND ? "a cell variable is overwritten" : NULL;
    case TY_OPERAND_K: return v < c->nconsts ? NULL : "constant out of range";
    default: return NULL;
    }
}

/* The constant or variable that BC numbers. */
static const char *wide(const ty_code *c, int op, uint32_t n)
{
    switch (op) {
    case TY_BC_LOADK: return n < c->nconsts ? NULL : "constant out of range";
    case TY_BC_LISTK: return n < c->nconsts && ty_is_exact_tuple(c->consts[n]) ? NULL : "no tuple constant";
    case TY_BC_SETK:
        return n < c->nconsts && (ty_is_exact_tuple(c->consts[n]) || ty_has_shape(c->consts[n], &ty_frozenset_shape)) ? NULL : "no set constant";
    case TY_BC_LOADFAR:
    case TY_BC_STOREFAR: return n < c->nlocals ? NULL : "variable out of range";
    default: return n < c->nfree ? NULL : "free variable out of range";
    }
}

/* Registers that the instruction uses beyond its plain operands: at most `end` - 1. */
static uint32_t extent(const ty_code *c, uint32_t w, uint32_t x)
{
    uint32_t a = TY_BC_A(w), b = TY_BC_B(w), n = TY_BC_C(w);
    switch (TY_BC_OP(w)) {
    case TY_BC_CALL: return a + HEADER + b + SLACK;
    case TY_BC_CALLM: return a + HEADER + 1 + b + SLACK;
    case TY_BC_CALLKW: return a + HEADER + n + b + SLACK;
    case TY_BC_CALLEX: return a + HEADER + 2 + SLACK;
    case TY_BC_LDMETH: return a + HEADER + 1 + SLACK;
    case TY_BC_SUPERMETH: return a + HEADER + 1 + SLACK > b + 3 ? a + HEADER + 1 + SLACK : b + 3;
    case TY_BC_SUPERATTR:
    case TY_BC_SLICE: return b + 3;
    case TY_BC_GETSLICE: return n + 2;
    case TY_BC_SETSLICE:
    case TY_BC_IMPORT: return b + 2;
    case TY_BC_LIST:
    case TY_BC_TUPLE:
    case TY_BC_SET:
    case TY_BC_STR:
    case TY_BC_DICTKEYS: return b + n;
    case TY_BC_DICT: return b + 2 * n;
    case TY_BC_FORMAT: return n & 4 ? b + 2 : b + 1;
    case TY_BC_FUNCTION: return b + (uint32_t)((n & 1) + (n >> 1 & 1) + (n >> 2 & 1) + (n >> 3 & 1) + (n >> 4 & 1));
    case TY_BC_UNPACK: return a + n;
    case TY_BC_UNPACKEX: return a + (x >> 16) + 1 + (x & 0xffff);
    case TY_BC_YIELD:
    case TY_BC_SEND: return n == 255 ? 0 : n;
    case TY_BC_PUSHEXC:
    case TY_BC_POPEXC:
    case TY_BC_GROUPMATCH:
    case TY_BC_WITH:
    case TY_BC_ASYNCWITH: return a + 2;
    case TY_BC_MATCHCLASS: return n + 2;
    case TY_BC_INTRINSIC: return n < TY_IN_COUNT ? b + ty_opcode_intrinsic_args[n] : UINT32_MAX;
    default: (void)c; return 0;
    }
}

static const char *second(const verifier *v, uint32_t pc, const ty_opcode_info *info)
{
    const ty_code *c = v->c;
    uint32_t w = c->insns[pc], x = c->insns[pc + 1], op = TY_BC_OP(w);
    switch (info->w) {
    case TY_OPERAND_J: {
        int64_t to = (int64_t)pc + 2 + (int32_t)x;
        return to >= 0 && to < c->ninsns && v->starts[to] ? NULL : "jump to no instruction";
    }
    case TY_OPERAND_NI:
        if ((x & 0xffff) >= c->ncaches)
            return "cache out of range";
        return x >> 16 < c->nconsts && ty_is_exact_str(c->consts[x >> 16]) ? NULL : "no name constant";
    case TY_OPERAND_CI: return (x & 0xffff) < c->ncaches ? NULL : "cache out of range";
    case TY_OPERAND_K32:
        if (x >= c->nconsts)
            return "constant out of range";
        if (op == TY_BC_CALLKW && (!names(c->consts[x]) || ty_tuple_length(c->consts[x]) > TY_BC_B(w)))
            return "no keyword names";
        if (op == TY_BC_DICTKEYS && (!ty_is_exact_tuple(c->consts[x]) || ty_tuple_length(c->consts[x]) != TY_BC_C(w)))
            return "no keys";
        if (op == TY_BC_IMPORT && !ty_is_exact_str(c->consts[x]))
            return "no module name";
        return NULL;
    default: break;
    }
    if (op == TY_BC_FUNCTION) {
        if ((x & 0xffff) >= c->ncaches)
            return "cache out of range";
        if (x >> 16 >= c->nconsts || !ty_is_code(c->consts[x >> 16]))
            return "no code constant";
        if (((ty_code *)c->consts[x >> 16])->nfree && !(TY_BC_C(w) & 8))
            return "a closure is missing";
    }
    if (op == TY_BC_INPLACE && x > 12)
        return "no such operator";
    return NULL;
}

static const char *instruction(const verifier *v, uint32_t pc)
{
    const ty_code *c = v->c;
    uint32_t w = c->insns[pc], op = TY_BC_OP(w);
    const ty_opcode_info *info = &ty_opcodes[op];
    const char *bad;
    if (info->a == TY_OPERAND_J24) {
        int64_t to = (int64_t)pc + 1 + TY_BC_J24(w);
        return to >= 0 && to < c->ninsns && v->starts[to] ? NULL : "jump to no instruction";
    }
    if ((op == TY_BC_LOADCELL && !may_be_cell(c, TY_BC_B(w))) ||
        ((op == TY_BC_STORECELL || op == TY_BC_DELCELL) && !may_be_cell(c, TY_BC_A(w))))
        return "no cell variable";
    if ((op == TY_BC_CHECK || op == TY_BC_DELLOCAL) && TY_BC_A(w) >= c->nlocals)
        return "no variable";
    if ((op == TY_BC_YIELD || op == TY_BC_SEND) && !c->kind)
        return "yield in a plain function";
    bad = operand(c, (int)op, info->a, TY_BC_A(w));
    if (!bad && info->b == TY_OPERAND_Bx)
        bad = wide(c, (int)op, TY_BC_BX(w));
    else if (!bad && info->b != TY_OPERAND_Sx) {
        bad = operand(c, (int)op, info->b, TY_BC_B(w));
        if (!bad)
            bad = operand(c, (int)op, info->c, TY_BC_C(w));
    }
    if (!bad && info->words == 2)
        bad = second(v, pc, info);
    if (!bad && extent(c, w, info->words == 2 ? c->insns[pc + 1] : 0) > c->nregs)
        bad = "registers out of range";
    return bad;
}

static bool ends_flow(uint32_t op)
{
    return op == TY_BC_RET || op == TY_BC_JMP || op == TY_BC_LOOP || op == TY_BC_RAISE || op == TY_BC_RERAISE;
}

static const char *instructions(verifier *v)
{
    const ty_code *c = v->c;
    uint32_t last = UINT32_MAX;
    for (uint32_t pc = 0; pc < c->ninsns;) {
        uint32_t op = TY_BC_OP(c->insns[pc]);
        if (op >= TY_BC_COUNT || op == TY_BC_ENTER)
            return "unknown opcode";
        if (pc + ty_opcodes[op].words > c->ninsns)
            return "instruction is cut off";
        v->starts[pc] = 1;
        last = op;
        pc += ty_opcodes[op].words;
    }
    if (last == UINT32_MAX || !ends_flow(last))
        return "code falls off its end";
    for (uint32_t pc = 0; pc < c->ninsns; pc += ty_opcodes[TY_BC_OP(c->insns[pc])].words) {
        const char *bad = instruction(v, pc);
        if (bad)
            return bad;
    }
    for (uint32_t i = 0; i < c->nhandlers; i++) {
        const ty_code_handler *h = &c->handlers[i];
        if (h->start >= h->end || h->end > c->ninsns || (i && h->start < c->handlers[i - 1].end))
            return "exception table is not sorted";
        if (!v->starts[h->start] || (h->end < c->ninsns && !v->starts[h->end]) || h->target >= c->ninsns || !v->starts[h->target])
            return "exception table points to no instruction";
        if (h->reg >= c->nregs || is_cell(c, h->reg))
            return "exception register out of range";
    }
    return NULL;
}

const char *ty_code_verify(const ty_code *c)
{
    if (!ty_is_str(c->name) || !ty_is_str(c->qualname) || !ty_is_str(c->filename))
        return "a name is no str";
    if (!names(c->local_names) || ty_tuple_length(c->local_names) != c->nlocals || !names(c->free_names) ||
        ty_tuple_length(c->free_names) != c->nfree)
        return "variable names do not fit";
    uint32_t params = (uint32_t)c->argcount + c->kwonlyargcount + !!(c->flags & TY_CODE_VARARGS) + !!(c->flags & TY_CODE_VARKEYWORDS);
    if (c->nlocals > c->nregs || c->nparams > c->nlocals || c->posonlyargcount > c->argcount ||
        (c->flags & TY_CODE_NAMESPACE ? params != 0 || c->nparams != 1 : params != c->nparams))
        return "parameters do not fit";
    if (c->fast_nargs != 0xffff && (c->fast_nargs != c->nparams || c->kind || c->kwonlyargcount ||
                                    c->flags & (TY_CODE_VARARGS | TY_CODE_VARKEYWORDS)))
        return "parameters do not fit";
    if (c->kind != (c->flags & TY_CODE_SUSPENDS) || (c->kind & (c->kind - 1)))
        return "kind does not fit";
    if (c->ninsns > INT32_MAX / 8)
        return "too long";
    verifier v = {c, calloc((size_t)c->ninsns + 1, 1)};
    if (!v.starts)
        return "no memory";
    const char *bad = instructions(&v);
    free(v.starts);
    return bad;
}
