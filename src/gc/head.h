/* SPDX-License-Identifier: MIT */
/*
 * The first word of every object, and the layout through which the collector sees it.
 *
 * Word 0 holds the address of the object's shape (16-byte aligned) and four flag bits. A shape starts with a header of
 * its own, followed by a pointer to its ty_layout: that is all the collector knows of types (HOUSE, floor 2).
 *
 * A slot is a word that holds a ty_value: an immediate (one of the three low bits set), NULL, or the address of an
 * object. Whatever the collector must see lies in slots that the layout's trace function enumerates; it hands over the
 * *address* of each slot, so that the same function can mark, verify and relocate.
 */
#ifndef TY_GC_HEAD_H
#define TY_GC_HEAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A Python value, one word; see object/value.h. The struct is never defined. */
typedef struct ty_value_word *ty_value;

/* Header flags. LOG, SIDE are written by the heap's owner under the interpreter's lock; SHARED and UNIT never change. */
#define TY_HEAD_LOG ((uintptr_t)1)    /* old and not logged since the last collection: a store into it must log it */
#define TY_HEAD_SHARED ((uintptr_t)2) /* outside every heap (image or code unit): never written, never marked */
#define TY_HEAD_SIDE ((uintptr_t)4)   /* the heap's side table has an entry: weak references, finalizer, extra data */
#define TY_HEAD_UNIT ((uintptr_t)8)   /* with SHARED: part of a ty_unit, whose address is the word before the object */
#define TY_HEAD_FLAGS ((uintptr_t)15)

typedef struct ty_object {
    uintptr_t head; /* shape | flags */
} ty_object;

typedef struct ty_tracer ty_tracer;

/* The trace function honours the window of its tracer (see ty_tracer); worth it for containers over 4 KiB. */
#define TY_LAYOUT_WINDOW 1u

/* How the collector handles the objects of one kind; constant data of the type's author. */
typedef struct ty_layout {
    /* Size in bytes of `o` as it was allocated (any multiple of 16 not smaller is fine). NULL: fixed_size. */
    size_t (*size)(const ty_object *o);
    /* Enumerate every slot of `o` but the header: ty_trace_slot(s). NULL: `slots_count` slots from `slots_offset`. */
    void (*trace)(ty_object *o, ty_tracer *t);
    /* Called once, when the object has been found dead, before its memory is reused; may free external memory and
     * close descriptors, may not read other objects, allocate or raise. NULL: none. The object must have been
     * registered with ty_heap_register_external. */
    void (*finalize)(void *heap_client, ty_object *o);
    uint32_t fixed_size;   /* bytes; used when size is NULL */
    uint16_t slots_offset; /* bytes from the start of the object to its first slot; used when trace is NULL */
    uint16_t slots_count;  /* 0 and trace NULL: a leaf */
    uint32_t flags;        /* TY_LAYOUT_X */
} ty_layout;

/* The part of a shape that the collector reads; struct ty_shape starts with it. */
typedef struct ty_shape_head {
    ty_object ob;
    const ty_layout *layout;
} ty_shape_head;

static inline struct ty_shape *ty_head_shape(const ty_object *o)
{
    return (struct ty_shape *)(o->head & ~TY_HEAD_FLAGS);
}

static inline const ty_layout *ty_head_layout(const ty_object *o)
{
    return ((const ty_shape_head *)(o->head & ~TY_HEAD_FLAGS))->layout;
}

/* Whether a slot's word is the address of an object (rather than NULL or an immediate). */
static inline bool ty_slot_is_object(ty_value v)
{
    return ((uintptr_t)v & 7) == 0 && v != 0;
}

/* Initialiser of the header of constant image objects. */
#define TY_IMAGE_HEAD(shape) { (uintptr_t)(shape) + TY_HEAD_SHARED }

#endif
