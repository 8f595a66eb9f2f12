/* SPDX-License-Identifier: MIT */
/* Compiled patterns (re.Pattern): searching methods, attributes, and the iterators over matches. */
#include <config.h>

#include "modules/re_impl.h"
#include "object/alloc.h"
#include "object/attr.h"
#include "object/call.h"
#include "object/dict.h"
#include "object/genericalias.h"
#include "object/iter.h"
#include "object/list.h"
#include "object/objects.h"
#include "object/ops.h"
#include "object/tuple.h"

/* --- subjects ------------------------------------------------------------------------------------------------------------- */

int ty_re_subject_open(ty_ctx *ctx, ty_re_subject *s, ty_value string, bool want_bytes)
{
    s->string = string;
    s->held = false;
    s->is_bytes = !ty_is_str(string);
    if (!s->is_bytes) {
        const ty_str *t = ty_str_ptr(string);
        s->data = t->data;
        s->kind = t->kind;
        s->length = t->length;
    } else if (ty_is_bytes(string)) {
        s->data = ty_bytes_data(string);
        s->kind = 1;
        s->length = ty_bytes_length(string);
    } else {
        if (!ty_buffer_supported(string)) {
            ty_error_set(ctx, &ty_TypeError_type, "expected string or bytes-like object, got '%T'", string);
            return -1;
        }
        if (ty_buffer_get(ctx, string, &s->view, TY_BUFFER_SIMPLE) < 0)
            return -1;
        s->held = true;
        s->data = s->view.data;
        s->kind = 1;
        s->length = s->view.length;
    }
    if (s->is_bytes != want_bytes) {
        ty_re_subject_close(ctx, s);
        ty_error_set(ctx, &ty_TypeError_type, want_bytes ? "cannot use a bytes pattern on a string-like object"
                                                         : "cannot use a string pattern on a bytes-like object");
        return -1;
    }
    return 0;
}

void ty_re_subject_close(ty_ctx *ctx, ty_re_subject *s)
{
    if (s->held)
        ty_buffer_release(ctx, &s->view);
    s->held = false;
}

ty_value ty_re_subject_part(ty_ctx *ctx, ty_value string, intptr_t start, intptr_t end)
{
    if (start < 0)
        return TY_NONE;
    if (TY_LIKELY(ty_is_str(string)))
        return ty_str_substring(ctx, string, (size_t)start, (size_t)end);
    if (ty_is_bytes(string)) {
        size_t n = ty_bytes_length(string);
        if (start == 0 && (size_t)end >= n && ty_has_shape(string, &ty_bytes_shape))
            return string;
        if ((size_t)end > n)
            end = (intptr_t)n;
        return ty_bytes_new(ctx, ty_bytes_data(string) + start, end > start ? (size_t)(end - start) : 0);
    }
    ty_buffer view;
    if (ty_buffer_get(ctx, string, &view, TY_BUFFER_SIMPLE) < 0)
        return TY_NULL;
    /* It may have shrunk since. */
    size_t n = view.length, from = (size_t)start < n ? (size_t)start : n, to = (size_t)end < n ? (size_t)end : n;
    ty_value r = ty_bytes_new(ctx, (const char *)view.data + from, to > from ? to - from : 0);
    ty_buffer_release(ctx, &view);
    return r;
}

/* --- making --------------------------------------------------------------------------------------------------------------- */

static const ty_layout ty_re_pattern_layout = {
    .fixed_size = TY_FIXED_SIZE(ty_re_pattern), .slots_offset = offsetof(ty_re_pattern, pattern), .slots_count = 5};

ty_value ty_re_pattern_new(ty_ctx *ctx, ty_value pattern, uint32_t flags)
{
    ty_value names, program = ty_re_compile(ctx, pattern, flags, &names);
    ty_re_pattern *p = program ? ty_alloc(ctx, &ty_re_pattern_shape, sizeof *p) : NULL;
    if (!p)
        return TY_NULL;
    p->pattern = pattern;
    p->program = program;
    p->names = names;
    p->template_text = p->template = TY_NULL;
    p->flags = ty_re_program_of(p)->flags;
    p->groups = ty_re_program_of(p)->groups - 1;
    p->is_bytes = !ty_is_str(pattern);
    return TY_VALUE(p);
}

static inline ty_re_pattern *self_of(const ty_value *args) { return (ty_re_pattern *)args[0]; }

/* --- searching ------------------------------------------------------------------------------------------------------------ */

