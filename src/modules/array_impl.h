/* SPDX-License-Identifier: MIT */
/* Shared by array.c and array_methods.c; nobody else includes it. */
#ifndef TY_MODULES_ARRAY_IMPL_H
#define TY_MODULES_ARRAY_IMPL_H

#include "object/bytes.h"
#include "object/native.h"

/* The items lie in a bytearray of its own, which knows how to grow and counts views. */
typedef struct ty_array_object {
    ty_object ob;
    ty_value store; /* bytearray */
    char letter;    /* b B u w h H i I l L q Q f d */
    uint8_t itemsize;
} ty_array_object;
TY_DECLARE_TYPE(array_array);
TY_DECLARE_TYPE(array_iterator);

static inline char *ty_array_data(const ty_array_object *a) { return (char *)((ty_bytearray *)a->store)->data; }
static inline size_t ty_array_count(const ty_array_object *a) { return ((ty_bytearray *)a->store)->length / a->itemsize; }
static inline bool ty_array_is_text(const ty_array_object *a) { return a->letter == 'u' || a->letter == 'w'; }
static inline bool ty_is_array(ty_value v) { return ty_is_object(v) && ty_is_instance(v, &ty_array_array_type); }

/* An empty array; letter is valid. */
ty_array_object *ty_array_make(ty_ctx *ctx, const ty_type *type, char letter) TY_RAISES;
size_t ty_array_letter_size(char letter); /* 0: no type code */
ty_value ty_array_get(ty_ctx *ctx, const ty_array_object *a, size_t i) TY_RAISES;
/* Converts v to an item at p. -1: TypeError, OverflowError */
int ty_array_convert(ty_ctx *ctx, const ty_array_object *a, ty_value v, void *p) TY_RAISES;
/* Room for `n` items in all; new ones are not initialised. */
int ty_array_resize(ty_ctx *ctx, ty_array_object *a, size_t n) TY_RAISES;
int ty_array_append(ty_ctx *ctx, ty_array_object *a, ty_value v) TY_RAISES;
int ty_array_extend(ty_ctx *ctx, ty_array_object *a, ty_value iterable) TY_RAISES; /* arrays must be of the same kind */
int ty_array_from_bytes(ty_ctx *ctx, ty_array_object *a, ty_value bytes_like) TY_RAISES;
int ty_array_from_text(ty_ctx *ctx, ty_array_object *a, ty_value str) TY_RAISES;
ty_value ty_array_to_text(ty_ctx *ctx, const ty_array_object *a) TY_RAISES;
ty_value ty_array_to_list(ty_ctx *ctx, const ty_array_object *a) TY_RAISES;
ty_value ty_array_copy(ty_ctx *ctx, const ty_array_object *a, size_t from, size_t to) TY_RAISES;
/* Replaces [from, from + gone) by n items at p. */
int ty_array_splice(ty_ctx *ctx, ty_array_object *a, size_t from, size_t gone, const void *p, size_t n) TY_RAISES;

extern const ty_native ty_array_methods[];
extern const ty_native ty_array_functions[]; /* the reconstructor first */
ty_value ty_array_reconstructor(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames);

#endif
