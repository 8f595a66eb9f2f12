/* SPDX-License-Identifier: MIT */
/* The slots of float, shared by float.c and float_arith.c; nobody else includes it. */
#ifndef TY_OBJECT_FLOAT_IMPL_H
#define TY_OBJECT_FLOAT_IMPL_H

#include "object/float.h"

ty_value ty_float_slot_add(ty_ctx *, ty_value, ty_value);
ty_value ty_float_slot_sub(ty_ctx *, ty_value, ty_value);
ty_value ty_float_slot_mul(ty_ctx *, ty_value, ty_value);
ty_value ty_float_slot_truediv(ty_ctx *, ty_value, ty_value);
ty_value ty_float_slot_floordiv(ty_ctx *, ty_value, ty_value);
ty_value ty_float_slot_mod(ty_ctx *, ty_value, ty_value);
ty_value ty_float_slot_divmod(ty_ctx *, ty_value, ty_value);
ty_value ty_float_slot_pow(ty_ctx *, ty_value, ty_value, ty_value);
ty_value ty_float_slot_neg(ty_ctx *, ty_value);
ty_value ty_float_slot_abs(ty_ctx *, ty_value);
ty_value ty_float_slot_exact(ty_ctx *, ty_value);
ty_value ty_float_slot_int(ty_ctx *, ty_value);
int ty_float_slot_bool(ty_ctx *, ty_value);
ty_value ty_float_slot_compare(ty_ctx *, ty_value, ty_value, int op);
intptr_t ty_float_slot_hash(ty_ctx *, ty_value);

#endif
