/* SPDX-License-Identifier: MIT */
/* The match statement and its patterns.
 *
 * `match` and `case` are names elsewhere. A statement that begins with `match` is told from an expression by
 * its next token, and where that fits both (`match (x):`, `match [a]:`, `match -x:`, `match *a, b:`) by the
 * end of its logical line: ':' NEWLINE INDENT "case". */
#include <config.h>

#include "compile/parser_impl.h"

bool ty_parser_at_match(const ty_parser *p) {
    const ty_token *t = p->t + 1;
    switch ((ty_token_kind)t->kind) {
    case TY_TOK_NAME:
    case TY_TOK_NUMBER:
    case TY_TOK_STRING:
    case TY_TOK_FSTRING_START:
    case TY_TOK_LBRACE:
    case TY_TOK_TILDE:
    case TY_TOK_ELLIPSIS:
    case TY_KW_None:
    case TY_KW_True:
    case TY_KW_False:
    case TY_KW_lambda:
    case TY_KW_await: return true;
    case TY_KW_not: return t[1].kind != TY_KW_in;
    case TY_TOK_LPAR:
    case TY_TOK_LSQB:
    case TY_TOK_MINUS:
    case TY_TOK_PLUS:
    case TY_TOK_STAR: break;
    default: return false;
    }
    while (t->kind != TY_TOK_NEWLINE && t->kind != TY_TOK_ERROR && t->kind != TY_TOK_ENDMARKER) t++;
    if (t->kind != TY_TOK_NEWLINE) return false;
    if (p->diag && t[-1].kind != TY_TOK_COLON && t[1].kind == TY_TOK_INDENT &&
        ty_parser_is_soft(t + 2, TY_SOFT_case))
        return true;
    return t[-1].kind == TY_TOK_COLON &&
           ((t[1].kind == TY_TOK_INDENT && ty_parser_is_soft(t + 2, TY_SOFT_case)) ||
            (p->diag && t[1].kind != TY_TOK_INDENT));
}

/* ---- pieces of patterns ---- */

static ty_pattern *parse_pattern(ty_parser *p);
static ty_pattern *parse_or_pattern(ty_parser *p);
static ty_pattern *parse_closed(ty_parser *p);

static ty_expr *number_expr(ty_parser *p) {
    const ty_token *token = p->t;
    if (!ty_parser_expect(p, TY_TOK_NUMBER)) return NULL;
    ty_expr *e = ty_parser_expr(p, TY_EXPR_Constant, ty_loc_of(token));
    return e && ty_parser_number(p, token, &e->Constant.value) ? e : NULL;
}

/* ['-'] NUMBER [('+' | '-') NUMBER] */
static ty_expr *signed_number(ty_parser *p) {
    const ty_token *start = p->t;
    bool minus = ty_parser_accept(p, TY_TOK_MINUS);
    ty_expr *e = number_expr(p);
    if (!e) return NULL;
    bool imaginary = e->Constant.value.kind == TY_CONST_Imag;
    if (minus) {
        ty_expr *negative = ty_parser_expr(p, TY_EXPR_UnaryOp, ty_loc_from(p, start));
        if (!negative) return NULL;
        negative->UnaryOp.op = TY_UNARY_USub;
        negative->UnaryOp.operand = e;
        e = negative;
    }
    if (!ty_parser_at(p, TY_TOK_PLUS) && !ty_parser_at(p, TY_TOK_MINUS)) return e;
    if (imaginary)
        return ty_parser_raise_loc(p, e->kind == TY_EXPR_UnaryOp ? e->UnaryOp.operand->loc : e->loc,
                                   "real number required in complex literal");
    ty_operator op = p->t++->kind == TY_TOK_PLUS ? TY_OP_Add : TY_OP_Sub;
    ty_expr *right = number_expr(p);
    if (!right) return NULL;
    if (right->Constant.value.kind != TY_CONST_Imag)
        return ty_parser_raise_loc(p, right->loc, "imaginary number required in complex literal");
    ty_expr *sum = ty_parser_expr(p, TY_EXPR_BinOp, ty_loc_from(p, start));
    if (!sum) return NULL;
    sum->BinOp.left = e;
    sum->BinOp.op = (uint8_t)op;
    sum->BinOp.right = right;
    return sum;
}

