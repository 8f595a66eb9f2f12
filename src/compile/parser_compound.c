/* SPDX-License-Identifier: MIT */
/* Compound statements, except `match`. */
#include <config.h>

#include "compile/parser_impl.h"

static ty_ast_loc stmt_loc(const ty_parser *p, const ty_token *start) {
    const ty_token *last = p->t - 1;
    while (last > start && last->kind >= TY_TOK_NEWLINE && last->kind <= TY_TOK_ENDMARKER) last--;
    return (ty_ast_loc){start->lineno, start->col, last->end_lineno, last->end_col};
}

/* ':' after a clause's head; a missing one before the line's end is told in diag. */
static bool expect_colon(ty_parser *p) {
    if (ty_parser_accept(p, TY_TOK_COLON)) return true;
    ty_parser_miss(p);
    if (p->diag && ty_parser_at(p, TY_TOK_NEWLINE)) ty_parser_raise_last(p, TY_SYNTAX_ERROR, "expected ':'");
    return false;
}

static bool parse_body(ty_parser *p, const char *what, int32_t line, ty_stmt_seq *out) {
    if (!ty_parser_check_block(p, what, line) || !ty_parser_enter(p)) return false;
    bool ok = ty_parse_block(p, out);
    ty_parser_leave(p);
    return ok;
}

/* ['else' ':' block] */
static bool parse_else(ty_parser *p, ty_stmt_seq *out) {
    if (!ty_parser_at(p, TY_KW_else)) return true;
    int32_t line = p->t++->lineno;
    return ty_parser_force(p, TY_TOK_COLON) && parse_body(p, "'else' statement", line, out);
}

/* ---- if, while, for ---- */

/* 'if' with its 'elif's; each elif is an If alone in the orelse of the one before. */
static ty_stmt *parse_if(ty_parser *p) {
    uint32_t base = p->top;
    ty_stmt *top = NULL, *previous = NULL;
    for (;;) {
        const ty_token *start = p->t++;
        bool elif = previous != NULL;
        ty_expr *test = ty_parse_named_expression(p);
        ty_stmt *s = test && expect_colon(p) ? ty_parser_stmt(p, TY_STMT_If, ty_loc_of(start)) : NULL;
        if (!s || !parse_body(p, elif ? "'elif' statement" : "'if' statement", start->lineno, &s->If.body))
            return NULL;
        s->If.test = test;
        if (elif) {
            ty_stmt **at = ty_parser_alloc(p, sizeof *at);
            if (!at) return NULL;
            *at = s;
            previous->If.orelse = (ty_stmt_seq){1, at};
        } else {
            top = s;
        }
        previous = s;
        if (!ty_parser_push(p, s)) return NULL;
        if (!ty_parser_at(p, TY_KW_elif)) break;
    }
    if (!parse_else(p, &previous->If.orelse)) return NULL;
    for (uint32_t i = base; i < p->top; i++) {
        ty_stmt *s = p->stack[i];
        ty_ast_loc end = stmt_loc(p, p->lexer.tokens);
        s->loc.end_lineno = end.end_lineno;
        s->loc.end_col_offset = end.end_col_offset;
    }
    p->top = base;
    return top;
}

static ty_stmt *parse_while(ty_parser *p) {
    const ty_token *start = p->t++;
    ty_expr *test = ty_parse_named_expression(p);
    ty_stmt *s = test && expect_colon(p) ? ty_parser_stmt(p, TY_STMT_While, ty_loc_of(start)) : NULL;
    if (!s || !parse_body(p, "'while' statement", start->lineno, &s->While.body) ||
        !parse_else(p, &s->While.orelse))
        return NULL;
    s->While.test = test;
    s->loc = stmt_loc(p, start);
    return s;
}

