/* SPDX-License-Identifier: MIT */
/* split, rsplit, splitlines. Pieces of ASCII text are copied without looking at them again. */
#include <config.h>

#include "object/fastsearch.h"
#include "object/list.h"
#include "object/ops.h"
#include "object/str_impl.h"
#include "object/unicode_data.h"

static inline bool is_space(uint32_t c) { return c < 128 ? ty_ascii_class[c] & TY_ASCII_SPACE : ty_unicode_is_space(c); }

static int add(ty_ctx *ctx, ty_value list, ty_value v, size_t start, size_t end)
{
    ty_value piece = ty_str_substring(ctx, v, start, end);
    return piece ? ty_list_append(ctx, list, piece) : -1;
}

/* All of an ASCII text, split at blanks: the most common case by far. */
static ty_value split_ascii_blanks(ty_ctx *ctx, ty_value v, size_t max)
{
    const ty_str *s = ty_str_ptr(v);
    const unsigned char *p = s->data;
    size_t n = s->length, i = 0;
    ty_value list = ty_list_new(ctx, max < 12 ? max + 1 : 12);
    if (!list)
        return TY_NULL;
    for (; max; max--) {
        while (i < n && ty_ascii_class[p[i]] & TY_ASCII_SPACE)
            i++;
        if (i == n)
            return list;
        size_t start = i++;
        while (i < n && !(ty_ascii_class[p[i]] & TY_ASCII_SPACE))
            i++;
        if (add(ctx, list, v, start, i) < 0)
            return TY_NULL;
    }
    while (i < n && ty_ascii_class[p[i]] & TY_ASCII_SPACE)
        i++;
    if (i < n && add(ctx, list, v, i, n) < 0)
        return TY_NULL;
    return list;
}

static ty_value split_blanks(ty_ctx *ctx, ty_value v, size_t max)
{
    const ty_str *s = ty_str_ptr(v);
    if (s->ascii)
        return split_ascii_blanks(ctx, v, max);
    size_t n = s->length, i = 0;
    ty_value list = ty_list_new(ctx, 8);
    if (!list)
        return TY_NULL;
    for (;; max--) {
        while (i < n && is_space(ty_str_at(s, i)))
            i++;
        if (i == n)
            return list;
        size_t start = i;
        if (max == 0)
            return add(ctx, list, v, i, n) < 0 ? TY_NULL : list;
        while (i < n && !is_space(ty_str_at(s, i)))
            i++;
        if (add(ctx, list, v, start, i) < 0)
            return TY_NULL;
    }
}

static ty_value split_at(ty_ctx *ctx, ty_value v, const ty_str *sep, size_t max)
{
    const ty_str *s = ty_str_ptr(v);
    ty_value list = ty_list_new(ctx, max < 12 ? max + 1 : 12);
    if (!list)
        return TY_NULL;
    size_t at = 0;
    bool possible = sep->kind <= s->kind && (sep->ascii || !s->ascii);
    for (; possible && max; max--) {
        const unsigned char *rest = s->data + at * s->kind;
        intptr_t found = sep->length == 1 ? ty_search_char(rest, s->length - at, s->kind, ty_str_at(sep, 0))
                                          : ty_search_find(rest, s->length - at, s->kind, sep->data, sep->length, sep->kind);
        if (found < 0)
            break;
        if (add(ctx, list, v, at, at + (size_t)found) < 0)
            return TY_NULL;
        at += (size_t)found + sep->length;
    }
    return add(ctx, list, v, at, s->length) < 0 ? TY_NULL : list;
}

static ty_value rsplit_blanks(ty_ctx *ctx, ty_value v, size_t max)
{
    const ty_str *s = ty_str_ptr(v);
    size_t i = s->length;
    ty_value list = ty_list_new(ctx, 8);
    if (!list)
        return TY_NULL;
    for (;; max--) {
        while (i > 0 && is_space(ty_str_at(s, i - 1)))
            i--;
        if (i == 0)
            break;
        size_t end = i;
        if (max == 0) {
            if (add(ctx, list, v, 0, end) < 0)
                return TY_NULL;
            break;
        }
        while (i > 0 && !is_space(ty_str_at(s, i - 1)))
            i--;
        if (add(ctx, list, v, i, end) < 0)
            return TY_NULL;
    }
    return ty_list_reverse(ctx, list) < 0 ? TY_NULL : list;
}

