"""The file as it is written: one class for each rule of conf.lark, under the rule's name.

``made`` takes what lark gives a rule's callback: the children, in the grammar's order.  The leaves are lark's
Tokens.  Nothing is expanded here.

These are NamedTuples, as making a dataclass takes several times as long, and that is felt at each start.
"""

from typing import Any, NamedTuple, Optional

from ..source import Source, Span


def span_of(node):
    """The place of a node or of a Token."""
    try:
        return node.span
    except AttributeError:
        return Span(node.start_pos, node.end_pos)


def _around(children):
    return Span(span_of(children[0]).start, span_of(children[-1]).end)


class Skipped(str):
    """The text of a Token that another grammar read, and what that found: ``effects``."""

    effects = ()


class Word(NamedTuple):
    """A word of a command or of an array: Tokens, Doubles and Parameters."""

    parts: tuple
    span: Span

    @classmethod
    def made(cls, children):
        return cls(tuple(children), _around(children))


class Value(Word):
    """What stands after the = of an assignment."""

    __slots__ = ()


class Double(NamedTuple):
    """ "...": quotes that let expansions through."""

    parts: tuple
    span: Span

    @classmethod
    def made(cls, children):
        return cls(tuple(children[1:-1]), _around(children))


class BraceWord(NamedTuple):
    """The word after the operator of ${NAME:-word}."""

    parts: tuple

    @classmethod
    def made(cls, children):
        return cls(tuple(children))


class QuotedBraceWord(BraceWord):
    """The same inside of double quotes."""

    __slots__ = ()


class QuotedIndex(NamedTuple):
    """[n] inside of ${NAME[n]}."""

    parts: tuple
    span: Span

    @classmethod
    def made(cls, children):
        return cls(tuple(children[1:-1]), _around(children))


class Parameter(NamedTuple):
    """${NAME}, ${NAME[n]}, ${NAME:-word}.  ``sign`` is the # of ${#NAME}, the ! of ${!NAME} or empty."""

    sign: str
    name: str
    index: Optional[QuotedIndex]
    operator: Optional[str]
    word: Optional[BraceWord]
    span: Span

    @classmethod
    def made(cls, children):
        opening, name, *rest, _ = children
        index = rest.pop(0) if rest and isinstance(rest[0], QuotedIndex) else None
        operator, word = (str(rest[0]), rest[1]) if rest else (None, None)
        return cls(opening[2:], str(name), index, operator, word, _around(children))


class Subscript(NamedTuple):
    """What stands between the brackets of NAME[...]."""

    parts: tuple

    @classmethod
    def made(cls, children):
        return cls(tuple(children))


class Target(NamedTuple):
    """The left side of an assignment.  ``span`` covers NAME or NAME[n], ``bracket`` only [n]."""

    name: str
    subscript: Optional[Subscript]
    append: bool
    span: Span
    bracket: Optional[Span] = None


def _name(token):
    return token.replace("\\\n", "").rstrip("+=[")


def _plain_target(token):
    width = 2 if token.endswith("+=") else 1
    return Target(_name(token), None, "+" in token, Span(token.start_pos, token.end_pos - width))


def _indexed_target(token, subscript, sign):
    end = sign.start_pos + 1
    span = Span(token.start_pos, end)
    return Target(_name(token), subscript, "+" in sign, span, Span(token.end_pos - 1, end))


class Assignment(NamedTuple):
    """NAME=value or NAME+=value."""

    target: Target
    value: Optional[Value]
    span: Span

    @classmethod
    def made(cls, children):
        value = children[1] if len(children) > 1 else None
        return cls(_plain_target(children[0]), value, _around(children))


class IndexedAssignment(NamedTuple):
    """NAME[n]=value or NAME[n]+=value."""

    target: Target
    value: Optional[Value]
    span: Span

    @classmethod
    def made(cls, children):
        value = children[3] if len(children) > 3 else None
        return cls(_indexed_target(*children[:3]), value, _around(children))


class ArrayElement(NamedTuple):
    """[n]=value inside of an array's parentheses."""

    target: Target
    value: Optional[Value]
    span: Span

    @classmethod
    def made(cls, children):
        value = children[3] if len(children) > 3 else None
        return cls(_indexed_target(*children[:3]), value, _around(children))


class Array(NamedTuple):
    """(word word [n]=value): all the elements of an array at once."""

    elements: tuple
    span: Span

    @classmethod
    def made(cls, children):
        return cls(tuple(children[1:-1]), _around(children))


