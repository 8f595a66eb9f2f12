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
/* With detect_stack_use_after_return locals live in a fake stack of the thread's, to which the real one points. */
# define TY_FAKE_STACK() __asan_get_current_fake_stack()
# define TY_FAKE_FRAME(fake, p, low, high) __asan_addr_is_in_fake_stack((fake), (p), (low), (high))
#else
# define TY_POISON(p, size)   ((void)(p), (void)(size))
# define TY_UNPOISON(p, size) ((void)(p), (void)(size))
# define TY_FAKE_STACK() NULL
# define TY_FAKE_FRAME(fake, p, low, high) ((void)(fake), (void)(p), (void)(low), (void)(high), NULL)
#endif

#endif
