/* SPDX-License-Identifier: MIT */
/*
 * collections.deque: a ring of values in a growable array whose capacity is a power of two, so that items at any index
 * are found at once. Places without an item hold TY_UNBOUND. `state` changes with every change of the items' number or
 * order: iterators and comparing loops notice.
 */
#include <config.h>

#include "modules/collections.h"

#include "object/alloc.h"
#include "object/array.h"
#include "object/attr.h"
#include "object/call.h"
#include "object/equal.h"
#include "object/genericalias.h"
#include "object/int.h"
#include "object/iter.h"
#include "object/list.h"
#include "object/native.h"
#include "object/ops.h"
#include "object/seq.h"

typedef struct deque {
    ty_object ob;
    ty_array *ring; /* NULL while empty and never filled */
    size_t first, length;
    size_t maxlen; /* SIZE_MAX: none */
    size_t state;
} deque;

#define DEQUE(v) ((deque *)(v))
#define METHOD(name)                                                                                                    \
    static ty_value name(TY_UNUSED ty_ctx *ctx, const ty_value *args, TY_UNUSED size_t nargs, TY_UNUSED ty_value kwnames)

static inline ty_value *slot(const deque *d, size_t i)
{
    return &d->ring->items[(d->first + i) & (d->ring->capacity - 1)];
}

static inline void put(ty_ctx *ctx, deque *d, size_t i, ty_value v)
{
    ty_heap_store(ctx->heap, &d->ring->ob, slot(d, i), v);
}

static int grow(ty_ctx *ctx, deque *d, size_t needed)
{
    size_t have = d->ring ? d->ring->capacity : 0;
    if (needed <= have)
        return 0;
    size_t capacity = have ? have : 8;
    while (capacity < needed) {
        if (capacity > SIZE_MAX / 4) {
            ty_error_memory(ctx);
            return -1;
        }
        capacity *= 2;
    }
    ty_array *ring = ty_array_new(ctx, capacity);
    if (!ring)
        return -1;
    for (size_t i = 0; i < d->length; i++)
        ring->items[i] = *slot(d, i);
    ty_heap_wrote(ctx->heap, &d->ob, &d->ring);
    d->ring = ring;
    d->first = 0;
    return 0;
}

static ty_value pop_left(deque *d)
{
    ty_value *s = slot(d, 0), v = *s;
    *s = TY_UNBOUND;
    d->first = (d->first + 1) & (d->ring->capacity - 1);
    d->length--;
    d->state++;
    return v;
}

static ty_value pop_right(deque *d)
{
    ty_value *s = slot(d, d->length - 1), v = *s;
    *s = TY_UNBOUND;
    d->length--;
    d->state++;
    return v;
}

static int append(ty_ctx *ctx, deque *d, ty_value v)
{
    if (d->length >= d->maxlen) {
        if (d->maxlen == 0)
            return 0;
        pop_left(d);
    }
    if (grow(ctx, d, d->length + 1))
        return -1;
    put(ctx, d, d->length++, v);
    d->state++;
    return 0;
}

static int append_left(ty_ctx *ctx, deque *d, ty_value v)
{
    if (d->length >= d->maxlen) {
        if (d->maxlen == 0)
            return 0;
        pop_right(d);
    }
    if (grow(ctx, d, d->length + 1))
        return -1;
    d->first = (d->first - 1) & (d->ring->capacity - 1);
    d->length++;
    put(ctx, d, 0, v);
    d->state++;
    return 0;
}

static void clear(ty_ctx *ctx, deque *d)
{
    ty_heap_wrote(ctx->heap, &d->ob, &d->ring);
    d->ring = NULL;
    d->first = d->length = 0;
    d->state++;
}

static int extend(ty_ctx *ctx, ty_value self, ty_value iterable, int (*add)(ty_ctx *, deque *, ty_value))
{
    deque *d = DEQUE(self);
    if (iterable == self && !(iterable = ty_op_list(ctx, self)))
        return -1;
    ty_value it = ty_op_iter(ctx, iterable), v;
    if (!it)
        return -1;
    while ((v = ty_op_next(ctx, it)) != TY_NULL)
        if (add(ctx, d, v))
            return -1;
    return ty_error_pending(ctx) ? -1 : 0;
}