static ty_stmt *parse_for(ty_parser *p) {
    const ty_token *start = p->t;
    bool async = ty_parser_accept(p, TY_KW_async);
    const ty_token *keyword = p->t++;
    ty_expr *target = ty_parse_for_targets(p);
    if (!target || !ty_parser_expect(p, TY_KW_in)) {
        if (p->diag && !p->raised) {
            p->t = keyword + 1;
            ty_expr *e = ty_parse_star_expressions(p);
            if (e) ty_parser_raise_invalid_target(p, e, TY_TARGET_FOR);
        }
        return NULL;
    }
    ty_expr *iter = ty_parse_star_expressions(p);
    ty_stmt *s = iter && expect_colon(p)
                     ? ty_parser_stmt(p, async ? TY_STMT_AsyncFor : TY_STMT_For, ty_loc_of(start))
                     : NULL;
    if (!s || !parse_body(p, "'for' statement", keyword->lineno, &s->For.body) ||
        !parse_else(p, &s->For.orelse))
        return NULL;
    s->For.target = target;
    s->For.iter = iter;
    s->loc = stmt_loc(p, start);
    return s;
}

/* ---- with ---- */

static ty_ast_withitem *parse_with_item(ty_parser *p) {
    ty_ast_withitem *item = ty_parser_alloc(p, sizeof *item);
    if (!item || !(item->context_expr = ty_parse_expression(p))) return NULL;
    if (!ty_parser_accept(p, TY_KW_as)) return item;
    const ty_token *target = p->t;
    item->optional_vars = ty_parse_star_target(p);
    if (item->optional_vars && (ty_parser_at(p, TY_TOK_COMMA) || ty_parser_at(p, TY_TOK_RPAR) ||
                                ty_parser_at(p, TY_TOK_COLON) || ty_parser_at(p, TY_TOK_NEWLINE)))
        return item;
    ty_parser_miss(p);
    if (p->diag && !p->raised) {
        p->t = target;
        ty_expr *e = ty_parse_expression(p);
        if (e &&
            (ty_parser_at(p, TY_TOK_COMMA) || ty_parser_at(p, TY_TOK_RPAR) || ty_parser_at(p, TY_TOK_COLON)))
            ty_parser_raise_invalid_target(p, e, TY_TARGET_STAR);
    }
    return NULL;
}

/* Items, pushed, up to `close`. */
static bool parse_with_items(ty_parser *p, ty_token_kind close) {
    for (;;) {
        ty_ast_withitem *item = parse_with_item(p);
        if (!item || !ty_parser_push(p, item)) return false;
        if (!ty_parser_accept(p, TY_TOK_COMMA)) break;
        if (close == TY_TOK_RPAR && ty_parser_at(p, close)) break;
    }
    return true;
}

/* "with (" may open a list of items only if the bracket's end is followed by ':'. Then it is tried as such
 * first; what fits neither an item list (a generator, a tuple with stars, …) is an expression. */
static bool parse_parenthesized_items(ty_parser *p, bool always) {
    const ty_token *open = p->t;
    if (!ty_parser_at(p, TY_TOK_LPAR) || open->match == 0) return false;
    const ty_token *close = p->lexer.tokens + open->match;
    if (!always && close[1].kind != TY_TOK_COLON && !(p->diag && close[1].kind == TY_TOK_NEWLINE))
        return false;
    uint32_t base = p->top;
    const ty_token *furthest = p->furthest;
    p->t++;
    if (parse_with_items(p, TY_TOK_RPAR) && p->t == close) {
        p->t++;
        return true;
    }
    if (!p->diag && !always) p->furthest = furthest;
    p->t = open;
    p->top = base;
    return false;
}

ty_stmt *ty_parse_with(ty_parser *p, const ty_token *start, bool async) {
    const ty_token *keyword = p->t++;
    uint32_t base = p->top;
    const ty_token *items = p->t;
    if (!parse_parenthesized_items(p, false) && (p->raised || !parse_with_items(p, TY_TOK_COLON))) {
        /* Only to see how far that would have come. */
        p->t = items;
        if (!p->raised && parse_parenthesized_items(p, true)) ty_parser_miss(p);
        return NULL;
    }
    ty_stmt *s = expect_colon(p)
                     ? ty_parser_stmt(p, async ? TY_STMT_AsyncWith : TY_STMT_With, ty_loc_of(start))
                     : NULL;
    if (!s || !TY_TAKE(p, base, &s->With.items) ||
        !parse_body(p, "'with' statement", keyword->lineno, &s->With.body))
        return NULL;
    s->loc = stmt_loc(p, start);
    return s;
}

/* ---- try ---- */

