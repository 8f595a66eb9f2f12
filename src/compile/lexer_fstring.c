/* SPDX-License-Identifier: MIT */
/* The text parts of f-strings (PEP 701). While an f-string's text_mode is set, the main loop calls here; a
 * brace hands back to it. */
#include <config.h>

#include "compile/lexer.h"

static bool fail_unterminated(ty_lexer *lexer, const ty_lexer_fstring *fs) {
    int32_t detected = lexer->lineno;
    lexer->lineno = fs->lineno;
    lexer->cur = lexer->source->text + fs->start + 1;
    lexer->line = lexer->source->text + fs->start - fs->col;
    lexer->string_open = fs->size == 3;
    if (fs->size == 3)
        return ty_lexer_fail(lexer, "unterminated triple-quoted f-string literal (detected at line %d)",
                             (int)detected);
    return ty_lexer_fail(lexer, "unterminated f-string literal (detected at line %d)", (int)detected);
}

typedef struct text_start {
    const char *at, *line;
    int32_t lineno;
} text_start;

static bool emit_text(ty_lexer *lexer, const text_start *from, const char *end) {
    if (from->at == end) return true;
    ty_token *token = ty_lexer_emit(lexer, TY_TOK_FSTRING_MIDDLE, from->at, end);
    if (!token) return false;
    token->lineno = from->lineno;
    token->col = (int32_t)(from->at - from->line);
    return true;
}

/* Text that ends in a doubled brace: one of the two is text, but both count into the position. */
static bool emit_doubled(ty_lexer *lexer, const text_start *from, const char *end) {
    if (!emit_text(lexer, from, end)) return false;
    lexer->tokens[lexer->count - 1].end_col++;
    return true;
}

/* In a format spec of a single-quoted literal a newline ends the spec; the main loop goes on from there and
 * wants the brace. */
static bool end_spec(ty_lexer *lexer, ty_lexer_fstring *fs, const text_start *from, const char *s) {
    lexer->cur = s;
    fs->text_mode = fs->in_spec = 0;
    return emit_text(lexer, from, s);
}

bool ty_lexer_fstring_text(ty_lexer *lexer) {
    ty_lexer_fstring *fs = &lexer->fstrings[lexer->fstring];
    const bool in_spec = fs->in_spec && fs->expr_depth >= 0;
    const char quote = fs->quote;
    const char *s = lexer->cur;
    const text_start from = {s, lexer->line, lexer->lineno};
    for (;;) {
        char c = *s;
        if (c == quote && (fs->size == 1 || (s[1] == quote && s[2] == quote))) {
            if (!emit_text(lexer, &from, s)) return false;
            lexer->cur = s + fs->size;
            if (!ty_lexer_emit(lexer, TY_TOK_FSTRING_END, s, lexer->cur)) return false;
            lexer->fstring--;
            return true;
        }
        switch (c) {
        case '\n':
            if (s[1] == '\0') {
                lexer->cur = s;
                if (in_spec && fs->size == 1) return end_spec(lexer, fs, &from, s);
                return fail_unterminated(lexer, fs);
            }
            if (fs->size == 1) {
                if (in_spec) return end_spec(lexer, fs, &from, s);
                lexer->cur = s;
                return fail_unterminated(lexer, fs);
            }
            lexer->line = ++s;
            lexer->lineno++;
            continue;
        case '\0': lexer->cur = s; return fail_unterminated(lexer, fs);
        case '{':
            if (s[1] == '{' && !in_spec) {
                lexer->cur = s + 2;
                return emit_doubled(lexer, &from, s + 1);
            }
            lexer->cur = s;
            if (fs->expr_depth + 1 >= TY_LEXER_MAX_FSTRING_EXPR)
                return ty_lexer_fail(lexer, "f-string: expressions nested too deeply");
            lexer->cur = s;
            fs->expr_depth++;
            fs->text_mode = 0;
            return emit_text(lexer, &from, s);
        case '}':
            if (s[1] == '}' && !in_spec && fs->depth == 0) {
                lexer->cur = s + 2;
                return emit_doubled(lexer, &from, s + 1);
            }
            lexer->cur = s;
            fs->text_mode = 0;
            return emit_text(lexer, &from, s);
        case '\\':
            s++;
            if (*s == '{' || *s == '}') {
                if (!fs->raw) {
                    lexer->cur = s;
                    if (!ty_lexer_warn(lexer, TY_WARN_SYNTAX, s - 1, "invalid escape sequence '\\%c'", *s))
                        return false;
                }
                continue;
            }
            if (!fs->raw && *s == 'N' && s[1] == '{') {
                /* A named character's braces are text; an unclosed one is told by the decoder. */
                const char *name = s + 2;
                while (*name != '}' && *name != '{' && *name != quote && *name != '\n' && *name != '\0')
                    name++;
                s = *name == '}' ? name + 1 : name;
                continue;
            }
            if (*s == '\n') {
                if (s[1] == '\0') continue;
                lexer->line = s + 1;
                lexer->lineno++;
            } else if (*s == '\0') {
                continue;
            }
            s++;
            continue;
        default: s++; continue;
        }
    }
}
