"""Which variables a command could set if it ran: for what inet1c reads without running it."""

import re

from .syntax import (
    ArrayWord,
    Assignments,
    Compound,
    Declaration,
    Double,
    Function,
    Parameter,
    Redirect,
    SimpleCommand,
    Skipped,
    Subscript,
    Word,
    span_of,
)
from .words import literal, unquoted_text


class _Anything:
    def __repr__(self):
        return "ANYTHING"


ANYTHING = _Anything()


class Counted(str):
    """A name that arithmetic reads: it sets something only where the variable holds an expression."""


class Tried(str):
    """A name that is set for one command only: where it is read-only, bash as sh ends reading the file."""


class Defined(str):
    """The name of a function that is defined: what it sets may be set at any time from there on."""


class Split(str):
    """A name whose value becomes words of a test: it does nothing but where these are operators."""


# Builtins that set no variable and do not change how the rest is read.  cd sets PWD, which no one here reads.
HARMLESS = frozenset(
    [
        ":",
        "true",
        "false",
        "echo",
        "test",
        "[",
        "pwd",
        "jobs",
        "times",
        "umask",
        "hash",
        "help",
        "history",
        "bg",
        "fg",
        "disown",
        "bind",
        "complete",
        "compopt",
        "caller",
        "dirs",
        "type",
        "cd",
        "pushd",
        "popd",
        "sleep",
        "break",
        "continue",
        "shift",
        "local",
    ]
)
# Builtins whose arguments name variables.
NAMING = frozenset(["read", "mapfile", "readarray", "getopts", "printf", "wait"])
# The words of its language.
RESERVED = frozenset(
    [
        "then",
        "elif",
        "else",
        "fi",
        "do",
        "done",
        "esac",
        "}",
        "in",
        "if",
        "while",
        "until",
        "for",
        "case",
        "select",
        "function",
        "coproc",
        "{",
        "[[",
        "time",
        "!",
    ]
)
# Every other builtin of bash, and the words of its language: they could do anything.
DANGEROUS = RESERVED | frozenset(
    [
        ".",
        "source",
        "eval",
        "exec",
        "exit",
        "return",
        "set",
        "shopt",
        "trap",
        "let",
        "declare",
        "typeset",
        "readonly",
        "export",
        "unset",
        "enable",
        "alias",
        "unalias",
        "builtin",
        "command",
        "compgen",
        "fc",
        "kill",
        "logout",
        "suspend",
        "ulimit",
        "((",
    ]
)
SPECIAL_BUILTINS = frozenset(
    [
        ":",
        ".",
        "break",
        "continue",
        "eval",
        "exec",
        "exit",
        "export",
        "readonly",
        "return",
        "set",
        "shift",
        "source",
        "times",
        "trap",
        "unset",
    ]
)
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_COUNT = re.compile("%[^%A-Za-z]*[hlLjzt]*n")  # printf's conversion that sets a variable
_OPERATOR = re.compile(r"==?|!=|[<>]|-(?:eq|ne|lt|le|gt|ge|nt|ot|ef|[a-hknoprstuwxzGLNOS])")


class Called(str):
    """The name of a command that is no builtin: it may be a function."""


def effects_of(command, inside=False):
    """The variables that *command* could set: pairs of a name, or ANYTHING, and the place that says so.

    Some names are of a class of their own, and say something else.  *inside*: *command* is a part of another.
    """
    found = []
    pending = [command]
    while pending:
        node = pending.pop()
        if isinstance(node, Skipped) or hasattr(node, "effects"):
            found.extend(node.effects)
        elif isinstance(node, str):
            value = getattr(node, "value", None)
            if isinstance(value, Skipped):
                found.extend(value.effects)
        elif isinstance(node, Parameter):
            if _ends_reading(node):
                found.append((ANYTHING, node.span))
            elif node.operator in ("=", ":="):
                found.append((node.name, node.span))
            pending.extend(node.word.parts if node.word else ())
            pending.extend(node.index.parts if node.index else ())
            if node.index is not None:
                found.extend(_arithmetic(node.index.parts, node.index.span))
        elif isinstance(node, (Word, ArrayWord, Double, Subscript)):
            pending.extend(node.parts)
        elif isinstance(node, Redirect):
            if node.operator.startswith("{"):
                found.append((node.operator[1 : node.operator.index("}")], node.span))
            if node.word is not None:
                pending.append(node.word)
        elif isinstance(node, Assignments):
            found.extend((assignment.target.name, assignment.target.span) for assignment in node.assignments)
            pending.extend(node.assignments)
        elif isinstance(node, Declaration):
            found.extend(_declaration(node))
            pending.extend(node.arguments)
        elif isinstance(node, SimpleCommand):
            if (inside or node is not command) and any(
                assignment.target.subscript is not None for assignment in node.assignments
            ):
                found.append((ANYTHING, node.span))  # as sh, bash skips what follows on the line
            found.extend(_simple_command(node))
            found.extend((Tried(assignment.target.name), node.span) for assignment in node.assignments)
            pending.extend(node.words)
            pending.extend(node.assignments)
        elif isinstance(node, Compound):
            pending.append(node.token)
            pending.extend(node.redirects)
        elif isinstance(node, Function):
            found.extend(_function(node))
            pending.append(node.token)
        elif hasattr(node, "target"):
            if node.target.subscript is not None:
                pending.extend(node.target.subscript.parts)
                found.extend(_arithmetic(node.target.subscript.parts, node.target.span, assigned=True))
            for part in ("value", "array"):
                inner = getattr(node, part, None)
                if inner is not None:
                    pending.append(inner)
        elif hasattr(node, "elements"):
            pending.extend(node.elements)
    return found


