/* SPDX-License-Identifier: MIT */
/* Parking without futexes, on every system: the same tests, with this program's own copy of park.c. */
#define TY_PARK_PORTABLE 1
#include "platform/park.c"

#include "tests/unit/platform/park-t.c"
