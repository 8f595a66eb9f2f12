/* SPDX-License-Identifier: MIT */
/*
 * The methods and operators of sets. Results of operators are plain sets or frozensets, of the left operand's kind.
 * Entries carry their hash, so that combining sets never hashes an element again.
 */
#include <config.h>

#include "object/call.h"
#include "object/dict.h"
#include "object/equal.h"
#include "object/error.h"
#include "object/genericalias.h"
#include "object/ops.h"
#include "object/set.h"
#include "object/tuple.h"

#define SET(v) ((ty_set *)(v))
#define METHOD(name)                                                                                                    \
    static ty_value name(TY_UNUSED ty_ctx *ctx, const ty_value *args, TY_UNUSED size_t nargs, TY_UNUSED ty_value kwnames)

static const ty_shape *kind_of(ty_value v)
{
    return ty_has_flag(v, TY_TYPE_FROZENSET) ? &ty_frozenset_shape : &ty_set_shape;
}

static ty_value plain_copy(ty_ctx *ctx, ty_value s)
{
    return ty_set_make(ctx, kind_of(s), s);
}

/* The entries of a set, robust against changes of the set meanwhile. */
static bool next_entry(ty_value s, size_t *pos, ty_set_entry *out)
{
    const ty_set_table *t = SET(s)->table;
    for (; t && *pos <= t->mask; ++*pos) {
        *out = t->entries[*pos];
        if (out->key && out->key != TY_STOP) {
            ++*pos;
            return true;
        }
    }
    return false;
}

/* --- relations ---------------------------------------------------------------------------------------------------------- */

/* Whether every element of the set a is in the set b: 1, 0, -1 */
static int is_subset(ty_ctx *ctx, ty_value a, ty_value b)
{
    ty_set_entry e;
    if (SET(a)->length > SET(b)->length)
        return 0;
    for (size_t pos = 0; next_entry(a, &pos, &e);) {
        int in = ty_set_contains_hashed(ctx, b, e.key, e.hash);
        if (in <= 0)
            return in;
    }
    return 1;
}

static int is_equal(ty_ctx *ctx, ty_value a, ty_value b)
{
    if (SET(a)->length != SET(b)->length)
        return 0;
    if (ty_has_flag(a, TY_TYPE_FROZENSET) && ty_has_flag(b, TY_TYPE_FROZENSET) && SET(a)->hash != -1 && SET(b)->hash != -1 &&
        SET(a)->hash != SET(b)->hash)
        return 0;
    return is_subset(ctx, a, b);
}

ty_value ty_set_compare(ty_ctx *ctx, ty_value a, ty_value b, int op)
{
    if (!ty_is_anyset(a) || !ty_is_anyset(b))
        return TY_NOT_IMPLEMENTED;
    int r;
    switch (op) {
    case TY_EQ:
    case TY_NE: r = is_equal(ctx, a, b); break;
    case TY_LE: r = is_subset(ctx, a, b); break;
    case TY_GE: r = is_subset(ctx, b, a); break;
    case TY_LT: r = SET(a)->length < SET(b)->length ? is_subset(ctx, a, b) : 0; break;
    default: r = SET(b)->length < SET(a)->length ? is_subset(ctx, b, a) : 0;
    }
    return r < 0 ? TY_NULL : ty_bool(op == TY_NE ? !r : r);
}

/* --- union, intersection, difference ---------------------------------------------------------------------------------------- */

struct meet {
    ty_value in, out;
};

static int meet_item(ty_ctx *ctx, void *arg, ty_value item)
{
    const struct meet *m = arg;
    intptr_t hash = ty_hash_quick(ctx, item);
    int in = hash == -1 ? -1 : ty_set_contains_hashed(ctx, m->in, item, hash);
    return in > 0 ? ty_set_add_hashed(ctx, m->out, item, hash) : in;
}

static ty_value intersection(ty_ctx *ctx, ty_value s, ty_value other)
{
    if (s == other)
        return plain_copy(ctx, s);
    struct meet m = {s, ty_set_make(ctx, kind_of(s), TY_NULL)};
    if (!m.out)
        return TY_NULL;
    if (!ty_is_anyset(other))
        return ty_op_each(ctx, other, meet_item, &m) ? TY_NULL : m.out;
    if (SET(other)->length > SET(s)->length) {
        m.in = other;
        other = s;
    }
    ty_set_entry e;
    for (size_t pos = 0; next_entry(other, &pos, &e);) {
        int in = ty_set_contains_hashed(ctx, m.in, e.key, e.hash);
        if (in < 0 || (in && ty_set_add_hashed(ctx, m.out, e.key, e.hash)))
            return TY_NULL;
    }
    return m.out;
}