def _ends_reading(parameter):
    """True where bash may end reading the file at ${...}: it is wrong, or says so by itself."""
    operator, index = parameter.operator, parameter.index
    named = _NAME.fullmatch(parameter.name) is not None
    return (
        operator in ("?", ":?", "@", ":")
        or parameter.sign == "!"
        or (parameter.sign == "#" and operator is not None)
        or (index is not None and not named)
        or (operator in ("=", ":=") and (not named or index is not None and index.parts in (("@",), ("*",))))
    )


_SIMPLE = re.compile(r"[+-]?(?:0|[1-9][0-9]{0,17})|\$?([A-Za-z_][A-Za-z0-9_]*)")


def _arithmetic(parts, span, assigned=False):
    """An index is arithmetic: it could assign, and where it is wrong bash ends reading the file."""
    text = "".join(part if isinstance(part, str) else "\0" for part in parts).strip(" \t\n")
    if text in ("@", "*") and not assigned:
        return []
    match = _SIMPLE.fullmatch(text)
    if not match or text.startswith("-"):
        return [(ANYTHING, span)]
    return [(Counted(match[1]), span)] if match[1] else []


def _literal(word):
    """The text of *word*, None where bash might make another of it, or several."""
    return None if isinstance(word, Word) and _braces(word) else literal(word)


def _braces(word):
    return re.search(r"\{.*(?:,|\.\.).*\}", unquoted_text(word), re.S) is not None


def name_of_function(words):
    """The name that a definition gives a function; None where it could stand before something known."""
    name = _literal(words[0]) if len(words) == 1 else None
    if name is None or name in HARMLESS or name in NAMING or name in DANGEROUS or not _NAME.fullmatch(name):
        return None
    return name


def _function(node):
    name = name_of_function(node.name.words)
    if node.name.assignments or name is None:
        return [(ANYTHING, node.name.span)]
    return [(Defined(name), node.name.span)]


def _declaration(node):
    found = []
    if node.name == "readonly" and node.arguments:
        found.append((ANYTHING, node.span))  # where it is set later on, bash as sh ends the script
    for argument in node.arguments:
        if hasattr(argument, "target"):
            found.append((argument.target.name, argument.span))
            continue
        if isinstance(argument, Redirect):
            found.append((ANYTHING, argument.span))  # where it fails, bash as sh ends the script
            continue
        text = _literal(argument)
        match = text is not None and re.fullmatch(
            r"([A-Za-z_][A-Za-z0-9_]*)(?:\[(?:0|[1-9][0-9]{0,17})\])?(?:\+?=.*)?", text, re.S
        )
        if match and "[" in text.partition("=")[0] and node.name in ("export", "readonly"):
            found.append((ANYTHING, argument.span))  # bash refuses it, and as sh it ends the script
        elif match:
            found.append((match[1], argument.span))
        elif text is None or not re.fullmatch(r"[-+][agtxvpfF]+|--", text):
            found.append((ANYTHING, argument.span))
    return found


