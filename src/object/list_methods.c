/* SPDX-License-Identifier: MIT */
/* The methods of list. args[0] is the list; everything that compares re-reads it each time. */
#include <config.h>

#include "object/equal.h"
#include "object/error.h"
#include "object/genericalias.h"
#include "object/int.h"
#include "object/iter.h"
#include "object/list.h"
#include "object/native.h"
#include "object/seq.h"

#define METHOD(name)                                                                                                    \
    static ty_value name(TY_UNUSED ty_ctx *ctx, const ty_value *args, TY_UNUSED size_t nargs, TY_UNUSED ty_value kwnames)

METHOD(list_append)
{
    return ty_list_append(ctx, args[0], args[1]) ? TY_NULL : TY_NONE;
}

METHOD(list_extend)
{
    return ty_list_extend(ctx, args[0], args[1]) ? TY_NULL : TY_NONE;
}

METHOD(list_insert)
{
    intptr_t i;
    if (ty_op_index_size(ctx, args[1], &ty_OverflowError_type, &i))
        return TY_NULL;
    return ty_list_insert(ctx, args[0], i, args[2]) ? TY_NULL : TY_NONE;
}

METHOD(list_pop)
{
    intptr_t i = -1;
    if (nargs > 1 && ty_op_index_size(ctx, args[1], &ty_IndexError_type, &i))
        return TY_NULL;
    size_t n = ty_list_length(args[0]);
    if (n == 0)
        return ty_error_set(ctx, &ty_IndexError_type, "pop from empty list");
    if (i < 0)
        i += (intptr_t)n;
    if ((size_t)i >= n)
        return ty_error_set(ctx, &ty_IndexError_type, "pop index out of range");
    return ty_list_pop(ctx, args[0], (size_t)i);
}

METHOD(list_remove)
{
    const ty_list *l = ty_list_ptr(args[0]);
    for (size_t i = 0; i < l->length; i++) {
        int same = ty_equal_quick(ctx, l->array->items[i], args[1]);
        if (same < 0)
            return TY_NULL;
        if (same) {
            /* The comparison may have shortened the list. */
            if (i < l->length)
                ty_list_pop(ctx, args[0], i);
            return TY_NONE;
        }
    }
    return ty_error_set(ctx, &ty_ValueError_type, "list.remove(x): x not in list");
}

METHOD(list_index)
{
    const ty_list *l = ty_list_ptr(args[0]);
    size_t start, stop;
    if (ty_seq_bounds(ctx, TY_ARG(2), TY_ARG(3), l->length, &start, &stop))
        return TY_NULL;
    for (size_t i = start; i < stop && i < l->length; i++) {
        int same = ty_equal_quick(ctx, l->array->items[i], args[1]);
        if (same)
            return same < 0 ? TY_NULL : ty_int_from_size(ctx, (intptr_t)i);
    }
    return ty_error_set(ctx, &ty_ValueError_type, "%R is not in list", args[1]);
}

METHOD(list_count)
{
    const ty_list *l = ty_list_ptr(args[0]);
    intptr_t count = 0;
    for (size_t i = 0; i < l->length; i++) {
        int same = ty_equal_quick(ctx, l->array->items[i], args[1]);
        if (same < 0)
            return TY_NULL;
        count += same;
    }
    return ty_int_from_size(ctx, count);
}

METHOD(list_clear)
{
    ty_list_clear(ctx, args[0]);
    return TY_NONE;
}

METHOD(list_copy)
{
    const ty_list *l = ty_list_ptr(args[0]);
    return ty_list_from(ctx, l->length ? l->array->items : NULL, l->length);
}

int ty_list_reverse(ty_ctx *ctx, ty_value list)
{
    ty_list *l = ty_list_ptr(list);
    if (l->length < 2)
        return 0;
    ty_value *low = l->array->items, *high = low + l->length - 1;
    ty_heap_wrote_range(ctx->heap, &l->array->ob, low, l->length);
    for (; low < high; low++, high--) {
        ty_value v = *low;
        *low = *high;
        *high = v;
    }
    return 0;
}

METHOD(list_reverse)
{
    return ty_list_reverse(ctx, args[0]) ? TY_NULL : TY_NONE;
}

METHOD(list_sort)
{
    ty_value key = TY_ARG(1);
    int reverse = TY_ARG(2) ? ty_op_truth(ctx, args[2]) : 0;
    if (reverse < 0)
        return TY_NULL;
    if (key == TY_NONE)
        key = TY_NULL;
    return ty_list_sort(ctx, args[0], key, reverse) ? TY_NULL : TY_NONE;
}

METHOD(list_reversed)
{
    return ty_iter_new_seq(ctx, &ty_list_reverseiterator_shape, args[0], ty_list_length(args[0]));
}

#define OWNER &ty_list_type
const ty_native ty_list_methods[] = {
    TY_METHOD(append, list_append, 1, 1, "object, /", "Add the object at the end."),
    TY_METHOD(extend, list_extend, 1, 1, "iterable, /", "Add all items of the iterable at the end."),
    TY_METHOD(insert, list_insert, 2, 2, "index, object, /", "Put the object before the item at the index."),
    TY_METHOD(pop, list_pop, 0, 1, "index=-1, /", "Remove the item at the index and return it; IndexError if there is none."),
    TY_METHOD(remove, list_remove, 1, 1, "value, /", "Remove the first item equal to value; ValueError if there is none."),
    TY_METHOD(index, list_index, 1, 3, "value, start=0, stop=9223372036854775807, /",
              "Return the place of the first item equal to value; ValueError if there is none."),
    TY_METHOD(count, list_count, 1, 1, "value, /", "Return how many items are equal to value."),
    TY_METHOD(clear, list_clear, 0, 0, "", "Remove all items."),
    TY_METHOD(copy, list_copy, 0, 0, "", "Return a new list of the same items."),
    TY_METHOD(reverse, list_reverse, 0, 0, "", "Turn the order of the items round, in place."),
    TY_METHOD(sort, list_sort, 0, 0, "*, key=None, reverse=False",
              "Sort in place, in ascending order; equal items keep their order.\n\n"
              "key(item) is computed once for each item and compared in its place; reverse=True sorts in descending order."),
    TY_METHOD(__reversed__, list_reversed, 0, 0, "", "Return an iterator from the last item to the first."),
    TY_CLASS_GETITEM,
    TY_NATIVE_END,
};
