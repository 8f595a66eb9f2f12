/* SPDX-License-Identifier: MIT */
/* Universal newlines: the translation that text files share, and _io.IncrementalNewlineDecoder. */
#include <config.h>

#include "modules/io_impl.h"

ty_value ty_io_newlines(ty_ctx *ctx, ty_value text, bool translate, bool final, bool *pending, unsigned *seen)
{
    ty_str *s = ty_str_ptr(text);
    size_t n = s->length;
    bool held = *pending && (n || final);
    if (held && n == 0) {
        *pending = false;
        *seen |= TY_NL_CR;
        return ty_str_char(ctx, translate ? '\n' : '\r');
    }
    if (!held && s->kind == 1 && !memchr(s->data, '\r', n)) { /* the common case */
        if (!(*seen & TY_NL_LF) && memchr(s->data, '\n', n))
            *seen |= TY_NL_LF;
        return text;
    }
    bool keep = !final && n && ty_str_at(s, n - 1) == '\r';
    *pending = keep;
    n -= keep;
    ty_strbuf b;
    ty_strbuf_init(&b, ctx);
    size_t i = 0, copied = 0;
    if (held) {
        if (n && ty_str_at(s, 0) == '\n') {
            *seen |= TY_NL_CRLF;
            ty_strbuf_cstr(&b, translate ? "\n" : "\r\n");
            i = copied = 1;
        } else {
            *seen |= TY_NL_CR;
            ty_strbuf_char(&b, translate ? '\n' : '\r');
        }
    }
    for (; i < n; i++) {
        uint32_t c = ty_str_at(s, i);
        if (c == '\n') {
            *seen |= TY_NL_LF;
        } else if (c == '\r') {
            bool crlf = i + 1 < n && ty_str_at(s, i + 1) == '\n';
            *seen |= crlf ? TY_NL_CRLF : TY_NL_CR;
            if (translate) {
                ty_strbuf_part(&b, text, copied, i);
                ty_strbuf_char(&b, '\n');
                copied = i + 1 + crlf;
            }
            i += crlf;
        }
    }
    ty_strbuf_part(&b, text, copied, n);
    return ty_strbuf_finish(&b);
}

ty_value ty_io_newlines_value(ty_ctx *ctx, unsigned seen)
{
    static const struct { unsigned bit; const char *text; } kinds[] = {{TY_NL_CR, "\r"}, {TY_NL_LF, "\n"}, {TY_NL_CRLF, "\r\n"}};
    ty_value found[3];
    size_t n = 0;
    for (size_t i = 0; i < 3; i++)
        if ((seen & kinds[i].bit) && !(found[n++] = ty_str_from_cstr(ctx, kinds[i].text)))
            return TY_NULL;
    return n == 0 ? TY_NONE : n == 1 ? found[0] : ty_tuple_new(ctx, found, n);
}

intptr_t ty_io_line_end(const ty_str *s, size_t start, size_t end, const char *newline, bool universal)
{
    if (!newline || (newline[0] == '\n' && !newline[1])) { /* '\n' only */
        if (TY_LIKELY(s->kind == 1)) {
            const unsigned char *nl = memchr(s->data + start, '\n', end - start);
            return nl ? nl - s->data + 1 : -1;
        }
        for (size_t i = start; i < end; i++)
            if (ty_str_at(s, i) == '\n')
                return (intptr_t)i + 1;
        return -1;
    }
    for (size_t i = start; i < end; i++) {
        uint32_t c = ty_str_at(s, i);
        if (universal) {
            if (c == '\n')
                return (intptr_t)i + 1;
            if (c == '\r')
                return (intptr_t)i + 1 + (i + 1 < end && ty_str_at(s, i + 1) == '\n');
        } else if (c == (unsigned char)newline[0]) {
            if (!newline[1])
                return (intptr_t)i + 1;
            if (i + 1 < end && ty_str_at(s, i + 1) == (unsigned char)newline[1])
                return (intptr_t)i + 2;
        }
    }
    return -1;
}

/* --- the class ------------------------------------------------------------------------------------------------------------------------ */

typedef struct newline_decoder {
    ty_object ob;
    ty_value decoder; /* TY_NONE: input is text already */
    ty_value errors;
    bool translate, pending;
    unsigned seen;
} newline_decoder;
#define DECODER(v) ((newline_decoder *)(v))

static ty_value decoder_new(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    newline_decoder *d = ty_alloc_instance(ctx, type, &ty_IncrementalNewlineDecoder_type);
    if (!d)
        return TY_NULL;
    d->decoder = TY_NONE;
    d->errors = TY_SYM(strict);
    d->translate = d->pending = false;
    d->seen = 0;
    return TY_VALUE(d);
}

static int decoder_init(ty_ctx *ctx, ty_value self, const ty_value *args, size_t nargs, ty_value kwnames)
{
    ty_value a[3];
    if (ty_native_bind(ctx, "IncrementalNewlineDecoder", "decoder, translate, errors='strict'", 2, 3, args, nargs, kwnames, a) < 0)
        return -1;
    int translate = ty_op_truth(ctx, a[1]);
    if (translate < 0)
        return -1;
    newline_decoder *d = DECODER(self);
    ty_heap_store(ctx->heap, &d->ob, &d->decoder, a[0]);
    ty_heap_store(ctx->heap, &d->ob, &d->errors, a[2] ? a[2] : TY_SYM(strict));
    d->translate = translate;
    return 0;
}

