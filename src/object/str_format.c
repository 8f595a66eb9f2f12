/* SPDX-License-Identifier: MIT */
/* str.format and str.format_map. Keyword arguments are looked up where they lie: no dict is made of them. */
#include <config.h>

#include "object/attr.h"
#include "object/format_spec.h"
#include "object/ops.h"
#include "object/str_format.h"
#include "object/str_impl.h"
#include "object/tuple.h"

typedef struct formatter {
    ty_ctx *ctx;
    const ty_value *args; /* positional */
    size_t nargs;
    ty_value kwnames;     /* their values follow the positional ones */
    ty_value mapping;     /* of format_map; else TY_NULL */
    intptr_t automatic;   /* next number of a field without one */
    enum { UNDECIDED, AUTOMATIC, MANUAL } numbering;
} formatter;

static ty_value positional(formatter *f, intptr_t index, bool automatic)
{
    ty_ctx *ctx = f->ctx;
    if (f->numbering == UNDECIDED)
        f->numbering = automatic ? AUTOMATIC : MANUAL;
    else if ((f->numbering == AUTOMATIC) != automatic)
        return ty_error_set(ctx, &ty_ValueError_type,
                            automatic ? "cannot switch from manual field specification to automatic field numbering"
                                      : "cannot switch from automatic field numbering to manual field specification");
    if (automatic)
        index = f->automatic++;
    if (f->mapping)
        return ty_error_set(ctx, &ty_ValueError_type, "Format string contains positional fields");
    if ((size_t)index >= f->nargs)
        return ty_error_set(ctx, &ty_IndexError_type, "Replacement index %zd out of range for positional args tuple", index);
    return f->args[index];
}

static ty_value named(formatter *f, ty_value key)
{
    if (f->mapping)
        return ty_op_getitem(f->ctx, f->mapping, key);
    for (size_t i = 0; f->kwnames && i < ty_tuple_length(f->kwnames); i++)
        if (ty_str_equal(ty_tuple_at(f->kwnames, i), key))
            return f->args[f->nargs + i];
    return ty_error_set_value(f->ctx, &ty_KeyError_type, key);
}

/* The object that a field's name means. */
static ty_value resolve(formatter *f, ty_value text, ty_format_range name)
{
    ty_ctx *ctx = f->ctx;
    ty_format_range part;
    intptr_t index;
    if (ty_format_first(ctx, text, &name, &part, &index) < 0)
        return TY_NULL;
    ty_value v;
    if (index >= 0 || part.start == part.end) {
        v = positional(f, index, part.start == part.end);
    } else {
        ty_value key = ty_str_substring(ctx, text, part.start, part.end);
        v = key ? named(f, key) : TY_NULL;
    }
    while (v) {
        bool attribute;
        int more = ty_format_accessor(ctx, text, &name, &attribute, &part, &index);
        if (more <= 0)
            return more < 0 ? TY_NULL : v;
        ty_value key = !attribute && index >= 0 ? ty_small(index) : ty_str_substring(ctx, text, part.start, part.end);
        if (key && attribute)
            key = ty_str_intern(ctx, key);
        v = !key ? TY_NULL : attribute ? ty_attr_get(ctx, v, key) : ty_op_getitem(ctx, v, key);
    }
    return TY_NULL;
}

static ty_value convert(ty_ctx *ctx, ty_value v, uint32_t conversion)
{
    switch (conversion) {
    case 0:
        return v;
    case 'r':
        return ty_op_repr(ctx, v);
    case 's':
        return ty_op_str(ctx, v);
    case 'a':
        return ty_op_ascii(ctx, v);
    }
    return ty_error_set(ctx, &ty_ValueError_type, conversion > 32 && conversion < 127 ? "Unknown conversion specifier %c"
                                                                                      : "Unknown conversion specifier \\x%x",
                        (int)conversion);
}

static bool append_part(formatter *f, ty_strbuf *b, ty_value v, ty_value spec)
{
    if (ty_str_length(spec) == 0 && ty_is_exact_str(v)) {
        ty_strbuf_str(b, v);
        return !b->failed;
    }
    if (ty_is_small(v) || ty_is_flonum(v)) {
        if (ty_format_number_into(b, v, spec) == 0)
            return !b->failed;
    } else {
        ty_value r = ty_op_format(f->ctx, v, spec);
        if (r) {
            ty_strbuf_str(b, r);
            return !b->failed;
        }
    }
    ty_strbuf_fail(b);
    return false;
}

static bool build(formatter *f, ty_strbuf *b, ty_value text, ty_format_range range, int depth)
{
    ty_ctx *ctx = f->ctx;
    ty_format_part part;
    int more;
    if (depth < 0) {
        ty_error_set(ctx, &ty_ValueError_type, "Max string recursion exceeded");
        return false;
    }
    while ((more = ty_format_next(ctx, text, &range, &part)) > 0) {
        ty_strbuf_part(b, text, part.literal.start, part.literal.end);
        if (!part.field)
            continue;
        ty_value v = resolve(f, text, part.name), spec;
        if (!v || !(v = convert(ctx, v, part.conversion)))
            return false;
        if (part.expand) {
            ty_strbuf inner;
            ty_strbuf_init(&inner, ctx);
            spec = build(f, &inner, text, part.spec, depth - 1) ? ty_strbuf_finish(&inner) : TY_NULL;
        } else {
            spec = ty_str_substring(ctx, text, part.spec.start, part.spec.end);
        }
        if (!spec || !append_part(f, b, v, spec))
            return false;
    }
    return more == 0;
}

static ty_value format(formatter *f, ty_value text)
{
    ty_strbuf b;
    ty_strbuf_init(&b, f->ctx);
    return build(f, &b, text, (ty_format_range){0, ty_str_length(text)}, 1) ? ty_strbuf_finish(&b) : TY_NULL;
}

TY_STR_METHOD(format)
{
    formatter f = {.ctx = ctx, .args = args + 1, .nargs = nargs - 1, .kwnames = kwnames};
    return format(&f, args[0]);
}

TY_STR_METHOD(format_map)
{
    (void)nargs, (void)kwnames;
    formatter f = {.ctx = ctx, .mapping = args[1]};
    return format(&f, args[0]);
}

TY_STR_METHOD(__format__)
{
    (void)nargs, (void)kwnames;
    if (!ty_is_str(args[1]))
        return ty_error_set(ctx, &ty_TypeError_type, "__format__() argument must be str, not %T", args[1]);
    return ty_str_length(args[1]) == 0 ? ty_str_exact(ctx, args[0]) : ty_format_str(ctx, args[0], args[1]);
}
