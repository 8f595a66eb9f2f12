# SPDX-License-Identifier: MIT
import functools
import itertools
import operator

total = 0
for a, b in itertools.combinations(range(400), 2):
    total += a ^ b
groups = [(k, sum(1 for _ in g)) for k, g in itertools.groupby(sorted(range(100000), key=lambda i: i % 37), key=lambda i: i % 37)]
acc = list(itertools.accumulate(range(100000), operator.add))
chained = sum(itertools.chain.from_iterable(itertools.islice(itertools.repeat(range(100)), 500)))


@functools.lru_cache(maxsize=None)
def ways(n, k):
    return 1 if n == 0 else 0 if n < 0 or k == 0 else ways(n - k, k) + ways(n, k - 1)


print(total, len(groups), acc[-1], chained, ways(120, 120), functools.reduce(lambda x, y: x * y % 1000003, range(1, 100000)))
