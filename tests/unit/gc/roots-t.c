/* SPDX-License-Identifier: MIT */
/* Roots: registered slots, parked stacks of several threads, segments buried under other interpreters. */
#include "kit.h"

#include "platform/atomic.h"

#include <pthread.h>

#define THREADS 4
#define ROUNDS 60

/* --- threads: each holds trees in locals only, and parks while the others allocate ---------------------------------- */

typedef struct team {
    ty_heap *h;
    pthread_mutex_t lock;
    _Atomic int turn;
    int bad;
} team;

typedef struct member {
    team *t;
    int number;
} member;

static void take_turn(team *t, int number)
{
    pthread_mutex_lock(&t->lock);
    while (ty_atomic_load(&t->turn) % THREADS != number) {
        pthread_mutex_unlock(&t->lock);
        sched_yield();
        pthread_mutex_lock(&t->lock);
    }
}

static TY_NOINLINE void play(member *m, ty_stack *stack)
{
    team *t = m->t;
    node *mine = NULL;
    for (int i = 0; i < ROUNDS; i++) {
        if (count_tree(mine) != (i ? 127u : 0u))
            t->bad++;
        mine = make_tree(t->h, 6);
        for (int k = 0; k < 20; k++)
            (void)make_tree(t->h, 7);
        if (i % 7 == m->number)
            ty_heap_collect(t->h, i % 2);
        ty_stack_park(stack);
        ty_atomic_add(&t->turn, 1);
        pthread_mutex_unlock(&t->lock);
        take_turn(t, m->number);
        ty_stack_unpark(stack);
    }
    if (count_tree(mine) != 127)
        t->bad++;
}

static void *run(void *arg)
{
    member *m = arg;
    ty_stack stack;
    take_turn(m->t, m->number);
    ty_stack_enter(m->t->h, &stack, TY_FRAME_ADDRESS());
    play(m, &stack);
    ty_stack_leave(m->t->h, &stack);
    ty_atomic_add(&m->t->turn, 1);
    pthread_mutex_unlock(&m->t->lock);
    return NULL;
}

static void check_threads(void)
{
    ty_pool *pool = ty_pool_new(NULL);
    team t = { .h = ty_heap_new(pool, NULL, 0), .lock = PTHREAD_MUTEX_INITIALIZER };
    pthread_t id[THREADS];
    member members[THREADS];
    for (int i = 0; i < THREADS; i++) {
        members[i] = (member){ .t = &t, .number = i };
        if (pthread_create(&id[i], NULL, run, &members[i]))
            bail("no thread");
    }
    for (int i = 0; i < THREADS; i++)
        pthread_join(id[i], NULL);
    is_int(t.bad, 0, "objects in the locals of parked threads live");
    ty_heap_destroy(t.h);
    ty_pool_delete(pool);
}

/* --- registers: the value is in callee-saved registers only when the thread parks ----------------------------------- */

static TY_NOINLINE uintptr_t hide(uintptr_t w)
{
    return ~w;
}

static TY_NOINLINE void check_registers(world *w, ty_stack *outer)
{
    ty_heap *h = w->h;
    ty_stack inner;
    node *a = make_tree(h, 3), *b = make_tree(h, 3), *c = make_tree(h, 3), *d = make_tree(h, 3), *e = make_tree(h, 3);
    /* They are used after the calls below: the compiler keeps them in registers or in this frame. */
    ty_stack_park(outer);
    ty_stack_enter(h, &inner, TY_FRAME_ADDRESS());
    ty_heap_collect(h, true);
    (void)make_tree(h, 12);
    ty_stack_leave(h, &inner);
    ty_stack_unpark(outer);
    is_int(count_tree(a) + count_tree(b) + count_tree(c) + count_tree(d) + count_tree(e), 75,
           "registers of a buried segment are roots");
}

/* The same behind a wrapper that has its own use for the registers and returns before the collection. */
static TY_NOINLINE int wrapper(ty_stack *s, int a, int b, int c, int d, int e)
{
    ty_stack_park(s);
    TY_KEEP(a + (uintptr_t)s);
    return (int)hide((uintptr_t)a) + (int)hide((uintptr_t)b) + (int)hide((uintptr_t)c) + (int)hide((uintptr_t)d) +
           (int)hide((uintptr_t)e);
}

static TY_NOINLINE void other_thread(ty_heap *h)
{
    ty_stack stack;
    ty_stack_enter(h, &stack, TY_FRAME_ADDRESS());
    ty_heap_collect(h, true);
    (void)make_tree(h, 12);
    ty_stack_leave(h, &stack);
}

