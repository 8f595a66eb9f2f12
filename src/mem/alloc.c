/* SPDX-License-Identifier: MIT */
/* Limits, planned failures and reallocation of the counting allocator: see alloc.h. */
#include <config.h>

#include "mem/alloc.h"

static void set_gate(ty_alloc *a) {
    bool armed = a->fail_in != 0 || a->fail != NULL;
    a->gate = armed ? 0 : a->limit;
}

void ty_alloc_init(ty_alloc *a, size_t limit, ty_alloc_fail *fail) {
    *a = (ty_alloc){.limit = limit, .fail = fail};
    set_gate(a);
}

void ty_alloc_set_limit(ty_alloc *a, size_t limit) {
    a->limit = limit;
    set_gate(a);
}

void ty_alloc_fail_nth(ty_alloc *a, uint64_t n) {
    a->fail_in = n;
    set_gate(a);
}

void ty_alloc_fail_parse(ty_alloc_fail *fail, const char *text) {
    char *end = NULL;
    long long n = text ? strtoll(text, &end, 10) : 0;
    if (!text || end == text || n < 0) n = 0;
    fail->sticky = n > 0 && *end == '+';
    ty_atomic_store(&fail->countdown, (int64_t)n);
}

size_t ty_alloc_peak(ty_alloc *a) {
    if (a->used > a->peak) a->peak = a->used;
    return a->peak;
}

/* Counts one allocation of the process; true when it is the one to fail. */
static bool shared_failure(ty_alloc_fail *fail) {
    int64_t left = ty_atomic_load_relaxed(&fail->countdown);
    if (left <= 0) return false;
    left = ty_atomic_sub_relaxed(&fail->countdown, 1);
    if (left == 1) {
        if (fail->sticky) ty_atomic_store_relaxed(&fail->countdown, 1);
        return true;
    }
    return false;
}

bool ty_alloc_admit(ty_alloc *a, size_t size) {
    if (a->fail_in && --a->fail_in == 0) {
        set_gate(a);
        return false;
    }
    if (a->fail && shared_failure(a->fail)) return false;
    return size <= a->limit && a->used <= a->limit - size;
}

void *ty_mem_realloc(ty_alloc *a, void *p, size_t old_size, size_t new_size) {
    if (new_size > old_size) {
        size_t more = new_size - old_size;
        if (!ty_alloc_charge(a, more)) return NULL;
        void *q = realloc(p, new_size);
        if (TY_UNLIKELY(!q)) ty_alloc_refund(a, more);
        return q;
    }
    void *q = realloc(p, new_size + (new_size == 0));
    /* A failure to shrink is no failure, but the block must have a size. */
    if (TY_UNLIKELY(!q)) {
        if (!p) return NULL;
        q = p;
    }
    ty_alloc_refund(a, old_size - new_size);
    return q;
}
