/* SPDX-License-Identifier: MIT */
/*
 * list: storage, growth, and the slots of the type. Methods: list_methods.c, slices: list_slice.c, sort: list_sort.c.
 *
 * Places of the array behind `length` hold TY_UNBOUND or any immediate. The array is replaced, never shared: but an
 * iteration of a native may still hold the old one, so code that runs Python code in between re-reads both.
 */
#include <config.h>

#include "object/list.h"

#include "object/alloc.h"
#include "object/equal.h"
#include "object/int.h"
#include "object/iter.h"
#include "object/native.h"
#include "object/range.h"
#include "object/seq.h"

#define LENGTH_MAX ((size_t)PTRDIFF_MAX / sizeof(ty_value) - 64)

/* --- making, growing ------------------------------------------------------------------------------------------------ */

static ty_list *list_alloc(ty_ctx *ctx)
{
    ty_list *l = ty_alloc(ctx, &ty_list_shape, sizeof *l);
    if (TY_LIKELY(l != NULL)) {
        l->length = 0;
        l->array = NULL;
        l->reserved = 0;
    }
    return l;
}

static void set_array(ty_ctx *ctx, ty_list *l, ty_array *a)
{
    ty_heap_wrote(ctx->heap, &l->ob, &l->array);
    l->array = a;
}

ty_value ty_list_new(ty_ctx *ctx, size_t capacity)
{
    ty_list *l = list_alloc(ctx);
    if (TY_UNLIKELY(!l))
        return TY_NULL;
    if (capacity) {
        ty_array *a = ty_array_new(ctx, capacity);
        if (TY_UNLIKELY(!a))
            return TY_NULL;
        set_array(ctx, l, a);
    }
    return TY_VALUE(l);
}

ty_value ty_list_from(ty_ctx *ctx, const ty_value *items, size_t n)
{
    ty_list *l = list_alloc(ctx);
    if (TY_UNLIKELY(!l))
        return TY_NULL;
    if (n) {
        ty_array *a = ty_array_new_raw(ctx, n);
        if (TY_UNLIKELY(!a))
            return TY_NULL;
        memcpy(a->items, items, n * sizeof *items);
        set_array(ctx, l, a);
        l->length = n;
    }
    return TY_VALUE(l);
}

/* Moves the items into an array of `capacity` places (>= length). */
static int change_capacity(ty_ctx *ctx, ty_list *l, size_t capacity)
{
    ty_array *a = ty_array_new_raw(ctx, capacity);
    if (TY_UNLIKELY(!a))
        return -1;
    size_t n = l->length;
    if (n)
        memcpy(a->items, l->array->items, n * sizeof(ty_value));
    for (; n < a->capacity; n++)
        a->items[n] = TY_UNBOUND;
    set_array(ctx, l, a);
    return 0;
}

int ty_list_grow(ty_ctx *ctx, ty_list *l, size_t needed)
{
    size_t have = l->array ? l->array->capacity : 0;
    if (needed <= have)
        return 0;
    if (needed > LENGTH_MAX) {
        ty_error_memory(ctx);
        return -1;
    }
    size_t more = have < 65536 ? have * 2 : have + have / 2;
    if (more < needed)
        more = needed;
    return change_capacity(ctx, l, more < 4 ? 4 : more);
}

int ty_list_append_slow(ty_ctx *ctx, ty_list *l, ty_value v)
{
    if (ty_list_grow(ctx, l, l->length + 1))
        return -1;
    ty_array *a = l->array;
    ty_heap_store(ctx->heap, &a->ob, &a->items[l->length], v);
    l->length++;
    return 0;
}

void ty_list_clear(ty_ctx *ctx, ty_value list)
{
    ty_list *l = ty_list_ptr(list);
    l->length = 0;
    set_array(ctx, l, NULL);
}

