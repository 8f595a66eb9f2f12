/* SPDX-License-Identifier: MIT */
/*
 * Telling AddressSanitizer which memory nobody may touch at present: idle
 * blocks, the rest of an arena's chunk.  Nothing in other builds.
 */
#ifndef TY_PLATFORM_SANITIZE_H
#define TY_PLATFORM_SANITIZE_H

#include "platform/attr.h"

#if TY_ASAN
# include <sanitizer/asan_interface.h>
# define TY_POISON(p, size)   __asan_poison_memory_region((p), (size))
# define TY_UNPOISON(p, size) __asan_unpoison_memory_region((p), (size))
#else
# define TY_POISON(p, size)   ((void)(p), (void)(size))
# define TY_UNPOISON(p, size) ((void)(p), (void)(size))
#endif

#endif
