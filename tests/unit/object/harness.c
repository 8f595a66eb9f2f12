/* SPDX-License-Identifier: MIT */
/* See harness.h. */
#include <config.h>

#include "tests/unit/object/harness.h"

#include <stdio.h>
#include <string.h>

#include "mem/pool.h"
#include "object/error.h"
#include "object/objects.h"
#include "object/ops.h"
#include "object/str.h"
#include "platform/stack.h"

static struct {
    struct ty_pool *pool;
    ty_heap *heap;
    ty_ctx ctx;
    ty_objects objects;
    void (*release)(struct ty_unit *unit);
} state;

static void roots(void *self, ty_tracer *t, bool minor)
{
    (void)self, (void)minor;
    ty_context_trace(&state.ctx, t);
    ty_objects_trace(&state.objects, t);
}

static void before_major(void *self)
{
    (void)self;
    ty_objects_before_major(&state.objects);
}

static void weak_dead(void *self, ty_object *dead, ty_value weak)
{
    (void)self;
    ty_objects_weak_dead(&state.objects, state.heap, dead, weak);
}

static ty_value weak_prune(void *self, ty_object *o, ty_value list)
{
    (void)self;
    return ty_objects_weak_prune(&state.objects, state.heap, o, list);
}

static void finalizable(void *self, ty_object *o)
{
    (void)self;
    ty_objects_finalizable(&state.objects, o);
}

static void weak_tables(void *self, bool minor)
{
    (void)self;
    ty_objects_weak(&state.objects, state.heap, minor);
}

static void unit_dead(void *self, struct ty_unit *unit)
{
    (void)self;
    if (state.release)
        state.release(unit);
}

void harness_units(void (*release)(struct ty_unit *unit))
{
    state.release = release;
}

ty_ctx *harness_begin(void)
{
    static const ty_heap_client client = {
        .roots = roots, .before_major = before_major, .weak_dead = weak_dead, .weak_prune = weak_prune,
        .finalizable = finalizable, .weak_tables = weak_tables, .unit_dead = unit_dead,
    };
    memset(&state, 0, sizeof state);
    state.pool = ty_pool_new(NULL);
    state.heap = ty_heap_new(state.pool, &client, 0);
    if (!state.heap)
        bail("no heap");
    ty_context_init(&state.ctx, state.heap, &state.objects);
    ty_stack_bounds bounds;
    ty_stack_bounds_get(&bounds);
    state.ctx.c_limit = (uintptr_t)bounds.low + 128 * 1024;
    ty_stack_enter(state.heap, &state.ctx.stack, bounds.high);
    if (ty_objects_init(&state.ctx, &state.objects) < 0)
        bail("no objects");
    return &state.ctx;
}

void harness_end(void)
{
    harness_no_error(&state.ctx, __FILE__, __LINE__, "no error at the end");
    ty_stack_leave(state.heap, &state.ctx.stack);
    ty_objects_destroy(&state.objects);
    ty_heap_destroy(state.heap);
    ty_pool_delete(state.pool);
}

const char *harness_text(ty_ctx *ctx, ty_value str)
{
    static char buffers[8][2000];
    static int at;
    ty_value hold = TY_NULL;
    size_t n = 0;
    const char *s = str && ty_is_str(str) ? ty_str_utf8(ctx, str, &n, &hold) : NULL;
    if (!s)
        return NULL;
    char *b = buffers[at++ & 7];
    snprintf(b, sizeof buffers[0], "%s", s);
    return b;
}

static const char *show(ty_ctx *ctx, ty_value exception)
{
    if (!ty_is_exception(exception))
        return "a mark that is no exception";
    ty_exception *e = ty_exception_ptr(exception);
    (void)e;
    const char *s = harness_text(ctx, ty_op_str(ctx, exception));
    ctx->exc = TY_NULL;
    return s ? s : "?";
}

bool harness_no_error(ty_ctx *ctx, const char *file, int line, const char *what)
{
    if (!ctx->exc)
        return tap_ok(file, line, true, what, "%s", what);
    ty_value e = ty_error_take(ctx);
    tap_ok(file, line, false, what, "%s", what);
    diag("%s: %s", ty_type_name(ty_type_of(e)), show(ctx, e));
    return false;
}

bool harness_error(ty_ctx *ctx, const char *file, int line, const ty_type *type, const char *text)
{
    if (!ctx->exc)
        return tap_ok(file, line, false, "raises", "raises %s", ty_type_name(type));
    ty_value e = ty_error_take(ctx);
    bool right = ty_type_of(e) == type;
    const char *got = show(ctx, e);
    bool held = tap_ok(file, line, right, "type of exception", "raises %s", ty_type_name(type));
    if (!right)
        diag("got %s: %s", ty_type_name(ty_type_of(e)), got);
    return text ? tap_is_str(file, line, got, text, "message") && held : held;
}

bool harness_repr(ty_ctx *ctx, const char *file, int line, ty_value v, const char *text)
{
    ty_value r = v ? ty_op_repr(ctx, v) : TY_NULL;
    if (!r) {
        harness_no_error(ctx, file, line, text);
        return ctx->exc ? false : tap_ok(file, line, false, "value", "%s", text);
    }
    return tap_is_str(file, line, harness_text(ctx, r), text, "repr");
}
