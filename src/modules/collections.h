/* SPDX-License-Identifier: MIT */
/* The types of the module _collections. */
#ifndef TY_MODULES_COLLECTIONS_H
#define TY_MODULES_COLLECTIONS_H

#include "modules/modules.h"

TY_DECLARE_TYPE(deque);
TY_DECLARE_TYPE(deque_iterator);
TY_DECLARE_TYPE(deque_reverse_iterator);
TY_DECLARE_TYPE(defaultdict);
TY_DECLARE_TYPE(OrderedDict);
TY_DECLARE_TYPE(tuplegetter);

#endif
