/* SPDX-License-Identifier: MIT */
/*
 * From the intermediate form of one function to its code object in the unit: registers and constants get their final
 * numbers, jumps their distances, protected ranges become a sorted table of disjoint rows.
 *
 * Constants are laid out as: the first 256 constants (reached by 8-bit operands), the names (16 bits), the rest.
 *
 * Registers: locals, then temporaries. With more than TY_BC_FAR_LOCALS locals, temporaries are the registers from that
 * number to 255, which count as nameless locals, and further locals lie behind them; calls are emitted as CALLKW then,
 * which the VM may move out of the window's place.
 */
#include <config.h>

#include <stdlib.h>

#include "code/lines.h"
#include "code/opcodes.h"
#include "compile/emit.h"
#include "object/error.h"
#include "object/str.h"
#include "object/tuple.h"

enum { SLACK = 2, NEAR_CONSTS = 256, OWN_CACHES = 48000 };

typedef struct shared_cache {
    uint64_t key;
    uint32_t number; /* plus one; 0: free */
} shared_cache;

typedef struct assembler {
    emitter *E;
    fn *f;
    bool far;            /* more locals than can be addressed */
    uint32_t near;       /* locals that are addressed directly */
    uint32_t temps;      /* register of the first temporary */
    uint32_t nlocals;    /* in all, the gap included */
    uint32_t *offset;    /* of each instruction, and of the end, in words */
    uint32_t ncaches;
    shared_cache *shared; /* by operation and name */
    uint32_t nshared, shared_mask;
    bool too_many;
} assembler;

static uint32_t local_register(const assembler *a, uint32_t local)
{
    return local < a->near || !a->far ? local : local - a->near + 256; /* an unused operand is 0, also without locals */
}

static uint32_t place(assembler *a, reg r)
{
    uint32_t n = is_temp(r) ? a->temps + (r & 0xffff) : local_register(a, r);
    if (n > 255)
        a->too_many = true;
    return n & 255;
}

static uint32_t const_number(const assembler *a, uint32_t n)
{
    return n < NEAR_CONSTS ? n : n + a->f->names.count;
}

static uint32_t name_number(assembler *a, uint32_t n)
{
    n += a->f->consts.count < NEAR_CONSTS ? a->f->consts.count : NEAR_CONSTS;
    if (n > 0xffff)
        a->too_many = true;
    return n;
}

/* Sites that run once share caches with others of the same operation and name: a cache knows nothing of its name. So do
 * those of very long functions. */
static uint32_t cache_number(assembler *a, const insn *i)
{
    if (!i->cold && a->ncaches < OWN_CACHES)
        return a->ncaches++;
    uint64_t key = (uint64_t)i->op << 32 | i->w;
    if (!a->shared || a->nshared * 2 > a->shared_mask) {
        uint32_t places = a->shared ? (a->shared_mask + 1) * 2 : 64;
        shared_cache *table = ty_arena_alloc_array(a->E->arena, places, sizeof *table);
        if (!table) {
            emit_no_memory(a->E);
            return 0;
        }
        memset(table, 0, places * sizeof *table);
        for (uint32_t j = 0; a->shared && j <= a->shared_mask; j++)
            if (a->shared[j].number) {
                uint32_t at = (uint32_t)(a->shared[j].key * UINT64_C(0x9E3779B97F4A7C15) >> 32) & (places - 1);
                while (table[at].number)
                    at = (at + 1) & (places - 1);
                table[at] = a->shared[j];
            }
        a->shared = table;
        a->shared_mask = places - 1;
    }
    uint32_t at = (uint32_t)(key * UINT64_C(0x9E3779B97F4A7C15) >> 32) & a->shared_mask;
    for (; a->shared[at].number; at = (at + 1) & a->shared_mask)
        if (a->shared[at].key == key)
            return a->shared[at].number - 1;
    if (a->ncaches >= 0xffff) {
        a->too_many = true;
        return 0;
    }
    a->shared[at] = (shared_cache){key, ++a->ncaches};
    a->nshared++;
    return a->ncaches - 1;
}

