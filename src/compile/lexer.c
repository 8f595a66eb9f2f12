/* SPDX-License-Identifier: MIT */
/* The lexer's main loop: indentation, operators and brackets. Names and numbers are in lexer_word.c, strings
 * in lexer_string.c and lexer_fstring.c.
 *
 * The text ends in a newline and zero padding, so one byte of lookahead never needs a bound test, and NUL
 * means the end. */
#include <config.h>

#include "compile/lexer.h"
#include "compile/lexer_chars.h"
#include "mem/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { TAB_SIZE = 8, END_TOKENS = 5 };

/* ---- errors ---- */

static size_t line_length(const char *line) {
    return strcspn(line, "\n");
}

bool ty_lexer_fail_at(ty_lexer *lexer, ty_syntax_error_kind kind, const char *line, int32_t lineno,
                      int32_t col, int32_t end_col) {
    ty_syntax_error *error = lexer->error;
    size_t len = line_length(line);
    error->kind = kind;
    error->lineno = error->end_lineno = lineno;
    error->text = line;
    error->text_len = len;
    error->byte_col = col;
    error->end_byte_col = end_col;
    size_t bounded = (size_t)col <= len ? (size_t)col : len;
    error->col = (int32_t)(ty_syntax_char_count(line, bounded) + ((size_t)col - bounded)) + 1;
    if (end_col >= 0) {
        bounded = (size_t)end_col <= len ? (size_t)end_col : len;
        error->end_col = (int32_t)(ty_syntax_char_count(line, bounded) + ((size_t)end_col - bounded)) + 1;
    } else {
        error->end_col = 0;
    }
    lexer->failed = true;
    return false;
}

bool ty_lexer_fail(ty_lexer *lexer, const char *format, ...) {
    char message[TY_SYNTAX_MESSAGE_MAX];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    ty_syntax_error_format(lexer->error, TY_SYNTAX_ERROR, "%s", message);
    ty_lexer_fail_at(lexer, TY_SYNTAX_ERROR, lexer->line, lexer->lineno, (int32_t)(lexer->cur - lexer->line),
                     -1);
    lexer->error->col--;
    lexer->error->end_col = lexer->error->col;
    lexer->error->end_byte_col = lexer->error->byte_col;
    if (lexer->error->byte_col > 0) lexer->error->byte_col--;
    lexer->outranks =
        lexer->fstring < 0; /* a fault within an f-string is told only when the parser meets it */
    return false;
}

static bool fail_memory(ty_lexer *lexer) {
    ty_syntax_error_format(lexer->error, TY_SYNTAX_MEMORY, "%s", "");
    lexer->failed = lexer->outranks = true;
    return false;
}

/* Errors of indentation and line continuation, which do not outrank a parser error before them. */
static bool fail_layout(ty_lexer *lexer, ty_syntax_error_kind kind, int32_t col, const char *message) {
    ty_syntax_error_format(lexer->error, kind, "%s", message);
    return ty_lexer_fail_at(lexer, kind, lexer->line, lexer->lineno, col, -1);
}

void ty_lexer_unclosed(ty_lexer *lexer) {
    const ty_lexer_paren *paren = &lexer->parens[lexer->level - 1];
    const ty_token *token = &lexer->tokens[paren->token];
    ty_syntax_error_format(lexer->error, TY_SYNTAX_ERROR, "'%c' was never closed", paren->open);
    ty_lexer_fail_at(lexer, TY_SYNTAX_ERROR, lexer->source->text + token->start - token->col, paren->lineno,
                     paren->col, -1);
}

bool ty_lexer_error_outranks(ty_lexer *lexer, int32_t line, ty_syntax_error *parser_error) {
    if (parser_error->kind == TY_SYNTAX_MEMORY || parser_error->kind == TY_SYNTAX_RECURSION) return false;
    if (lexer->failed && !lexer->at_eof) return lexer->outranks;
    if (lexer->level > 0 && line > lexer->parens[lexer->level - 1].lineno) {
        ty_syntax_error *kept = lexer->error;
        lexer->error = parser_error;
        ty_lexer_unclosed(lexer);
        lexer->error = kept;
    }
    return false;
}

