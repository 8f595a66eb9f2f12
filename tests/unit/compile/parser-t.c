/* SPDX-License-Identifier: MIT */
/* The parser: trees in the form of Python's ast.dump, and errors with their places, both as CPython 3.13
 * gives them. */
#include <config.h>

#include "tests/unit/compile/front.h"

/* ---- trees ---- */

static void is_tree(const char *text, ty_parse_mode mode, const char *want) {
    front f = {.mod = NULL};
    if (ok(front_parse(&f, text, strlen(text), mode, TY_SOURCE_TEXT), "%s: %s", text, f.error.message)) {
        ty_ast_dump(f.mod, 0, front_write, &f);
        is_str(f.out, want, "%s", text);
    }
    front_end(&f);
}

static const struct {
    const char *text, *tree;
} statements[] = {
    {"x = y = 1",
     "Assign(targets=[Name(id='x', ctx=Store()), Name(id='y', ctx=Store())], value=Constant(value=1))"},
    {"x: int",
     "AnnAssign(target=Name(id='x', ctx=Store()), annotation=Name(id='int', ctx=Load()), simple=1)"},
    {"(x): int = 1", "AnnAssign(target=Name(id='x', ctx=Store()), annotation=Name(id='int', ctx=Load()), "
                     "value=Constant(value=1), simple=0)"},
    {"a.b: c = yield", "AnnAssign(target=Attribute(value=Name(id='a', ctx=Load()), attr='b', ctx=Store()), "
                       "annotation=Name(id='c', ctx=Load()), value=Yield(), simple=0)"},
    {"x += 1", "AugAssign(target=Name(id='x', ctx=Store()), op=Add(), value=Constant(value=1))"},
    {"*a, b = c", "Assign(targets=[Tuple(elts=[Starred(value=Name(id='a', ctx=Store()), ctx=Store()), "
                  "Name(id='b', ctx=Store())], ctx=Store())], value=Name(id='c', ctx=Load()))"},
    {"a, = b", "Assign(targets=[Tuple(elts=[Name(id='a', ctx=Store())], ctx=Store())], value=Name(id='b', "
               "ctx=Load()))"},
    {"[a, *b] = c", "Assign(targets=[List(elts=[Name(id='a', ctx=Store()), Starred(value=Name(id='b', "
                    "ctx=Store()), ctx=Store())], ctx=Store())], value=Name(id='c', ctx=Load()))"},
    {"(a, b), c = d",
     "Assign(targets=[Tuple(elts=[Tuple(elts=[Name(id='a', ctx=Store()), Name(id='b', ctx=Store())], "
     "ctx=Store()), Name(id='c', ctx=Store())], ctx=Store())], value=Name(id='d', ctx=Load()))"},
    {"del a, b[0], (c.d, [e])",
     "Delete(targets=[Name(id='a', ctx=Del()), Subscript(value=Name(id='b', ctx=Load()), "
     "slice=Constant(value=0), ctx=Del()), Tuple(elts=[Attribute(value=Name(id='c', ctx=Load()), attr='d', "
     "ctx=Del()), List(elts=[Name(id='e', ctx=Del())], ctx=Del())], ctx=Del())])"},
    {"return_ = 1", "Assign(targets=[Name(id='return_', ctx=Store())], value=Constant(value=1))"},
    {"pass", "Pass()"},
    {"a if b else c", "Expr(value=IfExp(test=Name(id='b', ctx=Load()), body=Name(id='a', ctx=Load()), "
                      "orelse=Name(id='c', ctx=Load())))"},
    {"a and b or not c",
     "Expr(value=BoolOp(op=Or(), values=[BoolOp(op=And(), values=[Name(id='a', ctx=Load()), Name(id='b', "
     "ctx=Load())]), UnaryOp(op=Not(), operand=Name(id='c', ctx=Load()))]))"},
    {"a < b <= c is not d not in e", "Expr(value=Compare(left=Name(id='a', ctx=Load()), ops=[Lt(), LtE(), "
                                     "IsNot(), NotIn()], comparators=[Name(id='b', ctx=Load()), Name(id='c', "
                                     "ctx=Load()), Name(id='d', ctx=Load()), Name(id='e', ctx=Load())]))"},
    {"-a ** -b", "Expr(value=UnaryOp(op=USub(), operand=BinOp(left=Name(id='a', ctx=Load()), op=Pow(), "
                 "right=UnaryOp(op=USub(), operand=Name(id='b', ctx=Load())))))"},
    {"a @ b // c % d", "Expr(value=BinOp(left=BinOp(left=BinOp(left=Name(id='a', ctx=Load()), op=MatMult(), "
                       "right=Name(id='b', ctx=Load())), op=FloorDiv(), right=Name(id='c', ctx=Load())), "
                       "op=Mod(), right=Name(id='d', ctx=Load())))"},
    {"a | b ^ c & d << e",
     "Expr(value=BinOp(left=Name(id='a', ctx=Load()), op=BitOr(), right=BinOp(left=Name(id='b', ctx=Load()), "
     "op=BitXor(), right=BinOp(left=Name(id='c', ctx=Load()), op=BitAnd(), right=BinOp(left=Name(id='d', "
     "ctx=Load()), op=LShift(), right=Name(id='e', ctx=Load()))))))"},
    {"lambda: 0", "Expr(value=Lambda(args=arguments(), body=Constant(value=0)))"},
    {"lambda a, /, b=1, *c, d, e=2, **f: a",
     "Expr(value=Lambda(args=arguments(posonlyargs=[arg(arg='a')], args=[arg(arg='b')], vararg=arg(arg='c'), "
     "kwonlyargs=[arg(arg='d'), arg(arg='e')], kw_defaults=[None, Constant(value=2)], kwarg=arg(arg='f'), "
     "defaults=[Constant(value=1)]), body=Name(id='a', ctx=Load())))"},
    {"lambda *, a: a", "Expr(value=Lambda(args=arguments(kwonlyargs=[arg(arg='a')], kw_defaults=[None]), "
                       "body=Name(id='a', ctx=Load())))"},
    {"f(a, *b, c=d, **e)", "Expr(value=Call(func=Name(id='f', ctx=Load()), args=[Name(id='a', ctx=Load()), "
                           "Starred(value=Name(id='b', ctx=Load()), ctx=Load())], keywords=[keyword(arg='c', "
                           "value=Name(id='d', ctx=Load())), keyword(value=Name(id='e', ctx=Load()))]))"},
    {"f(x for x in y)", "Expr(value=Call(func=Name(id='f', ctx=Load()), args=[GeneratorExp(elt=Name(id='x', "
                        "ctx=Load()), generators=[comprehension(target=Name(id='x', ctx=Store()), "
                        "iter=Name(id='y', ctx=Load()), is_async=0)])]))"},
    {"f(a := 1)", "Expr(value=Call(func=Name(id='f', ctx=Load()), args=[NamedExpr(target=Name(id='a', "
                  "ctx=Store()), value=Constant(value=1))]))"},
    {"a[b]",
     "Expr(value=Subscript(value=Name(id='a', ctx=Load()), slice=Name(id='b', ctx=Load()), ctx=Load()))"},
    {"a[b, c]", "Expr(value=Subscript(value=Name(id='a', ctx=Load()), slice=Tuple(elts=[Name(id='b', "
                "ctx=Load()), Name(id='c', ctx=Load())], ctx=Load()), ctx=Load()))"},
    {"a[1:2, ::3, :]",
     "Expr(value=Subscript(value=Name(id='a', ctx=Load()), slice=Tuple(elts=[Slice(lower=Constant(value=1), "
     "upper=Constant(value=2)), Slice(step=Constant(value=3)), Slice()], ctx=Load()), ctx=Load()))"},
    {"a[*b]",
     "Expr(value=Subscript(value=Name(id='a', ctx=Load()), slice=Tuple(elts=[Starred(value=Name(id='b', "
     "ctx=Load()), ctx=Load())], ctx=Load()), ctx=Load()))"},
    {"a[b:=1]", "Expr(value=Subscript(value=Name(id='a', ctx=Load()), slice=NamedExpr(target=Name(id='b', "
                "ctx=Store()), value=Constant(value=1)), ctx=Load()))"},
    {"[]", "Expr(value=List(ctx=Load()))"},
    {"()", "Expr(value=Tuple(ctx=Load()))"},
    {"{}", "Expr(value=Dict())"},
    {"[a, *b]", "Expr(value=List(elts=[Name(id='a', ctx=Load()), Starred(value=Name(id='b', ctx=Load()), "
                "ctx=Load())], ctx=Load()))"},
    {"{a, *b}",
     "Expr(value=Set(elts=[Name(id='a', ctx=Load()), Starred(value=Name(id='b', ctx=Load()), ctx=Load())]))"},
    {"{a: b, **c}", "Expr(value=Dict(keys=[Name(id='a', ctx=Load()), None], values=[Name(id='b', "
                    "ctx=Load()), Name(id='c', ctx=Load())]))"},
    {"(a,)", "Expr(value=Tuple(elts=[Name(id='a', ctx=Load())], ctx=Load()))"},
    {"[x for x in y if z if w for a, *b in c]",
     "Expr(value=ListComp(elt=Name(id='x', ctx=Load()), generators=[comprehension(target=Name(id='x', "
     "ctx=Store()), iter=Name(id='y', ctx=Load()), ifs=[Name(id='z', ctx=Load()), Name(id='w', ctx=Load())], "
     "is_async=0), comprehension(target=Tuple(elts=[Name(id='a', ctx=Store()), Starred(value=Name(id='b', "
     "ctx=Store()), ctx=Store())], ctx=Store()), iter=Name(id='c', ctx=Load()), is_async=0)]))"},
    {"{x: y async for x in z}", "Expr(value=DictComp(key=Name(id='x', ctx=Load()), value=Name(id='y', "
                                "ctx=Load()), generators=[comprehension(target=Name(id='x', ctx=Store()), "
                                "iter=Name(id='z', ctx=Load()), is_async=1)]))"},
    {"{x for x.y in z}", "Expr(value=SetComp(elt=Name(id='x', ctx=Load()), "
                         "generators=[comprehension(target=Attribute(value=Name(id='x', ctx=Load()), "
                         "attr='y', ctx=Store()), iter=Name(id='z', ctx=Load()), is_async=0)]))"},
    {"(yield)", "Expr(value=Yield())"},
    {"x = yield from y",
     "Assign(targets=[Name(id='x', ctx=Store())], value=YieldFrom(value=Name(id='y', ctx=Load())))"},
    {"await_ = 1", "Assign(targets=[Name(id='await_', ctx=Store())], value=Constant(value=1))"},
    {"1, 2.5, 1e100, 3j, 0x10, True, None, ...",
     "Expr(value=Tuple(elts=[Constant(value=1), Constant(value=2.5), Constant(value=1e+100), "
     "Constant(value=3j), Constant(value=16), Constant(value=True), Constant(value=None), "
     "Constant(value=Ellipsis)], ctx=Load()))"},
    {"'a' 'b'", "Expr(value=Constant(value='ab'))"},
    {"u'a' 'b'", "Expr(value=Constant(value='ab', kind='u'))"},
    {"b'a' b'b'", "Expr(value=Constant(value=b'ab'))"},
    {"f'a{b}c' 'd' f'{e!r}'",
     "Expr(value=JoinedStr(values=[Constant(value='a'), FormattedValue(value=Name(id='b', ctx=Load()), "
     "conversion=-1), Constant(value='cd'), FormattedValue(value=Name(id='e', ctx=Load()), "
     "conversion=114)]))"},
    {"f'{a=}'", "Expr(value=JoinedStr(values=[Constant(value='a='), FormattedValue(value=Name(id='a', "
                "ctx=Load()), conversion=114)]))"},
    {"f'{a = !s:>{b}}'",
     "Expr(value=JoinedStr(values=[Constant(value='a = '), FormattedValue(value=Name(id='a', ctx=Load()), "
     "conversion=115, format_spec=JoinedStr(values=[Constant(value='>'), FormattedValue(value=Name(id='b', "
     "ctx=Load()), conversion=-1)]))]))"},
    {"f'{{}}'", "Expr(value=JoinedStr(values=[Constant(value='{}')]))"},
    {"f'{a:%Y-{b}}'", "Expr(value=JoinedStr(values=[FormattedValue(value=Name(id='a', ctx=Load()), "
                      "conversion=-1, format_spec=JoinedStr(values=[Constant(value='%Y-'), "
                      "FormattedValue(value=Name(id='b', ctx=Load()), conversion=-1)]))]))"},
    {"rf'\\d{a}'", "Expr(value=JoinedStr(values=[Constant(value='\\\\d'), FormattedValue(value=Name(id='a', "
                   "ctx=Load()), conversion=-1)]))"},
    {"if a: b\nelif c: d\nelse: e",
     "If(test=Name(id='a', ctx=Load()), body=[Expr(value=Name(id='b', ctx=Load()))], "
     "orelse=[If(test=Name(id='c', ctx=Load()), body=[Expr(value=Name(id='d', ctx=Load()))], "
     "orelse=[Expr(value=Name(id='e', ctx=Load()))])])"},
    {"while a:\n    b\nelse:\n    c", "While(test=Name(id='a', ctx=Load()), body=[Expr(value=Name(id='b', "
                                      "ctx=Load()))], orelse=[Expr(value=Name(id='c', ctx=Load()))])"},
    {"for a, b in c, d: break\nelse: continue",
     "For(target=Tuple(elts=[Name(id='a', ctx=Store()), Name(id='b', ctx=Store())], ctx=Store()), "
     "iter=Tuple(elts=[Name(id='c', ctx=Load()), Name(id='d', ctx=Load())], ctx=Load()), body=[Break()], "
     "orelse=[Continue()])"},
    {"async def f():\n    async for a in b: pass\n    async with c as d: await e\n",
     "AsyncFunctionDef(name='f', args=arguments(), body=[AsyncFor(target=Name(id='a', ctx=Store()), "
     "iter=Name(id='b', ctx=Load()), body=[Pass()]), AsyncWith(items=[withitem(context_expr=Name(id='c', "
     "ctx=Load()), optional_vars=Name(id='d', ctx=Store()))], body=[Expr(value=Await(value=Name(id='e', "
     "ctx=Load())))])])"},
    {"with a as b, c: pass",
     "With(items=[withitem(context_expr=Name(id='a', ctx=Load()), optional_vars=Name(id='b', ctx=Store())), "
     "withitem(context_expr=Name(id='c', ctx=Load()))], body=[Pass()])"},
    {"with (a as b, c as (d, e),): pass",
     "With(items=[withitem(context_expr=Name(id='a', ctx=Load()), optional_vars=Name(id='b', ctx=Store())), "
     "withitem(context_expr=Name(id='c', ctx=Load()), optional_vars=Tuple(elts=[Name(id='d', ctx=Store()), "
     "Name(id='e', ctx=Store())], ctx=Store()))], body=[Pass()])"},
    {"with (a, b): pass", "With(items=[withitem(context_expr=Name(id='a', ctx=Load())), "
                          "withitem(context_expr=Name(id='b', ctx=Load()))], body=[Pass()])"},
    {"with (a), b: pass", "With(items=[withitem(context_expr=Name(id='a', ctx=Load())), "
                          "withitem(context_expr=Name(id='b', ctx=Load()))], body=[Pass()])"},
    {"with (a, b) as c: pass",
     "With(items=[withitem(context_expr=Tuple(elts=[Name(id='a', ctx=Load()), Name(id='b', ctx=Load())], "
     "ctx=Load()), optional_vars=Name(id='c', ctx=Store()))], body=[Pass()])"},
    {"with (yield): pass", "With(items=[withitem(context_expr=Yield())], body=[Pass()])"},
    {"with a(), (b): pass", "With(items=[withitem(context_expr=Call(func=Name(id='a', ctx=Load()))), "
                            "withitem(context_expr=Name(id='b', ctx=Load()))], body=[Pass()])"},
    {"try: a\nexcept B as b: c\nexcept: d\nelse: e\nfinally: f",
     "Try(body=[Expr(value=Name(id='a', ctx=Load()))], handlers=[ExceptHandler(type=Name(id='B', "
     "ctx=Load()), name='b', body=[Expr(value=Name(id='c', ctx=Load()))]), "
     "ExceptHandler(body=[Expr(value=Name(id='d', ctx=Load()))])], orelse=[Expr(value=Name(id='e', "
     "ctx=Load()))], finalbody=[Expr(value=Name(id='f', ctx=Load()))])"},
    {"try: a\nexcept* B: c",
     "TryStar(body=[Expr(value=Name(id='a', ctx=Load()))], handlers=[ExceptHandler(type=Name(id='B', "
     "ctx=Load()), body=[Expr(value=Name(id='c', ctx=Load()))])])"},
    {"try: a\nfinally: b",
     "Try(body=[Expr(value=Name(id='a', ctx=Load()))], finalbody=[Expr(value=Name(id='b', ctx=Load()))])"},
    {"raise", "Raise()"},
    {"raise a from b", "Raise(exc=Name(id='a', ctx=Load()), cause=Name(id='b', ctx=Load()))"},
    {"assert a, b", "Assert(test=Name(id='a', ctx=Load()), msg=Name(id='b', ctx=Load()))"},
    {"import a.b.c as d, e", "Import(names=[alias(name='a.b.c', asname='d'), alias(name='e')])"},
    {"from . import a", "ImportFrom(names=[alias(name='a')], level=1)"},
    {"from ...a.b import (c as d, e,)",
     "ImportFrom(module='a.b', names=[alias(name='c', asname='d'), alias(name='e')], level=3)"},
    {"from a import *", "ImportFrom(module='a', names=[alias(name='*')], level=0)"},
    {"global a, b", "Global(names=['a', 'b'])"},
    {"nonlocal a", "Nonlocal(names=['a'])"},
    {"def f(a: b = c, /, *d: *e, f: g, h=1, **i: j) -> k: pass",
     "FunctionDef(name='f', args=arguments(posonlyargs=[arg(arg='a', annotation=Name(id='b', ctx=Load()))], "
     "vararg=arg(arg='d', annotation=Starred(value=Name(id='e', ctx=Load()), ctx=Load())), "
     "kwonlyargs=[arg(arg='f', annotation=Name(id='g', ctx=Load())), arg(arg='h')], kw_defaults=[None, "
     "Constant(value=1)], kwarg=arg(arg='i', annotation=Name(id='j', ctx=Load())), defaults=[Name(id='c', "
     "ctx=Load())]), body=[Pass()], returns=Name(id='k', ctx=Load()))"},
    {"def f[T: int = str, *U = *V, **P](): pass",
     "FunctionDef(name='f', args=arguments(), body=[Pass()], type_params=[TypeVar(name='T', "
     "bound=Name(id='int', ctx=Load()), default_value=Name(id='str', ctx=Load())), TypeVarTuple(name='U', "
     "default_value=Starred(value=Name(id='V', ctx=Load()), ctx=Load())), ParamSpec(name='P')])"},
    {"@a.b(c)\n@d\nasync def f(): return",
     "AsyncFunctionDef(name='f', args=arguments(), body=[Return()], "
     "decorator_list=[Call(func=Attribute(value=Name(id='a', ctx=Load()), attr='b', ctx=Load()), "
     "args=[Name(id='c', ctx=Load())]), Name(id='d', ctx=Load())])"},
    {"class C(A, *B, m=D, **E): pass",
     "ClassDef(name='C', bases=[Name(id='A', ctx=Load()), Starred(value=Name(id='B', ctx=Load()), "
     "ctx=Load())], keywords=[keyword(arg='m', value=Name(id='D', ctx=Load())), keyword(value=Name(id='E', "
     "ctx=Load()))], body=[Pass()])"},
    {"class C[T]: x = 1", "ClassDef(name='C', body=[Assign(targets=[Name(id='x', ctx=Store())], "
                          "value=Constant(value=1))], type_params=[TypeVar(name='T')])"},
    {"type X = int", "TypeAlias(name=Name(id='X', ctx=Store()), value=Name(id='int', ctx=Load()))"},
    {"type X[T] = list[T]",
     "TypeAlias(name=Name(id='X', ctx=Store()), type_params=[TypeVar(name='T')], "
     "value=Subscript(value=Name(id='list', ctx=Load()), slice=Name(id='T', ctx=Load()), ctx=Load()))"},
    {"type = 1", "Assign(targets=[Name(id='type', ctx=Store())], value=Constant(value=1))"},
    {"match = 1", "Assign(targets=[Name(id='match', ctx=Store())], value=Constant(value=1))"},
    {"match(x)", "Expr(value=Call(func=Name(id='match', ctx=Load()), args=[Name(id='x', ctx=Load())]))"},
    {"match[x]",
     "Expr(value=Subscript(value=Name(id='match', ctx=Load()), slice=Name(id='x', ctx=Load()), ctx=Load()))"},
    {"match * a",
     "Expr(value=BinOp(left=Name(id='match', ctx=Load()), op=Mult(), right=Name(id='a', ctx=Load())))"},
    {"match -x, y", "Expr(value=Tuple(elts=[BinOp(left=Name(id='match', ctx=Load()), op=Sub(), "
                    "right=Name(id='x', ctx=Load())), Name(id='y', ctx=Load())], ctx=Load()))"},
    {"case = match", "Assign(targets=[Name(id='case', ctx=Store())], value=Name(id='match', ctx=Load()))"},
    {"print(type, match, case, _)",
     "Expr(value=Call(func=Name(id='print', ctx=Load()), args=[Name(id='type', ctx=Load()), Name(id='match', "
     "ctx=Load()), Name(id='case', ctx=Load()), Name(id='_', ctx=Load())]))"},
    {"match x:\n    case 1 | -2.5 | 1 + 2j: pass",
     "Match(subject=Name(id='x', ctx=Load()), "
     "cases=[match_case(pattern=MatchOr(patterns=[MatchValue(value=Constant(value=1)), "
     "MatchValue(value=UnaryOp(op=USub(), operand=Constant(value=2.5))), "
     "MatchValue(value=BinOp(left=Constant(value=1), op=Add(), right=Constant(value=2j)))]), "
     "body=[Pass()])])"},
    {"match x, y:\n    case a, *b: pass\n    case [_, *_]: pass\n    case (c): pass\n    case (): pass",
     "Match(subject=Tuple(elts=[Name(id='x', ctx=Load()), Name(id='y', ctx=Load())], ctx=Load()), "
     "cases=[match_case(pattern=MatchSequence(patterns=[MatchAs(name='a'), MatchStar(name='b')]), "
     "body=[Pass()]), match_case(pattern=MatchSequence(patterns=[MatchAs(), MatchStar()]), body=[Pass()]), "
     "match_case(pattern=MatchAs(name='c'), body=[Pass()]), match_case(pattern=MatchSequence(), "
     "body=[Pass()])])"},
    {"match (x):\n    case {'a': b, c.d: None, **e} if f: pass\n    case {}: pass",
     "Match(subject=Name(id='x', ctx=Load()), "
     "cases=[match_case(pattern=MatchMapping(keys=[Constant(value='a'), Attribute(value=Name(id='c', "
     "ctx=Load()), attr='d', ctx=Load())], patterns=[MatchAs(name='b'), MatchSingleton(value=None)], "
     "rest='e'), guard=Name(id='f', ctx=Load()), body=[Pass()]), match_case(pattern=MatchMapping(), "
     "body=[Pass()])])"},
    {"match *a, b:\n    case A(): pass\n    case B.c(d, e=f): pass\n    case \"x\" \"y\": pass\n    case "
     "True | None: pass\n    case (a | b) as c: pass\n    case _: pass",
     "Match(subject=Tuple(elts=[Starred(value=Name(id='a', ctx=Load()), ctx=Load()), Name(id='b', "
     "ctx=Load())], ctx=Load()), cases=[match_case(pattern=MatchClass(cls=Name(id='A', ctx=Load())), "
     "body=[Pass()]), match_case(pattern=MatchClass(cls=Attribute(value=Name(id='B', ctx=Load()), attr='c', "
     "ctx=Load()), patterns=[MatchAs(name='d')], kwd_attrs=['e'], kwd_patterns=[MatchAs(name='f')]), "
     "body=[Pass()]), match_case(pattern=MatchValue(value=Constant(value='xy')), body=[Pass()]), "
     "match_case(pattern=MatchOr(patterns=[MatchSingleton(value=True), MatchSingleton(value=None)]), "
     "body=[Pass()]), match_case(pattern=MatchAs(pattern=MatchOr(patterns=[MatchAs(name='a'), "
     "MatchAs(name='b')]), name='c'), body=[Pass()]), match_case(pattern=MatchAs(), body=[Pass()])])"},
    {"match [x]:\n    case y: z",
     "Match(subject=List(elts=[Name(id='x', ctx=Load())], ctx=Load()), "
     "cases=[match_case(pattern=MatchAs(name='y'), body=[Expr(value=Name(id='z', ctx=Load()))])])"},
    {"a; b; c;", "Expr(value=Name(id='a', ctx=Load())), Expr(value=Name(id='b', ctx=Load())), "
                 "Expr(value=Name(id='c', ctx=Load()))"},
    {"if a:\n    b; c\nd", "If(test=Name(id='a', ctx=Load()), body=[Expr(value=Name(id='b', ctx=Load())), "
                           "Expr(value=Name(id='c', ctx=Load()))]), Expr(value=Name(id='d', ctx=Load()))"},
    {"x = (  # comment\n    1)\n", "Assign(targets=[Name(id='x', ctx=Store())], value=Constant(value=1))"},
    {"a = b = (yield)",
     "Assign(targets=[Name(id='a', ctx=Store()), Name(id='b', ctx=Store())], value=Yield())"},
    {"x = a if (b := c) else d",
     "Assign(targets=[Name(id='x', ctx=Store())], value=IfExp(test=NamedExpr(target=Name(id='b', "
     "ctx=Store()), value=Name(id='c', ctx=Load())), body=Name(id='a', ctx=Load()), orelse=Name(id='d', "
     "ctx=Load())))"},
    {"[a := 1, b]", "Expr(value=List(elts=[NamedExpr(target=Name(id='a', ctx=Store()), "
                    "value=Constant(value=1)), Name(id='b', ctx=Load())], ctx=Load()))"},
    {"f(**a, b=c)", "Expr(value=Call(func=Name(id='f', ctx=Load()), keywords=[keyword(value=Name(id='a', "
                    "ctx=Load())), keyword(arg='b', value=Name(id='c', ctx=Load()))]))"},
    {"{**a}", "Expr(value=Dict(keys=[None], values=[Name(id='a', ctx=Load())]))"},
    {"{*a}", "Expr(value=Set(elts=[Starred(value=Name(id='a', ctx=Load()), ctx=Load())]))"},
    {"async_ = (await_)",
     "Assign(targets=[Name(id='async_', ctx=Store())], value=Name(id='await_', ctx=Load()))"},
    {"not not a",
     "Expr(value=UnaryOp(op=Not(), operand=UnaryOp(op=Not(), operand=Name(id='a', ctx=Load()))))"},
    {"a[b][c].d(e)(f)",
     "Expr(value=Call(func=Call(func=Attribute(value=Subscript(value=Subscript(value=Name(id='a', "
     "ctx=Load()), slice=Name(id='b', ctx=Load()), ctx=Load()), slice=Name(id='c', ctx=Load()), ctx=Load()), "
     "attr='d', ctx=Load()), args=[Name(id='e', ctx=Load())]), args=[Name(id='f', ctx=Load())]))"},
    {"x = *a, *b",
     "Assign(targets=[Name(id='x', ctx=Store())], value=Tuple(elts=[Starred(value=Name(id='a', ctx=Load()), "
     "ctx=Load()), Starred(value=Name(id='b', ctx=Load()), ctx=Load())], ctx=Load()))"},
    {"for x in *a, b: pass",
     "For(target=Name(id='x', ctx=Store()), iter=Tuple(elts=[Starred(value=Name(id='a', ctx=Load()), "
     "ctx=Load()), Name(id='b', ctx=Load())], ctx=Load()), body=[Pass()])"},
    {"return_", "Expr(value=Name(id='return_', ctx=Load()))"},
    {"def f():\n    \"doc\"\n    return *a, b",
     "FunctionDef(name='f', args=arguments(), body=[Expr(value=Constant(value='doc')), "
     "Return(value=Tuple(elts=[Starred(value=Name(id='a', ctx=Load()), ctx=Load()), Name(id='b', "
     "ctx=Load())], ctx=Load()))])"},
    {"lambda x=lambda: 1: x",
     "Expr(value=Lambda(args=arguments(args=[arg(arg='x')], defaults=[Lambda(args=arguments(), "
     "body=Constant(value=1))]), body=Name(id='x', ctx=Load())))"},
    {"(a)(b)", "Expr(value=Call(func=Name(id='a', ctx=Load()), args=[Name(id='b', ctx=Load())]))"},
    {"((a, b))", "Expr(value=Tuple(elts=[Name(id='a', ctx=Load()), Name(id='b', ctx=Load())], ctx=Load()))"},
    {"((a))", "Expr(value=Name(id='a', ctx=Load()))"},
    {"~a", "Expr(value=UnaryOp(op=Invert(), operand=Name(id='a', ctx=Load())))"},
    {"+a", "Expr(value=UnaryOp(op=UAdd(), operand=Name(id='a', ctx=Load())))"},
    {"a.b.c = d[e] = f",
     "Assign(targets=[Attribute(value=Attribute(value=Name(id='a', ctx=Load()), attr='b', ctx=Load()), "
     "attr='c', ctx=Store()), Subscript(value=Name(id='d', ctx=Load()), slice=Name(id='e', ctx=Load()), "
     "ctx=Store())], value=Name(id='f', ctx=Load()))"},
    {"print >>a, b", "Expr(value=Tuple(elts=[BinOp(left=Name(id='print', ctx=Load()), op=RShift(), "
                     "right=Name(id='a', ctx=Load())), Name(id='b', ctx=Load())], ctx=Load()))"},
    {"a = 1if b else 2", "Assign(targets=[Name(id='a', ctx=Store())], value=IfExp(test=Name(id='b', "
                         "ctx=Load()), body=Constant(value=1), orelse=Constant(value=2)))"},
    {"if a:\n\tb\nelse:\n        c", "If(test=Name(id='a', ctx=Load()), body=[Expr(value=Name(id='b', "
                                     "ctx=Load()))], orelse=[Expr(value=Name(id='c', ctx=Load()))])"},
};

