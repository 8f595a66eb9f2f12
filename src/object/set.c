/* SPDX-License-Identifier: MIT */
/*
 * set and frozenset: the table, the iterator and the slots. Methods and operators: set_ops.c.
 *
 * Probing looks at up to ten neighbouring places (they share cache lines), then jumps as dict does. The places and the
 * growth are those of CPython's sets, so that sets of ints are shown in the order that people know. Deleted places
 * are not reused until the table is rebuilt; fill * 5 < mask * 3 holds after each insertion, so every probe ends.
 */
#include <config.h>

#include "object/set.h"

#include "object/alloc.h"
#include "object/dict.h"
#include "object/equal.h"
#include "object/int.h"
#include "object/iter.h"

#define NEIGHBOURS 9
#define PERTURB_SHIFT 5
#define SET(v) ((ty_set *)(v))
#define SIZE_LARGE 50000

/* --- table ------------------------------------------------------------------------------------------------------------ */

static size_t table_size(const ty_object *o)
{
    const ty_set_table *t = (const ty_set_table *)o;
    return ty_heap_round(sizeof *t + (t->mask + 1) * sizeof(ty_set_entry));
}

static void table_trace(ty_object *o, ty_tracer *tr)
{
    ty_set_table *t = (ty_set_table *)o;
    size_t i, n;
    ty_trace_window(tr, t->entries, sizeof *t->entries, t->mask + 1, &i, &n);
    for (; i < n; i++)
        ty_trace_slots(tr, &t->entries[i].key, 1);
}

TY_DECLARE_TYPE(set_table);
static const ty_layout ty_set_table_layout = {.size = table_size, .trace = table_trace, .flags = TY_LAYOUT_WINDOW};
TY_BUILTIN_TYPE(set_table, .name = "set_table", .base = &ty_object_type, .flags = TY_TYPE_NO_NEW | TY_TYPE_INTERNAL,
                .basicsize = sizeof(ty_set_table), .slots = {TY_OBJECT_SLOTS});

static ty_set_table *table_new(ty_ctx *ctx, size_t size)
{
    if (size > (size_t)PTRDIFF_MAX / sizeof(ty_set_entry) / 2) {
        ty_error_memory(ctx);
        return NULL;
    }
    ty_set_table *t = ty_alloc(ctx, &ty_set_table_shape, sizeof *t + size * sizeof(ty_set_entry));
    if (!t)
        return NULL;
    t->mask = size - 1;
    memset(t->entries, 0, size * sizeof(ty_set_entry));
    return t;
}

/* Into a table that does not hold the key and has no deleted places. */
static void insert_clean(ty_set_table *t, ty_value key, intptr_t hash)
{
    uintptr_t perturb = (uintptr_t)hash;
    size_t i = perturb & t->mask;
    for (;;) {
        ty_set_entry *e = &t->entries[i];
        if (!e->key)
            goto found;
        if (i + NEIGHBOURS <= t->mask)
            for (size_t j = 0; j < NEIGHBOURS; j++) {
                e++;
                if (!e->key)
                    goto found;
            }
        perturb >>= PERTURB_SHIFT;
        i = (i * 5 + 1 + perturb) & t->mask;
        continue;
    found:
        e->key = key;
        e->hash = hash;
        return;
    }
}

static void set_table(ty_ctx *ctx, ty_set *s, ty_set_table *t)
{
    ty_heap_wrote(ctx->heap, &s->ob, &s->table);
    s->table = t;
    s->mutations++;
}

/* A table with more than `least` places, without deleted ones. */
TY_NOINLINE static int resize(ty_ctx *ctx, ty_set *s, size_t least)
{
    size_t size = 8;
    while (size <= least) {
        if (size > SIZE_MAX / 4) {
            ty_error_memory(ctx);
            return -1;
        }
        size *= 2;
    }
    ty_set_table *t = table_new(ctx, size), *old = s->table;
    if (!t)
        return -1;
    if (old)
        for (size_t i = 0; i <= old->mask; i++)
            if (old->entries[i].key && old->entries[i].key != TY_STOP)
                insert_clean(t, old->entries[i].key, old->entries[i].hash);
    set_table(ctx, s, t);
    s->fill = s->length;
    return 0;
}

