/* SPDX-License-Identifier: MIT */
/*
 * Slot functions of classes whose dunders are defined in Python: each looks its dunder up on the type and calls it. The
 * VM knows these functions and calls the dunder by pushing a frame instead, where it can.
 */
#include <config.h>

#include "object/buffer.h"
#include "object/attr.h"
#include "object/call.h"
#include "object/error.h"
#include "object/function.h"
#include "object/int.h"
#include "object/iter.h"
#include "object/ops.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_impl.h"

/* --- calling a dunder ------------------------------------------------------------------------------------------------ */

static ty_value special0(ty_ctx *ctx, ty_value self, ty_value name, bool *found)
{
    return ty_call_special(ctx, name, &self, 1, found);
}

static ty_value special1(ty_ctx *ctx, ty_value self, ty_value name, ty_value a, bool *found)
{
    ty_value args[2] = {self, a};
    return ty_call_special(ctx, name, args, 2, found);
}

static TY_COLD ty_value missing(ty_ctx *ctx, ty_value self, ty_value name)
{
    return ty_error_attribute(ctx, self, name);
}

static ty_value must0(ty_ctx *ctx, ty_value self, ty_value name)
{
    bool found;
    ty_value v = special0(ctx, self, name, &found);
    return found || ty_error_pending(ctx) ? v : missing(ctx, self, name);
}

static ty_value must1(ty_ctx *ctx, ty_value self, ty_value name, ty_value a)
{
    bool found;
    ty_value v = special1(ctx, self, name, a, &found);
    return found || ty_error_pending(ctx) ? v : missing(ctx, self, name);
}

/* function(self, *args, **kwargs), the array having no room for self. */
static ty_value call_with_self(ty_ctx *ctx, ty_value function, ty_value self, const ty_value *args, size_t nargs,
                               ty_value kwnames)
{
    size_t all = nargs + (kwnames ? ty_tuple_length(kwnames) : 0);
    ty_value few[8], *array = few;
    if (all + 1 > TY_COUNTOF(few)) {
        ty_value t = ty_tuple_new(ctx, NULL, all + 1);
        if (!t)
            return TY_NULL;
        array = ty_tuple_items(t);
        ty_heap_wrote_range(ctx->heap, ty_object_of(t), array, all + 1);
    }
    array[0] = self;
    if (all)
        memcpy(array + 1, args, all * sizeof *args);
    ty_value r = ty_call(ctx, function, array, nargs + 1, kwnames);
    TY_KEEP(array);
    return r;
}

/* --- text, hash, truth ------------------------------------------------------------------------------------------------ */

static ty_value slot_repr(ty_ctx *ctx, ty_value self)
{
    bool found;
    ty_value v = special0(ctx, self, TY_SYM(__repr__), &found);
    return found || ty_error_pending(ctx) ? v : ty_object_repr(ctx, self);
}

static ty_value slot_str(ty_ctx *ctx, ty_value self)
{
    bool found;
    ty_value v = special0(ctx, self, TY_SYM(__str__), &found);
    return found || ty_error_pending(ctx) ? v : ty_object_str(ctx, self);
}

static intptr_t slot_hash(ty_ctx *ctx, ty_value self)
{
    bool found;
    ty_value v = special0(ctx, self, TY_SYM(__hash__), &found);
    if (!v) {
        if (!ty_error_pending(ctx))
            ty_error_set(ctx, &ty_TypeError_type, "unhashable type: '%T'", self);
        return -1;
    }
    int64_t h;
    if (!ty_is_int(v)) {
        ty_error_set(ctx, &ty_TypeError_type, "__hash__ method should return an integer");
        return -1;
    }
    if (!ty_int_fits_int64(v, &h) || h < INTPTR_MIN || h > INTPTR_MAX)
        h = ty_int_hash(v);
    return h == -1 ? -2 : (intptr_t)h;
}

static int slot_bool(ty_ctx *ctx, ty_value self)
{
    bool found;
    ty_value v = special0(ctx, self, TY_SYM(__bool__), &found);
    if (!v)
        return ty_error_pending(ctx) ? -1 : 1;
    if (!ty_is_bool(v)) {
        ty_error_set(ctx, &ty_TypeError_type, "__bool__ should return bool, returned %T", v);
        return -1;
    }
    return v == TY_TRUE;
}

/* --- calls and life ----------------------------------------------------------------------------------------------------- */

