/* SPDX-License-Identifier: MIT */
/*
 * Single items of memory in C's native formats, by their struct letter: c b B ? h H i I l L q Q n N e f d P. For
 * memoryview, array and struct.
 */
#ifndef TY_OBJECT_PACKING_H
#define TY_OBJECT_PACKING_H

#include "object/type.h"

/* Size of an item in native layout; 0: no such letter. */
size_t ty_packing_size(char letter);
static inline bool ty_packing_is_signed(char c) { return c == 'b' || c == 'h' || c == 'i' || c == 'l' || c == 'q' || c == 'n'; }
static inline bool ty_packing_is_float(char c) { return c == 'e' || c == 'f' || c == 'd'; }

/* The item at p (any alignment). */
ty_value ty_packing_get(ty_ctx *ctx, char letter, const void *p) TY_RAISES;
/* Stores v. 0 done; 1 v has the wrong type, 2 it is out of range (nothing raised: the caller has its own words); -1 error. */
int ty_packing_put(ty_ctx *ctx, char letter, void *p, ty_value v) TY_RAISES;

/* Half precision: bits to double; double to bits, half to even, *overflow set when it is too large. */
double ty_packing_from_half(uint16_t bits);
uint16_t ty_packing_to_half(double d, bool *overflow);

#endif
