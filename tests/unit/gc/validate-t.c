/* SPDX-License-Identifier: MIT */
/* The validator and the verifier find what is wrong; the modes for tests work; a graph can be relocated by trace alone. */
#include "kit.h"

/* --- faults ---------------------------------------------------------------------------------------------------------- */

static TY_NOINLINE void check_faults(world *w)
{
    ty_heap *h = w->h;
    node *a = make_tree(h, 3);
    root_set(w, a);
    ty_heap_collect(h, false);
    valid(h, "before the faults");
    node *left = a->left;
    a->left = (node *)((char *)left + 16);
    ok(ty_heap_validate(h), "a slot that points into an object: %s", ty_heap_validate(h));
    a->left = left;
    uintptr_t head = left->ob.head;
    left->ob.head = TY_HEAD_LOG;
    ok(ty_heap_validate(h), "a header without shape: %s", ty_heap_validate(h));
    left->ob.head = head;
    unsigned char *mark = mark_byte(h, &left->ob), m = *mark;
    *mark = h->malloc_mode ? TY_MARK_YOUNG : 0x99;
    ok(ty_heap_validate(h), "a mark byte that cannot be: %s", ty_heap_validate(h));
    *mark = m;
    valid(h, "after the faults");
    root_set(w, NULL);
}

static TY_NOINLINE void store_behind_the_back(world *w)
{
    ((node *)root_get(w))->left = make_node(w->h, NULL, NULL);
}

static TY_NOINLINE void check_verifier(world *w)
{
    ty_heap *h = w->h;
    root_set(w, make_node(h, NULL, NULL));
    ty_heap_collect(h, false);
    h->verify = TY_VERIFY_KEEP;
    set_left(h, root_get(w), make_tree(h, 3));
    ty_heap_collect(h, false);
    ok(!h->message || !strstr(h->message, "barrier"), "a store with barrier passes the verifier");
    APART(store_behind_the_back, w);
    ty_heap_collect(h, false);
    ok(h->message && strstr(h->message, "barrier missed"), "one without does not: %s", h->message ? h->message : "");
    ((node *)root_get(w))->left = NULL;
    h->verify = 0;
    root_set(w, NULL);
}

/* --- modes ----------------------------------------------------------------------------------------------------------- */

static TY_NOINLINE node *tree_with_stores(ty_heap *h, int depth)
{
    node *n = make_node(h, NULL, NULL);
    if (!depth)
        return n;
    node *child = tree_with_stores(h, depth - 1);
    set_left(h, n, child);
    child = tree_with_stores(h, depth - 1);
    ty_heap_store(h, &n->ob, (ty_value *)(void *)&n->right, (ty_value)(void *)child);
    return n;
}

static TY_NOINLINE void make_and_check(ty_heap *h, bool *good)
{
    node *n = tree_with_stores(h, 9);
    array *a = make_array(h, 3000);
    for (size_t i = 0; i < 3000; i++)
        set_item(h, a, i, make_node(h, NULL, NULL));
    *good = count_tree(n) == 1023;
    for (size_t i = 0; i < 3000; i++)
        *good &= ((node *)(void *)a->items[i])->number == 1;
}

static TY_NOINLINE void check_mode(const char *name, const char *value, const char *other)
{
    world w;
    setenv(name, value, 1);
    if (other)
        setenv(other, "1", 1);
    world_begin(&w, TY_FRAME_ADDRESS(), NULL, 0);
    unsetenv(name);
    if (other)
        unsetenv(other);
    bool good = false;
    APART(make_and_check, w.h, &good);
    ok(good, "objects live under %s=%s", name, value);
    valid(w.h, name);
    ty_heap_stats s;
    ty_heap_get_stats(w.h, &s);
    if (strstr(name, "STRESS"))
        ok(s.minor + s.major > 4000 / (unsigned)atoi(value), "with %d collections", (int)(s.minor + s.major));
    ty_heap_collect(w.h, true);
    ok(count_objects(w.h) < (TY_ASAN ? 4500 : 100), "and die: %zu left", count_objects(w.h));
    world_end(&w);
}

/* --- relocation: copy all that is reachable into one piece of memory and correct its slots --------------------------- */

typedef struct mover {
    ty_tracer t;
    char *memory, *free, *end;
    struct {
        ty_object *from, *to;
    } *moved;
    size_t count, mask;
} mover;

