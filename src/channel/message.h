/* SPDX-License-Identifier: MIT */
/*
 * A message: what crosses from one interpreter to another, as a channel sees
 * it.  The channel copies the struct, counts its bytes, and drops it if
 * nobody receives it; it never looks inside.
 *
 * A message is owned by exactly one party: the sender until a send returns
 * TY_CHANNEL_OK, then the channel, then whoever receives it, who must drop it
 * when done with what it points to.
 */
#ifndef TY_CHANNEL_MESSAGE_H
#define TY_CHANNEL_MESSAGE_H

#include "mem/extbuf.h"

#define TY_MESSAGE_INLINE 48

typedef struct ty_message ty_message;
struct ty_message {
    /* The first row belongs to the floors above; the channel carries it. */
    uint8_t kind;        /* what the contents mean: an immediate, a short string, a serialized value, ... */
    uint8_t encoding;    /* which serializer wrote `bytes` */
    uint8_t inline_size; /* bytes used of `in.text` */
    uint8_t flags;
    uint32_t buffer_count;
    /* The place of this message among all sent on its channel, counted from
     * 1; set by the channel, in the sender's struct too. */
    uint64_t sequence;
    int64_t sender; /* id of the sending interpreter */
    char *bytes;    /* NULL when everything fits `in` */
    size_t size;
    ty_extbuf **buffers; /* `buffer_count` references; the array itself belongs to the message */
    /* Bytes it counts for in the channel's limit; set by the channel. */
    size_t charge;
    /* Releases what the message holds, and gives back what was charged to its
     * owner.  Called at most once, on any thread, outside all locks of the
     * channel; it must not fail.  NULL: nothing to release. */
    void (*drop)(ty_message *m);
    void *owner; /* for `drop` */
    union {
        char text[TY_MESSAGE_INLINE];
        int64_t integer;
        double real;
        void *pointer;
        uint64_t words[TY_MESSAGE_INLINE / 8];
    } in;
};

TY_INLINE void ty_message_init(ty_message *m) {
    memset(m, 0, sizeof *m);
}
/* Releases what it holds and makes it empty. */
TY_INLINE void ty_message_drop(ty_message *m) {
    if (m->drop) m->drop(m);
    ty_message_init(m);
}
size_t ty_message_charge_buffers(const ty_message *m, size_t total);
/* What the message occupies: the struct, its bytes, its buffers. */
TY_INLINE size_t ty_message_charge(const ty_message *m) {
    size_t total;
    if (ty_add_overflow(sizeof *m, m->size, &total)) return SIZE_MAX;
    return TY_LIKELY(m->buffer_count == 0) ? total : ty_message_charge_buffers(m, total);
}
/* A `drop` for bytes and a buffer array that come from malloc. */
void ty_message_drop_malloc(ty_message *m);

#endif
