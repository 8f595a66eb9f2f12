/* SPDX-License-Identifier: MIT */
/* Which Typhon this is. */
#include <config.h>

#include <typhon.h>

const char *ty_version(void) {
    return PACKAGE_VERSION;
}
