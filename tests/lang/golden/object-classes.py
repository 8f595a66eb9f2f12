# SPDX-License-Identifier: MIT
# Classes: metaclasses, hooks, descriptors, operators, slots, and what is said about those that cannot be.
def show(f):
    try: print(f())
    except BaseException as e: print(type(e).__name__, e)
def run(s):
    try: exec(s, {'__name__':'m'})
    except BaseException as e: print(type(e).__name__, e)
# metaclasses
class M(type):
    def __new__(m, n, b, ns, **kw):
        c = super().__new__(m, n, b, ns)
        c.kw = kw
        return c
    def __init__(c, n, b, ns, **kw): super().__init__(n, b, ns)
    def __call__(c, *a): return super().__call__(*a)
    @classmethod
    def __prepare__(m, n, b, **kw): return {'prep': 1}
    def meth(c): return 'meta ' + c.__name__
class C(metaclass=M, k=2):
    pass
print(C.kw, C.prep, C.meth(), type(C), isinstance(C, M))
class D(C): pass
print(type(D), D.meth(), type(D()))
# init_subclass, set_name
class Base:
    subs = []
    def __init_subclass__(cls, **kw):
        super().__init_subclass__()
        Base.subs.append((cls.__name__, kw))
class Desc:
    def __set_name__(self, owner, name): self.n = (owner.__name__, name)
    def __get__(self, o, t): return (self.n, o is None)
class S1(Base, a=1): d = Desc()
print(Base.subs, S1.d, S1().d)
# data descriptor
class DD:
    def __get__(self, o, t): return 'dd'
    def __set__(self, o, v): print('set', v)
    def __delete__(self, o): print('del')
class E: x = DD()
e = E(); e.__dict__['x'] = 5
print(e.x); e.x = 3; del e.x
# operators
class N:
    def __init__(s, v): s.v = v
    def __add__(s, o): return ('add', s.v, o)
    def __radd__(s, o): return ('radd', s.v, o)
    def __eq__(s, o): return isinstance(o, N) and s.v == o.v
    def __lt__(s, o): return s.v < o.v
    def __hash__(s): return hash(s.v)
    def __len__(s): return s.v
    def __getitem__(s, i):
        if i > 2: raise IndexError(i)
        return i * s.v
    def __contains__(s, x): return x == s.v
    def __call__(s, *a, **k): return (a, k)
    def __bool__(s): return s.v > 0
    def __index__(s): return s.v
    def __neg__(s): return -s.v
    def __enter__(s): return s
    def __exit__(s, *a): return False
n = N(3)
print(n + 1, 1 + n, n == N(3), n != N(4), n < N(5), n > N(1), len(n), list(n), 3 in n, n(1, b=2), bool(N(0)), [1,2,3,4][n], -n, hash(n) == hash(3))
class R(N):
    def __radd__(s, o): return 'R.radd'
print(n + R(1))
class Q:
    def __eq__(s, o): return True
show(lambda: hash(Q()))
show(lambda: {Q(): 1})
show(lambda: n - 1)
show(lambda: N(1) < 3)
show(lambda: object() < object())
class G:
    def __getattr__(s, n):
        if n == 'bad': raise AttributeError('custom ' + n)
        return 'ga ' + n
    y = 1
print(G().foo, G().y); show(lambda: G().bad)
class G2:
    def __getattribute__(s, n): return ('gab', n)
print(G2().x, G2().__class__)
class G3:
    def __setattr__(s, n, v): object.__setattr__(s, n, v * 2)
    def __delattr__(s, n): print('delattr', n); object.__delattr__(s, n)
# property
class P:
    def __init__(s): s._x = 1
    @property
    def x(s): "doc x"; return s._x
    @x.setter
    def x(s, v): s._x = v
    @x.deleter
    def x(s): print('xdel')
    ro = property(lambda s: 5)
p = P(); p.x = 9; print(p.x, P.x.__doc__); del p.x
def f(): p.ro = 3
show(f)
def f(): del p.ro
show(f)
show(lambda: P.wo)
# slots
class SL:
    __slots__ = ('a', '__b')
    def __init__(s): s.a = 1; s.__b = 2
s = SL(); print(s.a, s._SL__b)
def f(): s.c = 1
show(f); show(lambda: s.__dict__)
run("class X(int): __slots__=('a',)")
run("class X: __slots__=('a',); a=1")
run("class X: __slots__=('1a',)")
run("class X: __slots__=(1,)")
run("class X(bool): pass")
run("class X(int, str): pass")
run("class A: pass\nclass B(A): pass\nclass X(A, B): pass")
run("class A: pass\nclass X(A, A): pass")
run("class M1(type): pass\nclass M2(type): pass\nclass A(metaclass=M1): pass\nclass B(metaclass=M2): pass\nclass C(A,B): pass")
run("class A(1): pass")
run("class A:\n def __init__(self): return 1\nA()")
run("class A: pass\nA(1)")
run("class A:\n def __init__(self, x): pass\nA()")
run("class A:\n def __new__(cls, x): return object.__new__(cls)\nA(1)\nprint('ok')")
run("object.__new__(int)")
run("class A: pass\nA().x")
run("class A: pass\nA.x")
run("class A: pass\ndel A.x")
run("class A: pass\ndel A().x")
run("int.x = 1")
run("(1).x = 1")
run("None.x = 1")
run("[].append.x = 1")
run("type.x")
run("class A:\n __call__ = 3\nA()()")
run("class A(Exception): pass\nraise A('x')")
run("raise 3")
run("class A:\n def __iter__(self): return 3\nfor x in A(): pass")
run("class A: __iter__ = None\nfor x in A(): pass")
run("class A: __contains__ = None\n1 in A()")
run("class A:\n def __len__(self): return -1\nlen(A())")
run("class A:\n def __len__(self): return 'x'\nlen(A())")
run("class A:\n def __bool__(self): return 'x'\nbool(A())")
run("class A:\n def __hash__(self): return 'x'\nhash(A())")
run("class A:\n def __repr__(self): return 3\nrepr(A())")
run("class A:\n def __index__(self): return 'x'\n[1][A()]")
run("class D:\n def __set_name__(self, o, n): 1/0\nclass A: d = D()")
# abstract
