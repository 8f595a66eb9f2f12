/* SPDX-License-Identifier: MIT */
/* The module _warnings: other names of what the module warnings has, for importlib and for code that asks here. */
#include <config.h>

#include "interp/interp.h"
#include "modules/modules.h"
#include "object/attr.h"
#include "object/call.h"
#include "object/error.h"
#include "object/str.h"

#define FN(name) static ty_value name(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)

static ty_value of_warnings(ty_ctx *ctx, ty_value name)
{
    ty_value m = ty_import_cstr(ctx, "warnings");
    return m ? ty_attr_get(ctx, m, name) : TY_NULL;
}

/* Native functions have no frame, so stacklevel means the same there. */
FN(warnings_warn)
{
    ty_value f = of_warnings(ctx, TY_SYM(warn));
    return f ? ty_call(ctx, f, args, nargs, kwnames) : TY_NULL;
}
FN(warnings_warn_explicit)
{
    ty_value f = of_warnings(ctx, TY_SYM(warn_explicit));
    return f ? ty_call(ctx, f, args, nargs, kwnames) : TY_NULL;
}
FN(warnings_filters_mutated)
{
    ty_value f = of_warnings(ctx, TY_SYM(_filters_mutated));
    return f ? ty_call(ctx, f, args, nargs, kwnames) : TY_NULL;
}
FN(warnings_getattr)
{
    (void)nargs, (void)kwnames;
    if (ty_is_str(args[0]) && ty_str_equal_ascii(args[0], "filters"))
        return of_warnings(ctx, TY_SYM(filters));
    if (ty_is_str(args[0]) && ty_str_equal_ascii(args[0], "_defaultaction"))
        return of_warnings(ctx, TY_SYM(defaultaction));
    if (ty_is_str(args[0]) && ty_str_equal_ascii(args[0], "_onceregistry"))
        return of_warnings(ctx, TY_SYM(onceregistry));
    return ty_error_set(ctx, &ty_AttributeError_type, "module '_warnings' has no attribute '%S'", args[0]);
}

#define MODULE "_warnings"
static const ty_native functions[] = {
    TY_FUNCTION(__getattr__, warnings_getattr, 1, 1, "name, /", NULL),
    TY_FUNCTION_RAW(warn, warnings_warn, "message, category=None, stacklevel=1, source=None, *, skip_file_prefixes=()", "Issue a warning."),
    TY_FUNCTION_RAW(warn_explicit, warnings_warn_explicit,
                    "message, category, filename, lineno, module=None, registry=None, module_globals=None, source=None", "Issue a warning about a place."),
    TY_FUNCTION_RAW(_filters_mutated, warnings_filters_mutated, "", NULL),
    TY_NATIVE_END,
};
const ty_module_def ty_module__warnings = {.name = "_warnings", .doc = "Warnings; see the module warnings.", .functions = functions};
