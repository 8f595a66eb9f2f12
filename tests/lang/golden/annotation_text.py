from __future__ import annotations
import sys
def f(a: (1+2)*3 ** 2, b: -x ** -y, c: lambda a, /, b=1, *c, d=2, **e: a, d: x if y else z if q else (lambda: 1), e: {1: 2, **k}, g: {1, 2}, h: [i for i in (a if b else c) if d if e for k in j],
 k: not (a and b or c), l: (not a) == b, m: a < b <= (c < d), n: f(a, *b, k=v, **kw), o: f(x for x in y), p: f'a{b!r:>{w}}c{{d}}{ {1:2} }', q: 1 .real, r: x[1:2, ::3], s: x[a, b], t: x[()], u: (1,), v: ..., w: 1e999, y: u'abc', z: 'it"s', aa: b'x', bb: (a, b)[0], cc: {k: v for k, v in x}, dd: a.b[c](d), ee: (a + b) * c - (d - e), ff: a if (b, c) else d, gg: "a" "b", ii: x[*a, b], jj: (a or b) and c, kk: ~-+a, ll: (-1) ** 2, mm: 2 ** -1, nn: a @ b // c % d << 1 >> 2 & 3 ^ 4 | 5) -> None: pass
for k, v in f.__annotations__.items(): print(k, v)
