/* SPDX-License-Identifier: MIT */
/* Atoms, displays, comprehensions, subscripts and attribute chains. */
#include <config.h>

#include "compile/parser_impl.h"

/* ---- comprehensions ---- */

static bool check_for_clause(ty_parser *p, const ty_token *clause);

static ty_ast_comprehension *parse_for_clause(ty_parser *p) {
    ty_ast_comprehension *c = ty_parser_alloc(p, sizeof *c);
    if (!c) return NULL;
    const ty_token *start = p->t;
    c->is_async = ty_parser_accept(p, TY_KW_async);
    p->t++;
    c->target = ty_parse_for_targets(p);
    if (!c->target || !ty_parser_expect(p, TY_KW_in)) {
        if (p->diag && !p->raised) check_for_clause(p, start);
        return NULL;
    }
    if (!(c->iter = ty_parse_disjunction(p))) return NULL;
    uint32_t base = p->top;
    while (ty_parser_accept(p, TY_KW_if)) {
        ty_expr *test = ty_parse_disjunction(p);
        if (!test || !ty_parser_push(p, test)) return NULL;
    }
    return TY_TAKE(p, base, &c->ifs) ? c : NULL;
}

/* The clause did not parse: say why. */
static bool check_for_clause(ty_parser *p, const ty_token *clause) {
    const uint32_t top = p->top;
    p->t = clause;
    ty_parser_accept(p, TY_KW_async);
    p->t++;
    const ty_token *targets = p->t;
    bool ok = false;
    do {
        if (!ty_parser_starts_expression(p->t)) break;
        ok = ty_parse_bitwise_or(p) != NULL;
    } while (ok && ty_parser_accept(p, TY_TOK_COMMA));
    if (!p->raised && targets < p->t && !ty_parser_at(p, TY_KW_in) && ok) {
        ty_parser_miss(p);
        ty_parser_raise_last(p, TY_SYNTAX_ERROR, "'in' expected after for-loop variables");
        return false;
    }
    p->t = targets;
    p->top = top;
    if (!p->raised) {
        ty_expr *e = ty_parse_star_expressions(p);
        if (e) ty_parser_raise_invalid_target(p, e, TY_TARGET_FOR);
    }
    return false;
}

bool ty_parse_comprehension(ty_parser *p, ty_comprehension_seq *out) {
    uint32_t base = p->top;
    while (ty_parser_at_for(p)) {
        ty_ast_comprehension *c = parse_for_clause(p);
        if (!c || !ty_parser_push(p, c)) return false;
    }
    return TY_TAKE(p, base, out);
}

/* The element of a list or set display may begin a comprehension, or a mistake of one. */
static ty_expr *finish_comprehension(ty_parser *p, ty_expr_kind kind, const ty_token *start, ty_expr *elt,
                                     ty_token_kind close) {
    ty_comprehension_seq generators;
    if (!ty_parse_comprehension(p, &generators) || !ty_parser_expect(p, close)) return NULL;
    ty_expr *e = ty_parser_expr(p, kind, ty_loc_from(p, start));
    if (!e) return NULL;
    e->ListComp.elt = elt;
    e->ListComp.generators = generators;
    return e;
}

static bool check_comprehension_target(ty_parser *p, ty_expr *first, ty_expr *last, const ty_token *comma) {
    if (!p->diag || !ty_parser_at_for(p)) return true;
    const ty_token *here = p->t;
    const uint32_t top = p->top;
    ty_comprehension_seq ignored;
    if (ty_parse_comprehension(p, &ignored) && !p->raised)
        ty_parser_raise_range(p, first->loc, last ? last->loc : ty_loc_of(comma),
                              "did you forget parentheses around the comprehension target?");
    p->t = here;
    p->top = top;
    return !p->raised;
}

