/* SPDX-License-Identifier: MIT */
/* Parameter lists of functions and lambdas, and PEP 695 type parameters. */
#include <config.h>

#include "compile/parser_impl.h"

typedef struct params {
    ty_parser *p;
    ty_ast_arguments *args;
    bool lambda;
    ty_token_kind close;
    uint32_t names, defaults, keywords; /* counts pushed: see push order in parse */
} params;

static bool miss(ty_parser *p) {
    ty_parser_miss(p);
    return false;
}

/* In diag raises at the current token, else just misses. */
static bool wrong(ty_parser *p, const ty_token *token, const char *message) {
    ty_parser_miss(p);
    if (p->diag) ty_parser_raise_loc(p, ty_loc_of(token), "%s", message);
    return false;
}

static bool bare_star(params *c, const ty_token *star) {
    ty_parser *p = c->p;
    if (!c->lambda) return wrong(p, star, "named arguments must follow bare *");
    ty_parser_miss(p);
    if (p->diag) ty_parser_raise_last(p, TY_SYNTAX_ERROR, "named arguments must follow bare *");
    return false;
}

/* NAME [':' annotation] */
static ty_ast_arg *parse_param(params *c, bool star) {
    ty_parser *p = c->p;
    const ty_token *name = p->t;
    if (!ty_parser_expect(p, TY_TOK_NAME)) return NULL;
    ty_ast_arg *arg = ty_parser_alloc(p, sizeof *arg);
    if (!arg) return NULL;
    arg->arg = ty_parser_ident(p, name);
    if (!c->lambda && ty_parser_accept(p, TY_TOK_COLON)) {
        arg->annotation = star ? ty_parse_star_expression(p) : ty_parse_expression(p);
        if (!arg->annotation) return NULL;
    }
    arg->loc = ty_loc_from(p, name);
    return arg;
}

/* ['=' expression]; *out is NULL if absent. */
static bool parse_default(params *c, ty_expr **out) {
    ty_parser *p = c->p;
    *out = NULL;
    const ty_token *equal = p->t;
    if (!ty_parser_accept(p, TY_TOK_EQUAL)) return true;
    if (p->diag && (ty_parser_at(p, c->close) || ty_parser_at(p, TY_TOK_COMMA)) &&
        !(c->lambda && ty_parser_at(p, TY_TOK_COLON) && false))
        return wrong(p, equal, "expected default value expression");
    return (*out = ty_parse_expression(p)) != NULL;
}

/* Between parameters: false at the end of the list. */
static bool take_comma(params *c, bool *more) {
    ty_parser *p = c->p;
    *more = ty_parser_accept(p, TY_TOK_COMMA);
    if (*more && ty_parser_at(p, c->close)) *more = false;
    if (!*more && !ty_parser_at(p, c->close)) return miss(p);
    return true;
}

static bool parse_kwarg(params *c) {
    ty_parser *p = c->p;
    p->t++;
    if (!(c->args->kwarg = parse_param(c, false))) return false;
    if (ty_parser_at(p, TY_TOK_EQUAL))
        return wrong(p, p->t, "var-keyword argument cannot have default value");
    bool more;
    if (!take_comma(c, &more)) return false;
    if (!more) return true;
    switch ((ty_token_kind)p->t->kind) {
    case TY_TOK_NAME: {
        const ty_token *token = p->t;
        if (!p->diag) return miss(p);
        ty_ast_arg *arg = parse_param(c, false);
        if (arg) ty_parser_raise_loc(p, arg->loc, "arguments cannot follow var-keyword argument");
        p->t = token;
        return false;
    }
    case TY_TOK_STAR:
    case TY_TOK_DOUBLESTAR:
    case TY_TOK_SLASH: return wrong(p, p->t, "arguments cannot follow var-keyword argument");
    default: return miss(p);
    }
}

