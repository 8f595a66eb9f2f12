/* SPDX-License-Identifier: MIT */
/* Types, classes made without any Python code, attributes, descriptors. */
#include <config.h>

#include <stdio.h>

#include "object/attr.h"
#include "object/call.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/function.h"
#include "object/instance.h"
#include "object/int.h"
#include "object/list.h"
#include "object/native.h"
#include "object/ops.h"
#include "object/str.h"
#include "object/tuple.h"
#include "tests/unit/object/harness.h"

static ty_value sym(ty_ctx *ctx, const char *s)
{
    return ty_str_intern_utf8(ctx, s, strlen(s));
}

/* type(name, bases, ns) */
static ty_value make_class(ty_ctx *ctx, const char *name, ty_value bases, ty_value ns)
{
    ty_value d = ns ? ns : ty_dict_new(ctx, 0);
    if (ty_dict_set(ctx, d, TY_SYM(__module__), TY_SYM(__main__)) < 0)
        return TY_NULL;
    return ty_call3(ctx, TY_VALUE(&ty_type_type), sym(ctx, name), bases ? bases : ty_tuple_empty, d);
}

static ty_value get(ty_ctx *ctx, ty_value o, const char *name)
{
    return ty_attr_get(ctx, o, sym(ctx, name));
}

static void test_builtin(ty_ctx *ctx)
{
    is_repr(ctx, TY_VALUE(&ty_int_type), "<class 'int'>");
    is_repr(ctx, get(ctx, TY_VALUE(&ty_list_type), "append"), "<method 'append' of 'list' objects>");
    is_repr(ctx, get(ctx, TY_VALUE(&ty_int_type), "__add__"), "<slot wrapper '__add__' of 'int' objects>");
    is_repr(ctx, get(ctx, TY_VALUE(&ty_bool_type), "__mro__"), "(<class 'bool'>, <class 'int'>, <class 'object'>)");
    is_repr(ctx, get(ctx, TY_VALUE(&ty_bool_type), "__add__"), "<slot wrapper '__add__' of 'int' objects>");
    is_repr(ctx, get(ctx, TY_VALUE(&ty_int_type), "real"), "<attribute 'real' of 'int' objects>");
    is_repr(ctx, get(ctx, ty_small(5), "real"), "5");
    is_repr(ctx, get(ctx, TY_VALUE(&ty_list_type), "__hash__"), "None");
    is_repr(ctx, get(ctx, TY_VALUE(&ty_KeyError_type), "__bases__"), "(<class 'LookupError'>,)");
    is_repr(ctx, get(ctx, TY_VALUE(&ty_ExceptionGroup_type), "__mro__"),
            "(<class 'ExceptionGroup'>, <class 'BaseExceptionGroup'>, <class 'Exception'>, <class 'BaseException'>, <class 'object'>)");
    ok(!get(ctx, TY_VALUE(&ty_int_type), "foo"));
    raises(ctx, &ty_AttributeError_type, "type object 'int' has no attribute 'foo'");
    ok(!get(ctx, ty_small(1), "foo"));
    raises(ctx, &ty_AttributeError_type, "'int' object has no attribute 'foo'");
    ok(ty_attr_set(ctx, ty_small(1), sym(ctx, "foo"), TY_NONE) < 0);
    raises(ctx, &ty_AttributeError_type, "'int' object has no attribute 'foo' and no __dict__ for setting new attributes");
    ok(ty_attr_set(ctx, ty_small(1), TY_SYM(real), TY_NONE) < 0);
    raises(ctx, &ty_AttributeError_type, "attribute 'real' of 'int' objects is not writable");
    ok(ty_attr_set(ctx, TY_VALUE(&ty_int_type), sym(ctx, "foo"), TY_NONE) < 0);
    raises(ctx, &ty_TypeError_type, "cannot set 'foo' attribute of immutable type 'int'");
    ty_value add = get(ctx, TY_VALUE(&ty_int_type), "__add__");
    is_repr(ctx, ty_call2(ctx, add, ty_small(2), ty_small(3)), "5");
    ok(!ty_call1(ctx, add, ty_small(2)));
    raises(ctx, &ty_TypeError_type, "expected 1 argument, got 0");
    ok(!ty_call2(ctx, add, ty_str_empty, ty_small(2)));
    raises(ctx, &ty_TypeError_type, "descriptor '__add__' requires a 'int' object but received a 'str'");
    ok(!ty_call1(ctx, TY_VALUE(&ty_object_type), ty_small(2)));
    raises(ctx, &ty_TypeError_type, "object() takes no arguments");
    ok(!ty_call0(ctx, get(ctx, TY_VALUE(&ty_list_type), "append")));
    raises(ctx, &ty_TypeError_type, "unbound method list.append() needs an argument");
}

