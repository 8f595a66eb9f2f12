/* SPDX-License-Identifier: MIT */
/* Module objects; making the module of a native definition. */
#include <config.h>

#include "object/module.h"

#include "object/attr.h"
#include "object/call.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/instance.h"
#include "object/object_impl.h"
#include "object/objects.h"
#include "object/ops.h"
#include "object/str.h"
#include "object/tuple.h"

#define OWNER &ty_module_type

static ty_module *mod(ty_value v)
{
    return (ty_module *)v;
}

/* --- making ------------------------------------------------------------------------------------------------------------ */

static ty_value make(ty_ctx *ctx, const ty_type *type)
{
    ty_value dict = ty_dict_new(ctx, 8), v = dict ? ty_instance_new(ctx, type) : TY_NULL;
    if (!v)
        return TY_NULL;
    mod(v)->dict = dict;
    mod(v)->name = TY_NONE;
    return v;
}

static int fill(ty_ctx *ctx, ty_value self, ty_value name, ty_value doc)
{
    ty_value d = mod(self)->dict;
    ty_heap_store(ctx->heap, ty_object_of(self), &mod(self)->name, name);
    return ty_dict_set(ctx, d, TY_SYM(__name__), name) < 0 || ty_dict_set(ctx, d, TY_SYM(__doc__), doc) < 0 ||
                   ty_dict_set(ctx, d, TY_SYM(__package__), TY_NONE) < 0 || ty_dict_set(ctx, d, TY_SYM(__loader__), TY_NONE) < 0 ||
                   ty_dict_set(ctx, d, TY_SYM(__spec__), TY_NONE) < 0
               ? -1
               : 0;
}

ty_value ty_module_new(ty_ctx *ctx, ty_value name)
{
    ty_value v = make(ctx, &ty_module_type);
    return v && fill(ctx, v, name, TY_NONE) == 0 ? v : TY_NULL;
}

int ty_module_add(ty_ctx *ctx, ty_value module, const char *name, ty_value v)
{
    if (!v)
        return -1; /* the caller's expression has failed */
    ty_value key = ty_str_intern_utf8(ctx, name, strlen(name));
    return key ? ty_dict_set(ctx, mod(module)->dict, key, v) : -1;
}

static int remember(ty_ctx *ctx, const ty_module_def *def, ty_value module)
{
    if (!ctx->objects->module_defs && !(ctx->objects->module_defs = ty_dict_new(ctx, 8)))
        return -1;
    return ty_dict_set(ctx, ctx->objects->module_defs, ty_small((intptr_t)((uintptr_t)def >> 2)), module);
}

ty_value ty_module_from_def(ty_ctx *ctx, const ty_module_def *def)
{
    ty_value name = ty_str_intern_utf8(ctx, def->name, strlen(def->name)), doc = TY_NONE;
    if (!name || (def->doc && !(doc = ty_str_from_cstr(ctx, def->doc))))
        return TY_NULL;
    ty_value v = make(ctx, &ty_module_type);
    if (!v || fill(ctx, v, name, doc) < 0)
        return TY_NULL;
    mod(v)->def = def;
    for (const ty_native *n = def->functions; n && n->name; n++)
        if (ty_dict_set(ctx, mod(v)->dict, n->name, TY_VALUE(n)) < 0)
            return TY_NULL;
    for (const ty_type *const *t = def->types; t && *t; t++)
        if (ty_module_add(ctx, v, ty_type_name(*t), TY_VALUE(*t)) < 0)
            return TY_NULL;
    if (remember(ctx, def, v) < 0 || (def->init && def->init(ctx, v) < 0))
        return TY_NULL;
    return v;
}

ty_value ty_module_state(ty_ctx *ctx, const ty_module_def *def)
{
    ty_value v, defs = ctx->objects->module_defs;
    if (!defs || ty_dict_get(ctx, defs, ty_small((intptr_t)((uintptr_t)def >> 2)), &v) <= 0)
        return TY_NULL;
    return mod(v)->state;
}

