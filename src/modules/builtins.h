/* SPDX-License-Identifier: MIT */
/* What the files builtins_<theme>.c give to the module's table. */
#ifndef TY_MODULES_BUILTINS_H
#define TY_MODULES_BUILTINS_H

#include "object/native.h"

#define TY_BUILTIN_DECLARE(name) ty_value ty_builtins_##name(ty_ctx *, const ty_value *args, size_t nargs, ty_value kwnames)
/* builtins_iter.c */
TY_BUILTIN_DECLARE(aiter);
TY_BUILTIN_DECLARE(all);
TY_BUILTIN_DECLARE(anext);
TY_BUILTIN_DECLARE(any);
TY_BUILTIN_DECLARE(iter);
TY_BUILTIN_DECLARE(len);
TY_BUILTIN_DECLARE(max);
TY_BUILTIN_DECLARE(min);
TY_BUILTIN_DECLARE(next);
TY_BUILTIN_DECLARE(sorted);
TY_BUILTIN_DECLARE(sum);
/* builtins_run.c */
TY_BUILTIN_DECLARE(build_class);
TY_BUILTIN_DECLARE(compile);
TY_BUILTIN_DECLARE(dir);
TY_BUILTIN_DECLARE(eval);
TY_BUILTIN_DECLARE(exec);
TY_BUILTIN_DECLARE(globals);
TY_BUILTIN_DECLARE(import);
TY_BUILTIN_DECLARE(locals);
TY_BUILTIN_DECLARE(vars);
/* builtins_text.c */
TY_BUILTIN_DECLARE(breakpoint);
TY_BUILTIN_DECLARE(input);
TY_BUILTIN_DECLARE(print);

#endif
