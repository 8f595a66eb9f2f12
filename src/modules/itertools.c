/* SPDX-License-Identifier: MIT */
/*
 * itertools: the module, and the iterators that filter or join others: chain, compress, dropwhile, takewhile, filterfalse,
 * starmap, islice, pairwise, batched, zip_longest. itertools_endless.c has count, cycle, repeat, accumulate;
 * itertools_combine.c the combinatorial ones; itertools_share.c groupby and tee.
 */
#include <config.h>

#include "modules/itertools.h"

#include "object/call.h"
#include "object/genericalias.h"
#include "object/int.h"
#include "object/list.h"
#include "modules/modules.h"
#include "object/str.h"

#define NEW(name)                                                                                                       \
    static ty_value name(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames)

/* --- chain ------------------------------------------------------------------------------------------------------------ */

typedef struct chain {
    ty_object ob;
    ty_value source; /* iterator of iterables; TY_NULL: exhausted */
    ty_value active; /* iterator, TY_NULL: none yet */
} chain;

static ty_value chain_from(ty_ctx *ctx, const ty_type *type, ty_value iterable)
{
    ty_value source = ty_op_iter(ctx, iterable);
    chain *c = source ? ty_alloc_instance(ctx, type, &ty_itertools_chain_type) : NULL;
    if (!c)
        return TY_NULL;
    c->source = source;
    c->active = TY_NULL;
    return TY_VALUE(c);
}

NEW(chain_new)
{
    if (ty_native_no_keywords(ctx, "chain", kwnames))
        return TY_NULL;
    ty_value all = ty_tuple_new(ctx, args, nargs);
    return all ? chain_from(ctx, type, all) : TY_NULL;
}

static ty_value chain_from_iterable(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    return chain_from(ctx, ty_type_ptr(args[0]), args[1]);
}

static ty_value chain_next(ty_ctx *ctx, ty_value v)
{
    chain *c = (chain *)v;
    while (c->source) {
        if (!c->active) {
            ty_value iterable = ty_op_next(ctx, c->source), it = iterable ? ty_op_iter(ctx, iterable) : TY_NULL;
            if (!it) {
                c->source = TY_NULL;
                return TY_NULL;
            }
            ty_heap_store(ctx->heap, &c->ob, &c->active, it);
        }
        ty_value item = ty_op_next(ctx, c->active);
        if (item || ty_error_pending(ctx))
            return item;
        c->active = TY_NULL;
    }
    return TY_NULL;
}

#define OWNER &ty_itertools_chain_type
static const ty_native chain_methods[] = {
    TY_CLASS_METHOD(from_iterable, chain_from_iterable, 1, 1, "iterable, /", "chain() over the iterables of one iterable."),
    TY_CLASS_GETITEM,
    TY_NATIVE_END,
};
#undef OWNER
TY_ITERTOOLS_TYPE(chain, chain, 2, "chain(*iterables)\n\nThe items of the first iterable, then those of the next, and so on.",
                  chain_new, chain_next, .methods = chain_methods);

/* --- pairs of a function or selector and an iterator ------------------------------------------------------------------------ */

typedef struct pair {
    ty_object ob;
    ty_value function;
    ty_value iterator; /* TY_NULL: exhausted */
    uintptr_t state;
} pair;

static ty_value pair_new(ty_ctx *ctx, const ty_type *type, const ty_type *own, const ty_value *args, size_t nargs, ty_value kwnames)
{
    const char *name = ty_type_name(own);
    if (ty_native_no_keywords(ctx, name, kwnames) || ty_native_check_count(ctx, name, nargs, 2, 2))
        return TY_NULL;
    ty_value it = ty_op_iter(ctx, args[1]);
    pair *p = it ? ty_alloc_instance(ctx, type, own) : NULL;
    if (!p)
        return TY_NULL;
    p->function = args[0];
    p->iterator = it;
    p->state = 0;
    return TY_VALUE(p);
}

static int holds(ty_ctx *ctx, ty_value function, ty_value item)
{
    ty_value answer = ty_call1(ctx, function, item);
    return answer ? ty_op_truth(ctx, answer) : -1;
}

NEW(dropwhile_new)
{
    return pair_new(ctx, type, &ty_itertools_dropwhile_type, args, nargs, kwnames);
}

static ty_value dropwhile_next(ty_ctx *ctx, ty_value v)
{
    pair *p = (pair *)v;
    ty_value item;
    while ((item = ty_op_next(ctx, p->iterator)) != TY_NULL) {
        if (p->state)
            return item;
        int drop = holds(ctx, p->function, item);
        if (drop < 0)
            return TY_NULL;
        if (!drop) {
            p->state = 1;
            return item;
        }
    }
    return TY_NULL;
}

