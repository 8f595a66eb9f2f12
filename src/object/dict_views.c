/* SPDX-License-Identifier: MIT */
/* The iterators of dicts, and the views keys(), values(), items() with their set operations. */
#include <config.h>

#include "object/alloc.h"
#include "object/dict.h"
#include "object/equal.h"
#include "object/iter.h"
#include "object/native.h"
#include "object/set.h"

/* --- iterators -------------------------------------------------------------------------------------------------------- */

ty_value ty_dict_iter_new(ty_ctx *ctx, const ty_shape *shape, ty_value dict)
{
    ty_dict_iterator *it = ty_alloc(ctx, shape, sizeof *it);
    if (TY_UNLIKELY(!it))
        return TY_NULL;
    const ty_dict *d = ty_dict_ptr(dict);
    bool backwards = shape == &ty_dict_reversekeyiterator_shape || shape == &ty_dict_reversevalueiterator_shape ||
                     shape == &ty_dict_reverseitemiterator_shape;
    it->dict = dict;
    it->pos = backwards && d->table ? d->table->used : 0;
    it->length = it->left = d->length;
    return TY_VALUE(it);
}

ty_value ty_dict_iter(ty_ctx *ctx, ty_value d)
{
    return ty_dict_iter_new(ctx, &ty_dict_keyiterator_shape, d);
}

int ty_dict_iterator_failed(ty_ctx *ctx, ty_dict_iterator *it)
{
    const ty_dict *d = ty_dict_ptr(it->dict);
    bool same_size = d->length == it->length;
    it->length = SIZE_MAX;
    ty_error_set(ctx, &ty_RuntimeError_type,
                 same_size ? "dictionary keys changed during iteration" : "dictionary changed size during iteration");
    return -1;
}

static const ty_dict_entry *step_back(ty_ctx *ctx, ty_dict_iterator *it)
{
    const ty_dict *d = (const ty_dict *)it->dict;
    if (!d)
        return NULL;
    if (d->length != it->length) {
        ty_dict_iterator_failed(ctx, it);
        return NULL;
    }
    const ty_dict_table *t = d->table;
    if (t && it->pos > t->used)
        it->pos = t->used;
    while (t && it->pos > 0 && it->left > 0) {
        const ty_dict_entry *e = &t->entries[--it->pos];
        if (e->key) {
            it->left--;
            return e;
        }
    }
    it->dict = TY_NULL;
    return NULL;
}

static const ty_dict_entry *step(ty_ctx *ctx, ty_value v)
{
    const ty_dict_entry *e = NULL;
    return ty_dict_iterator_step(ctx, (ty_dict_iterator *)v, &e) > 0 ? e : NULL;
}

static ty_value key_next(ty_ctx *ctx, ty_value v)
{
    const ty_dict_entry *e = step(ctx, v);
    return e ? e->key : TY_NULL;
}

static ty_value value_next(ty_ctx *ctx, ty_value v)
{
    const ty_dict_entry *e = step(ctx, v);
    return e ? e->value : TY_NULL;
}

static ty_value item_next(ty_ctx *ctx, ty_value v)
{
    const ty_dict_entry *e = step(ctx, v);
    return e ? ty_tuple_pack(ctx, 2, e->key, e->value) : TY_NULL;
}

static ty_value reverse_key_next(ty_ctx *ctx, ty_value v)
{
    const ty_dict_entry *e = step_back(ctx, (ty_dict_iterator *)v);
    return e ? e->key : TY_NULL;
}

static ty_value reverse_value_next(ty_ctx *ctx, ty_value v)
{
    const ty_dict_entry *e = step_back(ctx, (ty_dict_iterator *)v);
    return e ? e->value : TY_NULL;
}

static ty_value reverse_item_next(ty_ctx *ctx, ty_value v)
{
    const ty_dict_entry *e = step_back(ctx, (ty_dict_iterator *)v);
    return e ? ty_tuple_pack(ctx, 2, e->key, e->value) : TY_NULL;
}

/* --- those of OrderedDict ------------------------------------------------------------------------------------------------- */

typedef struct odict_iterator {
    ty_dict_iterator base;
    uint32_t mutations;
    uint8_t what, backwards;
} odict_iterator;

ty_value ty_odict_iter_new(ty_ctx *ctx, ty_value dict, int what, bool backwards)
{
    odict_iterator *it = ty_alloc(ctx, &ty_odict_iterator_shape, sizeof *it);
    if (!it)
        return TY_NULL;
    const ty_dict *d = ty_dict_ptr(dict);
    it->base.dict = dict;
    it->base.pos = backwards && d->table ? d->table->used : 0;
    it->base.length = it->base.left = d->length;
    it->mutations = d->mutations;
    it->what = (uint8_t)what;
    it->backwards = backwards;
    return TY_VALUE(it);
}

