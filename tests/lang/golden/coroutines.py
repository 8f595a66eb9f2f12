# coroutines driven by hand
class Aw:
    def __init__(s, v): s.v = v
    def __await__(s):
        r = yield s.v
        return r
async def co(x):
    a = await Aw(x)
    b = await Aw(a)
    return (a, b)
def run(c, sends):
    out = []
    try:
        v = c.send(None)
        for s in sends:
            out.append(v)
            v = c.send(s)
        out.append(v)
    except StopIteration as e:
        out.append(('ret', e.value))
    return out
print(run(co(1), [2, 3]))
class ACM:
    def __init__(s, sup=False): s.sup = sup
    async def __aenter__(s): print('aenter', await Aw('e')); return 'val'
    async def __aexit__(s, *a): print('aexit', a[0], await Aw('x')); return s.sup
async def w():
    async with ACM() as v:
        print('body', v)
    async with ACM(True): raise KeyError
    return 'done'
print(run(w(), [1, 2, 3, 4]))
class AI:
    def __init__(s, n): s.n = n
    def __aiter__(s): s.i = 0; return s
    async def __anext__(s):
        if s.i == s.n: raise StopAsyncIteration
        s.i += 1
        await Aw(('next', s.i))
        return s.i
async def f():
    out = []
    async for x in AI(3):
        if x == 2: continue
        out.append(x)
    else: out.append('else')
    async for x in AI(3):
        break
    else: out.append('no')
    l = [y async for y in AI(2) if y]
    l2 = [await Aw(z) async for z in AI(1)]
    d = {k: k async for k in AI(1)}
    g = (q async for q in AI(2))
    r = []
    async for q in g: r.append(q)
    return out, l, l2, d, r
print(run(f(), list(range(40))))
async def ag():
    try:
        x = yield 1
        print('ag got', x)
        await Aw('in ag')
        yield 2
    finally:
        print('ag fin')
async def useag():
    a = ag()
    print(await a.__anext__())
    print(await a.asend('hey'))
    try: await a.__anext__()
    except StopAsyncIteration: print('stop')
    b = ag()
    await b.__anext__()
    await b.aclose()
    c = ag()
    await c.__anext__()
    try: await c.athrow(ValueError('t'))
    except ValueError as e: print('athrown', e)
print(run(useag(), [1, 2, 3]))
def g1():
    try: yield 1
    except GeneratorExit: print('closed'); raise
    finally: print('gfin')
x = g1(); next(x); x.close()
def g2():
    yield from [1, 2]
    r = yield from g3()
    yield r
def g3():
    yield 3
    return 4
print(list(g2()))
def g4():
    try:
        yield from g5()
    except ValueError as e:
        yield ('outer', str(e))
def g5():
    try: yield 1
    except KeyError: yield 'inner'
    yield 'more'
t = g4(); print(next(t), t.throw(KeyError()), next(t), t.throw(ValueError('v')))
def g6(): raise StopIteration
def g7():
    yield 1
    raise StopIteration(3)
try: list(g7())
except RuntimeError as e: print(e, repr(e.__cause__))
def gret():
    try: return 1
    finally: yield 2
gg = gret(); print(next(gg))
try: next(gg)
except StopIteration as e: print(e.value)
def genexc():
    try: raise ValueError
    except ValueError:
        yield 1
        try: raise
        except ValueError: print('reraised in gen')
import sys
for i in genexc():
    print(sys.exception())
def gexp(n): return sum(x * y for x in range(n) for y in range(x) if (x + y) % 2)
print(gexp(5))
print([*(a for a in range(3))], max((b for b in [3, 1]), default=0))
def deep(n): return n if n == 0 else (yield from deep(n - 1)) if n > 50 else n
async def nestedcomp():
    return [[x async for x in AI(n)] for n in range(3)]
print(run(nestedcomp(), [0] * 10))
def lambdas(): return (lambda: (yield 5))()
print(list(lambdas()))
