/* SPDX-License-Identifier: MIT */
/* Weak references: sharing, clearing by a collection, callbacks, proxies. */
#include <config.h>

#include "object/attr.h"
#include "object/call.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/list.h"
#include "object/native.h"
#include "object/objects.h"
#include "object/ops.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/weakref.h"
#include "tests/unit/object/harness.h"

static ty_value make_class(ty_ctx *ctx)
{
    return ty_call3(ctx, TY_VALUE(&ty_type_type), ty_str_intern_utf8(ctx, "A", 1), ty_tuple_empty, ty_dict_new(ctx, 0));
}

static TY_NOINLINE void wipe(int n)
{
    volatile char room[4096];
    for (size_t i = 0; i < sizeof room; i++)
        room[i] = (char)n;
    if (n > 0)
        wipe(n - 1);
}

/* Leaves in the list a reference to an object that nothing else holds. */
static TY_NOINLINE void make_refs(ty_ctx *ctx, ty_value cls, ty_value list, ty_value seen)
{
    for (int i = 0; i < 20; i++) {
        ty_value o = ty_call0(ctx, cls);
        ty_value r = ty_weakref_new(ctx, o, seen);
        if (!r || ty_list_append(ctx, list, r) < 0)
            bail("no reference");
    }
}

int main(void)
{
    ty_ctx *ctx = harness_begin();
    ty_value cls = make_class(ctx), o = ty_call0(ctx, cls);
    ty_value r = ty_weakref_new(ctx, o, TY_NULL);
    ok(r && ty_weakref_new(ctx, o, TY_NULL) == r, "references without callback are shared");
    ok(ty_call0(ctx, r) == o);
    is_int(ty_weakref_count(ctx, o), 1);
    ok(ty_op_hash(ctx, r) == ty_op_hash(ctx, o));
    ok(!ty_weakref_new(ctx, ty_small(1), TY_NULL));
    raises(ctx, &ty_TypeError_type, "cannot create weak reference to 'int' object");
    ok(!ty_weakref_new(ctx, ty_list_new(ctx, 0), TY_NULL));
    raises(ctx, &ty_TypeError_type, "cannot create weak reference to 'list' object");
    ty_value p = ty_weakref_proxy(ctx, o, TY_NULL);
    ok(p && ty_attr_set(ctx, p, ty_str_intern_utf8(ctx, "x", 1), ty_small(5)) == 0);
    is_repr(ctx, ty_attr_get(ctx, o, ty_str_intern_utf8(ctx, "x", 1)), "5");
    is_int(ty_weakref_count(ctx, o), 2);

    ty_value list = ty_list_new(ctx, 0), dead = ty_list_new(ctx, 0);
    ty_root *keep_list = ty_root_new(ctx->heap, list), *keep_dead = ty_root_new(ctx->heap, dead);
    make_refs(ctx, cls, list, ty_attr_get(ctx, dead, ty_str_intern_utf8(ctx, "append", 6)));
    wipe(20);
    ty_heap_collect(ctx->heap, true);
    size_t gone = 0;
    for (size_t i = 0; i < ty_list_length(list); i++)
        gone += ty_weakref_get(ty_list_at(list, i)) == TY_NULL;
    ok(gone >= 18, "%zu of 20 referents are gone", gone);
    is_int(ty_list_length(dead), 0, "callbacks wait for a safepoint");
    ty_objects_finalize(ctx);
    is_int(ty_list_length(dead), gone, "each is called once");
    ty_objects_finalize(ctx);
    is_int(ty_list_length(dead), gone);
    ok(ty_call0(ctx, r) == o, "this one lives");
    no_error(ctx);
    ty_root_free(ctx->heap, keep_list);
    ty_root_free(ctx->heap, keep_dead);
    harness_end();
    return done_testing();
}
