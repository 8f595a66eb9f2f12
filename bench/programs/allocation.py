# SPDX-License-Identifier: MIT
def make(depth):
    return (None, None) if depth == 0 else (make(depth - 1), make(depth - 1))


def check(tree):
    left, right = tree
    return 1 if left is None else 1 + check(left) + check(right)


class Cell:
    __slots__ = ('value', 'next')

    def __init__(self, value, next):
        self.value = value
        self.next = next


keep = make(14)
total = 0
for _ in range(40):
    total += check(make(10))
cells = None
for i in range(200000):
    cells = Cell(i, cells)
    if i % 1000 == 0:
        cells = None
print(total, check(keep))
