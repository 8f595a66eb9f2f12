/* SPDX-License-Identifier: MIT */
/* The code object as Python sees it. Code is immutable and shared; everything that is made here is a copy. */
#include <config.h>

#include "code/lines.h"
#include "code/opcodes.h"
#include "mem/hash.h"
#include "object/bytes.h"
#include "object/error.h"
#include "object/iter.h"
#include "object/list.h"
#include "object/native.h"
#include "object/ops.h"
#include "object/str.h"
#include "object/tuple.h"

#define CODE(v) ((const ty_code *)(v))

/* --- attributes ---------------------------------------------------------------------------------------------------------- */

static ty_value get_name(ty_ctx *ctx, ty_value v) { (void)ctx; return CODE(v)->name; }
static ty_value get_qualname(ty_ctx *ctx, ty_value v) { (void)ctx; return CODE(v)->qualname; }
static ty_value get_filename(ty_ctx *ctx, ty_value v) { (void)ctx; return CODE(v)->filename; }
static ty_value get_firstlineno(ty_ctx *ctx, ty_value v) { (void)ctx; return ty_small((intptr_t)CODE(v)->first_line); }
static ty_value get_argcount(ty_ctx *ctx, ty_value v) { (void)ctx; return ty_small(CODE(v)->argcount); }
static ty_value get_posonly(ty_ctx *ctx, ty_value v) { (void)ctx; return ty_small(CODE(v)->posonlyargcount); }
static ty_value get_kwonly(ty_ctx *ctx, ty_value v) { (void)ctx; return ty_small(CODE(v)->kwonlyargcount); }
static ty_value get_stacksize(ty_ctx *ctx, ty_value v) { (void)ctx; return ty_small(CODE(v)->nregs - CODE(v)->nlocals); }
static ty_value get_flags(ty_ctx *ctx, ty_value v)
{
    (void)ctx;
    uint32_t own = TY_CODE_NAMESPACE | TY_CODE_CLASS | TY_CODE_HAS_DOCSTRING | TY_CODE_METHOD; /* not in 3.13 */
    return ty_small((intptr_t)(CODE(v)->flags & ~own));
}

enum { VARS, CELLS };

/* Names of variables that are visible and, for CELLS, cells; for VARS parameters or no cells. */
static ty_value variables(ty_ctx *ctx, const ty_code *c, int which)
{
    ty_value list = ty_list_new(ctx, c->nlocals);
    if (!list)
        return TY_NULL;
    for (uint32_t i = 0; i < c->nlocals; i++) {
        uint8_t flags = c->local_flags[i];
        ty_value name = ty_tuple_at(c->local_names, i);
        bool cell = flags & TY_LOCAL_CELL, wanted = which == CELLS ? cell : !cell || i < c->nparams;
        if (flags & TY_LOCAL_HIDDEN && !(which == CELLS && cell && ty_str_length(name)))
            continue;
        if (wanted && ty_list_append(ctx, list, name) < 0)
            return TY_NULL;
    }
    return ty_list_to_tuple(ctx, list);
}

static ty_value get_varnames(ty_ctx *ctx, ty_value v) { return variables(ctx, CODE(v), VARS); }
static ty_value get_cellvars(ty_ctx *ctx, ty_value v) { return variables(ctx, CODE(v), CELLS); }
static ty_value get_freevars(ty_ctx *ctx, ty_value v) { (void)ctx; return CODE(v)->free_names; }
static ty_value get_nlocals(ty_ctx *ctx, ty_value v)
{
    ty_value t = variables(ctx, CODE(v), VARS);
    return t ? ty_small((intptr_t)ty_tuple_length(t)) : TY_NULL;
}

/* Marks the constants that instructions use as names. */
static void mark_names(const ty_code *c, uint8_t *is_name)
{
    for (uint32_t pc = 0; pc < c->ninsns;) {
        const ty_opcode_info *info = &ty_opcodes[TY_BC_OP(c->insns[pc])];
        if (info->w == TY_OPERAND_NI)
            is_name[c->insns[pc + 1] >> 16] = 1;
        else if (TY_BC_OP(c->insns[pc]) == TY_BC_IMPORT)
            is_name[c->insns[pc + 1]] = 1;
        pc += info->words;
    }
}