/* --- life ---------------------------------------------------------------------------------------------------------------- */

static ty_value deque_new(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    deque *d = ty_alloc_instance(ctx, type, &ty_deque_type);
    if (!d)
        return TY_NULL;
    d->ring = NULL;
    d->first = d->length = d->state = 0;
    d->maxlen = SIZE_MAX;
    return TY_VALUE(d);
}

static int deque_init(ty_ctx *ctx, ty_value self, const ty_value *args, size_t nargs, ty_value kwnames)
{
    ty_value v[2];
    size_t maxlen = SIZE_MAX;
    if (ty_native_bind(ctx, "deque", "iterable=(), maxlen=None", 0, 2, args, nargs, kwnames, v))
        return -1;
    if (v[1] && v[1] != TY_NONE) {
        intptr_t n;
        if (!ty_is_int(v[1])) {
            ty_error_set(ctx, &ty_TypeError_type, "an integer is required");
            return -1;
        }
        if (ty_op_index_size(ctx, v[1], &ty_OverflowError_type, &n))
            return -1;
        if (n < 0) {
            ty_error_set(ctx, &ty_ValueError_type, "maxlen must be non-negative");
            return -1;
        }
        maxlen = (size_t)n;
    }
    DEQUE(self)->maxlen = maxlen;
    if (DEQUE(self)->length)
        clear(ctx, DEQUE(self));
    return v[0] ? extend(ctx, self, v[0], append) : 0;
}

static ty_value maxlen_value(ty_ctx *ctx, const deque *d)
{
    return d->maxlen == SIZE_MAX ? TY_NONE : ty_int_from_size(ctx, (intptr_t)d->maxlen);
}

/* A deque of the same type with the same items. */
static ty_value copy_of(ty_ctx *ctx, ty_value v)
{
    const deque *d = DEQUE(v);
    if (ty_type_of(v) != &ty_deque_type) {
        ty_value args[2] = {v, maxlen_value(ctx, d)};
        return ty_call(ctx, TY_VALUE(ty_type_of(v)), args, d->maxlen == SIZE_MAX ? 1 : 2, TY_NULL);
    }
    ty_value made = deque_new(ctx, &ty_deque_type, NULL, 0, TY_NULL);
    if (!made)
        return TY_NULL;
    deque *c = DEQUE(made);
    c->maxlen = d->maxlen;
    if (d->length) {
        if (grow(ctx, c, d->length))
            return TY_NULL;
        for (size_t i = 0; i < d->length; i++)
            c->ring->items[i] = *slot(d, i); /* fresh */
        c->length = d->length;
    }
    return made;
}

/* --- text, comparison ------------------------------------------------------------------------------------------------------- */

static ty_value deque_repr(ty_ctx *ctx, ty_value v)
{
    int active = ty_op_repr_enter(ctx, v);
    if (active)
        return active > 0 ? ty_str_from_ascii(ctx, "[...]", 5) : TY_NULL;
    ty_value list = ty_op_list(ctx, v), text = TY_NULL;
    if (list && DEQUE(v)->maxlen == SIZE_MAX)
        text = ty_str_format(ctx, "%T(%R)", v, list);
    else if (list)
        text = ty_str_format(ctx, "%T(%R, maxlen=%zu)", v, list, DEQUE(v)->maxlen);
    ty_op_repr_leave(ctx, v);
    return text;
}

