# SPDX-License-Identifier: MIT
class Missing(Exception):
    def __init__(self, key):
        super().__init__(key)
        self.key = key


def find(table, key):
    try:
        return table[key]
    except KeyError:
        raise Missing(key) from None


table = {i: i for i in range(0, 1000, 3)}
found = missing = 0
for i in range(150000):
    try:
        find(table, i % 1000)
        found += 1
    except Missing as error:
        missing += error.key & 1
    finally:
        found += 0
print(found, missing)
