#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs the programs golden/NAME.py and compares with the files beside them: NAME.out is what they print, NAME.err (where
# there is one) what they print on stderr, with a last line "[exit N]". A program without NAME.err must end with status 0.
# They run in their folder under their bare name, and the folder's own path is taken out of what they print, so that
# tracebacks are the same everywhere.
#
#   golden.sh --refresh PYTHON [NAME...]    writes the files anew with a CPython 3.13
. "${srcdir:-$(dirname "$0")/../..}/tests/style/lib.sh"
[ "$srcdir" != . ] || [ -d tests/lang/golden ] || srcdir=$(cd "$(dirname "$0")/../.." && pwd)
golden=$(cd "$srcdir" && pwd)/tests/lang/golden
cd "$golden"

# run PROGRAM NAME: leaves what it printed in $work/out and $work/err.
run() {
    PYTHONPATH='' PYTHONDONTWRITEBYTECODE=1 "$1" "$2.py" > "$work/raw" 2> "$work/raw2" < /dev/null && status=0 || status=$?
    echo "[exit $status]" >> "$work/raw2"
    sed "s,$golden/,,g" "$work/raw" > "$work/out"
    sed "s,$golden/,,g" "$work/raw2" > "$work/err"
}

if [ "${1-}" = --refresh ]; then
    python=$2
    shift 2
    for name in "${@:-*}"; do
        for file in $name.py; do
            name=${file%.py}
            run "$python" "$name"
            cp "$work/out" "$name.out"
            if [ "$(cat "$work/err")" = "[exit 0]" ]; then rm -f "$name.err"; else cp "$work/err" "$name.err"; fi
        done
    done
    exit 0
fi

set -- *.py
[ -f "$1" ] || skip_all "no programs"
for file in "$@"; do
    name=${file%.py}
    run "${TYPHON:?the program to test}" "$name"
    if [ -f "$name.err" ]; then wanted=$name.err; else echo "[exit 0]" > "$work/none" && wanted=$work/none; fi
    { diff -u "$name.out" "$work/out" && diff -u "$wanted" "$work/err"; } > "$work/diff" 2>&1 || :
    check "$name" "$work/diff"
done
finish
