"""Garbage of every kind: it ends in messages, never in a traceback, and soon.

    python3 -m tests.fuzz --seconds 600

A run gives an exit status of 0, 1 or 2, and takes a time that grows with the size of the file only.
"""

import argparse
import random
import sys
import time

from inet1c.conf import read
from inet1c.diagnostic import refuses
from inet1c.messages.report import as_json, ordered, render
from inet1c.network.variables import review
from inet1c.source import Source

from .confs import Maker

TOKENS = (
    "IFNAME",
    "[0]",
    "=",
    "+=",
    '"',
    "'",
    "$",
    "${",
    "}",
    "(",
    ")",
    "((",
    "))",
    "$(",
    "$((",
    "`",
    "\\",
    "\n",
    " ",
    "\t",
    "#",
    ";",
    ";;",
    "&",
    "&&",
    "|",
    "||",
    "<",
    ">",
    "<<",
    "<<<",
    "<(",
    "2>&1",
    "if",
    "then",
    "fi",
    "for",
    "in",
    "do",
    "done",
    "case",
    "esac",
    "while",
    "function",
    "{",
    "[[",
    "]]",
    "!",
    "time",
    "export",
    "declare",
    "unset",
    "local",
    "eth0",
    "$'",
    '$"',
    "~",
    "*",
    "?",
    "[",
    "]",
    ":-",
    "X",
    "=x",
    "\r",
    "\r\n",
    "\0",
    "\udc80",
    "é",
    "日本",
    "\ufeff",
    "\u0301",
    "\x1b[31m",
    "0",
    "-1",
    "@",
    "08",
    "99999999999999999999",
    "coproc",
    "select",
    "EOF\n",
    "<<EOF\n",
)


def huge(size=200000):
    """Files that are all one thing, *size* characters or so each: (name, text)."""
    lines = size // 20
    for piece in TOKENS:
        yield f"{piece!r} again and again", piece * (size // len(piece))
        yield f"{piece!r} on every line", (piece + "\n") * (size // (len(piece) + 1))
        yield f"X={piece!r} on every line", f"X={piece}\n" * lines
    for opening, closing in (
        ("(", ")"),
        ("${X:-", "}"),
        ("$(", ")"),
        ("$((", "))"),
        ('"${X:-', '}"'),
        ("X[", "]"),
        ("{ ", ";}"),
        ("`", "`"),
    ):
        deep = size // (len(opening) + len(closing))
        yield f"{opening} deep", "X=" + opening * deep + "a" + closing * deep + "\n"
        yield f"{opening} deep, as a command", opening * deep + "a" + closing * deep + "\n"
        yield f"{opening} never closed", f"X={opening}a\n" * lines
    yield "one long line", 'X="' + "a" * size + '"\n'
    yield "one long line of words", "X=(" + "a " * (size // 2) + ")\n"
    yield "a long index", "X[" + "1" * size + "]=a\n"
    yield "many elements", "".join(f"X[{i}]=a\n" for i in range(lines))
    yield "doubling", "X=a\n" + 'X="$X$X"\n' * 200
    yield "doubling an array", "X=(a)\n" + 'X=("${X[@]}" "${X[@]}")\n' * 200
    yield "continuations", "X=" + "\\\n" * (size // 2) + "a\n"
    yield "here-documents", "cat <<E\n" * lines
    yield "an ANSI string", "X=$'" + "\\x41" * (size // 4) + "'\n"
    yield "spaces", " " * size + "X=1\n"
    yield "long comment", "# " + "x" * size + "\nX=1\n"
    yield "quotes in turn", ('"' + "'" * 3 + "\n") * lines


def garbage(generator):
    """A file of random things."""
    kind = generator.randrange(4)
    if kind == 0:
        data = bytes(generator.randrange(256) for _ in range(generator.randrange(400)))
        return data.decode("utf-8", "surrogateescape")
    if kind == 1:
        return "".join(generator.choice(TOKENS) for _ in range(generator.randrange(80)))
    text = Maker(generator.randrange).conf()
    if kind == 3:
        maker = Maker(generator.randrange)
        for _ in range(generator.randrange(10)):
            text = maker.garbled(text)
    return text


def run(text):
    """All that check does with a file, up to the semantic passes; gives the diagnostics."""
    source = Source("conf", text)
    settings, found = read(source)
    found = ordered(found + review(settings))
    for diagnostic in found[:50]:
        drawn = render(diagnostic, source)
        assert all(c.isprintable() or c in "\n" for c in drawn), repr(drawn)
    as_json([(source, diagnostic) for diagnostic in found])
    refuses(found)
    return found


def main():
    parser = argparse.ArgumentParser(prog="python3 -m tests.fuzz", description="feed garbage to the compiler")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--size", type=int, default=200000, help="of the large files, in characters")
    parser.add_argument("--huge", action="store_true", help="large files only, with the time that each takes")
    given = parser.parse_args()
    seed = random.randrange(10**6) if given.seed is None else given.seed
    generator = random.Random(seed)
    end = time.monotonic() + given.seconds
    if given.huge:
        for name, text in huge(given.size):
            begin = time.monotonic()
            run(text)
            print(f"{time.monotonic() - begin:6.2f} s  {name}", flush=True)
        return 0
    count = 0
    while time.monotonic() < end:
        text = garbage(generator)
        try:
            run(text)
        except Exception:
            print(f"after {text!r} (seed {seed})")
            raise
        count += 1
    print(f"{count} files of garbage, no traceback (seed {seed})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
