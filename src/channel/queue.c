/* SPDX-License-Identifier: MIT */
/*
 * The queue's cells.
 *
 * A cell at position p holds a message when its turn is p + 1.  It is free
 * for p when the receivers' head has passed its previous position, which is
 * at least one ring size back; so a sender knows it from `head` alone.
 *
 * A segment serves positions [base, end); `end` is known once `closed` is
 * set, by the sender that opened the next one.  Segments are linked both ways
 * for the receivers, who are the only ones to look back.
 */
#include <config.h>

#include "channel/queue.h"

#include <stdlib.h>

#include "platform/assert.h"

#ifdef TY_DEBUG_STRESS
enum { FIRST_CELLS = 1, MOST_CELLS = 4 };
#else
enum { FIRST_CELLS = 8, MOST_CELLS = 512 };
#endif

typedef struct cell {
    atomic_size_t turn;
    ty_message message;
} cell;

struct ty_queue_segment {
    size_t base;
    size_t mask; /* number of cells - 1 */
    size_t end;  /* valid once closed */
    ty_queue_segment *next;
    ty_queue_segment *prev; /* for receivers; NULL for their first one */
    atomic_bool closed;
    TY_ALIGNED(TY_CACHE_LINE) cell cells[];
};

TY_INLINE cell *cell_at(ty_queue_segment *s, size_t pos) {
    return &s->cells[(pos - s->base) & s->mask];
}

void ty_queue_init(ty_queue *q, size_t max_items, size_t max_bytes) {
    memset(q, 0, sizeof *q);
    q->max_items = max_items;
    q->max_bytes = max_bytes;
}

void ty_queue_destroy(ty_queue *q) {
    TY_ASSERT(ty_queue_count(q) == 0);
    for (ty_queue_segment *s = q->head_segment, *next; s; s = next) {
        next = ty_atomic_load_acquire(&s->closed) ? s->next : NULL;
        free(s);
    }
    free(ty_atomic_load_acquire(&q->spare));
}

/* ---- growth ------------------------------------------------------------------------------------ */

static ty_queue_segment *new_segment(ty_queue *q, size_t cells, size_t base) {
    ty_queue_segment *s = NULL;
    if (ty_atomic_load_relaxed(&q->spare)) {
        s = ty_atomic_xchg(&q->spare, NULL);
        if (s && s->mask + 1 < cells) {
            free(s);
            s = NULL;
        }
    }
    if (!s) {
        size_t bytes = sizeof *s + cells * sizeof(cell);
        s = aligned_alloc(TY_CACHE_LINE, TY_ALIGN_UP(bytes, (size_t)TY_CACHE_LINE));
        if (!s) return NULL;
        s->mask = cells - 1;
    }
    s->base = base;
    s->end = 0;
    s->next = s->prev = NULL;
    atomic_init(&s->closed, false);
    for (size_t i = 0; i <= s->mask; i++) atomic_init(&s->cells[i].turn, base + i);
    return s;
}

/* Under send_lock, when the ring has no free cell. */
TY_NOINLINE static bool grow(ty_queue *q, size_t pos) {
    ty_queue_segment *old = q->tail_segment;
    size_t cells = old ? (old->mask + 1) * 2 : FIRST_CELLS;
    if (cells > MOST_CELLS) cells = MOST_CELLS;
    if (q->max_items) {
        /* No bigger than the limit needs. */
        size_t enough = (size_t)ty_pow2_ceil(q->max_items < MOST_CELLS ? q->max_items : MOST_CELLS);
        if (cells > enough) cells = enough;
    }
    ty_queue_segment *s = new_segment(q, cells, pos);
    if (!s) return false;
    q->tail_segment = s;
    if (old) {
        s->prev = old;
        old->next = s;
        old->end = pos;
        ty_atomic_store_release(&old->closed, true);
    } else {
        ty_lock_take(&q->recv_lock);
        q->head_segment = s;
        ty_lock_give(&q->recv_lock);
    }
    return true;
}

/* Under recv_lock: the receivers are through with their first segment. */
TY_NOINLINE static void leave_segment(ty_queue *q, ty_queue_segment *s) {
    q->head_segment = s->next;
    s->next->prev = NULL;
    free(ty_atomic_xchg(&q->spare, s));
}