static uint32_t count_operand(assembler *a, reg v)
{
    if (!is_temp(v)) {
        if (v > 255)
            a->too_many = true;
        return v;
    }
    uint32_t live = a->temps + (v & 0xffff); /* registers in use */
    return live > 254 ? 255 : live;
}

static uint32_t operand(assembler *a, int kind, reg v)
{
    switch (kind) {
    case TY_OPERAND__: return 0;
    case TY_OPERAND_R:
    case TY_OPERAND_D:
    case TY_OPERAND_M: return place(a, v);
    case TY_OPERAND_N: return count_operand(a, v);
    case TY_OPERAND_K:
        if (v > 255)
            a->too_many = true;
        return v & 255;
    default: return v & 255;
    }
}

/* Where a jump ends: jumps to jumps are followed. */
static uint32_t target(const fn *f, uint32_t l)
{
    uint32_t at = (uint32_t)f->labels[l].at;
    for (int hops = 0; hops < 16 && at < f->ninsns && f->insns[at].op == TY_BC_JMP; hops++)
        at = (uint32_t)f->labels[f->insns[at].w].at;
    return at;
}

static int words_of(insn *i, const assembler *a)
{
    if (i->op == TY_BC_LOADKX && const_number(a, i->w) <= 0xffff)
        i->op = TY_BC_LOADK;
    return ty_opcodes[i->op].words;
}

static uint32_t *encode(assembler *a, uint32_t *out, uint32_t index)
{
    fn *f = a->f;
    const insn *i = &f->insns[index];
    const ty_opcode_info *info = &ty_opcodes[i->op];
    uint32_t next = a->offset[index] + info->words;
    if (info->a == TY_OPERAND_J24) {
        int32_t distance = (int32_t)(a->offset[target(f, i->w)] - next);
        if (distance < -0x800000 || distance > 0x7fffff)
            a->too_many = true;
        *out++ = i->op | (uint32_t)distance << 8;
        return out;
    }
    uint32_t w = TY_BC_MAKE(i->op, operand(a, info->a, i->a), 0, 0);
    if (info->b == TY_OPERAND_Bx) {
        uint32_t n = i->op == TY_BC_LOADK ? const_number(a, i->w)
                     : i->op == TY_BC_LISTK || i->op == TY_BC_SETK ? const_number(a, i->b)
                     : i->op == TY_BC_LOADFAR || i->op == TY_BC_STOREFAR ? local_register(a, i->b)
                                                                         : i->b;
        if (n > 0xffff)
            a->too_many = true;
        w |= n << 16;
    } else if (info->b == TY_OPERAND_Sx) {
        w |= i->b << 16;
    } else {
        w |= operand(a, info->b, i->b) << 16 | operand(a, info->c, i->c) << 24;
    }
    *out++ = w;
    if (info->words == 1)
        return out;
    switch (info->w) {
    case TY_OPERAND_J: *out++ = a->offset[target(f, i->w)] - next; break;
    case TY_OPERAND_NI: *out++ = name_number(a, i->w) << 16 | cache_number(a, i); break;
    case TY_OPERAND_K32: *out++ = const_number(a, i->w); break;
    default:
        if (i->op == TY_BC_FUNCTION) {
            uint32_t n = const_number(a, i->w);
            if (n > 0xffff)
                a->too_many = true;
            *out++ = n << 16 | cache_number(a, i);
        } else {
            *out++ = i->w;
        }
    }
    return out;
}

/* --- protected ranges --------------------------------------------------------------------------------------------------- */

static int by_start(const void *x, const void *y)
{
    const region *a = x, *b = y;
    if (a->start != b->start)
        return a->start < b->start ? -1 : 1;
    if (a->end != b->end)
        return a->end > b->end ? -1 : 1;
    return a->level < b->level ? -1 : a->level > b->level;
}

