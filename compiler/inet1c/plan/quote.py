"""The one place that turns a value into a word of shell."""

import re

# What no shell, whatever its locale and version, takes for anything but itself within single quotes.
_TEXT = re.compile(r"[\t\n -~\u00a0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*")
_PLAIN = re.compile(r"[A-Za-z0-9_./:@%+,-]+")


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


def quote_text(text):
    """*text*, of any number of lines, as one word for bash; None where it may not come back as it is.

    That is where it is not UTF-8, and where it holds control characters: some of them bash uses for itself
    (CTLESC and CTLNUL in bash's CHANGES).
    """
    return "'" + text.replace("'", "'\\''") + "'" if _TEXT.fullmatch(text) else None
