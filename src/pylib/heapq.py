# SPDX-License-Identifier: MIT
"""A list as a heap: heap[0] is the smallest item, heap[k] <= heap[2*k+1] and heap[k] <= heap[2*k+2]."""

from _heapq import heapify, heappop, heappush, heappushpop, heapreplace
from _heapq import _heapify_max, _heappop_max, _heapreplace_max

__all__ = ["heappush", "heappop", "heapify", "heapreplace", "merge", "nlargest", "nsmallest", "heappushpop"]


def merge(*iterables, key=None, reverse=False):
    """The items of sorted iterables in order, read as they are needed; equal ones in the order of the iterables."""
    make, pop, replace = (_heapify_max, _heappop_max, _heapreplace_max) if reverse else (heapify, heappop, heapreplace)
    sign = -1 if reverse else 1
    heap = []
    for order, iterable in enumerate(iterables):
        step = iter(iterable).__next__
        try:
            item = step()
        except StopIteration:
            continue
        heap.append([item if key is None else key(item), order * sign, item, step])
    make(heap)
    while len(heap) > 1:
        entry = heap[0]
        step = entry[3]
        try:
            while True:
                yield entry[2]
                item = step()
                entry[0] = item if key is None else key(item)
                entry[2] = item
                replace(heap, entry)
                if heap[0] is not entry:
                    entry = heap[0]
                    step = entry[3]
        except StopIteration:
            pop(heap)
    if heap:
        yield heap[0][2]
        yield from heap[0][3].__self__


def _best(n, iterable, key, make, replace, before, sign):
    """The n items that come first by `before`, sorted; equal ones in their order. The heap's top is the worst kept."""
    it = iter(iterable)
    heap = [(item if key is None else key(item), i * sign, item) for i, item in zip(range(n), it)]
    if not heap:
        return heap
    make(heap)
    worst = heap[0][0]
    order = n
    for item in it:
        k = item if key is None else key(item)
        if before(k, worst):
            replace(heap, (k, order * sign, item))
            worst = heap[0][0]
            order += 1
    heap.sort(reverse=sign < 0)
    return [entry[2] for entry in heap]


def _choose(n, iterable, key, largest):
    if n == 1:
        nothing = object()
        found = (max if largest else min)(iterable, default=nothing, key=key)
        return [] if found is nothing else [found]
    try:
        size = len(iterable)
    except (TypeError, AttributeError):
        pass
    else:
        if n >= size:
            return sorted(iterable, key=key, reverse=largest)[:n]
    if largest:
        return _best(n, iterable, key, heapify, heapreplace, lambda a, b: b < a, -1)
    return _best(n, iterable, key, _heapify_max, _heapreplace_max, lambda a, b: a < b, 1)


def nsmallest(n, iterable, key=None):
    """The n smallest items, as sorted(iterable, key=key)[:n]."""
    return _choose(n, iterable, key, False)


def nlargest(n, iterable, key=None):
    """The n largest items, as sorted(iterable, key=key, reverse=True)[:n]."""
    return _choose(n, iterable, key, True)
