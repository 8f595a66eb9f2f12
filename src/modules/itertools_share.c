/* SPDX-License-Identifier: MIT */
/* itertools: groupby and tee, which give several iterators on one. */
#include <config.h>

#include "modules/itertools.h"

#include "object/array.h"
#include "object/call.h"
#include "object/equal.h"
#include "object/genericalias.h"
#include "object/int.h"

/* --- groupby ---------------------------------------------------------------------------------------------------------- */

typedef struct groupby {
    ty_object ob;
    ty_value iterator, function; /* function None: the item is the key */
    ty_value target;             /* key of the group given out last, TY_NULL: none yet */
    ty_value key, item;          /* of the item read last, TY_NULL: none */
    ty_value group;              /* the grouper given out last; an older one is empty */
} groupby;

typedef struct grouper {
    ty_object ob;
    ty_value parent, target;
} grouper;

static ty_value groupby_new(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames)
{
    ty_value v[2];
    if (ty_native_bind(ctx, "groupby", "iterable, key=None", 1, 2, args, nargs, kwnames, v))
        return TY_NULL;
    ty_value it = ty_op_iter(ctx, v[0]);
    groupby *g = it ? ty_alloc_instance(ctx, type, &ty_itertools_groupby_type) : NULL;
    if (!g)
        return TY_NULL;
    g->iterator = it;
    g->function = v[1] ? v[1] : TY_NONE;
    g->target = g->key = g->item = g->group = TY_NULL;
    return TY_VALUE(g);
}

/* Reads one item: 0; -1 at the end or on error. */
static int advance(ty_ctx *ctx, groupby *g)
{
    ty_value item = ty_op_next(ctx, g->iterator), key = item;
    if (!item || (g->function != TY_NONE && !(key = ty_call1(ctx, g->function, item))))
        return -1;
    ty_heap_store(ctx->heap, &g->ob, &g->key, key);
    ty_heap_store(ctx->heap, &g->ob, &g->item, item);
    return 0;
}

static ty_value groupby_next(ty_ctx *ctx, ty_value v)
{
    groupby *g = (groupby *)v;
    g->group = TY_NULL;
    for (;;) {
        if (g->key) {
            if (!g->target)
                break;
            int same = ty_equal_quick(ctx, g->target, g->key);
            if (same < 0)
                return TY_NULL;
            if (!same)
                break;
        }
        if (advance(ctx, g))
            return TY_NULL;
    }
    ty_heap_store(ctx->heap, &g->ob, &g->target, g->key);
    grouper *inner = ty_alloc(ctx, &ty_itertools__grouper_shape, sizeof *inner);
    if (!inner)
        return TY_NULL;
    inner->parent = v;
    inner->target = g->target;
    ty_heap_store(ctx->heap, &g->ob, &g->group, TY_VALUE(inner));
    return ty_tuple_pack(ctx, 2, g->key, TY_VALUE(inner));
}

static ty_value grouper_new(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    if (ty_native_check_count(ctx, "_grouper", nargs, 2, 2))
        return TY_NULL;
    if (!ty_is_instance(args[0], &ty_itertools_groupby_type))
        return ty_error_set(ctx, &ty_TypeError_type, "argument 1 must be itertools.groupby, not %T", args[0]);
    grouper *inner = ty_alloc_instance(ctx, type, &ty_itertools__grouper_type);
    if (!inner)
        return TY_NULL;
    inner->parent = args[0];
    inner->target = args[1];
    groupby *g = (groupby *)args[0];
    ty_heap_store(ctx->heap, &g->ob, &g->group, TY_VALUE(inner));
    return TY_VALUE(inner);
}

static ty_value grouper_next(ty_ctx *ctx, ty_value v)
{
    const grouper *inner = (grouper *)v;
    groupby *g = (groupby *)inner->parent;
    if (g->group != v)
        return TY_NULL;
    if (!g->item && advance(ctx, g))
        return TY_NULL;
    int same = ty_equal_quick(ctx, inner->target, g->key);
    if (same <= 0)
        return TY_NULL;
    ty_value item = g->item;
    g->item = TY_NULL;
    return item;
}

TY_ITERTOOLS_TYPE(groupby, groupby, 6,
                  "groupby(iterable, key=None)\n\nPairs of a key and an iterator over the neighbouring items that have it.",
                  groupby_new, groupby_next, .methods = NULL);
TY_ITERTOOLS_TYPE(_grouper, grouper, 2, NULL, grouper_new, grouper_next, .methods = NULL);

/* --- tee ------------------------------------------------------------------------------------------------------------------- */