static ty_value deque_compare(ty_ctx *ctx, ty_value va, ty_value vb, int op)
{
    if (!ty_is_instance(va, &ty_deque_type) || !ty_is_instance(vb, &ty_deque_type))
        return TY_NOT_IMPLEMENTED;
    const deque *a = DEQUE(va), *b = DEQUE(vb);
    if ((op == TY_EQ || op == TY_NE) && a->length != b->length)
        return ty_bool(op == TY_NE);
    if (ty_context_deep(ctx, " in comparison"))
        return TY_NULL;
    for (size_t i = 0; i < a->length && i < b->length; i++) {
        ty_value x = *slot(a, i), y = *slot(b, i);
        int same = ty_equal_quick(ctx, x, y);
        if (same < 0)
            return TY_NULL;
        if (!same)
            return op == TY_EQ || op == TY_NE ? ty_bool(op == TY_NE) : ty_op_compare(ctx, x, y, op);
    }
    return ty_bool(ty_seq_compare_sizes(a->length, b->length, op));
}

/* --- sequence ----------------------------------------------------------------------------------------------------------------- */

static intptr_t deque_len(ty_ctx *ctx, ty_value v)
{
    (void)ctx;
    return (intptr_t)DEQUE(v)->length;
}

static ty_value mutated(ty_ctx *ctx)
{
    return ty_error_set(ctx, &ty_RuntimeError_type, "deque mutated during iteration");
}

static int deque_contains(ty_ctx *ctx, ty_value v, ty_value wanted)
{
    const deque *d = DEQUE(v);
    size_t state = d->state;
    for (size_t i = 0; i < d->length; i++) {
        int same = ty_equal_quick(ctx, *slot(d, i), wanted);
        if (same)
            return same;
        if (d->state != state) {
            mutated(ctx);
            return -1;
        }
    }
    return 0;
}

static int place(ty_ctx *ctx, const deque *d, ty_value k, size_t *out)
{
    intptr_t i;
    if (ty_is_small(k)) {
        i = ty_small_value(k);
    } else {
        if (!ty_type_of(k)->slots.index) {
            ty_error_set(ctx, &ty_TypeError_type, "sequence index must be integer, not '%T'", k);
            return -1;
        }
        if (ty_op_index_size(ctx, k, &ty_IndexError_type, &i))
            return -1;
    }
    if (i < 0)
        i += (intptr_t)d->length;
    if ((size_t)i >= d->length) {
        ty_error_set(ctx, &ty_IndexError_type, "deque index out of range");
        return -1;
    }
    *out = (size_t)i;
    return 0;
}

static ty_value deque_getitem(ty_ctx *ctx, ty_value v, ty_value k)
{
    size_t i;
    return place(ctx, DEQUE(v), k, &i) ? TY_NULL : *slot(DEQUE(v), i);
}

/* Closes the gap at i, moving the shorter side. */
static void remove_at(ty_ctx *ctx, deque *d, size_t i)
{
    if (i < d->length / 2) {
        for (; i > 0; i--)
            put(ctx, d, i, *slot(d, i - 1));
        pop_left(d);
    } else {
        for (; i + 1 < d->length; i++)
            put(ctx, d, i, *slot(d, i + 1));
        pop_right(d);
    }
}

static int deque_setitem(ty_ctx *ctx, ty_value v, ty_value k, ty_value item)
{
    size_t i;
    if (place(ctx, DEQUE(v), k, &i))
        return -1;
    if (item)
        put(ctx, DEQUE(v), i, item);
    else
        remove_at(ctx, DEQUE(v), i);
    return 0;
}

static ty_value deque_concat(ty_ctx *ctx, ty_value a, ty_value b)
{
    if (!ty_is_instance(b, &ty_deque_type))
        return ty_error_set(ctx, &ty_TypeError_type, "can only concatenate deque (not \"%T\") to deque", b);
    ty_value c = copy_of(ctx, a);
    return c && extend(ctx, c, b, append) == 0 ? c : TY_NULL;
}

static ty_value deque_iconcat(ty_ctx *ctx, ty_value v, ty_value other)
{
    return extend(ctx, v, other, append) ? TY_NULL : v;
}

