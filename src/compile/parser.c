/* SPDX-License-Identifier: MIT */
/* The parser's driver: lexing, the two passes, the choice between the parser's and the lexer's error. */
#include <config.h>

#include "compile/parser_impl.h"

#include <string.h>

enum { FIRST_STACK = 256 };

void *ty_parser_alloc(ty_parser *p, size_t size) {
    void *memory = ty_arena_alloc(p->arena, size);
    if (!memory) return ty_parser_no_memory(p);
    return memset(memory, 0, size);
}

bool ty_parser_push_slow(ty_parser *p, void *item) {
    uint32_t cap = p->cap * 2;
    void **stack = ty_arena_alloc(p->arena, cap * sizeof *stack);
    if (!stack) {
        ty_parser_no_memory(p);
        return false;
    }
    if (p->top) memcpy(stack, p->stack, p->top * sizeof *stack);
    p->stack = stack;
    p->cap = cap;
    p->stack[p->top++] = item;
    return true;
}

bool ty_parser_take(ty_parser *p, uint32_t base, uint32_t *len, void **at) {
    uint32_t n = p->top - base;
    p->top = base;
    *len = n;
    *at = NULL;
    if (n == 0) return true;
    void **items = ty_arena_alloc(p->arena, n * sizeof *items);
    if (!items) {
        ty_parser_no_memory(p);
        return false;
    }
    memcpy(items, p->stack + base, n * sizeof *items);
    *at = items;
    return true;
}

ty_expr *ty_parser_expr(ty_parser *p, ty_expr_kind kind, ty_ast_loc loc) {
    ty_expr *e = ty_ast_expr_new(p->arena, kind, loc);
    return e ? e : ty_parser_no_memory(p);
}

ty_stmt *ty_parser_stmt(ty_parser *p, ty_stmt_kind kind, ty_ast_loc loc) {
    ty_stmt *s = ty_ast_stmt_new(p->arena, kind, loc);
    return s ? s : ty_parser_no_memory(p);
}

ty_pattern *ty_parser_pattern(ty_parser *p, ty_pattern_kind kind, ty_ast_loc loc) {
    ty_pattern *pattern = ty_ast_pattern_new(p->arena, kind, loc);
    return pattern ? pattern : ty_parser_no_memory(p);
}

static bool has_star(const ty_expr *e) {
    if (e->kind == TY_EXPR_Starred) return true;
    if (e->kind != TY_EXPR_Tuple || e->parens) return false;
    for (uint32_t i = 0; i < e->Tuple.elts.len; i++)
        if (e->Tuple.elts.at[i]->kind == TY_EXPR_Starred) return true;
    return false;
}

static ty_mod *parse_eval(ty_parser *p) {
    ty_mod *mod = ty_ast_mod_new(p->arena, TY_MOD_Expression);
    if (!mod) return ty_parser_no_memory(p);
    const ty_token *start = p->t;
    ty_expr *e = mod->Expression.body = ty_parse_star_expressions(p);
    if (!e) return NULL;
    if (has_star(e)) {
        while (start->kind != TY_TOK_STAR) start++;
        p->t = p->furthest = start;
        return ty_parser_miss(p);
    }
    while (ty_parser_accept(p, TY_TOK_NEWLINE))
        ;
    return ty_parser_expect(p, TY_TOK_ENDMARKER) ? mod : NULL;
}

static bool is_compound(const ty_stmt *s) {
    switch ((ty_stmt_kind)s->kind) {
    case TY_STMT_FunctionDef:
    case TY_STMT_AsyncFunctionDef:
    case TY_STMT_ClassDef:
    case TY_STMT_For:
    case TY_STMT_AsyncFor:
    case TY_STMT_While:
    case TY_STMT_If:
    case TY_STMT_With:
    case TY_STMT_AsyncWith:
    case TY_STMT_Match:
    case TY_STMT_Try:
    case TY_STMT_TryStar: return true;
    default: return false;
    }
}

/* One statement at a prompt. A compound one must be ended by an empty line: the text's last newline stands
 * for it, so a text without one ends a compound statement only by leaving its block, and with
 * dont_imply_dedent not even so. */
static ty_mod *parse_single(ty_parser *p) {
    ty_mod *mod = ty_ast_mod_new(p->arena, TY_MOD_Interactive);
    if (!mod) return ty_parser_no_memory(p);
    if (ty_parser_at(p, TY_TOK_ENDMARKER)) return ty_parser_miss(p);
    if (ty_parser_at(p, TY_TOK_NEWLINE)) {
        ty_stmt *pass = ty_parser_stmt(p, TY_STMT_Pass, ty_loc_of(p->t++));
        if (!pass || !ty_parser_push(p, pass)) return NULL;
    } else if (!ty_parse_statement(p)) {
        return NULL;
    }
    bool compound = is_compound(p->stack[p->top - 1]);
    if (!TY_TAKE(p, 0, &mod->Interactive.body)) return NULL;
    if (ty_parser_at(p, TY_TOK_ENDMARKER)) {
        bool left = p->t[-1].kind == TY_TOK_DEDENT && !p->options->dont_imply_dedent;
        return compound && p->source->newline_added && !left ? ty_parser_miss(p) : mod;
    }
    if (compound || ty_parser_at(p, TY_TOK_ERROR)) return ty_parser_miss(p);
    return ty_parser_raise_token(p, TY_SYNTAX_ERROR, p->t - 1,
                                 "multiple statements found while compiling a single statement");
}

