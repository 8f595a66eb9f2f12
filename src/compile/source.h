/* SPDX-License-Identifier: MIT */
/* From bytes to source text: byte order mark, coding cookie (PEP 263), validation, universal newlines.
 *
 * The result is valid UTF-8 without NUL bytes, lines end in '\n' (the last one too), and TY_SOURCE_PADDING
 * zero bytes follow, so that the lexer can look ahead without tests. It lives in the arena; string constants
 * of the tree point into it. */
#ifndef TY_COMPILE_SOURCE_H
#define TY_COMPILE_SOURCE_H

#include "compile/syntax_error.h"

typedef struct ty_arena ty_arena;

enum { TY_SOURCE_PADDING = 8 };

typedef enum ty_source_origin {
    TY_SOURCE_BYTES, /* a bytes object: cookie honoured, error words of compile(b'…') */
    TY_SOURCE_TEXT,  /* a str object, already UTF-8: cookie ignored */
    TY_SOURCE_FILE   /* a file's content: cookie honoured, error words of a file */
} ty_source_origin;

/* Decodes with a codec that this module does not know. Returns UTF-8 in the arena, or NULL: codec unknown
 * (*known = false) or bad input (the message is in error then). */
typedef const char *(*ty_source_decode_fn)(void *arg, ty_arena *arena, const char *encoding,
                                           const char *bytes, size_t len, size_t *out_len, bool *known,
                                           ty_syntax_error *error);

typedef struct ty_source_options {
    ty_source_origin origin;
    const char *filename;       /* for messages; UTF-8 */
    ty_source_decode_fn decode; /* may be NULL */
    void *decode_arg;
} ty_source_options;

typedef struct ty_source {
    const char *text;
    uint32_t len;       /* without padding */
    bool newline_added; /* the last line had no newline */
    const char *filename;
    const char *encoding; /* normalised name from the cookie or the mark; NULL: none given */
} ty_source;

bool ty_source_init(ty_source *source, ty_arena *arena, const char *bytes, size_t len,
                    const ty_source_options *options, ty_syntax_error *error);

/* The coding name in the first two lines, normalised ("utf-8", "iso-8859-1", else as written); false if there
 * is none. `name` needs 64 bytes. */
bool ty_source_find_cookie(const char *bytes, size_t len, char *name);

#endif
