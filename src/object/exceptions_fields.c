/* SPDX-License-Identifier: MIT */
/* Exceptions that carry a few values: SystemExit, StopIteration, NameError, AttributeError, ImportError. */
/* TY_SYMS: code value name obj msg path name_from */
#include <config.h>

#include "object/dict.h"
#include "object/exceptions.h"
#include "object/str.h"
#include "object/tuple.h"

/* Keyword arguments that set fields: names[i] -> fields[first + i]; others are errors. */
static int keyword_fields(ty_ctx *ctx, ty_value self, const char *const *names, int count, int first, const ty_value *values,
                          ty_value kwnames)
{
    for (size_t k = 0, n = kwnames ? ty_tuple_length(kwnames) : 0; k < n; k++) {
        ty_value name = ty_tuple_at(kwnames, k);
        int i = 0;
        while (i < count && !ty_str_equal_ascii(name, names[i]))
            i++;
        if (i == count) {
            ty_error_set(ctx, &ty_TypeError_type, "%T() got an unexpected keyword argument '%U'", self, name);
            return -1;
        }
        ty_exception_set_field(ctx, self, first + i, values[k]);
    }
    return 0;
}

/* --- SystemExit ------------------------------------------------------------------------------------------------------ */

int ty_exc_exit_init(ty_ctx *ctx, ty_value self, const ty_value *args, size_t nargs, ty_value kwnames)
{
    if (ty_exception_slot_init(ctx, self, args, nargs, kwnames) < 0)
        return -1;
    if (nargs)
        ty_exception_set_field(ctx, self, TY_EXC_EXIT_CODE, nargs == 1 ? args[0] : ty_exception_ptr(self)->args);
    return 0;
}

TY_EXC_FIELD(exit, code, TY_EXC_EXIT_CODE)
#define OWNER &ty_SystemExit_type
const ty_native ty_exc_exit_methods[] = {TY_NATIVE_END};
const ty_getset ty_exc_exit_getsets[] = {TY_EXC_FIELD_ROW(exit, code, "exception code"), TY_GETSET_END};
#undef OWNER

/* --- StopIteration --------------------------------------------------------------------------------------------------- */

int ty_exc_stop_init(ty_ctx *ctx, ty_value self, const ty_value *args, size_t nargs, ty_value kwnames)
{
    if (ty_exception_slot_init(ctx, self, args, nargs, kwnames) < 0)
        return -1;
    ty_exception_set_field(ctx, self, TY_EXC_STOP_VALUE, nargs ? args[0] : TY_NONE);
    return 0;
}

TY_EXC_FIELD(stop, value, TY_EXC_STOP_VALUE)
#define OWNER &ty_StopIteration_type
const ty_native ty_exc_stop_methods[] = {TY_NATIVE_END};
const ty_getset ty_exc_stop_getsets[] = {TY_EXC_FIELD_ROW(stop, value, "generator return value"), TY_GETSET_END};
#undef OWNER

/* --- NameError ------------------------------------------------------------------------------------------------------- */

int ty_exc_name_init(ty_ctx *ctx, ty_value self, const ty_value *args, size_t nargs, ty_value kwnames)
{
    static const char *const names[] = {"name"};
    if (keyword_fields(ctx, self, names, 1, TY_EXC_NAME_NAME, args + nargs, kwnames) < 0)
        return -1;
    return ty_exception_set_args(ctx, self, args, nargs);
}

TY_EXC_FIELD(name, name, TY_EXC_NAME_NAME)
#define OWNER &ty_NameError_type
const ty_native ty_exc_name_methods[] = {TY_NATIVE_END};
const ty_getset ty_exc_name_getsets[] = {TY_EXC_FIELD_ROW(name, name, "name"), TY_GETSET_END};
#undef OWNER

/* --- AttributeError -------------------------------------------------------------------------------------------------- */

int ty_exc_attribute_init(ty_ctx *ctx, ty_value self, const ty_value *args, size_t nargs, ty_value kwnames)
{
    static const char *const names[] = {"name", "obj"};
    if (kwnames && keyword_fields(ctx, self, names, 2, TY_EXC_ATTRIBUTE_NAME, args + nargs, kwnames) < 0)
        return -1;
    return ty_exception_set_args(ctx, self, args, nargs);
}

TY_EXC_FIELD(attribute, name, TY_EXC_ATTRIBUTE_NAME)
TY_EXC_FIELD(attribute, obj, TY_EXC_ATTRIBUTE_OBJ)

