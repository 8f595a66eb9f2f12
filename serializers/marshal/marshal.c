/* SPDX-License-Identifier: MIT */
/* marshal: CPython's own byte format as a serializer. */
#include <config.h>

/* An empty translation unit is not C. */
typedef int ty_marshal_is_to_come;
