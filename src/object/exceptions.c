/* SPDX-License-Identifier: MIT */
/*
 * BaseException, and the types of all builtin exceptions from the rows of exceptions.def.h.
 *
 * An exception's own attributes live in its dict field (type->dict_offset); subclasses made by Python code inherit that.
 */
#include <config.h>

#include "object/exceptions.h"

#include "object/attr.h"
#include "object/dict.h"
#include "object/instance.h"
#include "object/list.h"
#include "object/ops.h"
#include "object/str.h"
#include "object/tuple.h"

#define OWNER &ty_BaseException_type

/* --- making ---------------------------------------------------------------------------------------------------------- */

ty_value ty_exception_slot_new(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    ty_value tuple = nargs ? ty_tuple_new(ctx, args, nargs) : ty_tuple_empty;
    ty_value v = tuple ? ty_instance_new(ctx, type) : TY_NULL;
    if (!v)
        return TY_NULL;
    ty_exception *e = ty_exception_ptr(v);
    e->args = tuple;
    e->traceback = e->context = e->cause = TY_NONE;
    return v;
}

int ty_exception_set_args(ty_ctx *ctx, ty_value self, const ty_value *args, size_t nargs)
{
    ty_value tuple = nargs ? ty_tuple_new(ctx, args, nargs) : ty_tuple_empty;
    if (!tuple)
        return -1;
    ty_exception *e = ty_exception_ptr(self);
    ty_heap_store(ctx->heap, &e->ob, &e->args, tuple);
    return 0;
}

int ty_exception_slot_init(ty_ctx *ctx, ty_value self, const ty_value *args, size_t nargs, ty_value kwnames)
{
    if (ty_native_no_keywords(ctx, ty_type_name(ty_type_of(self)), kwnames) < 0)
        return -1;
    return ty_exception_set_args(ctx, self, args, nargs);
}

ty_value ty_exception_new(ty_ctx *ctx, const ty_type *type, ty_value args)
{
    const ty_slots *s = &type->slots;
    const ty_value *items = ty_tuple_items(args);
    size_t n = ty_tuple_length(args);
    if (s->init == ty_exception_slot_init && s->new_ == ty_exception_slot_new && !(type->flags & TY_TYPE_HEAP)) {
        ty_value v = ty_instance_new(ctx, type);
        if (!v)
            return TY_NULL;
        ty_exception *e = ty_exception_ptr(v);
        e->args = args;
        e->traceback = e->context = e->cause = TY_NONE;
        return v;
    }
    ty_value v = s->new_(ctx, type, items, n, TY_NULL);
    if (!v || (ty_is_instance(v, type) && ty_type_of(v)->slots.init(ctx, v, items, n, TY_NULL) < 0))
        return TY_NULL;
    return v;
}

void ty_exception_chain(ty_ctx *ctx, ty_value exc, ty_value context)
{
    /* Cut the link from the chain of `context` back to `exc`. The second pointer, half as fast, finds a cycle that user
     * code has made. */
    ty_exception *slow = ty_exception_ptr(context), *x = slow;
    for (bool step = false; ty_is_exception(x->context); step = !step) {
        if (x->context == exc) {
            ty_heap_store(ctx->heap, &x->ob, &x->context, TY_NONE);
            break;
        }
        x = ty_exception_ptr(x->context);
        if (x == slow)
            break;
        if (step)
            slow = ty_exception_ptr(slow->context);
    }
    ty_exception *e = ty_exception_ptr(exc);
    ty_heap_store(ctx->heap, &e->ob, &e->context, context);
}

/* --- text ------------------------------------------------------------------------------------------------------------ */

ty_value ty_exception_slot_str(ty_ctx *ctx, ty_value self)
{
    ty_value args = ty_exception_ptr(self)->args;
    size_t n = ty_tuple_length(args);
    if (n == 0)
        return ty_str_empty;
    if (n > 1)
        return ty_op_str(ctx, args);
    return ty_is_instance(self, &ty_KeyError_type) ? ty_op_repr(ctx, ty_tuple_at(args, 0)) : ty_op_str(ctx, ty_tuple_at(args, 0));
}

