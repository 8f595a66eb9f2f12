/* SPDX-License-Identifier: MIT */
/* Expressions from the comma list down to unary operators; atoms and what follows them are in parser_atom.c.
 *
 * Binary operators are parsed by precedence climbing; right-recursive forms count depth, left-recursive ones
 * are loops (their trees are deep, see ast.h). */
#include <config.h>

#include "compile/parser_impl.h"

#include <string.h>

static const uint8_t binary_precedence[TY_TOKEN_KIND__COUNT] = {
    [TY_TOK_VBAR] = 1,       [TY_TOK_CIRCUMFLEX] = 2,  [TY_TOK_AMPER] = 3,   [TY_TOK_LEFTSHIFT] = 4,
    [TY_TOK_RIGHTSHIFT] = 4, [TY_TOK_PLUS] = 5,        [TY_TOK_MINUS] = 5,   [TY_TOK_STAR] = 6,
    [TY_TOK_SLASH] = 6,      [TY_TOK_DOUBLESLASH] = 6, [TY_TOK_PERCENT] = 6, [TY_TOK_AT] = 6,
};

bool ty_parser_starts_expression(const ty_token *token) {
    switch ((ty_token_kind)token->kind) {
    case TY_TOK_NAME:
    case TY_TOK_NUMBER:
    case TY_TOK_STRING:
    case TY_TOK_FSTRING_START:
    case TY_TOK_LPAR:
    case TY_TOK_LSQB:
    case TY_TOK_LBRACE:
    case TY_TOK_ELLIPSIS:
    case TY_TOK_TILDE:
    case TY_TOK_PLUS:
    case TY_TOK_MINUS:
    case TY_KW_None:
    case TY_KW_True:
    case TY_KW_False:
    case TY_KW_not:
    case TY_KW_lambda:
    case TY_KW_await: return true;
    default: return false;
    }
}

static ty_expr *parse_inversion(ty_parser *p);
static void *check_not(ty_parser *p, bool unary);

/* ---- unary and binary operators ---- */

static ty_expr *parse_power(ty_parser *p) {
    const ty_token *start = p->t;
    ty_expr *base;
    if (ty_parser_accept(p, TY_KW_await)) {
        ty_expr *value = ty_parse_primary(p);
        if (!value || !(base = ty_parser_expr(p, TY_EXPR_Await, ty_loc_from(p, start)))) return NULL;
        base->Await.value = value;
    } else if (!(base = ty_parse_primary(p))) {
        return NULL;
    }
    if (!ty_parser_accept(p, TY_TOK_DOUBLESTAR)) return base;
    ty_expr *right = ty_parse_factor(p);
    ty_expr *e = right ? ty_parser_expr(p, TY_EXPR_BinOp, ty_loc_from(p, start)) : NULL;
    if (!e) return NULL;
    e->BinOp.left = base;
    e->BinOp.op = TY_OP_Pow;
    e->BinOp.right = right;
    return e;
}

ty_expr *ty_parse_factor(ty_parser *p) {
    ty_unaryop op;
    switch ((ty_token_kind)p->t->kind) {
    case TY_TOK_PLUS: op = TY_UNARY_UAdd; break;
    case TY_TOK_MINUS: op = TY_UNARY_USub; break;
    case TY_TOK_TILDE: op = TY_UNARY_Invert; break;
    default: {
        if (!ty_parser_enter(p)) return NULL;
        ty_expr *e = parse_power(p);
        ty_parser_leave(p);
        return e;
    }
    }
    const ty_token *start = p->t++;
    if (p->diag && ty_parser_at(p, TY_KW_not)) return check_not(p, true);
    if (!ty_parser_enter(p)) return NULL;
    ty_expr *operand = ty_parse_factor(p);
    ty_parser_leave(p);
    ty_expr *e = operand ? ty_parser_expr(p, TY_EXPR_UnaryOp, ty_loc_from(p, start)) : NULL;
    if (!e) return NULL;
    e->UnaryOp.op = (uint8_t)op;
    e->UnaryOp.operand = operand;
    return e;
}

/* At `not`, behind an arithmetic operator. */
static void *check_not(ty_parser *p, bool unary) {
    const ty_token *start = p->t++;
    ty_expr *e = unary ? ty_parse_factor(p) : parse_inversion(p);
    if (e)
        ty_parser_raise_range(p, ty_loc_of(start), e->loc, "'not' after an operator must be parenthesized");
    p->t = start;
    return ty_parser_miss(p);
}

