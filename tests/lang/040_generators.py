# SPDX-License-Identifier: MIT
# Iterators, generators, coroutines.
from tap import done, is_, ok, raises


def count(n):
    for i in range(n):
        yield i


is_(list(count(3)), [0, 1, 2], "a generator in list()")
g = count(2)
is_((iter(g) is g, next(g), next(g), next(g, "end")), (True, 0, 1, "end"), "next with a default")
raises(StopIteration, lambda: next(g), "a spent generator")


def echo():
    got = []
    while len(got) < 3:
        got.append((yield len(got)))
    return got


g = echo()
raises(TypeError, lambda: g.send(1), "send before the start",
       text="can't send non-None value to a just-started generator")
next(g)
is_((g.send("a"), g.send("b")), (1, 2), "send")
try:
    g.send("c")
except StopIteration as stop:
    is_(stop.value, ["a", "b", "c"], "the return value is in StopIteration")


def outer():
    result = yield from echo()
    yield "result", result


g = outer()
next(g)
g.send(1)
g.send(2)
is_(g.send(3), ("result", [1, 2, 3]), "yield from sends through and has a value")

log = []


def careful():
    try:
        while True:
            try:
                yield len(log)
            except KeyError as e:
                log.append(e.args[0])
    finally:
        log.append("closed")


g = careful()
next(g)
is_(g.throw(KeyError("k")), 1, "throw goes on at the yield")
g.close()
is_(log, ["k", "closed"], "close runs finally")
is_(list(g), [], "nothing after close")


def stubborn():
    try:
        yield 1
    except GeneratorExit:
        yield 2


g = stubborn()
next(g)
raises(RuntimeError, g.close, "a generator that does not end", text="generator ignored GeneratorExit")


def wrong():
    yield 1
    raise StopIteration("x")


raises(RuntimeError, lambda: list(wrong()), "StopIteration does not leave a generator",
       text="generator raised StopIteration")


def itself():
    yield next(me)


me = itself()
raises(ValueError, lambda: next(me), "a generator that runs itself", text="generator already executing")
is_(sum(x * x for x in range(5)), 30, "a generator expression")
lazy = (log.append("late") for _ in range(1))
ok("late" not in log, "it is lazy")
raises(TypeError, lambda: (x for x in 5), "but its first iterable is not", text="'int' object is not iterable")


def tree(t):
    if isinstance(t, list):
        for b in t:
            yield from tree(b)
    else:
        yield t


is_(list(tree([1, [2, [3, [4]], 5]])), [1, 2, 3, 4, 5], "a recursive generator")


def primes():
    found = []
    n = 2
    while True:
        if all(n % p for p in found):
            found.append(n)
            yield n
        n += 1


is_([p for p, _ in zip(primes(), range(8))], [2, 3, 5, 7, 11, 13, 17, 19], "an endless generator")


class Countdown:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        if self.n <= 0:
            raise StopIteration
        self.n -= 1
        return self.n


is_(list(Countdown(3)), [2, 1, 0], "an iterator class")
is_(tuple(enumerate(reversed("ab"), 1)), ((1, "b"), (2, "a")), "enumerate, reversed")
is_(list(iter(iter([1, 2, 0, 3]).__next__, 0)), [1, 2], "iter with a sentinel")
is_(list(zip("ab", count(5), [7, 8, 9])), [("a", 0, 7), ("b", 1, 8)], "zip")
raises(ValueError, lambda: list(zip("ab", "c", strict=True)), "zip strict",
       text="zip() argument 2 is shorter than argument 1")
is_(list(filter(None, [0, 1, "", "a"])), [1, "a"], "filter")
is_((any(x > 1 for x in count(3)), all(x > 1 for x in count(3))), (True, False), "any, all")


# --- coroutines, driven by hand
class Pause:
    def __await__(self):
        got = yield "paused"
        return got


async def work(n):
    total = 0
    for _ in range(n):
        total += await Pause()
    return total


def drive(coroutine, values):
    seen = [coroutine.send(None)]
    try:
        for v in values:
            seen.append(coroutine.send(v))
    except StopIteration as stop:
        return seen, stop.value


is_(drive(work(2), [3, 4]), (["paused", "paused"], 7), "a coroutine")


async def ticks(n):
    for i in range(n):
        await Pause()
        yield i


class Guard:
    async def __aenter__(self):
        log.append("enter")
        return self

    async def __aexit__(self, *exc):
        log.append("exit")


async def all_of():
    got = []
    async with Guard():
        async for t in ticks(2):
            got.append(t)
        got += [t async for t in ticks(1)]
    return got


log.clear()
is_(drive(all_of(), [None] * 3), (["paused"] * 3, [0, 1, 0]), "async for, async comprehension")
is_(log, ["enter", "exit"], "async with")


async def bad():
    await 3


raises(TypeError, lambda: bad().send(None), "an int cannot be awaited")
done()