static ty_value odict_next(ty_ctx *ctx, ty_value v)
{
    odict_iterator *it = (odict_iterator *)v;
    if (it->base.dict && ty_dict_ptr(it->base.dict)->mutations != it->mutations) {
        bool same_size = ty_dict_length(it->base.dict) == it->base.length;
        it->base.dict = TY_NULL;
        return ty_error_set(ctx, &ty_RuntimeError_type,
                            same_size ? "OrderedDict mutated during iteration" : "OrderedDict changed size during iteration");
    }
    const ty_dict_entry *e = it->backwards ? step_back(ctx, &it->base) : step(ctx, v);
    if (!e)
        return TY_NULL;
    return it->what == TY_ODICT_KEYS ? e->key : it->what == TY_ODICT_VALUES ? e->value : ty_tuple_pack(ctx, 2, e->key, e->value);
}

static ty_value iterator_length_hint(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)ctx, (void)nargs, (void)kwnames;
    const ty_dict_iterator *it = (ty_dict_iterator *)args[0];
    bool live = it->dict && ty_dict_length(it->dict) == it->length;
    return ty_small(live ? (intptr_t)it->left : 0);
}

/* (iter, ([what is left],)) */
static ty_value iterator_reduce(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    ty_dict_iterator *it = (ty_dict_iterator *)args[0], saved = *it; /* all that stepping changes */
    ty_value list = ty_list_new(ctx, 0), v;
    ty_next_fn next = ty_type_of(args[0])->slots.next;
    while (list && (v = next(ctx, args[0])) != TY_NULL)
        if (ty_list_append(ctx, list, v))
            return TY_NULL;
    ty_heap_wrote(ctx->heap, &it->ob, &it->dict);
    *it = saved;
    if (ty_error_pending(ctx))
        return TY_NULL;
    ty_value fn = ty_iter_builtin(ctx, TY_SYM(iter)), inner = fn ? ty_tuple_pack(ctx, 1, list) : TY_NULL;
    return inner ? ty_tuple_pack(ctx, 2, fn, inner) : TY_NULL;
}

static const ty_layout iterator_layout = {
    .fixed_size = TY_FIXED_SIZE(ty_dict_iterator), .slots_offset = offsetof(ty_dict_iterator, dict), .slots_count = 1};
#define ITERATOR_METHODS                                                                                                \
    {TY_METHOD(__length_hint__, iterator_length_hint, 0, 0, "", NULL),                                                  \
     TY_METHOD(__reduce__, iterator_reduce, 0, 0, "", NULL), TY_NATIVE_END}
#define ITERATOR(id, table, step_fn)                                                                                    \
    TY_BUILTIN_TYPE(id, .name = #id, .base = &ty_object_type, .flags = TY_TYPE_NO_NEW | TY_TYPE_IMMUTABLE,               \
                    .basicsize = sizeof(ty_dict_iterator), .methods = table,                                            \
                    .slots = {TY_OBJECT_SLOTS, .iter = ty_iter_self, .next = step_fn})
#define ty_dict_keyiterator_layout iterator_layout
#define ty_dict_valueiterator_layout iterator_layout
#define ty_dict_itemiterator_layout iterator_layout
#define ty_dict_reversekeyiterator_layout iterator_layout
#define ty_dict_reversevalueiterator_layout iterator_layout
#define ty_dict_reverseitemiterator_layout iterator_layout
#define OWNER &ty_dict_keyiterator_type
static const ty_native key_methods[] = ITERATOR_METHODS;
#undef OWNER
#define OWNER &ty_dict_valueiterator_type
static const ty_native value_methods[] = ITERATOR_METHODS;
#undef OWNER
#define OWNER &ty_dict_itemiterator_type
static const ty_native item_methods[] = ITERATOR_METHODS;
#undef OWNER
#define OWNER &ty_dict_reversekeyiterator_type
static const ty_native reverse_key_methods[] = ITERATOR_METHODS;
#undef OWNER
#define OWNER &ty_dict_reversevalueiterator_type
static const ty_native reverse_value_methods[] = ITERATOR_METHODS;
#undef OWNER
#define OWNER &ty_dict_reverseitemiterator_type
static const ty_native reverse_item_methods[] = ITERATOR_METHODS;
#undef OWNER
#define OWNER &ty_odict_iterator_type
static const ty_native odict_methods[] = ITERATOR_METHODS;
#undef OWNER
static const ty_layout ty_odict_iterator_layout = {.fixed_size = TY_FIXED_SIZE(odict_iterator),
                                                   .slots_offset = offsetof(odict_iterator, base.dict),
                                                   .slots_count = 1};
