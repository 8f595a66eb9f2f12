/* SPDX-License-Identifier: MIT */
/* The abstract syntax tree: what the parser makes and the symbol table and the code generator read.
 *
 * The structs are generated from the rows of ast_nodes.def. A sum type (ty_expr, ty_stmt, ty_pattern, …) is a
 * tagged union: test `e->kind == TY_EXPR_BinOp`, then read `e->BinOp.left`. Kinds and fields have the names
 * of Python's ASDL.
 *
 * Invariants:
 *  - Everything lives in the arena given to the parser; no node is ever freed alone. A node is allocated only
 * up to the end of its own kind's fields, so never copy `*e` as a whole; ty_ast_expr_size() tells how much
 * there is.
 *  - Identifiers are interned for one parse: equal names are one pointer, and `index` is dense from 0, so
 * that passes may use arrays.
 *  - AsyncFunctionDef, AsyncFor, AsyncWith and TryStar have the layout of FunctionDef, For, With and Try, and
 * may be read through those members; likewise SetComp and GeneratorExp through ListComp.
 *  - An optional (`opt`) field is NULL when absent. Dict.keys has NULL where Python's has None (`**x`),
 * arguments.kw_defaults too.
 *  - Positions: lines from 1, columns are UTF-8 byte offsets from 0, ends exclusive, as in CPython's `ast`.
 *  - Trees may be deep (`1+1+1+…`, `a.b.c…`, elif chains): a recursive pass counts its depth. The symbol
 * table does this and refuses anything over TY_AST_MAX_DEPTH, so passes after it need no counter of their
 * own, but long elif chains (If.orelse = [If]) are not counted and must be walked by a loop.
 */
#ifndef TY_COMPILE_AST_H
#define TY_COMPILE_AST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct ty_arena ty_arena;

enum { TY_AST_MAX_DEPTH = 5000 };

/* A name; `text` is UTF-8, NFKC-normalised, NUL-terminated. A dotted module name ("a.b") and "*" in imports
 * are identifiers too. */
typedef struct ty_ident {
    uint32_t len;
    uint32_t hash;
    uint32_t index; /* dense number within its ty_ident_table */
    char text[];
} ty_ident;

typedef struct ty_bytes_view {
    const char *data; /* may hold NULs; not necessarily terminated */
    size_t len;
} ty_bytes_view;

typedef enum ty_const_kind {
    TY_CONST_None,
    TY_CONST_True,
    TY_CONST_False,
    TY_CONST_Ellipsis,
    TY_CONST_Int,      /* i: fits int64 */
    TY_CONST_BigInt,   /* big: digits without prefix or underscores, in base `base` */
    TY_CONST_Float,    /* f */
    TY_CONST_Imag,     /* f: imaginary part, real part 0 */
    TY_CONST_Str,      /* s: WTF-8: UTF-8, lone surrogates as three bytes */
    TY_CONST_Bytes,    /* s */
    TY_CONST_Complex,  /* c; made by folding only, like the two below */
    TY_CONST_Tuple,    /* items */
    TY_CONST_FrozenSet /* items */
} ty_const_kind;

typedef struct ty_const {
    uint8_t kind;     /* ty_const_kind */
    uint8_t base;     /* BigInt: 2, 8, 10 or 16 */
    uint8_t negative; /* BigInt made by folding */
    uint8_t ascii;    /* Str: all bytes < 0x80 */
    uint32_t nitems;  /* Tuple, FrozenSet */
    union {
        int64_t i;
        double f;
        double c[2];
        ty_bytes_view s;
        ty_bytes_view big;
        struct ty_const *items;
    };
} ty_const;

/* ---- enums ---- */
#define TY_AST_OPERATOR(kind, text) TY_OP_##kind,
typedef enum ty_operator {
#include "compile/ast_nodes.def"
    TY_OP__COUNT
} ty_operator;

#define TY_AST_UNARYOP(kind, text) TY_UNARY_##kind,
typedef enum ty_unaryop {
#include "compile/ast_nodes.def"
    TY_UNARY__COUNT
} ty_unaryop;

#define TY_AST_BOOLOP(kind, text) TY_BOOL_##kind,
typedef enum ty_boolop {
#include "compile/ast_nodes.def"
    TY_BOOL__COUNT
} ty_boolop;

#define TY_AST_CMPOP(kind, text) TY_CMP_##kind,
typedef enum ty_cmpop {
#include "compile/ast_nodes.def"
    TY_CMP__COUNT
} ty_cmpop;

#define TY_AST_CONTEXT(kind, text) TY_CTX_##kind,
typedef enum ty_expr_context {
#include "compile/ast_nodes.def"
    TY_CTX__COUNT
} ty_expr_context;

#define TY_AST_MOD(kind, fields) TY_MOD_##kind,
typedef enum ty_mod_kind {
#include "compile/ast_nodes.def"
    TY_MOD__COUNT
} ty_mod_kind;

