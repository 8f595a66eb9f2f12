/* SPDX-License-Identifier: MIT */
/* String literals that follow each other, plain and formatted, become one node. */
#include <config.h>

#include "compile/parser_impl.h"

#include <string.h>

/* ---- pieces ---- */

static const char *token_text(const ty_parser *p, const ty_token *token) {
    return p->source->text + token->start;
}

/* A STRING token as a Constant. */
static ty_expr *plain_string(ty_parser *p, const ty_token *token) {
    ty_expr *e = ty_parser_expr(p, TY_EXPR_Constant, ty_loc_of(token));
    if (!e) return NULL;
    const char *body = token_text(p, token), *end = p->source->text + token->end;
    while (*body != '"' && *body != '\'') body++;
    int size = token->string & TY_STRING_TRIPLE ? 3 : 1;
    if (token->string & TY_STRING_UNICODE) e->Constant.kind = "u";
    body += size;
    end -= size;
    return ty_parser_decode_string(p, token, body, (size_t)(end - body), token->string, &e->Constant.value)
               ? e
               : NULL;
}

/* ---- formatted strings ---- */

static ty_expr *parse_fstring_text(ty_parser *p, unsigned prefix) {
    const ty_token *token = p->t++;
    ty_expr *e = ty_parser_expr(p, TY_EXPR_Constant, ty_loc_of(token));
    if (!e || !ty_parser_decode_string(p, token, token_text(p, token), token->end - token->start,
                                       prefix & TY_STRING_RAW, &e->Constant.value))
        return NULL;
    return e;
}

static bool parse_field(ty_parser *p, unsigned prefix);
static bool compact_pieces(ty_parser *p, uint32_t base);

/* At ':'; text and fields up to '}'. */
static ty_expr *parse_format_spec(ty_parser *p, unsigned prefix) {
    const ty_token *start = p->t++;
    uint32_t base = p->top;
    for (;;) {
        if (ty_parser_at(p, TY_TOK_FSTRING_MIDDLE)) {
            ty_expr *text = parse_fstring_text(p, prefix);
            if (!text || !ty_parser_push(p, text)) return NULL;
        } else if (ty_parser_at(p, TY_TOK_LBRACE)) {
            if (!parse_field(p, prefix)) return NULL;
        } else {
            break;
        }
    }
    if (!compact_pieces(p, base)) return NULL;
    ty_expr *e = ty_parser_expr(p, TY_EXPR_JoinedStr, ty_loc_from(p, start));
    return e && TY_TAKE(p, base, &e->JoinedStr.values) ? e : NULL;
}

/* The text of "{ x = }" from behind the brace to `end`, without comments. */
static ty_expr *debug_text(ty_parser *p, const ty_token *open, const ty_token *end) {
    const char *from = p->source->text + open->end, *to = p->source->text + end->start;
    size_t len = (size_t)(to - from);
    ty_expr *e =
        ty_parser_expr(p, TY_EXPR_Constant, (ty_ast_loc){open->lineno, open->col + 1, end->lineno, end->col});
    if (!e) return NULL;
    if (memchr(from, '#', len)) {
        char *copy = ty_parser_alloc(p, len + 1);
        if (!copy) return NULL;
        size_t n = 0;
        char quote = 0;
        for (const char *s = from; s < to; s++) {
            if (quote ? *s == quote : *s == '"' || *s == '\'') quote = quote ? 0 : *s;
            if (*s == '#' && !quote)
                while (s < to && *s != '\n') s++;
            if (s < to) copy[n++] = *s;
        }
        from = copy;
        len = n;
    }
    e->Constant.value.kind = TY_CONST_Str;
    e->Constant.value.s = (ty_bytes_view){from, len};
    unsigned seen = 0;
    for (size_t i = 0; i < len; i++) seen |= (unsigned char)from[i];
    e->Constant.value.ascii = !(seen & 0x80);
    return e;
}

static bool field_error(ty_parser *p, const char *message) {
    if (p->diag) {
        ty_parser_miss(p);
        ty_parser_raise_token(p, TY_SYNTAX_ERROR, p->t, "%s", message);
    } else {
        ty_parser_miss(p);
    }
    return false;
}

