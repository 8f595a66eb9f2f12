/* SPDX-License-Identifier: MIT */
/*
 * Native functions: checking and binding of arguments, and the call of a table row. The objects' attributes and
 * representations are in native_descr.c.
 *
 * The signature text is read only when a call has keywords or has failed; a plain positional call compares two numbers.
 */
#include <config.h>

#include "object/native.h"

#include "object/error.h"
#include "object/int.h"
#include "object/str.h"
#include "object/tuple.h"
#include "platform/assert.h"

#define PARAMS_MAX 40

typedef struct signature {
    unsigned count;      /* parameters */
    unsigned positional; /* of which the first so many can be given by position */
    unsigned pos_only;   /* of which the first so many have no name */
    struct { const char *name; unsigned length; bool optional; } param[PARAMS_MAX];
} signature;

/* "a, b=None, /, *, c=0". Brackets and quotes in defaults may hold commas. */
static void parse(const char *p, signature *s)
{
    s->count = s->pos_only = 0;
    s->positional = UINT_MAX;
    while (p && *p && s->count < PARAMS_MAX) {
        while (*p == ' ' || *p == ',')
            p++;
        if (!*p)
            break;
        const char *start = p;
        unsigned depth = 0;
        bool optional = false;
        size_t name = 0;
        for (; *p && (*p != ',' || depth); p++) {
            if (*p == '(' || *p == '[' || *p == '{')
                depth++;
            else if ((*p == ')' || *p == ']' || *p == '}') && depth)
                depth--;
            else if (*p == '=' && !optional) {
                optional = true;
                name = (size_t)(p - start);
            } else if ((*p == '\'' || *p == '"') && p[1]) {
                char quote = *p++;
                while (*p && *p != quote)
                    p++;
                if (!*p)
                    break;
            }
        }
        if (!optional)
            name = (size_t)(p - start);
        if (start[0] == '/') {
            s->pos_only = s->count;
        } else if (start[0] == '*' && name == 1) {
            s->positional = s->count;
        } else {
            while (name && start[name - 1] == ' ')
                name--;
            s->param[s->count].name = start;
            s->param[s->count].length = (unsigned)name;
            s->param[s->count].optional = optional;
            s->count++;
        }
    }
    if (s->positional == UINT_MAX)
        s->positional = s->count;
}

static bool same_name(const signature *s, unsigned i, ty_value name)
{
    const ty_str *str = ty_str_ptr(name);
    return str->ascii && str->length == s->param[i].length && memcmp(str->data, s->param[i].name, str->length) == 0;
}

/* --- errors, in the words of the reference ------------------------------------------------------------------------- */

static TY_COLD int too_many(ty_ctx *ctx, const char *fname, const signature *s, size_t required, size_t max, size_t nargs)
{
    const char *kind = s->positional < s->count ? "positional " : "";
    if (max == 0 && s->count)
        ty_error_set(ctx, &ty_TypeError_type, "%s() takes no positional arguments", fname);
    else
        ty_error_set(ctx, &ty_TypeError_type, "%s() takes %s %zu %sargument%s (%zu given)", fname,
                     required == s->count ? "exactly" : "at most", max, kind, max == 1 ? "" : "s", nargs);
    return -1;
}

int ty_native_check_count(ty_ctx *ctx, const char *fname, size_t nargs, size_t min, size_t max)
{
    if (TY_LIKELY(nargs >= min && nargs <= max))
        return 0;
    size_t n = nargs < min ? min : max;
    ty_error_set(ctx, &ty_TypeError_type, "%s expected %s%zu argument%s, got %zu", fname,
                 min == max ? "" : nargs < min ? "at least " : "at most ", n, n == 1 ? "" : "s", nargs);
    return -1;
}

int ty_native_no_keywords(ty_ctx *ctx, const char *fname, ty_value kwnames)
{
    if (TY_LIKELY(!kwnames || ty_tuple_length(kwnames) == 0))
        return 0;
    ty_error_set(ctx, &ty_TypeError_type, "%s() takes no keyword arguments", fname);
    return -1;
}

/* --- binding ------------------------------------------------------------------------------------------------------- */

static int bind(ty_ctx *ctx, const char *fname, const signature *s, size_t required, size_t max, const ty_value *args,
                size_t nargs, ty_value kwnames, ty_value *out)
{
    size_t nkw = kwnames ? ty_tuple_length(kwnames) : 0;
    if (max > s->positional)
        max = s->positional;
    if (TY_UNLIKELY(nargs > max || nargs + nkw > s->count)) {
        if (nargs == 0 && nkw > s->count) {
            ty_error_set(ctx, &ty_TypeError_type, "%s() takes at most %u keyword argument%s (%zu given)", fname, s->count,
                         s->count == 1 ? "" : "s", nkw);
            return -1;
        }
        return too_many(ctx, fname, s, required, nargs > max ? max : s->count, nargs > max ? nargs : nargs + nkw);
    }
    for (unsigned i = 0; i < s->count; i++)
        out[i] = i < nargs ? args[i] : TY_NULL;
    for (size_t k = 0; k < nkw; k++) {
        ty_value name = ty_tuple_at(kwnames, k);
        unsigned i = s->pos_only;
        while (i < s->count && !same_name(s, i, name))
            i++;
        if (i == s->count) {
            /* A missing required argument is complained of first. */
            for (unsigned j = 0; j < required; j++)
                if (!out[j] && j < s->pos_only)
                    goto missing;
            ty_error_set(ctx, &ty_TypeError_type, "%s() got an unexpected keyword argument '%U'", fname, name);
            return -1;
        }
        if (out[i]) {
            ty_error_set(ctx, &ty_TypeError_type, "argument for %s() given by name ('%U') and position (%u)", fname, name,
                         i + 1);
            return -1;
        }
        out[i] = args[nargs + k];
    }
missing:
    for (unsigned i = 0; i < required; i++)
        if (!out[i]) {
            if (i < s->pos_only)
                ty_error_set(ctx, &ty_TypeError_type, "%s() takes %s %zu positional argument%s (%zu given)", fname,
                             required == max ? "exactly" : "at least", required, required == 1 ? "" : "s", nargs);
            else
                ty_error_set(ctx, &ty_TypeError_type, "%s() missing required argument '%.*s' (pos %u)", fname,
                             (int)s->param[i].length, s->param[i].name, i + 1);
            return -1;
        }
    return 0;
}

