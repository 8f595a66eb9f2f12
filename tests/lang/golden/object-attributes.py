# SPDX-License-Identifier: MIT
# Functions, methods, classes and instances as objects: their attributes, and changing them.
def show(f):
    try: print(f())
    except BaseException as e: print(type(e).__name__, e)
def run(s):
    try: exec(s, {'__name__':'m'})
    except BaseException as e: print(type(e).__name__, e)
def f(a, b=2, *c, d=4, **e) -> int:
    "the doc"
    return a
print(f.__doc__, f.__name__, f.__qualname__, f.__module__, f.__defaults__, f.__kwdefaults__, f.__annotations__, f.__dict__, f.__closure__, f.__type_params__)
f.x = 1; print(f.x, f.__dict__, vars(f))
f.__defaults__ = (9,); print(f(1))
F = type(f)
g = F(f.__code__, globals(), 'gg', (5,)); g.__kwdefaults__ = {'d': 1}; print(g.__name__, g.__qualname__, g(3))
def h(): return 42
h.__code__ = (lambda: 43).__code__; print(h())
run("def f(): pass\nf.__code__ = 3")
run("def f(): pass\nf.__defaults__ = 3")
run("def f(): pass\nf.__name__ = 3")
run("def f(): pass\nf.__dict__ = 3")
run("def f(): pass\ndel f.__dict__")
class A:
    "A doc"
    def m(self, x=1): "m doc"; return (self.__class__.__name__, x)
    @classmethod
    def c(cls, x=2): "c doc"; return (cls.__name__, x)
    @staticmethod
    def s(x=3): return x
    @property
    def p(self): "p doc"; return 1
print(A.__doc__, A.m.__doc__, A.c.__doc__, A().m.__doc__, A.p.__doc__, A.s.__name__)
a = A()
print(a.m == a.m, a.m is a.m, hash(a.m) == hash(a.m), a.m.__self__ is a, a.m.__func__ is A.m, a.m.__name__, a.c.__self__ is A)
class B(A):
    def m(self): return 'B' + str(super().m()) + str(super(B, self).m(5))
    @classmethod
    def c(cls): return super().c()
print(B().m(), B.c(), super(B, B()).p)
show(lambda: super(B, 3))
show(lambda: super())
# class and instance dict
a.z = 1; print(vars(a)); vars(a)['w'] = 2; print(a.w); a.__dict__ = {'q': 5}; print(a.q); show(lambda: a.z)
def ff(): a.__dict__ = 3
show(ff)
# __class__ assign
class X:
    def hi(s): return 'X'
class Y:
    def hi(s): return 'Y'
x = X(); x.a = 1; x.__class__ = Y; print(x.hi(), x.a, type(x).__name__)
def ff(): x.__class__ = int
show(ff)
def ff(): x.__class__ = 3
show(ff)
# bases assign
class P1: v = 1
class P2: v = 2
class Ch(P1): pass
print(Ch.v); Ch.__bases__ = (P2,); print(Ch.v, P1.__subclasses__(), P2.__subclasses__())
def ff(): Ch.__bases__ = ()
show(ff)
def ff(): Ch.__bases__ = (Ch,)
show(ff)
# name assign
Ch.__name__ = 'New'; print(Ch, Ch.__name__); Ch.__qualname__ = 'Q.New'; print(Ch)
def ff(): Ch.__name__ = 3
show(ff)
def ff(): del Ch.__name__
show(ff)
# isinstance/issubclass hooks
class IM(type):
    def __instancecheck__(c, o): return o == 5
    def __subclasscheck__(c, o): return o is int