TY_BUILTIN_TYPE(odict_iterator, .name = "odict_iterator", .base = &ty_object_type, .flags = TY_TYPE_NO_NEW | TY_TYPE_IMMUTABLE,
                .basicsize = sizeof(odict_iterator), .methods = odict_methods,
                .slots = {TY_OBJECT_SLOTS, .iter = ty_iter_self, .next = odict_next});
ITERATOR(dict_keyiterator, key_methods, key_next);
ITERATOR(dict_valueiterator, value_methods, value_next);
ITERATOR(dict_itemiterator, item_methods, item_next);
ITERATOR(dict_reversekeyiterator, reverse_key_methods, reverse_key_next);
ITERATOR(dict_reversevalueiterator, reverse_value_methods, reverse_value_next);
ITERATOR(dict_reverseitemiterator, reverse_item_methods, reverse_item_next);

/* --- views ---------------------------------------------------------------------------------------------------------------- */

ty_value ty_dict_view_new(ty_ctx *ctx, const ty_shape *shape, ty_value dict)
{
    ty_dict_view *w = ty_alloc(ctx, shape, sizeof *w);
    if (TY_LIKELY(w != NULL))
        w->dict = dict;
    return TY_VALUE(w);
}

#define DICT(v) (((ty_dict_view *)(v))->dict)

static ty_value view_and(ty_ctx *ctx, ty_value a, ty_value b);

static bool is_set_view(ty_value v)
{
    return ty_is_object(v) && ty_type_of(v)->slots.and_ == view_and;
}

static intptr_t view_len(ty_ctx *ctx, ty_value v)
{
    (void)ctx;
    return (intptr_t)ty_dict_length(DICT(v));
}

static ty_value keys_iter(ty_ctx *ctx, ty_value v)
{
    return ty_dict_iter_new(ctx, &ty_dict_keyiterator_shape, DICT(v));
}

static ty_value values_iter(ty_ctx *ctx, ty_value v)
{
    return ty_dict_iter_new(ctx, &ty_dict_valueiterator_shape, DICT(v));
}

static ty_value items_iter(ty_ctx *ctx, ty_value v)
{
    return ty_dict_iter_new(ctx, &ty_dict_itemiterator_shape, DICT(v));
}

static int keys_contains(ty_ctx *ctx, ty_value v, ty_value key)
{
    ty_value out;
    return ty_dict_get(ctx, DICT(v), key, &out);
}

static int items_contains(ty_ctx *ctx, ty_value v, ty_value pair)
{
    ty_value out;
    if (!ty_is_tuple(pair) || ty_tuple_length(pair) != 2)
        return 0;
    int found = ty_dict_get(ctx, DICT(v), ty_tuple_at(pair, 0), &out);
    return found > 0 ? ty_equal_quick(ctx, out, ty_tuple_at(pair, 1)) : found;
}

static ty_value view_repr(ty_ctx *ctx, ty_value v)
{
    int active = ty_op_repr_enter(ctx, v);
    if (active)
        return active > 0 ? ty_str_from_ascii(ctx, "...", 3) : TY_NULL;
    ty_value list = ty_op_list(ctx, v);
    ty_value text = list ? ty_str_format(ctx, "%N(%R)", ty_type_of(v), list) : TY_NULL;
    ty_op_repr_leave(ctx, v);
    return text;
}

/* Whether all of the elements of `a` are in `b`. */
static int all_in(ty_ctx *ctx, ty_value a, ty_value b)
{
    ty_value it = ty_op_iter(ctx, a), v;
    if (!it)
        return -1;
    while ((v = ty_op_next(ctx, it)) != TY_NULL) {
        int in = ty_op_contains(ctx, b, v);
        if (in <= 0)
            return in;
    }
    return ty_error_pending(ctx) ? -1 : 1;
}

static ty_value view_compare(ty_ctx *ctx, ty_value a, ty_value b, int op)
{
    if (!is_set_view(a) || !(is_set_view(b) || ty_is_anyset(b)))
        return TY_NOT_IMPLEMENTED;
    intptr_t n = ty_op_len(ctx, a), m = ty_op_len(ctx, b);
    if (n < 0 || m < 0)
        return TY_NULL;
    int r = 0;
    switch (op) {
    case TY_EQ:
    case TY_NE: r = n == m ? all_in(ctx, a, b) : 0; break;
    case TY_LT: r = n < m ? all_in(ctx, a, b) : 0; break;
    case TY_LE: r = n <= m ? all_in(ctx, a, b) : 0; break;
    case TY_GT: r = n > m ? all_in(ctx, b, a) : 0; break;
    default: r = n >= m ? all_in(ctx, b, a) : 0;
    }
    return r < 0 ? TY_NULL : ty_bool(op == TY_NE ? !r : r);
}

