/* SPDX-License-Identifier: MIT */
/* Taking apart the markup of str.format. */
#include <config.h>

#include "object/str_format.h"
#include "object/str_impl.h"

static int fail(ty_ctx *ctx, const char *why)
{
    ty_error_set(ctx, &ty_ValueError_type, "%s", why);
    return -1;
}

/* The field behind '{': name, conversion, spec. */
static int read_field(ty_ctx *ctx, const ty_str *s, ty_format_range *at, ty_format_part *out)
{
    uint32_t c = 0;
    out->name.start = at->start;
    while (at->start < at->end) {
        c = ty_str_at(s, at->start++);
        if (c == '{')
            return fail(ctx, "unexpected '{' in field name");
        if (c == '[') {
            while (at->start < at->end && ty_str_at(s, at->start) != ']')
                at->start++;
            continue;
        }
        if (c == '}' || c == ':' || c == '!')
            break;
    }
    if (c != '}' && c != ':' && c != '!')
        return fail(ctx, "expected '}' before end of string");
    out->name.end = at->start - 1;
    if (c == '}')
        return 1;
    if (c == '!') {
        if (at->start >= at->end)
            return fail(ctx, "end of string while looking for conversion specifier");
        out->conversion = ty_str_at(s, at->start++);
        if (at->start < at->end) {
            c = ty_str_at(s, at->start++);
            if (c == '}')
                return 1;
            if (c != ':')
                return fail(ctx, "expected ':' after conversion specifier");
        }
    }
    out->spec.start = at->start;
    for (size_t open = 1; at->start < at->end; at->start++) {
        c = ty_str_at(s, at->start);
        if (c == '{') {
            out->expand = true;
            open++;
        } else if (c == '}' && --open == 0) {
            out->spec.end = at->start++;
            return 1;
        }
    }
    return fail(ctx, "unmatched '{' in format spec");
}

int ty_format_next(ty_ctx *ctx, ty_value text, ty_format_range *at, ty_format_part *out)
{
    const ty_str *s = ty_str_ptr(text);
    *out = (ty_format_part){.literal = {at->start, at->start}};
    if (at->start >= at->end)
        return 0;
    while (at->start < at->end) {
        uint32_t c = ty_str_at(s, at->start++);
        if (c != '{' && c != '}') {
            out->literal.end = at->start;
            continue;
        }
        if (at->start < at->end && ty_str_at(s, at->start) == c) { /* doubled: it stands for itself */
            out->literal.end = at->start++;
            return 1;
        }
        if (c == '}')
            return fail(ctx, "Single '}' encountered in format string");
        if (at->start >= at->end)
            return fail(ctx, "Single '{' encountered in format string");
        out->field = true;
        return read_field(ctx, s, at, out);
    }
    return 1;
}

/* The value of a part that is all decimal digits, else -1; -2: error. */
static intptr_t as_index(ty_ctx *ctx, const ty_str *s, const ty_format_range *r)
{
    intptr_t v = 0;
    if (r->start >= r->end)
        return -1;
    for (size_t i = r->start; i < r->end; i++) {
        uint32_t c = ty_str_at(s, i);
        if (c < '0' || c > '9')
            return -1;
        if (v > (PTRDIFF_MAX - (intptr_t)(c - '0')) / 10)
            return fail(ctx, "Too many decimal digits in format string") - 1;
        v = v * 10 + (intptr_t)(c - '0');
    }
    return v;
}

int ty_format_first(ty_ctx *ctx, ty_value text, ty_format_range *name, ty_format_range *first, intptr_t *index)
{
    const ty_str *s = ty_str_ptr(text);
    size_t i = name->start;
    while (i < name->end && ty_str_at(s, i) != '.' && ty_str_at(s, i) != '[')
        i++;
    first->start = name->start;
    first->end = name->start = i;
    *index = as_index(ctx, s, first);
    return *index == -2 ? -1 : 0;
}

int ty_format_accessor(ty_ctx *ctx, ty_value text, ty_format_range *name, bool *attribute, ty_format_range *key, intptr_t *index)
{
    const ty_str *s = ty_str_ptr(text);
    if (name->start >= name->end)
        return 0;
    uint32_t c = ty_str_at(s, name->start++);
    size_t i = name->start;
    *index = -1;
    *attribute = c == '.';
    if (c == '.') {
        while (i < name->end && ty_str_at(s, i) != '.' && ty_str_at(s, i) != '[')
            i++;
        *key = (ty_format_range){name->start, i};
        name->start = i;
    } else if (c == '[') {
        while (i < name->end && ty_str_at(s, i) != ']')
            i++;
        if (i == name->end)
            return fail(ctx, "Missing ']' in format string");
        *key = (ty_format_range){name->start, i};
        name->start = i + 1;
        *index = as_index(ctx, s, key);
        if (*index == -2)
            return -1;
    } else {
        return fail(ctx, "Only '.' or '[' may follow ']' in format field specifier");
    }
    return key->start < key->end ? 1 : fail(ctx, "Empty attribute in format string");
}
