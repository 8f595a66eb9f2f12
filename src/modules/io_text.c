/* SPDX-License-Identifier: MIT */
/*
 * _io.TextIOWrapper: text over a buffered binary file.
 *
 * Reading: a chunk of bytes is decoded at once into `decoded`, and lines are cut out of it from `used` on. Bytes of an
 * incomplete character wait in `carry`, a '\r' at a chunk's end in `cr`. `start` describes the decoder before the chunk, so
 * that tell() can find how many bytes the text handed out so far came from.
 * Writing: encoded bytes collect in `pending` and go to the buffer when there are enough, or at a newline.
 *
 * Encodings of object/codec.h are decoded natively; others by the incremental decoder and encoder of their CodecInfo.
 */
#include <config.h>

#include <stdlib.h>

#include "modules/io_impl.h"
#include "interp/interp.h"

#define CHUNK 8192

typedef struct text_state { /* of a native decoder between two chunks */
    int order;
    bool cr;
} text_state;

typedef struct text_file {
    ty_io_base base;
    ty_value buffer;      /* TY_NULL: not initialised or detached */
    ty_value encoding;    /* str */
    ty_value errors;      /* str */
    ty_value decoder;     /* of other encodings; TY_NULL: none made yet */
    ty_value encoder;
    ty_value decoded;     /* str being handed out, TY_NULL: none */
    ty_value carry;       /* bytes, TY_NULL: none */
    ty_value chunk;       /* bytes that `decoded` was made of, with the carry in front; TY_NULL: cannot tell */
    ty_value start_flags; /* other encodings: the decoder's flags before the chunk */
    size_t used;
    char *pending;        /* malloc'd */
    size_t pending_size, pending_room, chunk_size;
    ty_io_node *node;
    enum ty_codec codec;
    text_state state, start;
    unsigned seen;
    char newline[3];      /* as given; has_newline false: None */
    bool has_newline, universal, translate, crlf, cr_only; /* crlf, cr_only: what '\n' becomes when written */
    bool line_buffering, write_through, seekable, telling, detached, has_read1, initialized, at_start;
} text_file;
#define T(v) ((text_file *)(v))

ty_value ty_io_text_buffer(ty_value file)
{
    return T(file)->buffer;
}

static int check_ready(ty_ctx *ctx, text_file *t)
{
    if (TY_LIKELY(t->buffer != TY_NULL))
        return 0;
    ty_error_set(ctx, &ty_ValueError_type, t->detached ? "underlying buffer has been detached" : "I/O operation on uninitialized object");
    return -1;
}

static int is_closed(ty_ctx *ctx, text_file *t)
{
    ty_value b = t->buffer;
    if (TY_LIKELY(ty_io_is_reader(b) || ty_io_is_writer(b))) {
        ty_value raw = ((ty_buffered *)b)->raw;
        if (raw && ty_io_is_file(raw))
            return ((ty_file_io *)raw)->fd < 0;
    }
    return ty_io_is_closed(ctx, b);
}

static int check_usable(ty_ctx *ctx, text_file *t)
{
    if (check_ready(ctx, t) < 0)
        return -1;
    int closed = is_closed(ctx, t);
    if (closed > 0)
        ty_io_closed(ctx);
    return closed ? -1 : 0;
}

/* --- writing --------------------------------------------------------------------------------------------------------------------------- */

static int flush_pending(ty_ctx *ctx, text_file *t)
{
    if (t->pending_size == 0)
        return 0;
    size_t n = t->pending_size;
    if (TY_LIKELY(ty_io_is_writer(t->buffer))) {
        t->pending_size = 0;
        if (t->node)
            ty_io_node_unlink(t->node);
        return ty_io_buffered_write(ctx, (ty_buffered *)t->buffer, t->pending, n);
    }
    ty_value bytes = ty_bytes_new(ctx, t->pending, n);
    t->pending_size = 0;
    if (t->node)
        ty_io_node_unlink(t->node);
    for (;;) {
        if (!bytes)
            return -1;
        if (ty_call_method1(ctx, t->buffer, TY_SYM(write), bytes))
            return 0;
        if (!ty_error_swallow(ctx, &ty_InterruptedError_type) || ty_context_poll(ctx) < 0)
            return -1;
    }
}

static int pending_room(ty_ctx *ctx, text_file *t, size_t more)
{
    if (TY_LIKELY(more <= t->pending_room - t->pending_size))
        return 0;
    size_t room = t->pending_size + more;
    room = room < CHUNK ? CHUNK + 512 : room + room / 4;
    char *p = realloc(t->pending, room);
    if (!p) {
        ty_error_memory(ctx);
        return -1;
    }
    t->pending = p;
    t->pending_room = room;
    return 0;
}

/* Forgets what was read ahead. */
static void drop_decoded(text_file *t)
{
    t->decoded = TY_NULL;
    t->used = 0;
    t->chunk = TY_NULL;
}

static ty_value info_attribute(ty_ctx *ctx, text_file *t, ty_value name)
{
    ty_value info = ty_codec_lookup(ctx, t->encoding), make = info ? ty_attr_get(ctx, info, name) : TY_NULL;
    if (make == TY_NONE)
        return ty_error_set(ctx, &ty_LookupError_type, "encoding %R has no incremental codec", t->encoding);
    return make ? ty_call1(ctx, make, t->errors) : TY_NULL;
}

static int encoder_make(ty_ctx *ctx, text_file *t)
{
    if (t->codec || t->encoder)
        return 0;
    ty_value e = info_attribute(ctx, t, TY_SYM(incrementalencoder));
    if (e)
        ty_heap_store(ctx->heap, &t->base.ob, &t->encoder, e);
    return e ? 0 : -1;
}

static ty_value encode(ty_ctx *ctx, text_file *t, ty_value text)
{
    if (t->codec) {
        enum ty_codec c = t->codec;
        /* A byte order mark goes in front of the first text only. */
        if (!t->at_start)
            c = c == TY_CODEC_UTF8_SIG ? TY_CODEC_UTF8
              : c == TY_CODEC_UTF16 ? (TY_BIG_ENDIAN ? TY_CODEC_UTF16_BE : TY_CODEC_UTF16_LE)
              : c == TY_CODEC_UTF32 ? (TY_BIG_ENDIAN ? TY_CODEC_UTF32_BE : TY_CODEC_UTF32_LE) : c;
        t->at_start = false;
        return ty_codec_encode_as(ctx, c, text, t->errors);
    }
    if (encoder_make(ctx, t) < 0)
        return TY_NULL;
    ty_value bytes = ty_call_method1(ctx, t->encoder, TY_SYM(encode), text);
    if (bytes && !ty_is_bytes(bytes))
        return ty_error_set(ctx, &ty_TypeError_type, "encoder should return a bytes object, not '%T'", bytes);
    return bytes;
}

