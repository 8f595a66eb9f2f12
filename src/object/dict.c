/* SPDX-License-Identifier: MIT */
/*
 * dict: the table. Lookup, insertion, deletion, growth; the methods are in dict_methods.c, merging in dict_update.c.
 *
 * Index places hold an entry number, EMPTY, or TOMB. Probing starts at hash & mask and goes on by i = 5i + 1 + perturb,
 * where perturb feeds the upper bits of the hash in: runs of ints never collide, and str hashes are seeded. At most
 * `capacity` (two thirds) of the places are ever not EMPTY: length + deleted <= capacity, so every probe ends.
 *
 * A comparison of keys may run Python code that changes this very dict: after it, the lookup goes on only if table and
 * key are what they were, else it starts again. Between the end of a lookup and the use of its result is no safepoint.
 */
#include <config.h>

#include "object/dict.h"

#include "object/alloc.h"
#include "object/attr.h"
#include "object/call.h"
#include "object/equal.h"
#include "object/native.h"
#include "object/objects.h"

#define LOG2_MIN 3
#define LOG2_MAX 32
#define PERTURB_SHIFT 5
#define ABSENT ((intptr_t)-1)
#define FAILED ((intptr_t)-2)

/* --- index ---------------------------------------------------------------------------------------------------------- */

#define EMPTY(bytes) ((uint32_t)(((uint64_t)1 << (8 * (bytes))) - 1))
#define TOMB(bytes) (EMPTY(bytes) - 1)

static inline size_t usable(unsigned log2)
{
    return ((size_t)2 << log2) / 3;
}

static inline unsigned bytes_for(unsigned log2)
{
    return log2 <= 8 ? 1 : log2 <= 16 ? 2 : 4;
}

static inline void *index_of(const ty_dict_table *t)
{
    return (void *)(uintptr_t)(t->entries + t->capacity);
}

TY_INLINE uint32_t index_read(const void *index, unsigned bytes, size_t i)
{
    return bytes == 1 ? ((const uint8_t *)index)[i] : bytes == 2 ? ((const uint16_t *)index)[i] : ((const uint32_t *)index)[i];
}

static inline void index_write(ty_dict_table *t, size_t i, uint32_t n)
{
    void *index = index_of(t);
    if (t->index_bytes == 1)
        ((uint8_t *)index)[i] = (uint8_t)n;
    else if (t->index_bytes == 2)
        ((uint16_t *)index)[i] = (uint16_t)n;
    else
        ((uint32_t *)index)[i] = n;
}

/* --- table ------------------------------------------------------------------------------------------------------------ */

static size_t table_size(const ty_object *o)
{
    const ty_dict_table *t = (const ty_dict_table *)o;
    return ty_heap_round(sizeof *t + t->capacity * sizeof(ty_dict_entry) + ((size_t)t->index_bytes << t->log2_index));
}

static void table_trace(ty_object *o, ty_tracer *tr)
{
    ty_dict_table *t = (ty_dict_table *)o;
    size_t i, n;
    if (!t->objects)
        return;
    ty_trace_window(tr, t->entries, sizeof *t->entries, t->used, &i, &n);
    for (; i < n; i++) {
        ty_trace_slots(tr, &t->entries[i].key, 1);
        ty_trace_slots(tr, &t->entries[i].value, 1);
    }
}

TY_DECLARE_TYPE(dict_table);
static const ty_layout ty_dict_table_layout = {.size = table_size, .trace = table_trace, .flags = TY_LAYOUT_WINDOW};
TY_BUILTIN_TYPE(dict_table, .name = "dict_table", .base = &ty_object_type, .flags = TY_TYPE_NO_NEW | TY_TYPE_INTERNAL,
                .basicsize = sizeof(ty_dict_table), .slots = {TY_OBJECT_SLOTS});

/* The smallest table for `n` entries. */
static unsigned log2_for(size_t n)
{
    unsigned log2 = LOG2_MIN;
    while (log2 < LOG2_MAX && usable(log2) < n)
        log2++;
    return log2;
}