/*
 * The items read so far lie in a chain of arrays, LINK places of items and then the next array. An item not read yet is
 * TY_UNBOUND. Each tee iterator holds the array it is in: what all have passed is garbage.
 */
#define LINK 61
typedef struct tee {
    ty_object ob;
    ty_array *source; /* shared: the iterator; True while it is being asked */
    ty_array *block;
    size_t index;
} tee;

static ty_value tee_make(ty_ctx *ctx, const ty_type *type, ty_array *source, ty_array *block, size_t index)
{
    tee *t = ty_alloc_instance(ctx, type, &ty_itertools__tee_type);
    if (!t)
        return TY_NULL;
    t->source = source;
    t->block = block;
    t->index = index;
    return TY_VALUE(t);
}

static ty_value tee_from(ty_ctx *ctx, const ty_type *type, ty_value iterable)
{
    ty_value it = ty_op_iter(ctx, iterable);
    if (!it)
        return TY_NULL;
    if (ty_is_instance(it, &ty_itertools__tee_type)) {
        const tee *t = (tee *)it;
        return tee_make(ctx, type, t->source, t->block, t->index);
    }
    ty_array *source = ty_array_new(ctx, 2), *block = source ? ty_array_new(ctx, LINK + 1) : NULL;
    if (!block)
        return TY_NULL;
    ty_heap_store(ctx->heap, &source->ob, &source->items[0], it);
    return tee_make(ctx, type, source, block, 0);
}

static ty_value tee_new(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames)
{
    if (ty_native_no_keywords(ctx, "_tee", kwnames) || ty_native_check_count(ctx, "_tee", nargs, 1, 1))
        return TY_NULL;
    return tee_from(ctx, type, args[0]);
}

static ty_value tee_next(ty_ctx *ctx, ty_value v)
{
    tee *t = (tee *)v;
    if (t->index == LINK) {
        ty_array *old = t->block;
        if (old->items[LINK] == TY_UNBOUND) {
            ty_array *next = ty_array_new(ctx, LINK + 1);
            if (!next)
                return TY_NULL;
            ty_heap_store(ctx->heap, &old->ob, &old->items[LINK], TY_VALUE(next));
        }
        ty_heap_wrote(ctx->heap, &t->ob, &t->block);
        t->block = (ty_array *)old->items[LINK];
        t->index = 0;
    }
    ty_array *block = t->block;
    size_t i = t->index;
    ty_value item = block->items[i];
    if (item == TY_UNBOUND) {
        if (t->source->items[1] == TY_TRUE)
            return ty_error_set(ctx, &ty_RuntimeError_type, "cannot re-enter the tee iterator");
        t->source->items[1] = TY_TRUE;
        item = ty_op_next(ctx, t->source->items[0]);
        t->source->items[1] = TY_FALSE;
        if (!item)
            return TY_NULL;
        ty_heap_store(ctx->heap, &block->ob, &block->items[i], item);
    }
    t->index = i + 1;
    return item;
}

static ty_value tee_copy(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    const tee *t = (tee *)args[0];
    return tee_make(ctx, &ty_itertools__tee_type, t->source, t->block, t->index);
}

ty_value ty_itertools_tee(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    intptr_t n = 2;
    if (nargs > 1 && args[1] && ty_op_index_size(ctx, args[1], &ty_OverflowError_type, &n))
        return TY_NULL;
    if (n < 0)
        return ty_error_set(ctx, &ty_ValueError_type, "n must be >= 0");
    ty_value all = ty_tuple_new(ctx, NULL, (size_t)n);
    if (!all || n == 0)
        return all;
    /* One that is shared already is the first of them itself. */
    bool shared = ty_type_of(args[0]) == &ty_itertools__tee_type;
    ty_value first = shared ? args[0] : tee_from(ctx, &ty_itertools__tee_type, args[0]);
    for (intptr_t i = 0; first && i < n; i++) {
        ty_value each = i == 0 ? first : tee_copy(ctx, &first, 1, TY_NULL);
        if (!each)
            return TY_NULL;
        ty_heap_store(ctx->heap, ty_object_of(all), &ty_tuple_items(all)[i], each);
    }
    return first ? all : TY_NULL;
}

#define OWNER &ty_itertools__tee_type
static const ty_native tee_methods[] = {
    TY_METHOD(__copy__, tee_copy, 0, 0, "", "Return an independent iterator."),
    TY_NATIVE_END,
};
TY_ITERTOOLS_TYPE(_tee, tee, 2, "An iterator that shares what it reads with others.", tee_new, tee_next,
                  .methods = tee_methods);