static int write_text(ty_ctx *ctx, text_file *t, ty_value text)
{
    const ty_str *s = ty_str_ptr(text);
    bool flush = t->write_through, newline = false;
    if (t->line_buffering || t->crlf || t->cr_only)
        newline = ty_io_line_end(s, 0, s->length, NULL, false) >= 0;
    if (newline && (t->crlf || t->cr_only)) {
        text = ty_str_replace(ctx, text, ty_str_char(ctx, '\n'), t->crlf ? ty_str_from_cstr(ctx, "\r\n") : ty_str_char(ctx, '\r'), -1);
        if (!text)
            return -1;
        s = ty_str_ptr(text);
    }
    if (t->line_buffering && (newline || (s->kind == 1 && memchr(s->data, '\r', s->length))))
        flush = true;
    const unsigned char *p;
    size_t n;
    ty_value bytes = TY_NULL;
    if (TY_LIKELY(s->ascii && (t->codec == TY_CODEC_UTF8 || t->codec == TY_CODEC_ASCII || t->codec == TY_CODEC_LATIN1))) {
        p = s->data;
        n = s->length;
    } else {
        if (!(bytes = encode(ctx, t, text)))
            return -1;
        p = ty_bytes_data(bytes);
        n = ty_bytes_length(bytes);
    }
    if (t->pending_size + n > t->chunk_size && flush_pending(ctx, t) < 0)
        return -1;
    if (TY_UNLIKELY(n > t->chunk_size) && ty_io_is_writer(t->buffer)) {
        if (ty_io_buffered_write(ctx, (ty_buffered *)t->buffer, p, n) < 0)
            return -1;
    } else {
        if (pending_room(ctx, t, n) < 0)
            return -1;
        memcpy(t->pending + t->pending_size, p, n);
        t->pending_size += n;
        if (t->node && n)
            ty_io_node_link(t->node, &t->base.ob);
    }
    TY_KEEP(bytes);
    TY_KEEP(text);
    if (TY_UNLIKELY(flush || t->pending_size >= t->chunk_size)) {
        if (flush_pending(ctx, t) < 0)
            return -1;
        if (flush && t->line_buffering + t->write_through) {
            if (ty_io_is_writer(t->buffer) ? ty_io_buffered_flush(ctx, (ty_buffered *)t->buffer) < 0
                                           : t->line_buffering && !ty_io_call(ctx, t->buffer, TY_SYM(flush)))
                return -1;
        }
    }
    if (TY_UNLIKELY(t->decoded || t->carry)) {
        drop_decoded(t);
        t->carry = TY_NULL;
        t->state = (text_state){0};
        if (t->decoder && !ty_io_call(ctx, t->decoder, TY_SYM(reset)))
            return -1;
    }
    return 0;
}

int ty_io_text_write(ty_ctx *ctx, ty_value file, ty_value text)
{
    text_file *t = T(file);
    if (check_usable(ctx, t) < 0)
        return -1;
    if (TY_UNLIKELY(!ty_io_is_writer(t->buffer))) {
        int w = ty_io_ask(ctx, t->buffer, TY_SYM(writable));
        if (w == 0)
            ty_io_unsupported(ctx, "not writable");
        if (w <= 0)
            return -1;
    }
    return write_text(ctx, t, text);
}

int ty_io_text_flush(ty_ctx *ctx, ty_value file)
{
    text_file *t = T(file);
    if (check_usable(ctx, t) < 0)
        return -1;
    t->telling = t->seekable;
    if (flush_pending(ctx, t) < 0)
        return -1;
    if (ty_io_is_writer(t->buffer))
        return ty_io_buffered_flush(ctx, (ty_buffered *)t->buffer);
    return ty_io_call(ctx, t->buffer, TY_SYM(flush)) ? 0 : -1;
}

METHOD(text_write)
{
    UNUSED;
    if (!ty_is_str(args[1]))
        return ty_error_set(ctx, &ty_TypeError_type, "write() argument must be str, not %T", args[1]);
    if (ty_io_text_write(ctx, args[0], args[1]) < 0)
        return TY_NULL;
    return ty_int_from_size(ctx, (intptr_t)ty_str_length(args[1]));
}

METHOD(text_flush)
{
    UNUSED;
    return ty_io_text_flush(ctx, args[0]) < 0 ? TY_NULL : TY_NONE;
}

/* --- decoding ------------------------------------------------------------------------------------------------------------------------------- */

static int decoder_make(ty_ctx *ctx, text_file *t)
{
    if (t->codec || t->decoder)
        return 0;
    ty_value d = info_attribute(ctx, t, TY_SYM(incrementaldecoder));
    if (d)
        ty_heap_store(ctx->heap, &t->base.ob, &t->decoder, d);
    return d ? 0 : -1;
}

/* Decodes with a native codec from *state on; *consumed bytes of p are used up. */
static ty_value decode_native(ty_ctx *ctx, text_file *t, ty_value object, const unsigned char *p, size_t n, bool final, text_state *state,
                              unsigned *seen, size_t *consumed)
{
    enum ty_codec c = t->codec;
    *consumed = n;
    if (c == TY_CODEC_UTF8_SIG && state->order)
        c = TY_CODEC_UTF8; /* the signature is behind us */
    ty_value text = ty_codec_decode_as(ctx, c, object, p, n, t->errors, final ? NULL : consumed, &state->order);
    if (!text)
        return TY_NULL;
    if (t->codec == TY_CODEC_UTF8_SIG && *consumed)
        state->order = 1;
    return t->universal ? ty_io_newlines(ctx, text, t->translate, final, &state->cr, seen) : text;
}

