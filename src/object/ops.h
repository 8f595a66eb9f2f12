/* SPDX-License-Identifier: MIT */
/*
 * The abstract operations of the language on any values: operators, comparison, items, iteration, text. All may run
 * Python code, so all are safepoints; all raise unless said otherwise.
 */
#ifndef TY_OBJECT_OPS_H
#define TY_OBJECT_OPS_H

#include "object/type.h"

/* Binary operators, in the order of the VM's opcodes. */
#define TY_BINARY_ROWS(X)                                                                                               \
    X(ADD, add, "+") X(SUB, sub, "-") X(MUL, mul, "*") X(MATMUL, matmul, "@") X(TRUEDIV, truediv, "/")                     \
    X(FLOORDIV, floordiv, "//") X(MOD, mod, "%") X(LSHIFT, lshift, "<<") X(RSHIFT, rshift, ">>") X(AND, and_, "&")          \
    X(OR, or_, "|") X(XOR, xor, "^") X(POW, pow, "**")
enum ty_binary {
#define TY_BINARY_ENUM(NAME, slot, sign) TY_OP_##NAME,
    TY_BINARY_ROWS(TY_BINARY_ENUM)
#undef TY_BINARY_ENUM
    TY_OP_COUNT
};

ty_value ty_op_binary(ty_ctx *ctx, enum ty_binary op, ty_value a, ty_value b) TY_RAISES;
/* a <op> b after a's own method has answered NotImplemented. */
ty_value ty_op_binary_reflected(ty_ctx *ctx, enum ty_binary op, ty_value a, ty_value b) TY_RAISES;
ty_value ty_op_inplace(ty_ctx *ctx, enum ty_binary op, ty_value a, ty_value b) TY_RAISES;
ty_value ty_op_pow3(ty_ctx *ctx, ty_value a, ty_value b, ty_value mod) TY_RAISES;
ty_value ty_op_divmod(ty_ctx *ctx, ty_value a, ty_value b) TY_RAISES;
ty_value ty_op_neg(ty_ctx *ctx, ty_value v) TY_RAISES;
ty_value ty_op_pos(ty_ctx *ctx, ty_value v) TY_RAISES;
ty_value ty_op_invert(ty_ctx *ctx, ty_value v) TY_RAISES;
ty_value ty_op_abs(ty_ctx *ctx, ty_value v) TY_RAISES;

ty_value ty_op_compare(ty_ctx *ctx, ty_value a, ty_value b, int op) TY_RAISES;
int ty_op_compare_bool(ty_ctx *ctx, ty_value a, ty_value b, int op) TY_RAISES; /* 1, 0, -1; identity is not equality */
int ty_op_equal(ty_ctx *ctx, ty_value a, ty_value b) TY_RAISES; /* a is b or a == b, as containers compare; 1, 0, -1 */
int ty_op_truth(ty_ctx *ctx, ty_value v) TY_RAISES;             /* 1, 0, -1 */
intptr_t ty_op_hash(ty_ctx *ctx, ty_value v) TY_RAISES;         /* -1: error */

intptr_t ty_op_len(ty_ctx *ctx, ty_value v) TY_RAISES;
intptr_t ty_op_length_hint(ty_ctx *ctx, ty_value v, intptr_t otherwise) TY_RAISES;
ty_value ty_op_getitem(ty_ctx *ctx, ty_value o, ty_value k) TY_RAISES; /* also cls[...] by __class_getitem__ */
int ty_op_setitem(ty_ctx *ctx, ty_value o, ty_value k, ty_value v) TY_RAISES;
int ty_op_delitem(ty_ctx *ctx, ty_value o, ty_value k) TY_RAISES;
int ty_op_contains(ty_ctx *ctx, ty_value o, ty_value v) TY_RAISES; /* v in o */

ty_value ty_op_iter(ty_ctx *ctx, ty_value v) TY_RAISES;
ty_value ty_op_next(ty_ctx *ctx, ty_value iterator); /* TY_NULL: end, or error when ctx->exc is set */
/* Feeds every item to fn, with direct walks for exact list and tuple; stops when fn answers non-zero. */
int ty_op_each(ty_ctx *ctx, ty_value iterable, int (*fn)(ty_ctx *, void *arg, ty_value item), void *arg) TY_RAISES;
ty_value ty_op_list(ty_ctx *ctx, ty_value iterable) TY_RAISES;  /* a new list */
ty_value ty_op_tuple(ty_ctx *ctx, ty_value iterable) TY_RAISES; /* a tuple */

ty_value ty_op_repr(ty_ctx *ctx, ty_value v) TY_RAISES;
ty_value ty_op_str(ty_ctx *ctx, ty_value v) TY_RAISES;
ty_value ty_op_ascii(ty_ctx *ctx, ty_value v) TY_RAISES;
ty_value ty_op_format(ty_ctx *ctx, ty_value v, ty_value spec /* str or TY_NULL */) TY_RAISES;
ty_value ty_op_bytes(ty_ctx *ctx, ty_value v) TY_RAISES; /* bytes(v) of an object */

/* Ints from values: __index__ is honoured. */
ty_value ty_op_index(ty_ctx *ctx, ty_value v) TY_RAISES; /* an int */
/* As intptr_t; out of range raises `overflow`, or clamps when overflow is NULL. *out valid when 0; -1 error. */
int ty_op_index_size(ty_ctx *ctx, ty_value v, const ty_type *overflow, intptr_t *out) TY_RAISES;
ty_value ty_op_int(ty_ctx *ctx, ty_value v) TY_RAISES;                     /* int(v) */
int ty_op_double(ty_ctx *ctx, ty_value v, double *out) TY_RAISES;          /* float(v) for numbers: "must be real number, not x" */

/* isinstance, issubclass with the hooks and tuples; 1, 0, -1. */
int ty_op_isinstance(ty_ctx *ctx, ty_value v, ty_value cls) TY_RAISES;
int ty_op_issubclass(ty_ctx *ctx, ty_value cls, ty_value of) TY_RAISES;
/* The same without the hooks: what type.__instancecheck__ and type.__subclasscheck__ do. */
int ty_op_isinstance_default(ty_ctx *ctx, ty_value v, ty_value cls) TY_RAISES;
int ty_op_issubclass_default(ty_ctx *ctx, ty_value cls, ty_value of) TY_RAISES;
bool ty_op_callable(ty_value v);

/* A guard for repr of recursive containers: 1 already active, 0 entered (call leave later), -1 error. */
int ty_op_repr_enter(ty_ctx *ctx, ty_value v) TY_RAISES;
void ty_op_repr_leave(ty_ctx *ctx, ty_value v);

#endif