/* Items behind the first, up to `close`; pushed. */
static bool parse_items(ty_parser *p, ty_expr *first, ty_token_kind close) {
    if (!ty_parser_push(p, first)) return false;
    const ty_token *comma = p->t;
    while (ty_parser_accept(p, TY_TOK_COMMA)) {
        if (close != TY_TOK_RPAR && !check_comprehension_target(p, first, NULL, comma)) return false;
        if (ty_parser_at(p, close)) return true;
        ty_expr *item = ty_parse_star_named_expression(p);
        if (!item || !ty_parser_push(p, item)) return false;
        if (close != TY_TOK_RPAR && !check_comprehension_target(p, first, item, comma)) return false;
    }
    return true;
}

static ty_expr *parse_list(ty_parser *p) {
    const ty_token *start = p->t++;
    uint32_t base = p->top;
    if (!ty_parser_at(p, TY_TOK_RSQB)) {
        ty_expr *first = ty_parse_star_named_expression(p);
        if (!first) return NULL;
        if (ty_parser_at_for(p)) return finish_comprehension(p, TY_EXPR_ListComp, start, first, TY_TOK_RSQB);
        if (!parse_items(p, first, TY_TOK_RSQB)) return NULL;
    }
    if (!ty_parser_expect(p, TY_TOK_RSQB)) return NULL;
    ty_expr *e = ty_parser_expr(p, TY_EXPR_List, ty_loc_from(p, start));
    return e && TY_TAKE(p, base, &e->List.elts) ? e : NULL;
}

/* ---- parentheses ---- */

static ty_expr *check_group(ty_parser *p) {
    const ty_token *here = p->t;
    if (!p->diag) return ty_parser_miss(p);
    if (ty_parser_at(p, TY_TOK_STAR)) {
        p->t++;
        ty_expr *e = ty_parse_expression(p);
        if (e && ty_parser_at(p, TY_TOK_RPAR))
            return ty_parser_raise_range(p, ty_loc_of(here), e->loc, "cannot use starred expression here");
    } else if (ty_parser_at(p, TY_TOK_DOUBLESTAR)) {
        p->t++;
        ty_expr *e = ty_parse_expression(p);
        if (e && ty_parser_at(p, TY_TOK_RPAR))
            return ty_parser_raise_loc(p, ty_loc_of(here), "cannot use double starred expression here");
    }
    return ty_parser_miss(p);
}

static ty_expr *parse_parens(ty_parser *p) {
    const ty_token *start = p->t++;
    uint32_t base = p->top;
    ty_expr *first = NULL;
    if (ty_parser_at(p, TY_KW_yield)) {
        first = ty_parse_yield(p);
        if (!first || !ty_parser_expect(p, TY_TOK_RPAR)) return NULL;
        first->parens = 1;
        return first;
    }
    if (ty_parser_at(p, TY_TOK_DOUBLESTAR)) return check_group(p);
    if (!ty_parser_at(p, TY_TOK_RPAR)) {
        const ty_token *item = p->t;
        first = ty_parse_star_named_expression(p);
        if (!first) return NULL;
        if (ty_parser_at_for(p))
            return finish_comprehension(p, TY_EXPR_GeneratorExp, start, first, TY_TOK_RPAR);
        if (!ty_parser_at(p, TY_TOK_COMMA)) {
            if (first->kind == TY_EXPR_Starred) {
                p->t = item;
                return check_group(p);
            }
            if (!ty_parser_expect(p, TY_TOK_RPAR)) return NULL;
            first->parens = 1;
            return first;
        }
        if (!parse_items(p, first, TY_TOK_RPAR)) return NULL;
    }
    if (!ty_parser_expect(p, TY_TOK_RPAR)) return NULL;
    ty_expr *e = ty_parser_expr(p, TY_EXPR_Tuple, ty_loc_from(p, start));
    if (!e || !TY_TAKE(p, base, &e->Tuple.elts)) return NULL;
    e->parens = 1;
    return e;
}

/* ---- braces ---- */

