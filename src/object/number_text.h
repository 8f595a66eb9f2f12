/* SPDX-License-Identifier: MIT */
/* What the readers of int, float and complex share: text reduced to ASCII, blanks stripped. */
#ifndef TY_OBJECT_NUMBER_TEXT_H
#define TY_OBJECT_NUMBER_TEXT_H

#include "object/str.h"

/* The characters of the str `s` as ASCII: decimal digits of any script become 0-9, blanks ' ', anything else '?'. The
 * text lies in `s`, in `buf`, or in an object that *hold keeps; no NUL behind it. NULL: MemoryError. */
const char *ty_number_text(ty_ctx *ctx, ty_value s, size_t *n, char *buf, size_t room, ty_value *hold) TY_RAISES;

static inline bool ty_number_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
static inline void ty_number_strip(const char **p, size_t *n)
{
    while (*n && ty_number_blank((*p)[*n - 1]))
        --*n;
    while (*n && ty_number_blank(**p)) {
        ++*p;
        --*n;
    }
}
/* repr(v) cut to 200 characters, for messages that show the bad text. */
ty_value ty_number_shown(ty_ctx *ctx, ty_value v) TY_RAISES;

#endif
