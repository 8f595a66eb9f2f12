# SPDX-License-Identifier: MIT
"""The operating system: files, processes, the environment."""

import abc
import stat as st
import sys

import posix
import posixpath as path
from _collections_abc import Mapping, MutableMapping
from posix import *
from posix import _exit, _have_functions
from posixpath import altsep, curdir, defpath, devnull, extsep, pardir, pathsep, sep

name = "posix"
linesep = "\n"
error = OSError
sys.modules["os.path"] = path

__all__ = [n for n in dir(posix) if not n.startswith("_")]
__all__ += ["altsep", "curdir", "pardir", "sep", "pathsep", "linesep", "defpath", "name", "path", "devnull", "extsep",
            "_exit", "makedirs", "removedirs", "renames", "walk", "fwalk", "execl", "execle", "execlp", "execlpe",
            "execvp", "execvpe", "get_exec_path", "environ", "environb", "getenv", "getenvb", "fsencode", "fsdecode",
            "spawnv", "spawnve", "spawnvp", "spawnvpe", "spawnl", "spawnle", "spawnlp", "spawnlpe", "P_WAIT",
            "P_NOWAIT", "P_NOWAITO", "popen", "fdopen", "PathLike", "supports_bytes_environ", "supports_dir_fd",
            "supports_effective_ids", "supports_fd", "supports_follow_symlinks", "process_cpu_count"]

supports_bytes_environ = True
supports_dir_fd = {access, chmod, chown, link, lstat, mkdir, mkfifo, open, readlink, rename, replace, rmdir, stat,
                   symlink, unlink, remove, utime}
supports_effective_ids = {access}
supports_fd = {chdir, chmod, chown, listdir, pathconf, scandir, stat, statvfs, truncate, utime}
supports_follow_symlinks = {access, chown, link, stat, utime}


# --- names of files ---------------------------------------------------------------------------------------------------


def fsencode(filename):
    """The name as bytes for the system."""
    filename = fspath(filename)
    return filename.encode("utf-8", "surrogateescape") if isinstance(filename, str) else filename


def fsdecode(filename):
    """The name as str."""
    filename = fspath(filename)
    return filename.decode("utf-8", "surrogateescape") if isinstance(filename, bytes) else filename


class PathLike(abc.ABC):
    """What has __fspath__()."""

    __slots__ = ()

    @abc.abstractmethod
    def __fspath__(self):
        """The path as str or bytes."""
        raise NotImplementedError

    @classmethod
    def __subclasshook__(cls, subclass):
        if cls is PathLike:
            return hasattr(subclass, "__fspath__")
        return NotImplemented

    __class_getitem__ = classmethod(type(list[int]))


# --- the environment --------------------------------------------------------------------------------------------------


class _Environ(MutableMapping):
    """The environment as a mapping; changes reach the process."""

    def __init__(self, data, encodekey, decodekey, encodevalue, decodevalue):
        self.encodekey = encodekey
        self.decodekey = decodekey
        self.encodevalue = encodevalue
        self.decodevalue = decodevalue
        self._data = data

    def __getitem__(self, key):
        try:
            value = self._data[self.encodekey(key)]
        except KeyError:
            raise KeyError(key) from None
        return self.decodevalue(value)

    def __setitem__(self, key, value):
        key = self.encodekey(key)
        value = self.encodevalue(value)
        putenv(key, value)
        self._data[key] = value

    def __delitem__(self, key):
        encoded = self.encodekey(key)
        unsetenv(encoded)
        try:
            del self._data[encoded]
        except KeyError:
            raise KeyError(key) from None

    def __iter__(self):
        for key in list(self._data):
            yield self.decodekey(key)

    def __len__(self):
        return len(self._data)

    def __repr__(self):
        items = ", ".join(f"{self.decodekey(k)!r}: {self.decodevalue(v)!r}" for k, v in self._data.items())
        return f"environ({{{items}}})"

    def copy(self):
        return dict(self)

    def setdefault(self, key, value):
        if key not in self:
            self[key] = value
        return self[key]

    def __ior__(self, other):
        self.update(other)
        return self

    def __or__(self, other):
        if not isinstance(other, Mapping):
            return NotImplemented
        new = dict(self)
        new.update(other)
        return new

    def __ror__(self, other):
        if not isinstance(other, Mapping):
            return NotImplemented
        new = dict(other)
        new.update(self)
        return new


