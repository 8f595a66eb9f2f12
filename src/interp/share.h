/* SPDX-License-Identifier: MIT */
/*
 * The one door between interpreters: value -> serializer -> message, and back. Nothing else may carry a reference over.
 *
 * Words without identity (None, bools, ints and floats of ordinary size) travel as they are; short str and bytes inside
 * the message; large bytes as a shared external buffer, never copied again; everything else through a serializer.
 */
#ifndef TY_INTERP_SHARE_H
#define TY_INTERP_SHARE_H

#include "channel/message.h"
#include "interp/interp.h"
#include "serial/registry.h"

enum ty_share_kind { TY_SHARE_WORD, TY_SHARE_STR, TY_SHARE_BYTES, TY_SHARE_BUFFER, TY_SHARE_SERIALIZED, TY_SHARE_CHANNEL };

/* Fills `m`; the message owns what it holds. `serializer`: number in the registry, -1: only what needs none: then
 * everything else raises ValueError "X does not support cross-interpreter data". */
int ty_share_dump(ty_ctx *ctx, ty_value v, int serializer, ty_message *m) TY_RAISES;
/* The value, in this interpreter. The message stays the caller's, to drop. */
ty_value ty_share_load(ty_ctx *ctx, const ty_message *m) TY_RAISES;

#endif
