/* SPDX-License-Identifier: MIT */
/*
 * code.replace(): a copy in a unit of its own. What only describes the code (names, file, lines, flags) may be changed;
 * what it does may not. Everything is copied into the new unit, inner code objects too.
 */
#include <config.h>

#include <stdlib.h>

#include "code/code.h"
#include "object/error.h"
#include "object/int.h"
#include "object/set.h"
#include "object/str.h"
#include "object/tuple.h"

static ty_code *copy(ty_ctx *ctx, ty_unit *u, const ty_code *from);

static ty_value copy_value(ty_ctx *ctx, ty_unit *u, ty_value v)
{
    if (ty_is_code(v))
        return TY_VALUE(copy(ctx, u, (const ty_code *)v));
    if (!ty_has_shape(v, &ty_frozenset_shape))
        return ty_unit_import(ctx, u, v);
    size_t n = ty_set_length(v), pos = 0, i = 0;
    ty_value *items = malloc((n + 1) * sizeof *items), key, r = TY_NULL;
    if (!items)
        return ty_error_memory(ctx);
    while (i < n && ty_set_next(v, &pos, &key) && (items[i] = ty_unit_import(ctx, u, key)))
        i++;
    if (i == n)
        r = ty_unit_frozenset(ctx, u, items, n);
    free(items);
    return r;
}

static void *copy_bytes(ty_ctx *ctx, ty_unit *u, const void *p, size_t n)
{
    void *to = ty_unit_alloc(ctx, u, n + 1);
    if (to && n)
        memcpy(to, p, n);
    return to;
}

static ty_code *copy(ty_ctx *ctx, ty_unit *u, const ty_code *from)
{
    ty_code *c = ty_context_deep(ctx, "") ? NULL : (ty_code *)ty_unit_object(ctx, u, &ty_code_shape, sizeof *c);
    ty_value *k = c ? ty_unit_alloc(ctx, u, (from->nconsts + 1) * sizeof *k) : NULL;
    if (!k)
        return NULL;
    ty_object head = c->ob;
    *c = *from;
    c->ob = head;
    c->unit = u;
    c->consts = k;
    for (uint32_t i = 0; i < from->nconsts; i++)
        if (!(k[i] = copy_value(ctx, u, from->consts[i])))
            return NULL;
    c->insns = copy_bytes(ctx, u, from->insns, from->ninsns * sizeof *from->insns);
    c->handlers = copy_bytes(ctx, u, from->handlers, from->nhandlers * sizeof *from->handlers);
    c->lines = copy_bytes(ctx, u, from->lines, from->lines_size);
    c->local_flags = copy_bytes(ctx, u, from->local_flags, from->nlocals);
    c->name = ty_unit_import(ctx, u, from->name);
    c->qualname = ty_unit_import(ctx, u, from->qualname);
    c->filename = ty_unit_import(ctx, u, from->filename);
    c->doc = ty_unit_import(ctx, u, from->doc);
    c->local_names = ty_unit_import(ctx, u, from->local_names);
    c->free_names = ty_unit_import(ctx, u, from->free_names);
    bool whole = c->insns && c->handlers && c->lines && c->local_flags && c->name && c->qualname && c->filename && c->doc &&
                 c->local_names && c->free_names;
    return whole ? c : NULL;
}

/* 0 done, -1 error. */
static int change(ty_ctx *ctx, ty_unit *u, ty_code *c, ty_value name, ty_value v)
{
    struct { const char *name; ty_value *slot; } texts[] = {{"co_name", &c->name}, {"co_qualname", &c->qualname}, {"co_filename", &c->filename}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (ty_str_equal_ascii(name, texts[i].name)) {
            if (!ty_is_str(v)) {
                ty_error_set(ctx, &ty_TypeError_type, "replace() argument '%s' must be str, not %T", texts[i].name, v);
                return -1;
            }
            ty_value text = ty_str_exact(ctx, v);
            *texts[i].slot = text ? ty_unit_import(ctx, u, text) : TY_NULL;
            return *texts[i].slot ? 0 : -1;
        }
    if (ty_str_equal_ascii(name, "co_firstlineno") || ty_str_equal_ascii(name, "co_flags")) {
        if (!ty_is_small(v) || ty_small_value(v) < 0 || ty_small_value(v) > INT32_MAX) {
            ty_error_set(ctx, &ty_ValueError_type, "code: %U must be a small positive int", name);
            return -1;
        }
        if (ty_str_equal_ascii(name, "co_firstlineno"))
            c->first_line = (uint32_t)ty_small_value(v);
        else { /* the bits that say how the code works stay as they are */
            uint32_t fixed = TY_CODE_NAMESPACE | TY_CODE_CLASS | TY_CODE_VARARGS | TY_CODE_VARKEYWORDS | TY_CODE_SUSPENDS;
            c->flags = (c->flags & fixed) | ((uint32_t)ty_small_value(v) & ~fixed);
        }
        return 0;
    }
    return 1;
}

ty_value ty_code_replace(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    if (nargs > 1)
        return ty_error_set(ctx, &ty_TypeError_type, "replace() takes 0 positional arguments but %zu were given", nargs - 1);
    const ty_code *from = (const ty_code *)args[0];
    ty_unit *u = ty_unit_new(ctx);
    ty_code *c = u ? copy(ctx, u, from) : NULL;
    int outcome = c ? 0 : -1;
    for (size_t i = 0; kwnames && i < ty_tuple_length(kwnames) && outcome >= 0; i++) {
        ty_value name = ty_tuple_at(kwnames, i);
        outcome = change(ctx, u, c, name, args[nargs + i]);
        if (outcome == 1) {
            static const char *const fixed[] = {"co_argcount", "co_posonlyargcount", "co_kwonlyargcount", "co_nlocals", "co_stacksize",
                "co_code", "co_consts", "co_names", "co_varnames", "co_freevars", "co_cellvars", "co_linetable", "co_exceptiontable"};
            bool known = false;
            for (size_t j = 0; j < sizeof fixed / sizeof *fixed; j++)
                known = known || ty_str_equal_ascii(name, fixed[j]);
            if (known)
                ty_error_set(ctx, &ty_NotImplementedError_type, "code.replace() cannot change %U in this implementation", name);
            else
                ty_error_set(ctx, &ty_TypeError_type, "replace() got an unexpected keyword argument '%U'", name);
            outcome = -1;
        }
    }
    if (outcome >= 0) {
        u->main = c;
        outcome = ty_unit_finish(ctx, u);
    }
    ty_unit_release(u);
    return outcome < 0 ? TY_NULL : TY_VALUE(c);
}