static ty_dict_table *table_new(ty_ctx *ctx, unsigned log2)
{
    size_t capacity = usable(log2), bytes = bytes_for(log2), index = bytes << log2;
    if (log2 >= LOG2_MAX || capacity >= UINT32_MAX - 2 ||
        capacity > ((size_t)PTRDIFF_MAX - index) / sizeof(ty_dict_entry) - 64) {
        ty_error_memory(ctx);
        return NULL;
    }
    ty_dict_table *t =
        ty_alloc(ctx, &ty_dict_table_shape, sizeof *t + capacity * sizeof(ty_dict_entry) + index);
    if (TY_UNLIKELY(!t))
        return NULL;
    t->capacity = (uint32_t)capacity;
    t->used = 0;
    t->log2_index = (uint8_t)log2;
    t->index_bytes = (uint8_t)bytes;
    t->str_only = 1;
    t->objects = 0;
    t->deleted = t->first = t->reserved = 0;
    memset(index_of(t), 0xff, index);
    return t;
}

/* Enters the entries [first, used) of a table without deleted ones into its empty index. */
TY_INLINE void index_fill(ty_dict_table *t, unsigned bytes)
{
    void *index = index_of(t);
    size_t mask = ((size_t)1 << t->log2_index) - 1;
    for (uint32_t n = t->first; n < t->used; n++) {
        uintptr_t perturb = (uintptr_t)t->entries[n].hash;
        size_t i = perturb & mask;
        while (index_read(index, bytes, i) != EMPTY(bytes)) {
            perturb >>= PERTURB_SHIFT;
            i = (i * 5 + perturb + 1) & mask;
        }
        if (bytes == 1)
            ((uint8_t *)index)[i] = (uint8_t)n;
        else if (bytes == 2)
            ((uint16_t *)index)[i] = (uint16_t)n;
        else
            ((uint32_t *)index)[i] = n;
    }
}

static void set_table(ty_ctx *ctx, ty_dict *d, ty_dict_table *t)
{
    ty_heap_wrote(ctx->heap, &d->ob, &d->table);
    d->table = t;
    d->keys_version = 0;
}

/* Moves the live entries into a fresh table. */
TY_NOINLINE static int rebuild(ty_ctx *ctx, ty_dict *d, unsigned log2)
{
    ty_dict_table *t = table_new(ctx, log2), *old = d->table;
    if (!t)
        return -1;
    if (old) {
        t->str_only = old->str_only;
        t->objects = old->objects;
        if (old->used == d->length) {
            memcpy(t->entries, old->entries, old->used * sizeof *t->entries);
            t->used = old->used;
        } else {
            uint32_t n = 0;
            for (uint32_t i = old->first; i < old->used; i++)
                if (old->entries[i].key)
                    t->entries[n++] = old->entries[i];
            t->used = n;
        }
        switch (t->index_bytes) {
        case 1: index_fill(t, 1); break;
        case 2: index_fill(t, 2); break;
        default: index_fill(t, 4);
        }
    }
    set_table(ctx, d, t);
    return 0;
}

/* A table with room for one more. */
static int grow(ty_ctx *ctx, ty_dict *d)
{
    unsigned log2 = LOG2_MIN;
    while (log2 < LOG2_MAX && ((size_t)1 << log2) < d->length * 3)
        log2++;
    return rebuild(ctx, d, log2);
}

int ty_dict_reserve(ty_ctx *ctx, ty_value v, size_t n)
{
    ty_dict *d = ty_dict_ptr(v);
    if (d->table && d->table->capacity >= n)
        return 0;
    return n ? rebuild(ctx, d, log2_for(n > d->length ? n : d->length + 1)) : 0;
}

/* --- lookup ------------------------------------------------------------------------------------------------------------- */

/* Of an exact str in a table of such: entry number and its index place, or ABSENT and the EMPTY place. */
TY_INLINE intptr_t find_str_in(const ty_dict_table *t, ty_value key, intptr_t hash, size_t *place, unsigned bytes)
{
    const void *index = index_of(t);
    size_t mask = ((size_t)1 << t->log2_index) - 1, i = (size_t)hash & mask;
    uintptr_t perturb = (uintptr_t)hash;
    for (;;) {
        uint32_t n = index_read(index, bytes, i);
        if (TY_LIKELY(n < TOMB(bytes))) {
            const ty_dict_entry *e = &t->entries[n];
            if (TY_LIKELY(e->key == key) || (e->hash == hash && ty_str_equal(e->key, key))) {
                *place = i;
                return n;
            }
        } else if (n == EMPTY(bytes)) {
            *place = i;
            return ABSENT;
        }
        perturb >>= PERTURB_SHIFT;
        i = (i * 5 + perturb + 1) & mask;
    }
}

