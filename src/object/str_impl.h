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

/* Methods are natives of this name; their rows are in str_methods.c. */
#define TY_STR_METHOD(name) ty_value ty_str_m_##name(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
TY_STR_METHOD(join);
TY_STR_METHOD(encode);

extern const ty_layout ty_str_layout;
extern const ty_native ty_str_methods[];

#endif
