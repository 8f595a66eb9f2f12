/* SPDX-License-Identifier: MIT */
/*
 * functools._lru_cache_wrapper: a callable that remembers results. With a bounded size a dict maps keys to links of a
 * ring, in the order of use; the wrapper holds the ring's root. Without a bound the dict maps keys to results.
 *
 * Hashing and comparing keys may run Python code that calls the wrapper again: everything is looked up anew after it.
 */
#include <config.h>

#include "modules/functools.h"
#include "modules/own_dict.h"

#include "object/alloc.h"
#include "object/call.h"
#include "object/dict.h"
#include "object/equal.h"
#include "object/error.h"
#include "object/function.h"
#include "object/int.h"
#include "object/list.h"
#include "object/attr.h"
#include "object/native.h"
#include "object/ops.h"
#include "object/str.h"
#include "object/tuple.h"

typedef struct link {
    ty_object ob;
    struct link *before, *after;
    ty_value key, result;
    intptr_t hash;
} link;

typedef struct lru {
    ty_object ob;
    ty_value function;
    ty_value dict;       /* key -> link, or result when the size is not bounded */
    link *root;          /* root->after: used longest ago; root->before: last */
    ty_value info_type;  /* of cache_info()'s result */
    ty_value attributes; /* __dict__ */
    intptr_t maxsize;    /* -1: no bound */
    size_t hits, misses;
    bool typed;
} lru;
#define LRU(v) ((lru *)(v))
#define METHOD(name)                                                                                                    \
    static ty_value name(TY_UNUSED ty_ctx *ctx, const ty_value *args, TY_UNUSED size_t nargs, TY_UNUSED ty_value kwnames)

TY_DECLARE_TYPE(lru_link);
static const ty_layout ty_lru_link_layout = {
    .fixed_size = TY_FIXED_SIZE(link), .slots_offset = offsetof(link, before), .slots_count = 4};
TY_BUILTIN_TYPE(lru_link, .name = "functools._lru_list_elem", .base = &ty_object_type, .flags = TY_TYPE_NO_NEW | TY_TYPE_IMMUTABLE,
                .basicsize = sizeof(link), .slots = {TY_OBJECT_SLOTS});

/* --- the ring -------------------------------------------------------------------------------------------------------------- */

static void join(ty_ctx *ctx, link *a, link *b)
{
    ty_heap_wrote(ctx->heap, &a->ob, &a->after);
    a->after = b;
    ty_heap_wrote(ctx->heap, &b->ob, &b->before);
    b->before = a;
}

static void unlink_it(ty_ctx *ctx, link *l)
{
    join(ctx, l->before, l->after);
}

static void add_last(ty_ctx *ctx, link *root, link *l)
{
    join(ctx, root->before, l);
    join(ctx, l, root);
}

static link *link_new(ty_ctx *ctx, ty_value key, intptr_t hash, ty_value result)
{
    link *l = ty_alloc(ctx, &ty_lru_link_shape, sizeof *l);
    if (l) {
        l->before = l->after = l;
        l->key = key;
        l->hash = hash;
        l->result = result;
    }
    return l;
}

/* --- keys --------------------------------------------------------------------------------------------------------------------- */

static bool is_own_key(ty_value v)
{
    return ty_is_exact_int(v) || ty_is_exact_str(v);
}

