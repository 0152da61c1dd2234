"""Makes Settings out of the simplest of files, NAME[n]="value" a line, without the parser."""

import re

from inet1c.conf.settings import Element, Piece, Settings, Value, Variable
from inet1c.source import Source, Span


def settings(text, name="rc.inet1.conf"):
    """The Settings of *text*: each line is ``NAME="value"`` or ``NAME[n]="value"``, the last one holds."""
    found = {}
    for match in re.finditer(r'^(\w+)(?:\[(\d+)\])?="([^"]*)"', text, re.M):
        variable, index = match.group(1), int(match.group(2) or 0)
        value = Value(
            (Piece(match.group(3), Span(match.start(3), match.end(3))),),
            Span(match.start(3) - 1, match.end(3) + 1),
        )
        element = Element(index, value, Span(match.start(1), match.start(3) - 2))
        found.setdefault(variable, {})[index] = element
    variables = tuple(
        Variable(name, tuple(elements[index] for index in sorted(elements)))
        for name, elements in sorted(found.items())
    )
    return Settings(Source(name, text), variables)
