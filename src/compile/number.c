/* SPDX-License-Identifier: MIT */
/* A wrapper over strtod; expects the C numeric locale. To be replaced by the correctly rounded conversion of
 * the object floor. */
#include <config.h>

#include "compile/number.h"

#include <stdlib.h>

double ty_parse_double(const char *text, size_t len) {
    (void)len;
    return strtod(text, NULL);
}
