/* SPDX-License-Identifier: MIT */
/*
 * marshal: CPython's own format, versions 0 to 4, written and read.
 *
 * Reference flags (version 3 and up) follow one rule: an object that occurs twice in what is dumped is flagged where it
 * is written first, and is a reference from then on. Words without identity (small ints, most floats, None) never are.
 * Sets are written in the order of their elements' bytes, as CPython does, so that equal sets give equal bytes.
 *
 * Format facts: a type byte, FLAG_REF in its top bit, then the contents in little-endian order.
 */
#include <config.h>

#include <float.h>
#include <stdio.h>
#include <stdlib.h>

#include <typhon/serializer.h>

enum {
    FLAG_REF = 0x80,
    SHORT_MAX = 255,
    SIZE_MAX_32 = 0x7fffffff,
};

/* --- writing ---------------------------------------------------------------------------------------------------------------- */

static int put32(ty_ser_call *c, uint32_t x)
{
    if (ty_ser_reserve(c, 4) < 0)
        return -1;
    c->at[0] = (unsigned char)x, c->at[1] = (unsigned char)(x >> 8), c->at[2] = (unsigned char)(x >> 16), c->at[3] = (unsigned char)(x >> 24);
    c->at += 4;
    return 0;
}

static int put_tagged32(ty_ser_call *c, unsigned tag, uint32_t x)
{
    if (ty_ser_reserve(c, 5) < 0)
        return -1;
    *c->at++ = (unsigned char)tag;
    return put32(c, x);
}

static int put_size(ty_ser_call *c, unsigned tag, size_t n)
{
    if (n > SIZE_MAX_32)
        return c->host->raise(c, TY_SER_VALUE_ERROR, "unmarshallable object");
    return put_tagged32(c, tag, (uint32_t)n);
}

static int put_sized(ty_ser_call *c, unsigned tag, const void *p, size_t n)
{
    return put_size(c, tag, n) < 0 ? -1 : ty_ser_write(c, p, n);
}

static int put_double_bits(ty_ser_call *c, double d)
{
    uint64_t bits;
    memcpy(&bits, &d, sizeof bits);
    return put32(c, (uint32_t)bits) < 0 ? -1 : put32(c, (uint32_t)(bits >> 32));
}

/* Text form of versions 0 and 1: 17 significant digits behind a length byte. */
static int put_double_text(ty_ser_call *c, double d)
{
    char text[40];
    int n = snprintf(text, sizeof text, "%.17g", d);
    for (int i = 0; i < n; i++)
        if (text[i] == ',') /* another locale's decimal point */
            text[i] = '.';
    return ty_ser_put8(c, (unsigned)n) < 0 ? -1 : ty_ser_write(c, text, (size_t)n);
}

static int put_float(ty_ser_call *c, unsigned flag, double d)
{
    if (c->version > 1)
        return ty_ser_put8(c, 'g' | flag) < 0 ? -1 : put_double_bits(c, d);
    return ty_ser_put8(c, 'f' | flag) < 0 ? -1 : put_double_text(c, d);
}

static int put_int(ty_ser_call *c, unsigned flag, ty_value v)
{
    int64_t i;
    if (c->host->int64(v, &i) && i >= INT32_MIN && i <= INT32_MAX)
        return put_tagged32(c, 'i' | flag, (uint32_t)i);
    int negative;
    size_t n = c->host->int_digits(v, 15, &negative);
    uint16_t few[64], *digits = n <= 64 ? few : malloc(n * sizeof *digits);
    if (!digits)
        return c->host->raise(c, TY_SER_MEMORY_ERROR, "");
    c->host->int_read(v, 15, digits);
    int r = n > SIZE_MAX_32 ? c->host->raise(c, TY_SER_VALUE_ERROR, "unmarshallable object")
                            : put_tagged32(c, 'l' | flag, negative ? (uint32_t)-(int32_t)n : (uint32_t)n);
    if (r == 0)
        r = ty_ser_reserve(c, 2 * n);
    if (r == 0)
        for (size_t d = 0; d < n; d++) {
            *c->at++ = (unsigned char)digits[d];
            *c->at++ = (unsigned char)(digits[d] >> 8);
        }
    if (digits != few)
        free(digits);
    return r;
}

