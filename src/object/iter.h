/* SPDX-License-Identifier: MIT */
/*
 * Iterators of the builtin containers that the VM's for loop steps directly, and the generic sequence iterator.
 *
 * Stepping: an exact list, tuple or range iterator is stepped by the inline functions below; anything else by its type's
 * next slot. Dict iterators: object/dict.h.
 */
#ifndef TY_OBJECT_ITER_H
#define TY_OBJECT_ITER_H

#include "object/list.h"
#include "object/tuple.h"

typedef struct ty_seq_iterator { /* list_iterator, tuple_iterator, str iterators, sequence iterator */
    ty_object ob;
    ty_value seq; /* TY_NULL: exhausted */
    size_t index; /* reverse iterators: places left */
} ty_seq_iterator;

TY_DECLARE_TYPE(list_iterator);
TY_DECLARE_TYPE(list_reverseiterator);
TY_DECLARE_TYPE(tuple_iterator);
TY_DECLARE_TYPE(seq_iterator); /* over __getitem__ */
TY_DECLARE_TYPE(callable_iterator);
TY_DECLARE_TYPE(enumerate);
TY_DECLARE_TYPE(zip);
TY_DECLARE_TYPE(map);
TY_DECLARE_TYPE(filter);
TY_DECLARE_TYPE(reversed);

extern const ty_layout ty_seq_iterator_layout; /* of all types whose instances are a ty_seq_iterator */

ty_value ty_list_iter(ty_ctx *ctx, ty_value list) TY_RAISES;
ty_value ty_tuple_iter(ty_ctx *ctx, ty_value tuple) TY_RAISES;
ty_value ty_iter_new_seq(ty_ctx *ctx, const ty_shape *shape, ty_value seq, size_t index) TY_RAISES;
/* iter(callable, sentinel) */
ty_value ty_iter_new_callable(ty_ctx *ctx, ty_value callable, ty_value sentinel) TY_RAISES;
ty_value ty_iter_self(ty_ctx *ctx, ty_value v); /* the iter slot of iterators */
/* reversed(v), with __reversed__ */
ty_value ty_reversed_new(ty_ctx *ctx, ty_value v) TY_RAISES;
/* builtins.NAME, for __reduce__ */
ty_value ty_iter_builtin(ty_ctx *ctx, ty_value name) TY_RAISES;

/* Next item of an exact list_iterator or tuple_iterator; TY_NULL: the end (nothing raised). */
static inline ty_value ty_list_iterator_next(ty_value v)
{
    ty_seq_iterator *it = (ty_seq_iterator *)v;
    if (TY_LIKELY(it->seq != TY_NULL)) {
        const ty_list *l = ty_list_ptr(it->seq);
        if (TY_LIKELY(it->index < l->length))
            return l->array->items[it->index++];
        it->seq = TY_NULL;
    }
    return TY_NULL;
}
static inline ty_value ty_tuple_iterator_next(ty_value v)
{
    ty_seq_iterator *it = (ty_seq_iterator *)v;
    if (TY_LIKELY(it->seq != TY_NULL)) {
        const ty_tuple *t = ty_tuple_ptr(it->seq);
        if (TY_LIKELY(it->index < t->length))
            return t->items[it->index++];
        it->seq = TY_NULL;
    }
    return TY_NULL;
}

#endif