bool ty_lexer_warn(ty_lexer *lexer, ty_syntax_warning_kind kind, const char *at, const char *format, ...) {
    if (!lexer->warn || lexer->quiet) return true;
    char message[TY_SYNTAX_MESSAGE_MAX];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    int32_t col = (int32_t)(at - lexer->line);
    ty_syntax_warning warning = {
        kind, lexer->lineno, col, lexer->lineno, (int32_t)(lexer->cur - lexer->line), message};
    if (lexer->warn(lexer->warn_arg, &warning)) return true;
    return ty_lexer_fail(lexer, "%s", message);
}

/* ---- tokens ---- */

static bool grow(ty_lexer *lexer) {
    uint32_t cap = lexer->cap ? lexer->cap * 2 : lexer->source->len / 4 + 64;
    ty_token *tokens = ty_arena_alloc(lexer->arena, (size_t)cap * sizeof *tokens);
    if (!tokens) return fail_memory(lexer);
    if (lexer->count) memcpy(tokens, lexer->tokens, lexer->count * sizeof *tokens);
    lexer->tokens = tokens;
    lexer->cap = cap;
    return true;
}

/* Room for END_TOKENS more is always kept behind the last token. */
ty_token *ty_lexer_emit(ty_lexer *lexer, ty_token_kind kind, const char *start, const char *end) {
    if (lexer->count + END_TOKENS >= lexer->cap && !grow(lexer)) return NULL;
    ty_token *token = &lexer->tokens[lexer->count++];
    token->kind = (uint8_t)kind;
    token->level = (uint8_t)lexer->level;
    token->spec = 0;
    token->start = (uint32_t)(start - lexer->source->text);
    token->end = (uint32_t)(end - lexer->source->text);
    token->match = 0;
    token->lineno = token->end_lineno = lexer->lineno;
    token->col = (int32_t)(start - lexer->line);
    token->end_col = (int32_t)(end - lexer->line);
    return token;
}

static void add_end_tokens(ty_lexer *lexer) {
    if (!lexer->tokens) return;
    ty_token_kind kind = lexer->failed ? TY_TOK_ERROR : TY_TOK_ENDMARKER;
    const char *at = lexer->cur;
    ty_token *first = NULL;
    for (int i = 0; i < END_TOKENS; i++) {
        ty_token *token = &lexer->tokens[lexer->count + (uint32_t)i];
        if (first) {
            *token = *first;
            continue;
        }
        memset(token, 0, sizeof *token);
        token->kind = (uint8_t)kind;
        token->level = (uint8_t)lexer->level;
        token->start = token->end = (uint32_t)(at - lexer->source->text);
        token->lineno = token->end_lineno = lexer->lineno;
        token->col = token->end_col = (int32_t)(at - lexer->line);
        first = token;
    }
    lexer->count++;
}

/* ---- indentation ---- */

static bool push_indent(ty_lexer *lexer, int32_t col, int32_t alt) {
    if (alt <= lexer->alt_indents[lexer->indent])
        return fail_layout(lexer, TY_SYNTAX_TAB, 0, "inconsistent use of tabs and spaces in indentation");
    if (lexer->indent + 1 >= TY_LEXER_MAX_INDENT)
        return fail_layout(lexer, TY_SYNTAX_INDENTATION, 0, "too many levels of indentation");
    lexer->indent++;
    lexer->indents[lexer->indent] = col;
    lexer->alt_indents[lexer->indent] = alt;
    return ty_lexer_emit(lexer, TY_TOK_INDENT, lexer->cur, lexer->cur) != NULL;
}

