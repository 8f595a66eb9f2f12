/* SPDX-License-Identifier: MIT */
/* The markup of str.format, taken apart: for str.format itself and for the module _string. */
#ifndef TY_OBJECT_STR_FORMAT_H
#define TY_OBJECT_STR_FORMAT_H

#include "object/str.h"

/* A place in a text that is being read. */
typedef struct ty_format_range { size_t start, end; } ty_format_range;

typedef struct ty_format_part {
    ty_format_range literal; /* text before the field */
    bool field;              /* there is one */
    ty_format_range name, spec;
    uint32_t conversion;     /* 0: none */
    bool expand;             /* the spec holds fields itself */
} ty_format_part;

/* Reads the next part of text[at->start, at->end) and moves at->start on. 1, 0 at the end, -1 ValueError. */
int ty_format_next(ty_ctx *ctx, ty_value text, ty_format_range *at, ty_format_part *out) TY_RAISES;

/* The first part of a field's name: *index its value if it is a number, else -1. Moves name->start behind it. -1: error */
int ty_format_first(ty_ctx *ctx, ty_value text, ty_format_range *name, ty_format_range *first, intptr_t *index) TY_RAISES;
/* The next ".attribute" or "[item]" behind it. 1, 0 at the end, -1 error */
int ty_format_accessor(ty_ctx *ctx, ty_value text, ty_format_range *name, bool *attribute, ty_format_range *key,
                       intptr_t *index) TY_RAISES;

#endif