/* ---- errors ---- */

static const struct {
    const char *text;
    ty_syntax_error_kind kind;
    const char *message;
    int lineno, col, end_lineno, end_col;
} errors[] = {
    {"x = (1 2)", TY_SYNTAX_ERROR, "invalid syntax. Perhaps you forgot a comma?", 1, 6, 1, 9},
    {"f(a, b c)", TY_SYNTAX_ERROR, "invalid syntax. Perhaps you forgot a comma?", 1, 6, 1, 9},
    {"print \"hello\"", TY_SYNTAX_ERROR, "Missing parentheses in call to 'print'. Did you mean print(...)?",
     1, 1, 1, 14},
    {"exec code", TY_SYNTAX_ERROR, "Missing parentheses in call to 'exec'. Did you mean exec(...)?", 1, 1, 1,
     10},
    {"if x = 1:\n    pass\n", TY_SYNTAX_ERROR, "invalid syntax. Maybe you meant '==' or ':=' instead of '='?",
     1, 4, 1, 9},
    {"f() = 1\n", TY_SYNTAX_ERROR,
     "cannot assign to function call here. Maybe you meant '==' instead of '='?", 1, 1, 1, 4},
    {"a + 1 = 2\n", TY_SYNTAX_ERROR, "cannot assign to expression here. Maybe you meant '==' instead of '='?",
     1, 1, 1, 6},
    {"None = 1\n", TY_SYNTAX_ERROR, "cannot assign to None", 1, 1, 1, 5},
    {"(a, f()) = 1\n", TY_SYNTAX_ERROR, "cannot assign to function call", 1, 5, 1, 8},
    {"x = f() = 3\n", TY_SYNTAX_ERROR, "cannot assign to function call", 1, 5, 1, 8},
    {"1 = x\n", TY_SYNTAX_ERROR, "cannot assign to literal here. Maybe you meant '==' instead of '='?", 1, 1,
     1, 2},
    {"lambda: 1 = 2\n", TY_SYNTAX_ERROR, "cannot assign to lambda", 1, 1, 1, 10},
    {"x if y = 1\n", TY_SYNTAX_ERROR, "expected 'else' after 'if' expression", 1, 1, 1, 7},
    {"[a, b()] = c\n", TY_SYNTAX_ERROR, "cannot assign to function call", 1, 5, 1, 8},
    {"a, 1 = b\n", TY_SYNTAX_ERROR, "cannot assign to literal here. Maybe you meant '==' instead of '='?", 1,
     4, 1, 5},
    {"f() += 1\n", TY_SYNTAX_ERROR, "'function call' is an illegal expression for augmented assignment", 1, 1,
     1, 4},
    {"(a, b): int\n", TY_SYNTAX_ERROR, "only single target (not tuple) can be annotated", 1, 1, 1, 7},
    {"[a]: int\n", TY_SYNTAX_ERROR, "only single target (not list) can be annotated", 1, 1, 1, 4},
    {"f(): int\n", TY_SYNTAX_ERROR, "illegal target for annotation", 1, 1, 1, 4},
    {"del f()\n", TY_SYNTAX_ERROR, "cannot delete function call", 1, 5, 1, 8},
    {"del (a, 1)\n", TY_SYNTAX_ERROR, "cannot delete literal", 1, 9, 1, 10},
    {"for f() in x: pass\n", TY_SYNTAX_ERROR, "cannot assign to function call", 1, 5, 1, 8},
    {"[x for f() in y]\n", TY_SYNTAX_ERROR, "cannot assign to function call", 1, 8, 1, 11},
    {"with a as f(): pass\n", TY_SYNTAX_ERROR, "cannot assign to function call", 1, 11, 1, 14},
    {"import a as b.c\n", TY_SYNTAX_ERROR, "invalid syntax", 1, 14, 1, 15},
    {"from a import b,\n", TY_SYNTAX_ERROR, "trailing comma not allowed without surrounding parentheses", 1,
     17, 1, 18},
    {"from a import\n", TY_SYNTAX_ERROR, "Expected one or more names after 'import'", 1, 14, 1, 14},
    {"import a from b\n", TY_SYNTAX_ERROR, "Did you mean to use 'from ... import ...' instead?", 1, 1, 1, 16},
    {"f(a=1, b)\n", TY_SYNTAX_ERROR, "positional argument follows keyword argument", 1, 9, 1, 10},
    {"f(**a, b)\n", TY_SYNTAX_ERROR, "positional argument follows keyword argument unpacking", 1, 9, 1, 10},
    {"f(**a, *b)\n", TY_SYNTAX_ERROR, "iterable argument unpacking follows keyword argument unpacking", 1, 6,
     1, 10},
    {"f(a.b=1)\n", TY_SYNTAX_ERROR, "expression cannot contain assignment, perhaps you meant \"==\"?", 1, 3,
     1, 7},
    {"f(True=1)\n", TY_SYNTAX_ERROR, "cannot assign to True", 1, 3, 1, 8},
    {"f(a=)\n", TY_SYNTAX_ERROR, "expected argument value expression", 1, 3, 1, 5},
    {"f(x for x in y, 1)\n", TY_SYNTAX_ERROR, "Generator expression must be parenthesized", 1, 3, 1, 15},
    {"f(1, x for x in y)\n", TY_SYNTAX_ERROR, "Generator expression must be parenthesized", 1, 6, 1, 18},
    {"f(a=x for x in y)\n", TY_SYNTAX_ERROR, "invalid syntax. Maybe you meant '==' or ':=' instead of '='?",
     1, 3, 1, 5},
    {"f(*)\n", TY_SYNTAX_ERROR, "Invalid star expression", 1, 4, 1, 5},
    {"f(**x=1)\n", TY_SYNTAX_ERROR, "cannot assign to keyword argument unpacking", 1, 3, 1, 8},
    {"def f(a=1, b): pass\n", TY_SYNTAX_ERROR, "parameter without a default follows parameter with a default",
     1, 12, 1, 13},
    {"def f(*): pass\n", TY_SYNTAX_ERROR, "named arguments must follow bare *", 1, 7, 1, 8},
    {"def f(a, *, **k): pass\n", TY_SYNTAX_ERROR, "named arguments must follow bare *", 1, 10, 1, 11},
    {"def f(*a, *b): pass\n", TY_SYNTAX_ERROR, "* argument may appear only once", 1, 11, 1, 12},
    {"def f(**k, a): pass\n", TY_SYNTAX_ERROR, "arguments cannot follow var-keyword argument", 1, 12, 1, 13},
    {"def f(*a=1): pass\n", TY_SYNTAX_ERROR, "var-positional argument cannot have default value", 1, 9, 1,
     10},
    {"def f(/, a): pass\n", TY_SYNTAX_ERROR, "at least one argument must precede /", 1, 7, 1, 8},
    {"def f(a, /, b, /): pass\n", TY_SYNTAX_ERROR, "/ may appear only once", 1, 16, 1, 17},
    {"def f(*, a, /): pass\n", TY_SYNTAX_ERROR, "/ must be ahead of *", 1, 13, 1, 14},
    {"def f(a, (b, c)): pass\n", TY_SYNTAX_ERROR, "Function parameters cannot be parenthesized", 1, 10, 1,
     16},
    {"def f(a=): pass\n", TY_SYNTAX_ERROR, "expected default value expression", 1, 8, 1, 9},
    {"lambda *: 1\n", TY_SYNTAX_ERROR, "named arguments must follow bare *", 1, 9, 1, 10},
    {"lambda a=1, b: 1\n", TY_SYNTAX_ERROR, "parameter without a default follows parameter with a default", 1,
     13, 1, 14},
    {"def f\n", TY_SYNTAX_ERROR, "expected '('", 1, 6, 1, 7},
    {"def f(a)\n    pass\n", TY_SYNTAX_ERROR, "expected ':'", 1, 9, 1, 10},
    {"class C\n    pass\n", TY_SYNTAX_ERROR, "expected ':'", 1, 8, 1, 9},
    {"if x\n    pass\n", TY_SYNTAX_ERROR, "expected ':'", 1, 5, 1, 6},
    {"while x\n    pass\n", TY_SYNTAX_ERROR, "expected ':'", 1, 8, 1, 9},
    {"for x in y\n    pass\n", TY_SYNTAX_ERROR, "expected ':'", 1, 11, 1, 12},
    {"try\n    pass\n", TY_SYNTAX_ERROR, "expected ':'", 1, 4, 1, 5},
    {"with x\n    pass\n", TY_SYNTAX_ERROR, "expected ':'", 1, 7, 1, 8},
    {"else: pass\n", TY_SYNTAX_ERROR, "invalid syntax", 1, 1, 1, 5},
    {"if x:\npass\n", TY_SYNTAX_INDENTATION, "expected an indented block after 'if' statement on line 1", 2,
     1, 2, 5},
    {"while x:\npass\n", TY_SYNTAX_INDENTATION,
     "expected an indented block after 'while' statement on line 1", 2, 1, 2, 5},
    {"for x in y:\npass\n", TY_SYNTAX_INDENTATION,
     "expected an indented block after 'for' statement on line 1", 2, 1, 2, 5},
    {"def f():\npass\n", TY_SYNTAX_INDENTATION,
     "expected an indented block after function definition on line 1", 2, 1, 2, 5},
    {"class C:\npass\n", TY_SYNTAX_INDENTATION, "expected an indented block after class definition on line 1",
     2, 1, 2, 5},
    {"with x:\npass\n", TY_SYNTAX_INDENTATION, "expected an indented block after 'with' statement on line 1",
     2, 1, 2, 5},
    {"try:\npass\n", TY_SYNTAX_INDENTATION, "expected an indented block after 'try' statement on line 1", 2,
     1, 2, 5},
    {"try:\n    pass\nexcept:\npass\n", TY_SYNTAX_INDENTATION,
     "expected an indented block after 'except' statement on line 3", 4, 1, 4, 5},
    {"try:\n    pass\nfinally:\npass\n", TY_SYNTAX_INDENTATION,
     "expected an indented block after 'finally' statement on line 3", 4, 1, 4, 5},
    {"try:\n    pass\nx = 1\n", TY_SYNTAX_ERROR, "expected 'except' or 'finally' block", 3, 1, 3, 2},
    {"try:\n    pass\nexcept A, B:\n    pass\n", TY_SYNTAX_ERROR,
     "multiple exception types must be parenthesized", 3, 8, 3, 12},
    {"try:\n    pass\nexcept* :\n    pass\n", TY_SYNTAX_ERROR, "expected one or more exception types", 3, 9,
     3, 10},
    {"try:\n    pass\nexcept A:\n    pass\nexcept* B:\n    pass\n", TY_SYNTAX_ERROR,
     "cannot have both 'except' and 'except*' on the same 'try'", 5, 1, 5, 8},
    {"match x:\n    case 1\n        pass\n", TY_SYNTAX_ERROR, "expected ':'", 2, 11, 2, 12},
    {"match x:\n    case 1:\n    pass\n", TY_SYNTAX_INDENTATION,
     "expected an indented block after 'case' statement on line 2", 3, 5, 3, 9},
    {"match x\n    case 1: pass\n", TY_SYNTAX_ERROR, "expected ':'", 1, 8, 1, 9},
    {"match x:\n    case a as _: pass\n", TY_SYNTAX_ERROR, "cannot use '_' as a target", 2, 15, 2, 16},
    {"match x:\n    case a as b.c: pass\n", TY_SYNTAX_ERROR, "invalid syntax", 2, 16, 2, 17},
    {"match x:\n    case A(b=1, c): pass\n", TY_SYNTAX_ERROR, "positional patterns follow keyword patterns",
     2, 17, 2, 18},
    {"match x:\n    case 1 + 2: pass\n", TY_SYNTAX_ERROR, "imaginary number required in complex literal", 2,
     14, 2, 15},
    {"match x:\n    case 1j + 2j: pass\n", TY_SYNTAX_ERROR, "real number required in complex literal", 2, 10,
     2, 12},
    {"{1: 2, 3}\n", TY_SYNTAX_ERROR, "':' expected after dictionary key", 1, 8, 1, 0},
    {"{1: 2, 3:}\n", TY_SYNTAX_ERROR, "expression expected after dictionary key and ':'", 1, 9, 1, 10},
    {"{1:*a}\n", TY_SYNTAX_ERROR, "cannot use a starred expression in a dictionary value", 1, 4, 1, 6},
    {"{**a for a in b}\n", TY_SYNTAX_ERROR, "dict unpacking cannot be used in dict comprehension", 1, 2, 1,
     4},
    {"[**a for a in b]\n", TY_SYNTAX_ERROR, "invalid syntax", 1, 2, 1, 4},
    {"[a, b for a in c]\n", TY_SYNTAX_ERROR, "did you forget parentheses around the comprehension target?", 1,
     2, 1, 6},
    {"(*a)\n", TY_SYNTAX_ERROR, "cannot use starred expression here", 1, 2, 1, 4},
    {"(**a)\n", TY_SYNTAX_ERROR, "cannot use double starred expression here", 1, 2, 1, 4},
    {"x = yield = 1\n", TY_SYNTAX_ERROR, "assignment to yield expression not possible", 1, 5, 1, 10},
    {"(x := 1) = 2\n", TY_SYNTAX_ERROR,
     "cannot assign to named expression here. Maybe you meant '==' instead of '='?", 1, 2, 1, 8},
    {"(a.b := 1)\n", TY_SYNTAX_ERROR, "cannot use assignment expressions with attribute", 1, 2, 1, 5},
    {"x := 1\n", TY_SYNTAX_ERROR, "invalid syntax", 1, 3, 1, 5},
    {"1 if 2\n", TY_SYNTAX_ERROR, "expected 'else' after 'if' expression", 1, 1, 1, 7},
    {"f(1 if 2)\n", TY_SYNTAX_ERROR, "expected 'else' after 'if' expression", 1, 3, 1, 9},
    {"3 + not 4\n", TY_SYNTAX_ERROR, "'not' after an operator must be parenthesized", 1, 5, 1, 10},
    {"- not x\n", TY_SYNTAX_ERROR, "'not' after an operator must be parenthesized", 1, 3, 1, 8},
    {"a <> b\n", TY_SYNTAX_ERROR, "invalid syntax", 1, 3, 1, 5},
    {"a?b\n", TY_SYNTAX_ERROR, "invalid syntax", 1, 2, 1, 3},
    {"$\n", TY_SYNTAX_ERROR, "invalid syntax", 1, 1, 1, 2},
    {"a b\n", TY_SYNTAX_ERROR, "invalid syntax", 1, 3, 1, 4},
    {"return = 1\n", TY_SYNTAX_ERROR, "invalid syntax", 1, 8, 1, 9},
    {"class = 1\n", TY_SYNTAX_ERROR, "invalid syntax", 1, 7, 1, 8},
    {"x = (\n", TY_SYNTAX_ERROR, "'(' was never closed", 1, 5, 1, 0},
    {"x = [1,\n", TY_SYNTAX_ERROR, "'[' was never closed", 1, 5, 1, 0},
    {"x = {1:\ny = 2\n", TY_SYNTAX_ERROR, "'{' was never closed", 1, 5, 1, 0},
    {"x = )\n", TY_SYNTAX_ERROR, "unmatched ')'", 1, 5, 1, 5},
    {"x = (]\n", TY_SYNTAX_ERROR, "closing parenthesis ']' does not match opening parenthesis '('", 1, 6, 1,
     6},
    {"x = (\n]\n", TY_SYNTAX_ERROR,
     "closing parenthesis ']' does not match opening parenthesis '(' on line 1", 2, 1, 2, 1},
    {"x = 'abc\n", TY_SYNTAX_ERROR, "unterminated string literal (detected at line 1)", 1, 5, 1, 5},
    {"x = \"\"\"abc\n", TY_SYNTAX_ERROR, "unterminated triple-quoted string literal (detected at line 1)", 1,
     5, 1, 5},
    {"x = 'abc\\'\n", TY_SYNTAX_ERROR,
     "unterminated string literal (detected at line 1); perhaps you escaped the end quote?", 1, 5, 1, 5},
    {"f'{'\n", TY_SYNTAX_ERROR, "f-string: expecting '}'", 1, 4, 1, 4},
    {"f'{}'\n", TY_SYNTAX_ERROR, "f-string: valid expression required before '}'", 1, 4, 1, 5},
    {"f'{a b}'\n", TY_SYNTAX_ERROR, "invalid syntax. Perhaps you forgot a comma?", 1, 4, 1, 7},
    {"f'{a!x}'\n", TY_SYNTAX_ERROR, "f-string: invalid conversion character 'x': expected 's', 'r', or 'a'",
     1, 6, 1, 7},
    {"f'{a!}'\n", TY_SYNTAX_ERROR, "f-string: missing conversion character", 1, 6, 1, 7},
    {"f'{a! r}'\n", TY_SYNTAX_ERROR, "f-string: conversion type must come right after the exclamanation mark",
     1, 5, 1, 8},
    {"f'}'\n", TY_SYNTAX_ERROR, "f-string: single '}' is not allowed", 1, 3, 1, 3},
    {"f'{a:{b:{c:{d}}}}'\n", TY_SYNTAX_ERROR, "f-string: expressions nested too deeply", 1, 11, 1, 11},
    {"f'{lambda x: 1}'\n", TY_SYNTAX_ERROR,
     "f-string: lambda expressions are not allowed without parentheses", 1, 4, 1, 13},
    {"f'{*}'\n", TY_SYNTAX_ERROR, "f-string: expecting a valid expression after '{'", 1, 4, 1, 5},
    {"f'{a'\n", TY_SYNTAX_ERROR, "f-string: expecting '}'", 1, 5, 1, 5},
    {"f'{a=!}'\n", TY_SYNTAX_ERROR, "f-string: missing conversion character", 1, 7, 1, 8},
    {"f'abc\n", TY_SYNTAX_ERROR, "unterminated f-string literal (detected at line 1)", 1, 1, 1, 1},
    {"f'''{\n", TY_SYNTAX_ERROR, "'{' was never closed", 1, 5, 1, 0},
    {"b'\\xe9' 'a'\n", TY_SYNTAX_ERROR, "cannot mix bytes and nonbytes literals", 1, 12, 1, 13},
    {"'\\x1'\n", TY_SYNTAX_ERROR,
     "(unicode error) 'unicodeescape' codec can't decode bytes in position 0-2: truncated \\xXX escape", 1, 1,
     1, 6},
    {"'\\u12'\n", TY_SYNTAX_ERROR,
     "(unicode error) 'unicodeescape' codec can't decode bytes in position 0-3: truncated \\uXXXX escape", 1,
     1, 1, 7},
    {"'\\N{no such name}'\n", TY_SYNTAX_ERROR,
     "(unicode error) 'unicodeescape' codec can't decode bytes in position 0-15: unknown Unicode character "
     "name",
     1, 1, 1, 19},
    {"'\\U00110000'\n", TY_SYNTAX_ERROR,
     "(unicode error) 'unicodeescape' codec can't decode bytes in position 0-9: illegal Unicode character", 1,
     1, 1, 13},
    {"1a\n", TY_SYNTAX_ERROR, "invalid decimal literal", 1, 1, 1, 1},
    {"0777\n", TY_SYNTAX_ERROR,
     "leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers", 1, 1,
     1, 2},
    {"0b12\n", TY_SYNTAX_ERROR, "invalid digit '2' in binary literal", 1, 4, 1, 4},
    {"0o8\n", TY_SYNTAX_ERROR, "invalid digit '8' in octal literal", 1, 3, 1, 3},
    {"0xg\n", TY_SYNTAX_ERROR, "invalid hexadecimal literal", 1, 2, 1, 2},
    {"1__0\n", TY_SYNTAX_ERROR, "invalid decimal literal", 1, 2, 1, 2},
    {"1_\n", TY_SYNTAX_ERROR, "invalid decimal literal", 1, 2, 1, 2},
    {"1e\n", TY_SYNTAX_ERROR, "invalid decimal literal", 1, 1, 1, 1},
    {"1.5j5\n", TY_SYNTAX_ERROR, "invalid imaginary literal", 1, 4, 1, 4},
    {"0b\n", TY_SYNTAX_ERROR, "invalid binary literal", 1, 2, 1, 2},
    {"x = \\ 1\n", TY_SYNTAX_ERROR, "unexpected character after line continuation character", 1, 6, 1, 0},
    {"x = 1 \\", TY_SYNTAX_ERROR, "unexpected EOF while parsing", 1, 8, 1, -1},
    {"a = \342\200\234b\342\200\235\n", TY_SYNTAX_ERROR, "invalid character '\342\200\234' (U+201C)", 1, 5, 1,
     5},
    {"a\302\240= 1\n", TY_SYNTAX_ERROR, "invalid non-printable character U+00A0", 1, 2, 1, 2},
    {"\342\202\254 = 1\n", TY_SYNTAX_ERROR, "invalid character '\342\202\254' (U+20AC)", 1, 1, 1, 1},
    {"  x\n", TY_SYNTAX_INDENTATION, "unexpected indent", 1, 2, 1, -1},
    {"x\n  y\n", TY_SYNTAX_INDENTATION, "unexpected indent", 2, 2, 2, -1},
    {"if x:\n    y\n  z\n", TY_SYNTAX_INDENTATION, "unindent does not match any outer indentation level", 3,
     4, 3, -1},
    {"if x:\n\ty\n        z\n", TY_SYNTAX_TAB, "inconsistent use of tabs and spaces in indentation", 3, 1, 3,
     0},
    {"if x:\n        y\n\tz\n", TY_SYNTAX_TAB, "inconsistent use of tabs and spaces in indentation", 3, 1, 3,
     0},
    {"type X[*T: int] = int\n", TY_SYNTAX_ERROR, "cannot use bound with TypeVarTuple", 1, 10, 1, 15},
    {"class C[**P: int]: pass\n", TY_SYNTAX_ERROR, "cannot use bound with ParamSpec", 1, 12, 1, 17},
    {"@\nx\n", TY_SYNTAX_ERROR, "invalid syntax", 1, 2, 1, 3},
    {"@x\n", TY_SYNTAX_ERROR, "invalid syntax", 1, 0, 1, 0},
    {"async x\n", TY_SYNTAX_ERROR, "invalid syntax", 1, 7, 1, 8},
    {"await\n", TY_SYNTAX_ERROR, "invalid syntax", 1, 6, 1, 7},
    {"global x.y\n", TY_SYNTAX_ERROR, "invalid syntax", 1, 9, 1, 10},
    {"nonlocal\n", TY_SYNTAX_ERROR, "invalid syntax", 1, 9, 1, 10},
    {"assert\n", TY_SYNTAX_ERROR, "invalid syntax", 1, 7, 1, 8},
    {"raise from x\n", TY_SYNTAX_ERROR, "invalid syntax", 1, 7, 1, 11},
    {"a = *\n", TY_SYNTAX_ERROR, "invalid syntax", 1, 6, 1, 7},
    {"a[*]\n", TY_SYNTAX_ERROR, "Invalid star expression", 1, 4, 1, 5},
    {"x.1\n", TY_SYNTAX_ERROR, "invalid syntax", 1, 2, 1, 4},
    {"x..y\n", TY_SYNTAX_ERROR, "invalid syntax", 1, 3, 1, 4},
    {"f(a for a in b)(", TY_SYNTAX_ERROR, "'(' was never closed", 1, 16, 1, 0},
    {"pass pass\n", TY_SYNTAX_ERROR, "invalid syntax", 1, 6, 1, 10},
    {"import a.\n", TY_SYNTAX_ERROR, "invalid syntax", 1, 10, 1, 11},
    {"from . import *, a\n", TY_SYNTAX_ERROR, "invalid syntax", 1, 16, 1, 17},
    {"not\n", TY_SYNTAX_ERROR, "invalid syntax", 1, 4, 1, 5},
    {"for\n", TY_SYNTAX_ERROR, "invalid syntax", 1, 4, 1, 5},
    {"x = \"a\" b\"b\"\n", TY_SYNTAX_ERROR, "cannot mix bytes and nonbytes literals", 1, 13, 1, 14},
    {"\303\251 = (\303\274 \303\266)\n", TY_SYNTAX_ERROR, "invalid syntax. Perhaps you forgot a comma?", 1, 6,
     1, 9},
    {"a = 1 if b else\n", TY_SYNTAX_ERROR, "invalid syntax", 1, 16, 1, 17},
    {"elif x: pass\n", TY_SYNTAX_ERROR, "invalid syntax", 1, 1, 1, 5},
    {"async def f: pass\n", TY_SYNTAX_ERROR, "expected '('", 1, 12, 1, 13},
    {"def 1f(): pass\n", TY_SYNTAX_ERROR, "invalid decimal literal", 1, 5, 1, 5},
    {"with (a as b, c as d) pass\n", TY_SYNTAX_ERROR, "invalid syntax", 1, 23, 1, 27},
    {"with (a, b) as f(): pass\n", TY_SYNTAX_ERROR, "cannot assign to function call", 1, 16, 1, 19},
    {"while 1: x y\n", TY_SYNTAX_ERROR, "invalid syntax", 1, 12, 1, 13},
    {"{a b}\n", TY_SYNTAX_ERROR, "invalid syntax. Perhaps you forgot a comma?", 1, 2, 1, 5},
    {"{1:2 3:4}\n", TY_SYNTAX_ERROR, "invalid syntax. Perhaps you forgot a comma?", 1, 4, 1, 7},
    {"x[1 2]\n", TY_SYNTAX_ERROR, "invalid syntax. Perhaps you forgot a comma?", 1, 3, 1, 6},
    {"print a, b\n", TY_SYNTAX_ERROR, "Missing parentheses in call to 'print'. Did you mean print(...)?", 1,
     1, 1, 11},
    {"a = b c\n", TY_SYNTAX_ERROR, "invalid syntax", 1, 7, 1, 8},
    {"if 1: a b\n", TY_SYNTAX_ERROR, "invalid syntax", 1, 9, 1, 10},
    {"for x y in z: pass\n", TY_SYNTAX_ERROR, "invalid syntax", 1, 7, 1, 8},
    {"for x: pass\n", TY_SYNTAX_ERROR, "invalid syntax", 1, 6, 1, 7},
    {"def f(x y): pass\n", TY_SYNTAX_ERROR, "invalid syntax", 1, 9, 1, 10},
    {"lambda x y: 1\n", TY_SYNTAX_ERROR, "invalid syntax", 1, 10, 1, 11},
    {"\"a\" \"b\n", TY_SYNTAX_ERROR, "unterminated string literal (detected at line 1)", 1, 5, 1, 5},
};

