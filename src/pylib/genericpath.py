# SPDX-License-Identifier: MIT
"""What paths of all systems have in common."""

import os
import stat

__all__ = ["commonprefix", "exists", "getatime", "getctime", "getmtime", "getsize", "isdir", "isfile", "islink",
           "lexists", "samefile", "sameopenfile", "samestat"]


def _mode(path, ask):
    try:
        return ask(path).st_mode
    except (OSError, ValueError):
        return None


def exists(path):
    """Whether the path leads to something."""
    return _mode(path, os.stat) is not None


def lexists(path):
    """Whether the path is there, be it a broken link."""
    return _mode(path, os.lstat) is not None


def isfile(path):
    """Whether the path leads to a regular file."""
    mode = _mode(path, os.stat)
    return mode is not None and stat.S_ISREG(mode)


def isdir(s):
    """Whether the path leads to a folder."""
    mode = _mode(s, os.stat)
    return mode is not None and stat.S_ISDIR(mode)


def islink(path):
    """Whether the path is a symbolic link."""
    mode = _mode(path, os.lstat)
    return mode is not None and stat.S_ISLNK(mode)


def isjunction(path):
    os.fspath(path)
    return False


def isdevdrive(path):
    os.fspath(path)
    return False


def getsize(filename):
    """The size of a file in bytes."""
    return os.stat(filename).st_size


def getmtime(filename):
    """When the file was last changed."""
    return os.stat(filename).st_mtime


def getatime(filename):
    """When the file was last read."""
    return os.stat(filename).st_atime


def getctime(filename):
    """When the file's entry was last changed."""
    return os.stat(filename).st_ctime


def commonprefix(m):
    """What all items start with."""
    if not m:
        return ""
    if not isinstance(m[0], (list, tuple)):
        m = tuple(map(os.fspath, m))
    low, high = min(m), max(m)
    for i, c in enumerate(low):
        if c != high[i]:
            return low[:i]
    return low


def samestat(s1, s2):
    """Whether two stat results are of one file."""
    return s1.st_ino == s2.st_ino and s1.st_dev == s2.st_dev


def samefile(f1, f2):
    """Whether two paths lead to one file."""
    return samestat(os.stat(f1), os.stat(f2))


def sameopenfile(fp1, fp2):
    """Whether two descriptors are of one file."""
    return samestat(os.fstat(fp1), os.fstat(fp2))


def _splitext(p, sep, altsep, extsep):
    start = p.rfind(sep) + 1
    if altsep:
        start = max(start, p.rfind(altsep) + 1)
    dot = p.rfind(extsep)
    if dot > start and p[start:dot].strip(extsep):
        return p[:dot], p[dot:]
    return p, p[:0]


def _check_arg_types(funcname, *args):
    has_str = has_bytes = False
    for s in args:
        if isinstance(s, str):
            has_str = True
        elif isinstance(s, bytes):
            has_bytes = True
        else:
            raise TypeError(f"{funcname}() argument must be str, bytes, or os.PathLike object, "
                            f"not {s.__class__.__name__!r}") from None
    if has_str and has_bytes:
        raise TypeError("Can't mix strings and bytes in path components") from None
