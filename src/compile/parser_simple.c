/* SPDX-License-Identifier: MIT */
/* Simple statements that begin with a keyword: import, return, raise, del, assert, global, type and their
 * kin. */
#include <config.h>

#include "compile/parser_impl.h"

#include <string.h>

static ty_stmt *bare(ty_parser *p, ty_stmt_kind kind) {
    return ty_parser_stmt(p, kind, ty_loc_of(p->t++));
}

static bool at_end(const ty_parser *p) {
    return ty_parser_at(p, TY_TOK_NEWLINE) || ty_parser_at(p, TY_TOK_SEMI);
}

/* ---- imports ---- */

/* NAME ('.' NAME)* as one identifier. */
static const ty_ident *parse_dotted_name(ty_parser *p) {
    const ty_token *first = p->t;
    if (!ty_parser_expect(p, TY_TOK_NAME)) return NULL;
    const ty_ident *ident = ty_parser_ident(p, first);
    if (!ty_parser_at(p, TY_TOK_DOT)) return ident;
    size_t len = ident->len;
    while (ty_parser_accept(p, TY_TOK_DOT)) {
        if (!ty_parser_at(p, TY_TOK_NAME)) return ty_parser_miss(p);
        len += 1 + ty_parser_ident(p, p->t++)->len;
    }
    char small[256], *text = len <= sizeof small ? small : ty_parser_alloc(p, len);
    if (!text) return NULL;
    size_t n = 0;
    for (const ty_token *t = first; t < p->t; t++) {
        if (t->kind == TY_TOK_DOT) {
            text[n++] = '.';
            continue;
        }
        const ty_ident *part = ty_parser_ident(p, t);
        memcpy(text + n, part->text, part->len);
        n += part->len;
    }
    ident = ty_ident_intern(p->idents, text, n);
    return ident ? ident : ty_parser_no_memory(p);
}

static ty_ast_alias *parse_alias(ty_parser *p, bool dotted) {
    const ty_token *start = p->t;
    ty_ast_alias *alias = ty_parser_alloc(p, sizeof *alias);
    if (!alias) return NULL;
    if (dotted) {
        alias->name = parse_dotted_name(p);
    } else if (ty_parser_expect(p, TY_TOK_NAME)) {
        alias->name = ty_parser_ident(p, start);
    }
    if (!alias->name) return NULL;
    if (ty_parser_accept(p, TY_KW_as)) {
        const ty_token *name = p->t;
        if (!ty_parser_expect(p, TY_TOK_NAME)) return NULL;
        alias->asname = ty_parser_ident(p, name);
    }
    alias->loc = ty_loc_from(p, start);
    return alias;
}

static ty_stmt *parse_import(ty_parser *p) {
    const ty_token *start = p->t++;
    uint32_t base = p->top;
    if (p->diag && ty_parser_at(p, TY_TOK_NEWLINE))
        return ty_parser_raise_from(p, ty_loc_of(p->t), "Expected one or more names after 'import'");
    do {
        ty_ast_alias *alias = parse_alias(p, true);
        if (!alias || !ty_parser_push(p, alias)) return NULL;
    } while (ty_parser_accept(p, TY_TOK_COMMA));
    if (p->diag && ty_parser_at(p, TY_KW_from)) {
        p->t++;
        if (parse_dotted_name(p))
            ty_parser_raise_from(p, ty_loc_of(start), "Did you mean to use 'from ... import ...' instead?");
        return NULL;
    }
    ty_stmt *s = ty_parser_stmt(p, TY_STMT_Import, ty_loc_from(p, start));
    return s && TY_TAKE(p, base, &s->Import.names) ? s : NULL;
}

static bool parse_import_targets(ty_parser *p) {
    if (ty_parser_at(p, TY_TOK_STAR)) {
        const ty_token *star = p->t++;
        ty_ast_alias *alias = ty_parser_alloc(p, sizeof *alias);
        if (!alias) return false;
        alias->loc = ty_loc_of(star);
        if (!(alias->name = ty_ident_intern(p->idents, "*", 1))) return ty_parser_no_memory(p), false;
        return ty_parser_push(p, alias);
    }
    if (p->diag && ty_parser_at(p, TY_TOK_NEWLINE)) {
        ty_parser_raise_from(p, ty_loc_of(p->t), "Expected one or more names after 'import'");
        return false;
    }
    bool parens = ty_parser_accept(p, TY_TOK_LPAR);
    for (;;) {
        ty_ast_alias *alias = parse_alias(p, false);
        if (!alias || !ty_parser_push(p, alias)) return false;
        if (!ty_parser_accept(p, TY_TOK_COMMA)) break;
        if (parens && ty_parser_at(p, TY_TOK_RPAR)) break;
        if (!parens && ty_parser_at(p, TY_TOK_NEWLINE)) {
            ty_parser_miss(p);
            if (p->diag)
                ty_parser_raise_last(p, TY_SYNTAX_ERROR,
                                     "trailing comma not allowed without surrounding parentheses");
            return false;
        }
    }
    return !parens || ty_parser_expect(p, TY_TOK_RPAR);
}

static ty_stmt *parse_import_from(ty_parser *p) {
    const ty_token *start = p->t++;
    int32_t level = 0;
    for (;;) {
        if (ty_parser_accept(p, TY_TOK_DOT))
            level++;
        else if (ty_parser_accept(p, TY_TOK_ELLIPSIS))
            level += 3;
        else
            break;
    }
    const ty_ident *module = NULL;
    if (level == 0 || !ty_parser_at(p, TY_KW_import)) {
        if (!(module = parse_dotted_name(p))) return NULL;
    }
    uint32_t base = p->top;
    if (!ty_parser_expect(p, TY_KW_import) || !parse_import_targets(p)) return NULL;
    ty_stmt *s = ty_parser_stmt(p, TY_STMT_ImportFrom, ty_loc_from(p, start));
    if (!s || !TY_TAKE(p, base, &s->ImportFrom.names)) return NULL;
    s->ImportFrom.module = module;
    s->ImportFrom.level = level;
    return s;
}

