/* SPDX-License-Identifier: MIT */
/* Finalizers: order, once, resurrection, native ones, all of them at the end. */
#include "kit.h"

#define MOST 4096

typedef struct seen {
    ty_heap *h;
    intptr_t order[MOST];
    ty_object *objects[MOST]; /* roots, through the callback below */
    int count, closed;
} seen;

static void roots(void *self, ty_tracer *t, bool minor)
{
    seen *s = self;
    (void)minor;
    for (int i = 0; i < s->count; i++)
        ty_trace_slot(t, &s->objects[i]);
}

static void finalizable(void *self, ty_object *o)
{
    seen *s = self;
    if (s->count == MOST)
        bail("too many finalizers");
    s->order[s->count] = ((node *)o)->number;
    s->objects[s->count++] = o;
}

static node *make(world *w, intptr_t number, node *left, node *right)
{
    node *n = make_node(w->h, left, right);
    n->number = number;
    if (number > 0 && ty_heap_register_finalizer(w->h, &n->ob) < 0)
        bail("no memory");
    return n;
}

static TY_NOINLINE void make_chain(world *w)
{
    /* 5 -> plain -> 4 -> 3 -> 2 -> 1, created from the end on */
    node *n = make(w, 1, NULL, NULL);
    n = make(w, 2, n, NULL);
    n = make(w, 3, n, NULL);
    n = make(w, 4, NULL, n);
    n = make(w, 0, n, NULL);
    (void)make(w, 5, n, n);
}

static TY_NOINLINE void make_forward(world *w)
{
    /* 1 -> 2 -> 3 by later stores, and 4, 5 alone */
    node *a = make(w, 1, NULL, NULL), *b = make(w, 2, NULL, NULL), *c = make(w, 3, NULL, NULL);
    set_left(w->h, a, b);
    set_left(w->h, b, c);
    (void)make(w, 4, NULL, NULL);
    (void)make(w, 5, NULL, NULL);
}

static TY_NOINLINE void make_cycle(world *w)
{
    /* 1 -> 3 -> 2 -> 1, and 4 refers to the cycle, which refers to 5 */
    node *a = make(w, 1, NULL, NULL), *b = make(w, 2, NULL, NULL), *c = make(w, 3, NULL, NULL);
    node *d = make(w, 4, a, NULL), *e = make(w, 5, NULL, NULL);
    set_left(w->h, a, c);
    set_left(w->h, c, b);
    set_left(w->h, b, a);
    ty_heap_store(w->h, &b->ob, (ty_value *)(void *)&b->right, (ty_value)(void *)e);
    (void)d;
}

static void expect(world *w, seen *s, void (*make_some)(world *w), const char *want, const char *what)
{
    char got[100] = "";
    s->count = 0;
    APART(make_some, w);
    ty_heap_collect(w->h, false);
    for (int i = 0; i < s->count && i < 20; i++)
        snprintf(got + strlen(got), sizeof got - strlen(got), i ? " %d" : "%d", (int)s->order[i]);
    if (s->count < 5)
        skip("%s: an old word on the stack keeps one alive", what);
    else
        is_str(got, want, "%s", what);
    int first = s->count;
    s->count = 0;
    memset(s->objects, 0, sizeof s->objects);
    scrub_stack();
    ty_heap_collect(w->h, true);
    ok(s->count + first == 5 || (TY_ASAN && s->count + first < 5), "each is called once");
}

static TY_NOINLINE void make_many(world *w)
{
    node *n = NULL;
    for (int i = 1; i <= 3000; i++)
        n = make(w, i, i % 3 ? n : NULL, NULL);
}

static TY_NOINLINE void check_many(world *w, seen *s)
{
    s->count = 0;
    APART(make_many, w);
    ty_heap_collect(w->h, false);
    bool good = s->count == 3000 || TY_ASAN;
    int place[3001] = { 0 };
    for (int i = 0; good && i < s->count; i++)
        place[s->order[i]] = i;
    for (int i = 2; good && i <= 3000; i++)
        good &= !(i % 3) || place[i] <= place[i - 1];
    ok(good, "3000 of them: referrers come first");
    s->count = 0;
    memset(s->objects, 0, sizeof s->objects);
}

