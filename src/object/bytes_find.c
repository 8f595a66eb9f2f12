/* SPDX-License-Identifier: MIT */
/* Methods of bytes and bytearray that look for something: find, count, startswith, partition, replace, strip. */
#include <config.h>

#include "object/bytes_impl.h"
#include "object/fastsearch.h"
#include "object/int.h"
#include "object/ops.h"
#include "object/seq.h"
#include "object/tuple.h"

/* --- find ---------------------------------------------------------------------------------------------------------------- */

/* A needle: bytes-like, or an int that stands for one byte. */
typedef struct needle {
    byte_arg arg;
    unsigned char byte;
} needle;

static int needle_get(ty_ctx *ctx, ty_value v, needle *out)
{
    out->arg.held = false;
    if (ty_is_bytes(v) || ty_is_bytearray(v) || ty_buffer_supported(v))
        return ty_bytes_arg(ctx, v, &out->arg);
    if (!ty_type_of(v)->slots.index) {
        (void)ty_error_set(ctx, &ty_TypeError_type, "argument should be integer or bytes-like object, not '%T'", v);
        return -1;
    }
    int b = ty_bytes_byte(ctx, v);
    if (b < 0)
        return -1;
    out->byte = (unsigned char)b;
    out->arg.run = (byte_run){&out->byte, 1};
    return 0;
}

/* Arguments sub, start, end; the part of self to search in. False: an error. *empty: start lies behind the end. */
static bool search_arguments(ty_ctx *ctx, const ty_value *args, size_t nargs, needle *n, byte_run *part, size_t *offset,
                             bool *empty)
{
    size_t start, stop;
    ty_value from = TY_ARG(2), to = TY_ARG(3);
    if (ty_seq_bounds(ctx, from == TY_NONE ? TY_NULL : from, to == TY_NONE ? TY_NULL : to, byte_run_of(args[0]).n, &start,
                      &stop) < 0 ||
        needle_get(ctx, args[1], n) < 0)
        return false;
    byte_run self = byte_run_of(args[0]);
    if (stop > self.n)
        stop = self.n;
    *empty = start > stop;
    *offset = start;
    *part = *empty ? (byte_run){self.p, 0} : (byte_run){self.p + start, stop - start};
    return true;
}

enum { FROM_RIGHT = 1, RAISE = 2 };

static ty_value find(ty_ctx *ctx, const ty_value *args, size_t nargs, int how)
{
    needle n;
    byte_run part;
    size_t offset;
    bool empty;
    if (!search_arguments(ctx, args, nargs, &n, &part, &offset, &empty))
        return TY_NULL;
    intptr_t at = empty ? -1
                  : how & FROM_RIGHT ? ty_search_rfind(part.p, part.n, 1, n.arg.run.p, n.arg.run.n, 1)
                                     : ty_search_find(part.p, part.n, 1, n.arg.run.p, n.arg.run.n, 1);
    byte_arg_release(ctx, &n.arg);
    if (at < 0)
        return how & RAISE ? ty_error_set(ctx, &ty_ValueError_type, "subsection not found") : ty_small(-1);
    return ty_small(at + (intptr_t)offset);
}

#define FIND(name, how)                                                                                                 \
    ty_value ty_bytes_m_##name(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)                        \
    {                                                                                                                   \
        (void)kwnames;                                                                                                  \
        return find(ctx, args, nargs, how);                                                                             \
    }
FIND(find, 0)
FIND(rfind, FROM_RIGHT)
FIND(index, RAISE)
FIND(rindex, FROM_RIGHT | RAISE)

ty_value ty_bytes_m_count(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    needle n;
    byte_run part;
    size_t offset;
    bool empty;
    if (!search_arguments(ctx, args, nargs, &n, &part, &offset, &empty))
        return TY_NULL;
    size_t count = empty ? 0 : ty_search_count(part.p, part.n, 1, n.arg.run.p, n.arg.run.n, 1, SIZE_MAX);
    byte_arg_release(ctx, &n.arg);
    return ty_small((intptr_t)count);
}

int ty_bytes_contains(ty_ctx *ctx, ty_value o, ty_value v)
{
    if (ty_is_small(v) || (!ty_is_bytes(v) && ty_type_of(v)->slots.index && !ty_buffer_supported(v))) {
        int b = ty_bytes_byte(ctx, v);
        if (b < 0)
            return -1;
        byte_run self = byte_run_of(o);
        return ty_search_char(self.p, self.n, 1, (uint32_t)b) >= 0;
    }
    byte_arg arg;
    if (ty_bytes_arg(ctx, v, &arg) < 0)
        return -1;
    byte_run self = byte_run_of(o);
    bool found = ty_search_find(self.p, self.n, 1, arg.run.p, arg.run.n, 1) >= 0;
    byte_arg_release(ctx, &arg);
    return found;
}

