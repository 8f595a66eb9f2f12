/* SPDX-License-Identifier: MIT */
/*
 * The builtin exceptions: X(name, base, layout, doc). layout names the struct of fields that instances have beyond
 * BaseException's: plain (none), and those of exceptions_<layout>.c.
 */
#ifndef TY_OBJECT_EXCEPTIONS_DEF_H
#define TY_OBJECT_EXCEPTIONS_DEF_H

#define TY_EXCEPTION_ROWS(X)                                                                                            \
    X(BaseException, object, plain, "Common base class for all exceptions.")                                             \
    X(BaseExceptionGroup, BaseException, group, "A combination of multiple unrelated exceptions.")                       \
    X(GeneratorExit, BaseException, plain, "Request that a generator exit.")                                             \
    X(KeyboardInterrupt, BaseException, plain, "Program interrupted by user.")                                           \
    X(SystemExit, BaseException, exit, "Request to exit from the interpreter.")                                          \
    X(Exception, BaseException, plain, "Common base class for all non-exit exceptions.")                                 \
    X(ArithmeticError, Exception, plain, "Base class for arithmetic errors.")                                            \
    X(FloatingPointError, ArithmeticError, plain, "A floating-point operation failed.")                                  \
    X(OverflowError, ArithmeticError, plain, "A result is too large to be represented.")                                 \
    X(ZeroDivisionError, ArithmeticError, plain, "The divisor of a division or modulo operation was zero.")              \
    X(AssertionError, Exception, plain, "An assertion failed.")                                                          \
    X(AttributeError, Exception, attribute, "An attribute was not found.")                                               \
    X(BufferError, Exception, plain, "An operation on a buffer is not possible.")                                        \
    X(EOFError, Exception, plain, "Reading hit the end of the file.")                                                    \
    X(ImportError, Exception, import, "A module, or a name of it, cannot be imported.")                                  \
    X(ModuleNotFoundError, ImportError, import, "A module was not found.")                                               \
    X(LookupError, Exception, plain, "Base class for lookup errors.")                                                    \
    X(IndexError, LookupError, plain, "A sequence index is out of range.")                                               \
    X(KeyError, LookupError, plain, "A mapping key was not found.")                                                      \
    X(MemoryError, Exception, plain, "Out of memory.")                                                                   \
    X(NameError, Exception, name, "A name was not found.")                                                               \
    X(UnboundLocalError, NameError, name, "A local variable was used before it had a value.")                            \
    X(OSError, Exception, os, "Base class for I/O related errors.")                                                      \
    X(BlockingIOError, OSError, os, "An I/O operation would block.")                                                     \
    X(ChildProcessError, OSError, os, "A child process operation failed.")                                               \
    X(ConnectionError, OSError, os, "A connection failed.")                                                              \
    X(BrokenPipeError, ConnectionError, os, "The pipe has no reader.")                                                   \
    X(ConnectionAbortedError, ConnectionError, os, "The connection was aborted.")                                        \
    X(ConnectionRefusedError, ConnectionError, os, "The connection was refused.")                                        \
    X(ConnectionResetError, ConnectionError, os, "The connection was reset.")                                            \
    X(FileExistsError, OSError, os, "The file exists already.")                                                          \
    X(FileNotFoundError, OSError, os, "The file was not found.")                                                         \
    X(InterruptedError, OSError, os, "A system call was interrupted by a signal.")                                       \
    X(IsADirectoryError, OSError, os, "The operation does not work on a directory.")                                     \
    X(NotADirectoryError, OSError, os, "The operation works on directories only.")                                       \
    X(PermissionError, OSError, os, "Permission was denied.")                                                            \
    X(ProcessLookupError, OSError, os, "The process was not found.")                                                     \
    X(TimeoutError, OSError, os, "The time ran out.")                                                                    \
    X(ReferenceError, Exception, plain, "A weak proxy was used after its referent was gone.")                            \
    X(RuntimeError, Exception, plain, "An unspecified run-time error.")                                                  \
    X(NotImplementedError, RuntimeError, plain, "A method or function has not been implemented.")                        \
    X(PythonFinalizationError, RuntimeError, plain, "The operation is blocked while the interpreter ends.")              \
    X(RecursionError, RuntimeError, plain, "The recursion limit was exceeded.")                                          \
    X(StopAsyncIteration, Exception, plain, "Signal the end from iterator.__anext__().")                                 \
    X(StopIteration, Exception, stop, "Signal the end from iterator.__next__().")                                        \
    X(SyntaxError, Exception, syntax, "The source is not valid Python.")                                                 \
    X(IndentationError, SyntaxError, syntax, "The indentation is not valid.")                                            \
    X(TabError, IndentationError, syntax, "Tabs and spaces are mixed inconsistently.")                                   \
    X(_IncompleteInputError, SyntaxError, syntax, "The text ended where more was expected.")                             \
    X(SystemError, Exception, plain, "An internal error of the interpreter.")                                            \
    X(TypeError, Exception, plain, "A value has an inappropriate type.")                                                 \
    X(ValueError, Exception, plain, "A value is inappropriate, though of the right type.")                               \
    X(UnicodeError, ValueError, plain, "Unicode related error.")                                                         \
    X(UnicodeDecodeError, UnicodeError, unicode, "Bytes cannot be decoded.")                                             \
    X(UnicodeEncodeError, UnicodeError, unicode, "Text cannot be encoded.")                                              \
    X(UnicodeTranslateError, UnicodeError, unicode, "Text cannot be translated.")                                        \
    X(ExceptionGroup, BaseExceptionGroup, subgroup, "A combination of multiple unrelated exceptions.")                   \
    X(Warning, Exception, plain, "Base class for warning categories.")                                                   \
    X(BytesWarning, Warning, plain, "Warnings about bytes and buffers, mostly mixed with str.")                          \
    X(DeprecationWarning, Warning, plain, "Warnings about deprecated features.")                                         \
    X(EncodingWarning, Warning, plain, "Warnings about encodings.")                                                      \
    X(FutureWarning, Warning, plain, "Warnings about constructs that will change in meaning.")                           \
    X(ImportWarning, Warning, plain, "Warnings about probable mistakes in module imports.")                              \
    X(PendingDeprecationWarning, Warning, plain, "Warnings about features that will be deprecated.")                     \
    X(ResourceWarning, Warning, plain, "Warnings about resource usage.")                                                 \
    X(RuntimeWarning, Warning, plain, "Warnings about dubious runtime behavior.")                                        \
    X(SyntaxWarning, Warning, plain, "Warnings about dubious syntax.")                                                   \
    X(UnicodeWarning, Warning, plain, "Warnings about Unicode conversion problems.")                                     \
    X(UserWarning, Warning, plain, "Warnings of user code.")

#endif
