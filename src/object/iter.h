/* SPDX-License-Identifier: MIT */
/* Iterators of the builtin containers that the VM's for loop steps directly, and the generic sequence iterator. */
#ifndef TY_OBJECT_ITER_H
#define TY_OBJECT_ITER_H

#include "object/type.h"

typedef struct ty_seq_iterator { /* list_iterator, tuple_iterator, str iterators, sequence iterator */
    ty_object ob;
    ty_value seq; /* TY_NULL: exhausted */
    size_t index;
} ty_seq_iterator;

TY_DECLARE_TYPE(list_iterator);
TY_DECLARE_TYPE(tuple_iterator);
TY_DECLARE_TYPE(seq_iterator); /* over __getitem__ */
TY_DECLARE_TYPE(callable_iterator);
TY_DECLARE_TYPE(enumerate);
TY_DECLARE_TYPE(zip);
TY_DECLARE_TYPE(map);
TY_DECLARE_TYPE(filter);
TY_DECLARE_TYPE(reversed);

#endif