def _simple_command(node):
    words = [word for word in node.words if not isinstance(word, Redirect)]
    if not words:
        return [(assignment.target.name, assignment.target.span) for assignment in node.assignments]
    first = words[0]
    place = span_of(first)
    if isinstance(node.words[0], Redirect) and isinstance(first, Word):
        # After a redirection a word may be an assignment all the same.
        head = first.parts[0] if isinstance(first.parts[0], str) else ""
        if re.match(r"[A-Za-z_](?:[A-Za-z0-9_]|\\\n)*(?:\[|\+?=)?", head) and ("=" in head or "[" in head):
            return [(ANYTHING, place)]
    if any(hasattr(assignment, "array") for assignment in node.assignments):
        return [(ANYTHING, place)]
    if len(node.assignments) > 1 and any(assignment.target.subscript for assignment in node.assignments):
        return [(ANYTHING, place)]  # as sh, bash keeps some of them
    if isinstance(first, ArrayWord):
        return []
    name = _literal(first)
    if name is None:
        # Words that an expansion becomes can be any command.
        return [(ANYTHING, place)]
    if name == "":
        return [] if _quoted(first) else [(ANYTHING, place)]
    if name in SPECIAL_BUILTINS and not all(_always_works(r) for r in node.words if isinstance(r, Redirect)):
        return [(ANYTHING, place)]  # where it fails, bash as sh ends the script
    if node.assignments and name in SPECIAL_BUILTINS:
        if name in DANGEROUS or any(
            assignment.target.subscript is not None for assignment in node.assignments
        ):
            return [(ANYTHING, place)]  # as sh, bash ends at an element in front of a special builtin
        return [(assignment.target.name, place) for assignment in node.assignments]
    if any("\\\n" in part for part in first.parts if isinstance(part, str)) and name.isdigit():
        return [(ANYTHING, place)]
    if node.assignments and name in RESERVED:
        return []  # after an assignment they are words like any other
    if name in DANGEROUS:
        if name in ("command",) and len(words) > 1 and _literal(words[1]) in ("-v", "-V"):
            return []
        return [(ANYTHING, place)]
    if name in NAMING:
        return _named(name, words[1:], place)
    if name in ("[", "test"):
        return _test(words[1:] if name == "test" else words[1:-1], place)
    if name in ("cd", "pushd", "popd"):
        return [("PWD", place), ("OLDPWD", place)]
    if name not in HARMLESS:
        return [(Called(name), place)]
    if name in ("break", "continue", "shift"):
        texts = [_literal(word) for word in words[1:]]
        if texts and (len(texts) > 1 or not re.fullmatch("[0-9]{1,9}", texts[0] or "")):
            return [(ANYTHING, place)]  # bash ends at a wrong number
    if name == "jobs" and len(words) > 1:
        return [(ANYTHING, place)]  # -x runs a command
    return []


def _quoted(word):
    return any(not isinstance(part, str) or part[0] in "'\"$" for part in word.parts)


def _always_works(redirect):
    """True for a redirection that cannot fail."""
    target = _literal(redirect.word) if redirect.word is not None else ""
    return redirect.operator.startswith("<<") or (
        not redirect.operator.startswith("{") and target in ("", "/dev/null", "1", "2")
    )


def _test(words, place):
    """What [ ... ] sets: after -v stands a name, and its index is arithmetic."""
    while words and _literal(words[0]) == "!":
        words = words[1:]
    texts = [_literal(word) for word in words]
    if any(text in ("-v", "-R") for text in texts):
        return [(ANYTHING, place)]
    found = []
    for number, word in enumerate(words):
        if texts[number] is not None:
            continue
        beside = texts[max(number - 1, 0) : number] + texts[number + 1 : number + 2]
        if beside and not any(text and _OPERATOR.fullmatch(text) for text in beside):
            return [(ANYTHING, place)]  # this may be the operator
        for name in _split(word):
            found.append((name if name is ANYTHING else Split(name), place))
    return found


def _split(word):
    """The names whose values are cut into words in *word*, ANYTHING where that cannot be told."""
    found = []
    expanded = False
    for part in word.parts:
        inside = part.parts if isinstance(part, Double) else (part,)
        for inner in inside:
            if isinstance(inner, Parameter):
                simple = not inner.sign and inner.operator is None and _NAME.fullmatch(inner.name)
                name = inner.name if simple and inner.index is None else ANYTHING
                several = inner.name == "@" or inner.index is not None and inner.index.parts == ("@",)
            else:
                if inner[0] not in "$`<>" or len(inner) == 1 or inner[1] in "'\"":
                    continue
                name = inner[1:] if _NAME.fullmatch(inner[1:]) else ANYTHING
                several = inner == "$@"
            expanded = True
            if several:
                found.append(ANYTHING)
            elif not isinstance(part, Double):
                found.append(name)
    return [ANYTHING] if _braces(word) or not expanded else found


def _named(name, words, place):
    texts = [_literal(word) for word in words]
    if name == "printf" and texts and texts[0] is not None and not texts[0].startswith("-"):
        return [(ANYTHING, place)] if _COUNT.search(texts[0]) and len(texts) > 1 else []
    if name == "printf" and not texts:
        return []
    if name == "wait" and not any(text is None or text.startswith("-") for text in texts):
        return []
    if any(text is None for text in texts):
        return [(ANYTHING, place)]
    found = [(default, place) for default in ("REPLY", "MAPFILE", "OPTARG")]
    for text in texts:
        match = _NAME.match(text)
        if re.search(r"[][*?]", text) or name in ("mapfile", "readarray") and re.match("-[a-zA-Z]*C", text):
            found.append((ANYTHING, place))  # an index is arithmetic; -C runs a command
        elif match:
            found.append((match[0], place))
        elif text.startswith("-") and len(text) > 2:
            # The letter that takes a name may be any of them.
            names = [text[start:] for start in range(2, len(text)) if _NAME.fullmatch(text[start:])]
            found.extend((name, place) for name in names or [ANYTHING])
    return found
