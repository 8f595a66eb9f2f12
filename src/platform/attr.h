/* SPDX-License-Identifier: MIT */
/*
 * Everything that depends on the compiler: attributes, branch hints, checked
 * arithmetic, bit counting, rotation, and loads and stores in a fixed byte
 * order.  No other folder may name a compiler, an attribute or a builtin.
 *
 * Every macro has a meaning without compiler support, except where its
 * comment says otherwise.
 */
#ifndef TY_PLATFORM_ATTR_H
#define TY_PLATFORM_ATTR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if !defined(__GNUC__) && !defined(__clang__)
# include <stdatomic.h>
#endif

#include <typhon/export.h>

#if defined(__GNUC__) || defined(__clang__)
# define TY_GNUC 1
#else
# define TY_GNUC 0
#endif

#ifdef __has_attribute
# define TY_HAS_ATTRIBUTE(x) __has_attribute(x)
#else
# define TY_HAS_ATTRIBUTE(x) 0
#endif
#ifdef __has_builtin
# define TY_HAS_BUILTIN(x) __has_builtin(x)
#else
# define TY_HAS_BUILTIN(x) 0
#endif
#ifdef __has_feature
# define TY_HAS_FEATURE(x) __has_feature(x)
#else
# define TY_HAS_FEATURE(x) 0
#endif

/* Which sanitizer is in the build: 1 or 0. */
#if defined(__SANITIZE_ADDRESS__) || TY_HAS_FEATURE(address_sanitizer)
# define TY_ASAN 1
#else
# define TY_ASAN 0
#endif
#if defined(__SANITIZE_THREAD__) || TY_HAS_FEATURE(thread_sanitizer)
# define TY_TSAN 1
#else
# define TY_TSAN 0
#endif
#if TY_HAS_FEATURE(memory_sanitizer)
# define TY_MSAN 1
#else
# define TY_MSAN 0
#endif

/* ---- functions and branches ------------------------------------------- */

#if TY_GNUC
# define TY_LIKELY(x)            __builtin_expect(!!(x), 1)
# define TY_UNLIKELY(x)          __builtin_expect(!!(x), 0)
# define TY_NOINLINE             __attribute__((noinline))
# define TY_COLD                 __attribute__((cold, noinline))
# define TY_HOT                  __attribute__((hot))
# define TY_INLINE               static inline __attribute__((always_inline, unused))
# define TY_FLATTEN              __attribute__((flatten))
# define TY_PURE                 __attribute__((pure))
# define TY_CONST                __attribute__((const))
# define TY_UNUSED               __attribute__((unused))
# define TY_USED                 __attribute__((used))
# define TY_NORETURN             __attribute__((noreturn))
# define TY_MALLOC               __attribute__((malloc, warn_unused_result))
# define TY_NODISCARD            __attribute__((warn_unused_result))
# define TY_NONNULL              __attribute__((nonnull))
# define TY_RETURNS_NONNULL      __attribute__((returns_nonnull))
# define TY_ALIGNED(n)           __attribute__((aligned(n)))
# define TY_PACKED               __attribute__((packed))
# define TY_WEAK                 __attribute__((weak))
# define TY_MAY_ALIAS            __attribute__((may_alias))
# define TY_SECTION(s)           __attribute__((section(s)))
# define TY_UNREACHABLE()        __builtin_unreachable()
# define TY_PREFETCH(p)          __builtin_prefetch(p)
# define TY_PREFETCH_W(p)        __builtin_prefetch((p), 1)
# define TY_ASSUME_ALIGNED(p, n) __builtin_assume_aligned((p), (n))
# define TY_RESTRICT             __restrict__
# define TY_FRAME_ADDRESS()      __builtin_frame_address(0)
# define TY_IS_CONSTANT(x)       __builtin_constant_p(x)
# if defined(__MINGW32__)
#  define TY_PRINTF(a, b) __attribute__((format(gnu_printf, a, b)))
# else
#  define TY_PRINTF(a, b) __attribute__((format(printf, a, b)))
# endif
/* Order of evaluation as seen by the compiler only; emits nothing. */
# define TY_COMPILER_BARRIER() __asm__ __volatile__("" ::: "memory")
/* Keeps `v` alive in a register or on the stack up to this point: for code
 * that holds a raw pointer into an object while the collector may run. */
