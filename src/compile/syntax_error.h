/* SPDX-License-Identifier: MIT */
/* What the compiler reports: one syntax error (an out-parameter) and any number of warnings (a callback).
 * Knows no Python object: the caller turns them into exceptions. */
#ifndef TY_COMPILE_SYNTAX_ERROR_H
#define TY_COMPILE_SYNTAX_ERROR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum ty_syntax_error_kind {
    TY_SYNTAX_OK,
    TY_SYNTAX_ERROR,       /* SyntaxError */
    TY_SYNTAX_INDENTATION, /* IndentationError */
    TY_SYNTAX_TAB,         /* TabError */
    TY_SYNTAX_INCOMPLETE,  /* SyntaxError; the text ended too early: a prompt may ask for another line */
    TY_SYNTAX_RECURSION,   /* RecursionError: no location */
    TY_SYNTAX_MEMORY,      /* MemoryError: the arena's limit, or a size that does not fit: no location */
    TY_SYNTAX_VALUE        /* ValueError: no location */
} ty_syntax_error_kind;

enum { TY_SYNTAX_MESSAGE_MAX = 480 };

typedef struct ty_syntax_error {
    ty_syntax_error_kind kind;
    /* As SyntaxError's attributes: lines and character columns from 1; end columns may be 0 or -1 where
     * CPython reports that. lineno 0: no location at all. */
    int32_t lineno, col, end_lineno, end_col;
    int32_t byte_col, end_byte_col; /* the same columns as byte offsets from 0; -1: unknown */
    const char *text;               /* the line, in the source's memory; NULL: none */
    size_t text_len;
    char message[TY_SYNTAX_MESSAGE_MAX]; /* UTF-8, NUL-terminated, cut when longer */
} ty_syntax_error;

typedef enum ty_syntax_warning_kind { TY_WARN_SYNTAX, TY_WARN_DEPRECATION } ty_syntax_warning_kind;

typedef struct ty_syntax_warning {
    ty_syntax_warning_kind kind;
    int32_t lineno, col, end_lineno, end_col; /* col and end_col: byte offsets from 0 */
    const char *message;
} ty_syntax_warning;

/* Returns false when the warning is to be an error: compilation then ends with a SyntaxError of the same text
 * and place. */
typedef bool (*ty_syntax_warn_fn)(void *arg, const ty_syntax_warning *warning);

/* Cut-safe formatting into error->message (never splits a UTF-8 sequence). */
void ty_syntax_error_format(ty_syntax_error *error, ty_syntax_error_kind kind, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 3, 4)))
#endif
    ;

/* Number of code points in the UTF-8 bytes. */
size_t ty_syntax_char_count(const char *text, size_t len);

#endif
