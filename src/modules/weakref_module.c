/* SPDX-License-Identifier: MIT */
/* _weakref: the types of weak references and what the library's weakref asks of them. */
#include <config.h>

#include "object/dict.h"
#include "object/error.h"
#include "object/int.h"
#include "object/list.h"
#include "object/module.h"
#include "object/weakref.h"

#define MODULE "_weakref"

static ty_value getweakrefcount(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    return ty_int_from_size(ctx, (intptr_t)ty_weakref_count(ctx, args[0]));
}

static ty_value getweakrefs(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    return ty_weakref_list(ctx, args[0]);
}

static ty_value proxy(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    return ty_weakref_proxy(ctx, args[0], TY_ARG(1));
}

/* Deletes dct[key] if what is there is a dead reference. */
static ty_value remove_dead(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    ty_value v;
    if (!ty_is_dict(args[0]))
        return ty_error_set(ctx, &ty_TypeError_type, "_remove_dead_weakref() argument 1 must be dict, not %T", args[0]);
    int r = ty_dict_get(ctx, args[0], args[1], &v);
    if (r < 0)
        return TY_NULL;
    if (r == 0)
        return TY_NONE;
    if (!ty_is_object(v) || !ty_is_instance(v, &ty_weakref_type))
        return ty_error_set(ctx, &ty_TypeError_type, "not a weakref");
    if (!ty_weakref_get(v) && ty_dict_del(ctx, args[0], args[1], NULL) < 0)
        return TY_NULL;
    return TY_NONE;
}

static const ty_native functions[] = {
    TY_FUNCTION(getweakrefcount, getweakrefcount, 1, 1, "object, /", "Return the number of weak references to 'object'."),
    TY_FUNCTION(getweakrefs, getweakrefs, 1, 1, "object, /", "Return a list of all weak references to 'object'."),
    TY_FUNCTION(proxy, proxy, 1, 2, "object, callback=None, /", "Create a proxy object that weakly references 'object'."),
    TY_FUNCTION(_remove_dead_weakref, remove_dead, 2, 2, "dct, key, /", "Atomically remove key from dict if it points to a dead weakref."),
    TY_NATIVE_END,
};

static int init(ty_ctx *ctx, ty_value module)
{
    static const struct { const char *name; const ty_type *type; } types[] = {
        {"ref", &ty_weakref_type}, {"ReferenceType", &ty_weakref_type}, {"ProxyType", &ty_weakproxy_type},
        {"CallableProxyType", &ty_weakcallableproxy_type},
    };
    for (size_t i = 0; i < TY_COUNTOF(types); i++)
        if (ty_module_add(ctx, module, types[i].name, TY_VALUE(types[i].type)) < 0)
            return -1;
    return 0;
}

const ty_module_def ty_module__weakref = {.name = "_weakref", .doc = "Weak-reference support module.", .functions = functions,
                                          .init = init};
