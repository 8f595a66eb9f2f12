/* SPDX-License-Identifier: MIT */
/*
 * Import: sys.modules, native modules, modules frozen into the image, finders that Python code has put into
 * sys.meta_path, then source files along sys.path (or the package's __path__), packages and namespace packages.
 *
 * Natively what importlib does, so that a start-up runs no Python for it. A module that fails while it runs is taken
 * out of sys.modules again.
 */
#include <config.h>

#include <errno.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "compile/compile.h"
#include "interp/import_spec.h"
#include "interp/interp.h"
#include "object/attr.h"
#include "object/call.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/list.h"
#include "object/str.h"
#include "object/tuple.h"
#include "platform/file.h"
#include "object/ops.h"

#define SOURCE_LIMIT ((size_t)256 << 20) /* bytes of one source file */

/* --- parts ------------------------------------------------------------------------------------------------------------------- */

/* __package__: the module itself if it is a package, else its parent. */
static ty_value package_of(ty_ctx *ctx, ty_value name, bool is_package)
{
    if (is_package)
        return name;
    size_t n = ty_str_length(name);
    const ty_str *s = ty_str_ptr(name);
    while (n > 0 && ty_str_at(s, n - 1) != '.')
        n--;
    return n ? ty_str_substring(ctx, name, 0, n - 1) : ty_str_empty;
}

/* A module object in sys.modules with its import attributes. `file`, `path` (list) may be TY_NULL. */
static ty_value begin_module(ty_ctx *ctx, ty_value name, ty_value file, ty_value path, const char *origin)
{
    ty_value m = ty_module_new(ctx, name);
    if (!m)
        return TY_NULL;
    ty_value package = package_of(ctx, name, path != TY_NULL);
    if (!package || ty_module_add(ctx, m, "__package__", package) < 0)
        return TY_NULL;
    if (file && ty_module_add(ctx, m, "__file__", file) < 0)
        return TY_NULL;
    if (path && ty_module_add(ctx, m, "__path__", path) < 0)
        return TY_NULL;
    if (ty_module_add(ctx, m, "__builtins__", ctx->interp->builtins_module) < 0)
        return TY_NULL;
    if (ty_import_set_spec(ctx, m, name, file, path, origin) < 0)
        return TY_NULL;
    return ty_dict_set(ctx, ctx->objects->modules, name, m) < 0 ? TY_NULL : m;
}

/* After the body has run: what sys.modules holds now (a module may replace itself). On failure it is taken out. */
static ty_value end_module(ty_ctx *ctx, ty_value name, ty_value module, ty_value result)
{
    if (!result) {
        ty_value exc = ctx->exc;
        ctx->exc = TY_NULL;
        if (!ctx->killed && ty_dict_del(ctx, ctx->objects->modules, name, NULL) < 0)
            ty_error_clear(ctx);
        ctx->exc = exc;
        return TY_NULL;
    }
    ty_value now;
    int found = ty_dict_get(ctx, ctx->objects->modules, name, &now);
    (void)module;
    if (found == 0)
        return ty_error_set(ctx, &ty_KeyError_type, "%R", name);
    return found > 0 ? now : TY_NULL;
}

ty_value ty_import_exec_source(ty_ctx *ctx, const char *source, size_t n, ty_value filename, ty_value namespace)
{
    ty_compile_options options = {.mode = TY_COMPILE_EXEC, .optimize = ctx->interp->runtime->settings.optimize, .filename = filename, .first_line = 1};
    ty_value code = ty_compile(ctx, source, n, &options);
    return code ? ty_vm_exec(ctx, (ty_code *)code, namespace, namespace, TY_NULL) : TY_NULL;
}

/* --- finders ------------------------------------------------------------------------------------------------------------------ */

static const ty_module_def *native_def(ty_ctx *ctx, const char *name)
{
    for (const ty_module_def *const *d = ctx->interp->runtime->modules; d && *d; d++)
        if (strcmp((*d)->name, name) == 0)
            return *d;
    return NULL;
}

