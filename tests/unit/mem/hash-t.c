/* SPDX-License-Identifier: MIT */
/* Hashes of bytes: quality; of numbers: Python's values. */
#include <config.h>

#include "mem/hash.h"

#include <math.h>
#include <stdlib.h>

#include "tests/tap/tap.h"

static int compare(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

/* How many pairs collide among `n` hashes. */
static int collisions(uint64_t *h, size_t n) {
    qsort(h, n, sizeof *h, compare);
    int same = 0;
    for (size_t i = 1; i < n; i++) same += h[i] == h[i - 1];
    return same;
}

static void test_bytes(void) {
    ty_hash_key key, other;
    ty_hash_key_seed(&key, 1);
    ty_hash_key_seed(&other, 2);
    ok(ty_hash_bytes(&key, "spam", 4) == ty_hash_bytes(&key, "spam", 4));
    ok(ty_hash_bytes(&key, "spam", 4) != ty_hash_bytes(&other, "spam", 4), "the key counts");
    ok(ty_hash_bytes(&key, "\0\0", 2) != ty_hash_bytes(&key, "\0", 1), "the length counts");
    ty_hash_key_random(&other);
    ok(other.k[0] != other.k[1]);

    /* Every length, aligned or not, reads only its own bytes. */
    char big[300];
    for (int i = 0; i < 300; i++) big[i] = (char)(i * 7);
    bool same = true;
    for (size_t n = 0; n <= 200; n++) {
        char *exact = malloc(n + 1);
        memcpy(exact + 1, big, n);
        if (ty_hash_bytes(&key, exact + 1, n) != ty_hash_bytes(&key, big, n)) same = false;
        free(exact);
    }
    ok(same, "the address does not count");

    enum { N = 200000 };
    uint64_t *h = malloc(N * sizeof *h);
    static int buckets[1024];
    char text[80];
    const char *const formats[] = {
        "%d", "item_%d", "a rather long prefix for a key, number %d of them",
        "%d and the same long tail, which is over thirty-two bytes, and over sixty-four"};
    for (size_t f = 0; f < TY_COUNTOF(formats); f++) {
        memset(buckets, 0, sizeof buckets);
        for (int i = 0; i < N; i++) {
            char number[16];
            size_t k = 0;
            for (int v = i; k == 0 || v; v /= 10) number[k++] = (char)('0' + v % 10);
            const char *at = strstr(formats[f], "%d");
            size_t prefix = (size_t)(at - formats[f]), tail = strlen(at + 2);
            memcpy(text, formats[f], prefix);
            memcpy(text + prefix, number, k);
            if (tail > sizeof text - prefix - k) tail = sizeof text - prefix - k;
            memcpy(text + prefix + k, at + 2, tail);
            h[i] = ty_hash_bytes(&key, text, prefix + k + tail);
            buckets[h[i] & 1023]++;
        }
        int most = 0;
        for (int i = 0; i < 1024; i++) most = buckets[i] > most ? buckets[i] : most;
        ok(most < N / 1024 + 90, "low bits are even (%d of %d on average)", most, N / 1024);
        is_int(collisions(h, N), 0, "no two of %d alike", N);
    }

    /* One bit of input changes about half of the bits. */
    double worst = 1;
    for (size_t n = 1; n <= 90; n += 3) {
        long flipped = 0, tries = 0;
        for (size_t bit = 0; bit < n * 8; bit++) {
            memcpy(text, big, n > 80 ? 80 : n);
            size_t len = n > 80 ? 80 : n;
            if (bit / 8 >= len) break;
            uint64_t before = ty_hash_bytes(&key, text, len);
            text[bit / 8] ^= (char)(1 << (bit & 7));
            flipped += ty_popcount64(before ^ ty_hash_bytes(&key, text, len));
            tries += 64;
        }
        double share = (double)flipped / (double)tries;
        double off = share > 0.5 ? 1 - share : share;
        if (off < worst) worst = off;
    }
    ok(worst > 0.42, "avalanche: %.3f", worst);
    free(h);
}

static void test_numbers(void) {
    is_int(ty_hash_int(0), 0);
    is_int(ty_hash_int(-1), -2);
    is_int(ty_hash_int(12345), 12345);
    is_double(ty_hash_double(-0.0, 9), 0);
    is_int(ty_hash_double(INFINITY, 9), 314159);
    is_int(ty_hash_double(-INFINITY, 9), -314159);
    is_int(ty_hash_double(NAN, 77), 77);
    is_int(ty_hash_double(-1.0, 9), -2);
    is_int(ty_hash_double(1e9, 9), ty_hash_int(1000000000));
    is_int(ty_hash_mulmod(ty_hash_invmod(12345), 12345), 1);
    is_int(ty_hash_invmod(TY_HASH_MODULUS), 0);
#if TY_64BIT
    is_int(ty_hash_int((INT64_C(1) << 61) - 1), 0);
    is_int(ty_hash_int(INT64_C(1) << 61), 1);
    is_int(ty_hash_int(INT64_MIN), -4);
    is_int(ty_hash_int(INT64_MAX), 3);
    /* Values seen in CPython. */
    is_int(ty_hash_double(0.5, 9), INT64_C(1152921504606846976));
    is_int(ty_hash_double(3.14, 9), INT64_C(322818021289917443));
    is_int(ty_hash_double(-2.5e-10, 9), INT64_C(-699647011998930896));
    is_int(ty_hash_double(1e300, 9), INT64_C(1224995262755759164));
    is_int(ty_hash_double(5e-324, 9), INT64_C(16777216));
    is_int(ty_hash_double(1.7976931348623157e308, 9), INT64_C(2234066890152476671));
    ty_uhash_t h = ty_hash_append_limb(ty_hash_append_limb(0, 1), 0);
    is_int(h, 8, "2**64");
    h = 0;
    for (int i = 0; i < 3; i++) h = ty_hash_append_limb(h, ~UINT64_C(0));
    is_int(h, INT64_C(511), "2**192 - 1");
#endif
    char c[32];
    ok(ty_hash_pointer(c) != ty_hash_pointer(c + 16));
}

int main(void) {
    test_bytes();
    test_numbers();
    return done_testing();
}