static bool pop_indents(ty_lexer *lexer, int32_t col, int32_t alt) {
    while (lexer->indent > 0 && col < lexer->indents[lexer->indent]) {
        lexer->indent--;
        if (!ty_lexer_emit(lexer, TY_TOK_DEDENT, lexer->cur, lexer->cur)) return false;
    }
    if (col != lexer->indents[lexer->indent]) {
        int32_t len = (int32_t)line_length(lexer->line) + 1;
        fail_layout(lexer, TY_SYNTAX_INDENTATION, len, "unindent does not match any outer indentation level");
        lexer->error->col--;
        lexer->error->end_col = -1;
        return false;
    }
    if (alt != lexer->alt_indents[lexer->indent])
        return fail_layout(lexer, TY_SYNTAX_TAB, 0, "inconsistent use of tabs and spaces in indentation");
    return true;
}

static inline void next_line(ty_lexer *lexer) {
    lexer->line = lexer->cur;
    lexer->lineno++;
}

static bool fail_continuation(ty_lexer *lexer);

/* Whitespace at the start of a logical line; skips lines without code. cur ends at the first byte of code, or
 * at the end of the text. */
static bool start_line(ty_lexer *lexer) {
    for (;;) {
        int32_t col = 0, alt = 0, continued = -1;
        const char *s = lexer->cur;
        for (;; s++) {
            if (*s == ' ') {
                col++;
                alt++;
            } else if (*s == '\t') {
                col = (col / TAB_SIZE + 1) * TAB_SIZE;
                alt++;
            } else if (*s == '\014') {
                col = alt = 0;
            } else if (*s == '\\') {
                /* The indentation is that before the first backslash. */
                if (continued < 0) continued = col;
                lexer->cur = s + 1;
                if (s[1] != '\n') return fail_continuation(lexer);
                lexer->cur = ++s + 1;
                if (*lexer->cur == '\0') return fail_continuation(lexer);
                next_line(lexer);
            } else {
                break;
            }
        }
        lexer->cur = s;
        if (*s == '#') s += strcspn(s, "\n");
        if (*s == '\n') {
            if (s[1] == '\0') {
                lexer->cur = s + 1;
                return true;
            }
            lexer->cur = s + 1;
            next_line(lexer);
            continue;
        }
        if (*s == '\0') return true;
        if (continued >= 0) col = alt = continued;
        if (col == lexer->indents[lexer->indent]) {
            if (alt == lexer->alt_indents[lexer->indent]) return true;
            return fail_layout(lexer, TY_SYNTAX_TAB, 0, "inconsistent use of tabs and spaces in indentation");
        }
        return col > lexer->indents[lexer->indent] ? push_indent(lexer, col, alt)
                                                   : pop_indents(lexer, col, alt);
    }
}

/* ---- line continuation; cur behind the backslash ---- */

static bool fail_continuation(ty_lexer *lexer) {
    if (*lexer->cur != '\n' && *lexer->cur != '\0') {
        return fail_layout(lexer, TY_SYNTAX_ERROR, (int32_t)(lexer->cur - lexer->line),
                           "unexpected character after line continuation character");
    }
    lexer->at_eof = true;
    if (lexer->level > 0) {
        ty_lexer_unclosed(lexer);
        return false;
    }
    int32_t col = (int32_t)line_length(lexer->line);
    fail_layout(lexer, TY_SYNTAX_ERROR, col, "unexpected EOF while parsing");
    lexer->error->end_col = -1;
    return false;
}

static bool continue_line(ty_lexer *lexer) {
    if (*lexer->cur != '\n') return fail_continuation(lexer);
    if (lexer->cur[1] == '\0') return fail_continuation(lexer);
    lexer->cur++;
    next_line(lexer);
    return true;
}

/* ---- brackets ---- */

static ty_lexer_fstring *top_fstring(ty_lexer *lexer) {
    return lexer->fstring >= 0 ? &lexer->fstrings[lexer->fstring] : NULL;
}

