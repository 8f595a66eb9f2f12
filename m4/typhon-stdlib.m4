dnl SPDX-License-Identifier: MIT
dnl TYPHON_ARG_PYTHON_STDLIB: --with-python-stdlib=DIR|no. Finds the pure-Python standard library of an installed CPython
dnl and its version. Defines TY_PYTHON_STDLIB (string) and TY_PYTHON_STDLIB_MINOR (11 for 3.11), or neither.
AC_DEFUN([TYPHON_ARG_PYTHON_STDLIB], [
AC_ARG_WITH([python-stdlib],
    [AS_HELP_STRING([--with-python-stdlib=DIR|no],
        [the folder of an installed CPython 3 that has os.py @<:@/usr/lib/python3.11, or the newest there@:>@])],
    [], [with_python_stdlib=auto])
AC_MSG_CHECKING([for CPython's standard library])
python_stdlib=
case $with_python_stdlib in
    no) ;;
    auto | yes)
        if test -f /usr/lib/python3.11/os.py; then
            python_stdlib=/usr/lib/python3.11
        else
            ty_minor=40
            while test $ty_minor -ge 8; do
                if test -f /usr/lib/python3.$ty_minor/os.py; then
                    python_stdlib=/usr/lib/python3.$ty_minor
                    break
                fi
                ty_minor=`expr $ty_minor - 1`
            done
        fi
        test "x$with_python_stdlib$python_stdlib" != xyes ||
            AC_MSG_ERROR([no /usr/lib/python3.x/os.py (Debian: libpython3-stdlib), or name the folder]) ;;
    *)
        test -f "$with_python_stdlib/os.py" ||
            AC_MSG_ERROR([--with-python-stdlib: $with_python_stdlib has no os.py])
        python_stdlib=`cd "$with_python_stdlib" && pwd` ;;
esac
python_stdlib_told=none
if test -n "$python_stdlib"; then
    dnl The version is in the folder's name, or else in the names of the byte code beside it.
    python_stdlib_minor=`AS_ECHO(["$python_stdlib"]) | sed -n 's,.*/python3\.\([[0-9]][[0-9]]*\)$,\1,p'`
    if test -z "$python_stdlib_minor"; then
        python_stdlib_minor=`ls "$python_stdlib/__pycache__" 2>/dev/null |
            sed -n 's,^os\.cpython-3\([[0-9]][[0-9]]*\)\.pyc$,\1,p' | sort -n | tail -n 1`
    fi
    test -n "$python_stdlib_minor" ||
        AC_MSG_ERROR([cannot tell the version of $python_stdlib: its name should end in python3.N])
    python_stdlib_told="$python_stdlib (3.$python_stdlib_minor)"
    AC_DEFINE_UNQUOTED([TY_PYTHON_STDLIB], ["$python_stdlib"], [The folder of CPython's standard library.])
    AC_DEFINE_UNQUOTED([TY_PYTHON_STDLIB_MINOR], [$python_stdlib_minor], [Its version: 11 for 3.11.])
fi
AC_MSG_RESULT([$python_stdlib_told])
AM_CONDITIONAL([WITH_PYTHON_STDLIB], [test -n "$python_stdlib"])
])
