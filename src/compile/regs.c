/* SPDX-License-Identifier: MIT */
/* The ground of the code generator: appending instructions, labels with what is known about variables, temporaries,
 * numbers of constants and names. */
#include <config.h>

#include "code/opcodes.h"
#include "compile/emit.h"
#include "object/error.h"
#include "object/str.h"
#include "object/tuple.h"

const ty_ast_loc emit_nowhere = {0, 0, 0, 0};

/* --- failure --------------------------------------------------------------------------------------------------------- */

void emit_fail(emitter *E)
{
    E->failed = true;
}

void emit_no_memory(emitter *E)
{
    if (!E->failed)
        ty_error_memory(E->ctx);
    E->failed = true;
}

bool emit_grow(emitter *E, void *items, uint32_t *room, uint32_t count, size_t size)
{
    if (count < *room)
        return true;
    void **p = items;
    uint32_t more = *room ? *room * 2 : 16;
    void *grown = more > *room ? ty_arena_grow(E->arena, *p, *room * size, more * size) : NULL;
    if (!grown) {
        emit_no_memory(E);
        return false;
    }
    *p = grown;
    *room = more;
    return true;
}

/* --- what is certain about variables ------------------------------------------------------------------------------------ */

void emit_set_bound(emitter *E, reg local)
{
    fn *f = E->fn;
    if (local < 256 && !(f->vague.bits[local >> 6] >> (local & 63) & 1))
        f->bound.bits[local >> 6] |= (uint64_t)1 << (local & 63);
}

void emit_set_unbound(emitter *E, reg local)
{
    if (local < 256) {
        E->fn->vague.bits[local >> 6] |= (uint64_t)1 << (local & 63);
        E->fn->bound.bits[local >> 6] &= ~((uint64_t)1 << (local & 63));
    }
}

static void agree(label_info *l, const bound_set *now)
{
    if (!l->known) {
        l->bound = *now;
        l->known = true;
        return;
    }
    for (int i = 0; i < 4; i++)
        l->bound.bits[i] &= now->bits[i];
}

/* --- instructions ---------------------------------------------------------------------------------------------------------- */

static insn *append(emitter *E, int op, reg a, reg b, reg c, uint32_t w, ty_ast_loc loc)
{
    fn *f = E->fn;
    if (f->dead || E->failed || !emit_grow(E, &f->insns, &f->insns_room, f->ninsns, sizeof *f->insns))
        return NULL;
    insn *i = &f->insns[f->ninsns++];
    *i = (insn){.op = (uint8_t)op, .statement = f->statement, .cold = !f->loops && (f->flags & TY_CODE_NAMESPACE), .a = a, .b = b, .c = c, .w = w, .loc = loc};
    f->statement = false;
    return i;
}

/* A line that has no instruction yet gets a NOP, unless the next instruction is of the same line or of none. */
static void settle(emitter *E, ty_ast_loc *loc)
{
    fn *f = E->fn;
    if (!f->nop)
        return;
    f->nop = false;
    bool later = f->statement;
    f->statement = f->nop_statement;
    if (loc && (loc->lineno == f->nop_loc.lineno || loc->lineno == 0)) {
        if (loc->lineno == 0)
            *loc = f->nop_loc;
        f->statement |= later;
        return;
    }
    append(E, TY_BC_NOP, 0, 0, 0, 0, f->nop_loc);
    f->statement = later;
}

void emit_flush(emitter *E)
{
    if (!E->fn->dead)
        settle(E, NULL);
}

void emit_nop(emitter *E, ty_ast_loc loc)
{
    fn *f = E->fn;
    if (f->dead || (f->ninsns && f->insns[f->ninsns - 1].op == TY_BC_NOP && f->insns[f->ninsns - 1].loc.lineno == loc.lineno))
        return;
    settle(E, &loc);
    f->nop = true;
    f->nop_loc = loc;
    f->nop_statement = f->statement;
    f->statement = false;
}