ty_value ty_attr_module_dict(ty_value v)
{
    return ty_is_object(v) && ty_is_instance(v, &ty_module_type) ? mod(v)->dict : TY_NULL;
}

/* --- attributes ---------------------------------------------------------------------------------------------------------- */

/* __spec__._initializing: the module is being imported. */
static int initializing(ty_ctx *ctx, ty_value spec)
{
    ty_value v;
    int r = ty_is_none(spec) ? 0 : ty_attr_lookup(ctx, spec, TY_SYM(_initializing), &v);
    return r > 0 ? ty_op_truth(ctx, v) : r;
}

static TY_COLD ty_value absent(ty_ctx *ctx, ty_value self, ty_value name)
{
    ty_value v, d = mod(self)->dict, spec = TY_NONE;
    int r = ty_dict_get_str(ctx, d, TY_SYM(__getattr__), &v);
    if (r < 0)
        return TY_NULL;
    if (r && name != TY_SYM(__getattr__)) {
        v = ty_call1(ctx, v, name);
        if (!v)
            ty_error_attribute_note(ctx, self, name);
        return v;
    }
    if (ty_dict_get_str(ctx, d, TY_SYM(__name__), &v) <= 0 || !ty_is_str(v)) {
        if (ty_error_pending(ctx))
            return TY_NULL;
        ty_error_set(ctx, &ty_AttributeError_type, "module has no attribute '%U'", name);
    } else {
        if (ty_dict_get_str(ctx, d, TY_SYM(__spec__), &spec) < 0)
            return TY_NULL;
        r = initializing(ctx, spec);
        if (r < 0)
            return TY_NULL;
        if (r)
            ty_error_set(ctx, &ty_AttributeError_type,
                         "partially initialized module '%U' has no attribute '%U' (most likely due to a circular import)", v, name);
        else
            ty_error_set(ctx, &ty_AttributeError_type, "module '%U' has no attribute '%U'", v, name);
    }
    ty_error_attribute_note(ctx, self, name);
    return TY_NULL;
}

static ty_value module_getattr(ty_ctx *ctx, ty_value self, ty_value name)
{
    ty_value v;
    int r = ty_attr_generic_lookup(ctx, self, name, &v);
    return r > 0 ? v : r < 0 ? TY_NULL : absent(ctx, self, name);
}

static ty_value module_new(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    return make(ctx, type);
}

static int module_init(ty_ctx *ctx, ty_value self, const ty_value *args, size_t nargs, ty_value kwnames)
{
    ty_value a[2];
    if (ty_native_bind(ctx, "module", "name, doc=None", 1, 2, args, nargs, kwnames, a) < 0)
        return -1;
    if (!ty_is_str(a[0])) {
        ty_error_set(ctx, &ty_TypeError_type, "module() argument 'name' must be str, not %T", a[0]);
        return -1;
    }
    return fill(ctx, self, a[0], a[1] ? a[1] : TY_NONE);
}

static ty_value module_repr(ty_ctx *ctx, ty_value self)
{
    ty_value name = TY_NULL, file = TY_NULL, spec = TY_NULL, d = mod(self)->dict, origin = TY_NULL;
    if (ty_dict_get_str(ctx, d, TY_SYM(__name__), &name) < 0 || ty_dict_get_str(ctx, d, TY_SYM(__file__), &file) < 0 ||
        ty_dict_get_str(ctx, d, TY_SYM(__spec__), &spec) < 0)
        return TY_NULL;
    if (spec && !ty_is_none(spec) && ty_attr_lookup(ctx, spec, TY_SYM(origin), &origin) < 0)
        return TY_NULL;
    if (!name)
        name = TY_SYM(lt_unknown_gt);
    if (file && ty_is_str(file))
        return ty_str_format(ctx, "<module %R from %R>", name, file);
    if (mod(self)->def || (origin && ty_is_str(origin) && ty_str_equal_ascii(origin, "built-in")))
        return ty_str_format(ctx, "<module %R (built-in)>", name);
    if (origin && ty_is_str(origin))
        return ty_str_format(ctx, "<module %R (%U)>", name, origin);
    return ty_str_format(ctx, "<module %R>", name);
}

