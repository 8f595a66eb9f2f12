/* SPDX-License-Identifier: MIT */
/*
 * The marker: an explicit stack of candidates, not yet looked at, with a short queue between the stack and the first
 * look at a candidate's header, so that its cache line is on the way (Cher, Hosking, Vitek 2004).
 *
 * The stack holds addresses of objects, and slot ranges of big containers as two words, count and address | 1; a range
 * is taken in portions, so that the stack stays short. It begins on the C stack of the collector and grows in own
 * memory. When it cannot grow, a push from outside of the drain loop drains first; one inside drops the candidate and
 * notes an overflow, and then the slots of all marked objects are visited again until none was dropped.
 */
#include <config.h>

#include "gc/impl.h"

#include <string.h>

#define QUEUE 64u     /* candidates between stack and visit; a power of two; measured: 8 takes twice as long on a shuffled heap */
#define RANGE_MIN 64u /* more slots than this are pushed as a range */
#define PORTION 128u  /* slots of a range expanded at once */
#define RESERVE (PORTION + 4u) /* t.end keeps so much room below the limit for pushes without a test */

static TY_COLD void drain_between(ty_marker *m);

static void set_stack(ty_marker *m, ty_value *base, size_t used, size_t capacity)
{
    m->base = base;
    m->t.top = base + used;
    m->limit = base + capacity;
    m->soft = m->limit - RESERVE;
    m->t.end = m->windowed ? NULL : m->soft;
}

static TY_COLD bool grow(ty_marker *m)
{
    size_t used = (size_t)(m->t.top - m->base), capacity = (size_t)(m->limit - m->base), n = capacity * 4;
    if (m->heap->mark_stack_max && n > m->heap->mark_stack_max)
        return false;
    ty_value *now = ty_own_alloc(m->heap, n * sizeof *now);
    if (!now)
        return false;
    memcpy(now, m->base, used * sizeof *now);
    if (m->allocated)
        ty_own_free(m->heap, m->base, m->allocated);
    m->allocated = n * sizeof *now;
    set_stack(m, now, used, n);
    return true;
}

/* Room for RESERVE pushes. False: drop what was to be pushed, the overflow has been noted. */
static inline bool room(ty_marker *m)
{
    if (TY_LIKELY(m->t.top < m->soft) || grow(m))
        return true;
    if (m->draining) {
        m->overflow = true;
        return false;
    }
    drain_between(m);
    return true;
}

static inline void push_slots(ty_marker *m, ty_value *first, size_t n)
{
    if (TY_UNLIKELY(!room(m)))
        return;
    if (n > RANGE_MIN) {
        *m->t.top++ = (ty_value)n;
        *m->t.top++ = (ty_value)((uintptr_t)first | 1);
        return;
    }
    ty_value *top = m->t.top;
    for (size_t i = 0; i < n; i++) {
        ty_value v = first[i];
        *top = v;
        top += ty_slot_is_object(v);
    }
    m->t.top = top;
}

/* The part of a range within the tracer's window. */
static TY_NOINLINE void push_window(ty_marker *m, ty_value *first, size_t n)
{
    ty_value *end = first + n;
    if ((char *)first < m->t.low)
        first = (ty_value *)(void *)m->t.low;
    if ((char *)end > m->t.high)
        end = (ty_value *)(void *)m->t.high;
    if (first < end)
        push_slots(m, first, (size_t)(end - first));
}

static void visit(ty_tracer *t, ty_value *first, size_t n)
{
    ty_marker *m = (ty_marker *)(void *)t;
    if (TY_UNLIKELY(m->windowed))
        push_window(m, first, n);
    else
        push_slots(m, first, n);
}

static void words(ty_tracer *t, void *low, void *high)
{
    ty_mark_conservative((ty_marker *)(void *)t, low, high);
}

