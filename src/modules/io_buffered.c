/* SPDX-License-Identifier: MIT */
/*
 * _io.BufferedReader, BufferedWriter, BufferedRandom: one struct, one buffer that holds either bytes read ahead or bytes not
 * yet written, never both: turning from one to the other seeks back or flushes.
 *
 * The interpreter's lock is given up inside system calls, so a second thread may come: `busy` keeps it out. Reads and writes
 * of a plain FileIO go straight to the system; other raw objects are called by their methods.
 */
#include <config.h>

#include <stdlib.h>

#include "modules/io_impl.h"
#include "platform/park.h"
#include "platform/thread.h"

#define B(v) ((ty_buffered *)(v))

/* --- being alone ----------------------------------------------------------------------------------------------------------------- */

static TY_NOINLINE int enter_slow(ty_ctx *ctx, ty_buffered *b)
{
    uint64_t me = ty_thread_ident();
    while (atomic_load_explicit(&b->busy, memory_order_relaxed)) {
        if (b->busy_thread == me) {
            ty_error_set(ctx, &ty_RuntimeError_type, "reentrant call inside %R", TY_VALUE(b));
            return -1;
        }
        atomic_store_explicit(&b->busy, 2, memory_order_relaxed);
        ty_context_unlock(ctx);
        ty_park_wait(&b->busy, 2, ty_clock_deadline(50 * 1000 * 1000));
        ty_context_lock(ctx);
        if (ty_context_poll(ctx) < 0)
            return -1;
    }
    return 0;
}

/* Checks and takes the file. Under the interpreter's lock plain loads and stores are enough. */
static inline int enter(ty_ctx *ctx, ty_buffered *b)
{
    if (TY_UNLIKELY(!b->raw)) {
        ty_error_set(ctx, &ty_ValueError_type, b->detached ? "raw stream has been detached" : "I/O operation on uninitialized object");
        return -1;
    }
    if (TY_UNLIKELY(atomic_load_explicit(&b->busy, memory_order_relaxed)) && enter_slow(ctx, b) < 0)
        return -1;
    atomic_store_explicit(&b->busy, 1, memory_order_relaxed);
    b->busy_thread = ty_thread_ident();
    return 0;
}
static inline void leave(ty_buffered *b)
{
    if (TY_UNLIKELY(atomic_exchange_explicit(&b->busy, 0, memory_order_relaxed) == 2))
        ty_park_wake(&b->busy, INT_MAX);
}

static inline int raw_closed(ty_ctx *ctx, ty_buffered *b)
{
    if (!b->raw)
        return 0;
    if (TY_LIKELY(ty_io_is_file(b->raw)))
        return ((ty_file_io *)b->raw)->fd < 0;
    return ty_io_is_closed(ctx, b->raw);
}
static int check_open(ty_ctx *ctx, ty_buffered *b, const char *message)
{
    int closed = raw_closed(ctx, b);
    if (closed > 0)
        ty_error_set(ctx, &ty_ValueError_type, "%s", message);
    return closed ? -1 : 0;
}

/* --- the raw file ------------------------------------------------------------------------------------------------------------------- */

/* Reads up to n bytes to p; 0: the end, or *blocked. */
static intptr_t raw_read(ty_ctx *ctx, ty_buffered *b, void *p, size_t n, bool *blocked)
{
    *blocked = false;
    if (TY_LIKELY(ty_io_is_file(b->raw)) && ((ty_file_io *)b->raw)->readable && ((ty_file_io *)b->raw)->fd >= 0)
        return ty_io_file_read(ctx, (ty_file_io *)b->raw, p, n, blocked);
    ty_value room = ty_bytearray_new(ctx, NULL, n);
    if (!room)
        return -1;
    memset(((ty_bytearray *)room)->data, 0, n);
    ty_value view = ty_memoryview_new(ctx, room), got = TY_NULL;
    if (!view)
        return -1;
    for (;;) {
        got = ty_call_method1(ctx, b->raw, TY_SYM(readinto), view);
        if (got)
            break;
        if (!ty_error_swallow(ctx, &ty_InterruptedError_type) || ty_context_poll(ctx) < 0)
            return -1;
    }
    if (got == TY_NONE) {
        *blocked = true;
        return 0;
    }
    intptr_t count;
    if (ty_op_index_size(ctx, got, &ty_OverflowError_type, &count) < 0)
        return -1;
    if (count < 0 || (size_t)count > n) {
        ty_error_set(ctx, &ty_OSError_type, "raw readinto() returned invalid length %zd (should have been between 0 and %zu)", count, n);
        return -1;
    }
    memcpy(p, ((ty_bytearray *)room)->data, (size_t)count);
    return count;
}