/* Text of `bytes` (carry included) at the end of input if `final`. Sets carry and state. */
static ty_value decode(ty_ctx *ctx, text_file *t, ty_value bytes, bool final)
{
    if (t->codec) {
        size_t n = ty_bytes_length(bytes), consumed;
        ty_value text = decode_native(ctx, t, bytes, ty_bytes_data(bytes), n, final, &t->state, &t->seen, &consumed);
        if (!text)
            return TY_NULL;
        ty_value carry = TY_NULL;
        if (consumed < n && !(carry = ty_bytes_new(ctx, ty_bytes_data(bytes) + consumed, n - consumed)))
            return TY_NULL;
        ty_heap_store(ctx->heap, &t->base.ob, &t->carry, carry);
        return text;
    }
    if (decoder_make(ctx, t) < 0)
        return TY_NULL;
    ty_value a[3] = {t->decoder, bytes, ty_bool(final)}, text = ty_call_method(ctx, TY_SYM(decode), a, 3);
    if (text && !ty_is_str(text))
        return ty_error_set(ctx, &ty_TypeError_type, "decoder should return a string result, not '%T'", text);
    return text && t->universal ? ty_io_newlines(ctx, text, t->translate, final, &t->state.cr, &t->seen) : text;
}

static ty_value with_carry(ty_ctx *ctx, text_file *t, ty_value bytes)
{
    if (!t->carry)
        return bytes;
    size_t k = ty_bytes_length(t->carry), n = ty_bytes_length(bytes);
    ty_value both = ty_bytes_new(ctx, NULL, k + n);
    if (!both)
        return TY_NULL;
    memcpy(ty_bytes_fill(both), ty_bytes_data(t->carry), k);
    memcpy(ty_bytes_fill(both) + k, ty_bytes_data(bytes), n);
    return both;
}

/* Reads and decodes the next chunk into t->decoded. 1, 0 at the end, -1 error. `hint`: characters wanted. */
static int read_chunk(ty_ctx *ctx, text_file *t, size_t hint)
{
    if (!ty_io_is_reader(t->buffer)) {
        int r = ty_io_ask(ctx, t->buffer, TY_SYM(readable));
        if (r == 0)
            ty_io_unsupported(ctx, "not readable");
        if (r <= 0)
            return -1;
    }
    if (t->pending_size && flush_pending(ctx, t) < 0)
        return -1;
    size_t ask = hint > t->chunk_size ? hint : t->chunk_size;
    ty_value bytes;
    if (TY_LIKELY(ty_io_is_reader(t->buffer)))
        bytes = ty_io_buffered_read1(ctx, (ty_buffered *)t->buffer, ask);
    else
        bytes = ty_call_method1(ctx, t->buffer, t->has_read1 ? TY_SYM(read1) : TY_SYM(read), ty_int_from_size(ctx, (intptr_t)ask));
    if (!bytes)
        return -1;
    if (!ty_is_bytes(bytes)) {
        ty_buffer view;
        if (ty_buffer_get(ctx, bytes, &view, TY_BUFFER_SIMPLE) < 0) {
            ty_error_clear(ctx);
            ty_error_set(ctx, &ty_TypeError_type, "underlying %s() should have returned a bytes-like object, not '%T'", t->has_read1 ? "read1" : "read", bytes);
            return -1;
        }
        bytes = ty_bytes_new(ctx, view.data, view.length);
        ty_buffer_release(ctx, &view);
        if (!bytes)
            return -1;
    }
    bool end = ty_bytes_length(bytes) == 0;
    if (!t->codec) {
        if (decoder_make(ctx, t) < 0)
            return -1;
        if (t->telling) {
            ty_value state = ty_io_call(ctx, t->decoder, TY_SYM(getstate));
            if (!state)
                return -1;
            if (!ty_is_tuple(state) || ty_tuple_length(state) != 2 || !ty_is_bytes(ty_tuple_at(state, 0))) {
                ty_error_set(ctx, &ty_TypeError_type, "illegal decoder state");
                return -1;
            }
            ty_heap_store(ctx->heap, &t->base.ob, &t->start_flags, ty_tuple_at(state, 1));
            ty_heap_store(ctx->heap, &t->base.ob, &t->carry, ty_tuple_at(state, 0));
        }
    }
    ty_value all = with_carry(ctx, t, bytes);
    if (!all)
        return -1;
    t->start = t->state;
    if (!t->codec)
        t->carry = TY_NULL;
    ty_value text = decode(ctx, t, t->codec ? all : bytes, end);
    if (!text)
        return -1;
    ty_heap_store(ctx->heap, &t->base.ob, &t->decoded, text);
    ty_heap_store(ctx->heap, &t->base.ob, &t->chunk, t->telling ? all : TY_NULL);
    t->used = 0;
    return end && ty_str_length(text) == 0 ? 0 : end ? 2 : 1;
}

/* --- reading --------------------------------------------------------------------------------------------------------------------------------- */

static size_t left(const text_file *t)
{
    return t->decoded ? ty_str_length(t->decoded) - t->used : 0;
}

static ty_value take(ty_ctx *ctx, text_file *t, size_t n)
{
    size_t have = left(t);
    if (n > have)
        n = have;
    if (n == 0)
        return ty_str_empty;
    ty_value s = t->used == 0 && n == have ? t->decoded : ty_str_substring(ctx, t->decoded, t->used, t->used + n);
    t->used += s ? n : 0;
    return s;
}

static ty_value read_all(ty_ctx *ctx, text_file *t)
{
    if (t->pending_size && flush_pending(ctx, t) < 0)
        return TY_NULL;
    ty_value head = take(ctx, t, SIZE_MAX), bytes = head ? ty_io_call(ctx, t->buffer, TY_SYM(read)) : TY_NULL;
    if (!bytes)
        return TY_NULL;
    if (bytes == TY_NONE)
        return ty_error_set(ctx, &ty_BlockingIOError_type, "Read returned None.");
    if (!ty_is_bytes(bytes))
        return ty_error_set(ctx, &ty_TypeError_type, "underlying read() should have returned a bytes-like object, not '%T'", bytes);
    if (t->codec)
        bytes = with_carry(ctx, t, bytes);
    ty_value text = bytes ? decode(ctx, t, bytes, true) : TY_NULL;
    if (!text)
        return TY_NULL;
    drop_decoded(t);
    t->carry = TY_NULL;
    return ty_str_length(head) ? ty_str_concat(ctx, head, text) : text;
}

