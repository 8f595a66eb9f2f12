# SPDX-License-Identifier: MIT
"""Paths with slashes."""

import genericpath
import os
import stat
from genericpath import *
from genericpath import isdevdrive, isjunction

__all__ = ["normcase", "isabs", "join", "splitdrive", "splitroot", "split", "splitext", "basename", "dirname",
           "commonprefix", "getsize", "getmtime", "getatime", "getctime", "islink", "exists", "lexists", "isdir",
           "isfile", "ismount", "expanduser", "expandvars", "normpath", "abspath", "samefile", "sameopenfile",
           "samestat", "curdir", "pardir", "sep", "pathsep", "defpath", "altsep", "extsep", "devnull", "realpath",
           "supports_unicode_filenames", "relpath", "commonpath", "isjunction", "isdevdrive"]

curdir = "."
pardir = ".."
extsep = "."
sep = "/"
pathsep = ":"
defpath = "/bin:/usr/bin"
altsep = None
devnull = "/dev/null"
supports_unicode_filenames = False


def _get_sep(path):
    return b"/" if isinstance(path, bytes) else "/"


def normcase(s):
    """The path as it is: case matters."""
    return os.fspath(s)


def isabs(s):
    """Whether the path starts at the root."""
    s = os.fspath(s)
    return s.startswith(_get_sep(s))


def join(a, *p):
    """The parts with a slash between them; an absolute part drops those before it."""
    a = os.fspath(a)
    slash = _get_sep(a)
    path = a
    try:
        for b in p:
            b = os.fspath(b)
            if b.startswith(slash) or not path:
                path = b
            elif path.endswith(slash):
                path += b
            else:
                path += slash + b
    except (TypeError, AttributeError, BytesWarning):
        genericpath._check_arg_types("join", a, *p)
        raise
    return path


def split(p):
    """(head, tail): tail is what follows the last slash."""
    p = os.fspath(p)
    slash = _get_sep(p)
    i = p.rfind(slash) + 1
    head, tail = p[:i], p[i:]
    if head and head != slash * len(head):
        head = head.rstrip(slash)
    return head, tail


def splitext(p):
    """(root, ext): ext is empty or begins with the last dot of the name."""
    p = os.fspath(p)
    if isinstance(p, bytes):
        return genericpath._splitext(p, b"/", None, b".")
    return genericpath._splitext(p, "/", None, ".")


def splitdrive(p):
    """('', path): there are no drives."""
    p = os.fspath(p)
    return p[:0], p


def splitroot(p):
    """('', root, tail): the root is '', '/' or '//'."""
    p = os.fspath(p)
    slash = _get_sep(p)
    empty = p[:0]
    if p[:1] != slash:
        return empty, empty, p
    if p[1:2] != slash or p[2:3] == slash:
        return empty, slash, p[1:]
    return empty, p[:2], p[2:]


def basename(p):
    """The last part of the path."""
    p = os.fspath(p)
    return p[p.rfind(_get_sep(p)) + 1:]


def dirname(p):
    """The path without its last part."""
    return split(p)[0]


def ismount(path):
    """Whether a file system is mounted there."""
    try:
        s1 = os.lstat(path)
    except (OSError, ValueError):
        return False
    if stat.S_ISLNK(s1.st_mode):
        return False
    path = os.fspath(path)
    parent = realpath(join(path, b".." if isinstance(path, bytes) else ".."))
    try:
        s2 = os.lstat(parent)
    except OSError:
        return False
    return s1.st_dev != s2.st_dev or s1.st_ino == s2.st_ino


def expanduser(path):
    """~ and ~user replaced by home folders."""
    path = os.fspath(path)
    tilde = b"~" if isinstance(path, bytes) else "~"
    if not path.startswith(tilde):
        return path
    slash = _get_sep(path)
    i = path.find(slash, 1)
    if i < 0:
        i = len(path)
    if i == 1:
        home = os.environ.get("HOME")
        if home is None:
            try:
                import pwd
                home = pwd.getpwuid(os.getuid()).pw_dir
            except (ImportError, KeyError):
                return path
    else:
        try:
            import pwd
            home = pwd.getpwnam(os.fsdecode(path[1:i])).pw_dir
        except (ImportError, KeyError):
            return path
    if isinstance(path, bytes):
        home = os.fsencode(home)
    home = home.rstrip(slash)
    return (home + path[i:]) or slash


