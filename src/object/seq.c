/* SPDX-License-Identifier: MIT */
/* Common parts of the builtin sequences. See seq.h. */
#include <config.h>

#include "object/seq.h"

#include "object/error.h"

int ty_seq_index(ty_ctx *ctx, const char *name, ty_value k, intptr_t *out)
{
    if (!ty_type_of(k)->slots.index) {
        ty_error_set(ctx, &ty_TypeError_type, "%s indices must be integers or slices, not %T", name, k);
        return -1;
    }
    return ty_op_index_size(ctx, k, &ty_IndexError_type, out);
}

int ty_seq_bound(ty_ctx *ctx, ty_value v, size_t length, size_t *out)
{
    intptr_t i;
    if (!v)
        return 0;
    if (!ty_type_of(v)->slots.index) {
        ty_error_set(ctx, &ty_TypeError_type, "slice indices must be integers or have an __index__ method");
        return -1;
    }
    if (ty_op_index_size(ctx, v, NULL, &i))
        return -1;
    if (i < 0) {
        i += (intptr_t)length;
        if (i < 0)
            i = 0;
    }
    *out = (size_t)i;
    return 0;
}

int ty_seq_bounds(ty_ctx *ctx, ty_value from, ty_value to, size_t length, size_t *start, size_t *stop)
{
    *start = 0;
    *stop = length;
    if (ty_seq_bound(ctx, from, length, start) || ty_seq_bound(ctx, to, length, stop))
        return -1;
    if (*stop > length)
        *stop = length;
    return 0;
}

int ty_seq_repeat_count(ty_ctx *ctx, ty_value v, intptr_t *count)
{
    if (ty_is_small(v)) {
        *count = ty_small_value(v);
    } else {
        if (!ty_type_of(v)->slots.index) {
            ty_error_set(ctx, &ty_TypeError_type, "can't multiply sequence by non-int of type '%T'", v);
            return -1;
        }
        if (ty_op_index_size(ctx, v, &ty_OverflowError_type, count))
            return -1;
    }
    if (*count < 0)
        *count = 0;
    return 0;
}

void ty_seq_fill_repeated(ty_value *to, const ty_value *items, size_t n, size_t total)
{
    if (n == 1) {
        ty_value v = items[0];
        for (size_t i = 0; i < total; i++)
            to[i] = v;
        return;
    }
    if (total == 0)
        return;
    memcpy(to, items, n * sizeof *to);
    /* Doubling what is there. */
    for (size_t done = n; done < total;) {
        size_t more = done < total - done ? done : total - done;
        memcpy(to + done, to, more * sizeof *to);
        done += more;
    }
}
