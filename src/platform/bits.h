/* SPDX-License-Identifier: MIT */
/*
 * Bits and bytes: rotation, counting, checked arithmetic, wide
 * multiplication, and memory access in a stated byte order at any alignment.
 * Included by platform/attr.h; do not include it alone.
 */
#ifndef TY_PLATFORM_BITS_H
#define TY_PLATFORM_BITS_H

/* ---- rotation: no branch, no undefined shift at any count --------------- */

TY_INLINE uint32_t ty_rotl32(uint32_t x, unsigned n) {
    return (x << (n & 31)) | (x >> (-n & 31));
}
TY_INLINE uint32_t ty_rotr32(uint32_t x, unsigned n) {
    return (x >> (n & 31)) | (x << (-n & 31));
}
TY_INLINE uint64_t ty_rotl64(uint64_t x, unsigned n) {
    return (x << (n & 63)) | (x >> (-n & 63));
}
TY_INLINE uint64_t ty_rotr64(uint64_t x, unsigned n) {
    return (x >> (n & 63)) | (x << (-n & 63));
}

/* ---- counting: the argument of clz and ctz must not be 0 ---------------- */

#if TY_GNUC
TY_INLINE int ty_clz32(uint32_t x) {
    return __builtin_clz(x) - (int)(8 * sizeof(unsigned) - 32);
}
TY_INLINE int ty_ctz32(uint32_t x) {
    return __builtin_ctz(x);
}
TY_INLINE int ty_clz64(uint64_t x) {
    return __builtin_clzll(x) - (int)(8 * sizeof(unsigned long long) - 64);
}
TY_INLINE int ty_ctz64(uint64_t x) {
    return __builtin_ctzll(x);
}
TY_INLINE int ty_popcount32(uint32_t x) {
    return __builtin_popcount(x);
}
TY_INLINE int ty_popcount64(uint64_t x) {
    return __builtin_popcountll(x);
}
TY_INLINE uint16_t ty_bswap16(uint16_t x) {
    return __builtin_bswap16(x);
}
TY_INLINE uint32_t ty_bswap32(uint32_t x) {
    return __builtin_bswap32(x);
}
TY_INLINE uint64_t ty_bswap64(uint64_t x) {
    return __builtin_bswap64(x);
}
#else
TY_INLINE int ty_popcount64(uint64_t x) {
    x -= (x >> 1) & UINT64_C(0x5555555555555555);
    x = (x & UINT64_C(0x3333333333333333)) + ((x >> 2) & UINT64_C(0x3333333333333333));
    x = (x + (x >> 4)) & UINT64_C(0x0f0f0f0f0f0f0f0f);
    return (int)((x * UINT64_C(0x0101010101010101)) >> 56);
}
TY_INLINE int ty_popcount32(uint32_t x) {
    return ty_popcount64(x);
}
TY_INLINE int ty_ctz64(uint64_t x) {
    return ty_popcount64((x & -x) - 1);
}
TY_INLINE int ty_clz64(uint64_t x) {
    for (unsigned s = 1; s < 64; s <<= 1) x |= x >> s;
    return 64 - ty_popcount64(x);
}
TY_INLINE int ty_ctz32(uint32_t x) {
    return ty_ctz64(x);
}
TY_INLINE int ty_clz32(uint32_t x) {
    return ty_clz64(x) - 32;
}
TY_INLINE uint16_t ty_bswap16(uint16_t x) {
    return (uint16_t)((x << 8) | (x >> 8));
}
TY_INLINE uint32_t ty_bswap32(uint32_t x) {
    return ((uint32_t)ty_bswap16((uint16_t)x) << 16) | ty_bswap16((uint16_t)(x >> 16));
}
TY_INLINE uint64_t ty_bswap64(uint64_t x) {
    return ((uint64_t)ty_bswap32((uint32_t)x) << 32) | ty_bswap32((uint32_t)(x >> 32));
}
#endif

/* Number of bits needed to write x; 0 for 0. */
TY_INLINE int ty_bit_width64(uint64_t x) {
    return x ? 64 - ty_clz64(x) : 0;
}
/* Smallest power of two >= x, for 1 <= x <= 2^63. */
TY_INLINE uint64_t ty_pow2_ceil(uint64_t x) {
    return x <= 1 ? 1 : UINT64_C(1) << (64 - ty_clz64(x - 1));
}
TY_INLINE bool ty_is_pow2(uint64_t x) {
    return x && !(x & (x - 1));
}

/* ---- checked arithmetic --------------------------------------------------
 * ty_add_overflow(a, b, &r): true when the sum does not fit *r (which then
 * holds the wrapped value).  All three of one integer type. */