static ty_mod *parse_exec(ty_parser *p) {
    ty_mod *mod = ty_ast_mod_new(p->arena, TY_MOD_Module);
    if (!mod) return ty_parser_no_memory(p);
    return ty_parse_statements(p, TY_TOK_ENDMARKER, &mod->Module.body) ? mod : NULL;
}

static ty_mod *parse_once(ty_parser *p) {
    p->t = p->lexer.tokens;
    p->top = 0;
    p->depth = 0;
    switch (p->options->mode) {
    case TY_PARSE_EVAL: return parse_eval(p);
    case TY_PARSE_SINGLE: return parse_single(p);
    default: return parse_exec(p);
    }
}

/* The text ended where more was wanted. */
static bool ended_early(const ty_parser *p, bool lexed) {
    if (!lexed) return p->furthest->kind == TY_TOK_ERROR && (p->lexer.at_eof || p->lexer.string_open);
    for (const ty_token *t = p->furthest;; t++) {
        if (t->kind == TY_TOK_ENDMARKER) return true;
        if (t->kind != TY_TOK_NEWLINE && t->kind != TY_TOK_DEDENT) return false;
    }
}

/* The second pass: finds the words for the misfit that ended the first. `final`: nothing can outrank them. */
static void explain(ty_parser *p, bool *final) {
    p->first_end = p->furthest;
    p->diag = p->second = true;
    parse_once(p);
    p->diag = false;
    if (p->raised) return;
    const ty_token *end = p->first_end;
    if (end->kind == TY_TOK_INDENT || end->kind == TY_TOK_DEDENT) {
        *final = true;
        ty_parser_raise_token(p, TY_SYNTAX_INDENTATION, end,
                              end->kind == TY_TOK_INDENT ? "unexpected indent" : "unexpected unindent");
    } else {
        ty_parser_raise_token(p, TY_SYNTAX_ERROR, end, "invalid syntax");
        /* The end of the text has no place; nor has the newline that is made up for an unended line of these
         * modes. */
        bool made_up = p->options->mode != TY_PARSE_EXEC && end->kind == TY_TOK_NEWLINE &&
                       p->source->newline_added && end->end == p->source->len;
        if (end->kind == TY_TOK_ENDMARKER || made_up) p->error->col = p->error->end_col = 0;
        if (p->source->len == 1 && p->source->newline_added) p->error->lineno = p->error->end_lineno = 0;
    }
}

static void *fail(ty_parser *p, bool lexed, ty_syntax_error *lexer_error) {
    bool incomplete = p->options->allow_incomplete && !p->raised && ended_early(p, lexed), final = false;
    if (!p->raised && p->furthest->kind != TY_TOK_ERROR) explain(p, &final);
    if (!p->raised)
        *p->error = *lexer_error;
    else if (!final && ty_lexer_error_outranks(&p->lexer, p->furthest->lineno, p->error))
        *p->error = *lexer_error;
    if (incomplete && p->error->kind != TY_SYNTAX_MEMORY)
        ty_syntax_error_format(p->error, TY_SYNTAX_INCOMPLETE, "incomplete input");
    return NULL;
}

ty_mod *ty_parser_parse(ty_arena *arena, const ty_source *source, const ty_parse_options *options,
                        ty_syntax_error *error) {
    static const ty_parse_options defaults = {.mode = TY_PARSE_EXEC};
    ty_syntax_error lexer_error;
    ty_parser parser, *p = &parser;
    memset(error, 0, sizeof *error);
    memset(&lexer_error, 0, sizeof lexer_error);
    memset(p, 0, offsetof(ty_parser, lexer));
    p->arena = arena;
    p->source = source;
    p->error = error;
    p->options = options ? options : &defaults;
    p->idents = ty_ident_table_new(arena);
    p->cap = FIRST_STACK;
    p->stack = ty_arena_alloc(arena, FIRST_STACK * sizeof *p->stack);
    if (!p->stack || !p->idents || !ty_lexer_intern_keywords(p->idents)) return ty_parser_no_memory(p);
    bool lexed = ty_lexer_run(&p->lexer, arena, source, p->idents, &lexer_error, p->options->warn,
                              p->options->warn_arg);
    if (!p->lexer.tokens) return ty_parser_no_memory(p);
    p->furthest = p->lexer.tokens;
    ty_mod *mod = parse_once(p);
    if (!mod) return fail(p, lexed, &lexer_error);
    if (!lexed) { /* a parse in single mode can end before the fault */
        *error = lexer_error;
        return NULL;
    }
    mod->idents = p->idents;
    mod->nlines = (uint32_t)p->lexer.lineno;
    return mod;
}