/* ---- send -------------------------------------------------------------------------------------- */

/* Under send_lock.  Is there room for one more message? */
TY_INLINE ty_channel_status make_room(ty_queue *q, size_t pos) {
    if (q->max_items && pos - q->head_seen >= q->max_items) {
        q->head_seen = ty_atomic_load_acquire(&q->head);
        if (pos - q->head_seen >= q->max_items) return TY_CHANNEL_FULL;
    }
    if (q->max_bytes) {
        size_t now = ty_atomic_load_relaxed(&q->bytes_in) - ty_atomic_load_acquire(&q->bytes_out);
        if (now >= q->max_bytes) return TY_CHANNEL_FULL;
    }
    ty_queue_segment *s = q->tail_segment;
    if (TY_LIKELY(s != NULL)) {
        /* Positions of this segment still occupied: from its base or the
         * receivers' head, whichever is later. */
        size_t since = pos - s->base, behind = pos - q->head_seen;
        if (TY_LIKELY((since < behind ? since : behind) <= s->mask)) return TY_CHANNEL_OK;
        q->head_seen = ty_atomic_load_acquire(&q->head);
        behind = pos - q->head_seen;
        if ((since < behind ? since : behind) <= s->mask) return TY_CHANNEL_OK;
    }
    return grow(q, pos) ? TY_CHANNEL_OK : TY_CHANNEL_NOMEM;
}

ty_channel_status ty_queue_push(ty_queue *q, ty_message *messages, size_t n, size_t *sent) {
    ty_channel_status status = TY_CHANNEL_OK;
    size_t i = 0;
    ty_lock_take(&q->send_lock);
    if (TY_UNLIKELY(q->shut)) {
        status = TY_CHANNEL_CLOSED;
    } else {
        size_t pos = ty_atomic_load_relaxed(&q->tail);
        for (; i < n; i++) {
            ty_message *m = &messages[i];
            status = make_room(q, pos);
            if (TY_UNLIKELY(status != TY_CHANNEL_OK)) break;
            cell *c = cell_at(q->tail_segment, pos);
            /* The copy first: words stored just before it would stall it. */
            c->message = *m;
            size_t charge = ty_message_charge(m);
            c->message.charge = charge;
            m->sequence = c->message.sequence = ++q->sequence;
            ty_atomic_store_relaxed(&q->bytes_in, ty_atomic_load_relaxed(&q->bytes_in) + charge);
            pos++;
            ty_atomic_store_release(&c->turn, pos);
            ty_atomic_store_release(&q->tail, pos);
        }
    }
    ty_lock_give(&q->send_lock);
    *sent = i;
    return status;
}

void ty_queue_shut(ty_queue *q) {
    ty_lock_take(&q->send_lock);
    q->shut = true;
    ty_lock_give(&q->send_lock);
}

/* ---- receive ----------------------------------------------------------------------------------- */

/* A place in the queue, under recv_lock. */
typedef struct cursor {
    ty_queue_segment *segment;
    size_t pos;
} cursor;

/* The cell under the cursor, which moves to the next segment if need be; NULL
 * when there is no message (yet). */
TY_INLINE cell *cursor_cell(cursor *at) {
    ty_queue_segment *s = at->segment;
    if (TY_UNLIKELY(!s)) return NULL;
    for (;;) {
        cell *c = cell_at(s, at->pos);
        if (TY_LIKELY(ty_atomic_load_acquire(&c->turn) == at->pos + 1)) return c;
        if (TY_LIKELY(!ty_atomic_load_acquire(&s->closed))) return NULL;
        /* All that a closed segment had is visible now. */
        if (at->pos - s->base >= s->end - s->base) at->segment = s = s->next;
    }
}

static void cursor_back(cursor *at) {
    if (at->pos == at->segment->base) at->segment = at->segment->prev;
    at->pos--;
}

/* Gives the first cell back to the senders after its message was taken. */
TY_INLINE void advance_head(ty_queue *q, size_t pos, size_t charge) {
    ty_atomic_store_release(&q->bytes_out, ty_atomic_load_relaxed(&q->bytes_out) + charge);
    ty_atomic_store_release(&q->head, pos + 1);
}

