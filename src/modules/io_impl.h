/* SPDX-License-Identifier: MIT */
/* What the files of the module _io share. */
#ifndef TY_MODULES_IO_IMPL_H
#define TY_MODULES_IO_IMPL_H

#include <stdatomic.h>

#include "modules/io.h"
#include "object/alloc.h"
#include "object/attr.h"
#include "object/buffer.h"
#include "object/bytes.h"
#include "object/call.h"
#include "object/codec.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/int.h"
#include "object/iter.h"
#include "object/list.h"
#include "object/module.h"
#include "object/ops.h"
#include "object/tuple.h"

#define TY_IO_BUFFER_SIZE 8192
#define UNUSED (void)nargs, (void)kwnames
#define METHOD(name) static ty_value name(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)

extern const ty_module_def ty_module__io;

/* --- state of the module -------------------------------------------------------------------------------------------------- */

/* The list of dirty writers. It is counted, because objects may be finalized in any order, the module's state among them;
 * and malloc'd, because the references must be weak: a dirty writer that is garbage is closed by its finalizer. */
typedef struct ty_io_node {
    struct ty_io_list *list;
    struct ty_io_node *next, *previous; /* while linked */
    ty_object *owner;
    uint64_t device, inode; /* of a regular file; else 0 */
    bool linked;
} ty_io_node;
typedef struct ty_io_list {
    ty_io_node *first;
    size_t references;
    size_t regular; /* linked nodes with an inode */
} ty_io_list;
typedef struct ty_io_state {
    ty_object ob;
    ty_value unsupported; /* the class UnsupportedOperation */
    ty_io_list *list;
} ty_io_state;

ty_io_state *ty_io_state_get(ty_ctx *ctx) TY_RAISES; /* makes it when the module is not yet imported */
extern const ty_native *const ty_io_flush_all_function;
/* A node for `owner`, not linked. NULL: MemoryError. */
ty_io_node *ty_io_node_new(ty_ctx *ctx, ty_object *owner) TY_RAISES;
void ty_io_node_free(ty_io_node *n); /* for layout->finalize */
void ty_io_node_link(ty_io_node *n, ty_object *owner);
void ty_io_node_unlink(ty_io_node *n);

/* --- errors ------------------------------------------------------------------------------------------------------------------ */

TY_COLD ty_value ty_io_unsupported(ty_ctx *ctx, const char *message);
TY_COLD ty_value ty_io_closed(ty_ctx *ctx); /* ValueError: I/O operation on closed file. */

/* --- base ---------------------------------------------------------------------------------------------------------------------- */

/* What all classes of the module start their tables with. */
#define TY_IO_SLOTS TY_OBJECT_SLOTS, .iter = ty_io_base_iter, .next = ty_io_base_next, .del = ty_io_base_del
#define TY_IO_FLAGS (TY_TYPE_BASE | TY_TYPE_DICT | TY_TYPE_WEAKREF | TY_TYPE_FINALIZER)
ty_value ty_io_base_iter(ty_ctx *ctx, ty_value self);
ty_value ty_io_base_next(ty_ctx *ctx, ty_value self);
ty_value ty_io_base_del(ty_ctx *ctx, ty_value self);
ty_value ty_io_base_new(ty_ctx *, const ty_type *, const ty_value *, size_t, ty_value);
void ty_io_base_trace(ty_object *o, ty_tracer *t);
/* A fresh, zeroed instance, registered for finalization (and, with `external`, for layout->finalize). */
void *ty_io_alloc(ty_ctx *ctx, const ty_type *type, const ty_type *own, bool external) TY_RAISES;
/* o.closed as a truth value: 1, 0, -1. */
int ty_io_is_closed(ty_ctx *ctx, ty_value o) TY_RAISES;
/* The size argument of read and its kin: absent, None, negative: -1. */
int ty_io_size(ty_ctx *ctx, ty_value v, intptr_t *out) TY_RAISES;
ty_value ty_io_call(ty_ctx *ctx, ty_value o, ty_value name) TY_RAISES; /* o.name() */
/* o.name() as truth: 1, 0, -1 */
int ty_io_ask(ty_ctx *ctx, ty_value o, ty_value name) TY_RAISES;
/* Closes an inner and then passes on the first error: for close() of wrappers. `e` is what was pending before, or TY_NULL. */
ty_value ty_io_close_inner(ty_ctx *ctx, ty_value inner, ty_value e) TY_RAISES;
ty_value ty_io_repr_named(ty_ctx *ctx, ty_value self, ty_value mode) TY_RAISES;

