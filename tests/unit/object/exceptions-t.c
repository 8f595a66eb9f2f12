/* SPDX-License-Identifier: MIT */
/* Exceptions: making, text, fields, chaining, groups. */
#include <config.h>

#include <errno.h>

#include "object/attr.h"
#include "object/call.h"
#include "object/error.h"
#include "object/exceptions.h"
#include "object/int.h"
#include "object/list.h"
#include "object/ops.h"
#include "object/str.h"
#include "object/tuple.h"
#include "tests/unit/object/harness.h"

static ty_value sym(ty_ctx *ctx, const char *s) { return ty_str_intern_utf8(ctx, s, strlen(s)); }
static ty_value get(ty_ctx *ctx, ty_value o, const char *name) { return ty_attr_get(ctx, o, sym(ctx, name)); }
#define TYPE(name) TY_VALUE(&ty_##name##_type)

static void test_text(ty_ctx *ctx)
{
    ty_value e = ty_call0(ctx, TYPE(ValueError));
    is_repr(ctx, e, "ValueError()");
    is_str(harness_text(ctx, ty_op_str(ctx, e)), "");
    e = ty_call1(ctx, TYPE(ValueError), sym(ctx, "bad"));
    is_repr(ctx, e, "ValueError('bad')");
    is_str(harness_text(ctx, ty_op_str(ctx, e)), "bad");
    e = ty_call2(ctx, TYPE(ValueError), ty_small(1), sym(ctx, "x"));
    is_repr(ctx, e, "ValueError(1, 'x')");
    is_str(harness_text(ctx, ty_op_str(ctx, e)), "(1, 'x')");
    e = ty_call1(ctx, TYPE(KeyError), sym(ctx, "k"));
    is_str(harness_text(ctx, ty_op_str(ctx, e)), "'k'");
    is_repr(ctx, get(ctx, e, "args"), "('k',)");
    is_repr(ctx, get(ctx, e, "__cause__"), "None");
    ok(ty_attr_set(ctx, e, sym(ctx, "mine"), ty_small(3)) == 0);
    is_repr(ctx, get(ctx, e, "__dict__"), "{'mine': 3}");
    ok(ty_attr_set(ctx, e, sym(ctx, "__cause__"), ty_small(3)) < 0);
    raises(ctx, &ty_TypeError_type, "exception cause must be None or derive from BaseException");
    ok(ty_call_method1(ctx, e, sym(ctx, "add_note"), sym(ctx, "note")) != TY_NULL);
    is_repr(ctx, get(ctx, e, "__notes__"), "['note']");
    no_error(ctx);
}

static void test_os(ty_ctx *ctx)
{
    ty_error_os(ctx, ENOENT, sym(ctx, "/none"));
    raises(ctx, &ty_FileNotFoundError_type, "[Errno 2] No such file or directory: '/none'");
    ty_value e = ty_call3(ctx, TYPE(OSError), ty_small(EACCES), sym(ctx, "no"), sym(ctx, "f"));
    is_str(ty_type_name(ty_type_of(e)), "PermissionError");
    is_repr(ctx, get(ctx, e, "errno"), "13");
    is_repr(ctx, get(ctx, e, "filename"), "'f'");
    is_repr(ctx, get(ctx, e, "args"), "(13, 'no')");
    e = ty_call1(ctx, TYPE(OSError), sym(ctx, "only"));
    is_repr(ctx, get(ctx, e, "errno"), "None");
    is_str(harness_text(ctx, ty_op_str(ctx, e)), "only");
    no_error(ctx);
}

static void test_fields(ty_ctx *ctx)
{
    ty_value e = ty_call1(ctx, TYPE(StopIteration), ty_small(5));
    is_repr(ctx, get(ctx, e, "value"), "5");
    e = ty_call1(ctx, TYPE(SystemExit), ty_small(2));
    is_repr(ctx, get(ctx, e, "code"), "2");
    ty_error_name(ctx, "name '%U' is not defined", sym(ctx, "foo"));
    e = ctx->exc;
    is_repr(ctx, get(ctx, e, "name"), "'foo'");
    raises(ctx, &ty_NameError_type, "name 'foo' is not defined");
    ok(!get(ctx, ty_small(1), "foo"));
    e = ctx->exc;
    ctx->exc = TY_NULL;
    is_repr(ctx, get(ctx, e, "name"), "'foo'");
    is_repr(ctx, get(ctx, e, "obj"), "1");
    ty_value where = ty_tuple_pack(ctx, 4, sym(ctx, "dir/a.py"), ty_small(3), ty_small(1), sym(ctx, "x ="));
    e = ty_call2(ctx, TYPE(SyntaxError), sym(ctx, "invalid syntax"), where);
    is_str(harness_text(ctx, ty_op_str(ctx, e)), "invalid syntax (a.py, line 3)");
    is_repr(ctx, get(ctx, e, "lineno"), "3");
    is_repr(ctx, get(ctx, e, "end_lineno"), "None");
    ty_value kw = ty_tuple_pack(ctx, 1, sym(ctx, "name")), args[2] = {sym(ctx, "msg"), sym(ctx, "mod")};
    e = ty_call(ctx, TYPE(ImportError), args, 1, kw);
    is_repr(ctx, get(ctx, e, "name"), "'mod'");
    is_repr(ctx, get(ctx, e, "msg"), "'msg'");
    ty_value u[5] = {sym(ctx, "ascii"), sym(ctx, "h"), ty_small(0), ty_small(1), sym(ctx, "bad")};
    e = ty_call(ctx, TYPE(UnicodeEncodeError), u, 5, TY_NULL);
    is_str(harness_text(ctx, ty_op_str(ctx, e)), "'ascii' codec can't encode character '\\x68' in position 0: bad");
    ok(!ty_call(ctx, TYPE(UnicodeEncodeError), u, 4, TY_NULL));
    raises(ctx, &ty_TypeError_type, "function takes exactly 5 arguments (4 given)");
    ok(!ty_call(ctx, TYPE(ValueError), args, 1, kw));
    raises(ctx, &ty_TypeError_type, "ValueError() takes no keyword arguments");
    no_error(ctx);
}

