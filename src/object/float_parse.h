/* SPDX-License-Identifier: MIT */
/* Readers of float texts beyond float.h, for float and complex. */
#ifndef TY_OBJECT_FLOAT_PARSE_H
#define TY_OBJECT_FLOAT_PARSE_H

#include "object/float.h"

/* The longest prefix that is a signed float, inf and nan included, no underscores; its length, 0: none. */
size_t ty_float_parse_prefix(const char *p, size_t n, double *out);
/* Copies text without the underscores between digits into out (n bytes); its length, 0: one stands elsewhere. */
size_t ty_float_parse_plain(const char *p, size_t n, char *out);
/* TY_NONE, or TY_NULL with ValueError or OverflowError. */
ty_value ty_float_from_hex(ty_ctx *ctx, const char *p, size_t n, double *out) TY_RAISES;

#endif
