/* SPDX-License-Identifier: MIT */
/* The row __dict__ of builtin types whose instances have attributes of their own (type->dict_offset). */
#ifndef TY_MODULES_OWN_DICT_H
#define TY_MODULES_OWN_DICT_H

#include "object/attr.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/instance.h"
#include "object/native.h"

static inline ty_value ty_own_dict_get(ty_ctx *ctx, ty_value self)
{
    return ty_attr_dict(ctx, self);
}
static inline int ty_own_dict_set(ty_ctx *ctx, ty_value self, ty_value v)
{
    if (v && ty_is_dict(v))
        return ty_instance_set_dict(ctx, self, v);
    if (v)
        ty_error_set(ctx, &ty_TypeError_type, "__dict__ must be set to a dictionary, not a '%T'", v);
    else
        ty_error_set(ctx, &ty_TypeError_type, "cannot delete __dict__");
    return -1;
}
#define TY_OWN_DICT TY_GETSET(__dict__, ty_own_dict_get, ty_own_dict_set, NULL) /* TY_SYMS: __dict__ */

#endif
