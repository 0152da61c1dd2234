"""$'...': bash's quotes with the escapes of C."""

import re

_ESCAPE = re.compile(
    r"\\(?:([0-7]{1,3})|x([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{1,4})|U([0-9A-Fa-f]{1,8})|c((?:.|\n))|([abeEfnrtv\\'\"?]))",
    re.S,
)
_LETTERS = {"a": 7, "b": 8, "e": 27, "E": 27, "f": 12, "n": 10, "r": 13, "t": 9, "v": 11}


def decoded(written, span, unknown):
    """The text that *written*, quotes included, stands for; raises *unknown* where that is not certain."""
    inner = written[2:-1]
    if "\\" not in inner:
        return inner
    data = bytearray()
    position = 0
    for match in _ESCAPE.finditer(inner):
        data += inner[position : match.start()].encode("utf-8", "surrogateescape")
        position = match.end()
        octal, byte, short, long, control, letter = match.groups()
        if octal:
            number = int(octal, 8) & 255
        elif byte:
            number = int(byte, 16)
        elif short or long:
            number = int(short or long, 16)
            if number > 127:
                raise unknown(
                    "ansi",
                    "what this character becomes depends on the locale",
                    span,
                    "write the character itself",
                )
        elif control:
            if not "@" <= control.upper() <= "_" and control != "?" or control == "\\":
                raise unknown("ansi", "bash reads this control character in its own way", span, "write \\xNN")
            number = 127 if control == "?" else ord(control.upper()) & 31
        else:
            number = _LETTERS.get(letter) or ord(letter)
        if number == 0:
            return data.decode("utf-8", "surrogateescape")
        data.append(number)
    data += inner[position:].encode("utf-8", "surrogateescape")
    if re.search(r"\\x(?![0-9A-Fa-f])|\\[uU](?![0-9A-Fa-f])|\\c\Z", inner):
        raise unknown("ansi", "an escape without its digits", span)
    return data.decode("utf-8", "surrogateescape")
