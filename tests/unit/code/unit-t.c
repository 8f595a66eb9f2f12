/* SPDX-License-Identifier: MIT */
/* Units: constants are kept once, told apart by type and value; copies from the heap; life. */
#include <config.h>

#include <math.h>
#include <stdio.h>

#include "code/code.h"
#include "object/error.h"
#include "object/float.h"
#include "object/int.h"
#include "object/ops.h"
#include "object/set.h"
#include "object/str.h"
#include "object/tuple.h"
#include "tests/unit/object/harness.h"

int main(void)
{
    ty_ctx *ctx = harness_begin();
    harness_units(ty_unit_release);
    ty_unit *u = ty_unit_new(ctx);
    if (!u)
        bail("no unit");

    ty_value a = ty_unit_str(ctx, u, "a text that is no symbol", 24);
    ok(a == ty_unit_str(ctx, u, "a text that is no symbol", 24), "a str is kept once");
    ok(a != ty_unit_str(ctx, u, "a text that is no symbo!", 24), "another one is another");
    ok(ty_object_of(a)->head & TY_HEAD_SHARED && ty_object_of(a)->head & TY_HEAD_UNIT, "it is marked as a unit's");
    ok(((ty_unit **)a)[-1] == u, "the word before leads to the unit");
    ok(ty_unit_str(ctx, u, "append", 6) == TY_SYM(append), "symbols are the image's");
    ok(ty_unit_str(ctx, u, "", 0) == ty_str_empty, "so is the empty str");
    ty_value wide = ty_unit_str(ctx, u, "\xc3\xa9\xe2\x82\xac\xf0\x9f\x90\x8d", 9);
    is_repr(ctx, wide, "'\xc3\xa9\xe2\x82\xac\xf0\x9f\x90\x8d'");
    is_int(ty_str_length(wide), 3);
    ty_value lone = ty_unit_str(ctx, u, "\xed\xa0\x80", 3);
    is_repr(ctx, lone, "'\\ud800'");

    ok(ty_unit_int64(ctx, u, -7) == ty_small(-7), "small ints are immediate");
    ty_value big = ty_unit_bigint(ctx, u, "123456789012345678901234567890", 30, 10, false);
    is_repr(ctx, big, "123456789012345678901234567890");
    ok(big == ty_unit_bigint(ctx, u, "18ee90ff6c373e0ee4e3f0ad2", 25, 16, false), "big ints are kept once");
    ok(big != ty_unit_bigint(ctx, u, "123456789012345678901234567890", 30, 10, true), "signs matter");
    ok(ty_unit_float(ctx, u, 0.0) != ty_unit_float(ctx, u, -0.0), "so do those of zeros");
    ok(ty_unit_float(ctx, u, INFINITY) == ty_unit_float(ctx, u, INFINITY), "odd floats are kept once");
    ok(ty_unit_complex(ctx, u, 0.0, 1.0) != ty_unit_complex(ctx, u, -0.0, 1.0), "complex zeros have signs");

    ty_value one[2] = {ty_small(1), a}, truth[2] = {TY_TRUE, a}, real[2] = {ty_unit_float(ctx, u, 1.0), a};
    ty_value t = ty_unit_tuple(ctx, u, one, 2);
    ok(t == ty_unit_tuple(ctx, u, one, 2), "tuples are kept once");
    ok(t != ty_unit_tuple(ctx, u, truth, 2) && t != ty_unit_tuple(ctx, u, real, 2), "1, True and 1.0 are told apart");
    ok(ty_unit_tuple(ctx, u, one, 0) == ty_tuple_empty, "the empty tuple is the image's");

    ty_value f = ty_unit_frozenset(ctx, u, one, 2);
    ok(f && f == ty_unit_frozenset(ctx, u, one, 2) && f != t, "frozensets are kept once");
    is_int(ty_set_length(f), 2);
    is_int(ty_set_contains(ctx, f, a), 1);
    is_int(ty_set_contains(ctx, f, ty_small(2)), 0);

    ty_value made = ty_tuple_pack(ctx, (size_t)3, ty_str_from_cstr(ctx, "fresh text of the heap"), ty_float_new(ctx, 1e300), ty_tuple_empty);
    ty_value kept = ty_unit_import(ctx, u, made);
    ok(kept && kept != made && ty_op_equal(ctx, kept, made) == 1, "a value is copied with what is in it");
    ok(kept == ty_unit_import(ctx, u, made), "equal copies are one");
    ok(!ty_unit_import(ctx, u, ty_set_new(ctx, 0)) && !ty_error_pending(ctx), "what cannot be a constant is refused quietly");

    for (int i = 0; i < 20000; i++) { /* many chunks, a growing table */
        char text[40];
        int n = snprintf(text, sizeof text, "constant number %d", i);
        ty_value v = ty_unit_str(ctx, u, text, (size_t)n);
        if (!v || v != ty_unit_str(ctx, u, text, (size_t)n)) {
            ok(false, "constant %d", i);
            break;
        }
    }
    ok(ty_unit_alloc(ctx, u, 1000000) != NULL, "large blocks");
    is_int((uintptr_t)ty_unit_alloc(ctx, u, 5) % 16, 0, "memory is aligned");
    is_int(ty_unit_finish(ctx, u), 0, "sealed and adopted");
    is_int(ty_unit_adopt(ctx, u), 0, "adopting again changes nothing");
    ty_heap_collect(ctx->heap, true);
    is_repr(ctx, t, "(1, 'a text that is no symbol')");
    ty_unit_release(u);
    no_error(ctx);
    harness_end();
    return done_testing();
}
