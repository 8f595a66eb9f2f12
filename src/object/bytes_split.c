/* SPDX-License-Identifier: MIT */
/* Cutting bytes and bytearray into pieces and joining them: split, rsplit, splitlines, join. */
#include <config.h>

#include "object/bytes_impl.h"
#include "object/fastsearch.h"
#include "object/int.h"
#include "object/list.h"
#include "object/ops.h"
#include "object/tuple.h"

static bool is_space(unsigned char c) { return c == ' ' || (c >= 9 && c <= 13); }

/* Appends a piece; it may lie in `self`, which the caller keeps. */
static bool add(ty_ctx *ctx, ty_value list, ty_value self, const unsigned char *p, size_t n)
{
    ty_value piece = ty_bytes_like(ctx, self, p, n);
    return piece && ty_list_append(ctx, list, piece) == 0;
}

static bool split_blank(ty_ctx *ctx, ty_value list, ty_value self, size_t max)
{
    byte_run r = byte_run_of(self);
    size_t i = 0;
    for (;;) {
        while (i < r.n && is_space(r.p[i]))
            i++;
        if (i == r.n)
            return true;
        size_t start = i;
        if (max-- == 0)
            return add(ctx, list, self, r.p + start, r.n - start);
        while (i < r.n && !is_space(r.p[i]))
            i++;
        if (start == 0 && i == r.n && ty_has_shape(self, &ty_bytes_shape))
            return ty_list_append(ctx, list, self) == 0;
        if (!add(ctx, list, self, r.p + start, i - start))
            return false;
    }
}

static bool split_at(ty_ctx *ctx, ty_value list, ty_value self, byte_run sep, size_t max)
{
    byte_run r = byte_run_of(self);
    const unsigned char *p = r.p, *end = r.p + r.n;
    if (sep.n == 1 && ty_is_bytes(self)) /* the usual case, without the search's preparations */
        for (const unsigned char *hit; max && (hit = memchr(p, sep.p[0], (size_t)(end - p))); p = hit + 1, max--) {
            ty_value piece = ty_bytes_new(ctx, p, (size_t)(hit - p));
            if (!piece || ty_list_append(ctx, list, piece) < 0)
                return false;
        }
    for (;;) {
        intptr_t at = max-- ? ty_search_find(p, (size_t)(end - p), 1, sep.p, sep.n, 1) : -1;
        if (at < 0)
            return p == r.p && ty_has_shape(self, &ty_bytes_shape) ? ty_list_append(ctx, list, self) == 0
                                                                   : add(ctx, list, self, p, (size_t)(end - p));
        if (!add(ctx, list, self, p, (size_t)at))
            return false;
        p += (size_t)at + sep.n;
    }
}

static bool rsplit_blank(ty_ctx *ctx, ty_value list, ty_value self, size_t max)
{
    byte_run r = byte_run_of(self);
    size_t i = r.n;
    for (;;) {
        while (i > 0 && is_space(r.p[i - 1]))
            i--;
        if (i == 0)
            return true;
        size_t stop = i;
        if (max-- == 0)
            return add(ctx, list, self, r.p, stop);
        while (i > 0 && !is_space(r.p[i - 1]))
            i--;
        if (!add(ctx, list, self, r.p + i, stop - i))
            return false;
    }
}

static bool rsplit_at(ty_ctx *ctx, ty_value list, ty_value self, byte_run sep, size_t max)
{
    byte_run r = byte_run_of(self);
    size_t end = r.n;
    for (;;) {
        intptr_t at = max-- ? ty_search_rfind(r.p, end, 1, sep.p, sep.n, 1) : -1;
        if (at < 0)
            return add(ctx, list, self, r.p, end);
        size_t from = (size_t)at + sep.n;
        if (!add(ctx, list, self, r.p + from, end - from))
            return false;
        end = (size_t)at;
    }
}

static ty_value split(ty_ctx *ctx, const ty_value *args, size_t nargs, bool right)
{
    ty_value self = args[0], sep = TY_ARG(1);
    intptr_t max = -1;
    if (TY_ARG(2) && ty_op_index_size(ctx, args[2], &ty_OverflowError_type, &max) < 0)
        return TY_NULL;
    size_t limit = max < 0 ? SIZE_MAX : (size_t)max;
    ty_value list = ty_list_new(ctx, limit < 7 ? limit + 1 : 8);
    if (!list)
        return TY_NULL;
    bool good;
    if (!sep || sep == TY_NONE) {
        good = right ? rsplit_blank(ctx, list, self, limit) : split_blank(ctx, list, self, limit);
    } else {
        byte_arg a;
        if (ty_bytes_arg(ctx, sep, &a) < 0)
            return TY_NULL;
        if (a.run.n == 0) {
            byte_arg_release(ctx, &a);
            return ty_error_set(ctx, &ty_ValueError_type, "empty separator");
        }
        good = right ? rsplit_at(ctx, list, self, a.run, limit) : split_at(ctx, list, self, a.run, limit);
        byte_arg_release(ctx, &a);
    }
    if (!good || (right && ty_list_reverse(ctx, list) < 0))
        return TY_NULL;
    return list;
}

ty_value ty_bytes_m_split(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    return split(ctx, args, nargs, false);
}

