/* SPDX-License-Identifier: MIT */
/*
 * Short names over C11 atomics.  A plain `ty_atomic_x` is sequentially
 * consistent; suffixes name a weaker order.  The objects themselves are
 * declared with C11's _Atomic types (atomic_uint, _Atomic(T *), ...).
 *
 * No thread fences: ThreadSanitizer does not understand them.  Where two
 * threads publish and then look at each other (a sleeper and its waker), both
 * accesses of both are sequentially consistent instead.
 */
#ifndef TY_PLATFORM_ATOMIC_H
#define TY_PLATFORM_ATOMIC_H

#include <stdatomic.h>

#include "platform/attr.h"

#define ty_atomic_load(p)             atomic_load_explicit((p), memory_order_seq_cst)
#define ty_atomic_load_acquire(p)     atomic_load_explicit((p), memory_order_acquire)
#define ty_atomic_load_relaxed(p)     atomic_load_explicit((p), memory_order_relaxed)
#define ty_atomic_store(p, v)         atomic_store_explicit((p), (v), memory_order_seq_cst)
#define ty_atomic_store_release(p, v) atomic_store_explicit((p), (v), memory_order_release)
#define ty_atomic_store_relaxed(p, v) atomic_store_explicit((p), (v), memory_order_relaxed)
#define ty_atomic_xchg(p, v)          atomic_exchange_explicit((p), (v), memory_order_seq_cst)
#define ty_atomic_xchg_acquire(p, v)  atomic_exchange_explicit((p), (v), memory_order_acquire)
#define ty_atomic_xchg_release(p, v)  atomic_exchange_explicit((p), (v), memory_order_release)
#define ty_atomic_add(p, v)           atomic_fetch_add_explicit((p), (v), memory_order_seq_cst)
#define ty_atomic_add_relaxed(p, v)   atomic_fetch_add_explicit((p), (v), memory_order_relaxed)
#define ty_atomic_sub(p, v)           atomic_fetch_sub_explicit((p), (v), memory_order_seq_cst)
#define ty_atomic_sub_relaxed(p, v)   atomic_fetch_sub_explicit((p), (v), memory_order_relaxed)
#define ty_atomic_sub_acq_rel(p, v)   atomic_fetch_sub_explicit((p), (v), memory_order_acq_rel)
#define ty_atomic_or(p, v)            atomic_fetch_or_explicit((p), (v), memory_order_seq_cst)
#define ty_atomic_and(p, v)           atomic_fetch_and_explicit((p), (v), memory_order_seq_cst)

/* Compare and swap.  On failure *expected receives the present value.  The
 * weak form may fail for no reason: use it in loops. */
#define ty_atomic_cas(p, expected, v) \
 atomic_compare_exchange_strong_explicit((p), (expected), (v), memory_order_seq_cst, memory_order_seq_cst)
#define ty_atomic_cas_acquire(p, expected, v) \
 atomic_compare_exchange_strong_explicit((p), (expected), (v), memory_order_acquire, memory_order_relaxed)
#define ty_atomic_cas_release(p, expected, v) \
 atomic_compare_exchange_strong_explicit((p), (expected), (v), memory_order_release, memory_order_relaxed)
#define ty_atomic_cas_weak(p, expected, v) \
 atomic_compare_exchange_weak_explicit((p), (expected), (v), memory_order_acq_rel, memory_order_relaxed)

/* A plain 32-bit word that several threads fill with the same value: no tearing, no order. */
#if TY_GNUC
TY_INLINE uint32_t ty_plain_load32(const uint32_t *p) { return __atomic_load_n(p, __ATOMIC_RELAXED); }
TY_INLINE void ty_plain_store32(uint32_t *p, uint32_t v) { __atomic_store_n(p, v, __ATOMIC_RELAXED); }
#else
TY_INLINE uint32_t ty_plain_load32(const uint32_t *p) { return *(const volatile uint32_t *)p; }
TY_INLINE void ty_plain_store32(uint32_t *p, uint32_t v) { *(volatile uint32_t *)p = v; }
#endif

/* Tells the processor that this thread spins. */
TY_INLINE void ty_cpu_relax(void) {
#if TY_GNUC && (defined(__x86_64__) || defined(__i386__))
    __builtin_ia32_pause();
#elif TY_GNUC && (defined(__aarch64__) || defined(__arm__))
    __asm__ __volatile__("yield" ::: "memory");
#elif TY_GNUC && defined(__powerpc__)
    __asm__ __volatile__("or 27,27,27" ::: "memory");
#elif TY_GNUC && defined(__riscv)
    __asm__ __volatile__(".insn i 0x0F, 0, x0, x0, 0x010" ::: "memory");
#else
    atomic_signal_fence(memory_order_seq_cst);
#endif
}

#endif
