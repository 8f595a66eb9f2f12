/* SPDX-License-Identifier: MIT */
/* Attribute access: the protocol of type(o).__getattribute__ and friends, and shortcuts that raise nothing. */
#ifndef TY_OBJECT_ATTR_H
#define TY_OBJECT_ATTR_H

#include "object/type.h"

ty_value ty_attr_get(ty_ctx *ctx, ty_value o, ty_value name) TY_RAISES;
/* 1 found (*out), 0 absent (no exception object is ever made for plain objects), -1 error. */
int ty_attr_lookup(ty_ctx *ctx, ty_value o, ty_value name, ty_value *out) TY_RAISES;
int ty_attr_set(ty_ctx *ctx, ty_value o, ty_value name, ty_value v) TY_RAISES; /* v TY_NULL: delete */
/* The attribute of the *type* bound to o (special method lookup). TY_NULL without exception: absent. */
ty_value ty_attr_special(ty_ctx *ctx, ty_value o, ty_value name);
/* o.__dict__ as a live view for instances that have one; TY_NULL without exception: has none. */
ty_value ty_attr_dict(ty_ctx *ctx, ty_value o);

/* __dict__ of a module object; TY_NULL: it is none. Raises nothing. */
ty_value ty_attr_module_dict(ty_value module);

/* --- what the slots are made of --------------------------------------------------------------------------------------
 * 1 found (*out), 0 absent, -1 error; no AttributeError is made for what is merely absent. */
int ty_attr_generic_lookup(ty_ctx *ctx, ty_value o, ty_value name, ty_value *out) TY_RAISES; /* object.__getattribute__ */
int ty_attr_type_lookup(ty_ctx *ctx, ty_value type, ty_value name, ty_value *out) TY_RAISES; /* type.__getattribute__ */
ty_value ty_attr_type_get(ty_ctx *ctx, ty_value type, ty_value name);           /* slots.getattr of type */
int ty_attr_type_set(ty_ctx *ctx, ty_value type, ty_value name, ty_value v);    /* slots.setattr of type */
/* `descr`, found on the type, as the attribute of o (TY_NULL: of the type itself). */
ty_value ty_attr_bind(ty_ctx *ctx, ty_value descr, ty_value o, ty_value type) TY_RAISES;
int ty_attr_builtin(ty_ctx *ctx, ty_value name, ty_value *out) TY_RAISES;       /* in the builtins module */
/* An exact, interned str for any str; TypeError "attribute name must be string, not 'x'". */
ty_value ty_attr_name(ty_ctx *ctx, ty_value name) TY_RAISES;

#endif
