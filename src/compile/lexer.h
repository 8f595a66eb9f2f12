/* SPDX-License-Identifier: MIT */
/* The lexer: source text to an array of tokens, all at once.
 *
 * Having all tokens makes every lookahead of the parser an index, and gives errors their CPython order: a bad
 * token anywhere outranks a syntax error of the parser before it (ty_lexer_error_outranks). On a bad token
 * the array ends with a TY_TOK_ERROR token and the error stands in lexer->error. Otherwise it ends with
 * TY_TOK_ENDMARKER; in both cases four more end tokens follow, so that peeking a few tokens ahead needs no
 * test.
 *
 * An opening bracket's `match` is the index of the token that closes it (0: never closed). */
#ifndef TY_COMPILE_LEXER_H
#define TY_COMPILE_LEXER_H

#include "compile/ast.h"
#include "compile/source.h"

#define TY_KEYWORD(name, text)      TY_KW_##name,
#define TY_SOFT_KEYWORD(name, text) TY_SOFT_##name,
#define TY_TOKEN(name, text)        TY_TOK_##name,
typedef enum ty_token_kind {
#include "compile/tokens.def"
    TY_TOKEN_KIND__COUNT
} ty_token_kind;

enum {
    TY_TOKEN_KEYWORDS =
        TY_KW_yield + 1, /* keyword kinds are below this; a soft keyword's kind is TY_TOK_NAME */
    TY_LEXER_MAX_PARENS = 200,
    TY_LEXER_MAX_INDENT = 100,
    TY_LEXER_MAX_FSTRINGS = 150,
    TY_LEXER_MAX_FSTRING_EXPR = 3
};

typedef struct ty_token {
    uint8_t kind;
    uint8_t level;       /* bracket depth after the token */
    uint16_t spec;       /* COLON: it opens the format spec of an f-string field */
    uint32_t start, end; /* byte offsets */
    union {
        uint32_t ident;  /* NAME and keywords: index of the identifier */
        uint32_t match;  /* opening bracket: index of the closing token */
        uint32_t string; /* STRING, FSTRING_START: TY_STRING_* prefix bits */
    };
    int32_t lineno, col; /* bytes from 0; INDENT, DEDENT and ENDMARKER: where the lexer stood, see
                            ty_token_is_placeless */
    int32_t end_lineno, end_col;
} ty_token;

enum {
    TY_STRING_RAW = 1,
    TY_STRING_BYTES = 2,
    TY_STRING_UNICODE = 4,
    TY_STRING_FORMAT = 8,
    TY_STRING_TRIPLE = 16
};

typedef struct ty_lexer_fstring {
    uint32_t start; /* offset of the prefix */
    int32_t lineno, col;
    char quote;
    uint8_t size; /* 1 or 3 */
    uint8_t raw;
    uint8_t text_mode; /* scanning text (or a format spec), not an expression */
    uint8_t in_spec;
    int32_t depth;      /* open brackets within this literal */
    int32_t expr_depth; /* replacement fields open, minus one */
    uint32_t base_level;
} ty_lexer_fstring;

typedef struct ty_lexer_paren {
    char open;
    int32_t lineno, col;
    uint32_t token;
} ty_lexer_paren;

typedef struct ty_lexer {
    ty_arena *arena;
    const ty_source *source;
    ty_ident_table *idents;
    ty_syntax_error *error;
    ty_syntax_warn_fn warn;
    void *warn_arg;
    bool quiet; /* no warnings */
    bool interactive;

    const char *cur;  /* next byte */
    const char *line; /* start of the line of cur */
    int32_t lineno;
    bool outranks; /* the error found is of the kind that outranks the parser's */
    bool failed;
    bool string_open;          /* the text ended within a triple-quoted string */
    bool at_eof; /* the error is that the text ended */

    ty_token *tokens;
    uint32_t count, cap;

    int32_t indents[TY_LEXER_MAX_INDENT], alt_indents[TY_LEXER_MAX_INDENT];
    int32_t indent; /* top of the two */
    ty_lexer_paren parens[TY_LEXER_MAX_PARENS];
    uint32_t level;
    ty_lexer_fstring *fstrings; /* stack; allocated at first use */
    int32_t fstring;            /* top; -1: none */
} ty_lexer;

/* Fills lexer->tokens. False: lexer->error is set (the tokens before it are there). */
bool ty_lexer_run(ty_lexer *lexer, ty_arena *arena, const ty_source *source, ty_ident_table *idents,
                  ty_syntax_error *error, ty_syntax_warn_fn warn, void *warn_arg);

/* After a parser error at `line`: should the lexer's error be told instead? Sets it up if so. */
bool ty_lexer_error_outranks(ty_lexer *lexer, int32_t line, ty_syntax_error *parser_error);

/* Interns the keywords, soft keywords first after them, into a new table. */
bool ty_lexer_intern_keywords(ty_ident_table *idents);

static inline bool ty_token_is_placeless(const ty_token *token) {
    return token->kind >= TY_TOK_INDENT && token->kind <= TY_TOK_ENDMARKER;
}

const char *ty_token_text(ty_token_kind kind);

/* ---- between the lexer's files ---- */
enum { TY_LEX_DEFAULT = -1 };
/* Always false. Error at the byte just read: column = characters from the line's start to cur. */
bool ty_lexer_fail(ty_lexer *lexer, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 2, 3)))
#endif
    ;
/* Error over [byte_col, end_byte_col) of the line that starts at `line`. */
bool ty_lexer_fail_at(ty_lexer *lexer, ty_syntax_error_kind kind, const char *line, int32_t lineno,
                      int32_t col, int32_t end_col);
void ty_lexer_unclosed(ty_lexer *lexer);
ty_token *ty_lexer_emit(ty_lexer *lexer, ty_token_kind kind, const char *start, const char *end);
bool ty_lexer_number(ty_lexer *lexer); /* cur at the first digit, or at '.' before a digit */
bool ty_lexer_name(ty_lexer *lexer);   /* cur at the first byte of a name that is no string prefix */
bool ty_lexer_string(ty_lexer *lexer, const char *start, unsigned prefix); /* cur at the opening quote */
bool ty_lexer_fstring_text(ty_lexer *lexer); /* the top f-string is in text mode */
bool ty_lexer_warn(ty_lexer *lexer, ty_syntax_warning_kind kind, const char *at, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 4, 5)))
#endif
    ;

#endif