NEW(takewhile_new)
{
    return pair_new(ctx, type, &ty_itertools_takewhile_type, args, nargs, kwnames);
}

static ty_value takewhile_next(ty_ctx *ctx, ty_value v)
{
    pair *p = (pair *)v;
    ty_value item = p->state ? TY_NULL : ty_op_next(ctx, p->iterator);
    if (!item)
        return TY_NULL;
    int take = holds(ctx, p->function, item);
    if (take > 0)
        return item;
    p->state |= take == 0;
    return TY_NULL;
}

NEW(filterfalse_new)
{
    return pair_new(ctx, type, &ty_itertools_filterfalse_type, args, nargs, kwnames);
}

static ty_value filterfalse_next(ty_ctx *ctx, ty_value v)
{
    const pair *p = (pair *)v;
    bool plain = p->function == TY_NONE || p->function == TY_VALUE(&ty_bool_type);
    ty_value item;
    while ((item = ty_op_next(ctx, p->iterator)) != TY_NULL) {
        int yes = plain ? ty_op_truth(ctx, item) : holds(ctx, p->function, item);
        if (yes <= 0)
            return yes < 0 ? TY_NULL : item;
    }
    return TY_NULL;
}

NEW(starmap_new)
{
    return pair_new(ctx, type, &ty_itertools_starmap_type, args, nargs, kwnames);
}

static ty_value starmap_next(ty_ctx *ctx, ty_value v)
{
    const pair *p = (pair *)v;
    ty_value item = ty_op_next(ctx, p->iterator);
    if (!item || (!ty_is_exact_tuple(item) && !(item = ty_op_tuple(ctx, item))))
        return TY_NULL;
    return ty_call(ctx, p->function, ty_tuple_items(item), ty_tuple_length(item), TY_NULL);
}

NEW(compress_new)
{
    ty_value v[2], it[2];
    if (ty_native_bind(ctx, "compress", "data, selectors", 2, 2, args, nargs, kwnames, v) ||
        !(it[0] = ty_op_iter(ctx, v[0])) || !(it[1] = ty_op_iter(ctx, v[1])))
        return TY_NULL;
    pair *p = ty_alloc_instance(ctx, type, &ty_itertools_compress_type);
    if (!p)
        return TY_NULL;
    p->function = it[1];
    p->iterator = it[0];
    p->state = 0;
    return TY_VALUE(p);
}

static ty_value compress_next(ty_ctx *ctx, ty_value v)
{
    const pair *p = (pair *)v;
    for (;;) {
        ty_value item = ty_op_next(ctx, p->iterator), selector = item ? ty_op_next(ctx, p->function) : TY_NULL;
        int yes = selector ? ty_op_truth(ctx, selector) : -1;
        if (yes)
            return yes < 0 ? TY_NULL : item;
    }
}

TY_ITERTOOLS_TYPE(dropwhile, pair, 2, "dropwhile(predicate, iterable, /)\n\nLeaves out the leading items for which the predicate holds.",
                  dropwhile_new, dropwhile_next, .methods = NULL);
TY_ITERTOOLS_TYPE(takewhile, pair, 2, "takewhile(predicate, iterable, /)\n\nThe leading items for which the predicate holds.",
                  takewhile_new, takewhile_next, .methods = NULL);
TY_ITERTOOLS_TYPE(filterfalse, pair, 2, "filterfalse(function_or_None, iterable, /)\n\nThe items for which the function is false.",
                  filterfalse_new, filterfalse_next, .methods = NULL);
TY_ITERTOOLS_TYPE(starmap, pair, 2, "starmap(function, iterable, /)\n\nCalls the function with the arguments in each item.",
                  starmap_new, starmap_next, .methods = NULL);
TY_ITERTOOLS_TYPE(compress, pair, 2, "compress(data, selectors)\n\nThe items of data whose selector is true.", compress_new,
                  compress_next, .methods = NULL);

/* --- islice --------------------------------------------------------------------------------------------------------------- */

typedef struct islice {
    ty_object ob;
    ty_value iterator; /* TY_NULL: exhausted */
    size_t next, stop, step, done; /* next: number of the next item wanted; done: items taken; stop SIZE_MAX: none */
} islice;

/* None leaves *out; else an int in 0..maxsize. */
static int slice_argument(ty_ctx *ctx, ty_value v, size_t least, const char *complaint, size_t *out)
{
    intptr_t i;
    if (!v || v == TY_NONE)
        return 0;
    if (ty_type_of(v)->slots.index && ty_op_index_size(ctx, v, &ty_OverflowError_type, &i) == 0 && i >= (intptr_t)least) {
        *out = (size_t)i;
        return 0;
    }
    if (ty_error_pending(ctx))
        ty_error_clear(ctx);
    ty_error_set(ctx, &ty_ValueError_type, complaint);
    return -1;
}