/* Frees the segments before the one that the cursor has reached. */
TY_INLINE void follow(ty_queue *q, const cursor *at) {
    while (TY_UNLIKELY(q->head_segment != at->segment)) leave_segment(q, q->head_segment);
}

TY_INLINE size_t pop_locked(ty_queue *q, ty_message *messages, size_t n) {
    cursor at = {q->head_segment, ty_atomic_load_relaxed(&q->head)};
    size_t got = 0;
    for (cell *c; got < n && (c = cursor_cell(&at)); at.pos++) {
        messages[got] = c->message;
        follow(q, &at);
        advance_head(q, at.pos, messages[got].charge);
        got++;
    }
    return got;
}

size_t ty_queue_pop(ty_queue *q, ty_message *messages, size_t n) {
    ty_lock_take(&q->recv_lock);
    size_t got = pop_locked(q, messages, n);
    ty_lock_give(&q->recv_lock);
    return got;
}

size_t ty_queue_pop_soon(ty_queue *q, ty_message *messages, size_t n) {
    if (!ty_lock_try(&q->recv_lock)) return 0;
    size_t got = pop_locked(q, messages, n);
    ty_lock_give(&q->recv_lock);
    return got;
}

/* Under recv_lock: takes the message at `at` out; those before it move up by
 * one cell, so that the first cell falls free. */
static void take_out(ty_queue *q, cursor at, ty_message *out) {
    size_t head = ty_atomic_load_relaxed(&q->head);
    cell *hole = cell_at(at.segment, at.pos);
    *out = hole->message;
    while (at.pos != head) {
        cursor_back(&at);
        cell *c = cell_at(at.segment, at.pos);
        hole->message = c->message;
        hole = c;
    }
    advance_head(q, head, out->charge);
}

bool ty_queue_pop_match(ty_queue *q, ty_queue_match match, void *arg, ty_message *out) {
    bool found = false;
    ty_lock_take(&q->recv_lock);
    cursor at = {q->head_segment, ty_atomic_load_relaxed(&q->head)};
    for (cell *c; (c = cursor_cell(&at)); at.pos++)
        if (match(&c->message, arg)) {
            take_out(q, at, out);
            found = true;
            break;
        }
    ty_lock_give(&q->recv_lock);
    return found;
}

size_t ty_queue_drop_match(ty_queue *q, ty_queue_match match, void *arg) {
    size_t count = 0;
    ty_message *dropped = NULL;
    ty_lock_take(&q->recv_lock);
    size_t head = ty_atomic_load_relaxed(&q->head);
    cursor at = {q->head_segment, head}, last = at;
    for (cell *c; (c = cursor_cell(&at)); last = at, at.pos++) count += match(&c->message, arg);
    if (count) dropped = malloc(count * sizeof *dropped);
    if (dropped) {
        /* From the last one back: those that stay move to the end, in order;
         * what is dropped ends up before them. */
        size_t k = 0;
        cursor to = last;
        for (at = last;; cursor_back(&at)) {
            ty_message *m = &cell_at(at.segment, at.pos)->message;
            if (match(m, arg)) {
                dropped[k++] = *m;
            } else {
                ty_message *t = &cell_at(to.segment, to.pos)->message;
                if (t != m) *t = *m;
                if (to.pos != head) cursor_back(&to);
            }
            if (at.pos == head) break;
        }
        count = k;
        for (size_t i = 0; i < k; i++) advance_head(q, head + i, dropped[i].charge);
    }
    ty_lock_give(&q->recv_lock);
    if (dropped) {
        for (size_t i = count; i-- > 0;) ty_message_drop(&dropped[i]);
        free(dropped);
        return count;
    }
    /* No memory for all at once: one by one. */
    size_t done = 0;
    ty_message m;
    while (count && ty_queue_pop_match(q, match, arg, &m)) {
        ty_message_drop(&m);
        done++;
    }
    return done;
}

void ty_queue_visit(ty_queue *q, bool (*visit)(ty_message *m, void *arg), void *arg) {
    ty_lock_take(&q->recv_lock);
    cursor at = {q->head_segment, ty_atomic_load_relaxed(&q->head)};
    for (cell *c; (c = cursor_cell(&at)); at.pos++)
        if (!visit(&c->message, arg)) break;
    ty_lock_give(&q->recv_lock);
}
