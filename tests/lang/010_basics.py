# SPDX-License-Identifier: MIT
# Expressions and control flow.
from tap import done, is_, ok, raises

# --- arithmetic
is_(7 // 2, 3, "floor division")
is_(-7 // 2, -4, "floor division rounds down")
is_(-7 % 3, 2, "the remainder has the divisor's sign")
is_(7.5 // 2, 3.0, "floor division of floats")
is_(divmod(-7, 3), (-3, 2), "divmod")
is_(2 ** 10, 1024, "power")
is_(2 ** -1, 0.5, "a negative power is a float")
is_(-2 ** 2, -4, "the minus binds looser than the power")
is_(2 ** 3 ** 2, 512, "powers group to the right")
is_(1 << 70, 1180591620717411303424, "a wide shift")
is_((1 << 70) >> 68, 4, "and back")
is_(6 & 3 | 8 ^ 12, 6, "bitwise operators and their order")
is_(~5, -6, "complement")
is_(True + True, 2, "bools are ints")
is_(0x_ff + 0b11 + 0o17 + 1_000, 1273, "literals")
is_(1e3, 1000.0, "a float literal")
is_(3 + 4j, complex(3, 4), "a complex literal")
raises(ZeroDivisionError, lambda: 1 % 0, "remainder by zero", text="integer modulo by zero")
raises(TypeError, lambda: 1 + "1", "int and str",
       text="unsupported operand type(s) for +: 'int' and 'str'")
raises(TypeError, lambda: "1" + 1, "str and int", text='can only concatenate str (not "int") to str')

# --- comparison and truth
ok(1 < 2 < 3, "a chain")
ok(not 1 < 3 < 2, "a chain that ends early")
is_(1 == 1.0 == True, True, "numbers are equal across types")
is_([] or "x", "x", "or gives the operand")
is_([] and "x", [], "and gives the operand")
is_(not [], True, "not gives a bool")
ok(None is None and [] is not None, "identity")
ok(2 in [1, 2] and 3 not in (1, 2) and "bc" in "abcd" and "k" in {"k": 1}, "membership")
is_("a" if 0 else "b", "b", "the conditional expression")
raises(TypeError, lambda: 1 < "a", "no order between types",
       text="'<' not supported between instances of 'int' and 'str'")

order = []


def tell(x):
    order.append(x)
    return x


tell(1) < tell(3) < tell(2) < tell(9)
is_(order, [1, 3, 2], "each operand of a chain is evaluated once, and only as far as needed")
order.clear()
{tell(1): tell(2), tell(3): tell(4)}
is_(order, [1, 2, 3, 4], "a dict display evaluates from left to right")
order.clear()
box = {}
box[tell("k")] = tell("v")
is_(order, ["v", "k"], "an assignment evaluates its right side first")

# --- names, unpacking, slices
a, (b, *c), d = 1, "xyz", 2
is_((a, b, c, d), (1, "x", ["y", "z"], 2), "nested unpacking")
a, b = b, a
is_((a, b), ("x", 1), "a swap")
*head, tail = range(4)
is_((head, tail), ([0, 1, 2], 3), "a star at the front")
x = y = []
ok(x is y, "one value for two targets")
raises(ValueError, lambda: [0 for p, q in [(1, 2, 3)]], "too many", text="too many values to unpack (expected 2)")
raises(ValueError, lambda: [0 for p, q in [(1,)]], "too few", text="not enough values to unpack (expected 2, got 1)")
raises(TypeError, lambda: [0 for p, q in [1]], "not iterable", text="cannot unpack non-iterable int object")
numbers = list(range(10))
is_(numbers[2:8:3], [2, 5], "a slice with a step")
is_(numbers[::-4], [9, 5, 1], "a slice backwards")
numbers[2:8] = ["m"]
is_(numbers, [0, 1, "m", 8, 9], "a slice assigned")
del numbers[::2]
is_(numbers, [1, 8], "a slice deleted")
is_([*range(2), *"ab"], [0, 1, "a", "b"], "stars in a display")
is_({**{"a": 1, "b": 2}, "a": 3}, {"a": 3, "b": 2}, "double stars in a display; the last one wins")
is_((n := 5) + n, 10, "the walrus")
total = 1
total += 2
total *= 5
total //= 2
total **= 2
total <<= 1
total |= 1
is_(total, 99, "augmented assignments")
same = listed = [1]
listed += (2, 3)
ok(same is listed and same == [1, 2, 3], "+= extends a list in place")

# --- statements
found = []
for i in range(10):
    if i % 2:
        continue
    if i > 6:
        break
    found.append(i)
else:
    found.append("else")
is_(found, [0, 2, 4, 6], "for, continue, break")
for i in ():
    pass
else:
    found.append("else")
is_(found[-1], "else", "for ... else without a break")
i = 0
while i < 3:
    i += 1
else:
    i = -i
is_(i, -3, "while ... else")
pairs = [(x, y) for x in range(3) if x for y in range(x) if x + y]
is_(pairs, [(1, 0), (2, 0), (2, 1)], "nested comprehension with conditions")
is_({k: v for v, k in enumerate("ab")}, {"a": 0, "b": 1}, "dict comprehension")
is_({len(w) for w in ("a", "b", "cc")}, {1, 2}, "set comprehension")
is_([[x * y for x in range(3)] for y in range(2)], [[0, 0, 0], [0, 1, 2]], "comprehension in a comprehension")
x = "outer"
[x for x in range(3)]
is_(x, "outer", "a comprehension's variable is its own")
assert True
raises(AssertionError, lambda: exec("assert 0, 'why'"), "assert", text="why")


def kind(value):
    match value:
        case 0 | 1:
            return "bit"
        case int(n) if n < 0:
            return "negative"
        case [first, *rest]:
            return ("sequence", first, rest)
        case {"op": op, **others}:
            return ("mapping", op, others)
        case str() as text:
            return ("text", text)
        case None:
            return "none"
        case _:
            return "other"


is_(kind(1), "bit", "match: alternatives")
is_(kind(-3), "negative", "match: a guard")
is_(kind((1, 2, 3)), ("sequence", 1, [2, 3]), "match: a sequence")
is_(kind({"op": "+", "l": 1}), ("mapping", "+", {"l": 1}), "match: a mapping")
is_(kind("s"), ("text", "s"), "match: a str is no sequence")
is_(kind(None), "none", "match: None")
is_(kind(2.5), "other", "match: the wildcard")

# --- text of values
is_(f"{1 + 1}|{'x':>3}|{3.14159:.2f}|{255:#x}|{n=}|{'q'!r}|{{}}", "2|  x|3.14|0xff|n=5|'q'|{}", "an f-string")
is_(repr([1, "a", None, (2,), {3: 4.5}, set()]), "[1, 'a', None, (2,), {3: 4.5}, set()]", "repr of containers")
cycle = [1]
cycle.append(cycle)
is_(repr(cycle), "[1, [...]]", "repr of a cycle")
is_("%s %r %05.1f %d%%" % ("a", "b", 2.25, 3), "a 'b' 002.2 3%", "percent formatting")
done()
