# SPDX-License-Identifier: MIT
import enum
import heapq
import struct
from dataclasses import dataclass, field


class Kind(enum.Enum):
    LOW = 1
    MID = 2
    HIGH = 3


@dataclass(order=True)
class Task:
    priority: int
    name: str = field(compare=False)
    kind: Kind = field(default=Kind.LOW, compare=False)


heap = []
for i in range(30000):
    heapq.heappush(heap, Task(i * 7919 % 10007, f't{i}', Kind(i % 3 + 1)))
done = [heapq.heappop(heap) for _ in range(len(heap))]
high = sum(1 for t in done if t.kind is Kind.HIGH)
packed = b''.join(struct.pack('<IHd', t.priority, t.kind.value, t.priority / 3) for t in done)
total = sum(r[1] for r in struct.iter_unpack('<IHd', packed))
print(high, len(packed), total)