static void test_context(ty_ctx *ctx)
{
    ty_value a = ty_call1(ctx, TYPE(ValueError), sym(ctx, "a"));
    ctx->handled = a;
    ty_error_set(ctx, &ty_TypeError_type, "b");
    ty_value b = ty_error_take(ctx);
    ok(ty_exception_ptr(b)->context == a, "what is handled becomes the context");
    ctx->handled = b;
    ty_error_set_object(ctx, a);
    ok(ty_exception_ptr(a)->context == b, "and the other way round");
    is_ptr(ty_exception_ptr(b)->context, TY_NONE, "without a cycle");
    ctx->handled = TY_NONE;
    ty_error_set_from(ctx, &ty_RuntimeError_type, "c");
    ok(ty_exception_ptr(ctx->exc)->cause == a && ty_exception_ptr(ctx->exc)->suppress_context);
    raises(ctx, &ty_RuntimeError_type, "c");
    ty_error_raise(ctx, TYPE(KeyError), TYPE(ValueError));
    ok(ty_type_of(ty_exception_ptr(ctx->exc)->cause) == &ty_ValueError_type);
    raises(ctx, &ty_KeyError_type, "");
    ty_error_raise(ctx, ty_small(1), TY_NULL);
    raises(ctx, &ty_TypeError_type, "exceptions must derive from BaseException");
    ty_error_raise(ctx, TYPE(KeyError), ty_small(1));
    raises(ctx, &ty_TypeError_type, "exception causes must derive from BaseException");
    ty_error_memory(ctx);
    raises(ctx, &ty_MemoryError_type, "");
}

static void test_groups(ty_ctx *ctx)
{
    ty_value v = ty_call1(ctx, TYPE(ValueError), ty_small(1)), t = ty_call1(ctx, TYPE(TypeError), ty_small(2));
    ty_value inner = ty_call2(ctx, TYPE(ExceptionGroup), sym(ctx, "in"), ty_list_from(ctx, (ty_value[]){v, t}, 2));
    ty_value g = ty_call2(ctx, TYPE(BaseExceptionGroup), sym(ctx, "out"), ty_list_from(ctx, (ty_value[]){inner, v}, 2));
    no_error(ctx);
    ok(ty_type_of(g) == &ty_ExceptionGroup_type, "a group of Exceptions only");
    is_repr(ctx, g, "ExceptionGroup('out', [ExceptionGroup('in', [ValueError(1), TypeError(2)]), ValueError(1)])");
    is_str(harness_text(ctx, ty_op_str(ctx, g)), "out (2 sub-exceptions)");
    ty_value parts = ty_call_method1(ctx, g, sym(ctx, "split"), TYPE(TypeError));
    no_error(ctx);
    is_repr(ctx, ty_tuple_at(parts, 0), "ExceptionGroup('out', [ExceptionGroup('in', [TypeError(2)])])");
    is_repr(ctx, ty_tuple_at(parts, 1), "ExceptionGroup('out', [ExceptionGroup('in', [ValueError(1)]), ValueError(1)])");
    is_repr(ctx, ty_call_method1(ctx, g, sym(ctx, "subgroup"), TYPE(KeyError)), "None");
    ok(!ty_call_method1(ctx, g, sym(ctx, "split"), ty_small(1)));
    raises(ctx, &ty_TypeError_type, "expected an exception type, a tuple of exception types, or a callable (other than a class)");
    ok(!ty_call2(ctx, TYPE(ExceptionGroup), sym(ctx, "x"), ty_tuple_empty));
    raises(ctx, &ty_ValueError_type, "second argument (exceptions) must be a non-empty sequence");
    ty_value k = ty_call0(ctx, TYPE(KeyboardInterrupt));
    ok(!ty_call2(ctx, TYPE(ExceptionGroup), sym(ctx, "x"), ty_list_from(ctx, &k, 1)));
    raises(ctx, &ty_TypeError_type, "Cannot nest BaseExceptions in an ExceptionGroup");
    ok(ty_op_isinstance(ctx, g, TYPE(Exception)) == 1);
    no_error(ctx);
}

int main(void)
{
    ty_ctx *ctx = harness_begin();
    test_text(ctx);
    test_os(ctx);
    test_fields(ctx);
    test_context(ctx);
    test_groups(ctx);
    harness_end();
    return done_testing();
}