/* The entry of the key; or, with found false, the free place it would take. NULL: a comparison raised. The table must
 * be there. May run Python code unless keys are ints or str. */
static ty_set_entry *find(ty_ctx *ctx, ty_set *s, ty_value key, intptr_t hash, bool *found)
{
again:;
    ty_set_table *t = s->table;
    size_t mask = t->mask, i = (size_t)hash & mask;
    uintptr_t perturb = (uintptr_t)hash;
    for (;;) {
        ty_set_entry *e = &t->entries[i];
        size_t more = i + NEIGHBOURS <= mask ? NEIGHBOURS : 0;
        for (;; e++) {
            ty_value k = e->key;
            if (k == key) {
                *found = true;
                return e;
            }
            if (!k) {
                *found = false;
                return e;
            }
            if (e->hash == hash && k != TY_STOP) {
                int same = ty_equal_quick(ctx, k, key);
                if (same < 0)
                    return NULL;
                if (s->table != t || e->key != k) {
                    if (!s->table && resize(ctx, s, 0))
                        return NULL;
                    goto again;
                }
                if (same) {
                    *found = true;
                    return e;
                }
            }
            if (more-- == 0)
                break;
        }
        perturb >>= PERTURB_SHIFT;
        i = (i * 5 + 1 + perturb) & mask;
    }
}

int ty_set_add_hashed(ty_ctx *ctx, ty_value v, ty_value key, intptr_t hash)
{
    ty_set *s = SET(v);
    bool found;
    if (!s->table && resize(ctx, s, 0))
        return -1;
    ty_set_entry *e = find(ctx, s, key, hash, &found);
    if (!e)
        return -1;
    if (found)
        return 0;
    ty_heap_wrote(ctx->heap, &s->table->ob, &e->key);
    e->key = key;
    e->hash = hash;
    s->length++;
    s->fill++;
    s->mutations++;
    if (s->fill * 5 < s->table->mask * 3)
        return 0;
    return resize(ctx, s, s->length > SIZE_LARGE ? s->length * 2 : s->length * 4);
}

int ty_set_contains_hashed(ty_ctx *ctx, ty_value v, ty_value key, intptr_t hash)
{
    bool found;
    if (!SET(v)->table)
        return 0;
    return find(ctx, SET(v), key, hash, &found) ? found : -1;
}

int ty_set_discard_hashed(ty_ctx *ctx, ty_value v, ty_value key, intptr_t hash)
{
    ty_set *s = SET(v);
    bool found;
    if (!s->table)
        return 0;
    ty_set_entry *e = find(ctx, s, key, hash, &found);
    if (!e || !found)
        return e ? 0 : -1;
    e->key = TY_STOP;
    e->hash = -1;
    s->length--;
    s->mutations++;
    return 1;
}

int ty_set_add(ty_ctx *ctx, ty_value s, ty_value key)
{
    intptr_t hash = ty_hash_quick(ctx, key);
    return hash == -1 ? -1 : ty_set_add_hashed(ctx, s, key, hash);
}

int ty_set_contains(ty_ctx *ctx, ty_value s, ty_value key)
{
    intptr_t hash = ty_hash_quick(ctx, key);
    return hash == -1 ? -1 : ty_set_contains_hashed(ctx, s, key, hash);
}

int ty_set_discard(ty_ctx *ctx, ty_value s, ty_value key)
{
    intptr_t hash = ty_hash_quick(ctx, key);
    return hash == -1 ? -1 : ty_set_discard_hashed(ctx, s, key, hash);
}

void ty_set_clear(ty_ctx *ctx, ty_value v)
{
    ty_set *s = SET(v);
    set_table(ctx, s, NULL);
    s->length = s->fill = 0;
}

bool ty_set_next(ty_value v, size_t *pos, ty_value *key)
{
    const ty_set_table *t = SET(v)->table;
    size_t i = *pos;
    for (; t && i <= t->mask; i++) {
        ty_value k = t->entries[i].key;
        if (k && k != TY_STOP) {
            *key = k;
            *pos = i + 1;
            return true;
        }
    }
    *pos = i;
    return false;
}

/* --- filling -------------------------------------------------------------------------------------------------------------- */