static ty_value rsplit_at(ty_ctx *ctx, ty_value v, const ty_str *sep, size_t max)
{
    const ty_str *s = ty_str_ptr(v);
    ty_value list = ty_list_new(ctx, 8);
    if (!list)
        return TY_NULL;
    size_t end = s->length;
    bool possible = sep->kind <= s->kind && (sep->ascii || !s->ascii);
    for (; possible && max; max--) {
        intptr_t found = ty_search_rfind(s->data, end, s->kind, sep->data, sep->length, sep->kind);
        if (found < 0)
            break;
        if (add(ctx, list, v, (size_t)found + sep->length, end) < 0)
            return TY_NULL;
        end = (size_t)found;
    }
    return add(ctx, list, v, 0, end) < 0 || ty_list_reverse(ctx, list) < 0 ? TY_NULL : list;
}

static ty_value split(ty_ctx *ctx, const ty_value *args, size_t nargs, bool backward)
{
    ty_value sep = TY_ARG(1);
    intptr_t max = -1;
    if (TY_ARG(2) && ty_op_index_size(ctx, args[2], &ty_OverflowError_type, &max) < 0)
        return TY_NULL;
    size_t limit = max < 0 ? SIZE_MAX : (size_t)max;
    if (!sep || ty_is_none(sep))
        return (backward ? rsplit_blanks : split_blanks)(ctx, args[0], limit);
    if (!ty_is_str(sep))
        return ty_error_set(ctx, &ty_TypeError_type, "must be str or None, not %T", sep);
    if (ty_str_length(sep) == 0)
        return ty_error_set(ctx, &ty_ValueError_type, "empty separator");
    return (backward ? rsplit_at : split_at)(ctx, args[0], ty_str_ptr(sep), limit);
}

TY_STR_METHOD(split)
{
    (void)kwnames;
    return split(ctx, args, nargs, false);
}
TY_STR_METHOD(rsplit)
{
    (void)kwnames;
    return split(ctx, args, nargs, true);
}

/* The next line break from i on, or the end. In ASCII all of them are below the blank: eight bytes are seen at a time. */
static size_t line_end(const ty_str *s, size_t i)
{
    size_t n = s->length;
    if (s->ascii) {
        const uint64_t ones = UINT64_C(0x0101010101010101);
        for (;;) {
            while (i + 8 <= n && !((ty_load64(s->data + i) - ones * ' ') & (ones * 128)))
                i += 8;
            size_t stop = i + 8 < n ? i + 8 : n;
            for (; i < stop; i++)
                if (s->data[i] < ' ' && ty_unicode_is_linebreak(s->data[i]))
                    return i;
            if (i == n)
                return n;
        }
    }
    while (i < n && !ty_unicode_is_linebreak(ty_str_at(s, i)))
        i++;
    return i;
}

TY_STR_METHOD(splitlines)
{
    (void)kwnames;
    int keep = 0;
    if (TY_ARG(1) && (keep = ty_op_truth(ctx, args[1])) < 0)
        return TY_NULL;
    const ty_str *s = ty_str_ptr(args[0]);
    ty_value list = ty_list_new(ctx, 8);
    if (!list)
        return TY_NULL;
    for (size_t i = 0, n = s->length; i < n;) {
        size_t start = i, end = i = line_end(s, i);
        if (i < n) {
            i += ty_str_at(s, i) == '\r' && i + 1 < n && ty_str_at(s, i + 1) == '\n' ? 2 : 1;
            if (keep)
                end = i;
        }
        if (add(ctx, list, args[0], start, end) < 0)
            return TY_NULL;
    }
    return list;
}
