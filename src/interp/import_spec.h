/* SPDX-License-Identifier: MIT */
/* What import keeps about a module: specs and loaders; errors that name the module. For files of interp/ only. */
#ifndef TY_INTERP_IMPORT_SPEC_H
#define TY_INTERP_IMPORT_SPEC_H

#include "object/module.h"

/* Sets __spec__ and __loader__. `origin`: "built-in", "frozen", "namespace", NULL: the file. */
int ty_import_set_spec(ty_ctx *ctx, ty_value module, ty_value name, ty_value file, ty_value path, const char *origin) TY_RAISES;
/* Loads by a spec that a finder has returned. */
ty_value ty_import_from_spec(ty_ctx *ctx, ty_value name, ty_value spec) TY_RAISES;
/* Gives the pending ImportError its name and path. Returns TY_NULL. */
ty_value ty_import_error_name(ty_ctx *ctx, ty_value name, ty_value path);
/* Clears a pending ModuleNotFoundError about exactly this module. */
bool ty_import_swallow_missing(ty_ctx *ctx, ty_value name);
/* Whether the standard library's own module goes before the frozen one of that name. */
bool ty_import_prefers_library(ty_ctx *ctx, const char *name);

#endif
