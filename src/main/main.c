/* SPDX-License-Identifier: MIT */
/* The command line. */
#include <config.h>

#include <stdio.h>
#include <typhon.h>

int main(void) {
    printf("Typhon %s\n", ty_version());
    return 0;
}
