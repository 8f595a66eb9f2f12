/* SPDX-License-Identifier: MIT */
/* The Python sources which the build embeds (*.py below src/pylib), as constant data. */
#ifndef TY_PYLIB_FROZEN_H
#define TY_PYLIB_FROZEN_H

#include <stdbool.h>
#include <stddef.h>

struct ty_frozen_source {
    const char *name;          /* dotted, as import names it; NULL ends the table */
    const unsigned char *data; /* UTF-8 source text, followed by a NUL that size does not count */
    size_t size;
    bool package; /* came from an __init__.py */
};

/* Sorted by name (strcmp). */
extern const struct ty_frozen_source ty_frozen_sources[];

#endif
