/* SPDX-License-Identifier: MIT */
/* `from __future__ import …`: which features a module asks for. */
#ifndef TY_COMPILE_FUTURE_H
#define TY_COMPILE_FUTURE_H

#include "compile/ast.h"
#include "compile/syntax_error.h"

enum { /* bits of code flags where CPython has them */
       TY_FUTURE_DIVISION = 0x20000,
       TY_FUTURE_ABSOLUTE_IMPORT = 0x40000,
       TY_FUTURE_WITH_STATEMENT = 0x80000,
       TY_FUTURE_PRINT_FUNCTION = 0x100000,
       TY_FUTURE_UNICODE_LITERALS = 0x200000,
       TY_FUTURE_BARRY_AS_BDFL = 0x400000,
       TY_FUTURE_GENERATOR_STOP = 0x800000,
       TY_FUTURE_ANNOTATIONS = 0x1000000
};

typedef enum ty_future_result {
    TY_FUTURE_NONE,
    TY_FUTURE_FOUND,
    TY_FUTURE_UNKNOWN,
    TY_FUTURE_LATE
} ty_future_result;

/* Features of the module's head, in *bits. UNKNOWN: *where is the bad name's alias; LATE: *stmt is a
 * misplaced import. */
ty_future_result ty_future_scan(const ty_mod *mod, uint32_t *bits, const ty_ast_alias **where,
                                const ty_stmt **stmt);

#endif
