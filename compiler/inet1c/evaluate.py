"""Script to Settings: what bash would hold after sourcing the file.  Nothing is executed."""

import re

from . import variables
from .diagnostic import error, warning
from .settings import Element, Piece, Settings, Value, Variable
from .source import Span
from .syntax import (
    Array,
    ArrayAssignment,
    ArrayElement,
    Assignment,
    Assignments,
    Declaration,
    Double,
    IndexedAssignment,
    Parameter,
    Redirect,
    SimpleCommand,
    Unset,
    Word,
    span_of,
)

_INTEGER = re.compile(r"[ \t\n]*([+-]?)(0[xX][0-9A-Fa-f]+|0[0-7]*|[1-9][0-9]*)[ \t\n]*\Z")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")


class _Unknown(Exception):
    """Only bash, when it runs, could tell."""

    def __init__(self, code, message, span, help=None, notes=()):
        super().__init__(message)
        self.code = code
        self.message = message
        self.span = span
        self.help = help
        self.notes = notes


class _Variable:
    """A variable while the file is being read."""

    __slots__ = ("array", "elements", "tainted")

    def __init__(self):
        self.array = False
        self.elements = {}
        self.tainted = None


def evaluate(script):
    """The Settings that bash would hold, and what there is to say about getting there."""
    shell = _Shell(script.source)
    for line in script.lines:
        shell.line(line)
    return shell.settings(), shell.diagnostics