static int clip(ty_ctx *ctx, ty_value v, size_t length, intptr_t *out)
{
    if (!v)
        return 0;
    if (ty_op_index_size(ctx, v, NULL, out) < 0)
        return -1;
    *out = *out < 0 ? 0 : (size_t)*out > length ? (intptr_t)length : *out;
    return 0;
}

enum { MATCH, FULLMATCH, SEARCH };

/* Arguments (self, string, pos, endpos): opens subject and state. -1: error, nothing is open. */
static int begin(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_re_subject *subject, ty_re_state *s)
{
    ty_re_pattern *p = self_of(args);
    if (ty_re_subject_open(ctx, subject, args[1], p->is_bytes) < 0)
        return -1;
    intptr_t start = 0, end = (intptr_t)subject->length;
    if (clip(ctx, TY_ARG(2), subject->length, &start) < 0 || clip(ctx, TY_ARG(3), subject->length, &end) < 0 ||
        ty_re_begin(s, ctx, ty_re_program_of(p), subject->kind, subject->data, start < end ? start : end, end) < 0) {
        ty_re_subject_close(ctx, subject);
        return -1;
    }
    if (start > end)
        s->start = end + 1; /* nothing matches there */
    return 0;
}

static void end(ty_ctx *ctx, ty_re_subject *subject, ty_re_state *s)
{
    ty_re_end(s);
    ty_re_subject_close(ctx, subject);
}

static ty_value find(ty_ctx *ctx, const ty_value *args, size_t nargs, int how)
{
    ty_re_subject subject;
    ty_re_state s;
    if (begin(ctx, args, nargs, &subject, &s) < 0)
        return TY_NULL;
    intptr_t pos = s.start;
    s.whole = how == FULLMATCH;
    int got = how == SEARCH ? ty_re_search(&s) : ty_re_match(&s);
    ty_value r = got < 0 ? TY_NULL : got ? ty_re_match_new(ctx, args[0], args[1], &s, pos, s.end) : TY_NONE;
    end(ctx, &subject, &s);
    return r;
}

static ty_value m_match(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    return find(ctx, args, nargs, MATCH);
}
static ty_value m_fullmatch(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    return find(ctx, args, nargs, FULLMATCH);
}
static ty_value m_search(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    return find(ctx, args, nargs, SEARCH);
}

/* Moves on behind a match, so that an empty one does not come twice. */
static void advance(ty_re_state *s)
{
    s->must_advance = s->position == s->start ? s->position : -1;
    s->start = s->position;
}

static ty_value group_or_empty(ty_ctx *ctx, ty_value string, const ty_re_state *s, uint32_t group)
{
    intptr_t from = s->marks[2 * group], to = s->marks[2 * group + 1];
    return ty_re_subject_part(ctx, string, from < 0 || to < from ? 0 : from, from < 0 || to < from ? 0 : to);
}

static ty_value m_findall(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    ty_re_subject subject;
    ty_re_state s;
    ty_value list = ty_list_new(ctx, 0);
    if (!list || begin(ctx, args, nargs, &subject, &s) < 0)
        return TY_NULL;
    uint32_t groups = self_of(args)->groups;
    int got;
    while ((got = s.start <= s.end ? ty_re_search(&s) : 0) > 0) {
        ty_value item;
        if (groups == 0) {
            item = ty_re_subject_part(ctx, args[1], s.start, s.position);
        } else if (groups == 1) {
            item = group_or_empty(ctx, args[1], &s, 0);
        } else {
            item = ty_tuple_new(ctx, NULL, groups);
            for (uint32_t g = 0; g < groups && item; g++) {
                ty_value part = group_or_empty(ctx, args[1], &s, g);
                if (part)
                    ty_heap_store(ctx->heap, ty_object_of(item), &ty_tuple_items(item)[g], part);
                else
                    item = TY_NULL;
            }
        }
        if (!item || ty_list_append(ctx, list, item) < 0) {
            got = -1;
            break;
        }
        advance(&s);
    }
    end(ctx, &subject, &s);
    return got < 0 ? TY_NULL : list;
}

