/* SPDX-License-Identifier: MIT */
/*
 * A random program against a model of it: objects of all sizes are made, linked, cut off; what is reachable from the
 * root must be there with its number and its references, and what is not must be finalized exactly once.
 *
 * The model knows objects by number: a kind, a length, the numbers referred to. GC_RANDOM_SEED and GC_RANDOM_STEPS
 * repeat a run.
 */
#include "kit.h"

#define MOST 200000 /* objects in one run */
#define ROOTS 64

/* Every object begins like this. */
typedef struct thing {
    ty_object ob;
    uint32_t number, length;
    ty_value items[];
} thing;

static size_t thing_size(const ty_object *o)
{
    return ty_heap_round(sizeof(thing) + ((const thing *)o)->length * sizeof(ty_value));
}

static void thing_trace(ty_object *o, ty_tracer *t)
{
    thing *a = (thing *)o;
    ty_trace_slots(t, a->items, a->length);
}

static void thing_trace_window(ty_object *o, ty_tracer *t)
{
    thing *a = (thing *)o;
    size_t i, n;
    for (ty_trace_window(t, a->items, sizeof(ty_value), a->length, &i, &n); i < n; i++)
        ty_trace_slot(t, &a->items[i]);
}

static void thing_trace_all(ty_object *o, ty_tracer *t)
{
    thing *a = (thing *)o;
    for (size_t i = 0; i < a->length; i++)
        ty_trace_slot(t, &a->items[i]);
}

static void thing_close(void *self, ty_object *o);

static const ty_layout layouts[] = {
    { .size = thing_size, .trace = thing_trace, .flags = TY_LAYOUT_WINDOW, .finalize = thing_close },
    { .size = thing_size, .trace = thing_trace_window, .flags = TY_LAYOUT_WINDOW, .finalize = thing_close },
    { .size = thing_size, .trace = thing_trace_all, .finalize = thing_close },
    { .fixed_size = sizeof(thing) + 4 * sizeof(ty_value), .slots_offset = sizeof(thing), .slots_count = 4, .finalize = thing_close },
};
static const _Alignas(16) ty_shape_head shapes[] = {
    { TY_IMAGE_HEAD(&meta_shape), &layouts[0] },
    { TY_IMAGE_HEAD(&meta_shape), &layouts[1] },
    { TY_IMAGE_HEAD(&meta_shape), &layouts[2] },
    { TY_IMAGE_HEAD(&meta_shape), &layouts[3] },
};
_Static_assert(sizeof(ty_shape_head) == 16, "shapes in an array are aligned");

typedef struct model {
    uint32_t length;
    uint32_t *items; /* numbers; 0: none */
    uint32_t seen;   /* round of the last walk that met it */
    bool dead, finalizable, finalized, external, closed, weak, weak_cleared;
} model;

typedef struct run {
    world w;
    uint64_t random;
    model *models; /* by number, from 1 on */
    uint32_t count, round;
    uint32_t roots[ROOTS];
    thing *top; /* the real roots: a thing of ROOTS items, kept by a registered slot */
    ty_object *queue[MOST / 8]; /* resurrected, precise roots until they are dropped */
    int queued, faults;
    uint32_t *stack;
    thing **walk;
} run;

static uint32_t pick(run *r, uint32_t n)
{
    r->random = r->random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)((r->random >> 33) % n);
}

static void complain(run *r, const char *what, uint32_t number)
{
    if (r->faults++ < 5)
        diag("object %u: %s", (unsigned)number, what);
}

/* --- what the collector tells ------------------------------------------------------------------------------------------ */

static void thing_close(void *self, ty_object *o)
{
    run *r = self;
    model *m = &r->models[((thing *)o)->number];
    if (m->closed || !m->external)
        complain(r, "closed twice, or never opened", ((thing *)o)->number);
    m->closed = true;
}

static void finalizable(void *self, ty_object *o)
{
    run *r = self;
    model *m = &r->models[((thing *)o)->number];
    if (m->finalized || !m->finalizable)
        complain(r, "finalized twice, or never registered", ((thing *)o)->number);
    m->finalized = true;
    if (r->queued < (int)TY_COUNTOF(r->queue))
        r->queue[r->queued++] = o;
}

static void weak_dead(void *self, ty_object *dead, ty_value weak)
{
    run *r = self;
    uint32_t number = (uint32_t)((uintptr_t)weak >> 1);
    if (((thing *)dead)->number != number || !r->models[number].weak || r->models[number].weak_cleared)
        complain(r, "weak list of another object, or twice", number);
    r->models[number].weak_cleared = true;
}

