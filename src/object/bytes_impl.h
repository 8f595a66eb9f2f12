/* SPDX-License-Identifier: MIT */
/*
 * What the files of bytes and bytearray share; nobody else includes it.
 *
 * Both types have the same methods, which see their contents as a run of bytes. A bytearray's run is void as soon as
 * Python code runs: so arguments are converted first and runs taken last.
 */
#ifndef TY_OBJECT_BYTES_IMPL_H
#define TY_OBJECT_BYTES_IMPL_H

#include "object/buffer.h"
#include "object/bytes.h"
#include "object/error.h"
#include "object/native.h"

struct ty_buf;

typedef struct byte_run {
    const unsigned char *p;
    size_t n;
} byte_run;

/* Of a bytes or bytearray. */
static inline byte_run byte_run_of(ty_value v)
{
    if (ty_is_bytes(v))
        return (byte_run){((ty_bytes *)v)->data, ((ty_bytes *)v)->length};
    return (byte_run){((ty_bytearray *)v)->data, ((ty_bytearray *)v)->length};
}

/* A bytes-like argument. No view is taken of bytes and bytearray. */
typedef struct byte_arg {
    byte_run run;
    ty_buffer view;
    bool held;
} byte_arg;
int ty_bytes_arg(ty_ctx *ctx, ty_value v, byte_arg *out) TY_RAISES;
static inline void byte_arg_release(ty_ctx *ctx, byte_arg *a)
{
    if (a->held)
        ty_buffer_release(ctx, &a->view);
}

/* A new object of the kind of `like` (exact bytes or bytearray) with room for n bytes at *p. */
ty_value ty_bytes_fresh(ty_ctx *ctx, ty_value like, size_t n, unsigned char **p) TY_RAISES;
/* The same with contents; `p` may lie in `like`. */
ty_value ty_bytes_like(ty_ctx *ctx, ty_value like, const unsigned char *p, size_t n) TY_RAISES;
/* `v` itself if it is exact bytes, else a copy. */
ty_value ty_bytes_same(ty_ctx *ctx, ty_value v) TY_RAISES;
/* A byte from an int. -1: ValueError "byte must be in range(0, 256)", TypeError */
int ty_bytes_byte(ty_ctx *ctx, ty_value v) TY_RAISES;
/* An empty exact bytes or bytearray filled from v by any of the rules of the constructors but int and str. */
int ty_bytes_collect(ty_ctx *ctx, ty_value iterable, const char *range_message, struct ty_buf *out) TY_RAISES;

/* --- slots in common -------------------------------------------------------------------------------------------------- */

int ty_bytes_contains(ty_ctx *ctx, ty_value o, ty_value v);
ty_value ty_bytes_slice(ty_ctx *ctx, ty_value o, ty_value slice) TY_RAISES;
ty_value ty_bytes_repr_run(ty_ctx *ctx, const char *before, const char *after, byte_run r) TY_RAISES;
ty_value ty_bytes_hex(ty_ctx *ctx, const unsigned char *p, size_t n, ty_value sep, ty_value per_sep) TY_RAISES;
ty_value ty_bytes_repeat(ty_ctx *ctx, ty_value o, ty_value count);
ty_value ty_bytes_mod(ty_ctx *ctx, ty_value a, ty_value b);

/* --- methods ---------------------------------------------------------------------------------------------------------- */

#define BYTES_METHODS_DECLARE(X)                                                                                        \
    X(capitalize) X(center) X(count) X(decode) X(endswith) X(expandtabs) X(find) X(fromhex) X(hex) X(index) X(isalnum)    \
    X(isalpha) X(isascii) X(isdigit) X(islower) X(isspace) X(istitle) X(isupper) X(join) X(ljust) X(lower) X(lstrip)      \
    X(maketrans) X(partition) X(removeprefix) X(removesuffix) X(replace) X(rfind) X(rindex) X(rjust) X(rpartition)        \
    X(rsplit) X(rstrip) X(split) X(splitlines) X(startswith) X(strip) X(swapcase) X(title) X(translate) X(upper) X(zfill)
#define BYTES_DECLARE(name)                                                                                             \
    ty_value ty_bytes_m_##name(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames);
BYTES_METHODS_DECLARE(BYTES_DECLARE)
#undef BYTES_DECLARE

