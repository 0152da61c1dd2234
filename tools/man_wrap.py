#!/usr/bin/env python3
"""Wraps the long lines of the manual pages' sources, as ``mandoc -T lint`` wants it.

Arguments: none.  Writes man/*.[1-9] in place.  Requests and what stands between .nf and .fi stay as they are; the tag
after .TP is continued by a backslash, as troff takes one line for it.
"""

import textwrap
from pathlib import Path

MAN = Path(__file__).resolve().parent.parent / "man"
WIDTH = 79


def wrapped(line, tag=False):
    """One line of text as lines of at most ``WIDTH`` characters; *tag* if it is one to troff."""
    words = line.replace("\\ ", "\0")  # a blank that must not break
    lines = textwrap.wrap(words, WIDTH - 2 * tag, break_long_words=False, break_on_hyphens=False)
    # A dot or quote at the beginning of a line would be a request.
    lines = lines[:1] + ["\\&" + rest if rest[0] in ".'" else rest for rest in lines[1:]]
    return [rest.replace("\0", "\\ ") for rest in (" \\\n".join(lines).split("\n") if tag else lines)]


def wrap(page):
    """The text *page* with its long lines wrapped."""
    lines = []
    filled = True
    for line in page.splitlines():
        filled = line == ".fi" or (filled and line != ".nf")
        if not filled or line[:1] in (".", "'") or len(line) <= WIDTH or line.endswith("\\"):
            lines.append(line)
        else:
            lines += wrapped(line, tag=lines[-1:] == [".TP"])
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    for path in sorted(MAN.glob("*.[1-9]")):
        path.write_text(wrap(path.read_text(encoding="utf-8")), encoding="utf-8")