static ty_value module_dict(ty_ctx *ctx, ty_value self) { (void)ctx; return mod(self)->dict; }

static ty_value module_annotations(ty_ctx *ctx, ty_value self)
{
    ty_value v;
    int r = ty_dict_get_str(ctx, mod(self)->dict, TY_SYM(__annotations__), &v);
    if (r)
        return r < 0 ? TY_NULL : v;
    v = ty_dict_new(ctx, 0);
    return v && ty_dict_set(ctx, mod(self)->dict, TY_SYM(__annotations__), v) == 0 ? v : TY_NULL;
}

static int module_set_annotations(ty_ctx *ctx, ty_value self, ty_value v)
{
    if (v)
        return ty_dict_set(ctx, mod(self)->dict, TY_SYM(__annotations__), v);
    int r = ty_dict_del(ctx, mod(self)->dict, TY_SYM(__annotations__), NULL);
    if (r == 0)
        ty_error_attribute(ctx, self, TY_SYM(__annotations__));
    return r > 0 ? 0 : -1;
}

static ty_value module_dir(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    ty_value f;
    int r = ty_dict_get_str(ctx, mod(args[0])->dict, TY_SYM(__dir__), &f);
    if (r)
        return r < 0 ? TY_NULL : ty_call0(ctx, f);
    return ty_op_list(ctx, mod(args[0])->dict);
}

static const ty_native methods[] = {
    TY_METHOD(__dir__, module_dir, 0, 0, "", "__dir__() -> list\nspecialized dir() implementation"),
    TY_NATIVE_END,
};
static const ty_getset getsets[] = {
    TY_GETSET(__dict__, module_dict, NULL, NULL),
    TY_GETSET(__annotations__, module_annotations, module_set_annotations, NULL),
    TY_GETSET_END,
};
static const ty_layout ty_module_layout = {.fixed_size = sizeof(ty_module), .slots_offset = offsetof(ty_module, dict),
                                           .slots_count = 3};
TY_BUILTIN_TYPE(module, .name = "module", .base = &ty_object_type,
                .flags = TY_TYPE_BASE | TY_TYPE_DICT | TY_TYPE_WEAKREF | TY_TYPE_GETATTR, .basicsize = sizeof(ty_module),
                .dict_offset = offsetof(ty_module, dict), .doc = "Create a module object.", .methods = methods,
                .getsets = getsets,
                .slots = {TY_OBJECT_SLOTS, .new_ = module_new, .init = module_init, .getattr = module_getattr,
                          .repr = module_repr});

/* --- from module import name ------------------------------------------------------------------------------------------------ */

ty_value ty_error_import_from(ty_ctx *ctx, ty_value module, ty_value name)
{
    ty_value module_name = TY_SYM(lt_unknown_module_name_gt), file = TY_NULL, spec = TY_NONE, v;
    int r = ty_attr_lookup(ctx, module, TY_SYM(__name__), &v);
    if (r > 0 && ty_is_str(v))
        module_name = v;
    if (r >= 0)
        r = ty_attr_lookup(ctx, module, TY_SYM(__file__), &v);
    if (r > 0 && ty_is_str(v))
        file = v;
    if (r >= 0)
        r = ty_attr_lookup(ctx, module, TY_SYM(__spec__), &spec);
    if (r > 0)
        r = initializing(ctx, spec);
    if (r < 0)
        return TY_NULL;
    const char *partly = r ? "partially initialized module " : "";
    const char *why = r ? " (most likely due to a circular import)" : "";
    if (file)
        ty_error_set(ctx, &ty_ImportError_type, "cannot import name %R from %s%R%s (%U)", name, partly, module_name, why, file);
    else
        ty_error_set(ctx, &ty_ImportError_type, "cannot import name %R from %s%R%s (unknown location)", name, partly, module_name,
                     why);
    ty_error_import_note(ctx, module_name, file, name);
    return TY_NULL;
}
