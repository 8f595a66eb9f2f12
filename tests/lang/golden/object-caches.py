# SPDX-License-Identifier: MIT
# Attributes at sites that have been cached, when classes change under them.
class F:
    def __setattr__(self, n, v):
        object.__setattr__(self, n, v * 2)
    def m(self): return self.x
def loop(f):
    s = 0
    for i in range(200):
        f.x = i
        s += f.x + f.m()
    return s
print(loop(F()))
class G: pass
def st(g):
    for i in range(50): g.x = i
    return g.x
g = G(); print(st(g))
G.__setattr__ = F.__setattr__
print(st(g)); print(st(G()))
del G.__setattr__
print(st(g))
G.x = property(lambda s: 'prop', lambda s, v: None)
print(st(g), g.x)
def ld(g):
    r = 0
    for i in range(30): r = g.y
    return r
class L: pass
l = L(); l.y = 1; print(ld(l))
L.__getattribute__ = lambda s, n: 'ga ' + n
print(ld(l))
del L.__getattribute__; print(ld(l))
L.y = 5; print(ld(l))
class DD:
    def __get__(s, o, t): return 'dd'
    def __set__(s, o, v): pass
L.y = DD(); print(ld(l))
class M2(L): pass
m = M2(); print(ld(m)); L.y = 7; print(ld(m)); m.y = 8; print(ld(m)); M2.y = 9; print(ld(m)); del m.y; print(ld(m)); del M2.y; print(ld(m))
def meth(o):
    r = None
    for i in range(30): r = o.f()
    return r
class A1:
    def f(self): return 'A'
class B1(A1): pass
b = B1(); print(meth(b)); A1.f = lambda s: 'A2'; print(meth(b)); B1.f = lambda s: 'B'; print(meth(b)); b.f = lambda: 'inst'; print(meth(b)); del b.f; print(meth(b)); del B1.f; print(meth(b))
b.__class__ = type('Z', (), {'f': lambda s: 'Z'}); print(meth(b))
