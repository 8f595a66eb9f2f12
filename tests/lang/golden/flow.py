# closures, nonlocal, defaults, kwonly, star
def counter():
    n = 0
    def inc(by=1, /, *, twice=False):
        nonlocal n
        n += by * (2 if twice else 1)
        return n
    return inc
c = counter(); print(c(), c(5), c(1, twice=True))
def f(a, b=2, *args, c, d=4, **kw): return (a, b, args, c, d, kw)
print(f(1, c=3), f(1, 2, 3, 4, c=5, e=6))
try: f(1)
except TypeError as e: print(e)
# chained comparison & evaluation order
def t(x):
    print('t', x); return x
print(t(1) < t(2) < t(0) < t(5))
print(t(1) if t(0) else t(2), t(0) or t(3), t(1) and t(0))
# aug assign order
class O:
    def __getitem__(self, k): print('get', k); return 1
    def __setitem__(self, k, v): print('set', k, v)
o = O(); o[t('k')] += t(5)
d = {}; d['a'] = d['b'] = t([1])
x, (y, *z), w = 1, (2, 3, 4), 5; print(x, y, z, w)
a, b = 1, 2; a, b = b, a; print(a, b)
def swap(a, b):
    a, b = b, a + b
    (a, b), c = (b, a), 9
    return a, b, c
print(swap(1, 2))
# loops
def loops():
    out = []
    for i in range(5):
        if i == 1: continue
        if i == 4: break
        out.append(i)
    else: out.append('else')
    for i in []: pass
    else: out.append('empty')
    n = 3
    while n:
        n -= 1
        if n == 1: continue
        out.append(n)
    else: out.append('welse')
    return out
print(loops())
# try/finally
def tf(k):
    try:
        if k == 0: return 'ret'
        if k == 1: raise ValueError('v')
        if k == 2: 1 / 0
        return 'end'
    except ValueError as e:
        return ('caught', str(e))
    finally:
        print('finally', k)
for k in range(4):
    try: print(tf(k))
    except ZeroDivisionError as e: print('zde', e)
def ret_override():
    for i in range(3):
        try: return i
        finally:
            if i == 0: continue
            break
    return 'broken'
print(ret_override())
def nested():
    x = 'orig'
    try:
        try: raise KeyError('k')
        finally: x = 'changed'
    except KeyError as e:
        r = e
    try:
        e
    except UnboundLocalError as u: print(u)
    return x, r
print(nested())
def keep():
    x = 1
    try: return x
    finally: x = 2
print(keep())
import sys
def exc_state():
    try: raise ValueError(1)
    except ValueError:
        try: raise KeyError(2)
        except KeyError: print(repr(sys.exception()))
        print(repr(sys.exception()))
    print(sys.exception())
exc_state()
def ctxchain():
    try:
        try: raise ValueError('a')
        except ValueError: raise KeyError('b')
    except KeyError as e: print(repr(e.__context__), e.__cause__)
    try: raise ValueError('x') from TypeError('y')
    except ValueError as e: print(repr(e.__cause__), e.__suppress_context__)
ctxchain()
class CM:
    def __init__(s, n, sup=False): s.n, s.sup = n, sup
    def __enter__(s): print('enter', s.n); return s
    def __exit__(s, *a): print('exit', s.n, a[0]); return s.sup
with CM(1) as a, CM(2) as b: print('body', a.n, b.n)
with CM(3, True): raise ValueError
def wret():
    with CM(4): return 'r'
print(wret())
def wloop():
    for i in range(3):
        with CM(i):
            if i == 0: continue
            if i == 1: break
wloop()
try:
    with CM(5): raise KeyError('z')
except KeyError as e: print('out', e)
# comprehension
print([i * j for i in range(3) for j in range(i) if i != j], {i for i in 'abc'} == set('abc'), {k: v for k, v in zip('ab', [1, 2])})
fs = [lambda: i for i in range(3)]; print([f() for f in fs])
def comp_scope():
    i = 'outer'
    l = [i for i in range(3)]
    return i, l, [x for x in [y for y in range(3)] if (z := x)], z
print(comp_scope())
g = (i * i for i in range(4)); print(list(g), sum(i for i in range(10)))
class K:
    a = 3
    b = [a for _ in range(2)] if False else [i for i in range(a)]
    def m(self): return __class__
print(K.b, K().m() is K)
def gen():
    x = yield 1
    print('got', x)
    try: y = yield 2
    except ValueError as e: print('thrown', e); y = 'y'
    r = yield from sub()
    return (x, y, r)
def sub():
    yield 'a'
    return 'sub'
q = gen(); print(next(q), q.send('s'), q.throw(ValueError('boo')))
try: next(q)
except StopIteration as e: print(e.value)
print(f'{1+1!r:>5}|{"x":^5}|{3.14159:.2f}|{{}}', f'{c=}'[:2])
print((lambda *a, k=1, **kw: (a, k, kw))(1, 2, z=3))
def deco(tag):
    print('deco', tag)
    def w(f): print('wrap', tag); return f
    return w
@deco('a')
@deco('b')
def dd(x: int = t(7), *y: str, z: 'q' = 1) -> float: 'doc string'; return x
print(dd(), dd.__annotations__, dd.__doc__, dd.__defaults__, dd.__kwdefaults__, dd.__qualname__)
