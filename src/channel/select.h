/* SPDX-License-Identifier: MIT */
/*
 * Waiting on many channels at once: the first operation that can be done is
 * done, exactly one of them.
 *
 * The caller keeps the array of cases; each holds the waiter node for its
 * channel, so that nothing is allocated however many there are.
 */
#ifndef TY_CHANNEL_SELECT_H
#define TY_CHANNEL_SELECT_H

#include "channel/channel.h"

typedef struct ty_select_case {
    ty_channel *channel; /* NULL: this case never happens */
    ty_channel_side side;
    ty_message *message; /* to send, or where to receive */
    ty_waiter waiter;    /* private */
} ty_select_case;

/* Does one of the operations.  *index tells which; the status is that
 * operation's (OK, CLOSED, NOMEM), or TIMEOUT or STOPPED for none.  `start`
 * is the case looked at first: pass a changing number to be fair. */
ty_channel_status ty_select_wait(ty_select_case *cases, size_t n, size_t start, size_t *index,
                                 const ty_channel_wait *wait);
/* The same without waiting: EMPTY when none is ready. */
ty_channel_status ty_select_try(ty_select_case *cases, size_t n, size_t start, size_t *index);

#endif