#if TY_GNUC && (__GNUC__ >= 5 || defined(__clang__))
# define ty_add_overflow(a, b, r) __builtin_add_overflow((a), (b), (r))
# define ty_sub_overflow(a, b, r) __builtin_sub_overflow((a), (b), (r))
# define ty_mul_overflow(a, b, r) __builtin_mul_overflow((a), (b), (r))
#else
# define TY_CHECKED_SIGNED_(name, T, U, MIN, MAX)       \
  TY_INLINE bool ty_add_##name(T a, T b, T *r) {        \
   *r = (T)((U)a + (U)b);                               \
   return b >= 0 ? a > MAX - b : a < MIN - b;           \
  }                                                     \
  TY_INLINE bool ty_sub_##name(T a, T b, T *r) {        \
   *r = (T)((U)a - (U)b);                               \
   return b >= 0 ? a < MIN + b : a > MAX + b;           \
  }                                                     \
  TY_INLINE bool ty_mul_##name(T a, T b, T *r) {        \
   *r = (T)((U)a * (U)b);                               \
   if (a == 0 || b == 0) return false;                  \
   if (a > 0) return b > 0 ? a > MAX / b : b < MIN / a; \
   return b > 0 ? a < MIN / b : a < MAX / b;            \
  }
# define TY_CHECKED_UNSIGNED_(name, T)           \
  TY_INLINE bool ty_add_##name(T a, T b, T *r) { \
   *r = (T)(a + b);                              \
   return *r < a;                                \
  }                                              \
  TY_INLINE bool ty_sub_##name(T a, T b, T *r) { \
   *r = (T)(a - b);                              \
   return a < b;                                 \
  }                                              \
  TY_INLINE bool ty_mul_##name(T a, T b, T *r) { \
   *r = (T)(a * b);                              \
   return a != 0 && *r / a != b;                 \
  }
# include <limits.h>
TY_CHECKED_SIGNED_(i, int, unsigned, INT_MIN, INT_MAX)
TY_CHECKED_SIGNED_(l, long, unsigned long, LONG_MIN, LONG_MAX)
TY_CHECKED_SIGNED_(ll, long long, unsigned long long, LLONG_MIN, LLONG_MAX)
TY_CHECKED_UNSIGNED_(u, unsigned)
TY_CHECKED_UNSIGNED_(ul, unsigned long)
TY_CHECKED_UNSIGNED_(ull, unsigned long long)
# define TY_CHECKED_PICK_(op, r)         \
  _Generic(*(r), int                     \
           : op##_i, long                \
           : op##_l, long long           \
           : op##_ll, unsigned           \
           : op##_u, unsigned long       \
           : op##_ul, unsigned long long \
           : op##_ull)
# define ty_add_overflow(a, b, r) TY_CHECKED_PICK_(ty_add, r)((a), (b), (r))
# define ty_sub_overflow(a, b, r) TY_CHECKED_PICK_(ty_sub, r)((a), (b), (r))
# define ty_mul_overflow(a, b, r) TY_CHECKED_PICK_(ty_mul, r)((a), (b), (r))
#endif

/* a * b as two words; returns the low one. */
TY_INLINE uint64_t ty_mul64_wide(uint64_t a, uint64_t b, uint64_t *high) {
#ifdef __SIZEOF_INT128__
    __extension__ unsigned __int128 p = (unsigned __int128)a * b;
    *high = (uint64_t)(p >> 64);
    return (uint64_t)p;
#else
    uint64_t al = (uint32_t)a, ah = a >> 32, bl = (uint32_t)b, bh = b >> 32;
    uint64_t ll = al * bl, lh = al * bh, hl = ah * bl, hh = ah * bh;
    uint64_t mid = (ll >> 32) + (uint32_t)lh + (uint32_t)hl;
    *high = hh + (lh >> 32) + (hl >> 32) + (mid >> 32);
    return (mid << 32) | (uint32_t)ll;
#endif
}

/* ---- memory at any alignment -------------------------------------------- */

#define TY_MEMORY_ACCESS_(N)                                         \
 TY_INLINE uint##N##_t ty_load##N(const void *p) {                   \
  uint##N##_t x;                                                     \
  memcpy(&x, p, sizeof x);                                           \
  return x;                                                          \
 }                                                                   \
 TY_INLINE void ty_store##N(void *p, uint##N##_t x) {                \
  memcpy(p, &x, sizeof x);                                           \
 }                                                                   \
 TY_INLINE uint##N##_t ty_load##N##le(const void *p) {               \
  return TY_BIG_ENDIAN ? ty_bswap##N(ty_load##N(p)) : ty_load##N(p); \
 }                                                                   \
 TY_INLINE uint##N##_t ty_load##N##be(const void *p) {               \
  return TY_BIG_ENDIAN ? ty_load##N(p) : ty_bswap##N(ty_load##N(p)); \
 }                                                                   \
 TY_INLINE void ty_store##N##le(void *p, uint##N##_t x) {            \
  ty_store##N(p, TY_BIG_ENDIAN ? ty_bswap##N(x) : x);                \
 }                                                                   \
 TY_INLINE void ty_store##N##be(void *p, uint##N##_t x) {            \
  ty_store##N(p, TY_BIG_ENDIAN ? x : ty_bswap##N(x));                \
 }
TY_MEMORY_ACCESS_(16)
TY_MEMORY_ACCESS_(32)
TY_MEMORY_ACCESS_(64)
#undef TY_MEMORY_ACCESS_

/* The bits of a double and back: no aliasing, no conversion. */
TY_INLINE uint64_t ty_double_bits(double d) {
    uint64_t x;
    memcpy(&x, &d, sizeof x);
    return x;
}
TY_INLINE double ty_bits_double(uint64_t x) {
    double d;
    memcpy(&d, &x, sizeof d);
    return d;
}

#endif