static const ty_frozen_module *frozen(ty_ctx *ctx, const char *name)
{
    for (const ty_frozen_module *f = ctx->interp->runtime->frozen; f && f->name; f++)
        if (strcmp(f->name, name) == 0)
            return f;
    return NULL;
}

static ty_value import_native(ty_ctx *ctx, const ty_module_def *def, ty_value name)
{
    ty_value m = ty_module_from_def(ctx, def);
    if (!m || ty_module_add(ctx, m, "__package__", package_of(ctx, name, false)) < 0 ||
        ty_import_set_spec(ctx, m, name, TY_NULL, TY_NULL, "built-in") < 0)
        return TY_NULL;
    return ty_dict_set(ctx, ctx->objects->modules, name, m) < 0 ? TY_NULL : m;
}

static ty_value import_frozen(ty_ctx *ctx, const ty_frozen_module *f, ty_value name)
{
    ty_value path = f->package ? ty_list_new(ctx, 0) : TY_NULL;
    ty_value filename = ty_str_format(ctx, "<frozen %s>", f->name);
    if (!filename || (f->package && !path))
        return TY_NULL;
    ty_value m = begin_module(ctx, name, TY_NULL, path, "frozen");
    if (!m)
        return TY_NULL;
    return end_module(ctx, name, m, ty_import_exec_source(ctx, (const char *)f->data, f->size, filename, ((ty_module *)m)->dict));
}

static ty_value import_source(ty_ctx *ctx, ty_value name, const char *file, const char *package_dir)
{
    char *source;
    size_t n;
    ty_context_unlock(ctx);
    int error = ty_file_read_whole(file, SOURCE_LIMIT, &source, &n);
    ty_context_lock(ctx);
    ty_value filename = ty_str_from_cstr(ctx, file);
    if (error)
        return filename ? ty_error_os(ctx, error, filename) : TY_NULL;
    ty_value path = TY_NULL, m = TY_NULL;
    if (filename && package_dir) {
        ty_value dir = ty_str_from_cstr(ctx, package_dir);
        path = dir ? ty_list_from(ctx, &dir, 1) : TY_NULL;
    }
    if (filename && (path || !package_dir))
        m = begin_module(ctx, name, filename, path, NULL);
    ty_value result = m ? ty_import_exec_source(ctx, source, n, filename, ((ty_module *)m)->dict) : TY_NULL;
    free(source);
    return m ? end_module(ctx, name, m, result) : TY_NULL;
}

/* Asks the finders of sys.meta_path. TY_NULL without exception: none knows the module. */
static ty_value import_by_finders(ty_ctx *ctx, ty_value name, ty_value path)
{
    ty_value finders;
    if (!ctx->interp->sys_module || ty_dict_get_str(ctx, ((ty_module *)ctx->interp->sys_module)->dict, TY_SYM(meta_path), &finders) <= 0 ||
        !ty_is_list(finders))
        return TY_NULL;
    for (size_t i = 0; i < ty_list_length(finders); i++) {
        ty_value find, finder = ty_list_at(finders, i);
        int found = ty_attr_lookup(ctx, finder, TY_SYM(find_spec), &find);
        if (found < 0)
            return TY_NULL;
        if (found == 0)
            continue;
        ty_value spec = ty_call3(ctx, find, name, path ? path : TY_NONE, TY_NONE);
        if (!spec)
            return TY_NULL;
        if (spec != TY_NONE)
            return ty_import_from_spec(ctx, name, spec);
    }
    return TY_NULL;
}

enum located { LOCATED_NOTHING, LOCATED_PACKAGE, LOCATED_MODULE, LOCATED_NAMESPACE };

