# SPDX-License-Identifier: MIT
# Functions: arguments, scopes, closures, decorators, recursion.
from tap import done, is_, ok, raises


def every(a, b=2, /, c=3, *args, d, e=5, **more):
    return a, b, c, args, d, e, more


is_(every(1, d=4), (1, 2, 3, (), 4, 5, {}), "defaults")
is_(every(1, 9, 8, 7, 6, d=4, x=0), (1, 9, 8, (7, 6), 4, 5, {"x": 0}), "all kinds of arguments")
is_(every(*(1, 2), **{"d": 3, "a": 4}), (1, 2, 3, (), 3, 5, {"a": 4}), "a positional-only name is free in **")
is_(every(0, *[1], *"c", d=1, **{"e": 2}, **{"f": 3}), (0, 1, "c", (), 1, 2, {"f": 3}), "several stars")
raises(TypeError, lambda: every(), "a missing argument",
       text="every() missing 1 required positional argument: 'a'")
raises(TypeError, lambda: every(1), "a missing keyword argument",
       text="every() missing 1 required keyword-only argument: 'd'")
raises(TypeError, lambda: every(1, d=1, **{"d": 2}), "twice by keyword",
       text=f"{__name__}.every() got multiple values for keyword argument 'd'")


def two(a, b):
    return a - b


is_(two(b=1, a=3), 2, "by keyword")
raises(TypeError, lambda: two(1, 2, 3), "too many", text="two() takes 2 positional arguments but 3 were given")
raises(TypeError, lambda: two(), "two missing", text="two() missing 2 required positional arguments: 'a' and 'b'")
raises(TypeError, lambda: two(1, 2, c=3), "unknown keyword", text="two() got an unexpected keyword argument 'c'")
raises(TypeError, lambda: two(1, a=3), "multiple values", text="two() got multiple values for argument 'a'")
raises(TypeError, lambda: two(*1), "not iterable",
       text=f"{__name__}.two() argument after * must be an iterable, not int")
raises(TypeError, lambda: __name__(), "not callable", text="'str' object is not callable")


def only(*, key):
    return key


raises(TypeError, lambda: only(1, key=2), "keyword-only",
       text="only() takes 0 positional arguments but 1 positional argument (and 1 keyword-only argument) were given")


# --- defaults are made once
def gather(x, into=[]):
    into.append(x)
    return into


gather(1)
is_(gather(2), [1, 2], "a default value lives with the function")
is_(gather.__defaults__, ([1, 2],), "__defaults__")
is_(every.__kwdefaults__, {"e": 5}, "__kwdefaults__")


def noted(a: int, b: "str" = "x") -> float:
    """The text."""


is_(noted.__doc__, "The text.", "__doc__")
is_(noted.__annotations__, {"a": int, "b": "str", "return": float}, "__annotations__")
is_((noted.__name__, noted.__qualname__), ("noted", "noted"), "names")

# --- scopes
counter = 0


def bump():
    global counter
    counter += 1


bump()
bump()
is_(counter, 2, "global")


def make():
    n = 0

    def up():
        nonlocal n
        n += 1
        return n

    def get():
        return n
    return up, get


up, get = make()
up()
up()
is_(get(), 2, "two closures share a variable")
other_up, other_get = make()
other_up()
is_((get(), other_get()), (2, 1), "each call has its own")
is_([f() for f in [lambda: i for i in range(3)]], [2, 2, 2], "a closure sees the variable, not the value")
is_([f() for f in [lambda i=i: i for i in range(3)]], [0, 1, 2], "a default keeps the value")


def early():
    print(late)
    late = 1


raises(UnboundLocalError, early, "an unset local",
       text="cannot access local variable 'late' where it is not associated with a value")


def free():
    def inner():
        return late
    inner()
    late = 1


raises(NameError, free, "an unset free variable",
       text="cannot access free variable 'late' where it is not associated with a value in enclosing scope")
raises(NameError, lambda: nowhere, "an unknown name", text="name 'nowhere' is not defined")


def deleted():
    v = 1
    del v
    return v


raises(UnboundLocalError, deleted, "a deleted local")


def local_names():
    a = 1
    b = 2
    return locals()


is_(local_names(), {"a": 1, "b": 2}, "locals()")
ok(globals()["counter"] == 2, "globals()")
is_(up.__closure__[0].cell_contents, 2, "a cell's contents")

# --- decorators, lambdas, recursion
def twice(f):
    def wrapper(*args, **keywords):
        return f(*args, **keywords) * 2
    return wrapper


def plus(n):
    return lambda f: lambda *a: f(*a) + n


@plus(1)
@twice
def add(a, b):
    return a + b


is_(add(2, 3), 11, "decorators are applied from below")
is_((lambda *a, k=1, **m: (a, k, m))(1, 2, k=3, z=4), ((1, 2), 3, {"z": 4}), "a lambda's arguments")
is_((lambda f, n: f(f, n))(lambda f, n: 1 if n < 2 else n * f(f, n - 1), 20), 2432902008176640000, "recursion")


def deep(n):
    return n and 1 + deep(n - 1)


is_(deep(800), 800, "a deep recursion")
raises(RecursionError, lambda: deep(10 ** 6), "an endless one", text="maximum recursion depth exceeded")
is_(deep(800), 800, "and after it all is well")
is_(sorted("bca", key=lambda c: -ord(c)), ["c", "b", "a"], "a key function")
is_(list(map(lambda a, b: a * b, [1, 2, 3], [4, 5])), [4, 10], "map over two")
is_(max([3, 1, 2], key=lambda v: -v), 1, "max with a key")
done()
