/* SPDX-License-Identifier: MIT */
/* Shared by the parser's files.
 *
 * Every parse function returns NULL (or false) when the tokens do not fit, having called ty_parser_miss or
 * ty_parser_raise_*; callers pass that on at once. `p->raised` tells a real error from a mere misfit; once it
 * is set nothing is tried any more. Speculation saves and restores p->t only; it never nests in a way that
 * repeats (see each use), so parsing is linear in the number of tokens. */
#ifndef TY_COMPILE_PARSER_IMPL_H
#define TY_COMPILE_PARSER_IMPL_H

#include "compile/lexer.h"
#include "compile/parser.h"
#include "mem/arena.h"

enum { TY_PARSER_MAX_DEPTH = 3000 };

typedef struct ty_parser {
    const ty_token *t;         /* current token */
    const ty_token *furthest;  /* the last token looked at */
    const ty_token *first_end; /* furthest of the first pass */
    ty_arena *arena;
    const ty_source *source;
    ty_ident_table *idents;
    ty_syntax_error *error;
    const ty_parse_options *options;
    int depth;
    bool diag;   /* second pass: look for typical mistakes */
    bool second; /* in the second pass, also while diag is off */
    bool raised;
    uint32_t effort; /* atoms parsed in the second pass: bounds repeated attempts */
    void **stack;    /* items of the sequences under construction */
    uint32_t top, cap;
    ty_lexer lexer;
} ty_parser;

/* ---- tokens ---- */
static inline bool ty_parser_at(const ty_parser *p, ty_token_kind kind) {
    return p->t->kind == kind;
}

/* The token is the lexer's error: tell that one. Always NULL. */
void *ty_parser_raise_lexer(ty_parser *p);

static inline void *ty_parser_miss(ty_parser *p) {
    if (p->t > p->furthest) p->furthest = p->t;
    if (p->second && p->t->kind == TY_TOK_ERROR) ty_parser_raise_lexer(p);
    return NULL;
}

/* What was tried from `here` on does not fit. In the second pass the parse goes on in front of it, as a
 * parser with alternatives would, because the words for a mistake often hang on what comes before; the first
 * pass just ends. */
static inline bool ty_parser_back(ty_parser *p, const ty_token *here, uint32_t top) {
    if (!p->second || p->raised) return false;
    p->t = here;
    p->top = top;
    return true;
}

static inline bool ty_parser_accept(ty_parser *p, ty_token_kind kind) {
    if (p->t->kind != kind) return false;
    p->t++;
    return true;
}

static inline bool ty_parser_expect(ty_parser *p, ty_token_kind kind) {
    if (p->t->kind == kind) {
        p->t++;
        return true;
    }
    ty_parser_miss(p);
    return false;
}

/* Like expect, but a miss is an error at once: "expected ':'". */
bool ty_parser_force(ty_parser *p, ty_token_kind kind);

static inline bool ty_parser_is_soft(const ty_token *token, int soft) {
    return token->kind == TY_TOK_NAME && token->ident == (uint32_t)soft;
}

static inline const ty_ident *ty_parser_ident(const ty_parser *p, const ty_token *token) {
    return ty_ident_at(p->idents, token->ident);
}

/* ---- positions ---- */
static inline ty_ast_loc ty_loc_of(const ty_token *token) {
    return (ty_ast_loc){token->lineno, token->col, token->end_lineno, token->end_col};
}

/* From `start` to the last token consumed. */
static inline ty_ast_loc ty_loc_from(const ty_parser *p, const ty_token *start) {
    return (ty_ast_loc){start->lineno, start->col, p->t[-1].end_lineno, p->t[-1].end_col};
}

static inline ty_ast_loc ty_loc_since(const ty_parser *p, ty_ast_loc start) {
    return (ty_ast_loc){start.lineno, start.col_offset, p->t[-1].end_lineno, p->t[-1].end_col};
}

static inline ty_ast_loc ty_loc_span(ty_ast_loc first, ty_ast_loc last) {
    return (ty_ast_loc){first.lineno, first.col_offset, last.end_lineno, last.end_col_offset};
}

/* ---- depth ---- */
bool ty_parser_too_deep(ty_parser *p);

