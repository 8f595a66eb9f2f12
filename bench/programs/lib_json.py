# SPDX-License-Identifier: MIT
import json

data = [{'id': i, 'name': f'item {i}', 'tags': ['a', 'b', str(i)], 'price': i * 1.25, 'nested': {'x': [i, i + 1], 'ok': i % 2 == 0, 'none': None}}
        for i in range(2500)]
text = json.dumps(data)
back = json.loads(text)
for _ in range(3):
    back = json.loads(json.dumps(back))
print(back == data, len(text), len(json.dumps(data, indent=1, sort_keys=True)))