#define TY_AST_STMT(kind, fields) TY_STMT_##kind,
#define TY_AST_STMT0(kind)        TY_STMT_##kind,
typedef enum ty_stmt_kind {
#include "compile/ast_nodes.def"
    TY_STMT__COUNT
} ty_stmt_kind;

#define TY_AST_EXPR(kind, fields) TY_EXPR_##kind,
typedef enum ty_expr_kind {
#include "compile/ast_nodes.def"
    TY_EXPR__COUNT
} ty_expr_kind;

#define TY_AST_PATTERN(kind, fields) TY_PATTERN_##kind,
typedef enum ty_pattern_kind {
#include "compile/ast_nodes.def"
    TY_PATTERN__COUNT
} ty_pattern_kind;

#define TY_AST_TYPE_PARAM(kind, fields) TY_TYPE_PARAM_##kind,
typedef enum ty_type_param_kind {
#include "compile/ast_nodes.def"
    TY_TYPE_PARAM__COUNT
} ty_type_param_kind;

/* ---- types and sequences ---- */
typedef struct ty_mod ty_mod;
typedef struct ty_stmt ty_stmt;
typedef struct ty_expr ty_expr;
typedef struct ty_pattern ty_pattern;
typedef struct ty_type_param ty_type_param;
#define TY_AST_PRODUCT(name, located, fields) typedef struct ty_ast_##name ty_ast_##name;
#include "compile/ast_nodes.def"
struct ty_scope; /* compile/symtable.h */
struct ty_symbol;

typedef struct ty_stmt_seq {
    uint32_t len;
    ty_stmt **at;
} ty_stmt_seq;
typedef struct ty_expr_seq {
    uint32_t len;
    ty_expr **at;
} ty_expr_seq;
typedef struct ty_pattern_seq {
    uint32_t len;
    ty_pattern **at;
} ty_pattern_seq;
typedef struct ty_type_param_seq {
    uint32_t len;
    ty_type_param **at;
} ty_type_param_seq;
typedef struct ty_ident_seq {
    uint32_t len;
    const ty_ident **at;
} ty_ident_seq;
typedef struct ty_cmpop_seq {
    uint32_t len;
    uint8_t *at;
} ty_cmpop_seq;
#define TY_AST_PRODUCT(name, located, fields) \
 typedef struct ty_##name##_seq {             \
  uint32_t len;                               \
  ty_ast_##name **at;                         \
 } ty_##name##_seq;
#include "compile/ast_nodes.def"

typedef struct ty_ast_loc {
    int32_t lineno, col_offset, end_lineno, end_col_offset;
} ty_ast_loc;

/* C type of each (quantity, ASDL type). */
#define TY_AST_T_stmt          ty_stmt *
#define TY_AST_T_expr          ty_expr *
#define TY_AST_T_pattern       ty_pattern *
#define TY_AST_T_type_param    ty_type_param *
#define TY_AST_T_identifier    const ty_ident *
#define TY_AST_T_constant      ty_const
#define TY_AST_T_string        const char *
#define TY_AST_T_int           int32_t
#define TY_AST_T_operator      uint8_t
#define TY_AST_T_unaryop       uint8_t
#define TY_AST_T_boolop        uint8_t
#define TY_AST_T_expr_context  uint8_t
#define TY_AST_T_comprehension ty_ast_comprehension *
#define TY_AST_T_excepthandler ty_ast_excepthandler *
#define TY_AST_T_arguments     ty_ast_arguments *
#define TY_AST_T_arg           ty_ast_arg *
#define TY_AST_T_keyword       ty_ast_keyword *
#define TY_AST_T_alias         ty_ast_alias *
#define TY_AST_T_withitem      ty_ast_withitem *
#define TY_AST_T_match_case    ty_ast_match_case *
#define TY_AST_S_stmt          ty_stmt_seq
#define TY_AST_S_expr          ty_expr_seq
#define TY_AST_S_pattern       ty_pattern_seq
#define TY_AST_S_type_param    ty_type_param_seq
#define TY_AST_S_identifier    ty_ident_seq
#define TY_AST_S_cmpop         ty_cmpop_seq
#define TY_AST_S_comprehension ty_comprehension_seq
#define TY_AST_S_excepthandler ty_excepthandler_seq
#define TY_AST_S_arg           ty_arg_seq
#define TY_AST_S_keyword       ty_keyword_seq
#define TY_AST_S_alias         ty_alias_seq
#define TY_AST_S_withitem      ty_withitem_seq
#define TY_AST_S_match_case    ty_match_case_seq
#define TY_AST_M_one(type)     TY_AST_T_##type
#define TY_AST_M_opt(type)     TY_AST_T_##type
#define TY_AST_M_seq(type)     TY_AST_S_##type

