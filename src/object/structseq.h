/* SPDX-License-Identifier: MIT */
/*
 * Struct sequences: tuples whose items have names (time.struct_time, os.stat_result, sys.flags). An instance is a ty_tuple
 * whose length counts the visible items; hidden ones, reached by name only, lie behind them.
 *
 * A type is constant data:
 *
 *   static const ty_structseq_field flags_fields[] = {{"debug", "-d"}, ..., {NULL, NULL}};
 *   TY_STRUCTSEQ(sys_flags, "sys.flags", "sys.flags\n\nFlags of the command line.", flags_fields, 18, 21, TY_TYPE_NO_NEW);
 *
 * (visible items, all items). A field whose name is "" can be reached by number only.
 */
#ifndef TY_OBJECT_STRUCTSEQ_H
#define TY_OBJECT_STRUCTSEQ_H

#include "object/native.h"
#include "object/tuple.h"

typedef struct ty_structseq_field { const char *name, *doc; } ty_structseq_field;
typedef struct ty_structseq_desc {
    const ty_structseq_field *fields; /* ended by a NULL name */
    uint16_t visible, total;
} ty_structseq_desc;

/* A fresh instance; all items are None, the caller stores (before the next safepoint without a barrier). */
ty_value ty_structseq_new(ty_ctx *ctx, const ty_type *type) TY_RAISES;
static inline void ty_structseq_put(ty_ctx *ctx, ty_value s, size_t i, ty_value v)
{
    ty_heap_store(ctx->heap, ty_object_of(s), &ty_tuple_items(s)[i], v);
}

int ty_structseq_ready(ty_ctx *ctx, const ty_type *type, ty_value dict);
ty_value ty_structseq_slot_repr(ty_ctx *, ty_value);
intptr_t ty_structseq_slot_hash(ty_ctx *, ty_value);
ty_value ty_structseq_slot_iter(ty_ctx *, ty_value);
ty_value ty_structseq_slot_new(ty_ctx *, const ty_type *, const ty_value *, size_t, ty_value);
ty_value ty_structseq_slot_compare(ty_ctx *, ty_value, ty_value, int);
intptr_t ty_structseq_slot_len(ty_ctx *, ty_value);
ty_value ty_structseq_slot_getitem(ty_ctx *, ty_value, ty_value);
int ty_structseq_slot_contains(ty_ctx *, ty_value, ty_value);
ty_value ty_structseq_slot_concat(ty_ctx *, ty_value, ty_value);
ty_value ty_structseq_slot_repeat(ty_ctx *, ty_value, ty_value);

#define TY_STRUCTSEQ(id, fullname, text, field_table, n_visible, n_total, more_flags)                                     \
    TY_DECLARE_TYPE(id);                                                                                                 \
    static const ty_layout ty_##id##_layout = {                                                                          \
        .fixed_size = (uint32_t)((sizeof(ty_tuple) + (n_total) * sizeof(ty_value) + TY_GRANULE - 1) & ~(size_t)(TY_GRANULE - 1)), \
        .slots_offset = offsetof(ty_tuple, items), .slots_count = (n_total)};                                            \
    static const ty_structseq_desc id##_desc = {field_table, n_visible, n_total};                                        \
    static const ty_getset id##_getsets[] = {{.name = TY_NULL, .closure = (uintptr_t)&id##_desc}};                       \
    TY_BUILTIN_TYPE(id, .name = fullname, .base = &ty_tuple_type, .doc = text,                                           \
                    .flags = TY_TYPE_TUPLE | TY_TYPE_SEQUENCE | TY_TYPE_IMMUTABLE | (more_flags),                        \
                    .basicsize = sizeof(ty_tuple) + (n_total) * sizeof(ty_value), .getsets = id##_getsets,               \
                    .ready = ty_structseq_ready,                                                                         \
                    .slots = {TY_OBJECT_SLOTS, .repr = ty_structseq_slot_repr, .hash = ty_structseq_slot_hash,           \
                              .iter = ty_structseq_slot_iter, .new_ = ty_structseq_slot_new,                             \
                              .compare = ty_structseq_slot_compare, .len = ty_structseq_slot_len,                        \
                              .getitem = ty_structseq_slot_getitem, .contains = ty_structseq_slot_contains,              \
                              .concat = ty_structseq_slot_concat, .repeat = ty_structseq_slot_repeat})

#endif
