/* SPDX-License-Identifier: MIT */
/* The table of native modules. */
#include <config.h>

#include "modules/modules.h"

const ty_module_def *const ty_modules[] = {
#define TY_MODULE_ROW(name) &ty_module_##name,
    TY_MODULE_ROWS(TY_MODULE_ROW)
#undef TY_MODULE_ROW
    NULL,
};