class ArrayAssignment(NamedTuple):
    """NAME=(...) or NAME+=(...)."""

    target: Target
    array: Array
    span: Span

    @classmethod
    def made(cls, children):
        token, array = children
        return cls(_plain_target(token), array, _around(children))


ASSIGNMENTS = (Assignment, IndexedAssignment, ArrayAssignment)


class Assignments(NamedTuple):
    """Assignments with no command: they are what sets variables."""

    assignments: tuple
    span: Span

    @classmethod
    def made(cls, children):
        return cls(tuple(children), _around(children))


class ArrayWord(NamedTuple):
    """NAME[...] where a command's name stands: no assignment, as no = follows."""

    parts: tuple
    span: Span

    @classmethod
    def made(cls, children):
        return cls(tuple(children), _around(children))


class Redirect(NamedTuple):
    """< FILE, 2>&1 and the like; no ``word`` where a file is closed, 2>&-."""

    operator: str
    word: Optional[Word]
    span: Span

    @classmethod
    def made(cls, children):
        operator, *word = children
        return cls(operator.rstrip(" \t\\\n"), word[0] if word else None, _around(children))


class SimpleCommand(NamedTuple):
    """A command: assignments that only it sees, its words, its redirections.

    ``words`` holds Words and Redirects in their order; the first Word is the command's name.
    """

    assignments: tuple
    words: tuple
    span: Span

    @classmethod
    def made(cls, children):
        given = tuple(child for child in children if isinstance(child, ASSIGNMENTS))
        return cls(given, tuple(children[len(given) :]), _around(children))


class Declaration(NamedTuple):
    """export, declare, typeset, readonly, local or unset, and its arguments."""

    name: str
    arguments: tuple
    span: Span

    @classmethod
    def made(cls, children):
        return cls(str(children[0]), tuple(children[1:]), _around(children))


class Compound(NamedTuple):
    """if, a loop, a group: ``token`` is its whole text, ``token.value`` what shell.lark found in it."""

    token: Any
    redirects: tuple
    span: Span

    @classmethod
    def made(cls, children):
        return cls(children[0], tuple(children[1:]), _around(children))


class Function(NamedTuple):
    """The definition of a function: its name, and what shell.lark found in its body."""

    name: SimpleCommand
    token: Any
    span: Span

    @classmethod
    def made(cls, children):
        if isinstance(children[0], cls):
            return children[0]
        return cls(children[0], children[1], _around(children))


class Entry(NamedTuple):
    """A command of a line.

    ``before`` and ``after`` are the operators around it (; & && || | or empty), ``bang`` tells that its
    status is inverted.
    """

    before: str
    bang: bool
    command: Any
    after: str


class Line(NamedTuple):
    """A complete command, which may run over several lines: what bash reads before it runs any of it."""

    entries: tuple
    span: Span

    @classmethod
    def made(cls, children):
        entries = []
        before, bang = "", False
        for child in children:
            kind = getattr(child, "type", None)
            if kind == "BANG":
                bang = child.startswith("!")
            elif kind is not None:
                before = child[: 2 if child[:2] in ("&&", "||", "|&") else 1]
                entries[-1] = Entry(entries[-1].before, entries[-1].bang, entries[-1].command, before)
            else:
                entries.append(Entry(before, bang, child, ""))
                bang = False
        last = children[-1] if getattr(children[-1], "type", None) is None else entries[-1].command
        return cls(tuple(entries), _around((children[0], last)))


# The grammar's rules and their classes.
RULES = {
    "word": Word,
    "value": Value,
    "double": Double,
    "brace_word": BraceWord,
    "quoted_brace_word": QuotedBraceWord,
    "quoted_index": QuotedIndex,
    "parameter": Parameter,
    "subscript": Subscript,
    "assignment": Assignment,
    "indexed_assignment": IndexedAssignment,
    "array_assignment": ArrayAssignment,
    "array_element": ArrayElement,
    "array": Array,
    "assignments": Assignments,
    "array_word": ArrayWord,
    "redirect": Redirect,
    "simple_command": SimpleCommand,
    "declaration": Declaration,
    "compound": Compound,
    "function": Function,
    "list": Line,
}


class Script(NamedTuple):
    """The complete commands of a file, in its order."""

    source: Source
    lines: tuple
