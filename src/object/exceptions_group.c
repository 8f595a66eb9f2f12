/* SPDX-License-Identifier: MIT */
/* BaseExceptionGroup and ExceptionGroup: several exceptions as one, and taking them apart. */
#include <config.h>

#include "object/attr.h"
#include "object/call.h"
#include "object/exceptions.h"
#include "object/genericalias.h"
#include "object/list.h"
#include "object/ops.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_impl.h"

#define OWNER &ty_BaseExceptionGroup_type

static ty_value members(ty_value group)
{
    return ty_exception_field(group, TY_EXC_GROUP_EXCEPTIONS);
}

ty_value ty_exc_group_new(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    if (nargs != 2)
        return ty_error_set(ctx, &ty_TypeError_type, "BaseExceptionGroup.__new__() takes exactly 2 arguments (%zu given)", nargs);
    if (!ty_is_str(args[0]))
        return ty_error_set(ctx, &ty_TypeError_type, "BaseExceptionGroup.__new__() argument 1 must be str, not %T", args[0]);
    if (!ty_is_tuple(args[1]) && !ty_type_of(args[1])->slots.getitem)
        return ty_error_set(ctx, &ty_TypeError_type, "second argument (exceptions) must be a sequence");
    ty_value excs = ty_op_tuple(ctx, args[1]);
    if (!excs)
        return TY_NULL;
    size_t n = ty_tuple_length(excs);
    if (n == 0)
        return ty_error_set(ctx, &ty_ValueError_type, "second argument (exceptions) must be a non-empty sequence");
    bool base = false; /* one of them is no Exception */
    for (size_t i = 0; i < n; i++) {
        ty_value e = ty_tuple_at(excs, i);
        if (!ty_is_exception(e))
            return ty_error_set(ctx, &ty_ValueError_type, "Item %zu of second argument (exceptions) is not an exception", i);
        base |= !ty_is_instance(e, &ty_Exception_type);
    }
    if (type == &ty_BaseExceptionGroup_type) {
        if (!base)
            type = &ty_ExceptionGroup_type;
    } else if (base && type == &ty_ExceptionGroup_type) {
        return ty_error_set(ctx, &ty_TypeError_type, "Cannot nest BaseExceptions in an ExceptionGroup");
    } else if (base && ty_type_is_subtype(type, &ty_Exception_type)) {
        return ty_error_set(ctx, &ty_TypeError_type, "Cannot nest BaseExceptions in '%N'", type);
    }
    ty_value self = ty_exception_slot_new(ctx, type, args, nargs, TY_NULL);
    if (!self)
        return TY_NULL;
    ty_exception_set_field(ctx, self, TY_EXC_GROUP_MESSAGE, args[0]);
    ty_exception_set_field(ctx, self, TY_EXC_GROUP_EXCEPTIONS, excs);
    return self;
}

int ty_exc_group_init(ty_ctx *ctx, ty_value self, const ty_value *args, size_t nargs, ty_value kwnames)
{
    return ty_exception_slot_init(ctx, self, args, nargs, kwnames);
}

ty_value ty_exc_group_str(ty_ctx *ctx, ty_value self)
{
    size_t n = ty_is_tuple(members(self)) ? ty_tuple_length(members(self)) : 0;
    return ty_str_format(ctx, "%S (%zu sub-exception%s)", ty_exception_field(self, TY_EXC_GROUP_MESSAGE), n, n == 1 ? "" : "s");
}

/* --- splitting ------------------------------------------------------------------------------------------------------- */

/* A group like `orig` with these exceptions, made by orig.derive(); TY_NONE for none. */
static ty_value derive(ty_ctx *ctx, ty_value orig, ty_value list)
{
    if (ty_list_length(list) == 0)
        return TY_NONE;
    ty_value eg = ty_call_method1(ctx, orig, TY_SYM(derive), list);
    if (!eg)
        return TY_NULL;
    if (!ty_is_instance(eg, &ty_BaseExceptionGroup_type))
        return ty_error_set(ctx, &ty_TypeError_type, "derive must return an instance of BaseExceptionGroup");
    ty_exception *to = ty_exception_ptr(eg), *from = ty_exception_ptr(orig);
    ty_heap_store(ctx->heap, &to->ob, &to->traceback, from->traceback);
    ty_heap_store(ctx->heap, &to->ob, &to->context, from->context);
    ty_heap_store(ctx->heap, &to->ob, &to->cause, from->cause);
    to->suppress_context = from->suppress_context;
    ty_value notes;
    int r = ty_attr_lookup(ctx, orig, TY_SYM(__notes__), &notes);
    if (r < 0)
        return TY_NULL;
    if (r && ty_is_list(notes)) {
        notes = ty_op_list(ctx, notes);
        if (!notes || ty_attr_set(ctx, eg, TY_SYM(__notes__), notes) < 0)
            return TY_NULL;
    }
    return eg;
}

