/* SPDX-License-Identifier: MIT */
/* The types of the module _functools. */
#ifndef TY_MODULES_FUNCTOOLS_H
#define TY_MODULES_FUNCTOOLS_H

#include "modules/modules.h"

TY_DECLARE_TYPE(partial);
TY_DECLARE_TYPE(cmp_key);
TY_DECLARE_TYPE(lru_cache_wrapper);

#endif