#define BYTES_METHODS                                                                                                   \
    TY_METHOD(capitalize, ty_bytes_m_capitalize, 0, 0, "", "First character upper case, the rest lower case (ASCII)."),   \
    TY_METHOD(center, ty_bytes_m_center, 1, 2, "width, fillchar=b' ', /", "Center in a field of the given width."),       \
    TY_METHOD(count, ty_bytes_m_count, 1, 3, "sub, start=None, end=None, /", "Occurrences that do not overlap."),         \
    TY_METHOD(decode, ty_bytes_m_decode, 0, 2, "encoding='utf-8', errors='strict'", "Decode to a str."),                  \
    TY_METHOD(endswith, ty_bytes_m_endswith, 1, 3, "suffix, start=None, end=None, /", "Whether it ends with a suffix."),  \
    TY_METHOD(expandtabs, ty_bytes_m_expandtabs, 0, 1, "tabsize=8", "Replace tabs by spaces up to the next stop."),       \
    TY_METHOD(find, ty_bytes_m_find, 1, 3, "sub, start=None, end=None, /", "Lowest index of a subsection, or -1."),       \
    TY_CLASS_METHOD(fromhex, ty_bytes_m_fromhex, 1, 1, "string, /", "Create from a string of hexadecimal numbers."),     \
    TY_METHOD(hex, ty_bytes_m_hex, 0, 2, "sep=None, bytes_per_sep=1", "Hexadecimal text, with separators if given."),     \
    TY_METHOD(index, ty_bytes_m_index, 1, 3, "sub, start=None, end=None, /", "Like find, but raises ValueError."),        \
    TY_METHOD(isalnum, ty_bytes_m_isalnum, 0, 0, "", "Whether all are alphanumeric, and there is one."),                  \
    TY_METHOD(isalpha, ty_bytes_m_isalpha, 0, 0, "", "Whether all are letters, and there is one."),                       \
    TY_METHOD(isascii, ty_bytes_m_isascii, 0, 0, "", "Whether all are ASCII."),                                           \
    TY_METHOD(isdigit, ty_bytes_m_isdigit, 0, 0, "", "Whether all are digits, and there is one."),                        \
    TY_METHOD(islower, ty_bytes_m_islower, 0, 0, "", "Whether all letters are lower case, and there is one."),            \
    TY_METHOD(isspace, ty_bytes_m_isspace, 0, 0, "", "Whether all are whitespace, and there is one."),                    \
    TY_METHOD(istitle, ty_bytes_m_istitle, 0, 0, "", "Whether words are capitalized, and there is one."),                 \
    TY_METHOD(isupper, ty_bytes_m_isupper, 0, 0, "", "Whether all letters are upper case, and there is one."),            \
    TY_METHOD(join, ty_bytes_m_join, 1, 1, "iterable_of_bytes, /", "Concatenate, with self in between."),                 \
    TY_METHOD(ljust, ty_bytes_m_ljust, 1, 2, "width, fillchar=b' ', /", "Left-justify in a field of the given width."),   \
    TY_METHOD(lower, ty_bytes_m_lower, 0, 0, "", "A copy in lower case (ASCII)."),                                        \
    TY_METHOD(lstrip, ty_bytes_m_lstrip, 0, 1, "bytes=None, /", "Strip leading bytes, whitespace by default."),           \
    TY_STATIC_METHOD(maketrans, ty_bytes_m_maketrans, 2, 2, "frm, to, /", "A table for translate."),                     \
    TY_METHOD(partition, ty_bytes_m_partition, 1, 1, "sep, /", "Cut at the first separator: before, sep, after."),        \
    TY_METHOD(removeprefix, ty_bytes_m_removeprefix, 1, 1, "prefix, /", "Without the prefix if it is there."),            \
    TY_METHOD(removesuffix, ty_bytes_m_removesuffix, 1, 1, "suffix, /", "Without the suffix if it is there."),            \
    TY_METHOD(replace, ty_bytes_m_replace, 2, 3, "old, new, count=-1, /", "Replace occurrences of old by new."),          \
    TY_METHOD(rfind, ty_bytes_m_rfind, 1, 3, "sub, start=None, end=None, /", "Highest index of a subsection, or -1."),    \
    TY_METHOD(rindex, ty_bytes_m_rindex, 1, 3, "sub, start=None, end=None, /", "Like rfind, but raises ValueError."),     \
    TY_METHOD(rjust, ty_bytes_m_rjust, 1, 2, "width, fillchar=b' ', /", "Right-justify in a field of the given width."),  \
    TY_METHOD(rpartition, ty_bytes_m_rpartition, 1, 1, "sep, /", "Cut at the last separator: before, sep, after."),       \
    TY_METHOD(rsplit, ty_bytes_m_rsplit, 0, 2, "sep=None, maxsplit=-1", "Split at separators, from the right."),          \
    TY_METHOD(rstrip, ty_bytes_m_rstrip, 0, 1, "bytes=None, /", "Strip trailing bytes, whitespace by default."),          \
    TY_METHOD(split, ty_bytes_m_split, 0, 2, "sep=None, maxsplit=-1", "Split at separators, or at whitespace."),          \
    TY_METHOD(splitlines, ty_bytes_m_splitlines, 0, 1, "keepends=False", "The lines, at \\n, \\r and \\r\\n."),           \
    TY_METHOD(startswith, ty_bytes_m_startswith, 1, 3, "prefix, start=None, end=None, /", "Whether it has a prefix."),    \
    TY_METHOD(strip, ty_bytes_m_strip, 0, 1, "bytes=None, /", "Strip at both ends, whitespace by default."),              \
    TY_METHOD(swapcase, ty_bytes_m_swapcase, 0, 0, "", "Upper case becomes lower case and the other way round."),         \
    TY_METHOD(title, ty_bytes_m_title, 0, 0, "", "Words start in upper case and go on in lower case."),                   \
    TY_METHOD(translate, ty_bytes_m_translate, 1, 2, "table, /, delete=b''", "Map bytes by a table of 256, delete some."), \
    TY_METHOD(upper, ty_bytes_m_upper, 0, 0, "", "A copy in upper case (ASCII)."),                                        \
    TY_METHOD(zfill, ty_bytes_m_zfill, 1, 1, "width, /", "Pad a number with zeros on the left, behind its sign.")

#endif
