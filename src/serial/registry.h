/* SPDX-License-Identifier: MIT */
/*
 * The registry of serializers, and one dump or load by name. It never names a plug-in: the built-in ones are given to it
 * by floor 11 as a list, others by loading a module or from Python.
 *
 * The list is process-wide and append-only; entries are read without a lock.
 */
#ifndef TY_SERIAL_REGISTRY_H
#define TY_SERIAL_REGISTRY_H

#include <typhon/serializer.h>

#include "object/context.h"
#include "platform/thread.h"

enum { TY_SERIAL_MAX = 64 };

typedef struct ty_serial_registry {
    ty_mutex mutex;                                    /* guards adding */
    _Atomic size_t count;
    const ty_serializer *_Atomic entries[TY_SERIAL_MAX];
} ty_serial_registry;

int ty_serial_registry_init(ty_serial_registry *r); /* -1: no mutex */
/* Checks and adds a table; its number. -1: *why tells what is wrong. */
int ty_serial_register(ty_serial_registry *r, const ty_serializer *s, const char **why);
/* Number by name; -1: none. */
int ty_serial_find(ty_serial_registry *r, const char *name);
const ty_serializer *ty_serial_at(ty_serial_registry *r, size_t number); /* NULL: none */

/* Bounds of one dump or load; 0: no bound. */
typedef struct ty_serial_limits {
    size_t depth;   /* nested containers */
    size_t bytes;   /* of output, or memory made from input */
    size_t objects; /* values made */
} ty_serial_limits;
extern const ty_serial_limits ty_serial_default_limits;

struct ty_buf;
struct ty_extbuf;

/* Options of a call. */
typedef struct ty_serial_options {
    int version;                     /* -1: the serializer's default */
    uint32_t flags;                  /* TY_SER_FLAG_* */
    ty_serial_limits limits;
    const char *unserializable;      /* message for values that cannot be written; NULL: "unmarshallable object" */
    /* Out-of-band buffers: dump appends (owned references) to a malloc'd array, load reads it. */
    struct ty_extbuf **buffers;
    uint32_t buffer_count;
} ty_serial_options;

/* Appends the bytes of `v` to out. -1: exception; out is as it was. */
int ty_serial_dump(ty_ctx *ctx, const ty_serializer *s, ty_value v, ty_serial_options *o, struct ty_buf *out) TY_RAISES;
/* Reads one value; *used: bytes taken (may be NULL). TY_NULL: exception. */
ty_value ty_serial_load(ty_ctx *ctx, const ty_serializer *s, const void *p, size_t n, ty_serial_options *o, size_t *used) TY_RAISES;

#endif
