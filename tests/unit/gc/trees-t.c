/* SPDX-License-Identifier: MIT */
/* Trees, lists and cycles: what is reachable stays, what is not goes, in minor and major collections. */
#include "kit.h"

static TY_NOINLINE void short_trees(ty_heap *h, int rounds)
{
    bool good = true;
    for (int i = 0; i < rounds; i++)
        good &= count_tree(make_tree(h, 9)) == 1023;
    ok(good, "short-lived trees are whole");
}

static TY_NOINLINE void check_long_tree(ty_heap *h, ty_root *root)
{
    ty_root_set(root, (ty_value)(void *)make_tree(h, 14));
    short_trees(h, 500);
    ok(count_tree((node *)(void *)ty_root_get(root)) == 32767, "a long-lived tree is whole");
}

static TY_NOINLINE void check_barrier(ty_heap *h, ty_root *root)
{
    node *top = make_node(h, NULL, NULL);
    ty_root_set(root, (ty_value)(void *)top);
    ty_heap_collect(h, false);
    ok(top->ob.head & TY_HEAD_LOG, "a survivor is old");
    bool good = true;
    for (int i = 0; i < 200; i++) {
        set_left(h, top, make_tree(h, 5));
        for (int k = 0; k < 20; k++)
            (void)make_tree(h, 6);
        if (i % 10 == 0)
            ty_heap_collect(h, false);
        good &= count_tree(top) == 64;
    }
    ok(good, "young trees below an old node live");
}

static TY_NOINLINE void build_cycles(ty_heap *h)
{
    for (int i = 0; i < 1000; i++) {
        node *a = make_node(h, NULL, NULL), *b = make_node(h, a, a);
        a->left = b;
        a->right = a;
    }
}

static TY_NOINLINE void check_cycles(ty_heap *h)
{
    APART(build_cycles, h);
    ty_heap_collect(h, true);
    ok(count_objects(h) < 10, "cycles die: %zu objects left", count_objects(h));
}

static TY_NOINLINE void build_list(ty_heap *h, ty_root *root, int n)
{
    for (int i = 0; i < n; i++)
        ty_root_set(root, (ty_value)(void *)make_node(h, (node *)(void *)ty_root_get(root), NULL));
}

static TY_NOINLINE void check_list(ty_heap *h, ty_root *root)
{
    build_list(h, root, 300000);
    ty_heap_collect(h, true);
    int n = 0;
    for (node *p = (node *)(void *)ty_root_get(root); p; p = p->left)
        n++;
    ok(n == 300000, "a long list is marked without recursion");
}

static TY_NOINLINE void check_interior(ty_heap *h)
{
    array *a = make_array(h, 30);
    ty_value *volatile inside = &a->items[17];
    set_item(h, a, 17, make_node(h, NULL, NULL));
    a = NULL;
    scrub_stack();
    ty_heap_collect(h, false);
    short_trees(h, 300);
    ok(count_tree((node *)(void *)*inside) == 1, "an interior pointer on the stack keeps its object");
}

int main(void)
{
    world w;
    ty_heap *h = world_begin(&w, TY_FRAME_ADDRESS(), NULL, 0);
    APART(check_long_tree, h, w.root);
    valid(h, "with a tree");
    root_set(&w, NULL);
    ty_heap_collect(h, true);
    ok(count_objects(h) < 10, "the tree dies with its root: %zu objects left", count_objects(h));
    APART(check_barrier, h, w.root);
    root_set(&w, NULL);
    valid(h, "after stores");
    APART(check_cycles, h);
    APART(check_list, h, w.root);
    root_set(&w, NULL);
    APART(check_interior, h);
    valid(h, "at the end");
    world_end(&w);
    return done_testing();
}