static int add_set(ty_ctx *ctx, ty_set *s, const ty_set *other)
{
    if (s == other || other->length == 0)
        return 0;
    size_t mask = s->table ? s->table->mask : 7;
    if ((!s->table || (s->fill + other->length) * 5 >= mask * 3) &&
        resize(ctx, s, (s->fill + other->length) * 5 >= mask * 3 ? (s->length + other->length) * 2 : 0))
        return -1;
    ty_set_table *t = s->table;
    if (s->fill == 0) {
        if (t->mask == other->table->mask && other->fill == other->length) {
            memcpy(t->entries, other->table->entries, (t->mask + 1) * sizeof *t->entries);
        } else {
            for (size_t i = 0; i <= other->table->mask; i++) {
                ty_set_entry e = other->table->entries[i];
                if (e.key && e.key != TY_STOP)
                    insert_clean(t, e.key, e.hash);
            }
        }
        if (t->ob.head & TY_HEAD_LOG)
            ty_heap_wrote_range(ctx->heap, &t->ob, &t->entries[0].key, (t->mask + 1) * (sizeof *t->entries / sizeof(ty_value)));
        s->length = s->fill = other->length;
        s->mutations++;
        return 0;
    }
    /* Comparisons may change either set. */
    for (size_t i = 0; other->table && i <= other->table->mask; i++) {
        ty_set_entry e = other->table->entries[i];
        if (e.key && e.key != TY_STOP && ty_set_add_hashed(ctx, TY_VALUE(s), e.key, e.hash))
            return -1;
    }
    return 0;
}

static int add_dict(ty_ctx *ctx, ty_value v, ty_value dict)
{
    ty_set *s = SET(v);
    const ty_dict *d = ty_dict_ptr(dict);
    size_t n = d->length, mask = s->table ? s->table->mask : 7;
    if (n > s->length && (s->fill + n) * 5 >= mask * 3 && resize(ctx, s, (s->length + n) * 2))
        return -1;
    for (size_t i = 0; d->table && i < d->table->used; i++) {
        ty_dict_entry e = d->table->entries[i];
        if (e.key && ty_set_add_hashed(ctx, v, e.key, e.hash))
            return -1;
    }
    return 0;
}

static int add_item(ty_ctx *ctx, void *set, ty_value item)
{
    return ty_set_add(ctx, *(ty_value *)set, item);
}

int ty_set_update(ty_ctx *ctx, ty_value s, ty_value iterable)
{
    if (ty_is_anyset(iterable))
        return add_set(ctx, SET(s), SET(iterable));
    if (ty_is_exact_dict(iterable))
        return add_dict(ctx, s, iterable);
    return ty_op_each(ctx, iterable, add_item, &s) ? -1 : 0;
}

static void init_empty(ty_set *s)
{
    s->length = s->fill = 0;
    s->table = NULL;
    s->hash = -1;
    s->mutations = 0;
}

ty_value ty_set_make(ty_ctx *ctx, const ty_shape *shape, ty_value iterable)
{
    ty_set *s = ty_alloc(ctx, shape, sizeof *s);
    if (!s)
        return TY_NULL;
    init_empty(s);
    if (iterable && ty_set_update(ctx, TY_VALUE(s), iterable))
        return TY_NULL;
    return TY_VALUE(s);
}

ty_value ty_set_new(ty_ctx *ctx, size_t expected)
{
    ty_value v = ty_set_make(ctx, &ty_set_shape, TY_NULL);
    if (v && expected > 4 && resize(ctx, SET(v), expected * 5 / 3))
        return TY_NULL;
    return v;
}

ty_value ty_frozenset_new(ty_ctx *ctx, ty_value iterable)
{
    if (iterable && ty_has_shape(iterable, &ty_frozenset_shape))
        return iterable;
    return ty_set_make(ctx, &ty_frozenset_shape, iterable);
}

/* --- slots -------------------------------------------------------------------------------------------------------------------- */

static ty_value set_new(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    ty_set *s = ty_alloc_instance(ctx, type, &ty_set_type);
    if (s)
        init_empty(s);
    return TY_VALUE(s);
}

static int set_init(ty_ctx *ctx, ty_value self, const ty_value *args, size_t nargs, ty_value kwnames)
{
    if (ty_native_no_keywords(ctx, "set", kwnames))
        return -1;
    if (ty_native_check_count(ctx, "set", nargs, 0, 1))
        return -1;
    if (SET(self)->table)
        ty_set_clear(ctx, self);
    return nargs ? ty_set_update(ctx, self, args[0]) : 0;
}

