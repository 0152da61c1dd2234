"""What the messages' codes mean: a paragraph each, a file that has the message and one that has not."""

import textwrap
from dataclasses import dataclass


@dataclass(frozen=True)
class Explanation:
    """``code`` is that of a diagnostic, ``text`` a paragraph; ``wrong`` is a conf that has it, ``right`` one without."""

    code: str
    text: str
    wrong: str
    right: str

    def page(self):
        """What ``inet1c explain CODE`` prints."""
        text = textwrap.fill(self.text, 78)
        wrong, right = (textwrap.indent(self._shown(conf), "    ") for conf in (self.wrong, self.right))
        return f"{self.code}\n\n{text}\n\nWrong:\n\n{wrong}\n\nRight:\n\n{right}\n"

    @staticmethod
    def _shown(conf):
        return "\n".join(
            "".join(c if c.isprintable() or c == "\t" else "\\r" if c == "\r" else f"\\x{ord(c):02x}" for c in line)
            for line in conf.rstrip("\n").split("\n")
        )


def explanations():
    """All of them, those of the other passes included."""
    from .explain_checks import EXPLANATIONS

    return _READING + tuple(EXPLANATIONS)


_READING = ()
