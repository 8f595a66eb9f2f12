# SPDX-License-Identifier: MIT
def primes(n):
    numbers = set(range(2, n))
    p = 2
    while p * p < n:
        if p in numbers:
            numbers -= set(range(p * p, n, p))
        p += 1
    return numbers


a = {i * 7 % 10007 for i in range(60000)}
b = frozenset(range(0, 20000, 3))
total = 0
for i in range(60):
    total += len(a & b) + len(a | b) - len(a ^ b)
print(len(primes(60000)), total)
