/* SPDX-License-Identifier: MIT */
/* Lists of waiters: see waiter.h. */
#include <config.h>

#include "channel/waiter.h"

#include "platform/assert.h"

void ty_waiter_init_parker(ty_waiter *w, ty_parker *parker, bool once) {
    *w = (ty_waiter){.parker = parker, .bits = TY_WAITER_FIRED, .once = once};
}

void ty_waiter_init_call(ty_waiter *w, void (*wake)(void *arg), void *arg, bool once) {
    *w = (ty_waiter){.wake = wake, .arg = arg, .once = once};
}

static void unlink_node(ty_waiter_list *list, ty_waiter *w) {
    if (w->prev)
        w->prev->next = w->next;
    else
        list->first = w->next;
    if (w->next)
        w->next->prev = w->prev;
    else
        list->last = w->prev;
    w->listed = false;
    ty_atomic_sub_relaxed(&list->count, 1);
}

void ty_waiter_add(ty_waiter_list *list, ty_waiter *w) {
    ty_lock_take(&list->lock);
    TY_ASSERT(!w->listed);
    w->listed = true;
    w->fired = false;
    if (w->once) {
        w->next = NULL;
        w->prev = list->last;
        if (list->last)
            list->last->next = w;
        else
            list->first = w;
        list->last = w;
    } else {
        w->prev = NULL;
        w->next = list->first;
        if (list->first)
            list->first->prev = w;
        else
            list->last = w;
        list->first = w;
    }
    ty_atomic_add_relaxed(&list->count, 1);
    ty_lock_give(&list->lock);
}

bool ty_waiter_remove(ty_waiter_list *list, ty_waiter *w) {
    ty_lock_take(&list->lock);
    if (w->listed) unlink_node(list, w);
    bool fired = w->fired && w->once;
    ty_lock_give(&list->lock);
    /* A once node's parker is posted after its removal from the list: the
     * owner may not go away before. */
    if (fired && w->parker) ty_parker_wait(w->parker, w->bits, TY_CLOCK_NEVER);
    return fired;
}

void ty_waiter_fire_slow(ty_waiter_list *list, size_t events) {
    for (bool standing = true; events; events--) {
        ty_parker *parker = NULL;
        unsigned bits = 0;
        ty_lock_take(&list->lock);
        ty_waiter *w = list->first;
        for (; w && !w->once; w = w->next) {
            if (!standing) continue;
            w->fired = true;
            if (w->wake)
                w->wake(w->arg);
            else
                ty_parker_post(w->parker, w->bits);
        }
        standing = false;
        bool more = false;
        if (w) {
            unlink_node(list, w);
            more = list->last && list->last->once;
            w->fired = true;
            /* A thread is woken after the lock is free, or it would run into
             * it; it may be gone once the bits are posted. */
            parker = w->parker;
            bits = w->bits;
            if (w->wake) w->wake(w->arg);
        }
        ty_lock_give(&list->lock);
        if (parker) ty_parker_post(parker, bits);
        if (!more) return;
    }
}

void ty_waiter_fire_all(ty_waiter_list *list) {
    ty_lock_take(&list->lock);
    for (ty_waiter *w = list->first, *next; w; w = next) {
        next = w->next;
        if (w->once) unlink_node(list, w);
        w->fired = true;
        if (w->wake)
            w->wake(w->arg);
        else
            ty_parker_post(w->parker, w->bits);
    }
    ty_lock_give(&list->lock);
}
