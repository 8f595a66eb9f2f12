/* SPDX-License-Identifier: MIT */
/* Searching in text: find, index, count, startswith, partition, replace. The search itself is fastsearch.c. */
#include <config.h>

#include "object/fastsearch.h"
#include "object/ops.h"
#include "object/str_impl.h"
#include "object/tuple.h"

/* Whether `sub` cannot be in `s`, by width alone: texts are kept in the narrowest kind. */
static inline bool too_wide(const ty_str *s, const ty_str *sub) { return sub->kind > s->kind || (s->ascii && !sub->ascii); }

static inline const unsigned char *chars(const ty_str *s, size_t at) { return s->data + at * s->kind; }

static intptr_t find_in(const ty_str *s, const ty_str *sub, size_t start, size_t end)
{
    if (too_wide(s, sub))
        return -1;
    intptr_t at = sub->length == 1 ? ty_search_char(chars(s, start), end - start, s->kind, ty_str_at(sub, 0))
                                   : ty_search_find(chars(s, start), end - start, s->kind, sub->data, sub->length, sub->kind);
    return at < 0 ? -1 : at + (intptr_t)start;
}

static intptr_t rfind_in(const ty_str *s, const ty_str *sub, size_t start, size_t end)
{
    if (too_wide(s, sub))
        return -1;
    intptr_t at = sub->length == 1 ? ty_search_rchar(chars(s, start), end - start, s->kind, ty_str_at(sub, 0))
                                   : ty_search_rfind(chars(s, start), end - start, s->kind, sub->data, sub->length, sub->kind);
    return at < 0 ? -1 : at + (intptr_t)start;
}

intptr_t ty_str_find(ty_value v, ty_value vsub, size_t start, size_t end)
{
    const ty_str *s = ty_str_ptr(v);
    if (end > s->length)
        end = s->length;
    return start > end ? -1 : find_in(s, ty_str_ptr(vsub), start, end);
}

intptr_t ty_str_rfind(ty_value v, ty_value vsub, size_t start, size_t end)
{
    const ty_str *s = ty_str_ptr(v);
    if (end > s->length)
        end = s->length;
    return start > end ? -1 : rfind_in(s, ty_str_ptr(vsub), start, end);
}

static int bound(ty_ctx *ctx, ty_value v, size_t length, intptr_t *out)
{
    if (!v || ty_is_none(v))
        return 0;
    if (ty_is_small(v)) {
        *out = ty_small_value(v);
    } else if (!ty_type_of(v)->slots.index) {
        ty_error_set(ctx, &ty_TypeError_type, "slice indices must be integers or None or have an __index__ method");
        return -1;
    } else if (ty_op_index_size(ctx, v, NULL, out) < 0) {
        return -1;
    }
    if (*out < 0) {
        *out += (intptr_t)length;
        if (*out < 0)
            *out = 0;
    }
    return 0;
}

int ty_str_bounds(ty_ctx *ctx, ty_value from, ty_value to, size_t length, intptr_t *start, intptr_t *end)
{
    *start = 0;
    *end = (intptr_t)length;
    if (bound(ctx, from, length, start) < 0 || bound(ctx, to, length, end) < 0)
        return -1;
    if (*end > (intptr_t)length)
        *end = (intptr_t)length;
    return 0;
}

/* Arguments (self, sub, start, end): -2 error, else the place or -1. */
static intptr_t search(ty_ctx *ctx, const ty_value *args, size_t nargs, const char *name, bool backward)
{
    intptr_t start, end;
    if (!ty_is_str(args[1])) {
        ty_error_set(ctx, &ty_TypeError_type, "%s() argument 1 must be str, not %T", name, args[1]);
        return -2;
    }
    const ty_str *s = ty_str_ptr(args[0]);
    if (nargs == 2)
        start = 0, end = (intptr_t)s->length;
    else if (ty_str_bounds(ctx, TY_ARG(2), TY_ARG(3), s->length, &start, &end) < 0)
        return -2;
    if (start > end)
        return -1;
    return (backward ? rfind_in : find_in)(s, ty_str_ptr(args[1]), (size_t)start, (size_t)end);
}

