/* SPDX-License-Identifier: MIT */
/* SyntaxError: where in which source. */
/* TY_SYMS: msg filename lineno offset text end_lineno end_offset print_file_and_line */
#include <config.h>

#include "object/exceptions.h"
#include "object/int.h"
#include "object/ops.h"
#include "object/str.h"
#include "object/tuple.h"

int ty_exc_syntax_init(ty_ctx *ctx, ty_value self, const ty_value *args, size_t nargs, ty_value kwnames)
{
    if (ty_exception_slot_init(ctx, self, args, nargs, kwnames) < 0)
        return -1;
    if (nargs >= 1)
        ty_exception_set_field(ctx, self, TY_EXC_SYNTAX_MSG, args[0]);
    if (nargs != 2)
        return 0;
    ty_value info = ty_op_tuple(ctx, args[1]);
    if (!info)
        return -1;
    size_t n = ty_tuple_length(info);
    if (n < 4 || n > 6) {
        ty_error_set(ctx, &ty_TypeError_type, "function %s takes at %s %d argument%s (%zu given)", "", n < 4 ? "least" : "most",
                     n < 4 ? 4 : 6, "s", n);
        return -1;
    }
    if (n == 5) {
        ty_error_set(ctx, &ty_TypeError_type, "end_offset must be provided when end_lineno is provided");
        return -1;
    }
    /* (filename, lineno, offset, text[, end_lineno, end_offset]) lies in the order of the fields. */
    for (size_t i = 0; i < n; i++)
        ty_exception_set_field(ctx, self, TY_EXC_SYNTAX_FILENAME + (int)i, ty_tuple_at(info, i));
    return 0;
}

/* The last part of a path; a new str. */
static ty_value base_name(ty_ctx *ctx, ty_value path)
{
    const ty_str *s = ty_str_ptr(path);
    size_t from = s->length;
    while (from && ty_str_at(s, from - 1) != '/')
        from--;
    return ty_str_substring(ctx, path, from, s->length);
}

ty_value ty_exc_syntax_str(ty_ctx *ctx, ty_value self)
{
    ty_value msg = ty_exception_field(self, TY_EXC_SYNTAX_MSG), file = ty_exception_field(self, TY_EXC_SYNTAX_FILENAME),
             line = ty_exception_field(self, TY_EXC_SYNTAX_LINENO);
    bool has_line = ty_is_exact_int(line);
    if (ty_is_str(file)) {
        file = base_name(ctx, file);
        if (!file)
            return TY_NULL;
        return has_line ? ty_str_format(ctx, "%S (%U, line %S)", msg, file, line) : ty_str_format(ctx, "%S (%U)", msg, file);
    }
    return has_line ? ty_str_format(ctx, "%S (line %S)", msg, line) : ty_op_str(ctx, msg);
}

TY_EXC_FIELD(syntax, msg, TY_EXC_SYNTAX_MSG)
TY_EXC_FIELD(syntax, filename, TY_EXC_SYNTAX_FILENAME)
TY_EXC_FIELD(syntax, lineno, TY_EXC_SYNTAX_LINENO)
TY_EXC_FIELD(syntax, offset, TY_EXC_SYNTAX_OFFSET)
TY_EXC_FIELD(syntax, text, TY_EXC_SYNTAX_TEXT)
TY_EXC_FIELD(syntax, end_lineno, TY_EXC_SYNTAX_END_LINENO)
TY_EXC_FIELD(syntax, end_offset, TY_EXC_SYNTAX_END_OFFSET)
TY_EXC_FIELD(syntax, print_file_and_line, TY_EXC_SYNTAX_PRINT)

#define OWNER &ty_SyntaxError_type
const ty_native ty_exc_syntax_methods[] = {TY_NATIVE_END};
const ty_getset ty_exc_syntax_getsets[] = {
    TY_EXC_FIELD_ROW(syntax, msg, "exception msg"),
    TY_EXC_FIELD_ROW(syntax, filename, "exception filename"),
    TY_EXC_FIELD_ROW(syntax, lineno, "exception lineno"),
    TY_EXC_FIELD_ROW(syntax, offset, "exception offset"),
    TY_EXC_FIELD_ROW(syntax, text, "exception text"),
    TY_EXC_FIELD_ROW(syntax, end_lineno, "exception end lineno"),
    TY_EXC_FIELD_ROW(syntax, end_offset, "exception end offset"),
    TY_EXC_FIELD_ROW(syntax, print_file_and_line, "exception print_file_and_line"),
    TY_GETSET_END,
};
