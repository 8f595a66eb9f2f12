/* SPDX-License-Identifier: MIT */
/*
 * Who waits for a channel: a list of nodes, one list per direction.
 *
 * A node either posts bits to a parked thread's ty_parker or calls a function
 * (write to an eventfd, set a flag in a host's loop); a thread, an event loop
 * and a select over many channels are three users of this one mechanism.
 *
 * A `once` node is taken off the list when it fires, and one event fires one
 * such node, the oldest.  A standing node fires at every event until removed.
 *
 * Whoever puts a node on a list must then synchronise with the other side
 * (ty_queue_sync_senders or _receivers) and look at the channel again:
 * whatever happened before is seen by the look, whatever happens later sees
 * the node.  That is why senders and receivers need no fence, only a load of
 * `count` after leaving their section.
 *
 * A once node that fired but whose owner leaves without having used the event
 * must pass it on: see ty_waiter_remove.
 */
#ifndef TY_CHANNEL_WAITER_H
#define TY_CHANNEL_WAITER_H

#include "platform/lock.h"

/* Bits of a ty_parker that waiting uses.  The others are free for whoever
 * owns the parker: reasons to stop. */
#define TY_WAITER_FIRED 1u

typedef struct ty_waiter ty_waiter;
struct ty_waiter {
    ty_waiter *next, *prev; /* under the list's lock */
    /* How it fires: either `parker` receives `bits`, or wake(arg) is called,
     * under the list's lock: it must be short and may not use the channel. */
    ty_parker *parker;
    unsigned bits;
    bool once;
    bool listed; /* under the list's lock */
    bool fired;  /* under the list's lock; a once node: off the list by an event */
    void (*wake)(void *arg);
    void *arg;
};

typedef struct ty_waiter_list {
    ty_lock lock;
    atomic_uint count; /* nodes on the list; written under the lock */
    ty_waiter *first;  /* standing nodes first, then once nodes, oldest first */
    ty_waiter *last;
} ty_waiter_list;

void ty_waiter_init_parker(ty_waiter *w, ty_parker *parker, bool once);
void ty_waiter_init_call(ty_waiter *w, void (*wake)(void *arg), void *arg, bool once);

void ty_waiter_add(ty_waiter_list *list, ty_waiter *w);
/* Takes a node off.  True: it had fired already, as a once node.  With a
 * parker, the bit has been posted when this returns.  No callback of this
 * node runs afterwards. */
bool ty_waiter_remove(ty_waiter_list *list, ty_waiter *w);

TY_NOINLINE void ty_waiter_fire_slow(ty_waiter_list *list, size_t events);
/* After `events` messages went in (or rooms fell free). */
TY_INLINE void ty_waiter_fire(ty_waiter_list *list, size_t events) {
    if (TY_UNLIKELY(ty_atomic_load_relaxed(&list->count) != 0)) ty_waiter_fire_slow(list, events);
}
void ty_waiter_fire_all(ty_waiter_list *list);

#endif
