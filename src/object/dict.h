/* SPDX-License-Identifier: MIT */
/*
 * dict: compact and ordered. A table object holds an open-addressed index of 8, 16 or 32-bit entry numbers and the
 * entries in insertion order; deleted ones keep a tombstone (value TY_NULL) until the next rebuild.
 *
 * `keys_version` changes whenever the set of keys, their order or the table changes, not when a value is replaced: a
 * cache that holds (keys_version, entry number) may read and replace the value directly. It is unique per heap and
 * never 0 once handed out (0: nobody has asked; ask with ty_dict_version).
 */
#ifndef TY_OBJECT_DICT_H
#define TY_OBJECT_DICT_H

#include "object/native.h"

typedef struct ty_dict_entry {
    ty_value key;   /* TY_NULL: deleted */
    ty_value value; /* TY_NULL: deleted */
    intptr_t hash;
} ty_dict_entry;

typedef struct ty_dict_table {
    ty_object ob;
    uint32_t capacity;   /* entries there is room for */
    uint32_t used;       /* entries written, deleted ones included: next insertion place */
    uint8_t log2_index;  /* index has 1 << log2_index places */
    uint8_t index_bytes; /* 1, 2, 4 */
    uint8_t str_only;    /* every key is an exact str */
    uint8_t objects;     /* some key or value is, or was, no immediate: there is something to trace */
    uint32_t deleted;    /* index places that hold a tombstone */
    uint32_t first;      /* no entry before this one is live; it is itself, if the dict is not empty */
    uint32_t reserved;
    ty_dict_entry entries[]; /* capacity entries, then the index */
} ty_dict_table;

typedef struct ty_dict {
    ty_object ob;
    size_t length;
    ty_dict_table *table; /* NULL while empty */
    uint32_t keys_version;
    uint32_t mutations;   /* counts changes of size, for "dictionary changed size during iteration" */
} ty_dict;

TY_DECLARE_TYPE(dict);
TY_DECLARE_TYPE(dict_keys);
TY_DECLARE_TYPE(dict_values);
TY_DECLARE_TYPE(dict_items);
TY_DECLARE_TYPE(mappingproxy);

static inline bool ty_is_dict(ty_value v) { return ty_is_object(v) && ty_has_flag(v, TY_TYPE_DICT_SUB); }
static inline bool ty_is_exact_dict(ty_value v) { return ty_has_shape(v, &ty_dict_shape); }
static inline ty_dict *ty_dict_ptr(ty_value v) { return (ty_dict *)v; }
static inline size_t ty_dict_length(ty_value v) { return ty_dict_ptr(v)->length; }

ty_value ty_dict_new(ty_ctx *ctx, size_t expected) TY_RAISES;
/* 1 found (*out), 0 absent, -1 error (hash or comparison raised). */
int ty_dict_get(ty_ctx *ctx, ty_value d, ty_value key, ty_value *out) TY_RAISES;
/* The key is an exact str: for dicts whose keys are all str nothing can raise and nothing runs Python code. */
int ty_dict_get_str(ty_ctx *ctx, ty_value d, ty_value key, ty_value *out) TY_RAISES;
int ty_dict_get_hashed(ty_ctx *ctx, ty_value d, ty_value key, intptr_t hash, ty_value *out) TY_RAISES;
int ty_dict_set(ty_ctx *ctx, ty_value d, ty_value key, ty_value v) TY_RAISES;
int ty_dict_set_hashed(ty_ctx *ctx, ty_value d, ty_value key, intptr_t hash, ty_value v) TY_RAISES;
int ty_dict_set_cstr(ty_ctx *ctx, ty_value d, const char *key, ty_value v) TY_RAISES;
/* 1 deleted (*old, may be NULL), 0 absent, -1 error */
int ty_dict_del(ty_ctx *ctx, ty_value d, ty_value key, ty_value *old) TY_RAISES;
/* The present value, or v after inserting it. */
ty_value ty_dict_setdefault(ty_ctx *ctx, ty_value d, ty_value key, ty_value v) TY_RAISES;
void ty_dict_clear(ty_ctx *ctx, ty_value d);
ty_value ty_dict_copy(ty_ctx *ctx, ty_value d) TY_RAISES;
int ty_dict_update(ty_ctx *ctx, ty_value d, ty_value other) TY_RAISES; /* mapping or iterable of pairs */
/* Adds all of `other` (a mapping); a key that is there raises TypeError "f() got multiple values for keyword argument 'k'" */
int ty_dict_merge_unique(ty_ctx *ctx, ty_value d, ty_value other, const char *fname) TY_RAISES;
/* Walk in order: *pos starts at 0; false at the end. The dict may not be changed in size meanwhile. */
bool ty_dict_next(ty_value d, size_t *pos, ty_value *key, ty_value *value);
/* Entry number of a str key in a str-only table, -1 absent or not that simple; for caches. */
intptr_t ty_dict_entry_of(ty_value d, ty_value key);
uint32_t ty_dict_version(ty_ctx *ctx, ty_value d); /* hands out keys_version */
ty_value ty_mappingproxy_new(ty_ctx *ctx, ty_value mapping) TY_RAISES;
/* Room for `n` entries in all, at once. */
int ty_dict_reserve(ty_ctx *ctx, ty_value d, size_t n) TY_RAISES;
/* The last entry, taken out: 1; 0: the dict is empty. Raises nothing. */
int ty_dict_popitem(ty_ctx *ctx, ty_value d, ty_value *key, ty_value *value);
/* d == other, as dicts compare: 1, 0, -1 */
int ty_dict_equal(ty_ctx *ctx, ty_value d, ty_value other) TY_RAISES;
/* Inserts or replaces those pairs that `other` has; with `replace` 0 only new keys. `other` is a dict. */
int ty_dict_merge(ty_ctx *ctx, ty_value d, ty_value other, bool replace) TY_RAISES;
/* d[key] as the subscript does it for exact dicts: KeyError when absent. */
ty_value ty_dict_getitem(ty_ctx *ctx, ty_value d, ty_value key) TY_RAISES;

