/* SPDX-License-Identifier: MIT */
/* Comparison, truth, hash, instance and subclass tests. */
#include <config.h>

#include "object/attr.h"
#include "object/call.h"
#include "object/error.h"
#include "object/float.h"
#include "object/int.h"
#include "object/ops.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/union.h"

static const uint8_t swapped[] = {TY_GT, TY_GE, TY_EQ, TY_NE, TY_LT, TY_LE};

ty_value ty_op_compare(ty_ctx *ctx, ty_value a, ty_value b, int op)
{
    static const char *const signs[] = {"<", "<=", "==", "!=", ">", ">="};
    if (ty_context_deep(ctx, " in comparison"))
        return TY_NULL;
    const ty_type *ta = ty_type_of(a), *tb = ty_type_of(b);
    bool right_done = false;
    if (ta != tb && tb->slots.compare && ty_type_is_subtype(tb, ta)) {
        right_done = true;
        ty_value v = tb->slots.compare(ctx, b, a, swapped[op]);
        if (v != TY_NOT_IMPLEMENTED)
            return v;
    }
    if (ta->slots.compare) {
        ty_value v = ta->slots.compare(ctx, a, b, op);
        if (v != TY_NOT_IMPLEMENTED)
            return v;
    }
    if (!right_done && tb->slots.compare) {
        ty_value v = tb->slots.compare(ctx, b, a, swapped[op]);
        if (v != TY_NOT_IMPLEMENTED)
            return v;
    }
    if (op == TY_EQ || op == TY_NE)
        return ty_bool((a == b) == (op == TY_EQ));
    return ty_error_set(ctx, &ty_TypeError_type, "'%s' not supported between instances of '%T' and '%T'", signs[op], a, b);
}

int ty_op_compare_bool(ty_ctx *ctx, ty_value a, ty_value b, int op)
{
    if (ty_both_small(a, b)) {
        intptr_t x = (intptr_t)a, y = (intptr_t)b;
        switch (op) {
        case TY_LT: return x < y;
        case TY_LE: return x <= y;
        case TY_EQ: return x == y;
        case TY_NE: return x != y;
        case TY_GT: return x > y;
        default: return x >= y;
        }
    }
    if (op == TY_EQ && ty_is_exact_str(a) && ty_is_exact_str(b))
        return ty_str_equal(a, b);
    ty_value v = ty_op_compare(ctx, a, b, op);
    if (TY_LIKELY(ty_is_bool(v)))
        return v == TY_TRUE;
    return v ? ty_op_truth(ctx, v) : -1;
}

int ty_op_equal(ty_ctx *ctx, ty_value a, ty_value b)
{
    return a == b ? 1 : ty_op_compare_bool(ctx, a, b, TY_EQ);
}

int ty_op_truth(ty_ctx *ctx, ty_value v)
{
    if (ty_is_bool(v))
        return v == TY_TRUE;
    if (v == TY_NONE)
        return 0;
    if (ty_is_small(v))
        return v != ty_small(0);
    const ty_type *t = ty_type_of(v);
    if (t->slots.bool_)
        return t->slots.bool_(ctx, v);
    if (!t->slots.len)
        return 1;
    intptr_t n = t->slots.len(ctx, v);
    return n < 0 ? -1 : n > 0;
}

intptr_t ty_op_hash(ty_ctx *ctx, ty_value v)
{
    if (ty_is_exact_str(v))
        return ty_str_hash(v);
    if (ty_is_small(v))
        return ty_int_hash(v);
    ty_hash_fn hash = ty_type_of(v)->slots.hash;
    if (TY_LIKELY(hash != NULL))
        return hash(ctx, v);
    ty_error_set(ctx, &ty_TypeError_type, "unhashable type: '%T'", v);
    return -1;
}

bool ty_op_callable(ty_value v)
{
    return ty_type_of(v)->slots.call != NULL;
}

/* --- isinstance, issubclass -------------------------------------------------------------------------------------------------- */

/* cls.__bases__ if it is a tuple: what makes any object a class in the eyes of issubclass. 1, 0, -1 */
static int bases_of(ty_ctx *ctx, ty_value cls, ty_value *bases)
{
    int found = ty_attr_lookup(ctx, cls, TY_SYM(__bases__), bases);
    return found > 0 ? ty_is_tuple(*bases) : found;
}

static int check_class(ty_ctx *ctx, ty_value cls, const char *message)
{
    ty_value bases;
    int is = bases_of(ctx, cls, &bases);
    if (is == 0)
        ty_error_set(ctx, &ty_TypeError_type, "%s", message);
    return is > 0 ? 0 : -1;
}