static bool check_field_start(ty_parser *p) {
    if (!p->diag) return true;
    switch ((ty_token_kind)p->t->kind) {
    case TY_TOK_EQUAL:
    case TY_TOK_EXCLAM:
    case TY_TOK_COLON:
    case TY_TOK_RBRACE:
        ty_parser_raise_token(p, TY_SYNTAX_ERROR, p->t, "f-string: valid expression required before '%s'",
                              ty_token_text(p->t->kind));
        return false;
    default: return true;
    }
}

/* At '!' ; the conversion's character, or -1: no good. */
static int32_t parse_conversion(ty_parser *p) {
    const ty_token *bang = p->t++;
    if (!ty_parser_at(p, TY_TOK_NAME)) {
        if (ty_parser_at(p, TY_TOK_COLON) || ty_parser_at(p, TY_TOK_RBRACE))
            field_error(p, "f-string: missing conversion character");
        else
            field_error(p, "f-string: invalid conversion character");
        return -1;
    }
    const ty_token *name = p->t++;
    if (name->start != bang->end) {
        ty_parser_raise_range(p, ty_loc_of(bang), ty_loc_of(name),
                              "f-string: conversion type must come right after the exclamanation mark");
        return -1;
    }
    const char *text = token_text(p, name);
    if (name->end - name->start != 1 || (*text != 's' && *text != 'r' && *text != 'a')) {
        ty_parser_raise_token(p, TY_SYNTAX_ERROR, name,
                              "f-string: invalid conversion character '%.*s': expected 's', 'r', or 'a'",
                              (int)(name->end - name->start), text);
        return -1;
    }
    return *text;
}

/* At '{'; pushes the text of a debug field, and the field. */
static bool parse_field(ty_parser *p, unsigned prefix) {
    const ty_token *open = p->t++;
    if (!check_field_start(p) || !ty_parser_enter(p)) return false;
    const ty_token *begin = p->t;
    ty_expr *value = ty_parse_annotated_rhs(p);
    ty_parser_leave(p);
    if (!value) {
        if (p->diag && !p->raised && (begin->kind != TY_TOK_ERROR)) {
            p->t = begin;
            ty_parser_miss(p);
            ty_parser_raise_token(p, TY_SYNTAX_ERROR, begin,
                                  "f-string: expecting a valid expression after '{'");
        }
        return false;
    }
    if (!ty_parser_at(p, TY_TOK_EQUAL) && !ty_parser_at(p, TY_TOK_EXCLAM) && !ty_parser_at(p, TY_TOK_COLON) &&
        !ty_parser_at(p, TY_TOK_RBRACE))
        return field_error(p, "f-string: expecting '=', or '!', or ':', or '}'");
    const ty_token *debug_end = NULL;
    if (ty_parser_accept(p, TY_TOK_EQUAL)) {
        debug_end = p->t;
        if (!ty_parser_at(p, TY_TOK_EXCLAM) && !ty_parser_at(p, TY_TOK_COLON) &&
            !ty_parser_at(p, TY_TOK_RBRACE))
            return field_error(p, "f-string: expecting '!', or ':', or '}'");
    }
    int32_t conversion = -1;
    if (ty_parser_at(p, TY_TOK_EXCLAM)) {
        if ((conversion = parse_conversion(p)) < 0) return false;
        if (!ty_parser_at(p, TY_TOK_COLON) && !ty_parser_at(p, TY_TOK_RBRACE))
            return field_error(p, "f-string: expecting ':' or '}'");
    }
    ty_expr *spec = NULL;
    if (ty_parser_at(p, TY_TOK_COLON)) {
        if (!(spec = parse_format_spec(p, prefix))) return false;
        if (!ty_parser_at(p, TY_TOK_RBRACE))
            return field_error(p, "f-string: expecting '}', or format specs");
    }
    if (!ty_parser_expect(p, TY_TOK_RBRACE)) return false;
    if (debug_end) {
        ty_expr *text = debug_text(p, open, debug_end);
        if (!text || !ty_parser_push(p, text)) return false;
        if (conversion < 0 && !spec) conversion = 'r';
    }
    ty_expr *e = ty_parser_expr(p, TY_EXPR_FormattedValue, ty_loc_from(p, open));
    if (!e) return false;
    e->FormattedValue.value = value;
    e->FormattedValue.conversion = conversion;
    e->FormattedValue.format_spec = spec;
    return ty_parser_push(p, e);
}