static ty_value deque_irepeat(ty_ctx *ctx, ty_value v, ty_value count)
{
    deque *d = DEQUE(v);
    intptr_t k;
    if (ty_seq_repeat_count(ctx, count, &k))
        return TY_NULL;
    if (k == 0 || d->length == 0) {
        clear(ctx, d);
        return v;
    }
    ty_value items = ty_op_list(ctx, v);
    size_t n = items ? ty_list_length(items) : 0, total;
    if (!items)
        return TY_NULL;
    if (ty_mul_overflow(n, (size_t)k, &total))
        return ty_error_memory(ctx);
    /* With a maximal length only the last ones stay: whole rounds before them need not be made. */
    if (d->maxlen != SIZE_MAX && total > d->maxlen + n)
        k = (intptr_t)(d->maxlen / n + 2);
    for (intptr_t i = 1; i < k; i++) {
        for (size_t j = 0; j < n; j++)
            if (append(ctx, d, ty_list_at(items, j)))
                return TY_NULL;
        if (ty_context_poll(ctx))
            return TY_NULL;
    }
    return v;
}

static ty_value deque_repeat(ty_ctx *ctx, ty_value v, ty_value count)
{
    ty_value c = copy_of(ctx, v);
    return c ? deque_irepeat(ctx, c, count) : TY_NULL;
}

/* --- methods ---------------------------------------------------------------------------------------------------------------------- */

METHOD(deque_append)
{
    return append(ctx, DEQUE(args[0]), args[1]) ? TY_NULL : TY_NONE;
}

METHOD(deque_appendleft)
{
    return append_left(ctx, DEQUE(args[0]), args[1]) ? TY_NULL : TY_NONE;
}

METHOD(deque_extend)
{
    return extend(ctx, args[0], args[1], append) ? TY_NULL : TY_NONE;
}

METHOD(deque_extendleft)
{
    return extend(ctx, args[0], args[1], append_left) ? TY_NULL : TY_NONE;
}

METHOD(deque_pop)
{
    if (DEQUE(args[0])->length == 0)
        return ty_error_set(ctx, &ty_IndexError_type, "pop from an empty deque");
    return pop_right(DEQUE(args[0]));
}

METHOD(deque_popleft)
{
    if (DEQUE(args[0])->length == 0)
        return ty_error_set(ctx, &ty_IndexError_type, "pop from an empty deque");
    return pop_left(DEQUE(args[0]));
}

METHOD(deque_clear)
{
    clear(ctx, DEQUE(args[0]));
    return TY_NONE;
}

METHOD(deque_copy)
{
    return copy_of(ctx, args[0]);
}

METHOD(deque_count)
{
    const deque *d = DEQUE(args[0]);
    size_t state = d->state;
    intptr_t count = 0;
    for (size_t i = 0; i < d->length; i++) {
        int same = ty_equal_quick(ctx, *slot(d, i), args[1]);
        if (same < 0)
            return TY_NULL;
        count += same;
        if (d->state != state)
            return mutated(ctx);
    }
    return ty_int_from_size(ctx, count);
}

METHOD(deque_index)
{
    const deque *d = DEQUE(args[0]);
    size_t start, stop, state = d->state;
    if (ty_seq_bounds(ctx, TY_ARG(2), TY_ARG(3), d->length, &start, &stop))
        return TY_NULL;
    for (size_t i = start; i < stop; i++) {
        int same = ty_equal_quick(ctx, *slot(d, i), args[1]);
        if (same)
            return same < 0 ? TY_NULL : ty_int_from_size(ctx, (intptr_t)i);
        if (d->state != state)
            return mutated(ctx);
    }
    return ty_error_set(ctx, &ty_ValueError_type, "%R is not in deque", args[1]);
}

