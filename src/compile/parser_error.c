/* SPDX-License-Identifier: MIT */
/* Raising errors, with CPython's notions of where an error is. */
#include <config.h>

#include "compile/parser_impl.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Start of line `lineno`, found from a token on or before it. */
static const char *line_start(ty_parser *p, int32_t lineno) {
    const ty_token *tokens = p->lexer.tokens;
    uint32_t low = 0, high = p->lexer.count;
    while (low + 1 < high) { /* last token that starts on or before the line */
        uint32_t mid = (low + high) / 2;
        if (tokens[mid].lineno <= lineno)
            low = mid;
        else
            high = mid;
    }
    const char *s = p->source->text;
    int32_t line = 1;
    if (p->lexer.count && tokens[low].lineno <= lineno) {
        s += tokens[low].start - (uint32_t)tokens[low].col;
        line = tokens[low].lineno;
    }
    for (; line < lineno; line++) {
        const char *next = strchr(s, '\n');
        if (!next || next[1] == '\0') break;
        s = next + 1;
    }
    return s;
}

static int32_t char_column(const char *line, int32_t col) {
    size_t len = strcspn(line, "\n"), bounded = (size_t)col <= len ? (size_t)col : len;
    return (int32_t)(ty_syntax_char_count(line, bounded) + ((size_t)col - bounded)) + 1;
}

static void *raise_message(ty_parser *p, ty_syntax_error_kind kind, ty_ast_loc loc, const char *message) {
    if (p->raised) return NULL;
    p->raised = true;
    if (p->t > p->furthest) p->furthest = p->t;
    ty_syntax_error *error = p->error;
    ty_syntax_error_format(error, kind, "%s", message);
    const char *line = line_start(p, loc.lineno);
    error->lineno = loc.lineno;
    error->byte_col = loc.col_offset;
    error->col = char_column(line, loc.col_offset);
    error->end_lineno = loc.end_lineno;
    error->end_byte_col = loc.end_col_offset;
    if (loc.end_col_offset >= 0 && loc.end_lineno != loc.lineno) {
        /* As CPython: the end's column is counted along the first line, and stops at its end. */
        size_t len = strcspn(line, "\n"), end = (size_t)loc.end_col_offset;
        error->end_col = char_column(line, (int32_t)(end < len ? end : len));
    } else if (loc.end_col_offset >= 0)
        error->end_col = char_column(line, loc.end_col_offset);
    else
        error->end_col = 0;
    error->text = line;
    error->text_len = strcspn(line, "\n") + 1;
    return NULL;
}

#define FORMAT_MESSAGE(format)                     \
 char message[TY_SYNTAX_MESSAGE_MAX];              \
 va_list args;                                     \
 va_start(args, format);                           \
 vsnprintf(message, sizeof message, format, args); \
 va_end(args)

void *ty_parser_raise_at(ty_parser *p, ty_syntax_error_kind kind, ty_ast_loc loc, const char *format, ...) {
    FORMAT_MESSAGE(format);
    return raise_message(p, kind, loc, message);
}

void *ty_parser_raise_loc(ty_parser *p, ty_ast_loc loc, const char *format, ...) {
    FORMAT_MESSAGE(format);
    return raise_message(p, TY_SYNTAX_ERROR, loc, message);
}

void *ty_parser_raise_range(ty_parser *p, ty_ast_loc first, ty_ast_loc last, const char *format, ...) {
    FORMAT_MESSAGE(format);
    return raise_message(p, TY_SYNTAX_ERROR, ty_loc_span(first, last), message);
}

static void *raise_token(ty_parser *p, ty_syntax_error_kind kind, const ty_token *token,
                         const char *message) {
    raise_message(p, kind, ty_loc_of(token), message);
    if (ty_token_is_placeless(token) && p->error->kind == kind) {
        p->error->col--;
        p->error->end_col = -1;
    }
    return NULL;
}

static const ty_token *last_token(const ty_parser *p) {
    const ty_token *last = p->t > p->furthest ? p->t : p->furthest;
    return p->first_end && p->first_end > last ? p->first_end : last;
}

void *ty_parser_raise_last(ty_parser *p, ty_syntax_error_kind kind, const char *format, ...) {
    if (p->raised) return NULL;
    FORMAT_MESSAGE(format);
    return raise_token(p, kind, last_token(p), message);
}

void *ty_parser_raise_token(ty_parser *p, ty_syntax_error_kind kind, const ty_token *token,
                            const char *format, ...) {
    if (p->raised) return NULL;
    FORMAT_MESSAGE(format);
    return raise_token(p, kind, token, message);
}

