"""What bash would hold after sourcing the file: variables, their elements, where each was set."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Optional

from ..source import Source, Span, Word


@dataclass(frozen=True)
class Piece:
    """A run of a value's text and the span that it was read from.

    Where text and span are of one length, they match character by character; otherwise (an escape, an
    expansion) the whole run came from the whole span.
    """

    text: str
    span: Span


@dataclass(frozen=True)
class Value:
    """A string as bash would hold it, in the pieces that it was glued from.

    ``span`` covers the whole of it as written, quotes included.
    """

    pieces: tuple
    span: Span

    @property
    def text(self):
        """The string."""
        return self.pieces[0].text if len(self.pieces) == 1 else self._glued

    @cached_property
    def _glued(self):
        return "".join(piece.text for piece in self.pieces)

    @cached_property
    def _starts(self):
        return tuple(accumulate((len(piece.text) for piece in self.pieces), initial=0))

    def word(self, start, end):
        """The characters *start* to *end* (not included) of the value, with their place in the file."""
        if len(self.pieces) == 1 and start < end:
            (piece,) = self.pieces
            if len(piece.text) != piece.span.end - piece.span.start:
                return Word(piece.text[start:end], piece.span)
            return Word(piece.text[start:end], Span(piece.span.start + start, piece.span.start + end))
        first = last = None
        # Only the pieces that have a part in it: a value may have a hundred thousand, and as many words.
        number = max(0, bisect_right(self._starts, start) - 1)
        while number < len(self.pieces) and self._starts[number] < end:
            piece, position = self.pieces[number], self._starts[number]
            stop = self._starts[number + 1]
            if start < stop and position < stop:
                exact = len(piece.text) == piece.span.end - piece.span.start
                head = piece.span.start + (max(start, position) - position if exact else 0)
                tail = piece.span.start + min(end, stop) - position if exact else piece.span.end
                first = head if first is None else first
                last = tail
            number += 1
        span = self.span if first is None else Span(min(first, last), max(first, last))
        return Word(self.text[start:end], span)

    def words(self, separator=r"[ \t\n]+"):
        """The value cut at *separator*, a regular expression (by default where bash cuts), as Words."""
        words = []
        text = self.text
        position = 0
        for match in re.finditer(separator, text):
            if match.start() > position:
                words.append(self.word(position, match.start()))
            position = match.end()
        if position < len(text):
            words.append(self.word(position, len(text)))
        return tuple(words)

    @property
    def whole(self):
        """The value as one Word; an empty one stands at its quotes."""
        text = self.text
        return self.word(0, len(text)) if text else Word("", self.span)


@dataclass(frozen=True)
class Element:
    """One element of a variable.  ``span`` covers ``NAME[n]`` of the assignment that set it."""

    index: int
    value: Value
    span: Span


@dataclass(frozen=True)
class Variable:
    """A variable of the file; a scalar has the one index 0.  ``elements`` are sorted by index."""

    name: str
    elements: tuple

    @cached_property
    def _by_index(self):
        return {element.index: element for element in self.elements}

    def element(self, index) -> Optional[Element]:
        return self._by_index.get(index)


@dataclass(frozen=True)
class Settings:
    """All variables that have an element after the file was read, sorted by name.

    ``used`` are the names that the file itself expands somewhere.
    """

    source: Source
    variables: tuple
    used: frozenset = frozenset()

    @cached_property
    def _by_name(self):
        return {variable.name: variable for variable in self.variables}

    def variable(self, name) -> Optional[Variable]:
        return self._by_name.get(name)

    def value(self, name, index=0) -> Optional[Value]:
        """The value of NAME[index], None where it is not set."""
        variable = self.variable(name)
        element = variable and variable.element(index)
        return element.value if element else None
