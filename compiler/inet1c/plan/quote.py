"""The one place that turns a value into a word of shell."""

import re

_PLAIN = re.compile(r"[A-Za-z0-9_./:@%+,=-]+")


def quote(text):
    """*text* as one word for bash, in POSIX mode as well (POSIX.1-2017, XCU 2.2.2).

    Raises ValueError for what no word of an emitted file may hold: control characters (the file is to be
    readable, and ip(8) reads its batch by lines).
    """
    if any(ord(character) < 32 or ord(character) == 127 for character in text):
        raise ValueError(f"control character in {text!r}")
    if _PLAIN.fullmatch(text):
        return text
    return "'" + text.replace("'", "'\\''") + "'"