/* Looks into one folder for a module called `tail`. `buffer` receives the file to run (or the folder). */
static enum located locate(const char *dir, const char *tail, char *buffer, size_t size)
{
    ty_file_info info;
    const char *slash = *dir && dir[strlen(dir) - 1] != '/' ? "/" : "";
    if ((size_t)snprintf(buffer, size, "%s%s%s", dir, slash, tail) >= size - 16)
        return LOCATED_NOTHING;
    size_t base = strlen(buffer);
    bool folder = ty_file_info_path(buffer, &info) == 0 && info.kind == TY_FILE_DIRECTORY;
    if (folder) {
        strcpy(buffer + base, "/__init__.py");
        if (ty_file_info_path(buffer, &info) == 0 && info.kind == TY_FILE_REGULAR)
            return LOCATED_PACKAGE;
    }
    strcpy(buffer + base, ".py");
    if (ty_file_info_path(buffer, &info) == 0 && info.kind == TY_FILE_REGULAR)
        return LOCATED_MODULE;
    buffer[base] = 0;
    return folder ? LOCATED_NAMESPACE : LOCATED_NOTHING;
}

/* Walks the folders of `path` (any iterable of str). TY_NULL without exception: not there. */
static ty_value import_by_path(ty_ctx *ctx, ty_value name, const char *tail, ty_value path)
{
    ty_value dirs = ty_op_list(ctx, path), portions = TY_NULL;
    if (!dirs)
        return TY_NULL;
    char buffer[4096];
    for (size_t i = 0; i < ty_list_length(dirs); i++) {
        ty_value entry = ty_list_at(dirs, i), hold;
        size_t n;
        if (!ty_is_str(entry))
            continue;
        const char *dir = ty_str_utf8(ctx, entry, &n, &hold);
        if (!dir) {
            ty_error_clear(ctx);
            continue;
        }
        if (strlen(dir) != n)
            continue;
        switch (locate(*dir ? dir : ".", tail, buffer, sizeof buffer)) {
        case LOCATED_PACKAGE: {
            char folder[4096];
            snprintf(folder, sizeof folder, "%.*s", (int)(strlen(buffer) - strlen("/__init__.py")), buffer);
            return import_source(ctx, name, buffer, folder);
        }
        case LOCATED_MODULE: return import_source(ctx, name, buffer, NULL);
        case LOCATED_NAMESPACE: {
            ty_value portion = ty_str_from_cstr(ctx, buffer);
            if (!portions)
                portions = ty_list_new(ctx, 1);
            if (!portion || !portions || ty_list_append(ctx, portions, portion) < 0)
                return TY_NULL;
            break;
        }
        case LOCATED_NOTHING: break;
        }
    }
    return portions ? begin_module(ctx, name, TY_NULL, portions, "namespace") : TY_NULL;
}

/* --- one module -------------------------------------------------------------------------------------------------------------- */

static TY_COLD ty_value not_found(ty_ctx *ctx, ty_value name)
{
    ty_value e = ty_error_set(ctx, &ty_ModuleNotFoundError_type, "No module named %R", name);
    (void)e;
    return ty_import_error_name(ctx, name, TY_NULL);
}

/* Imports a module that is not in sys.modules; its parent is. */
static ty_value load(ty_ctx *ctx, ty_value name, ty_value parent)
{
    if (ty_context_deep(ctx, " while importing a module"))
        return TY_NULL;
    size_t n;
    ty_value hold;
    const char *text = ty_str_utf8(ctx, name, &n, &hold);
    if (!text)
        return TY_NULL;
    if (strlen(text) != n)
        return ty_error_set(ctx, &ty_ModuleNotFoundError_type, "No module named %R", name);
    const ty_module_def *def = native_def(ctx, text);
    if (def)
        return import_native(ctx, def, name);
    const ty_frozen_module *f = frozen(ctx, text);
    if (f && !ty_import_prefers_library(ctx, text))
        return import_frozen(ctx, f, name);

    ty_value path = TY_NULL, m;
    if (parent) {
        int found = ty_attr_lookup(ctx, parent, TY_SYM(__path__), &path);
        if (found < 0)
            return TY_NULL;
        if (found == 0) {
            ty_value parent_name = package_of(ctx, name, false);
            if (!parent_name)
                return TY_NULL;
            ty_error_set(ctx, &ty_ModuleNotFoundError_type, "No module named %R; %R is not a package", name, parent_name);
            return ty_import_error_name(ctx, name, TY_NULL);
        }
    }
    m = import_by_finders(ctx, name, path);
    if (m || ctx->exc)
        return m;
    if (!path && (!ctx->interp->sys_module ||
                  ty_dict_get_str(ctx, ((ty_module *)ctx->interp->sys_module)->dict, TY_SYM(path), &path) <= 0))
        return not_found(ctx, name);
    const char *dot = strrchr(text, '.');
    m = import_by_path(ctx, name, dot ? dot + 1 : text, path);
    TY_KEEP(hold);
    return m || ctx->exc ? m : not_found(ctx, name);
}