static void row(assembler *a, ty_code_handler *out, uint32_t *n, const region *r, uint32_t start, uint32_t end)
{
    start = a->offset[start];
    end = a->offset[end];
    if (start >= end)
        return;
    uint32_t target = a->offset[a->f->labels[r->target].at];
    uint16_t reg = (uint16_t)place(a, r->reg);
    if (*n && out[*n - 1].end == start && out[*n - 1].target == target && out[*n - 1].reg == reg) {
        out[*n - 1].end = end;
        return;
    }
    out[(*n)++] = (ty_code_handler){.start = start, .end = end, .target = target, .reg = reg, .depth = reg};
}

/* Ranges nest: a sweep with a stack of the open ones gives each instruction to the innermost. */
static uint32_t handlers(assembler *a, ty_code_handler *out)
{
    fn *f = a->f;
    uint32_t n = 0, depth = 0, at = 0;
    const region **stack = ty_arena_alloc_array(a->E->arena, f->nregions + 1, sizeof *stack);
    if (!stack) {
        emit_no_memory(a->E);
        return 0;
    }
    if (f->nregions)
        qsort(f->regions, f->nregions, sizeof *f->regions, by_start);
    for (uint32_t i = 0; i <= f->nregions; i++) {
        uint32_t start = i < f->nregions ? f->regions[i].start : UINT32_MAX;
        while (depth && stack[depth - 1]->end <= start) {
            const region *r = stack[--depth];
            row(a, out, &n, r, at, r->end);
            if (r->end > at)
                at = r->end;
        }
        if (i == f->nregions)
            break;
        if (depth)
            row(a, out, &n, stack[depth - 1], at, start);
        at = start;
        stack[depth++] = &f->regions[i];
    }
    return n;
}

/* --- tables ----------------------------------------------------------------------------------------------------------------- */

static bool lines(assembler *a, ty_code *c)
{
    fn *f = a->f;
    ty_lines_builder b;
    ty_lines_start(&b);
    for (uint32_t i = 0; i < f->ninsns; i++) {
        const ty_ast_loc *l = &f->insns[i].loc;
        ty_code_position p = {-1, -1, -1, -1};
        if (l->lineno > 0)
            p = (ty_code_position){l->lineno, l->end_lineno, l->col_offset, l->end_col_offset};
        ty_lines_add(&b, p, f->insns[i].statement, a->offset[i + 1] - a->offset[i]);
    }
    bool ok = ty_lines_finish(&b);
    uint8_t *table = ok ? ty_unit_alloc(a->E->ctx, a->E->unit, b.checkpoints.size) : NULL;
    if (table) {
        memcpy(table, b.checkpoints.data, b.checkpoints.size);
        c->lines = table;
        c->lines_size = (uint32_t)b.checkpoints.size;
    } else
        emit_no_memory(a->E);
    ty_lines_free(&b);
    return table != NULL;
}

static bool variables(assembler *a, ty_code *c)
{
    emitter *E = a->E;
    fn *f = a->f;
    ty_value *names = ty_arena_alloc_array(E->arena, a->nlocals + 1, sizeof *names);
    uint8_t *flags = ty_unit_alloc(E->ctx, E->unit, a->nlocals + 1);
    if (!names || !flags)
        return false;
    for (uint32_t i = 0; i < a->nlocals; i++) {
        names[i] = ty_str_empty;
        flags[i] = TY_LOCAL_HIDDEN;
    }
    for (uint32_t i = a->near; i < f->nparams && i < 256 && a->far; i++)
        names[i] = emit_str(E, f->gap[i - a->near]);
    for (uint32_t i = 0; i < f->nlocals; i++) {
        uint32_t r = local_register(a, i);
        names[r] = f->locals[i].name ? emit_str(E, f->locals[i].name) : ty_str_empty;
        flags[r] = f->locals[i].flags;
    }
    if (E->failed)
        return false;
    c->local_flags = flags;
    c->local_names = ty_unit_tuple(E->ctx, E->unit, names, a->nlocals);
    c->free_names = ty_unit_tuple(E->ctx, E->unit, f->frees.items, f->frees.count);
    return c->local_names && c->free_names;
}

