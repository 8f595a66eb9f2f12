/* SPDX-License-Identifier: MIT */
/*
 * _random: the Mersenne twister MT19937 (Matsumoto and Nishimura, 1998), seeded from an int by its words as the authors'
 * init_by_array does, so that sequences are those of CPython.
 */
#include <config.h>

#include "modules/modules.h"
#include "object/bytes.h"
#include "object/error.h"
#include "object/float.h"
#include "object/int.h"
#include "object/ops.h"
#include "object/tuple.h"
#include "platform/random.h"

#define N 624
#define M 397

typedef struct random_object {
    ty_object ob;
    uint32_t at; /* next word; N: used up */
    uint32_t state[N];
} random_object;
TY_DECLARE_TYPE(random_random);

#define FUNCTION(name)                                                                                                  \
    static ty_value name(ty_ctx *ctx, TY_UNUSED const ty_value *args, TY_UNUSED size_t nargs, TY_UNUSED ty_value kwnames)

static void refill(random_object *r)
{
    uint32_t *s = r->state;
    for (unsigned i = 0; i < N; i++) {
        uint32_t y = (s[i] & 0x80000000u) | (s[(i + 1) % N] & 0x7fffffffu);
        s[i] = s[(i + M) % N] ^ y >> 1 ^ (y & 1 ? 0x9908b0dfu : 0);
    }
    r->at = 0;
}

static uint32_t next_word(random_object *r)
{
    if (r->at >= N)
        refill(r);
    uint32_t y = r->state[r->at++];
    y ^= y >> 11;
    y ^= y << 7 & 0x9d2c5680u;
    y ^= y << 15 & 0xefc60000u;
    return y ^ y >> 18;
}

static void seed_words(random_object *r, const uint32_t *key, size_t n)
{
    uint32_t *s = r->state;
    s[0] = 19650218u;
    for (uint32_t i = 1; i < N; i++)
        s[i] = 1812433253u * (s[i - 1] ^ s[i - 1] >> 30) + i;
    size_t i = 1, j = 0;
    for (size_t k = n > N ? n : N; k; k--) {
        s[i] = (s[i] ^ (s[i - 1] ^ s[i - 1] >> 30) * 1664525u) + key[j] + (uint32_t)j;
        if (++i >= N) {
            s[0] = s[N - 1];
            i = 1;
        }
        if (++j >= n)
            j = 0;
    }
    for (size_t k = N - 1; k; k--) {
        s[i] = (s[i] ^ (s[i - 1] ^ s[i - 1] >> 30) * 1566083941u) - (uint32_t)i;
        if (++i >= N) {
            s[0] = s[N - 1];
            i = 1;
        }
    }
    s[0] = 0x80000000u;
    r->at = N;
}

static int seed(ty_ctx *ctx, random_object *r, ty_value v)
{
    if (!v || v == TY_NONE) {
        uint32_t key[N];
        if (!ty_random_bytes(key, sizeof key)) {
            (void)ty_error_set(ctx, &ty_OSError_type, "no randomness available");
            return -1;
        }
        seed_words(r, key, N);
        return 0;
    }
    if (ty_is_int(v)) {
        v = ty_int_abs(ctx, v);
    } else {
        intptr_t h = ty_op_hash(ctx, v);
        if (h == -1)
            return -1;
        v = ty_int_from_uint64(ctx, (uint64_t)(uintptr_t)h);
    }
    if (!v)
        return -1;
    size_t words = (ty_int_bit_length(v) + 31) / 32;
    if (words == 0)
        words = 1;
    ty_value bytes = ty_bytes_new(ctx, NULL, 4 * words);
    if (!bytes || ty_int_to_bytes(ctx, v, ty_bytes_fill(bytes), 4 * words, true, false) < 0)
        return -1;
    unsigned char *p = ty_bytes_fill(bytes);
    for (size_t i = 0; i < words; i++)
        ty_store32(p + 4 * i, ty_load32le(p + 4 * i));
    seed_words(r, (const uint32_t *)(const void *)p, words);
    TY_KEEP(bytes);
    return 0;
}

static ty_value random_new(ty_ctx *ctx, const ty_type *type, const ty_value *args, size_t nargs, ty_value kwnames)
{
    if ((type == &ty_random_random_type && ty_native_no_keywords(ctx, "Random", kwnames) < 0) ||
        ty_native_check_count(ctx, "Random", nargs, 0, 1) < 0)
        return TY_NULL;
    ty_value v = ty_instance_new(ctx, type);
    return v && seed(ctx, (random_object *)v, TY_ARG(0)) == 0 ? v : TY_NULL;
}

