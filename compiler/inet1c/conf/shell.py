"""What conf.lark cuts out: where it ends, and which variables it could set.  The grammar is shell.lark's."""

import re
from functools import lru_cache

from lark import Token
from lark.exceptions import UnexpectedCharacters, UnexpectedToken
from lark.parsers.lalr_analysis import Shift

from ..diagnostic import error
from ..source import Span
from .effects import ANYTHING, Called, Counted, Defined, effects_of, name_of_function
from .grammar import Callbacks, Unreadable, bang_stands_first, make
from .syntax import RULES, SimpleCommand, span_of

_STARTS = {"COMPOUND": "one_compound", "SUBSTITUTION": "one_substitution", "FUNCTION": "one_function"}
_CLOSERS = frozenset(
    ["CLOSE", "CLOSE_ARITHMETIC", "CLOSE_INDEX", "FI", "DONE", "ESAC", "CLOSE_GROUP", "CLOSE_TEST", "COPROC"]
)
_DEEPEST = 4000  # states on the parser's stack; some 500 substitutions one in another


class Skimmed:
    """A construct that was read: its place, and its ``effects`` as ``effects.effects_of`` gives them."""

    def __init__(self, effects, children):
        self.effects = tuple(effects)
        self.span = Span(span_of(children[0]).start, span_of(children[-1]).end)


class _Rules:
    """lark's callbacks: conf.lark's classes, and for the rest what could be set."""

    def __getattr__(self, rule):
        if not rule.islower() or rule.startswith("_"):
            raise AttributeError(rule)
        return RULES[rule].made if rule in RULES else self.inside

    def inside(self, children):
        """A construct does what its parts do."""
        bang_stands_first(children)
        return Skimmed(_effects(children), children)

    def for_command(self, children):
        name = next((child for child in children if getattr(child, "type", None) == "NAME"), None)
        own = [] if name is None else [(str(name), Span(name.start_pos, name.end_pos))]
        return Skimmed(own + _effects(children), children)

    def subshell(self, children):
        """It sets nothing here, but a function that calls itself in it may never end."""
        bang_stands_first(children)
        found = _effects(children)
        return Skimmed([each for each in found if isinstance(each[0], (Called, Defined))], children)

    command_substitution = subshell

    def arithmetic(self, children):
        return Skimmed(_counting(children), children)

    expression = old_expression = arithmetic

    def test(self, children):
        found = _effects(children)
        words = [child for child in children if hasattr(child, "parts")]
        for word in words:
            if len(word.parts) == 1 and re.fullmatch(r"-(?:eq|ne|lt|le|gt|ge|v)", str(word.parts[0])):
                found.append((ANYTHING, word.span))
        return Skimmed(found, children)

    def pattern_or(self, children):
        (token,) = children
        if token[:2] in ("||", "|&", "&&"):
            span = Span(token.start_pos, token.start_pos + 2)
            raise Unreadable(error("syntax", f"{token[:2]} cannot stand in a pattern", span), span.end)
        return token

    def coproc(self, children):
        return Skimmed([(ANYTHING, span_of(children[0]))], children)

    def function_command(self, children):
        found = _effects(children)
        word = children[1]
        name = name_of_function((word,))
        found.append((ANYTHING if name is None else Defined(name), word.span))
        return Skimmed(found, children)

    def function(self, children):
        if not isinstance(children[0], SimpleCommand):
            return Skimmed(_effects(children), children)
        found = _effects(children[1:])
        name = None if children[0].assignments else name_of_function(children[0].words)
        found.append((ANYTHING if name is None else Defined(name), children[0].span))
        return Skimmed(found, children)

    def compound(self, children):
        return Skimmed(_effects(children), children)


def _effects(children):
    found = []
    for child in children:
        if isinstance(child, Skimmed):
            found.extend(child.effects)
        elif not isinstance(child, Token) or child.type.endswith("TEXT"):
            found.extend(effects_of(child, inside=True))
    return found


