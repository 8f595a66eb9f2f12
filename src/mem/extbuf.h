/* SPDX-License-Identifier: MIT */
/*
 * External buffers: bytes outside every heap, counted by reference, that
 * several interpreters may hold at once.  A message carries them from one
 * interpreter to another without a copy.
 *
 * The count is atomic; `data`, `size` and `readonly` are fixed before the
 * buffer is shared.  Who writes the bytes of a shared writable buffer is the
 * program's affair, as with any shared memory.
 */
#ifndef TY_MEM_EXTBUF_H
#define TY_MEM_EXTBUF_H

#include "platform/atomic.h"

typedef struct ty_extbuf {
    atomic_size_t refs;
    char *data;
    size_t size;
    bool readonly; /* no holder may write */
    bool owns;     /* the bytes follow this head in one allocation */
    /* Called once by whoever drops the last reference, on any thread and
     * under any interpreter's lock or none; NULL: nothing to do. */
    void (*release)(void *owner, void *data, size_t size);
    void *owner;
} ty_extbuf;

/* One reference; bytes aligned to 64 and not zeroed.  NULL: no memory. */
TY_NODISCARD ty_extbuf *ty_extbuf_new(size_t size);
TY_NODISCARD ty_extbuf *ty_extbuf_new_zero(size_t size);
TY_NODISCARD ty_extbuf *ty_extbuf_copy(const void *data, size_t size, bool readonly);
/* Bytes that belong to somebody else until `release`.  On failure `release` is
 * not called. */
TY_NODISCARD ty_extbuf *ty_extbuf_wrap(void *data, size_t size, bool readonly,
                                       void (*release)(void *owner, void *data, size_t size), void *owner);
/* Bytes from malloc; they are freed with the buffer. */
TY_NODISCARD ty_extbuf *ty_extbuf_adopt(void *data, size_t size, bool readonly);
/* A part of another buffer, which it keeps alive. */
TY_NODISCARD ty_extbuf *ty_extbuf_slice(ty_extbuf *whole, size_t start, size_t size);

TY_INLINE ty_extbuf *ty_extbuf_ref(ty_extbuf *b) {
    ty_atomic_add_relaxed(&b->refs, 1);
    return b;
}
void ty_extbuf_free(ty_extbuf *b);
/* NULL is allowed. */
TY_INLINE void ty_extbuf_unref(ty_extbuf *b) {
    if (b && ty_atomic_sub_acq_rel(&b->refs, 1) == 1) ty_extbuf_free(b);
}
/* The caller holds the only reference: nobody else sees the bytes. */
TY_INLINE bool ty_extbuf_unique(ty_extbuf *b) {
    return ty_atomic_load_acquire(&b->refs) == 1;
}
/* Changes the size of a buffer that owns its bytes and is unique. It may
 * move; NULL: no memory, and it is as before. */
TY_NODISCARD ty_extbuf *ty_extbuf_resize(ty_extbuf *b, size_t size);

#endif