static ty_value slot_call(ty_ctx *ctx, ty_value self, const ty_value *args, size_t nargs, ty_value kwnames)
{
    const ty_type *t = ty_type_of(self);
    ty_value f = ty_type_lookup(ctx, t, TY_SYM(__call__));
    if (!f)
        return ty_error_pending(ctx) ? TY_NULL : ty_error_set(ctx, &ty_TypeError_type, "'%T' object is not callable", self);
    if (ty_context_deep(ctx, " while calling a Python object"))
        return TY_NULL;
    if (ty_has_flag(f, TY_TYPE_METHOD))
        return call_with_self(ctx, f, self, args, nargs, kwnames);
    ty_descr_get_fn get = ty_type_of(f)->slots.descr_get;
    if (get && !(f = get(ctx, f, self, TY_VALUE(t))))
        return TY_NULL;
    return ty_call(ctx, f, args, nargs, kwnames);
}

int ty_slot_init(ty_ctx *ctx, ty_value self, const ty_value *args, size_t nargs, ty_value kwnames)
{
    const ty_type *t = ty_type_of(self);
    ty_value f = ty_type_lookup(ctx, t, TY_SYM(__init__)), r;
    if (!f) {
        if (!ty_error_pending(ctx))
            missing(ctx, self, TY_SYM(__init__));
        return -1;
    }
    if (ty_has_flag(f, TY_TYPE_METHOD)) {
        r = call_with_self(ctx, f, self, args, nargs, kwnames);
    } else {
        ty_descr_get_fn get = ty_type_of(f)->slots.descr_get;
        if (get && !(f = get(ctx, f, self, TY_VALUE(t))))
            return -1;
        r = ty_call(ctx, f, args, nargs, kwnames);
    }
    if (!r)
        return -1;
    if (!ty_is_none(r)) {
        ty_error_set(ctx, &ty_TypeError_type, "__init__() should return None, not '%T'", r);
        return -1;
    }
    return 0;
}
#define slot_init ty_slot_init

ty_value ty_slot_new(ty_ctx *ctx, const ty_type *t, const ty_value *args, size_t nargs, ty_value kwnames)
{
    ty_value f = ty_attr_get(ctx, TY_VALUE(t), TY_SYM(__new__));
    return f ? call_with_self(ctx, f, TY_VALUE(t), args, nargs, kwnames) : TY_NULL;
}

static ty_value slot_del(ty_ctx *ctx, ty_value self)
{
    bool found;
    ty_value v = special0(ctx, self, TY_SYM(__del__), &found);
    return found || ty_error_pending(ctx) ? v : TY_NONE;
}

/* --- attributes ----------------------------------------------------------------------------------------------------------- */

ty_value ty_slot_getattr_hook(ty_ctx *ctx, ty_value self, ty_value name)
{
    ty_value v;
    int r = ty_attr_generic_lookup(ctx, self, name, &v);
    if (r > 0)
        return v;
    if (r < 0 && !ty_error_swallow(ctx, &ty_AttributeError_type))
        return TY_NULL;
    return must1(ctx, self, TY_SYM(__getattr__), name);
}

ty_value ty_slot_getattr(ty_ctx *ctx, ty_value self, ty_value name)
{
    ty_value v = must1(ctx, self, TY_SYM(__getattribute__), name);
    if (v || !ty_error_matches(ctx, &ty_AttributeError_type))
        return v;
    ty_value error = ty_error_take(ctx);
    bool found;
    v = special1(ctx, self, TY_SYM(__getattr__), name, &found);
    if (!found && !ty_error_pending(ctx))
        ty_error_restore(ctx, error);
    return v;
}
#define slot_getattr ty_slot_getattr

static int slot_setattr(ty_ctx *ctx, ty_value self, ty_value name, ty_value v)
{
    ty_value args[3] = {self, name, v}, r;
    bool found;
    r = ty_call_special(ctx, v ? TY_SYM(__setattr__) : TY_SYM(__delattr__), args, v ? 3 : 2, &found);
    return r ? 0 : -1;
}

static ty_value slot_descr_get(ty_ctx *ctx, ty_value self, ty_value obj, ty_value type)
{
    ty_value args[3] = {self, obj ? obj : TY_NONE, type ? type : TY_NONE};
    bool found;
    ty_value v = ty_call_special(ctx, TY_SYM(__get__), args, 3, &found);
    return found || ty_error_pending(ctx) ? v : self;
}

