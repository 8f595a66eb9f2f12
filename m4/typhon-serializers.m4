dnl SPDX-License-Identifier: MIT
dnl TYPHON_ARG_SERIALIZERS: --with-serializers, --with-default-serializer, --enable-serializer-modules.
dnl The list TYPHON_SERIALIZERS drives everything. A serializer is there when serializers/NAME/NAME.c is. Sets
dnl serializer_NAME and serializers (space separated), defines TY_WITH_NAME, conditionals WITH_NAME.
AC_DEFUN([TYPHON_ARG_SERIALIZERS], [
ty_known="m4_foreach([NAME], [TYPHON_SERIALIZERS], [ NAME])"
AC_ARG_WITH([serializers],
    [AS_HELP_STRING([--with-serializers=LIST],
        [what is built in: names with commas between, all, or none @<:@all@:>@])],
    [], [with_serializers=all])
AC_ARG_WITH([default-serializer],
    [AS_HELP_STRING([--with-default-serializer=NAME], [what channels use when nothing is said @<:@the first built in@:>@])],
    [], [with_default_serializer=auto])
AC_ARG_ENABLE([serializer-modules],
    [AS_HELP_STRING([--enable-serializer-modules], [install each also as a loadable module])],
    [], [enable_serializer_modules=no])
m4_foreach([NAME], [TYPHON_SERIALIZERS], [serializer_[]NAME=no
])
case $with_serializers in
    yes | all)
        for ty_name in $ty_known; do
            test -f "$srcdir/serializers/$ty_name/$ty_name.c" && eval "serializer_$ty_name=yes"
        done ;;
    no | none) ;;
    *)
        for ty_name in `AS_ECHO(["$with_serializers"]) | tr ',' ' '`; do
            case " $ty_known " in
                *" $ty_name "*) ;;
                *) AC_MSG_ERROR([unknown serializer "$ty_name"; known:$ty_known]) ;;
            esac
            test -f "$srcdir/serializers/$ty_name/$ty_name.c" ||
                AC_MSG_ERROR([serializer "$ty_name" is planned, but this version does not have it])
            eval "serializer_$ty_name=yes"
        done ;;
esac
serializers=
for ty_name in $ty_known; do
    eval "ty_with=\$serializer_$ty_name"
    AS_IF([test $ty_with = yes], [serializers="$serializers${serializers:+ }$ty_name"])
done
case $with_default_serializer in
    auto | yes)
        with_default_serializer=none
        for ty_name in $serializers; do with_default_serializer=$ty_name; break; done ;;
    none | no) with_default_serializer=none ;;
    *)
        case " $serializers " in
            *" $with_default_serializer "*) ;;
            *) AC_MSG_ERROR([--with-default-serializer=$with_default_serializer is not built in; built in: ${serializers:-none}]) ;;
        esac ;;
esac
AS_IF([test "x$with_default_serializer" != xnone],
    [AC_DEFINE_UNQUOTED([TY_DEFAULT_SERIALIZER], ["$with_default_serializer"], [What channels use when nothing is said.])])
m4_foreach([NAME], [TYPHON_SERIALIZERS], [
AS_IF([test $serializer_[]NAME = yes],
    [AC_DEFINE([TY_WITH_]m4_toupper(NAME), [1], [The serializer ]NAME[ is built in.])])
AM_CONDITIONAL([WITH_]m4_toupper(NAME), [test "x$serializer_[]NAME" = xyes])
])
AM_CONDITIONAL([SERIALIZER_MODULES], [test "x$enable_serializer_modules" = xyes])
])
