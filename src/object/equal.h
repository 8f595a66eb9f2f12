/* SPDX-License-Identifier: MIT */
/* Equality and hash as containers use them, with the frequent cases inline. */
#ifndef TY_OBJECT_EQUAL_H
#define TY_OBJECT_EQUAL_H

#include "object/ops.h"
#include "object/str.h"

/* a is b or a == b: 1, 0, -1. Safepoint, unless both are immediate or exact str. */
static inline int ty_equal_quick(ty_ctx *ctx, ty_value a, ty_value b)
{
    if (a == b)
        return 1;
    if (ty_both_small(a, b))
        return 0;
    if (ty_is_exact_str(a) && ty_is_exact_str(b))
        return ty_str_equal(a, b);
    return ty_op_equal(ctx, a, b);
}

/* The hash of an immediate int when it is the number itself (Python's modulus is 2**61 - 1, or 2**31 - 1). */
#if TY_WORD_BITS == 64
#define TY_HASH_MODULUS (((intptr_t)1 << 61) - 1)
#else
#define TY_HASH_MODULUS INTPTR_MAX
#endif

static inline intptr_t ty_hash_quick(ty_ctx *ctx, ty_value v)
{
    if (TY_LIKELY(ty_is_exact_str(v)))
        return ty_str_hash(v);
    if (ty_is_small(v)) {
        intptr_t i = ty_small_value(v);
        if (TY_LIKELY(i < TY_HASH_MODULUS && i > -TY_HASH_MODULUS))
            return i - (i == -1);
    }
    return ty_op_hash(ctx, v);
}

#endif