/* ---- product types ---- */
#define TY_AST_LOCATED_1 ty_ast_loc loc;
#define TY_AST_LOCATED_0
#define F(owner, quantity, type, name) TY_AST_M_##quantity(type) name;
#define H(owner, ctype, name)          ctype name;
#define TY_AST_PRODUCT(name, located, fields) \
 struct ty_ast_##name {                       \
  TY_AST_LOCATED_##located fields             \
 };
#include "compile/ast_nodes.def"

/* ---- sum types ---- */
struct ty_mod {
    uint8_t kind; /* ty_mod_kind */
    uint32_t nlines;
    struct ty_ident_table *idents; /* the table of this parse; later passes may add names (mangling) */
    struct ty_scope *scope;        /* set by the symbol table */
    uint32_t future;               /* TY_FUTURE_* bits, set by ty_future_scan (compile/future.h) */
    union {
#define F(owner, quantity, type, name) TY_AST_M_##quantity(type) name;
#define H(owner, ctype, name)          ctype name;
#define TY_AST_MOD(kind, fields) \
 struct {                        \
  fields                         \
 } kind;
#include "compile/ast_nodes.def"
    };
};

struct ty_stmt {
    uint8_t kind; /* ty_stmt_kind */
    ty_ast_loc loc;
    union {
#define F(owner, quantity, type, name) TY_AST_M_##quantity(type) name;
#define H(owner, ctype, name)          ctype name;
#define TY_AST_STMT(kind, fields) \
 struct {                         \
  fields                          \
 } kind;
#include "compile/ast_nodes.def"
    };
};

struct ty_expr {
    uint8_t kind;   /* ty_expr_kind */
    uint8_t parens; /* written in parentheses of its own (they do not count into loc, except a Tuple's) */
    ty_ast_loc loc;
    union {
#define F(owner, quantity, type, name) TY_AST_M_##quantity(type) name;
#define H(owner, ctype, name)          ctype name;
#define TY_AST_EXPR(kind, fields) \
 struct {                         \
  fields                          \
 } kind;
#include "compile/ast_nodes.def"
    };
};

struct ty_pattern {
    uint8_t kind; /* ty_pattern_kind */
    ty_ast_loc loc;
    union {
#define F(owner, quantity, type, name) TY_AST_M_##quantity(type) name;
#define H(owner, ctype, name)          ctype name;
#define TY_AST_PATTERN(kind, fields) \
 struct {                            \
  fields                             \
 } kind;
#include "compile/ast_nodes.def"
    };
};

struct ty_type_param {
    uint8_t kind; /* ty_type_param_kind */
    ty_ast_loc loc;
    union {
#define F(owner, quantity, type, name) TY_AST_M_##quantity(type) name;
#define H(owner, ctype, name)          ctype name;
#define TY_AST_TYPE_PARAM(kind, fields) \
 struct {                               \
  fields                                \
 } kind;
#include "compile/ast_nodes.def"
    };
};

/* Allocate a zeroed node of one kind; NULL when the arena is exhausted. */
ty_mod *ty_ast_mod_new(ty_arena *arena, ty_mod_kind kind);
ty_stmt *ty_ast_stmt_new(ty_arena *arena, ty_stmt_kind kind, ty_ast_loc loc);
ty_expr *ty_ast_expr_new(ty_arena *arena, ty_expr_kind kind, ty_ast_loc loc);
ty_pattern *ty_ast_pattern_new(ty_arena *arena, ty_pattern_kind kind, ty_ast_loc loc);
ty_type_param *ty_ast_type_param_new(ty_arena *arena, ty_type_param_kind kind, ty_ast_loc loc);

/* Bytes that a node of this kind occupies. */
size_t ty_ast_expr_size(ty_expr_kind kind);

const char *ty_ast_expr_kind_name(ty_expr_kind kind); /* "BinOp" */
const char *ty_ast_stmt_kind_name(ty_stmt_kind kind);
const char *ty_ast_operator_text(ty_operator op); /* "+" */

/* ---- identifiers of one parse ---- */
typedef struct ty_ident_table ty_ident_table;

ty_ident_table *ty_ident_table_new(ty_arena *arena);
/* The identifier with this text (copied); NULL when the arena is exhausted. */
const ty_ident *ty_ident_intern(ty_ident_table *table, const char *text, size_t len);
/* Three pieces joined. */
const ty_ident *ty_ident_intern_pair(ty_ident_table *table, const char *prefix, const char *a, size_t a_len,
                                     const char *b, size_t b_len);
uint32_t ty_ident_count(const ty_ident_table *table);
const ty_ident *ty_ident_at(const ty_ident_table *table, uint32_t index);

/* ---- debug form ---- */
/* The text of CPython 3.13's ast.dump(tree, include_attributes=attributes); `write` gets it in pieces. */
void ty_ast_dump(const ty_mod *mod, int attributes, void (*write)(void *arg, const char *text, size_t len),
                 void *arg);

#endif
