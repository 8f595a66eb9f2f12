# SPDX-License-Identifier: MIT
# __buffer__ and __release_buffer__ of classes.
class A:
    def __init__(self): self.d = bytearray(b'hello'); self.log = []
    def __buffer__(self, flags):
        self.log.append(('get', flags & 1)); return memoryview(self.d)
    def __release_buffer__(self, view):
        self.log.append('release'); view.release()
a = A()
m = memoryview(a)
print(m.tobytes(), a.log)
m[0] = 72; m.release(); print(a.d, a.log)
print(bytes(a), b'x' + b'', int.from_bytes(a), a.log)
with memoryview(a) as q: print(q[1])
print(a.log)
a.d.append(1)
class B(bytes):
    def __buffer__(self, flags): return memoryview(b'other')
print(bytes(memoryview(B(b'abc'))), B(b'abc'))
class C(bytearray):
    def __buffer__(self, flags): return super().__buffer__(flags)
print(bytes(memoryview(C(b'abc'))))
class D:
    def __buffer__(self, flags): return 5
try: memoryview(D())
except TypeError as e: print(e)
class E: pass
try: memoryview(E())
except TypeError as e: print(e)
print(b'abc'.__buffer__(0).tobytes(), bytearray(b'abc').__buffer__(1)[0])
try: b'abc'.__buffer__(1)
except BufferError as e: print(e)
class S(bytes): pass
class T(bytearray): pass
print(memoryview(S(b'xy')).tobytes(), memoryview(T(b'xy')).tobytes(), b''.join([S(b'a'), T(b'b')]))
print(hasattr(b'', '__buffer__'), hasattr(5, '__buffer__'), hasattr(E(), '__buffer__'))
