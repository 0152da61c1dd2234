"""Diagnostics as text, with the line and a caret, or as JSON.

A column number counts characters, from 1; a tab is one.  The caret stands under the word on a terminal: there a tab
goes to the next multiple of 8, a wide character (East Asian Width, UAX #11) takes two columns, a combining one none.
"""

import json
import unicodedata

from ..diagnostic import ERROR

_WIDEST = 200  # columns of a line that are shown
_BOLD = "\033[1m"
_RED = "\033[1;31m"
_YELLOW = "\033[1;33m"
_BLUE = "\033[1;34m"
_GREEN = "\033[1;32m"
_PLAIN = "\033[0m"
_COLORS = {"error": _RED, "warning": _YELLOW, "note": _BLUE}


def ordered(diagnostics):
    """*diagnostics* by their places, each once; at one place errors first."""
    unique = list(dict.fromkeys(diagnostics))
    unique.sort(key=lambda d: (d.span.start, d.severity != ERROR, d.span.end))
    return unique


def render(diagnostic, source, color=False, others=()):
    """One diagnostic as text, without a newline at the end.

    *others* are the Sources that its notes may point into, besides *source*.
    """
    lines = _place(source, diagnostic.span, diagnostic.severity, diagnostic.message, color, diagnostic.code)
    for note in diagnostic.notes:
        if note.span is None:
            lines.append(f"  {_colored('note:', _BLUE, color)} {visible(note.message)}")
        else:
            at = next(
                (other for other in others if note.file is not None and other.name == note.file), source
            )
            lines += _place(at, note.span, "note", note.message, color)
    if diagnostic.help:
        lines.append(f"  {_colored('help:', _GREEN, color)} {visible(diagnostic.help)}")
    return "\n".join(lines)


def summary(diagnostics, strict=False):
    """How many errors and warnings there are, in words; empty where there are none."""
    errors = sum(1 for d in diagnostics if d.severity == ERROR)
    warnings = len(diagnostics) - errors
    parts = [
        f"{n} {word}{'s' if n > 1 else ''}" for n, word in ((errors, "error"), (warnings, "warning")) if n
    ]
    text = " and ".join(parts)
    return text + ", and --strict refuses warnings" if strict and warnings and not errors else text


def as_json(found):
    """*found*, pairs of a Source and a diagnostic, as the JSON text of a list."""
    return json.dumps([_plain(diagnostic, source) for source, diagnostic in found], indent=2)


def _plain(diagnostic, source):
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity,
        "file": source.name,
        **_where(diagnostic.span, source),
        "message": diagnostic.message,
        "notes": [
            {
                "message": note.message,
                "file": note.file or source.name,
                # Only this file's text is at hand.
                **_where(note.span if note.file in (None, source.name) else None, source),
            }
            for note in diagnostic.notes
        ],
        "help": diagnostic.help,
    }


def _where(span, source):
    if span is None:
        return {"line": None, "column": None, "end": None}
    (line, column), (last, end) = source.position(span.start), source.position(span.end)
    return {"line": line, "column": column, "end": {"line": last, "column": end}}


def _place(source, span, kind, message, color, code=None):
    """The lines FILE:LINE:COLUMN: kind: message, the source's line and the caret's."""
    line, column = source.position(span.start)
    place = f"{visible(source.name)}:{line}:{column}:"
    suffix = f" [{code}]" if code else ""
    kind_shown = _colored(kind + ":", _COLORS[kind], color)
    head = f"{_colored(place, _BOLD, color)} {kind_shown} {visible(message)}{suffix}"
    text = source.line(line)
    if text.endswith("\r") and span.start - (column - 1) + len(text) - 1 != span.start:
        text = text[:-1]
    first = column - 1
    last = min(len(text), first + span.end - span.start)
    shown, left, right = _window(text, first, max(last, first))
    return [
        head,
        f"    {shown}",
        f"    {' ' * left}{_colored('^' * max(1, right - left), _COLORS[kind], color)}",
    ]


def _window(text, first, last):
    """The line as it is shown, and the columns of the caret in it."""
    begin = 0
    if len(text) > _WIDEST:
        begin = max(0, first - _WIDEST // 3)
        last = min(last, begin + _WIDEST)
    shown = []
    width = 0
    left = right = None
    if begin:
        shown.append("...")
        width = 3
    for number in range(begin, len(text)):
        if number == first:
            left = width
        if number == last:
            right = width
        if number - begin >= _WIDEST:
            shown.append("...")
            break
        drawn, columns = _drawn(text[number], width)
        shown.append(drawn)
        width += columns
    left = width if left is None else left
    right = width if right is None else right
    return "".join(shown).rstrip() if right <= left else "".join(shown), left, right


def _drawn(character, column):
    """What stands for *character* on the terminal, and how many columns it takes there."""
    if character == "\t":
        columns = 8 - (column + 4) % 8
        return " " * columns, columns
    if "\udc80" <= character <= "\udcff":
        return "\ufffd", 1
    if character.isprintable():
        if character.isascii():
            return character, 1
        if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
            return character, 0
        return character, 2 if unicodedata.east_asian_width(character) in "WF" else 1
    if unicodedata.category(character) == "Zs":
        return (" ", 1) if character != "\u3000" else ("  ", 2)
    if character < " ":
        return chr(0x2400 + ord(character)), 1
    return "\ufffd", 1


def visible(text):
    """*text* without anything that could control a terminal."""
    if text.isprintable():
        return text
    return "".join(_seen(character) for character in text)


def _seen(character):
    if character.isprintable():
        return character
    if "\udc80" <= character <= "\udcff":
        return "\ufffd"
    return {"\r": "\\r", "\n": "\\n", "\t": "\\t"}.get(character, f"\\x{ord(character):02x}")


def _colored(text, code, color):
    return f"{code}{text}{_PLAIN}" if color else text
