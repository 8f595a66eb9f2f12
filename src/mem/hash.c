/* SPDX-License-Identifier: MIT */
/* Keys, long byte strings, and the hash of a double: see hash.h. */
#include <config.h>

#include "mem/hash.h"

#include <math.h>

#include "platform/random.h"

void ty_hash_key_random(ty_hash_key *key) {
    ty_random_bytes(key->k, sizeof key->k);
}

void ty_hash_key_seed(ty_hash_key *key, uint64_t seed) {
    uint64_t state = seed;
    for (size_t i = 0; i < TY_COUNTOF(key->k); i++) {
        state += UINT64_C(0x9e3779b97f4a7c15);
        uint64_t x = state;
        x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
        x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
        key->k[i] = x ^ (x >> 31);
    }
}

uint64_t ty_hash_long(const ty_hash_key *key, const unsigned char *p, size_t size) {
    uint64_t s = key->k[4];
    size_t left = size;
    if (left > 64) {
        /* Four independent chains keep the multiplier busy. */
        uint64_t t = key->k[5], u = key->k[2] ^ s, v = key->k[3] ^ t;
        do {
            s = ty_hash_fold(ty_load64le(p) ^ key->k[0], ty_load64le(p + 8) ^ s);
            t = ty_hash_fold(ty_load64le(p + 16) ^ key->k[1], ty_load64le(p + 24) ^ t);
            u = ty_hash_fold(ty_load64le(p + 32) ^ key->k[2], ty_load64le(p + 40) ^ u);
            v = ty_hash_fold(ty_load64le(p + 48) ^ key->k[3], ty_load64le(p + 56) ^ v);
            p += 64;
            left -= 64;
        } while (left > 64);
        s = ty_hash_fold(s ^ key->k[5], t + ty_rotl64(u, 21) + ty_rotl64(v, 43));
    }
    while (left > 16) {
        s = ty_hash_fold(ty_load64le(p) ^ key->k[5], ty_load64le(p + 8) ^ s);
        p += 16;
        left -= 16;
    }
    /* The last 16 bytes; they may overlap what was read before. */
    uint64_t a = ty_load64le(p + left - 16), b = ty_load64le(p + left - 8);
    return ty_hash_end(key, a, b ^ s, size);
}

/* ---- numbers ------------------------------------------------------------------------------------ */

/* Below, 2^TY_HASH_BITS counts as 1, so multiplying by 2^n rotates. */
static ty_uhash_t shift_mod(ty_uhash_t x, unsigned n) {
    n %= TY_HASH_BITS;
    return n ? ((x << n) & TY_HASH_MODULUS) | (x >> (TY_HASH_BITS - n)) : x;
}

ty_uhash_t ty_hash_append_limb(ty_uhash_t acc, uint64_t limb) {
    uint64_t sum = (uint64_t)shift_mod(acc, 64) + ty_hash_reduce(limb);
    return ty_hash_reduce(sum);
}

ty_uhash_t ty_hash_mulmod(ty_uhash_t a, ty_uhash_t b) {
#if TY_64BIT
    uint64_t high, low = ty_mul64_wide(a, b, &high);
    /* high * 2^64 + low, and 2^64 is 8 here; high is below 2^58. */
    return ty_hash_reduce((uint64_t)shift_mod(ty_hash_reduce(high), 3) + ty_hash_reduce(low));
#else
    return ty_hash_reduce((uint64_t)a * b);
#endif
}

ty_uhash_t ty_hash_invmod(ty_uhash_t a) {
    a = ty_hash_reduce(a);
    if (a == 0) return 0;
    /* Fermat: a^(P-2). */
    ty_uhash_t result = 1, power = a;
    for (ty_uhash_t e = TY_HASH_MODULUS - 2; e; e >>= 1) {
        if (e & 1) result = ty_hash_mulmod(result, power);
        power = ty_hash_mulmod(power, power);
    }
    return result;
}

ty_hash_t ty_hash_double(double d, ty_hash_t nan_hash) {
    if (isnan(d)) return nan_hash;
    if (isinf(d)) return d < 0 ? -TY_HASH_INF : TY_HASH_INF;
    /* The usual case: a whole number that fits. */
    if (d >= -9007199254740992.0 && d <= 9007199254740992.0) {
        int64_t whole = (int64_t)d;
        if ((double)whole == d) return ty_hash_int(whole);
    }
    int exponent;
    double fraction = frexp(fabs(d), &exponent);
    /* 53 bits of fraction as a whole number, times 2^(exponent - 53). */
    uint64_t digits = (uint64_t)ldexp(fraction, 53);
    int shift = (exponent - 53) % TY_HASH_BITS;
    if (shift < 0) shift += TY_HASH_BITS;
    ty_hash_t h = (ty_hash_t)shift_mod(ty_hash_reduce(digits), (unsigned)shift);
    return ty_hash_avoid_minus_one(d < 0 ? -h : h);
}
