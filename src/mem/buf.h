/* SPDX-License-Identifier: MIT */
/*
 * A growable byte buffer: for serializers, formatting, the lexer.
 *
 * Appending never needs a check: the first failure (no memory, or more than
 * `limit` bytes) sticks, and what is appended later may be dropped too.  Whoever
 * takes the result looks at `failed`.  One owner, no lock.
 */
#ifndef TY_MEM_BUF_H
#define TY_MEM_BUF_H

#include <stdarg.h>

#include "mem/alloc.h"

typedef struct ty_buf {
    char *data; /* malloc'd; NULL while `room` is 0 */
    size_t size;
    size_t room;
    size_t limit;    /* most bytes in it; never above SIZE_MAX / 2 */
    ty_alloc *alloc; /* account for `room`; NULL: plain malloc */
    bool failed;     /* something was dropped */
} ty_buf;

/* `limit` 0: none of its own. */
void ty_buf_init(ty_buf *b, ty_alloc *alloc, size_t limit);
void ty_buf_free(ty_buf *b);
/* Makes room for `more` bytes after `size`; false sets `failed`. */
TY_NOINLINE bool ty_buf_grow(ty_buf *b, size_t more);
/* Makes room for exactly `more` further bytes, for a caller who knows the total. */
bool ty_buf_reserve_exact(ty_buf *b, size_t more);

TY_INLINE bool ty_buf_reserve(ty_buf *b, size_t more) {
    return TY_LIKELY(more <= b->room - b->size) || ty_buf_grow(b, more);
}
/* Room for `more` bytes that count as written at once: the caller fills them.
 * NULL on failure. */
TY_INLINE char *ty_buf_extend(ty_buf *b, size_t more) {
    if (!ty_buf_reserve(b, more)) return NULL;
    char *p = b->data + b->size;
    b->size += more;
    return p;
}
TY_INLINE void ty_buf_u8(ty_buf *b, unsigned x) {
    if (TY_UNLIKELY(b->size == b->room) && !ty_buf_grow(b, 1)) return;
    b->data[b->size++] = (char)x;
}
TY_INLINE void ty_buf_bytes(ty_buf *b, const void *data, size_t size) {
    if (!ty_buf_reserve(b, size)) return;
    if (size) memcpy(b->data + b->size, data, size);
    b->size += size;
}
TY_INLINE void ty_buf_str(ty_buf *b, const char *s) {
    ty_buf_bytes(b, s, strlen(s));
}

#define TY_BUF_APPEND_(NAME, N)                           \
 TY_INLINE void ty_buf_##NAME(ty_buf *b, uint##N##_t x) { \
  char *p = ty_buf_extend(b, N / 8);                      \
  if (TY_LIKELY(p != NULL)) ty_store##N##NAME##_(p, x);   \
 }
#define ty_store16u16le_ ty_store16le
#define ty_store16u16be_ ty_store16be
#define ty_store32u32le_ ty_store32le
#define ty_store32u32be_ ty_store32be
#define ty_store64u64le_ ty_store64le
#define ty_store64u64be_ ty_store64be
TY_BUF_APPEND_(u16le, 16)
TY_BUF_APPEND_(u16be, 16)
TY_BUF_APPEND_(u32le, 32)
TY_BUF_APPEND_(u32be, 32)
TY_BUF_APPEND_(u64le, 64)
TY_BUF_APPEND_(u64be, 64)
#undef TY_BUF_APPEND_

void ty_buf_fill(ty_buf *b, unsigned byte, size_t count);
void ty_buf_printf(ty_buf *b, const char *format, ...) TY_PRINTF(2, 3);
void ty_buf_vprintf(ty_buf *b, const char *format, va_list ap);
/* A zero byte after the data that does not count; "" when it failed or is empty. */
const char *ty_buf_cstr(ty_buf *b);
/* Keeps the memory. */
TY_INLINE void ty_buf_clear(ty_buf *b) {
    b->size = 0;
    b->failed = false;
}
/* Cuts to `size` bytes, no more than there are. */
TY_INLINE void ty_buf_truncate(ty_buf *b, size_t size) {
    if (size < b->size) b->size = size;
}
/* The bytes become the caller's, shrunk to fit: `*size` bytes from malloc,
 * still charged to the account (free with ty_mem_free(alloc, p, *size), or
 * refund and free).  NULL when it failed, or for want of memory when empty.
 * The buffer is empty afterwards. */
TY_NODISCARD char *ty_buf_steal(ty_buf *b, size_t *size);

#endif