static ty_expr *parse_binary(ty_parser *p, unsigned lowest) {
    const ty_token *start = p->t;
    ty_expr *left = ty_parse_factor(p);
    while (left) {
        unsigned precedence = binary_precedence[p->t->kind];
        if (precedence == 0 || precedence < lowest) break;
        ty_operator op = (ty_operator)(p->t++->kind - TY_TOK_PLUS);
        if (p->diag && precedence >= 5 && ty_parser_at(p, TY_KW_not)) return check_not(p, false);
        const ty_token *op_token = p->t - 1;
        ty_expr *right = parse_binary(p, precedence + 1);
        if (!right && ty_parser_back(p, op_token, p->top)) return left;
        ty_expr *e = right ? ty_parser_expr(p, TY_EXPR_BinOp, ty_loc_from(p, start)) : NULL;
        if (!e) return NULL;
        e->BinOp.left = left;
        e->BinOp.op = (uint8_t)op;
        e->BinOp.right = right;
        left = e;
    }
    return left;
}

ty_expr *ty_parse_bitwise_or(ty_parser *p) {
    return parse_binary(p, 1);
}

/* ---- comparisons and boolean operators ---- */

/* The comparison operator at the current token, taken; TY_CMP__COUNT: none. */
static ty_cmpop take_comparison(ty_parser *p) {
    switch ((ty_token_kind)p->t->kind) {
    case TY_TOK_EQEQUAL: p->t++; return TY_CMP_Eq;
    case TY_TOK_NOTEQUAL:
        /* "<>" is spelled so only under a joke of `__future__` that is not honoured here. */
        if (p->source->text[p->t->start] == '<') return TY_CMP__COUNT;
        p->t++;
        return TY_CMP_NotEq;
    case TY_TOK_LESS: p->t++; return TY_CMP_Lt;
    case TY_TOK_LESSEQUAL: p->t++; return TY_CMP_LtE;
    case TY_TOK_GREATER: p->t++; return TY_CMP_Gt;
    case TY_TOK_GREATEREQUAL: p->t++; return TY_CMP_GtE;
    case TY_KW_in: p->t++; return TY_CMP_In;
    case TY_KW_not:
        if (p->t[1].kind != TY_KW_in) {
            if (p->t + 1 > p->furthest) p->furthest = p->t + 1;
            return TY_CMP__COUNT;
        }
        p->t += 2;
        return TY_CMP_NotIn;
    case TY_KW_is: p->t++; return ty_parser_accept(p, TY_KW_not) ? TY_CMP_IsNot : TY_CMP_Is;
    default: return TY_CMP__COUNT;
    }
}

static ty_expr *parse_comparison(ty_parser *p) {
    const ty_token *start = p->t;
    ty_expr *left = ty_parse_bitwise_or(p);
    if (!left) return NULL;
    const ty_token *here = p->t;
    ty_cmpop op = take_comparison(p);
    if (op == TY_CMP__COUNT) return left;
    uint32_t base = p->top, nops = 0, cap = 0;
    uint8_t small[8], *ops = small;
    cap = sizeof small;
    do {
        if (nops == cap) {
            uint8_t *more = ty_parser_alloc(p, (size_t)cap * 2);
            if (!more) return NULL;
            memcpy(more, ops, nops);
            ops = more;
            cap *= 2;
        }
        ops[nops++] = (uint8_t)op;
        ty_expr *right = ty_parse_bitwise_or(p);
        if (!right && ty_parser_back(p, here, base)) return left;
        if (!right || !ty_parser_push(p, right)) return NULL;
        op = take_comparison(p);
    } while (op != TY_CMP__COUNT);
    ty_expr *e = ty_parser_expr(p, TY_EXPR_Compare, ty_loc_from(p, start));
    if (!e) return NULL;
    e->Compare.left = left;
    e->Compare.ops.len = nops;
    if (!(e->Compare.ops.at = ty_parser_alloc(p, nops))) return NULL;
    memcpy(e->Compare.ops.at, ops, nops);
    return TY_TAKE(p, base, &e->Compare.comparators) ? e : NULL;
}

static ty_expr *parse_inversion(ty_parser *p) {
    if (!ty_parser_at(p, TY_KW_not)) return parse_comparison(p);
    const ty_token *start = p->t++;
    if (!ty_parser_enter(p)) return NULL;
    ty_expr *operand = parse_inversion(p);
    ty_parser_leave(p);
    ty_expr *e = operand ? ty_parser_expr(p, TY_EXPR_UnaryOp, ty_loc_from(p, start)) : NULL;
    if (!e) return NULL;
    e->UnaryOp.op = TY_UNARY_Not;
    e->UnaryOp.operand = operand;
    return e;
}

static ty_expr *parse_conjunction(ty_parser *p);