/* Takes back memory after removals; failing to do so is no error. */
static void shrink(ty_ctx *ctx, ty_list *l)
{
    size_t n = l->length;
    if (n == 0) {
        set_array(ctx, l, NULL);
        return;
    }
    size_t capacity = (n * 2 + 1) & ~(size_t)1;
    ty_array *a = ty_heap_alloc(ctx->heap, ty_heap_round(sizeof *a + capacity * sizeof(ty_value)));
    if (!a)
        return;
    a->ob.head = (uintptr_t)&ty_array_storage_shape;
    a->capacity = capacity;
    memcpy(a->items, l->array->items, n * sizeof(ty_value));
    for (; n < capacity; n++)
        a->items[n] = TY_UNBOUND;
    set_array(ctx, l, a);
}

/* After removals left `old` - length places behind the end. */
static void removed(ty_ctx *ctx, ty_list *l, size_t old)
{
    ty_array *a = l->array;
    for (size_t i = l->length; i < old; i++)
        a->items[i] = TY_UNBOUND;
    if (TY_UNLIKELY(a->capacity > 64 && l->length < a->capacity / 4))
        shrink(ctx, l);
}

int ty_list_replace(ty_ctx *ctx, ty_value list, size_t start, size_t end, const ty_value *items, size_t n)
{
    ty_list *l = ty_list_ptr(list);
    size_t old = l->length, tail = old - end;
    if (start + n + tail > old && ty_list_grow(ctx, l, start + n + tail))
        return -1;
    if (!l->array)
        return 0;
    ty_value *at = l->array->items + start;
    if (n != end - start)
        memmove(at + n, at + (end - start), tail * sizeof *at);
    if (n)
        memcpy(at, items, n * sizeof *at);
    l->length = start + n + tail;
    if (n == end - start)
        ty_heap_wrote_range(ctx->heap, &l->array->ob, at, n);
    else
        ty_heap_wrote_range(ctx->heap, &l->array->ob, at, n + tail);
    if (l->length < old)
        removed(ctx, l, old);
    return 0;
}

ty_value ty_list_pop(ty_ctx *ctx, ty_value list, size_t i)
{
    ty_list *l = ty_list_ptr(list);
    ty_array *a = l->array;
    ty_value v = a->items[i];
    size_t last = l->length - 1;
    if (i != last) {
        memmove(a->items + i, a->items + i + 1, (last - i) * sizeof v);
        ty_heap_wrote_range(ctx->heap, &a->ob, a->items + i, last - i);
    }
    a->items[last] = TY_UNBOUND;
    l->length = last;
    if (TY_UNLIKELY(a->capacity > 64 && last < a->capacity / 4))
        shrink(ctx, l);
    return v;
}

int ty_list_insert(ty_ctx *ctx, ty_value list, intptr_t i, ty_value v)
{
    ty_list *l = ty_list_ptr(list);
    size_t n = l->length;
    if (i < 0) {
        i += (intptr_t)n;
        if (i < 0)
            i = 0;
    }
    if ((size_t)i >= n)
        return ty_list_append(ctx, list, v);
    if (ty_list_grow(ctx, l, n + 1))
        return -1;
    ty_value *at = l->array->items + i;
    memmove(at + 1, at, (n - (size_t)i) * sizeof *at);
    *at = v;
    l->length = n + 1;
    ty_heap_wrote_range(ctx->heap, &l->array->ob, at, n + 1 - (size_t)i);
    return 0;
}

/* --- extending -------------------------------------------------------------------------------------------------------- */

static int extend_array(ty_ctx *ctx, ty_list *l, ty_value from)
{
    /* `from` may be the list itself: lengths are read before, places after the growth. */
    size_t n = ty_is_list(from) ? ty_list_length(from) : ty_tuple_length(from), at = l->length;
    if (n == 0)
        return 0;
    if (at == 0 && !l->array ? change_capacity(ctx, l, n) : ty_list_grow(ctx, l, at + n))
        return -1;
    const ty_value *items = ty_is_list(from) ? ty_list_ptr(from)->array->items : ty_tuple_items(from);
    memcpy(l->array->items + at, items, n * sizeof *items);
    l->length = at + n;
    ty_heap_wrote_range(ctx->heap, &l->array->ob, l->array->items + at, n);
    return 0;
}