static void roots(void *self, ty_tracer *t, bool minor)
{
    run *r = self;
    (void)minor;
    for (int i = 0; i < r->queued; i++)
        ty_trace_slot(t, &r->queue[i]);
}

/* --- comparison -------------------------------------------------------------------------------------------------------- */

/* Walks model and heap side by side from the roots. */
static TY_NOINLINE void compare(run *r)
{
    uint32_t n = 0;
    r->round++;
    for (int i = 0; i < ROOTS; i++) {
        thing *o = (thing *)(void *)r->top->items[i];
        if (!r->roots[i] != !o) {
            complain(r, "root differs", r->roots[i]);
            continue;
        }
        if (o && r->models[r->roots[i]].seen != r->round) {
            r->models[r->roots[i]].seen = r->round;
            r->stack[n] = r->roots[i];
            r->walk[n++] = o;
        }
    }
    while (n) {
        uint32_t number = r->stack[--n];
        thing *o = r->walk[n];
        model *m = &r->models[number];
        if (o->number != number || o->length != m->length) {
            complain(r, "reached in the model, damaged in the heap", number);
            continue;
        }
        if (m->closed || m->finalized || m->weak_cleared)
            complain(r, "reachable, but taken for dead", number);
        if (m->weak && ty_heap_get_weak(r->w.h, &o->ob) != immediate((intptr_t)number))
            complain(r, "weak list lost", number);
        for (uint32_t i = 0; i < m->length; i++) {
            thing *to = (thing *)(void *)o->items[i];
            uint32_t want = m->items[i];
            if (!want != !ty_slot_is_object(o->items[i])) {
                complain(r, "reference differs", number);
                break;
            }
            if (want && to->number != want) {
                complain(r, "refers to another object", number);
                break;
            }
            if (want && r->models[want].seen != r->round) {
                r->models[want].seen = r->round;
                r->stack[n] = want;
                r->walk[n++] = to;
            }
        }
    }
}

/* --- the program ------------------------------------------------------------------------------------------------------- */

static uint32_t some_length(run *r)
{
    switch (pick(r, 40)) {
    case 0:
        return pick(r, 9000);
    case 1:
    case 2:
        return 500 + pick(r, 700);
    case 3:
    case 4:
    case 5:
        return pick(r, 200);
    default:
        return pick(r, 8);
    }
}

/* An object reachable by a random walk, NULL when it ends at a NULL. */
static thing *somewhere(run *r)
{
    thing *o = (thing *)(void *)r->top->items[pick(r, ROOTS)];
    for (uint32_t steps = pick(r, 5); o && steps; steps--) {
        ty_value v = o->length ? o->items[pick(r, o->length)] : NULL;
        if (!ty_slot_is_object(v))
            break;
        o = (thing *)(void *)v;
    }
    return o;
}

static TY_NOINLINE bool make_one(run *r)
{
    uint32_t number = ++r->count, kind = pick(r, 4), length = kind == 3 ? 4 : some_length(r);
    model *m = &r->models[number];
    m->items = calloc(length ? length : 1, sizeof *m->items);
    thing *o = ty_heap_alloc(r->w.h, ty_heap_round(sizeof *o + length * sizeof(ty_value)));
    if (!o || !m->items)
        return false;
    o->ob.head = (uintptr_t)&shapes[kind];
    o->number = number;
    m->length = o->length = length;
    for (uint32_t i = 0; i < length; i++)
        o->items[i] = i % 2 ? immediate((intptr_t)i) : NULL;
    for (uint32_t i = 0; i < length; i += 1 + pick(r, length > 300 ? 100 : 2)) {
        thing *to = somewhere(r);
        o->items[i] = (ty_value)(void *)to;
        m->items[i] = to ? to->number : 0;
    }
    if (pick(r, 10) == 0) {
        m->finalizable = true;
        if (ty_heap_register_finalizer(r->w.h, &o->ob) < 0)
            return false;
    } else if (pick(r, 10) == 0) {
        m->external = true;
        if (ty_heap_register_external(r->w.h, &o->ob) < 0)
            return false;
    }
    if (pick(r, 8) == 0) {
        m->weak = true;
        if (ty_heap_set_weak(r->w.h, &o->ob, immediate((intptr_t)number)) < 0)
            return false;
    }
    /* Somewhere it shall be reachable from. */
    thing *from = pick(r, 3) ? somewhere(r) : NULL;
    if (from && from->length) {
        uint32_t i = pick(r, from->length);
        ty_heap_store(r->w.h, &from->ob, &from->items[i], (ty_value)(void *)o);
        r->models[from->number].items[i] = number;
    } else {
        uint32_t i = pick(r, ROOTS);
        ty_heap_store(r->w.h, &r->top->ob, &r->top->items[i], (ty_value)(void *)o);
        r->roots[i] = number;
    }
    return true;
}