static int put_str(ty_ser_call *c, unsigned flag, ty_value v)
{
    ty_text t;
    c->host->text(v, &t);
    int interned = c->host->is_interned(v);
    if (c->version >= 4 && t.ascii) {
        if (t.length <= SHORT_MAX) {
            if (ty_ser_reserve(c, t.length + 2) < 0)
                return -1;
            *c->at++ = (unsigned char)((interned ? 'Z' : 'z') | flag);
            *c->at++ = (unsigned char)t.length;
            memcpy(c->at, t.data, t.length);
            c->at += t.length;
            return 0;
        }
        return put_sized(c, (interned ? 'A' : 'a') | flag, t.data, t.length);
    }
    const char *p;
    size_t n;
    ty_value hold = NULL;
    if (c->host->utf8(c, v, &p, &n, &hold) < 0)
        return -1;
    return put_sized(c, (c->version >= 3 && interned ? 't' : 'u') | flag, p, n);
}

static int put_value(ty_ser_call *c, ty_value v);

static int put_sequence(ty_ser_call *c, unsigned flag, ty_value v, int tuple)
{
    const ty_value *items;
    size_t n;
    c->host->items(v, &items, &n);
    if (tuple && c->version >= 4 && n <= SHORT_MAX) {
        if (ty_ser_put8(c, ')' | flag) < 0 || ty_ser_put8(c, (unsigned)n) < 0)
            return -1;
    } else if (put_size(c, (tuple ? '(' : '[') | flag, n) < 0)
        return -1;
    if (c->host->enter(c) < 0)
        return -1;
    for (size_t i = 0; i < n; i++)
        if (put_value(c, items[i]) < 0)
            return -1;
    c->host->leave(c);
    return 0;
}

static int put_dict(ty_ser_call *c, unsigned flag, ty_value v)
{
    ty_value key, value;
    if (ty_ser_put8(c, '{' | flag) < 0 || c->host->enter(c) < 0)
        return -1;
    for (size_t pos = 0; c->host->next_pair(v, &pos, &key, &value);)
        if (put_value(c, key) < 0 || put_value(c, value) < 0)
            return -1;
    c->host->leave(c);
    return ty_ser_put8(c, '0');
}

static int put_set(ty_ser_call *c, unsigned flag, ty_value v, int frozen)
{
    ty_value key;
    if (put_size(c, (frozen ? '>' : '<') | flag, c->host->length(v)) < 0 || c->host->enter(c) < 0)
        return -1;
    for (size_t pos = 0; c->host->next_key(v, &pos, &key);)
        if (put_value(c, key) < 0)
            return -1;
    c->host->leave(c);
    return 0;
}

static int put_buffer(ty_ser_call *c, unsigned flag, ty_value v)
{
    const unsigned char *p;
    size_t n;
    int readonly;
    if (c->host->buffer_open(c, v, &p, &n, &readonly) < 0)
        return -1;
    int r = put_sized(c, 's' | flag, p, n);
    c->host->buffer_close(c, v);
    return r;
}

static int put_object(ty_ser_call *c, ty_value v)
{
    unsigned flag = 0;
    enum ty_kind kind = c->host->kind(v);
    if (c->version >= 3 && kind != TY_KIND_STOPITERATION && kind != TY_KIND_OTHER) {
        int occurs = c->host->occurs(c, v);
        if (occurs < 0)
            return -1;
        if (occurs > 1) {
            intptr_t number = c->host->memo_find(c, v);
            if (number >= 0)
                return put_tagged32(c, 'r', (uint32_t)number);
            if (c->host->memo_add(c, v) < 0)
                return -1;
            flag = FLAG_REF;
        }
    }
    switch (kind) {
    case TY_KIND_INT: return put_int(c, flag, v);
    case TY_KIND_FLOAT: return put_float(c, flag, c->host->float_value(v));
    case TY_KIND_STR: return put_str(c, flag, v);
    case TY_KIND_TUPLE: return put_sequence(c, flag, v, 1);
    case TY_KIND_LIST: return put_sequence(c, flag, v, 0);
    case TY_KIND_DICT: return put_dict(c, flag, v);
    case TY_KIND_SET: return put_set(c, flag, v, 0);
    case TY_KIND_FROZENSET: return put_set(c, flag, v, 1);
    case TY_KIND_STOPITERATION: return ty_ser_put8(c, 'S');
    case TY_KIND_BYTES:
    case TY_KIND_BYTEARRAY: {
        const unsigned char *p;
        size_t n;
        c->host->bytes(v, &p, &n);
        return put_sized(c, 's' | flag, p, n);
    }
    case TY_KIND_BUFFER: return put_buffer(c, flag, v);
    case TY_KIND_COMPLEX: {
        double z[2];
        c->host->complex_value(v, z);
        if (c->version > 1)
            return ty_ser_put8(c, 'y' | flag) < 0 || put_double_bits(c, z[0]) < 0 ? -1 : put_double_bits(c, z[1]);
        return ty_ser_put8(c, 'x' | flag) < 0 || put_double_text(c, z[0]) < 0 ? -1 : put_double_text(c, z[1]);
    }
    case TY_KIND_CODE:
        if (!(c->flags & TY_SER_FLAG_ALLOW_CODE))
            return c->host->raise(c, TY_SER_VALUE_ERROR, "marshalling code objects is disallowed");
        return c->host->dump_code(c, v);
    default: return c->host->unserializable(c, v);
    }
}

