/* SPDX-License-Identifier: MIT */
/* Names of the trace subjects and the printing of a trace line: see trace.h. */
#include <config.h>

#include "platform/trace.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static const struct {
    const char *name;
    unsigned bits;
} subjects[] = {
    {"gc", TY_TRACE_GC},     {"compile", TY_TRACE_COMPILE}, {"eval", TY_TRACE_EVAL},
    {"chan", TY_TRACE_CHAN}, {"serial", TY_TRACE_SERIAL},   {"all", ~0u},
};

unsigned ty_trace_parse(const char *list) {
    unsigned bits = 0;
    while (list && *list) {
        size_t n = strcspn(list, ", ");
        for (size_t i = 0; i < TY_COUNTOF(subjects); i++)
            if (strlen(subjects[i].name) == n && memcmp(subjects[i].name, list, n) == 0)
                bits |= subjects[i].bits;
        list += n;
        list += strspn(list, ", ");
    }
    return bits;
}

unsigned ty_trace_bits(void) {
    return ty_trace_parse(getenv("TYPHON_TRACE"));
}

void ty_trace_print(unsigned bit, const char *format, ...) {
    const char *name = "trace";
    for (size_t i = 0; i < TY_COUNTOF(subjects); i++)
        if (subjects[i].bits == bit) name = subjects[i].name;
    char text[1024];
    int n = snprintf(text, sizeof text, "[%s] ", name);
    va_list ap;
    va_start(ap, format);
    vsnprintf(text + n, sizeof text - (size_t)n, format, ap);
    va_end(ap);
    fprintf(stderr, "%s\n", text);
}