static void test_class(ty_ctx *ctx)
{
    ty_value a = make_class(ctx, "A", TY_NULL, TY_NULL);
    if (!no_error(ctx))
        return;
    is_repr(ctx, a, "<class '__main__.A'>");
    ty_value x = ty_call0(ctx, a);
    ok(x != TY_NULL && ty_type_of(x) == ty_type_ptr(a));
    for (int i = 0; i < 30; i++) {
        char name[8];
        snprintf(name, sizeof name, "n%d", i);
        ok(ty_attr_set(ctx, x, sym(ctx, name), ty_small(i)) == 0);
    }
    is_repr(ctx, get(ctx, x, "n0"), "0");
    is_repr(ctx, get(ctx, x, "n17"), "17");
    is_repr(ctx, get(ctx, x, "n29"), "29");
    ok(!get(ctx, x, "n30"));
    raises(ctx, &ty_AttributeError_type, "'A' object has no attribute 'n30'");
    ok(ty_attr_set(ctx, x, sym(ctx, "n29"), TY_NULL) == 0, "delete the newest");
    ok(!get(ctx, x, "n29"));
    ty_error_clear(ctx);
    ok(ty_attr_set(ctx, x, sym(ctx, "n3"), TY_NULL) == 0, "delete another: dict mode");
    ok(ty_shape_of(ty_object_of(x))->dict_mode);
    is_repr(ctx, get(ctx, x, "n17"), "17");
    ok(ty_attr_set(ctx, x, sym(ctx, "n3"), TY_NULL) < 0);
    raises(ctx, &ty_AttributeError_type, "'A' object has no attribute 'n3'");
    ty_value y = ty_call0(ctx, a), d;
    ok(ty_attr_set(ctx, y, sym(ctx, "p"), ty_small(1)) == 0);
    d = get(ctx, y, "__dict__");
    is_repr(ctx, d, "{'p': 1}");
    ok(ty_dict_set(ctx, d, sym(ctx, "q"), ty_small(2)) == 0);
    is_repr(ctx, get(ctx, y, "q"), "2");
    ok(ty_attr_set(ctx, y, sym(ctx, "r"), ty_small(3)) == 0);
    is_repr(ctx, d, "{'p': 1, 'q': 2, 'r': 3}");
    /* class attributes, versions */
    uint32_t version = ty_type_ptr(a)->version;
    ok(ty_attr_set(ctx, a, sym(ctx, "c"), ty_small(7)) == 0);
    ok(ty_type_ptr(a)->version != version);
    is_repr(ctx, get(ctx, y, "c"), "7");
    ok(ty_attr_set(ctx, y, sym(ctx, "c"), ty_small(8)) == 0);
    is_repr(ctx, get(ctx, y, "c"), "8");
    is_repr(ctx, get(ctx, x, "c"), "7");
    /* subclass */
    ty_value b = make_class(ctx, "B", ty_tuple_pack(ctx, 1, a), TY_NULL);
    no_error(ctx);
    is_repr(ctx, get(ctx, b, "c"), "7");
    ok(ty_attr_set(ctx, a, sym(ctx, "c"), ty_small(9)) == 0);
    is_repr(ctx, get(ctx, b, "c"), "9");
    is_repr(ctx, ty_call_method0(ctx, a, sym(ctx, "__subclasses__")), "[<class '__main__.B'>]");
    ok(ty_attr_set(ctx, y, TY_SYM(__class__), b) == 0);
    ok(ty_type_of(y) == ty_type_ptr(b));
    is_repr(ctx, get(ctx, y, "q"), "2");
    ty_value z = ty_call0(ctx, a);
    ok(ty_attr_set(ctx, z, sym(ctx, "p"), ty_small(1)) == 0 && ty_attr_set(ctx, z, TY_SYM(__class__), b) == 0);
    is_repr(ctx, get(ctx, z, "p"), "1");
    ok(ty_attr_set(ctx, ty_small(1), TY_SYM(__class__), b) < 0);
    raises(ctx, &ty_TypeError_type, "__class__ assignment only supported for mutable types or ModuleType subclasses");
    /* order */
    ty_value order = ty_tuple_pack(ctx, 2, a, b);
    ok(!make_class(ctx, "C", order, TY_NULL));
    raises(ctx, &ty_TypeError_type, "Cannot create a consistent method resolution order (MRO) for bases A, B");
    ok(!make_class(ctx, "C", ty_tuple_pack(ctx, 2, a, a), TY_NULL));
    raises(ctx, &ty_TypeError_type, "duplicate base class A");
    ok(!make_class(ctx, "C", ty_tuple_pack(ctx, 1, TY_VALUE(&ty_bool_type)), TY_NULL));
    raises(ctx, &ty_TypeError_type, "type 'bool' is not an acceptable base type");
    ok(!make_class(ctx, "C", ty_tuple_pack(ctx, 2, TY_VALUE(&ty_int_type), TY_VALUE(&ty_list_type)), TY_NULL));
    raises(ctx, &ty_TypeError_type, "multiple bases have instance lay-out conflict");
}

