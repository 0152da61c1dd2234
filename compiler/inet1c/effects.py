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
    Word,
    span_of,
)


class _Anything:
    def __repr__(self):
        return "ANYTHING"


ANYTHING = _Anything()


class Counted(str):
    """A name that arithmetic reads: it sets something only where the variable holds an expression."""


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
        "kill",
        "jobs",
        "times",
        "umask",
        "ulimit",
        "hash",
        "help",
        "history",
        "bg",
        "fg",
        "disown",
        "bind",
        "compgen",
        "complete",
        "compopt",
        "caller",
        "dirs",
        "fc",
        "suspend",
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
        "logout",
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


def effects_of(command):
    """The variables that *command* could set: pairs of a name, or ANYTHING, and the place that says so."""
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
            if node.operator in ("=", ":="):
                found.append((node.name, node.span))
            elif node.operator in ("?", ":?") or node.sign == "!" or node.operator in ("@", ":"):
                found.append((ANYTHING, node.span))
            pending.extend(node.word.parts if node.word else ())
            pending.extend(node.index.parts if node.index else ())
            if node.index is not None:
                found.extend(_arithmetic(node.index.parts, node.index.span))
        elif isinstance(node, (Word, ArrayWord, Double)):
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
            if node is not command and any(
                assignment.target.subscript is not None for assignment in node.assignments
            ):
                found.append((ANYTHING, node.span))  # as sh, bash skips what follows on the line
            found.extend(_simple_command(node))
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
    from .evaluate import _literal

    return _literal(word)


def name_of_function(words):
    """The name that a definition gives a function; None where it could stand before something known."""
    name = _literal(words[0]) if len(words) == 1 else None
    if name is None or name in HARMLESS or name in NAMING or name in DANGEROUS or not _NAME.fullmatch(name):
        return None
    return name


def _function(node):
    if node.name.assignments or name_of_function(node.name.words) is None:
        return [(ANYTHING, node.name.span)]
    return []


def _declaration(node):
    found = []
    for argument in node.arguments:
        if hasattr(argument, "target"):
            found.append((argument.target.name, argument.span))
            continue
        if isinstance(argument, Redirect):
            continue
        text = _literal(argument)
        match = text is not None and re.fullmatch(
            r"([A-Za-z_][A-Za-z0-9_]*)(?:\[[0-9]+\])?(?:\+?=.*)?", text, re.S
        )
        if match and "[" in text.partition("=")[0] and node.name in ("export", "readonly"):
            found.append((ANYTHING, argument.span))  # bash refuses it, and as sh it ends the script
        elif match:
            found.append((match[1], argument.span))
        elif text is None or not re.fullmatch(r"[-+][aAgIrtxvpfF]+|--", text):
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
    return []


def _quoted(word):
    return any(not isinstance(part, str) or part[0] in "'\"$" for part in word.parts)


def _named(name, words, place):
    texts = [_literal(word) for word in words]
    if name == "printf" and texts and texts[0] is not None and not texts[0].startswith("-"):
        return []
    if name == "printf" and not texts:
        return []
    if name == "wait" and not any(text is None or text.startswith("-") for text in texts):
        return []
    if any(text is None for text in texts):
        return [(ANYTHING, place)]
    found = [(default, place) for default in ("REPLY", "MAPFILE", "OPTARG", "OPTIND")]
    for text in texts:
        match = _NAME.match(text)
        if match:
            found.append((match[0], place))
        elif text.startswith("-") and len(text) > 2:
            found.append((text[2:], place))
            if not _NAME.fullmatch(text[2:]):
                found.append((ANYTHING, place))
    return found
