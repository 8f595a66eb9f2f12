#!/bin/sh
# SPDX-License-Identifier: MIT
# variant.sh DIR NAME CONFIGURE-ARGUMENT...: configures, builds and checks in DIR/NAME, telling little. Every variant adds
# its line "NAME PASSED FAILED SKIPPED" to DIR/totals; a build that breaks counts as one failure. Status 1 after failures.
#   JOBS=N           so many at once (as many as there are processors)
#   CHECK_TARGET=T   instead of "check"
#   CHECK_ARGS=A     given to that make: TESTS='...', for instance
# Ends with status 0 also when it could only skip.
set -u
srcdir=$(cd "$(dirname "$0")/.." && pwd)
dir=$1
name=$2
shift 2
jobs=${JOBS:-$(getconf _NPROCESSORS_ONLN 2> /dev/null || echo 2)}
mkdir -p "$dir/$name"
cd "$dir/$name" || exit 1
started=$(date +%s)

say() {
    printf '%-14s %s\n' "$name" "$*"
}

broken() {
    say "$1 broke; the end of $PWD/$2:"
    tail -n 40 "$2" | sed 's/^/    /'
    echo "$name 0 1 0" >> ../totals
    exit 1
}

# The same configuration again costs nothing.
wanted=$(printf '%s\n' "$@" "${CC:-}" "${CFLAGS:-}")
if [ ! -f Makefile ] || [ "$(cat .configured 2> /dev/null)" != "$wanted" ]; then
    say "configure $*"
    "$srcdir/configure" "$@" > configure.out 2>&1 || broken configure configure.out
    printf '%s\n' "$wanted" > .configured
fi
say "make"
make -s -j"$jobs" > make.out 2>&1 || broken make make.out
warnings=$(grep -c 'warning:' make.out)
[ "$warnings" = 0 ] || say "$warnings warnings, in $PWD/make.out"

target=${CHECK_TARGET:-check}
say "make $target"
rm -f test-suite.log
eval "make -s -j$jobs $target ${CHECK_ARGS:-}" > check.out 2>&1
status=$?
if [ "$target" = distcheck ]; then
    [ $status = 0 ] || broken distcheck check.out
    set -- 1 0 0
else
    grep -q '^# TOTAL:' test-suite.log 2> /dev/null || broken "make $target" check.out
    # shellcheck disable=SC2046
    set -- $(awk '
        /^# (PASS|XFAIL):/ { passed += $3 }
        /^# (FAIL|XPASS|ERROR):/ { failed += $3 }
        /^# SKIP:/ { skipped += $3 }
        /^# ERROR:/ { exit }
        END { print passed + 0, failed + 0, skipped + 0 }' test-suite.log)
    # A failing status without a failing test: something around the tests went wrong.
    [ $status = 0 ] || [ "$2" != 0 ] || broken "make $target" check.out
fi
echo "$name $1 $2 $3" >> ../totals
[ "$2" = 0 ] || grep -E '^(FAIL|XPASS|ERROR):' check.out | sed 's/^/    /'
say "$1 passed, $2 failed, $3 skipped, $(($(date +%s) - started)) s"
[ "$2" = 0 ]