class _Shell:
    def __init__(self, source):
        self.source = source
        self.variables = {}
        self.diagnostics = []

    def settings(self):
        found = []
        for name in sorted(self.variables):
            variable = self.variables[name]
            if variable.tainted is None:
                found.append(Variable(name, tuple(variable.elements[i] for i in sorted(variable.elements))))
        return Settings(self.source, tuple(found))

    # -- commands

    def line(self, line):
        for pipeline in line.pipelines:
            for command in pipeline.commands:
                if len(pipeline.commands) == 1 and isinstance(command, Assignments):
                    for assignment in command.assignments:
                        self.assign(assignment)
                elif len(pipeline.commands) == 1 and isinstance(command, Declaration) and command.name == "export":
                    for argument in command.arguments:
                        if isinstance(argument, (Assignment, ArrayAssignment)):
                            self.assign(argument)
                elif isinstance(command, Unset):
                    self.unset(command)
                elif isinstance(command, SimpleCommand):
                    self.diagnostics.append(
                        warning("command", "bash would run this as a command", command.span)
                    )
                else:
                    self.diagnostics.append(
                        error("unsupported", "inet1c does not read this part of the shell's language", command.span)
                    )

    def unset(self, command):
        for word in command.arguments:
            text = self.expand(word.parts) if isinstance(word, Word) else None
            match = text and re.match(r"([A-Za-z_][A-Za-z0-9_]*)(?:\[(\d+)\])?\Z", text.text)
            if not match:
                self.diagnostics.append(error("unset", "bash could not unset this", word.span))
                continue
            variable = self.variables.get(match[1])
            if variable is None:
                continue
            if match[2] is None:
                del self.variables[match[1]]
            else:
                variable.elements.pop(int(match[2]), None)

    def assign(self, assignment):
        name = assignment.target.name
        try:
            if isinstance(assignment, ArrayAssignment):
                self.assign_array(assignment)
            elif isinstance(assignment, IndexedAssignment):
                variable = self.variables.get(name) or _Variable()
                index = self.index(assignment.target.subscript, variable, assignment.target.span)
                self.set(name, index, assignment.value, assignment.target, True)
            else:
                self.set(name, 0, assignment.value, assignment.target, False)
        except _Unknown as unknown:
            self.diagnostics.append(
                error(unknown.code, unknown.message, unknown.span, unknown.notes, unknown.help)
            )

    def set(self, name, index, written, target, array):
        value = self.expand(written.parts, written.span) if written else Value((), Span(target.span.end, target.span.end))
        variable = self.variables.setdefault(name, _Variable())
        if target.append and index in variable.elements:
            old = variable.elements[index].value
            value = Value(old.pieces + value.pieces, value.span)
        variable.array = variable.array or array
        variable.elements[index] = Element(index, value, target.span)

    def assign_array(self, assignment):
        name = assignment.target.name
        old = self.variables.get(name)
        new = _Variable()
        new.array = True
        if assignment.target.append and old:
            new.elements.update(old.elements)
        index = max(new.elements, default=-1) + 1
        for element in assignment.array.elements:
            if isinstance(element, ArrayElement):
                index = self.index(element.subscript, new, element.target_span)
                value = (
                    self.expand(element.value.parts, element.value.span)
                    if element.value
                    else Value((), Span(element.span.end, element.span.end))
                )
                if element.append and index in new.elements:
                    value = Value(new.elements[index].value.pieces + value.pieces, value.span)
                new.elements[index] = Element(index, value, element.target_span)
                index += 1
            else:
                new.elements[index] = Element(index, self.expand(element.parts, element.span), assignment.target.span)
                index += 1
        self.variables[name] = new

    # -- words

    def index(self, subscript, variable, span):
        if not subscript.parts:
            raise _Unknown("index", "the index is empty", span)
        text = self.expand(subscript.parts, span).text
        match = _INTEGER.match(text)
        if match:
            digits = match[2]
            number = int(digits, 16 if digits[:2] in ("0x", "0X") else 8 if digits[0] == "0" else 10)
        elif _NAME.match(text.strip(" \t\n")) and text.strip(" \t\n") not in self.variables:
            number = 0
        else:
            raise _Unknown("index", f"the index {text!r} is no integer", span)
        if match and match[1] == "-":
            number = max(variable.elements, default=-1) + 1 - number
            if number < 0:
                raise _Unknown("index", "the index counts back past the first element", span)
        return number

    def expand(self, parts, span=None):
        pieces = []
        for part in parts:
            self.part(part, pieces)
        if span is None:
            span = Span(span_of(parts[0]).start, span_of(parts[-1]).end)
        return Value(tuple(pieces), span)

    def part(self, part, pieces):
        if isinstance(part, Double):
            for inner in part.parts:
                self.part(inner, pieces)
            return
        if isinstance(part, Parameter):
            self.parameter(part, pieces)
            return
        span = span_of(part)
        kind = part.type
        if kind in ("TEXT", "DOUBLE_TEXT", "INDEX_TEXT", "BRACE_TEXT", "DOLLAR", "DOUBLE_DOLLAR"):
            pieces.append(Piece(str(part), span))
        elif kind in ("PLAIN_DOUBLE", "SINGLE"):
            skip = 2 if part[0] == "$" else 1
            pieces.append(Piece(part[skip:-1], Span(span.start + skip, span.end - 1)))
        elif kind in ("ESCAPE", "DOUBLE_ESCAPE"):
            pieces.append(Piece(part[-1], span))
        elif kind == "CONTINUATION":
            pass
        elif kind == "PARAMETER":
            self.lookup(part[1:], 0, span, pieces)
        else:
            raise _Unknown("needs-running", f"{part} would have to be run", span)

    def parameter(self, part, pieces):
        variable = self.variables.get(part.name) or _Variable()
        index = self.index(part.subscript, variable, part.span) if part.subscript else 0
        element = variable.elements.get(index)
        if part.operator == ":-" and (element is None or not element.value.text):
            for inner in part.word.parts:
                self.part(inner, pieces)
            return
        if part.operator not in (None, ":-"):
            raise _Unknown("unsupported", "this expansion", part.span)
        self.lookup(part.name, index, part.span, pieces)

    def lookup(self, name, index, span, pieces):
        variable = self.variables.get(name)
        element = variable and variable.elements.get(index)
        if element is not None:
            pieces.append(Piece(element.value.text, span))