static ty_expr *dotted_expr(ty_parser *p) {
    const ty_token *start = p->t;
    if (!ty_parser_expect(p, TY_TOK_NAME)) return NULL;
    ty_expr *e = ty_parser_expr(p, TY_EXPR_Name, ty_loc_of(start));
    if (!e) return NULL;
    e->Name.id = ty_parser_ident(p, start);
    while (ty_parser_accept(p, TY_TOK_DOT)) {
        const ty_token *name = p->t;
        if (!ty_parser_expect(p, TY_TOK_NAME)) return NULL;
        ty_expr *attribute = ty_parser_expr(p, TY_EXPR_Attribute, ty_loc_from(p, start));
        if (!attribute) return NULL;
        attribute->Attribute.value = e;
        attribute->Attribute.attr = ty_parser_ident(p, name);
        e = attribute;
    }
    return e;
}

static ty_pattern *value_pattern(ty_parser *p, const ty_token *start, ty_expr *value) {
    ty_pattern *pattern = value ? ty_parser_pattern(p, TY_PATTERN_MatchValue, ty_loc_from(p, start)) : NULL;
    if (pattern) pattern->MatchValue.value = value;
    return pattern;
}

static ty_pattern *singleton(ty_parser *p, ty_const_kind kind) {
    ty_pattern *pattern = ty_parser_pattern(p, TY_PATTERN_MatchSingleton, ty_loc_of(p->t++));
    if (pattern) pattern->MatchSingleton.value.kind = (uint8_t)kind;
    return pattern;
}

/* '*' NAME or an ordinary pattern: an item of a sequence. */
static ty_pattern *parse_item(ty_parser *p) {
    if (!ty_parser_at(p, TY_TOK_STAR)) return parse_pattern(p);
    const ty_token *start = p->t++, *name = p->t;
    if (!ty_parser_expect(p, TY_TOK_NAME)) return NULL;
    ty_pattern *pattern = ty_parser_pattern(p, TY_PATTERN_MatchStar, ty_loc_from(p, start));
    if (pattern && name->ident != TY_SOFT__) pattern->MatchStar.name = ty_parser_ident(p, name);
    return pattern;
}

/* Items after the first (pushed) up to `close`, at a comma. */
static bool parse_more_items(ty_parser *p, ty_token_kind close) {
    while (ty_parser_accept(p, TY_TOK_COMMA)) {
        if (ty_parser_at(p, close) || (close == TY_TOK_COLON && ty_parser_at(p, TY_KW_if))) return true;
        ty_pattern *item = parse_item(p);
        if (!item || !ty_parser_push(p, item)) return false;
    }
    return true;
}

static ty_pattern *parse_sequence(ty_parser *p) {
    const ty_token *start = p->t++;
    bool parens = start->kind == TY_TOK_LPAR;
    ty_token_kind close = parens ? TY_TOK_RPAR : TY_TOK_RSQB;
    uint32_t base = p->top;
    if (!ty_parser_at(p, close)) {
        bool star = ty_parser_at(p, TY_TOK_STAR);
        ty_pattern *first = parse_item(p);
        if (!first) return NULL;
        if (parens && !star && ty_parser_accept(p, close)) return first;
        if (parens && !ty_parser_at(p, TY_TOK_COMMA)) return ty_parser_miss(p);
        if (!ty_parser_push(p, first) || !parse_more_items(p, close)) return NULL;
    }
    if (!ty_parser_expect(p, close)) return NULL;
    ty_pattern *pattern = ty_parser_pattern(p, TY_PATTERN_MatchSequence, ty_loc_from(p, start));
    return pattern && TY_TAKE(p, base, &pattern->MatchSequence.patterns) ? pattern : NULL;
}

static ty_expr *mapping_key(ty_parser *p) {
    const ty_token *start = p->t;
    switch ((ty_token_kind)start->kind) {
    case TY_TOK_NUMBER:
    case TY_TOK_MINUS: return signed_number(p);
    case TY_TOK_STRING:
    case TY_TOK_FSTRING_START: return ty_parse_strings(p);
    case TY_KW_None:
    case TY_KW_True:
    case TY_KW_False: return ty_parse_atom(p);
    case TY_TOK_NAME: {
        ty_expr *e = dotted_expr(p);
        return e && e->kind != TY_EXPR_Attribute ? ty_parser_miss(p) : e;
    }
    default: return ty_parser_miss(p);
    }
}