static void test_builtin_bases(ty_ctx *ctx)
{
    static const ty_type *const bases[] = {&ty_int_type, &ty_list_type, &ty_str_type, &ty_tuple_type, &ty_dict_type, &ty_ValueError_type};
    for (size_t i = 0; i < TY_COUNTOF(bases); i++) {
        ty_value c = make_class(ctx, "S", ty_tuple_pack(ctx, 1, TY_VALUE(bases[i])), TY_NULL);
        if (!no_error(ctx))
            continue;
        ty_value o = ty_call0(ctx, c);
        no_error(ctx);
        if (!o)
            continue;
        ok(ty_type_of(o) == ty_type_ptr(c), "%s", bases[i]->name);
        for (int k = 0; k < 9; k++) {
            char name[8];
            snprintf(name, sizeof name, "k%d", k);
            ok(ty_attr_set(ctx, o, sym(ctx, name), ty_small(k)) == 0);
        }
        ty_heap_collect(ctx->heap, true);
        is_repr(ctx, get(ctx, o, "k8"), "8");
        is_repr(ctx, get(ctx, o, "__dict__"), "{'k0': 0, 'k1': 1, 'k2': 2, 'k3': 3, 'k4': 4, 'k5': 5, 'k6': 6, 'k7': 7, 'k8': 8}");
        no_error(ctx);
    }
    ty_value c = make_class(ctx, "I", ty_tuple_pack(ctx, 1, TY_VALUE(&ty_int_type)), TY_NULL);
    ty_value o = ty_call1(ctx, c, ty_small(41));
    is_repr(ctx, ty_op_binary(ctx, TY_OP_ADD, o, ty_small(1)), "42");
    c = make_class(ctx, "T", ty_tuple_pack(ctx, 1, TY_VALUE(&ty_tuple_type)), TY_NULL);
    o = ty_call1(ctx, c, ty_tuple_pack(ctx, 3, ty_small(1), ty_small(2), ty_small(3)));
    ok(o && ty_attr_set(ctx, o, sym(ctx, "x"), ty_small(5)) == 0);
    is_repr(ctx, o, "(1, 2, 3)");
    is_repr(ctx, get(ctx, o, "x"), "5");
    no_error(ctx);
}

static void test_members(ty_ctx *ctx)
{
    ty_value ns = ty_dict_new(ctx, 1);
    ok(ty_dict_set(ctx, ns, TY_SYM(__slots__), ty_tuple_pack(ctx, 2, sym(ctx, "x"), sym(ctx, "y"))) == 0);
    ty_value a = make_class(ctx, "P", TY_NULL, ns), o = ty_call0(ctx, a);
    if (!no_error(ctx))
        return;
    ok(!get(ctx, o, "x"));
    raises(ctx, &ty_AttributeError_type, "'P' object has no attribute 'x'");
    ok(ty_attr_set(ctx, o, sym(ctx, "x"), ty_small(1)) == 0 && ty_attr_set(ctx, o, sym(ctx, "y"), ty_small(2)) == 0);
    is_repr(ctx, get(ctx, o, "x"), "1");
    is_repr(ctx, get(ctx, o, "y"), "2");
    is_repr(ctx, get(ctx, a, "x"), "<member 'x' of 'P' objects>");
    ok(ty_attr_set(ctx, o, sym(ctx, "z"), ty_small(1)) < 0);
    raises(ctx, &ty_AttributeError_type, "'P' object has no attribute 'z' and no __dict__ for setting new attributes");
    ty_value b = make_class(ctx, "Q", ty_tuple_pack(ctx, 1, a), TY_NULL), q = ty_call0(ctx, b);
    ok(ty_attr_set(ctx, q, sym(ctx, "z"), ty_small(3)) == 0 && ty_attr_set(ctx, q, sym(ctx, "y"), ty_small(4)) == 0);
    is_repr(ctx, get(ctx, q, "z"), "3");
    is_repr(ctx, get(ctx, q, "y"), "4");
    is_repr(ctx, get(ctx, q, "__dict__"), "{'z': 3}");
    is_repr(ctx, get(ctx, q, "y"), "4");
    no_error(ctx);
}

