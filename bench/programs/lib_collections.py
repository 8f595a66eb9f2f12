# SPDX-License-Identifier: MIT
from collections import Counter, OrderedDict, defaultdict, deque, namedtuple

Point = namedtuple('Point', 'x y')
queue = deque([Point(0, 0)])
seen = defaultdict(int)
while queue:
    p = queue.popleft()
    if seen[p] or p.x > 150 or p.y > 150:
        continue
    seen[p] = p.x + p.y + 1
    queue.append(Point(p.x + 1, p.y))
    queue.append(p._replace(y=p.y + 1))
letters = Counter()
for i in range(3000):
    letters.update(str(i ** 3))
order = OrderedDict((i % 500, i) for i in range(50000))
order.move_to_end(3)
print(sum(seen.values()), letters.most_common(3), next(reversed(order)))
