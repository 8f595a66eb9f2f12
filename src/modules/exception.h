/* SPDX-License-Identifier: MIT */
/* Exception classes of native modules, one each in every interpreter. */
#ifndef TY_MODULES_EXCEPTION_H
#define TY_MODULES_EXCEPTION_H

#include "object/module.h"

/* Makes the class `shown`.`name` with this base and adds it to the module. */
ty_value ty_exception_class(ty_ctx *ctx, ty_value module, const char *shown, const char *name, const ty_type *base) TY_RAISES;

#endif
