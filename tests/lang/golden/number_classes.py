# SPDX-License-Identifier: MIT
# Subclasses of the numeric and bytes types; bool; numbers in the language.
class I(int):
    def __new__(cls, v, tag=None):
        o = super().__new__(cls, v); o.tag = tag; return o
class F(float):
    pass
class C(complex): pass
class B(bytes): pass
class BA(bytearray):
    def __init__(self, *a): super().__init__(*a); self.x = 1
class ID(int):
    def __repr__(self): return 'ID(%d)' % int(self)
    def __add__(self, o): return ID(int(self) + int(o))
    def __index__(self): return 7
i = I(5, 'a'); j = I(10**30, 'b')
print(i, i.tag, j, j.tag, i + 1, type(i + 1), i == 5, hash(i) == hash(5), i < 6, {5: 1}[i], [0, 1, 2, 3, 4, 9][i])
print(type(int(i)), int(j), -j, abs(I(-3)), ~i, i << 3, i // 2, i ** 2, divmod(j, 7), float(i), bool(I(0)), i.real, type(i.real), i.numerator)
print(f"{i:5d}|{i}|{i!r}|{j:,}", "%d %s" % (i, i), format(i), str(i), i.bit_length(), I.from_bytes(b'\x01\x00'), type(I.from_bytes(b'a')))
i.z = 3; print(i.__dict__, vars(j), I(1).__class__, isinstance(i, int))
print(ID(3), ID(3) + 4, [ID(3)], range(10)[ID(3)], sum([ID(1), ID(2)]), ID(3) - 1, ID(2) * 3, 3 + ID(4))
f = F(1.5); f.q = 2
print(f, f.q, f + 1, type(f + 1), f == 1.5, hash(f) == hash(1.5), F('2.5'), F(3), type(F.fromhex('0x1p3')), f.real, type(+f), f.__round__(), round(f, 1), int(f), f"{f:.3f}", F(10**300) , F(0.0), F(-0.0))
c = C(1, 2); c.z = 1; print(c, c + 1, type(c + 1), c.conjugate(), c == 1+2j, c.z, complex(c), type(complex(c)), hash(c) == hash(1+2j))
b = B(b'abc'); b.k = 1; print(b, b.k, b + b'd', type(b + b'd'), b[0], b[1:], type(b[:]), b == b'abc', hash(b) == hash(b'abc'), {b'abc': 1}[b], b.upper(), bytes(b), type(bytes(b)), B('x', 'ascii'), len(b), list(b), b.join([b, b]), B(3))
a = BA(b'xyz'); print(a, a.x, a + b'1', type(a + b'1'), a[0], a[::2], type(a[::2]), a == b'xyz'); a.append(1); a += b'2'; print(a, type(a), a.copy(), type(a.copy()))
try:
    class X(bool): pass
except TypeError as e: print(e)
for t in (int, float, complex, bytes, bytearray):
    try: t.foo = 1
    except TypeError as e: print(e)
try: (5).x = 1
except AttributeError as e: print(e)
try: int.__new__(str)
except TypeError as e: print(e)
try: int.__new__(bool, 5)
except TypeError as e: print(e)
print(int.__add__(3, 4), (3).__add__(4.5), float.__radd__(1.5, 2), int.__doc__ is not None, (3).__class__, int.__mro__, bool.__mro__, int.__name__, int.__module__)
match 5:
    case int(x): print('int', x)
match b'ab':
    case bytes(x): print('bytes', x)
match 1.5:
    case float(x): print(x)
class Ind:
    def __index__(self): return 3
class Fl:
    def __float__(self): return 2.5
print(int(Ind()), float(Ind()), float(Fl()), bytes(Ind()), [0,1,2,3][Ind()], 'ab' * Ind(), hex(Ind()), bin(10), oct(8), hex(-255), complex(Fl()), pow(2, 10, 1000), divmod(-7, 2), round(2.5), round(-1.5), round(1234.5678, 2), round(1234, -2))
x = 10**50
for k in range(5): x *= 10**50
print(len(str(x)), x % 97, x // 10**290)
import sys
print(sys.int_info.default_max_str_digits if hasattr(sys,'int_info') else 4300, sys.getsizeof(5) > 0)
s = 0
for k in range(1, 100): s += 2**k // k * (-1)**k
print(s, sum(range(10**6)), max(10**20, 1.0), min(-1, -1.5), sorted([3, 1.5, True, 10**20, -2.5]), 0.1 + 0.2, 1e22, 1e23, 5e-324, 1.7976931348623157e308, 123456789.123)
m = memoryview(bytearray(b'abc'))
with m as q: print(q[0], q.tolist())
try: m[0]
except ValueError as e: print(e)
ba = bytearray(b'abc')
def tmp():
    mm = memoryview(ba); return mm[0]
tmp(); ba.append(1); print(ba)
print(float('nan') == float('nan'), [float('nan')] == [float('nan')], float('nan') in [1.0], hash(float('inf')), 1e400, -1e400, 3 == 3.0, {1: 'a', 1.0: 'b', True: 'c'})
print('%5.2f|%+d|%x|%e|%g|%s' % (3.14159, 5, 255, 12345.678, 0.0001, 1e100), b'%d %s %.2f' % (5, b'x', 1.5))
