/* SPDX-License-Identifier: MIT */
/* Scopes: the dump of small modules, and the errors found after parsing. */
#include <config.h>

#include "tests/unit/compile/front.h"

static void is_scopes(const char *text, const char *want) {
    front f = {.mod = NULL};
    if (ok(front_parse(&f, text, strlen(text), TY_PARSE_EXEC, TY_SOURCE_TEXT) && front_scopes(&f), "%s: %s",
           text, f.error.message)) {
        ty_symtable_dump(f.mod->scope, front_write, &f);
        is_str(f.out, want, "%s", text);
    }
    front_end(&f);
}

static const struct {
    const char *text, *message;
    int lineno, col;
} errors[] = {
    {"def f(a,a):pass", "duplicate argument 'a' in function definition", 1, 9},
    {"def f(a):\n global a", "name 'a' is parameter and global", 2, 2},
    {"def f():\n x=1\n global x", "name 'x' is assigned to before global declaration", 3, 2},
    {"def f():\n print(x)\n global x", "name 'x' is used prior to global declaration", 3, 2},
    {"nonlocal x", "nonlocal declaration not allowed at module level", 1, 1},
    {"def f():\n nonlocal x", "no binding for nonlocal 'x' found", 2, 2},
    {"def f():\n global x\n nonlocal x", "name 'x' is nonlocal and global", 2, 2},
    {"def f():\n x:int\n global x", "annotated name 'x' can't be global", 3, 2},
    {"def f():\n global x\n x:int=1", "annotated name 'x' can't be global", 3, 2},
    {"class A:\n def f(self):\n  nonlocal q", "no binding for nonlocal 'q' found", 3, 3},
    {"def f():\n from x import *", "import * only allowed at module level", 2, 16},
    {"await x", "'await' outside function", 1, 1},
    {"def f(): await x", "'await' outside async function", 1, 10},
    {"async def f():\n yield from x", "'yield from' inside async function", 2, 2},
    {"yield", "'yield' outside function", 1, 1},
    {"class A: yield", "'yield' outside function", 1, 10},
    {"[(yield) for x in y]", "'yield' inside list comprehension", 1, 3},
    {"((yield) for x in y)", "'yield' inside generator expression", 1, 3},
    {"return", "'return' outside function", 1, 1},
    {"class A:\n return", "'return' outside function", 2, 2},
    {"break", "'break' outside loop", 1, 1},
    {"continue", "'continue' not properly in loop", 1, 1},
    {"for x in y:\n def f(): break", "'break' outside loop", 2, 11},
    {"while 1:\n pass\nelse: break", "'break' outside loop", 3, 7},
    {"try:pass\nexcept:pass\nexcept A:pass", "default 'except:' must be last", 2, 1},
    {"*a = 1", "starred assignment target must be in a list or tuple", 1, 1},
    {"*a", "can't use starred expression here", 1, 1},
    {"[*a,*b]=c", "multiple starred expressions in assignment", 1, 1},
    {"print(*a, **b, c=1, c=2)", "keyword argument repeated: c", 1, 21},
    {"f(a=1,a=2)", "keyword argument repeated: a", 1, 7},
    {"x = *a", "can't use starred expression here", 1, 5},
    {"del *a", "cannot delete starred", 1, 5},
    {"{**a for a in b}", "dict unpacking cannot be used in dict comprehension", 1, 2},
    {"match x:\n case _: pass\n case 1: pass", "wildcard makes remaining patterns unreachable", 2, 7},
    {"match x:\n case y: pass\n case 1: pass", "name capture 'y' makes remaining patterns unreachable", 2, 7},
    {"match x:\n case a|1: pass", "name capture 'a' makes remaining patterns unreachable", 2, 7},
    {"match x:\n case [a,a]: pass", "multiple assignments to name 'a' in pattern", 2, 10},
    {"match x:\n case (a,1)|(1,b): pass", "alternative patterns bind different names", 2, 7},
    {"match x:\n case [*a,*b]: pass", "multiple starred names in sequence pattern", 2, 7},
    {"match x:\n case A(b=1,b=2): pass", "attribute name repeated in class pattern: b", 2, 15},
    {"match x:\n case {1:a,1:b}: pass", "mapping pattern checks duplicate key (1)", 2, 7},
    {"match x:\n case {\"k\":a,\"k\":b}: pass", "mapping pattern checks duplicate key ('k')", 2, 7},
    {"match x:\n case f\"a\": pass", "patterns may only match literals and attribute lookups", 2, 7},
    {"try:pass\nexcept* A:\n break", "'break', 'continue' and 'return' cannot appear in an except* block", 3,
     2},
    {"for i in x:\n try:pass\n except* A:\n  break",
     "'break', 'continue' and 'return' cannot appear in an except* block", 4, 3},
    {"def f():\n try:pass\n except* A:\n  return",
     "'break', 'continue' and 'return' cannot appear in an except* block", 4, 3},
    {"[i:=0 for i in x]", "assignment expression cannot rebind comprehension iteration variable 'i'", 1, 2},
    {"[[(i:=0) for j in k] for i in x]",
     "assignment expression cannot rebind comprehension iteration variable 'i'", 1, 4},
    {"[j for i in (k:=x)]", "assignment expression cannot be used in a comprehension iterable expression", 1,
     14},
    {"class A:\n [a:=1 for i in x]",
     "assignment expression within a comprehension cannot be used in a class body", 2, 3},
    {"[(a:=1) for a in x]", "assignment expression cannot rebind comprehension iteration variable 'a'", 1, 3},
    {"[x for x in y if (a:=1) for a in z]",
     "comprehension inner loop cannot rebind assignment expression target 'a'", 1, 29},
    {"type A[T,T]=1", "duplicate type parameter 'T'", 1, 10},
    {"class A[T]: nonlocal T", "nonlocal binding not allowed for type parameter 'T'", 1, 13},
    {"def f[T]():\n nonlocal T", "nonlocal binding not allowed for type parameter 'T'", 2, 2},
    {"type A=(yield)", "yield expression cannot be used within a type alias", 1, 9},
    {"type A=(x:=1)", "named expression cannot be used within a type alias", 1, 9},
    {"type A=(await x)", "await expression cannot be used within a type alias", 1, 9},
    {"def f[T:(yield)](): pass", "yield expression cannot be used within a TypeVar bound", 1, 10},
    {"class A[T=int,U]: pass", "non-default type parameter 'U' follows default type parameter", 1, 15},
    {"type A = [x:=1 for i in y]",
     "assignment expression within a comprehension cannot be used in a type alias", 1, 11},
    {"__debug__=1", "cannot assign to __debug__", 1, 1},
    {"del __debug__", "cannot delete __debug__", 1, 5},
    {"x.__debug__=1", "cannot assign to __debug__", 1, 1},
    {"def f(__debug__): pass", "cannot assign to __debug__", 1, 7},
    {"f(__debug__=1)", "cannot assign to __debug__", 1, 3},
    {"import __debug__", "cannot assign to __debug__", 1, 1},
    {"from __future__ import foo", "future feature foo is not defined", 1, 1},
    {"from __future__ import braces", "not a chance", 1, 1},
    {"x=1\nfrom __future__ import division",
     "from __future__ imports must occur at the beginning of the file", 2, 1},
    {"\"doc\"\n\"doc2\"\nfrom __future__ import division",
     "from __future__ imports must occur at the beginning of the file", 3, 1},
    {"def f():\n return [x async for x in y]",
     "asynchronous comprehension outside of an asynchronous function", 2, 9},
    {"def f():\n async for x in y: pass", "'async for' outside async function", 2, 2},
    {"def f():\n async with x: pass", "'async with' outside async function", 2, 2},
    {"async def f():\n def g():\n  await x", "'await' outside async function", 3, 3},
    {"def f():\n return [await x for x in y]",
     "asynchronous comprehension outside of an asynchronous function", 2, 9},
    {"async def f():\n yield 1\n return 2", "'return' with value in async generator", 3, 2},
    {"class A:\n __x=1\n def f(self, __y):\n  global __y", "name '__y' is parameter and global", 4, 3},
    {"def f(x):\n def g():\n  nonlocal x\n  x:int=1", "annotated name 'x' can't be nonlocal", 4, 3},
    {"(x for x in y for z in (w:=y))",
     "assignment expression cannot be used in a comprehension iterable expression", 1, 25},
    {"def f(): [x:=1 for i in z]; nonlocal x", "name 'x' is assigned to before nonlocal declaration", 1, 29},
    {"import a as __debug__", "cannot assign to __debug__", 1, 1},
    {"with a as __debug__: pass", "cannot assign to __debug__", 1, 11},
    {"for __debug__ in x: pass", "cannot assign to __debug__", 1, 5},
    {"def __debug__(): pass", "cannot assign to __debug__", 1, 1},
    {"class __debug__: pass", "cannot assign to __debug__", 1, 1},
    {"try:pass\nexcept A as __debug__: pass", "cannot assign to __debug__", 2, 1},
    {"a, *b, *c = d", "multiple starred expressions in assignment", 1, 1},
    {"for *a in b: pass", "starred assignment target must be in a list or tuple", 1, 5},
    {"with a as *b: pass", "starred assignment target must be in a list or tuple", 1, 11},
    {"x: *a", "invalid syntax", 1, 4},
    {"(*a), = b", "cannot use starred expression here", 1, 2},
    {"def f():\n  class A:\n    nonlocal z", "no binding for nonlocal 'z' found", 3, 5},
    {"f(**a, *b)", "iterable argument unpacking follows keyword argument unpacking", 1, 6},
    {"f(**a, b)", "positional argument follows keyword argument unpacking", 1, 9},
    {"nonlocal x\nglobal x", "name 'x' is nonlocal and global", 1, 1},
    {"x=1\nglobal x", "name 'x' is assigned to before global declaration", 2, 1},
    {"[await x]", "'await' outside function", 1, 2},
    {"async def f():\n  [lambda: await x]", "'await' outside async function", 2, 12},
    {"async def f(): (yield from b)", "'yield from' inside async function", 1, 17},
    {"match x:\n case {**rest, \"a\": 1}: pass", "invalid syntax", 2, 16},
    {"while 1:\n  class A:\n    break", "'break' outside loop", 3, 5},
    {"for x in y:\n  class A:\n    continue", "'continue' not properly in loop", 3, 5},
    {"with x: break", "'break' outside loop", 1, 9},
    {"x if y else *z", "invalid syntax", 1, 13},
    {"lambda *a, *b: 1", "* argument may appear only once", 1, 12},
};

