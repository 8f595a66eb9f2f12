# SPDX-License-Identifier: MIT
import re

text = ' '.join(f'user{i}@host{i % 17}.example.org 2024-{i % 12 + 1:02d}-{i % 28 + 1:02d} value={i * 7}' for i in range(8000))
mails = re.findall(r'(\w+)@([\w.]+)', text)
dates = re.compile(r'(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)')
total = sum(int(m['m']) * int(m['d']) for m in dates.finditer(text))
changed, n = re.subn(r'value=(\d+)', lambda m: 'v' + m[1][::-1], text)
print(len(mails), total, n, len(re.split(r'[\s@.]+', changed)))