static bool ends_flow(int op)
{
    switch (op) {
    case TY_BC_RET:
    case TY_BC_JMP:
    case TY_BC_LOOP:
    case TY_BC_RAISE:
    case TY_BC_RERAISE: return true;
    default: return false;
    }
}

void emit_w(emitter *E, int op, reg a, reg b, reg c, uint32_t w, ty_ast_loc loc)
{
    if (E->fn->dead)
        return;
    settle(E, &loc);
    append(E, op, a, b, c, w, loc);
    if (ends_flow(op))
        E->fn->dead = true;
}

void emit(emitter *E, int op, reg a, reg b, reg c, ty_ast_loc loc)
{
    emit_w(E, op, a, b, c, 0, loc);
}

void emit_named(emitter *E, int op, reg a, reg b, const ty_ident *name, ty_ast_loc loc)
{
    if (!E->fn->dead)
        emit_w(E, op, a, b, 0, emit_name(E, name), loc);
}

void emit_move(emitter *E, reg to, reg from, ty_ast_loc loc)
{
    if (to != from)
        emit(E, TY_BC_MOVE, to, from, 0, loc);
}

/* --- labels ------------------------------------------------------------------------------------------------------------------- */

label emit_label(emitter *E)
{
    fn *f = E->fn;
    if (E->failed || !emit_grow(E, &f->labels, &f->labels_room, f->nlabels, sizeof *f->labels))
        return NO_LABEL;
    f->labels[f->nlabels] = (label_info){.at = -1};
    return (label)f->nlabels++;
}

void emit_bind(emitter *E, label l)
{
    fn *f = E->fn;
    if (l == NO_LABEL || E->failed)
        return;
    label_info *info = &f->labels[l];
    if (!f->dead)
        settle(E, NULL);
    /* A jump to what follows anyway. */
    if (f->dead && info->refs && f->ninsns && f->last_label < f->ninsns) {
        insn *last = &f->insns[f->ninsns - 1];
        if (last->op == TY_BC_JMP && last->w == (uint32_t)l && last->a == 1) {
            f->ninsns--;
            info->refs--;
            f->dead = false;
            f->bound = info->bound; /* it took part in the agreement */
        }
    }
    if (!f->dead)
        agree(info, &f->bound);
    if (info->refs || !f->dead) {
        f->dead = false;
        f->bound = info->bound;
    }
    info->at = (int32_t)f->ninsns;
    f->last_label = f->ninsns;
}

void emit_handler(emitter *E, label l, const bound_set *bound)
{
    fn *f = E->fn;
    if (l == NO_LABEL || E->failed)
        return;
    label_info *info = &f->labels[l];
    info->at = (int32_t)f->ninsns;
    f->last_label = f->ninsns;
    f->dead = info->refs == 0;
    f->bound = *bound;
    f->nop = false;
}

static void refer(emitter *E, label l)
{
    if (l == NO_LABEL || E->fn->dead || E->failed)
        return;
    label_info *info = &E->fn->labels[l];
    info->refs++;
    if (info->at < 0)
        agree(info, &E->fn->bound);
}

/* a = 1 marks a jump that may vanish when it leads to the next instruction. */
void emit_jump_to(emitter *E, label l, ty_ast_loc loc)
{
    refer(E, l);
    emit_w(E, TY_BC_JMP, loc.lineno == 0 && !E->fn->nop, 0, 0, (uint32_t)l, loc);
}

void emit_loop_to(emitter *E, label l, ty_ast_loc loc)
{
    refer(E, l);
    emit_w(E, TY_BC_LOOP, 0, 0, 0, (uint32_t)l, loc);
}

void emit_branch(emitter *E, int op, reg a, reg b, reg c, label l, ty_ast_loc loc)
{
    refer(E, l);
    emit_w(E, op, a, b, c, (uint32_t)l, loc);
}

/* --- temporaries ---------------------------------------------------------------------------------------------------------------- */

void emit_need(emitter *E, uint32_t n)
{
    if (n > E->fn->max_top)
        E->fn->max_top = n;
}