/* At 'except'. *star is set by the first handler and must agree after that. */
static ty_ast_excepthandler *parse_handler(ty_parser *p, bool first, bool *star) {
    const ty_token *start = p->t++;
    ty_ast_excepthandler *h = ty_parser_alloc(p, sizeof *h);
    if (!h) return NULL;
    const ty_token *star_token = p->t;
    bool here = ty_parser_accept(p, TY_TOK_STAR);
    if (first) *star = here;
    if (here && p->diag && (ty_parser_at(p, TY_TOK_NEWLINE) || ty_parser_at(p, TY_TOK_COLON))) {
        ty_parser_miss(p);
        return ty_parser_raise_last(p, TY_SYNTAX_ERROR, "expected one or more exception types");
    }
    if (!ty_parser_at(p, TY_TOK_COLON) || here) {
        if (p->diag && ty_parser_at(p, TY_TOK_NEWLINE)) {
            ty_parser_miss(p);
            return ty_parser_raise_last(p, TY_SYNTAX_ERROR, "expected ':'");
        }
        if (!(h->type = ty_parse_expression(p))) return NULL;
        if (p->diag && ty_parser_at(p, TY_TOK_COMMA)) {
            p->t++;
            if (!ty_parse_star_expressions(p)) return NULL;
            if (ty_parser_accept(p, TY_KW_as) && !ty_parser_expect(p, TY_TOK_NAME)) return NULL;
            if (ty_parser_at(p, TY_TOK_COLON)) {
                ty_parser_miss(p);
                ty_parser_raise_from(p, h->type->loc, "multiple exception types must be parenthesized");
            }
            return NULL;
        }
        if (ty_parser_accept(p, TY_KW_as)) {
            const ty_token *name = p->t;
            if (!ty_parser_expect(p, TY_TOK_NAME)) return NULL;
            h->name = ty_parser_ident(p, name);
        }
    }
    if (!expect_colon(p)) return NULL;
    if (here != *star) {
        if (p->diag) {
            if (here)
                return ty_parser_raise_range(p, ty_loc_of(start), ty_loc_of(star_token),
                                             "cannot have both 'except' and 'except*' on the same 'try'");
            return ty_parser_raise_loc(p, ty_loc_of(start),
                                       "cannot have both 'except' and 'except*' on the same 'try'");
        }
        p->t = here ? star_token : star_token;
        return ty_parser_miss(p);
    }
    if (!parse_body(p, here ? "'except*' statement" : "'except' statement", start->lineno, &h->body))
        return NULL;
    h->loc = stmt_loc(p, start);
    return h;
}

ty_stmt *ty_parse_try(ty_parser *p) {
    const ty_token *start = p->t++;
    ty_stmt_seq body;
    if (!ty_parser_force(p, TY_TOK_COLON) || !parse_body(p, "'try' statement", start->lineno, &body))
        return NULL;
    if (!ty_parser_at(p, TY_KW_except) && !ty_parser_at(p, TY_KW_finally)) {
        ty_parser_miss(p);
        return p->diag && !ty_parser_at(p, TY_TOK_ERROR)
                   ? ty_parser_raise_last(p, TY_SYNTAX_ERROR, "expected 'except' or 'finally' block")
                   : NULL;
    }
    uint32_t base = p->top;
    bool star = false;
    while (ty_parser_at(p, TY_KW_except)) {
        ty_ast_excepthandler *h = parse_handler(p, p->top == base, &star);
        if (!h || !ty_parser_push(p, h)) return NULL;
    }
    ty_stmt *s = ty_parser_stmt(p, star ? TY_STMT_TryStar : TY_STMT_Try, ty_loc_of(start));
    if (!s) return NULL;
    if (!TY_TAKE(p, base, &s->Try.handlers)) return NULL;
    if (s->Try.handlers.len && !parse_else(p, &s->Try.orelse)) return NULL;
    if (ty_parser_at(p, TY_KW_finally)) {
        int32_t line = p->t++->lineno;
        if (!ty_parser_force(p, TY_TOK_COLON) ||
            !parse_body(p, "'finally' statement", line, &s->Try.finalbody))
            return NULL;
    }
    s->Try.body = body;
    s->loc = stmt_loc(p, start);
    return s;
}