#define SEARCH(name, backward, absent)                                                                                  \
    TY_STR_METHOD(name)                                                                                                 \
    {                                                                                                                   \
        (void)kwnames;                                                                                                  \
        intptr_t at = search(ctx, args, nargs, #name, backward);                                                        \
        return at >= 0 ? ty_small(at) : at == -2 ? TY_NULL : absent;                                                    \
    }
SEARCH(find, false, ty_small(-1))
SEARCH(rfind, true, ty_small(-1))
SEARCH(index, false, ty_error_set(ctx, &ty_ValueError_type, "substring not found"))
SEARCH(rindex, true, ty_error_set(ctx, &ty_ValueError_type, "substring not found"))

TY_STR_METHOD(count)
{
    (void)kwnames;
    const ty_str *s = ty_str_ptr(args[0]);
    intptr_t start, end;
    if (!ty_is_str(args[1]))
        return ty_error_set(ctx, &ty_TypeError_type, "count() argument 1 must be str, not %T", args[1]);
    if (ty_str_bounds(ctx, TY_ARG(2), TY_ARG(3), s->length, &start, &end) < 0)
        return TY_NULL;
    const ty_str *sub = ty_str_ptr(args[1]);
    if (start > end || too_wide(s, sub))
        return ty_small(0);
    size_t n = (size_t)(end - start);
    return ty_small((intptr_t)(sub->length == 1
                                   ? ty_search_count_char(chars(s, (size_t)start), n, s->kind, ty_str_at(sub, 0))
                                   : ty_search_count(chars(s, (size_t)start), n, s->kind, sub->data, sub->length, sub->kind, SIZE_MAX)));
}

/* --- both ends ---------------------------------------------------------------------------------------------------- */

bool ty_str_matches_at(const ty_str *s, size_t at, const ty_str *sub)
{
    if (sub->length > s->length - at || too_wide(s, sub))
        return false;
    if (sub->kind == s->kind)
        return memcmp(chars(s, at), sub->data, sub->length * sub->kind) == 0;
    for (size_t i = 0; i < sub->length; i++)
        if (ty_str_at(s, at + i) != ty_str_at(sub, i))
            return false;
    return true;
}

static bool tail_match(const ty_str *s, const ty_str *sub, intptr_t start, intptr_t end, bool at_end)
{
    if (start > end || (size_t)(end - start) < sub->length)
        return false;
    return ty_str_matches_at(s, at_end ? (size_t)end - sub->length : (size_t)start, sub);
}

static ty_value affix(ty_ctx *ctx, const ty_value *args, size_t nargs, const char *name, bool at_end)
{
    const ty_str *s = ty_str_ptr(args[0]);
    intptr_t start, end;
    if (ty_str_bounds(ctx, TY_ARG(2), TY_ARG(3), s->length, &start, &end) < 0)
        return TY_NULL;
    if (TY_LIKELY(ty_is_str(args[1])))
        return ty_bool(tail_match(s, ty_str_ptr(args[1]), start, end, at_end));
    if (!ty_is_tuple(args[1]))
        return ty_error_set(ctx, &ty_TypeError_type, "%s first arg must be str or a tuple of str, not %T", name, args[1]);
    for (size_t i = 0; i < ty_tuple_length(args[1]); i++) {
        ty_value sub = ty_tuple_at(args[1], i);
        if (!ty_is_str(sub))
            return ty_error_set(ctx, &ty_TypeError_type, "tuple for %s must only contain str, not %T", name, sub);
        if (tail_match(s, ty_str_ptr(sub), start, end, at_end))
            return TY_TRUE;
    }
    return TY_FALSE;
}

TY_STR_METHOD(startswith)
{
    (void)kwnames;
    return affix(ctx, args, nargs, "startswith", false);
}
TY_STR_METHOD(endswith)
{
    (void)kwnames;
    return affix(ctx, args, nargs, "endswith", true);
}

TY_STR_METHOD(removeprefix)
{
    (void)nargs, (void)kwnames;
    if (!ty_is_str(args[1]))
        return ty_error_set(ctx, &ty_TypeError_type, "removeprefix() argument must be str, not %T", args[1]);
    const ty_str *s = ty_str_ptr(args[0]), *sub = ty_str_ptr(args[1]);
    return ty_str_matches_at(s, 0, sub) && sub->length ? ty_str_substring(ctx, args[0], sub->length, s->length)
                                                       : ty_str_exact(ctx, args[0]);
}

TY_STR_METHOD(removesuffix)
{
    (void)nargs, (void)kwnames;
    if (!ty_is_str(args[1]))
        return ty_error_set(ctx, &ty_TypeError_type, "removesuffix() argument must be str, not %T", args[1]);
    const ty_str *s = ty_str_ptr(args[0]), *sub = ty_str_ptr(args[1]);
    return sub->length && sub->length <= s->length && ty_str_matches_at(s, s->length - sub->length, sub)
               ? ty_str_substring(ctx, args[0], 0, s->length - sub->length)
               : ty_str_exact(ctx, args[0]);
}

/* --- partition ---------------------------------------------------------------------------------------------------- */

static ty_value partition(ty_ctx *ctx, const ty_value *args, bool backward)
{
    if (!ty_is_str(args[1]))
        return ty_error_set(ctx, &ty_TypeError_type, "must be str, not %T", args[1]);
    const ty_str *s = ty_str_ptr(args[0]), *sub = ty_str_ptr(args[1]);
    if (sub->length == 0)
        return ty_error_set(ctx, &ty_ValueError_type, "empty separator");
    intptr_t at = (backward ? rfind_in : find_in)(s, sub, 0, s->length);
    if (at < 0) {
        ty_value whole = ty_str_exact(ctx, args[0]);
        if (!whole)
            return TY_NULL;
        return backward ? ty_tuple_pack(ctx, 3, ty_str_empty, ty_str_empty, whole)
                        : ty_tuple_pack(ctx, 3, whole, ty_str_empty, ty_str_empty);
    }
    ty_value before = ty_str_substring(ctx, args[0], 0, (size_t)at);
    ty_value after = before ? ty_str_substring(ctx, args[0], (size_t)at + sub->length, s->length) : TY_NULL;
    return after ? ty_tuple_pack(ctx, 3, before, args[1], after) : TY_NULL;
}

TY_STR_METHOD(partition)
{
    (void)nargs, (void)kwnames;
    return partition(ctx, args, false);
}
TY_STR_METHOD(rpartition)
{
    (void)nargs, (void)kwnames;
    return partition(ctx, args, true);
}