static inline intptr_t find_str(const ty_dict_table *t, ty_value key, intptr_t hash, size_t *place)
{
    if (TY_LIKELY(t->index_bytes == 1))
        return find_str_in(t, key, hash, place, 1);
    return t->index_bytes == 2 ? find_str_in(t, key, hash, place, 2) : find_str_in(t, key, hash, place, 4);
}

/* Of anything, in any table; FAILED when a comparison raised. place is not set when there is no table. */
TY_INLINE intptr_t find_any_in(ty_ctx *ctx, const ty_dict *d, const ty_dict_table *t, ty_value key, intptr_t hash,
                               size_t *place, unsigned bytes, bool *again)
{
    const void *index = index_of(t);
    size_t mask = ((size_t)1 << t->log2_index) - 1, i = (size_t)hash & mask;
    uintptr_t perturb = (uintptr_t)hash;
    for (;;) {
        uint32_t n = index_read(index, bytes, i);
        if (TY_LIKELY(n < TOMB(bytes))) {
            const ty_dict_entry *e = &t->entries[n];
            ty_value k = e->key;
            if (TY_LIKELY(k == key)) {
                *place = i;
                return n;
            }
            if (e->hash == hash) {
                int same = ty_equal_quick(ctx, k, key);
                if (same < 0)
                    return FAILED;
                if (d->table != t || e->key != k) {
                    *again = true;
                    return ABSENT;
                }
                if (same) {
                    *place = i;
                    return n;
                }
            }
        } else if (n == EMPTY(bytes)) {
            *place = i;
            return ABSENT;
        }
        perturb >>= PERTURB_SHIFT;
        i = (i * 5 + perturb + 1) & mask;
    }
}

TY_NOINLINE static intptr_t find_any(ty_ctx *ctx, const ty_dict *d, ty_value key, intptr_t hash, size_t *place)
{
    for (;;) {
        const ty_dict_table *t = d->table;
        bool again = false;
        intptr_t n;
        if (!t)
            return ABSENT;
        if (t->index_bytes == 1)
            n = find_any_in(ctx, d, t, key, hash, place, 1, &again);
        else if (t->index_bytes == 2)
            n = find_any_in(ctx, d, t, key, hash, place, 2, &again);
        else
            n = find_any_in(ctx, d, t, key, hash, place, 4, &again);
        if (TY_LIKELY(!again))
            return n;
    }
}

static inline intptr_t find(ty_ctx *ctx, const ty_dict *d, ty_value key, intptr_t hash, size_t *place)
{
    const ty_dict_table *t = d->table;
    if (TY_UNLIKELY(!t))
        return ABSENT;
    if (t->str_only && ty_is_exact_str(key))
        return find_str(t, key, hash, place);
    return find_any(ctx, d, key, hash, place);
}

int ty_dict_get_hashed(ty_ctx *ctx, ty_value v, ty_value key, intptr_t hash, ty_value *out)
{
    size_t place;
    const ty_dict *d = ty_dict_ptr(v);
    intptr_t n = find(ctx, d, key, hash, &place);
    if (n >= 0) {
        *out = d->table->entries[n].value;
        return 1;
    }
    return n == ABSENT ? 0 : -1;
}

int ty_dict_get_str(ty_ctx *ctx, ty_value v, ty_value key, ty_value *out)
{
    const ty_dict *d = ty_dict_ptr(v);
    if (TY_UNLIKELY(!d->table))
        return 0;
    return ty_dict_get_hashed(ctx, v, key, ty_str_hash(key), out);
}

int ty_dict_get(ty_ctx *ctx, ty_value v, ty_value key, ty_value *out)
{
    intptr_t hash = ty_hash_quick(ctx, key);
    return TY_LIKELY(hash != -1) ? ty_dict_get_hashed(ctx, v, key, hash, out) : -1;
}

ty_value ty_dict_getitem(ty_ctx *ctx, ty_value v, ty_value key)
{
    ty_value out;
    int found = ty_dict_get(ctx, v, key, &out);
    if (TY_LIKELY(found > 0))
        return out;
    return found == 0 ? ty_error_set_value(ctx, &ty_KeyError_type, key) : TY_NULL;
}