METHOD(deque_insert)
{
    deque *d = DEQUE(args[0]);
    intptr_t at;
    if (d->length >= d->maxlen)
        return ty_error_set(ctx, &ty_IndexError_type, "deque already at its maximum size");
    if (ty_op_index_size(ctx, args[1], &ty_OverflowError_type, &at))
        return TY_NULL;
    intptr_t n = (intptr_t)d->length;
    at = at < 0 ? (at + n < 0 ? 0 : at + n) : at > n ? n : at;
    if (at < n / 2) {
        if (append_left(ctx, d, args[2]))
            return TY_NULL;
        for (intptr_t i = 0; i < at; i++)
            put(ctx, d, (size_t)i, *slot(d, (size_t)i + 1));
    } else {
        if (append(ctx, d, args[2]))
            return TY_NULL;
        for (intptr_t i = n; i > at; i--)
            put(ctx, d, (size_t)i, *slot(d, (size_t)i - 1));
    }
    put(ctx, d, (size_t)at, args[2]);
    return TY_NONE;
}

METHOD(deque_remove)
{
    deque *d = DEQUE(args[0]);
    size_t state = d->state;
    for (size_t i = 0; i < d->length; i++) {
        int same = ty_equal_quick(ctx, *slot(d, i), args[1]);
        if (same < 0)
            return TY_NULL;
        if (d->state != state)
            return ty_error_set(ctx, &ty_IndexError_type, "deque mutated during remove().");
        if (same) {
            remove_at(ctx, d, i);
            return TY_NONE;
        }
    }
    return ty_error_set(ctx, &ty_ValueError_type, "%R is not in deque", args[1]);
}

METHOD(deque_reverse)
{
    deque *d = DEQUE(args[0]);
    for (size_t i = 0, j = d->length; i + 1 < j; i++) {
        ty_value v = *slot(d, i);
        put(ctx, d, i, *slot(d, --j));
        put(ctx, d, j, v);
    }
    d->state++;
    return TY_NONE;
}

METHOD(deque_rotate)
{
    deque *d = DEQUE(args[0]);
    intptr_t k = 1, n = (intptr_t)d->length;
    if (nargs > 1 && args[1] && ty_op_index_size(ctx, args[1], &ty_OverflowError_type, &k))
        return TY_NULL;
    if (n < 2)
        return TY_NONE;
    k %= n;
    if (k > n / 2)
        k -= n;
    else if (k < -n / 2)
        k += n;
    for (; k > 0; k--) {
        ty_value v = pop_right(d);
        d->first = (d->first - 1) & (d->ring->capacity - 1);
        d->length++;
        put(ctx, d, 0, v);
    }
    for (; k < 0; k++) {
        ty_value v = pop_left(d);
        put(ctx, d, d->length++, v);
    }
    d->state++;
    return TY_NONE;
}

METHOD(deque_reduce)
{
    const deque *d = DEQUE(args[0]);
    ty_value state = ty_call_method0(ctx, args[0], TY_SYM(__getstate__)), it = state ? ty_op_iter(ctx, args[0]) : TY_NULL;
    if (!it)
        return TY_NULL;
    ty_value inner = d->maxlen == SIZE_MAX ? ty_tuple_empty : ty_tuple_pack(ctx, 2, ty_tuple_empty, maxlen_value(ctx, d));
    return inner ? ty_tuple_pack(ctx, 4, TY_VALUE(ty_type_of(args[0])), inner, state, it) : TY_NULL;
}

static ty_value get_maxlen(ty_ctx *ctx, ty_value v)
{
    return maxlen_value(ctx, DEQUE(v));
}

/* --- iterators ---------------------------------------------------------------------------------------------------------------------- */

typedef struct deque_iterator {
    ty_object ob;
    ty_value deque;
    size_t index, left, state;
} deque_iterator;

static ty_value iterate(ty_ctx *ctx, const ty_shape *shape, ty_value v, size_t index)
{
    deque_iterator *it = ty_alloc(ctx, shape, sizeof *it);
    if (!it)
        return TY_NULL;
    it->deque = v;
    it->index = index;
    it->left = DEQUE(v)->length;
    it->state = DEQUE(v)->state;
    return TY_VALUE(it);
}

static ty_value deque_iter(ty_ctx *ctx, ty_value v)
{
    return iterate(ctx, &ty_deque_iterator_shape, v, 0);
}

METHOD(deque_reversed)
{
    return iterate(ctx, &ty_deque_reverse_iterator_shape, args[0], DEQUE(args[0])->length);
}

