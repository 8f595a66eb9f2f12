/* SPDX-License-Identifier: MIT */
/* _bisect: searching and inserting in sorted sequences. */
#include <config.h>

#include "object/call.h"
#include "object/error.h"
#include "object/int.h"
#include "object/list.h"
#include "modules/modules.h"
#include "object/native.h"
#include "object/ops.h"

#define FUNCTION(name)                                                                                                  \
    static ty_value name(ty_ctx *ctx, const ty_value *args, TY_UNUSED size_t nargs, TY_UNUSED ty_value kwnames)

/* args: a, x, lo, hi, key. The place before (left) or behind the items equal to x; -1: error. */
static intptr_t search(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value x, bool left)
{
    ty_value seq = args[0], key = TY_ARG(4);
    intptr_t low = 0, high = -1;
    if (key == TY_NONE)
        key = TY_NULL;
    if (TY_ARG(2) && ty_op_index_size(ctx, args[2], &ty_IndexError_type, &low))
        return -1;
    if (low < 0) {
        ty_error_set(ctx, &ty_ValueError_type, "lo must be non-negative");
        return -1;
    }
    if (TY_ARG(3) && args[3] != TY_NONE) {
        if (ty_op_index_size(ctx, args[3], &ty_IndexError_type, &high))
            return -1;
    }
    if (high < 0 && !(TY_ARG(3) && args[3] != TY_NONE && high != -1) && (high = ty_op_len(ctx, seq)) < 0)
        return -1;
    while (low < high) {
        intptr_t middle = low + (high - low) / 2;
        ty_value item, at;
        if (ty_is_exact_list(seq) && (size_t)middle < ty_list_length(seq))
            item = ty_list_at(seq, (size_t)middle);
        else if (!(at = ty_int_from_size(ctx, middle)) || !(item = ty_op_getitem(ctx, seq, at)))
            return -1;
        if (key && !(item = ty_call1(ctx, key, item)))
            return -1;
        int go_right;
        if (ty_both_small(item, x))
            go_right = left ? (intptr_t)item < (intptr_t)x : (intptr_t)item <= (intptr_t)x;
        else if (left)
            go_right = ty_op_compare_bool(ctx, item, x, TY_LT);
        else if ((go_right = ty_op_compare_bool(ctx, x, item, TY_LT)) >= 0)
            go_right = !go_right;
        if (go_right < 0)
            return -1;
        if (go_right)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static ty_value find(ty_ctx *ctx, const ty_value *args, size_t nargs, bool left)
{
    intptr_t i = search(ctx, args, nargs, args[1], left);
    return i < 0 ? TY_NULL : ty_int_from_size(ctx, i);
}

static ty_value insert(ty_ctx *ctx, const ty_value *args, size_t nargs, bool left)
{
    ty_value x = args[1], key = TY_ARG(4);
    if (key && key != TY_NONE && !(x = ty_call1(ctx, key, x)))
        return TY_NULL;
    intptr_t i = search(ctx, args, nargs, x, left);
    if (i < 0)
        return TY_NULL;
    if (ty_is_exact_list(args[0]))
        return ty_list_insert(ctx, args[0], i, args[1]) ? TY_NULL : TY_NONE;
    ty_value call[3] = {args[0], ty_int_from_size(ctx, i), args[1]};
    return ty_call_method(ctx, TY_SYM(insert), call, 3) ? TY_NONE : TY_NULL;
}

FUNCTION(bisect_left)
{
    return find(ctx, args, nargs, true);
}
FUNCTION(bisect_right)
{
    return find(ctx, args, nargs, false);
}
FUNCTION(insort_left)
{
    return insert(ctx, args, nargs, true);
}
FUNCTION(insort_right)
{
    return insert(ctx, args, nargs, false);
}

#define MODULE "_bisect"
#define PARAMS "a, x, lo=0, hi=None, *, key=None"
static const ty_native functions[] = {
    TY_FUNCTION(bisect_left, bisect_left, 2, 4, PARAMS, "Return the place before the items equal to x."),
    TY_FUNCTION(bisect_right, bisect_right, 2, 4, PARAMS, "Return the place behind the items equal to x."),
    TY_FUNCTION(bisect, bisect_right, 2, 4, PARAMS, "The same as bisect_right()."),
    TY_FUNCTION(insort_left, insort_left, 2, 4, PARAMS, "Insert x before the items equal to it."),
    TY_FUNCTION(insort_right, insort_right, 2, 4, PARAMS, "Insert x behind the items equal to it."),
    TY_FUNCTION(insort, insort_right, 2, 4, PARAMS, "The same as insort_right()."),
    TY_NATIVE_END,
};
const ty_module_def ty_module__bisect = {.name = "_bisect", .doc = "What bisect needs to be fast.", .functions = functions};
