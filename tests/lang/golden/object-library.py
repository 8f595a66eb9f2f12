# SPDX-License-Identifier: MIT
# What the library asks of objects: caches, orderings, named tuples, typing, protocols of dunders.
def show(f):
    try: print(f())
    except BaseException as e: print(type(e).__name__, e)
class Gen0: pass
import functools
class CP:
    @functools.cached_property
    def v(self): print('compute'); return 5
    @functools.lru_cache
    def w(self): return 3
    @functools.singledispatchmethod
    def sd(self, a): return 'base'
    @sd.register
    def _(self, a: int): return 'int'
c = CP(); print(c.v, c.v, c.w()); show(lambda: (c.sd(1), c.sd('a')))
@functools.total_ordering
class TO:
    def __init__(s, v): s.v = v
    def __eq__(s, o): return s.v == o.v
    def __lt__(s, o): return s.v < o.v
print(TO(1) <= TO(2), TO(3) > TO(2))
import collections
show(lambda: collections.namedtuple('P', 'x y')(1, 2))
P = collections.namedtuple('P', 'x y', defaults=[5]); print(P(1), P(1, y=2)._replace(x=5), P(1,2).x, P._fields, P(1)._asdict())
class P2(P):
    __slots__ = ()
    def s(self): return self.x + self.y
print(P2(1, 2).s(), P2(1,2))
show(lambda: collections.Counter('aab').most_common(1)); print(collections.OrderedDict(a=1), collections.defaultdict(list, {'a': 1}), collections.ChainMap({'a': 1}, {'b': 2})['b'])
class UD(collections.UserDict): pass
u = UD(a=1); print(u, u['a'])
import typing
T = typing.TypeVar('T')
class Gen(typing.Generic[T]):
    def m(self) -> T: ...
print(Gen[int], list[T][int], typing.Optional[int], typing.Union[int, str], typing.get_type_hints(Gen.m))
class Pt(typing.NamedTuple):
    a: int
    b: str = 'x'
print(Pt(1), Pt.__annotations__)
class TD(typing.TypedDict):
    k: int
print(TD(k=1))
class Proto(typing.Protocol):
    def f(self): ...
@typing.runtime_checkable
class Proto2(typing.Protocol):
    def f(self): ...
class Impl:
    def f(self): pass
print(isinstance(Impl(), Proto2), isinstance(3, Proto2))
class Box[T]:
    def get(self) -> T: pass
def gf[T](x: T) -> T: return x
print(gf(3))
type Al[T] = list[T]
print(Al, Al[int])
# generators & misc
import operator
print(operator.attrgetter('x')(P(1)), operator.methodcaller('s')(P2(1, 2)))
class It:
    def __init__(s): s.i = 0
    def __iter__(s): return s
    def __next__(s):
        s.i += 1
        if s.i > 3: raise StopIteration('val')
        return s.i
print(list(It()), sum(It()), [*It()], max(It()), dict(zip(It(), It())))
def yf(): r = yield from It(); print('r', r)
print(list(yf()))
class CMgr:
    def __enter__(s): return 'in'
    def __exit__(s, t, v, tb): print(t, v); return True
with CMgr() as x: print(x); raise ValueError('sup')
class Cmp:
    def __eq__(s, o): return NotImplemented
    def __lt__(s, o): return NotImplemented
print(Cmp() == 1, Cmp() != 1); show(lambda: Cmp() < 1)
class Fmt:
    def __format__(s, spec): return 'F' + spec
    def __str__(s): return 'S'
    def __repr__(s): return 'R'
print(f'{Fmt():abc} {Fmt()!s} {Fmt()!r}', format(Fmt(), 'x'), '%s %r' % (Fmt(), Fmt()), str([Fmt()]))
class Rev:
    def __reversed__(s): return iter([3, 2])
    def __round__(s, n=None): return ('round', n)
    def __trunc__(s): return 7
    def __floor__(s): return 8
    def __complex__(s): return 1j
    def __float__(s): return 2.5
    def __int__(s): return 4
    def __bytes__(s): return b'xx'
    def __abs__(s): return 'abs'
    def __divmod__(s, o): return 'dm'
    def __pow__(s, o, m=None): return ('pow', o, m)
    def __matmul__(s, o): return 'mm'
    def __imatmul__(s, o): return 'imm'
    def __iadd__(s, o): return 'iadd'
    def __invert__(s): return 'inv'
    def __length_hint__(s): return 5
r = Rev(); print(list(reversed(r)), round(r), round(r, 2), complex(r), float(r), int(r), bytes(r), abs(r), divmod(r, 1), r ** 2, pow(r, 2, 3), r @ 1, ~r)
q = r; q @= 1; print(q); q = r; q += 1; print(q)
import math; print(math.floor(r), math.trunc(r))
class Bad:
    def __getattr__(s, n): raise RuntimeError(n)
show(lambda: hasattr(Bad(), 'x'))
class Sub(int):
    def __new__(cls, v, extra): o = int.__new__(cls, v); o.extra = extra; return o
s = Sub(5, 'e'); print(s, s.extra, s + 1, s.__dict__, isinstance(s, int), s == 5, {5: 'five'}[s], s.bit_length())
class DictSub(dict):
    def __getitem__(s, k): return 'got ' + k
    def __setitem__(s, k, v): super().__setitem__(k, v * 2)
d = DictSub(); d['a'] = 2; print(d, d['zz'], dict.__getitem__(d, 'a'))
class LS(list):
    def __len__(s): return 99
print(len(LS([1])), list(LS([1, 2])))
print(int.__new__(bool, 1) if 0 else 'x')
show(lambda: object.__new__(Sub)); show(lambda: int.__new__(Sub, 3).__class__.__name__)
class NoInit:
    def __init_subclass__(cls): raise ValueError('no subclass')
def mk():
    class X(NoInit): pass
show(mk)
x = 5
class Scope:
    x = x + 1
    y = [x for _ in range(2)]
    def f(self): return __class__
print(Scope.x, Scope.y, Scope().f() is Scope)
class Outer:
    class Inner:
        def m(self): pass
print(Outer.Inner, Outer.Inner.m.__qualname__, Outer.Inner.__qualname__)
