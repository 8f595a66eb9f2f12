/* SPDX-License-Identifier: MIT */
/*
 * Searching runs of 1, 2 or 4-byte characters (their kind): for str, bytes, bytearray. Sizes are in characters, memory is
 * aligned for its kind. Nothing is allocated; linear time in the worst case, but for the backward search.
 *
 * A needle wider than the haystack is taken not to be in it, as str keeps text in its narrowest kind.
 */
#ifndef TY_OBJECT_FASTSEARCH_H
#define TY_OBJECT_FASTSEARCH_H

#include "platform/attr.h"

/* Index of the first or last occurrence, -1: none. The empty needle is found at 0 or n. */
intptr_t ty_search_find(const void *hay, size_t n, int kind, const void *needle, size_t m, int needle_kind);
intptr_t ty_search_rfind(const void *hay, size_t n, int kind, const void *needle, size_t m, int needle_kind);
/* Occurrences that do not overlap, at most `max`. The empty needle occurs n + 1 times. */
size_t ty_search_count(const void *hay, size_t n, int kind, const void *needle, size_t m, int needle_kind, size_t max);

/* One character. */
intptr_t ty_search_char(const void *hay, size_t n, int kind, uint32_t ch);
intptr_t ty_search_rchar(const void *hay, size_t n, int kind, uint32_t ch);
size_t ty_search_count_char(const void *hay, size_t n, int kind, uint32_t ch);

#endif
