# SPDX-License-Identifier: MIT
class Node:
    def __init__(self, key):
        self.key = key
        self.left = None
        self.right = None
        self.count = 0


def insert(root, key):
    node = root
    while True:
        node.count += 1
        if key < node.key:
            if node.left is None:
                node.left = Node(key)
                return
            node = node.left
        else:
            if node.right is None:
                node.right = Node(key)
                return
            node = node.right


root = Node(500000)
seed = 1
for _ in range(60000):
    seed = (seed * 1103515245 + 12345) % 2147483648
    insert(root, seed % 1000000)
print(root.count, root.left.count)