static int extend_range(ty_ctx *ctx, ty_list *l, ty_range_iterator *it)
{
    size_t n = it->left, at = l->length;
    if (n > LENGTH_MAX - at) {
        ty_error_memory(ctx);
        return -1;
    }
    if (n == 0)
        return 0;
    if (at == 0 && !l->array ? change_capacity(ctx, l, n) : ty_list_grow(ctx, l, at + n))
        return -1;
    ty_value *to = l->array->items + at;
    intptr_t next = it->next, step = it->step;
    for (size_t i = 0; i < n; i++, next += step)
        to[i] = ty_small(next);
    it->left = 0;
    l->length = at + n;
    return 0;
}

int ty_list_extend(ty_ctx *ctx, ty_value list, ty_value iterable)
{
    ty_list *l = ty_list_ptr(list);
    if (ty_is_exact_list(iterable) || ty_is_exact_tuple(iterable) || iterable == list)
        return extend_array(ctx, l, iterable);
    ty_value it = ty_op_iter(ctx, iterable);
    if (!it)
        return -1;
    if (ty_has_shape(it, &ty_range_iterator_shape) && it != iterable)
        return extend_range(ctx, l, (ty_range_iterator *)it);
    intptr_t hint = ty_op_length_hint(ctx, iterable, 8);
    if (hint < 0)
        return -1;
    /* A hint is only that: an absurd one must not fail. */
    if (hint > 0 && (size_t)hint <= LENGTH_MAX / 16 && !l->array && change_capacity(ctx, l, (size_t)hint))
        return -1;
    ty_next_fn next = ty_type_of(it)->slots.next;
    for (;;) {
        ty_value v = next(ctx, it);
        if (!v)
            break;
        if (ty_list_append(ctx, list, v))
            return -1;
    }
    return ty_error_pending(ctx) ? -1 : 0;
}

/* --- life -------------------------------------------------------------------------------------------------------------- */

static ty_value list_new(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    ty_list *l = ty_alloc_instance(ctx, type, &ty_list_type);
    if (!l)
        return TY_NULL;
    l->length = 0;
    l->array = NULL;
    l->reserved = 0;
    return TY_VALUE(l);
}

static int list_init(ty_ctx *ctx, ty_value self, const ty_value *args, size_t nargs, ty_value kwnames)
{
    if (kwnames && ty_type_of(self)->slots.new_ == list_new && ty_native_no_keywords(ctx, "list", kwnames))
        return -1;
    if (ty_native_check_count(ctx, "list", nargs, 0, 1))
        return -1;
    if (ty_list_ptr(self)->array)
        ty_list_clear(ctx, self);
    return nargs ? ty_list_extend(ctx, self, args[0]) : 0;
}

ty_value ty_list_to_tuple(ty_ctx *ctx, ty_value list)
{
    const ty_list *l = ty_list_ptr(list);
    return l->length ? ty_tuple_new(ctx, l->array->items, l->length) : ty_tuple_empty;
}

/* --- text, comparison ---------------------------------------------------------------------------------------------------- */

static ty_value list_repr(ty_ctx *ctx, ty_value v)
{
    const ty_list *l = ty_list_ptr(v);
    if (l->length == 0)
        return ty_str_from_ascii(ctx, "[]", 2);
    int active = ty_op_repr_enter(ctx, v);
    if (active)
        return active > 0 ? ty_str_from_ascii(ctx, "[...]", 5) : TY_NULL;
    ty_strbuf b;
    ty_strbuf_init(&b, ctx);
    ty_strbuf_char(&b, '[');
    for (size_t i = 0; i < l->length; i++) {
        if (i)
            ty_strbuf_ascii(&b, ", ", 2);
        if (!ty_strbuf_repr(&b, l->array->items[i]))
            break;
    }
    ty_strbuf_char(&b, ']');
    ty_op_repr_leave(ctx, v);
    return ty_strbuf_finish(&b);
}