static intptr_t raw_write(ty_ctx *ctx, ty_buffered *b, const void *p, size_t n, bool *blocked)
{
    *blocked = false;
    if (TY_LIKELY(ty_io_is_file(b->raw)) && ((ty_file_io *)b->raw)->writable && ((ty_file_io *)b->raw)->fd >= 0)
        return ty_io_file_write(ctx, (ty_file_io *)b->raw, p, n, blocked);
    ty_value bytes = ty_bytes_new(ctx, p, n), view = bytes ? ty_memoryview_new(ctx, bytes) : TY_NULL, put = TY_NULL;
    if (!view)
        return -1;
    for (;;) {
        put = ty_call_method1(ctx, b->raw, TY_SYM(write), view);
        if (put)
            break;
        if (!ty_error_swallow(ctx, &ty_InterruptedError_type) || ty_context_poll(ctx) < 0)
            return -1;
    }
    if (put == TY_NONE) {
        *blocked = true;
        return 0;
    }
    intptr_t count;
    if (ty_op_index_size(ctx, put, &ty_OverflowError_type, &count) < 0)
        return -1;
    if (count < 0 || (size_t)count > n) {
        ty_error_set(ctx, &ty_OSError_type, "raw write() returned invalid length %zd (should have been between 0 and %zu)", count, n);
        return -1;
    }
    return count;
}

static int raw_seek(ty_ctx *ctx, ty_buffered *b, int64_t offset, int whence, int64_t *at)
{
    ty_value a[3] = {b->raw, ty_int_from_int64(ctx, offset), ty_small(whence)};
    ty_value v = a[1] ? ty_call_method(ctx, TY_SYM(seek), a, 3) : TY_NULL, i = v ? ty_op_index(ctx, v) : TY_NULL;
    if (!i || ty_int_to_int64(ctx, i, at) < 0)
        return -1;
    if (*at < 0) {
        ty_error_set(ctx, &ty_OSError_type, "Raw stream returned invalid position %lld", (long long)*at);
        return -1;
    }
    return 0;
}
static int raw_tell(ty_ctx *ctx, ty_buffered *b, int64_t *at)
{
    ty_value v = ty_io_call(ctx, b->raw, TY_SYM(tell)), i = v ? ty_op_index(ctx, v) : TY_NULL;
    if (!i || ty_int_to_int64(ctx, i, at) < 0)
        return -1;
    if (*at < 0) {
        ty_error_set(ctx, &ty_OSError_type, "Raw stream returned invalid position %lld", (long long)*at);
        return -1;
    }
    return 0;
}

static TY_COLD int would_block(ty_ctx *ctx, size_t written)
{
    ty_value v[3] = {ty_small(11 /* EAGAIN */), ty_str_from_cstr(ctx, "write could not complete without blocking"), ty_small((intptr_t)written)};
    ty_value e = v[1] ? ty_call(ctx, TY_VALUE(&ty_BlockingIOError_type), v, 3, TY_NULL) : TY_NULL;
    if (e)
        ty_error_set_object(ctx, e);
    return -1;
}

/* --- writing ---------------------------------------------------------------------------------------------------------------------------- */

static void mark_clean(ty_buffered *b)
{
    if (b->node)
        ty_io_node_unlink(b->node);
}

/* Writes buffer[0, written). The caller is inside. */
static int flush_inside(ty_ctx *ctx, ty_buffered *b)
{
    size_t done = 0;
    while (done < b->written) {
        bool blocked;
        intptr_t put = raw_write(ctx, b, b->buffer + done, b->written - done, &blocked);
        if (put < 0 || blocked) {
            memmove(b->buffer, b->buffer + done, b->written - done);
            b->written -= done;
            return put < 0 ? -1 : would_block(ctx, 0);
        }
        done += (size_t)put;
        if (done < b->written && ty_context_poll(ctx) < 0) {
            memmove(b->buffer, b->buffer + done, b->written - done);
            b->written -= done;
            return -1;
        }
    }
    b->written = 0;
    mark_clean(b);
    return 0;
}

/* Forgets what was read ahead and puts the raw file where the reader is. */
static int drop_read_ahead(ty_ctx *ctx, ty_buffered *b)
{
    if (b->from < b->to) {
        int64_t at;
        if (raw_seek(ctx, b, -(int64_t)(b->to - b->from), 1, &at) < 0)
            return -1;
    }
    b->from = b->to = 0;
    return 0;
}

