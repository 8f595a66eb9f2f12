/* SPDX-License-Identifier: MIT */
/* Assignment targets. They are parsed as expressions and converted: the context of the nodes is set, or the
 * part that cannot be assigned is found. */
#include <config.h>

#include "compile/parser_impl.h"

static ty_expr *invalid_among(ty_expr_seq elts, ty_target_kind kind) {
    for (uint32_t i = 0; i < elts.len; i++) {
        ty_expr *bad = ty_parser_invalid_target(elts.at[i], kind);
        if (bad) return bad;
    }
    return NULL;
}

ty_expr *ty_parser_invalid_target(ty_expr *e, ty_target_kind kind) {
    switch ((ty_expr_kind)e->kind) {
    case TY_EXPR_List: return invalid_among(e->List.elts, kind);
    case TY_EXPR_Tuple: return invalid_among(e->Tuple.elts, kind);
    case TY_EXPR_Starred:
        if (kind == TY_TARGET_DEL) return e;
        return ty_parser_invalid_target(e->Starred.value, kind);
    case TY_EXPR_Compare:
        /* "for x in y in z": the first `in` is the clause's. */
        if (kind != TY_TARGET_FOR) return e;
        return e->Compare.ops.at[0] == TY_CMP_In ? ty_parser_invalid_target(e->Compare.left, kind) : NULL;
    case TY_EXPR_Name:
    case TY_EXPR_Attribute:
    case TY_EXPR_Subscript: return NULL;
    default: return e;
    }
}

void ty_parser_set_context(ty_expr *e, ty_expr_context ctx) {
    switch ((ty_expr_kind)e->kind) {
    case TY_EXPR_Name: e->Name.ctx = (uint8_t)ctx; break;
    case TY_EXPR_Attribute: e->Attribute.ctx = (uint8_t)ctx; break;
    case TY_EXPR_Subscript: e->Subscript.ctx = (uint8_t)ctx; break;
    case TY_EXPR_Starred:
        e->Starred.ctx = (uint8_t)ctx;
        ty_parser_set_context(e->Starred.value, ctx);
        break;
    case TY_EXPR_List:
        e->List.ctx = (uint8_t)ctx;
        for (uint32_t i = 0; i < e->List.elts.len; i++) ty_parser_set_context(e->List.elts.at[i], ctx);
        break;
    case TY_EXPR_Tuple:
        e->Tuple.ctx = (uint8_t)ctx;
        for (uint32_t i = 0; i < e->Tuple.elts.len; i++) ty_parser_set_context(e->Tuple.elts.at[i], ctx);
        break;
    default: break;
    }
}

bool ty_parser_is_single_target(const ty_expr *e) {
    return e->kind == TY_EXPR_Name || e->kind == TY_EXPR_Attribute || e->kind == TY_EXPR_Subscript;
}

void *ty_parser_raise_invalid_target(ty_parser *p, ty_expr *e, ty_target_kind kind) {
    ty_expr *bad = ty_parser_invalid_target(e, kind);
    if (bad)
        ty_parser_raise_loc(p, bad->loc, kind == TY_TARGET_DEL ? "cannot delete %s" : "cannot assign to %s",
                            ty_parser_expr_name(bad));
    return NULL;
}

ty_expr *ty_parse_star_target(ty_parser *p) {
    const ty_token *start = p->t;
    bool star = ty_parser_accept(p, TY_TOK_STAR);
    if (star && ty_parser_at(p, TY_TOK_STAR)) return ty_parser_miss(p);
    ty_expr *e = ty_parse_primary(p);
    if (!e) return NULL;
    if (ty_parser_invalid_target(e, TY_TARGET_STAR)) return ty_parser_miss(p);
    if (star) {
        ty_expr *starred = ty_parser_expr(p, TY_EXPR_Starred, ty_loc_from(p, start));
        if (!starred) return NULL;
        starred->Starred.value = e;
        e = starred;
    }
    ty_parser_set_context(e, TY_CTX_Store);
    return e;
}

ty_expr *ty_parse_for_targets(ty_parser *p) {
    const ty_token *start = p->t;
    ty_expr *first = ty_parse_star_target(p);
    if (!first || !ty_parser_at(p, TY_TOK_COMMA)) return first;
    uint32_t base = p->top;
    if (!ty_parser_push(p, first)) return NULL;
    while (ty_parser_accept(p, TY_TOK_COMMA)) {
        if (ty_parser_at(p, TY_KW_in)) break;
        ty_expr *next = ty_parse_star_target(p);
        if (!next || !ty_parser_push(p, next)) return NULL;
    }
    ty_expr *e = ty_parser_expr(p, TY_EXPR_Tuple, ty_loc_from(p, start));
    if (!e || !TY_TAKE(p, base, &e->Tuple.elts)) return NULL;
    e->Tuple.ctx = TY_CTX_Store;
    return e;
}
