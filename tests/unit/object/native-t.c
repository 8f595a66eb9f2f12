/* SPDX-License-Identifier: MIT */
/* Native functions: counting and binding arguments, and what is said when they do not fit. */
#include <config.h>

#include "object/attr.h"
#include "object/call.h"
#include "object/error.h"
#include "object/list.h"
#include "object/native.h"
#include "object/ops.h"
#include "object/str.h"
#include "object/tuple.h"
#include "tests/unit/object/harness.h"

static ty_value sym(ty_ctx *ctx, const char *s) { return ty_str_intern_utf8(ctx, s, strlen(s)); }

/* Gives its arguments back, missing ones as None. */
static ty_value echo(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    ty_value t = ty_tuple_new(ctx, NULL, nargs);
    (void)kwnames;
    for (size_t i = 0; t && i < nargs; i++)
        ty_tuple_items(t)[i] = args[i] ? args[i] : TY_NONE;
    return t;
}

#define MODULE "m"
static const ty_native rows[] = {
    TY_FUNCTION(get, echo, 1, 3, "a, b=(1, 2), c='x,y'", "doc"),
    TY_FUNCTION(keys, echo, 1, 1, "a, /, *, b=None", "doc"),
    TY_FUNCTION(pop, echo, 0, 1, "a=None, /", "doc"),
    TY_FUNCTION(count, echo, 1, 1, "a, /", "doc"),
    TY_FUNCTION(clear, echo, 0, 0, "", "doc"),
    TY_FUNCTION(sort, echo, 0, 0, "*, key=None, reverse=False", "doc"),
    TY_NATIVE_END,
};

static ty_value call(ty_ctx *ctx, int row, const char *names, size_t nargs, size_t nkw)
{
    ty_value args[8], kw = TY_NULL;
    for (size_t i = 0; i < nargs + nkw; i++)
        args[i] = ty_small((intptr_t)i + 1);
    if (nkw) {
        kw = ty_tuple_new(ctx, NULL, nkw);
        for (size_t i = 0; kw && i < nkw; i++) {
            size_t n = strcspn(names, " ");
            ty_tuple_items(kw)[i] = ty_str_intern_utf8(ctx, names, n);
            names += n + (names[n] == ' ');
        }
    }
    return ty_call(ctx, TY_VALUE(&rows[row]), args, nargs, kw);
}

static void fails(ty_ctx *ctx, int row, const char *names, size_t nargs, size_t nkw, const char *text)
{
    ok(!call(ctx, row, names, nargs, nkw), "%s", text);
    raises(ctx, &ty_TypeError_type, text);
}

int main(void)
{
    ty_ctx *ctx = harness_begin();
    is_repr(ctx, call(ctx, 0, "", 1, 0), "(1,)");
    is_repr(ctx, call(ctx, 0, "", 3, 0), "(1, 2, 3)");
    is_repr(ctx, call(ctx, 0, "c", 1, 1), "(1, None, 2)");
    is_repr(ctx, call(ctx, 0, "c b a", 0, 3), "(3, 2, 1)");
    fails(ctx, 0, "", 0, 0, "get() missing required argument 'a' (pos 1)");
    fails(ctx, 0, "", 4, 0, "get() takes at most 3 arguments (4 given)");
    fails(ctx, 0, "d", 1, 1, "get() got an unexpected keyword argument 'd'");
    fails(ctx, 0, "a", 1, 1, "argument for get() given by name ('a') and position (1)");
    is_repr(ctx, call(ctx, 1, "b", 1, 1), "(1, 2)");
    fails(ctx, 1, "b", 0, 1, "keys() takes exactly 1 positional argument (0 given)");
    fails(ctx, 1, "a", 1, 1, "keys() got an unexpected keyword argument 'a'");
    fails(ctx, 2, "", 2, 0, "pop expected at most 1 argument, got 2");
    fails(ctx, 2, "a", 0, 1, "m.pop() takes no keyword arguments");
    fails(ctx, 3, "", 0, 0, "m.count() takes exactly one argument (0 given)");
    fails(ctx, 4, "", 1, 0, "m.clear() takes no arguments (1 given)");
    fails(ctx, 5, "", 1, 0, "sort() takes no positional arguments");
    is_repr(ctx, call(ctx, 5, "reverse", 0, 1), "(None, 1)");
    /* bound */
    ty_value list = ty_list_new(ctx, 0), append = ty_attr_get(ctx, list, sym(ctx, "append"));
    ok(append && ty_has_shape(append, &ty_bound_native_shape));
    ok(ty_call1(ctx, append, ty_small(4)) == TY_NONE);
    is_repr(ctx, list, "[4]");
    ok(!ty_call0(ctx, append));
    raises(ctx, &ty_TypeError_type, "list.append() takes exactly one argument (0 given)");
    is_repr(ctx, ty_attr_get(ctx, append, sym(ctx, "__qualname__")), "'list.append'");
    is_repr(ctx, ty_attr_get(ctx, append, sym(ctx, "__self__")), "[4]");
    is_repr(ctx, TY_VALUE(ty_type_of(append)), "<class 'builtin_function_or_method'>");
    is_repr(ctx, TY_VALUE(&rows[0]), "<built-in function get>");
    is_repr(ctx, ty_attr_get(ctx, TY_VALUE(&rows[0]), sym(ctx, "__text_signature__")), "\"($module, /, a, b=(1, 2), c='x,y')\"");
    is_repr(ctx, ty_attr_get(ctx, TY_VALUE(&rows[0]), sym(ctx, "__module__")), "'m'");
    ok(ty_op_compare_bool(ctx, append, ty_attr_get(ctx, list, sym(ctx, "append")), TY_EQ) == 1);
    no_error(ctx);
    harness_end();
    return done_testing();
}
