"""Where a text came from, and places in it."""

import bisect
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Span:
    """A part of a source's text: offsets in characters, ``end`` not included."""

    start: int
    end: int

    def __post_init__(self):
        if not 0 <= self.start <= self.end:
            raise ValueError(f"no span: {self.start} to {self.end}")

    def to(self, other):
        """The span from the start of this one to the end of *other*."""
        return Span(self.start, max(self.end, other.end))


@dataclass(frozen=True)
class Source:
    """A file's name and text.

    ``text`` is UTF-8; a byte that is none is kept as a lone surrogate (PEP 383), so that
    ``data`` gives back the file to the byte.
    """

    name: str
    text: str
    _line_starts: tuple = field(init=False, repr=False, compare=False)

    def __post_init__(self):
        starts = [0]
        find = self.text.find
        position = find("\n")
        while position >= 0:
            starts.append(position + 1)
            position = find("\n", position + 1)
        object.__setattr__(self, "_line_starts", tuple(starts))

    @classmethod
    def from_bytes(cls, name, data):
        """The source that *data*, the bytes of the file *name*, holds."""
        return cls(name, data.decode("utf-8", "surrogateescape"))

    @property
    def data(self):
        """The file's bytes."""
        return self.text.encode("utf-8", "surrogateescape")

    def position(self, offset):
        """Line and column of the character at *offset*, both counted from 1."""
        line = bisect.bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    def line(self, number):
        """The text of line *number*, counted from 1, without its newline."""
        start = self._line_starts[number - 1]
        end = self._line_starts[number] - 1 if number < len(self._line_starts) else len(self.text)
        return self.text[start:end]


@dataclass(frozen=True)
class Word:
    """A piece of text from a file, and where it stands there."""

    text: str
    span: Span

    def __str__(self):
        return self.text