static ty_value frozenset_new(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames)
{
    bool exact = type == &ty_frozenset_type;
    if (kwnames && (!type->slots.init || type->slots.init == ty_object_init) && ty_native_no_keywords(ctx, "frozenset", kwnames))
        return TY_NULL;
    if (ty_native_check_count(ctx, "frozenset", nargs, 0, 1))
        return TY_NULL;
    if (exact)
        return ty_frozenset_new(ctx, nargs ? args[0] : TY_NULL);
    ty_set *s = (ty_set *)ty_instance_new(ctx, type);
    if (!s)
        return TY_NULL;
    init_empty(s);
    return nargs && ty_set_update(ctx, TY_VALUE(s), args[0]) ? TY_NULL : TY_VALUE(s);
}

static intptr_t set_len(ty_ctx *ctx, ty_value v)
{
    (void)ctx;
    return (intptr_t)SET(v)->length;
}

/* A set is looked for as if it were a frozenset. */
static int set_contains(ty_ctx *ctx, ty_value s, ty_value key)
{
    int in = ty_set_contains(ctx, s, key);
    if (in < 0 && ty_has_flag(key, TY_TYPE_SET) && ty_error_swallow(ctx, &ty_TypeError_type)) {
        ty_value frozen = ty_set_make(ctx, &ty_frozenset_shape, key);
        return frozen ? ty_set_contains(ctx, s, frozen) : -1;
    }
    return in;
}

static ty_value set_repr(ty_ctx *ctx, ty_value v)
{
    const ty_type *t = ty_type_of(v);
    if (SET(v)->length == 0)
        return ty_str_format(ctx, "%N()", t);
    int active = ty_op_repr_enter(ctx, v);
    if (active)
        return active > 0 ? ty_str_format(ctx, "%N(...)", t) : TY_NULL;
    /* A copy: the elements' repr may change the set. */
    ty_value list = ty_op_list(ctx, v), text = TY_NULL;
    if (list) {
        ty_strbuf b;
        ty_strbuf_init(&b, ctx);
        if (t != &ty_set_type) {
            ty_strbuf_cstr(&b, ty_type_name(t));
            ty_strbuf_char(&b, '(');
        }
        ty_strbuf_char(&b, '{');
        for (size_t i = 0; i < ty_list_length(list); i++) {
            if (i)
                ty_strbuf_ascii(&b, ", ", 2);
            if (!ty_strbuf_repr(&b, ty_list_at(list, i)))
                break;
        }
        ty_strbuf_cstr(&b, t != &ty_set_type ? "})" : "}");
        text = ty_strbuf_finish(&b);
    }
    ty_op_repr_leave(ctx, v);
    return text;
}

/* Independent of the order: the hashes are spread, then combined by xor. */
static intptr_t frozenset_hash(ty_ctx *ctx, ty_value v)
{
    (void)ctx;
    ty_set *s = SET(v);
    if (s->hash != -1)
        return s->hash;
    uintptr_t h = 0;
    for (size_t i = 0; s->table && i <= s->table->mask; i++) {
        const ty_set_entry *e = &s->table->entries[i];
        if (e->key && e->key != TY_STOP)
            h ^= ((uintptr_t)e->hash ^ 89869747u ^ ((uintptr_t)e->hash << 16)) * 3644798167u;
    }
    h ^= ((uintptr_t)s->length + 1) * 1927868237u;
    h ^= (h >> 11) ^ (h >> 25);
    h = h * 69069u + 907133923u;
    if (h == (uintptr_t)-1)
        h = 590923713u;
    if (!(s->ob.head & TY_HEAD_SHARED))
        s->hash = (intptr_t)h;
    return (intptr_t)h;
}

/* --- iterator ---------------------------------------------------------------------------------------------------------------- */

ty_value ty_set_iter(ty_ctx *ctx, ty_value v)
{
    ty_set_iterator *it = ty_alloc(ctx, &ty_set_iterator_shape, sizeof *it);
    if (!it)
        return TY_NULL;
    it->set = v;
    it->pos = 0;
    it->length = it->left = SET(v)->length;
    return TY_VALUE(it);
}

