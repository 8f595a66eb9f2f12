/* SPDX-License-Identifier: MIT */
/*
 * The value word: a Python value in one machine word.
 *
 *   ...0000  address of an object, 16-byte aligned; 0 is TY_NULL: no value, or an error with the exception in the context
 *   .....1   int of 63 bits (31 on 32-bit hosts)
 *   ....10   float (64-bit hosts): self-tagged, see below
 *   ...100   None, False, True, Ellipsis, NotImplemented, and the internal UNBOUND and STOP
 *
 * Ints are canonical: what fits is immediate, so heap ints are always larger. Floats of ordinary magnitude
 * (2**-255 <= |x| < 2**257) are immediates: the bits plus 2**60, rotated left by 3 (Melancon, Serrano, Feeley: Float
 * Self-Tagging, 2024); all others, zeros too, are heap or image objects. On 32-bit hosts every float is an object.
 * Nobody outside this file may look at the bits.
 */
#ifndef TY_OBJECT_VALUE_H
#define TY_OBJECT_VALUE_H

#include <string.h>

#include "gc/head.h"
#include "platform/attr.h"

#define TY_NULL ((ty_value)0)

#if UINTPTR_MAX > 0xffffffffu
#define TY_WORD_BITS 64
#define TY_HAS_FLONUM 1
#else
#define TY_WORD_BITS 32
#define TY_HAS_FLONUM 0
#endif

#define TY_IMMEDIATE(n) ((ty_value)(uintptr_t)((n) * 8 + 4))
#define TY_UNBOUND TY_IMMEDIATE(0) /* an unassigned variable or slot; never seen by Python code */
#define TY_NONE TY_IMMEDIATE(1)
#define TY_FALSE TY_IMMEDIATE(2)
#define TY_TRUE TY_IMMEDIATE(3)
#define TY_ELLIPSIS TY_IMMEDIATE(4)
#define TY_NOT_IMPLEMENTED TY_IMMEDIATE(5)
#define TY_STOP TY_IMMEDIATE(6) /* internal marker: end of an iteration, a deleted entry */

#define TY_INT_MAX (INTPTR_MAX >> 1)
#define TY_INT_MIN (INTPTR_MIN >> 1)

/* --- kinds ------------------------------------------------------------------------------------------------------ */

static inline bool ty_is_object(ty_value v) { return ty_slot_is_object(v); }
static inline bool ty_is_small(ty_value v) { return (uintptr_t)v & 1; } /* an immediate int */
static inline bool ty_both_small(ty_value a, ty_value b) { return (uintptr_t)a & (uintptr_t)b & 1; }
static inline bool ty_is_bool(ty_value v) { return ((uintptr_t)v | 8) == (uintptr_t)TY_TRUE; }
static inline bool ty_is_none(ty_value v) { return v == TY_NONE; }
static inline ty_value ty_bool(bool b) { return (ty_value)((uintptr_t)TY_FALSE + 8 * (uintptr_t)b); }

static inline bool ty_is_flonum(ty_value v)
{
#if TY_HAS_FLONUM
    return ((uintptr_t)v & 3) == 2;
#else
    (void)v;
    return false;
#endif
}

/* --- ints ------------------------------------------------------------------------------------------------------- */

static inline intptr_t ty_small_value(ty_value v) { return (intptr_t)v >> 1; }
static inline ty_value ty_small(intptr_t i) { return (ty_value)(((uintptr_t)i << 1) | 1); }
static inline bool ty_fits_small(int64_t i) { return i >= TY_INT_MIN && i <= TY_INT_MAX; }

/* --- floats ----------------------------------------------------------------------------------------------------- */

#if TY_HAS_FLONUM
static inline double ty_flonum_value(ty_value v)
{
    uint64_t w = (uint64_t)(uintptr_t)v, bits = ((w >> 3) | (w << 61)) - ((uint64_t)1 << 60);
    double d;
    memcpy(&d, &bits, sizeof d);
    return d;
}
/* The word for `d`; a flonum iff ty_is_flonum(result), else the caller boxes it. */
static inline ty_value ty_flonum_try(double d)
{
    uint64_t bits;
    memcpy(&bits, &d, sizeof bits);
    bits += (uint64_t)1 << 60;
    return (ty_value)(uintptr_t)((bits << 3) | (bits >> 61));
}
#else
static inline double ty_flonum_value(ty_value v) { (void)v; return 0; }
static inline ty_value ty_flonum_try(double d) { (void)d; return TY_NULL; }
#endif

/* --- objects ---------------------------------------------------------------------------------------------------- */

static inline ty_object *ty_object_of(ty_value v) { return (ty_object *)v; }
/* From any object pointer to a value, const or not: image objects are constant data. */
#define TY_VALUE(p) ((ty_value)(uintptr_t)(p))

#endif