static bool open_paren(ty_lexer *lexer, char c, ty_token_kind kind) {
    if (lexer->level >= TY_LEXER_MAX_PARENS) {
        lexer->cur++;
        return ty_lexer_fail(lexer, "too many nested parentheses");
    }
    ty_lexer_paren *paren = &lexer->parens[lexer->level++];
    paren->open = c;
    paren->lineno = lexer->lineno;
    paren->col = (int32_t)(lexer->cur - lexer->line);
    paren->token = lexer->count;
    ty_lexer_fstring *fs = top_fstring(lexer);
    if (fs) fs->depth++;
    const char *start = lexer->cur++;
    return ty_lexer_emit(lexer, kind, start, lexer->cur) != NULL;
}

static bool close_paren(ty_lexer *lexer, char c, ty_token_kind kind) {
    ty_lexer_fstring *fs = top_fstring(lexer);
    const char *start = lexer->cur++;
    if (fs && fs->depth == 0 && c == '}') return ty_lexer_fail(lexer, "f-string: single '}' is not allowed");
    if (lexer->level == 0) return ty_lexer_fail(lexer, "unmatched '%c'", c);
    ty_lexer_paren *paren = &lexer->parens[--lexer->level];
    char open = paren->open;
    if (!(open == '(' ? c == ')' : open == '[' ? c == ']' : c == '}')) {
        if (fs && open == '{' && fs->depth - 1 == fs->expr_depth)
            return ty_lexer_fail(lexer, "f-string: unmatched '%c'", c);
        if (paren->lineno != lexer->lineno)
            return ty_lexer_fail(
                lexer, "closing parenthesis '%c' does not match opening parenthesis '%c' on line %d", c, open,
                (int)paren->lineno);
        return ty_lexer_fail(lexer, "closing parenthesis '%c' does not match opening parenthesis '%c'", c,
                             open);
    }
    lexer->tokens[paren->token].match = lexer->count;
    if (fs) {
        if (--fs->depth < 0) return ty_lexer_fail(lexer, "f-string: unmatched '%c'", c);
        if (c == '}' && fs->depth == fs->expr_depth) {
            fs->expr_depth--;
            fs->text_mode = 1;
            fs->in_spec = fs->expr_depth >= 0;
        }
    }
    return ty_lexer_emit(lexer, kind, start, lexer->cur) != NULL;
}

/* ---- operators ---- */

static bool emit_op(ty_lexer *lexer, ty_token_kind kind, int len) {
    const char *start = lexer->cur;
    lexer->cur += len;
    return ty_lexer_emit(lexer, kind, start, lexer->cur) != NULL;
}

#define OP1(one)      return emit_op(lexer, one, 1)
#define OP2(one, two) return s[1] == '=' ? emit_op(lexer, two, 2) : emit_op(lexer, one, 1)

