"""Text to Script.  The grammar is conf.lark's; what it cuts out is read by ``shell``."""

import re
from functools import lru_cache

from lark import Token
from lark.exceptions import UnexpectedCharacters, UnexpectedToken

from ..diagnostic import Note, error
from ..source import Span
from .grammar import Callbacks, Unreadable, make
from .syntax import Script, Skipped

_BETWEEN = re.compile(r"(?:[ \t\n]+|\\\n|#[^\n]*)*")
# In a here-document: what could set a variable, end the file, or hide where the document ends.
_EXPANSION = re.compile(r"\$\{(?![A-Za-z_][A-Za-z0-9_]*\})|\$\(\(|\$\[|\\\n")
_NOTHING_AFTER = "a syntax error, and bash sets nothing from here on"
_ERRORS = 100  # after so many, the rest of the file is not read


@lru_cache(maxsize=None)
def _lark():
    """The parser, and the object that gathers what it finds: made once, used by one run at a time."""
    callbacks = Callbacks()
    return callbacks, make(callbacks)


def parse(source):
    """The Script that *source* holds, and what bash could not make sense of.

    After an error, reading goes on at the next line.
    """
    nul = source.text.find("\0")
    if nul >= 0:
        return Script(source, ()), [
            error(
                "nul",
                "a NUL byte: bash leaves it out, or takes the file for a program and reads none of it",
                Span(nul, nul + 1),
                help="this is no text file, or it is UTF-16: save it as UTF-8",
            )
        ]
    callbacks, lark = _lark()
    callbacks.lines = lines = []
    diagnostics = []
    callbacks.text = text = source.text
    position = _between(text, 0)
    again = 0
    while position < len(text):
        callbacks.here, callbacks.reached = [], 0
        interactive = lark.parse_interactive(text)
        try:
            _feed(source, callbacks, interactive, position)
            break
        except UnexpectedCharacters as problem:
            diagnostic, resume = explain(source, interactive, problem.pos_in_stream)
        except UnexpectedToken as problem:
            diagnostic, resume = explain(source, interactive, problem.token.start_pos)
        except Unreadable as problem:
            diagnostic, resume = problem.diagnostic, problem.resume
        diagnostics.append(diagnostic)
        reached = max(interactive.lexer_thread.state.line_ctr.char_pos, callbacks.reached)
        newline = text.find("\n", resume)
        if newline < 0:
            break
        again += max(0, reached - newline)
        if len(diagnostics) >= _ERRORS or again > len(text) // 2 + 100000:
            diagnostics.append(
                error("syntax", "so many errors: the rest is not read", Span(newline, newline))
            )
            break
        position = _between(text, newline + 1)
    return Script(source, tuple(lines)), diagnostics


def _feed(source, callbacks, interactive, position):
    """Feeds the tokens from *position* on to the parser, up to the end of the file."""
    thread, state = interactive.lexer_thread, interactive.parser_state
    counter = thread.state.line_ctr
    counter.char_pos = position
    feed = state.feed_token
    for token in thread.lex(state):
        if token.type in ("COMPOUND", "FUNCTION", "SUBSTITUTION"):
            token = _skip(source, token, counter, callbacks)
        feed(token)
        if callbacks.here and "\n" in token:
            here_documents(source, callbacks, token, counter)
    end = len(source.text)
    actions = state.parse_conf.states[state.position]
    if "$END" not in actions:
        feed(Token("_NEWLINE", "", end, 1, 1, 1, 1, end))
        if callbacks.here:
            raise Unreadable(_endless(callbacks.here[0], _unquoted(callbacks.here[0].word)), end)
    feed(Token("$END", "", end, 1, 1, 1, 1, end), True)


def _skip(source, token, counter, callbacks):
    """The token that covers all of a construct that another grammar reads."""
    from .shell import skim

    end, effects = skim(source, token, callbacks)
    text = Skipped(source.text[token.start_pos : end])
    text.effects = tuple(effects)
    counter.char_pos = end
    return Token(token.type, text, token.start_pos, 1, 1, 1, 1, end)


def here_documents(source, callbacks, token, counter):
    """Skips the texts of the here-documents that were begun on the line that *token* ends."""
    text = source.text
    if token.type != "_NEWLINE":
        first = callbacks.here[0]
        raise Unreadable(
            error(
                "here-document",
                "the text of this here-document begins in the middle of a command",
                first.span,
            ),
            token.end_pos,
        )
    position = token.start_pos + 1
    for redirect in callbacks.here:
        delimiter = _unquoted(redirect.word)
        if delimiter is None:
            raise Unreadable(
                error("here-document", "bash alone can tell where this here-document ends", redirect.span),
                redirect.span.end,
            )
        begin = position
        while True:
            if position >= len(text):
                raise Unreadable(_endless(redirect, delimiter), redirect.span.end)
            newline = text.find("\n", position)
            newline = len(text) if newline < 0 else newline
            line = text[position:newline]
            position = newline + 1
            if (line.lstrip("\t") if redirect.operator.endswith("-") else line) == delimiter:
                break
        inside = text[begin:position]
        quoted = any(part[0] in "\\'\"$" for part in redirect.word.parts)
        if not quoted and _EXPANSION.search(inside):
            raise Unreadable(
                error(
                    "here-document",
                    "bash alone can tell what the expansions in this here-document do",
                    redirect.span,
                ),
                position - 1,
            )
    callbacks.here = []
    counter.char_pos = _between(text, min(position, len(text)))


