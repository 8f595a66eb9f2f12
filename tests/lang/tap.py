# SPDX-License-Identifier: MIT
# The Test Anything Protocol for tests in Python. Plain functions and no imports, so that it runs as early as possible.
#
#   from tap import ok, is_, raises, skip, diag, done
#   is_(1 + 1, 2, "addition")
#   raises(ZeroDivisionError, lambda: 1 // 0, "division by zero", text="integer division or modulo by zero")
#   done()

_made = [0]
_failed = [0]


def _result(held, name):
    _made[0] += 1
    line = "ok " + str(_made[0])
    if not held:
        _failed[0] += 1
        line = "not " + line
    if name:
        line += " - " + str(name).replace("#", ".").replace("\n", " ")
    print(line, flush=True)
    return held


def diag(text):
    for line in str(text).split("\n"):
        print("# " + line, flush=True)


def ok(held, name=""):
    return _result(bool(held), name)


def is_(got, want, name=""):
    """got has want's type and value (a NaN equals itself)."""
    held = type(got) is type(want) and (got == want or (got != got and want != want))
    _result(held, name)
    if not held:
        diag(" got: " + repr(got))
        diag("want: " + repr(want))
    return held


def raises(kind, function, name="", text=None):
    """Calling function raises kind itself or a subclass; with text, str() of the exception is exactly that."""
    try:
        value = function()
    except kind as error:
        if text is None:
            return _result(True, name)
        return is_(str(error), text, name)
    except BaseException as error:
        _result(False, name)
        diag(" got: " + type(error).__name__ + ": " + str(error))
        diag("want: " + str(kind))
        return False
    _result(False, name)
    diag(" got: the value " + repr(value))
    diag("want: " + str(kind))
    return False


def skip(reason):
    _made[0] += 1
    print("ok " + str(_made[0]) + " # SKIP " + reason, flush=True)


def done():
    """The last call: prints the plan; ends with status 1 if a check failed."""
    print("1.." + str(_made[0]), flush=True)
    if _failed[0]:
        diag(str(_failed[0]) + " of " + str(_made[0]) + " failed")
        raise SystemExit(1)
