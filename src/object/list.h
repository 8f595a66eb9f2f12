/* SPDX-License-Identifier: MIT */
/* list: a length and a value array. Natives that run Python code in between re-read `array` and `length` each time. */
#ifndef TY_OBJECT_LIST_H
#define TY_OBJECT_LIST_H

#include "object/array.h"
#include "object/native.h"

typedef struct ty_list {
    ty_object ob;
    size_t length;
    ty_array *array; /* NULL while capacity is 0 */
    size_t reserved;
} ty_list;

TY_DECLARE_TYPE(list);

static inline bool ty_is_list(ty_value v) { return ty_is_object(v) && ty_has_flag(v, TY_TYPE_LIST); }
static inline bool ty_is_exact_list(ty_value v) { return ty_has_shape(v, &ty_list_shape); }
static inline ty_list *ty_list_ptr(ty_value v) { return (ty_list *)v; }
static inline size_t ty_list_length(ty_value v) { return ty_list_ptr(v)->length; }
static inline ty_value ty_list_at(ty_value v, size_t i) { return ty_list_ptr(v)->array->items[i]; }
ty_value ty_list_new(ty_ctx *ctx, size_t capacity) TY_RAISES; /* empty, with room */
ty_value ty_list_from(ty_ctx *ctx, const ty_value *items, size_t n) TY_RAISES;
int ty_list_grow(ty_ctx *ctx, ty_list *l, size_t needed) TY_RAISES; /* capacity >= needed, amortised */
int ty_list_append_slow(ty_ctx *ctx, ty_list *l, ty_value v) TY_RAISES;
static inline int ty_list_append(ty_ctx *ctx, ty_value list, ty_value v)
{
    ty_list *l = ty_list_ptr(list);
    if (TY_LIKELY(l->array && l->length < l->array->capacity)) {
        ty_heap_store(ctx->heap, &l->array->ob, &l->array->items[l->length], v);
        l->length++;
        return 0;
    }
    return ty_list_append_slow(ctx, l, v);
}
static inline void ty_list_put(ty_ctx *ctx, ty_value list, size_t i, ty_value v) /* i < length */
{
    ty_array *a = ty_list_ptr(list)->array;
    ty_heap_store(ctx->heap, &a->ob, &a->items[i], v);
}
int ty_list_extend(ty_ctx *ctx, ty_value list, ty_value iterable) TY_RAISES;
int ty_list_insert(ty_ctx *ctx, ty_value list, intptr_t i, ty_value v) TY_RAISES;
ty_value ty_list_slice(ty_ctx *ctx, ty_value list, size_t start, size_t end) TY_RAISES;
int ty_list_sort(ty_ctx *ctx, ty_value list, ty_value key /* or TY_NULL */, bool reverse) TY_RAISES;
int ty_list_reverse(ty_ctx *ctx, ty_value list) TY_RAISES;
ty_value ty_list_to_tuple(ty_ctx *ctx, ty_value list) TY_RAISES;
void ty_list_clear(ty_ctx *ctx, ty_value list);
/* list[start:end] = items (n of them; the caller keeps them alive and they may not lie in the list's own array). */
int ty_list_replace(ty_ctx *ctx, ty_value list, size_t start, size_t end, const ty_value *items, size_t n) TY_RAISES;
ty_value ty_list_pop(ty_ctx *ctx, ty_value list, size_t i); /* i < length; raises nothing */

/* Parts of the type's table, in the files of their own. */
extern const struct ty_native ty_list_methods[];
ty_value ty_list_getslice(ty_ctx *ctx, ty_value list, ty_value slice) TY_RAISES;
int ty_list_setslice(ty_ctx *ctx, ty_value list, ty_value slice, ty_value v /* TY_NULL: delete */) TY_RAISES;

#endif
