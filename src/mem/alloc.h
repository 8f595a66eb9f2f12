/* SPDX-License-Identifier: MIT */
/*
 * The counting allocator: malloc plus an account.
 *
 * One ty_alloc belongs to one owner (an interpreter) and is used under that
 * owner's lock only, so its counters are plain.  Memory from it may be freed
 * under the same account only, with the size it was asked for.  Nothing here
 * aborts: what cannot be had is NULL.
 *
 * For tests a shared ty_alloc_fail makes the n-th allocation of the whole
 * process fail (TYPHON_FAIL_ALLOC=n); the process runtime owns it and hands
 * its address to every account.
 */
#ifndef TY_MEM_ALLOC_H
#define TY_MEM_ALLOC_H

#include <stdlib.h>

#include "platform/atomic.h"

#define TY_ALLOC_NO_LIMIT SIZE_MAX

/* Shared between interpreters: atomic. */
typedef struct ty_alloc_fail {
    /* Allocations until one fails; that one is followed by successes again,
     * unless `sticky`.  0 or below: none fails any more. */
    _Atomic(int64_t) countdown;
    bool sticky; /* all after the n-th fail as well */
} ty_alloc_fail;

typedef struct ty_alloc {
    size_t used;         /* bytes out now, as asked for */
    size_t gate;         /* `limit`, or 0 while failures are armed: the only test of the fast path */
    size_t limit;        /* most bytes out at a time; TY_ALLOC_NO_LIMIT: none */
    size_t peak;         /* most bytes out so far, brought up to date by ty_alloc_peak */
    ty_alloc_fail *fail; /* may be NULL */
    uint64_t fail_in;    /* this account's own countdown; 0: off */
} ty_alloc;

void ty_alloc_init(ty_alloc *a, size_t limit, ty_alloc_fail *fail);
/* A limit below what is used now makes growth fail until enough was freed. */
void ty_alloc_set_limit(ty_alloc *a, size_t limit);
/* The n-th allocation of this account from now fails; 0: none. */
void ty_alloc_fail_nth(ty_alloc *a, uint64_t n);
/* Arms `fail` from a text such as "17" or "17+" (sticky). NULL or other text: off. */
void ty_alloc_fail_parse(ty_alloc_fail *fail, const char *text);
size_t ty_alloc_peak(ty_alloc *a);

/* Whether `size` more bytes may be taken; the slow half of ty_alloc_charge. */
TY_COLD bool ty_alloc_admit(ty_alloc *a, size_t size);

/* Account for memory that comes from elsewhere (a page mapping, a library). */
TY_INLINE TY_NODISCARD bool ty_alloc_charge(ty_alloc *a, size_t size) {
    size_t total;
    if (TY_UNLIKELY(ty_add_overflow(a->used, size, &total) || total > a->gate))
        if (!ty_alloc_admit(a, size)) return false;
    a->used += size;
    return true;
}
TY_INLINE void ty_alloc_refund(ty_alloc *a, size_t size) {
    if (TY_UNLIKELY(a->used > a->peak)) a->peak = a->used;
    a->used -= size;
}

/* A size of 0 gives a pointer of its own, too. */
TY_INLINE TY_NODISCARD void *ty_mem_alloc(ty_alloc *a, size_t size) {
    if (!ty_alloc_charge(a, size)) return NULL;
    void *p = malloc(size + (size == 0));
    if (TY_UNLIKELY(!p)) ty_alloc_refund(a, size);
    return p;
}
TY_INLINE TY_NODISCARD void *ty_mem_alloc_zero(ty_alloc *a, size_t size) {
    if (!ty_alloc_charge(a, size)) return NULL;
    void *p = calloc(1, size + (size == 0));
    if (TY_UNLIKELY(!p)) ty_alloc_refund(a, size);
    return p;
}
/* `count` items of `size` bytes, overflow checked; not zeroed. */
TY_INLINE TY_NODISCARD void *ty_mem_alloc_array(ty_alloc *a, size_t count, size_t size) {
    size_t total;
    return TY_UNLIKELY(ty_mul_overflow(count, size, &total)) ? NULL : ty_mem_alloc(a, total);
}
/* `p` may be NULL with an `old_size` of 0.  On failure the old memory stays. */
TY_NODISCARD void *ty_mem_realloc(ty_alloc *a, void *p, size_t old_size, size_t new_size);
TY_INLINE void ty_mem_free(ty_alloc *a, void *p, size_t size) {
    if (!p) return;
    ty_alloc_refund(a, size);
    free(p);
}

#endif