static int put_value(ty_ser_call *c, ty_value v)
{
    if (ty_ser_is_small(v)) {
        intptr_t i = ty_ser_small_value(v);
        if (i >= INT32_MIN && i <= INT32_MAX)
            return put_tagged32(c, 'i', (uint32_t)i);
        return put_int(c, 0, v);
    }
    if (ty_ser_is_flonum(v))
        return put_float(c, 0, ty_ser_flonum_value(v));
    if (ty_ser_is_object(v))
        return put_object(c, v);
    if (v == TY_SER_NONE)
        return ty_ser_put8(c, 'N');
    if (v == TY_SER_TRUE)
        return ty_ser_put8(c, 'T');
    if (v == TY_SER_FALSE)
        return ty_ser_put8(c, 'F');
    if (v == TY_SER_ELLIPSIS)
        return ty_ser_put8(c, '.');
    return c->host->unserializable(c, v);
}

static int dump(ty_ser_call *c, ty_value v)
{
    return put_value(c, v);
}

/* --- reading ------------------------------------------------------------------------------------------------------------------------ */

static int bad(ty_ser_call *c, const char *what)
{
    return c->host->raise(c, TY_SER_VALUE_ERROR, "bad marshal data (%s)", what);
}

static int too_short(ty_ser_call *c)
{
    return c->host->raise(c, TY_SER_EOF_ERROR, "marshal data too short");
}

