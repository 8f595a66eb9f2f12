/* SPDX-License-Identifier: MIT */
/* See import_spec.h. A spec is a plain instance of importlib's ModuleSpec shape, made natively: a namespace object. */
#include <config.h>

#include "interp/import_spec.h"
#include "interp/interp.h"
#include "object/attr.h"
#include "object/call.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/exceptions.h"
#include "object/simplenamespace.h"
#include "object/str.h"

int ty_import_set_spec(ty_ctx *ctx, ty_value module, ty_value name, ty_value file, ty_value path, const char *origin)
{
    ty_value d = ty_dict_new(ctx, 8), from = file, package;
    if (!d)
        return -1;
    if (!from && origin) {
        from = ty_str_from_cstr(ctx, origin);
        if (!from)
            return -1;
    }
    size_t n = ty_str_length(name), cut = n;
    while (cut > 0 && ty_str_at(ty_str_ptr(name), cut - 1) != '.')
        cut--;
    package = path ? name : cut ? ty_str_substring(ctx, name, 0, cut - 1) : ty_str_empty;
    if (!package || ty_dict_set(ctx, d, TY_SYM(name), name) < 0 || ty_dict_set(ctx, d, TY_SYM(loader), TY_NONE) < 0 ||
        ty_dict_set(ctx, d, TY_SYM(origin), from ? from : TY_NONE) < 0 ||
        ty_dict_set(ctx, d, TY_SYM(submodule_search_locations), path ? path : TY_NONE) < 0 ||
        ty_dict_set(ctx, d, TY_SYM(parent), package) < 0 || ty_dict_set(ctx, d, TY_SYM(has_location), ty_bool(file != TY_NULL)) < 0 ||
        ty_dict_set(ctx, d, TY_SYM(cached), TY_NONE) < 0 || ty_dict_set(ctx, d, TY_SYM(loader_state), TY_NONE) < 0)
        return -1;
    ty_value spec = ty_simplenamespace_new(ctx, d);
    return spec && ty_module_add(ctx, module, "__spec__", spec) == 0 ? ty_module_add(ctx, module, "__loader__", TY_NONE) : -1;
}

ty_value ty_import_from_spec(ty_ctx *ctx, ty_value name, ty_value spec)
{
    ty_value loader = ty_attr_get(ctx, spec, TY_SYM(loader)), create, exec, m = TY_NONE;
    if (!loader)
        return TY_NULL;
    int found = ty_attr_lookup(ctx, loader, TY_SYM(create_module), &create);
    if (found < 0 || (found && !(m = ty_call1(ctx, create, spec))))
        return TY_NULL;
    if (m == TY_NONE && !(m = ty_module_new(ctx, name)))
        return TY_NULL;
    ty_value path, origin, parent;
    if (ty_attr_set(ctx, m, TY_SYM(__spec__), spec) < 0 || ty_attr_set(ctx, m, TY_SYM(__loader__), loader) < 0)
        return TY_NULL;
    if ((found = ty_attr_lookup(ctx, spec, TY_SYM(parent), &parent)) < 0 || (found && ty_attr_set(ctx, m, TY_SYM(__package__), parent) < 0))
        return TY_NULL;
    if ((found = ty_attr_lookup(ctx, spec, TY_SYM(submodule_search_locations), &path)) < 0 ||
        (found && path != TY_NONE && ty_attr_set(ctx, m, TY_SYM(__path__), path) < 0))
        return TY_NULL;
    if ((found = ty_attr_lookup(ctx, spec, TY_SYM(origin), &origin)) < 0 ||
        (found && origin != TY_NONE && ty_attr_set(ctx, m, TY_SYM(__file__), origin) < 0))
        return TY_NULL;
    if (ty_dict_set(ctx, ctx->objects->modules, name, m) < 0)
        return TY_NULL;
    found = ty_attr_lookup(ctx, loader, TY_SYM(exec_module), &exec);
    if (found < 0)
        return TY_NULL;
    if (found && !ty_call1(ctx, exec, m)) {
        ty_value exc = ty_error_take(ctx);
        if (ty_dict_del(ctx, ctx->objects->modules, name, NULL) < 0)
            ty_error_clear(ctx);
        ty_error_restore(ctx, exc);
        return TY_NULL;
    }
    ty_value now;
    return ty_dict_get(ctx, ctx->objects->modules, name, &now) > 0 ? now : ctx->exc ? TY_NULL : m;
}

ty_value ty_import_error_name(ty_ctx *ctx, ty_value name, ty_value path)
{
    ty_value e = ty_error_take(ctx);
    if (ty_attr_set(ctx, e, TY_SYM(name), name) < 0 || (path && ty_attr_set(ctx, e, TY_SYM(path), path) < 0))
        ty_error_clear(ctx);
    ty_error_restore(ctx, e);
    return TY_NULL;
}

bool ty_import_swallow_missing(ty_ctx *ctx, ty_value name)
{
    if (!ty_error_matches(ctx, &ty_ModuleNotFoundError_type))
        return false;
    ty_value e = ty_error_take(ctx), missing;
    int found = ty_attr_lookup(ctx, e, TY_SYM(name), &missing);
    if (found < 0)
        ty_error_clear(ctx);
    if (found > 0 && ty_is_str(missing) && ty_str_equal(missing, name))
        return true;
    ty_error_restore(ctx, e);
    return false;
}

bool ty_import_prefers_library(ty_ctx *ctx, const char *name)
{
    (void)ctx, (void)name;
    return false;
}