int ty_native_bind(ty_ctx *ctx, const char *fname, const char *params, size_t required, size_t max, const ty_value *args,
                   size_t nargs, ty_value kwnames, ty_value *out)
{
    signature s;
    parse(params, &s);
    return bind(ctx, fname, &s, required, max, args, nargs, kwnames, out);
}

/* Keywords were given, or the number of positional arguments is wrong. */
static TY_NOINLINE ty_value call_bound(ty_ctx *ctx, const ty_native *n, const ty_value *args, size_t self, size_t nargs,
                                       ty_value kwnames)
{
    signature s;
    ty_value out[PARAMS_MAX + 1];
    size_t nkw = kwnames ? ty_tuple_length(kwnames) : 0;
    const char *fname = (const char *)ty_str_ptr(n->name)->data;
    parse(n->params, &s);
    if (s.pos_only >= s.count) { /* nothing has a name */
        const char *owner = n->owner ? ty_type_name(n->owner) : n->module && strcmp(n->module, "builtins") ? n->module : "";
        const char *dot = *owner ? "." : "";
        if (nkw)
            return ty_error_set(ctx, &ty_TypeError_type, "%s%s%s() takes no keyword arguments", owner, dot, fname);
        if (n->max == 0)
            return ty_error_set(ctx, &ty_TypeError_type, "%s%s%s() takes no arguments (%zu given)", owner, dot, fname, nargs);
        if (n->max == 1 && n->min == 1)
            return ty_error_set(ctx, &ty_TypeError_type, "%s%s%s() takes exactly one argument (%zu given)", owner, dot,
                                fname, nargs);
        int r = ty_native_check_count(ctx, fname, nargs, (size_t)n->min, n->max < 0 ? SIZE_MAX : (size_t)n->max);
        TY_ASSERT(r < 0);
        (void)r;
        return TY_NULL;
    }
    if (bind(ctx, fname, &s, (size_t)n->min, (size_t)n->max, args + self, nargs, kwnames, out + self) < 0)
        return TY_NULL;
    if (self)
        out[0] = args[0];
    return n->fn(ctx, out, self + s.count, TY_NULL);
}

static TY_COLD ty_value bad_self(ty_ctx *ctx, const ty_native *n, const ty_value *args, size_t nargs)
{
    const char *name = (const char *)ty_str_ptr(n->name)->data;
    if (nargs == 0)
        return n->flags & TY_CLASSMETHOD
                   ? ty_error_set(ctx, &ty_TypeError_type, "descriptor '%s' of '%N' object needs an argument", name, n->owner)
                   : ty_error_set(ctx, &ty_TypeError_type, "unbound method %N.%s() needs an argument", n->owner, name);
    if (n->flags & TY_CLASSMETHOD) {
        if (!ty_is_type(args[0]))
            return ty_error_set(ctx, &ty_TypeError_type, "descriptor '%s' for type '%N' needs a type, not a '%T' as arg 2",
                                name, n->owner, args[0]);
        return ty_error_set(ctx, &ty_TypeError_type, "descriptor '%s' requires a subtype of '%N' but received '%N'", name,
                            n->owner, ty_type_ptr(args[0]));
    }
    return ty_error_set(ctx, &ty_TypeError_type, "descriptor '%s' for '%N' objects doesn't apply to a '%T' object", name,
                        n->owner, args[0]);
}

ty_value ty_native_call(ty_ctx *ctx, const ty_native *n, const ty_value *args, size_t nargs, ty_value kwnames)
{
    size_t self = n->flags & (TY_MODULE_FN | TY_STATICMETHOD) ? 0 : 1;
    if (self) {
        if (TY_UNLIKELY(nargs == 0))
            return bad_self(ctx, n, args, nargs);
        if (TY_UNLIKELY(n->flags & TY_CLASSMETHOD)) {
            if (!ty_is_type(args[0]) || !ty_type_is_subtype(ty_type_ptr(args[0]), n->owner))
                return bad_self(ctx, n, args, nargs);
        } else if (TY_UNLIKELY(!ty_is_instance(args[0], n->owner))) {
            return bad_self(ctx, n, args, nargs);
        }
    }
    if (n->flags & TY_RAW)
        return n->fn(ctx, args, nargs, kwnames);
    size_t given = nargs - self;
    if (TY_UNLIKELY(kwnames != TY_NULL && ty_tuple_length(kwnames)) || TY_UNLIKELY(given < (size_t)n->min) ||
        TY_UNLIKELY(n->max >= 0 && given > (size_t)n->max))
        return call_bound(ctx, n, args, self, given, kwnames);
    return n->fn(ctx, args, nargs, TY_NULL);
}