ty_value ty_exception_slot_repr(ty_ctx *ctx, ty_value self)
{
    ty_value args = ty_exception_ptr(self)->args;
    if (ty_tuple_length(args) == 1)
        return ty_str_format(ctx, "%T(%R)", self, ty_tuple_at(args, 0));
    return ty_str_format(ctx, "%T%R", self, args);
}

/* --- attributes ------------------------------------------------------------------------------------------------------ */

static ty_value get_args(ty_ctx *ctx, ty_value self)
{
    (void)ctx;
    return ty_exception_ptr(self)->args;
}

static int set_args(ty_ctx *ctx, ty_value self, ty_value v)
{
    if (!v) {
        ty_error_set(ctx, &ty_TypeError_type, "args may not be deleted");
        return -1;
    }
    ty_value tuple = ty_op_tuple(ctx, v);
    if (!tuple)
        return -1;
    ty_exception *e = ty_exception_ptr(self);
    ty_heap_store(ctx->heap, &e->ob, &e->args, tuple);
    return 0;
}

static ty_value get_traceback(ty_ctx *ctx, ty_value self)
{
    (void)ctx;
    return ty_exception_ptr(self)->traceback;
}

static int set_traceback(ty_ctx *ctx, ty_value self, ty_value v)
{
    if (!v) {
        ty_error_set(ctx, &ty_TypeError_type, "__traceback__ may not be deleted");
        return -1;
    }
    /* The traceback type lives on a higher floor: known by its name. */
    if (!ty_is_none(v) && strcmp(ty_type_name(ty_type_of(v)), "traceback") != 0) {
        ty_error_set(ctx, &ty_TypeError_type, "__traceback__ must be a traceback or None");
        return -1;
    }
    ty_exception *e = ty_exception_ptr(self);
    ty_heap_store(ctx->heap, &e->ob, &e->traceback, v);
    return 0;
}

static int set_link(ty_ctx *ctx, ty_value self, ty_value *slot, ty_value v, const char *what)
{
    if (!v) {
        ty_error_set(ctx, &ty_TypeError_type, "__%s__ may not be deleted", what);
        return -1;
    }
    if (!ty_is_none(v) && !ty_is_exception(v)) {
        ty_error_set(ctx, &ty_TypeError_type, "exception %s must be None or derive from BaseException", what);
        return -1;
    }
    ty_heap_store(ctx->heap, ty_object_of(self), slot, v);
    return 0;
}

static ty_value get_context(ty_ctx *ctx, ty_value self)
{
    (void)ctx;
    return ty_exception_ptr(self)->context;
}

static int set_context(ty_ctx *ctx, ty_value self, ty_value v)
{
    return set_link(ctx, self, &ty_exception_ptr(self)->context, v, "context");
}

static ty_value get_cause(ty_ctx *ctx, ty_value self)
{
    (void)ctx;
    return ty_exception_ptr(self)->cause;
}

static int set_cause(ty_ctx *ctx, ty_value self, ty_value v)
{
    if (set_link(ctx, self, &ty_exception_ptr(self)->cause, v, "cause") < 0)
        return -1;
    ty_exception_ptr(self)->suppress_context = true;
    return 0;
}

static ty_value get_suppress(ty_ctx *ctx, ty_value self)
{
    (void)ctx;
    return ty_bool(ty_exception_ptr(self)->suppress_context);
}

static int set_suppress(ty_ctx *ctx, ty_value self, ty_value v)
{
    if (!v) {
        ty_error_set(ctx, &ty_TypeError_type, "can't delete numeric/char attribute");
        return -1;
    }
    if (!ty_is_bool(v)) {
        ty_error_set(ctx, &ty_TypeError_type, "attribute value type must be bool");
        return -1;
    }
    ty_exception_ptr(self)->suppress_context = v == TY_TRUE;
    return 0;
}

static ty_value get_dict(ty_ctx *ctx, ty_value self)
{
    return ty_instance_dict(ctx, self);
}

static int set_dict(ty_ctx *ctx, ty_value self, ty_value v)
{
    return ty_instance_set_dict(ctx, self, v);
}

/* --- methods --------------------------------------------------------------------------------------------------------- */