static inline bool ty_parser_enter(ty_parser *p) {
    if (++p->depth > TY_PARSER_MAX_DEPTH || (const char *)p->options->stack_low > (const char *)&p)
        return ty_parser_too_deep(p);
    return true;
}

static inline void ty_parser_leave(ty_parser *p) {
    p->depth--;
}

/* ---- memory and sequences ---- */
void *ty_parser_alloc(ty_parser *p, size_t size); /* zeroed; raises */
void *ty_parser_no_memory(ty_parser *p);
bool ty_parser_push_slow(ty_parser *p, void *item);

static inline bool ty_parser_push(ty_parser *p, void *item) {
    if (p->top == p->cap) return ty_parser_push_slow(p, item);
    p->stack[p->top++] = item;
    return true;
}

/* Moves the items above `base` into the arena. */
bool ty_parser_take(ty_parser *p, uint32_t base, uint32_t *len, void **at);
#define TY_TAKE(p, base, seq) ty_parser_take((p), (base), &(seq)->len, (void **)&(seq)->at)

ty_expr *ty_parser_expr(ty_parser *p, ty_expr_kind kind, ty_ast_loc loc);
ty_stmt *ty_parser_stmt(ty_parser *p, ty_stmt_kind kind, ty_ast_loc loc);
ty_pattern *ty_parser_pattern(ty_parser *p, ty_pattern_kind kind, ty_ast_loc loc);

/* ---- errors (parser_error.c) ---- */
#if defined(__GNUC__)
# define TY_PARSER_FORMAT(a, b) __attribute__((format(printf, a, b)))
#else
# define TY_PARSER_FORMAT(a, b)
#endif
/* All return NULL. An end of -1 means "no end known" and is reported as 0. */
void *ty_parser_raise_at(ty_parser *p, ty_syntax_error_kind kind, ty_ast_loc loc, const char *format, ...)
    TY_PARSER_FORMAT(4, 5);
void *ty_parser_raise_loc(ty_parser *p, ty_ast_loc loc, const char *format, ...) TY_PARSER_FORMAT(3, 4);
void *ty_parser_raise_range(ty_parser *p, ty_ast_loc first, ty_ast_loc last, const char *format, ...)
    TY_PARSER_FORMAT(4, 5);
/* At the last token looked at. */
void *ty_parser_raise_last(ty_parser *p, ty_syntax_error_kind kind, const char *format, ...)
    TY_PARSER_FORMAT(3, 4);
/* At one token, which may be placeless. */
void *ty_parser_raise_token(ty_parser *p, ty_syntax_error_kind kind, const ty_token *token,
                            const char *format, ...) TY_PARSER_FORMAT(4, 5);
/* From `start` to the last token looked at. */
void *ty_parser_raise_from(ty_parser *p, ty_ast_loc start, const char *format, ...) TY_PARSER_FORMAT(3, 4);
bool ty_parser_warn(ty_parser *p, ty_syntax_warning_kind kind, ty_ast_loc loc, const char *format, ...)
    TY_PARSER_FORMAT(4, 5);
/* "function call", "literal", … */
const char *ty_parser_expr_name(const ty_expr *e);

/* After `:`, in diag: NEWLINE without INDENT raises "expected an indented block after …". */
bool ty_parser_check_block(ty_parser *p, const char *what, int32_t line);

/* ---- expressions (parser_expr.c, parser_atom.c) ---- */
ty_expr *ty_parse_expression(ty_parser *p);
ty_expr *ty_parse_named_expression(ty_parser *p);
ty_expr *ty_parse_star_named_expression(ty_parser *p);
ty_expr *ty_parse_star_expressions(ty_parser *p);
ty_expr *ty_parse_star_expression(ty_parser *p);
ty_expr *ty_parse_disjunction(ty_parser *p);
ty_expr *ty_parse_bitwise_or(ty_parser *p);
ty_expr *ty_parse_factor(ty_parser *p);
ty_expr *ty_parse_yield(ty_parser *p);         /* at 'yield' */
ty_expr *ty_parse_annotated_rhs(ty_parser *p); /* yield or star_expressions */
ty_expr *ty_parse_lambda(ty_parser *p);
ty_expr *ty_parse_atom(ty_parser *p);
ty_expr *ty_parse_primary(ty_parser *p);
ty_expr *ty_parse_strings(ty_parser *p);
bool ty_parse_comprehension(ty_parser *p, ty_comprehension_seq *out); /* at 'for' or 'async' */
bool ty_parser_starts_expression(const ty_token *token);
/* parse_expression without the checks for mistakes. */
ty_expr *ty_parse_expression_quietly(ty_parser *p);
bool ty_parser_check_legacy(const ty_parser *p, const ty_expr *e);
/* The checks that CPython makes where a named expression turns out to be followed by '=' or ':='; e began at
 * `start`. */
