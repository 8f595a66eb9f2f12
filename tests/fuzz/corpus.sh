#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs every fuzz target over its corpus: an input that crashes one, or hangs it, fails.
. "${srcdir:-.}/tests/style/lib.sh"

[ -n "${FUZZERS-}" ] || skip_all "no fuzz targets"
cd "$builddir"
for target in $FUZZERS; do
    corpus=$srcdir/tests/fuzz/corpus/${target##*/}
    : > "$work/bad"
    if [ -d "$corpus" ]; then
        "./$target" "$corpus"/* > "$work/out" 2>&1 || { echo "status $?"; tail -n 20 "$work/out"; } > "$work/bad"
    fi
    check "corpus of ${target##*/}" "$work/bad"
done
finish
