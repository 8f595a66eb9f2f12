/* SPDX-License-Identifier: MIT */
/* What the files of the type object share. */
#ifndef TY_OBJECT_OBJECT_IMPL_H
#define TY_OBJECT_OBJECT_IMPL_H

#include "object/native.h"

ty_value ty_object_reduce(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames);
ty_value ty_object_reduce_ex(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames);
ty_value ty_object_getstate(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames);
/* Adds the names in the namespaces along the MRO of t to the dict. */
int ty_object_dir_type(ty_ctx *ctx, ty_value names, const ty_type *t) TY_RAISES;

#endif
