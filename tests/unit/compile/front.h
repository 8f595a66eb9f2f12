/* SPDX-License-Identifier: MIT */
/* Parsing a text in a test, with what it left behind. */
#ifndef TY_TESTS_UNIT_COMPILE_FRONT_H
#define TY_TESTS_UNIT_COMPILE_FRONT_H

#include "compile/parser.h"
#include "compile/symtable.h"
#include "mem/arena.h"
#include "tests/tap/tap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct front {
    ty_arena arena;
    ty_source source;
    ty_syntax_error error;
    ty_mod *mod;
    char warnings[1024]; /* one a line */
    char *out;           /* what was dumped */
    size_t out_len, out_cap;
    bool strict; /* warnings are errors */
} front;

static inline bool front_warn(void *arg, const ty_syntax_warning *warning) {
    front *f = arg;
    size_t used = strlen(f->warnings);
    snprintf(f->warnings + used, sizeof f->warnings - used, "%d: %s\n", (int)warning->lineno,
             warning->message);
    return !f->strict;
}

static inline void front_write(void *arg, const char *text, size_t len) {
    front *f = arg;
    if (f->out_len + len + 1 > f->out_cap) {
        f->out_cap = (f->out_len + len + 1) * 2;
        f->out = realloc(f->out, f->out_cap);
        if (!f->out) bail("no memory");
    }
    memcpy(f->out + f->out_len, text, len);
    f->out_len += len;
    f->out[f->out_len] = '\0';
}

static inline int32_t front_find_name(const char *name, size_t len) {
    return len == 6 && memcmp(name, "BULLET", 6) == 0 ? 0x2022 : -1;
}

/* True if it parsed. front_end() in any case. */
static inline bool front_parse(front *f, const char *text, size_t len, ty_parse_mode mode,
                               ty_source_origin origin) {
    const ty_source_options from = {.origin = origin, .filename = "f.py"};
    const ty_parse_options how = {
        .mode = mode, .warn = front_warn, .warn_arg = f, .find_name = front_find_name};
    ty_arena_init(&f->arena, NULL, 0);
    f->mod = NULL;
    if (ty_source_init(&f->source, &f->arena, text, len, &from, &f->error))
        f->mod = ty_parser_parse(&f->arena, &f->source, &how, &f->error);
    return f->mod != NULL;
}

static inline bool front_scopes(front *f) {
    const ty_symtable_options how = {.source = &f->source, .warn = front_warn, .warn_arg = f};
    return ty_symtable_build(&f->arena, f->mod, &how, &f->error);
}

static inline void front_end(front *f) {
    ty_arena_free(&f->arena);
    free(f->out);
}

#endif