class I(metaclass=IM): pass
print(isinstance(5, I), isinstance(6, I), issubclass(int, I), issubclass(str, I), isinstance(5, (str, I)))
show(lambda: isinstance(1, 1)); show(lambda: issubclass(1, int)); show(lambda: issubclass(int, 1)); show(lambda: isinstance(1, (int, 1))); show(lambda: isinstance('a', (int, 1)))
print(isinstance(True, int), isinstance(1, int | str), isinstance([], list | None), issubclass(bool, int | str))
print(list[int], int | None, dict[str, int].__args__, (int | str).__args__, int | str == str | int, list[int] == list[int], hash(list[int]) == hash(list[int]))
show(lambda: list[int][int]); show(lambda: isinstance(1, list[int])); show(lambda: int | 1)
# class attribute update
class Cnt: n = 0
for i in range(100): Cnt.n += 1
print(Cnt.n)
# unusual
class Meta(type):
    def __getattr__(c, n): return 'meta ' + n
    def __len__(c): return 7
    def __getitem__(c, i): return ('item', i)
    def __iter__(c): return iter('abc')
    def __contains__(c, x): return x == 1
    def __repr__(c): return 'MetaRepr'
    def __or__(c, o): return 'or'
    def __add__(c, o): return 'plus'
class ME(metaclass=Meta): pass
print(ME.foo, len(ME), ME[3], list(ME), 1 in ME, ME, ME | 3, ME + 1)
class CG:
    def __class_getitem__(cls, i): return (cls.__name__, i)
print(CG[3])
show(lambda: int[3])
class Sl:
    __slots__ = ('a', 'b', '__dict__')
s = Sl(); s.a = 1; s.zz = 3; print(s.a, s.__dict__, Sl.a)
show(lambda: s.b)
class Sl2(Sl): __slots__ = ('c',)
s = Sl2(); s.c = 3; s.a = 4; print(s.c, s.a)
class Sl3(Sl2): pass
s = Sl3(); s.c = 3; s.a = 4; s.k = 5; print(s.c, s.a, s.k, s.__dict__)
run("class A: __slots__=('x',)\nclass B: __slots__=('y',)\nclass C(A,B): pass")
class L(list):
    def __init__(s, *a): super().__init__(*a); s.extra = 'e'
l = L([1,2]); l.append(3); print(l, l.extra, len(l), l + [4], type(l + [4]).__name__, l == [1,2,3])
class Dd(dict):
    def __missing__(s, k): return 'miss ' + k
print(Dd(a=1)['a'], Dd()['zz'])
class St(str):
    def up(s): return s.upper() + '!'
s = St('abc'); s.attr = 1; print(s.up(), s, s.attr, s + 'd', type(s + 'd').__name__, {s: 1}['abc'])
class In(int):
    def __add__(s, o): return In(int(s) + o + 100)
print(In(1) + 1, 1 + In(1), In(5) == 5, type(In(1) + 1).__name__, In(3) * 2)
class Tu(tuple):
    def __new__(cls, *a): return super().__new__(cls, a)
print(Tu(1, 2), Tu(1, 2)[1])
class Fl(float): pass
print(Fl(1.5) + 1, Fl(2).is_integer())
class By(bytes): pass
print(By(b'ab'), By(b'ab')[0])
class Ex(ValueError):
    def __init__(s, a, b): super().__init__(a); s.b = b
try: raise Ex(1, 2)
except Ex as e: print(e, e.args, e.b, repr(e), e.__dict__)
class Ex2(OSError): pass
try: raise Ex2(2, 'no', 'file')
except OSError as e: print(e, e.errno, e.filename, type(e).__name__)
try:
    try: 1/0
    except ZeroDivisionError as e: raise KeyError('k') from e
except KeyError as e: print(repr(e.__cause__), repr(e.__context__), e.__suppress_context__, e)
try:
    try: 1/0
    except ZeroDivisionError as e: raise KeyError('k')
except KeyError as e: print(repr(e.__cause__), repr(e.__context__), e.__suppress_context__)
def ff(): raise ExceptionGroup('g', [ValueError(1), TypeError(2)])
try: ff()
except* ValueError as e: print('v', e.exceptions)
except* TypeError as e: print('t', e.exceptions)
