#!/bin/sh
# SPDX-License-Identifier: MIT
# The shared library exports exactly the names of src/api/libtyphon.sym, and those are the ones that public headers mark.
. "${srcdir:-.}/tests/style/lib.sh"

sort "$srcdir/src/api/libtyphon.sym" > "$work/listed"
uniq -d "$work/listed" > "$work/twice"
check "no name is listed twice" "$work/twice"

cat "$srcdir"/src/include/typhon.h "$srcdir"/src/include/typhon/*.h |
    sed -e ':more' -e '/\\$/{' -e 'N' -e 's/\\\n/ /' -e 'b more' -e '}' -e '/^ *#/d' | tr '\n' ' ' |
    sed 's,/\*[^*]*\*\**\([^*/][^*]*\*\**\)*/, ,g' | tr ';' '\n' | grep 'TY_API' |
    sed -n 's/.*TY_API.*[^a-z_0-9]\(ty_[a-z_0-9]*\)[ ]*(.*/\1/p' | sort -u > "$work/declared"
comm -23 "$work/declared" "$work/listed" > "$work/unlisted"
check "each function that a public header declares is listed" "$work/unlisted"

lib=$builddir/.libs/libtyphon.so
if [ -f "$lib" ] && command -v nm > /dev/null; then
    nm -D --defined-only "$lib" | ${AWK:-awk} '$2 ~ /[A-Z]/ && $3 !~ /^(_init|_fini|_edata|_end|__bss_start|__asan|__ubsan|__tsan|__odr_asan|__gcov|__sanitizer|___asan)/ { print $3 }' |
        sort > "$work/exported"
    comm -23 "$work/exported" "$work/listed" > "$work/more"
    check "nothing else is exported" "$work/more"
    comm -13 "$work/exported" "$work/listed" > "$work/less"
    check "all of them are exported" "$work/less"
else
    made=$((made + 1))
    echo "ok $made # SKIP no shared library was built, or no nm"
fi
finish