void *ty_parser_raise_from(ty_parser *p, ty_ast_loc start, const char *format, ...) {
    if (p->raised) return NULL;
    FORMAT_MESSAGE(format);
    const ty_token *last = last_token(p);
    raise_message(p, TY_SYNTAX_ERROR,
                  (ty_ast_loc){start.lineno, start.col_offset, last->end_lineno, last->end_col}, message);
    p->error->end_col--;
    return NULL;
}

bool ty_parser_warn(ty_parser *p, ty_syntax_warning_kind kind, ty_ast_loc loc, const char *format, ...) {
    if (!p->options->warn) return true;
    FORMAT_MESSAGE(format);
    ty_syntax_warning warning = {kind,           loc.lineno,         loc.col_offset,
                                 loc.end_lineno, loc.end_col_offset, message};
    if (p->options->warn(p->options->warn_arg, &warning)) return true;
    raise_message(p, TY_SYNTAX_ERROR, loc, message);
    return false;
}

void *ty_parser_raise_lexer(ty_parser *p) {
    if (!p->raised) {
        p->raised = true;
        *p->error = *p->lexer.error;
    }
    return NULL;
}

void *ty_parser_no_memory(ty_parser *p) {
    if (!p->raised) {
        p->raised = true;
        ty_syntax_error_format(p->error, TY_SYNTAX_MEMORY, "%s", "");
    }
    return NULL;
}

bool ty_parser_too_deep(ty_parser *p) {
    if (!p->raised) {
        p->raised = true;
        ty_syntax_error_format(p->error, TY_SYNTAX_RECURSION,
                               "maximum recursion depth exceeded during compilation");
    }
    return false;
}

bool ty_parser_force(ty_parser *p, ty_token_kind kind) {
    if (p->t->kind == kind) {
        p->t++;
        return true;
    }
    ty_parser_miss(p);
    if (p->t->kind != TY_TOK_ERROR)
        ty_parser_raise_token(p, TY_SYNTAX_ERROR, p->t, "expected '%s'", ty_token_text(kind));
    return false;
}

bool ty_parser_check_block(ty_parser *p, const char *what, int32_t line) {
    if (!p->diag || p->t[0].kind != TY_TOK_NEWLINE || p->t[1].kind == TY_TOK_INDENT ||
        p->t[1].kind == TY_TOK_ERROR)
        return true;
    p->t++;
    ty_parser_miss(p);
    ty_parser_raise_last(p, TY_SYNTAX_INDENTATION, "expected an indented block after %s on line %d", what,
                         (int)line);
    return false;
}

const char *ty_parser_expr_name(const ty_expr *e) {
    switch ((ty_expr_kind)e->kind) {
    case TY_EXPR_Attribute: return "attribute";
    case TY_EXPR_Subscript: return "subscript";
    case TY_EXPR_Starred: return "starred";
    case TY_EXPR_Name: return "name";
    case TY_EXPR_List: return "list";
    case TY_EXPR_Tuple: return "tuple";
    case TY_EXPR_Lambda: return "lambda";
    case TY_EXPR_Call: return "function call";
    case TY_EXPR_BoolOp:
    case TY_EXPR_BinOp:
    case TY_EXPR_UnaryOp: return "expression";
    case TY_EXPR_GeneratorExp: return "generator expression";
    case TY_EXPR_Yield:
    case TY_EXPR_YieldFrom: return "yield expression";
    case TY_EXPR_Await: return "await expression";
    case TY_EXPR_ListComp: return "list comprehension";
    case TY_EXPR_SetComp: return "set comprehension";
    case TY_EXPR_DictComp: return "dict comprehension";
    case TY_EXPR_Dict: return "dict literal";
    case TY_EXPR_Set: return "set display";
    case TY_EXPR_JoinedStr:
    case TY_EXPR_FormattedValue: return "f-string expression";
    case TY_EXPR_Constant:
        switch (e->Constant.value.kind) {
        case TY_CONST_None: return "None";
        case TY_CONST_True: return "True";
        case TY_CONST_False: return "False";
        case TY_CONST_Ellipsis: return "ellipsis";
        default: return "literal";
        }
    case TY_EXPR_Compare: return "comparison";
    case TY_EXPR_IfExp: return "conditional expression";
    case TY_EXPR_NamedExpr: return "named expression";
    default: return "expression";
    }
}