static ty_expr *finish_boolop(ty_parser *p, const ty_token *start, ty_expr *first, ty_token_kind word,
                              ty_boolop op, ty_expr *(*operand)(ty_parser *)) {
    uint32_t base = p->top;
    if (!ty_parser_push(p, first)) return NULL;
    const ty_token *here = p->t;
    while (ty_parser_accept(p, word)) {
        ty_expr *next = operand(p);
        if (!next && ty_parser_back(p, here, base)) return first;
        if (!next || !ty_parser_push(p, next)) return NULL;
    }
    ty_expr *e = ty_parser_expr(p, TY_EXPR_BoolOp, ty_loc_from(p, start));
    if (!e) return NULL;
    e->BoolOp.op = (uint8_t)op;
    return TY_TAKE(p, base, &e->BoolOp.values) ? e : NULL;
}

static ty_expr *parse_conjunction(ty_parser *p) {
    const ty_token *start = p->t;
    ty_expr *e = parse_inversion(p);
    if (!e || !ty_parser_at(p, TY_KW_and)) return e;
    return finish_boolop(p, start, e, TY_KW_and, TY_BOOL_And, parse_inversion);
}

ty_expr *ty_parse_disjunction(ty_parser *p) {
    const ty_token *start = p->t;
    ty_expr *e = parse_conjunction(p);
    if (!e || !ty_parser_at(p, TY_KW_or)) return e;
    return finish_boolop(p, start, e, TY_KW_or, TY_BOOL_Or, parse_conjunction);
}

/* ---- conditional expressions and lambda ---- */

ty_expr *ty_parse_expression_quietly(ty_parser *p) {
    bool diag = p->diag;
    p->diag = false;
    ty_expr *e = ty_parse_expression(p);
    p->diag = diag;
    return e;
}

bool ty_parser_check_legacy(const ty_parser *p, const ty_expr *e) {
    (void)p;
    return e->kind == TY_EXPR_Name &&
           (e->Name.id->index == TY_SOFT_print || e->Name.id->index == TY_SOFT_exec);
}

static bool check_expression(ty_parser *p, const ty_token *start, ty_expr *a);

/* Behind a lone name `a` stands another expression: it was a statement's word in Python 2, or the two only
 * want a comma further on. */
static bool check_statement_word(ty_parser *p, ty_expr *a) {
    const ty_token *here = p->t;
    const uint32_t top = p->top;
    bool diag = p->diag, ok = true;
    p->diag = false;
    ty_expr *b = ty_parser_check_legacy(p, a) ? ty_parse_star_expressions(p) : ty_parse_disjunction(p);
    p->diag = diag;
    if (b && ty_parser_check_legacy(p, a)) {
        const char *name = a->Name.id->text;
        ty_parser_raise_range(p, a->loc, b->loc, "Missing parentheses in call to '%s'. Did you mean %s(...)?",
                              name, name);
    } else if (b && ty_parser_enter(p)) {
        ok = check_expression(p, here, b);
        ty_parser_leave(p);
    }
    p->t = here;
    p->top = top;
    return ok && !p->raised;
}

/* Mistakes around an expression whose first operand is `a`, which began at `start`. False: raised. */
static bool check_expression(ty_parser *p, const ty_token *start, ty_expr *a) {
    const ty_token *here = p->t;
    const uint32_t top = p->top;
    bool name_string = start->kind == TY_TOK_NAME && start[1].kind == TY_TOK_STRING;
    bool soft = start->kind == TY_TOK_NAME && start->ident >= TY_SOFT__ && start->ident <= TY_SOFT_type;
    if (!name_string && !soft && ty_parser_starts_expression(here)) {
        ty_expr *b = ty_parse_expression_quietly(p);
        if (ty_parser_at(p, TY_TOK_ERROR)) ty_parser_raise_lexer(p);
        if (p->raised) return false;
        if (b && !ty_parser_check_legacy(p, a) && p->t[-1].level > 0) {
            ty_parser_raise_range(p, a->loc, b->loc, "invalid syntax. Perhaps you forgot a comma?");
            return false;
        }
        p->t = here;
        p->top = top;
    }
    if (ty_parser_at(p, TY_KW_if)) {
        p->t++;
        ty_expr *b = ty_parse_disjunction(p);
        if (p->raised) return false;
        if (b && !ty_parser_at(p, TY_KW_else) && !ty_parser_at(p, TY_TOK_COLON)) {
            ty_parser_miss(p);
            ty_parser_raise_range(p, a->loc, b->loc, "expected 'else' after 'if' expression");
            return false;
        }
        p->t = here;
        p->top = top;
    }
    if (start->kind == TY_TOK_NAME && here == start + 1 && !ty_parser_at(p, TY_TOK_LPAR) &&
        (ty_parser_starts_expression(here) || ty_parser_at(p, TY_TOK_STAR)))
        return check_statement_word(p, a);
    return true;
}