/* One int or str is its own key; else a tuple of the arguments, a mark and the keywords, and the types if they count. */
static ty_value key_of(ty_ctx *ctx, const lru *c, const ty_value *args, size_t nargs, ty_value kwnames)
{
    size_t nkw = kwnames ? ty_tuple_length(kwnames) : 0, n = nargs + (nkw ? 1 + 2 * nkw : 0);
    if (!c->typed && nkw == 0 && nargs == 1 && is_own_key(args[0]))
        return args[0];
    if (c->typed)
        n += nargs + nkw;
    if (n == nargs)
        return ty_tuple_new(ctx, args, nargs);
    ty_value key = ty_tuple_new(ctx, NULL, n);
    if (!key)
        return TY_NULL;
    ty_value *to = ty_tuple_items(key);
    for (size_t i = 0; i < nargs; i++)
        *to++ = args[i];
    if (nkw) {
        *to++ = TY_VALUE(&ty_lru_link_type);
        for (size_t i = 0; i < nkw; i++) {
            *to++ = ty_tuple_at(kwnames, i);
            *to++ = args[nargs + i];
        }
    }
    if (c->typed)
        for (size_t i = 0; i < nargs + nkw; i++)
            *to++ = TY_VALUE(ty_type_of(args[i]));
    return key;
}

/* --- calling -------------------------------------------------------------------------------------------------------------------- */

static ty_value call_unbounded(ty_ctx *ctx, lru *c, ty_value key, const ty_value *args, size_t nargs, ty_value kwnames)
{
    ty_value result;
    intptr_t hash = ty_hash_quick(ctx, key);
    int found = hash == -1 ? -1 : ty_dict_get_hashed(ctx, c->dict, key, hash, &result);
    if (found > 0) {
        c->hits++;
        return result;
    }
    if (found < 0)
        return TY_NULL;
    c->misses++;
    if (!(result = ty_call(ctx, c->function, args, nargs, kwnames)) || ty_dict_set_hashed(ctx, c->dict, key, hash, result))
        return TY_NULL;
    return result;
}

static ty_value call_bounded(ty_ctx *ctx, lru *c, ty_value key, const ty_value *args, size_t nargs, ty_value kwnames)
{
    ty_value v, result;
    intptr_t hash = ty_hash_quick(ctx, key);
    int found = hash == -1 ? -1 : ty_dict_get_hashed(ctx, c->dict, key, hash, &v);
    if (found > 0) {
        link *l = (link *)v;
        c->hits++;
        if (c->root->before != l) {
            unlink_it(ctx, l);
            add_last(ctx, c->root, l);
        }
        return l->result;
    }
    if (found < 0)
        return TY_NULL;
    c->misses++;
    if (!(result = ty_call(ctx, c->function, args, nargs, kwnames)))
        return TY_NULL;
    /* The call may have filled in this very key. */
    found = ty_dict_get_hashed(ctx, c->dict, key, hash, &v);
    if (found)
        return found > 0 ? result : TY_NULL;
    link *l = link_new(ctx, key, hash, result);
    if (!l)
        return TY_NULL;
    if (ty_dict_length(c->dict) >= (size_t)c->maxsize) {
        link *oldest = c->root->after;
        if (oldest != c->root) {
            unlink_it(ctx, oldest);
            if (ty_dict_del(ctx, c->dict, oldest->key, NULL) < 0)
                return TY_NULL;
        }
    }
    if (ty_dict_set_hashed(ctx, c->dict, key, hash, TY_VALUE(l)))
        return TY_NULL;
    add_last(ctx, c->root, l);
    return result;
}

static ty_value lru_call(ty_ctx *ctx, ty_value self, const ty_value *args, size_t nargs, ty_value kwnames)
{
    lru *c = LRU(self);
    if (c->maxsize == 0) {
        c->misses++;
        return ty_call(ctx, c->function, args, nargs, kwnames);
    }
    ty_value key = key_of(ctx, c, args, nargs, kwnames);
    if (!key)
        return TY_NULL;
    return c->maxsize < 0 ? call_unbounded(ctx, c, key, args, nargs, kwnames) : call_bounded(ctx, c, key, args, nargs, kwnames);
}

/* --- type -------------------------------------------------------------------------------------------------------------------------- */