static int write_inside(ty_ctx *ctx, ty_buffered *b, const unsigned char *p, size_t n)
{
    if (b->to && drop_read_ahead(ctx, b) < 0)
        return -1;
    if (TY_LIKELY(n <= b->size - b->written)) {
        memcpy(b->buffer + b->written, p, n);
        b->written += n;
        if (b->node && n)
            ty_io_node_link(b->node, &b->base.ob);
        return 0;
    }
    size_t kept = 0; /* bytes of p that lie in the buffer */
    if (b->written) {
        if (n < 2 * b->size) { /* fill the buffer first: fewer, fuller writes */
            kept = b->size - b->written;
            memcpy(b->buffer + b->written, p, kept);
            b->written = b->size;
        }
        if (flush_inside(ctx, b) < 0) {
            if (ty_error_matches(ctx, &ty_BlockingIOError_type)) {
                /* as much as there is room for now */
                ty_error_clear(ctx);
                size_t room = b->size - b->written, more = n - kept < room ? n - kept : room;
                memcpy(b->buffer + b->written, p + kept, more);
                b->written += more;
                kept += more;
                if (b->node)
                    ty_io_node_link(b->node, &b->base.ob);
                return kept == n ? 0 : would_block(ctx, kept);
            }
            return -1;
        }
    }
    while (n > kept && n - kept >= b->size) { /* the rest of long data goes past the buffer */
        bool blocked;
        intptr_t put = raw_write(ctx, b, p + kept, n - kept, &blocked);
        if (put < 0)
            return -1;
        if (blocked) {
            size_t more = n - kept < b->size ? n - kept : b->size;
            memcpy(b->buffer, p + kept, more);
            b->written = more;
            kept += more;
            if (b->node)
                ty_io_node_link(b->node, &b->base.ob);
            return kept == n ? 0 : would_block(ctx, kept);
        }
        kept += (size_t)put;
        if (ty_context_poll(ctx) < 0)
            return -1;
    }
    if (n > kept) {
        memcpy(b->buffer, p + kept, n - kept);
        b->written = n - kept;
        if (b->node)
            ty_io_node_link(b->node, &b->base.ob);
    }
    return 0;
}

int ty_io_buffered_write(ty_ctx *ctx, ty_buffered *b, const void *p, size_t n)
{
    if (check_open(ctx, b, "write to closed file") < 0 || enter(ctx, b) < 0)
        return -1;
    int r = write_inside(ctx, b, p, n);
    leave(b);
    return r;
}

int ty_io_buffered_flush(ty_ctx *ctx, ty_buffered *b)
{
    if (check_open(ctx, b, "flush of closed file") < 0 || enter(ctx, b) < 0)
        return -1;
    int r = b->written ? flush_inside(ctx, b) : 0;
    if (r == 0 && b->readable && b->writable && b->to)
        r = drop_read_ahead(ctx, b);
    leave(b);
    return r;
}

/* --- reading ------------------------------------------------------------------------------------------------------------------------------ */

/* Reads ahead into the empty buffer. 1, 0 the end, -1 error, -2 would block. */
static int fill(ty_ctx *ctx, ty_buffered *b)
{
    if (b->written && flush_inside(ctx, b) < 0)
        return -1;
    bool blocked;
    b->from = b->to = 0;
    intptr_t got = raw_read(ctx, b, b->buffer, b->size, &blocked);
    if (got < 0)
        return -1;
    b->to = (size_t)got;
    return blocked ? -2 : got > 0;
}

ty_value ty_io_buffered_read1(ty_ctx *ctx, ty_buffered *b, size_t n)
{
    if (check_open(ctx, b, "read of closed file") < 0 || enter(ctx, b) < 0)
        return TY_NULL;
    ty_value r = TY_NULL;
    if (b->from == b->to && n > b->size) {
        /* a big read goes past the buffer */
        bool blocked;
        ty_value bytes = b->written && flush_inside(ctx, b) < 0 ? TY_NULL : ty_bytes_new(ctx, NULL, n);
        b->from = b->to = 0;
        intptr_t got = bytes ? raw_read(ctx, b, ty_bytes_fill(bytes), n, &blocked) : -1;
        if (got >= 0)
            r = ty_bytes_shrink(ctx, bytes, (size_t)got);
    } else {
        int got = b->from < b->to || n == 0 ? 1 : fill(ctx, b);
        if (got != -1) {
            size_t k = b->to - b->from < n ? b->to - b->from : n;
            r = ty_bytes_new(ctx, b->buffer + b->from, k);
            b->from += r ? k : 0;
        }
    }
    leave(b);
    return r;
}

/* n bytes, fewer at the end; TY_NONE: nothing there yet. The caller is inside. */
static ty_value read_exactly(ty_ctx *ctx, ty_buffered *b, size_t n)
{
    size_t have = b->to - b->from;
    if (TY_LIKELY(n <= have)) {
        ty_value r = ty_bytes_new(ctx, b->buffer + b->from, n);
        b->from += r ? n : 0;
        return r;
    }
    if (b->written && flush_inside(ctx, b) < 0)
        return TY_NULL;
    ty_value bytes = ty_bytes_new(ctx, NULL, n);
    if (!bytes)
        return TY_NULL;
    unsigned char *p = ty_bytes_fill(bytes);
    memcpy(p, b->buffer + b->from, have);
    b->from = b->to = 0;
    size_t got = have;
    while (got < n) {
        if (n - got >= b->size) {
            bool blocked;
            size_t ask = n - got - (n - got) % b->size;
            intptr_t k = raw_read(ctx, b, p + got, ask, &blocked);
            if (k < 0)
                return TY_NULL;
            if (blocked && got == 0)
                return TY_NONE;
            if (k == 0)
                break;
            got += (size_t)k;
        } else {
            int r = fill(ctx, b);
            if (r == -1)
                return TY_NULL;
            if (r == -2 && got == 0)
                return TY_NONE;
            if (r <= 0)
                break;
            size_t k = b->to < n - got ? b->to : n - got;
            memcpy(p + got, b->buffer, k);
            b->from = k;
            got += k;
        }
    }
    return ty_bytes_shrink(ctx, bytes, got);
}