/* --- startswith, endswith ------------------------------------------------------------------------------------------------- */

static int matches(ty_ctx *ctx, ty_value self, size_t start, size_t stop, ty_value v, bool end)
{
    byte_arg a;
    if (ty_bytes_arg(ctx, v, &a) < 0)
        return -1;
    byte_run r = byte_run_of(self);
    if (stop > r.n)
        stop = r.n;
    bool yes = start <= stop && a.run.n <= stop - start &&
               memcmp(end ? r.p + stop - a.run.n : r.p + start, a.run.p, a.run.n) == 0;
    byte_arg_release(ctx, &a);
    return yes;
}

static ty_value tail_match(ty_ctx *ctx, const ty_value *args, size_t nargs, bool end)
{
    size_t start, stop;
    ty_value from = TY_ARG(2), to = TY_ARG(3), what = args[1];
    if (ty_seq_bounds(ctx, from == TY_NONE ? TY_NULL : from, to == TY_NONE ? TY_NULL : to, byte_run_of(args[0]).n, &start,
                      &stop) < 0)
        return TY_NULL;
    int yes = 0;
    if (ty_is_tuple(what)) {
        for (size_t i = 0; i < ty_tuple_length(what) && !yes; i++)
            yes = matches(ctx, args[0], start, stop, ty_tuple_at(what, i), end);
    } else if (!ty_buffer_supported(what)) {
        return ty_error_set(ctx, &ty_TypeError_type, "%s first arg must be bytes or a tuple of bytes, not %T",
                            end ? "endswith" : "startswith", what);
    } else {
        yes = matches(ctx, args[0], start, stop, what, end);
    }
    return yes < 0 ? TY_NULL : ty_bool(yes);
}

ty_value ty_bytes_m_startswith(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    return tail_match(ctx, args, nargs, false);
}

ty_value ty_bytes_m_endswith(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    return tail_match(ctx, args, nargs, true);
}

static ty_value remove_affix(ty_ctx *ctx, ty_value self, ty_value what, bool end)
{
    int yes = matches(ctx, self, 0, SIZE_MAX, what, end);
    if (yes < 0)
        return TY_NULL;
    byte_arg a;
    if (!yes)
        return ty_bytes_same(ctx, self);
    if (ty_bytes_arg(ctx, what, &a) < 0)
        return TY_NULL;
    byte_run r = byte_run_of(self);
    ty_value v = ty_bytes_like(ctx, self, end ? r.p : r.p + a.run.n, r.n - a.run.n);
    byte_arg_release(ctx, &a);
    return v;
}

ty_value ty_bytes_m_removeprefix(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames, (void)nargs;
    return remove_affix(ctx, args[0], args[1], false);
}

ty_value ty_bytes_m_removesuffix(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames, (void)nargs;
    return remove_affix(ctx, args[0], args[1], true);
}

/* --- partition -------------------------------------------------------------------------------------------------------------- */

static ty_value partition(ty_ctx *ctx, ty_value self, ty_value sep, bool right)
{
    byte_arg a;
    if (ty_bytes_arg(ctx, sep, &a) < 0)
        return TY_NULL;
    if (a.run.n == 0) {
        byte_arg_release(ctx, &a);
        return ty_error_set(ctx, &ty_ValueError_type, "empty separator");
    }
    byte_run r = byte_run_of(self);
    intptr_t at = right ? ty_search_rfind(r.p, r.n, 1, a.run.p, a.run.n, 1) : ty_search_find(r.p, r.n, 1, a.run.p, a.run.n, 1);
    ty_value part[3];
    if (at < 0) {
        ty_value whole = ty_bytes_same(ctx, self);
        part[0] = right ? ty_bytes_like(ctx, self, r.p, 0) : whole;
        part[1] = ty_bytes_like(ctx, self, r.p, 0);
        part[2] = right ? whole : ty_bytes_like(ctx, self, r.p, 0);
    } else {
        size_t from = (size_t)at, to = from + a.run.n;
        part[0] = ty_bytes_like(ctx, self, r.p, from);
        part[1] = ty_has_shape(sep, &ty_bytes_shape) && ty_is_bytes(self) ? sep : ty_bytes_like(ctx, self, a.run.p, a.run.n);
        part[2] = ty_bytes_like(ctx, self, r.p + to, r.n - to);
    }
    byte_arg_release(ctx, &a);
    return part[0] && part[1] && part[2] ? ty_tuple_new(ctx, part, 3) : TY_NULL;
}