_OPERAND = r"[ \t]*(?:0|[1-9][0-9]{0,17}|\$?[A-Za-z_][A-Za-z0-9_]*)[ \t]*"
_SUM = re.compile(rf"(?:\$\(\(|\(\(|\$\[){_OPERAND}(?:[-+*<]{_OPERAND})*(?:\)\)|\])")
_ASSIGNED = re.compile(rf"(?:\(\()[ \t]*([A-Za-z_][A-Za-z0-9_]*)[ \t]*=({_OPERAND})\)\)")


def _counting(children):
    """What an arithmetic expression sets.  Where it is wrong bash ends reading the file."""
    span = Span(span_of(children[0]).start, span_of(children[-1]).end)
    if not all(isinstance(child, Token) for child in children):
        return [(ANYTHING, span)]
    whole = "".join(children)
    assigned = _ASSIGNED.fullmatch(whole)
    if not assigned and not _SUM.fullmatch(whole):
        return [(ANYTHING, span)]
    found = [(assigned[1], span)] if assigned else []
    text = assigned[2] if assigned else whole
    return found + [(Counted(name), span) for name in re.findall(r"[A-Za-z_][A-Za-z0-9_]*", text)]


@lru_cache(maxsize=None)
def _lark():
    callbacks = Callbacks(_Rules())
    return callbacks, make(callbacks, "shell.lark", start=sorted(_STARTS.values()))


def skim(source, token, caller):
    """Where the construct that begins with *token* ends, and what it could set.

    ``caller.reached`` is set to how far it was read, be it in vain.
    Raises Unreadable where bash could not read it, or where only bash could.
    """
    from .parse import explain, here_documents

    text = source.text
    if token.startswith("coproc"):
        raise Unreadable(
            error("needs-running", "inet1c does not read coproc", Span(token.start_pos, token.end_pos)),
            token.end_pos,
        )
    callbacks, lark = _lark()
    callbacks.here, callbacks.text = [], text
    interactive = lark.parse_interactive(text, start=_STARTS[token.type])
    thread, state = interactive.lexer_thread, interactive.parser_state
    counter = thread.state.line_ctr
    counter.char_pos = token.start_pos
    end = len(text)
    try:
        for found in thread.lex(state):
            state.feed_token(found)
            if callbacks.here and "\n" in found:
                here_documents(source, callbacks, found, counter)
            if len(state.state_stack) > _DEEPEST:
                raise Unreadable(
                    error("syntax", "this is nested too deep", Span(token.start_pos, token.end_pos)),
                    token.end_pos,
                )
            if found.type in _CLOSERS and _complete(state):
                result = state.feed_token(Token("$END", "", found.end_pos, 1, 1, 1, 1, found.end_pos), True)
                if callbacks.here:
                    raise Unreadable(
                        error(
                            "here-document",
                            "a here-document that begins in here ends after it",
                            result_span(token, found),
                        ),
                        found.end_pos,
                    )
                return found.end_pos, result.effects if isinstance(result, Skimmed) else _effects([result])
        state.feed_token(Token("$END", "", end, 1, 1, 1, 1, end), True)
    except UnexpectedCharacters as problem:
        raise Unreadable(*explain(source, interactive, problem.pos_in_stream, token)) from None
    except UnexpectedToken as problem:
        at = problem.token.start_pos
        raise Unreadable(*explain(source, interactive, at, token)) from None
    finally:
        caller.reached = counter.char_pos
    raise Unreadable(*explain(source, interactive, end, token))


def result_span(first, last):
    return Span(first.start_pos, last.end_pos)


def _complete(state):
    """True where the construct could end here: lark's own steps for the end, on a copy of its stack."""
    conf = state.parse_conf
    stack = list(state.state_stack)
    while stack[-1] != conf.end_state:
        action = conf.states[stack[-1]].get("$END")
        if action is None or action[0] is Shift:
            return False
        rule = action[1]
        if rule.expansion:
            del stack[-len(rule.expansion) :]
        stack.append(conf.states[stack[-1]][rule.origin.name][1])
    return True