static ty_value with_traceback(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    return set_traceback(ctx, args[0], args[1]) < 0 ? TY_NULL : args[0];
}

static ty_value add_note(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    if (!ty_is_str(args[1]))
        return ty_error_set(ctx, &ty_TypeError_type, "note must be a str, not '%T'", args[1]);
    ty_value notes;
    int r = ty_attr_lookup(ctx, args[0], TY_SYM(__notes__), &notes);
    if (r < 0)
        return TY_NULL;
    if (r == 0) {
        notes = ty_list_new(ctx, 1);
        if (!notes || ty_attr_set(ctx, args[0], TY_SYM(__notes__), notes) < 0)
            return TY_NULL;
    } else if (!ty_is_list(notes)) {
        return ty_error_set(ctx, &ty_TypeError_type, "Cannot add note: __notes__ is not a list");
    }
    return ty_list_append(ctx, notes, args[1]) < 0 ? TY_NULL : TY_NONE;
}

static ty_value setstate(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    if (ty_is_none(args[1]))
        return TY_NONE;
    if (!ty_is_dict(args[1]))
        return ty_error_set(ctx, &ty_TypeError_type, "state is not a dictionary");
    size_t pos = 0;
    ty_value k, v;
    while (ty_dict_next(args[1], &pos, &k, &v)) {
        if (!ty_is_str(k))
            return ty_error_set(ctx, &ty_TypeError_type, "attribute name must be string, not '%T'", k);
        if (ty_attr_set(ctx, args[0], k, v) < 0)
            return TY_NULL;
    }
    return TY_NONE;
}

static ty_value reduce(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    ty_exception *e = ty_exception_ptr(args[0]);
    ty_value type = TY_VALUE(ty_type_of(args[0]));
    if (e->dict && ty_dict_length(e->dict))
        return ty_tuple_pack(ctx, 3, type, e->args, e->dict);
    return ty_tuple_pack(ctx, 2, type, e->args);
}

const ty_native ty_exc_plain_methods[] = {
    TY_METHOD(with_traceback, with_traceback, 1, 1, "object, /", "Set self.__traceback__ to the argument and return self."),
    TY_METHOD(add_note, add_note, 1, 1, "object, /", "Append a note that tracebacks show."),
    TY_METHOD(__setstate__, setstate, 1, 1, "object, /", NULL),
    TY_METHOD(__reduce__, reduce, 0, 0, "", NULL),
    TY_NATIVE_END,
};
const ty_getset ty_exc_plain_getsets[] = {
    TY_GETSET(args, get_args, set_args, NULL),
    TY_GETSET(__traceback__, get_traceback, set_traceback, NULL),
    TY_GETSET(__context__, get_context, set_context, "The exception that was being handled when this one was raised."),
    TY_GETSET(__cause__, get_cause, set_cause, "The exception named after 'from'."),
    TY_GETSET(__suppress_context__, get_suppress, set_suppress, NULL),
    TY_GETSET(__dict__, get_dict, set_dict, NULL),
    TY_GETSET_END,
};

/* --- the types ------------------------------------------------------------------------------------------------------- */