static ty_value m_split(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    ty_re_subject subject;
    ty_re_state s;
    intptr_t limit = 0, last = 0;
    if (TY_ARG(2) && ty_op_index_size(ctx, args[2], &ty_OverflowError_type, &limit) < 0)
        return TY_NULL;
    ty_value list = ty_list_new(ctx, 0);
    if (!list || begin(ctx, args, 2, &subject, &s) < 0)
        return TY_NULL;
    int got = 0;
    for (intptr_t n = 0; (limit <= 0 ? limit == 0 : n < limit) && s.start <= s.end && (got = ty_re_search(&s)) > 0; n++) {
        ty_value part = ty_re_subject_part(ctx, args[1], last, s.start);
        if (!part || ty_list_append(ctx, list, part) < 0) {
            got = -1;
            break;
        }
        for (uint32_t g = 0; g < self_of(args)->groups && got > 0; g++) {
            intptr_t from = s.marks[2 * g], to = s.marks[2 * g + 1];
            part = ty_re_subject_part(ctx, args[1], to < from ? -1 : from, to);
            if (!part || ty_list_append(ctx, list, part) < 0)
                got = -1;
        }
        if (got < 0)
            break;
        last = s.position;
        advance(&s);
    }
    if (got >= 0) {
        ty_value part = ty_re_subject_part(ctx, args[1], last, s.end);
        got = part ? ty_list_append(ctx, list, part) : -1;
    }
    end(ctx, &subject, &s);
    return got < 0 ? TY_NULL : list;
}

/* --- sub ------------------------------------------------------------------------------------------------------------------ */

static bool has_backslash(ty_ctx *ctx, ty_value text)
{
    ty_re_subject t;
    if (ty_re_subject_open(ctx, &t, text, !ty_is_str(text)) < 0) {
        ty_error_clear(ctx);
        return false;
    }
    bool found = false;
    for (size_t i = 0; i < t.length && !found; i++)
        found = (t.kind == 1 ? ((const uint8_t *)t.data)[i] : t.kind == 2 ? ((const uint16_t *)t.data)[i]
                                                            : ((const uint32_t *)t.data)[i]) == '\\';
    ty_re_subject_close(ctx, &t);
    return found;
}

/* Appends text of the subject's type to the result; bytes as characters. */
static bool put(ty_ctx *ctx, ty_strbuf *b, ty_value text, bool is_bytes, size_t item)
{
    if (!is_bytes && ty_is_str(text)) {
        ty_strbuf_str(b, text);
    } else if (is_bytes && ty_is_bytes(text)) {
        ty_strbuf_ucs(b, 1, ty_bytes_data(text), ty_bytes_length(text));
    } else {
        ty_buffer view;
        if (!is_bytes || ty_is_str(text) || !ty_buffer_supported(text)) {
            ty_error_set(ctx, &ty_TypeError_type,
                         is_bytes ? "sequence item %zu: expected a bytes-like object, %T found"
                                  : "sequence item %zu: expected str instance, %T found", item, text);
            return false;
        }
        if (ty_buffer_get(ctx, text, &view, TY_BUFFER_SIMPLE) < 0)
            return false;
        ty_strbuf_ucs(b, 1, view.data, view.length);
        ty_buffer_release(ctx, &view);
    }
    return !b->failed;
}

static void put_span(ty_strbuf *b, const ty_re_subject *s, intptr_t from, intptr_t to)
{
    if (s->is_bytes)
        ty_strbuf_ucs(b, 1, (const unsigned char *)s->data + from, (size_t)(to - from));
    else
        ty_strbuf_part(b, s->string, (size_t)from, (size_t)to);
}

/* The replacement's parts, with groups read from the search itself. */
static bool put_template(ty_ctx *ctx, ty_strbuf *b, ty_value parts, const ty_re_subject *subject, const ty_re_state *s)
{
    for (size_t i = 0; i < ty_tuple_length(parts); i++) {
        ty_value part = ty_tuple_at(parts, i);
        if (!(i & 1)) {
            if (!put(ctx, b, part, subject->is_bytes, 0))
                return false;
            continue;
        }
        intptr_t group = ty_small_value(part), from = group ? s->marks[2 * group - 2] : s->start;
        intptr_t to = group ? s->marks[2 * group - 1] : s->position;
        if (from >= 0 && to > from)
            put_span(b, subject, from, to);
    }
    return !b->failed;
}

