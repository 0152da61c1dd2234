"""A unified diff of one file: read, applied, reversed.

Applied as `patch -F0` would: the context has to be there to the letter, at whatever line.  One thing is
stricter: a hunk that does not fit at its expected place, and fits at several others, does not fit.
"""

import re
from typing import List, NamedTuple, Tuple

_HEADER = re.compile(r"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")


class Hunk(NamedTuple):
    """One change: the lines ``before`` become the lines ``after``; both hold the context."""

    old: int  # number of the first line in the old file, from 1
    new: int  # and in the new one
    body: Tuple[str, ...]  # each line with its mark: a blank, - or +

    @property
    def before(self):
        return tuple(line[1:] for line in self.body if line[0] != "+")

    @property
    def after(self):
        return tuple(line[1:] for line in self.body if line[0] != "-")

    def __str__(self):
        header = f"@@ -{self.old},{len(self.before)} +{self.new},{len(self.after)} @@"
        return "\n".join((header, *self.body))


class DoesNotFit(Exception):
    """A hunk does not fit the file.  ``hunk`` is that hunk; the message says why."""

    def __init__(self, hunk, reason):
        super().__init__(reason)
        self.hunk = hunk


def read(text: str) -> List[Hunk]:
    """The hunks of a unified diff.  Raises ValueError where it is damaged."""
    hunks = []
    lines = iter(text.split("\n"))
    for line in lines:
        header = _HEADER.match(line)
        if not header:
            continue
        old, old_count, new, new_count = (int(number or 1) for number in header.groups())
        body = []
        while old_count > 0 or new_count > 0:
            line = next(lines, "") or " "  # an empty line of context may have lost its blank
            if line[0] not in " -+":
                raise ValueError(f"not a line of a hunk: {line}")
            old_count -= line[0] != "+"
            new_count -= line[0] != "-"
            body.append(line)
        if old_count or new_count:
            raise ValueError(f"the hunk of line {old} is not as long as it says")
        hunks.append(Hunk(old, new, tuple(body)))
    if not hunks:
        raise ValueError("no hunk in it")
    return hunks


def reverse(hunks: List[Hunk]) -> List[Hunk]:
    """The hunks that undo ``hunks``."""
    swap = {" ": " ", "+": "-", "-": "+"}
    return [Hunk(new, old, tuple(swap[line[0]] + line[1:] for line in body)) for old, new, body in hunks]


def apply(text: str, hunks: List[Hunk]) -> Tuple[str, List[Hunk]]:
    """``text`` with all ``hunks`` applied, and the hunks with the line numbers at which they went in.

    Raises DoesNotFit, with the first hunk that does not.
    """
    lines = tuple(text.split("\n"))
    result = []
    placed = []
    done = offset = 0
    for hunk in hunks:
        place = _place(lines, hunk, done, hunk.old - 1 + offset)
        result += lines[done:place]
        placed.append(Hunk(place + 1, len(result) + 1, hunk.body))
        result += hunk.after
        done = place + len(hunk.before)
        offset = place - (hunk.old - 1)
    return "\n".join((*result, *lines[done:])), placed


def _place(lines, hunk, first, expected):
    """The index in ``lines`` at which ``hunk`` goes in, at ``first`` or later."""
    before = hunk.before
    fits = [
        index
        for index in range(first, len(lines) - len(before) + 1)
        if lines[index : index + len(before)] == before
    ]
    if expected in fits:
        return expected
    if len(fits) == 1:
        return fits[0]
    if fits:
        raise DoesNotFit(hunk, "it fits at the lines " + ", ".join(str(index + 1) for index in fits))
    raise DoesNotFit(hunk, "its lines of context are not in the file")
