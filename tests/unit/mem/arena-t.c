/* SPDX-License-Identifier: MIT */
/* The arena: alignment, growth, limits, failure. */
#include <config.h>

#include "mem/arena.h"
#include "tests/tap/tap.h"

int main(void) {
    ty_alloc account;
    ty_alloc_init(&account, TY_ALLOC_NO_LIMIT, NULL);
    ty_arena a;
    ty_arena_init(&a, &account, 0);
    is_int(account.used, 0, "an empty arena costs nothing");

    enum { N = 20000 };
    static unsigned char *p[N];
    static size_t sizes[N];
    bool aligned = true, intact = true;
    for (int i = 0; i < N; i++) {
        sizes[i] = (size_t)(i * 7919) % 200 + (i % 500 == 0 ? 50000 : 0);
        p[i] = ty_arena_alloc(&a, sizes[i]);
        if (!p[i]) bail("no memory");
        if ((uintptr_t)p[i] % TY_ARENA_ALIGN) aligned = false;
        memset(p[i], i & 255, sizes[i]);
    }
    for (int i = 0; i < N; i++)
        for (size_t k = 0; k < sizes[i]; k++)
            if (p[i][k] != (i & 255)) intact = false;
    ok(aligned, "aligned");
    ok(intact, "no two overlap");
    is_int(account.used, a.total, "the account knows the chunks");

    is_str(ty_arena_strdup(&a, "hello"), "hello");
    is_str(ty_arena_strndup(&a, "hello", 3), "hel");
    is_str(ty_arena_strndup(&a, "", 0), "");
    int *zero = TY_ARENA_NEW(&a, int);
    is_int(*zero, 0);

    char *g = ty_arena_alloc(&a, 10);
    memcpy(g, "0123456789", 10);
    char *g2 = ty_arena_grow(&a, g, 10, 40);
    is_mem(g2, "0123456789", 10);
    (void)!ty_arena_alloc(&a, 1);
    char *g3 = ty_arena_grow(&a, g2, 40, 400);
    ok(g3 != g2, "something came after it: it moves");
    is_mem(g3, "0123456789", 10);
    is_ptr(ty_arena_grow(&a, g3, 400, 20), g3, "shrinking stays");
    ok(ty_arena_grow(&a, NULL, 0, 8) != NULL);
    ok(!a.failed);

    ok(!ty_arena_alloc(&a, SIZE_MAX) && !ty_arena_alloc(&a, SIZE_MAX - 20), "absurd sizes");
    ok(!ty_arena_alloc_array(&a, SIZE_MAX / 2, 3));
    ok(a.failed, "a failure stays known");
    ty_arena_free(&a);
    is_int(account.used, 0, "all freed");

    ty_arena_init(&a, NULL, 20000);
    size_t got = 0;
    while (ty_arena_alloc(&a, 100)) got += 100;
    ok(got >= 10000 && got <= 20000, "the limit binds: %zu", got);
    ok(a.failed && a.total <= 20000);
    ok(!ty_arena_strdup(&a, "no more room in this one, it needs a chunk of its own and there is none, "
                            "not one byte more than the hundred that did not fit before"));
    ty_arena_free(&a);
    return done_testing();
}