static int abstract_subclass(ty_ctx *ctx, ty_value cls, ty_value of)
{
    if (ty_context_deep(ctx, " in __subclasscheck__"))
        return -1;
    if (cls == of)
        return 1;
    ty_value bases;
    int is = bases_of(ctx, cls, &bases);
    if (is <= 0)
        return is;
    for (size_t i = 0; i < ty_tuple_length(bases); i++) {
        int yes = abstract_subclass(ctx, ty_tuple_at(bases, i), of);
        if (yes)
            return yes;
    }
    return 0;
}

int ty_op_isinstance_default(ty_ctx *ctx, ty_value v, ty_value cls)
{
    if (ty_is_type(cls)) {
        if (ty_is_instance(v, ty_type_ptr(cls)))
            return 1;
        if (!(ty_type_of(v)->flags & (TY_TYPE_HEAP | TY_TYPE_DICT)))
            return 0; /* builtin: __class__ tells nothing else */
        ty_value other;
        int found = ty_attr_lookup(ctx, v, TY_SYM(__class__), &other);
        if (found <= 0)
            return found;
        return other != TY_VALUE(ty_type_of(v)) && ty_is_type(other) && ty_type_is_subtype(ty_type_ptr(other), ty_type_ptr(cls));
    }
    if (check_class(ctx, cls, "isinstance() arg 2 must be a type, a tuple of types, or a union") < 0)
        return -1;
    ty_value other;
    int found = ty_attr_lookup(ctx, v, TY_SYM(__class__), &other);
    return found > 0 ? abstract_subclass(ctx, other, cls) : found;
}

int ty_op_issubclass_default(ty_ctx *ctx, ty_value cls, ty_value of)
{
    if (ty_is_type(cls) && ty_is_type(of))
        return ty_type_is_subtype(ty_type_ptr(cls), ty_type_ptr(of));
    if (check_class(ctx, cls, "issubclass() arg 1 must be a class") < 0 ||
        check_class(ctx, of, "issubclass() arg 2 must be a class, a tuple of classes, or a union") < 0)
        return -1;
    return abstract_subclass(ctx, cls, of);
}

/* The metaclass's own check, for classes whose metaclass is not plainly `type`. */
static int hooked(ty_ctx *ctx, ty_value cls, ty_value v, ty_value name, bool *found)
{
    ty_value args[2] = {cls, v};
    ty_value answer = ty_call_special(ctx, name, args, 2, found);
    return answer ? ty_op_truth(ctx, answer) : -1;
}

int ty_op_isinstance(ty_ctx *ctx, ty_value v, ty_value cls)
{
    if (ty_is_object(cls) && TY_VALUE(ty_type_of(v)) == cls)
        return 1;
    if (ty_type_of(cls) == &ty_type_type)
        return ty_op_isinstance_default(ctx, v, cls);
    if (ty_is_exact_tuple(cls) || ty_type_of(cls) == &ty_UnionType_type) {
        ty_value all = ty_is_exact_tuple(cls) ? cls : ((ty_union *)cls)->args;
        if (ty_context_deep(ctx, " in __instancecheck__"))
            return -1;
        for (size_t i = 0; i < ty_tuple_length(all); i++) {
            ty_value one = ty_tuple_at(all, i);
            if (one == TY_NONE && all != cls) /* int | None */
                one = TY_VALUE(ty_type_of(TY_NONE));
            int yes = ty_op_isinstance(ctx, v, one);
            if (yes)
                return yes;
        }
        return 0;
    }
    bool found;
    int yes = hooked(ctx, cls, v, TY_SYM(__instancecheck__), &found);
    return found ? yes : ty_op_isinstance_default(ctx, v, cls);
}

int ty_op_issubclass(ty_ctx *ctx, ty_value cls, ty_value of)
{
    if (ty_type_of(of) == &ty_type_type && ty_is_type(cls))
        return ty_type_is_subtype(ty_type_ptr(cls), ty_type_ptr(of));
    if (ty_is_exact_tuple(of) || ty_type_of(of) == &ty_UnionType_type) {
        ty_value all = ty_is_exact_tuple(of) ? of : ((ty_union *)of)->args;
        if (ty_context_deep(ctx, " in __subclasscheck__"))
            return -1;
        for (size_t i = 0; i < ty_tuple_length(all); i++) {
            ty_value one = ty_tuple_at(all, i);
            if (one == TY_NONE && all != of)
                one = TY_VALUE(ty_type_of(TY_NONE));
            int yes = ty_op_issubclass(ctx, cls, one);
            if (yes)
                return yes;
        }
        return 0;
    }
    bool found;
    int yes = hooked(ctx, of, cls, TY_SYM(__subclasscheck__), &found);
    return found ? yes : ty_op_issubclass_default(ctx, cls, of);
}
