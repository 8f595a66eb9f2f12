#!/bin/sh
# SPDX-License-Identifier: MIT
# No file of ours names a place of the machine it was written on.
. "${srcdir:-.}/tests/style/lib.sh"

here=$(cd "$srcdir" && pwd)
above=$(dirname "$here")
set -- -e '/home/[a-z]' -e '/Users/[A-Za-z]' -e '/ro[o]t/' -e '[.]pyen[v]'
case $above in
    /?*/?*) set -- "$@" -e "$above/" ;;
    *) case $here in /?*/?*) set -- "$@" -e "$here/" ;; esac ;;
esac
sources ! -name paths.sh ! -name '*.log' ! -name '*.trs' ! -path './build-aux/*' ! -path './m4/l*' ! -name configure ! -name '*~' \
    ! -name aclocal.m4 ! -name Makefile.in ! -name Makefile ! -name libtool ! -name 'config.*' ! -name '*.[oa]' \
    ! -name '*.l[oa]' ! -path '*/.libs/*' ! -path '*/.deps/*' |
    while read -r file; do
        grep -nI "$@" "$srcdir/$file" /dev/null || :
    done > "$work/found"
check "no path of one machine" "$work/found"
finish