static ty_value read_all(ty_ctx *ctx, ty_buffered *b)
{
    if (b->written && flush_inside(ctx, b) < 0)
        return TY_NULL;
    ty_value head = ty_bytes_new(ctx, b->buffer + b->from, b->to - b->from), readall, rest;
    b->from = b->to = 0;
    int found = head ? ty_attr_lookup(ctx, b->raw, TY_SYM(readall), &readall) : -1;
    if (found < 0)
        return TY_NULL;
    if (found) {
        rest = ty_call0(ctx, readall);
        if (!rest || (rest != TY_NONE && !ty_is_bytes(rest)))
            return rest ? ty_error_set(ctx, &ty_TypeError_type, "readall() should return bytes") : TY_NULL;
        if (ty_bytes_length(head) == 0)
            return rest;
        return rest == TY_NONE || ty_bytes_length(rest) == 0 ? head : ty_op_binary(ctx, TY_OP_ADD, head, rest);
    }
    ty_value all = ty_bytearray_new(ctx, ty_bytes_data(head), ty_bytes_length(head));
    if (!all)
        return TY_NULL;
    ty_bytearray *a = (ty_bytearray *)all;
    for (;;) {
        ty_value got = ty_io_call(ctx, b->raw, TY_SYM(read));
        if (!got)
            return TY_NULL;
        if (got != TY_NONE && !ty_is_bytes(got))
            return ty_error_set(ctx, &ty_TypeError_type, "read() should return bytes");
        size_t k = got == TY_NONE ? 0 : ty_bytes_length(got), old = a->length;
        if (k == 0)
            return old == 0 ? got : ty_bytes_new(ctx, a->data, old);
        if (ty_bytearray_resize(ctx, all, old + k) < 0)
            return TY_NULL;
        memcpy(a->data + old, ty_bytes_data(got), k);
    }
}

/* A line of at most `limit` bytes (negative: any). The caller is inside. */
static ty_value read_line(ty_ctx *ctx, ty_buffered *b, intptr_t limit)
{
    size_t have = b->to - b->from, ask = limit < 0 ? SIZE_MAX : (size_t)limit;
    const unsigned char *p = b->buffer + b->from, *nl = memchr(p, '\n', have < ask ? have : ask);
    if (TY_LIKELY(nl != NULL) || have >= ask) {
        size_t n = nl ? (size_t)(nl - p) + 1 : ask;
        ty_value line = ty_bytes_new(ctx, p, n);
        b->from += line ? n : 0;
        return line;
    }
    ty_value all = ty_bytearray_new(ctx, p, have);
    if (!all)
        return TY_NULL;
    ty_bytearray *a = (ty_bytearray *)all;
    b->from = b->to;
    while (a->length < ask) {
        int r = fill(ctx, b);
        if (r == -1)
            return TY_NULL;
        if (r <= 0)
            break;
        size_t n = b->to < ask - a->length ? b->to : ask - a->length, old = a->length;
        nl = memchr(b->buffer, '\n', n);
        if (nl)
            n = (size_t)(nl - b->buffer) + 1;
        if (ty_bytearray_resize(ctx, all, old + n) < 0)
            return TY_NULL;
        memcpy(a->data + old, b->buffer, n);
        b->from = n;
        if (nl)
            break;
    }
    return ty_bytes_new(ctx, a->data, a->length);
}

/* --- methods ---------------------------------------------------------------------------------------------------------------------------------- */

static ty_value checked_reader(ty_ctx *ctx, ty_buffered *b, const char *message)
{
    return check_open(ctx, b, message) < 0 || enter(ctx, b) < 0 ? TY_NULL : TY_VALUE(b);
}

METHOD(buffered_read)
{
    (void)kwnames;
    ty_buffered *b = B(args[0]);
    intptr_t n;
    if (ty_io_size(ctx, TY_ARG(1), &n) < 0)
        return TY_NULL;
    if (n < -1)
        return ty_error_set(ctx, &ty_ValueError_type, "read length must be non-negative or -1");
    if (!checked_reader(ctx, b, "read of closed file"))
        return TY_NULL;
    ty_value r = n < 0 ? read_all(ctx, b) : read_exactly(ctx, b, (size_t)n);
    leave(b);
    return r;
}

METHOD(buffered_read1)
{
    (void)kwnames;
    intptr_t n;
    if (ty_io_size(ctx, TY_ARG(1), &n) < 0)
        return TY_NULL;
    return ty_io_buffered_read1(ctx, B(args[0]), n < 0 ? B(args[0])->size : (size_t)n);
}

