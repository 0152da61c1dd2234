"""Source to Script. lark reads conf.lark and the file; here is what to say where the file does not fit."""

import re
from functools import lru_cache
from pkgutil import get_data
from types import SimpleNamespace

from lark import Lark, Token
from lark.exceptions import UnexpectedCharacters, UnexpectedToken

from ..diagnostic import Note, error
from ..source import Span
from .syntax import RULES, Line, Script

_REST = (Note("inet1c does not read the rest of the file"),)
_OPENERS = {"OPEN_DOUBLE": "quote", "OPEN_DEFAULT": "${", "OPEN": "parenthesis"}
# Reserved words that end or continue something: where nothing was begun, they are syntax errors to bash.
_CLOSERS = ("then", "elif", "else", "fi", "do", "done", "esac", "in", "}")
_ASSIGNMENTS = "write the assignments that are to hold, one on each line"
_OUTPUT = "write what the command prints"
_QUOTES = 'text with < > & | ; ( ) in it needs quotes: "..."; a comment begins with #'
# What stands where nothing fits, and what there is to say: the first one that matches holds.
ODD = (
    (r"\$\(\(|\$\[", "arithmetic", "inet1c does not calculate", "write the number"),
    (r"\$\(|`|[<>]\(", "needs-running", "bash would run a command here, and inet1c runs nothing", _OUTPUT),
    (r"\([ \t]*\)", "needs-running", "this is a function, and inet1c runs nothing", _ASSIGNMENTS),
    (r"<<(?!<)", "here-document", "inet1c does not read a here-document", "leave the command out"),
    (
        r"[0-9]*(?:[<>]|&>)",
        "redirected",
        "inet1c does not read a redirection next to an assignment, or without a command",
        "leave the redirection out, or write < and > between quotes",
    ),
    (r"\$\{", "unsupported", "inet1c does not read this expansion", "write the value, or ${NAME:-word}"),
    (r"\$", "unsupported", "inet1c does not read this expansion", "write the value"),
    (r"\n", "syntax", "something is missing at the end of this line: bash stops reading here", _QUOTES),
)


@lru_cache(maxsize=None)
def _lark():
    """The parser. To make it takes about 40 ms."""
    callbacks = SimpleNamespace(start=_start, script=_script)
    for rule in RULES:
        setattr(callbacks, re.sub(r"(?<!^)(?=[A-Z])", "_", rule.__name__).lower(), rule.made)
    return Lark(
        get_data("inet1c.conf", "conf.lark").decode("ascii"),  # also out of a zip archive
        parser="lalr",
        lexer="contextual",
        maybe_placeholders=False,
        propagate_positions=False,
        transformer=callbacks,
    )


def _script(children):
    """The list of the lines so far."""
    if not children:
        return []
    lines, line = children
    lines.append(line)
    return lines


def _start(children):
    lines, *last = children
    return lines + last


def parse(source):
    """The Script of *source*, up to the first place that does not fit, and a list with the error there."""
    text = source.text
    control = re.search("[\0\x01\x7f]", text)
    if control:
        return Script(source, ()), [_control(control)]
    interactive = _lark().parse_interactive(text)
    stack = interactive.parser_state.value_stack
    try:
        for token in interactive.iter_parse():
            if token.type == "KEYWORD":
                return Script(source, _lines(stack)), [_keyword(token)]
            if token.type == "ODD_INDEX":
                return Script(source, _lines(stack)), [_odd_index(text, token)]
        return Script(source, tuple(interactive.feed_eof())), []
    except UnexpectedCharacters as problem:
        at = problem.pos_in_stream
    except UnexpectedToken as problem:
        at = len(text) if problem.token.type == "$END" else problem.token.start_pos
    found = _unexpected(text, at, next((v for v in reversed(stack) if _opens(v)), None))
    return Script(source, _lines(stack)), [found]


def _lines(stack):
    """The whole lines on the parser's stack of values."""
    lines = stack[0] if stack and isinstance(stack[0], list) else []
    return (*lines, *(value for value in stack[1:2] if isinstance(value, Line)))


def _opens(value):
    return isinstance(value, Token) and value.type in _OPENERS


def _control(match):
    span = Span(*match.span())
    if match[0] == "\0":
        return error(
            "nul",
            "a NUL byte: bash leaves it out, or takes the file for a program and reads none of it",
            span,
            help="this is no text file, or it is UTF-16: save it as UTF-8",
        )
    return error(
        "control-character",
        f"the control character \\x{ord(match[0]):02x}: bash uses it for itself, and may lose it",
        span,
        help="delete it",
    )


def _keyword(token):
    span = Span(token.start_pos, token.end_pos)
    if token in _CLOSERS:
        message = f"{token} is a word of the shell's language, and out of place here: bash stops reading here"
        return error("syntax", message, span, _REST, "put a # in front if this is text")
    message = f"{token} begins what only a running shell can do, and inet1c runs nothing"
    return error("needs-running", message, span, _REST, _ASSIGNMENTS)


def _odd_index(text, token):
    end = re.compile(r"[^\]\n]*\]?").match(text, token.end_pos).end()
    return error(
        "index",
        "inet1c does not read this index",
        Span(token.end_pos - 1, end),
        _REST,
        help="write the number, or the name of a variable that holds it: NAME[0]=value",
    )


def _unexpected(text, at, opener):
    """The error for what stands at *at*. *opener* is the last Token that opened something, or None."""
    character = text[at : at + 1]
    quote = re.compile(r"\$?'").match(text, at)
    if opener is not None and not character:
        what, span = _OPENERS[opener.type], Span(opener.start_pos, opener.start_pos + len(opener.rstrip()))
    elif quote and text.find("'", quote.end()) < 0:
        what, span = "quote", Span(*quote.span())
    elif not character:
        last = len(text.rstrip()) or 1
        return error("syntax", "the file ends in the middle of a command", Span(last - 1, last))
    else:
        return _odd(text, at, opener)
    message = f"this {what} is never closed: bash reads to the end of the file, and sets nothing"
    return error("unterminated", message, span)


def _odd(text, at, opener):
    if opener is not None and opener.type == "OPEN_DEFAULT" and text[at] not in "$`":
        return error(
            "unsupported",
            "inet1c reads only plain text and $NAME behind ${NAME:-",
            Span(at, at + 1),
            _REST,
            help="set a variable to the text first, and write ${NAME:-$OTHER}",
        )
    for pattern, code, message, help in ODD:
        match = re.compile(pattern).match(text, at)
        if match:
            end = at if match[0] == "\n" else match.end()
            return error(code, message, Span(at, end), _REST, help)
    shown = text[at] if text[at].isprintable() else "this character"
    message = f"bash does not expect {shown} here, and stops reading"
    return error("syntax", message, Span(at, at + 1), _REST, _QUOTES)
