/* SPDX-License-Identifier: MIT */
/* Formatting of syntax errors. */
#include <config.h>

#include "compile/syntax_error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void ty_syntax_error_format(ty_syntax_error *error, ty_syntax_error_kind kind, const char *format, ...) {
    va_list args;
    error->kind = kind;
    va_start(args, format);
    int n = vsnprintf(error->message, sizeof error->message, format, args);
    va_end(args);
    if (n >= (int)sizeof error->message) {
        size_t end = sizeof error->message - 1;
        while (end > 0 && ((unsigned char)error->message[end - 1] & 0xC0) == 0x80) end--;
        if (end > 0 && (unsigned char)error->message[end - 1] >= 0xC0) end--;
        error->message[end] = '\0';
    } else if (n < 0) {
        memcpy(error->message, "invalid syntax", sizeof "invalid syntax");
    }
}

size_t ty_syntax_char_count(const char *text, size_t len) {
    size_t n = 0;
    for (size_t i = 0; i < len; i++) n += ((unsigned char)text[i] & 0xC0) != 0x80;
    return n;
}
