/* SPDX-License-Identifier: MIT */
/* The functions of _codecs that are in files of their own. */
#ifndef TY_MODULES_CODECS_H
#define TY_MODULES_CODECS_H

#include "object/native.h"

#define TY_CODECS_FUNCTION(name)                                                                                        \
    ty_value ty_codecs_##name(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
TY_CODECS_FUNCTION(charmap_encode);
TY_CODECS_FUNCTION(charmap_decode);
TY_CODECS_FUNCTION(charmap_build);
TY_CODECS_FUNCTION(escape_encode);
TY_CODECS_FUNCTION(escape_decode);
TY_CODECS_FUNCTION(utf7_encode);
TY_CODECS_FUNCTION(utf7_decode);

#endif