/* ---- functions and classes ---- */

ty_stmt *ty_parse_function(ty_parser *p, const ty_token *start, bool async, ty_expr_seq decorators) {
    const ty_token *keyword = p->t++, *name = p->t;
    if (!ty_parser_expect(p, TY_TOK_NAME)) return NULL;
    ty_type_param_seq type_params = {0, NULL};
    if (ty_parser_at(p, TY_TOK_LSQB) && !ty_parse_type_params(p, &type_params)) return NULL;
    if (!ty_parser_force(p, TY_TOK_LPAR)) return NULL;
    ty_ast_arguments *args = ty_parse_params(p, false);
    if (!args || !ty_parser_expect(p, TY_TOK_RPAR)) return NULL;
    ty_expr *returns = NULL;
    const ty_token *arrow = p->t;
    if (ty_parser_accept(p, TY_TOK_ARROW) && !(returns = ty_parse_expression(p))) {
        if (p->raised) return NULL;
        p->t = arrow;
    }
    if (!ty_parser_force(p, TY_TOK_COLON)) return NULL;
    ty_stmt *s = ty_parser_stmt(p, async ? TY_STMT_AsyncFunctionDef : TY_STMT_FunctionDef, ty_loc_of(start));
    if (!s || !parse_body(p, "function definition", keyword->lineno, &s->FunctionDef.body)) return NULL;
    s->FunctionDef.name = ty_parser_ident(p, name);
    s->FunctionDef.args = args;
    s->FunctionDef.decorator_list = decorators;
    s->FunctionDef.returns = returns;
    s->FunctionDef.type_params = type_params;
    s->loc = stmt_loc(p, start);
    return s;
}

ty_stmt *ty_parse_class(ty_parser *p, ty_expr_seq decorators) {
    const ty_token *start = p->t++, *name = p->t;
    if (!ty_parser_expect(p, TY_TOK_NAME)) return NULL;
    ty_stmt *s = ty_parser_stmt(p, TY_STMT_ClassDef, ty_loc_of(start));
    if (!s) return NULL;
    if (ty_parser_at(p, TY_TOK_LSQB) && !ty_parse_type_params(p, &s->ClassDef.type_params)) return NULL;
    if (ty_parser_accept(p, TY_TOK_LPAR) &&
        !ty_parse_arguments(p, NULL, &s->ClassDef.bases, &s->ClassDef.keywords))
        return NULL;
    if (!expect_colon(p) || !parse_body(p, "class definition", start->lineno, &s->ClassDef.body)) return NULL;
    s->ClassDef.name = ty_parser_ident(p, name);
    s->ClassDef.decorator_list = decorators;
    s->loc = stmt_loc(p, start);
    return s;
}

static ty_stmt *parse_decorated(ty_parser *p) {
    uint32_t base = p->top;
    while (ty_parser_accept(p, TY_TOK_AT)) {
        ty_expr *decorator = ty_parse_named_expression(p);
        if (!decorator || !ty_parser_expect(p, TY_TOK_NEWLINE) || !ty_parser_push(p, decorator)) return NULL;
    }
    ty_expr_seq decorators;
    if (!TY_TAKE(p, base, &decorators)) return NULL;
    const ty_token *start = p->t;
    switch ((ty_token_kind)start->kind) {
    case TY_KW_class: return ty_parse_class(p, decorators);
    case TY_KW_def: return ty_parse_function(p, start, false, decorators);
    case TY_KW_async:
        p->t++;
        if (ty_parser_at(p, TY_KW_def)) return ty_parse_function(p, start, true, decorators);
        /* fall through */
    default: return ty_parser_miss(p);
    }
}

ty_stmt *ty_parse_compound(ty_parser *p) {
    switch ((ty_token_kind)p->t->kind) {
    case TY_KW_if: return parse_if(p);
    case TY_KW_while: return parse_while(p);
    case TY_KW_for:
    case TY_KW_async: return parse_for(p);
    case TY_KW_class: return ty_parse_class(p, (ty_expr_seq){0, NULL});
    case TY_TOK_AT: return parse_decorated(p);
    default: return ty_parser_miss(p);
    }
}