/* A dictionary item failed behind `key`. `later`: not the first item. */
static void check_dict_item(ty_parser *p, const ty_expr *key, const ty_token *colon, bool later) {
    if (colon->kind != TY_TOK_COLON) {
        if (!later) return;
        ty_ast_loc loc = {key->loc.lineno, key->loc.end_col_offset - 1, key->loc.end_lineno, -1};
        ty_parser_raise_loc(p, loc, "':' expected after dictionary key");
        return;
    }
    p->t = colon + 1;
    if (ty_parser_at(p, TY_TOK_STAR)) {
        const ty_token *star = p->t++;
        if (ty_parse_bitwise_or(p))
            ty_parser_raise_from(p, ty_loc_of(star), "cannot use a starred expression in a dictionary value");
    } else if (ty_parser_at(p, TY_TOK_RBRACE) || ty_parser_at(p, TY_TOK_COMMA)) {
        ty_parser_raise_loc(p, ty_loc_of(colon), "expression expected after dictionary key and ':'");
    }
}

/* [':' value] behind a key; pushed as two. */
static bool parse_dict_value(ty_parser *p, ty_expr *key, bool later) {
    const ty_token *colon = p->t;
    ty_expr *value = ty_parser_expect(p, TY_TOK_COLON) ? ty_parse_expression(p) : NULL;
    if (value) return ty_parser_push(p, key) && ty_parser_push(p, value);
    if (p->diag && !p->raised) check_dict_item(p, key, colon, later);
    return false;
}

/* key ':' value or '**' mapping; pushed as two. */
static bool parse_dict_item(ty_parser *p, bool later) {
    if (ty_parser_accept(p, TY_TOK_DOUBLESTAR)) {
        ty_expr *value = ty_parse_bitwise_or(p);
        return value && ty_parser_push(p, NULL) && ty_parser_push(p, value);
    }
    ty_expr *key = ty_parse_expression(p);
    return key && parse_dict_value(p, key, later);
}

/* Splits pairs into keys and values. */
static bool take_pairs(ty_parser *p, uint32_t base, ty_expr *dict) {
    uint32_t n = (p->top - base) / 2;
    if (n == 0) return true;
    ty_expr **keys = ty_parser_alloc(p, n * sizeof *keys),
            **values = keys ? ty_parser_alloc(p, n * sizeof *values) : NULL;
    if (!values) return false;
    for (uint32_t i = 0; i < n; i++) {
        keys[i] = p->stack[base + 2 * i];
        values[i] = p->stack[base + 2 * i + 1];
    }
    p->top = base;
    dict->Dict.keys = (ty_expr_seq){n, keys};
    dict->Dict.values = (ty_expr_seq){n, values};
    return true;
}

static ty_expr *finish_dict(ty_parser *p, const ty_token *start, uint32_t base) {
    while (ty_parser_accept(p, TY_TOK_COMMA)) {
        if (ty_parser_at(p, TY_TOK_RBRACE)) break;
        if (!parse_dict_item(p, true)) return NULL;
    }
    if (!ty_parser_expect(p, TY_TOK_RBRACE)) return NULL;
    ty_expr *e = ty_parser_expr(p, TY_EXPR_Dict, ty_loc_from(p, start));
    return e && take_pairs(p, base, e) ? e : NULL;
}

static ty_expr *finish_dict_comprehension(ty_parser *p, const ty_token *start, ty_expr *key, ty_expr *value) {
    ty_comprehension_seq generators;
    if (!ty_parse_comprehension(p, &generators) || !ty_parser_expect(p, TY_TOK_RBRACE)) return NULL;
    ty_expr *e = ty_parser_expr(p, TY_EXPR_DictComp, ty_loc_from(p, start));
    if (!e) return NULL;
    e->DictComp.key = key;
    e->DictComp.value = value;
    e->DictComp.generators = generators;
    return e;
}