/* The keys and patterns are pushed in turn. */
static ty_pattern *parse_mapping(ty_parser *p) {
    const ty_token *start = p->t++;
    uint32_t base = p->top;
    const ty_ident *rest = NULL;
    while (!ty_parser_at(p, TY_TOK_RBRACE)) {
        if (rest) return ty_parser_miss(p);
        if (ty_parser_accept(p, TY_TOK_DOUBLESTAR)) {
            const ty_token *name = p->t;
            if (!ty_parser_expect(p, TY_TOK_NAME)) return NULL;
            if (name->ident == TY_SOFT__) return p->t = name, ty_parser_miss(p);
            rest = ty_parser_ident(p, name);
        } else {
            ty_expr *key = mapping_key(p);
            ty_pattern *value = key && ty_parser_expect(p, TY_TOK_COLON) ? parse_pattern(p) : NULL;
            if (!value || !ty_parser_push(p, key) || !ty_parser_push(p, value)) return NULL;
        }
        if (!ty_parser_accept(p, TY_TOK_COMMA)) break;
    }
    if (!ty_parser_expect(p, TY_TOK_RBRACE)) return NULL;
    ty_pattern *pattern = ty_parser_pattern(p, TY_PATTERN_MatchMapping, ty_loc_from(p, start));
    if (!pattern) return NULL;
    uint32_t n = (p->top - base) / 2;
    void **items = p->stack + base;
    p->top = base;
    pattern->MatchMapping.rest = rest;
    if (n == 0) return pattern;
    void **block = ty_parser_alloc(p, 2 * (size_t)n * sizeof *block);
    if (!block) return NULL;
    pattern->MatchMapping.keys = (ty_expr_seq){n, (ty_expr **)block};
    pattern->MatchMapping.patterns = (ty_pattern_seq){n, (ty_pattern **)block + n};
    for (uint32_t i = 0; i < n; i++) {
        block[i] = items[2 * i];
        block[n + i] = items[2 * i + 1];
    }
    return pattern;
}

/* Positional ones after keyword ones. */
static void *check_class_arguments(ty_parser *p) {
    if (!p->diag) return ty_parser_miss(p);
    ty_ast_loc first = {0, 0, 0, 0}, last = first;
    bool any = false;
    while (!(p->t->kind == TY_TOK_NAME && p->t[1].kind == TY_TOK_EQUAL)) {
        ty_pattern *pattern = parse_pattern(p);
        if (!pattern) return NULL;
        last = pattern->loc;
        if (!any) first = last;
        any = true;
        if (!ty_parser_accept(p, TY_TOK_COMMA) || ty_parser_at(p, TY_TOK_RPAR)) break;
    }
    return ty_parser_raise_range(p, first, last, "positional patterns follow keyword patterns");
}

/* At '('. Positional patterns are pushed first, then keyword names and patterns in turn. */
static ty_pattern *parse_class_pattern(ty_parser *p, const ty_token *start, ty_expr *cls) {
    p->t++;
    uint32_t base = p->top, positional = 0, keywords = 0;
    while (!ty_parser_at(p, TY_TOK_RPAR)) {
        const ty_token *name = p->t;
        if (name->kind == TY_TOK_NAME && name[1].kind == TY_TOK_EQUAL) {
            p->t += 2;
            ty_pattern *value = parse_pattern(p);
            if (!value || !ty_parser_push(p, (void *)ty_parser_ident(p, name)) || !ty_parser_push(p, value))
                return NULL;
            keywords++;
        } else {
            if (keywords) return check_class_arguments(p);
            ty_pattern *value = parse_pattern(p);
            if (!value || !ty_parser_push(p, value)) return NULL;
            positional++;
        }
        if (!ty_parser_accept(p, TY_TOK_COMMA)) break;
    }
    if (!ty_parser_expect(p, TY_TOK_RPAR)) return NULL;
    ty_pattern *pattern = ty_parser_pattern(p, TY_PATTERN_MatchClass, ty_loc_from(p, start));
    if (!pattern) return NULL;
    pattern->MatchClass.cls = cls;
    void **items = p->stack + base;
    p->top = base;
    if (positional + keywords == 0) return pattern;
    void **block = ty_parser_alloc(p, (positional + 2 * (size_t)keywords) * sizeof *block);
    if (!block) return NULL;
    for (uint32_t i = 0; i < positional; i++) block[i] = items[i];
    for (uint32_t i = 0; i < keywords; i++) {
        block[positional + i] = items[positional + 2 * i];
        block[positional + keywords + i] = items[positional + 2 * i + 1];
    }
    pattern->MatchClass.patterns = (ty_pattern_seq){positional, (ty_pattern **)block};
    pattern->MatchClass.kwd_attrs = (ty_ident_seq){keywords, (const ty_ident **)block + positional};
    pattern->MatchClass.kwd_patterns =
        (ty_pattern_seq){keywords, (ty_pattern **)block + positional + keywords};
    return pattern;
}

