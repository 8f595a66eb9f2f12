# SPDX-License-Identifier: MIT
# Corners of classes: layouts, descriptors, hooks, metaclasses, subclasses of builtin types.
def show(f):
    try: print(f())
    except BaseException as e: print(type(e).__name__, e, getattr(e, '__notes__', ''))
def run(s):
    try: exec(s, {'__name__':'m'})
    except BaseException as e: print(type(e).__name__, e, getattr(e, '__notes__', ''))
import weakref
class S: __slots__ = ('a',)
show(lambda: weakref.ref(S()))
class SW: __slots__ = ('a', '__weakref__')
x = SW(); print(weakref.ref(x)() is x)
class Base: __slots__ = ('p',)
class Mix: pass
class Both(Base, Mix): pass
b = Both(); b.p = 1; b.q = 2; print(b.p, b.q, b.__dict__)
class Both2(Mix, Base): __slots__ = ('z',)
b = Both2(); b.p = 1; b.q = 2; b.z = 3; print(b.p, b.q, b.z, b.__dict__)
class Big: pass
o = Big()
for i in range(200): setattr(o, f'a{i}', i)
print(o.a0, o.a150, o.a199, len(o.__dict__), list(o.__dict__)[:3])
o = Big(); o.a = 1; o.b = 2; o.c = 3; del o.b; o.b = 4; print(list(vars(o).items()))
o = Big(); o.a = 1; o.b = 2; del o.b; o.c = 5; print(vars(o)); del o.c; del o.a; print(vars(o))
o = Big(); o.x = 1
def ff(): del o.__dict__
show(ff); print(vars(o))
for n in range(30):
    o = Big()
    for i in range(n): setattr(o, f'k{i}', i)
    assert [getattr(o, f'k{i}') for i in range(n)] == list(range(n))
    if n > 3:
        delattr(o, 'k1'); assert not hasattr(o, 'k1'); assert o.k2 == 2; o.k1 = 9; assert list(vars(o))[-1] == 'k1'
class G:
    @property
    def p(self): raise AttributeError('inner')
    def __getattr__(self, n): return 'fallback ' + n
print(G().p, G().q)
class G2:
    @property
    def p(self): raise AttributeError('inner')
show(lambda: G2().p)
class Get:
    def __get__(s, o, t): return 'get'
class Set(Get):
    def __set__(s, o, v): print('set')
class Del:
    def __delete__(s, o): print('delete')
class H:
    g = Get(); s = Set(); d = Del()
h = H(); h.__dict__['g'] = 'inst'; print(h.g, h.s, H.g)
h.s = 1
def ff(): del h.s
show(ff)
del h.d
def ff(): h.d = 1
show(ff)
h.g = 'new'; print(h.g); del h.g; print(h.g)
class Eq:
    def __eq__(s, o): return True
class EqH(Eq):
    __hash__ = object.__hash__