static ty_value set_of(ty_ctx *ctx, ty_value v)
{
    ty_value s = ty_set_new(ctx, 0);
    return s && ty_set_update(ctx, s, v) == 0 ? s : TY_NULL;
}

static ty_value view_or(ty_ctx *ctx, ty_value a, ty_value b)
{
    ty_value s = set_of(ctx, a);
    return s && ty_set_update(ctx, s, b) == 0 ? s : TY_NULL;
}

static ty_value view_and(ty_ctx *ctx, ty_value a, ty_value b)
{
    if (!is_set_view(a)) { /* the view is the right operand */
        ty_value t = a;
        a = b;
        b = t;
    }
    /* The shorter one is walked. */
    if (is_set_view(b) && ty_dict_length(DICT(b)) > ty_dict_length(DICT(a))) {
        ty_value t = a;
        a = b;
        b = t;
    }
    ty_value s = ty_set_new(ctx, 0), it = s ? ty_op_iter(ctx, b) : TY_NULL, v;
    if (!it)
        return TY_NULL;
    while ((v = ty_op_next(ctx, it)) != TY_NULL) {
        int in = ty_op_contains(ctx, a, v);
        if (in < 0 || (in && ty_set_add(ctx, s, v)))
            return TY_NULL;
    }
    return ty_error_pending(ctx) ? TY_NULL : s;
}

static ty_value view_sub(ty_ctx *ctx, ty_value a, ty_value b)
{
    ty_value s = set_of(ctx, a), it = s ? ty_op_iter(ctx, b) : TY_NULL, v;
    if (!it)
        return TY_NULL;
    while ((v = ty_op_next(ctx, it)) != TY_NULL)
        if (ty_set_discard(ctx, s, v) < 0)
            return TY_NULL;
    return ty_error_pending(ctx) ? TY_NULL : s;
}

static ty_value view_xor(ty_ctx *ctx, ty_value a, ty_value b)
{
    ty_value s = set_of(ctx, a), other = s ? set_of(ctx, b) : TY_NULL, v;
    if (!other)
        return TY_NULL;
    for (size_t pos = 0; ty_set_next(other, &pos, &v);) {
        int was = ty_set_discard(ctx, s, v);
        if (was < 0 || (!was && ty_set_add(ctx, s, v)))
            return TY_NULL;
    }
    return s;
}

static ty_value view_isdisjoint(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    ty_value a = args[0], b = args[1], v;
    if (a == b)
        return ty_bool(ty_dict_length(DICT(a)) == 0);
    if (is_set_view(b) && ty_dict_length(DICT(b)) > ty_dict_length(DICT(a))) {
        b = a;
        a = args[1];
    }
    ty_value it = ty_op_iter(ctx, b);
    if (!it)
        return TY_NULL;
    while ((v = ty_op_next(ctx, it)) != TY_NULL) {
        int in = ty_op_contains(ctx, a, v);
        if (in)
            return in < 0 ? TY_NULL : TY_FALSE;
    }
    return ty_error_pending(ctx) ? TY_NULL : TY_TRUE;
}

static ty_value view_reversed(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    const ty_type *t = ty_type_of(args[0]);
    if (t == &ty_odict_keys_type || t == &ty_odict_values_type || t == &ty_odict_items_type)
        return ty_odict_iter_new(ctx, DICT(args[0]),
                                 t == &ty_odict_keys_type     ? TY_ODICT_KEYS
                                 : t == &ty_odict_values_type ? TY_ODICT_VALUES
                                                              : TY_ODICT_ITEMS,
                                 true);
    return ty_dict_iter_new(ctx,
                            t->slots.iter == keys_iter     ? &ty_dict_reversekeyiterator_shape
                            : t->slots.iter == values_iter ? &ty_dict_reversevalueiterator_shape
                                                           : &ty_dict_reverseitemiterator_shape,
                            DICT(args[0]));
}

