/* SPDX-License-Identifier: MIT */
/* types.SimpleNamespace. */
#ifndef TY_OBJECT_SIMPLENAMESPACE_H
#define TY_OBJECT_SIMPLENAMESPACE_H

#include "object/type.h"

TY_DECLARE_TYPE(SimpleNamespace);
/* One whose attributes are this dict, which it keeps. */
ty_value ty_simplenamespace_new(ty_ctx *ctx, ty_value dict) TY_RAISES;

#endif