/* A pattern that begins with a name: capture, wildcard, value or class. */
static ty_pattern *parse_name_pattern(ty_parser *p) {
    const ty_token *start = p->t;
    if (start[1].kind != TY_TOK_DOT && start[1].kind != TY_TOK_LPAR) {
        p->t++;
        if (ty_parser_at(p, TY_TOK_EQUAL)) return ty_parser_miss(p);
        ty_pattern *pattern = ty_parser_pattern(p, TY_PATTERN_MatchAs, ty_loc_of(start));
        if (pattern && start->ident != TY_SOFT__) pattern->MatchAs.name = ty_parser_ident(p, start);
        return pattern;
    }
    ty_expr *e = dotted_expr(p);
    if (!e) return NULL;
    if (ty_parser_at(p, TY_TOK_LPAR)) return parse_class_pattern(p, start, e);
    if (ty_parser_at(p, TY_TOK_EQUAL)) return ty_parser_miss(p);
    return value_pattern(p, start, e);
}

static ty_pattern *parse_closed(ty_parser *p) {
    const ty_token *start = p->t;
    switch ((ty_token_kind)start->kind) {
    case TY_TOK_NAME: return parse_name_pattern(p);
    case TY_TOK_NUMBER:
    case TY_TOK_MINUS: return value_pattern(p, start, signed_number(p));
    case TY_TOK_STRING:
    case TY_TOK_FSTRING_START: return value_pattern(p, start, ty_parse_strings(p));
    case TY_KW_None: return singleton(p, TY_CONST_None);
    case TY_KW_True: return singleton(p, TY_CONST_True);
    case TY_KW_False: return singleton(p, TY_CONST_False);
    case TY_TOK_LPAR:
    case TY_TOK_LSQB: return parse_sequence(p);
    case TY_TOK_LBRACE: return parse_mapping(p);
    default: return ty_parser_miss(p);
    }
}

static ty_pattern *parse_or_pattern(ty_parser *p) {
    const ty_token *start = p->t;
    ty_pattern *first = parse_closed(p);
    if (!first || !ty_parser_at(p, TY_TOK_VBAR)) return first;
    uint32_t base = p->top;
    if (!ty_parser_push(p, first)) return NULL;
    while (ty_parser_accept(p, TY_TOK_VBAR)) {
        ty_pattern *next = parse_closed(p);
        if (!next || !ty_parser_push(p, next)) return NULL;
    }
    ty_pattern *pattern = ty_parser_pattern(p, TY_PATTERN_MatchOr, ty_loc_from(p, start));
    return pattern && TY_TAKE(p, base, &pattern->MatchOr.patterns) ? pattern : NULL;
}

/* What stands behind 'as' is no name that can be bound. */
static void *check_as_target(ty_parser *p) {
    const ty_token *token = p->t;
    ty_parser_miss(p);
    if (!p->diag) return token->kind == TY_TOK_NAME ? (p->t++, ty_parser_miss(p)) : NULL;
    if (ty_parser_is_soft(token, TY_SOFT__) && token[1].kind != TY_TOK_DOT)
        return ty_parser_raise_loc(p, ty_loc_of(token), "cannot use '_' as a target");
    if (token->kind == TY_TOK_NAME) {
        p->t++;
        return ty_parser_miss(p);
    }
    ty_expr *e = ty_parse_expression(p);
    if (!e || e->kind == TY_EXPR_Name) return NULL;
    return ty_parser_raise_loc(p, e->loc, "invalid pattern target");
}

static ty_pattern *parse_pattern(ty_parser *p) {
    if (!ty_parser_enter(p)) return NULL;
    const ty_token *start = p->t;
    ty_pattern *pattern = parse_or_pattern(p);
    ty_parser_leave(p);
    if (!pattern || !ty_parser_accept(p, TY_KW_as)) return pattern;
    const ty_token *name = p->t;
    if (name->kind != TY_TOK_NAME || name->ident == TY_SOFT__ || name[1].kind == TY_TOK_DOT ||
        name[1].kind == TY_TOK_LPAR || name[1].kind == TY_TOK_EQUAL)
        return check_as_target(p);
    p->t++;
    ty_pattern *as = ty_parser_pattern(p, TY_PATTERN_MatchAs, ty_loc_from(p, start));
    if (!as) return NULL;
    as->MatchAs.pattern = pattern;
    as->MatchAs.name = ty_parser_ident(p, name);
    return as;
}