intptr_t ty_dict_entry_of(ty_value v, ty_value key)
{
    const ty_dict_table *t = ty_dict_ptr(v)->table;
    size_t place;
    if (!t || !t->str_only || !ty_is_exact_str(key))
        return -1;
    return find_str(t, key, ty_str_hash(key), &place);
}

uint32_t ty_dict_version(ty_ctx *ctx, ty_value v)
{
    ty_dict *d = ty_dict_ptr(v);
    if (!d->keys_version && ctx->objects->next_keys_version != UINT32_MAX)
        d->keys_version = ++ctx->objects->next_keys_version;
    return d->keys_version;
}

/* --- insertion ------------------------------------------------------------------------------------------------------------ */

static size_t free_place(const ty_dict_table *t, intptr_t hash)
{
    const void *index = index_of(t);
    size_t mask = ((size_t)1 << t->log2_index) - 1, i = (size_t)hash & mask;
    uintptr_t perturb = (uintptr_t)hash;
    uint32_t empty = EMPTY(t->index_bytes);
    while (index_read(index, t->index_bytes, i) != empty) {
        perturb >>= PERTURB_SHIFT;
        i = (i * 5 + perturb + 1) & mask;
    }
    return i;
}

/* The key is absent and `place` EMPTY. */
static inline void append_entry(ty_ctx *ctx, ty_dict *d, size_t place, ty_value key, intptr_t hash, ty_value v)
{
    ty_dict_table *t = d->table;
    ty_dict_entry *e = &t->entries[t->used];
    e->key = key;
    e->value = v;
    e->hash = hash;
    index_write(t, place, t->used);
    t->used++;
    if (TY_UNLIKELY(!ty_is_exact_str(key)))
        t->str_only = 0;
    t->objects |= ty_is_object(key) || ty_is_object(v);
    if (TY_UNLIKELY(t->ob.head & TY_HEAD_LOG))
        ty_heap_wrote_range(ctx->heap, &t->ob, &e->key, 2);
    d->length++;
    d->mutations++;
    d->keys_version = 0;
}

static inline bool is_full(const ty_dict *d)
{
    return d->table->used >= d->table->capacity || d->length + d->table->deleted >= d->table->capacity;
}

/* The key is absent; `place` as find() left it. */
static inline int insert(ty_ctx *ctx, ty_dict *d, size_t place, ty_value key, intptr_t hash, ty_value v)
{
    if (TY_UNLIKELY(!d->table || is_full(d))) {
        if (grow(ctx, d))
            return -1;
        place = free_place(d->table, hash);
    }
    append_entry(ctx, d, place, key, hash, v);
    return 0;
}

static inline void put_value(ty_ctx *ctx, const ty_dict *d, intptr_t n, ty_value v)
{
    d->table->objects |= ty_is_object(v);
    ty_heap_store(ctx->heap, &d->table->ob, &d->table->entries[n].value, v);
}

int ty_dict_set_hashed(ty_ctx *ctx, ty_value v, ty_value key, intptr_t hash, ty_value value)
{
    ty_dict *d = ty_dict_ptr(v);
    size_t place = 0;
    intptr_t n = find(ctx, d, key, hash, &place);
    if (n >= 0) {
        put_value(ctx, d, n, value);
        return 0;
    }
    return TY_LIKELY(n == ABSENT) ? insert(ctx, d, place, key, hash, value) : -1;
}

int ty_dict_set(ty_ctx *ctx, ty_value v, ty_value key, ty_value value)
{
    intptr_t hash = ty_hash_quick(ctx, key);
    return TY_LIKELY(hash != -1) ? ty_dict_set_hashed(ctx, v, key, hash, value) : -1;
}

int ty_dict_set_cstr(ty_ctx *ctx, ty_value v, const char *key, ty_value value)
{
    ty_value k = ty_str_intern_utf8(ctx, key, strlen(key));
    return k ? ty_dict_set(ctx, v, k, value) : -1;
}

ty_value ty_dict_setdefault(ty_ctx *ctx, ty_value v, ty_value key, ty_value value)
{
    ty_dict *d = ty_dict_ptr(v);
    intptr_t hash = ty_hash_quick(ctx, key);
    size_t place = 0;
    if (hash == -1)
        return TY_NULL;
    intptr_t n = find(ctx, d, key, hash, &place);
    if (n >= 0)
        return d->table->entries[n].value;
    if (n == FAILED || insert(ctx, d, place, key, hash, value))
        return TY_NULL;
    return value;
}