static ty_object *move(mover *m, ty_object *o)
{
    size_t i = ((uintptr_t)o >> 4) * 2654435761u & m->mask;
    if (o->head & TY_HEAD_SHARED)
        return o;
    for (; m->moved[i].from; i = (i + 1) & m->mask)
        if (m->moved[i].from == o)
            return m->moved[i].to;
    size_t size = ty_heap_round(object_size(o, ty_head_layout(o)));
    if (size > (size_t)(m->end - m->free) || m->count * 2 > m->mask)
        bail("the graph is larger than expected");
    m->moved[i].from = o;
    m->moved[i].to = memcpy(m->free, o, size);
    m->free += size;
    m->count++;
    return m->moved[i].to;
}

static void move_slots(ty_tracer *t, ty_value *first, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (ty_slot_is_object(first[i]))
            first[i] = (ty_value)(void *)move((mover *)(void *)t, (ty_object *)first[i]);
}

static TY_NOINLINE void check_relocation(world *w)
{
    ty_heap *h = w->h;
    size_t bytes = (size_t)4 << 20, entries = 1 << 18;
    node *tree = make_tree(h, 8);
    /* A shape of the heap's own, a cycle, arrays, leaves. */
    ty_shape_head *shape = ty_heap_alloc(h, 16);
    *shape = (ty_shape_head){ .ob.head = (uintptr_t)&meta_shape, .layout = &node_layout };
    node *odd = make_node(h, tree, NULL);
    odd->ob.head = (uintptr_t)shape;
    odd->right = odd;
    array *a = make_array_of(h, &table_shape, 1000);
    for (size_t i = 0; i < 1000; i++)
        set_item(h, a, i, i % 3 == 0 ? (void *)odd : i % 3 == 1 ? (void *)make_leaf(h, i) : (void *)immediate(5));
    ty_heap_collect(h, true);
    mover m = { .t = { .visit = move_slots, .high = (char *)UINTPTR_MAX }, .memory = malloc(bytes + 16) };
    m.free = (char *)(((uintptr_t)m.memory + 15) & ~(uintptr_t)15);
    m.end = m.memory + bytes;
    m.moved = calloc(entries, sizeof *m.moved);
    m.mask = entries - 1;
    array *copy = (array *)move(&m, &a->ob);
    for (char *p = (char *)copy; p < m.free;) {
        ty_object *o = (ty_object *)p;
        const ty_layout *l = ty_head_layout(o);
        size_t size = ty_heap_round(object_size(o, l));
        /* The header holds a slot beside its flags. */
        o->head = (uintptr_t)move(&m, (ty_object *)ty_head_shape(o)) | (o->head & TY_HEAD_FLAGS);
        if (l->trace)
            l->trace(o, &m.t);
        else
            move_slots(&m.t, (ty_value *)(void *)(p + l->slots_offset), l->slots_count);
        p += size;
    }
    is_int(m.count, 1 + 1 + 1 + 511 + 333, "every object is moved once");
    root_set(w, NULL);
    /* The original is overwritten: the copy does not need it. */
    node *odd_copy = (node *)(void *)copy->items[0];
    ty_shape_head *shape_copy = (ty_shape_head *)(void *)ty_head_shape(&odd_copy->ob);
    memset(shape, 0xEE, 16);
    odd->ob.head = (uintptr_t)&node_shape;
    odd->left = odd->right = NULL;
    tree->left = NULL;
    a->length = 0;
    ok((char *)odd_copy > m.memory && (char *)odd_copy < m.end, "slots point into the copy");
    ok((char *)shape_copy > m.memory && (char *)shape_copy < m.end && shape_copy->layout == &node_layout,
       "the shape of an object, too");
    ok(odd_copy->right == odd_copy, "a cycle is a cycle");
    is_int(count_tree(odd_copy->left), 511, "a tree is a tree");
    is_int(((leaf *)(void *)copy->items[997])->bytes, 997, "a leaf is a leaf");
    ok(copy->items[2] == immediate(5), "an immediate is itself");
    free(m.moved);
    free(m.memory);
}

int main(void)
{
    world w;
    unsetenv("TYPHON_GC_STRESS");
    unsetenv("TYPHON_GC_VERIFY");
    world_begin(&w, TY_FRAME_ADDRESS(), NULL, 0);
    APART(check_faults, &w);
    APART(check_verifier, &w);
    APART(check_relocation, &w);
    world_end(&w);
    check_mode("TYPHON_GC_STRESS", "1", NULL);
    check_mode("TYPHON_GC_STRESS", "3", "TYPHON_GC_VERIFY");
    check_mode("TYPHON_GC_STRESS", "7", "TYPHON_GC_MALLOC");
    check_mode("TYPHON_GC_MALLOC", "1", NULL);
    check_mode("TYPHON_GC_MALLOC", "0", "TYPHON_GC_VERIFY");
    return done_testing();
}
