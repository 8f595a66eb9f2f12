/* SPDX-License-Identifier: MIT */
/*
 * The value array: storage of lists, overflow attributes and other growable runs of values. An internal heap object,
 * never seen by Python code. Unused places hold TY_UNBOUND or any immediate, never garbage.
 */
#ifndef TY_OBJECT_ARRAY_H
#define TY_OBJECT_ARRAY_H

#include "object/type.h"

typedef struct ty_array {
    ty_object ob;
    size_t capacity; /* places; all are valid slots */
    ty_value items[];
} ty_array;

TY_DECLARE_TYPE(array_storage);

/* A fresh array; places are filled with TY_UNBOUND. NULL: MemoryError (also when capacity is absurd). */
ty_array *ty_array_new(ty_ctx *ctx, size_t capacity) TY_RAISES;
/* The same, but places are not initialised: the caller fills all of them before the next safepoint. */
ty_array *ty_array_new_raw(ty_ctx *ctx, size_t capacity) TY_RAISES;

#endif
