/* SPDX-License-Identifier: MIT */
/* From source text to a code object: decode, parse, analyse scopes, emit. The main path's second station. */
#ifndef TY_COMPILE_COMPILE_H
#define TY_COMPILE_COMPILE_H

#include "code/code.h"

enum ty_compile_mode { TY_COMPILE_EXEC, TY_COMPILE_EVAL, TY_COMPILE_SINGLE };

enum {                                    /* flags */
       TY_COMPILE_FUTURE_ANNOTATIONS = 1, /* as if the source said so */
       TY_COMPILE_DONT_IMPLY_DEDENT = 2,  /* single: an unfinished block is incomplete input */
       TY_COMPILE_ALLOW_INCOMPLETE = 4,   /* raise _IncompleteInputError for it */
       TY_COMPILE_TOP_LEVEL_AWAIT = 8,
};

typedef struct ty_compile_options {
    enum ty_compile_mode mode;
    uint32_t flags;
    int optimize;        /* 0: asserts and docstrings; 1: no asserts; 2: no docstrings either */
    bool is_utf8;        /* the source is a str's text: coding cookies are ignored */
    ty_value filename;   /* str */
    uint32_t first_line; /* usually 1 */
} ty_compile_options;

/* The module's code object (its unit is adopted by this interpreter). Raises SyntaxError and its kin,
 * MemoryError. */
ty_value ty_compile(ty_ctx *ctx, const char *source, size_t n, const ty_compile_options *options) TY_RAISES;

#endif
