# SPDX-License-Identifier: MIT
words = [f'w{i * 7919 % 5003}' for i in range(200000)]
counts = {}
for word in words:
    counts[word] = counts.get(word, 0) + 1
grid = {}
for x in range(300):
    for y in range(300):
        grid[x, y] = x * y
total = 0
for key, value in grid.items():
    if (key[0] + 1, key[1]) in grid:
        total += value
inverted = {v: k for k, v in counts.items()}
print(len(counts), total, len(inverted))