# define TY_KEEP(v)            __asm__ __volatile__("" : : "g"(v) : "memory")
#else
# define TY_LIKELY(x)   (!!(x))
# define TY_UNLIKELY(x) (!!(x))
# define TY_NOINLINE
# define TY_COLD
# define TY_HOT
# define TY_INLINE static inline
# define TY_FLATTEN
# define TY_PURE
# define TY_CONST
# define TY_UNUSED
# define TY_USED
# define TY_NORETURN _Noreturn
# define TY_MALLOC
# define TY_NODISCARD
# define TY_NONNULL
# define TY_RETURNS_NONNULL
# define TY_ALIGNED(n) _Alignas(n)
# define TY_PACKED     /* layout then differs: never rely on it */
# define TY_WEAK
# define TY_MAY_ALIAS
# define TY_SECTION(s)
# define TY_UNREACHABLE()        ((void)0)
# define TY_PREFETCH(p)          ((void)(p))
# define TY_PREFETCH_W(p)        ((void)(p))
# define TY_ASSUME_ALIGNED(p, n) (p)
# define TY_RESTRICT             restrict
# define TY_IS_CONSTANT(x)       0
# define TY_PRINTF(a, b)
# define TY_COMPILER_BARRIER() atomic_signal_fence(memory_order_seq_cst)
# define TY_KEEP(v)                                              \
  do {                                                           \
   volatile const void *ty_keep_ = (const void *)(uintptr_t)(v); \
   (void)ty_keep_;                                               \
  } while (0)
#endif

/* A function whose error result must be looked at: the exception it left in
 * the context is otherwise lost. */
#define TY_RAISES TY_NODISCARD

#if TY_HAS_ATTRIBUTE(fallthrough) || (TY_GNUC && __GNUC__ >= 7)
# define TY_FALLTHROUGH __attribute__((fallthrough))
#else
# define TY_FALLTHROUGH ((void)0)
#endif

/* Loop bodies of the virtual machine use computed goto when this is 1; the
 * configure switch --disable-computed-goto forces the portable switch. */
#if TY_GNUC && !defined(TY_NO_COMPUTED_GOTO)
# define TY_COMPUTED_GOTO 1
#else
# define TY_COMPUTED_GOTO 0
#endif

/* Code that reads memory which belongs, formally, to nobody: the collector's
 * scan of a stack. */
#if TY_GNUC && (TY_HAS_ATTRIBUTE(no_sanitize_address) || !defined(__clang__))
# define TY_NO_SANITIZE_ADDRESS __attribute__((no_sanitize_address))
#else
# define TY_NO_SANITIZE_ADDRESS
#endif
#if TY_GNUC && (TY_HAS_ATTRIBUTE(no_sanitize_thread) || (!defined(__clang__) && __GNUC__ >= 7))
# define TY_NO_SANITIZE_THREAD __attribute__((no_sanitize_thread))
#else
# define TY_NO_SANITIZE_THREAD
#endif
#if defined(__clang__) && TY_HAS_ATTRIBUTE(no_sanitize_memory)
# define TY_NO_SANITIZE_MEMORY __attribute__((no_sanitize_memory))
#else
# define TY_NO_SANITIZE_MEMORY
#endif
#if TY_GNUC && (TY_HAS_ATTRIBUTE(no_sanitize_undefined) || !defined(__clang__))
# define TY_NO_SANITIZE_UNDEFINED __attribute__((no_sanitize_undefined))
#else
# define TY_NO_SANITIZE_UNDEFINED
#endif
#define TY_NO_SANITIZE TY_NO_SANITIZE_ADDRESS TY_NO_SANITIZE_THREAD TY_NO_SANITIZE_MEMORY

/* ---- shapes of data ---------------------------------------------------- */

#define TY_COUNTOF(a)                    (sizeof(a) / sizeof((a)[0]))
#define TY_CONTAINER_OF(p, type, member) ((type *)(void *)((char *)(p)-offsetof(type, member)))
#define TY_STRINGIFY_(x)                 #x
#define TY_STRINGIFY(x)                  TY_STRINGIFY_(x)
#define TY_CONCAT_(a, b)                 a##b
#define TY_CONCAT(a, b)                  TY_CONCAT_(a, b)
#define TY_STATIC_ASSERT(cond, text)     _Static_assert(cond, text)
#define TY_CACHE_LINE                    64

/* `align` is a power of two. */
#define TY_ALIGN_UP(n, align)   (((n) + ((align)-1)) & ~((align)-1))
#define TY_ALIGN_DOWN(n, align) ((n) & ~((align)-1))

#if UINTPTR_MAX > 0xffffffffu
# define TY_64BIT 1
#else
# define TY_64BIT 0
#endif

#if defined(__BYTE_ORDER__) && defined(__ORDER_BIG_ENDIAN__)
# define TY_BIG_ENDIAN (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__)
#elif defined(WORDS_BIGENDIAN)
# define TY_BIG_ENDIAN 1
#else
# define TY_BIG_ENDIAN 0
#endif

#include "platform/bits.h"

#endif