static void check_errors(void) {
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
        front f = {.mod = NULL};
        const char *text = errors[i].text;
        if (ok(!front_parse(&f, text, strlen(text), TY_PARSE_EXEC, TY_SOURCE_TEXT), "%s", text)) {
            is_int(f.error.kind, errors[i].kind, "%s", text);
            is_str(f.error.message, errors[i].message, "%s", text);
            char got[100], want[100];
            snprintf(got, sizeof got, "%d:%d-%d:%d", (int)f.error.lineno, (int)f.error.col,
                     (int)f.error.end_lineno, (int)f.error.end_col);
            snprintf(want, sizeof want, "%d:%d-%d:%d", errors[i].lineno, errors[i].col, errors[i].end_lineno,
                     errors[i].end_col);
            is_str(got, want, "%s", text);
        }
        front_end(&f);
    }
}

/* ---- limits ---- */

static void repeat(const char *head, const char *piece, int times, const char *tail,
                   ty_syntax_error_kind want) {
    size_t n = strlen(piece), total = strlen(head) + n * (size_t)times + strlen(tail);
    char *text = malloc(total + 1), *s = text;
    if (!text) bail("no memory");
    s += sprintf(s, "%s", head);
    for (int i = 0; i < times; i++) {
        memcpy(s, piece, n);
        s += n;
    }
    strcpy(s, tail);
    front f = {.mod = NULL};
    bool good = front_parse(&f, text, total, TY_PARSE_EXEC, TY_SOURCE_TEXT) && front_scopes(&f);
    is_int(good ? TY_SYNTAX_OK : f.error.kind, want, "%d times %s: %s", times, piece, f.error.message);
    front_end(&f);
    free(text);
}

