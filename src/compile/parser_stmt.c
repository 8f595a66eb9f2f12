/* SPDX-License-Identifier: MIT */
/* Statement lists, blocks, and the statements that begin with an expression. */
#include <config.h>

#include "compile/parser_impl.h"

/* ---- blocks ---- */

bool ty_parse_statements(ty_parser *p, ty_token_kind end, ty_stmt_seq *out) {
    uint32_t base = p->top;
    while (!ty_parser_at(p, end)) {
        if (ty_parser_at(p, TY_TOK_NEWLINE) && end == TY_TOK_ENDMARKER && p->t == p->lexer.tokens) {
            p->t++;
            continue;
        }
        if (!ty_parse_statement(p)) return false;
    }
    p->t++;
    return TY_TAKE(p, base, out);
}

bool ty_parse_block(ty_parser *p, ty_stmt_seq *out) {
    if (!ty_parser_accept(p, TY_TOK_NEWLINE)) {
        uint32_t base = p->top;
        return ty_parse_simple_line(p) && TY_TAKE(p, base, out);
    }
    if (!ty_parser_at(p, TY_TOK_INDENT)) {
        ty_parser_miss(p);
        if (p->diag && !ty_parser_at(p, TY_TOK_ERROR))
            ty_parser_raise_last(p, TY_SYNTAX_INDENTATION, "expected an indented block");
        return false;
    }
    p->t++;
    return ty_parse_statements(p, TY_TOK_DEDENT, out);
}

bool ty_parse_simple_line(ty_parser *p) {
    for (;;) {
        ty_stmt *s = ty_parse_simple(p);
        if (!s || !ty_parser_push(p, s)) return false;
        if (ty_parser_accept(p, TY_TOK_NEWLINE)) return true;
        if (!ty_parser_expect(p, TY_TOK_SEMI)) return false;
        if (ty_parser_accept(p, TY_TOK_NEWLINE)) return true;
    }
}

static ty_stmt *async_statement(ty_parser *p) {
    const ty_token *start = p->t++;
    switch ((ty_token_kind)p->t->kind) {
    case TY_KW_def: return ty_parse_function(p, start, true, (ty_expr_seq){0, NULL});
    case TY_KW_with: return ty_parse_with(p, start, true);
    case TY_KW_for: p->t--; return ty_parse_compound(p);
    default: return ty_parser_miss(p);
    }
}

bool ty_parse_statement(ty_parser *p) {
    ty_stmt *s;
    switch ((ty_token_kind)p->t->kind) {
    case TY_KW_if:
    case TY_KW_while:
    case TY_KW_for:
    case TY_KW_class:
    case TY_TOK_AT: s = ty_parse_compound(p); break;
    case TY_KW_def: s = ty_parse_function(p, p->t, false, (ty_expr_seq){0, NULL}); break;
    case TY_KW_with: s = ty_parse_with(p, p->t, false); break;
    case TY_KW_try: s = ty_parse_try(p); break;
    case TY_KW_async: s = async_statement(p); break;
    case TY_TOK_NAME:
        if (p->t->ident == TY_SOFT_match && ty_parser_at_match(p)) {
            s = ty_parse_match(p);
            break;
        }
        if (p->diag && p->t->ident == TY_SOFT_case && !ty_parser_check_stray_case(p)) return false;
        /* fall through */
    default: return ty_parse_simple_line(p);
    }
    return s && ty_parser_push(p, s);
}

/* ---- assignments and expression statements ---- */

static bool is_augmented(const ty_token *token) {
    return token->kind >= TY_TOK_PLUSEQUAL && token->kind <= TY_TOK_DOUBLESLASHEQUAL;
}

/* "e: …" where e cannot be annotated. */
static void *check_annotation(ty_parser *p, ty_expr *e) {
    p->t++;
    ty_expr *annotation = ty_parse_expression(p);
    if (!annotation) return NULL;
    if (e->kind == TY_EXPR_Tuple && !e->parens)
        return ty_parser_raise_loc(p, e->Tuple.elts.at[0]->loc,
                                   "only single target (not tuple) can be annotated");
    if (e->kind == TY_EXPR_List || e->kind == TY_EXPR_Tuple)
        return ty_parser_raise_loc(p, e->loc, "only single target (not %s) can be annotated",
                                   ty_parser_expr_name(e));
    if (e->kind == TY_EXPR_Yield || e->kind == TY_EXPR_YieldFrom || e->kind == TY_EXPR_Starred) return NULL;
    return ty_parser_raise_loc(p, e->loc, "illegal target for annotation");
}

/* e, at '=', is no target (or only its last item is not). The statement began at `start`; `first` is what
 * stands in front of the first '=', at `equal`. */