static bool ready(ty_ctx *ctx, deque_iterator *it)
{
    if (DEQUE(it->deque)->state != it->state) {
        it->left = 0;
        mutated(ctx);
        return false;
    }
    if (it->left == 0)
        return false;
    it->left--;
    return true;
}

static ty_value forward_next(ty_ctx *ctx, ty_value v)
{
    deque_iterator *it = (deque_iterator *)v;
    return ready(ctx, it) ? *slot(DEQUE(it->deque), it->index++) : TY_NULL;
}

static ty_value reverse_next(ty_ctx *ctx, ty_value v)
{
    deque_iterator *it = (deque_iterator *)v;
    return ready(ctx, it) ? *slot(DEQUE(it->deque), --it->index) : TY_NULL;
}

/* Type(deque[, items done]) */
static ty_value iterator_new(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames)
{
    intptr_t done = 0;
    if (ty_native_no_keywords(ctx, ty_type_name(type), kwnames) ||
        ty_native_check_count(ctx, ty_type_name(type), nargs, 1, 2) ||
        (nargs > 1 && ty_op_index_size(ctx, args[1], &ty_OverflowError_type, &done)))
        return TY_NULL;
    if (!ty_is_instance(args[0], &ty_deque_type))
        return ty_error_set(ctx, &ty_TypeError_type, "argument 1 must be collections.deque, not %T", args[0]);
    bool forward = type == &ty_deque_iterator_type;
    size_t n = DEQUE(args[0])->length, skip = done < 0 ? 0 : (size_t)done > n ? n : (size_t)done;
    ty_value v = iterate(ctx, type->shape, args[0], forward ? skip : n - skip);
    if (v)
        ((deque_iterator *)v)->left = n - skip;
    return v;
}

METHOD(iterator_length_hint)
{
    return ty_int_from_size(ctx, (intptr_t)((deque_iterator *)args[0])->left);
}

METHOD(iterator_reduce)
{
    const deque_iterator *it = (deque_iterator *)args[0];
    ty_value inner = ty_tuple_pack(ctx, 2, it->deque, ty_small((intptr_t)(DEQUE(it->deque)->length - it->left)));
    return inner ? ty_tuple_pack(ctx, 2, TY_VALUE(ty_type_of(args[0])), inner) : TY_NULL;
}

#define ITERATOR_METHODS                                                                                                \
    {TY_METHOD(__length_hint__, iterator_length_hint, 0, 0, "", NULL),                                                  \
     TY_METHOD(__reduce__, iterator_reduce, 0, 0, "", NULL), TY_NATIVE_END}
#define OWNER &ty_deque_iterator_type
static const ty_native forward_methods[] = ITERATOR_METHODS;
#undef OWNER
#define OWNER &ty_deque_reverse_iterator_type
static const ty_native reverse_methods[] = ITERATOR_METHODS;
#undef OWNER
static const ty_layout iterator_layout = {
    .fixed_size = TY_FIXED_SIZE(deque_iterator), .slots_offset = offsetof(deque_iterator, deque), .slots_count = 1};
#define ty_deque_iterator_layout iterator_layout
#define ty_deque_reverse_iterator_layout iterator_layout
TY_BUILTIN_TYPE(deque_iterator, .name = "_collections._deque_iterator", .base = &ty_object_type, .flags = TY_TYPE_IMMUTABLE,
                .basicsize = sizeof(deque_iterator), .methods = forward_methods,
                .slots = {TY_OBJECT_SLOTS, .iter = ty_iter_self, .next = forward_next, .new_ = iterator_new});
TY_BUILTIN_TYPE(deque_reverse_iterator, .name = "_collections._deque_reverse_iterator", .base = &ty_object_type,
                .flags = TY_TYPE_IMMUTABLE, .basicsize = sizeof(deque_iterator), .methods = reverse_methods,
                .slots = {TY_OBJECT_SLOTS, .iter = ty_iter_self, .next = reverse_next, .new_ = iterator_new});

