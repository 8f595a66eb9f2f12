/* SPDX-License-Identifier: MIT */
/*
 * What the int_*.c files share: seeing any int as limbs, and making results. Nobody else includes it.
 *
 * A view points at the limbs of a big int (which the caller's variable keeps alive) or at its own words, so a view may
 * not be copied. Results are made in two steps: int_alloc gives an object with room for n limbs, int_finish trims it and
 * turns it into an immediate when it fits. The collector tolerates an object that became smaller.
 *
 * GMP aborts when it gets no memory. So every size passes int_alloc or int_check_limbs first: sizes over MAX_LIMBS, or
 * for which the scratch space of a multiplication cannot be had, raise MemoryError before GMP is called.
 */
#ifndef TY_OBJECT_INT_IMPL_H
#define TY_OBJECT_INT_IMPL_H

#include "object/error.h"
#include "object/int.h"

#if GMP_NAIL_BITS != 0
#error "GMP was built with nails"
#endif
TY_STATIC_ASSERT(GMP_NUMB_BITS >= TY_WORD_BITS, "a limb holds the magnitude of an immediate");

#define LIMB_BITS ((size_t)GMP_NUMB_BITS)
#define LIMBS_OF_64 (64 / GMP_NUMB_BITS)
#define MAX_LIMBS ((size_t)(TY_WORD_BITS == 64 ? 0x7fffffff : 0x4000000))
#define MAX_BITS (MAX_LIMBS * (TY_WORD_BITS == 64 ? LIMB_BITS : 1))

typedef struct int_view {
    const mp_limb_t *limbs;
    size_t n; /* 0: zero; else the top limb is not 0 */
    bool negative;
    mp_limb_t own[1];
} int_view;

static inline void int_see(ty_value v, int_view *out)
{
    v = ty_int_exact(v);
    if (TY_LIKELY(ty_is_small(v))) {
        intptr_t i = ty_small_value(v);
        out->negative = i < 0;
        out->own[0] = i < 0 ? -(mp_limb_t)i : (mp_limb_t)i;
        out->limbs = out->own;
        out->n = i != 0;
    } else {
        const ty_bigint *b = (const ty_bigint *)v;
        out->negative = b->size < 0;
        out->n = (size_t)(b->size < 0 ? -b->size : b->size);
        out->limbs = b->limbs;
    }
}

/* Room for n limbs. NULL: MemoryError is set. */
ty_bigint *ty_int_alloc(ty_ctx *ctx, size_t n) TY_RAISES;
/* GMP may work on operands of n limbs in all. -1: MemoryError. */
int ty_int_check_limbs(ty_ctx *ctx, size_t n) TY_RAISES;

/* The value of the n limbs (top ones may be 0) of a fresh object. */
static inline ty_value int_finish(ty_bigint *r, size_t n, bool negative)
{
    while (n > 0 && r->limbs[n - 1] == 0)
        n--;
    if (n == 0)
        return ty_small(0);
    if (n == 1 && r->limbs[0] <= (mp_limb_t)TY_INT_MAX + negative)
        return ty_small(negative ? (intptr_t)(-r->limbs[0]) : (intptr_t)r->limbs[0]);
    r->size = negative ? -(intptr_t)n : (intptr_t)n;
    return TY_VALUE(r);
}
/* The same of limbs anywhere: copies. */
ty_value ty_int_from_limbs(ty_ctx *ctx, const mp_limb_t *limbs, size_t n, bool negative) TY_RAISES;

/* --- the type's slots, shared by int and bool --------------------------------------------------------------------- */

ty_value ty_int_slot_repr(ty_ctx *, ty_value);
intptr_t ty_int_slot_hash(ty_ctx *, ty_value);
ty_value ty_int_slot_compare(ty_ctx *, ty_value, ty_value, int op);
int ty_int_slot_bool(ty_ctx *, ty_value);
ty_value ty_int_slot_exact(ty_ctx *, ty_value);
ty_value ty_int_slot_float(ty_ctx *, ty_value);
ty_value ty_int_slot_pow(ty_ctx *, ty_value, ty_value, ty_value);
#define INT_BINARY_ROWS(X)                                                                                              \
    X(add) X(sub) X(mul) X(truediv) X(floordiv) X(mod) X(divmod) X(lshift) X(rshift) X(and) X(or) X(xor)
#define INT_DECLARE(op) ty_value ty_int_slot_##op(ty_ctx *, ty_value, ty_value);
INT_BINARY_ROWS(INT_DECLARE)
#undef INT_DECLARE
#define INT_SLOTS                                                                                                       \
    .str = ty_object_str, .hash = ty_int_slot_hash, .getattr = ty_attr_generic_get, .setattr = ty_attr_generic_set,      \
    .init = ty_object_init, .compare = ty_int_slot_compare, .add = ty_int_slot_add, .sub = ty_int_slot_sub,              \
    .mul = ty_int_slot_mul, .truediv = ty_int_slot_truediv, .floordiv = ty_int_slot_floordiv, .mod = ty_int_slot_mod,    \
    .divmod = ty_int_slot_divmod, .lshift = ty_int_slot_lshift, .rshift = ty_int_slot_rshift, .pow = ty_int_slot_pow,    \
    .neg = ty_int_neg, .pos = ty_int_slot_exact, .abs = ty_int_abs, .int_ = ty_int_slot_exact,                           \
    .float_ = ty_int_slot_float, .index = ty_int_slot_exact, .bool_ = ty_int_slot_bool

static inline int int_compare_magnitude(const mp_limb_t *a, size_t na, const mp_limb_t *b, size_t nb)
{
    return na != nb ? (na < nb ? -1 : 1) : na ? mpn_cmp(a, b, (mp_size_t)na) : 0;
}

static inline int int_limb_width(mp_limb_t x) { return ty_bit_width64(x); }
static inline size_t int_width(const mp_limb_t *p, size_t n)
{
    return n ? (n - 1) * LIMB_BITS + (size_t)int_limb_width(p[n - 1]) : 0;
}

#endif