NEW(islice_new)
{
    size_t start = 0, stop = SIZE_MAX, step = 1;
    if (ty_native_no_keywords(ctx, "islice", kwnames) || ty_native_check_count(ctx, "islice", nargs, 2, 4))
        return TY_NULL;
    if (nargs == 2) {
        if (slice_argument(ctx, args[1], 0, "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.", &stop))
            return TY_NULL;
    } else if (slice_argument(ctx, args[1], 0, "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.", &start) ||
               slice_argument(ctx, args[2], 0, "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.", &stop) ||
               slice_argument(ctx, TY_ARG(3), 1, "Step for islice() must be a positive integer or None.", &step)) {
        return TY_NULL;
    }
    ty_value it = ty_op_iter(ctx, args[0]);
    islice *s = it ? ty_alloc_instance(ctx, type, &ty_itertools_islice_type) : NULL;
    if (!s)
        return TY_NULL;
    s->iterator = it;
    s->next = start;
    s->stop = stop;
    s->step = step;
    s->done = 0;
    return TY_VALUE(s);
}

static ty_value islice_next(ty_ctx *ctx, ty_value v)
{
    islice *s = (islice *)v;
    ty_value it = s->iterator, item;
    size_t wanted = s->next < s->stop ? s->next : s->stop;
    if (!it)
        return TY_NULL;
    while (s->done < wanted) {
        if (!ty_op_next(ctx, it))
            goto end;
        s->done++;
    }
    if (s->done >= s->stop || !(item = ty_op_next(ctx, it)))
        goto end;
    s->done++;
    if (ty_add_overflow(s->next, s->step, &s->next) || s->next > s->stop)
        s->next = s->stop;
    return item;
end:
    s->iterator = TY_NULL;
    return TY_NULL;
}

TY_ITERTOOLS_TYPE(islice, islice, 1,
                  "islice(iterable, stop)\nislice(iterable, start, stop[, step])\n\nThe items that a slice of a list would have.",
                  islice_new, islice_next, .methods = NULL);

/* --- pairwise, batched -------------------------------------------------------------------------------------------------------- */

typedef struct pairwise {
    ty_object ob;
    ty_value iterator; /* TY_NULL: exhausted */
    ty_value old;      /* TY_NULL: none yet */
} pairwise;

NEW(pairwise_new)
{
    if (ty_native_no_keywords(ctx, "pairwise", kwnames) || ty_native_check_count(ctx, "pairwise", nargs, 1, 1))
        return TY_NULL;
    ty_value it = ty_op_iter(ctx, args[0]);
    pairwise *p = it ? ty_alloc_instance(ctx, type, &ty_itertools_pairwise_type) : NULL;
    if (!p)
        return TY_NULL;
    p->iterator = it;
    p->old = TY_NULL;
    return TY_VALUE(p);
}

static ty_value pairwise_next(ty_ctx *ctx, ty_value v)
{
    pairwise *p = (pairwise *)v;
    ty_value it = p->iterator, item;
    if (!it)
        return TY_NULL;
    if (!p->old) {
        if (!(item = ty_op_next(ctx, it)))
            goto end;
        ty_heap_store(ctx->heap, &p->ob, &p->old, item);
        if (!p->iterator) /* used up by its own iterator */
            goto end;
    }
    ty_value old = p->old;
    if (!(item = ty_op_next(ctx, it)))
        goto end;
    ty_heap_store(ctx->heap, &p->ob, &p->old, item);
    return ty_tuple_pack(ctx, 2, old, item);
end:
    p->iterator = p->old = TY_NULL;
    return TY_NULL;
}

TY_ITERTOOLS_TYPE(pairwise, pairwise, 2, "pairwise(iterable, /)\n\nPairs of neighbouring items, overlapping.", pairwise_new,
                  pairwise_next, .methods = NULL);

typedef struct batched {
    ty_object ob;
    ty_value iterator; /* TY_NULL: exhausted */
    size_t size;
    bool strict;
} batched;

NEW(batched_new)
{
    ty_value v[3];
    intptr_t n;
    int strict = 0;
    if (ty_native_bind(ctx, "batched", "iterable, n, *, strict=False", 2, 2, args, nargs, kwnames, v) ||
        ty_op_index_size(ctx, v[1], &ty_OverflowError_type, &n) || (v[2] && (strict = ty_op_truth(ctx, v[2])) < 0))
        return TY_NULL;
    if (n < 1)
        return ty_error_set(ctx, &ty_ValueError_type, "n must be at least one");
    ty_value it = ty_op_iter(ctx, v[0]);
    batched *b = it ? ty_alloc_instance(ctx, type, &ty_itertools_batched_type) : NULL;
    if (!b)
        return TY_NULL;
    b->iterator = it;
    b->size = (size_t)n;
    b->strict = strict;
    return TY_VALUE(b);
}

