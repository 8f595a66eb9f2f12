/* SPDX-License-Identifier: MIT */
/* The types of the module _operator. */
#ifndef TY_MODULES_OPERATOR_H
#define TY_MODULES_OPERATOR_H

#include "modules/modules.h"

TY_DECLARE_TYPE(itemgetter);
TY_DECLARE_TYPE(attrgetter);
TY_DECLARE_TYPE(methodcaller);

#endif
