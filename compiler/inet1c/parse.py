"""Text to Script.  The grammar is conf.lark's; what it cuts out is read by ``shell``."""

import re
from pathlib import Path

from lark import Lark, Token
from lark.exceptions import UnexpectedCharacters, UnexpectedToken

from .diagnostic import Note, error
from .source import Span
from .syntax import RULES, Redirect, Script, Skipped

_GRAMMAR = Path(__file__).with_name("conf.lark")
_BETWEEN = re.compile(r"(?:[ \t\n]+|\\\n|#[^\n]*)*")
_NOTHING_AFTER = "a syntax error, and bash sets nothing from here on"
_ERRORS = 100  # after so many, the rest of the file is not read


class Unreadable(Exception):
    """A syntax error that is not lark's to find.  ``resume`` is where a next line may begin."""

    def __init__(self, diagnostic, resume):
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic
        self.resume = resume


def parse(source):
    """The Script that *source* holds, and what bash could not make sense of.

    After an error, reading goes on at the next line.
    """
    reader = _Reader(source)
    reader.read()
    return Script(source, tuple(reader.lines)), reader.diagnostics


class _Reader:
    """One run of ``parse``.  lark calls the attribute that is named as the rule."""

    def __init__(self, source):
        self.source = source
        self.text = source.text
        self.lines = []
        self.diagnostics = []
        self.here = []  # here-documents whose text begins on the next line
        for rule, made in RULES.items():
            if rule != "redirect":
                setattr(self, rule, made.made)

    def line(self, children):
        self.lines.append(children[0])

    def redirect(self, children):
        redirect = Redirect.made(children)
        if redirect.operator.lstrip("0123456789") in ("<<", "<<-"):
            self.here.append(redirect)
        return redirect

    def read(self):
        nul = self.text.find("\0")
        if nul >= 0:
            self.diagnostics.append(
                error(
                    "nul",
                    "a NUL byte: bash leaves it out, or takes the file for a program and reads none of it",
                    Span(nul, nul + 1),
                    help="this is no text file, or it was written in UTF-16: save it as UTF-8",
                )
            )
            return
        lark = _lark(self)
        position = _between(self.text, 0)
        again = 0
        while position < len(self.text):
            interactive = lark.parse_interactive(self.text)
            try:
                self.here = []
                self.feed(interactive, position)
                return
            except UnexpectedCharacters as problem:
                diagnostic, resume = self.explain(interactive, problem.pos_in_stream)
            except UnexpectedToken as problem:
                diagnostic, resume = self.explain(interactive, problem.token.start_pos)
            except Unreadable as problem:
                diagnostic, resume = problem.diagnostic, problem.resume
            self.diagnostics.append(diagnostic)
            reached = interactive.lexer_thread.state.line_ctr.char_pos
            newline = self.text.find("\n", resume)
            if newline < 0:
                return
            again += max(0, reached - newline)
            if len(self.diagnostics) >= _ERRORS or again > 20 * len(self.text) + 1000000:
                self.diagnostics.append(
                    error("syntax", "too many errors: the rest is not read", Span(newline, newline))
                )
                return
            position = _between(self.text, newline + 1)

    def feed(self, interactive, position):
        """Feeds the tokens from *position* on to the parser, up to the end of the file."""
        thread, state = interactive.lexer_thread, interactive.parser_state
        counter = thread.state.line_ctr
        counter.char_pos = position
        feed = state.feed_token
        for token in thread.lex(state):
            kind = token.type
            if kind in ("COMPOUND", "FUNCTION", "SUBSTITUTION"):
                token = self.skip(token, counter)
            feed(token)
            if self.here and "\n" in token:
                self.here_documents(token, counter)
        end = len(self.text)
        if not self.text.endswith("\n") or counter.char_pos == end:
            self.finish(state)

    def finish(self, state):
        end = len(self.text)
        last = Token("_NEWLINE", "", end, 1, 1, 1, 1, end)
        actions = state.parse_conf.states[state.position]
        if "_NEWLINE" in actions and "$END" not in actions:
            state.feed_token(last)
        state.feed_token(Token("$END", "", end, 1, 1, 1, 1, end), True)

    def skip(self, token, counter):
        """The token that covers all of a construct that another grammar reads."""
        from .shell import skim

        end, effects = skim(self.source, token)
        text = Skipped(self.text[token.start_pos : end])
        text.effects = effects
        counter.char_pos = end
        return Token(token.type, text, token.start_pos, token.line, token.column, 1, 1, end)

    def here_documents(self, token, counter):
        """Skips the texts of the here-documents that were begun on the line that *token* ends."""
        first = self.here[0]
        if token.type != "_NEWLINE":
            raise Unreadable(
                error("here-document", "the text of this here-document begins in the middle of a command", first.span),
                token.end_pos,
            )
        position = token.start_pos + 1
        for redirect in self.here:
            delimiter = _unquoted(redirect.word)
            if delimiter is None:
                raise Unreadable(
                    error("here-document", "bash alone can tell where this here-document ends", redirect.span),
                    redirect.span.end,
                )
            begin = position
            while True:
                if position >= len(self.text):
                    raise Unreadable(
                        error(
                            "here-document",
                            f"this here-document is never ended: there is no line {delimiter}",
                            redirect.span,
                        ),
                        redirect.span.end,
                    )
                newline = self.text.find("\n", position)
                newline = len(self.text) if newline < 0 else newline
                line = self.text[position:newline]
                position = newline + 1
                if (line.lstrip("\t") if redirect.operator.endswith("-") else line) == delimiter:
                    break
            if re.search(r"\$\{[^}]*=|\$\(\(|\$\[|`", self.text[begin:position]) or "\\\n" in self.text[begin:position]:
                raise Unreadable(
                    error("here-document", "this here-document has expansions that could set variables", redirect.span),
                    position - 1,
                )
        self.here = []
        counter.char_pos = _between(self.text, min(position, len(self.text)))

    # -- errors

    def explain(self, interactive, at):
        """The diagnostic for what cannot stand at *at*, and where to look for the next line."""
        text = self.text
        opener = _opener(interactive.parser_state.value_stack)
        character = text[at : at + 1]
        if character in ("'", "`") or text.startswith("$'", at):
            name = {"'": "quote", "`": "backtick"}.get(character, "quote")
            if opener is not None and opener.type in ("DOUBLE", "OPEN_BRACE") and character == "'":
                return (
                    error(
                        "quote-in-expansion",
                        "a quote inside of ${...} inside of double quotes: shells disagree about it",
                        Span(at, at + 1),
                        help="set a variable to the text first, and write ${NAME:-$OTHER}",
                    ),
                    at,
                )
            return self.unterminated(name, Span(at, at + len(character)), at)
        if at >= len(text):
            if opener is not None:
                return self.unterminated(
                    _OPENERS[opener.type], Span(opener.start_pos, opener.end_pos), opener.start_pos
                )
            return error("syntax", f"the file ends in the middle of a command: {_NOTHING_AFTER}", Span(at, at)), at
        if character == "$":
            return (
                error("syntax", "inet1c does not read this expansion", Span(at, at + 1), help="write the value out"),
                at,
            )
        if opener is not None and opener.type == "OPEN_BRACE":
            span = Span(opener.start_pos, max(at, opener.end_pos))
            return (
                error("syntax", f"bash cannot read this expansion: {_NOTHING_AFTER}", span, help="${NAME} or ${NAME:-word}"),
                at,
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
        end = at + 1
        shown = {"(": "(", ")": ")"}.get(character, character)
        return (
            error(
                "syntax",
                f"bash does not expect {shown} here: {_NOTHING_AFTER}",
                Span(at, end),
                help='text with < > & | ; ( ) in it wants quotes: "...", and a comment begins with #',
            ),
            at,
        )

    def unterminated(self, name, span, at):
        line = self.source.position(span.start)[0]
        return (
            error(
                "unterminated",
                f"this {name} is never closed: bash takes the rest of the file for what is in it, and sets nothing",
                span,
                [Note("the file ends here", Span(len(self.text), len(self.text)))]
                if line < self.source.position(len(self.text))[0] - 1
                else (),
            ),
            at,
        )


_OPENERS = {
    "DOUBLE": "quote",
    "OPEN_BRACE": "${",
    "OPEN": "parenthesis",
    "ARRAY": "bracket",
    "ELEMENT": "bracket",
    "OPEN_INDEX": "bracket",
}


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


def _lark(callbacks):
    return Lark(
        _GRAMMAR.read_text(encoding="ascii"),
        parser="lalr",
        lexer="contextual",
        maybe_placeholders=False,
        propagate_positions=False,
        transformer=callbacks,
    )
