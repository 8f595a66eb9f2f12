/* SPDX-License-Identifier: MIT */
/* The method rows of str. */
#include <config.h>

#include "object/str_impl.h"
#include "object/tuple.h"

TY_STR_METHOD(__getnewargs__)
{
    (void)nargs, (void)kwnames;
    ty_value s = ty_str_exact(ctx, args[0]);
    return s ? ty_tuple_pack(ctx, 1, s) : TY_NULL;
}

TY_STR_METHOD(__sizeof__)
{
    (void)ctx, (void)nargs, (void)kwnames;
    const ty_str *s = ty_str_ptr(args[0]);
    size_t size = ty_str_is_inline(s) ? ty_heap_round(offsetof(ty_str, inline_data) + (s->length + 1) * s->kind) : 0;
    return ty_small((intptr_t)(size < sizeof *s ? sizeof *s : size));
}

#define OWNER &ty_str_type
const ty_native ty_str_methods[] = {
    TY_METHOD(encode, ty_str_m_encode, 0, 2, "encoding='utf-8', errors='strict'", "The text as bytes."),
    TY_METHOD(replace, ty_str_m_replace, 2, 3, "old, new, /, count=-1", "A copy with occurrences of one text replaced by another."),
    TY_METHOD(split, ty_str_m_split, 0, 2, "sep=None, maxsplit=-1", "The parts between separators, from the left; without one, between blanks."),
    TY_METHOD(rsplit, ty_str_m_rsplit, 0, 2, "sep=None, maxsplit=-1", "The parts between separators, from the right."),
    TY_METHOD(join, ty_str_m_join, 1, 1, "iterable, /", "The strings of the iterable in one, this one between them."),
    TY_METHOD(capitalize, ty_str_m_capitalize, 0, 0, "", "A copy with a capital first and the rest in lower case."),
    TY_METHOD(casefold, ty_str_m_casefold, 0, 0, "", "A copy for comparing without regard to case."),
    TY_METHOD(title, ty_str_m_title, 0, 0, "", "A copy with each word capitalised."),
    TY_METHOD(center, ty_str_m_center, 1, 2, "width, fillchar=' ', /", "A copy in the middle of that width."),
    TY_METHOD(count, ty_str_m_count, 1, 3, "sub[, start[, end]], /", "How often it occurs without overlap."),
    TY_METHOD(expandtabs, ty_str_m_expandtabs, 0, 1, "tabsize=8", "A copy with blanks instead of tabs."),
    TY_METHOD(find, ty_str_m_find, 1, 3, "sub[, start[, end]], /", "Where it occurs first, or -1."),
    TY_METHOD(partition, ty_str_m_partition, 1, 1, "sep, /", "What is before the first separator, it, and what is behind it."),
    TY_METHOD(index, ty_str_m_index, 1, 3, "sub[, start[, end]], /", "Where it occurs first, or ValueError."),
    TY_METHOD(ljust, ty_str_m_ljust, 1, 2, "width, fillchar=' ', /", "A copy filled up on the right."),
    TY_METHOD(lower, ty_str_m_lower, 0, 0, "", "A copy in lower case."),
    TY_METHOD(lstrip, ty_str_m_lstrip, 0, 1, "chars=None, /", "A copy without leading blanks or characters of a set."),
    TY_METHOD(rfind, ty_str_m_rfind, 1, 3, "sub[, start[, end]], /", "Where it occurs last, or -1."),
    TY_METHOD(rindex, ty_str_m_rindex, 1, 3, "sub[, start[, end]], /", "Where it occurs last, or ValueError."),
    TY_METHOD(rjust, ty_str_m_rjust, 1, 2, "width, fillchar=' ', /", "A copy filled up on the left."),
    TY_METHOD(rstrip, ty_str_m_rstrip, 0, 1, "chars=None, /", "A copy without trailing blanks or characters of a set."),
    TY_METHOD(rpartition, ty_str_m_rpartition, 1, 1, "sep, /", "What is before the last separator, it, and what is behind it."),
    TY_METHOD(splitlines, ty_str_m_splitlines, 0, 1, "keepends=False", "The lines, without or with what ended them."),
    TY_METHOD(strip, ty_str_m_strip, 0, 1, "chars=None, /", "A copy without leading and trailing blanks or characters of a set."),
    TY_METHOD(swapcase, ty_str_m_swapcase, 0, 0, "", "A copy with the cases exchanged."),
    TY_METHOD(translate, ty_str_m_translate, 1, 1, "table, /", "A copy with each character as the table says."),
    TY_METHOD(upper, ty_str_m_upper, 0, 0, "", "A copy in upper case."),
    TY_METHOD(startswith, ty_str_m_startswith, 1, 3, "prefix[, start[, end]], /", "Whether it begins with that, or with one of a tuple."),
    TY_METHOD(endswith, ty_str_m_endswith, 1, 3, "suffix[, start[, end]], /", "Whether it ends with that, or with one of a tuple."),
    TY_METHOD(removeprefix, ty_str_m_removeprefix, 1, 1, "prefix, /", "A copy without that beginning."),
    TY_METHOD(removesuffix, ty_str_m_removesuffix, 1, 1, "suffix, /", "A copy without that end."),
    TY_METHOD(isascii, ty_str_m_isascii, 0, 0, "", "Whether all characters are ASCII."),
    TY_METHOD(islower, ty_str_m_islower, 0, 0, "", "Whether all cased characters are lower case, and there is one."),
    TY_METHOD(isupper, ty_str_m_isupper, 0, 0, "", "Whether all cased characters are upper case, and there is one."),
    TY_METHOD(istitle, ty_str_m_istitle, 0, 0, "", "Whether each word is capitalised, and there is one."),
    TY_METHOD(isspace, ty_str_m_isspace, 0, 0, "", "Whether it is all blanks, and not empty."),
    TY_METHOD(isdecimal, ty_str_m_isdecimal, 0, 0, "", "Whether it is all decimal digits, and not empty."),
    TY_METHOD(isdigit, ty_str_m_isdigit, 0, 0, "", "Whether it is all digits, and not empty."),
    TY_METHOD(isnumeric, ty_str_m_isnumeric, 0, 0, "", "Whether it is all numeric characters, and not empty."),
    TY_METHOD(isalpha, ty_str_m_isalpha, 0, 0, "", "Whether it is all letters, and not empty."),
    TY_METHOD(isalnum, ty_str_m_isalnum, 0, 0, "", "Whether it is all letters and numeric characters, and not empty."),
    TY_METHOD(isidentifier, ty_str_m_isidentifier, 0, 0, "", "Whether it has the form of a name."),
    TY_METHOD(isprintable, ty_str_m_isprintable, 0, 0, "", "Whether all characters can be printed."),
    TY_METHOD(zfill, ty_str_m_zfill, 1, 1, "width, /", "A copy filled up with zeros behind the sign."),
    TY_METHOD_RAW(format, ty_str_m_format, "*args, **kwargs", "A copy with the fields in braces filled in."),
    TY_METHOD(format_map, ty_str_m_format_map, 1, 1, "mapping, /", "A copy with the fields in braces filled in from a mapping."),
    TY_STATIC_METHOD(maketrans, ty_str_m_maketrans, 1, 3, "x, y=<unrepresentable>, z=<unrepresentable>, /",
                     "A table for translate()."),
    TY_METHOD(__format__, ty_str_m___format__, 1, 1, "format_spec, /", "The text as the format language says."),
    TY_METHOD(__getnewargs__, ty_str_m___getnewargs__, 0, 0, "", "For copying and pickling."),
    TY_METHOD(__sizeof__, ty_str_m___sizeof__, 0, 0, "", "Bytes of memory."),
    TY_NATIVE_END,
};