static ty_value list_compare(ty_ctx *ctx, ty_value va, ty_value vb, int op)
{
    if (!ty_is_list(va) || !ty_is_list(vb))
        return TY_NOT_IMPLEMENTED;
    const ty_list *a = ty_list_ptr(va), *b = ty_list_ptr(vb);
    if (a->length != b->length && (op == TY_EQ || op == TY_NE))
        return ty_bool(op == TY_NE);
    if (ty_context_deep(ctx, " in comparison"))
        return TY_NULL;
    for (size_t i = 0; i < a->length && i < b->length; i++) {
        ty_value x = a->array->items[i], y = b->array->items[i];
        int same = ty_equal_quick(ctx, x, y);
        if (same < 0)
            return TY_NULL;
        /* The comparison may have shortened either list: then only their lengths count. */
        if (!same && i < a->length && i < b->length) {
            if (op == TY_EQ || op == TY_NE)
                return ty_bool(op == TY_NE);
            return ty_op_compare(ctx, a->array->items[i], b->array->items[i], op);
        }
    }
    return ty_bool(ty_seq_compare_sizes(a->length, b->length, op));
}

/* --- sequence -------------------------------------------------------------------------------------------------------------- */

static intptr_t list_len(ty_ctx *ctx, ty_value v)
{
    (void)ctx;
    return (intptr_t)ty_list_length(v);
}

static int list_contains(ty_ctx *ctx, ty_value v, ty_value wanted)
{
    const ty_list *l = ty_list_ptr(v);
    size_t i = 0, n = l->length;
    if (wanted == TY_NONE || ty_is_small(wanted)) {
        /* What is neither the same word nor an object that may have a say cannot be equal; of immediates only bools and
         * floats can equal an int. */
        const ty_value *items = n ? l->array->items : NULL;
        for (; i < n; i++) {
            if (items[i] == wanted)
                return 1;
            if (!ty_is_small(items[i]) && items[i] != TY_NONE)
                break;
        }
    }
    for (; i < l->length; i++) {
        int same = ty_equal_quick(ctx, l->array->items[i], wanted);
        if (same)
            return same;
    }
    return 0;
}

static ty_value list_concat(ty_ctx *ctx, ty_value va, ty_value vb)
{
    if (!ty_is_list(vb))
        return ty_error_set(ctx, &ty_TypeError_type, "can only concatenate list (not \"%T\") to list", vb);
    size_t n = ty_list_length(va), m = ty_list_length(vb);
    ty_list *l = list_alloc(ctx);
    if (!l)
        return TY_NULL;
    if (n + m) {
        ty_array *a = ty_array_new_raw(ctx, n + m);
        if (!a)
            return TY_NULL;
        if (n)
            memcpy(a->items, ty_list_ptr(va)->array->items, n * sizeof(ty_value));
        if (m)
            memcpy(a->items + n, ty_list_ptr(vb)->array->items, m * sizeof(ty_value));
        set_array(ctx, l, a);
        l->length = n + m;
    }
    return TY_VALUE(l);
}

static ty_value list_iconcat(ty_ctx *ctx, ty_value v, ty_value other)
{
    return ty_list_extend(ctx, v, other) ? TY_NULL : v;
}

