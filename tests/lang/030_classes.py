# SPDX-License-Identifier: MIT
# Classes: attributes, inheritance, special methods, descriptors, metaclasses.
from tap import done, is_, ok, raises


class Point:
    """A point."""
    dimensions = 2

    def __init__(self, x, y=0):
        self.x = x
        self.y = y

    def __repr__(self):
        return f"Point({self.x}, {self.y})"

    def __eq__(self, other):
        return isinstance(other, Point) and (self.x, self.y) == (other.x, other.y)

    def __hash__(self):
        return hash((self.x, self.y))

    def __add__(self, other):
        if not isinstance(other, Point):
            return NotImplemented
        return Point(self.x + other.x, self.y + other.y)

    def __radd__(self, other):
        return Point(self.x + other, self.y)

    def __bool__(self):
        return bool(self.x or self.y)

    def __getitem__(self, i):
        return (self.x, self.y)[i]

    def __len__(self):
        return 2

    def __contains__(self, v):
        return v in (self.x, self.y)

    def __call__(self, k):
        return Point(self.x * k, self.y * k)

    def __neg__(self):
        return Point(-self.x, -self.y)

    def __lt__(self, other):
        return self.x < other.x


p = Point(1, 2)
is_(repr(p), "Point(1, 2)", "__repr__")
is_(p + Point(3), Point(4, 2), "__add__")
is_(5 + p, Point(6, 2), "__radd__")
raises(TypeError, lambda: p + 5, "NotImplemented", text="unsupported operand type(s) for +: 'Point' and 'int'")
ok(p == Point(1, 2) and p != Point(2, 1) and hash(p) == hash(Point(1, 2)), "equality and hash")
is_({Point(1, 2): "v"}[p], "v", "as a key")
ok(p and not Point(0), "__bool__")
is_((p[1], len(p), 2 in p, 3 in p, list(p)), (2, 2, True, False, [1, 2]), "the sequence methods")
is_(p(3), Point(3, 6), "__call__")
is_(-p, Point(-1, -2), "__neg__")
ok(Point(2) > p, "the reflected comparison")
is_(sorted([Point(3), Point(1), Point(2)])[0].x, 1, "sorted by __lt__")
is_((Point.__name__, Point.__doc__, Point.__module__), ("Point", "A point.", __name__), "a class's own names")

# --- attributes
p.z = 3
is_(p.__dict__, {"x": 1, "y": 2, "z": 3}, "an instance's dict")
is_((p.dimensions, Point.dimensions), (2, 2), "a class attribute")
p.dimensions = 7
is_((p.dimensions, Point.dimensions), (7, 2), "the instance's hides the class's")
del p.dimensions
is_(p.dimensions, 2, "and lets it show again")
Point.dimensions = 3
is_(p.dimensions, 3, "a changed class attribute is seen")
raises(AttributeError, lambda: p.nothing, "no attribute", text="'Point' object has no attribute 'nothing'")
raises(AttributeError, lambda: Point.nothing, "no class attribute",
       text="type object 'Point' has no attribute 'nothing'")
is_((getattr(p, "w", 9), hasattr(p, "x")), (9, True), "getattr, hasattr")
setattr(p, "w", 1)
delattr(p, "w")
ok(not hasattr(p, "w"), "setattr, delattr")


class Slotted:
    __slots__ = ("a", "b")


s = Slotted()
s.a = 1
is_(s.a, 1, "a slot")
raises(AttributeError, lambda: s.b, "an empty slot", text="'Slotted' object has no attribute 'b'")
raises(AttributeError, lambda: setattr(s, "c", 1), "no dict beside slots")

# --- inheritance
class A:
    def who(self):
        return "A"

    def call(self):
        return self.who()


class B(A):
    def who(self):
        return "B" + super().who()


class C(A):
    def who(self):
        return "C" + super().who()


class D(B, C):
    def who(self):
        return "D" + super().who()


is_(D().call(), "DBCA", "super() follows the order of the bases")
is_([c.__name__ for c in D.__mro__], ["D", "B", "C", "A", "object"], "__mro__")
ok(isinstance(D(), A) and issubclass(D, (int, C)) and not isinstance(A(), B), "isinstance, issubclass")
raises(TypeError, lambda: type("X", (A, B), {}), "no consistent order")
is_(D.__bases__, (B, C), "__bases__")
ok(D in B.__subclasses__(), "__subclasses__")
b = B()
b.__class__ = C
is_(b.who(), "CA", "__class__ assigned")


