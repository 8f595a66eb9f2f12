# SPDX-License-Identifier: MIT
"""Isolated interpreters in this process, and channels between them.

Each interpreter has its own lock, heap and modules: several run at the same time on several processors. What is sent
through a channel arrives as an equal value of the receiving interpreter.
"""

import _typhon

from . import serializers as _serializers

__all__ = ['Interpreter', 'Channel', 'InterpreterError', 'ExecutionFailed', 'ChannelClosed', 'create', 'create_channel',
           'get_current', 'get_main', 'list_all', 'cpu_count']


class InterpreterError(Exception):
    """An operation on an interpreter is not possible."""


class ExecutionFailed(InterpreterError):
    """An exception was not caught in another interpreter; the text names it."""


class ChannelClosed(Exception):
    """The channel is closed: nothing can be sent, or nothing is left to receive."""


cpu_count = _typhon.cpu_count


class Interpreter:
    """An interpreter by its number; make one with create()."""

    __slots__ = ('id',)

    def __init__(self, id, /):
        self.id = id

    def __repr__(self):
        return f'Interpreter({self.id})'

    def __eq__(self, other):
        return isinstance(other, Interpreter) and self.id == other.id

    def __hash__(self):
        return hash(self.id)

    def is_running(self):
        """Whether code runs in its __main__."""
        return _typhon.is_running(self.id)

    def exec(self, code, /, *, shared=None, serializer=None):
        """Run text in its __main__, on the calling thread, with the values of `shared` as global names."""
        try:
            failure = _typhon.run(self.id, code, _channels_to_numbers(shared), _serializers.number(serializer))
        except RuntimeError as error:
            raise InterpreterError(str(error)) from None
        if failure is not None:
            raise ExecutionFailed(failure)

    def close(self):
        """End it; waits for its threads and runs its exit functions."""
        try:
            _typhon.destroy(self.id)
        except RuntimeError as error:
            raise InterpreterError(str(error)) from None

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.close()


def _channels_to_numbers(shared):
    if not shared:
        return None
    return {name: value.id if isinstance(value, Channel) else value for name, value in dict(shared).items()}


class Channel:
    """A queue between interpreters; Channel(number) is the same channel anywhere in the process."""

    __slots__ = ('id', '_serializer')

    def __init__(self, id, /, *, serializer=None):
        self.id = id
        self._serializer = _serializers.number(serializer)

    def __repr__(self):
        return f'Channel({self.id})'

    def __len__(self):
        return _typhon.channel_count(self.id)

    def send(self, value, timeout=None):
        """Put a value in; waits while the channel is full, at most `timeout` seconds."""
        sent = _typhon.channel_send(self.id, value, timeout, self._serializer)
        if sent is None:
            raise ChannelClosed(f'channel {self.id} is closed')
        if not sent:
            raise TimeoutError(f'channel {self.id} is full')

    def recv(self, timeout=None):
        """Take a value out; waits while there is none, at most `timeout` seconds."""
        received = _typhon.channel_recv(self.id, timeout)
        if received is None:
            raise ChannelClosed(f'channel {self.id} is closed')
        if not received:
            raise TimeoutError(f'channel {self.id} is empty')
        return received[0]

    def close(self):
        """Nothing more can be sent; what is inside can still be received."""
        _typhon.channel_close(self.id)

    def destroy(self):
        """Drop the channel with what is in it."""
        _typhon.channel_destroy(self.id)

    def __iter__(self):
        while True:
            received = _typhon.channel_recv(self.id, None)
            if received is None:
                return
            yield received[0]

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.close()


def create():
    """A new interpreter."""
    return Interpreter(_typhon.create())


def create_channel(maxsize=0, *, max_bytes=0, serializer=None):
    """A new channel; the bounds count items and bytes, 0 is no bound."""
    return Channel(_typhon.channel_create(maxsize, max_bytes), serializer=serializer)


def get_current():
    return Interpreter(_typhon.get_current())


def get_main():
    return Interpreter(_typhon.get_main())


def list_all():
    return [Interpreter(id) for id in _typhon.list_all()]
