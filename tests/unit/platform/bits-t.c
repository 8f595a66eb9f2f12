/* SPDX-License-Identifier: MIT */
/* Rotation, counting, checked arithmetic, byte order. */
#include <config.h>

#include "platform/attr.h"
#include "tests/tap/tap.h"

struct outer {
    int first;
    long inner;
};

int main(void) {
    is_hex(ty_rotl32(0x80000001u, 1), 3);
    is_hex(ty_rotl32(0x12345678u, 0), 0x12345678u);
    is_hex(ty_rotr32(3, 1), 0x80000001u);
    is_hex(ty_rotl64(UINT64_C(0x8000000000000001), 4), 0x18);
    is_hex(ty_rotl64(7, 64), 7, "a full turn");
    is_hex(ty_rotr64(ty_rotl64(UINT64_C(0x0123456789abcdef), 23), 23), UINT64_C(0x0123456789abcdef));

    is_int(ty_clz32(1), 31);
    is_int(ty_clz64(1), 63);
    is_int(ty_ctz32(0x80000000u), 31);
    is_int(ty_ctz64(UINT64_C(1) << 40), 40);
    is_int(ty_popcount32(0xf0f0u), 8);
    is_int(ty_popcount64(~UINT64_C(0)), 64);
    is_int(ty_bit_width64(0), 0);
    is_int(ty_bit_width64(255), 8);
    is_int(ty_pow2_ceil(1), 1);
    is_int(ty_pow2_ceil(17), 32);
    is_int(ty_pow2_ceil(64), 64);
    ok(ty_is_pow2(64) && !ty_is_pow2(0) && !ty_is_pow2(6));

    int64_t r;
    ok(ty_add_overflow(INT64_MAX, (int64_t)1, &r));
    ok(!ty_add_overflow(INT64_C(5), (int64_t)-7, &r) && r == -2);
    ok(ty_sub_overflow(INT64_MIN, (int64_t)1, &r));
    ok(ty_mul_overflow(INT64_MIN, (int64_t)-1, &r));
    ok(!ty_mul_overflow(INT64_C(-3), (int64_t)4, &r) && r == -12);
    size_t n;
    ok(ty_mul_overflow(SIZE_MAX / 2, (size_t)3, &n));
    ok(ty_sub_overflow((size_t)1, (size_t)2, &n));

    uint64_t high, low = ty_mul64_wide(~UINT64_C(0), ~UINT64_C(0), &high);
    is_hex(low, 1);
    is_hex(high, ~UINT64_C(1));

    unsigned char b[9] = {0};
    ty_store32be(b + 1, 0x01020304u);
    is_mem(b + 1, "\1\2\3\4", 4);
    is_hex(ty_load32be(b + 1), 0x01020304u);
    is_hex(ty_load32le(b + 1), 0x04030201u);
    ty_store64le(b + 1, UINT64_C(0x0102030405060708));
    is_mem(b + 1, "\10\7\6\5\4\3\2\1", 8);
    is_hex(ty_load16be(b + 1), 0x0807);
    is_hex(ty_bswap16(0x1234), 0x3412);

    is_double(ty_bits_double(ty_double_bits(-0.0)), -0.0);

    struct outer o;
    is_ptr(TY_CONTAINER_OF(&o.inner, struct outer, inner), &o);
    is_int(TY_ALIGN_UP(17, 16), 32);
    is_int(TY_ALIGN_DOWN(31, 16), 16);
    is_int(TY_COUNTOF(b), 9);
    return done_testing();
}
