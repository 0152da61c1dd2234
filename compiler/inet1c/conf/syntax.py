"""The file as it is written: one class for each rule of conf.lark, under the rule's name.

``made`` takes what lark gives to a rule's callback: the children, in the grammar's order. The leaves are
lark's Tokens. Nothing is expanded here.

These are NamedTuples: to make the class of a dataclass takes several times as long, at each start.
"""

import re
from typing import NamedTuple, Optional, Union

from lark import Token

from ..source import Source, Span

_TARGET = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)?(?:\[(.*)\])?(\+?)=", re.S)
_PARAMETER = re.compile(r"\$\{?([A-Za-z_][A-Za-z0-9_]*|[0-9]+|.)(?:\[(.*)\])?(:?[-+])?\}?", re.S)


def span_of(node):
    """The Span of a Token or of an object of the classes below."""
    return Span(node.start_pos, node.end_pos) if isinstance(node, Token) else node.span


def _around(children):
    return Span(span_of(children[0]).start, span_of(children[-1]).end)


class Parameter(NamedTuple):
    """$NAME, ${NAME}, ${NAME[index]}, ${NAME:-default}.

    ``operator`` is one of - :- + :+ or None; ``default`` has Tokens and Parameters.
    """

    name: str
    index: Optional[str]
    operator: Optional[str]
    default: tuple
    span: Span

    @classmethod
    def made(cls, children):
        return cls(*_PARAMETER.fullmatch(children[0]).groups(), tuple(children[1:-1]), _around(children))


class Double(NamedTuple):
    """Double quotes with something in them that is not plain text: Tokens and Parameters."""

    parts: tuple
    span: Span

    @classmethod
    def made(cls, children):
        return cls(tuple(children[1:-1]), _around(children))


class String(NamedTuple):
    """A word of bash's, as it is written: Tokens, Doubles and Parameters."""

    parts: tuple
    span: Span

    @classmethod
    def made(cls, children):
        return cls(tuple(children), _around(children))


class ArrayElement(NamedTuple):
    """[index]=value or [index]+=value in an array's parentheses. ``target`` is the Span of [index]."""

    index: str
    append: bool
    value: Optional[String]
    target: Span
    span: Span

    @classmethod
    def made(cls, children):
        _, index, sign = _TARGET.fullmatch(children[0]).groups()
        target = Span(children[0].start_pos, children[0].end_pos - len(sign) - 1)
        return cls(index, bool(sign), children[1] if len(children) > 1 else None, target, _around(children))


class Array(NamedTuple):
    """(string string [index]=value): all the elements of an array at once."""

    elements: tuple
    span: Span

    @classmethod
    def made(cls, children):
        return cls(tuple(children[1:-1]), _around(children))


class Assignment(NamedTuple):
    """NAME=value, NAME[index]=value, NAME=(...), or these with +=.  ``target`` is the Span of NAME[index]."""

    name: str
    index: Optional[str]
    append: bool
    value: Union[String, Array, None]
    target: Span
    span: Span

    @classmethod
    def made(cls, children):
        name, index, sign = _TARGET.fullmatch(children[0]).groups()
        target = Span(children[0].start_pos, children[0].end_pos - len(sign) - 1)
        value = children[1] if len(children) > 1 else None
        return cls(name, index, bool(sign), value, target, _around(children))

    @property
    def bracket(self):
        """The Span of [index]."""
        return Span(self.target.start + len(self.name), self.target.end)


class Assignments(NamedTuple):
    """One or more assignments with no command behind them: they set variables."""

    assignments: tuple
    span: Span

    @classmethod
    def made(cls, children):
        return cls(tuple(children), _around(children))


class Declaration(NamedTuple):
    """export, declare, typeset or unset. ``arguments`` are Assignments and Strings."""

    builtin: str
    arguments: tuple
    span: Span

    @classmethod
    def made(cls, children):
        return cls(str(children[0]), tuple(children[1:]), _around(children))

    @property
    def assignments(self):
        """Those of the arguments that are Assignments."""
        return [argument for argument in self.arguments if isinstance(argument, Assignment)]


class Command(NamedTuple):
    """Any other command.

    ``words`` are Strings, targets of redirections included; ``assignments`` in front hold for it alone.
    """

    assignments: tuple
    words: tuple
    span: Span

    @classmethod
    def made(cls, children):
        assignments = tuple(child for child in children if isinstance(child, Assignment))
        words = tuple(child for child in children if isinstance(child, String))
        return cls(assignments, words, _around(children))


class Line(NamedTuple):
    """What bash reads before it runs any of it. ``operators`` are the Tokens ; & && || | in between."""

    statements: tuple
    operators: tuple
    span: Span

    @classmethod
    def made(cls, children):
        statements = tuple(child for child in children if not isinstance(child, Token))
        operators = tuple(child for child in children if isinstance(child, Token))
        return cls(statements, operators, _around(children))


class Script(NamedTuple):
    """The lines of a file, in its order."""

    source: Source
    lines: tuple


RULES = (Line, Assignments, Assignment, Array, ArrayElement, Declaration, Command, String, Double, Parameter)