/* --- deletion --------------------------------------------------------------------------------------------------------------- */

static void remove_entry(ty_dict *d, intptr_t n, size_t place)
{
    ty_dict_table *t = d->table;
    index_write(t, place, TOMB(t->index_bytes));
    t->entries[n].key = t->entries[n].value = TY_NULL;
    t->deleted++;
    d->length--;
    /* The last entry of a dict that is not empty is live. An emptied one keeps its entries used, so that an iteration
     * under way sees what is inserted next as new. */
    while (d->length && !t->entries[t->used - 1].key)
        t->used--;
    while (t->first < t->used && !t->entries[t->first].key)
        t->first++;
    d->mutations++;
    d->keys_version = 0;
}

static int del_hashed(ty_ctx *ctx, ty_dict *d, ty_value key, intptr_t hash, ty_value *old)
{
    size_t place;
    intptr_t n = find(ctx, d, key, hash, &place);
    if (n < 0)
        return n == ABSENT ? 0 : -1;
    if (old)
        *old = d->table->entries[n].value;
    remove_entry(d, n, place);
    return 1;
}

int ty_dict_del(ty_ctx *ctx, ty_value v, ty_value key, ty_value *old)
{
    intptr_t hash = ty_hash_quick(ctx, key);
    return hash == -1 ? -1 : del_hashed(ctx, ty_dict_ptr(v), key, hash, old);
}

int ty_dict_popitem(ty_ctx *ctx, ty_value v, ty_value *key, ty_value *value)
{
    (void)ctx;
    ty_dict *d = ty_dict_ptr(v);
    if (d->length == 0)
        return 0;
    const ty_dict_table *t = d->table;
    uint32_t n = t->used - 1; /* never a deleted one */
    const ty_dict_entry *e = &t->entries[n];
    *key = e->key;
    *value = e->value;
    size_t mask = ((size_t)1 << t->log2_index) - 1, i = (size_t)e->hash & mask;
    uintptr_t perturb = (uintptr_t)e->hash;
    while (index_read(index_of(t), t->index_bytes, i) != n) {
        perturb >>= PERTURB_SHIFT;
        i = (i * 5 + perturb + 1) & mask;
    }
    remove_entry(d, n, i);
    return 1;
}

/* --- order -------------------------------------------------------------------------------------------------------------------- */

/* A table with free entries before the first one. */
static int make_front(ty_ctx *ctx, ty_dict *d)
{
    const ty_dict_table *old = d->table;
    size_t gap = d->length / 2 + 4;
    ty_dict_table *t = table_new(ctx, log2_for(d->length + gap + d->length / 4));
    if (!t)
        return -1;
    t->str_only = old->str_only;
    t->objects = old->objects;
    t->first = t->used = (uint32_t)gap;
    memset(t->entries, 0, gap * sizeof *t->entries);
    for (uint32_t i = old->first; i < old->used; i++)
        if (old->entries[i].key)
            t->entries[t->used++] = old->entries[i];
    if (t->index_bytes == 1)
        index_fill(t, 1);
    else if (t->index_bytes == 2)
        index_fill(t, 2);
    else
        index_fill(t, 4);
    set_table(ctx, d, t);
    return 0;
}

int ty_dict_move_to_end(ty_ctx *ctx, ty_value v, ty_value key, bool last)
{
    ty_dict *d = ty_dict_ptr(v);
    intptr_t hash = ty_hash_quick(ctx, key);
    size_t place;
    if (hash == -1)
        return -1;
    intptr_t n = find(ctx, d, key, hash, &place);
    if (n < 0)
        return n == ABSENT ? 0 : -1;
    if ((uint32_t)n == (last ? d->table->used - 1 : d->table->first))
        return 1;
    ty_dict_entry e = d->table->entries[n];
    /* Room first, so that nothing is lost when memory is out. */
    if (last ? d->table->used == d->table->capacity && grow(ctx, d) : d->table->first == 0 && make_front(ctx, d))
        return -1;
    ty_dict_table *t = d->table;
    size_t mask = ((size_t)1 << t->log2_index) - 1, i = (size_t)e.hash & mask;
    uintptr_t perturb = (uintptr_t)e.hash;
    uint32_t at;
    while ((at = index_read(index_of(t), t->index_bytes, i)) >= TOMB(t->index_bytes) || t->entries[at].key != e.key) {
        perturb >>= PERTURB_SHIFT;
        i = (i * 5 + perturb + 1) & mask;
    }
    t->entries[at].key = t->entries[at].value = TY_NULL;
    uint32_t to = last ? t->used++ : --t->first;
    t->entries[to] = e;
    index_write(t, i, to);
    while (t->used && !t->entries[t->used - 1].key)
        t->used--;
    while (!t->entries[t->first].key)
        t->first++;
    ty_heap_wrote_range(ctx->heap, &t->ob, &t->entries[to].key, 2);
    d->mutations++;
    d->keys_version = 0;
    return 1;
}