def _encode(value):
    if not isinstance(value, str):
        raise TypeError("str expected, not %s" % type(value).__name__)
    return value.encode("utf-8", "surrogateescape")


def _decode(value):
    return value.decode("utf-8", "surrogateescape")


def _check_bytes(value):
    if not isinstance(value, bytes):
        raise TypeError("bytes expected, not %s" % type(value).__name__)
    return value


environ = _Environ(posix.environ, _encode, _decode, _encode, _decode)
environb = _Environ(environ._data, _check_bytes, bytes, _check_bytes, bytes)


def getenv(key, default=None):
    """A variable of the environment, or the default."""
    return environ.get(key, default)


def getenvb(key, default=None):
    """A variable of the environment as bytes, or the default."""
    return environb.get(key, default)


# --- folders ----------------------------------------------------------------------------------------------------------


def makedirs(name, mode=0o777, exist_ok=False):
    """Make a folder and those above it."""
    head, tail = path.split(name)
    if not tail:
        head, tail = path.split(head)
    if head and tail and not path.exists(head):
        try:
            makedirs(head, exist_ok=exist_ok)
        except FileExistsError:
            pass
        if tail == (b"." if isinstance(tail, bytes) else "."):
            return
    try:
        mkdir(name, mode)
    except OSError:
        if not exist_ok or not path.isdir(name):
            raise


def removedirs(name):
    """Remove a folder, and those above it as far as they are empty."""
    rmdir(name)
    head, tail = path.split(name)
    if not tail:
        head, tail = path.split(head)
    while head and tail:
        try:
            rmdir(head)
        except OSError:
            break
        head, tail = path.split(head)


def renames(old, new):
    """Rename; make the folders that are needed and remove those that become empty."""
    head, tail = path.split(new)
    if head and tail and not path.exists(head):
        makedirs(head)
    rename(old, new)
    head, tail = path.split(old)
    if head and tail:
        try:
            removedirs(head)
        except OSError:
            pass


def walk(top, topdown=True, onerror=None, followlinks=False):
    """Yields (folder, names of folders, names of files) for a tree of folders."""
    sys.audit("os.walk", top, topdown, onerror, followlinks)
    stack = [fspath(top)]
    while stack:
        top = stack.pop()
        if isinstance(top, tuple):
            yield top
            continue
        dirs, files, down = [], [], []
        try:
            with scandir(top) as entries:
                for entry in entries:
                    try:
                        is_dir = entry.is_dir()
                    except OSError:
                        is_dir = False
                    (dirs if is_dir else files).append(entry.name)
                    if not topdown and is_dir:
                        try:
                            if followlinks or not entry.is_symlink():
                                down.append(entry.path)
                        except OSError:
                            pass
        except OSError as e:
            if onerror is not None:
                onerror(e)
            continue
        if topdown:
            yield top, dirs, files
            for name in reversed(dirs):
                new = path.join(top, name)
                if followlinks or not path.islink(new):
                    stack.append(new)
        else:
            stack.append((top, dirs, files))
            stack.extend(reversed(down))


def fwalk(top=".", topdown=True, onerror=None, *, follow_symlinks=False, dir_fd=None):
    """As walk(), with a descriptor of each folder as fourth item."""
    top = fspath(top)
    try:
        topfd = open(top, O_RDONLY | O_NONBLOCK, dir_fd=dir_fd)
    except OSError as e:
        if onerror is not None:
            onerror(e)
        return
    try:
        names = listdir(topfd)
        dirs, files = [], []
        for name in names:
            try:
                (dirs if st.S_ISDIR(stat(name, dir_fd=topfd).st_mode) else files).append(name)
            except OSError:
                try:
                    if st.S_ISLNK(lstat(name, dir_fd=topfd).st_mode):
                        files.append(name)
                except OSError:
                    continue
        if topdown:
            yield top, dirs, files, topfd
        for name in dirs:
            if not follow_symlinks and st.S_ISLNK(lstat(name, dir_fd=topfd).st_mode):
                continue
            for found in fwalk(name, topdown, onerror, follow_symlinks=follow_symlinks, dir_fd=topfd):
                yield path.join(top, found[0]), *found[1:]
        if not topdown:
            yield top, dirs, files, topfd
    finally:
        close(topfd)


# --- other programs ---------------------------------------------------------------------------------------------------


def execl(file, *args):
    execv(file, args)