METHOD(text_read)
{
    (void)kwnames;
    text_file *t = T(args[0]);
    intptr_t n;
    if (ty_io_size(ctx, TY_ARG(1), &n) < 0 || check_usable(ctx, t) < 0)
        return TY_NULL;
    if (!ty_io_is_reader(t->buffer)) {
        int r = ty_io_ask(ctx, t->buffer, TY_SYM(readable));
        if (r <= 0)
            return r < 0 ? TY_NULL : ty_io_unsupported(ctx, "not readable");
    }
    if (n < 0)
        return read_all(ctx, t);
    if ((size_t)n <= left(t))
        return take(ctx, t, (size_t)n);
    ty_strbuf b;
    ty_strbuf_init(&b, ctx);
    size_t got = 0;
    for (;;) {
        ty_value part = take(ctx, t, (size_t)n - got);
        if (!part)
            return TY_NULL;
        got += ty_str_length(part);
        ty_strbuf_str(&b, part);
        if (got == (size_t)n)
            break;
        int r = read_chunk(ctx, t, (size_t)n - got);
        if (r < 0)
            return TY_NULL;
        if (r == 0)
            break;
    }
    return ty_strbuf_finish(&b);
}

/* A line of at most `limit` characters; "" at the end. */
static ty_value read_line(ty_ctx *ctx, text_file *t, size_t limit)
{
    const char *newline = t->translate || !t->has_newline ? NULL : t->newline;
    bool universal = t->has_newline && !t->newline[0];
    ty_strbuf b;
    bool building = false;
    for (;;) {
        size_t have = left(t);
        if (have) {
            const ty_str *s = ty_str_ptr(t->decoded);
            size_t end = s->length;
            intptr_t at = ty_io_line_end(s, t->used, end, newline, universal);
            bool found = at >= 0;
            /* A pair "\r\n" may be cut by the chunk's end. */
            bool split = !found && newline && newline[0] && newline[1] && ty_str_at(s, end - 1) == (unsigned char)newline[0];
            size_t n = (found ? (size_t)at : end) - t->used;
            if (n > limit) {
                n = limit;
                found = true;
                split = false;
            }
            if (split) { /* keep the last character for the next chunk */
                ty_value part = take(ctx, t, n - 1), last = ty_str_char(ctx, ty_str_at(s, end - 1));
                if (!part || !last)
                    return TY_NULL;
                if (!building)
                    ty_strbuf_init(&b, ctx);
                building = true;
                ty_strbuf_str(&b, part);
                limit -= n - 1;
                int r = read_chunk(ctx, t, 0);
                if (r < 0)
                    return TY_NULL;
                ty_value joined = r ? ty_str_concat(ctx, last, t->decoded) : last;
                if (!joined)
                    return TY_NULL;
                t->chunk = TY_NULL;
                ty_heap_store(ctx->heap, &t->base.ob, &t->decoded, joined);
                t->used = 0;
                if (r == 0) {
                    ty_value rest = take(ctx, t, limit);
                    if (!rest)
                        return TY_NULL;
                    ty_strbuf_str(&b, rest);
                    return ty_strbuf_finish(&b);
                }
                continue;
            }
            if (found && !building)
                return take(ctx, t, n);
            ty_value part = take(ctx, t, n);
            if (!part)
                return TY_NULL;
            if (!building)
                ty_strbuf_init(&b, ctx);
            building = true;
            ty_strbuf_str(&b, part);
            limit -= n;
            if (found || limit == 0)
                return ty_strbuf_finish(&b);
        }
        int r = read_chunk(ctx, t, 0);
        if (r < 0)
            return TY_NULL;
        if (r == 0)
            return building ? ty_strbuf_finish(&b) : ty_str_empty;
    }
}

METHOD(text_readline)
{
    (void)kwnames;
    text_file *t = T(args[0]);
    intptr_t n;
    if (ty_io_size(ctx, TY_ARG(1), &n) < 0 || check_usable(ctx, t) < 0)
        return TY_NULL;
    return n == 0 ? ty_str_empty : read_line(ctx, t, n < 0 ? SIZE_MAX : (size_t)n);
}

static ty_value text_next(ty_ctx *ctx, ty_value self)
{
    text_file *t = T(self);
    ty_value line;
    if (TY_LIKELY(ty_io_is_text(self))) {
        if (TY_UNLIKELY(check_usable(ctx, t) < 0))
            return TY_NULL;
        t->telling = false;
        line = read_line(ctx, t, SIZE_MAX);
    } else {
        t->telling = false;
        line = ty_io_call(ctx, self, TY_SYM(readline));
        if (line && !ty_is_str(line))
            return ty_error_set(ctx, &ty_OSError_type, "readline() should have returned an str object, not '%T'", line);
    }
    if (!line)
        return TY_NULL;
    if (ty_str_length(line) == 0) { /* the end: tell() works again */
        t->chunk = TY_NULL;
        t->telling = t->seekable;
        return TY_NULL;
    }
    return line;
}

/* --- position ------------------------------------------------------------------------------------------------------------------------------------ */

/* A cookie is the position of the first byte to read, and above 64 bits the decoder's state there. */

static ty_value cookie(ty_ctx *ctx, int64_t position, ty_value flags)
{
    ty_value v = ty_int_from_int64(ctx, position);
    if (!v || flags == ty_small(0))
        return v;
    ty_value high = ty_op_binary(ctx, TY_OP_LSHIFT, flags, ty_small(64));
    return high ? ty_op_binary(ctx, TY_OP_OR, v, high) : TY_NULL;
}

static ty_value native_flags(const text_state *s)
{
    return ty_small((s->order < 0 ? 2 : s->order > 0 ? 4 : 0) | s->cr);
}

