# SPDX-License-Identifier: MIT
# The work of object-bench.c in Python: run with the Python to be compared.
import time

N = 100000
seed = 88172645463325252
def rnd():
    global seed
    seed ^= seed << 13 & 0xffffffffffffffff
    seed ^= seed >> 7
    seed ^= seed << 17 & 0xffffffffffffffff
    return seed

strs, others, ints, floats = [], [], [], []
for i in range(N):
    r = rnd()
    strs.append("key%d" % (r >> 30))
    others.append("key%d" % (r >> 30))
    ints.append(r >> 30)
    floats.append((r >> 11) * 2.0**-53 + 1e-9)
full = dict.fromkeys(strs)
full_ints = dict.fromkeys(range(N))
count = range(N)

def dict_build_str():
    d = {}
    for k in strs: d[k] = 1
def dict_build_int():
    d = {}
    for k in count: d[k] = 1
def dict_build_random_int():
    d = {}
    for k in ints: d[k] = 1
def dict_get_str():
    d = full
    for k in strs: d[k]
def dict_get_equal_str():
    d = full
    for k in others: d[k]
def dict_get_int():
    d = full_ints
    for k in count: d[k]
def dict_iterate():
    for k in full: pass
def dict_copy():
    full.copy()
def dict_small():
    a, b, c, e = strs[:4]
    for i in range(N // 4): {a: 1, b: 1, c: 1, e: 1}
def list_append():
    l = []
    for k in count: l.append(k)
def list_iterate():
    for k in ints: pass
def list_contains():
    None in ints
def list_contains_str():
    "append" in strs
def list_copy():
    ints[:]
def sort_int(): sorted(ints)
def sort_float(): sorted(floats)
def sort_str(): sorted(strs)
def set_build():
    s = set()
    for k in ints: s.add(k)
def tuple_make():
    x, y = 1, 2
    for i in count: (x, y)
def tuple_hash():
    x = 1
    for i in count: hash((x, i))

for f in (dict_build_str, dict_build_int, dict_build_random_int, dict_get_str, dict_get_equal_str, dict_get_int, dict_iterate,
          dict_copy, dict_small, list_append, list_iterate, list_contains, list_contains_str, list_copy, sort_int, sort_float,
          sort_str, set_build, tuple_make, tuple_hash):
    best = 1e9
    for i in range(7):
        t = time.perf_counter()
        f()
        best = min(best, time.perf_counter() - t)
    print("%-24s %8.2f ns" % (f.__name__, best * 1e9 / N))