static ty_value substitute(ty_ctx *ctx, const ty_value *args, size_t nargs, bool tell)
{
    ty_re_pattern *p = self_of(args);
    ty_value with = args[1], string = args[2], parts = TY_NULL;
    ty_value input[2] = {args[0], string};
    bool call = ty_op_callable(with);
    ty_re_subject subject;
    ty_re_state s;
    intptr_t limit = 0, last = 0, n = 0;
    if (TY_ARG(3) && ty_op_index_size(ctx, args[3], &ty_OverflowError_type, &limit) < 0)
        return TY_NULL;
    if (!call && has_backslash(ctx, with)) {
        parts = ty_re_template(ctx, p, with);
        if (!parts)
            return TY_NULL;
    }
    if (begin(ctx, input, 2, &subject, &s) < 0)
        return TY_NULL;
    ty_strbuf b;
    ty_strbuf_init(&b, ctx);
    int got = 0;
    size_t items = 0;
    while ((limit <= 0 ? limit == 0 : n < limit) && s.start <= s.end && (got = ty_re_search(&s)) > 0) {
        if (s.start > last) {
            put_span(&b, &subject, last, s.start);
            items++;
        }
        if (call) {
            ty_value m = ty_re_match_new(ctx, args[0], string, &s, 0, s.end), r = m ? ty_call1(ctx, with, m) : TY_NULL;
            if (!r || (!ty_is_none(r) && !put(ctx, &b, r, subject.is_bytes, items))) {
                got = -1;
                break;
            }
        } else if (parts ? !put_template(ctx, &b, parts, &subject, &s) : !put(ctx, &b, with, subject.is_bytes, items)) {
            got = -1;
            break;
        }
        items++;
        n++;
        last = s.position;
        advance(&s);
    }
    ty_value r = TY_NULL;
    if (got >= 0) {
        if (n == 0) {
            r = ty_re_subject_part(ctx, string, 0, s.end);
        } else {
            put_span(&b, &subject, last, s.end);
            r = b.failed ? TY_NULL : subject.is_bytes ? ty_bytes_new(ctx, b.data, b.length) : ty_strbuf_finish(&b);
        }
    }
    end(ctx, &subject, &s);
    return r && tell ? ty_tuple_pack(ctx, 2, r, ty_small(n)) : r;
}

static ty_value m_sub(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    return substitute(ctx, args, nargs, false);
}
static ty_value m_subn(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    return substitute(ctx, args, nargs, true);
}

/* --- scanners, iterators over matches ----------------------------------------------------------------------------------- */

typedef struct scanner {
    ty_object ob;
    ty_value pattern, string;
    intptr_t pos, end, first; /* first: the pos that matches show */
    intptr_t must_advance;    /* as in ty_re_state */
    bool done;
} scanner;

static const ty_layout ty_re_scanner_layout = {
    .fixed_size = TY_FIXED_SIZE(scanner), .slots_offset = offsetof(scanner, pattern), .slots_count = 2};
#define ty_re_finditer_layout ty_re_scanner_layout
TY_DECLARE_TYPE(re_finditer);

static ty_value new_scanner(ty_ctx *ctx, const ty_shape *shape, const ty_value *args, size_t nargs)
{
    ty_re_subject subject;
    ty_re_state s;
    if (begin(ctx, args, nargs, &subject, &s) < 0)
        return TY_NULL;
    intptr_t pos = s.start, stop = s.end;
    end(ctx, &subject, &s);
    scanner *it = ty_alloc(ctx, shape, sizeof *it);
    if (!it)
        return TY_NULL;
    it->pattern = args[0];
    it->string = args[1];
    it->pos = it->first = pos;
    it->end = stop;
    it->must_advance = -1;
    it->done = false;
    return TY_VALUE(it);
}

/* The next match, None at the end. */
static ty_value scan(ty_ctx *ctx, scanner *it, int how)
{
    if (it->done)
        return TY_NONE;
    ty_re_pattern *p = (ty_re_pattern *)it->pattern;
    ty_re_subject subject;
    ty_re_state s;
    if (ty_re_subject_open(ctx, &subject, it->string, p->is_bytes) < 0)
        return TY_NULL;
    intptr_t stop = it->end > (intptr_t)subject.length ? (intptr_t)subject.length : it->end;
    if (it->pos > stop || ty_re_begin(&s, ctx, ty_re_program_of(p), subject.kind, subject.data, it->pos, stop) < 0) {
        ty_re_subject_close(ctx, &subject);
        it->done = true;
        return ty_error_pending(ctx) ? TY_NULL : TY_NONE;
    }
    s.must_advance = it->must_advance;
    int got = how == SEARCH ? ty_re_search(&s) : ty_re_match(&s);
    ty_value r = got < 0 ? TY_NULL : TY_NONE;
    if (got > 0) {
        r = ty_re_match_new(ctx, it->pattern, it->string, &s, it->first, s.end);
        advance(&s);
        it->pos = s.start;
        it->must_advance = s.must_advance;
    } else {
        it->done = true;
    }
    end(ctx, &subject, &s);
    return r;
}

