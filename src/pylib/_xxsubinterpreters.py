# SPDX-License-Identifier: MIT
"""The low-level interpreters module of CPython 3.8 to 3.11, with that generation's rules.

When channel_recv waits, and whom it lets go first, is told in doc/channel-recv.md.
"""

import _typhon
from _typhon import ChannelID


class RunFailedError(RuntimeError):
    pass


class ChannelError(RuntimeError):
    pass


class ChannelNotFoundError(ChannelError):
    pass


class ChannelClosedError(ChannelError):
    pass


class ChannelEmptyError(ChannelError):
    pass


class ChannelNotEmptyError(ChannelError):
    pass


def _index(value, what):
    if isinstance(value, InterpreterID):
        return value._id
    if isinstance(value, (str, bytes)) or not hasattr(type(value), '__index__'):
        raise TypeError(f'{what} must be an int, got {type(value).__name__}')
    number = value.__index__()
    if number < 0:
        raise ValueError(f'{what} must be a non-negative int, got {value!r}')
    if number >= 1 << 63:
        raise OverflowError('int too big to convert')
    return number


class InterpreterID:
    """The number of an interpreter; equal to the int."""

    __slots__ = ('_id',)

    def __new__(cls, id, force=False):
        number = _index(id, 'interpreter ID')
        if not force and number not in _typhon.list_all():
            raise RuntimeError(f'unrecognized interpreter ID {number}')
        self = object.__new__(cls)
        self._id = number
        return self

    def __repr__(self):
        return f'{type(self).__name__}({self._id})'

    def __str__(self):
        return str(self._id)

    def __int__(self):
        return self._id

    __index__ = __int__

    def __hash__(self):
        return hash(self._id)

    def __eq__(self, other):
        if isinstance(other, InterpreterID):
            return self._id == other._id
        if isinstance(other, (int, float)):
            return self._id == other
        return NotImplemented


def _wrap(number):
    return InterpreterID(number, force=True)


# --- interpreters

def create(*, isolated=True):
    return _wrap(_typhon.create())


def destroy(id):
    _typhon.destroy(_index(id, 'interpreter ID'))


def list_all():
    return [_wrap(number) for number in _typhon.list_all()]


def get_current():
    return _wrap(_typhon.get_current())


def get_main():
    return _wrap(_typhon.get_main())


def is_running(id):
    return _typhon.is_running(_index(id, 'interpreter ID'))


def is_shareable(obj):
    return type(obj) in (type(None), int, str, bytes, ChannelID)


def _check_shareable(obj):
    if not is_shareable(obj):
        raise ValueError(f'{obj!r} does not support cross-interpreter data')


def run_string(id, script, shared=None):
    number = _index(id, 'interpreter ID')
    if not isinstance(script, str):
        raise TypeError(f'run_string() argument 2 must be str, not {type(script).__name__}')
    if shared is not None:
        shared = dict(shared)
        for value in shared.values():
            _check_shareable(value)
    failure = _typhon.run(number, script, shared, -1)
    if failure is not None:
        raise RunFailedError(failure)


# --- channels

_NOT_FOUND, _CLOSED, _NOT_EMPTY, _EMPTY = 1, 2, 3, 4


def _number(cid):
    if isinstance(cid, ChannelID):
        return int(cid)
    return _index(cid, 'channel ID')


def _raise(cid, outcome):
    number = _number(cid)
    if outcome == _NOT_FOUND:
        raise ChannelNotFoundError(f'channel {number} not found')
    if outcome == _CLOSED:
        raise ChannelClosedError(f'channel {number} closed')
    if outcome == _EMPTY:
        raise ChannelEmptyError(f'channel {number} is empty')
    raise ChannelNotEmptyError('may not be closed if not empty (try force=True)')


def channel_create():
    return _typhon.channel_id(_typhon.channel_create(), 0)


def channel_destroy(cid):
    if not _typhon.channel_destroy(_number(cid)):
        _raise(cid, _NOT_FOUND)


def channel_list_all():
    return [_typhon.channel_id(number, 0) for number in _typhon.channel_ids()]


def channel_list_interpreters(cid, *, send):
    found = _typhon.ends_list(_number(cid), bool(send))
    if isinstance(found, int):
        _raise(cid, found)
    return [_wrap(number) for number in found]


def channel_send(cid, obj):
    number = _number(cid)
    _check_shareable(obj)
    outcome = _typhon.ends_send(number, obj)
    if outcome:
        _raise(cid, outcome)


_NO_DEFAULT = object()


def channel_recv(cid, default=_NO_DEFAULT):
    outcome = _typhon.ends_recv(_number(cid), default is _NO_DEFAULT)
    if isinstance(outcome, tuple):
        return outcome[0]
    if outcome == _EMPTY and default is not _NO_DEFAULT:
        return default
    _raise(cid, outcome)


def channel_close(cid, *, send=None, recv=None, force=False):
    end = 1 if send and not recv else 2 if recv and not send else 0
    outcome = _typhon.ends_close(_number(cid), end, bool(force))
    if outcome:
        _raise(cid, outcome)


def channel_release(cid, *, send=None, recv=None, force=True):
    if not send and not recv:
        send = recv = True
    outcome = _typhon.ends_release(_number(cid), bool(send), bool(recv))
    if outcome:
        _raise(cid, outcome)


def _channel_id(id, *, send=False, recv=False, force=False, _resolve=False):
    number = _number(id)
    if not send and not recv and isinstance(id, ChannelID):
        end = ('both', 'send', 'recv').index(id.end)
    else:
        end = 1 if send and not recv else 2 if recv and not send else 0
    if not force and number not in _typhon.channel_ids():
        _raise(number, _NOT_FOUND)
    return _typhon.channel_id(number, end)
