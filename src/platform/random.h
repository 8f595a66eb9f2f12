/* SPDX-License-Identifier: MIT */
/* Unpredictable bytes from the system. */
#ifndef TY_PLATFORM_RANDOM_H
#define TY_PLATFORM_RANDOM_H

#include "platform/attr.h"

/* Fills `size` bytes.  False: the system has no source, and the bytes come
 * from clocks and addresses: good for a hash seed, not for secrets. */
bool ty_random_bytes(void *buffer, size_t size);

#endif
