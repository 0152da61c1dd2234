"""Words to values: $NAME, ${NAME[n]}, quotes, and the numbers that indexes are."""

import re

from ..diagnostic import Note, warning
from ..network import variables
from ..source import Span
from .ansi import decoded
from .memory import Kept, Memory, Unknown
from .settings import Piece, Value
from .syntax import Double, Parameter, QuotedBraceWord, span_of
from .words import NAME, is_token, short, unquoted_text

_INTEGER = re.compile(r"[ \t\n]*([+-]?)[ \t\n]*(0[xX][0-9A-Fa-f]+|0[0-7]*|[1-9][0-9]*)[ \t\n]*\Z")
LAST_INDEX = 2**63 - 2  # bash counts in intmax_t; one more would wrap
_DEEPEST = 100  # ${A:-${B:-...}}


class Expansion(Memory):
    """Expands words; raises Unknown where only a running shell could."""

    def lookup(self, name, index, span, count=False):
        """The text of NAME[index], None where it is not set."""
        self.used.add(name)
        if name in self.refused:
            raise Unknown(None, "", span)
        if name == self.making:
            raise Unknown(
                "self-reference",
                f"{name} is used while it is being made: shells disagree about what it holds then",
                span,
                f"write the elements one a line: {name}[n]=...",
                fatal=True,
            )
        variable = self.variables.get(name)
        if variable is None:
            if name in variables.PRESET:
                raise Unknown(
                    "unknown-value",
                    f"what {name} holds is known only when bash runs",
                    span,
                    "write the value out",
                )
            if not count and name in self.lost:
                return None
            return None
        if variable.unknown is not None:
            raise Unknown(
                "unknown-value",
                f"what {name} holds is not known",
                span,
                notes=[Note("it got its value here", variable.unknown)],
            )
        element = variable.elements.get(index)
        return None if element is None else element.value.text

    def expand(self, parts, span, depth=0):
        """The text of *parts* where bash does not split it into words."""
        pieces = []
        for part in parts:
            self.part(part, pieces, depth)
        return Value(tuple(pieces), span)

    def part(self, part, pieces, depth, quoted=False):
        if isinstance(part, Double):
            for inner in part.parts:
                self.part(inner, pieces, depth, True)
            return
        if isinstance(part, Parameter):
            self.parameter(part, pieces, depth, quoted)
            return
        start, end = part.start_pos, part.end_pos
        if self.marks and any(mark in part for mark in "\x01\x7f"):
            raise Unknown(
                "unsupported",
                "a control character that bash marks its own words with: what it makes of this one varies",
                Span(start, end),
                "leave it out",
            )
        first = part[0]
        if first == "\\" and (quoted or part.type != "QUOTED_TEXT"):
            if part.startswith("\\\n"):
                return
            if not quoted or (
                len(part) == 2 and part[1] in ('\\"$`}' if part.type == "QUOTED_BRACE_TEXT" else '\\"$`')
            ):
                text = part[1:] or "\\"
                pieces.append(Piece(text, Span(start, end)))
                return
            pieces.append(Piece(str(part), Span(start, end)))
        elif first == "$" and len(part) > 1:
            if part[1] == "'":
                pieces.append(Piece(decoded(part, Span(start, end), Unknown), Span(start, end)))
            elif part[1] == '"':
                pieces.append(Piece(part[2:-1], Span(start + 2, end - 1)))
            elif part[1] in "([":
                raise self.running(part)
            elif NAME.match(part[1:]):
                self.reference(part[1:], 0, Span(start, end), pieces)
            else:
                raise Unknown(
                    "unknown-value",
                    f"what {part} holds is known only when bash runs",
                    Span(start, end),
                    "write the value out",
                )
        elif first == "`":
            raise self.running(part)
        elif not quoted and first in "'\"" and part.type != "QUOTED_TEXT":
            pieces.append(Piece(part[1:-1], Span(start + 1, end - 1)))
        elif part.type == "SUBSTITUTION":
            raise self.running(part)
        else:
            pieces.append(Piece(str(part), Span(start, end)))

    def running(self, part):
        """What stands for *part* is known only when it is run."""
        span = Span(part.start_pos, part.end_pos)
        fatal = bool(self.effects(part))
        if part.startswith("$((") or part.startswith("$["):
            return Unknown(
                "arithmetic",
                "inet1c does not count: bash would, when it runs",
                span,
                "write the number",
                fatal=fatal,
            )
        shown = str(part) if len(part) <= 30 and part.isprintable() else part[:2] + "..."
        return Unknown(
            "needs-running",
            f"{shown} would have to be run, and inet1c runs nothing",
            span,
            "write what it prints",
            fatal=fatal,
        )

    def reference(self, name, index, span, pieces):
        text = self.lookup(name, index, span)
        if text is None:
            self.not_set(name, index, span)
        elif text:
            pieces.append(Piece(text, span))

    def not_set(self, name, index, span):
        shown = f"{name}[{index}]" if index else name
        notes = [Note("here it only looks as if it were", self.lost[name])] if name in self.lost else ()
        self.say(warning("not-set", f"{shown} is not set here: bash puts nothing in its place", span, notes))

    def parameter(self, part, pieces, depth, quoted):
        """${NAME}, with an index and an operator or without."""
        if depth > _DEEPEST:
            raise Unknown("unsupported", "expansions are nested too deep here", part.span, fatal=True)
        if part.sign or not NAME.match(part.name):
            raise Unknown(
                "unsupported",
                "inet1c does not read this expansion",
                part.span,
                "write the value out, or ${NAME:-word}",
                fatal=bool(self.effects(part)),
            )
        operator = part.operator
        if operator not in (None, "-", ":-", "+", ":+", "=", ":=", "?", ":?"):
            raise Unknown(
                "unsupported",
                f"inet1c does not read the {operator} of this expansion",
                part.span,
                "write the value out",
                fatal=bool(self.effects(part)),
            )
        index = 0
        text = None
        if part.index is not None:
            inner = self.expand(part.index.parts, part.index.span, depth + 1).text
            if self.is_list(part):
                if operator is not None:
                    raise Unknown(
                        "unsupported",
                        f"inet1c does not read the {operator} of this expansion",
                        part.span,
                        fatal=True,
                    )
                self.joined(part, pieces)
                return
            variable = self.variables.get(part.name)
            if variable is None and part.name in variables.PRESET:
                self.lookup(part.name, 0, part.span)
            if variable is not None and variable.unknown is not None:
                self.lookup(part.name, 0, part.span)
            counted = variable if variable is not None and variable.array else Kept()
            index = self.number(inner, counted, part.index.span, part.name)
        text = self.lookup(part.name, index, part.span)
        if operator is None:
            if text is None:
                self.not_set(part.name, index, part.span)
            elif text:
                pieces.append(Piece(text, part.span))
            return
        there = text is not None and (text != "" or not operator.startswith(":"))
        if operator[-1] == "+":
            there = not there
        if there:
            if text and operator[-1] != "+":
                pieces.append(Piece(text, part.span))
            return
        if operator[-1] in "=?":
            what = "sets it" if operator[-1] == "=" else "ends the script"
            raise Unknown(
                "side-effect",
                f"{part.name} is not set here, and this expansion {what}",
                part.span,
                f"set {part.name} on a line of its own",
            )
        if not quoted and any(is_token(inner) and "~" in inner for inner in part.word.parts):
            raise Unknown(
                "tilde", "what ~ means is known only when bash runs", part.span, "write the directory out"
            )
        if not quoted and any(
            is_token(inner) and inner.type == "BRACE_TEXT" and re.search(r"[<>]\(", inner)
            for inner in part.word.parts
        ):
            raise Unknown("needs-running", "this would have to be run", part.span)
        for inner in part.word.parts:
            self.part(inner, pieces, depth + 1, quoted or isinstance(part.word, QuotedBraceWord))

    def joined(self, part, pieces):
        """${NAME[*]} where nothing is split: the elements with blanks between."""
        self.lookup(part.name, 0, part.span)
        variable = self.variables.get(part.name)
        if variable is None:
            self.not_set(part.name, 0, part.span)
            return
        text = " ".join(variable.elements[index].value.text for index in sorted(variable.elements))
        if text:
            pieces.append(Piece(text, part.span))

    def fields(self, word):
        """The words that an array's element becomes: expansions outside of quotes are split at blanks."""
        fields = []
        pieces = []
        begun = False

        def end():
            nonlocal pieces, begun
            if begun:
                span = word.span
                fields.append(Value(tuple(pieces), span))
            pieces = []
            begun = False

        for part in word.parts:
            if isinstance(part, Double):
                if any(self.is_list(inner) for inner in part.parts):
                    if len(part.parts) > 1 or len(word.parts) > 1:
                        raise Unknown(
                            "unsupported", "inet1c reads this expansion only as a word of its own", part.span
                        )
                    variable = self.list_of(part.parts[0])
                    if part.parts[0].index.parts[0] == "@":
                        for index in sorted(variable.elements):
                            fields.append(Value(variable.elements[index].value.pieces, word.span))
                        return fields
                self.part(part, pieces, 0)
                begun = True
            elif isinstance(part, Parameter) or (part[0] == "$" and len(part) > 1 and part[1] not in "'\"(["):
                if self.is_list(part):
                    if len(word.parts) > 1:
                        raise Unknown(
                            "unsupported", "inet1c reads this expansion only as a word of its own", part.span
                        )
                    variable = self.list_of(part)
                    texts = [variable.elements[index].value.text for index in sorted(variable.elements)]
                elif (
                    isinstance(part, Parameter)
                    and part.word is not None
                    and any(not is_token(inner) or inner[0] in "\\'\"$`" for inner in part.word.parts)
                ):
                    raise Unknown(
                        "unsupported",
                        "inet1c does not read quotes and expansions in this default",
                        part.span,
                        'put the expansion between double quotes: "${...}"',
                    )
                else:
                    expanded = []
                    self.part(part, expanded, 0)
                    texts = ["".join(piece.text for piece in expanded)]
                span = span_of(part)
                for number, text in enumerate(texts):
                    if re.search(r"[*?\[\\]", text):
                        raise Unknown(
                            "glob",
                            "bash would look for files that match this value",
                            span,
                            'put it between double quotes: "$NAME"',
                        )
                    if number and begun:
                        end()
                    for match in re.finditer(r"([ \t\n]+)|([^ \t\n]+)", text):
                        if match[1]:
                            end()
                        else:
                            pieces.append(Piece(match[2], span))
                            begun = True
            elif part.startswith("\\\n"):
                continue
            else:
                if part[0] not in "\\'\"$`" and re.search(r"[*?\[]", part):
                    raise Unknown(
                        "glob",
                        "bash would look for files that match this word",
                        span_of(part),
                        "put it between quotes",
                    )
                before = len(pieces)
                self.part(part, pieces, 0)
                begun = begun or len(pieces) > before
        end()
        return fields

    def is_list(self, part):
        return isinstance(part, Parameter) and part.index is not None and part.index.parts in (("@",), ("*",))

    def list_of(self, part):
        if part.operator or part.sign:
            raise Unknown("unsupported", "inet1c does not read this expansion", part.span)
        self.lookup(part.name, 0, part.span)
        return self.variables.get(part.name) or Kept()

    # -- indexes

    def index(self, target, variable):
        """The number that NAME[...] means; *variable* is for those that count from the end."""
        parts = target.subscript.parts
        if not parts:
            raise Unknown("index", "the index is empty: bash refuses this", target.bracket, "write [0]")
        for part in parts:
            if is_token(part) and part[0] in "'\\" and not part.startswith("\\\n"):
                raise Unknown(
                    "index", "a quote in an index: bash cannot count with it", target.bracket, "write [0]"
                )
            if is_token(part) and part.startswith("$'"):
                raise Unknown(
                    "index", "a quote in an index: bash cannot count with it", target.bracket, "write [0]"
                )
        text = self.expand(parts, target.bracket).text
        return self.number(text, variable, target.bracket, target.name)

    def number(self, text, variable, span, name=None):
        """*text* in bash's arithmetic, as far as that is an integer or a variable that holds one."""
        plain = text.strip(" \t\n")
        seen = []
        while NAME.match(plain):
            if plain in seen or len(seen) > 20:
                raise Unknown("index", f"{plain} means itself: bash cannot count with it", span)
            seen.append(plain)
            value = self.lookup(plain, 0, span, count=True)
            if value is None or not value.strip(" \t\n"):
                if len(seen) == 1 and value is None and name is not None:
                    self.say(
                        warning(
                            "index",
                            f"{plain} is not set, and so bash takes {name}[{plain}] for {name}[0]",
                            span,
                            help=f"write the number: {name}[0]",
                        )
                    )
                plain = "0"
            else:
                plain = value.strip(" \t\n")
        match = _INTEGER.match(plain)
        if not match:
            if not plain:
                raise Unknown(
                    "index", "the index is empty, and versions of bash disagree about that", span, "write [0]"
                )
            raise Unknown(
                "index",
                f"the index {short(plain)} is no integer that inet1c reads",
                span,
                "write the number: in the shell's arithmetic 08 is wrong and 010 is 8",
            )
        digits = match[2]
        number = (
            int(digits, 16 if digits[:2] in ("0x", "0X") else 8 if digits[0] == "0" else 10)
            if len(digits) < 40
            else LAST_INDEX + 1
        )
        if number > LAST_INDEX:
            raise Unknown("index", "the index is larger than bash can count", span)
        if match[1] == "-" and number:
            number = max(variable.elements, default=-1) + 1 - number
            if number < 0:
                raise Unknown(
                    "index",
                    "the index counts back past the first element: bash refuses this"
                    if variable.array or name is None
                    else f"{name} is no array, and nothing counts back from its end",
                    span,
                )
        return number


def no_tilde(word, after):
    """Refuses a ~ where bash puts a home directory in its place."""
    text = unquoted_text(word)
    if "~" in text and re.search(rf"(?:^|[{after}])~", text):
        raise Unknown(
            "tilde",
            "what ~ means is known only when bash runs",
            word.span,
            "write the directory out, or put the ~ between quotes",
        )