void ty_dict_clear(ty_ctx *ctx, ty_value v)
{
    ty_dict *d = ty_dict_ptr(v);
    set_table(ctx, d, NULL);
    d->mutations++;
    d->length = 0;
}

/* --- making, walking ---------------------------------------------------------------------------------------------------------- */

static ty_dict *dict_alloc(ty_ctx *ctx)
{
    ty_dict *d = ty_alloc(ctx, &ty_dict_shape, sizeof *d);
    if (TY_LIKELY(d != NULL)) {
        d->length = 0;
        d->table = NULL;
        d->keys_version = d->mutations = 0;
    }
    return d;
}

ty_value ty_dict_new(ty_ctx *ctx, size_t expected)
{
    ty_dict *d = dict_alloc(ctx);
    if (TY_UNLIKELY(!d) || (expected && rebuild(ctx, d, log2_for(expected))))
        return TY_NULL;
    return TY_VALUE(d);
}

ty_value ty_dict_copy(ty_ctx *ctx, ty_value v)
{
    ty_dict *copy = dict_alloc(ctx);
    const ty_dict *d = ty_dict_ptr(v);
    if (!copy || d->length == 0)
        return TY_VALUE(copy);
    const ty_dict_table *from = d->table;
    if (from->used == d->length) {
        /* Bit by bit, tombs of the index included. */
        size_t size = table_size(&from->ob);
        ty_dict_table *t = ty_alloc(ctx, &ty_dict_table_shape, size);
        if (!t)
            return TY_NULL;
        size_t head = sizeof t->ob;
        memcpy((char *)t + head, (const char *)from + head, sizeof *t - head + from->used * sizeof *t->entries);
        memcpy(index_of(t), index_of(from), (size_t)t->index_bytes << t->log2_index);
        set_table(ctx, copy, t);
        copy->length = d->length;
        return TY_VALUE(copy);
    }
    if (rebuild(ctx, copy, log2_for(d->length)))
        return TY_NULL;
    ty_dict_table *t = copy->table;
    t->str_only = from->str_only;
    t->objects = from->objects;
    uint32_t n = 0;
    for (uint32_t i = from->first; i < from->used; i++)
        if (from->entries[i].key)
            t->entries[n++] = from->entries[i];
    t->used = n;
    copy->length = n;
    if (t->index_bytes == 1)
        index_fill(t, 1);
    else if (t->index_bytes == 2)
        index_fill(t, 2);
    else
        index_fill(t, 4);
    return TY_VALUE(copy);
}

bool ty_dict_next(ty_value v, size_t *pos, ty_value *key, ty_value *value)
{
    const ty_dict_table *t = ty_dict_ptr(v)->table;
    size_t i = *pos;
    if (t && i < t->first)
        i = t->first;
    while (t && i < t->used) {
        const ty_dict_entry *e = &t->entries[i++];
        if (e->key) {
            *pos = i;
            if (key)
                *key = e->key;
            if (value)
                *value = e->value;
            return true;
        }
    }
    *pos = i;
    return false;
}

/* --- slots ---------------------------------------------------------------------------------------------------------------------- */

ty_value ty_dict_slot_new(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    ty_dict *d = ty_alloc_instance(ctx, type, &ty_dict_type);
    if (!d)
        return TY_NULL;
    d->length = 0;
    d->table = NULL;
    d->keys_version = d->mutations = 0;
    return TY_VALUE(d);
}