static bool constants(assembler *a, ty_code *c)
{
    fn *f = a->f;
    uint32_t n = f->consts.count + f->names.count, near = f->consts.count < NEAR_CONSTS ? f->consts.count : NEAR_CONSTS;
    ty_value *k = ty_unit_alloc(a->E->ctx, a->E->unit, (n + 1) * sizeof *k);
    if (!k)
        return false;
    if (near)
        memcpy(k, f->consts.items, near * sizeof *k);
    if (f->names.count)
        memcpy(k + near, f->names.items, f->names.count * sizeof *k);
    if (f->consts.count > near)
        memcpy(k + near + f->names.count, f->consts.items + near, (f->consts.count - near) * sizeof *k);
    c->consts = k;
    c->nconsts = n;
    return true;
}

static TY_COLD ty_code *too_complex(emitter *E, const fn *f)
{
    emit_syntax_error(E, (ty_ast_loc){(int32_t)f->first_line, 0, (int32_t)f->first_line, 0}, "code of %U is too complex", f->qualname);
    return NULL;
}

ty_code *emit_assemble(emitter *E, fn *f)
{
    bool far = f->nlocals > TY_BC_FAR_LOCALS;
    assembler a = {.E = E, .f = f, .far = far};
    a.near = far ? TY_BC_FAR_LOCALS : f->nlocals;
    a.temps = a.near;
    a.nlocals = far ? 256 + f->nlocals - a.near : f->nlocals;
    uint32_t nregs = (far ? a.nlocals : a.temps + f->max_top) + SLACK;
    if (a.temps + f->max_top > 256 || a.nlocals > 60000 || f->frees.count > 0xffff)
        return too_complex(E, f);

    uint32_t words = 0;
    a.offset = ty_arena_alloc_array(E->arena, f->ninsns + 1, sizeof *a.offset);
    if (!a.offset) {
        emit_no_memory(E);
        return NULL;
    }
    for (uint32_t i = 0; i < f->ninsns; i++) {
        a.offset[i] = words;
        words += (uint32_t)words_of(&f->insns[i], &a);
    }
    a.offset[f->ninsns] = words;

    ty_code *c = (ty_code *)ty_unit_object(E->ctx, E->unit, &ty_code_shape, sizeof *c);
    uint32_t *out = c ? ty_unit_alloc(E->ctx, E->unit, words * sizeof *out) : NULL;
    ty_code_handler *rows = out ? ty_unit_alloc(E->ctx, E->unit, (2 * f->nregions + 1) * sizeof *rows) : NULL;
    if (!rows) {
        emit_fail(E);
        return NULL;
    }
    ty_object head = c->ob;
    *c = (ty_code){.ob = head, .unit = E->unit, .insns = out, .handlers = rows, .ninsns = words};
    for (uint32_t i = 0; i < f->ninsns; i++)
        out = encode(&a, out, i);
    c->nhandlers = handlers(&a, rows);
    if (a.too_many)
        return too_complex(E, f);
    if (E->failed || !lines(&a, c) || !variables(&a, c) || !constants(&a, c)) {
        emit_fail(E);
        return NULL;
    }
    c->nregs = (uint16_t)nregs;
    c->nlocals = (uint16_t)a.nlocals;
    c->nparams = f->nparams;
    c->argcount = f->argcount;
    c->posonlyargcount = f->posonly;
    c->kwonlyargcount = f->kwonly;
    bool plain = !f->suspends && !f->kwonly && !(f->flags & (TY_CODE_VARARGS | TY_CODE_VARKEYWORDS));
    c->fast_nargs = plain ? f->nparams : 0xffff;
    c->nfree = (uint16_t)f->frees.count;
    c->flags = f->flags | f->suspends;
    if (emit_in_function(f) && (f->scope->nested || f->frees.count))
        c->flags |= TY_CODE_NESTED;
    c->kind = f->suspends;
    c->ncaches = a.ncaches;
    c->first_line = f->first_line;
    c->self_attrs = (uint16_t)(f->self_attrs < 0xffff ? f->self_attrs : 0xffff);
    c->name = f->name;
    c->qualname = f->qualname;
    c->filename = E->filename;
    c->doc = f->doc ? f->doc : TY_NONE;
    return c;
}