static int discard_item(ty_ctx *ctx, void *set, ty_value item)
{
    return ty_set_discard(ctx, *(ty_value *)set, item) < 0 ? -1 : 0;
}

static int difference_update(ty_ctx *ctx, ty_value s, ty_value other)
{
    if (s == other) {
        ty_set_clear(ctx, s);
        return 0;
    }
    if (!ty_is_anyset(other))
        return ty_op_each(ctx, other, discard_item, &s) ? -1 : 0;
    ty_set_entry e;
    for (size_t pos = 0; next_entry(other, &pos, &e);)
        if (ty_set_discard_hashed(ctx, s, e.key, e.hash) < 0)
            return -1;
    return 0;
}

static ty_value difference(ty_ctx *ctx, ty_value s, ty_value other)
{
    bool is_set = ty_is_anyset(other), is_dict = ty_is_exact_dict(other);
    if ((!is_set && !is_dict) || SET(s)->length / 4 > (is_set ? SET(other)->length : ty_dict_length(other))) {
        ty_value copy = plain_copy(ctx, s);
        return copy && difference_update(ctx, copy, other) == 0 ? copy : TY_NULL;
    }
    ty_value out = ty_set_make(ctx, kind_of(s), TY_NULL), value;
    ty_set_entry e;
    if (!out)
        return TY_NULL;
    for (size_t pos = 0; next_entry(s, &pos, &e);) {
        int in = is_set ? ty_set_contains_hashed(ctx, other, e.key, e.hash)
                        : ty_dict_get_hashed(ctx, other, e.key, e.hash, &value);
        if (in < 0 || (!in && ty_set_add_hashed(ctx, out, e.key, e.hash)))
            return TY_NULL;
    }
    return out;
}

/* Each element of `other` (a set) changes sides. */
static int toggle(ty_ctx *ctx, ty_value s, ty_value other)
{
    ty_set_entry e;
    for (size_t pos = 0; next_entry(other, &pos, &e);) {
        int was = ty_set_discard_hashed(ctx, s, e.key, e.hash);
        if (was < 0 || (!was && ty_set_add_hashed(ctx, s, e.key, e.hash)))
            return -1;
    }
    return 0;
}

static int symmetric_update(ty_ctx *ctx, ty_value s, ty_value other)
{
    if (s == other) {
        ty_set_clear(ctx, s);
        return 0;
    }
    if (!ty_is_anyset(other) && !(other = ty_set_make(ctx, kind_of(s), other)))
        return -1;
    return toggle(ctx, s, other);
}

static ty_value symmetric(ty_ctx *ctx, ty_value s, ty_value other)
{
    ty_value out = ty_set_make(ctx, kind_of(s), other);
    return out && toggle(ctx, out, s) == 0 ? out : TY_NULL;
}

/* --- operators --------------------------------------------------------------------------------------------------------------- */

ty_value ty_set_or(ty_ctx *ctx, ty_value a, ty_value b)
{
    if (!ty_is_anyset(a) || !ty_is_anyset(b))
        return TY_NOT_IMPLEMENTED;
    ty_value out = plain_copy(ctx, a);
    return out && ty_set_update(ctx, out, b) == 0 ? out : TY_NULL;
}

ty_value ty_set_and(ty_ctx *ctx, ty_value a, ty_value b)
{
    return ty_is_anyset(a) && ty_is_anyset(b) ? intersection(ctx, a, b) : TY_NOT_IMPLEMENTED;
}

ty_value ty_set_sub(ty_ctx *ctx, ty_value a, ty_value b)
{
    return ty_is_anyset(a) && ty_is_anyset(b) ? difference(ctx, a, b) : TY_NOT_IMPLEMENTED;
}

ty_value ty_set_xor(ty_ctx *ctx, ty_value a, ty_value b)
{
    return ty_is_anyset(a) && ty_is_anyset(b) ? symmetric(ctx, a, b) : TY_NOT_IMPLEMENTED;
}

ty_value ty_set_ior(ty_ctx *ctx, ty_value a, ty_value b)
{
    if (!ty_is_anyset(b))
        return TY_NOT_IMPLEMENTED;
    return ty_set_update(ctx, a, b) ? TY_NULL : a;
}

/* Takes the contents of `from`, a set nobody else has. */
static void become(ty_ctx *ctx, ty_value s, ty_value from)
{
    ty_heap_wrote(ctx->heap, &SET(s)->ob, &SET(s)->table);
    SET(s)->table = SET(from)->table;
    SET(s)->length = SET(from)->length;
    SET(s)->fill = SET(from)->fill;
    SET(s)->mutations++;
}

ty_value ty_set_iand(ty_ctx *ctx, ty_value a, ty_value b)
{
    if (!ty_is_anyset(b))
        return TY_NOT_IMPLEMENTED;
    ty_value out = intersection(ctx, a, b);
    if (!out)
        return TY_NULL;
    become(ctx, a, out);
    return a;
}

