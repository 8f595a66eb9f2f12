/* SPDX-License-Identifier: MIT */
/* Shared by the files of str; nobody else includes it. */
#ifndef TY_OBJECT_STR_IMPL_H
#define TY_OBJECT_STR_IMPL_H

#include "object/codec.h"
#include "object/error.h"
#include "object/native.h"
#include "object/str.h"
#include "object/utf8.h"

static inline bool ty_str_is_inline(const ty_str *s) { return s->data == s->inline_data; }

/* The buffer behind a chain of concatenations, and the working memory of ty_strbuf. Bytes [0, used) are text of strings
 * that share it and never change. */
typedef struct TY_ALIGNED(16) ty_str_tail {
    ty_object ob;
    size_t used, capacity; /* bytes */
    unsigned char data[];
} ty_str_tail;
ty_str_tail *ty_str_tail_new(ty_ctx *ctx, size_t capacity) TY_RAISES;

/* Copies n characters between kinds; a narrowing caller knows that they fit. */
void ty_str_copy_chars(int to_kind, void *to, int from_kind, const void *from, size_t n);
/* 127, 255, 0xffff or 0x10ffff: the width class of the characters. */
uint32_t ty_str_max_char(int kind, const void *p, size_t n);
/* A new instance of the subclass `type` with this exact text. */
ty_value ty_str_wrap(ty_ctx *ctx, const ty_type *type, ty_value text) TY_RAISES;

intptr_t ty_str_rfind(ty_value s, ty_value sub, size_t start, size_t end);
/* Arguments start and end of a method, of any kind that slices take, clipped; start may lie behind the end. -1: error */
int ty_str_bounds(ty_ctx *ctx, ty_value from, ty_value to, size_t length, intptr_t *start, intptr_t *end) TY_RAISES;
bool ty_str_matches_at(const ty_str *s, size_t at, const ty_str *sub); /* at <= length */
/* Changes the case of ASCII letters between low and high; n bytes, all ASCII. */
void ty_str_flip_ascii(unsigned char *out, const unsigned char *p, size_t n, unsigned low, unsigned high);

/* Methods are natives of this name; their rows are in str_methods.c. */
#define TY_STR_METHOD(name) ty_value ty_str_m_##name(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
TY_STR_METHOD(capitalize);
TY_STR_METHOD(casefold);
TY_STR_METHOD(center);
TY_STR_METHOD(count);
TY_STR_METHOD(encode);
TY_STR_METHOD(endswith);
TY_STR_METHOD(expandtabs);
TY_STR_METHOD(find);
TY_STR_METHOD(format);
TY_STR_METHOD(format_map);
TY_STR_METHOD(index);
TY_STR_METHOD(isalnum);
TY_STR_METHOD(isalpha);
TY_STR_METHOD(isascii);
TY_STR_METHOD(isdecimal);
TY_STR_METHOD(isdigit);
TY_STR_METHOD(isidentifier);
TY_STR_METHOD(islower);
TY_STR_METHOD(isnumeric);
TY_STR_METHOD(isprintable);
TY_STR_METHOD(isspace);
TY_STR_METHOD(istitle);
TY_STR_METHOD(isupper);
TY_STR_METHOD(join);
TY_STR_METHOD(ljust);
TY_STR_METHOD(lower);
TY_STR_METHOD(lstrip);
TY_STR_METHOD(maketrans);
TY_STR_METHOD(partition);
TY_STR_METHOD(removeprefix);
TY_STR_METHOD(removesuffix);
TY_STR_METHOD(replace);
TY_STR_METHOD(rfind);
TY_STR_METHOD(rindex);
TY_STR_METHOD(rjust);
TY_STR_METHOD(rpartition);
TY_STR_METHOD(rsplit);
TY_STR_METHOD(rstrip);
TY_STR_METHOD(split);
TY_STR_METHOD(splitlines);
TY_STR_METHOD(startswith);
TY_STR_METHOD(strip);
TY_STR_METHOD(swapcase);
TY_STR_METHOD(title);
TY_STR_METHOD(translate);
TY_STR_METHOD(upper);
TY_STR_METHOD(zfill);
TY_STR_METHOD(__format__);
TY_STR_METHOD(__getnewargs__);
TY_STR_METHOD(__sizeof__);

extern const ty_layout ty_str_layout;
extern const ty_native ty_str_methods[];

#endif