static ty_expr *parse_braces(ty_parser *p) {
    const ty_token *start = p->t++;
    uint32_t base = p->top;
    if (ty_parser_at(p, TY_TOK_RBRACE) || ty_parser_at(p, TY_TOK_DOUBLESTAR)) {
        if (ty_parser_at(p, TY_TOK_DOUBLESTAR)) {
            if (!parse_dict_item(p, false)) return NULL;
            if (ty_parser_at_for(p)) {
                if (p->diag) {
                    const ty_token *here = p->t;
                    ty_comprehension_seq ignored;
                    if (ty_parse_comprehension(p, &ignored) && ty_parser_at(p, TY_TOK_RBRACE))
                        return ty_parser_raise_loc(p, ty_loc_of(start + 1),
                                                   "dict unpacking cannot be used in dict comprehension");
                    p->t = here;
                }
                return ty_parser_miss(p);
            }
        }
        return finish_dict(p, start, base);
    }
    ty_expr *first = ty_parse_star_named_expression(p);
    if (!first) return NULL;
    if (ty_parser_at(p, TY_TOK_COLON) && first->kind != TY_EXPR_Starred &&
        (first->kind != TY_EXPR_NamedExpr || first->parens)) {
        if (!parse_dict_value(p, first, false)) return NULL;
        if (ty_parser_at_for(p)) {
            ty_expr *value = p->stack[p->top - 1];
            p->top = base;
            return finish_dict_comprehension(p, start, first, value);
        }
        return finish_dict(p, start, base);
    }
    if (ty_parser_at_for(p)) return finish_comprehension(p, TY_EXPR_SetComp, start, first, TY_TOK_RBRACE);
    if (!parse_items(p, first, TY_TOK_RBRACE) || !ty_parser_expect(p, TY_TOK_RBRACE)) return NULL;
    ty_expr *e = ty_parser_expr(p, TY_EXPR_Set, ty_loc_from(p, start));
    return e && TY_TAKE(p, base, &e->Set.elts) ? e : NULL;
}

/* ---- subscripts ---- */

static ty_expr *parse_slice(ty_parser *p) {
    const ty_token *start = p->t;
    ty_expr *lower = NULL, *upper = NULL, *step = NULL;
    if (!ty_parser_at(p, TY_TOK_COLON)) {
        if (ty_parser_at(p, TY_TOK_STAR)) {
            p->t++;
            ty_expr *value = ty_parse_expression(p);
            if (!value && p->diag) ty_parser_raise_last(p, TY_SYNTAX_ERROR, "Invalid star expression");
            ty_expr *e = value ? ty_parser_expr(p, TY_EXPR_Starred, ty_loc_from(p, start)) : NULL;
            if (e) e->Starred.value = value;
            return e;
        }
        lower = ty_parse_named_expression(p);
        if (!lower || !ty_parser_at(p, TY_TOK_COLON)) return lower;
        if (lower->kind == TY_EXPR_NamedExpr && !lower->parens) return ty_parser_miss(p);
    }
    p->t++;
    if (ty_parser_starts_expression(p->t) && !(upper = ty_parse_expression(p))) return NULL;
    if (ty_parser_accept(p, TY_TOK_COLON) && ty_parser_starts_expression(p->t) &&
        !(step = ty_parse_expression(p)))
        return NULL;
    ty_expr *e = ty_parser_expr(p, TY_EXPR_Slice, ty_loc_from(p, start));
    if (!e) return NULL;
    e->Slice.lower = lower;
    e->Slice.upper = upper;
    e->Slice.step = step;
    return e;
}

static ty_expr *parse_slices(ty_parser *p) {
    const ty_token *start = p->t;
    uint32_t base = p->top;
    ty_expr *first = parse_slice(p);
    if (!first) return NULL;
    if (!ty_parser_at(p, TY_TOK_COMMA) && first->kind != TY_EXPR_Starred) return first;
    if (!ty_parser_push(p, first)) return NULL;
    while (ty_parser_accept(p, TY_TOK_COMMA)) {
        if (ty_parser_at(p, TY_TOK_RSQB)) break;
        ty_expr *next = parse_slice(p);
        if (!next || !ty_parser_push(p, next)) return NULL;
    }
    ty_expr *e = ty_parser_expr(p, TY_EXPR_Tuple, ty_loc_from(p, start));
    return e && TY_TAKE(p, base, &e->Tuple.elts) ? e : NULL;
}