static ty_value read_into(ty_ctx *ctx, ty_buffered *b, ty_value target, bool once)
{
    ty_buffer view;
    if (ty_buffer_get(ctx, target, &view, TY_BUFFER_WRITABLE) < 0)
        return TY_NULL;
    if (!checked_reader(ctx, b, "readinto of closed file")) {
        ty_buffer_release(ctx, &view);
        return TY_NULL;
    }
    unsigned char *p = view.data;
    size_t got = b->to - b->from < view.length ? b->to - b->from : view.length;
    memcpy(p, b->buffer + b->from, got);
    b->from += got;
    bool failed = false, nothing = false;
    while (got < view.length && !(once && got)) {
        if (b->written && flush_inside(ctx, b) < 0) {
            failed = true;
            break;
        }
        if (view.length - got > b->size) {
            bool blocked;
            b->from = b->to = 0;
            intptr_t k = raw_read(ctx, b, p + got, view.length - got, &blocked);
            failed = k < 0;
            nothing = blocked;
            if (k <= 0)
                break;
            got += (size_t)k;
        } else {
            int r = fill(ctx, b);
            failed = r == -1;
            nothing = r == -2;
            if (r <= 0)
                break;
            size_t k = b->to < view.length - got ? b->to : view.length - got;
            memcpy(p + got, b->buffer, k);
            b->from = k;
            got += k;
        }
    }
    leave(b);
    ty_buffer_release(ctx, &view);
    return failed ? TY_NULL : nothing && got == 0 ? TY_NONE : ty_int_from_size(ctx, (intptr_t)got);
}
METHOD(buffered_readinto)
{
    UNUSED;
    return read_into(ctx, B(args[0]), args[1], false);
}
METHOD(buffered_readinto1)
{
    UNUSED;
    return read_into(ctx, B(args[0]), args[1], true);
}

METHOD(buffered_peek)
{
    UNUSED;
    ty_buffered *b = B(args[0]);
    if (!checked_reader(ctx, b, "peek of closed file"))
        return TY_NULL;
    int r = b->from < b->to ? 1 : fill(ctx, b);
    ty_value v = r == -1 ? TY_NULL : ty_bytes_new(ctx, b->buffer + b->from, b->to - b->from);
    leave(b);
    return v;
}

METHOD(buffered_readline)
{
    (void)kwnames;
    ty_buffered *b = B(args[0]);
    intptr_t n;
    if (ty_io_size(ctx, TY_ARG(1), &n) < 0 || !checked_reader(ctx, b, "readline of closed file"))
        return TY_NULL;
    ty_value r = read_line(ctx, b, n);
    leave(b);
    return r;
}

static ty_value buffered_next(ty_ctx *ctx, ty_value self)
{
    ty_buffered *b = B(self);
    ty_value line;
    if (TY_LIKELY(ty_has_shape(self, &ty_BufferedReader_shape) || ty_has_shape(self, &ty_BufferedRandom_shape))) {
        if (!checked_reader(ctx, b, "readline of closed file"))
            return TY_NULL;
        line = read_line(ctx, b, -1);
        leave(b);
    } else {
        line = ty_io_call(ctx, self, TY_SYM(readline));
        if (line && !ty_is_bytes(line))
            return ty_error_set(ctx, &ty_OSError_type, "readline() should have returned a bytes object, not '%T'", line);
    }
    return line && ty_bytes_length(line) ? line : TY_NULL;
}

METHOD(buffered_write)
{
    UNUSED;
    ty_buffered *b = B(args[0]);
    if (TY_LIKELY(ty_has_shape(args[1], &ty_bytes_shape))) {
        int r = ty_io_buffered_write(ctx, b, ty_bytes_data(args[1]), ty_bytes_length(args[1]));
        return r < 0 ? TY_NULL : ty_small((intptr_t)ty_bytes_length(args[1]));
    }
    if (ty_is_str(args[1]))
        return ty_error_set(ctx, &ty_TypeError_type, "a bytes-like object is required, not 'str'");
    ty_buffer view;
    if (ty_buffer_get(ctx, args[1], &view, TY_BUFFER_SIMPLE) < 0)
        return TY_NULL;
    size_t n = view.length;
    int r = ty_io_buffered_write(ctx, b, view.data, n);
    ty_buffer_release(ctx, &view);
    return r < 0 ? TY_NULL : ty_int_from_size(ctx, (intptr_t)n);
}

METHOD(buffered_flush)
{
    UNUSED;
    return ty_io_buffered_flush(ctx, B(args[0])) < 0 ? TY_NULL : TY_NONE;
}
/* A reader has nothing to write; a subclass of the raw file may. */
METHOD(reader_flush)
{
    UNUSED;
    ty_buffered *b = B(args[0]);
    if (!b->raw)
        return ty_error_set(ctx, &ty_ValueError_type, "raw stream has been detached");
    return ty_io_call(ctx, b->raw, TY_SYM(flush));
}

METHOD(buffered_tell)
{
    UNUSED;
    ty_buffered *b = B(args[0]);
    int64_t at;
    if (!checked_reader(ctx, b, "I/O operation on closed file."))
        return TY_NULL;
    int r = raw_tell(ctx, b, &at);
    at += (int64_t)b->written - (int64_t)(b->to - b->from);
    leave(b);
    return r < 0 ? TY_NULL : ty_int_from_int64(ctx, at < 0 ? 0 : at);
}