ty_expr *ty_parse_lambda(ty_parser *p) {
    const ty_token *start = p->t++;
    ty_ast_arguments *args = ty_parse_params(p, true);
    if (!args) return NULL;
    if (ty_parser_at(p, TY_TOK_COLON) && p->t->spec) { /* the colon belongs to the field around */
        if (!p->diag) return p->t++, ty_parser_miss(p);
        return ty_parser_raise_range(p, ty_loc_of(start), ty_loc_of(p->t),
                                     "f-string: lambda expressions are not allowed without parentheses");
    }
    if (!ty_parser_force(p, TY_TOK_COLON)) return NULL;
    ty_expr *body = ty_parse_expression(p);
    ty_expr *e = body ? ty_parser_expr(p, TY_EXPR_Lambda, ty_loc_from(p, start)) : NULL;
    if (!e) return NULL;
    e->Lambda.args = args;
    e->Lambda.body = body;
    return e;
}

static ty_expr *parse_expression_inner(ty_parser *p) {
    if (ty_parser_at(p, TY_KW_lambda)) return ty_parse_lambda(p);
    const ty_token *start = p->t;
    ty_expr *body = ty_parse_disjunction(p);
    if (!body) return NULL;
    if (p->diag && !check_expression(p, start, body)) return NULL;
    const ty_token *here = p->t;
    const uint32_t top = p->top;
    if (!ty_parser_accept(p, TY_KW_if)) return body;
    ty_expr *test = ty_parse_disjunction(p), *orelse = NULL;
    if (!test || !ty_parser_expect(p, TY_KW_else) || !(orelse = ty_parse_expression(p)))
        return ty_parser_back(p, here, top) ? body : NULL;
    ty_expr *e = orelse ? ty_parser_expr(p, TY_EXPR_IfExp, ty_loc_from(p, start)) : NULL;
    if (!e) return NULL;
    e->IfExp.test = test;
    e->IfExp.body = body;
    e->IfExp.orelse = orelse;
    return e;
}

ty_expr *ty_parse_expression(ty_parser *p) {
    if (!ty_parser_enter(p)) return NULL;
    ty_expr *e = parse_expression_inner(p);
    ty_parser_leave(p);
    return e;
}

/* ---- named expressions ---- */

static bool is_display_or_constant(const ty_token *start, const ty_expr *e) {
    if (start->kind == TY_KW_True || start->kind == TY_KW_None || start->kind == TY_KW_False) return true;
    /* The lookahead of the rule tests how the expression begins, not what it is. */
    while (e->kind == TY_EXPR_Attribute || e->kind == TY_EXPR_Subscript || e->kind == TY_EXPR_Call ||
           e->kind == TY_EXPR_BinOp) {
        if (e->kind == TY_EXPR_BinOp && e->parens) break;
        e = e->kind == TY_EXPR_Attribute   ? e->Attribute.value
            : e->kind == TY_EXPR_Subscript ? e->Subscript.value
            : e->kind == TY_EXPR_Call      ? e->Call.func
                                           : e->BinOp.left;
    }
    return start->kind == TY_TOK_LPAR ? (e->kind == TY_EXPR_Tuple || e->kind == TY_EXPR_GeneratorExp) &&
                                            e->loc.col_offset == start->col
                                      : e->kind == TY_EXPR_List;
}