bool ty_parser_check_named(ty_parser *p, const ty_token *start, ty_expr *e);

static inline bool ty_parser_at_for(ty_parser *p) {
    if (p->t->kind == TY_KW_async && p->t + 1 > p->furthest) p->furthest = p->t + 1;
    return p->t->kind == TY_KW_for || (p->t->kind == TY_KW_async && p->t[1].kind == TY_KW_for);
}

/* ---- calls, parameters, type parameters (parser_call.c, parser_params.c) ---- */
ty_expr *ty_parse_call(ty_parser *p, ty_expr *func); /* at '(' */
bool ty_parse_arguments(ty_parser *p, const ty_token *open, ty_expr_seq *args,
                        ty_keyword_seq *keywords);               /* behind '('; takes ')' */
ty_ast_arguments *ty_parse_params(ty_parser *p, bool lambda);    /* up to ')' or ':' */
bool ty_parse_type_params(ty_parser *p, ty_type_param_seq *out); /* at '[' */

/* ---- targets (parser_target.c) ---- */
typedef enum ty_target_kind { TY_TARGET_STAR, TY_TARGET_DEL, TY_TARGET_FOR } ty_target_kind;
/* The part of e that cannot be a target, or NULL. */
ty_expr *ty_parser_invalid_target(ty_expr *e, ty_target_kind kind);
void ty_parser_set_context(ty_expr *e, ty_expr_context ctx);
/* NAME, attribute or subscript. */
bool ty_parser_is_single_target(const ty_expr *e);
/* Comma list of targets up to 'in'. */
ty_expr *ty_parse_for_targets(ty_parser *p);
ty_expr *ty_parse_star_target(ty_parser *p);
/* Always NULL; raises if e has an invalid part. */
void *ty_parser_raise_invalid_target(ty_parser *p, ty_expr *e, ty_target_kind kind);

/* ---- statements (parser_stmt.c, parser_compound.c, parser_simple.c, parser_match.c) ---- */
bool ty_parse_statements(ty_parser *p, ty_token_kind end, ty_stmt_seq *out);
bool ty_parse_block(ty_parser *p, ty_stmt_seq *out);
/* Statement(s) are pushed on the stack. */
bool ty_parse_statement(ty_parser *p);
bool ty_parse_simple_line(ty_parser *p);
ty_stmt *ty_parse_simple(ty_parser *p);
ty_stmt *ty_parse_assignment_or_expr(ty_parser *p);
ty_stmt *ty_parse_compound(ty_parser *p);
ty_stmt *ty_parse_function(ty_parser *p, const ty_token *start, bool async,
                           ty_expr_seq decorators); /* at 'def' */
ty_stmt *ty_parse_class(ty_parser *p, ty_expr_seq decorators);
ty_stmt *ty_parse_with(ty_parser *p, const ty_token *start, bool async); /* at 'with' */
ty_stmt *ty_parse_try(ty_parser *p);
bool ty_parser_at_match(const ty_parser *p);
ty_stmt *ty_parse_match(ty_parser *p);
bool ty_parser_check_stray_case(ty_parser *p);

/* ---- literals ---- */
bool ty_parser_number(ty_parser *p, const ty_token *token, ty_const *out);
/* Value of the text [body, body + len) of a literal with these prefix bits. `token`: for positions of errors
 * and warnings. */
bool ty_parser_decode_string(ty_parser *p, const ty_token *token, const char *body, size_t len,
                             unsigned prefix, ty_const *out);

#endif
