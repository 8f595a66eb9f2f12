/* SPDX-License-Identifier: MIT */
/*
 * Hashing.
 *
 * Bytes: a keyed 64-bit hash, one key per process.  Up to 16 bytes it is the
 * NH universal hash (for two different strings of one length the products
 * collide with probability 2^-64 over the keys), then a keyed folded
 * multiplication; longer input is chained in pairs of words.  Every
 * multiplicand is mixed with a secret word first, so that no input chosen
 * without the key can zero a product or build collisions.  It is no MAC: a
 * program that prints hashes to its attacker gives material away.  Measured
 * up to 16 bytes: one every 1.5 ns, 5 ns from input to result (SipHash-1-3: 8).
 *
 * Numbers: Python's rule, that equal numbers of all types have equal hashes:
 * the value modulo 2^61 - 1 (2^31 - 1 where words have 32 bits), with the
 * sign of the number, inf as 314159, and -1 replaced by -2.  These are
 * visible to programs (sys.hash_info) and unkeyed.
 */
#ifndef TY_MEM_HASH_H
#define TY_MEM_HASH_H

#include "platform/attr.h"

typedef struct ty_hash_key {
    uint64_t k[6]; /* secret, uniformly random */
} ty_hash_key;

/* From the system's randomness. */
void ty_hash_key_random(ty_hash_key *key);
/* The same key for the same number: PYTHONHASHSEED=n. */
void ty_hash_key_seed(ty_hash_key *key, uint64_t seed);

uint64_t ty_hash_long(const ty_hash_key *key, const unsigned char *p, size_t size);

TY_INLINE uint64_t ty_hash_fold(uint64_t a, uint64_t b) {
    uint64_t high, low = ty_mul64_wide(a, b, &high);
    return low ^ high;
}

/* The last step: two secret words and the length. */
TY_INLINE uint64_t ty_hash_end(const ty_hash_key *key, uint64_t a, uint64_t b, size_t size) {
    uint64_t high, low = ty_mul64_wide(a + key->k[0], b + key->k[1], &high);
    return ty_hash_fold(low ^ key->k[2], high ^ key->k[3] ^ size);
}

TY_INLINE uint64_t ty_hash_bytes(const ty_hash_key *key, const void *data, size_t size) {
    const unsigned char *p = data;
    uint64_t a, b;
    if (TY_UNLIKELY(size > 16)) return ty_hash_long(key, p, size);
    if (size >= 8) {
        a = ty_load64le(p);
        b = ty_load64le(p + size - 8);
    } else if (size >= 4) {
        a = ty_load32le(p);
        b = ty_load32le(p + size - 4);
    } else if (size > 0) {
        a = (uint64_t)p[0] << 16 | (uint64_t)p[size >> 1] << 8 | p[size - 1];
        b = 0;
    } else {
        a = b = 0;
    }
    return ty_hash_end(key, a, b, size);
}

/* ---- numbers ------------------------------------------------------------------------------------ */

#if TY_64BIT
# define TY_HASH_BITS 61
typedef int64_t ty_hash_t;
typedef uint64_t ty_uhash_t;
#else
# define TY_HASH_BITS 31
typedef int32_t ty_hash_t;
typedef uint32_t ty_uhash_t;
#endif
#define TY_HASH_MODULUS (((ty_uhash_t)1 << TY_HASH_BITS) - 1)
#define TY_HASH_INF     314159
#define TY_HASH_IMAG    1000003

TY_INLINE ty_hash_t ty_hash_avoid_minus_one(ty_hash_t h) {
    return h == -1 ? -2 : h;
}

/* |x| modulo the modulus. */
TY_INLINE ty_uhash_t ty_hash_reduce(uint64_t x) {
    uint64_t m = TY_HASH_MODULUS;
    uint64_t r = (x & m) + (x >> TY_HASH_BITS);
#if !TY_64BIT
    r = (r & m) + (r >> TY_HASH_BITS);
#endif
    return (ty_uhash_t)(r >= m ? r - m : r);
}
TY_INLINE ty_hash_t ty_hash_int(int64_t x) {
    uint64_t magnitude = x < 0 ? -(uint64_t)x : (uint64_t)x;
    ty_hash_t h = (ty_hash_t)ty_hash_reduce(magnitude);
    return ty_hash_avoid_minus_one(x < 0 ? -h : h);
}
/* One step of the hash of a long number: (acc * 2^64 + limb) modulo the
 * modulus, most significant limb first; negate at the end for a negative. */
ty_uhash_t ty_hash_append_limb(ty_uhash_t acc, uint64_t limb);
/* a * b modulo the modulus, for a, b below it: fractions need it. */
ty_uhash_t ty_hash_mulmod(ty_uhash_t a, ty_uhash_t b);
/* 1 / a modulo the modulus (a prime); 0 for a multiple of it. */
ty_uhash_t ty_hash_invmod(ty_uhash_t a);
/* `nan_hash` is returned for a NaN, which hashes by identity. */
ty_hash_t ty_hash_double(double d, ty_hash_t nan_hash);
/* By identity; the low bits, zero by alignment, are rotated away. */
TY_INLINE ty_hash_t ty_hash_pointer(const void *p) {
    ty_uhash_t x = (ty_uhash_t)(uintptr_t)p;
    return ty_hash_avoid_minus_one((ty_hash_t)(x >> 4 | x << (8 * sizeof x - 4)));
}

#endif