static void check_limits(void) {
    repeat("", "(", 100000, "", TY_SYNTAX_ERROR);
    repeat("", "-", 100000, "x", TY_SYNTAX_RECURSION);
    repeat("", "not ", 100000, "x", TY_SYNTAX_RECURSION);
    repeat("", "lambda: ", 100000, "x", TY_SYNTAX_RECURSION);
    repeat("", "x if y else ", 100000, "x", TY_SYNTAX_RECURSION);
    repeat("x", "**x", 100000, "", TY_SYNTAX_RECURSION);
    repeat("x", ".a", 100000, "", TY_SYNTAX_RECURSION);
    repeat("x", " + x", 100000, "", TY_SYNTAX_RECURSION);
    repeat("x", "()", 100000, "", TY_SYNTAX_RECURSION);
    repeat("x", ".a", 2000, "", TY_SYNTAX_OK);
    repeat("x", " + x", 2000, "", TY_SYNTAX_OK);
    repeat("x", " and x", 100000, "", TY_SYNTAX_OK);
    repeat("x", " < x", 100000, "", TY_SYNTAX_OK);
    repeat("x", ", x", 100000, "", TY_SYNTAX_OK);
    repeat("x", " = x", 100000, "", TY_SYNTAX_OK);
    repeat("", "x = 1\n", 100000, "", TY_SYNTAX_OK);
    repeat("if x: pass\n", "elif x: pass\n", 50000, "else: pass\n", TY_SYNTAX_OK);
    repeat("x ", "x ", 100000, "", TY_SYNTAX_RECURSION);
    /* Mistakes deep within brackets: looking for their words takes no more than linear time. */
    repeat("", "f(*[x for (", 60, "a b", TY_SYNTAX_ERROR);
    repeat("", "{1: 2, {a[", 60, "a b", TY_SYNTAX_ERROR);
    repeat("", "[x for [", 90, "a b", TY_SYNTAX_ERROR);
    repeat("f", "(a, b=[c", 90, " d", TY_SYNTAX_ERROR);
}