print(hash(EqH()) is not None, Eq.__hash__); show(lambda: hash(Eq()))
class Sub(Eq): pass
show(lambda: hash(Sub()))
run("class A:\n def __init_subclass__(cls, x): print('x', x)\nclass B(A, x=1): pass\nclass C(A): pass")
run("class C(object, x=1): pass")
run("class C(metaclass=3): pass")
run("class C(metaclass=lambda *a: a): pass\nprint(C[0], C[1])")
run("class D:\n def __set_name__(self, o, n): 1/0\nclass A: d = D()")
run("class A:\n __slots__ = ('a', 'a')\nprint(A.__slots__)")
run("class A:\n __slots__ = 'abc'\na = A(); a.abc = 1; print(a.abc)")
run("class A:\n __slots__ = {'x': 'doc x'}\nprint(A.x)")
run("class A:\n __slots__ = ['__dict__', '__dict__']")
run("class A: pass\nclass B(A):\n __slots__ = ['__dict__']")
run("class A(tuple): __slots__ = ('x',)")
run("class A(type): __slots__ = ('x',)")
run("class A(type): pass\nclass B(metaclass=A): pass\nB.x = 1\nprint(B.x, vars(B)['x'])")
run("class A: pass\nA.__dict__['x'] = 1")
run("class A: pass\nA.__dict__ = {}")
run("class A: pass\nA.__mro__ = ()")
run("class A: pass\nA.__class__ = int")
run("class M(type):\n def mro(cls): return [cls, object]\nclass A(metaclass=M): pass\nprint(A.__mro__)")
run("class M(type):\n def mro(cls): return [3]\nclass A(metaclass=M): pass")
run("super().x")
run("class A:\n def f(self): del self; super()\nA().f()")
run("class A:\n def f(): super()\nA.f()")
run("super(1)"); run("super(int, 'a')"); run("print(super(int, 1).__thisclass__, super(int).__self__)")
run("class A:\n def __new__(cls): return 3\nprint(A())")
run("class A:\n def __new__(cls, *a, **k): print(a, k); return super().__new__(cls)\n def __init__(self, *a, **k): print('init', a, k)\nA(1, x=2)")
run("class A:\n __new__ = 3\nA()")
run("class A:\n __init__ = 3\nA()")
run("class A: __call__ = staticmethod(lambda *a: a)\nprint(A()(1))")
run("class A:\n def __repr__(self): raise ValueError('in repr')\nrepr(A())")
run("class A:\n def __str__(self): return 3\nstr(A())")
run("class A:\n def __format__(self, s): return 3\nformat(A())")
run("class A:\n def __iter__(self): yield 1\nprint(list(A()), tuple(A()), set(A()), [*A()])")
run("class A:\n def __getitem__(self, i): return i if i < 3 else [][0]\nprint(list(A()), 2 in A(), list(reversed(range(2))))")
run("class A: __len__ = lambda s: 3; __getitem__ = lambda s, i: i\nprint(list(reversed(A())))")
run("class A: __reversed__ = None\nreversed(A())")
run("reversed(3)"); run("class A: __hash__ = None\nhash(A())"); run("class A: __add__ = None\nA() + 1")
run("class A:\n def __lt__(s, o): return 'lt'\n def __gt__(s, o): return 'gt'\nclass B(A):\n def __gt__(s, o): return 'Bgt'\nprint(A() < B(), A() < 3, 3 < A(), B() > A())")
run("class A:\n def __contains__(s, x): return 'yes'\nprint(1 in A(), 1 not in A())")
run("class A:\n def __bool__(s): raise KeyError('b')\nif A(): pass")
run("class A:\n def __eq__(s, o): raise KeyError('eq')\n[A()].index(1)")
run("class A:\n def __missing__(s, k): return 1\nA()['x']")
run("class A(dict):\n def __missing__(s, k): return k\nprint(A()['x'], A().get('x'))")
run("class A(str):\n def __eq__(s, o): return True\n __hash__ = str.__hash__\nprint(A('a') == 'b', 'b' == A('a'), {A('a'): 1})")
run("class A(int): pass\nprint(repr(A(3)), A(3) == 3, A(3) + A(4), -A(3), A(3) // 2, int(A(3)), hash(A(3)) == hash(3), [0, 1, 2, 3][A(2)], range(A(3)), A(True), A('12'), A(5).real)")
run("class A(float): pass\nprint(A(3), A('1.5'), A(2) * 2, repr(A(2.5)))")
run("class A(list): pass\na = A([3, 1, 2]); a.sort(); print(a, a[0], a[1:], type(a[1:]), a * 2, a == [1, 2, 3], a.copy())")
run("class A(dict): pass\na = A(x=1); a.y = 2; print(a, a.y, a | {'z': 3}, type(a | {}), A.fromkeys('ab'), type(A.fromkeys('a')))")
run("class A(set): pass\nprint(A([1, 2]) | {3}, type(A([1]) | {2}))")
run("class A(Exception):\n def __str__(self): return 'custom'\ntry: raise A(1)\nexcept A as e: print(e, repr(e), e.args)")
run("class A(KeyError): pass\nprint(str(A('k')), repr(A('k')))")
run("class A(bytes): pass\nprint(A(b'x') + b'y', A(b'ab')[0:1], A(3))")
run("class A(complex): pass\nprint(A(1, 2), A(1) + 1)")
run("class A(property): pass\nclass B:\n @A\n def x(self): return 3\nprint(B().x)")
run("class A(classmethod): pass\nclass B:\n @A\n def x(cls): return cls.__name__\nprint(B.x())")
run("class A(type(lambda: 0)): pass"); run("class A(type(None)): pass"); run("class A(type(...)): pass"); run("class A(range): pass"); run("class A(slice): pass"); run("class A(type([].__iter__())): pass")