void ty_mark_init(ty_marker *m, ty_heap *h, bool minor)
{
    m->t.visit = visit;
    m->t.words = words;
    m->t.low = NULL;
    m->t.high = (char *)UINTPTR_MAX;
    m->t.heap = h;
    m->t.major = !minor;
    m->heap = h;
    m->skip = minor ? TY_HEAD_SHARED | TY_HEAD_LOG : TY_HEAD_SHARED;
    m->shape = NULL;
    m->unit = NULL;
    m->unit_low = m->unit_span = 0;
    m->minor = minor;
    m->draining = m->overflow = m->windowed = false;
    m->allocated = 0;
    set_stack(m, m->local, 0, MARK_STACK);
}

void ty_mark_finish(ty_marker *m)
{
    if (m->allocated)
        ty_own_free(m->heap, m->base, m->allocated);
}

void ty_mark_push(ty_marker *m, ty_object *o)
{
    if (room(m))
        *m->t.top++ = (ty_value)(void *)o;
}

static inline void push_shape(ty_marker *m, uintptr_t head)
{
    ty_object *shape = (ty_object *)(head & ~TY_HEAD_FLAGS);
    if (shape != m->shape) {
        m->shape = shape;
        if (!(shape->head & m->skip) || (shape->head & (TY_HEAD_UNIT | TY_HEAD_SHARED)) == (TY_HEAD_UNIT | TY_HEAD_SHARED)) {
            if (room(m))
                *m->t.top++ = (ty_value)(void *)shape;
            else
                m->shape = NULL;
        }
    }
}

static inline void push_slots_of(ty_marker *m, ty_object *o, const ty_layout *l)
{
    if (l->trace)
        l->trace(o, &m->t);
    else if (l->slots_count)
        push_slots(m, (ty_value *)(void *)((char *)o + l->slots_offset), l->slots_count);
}

/* Marks an object that has been found unmarked, inside bytes and LOG flag too. */
static inline void mark_object(ty_heap *h, ty_object *o, uintptr_t head, const ty_layout *l, unsigned char *mark)
{
    *mark = MARK_START;
    if (!is_large(h, o)) {
        size_t n = (object_size(o, l) + TY_GRANULE - 1) / TY_GRANULE;
        if (n <= 8)
            for (size_t i = 1; i < n; i++)
                mark[i] = MARK_INNER;
        else
            memset(mark + 1, MARK_INNER, n - 1);
    }
    if (!(head & TY_HEAD_LOG))
        o->head = head | TY_HEAD_LOG;
}

static void expand_range(ty_marker *m, uintptr_t word)
{
    ty_value *first = (ty_value *)(word & ~(uintptr_t)1);
    size_t n = (size_t)*--m->t.top, part = n < PORTION ? n : PORTION;
    /* The range may lie in the reserve. */
    if (TY_UNLIKELY(m->t.top >= m->soft) && !grow(m)) {
        m->overflow = true;
        return;
    }
    ty_value *top = m->t.top;
    if (part < n) {
        *top++ = (ty_value)(n - part);
        *top++ = (ty_value)((uintptr_t)(first + part) | 1);
    }
    m->t.top = top;
    for (size_t i = 0; i < part; i++) {
        ty_value v = first[i];
        *top = v;
        top += ty_slot_is_object(v);
    }
    m->t.top = top;
}

/*
 * The loop of the marker. The top of the stack is kept in a local: stores to mark bytes may alias everything, and a
 * round trip through memory for each push would cost more than the push. OUT and IN are around whatever else pushes.
 */
#define OUT() (m->t.top = top)
#define IN() (top = m->t.top, base = m->base, soft = m->soft)