ty_value ty_bytes_m_partition(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames, (void)nargs;
    return partition(ctx, args[0], args[1], false);
}

ty_value ty_bytes_m_rpartition(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames, (void)nargs;
    return partition(ctx, args[0], args[1], true);
}

/* --- replace ----------------------------------------------------------------------------------------------------------------- */

/* An empty `old` stands before every byte and at the end. */
static ty_value interleave(ty_ctx *ctx, ty_value self, byte_run r, byte_run by, size_t max)
{
    size_t times = r.n + 1 < max ? r.n + 1 : max, extra, total;
    if (ty_mul_overflow(times, by.n, &extra) || ty_add_overflow(r.n, extra, &total))
        return ty_error_memory(ctx);
    unsigned char *p;
    ty_value v = ty_bytes_fresh(ctx, self, total, &p);
    if (!v)
        return TY_NULL;
    for (size_t i = 0; i <= r.n; i++) {
        if (i < times) {
            memcpy(p, by.p, by.n);
            p += by.n;
        }
        if (i < r.n)
            *p++ = r.p[i];
    }
    return v;
}

static ty_value replace(ty_ctx *ctx, ty_value self, byte_run old, byte_run by, size_t max)
{
    byte_run r = byte_run_of(self);
    if (old.n == 0)
        return max && by.n ? interleave(ctx, self, r, by, max) : ty_bytes_same(ctx, self);
    size_t times = max ? ty_search_count(r.p, r.n, 1, old.p, old.n, 1, max) : 0;
    if (times == 0)
        return ty_bytes_same(ctx, self);
    size_t total;
    if (by.n > old.n && (ty_mul_overflow(times, by.n - old.n, &total) || ty_add_overflow(total, r.n, &total)))
        return ty_error_memory(ctx);
    total = r.n + times * by.n - times * old.n;
    unsigned char *p;
    ty_value v = ty_bytes_fresh(ctx, self, total, &p);
    if (!v)
        return TY_NULL;
    for (; times; times--) {
        size_t at = (size_t)ty_search_find(r.p, r.n, 1, old.p, old.n, 1);
        memcpy(p, r.p, at);
        memcpy(p + at, by.p, by.n);
        p += at + by.n;
        r.p += at + old.n;
        r.n -= at + old.n;
    }
    memcpy(p, r.p, r.n);
    return v;
}

ty_value ty_bytes_m_replace(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    intptr_t max = -1;
    if (TY_ARG(3) && ty_op_index_size(ctx, args[3], &ty_OverflowError_type, &max) < 0)
        return TY_NULL;
    byte_arg old, by;
    if (ty_bytes_arg(ctx, args[1], &old) < 0)
        return TY_NULL;
    ty_value v = TY_NULL;
    if (ty_bytes_arg(ctx, args[2], &by) == 0) {
        v = replace(ctx, args[0], old.run, by.run, max < 0 ? SIZE_MAX : (size_t)max);
        byte_arg_release(ctx, &by);
    }
    byte_arg_release(ctx, &old);
    return v;
}

/* --- strip --------------------------------------------------------------------------------------------------------------------- */

enum { LEFT = 1, RIGHT = 2 };

static ty_value strip(ty_ctx *ctx, const ty_value *args, size_t nargs, int ends)
{
    ty_value what = TY_ARG(1);
    byte_arg a = {.run = {(const unsigned char *)" \t\n\r\f\v", 6}};
    if (what && what != TY_NONE && ty_bytes_arg(ctx, what, &a) < 0)
        return TY_NULL;
    byte_run r = byte_run_of(args[0]);
    size_t from = 0, to = r.n;
    if (ends & LEFT)
        while (from < to && memchr(a.run.p, r.p[from], a.run.n))
            from++;
    if (ends & RIGHT)
        while (to > from && memchr(a.run.p, r.p[to - 1], a.run.n))
            to--;
    ty_value v = to - from == r.n ? ty_bytes_same(ctx, args[0]) : ty_bytes_like(ctx, args[0], r.p + from, to - from);
    byte_arg_release(ctx, &a);
    return v;
}

#define STRIP(name, ends)                                                                                               \
    ty_value ty_bytes_m_##name(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)                        \
    {                                                                                                                   \
        (void)kwnames;                                                                                                  \
        return strip(ctx, args, nargs, ends);                                                                           \
    }
STRIP(strip, LEFT | RIGHT)
STRIP(lstrip, LEFT)
STRIP(rstrip, RIGHT)