static ty_value list_repeat(ty_ctx *ctx, ty_value v, ty_value count)
{
    intptr_t k;
    if (ty_seq_repeat_count(ctx, count, &k))
        return TY_NULL;
    size_t n = ty_list_length(v), total;
    if (ty_mul_overflow(n, (size_t)k, &total))
        return ty_error_memory(ctx);
    ty_list *l = list_alloc(ctx);
    if (!l)
        return TY_NULL;
    if (total) {
        ty_array *a = ty_array_new_raw(ctx, total);
        if (!a)
            return TY_NULL;
        ty_seq_fill_repeated(a->items, ty_list_ptr(v)->array->items, n, total);
        set_array(ctx, l, a);
        l->length = total;
    }
    return TY_VALUE(l);
}

static ty_value list_irepeat(ty_ctx *ctx, ty_value v, ty_value count)
{
    ty_list *l = ty_list_ptr(v);
    intptr_t k;
    if (ty_seq_repeat_count(ctx, count, &k))
        return TY_NULL;
    size_t n = l->length, total;
    if (ty_mul_overflow(n, (size_t)k, &total))
        return ty_error_memory(ctx);
    if (total == 0) {
        ty_list_clear(ctx, v);
        return v;
    }
    if (ty_list_grow(ctx, l, total))
        return TY_NULL;
    ty_value *items = l->array->items;
    if (total > n) {
        ty_seq_fill_repeated(items + n, items, n, total - n);
        l->length = total;
        ty_heap_wrote_range(ctx->heap, &l->array->ob, items + n, total - n);
    }
    return v;
}

static ty_value list_getitem(ty_ctx *ctx, ty_value v, ty_value k)
{
    const ty_list *l = ty_list_ptr(v);
    intptr_t i;
    if (ty_is_small(k))
        i = ty_small_value(k);
    else if (ty_has_shape(k, &ty_slice_shape))
        return ty_list_getslice(ctx, v, k);
    else if (ty_seq_index(ctx, "list", k, &i))
        return TY_NULL;
    if (i < 0)
        i += (intptr_t)l->length;
    if (TY_UNLIKELY((size_t)i >= l->length))
        return ty_error_set(ctx, &ty_IndexError_type, "list index out of range");
    return l->array->items[i];
}

static int list_setitem(ty_ctx *ctx, ty_value v, ty_value k, ty_value item)
{
    const ty_list *l = ty_list_ptr(v);
    intptr_t i;
    if (ty_is_small(k))
        i = ty_small_value(k);
    else if (ty_has_shape(k, &ty_slice_shape))
        return ty_list_setslice(ctx, v, k, item);
    else if (ty_seq_index(ctx, "list", k, &i))
        return -1;
    if (i < 0)
        i += (intptr_t)l->length;
    if (TY_UNLIKELY((size_t)i >= l->length)) {
        ty_error_set(ctx, &ty_IndexError_type, "list assignment index out of range");
        return -1;
    }
    if (TY_LIKELY(item != TY_NULL))
        ty_list_put(ctx, v, (size_t)i, item);
    else
        ty_list_pop(ctx, v, (size_t)i);
    return 0;
}

static const ty_layout ty_list_layout = {
    .fixed_size = TY_FIXED_SIZE(ty_list), .slots_offset = offsetof(ty_list, array), .slots_count = 1};
TY_BUILTIN_TYPE(list, .name = "list", .base = &ty_object_type,
                .flags = TY_TYPE_BASE | TY_TYPE_LIST | TY_TYPE_SEQUENCE | TY_TYPE_MATCH_SELF | TY_TYPE_IMMUTABLE,
                .basicsize = sizeof(ty_list),
                .doc = "A mutable sequence. list(iterable) takes its items from the iterable, list() is empty.",
                .methods = ty_list_methods,
                .slots = {TY_OBJECT_SLOTS, .repr = list_repr, .hash = NULL, .iter = ty_list_iter, .new_ = list_new,
                          .init = list_init, .compare = list_compare, .len = list_len, .concat = list_concat,
                          .iconcat = list_iconcat, .repeat = list_repeat, .irepeat = list_irepeat, .getitem = list_getitem,
                          .setitem = list_setitem, .contains = list_contains});
