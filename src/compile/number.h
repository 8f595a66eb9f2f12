/* SPDX-License-Identifier: MIT */
/* Text of a float literal to its value. */
#ifndef TY_COMPILE_NUMBER_H
#define TY_COMPILE_NUMBER_H

#include <stddef.h>

/* Decimal digits with optional point and exponent, no underscores, no sign; `text` must be terminated behind
 * len. */
double ty_parse_double(const char *text, size_t len);

#endif