/* ---- primaries ---- */

/* What follows `e` at a '.', '(' or '['; e began at `start`. */
static ty_expr *parse_trailer(ty_parser *p, const ty_token *start, ty_expr *e) {
    ty_expr *outer;
    if (ty_parser_at(p, TY_TOK_LPAR)) {
        if ((outer = ty_parse_call(p, e))) outer->loc = ty_loc_from(p, start);
        return outer;
    }
    if (ty_parser_accept(p, TY_TOK_DOT)) {
        const ty_token *name = p->t;
        if (!ty_parser_expect(p, TY_TOK_NAME) ||
            !(outer = ty_parser_expr(p, TY_EXPR_Attribute, ty_loc_from(p, start))))
            return NULL;
        outer->Attribute.value = e;
        outer->Attribute.attr = ty_parser_ident(p, name);
        return outer;
    }
    p->t++;
    ty_expr *slice = parse_slices(p);
    if (!slice || !ty_parser_expect(p, TY_TOK_RSQB) ||
        !(outer = ty_parser_expr(p, TY_EXPR_Subscript, ty_loc_from(p, start))))
        return NULL;
    outer->Subscript.value = e;
    outer->Subscript.slice = slice;
    return outer;
}

ty_expr *ty_parse_primary(ty_parser *p) {
    const ty_token *start = p->t;
    ty_expr *e = ty_parse_atom(p);
    while (e &&
           (ty_parser_at(p, TY_TOK_DOT) || ty_parser_at(p, TY_TOK_LPAR) || ty_parser_at(p, TY_TOK_LSQB))) {
        const ty_token *here = p->t;
        const uint32_t top = p->top;
        ty_expr *outer = parse_trailer(p, start, e);
        if (!outer && ty_parser_back(p, here, top)) return e;
        e = outer;
    }
    return e;
}

static ty_expr *constant(ty_parser *p, ty_const_kind kind) {
    ty_expr *e = ty_parser_expr(p, TY_EXPR_Constant, ty_loc_of(p->t++));
    if (e) e->Constant.value.kind = (uint8_t)kind;
    return e;
}

ty_expr *ty_parse_atom(ty_parser *p) {
    /* Attempts may repeat each other in the second pass; past a bound the answer is "invalid syntax". */
    if (p->second && ++p->effort / 32 > p->lexer.count + 1000) return ty_parser_miss(p);
    const ty_token *token = p->t;
    ty_expr *e;
    switch ((ty_token_kind)token->kind) {
    case TY_TOK_NAME:
        p->t++;
        if ((e = ty_parser_expr(p, TY_EXPR_Name, ty_loc_of(token)))) e->Name.id = ty_parser_ident(p, token);
        return e;
    case TY_TOK_NUMBER:
        p->t++;
        if ((e = ty_parser_expr(p, TY_EXPR_Constant, ty_loc_of(token))) &&
            !ty_parser_number(p, token, &e->Constant.value))
            return NULL;
        return e;
    case TY_TOK_STRING:
    case TY_TOK_FSTRING_START: return ty_parse_strings(p);
    case TY_KW_None: return constant(p, TY_CONST_None);
    case TY_KW_True: return constant(p, TY_CONST_True);
    case TY_KW_False: return constant(p, TY_CONST_False);
    case TY_TOK_ELLIPSIS: return constant(p, TY_CONST_Ellipsis);
    case TY_TOK_LPAR: return parse_parens(p);
    case TY_TOK_LSQB: return parse_list(p);
    case TY_TOK_LBRACE: return parse_braces(p);
    default: return ty_parser_miss(p);
    }
}