METHOD(decoder_decode)
{
    (void)kwnames;
    newline_decoder *d = DECODER(args[0]);
    int final = TY_ARG(2) ? ty_op_truth(ctx, args[2]) : 0;
    if (final < 0)
        return TY_NULL;
    ty_value text = args[1];
    if (d->decoder != TY_NONE) {
        ty_value a[3] = {d->decoder, args[1], ty_bool(final)};
        text = ty_call_method(ctx, TY_SYM(decode), a, 3);
    }
    if (!text)
        return TY_NULL;
    if (!ty_is_str(text))
        return ty_error_set(ctx, &ty_TypeError_type, "decoder should return a string result, not '%T'", text);
    return ty_io_newlines(ctx, text, d->translate, final, &d->pending, &d->seen);
}

METHOD(decoder_getstate)
{
    UNUSED;
    newline_decoder *d = DECODER(args[0]);
    ty_value buffer, flag = ty_small(0);
    if (d->decoder != TY_NONE) {
        ty_value state = ty_io_call(ctx, d->decoder, TY_SYM(getstate));
        if (!state)
            return TY_NULL;
        if (!ty_is_tuple(state) || ty_tuple_length(state) != 2)
            return ty_error_set(ctx, &ty_TypeError_type, "illegal decoder state");
        buffer = ty_tuple_at(state, 0);
        flag = ty_tuple_at(state, 1);
    } else {
        buffer = ty_bytes_new(ctx, "", 0);
    }
    flag = buffer ? ty_op_binary(ctx, TY_OP_LSHIFT, flag, ty_small(1)) : TY_NULL;
    if (flag && d->pending)
        flag = ty_op_binary(ctx, TY_OP_OR, flag, ty_small(1));
    return flag ? ty_tuple_pack(ctx, 2, buffer, flag) : TY_NULL;
}

METHOD(decoder_setstate)
{
    UNUSED;
    newline_decoder *d = DECODER(args[0]);
    if (!ty_is_tuple(args[1]))
        return ty_error_set(ctx, &ty_TypeError_type, "state argument must be a tuple");
    if (ty_tuple_length(args[1]) != 2 || !ty_is_int(ty_tuple_at(args[1], 1)))
        return ty_error_set(ctx, &ty_TypeError_type, "setstate(): illegal state argument");
    ty_value flag = ty_tuple_at(args[1], 1), bit = ty_op_binary(ctx, TY_OP_AND, flag, ty_small(1));
    if (!bit)
        return TY_NULL;
    d->pending = bit == ty_small(1);
    if (d->decoder != TY_NONE) {
        ty_value rest = ty_op_binary(ctx, TY_OP_RSHIFT, flag, ty_small(1)), state = rest ? ty_tuple_pack(ctx, 2, ty_tuple_at(args[1], 0), rest) : TY_NULL;
        return state ? ty_call_method1(ctx, d->decoder, TY_SYM(setstate), state) : TY_NULL;
    }
    return TY_NONE;
}

METHOD(decoder_reset)
{
    UNUSED;
    newline_decoder *d = DECODER(args[0]);
    d->seen = 0;
    d->pending = false;
    return d->decoder != TY_NONE ? ty_io_call(ctx, d->decoder, TY_SYM(reset)) : TY_NONE;
}

static ty_value decoder_newlines(ty_ctx *ctx, ty_value self) { return ty_io_newlines_value(ctx, DECODER(self)->seen); }

#define OWNER &ty_IncrementalNewlineDecoder_type
static const ty_native decoder_methods[] = {
    TY_METHOD(decode, decoder_decode, 1, 2, "input, final=False", NULL),
    TY_METHOD(getstate, decoder_getstate, 0, 0, "", NULL),
    TY_METHOD(setstate, decoder_setstate, 1, 1, "state, /", NULL),
    TY_METHOD(reset, decoder_reset, 0, 0, "", NULL),
    TY_NATIVE_END,
};
static const ty_getset decoder_getsets[] = {TY_GETSET(newlines, decoder_newlines, NULL, NULL), TY_GETSET_END};
#undef OWNER
static const ty_layout ty_IncrementalNewlineDecoder_layout = {
    .fixed_size = TY_FIXED_SIZE(newline_decoder), .slots_offset = offsetof(newline_decoder, decoder), .slots_count = 2};
TY_BUILTIN_TYPE(IncrementalNewlineDecoder, .name = "_io.IncrementalNewlineDecoder", .base = &ty_object_type, .flags = TY_TYPE_BASE,
                .basicsize = sizeof(newline_decoder), .doc = "Wraps another decoder and translates newlines.", .methods = decoder_methods,
                .getsets = decoder_getsets, .slots = {TY_OBJECT_SLOTS, .new_ = decoder_new, .init = decoder_init});