static void check_warnings(void) {
    static const struct {
        const char *text, *warning;
    } rows[] = {
        {"x is 1", "1: \"is\" with 'int' literal. Did you mean \"==\"?\n"},
        {"x is not 'a'", "1: \"is not\" with 'str' literal. Did you mean \"!=\"?\n"},
        {"x is ()", "1: \"is\" with 'tuple' literal. Did you mean \"==\"?\n"},
        {"x is None", ""},
        {"assert (x, y)", "1: assertion is always true, perhaps remove parentheses?\n"},
        {"assert x", ""},
        {"1()", "1: 'int' object is not callable; perhaps you missed a comma?\n"},
        {"[(1, 2)\n (3, 4)]", "1: 'tuple' object is not callable; perhaps you missed a comma?\n"},
        {"[[1]['a']]", "1: list indices must be integers or slices, not str; perhaps you missed a comma?\n"},
        {"{1}[0]", "1: 'set' object is not subscriptable; perhaps you missed a comma?\n"},
        {"'a'[0], [1][True], {}['a'], 'a'[x]", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        front f = {.mod = NULL};
        ok(front_parse(&f, rows[i].text, strlen(rows[i].text), TY_PARSE_EXEC, TY_SOURCE_TEXT) &&
               front_scopes(&f),
           "%s", f.error.message);
        is_str(f.warnings, rows[i].warning, "%s", rows[i].text);
        front_end(&f);
    }
}

static void check_hints(void) {
    const char *text =
        "class A:\n    x: int\n    def __init__(this, a):\n        this.a = a\n        this.__b = this.a = "
        "1\n"
        "    def m(self):\n        self.c += 1\n        for self.d in x: pass\n        other.e = locals()\n";
    front f = {.mod = NULL};
    ok(front_parse(&f, text, strlen(text), TY_PARSE_EXEC, TY_SOURCE_TEXT) && front_scopes(&f), "%s",
       f.error.message);
    ty_scope *cls = f.mod->scope->first_child;
    ok(cls->has_annotations);
    is_int(cls->self_attributes.len, 4);
    is_str(cls->self_attributes.at[1]->text, "__b", "as written");
    ok(cls->last_child->uses_namespace && !cls->first_child->uses_namespace);
    ok(cls->first_child->is_method);
    front_end(&f);
}

int main(void) {
    is_scopes("x = 1\ny\n", "module <module>\n"
                            "- x name\n"
                            "- y name\n");
    is_scopes("def f(a, *b, c, **d):\n    e = a + g\n    return e\n", "module <module>\n"
                                                                      "- f name\n"
                                                                      "  function f\n"
                                                                      "  - a local param\n"
                                                                      "  - c local param\n"
                                                                      "  - b local param\n"
                                                                      "  - d local param\n"
                                                                      "  - e local\n"
                                                                      "  - g implicit\n");
    is_scopes(
        "def f():\n    x = 1\n    def g():\n        def h(): return x\n        return h\n    return g\n",
        "module <module>\n"
        "- f name\n"
        "  function f\n"
        "  - x cell\n"
        "  - g local\n"
        "    function g\n"
        "    - h local\n"
        "    - x free\n"
        "      function h\n"
        "      - x free\n");
    is_scopes("def f():\n    x = 1\n    class C:\n        x = x\n        def g(self): return x\n",
              "module <module>\n"
              "- f name\n"
              "  function f\n"
              "  - x cell\n"
              "  - C local\n"
              "    class C\n"
              "    - x name\n"
              "    - g name\n"
              "      function g\n"
              "      - self local param\n"
              "      - x free\n");
    is_scopes("def f():\n    x = 1\n    def g():\n        nonlocal x\n        x += 1\n        global y\n     "
              "   y = x\n",
              "module <module>\n"
              "- f name\n"
              "- y global\n"
              "  function f\n"
              "  - x cell\n"
              "  - g local\n"
              "    function g\n"
              "    - x free\n"
              "    - y global\n");
    is_scopes("class C:\n    __a = 1\n    def __f(self, __b): return super().x, __a, __b\n",
              "module <module>\n"
              "- C name\n"
              "  class C __class__\n"
              "  - _C__a name\n"
              "  - _C__f name\n"
              "    function __f\n"
              "    - self local param\n"
              "    - _C__b local param\n"
              "    - super implicit\n"
              "    - __class__ free\n"
              "    - _C__a implicit\n");
    is_scopes("def f(a):\n    return [(i, a) for i in a]\n", "module <module>\n"
                                                             "- f name\n"
                                                             "  function f\n"
                                                             "  - a local param\n"
                                                             "    listcomp <listcomp> inlined\n"
                                                             "    - i local\n"
                                                             "    - a alias\n");
    is_scopes("def f(a):\n    return [lambda: i for i in a], (i for i in a if (z := i))\n",
              "module <module>\n"
              "- f name\n"
              "  function f\n"
              "  - a local param\n"
              "  - z cell\n"
              "    listcomp <listcomp> inlined\n"
              "    - i cell\n"
              "      lambda <lambda>\n"
              "      - i free\n"
              "    genexpr <genexpr> generator\n"
              "    - .0 local param\n"
              "    - i local\n"
              "    - z free\n");
    is_scopes("x = [i for i in y if (z := i)]\n", "module <module>\n"
                                                  "- x name\n"
                                                  "- y name\n"
                                                  "- z name\n"
                                                  "  listcomp <listcomp> inlined\n"
                                                  "  - i local\n"
                                                  "  - z alias\n");
    is_scopes("class C:\n    y = 1\n    x = [i for i in y]\n", "module <module>\n"
                                                               "- C name\n"
                                                               "  class C\n"
                                                               "  - y name\n"
                                                               "  - x name\n"
                                                               "    listcomp <listcomp>\n"
                                                               "    - .0 local param\n"
                                                               "    - i local\n");
    is_scopes("def f[T](x: T) -> T: return T\n", "module <module>\n"
                                                 "- f name\n"
                                                 "  typeparams f\n"
                                                 "  - T cell\n"
                                                 "    function f\n"
                                                 "    - x local param\n"
                                                 "    - T free\n");
    is_scopes("class C[T]:\n    a = 1\n    def m[U: a](self): return T, U\n", "module <module>\n"
                                                                              "- C name\n"
                                                                              "  typeparams C\n"
                                                                              "  - T cell\n"
                                                                              "    class C __classdict__\n"
                                                                              "    - a name\n"
                                                                              "    - m name\n"
                                                                              "      typeparams m\n"
                                                                              "      - __classdict__ free\n"
                                                                              "      - U cell\n"
                                                                              "      - T free\n"
                                                                              "        typevar U\n"
                                                                              "        - __classdict__ free\n"
                                                                              "        - a implicit\n"
                                                                              "        function m\n"
                                                                              "        - self local param\n"
                                                                              "        - T free\n"
                                                                              "        - U free\n");
    is_scopes("type A[T] = list[T, x]\n", "module <module>\n"
                                          "- A name\n"
                                          "  typeparams A\n"
                                          "  - T cell\n"
                                          "    typealias A\n"
                                          "    - list implicit\n"
                                          "    - T free\n"
                                          "    - x implicit\n");
    is_scopes("from __future__ import annotations\ndef f(a: b): c: d = 1\n", "module <module>\n"
                                                                             "- annotations name\n"
                                                                             "- f name\n"
                                                                             "  annotation <module>\n"
                                                                             "  - b name\n"
                                                                             "  function f\n"
                                                                             "  - a local param\n"
                                                                             "  - c local\n"
                                                                             "    annotation f\n"
                                                                             "    - d name\n");
    is_scopes("async def f():\n    yield 1\n    [await x async for x in y]\n",
              "module <module>\n"
              "- f name\n"
              "  function f generator coroutine\n"
              "  - y implicit\n"
              "    listcomp <listcomp> inlined coroutine\n"
              "    - x local\n");
    is_scopes(
        "import a.b, c.d as e\nfrom f import g as h\ntry: pass\nexcept E as x: pass\nwith y as z: pass\n",
        "module <module>\n"
        "- a name\n"
        "- e name\n"
        "- h name\n"
        "- E name\n"
        "- x name\n"
        "- y name\n"
        "- z name\n");
    is_scopes("match a:\n    case [b, *c, {\"d\": e, **f}] as g: pass\n", "module <module>\n"
                                                                          "- a name\n"
                                                                          "- b name\n"
                                                                          "- c name\n"
                                                                          "- e name\n"
                                                                          "- f name\n"
                                                                          "- g name\n");
    is_scopes("lambda x: lambda: x\n", "module <module>\n"
                                       "  lambda <lambda>\n"
                                       "  - x cell param\n"
                                       "    lambda <lambda>\n"
                                       "    - x free\n");
    is_scopes("def f():\n    global x\n    def g(): return x\n", "module <module>\n"
                                                                 "- f name\n"
                                                                 "- x global\n"
                                                                 "  function f\n"
                                                                 "  - x global\n"
                                                                 "  - g local\n"
                                                                 "    function g\n"
                                                                 "    - x implicit\n");
    is_scopes("def f(x):\n    def g():\n        [x for y in x]\n        return lambda: x\n",
              "module <module>\n"
              "- f name\n"
              "  function f\n"
              "  - x cell param\n"
              "  - g local\n"
              "    function g\n"
              "    - x free\n"
              "      listcomp <listcomp> inlined\n"
              "      - y local\n"
              "      - x alias\n"
              "      lambda <lambda>\n"
              "      - x free\n");
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
        front f = {.mod = NULL};
        const char *text = errors[i].text;
        bool good = front_parse(&f, text, strlen(text), TY_PARSE_EXEC, TY_SOURCE_TEXT) && front_scopes(&f);
        ok(!good, "%s", text);
        is_str(f.error.message, errors[i].message, "%s", text);
        is_int(f.error.lineno, errors[i].lineno, "%s", text);
        is_int(f.error.col, errors[i].col, "%s", text);
        front_end(&f);
    }
    check_warnings();
    check_hints();
    return done_testing();
}