/* The module called `name`, with all its parents. */
static ty_value import_full(ty_ctx *ctx, ty_value name)
{
    ty_value m;
    int found = ty_dict_get(ctx, ctx->objects->modules, name, &m);
    if (found < 0)
        return TY_NULL;
    if (TY_LIKELY(found && m != TY_NONE))
        return m;
    if (found) {
        ty_error_set(ctx, &ty_ModuleNotFoundError_type, "import of %S halted; None in sys.modules", name);
        return ty_import_error_name(ctx, name, TY_NULL);
    }
    ty_value parent = TY_NULL, parent_name = package_of(ctx, name, false);
    if (!parent_name)
        return TY_NULL;
    if (ty_str_length(parent_name)) {
        parent = import_full(ctx, parent_name);
        if (!parent)
            return TY_NULL;
        /* importing the parent may have imported this one */
        found = ty_dict_get(ctx, ctx->objects->modules, name, &m);
        if (found)
            return found > 0 ? m : TY_NULL;
    }
    m = load(ctx, name, parent);
    if (!m || !parent)
        return m;
    ty_value tail = ty_str_substring(ctx, name, ty_str_length(parent_name) + 1, ty_str_length(name));
    if (!tail)
        return TY_NULL;
    if (ty_attr_set(ctx, parent, tail, m) < 0 && !ty_error_swallow(ctx, &ty_AttributeError_type))
        return TY_NULL;
    return m;
}

ty_value ty_import_module(ty_ctx *ctx, ty_value name)
{
    return import_full(ctx, name);
}

ty_value ty_import_cstr(ty_ctx *ctx, const char *name)
{
    ty_value s = ty_str_intern_utf8(ctx, name, strlen(name));
    return s ? import_full(ctx, s) : TY_NULL;
}

/* --- __import__ ------------------------------------------------------------------------------------------------------------------ */

/* The package that relative imports of a module with these globals start from. */
static ty_value current_package(ty_ctx *ctx, ty_value globals)
{
    ty_value package, spec, name;
    int found = ty_dict_get_str(ctx, globals, TY_SYM(__package__), &package);
    if (found < 0)
        return TY_NULL;
    if (found && package != TY_NONE)
        return ty_is_str(package) ? package : ty_error_set(ctx, &ty_TypeError_type, "package must be a string");
    found = ty_dict_get_str(ctx, globals, TY_SYM(__spec__), &spec);
    if (found > 0 && spec != TY_NONE)
        return ty_attr_get(ctx, spec, TY_SYM(parent));
    if (found < 0 || (found = ty_dict_get_str(ctx, globals, TY_SYM(__name__), &name)) < 0)
        return TY_NULL;
    if (!found)
        return ty_error_set(ctx, &ty_KeyError_type, "'__name__' not in globals");
    ty_value path;
    found = ty_dict_get_str(ctx, globals, TY_SYM(__path__), &path);
    return found < 0 ? TY_NULL : package_of(ctx, name, found);
}

