/* SPDX-License-Identifier: MIT */
/*
 * The fields of builtin exceptions beyond BaseException's, and what the files exceptions_<layout>.c share.
 *
 * A layout is: the number of its fields, its slots, its methods and getsets. The tables of a layout are given to all
 * types that have it, but show only in the dict of the type that their rows name as owner.
 */
#ifndef TY_OBJECT_EXCEPTIONS_H
#define TY_OBJECT_EXCEPTIONS_H

#include "object/error.h"
#include "object/native.h"

enum { TY_EXC_GROUP_MESSAGE, TY_EXC_GROUP_EXCEPTIONS, TY_EXC_GROUP_FIELDS };
enum { TY_EXC_EXIT_CODE, TY_EXC_EXIT_FIELDS };
enum { TY_EXC_STOP_VALUE, TY_EXC_STOP_FIELDS };
enum { TY_EXC_NAME_NAME, TY_EXC_NAME_FIELDS };
enum { TY_EXC_ATTRIBUTE_NAME, TY_EXC_ATTRIBUTE_OBJ, TY_EXC_ATTRIBUTE_FIELDS };
enum { TY_EXC_IMPORT_MSG, TY_EXC_IMPORT_NAME, TY_EXC_IMPORT_PATH, TY_EXC_IMPORT_NAME_FROM, TY_EXC_IMPORT_FIELDS };
enum { TY_EXC_OS_ERRNO, TY_EXC_OS_STRERROR, TY_EXC_OS_FILENAME, TY_EXC_OS_FILENAME2, TY_EXC_OS_WRITTEN, TY_EXC_OS_FIELDS };
enum { TY_EXC_SYNTAX_MSG, TY_EXC_SYNTAX_FILENAME, TY_EXC_SYNTAX_LINENO, TY_EXC_SYNTAX_OFFSET, TY_EXC_SYNTAX_TEXT,
       TY_EXC_SYNTAX_END_LINENO, TY_EXC_SYNTAX_END_OFFSET, TY_EXC_SYNTAX_PRINT, TY_EXC_SYNTAX_FIELDS };
enum { TY_EXC_UNICODE_ENCODING, TY_EXC_UNICODE_OBJECT, TY_EXC_UNICODE_START, TY_EXC_UNICODE_END, TY_EXC_UNICODE_REASON,
       TY_EXC_UNICODE_FIELDS };

/* A field, TY_NONE where it was never set. */
static inline ty_value ty_exception_field(ty_value e, int i)
{
    ty_value v = ty_exception_ptr(e)->fields[i];
    return v ? v : TY_NONE;
}
static inline void ty_exception_set_field(ty_ctx *ctx, ty_value e, int i, ty_value v)
{
    ty_heap_store(ctx->heap, ty_object_of(e), &ty_exception_ptr(e)->fields[i], v);
}

/* BaseException's slots, for the layouts that start from them. */
ty_value ty_exception_slot_new(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames);
int ty_exception_slot_init(ty_ctx *ctx, ty_value self, const ty_value *args, size_t nargs, ty_value kwnames);
ty_value ty_exception_slot_repr(ty_ctx *ctx, ty_value self);
ty_value ty_exception_slot_str(ty_ctx *ctx, ty_value self);
/* Sets self.args to the positional arguments. */
int ty_exception_set_args(ty_ctx *ctx, ty_value self, const ty_value *args, size_t nargs) TY_RAISES;
/* Sets exc.__context__ to `context` unless that would make a cycle, which is cut. */
void ty_exception_chain(ty_ctx *ctx, ty_value exc, ty_value context);

#define TY_EXC_SLOTS_plain                                                                                              \
    TY_OBJECT_SLOTS, .new_ = ty_exception_slot_new, .init = ty_exception_slot_init, .repr = ty_exception_slot_repr,       \
                     .str = ty_exception_slot_str

/* A layout's own field as an attribute: getters and setters are made by this pair. */
#define TY_EXC_FIELD(layout, id, index)                                                                                 \
    static ty_value layout##_get_##id(ty_ctx *ctx, ty_value self)                                                         \
    {                                                                                                                    \
        (void)ctx;                                                                                                       \
        return ty_exception_field(self, index);                                                                          \
    }                                                                                                                    \
    static int layout##_set_##id(ty_ctx *ctx, ty_value self, ty_value v)                                                 \
    {                                                                                                                    \
        ty_exception_set_field(ctx, self, index, v ? v : TY_NONE);                                                       \
        return 0;                                                                                                        \
    }
#define TY_EXC_FIELD_ROW(layout, id, d) TY_GETSET(id, layout##_get_##id, layout##_set_##id, d)

#define TY_EXC_LAYOUT_DECLARE(layout)                                                                                   \
    extern const ty_native ty_exc_##layout##_methods[];                                                                  \
    extern const ty_getset ty_exc_##layout##_getsets[];                                                                  \
    int ty_exc_##layout##_init(ty_ctx *, ty_value, const ty_value *, size_t, ty_value);                                  \
    ty_value ty_exc_##layout##_str(ty_ctx *, ty_value)
TY_EXC_LAYOUT_DECLARE(plain);
TY_EXC_LAYOUT_DECLARE(group);
TY_EXC_LAYOUT_DECLARE(exit);
TY_EXC_LAYOUT_DECLARE(stop);
TY_EXC_LAYOUT_DECLARE(name);
TY_EXC_LAYOUT_DECLARE(attribute);
TY_EXC_LAYOUT_DECLARE(import);
TY_EXC_LAYOUT_DECLARE(os);
TY_EXC_LAYOUT_DECLARE(syntax);
TY_EXC_LAYOUT_DECLARE(unicode);
ty_value ty_exc_group_new(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames);
ty_value ty_exc_os_new(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames);
const ty_type *ty_exc_os_type(int errnum); /* the subclass of OSError for an errno */

/* except*: splits off what is an instance of `type` (a class or tuple, checked by the caller). 0, -1. */
int ty_exception_group_split(ty_ctx *ctx, ty_value e, ty_value type, ty_value *yes, ty_value *rest) TY_RAISES;
/* The end of a try with except*: what is to be raised (TY_NONE: nothing) when `orig` was caught and the list `excs` holds
 * what the clauses raised and the rest that no clause took. */
ty_value ty_exception_group_reraise(ty_ctx *ctx, ty_value orig, ty_value excs) TY_RAISES;

#endif