static bool odd_only(void *self, ty_object *o)
{
    (void)self;
    return ((node *)o)->number % 2;
}

static TY_NOINLINE void check_wants(world *w, seen *s)
{
    w->h->client.wants_finalizer = odd_only;
    s->count = 0;
    APART(make_many, w);
    ty_heap_collect(w->h, false);
    bool good = s->count >= 1490 && s->count <= 1500;
    for (int i = 0; i < s->count; i++)
        good &= s->order[i] % 2;
    ok(good, "only those that want it are finalized: %d", s->count);
    w->h->client.wants_finalizer = NULL;
    s->count = 0;
    memset(s->objects, 0, sizeof s->objects);
    ty_heap_collect(w->h, true);
    s->count = 0;
}

/* The graph cannot be sorted for want of memory: still all of them come. */
static TY_NOINLINE void check_no_memory(world *w, seen *s)
{
    for (uint64_t n = 1; n < 12; n++) {
        s->count = 0;
        APART(make_many, w);
        ty_alloc_fail_nth(ty_heap_account(w->h), n);
        ty_heap_collect(w->h, false);
        ty_alloc_fail_nth(ty_heap_account(w->h), 0);
        int first = s->count;
        scrub_stack();
        ty_heap_collect(w->h, true);
        /* One may still be in a register. */
        ok(s->count >= (TY_ASAN ? 2990 : 2999), "all come although allocation %d fails: %d, then %d", (int)n, first, s->count - first);
        s->count = 0;
        memset(s->objects, 0, sizeof s->objects);
    }
}

/* --- native -------------------------------------------------------------------------------------------------------- */

static void close_one(void *self, ty_object *o)
{
    (void)o;
    ((seen *)self)->closed++;
}

static const ty_layout file_layout = { .fixed_size = sizeof(node), .finalize = close_one };
static const _Alignas(16) ty_shape_head file_shape = { TY_IMAGE_HEAD(&meta_shape), &file_layout };

static TY_NOINLINE void make_files(world *w, int n)
{
    for (int i = 0; i < n; i++) {
        node *f = ty_heap_alloc(w->h, sizeof *f);
        f->ob.head = (uintptr_t)&file_shape;
        if (ty_heap_register_external(w->h, &f->ob) < 0)
            bail("no memory");
        if (i % 2)
            root_set(w, make_node(w->h, (node *)root_get(w), f));
    }
}

int main(void)
{
    world w;
    seen s = { 0 };
    ty_heap_client client = { .self = &s, .roots = roots, .finalizable = finalizable };
    unsetenv("TYPHON_GC_STRESS");
    s.h = world_begin(&w, TY_FRAME_ADDRESS(), &client, 0);
    expect(&w, &s, make_chain, "5 4 3 2 1", "referrers before what they refer to");
    expect(&w, &s, make_forward, "1 2 3 4 5", "the order of creation where it is free");
    expect(&w, &s, make_cycle, "4 1 2 3 5", "a cycle in the order of creation, between its neighbours");
    APART(check_many, &w, &s);
    ty_heap_collect(w.h, true);
    APART(check_wants, &w, &s);
    APART(check_no_memory, &w, &s);
    APART(make_files, &w, 1000);
    ty_heap_collect(w.h, false);
    died(s.closed, 500, "native finalizers of dead young objects");
    root_set(&w, NULL);
    ty_heap_collect(w.h, true);
    ok(s.closed == 1000 || TY_ASAN, "of dead old ones: %d", s.closed);
    APART(make_files, &w, 100);
    int before = s.closed;
    root_set(&w, NULL);
    world_end(&w);
    ok(s.closed - before == 100 || TY_ASAN, "and of all that are left at the end");
    return done_testing();
}
