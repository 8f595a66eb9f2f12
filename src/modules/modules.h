/* SPDX-License-Identifier: MIT */
/* The table of native modules, which the process runtime is started with. */
#ifndef TY_MODULES_MODULES_H
#define TY_MODULES_MODULES_H

#include "modules/modules.def.h"
#include "object/module.h"

#define TY_MODULE_DECLARE(name) extern const ty_module_def ty_module_##name;
TY_MODULE_ROWS(TY_MODULE_DECLARE)
#undef TY_MODULE_DECLARE

extern const ty_module_def *const ty_modules[]; /* NULL-ended */

#endif