static int random_init(ty_ctx *ctx, ty_value self, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)ctx, (void)self, (void)args, (void)nargs, (void)kwnames;
    return 0;
}

FUNCTION(random_seed) { return seed(ctx, (random_object *)args[0], TY_ARG(1)) < 0 ? TY_NULL : TY_NONE; }

/* 53 bits: [0, 1) */
FUNCTION(random_random)
{
    random_object *r = (random_object *)args[0];
    uint32_t a = next_word(r) >> 5, b = next_word(r) >> 6;
    return ty_float_new(ctx, (a * 67108864.0 + b) * (1.0 / 9007199254740992.0));
}

FUNCTION(random_getrandbits)
{
    random_object *r = (random_object *)args[0];
    intptr_t k;
    if (ty_op_index_size(ctx, args[1], &ty_OverflowError_type, &k) < 0)
        return TY_NULL;
    if (k < 0)
        return ty_error_set(ctx, &ty_ValueError_type, "number of bits must be non-negative");
    if (k == 0)
        return ty_small(0);
    if (k <= 32)
        return ty_int_from_uint64(ctx, next_word(r) >> (32 - k));
    size_t words = ((size_t)k - 1) / 32 + 1;
    ty_value bytes = ty_bytes_new(ctx, NULL, 4 * words);
    if (!bytes)
        return TY_NULL;
    unsigned char *p = ty_bytes_fill(bytes);
    for (size_t i = 0; i < words; i++, k -= 32) {
        uint32_t w = next_word(r);
        ty_store32le(p + 4 * i, k < 32 ? w >> (32 - k) : w);
    }
    ty_value v = ty_int_from_bytes(ctx, p, 4 * words, true, false);
    TY_KEEP(bytes);
    return v;
}

FUNCTION(random_getstate)
{
    ty_value t = ty_tuple_new(ctx, NULL, N + 1);
    if (!t)
        return TY_NULL;
    for (size_t i = 0; i <= N; i++) {
        const random_object *r = (random_object *)args[0];
        ty_value v = ty_int_from_uint64(ctx, i < N ? r->state[i] : r->at);
        if (!v)
            return TY_NULL;
        ty_heap_store(ctx->heap, ty_object_of(t), &ty_tuple_items(t)[i], v);
    }
    return t;
}

FUNCTION(random_setstate)
{
    ty_value t = args[1];
    if (!ty_is_tuple(t))
        return ty_error_set(ctx, &ty_TypeError_type, "state vector must be a tuple");
    if (ty_tuple_length(t) != N + 1)
        return ty_error_set(ctx, &ty_ValueError_type, "state vector is the wrong size");
    uint32_t state[N];
    uint64_t w = 0;
    for (size_t i = 0; i <= N; i++) {
        ty_value v = ty_tuple_at(t, i);
        if (!ty_is_int(v))
            return ty_error_set(ctx, &ty_TypeError_type, "an integer is required");
        if (ty_int_to_uint64(ctx, v, &w) < 0)
            return TY_NULL;
        if (i < N)
            state[i] = (uint32_t)w;
    }
    if (w > N)
        return ty_error_set(ctx, &ty_ValueError_type, "invalid state");
    random_object *r = (random_object *)args[0];
    memcpy(r->state, state, sizeof state);
    r->at = (uint32_t)w;
    return TY_NONE;
}

#define OWNER &ty_random_random_type
static const ty_native random_methods[] = {
    TY_METHOD(random, random_random, 0, 0, "", "A float in [0, 1)."),
    TY_METHOD(seed, random_seed, 0, 1, "n=None, /", "Start anew from n, or from the system's randomness."),
    TY_METHOD(getstate, random_getstate, 0, 0, "", "The state as a tuple."),
    TY_METHOD(setstate, random_setstate, 1, 1, "state, /", "Restores a state from getstate()."),
    TY_METHOD(getrandbits, random_getrandbits, 1, 1, "k, /", "An int of k random bits."),
    TY_NATIVE_END,
};

static const ty_layout ty_random_random_layout = {.fixed_size = TY_ALIGN_UP(sizeof(random_object), TY_GRANULE)};
TY_BUILTIN_TYPE(random_random, .name = "_random.Random", .base = &ty_object_type, .flags = TY_TYPE_BASE,
                .basicsize = sizeof(random_object), .doc = "Random() -> a generator with its own state.",
                .methods = random_methods,
                .slots = {TY_OBJECT_SLOTS, .new_ = random_new, .init = random_init});

static const ty_type *const types[] = {&ty_random_random_type, NULL};
const ty_module_def ty_module__random = {.name = "_random", .doc = "The Mersenne twister.", .types = types};
