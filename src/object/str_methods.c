/* SPDX-License-Identifier: MIT */
/* The method rows of str. */
#include <config.h>

#include "object/str_impl.h"

#define OWNER &ty_str_type
const ty_native ty_str_methods[] = {
    TY_METHOD(encode, ty_str_m_encode, 0, 2, "encoding='utf-8', errors='strict'", "The text as bytes."),
    TY_METHOD(join, ty_str_m_join, 1, 1, "iterable, /", "The strings of the iterable in one, this one between them."),
    TY_NATIVE_END,
};