ty_value ty_set_isub(ty_ctx *ctx, ty_value a, ty_value b)
{
    if (!ty_is_anyset(b))
        return TY_NOT_IMPLEMENTED;
    return difference_update(ctx, a, b) ? TY_NULL : a;
}

ty_value ty_set_ixor(ty_ctx *ctx, ty_value a, ty_value b)
{
    if (!ty_is_anyset(b))
        return TY_NOT_IMPLEMENTED;
    return symmetric_update(ctx, a, b) ? TY_NULL : a;
}

/* --- methods ------------------------------------------------------------------------------------------------------------------- */

METHOD(set_add)
{
    return ty_set_add(ctx, args[0], args[1]) ? TY_NULL : TY_NONE;
}

/* A set that is to be removed stands for the equal frozenset. */
static int discard(ty_ctx *ctx, ty_value s, ty_value key)
{
    int was = ty_set_discard(ctx, s, key);
    if (was < 0 && ty_has_flag(key, TY_TYPE_SET) && ty_error_swallow(ctx, &ty_TypeError_type)) {
        ty_value frozen = ty_set_make(ctx, &ty_frozenset_shape, key);
        return frozen ? ty_set_discard(ctx, s, frozen) : -1;
    }
    return was;
}

METHOD(set_discard)
{
    return discard(ctx, args[0], args[1]) < 0 ? TY_NULL : TY_NONE;
}

METHOD(set_remove)
{
    int was = discard(ctx, args[0], args[1]);
    if (was > 0)
        return TY_NONE;
    return was < 0 ? TY_NULL : ty_error_set_value(ctx, &ty_KeyError_type, args[1]);
}

METHOD(set_pop)
{
    ty_set *s = SET(args[0]);
    if (s->length == 0)
        return ty_error_set(ctx, &ty_KeyError_type, "pop from an empty set");
    ty_set_table *t = s->table;
    size_t i = (size_t)s->hash & t->mask;
    if (s->hash == -1)
        i = 0;
    while (!t->entries[i].key || t->entries[i].key == TY_STOP)
        i = (i + 1) & t->mask;
    ty_value key = t->entries[i].key;
    t->entries[i].key = TY_STOP;
    t->entries[i].hash = -1;
    s->length--;
    s->mutations++;
    s->hash = (intptr_t)i + 1;
    return key;
}

METHOD(set_clear)
{
    ty_set_clear(ctx, args[0]);
    return TY_NONE;
}

METHOD(set_copy)
{
    return plain_copy(ctx, args[0]);
}

METHOD(frozenset_copy)
{
    return ty_has_shape(args[0], &ty_frozenset_shape) ? args[0] : plain_copy(ctx, args[0]);
}

METHOD(set_update)
{
    for (size_t i = 1; i < nargs; i++)
        if (ty_set_update(ctx, args[0], args[i]))
            return TY_NULL;
    return TY_NONE;
}

METHOD(set_union)
{
    ty_value out = plain_copy(ctx, args[0]);
    for (size_t i = 1; out && i < nargs; i++)
        if (args[i] != args[0] && ty_set_update(ctx, out, args[i]))
            return TY_NULL;
    return out;
}

METHOD(set_intersection)
{
    if (nargs == 1)
        return plain_copy(ctx, args[0]);
    ty_value out = args[0];
    for (size_t i = 1; out && i < nargs; i++)
        out = intersection(ctx, out, args[i]);
    return out;
}

METHOD(set_intersection_update)
{
    ty_value out = set_intersection(ctx, args, nargs, kwnames);
    if (!out)
        return TY_NULL;
    become(ctx, args[0], out);
    return TY_NONE;
}

METHOD(set_difference)
{
    if (nargs == 1)
        return plain_copy(ctx, args[0]);
    ty_value out = difference(ctx, args[0], args[1]);
    for (size_t i = 2; out && i < nargs; i++)
        if (difference_update(ctx, out, args[i]))
            return TY_NULL;
    return out;
}

METHOD(set_difference_update)
{
    for (size_t i = 1; i < nargs; i++)
        if (difference_update(ctx, args[0], args[i]))
            return TY_NULL;
    return TY_NONE;
}

METHOD(set_symmetric_difference)
{
    return symmetric(ctx, args[0], args[1]);
}

METHOD(set_symmetric_difference_update)
{
    return symmetric_update(ctx, args[0], args[1]) ? TY_NULL : TY_NONE;
}

static int found_item(ty_ctx *ctx, void *set, ty_value item)
{
    return ty_set_contains(ctx, *(ty_value *)set, item);
}

