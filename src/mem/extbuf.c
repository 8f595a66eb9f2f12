/* SPDX-License-Identifier: MIT */
/*
 * External buffers.  One that owns its bytes is a single allocation: the
 * head, then the bytes at the next multiple of 64 from its start (malloc
 * aligns to 16, so room for the difference is asked for).
 */
#include <config.h>

#include "mem/extbuf.h"

#include <stdlib.h>

#include "platform/assert.h"

enum { ALIGN = 64 };

static char *bytes_of(ty_extbuf *b) {
    return (char *)TY_ALIGN_UP((uintptr_t)(b + 1), (uintptr_t)ALIGN);
}

static ty_extbuf *new_buffer(size_t size, bool zero) {
    size_t total;
    if (ty_add_overflow(size, sizeof(ty_extbuf) + ALIGN, &total)) return NULL;
    ty_extbuf *b = zero ? calloc(1, total) : malloc(total);
    if (!b) return NULL;
    atomic_init(&b->refs, 1);
    b->data = bytes_of(b);
    b->size = size;
    b->readonly = false;
    b->owns = true;
    b->release = NULL;
    b->owner = NULL;
    return b;
}

ty_extbuf *ty_extbuf_new(size_t size) {
    return new_buffer(size, false);
}
ty_extbuf *ty_extbuf_new_zero(size_t size) {
    return new_buffer(size, true);
}

ty_extbuf *ty_extbuf_copy(const void *data, size_t size, bool readonly) {
    ty_extbuf *b = ty_extbuf_new(size);
    if (!b) return NULL;
    if (size) memcpy(b->data, data, size);
    b->readonly = readonly;
    return b;
}

ty_extbuf *ty_extbuf_wrap(void *data, size_t size, bool readonly,
                          void (*release)(void *owner, void *data, size_t size), void *owner) {
    ty_extbuf *b = malloc(sizeof *b);
    if (!b) return NULL;
    atomic_init(&b->refs, 1);
    b->data = data;
    b->size = size;
    b->readonly = readonly;
    b->owns = false;
    b->release = release;
    b->owner = owner;
    return b;
}

static void release_malloc(void *owner, void *data, size_t size) {
    (void)owner;
    (void)size;
    free(data);
}

ty_extbuf *ty_extbuf_adopt(void *data, size_t size, bool readonly) {
    return ty_extbuf_wrap(data, size, readonly, release_malloc, NULL);
}

static void release_slice(void *owner, void *data, size_t size) {
    (void)data;
    (void)size;
    ty_extbuf_unref(owner);
}

ty_extbuf *ty_extbuf_slice(ty_extbuf *whole, size_t start, size_t size) {
    TY_ASSERT(start <= whole->size && size <= whole->size - start);
    ty_extbuf *b = ty_extbuf_wrap(whole->data + start, size, whole->readonly, release_slice, whole);
    if (b) ty_extbuf_ref(whole);
    return b;
}

void ty_extbuf_free(ty_extbuf *b) {
    if (b->release) b->release(b->owner, b->data, b->size);
    free(b);
}

ty_extbuf *ty_extbuf_resize(ty_extbuf *b, size_t size) {
    TY_ASSERT(b->owns && ty_extbuf_unique(b));
    size_t total;
    if (ty_add_overflow(size, sizeof(ty_extbuf) + ALIGN, &total)) return NULL;
    size_t offset = (size_t)(b->data - (char *)b);
    ty_extbuf *moved = realloc(b, total);
    if (!moved) return NULL;
    char *was = (char *)moved + offset, *now = bytes_of(moved);
    if (was != now) memmove(now, was, size < moved->size ? size : moved->size);
    moved->data = now;
    moved->size = size;
    return moved;
}
