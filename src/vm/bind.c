/* SPDX-License-Identifier: MIT */
/*
 * Binds the arguments of a call to the parameter registers of a Python function, with CPython's rules and messages.
 *
 * The window may overlap the arguments (a call in place), so they are first copied out when anything but leading
 * positional arguments has to be placed.
 */
#include <config.h>

#include "object/dict.h"
#include "object/error.h"
#include "object/list.h"
#include "object/str.h"
#include "object/tuple.h"
#include "vm/eval.h"

/* "'a', 'b' and 'c'" of the names of the missing parameters in [from, to). */
static ty_value missing_names(ty_ctx *ctx, const ty_code *c, const ty_value *window, size_t from, size_t to, size_t *count)
{
    size_t n = 0, seen = 0;
    for (size_t i = from; i < to; i++)
        n += window[i] == TY_UNBOUND;
    *count = n;
    ty_strbuf b;
    ty_strbuf_init(&b, ctx);
    for (size_t i = from; i < to; i++) {
        if (window[i] != TY_UNBOUND)
            continue;
        if (seen)
            ty_strbuf_cstr(&b, seen + 1 < n ? ", " : n == 2 ? " and " : ", and ");
        ty_strbuf_char(&b, '\'');
        ty_strbuf_str(&b, ty_tuple_at(c->local_names, i));
        ty_strbuf_char(&b, '\'');
        seen++;
    }
    return ty_strbuf_finish(&b);
}

static TY_COLD int missing(ty_ctx *ctx, const ty_function *f, const ty_value *window, size_t from, size_t to, const char *kind)
{
    size_t n;
    ty_value names = missing_names(ctx, f->code, window, from, to, &n);
    if (names)
        ty_error_set(ctx, &ty_TypeError_type, "%U() missing %zu required %s argument%s: %U", f->qualname, n, kind,
                     n == 1 ? "" : "s", names);
    return -1;
}

static TY_COLD int too_many(ty_ctx *ctx, const ty_function *f, const ty_value *window, size_t given)
{
    const ty_code *c = f->code;
    size_t defaults = f->defaults ? ty_tuple_length(f->defaults) : 0, kwonly = 0;
    for (size_t i = c->argcount; i < (size_t)c->argcount + c->kwonlyargcount; i++)
        kwonly += window[i] != TY_UNBOUND;
    ty_value takes = defaults ? ty_str_format(ctx, "from %zu to %zu", (size_t)c->argcount - defaults, (size_t)c->argcount)
                              : ty_str_format(ctx, "%zu", (size_t)c->argcount);
    if (!takes)
        return -1;
    bool plural = defaults || c->argcount != 1;
    if (kwonly)
        ty_error_set(ctx, &ty_TypeError_type,
                     "%U() takes %U positional argument%s but %zu positional argument%s (and %zu keyword-only argument%s) were "
                     "given",
                     f->qualname, takes, plural ? "s" : "", given, given == 1 ? "" : "s", kwonly, kwonly == 1 ? "" : "s");
    else
        ty_error_set(ctx, &ty_TypeError_type, "%U() takes %U positional argument%s but %zu %s given", f->qualname, takes,
                     plural ? "s" : "", given, given == 1 ? "was" : "were");
    return -1;
}

/* Number of the parameter called `name`, from `from` on; -1: none. */
static intptr_t parameter(const ty_code *c, ty_value name, size_t from)
{
    const ty_value *names = ty_tuple_items(c->local_names);
    size_t end = (size_t)c->argcount + c->kwonlyargcount;
    for (size_t i = from; i < end; i++)
        if (names[i] == name)
            return (intptr_t)i;
    for (size_t i = from; i < end; i++)
        if (ty_str_equal(names[i], name))
            return (intptr_t)i;
    return -1;
}

/* Keyword names that only positional-only parameters have: the message lists them all. */
static TY_COLD int positional_only(ty_ctx *ctx, const ty_function *f, ty_value kwnames)
{
    ty_strbuf b;
    ty_strbuf_init(&b, ctx);
    bool any = false;
    for (size_t p = 0; p < f->code->posonlyargcount; p++)
        for (size_t k = 0; k < ty_tuple_length(kwnames); k++)
            if (ty_str_equal(ty_tuple_at(f->code->local_names, p), ty_tuple_at(kwnames, k))) {
                if (any)
                    ty_strbuf_cstr(&b, ", ");
                ty_strbuf_str(&b, ty_tuple_at(kwnames, k));
                any = true;
            }
    ty_value names = ty_strbuf_finish(&b);
    if (names && any)
        ty_error_set(ctx, &ty_TypeError_type, "%U() got some positional-only arguments passed as keyword arguments: '%U'",
                     f->qualname, names);
    return !names || any ? -1 : 0;
}