/* At FSTRING_START; pushes the pieces. */
static bool parse_fstring(ty_parser *p) {
    unsigned prefix = p->t++->string;
    for (;;) {
        switch ((ty_token_kind)p->t->kind) {
        case TY_TOK_FSTRING_MIDDLE: {
            ty_expr *text = parse_fstring_text(p, prefix);
            if (!text || !ty_parser_push(p, text)) return false;
            break;
        }
        case TY_TOK_LBRACE:
            if (!parse_field(p, prefix)) return false;
            break;
        case TY_TOK_FSTRING_END: p->t++; return true;
        default: ty_parser_miss(p); return false;
        }
    }
}

/* ---- joining ---- */

/* Joins the constants stack[from, to) into one, at stack[at]. Returns false on lack of memory. */
static bool join_constants(ty_parser *p, uint32_t from, uint32_t to, ty_expr **out) {
    ty_expr *first = p->stack[from], *last = p->stack[to - 1];
    if (to - from == 1) {
        *out = first;
        return true;
    }
    size_t len = 0;
    bool ascii = true;
    for (uint32_t i = from; i < to; i++) {
        const ty_expr *e = p->stack[i];
        len += e->Constant.value.s.len;
        ascii &= e->Constant.value.ascii;
    }
    char *text = ty_parser_alloc(p, len + 1), *s = text;
    ty_expr *e = text ? ty_parser_expr(p, TY_EXPR_Constant, ty_loc_span(first->loc, last->loc)) : NULL;
    if (!e) return false;
    for (uint32_t i = from; i < to; i++) {
        const ty_expr *piece = p->stack[i];
        memcpy(s, piece->Constant.value.s.data, piece->Constant.value.s.len);
        s += piece->Constant.value.s.len;
    }
    e->Constant.value.kind = first->Constant.value.kind;
    e->Constant.value.ascii = ascii;
    e->Constant.value.s = (ty_bytes_view){text, len};
    e->Constant.kind = first->Constant.kind;
    *out = e;
    return true;
}

/* Pieces above base: neighbouring constants joined, empty ones dropped. */
static bool compact_pieces(ty_parser *p, uint32_t base) {
    uint32_t to = base;
    for (uint32_t i = base; i < p->top;) {
        ty_expr *e = p->stack[i];
        if (e->kind != TY_EXPR_Constant) {
            p->stack[to++] = e;
            i++;
            continue;
        }
        uint32_t end = i + 1;
        while (end < p->top && ((ty_expr *)p->stack[end])->kind == TY_EXPR_Constant) end++;
        if (!join_constants(p, i, end, &e)) return false;
        if (e->Constant.value.s.len) p->stack[to++] = e;
        i = end;
    }
    p->top = to;
    return true;
}

ty_expr *ty_parse_strings(ty_parser *p) {
    const ty_token *start = p->t;
    if (start->kind == TY_TOK_STRING && start[1].kind != TY_TOK_STRING &&
        start[1].kind != TY_TOK_FSTRING_START) {
        p->t++;
        return plain_string(p, start);
    }
    uint32_t base = p->top;
    bool bytes = (start->string & TY_STRING_BYTES) != 0, formatted = false, mixed = false;
    while (ty_parser_at(p, TY_TOK_STRING) || ty_parser_at(p, TY_TOK_FSTRING_START)) {
        mixed |= ((p->t->string & TY_STRING_BYTES) != 0) != bytes;
        if (ty_parser_at(p, TY_TOK_FSTRING_START)) {
            formatted = true;
            if (!parse_fstring(p)) return NULL;
        } else {
            ty_expr *e = plain_string(p, p->t++);
            if (!e || !ty_parser_push(p, e)) return NULL;
        }
    }
    if (mixed)
        return ty_parser_miss(p),
               ty_parser_raise_last(p, TY_SYNTAX_ERROR, "cannot mix bytes and nonbytes literals");
    ty_expr *e;
    if (!formatted) {
        if (!join_constants(p, base, p->top, &e)) return NULL;
        p->top = base;
        return e;
    }
    if (!compact_pieces(p, base)) return NULL;
    e = ty_parser_expr(p, TY_EXPR_JoinedStr, ty_loc_from(p, start));
    return e && TY_TAKE(p, base, &e->JoinedStr.values) ? e : NULL;
}
