/* SPDX-License-Identifier: MIT */
/*
 * The order of Python finalizers: an object comes before those it refers to, directly or through others; members of a
 * cycle, and objects that have nothing to do with each other, come in the order of their registration.
 *
 * Tarjan's strongly connected components over the unreached part of the heap that the candidates reach, iterative: a
 * table of the objects met, a stack of their references, and the stack of open components. Components come out with the
 * referred-to ones first, so that the result is reversed at the end; candidates are taken from last to first for the
 * same reason. Without memory for all that the candidates stay in the order of registration.
 */
#include <config.h>

#include "gc/impl.h"

#include <stdlib.h>
#include <string.h>

typedef struct entry {
    ty_object *object; /* NULL: empty */
    uint32_t index;    /* when it was met, from 1 on; 0 once its component is out */
    uint32_t low;      /* least index that it reaches within the open components */
    uint32_t rank;     /* position among the candidates + 1; 0: no candidate */
} entry;

/* An object whose references are being followed: those on the reference stack from `base` on. */
typedef struct visit {
    ty_object *object;
    size_t base;
} visit;

typedef struct sorter {
    ty_tracer t;
    ty_heap *heap;
    entry *table;
    size_t count, mask;
    visit *path;
    size_t depth, path_capacity;
    ty_object_list references, open;
    uint32_t next;
    uint32_t *out; /* ranks, in reverse */
    size_t out_count;
    bool failed;
} sorter;

static size_t slot_of(const sorter *s, const ty_object *o)
{
    return (size_t)(((uintptr_t)o / TY_GRANULE * (uintptr_t)0x9E3779B97F4A7C15u) >> (sizeof(uintptr_t) * 4)) & s->mask;
}

static bool resize(sorter *s, size_t n)
{
    entry *before = s->table, *now = ty_own_alloc(s->heap, n * sizeof *now);
    size_t old = before ? s->mask + 1 : 0;
    if (!now)
        return false;
    memset(now, 0, n * sizeof *now);
    s->table = now;
    s->mask = n - 1;
    for (size_t i = 0; i < old; i++)
        if (before[i].object) {
            size_t k = slot_of(s, before[i].object);
            while (now[k].object)
                k = (k + 1) & s->mask;
            now[k] = before[i];
        }
    if (before)
        ty_own_free(s->heap, before, old * sizeof *before);
    return true;
}

/* The object's entry, made if there is none; NULL: no memory. */
static entry *entry_of(sorter *s, ty_object *o)
{
    size_t i = slot_of(s, o);
    for (; s->table[i].object; i = (i + 1) & s->mask)
        if (s->table[i].object == o)
            return &s->table[i];
    if (s->count * 2 > s->mask) {
        if (!resize(s, (s->mask + 1) * 2)) {
            s->failed = true;
            return NULL;
        }
        for (i = slot_of(s, o); s->table[i].object; i = (i + 1) & s->mask)
            ;
    }
    s->count++;
    s->table[i] = (entry){ .object = o };
    return &s->table[i];
}

static void collect_slots(ty_tracer *t, ty_value *first, size_t n)
{
    sorter *s = (sorter *)(void *)t;
    for (size_t i = 0; i < n; i++) {
        ty_object *o = (ty_object *)first[i];
        if (!ty_slot_is_object(first[i]) || (o->head & TY_HEAD_SHARED) || is_marked(s->heap, o))
            continue;
        if (ty_own_push(s->heap, &s->references, o) < 0)
            s->failed = true;
    }
}

static void ignore_words(ty_tracer *t, void *low, void *high)
{
    (void)t;
    (void)low;
    (void)high;
}