int ty_bind(ty_ctx *ctx, ty_function *f, ty_value *window, const ty_value *args, size_t nargs, ty_value kwnames)
{
    const ty_code *c = f->code;
    size_t argcount = c->argcount, total = argcount + c->kwonlyargcount;
    size_t nkw = kwnames ? ty_tuple_length(kwnames) : 0;
    size_t placed = nargs < argcount ? nargs : argcount;
    ty_value copied[24], *rest = NULL; /* arguments that are moved elsewhere */
    ty_value extra = TY_NULL, keywords = TY_NULL;

    size_t moved = nargs + nkw - placed;
    if (moved) {
        rest = copied;
        if (moved > TY_COUNTOF(copied)) {
            ty_value t = ty_tuple_new(ctx, args + placed, moved);
            if (!t)
                return -1;
            rest = ty_tuple_items(t);
        } else
            memcpy(copied, args + placed, moved * sizeof *copied);
    }
    if (window != args)
        memmove(window, args, placed * sizeof *window);
    for (size_t i = placed; i < c->nparams; i++)
        window[i] = TY_UNBOUND;

    if (c->flags & TY_CODE_VARARGS) {
        extra = nargs > placed ? ty_tuple_new(ctx, rest, nargs - placed) : ty_tuple_empty;
        if (!extra)
            return -1;
        window[total] = extra;
    }
    if (c->flags & TY_CODE_VARKEYWORDS) {
        keywords = ty_dict_new(ctx, nkw);
        if (!keywords)
            return -1;
        window[total + ((c->flags & TY_CODE_VARARGS) != 0)] = keywords;
    }
    for (size_t k = 0; k < nkw; k++) {
        ty_value name = ty_tuple_at(kwnames, k), v = rest[nargs - placed + k];
        if (TY_UNLIKELY(!ty_is_str(name))) {
            ty_error_set(ctx, &ty_TypeError_type, "%U() keywords must be strings", f->qualname);
            return -1;
        }
        intptr_t i = parameter(c, name, c->posonlyargcount);
        if (i >= 0) {
            if (window[i] != TY_UNBOUND) {
                ty_error_set(ctx, &ty_TypeError_type, "%U() got multiple values for argument '%S'", f->qualname, name);
                return -1;
            }
            window[i] = v;
        } else if (keywords) {
            if (ty_dict_set(ctx, keywords, name, v) < 0)
                return -1;
        } else {
            if (c->posonlyargcount && positional_only(ctx, f, kwnames) < 0)
                return -1;
            ty_error_set(ctx, &ty_TypeError_type, "%U() got an unexpected keyword argument '%S'", f->qualname, name);
            return -1;
        }
    }
    if (nargs > argcount && !extra)
        return too_many(ctx, f, window, nargs);
    if (nargs < argcount) {
        size_t defaults = f->defaults ? ty_tuple_length(f->defaults) : 0;
        size_t required = argcount > defaults ? argcount - defaults : 0;
        for (size_t i = placed; i < required; i++)
            if (window[i] == TY_UNBOUND)
                return missing(ctx, f, window, placed, required, "positional");
        for (size_t i = placed > required ? placed : required; i < argcount; i++)
            if (window[i] == TY_UNBOUND)
                window[i] = ty_tuple_at(f->defaults, defaults - argcount + i);
    }
    if (c->kwonlyargcount) {
        bool lacking = false;
        for (size_t i = argcount; i < total; i++) {
            if (window[i] != TY_UNBOUND)
                continue;
            ty_value v;
            int found = f->kwdefaults ? ty_dict_get(ctx, f->kwdefaults, ty_tuple_at(c->local_names, i), &v) : 0;
            if (found < 0)
                return -1;
            if (found)
                window[i] = v;
            else
                lacking = true;
        }
        if (lacking)
            return missing(ctx, f, window, argcount, total, "keyword-only");
    }
    return 0;
}