/* How many bytes of the chunk gave `used` characters; -1 error. *flags: the decoder's state behind them. */
static intptr_t bytes_behind(ty_ctx *ctx, text_file *t, ty_value *flags)
{
    const unsigned char *p = ty_bytes_data(t->chunk);
    size_t n = ty_bytes_length(t->chunk), low = 0, high = n;
    if (t->codec) {
        /* The number of characters grows with the bytes: search the fewest that give enough, at a character's end. */
        while (low < high) {
            size_t mid = low + (high - low) / 2, consumed;
            text_state s = t->start;
            unsigned seen = 0;
            ty_value text = decode_native(ctx, t, t->chunk, p, mid, false, &s, &seen, &consumed);
            if (!text)
                return -1;
            if (ty_str_length(text) < t->used)
                low = mid + 1;
            else
                high = mid;
        }
        size_t consumed;
        text_state s = t->start;
        unsigned seen = 0;
        if (!decode_native(ctx, t, t->chunk, p, low, false, &s, &seen, &consumed))
            return -1;
        if (t->codec == TY_CODEC_UTF8 || t->codec == TY_CODEC_LATIN1 || t->codec == TY_CODEC_ASCII || t->codec == TY_CODEC_UTF8_SIG)
            s.order = 0;
        *flags = native_flags(&s);
        return (intptr_t)consumed;
    }
    /* One byte at a time. */
    ty_value saved = ty_io_call(ctx, t->decoder, TY_SYM(getstate)), empty = saved ? ty_bytes_new(ctx, "", 0) : TY_NULL;
    ty_value first = empty ? ty_tuple_pack(ctx, 2, empty, t->start_flags) : TY_NULL;
    if (!first || !ty_call_method1(ctx, t->decoder, TY_SYM(setstate), first))
        return -1;
    intptr_t result = -1;
    text_state s = t->start;
    unsigned seen = 0;
    *flags = t->start_flags;
    for (size_t i = 0, count = 0; count < t->used && i < n; i++) {
        ty_value one = ty_bytes_new(ctx, p + i, 1), a[3] = {t->decoder, one, TY_FALSE};
        ty_value text = one ? ty_call_method(ctx, TY_SYM(decode), a, 3) : TY_NULL;
        if (text && t->universal)
            text = ty_io_newlines(ctx, text, t->translate, false, &s.cr, &seen);
        ty_value state = text ? ty_io_call(ctx, t->decoder, TY_SYM(getstate)) : TY_NULL;
        if (!state)
            goto out;
        count += ty_str_length(text);
        *flags = ty_tuple_at(state, 1);
        result = (intptr_t)i + 1;
    }
    if (t->used == 0)
        result = 0;
out:;
    ty_value e = ctx->exc ? ty_error_take(ctx) : TY_NULL;
    if (!ty_call_method1(ctx, t->decoder, TY_SYM(setstate), saved))
        return -1;
    if (e)
        ty_error_restore(ctx, e);
    return e ? -1 : result;
}

METHOD(text_tell)
{
    UNUSED;
    text_file *t = T(args[0]);
    if (check_usable(ctx, t) < 0)
        return TY_NULL;
    if (!t->seekable)
        return ty_io_unsupported(ctx, "underlying stream is not seekable");
    if (!t->telling)
        return ty_error_set(ctx, &ty_OSError_type, "telling position disabled by next() call");
    if (flush_pending(ctx, t) < 0 || !ty_io_call(ctx, args[0], TY_SYM(flush)))
        return TY_NULL;
    ty_value at = ty_io_call(ctx, t->buffer, TY_SYM(tell));
    int64_t position;
    if (!at || !ty_is_int(at) || ty_int_to_int64(ctx, at, &position) < 0)
        return TY_NULL;
    if (!t->decoded || !t->chunk)
        return at;
    ty_value flags = ty_small(0);
    position -= (int64_t)ty_bytes_length(t->chunk);
    intptr_t n = bytes_behind(ctx, t, &flags);
    return n < 0 ? TY_NULL : cookie(ctx, position + n, flags);
}

static int reset_decoder(ty_ctx *ctx, text_file *t, ty_value flags)
{
    drop_decoded(t);
    t->carry = TY_NULL;
    t->state = (text_state){0};
    intptr_t bits;
    if (t->codec) {
        if (flags != ty_small(0)) {
            if (ty_op_index_size(ctx, flags, NULL, &bits) < 0)
                return -1;
            t->state.cr = bits & 1;
            t->state.order = bits & 2 ? -1 : bits & 4 ? 1 : 0;
        }
        return 0;
    }
    if (!t->decoder)
        return 0;
    if (flags == ty_small(0))
        return ty_io_call(ctx, t->decoder, TY_SYM(reset)) ? 0 : -1;
    ty_value empty = ty_bytes_new(ctx, "", 0), state = empty ? ty_tuple_pack(ctx, 2, empty, flags) : TY_NULL;
    return state && ty_call_method1(ctx, t->decoder, TY_SYM(setstate), state) ? 0 : -1;
}

METHOD(text_seek)
{
    (void)kwnames;
    text_file *t = T(args[0]);
    intptr_t whence = 0;
    ty_value target = args[1];
    if (TY_ARG(2) && ty_op_index_size(ctx, args[2], &ty_OverflowError_type, &whence) < 0)
        return TY_NULL;
    if (check_usable(ctx, t) < 0)
        return TY_NULL;
    if (!t->seekable)
        return ty_io_unsupported(ctx, "underlying stream is not seekable");
    if (whence < 0 || whence > 2)
        return ty_error_set(ctx, &ty_ValueError_type, "invalid whence (%zd, should be 0, 1 or 2)", whence);
    int zero = ty_op_compare_bool(ctx, target, ty_small(0), TY_EQ);
    if (zero < 0)
        return TY_NULL;
    if (whence == 1) {
        if (!zero)
            return ty_io_unsupported(ctx, "can't do nonzero cur-relative seeks");
        target = ty_io_call(ctx, args[0], TY_SYM(tell));
        if (!target)
            return TY_NULL;
    } else if (whence == 2) {
        if (!zero)
            return ty_io_unsupported(ctx, "can't do nonzero end-relative seeks");
        if (!ty_io_call(ctx, args[0], TY_SYM(flush)) || reset_decoder(ctx, t, ty_small(0)) < 0)
            return TY_NULL;
        ty_value a[3] = {t->buffer, ty_small(0), ty_small(2)}, at = ty_call_method(ctx, TY_SYM(seek), a, 3);
        if (at)
            t->at_start = ty_is_small(at) && at == ty_small(0);
        return at;
    }
    target = ty_op_index(ctx, target);
    if (!target)
        return TY_NULL;
    if (ty_int_sign(target) < 0)
        return ty_error_set(ctx, &ty_ValueError_type, "negative seek position %R", target);
    if (!ty_io_call(ctx, args[0], TY_SYM(flush)))
        return TY_NULL;
    ty_value position = target, flags = ty_small(0);
    if (!ty_is_small(target)) {
        ty_value mask = ty_int_from_uint64(ctx, UINT64_MAX);
        flags = ty_op_binary(ctx, TY_OP_RSHIFT, target, ty_small(64));
        position = mask && flags ? ty_op_binary(ctx, TY_OP_AND, target, mask) : TY_NULL;
        if (!position)
            return TY_NULL;
    }
    if (!ty_call_method1(ctx, t->buffer, TY_SYM(seek), position) || reset_decoder(ctx, t, flags) < 0)
        return TY_NULL;
    t->at_start = position == ty_small(0);
    t->telling = t->seekable;
    if (t->encoder && t->at_start && !ty_io_call(ctx, t->encoder, TY_SYM(reset)))
        return TY_NULL;
    return target;
}