class Amount(int):
    def __add__(self, other):
        return Amount(int(self) + int(other))


is_(type(Amount(2) + 3), Amount, "a subclass of int")
is_(type(sum([2, 3], Amount(1))), Amount, "sum uses its operations")
is_(Amount(5) * 2, 10, "the inherited ones too")

# --- kinds of methods
class Kinds:
    made = 0

    def __new__(cls, *args):
        cls.made += 1
        return super().__new__(cls)

    @staticmethod
    def plain(a):
        return a

    @classmethod
    def of(cls, a):
        return cls.__name__, a

    @property
    def half(self):
        """Half of it."""
        return self._v / 2

    @half.setter
    def half(self, v):
        self._v = v * 2

    @half.deleter
    def half(self):
        del self._v


class More(Kinds):
    pass


k = Kinds()
is_((Kinds.plain(1), k.plain(2), Kinds.of(3), More.of(4), k.of(5)), (1, 2, ("Kinds", 3), ("More", 4), ("Kinds", 5)),
    "staticmethod and classmethod")
k.half = 4
is_((k._v, k.half), (8, 4.0), "a property's setter and getter")
del k.half
raises(AttributeError, lambda: k.half, "its deleter", text="'Kinds' object has no attribute '_v'")
raises(AttributeError, lambda: setattr(p.__class__, "__name__", "P") or delattr(Kinds, "x"), "an absent class attribute")
Point.__name__ = "Point"
is_(Kinds.made, 1, "__new__")
m = k.of
ok(m.__self__ is Kinds and m.__func__.__name__ == "of", "a bound method")


class Upper:
    def __set_name__(self, owner, name):
        self.key = "_" + name

    def __get__(self, obj, owner=None):
        return self if obj is None else getattr(obj, self.key)

    def __set__(self, obj, v):
        setattr(obj, self.key, v.upper())


class Named:
    name = Upper()


n = Named()
n.name = "abc"
is_((n.name, n.__dict__, Named.name.key), ("ABC", {"_name": "ABC"}, "_name"), "a descriptor")


class Open:
    def __getattr__(self, name):
        return "dynamic " + name

    def __setattr__(self, name, v):
        object.__setattr__(self, name, v + 1)


o = Open()
o.x = 1
is_((o.x, o.y), (2, "dynamic y"), "__getattr__ and __setattr__")

# --- how classes are made
class Meta(type):
    def __new__(meta, name, bases, space, **options):
        cls = super().__new__(meta, name, bases, space)
        cls.options = options
        return cls

    def __init__(cls, name, bases, space, **options):
        super().__init__(name, bases, space)

    def __call__(cls, *args):
        return "made", super().__call__(*args)

    def __len__(cls):
        return 42


class WithMeta(metaclass=Meta, color="red"):
    pass


is_(WithMeta.options, {"color": "red"}, "class keywords reach the metaclass")
is_((WithMeta()[0], len(WithMeta), type(WithMeta)), ("made", 42, Meta), "a metaclass's methods")


class Registry:
    known = []

    def __init_subclass__(cls, /, tag=None, **rest):
        super().__init_subclass__(**rest)
        Registry.known.append((cls.__name__, tag))


class First(Registry, tag="one"):
    pass


is_(Registry.known, [("First", "one")], "__init_subclass__")
Made = type("Made", (A,), {"v": 1, "double": lambda self: self.v * 2})
is_((Made().double(), Made().who()), (2, "A"), "type() with three arguments")


class Private:
    def __init__(self):
        self.__secret = 1

    def tell(self):
        return self.__secret


is_((Private().tell(), list(vars(Private()))), (1, ["_Private__secret"]), "mangled names")


class Generic[T]:
    def of(self, x: T) -> T:
        return x


is_((Generic[int]().of(3), Generic.__type_params__[0].__name__), (3, "T"), "type parameters")
raises(TypeError, lambda: Point(), "__init__ without its argument",
       text="Point.__init__() missing 1 required positional argument: 'x'")
raises(TypeError, lambda: A(1), "no arguments are taken", text="A() takes no arguments")
raises(TypeError, lambda: len(A()), "no len", text="object of type 'A' has no len()")
done()