METHOD(buffered_seek)
{
    (void)kwnames;
    ty_buffered *b = B(args[0]);
    intptr_t whence = 0;
    int64_t offset, at;
    ty_value i = ty_op_index(ctx, args[1]);
    if (!i || ty_int_to_int64(ctx, i, &offset) < 0 || (TY_ARG(2) && ty_op_index_size(ctx, args[2], &ty_OverflowError_type, &whence) < 0))
        return TY_NULL;
    if (whence < 0 || whence > 2) {
        if (whence != 3 && whence != 4) /* SEEK_DATA, SEEK_HOLE */
            return ty_error_set(ctx, &ty_ValueError_type, "whence value %zd unsupported", whence);
    }
    if (check_open(ctx, b, "seek of closed file") < 0)
        return TY_NULL;
    if (!b->raw)
        return enter(ctx, b) < 0 ? TY_NULL : TY_NONE;
    int seekable = ty_io_is_file(b->raw) && ((ty_file_io *)b->raw)->seekable > 0 ? 1 : ty_io_ask(ctx, b->raw, TY_SYM(seekable));
    if (seekable <= 0)
        return seekable < 0 ? TY_NULL : ty_io_unsupported(ctx, "File or stream is not seekable.");
    if (enter(ctx, b) < 0)
        return TY_NULL;
    int r = 0;
    if (b->from < b->to && whence != 2 && b->readable && whence <= 1) {
        /* Inside of what was read ahead? */
        int64_t now;
        r = raw_tell(ctx, b, &now);
        if (r == 0) {
            int64_t here = now - (int64_t)(b->to - b->from), target = whence == 0 ? offset : here + offset;
            if (target >= now - (int64_t)b->to && target <= now) {
                b->from = (size_t)(target - (now - (int64_t)b->to));
                leave(b);
                return ty_int_from_int64(ctx, target);
            }
        }
    }
    if (r == 0 && b->written)
        r = flush_inside(ctx, b);
    if (r == 0) {
        if (whence == 1)
            offset -= (int64_t)(b->to - b->from);
        r = raw_seek(ctx, b, offset, (int)whence, &at);
        if (r == 0)
            b->from = b->to = 0;
    }
    leave(b);
    return r < 0 ? TY_NULL : ty_int_from_int64(ctx, at);
}

METHOD(buffered_truncate)
{
    (void)kwnames;
    ty_buffered *b = B(args[0]);
    if (check_open(ctx, b, "truncate of closed file") < 0)
        return TY_NULL;
    if (!b->writable)
        return ty_io_unsupported(ctx, "truncate");
    if (ty_io_buffered_flush(ctx, b) < 0)
        return TY_NULL;
    ty_value size = TY_ARG(1);
    return ty_call_method1(ctx, b->raw, TY_SYM(truncate), size ? size : TY_NONE);
}

METHOD(buffered_close)
{
    UNUSED;
    ty_buffered *b = B(args[0]);
    if (!b->raw) {
        if (b->detached)
            return ty_error_set(ctx, &ty_ValueError_type, "raw stream has been detached");
        return TY_NONE;
    }
    int closed = raw_closed(ctx, b);
    if (closed)
        return closed < 0 ? TY_NULL : TY_NONE;
    ty_value e = TY_NULL;
    if (!ty_io_call(ctx, args[0], TY_SYM(flush)) && !ctx->killed)
        e = ty_error_take(ctx);
    ty_value r = ty_io_close_inner(ctx, b->raw, e);
    b->written = b->from = b->to = 0;
    mark_clean(b);
    if (!atomic_load_explicit(&b->busy, memory_order_relaxed)) { /* else a thread is reading into it */
        free(b->buffer);
        b->buffer = NULL;
        b->size = 0;
    }
    return r;
}

METHOD(buffered_detach)
{
    UNUSED;
    ty_buffered *b = B(args[0]);
    if (!b->raw)
        return ty_error_set(ctx, &ty_ValueError_type, "raw stream has been detached");
    if (!ty_io_call(ctx, args[0], TY_SYM(flush)))
        return TY_NULL;
    ty_value raw = b->raw;
    if (b->to && drop_read_ahead(ctx, b) < 0)
        ty_error_clear(ctx);
    b->raw = TY_NULL;
    b->detached = true;
    mark_clean(b);
    return raw;
}

/* What only the raw file knows. */
static ty_value ask_raw(ty_ctx *ctx, ty_value self, ty_value name)
{
    ty_buffered *b = B(self);
    if (!b->raw)
        return ty_error_set(ctx, &ty_ValueError_type, b->detached ? "raw stream has been detached" : "I/O operation on uninitialized object");
    return ty_io_call(ctx, b->raw, name);
}
METHOD(buffered_fileno) { UNUSED; return ask_raw(ctx, args[0], TY_SYM(fileno)); }
METHOD(buffered_isatty) { UNUSED; return ask_raw(ctx, args[0], TY_SYM(isatty)); }
METHOD(buffered_seekable) { UNUSED; return ask_raw(ctx, args[0], TY_SYM(seekable)); }
METHOD(buffered_readable) { UNUSED; return B(args[0])->readable ? ask_raw(ctx, args[0], TY_SYM(readable)) : TY_FALSE; }
METHOD(buffered_writable) { UNUSED; return B(args[0])->writable ? ask_raw(ctx, args[0], TY_SYM(writable)) : TY_FALSE; }

