/* SPDX-License-Identifier: MIT */
/* Growth, formatting and stealing of byte buffers: see buf.h. */
#include <config.h>

#include "mem/buf.h"

#include <stdio.h>

enum { FIRST_ROOM = 64 };

void ty_buf_init(ty_buf *b, ty_alloc *alloc, size_t limit) {
    *b = (ty_buf){.alloc = alloc, .limit = limit && limit < SIZE_MAX / 2 ? limit : SIZE_MAX / 2};
}

void ty_buf_free(ty_buf *b) {
    if (b->alloc)
        ty_mem_free(b->alloc, b->data, b->room);
    else
        free(b->data);
    ty_buf_init(b, b->alloc, b->limit);
}

static bool set_room(ty_buf *b, size_t room) {
    char *p = b->alloc ? ty_mem_realloc(b->alloc, b->data, b->room, room) : realloc(b->data, room);
    if (!p) return false;
    b->data = p;
    b->room = room;
    return true;
}

/* A buffer made by zeroing has no limit set: none is meant. */
static size_t limit_of(const ty_buf *b) {
    return b->limit ? b->limit : SIZE_MAX / 2;
}

/* Checks the limit; after a failure there is no room left, so that appending
 * ends up here again and is dropped whole. */
static bool admit(ty_buf *b, size_t more) {
    if (b->failed) return false;
    if (more <= limit_of(b) && b->size <= limit_of(b) - more) return true;
    b->failed = true;
    return false;
}

bool ty_buf_grow(ty_buf *b, size_t more) {
    if (!admit(b, more)) return false;
    size_t need = b->size + more;
    if (need <= b->room) return true;
    size_t room = b->room + b->room / 2 + FIRST_ROOM;
    if (room > limit_of(b)) room = limit_of(b);
    if (room < need) room = need;
    if (set_room(b, room) || (room > need && set_room(b, need))) return true;
    b->failed = true;
    return false;
}

bool ty_buf_reserve_exact(ty_buf *b, size_t more) {
    if (more <= b->room - b->size) return true;
    if (!admit(b, more)) return false;
    if (set_room(b, b->size + more)) return true;
    b->failed = true;
    return false;
}

void ty_buf_fill(ty_buf *b, unsigned byte, size_t count) {
    char *p = ty_buf_extend(b, count);
    if (p && count) memset(p, (int)byte, count);
}

void ty_buf_vprintf(ty_buf *b, const char *format, va_list ap) {
    va_list again;
    va_copy(again, ap);
    size_t left = b->room - b->size;
    int n = vsnprintf(b->data ? b->data + b->size : NULL, left, format, ap);
    if (n < 0) {
        b->failed = true;
    } else if ((size_t)n < left) {
        b->size += (size_t)n;
    } else if (ty_buf_reserve(b, (size_t)n + 1)) {
        /* vsnprintf writes a zero byte too. */
        vsnprintf(b->data + b->size, (size_t)n + 1, format, again);
        b->size += (size_t)n;
    }
    va_end(again);
}

void ty_buf_printf(ty_buf *b, const char *format, ...) {
    va_list ap;
    va_start(ap, format);
    ty_buf_vprintf(b, format, ap);
    va_end(ap);
}

const char *ty_buf_cstr(ty_buf *b) {
    if (!b->size || !ty_buf_reserve(b, 1)) return "";
    b->data[b->size] = '\0';
    return b->data;
}

char *ty_buf_steal(ty_buf *b, size_t *size) {
    if (b->failed) {
        ty_buf_free(b);
        *size = 0;
        return NULL;
    }
    if (b->room != b->size || !b->data) {
        char *p = b->alloc ? ty_mem_realloc(b->alloc, b->data, b->room, b->size)
                           : realloc(b->data, b->size + (b->size == 0));
        if (!p && !b->data) {
            *size = 0;
            return NULL;
        }
        if (p) b->data = p;
    }
    char *data = b->data;
    *size = b->size;
    ty_buf_init(b, b->alloc, b->limit);
    return data;
}
