"""Text to Script.  The grammar is conf.lark's."""

from pathlib import Path

from lark import Lark, Token
from lark.exceptions import UnexpectedCharacters, UnexpectedToken

from . import syntax
from .diagnostic import error
from .source import Span
from .syntax import Script

_GRAMMAR = Path(__file__).with_name("conf.lark")

# The rules whose callback is the class of the same name.
_CLASSES = {
    "double": syntax.Double,
    "subscript": syntax.Subscript,
    "brace_word": syntax.BraceWord,
    "parameter": syntax.Parameter,
    "word": syntax.Word,
    "value": syntax.Value,
    "assignment": syntax.Assignment,
    "indexed_assignment": syntax.IndexedAssignment,
    "array_element": syntax.ArrayElement,
    "array": syntax.Array,
    "array_assignment": syntax.ArrayAssignment,
    "assignments": syntax.Assignments,
    "array_word": syntax.ArrayWord,
    "redirect": syntax.Redirect,
    "simple_command": syntax.SimpleCommand,
    "declaration": syntax.Declaration,
    "unset": syntax.Unset,
    "reserved": syntax.Reserved,
    "pipeline": syntax.Pipeline,
    "list": syntax.Line,
}


class _Builder:
    """lark calls the attribute named as the rule; ``line`` gathers what is complete."""

    def __init__(self):
        self.lines = []
        for name, made in _CLASSES.items():
            setattr(self, name, made.made)

    def line(self, children):
        self.lines.append(children[0])


def _lark(builder):
    return Lark(
        _GRAMMAR.read_text(encoding="ascii"),
        parser="lalr",
        lexer="contextual",
        maybe_placeholders=True,
        propagate_positions=False,
        transformer=builder,
    )


def parse(source):
    """The Script that *source* holds, and what bash could not make sense of.

    After an error, reading goes on at the next line.
    """
    builder = _Builder()
    lark = _lark(builder)
    diagnostics = []
    text = source.text
    position = _skip(text, 0)
    while position < len(text):
        interactive = lark.parse_interactive(text)
        state = interactive.lexer_thread.state
        state.line_ctr.char_pos = position
        try:
            for token in interactive.lexer_thread.lex(interactive.parser_state):
                interactive.feed_token(token)
            end = Token("_NEWLINE", "", len(text), 1, 1, 1, 1, len(text))
            if interactive.parser_state.position not in () and not text.endswith("\n"):
                interactive.feed_token(end)
            interactive.feed_token(Token("$END", "", len(text), 1, 1, 1, 1, len(text)))
            break
        except UnexpectedCharacters as problem:
            at = problem.pos_in_stream
        except UnexpectedToken as problem:
            at = problem.token.start_pos
        diagnostics.append(error("syntax", "bash cannot read this", Span(min(at, len(text)), min(at + 1, len(text)))))
        found = text.find("\n", at)
        position = _skip(text, found + 1) if found >= 0 else len(text)
    return Script(source, tuple(builder.lines)), diagnostics


def _skip(text, position):
    """Past blanks, empty lines and comments."""
    while position < len(text):
        if text[position] == "#":
            end = text.find("\n", position)
            position = len(text) if end < 0 else end
        elif text[position] in " \t\n":
            position += 1
        elif text.startswith("\\\n", position):
            position += 2
        else:
            break
    return position