/* At '*': var-positional or bare, then keyword-only parameters, pushed as pairs (arg, default). */
static bool parse_star(params *c, uint32_t *pairs) {
    ty_parser *p = c->p;
    const ty_token *star = p->t++;
    bool more = false, bare = false;
    if (ty_parser_at(p, TY_TOK_COMMA)) {
        bare = true;
        p->t++;
        if (ty_parser_at(p, c->close) || ty_parser_at(p, TY_TOK_DOUBLESTAR)) return bare_star(c, star);
        more = true;
    } else if (ty_parser_at(p, c->close)) {
        return bare_star(c, star);
    } else {
        if (!(c->args->vararg = parse_param(c, true))) return false;
        if (ty_parser_at(p, TY_TOK_EQUAL))
            return wrong(p, p->t, "var-positional argument cannot have default value");
        if (!take_comma(c, &more)) return false;
    }
    (void)bare;
    while (more) {
        switch ((ty_token_kind)p->t->kind) {
        case TY_TOK_DOUBLESTAR: return parse_kwarg(c);
        case TY_TOK_STAR:
            if (p->t[1].kind == TY_TOK_NAME || p->t[1].kind == TY_TOK_COMMA)
                return wrong(p, p->t, "* argument may appear only once");
            return miss(p);
        case TY_TOK_SLASH: return wrong(p, p->t, "/ must be ahead of *");
        default: break;
        }
        ty_ast_arg *arg = parse_param(c, false);
        ty_expr *value;
        if (!arg || !parse_default(c, &value) || !ty_parser_push(p, arg) || !ty_parser_push(p, value))
            return false;
        ++*pairs;
        if (!take_comma(c, &more)) return false;
    }
    return true;
}

/* "(a, b)" among the parameters, as Python 2 had it. */
static bool check_parenthesized(params *c) {
    ty_parser *p = c->p;
    if (!p->diag) return miss(p);
    const ty_token *open = p->t++;
    bool any = false;
    while (ty_parser_at(p, TY_TOK_NAME)) {
        any = true;
        p->t++;
        if (!ty_parser_accept(p, TY_TOK_COMMA)) break;
    }
    if (any && ty_parser_at(p, TY_TOK_RPAR))
        ty_parser_raise_range(p, ty_loc_of(open), ty_loc_of(p->t),
                              c->lambda ? "Lambda expression parameters cannot be parenthesized"
                                        : "Function parameters cannot be parenthesized");
    return miss(p);
}

/* Positional parameters are pushed in order; their defaults are collected behind. */
static bool parse_list(params *c, uint32_t *slash, uint32_t *pairs) {
    ty_parser *p = c->p;
    bool more = !ty_parser_at(p, c->close), has_default = false, has_slash = false;
    while (more) {
        switch ((ty_token_kind)p->t->kind) {
        case TY_TOK_STAR: return parse_star(c, pairs);
        case TY_TOK_DOUBLESTAR: return parse_kwarg(c);
        case TY_TOK_LPAR: return has_default ? miss(p) : check_parenthesized(c);
        case TY_TOK_SLASH:
            if (has_slash) return wrong(p, p->t, "/ may appear only once");
            if (c->names == 0)
                return p->t[1].kind == TY_TOK_COMMA ? wrong(p, p->t, "at least one argument must precede /")
                                                    : miss(p);
            has_slash = true;
            *slash = c->names;
            p->t++;
            if (ty_parser_at(p, TY_TOK_STAR)) return wrong(p, p->t, "expected comma between / and *");
            if (!take_comma(c, &more)) return false;
            continue;
        default: break;
        }
        ty_ast_arg *arg = parse_param(c, false);
        ty_expr *value;
        if (!arg || !parse_default(c, &value)) return false;
        if (value) {
            has_default = true;
        } else if (has_default) {
            ty_parser_miss(p);
            if (p->diag && (ty_parser_at(p, TY_TOK_COMMA) || ty_parser_at(p, c->close)))
                ty_parser_raise_loc(p, arg->loc,
                                    "parameter without a default follows parameter with a default");
            return false;
        }
        c->names++;
        if (!ty_parser_push(p, arg) || !ty_parser_push(p, value) || !take_comma(c, &more)) return false;
    }
    return true;
}

static void copy_args(ty_ast_arg **to, void **from, uint32_t n) {
    for (uint32_t i = 0; i < n; i++) to[i] = from[2 * i];
}

