/* SPDX-License-Identifier: MIT */
/* Units: kept while an object of theirs is referred to, from the heap, a root, a heap object's shape or a C stack. */
#include "kit.h"

/* A unit of the higher floors, as far as the collector knows them: its objects have its address in the word before. */
struct ty_unit {
    int released;
    _Alignas(16) struct {
        void *pad, *unit;
        node object;
    } part[2];
};

static void unit_dead(void *self, struct ty_unit *unit)
{
    (void)self;
    unit->released++;
}

static node *object_of(struct ty_unit *u, int i)
{
    u->part[i].unit = u;
    u->part[i].object.ob.head = (uintptr_t)&node_shape | TY_HEAD_SHARED | TY_HEAD_UNIT;
    return &u->part[i].object;
}

static TY_NOINLINE void make_holders(world *w, struct ty_unit *units, int n)
{
    for (int i = 0; i < n; i++) {
        if (ty_heap_adopt_unit(w->h, &units[i]) < 0 || ty_heap_adopt_unit(w->h, &units[i]) < 0)
            bail("no memory");
        if (i % 2)
            root_set(w, make_node(w->h, root_get(w), object_of(&units[i], 1)));
    }
}

static TY_NOINLINE void check_heap(world *w)
{
    static struct ty_unit units[100];
    bool good = true;
    APART(make_holders, w, units, 100);
    ty_heap_collect(w->h, false);
    for (int i = 0; i < 100; i++)
        good &= !units[i].released;
    ok(good, "a minor collection lets no unit go");
    ty_heap_collect(w->h, true);
    for (int i = 0; i < 100; i++)
        good &= units[i].released == !(i % 2);
    ok(good, "a major one those that nothing refers to");
    ok(ty_heap_has_unit(w->h, &units[1]) && !ty_heap_has_unit(w->h, &units[0]), "and forgets them");
    root_set(w, object_of(&units[7], 0));
    ty_heap_collect(w->h, true);
    for (int i = 0; i < 100; i++)
        good &= units[i].released == (i != 7);
    ok(good, "a root keeps its unit");
    if (ty_heap_adopt_unit(w->h, &units[0]) < 0)
        bail("no memory");
    ty_heap_collect(w->h, true);
    is_int(units[0].released, 2, "a unit can be adopted again");
    root_set(w, NULL);
}

static TY_NOINLINE void adopt(world *w, struct ty_unit *u)
{
    for (int i = 0; i < 4; i++)
        if (ty_heap_adopt_unit_range(w->h, &u[i], &u[i].part[0], &u[i].part[1]) < 0 ||
            ty_heap_adopt_unit_range(w->h, &u[i], &u[i].part[1], &u[i] + 1) < 0)
            bail("no memory");
}

static TY_NOINLINE void check_stack(world *w)
{
    static struct ty_unit u[4];
    node *volatile local;
    APART(adopt, w, u);
    local = object_of(&u[2], 1);
    scrub_stack();
    ty_heap_collect(w->h, true);
    ok(!u[2].released, "a pointer on the C stack keeps the unit that told its memory");
    ok((u[1].released && u[3].released) || TY_ASAN, "and no other");
    local = NULL;
    scrub_stack();
    ty_heap_collect(w->h, true);
    ok(u[2].released || TY_ASAN, "until it is gone");
    (void)local;
}

static TY_NOINLINE void check_end(void)
{
    static struct ty_unit u;
    world w;
    ty_heap_client client = { .unit_dead = unit_dead };
    world_begin(&w, TY_FRAME_ADDRESS(), &client, 0);
    if (ty_heap_adopt_unit(w.h, &u) < 0)
        bail("no memory");
    world_end(&w);
    is_int(u.released, 1, "the end of the heap lets its units go");
}

int main(void)
{
    world w;
    ty_heap_client client = { .unit_dead = unit_dead };
    unsetenv("TYPHON_GC_STRESS");
    world_begin(&w, TY_FRAME_ADDRESS(), &client, 0);
    APART(check_heap, &w);
    APART(check_stack, &w);
    world_end(&w);
    check_end();
    return done_testing();
}
