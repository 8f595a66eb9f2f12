/* SPDX-License-Identifier: MIT */
/*
 * Code objects: immutable, shared between interpreters, part of a unit. Everything a frame needs to run, and the tables
 * that map instructions back to the source.
 *
 * Registers: parameters in the order positional, keyword-only, *args, **kwargs; the other local variables; then
 * temporaries. Variables that inner functions use are cells kept in their register (MAKECELL). Code of modules, classes
 * and exec (TY_CODE_NAMESPACE) has one hidden parameter, register 0: the namespace mapping.
 */
#ifndef TY_CODE_CODE_H
#define TY_CODE_CODE_H

#include "code/opcodes.def.h"
#include "code/unit.h"

enum { /* co_flags: CPython's numbers where it has them */
    TY_CODE_OPTIMIZED = 0x1, TY_CODE_NEWLOCALS = 0x2, TY_CODE_VARARGS = 0x4, TY_CODE_VARKEYWORDS = 0x8,
    TY_CODE_NESTED = 0x10, TY_CODE_GENERATOR = 0x20, TY_CODE_COROUTINE = 0x80, TY_CODE_ITERABLE_COROUTINE = 0x100,
    TY_CODE_ASYNC_GENERATOR = 0x200, TY_CODE_FUTURE_ANNOTATIONS = 0x1000000,
    TY_CODE_HAS_DOCSTRING = 0x4000000, TY_CODE_METHOD = 0x8000000,
    TY_CODE_NAMESPACE = 0x10000000, /* register 0 is the namespace */
    TY_CODE_CLASS = 0x20000000,     /* a class body */
};
#define TY_CODE_SUSPENDS (TY_CODE_GENERATOR | TY_CODE_COROUTINE | TY_CODE_ASYNC_GENERATOR)

typedef struct ty_code_handler { /* exception table row; rows are disjoint and sorted by start */
    uint32_t start, end;         /* instruction words [start, end) */
    uint32_t target;             /* handler, word number */
    uint16_t reg;                /* R[reg] = the exception */
    uint16_t depth;              /* temporaries in use on entry, for checks */
} ty_code_handler;

typedef struct ty_code_position { /* decoded position of an instruction; columns are UTF-8 byte offsets, -1: unknown */
    int32_t line, end_line, column, end_column;
} ty_code_position;

enum { TY_LOCAL_CELL = 1, TY_LOCAL_HIDDEN = 2 /* inlined comprehension variables, compiler's own */ };

typedef struct TY_ALIGNED(16) ty_code {
    ty_object ob;
    ty_unit *unit;
    const uint32_t *insns;
    const ty_value *consts;
    uint16_t fast_nargs; /* calls with exactly this many positional arguments need no binder; 0xffff: always bind */
    uint16_t nregs;      /* registers in all */
    uint16_t nlocals;    /* local variables incl. parameters */
    uint16_t nparams;    /* registers filled by a call: all parameters, *args and **kwargs too */
    uint16_t argcount, posonlyargcount, kwonlyargcount; /* argcount includes positional-only ones */
    uint16_t nfree;
    uint32_t flags;
    uint32_t ninsns, nconsts, ncaches, nhandlers;
    const ty_code_handler *handlers;
    const uint8_t *lines; /* line table, see code/lines.h */
    uint32_t lines_size;
    uint32_t first_line;
    uint16_t self_attrs;  /* class bodies and their __init__: distinct attributes that methods store on self, a hint for slots */
    uint16_t kind;        /* 0 plain, else one TY_CODE_SUSPENDS */
    ty_value name, qualname, filename;       /* str */
    ty_value local_names;                    /* tuple of str, nlocals long */
    const uint8_t *local_flags;              /* TY_LOCAL_*, nlocals long */
    ty_value free_names;                     /* tuple of str */
    ty_value doc;                            /* str, or TY_NONE */
    uint64_t hash;                           /* of the contents, for co_code equality; 0: not computed */
} ty_code;

TY_DECLARE_TYPE(code);
static inline bool ty_is_code(ty_value v) { return ty_has_shape(v, &ty_code_shape); }

/* Position of the instruction at word `pc`. */
ty_code_position ty_code_position_at(const ty_code *c, uint32_t pc);
static inline int32_t ty_code_line(const ty_code *c, uint32_t pc) { return ty_code_position_at(c, pc).line; }
/* The innermost handler of pc, NULL: none. */
const ty_code_handler *ty_code_handler_at(const ty_code *c, uint32_t pc);
/* Checks operands, jumps, tables, so that the VM cannot be led astray by damaged code. NULL, or what is wrong. */
const char *ty_code_verify(const ty_code *c);
/* code.replace(**changes), as a native. */
ty_value ty_code_replace(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames) TY_RAISES;
/* Text listing, like dis.dis(). */
ty_value ty_code_disassemble(ty_ctx *ctx, const ty_code *c) TY_RAISES;

/* --- instruction words --------------------------------------------------------------------------------------------- */
#define TY_BC_OP(w) ((w) & 0xff)
#define TY_BC_A(w) ((w) >> 8 & 0xff)
#define TY_BC_B(w) ((w) >> 16 & 0xff)
#define TY_BC_C(w) ((w) >> 24)
#define TY_BC_BX(w) ((w) >> 16)
#define TY_BC_SX(w) ((int32_t)(w) >> 16)
#define TY_BC_SB(w) ((int8_t)((w) >> 16))
#define TY_BC_SC(w) ((int32_t)(w) >> 24)
#define TY_BC_J24(w) ((int32_t)(w) >> 8)
#define TY_BC_MAKE(op, a, b, c) ((uint32_t)(op) | (uint32_t)(a) << 8 | (uint32_t)(b) << 16 | (uint32_t)(c) << 24)
#define TY_BC_FAR_LOCALS 192 /* locals from this number on are reached by LOADFAR, STOREFAR only */

#endif
