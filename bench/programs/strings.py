# SPDX-License-Identifier: MIT
lines = []
for i in range(60000):
    lines.append(f'{i:06d};{i * 3.5:.2f};{"name" + str(i % 100)!r}')
text = '\n'.join(lines)
total = 0
for line in text.split('\n'):
    number, price, name = line.split(';')
    if name.strip("'").startswith('name1'):
        total += int(number)
    if '5' in price:
        total += len(price.replace('.', ',').upper())
out = ''
for c in text[:200000]:
    if c.isdigit():
        out += c
print(total, len(out))