METHOD(set_isdisjoint)
{
    ty_value s = args[0], other = args[1];
    if (s == other)
        return ty_bool(SET(s)->length == 0);
    if (!ty_is_anyset(other)) {
        int found = ty_op_each(ctx, other, found_item, &s);
        return found < 0 ? TY_NULL : ty_bool(!found);
    }
    if (SET(other)->length > SET(s)->length) {
        s = other;
        other = args[0];
    }
    ty_set_entry e;
    for (size_t pos = 0; next_entry(other, &pos, &e);) {
        int in = ty_set_contains_hashed(ctx, s, e.key, e.hash);
        if (in)
            return in < 0 ? TY_NULL : TY_FALSE;
    }
    return TY_TRUE;
}

static ty_value subset_result(ty_ctx *ctx, ty_value a, ty_value b)
{
    int r = is_subset(ctx, a, b);
    return r < 0 ? TY_NULL : ty_bool(r);
}

METHOD(set_issubset)
{
    ty_value other = args[1];
    if (!ty_is_anyset(other)) {
        /* Only what they share needs to be kept. */
        if (!(other = intersection(ctx, args[0], other)))
            return TY_NULL;
        return ty_bool(SET(other)->length == SET(args[0])->length);
    }
    return subset_result(ctx, args[0], other);
}

static int missing_item(ty_ctx *ctx, void *set, ty_value item)
{
    int in = ty_set_contains(ctx, *(ty_value *)set, item);
    return in < 0 ? -1 : !in;
}

METHOD(set_issuperset)
{
    ty_value s = args[0];
    if (ty_is_anyset(args[1]))
        return subset_result(ctx, args[1], s);
    int missing = ty_op_each(ctx, args[1], missing_item, &s);
    return missing < 0 ? TY_NULL : ty_bool(!missing);
}

METHOD(set_reduce)
{
    ty_value list = ty_op_list(ctx, args[0]), inner = list ? ty_tuple_pack(ctx, 1, list) : TY_NULL;
    ty_value state = inner ? ty_call_method0(ctx, args[0], TY_SYM(__getstate__)) : TY_NULL;
    return state ? ty_tuple_pack(ctx, 3, TY_VALUE(ty_type_of(args[0])), inner, state) : TY_NULL;
}

#define COMMON_METHODS                                                                                                   \
    TY_METHOD(union, set_union, 0, -1, "*others", "Return a new set with the elements of all."),                         \
    TY_METHOD(intersection, set_intersection, 0, -1, "*others", "Return a new set with the elements common to all."),     \
    TY_METHOD(difference, set_difference, 0, -1, "*others", "Return a new set with the elements that are in no other."),   \
    TY_METHOD(symmetric_difference, set_symmetric_difference, 1, 1, "other, /",                                          \
              "Return a new set with the elements that are in exactly one of both."),                                    \
    TY_METHOD(isdisjoint, set_isdisjoint, 1, 1, "other, /", "Return True if both have no element in common."),            \
    TY_METHOD(issubset, set_issubset, 1, 1, "other, /", "Return True if the other one contains every element."),           \
    TY_METHOD(issuperset, set_issuperset, 1, 1, "other, /", "Return True if every element of the other one is here."),     \
    TY_METHOD(__reduce__, set_reduce, 0, 0, "", "Return state information for pickling."),                                \
    TY_CLASS_GETITEM

#define OWNER &ty_set_type
const ty_native ty_set_methods[] = {
    COMMON_METHODS,
    TY_METHOD(copy, set_copy, 0, 0, "", "Return a new set of the same elements."),
    TY_METHOD(add, set_add, 1, 1, "object, /", "Put the element into the set."),
    TY_METHOD(discard, set_discard, 1, 1, "object, /", "Take the element out, if it is there."),
    TY_METHOD(remove, set_remove, 1, 1, "object, /", "Take the element out; KeyError if it is not there."),
    TY_METHOD(pop, set_pop, 0, 0, "", "Take some element out and return it; KeyError if there is none."),
    TY_METHOD(clear, set_clear, 0, 0, "", "Take all elements out."),
    TY_METHOD(update, set_update, 0, -1, "*others", "Put the elements of all others into the set."),
    TY_METHOD(intersection_update, set_intersection_update, 0, -1, "*others", "Keep only elements that all others have."),
    TY_METHOD(difference_update, set_difference_update, 0, -1, "*others", "Take the elements of all others out."),
    TY_METHOD(symmetric_difference_update, set_symmetric_difference_update, 1, 1, "other, /",
              "Keep the elements that are in exactly one of both."),
    TY_NATIVE_END,
};
#undef OWNER
#define OWNER &ty_frozenset_type
const ty_native ty_frozenset_methods[] = {
    COMMON_METHODS,
    TY_METHOD(copy, frozenset_copy, 0, 0, "", "Return a frozenset of the same elements."),
    TY_NATIVE_END,
};
