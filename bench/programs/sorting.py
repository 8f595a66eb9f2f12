# SPDX-License-Identifier: MIT
records = []
seed = 42
for i in range(120000):
    seed = (seed * 69069 + 1) & 0xffffffff
    records.append((seed % 1000, f'n{seed % 7777}', i))
records.sort()
records.sort(key=lambda r: r[1])
records.sort(key=lambda r: (-r[0], r[2]))
numbers = sorted([r[2] for r in records], reverse=True)
print(records[0], numbers[5], max(records, key=lambda r: r[1])[2])
