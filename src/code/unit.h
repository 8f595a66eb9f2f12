/* SPDX-License-Identifier: MIT */
/*
 * A unit: one block of immutable process-wide memory, made by one compilation (or one unmarshalling): code objects,
 * constants, names, tables. Every object in it carries TY_HEAD_SHARED | TY_HEAD_UNIT and is preceded by a word that
 * points to the unit, so that a collector that meets it can keep the unit. Reference-counted atomically: one reference
 * per interpreter that has adopted it (ty_heap_adopt_unit), per message that carries it, per builder.
 *
 * While a unit is being built only its maker sees it; after ty_unit_seal nobody writes (str hashes excepted: relaxed).
 */
#ifndef TY_CODE_UNIT_H
#define TY_CODE_UNIT_H

#include <stdatomic.h>

#include "object/type.h"

typedef struct ty_unit {
    _Atomic size_t references;
    size_t bytes;             /* in all, for accounting */
    struct ty_unit_chunk *chunks;
    struct ty_code *main;     /* the module's (or outermost) code; NULL in units of constants only */
    /* lookup of constants while building: see unit.c */
    struct ty_unit_builder *builder;
} ty_unit;

/* An empty unit with one reference, the caller's. NULL: MemoryError set. */
ty_unit *ty_unit_new(ty_ctx *ctx) TY_RAISES;
void ty_unit_seal(ty_unit *u);
ty_unit *ty_unit_retain(ty_unit *u);
void ty_unit_release(ty_unit *u); /* any thread */
/* Makes `u` safe to use in this interpreter: adopts it with a reference of its own. */
int ty_unit_adopt(ty_ctx *ctx, ty_unit *u) TY_RAISES;
/* The maker's last step: seals, and adopts here. */
int ty_unit_finish(ty_ctx *ctx, ty_unit *u) TY_RAISES;

/* Raw memory, 16-byte aligned, living as long as the unit; `object`: preceded by the back pointer. NULL: MemoryError set. */
void *ty_unit_alloc(ty_ctx *ctx, ty_unit *u, size_t bytes) TY_RAISES;
ty_object *ty_unit_object(ty_ctx *ctx, ty_unit *u, const ty_shape *shape, size_t bytes) TY_RAISES;

/* Constants. Equal ones of the same type within a unit are one object; symbols and immediates are returned as such. */
ty_value ty_unit_str(ty_ctx *ctx, ty_unit *u, const char *wtf8, size_t n) TY_RAISES;
ty_value ty_unit_bytes(ty_ctx *ctx, ty_unit *u, const void *p, size_t n) TY_RAISES;
ty_value ty_unit_int64(ty_ctx *ctx, ty_unit *u, int64_t i) TY_RAISES;
ty_value ty_unit_bigint(ty_ctx *ctx, ty_unit *u, const char *digits, size_t n, int base, bool negative) TY_RAISES;
ty_value ty_unit_float(ty_ctx *ctx, ty_unit *u, double d) TY_RAISES;
ty_value ty_unit_complex(ty_ctx *ctx, ty_unit *u, double real, double imag) TY_RAISES;
ty_value ty_unit_tuple(ty_ctx *ctx, ty_unit *u, const ty_value *items, size_t n) TY_RAISES;     /* items: constants of this unit */
/* A copy, in the unit, of a value of one of these types (tuples with their items). TY_NULL without exception: another type. */
ty_value ty_unit_import(ty_ctx *ctx, ty_unit *u, ty_value v);
ty_value ty_unit_frozenset(ty_ctx *ctx, ty_unit *u, const ty_value *items, size_t n) TY_RAISES;

#endif
