"""Prints findings as --format wants them."""

import os
import sys

from ..diagnostic import refuses
from ..files import say, write_out
from ..messages.report import as_json, ordered, render, summary


def report(found, strict=False, format="text"):
    """Prints *found*, pairs of a Source and its diagnostics; returns the exit status, 0 or 1."""
    found = [(source, ordered(diagnostics)) for source, diagnostics in found]
    everything = [diagnostic for _, diagnostics in found for diagnostic in diagnostics]
    if format == "json":
        write_out(as_json([(source, d) for source, diagnostics in found for d in diagnostics]) + "\n")
    else:
        color = _colored()
        sources = [source for source, _ in found]
        for source, diagnostics in found:
            say("".join(render(d, source, color, sources) + "\n" for d in diagnostics))
            if len(diagnostics) > 1:
                say(f"{source.name}: {summary(diagnostics, strict)}\n")
    return 1 if refuses(everything) or (strict and everything) else 0


def _colored():
    """True where standard error is a terminal that wants colour (https://no-color.org)."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return sys.stderr is not None and sys.stderr.isatty()