METHOD(text_truncate)
{
    (void)kwnames;
    text_file *t = T(args[0]);
    if (check_ready(ctx, t) < 0 || !ty_io_call(ctx, args[0], TY_SYM(flush)))
        return TY_NULL;
    ty_value size = TY_ARG(1);
    return ty_call_method1(ctx, t->buffer, TY_SYM(truncate), size ? size : TY_NONE);
}

/* --- making ------------------------------------------------------------------------------------------------------------------------------------------- */

static int set_newline(ty_ctx *ctx, text_file *t, const char *newline)
{
    if (newline && newline[0] && strcmp(newline, "\n") && strcmp(newline, "\r") && strcmp(newline, "\r\n")) {
        ty_error_set(ctx, &ty_ValueError_type, "illegal newline value: %s", newline);
        return -1;
    }
    t->has_newline = newline != NULL;
    t->newline[0] = 0;
    if (newline)
        memcpy(t->newline, newline, strlen(newline) + 1);
    t->translate = newline == NULL;
    t->universal = !newline || !newline[0];
    t->crlf = newline && strcmp(newline, "\r\n") == 0;
    t->cr_only = newline && strcmp(newline, "\r") == 0;
    return 0;
}

static int set_encoding(ty_ctx *ctx, text_file *t, ty_value encoding, ty_value errors)
{
    size_t n;
    ty_value hold, utf8;
    const char *name = ty_str_utf8(ctx, encoding, &n, &hold);
    if (!name)
        return -1;
    t->codec = ty_codec_named(name, n);
    if (t->codec == TY_CODEC_UNICODE_ESCAPE || t->codec == TY_CODEC_RAW_UNICODE_ESCAPE)
        t->codec = TY_CODEC_OTHER;
    utf8 = hold;
    TY_KEEP(utf8);
    if (!t->codec) {
        if (strlen(name) != n) {
            ty_error_set(ctx, &ty_ValueError_type, "embedded null character");
            return -1;
        }
        ty_value info = ty_codec_lookup(ctx, encoding), text;
        if (!info)
            return -1;
        int found = ty_attr_lookup(ctx, info, TY_SYM(_is_text_encoding), &text);
        if (found > 0 && text == TY_FALSE) {
            ty_error_set(ctx, &ty_LookupError_type, "'%U' is not a text encoding; use codecs.open() to handle arbitrary codecs", encoding);
            return -1;
        }
        if (found < 0)
            return -1;
    }
    ty_heap_store(ctx->heap, &t->base.ob, &t->encoding, encoding);
    ty_heap_store(ctx->heap, &t->base.ob, &t->errors, errors);
    t->encoder = t->decoder = TY_NULL;
    t->state = (text_state){0};
    return 0;
}

static int setup(ty_ctx *ctx, text_file *t, ty_value buffer, ty_value encoding, ty_value errors, const char *newline, bool line_buffering, bool write_through)
{
    if (set_newline(ctx, t, newline) < 0 || set_encoding(ctx, t, encoding, errors) < 0)
        return -1;
    drop_decoded(t);
    t->carry = TY_NULL;
    t->start_flags = ty_small(0);
    t->pending_size = 0;
    t->chunk_size = CHUNK;
    t->line_buffering = line_buffering;
    t->write_through = write_through;
    t->detached = false;
    t->seen = 0;
    ty_heap_store(ctx->heap, &t->base.ob, &t->buffer, buffer);
    ty_value read1;
    bool native = ty_io_is_reader(buffer) || ty_io_is_writer(buffer);
    int has = native ? 1 : ty_attr_lookup(ctx, buffer, TY_SYM(read1), &read1);
    int seekable = has < 0 ? -1 : ty_io_ask(ctx, buffer, TY_SYM(seekable));
    if (seekable < 0)
        return -1;
    t->has_read1 = has;
    t->seekable = t->telling = seekable;
    t->at_start = true;
    if (seekable) {
        int writable = ty_io_is_writer(buffer) ? 1 : native ? 0 : ty_io_ask(ctx, buffer, TY_SYM(writable));
        ty_value at = writable > 0 ? ty_io_call(ctx, buffer, TY_SYM(tell)) : ty_small(0);
        if (writable < 0 || !at)
            return -1;
        t->at_start = at == ty_small(0);
    }
    if (!t->node && !(t->node = ty_io_node_new(ctx, &t->base.ob)))
        return -1;
    ty_io_node_unlink(t->node);
    t->node->device = t->node->inode = 0;
    if (native && ((ty_buffered *)buffer)->node) {
        t->node->device = ((ty_buffered *)buffer)->node->device;
        t->node->inode = ((ty_buffered *)buffer)->node->inode;
    }
    t->initialized = true;
    return 0;
}

static ty_value text_alloc(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    return TY_VALUE(ty_io_alloc(ctx, type, &ty_TextIOWrapper_type, true));
}

ty_value ty_io_text_new(ty_ctx *ctx, ty_value buffer, ty_value encoding, ty_value errors, const char *newline, bool line_buffering,
                        bool write_through)
{
    text_file *t = ty_io_alloc(ctx, &ty_TextIOWrapper_type, &ty_TextIOWrapper_type, true);
    return t && setup(ctx, t, buffer, encoding, errors, newline, line_buffering, write_through) == 0 ? TY_VALUE(t) : TY_NULL;
}

