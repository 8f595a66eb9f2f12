/* SPDX-License-Identifier: MIT */
/* The counting allocator: balance, limit, planned failures. */
#include <config.h>

#include "mem/alloc.h"
#include "tests/tap/tap.h"

int main(void) {
    volatile size_t huge = SIZE_MAX; /* hidden from the compiler's warnings */
    ty_alloc a;
    ty_alloc_init(&a, 1000, NULL);
    char *p = ty_mem_alloc(&a, 600);
    ok(p != NULL);
    is_int(a.used, 600);
    ok(!ty_mem_alloc(&a, 401), "over the limit");
    is_int(a.used, 600, "a refusal is not charged");
    memset(p, 'x', 600);
    ok(!ty_mem_realloc(&a, p, 600, 1001));
    p = ty_mem_realloc(&a, p, 600, 1000);
    ok(p && p[599] == 'x', "up to the limit");
    p = ty_mem_realloc(&a, p, 1000, 10);
    is_int(a.used, 10);
    is_int(ty_alloc_peak(&a), 1000);
    ty_mem_free(&a, p, 10);
    ty_mem_free(&a, NULL, 99);
    is_int(a.used, 0, "balanced");
    p = ty_mem_realloc(&a, NULL, 0, 8);
    ok(p != NULL);
    ty_mem_free(&a, p, 8);
    p = ty_mem_alloc(&a, 0);
    ok(p != NULL, "size 0 has an address");
    ty_mem_free(&a, p, 0);
    p = ty_mem_alloc_zero(&a, 64);
    is_int(p[0] | p[63], 0);
    ty_mem_free(&a, p, 64);
    ok(!ty_mem_alloc(&a, huge) && !ty_mem_alloc(&a, huge - 5));
    ok(!ty_mem_alloc_array(&a, SIZE_MAX / 4, 8), "a product that wraps");

    ty_alloc_set_limit(&a, TY_ALLOC_NO_LIMIT);
    if (TY_ASAN) skip("the sanitizer stops at sizes that malloc refuses");
    else ok(!ty_mem_alloc(&a, huge / 2), "what malloc refuses is not charged");
    is_int(a.used, 0);
    ok(ty_alloc_charge(&a, 5));
    ty_alloc_refund(&a, 5);

    ty_alloc_fail_nth(&a, 3);
    int failed_at = 0;
    for (int i = 1; i <= 5; i++) {
        p = ty_mem_alloc(&a, 16);
        if (!p) failed_at = i;
        ty_mem_free(&a, p, 16);
    }
    is_int(failed_at, 3, "the third fails, the others do not");
    ok(a.gate == a.limit, "the fast path is back");

    ty_alloc_fail shared = {0};
    ty_alloc_fail_parse(&shared, "2");
    ty_alloc b;
    ty_alloc_init(&a, TY_ALLOC_NO_LIMIT, &shared);
    ty_alloc_init(&b, TY_ALLOC_NO_LIMIT, &shared);
    p = ty_mem_alloc(&a, 16);
    ok(p && !ty_mem_alloc(&b, 16), "counted over all accounts");
    ok((p = ty_mem_realloc(&a, p, 16, 32)) != NULL);
    ty_mem_free(&a, p, 32);
    ty_alloc_fail_parse(&shared, "2+");
    p = ty_mem_alloc(&a, 16);
    ok(p && !ty_mem_alloc(&b, 16) && !ty_mem_alloc(&a, 16) && !ty_mem_alloc(&b, 1), "and from then on");
    ty_mem_free(&a, p, 16);
    ty_alloc_fail_parse(&shared, "rubbish");
    is_int(shared.countdown, 0);
    return done_testing();
}
