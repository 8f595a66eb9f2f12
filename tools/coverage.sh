#!/bin/sh
# SPDX-License-Identifier: MIT
# coverage.sh BUILDDIR: what share of each source's lines ran, worst first, from the counters of a build with
# --enable-coverage.
set -eu
cd "$1"
find src serializers -name '*.gcda' > coverage.list
[ -s coverage.list ] || { echo "no counters: run make check in a build with --enable-coverage" >&2; exit 1; }
while read -r counters; do
    ${GCOV:-gcov} --no-output --object-directory "$(dirname "$counters")" "$counters" 2> /dev/null
done < coverage.list | ${AWK-awk} -v q="'" '
    /^File / { split($0, part, q); file = part[2] }
    /^Lines executed:/ && file != "" && file !~ /^\/usr|^<|\.h$|\.gen\./ {
        sub(/^.*\/(src|serializers)\//, "&", file)
        match(file, /(src|serializers)\//)
        share = $0; sub(/^Lines executed:/, "", share); sub(/%.*/, "", share)
        lines = $NF
        printf "%6.1f %% of %5d  %s\n", share, lines, substr(file, RSTART) | "sort -n"
        ran += share * lines / 100; all += lines
        file = ""
    }
    END {
        close("sort -n")
        printf "%6.1f %% of %5d  in all\n", all ? 100 * ran / all : 0, all
    }'
