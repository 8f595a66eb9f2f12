/* SPDX-License-Identifier: MIT */
/* list[int] and its like: an origin and its arguments (types.GenericAlias). */
#ifndef TY_OBJECT_GENERICALIAS_H
#define TY_OBJECT_GENERICALIAS_H

#include "object/native.h"

typedef struct ty_generic_alias {
    ty_object ob;
    ty_value origin, args; /* args: a tuple */
    ty_value parameters;   /* tuple of the type variables in args, or TY_NULL: not asked yet */
    bool starred;          /* made by iterating over an alias: *tuple[int, ...] */
} ty_generic_alias;

TY_DECLARE_TYPE(GenericAlias);

/* `args`: a tuple, or the only argument. */
ty_value ty_genericalias_new(ty_ctx *ctx, ty_value origin, ty_value args) TY_RAISES;

/* The row for method tables of generic builtin types. TY_SYMS: __class_getitem__ */
ty_value ty_genericalias_class_getitem(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames);
#define TY_CLASS_GETITEM TY_CLASS_METHOD(__class_getitem__, ty_genericalias_class_getitem, 1, 1, "object, /", "See PEP 585")

#endif
