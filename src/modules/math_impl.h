/* SPDX-License-Identifier: MIT */
/* The functions of math that have files of their own; nobody else includes it. */
#ifndef TY_MODULES_MATH_IMPL_H
#define TY_MODULES_MATH_IMPL_H

#include "object/native.h"

#define MATH_DECLARE(name)                                                                                              \
    ty_value ty_math_##name(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
/* math_int.c */
MATH_DECLARE(comb);
MATH_DECLARE(factorial);
MATH_DECLARE(gcd);
MATH_DECLARE(isqrt);
MATH_DECLARE(lcm);
MATH_DECLARE(perm);
/* math_sums.c */
MATH_DECLARE(dist);
MATH_DECLARE(fsum);
MATH_DECLARE(hypot);
MATH_DECLARE(prod);
MATH_DECLARE(sumprod);

#define MATH_FUNCTION(name)                                                                                             \
    ty_value ty_math_##name(ty_ctx *ctx, const ty_value *args, TY_UNUSED size_t nargs, TY_UNUSED ty_value kwnames)

#endif
