"""Words as they are written: what can be said of them without any variable's value."""

import re

from .syntax import ArrayElement, Double, Word

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")


def is_token(part):
    """True for a part that is as it stands in the file, and not a node with parts of its own."""
    return isinstance(part, str)


def literal(word):
    """The text of *word* where it is written without any expansion, None otherwise."""
    if not isinstance(word, Word):
        return None
    found = []
    for part in word.parts:
        if isinstance(part, Double):
            if any(not is_token(inner) or inner[0] in "$`" and len(inner) > 1 for inner in part.parts):
                return None
            found.append("".join(part.parts))
        elif (
            not is_token(part)
            or part.type == "SUBSTITUTION"
            or part[0] == "`"
            or part[0] == "$"
            and len(part) > 1
        ):
            return None
        elif part[0] in "'\"":
            found.append(part[1:-1])
        elif part[0] == "\\":
            found.append(part.replace("\\\n", "")[1:])
        else:
            found.append(str(part))
    return "".join(found)


def unquoted_text(word):
    """The characters of *word* outside of quotes; what is quoted or expanded is a NUL."""
    return "".join(
        str(part)
        if is_token(part) and part[0] not in "\\'\"$`"
        else ""
        if is_token(part) and part.startswith("\\\n")
        else "\0"
        for part in word.parts
    )


def braces(word):
    """True where bash might expand {a,b} or {1..3} in *word*."""
    if word is None:
        return False
    if isinstance(word, ArrayElement):
        return any(is_token(part) and "{" in part for part in word.target.subscript.parts)
    text = unquoted_text(word)
    return "{" in text and "}" in text


def short(text):
    """*text* as a message shows it."""
    text = text if len(text) <= 40 else text[:37] + "..."
    return text if text.isprintable() else ascii(text)[1:-1]
