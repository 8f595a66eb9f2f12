/* SPDX-License-Identifier: MIT */
/* The module _string: the markup of str.format taken apart, for string.Formatter. */
#include <config.h>

#include "object/error.h"
#include "object/list.h"
#include "object/module.h"
#include "object/ops.h"
#include "object/str_format.h"
#include "object/tuple.h"

/* An iterator of (literal, name, spec, conversion). */
static ty_value parse(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    ty_value text = args[0], list = ty_list_new(ctx, 4);
    if (!ty_is_str(text))
        return ty_error_set(ctx, &ty_TypeError_type, "expected str, got %T", text);
    ty_format_range at = {0, ty_str_length(text)};
    ty_format_part part;
    int more = 0;
    while (list && (more = ty_format_next(ctx, text, &at, &part)) > 0) {
        ty_value cell[4] = {ty_str_substring(ctx, text, part.literal.start, part.literal.end), TY_NONE, TY_NONE, TY_NONE};
        if (part.field) {
            cell[1] = ty_str_substring(ctx, text, part.name.start, part.name.end);
            cell[2] = cell[1] ? ty_str_substring(ctx, text, part.spec.start, part.spec.end) : TY_NULL;
            if (cell[2] && part.conversion)
                cell[3] = ty_str_char(ctx, part.conversion);
        }
        ty_value t = cell[0] && cell[2] && cell[3] ? ty_tuple_new(ctx, cell, 4) : TY_NULL;
        if (!t || ty_list_append(ctx, list, t) < 0)
            return TY_NULL;
    }
    return list && more == 0 ? ty_op_iter(ctx, list) : TY_NULL;
}

/* (first, iterator of (is attribute, key)) */
static ty_value split_name(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)nargs, (void)kwnames;
    ty_value text = args[0], list = ty_list_new(ctx, 0);
    if (!ty_is_str(text))
        return ty_error_set(ctx, &ty_TypeError_type, "expected str, got %T", text);
    ty_format_range name = {0, ty_str_length(text)}, part;
    intptr_t index;
    bool attribute;
    int more;
    if (!list || ty_format_first(ctx, text, &name, &part, &index) < 0)
        return TY_NULL;
    ty_value first = index >= 0 ? ty_small(index) : ty_str_substring(ctx, text, part.start, part.end);
    while (first && (more = ty_format_accessor(ctx, text, &name, &attribute, &part, &index)) != 0) {
        ty_value key = more < 0 ? TY_NULL : index >= 0 && !attribute ? ty_small(index) : ty_str_substring(ctx, text, part.start, part.end);
        ty_value t = key ? ty_tuple_pack(ctx, 2, ty_bool(attribute), key) : TY_NULL;
        if (!t || ty_list_append(ctx, list, t) < 0)
            return TY_NULL;
    }
    ty_value it = first ? ty_op_iter(ctx, list) : TY_NULL;
    return it ? ty_tuple_pack(ctx, 2, first, it) : TY_NULL;
}

#define MODULE "_string"
static const ty_native functions[] = {
    TY_FUNCTION(formatter_parser, parse, 1, 1, "string, /", "The parts of a format string."),
    TY_FUNCTION(formatter_field_name_split, split_name, 1, 1, "string, /", "The parts of a field's name."),
    TY_NATIVE_END,
};
const ty_module_def ty_module__string = {.name = "_string", .doc = "Helpers of string.Formatter.", .functions = functions};