static int get32(ty_ser_call *c, int32_t *out)
{
    const unsigned char *p = ty_ser_take(c, 4);
    if (!p)
        return too_short(c);
    *out = (int32_t)((uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24);
    return 0;
}

/* A length, and that many bytes of `width` are there. */
static int get_size(ty_ser_call *c, const char *what, size_t *n)
{
    int32_t i = 0;
    if (get32(c, &i) < 0)
        return -1;
    if (i < 0) {
        char text[64];
        snprintf(text, sizeof text, "%s size out of range", what);
        return bad(c, text);
    }
    *n = (size_t)i;
    return 0;
}

static int get_double_bits(ty_ser_call *c, double *d)
{
    const unsigned char *p = ty_ser_take(c, 8);
    if (!p)
        return too_short(c);
    uint64_t bits = 0;
    for (int i = 7; i >= 0; i--)
        bits = bits << 8 | p[i];
    memcpy(d, &bits, sizeof bits);
    return 0;
}

static int get_double_text(ty_ser_call *c, double *d)
{
    const unsigned char *p = ty_ser_take(c, 1);
    size_t n = p ? *p : 0;
    const unsigned char *digits = p ? ty_ser_take(c, n) : NULL;
    if (!digits)
        return too_short(c);
    char text[256], *end;
    memcpy(text, digits, n);
    text[n] = 0;
    *d = strtod(text, &end);
    return end == text || *end ? c->host->raise(c, TY_SER_VALUE_ERROR, "could not convert string to float: '%s'", text) : 0;
}

static ty_value get_long(ty_ser_call *c)
{
    int32_t n;
    if (get32(c, &n) < 0)
        return NULL;
    size_t count = n < 0 ? (size_t) - (int64_t)n : (size_t)n;
    const unsigned char *p = count > SIZE_MAX_32 / 2 ? NULL : ty_ser_take(c, 2 * count);
    if (!p) {
        too_short(c);
        return NULL;
    }
    if (count == 0)
        return ty_ser_small(0);
    uint16_t few[64], *digits = count <= 64 ? few : malloc(count * sizeof *digits);
    if (!digits) {
        c->host->raise(c, TY_SER_MEMORY_ERROR, "");
        return NULL;
    }
    ty_value v = NULL;
    for (size_t i = 0; i < count; i++) {
        digits[i] = (uint16_t)(p[2 * i] | p[2 * i + 1] << 8);
        if (digits[i] & 0x8000) {
            bad(c, "digit out of range in long");
            goto done;
        }
    }
    if (digits[count - 1] == 0)
        bad(c, "unnormalized long data");
    else
        v = c->host->new_int(c, 15, digits, count, n < 0);
done:
    if (digits != few)
        free(digits);
    return v;
}

static ty_value get_value(ty_ser_call *c, int *null);

/* An element; the NULL object is an error here. */
static ty_value get_element(ty_ser_call *c, const char *of)
{
    int null = 0;
    ty_value v = get_value(c, &null);
    if (null)
        c->host->raise(c, TY_SER_TYPE_ERROR, "NULL object in marshal data for %s", of);
    return v;
}

static ty_value get_sequence(ty_ser_call *c, size_t n, int tuple, intptr_t ref)
{
    ty_value v = tuple ? c->host->new_tuple(c, n, 1) : c->host->new_list(c, n, 1);
    if (!v || c->host->enter(c) < 0)
        return NULL;
    if (ref >= 0 && !tuple)
        c->host->ref_set(c, ref, v);
    for (size_t i = 0; i < n; i++) {
        ty_value item = get_element(c, tuple ? "tuple" : "list");
        if (!item)
            return NULL;
        c->host->put(c, v, i, item);
    }
    c->host->leave(c);
    if (ref >= 0 && tuple)
        c->host->ref_set(c, ref, v);
    return v;
}

static ty_value get_dict(ty_ser_call *c, intptr_t ref)
{
    ty_value v = c->host->new_dict(c, 0, 0);
    if (!v || c->host->enter(c) < 0)
        return NULL;
    if (ref >= 0)
        c->host->ref_set(c, ref, v);
    for (;;) {
        int null = 0;
        ty_value key = get_value(c, &null), value;
        if (null)
            break;
        if (!key || !(value = get_value(c, &null)))
            return NULL; /* a key without a value raises "NULL object" below */
        if (c->host->set_item(c, v, key, value) < 0)
            return NULL;
    }
    c->host->leave(c);
    return v;
}

static ty_value get_set(ty_ser_call *c, size_t n, int frozen, intptr_t ref)
{
    ty_value v = c->host->new_set(c, n, 1, frozen);
    if (!v || c->host->enter(c) < 0)
        return NULL;
    if (ref >= 0 && !frozen)
        c->host->ref_set(c, ref, v);
    for (size_t i = 0; i < n; i++) {
        ty_value item = get_element(c, "set");
        if (!item || c->host->add(c, v, item) < 0)
            return NULL;
    }
    c->host->leave(c);
    if (ref >= 0 && frozen)
        c->host->ref_set(c, ref, v);
    return v;
}

static ty_value get_text(ty_ser_call *c, int type)
{
    size_t n;
    int interned = type == 'Z' || type == 'A' || type == 't';
    if (type == 'z' || type == 'Z') {
        const unsigned char *p = ty_ser_take(c, 1);
        if (!p)
            return too_short(c), (ty_value)NULL;
        n = *p;
    } else if (get_size(c, type == 't' || type == 'u' ? "string" : "string", &n) < 0)
        return NULL;
    const unsigned char *p = ty_ser_take(c, n);
    if (!p)
        return too_short(c), (ty_value)NULL;
    if (type == 't' || type == 'u')
        return c->host->new_utf8(c, (const char *)p, n, interned);
    for (size_t i = 0; i < n; i++)
        if (p[i] & 0x80) { /* CPython takes it for Latin-1 */
            ty_text t = {p, n, 1, 0};
            return c->host->new_text(c, &t, interned);
        }
    return c->host->new_ascii(c, (const char *)p, n, interned);
}

/* NULL with *null set: the NULL object. NULL otherwise: an exception. */
static ty_value get_value(ty_ser_call *c, int *null)
{
    const unsigned char *tag = ty_ser_take(c, 1);
    if (!tag) {
        c->host->raise(c, TY_SER_EOF_ERROR, "EOF read where object expected");
        return NULL;
    }
    int type = *tag & ~FLAG_REF;
    intptr_t ref = -1;
    ty_value v = NULL;
    int32_t i;
    size_t n;
    double d[2];
    switch (type) { /* kinds that are never flagged, or whose flag means nothing */
    case '0': *null = 1; return NULL;
    case 'N': return TY_SER_NONE;
    case 'T': return TY_SER_TRUE;
    case 'F': return TY_SER_FALSE;
    case '.': return TY_SER_ELLIPSIS;
    case 'S': return c->host->stop_iteration(c);
    case 'r':
        if (get32(c, &i) < 0)
            return NULL;
        v = i < 0 ? NULL : c->host->ref_get(c, (size_t)i);
        if (!v)
            bad(c, "invalid reference");
        return v;
    default: break;
    }
    if (*tag & FLAG_REF) {
        ref = c->host->ref_reserve(c);
        if (ref < 0)
            return NULL;
    }
    switch (type) {
    case 'i':
        if (get32(c, &i) == 0)
            v = c->host->new_int64(c, i);
        break;
    case 'I': {
        const unsigned char *p = ty_ser_take(c, 8);
        uint64_t x = 0;
        if (!p)
            return too_short(c), (ty_value)NULL;
        for (int b = 7; b >= 0; b--)
            x = x << 8 | p[b];
        v = c->host->new_int64(c, (int64_t)x);
        break;
    }
    case 'l': v = get_long(c); break;
    case 'f':
    case 'g':
        if ((type == 'g' ? get_double_bits(c, d) : get_double_text(c, d)) == 0 && !(v = ty_ser_flonum(d[0])))
            v = c->host->new_float(c, d[0]);
        break;
    case 'x':
        if (get_double_text(c, &d[0]) == 0 && get_double_text(c, &d[1]) == 0)
            v = c->host->new_complex(c, d[0], d[1]);
        break;
    case 'y':
        if (get_double_bits(c, &d[0]) == 0 && get_double_bits(c, &d[1]) == 0)
            v = c->host->new_complex(c, d[0], d[1]);
        break;
    case 's': {
        if (get_size(c, "bytes object", &n) < 0)
            return NULL;
        const unsigned char *p = ty_ser_take(c, n);
        if (!p)
            return too_short(c), (ty_value)NULL;
        v = c->host->new_bytes(c, p, n);
        break;
    }
    case 'z':
    case 'Z':
    case 'a':
    case 'A':
    case 't':
    case 'u': v = get_text(c, type); break;
    case ')': {
        const unsigned char *p = ty_ser_take(c, 1);
        if (!p)
            return too_short(c), (ty_value)NULL;
        return get_sequence(c, *p, 1, ref);
    }
    case '(':
    case '[': return get_size(c, type == '(' ? "tuple" : "list", &n) < 0 ? NULL : get_sequence(c, n, type == '(', ref);
    case '{': return get_dict(c, ref);
    case '<':
    case '>': return get_size(c, "set", &n) < 0 ? NULL : get_set(c, n, type == '>', ref);
    case 'c':
        if (!(c->flags & TY_SER_FLAG_ALLOW_CODE)) {
            c->host->raise(c, TY_SER_VALUE_ERROR, "unmarshalling code objects is disallowed");
            return NULL;
        }
        v = c->host->load_code(c);
        break;
    default: bad(c, "unknown type code"); return NULL;
    }
    if (v && ref >= 0)
        c->host->ref_set(c, ref, v);
    return v;
}

static int load(ty_ser_call *c, ty_value *out)
{
    int null = 0;
    *out = get_value(c, &null);
    if (null)
        return c->host->raise(c, TY_SER_TYPE_ERROR, "NULL object in marshal data for object");
    return *out ? 0 : -1;
}

static const ty_serializer marshal = {
    .abi = TY_SERIALIZER_ABI, .size = sizeof(ty_serializer), .name = "marshal", .version_min = 0, .version_max = 4, .version_default = 4,
    .flags = TY_SERIALIZER_CYCLES | TY_SERIALIZER_CODE, .dump = dump, .load = load,
};
TY_SERIALIZER_PLUGIN(marshal);
