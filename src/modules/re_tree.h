/* SPDX-License-Identifier: MIT */
/* Regular expressions between parser and compiler: sets and the tree. Everything lies in the arena of ty_re_parsed. */
#ifndef TY_MODULES_RE_TREE_H
#define TY_MODULES_RE_TREE_H

#include "mem/arena.h"
#include "modules/re_impl.h"

typedef struct ty_re_range { uint32_t low, high; } ty_re_range;

/* A set of characters while parsing. */
typedef struct ty_re_set {
    ty_re_range *ranges;
    size_t count, capacity;
    uint32_t classes;   /* RE_DIGIT and so on */
    bool negate, ascii, ignore_case;
} ty_re_set;

size_t ty_re_set_words(const ty_re_set *s);
void ty_re_set_write(const ty_re_set *s, uint32_t *out);

/* --- tree ------------------------------------------------------------------------------------------------------------- */

enum ty_re_kind {
    RE_N_EMPTY, RE_N_CHAR, RE_N_ANY, RE_N_ANY_ALL, RE_N_SET, RE_N_SEQ, RE_N_ALT, RE_N_GROUP, RE_N_REPEAT, RE_N_AT, RE_N_REF,
    RE_N_LOOK, RE_N_ATOMIC, RE_N_COND, RE_N_FAIL
};
typedef struct ty_re_node {
    uint8_t kind, mode;       /* mode: of a repeat; enum ty_re_at; of a look: 1 behind, 2 negative; of a ref: 1 case, 2 ascii */
    bool bare;                /* a group without index and flags: repeating it repeats its content */
    uint32_t value, min, max; /* character; group (0: none) */
    ty_re_set *set;
    struct ty_re_node *child, *last, *other, *next; /* children are a list by next */
} ty_re_node;

typedef struct ty_re_parsed {
    ty_arena arena;
    ty_re_node *root;
    uint32_t flags, groups;  /* groups with the whole match: 1 + groups in parentheses */
    ty_value names;          /* dict name -> number */
} ty_re_parsed;

/* Parses a str or bytes. -1: an exception is set. The arena is the caller's to free in both cases. */
int ty_re_parse(ty_ctx *ctx, ty_value pattern, uint32_t flags, ty_re_parsed *out) TY_RAISES;

#endif
