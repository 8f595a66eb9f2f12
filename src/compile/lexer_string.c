/* SPDX-License-Identifier: MIT */
/* String tokens: where they end. Their value is made later, by string_literal.c. */
#include <config.h>

#include "compile/lexer.h"
#include "mem/arena.h"

#include <string.h>

/* The literal that starts at `start` on line `line` never ends; cur is somewhere behind. */
static bool fail_unterminated(ty_lexer *lexer, const char *start, const char *line, int32_t lineno, int size,
                              bool escaped_quote) {
    int32_t detected = lexer->lineno;
    ty_lexer_fstring *fs = lexer->fstring >= 0 ? &lexer->fstrings[lexer->fstring] : NULL;
    /* Within an f-string's field, a quote that ends the f-string means that the field lacks its brace. */
    const char *quote = start;
    while (*quote != '"' && *quote != '\'') quote++;
    lexer->line = line;
    lexer->lineno = lineno;
    if (fs && fs->quote == *quote && fs->size == size) {
        lexer->cur = start + 1;
        return ty_lexer_fail(lexer, "f-string: expecting '}'");
    }
    lexer->cur = start + 1;
    lexer->string_open = size == 3;
    if (size == 3)
        return ty_lexer_fail(lexer, "unterminated triple-quoted string literal (detected at line %d)",
                             (int)detected);
    if (escaped_quote)
        return ty_lexer_fail(
            lexer, "unterminated string literal (detected at line %d); perhaps you escaped the end quote?",
            (int)detected);
    return ty_lexer_fail(lexer, "unterminated string literal (detected at line %d)", (int)detected);
}

static bool open_fstring(ty_lexer *lexer, const char *start, unsigned prefix, int size) {
    if (lexer->fstring + 1 >= TY_LEXER_MAX_FSTRINGS) {
        lexer->cur += size;
        return ty_lexer_fail(lexer, "too many nested f-strings");
    }
    if (!lexer->fstrings) {
        lexer->fstrings = ty_arena_alloc(lexer->arena, TY_LEXER_MAX_FSTRINGS * sizeof *lexer->fstrings);
        if (!lexer->fstrings) {
            ty_syntax_error_format(lexer->error, TY_SYNTAX_MEMORY, "%s", "");
            lexer->failed = lexer->outranks = true;
            return false;
        }
    }
    char quote = *lexer->cur;
    lexer->cur += size;
    ty_token *token = ty_lexer_emit(lexer, TY_TOK_FSTRING_START, start, lexer->cur);
    if (!token) return false;
    token->string = prefix | (size == 3 ? TY_STRING_TRIPLE : 0);
    ty_lexer_fstring *fs = &lexer->fstrings[++lexer->fstring];
    memset(fs, 0, sizeof *fs);
    fs->start = token->start;
    fs->lineno = lexer->lineno;
    fs->col = token->col;
    fs->quote = quote;
    fs->size = (uint8_t)size;
    fs->raw = (prefix & TY_STRING_RAW) != 0;
    fs->text_mode = 1;
    fs->expr_depth = -1;
    fs->base_level = lexer->level;
    return true;
}

bool ty_lexer_string(ty_lexer *lexer, const char *start, unsigned prefix) {
    const char *s = lexer->cur;
    const char quote = *s;
    int size = s[1] == quote && s[2] == quote ? 3 : 1;
    if (prefix & TY_STRING_FORMAT) return open_fstring(lexer, start, prefix, size);
    s += size;
    const char *line = lexer->line;
    int32_t lineno = lexer->lineno;
    bool escaped_quote = false;
    if (size == 1) {
        for (;; s++) {
            if (*s == quote) break;
            if (*s == '\\') {
                s++;
                escaped_quote |= *s == quote;
                if (*s == '\n' && s[1] != '\0') {
                    lexer->line = s + 1;
                    lexer->lineno++;
                    continue;
                }
            }
            if (*s == '\n' || *s == '\0') {
                lexer->cur = s;
                return fail_unterminated(lexer, start, line, lineno, 1, escaped_quote);
            }
        }
        s++;
    } else {
        for (;; s++) {
            if (*s == quote && s[1] == quote && s[2] == quote) break;
            if (*s == '\\') s++;
            if (*s == '\n') {
                if (s[1] == '\0') {
                    lexer->cur = s + 1;
                    return fail_unterminated(lexer, start, line, lineno, 3, false);
                }
                lexer->line = s + 1;
                lexer->lineno++;
            } else if (*s == '\0') {
                lexer->cur = s;
                return fail_unterminated(lexer, start, line, lineno, 3, false);
            }
        }
        s += 3;
    }
    lexer->cur = s;
    ty_token *token = ty_lexer_emit(lexer, TY_TOK_STRING, start, s);
    if (!token) return false;
    token->string = prefix | (size == 3 ? TY_STRING_TRIPLE : 0);
    token->lineno = lineno;
    token->col = (int32_t)(start - line);
    return true;
}