static void drain(ty_marker *m)
{
    ty_object *queue[QUEUE];
    ty_heap *h = m->heap;
    unsigned head = 0, tail = 0;
    const uintptr_t mask = h->mark_mask, skip = m->skip;
    const ptrdiff_t displacement = h->mark_displacement;
    const unsigned char *young = h->young_map;
    const uintptr_t young_low = h->young_low, young_span = m->minor && young ? h->young_span : 0;
    ty_value *top = m->t.top, *base = m->base, *soft = m->soft;
    m->draining = true;
    for (;;) {
        while (tail - head < QUEUE && top > base) {
            uintptr_t w = (uintptr_t)*--top;
            if (TY_UNLIKELY(w & 1)) {
                OUT();
                expand_range(m, w);
                IN();
                continue;
            }
            if (w - young_low < young_span && !young[(w - young_low) / TY_BLOCK_SIZE])
                continue; /* in a block without young objects, or in none */
            TY_PREFETCH((void *)w);
            queue[tail++ % QUEUE] = (ty_object *)w;
        }
        if (tail == head)
            break;
        ty_object *o = queue[head++ % QUEUE];
        uintptr_t word = o->head;
        if (word & skip) {
            if (TY_UNLIKELY((word & (TY_HEAD_SHARED | TY_HEAD_UNIT)) == (TY_HEAD_SHARED | TY_HEAD_UNIT)) && !m->minor)
                ty_units_mark(m, o);
            continue;
        }
        unsigned char *mark = (unsigned char *)((uintptr_t)o & mask) + ((uintptr_t)o & ~mask) / TY_GRANULE + displacement;
        if (*mark >= MARK_START)
            continue;
        ty_object *shape = (ty_object *)(word & ~TY_HEAD_FLAGS);
        const ty_layout *l = ((const ty_shape_head *)shape)->layout;
        mark_object(h, o, word, l, mark);
        if (shape != m->shape) {
            OUT();
            push_shape(m, word);
            IN();
        }
        size_t n = l->slots_count;
        if (TY_LIKELY(!l->trace && n <= RANGE_MIN && top < soft)) {
            const ty_value *slot = (const ty_value *)(const void *)((const char *)o + l->slots_offset);
            for (; n; n--, slot++) {
                ty_value v = *slot;
                *top = v;
                top += ty_slot_is_object(v);
            }
        } else {
            OUT();
            push_slots_of(m, o, l);
            IN();
        }
    }
    OUT();
    m->draining = false;
}

/* A drain in the midst of an object of which only a window is wanted: all of the others is. */
static TY_COLD void drain_between(ty_marker *m)
{
    bool windowed = m->windowed;
    char *low = m->t.low, *high = m->t.high;
    m->windowed = false;
    m->t.low = NULL;
    m->t.high = (char *)UINTPTR_MAX;
    m->t.end = m->soft;
    drain(m);
    m->windowed = windowed;
    m->t.low = low;
    m->t.high = high;
    m->t.end = windowed ? NULL : m->soft;
}

static void revisit(void *arg, ty_object *o)
{
    ty_marker *m = arg;
    if (is_marked(m->heap, o)) {
        push_shape(m, o->head);
        push_slots_of(m, o, ty_head_layout(o));
        drain(m);
    }
}

void ty_mark_drain(ty_marker *m)
{
    drain(m);
    while (TY_UNLIKELY(m->overflow)) {
        m->overflow = false;
        m->shape = NULL;
        ty_heap_each(m->heap, revisit, m);
    }
}

void ty_mark_slots_of(ty_marker *m, ty_object *o)
{
    push_shape(m, o->head);
    push_slots_of(m, o, ty_head_layout(o));
}

void ty_mark_shape_of(ty_marker *m, ty_object *o)
{
    push_shape(m, o->head);
}

void ty_mark_window(ty_marker *m, ty_object *o, char *low, char *high)
{
    const ty_layout *l = ty_head_layout(o);
    /* Without room for inline pushes every slot passes the window test in visit. */
    m->windowed = true;
    m->t.low = low;
    m->t.high = high;
    if (l->trace) {
        m->t.end = NULL;
        l->trace(o, &m->t);
    }
    else
        push_window(m, (ty_value *)(void *)((char *)o + l->slots_offset), l->slots_count);
    m->windowed = false;
    m->t.low = NULL;
    m->t.high = (char *)UINTPTR_MAX;
    m->t.end = m->soft;
}
