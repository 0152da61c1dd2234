"""The variables while the file is being read, and what strings and indexes mean with them."""

import re
from dataclasses import replace

from ..diagnostic import error, warning
from ..source import Span
from .ansi import decoded
from .names import IDENTIFIER, PRESET
from .settings import Element, Piece, Settings, Value, Variable
from .syntax import Double, Parameter

# A number, NAME, $NAME or ${NAME}.
_INDEX = re.compile(r"[ \t\n]*(?:([0-9]+)|(\$\{)?\$?([A-Za-z_][A-Za-z0-9_]*)(?(2)\}))[ \t\n]*")
_DEEPEST = 100  # ${A:-${B:-...}}
_MOST_WORK = 10_000_000  # characters that expansions may give, beyond ten times the file's: X=$X$X must end
_SAME = 200  # findings of one code that are kept


class Problem(Exception):
    """Keeps a statement from being read. ``diagnostic`` says why; it is None where that was said before."""

    def __init__(self, diagnostic):
        super().__init__()
        self.diagnostic = diagnostic


def refuse(code, message, span, help=None):
    """Raises a Problem with an error."""
    raise Problem(error(code, message, span, help=help))


class Slot:
    """An element of a variable. ``pieces`` is a list: += adds to it. ``target`` is the Span of NAME[n]."""

    __slots__ = ("pieces", "span", "target")

    def __init__(self, pieces, span, target):
        self.pieces = pieces
        self.span = span
        self.target = target


class Slots(dict):
    """A variable: index to Slot. ``following`` is the index after the last one."""

    following = 0
    is_array = False

    def put(self, index, pieces, span, target, append=False):
        """Sets the element *index*, or adds to it."""
        old = self.get(index)
        if append and old is not None:
            old.pieces.extend(pieces)
            pieces = old.pieces
        self[index] = Slot(pieces, span, target)
        self.following = max(self.following, index + 1)


class Memory:
    """What bash would hold so far, and the diagnostics so far.

    ``variables`` is name to Slots, ``used`` the names that were expanded, ``failed`` those whose assignment
    was refused, ``making`` the name of the array whose elements are being read.
    """

    def __init__(self, source):
        self.source = source
        self.variables = {}
        self.diagnostics = []
        self.used = set()
        self.failed = set()
        self.making = None
        self._counts = {}
        self._work = 0

    def remove(self, name, index, span):
        """Does what unset NAME[index] does."""
        slots = self.variables[name]
        del slots[index]
        if index + 1 == slots.following:
            slots.following = max(slots, default=-1) + 1
            self._count(len(slots), span)

    def text(self, span):
        """The file's text at *span*."""
        return self.source.text[span.start : span.end]

    def settings(self):
        """What there is at the end, as Settings."""
        found = []
        for name, slots in sorted(self.variables.items()):
            elements = tuple(
                Element(index, Value(tuple(slot.pieces), slot.span), slot.target)
                for index, slot in sorted(slots.items())
            )
            if elements:
                found.append(Variable(name, elements))
        return Settings(self.source, tuple(found), frozenset(self.used))

    def say(self, diagnostic):
        """Keeps *diagnostic*, unless there are many of its code."""
        count = self._counts[diagnostic.code] = self._counts.get(diagnostic.code, 0) + 1
        if count == _SAME:
            diagnostic = replace(diagnostic, message=diagnostic.message + "; more of these are left out")
        if count <= _SAME:
            self.diagnostics.append(diagnostic)

    # -- strings

    def expand(self, string):
        """The Pieces of *string*, where bash does not split it into words. Raises Problem."""
        if string is None:
            return []
        refuse_tilde(string)
        pieces = []
        for part in string.parts:
            self._part(part, pieces)
        return pieces

    def words(self, string):
        """The words that bash makes of *string* in an array: lists of Pieces. Raises Problem."""
        refuse_braces(string)
        refuse_tilde(string)
        if any(re.search(r"[*?\[]", text) for text in plain_texts(string)):
            refuse(
                "glob",
                "bash would look for files that match this word",
                string.span,
                "put the word between quotes",
            )
        pieces = []
        for part in string.parts:
            before = len(pieces)
            self._part(part, pieces)
            if isinstance(part, Parameter):
                value = Value(tuple(pieces[before:]), part.span)
                if re.search(r"[*?\[\\]", value.text):
                    message = "bash would look for files that match this value"
                    refuse("glob", message, part.span, 'write "$NAME"')
                if len(string.parts) == 1:
                    return [[Piece(word.text, word.span)] for word in value.words()]
                if re.search(r"[ \t\n]", value.text):
                    message = "bash would make several words of this value"
                    refuse("unsupported", message, part.span, 'write "$NAME"')
        return [pieces] if pieces or any(_is_quoted(part) for part in string.parts) else []

    def _part(self, part, pieces, depth=0):
        if isinstance(part, Parameter):
            self._parameter(part, pieces, depth)
        elif isinstance(part, Double):
            for inner in part.parts:
                self._part(inner, pieces, depth)
        else:
            piece = literal_piece(part)
            if piece.text:
                pieces.append(piece)

    def _parameter(self, part, pieces, depth):
        if depth > _DEEPEST:
            refuse("unsupported", "expansions are nested too deep here", part.span)
        index = 0 if part.index is None else self.index(part.index, part.span)
        text = self._lookup(part.name, index, part.span)
        if part.operator is None:
            if text is None:
                shown = part.name if part.index is None else f"{part.name}[{index}]"
                self.say(
                    warning("not-set", f"{shown} is not set here: bash puts nothing in its place", part.span)
                )
            elif text:
                pieces.append(Piece(text, part.span))
            return
        is_set = text is not None and (text != "" or part.operator[0] != ":")
        if part.operator[-1] == "-" and is_set:
            if text:
                pieces.append(Piece(text, part.span))
        elif (part.operator[-1] == "+") == is_set:
            for inner in part.default:
                self._part(inner, pieces, depth + 1)

    def _lookup(self, name, index, span):
        """The text of NAME[index], None where it is not set."""
        self.used.add(name)
        if name in self.failed:
            raise Problem(None)
        if name == self.making:
            refuse(
                "self-reference",
                f"{name} is used while it is being made: versions of bash disagree about what it holds then",
                span,
                f"write the elements one on each line: {name}[n]=...",
            )
        slots = self.variables.get(name)
        if slots is None and (name in PRESET or not IDENTIFIER.fullmatch(name)):
            shown = name if IDENTIFIER.fullmatch(name) else f"${name}"
            message = f"only bash knows what {shown} holds, when it runs"
            refuse("unknown-value", message, span, "write the value")
        slot = None if slots is None else slots.get(index)
        if slot is None:
            return None
        text = "".join(piece.text for piece in slot.pieces)
        self._count(len(text) + len(slot.pieces), span)
        return text

    def _count(self, work, span):
        """Raises Problem where the file takes too much *work*: characters and elements."""
        self._work += work
        if self._work > _MOST_WORK + 10 * len(self.source.text):
            refuse("too-long", "the values grow too long", span)

    # -- indexes

    def index(self, text, span):
        """The number that *text*, from between brackets, means. Raises Problem."""
        match = _INDEX.fullmatch(text)
        digits, _, name = match.groups() if match else (None, None, None)
        if name is not None:
            digits = self._lookup(name, 0, span)
            if digits is None:
                refuse("index", f"{name} is not set: bash would take this for index 0", span, "write [0]")
        if digits is None or not re.fullmatch("[0-9]+", digits):
            refuse("index", "this index is not a number", span, "write [0]")
        digits = "0" + digits.lstrip("0") if digits[0] == "0" else digits
        if len(digits) > 9:
            refuse("index", "this index is too large", span)
        if digits[0] == "0" and re.search("[89]", digits):
            message = f"bash reads {digits} as octal, in which 8 and 9 are errors"
            refuse("index", message, span, "leave out the 0")
        return int(digits, 8 if digits[0] == "0" else 10)


