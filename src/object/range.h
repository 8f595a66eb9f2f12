/* SPDX-License-Identifier: MIT */
/* range and slice. */
#ifndef TY_OBJECT_RANGE_H
#define TY_OBJECT_RANGE_H

#include "object/type.h"

typedef struct ty_range {
    ty_object ob;
    ty_value start, stop, step, length; /* ints */
} ty_range;
/* Iterator over a range whose numbers all fit an immediate; the VM steps it directly. */
typedef struct ty_range_iterator {
    ty_object ob;
    intptr_t next, step;
    size_t left;
} ty_range_iterator;
typedef struct ty_slice {
    ty_object ob;
    ty_value start, stop, step;
} ty_slice;

TY_DECLARE_TYPE(range);
TY_DECLARE_TYPE(range_iterator);
TY_DECLARE_TYPE(slice);

ty_value ty_slice_new(ty_ctx *ctx, ty_value start, ty_value stop, ty_value step) TY_RAISES;
/* Python's slice.indices: clips to a sequence of `length`; *count items. -1: error (step 0, not integers). */
int ty_slice_indices(ty_ctx *ctx, ty_value slice, size_t length, intptr_t *start, intptr_t *stop, intptr_t *step,
                     size_t *count) TY_RAISES;
ty_value ty_range_new(ty_ctx *ctx, ty_value start, ty_value stop, ty_value step) TY_RAISES; /* ints */

#endif
