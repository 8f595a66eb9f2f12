# SPDX-License-Identifier: MIT
"""Count the words of text files on all processors, one isolated interpreter on each.

The files are cut into pieces at white space; the pieces go through one channel to the interpreters, and each sends the
counts of all it has seen back through another. A word is what stands between ASCII white space, so the counts are those of

    cat FILE... | tr -s '[:space:]' '\\n' | sort | uniq -c
"""

import argparse
import sys
import threading
import time

from typhon import interpreters

PIECE = 1 << 18  # bytes handed over at a time

WORKER = '''
from typhon.interpreters import Channel

def count(pieces, results):
    counts = {}
    get = counts.get
    for piece in Channel(pieces):
        words = piece.split()
        for word in words:
            counts[word] = get(word, 0) + 1
    Channel(results).send(counts)

count(pieces, results)
'''


def pieces_of(files):
    """The bytes of the files in pieces that end at white space."""
    for name in files:
        with open(name, 'rb') as file:
            rest = b''
            while True:
                block = file.read(PIECE)
                if not block:
                    break
                block = rest + block
                cut = max(block.rfind(b' '), block.rfind(b'\n')) + 1
                if cut == 0:
                    rest = block
                    continue
                rest = block[cut:]
                yield block[:cut]
            if rest:
                yield rest


class Progress:
    """A bar on standard error, if that is a terminal."""

    def __init__(self, total, title):
        self.total, self.title, self.shown = total, title, -1
        self.enabled = total > 0 and sys.stderr.isatty()

    def update(self, done):
        if not self.enabled:
            return
        filled = 40 * done // self.total
        if filled != self.shown:
            self.shown = filled
            sys.stderr.write(f'\r{self.title} [{"#" * filled}{"." * (40 - filled)}] {100 * done // self.total:3d} %')
            sys.stderr.flush()

    def finish(self):
        if self.enabled:
            sys.stderr.write('\r' + ' ' * (len(self.title) + 52) + '\r')
            sys.stderr.flush()


def count(pieces, workers, title):
    """The counts of all pieces by so many interpreters, and the seconds it took."""
    work = interpreters.create_channel(4 * workers)
    results = interpreters.create_channel()
    pool = [interpreters.create() for _ in range(workers)]
    failures = []

    def run(interpreter):
        try:
            interpreter.exec(WORKER, shared={'pieces': work, 'results': results})
        except interpreters.InterpreterError as error:
            failures.append(error)
            results.send(None)

    threads = [threading.Thread(target=run, args=(interpreter,)) for interpreter in pool]
    progress = Progress(sum(map(len, pieces)), title)
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    done = 0
    for piece in pieces:
        work.send(piece)
        done += len(piece)
        progress.update(done)
    work.close()
    total = None
    for _ in pool:
        counts = results.recv()
        if counts is None:
            continue
        if total is None or len(counts) > len(total):
            total, counts = counts, total or {}
        for word, number in counts.items():
            total[word] = total.get(word, 0) + number
    seconds = time.perf_counter() - start
    progress.finish()
    for thread in threads:
        thread.join()
    for interpreter in pool:
        interpreter.close()
    work.destroy()
    results.destroy()
    if failures:
        sys.exit(f'wordcount: an interpreter failed: {failures[0]}')
    return total or {}, seconds


def main():
    parser = argparse.ArgumentParser(description='Count words on all processors, one interpreter on each.')
    parser.add_argument('files', metavar='FILE', nargs='+', help='a text file')
    parser.add_argument('--interpreters', type=int, metavar='N', default=interpreters.cpu_count(),
                        help='how many interpreters (default: one per processor, here %(default)s)')
    parser.add_argument('--top', type=int, metavar='N', help='show only the N most frequent words')
    parser.add_argument('--encoding', default='utf-8', help='encoding of the files (default: %(default)s)')
    options = parser.parse_args()
    if options.interpreters < 1:
        parser.error('--interpreters: at least one is needed')
    try:
        ''.encode(options.encoding)
        pieces = list(pieces_of(options.files))
    except (OSError, LookupError) as error:
        sys.exit(f'wordcount: {error}')

    counts, seconds = count(pieces, options.interpreters, 'counting')
    if options.interpreters > 1:
        alone, seconds_alone = count(pieces, 1, 'once more in one interpreter')
        if alone != counts:
            sys.exit('wordcount: the counts differ; this is a bug in Typhon')

    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    try:
        for word, number in ranked[:options.top]:
            print(f'{number:7d} {word.decode(options.encoding)}')
        sys.stdout.flush()
    except UnicodeDecodeError as error:
        sys.exit(f'wordcount: {error}; try another --encoding')
    except BrokenPipeError:
        return
    megabytes = sum(map(len, pieces)) / 1e6
    text = f'{megabytes:.1f} MB, {sum(counts.values())} words, {len(counts)} different, in {seconds:.3f} s'
    if options.interpreters > 1:
        text += f' by {options.interpreters} interpreters; {seconds_alone:.3f} s by one: {seconds_alone / seconds:.2f} times as fast'
    print(text, file=sys.stderr)


main()
