/* SPDX-License-Identifier: MIT */
/*
 * The engine of regular expressions, shared by its files: parser (re_parse.c) -> tree -> program (re_compile.c) ->
 * backtracking matcher (re_match.c). The Python side is pylib/re.py over the module _re (re_module.c).
 *
 * Semantics are those of Python's re: leftmost, first alternative that leads to a match. Case is resolved when compiling:
 * a letter under IGNORECASE is a set of characters.
 */
#ifndef TY_MODULES_RE_IMPL_H
#define TY_MODULES_RE_IMPL_H

#include "object/buffer.h"
#include "object/bytes.h"
#include "object/error.h"
#include "object/module.h"
#include "object/str.h"

enum {
    RE_IGNORECASE = 2, RE_LOCALE = 4, RE_MULTILINE = 8, RE_DOTALL = 16, RE_UNICODE = 32, RE_VERBOSE = 64, RE_DEBUG = 128,
    RE_ASCII = 256
};
#define RE_TYPE_FLAGS (RE_ASCII | RE_LOCALE | RE_UNICODE)
#define RE_INFINITE UINT32_MAX
#define RE_MAX_GROUPS 1000000u

/* --- characters ------------------------------------------------------------------------------------------------------ */

enum { RE_DIGIT = 1, RE_NOT_DIGIT = 2, RE_SPACE = 4, RE_NOT_SPACE = 8, RE_WORD = 16, RE_NOT_WORD = 32 };

/* A set in a program, in words: the bitmap of what is below 256, flags, the bitmap before negation and case, the number of
 * ranges, and the ranges that reach to 256 and beyond. */
enum { RE_SET_MAP = 0, RE_SET_FLAGS = 8, RE_SET_RAW = 9, RE_SET_COUNT = 17, RE_SET_RANGES = 18 };
enum { RE_SET_NEGATE = 64, RE_SET_ASCII = 128, RE_SET_CASE = 256 }; /* flags, beside the classes */

bool ty_re_set_high(const uint32_t *set, uint32_t c); /* c >= 256 */
static inline bool ty_re_set_has(const uint32_t *set, uint32_t c)
{
    return c < 256 ? set[c >> 5] >> (c & 31) & 1 : ty_re_set_high(set, c);
}
/* All characters equal to c but for case, c included, at most 4; ascii: ASCII letters only. */
int ty_re_case_variants(uint32_t c, bool ascii, uint32_t out[4]);
uint32_t ty_re_lower(uint32_t c, bool ascii);
bool ty_re_is_word(uint32_t c, bool ascii);

enum { RE_GREEDY, RE_LAZY, RE_POSSESSIVE };
enum ty_re_at { RE_AT_START, RE_AT_LINE_START, RE_AT_END, RE_AT_LINE_END, RE_AT_TEXT_END, RE_AT_BOUNDARY, RE_AT_NOT_BOUNDARY,
                RE_AT_ASCII_BOUNDARY, RE_AT_ASCII_NOT_BOUNDARY };

/* --- program ---------------------------------------------------------------------------------------------------------- */

enum ty_re_op {
    RE_MATCH, RE_FAIL, RE_CHAR, RE_STRING, RE_ANY, RE_ANY_ALL, RE_SET, RE_REPEAT1, RE_SPLIT, RE_SPLIT_LAZY, RE_SPLIT_CHAR,
    RE_SPLIT_SET, RE_JUMP, RE_SAVE, RE_REF, RE_REF_CASE, RE_AT, RE_LOOP_INIT, RE_LOOP, RE_MARK, RE_LOOK_END, RE_NOT_LOOK,
    RE_NOT_LOOK_END, RE_BACK, RE_ATOMIC_END, RE_COND
};

/* The data of a bytes object; read-only once made. */
typedef struct ty_re_program {
    uint32_t flags, groups, registers;
    uint32_t min_width;
    uint32_t prefix_length;  /* leading characters that every match has */
    uint32_t prefix[24];
    bool literal;            /* the prefix is all there is */
    bool anchored;           /* matches at the start of the text only */
    bool use_first;          /* first[] tells how a match may begin */
    bool first_high;         /* a match may begin with a character from 256 on */
    uint32_t first[8];
    uint32_t size;           /* words */
    uint32_t code[];
} ty_re_program;

/* Parses and compiles a str or bytes: a bytes object with the program. *names: dict name -> number of the groups. */
ty_value ty_re_compile(ty_ctx *ctx, ty_value pattern, uint32_t flags, ty_value *names) TY_RAISES;