intptr_t ty_dict_slot_len(ty_ctx *ctx, ty_value v)
{
    (void)ctx;
    return (intptr_t)ty_dict_length(v);
}

int ty_dict_slot_contains(ty_ctx *ctx, ty_value v, ty_value key)
{
    ty_value out;
    return ty_dict_get(ctx, v, key, &out);
}

ty_value ty_dict_slot_getitem(ty_ctx *ctx, ty_value v, ty_value key)
{
    ty_value out;
    int found = ty_dict_get(ctx, v, key, &out);
    if (TY_LIKELY(found > 0))
        return out;
    if (found < 0)
        return TY_NULL;
    if (!ty_is_exact_dict(v)) {
        bool has = false;
        ty_value both[2] = {v, key};
        out = ty_call_special(ctx, TY_SYM(__missing__), both, 2, &has);
        if (has || out || ty_error_pending(ctx))
            return out;
    }
    return ty_error_set_value(ctx, &ty_KeyError_type, key);
}

int ty_dict_slot_setitem(ty_ctx *ctx, ty_value v, ty_value key, ty_value value)
{
    if (TY_LIKELY(value != TY_NULL))
        return ty_dict_set(ctx, v, key, value);
    int done = ty_dict_del(ctx, v, key, NULL);
    if (done == 0)
        ty_error_set_value(ctx, &ty_KeyError_type, key);
    return done > 0 ? 0 : -1;
}

ty_value ty_dict_slot_repr(ty_ctx *ctx, ty_value v)
{
    if (ty_dict_length(v) == 0)
        return ty_str_from_ascii(ctx, "{}", 2);
    int active = ty_op_repr_enter(ctx, v);
    if (active)
        return active > 0 ? ty_str_from_ascii(ctx, "{...}", 5) : TY_NULL;
    ty_strbuf b;
    ty_value key, value;
    size_t pos = 0;
    bool first = true;
    ty_strbuf_init(&b, ctx);
    ty_strbuf_char(&b, '{');
    while (ty_dict_next(v, &pos, &key, &value)) {
        if (!first)
            ty_strbuf_ascii(&b, ", ", 2);
        first = false;
        if (!ty_strbuf_repr(&b, key))
            break;
        ty_strbuf_ascii(&b, ": ", 2);
        if (!ty_strbuf_repr(&b, value))
            break;
    }
    ty_strbuf_char(&b, '}');
    ty_op_repr_leave(ctx, v);
    return ty_strbuf_finish(&b);
}

int ty_dict_equal(ty_ctx *ctx, ty_value va, ty_value vb)
{
    const ty_dict *a = ty_dict_ptr(va), *b = ty_dict_ptr(vb);
    if (a->length != b->length)
        return 0;
    if (ty_context_deep(ctx, " in comparison"))
        return -1;
    for (size_t i = 0; a->table && i < a->table->used; i++) {
        ty_dict_entry e = a->table->entries[i];
        ty_value other;
        if (!e.key)
            continue;
        int found = ty_dict_get_hashed(ctx, vb, e.key, e.hash, &other);
        if (found <= 0)
            return found;
        int same = ty_equal_quick(ctx, e.value, other);
        if (same <= 0)
            return same;
    }
    return 1;
}

ty_value ty_dict_slot_compare(ty_ctx *ctx, ty_value a, ty_value b, int op)
{
    if ((op != TY_EQ && op != TY_NE) || !ty_is_dict(a) || !ty_is_dict(b))
        return TY_NOT_IMPLEMENTED;
    int same = ty_dict_equal(ctx, a, b);
    return same < 0 ? TY_NULL : ty_bool(same == (op == TY_EQ));
}

static const ty_layout ty_dict_layout = {
    .fixed_size = TY_FIXED_SIZE(ty_dict), .slots_offset = offsetof(ty_dict, table), .slots_count = 1};
TY_BUILTIN_TYPE(dict, .name = "dict", .base = &ty_object_type,
                .flags = TY_TYPE_BASE | TY_TYPE_DICT_SUB | TY_TYPE_MAPPING | TY_TYPE_MATCH_SELF | TY_TYPE_IMMUTABLE,
                .basicsize = sizeof(ty_dict),
                .doc = "A mapping of keys to values that keeps the order of insertion.\n\ndict(mapping_or_pairs, **more)",
                .methods = ty_dict_methods,
                .slots = {TY_DICT_SLOTS});
