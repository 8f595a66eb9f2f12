/* SPDX-License-Identifier: MIT */
/*
 * int and bool. Immediate when it fits (value.h); else a heap object with sign and GMP limbs inline, always larger than
 * an immediate could hold. An instance of a subclass is an object of fixed size that refers to its exact int, so that
 * attribute slots can lie behind it. Kernel: GMP's mpn layer.
 */
#ifndef TY_OBJECT_INT_H
#define TY_OBJECT_INT_H

#include <gmp.h>

#include "object/type.h"

typedef struct ty_bigint {
    ty_object ob;
    intptr_t size;     /* |size| limbs, sign of the number; the top limb is not 0 */
    mp_limb_t limbs[]; /* least significant first */
} ty_bigint;

typedef struct ty_int_instance { /* of a subclass of int, but bool */
    ty_object ob;
    ty_value value; /* exact int */
} ty_int_instance;

TY_DECLARE_TYPE(int);
TY_DECLARE_TYPE(bool);

static inline bool ty_is_int(ty_value v) { return ty_is_small(v) || ty_is_bool(v) || (ty_is_object(v) && ty_has_flag(v, TY_TYPE_INT)); }
static inline bool ty_is_exact_int(ty_value v) { return ty_is_small(v) || ty_has_shape(v, &ty_int_shape); }
/* The exact int that v (any int) stands for: small, or an object of shape ty_int_shape (a ty_bigint). */
static inline ty_value ty_int_exact(ty_value v)
{
    if (ty_is_exact_int(v))
        return v;
    return ty_is_object(v) ? ((ty_int_instance *)v)->value : ty_small(v == TY_TRUE);
}

ty_value ty_int_from_int64(ty_ctx *ctx, int64_t i) TY_RAISES;
ty_value ty_int_from_uint64(ty_ctx *ctx, uint64_t i) TY_RAISES;
static inline ty_value ty_int_from_size(ty_ctx *ctx, intptr_t i)
{
    return TY_LIKELY(i >= TY_INT_MIN && i <= TY_INT_MAX) ? ty_small(i) : ty_int_from_int64(ctx, i);
}
ty_value ty_int_from_double(ty_ctx *ctx, double d) TY_RAISES; /* truncates; OverflowError, ValueError for inf, nan */
/* Digits without sign or prefix, base 2..36, underscores removed. TY_NULL: error (digit limit is the caller's matter) */
ty_value ty_int_from_digits(ty_ctx *ctx, const char *digits, size_t n, int base, bool negative) TY_RAISES;
/* int(text, base) of a UTF-8 text with everything Python allows; raises ValueError naming `shown`. */
ty_value ty_int_parse(ty_ctx *ctx, const char *text, size_t n, int base, ty_value shown) TY_RAISES;
ty_value ty_int_from_bytes(ty_ctx *ctx, const unsigned char *p, size_t n, bool little, bool is_signed) TY_RAISES;
/* Two's complement into exactly n bytes; -1: OverflowError. */
int ty_int_to_bytes(ty_ctx *ctx, ty_value v, unsigned char *p, size_t n, bool little, bool is_signed) TY_RAISES;
/* v is an int. -1: OverflowError "Python int too large to convert to C long" */
int ty_int_to_int64(ty_ctx *ctx, ty_value v, int64_t *out) TY_RAISES;
int ty_int_to_uint64(ty_ctx *ctx, ty_value v, uint64_t *out) TY_RAISES;
bool ty_int_fits_int64(ty_value v, int64_t *out); /* no exception; also for bools and subclasses */
int ty_int_to_double(ty_ctx *ctx, ty_value v, double *out) TY_RAISES; /* round half even; OverflowError */
int ty_int_sign(ty_value v);                                         /* -1, 0, 1 */
size_t ty_int_bit_length(ty_value v);
ty_value ty_int_to_str(ty_ctx *ctx, ty_value v, int base) TY_RAISES;  /* digits, '-' when negative, no prefix; str limit for base 10 */
bool ty_int_equal(ty_value a, ty_value b);
int ty_int_compare(ty_value a, ty_value b); /* <0, 0, >0 */
int ty_int_compare_double(ty_value a, double b); /* exact; b not nan */
intptr_t ty_int_hash(ty_value v);

/* Exact operands of any int kind. Slow paths of the VM's arithmetic land here. */
ty_value ty_int_add(ty_ctx *, ty_value, ty_value) TY_RAISES;
ty_value ty_int_sub(ty_ctx *, ty_value, ty_value) TY_RAISES;
ty_value ty_int_mul(ty_ctx *, ty_value, ty_value) TY_RAISES;
ty_value ty_int_floordiv(ty_ctx *, ty_value, ty_value) TY_RAISES;
ty_value ty_int_mod(ty_ctx *, ty_value, ty_value) TY_RAISES;
ty_value ty_int_truediv(ty_ctx *, ty_value, ty_value) TY_RAISES;
ty_value ty_int_pow(ty_ctx *, ty_value, ty_value, ty_value mod_or_none) TY_RAISES;
ty_value ty_int_lshift(ty_ctx *, ty_value, ty_value) TY_RAISES;
ty_value ty_int_rshift(ty_ctx *, ty_value, ty_value) TY_RAISES;
ty_value ty_int_and(ty_ctx *, ty_value, ty_value) TY_RAISES;
ty_value ty_int_or(ty_ctx *, ty_value, ty_value) TY_RAISES;
ty_value ty_int_xor(ty_ctx *, ty_value, ty_value) TY_RAISES;
ty_value ty_int_neg(ty_ctx *, ty_value) TY_RAISES;
ty_value ty_int_invert(ty_ctx *, ty_value) TY_RAISES;
ty_value ty_int_divmod(ty_ctx *, ty_value, ty_value, ty_value *mod) TY_RAISES; /* the quotient; *mod the remainder */
ty_value ty_int_abs(ty_ctx *, ty_value) TY_RAISES;
ty_value ty_int_gcd(ty_ctx *, ty_value, ty_value) TY_RAISES;
ty_value ty_int_isqrt(ty_ctx *, ty_value) TY_RAISES;
/* a * 2**shift, shift of either sign (floor). */
ty_value ty_int_shift(ty_ctx *, ty_value, intptr_t shift) TY_RAISES;
/* The nearest multiple of m > 0 is v + the answer; half goes to the even quotient. Used by round(). */
ty_value ty_int_round_to(ty_ctx *, ty_value v, ty_value m) TY_RAISES;
/* m, e with v = +-m * 2**e (m rounded half even to `bits` <= 64 bits, top bit set); v not 0. */
uint64_t ty_int_scaled(ty_value v, int bits, intptr_t *e);
/* int(v) for any v but with an explicit base: what int.__new__ and ty_op_int do. */
ty_value ty_int_from_value(ty_ctx *ctx, ty_value v) TY_RAISES;

#endif