/* ---- the others ---- */

static ty_stmt *parse_return(ty_parser *p) {
    const ty_token *start = p->t++;
    ty_expr *value = NULL;
    if (!at_end(p) && !(value = ty_parse_star_expressions(p))) return NULL;
    ty_stmt *s = ty_parser_stmt(p, TY_STMT_Return, ty_loc_from(p, start));
    if (s) s->Return.value = value;
    return s;
}

static ty_stmt *parse_raise(ty_parser *p) {
    const ty_token *start = p->t++;
    ty_expr *exc = NULL, *cause = NULL;
    if (!at_end(p)) {
        if (!(exc = ty_parse_expression(p))) return NULL;
        if (ty_parser_accept(p, TY_KW_from) && !(cause = ty_parse_expression(p))) return NULL;
    }
    ty_stmt *s = ty_parser_stmt(p, TY_STMT_Raise, ty_loc_from(p, start));
    if (!s) return NULL;
    s->Raise.exc = exc;
    s->Raise.cause = cause;
    return s;
}

static ty_stmt *parse_del(ty_parser *p) {
    const ty_token *start = p->t++;
    ty_expr *e = ty_parse_star_expressions(p);
    if (!e) return NULL;
    if (ty_parser_invalid_target(e, TY_TARGET_DEL) || !at_end(p)) {
        ty_parser_miss(p);
        return p->diag ? ty_parser_raise_invalid_target(p, e, TY_TARGET_DEL) : NULL;
    }
    ty_parser_set_context(e, TY_CTX_Del);
    ty_stmt *s = ty_parser_stmt(p, TY_STMT_Delete, ty_loc_from(p, start));
    if (!s) return NULL;
    if (e->kind == TY_EXPR_Tuple && !e->parens) {
        s->Delete.targets = e->Tuple.elts;
        return s;
    }
    uint32_t base = p->top;
    return ty_parser_push(p, e) && TY_TAKE(p, base, &s->Delete.targets) ? s : NULL;
}

static ty_stmt *parse_assert(ty_parser *p) {
    const ty_token *start = p->t++;
    ty_expr *test = ty_parse_expression(p), *msg = NULL;
    if (!test) return NULL;
    if (ty_parser_accept(p, TY_TOK_COMMA) && !(msg = ty_parse_expression(p))) return NULL;
    ty_stmt *s = ty_parser_stmt(p, TY_STMT_Assert, ty_loc_from(p, start));
    if (!s) return NULL;
    s->Assert.test = test;
    s->Assert.msg = msg;
    return s;
}

static ty_stmt *parse_names(ty_parser *p, ty_stmt_kind kind) {
    const ty_token *start = p->t++;
    uint32_t base = p->top;
    do {
        const ty_token *name = p->t;
        if (!ty_parser_expect(p, TY_TOK_NAME) || !ty_parser_push(p, (void *)ty_parser_ident(p, name)))
            return NULL;
    } while (ty_parser_accept(p, TY_TOK_COMMA));
    ty_stmt *s = ty_parser_stmt(p, kind, ty_loc_from(p, start));
    if (!s || !TY_TAKE(p, base, kind == TY_STMT_Global ? &s->Global.names : &s->Nonlocal.names)) return NULL;
    return s;
}

/* At the soft keyword `type` before a name. */
static ty_stmt *parse_type_alias(ty_parser *p) {
    const ty_token *start = p->t++, *name_token = p->t++;
    ty_type_param_seq params = {0, NULL};
    if (ty_parser_at(p, TY_TOK_LSQB) && !ty_parse_type_params(p, &params)) return NULL;
    if (!ty_parser_expect(p, TY_TOK_EQUAL)) return NULL;
    ty_expr *value = ty_parse_expression(p);
    ty_expr *name = value ? ty_parser_expr(p, TY_EXPR_Name, ty_loc_of(name_token)) : NULL;
    ty_stmt *s = name ? ty_parser_stmt(p, TY_STMT_TypeAlias, ty_loc_from(p, start)) : NULL;
    if (!s) return NULL;
    name->Name.id = ty_parser_ident(p, name_token);
    name->Name.ctx = TY_CTX_Store;
    s->TypeAlias.name = name;
    s->TypeAlias.type_params = params;
    s->TypeAlias.value = value;
    return s;
}

ty_stmt *ty_parse_simple(ty_parser *p) {
    switch ((ty_token_kind)p->t->kind) {
    case TY_KW_return: return parse_return(p);
    case TY_KW_import: return parse_import(p);
    case TY_KW_from: return parse_import_from(p);
    case TY_KW_raise: return parse_raise(p);
    case TY_KW_pass: return bare(p, TY_STMT_Pass);
    case TY_KW_break: return bare(p, TY_STMT_Break);
    case TY_KW_continue: return bare(p, TY_STMT_Continue);
    case TY_KW_del: return parse_del(p);
    case TY_KW_assert: return parse_assert(p);
    case TY_KW_global: return parse_names(p, TY_STMT_Global);
    case TY_KW_nonlocal: return parse_names(p, TY_STMT_Nonlocal);
    case TY_TOK_NAME:
        if (p->t->ident == TY_SOFT_type && p->t[1].kind == TY_TOK_NAME) return parse_type_alias(p);
        /* fall through */
    default: return ty_parse_assignment_or_expr(p);
    }
}