/* encoding None or "locale" is UTF-8. */
static int encoding_argument(ty_ctx *ctx, const char *fname, ty_value *encoding)
{
    if (!*encoding || *encoding == TY_NONE) {
        *encoding = TY_SYM(utf_8);
        return 0;
    }
    if (!ty_is_str(*encoding)) {
        ty_error_set(ctx, &ty_TypeError_type, "%s() argument 'encoding' must be str or None, not %T", fname, *encoding);
        return -1;
    }
    if (ty_str_equal_ascii(*encoding, "locale"))
        *encoding = TY_SYM(utf_8);
    return 0;
}
static int errors_argument(ty_ctx *ctx, const char *fname, ty_value *errors)
{
    if (!*errors || *errors == TY_NONE) {
        *errors = TY_SYM(strict);
        return 0;
    }
    if (!ty_is_str(*errors)) {
        ty_error_set(ctx, &ty_TypeError_type, "%s() argument 'errors' must be str or None, not %T", fname, *errors);
        return -1;
    }
    if (ty_codec_errors_named(*errors) == TY_ERRORS_OTHER)
        return ty_codec_lookup_error(ctx, *errors) ? 0 : -1;
    return 0;
}
/* *out NULL: None. */
static int newline_argument(ty_ctx *ctx, ty_value newline, const char **out, ty_value *hold)
{
    size_t n;
    *out = NULL;
    if (!newline || newline == TY_NONE)
        return 0;
    if (!ty_is_str(newline)) {
        ty_error_set(ctx, &ty_TypeError_type, "TextIOWrapper() argument 'newline' must be str or None, not %T", newline);
        return -1;
    }
    *out = ty_str_utf8(ctx, newline, &n, hold);
    if (*out && strlen(*out) > 2) {
        ty_error_set(ctx, &ty_ValueError_type, "illegal newline value: %R", newline);
        return -1;
    }
    return *out ? 0 : -1;
}

static int text_init(ty_ctx *ctx, ty_value self, const ty_value *args, size_t nargs, ty_value kwnames)
{
    ty_value a[6], hold = TY_NULL;
    const char *newline;
    if (ty_native_bind(ctx, "TextIOWrapper", "buffer, encoding=None, errors=None, newline=None, line_buffering=False, write_through=False", 1, 6,
                       args, nargs, kwnames, a) < 0 ||
        encoding_argument(ctx, "TextIOWrapper", &a[1]) < 0 || errors_argument(ctx, "TextIOWrapper", &a[2]) < 0 ||
        newline_argument(ctx, a[3], &newline, &hold) < 0)
        return -1;
    int line = a[4] ? ty_op_truth(ctx, a[4]) : 0, through = a[5] ? ty_op_truth(ctx, a[5]) : 0;
    if (line < 0 || through < 0)
        return -1;
    int r = setup(ctx, T(self), a[0], a[1], a[2], newline, line, through);
    TY_KEEP(hold);
    return r;
}

METHOD(text_reconfigure)
{
    (void)kwnames;
    text_file *t = T(args[0]);
    ty_value encoding = TY_ARG(1), errors = TY_ARG(2), newline = TY_ARG(3), line = TY_ARG(4), through = TY_ARG(5), hold = TY_NULL;
    if (check_ready(ctx, t) < 0)
        return TY_NULL;
    bool new_encoding = encoding && encoding != TY_NONE, new_errors = errors && errors != TY_NONE;
    if (t->decoded && (new_encoding || new_errors || newline))
        return ty_io_unsupported(ctx, "It is not possible to set the encoding or newline of stream after the first read");
    int l = line && line != TY_NONE ? ty_op_truth(ctx, line) : t->line_buffering,
        w = through && through != TY_NONE ? ty_op_truth(ctx, through) : t->write_through;
    if (l < 0 || w < 0)
        return TY_NULL;
    const char *nl = NULL;
    if ((newline && newline_argument(ctx, newline, &nl, &hold) < 0) || !ty_io_call(ctx, args[0], TY_SYM(flush)))
        return TY_NULL;
    if (new_encoding || new_errors) {
        if (!new_encoding)
            encoding = t->encoding;
        else if (!new_errors)
            errors = TY_SYM(strict);
        if (encoding_argument(ctx, "reconfigure", &encoding) < 0 ||
            errors_argument(ctx, "reconfigure", &errors) < 0 || set_encoding(ctx, t, encoding, errors) < 0)
            return TY_NULL;
    }
    if (newline && set_newline(ctx, t, nl) < 0)
        return TY_NULL;
    TY_KEEP(hold);
    t->line_buffering = l;
    t->write_through = w;
    return TY_NONE;
}

METHOD(text_detach)
{
    UNUSED;
    text_file *t = T(args[0]);
    if (check_ready(ctx, t) < 0 || !ty_io_call(ctx, args[0], TY_SYM(flush)))
        return TY_NULL;
    ty_value buffer = t->buffer;
    t->buffer = TY_NULL;
    t->detached = true;
    return buffer;
}

METHOD(text_close)
{
    UNUSED;
    text_file *t = T(args[0]);
    if (!t->buffer && !t->detached)
        return TY_NONE;
    if (check_ready(ctx, t) < 0)
        return TY_NULL;
    int closed = is_closed(ctx, t);
    if (closed)
        return closed < 0 ? TY_NULL : TY_NONE;
    ty_value e = TY_NULL;
    if (!ty_io_call(ctx, args[0], TY_SYM(flush)) && !ctx->killed)
        e = ty_error_take(ctx);
    ty_value r = ty_io_close_inner(ctx, t->buffer, e);
    free(t->pending);
    t->pending = NULL;
    t->pending_size = t->pending_room = 0;
    if (t->node)
        ty_io_node_unlink(t->node);
    return r;
}

static ty_value ask_buffer(ty_ctx *ctx, ty_value self, ty_value name)
{
    return check_ready(ctx, T(self)) < 0 ? TY_NULL : ty_io_call(ctx, T(self)->buffer, name);
}
METHOD(text_fileno) { UNUSED; return ask_buffer(ctx, args[0], TY_SYM(fileno)); }
METHOD(text_isatty) { UNUSED; return ask_buffer(ctx, args[0], TY_SYM(isatty)); }
METHOD(text_seekable) { UNUSED; return ask_buffer(ctx, args[0], TY_SYM(seekable)); }
METHOD(text_readable) { UNUSED; return ask_buffer(ctx, args[0], TY_SYM(readable)); }
METHOD(text_writable) { UNUSED; return ask_buffer(ctx, args[0], TY_SYM(writable)); }

