/* SPDX-License-Identifier: MIT */
/* What GenericAlias and UnionType share: the arguments of generic types, their type variables and their text. */
#ifndef TY_OBJECT_TYPEARGS_H
#define TY_OBJECT_TYPEARGS_H

#include "object/str.h"

/* The type variables in a tuple of arguments, each once, in order. */
ty_value ty_typeargs_parameters(ty_ctx *ctx, ty_value args) TY_RAISES;
/* The arguments with `item` (a tuple or the only value) in the places of `params`; self[item] is what is computed. */
ty_value ty_typeargs_substitute(ty_ctx *ctx, ty_value self, ty_value args, ty_value params, ty_value item) TY_RAISES;
/* Appends the text of one argument: int for <class 'int'>. */
int ty_typeargs_repr(ty_strbuf *b, ty_value v) TY_RAISES;

#endif