reg emit_push_n(emitter *E, uint32_t n)
{
    fn *f = E->fn;
    reg r = TEMP | f->top;
    f->top += n;
    emit_need(E, f->top);
    if (f->top > 60000) {
        if (!E->failed)
            ty_error_set(E->ctx, &ty_RecursionError_type, "maximum recursion depth exceeded during compilation");
        emit_fail(E);
        f->top = 0;
    }
    return r;
}

reg emit_push(emitter *E)
{
    return emit_push_n(E, 1);
}

reg emit_dest(emitter *E, reg dest)
{
    return dest == ANY ? emit_push(E) : dest;
}

reg emit_scratch(emitter *E, reg dest)
{
    return dest != ANY && is_temp(dest) ? dest : emit_push(E);
}

reg emit_finish(emitter *E, reg r, reg dest, uint32_t save, ty_ast_loc loc)
{
    if (dest == ANY) {
        E->fn->top = save + 1;
        return r;
    }
    E->fn->top = save;
    emit_move(E, dest, r, loc);
    return dest;
}

/* --- constants and names ------------------------------------------------------------------------------------------------------------ */

static uint32_t number(emitter *E, number_map *m, ty_value v)
{
    if (E->failed || !v)
        return 0;
    if (!m->slots || m->count * 2 > m->mask) {
        uint32_t places = m->slots ? (m->mask + 1) * 2 : 32;
        uint32_t *slots = ty_arena_alloc_array(E->arena, places, sizeof *slots);
        if (!slots) {
            emit_no_memory(E);
            return 0;
        }
        memset(slots, 0, places * sizeof *slots);
        for (uint32_t i = 0; i < m->count; i++) {
            uint32_t at = (uint32_t)(((uintptr_t)m->items[i] >> 3) * 0x9E3779B1u >> 7) & (places - 1);
            while (slots[at])
                at = (at + 1) & (places - 1);
            slots[at] = i + 1;
        }
        m->slots = slots;
        m->mask = places - 1;
    }
    uint32_t at = (uint32_t)(((uintptr_t)v >> 3) * 0x9E3779B1u >> 7) & m->mask;
    for (; m->slots[at]; at = (at + 1) & m->mask)
        if (m->items[m->slots[at] - 1] == v)
            return m->slots[at] - 1;
    if (!emit_grow(E, &m->items, &m->capacity, m->count, sizeof *m->items))
        return 0;
    m->items[m->count] = v;
    m->slots[at] = ++m->count;
    return m->count - 1;
}

uint32_t emit_const(emitter *E, ty_value v)
{
    return number(E, &E->fn->consts, v);
}

uint32_t emit_free_number(emitter *E, number_map *m, ty_value v)
{
    return number(E, m, v);
}

ty_value emit_str(emitter *E, const ty_ident *name)
{
    ty_value v = E->failed ? TY_NULL : ty_unit_str(E->ctx, E->unit, name->text, name->len);
    if (!v)
        emit_fail(E);
    return v;
}

ty_value emit_text(emitter *E, const char *text)
{
    ty_value v = E->failed ? TY_NULL : ty_unit_str(E->ctx, E->unit, text, strlen(text));
    if (!v)
        emit_fail(E);
    return v;
}

uint32_t emit_name(emitter *E, const ty_ident *name)
{
    return number(E, &E->fn->names, emit_str(E, name));
}

reg emit_load(emitter *E, ty_value v, reg dest, ty_ast_loc loc)
{
    dest = emit_dest(E, dest);
    if (!v || E->fn->dead)
        return dest;
    if (ty_is_small(v) && ty_small_value(v) >= INT16_MIN && ty_small_value(v) <= INT16_MAX)
        emit(E, TY_BC_LOADI, dest, (reg)(uint16_t)ty_small_value(v), 0, loc);
    else if (!ty_is_object(v) && !ty_is_small(v) && !ty_is_flonum(v))
        emit(E, TY_BC_LOADIMM, dest, (reg)((uintptr_t)v >> 3), 0, loc);
    else
        emit_w(E, TY_BC_LOADKX, dest, 0, 0, emit_const(E, v), loc); /* LOADK where the number fits */
    return dest;
}