/* --- for other modules --------------------------------------------------------------------------------------------------------------- */

ty_value ty_deque_make(ty_ctx *ctx)
{
    return deque_new(ctx, &ty_deque_type, NULL, 0, TY_NULL);
}

int ty_deque_append(ty_ctx *ctx, ty_value v, ty_value item)
{
    return append(ctx, DEQUE(v), item);
}

ty_value ty_deque_popleft(ty_value v)
{
    return DEQUE(v)->length ? pop_left(DEQUE(v)) : TY_NULL;
}

size_t ty_deque_length(ty_value v)
{
    return DEQUE(v)->length;
}

/* --- type ---------------------------------------------------------------------------------------------------------------------------- */

#define OWNER &ty_deque_type
static const ty_native deque_methods[] = {
    TY_METHOD(append, deque_append, 1, 1, "item, /", "Add an item at the right end."),
    TY_METHOD(appendleft, deque_appendleft, 1, 1, "item, /", "Add an item at the left end."),
    TY_METHOD(extend, deque_extend, 1, 1, "iterable, /", "Add all items at the right end."),
    TY_METHOD(extendleft, deque_extendleft, 1, 1, "iterable, /", "Add all items at the left end, one by one."),
    TY_METHOD(pop, deque_pop, 0, 0, "", "Remove the rightmost item and return it."),
    TY_METHOD(popleft, deque_popleft, 0, 0, "", "Remove the leftmost item and return it."),
    TY_METHOD(clear, deque_clear, 0, 0, "", "Remove all items."),
    TY_METHOD(copy, deque_copy, 0, 0, "", "Return a new deque of the same items."),
    TY_METHOD(__copy__, deque_copy, 0, 0, "", "Return a new deque of the same items."),
    TY_METHOD(count, deque_count, 1, 1, "value, /", "Return how many items are equal to value."),
    TY_METHOD(index, deque_index, 1, 3, "value, start=0, stop=9223372036854775807, /",
              "Return the place of the first item equal to value; ValueError if there is none."),
    TY_METHOD(insert, deque_insert, 2, 2, "index, value, /", "Put the value before the item at the index."),
    TY_METHOD(remove, deque_remove, 1, 1, "value, /", "Remove the first item equal to value."),
    TY_METHOD(reverse, deque_reverse, 0, 0, "", "Turn the order round, in place."),
    TY_METHOD(rotate, deque_rotate, 0, 1, "n=1, /", "Move n items from the right end to the left one; negative: back."),
    TY_METHOD(__reversed__, deque_reversed, 0, 0, "", "Return an iterator from the last item to the first."),
    TY_METHOD(__reduce__, deque_reduce, 0, 0, "", NULL),
    TY_CLASS_GETITEM,
    TY_NATIVE_END,
};
static const ty_getset deque_getsets[] = {
    TY_GETSET(maxlen, get_maxlen, NULL, "maximal number of items, or None"),
    TY_GETSET_END,
};
static const ty_layout ty_deque_layout = {
    .fixed_size = TY_FIXED_SIZE(deque), .slots_offset = offsetof(deque, ring), .slots_count = 1};
TY_BUILTIN_TYPE(deque, .name = "collections.deque", .base = &ty_object_type,
                .flags = TY_TYPE_BASE | TY_TYPE_WEAKREF | TY_TYPE_SEQUENCE | TY_TYPE_IMMUTABLE, .basicsize = sizeof(deque),
                .doc = "deque(iterable=(), maxlen=None)\n\nA sequence that grows and shrinks at both ends.",
                .methods = deque_methods, .getsets = deque_getsets,
                .slots = {TY_OBJECT_SLOTS, .repr = deque_repr, .hash = NULL, .iter = deque_iter, .new_ = deque_new,
                          .init = deque_init, .compare = deque_compare, .len = deque_len, .concat = deque_concat,
                          .iconcat = deque_iconcat, .repeat = deque_repeat, .irepeat = deque_irepeat,
                          .getitem = deque_getitem, .setitem = deque_setitem, .contains = deque_contains});