static ty_value absolute_name(ty_ctx *ctx, ty_value name, ty_value globals, int level)
{
    if (!globals || !ty_is_dict(globals))
        return ty_error_set(ctx, &ty_KeyError_type, "'__name__' not in globals");
    ty_value package = current_package(ctx, globals);
    if (!package)
        return TY_NULL;
    size_t n = ty_str_length(package);
    if (n == 0)
        return ty_error_set(ctx, &ty_ImportError_type, "attempted relative import with no known parent package");
    for (int i = 1; i < level; i++) {
        while (n > 0 && ty_str_at(ty_str_ptr(package), n - 1) != '.')
            n--;
        if (n == 0)
            return ty_error_set(ctx, &ty_ImportError_type, "attempted relative import beyond top-level package");
        n--;
    }
    package = ty_str_substring(ctx, package, 0, n);
    if (!package || ty_str_length(name) == 0)
        return package;
    return ty_str_format(ctx, "%U.%U", package, name);
}

/* from package import names: those that are submodules not yet imported are imported now. */
static int import_submodules(ty_ctx *ctx, ty_value module, ty_value fromlist, bool all)
{
    ty_value path, name;
    int found = ty_attr_lookup(ctx, module, TY_SYM(__path__), &path);
    if (found <= 0)
        return found;
    if (ty_attr_lookup(ctx, module, TY_SYM(__name__), &name) <= 0)
        return ctx->exc ? -1 : 0;
    ty_value names = ty_op_list(ctx, fromlist);
    if (!names)
        return -1;
    for (size_t i = 0; i < ty_list_length(names); i++) {
        ty_value one = ty_list_at(names, i), present;
        if (!ty_is_str(one)) {
            ty_error_set(ctx, &ty_TypeError_type, all ? "Item in %U.__all__ must be str, not %T" : "Item in ``from list'' must be str, not %T",
                         all ? name : one, one);
            return -1;
        }
        if (ty_str_equal_ascii(one, "*")) {
            ty_value list;
            if (all || (found = ty_attr_lookup(ctx, module, TY_SYM(__all__), &list)) == 0)
                continue;
            if (found < 0 || import_submodules(ctx, module, list, true) < 0)
                return -1;
            continue;
        }
        found = ty_attr_lookup(ctx, module, one, &present);
        if (found < 0)
            return -1;
        if (found)
            continue;
        ty_value full = ty_str_format(ctx, "%U.%U", name, one);
        if (!full)
            return -1;
        if (!import_full(ctx, full) && !ty_import_swallow_missing(ctx, full))
            return -1;
    }
    return 0;
}

ty_value ty_import(ty_ctx *ctx, ty_value name, ty_value globals, ty_value fromlist, int level)
{
    if (!ty_is_str(name))
        return ty_error_set(ctx, &ty_TypeError_type, "module name must be a string");
    if (level < 0)
        return ty_error_set(ctx, &ty_ValueError_type, "level must be >= 0");
    ty_value full = name;
    if (level > 0) {
        full = absolute_name(ctx, name, globals, level);
        if (!full)
            return TY_NULL;
    } else if (ty_str_length(name) == 0)
        return ty_error_set(ctx, &ty_ValueError_type, "Empty module name");
    ty_value m = import_full(ctx, full);
    if (!m)
        return TY_NULL;
    int some = fromlist && fromlist != TY_NONE ? ty_op_truth(ctx, fromlist) : 0;
    if (some < 0)
        return TY_NULL;
    if (some)
        return import_submodules(ctx, m, fromlist, false) < 0 ? TY_NULL : m;
    /* import a.b.c binds a; relative: the part that the name itself begins with */
    size_t n = ty_str_length(name), first = 0;
    while (first < n && ty_str_at(ty_str_ptr(name), first) != '.')
        first++;
    if (first == n)
        return m;
    size_t cut = ty_str_length(full) - (n - first);
    ty_value top = ty_str_substring(ctx, full, 0, cut);
    return top ? import_full(ctx, top) : TY_NULL;
}