/* The tree must be right, or the failure clean, whichever allocation is the last that succeeds. */
static void check_memory(void) {
    const char *text =
        "def f(a, *b, c=1, **d):\n    return [x for x in (a, b) if f'{c!r:>{d}}' \"z\"] or {1: 2, **d}\n"
        "match f:\n    case {'a': [1, *_], **r} | A(b=_, c=r): pass\n";
    bool done = false;
    int failures = 0;
    for (size_t limit = 8192; !done && limit < 1 << 20; limit += 512) {
        front f = {.mod = NULL};
        const ty_source_options from = {.origin = TY_SOURCE_TEXT};
        ty_arena_init(&f.arena, NULL, limit);
        memset(&f.error, 0, sizeof f.error);
        f.mod = ty_source_init(&f.source, &f.arena, text, strlen(text), &from, &f.error)
                    ? ty_parser_parse(&f.arena, &f.source, NULL, &f.error)
                    : NULL;
        done = f.mod && ty_symtable_build(&f.arena, f.mod, NULL, &f.error);
        if (!done && f.error.kind != TY_SYNTAX_MEMORY) {
            ok(false, "limit %zu: %s", limit, f.error.message);
            return;
        }
        failures += !done;
        ty_arena_free(&f.arena);
    }
    ok(done && failures > 0, "MemoryError below the need, a tree above");
}