/* --- matching --------------------------------------------------------------------------------------------------------- */

typedef struct ty_re_entry ty_re_entry;

/* One search under way; lives on the C stack. The text is kept alive by the caller. */
typedef struct ty_re_state {
    ty_ctx *ctx;
    const ty_re_program *program;
    const void *text;
    int kind;
    intptr_t start, end;     /* the search goes on here; text[0, end) is looked at */
    intptr_t position;       /* end of the match */
    bool whole;              /* fullmatch */
    intptr_t must_advance;   /* an empty match here does not count; -1: it does */
    intptr_t *marks;         /* 2 a group without the whole match: start, end; -1 unset */
    intptr_t *registers;     /* 2 a loop */
    uint32_t last_group;
    ty_re_entry *stack;
    size_t used, capacity;
    size_t charged;
    intptr_t small[96];      /* marks and registers while they fit */
    intptr_t *large;
} ty_re_state;

int ty_re_begin(ty_re_state *s, ty_ctx *ctx, const ty_re_program *program, int kind, const void *text, intptr_t start,
                intptr_t end) TY_RAISES;
void ty_re_end(ty_re_state *s);
/* 1 found: from s->start to s->position; 0 not; -1 an exception is set. */
int ty_re_match(ty_re_state *s) TY_RAISES;  /* at s->start exactly */
int ty_re_search(ty_re_state *s) TY_RAISES; /* moves s->start to where the match begins */

/* --- objects ---------------------------------------------------------------------------------------------------------- */

typedef struct ty_re_pattern {
    ty_object ob;
    ty_value pattern;  /* str, bytes */
    ty_value program;  /* bytes */
    ty_value names;    /* dict */
    ty_value template_text, template; /* the last replacement text and its parts, or TY_NULL */
    uint32_t flags, groups;
    bool is_bytes;
} ty_re_pattern;

typedef struct ty_re_match_object {
    ty_object ob;
    ty_value pattern, string;
    intptr_t pos, endpos;
    uint32_t last_group, groups; /* groups with the whole match */
    intptr_t spans[];            /* 2 a group; -1: did not take part */
} ty_re_match_object;

TY_DECLARE_TYPE(re_pattern);
TY_DECLARE_TYPE(re_match);
TY_DECLARE_TYPE(re_scanner);
extern const ty_module_def ty_module__re;

static inline const ty_re_program *ty_re_program_of(const ty_re_pattern *p)
{
    return (const ty_re_program *)(const void *)ty_bytes_data(p->program);
}

ty_value ty_re_pattern_new(ty_ctx *ctx, ty_value pattern, uint32_t flags) TY_RAISES;

/* The subject of a search: text, or memory of a buffer. Lives on the C stack. */
typedef struct ty_re_subject {
    ty_value string; /* as given */
    const void *data;
    int kind;
    size_t length;
    bool is_bytes;
    bool held;       /* view is open */
    ty_buffer view;
} ty_re_subject;
int ty_re_subject_open(ty_ctx *ctx, ty_re_subject *s, ty_value string, bool want_bytes) TY_RAISES;
void ty_re_subject_close(ty_ctx *ctx, ty_re_subject *s);
/* A part of the subject, of its type; TY_NONE when start < 0. */
ty_value ty_re_subject_part(ty_ctx *ctx, ty_value string, intptr_t start, intptr_t end) TY_RAISES;

ty_value ty_re_match_new(ty_ctx *ctx, ty_value pattern, ty_value string, const ty_re_state *s, intptr_t pos, intptr_t endpos)
    TY_RAISES;
/* Group `i` of the match, `otherwise` when it did not take part. */
ty_value ty_re_match_group(ty_ctx *ctx, const ty_re_match_object *m, size_t i, ty_value otherwise) TY_RAISES;

/* The replacement text of sub() and expand(): a tuple of texts and, between them, group numbers. */
ty_value ty_re_template(ty_ctx *ctx, ty_re_pattern *p, ty_value text) TY_RAISES;
ty_value ty_re_template_expand(ty_ctx *ctx, ty_value parts, const ty_re_match_object *m) TY_RAISES;

/* Raises re.error(message, pattern, position); position < 0: none. */
TY_COLD ty_value ty_re_error(ty_ctx *ctx, ty_value message, ty_value pattern, intptr_t position);

#endif