#define FIXED(n) (offsetof(ty_exception, fields) + (n) * sizeof(ty_value))
#define SLOTS_FROM offsetof(ty_exception, args)
#define LAYOUT(layout, n)                                                                                               \
    static const ty_layout layout##_layout = {                                                                           \
        .fixed_size = FIXED(n), .slots_offset = SLOTS_FROM, .slots_count = (FIXED(n) - SLOTS_FROM) / sizeof(ty_value)};   \
    enum { layout##_SIZE = FIXED(n) };
LAYOUT(plain, 0)
LAYOUT(group, TY_EXC_GROUP_FIELDS)
LAYOUT(exit, TY_EXC_EXIT_FIELDS)
LAYOUT(stop, TY_EXC_STOP_FIELDS)
LAYOUT(name, TY_EXC_NAME_FIELDS)
LAYOUT(attribute, TY_EXC_ATTRIBUTE_FIELDS)
LAYOUT(import, TY_EXC_IMPORT_FIELDS)
LAYOUT(os, TY_EXC_OS_FIELDS)
LAYOUT(syntax, TY_EXC_SYNTAX_FIELDS)
LAYOUT(unicode, TY_EXC_UNICODE_FIELDS)
#define subgroup_layout group_layout
#define subgroup_SIZE group_SIZE

/* ExceptionGroup has two bases, so that its order of resolution is no chain. */
#define IMAGE_TUPLE(id, n)                                                                                              \
    static const struct TY_ALIGNED(16) {                                                                                 \
        ty_object ob;                                                                                                    \
        size_t length;                                                                                                   \
        intptr_t hash;                                                                                                   \
        ty_value items[n];                                                                                               \
    } id
IMAGE_TUPLE(subgroup_bases, 2) = {TY_IMAGE_HEAD(&ty_tuple_shape), 2, 0x5ee1,
                                  {TY_VALUE(&ty_BaseExceptionGroup_type), TY_VALUE(&ty_Exception_type)}};
IMAGE_TUPLE(subgroup_mro, 5) = {TY_IMAGE_HEAD(&ty_tuple_shape), 5, 0x5ee2,
                                {TY_VALUE(&ty_ExceptionGroup_type), TY_VALUE(&ty_BaseExceptionGroup_type),
                                 TY_VALUE(&ty_Exception_type), TY_VALUE(&ty_BaseException_type), TY_VALUE(&ty_object_type)}};

#define PARTS(layout) .methods = ty_exc_##layout##_methods, .getsets = ty_exc_##layout##_getsets
#define PARTS_plain PARTS(plain), .slots = {TY_EXC_SLOTS_plain}
#define PARTS_group PARTS(group), .slots = {TY_EXC_SLOTS_plain, .new_ = ty_exc_group_new, .init = ty_exc_group_init, .str = ty_exc_group_str}
#define PARTS_subgroup PARTS_group, .bases = TY_VALUE(&subgroup_bases), .mro = TY_VALUE(&subgroup_mro)
#define PARTS_exit PARTS(exit), .slots = {TY_EXC_SLOTS_plain, .init = ty_exc_exit_init}
#define PARTS_stop PARTS(stop), .slots = {TY_EXC_SLOTS_plain, .init = ty_exc_stop_init}
#define PARTS_name PARTS(name), .slots = {TY_EXC_SLOTS_plain, .init = ty_exc_name_init}
#define PARTS_attribute PARTS(attribute), .slots = {TY_EXC_SLOTS_plain, .init = ty_exc_attribute_init}
#define PARTS_import PARTS(import), .slots = {TY_EXC_SLOTS_plain, .init = ty_exc_import_init, .str = ty_exc_import_str}
#define PARTS_os PARTS(os), .slots = {TY_EXC_SLOTS_plain, .new_ = ty_exc_os_new, .init = ty_exc_os_init, .str = ty_exc_os_str}
#define PARTS_syntax PARTS(syntax), .slots = {TY_EXC_SLOTS_plain, .init = ty_exc_syntax_init, .str = ty_exc_syntax_str}
#define PARTS_unicode PARTS(unicode), .slots = {TY_EXC_SLOTS_plain, .init = ty_exc_unicode_init, .str = ty_exc_unicode_str}

#define EXCEPTION(id, parent, layout_, text)                                                                            \
    const ty_shape ty_##id##_shape = {.ob = TY_IMAGE_HEAD(&ty_shape_shape), .layout = &layout_##_layout,                  \
                                      .type = &ty_##id##_type, .version = 1};                                             \
    const ty_type ty_##id##_type = {.ob = TY_IMAGE_HEAD(&ty_type_shape), .shape = &ty_##id##_shape, .version = 1,         \
                                    .name = #id, .base = &ty_##parent##_type, .doc = text,                                \
                                    .flags = TY_TYPE_BASE | TY_TYPE_DICT | TY_TYPE_WEAKREF | TY_TYPE_EXCEPTION,            \
                                    .basicsize = layout_##_SIZE, .dict_offset = offsetof(ty_exception, dict),             \
                                    PARTS_##layout_};
TY_EXCEPTION_ROWS(EXCEPTION)