static ty_value lru_new(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames)
{
    ty_value v[4];
    intptr_t maxsize = -1;
    int typed;
    if (ty_native_bind(ctx, "_lru_cache_wrapper", "user_function, maxsize, typed, cache_info_type", 4, 4, args, nargs, kwnames, v))
        return TY_NULL;
    if (!ty_op_callable(v[0]))
        return ty_error_set(ctx, &ty_TypeError_type, "the first argument must be callable");
    if (v[1] != TY_NONE) {
        if (!ty_type_of(v[1])->slots.index)
            return ty_error_set(ctx, &ty_TypeError_type, "maxsize should be integer or None");
        if (ty_op_index_size(ctx, v[1], &ty_OverflowError_type, &maxsize))
            return TY_NULL;
        if (maxsize < 0)
            maxsize = 0;
    }
    if ((typed = ty_op_truth(ctx, v[2])) < 0)
        return TY_NULL;
    ty_value dict = ty_dict_new(ctx, 0);
    link *root = dict ? link_new(ctx, TY_NONE, 0, TY_NONE) : NULL;
    lru *c = root ? ty_alloc_instance(ctx, type, &ty_lru_cache_wrapper_type) : NULL;
    if (!c)
        return TY_NULL;
    c->function = v[0];
    c->dict = dict;
    c->root = root;
    c->info_type = v[3];
    c->attributes = TY_NULL;
    c->maxsize = maxsize;
    c->hits = c->misses = 0;
    c->typed = typed;
    return TY_VALUE(c);
}

METHOD(lru_cache_info)
{
    const lru *c = LRU(args[0]);
    ty_value info[4] = {ty_small((intptr_t)c->hits), ty_small((intptr_t)c->misses),
                        c->maxsize < 0 ? TY_NONE : ty_small(c->maxsize), ty_small((intptr_t)ty_dict_length(c->dict))};
    return ty_call(ctx, c->info_type, info, 4, TY_NULL);
}

METHOD(lru_cache_clear)
{
    lru *c = LRU(args[0]);
    c->hits = c->misses = 0;
    join(ctx, c->root, c->root);
    ty_dict_clear(ctx, c->dict);
    return TY_NONE;
}

METHOD(lru_reduce)
{
    return ty_attr_get(ctx, args[0], TY_SYM(__qualname__));
}

METHOD(lru_itself)
{
    return args[0];
}

static ty_value lru_get(ty_ctx *ctx, ty_value self, ty_value obj, ty_value type)
{
    (void)type;
    return obj && obj != TY_NONE ? ty_method_new(ctx, self, obj) : self;
}

#define OWNER &ty_lru_cache_wrapper_type
static const ty_native lru_methods[] = {
    TY_METHOD(cache_info, lru_cache_info, 0, 0, "", "Return hits, misses, maximal and present size."),
    TY_METHOD(cache_clear, lru_cache_clear, 0, 0, "", "Forget all results."),
    TY_METHOD(__reduce__, lru_reduce, 0, 0, "", NULL),
    TY_METHOD(__copy__, lru_itself, 0, 0, "", NULL),
    TY_METHOD(__deepcopy__, lru_itself, 1, 1, "memo, /", NULL),
    TY_NATIVE_END,
};
static const ty_getset lru_getsets[] = {TY_OWN_DICT, TY_GETSET_END};
#undef OWNER
static const ty_layout ty_lru_cache_wrapper_layout = {
    .fixed_size = TY_FIXED_SIZE(lru), .slots_offset = offsetof(lru, function), .slots_count = 5};
TY_BUILTIN_TYPE(lru_cache_wrapper, .name = "functools._lru_cache_wrapper", .base = &ty_object_type,
                .flags = TY_TYPE_BASE | TY_TYPE_DICT | TY_TYPE_WEAKREF | TY_TYPE_METHOD | TY_TYPE_IMMUTABLE,
                .basicsize = sizeof(lru), .dict_offset = offsetof(lru, attributes),
                .doc = "A callable that remembers the results of calls.", .methods = lru_methods, .getsets = lru_getsets,
                .slots = {TY_OBJECT_SLOTS, .call = lru_call, .new_ = lru_new, .descr_get = lru_get});
