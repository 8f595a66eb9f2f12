# SPDX-License-Identifier: MIT
"""Signals, with their numbers as enumerations."""

import _signal
from _signal import *

try:
    from enum import IntEnum as _IntEnum
except ImportError:  # no standard library: plain numbers
    _IntEnum = None

_globals = globals()


def _of(kind, test):
    if _IntEnum is None:
        return int
    members = {n: v for n, v in vars(_signal).items() if test(n)}
    cls = _IntEnum(kind, members, module=__name__)
    _globals.update(cls.__members__)
    return cls


Signals = _of("Signals", lambda n: n.isupper() and n.startswith("SIG") and not n.startswith("SIG_"))
Handlers = _of("Handlers", lambda n: n in ("SIG_DFL", "SIG_IGN"))
Sigmasks = _of("Sigmasks", lambda n: n in ("SIG_BLOCK", "SIG_UNBLOCK", "SIG_SETMASK"))


def _to_enum(value, cls):
    if not isinstance(value, int):
        return value
    try:
        return cls(value)
    except ValueError:
        return value


def _to_int(value):
    return int(value) if isinstance(value, int) else value


def signal(signalnum, handler):
    """Set the handler of a signal; tells the old one."""
    return _to_enum(_signal.signal(_to_int(signalnum), _to_int(handler)), Handlers)


def getsignal(signalnum):
    """The handler of a signal."""
    return _to_enum(_signal.getsignal(signalnum), Handlers)


def pthread_sigmask(how, mask):
    """Change this thread's mask of signals; tells the old one."""
    return {_to_enum(n, Signals) for n in _signal.pthread_sigmask(how, mask)}


def sigpending():
    """The signals that are blocked and have come."""
    return {_to_enum(n, Signals) for n in _signal.sigpending()}


def sigwait(sigset):
    """Wait for one of the signals."""
    return _to_enum(_signal.sigwait(sigset), Signals)


def valid_signals():
    """All signals of this system."""
    return {_to_enum(n, Signals) for n in _signal.valid_signals()}
