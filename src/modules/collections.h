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

/* A deque for native code. */
ty_value ty_deque_make(ty_ctx *ctx) TY_RAISES;
int ty_deque_append(ty_ctx *ctx, ty_value deque, ty_value item) TY_RAISES;
ty_value ty_deque_popleft(ty_value deque); /* TY_NULL: it is empty. Raises nothing */
size_t ty_deque_length(ty_value deque);

#endif
