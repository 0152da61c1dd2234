"""The parsers that lark makes of conf.lark and shell.lark.

Making one takes longer than all the rest of a run, and so the tables of conf.lark's come with the package,
in conf.tables.  They are used if they belong to this very grammar and this version of lark; otherwise the
parser is made anew.  ``python3 -m inet1c.grammar`` writes them.
"""

import pickle
import re
from pathlib import Path

import lark
from lark import Lark

from ..diagnostic import error
from ..source import Span
from .syntax import RULES, Line, Redirect, SimpleCommand, Word

FOLDER = Path(__file__).parent
TABLES = FOLDER / "conf.tables"
_REST = b"// ---- the rest of the shell's language ----"


# Words that belong to what was begun before them; where nothing was, they are syntax errors.
_OUT_OF_PLACE = frozenset(("in", "then", "elif", "else", "fi", "do", "done", "esac", "}"))


_OF_REDIRECTION = re.compile(r"[0-9]+|\{[A-Za-z_][A-Za-z0-9_]*(?:\[.*\])?\}", re.S)


class Unreadable(Exception):
    """A syntax error.  ``resume`` is where to look for the next line."""

    def __init__(self, diagnostic, resume):
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic
        self.resume = resume


def bang_stands_first(children):
    """Raises Unreadable for a ! after a |."""
    previous = None
    for child in children:
        if (
            getattr(child, "type", None) == "BANG"
            and previous is not None
            and re.match(r"\|(?!\|)", previous)
        ):
            span = Span(child.start_pos, child.start_pos + 1)
            raise Unreadable(
                error("syntax", "! stands in front of a whole pipeline only: a syntax error to bash", span),
                span.end,
            )
        previous = child if isinstance(child, str) else None


class Callbacks:
    """What lark calls: the attribute that is named as the rule.  ``lines`` and ``here`` gather."""

    def __init__(self, rules=None):
        self.lines = []
        self.here = []  # here-documents whose text begins on the next line
        self.text = ""  # of the file
        self.reached = 0  # how far a construct was read that ``shell`` reads
        self._rules = rules
        if rules is None:
            for rule, made in RULES.items():
                if not hasattr(type(self), rule):
                    setattr(self, rule, made.made)

    def __getattr__(self, rule):
        rules = self.__dict__.get("_rules")
        if rules is None:
            raise AttributeError(rule)
        return getattr(rules, rule)

    def line(self, children):
        self.lines.append(children[0])

    def simple_command(self, children):
        command = SimpleCommand.made(children)
        for child in children:
            if isinstance(child, Word):
                self.names_no_file(child)
        first = children[0]
        word = first.parts[0] if isinstance(first, Word) and len(first.parts) == 1 else None
        if isinstance(word, str) and word in _OUT_OF_PLACE:
            raise Unreadable(
                error(
                    "syntax",
                    f"{word} is a word of the shell's own language, and out of place here: "
                    "a syntax error, and bash sets nothing from here on",
                    first.span,
                    help="put a # in front if this is text",
                ),
                first.span.end,
            )
        return command

    def list(self, children):
        bang_stands_first(children)
        return Line.made(children)

    def redirect(self, children):
        redirect = Redirect.made(children)
        if redirect.word is not None:
            self.names_no_file(redirect.word, redirect.operator.endswith("&"))
        if redirect.operator.lstrip("0123456789") in ("<<", "<<-"):
            self.here.append(redirect)
        return redirect

    def names_no_file(self, word, number=False):
        """Raises Unreadable where *word* belongs to the redirection behind it: 3<, {NAME}<, {NAME[0]}<.

        *number*: a number may stand here all the same.
        """
        end = word.span.end
        if self.text[end : end + 1] not in ("<", ">") or self.text[end + 1 : end + 2] == "(":
            return
        text = self.text[word.span.start : end].replace("\\\n", "")
        if _OF_REDIRECTION.fullmatch(text) and not (number and text[0] != "{"):
            raise Unreadable(
                error(
                    "syntax",
                    "to bash this belongs to the redirection behind it, and inet1c does not read that",
                    word.span,
                    help='text with < > & | ; ( ) in it wants quotes: "..."',
                ),
                end,
            )


def _key(text):
    """What tables begin with: the lark and the very grammar that they are for."""
    return lark.__version__.encode() + b"\n" + text + b"\0"


def make(callbacks, rest=None, start="start", saved=True):
    """A parser that calls *callbacks*; *rest* is the file that stands for conf.lark's last section."""
    text = (FOLDER / "conf.lark").read_bytes()
    if rest is not None:
        text = text[: text.index(_REST)] + (FOLDER / rest).read_bytes()
    elif saved:
        tables = _saved(text)
        if tables is not None:
            try:
                return Lark._load_from_dict(tables["data"], tables["memo"], transformer=callbacks)
            except (AttributeError, KeyError, TypeError):
                pass  # another lark than the one it says it is
    return Lark(
        text.decode("ascii"),
        parser="lalr",
        lexer="contextual",
        maybe_placeholders=False,
        propagate_positions=False,
        start=start,
        transformer=callbacks,
    )


def _saved(text):
    """The tables, None where there are none for this grammar and this lark."""
    try:
        data = TABLES.read_bytes()
    except OSError:
        return None
    key = _key(text)
    return pickle.loads(memoryview(data)[len(key) :]) if data.startswith(key) else None


def tables():
    """What conf.tables has to hold."""
    import io

    text = (FOLDER / "conf.lark").read_bytes()
    written = io.BytesIO()
    make(None, saved=False).save(written)
    return _key(text) + written.getvalue()


if __name__ == "__main__":
    TABLES.write_bytes(tables())