static TY_NOINLINE void change_one(run *r)
{
    thing *from = somewhere(r), *to = pick(r, 3) ? somewhere(r) : NULL;
    if (!from || !from->length)
        return;
    uint32_t i = pick(r, from->length), n = pick(r, 6) ? 1 : 1 + pick(r, from->length - i), *items = r->models[from->number].items;
    if (n == 1) {
        ty_heap_store(r->w.h, &from->ob, &from->items[i], (ty_value)(void *)to);
        items[i] = to ? to->number : 0;
        return;
    }
    for (uint32_t k = i; k < i + n; k++) {
        from->items[k] = (ty_value)(void *)to;
        items[k] = to ? to->number : 0;
    }
    ty_heap_wrote_range(r->w.h, &from->ob, &from->items[i], n);
}

static TY_NOINLINE void cut_one(run *r)
{
    uint32_t i = pick(r, ROOTS);
    ty_heap_store(r->w.h, &r->top->ob, &r->top->items[i], NULL);
    r->roots[i] = 0;
}

static TY_NOINLINE void begin(run *r)
{
    thing *top = ty_heap_alloc(r->w.h, ty_heap_round(sizeof *top + ROOTS * sizeof(ty_value)));
    top->ob.head = (uintptr_t)&shapes[0];
    top->number = 0;
    top->length = ROOTS;
    memset(top->items, 0, ROOTS * sizeof(ty_value));
    root_set(&r->w, top);
    r->top = top;
}

static void check(uint64_t seed, uint32_t steps)
{
    run *r = calloc(1, sizeof *r);
    ty_heap_client client = { .self = r, .roots = roots, .finalizable = finalizable, .weak_dead = weak_dead };
    r->models = calloc(MOST, sizeof *r->models);
    r->stack = malloc(MOST * sizeof *r->stack);
    r->walk = malloc(MOST * sizeof *r->walk);
    r->random = seed;
    world_begin(&r->w, TY_FRAME_ADDRESS(), &client, 0);
    ty_heap *h = r->w.h;
    h->verify = TY_VERIFY_KEEP;
    h->poison = true;
    h->mark_stack_max = seed % 3 ? 0 : 1; /* a mark stack that may not grow */
    begin(r);
    const char *message = NULL;
    for (uint32_t i = 0; i < steps && r->count < MOST - 2 && !r->faults && !message; i++) {
        uint32_t what = pick(r, 100);
        if (what < 60) {
            if (!make_one(r))
                complain(r, "no memory", r->count);
        } else if (what < 90) {
            change_one(r);
        } else if (what < 97) {
            cut_one(r);
        } else if (pick(r, 4) == 0) {
            if (pick(r, 3) == 0)
                r->queued = 0;
            ty_heap_collect(h, pick(r, 5) == 0);
            message = h->message;
            if (!message && pick(r, 4) == 0)
                message = ty_heap_validate(h);
            if (pick(r, 4) == 0)
                compare(r);
        }
    }
    compare(r);
    if (message)
        diag("%s", message);
    ty_heap_stats s;
    ty_heap_get_stats(h, &s);
    ok(!r->faults && !message, "seed %u: %u objects, %u minor, %u major", (unsigned)seed, (unsigned)r->count,
       (unsigned)s.minor, (unsigned)s.major);
    r->top = NULL;
    root_set(&r->w, NULL);
    r->queued = 0;
    scrub_stack();
    ty_heap_collect(h, true);
    r->queued = 0;
    ty_heap_collect(h, true);
    world_end(&r->w);
    uint32_t open = 0;
    for (uint32_t i = 1; i <= r->count; i++)
        open += r->models[i].external && !r->models[i].closed;
    is_int(open, 0, "every external object is closed");
    for (uint32_t i = 1; i <= r->count; i++)
        free(r->models[i].items);
    free(r->models);
    free(r->stack);
    free(r->walk);
    free(r);
}

int main(void)
{
    const char *seed = getenv("GC_RANDOM_SEED"), *steps = getenv("GC_RANDOM_STEPS");
    uint32_t n = steps ? (uint32_t)atoi(steps) : 15000;
    if (seed) {
        check((uint64_t)atoll(seed), n);
        return done_testing();
    }
    for (uint64_t i = 1; i <= 6; i++)
        check(i, n);
    setenv("TYPHON_GC_MALLOC", "1", 1);
    check(7, n / 3);
    setenv("TYPHON_GC_STRESS", "5", 1);
    check(8, n / 20);
    setenv("TYPHON_GC_MALLOC", "0", 1);
    check(9, n / 20);
    return done_testing();
}