/* obj may not be pickled: only the name goes along. */
static ty_value attribute_getstate(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    ty_exception *e = ty_exception_ptr(args[0]);
    ty_value name = ty_exception_field(args[0], TY_EXC_ATTRIBUTE_NAME);
    if (ty_is_none(name) && !e->dict)
        return TY_NONE;
    ty_value d = e->dict ? ty_dict_copy(ctx, e->dict) : ty_dict_new(ctx, 2);
    if (!d || ty_dict_set(ctx, d, TY_SYM(name), name) < 0 || ty_dict_set(ctx, d, TY_SYM(args), e->args) < 0)
        return TY_NULL;
    return d;
}

static ty_value attribute_reduce(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    ty_value state = attribute_getstate(ctx, args, nargs, kwnames);
    if (!state)
        return TY_NULL;
    return ty_tuple_pack(ctx, 3, TY_VALUE(ty_type_of(args[0])), ty_exception_ptr(args[0])->args, state);
}

#define OWNER &ty_AttributeError_type
const ty_native ty_exc_attribute_methods[] = {
    TY_METHOD(__getstate__, attribute_getstate, 0, 0, "", NULL),
    TY_METHOD(__reduce__, attribute_reduce, 0, 0, "", NULL),
    TY_NATIVE_END,
};
const ty_getset ty_exc_attribute_getsets[] = {
    TY_EXC_FIELD_ROW(attribute, name, "attribute name"),
    TY_EXC_FIELD_ROW(attribute, obj, "object"),
    TY_GETSET_END,
};
#undef OWNER

/* --- ImportError ----------------------------------------------------------------------------------------------------- */

int ty_exc_import_init(ty_ctx *ctx, ty_value self, const ty_value *args, size_t nargs, ty_value kwnames)
{
    static const char *const names[] = {"name", "path", "name_from"};
    if (keyword_fields(ctx, self, names, 3, TY_EXC_IMPORT_NAME, args + nargs, kwnames) < 0 ||
        ty_exception_set_args(ctx, self, args, nargs) < 0)
        return -1;
    if (nargs == 1)
        ty_exception_set_field(ctx, self, TY_EXC_IMPORT_MSG, args[0]);
    return 0;
}

ty_value ty_exc_import_str(ty_ctx *ctx, ty_value self)
{
    ty_value msg = ty_exception_field(self, TY_EXC_IMPORT_MSG);
    return ty_is_exact_str(msg) ? msg : ty_exception_slot_str(ctx, self);
}

TY_EXC_FIELD(import, msg, TY_EXC_IMPORT_MSG)
TY_EXC_FIELD(import, name, TY_EXC_IMPORT_NAME)
TY_EXC_FIELD(import, path, TY_EXC_IMPORT_PATH)
TY_EXC_FIELD(import, name_from, TY_EXC_IMPORT_NAME_FROM)

static ty_value import_reduce(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    static const struct { int field; ty_value name; } fields[] = {
        {TY_EXC_IMPORT_NAME, TY_SYM(name)}, {TY_EXC_IMPORT_PATH, TY_SYM(path)}, {TY_EXC_IMPORT_NAME_FROM, TY_SYM(name_from)},
    };
    ty_exception *e = ty_exception_ptr(args[0]);
    ty_value state = e->dict ? ty_dict_copy(ctx, e->dict) : ty_dict_new(ctx, 3);
    for (size_t i = 0; state && i < TY_COUNTOF(fields); i++) {
        ty_value v = ty_exception_field(args[0], fields[i].field);
        if (!ty_is_none(v) && ty_dict_set(ctx, state, fields[i].name, v) < 0)
            return TY_NULL;
    }
    if (!state)
        return TY_NULL;
    ty_value type = TY_VALUE(ty_type_of(args[0]));
    return ty_dict_length(state) ? ty_tuple_pack(ctx, 3, type, e->args, state) : ty_tuple_pack(ctx, 2, type, e->args);
}

#define OWNER &ty_ImportError_type
const ty_native ty_exc_import_methods[] = {TY_METHOD(__reduce__, import_reduce, 0, 0, "", NULL), TY_NATIVE_END};
const ty_getset ty_exc_import_getsets[] = {
    TY_EXC_FIELD_ROW(import, msg, "exception message"),
    TY_EXC_FIELD_ROW(import, name, "module name"),
    TY_EXC_FIELD_ROW(import, path, "module path"),
    TY_EXC_FIELD_ROW(import, name_from, "name imported from module"),
    TY_GETSET_END,
};