static bool lex_operator(ty_lexer *lexer) {
    const char *s = lexer->cur;
    switch (*s) {
    case '(': return open_paren(lexer, '(', TY_TOK_LPAR);
    case '[': return open_paren(lexer, '[', TY_TOK_LSQB);
    case '{': return open_paren(lexer, '{', TY_TOK_LBRACE);
    case ')': return close_paren(lexer, ')', TY_TOK_RPAR);
    case ']': return close_paren(lexer, ']', TY_TOK_RSQB);
    case '}': return close_paren(lexer, '}', TY_TOK_RBRACE);
    case ',': OP1(TY_TOK_COMMA);
    case ';': OP1(TY_TOK_SEMI);
    case '~': OP1(TY_TOK_TILDE);
    case ':': {
        ty_lexer_fstring *fs = top_fstring(lexer);
        if (fs && fs->depth == fs->expr_depth + 1) {
            fs->text_mode = fs->in_spec = 1;
            if (!emit_op(lexer, TY_TOK_COLON, 1)) return false;
            lexer->tokens[lexer->count - 1].spec = 1;
            return true;
        }
        OP2(TY_TOK_COLON, TY_TOK_COLONEQUAL);
    }
    case '=': OP2(TY_TOK_EQUAL, TY_TOK_EQEQUAL);
    case '+': OP2(TY_TOK_PLUS, TY_TOK_PLUSEQUAL);
    case '-':
        if (s[1] == '>') return emit_op(lexer, TY_TOK_ARROW, 2);
        OP2(TY_TOK_MINUS, TY_TOK_MINUSEQUAL);
    case '@': OP2(TY_TOK_AT, TY_TOK_ATEQUAL);
    case '%': OP2(TY_TOK_PERCENT, TY_TOK_PERCENTEQUAL);
    case '|': OP2(TY_TOK_VBAR, TY_TOK_VBAREQUAL);
    case '^': OP2(TY_TOK_CIRCUMFLEX, TY_TOK_CIRCUMFLEXEQUAL);
    case '&': OP2(TY_TOK_AMPER, TY_TOK_AMPEREQUAL);
    case '!': OP2(TY_TOK_EXCLAM, TY_TOK_NOTEQUAL);
    case '*':
        if (s[1] == '*')
            return s[2] == '=' ? emit_op(lexer, TY_TOK_DOUBLESTAREQUAL, 3)
                               : emit_op(lexer, TY_TOK_DOUBLESTAR, 2);
        OP2(TY_TOK_STAR, TY_TOK_STAREQUAL);
    case '/':
        if (s[1] == '/')
            return s[2] == '=' ? emit_op(lexer, TY_TOK_DOUBLESLASHEQUAL, 3)
                               : emit_op(lexer, TY_TOK_DOUBLESLASH, 2);
        OP2(TY_TOK_SLASH, TY_TOK_SLASHEQUAL);
    case '<':
        if (s[1] == '<')
            return s[2] == '=' ? emit_op(lexer, TY_TOK_LEFTSHIFTEQUAL, 3)
                               : emit_op(lexer, TY_TOK_LEFTSHIFT, 2);
        if (s[1] == '>') return emit_op(lexer, TY_TOK_NOTEQUAL, 2);
        OP2(TY_TOK_LESS, TY_TOK_LESSEQUAL);
    case '>':
        if (s[1] == '>')
            return s[2] == '=' ? emit_op(lexer, TY_TOK_RIGHTSHIFTEQUAL, 3)
                               : emit_op(lexer, TY_TOK_RIGHTSHIFT, 2);
        OP2(TY_TOK_GREATER, TY_TOK_GREATEREQUAL);
    case '.':
        if (s[1] == '.' && s[2] == '.') return emit_op(lexer, TY_TOK_ELLIPSIS, 3);
        OP1(TY_TOK_DOT);
    case '$':
    case '?':
    case '`': OP1(TY_TOK_UNKNOWN);
    default:
        lexer->cur++;
        return ty_lexer_fail(lexer, "invalid non-printable character U+%04X", (unsigned)(unsigned char)*s);
    }
}

/* ---- the loop ---- */

static bool end_of_text(ty_lexer *lexer) {
    if (lexer->level > 0) {
        lexer->at_eof = true;
        ty_lexer_unclosed(lexer);
        return false;
    }
    /* The end stands on the last line, behind its newline. */
    while (lexer->indent > 0) {
        lexer->indent--;
        if (!ty_lexer_emit(lexer, TY_TOK_DEDENT, lexer->cur, lexer->cur)) return false;
    }
    return true;
}

/* A letter may begin a string prefix: bits for the prefix of `len` letters at s, or -1. */
static int string_prefix(const char *s, int *len) {
    int bits = 0, n = 0;
    for (;; n++) {
        int bit;
        switch (s[n]) {
        case 'r':
        case 'R': bit = TY_STRING_RAW; break;
        case 'b':
        case 'B': bit = TY_STRING_BYTES; break;
        case 'u':
        case 'U': bit = TY_STRING_UNICODE; break;
        case 'f':
        case 'F': bit = TY_STRING_FORMAT; break;
        case '"':
        case '\'': *len = n; return bits;
        default: return -1;
        }
        if ((bits & bit) || n == 2) return -1;
        bits |= bit;
        if ((bits & TY_STRING_UNICODE) && bits != TY_STRING_UNICODE) return -1;
        if ((bits & TY_STRING_BYTES) && (bits & TY_STRING_FORMAT)) return -1;
    }
}

