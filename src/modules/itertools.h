/* SPDX-License-Identifier: MIT */
/* The types of itertools, and how their files define them. */
#ifndef TY_MODULES_ITERTOOLS_H
#define TY_MODULES_ITERTOOLS_H

#include "object/alloc.h"
#include "object/iter.h"
#include "object/native.h"
#include "object/ops.h"

#define TY_ITERTOOLS_TYPES(X)                                                                                           \
    X(accumulate) X(batched) X(chain) X(combinations) X(combinations_with_replacement) X(compress) X(count) X(cycle)      \
    X(dropwhile) X(filterfalse) X(groupby) X(_grouper) X(islice) X(pairwise) X(permutations) X(product) X(repeat)         \
    X(starmap) X(takewhile) X(_tee) X(zip_longest)
#define TY_ITERTOOLS_DECLARE(id) TY_DECLARE_TYPE(itertools_##id);
TY_ITERTOOLS_TYPES(TY_ITERTOOLS_DECLARE)
#undef TY_ITERTOOLS_DECLARE

/* A type whose instances are a `ctype`: `values` slots behind the header, then plain data. Further members of the type
 * may follow. */
#define TY_ITERTOOLS_TYPE(id, ctype, values, text, new_fn, next_fn, ...)                                                \
    static const ty_layout ty_itertools_##id##_layout = {                                                               \
        .fixed_size = TY_FIXED_SIZE(ctype), .slots_offset = sizeof(ty_object), .slots_count = values};                  \
    TY_BUILTIN_TYPE(itertools_##id, .name = "itertools." #id, .base = &ty_object_type,                                  \
                    .flags = TY_TYPE_BASE | TY_TYPE_IMMUTABLE, .basicsize = sizeof(ctype), .doc = text,                 \
                    .slots = {TY_OBJECT_SLOTS, .iter = ty_iter_self, .next = next_fn, .new_ = new_fn}, __VA_ARGS__)

ty_value ty_itertools_tee(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames);

#endif