ty_value ty_bytes_m_rsplit(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    return split(ctx, args, nargs, true);
}

ty_value ty_bytes_m_splitlines(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    int keep = TY_ARG(1) ? ty_op_truth(ctx, args[1]) : 0;
    ty_value list = keep < 0 ? TY_NULL : ty_list_new(ctx, 0);
    if (!list)
        return TY_NULL;
    byte_run r = byte_run_of(args[0]);
    for (size_t i = 0; i < r.n;) {
        size_t start = i;
        while (i < r.n && r.p[i] != '\n' && r.p[i] != '\r')
            i++;
        size_t stop = i;
        if (i < r.n)
            i += r.p[i] == '\r' && i + 1 < r.n && r.p[i + 1] == '\n' ? 2 : 1;
        if (!add(ctx, list, args[0], r.p + start, (keep ? i : stop) - start))
            return TY_NULL;
    }
    return list;
}

/* --- join ------------------------------------------------------------------------------------------------------------------ */

/* The items of an exact list or tuple when all are exact bytes: then no code can run meanwhile. TY_UNBOUND: they are not. */
static ty_value join_plain(ty_ctx *ctx, ty_value self, ty_value seq)
{
    size_t n = ty_is_list(seq) ? ty_list_length(seq) : ty_tuple_length(seq), total = 0;
    byte_run sep = byte_run_of(self);
    if (n == 0)
        return ty_bytes_empty;
    const ty_value *items = ty_is_list(seq) ? ty_list_ptr(seq)->array->items : ty_tuple_items(seq);
    for (size_t i = 0; i < n; i++)
        if (!ty_has_shape(items[i], &ty_bytes_shape) || ty_add_overflow(total, ty_bytes_length(items[i]), &total))
            return TY_UNBOUND;
    size_t between;
    if (ty_mul_overflow(sep.n, n - 1, &between) || ty_add_overflow(total, between, &total))
        return TY_UNBOUND;
    if (n == 1)
        return items[0];
    ty_value v = ty_bytes_new(ctx, NULL, total);
    if (!v || !total)
        return v;
    unsigned char *p = ty_bytes_fill(v);
    for (size_t i = 0; i < n; i++) {
        if (i && sep.n == 1) {
            *p++ = sep.p[0];
        } else if (i) {
            memcpy(p, sep.p, sep.n);
            p += sep.n;
        }
        memcpy(p, ty_bytes_data(items[i]), ty_bytes_length(items[i]));
        p += ty_bytes_length(items[i]);
    }
    TY_KEEP(seq);
    TY_KEEP(self);
    return v;
}

ty_value ty_bytes_m_join(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames, (void)nargs;
    ty_value self = args[0], seq = args[1];
    if (ty_is_bytes(self) && (ty_is_exact_list(seq) || ty_is_exact_tuple(seq))) {
        ty_value v = join_plain(ctx, self, seq);
        if (v != TY_UNBOUND)
            return v;
    }
    if (!ty_is_exact_list(seq) && !ty_is_exact_tuple(seq)) {
        if (!ty_type_of(seq)->slots.iter && !ty_type_of(seq)->slots.getitem)
            return ty_error_set(ctx, &ty_TypeError_type, "can only join an iterable");
        if (!(seq = ty_op_tuple(ctx, seq)))
            return TY_NULL;
    } else if (ty_is_list(seq) && !(seq = ty_list_to_tuple(ctx, seq))) {
        return TY_NULL;
    }
    size_t n = ty_tuple_length(seq), total = 0, sep = byte_run_of(self).n;
    /* First only sizes: views are taken again for the copy, so that nothing has to remember them. */
    for (size_t i = 0; i < n; i++) {
        ty_value item = ty_tuple_at(seq, i);
        if (!ty_buffer_supported(item))
            return ty_error_set(ctx, &ty_TypeError_type, "sequence item %zu: expected a bytes-like object, %T found", i, item);
        byte_arg a;
        if (ty_bytes_arg(ctx, item, &a) < 0)
            return TY_NULL;
        size_t more = a.run.n + (i ? sep : 0);
        byte_arg_release(ctx, &a);
        if (ty_add_overflow(total, more, &total))
            return ty_error_memory(ctx);
    }
    if (n == 1 && ty_is_bytes(self) && ty_has_shape(ty_tuple_at(seq, 0), &ty_bytes_shape))
        return ty_tuple_at(seq, 0);
    unsigned char *p, *end;
    ty_value v = ty_bytes_fresh(ctx, self, total, &p);
    if (!v)
        return TY_NULL;
    end = p + total;
    for (size_t i = 0; i < n; i++) {
        byte_arg a;
        if (ty_bytes_arg(ctx, ty_tuple_at(seq, i), &a) < 0)
            return TY_NULL;
        byte_run s = byte_run_of(self);
        if (i && s.n <= (size_t)(end - p)) {
            memcpy(p, s.p, s.n);
            p += s.n;
        }
        if (a.run.n <= (size_t)(end - p)) { /* false only if a buffer has changed its size meanwhile */
            memcpy(p, a.run.p, a.run.n);
            p += a.run.n;
        }
        byte_arg_release(ctx, &a);
    }
    memset(p, 0, (size_t)(end - p));
    return v;
}
