# SPDX-License-Identifier: MIT
def count(n):
    i = 0
    while i < n:
        yield i
        i += 1


def even(numbers):
    for n in numbers:
        if n % 2 == 0:
            yield n


def tree(depth):
    if depth:
        yield from tree(depth - 1)
        yield depth
        yield from tree(depth - 1)


print(sum(even(count(500000))), sum(tree(15)), sum(x * x for x in range(300000)))