bool ty_parser_check_named(ty_parser *p, const ty_token *start, ty_expr *e) {
    const ty_token *here = p->t;
    const uint32_t top = p->top;
    if (ty_parser_accept(p, TY_TOK_COLONEQUAL)) {
        ty_expr *value = ty_parse_expression(p);
        if (value)
            ty_parser_raise_loc(p, e->loc, "cannot use assignment expressions with %s",
                                ty_parser_expr_name(e));
        p->t = here;
        p->top = top;
        return !p->raised;
    }
    if (!ty_parser_at(p, TY_TOK_EQUAL)) return true;
    bool name = start->kind == TY_TOK_NAME && here == start + 1;
    bool simple = e->parens || (e->kind != TY_EXPR_BoolOp && e->kind != TY_EXPR_Compare &&
                                e->kind != TY_EXPR_IfExp && e->kind != TY_EXPR_Lambda &&
                                !(e->kind == TY_EXPR_UnaryOp && e->UnaryOp.op == TY_UNARY_Not));
    if (!name && (!simple || is_display_or_constant(start, e))) return true;
    p->t++;
    ty_expr *b = ty_parse_bitwise_or(p);
    if (ty_parser_at(p, TY_TOK_ERROR)) ty_parser_raise_lexer(p);
    if (b && !ty_parser_at(p, TY_TOK_EQUAL) && !ty_parser_at(p, TY_TOK_COLONEQUAL)) {
        if (name)
            ty_parser_raise_range(p, e->loc, b->loc,
                                  "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
        else
            ty_parser_raise_loc(p, e->loc, "cannot assign to %s here. Maybe you meant '==' instead of '='?",
                                ty_parser_expr_name(e));
    }
    p->t = here;
    p->top = top;
    return !p->raised;
}

ty_expr *ty_parse_named_expression(ty_parser *p) {
    const ty_token *start = p->t;
    if (start->kind == TY_TOK_NAME && start[1].kind == TY_TOK_COLONEQUAL) {
        p->t += 2;
        ty_expr *value = ty_parse_expression(p);
        if (!value) return NULL;
        ty_expr *target = ty_parser_expr(p, TY_EXPR_Name, ty_loc_of(start));
        ty_expr *e = target ? ty_parser_expr(p, TY_EXPR_NamedExpr, ty_loc_from(p, start)) : NULL;
        if (!e) return NULL;
        target->Name.id = ty_parser_ident(p, start);
        target->Name.ctx = TY_CTX_Store;
        e->NamedExpr.target = target;
        e->NamedExpr.value = value;
        return e;
    }
    ty_expr *e = ty_parse_expression(p);
    if (!e) return NULL;
    if (p->diag && !ty_parser_check_named(p, start, e)) return NULL;
    if (ty_parser_at(p, TY_TOK_COLONEQUAL)) return ty_parser_miss(p);
    return e;
}

/* ---- starred expressions and comma lists ---- */

static ty_expr *parse_starred(ty_parser *p) {
    const ty_token *start = p->t++;
    ty_expr *value = ty_parse_bitwise_or(p);
    ty_expr *e = value ? ty_parser_expr(p, TY_EXPR_Starred, ty_loc_from(p, start)) : NULL;
    if (!e) return NULL;
    e->Starred.value = value;
    return e;
}

ty_expr *ty_parse_star_expression(ty_parser *p) {
    return ty_parser_at(p, TY_TOK_STAR) ? parse_starred(p) : ty_parse_expression(p);
}

ty_expr *ty_parse_star_named_expression(ty_parser *p) {
    return ty_parser_at(p, TY_TOK_STAR) ? parse_starred(p) : ty_parse_named_expression(p);
}

static bool may_start_item(const ty_token *token) {
    return token->kind == TY_TOK_STAR || ty_parser_starts_expression(token);
}

ty_expr *ty_parse_star_expressions(ty_parser *p) {
    const ty_token *start = p->t;
    ty_expr *first = ty_parse_star_expression(p);
    if (!first || !ty_parser_at(p, TY_TOK_COMMA)) return first;
    uint32_t base = p->top;
    if (!ty_parser_push(p, first)) return NULL;
    while (ty_parser_accept(p, TY_TOK_COMMA)) {
        if (!may_start_item(p->t)) {
            ty_parser_miss(p);
            break;
        }
        ty_expr *next = ty_parse_star_expression(p);
        if (!next || !ty_parser_push(p, next)) return NULL;
    }
    ty_expr *e = ty_parser_expr(p, TY_EXPR_Tuple, ty_loc_from(p, start));
    if (!e || !TY_TAKE(p, base, &e->Tuple.elts)) return NULL;
    return e;
}

ty_expr *ty_parse_yield(ty_parser *p) {
    const ty_token *start = p->t++;
    if (ty_parser_accept(p, TY_KW_from)) {
        ty_expr *value = ty_parse_expression(p);
        ty_expr *e = value ? ty_parser_expr(p, TY_EXPR_YieldFrom, ty_loc_from(p, start)) : NULL;
        if (e) e->YieldFrom.value = value;
        return e;
    }
    ty_expr *value = NULL;
    if (may_start_item(p->t)) {
        if (!(value = ty_parse_star_expressions(p))) return NULL;
    } else {
        ty_parser_miss(p);
    }
    ty_expr *e = ty_parser_expr(p, TY_EXPR_Yield, ty_loc_from(p, start));
    if (e) e->Yield.value = value;
    return e;
}

ty_expr *ty_parse_annotated_rhs(ty_parser *p) {
    return ty_parser_at(p, TY_KW_yield) ? ty_parse_yield(p) : ty_parse_star_expressions(p);
}
