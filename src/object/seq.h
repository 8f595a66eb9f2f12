/* SPDX-License-Identifier: MIT */
/* What the builtin sequences have in common: indices, bounds, repetition. */
#ifndef TY_OBJECT_SEQ_H
#define TY_OBJECT_SEQ_H

#include "object/ops.h"

/* The place that the subscript `k` (no immediate int, no slice) names: -1 when it is no index ("NAME indices must be
 * integers or slices, not x") or out of intptr_t (IndexError). */
int ty_seq_index(ty_ctx *ctx, const char *name, ty_value k, intptr_t *out) TY_RAISES;
/* An argument that counts from the end when negative, clipped, as slices take them: start, stop of index(). May be
 * TY_NULL (left as it is). -1: "slice indices must be integers or have an __index__ method". */
int ty_seq_bound(ty_ctx *ctx, ty_value v, size_t length, size_t *out) TY_RAISES;
int ty_seq_bounds(ty_ctx *ctx, ty_value from, ty_value to, size_t length, size_t *start, size_t *stop) TY_RAISES;
/* The right operand of sequence * n; negative counts are 0. -1: "can't multiply sequence by non-int of type 'x'". */
int ty_seq_repeat_count(ty_ctx *ctx, ty_value v, intptr_t *count) TY_RAISES;
/* Fills total places with the n items again and again; n divides total. */
void ty_seq_fill_repeated(ty_value *to, const ty_value *items, size_t n, size_t total);

static inline bool ty_seq_compare_sizes(size_t a, size_t b, int op)
{
    switch (op) {
    case TY_LT: return a < b;
    case TY_LE: return a <= b;
    case TY_EQ: return a == b;
    case TY_NE: return a != b;
    case TY_GT: return a > b;
    default: return a >= b;
    }
}

#endif
