/* SPDX-License-Identifier: MIT */
/* Between the two parts of list.sort: merging (list_sort.c) and distributing (list_sort_words.c). */
#ifndef TY_OBJECT_LIST_SORT_H
#define TY_OBJECT_LIST_SORT_H

#include "object/list.h"

enum ty_sort_kind { TY_SORT_INT, TY_SORT_FLOAT, TY_SORT_STR, TY_SORT_OTHER };

#define TY_SORT_WORDS_MIN 300 /* below this merging is as fast */

struct ty_sort_ties {
    const unsigned char *each; /* item i: is its image that of item i + 1? NULL: nothing is left to do */
    void *memory;
    size_t bytes;
};

/* Sorts n keys of one kind (immediate ints, floats, str; or tuples that begin with such), and the values with them, by
 * their images. 1: done but for the ties; 0: better done otherwise, nothing has changed; -1: error. */
int ty_list_sort_words(ty_ctx *ctx, ty_value *keys, ty_value *values, size_t n, enum ty_sort_kind kind, bool tuples,
                       struct ty_sort_ties *ties) TY_RAISES;
void ty_list_sort_ties_free(ty_ctx *ctx, struct ty_sort_ties *ties);

#endif
