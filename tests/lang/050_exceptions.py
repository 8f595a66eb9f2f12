# SPDX-License-Identifier: MIT
# Exceptions: try in all its forms, chains, groups, context managers, what a traceback says.
import sys
from tap import done, is_, ok, raises

# --- the ways through try
def way(f):
    seen = []
    try:
        seen.append("try")
        f()
    except (KeyError, IndexError) as e:
        seen.append(("lookup", e.args))
    except ValueError:
        seen.append("value")
    else:
        seen.append("else")
    finally:
        seen.append("finally")
    return seen


is_(way(lambda: None), ["try", "else", "finally"], "no exception")
is_(way(lambda: {}["k"]), ["try", ("lookup", ("k",)), "finally"], "the first clause")
is_(way(lambda: [][1]), ["try", ("lookup", ("list index out of range",)), "finally"], "a tuple of classes")
is_(way(lambda: int("x")), ["try", "value", "finally"], "the second clause")
raises(TypeError, lambda: way(1), "no clause: it goes on", text="'int' object is not callable")


def finally_wins():
    try:
        return 1
    finally:
        return 2


def finally_keeps():
    x = 1
    try:
        return x
    finally:
        x = 2


def loops():
    seen = []
    for i in range(4):
        try:
            if i == 1:
                continue
            if i == 3:
                break
            seen.append(i)
        finally:
            seen.append("f")
    return seen


is_((finally_wins(), finally_keeps()), (2, 1), "return and finally")
is_(loops(), [0, "f", "f", 2, "f", "f"], "continue and break run finally")


def name_after():
    e = 1
    try:
        raise ValueError
    except ValueError as e:
        pass
    return e


raises(UnboundLocalError, name_after, "the name of an except clause ends with it")
raises(TypeError, lambda: exec("try: 1/0\nexcept 5: pass"), "not an exception class",
       text="catching classes that do not inherit from BaseException is not allowed")
raises(TypeError, lambda: exec("raise 5"), "raise of something else", text="exceptions must derive from BaseException")
raises(RuntimeError, lambda: exec("raise"), "raise of nothing", text="No active exception to reraise")

# --- chains
try:
    try:
        1 / 0
    except ZeroDivisionError as first:
        kept = first
        raise KeyError("second")
except KeyError as e:
    ok(e.__context__ is kept and e.__cause__ is None and not e.__suppress_context__, "the context is kept")
try:
    raise ValueError("v") from kept
except ValueError as e:
    ok(e.__cause__ is kept and e.__suppress_context__, "raise from")
try:
    try:
        raise OSError(2, "gone", "file")
    except OSError as e:
        is_((e.errno, e.strerror, e.filename, type(e)), (2, "gone", "file", FileNotFoundError), "OSError's fields")
        raise
except FileNotFoundError as e:
    is_(str(e), "[Errno 2] gone: 'file'", "a bare raise goes on")


def current():
    return sys.exception()


try:
    raise KeyError(1)
except KeyError as e:
    ok(current() is e and sys.exc_info()[1] is e, "sys.exception in a called function")
ok(current() is None, "and none after the clause")

# --- classes of one's own
class Custom(Exception):
    def __init__(self, code, text="no text"):
        super().__init__(code, text)
        self.code = code


try:
    raise Custom(7)
except Custom as e:
    is_((e.code, e.args, str(e), repr(e)), (7, (7, "no text"), "(7, 'no text')", "Custom(7, 'no text')"),
        "a class of one's own")
    e.add_note("a note")
    is_(e.__notes__, ["a note"], "add_note")
is_(repr(ValueError("a", 1)), "ValueError('a', 1)", "repr")
is_(str(KeyError("k")), "'k'", "str of a KeyError")
ok(issubclass(ModuleNotFoundError, ImportError) and not issubclass(KeyboardInterrupt, Exception), "the tree of classes")

# --- groups
caught = []
try:
    raise ExceptionGroup("g", [ValueError(1), ExceptionGroup("in", [TypeError(2), ValueError(3)])])
except* ValueError as g:
    caught.append(sorted(e.args[0] for e in (g.exceptions[0], g.exceptions[1].exceptions[0])))
except* TypeError as g:
    caught.append(g.exceptions[0].exceptions[0].args)
is_(caught, [[1, 3], (2,)], "except* divides a group")
try:
    try:
        raise ExceptionGroup("g", [ValueError(1), KeyError(2)])
    except* ValueError:
        pass
except ExceptionGroup as g:
    is_(repr(g), "ExceptionGroup('g', [KeyError(2)])", "the rest goes on")
try:
    raise ValueError("bare")
except* ValueError as g:
    caught = (type(g), g.exceptions[0].args)
except* TypeError:
    caught = "wrong"
is_(caught, (ExceptionGroup, ("bare",)), "except* wraps a bare exception")

# --- context managers
class Manager:
    def __init__(self, swallow):
        self.swallow = swallow
        self.seen = []

    def __enter__(self):
        self.seen.append("enter")
        return self

    def __exit__(self, kind, value, trace):
        self.seen.append((kind and kind.__name__, str(value), trace is not None))
        return self.swallow


with Manager(True) as m:
    raise ValueError("inside")
is_(m.seen, ["enter", ("ValueError", "inside", True)], "with swallows what __exit__ says")
with Manager(False) as m:
    pass
is_(m.seen, ["enter", (None, "None", False)], "__exit__ without an exception")
outer, inner = Manager(False), Manager(True)
with (outer as a, inner as b):
    1 / 0
is_((len(a.seen), b.seen[1][0]), (2, "ZeroDivisionError"), "two managers; the inner swallows")


def leave():
    with outer:
        return "value"


is_((leave(), outer.seen[-1]), ("value", (None, "None", False)), "return out of with")
raises(TypeError, lambda: exec("with 5: pass"), "no manager",
       text="'int' object does not support the context manager protocol")

# --- tracebacks
def where():
    1 / 0


try:
    where()
except ZeroDivisionError as e:
    frames = []
    trace = e.__traceback__
    while trace:
        frames.append((trace.tb_frame.f_code.co_name, trace.tb_lineno - where.__code__.co_firstlineno))
        trace = trace.tb_next
is_(frames, [("<module>", 5), ("where", 1)], "functions and lines of the traceback")
try:
    compile("x = (1,\n\ny = 2", "text.py", "exec")
except SyntaxError as e:
    is_((e.filename, e.lineno, e.offset, e.msg), ("text.py", 1, 5, "'(' was never closed"), "a syntax error's place")
done()
