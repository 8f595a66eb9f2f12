/* SPDX-License-Identifier: MIT */
/* The contents of the image as lists: native modules, modules in Python. The only place that names them all. */
#ifndef TY_API_IMAGE_H
#define TY_API_IMAGE_H

#include "interp/interp.h"

extern const ty_module_def *const ty_modules[]; /* modules/modules.c */
#define ty_image_modules ty_modules
const ty_frozen_module *ty_image_frozen(void);

void ty_image_register_serializers(ty_runtime *rt);

/* The interactive prompt (api_prompt.c). */
int ty_api_prompt(ty_ctx *ctx) TY_RAISES;

#endif
