/* SPDX-License-Identifier: MIT */
/* Call arguments. */
#include <config.h>

#include "compile/parser_impl.h"

#include <string.h>

typedef struct call_args {
    ty_parser *p;
    const ty_token *open;
    uint32_t positional, keyword; /* counts so far */
    bool unpacked_mapping;        /* a '**' argument was seen */
    bool genexp;                  /* the only argument is a bare generator expression */
} call_args;

static bool miss(ty_parser *p) {
    ty_parser_miss(p);
    return false;
}

/* The last condition of a comprehension, or what it runs over. */
static ty_expr *last_of_comprehension(const ty_comprehension_seq *generators) {
    const ty_ast_comprehension *last = generators->at[generators->len - 1];
    return last->ifs.len ? last->ifs.at[last->ifs.len - 1] : last->iter;
}

/* NAME '=' …, also the mistake "True=…". `keyword` gets the argument. */
static bool parse_keyword(call_args *c, ty_ast_keyword **keyword) {
    ty_parser *p = c->p;
    const ty_token *name = p->t, *equal = p->t + 1;
    p->t += 2;
    if (p->diag && (ty_parser_at(p, TY_TOK_COMMA) || ty_parser_at(p, TY_TOK_RPAR))) {
        ty_parser_raise_range(p, ty_loc_of(name), ty_loc_of(equal), "expected argument value expression");
        return false;
    }
    ty_expr *value = ty_parse_expression(p);
    if (!value) return false;
    if (ty_parser_at_for(p)) {
        ty_comprehension_seq generators;
        if (p->diag && ty_parse_comprehension(p, &generators))
            ty_parser_raise_range(p, ty_loc_of(name), ty_loc_of(equal),
                                  "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
        return miss(p);
    }
    ty_ast_keyword *k = *keyword = ty_parser_alloc(p, sizeof *k);
    if (!k) return false;
    k->arg = ty_parser_ident(p, name);
    k->value = value;
    k->loc = ty_loc_from(p, name);
    return true;
}

static bool parse_double_star(call_args *c, ty_ast_keyword **keyword) {
    ty_parser *p = c->p;
    const ty_token *star = p->t++;
    ty_expr *value = ty_parse_expression(p);
    if (!value) return false;
    if (p->diag && ty_parser_at(p, TY_TOK_EQUAL)) {
        p->t++;
        ty_expr *b = ty_parse_expression(p);
        if (b)
            ty_parser_raise_range(p, ty_loc_of(star), b->loc, "cannot assign to keyword argument unpacking");
        return false;
    }
    ty_ast_keyword *k = *keyword = ty_parser_alloc(p, sizeof *k);
    if (!k) return false;
    k->value = value;
    k->loc = ty_loc_from(p, star);
    c->unpacked_mapping = true;
    return true;
}

static ty_expr *parse_star(call_args *c) {
    ty_parser *p = c->p;
    const ty_token *star = p->t++;
    ty_expr *value = ty_parse_expression(p);
    if (!value) {
        if (p->diag) ty_parser_raise_last(p, TY_SYNTAX_ERROR, "Invalid star expression");
        return NULL;
    }
    if (p->diag && ty_parser_at(p, TY_TOK_EQUAL)) {
        p->t++;
        ty_expr *b = ty_parse_expression(p);
        if (b)
            ty_parser_raise_range(p, ty_loc_of(star), b->loc, "cannot assign to iterable argument unpacking");
        return NULL;
    }
    ty_expr *e = ty_parser_expr(p, TY_EXPR_Starred, ty_loc_from(p, star));
    if (e) e->Starred.value = value;
    return e;
}

/* A positional argument that is followed by 'for'. */
static ty_expr *parse_bare_generator(call_args *c, ty_expr *elt) {
    ty_parser *p = c->p;
    ty_comprehension_seq generators;
    if ((!c->open || c->positional || c->keyword) && !p->diag)
        return ty_parser_miss(p); /* a class has bases, not one generator */
    if (!ty_parse_comprehension(p, &generators)) return NULL;
    bool only = c->positional == 0 && c->keyword == 0;
    if (only && c->open && ty_parser_at(p, TY_TOK_RPAR)) {
        ty_expr *e =
            ty_parser_expr(p, TY_EXPR_GeneratorExp,
                           (ty_ast_loc){c->open->lineno, c->open->col, p->t->end_lineno, p->t->end_col});
        if (!e) return NULL;
        e->GeneratorExp.elt = elt;
        e->GeneratorExp.generators = generators;
        c->genexp = true;
        return e;
    }
    if (p->diag && (!only || ty_parser_at(p, TY_TOK_COMMA)))
        return ty_parser_raise_range(p, elt->loc, last_of_comprehension(&generators)->loc,
                                     "Generator expression must be parenthesized");
    return ty_parser_miss(p);
}

/* Mistakes that show where a positional argument `e`, begun at `start`, ends. */
static bool check_positional(call_args *c, const ty_token *start, ty_expr *e) {
    ty_parser *p = c->p;
    if (!p->diag) return true;
    if (ty_parser_at(p, TY_TOK_EQUAL)) {
        const ty_token *equal = p->t;
        if (start->kind == TY_KW_True || start->kind == TY_KW_False || start->kind == TY_KW_None) {
            if (start + 1 == equal) {
                ty_parser_raise_range(p, ty_loc_of(start), ty_loc_of(equal), "cannot assign to %s",
                                      ty_token_text(start->kind));
                return false;
            }
        }
        ty_parser_raise_range(p, e->loc, ty_loc_of(equal),
                              "expression cannot contain assignment, perhaps you meant \"==\"?");
        return false;
    }
    if (c->keyword) {
        ty_parser_miss(p);
        ty_parser_raise_last(p, TY_SYNTAX_ERROR, "positional argument follows keyword argument%s",
                             c->unpacked_mapping ? " unpacking" : "");
        return false;
    }
    return true;
}

/* One argument: a keyword is stored in *keyword, a positional one in *positional. */
static bool parse_argument(call_args *c, ty_expr **positional, ty_ast_keyword **keyword) {
    ty_parser *p = c->p;
    *positional = NULL;
    *keyword = NULL;
    const ty_token *start = p->t;
    switch ((ty_token_kind)start->kind) {
    case TY_TOK_STAR:
        if (!(*positional = parse_star(c))) return false;
        if (c->unpacked_mapping) {
            if (p->diag)
                ty_parser_raise_range(p, ty_loc_of(start - 1), ty_loc_of(p->t - 1),
                                      "iterable argument unpacking follows keyword argument unpacking");
            return miss(p);
        }
        return true;
    case TY_TOK_DOUBLESTAR: return parse_double_star(c, keyword);
    case TY_TOK_NAME:
        if (start[1].kind == TY_TOK_EQUAL) return parse_keyword(c, keyword);
        /* fall through */
    default: break;
    }
    ty_expr *e = start->kind == TY_TOK_NAME && start[1].kind == TY_TOK_COLONEQUAL
                     ? ty_parse_named_expression(p)
                     : ty_parse_expression(p);
    if (!e) return false;
    if (ty_parser_at_for(p)) {
        *positional = parse_bare_generator(c, e);
        return *positional != NULL;
    }
    if (ty_parser_at(p, TY_TOK_EQUAL) || ty_parser_at(p, TY_TOK_COLONEQUAL)) {
        ty_parser_miss(p);
        return check_positional(c, start, e) && false;
    }
    if (c->keyword) {
        if (p->diag) check_positional(c, start, e);
        return miss(p);
    }
    *positional = e;
    return true;
}

/* Positional items and keywords are pushed tagged by order: pairs (positional or NULL, keyword or NULL). */
bool ty_parse_arguments(ty_parser *p, const ty_token *open, ty_expr_seq *args, ty_keyword_seq *keywords) {
    call_args c = {.p = p, .open = open};
    uint32_t base = p->top;
    memset(args, 0, sizeof *args);
    memset(keywords, 0, sizeof *keywords);
    while (!ty_parser_at(p, TY_TOK_RPAR)) {
        ty_expr *positional;
        ty_ast_keyword *keyword;
        if (!parse_argument(&c, &positional, &keyword)) return false;
        if (!ty_parser_push(p, positional) || !ty_parser_push(p, keyword)) return false;
        c.positional += positional != NULL;
        c.keyword += keyword != NULL;
        if (c.genexp || !ty_parser_accept(p, TY_TOK_COMMA)) break;
    }
    if (!ty_parser_expect(p, TY_TOK_RPAR)) return false;
    void **items = p->stack + base;
    uint32_t n = c.positional + c.keyword;
    p->top = base;
    if (n == 0) return true;
    void **block = ty_parser_alloc(p, n * sizeof *block);
    if (!block) return false;
    args->at = (ty_expr **)block;
    keywords->at = (ty_ast_keyword **)block + c.positional;
    for (uint32_t i = 0; i < n; i++) {
        if (items[2 * i])
            args->at[args->len++] = items[2 * i];
        else
            keywords->at[keywords->len++] = items[2 * i + 1];
    }
    return true;
}

ty_expr *ty_parse_call(ty_parser *p, ty_expr *func) {
    const ty_token *open = p->t++;
    ty_expr_seq args;
    ty_keyword_seq keywords;
    if (!ty_parse_arguments(p, open, &args, &keywords)) return NULL;
    ty_expr *e = ty_parser_expr(p, TY_EXPR_Call, ty_loc_of(open));
    if (!e) return NULL;
    e->Call.func = func;
    e->Call.args = args;
    e->Call.keywords = keywords;
    return e;
}
