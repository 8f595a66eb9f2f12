/* SPDX-License-Identifier: MIT */
/* Many heaps at work at once in threads of their own: they share the pool and units, and nothing else. */
#include "kit.h"

#include "platform/atomic.h"

#include <pthread.h>

#define THREADS 6
#define HEAPS 12 /* each thread makes so many, one after the other */
#define UNITS 20

struct ty_unit {
    _Atomic int references;
    _Alignas(16) struct {
        void *pad, *unit;
        node object;
    } part;
};

static struct ty_unit units[UNITS];
static ty_pool *pool;
static _Atomic int faults;

static void unit_dead(void *self, struct ty_unit *u)
{
    (void)self;
    if (ty_atomic_sub(&u->references, 1) < 1)
        ty_atomic_add(&faults, 1);
}

static TY_NOINLINE void work(ty_heap *h, ty_root *root, unsigned seed)
{
    for (unsigned i = 0; i < UNITS; i++) {
        ty_atomic_add(&units[i].references, 1);
        if (ty_heap_adopt_unit_range(h, &units[i], &units[i].part, &units[i] + 1) < 0)
            ty_atomic_add(&faults, 1);
    }
    array *a = make_array(h, 3000);
    ty_root_set(root, (ty_value)(void *)a);
    for (unsigned i = 0; i < 3000; i++) {
        unsigned k = (i * 7919 + seed) % 3000;
        node *n = i % 3 ? make_tree(h, (int)(i % 6)) : &units[i % UNITS].part.object;
        set_item(h, a, k, n);
        if (i % 5 == 0)
            (void)make_leaf(h, i * 13 % 70000);
    }
    ty_heap_collect(h, seed % 2);
    for (unsigned i = 0; i < 3000; i++) {
        unsigned k = (i * 7919 + seed) % 3000;
        size_t want = i % 3 ? ((size_t)2 << i % 6) - 1 : 1;
        if (count_tree((node *)(void *)a->items[k]) != want)
            ty_atomic_add(&faults, 1);
    }
}

static void *run(void *arg)
{
    unsigned number = *(unsigned *)arg;
    for (unsigned i = 0; i < HEAPS; i++) {
        ty_heap_client client = { .unit_dead = unit_dead };
        ty_heap *h = ty_heap_new(pool, &client, 0);
        ty_stack stack;
        ty_stack_enter(h, &stack, TY_FRAME_ADDRESS());
        ty_root *root = ty_root_new(h, NULL);
        work(h, root, number * 100 + i);
        if (ty_heap_validate(h))
            ty_atomic_add(&faults, 1);
        ty_stack_leave(h, &stack);
        ty_heap_destroy(h);
    }
    return NULL;
}

int main(void)
{
    pthread_t id[THREADS];
    unsigned numbers[THREADS];
    pool = ty_pool_new(NULL);
    for (int i = 0; i < UNITS; i++) {
        units[i].part.unit = &units[i];
        units[i].part.object.ob.head = (uintptr_t)&node_shape | TY_HEAD_SHARED | TY_HEAD_UNIT;
        units[i].part.object.number = 1;
    }
    for (unsigned i = 0; i < THREADS; i++) {
        numbers[i] = i;
        if (pthread_create(&id[i], NULL, run, &numbers[i]))
            bail("no thread");
    }
    for (int i = 0; i < THREADS; i++)
        pthread_join(id[i], NULL);
    is_int(faults, 0, "heaps of %d threads do not disturb each other", THREADS);
    bool good = true;
    for (int i = 0; i < UNITS; i++)
        good &= units[i].references == 0;
    ok(good, "every reference to a unit is given back");
    ty_pool_stats s;
    ty_pool_stats_get(pool, &s);
    is_int(s.in_use, 0, "every block, too");
    ty_pool_delete(pool);
    return done_testing();
}