static int slot_descr_set(ty_ctx *ctx, ty_value self, ty_value obj, ty_value v)
{
    ty_value args[3] = {self, obj, v}, name = v ? TY_SYM(__set__) : TY_SYM(__delete__), r;
    bool found;
    r = ty_call_special(ctx, name, args, v ? 3 : 2, &found);
    if (!found && !ty_error_pending(ctx))
        ty_error_set(ctx, &ty_AttributeError_type, "%U", name);
    return r ? 0 : -1;
}

/* --- comparison ------------------------------------------------------------------------------------------------------------ */

static ty_value slot_compare(ty_ctx *ctx, ty_value self, ty_value other, int op)
{
    static const ty_value names[] = {TY_SYM(__lt__), TY_SYM(__le__), TY_SYM(__eq__), TY_SYM(__ne__), TY_SYM(__gt__), TY_SYM(__ge__)};
    bool found;
    ty_value v = special1(ctx, self, names[op], other, &found);
    return found || ty_error_pending(ctx) ? v : TY_NOT_IMPLEMENTED;
}

/* --- operators ------------------------------------------------------------------------------------------------------------- */

/* Whether type(b) defines `name` otherwise than type(a) does. */
static bool overrides(ty_ctx *ctx, ty_value a, ty_value b, ty_value name)
{
    ty_value of_b = ty_type_lookup(ctx, ty_type_of(b), name);
    return of_b && of_b != ty_type_lookup(ctx, ty_type_of(a), name);
}

static ty_value try1(ty_ctx *ctx, ty_value self, ty_value name, ty_value other)
{
    bool found;
    ty_value v = special1(ctx, self, name, other, &found);
    return found || ty_error_pending(ctx) ? v : TY_NOT_IMPLEMENTED;
}

/* a is or is not of a class with this slot function; so is b; see the protocol in type.h. */
static ty_value binary(ty_ctx *ctx, ty_value a, ty_value b, ty_value name, ty_value rname, bool left, bool right)
{
    const ty_type *ta = ty_type_of(a), *tb = ty_type_of(b);
    bool do_other = ta != tb && right;
    if (left) {
        if (do_other && ty_type_is_subtype(tb, ta) && overrides(ctx, a, b, rname)) {
            ty_value v = try1(ctx, b, rname, a);
            if (v != TY_NOT_IMPLEMENTED)
                return v;
            do_other = false;
        }
        ty_value v = try1(ctx, a, name, b);
        if (v != TY_NOT_IMPLEMENTED || ta == tb)
            return v;
    }
    return do_other ? try1(ctx, b, rname, a) : TY_NOT_IMPLEMENTED;
}