/* ---- modes, warnings, the prompt ---- */

static bool incomplete(const char *text) {
    front f = {.mod = NULL};
    const ty_source_options from = {.origin = TY_SOURCE_TEXT};
    const ty_parse_options how = {
        .mode = TY_PARSE_SINGLE, .allow_incomplete = true, .dont_imply_dedent = true};
    ty_arena_init(&f.arena, NULL, 0);
    bool good = ty_source_init(&f.source, &f.arena, text, strlen(text), &from, &f.error) &&
                ty_parser_parse(&f.arena, &f.source, &how, &f.error);
    front_end(&f);
    return !good && f.error.kind == TY_SYNTAX_INCOMPLETE;
}

static void check_modes(void) {
    is_tree("1 + a \n\n", TY_PARSE_EVAL,
            "Expression(body=BinOp(left=Constant(value=1), op=Add(), right=Name(id='a', ctx=Load())))");
    is_tree("x\n", TY_PARSE_SINGLE, "Interactive(body=[Expr(value=Name(id='x', ctx=Load()))])");
    is_tree(
        "if x:\n    y\n\n", TY_PARSE_SINGLE,
        "Interactive(body=[If(test=Name(id='x', ctx=Load()), body=[Expr(value=Name(id='y', ctx=Load()))])])");
    front f = {.mod = NULL};
    ok(!front_parse(&f, "x = 1", 5, TY_PARSE_EVAL, TY_SOURCE_TEXT), "a statement is no expression");
    front_end(&f);
    ok(incomplete("if x:\n"), "block to come");
    ok(incomplete("x = (1,\n"), "bracket open");
    ok(incomplete("'''abc\n"), "string open");
    ok(incomplete("try:\n    pass\n"), "handler to come");
    ok(incomplete("@x\n"), "decorated to come");
    ok(incomplete("if x:\n    y"), "a block is ended by an empty line");
    ok(incomplete("if x: y"), "one on its line too");
    ok(incomplete("def f():\n    if x:\n        y\n\n    z"), "an inner block may end before");
    ok(!incomplete("if x:\n    y\n"), "ended by the empty line");
    ok(!incomplete("x = 1 2\n"), "no more text helps");
    ok(!incomplete("'abc\n"), "nor here");

    const char *warned = "x = '\\d' b'\\q' '''\n\n\\w'''\n";
    front w = {.mod = NULL};
    ok(!front_parse(&w, warned, strlen(warned), TY_PARSE_EXEC, TY_SOURCE_TEXT), "bytes and str");
    front_end(&w);
    front v = {.mod = NULL};
    warned = "x = '\\d'\ny = '''\n\n\\w'''\nz = 1if x else 0x1for\n'\\777'";
    front_parse(&v, warned, strlen(warned), TY_PARSE_EXEC, TY_SOURCE_TEXT);
    ok(strstr(v.warnings, "5: invalid decimal literal\n") &&
           strstr(v.warnings, "1: invalid escape sequence '\\d'\n"),
       "%s", v.warnings);
    front_end(&v);
    front s = {.mod = NULL, .strict = true};
    ok(!front_parse(&s, "x = '\\d'", 8, TY_PARSE_EXEC, TY_SOURCE_TEXT), "a warning as an error");
    is_str(s.error.message, "invalid escape sequence '\\d'");
    front_end(&s);
}

