/* SPDX-License-Identifier: MIT */
/*
 * Writing a serializer for Typhon: the only header a plug-in includes. C11 and C++11.
 *
 * A serializer turns a Python value into bytes (dump) and bytes into a value (load). It is a constant table,
 * ty_serializer, that the plug-in exports by TY_SERIALIZER_PLUGIN, and it reaches the runtime only through the host
 * table lent to each call: no symbol of libtyphon is needed, so the same source can be built in or be a loadable module.
 *
 * Rules
 *  - A call runs with the lock of one interpreter held and sees values of that interpreter only. Values may be kept in
 *    local variables and in nothing that outlives the call (the collector scans the C stack; objects do not move).
 *  - Functions that return int answer 0, or -1 with an exception set, which the plug-in passes on by returning -1.
 *  - The host owns the limits (depth, bytes, objects), the memo, the out-of-band buffers and the error. Every allocating
 *    function of the host checks the limits before it allocates; a length read from the input must be handed to the
 *    host as it is.
 *  - Bytes of input are hostile.
 *
 * Compatibility: `abi` must be equal on both sides; `size` tells how much of a table there is: members are only ever
 * appended. Both are compared before the first call. A member that may be NULL says what that means.
 */
#ifndef TYPHON_SERIALIZER_H
#define TYPHON_SERIALIZER_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <typhon/export.h>