/* --- FileIO --------------------------------------------------------------------------------------------------------------------- */

typedef struct ty_file_io {
    ty_io_base base;
    int fd; /* -1: closed */
    bool created, readable, writable, appending, closefd, regular;
    int8_t seekable; /* -1: not known */
    uint32_t block_size;
    uint64_t device, inode;
} ty_file_io;
static inline bool ty_io_is_file(ty_value v) { return ty_has_shape(v, &ty_FileIO_shape); }
ty_value ty_io_file_new(ty_ctx *ctx, const ty_type *type, ty_value name, const char *mode, bool closefd, ty_value opener) TY_RAISES;
/* One system call with the lock released; again after EINTR. *blocked: it would block. -1: OSError. */
intptr_t ty_io_file_read(ty_ctx *ctx, ty_file_io *f, void *p, size_t n, bool *blocked) TY_RAISES;
intptr_t ty_io_file_write(ty_ctx *ctx, ty_file_io *f, const void *p, size_t n, bool *blocked) TY_RAISES;
ty_value ty_io_file_close(ty_ctx *ctx, ty_file_io *f) TY_RAISES;

/* --- buffered -------------------------------------------------------------------------------------------------------------------- */

typedef struct ty_buffered {
    ty_io_base base;
    ty_value raw;           /* TY_NULL: not initialised or detached */
    unsigned char *buffer;  /* malloc'd, `size` bytes */
    size_t size;
    size_t from, to;        /* read ahead: buffer[from, to) */
    size_t written;         /* not written yet: buffer[0, written); then from == to == 0 */
    bool readable, writable, detached;
    atomic_uint busy;       /* a thread is inside, perhaps without the interpreter's lock */
    uint64_t busy_thread;
    ty_io_node *node;       /* writers */
} ty_buffered;
static inline bool ty_io_is_reader(ty_value v) { return ty_has_shape(v, &ty_BufferedReader_shape) || ty_has_shape(v, &ty_BufferedRandom_shape); }
static inline bool ty_io_is_writer(ty_value v) { return ty_has_shape(v, &ty_BufferedWriter_shape) || ty_has_shape(v, &ty_BufferedRandom_shape); }
ty_value ty_io_buffered_new(ty_ctx *ctx, const ty_type *type, ty_value raw, size_t size) TY_RAISES;
int ty_io_buffered_write(ty_ctx *ctx, ty_buffered *b, const void *p, size_t n) TY_RAISES;
int ty_io_buffered_flush(ty_ctx *ctx, ty_buffered *b) TY_RAISES;
/* Up to n bytes, with at most one read of the raw file. TY_NONE: would block. */
ty_value ty_io_buffered_read1(ty_ctx *ctx, ty_buffered *b, size_t n) TY_RAISES;

/* --- newlines ---------------------------------------------------------------------------------------------------------------------- */

enum { TY_NL_CR = 1, TY_NL_LF = 2, TY_NL_CRLF = 4 };
/* Decoded text with universal newlines: *pending says that a '\r' has been held back, in and out; *seen collects TY_NL_*. */
ty_value ty_io_newlines(ty_ctx *ctx, ty_value text, bool translate, bool final, bool *pending, unsigned *seen) TY_RAISES;
ty_value ty_io_newlines_value(ty_ctx *ctx, unsigned seen) TY_RAISES; /* None, a str or a tuple */
/* Where the line that starts at `start` ends (behind its newline), or -1: no newline in text[start, end). newline: what
 * ends lines: NULL: '\n'; "": any; else that. */
intptr_t ty_io_line_end(const ty_str *s, size_t start, size_t end, const char *newline, bool universal);

#endif