static ty_value batched_next(ty_ctx *ctx, ty_value v)
{
    batched *b = (batched *)v;
    if (!b->iterator)
        return TY_NULL;
    ty_value list = ty_list_new(ctx, b->size < 1024 ? b->size : 0);
    while (list && ty_list_length(list) < b->size) {
        ty_value item = ty_op_next(ctx, b->iterator);
        if (!item)
            break;
        if (ty_list_append(ctx, list, item))
            return TY_NULL;
    }
    if (!list || ty_error_pending(ctx)) {
        b->iterator = TY_NULL;
        return TY_NULL;
    }
    if (ty_list_length(list) < b->size) {
        b->iterator = TY_NULL;
        if (ty_list_length(list) == 0)
            return TY_NULL;
        if (b->strict)
            return ty_error_set(ctx, &ty_ValueError_type, "batched(): incomplete batch");
    }
    return ty_list_to_tuple(ctx, list);
}

TY_ITERTOOLS_TYPE(batched, batched, 1, "batched(iterable, n, *, strict=False)\n\nTuples of n items; the last one may be shorter.",
                  batched_new, batched_next, .methods = NULL);

/* --- zip_longest ----------------------------------------------------------------------------------------------------------------- */

typedef struct zip_longest {
    ty_object ob;
    ty_value iterators; /* list; None where one has ended */
    ty_value fill;
    size_t active;
} zip_longest;

NEW(zip_longest_new)
{
    ty_value fill = TY_NULL;
    if (kwnames && ty_tuple_length(kwnames)) {
        if (ty_tuple_length(kwnames) > 1 || !ty_str_equal_ascii(ty_tuple_at(kwnames, 0), "fillvalue"))
            return ty_error_set(ctx, &ty_TypeError_type, "zip_longest() got an unexpected keyword argument");
        fill = args[nargs];
    }
    ty_value its = ty_list_new(ctx, nargs);
    for (size_t i = 0; its && i < nargs; i++) {
        ty_value it = ty_op_iter(ctx, args[i]);
        if (!it || ty_list_append(ctx, its, it))
            return TY_NULL;
    }
    zip_longest *z = its ? ty_alloc_instance(ctx, type, &ty_itertools_zip_longest_type) : NULL;
    if (!z)
        return TY_NULL;
    z->iterators = its;
    z->fill = fill ? fill : TY_NONE;
    z->active = nargs;
    return TY_VALUE(z);
}

static ty_value zip_longest_next(ty_ctx *ctx, ty_value v)
{
    zip_longest *z = (zip_longest *)v;
    size_t n = ty_list_length(z->iterators);
    if (z->active == 0)
        return TY_NULL;
    ty_value t = ty_tuple_new(ctx, NULL, n);
    for (size_t i = 0; t && i < n; i++) {
        ty_value it = ty_list_at(z->iterators, i), item = z->fill;
        if (it != TY_NONE && !(item = ty_op_next(ctx, it))) {
            if (ty_error_pending(ctx)) {
                z->active = 0;
                return TY_NULL;
            }
            ty_list_put(ctx, z->iterators, i, TY_NONE);
            if (--z->active == 0)
                return TY_NULL;
            item = z->fill;
        }
        ty_heap_store(ctx->heap, ty_object_of(t), &ty_tuple_items(t)[i], item);
    }
    return t;
}

TY_ITERTOOLS_TYPE(zip_longest, zip_longest, 2,
                  "zip_longest(*iterables, fillvalue=None)\n\nAs zip(), but until the longest one ends.", zip_longest_new,
                  zip_longest_next, .methods = NULL);

/* --- module -------------------------------------------------------------------------------------------------------------------------- */

#define MODULE "itertools"
static const ty_native functions[] = {
    TY_FUNCTION(tee, ty_itertools_tee, 1, 2, "iterable, n=2, /", "Return n independent iterators over one iterable, as a tuple."),
    TY_NATIVE_END,
};
#define ROW(id) &ty_itertools_##id##_type,
static const ty_type *const types[] = {TY_ITERTOOLS_TYPES(ROW) NULL};
const ty_module_def ty_module_itertools = {.name = "itertools",
                                           .doc = "Iterators that are made of other iterators.",
                                           .functions = functions,
                                           .types = types};
