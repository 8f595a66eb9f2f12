/* SPDX-License-Identifier: MIT */
/* Module objects, and how a native module describes itself. */
#ifndef TY_OBJECT_MODULE_H
#define TY_OBJECT_MODULE_H

#include "object/native.h"

typedef struct ty_module {
    ty_object ob;
    ty_value dict;  /* __dict__ */
    ty_value name;
    ty_value state; /* the native module's state object, or TY_NULL */
    const struct ty_module_def *def; /* NULL: a Python module */
} ty_module;
TY_DECLARE_TYPE(module);

/* A native module, constant data; one row in modules/modules.def.h lists it. Its state, if any, is one heap object per
 * interpreter that `init` makes and stores in module->state: never a C global. */
typedef struct ty_module_def {
    const char *name, *doc;
    const ty_native *functions;             /* or NULL */
    const ty_type *const *types;            /* NULL-ended list of types to add under their last name part; or NULL */
    int (*init)(ty_ctx *ctx, ty_value module); /* adds the rest; or NULL. -1: exception */
} ty_module_def;

ty_value ty_module_new(ty_ctx *ctx, ty_value name) TY_RAISES;
ty_value ty_module_from_def(ty_ctx *ctx, const ty_module_def *def) TY_RAISES; /* runs init */
/* The state of a native module in this interpreter (found by def, created by import). TY_NULL: not imported. */
ty_value ty_module_state(ty_ctx *ctx, const ty_module_def *def);
int ty_module_add(ty_ctx *ctx, ty_value module, const char *name, ty_value v) TY_RAISES;

#endif
