/* SPDX-License-Identifier: MIT */
/* The questions is...() about text. */
#include <config.h>

#include "object/str_impl.h"
#include "object/unicode_data.h"

/* Every character, and at least one, is of the class. */
static bool all_of(const ty_str *s, unsigned ascii_classes, bool (*test)(uint32_t))
{
    if (s->ascii) {
        for (size_t i = 0; i < s->length; i++)
            if (!(ty_ascii_class[s->data[i]] & ascii_classes))
                return false;
    } else {
        for (size_t i = 0; i < s->length; i++)
            if (!test(ty_str_at(s, i)))
                return false;
    }
    return s->length != 0;
}

#define CLASS(name, classes, test)                                                                                      \
    TY_STR_METHOD(name)                                                                                                 \
    {                                                                                                                   \
        (void)ctx, (void)nargs, (void)kwnames;                                                                          \
        return ty_bool(all_of(ty_str_ptr(args[0]), classes, test));                                                     \
    }
CLASS(isalpha, TY_ASCII_ALPHA, ty_unicode_is_alpha)
CLASS(isalnum, TY_ASCII_ALNUM, ty_unicode_is_alnum)
CLASS(isdecimal, TY_ASCII_DIGIT, ty_unicode_is_decimal)
CLASS(isdigit, TY_ASCII_DIGIT, ty_unicode_is_digit)
CLASS(isnumeric, TY_ASCII_DIGIT, ty_unicode_is_numeric)
CLASS(isspace, TY_ASCII_SPACE, ty_unicode_is_space)

TY_STR_METHOD(isprintable)
{
    (void)ctx, (void)nargs, (void)kwnames;
    const ty_str *s = ty_str_ptr(args[0]);
    return ty_bool(s->length == 0 || all_of(s, TY_ASCII_PRINTABLE, ty_unicode_is_printable));
}

TY_STR_METHOD(isascii)
{
    (void)ctx, (void)nargs, (void)kwnames;
    return ty_bool(ty_str_ptr(args[0])->ascii);
}

/* Cased characters there are, and all of them of the one case. */
static ty_value one_case(const ty_str *s, bool upper)
{
    bool any = false;
    for (size_t i = 0; i < s->length; i++) {
        uint32_t c = ty_str_at(s, i);
        bool is_upper = c < 128 ? ty_ascii_is(c, TY_ASCII_UPPER) : ty_unicode_is_upper(c);
        bool is_lower = c < 128 ? ty_ascii_is(c, TY_ASCII_LOWER) : ty_unicode_is_lower(c);
        if ((upper ? is_lower : is_upper) || ty_unicode_is_title(c))
            return TY_FALSE;
        any |= upper ? is_upper : is_lower;
    }
    return ty_bool(any);
}

TY_STR_METHOD(isupper)
{
    (void)ctx, (void)nargs, (void)kwnames;
    return one_case(ty_str_ptr(args[0]), true);
}
TY_STR_METHOD(islower)
{
    (void)ctx, (void)nargs, (void)kwnames;
    return one_case(ty_str_ptr(args[0]), false);
}

TY_STR_METHOD(istitle)
{
    (void)ctx, (void)nargs, (void)kwnames;
    const ty_str *s = ty_str_ptr(args[0]);
    bool any = false, inside = false;
    for (size_t i = 0; i < s->length; i++) {
        uint32_t c = ty_str_at(s, i);
        if (ty_unicode_is_upper(c) || ty_unicode_is_title(c)) {
            if (inside)
                return TY_FALSE;
            inside = any = true;
        } else if (ty_unicode_is_lower(c)) {
            if (!inside)
                return TY_FALSE;
            any = true;
        } else {
            inside = false;
        }
    }
    return ty_bool(any);
}

bool ty_str_is_identifier(ty_value v)
{
    const ty_str *s = ty_str_ptr(v);
    for (size_t i = 0; i < s->length; i++) {
        uint32_t c = ty_str_at(s, i);
        bool good = c < 128 ? ty_ascii_is(c, TY_ASCII_ALPHA | TY_ASCII_UNDERSCORE | (i ? TY_ASCII_DIGIT : 0u))
                  : i ? ty_unicode_is_id_continue(c) : ty_unicode_is_id_start(c);
        if (!good)
            return false;
    }
    return s->length != 0;
}

TY_STR_METHOD(isidentifier)
{
    (void)ctx, (void)nargs, (void)kwnames;
    return ty_bool(ty_str_is_identifier(args[0]));
}