ty_ast_arguments *ty_parse_params(ty_parser *p, bool lambda) {
    params c = {.p = p, .lambda = lambda, .close = lambda ? TY_TOK_COLON : TY_TOK_RPAR};
    uint32_t base = p->top, slash = 0, pairs = 0, ndefaults = 0;
    ty_ast_arguments *args = c.args = ty_parser_alloc(p, sizeof *args);
    if (!args || !parse_list(&c, &slash, &pairs)) return NULL;
    void **items = p->stack + base;
    p->top = base;
    if (c.names + pairs == 0) return args;
    for (uint32_t i = 0; i < c.names; i++) ndefaults += items[2 * i + 1] != NULL;
    /* One block for all arrays. */
    void **block = ty_parser_alloc(p, (c.names + ndefaults + 2 * (size_t)pairs) * sizeof *block);
    if (!block) return NULL;
    args->posonlyargs = (ty_arg_seq){slash, (ty_ast_arg **)block};
    args->args = (ty_arg_seq){c.names - slash, (ty_ast_arg **)block + slash};
    copy_args((ty_ast_arg **)block, items, c.names);
    ty_expr **values = (ty_expr **)block + c.names;
    args->defaults = (ty_expr_seq){ndefaults, values};
    for (uint32_t i = c.names - ndefaults; i < c.names; i++) *values++ = items[2 * i + 1];
    items += 2 * (size_t)c.names;
    args->kwonlyargs = (ty_arg_seq){pairs, (ty_ast_arg **)values};
    copy_args((ty_ast_arg **)values, items, pairs);
    values += pairs;
    args->kw_defaults = (ty_expr_seq){pairs, values};
    for (uint32_t i = 0; i < pairs; i++) values[i] = items[2 * i + 1];
    return args;
}

/* ---- type parameters ---- */

static bool check_bound(ty_parser *p, const char *what) {
    if (!p->diag || !ty_parser_at(p, TY_TOK_COLON)) return true;
    const ty_token *colon = p->t++;
    ty_expr *e = ty_parse_expression(p);
    if (e)
        ty_parser_raise_from(p, ty_loc_of(colon), "cannot use %s with %s",
                             e->kind == TY_EXPR_Tuple ? "constraints" : "bound", what);
    p->t = colon;
    return !p->raised;
}

static ty_type_param *parse_type_param(ty_parser *p) {
    const ty_token *start = p->t;
    ty_type_param_kind kind = ty_parser_accept(p, TY_TOK_STAR)         ? TY_TYPE_PARAM_TypeVarTuple
                              : ty_parser_accept(p, TY_TOK_DOUBLESTAR) ? TY_TYPE_PARAM_ParamSpec
                                                                       : TY_TYPE_PARAM_TypeVar;
    const ty_token *name = p->t;
    if (!ty_parser_expect(p, TY_TOK_NAME)) return NULL;
    ty_expr *bound = NULL, *value = NULL;
    if (kind != TY_TYPE_PARAM_TypeVar) {
        if (!check_bound(p, kind == TY_TYPE_PARAM_TypeVarTuple ? "TypeVarTuple" : "ParamSpec")) return NULL;
    } else if (ty_parser_accept(p, TY_TOK_COLON) && !(bound = ty_parse_expression(p))) {
        return NULL;
    }
    if (ty_parser_accept(p, TY_TOK_EQUAL)) {
        value = kind == TY_TYPE_PARAM_TypeVarTuple ? ty_parse_star_expression(p) : ty_parse_expression(p);
        if (!value) return NULL;
    }
    ty_type_param *param = ty_ast_type_param_new(p->arena, kind, ty_loc_from(p, start));
    if (!param) return ty_parser_no_memory(p);
    const ty_ident *ident = ty_parser_ident(p, name);
    switch (kind) {
    case TY_TYPE_PARAM_TypeVar:
        param->TypeVar.name = ident;
        param->TypeVar.bound = bound;
        param->TypeVar.default_value = value;
        break;
    case TY_TYPE_PARAM_ParamSpec:
        param->ParamSpec.name = ident;
        param->ParamSpec.default_value = value;
        break;
    default:
        param->TypeVarTuple.name = ident;
        param->TypeVarTuple.default_value = value;
        break;
    }
    return param;
}

bool ty_parse_type_params(ty_parser *p, ty_type_param_seq *out) {
    p->t++;
    uint32_t base = p->top;
    if (p->diag && ty_parser_at(p, TY_TOK_RSQB)) {
        ty_parser_raise_from(p, ty_loc_of(p->t), "Type parameter list cannot be empty");
        return false;
    }
    do {
        if (base != p->top && ty_parser_at(p, TY_TOK_RSQB)) break;
        ty_type_param *param = parse_type_param(p);
        if (!param || !ty_parser_push(p, param)) return false;
    } while (ty_parser_accept(p, TY_TOK_COMMA));
    return ty_parser_expect(p, TY_TOK_RSQB) && TY_TAKE(p, base, out);
}