static ty_value scanner_match(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    return scan(ctx, (scanner *)args[0], MATCH);
}
static ty_value scanner_search(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    return scan(ctx, (scanner *)args[0], SEARCH);
}
static ty_value scanner_pattern(ty_ctx *ctx, ty_value self)
{
    (void)ctx;
    return ((scanner *)self)->pattern;
}

#define OWNER &ty_re_scanner_type
static const ty_native scanner_methods[] = {
    TY_METHOD(match, scanner_match, 0, 0, "", "The match at the present place."),
    TY_METHOD(search, scanner_search, 0, 0, "", "The next match."),
    TY_NATIVE_END,
};
static const ty_getset scanner_getsets[] = {TY_GETSET(pattern, scanner_pattern, NULL, "The pattern."), TY_GETSET_END};
#undef OWNER
TY_BUILTIN_TYPE(re_scanner, .name = "_sre.SRE_Scanner", .base = &ty_object_type, .basicsize = sizeof(scanner),
                .flags = TY_TYPE_NO_NEW | TY_TYPE_IMMUTABLE, .methods = scanner_methods, .getsets = scanner_getsets,
                .slots = {TY_OBJECT_SLOTS});

static ty_value finditer_next(ty_ctx *ctx, ty_value v)
{
    ty_value m = scan(ctx, (scanner *)v, SEARCH);
    return m == TY_NONE ? TY_NULL : m;
}
static ty_value finditer_iter(ty_ctx *ctx, ty_value v)
{
    (void)ctx;
    return v;
}
TY_BUILTIN_TYPE(re_finditer, .name = "callable_iterator", .base = &ty_object_type, .basicsize = sizeof(scanner),
                .flags = TY_TYPE_NO_NEW | TY_TYPE_IMMUTABLE, .slots = {TY_OBJECT_SLOTS, .iter = finditer_iter, .next = finditer_next});

static ty_value m_scanner(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    return new_scanner(ctx, &ty_re_scanner_shape, args, nargs);
}
static ty_value m_finditer(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    return new_scanner(ctx, &ty_re_finditer_shape, args, nargs);
}

/* --- attributes ----------------------------------------------------------------------------------------------------------- */

static ty_value m_copy(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)ctx, (void)nargs, (void)kwnames;
    return args[0];
}

static ty_value m_reduce(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    ty_value re = ctx->objects->hooks.import ? ctx->objects->hooks.import(ctx, "re") : TY_NULL;
    ty_value compile = re ? ty_attr_get(ctx, re, TY_SYM(_compile)) : TY_NULL;
    ty_value rest = compile ? ty_tuple_pack(ctx, 2, self_of(args)->pattern, ty_small((intptr_t)self_of(args)->flags)) : TY_NULL;
    return rest ? ty_tuple_pack(ctx, 2, compile, rest) : TY_NULL;
}

static ty_value get_pattern(ty_ctx *ctx, ty_value self)
{
    (void)ctx;
    return ((ty_re_pattern *)self)->pattern;
}
static ty_value get_flags(ty_ctx *ctx, ty_value self)
{
    (void)ctx;
    return ty_small((intptr_t)((ty_re_pattern *)self)->flags);
}
static ty_value get_groups(ty_ctx *ctx, ty_value self)
{
    (void)ctx;
    return ty_small((intptr_t)((ty_re_pattern *)self)->groups);
}
static ty_value get_groupindex(ty_ctx *ctx, ty_value self) { return ty_mappingproxy_new(ctx, ((ty_re_pattern *)self)->names); }

