/* SPDX-License-Identifier: MIT */
/* The parser: source text to a tree, and the tree's errors in CPython's words.
 *
 * Two passes. The first only recognises: it stops at the first token that fits nowhere. If that happens the
 * text is parsed once more with the checks for typical mistakes switched on, and the first of them that
 * applies is told; otherwise it is "invalid syntax" at the token where the first pass ended. */
#ifndef TY_COMPILE_PARSER_H
#define TY_COMPILE_PARSER_H

#include "compile/ast.h"
#include "compile/source.h"

typedef enum ty_parse_mode {
    TY_PARSE_EXEC,
    TY_PARSE_EVAL,
    TY_PARSE_SINGLE /* one interactive statement */
} ty_parse_mode;

typedef struct ty_parse_options {
    ty_parse_mode mode;
    /* Text that ends too early is TY_SYNTAX_INCOMPLETE instead of an error (a prompt asks for more). */
    bool allow_incomplete;
    /* single: the end of the text does not end a block; only an empty line does. */
    bool dont_imply_dedent;
    ty_syntax_warn_fn warn; /* may be NULL */
    void *warn_arg;
    /* Code point of a Unicode character name (or alias, or named sequence of one), or -1. NULL: no name is
     * known. */
    int32_t (*find_name)(const char *name, size_t len);
    uint32_t max_int_digits; /* longest decimal literal; 0: 4300; UINT32_MAX: any */
    /* Lowest address that the C stack may reach; NULL: only the nesting limit counts. */
    const void *stack_low;
} ty_parse_options;

/* The tree, in the arena; NULL: *error tells why. options may be NULL. */
ty_mod *ty_parser_parse(ty_arena *arena, const ty_source *source, const ty_parse_options *options,
                        ty_syntax_error *error);

#endif