def expandvars(path):
    """$name and ${name} replaced by the environment's values; unknown ones stay."""
    path = os.fspath(path)
    as_bytes = isinstance(path, bytes)
    text = os.fsdecode(path) if as_bytes else path
    if "$" not in text:
        return path
    out = []
    i = 0
    while True:
        dollar = text.find("$", i)
        if dollar < 0:
            out.append(text[i:])
            break
        out.append(text[i:dollar])
        if text[dollar + 1:dollar + 2] == "{":
            end = text.find("}", dollar)
            name, after = (text[dollar + 2:end], end + 1) if end >= 0 else (None, dollar + 1)
        else:
            after = dollar + 1
            while after < len(text) and text[after].isascii() and (text[after].isalnum() or text[after] == "_"):
                after += 1
            name = text[dollar + 1:after]
        value = os.environ.get(name) if name else None
        out.append(text[dollar:after] if value is None else value)
        i = after
    text = "".join(out)
    return os.fsencode(text) if as_bytes else text


def normpath(path):
    """Without double slashes, '.' and 'a/..'."""
    path = os.fspath(path)
    if isinstance(path, bytes):
        slash, dot, dotdot = b"/", b".", b".."
    else:
        slash, dot, dotdot = "/", ".", ".."
    if not path:
        return dot
    _, root, rest = splitroot(path)
    parts = []
    for part in rest.split(slash):
        if not part or part == dot:
            continue
        if part != dotdot or (not root and not parts) or (parts and parts[-1] == dotdot):
            parts.append(part)
        elif parts:
            parts.pop()
    return root + slash.join(parts) or dot


def abspath(path):
    """From the root on, normalized."""
    path = os.fspath(path)
    if not isabs(path):
        path = join(os.getcwdb() if isinstance(path, bytes) else os.getcwd(), path)
    return normpath(path)


def realpath(filename, *, strict=False):
    """The absolute path with all symbolic links followed."""
    filename = os.fspath(filename)
    if isinstance(filename, bytes):
        slash, dot, dotdot, cwd = b"/", b".", b"..", os.getcwdb
    else:
        slash, dot, dotdot, cwd = "/", ".", "..", os.getcwd
    rest = filename.split(slash)[::-1]
    path = slash if filename.startswith(slash) else cwd()
    seen = {}
    while rest:
        name = rest.pop()
        if name is None:  # the end of a link's target
            seen[rest.pop()] = path
            continue
        if not name or name == dot:
            continue
        if name == dotdot:
            path = path[:path.rindex(slash)] or slash
            continue
        new = path + name if path == slash else path + slash + name
        try:
            is_link = stat.S_ISLNK(os.lstat(new).st_mode)
            if is_link:
                if new in seen:
                    if seen[new] is not None:
                        path = seen[new]
                        continue
                    if strict:
                        os.stat(new)  # raises
                    path = new
                    continue
                target = os.readlink(new)
        except OSError:
            if strict:
                raise
            is_link = False
        if not is_link:
            path = new
            continue
        seen[new] = None
        if target.startswith(slash):
            path = slash
        rest.append(new)
        rest.append(None)
        rest.extend(target.split(slash)[::-1])
    return path


def relpath(path, start=None):
    """The way from start to the path."""
    path = os.fspath(path)
    if not path:
        raise ValueError("no path specified")
    if isinstance(path, bytes):
        slash, dot, dotdot = b"/", b".", b".."
    else:
        slash, dot, dotdot = "/", ".", ".."
    start = dot if start is None else os.fspath(start)
    try:
        a = [x for x in abspath(start).split(slash) if x]
        b = [x for x in abspath(path).split(slash) if x]
        i = len(commonprefix([a, b]))
        parts = [dotdot] * (len(a) - i) + b[i:]
        return slash.join(parts) if parts else dot
    except (TypeError, AttributeError, BytesWarning, DeprecationWarning):
        genericpath._check_arg_types("relpath", path, start)
        raise


def commonpath(paths):
    """The longest path that all start with."""
    paths = tuple(map(os.fspath, paths))
    if not paths:
        raise ValueError("commonpath() arg is an empty sequence")
    if isinstance(paths[0], bytes):
        slash, dot = b"/", b"."
    else:
        slash, dot = "/", "."
    try:
        absolute = {p.startswith(slash) for p in paths}
        if len(absolute) > 1:
            raise ValueError("Can't mix absolute and relative paths")
        lists = [[x for x in p.split(slash) if x and x != dot] for p in paths]
        low, high = min(lists), max(lists)
        common = low
        for i, x in enumerate(low):
            if x != high[i]:
                common = low[:i]
                break
        return (slash if absolute.pop() else slash[:0]) + slash.join(common)
    except (TypeError, AttributeError):
        genericpath._check_arg_types("commonpath", *paths)
        raise
