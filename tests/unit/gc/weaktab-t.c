/* SPDX-License-Identifier: MIT */
/* Weak references: reported once when the referent dies, in order with finalizers; lists with dead members. */
#include "kit.h"

typedef struct seen {
    ty_heap *h;
    int dead, order;
    intptr_t sum; /* of the numbers in the weak lists reported */
    ty_object *queue[8];
    int queued;
    bool weak_first, live_list;
} seen;

static void weak_dead(void *self, ty_object *dead, ty_value weak)
{
    seen *s = self;
    (void)dead;
    s->dead++;
    s->sum += (intptr_t)(uintptr_t)weak >> 1;
    if (s->queued == 0)
        s->weak_first = true;
}

static void finalizable(void *self, ty_object *o)
{
    seen *s = self;
    if (s->queued < 8)
        s->queue[s->queued] = o;
    s->queued++;
}

static TY_NOINLINE void make_referents(world *w, int n)
{
    for (int i = 0; i < n; i++) {
        node *r = make_node(w->h, NULL, NULL);
        if (ty_heap_set_weak(w->h, &r->ob, immediate(i)) < 0)
            bail("no memory");
        if (i % 2) {
            node *top = make_node(w->h, r, (node *)root_get(w));
            root_set(w, top);
        }
    }
}

static TY_NOINLINE void check_dead(world *w, seen *s)
{
    APART(make_referents, w, 1000);
    *s = (seen){ .h = w->h };
    ty_heap_collect(w->h, false);
    died(s->dead, 500, "a minor collection reports dead young referents");
    ok(s->dead < 500 || s->sum == 250 * 998, "with their lists");
    ty_heap_collect(w->h, false);
    died(s->dead, 500, "once");
    node *top = root_get(w);
    ok(ty_heap_get_weak(w->h, &top->left->ob) == immediate(999), "a live referent keeps its list");
    top = NULL;
    root_set(w, NULL);
    ty_heap_collect(w->h, false);
    died(s->dead, 500, "a minor collection leaves old referents alone");
    scrub_stack();
    ty_heap_collect(w->h, true);
    died(s->dead, 1000, "a major one reports them");
    is_int(s->dead + (int)w->h->weak_count, 1000, "the others are in the table");
}

static TY_NOINLINE void make_finalizable(world *w)
{
    node *inner = make_node(w->h, NULL, NULL), *o = make_node(w->h, inner, NULL);
    if (ty_heap_set_weak(w->h, &o->ob, immediate(1)) < 0 || ty_heap_set_weak(w->h, &inner->ob, immediate(2)) < 0 ||
        ty_heap_register_finalizer(w->h, &o->ob) < 0)
        bail("no memory");
}

static TY_NOINLINE void check_finalizer(world *w, seen *s)
{
    *s = (seen){ .h = w->h };
    APART(make_finalizable, w);
    ty_heap_collect(w->h, false);
    if (s->dead != 2 || s->queued == 0) {
        skip("an old word on the stack keeps it alive");
        return;
    }
    is_int(s->dead, 2, "weak references to what a finalizer keeps are cleared, too");
    is_int(s->queued, 1, "the finalizer is due");
    ok(s->weak_first, "weak references come first");
    ok(count_tree((node *)s->queue[0]) == 2, "the object is whole");
    s->queue[0] = NULL;
}

static TY_NOINLINE void make_list(world *w)
{
    node *r = make_node(w->h, NULL, NULL), *list = make_node(w->h, NULL, NULL);
    root_set(w, r);
    if (ty_heap_set_weak(w->h, &r->ob, (ty_value)(void *)list) < 0)
        bail("no memory");
}

static TY_NOINLINE void check_list(world *w, seen *s)
{
    *s = (seen){ .h = w->h };
    APART(make_list, w);
    node *r = root_get(w);
    ok(ty_heap_get_weak(w->h, &r->ob) != NULL, "an object as the list");
    r = NULL;
    ty_heap_collect(w->h, false);
    r = root_get(w);
    ok(ty_heap_get_weak(w->h, &r->ob) == NULL, "is not kept by it");
    is_int(s->dead, 0, "and the referent lives");
    if (ty_heap_set_weak(w->h, &r->ob, immediate(3)) < 0 || ty_heap_set_weak(w->h, &r->ob, NULL) < 0)
        bail("no memory");
    ok(ty_heap_get_weak(w->h, &r->ob) == NULL, "a list can be taken away");
    root_set(w, NULL);
}

static ty_value prune(void *self, ty_object *o, ty_value list)
{
    seen *s = self;
    (void)o;
    node *n = (node *)(void *)list;
    while (n && !ty_heap_is_live(s->h, &n->ob))
        n = n->left; /* dead, but not yet gone */
    s->order++;
    return (ty_value)(void *)n;
}

static TY_NOINLINE void make_chain(world *w)
{
    node *r = make_node(w->h, NULL, NULL), *kept = make_node(w->h, NULL, NULL), *dead = make_node(w->h, kept, NULL);
    root_set(w, r);
    set_left(w->h, r, kept);
    if (ty_heap_set_weak(w->h, &r->ob, (ty_value)(void *)dead) < 0)
        bail("no memory");
}

static TY_NOINLINE void check_prune(world *w, seen *s)
{
    *s = (seen){ .h = w->h };
    w->h->client.weak_prune = prune;
    APART(make_chain, w);
    ty_heap_collect(w->h, false);
    node *r = root_get(w);
    ok(s->order == 1 && ty_heap_get_weak(w->h, &r->ob) == (ty_value)(void *)r->left, "the client prunes a list");
    ty_heap_collect(w->h, false);
    is_int(s->order, 1, "when it has changed");
    ty_heap_collect(w->h, true);
    is_int(s->order, 2, "or in a major collection");
    root_set(w, NULL);
    w->h->client.weak_prune = NULL;
}

int main(void)
{
    world w;
    seen s = { 0 };
    ty_heap_client client = { .self = &s, .weak_dead = weak_dead, .finalizable = finalizable };
    /* Stress would collect in between and change the counts. */
    unsetenv("TYPHON_GC_STRESS");
    world_begin(&w, TY_FRAME_ADDRESS(), &client, 0);
    APART(check_dead, &w, &s);
    APART(check_finalizer, &w, &s);
    APART(check_list, &w, &s);
    APART(check_prune, &w, &s);
    valid(w.h, "after all that");
    world_end(&w);
    return done_testing();
}
