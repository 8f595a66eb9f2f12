# SPDX-License-Identifier: MIT
"""Text in paragraphs of a given width."""

import re

__all__ = ["TextWrapper", "wrap", "fill", "dedent", "indent", "shorten"]

_whitespace = "\t\n\x0b\x0c\r "


class TextWrapper:
    """Breaks text into lines; the attributes say how."""

    unicode_whitespace_trans = dict.fromkeys(map(ord, _whitespace), ord(" "))
    _blanks = re.compile(r"(\s+)")
    _sentence_end = re.compile(r"[a-z][.!?][\"']?\Z")

    def __init__(self, width=70, initial_indent="", subsequent_indent="", expand_tabs=True, replace_whitespace=True,
                 fix_sentence_endings=False, break_long_words=True, drop_whitespace=True, break_on_hyphens=True,
                 tabsize=8, *, max_lines=None, placeholder=" [...]"):
        self.width = width
        self.initial_indent = initial_indent
        self.subsequent_indent = subsequent_indent
        self.expand_tabs = expand_tabs
        self.replace_whitespace = replace_whitespace
        self.fix_sentence_endings = fix_sentence_endings
        self.break_long_words = break_long_words
        self.drop_whitespace = drop_whitespace
        self.break_on_hyphens = break_on_hyphens
        self.tabsize = tabsize
        self.max_lines = max_lines
        self.placeholder = placeholder

    def _munge_whitespace(self, text):
        if self.expand_tabs:
            text = text.expandtabs(self.tabsize)
        if self.replace_whitespace:
            text = text.translate(self.unicode_whitespace_trans)
        return text

    def _split(self, text):
        chunks = []
        for part in self._blanks.split(text):
            if not part:
                continue
            if part.isspace() or not self.break_on_hyphens:
                chunks.append(part)
                continue
            start = 0
            i = 1
            n = len(part)
            while i < n:
                if part[i] == "-" and i + 1 < n:
                    run = i
                    while run < n and part[run] == "-":
                        run += 1
                    if run - i >= 2 and run < n and part[i - 1:i].isalnum():  # a dash between words
                        chunks.append(part[start:i])
                        chunks.append(part[i:run])
                        start = i = run
                        continue
                    if (run - i == 1 and part[i - 1].isalpha() and (i - start >= 2) and part[run:run + 1].isalpha() and
                            part[run + 1:run + 2].replace("-", "a").isalpha()):
                        chunks.append(part[start:run])
                        start = run
                    i = run
                i += 1
            if start < n:
                chunks.append(part[start:])
        return chunks

    def _split_chunks(self, text):
        return self._split(self._munge_whitespace(text))

    def _fix_sentence_endings(self, chunks):
        for i in range(len(chunks) - 1):
            if chunks[i + 1] == " " and self._sentence_end.search(chunks[i]):
                chunks[i + 1] = "  "

    def _wrap_chunks(self, chunks):
        if self.width <= 0:
            raise ValueError("invalid width %r (must be > 0)" % self.width)
        if self.max_lines is not None:
            indent = self.subsequent_indent if self.max_lines > 1 else self.initial_indent
            if len(indent) + len(self.placeholder.lstrip()) > self.width:
                raise ValueError("placeholder too large for max width")
        lines = []
        chunks = chunks[::-1]
        while chunks:
            indent = self.subsequent_indent if lines else self.initial_indent
            width = self.width - len(indent)
            line, length = [], 0
            if self.drop_whitespace and not chunks[-1].strip() and lines:
                chunks.pop()
            while chunks and length + len(chunks[-1]) <= width:
                length += len(chunks[-1])
                line.append(chunks.pop())
            if chunks and len(chunks[-1]) > width:
                room = 1 if width < 1 else width - length
                if self.break_long_words:
                    word = chunks[-1]
                    end = room
                    if self.break_on_hyphens and len(word) > room:
                        hyphen = word.rfind("-", 0, room)
                        if hyphen > 0 and any(c != "-" for c in word[:hyphen]):
                            end = hyphen + 1
                    line.append(word[:end])
                    chunks[-1] = word[end:]
                elif not line:
                    line.append(chunks.pop())
                length = sum(map(len, line))
            if self.drop_whitespace and line and not line[-1].strip():
                length -= len(line[-1])
                line.pop()
            if not line:
                continue
            last = (not chunks or self.drop_whitespace and len(chunks) == 1 and not chunks[0].strip()) and length <= width
            if self.max_lines is None or len(lines) + 1 < self.max_lines or last:
                lines.append(indent + "".join(line))
                continue
            while line:
                if line[-1].strip() and length + len(self.placeholder) <= width:
                    line.append(self.placeholder)
                    lines.append(indent + "".join(line))
                    break
                length -= len(line.pop())
            else:
                if lines:
                    previous = lines[-1].rstrip()
                    if len(previous) + len(self.placeholder) <= self.width:
                        lines[-1] = previous + self.placeholder
                        break
                lines.append(indent + self.placeholder.lstrip())
            break
        return lines

    def wrap(self, text):
        """The lines of a paragraph."""
        chunks = self._split_chunks(text)
        if self.fix_sentence_endings:
            self._fix_sentence_endings(chunks)
        return self._wrap_chunks(chunks)

    def fill(self, text):
        """The paragraph as one text."""
        return "\n".join(self.wrap(text))


def wrap(text, width=70, **kwargs):
    """The lines of a paragraph."""
    return TextWrapper(width=width, **kwargs).wrap(text)


def fill(text, width=70, **kwargs):
    """The paragraph as one text."""
    return TextWrapper(width=width, **kwargs).fill(text)


def shorten(text, width, **kwargs):
    """The text in one line, cut at a word."""
    return TextWrapper(width=width, max_lines=1, **kwargs).fill(" ".join(text.strip().split()))


def dedent(text):
    """Without the blanks that all lines start with."""
    lines = [line if line.strip(" \t") else "" for line in text.split("\n")]
    margin = None
    for line in lines:
        if not line:
            continue
        own = line[:len(line) - len(line.lstrip(" \t"))]
        if margin is None:
            margin = own
        else:
            n = 0
            while n < len(margin) and n < len(own) and margin[n] == own[n]:
                n += 1
            margin = margin[:n]
    return "\n".join(line[len(margin):] for line in lines) if margin else "\n".join(lines)


def indent(text, prefix, predicate=None):
    """The prefix in front of lines; by default of those that are not blank."""
    if predicate is None:
        def predicate(line):
            return not line.isspace()
    return "".join(prefix + line if predicate(line) else line for line in text.splitlines(True))
