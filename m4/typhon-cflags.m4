dnl SPDX-License-Identifier: MIT
dnl TYPHON_CHECK_CFLAGS(VARIABLE, FLAGS, [link])
dnl Appends to VARIABLE (and substitutes) each of FLAGS which the compiler takes without a word; with "link", which it
dnl also links with.
AC_DEFUN([TYPHON_CHECK_CFLAGS], [
for ty_flag in $2; do
    AC_MSG_CHECKING([whether $CC takes $ty_flag])
    ty_saved_cflags=$CFLAGS
    CFLAGS="$CFLAGS -Werror $ty_flag"
    m4_if([$3], [link],
        [AC_LINK_IFELSE([AC_LANG_PROGRAM([], [])], [ty_took=yes], [ty_took=no])],
        [AC_COMPILE_IFELSE([AC_LANG_PROGRAM([], [])], [ty_took=yes], [ty_took=no])])
    CFLAGS=$ty_saved_cflags
    AC_MSG_RESULT([$ty_took])
    AS_IF([test $ty_took = yes], [$1="$$1${$1:+ }$ty_flag"])
done
AC_SUBST([$1])
])
