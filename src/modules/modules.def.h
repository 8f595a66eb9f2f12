/* SPDX-License-Identifier: MIT */
/* The native modules: X(name), a row each, defined as ty_module_<name> in a file of its own. Sorted. */
#ifndef TY_MODULES_MODULES_DEF_H
#define TY_MODULES_MODULES_DEF_H

#define TY_MODULE_ROWS(X)                                                                                              \
    X(_abc)                                                                                                            \
    X(_bisect)                                                                                                         \
    X(_codecs)                                                                                                         \
    X(_collections)                                                                                                    \
    X(_functools)                                                                                                      \
    X(_heapq)                                                                                                          \
    X(_imp)                                                                                                            \
    X(_io)                                                                                                             \
    X(_operator)                                                                                                       \
    X(_posixsubprocess)                                                                                                \
    X(_queue)                                                                                                          \
    X(_random)                                                                                                         \
    X(_re)                                                                                                             \
    X(_signal)                                                                                                         \
    X(_string)                                                                                                         \
    X(_struct)                                                                                                         \
    X(_thread)                                                                                                         \
    X(_typhon)                                                                                                         \
    X(_warnings)                                                                                                       \
    X(_weakref)                                                                                                        \
    X(array)                                                                                                           \
    X(atexit)                                                                                                          \
    X(binascii)                                                                                                        \
    X(builtins)                                                                                                        \
    X(cmath)                                                                                                           \
    X(errno)                                                                                                           \
    X(gc)                                                                                                              \
    X(itertools)                                                                                                       \
    X(marshal)                                                                                                         \
    X(math)                                                                                                            \
    X(posix)                                                                                                           \
    X(select)                                                                                                          \
    X(sys)                                                                                                             \
    X(time)                                                                                                            \
    X(unicodedata)

#endif