/* --- iteration ----------------------------------------------------------------------------------------------------- */

/* Iterators over keys, values, items, forwards and backwards. */
typedef struct ty_dict_iterator {
    ty_object ob;
    ty_value dict; /* TY_NULL: exhausted */
    size_t pos;    /* next entry to look at; backwards: entries not looked at */
    size_t length; /* of the dict when the iteration began; SIZE_MAX: it has changed */
    size_t left;   /* items still to come */
} ty_dict_iterator;
TY_DECLARE_TYPE(dict_keyiterator);
TY_DECLARE_TYPE(dict_valueiterator);
TY_DECLARE_TYPE(dict_itemiterator);
TY_DECLARE_TYPE(dict_reversekeyiterator);
TY_DECLARE_TYPE(dict_reversevalueiterator);
TY_DECLARE_TYPE(dict_reverseitemiterator);

ty_value ty_dict_iter_new(ty_ctx *ctx, const ty_shape *shape, ty_value dict) TY_RAISES;
ty_value ty_dict_iter(ty_ctx *ctx, ty_value d) TY_RAISES; /* over the keys */
TY_COLD int ty_dict_iterator_failed(ty_ctx *ctx, ty_dict_iterator *it);
/* Steps a forward iterator: 1 with *entry, 0 at the end, -1 RuntimeError. The entry is valid until the next safepoint. */
static inline int ty_dict_iterator_step(ty_ctx *ctx, ty_dict_iterator *it, const ty_dict_entry **entry)
{
    const ty_dict *d = (const ty_dict *)it->dict;
    if (TY_UNLIKELY(!d))
        return 0;
    if (TY_UNLIKELY(d->length != it->length))
        return ty_dict_iterator_failed(ctx, it);
    const ty_dict_table *t = d->table;
    if (t && it->pos < t->first)
        it->pos = t->first;
    while (t && it->pos < t->used) {
        const ty_dict_entry *e = &t->entries[it->pos++];
        if (TY_LIKELY(e->key != TY_NULL)) {
            if (TY_UNLIKELY(it->left == 0))
                return ty_dict_iterator_failed(ctx, it);
            it->left--;
            *entry = e;
            return 1;
        }
    }
    it->dict = TY_NULL;
    return 0;
}

/* dict.keys(), values(), items(): a window on a dict. */
typedef struct ty_dict_view {
    ty_object ob;
    ty_value dict;
} ty_dict_view;
TY_DECLARE_TYPE(odict_keys); /* those of collections.OrderedDict */
TY_DECLARE_TYPE(odict_values);
TY_DECLARE_TYPE(odict_items);
/* The iterators of OrderedDict notice a change of the order as well. */
enum { TY_ODICT_KEYS, TY_ODICT_VALUES, TY_ODICT_ITEMS };
TY_DECLARE_TYPE(odict_iterator);
ty_value ty_odict_iter_new(ty_ctx *ctx, ty_value dict, int what, bool backwards) TY_RAISES;
ty_value ty_dict_view_new(ty_ctx *ctx, const ty_shape *shape, ty_value dict) TY_RAISES;

/* The read-only view of a mapping (types.MappingProxyType). */
typedef struct ty_mappingproxy {
    ty_object ob;
    ty_value mapping;
} ty_mappingproxy;

/* Moves the entry of the key to the end, or to the beginning: 1; 0 absent, -1 error. */
int ty_dict_move_to_end(ty_ctx *ctx, ty_value d, ty_value key, bool last) TY_RAISES;

/* Slots and parts of the type's table, for dict and for builtin types derived from it. */
ty_value ty_dict_slot_new(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames);
intptr_t ty_dict_slot_len(ty_ctx *ctx, ty_value v);
int ty_dict_slot_contains(ty_ctx *ctx, ty_value v, ty_value key);
ty_value ty_dict_slot_getitem(ty_ctx *ctx, ty_value v, ty_value key); /* asks __missing__ of subclasses */
int ty_dict_slot_setitem(ty_ctx *ctx, ty_value v, ty_value key, ty_value value);
ty_value ty_dict_slot_repr(ty_ctx *ctx, ty_value v);
ty_value ty_dict_slot_compare(ty_ctx *ctx, ty_value a, ty_value b, int op);
#define TY_DICT_SLOTS                                                                                                   \
    TY_OBJECT_SLOTS, .repr = ty_dict_slot_repr, .hash = NULL, .iter = ty_dict_iter, .new_ = ty_dict_slot_new,            \
        .init = ty_dict_init, .compare = ty_dict_slot_compare, .len = ty_dict_slot_len, .getitem = ty_dict_slot_getitem, \
        .setitem = ty_dict_slot_setitem, .contains = ty_dict_slot_contains, .or_ = ty_dict_or, .ior = ty_dict_ior
extern const struct ty_native ty_dict_methods[];
ty_value ty_dict_or(ty_ctx *ctx, ty_value a, ty_value b) TY_RAISES;
ty_value ty_dict_ior(ty_ctx *ctx, ty_value a, ty_value b) TY_RAISES;
int ty_dict_init(ty_ctx *ctx, ty_value self, const ty_value *args, size_t nargs, ty_value kwnames) TY_RAISES;
/* update() and the constructor: an optional mapping or iterable, then keywords. */
int ty_dict_update_args(ty_ctx *ctx, const char *fname, ty_value d, const ty_value *args, size_t nargs, ty_value kwnames) TY_RAISES;

#endif