static ty_value text_encoding(ty_ctx *ctx, ty_value self) { return check_ready(ctx, T(self)) < 0 ? TY_NULL : T(self)->encoding; }
static ty_value text_errors(ty_ctx *ctx, ty_value self) { return check_ready(ctx, T(self)) < 0 ? TY_NULL : T(self)->errors; }
static ty_value text_newlines(ty_ctx *ctx, ty_value self) { return ty_io_newlines_value(ctx, T(self)->seen); }
static ty_value text_line_buffering(ty_ctx *ctx, ty_value self) { (void)ctx; return ty_bool(T(self)->line_buffering); }
static ty_value text_write_through(ty_ctx *ctx, ty_value self) { (void)ctx; return ty_bool(T(self)->write_through); }
static ty_value text_closed(ty_ctx *ctx, ty_value self)
{
    if (check_ready(ctx, T(self)) < 0)
        return TY_NULL;
    int c = is_closed(ctx, T(self));
    return c < 0 ? TY_NULL : ty_bool(c);
}
static ty_value text_name(ty_ctx *ctx, ty_value self) { return check_ready(ctx, T(self)) < 0 ? TY_NULL : ty_attr_get(ctx, T(self)->buffer, TY_SYM(name)); }
static ty_value text_get_buffer(ty_ctx *ctx, ty_value self)
{
    (void)ctx;
    return T(self)->buffer ? T(self)->buffer : TY_NONE;
}
static ty_value text_chunk_size(ty_ctx *ctx, ty_value self) { return ty_int_from_size(ctx, (intptr_t)T(self)->chunk_size); }
static int text_set_chunk_size(ty_ctx *ctx, ty_value self, ty_value v)
{
    intptr_t n;
    if (!v) {
        ty_error_set(ctx, &ty_AttributeError_type, "cannot delete attribute");
        return -1;
    }
    if (ty_op_index_size(ctx, v, &ty_ValueError_type, &n) < 0)
        return -1;
    if (n <= 0) {
        ty_error_set(ctx, &ty_ValueError_type, "a strictly positive integer is required");
        return -1;
    }
    T(self)->chunk_size = (size_t)n;
    return 0;
}

static ty_value text_repr(ty_ctx *ctx, ty_value self)
{
    text_file *t = T(self);
    ty_value v;
    if (check_ready(ctx, t) < 0)
        return TY_NULL;
    int active = ty_op_repr_enter(ctx, self);
    if (active)
        return active < 0 ? TY_NULL : ty_error_set(ctx, &ty_RuntimeError_type, "reentrant call inside %N.__repr__", ty_type_of(self));
    ty_strbuf b;
    ty_strbuf_init(&b, ctx);
    ty_strbuf_cstr(&b, "<_io.TextIOWrapper");
    int found = ty_attr_lookup(ctx, self, TY_SYM(name), &v);
    if (found < 0 && !ty_error_swallow(ctx, &ty_ValueError_type))
        goto failed;
    if (found > 0)
        ty_strbuf_format(&b, " name=%R", v);
    found = ty_attr_lookup(ctx, self, TY_SYM(mode), &v);
    if (found < 0)
        goto failed;
    if (found > 0)
        ty_strbuf_format(&b, " mode=%R", v);
    ty_strbuf_format(&b, " encoding=%R>", t->encoding);
    ty_op_repr_leave(ctx, self);
    return ty_strbuf_finish(&b);
failed:
    ty_op_repr_leave(ctx, self);
    return TY_NULL;
}

static void text_finalize(void *client, ty_object *o)
{
    (void)client;
    text_file *t = (text_file *)o;
    free(t->pending);
    t->pending = NULL;
    ty_io_node_free(t->node);
    t->node = NULL;
}
static void text_trace(ty_object *o, ty_tracer *tr)
{
    text_file *t = (text_file *)o;
    ty_io_base_trace(o, tr);
    ty_trace_slots(tr, &t->buffer, (offsetof(text_file, start_flags) - offsetof(text_file, buffer)) / sizeof(ty_value) + 1);
}

#define OWNER &ty_TextIOWrapper_type
static const ty_native text_methods[] = {
    TY_METHOD(write, text_write, 1, 1, "text, /", "Write text; tells its length."),
    TY_METHOD(read, text_read, 0, 1, "size=-1, /", "Read at most size characters."),
    TY_METHOD(readline, text_readline, 0, 1, "size=-1, /", "Read a line."),
    TY_METHOD(flush, text_flush, 0, 0, "", NULL),
    TY_METHOD(close, text_close, 0, 0, "", NULL),
    TY_METHOD(detach, text_detach, 0, 0, "", NULL),
    TY_METHOD(reconfigure, text_reconfigure, 0, 0, "*, encoding=None, errors=None, newline=None, line_buffering=None, write_through=None", NULL),
    TY_METHOD(tell, text_tell, 0, 0, "", NULL),
    TY_METHOD(seek, text_seek, 1, 2, "cookie, whence=0, /", NULL),
    TY_METHOD(truncate, text_truncate, 0, 1, "pos=None, /", NULL),
    TY_METHOD(fileno, text_fileno, 0, 0, "", NULL),
    TY_METHOD(isatty, text_isatty, 0, 0, "", NULL),
    TY_METHOD(seekable, text_seekable, 0, 0, "", NULL),
    TY_METHOD(readable, text_readable, 0, 0, "", NULL),
    TY_METHOD(writable, text_writable, 0, 0, "", NULL),
    TY_NATIVE_END,
};
static const ty_getset text_getsets[] = {
    TY_GETSET(encoding, text_encoding, NULL, NULL),
    TY_GETSET(errors, text_errors, NULL, NULL),
    TY_GETSET(newlines, text_newlines, NULL, NULL),
    TY_GETSET(line_buffering, text_line_buffering, NULL, NULL),
    TY_GETSET(write_through, text_write_through, NULL, NULL),
    TY_GETSET(closed, text_closed, NULL, NULL),
    TY_GETSET(name, text_name, NULL, NULL),
    TY_GETSET(buffer, text_get_buffer, NULL, NULL),
    TY_GETSET(_CHUNK_SIZE, text_chunk_size, text_set_chunk_size, NULL),
    TY_GETSET_END,
};
#undef OWNER
static const ty_layout ty_TextIOWrapper_layout = {.fixed_size = TY_FIXED_SIZE(text_file), .trace = text_trace, .finalize = text_finalize};
TY_BUILTIN_TYPE(TextIOWrapper, .name = "_io.TextIOWrapper", .base = &ty_TextIOBase_type, .flags = TY_IO_FLAGS, .basicsize = sizeof(text_file),
                .dict_offset = offsetof(ty_io_base, dict),
                .doc = "TextIOWrapper(buffer, encoding=None, errors=None, newline=None, line_buffering=False, write_through=False)\n\nText over a binary file.",
                .methods = text_methods, .getsets = text_getsets,
                .slots = {TY_IO_SLOTS, .next = text_next, .new_ = text_alloc, .init = text_init, .repr = text_repr});