# -- strings as they are written


def short(text):
    """*text* as a message shows it."""
    text = text if len(text) <= 40 else text[:37] + "..."
    return text if text.isprintable() else ascii(text)[1:-1]


def literal_piece(token):
    """The Piece that a Token inside of a String stands for. Raises Problem."""
    start, end, kind = token.start_pos, token.end_pos, token.type
    if kind in ("SINGLE", "DOUBLE"):
        start += 2 if token[0] == "$" else 1
        end -= 1
        return Piece(token[start - token.start_pos : end - token.end_pos], Span(start, end))
    if kind == "ANSI":
        try:
            return Piece(decoded(token), Span(start, end))
        except ValueError as problem:
            refuse(
                "ansi",
                f"versions of bash and locales disagree about {problem}",
                Span(start, end),
                "write the character itself",
            )
    if kind == "SUBSTITUTION":
        refuse(
            "needs-running",
            f"bash would run {short(token)} here, and inet1c runs nothing",
            Span(start, end),
            "write what the command prints",
        )
    if kind == "ESCAPE" and len(token) == 1:
        message = "versions of bash disagree about a backslash at the end of the file"
        refuse("unsupported", message, Span(start, end), "leave it out")
    if kind in ("ESCAPE", "QUOTED_ESCAPE"):
        return Piece(token[1:], Span(start, end))
    return Piece("" if kind == "CONTINUATION" else str(token), Span(start, end))


def literal(string):
    """The text of *string*; None where it has an expansion. Raises Problem."""
    found = []
    for part in string.parts:
        for inner in part.parts if isinstance(part, Double) else (part,):
            if isinstance(inner, Parameter):
                return None
            found.append(literal_piece(inner).text)
    return "".join(found)


def plain_texts(string):
    """The Tokens of *string* that no quotes protect."""
    return [part for part in string.parts if getattr(part, "type", None) == "TEXT"]


def parameters(string):
    """All Parameters in *string*, those in defaults included."""
    pending = list(string.parts)
    while pending:
        part = pending.pop()
        if isinstance(part, Parameter):
            yield part
            pending.extend(part.default)
        elif isinstance(part, Double):
            pending.extend(part.parts)


def _is_quoted(part):
    """True for a part of a String that makes a word even where it is empty."""
    kinds = ("SINGLE", "DOUBLE", "ANSI", "ESCAPE")
    return isinstance(part, Double) or getattr(part, "type", None) in kinds


def refuse_braces(string):
    """Raises Problem where bash might expand braces in *string*."""
    if any("{" in text for text in plain_texts(string)):
        refuse(
            "braces",
            "bash would make several words of these braces",
            string.span,
            "write the words, or put them between quotes",
        )


def refuse_tilde(string):
    """Raises Problem where bash might put a home directory in the place of a ~ in *string*."""
    if any(re.search("(?:^|[:=])~", text) for text in plain_texts(string)):
        refuse(
            "tilde",
            "bash puts a home directory in the place of this ~",
            string.span,
            "write the directory, or put the ~ between quotes",
        )