static bool lex_line(ty_lexer *lexer) {
    for (;;) {
        if (lexer->fstring >= 0 && lexer->fstrings[lexer->fstring].text_mode) {
            if (!ty_lexer_fstring_text(lexer)) return false;
            continue;
        }
        const char *s = lexer->cur;
        while (*s == ' ' || *s == '\t' || *s == '\014') s++;
        lexer->cur = s;
        unsigned char c = (unsigned char)*s;
        bool ok;
        if (TY_CH_IS(c, TY_CH_START)) {
            int len = 0, prefix = -1;
            switch (c) {
            case 'r':
            case 'R':
            case 'b':
            case 'B':
            case 'u':
            case 'U':
            case 'f':
            case 'F': prefix = string_prefix(s, &len); break;
            default: break;
            }
            if (prefix < 0) {
                ok = ty_lexer_name(lexer);
            } else {
                lexer->cur = s + len;
                ok = ty_lexer_string(lexer, s, (unsigned)prefix);
            }
        } else if (TY_CH_IS(c, TY_CH_DIGIT) || (c == '.' && TY_CH_IS(s[1], TY_CH_DIGIT))) {
            ok = ty_lexer_number(lexer);
        } else {
            switch (c) {
            case '"':
            case '\'': ok = ty_lexer_string(lexer, s, 0); break;
            case '#': s += strcspn(s, "\n"); /* fall through */
            case '\n':
                if (lexer->level > 0) {
                    lexer->cur = s + 1;
                    if (s[1] == '\0') return end_of_text(lexer);
                    next_line(lexer);
                    continue;
                }
                if (!ty_lexer_emit(lexer, TY_TOK_NEWLINE, lexer->cur, s + 1)) return false;
                lexer->cur = s + 1;
                return true;
            case '\\':
                lexer->cur = s + 1;
                ok = continue_line(lexer);
                break;
            case '\0': return end_of_text(lexer);
            default: ok = lex_operator(lexer); break;
            }
        }
        if (!ok) return false;
    }
}

bool ty_lexer_run(ty_lexer *lexer, ty_arena *arena, const ty_source *source, ty_ident_table *idents,
                  ty_syntax_error *error, ty_syntax_warn_fn warn, void *warn_arg) {
    memset(lexer, 0, sizeof *lexer);
    lexer->arena = arena;
    lexer->source = source;
    lexer->idents = idents;
    lexer->error = error;
    lexer->warn = warn;
    lexer->warn_arg = warn_arg;
    lexer->cur = lexer->line = source->text;
    lexer->lineno = 1;
    lexer->fstring = -1;
    if (!grow(lexer)) return false;
    bool ok = true;
    for (;;) {
        ok = start_line(lexer);
        if (!ok) break;
        if (*lexer->cur == '\0') {
            ok = end_of_text(lexer);
            break;
        }
        ok = lex_line(lexer);
        if (!ok || *lexer->cur == '\0') {
            ok = ok && end_of_text(lexer);
            break;
        }
        next_line(lexer);
    }
    add_end_tokens(lexer);
    return ok;
}

#define TY_TOKEN(name, text)   [TY_TOK_##name] = text,
#define TY_KEYWORD(name, text) [TY_KW_##name] = text,
static const char *const token_texts[TY_TOKEN_KIND__COUNT] = {
#include "compile/tokens.def"
};

const char *ty_token_text(ty_token_kind kind) {
    return token_texts[kind];
}

bool ty_lexer_intern_keywords(ty_ident_table *idents) {
    static const char *const words[] = {
#define TY_KEYWORD(name, text) text,
#include "compile/tokens.def"
#define TY_SOFT_KEYWORD(name, text) text,
#include "compile/tokens.def"
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (!ty_ident_intern(idents, words[i], strlen(words[i]))) return false;
    return true;
}
