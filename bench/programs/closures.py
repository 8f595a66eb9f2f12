# SPDX-License-Identifier: MIT
def make_counter(step):
    total = 0

    def add(n):
        nonlocal total
        total += n * step
        return total
    return add


def compose(*functions):
    def composed(x):
        for f in functions:
            x = f(x)
        return x
    return composed


counters = [make_counter(i) for i in range(10)]
f = compose(lambda x: x + 1, lambda x: x * 2, lambda x, k=3: x - k)
total = 0
for i in range(200000):
    total += f(i) + counters[i % 10](i)
print(total)
