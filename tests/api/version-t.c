/* SPDX-License-Identifier: MIT */
/* The library tells the version it was configured with. */
#include <config.h>

#include "tests/tap/tap.h"
#include <typhon.h>

int main(void) {
    is_str(ty_version(), PACKAGE_VERSION, "version");
    return done_testing();
}