enum match_kind { BY_TYPE, BY_PREDICATE };

static int matcher_kind(ty_ctx *ctx, ty_value m, enum match_kind *kind)
{
    bool types = false;
    if (ty_is_type(m)) {
        types = (ty_type_ptr(m)->flags & TY_TYPE_EXCEPTION) != 0;
        if (types) {
            *kind = BY_TYPE;
            return 0;
        }
    } else if (ty_is_tuple(m)) {
        types = true;
        for (size_t i = 0; i < ty_tuple_length(m); i++) {
            ty_value t = ty_tuple_at(m, i);
            types &= ty_is_type(t) && (ty_type_ptr(t)->flags & TY_TYPE_EXCEPTION);
        }
        if (types) {
            *kind = BY_TYPE;
            return 0;
        }
    } else if (ty_op_callable(m)) {
        *kind = BY_PREDICATE;
        return 0;
    }
    ty_error_set(ctx, &ty_TypeError_type, "expected an exception type, a tuple of exception types, or a callable (other than a class)");
    return -1;
}

static int matches(ty_ctx *ctx, ty_value e, ty_value m, enum match_kind kind)
{
    if (kind == BY_TYPE)
        return ty_op_isinstance(ctx, e, m);
    ty_value r = ty_call1(ctx, m, e);
    return r ? ty_op_truth(ctx, r) : -1;
}

/* Leaves in *yes and (if rest is not NULL) *rest what matched and what did not, or TY_NONE. */
static int split(ty_ctx *ctx, ty_value e, ty_value m, enum match_kind kind, ty_value *yes, ty_value *rest)
{
    *yes = TY_NONE;
    if (rest)
        *rest = TY_NONE;
    int r = matches(ctx, e, m, kind);
    if (r < 0)
        return -1;
    if (r) {
        *yes = e;
        return 0;
    }
    if (!ty_is_instance(e, &ty_BaseExceptionGroup_type)) {
        if (rest)
            *rest = e;
        return 0;
    }
    if (ty_context_deep(ctx, " in exception group"))
        return -1;
    ty_value excs = members(e), yes_list = ty_list_new(ctx, 4), rest_list = rest ? ty_list_new(ctx, 4) : TY_NONE;
    if (!yes_list || !rest_list)
        return -1;
    for (size_t i = 0; i < ty_tuple_length(excs); i++) {
        ty_value y, n = TY_NONE;
        if (split(ctx, ty_tuple_at(excs, i), m, kind, &y, rest ? &n : NULL) < 0 ||
            (!ty_is_none(y) && ty_list_append(ctx, yes_list, y) < 0) || (!ty_is_none(n) && ty_list_append(ctx, rest_list, n) < 0))
            return -1;
    }
    *yes = derive(ctx, e, yes_list);
    if (!*yes)
        return -1;
    if (rest && !(*rest = derive(ctx, e, rest_list)))
        return -1;
    return 0;
}

static ty_value group_split(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    enum match_kind kind;
    ty_value yes, rest;
    if (matcher_kind(ctx, args[1], &kind) < 0 || split(ctx, args[0], args[1], kind, &yes, &rest) < 0)
        return TY_NULL;
    return ty_tuple_pack(ctx, 2, yes, rest);
}

static ty_value group_subgroup(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    enum match_kind kind;
    ty_value yes;
    if (matcher_kind(ctx, args[1], &kind) < 0 || split(ctx, args[0], args[1], kind, &yes, NULL) < 0)
        return TY_NULL;
    return yes;
}

static ty_value group_derive(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    return ty_call2(ctx, TY_VALUE(&ty_BaseExceptionGroup_type), ty_exception_field(args[0], TY_EXC_GROUP_MESSAGE), args[1]);
}

int ty_exception_group_split(ty_ctx *ctx, ty_value e, ty_value type, ty_value *yes, ty_value *rest)
{
    return split(ctx, e, type, BY_TYPE, yes, rest);
}

