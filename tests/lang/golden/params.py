# Type parameters, type statements, bounds that are evaluated late. (Their repr is the library's matter.)
def names(o): return [p.__name__ for p in o.__type_params__]
def f[T](x: T) -> T: return x
print(names(f), f(3), f.__annotations__['x'] is f.__type_params__[0], f.__annotations__['return'].__name__)
def g[*Ts, **P, T: int = bool](a: T = 5, *, k=7): return a, k
print(names(g), g(), g.__defaults__, g.__kwdefaults__)
Ts, P, T = g.__type_params__
print(T.__bound__, T.__default__)
class C[T](list):
    def m[U](self, x: T, y: U) -> U: return y
    U = 5
print(names(C), C.__bases__[0], C().m(1, 2), C[int], names(C.m))
type L[T] = dict[str, T] | None
print(L, names(L), L.__name__)
type Later = undefined_name
try: Later.__value__
except NameError as e: print(e)
undefined_name = int
print(Later.__value__)
class K:
    X = str
    type A = X
    def n[T: X](self): pass
print(K.A.__value__, K.n.__type_params__[0].__bound__)
def outer(v):
    type In = list[v]
    def q[T: v](): return v
    return In.__value__, q.__type_params__[0].__bound__, q()
print(outer(int))
print(f.__qualname__, C.m.__qualname__, K.n.__qualname__)