static ty_value constants(ty_ctx *ctx, const ty_code *c, bool names)
{
    uint8_t *is_name = calloc(c->nconsts + 1, 1);
    ty_value list = is_name ? ty_list_new(ctx, c->nconsts) : ty_error_memory(ctx);
    if (!list) {
        free(is_name);
        return TY_NULL;
    }
    mark_names(c, is_name);
    int bad = 0;
    if (!names && c->flags & TY_CODE_OPTIMIZED) /* a function's first constant is its docstring or None */
        bad = ty_list_append(ctx, list, c->doc);
    for (uint32_t i = 0; i < c->nconsts && !bad; i++)
        if (is_name[i] == names)
            bad = ty_list_append(ctx, list, c->consts[i]);
    free(is_name);
    return bad ? TY_NULL : ty_list_to_tuple(ctx, list);
}

static ty_value get_consts(ty_ctx *ctx, ty_value v) { return constants(ctx, CODE(v), false); }
static ty_value get_names(ty_ctx *ctx, ty_value v) { return constants(ctx, CODE(v), true); }
static ty_value get_code(ty_ctx *ctx, ty_value v)
{
    return ty_bytes_new(ctx, CODE(v)->insns, CODE(v)->ninsns * sizeof *CODE(v)->insns);
}
static ty_value get_linetable(ty_ctx *ctx, ty_value v) { return ty_bytes_new(ctx, CODE(v)->lines, CODE(v)->lines_size); }
static ty_value get_exceptiontable(ty_ctx *ctx, ty_value v)
{
    return ty_bytes_new(ctx, CODE(v)->handlers, CODE(v)->nhandlers * sizeof *CODE(v)->handlers);
}

/* --- positions ---------------------------------------------------------------------------------------------------------------- */

static ty_value number_or_none(int32_t i)
{
    return i < 0 ? TY_NONE : ty_small(i);
}

/* Offsets count two a word, as f_lasti does: the library takes instructions to be two bytes long. */
static ty_value co_lines(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    const ty_code *c = CODE(args[0]);
    ty_value list = ty_list_new(ctx, 16);
    ty_lines_walk w;
    ty_lines_begin(&w, c->lines, c->lines_size);
    uint32_t start = 0, stop = 0;
    int32_t line = -2;
    while (list) {
        bool more = ty_lines_next(&w);
        if (line != -2 && (!more || w.position.line != line || w.statement)) {
            ty_value row = ty_tuple_pack(ctx, (size_t)3, ty_small((intptr_t)start * 2), ty_small((intptr_t)stop * 2), number_or_none(line));
            if (!row || ty_list_append(ctx, list, row) < 0)
                return TY_NULL;
            line = -2;
        }
        if (!more)
            break;
        if (line == -2)
            start = w.start;
        line = w.position.line;
        stop = w.stop;
    }
    return list ? ty_op_iter(ctx, list) : TY_NULL;
}

static ty_value co_positions(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    const ty_code *c = CODE(args[0]);
    ty_value list = ty_list_new(ctx, c->ninsns);
    ty_lines_walk w;
    ty_lines_begin(&w, c->lines, c->lines_size);
    while (list && ty_lines_next(&w)) {
        ty_value row = ty_tuple_pack(ctx, (size_t)4, number_or_none(w.position.line), number_or_none(w.position.end_line),
                                     number_or_none(w.position.column), number_or_none(w.position.end_column));
        if (!row)
            return TY_NULL;
        for (uint32_t i = w.start; i < w.stop && i < c->ninsns; i++)
            if (ty_list_append(ctx, list, row) < 0)
                return TY_NULL;
    }
    return list ? ty_op_iter(ctx, list) : TY_NULL;
}

/* --- comparison ------------------------------------------------------------------------------------------------------------------ */

static bool same_constants(ty_ctx *ctx, const ty_code *a, const ty_code *b, int *error)
{
    for (uint32_t i = 0; i < a->nconsts; i++) {
        ty_value x = a->consts[i], y = b->consts[i];
        if (x == y)
            continue;
        if (ty_type_of(x) != ty_type_of(y))
            return false;
        *error = ty_op_equal(ctx, x, y);
        if (*error <= 0)
            return false;
        *error = 0;
    }
    return true;
}

static bool same_table(const void *a, size_t na, const void *b, size_t nb)
{
    return na == nb && (na == 0 || memcmp(a, b, na) == 0);
}