static ty_value pattern_repr(ty_ctx *ctx, ty_value v)
{
    static const struct { uint32_t flag; const char *name; } names[] = {
        {RE_IGNORECASE, "re.IGNORECASE"}, {RE_LOCALE, "re.LOCALE"}, {RE_MULTILINE, "re.MULTILINE"}, {RE_DOTALL, "re.DOTALL"},
        {RE_UNICODE, "re.UNICODE"}, {RE_VERBOSE, "re.VERBOSE"}, {RE_DEBUG, "re.DEBUG"}, {RE_ASCII, "re.ASCII"},
    };
    ty_re_pattern *p = (ty_re_pattern *)v;
    uint32_t flags = p->flags;
    if (!p->is_bytes && (flags & RE_TYPE_FLAGS) == RE_UNICODE)
        flags &= ~(uint32_t)RE_UNICODE;
    ty_strbuf b;
    ty_strbuf_init(&b, ctx);
    ty_strbuf_format(&b, "re.compile(%.200R", p->pattern);
    const char *between = ", ";
    for (size_t i = 0; i < TY_COUNTOF(names); i++)
        if (flags & names[i].flag) {
            ty_strbuf_format(&b, "%s%s", between, names[i].name);
            between = "|";
            flags &= ~names[i].flag;
        }
    if (flags)
        ty_strbuf_format(&b, "%s0x%x", between, (unsigned)flags);
    ty_strbuf_char(&b, ')');
    return ty_strbuf_finish(&b);
}

static ty_value pattern_compare(ty_ctx *ctx, ty_value a, ty_value b, int op)
{
    if ((op != TY_EQ && op != TY_NE) || !ty_has_shape(b, &ty_re_pattern_shape))
        return TY_NOT_IMPLEMENTED;
    ty_re_pattern *p = (ty_re_pattern *)a, *q = (ty_re_pattern *)b;
    int same = p->flags == q->flags && p->is_bytes == q->is_bytes ? ty_op_equal(ctx, p->pattern, q->pattern) : 0;
    return same < 0 ? TY_NULL : ty_bool((same > 0) == (op == TY_EQ));
}

static intptr_t pattern_hash(ty_ctx *ctx, ty_value v)
{
    ty_re_pattern *p = (ty_re_pattern *)v;
    intptr_t h = ty_op_hash(ctx, p->pattern);
    if (h == -1)
        return -1;
    h ^= (intptr_t)(p->flags * 31u + p->groups);
    return h == -1 ? -2 : h;
}

#define OWNER &ty_re_pattern_type
static const ty_native methods[] = {
    TY_METHOD(match, m_match, 1, 3, "string, pos=0, endpos=sys.maxsize", "A match at the start of the string."),
    TY_METHOD(fullmatch, m_fullmatch, 1, 3, "string, pos=0, endpos=sys.maxsize", "A match of all of the string."),
    TY_METHOD(search, m_search, 1, 3, "string, pos=0, endpos=sys.maxsize", "The first match."),
    TY_METHOD(sub, m_sub, 2, 3, "repl, string, count=0", "The string with matches replaced."),
    TY_METHOD(subn, m_subn, 2, 3, "repl, string, count=0", "The string with matches replaced, and how many."),
    TY_METHOD(findall, m_findall, 1, 3, "string, pos=0, endpos=sys.maxsize", "The texts of all matches."),
    TY_METHOD(split, m_split, 1, 2, "string, maxsplit=0", "The parts between matches."),
    TY_METHOD(finditer, m_finditer, 1, 3, "string, pos=0, endpos=sys.maxsize", "An iterator over all matches."),
    TY_METHOD(scanner, m_scanner, 1, 3, "string, pos=0, endpos=sys.maxsize", "A scanner of the string."),
    TY_METHOD(__copy__, m_copy, 0, 0, "", "Itself."),
    TY_METHOD(__deepcopy__, m_copy, 1, 1, "memo, /", "Itself."),
    TY_METHOD(__reduce__, m_reduce, 0, 0, "", "For pickling."),
    TY_CLASS_GETITEM,
    TY_NATIVE_END,
};
static const ty_getset getsets[] = {
    TY_GETSET(pattern, get_pattern, NULL, "The text it was compiled from."),
    TY_GETSET(flags, get_flags, NULL, "The flags."),
    TY_GETSET(groups, get_groups, NULL, "The number of groups."),
    TY_GETSET(groupindex, get_groupindex, NULL, "The numbers of named groups."),
    TY_GETSET_END,
};
#undef OWNER
TY_BUILTIN_TYPE(re_pattern, .name = "re.Pattern", .base = &ty_object_type, .basicsize = sizeof(ty_re_pattern),
                .doc = "A compiled regular expression.", .flags = TY_TYPE_NO_NEW | TY_TYPE_IMMUTABLE | TY_TYPE_WEAKREF,
                .methods = methods, .getsets = getsets,
                .slots = {TY_OBJECT_SLOTS, .repr = pattern_repr, .compare = pattern_compare, .hash = pattern_hash});
