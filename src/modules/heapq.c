/* SPDX-License-Identifier: MIT */
/* _heapq: a list as a binary heap. Comparing may run Python code: a list whose length it changes is an error. */
#include <config.h>

#include "object/equal.h"
#include "object/error.h"
#include "object/list.h"
#include "modules/modules.h"
#include "object/native.h"

#define FUNCTION(name)                                                                                                  \
    static ty_value name(ty_ctx *ctx, const ty_value *args, TY_UNUSED size_t nargs, TY_UNUSED ty_value kwnames)

/* Whether a must stand above b: 1, 0, -1. */
static inline int above(ty_ctx *ctx, ty_value a, ty_value b, bool max)
{
    if (TY_LIKELY(ty_both_small(a, b)))
        return max ? (intptr_t)a > (intptr_t)b : (intptr_t)a < (intptr_t)b;
    return max ? ty_op_compare_bool(ctx, b, a, TY_LT) : ty_op_compare_bool(ctx, a, b, TY_LT);
}

static int changed(ty_ctx *ctx)
{
    ty_error_set(ctx, &ty_RuntimeError_type, "list changed size during iteration");
    return -1;
}

/* The item at `at` rises until its parent stands above it, at most to `top`. */
static int rise(ty_ctx *ctx, ty_value heap, size_t top, size_t at, bool max)
{
    size_t n = ty_list_length(heap);
    if (at >= n) {
        ty_error_set(ctx, &ty_IndexError_type, "index out of range");
        return -1;
    }
    while (at > top) {
        size_t parent = (at - 1) / 2;
        ty_value v = ty_list_at(heap, at), p = ty_list_at(heap, parent);
        int up = above(ctx, v, p, max);
        if (up < 0)
            return -1;
        if (ty_list_length(heap) != n)
            return changed(ctx);
        if (!up)
            break;
        v = ty_list_at(heap, at);
        ty_list_put(ctx, heap, at, ty_list_at(heap, parent));
        ty_list_put(ctx, heap, parent, v);
        at = parent;
    }
    return 0;
}

/* The item at `at` sinks to a leaf, the better child taking its place each time, and rises from there: fewer comparisons
 * than stopping where it fits, for it comes from the end of the heap. */
static int sink(ty_ctx *ctx, ty_value heap, size_t at, bool max)
{
    size_t n = ty_list_length(heap), top = at;
    while (at < n / 2) {
        size_t child = 2 * at + 1;
        if (child + 1 < n) {
            int left = above(ctx, ty_list_at(heap, child), ty_list_at(heap, child + 1), max);
            if (left < 0)
                return -1;
            child += !left;
            if (ty_list_length(heap) != n)
                return changed(ctx);
        }
        ty_value v = ty_list_at(heap, child);
        ty_list_put(ctx, heap, child, ty_list_at(heap, at));
        ty_list_put(ctx, heap, at, v);
        at = child;
    }
    return rise(ctx, heap, top, at, max);
}

static bool is_heap(ty_ctx *ctx, const char *fname, ty_value v)
{
    if (ty_is_list(v))
        return true;
    ty_error_set(ctx, &ty_TypeError_type, "%s() argument%s must be list, not %T", fname,
                 strcmp(fname, "heapify") == 0 || strncmp(fname, "heappop", 8) == 0 ? "" : " 1", v);
    return false;
}

static ty_value pop(ty_ctx *ctx, ty_value heap, bool max)
{
    size_t n = ty_list_length(heap);
    if (n == 0)
        return ty_error_set(ctx, &ty_IndexError_type, "index out of range");
    ty_value last = ty_list_pop(ctx, heap, n - 1);
    if (n == 1)
        return last;
    ty_value first = ty_list_at(heap, 0);
    ty_list_put(ctx, heap, 0, last);
    return sink(ctx, heap, 0, max) ? TY_NULL : first;
}

static ty_value replace(ty_ctx *ctx, ty_value heap, ty_value item, bool max)
{
    if (ty_list_length(heap) == 0)
        return ty_error_set(ctx, &ty_IndexError_type, "index out of range");
    ty_value first = ty_list_at(heap, 0);
    ty_list_put(ctx, heap, 0, item);
    return sink(ctx, heap, 0, max) ? TY_NULL : first;
}

static ty_value make(ty_ctx *ctx, ty_value heap, bool max)
{
    size_t n = ty_list_length(heap);
    for (size_t i = n / 2; i-- > 0;) {
        if (sink(ctx, heap, i, max) || ty_context_poll(ctx))
            return TY_NULL;
        if (ty_list_length(heap) != n) {
            changed(ctx);
            return TY_NULL;
        }
    }
    return TY_NONE;
}

FUNCTION(heappush)
{
    if (!is_heap(ctx, "heappush", args[0]) || ty_list_append(ctx, args[0], args[1]))
        return TY_NULL;
    return rise(ctx, args[0], 0, ty_list_length(args[0]) - 1, false) ? TY_NULL : TY_NONE;
}
FUNCTION(heappop)
{
    return is_heap(ctx, "heappop", args[0]) ? pop(ctx, args[0], false) : TY_NULL;
}
FUNCTION(heappop_max)
{
    return is_heap(ctx, "_heappop_max", args[0]) ? pop(ctx, args[0], true) : TY_NULL;
}
FUNCTION(heapreplace)
{
    return is_heap(ctx, "heapreplace", args[0]) ? replace(ctx, args[0], args[1], false) : TY_NULL;
}
FUNCTION(heapreplace_max)
{
    return is_heap(ctx, "_heapreplace_max", args[0]) ? replace(ctx, args[0], args[1], true) : TY_NULL;
}
FUNCTION(heapify)
{
    return is_heap(ctx, "heapify", args[0]) ? make(ctx, args[0], false) : TY_NULL;
}
FUNCTION(heapify_max)
{
    return is_heap(ctx, "_heapify_max", args[0]) ? make(ctx, args[0], true) : TY_NULL;
}
FUNCTION(heappushpop)
{
    if (!is_heap(ctx, "heappushpop", args[0]))
        return TY_NULL;
    if (ty_list_length(args[0]) == 0)
        return args[1];
    int smaller = above(ctx, ty_list_at(args[0], 0), args[1], false);
    if (smaller <= 0)
        return smaller < 0 ? TY_NULL : args[1];
    return replace(ctx, args[0], args[1], false);
}

#define MODULE "_heapq"
static const ty_native functions[] = {
    TY_FUNCTION(heappush, heappush, 2, 2, "heap, item, /", "Put the item into the heap."),
    TY_FUNCTION(heappop, heappop, 1, 1, "heap, /", "Take the smallest item out of the heap."),
    TY_FUNCTION(heapreplace, heapreplace, 2, 2, "heap, item, /", "Take the smallest item out, then put the item in."),
    TY_FUNCTION(heappushpop, heappushpop, 2, 2, "heap, item, /", "Put the item in, then take the smallest one out."),
    TY_FUNCTION(heapify, heapify, 1, 1, "heap, /", "Turn the list into a heap, in place."),
    TY_FUNCTION(_heappop_max, heappop_max, 1, 1, "heap, /", "heappop() of a heap with the largest item first."),
    TY_FUNCTION(_heapreplace_max, heapreplace_max, 2, 2, "heap, item, /", "heapreplace() of such a heap."),
    TY_FUNCTION(_heapify_max, heapify_max, 1, 1, "heap, /", "heapify() for such a heap."),
    TY_NATIVE_END,
};
const ty_module_def ty_module__heapq = {.name = "_heapq", .doc = "What heapq needs to be fast.", .functions = functions};
