/* SPDX-License-Identifier: MIT */
/* bool: the two immediates True and False, ints in all but their text and their bitwise operations. */
#include <config.h>

#include "object/int_impl.h"
#include "object/native.h"
#include "object/ops.h"

static ty_value bool_new(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)type;
    if (ty_native_no_keywords(ctx, "bool", kwnames) < 0 || ty_native_check_count(ctx, "bool", nargs, 0, 1) < 0)
        return TY_NULL;
    int truth = nargs ? ty_op_truth(ctx, args[0]) : 0;
    return truth < 0 ? TY_NULL : ty_bool(truth);
}

static ty_value bool_repr(ty_ctx *ctx, ty_value v)
{
    (void)ctx;
    return v == TY_TRUE ? TY_SYM(True) : TY_SYM(False);
}

static ty_value bool_invert(ty_ctx *ctx, ty_value v)
{
    if (ty_error_warn(ctx, &ty_DeprecationWarning_type, 1,
                      "Bitwise inversion '~' on bool is deprecated and will be removed in Python 3.16. This returns the "
                      "bitwise inversion of the underlying int object and is usually not what you expect from negating a "
                      "bool. Use the 'not' operator for boolean negation or ~int(x) if you really want the bitwise "
                      "inversion of the underlying int.") < 0)
        return TY_NULL;
    return ty_int_invert(ctx, ty_int_exact(v));
}

#define BOOL_SLOT(op, sign)                                                                                             \
    static ty_value bool_##op(ty_ctx *ctx, ty_value a, ty_value b)                                                       \
    {                                                                                                                   \
        if (ty_is_bool(a) && ty_is_bool(b))                                                                             \
            return ty_bool((a == TY_TRUE)sign(b == TY_TRUE));                                                            \
        return ty_int_slot_##op(ctx, a, b);                                                                             \
    }
BOOL_SLOT(and, &)
BOOL_SLOT(or, |)
BOOL_SLOT(xor, ^)

static const ty_layout ty_bool_layout = {.fixed_size = sizeof(ty_int_instance)};

/* Not TY_BUILTIN_TYPE: it would expand the word bool. */
TY_BUILTIN_TYPE_META(bool, &ty_type_shape, .name = "bool", .base = &ty_int_type,
                .flags = TY_TYPE_INT | TY_TYPE_MATCH_SELF | TY_TYPE_IMMUTABLE, .basicsize = sizeof(ty_int_instance),
                .doc = "bool(object=False, /)\n--\n\nTrue when the argument is true, False otherwise.",
                .slots = {INT_SLOTS, .repr = bool_repr, .new_ = bool_new, .invert = bool_invert, .and_ = bool_and,
                          .or_ = bool_or, .xor = bool_xor});
