/* SPDX-License-Identifier: MIT */
/*
 * The format mini-language of __format__: [[fill]align][sign][z][#][0][width][grouping][.precision][type].
 * All take the spec as a str.
 */
#ifndef TY_OBJECT_FORMAT_SPEC_H
#define TY_OBJECT_FORMAT_SPEC_H

#include "object/str.h"

typedef struct ty_format_spec {
    uint32_t fill, type;  /* characters; type 0: none given */
    char align;           /* '<' '>' '=' '^' */
    bool align_given, fill_given;
    char sign;            /* '+' '-' ' ', 0: none given */
    bool no_neg_zero, alternate;
    char thousands;       /* ',' '_', 0: none; 'n': of the locale */
    intptr_t width, precision; /* -1: not given */
} ty_format_spec;

/* Reads all of `text`. -1: ValueError that names the type of `v`. */
int ty_format_spec_parse(ty_ctx *ctx, ty_value text, ty_value v, char default_align, ty_format_spec *out) TY_RAISES;

/* ValueError "Unknown format code ..." */
TY_COLD ty_value ty_format_unknown(ty_ctx *ctx, uint32_t type, ty_value v);

ty_value ty_format_int(ty_ctx *ctx, ty_value v, ty_value spec) TY_RAISES;
ty_value ty_format_float(ty_ctx *ctx, ty_value v, ty_value spec) TY_RAISES;
ty_value ty_format_complex(ty_ctx *ctx, ty_value v, ty_value spec) TY_RAISES;
ty_value ty_format_str(ty_ctx *ctx, ty_value v, ty_value spec) TY_RAISES; /* str.__format__ */

/* Appends format(v, spec) for an exact int or float (f-strings); the same errors. -1: error. */
int ty_format_number_into(ty_strbuf *out, ty_value v, ty_value spec) TY_RAISES;

#endif