static ty_value compare(ty_ctx *ctx, ty_value v, ty_value w, int op)
{
    if ((op != TY_EQ && op != TY_NE) || !ty_is_code(w))
        return TY_NOT_IMPLEMENTED;
    const ty_code *a = CODE(v), *b = CODE(w);
    int error = 0;
    bool same = a == b || (a->argcount == b->argcount && a->posonlyargcount == b->posonlyargcount && a->kwonlyargcount == b->kwonlyargcount &&
                           a->nlocals == b->nlocals && a->flags == b->flags && a->first_line == b->first_line && a->nconsts == b->nconsts &&
                           ty_str_equal(a->name, b->name) && same_table(a->insns, a->ninsns * 4, b->insns, b->ninsns * 4) &&
                           same_table(a->handlers, a->nhandlers * sizeof *a->handlers, b->handlers, b->nhandlers * sizeof *a->handlers) &&
                           same_table(a->lines, a->lines_size, b->lines, b->lines_size) &&
                           ty_op_equal(ctx, a->local_names, b->local_names) == 1 && ty_op_equal(ctx, a->free_names, b->free_names) == 1 &&
                           same_constants(ctx, a, b, &error));
    if (error < 0)
        return TY_NULL;
    return ty_bool(same == (op == TY_EQ));
}

static intptr_t hash(ty_ctx *ctx, ty_value v)
{
    (void)ctx;
    static const ty_hash_key key = {{0xc0de}};
    const ty_code *c = CODE(v);
    uint64_t h = ty_hash_bytes(&key, c->insns, c->ninsns * sizeof *c->insns) ^ (uint64_t)(uint32_t)ty_str_hash(c->name) << 16 ^ c->first_line;
    intptr_t folded = (intptr_t)(h >> 2);
    return folded == -1 ? -2 : folded;
}

static ty_value repr(ty_ctx *ctx, ty_value v)
{
    const ty_code *c = CODE(v);
    return ty_str_format(ctx, "<code object %U at %p, file \"%U\", line %u>", c->name, (const void *)c, c->filename, c->first_line);
}

/* --- the type -------------------------------------------------------------------------------------------------------------------------- */

#define OWNER &ty_code_type
static const ty_native methods[] = {
    TY_METHOD(co_lines, co_lines, 0, 0, "", "Iterator of (start, end, line) for ranges of instructions."),
    TY_METHOD(co_positions, co_positions, 0, 0, "", "Iterator of (line, end line, column, end column), one for each instruction word."),
    TY_METHOD_RAW(replace, ty_code_replace, "**changes", "A copy with new values for the given attributes."),
    TY_METHOD_RAW(__replace__, ty_code_replace, "**changes", "The same as replace()."),
    TY_NATIVE_END,
};
static const ty_getset getsets[] = {
    TY_GETSET(co_name, get_name, NULL, "name of the function, class or module"),
    TY_GETSET(co_qualname, get_qualname, NULL, "name with the path from the module"),
    TY_GETSET(co_filename, get_filename, NULL, "file it was compiled from"),
    TY_GETSET(co_firstlineno, get_firstlineno, NULL, "first line in the source"),
    TY_GETSET(co_argcount, get_argcount, NULL, "positional parameters, positional-only ones included"),
    TY_GETSET(co_posonlyargcount, get_posonly, NULL, "positional-only parameters"),
    TY_GETSET(co_kwonlyargcount, get_kwonly, NULL, "keyword-only parameters"),
    TY_GETSET(co_nlocals, get_nlocals, NULL, "local variables"),
    TY_GETSET(co_stacksize, get_stacksize, NULL, "temporary registers"),
    TY_GETSET(co_flags, get_flags, NULL, "bits"),
    TY_GETSET(co_varnames, get_varnames, NULL, "names of parameters and local variables"),
    TY_GETSET(co_cellvars, get_cellvars, NULL, "names of variables that inner functions use"),
    TY_GETSET(co_freevars, get_freevars, NULL, "names of variables of functions around"),
    TY_GETSET(co_names, get_names, NULL, "global and attribute names"),
    TY_GETSET(co_consts, get_consts, NULL, "constants"),
    TY_GETSET(co_code, get_code, NULL, "instructions of this implementation"),
    TY_GETSET(_co_code_adaptive, get_code, NULL, "the same"),
    TY_GETSET(co_linetable, get_linetable, NULL, "line table of this implementation"),
    TY_GETSET(co_exceptiontable, get_exceptiontable, NULL, "exception table of this implementation"),
    TY_GETSET_END,
};
#undef OWNER

static const ty_layout ty_code_layout = {.fixed_size = sizeof(ty_code)};
TY_BUILTIN_TYPE(code, .name = "code", .base = &ty_object_type, .flags = TY_TYPE_IMMUTABLE | TY_TYPE_NO_NEW | TY_TYPE_WEAKREF,
                .basicsize = sizeof(ty_code), .doc = "Compiled code.", .methods = methods, .getsets = getsets,
                .slots = {TY_OBJECT_SLOTS, .repr = repr, .hash = hash, .compare = compare});
