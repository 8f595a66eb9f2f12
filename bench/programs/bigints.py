# SPDX-License-Identifier: MIT
def digits_of_pi(n):
    q, r, t, k, m, x = 1, 0, 1, 1, 3, 3
    out = []
    while len(out) < n:
        if 4 * q + r - t < m * t:
            out.append(m)
            q, r, m = 10 * q, 10 * (r - m * t), 10 * (3 * q + r) // t - 10 * m
        else:
            q, r, t, k, m, x = q * k, (2 * q + r) * x, t * x, k + 1, (q * (7 * k + 2) + r * x) // (t * x), x + 2
    return out


f = 1
for i in range(1, 2500):
    f *= i
print(sum(digits_of_pi(900)), len(str(3 ** 8000)), f % (10 ** 9 + 7), pow(3, 10 ** 40, 10 ** 30 + 57))