static void check_constants(void) {
    front f = {.mod = NULL};
    const char *text =
        "9223372036854775807, 9223372036854775808, 0xFFFFFFFFFFFFFFFFF, '\\ud800\\N{BULLET}', b'\\x00\\xff'";
    if (ok(front_parse(&f, text, strlen(text), TY_PARSE_EVAL, TY_SOURCE_TEXT), "%s", f.error.message)) {
        ty_expr **e = f.mod->Expression.body->Tuple.elts.at;
        is_int(e[0]->Constant.value.kind, TY_CONST_Int);
        is_int(e[0]->Constant.value.i, INT64_MAX);
        is_int(e[1]->Constant.value.kind, TY_CONST_BigInt);
        is_mem(e[1]->Constant.value.big.data, "9223372036854775808", 19);
        is_int(e[1]->Constant.value.base, 10);
        is_int(e[2]->Constant.value.base, 16);
        is_int(e[2]->Constant.value.big.len, 17);
        is_int(e[3]->Constant.value.s.len, 6);
        is_mem(e[3]->Constant.value.s.data, "\xED\xA0\x80\xE2\x80\xA2", 6);
        is_int(e[4]->Constant.value.s.len, 2);
        is_mem(e[4]->Constant.value.s.data, "\0\xFF", 2);
    }
    front_end(&f);
    front g = {.mod = NULL};
    text = "\xEF\xAC\x81 = fi = \xF0\x9D\x94\x98"; /* a ligature and a mathematical letter */
    if (ok(front_parse(&g, text, strlen(text), TY_PARSE_EXEC, TY_SOURCE_TEXT), "%s", g.error.message)) {
        ty_stmt *s = g.mod->Module.body.at[0];
        is_ptr(s->Assign.targets.at[0]->Name.id, s->Assign.targets.at[1]->Name.id,
               "normalised names are one");
        is_str(s->Assign.value->Name.id->text, "U");
    }
    front_end(&g);
}

int main(void) {
    for (size_t i = 0; i < sizeof statements / sizeof *statements; i++) {
        char want[8192];
        snprintf(want, sizeof want, "Module(body=[%s])", statements[i].tree);
        is_tree(statements[i].text, TY_PARSE_EXEC, want);
    }
    check_modes();
    check_constants();
    check_errors();
    check_limits();
    check_memory();
    return done_testing();
}