static ty_value raw_attribute(ty_ctx *ctx, ty_value self, ty_value name)
{
    ty_buffered *b = B(self);
    if (!b->raw)
        return ty_error_set(ctx, &ty_ValueError_type, b->detached ? "raw stream has been detached" : "I/O operation on uninitialized object");
    return ty_attr_get(ctx, b->raw, name);
}
static ty_value buffered_name(ty_ctx *ctx, ty_value self) { return raw_attribute(ctx, self, TY_SYM(name)); }
static ty_value buffered_mode(ty_ctx *ctx, ty_value self) { return raw_attribute(ctx, self, TY_SYM(mode)); }
static ty_value buffered_closed(ty_ctx *ctx, ty_value self)
{
    if (TY_LIKELY(B(self)->raw && ty_io_is_file(B(self)->raw)))
        return ty_bool(((ty_file_io *)B(self)->raw)->fd < 0);
    return raw_attribute(ctx, self, TY_SYM(closed));
}
static ty_value buffered_raw(ty_ctx *ctx, ty_value self)
{
    (void)ctx;
    return B(self)->raw ? B(self)->raw : TY_NONE;
}
static ty_value buffered_repr(ty_ctx *ctx, ty_value self) { return ty_io_repr_named(ctx, self, TY_NULL); }

/* --- making -------------------------------------------------------------------------------------------------------------------------------------- */

static int setup(ty_ctx *ctx, ty_buffered *b, ty_value raw, size_t size, bool readable, bool writable)
{
    unsigned char *buffer = malloc(size);
    if (!buffer) {
        ty_error_memory(ctx);
        return -1;
    }
    free(b->buffer);
    b->buffer = buffer;
    b->size = size;
    b->from = b->to = b->written = 0;
    b->readable = readable;
    b->writable = writable;
    b->detached = false;
    ty_heap_store(ctx->heap, &b->base.ob, &b->raw, raw);
    if (writable && !b->node && !(b->node = ty_io_node_new(ctx, &b->base.ob)))
        return -1;
    if (b->node) {
        mark_clean(b);
        b->node->device = b->node->inode = 0;
        if (ty_io_is_file(raw) && ((ty_file_io *)raw)->regular) {
            b->node->device = ((ty_file_io *)raw)->device;
            b->node->inode = ((ty_file_io *)raw)->inode;
        }
    }
    return 0;
}

ty_value ty_io_buffered_new(ty_ctx *ctx, const ty_type *type, ty_value raw, size_t size)
{
    ty_buffered *b = ty_io_alloc(ctx, type, type, true);
    return b && setup(ctx, b, raw, size, type != &ty_BufferedWriter_type, type != &ty_BufferedReader_type) == 0 ? TY_VALUE(b) : TY_NULL;
}

static ty_value allocate(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    const ty_type *own = type;
    while (own->flags & TY_TYPE_HEAP)
        own = own->base;
    return TY_VALUE(ty_io_alloc(ctx, type, own, true));
}

static int init(ty_ctx *ctx, const char *name, ty_value self, const ty_value *args, size_t nargs, ty_value kwnames, bool readable, bool writable)
{
    ty_value a[2];
    intptr_t size = TY_IO_BUFFER_SIZE;
    if (ty_native_bind(ctx, name, "raw, buffer_size=8192", 1, 2, args, nargs, kwnames, a) < 0 ||
        (a[1] && ty_op_index_size(ctx, a[1], &ty_OverflowError_type, &size) < 0))
        return -1;
    if (size <= 0) {
        ty_error_set(ctx, &ty_ValueError_type, "buffer size must be strictly positive");
        return -1;
    }
    if (readable) {
        int r = ty_io_ask(ctx, a[0], TY_SYM(readable));
        if (r == 0)
            ty_io_unsupported(ctx, "File or stream is not readable.");
        if (r <= 0)
            return -1;
    }
    if (writable) {
        int r = ty_io_ask(ctx, a[0], TY_SYM(writable));
        if (r == 0)
            ty_io_unsupported(ctx, "File or stream is not writable.");
        if (r <= 0)
            return -1;
    }
    if (readable && writable) {
        int r = ty_io_ask(ctx, a[0], TY_SYM(seekable));
        if (r == 0)
            ty_io_unsupported(ctx, "File or stream is not seekable.");
        if (r <= 0)
            return -1;
    }
    return setup(ctx, B(self), a[0], (size_t)size, readable, writable);
}
static int reader_init(ty_ctx *ctx, ty_value self, const ty_value *args, size_t nargs, ty_value kwnames)
{
    return init(ctx, "BufferedReader", self, args, nargs, kwnames, true, false);
}
static int writer_init(ty_ctx *ctx, ty_value self, const ty_value *args, size_t nargs, ty_value kwnames)
{
    return init(ctx, "BufferedWriter", self, args, nargs, kwnames, false, true);
}
static int random_init(ty_ctx *ctx, ty_value self, const ty_value *args, size_t nargs, ty_value kwnames)
{
    return init(ctx, "BufferedRandom", self, args, nargs, kwnames, true, true);
}

