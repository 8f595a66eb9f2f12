/* SPDX-License-Identifier: MIT */
/* What a failed assertion prints: see assert.h. */
#include <config.h>

#include "platform/assert.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void ty_assert_fail(const char *file, int line, const char *text) {
    ty_assert_panic(file, line, "assertion failed: %s", text);
}

void ty_assert_panic(const char *file, int line, const char *format, ...) {
    /* One write, so that lines of several threads stay whole; no malloc. */
    char line_text[512];
    int n = snprintf(line_text, sizeof line_text, "typhon: %s:%d: ", file, line);
    if (n < 0 || (size_t)n >= sizeof line_text) n = 0;
    va_list ap;
    va_start(ap, format);
    vsnprintf(line_text + n, sizeof line_text - (size_t)n, format, ap);
    va_end(ap);
    fprintf(stderr, "%s\n", line_text);
    fflush(stderr);
    abort();
}
