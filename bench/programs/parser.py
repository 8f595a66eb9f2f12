# SPDX-License-Identifier: MIT
def tokenize(text):
    i, n = 0, len(text)
    while i < n:
        c = text[i]
        if c.isspace():
            i += 1
        elif c.isdigit():
            j = i
            while j < n and text[j].isdigit():
                j += 1
            yield 'number', int(text[i:j])
            i = j
        else:
            yield c, c
            i += 1
    yield 'end', None


class Parser:
    def __init__(self, text):
        self.tokens = list(tokenize(text))
        self.pos = 0

    def peek(self):
        return self.tokens[self.pos][0]

    def take(self):
        token = self.tokens[self.pos]
        self.pos += 1
        return token

    def expression(self):
        value = self.term()
        while self.peek() in '+-':
            if self.take()[0] == '+':
                value += self.term()
            else:
                value -= self.term()
        return value

    def term(self):
        value = self.factor()
        while self.peek() in '*/':
            if self.take()[0] == '*':
                value *= self.factor()
            else:
                value //= self.factor() or 1
        return value

    def factor(self):
        kind, value = self.take()
        if kind == 'number':
            return value
        if kind == '-':
            return -self.factor()
        value = self.expression()
        self.take()
        return value


text = '(' + ' + '.join(f'({i} * 3 - {i} / 7) * (2 + {i % 5})' for i in range(300)) + ')'
print(sum(Parser(text).expression() for _ in range(12)))
