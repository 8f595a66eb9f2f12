/* SPDX-License-Identifier: MIT */
/* The heap as a whole: limit, exhausted memory, charges, budget, events, stopping, and how little an idle one holds. */
#include "kit.h"

static TY_NOINLINE size_t fill_up(world *w, size_t bytes)
{
    size_t n = 0;
    for (;; n++) {
        array *a = make_array(w->h, 2);
        if (!a)
            return n;
        leaf *l = make_leaf(w->h, bytes);
        if (!l)
            return n;
        set_item(w->h, a, 0, root_get(w));
        set_item(w->h, a, 1, l);
        root_set(w, a);
    }
}

static TY_NOINLINE void check_limit(size_t bytes)
{
    world w;
    size_t limit = (size_t)8 << 20;
    world_begin(&w, TY_FRAME_ADDRESS(), NULL, limit);
    size_t n = fill_up(&w, bytes);
    ok(n * bytes > limit / (w.h->malloc_mode ? 20 : 2), "leaves of %zu bytes fill the limit: %zu KiB", bytes, n * bytes >> 10);
    ok(n * bytes <= limit, "and do not pass it");
    valid(w.h, "when full");
    root_set(&w, NULL);
    scrub_stack();
    size_t again = fill_up(&w, bytes);
    ok(again * 2 >= n || n < 20, "the room can be used again: %zu of %zu", again, n);
    ok(!make_leaf(w.h, limit), "an object larger than the limit is refused");
    root_set(&w, NULL);
    scrub_stack();
    ty_heap_collect(w.h, true);
    ok(make_tree(w.h, 10) != NULL, "and small ones are not");
    world_end(&w);
}

static TY_NOINLINE void grow_some(world *w, int *failed)
{
    for (int i = 0; i < 3000; i++) {
        array *a = make_array(w->h, (size_t)(i * 37 % 2000));
        node *n = a ? make_node(w->h, root_get(w), (node *)(void *)a) : NULL;
        if (!n) {
            ++*failed;
            continue;
        }
        root_set(w, n);
        if (i % 5 == 0)
            (void)!ty_heap_set_weak(w->h, &n->ob, immediate(i));
        if (i % 7 == 0)
            (void)!ty_heap_register_finalizer(w->h, &n->ob);
        if (i % 100 == 0)
            ty_heap_collect(w->h, i % 3 == 0);
        if (n->left)
            set_left(w->h, n->left, n->left->left ? n->left : NULL);
    }
}

/* Each allocation of the heap's own memory fails once. */
static TY_NOINLINE void check_failures(void)
{
    int failed = 0;
    uint64_t n = 1, step = 1;
    bool good = true;
    for (; n < 3000; n += step, step += n / 50) {
        world w;
        w.pool = ty_pool_new(NULL);
        w.h = ty_heap_new(w.pool, NULL, 0);
        if (w.h->malloc_mode)
            n += 20;
        ty_stack_enter(w.h, &w.stack, TY_FRAME_ADDRESS());
        w.root = ty_root_new(w.h, NULL);
        ty_alloc_fail_nth(ty_heap_account(w.h), n);
        APART(grow_some, &w, &failed);
        ty_alloc_fail_nth(ty_heap_account(w.h), 0);
        const char *message = ty_heap_validate(w.h);
        if (message)
            diag("%s", message);
        good &= !message;
        ty_root_free(w.h, w.root);
        ty_stack_leave(w.h, &w.stack);
        is_int(ty_heap_account(w.h)->used > 0, 1, "allocation %d failed", (int)n);
        ty_heap_destroy(w.h);
        ty_pool_delete(w.pool);
    }
    ok(good, "the heap is well formed whichever allocation fails");
}

static TY_NOINLINE void check_charges(void)
{
    world w;
    ty_heap_stats s;
    world_begin(&w, TY_FRAME_ADDRESS(), NULL, 1 << 20);
    is_int(ty_heap_charge(w.h, 1 << 19), 0, "external memory below the limit");
    is_int(ty_heap_charge(w.h, 1 << 20), -1, "and above");
    ty_heap_discharge(w.h, 1 << 19);
    for (int i = 0; i < 64; i++) {
        (void)make_node(w.h, NULL, NULL);
        if (ty_heap_charge(w.h, 1 << 16) < 0)
            bail("limit");
        ty_heap_discharge(w.h, 1 << 16);
    }
    ty_heap_get_stats(w.h, &s);
    ok(s.minor + s.major > 2, "charges make collections: %d", (int)(s.minor + s.major));
    is_int(s.external_bytes, 0, "what is discharged is gone");
    world_end(&w);
}

typedef struct heard {
    int start, end, major;
} heard;

static void on_start(void *self, ty_heap *h, bool major)
{
    heard *e = self;
    (void)h;
    e->start++;
    e->major += major;
}

static void on_end(void *self, ty_heap *h, const ty_heap_event *event)
{
    heard *e = self;
    (void)h;
    e->end += event->pause_ns >= 0 && event->number > 0;
}

static TY_NOINLINE void check_events(world *w)
{
    heard e = { 0 };
    ty_heap_events events = { .self = &e, .start = on_start, .end = on_end };
    ty_heap_listen(w->h, &events);
    ty_heap_collect(w->h, false);
    ty_heap_collect(w->h, true);
    ty_heap_listen(w->h, NULL);
    ty_heap_collect(w->h, true);
    ok(e.start == 2 && e.end == 2 && e.major == 1, "a listener hears start and end");
}

static TY_NOINLINE void check_stop(world *w)
{
    ty_heap_stats a, b;
    if (w->h->stress)
        return;
    ty_heap_get_stats(w->h, &a);
    ty_heap_stop(w->h, true);
    for (int i = 0; i < 100; i++)
        (void)make_tree(w->h, 10);
    ty_heap_get_stats(w->h, &b);
    is_int(b.minor + b.major, a.minor + a.major, "a stopped collector lets 6 MiB pass");
    for (int i = 0; i < 3000; i++)
        (void)make_tree(w->h, 10);
    ty_heap_get_stats(w->h, &b);
    ok(b.minor + b.major > a.minor + a.major, "but not any amount");
    ty_heap_stop(w->h, false);
}

static TY_NOINLINE void check_idle(world *w)
{
    ty_heap *h = ty_heap_new(w->pool, NULL, 0);
    ty_heap_stats s;
    is_int(ty_heap_account(h)->used, 0, "a heap without objects holds nothing but its record of %zu bytes", sizeof *h);
    ty_stack stack;
    ty_stack_enter(h, &stack, TY_FRAME_ADDRESS());
    for (int i = 0; i < 1000; i++)
        (void)make_node(h, NULL, NULL);
    ty_heap_get_stats(h, &s);
    if (!h->malloc_mode) {
        is_int(s.blocks, 1, "one with 32 KB of objects holds one block");
        ok(ty_heap_account(h)->used < 66 * 1024, "and little else: %zu", ty_heap_account(h)->used);
    }
    ty_stack_leave(h, &stack);
    ty_heap_destroy(h);
}

int main(void)
{
    world w;
    static const size_t bytes[] = { 0, 100, 3000, 8000, 12000, 60000, 700000 };
    for (size_t i = 0; i < TY_COUNTOF(bytes); i++)
        if (bytes[i])
            check_limit(bytes[i]);
    check_failures();
    check_charges();
    world_begin(&w, TY_FRAME_ADDRESS(), NULL, 0);
    check_events(&w);
    check_stop(&w);
    check_idle(&w);
    world_end(&w);
    return done_testing();
}