def _endless(redirect, delimiter):
    return error(
        "here-document",
        f"this here-document never ends: no line holds {delimiter} and nothing else",
        redirect.span,
    )


# -- errors

_OPENERS = {
    "DOUBLE": "quote",
    "OPEN_BRACE": "${",
    "OPEN": "parenthesis",
    "ARRAY": "bracket",
    "ELEMENT": "bracket",
    "OPEN_INDEX": "bracket",
    "OPEN_SUBSTITUTION": "$(",
    "OPEN_PROCESS": "parenthesis",
    "OPEN_EXPRESSION": "$((",
    "OLD_EXPRESSION": "$[",
    "OPEN_ARITHMETIC": "((",
    "OPEN_PARENTHESIS": "parenthesis",
    "IF": "if",
    "WHILE": "loop",
    "FOR": "loop",
    "CASE": "case",
    "OPEN_GROUP": "{",
    "OPEN_TEST": "[[",
}


def explain(source, interactive, at, begun=None):
    """What to say where nothing can stand at *at*, and where to look for the next line.

    *begun* is the token that began a construct that ``shell`` reads.
    """
    text = source.text
    if begun is not None and begun.type == "FUNCTION":
        at, begun = begun.start_pos, None  # no function's parentheses
    opener = _opener(interactive.parser_state.value_stack) if text[at : at + 1] != "(" else None
    character = text[at : at + 1]
    if character in ("'", "`") or text.startswith("$'", at):
        if opener is not None and opener.type in ("DOUBLE", "OPEN_BRACE") and character == "'":
            return (
                error(
                    "quote-in-expansion",
                    "a quote in a ${...} between double quotes: shells disagree about it",
                    Span(at, at + 1),
                    help="set a variable to the text first, and write ${NAME:-$OTHER}",
                ),
                at,
            )
        name = "backtick" if character == "`" else "quote"
        return _unterminated(source, name, Span(at, at + len(character)), at)
    if at >= len(text):
        if opener is not None:
            span = Span(opener.start_pos, opener.start_pos + len(opener.rstrip()))
            return _unterminated(source, _OPENERS[opener.type], span, opener.start_pos)
        if begun is not None:
            return _unterminated(source, str(begun), Span(begun.start_pos, begun.end_pos), begun.start_pos)
        last = len(text.rstrip()) or 1
        return (
            error(
                "syntax", f"the file ends in the middle of a command: {_NOTHING_AFTER}", Span(last - 1, last)
            ),
            at,
        )
    if character == "$":
        return (
            error(
                "syntax", "inet1c does not read this expansion", Span(at, at + 1), help="write the value out"
            ),
            at,
        )
    if opener is not None and opener.type == "OPEN_BRACE":
        return (
            error(
                "syntax",
                "this is no expansion that inet1c reads",
                Span(opener.start_pos, max(at, opener.end_pos)),
                help="${NAME} or ${NAME:-word}",
            ),
            at,
        )
    if begun is not None:
        return (
            error(
                "syntax",
                f"bash cannot read this {_construct(begun)}: {_NOTHING_AFTER}",
                Span(begun.start_pos, begun.end_pos),
                [Note("this is where it goes wrong", Span(at, at + (character != "\n")))],
                "put a # in front if this is text",
            ),
            max(at, begun.end_pos) if character != "\n" else at,
        )
    if character == "\n":
        return (
            error(
                "syntax",
                f"something is missing at the end of this line: {_NOTHING_AFTER}",
                Span(at, at),
                help='text with < > & | ; ( ) in it wants quotes: "..."',
            ),
            at,
        )
    shown = "this character" if not character.isprintable() else character
    return (
        error(
            "syntax",
            f"bash does not expect {shown} here: {_NOTHING_AFTER}",
            Span(at, at + 1),
            help='text with < > & | ; ( ) in it wants quotes: "...", and a comment begins with #',
        ),
        at,
    )


def _construct(token):
    return {"$(": "$(...)", "(": "parenthesis", "{": "group", "[[": "test"}.get(str(token), str(token))


def _unterminated(source, name, span, at):
    return (
        error(
            "unterminated",
            f"this {name} is never closed: bash reads on to the end of the file, and sets nothing from "
            f"here on",
            span,
        ),
        at,
    )


def _opener(values):
    """The last token on the parser's stack that opened something."""
    for value in reversed(values):
        if getattr(value, "type", None) in _OPENERS:
            return value
    return None


def _between(text, position):
    """Past blanks, empty lines and comments."""
    return _BETWEEN.match(text, position).end()


def _unquoted(word):
    """The text of a word without expansions, None where it has any."""
    found = []
    for part in word.parts:
        text = str(part) if isinstance(part, Token) else None
        if text is None or text[0] in "$`":
            return None
        if text[0] in "'\"":
            text = text[1:-1]
        elif text[0] == "\\":
            text = text.replace("\\\n", "")[1:]
        found.append(text)
    return "".join(found)