static ty_value iterator_next(ty_ctx *ctx, ty_value v)
{
    ty_set_iterator *it = (ty_set_iterator *)v;
    ty_value key;
    if (!it->set)
        return TY_NULL;
    if (SET(it->set)->length != it->length) {
        it->length = SIZE_MAX;
        return ty_error_set(ctx, &ty_RuntimeError_type, "Set changed size during iteration");
    }
    if (ty_set_next(it->set, &it->pos, &key)) {
        it->left -= it->left > 0;
        return key;
    }
    it->set = TY_NULL;
    return TY_NULL;
}

static ty_value iterator_length_hint(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)ctx, (void)nargs, (void)kwnames;
    const ty_set_iterator *it = (ty_set_iterator *)args[0];
    return ty_small(it->set && SET(it->set)->length == it->length ? (intptr_t)it->left : 0);
}

static ty_value iterator_reduce(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    const ty_set_iterator *it = (ty_set_iterator *)args[0];
    ty_value list = ty_list_new(ctx, 0), key;
    if (!list)
        return TY_NULL;
    if (it->set)
        for (size_t pos = it->pos; ty_set_next(it->set, &pos, &key);)
            if (ty_list_append(ctx, list, key))
                return TY_NULL;
    ty_value fn = ty_iter_builtin(ctx, TY_SYM(iter)), inner = fn ? ty_tuple_pack(ctx, 1, list) : TY_NULL;
    return inner ? ty_tuple_pack(ctx, 2, fn, inner) : TY_NULL;
}

#define OWNER &ty_set_iterator_type
static const ty_native iterator_methods[] = {
    TY_METHOD(__length_hint__, iterator_length_hint, 0, 0, "", NULL),
    TY_METHOD(__reduce__, iterator_reduce, 0, 0, "", NULL),
    TY_NATIVE_END,
};
#undef OWNER
static const ty_layout ty_set_iterator_layout = {
    .fixed_size = TY_FIXED_SIZE(ty_set_iterator), .slots_offset = offsetof(ty_set_iterator, set), .slots_count = 1};
TY_BUILTIN_TYPE(set_iterator, .name = "set_iterator", .base = &ty_object_type, .flags = TY_TYPE_NO_NEW | TY_TYPE_IMMUTABLE,
                .basicsize = sizeof(ty_set_iterator), .methods = iterator_methods,
                .slots = {TY_OBJECT_SLOTS, .iter = ty_iter_self, .next = iterator_next});

/* --- types --------------------------------------------------------------------------------------------------------------------- */

static const ty_layout set_layout = {
    .fixed_size = TY_FIXED_SIZE(ty_set), .slots_offset = offsetof(ty_set, table), .slots_count = 1};
#define ty_set_layout set_layout
#define ty_frozenset_layout set_layout
#define COMMON_SLOTS                                                                                                    \
    TY_OBJECT_SLOTS, .repr = set_repr, .iter = ty_set_iter, .compare = ty_set_compare, .len = set_len,                   \
        .contains = set_contains, .or_ = ty_set_or, .and_ = ty_set_and, .sub = ty_set_sub, .xor = ty_set_xor
#define COMMON_FLAGS TY_TYPE_BASE | TY_TYPE_WEAKREF | TY_TYPE_MATCH_SELF | TY_TYPE_IMMUTABLE

TY_BUILTIN_TYPE(set, .name = "set", .base = &ty_object_type, .flags = COMMON_FLAGS | TY_TYPE_SET,
                .basicsize = sizeof(ty_set),
                .doc = "A mutable set of hashable values. set(iterable) takes them from the iterable, set() is empty.",
                .methods = ty_set_methods,
                .slots = {COMMON_SLOTS, .hash = NULL, .new_ = set_new, .init = set_init, .ior = ty_set_ior,
                          .iand = ty_set_iand, .isub = ty_set_isub, .ixor = ty_set_ixor});
TY_BUILTIN_TYPE(frozenset, .name = "frozenset", .base = &ty_object_type, .flags = COMMON_FLAGS | TY_TYPE_FROZENSET,
                .basicsize = sizeof(ty_set), .doc = "An immutable, hashable set.", .methods = ty_frozenset_methods,
                .slots = {COMMON_SLOTS, .hash = frozenset_hash, .new_ = frozenset_new});
