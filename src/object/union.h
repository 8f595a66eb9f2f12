/* SPDX-License-Identifier: MIT */
/* types.UnionType: int | str. */
#ifndef TY_OBJECT_UNION_H
#define TY_OBJECT_UNION_H

#include "object/type.h"

typedef struct ty_union {
    ty_object ob;
    ty_value args;       /* tuple: at least two alternatives, flat, no two equal */
    ty_value parameters; /* tuple of type variables in args, or TY_NULL: not asked yet */
} ty_union;

TY_DECLARE_TYPE(UnionType);
/* a | b; NotImplemented when one of them is nothing that a type may be. */
ty_value ty_union_or(ty_ctx *ctx, ty_value a, ty_value b) TY_RAISES;
static inline ty_value ty_union_args(ty_value u) { return ((ty_union *)u)->args; }

#endif
