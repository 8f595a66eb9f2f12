/* SPDX-License-Identifier: MIT */
/* The names of characters, both ways: for \N{...}, unicodedata and the error handler namereplace. */
#ifndef TY_OBJECT_UNICODE_NAMES_H
#define TY_OBJECT_UNICODE_NAMES_H

#include "platform/attr.h"

#define TY_UNICODE_NAME_MAX 128

/* Writes the name, a NUL behind; its length, 0: it has none. */
size_t ty_unicode_name(uint32_t c, char out[TY_UNICODE_NAME_MAX]);
/* The character of that name or alias, in any case; -1: none. Some 50 microseconds. */
int32_t ty_unicode_named(const char *name, size_t n);

#endif
