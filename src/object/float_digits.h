/* SPDX-License-Identifier: MIT */
/*
 * The digits of a double: shortest, or rounded at a place (half to even, exact at any place). What all printing of floats
 * is made of.
 */
#ifndef TY_OBJECT_FLOAT_DIGITS_H
#define TY_OBJECT_FLOAT_DIGITS_H

#include <stdint.h>

#include "platform/attr.h"

/* A double has at most 767 significant digits, 309 before the point. */
#define TY_FLOAT_DIGITS_MAX 1100

typedef struct ty_float_digits {
    int point; /* the value is 0.DIGITS * 10**point */
    int n;     /* digits stored, at least 1; more would be zeros. Zero is "0" with point 1 */
    char digits[TY_FLOAT_DIGITS_MAX];
} ty_float_digits;

/* d is finite; its sign is ignored. */
void ty_float_digits_shortest(double d, ty_float_digits *out);
void ty_float_digits_significant(double d, intptr_t count, ty_float_digits *out); /* count >= 1 */
/* Rounded to `places` digits behind the point (negative: before it). n == 0: the value rounds to zero. */
void ty_float_digits_fixed(double d, intptr_t places, ty_float_digits *out);

/* m * 10**s as the nearest double, half to even; +inf when too large. *sure is false when the answer is not proved. */
double ty_float_digits_scale(uint64_t m, intptr_t s, bool *sure);

#endif
