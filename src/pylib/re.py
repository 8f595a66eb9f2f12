# SPDX-License-Identifier: MIT
"""Regular expressions: searching, splitting and replacing text by patterns.

The engine is the native module _re; here are the functions that take a pattern as text, and their cache.
"""
import _re
from _re import Match, Pattern

__all__ = [
    "match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer", "compile", "purge", "escape", "error",
    "Pattern", "Match", "A", "I", "L", "M", "S", "X", "U", "ASCII", "IGNORECASE", "LOCALE", "MULTILINE", "DOTALL", "VERBOSE",
    "UNICODE", "NOFLAG", "RegexFlag", "PatternError",
]
__version__ = "2.2.1"


class PatternError(Exception):
    """A string that is no valid regular expression, or a replacement text that does not fit one.

    msg: the message alone; pattern: the text; pos, lineno, colno: where in it, or None.
    """
    __module__ = "re"

    def __init__(self, msg, pattern=None, pos=None):
        self.msg = msg
        self.pattern = pattern
        self.pos = pos
        self.lineno = self.colno = None
        if pattern is not None and pos is not None:
            msg = "%s at position %d" % (msg, pos)
            newline = "\n" if isinstance(pattern, str) else b"\n"
            self.lineno = pattern.count(newline, 0, pos) + 1
            self.colno = pos - pattern.rfind(newline, 0, pos)
            if newline in pattern:
                msg = "%s (line %d, column %d)" % (msg, self.lineno, self.colno)
        super().__init__(msg)


error = PatternError
_re.set_error(PatternError)


class RegexFlag(int):
    """Flags of patterns, to be combined by |."""

    _names = {}

    @property
    def name(self):
        parts, rest = [], int(self)
        for value, name in self._names.items():
            if value and rest & value:
                parts.append(name)
                rest &= ~value
        if rest or not parts:
            return None if rest else "NOFLAG"
        return "|".join(parts)

    @property
    def value(self):
        return int(self)

    def __repr__(self):
        parts, rest = [], int(self)
        if rest < 0:
            return "re.RegexFlag(%d)" % rest
        for value, name in self._names.items():
            if value and rest & value:
                parts.append("re." + name)
                rest &= ~value
        if rest:
            parts.append(hex(rest))
        return "|".join(parts) or "re.NOFLAG"

    __str__ = __repr__

    def __or__(self, other):
        return RegexFlag(int(self) | int(other)) if isinstance(other, int) else NotImplemented

    def __and__(self, other):
        return RegexFlag(int(self) & int(other)) if isinstance(other, int) else NotImplemented

    def __xor__(self, other):
        return RegexFlag(int(self) ^ int(other)) if isinstance(other, int) else NotImplemented

    __ror__, __rand__, __rxor__ = __or__, __and__, __xor__

    def __invert__(self):
        return RegexFlag(511 & ~int(self))

    def __contains__(self, other):
        return int(self) & int(other) == int(other)

    def __reduce__(self):
        return RegexFlag, (int(self),)


for _name, _short, _value in (("NOFLAG", "NOFLAG", 0), ("IGNORECASE", "I", 2), ("LOCALE", "L", 4), ("MULTILINE", "M", 8),
                              ("DOTALL", "S", 16), ("UNICODE", "U", 32), ("VERBOSE", "X", 64), ("DEBUG", "DEBUG", 128),
                              ("ASCII", "A", 256)):
    _flag = RegexFlag(_value)
    RegexFlag._names[_value] = _name
    globals()[_name] = globals()[_short] = _flag
    setattr(RegexFlag, _name, _flag)
    setattr(RegexFlag, _short, _flag)
del _name, _short, _value, _flag


_cache = {}
_plain = {}  # those without flags, by pattern alone: looked into first
_MAXCACHE = 512


def _compile(pattern, flags):
    try:
        return _cache[type(pattern), pattern, flags]
    except KeyError:
        pass
    if isinstance(pattern, Pattern):
        if flags:
            raise ValueError("cannot process flags argument with a compiled pattern")
        return pattern
    p = _re.compile(pattern, flags)
    for cache, key in ((_plain, pattern), (_cache, (type(pattern), pattern, flags))):
        if cache is _plain and flags:
            continue
        if len(cache) >= _MAXCACHE:
            # The oldest goes: dicts keep their order.
            try:
                del cache[next(iter(cache))]
            except (StopIteration, RuntimeError, KeyError):
                pass
        cache[key] = p
    return p


def compile(pattern, flags=0):
    """A Pattern object made of the text."""
    return _compile(pattern, flags)


def match(pattern, string, flags=0):
    """A Match at the start of the string, or None."""
    p = _plain.get(pattern)
    if p is None or flags:
        p = _compile(pattern, flags)
    return p.match(string)


def fullmatch(pattern, string, flags=0):
    """A Match of all of the string, or None."""
    p = _plain.get(pattern)
    if p is None or flags:
        p = _compile(pattern, flags)
    return p.fullmatch(string)


def search(pattern, string, flags=0):
    """The first Match in the string, or None."""
    p = _plain.get(pattern)
    if p is None or flags:
        p = _compile(pattern, flags)
    return p.search(string)


def sub(pattern, repl, string, count=0, flags=0):
    """The string with matches replaced: by a text in which \\1 and \\g<name> mean groups, or by what a function returns."""
    p = _plain.get(pattern)
    if p is None or flags:
        p = _compile(pattern, flags)
    return p.sub(repl, string, count)


def subn(pattern, repl, string, count=0, flags=0):
    """As sub(), but a tuple of the new string and the number of replacements."""
    p = _plain.get(pattern)
    if p is None or flags:
        p = _compile(pattern, flags)
    return p.subn(repl, string, count)


def split(pattern, string, maxsplit=0, flags=0):
    """The parts of the string between matches, and the groups of these."""
    p = _plain.get(pattern)
    if p is None or flags:
        p = _compile(pattern, flags)
    return p.split(string, maxsplit)


def findall(pattern, string, flags=0):
    """A list of the texts of all matches: of their groups, if the pattern has any."""
    p = _plain.get(pattern)
    if p is None or flags:
        p = _compile(pattern, flags)
    return p.findall(string)


def finditer(pattern, string, flags=0):
    """An iterator over all matches."""
    p = _plain.get(pattern)
    if p is None or flags:
        p = _compile(pattern, flags)
    return p.finditer(string)


def purge():
    """Forgets the patterns that were compiled."""
    _cache.clear()
    _plain.clear()


def escape(pattern):
    """The text with a backslash before whatever means something in a pattern."""
    return _re.escape(pattern)


class Scanner:
    """Cuts a string into tokens: lexicon is a list of (pattern, action), tried in order at each place."""

    def __init__(self, lexicon, flags=0):
        self.lexicon = lexicon
        if isinstance(flags, RegexFlag):
            flags = flags.value
        parts, self._actions, group = [], {}, 1
        for phrase, action in lexicon:
            parts.append("(%s)" % phrase)
            self._actions[group] = action
            group += 1 + _compile(phrase, flags).groups
        self.scanner = _compile("|".join(parts), flags)

    def scan(self, string):
        """The results of the actions, and the rest of the string where nothing matched."""
        result = []
        match = self.scanner.scanner(string).match
        at = 0
        while True:
            m = match()
            if not m or m.end() == at:
                break
            action = self._actions[m.lastindex]
            if callable(action):
                self.match = m
                action = action(self, m.group())
            if action is not None:
                result.append(action)
            at = m.end()
        return result, string[at:]
