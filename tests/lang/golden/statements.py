import sys
# match
def m(x):
    match x:
        case 0: return 'zero'
        case -1.5 | 2+3j: return 'num'
        case 'a' | 'b' as s: return 'str ' + s
        case [1, 2]: return 'l12'
        case [a, b] if a == b: return f'eq {a}'
        case [a, [b, *c], *_]: return f'nest {a} {b} {c}'
        case [1, *_, 9]: return 'one..nine'
        case (): return 'empty'
        case {'k': v, 'z': [q]}: return f'map {v} {q}'
        case {'k': v, **rest}: return f'map {v} {rest}'
        case P(1, y=yy) | P(yy, 2): return f'P {yy}'
        case int(n) | float(n): return f'n {n}'
        case str(): return 'other str'
        case None | True: return 'singleton'
        case Color.RED: return 'red'
        case _: return 'default'
class P:
    __match_args__ = ('x', 'y')
    def __init__(self, x, y): self.x, self.y = x, y
class Color: RED = object()
for v in [0, -1.5, 2+3j, 'a', 'c', [1, 2], [5, 5], [5, [6, 7, 8], 9, 10], [1, 3, 9], (), {'k': 1, 'z': [2]}, {'k': 1, 'y': 2}, P(1, 5), P(7, 2), P(0, 0), 7, 3.0, None, True, Color.RED, object]:
    print(m(v))
# except*
def eg(f):
    try:
        f()
    except* ValueError as e: print('VE', e.exceptions)
    except* (TypeError, KeyError) as e: print('TK', [type(x).__name__ for x in e.exceptions])
    else: print('else')
    finally: print('fin')
def r(*e):
    def f(): raise ExceptionGroup('g', list(e))
    return f
eg(lambda: None)
eg(r(ValueError(1), TypeError(2), ValueError(3)))
try: eg(r(ValueError(1), OSError(2)))
except ExceptionGroup as e: print(repr(e))
def eg2():
    try: raise ExceptionGroup('x', [ValueError(1), TypeError(2)])
    except* ValueError: raise RuntimeError('new')
try: eg2()
except ExceptionGroup as e: print(type(e), [type(x) for x in e.exceptions], e.exceptions[1].exceptions if hasattr(e.exceptions[1],'exceptions') else '')
def naked():
    try: raise ValueError(5)
    except* ValueError as e: print(repr(e))
naked()
# class features
class Meta(type):
    def __new__(m, name, bases, ns, **kw): print('meta', name, kw); return super().__new__(m, name, bases, ns)
    def __init__(c, *a, **kw): pass
    @classmethod
    def __prepare__(m, name, bases, **kw): print('prep', name, bases, kw); return {}
class A(metaclass=Meta, flag=1):
    x: int = 1
    y: 'str'
    def f(self): return super().__repr__()[:5]
    @property
    def p(self): return self.__q
    @p.setter
    def p(self, v): self.__q = v
print(A.__annotations__, A().f(), A.__qualname__, A.__module__, A.__firstlineno__, A.__static_attributes__)
a = A(); a.p = 4; print(a.p, a.__dict__)
class B(A):
    def f(self): return 'B' + super().f() + super(B, self).f()
print(B().f())
def outer():
    class Inner:
        def m(self): return __class__.__qualname__
    return Inner().m()
print(outer())
# del / unbound
def d():
    x = 1
    del x
    try: print(x)
    except UnboundLocalError as e: print(e)
    for i in range(2):
        try: print(y)
        except UnboundLocalError as e: print(e)
        y = 1
        del y
d()
def freeun():
    def g(): return z
    try: g()
    except NameError as e: print(type(e).__name__, e)
    z = 1
    return g()
print(freeun())
try: nope
except NameError as e: print(e)
del sys
try: sys
except NameError as e: print(e)
# global
def gl():
    global GG
    GG = 5
    del GG
    GG = 6
gl(); print(GG)
exec('aa = 1\ndef ff(): return aa\nprint(ff())')
exec('print(bb)', {'bb': 2})
exec('cc = [q for q in range(dd)]; print(cc)', {}, {'dd': 3})
print(eval('1 + x', {'x': 2}), eval(compile('3*4', '<s>', 'eval')))
c = compile('7\n"s"\n[1]', '<s>', 'exec'); exec(c)
print(*[1, 2], *(3,), **{'sep': '-'})
print([*range(3), *'ab'], {**{'a': 1}, 'b': 2}, {*[1], 2}, (*[1], 2))
def manyargs(*a): return len(a)
print(manyargs(1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31,32,33,34,35))
def ann(a: 1, b: 2 = 3): pass
print(ann.__annotations__)
x: int
print(__annotations__)
assert True
try:
    assert 0, 'am'
except AssertionError as e: print('AE', e)
lst = [0, 1, 2, 3, 4]; lst[1:3] = 'xyz'; del lst[0], lst[-1:]; print(lst, lst[::2])
i = 0
while (i := i + 1) < 3: print('w', i)
y = (z := 5) + z; print(y)
def wal(x): return x + (x := 5) * x, x
print(wal(1))
print('%s-%d' % ('a', 3), 'x' 'y', b'a' b'b', 1_000, 0x1f, 1e3, 2j, 10**20, -5 // 2, 7 % -3, 2 ** -1, not 1, ~5)
print(1 if [] else 2, [] or {} or 'last', 1 and '' and 2)
print(1 < 2 < 3, 1 < 3 < 2, 'a' in 'abc' in ['abc'])