#define BINARY(slot, id)                                                                                                \
    static ty_value slot_##id(ty_ctx *ctx, ty_value a, ty_value b)                                                        \
    {                                                                                                                    \
        return binary(ctx, a, b, TY_SYM(__##id##__), TY_SYM(__r##id##__), ty_type_of(a)->slots.slot == slot_##id,          \
                      ty_type_of(b)->slots.slot == slot_##id);                                                            \
    }
BINARY(add, add)
BINARY(sub, sub)
BINARY(mul, mul)
BINARY(matmul, matmul)
BINARY(truediv, truediv)
BINARY(floordiv, floordiv)
BINARY(mod, mod)
BINARY(divmod, divmod)
BINARY(lshift, lshift)
BINARY(rshift, rshift)
BINARY(and_, and)
BINARY(xor, xor)
BINARY(or_, or)

static ty_value slot_pow(ty_ctx *ctx, ty_value a, ty_value b, ty_value mod)
{
    bool left = ty_type_of(a)->slots.pow == slot_pow;
    if (ty_is_none(mod))
        return binary(ctx, a, b, TY_SYM(__pow__), TY_SYM(__rpow__), left, ty_type_of(b)->slots.pow == slot_pow);
    if (!left)
        return TY_NOT_IMPLEMENTED;
    ty_value args[3] = {a, b, mod};
    bool found;
    ty_value v = ty_call_special(ctx, TY_SYM(__pow__), args, 3, &found);
    return found || ty_error_pending(ctx) ? v : TY_NOT_IMPLEMENTED;
}

static ty_value slot_ipow(ty_ctx *ctx, ty_value a, ty_value b, ty_value mod)
{
    (void)mod;
    return try1(ctx, a, TY_SYM(__ipow__), b);
}

#define INPLACE(id)                                                                                                     \
    static ty_value slot_##id(ty_ctx *ctx, ty_value a, ty_value b) { return try1(ctx, a, TY_SYM(__##id##__), b); }
INPLACE(iadd)
INPLACE(isub)
INPLACE(imul)
INPLACE(imatmul)
INPLACE(itruediv)
INPLACE(ifloordiv)
INPLACE(imod)
INPLACE(ilshift)
INPLACE(irshift)
INPLACE(iand)
INPLACE(ixor)
INPLACE(ior)

#define UNARY(id)                                                                                                       \
    static ty_value slot_##id(ty_ctx *ctx, ty_value a) { return must0(ctx, a, TY_SYM(__##id##__)); }
UNARY(neg)
UNARY(pos)
UNARY(abs)
UNARY(invert)
UNARY(int)
UNARY(float)
UNARY(index)
UNARY(await)
UNARY(aiter)
UNARY(anext)

/* --- containers and iterators ------------------------------------------------------------------------------------------------ */

static intptr_t slot_len(ty_ctx *ctx, ty_value self)
{
    ty_value v = must0(ctx, self, TY_SYM(__len__));
    if (!v)
        return -1;
    v = ty_op_index(ctx, v);
    if (!v)
        return -1;
    int64_t n;
    if (!ty_int_fits_int64(v, &n) || n > INTPTR_MAX) {
        if (ty_int_sign(v) < 0)
            ty_error_set(ctx, &ty_ValueError_type, "__len__() should return >= 0");
        else
            ty_error_set(ctx, &ty_OverflowError_type, "cannot fit '%T' into an index-sized integer", v);
        return -1;
    }
    if (n < 0) {
        ty_error_set(ctx, &ty_ValueError_type, "__len__() should return >= 0");
        return -1;
    }
    return (intptr_t)n;
}

static ty_value slot_getitem(ty_ctx *ctx, ty_value self, ty_value key)
{
    return must1(ctx, self, TY_SYM(__getitem__), key);
}

static int slot_setitem(ty_ctx *ctx, ty_value self, ty_value key, ty_value v)
{
    ty_value args[3] = {self, key, v}, name = v ? TY_SYM(__setitem__) : TY_SYM(__delitem__), r;
    bool found;
    r = ty_call_special(ctx, name, args, v ? 3 : 2, &found);
    if (!found && !ty_error_pending(ctx))
        missing(ctx, self, name);
    return r ? 0 : -1;
}

static int slot_contains(ty_ctx *ctx, ty_value self, ty_value v)
{
    ty_value f = ty_type_lookup(ctx, ty_type_of(self), TY_SYM(__contains__));
    if (f && ty_is_none(f)) {
        ty_error_set(ctx, &ty_TypeError_type, "'%T' object is not a container", self);
        return -1;
    }
    ty_value r = must1(ctx, self, TY_SYM(__contains__), v);
    return r ? ty_op_truth(ctx, r) : -1;
}

ty_value ty_slot_iter(ty_ctx *ctx, ty_value self)
{
    ty_value f = ty_type_lookup(ctx, ty_type_of(self), TY_SYM(__iter__));
    if (f && ty_is_none(f))
        return ty_error_set(ctx, &ty_TypeError_type, "'%T' object is not iterable", self);
    return must0(ctx, self, TY_SYM(__iter__));
}
#define slot_iter ty_slot_iter

static ty_value slot_next(ty_ctx *ctx, ty_value self)
{
    ty_value v = must0(ctx, self, TY_SYM(__next__));
    if (!v)
        ty_error_swallow(ctx, &ty_StopIteration_type);
    return v;
}

ty_value ty_slot_next_stop(ty_ctx *ctx, ty_value it)
{
    ty_next_fn next = ty_type_of(it)->slots.next;
    return next == slot_next ? must0(ctx, it, TY_SYM(__next__)) : next(ctx, it);
}

/* --- the rows ------------------------------------------------------------------------------------------------------------------ */

typedef void (*any_fn)(void);
#define ROW(slot, dunder, generic, wrap, op, min, max, params, doc)                                                     \
    {TY_SYM(dunder), offsetof(ty_slots, slot), (any_fn)generic, params, doc, op, min, max},
const ty_slot_row ty_slot_rows[] = {TY_SLOT_ROWS(ROW)};
const size_t ty_slot_rows_count = TY_COUNTOF(ty_slot_rows);