static bool enter(sorter *s, ty_object *o)
{
    entry *e = entry_of(s, o);
    if (!e)
        return false;
    if (s->depth == s->path_capacity) {
        size_t n = s->path_capacity ? s->path_capacity * 2 : 64;
        visit *path = ty_own_resize(s->heap, s->path, s->path_capacity * sizeof *path, n * sizeof *path);
        if (!path)
            return false;
        s->path = path;
        s->path_capacity = n;
    }
    if (ty_own_push(s->heap, &s->open, o) < 0)
        return false;
    e->index = e->low = ++s->next;
    s->path[s->depth++] = (visit){ .object = o, .base = s->references.count };
    const ty_layout *l = ty_head_layout(o);
    ty_value shape = (ty_value)(void *)ty_head_shape(o);
    collect_slots(&s->t, &shape, 1);
    if (l->trace)
        l->trace(o, &s->t);
    else
        collect_slots(&s->t, (ty_value *)(void *)((char *)o + l->slots_offset), l->slots_count);
    return !s->failed;
}

static int descending(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x < y) - (x > y);
}

/* The component with `root` as its first member is complete. */
static void emit(sorter *s, const ty_object *root)
{
    size_t from = s->out_count;
    ty_object *o;
    do {
        o = s->open.items[--s->open.count];
        entry *e = entry_of(s, o);
        e->index = 0;
        e->low = UINT32_MAX; /* out */
        if (e->rank)
            s->out[s->out_count++] = e->rank - 1;
    } while (o != root);
    qsort(s->out + from, s->out_count - from, sizeof *s->out, descending);
}

static bool walk(sorter *s, ty_object *from)
{
    if (!enter(s, from))
        return false;
    while (s->depth) {
        visit *v = &s->path[s->depth - 1];
        ty_object *o = v->object;
        if (s->references.count > v->base) {
            ty_object *to = s->references.items[--s->references.count];
            entry *e = entry_of(s, to);
            if (!e)
                return false;
            if (!e->low) {
                if (!enter(s, to))
                    return false;
            } else if (e->index) {
                uint32_t index = e->index;
                e = entry_of(s, o);
                if (index < e->low)
                    e->low = index;
            }
            continue;
        }
        s->depth--;
        entry *e = entry_of(s, o);
        uint32_t low = e->low;
        if (low == e->index)
            emit(s, o);
        else if (s->depth) {
            e = entry_of(s, s->path[s->depth - 1].object);
            if (low < e->low)
                e->low = low;
        }
    }
    return true;
}

void ty_order_sort(ty_heap *h, ty_object_list *list)
{
    size_t n = list->count;
    if (n < 2 || n >= UINT32_MAX)
        return;
    sorter s = { .heap = h, .t = { .visit = collect_slots, .words = ignore_words, .high = (char *)UINTPTR_MAX, .heap = h } };
    ty_object **sorted = ty_own_alloc(h, n * sizeof *sorted);
    s.out = ty_own_alloc(h, n * sizeof *s.out);
    bool good = sorted && s.out && resize(&s, (size_t)ty_pow2_ceil(n * 4));
    for (size_t i = 0; good && i < n; i++) {
        entry *e = entry_of(&s, list->items[i]);
        good = e;
        if (e)
            e->rank = (uint32_t)i + 1;
    }
    for (size_t i = n; good && i-- > 0;) {
        entry *e = entry_of(&s, list->items[i]);
        if (!e->low)
            good = walk(&s, list->items[i]);
    }
    /* Fewer came out when one was registered twice. */
    if (good && s.out_count == n) {
        for (size_t i = 0; i < n; i++)
            sorted[i] = list->items[s.out[n - 1 - i]];
        memcpy(list->items, sorted, n * sizeof *sorted);
    }
    if (sorted)
        ty_own_free(h, sorted, n * sizeof *sorted);
    if (s.out)
        ty_own_free(h, s.out, n * sizeof *s.out);
    if (s.table)
        ty_own_free(h, s.table, (s.mask + 1) * sizeof *s.table);
    if (s.path)
        ty_own_free(h, s.path, s.path_capacity * sizeof *s.path);
    ty_own_drop(h, &s.references);
    ty_own_drop(h, &s.open);
}
