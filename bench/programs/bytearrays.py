# SPDX-License-Identifier: MIT
def sieve(n):
    flags = bytearray([1]) * (n + 1)
    flags[0] = flags[1] = 0
    for i in range(2, int(n ** 0.5) + 1):
        if flags[i]:
            flags[i * i::i] = bytes(len(range(i * i, n + 1, i)))
    return sum(flags)


def checksum(data):
    a, b = 1, 0
    for byte in data:
        a = (a + byte) % 65521
        b = (b + a) % 65521
    return b << 16 | a


data = bytearray()
for i in range(400000):
    data.append(i * 31 & 255)
print(sieve(1000000), checksum(data), data.count(b'\x01\x20'))