#ifdef __cplusplus
extern "C" {
#endif

#define TY_SERIALIZER_ABI 1

typedef struct ty_value_word *ty_value; /* a Python value in one word; NULL: none */

/* --- immediates: read and made without the host ---------------------------------------------------------------------- */

#define TY_SER_NONE ((ty_value)(uintptr_t)12)
#define TY_SER_FALSE ((ty_value)(uintptr_t)20)
#define TY_SER_TRUE ((ty_value)(uintptr_t)28)
#define TY_SER_ELLIPSIS ((ty_value)(uintptr_t)36)
#define TY_SER_SMALL_MAX (INTPTR_MAX >> 1)
#define TY_SER_SMALL_MIN (INTPTR_MIN >> 1)

static inline int ty_ser_is_small(ty_value v) { return (int)((uintptr_t)v & 1); } /* an int that fits the word */
static inline intptr_t ty_ser_small_value(ty_value v) { return (intptr_t)v >> 1; }
static inline ty_value ty_ser_small(intptr_t i) { return (ty_value)(((uintptr_t)i << 1) | 1); }
static inline int ty_ser_is_flonum(ty_value v) /* a float that fits the word; others are TY_KIND_FLOAT */
{
#if UINTPTR_MAX > 0xffffffffu
    return ((uintptr_t)v & 3) == 2;
#else
    (void)v;
    return 0;
#endif
}
static inline double ty_ser_flonum_value(ty_value v)
{
    uint64_t w = (uint64_t)(uintptr_t)v, bits = ((w >> 3) | (w << 61)) - ((uint64_t)1 << 60);
    double d;
    memcpy(&d, &bits, sizeof d);
    return d;
}
/* NULL: does not fit the word, ask the host. */
static inline ty_value ty_ser_flonum(double d)
{
#if UINTPTR_MAX > 0xffffffffu
    uint64_t bits;
    memcpy(&bits, &d, sizeof bits);
    bits += (uint64_t)1 << 60;
    bits = (bits << 3) | (bits >> 61);
    return (bits & 3) == 2 ? (ty_value)(uintptr_t)bits : (ty_value)0;
#else
    (void)d;
    return (ty_value)0;
#endif
}
static inline int ty_ser_is_object(ty_value v) { return v && ((uintptr_t)v & 7) == 0; }

/* --- kinds of objects --------------------------------------------------------------------------------------------------- */

enum ty_kind { /* exact types only; anything else, subclasses too, is TY_KIND_OTHER */
    TY_KIND_OTHER,
    TY_KIND_INT,       /* of any size */
    TY_KIND_FLOAT,
    TY_KIND_COMPLEX,
    TY_KIND_STR,
    TY_KIND_BYTES,
    TY_KIND_BYTEARRAY,
    TY_KIND_LIST,
    TY_KIND_TUPLE,
    TY_KIND_DICT,
    TY_KIND_SET,
    TY_KIND_FROZENSET,
    TY_KIND_CODE,
    TY_KIND_STOPITERATION, /* the class */
    TY_KIND_BUFFER,    /* any other object with the buffer protocol */
    TY_KIND_NONE, TY_KIND_BOOL, TY_KIND_ELLIPSIS,
};

/* Text as it is stored: `length` characters of `width` 1, 2 or 4 bytes in native order; ascii: all below 128. */
typedef struct ty_text {
    const void *data;
    size_t length;
    int width, ascii;
} ty_text;

/* Errors a plug-in may raise. */
enum ty_ser_error { TY_SER_VALUE_ERROR, TY_SER_TYPE_ERROR, TY_SER_EOF_ERROR, TY_SER_OVERFLOW_ERROR, TY_SER_MEMORY_ERROR };

struct ty_ser_host;

/* One dump or load under way. The plug-in reads and writes `at` and the public members; the rest is the host's. */
typedef struct ty_ser_call {
    const struct ty_ser_host *host;
    /* dump: the next byte to write and the end of the room; ty_ser_put and ty_ser_reserve use them.
     * load: the next byte to read and the end of the input. */
    unsigned char *at, *end;
    int version;          /* of the format, between version_min and version_max of the table */
    uint32_t flags;       /* TY_SER_FLAG_* */
    void *state;          /* the plug-in's own, freed by its finish; NULL at the start */
    void *reserved[16];   /* the host's */
} ty_ser_call;

enum {
    TY_SER_FLAG_ALLOW_CODE = 1,   /* code objects may be read and written */
    TY_SER_FLAG_OUT_OF_BAND = 2,  /* buffers may go beside the stream */
};

/* --- the host table --------------------------------------------------------------------------------------------------------- */

typedef struct ty_ser_host {
    uint32_t abi, size;

    /* Errors: message in printf form; always -1. */
    int (*raise)(ty_ser_call *c, enum ty_ser_error kind, const char *format, ...);
    int (*unserializable)(ty_ser_call *c, ty_value v); /* "unmarshallable object" and the like: names the type */

    /* Limits: once per nested container; every enter that answered 0 needs its leave. */
    int (*enter)(ty_ser_call *c);
    void (*leave)(ty_ser_call *c);

    /* Output. Makes at least n bytes of room between at and end. */
    int (*grow)(ty_ser_call *c, size_t n);

    /* Reading values */
    enum ty_kind (*kind)(ty_value v);
    int (*int64)(ty_value v, int64_t *out);                 /* 1 fits, 0 does not; any int */
    /* Magnitude of an int as little-endian digits of `bits` bits (8, 15, 30, 64): how many there are, *negative. */
    size_t (*int_digits)(ty_value v, int bits, int *negative);
    void (*int_read)(ty_value v, int bits, void *digits);   /* uint8_t, uint16_t, uint32_t, uint64_t */
    double (*float_value)(ty_value v);
    void (*complex_value)(ty_value v, double out[2]);
    void (*text)(ty_value v, ty_text *out);
    /* UTF-8, lone surrogates as three bytes; kept alive by *hold, a local variable. */
    int (*utf8)(ty_ser_call *c, ty_value v, const char **p, size_t *n, ty_value *hold);
    void (*bytes)(ty_value v, const unsigned char **p, size_t *n);    /* bytes, bytearray */
    void (*items)(ty_value v, const ty_value **items, size_t *n);     /* list, tuple; valid while no Python code runs */
    size_t (*length)(ty_value v);                                     /* dict, set, frozenset */
    int (*next_pair)(ty_value dict, size_t *pos, ty_value *k, ty_value *v); /* *pos starts at 0; 0: the end */
    int (*next_key)(ty_value set, size_t *pos, ty_value *k);
    int (*is_interned)(ty_value v);

    /* Memo of a dump: the number under which v was remembered, or -1. Remembering is in order 0, 1, 2 ... */
    intptr_t (*memo_find)(ty_ser_call *c, ty_value v);
    int (*memo_add)(ty_ser_call *c, ty_value v);
    /* How often v occurs below the dumped value: 1, or 2 for more; counts all on first use. */
    int (*occurs)(ty_ser_call *c, ty_value v);

    /* References of a load, in the same numbering. reserve answers the number, or -1. */
    intptr_t (*ref_reserve)(ty_ser_call *c);
    void (*ref_set)(ty_ser_call *c, intptr_t number, ty_value v);
    ty_value (*ref_get)(ty_ser_call *c, size_t number); /* NULL: no such, or not set yet; nothing raised */

    /* Making values; NULL: an exception is set. Lengths are checked against the limits and against the bytes of input
     * left (`least` bytes an item), so that a short input cannot ask for much memory. */
    ty_value (*new_int64)(ty_ser_call *c, int64_t i);
    ty_value (*new_uint64)(ty_ser_call *c, uint64_t i);
    ty_value (*new_int)(ty_ser_call *c, int bits, const void *digits, size_t n, int negative);
    ty_value (*new_float)(ty_ser_call *c, double d);
    ty_value (*new_complex)(ty_ser_call *c, double real, double imag);
    ty_value (*new_ascii)(ty_ser_call *c, const char *p, size_t n, int intern);
    ty_value (*new_utf8)(ty_ser_call *c, const char *p, size_t n, int intern);    /* surrogates allowed */
    ty_value (*new_text)(ty_ser_call *c, const ty_text *text, int intern);
    ty_value (*new_bytes)(ty_ser_call *c, const void *p, size_t n);
    ty_value (*new_bytearray)(ty_ser_call *c, const void *p, size_t n);
    /* n places, all None; *items are filled by put. A tuple may not be seen by others before it is full. */
    ty_value (*new_list)(ty_ser_call *c, size_t n, size_t least);
    ty_value (*new_tuple)(ty_ser_call *c, size_t n, size_t least);
    void (*put)(ty_ser_call *c, ty_value list_or_tuple, size_t i, ty_value v);
    int (*append)(ty_ser_call *c, ty_value list, ty_value v);
    ty_value (*new_dict)(ty_ser_call *c, size_t expected, size_t least);
    int (*set_item)(ty_ser_call *c, ty_value dict, ty_value k, ty_value v);
    ty_value (*new_set)(ty_ser_call *c, size_t expected, size_t least, int frozen);
    int (*add)(ty_ser_call *c, ty_value set, ty_value v);
    ty_value (*stop_iteration)(ty_ser_call *c);

    /* Code travels in Typhon's own form: written to the output, read from the input. */
    int (*dump_code)(ty_ser_call *c, ty_value code);
    ty_value (*load_code)(ty_ser_call *c);

    /* Buffers beside the stream (PEP 574). add: the number, -1 error, -2 the channel wants it in band. */
    intptr_t (*buffer_add)(ty_ser_call *c, ty_value v);
    ty_value (*buffer_get)(ty_ser_call *c, size_t number, int readonly);
    /* The bytes of any object with the buffer protocol, for writing in band; release after use. */
    int (*buffer_open)(ty_ser_call *c, ty_value v, const unsigned char **p, size_t *n, int *readonly);
    void (*buffer_close)(ty_ser_call *c, ty_value v);
} ty_ser_host;

/* --- what the plug-in provides ------------------------------------------------------------------------------------------------ */

enum {
    TY_SERIALIZER_CYCLES = 1,      /* keeps identity and cycles */
    TY_SERIALIZER_DATA_ONLY = 2,   /* loading runs no code: safe for strangers' bytes */
    TY_SERIALIZER_BUFFERS = 4,     /* can send buffers out of band */
    TY_SERIALIZER_CODE = 8,        /* can send code */
};

typedef struct ty_serializer {
    uint32_t abi, size;                   /* TY_SERIALIZER_ABI, sizeof(ty_serializer) */
    const char *name;                     /* "marshal": lower case, digits, '-', '_'; at most 31 */
    int version_min, version_max, version_default;
    uint32_t flags;                       /* TY_SERIALIZER_* */
    int (*dump)(ty_ser_call *c, ty_value v);        /* required */
    int (*load)(ty_ser_call *c, ty_value *out);     /* required; need not use up the input */
    int (*probe)(const unsigned char *p, size_t n); /* are these bytes mine? NULL: never guessed */
    void (*finish)(ty_ser_call *c);                 /* frees c->state, also after errors; NULL: nothing to free */
} ty_serializer;

/* The entry symbol of a loadable module. */
#define TY_SERIALIZER_ENTRY "ty_serializer_entry"
#ifdef TY_SERIALIZER_BUILTIN
#define TY_SERIALIZER_PLUGIN(table) const ty_serializer *const ty_serializer_builtin_##table = &table
#else
#define TY_SERIALIZER_PLUGIN(table) \
    TY_API const ty_serializer *ty_serializer_entry(void); \
    TY_API const ty_serializer *ty_serializer_entry(void) { return &table; } \
    typedef int ty_serializer_plugin_semicolon_
#endif

/* --- writing and reading bytes ---------------------------------------------------------------------------------------------------- */

/* Room for n bytes at c->at. */
static inline int ty_ser_reserve(ty_ser_call *c, size_t n)
{
    return (size_t)(c->end - c->at) >= n ? 0 : c->host->grow(c, n);
}
static inline int ty_ser_put8(ty_ser_call *c, unsigned b)
{
    if (ty_ser_reserve(c, 1) < 0)
        return -1;
    *c->at++ = (unsigned char)b;
    return 0;
}
static inline int ty_ser_write(ty_ser_call *c, const void *p, size_t n)
{
    if (ty_ser_reserve(c, n) < 0)
        return -1;
    memcpy(c->at, p, n);
    c->at += n;
    return 0;
}
/* n bytes of input, or NULL with nothing raised when there are fewer. */
static inline const unsigned char *ty_ser_take(ty_ser_call *c, size_t n)
{
    const unsigned char *p = c->at;
    if ((size_t)(c->end - c->at) < n)
        return NULL;
    c->at += n;
    return p;
}

#ifdef __cplusplus
}
#endif
#endif
