# SPDX-License-Identifier: MIT
"""Tracebacks on demand. Fatal signals are left to the system."""

import sys

_enabled = False


def _print_frames(frame, file):
    while frame is not None:
        code = frame.f_code
        file.write(f'  File "{code.co_filename}", line {frame.f_lineno} in {code.co_name}\n')
        frame = frame.f_back


def dump_traceback(file=None, all_threads=True):
    """Write the calls under way."""
    if file is None:
        file = sys.stderr
    if isinstance(file, int):
        import io
        file = io.open(file, "w", closefd=False)
    import _thread
    me = _thread.get_ident()
    frames = sys._current_frames() if all_threads else {me: sys._getframe(1)}
    for ident, frame in frames.items():
        kind = "Current thread" if ident == me else "Thread"
        file.write(f"{kind} 0x{ident:016x} (most recent call first):\n")
        _print_frames(sys._getframe(1) if ident == me else frame, file)
    file.flush()


def enable(file=None, all_threads=True):
    global _enabled
    _enabled = True


def disable():
    global _enabled
    was, _enabled = _enabled, False
    return was


def is_enabled():
    return _enabled


def dump_traceback_later(timeout, repeat=False, file=None, exit=False):
    """Write the calls under way after some seconds."""
    global _timer
    import threading
    cancel_dump_traceback_later()
    stop = threading.Event()

    def wait():
        while not stop.wait(timeout):
            (file or sys.stderr).write("Timeout!\n")
            dump_traceback(file)
            if exit:
                import os
                os._exit(1)
            if not repeat:
                break

    _timer = stop
    threading.Thread(target=wait, daemon=True).start()


_timer = None


def cancel_dump_traceback_later():
    global _timer
    if _timer is not None:
        _timer.set()
        _timer = None


def register(signum, file=None, all_threads=True, chain=False):
    """Write the calls under way when a signal comes."""
    import _signal
    _signal.signal(signum, lambda n, f: dump_traceback(file, all_threads))


def unregister(signum):
    import _signal
    was = callable(_signal.getsignal(signum))
    _signal.signal(signum, _signal.SIG_DFL)
    return was
