/* SPDX-License-Identifier: MIT */
/* tuple: immutable, items inline, hash cached. */
#ifndef TY_OBJECT_TUPLE_H
#define TY_OBJECT_TUPLE_H

#include "object/type.h"

typedef struct TY_ALIGNED(16) ty_tuple {
    ty_object ob;
    size_t length;
    intptr_t hash; /* -1: not computed */
    ty_value items[];
} ty_tuple;

TY_DECLARE_TYPE(tuple);
extern const ty_tuple ty_tuple_empty_object; /* image */
#define ty_tuple_empty TY_VALUE(&ty_tuple_empty_object)

static inline bool ty_is_tuple(ty_value v) { return ty_is_object(v) && ty_has_flag(v, TY_TYPE_TUPLE); }
static inline bool ty_is_exact_tuple(ty_value v) { return ty_has_shape(v, &ty_tuple_shape); }
static inline ty_tuple *ty_tuple_ptr(ty_value v) { return (ty_tuple *)v; }
static inline size_t ty_tuple_length(ty_value v) { return ty_tuple_ptr(v)->length; }
static inline ty_value *ty_tuple_items(ty_value v) { return ty_tuple_ptr(v)->items; }
static inline ty_value ty_tuple_at(ty_value v, size_t i) { return ty_tuple_ptr(v)->items[i]; }
ty_value ty_tuple_new(ty_ctx *ctx, const ty_value *items, size_t n) TY_RAISES; /* items NULL: filled with None, caller stores */
ty_value ty_tuple_pack(ty_ctx *ctx, size_t n, ...) TY_RAISES;
ty_value ty_tuple_slice(ty_ctx *ctx, ty_value t, size_t start, size_t end) TY_RAISES;

#endif
