"""The file as it is written: one class for each rule of conf.lark, under the rule's name.

The leaves are lark's Tokens, whose ``type`` is the terminal's name.  Nothing is expanded here.
"""

from dataclasses import dataclass
from typing import Optional

from .source import Source, Span


def span_of(node):
    """The place of a node or of a Token."""
    return node.span if hasattr(node, "span") else Span(node.start_pos, node.end_pos)


def _around(children):
    return Span(span_of(children[0]).start, span_of(children[-1]).end)


@dataclass(frozen=True)
class Double:
    """"...": quotes that let expansions through."""

    parts: tuple
    span: Span

    @classmethod
    def made(cls, children):
        return cls(tuple(children[1:-1]), _around(children))


@dataclass(frozen=True)
class Subscript:
    """What stands between the brackets of NAME[...]."""

    parts: tuple

    @classmethod
    def made(cls, children):
        return cls(tuple(children))


@dataclass(frozen=True)
class BraceWord:
    """The word after the operator of ${NAME:-word}."""

    parts: tuple

    @classmethod
    def made(cls, children):
        return cls(tuple(children))


@dataclass(frozen=True)
class Parameter:
    """${NAME}, ${NAME[n]} or ${NAME:-word}."""

    name: str
    subscript: Optional[Subscript]
    operator: Optional[str]
    word: Optional[BraceWord]
    span: Span

    @classmethod
    def made(cls, children):
        opening, name, _, subscript, _, operator, word, closing = children
        return cls(str(name), subscript, operator and str(operator), word, _around((opening, closing)))


@dataclass(frozen=True)
class Word:
    """A word of a command or of an array."""

    parts: tuple
    span: Span

    @classmethod
    def made(cls, children):
        return cls(tuple(children), _around(children))


@dataclass(frozen=True)
class Value(Word):
    """What stands after the = of an assignment."""


@dataclass(frozen=True)
class Target:
    """The left side of an assignment: NAME, NAME[...], with = or +=.  ``span`` leaves the = out."""

    name: str
    subscript: Optional[Subscript]
    append: bool
    span: Span


def _name(token):
    return token.rstrip("+=[").replace("\\\n", "")


@dataclass(frozen=True)
class Assignment:
    """NAME=value or NAME+=value."""

    target: Target
    value: Optional[Value]
    span: Span

    @classmethod
    def made(cls, children):
        token, value = children
        return cls(_plain_target(token), value, _around([child for child in children if child is not None]))


def _plain_target(token):
    sign = 2 if token.endswith("+=") else 1
    return Target(_name(token), None, sign == 2, Span(token.start_pos, token.end_pos - sign))


@dataclass(frozen=True)
class IndexedAssignment:
    """NAME[n]=value or NAME[n]+=value."""

    target: Target
    value: Optional[Value]
    span: Span

    @classmethod
    def made(cls, children):
        token, subscript, sign, value = children
        target = Target(_name(token), subscript, sign == "]+=", Span(token.start_pos, sign.start_pos + 1))
        return cls(target, value, _around([child for child in children if child is not None]))


@dataclass(frozen=True)
class ArrayElement:
    """[n]=value inside of an array's parentheses."""

    subscript: Subscript
    append: bool
    value: Optional[Value]
    span: Span
    target_span: Span

    @classmethod
    def made(cls, children):
        opening, subscript, sign, value = children
        span = _around([child for child in children if child is not None])
        return cls(subscript, sign == "]+=", value, span, Span(opening.start_pos, sign.start_pos + 1))


@dataclass(frozen=True)
class Array:
    """(word word [n]=value): all the elements of an array at once."""

    elements: tuple
    span: Span

    @classmethod
    def made(cls, children):
        return cls(tuple(child for child in children[1:-1] if child is not None), _around(children))


@dataclass(frozen=True)
class ArrayAssignment:
    """NAME=(...) or NAME+=(...)."""

    target: Target
    array: Array
    span: Span

    @classmethod
    def made(cls, children):
        token, array = children
        return cls(_plain_target(token), array, _around(children))


@dataclass(frozen=True)
class Assignments:
    """Assignments with no command: they are what sets variables."""

    assignments: tuple
    span: Span

    @classmethod
    def made(cls, children):
        return cls(tuple(children), _around(children))


@dataclass(frozen=True)
class ArrayWord:
    """NAME[...] where a command's name stands: no assignment, as no = follows."""

    parts: tuple
    span: Span

    @classmethod
    def made(cls, children):
        return cls(tuple(children), _around(children))


@dataclass(frozen=True)
class Redirect:
    """< FILE, 2>&1 and the like."""

    operator: str
    word: Word
    span: Span

    @classmethod
    def made(cls, children):
        operator, word = children
        return cls(str(operator), word, _around(children))


@dataclass(frozen=True)
class SimpleCommand:
    """A command: assignments that only it sees, its words, its redirections.

    ``words`` holds the Words (the first is the command's name) and Redirects, in their order.
    """

    assignments: tuple
    words: tuple
    span: Span

    @classmethod
    def made(cls, children):
        first = next(i for i, child in enumerate(children) if isinstance(child, (Word, ArrayWord, Redirect)))
        return cls(tuple(children[:first]), tuple(children[first:]), _around(children))


@dataclass(frozen=True)
class Declaration:
    """export, declare, typeset, readonly or local, with assignments among the arguments."""

    name: str
    arguments: tuple
    span: Span

    @classmethod
    def made(cls, children):
        return cls(str(children[0]), tuple(children[1:]), _around(children))


@dataclass(frozen=True)
class Unset:
    """unset NAME, unset NAME[n]."""

    arguments: tuple
    span: Span

    @classmethod
    def made(cls, children):
        return cls(tuple(children[1:]), _around(children))


@dataclass(frozen=True)
class Reserved:
    """A word of the shell's own language where a command begins."""

    word: str
    span: Span

    @classmethod
    def made(cls, children):
        return cls(str(children[0]), span_of(children[0]))


@dataclass(frozen=True)
class Pipeline:
    """Commands joined by |.  More than one: each runs in a shell of its own."""

    commands: tuple
    span: Span

    @classmethod
    def made(cls, children):
        return cls(tuple(child for child in children if hasattr(child, "span")), _around(children))


@dataclass(frozen=True)
class Line:
    """A complete command: ``pipelines`` and, between them, ``operators`` (; & && ||).

    An operator after the last pipeline is the last of ``operators``.
    """

    pipelines: tuple
    operators: tuple
    span: Span

    @classmethod
    def made(cls, children):
        return cls(
            tuple(child for child in children if hasattr(child, "span")),
            tuple(child.type for child in children if not hasattr(child, "span")),
            _around(children),
        )


@dataclass(frozen=True)
class Script:
    """The complete commands of a file, in its order."""

    source: Source
    lines: tuple
