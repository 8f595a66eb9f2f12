/* SPDX-License-Identifier: MIT */
/* The module _imp: what importlib asks of the import system. */
#include <config.h>

#include "interp/interp.h"
#include "modules/modules.h"
#include "object/attr.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/list.h"
#include "object/objects.h"
#include "object/str.h"

#define UNUSED (void)args, (void)nargs, (void)kwnames
#define FN(name) static ty_value name(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)

static const ty_module_def *builtin(ty_value name)
{
    for (size_t i = 0; ty_is_str(name) && ty_modules[i]; i++)
        if (ty_str_equal_ascii(name, ty_modules[i]->name))
            return ty_modules[i];
    return NULL;
}
FN(imp_none)
{
    UNUSED, (void)ctx;
    return TY_NONE;
}
FN(imp_false)
{
    UNUSED, (void)ctx;
    return TY_FALSE;
}
FN(imp_is_builtin)
{
    UNUSED, (void)ctx;
    return ty_small(builtin(args[0]) ? 1 : 0);
}
FN(imp_create_builtin)
{
    UNUSED;
    ty_value name = ty_attr_get(ctx, args[0], TY_SYM(name)), there;
    if (!name)
        return TY_NULL;
    int found = ty_dict_get(ctx, ctx->objects->modules, name, &there);
    if (found)
        return found < 0 ? TY_NULL : there;
    const ty_module_def *d = builtin(name);
    return d ? ty_module_from_def(ctx, d) : TY_NONE;
}
FN(imp_exec_builtin)
{
    UNUSED, (void)ctx;
    return ty_small(0);
}
FN(imp_extension_suffixes)
{
    UNUSED;
    return ty_list_new(ctx, 0);
}
FN(imp_get_frozen_object)
{
    UNUSED;
    return ty_error_set(ctx, &ty_ImportError_type, "No such frozen object named %R", args[0]);
}
FN(imp_create_dynamic)
{
    UNUSED;
    return ty_error_set(ctx, &ty_ImportError_type, "dynamic modules are not supported");
}
FN(imp_frozen_names)
{
    UNUSED;
    return ty_list_new(ctx, 0);
}

#define MODULE "_imp"
static const ty_native functions[] = {
    TY_FUNCTION(acquire_lock, imp_none, 0, 0, "", NULL),
    TY_FUNCTION(release_lock, imp_none, 0, 0, "", NULL),
    TY_FUNCTION(lock_held, imp_false, 0, 0, "", NULL),
    TY_FUNCTION(is_builtin, imp_is_builtin, 1, 1, "name, /", "1 for the name of a native module."),
    TY_FUNCTION(create_builtin, imp_create_builtin, 1, 1, "spec, /", "The native module of a spec."),
    TY_FUNCTION(exec_builtin, imp_exec_builtin, 1, 1, "mod, /", NULL),
    TY_FUNCTION(is_frozen, imp_false, 1, 1, "name, /", NULL),
    TY_FUNCTION(is_frozen_package, imp_false, 1, 1, "name, /", NULL),
    TY_FUNCTION(find_frozen, imp_none, 1, 1, "name, /, *, withdata=False", NULL),
    TY_FUNCTION(get_frozen_object, imp_get_frozen_object, 1, 2, "name, data=None, /", NULL),
    TY_FUNCTION(init_frozen, imp_none, 1, 1, "name, /", NULL),
    TY_FUNCTION(_frozen_module_names, imp_frozen_names, 0, 0, "", NULL),
    TY_FUNCTION(extension_suffixes, imp_extension_suffixes, 0, 0, "", "No files: native modules are linked in."),
    TY_FUNCTION(create_dynamic, imp_create_dynamic, 1, 2, "spec, file=None, /", NULL),
    TY_FUNCTION(exec_dynamic, imp_exec_builtin, 1, 1, "mod, /", NULL),
    TY_FUNCTION(_fix_co_filename, imp_none, 2, 2, "code, path, /", NULL),
    TY_FUNCTION(_override_frozen_modules_for_tests, imp_none, 1, 1, "override, /", NULL),
    TY_FUNCTION(_override_multi_interp_extensions_check, imp_none, 1, 1, "override, /", NULL),
    TY_NATIVE_END,
};
static int init(ty_ctx *ctx, ty_value module)
{
    return ty_module_add(ctx, module, "check_hash_based_pycs", ty_str_from_cstr(ctx, "default"));
}
const ty_module_def ty_module__imp = {.name = "_imp", .doc = "For importlib.", .functions = functions, .init = init};
