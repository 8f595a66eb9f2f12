# SPDX-License-Identifier: MIT
"""The serializers that encode what travels between interpreters."""

import _typhon


def available():
    """Names of the serializers of this process, the default one first."""
    return _typhon.serializers()


def number(name):
    """The number under which a channel knows a serializer; None is the default."""
    if name is None:
        return 0
    names = _typhon.serializers()
    try:
        return names.index(name)
    except ValueError:
        raise LookupError(f"no serializer {name!r}: there are {', '.join(names) or 'none'}; others are chosen at build "
                          "time with ./configure --with-serializers=LIST") from None
