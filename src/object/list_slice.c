/* SPDX-License-Identifier: MIT */
/* Slices of lists: reading, assigning, deleting, extended ones too. */
#include <config.h>

#include "object/error.h"
#include "object/list.h"
#include "object/ops.h"
#include "object/range.h"
#include "object/tuple.h"

ty_value ty_list_slice(ty_ctx *ctx, ty_value list, size_t start, size_t end)
{
    const ty_list *l = ty_list_ptr(list);
    if (end > l->length)
        end = l->length;
    if (start >= end)
        return ty_list_new(ctx, 0);
    return ty_list_from(ctx, l->array->items + start, end - start);
}

ty_value ty_list_getslice(ty_ctx *ctx, ty_value list, ty_value slice)
{
    intptr_t start, stop, step;
    size_t count;
    if (ty_slice_indices(ctx, slice, ty_list_length(list), &start, &stop, &step, &count))
        return TY_NULL;
    if (count == 0)
        return ty_list_new(ctx, 0);
    if (step == 1)
        return ty_list_slice(ctx, list, (size_t)start, (size_t)start + count);
    ty_value v = ty_list_new(ctx, count);
    if (!v)
        return TY_NULL;
    /* The fresh list may have aged while its array was made; the array itself is fresh. */
    ty_value *to = ty_list_ptr(v)->array->items;
    const ty_value *from = ty_list_ptr(list)->array->items;
    for (size_t i = 0; i < count; i++, start += step)
        to[i] = from[start];
    ty_list_ptr(v)->length = count;
    return v;
}

static void delete_extended(ty_ctx *ctx, ty_value list, size_t low, size_t step, size_t count)
{
    ty_list *l = ty_list_ptr(list);
    ty_value *items = l->array->items;
    size_t to = low, n = l->length;
    for (size_t i = 0; i < count; i++) {
        size_t gap = low + i * step, next = i + 1 < count ? gap + step : n;
        memmove(items + to, items + gap + 1, (next - gap - 1) * sizeof *items);
        to += next - gap - 1;
    }
    ty_heap_wrote_range(ctx->heap, &l->array->ob, items + low, to - low);
    for (size_t i = to; i < n; i++)
        items[i] = TY_UNBOUND;
    l->length = to;
}

int ty_list_setslice(ty_ctx *ctx, ty_value list, ty_value slice, ty_value v)
{
    intptr_t start, stop, step;
    size_t count;
    if (ty_slice_indices(ctx, slice, ty_list_length(list), &start, &stop, &step, &count))
        return -1;
    if (!v) {
        if (count == 0)
            return 0;
        if (step == 1)
            return ty_list_replace(ctx, list, (size_t)start, (size_t)start + count, NULL, 0);
        if (step < 0) {
            start += step * (intptr_t)(count - 1);
            step = -step;
        }
        delete_extended(ctx, list, (size_t)start, (size_t)step, count);
        return 0;
    }
    /* The items, in storage that assigning cannot change. */
    const ty_value *items;
    size_t n;
    ty_value hold = v;
    if (!ty_is_exact_tuple(v)) {
        if ((!ty_is_exact_list(v) || v == list)) {
            hold = ty_op_list(ctx, v);
            if (!hold) {
                if (!ty_type_of(v)->slots.iter && ty_error_swallow(ctx, &ty_TypeError_type))
                    ty_error_set(ctx, &ty_TypeError_type,
                                 step == 1 ? "can only assign an iterable" : "must assign iterable to extended slice");
                return -1;
            }
        }
        n = ty_list_length(hold);
        items = n ? ty_list_ptr(hold)->array->items : NULL;
        /* Iterating may have changed the list. */
        if (ty_slice_indices(ctx, slice, ty_list_length(list), &start, &stop, &step, &count))
            return -1;
    } else {
        n = ty_tuple_length(v);
        items = ty_tuple_items(v);
    }
    if (step == 1) {
        int failed = ty_list_replace(ctx, list, (size_t)start, (size_t)start + count, items, n);
        TY_KEEP(hold);
        return failed;
    }
    if (n != count) {
        ty_error_set(ctx, &ty_ValueError_type, "attempt to assign sequence of size %zu to extended slice of size %zu", n,
                     count);
        return -1;
    }
    if (n == 0)
        return 0;
    ty_array *a = ty_list_ptr(list)->array;
    for (size_t i = 0; i < n; i++, start += step)
        ty_heap_store(ctx->heap, &a->ob, &a->items[start], items[i]);
    TY_KEEP(hold);
    return 0;
}
