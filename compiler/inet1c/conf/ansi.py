"""$'...': bash's quotes with the escapes of C (bash(1), "QUOTING")."""

import re

_ESCAPE = re.compile(r"\\(?:([0-7]{1,3})|x([0-9A-Fa-f]{1,2})|([abeEfnrtv\\'\"?])|([xuUc]))")
_LETTERS = {"a": 7, "b": 8, "e": 27, "E": 27, "f": 12, "n": 10, "r": 13, "t": 9, "v": 11}


def decoded(written):
    """The text that *written*, quotes included, stands for.

    Raises ValueError for an escape that locales or versions of bash disagree about, and for a byte that bash
    does not keep: NUL, and those with which it marks its own words.
    """
    inner = written[2:-1]
    data = bytearray()
    position = 0
    for match in _ESCAPE.finditer(inner):
        data += inner[position : match.start()].encode("utf-8", "surrogateescape")
        position = match.end()
        octal, hexadecimal, letter, other = match.groups()
        if other:
            raise ValueError(match[0])
        if letter:
            byte = _LETTERS.get(letter) or ord(letter)
        else:
            byte = int(octal, 8) & 255 if octal else int(hexadecimal, 16)
        if byte in (0, 1, 127):
            raise ValueError(match[0])
        data.append(byte)
    data += inner[position:].encode("utf-8", "surrogateescape")
    return data.decode("utf-8", "surrogateescape")