/* The pattern of a case: an unparenthesised sequence is allowed. */
static ty_pattern *parse_patterns(ty_parser *p) {
    const ty_token *start = p->t;
    bool star = ty_parser_at(p, TY_TOK_STAR);
    ty_pattern *first = parse_item(p);
    if (!first) return NULL;
    if (!ty_parser_at(p, TY_TOK_COMMA)) return star ? ty_parser_miss(p) : first;
    uint32_t base = p->top;
    if (!ty_parser_push(p, first) || !parse_more_items(p, TY_TOK_COLON)) return NULL;
    ty_pattern *pattern = ty_parser_pattern(p, TY_PATTERN_MatchSequence, ty_loc_from(p, start));
    return pattern && TY_TAKE(p, base, &pattern->MatchSequence.patterns) ? pattern : NULL;
}

/* ---- the statement ---- */

static bool expect_colon(ty_parser *p) {
    if (ty_parser_accept(p, TY_TOK_COLON)) return true;
    ty_parser_miss(p);
    if (p->diag && ty_parser_at(p, TY_TOK_NEWLINE)) ty_parser_raise_last(p, TY_SYNTAX_ERROR, "expected ':'");
    return false;
}

static ty_ast_match_case *parse_case(ty_parser *p) {
    const ty_token *start = p->t;
    if (!ty_parser_is_soft(start, TY_SOFT_case)) return ty_parser_miss(p);
    p->t++;
    ty_ast_match_case *c = ty_parser_alloc(p, sizeof *c);
    if (!c || !(c->pattern = parse_patterns(p))) return NULL;
    if (ty_parser_accept(p, TY_KW_if) && !(c->guard = ty_parse_named_expression(p))) return NULL;
    if (!expect_colon(p) || !ty_parser_check_block(p, "'case' statement", start->lineno) ||
        !ty_parser_enter(p))
        return NULL;
    bool ok = ty_parse_block(p, &c->body);
    ty_parser_leave(p);
    return ok ? c : NULL;
}

bool ty_parser_check_stray_case(ty_parser *p) {
    (void)p; /* 3.13 has no words for a `case` outside `match` */
    return true;
}

static ty_expr *parse_subject(ty_parser *p) {
    const ty_token *start = p->t;
    ty_expr *first = ty_parse_star_named_expression(p);
    if (!first) return NULL;
    if (!ty_parser_at(p, TY_TOK_COMMA)) return first->kind == TY_EXPR_Starred ? ty_parser_miss(p) : first;
    uint32_t base = p->top;
    if (!ty_parser_push(p, first)) return NULL;
    while (ty_parser_accept(p, TY_TOK_COMMA)) {
        if (ty_parser_at(p, TY_TOK_COLON)) break;
        ty_expr *next = ty_parse_star_named_expression(p);
        if (!next || !ty_parser_push(p, next)) return NULL;
    }
    ty_expr *e = ty_parser_expr(p, TY_EXPR_Tuple, ty_loc_from(p, start));
    return e && TY_TAKE(p, base, &e->Tuple.elts) ? e : NULL;
}

ty_stmt *ty_parse_match(ty_parser *p) {
    const ty_token *start = p->t++;
    ty_expr *subject = parse_subject(p);
    if (!subject || !expect_colon(p) || !ty_parser_check_block(p, "'match' statement", start->lineno))
        return NULL;
    if (!ty_parser_expect(p, TY_TOK_NEWLINE) || !ty_parser_expect(p, TY_TOK_INDENT)) return NULL;
    uint32_t base = p->top;
    do {
        ty_ast_match_case *c = parse_case(p);
        if (!c || !ty_parser_push(p, c)) return NULL;
    } while (!ty_parser_accept(p, TY_TOK_DEDENT));
    const ty_token *last = p->t - 1;
    while (last->kind >= TY_TOK_NEWLINE && last->kind <= TY_TOK_ENDMARKER) last--;
    ty_stmt *s = ty_parser_stmt(p, TY_STMT_Match,
                                (ty_ast_loc){start->lineno, start->col, last->end_lineno, last->end_col});
    if (!s || !TY_TAKE(p, base, &s->Match.cases)) return NULL;
    s->Match.subject = subject;
    return s;
}