static void *check_assignment(ty_parser *p, const ty_token *start, ty_expr *first, const ty_token *equal,
                              ty_expr *e) {
    if ((e->kind == TY_EXPR_Yield || e->kind == TY_EXPR_YieldFrom) && !e->parens)
        return ty_parser_raise_loc(p, e->loc, "assignment to yield expression not possible");
    ty_expr *last = first;
    const ty_token *at = start;
    if (first->kind == TY_EXPR_Tuple && !first->parens && equal[-1].kind != TY_TOK_COMMA) {
        last = first->Tuple.elts.at[first->Tuple.elts.len - 1];
        while (at->lineno < last->loc.lineno ||
               (at->lineno == last->loc.lineno && at->col < last->loc.col_offset))
            at++;
    }
    const ty_token *here = p->t;
    p->t = equal;
    if (last->kind != TY_EXPR_Starred && last->kind != TY_EXPR_Yield && !ty_parser_check_named(p, at, last))
        return NULL;
    p->t = here;
    return ty_parser_raise_invalid_target(p, e, TY_TARGET_STAR);
}

static ty_stmt *parse_annotated(ty_parser *p, const ty_token *start, ty_expr *target) {
    if (!ty_parser_is_single_target(target)) return p->diag ? check_annotation(p, target) : ty_parser_miss(p);
    p->t++;
    ty_expr *annotation = ty_parse_expression(p), *value = NULL;
    if (!annotation) return NULL;
    if (ty_parser_accept(p, TY_TOK_EQUAL) && !(value = ty_parse_annotated_rhs(p))) return NULL;
    ty_stmt *s = ty_parser_stmt(p, TY_STMT_AnnAssign, ty_loc_from(p, start));
    if (!s) return NULL;
    ty_parser_set_context(target, TY_CTX_Store);
    s->AnnAssign.target = target;
    s->AnnAssign.annotation = annotation;
    s->AnnAssign.value = value;
    s->AnnAssign.simple = target->kind == TY_EXPR_Name && !target->parens;
    return s;
}

static ty_stmt *parse_augmented(ty_parser *p, const ty_token *start, ty_expr *target) {
    ty_operator op = (ty_operator)(p->t->kind - TY_TOK_PLUSEQUAL);
    bool fits = ty_parser_is_single_target(target);
    if (!fits && !p->diag) return ty_parser_miss(p);
    p->t++;
    ty_expr *value = ty_parse_annotated_rhs(p);
    if (!value) return NULL;
    if (!fits)
        return ty_parser_raise_loc(p, target->loc, "'%s' is an illegal expression for augmented assignment",
                                   ty_parser_expr_name(target));
    ty_stmt *s = ty_parser_stmt(p, TY_STMT_AugAssign, ty_loc_from(p, start));
    if (!s) return NULL;
    ty_parser_set_context(target, TY_CTX_Store);
    s->AugAssign.target = target;
    s->AugAssign.op = (uint8_t)op;
    s->AugAssign.value = value;
    return s;
}

static ty_stmt *parse_assignment(ty_parser *p, const ty_token *start, ty_expr *e) {
    uint32_t base = p->top;
    ty_expr *first = e;
    const ty_token *equal = p->t;
    while (ty_parser_at(p, TY_TOK_EQUAL)) {
        if (ty_parser_invalid_target(e, TY_TARGET_STAR)) {
            ty_parser_miss(p);
            if (p->diag) check_assignment(p, start, first, equal, e);
            return NULL;
        }
        ty_parser_set_context(e, TY_CTX_Store);
        p->t++;
        if (!ty_parser_push(p, e) || !(e = ty_parse_annotated_rhs(p))) return NULL;
    }
    ty_stmt *s = ty_parser_stmt(p, TY_STMT_Assign, ty_loc_from(p, start));
    if (!s || !TY_TAKE(p, base, &s->Assign.targets)) return NULL;
    s->Assign.value = e;
    return s;
}

ty_stmt *ty_parse_assignment_or_expr(ty_parser *p) {
    const ty_token *start = p->t;
    ty_expr *e = ty_parse_annotated_rhs(p);
    if (!e) return NULL;
    if (ty_parser_at(p, TY_TOK_EQUAL)) return parse_assignment(p, start, e);
    if (ty_parser_at(p, TY_TOK_COLON)) return parse_annotated(p, start, e);
    if (is_augmented(p->t)) return parse_augmented(p, start, e);
    if (p->diag && ty_parser_at(p, TY_TOK_COLONEQUAL) && e->kind != TY_EXPR_Tuple &&
        e->kind != TY_EXPR_Name && !ty_parser_check_named(p, start, e))
        return NULL;
    ty_stmt *s = ty_parser_stmt(p, TY_STMT_Expr, ty_loc_from(p, start));
    if (s) s->Expr.value = e;
    return s;
}