/* Natives as methods of a class made here: dunders through slot functions. */
static ty_value add(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames;
    return nargs == 2 ? ty_tuple_pack(ctx, 2, TY_SYM(add), args[1]) : TY_NOT_IMPLEMENTED;
}
static ty_value radd(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames, (void)nargs;
    return ty_tuple_pack(ctx, 2, sym(ctx, "radd"), args[1]);
}
static ty_value getattr(ty_ctx *ctx, const ty_value *args, size_t nargs, ty_value kwnames)
{
    (void)kwnames, (void)nargs;
    return ty_str_format(ctx, "got %U", args[1]);
}
#define OWNER &ty_object_type
static const ty_native natives[] = {
    TY_METHOD_RAW(__add__, add, "", NULL), TY_METHOD_RAW(__radd__, radd, "", NULL),
    TY_METHOD_RAW(__getattr__, getattr, "", NULL),
    {.name = TY_NULL},
};

static void test_slots(ty_ctx *ctx)
{
    ty_value ns = ty_dict_new(ctx, 1);
    ok(ty_dict_set(ctx, ns, TY_SYM(__add__), TY_VALUE(&natives[0])) == 0 && ty_dict_set(ctx, ns, TY_SYM(__radd__), TY_VALUE(&natives[1])) == 0);
    ty_value a = make_class(ctx, "N", TY_NULL, ns), o = ty_call0(ctx, a);
    if (!no_error(ctx))
        return;
    is_repr(ctx, ty_op_binary(ctx, TY_OP_ADD, o, ty_small(1)), "('add', 1)");
    is_repr(ctx, ty_op_binary(ctx, TY_OP_ADD, ty_small(1), o), "('radd', 1)");
    ok(!ty_op_binary(ctx, TY_OP_SUB, ty_small(1), o));
    raises(ctx, &ty_TypeError_type, "unsupported operand type(s) for -: 'int' and 'N'");
    ok(ty_attr_set(ctx, a, TY_SYM(__sub__), TY_VALUE(&natives[0])) == 0);
    is_repr(ctx, ty_op_binary(ctx, TY_OP_SUB, o, ty_small(1)), "('add', 1)");
    ok(ty_attr_set(ctx, a, TY_SYM(__sub__), TY_NULL) == 0);
    ok(!ty_op_binary(ctx, TY_OP_SUB, o, ty_small(1)));
    raises(ctx, &ty_TypeError_type, "unsupported operand type(s) for -: 'N' and 'int'");
    ok(ty_attr_set(ctx, a, TY_SYM(__getattr__), TY_VALUE(&natives[2])) == 0);
    is_repr(ctx, get(ctx, o, "hello"), "'got hello'");
    /* a list subclass keeps concatenation, unless it has an __add__ of its own */
    ty_value l = make_class(ctx, "L", ty_tuple_pack(ctx, 1, TY_VALUE(&ty_list_type)), TY_NULL), v = ty_call0(ctx, l);
    no_error(ctx);
    is_repr(ctx, ty_op_binary(ctx, TY_OP_ADD, v, ty_list_from(ctx, (ty_value[]){ty_small(1)}, 1)), "[1]");
    no_error(ctx);
}

int main(void)
{
    ty_ctx *ctx = harness_begin();
    test_builtin(ctx);
    test_class(ctx);
    test_builtin_bases(ctx);
    test_members(ctx);
    test_slots(ctx);
    harness_end();
    return done_testing();
}
