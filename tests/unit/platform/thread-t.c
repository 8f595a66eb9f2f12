/* SPDX-License-Identifier: MIT */
/* Threads, condition variables, stack bounds, register spilling. */
#include <config.h>

#include "platform/lock.h"
#include "platform/stack.h"
#include "platform/thread.h"
#include "tests/tap/tap.h"

static struct {
    ty_mutex mutex;
    ty_cond cond;
    int stage; /* under the mutex */
    uint64_t ident, native;
    bool is_main;
    ty_stack_bounds bounds;
    bool bounds_known, inside;
} s;

static void worker(void *arg) {
    *(int *)arg = 42;
    s.ident = ty_thread_ident();
    s.native = ty_thread_native_id();
    s.is_main = ty_thread_is_main();
    s.bounds_known = ty_stack_bounds_get(&s.bounds);
    char *here = ty_stack_here();
    s.inside = s.bounds.low < here && here < s.bounds.high;
    ty_mutex_lock(&s.mutex);
    s.stage = 1;
    ty_cond_signal(&s.cond);
    ty_mutex_unlock(&s.mutex);
}

static void nothing(void *arg) {
    ty_atomic_store((atomic_int *)arg, 1);
}

/* Looks for a word on the stack, as the collector does. */
struct search {
    uintptr_t wanted;
    char *high;
    bool found;
};
TY_NO_SANITIZE static void search_stack(void *arg, char *sp) {
    struct search *q = arg;
    for (char *p = (char *)TY_ALIGN_UP((uintptr_t)sp, sizeof(void *)); p + sizeof(void *) <= q->high;
         p += sizeof(void *))
        if (*(volatile uintptr_t *)(void *)p == ~q->wanted) q->found = true;
}

/* The caller's value lives in a register over the call, if the compiler likes. */
TY_NOINLINE static uintptr_t hold_and_search(struct search *q, volatile uintptr_t *source) {
    uintptr_t held = ~*source;
    ty_spill_call(search_stack, q);
    TY_KEEP(held);
    return held;
}

int main(void) {
    is_int(ty_mutex_init(&s.mutex), 0);
    is_int(ty_cond_init(&s.cond), 0);
    ok(ty_thread_is_main());
    ok(ty_thread_ident() != 0);

    ty_thread t;
    int set = 0;
    ty_thread_options options = {.stack_size = 300 * 1024, .name = "a name that is too long"};
    is_int(ty_thread_create(&t, worker, &set, &options), 0);
    ty_mutex_lock(&s.mutex);
    while (s.stage == 0) ty_cond_wait(&s.cond, &s.mutex, TY_CLOCK_NEVER);
    ty_mutex_unlock(&s.mutex);
    is_int(ty_thread_join(t), 0);
    is_int(set, 42, "it ran with its argument");
    ok(s.ident != ty_thread_ident() && s.native != ty_thread_native_id(), "each thread has its numbers");
    ok(!s.is_main);
    if (s.bounds_known) {
        ok(s.inside, "a thread's stack bounds hold its frames");
        size_t size = (size_t)(s.bounds.high - s.bounds.low);
        ok(size >= 200 * 1024 && size <= 2048 * 1024, "about the size asked for: %zu", size);
    } else {
        skip("the system does not tell stack bounds");
    }

    ty_mutex_lock(&s.mutex);
    int64_t before = ty_clock_monotonic();
    while (ty_cond_wait(&s.cond, &s.mutex, before + 10000000)) {
    }
    ty_mutex_unlock(&s.mutex);
    ok(ty_clock_monotonic() - before >= 9000000, "a condition wait times out");

    static atomic_int ran;
    options = (ty_thread_options){.detached = true, .stack_size = 1};
    is_int(ty_thread_create(&t, nothing, &ran, &options), 0, "a tiny stack is rounded up");
    while (!ty_atomic_load(&ran)) ty_thread_yield();

    ty_stack_bounds b;
    bool known = ty_stack_bounds_get(&b);
    char *here = ty_stack_here();
    ok(b.low < here && here < b.high, "the main thread's frame lies inside");
    ok(!known || (size_t)(b.high - b.low) >= 64 * 1024);

    struct search q = {.wanted = (uintptr_t)0x5eed5eed5eedu, .high = b.high};
    volatile uintptr_t source = q.wanted;
    hold_and_search(&q, &source);
    ok(q.found, "a value held over the call is seen");

    ty_cond_destroy(&s.cond);
    ty_mutex_destroy(&s.mutex);
    return done_testing();
}
