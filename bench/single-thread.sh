#!/bin/sh
# SPDX-License-Identifier: MIT
# single-thread.sh [-n RUNS] TYPHON REFERENCE [PROGRAM...]: whole-process times of the programs in programs/, the two taking
# turns, medians, and how many times the speed of REFERENCE (a python3.11, say) TYPHON has; below, the geometric mean.
runs=7
[ "$1" = -n ] && { runs=$2; shift 2; }
[ $# -ge 2 ] || { sed -n '3,4s/^# //p' "$0" >&2; exit 2; }
typhon=$1 reference=$2
shift 2
here=$(dirname "$0")/programs
[ $# -gt 0 ] || set -- $(cd "$here" && ls *.py | sed 's/\.py$//')
now() { date +%s%N; }
timed() { # COMMAND FILE: microseconds
    t0=$(now)
    "$1" "$2" > "$3" 2>&1 || { echo "$1 $2 failed:" >&2; tail -n 2 "$3" >&2; return 1; }
    echo $((($(now) - t0) / 1000))
}
median() { sort -n | awk '{ a[NR] = $1 } END { print NR % 2 ? a[(NR + 1) / 2] : (a[NR / 2] + a[NR / 2 + 1]) / 2 }'; }
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
printf '%-18s %10s %10s %8s\n' program typhon/ms other/ms times
for p in "$@"; do
    : > "$tmp/a"; : > "$tmp/b"; ok=1
    i=0
    while [ $i -lt "$runs" ]; do
        timed "$typhon" "$here/$p.py" "$tmp/out.a" >> "$tmp/a" && timed "$reference" "$here/$p.py" "$tmp/out.b" >> "$tmp/b" || { ok=0; break; }
        i=$((i + 1))
    done
    [ $ok = 1 ] || continue
    cmp -s "$tmp/out.a" "$tmp/out.b" || { echo "$p: the outputs differ"; continue; }
    a=$(median < "$tmp/a") b=$(median < "$tmp/b")
    echo "$a $b" | awk -v p="$p" '{ printf "%-18s %10.1f %10.1f %8.2f\n", p, $1 / 1000, $2 / 1000, $2 / $1 }' | tee -a "$tmp/all"
done
awk '{ s += log($4); n++ } END { if (n) printf "geometric mean of %d: %.2f\n", n, exp(s / n) }' "$tmp/all"