/* The leaves of `e` that are in the set `keep` (a list, compared by identity), as a group of e's form. */
static ty_value project(ty_ctx *ctx, ty_value e, ty_value keep)
{
    if (!ty_is_instance(e, &ty_BaseExceptionGroup_type)) {
        for (size_t i = 0; i < ty_list_length(keep); i++)
            if (ty_list_at(keep, i) == e)
                return e;
        return TY_NONE;
    }
    if (ty_context_deep(ctx, " in exception group"))
        return TY_NULL;
    ty_value excs = members(e), list = ty_list_new(ctx, 4);
    for (size_t i = 0; list && i < ty_tuple_length(excs); i++) {
        ty_value p = project(ctx, ty_tuple_at(excs, i), keep);
        if (!p || (!ty_is_none(p) && ty_list_append(ctx, list, p) < 0))
            return TY_NULL;
    }
    return list ? derive(ctx, e, list) : TY_NULL;
}

static int leaves(ty_ctx *ctx, ty_value e, ty_value out)
{
    if (!ty_is_instance(e, &ty_BaseExceptionGroup_type))
        return ty_list_append(ctx, out, e);
    if (ty_context_deep(ctx, " in exception group"))
        return -1;
    ty_value excs = members(e);
    for (size_t i = 0; i < ty_tuple_length(excs); i++)
        if (leaves(ctx, ty_tuple_at(excs, i), out) < 0)
            return -1;
    return 0;
}

ty_value ty_exception_group_projection(ty_ctx *ctx, ty_value group, ty_value parts)
{
    ty_value kept = ty_list_new(ctx, 4);
    for (size_t i = 0; kept && i < ty_list_length(parts); i++)
        if (!ty_is_none(ty_list_at(parts, i)) && leaves(ctx, ty_list_at(parts, i), kept) < 0)
            return TY_NULL;
    return kept ? project(ctx, group, kept) : TY_NULL;
}

/* Same traceback, context and cause: `e` came out of splitting `orig` and was raised again as it was. */
static bool is_part(ty_value e, ty_value orig)
{
    ty_exception *a = ty_exception_ptr(e), *b = ty_exception_ptr(orig);
    return a->notes == b->notes && a->traceback == b->traceback && a->cause == b->cause && a->context == b->context;
}

ty_value ty_exception_group_reraise(ty_ctx *ctx, ty_value orig, ty_value excs)
{
    size_t n = ty_list_length(excs);
    if (n == 0)
        return TY_NONE;
    if (!ty_is_instance(orig, &ty_BaseExceptionGroup_type))
        return ty_list_at(excs, 0); /* a naked exception: at most one clause has seen it */
    ty_value raised = ty_list_new(ctx, n), kept = ty_list_new(ctx, n);
    if (!raised || !kept)
        return TY_NULL;
    for (size_t i = 0; i < n; i++) {
        ty_value e = ty_list_at(excs, i);
        if (ty_is_none(e))
            continue;
        if ((is_part(e, orig) ? leaves(ctx, e, kept) : ty_list_append(ctx, raised, e)) < 0)
            return TY_NULL;
    }
    ty_value rest = project(ctx, orig, kept);
    if (!rest)
        return TY_NULL;
    if (ty_list_length(raised) == 0)
        return rest;
    if (!ty_is_none(rest) && ty_list_append(ctx, raised, rest) < 0)
        return TY_NULL;
    if (ty_list_length(raised) == 1)
        return ty_list_at(raised, 0);
    return ty_call2(ctx, TY_VALUE(&ty_BaseExceptionGroup_type), ty_str_empty, raised);
}

/* --- attributes ------------------------------------------------------------------------------------------------------ */

static ty_value get_message(ty_ctx *ctx, ty_value self)
{
    (void)ctx;
    return ty_exception_field(self, TY_EXC_GROUP_MESSAGE);
}

static ty_value get_exceptions(ty_ctx *ctx, ty_value self)
{
    (void)ctx;
    return members(self);
}

const ty_native ty_exc_group_methods[] = {
    TY_METHOD(split, group_split, 1, 1, "matcher_value, /", "Return a pair: the part that matches, and the rest."),
    TY_METHOD(subgroup, group_subgroup, 1, 1, "matcher_value, /", "Return the part that matches, or None."),
    TY_METHOD(derive, group_derive, 1, 1, "excs, /", "Return a group with the same message for other exceptions."),
    TY_CLASS_GETITEM,
    TY_NATIVE_END,
};
const ty_getset ty_exc_group_getsets[] = {
    TY_GETSET(message, get_message, NULL, "exception message"),
    TY_GETSET(exceptions, get_exceptions, NULL, "nested exceptions"),
    TY_GETSET_END,
};
