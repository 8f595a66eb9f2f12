/* SPDX-License-Identifier: MIT */
/*
 * The ends of a channel as the low-level modules of CPython 3.8 to 3.11 see them: which interpreters are bound to its
 * send and receive ends, and closing by end. And the rule under which their `channel_recv` waits (doc/channel-recv.md).
 *
 * All state is under the runtime's mutex. Functions answer an enum ty_ends; they raise nothing but what they say.
 */
#ifndef TY_INTERP_ENDS_H
#define TY_INTERP_ENDS_H

#include "interp/hub.h"

enum ty_ends { TY_ENDS_OK, TY_ENDS_NOT_FOUND, TY_ENDS_CLOSED, TY_ENDS_NOT_EMPTY, TY_ENDS_EMPTY, TY_ENDS_ERROR /* exception set */ };

enum ty_ends ty_ends_send(ty_ctx *ctx, int64_t id, ty_value v);
/* `wait` false: never waits. */
enum ty_ends ty_ends_recv(ty_ctx *ctx, int64_t id, bool wait, ty_value *out);
enum ty_ends ty_ends_close(ty_ctx *ctx, int64_t id, int end, bool force);  /* end: enum ty_channel_end */
enum ty_ends ty_ends_release(ty_ctx *ctx, int64_t id, bool send, bool recv);
enum ty_ends ty_ends_list(ty_ctx *ctx, int64_t id, bool send, ty_value *list);
enum ty_ends ty_ends_exists(ty_ctx *ctx, int64_t id);
/* The interpreter `i` may use the channel: what makes it one of those a receiver waits for. */
void ty_ends_introduce(ty_interp *i, int64_t id);
/* A thread of the context's interpreter begins or ends a wait that only others can end: it no longer counts as able to
 * progress. Around lock acquisition without timeout, join, burial under another interpreter. */
void ty_ends_blocked(ty_ctx *ctx, int by); /* +1, -1 */
void ty_ends_changed(ty_runtime *rt);      /* somebody's ability to progress has changed: waiters look again */

#endif