static void finalize(void *client, ty_object *o)
{
    (void)client;
    ty_buffered *b = (ty_buffered *)o;
    free(b->buffer);
    b->buffer = NULL;
    ty_io_node_free(b->node);
    b->node = NULL;
}
static void trace(ty_object *o, ty_tracer *t)
{
    ty_io_base_trace(o, t);
    ty_trace_slot(t, &((ty_buffered *)o)->raw);
}
static const ty_layout buffered_layout = {.fixed_size = TY_FIXED_SIZE(ty_buffered), .trace = trace, .finalize = finalize};
#define ty_BufferedReader_layout buffered_layout
#define ty_BufferedWriter_layout buffered_layout
#define ty_BufferedRandom_layout buffered_layout

#define COMMON_ROWS                                                                                                      \
    TY_METHOD(close, buffered_close, 0, 0, "", NULL), TY_METHOD(detach, buffered_detach, 0, 0, "", NULL),                  \
        TY_METHOD(fileno, buffered_fileno, 0, 0, "", NULL), TY_METHOD(isatty, buffered_isatty, 0, 0, "", NULL),            \
        TY_METHOD(seekable, buffered_seekable, 0, 0, "", NULL), TY_METHOD(readable, buffered_readable, 0, 0, "", NULL),    \
        TY_METHOD(writable, buffered_writable, 0, 0, "", NULL), TY_METHOD(tell, buffered_tell, 0, 0, "", NULL),            \
        TY_METHOD(seek, buffered_seek, 1, 2, "target, whence=0, /", NULL),                                                 \
        TY_METHOD(truncate, buffered_truncate, 0, 1, "pos=None, /", NULL)
#define READ_ROWS                                                                                                        \
    TY_METHOD(read, buffered_read, 0, 1, "size=-1, /", NULL), TY_METHOD(read1, buffered_read1, 0, 1, "size=-1, /", NULL),  \
        TY_METHOD(readinto, buffered_readinto, 1, 1, "buffer, /", NULL),                                                   \
        TY_METHOD(readinto1, buffered_readinto1, 1, 1, "buffer, /", NULL),                                                 \
        TY_METHOD(peek, buffered_peek, 0, 1, "size=0, /", NULL),                                                           \
        TY_METHOD(readline, buffered_readline, 0, 1, "size=-1, /", NULL)
#define GETSETS                                                                                                          \
    TY_GETSET(raw, buffered_raw, NULL, NULL), TY_GETSET(name, buffered_name, NULL, NULL),                                  \
        TY_GETSET(mode, buffered_mode, NULL, NULL), TY_GETSET(closed, buffered_closed, NULL, NULL), TY_GETSET_END

#define OWNER &ty_BufferedReader_type
static const ty_native reader_methods[] = {COMMON_ROWS, READ_ROWS, TY_METHOD(flush, reader_flush, 0, 0, "", NULL), TY_NATIVE_END};
static const ty_getset reader_getsets[] = {GETSETS};
#undef OWNER
#define OWNER &ty_BufferedWriter_type
static const ty_native writer_methods[] = {COMMON_ROWS, TY_METHOD(write, buffered_write, 1, 1, "buffer, /", NULL),
                                           TY_METHOD(flush, buffered_flush, 0, 0, "", NULL), TY_NATIVE_END};
static const ty_getset writer_getsets[] = {GETSETS};
#undef OWNER
#define OWNER &ty_BufferedRandom_type
static const ty_native random_methods[] = {COMMON_ROWS, READ_ROWS, TY_METHOD(write, buffered_write, 1, 1, "buffer, /", NULL),
                                           TY_METHOD(flush, buffered_flush, 0, 0, "", NULL), TY_NATIVE_END};
static const ty_getset random_getsets[] = {GETSETS};
#undef OWNER
#define BUFFERED_TYPE(id, text, table, rows, init_fn, ...)                                                               \
    TY_BUILTIN_TYPE(id, .name = "_io." #id, .base = &ty_BufferedIOBase_type, .flags = TY_IO_FLAGS, .basicsize = sizeof(ty_buffered), \
                    .dict_offset = offsetof(ty_io_base, dict), .doc = text, .methods = table, .getsets = rows,             \
                    .slots = {TY_IO_SLOTS, .new_ = allocate, .init = init_fn, .repr = buffered_repr __VA_ARGS__})
BUFFERED_TYPE(BufferedReader, "BufferedReader(raw, buffer_size=8192)\n\nReads ahead from a raw file.",
              reader_methods, reader_getsets, reader_init, , .next = buffered_next);
BUFFERED_TYPE(BufferedWriter, "BufferedWriter(raw, buffer_size=8192)\n\nCollects what is to be written.", writer_methods, writer_getsets, writer_init);
BUFFERED_TYPE(BufferedRandom,
              "BufferedRandom(raw, buffer_size=8192)\n\nReads and writes a raw file at any position.",
              random_methods, random_getsets, random_init, , .next = buffered_next);