def execle(file, *args):
    execve(file, args[:-1], args[-1])


def execlp(file, *args):
    execvp(file, args)


def execlpe(file, *args):
    execvpe(file, args[:-1], args[-1])


def execvp(file, args):
    """Become the program `file` of PATH."""
    execvpe(file, args)


def execvpe(file, args, env=None):
    """Become the program `file` of PATH, with an environment."""
    def run(where):
        if env is None:
            execv(where, args)
        else:
            execve(where, args, env)

    file = fspath(file)
    if path.dirname(file):
        run(file)
        return
    saved = last = None
    for folder in get_exec_path(env):
        where = path.join(fsencode(folder) if isinstance(file, bytes) else folder, file)
        try:
            run(where)
        except (FileNotFoundError, NotADirectoryError) as e:
            last = e
        except OSError as e:
            last = e
            if saved is None:
                saved = e
    raise saved if saved is not None else last


def get_exec_path(env=None):
    """The folders in which programs are looked for."""
    if env is None:
        env = environ
    value = env.get("PATH")
    if value is None:
        try:
            value = env[b"PATH"]
        except (KeyError, TypeError):
            value = None
        else:
            value = fsdecode(value)
    if value is None:
        value = defpath
    return value.split(pathsep)


def _spawn(mode, file, args, env, function):
    if not isinstance(args, (tuple, list)):
        raise TypeError("argv must be a tuple or a list")
    if not args or not args[0]:
        raise ValueError("argv first element cannot be empty")
    pid = fork()
    if not pid:
        try:
            if env is None:
                function(file, args)
            else:
                function(file, args, env)
        finally:
            _exit(127)
    if mode == P_NOWAIT:
        return pid
    while True:
        _, status = waitpid(pid, 0)
        if not WIFSTOPPED(status):
            return waitstatus_to_exitcode(status)


def spawnv(mode, file, args):
    return _spawn(mode, file, args, None, execv)


def spawnve(mode, file, args, env):
    return _spawn(mode, file, args, env, execve)


def spawnvp(mode, file, args):
    return _spawn(mode, file, args, None, execvp)


def spawnvpe(mode, file, args, env):
    return _spawn(mode, file, args, env, execvpe)


def spawnl(mode, file, *args):
    return spawnv(mode, file, args)


def spawnle(mode, file, *args):
    return spawnve(mode, file, args[:-1], args[-1])


def spawnlp(mode, file, *args):
    return spawnvp(mode, file, args)


def spawnlpe(mode, file, *args):
    return spawnvpe(mode, file, args[:-1], args[-1])


class _Pipe:
    """The stream of popen(); close() tells how the command ended."""

    def __init__(self, stream, pid):
        self._stream = stream
        self._pid = pid

    def close(self):
        self._stream.close()
        if self._pid is None:
            return None
        status = waitpid(self._pid, 0)[1]
        self._pid = None
        code = waitstatus_to_exitcode(status)
        return (code if code < 0 else code << 8) if code else None

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()

    def __getattr__(self, name):
        return getattr(self._stream, name)

    def __iter__(self):
        return iter(self._stream)


def popen(cmd, mode="r", buffering=-1):
    """Run a command in a shell; a text file to read its output or to write its input."""
    if not isinstance(cmd, str):
        raise TypeError("invalid cmd type (%s, expected string)" % type(cmd))
    if mode not in ("r", "w"):
        raise ValueError("invalid mode %r" % mode)
    if buffering == 0 or buffering is None:
        raise ValueError("popen() does not support unbuffered streams")
    reader, writer = pipe()
    pid = fork()
    if not pid:
        try:
            dup2(writer if mode == "r" else reader, 1 if mode == "r" else 0)
            execv("/bin/sh", ["/bin/sh", "-c", cmd])
        finally:
            _exit(127)
    close(writer if mode == "r" else reader)
    return _Pipe(fdopen(reader if mode == "r" else writer, mode, buffering), pid)


def fdopen(fd, mode="r", buffering=-1, encoding=None, *args, **kwargs):
    """A file object over a descriptor."""
    if not isinstance(fd, int):
        raise TypeError("invalid fd type (%s, expected integer)" % type(fd))
    import io
    return io.open(fd, mode, buffering, encoding, *args, **kwargs)


def process_cpu_count():
    """Processors that this process may use."""
    return len(sched_getaffinity(0))


def _exists(name):
    return name in globals()