static TY_NOINLINE void check_wrapper(world *w)
{
    ty_heap *h = w->h;
    node *a = make_tree(h, 3), *b = make_tree(h, 3), *c = make_tree(h, 3), *d = make_tree(h, 3), *e = make_tree(h, 3);
    int n = wrapper(&w->stack, 1, 2, 3, 4, 5);
    other_thread(h);
    ty_stack_unpark(&w->stack);
    is_int(count_tree(a) + count_tree(b) + count_tree(c) + count_tree(d) + count_tree(e) + (n == 0), 75,
           "registers that a wrapper had saved are roots");
}

/* --- A -> B -> A on one thread ---------------------------------------------------------------------------------------- */

static TY_NOINLINE void innermost(world *a)
{
    ty_stack again;
    ty_stack_enter(a->h, &again, TY_FRAME_ADDRESS());
    node *third = make_tree(a->h, 5);
    for (int i = 0; i < 100; i++)
        (void)make_tree(a->h, 8);
    ty_heap_collect(a->h, true);
    is_int(count_tree(third), 63, "objects of the innermost segment live");
    ty_stack_leave(a->h, &again);
}

static TY_NOINLINE void middle(world *a, world *b)
{
    ty_stack stack;
    ty_stack_enter(b->h, &stack, TY_FRAME_ADDRESS());
    node *second = make_tree(b->h, 5);
    ty_stack_park(&stack);
    innermost(a);
    ty_stack_unpark(&stack);
    ty_heap_collect(b->h, true);
    (void)make_tree(b->h, 12);
    is_int(count_tree(second), 63, "objects of the middle segment live");
    ty_stack_leave(b->h, &stack);
}

static TY_NOINLINE void check_segments(world *a, world *b)
{
    node *first = make_tree(a->h, 5);
    ty_stack_park(&a->stack);
    middle(a, b);
    ty_stack_unpark(&a->stack);
    is_int(count_tree(first), 63, "objects of a buried segment live");
}

/* --- registered slots -------------------------------------------------------------------------------------------------- */

static TY_NOINLINE void fill_roots(ty_heap *h, ty_root **r, int n)
{
    for (int i = 0; i < n; i++) {
        r[i] = ty_root_new(h, NULL);
        ty_root_set(r[i], (ty_value)(void *)make_tree(h, 4));
    }
}

static TY_NOINLINE void check_roots(world *w)
{
    ty_root *r[50];
    APART(fill_roots, w->h, r, 50);
    for (int i = 0; i < 50; i += 2)
        ty_root_free(w->h, r[i]);
    ty_heap_collect(w->h, true);
    (void)make_tree(w->h, 12);
    bool good = true;
    for (int i = 1; i < 50; i += 2)
        good &= count_tree((node *)(void *)ty_root_get(r[i])) == 31;
    ok(good, "what registered slots hold lives");
    for (int i = 1; i < 50; i += 2)
        ty_root_free(w->h, r[i]);
    scrub_stack();
    ty_heap_collect(w->h, true);
    ok(count_objects(w->h) < 200, "what they no longer hold goes: %zu left", count_objects(w->h));
}

/* --- a conservative range given by the client ------------------------------------------------------------------------- */

static void words(void *self, ty_tracer *t, bool minor)
{
    uintptr_t *w = self;
    (void)minor;
    ty_trace_words(t, w, w + 2);
}

static TY_NOINLINE void make_hidden(ty_heap *h, uintptr_t *w)
{
    w[0] = (uintptr_t)make_tree(h, 4) + 9; /* interior */
    w[1] = hide((uintptr_t)make_tree(h, 4));
}

static TY_NOINLINE void check_words(void)
{
    static uintptr_t kept[2];
    world w;
    ty_heap_client client = { .self = kept, .roots = words };
    world_begin(&w, TY_FRAME_ADDRESS(), &client, 0);
    APART(make_hidden, w.h, kept);
    ty_heap_collect(w.h, true);
    ok(count_objects(w.h) >= 31 && count_objects(w.h) < (TY_ASAN ? 70 : 40), "a conservative range keeps what it points into: %zu objects",
       count_objects(w.h));
    is_int(count_tree((node *)(kept[0] - 9)), 31, "which is whole");
    world_end(&w);
}

int main(void)
{
    world a, b;
    check_threads();
    world_begin(&a, TY_FRAME_ADDRESS(), NULL, 0);
    world_begin(&b, TY_FRAME_ADDRESS(), NULL, 0);
    ty_stack_park(&b.stack);
    check_registers(&a, &a.stack);
    check_wrapper(&a);
    check_segments(&a, &b);
    APART(check_roots, &a);
    ty_stack_unpark(&b.stack);
    world_end(&b);
    world_end(&a);
    check_words();
    return done_testing();
}
