#!/bin/sh
# SPDX-License-Identifier: MIT
# installed.sh: run by make installcheck, with CC, includedir, libdir, pkgincludes in the environment. Every installed header
# compiles alone, as C11 without extensions; a program links with the installed library by what typhon.pc says, and runs.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for header in "$includedir"/typhon.h "$includedir"/typhon/*.h; do
    name=${header#"$includedir"/}
    printf '#include <%s>\nint main(void) { return 0; }\n' "$name" > "$work/alone.c"
    # shellcheck disable=SC2086
    $CC -std=c11 -pedantic -Wall -Wextra -Werror -I"$includedir" -c "$work/alone.c" -o "$work/alone.o"
    echo "$name compiles alone"
done
[ -f "$libdir/pkgconfig/typhon.pc" ] || { echo "no typhon.pc" >&2; exit 1; }
cat > "$work/program.c" <<'C'
#include <stdio.h>
#include <typhon.h>
int main(void) { return printf("linked with Typhon %s\n", ty_version()) < 0; }
C
# What the .pc file names, but where DESTDIR has put it.
# shellcheck disable=SC2086
$CC -I"$includedir" "$work/program.c" -o "$work/program" -L"$libdir" -ltyphon -Wl,-rpath,"$libdir" ${private-}
"$work/program"
if command -v "${PKG_CONFIG:-pkg-config}" > /dev/null; then
    PKG_CONFIG_PATH=$libdir/pkgconfig "${PKG_CONFIG:-pkg-config}" --exact-version="$version" typhon
fi