static ty_value odict_keys_iter(ty_ctx *ctx, ty_value v)
{
    return ty_odict_iter_new(ctx, DICT(v), TY_ODICT_KEYS, false);
}
static ty_value odict_values_iter(ty_ctx *ctx, ty_value v)
{
    return ty_odict_iter_new(ctx, DICT(v), TY_ODICT_VALUES, false);
}
static ty_value odict_items_iter(ty_ctx *ctx, ty_value v)
{
    return ty_odict_iter_new(ctx, DICT(v), TY_ODICT_ITEMS, false);
}

static ty_value view_mapping(ty_ctx *ctx, ty_value v)
{
    return ty_mappingproxy_new(ctx, DICT(v));
}

static const ty_layout view_layout = {
    .fixed_size = TY_FIXED_SIZE(ty_dict_view), .slots_offset = offsetof(ty_dict_view, dict), .slots_count = 1};
#define ty_dict_keys_layout view_layout
#define ty_dict_values_layout view_layout
#define ty_dict_items_layout view_layout
#define SET_VIEW_METHODS                                                                                                \
    {TY_METHOD(isdisjoint, view_isdisjoint, 1, 1, "other, /", "Return True if the view and the iterable share nothing."), \
     TY_METHOD(__reversed__, view_reversed, 0, 0, "", "Return an iterator that starts at the end."), TY_NATIVE_END}
#define VIEW_GETSETS {TY_GETSET(mapping, view_mapping, NULL, "the dict, read-only"), TY_GETSET_END}

#define OWNER &ty_dict_keys_type
static const ty_native keys_methods[] = SET_VIEW_METHODS;
static const ty_getset keys_getsets[] = VIEW_GETSETS;
#undef OWNER
#define OWNER &ty_dict_items_type
static const ty_native items_methods[] = SET_VIEW_METHODS;
static const ty_getset items_getsets[] = VIEW_GETSETS;
#undef OWNER
#define OWNER &ty_dict_values_type
static const ty_native values_methods[] = {
    TY_METHOD(__reversed__, view_reversed, 0, 0, "", "Return an iterator that starts at the end."),
    TY_NATIVE_END,
};
static const ty_getset values_getsets[] = VIEW_GETSETS;
#undef OWNER

#define VIEW_FLAGS TY_TYPE_NO_NEW | TY_TYPE_IMMUTABLE
#define SET_VIEW_SLOTS                                                                                                  \
    TY_OBJECT_SLOTS, .repr = view_repr, .hash = NULL, .compare = view_compare, .sub = view_sub, .and_ = view_and,         \
        .or_ = view_or, .xor = view_xor, .len = view_len
#define KEYS_SLOTS(it) {SET_VIEW_SLOTS, .iter = it, .contains = keys_contains}
#define ITEMS_SLOTS(it) {SET_VIEW_SLOTS, .iter = it, .contains = items_contains}
#define VALUES_SLOTS(it) {TY_OBJECT_SLOTS, .repr = view_repr, .iter = it, .len = view_len}
TY_BUILTIN_TYPE(dict_keys, .name = "dict_keys", .base = &ty_object_type, .flags = VIEW_FLAGS,
                .basicsize = sizeof(ty_dict_view), .methods = keys_methods, .getsets = keys_getsets, .slots = KEYS_SLOTS(keys_iter));
TY_BUILTIN_TYPE(dict_items, .name = "dict_items", .base = &ty_object_type, .flags = VIEW_FLAGS,
                .basicsize = sizeof(ty_dict_view), .methods = items_methods, .getsets = items_getsets, .slots = ITEMS_SLOTS(items_iter));
TY_BUILTIN_TYPE(dict_values, .name = "dict_values", .base = &ty_object_type, .flags = VIEW_FLAGS,
                .basicsize = sizeof(ty_dict_view), .methods = values_methods, .getsets = values_getsets, .slots = VALUES_SLOTS(values_iter));

#define ty_odict_keys_layout view_layout
#define ty_odict_values_layout view_layout
#define ty_odict_items_layout view_layout
TY_BUILTIN_TYPE(odict_keys, .name = "odict_keys", .base = &ty_dict_keys_type, .flags = VIEW_FLAGS,
                .basicsize = sizeof(ty_dict_view), .slots = KEYS_SLOTS(odict_keys_iter));
TY_BUILTIN_TYPE(odict_items, .name = "odict_items", .base = &ty_dict_items_type, .flags = VIEW_FLAGS,
                .basicsize = sizeof(ty_dict_view), .slots = ITEMS_SLOTS(odict_items_iter));
TY_BUILTIN_TYPE(odict_values, .name = "odict_values", .base = &ty_dict_values_type, .flags = VIEW_FLAGS,
                .basicsize = sizeof(ty_dict_view), .slots = VALUES_SLOTS(odict_values_iter));
