"""What ``build`` reads the settings through: values as Words, and findings with what they are about."""

import ipaddress
import re
from dataclasses import replace

from ..diagnostic import WARNING, error, warning
from ..source import Span, Word

NAME = re.compile(r"[A-Za-z0-9_.+][A-Za-z0-9_.+-]*")
NAME_LENGTH = 15  # IFNAMSIZ of the kernel, less the final NUL
# Names that mean something else under /sys/class/net, under /proc/sys/net/*/conf or to ip(8).
RESERVED = ("all", "default", "bonding_masters", ".", "..", "dev", "group", "type", "vf")


def quoted(text):
    """*text* for a message: on one line, and not too long for one."""
    shown = text if len(text) <= 60 else text[:57] + "..."
    return shown if shown.isprintable() else ascii(shown)[1:-1]


def part(word, start, end):
    """The characters *start* to *end* (not included) of *word*, with their place in the file."""
    span = word.span
    if span.end - span.start == len(word.text):
        span = Span(span.start + start, span.start + end)
    return Word(word.text[start:end], span)


class Reader:
    """The settings, the kernel that they are read for, and the findings of one run of ``build``.

    A finding is about interfaces, its *owners*; it is an error only if one of them belongs to a bond's
    stack.  No owner means the whole file.
    """

    def __init__(self, settings, kernel=None):
        self.settings = settings
        self.kernel = kernel
        self._findings = []
        self._saw_return = False

    def refuse(self, owners, code, message, span, notes=(), help=None):
        """Keep an error about *owners*, names of interfaces."""
        self._findings.append((owners, error(code, message, span, notes, help)))

    def refuse_in_stack(self, owners, code, message, span, notes=(), help=None):
        """The same, but where no owner is in a bond's stack there is nothing to say."""
        self._findings.append((owners, error(code, message, span, notes, help)) + (True,))

    def warn(self, code, message, span, notes=(), help=None):
        """Keep a warning."""
        self._findings.append(((), warning(code, message, span, notes, help)))

    def findings(self, network):
        """The diagnostics, in the order in which they were found."""
        kept = []
        for owners, diagnostic, *silent in self._findings:
            ours = network.bonds and (not owners or any(name in network.stack for name in owners))
            if ours or diagnostic.severity == WARNING:
                kept.append(diagnostic)
            elif not silent:
                kept.append(replace(diagnostic, severity=WARNING))
        return kept

    def elements(self, variable):
        """The elements of *variable* that are not blank."""
        found = self.settings.variable(variable)
        return tuple(e for e in found.elements if e.value.text.strip()) if found else ()

    def word(self, variable, index=0):
        """NAME[index] without blanks and carriage returns at its ends; None where it is not set or blank."""
        value = self._value(variable, index)
        if value is None:
            return None
        text = value.text
        start, end = len(text) - len(text.lstrip()), len(text.rstrip())
        return value.word(start, end) if start < end else None

    def words(self, variable, index=0):
        """NAME[index] cut at blanks."""
        value = self._value(variable, index)
        return value.words(r"\s+") if value is not None else ()

    def _value(self, variable, index):
        """NAME[index]; a carriage return in it is reported, once for the file."""
        value = self.settings.value(variable, index)
        if value is not None and "\r" in value.text and not self._saw_return:
            self._saw_return = True
            self.refuse_in_stack(
                (), "carriage-return",
                f"{variable}[{index}] ends in a carriage return, and to bash that is a part of the value",
                value.span, help="the file has the line ends of DOS: take the carriage returns out of it")
        return value

    def yes(self, variable, index):
        """The word where NAME[index] is "yes", as the stock scripts compare it; None otherwise."""
        word = self.word(variable, index)
        return word if word is not None and word.text == "yes" else None

    def number(self, owners, variable, index, default):
        """NAME[index] as a number of seconds, *default* where it is not set."""
        word = self.word(variable, index)
        if word is None:
            return default
        if re.fullmatch("[0-9]{1,6}", word.text):
            return int(word.text)
        self.refuse(
            owners, "bad-number",
            f"{variable}[{index}] is a number of seconds, and {quoted(word.text)} is none", word.span)
        return default

    def check_name(self, word, *others):
        """Report *word* where the kernel or the scripts cannot take it as an interface's name."""
        text, owners = word.text, (word.text, *others)
        shown = quoted(text)
        if re.search("[,;]", text) and not re.search(r"\s", text):
            names = quoted(" ".join(name for name in re.split("[,;]", text) if name))
            self.refuse(owners, "bad-name", f"{shown} is one name to the script", word.span,
                        help=f'names are separated by blanks: "{names}"')
        elif ":" in text and NAME.fullmatch(text.replace(":", "")):
            parent = quoted(text.partition(":")[0])
            self.refuse_in_stack(
                (*owners, parent), "alias-as-name",
                f"{shown} is no interface but a label of an address of {parent}", word.span,
                help=f"put the address into IPALIASES of {parent}: the labels are {parent}:0, {parent}:1 ...")
        elif not NAME.fullmatch(text):
            bad = next(c for i, c in enumerate(text) if not NAME.fullmatch(text[: i + 1]))
            why = "begins with -" if text[0] == "-" else f"has {'a blank' if bad.isspace() else quoted(bad)}"
            self.refuse(owners, "bad-name", f"{shown} cannot be the name of an interface: it {why}",
                        word.span, help="a name has letters, digits and . _ - + but does not begin with -")
        elif len(text) > NAME_LENGTH:
            self.refuse(owners, "name-too-long",
                        f"{shown} has {len(text)} characters, and a name has at most {NAME_LENGTH}",
                        word.span)
        elif text in RESERVED:
            self.refuse(owners, "bad-name",
                        f"{text} cannot be the name of an interface: the word is taken", word.span)


# -- addresses ------------------------------------------------------------------------------------


def is_ipv4(text):
    """True for an IPv4 address in dotted decimals."""
    try:
        ipaddress.IPv4Address(text)
    except ValueError:
        return False
    return True


def is_ipv6(text):
    """True for an IPv6 address, without a zone."""
    try:
        ipaddress.IPv6Address(text)
    except ValueError:
        return False
    return "%" not in text


def prefix_length(reader, owners, word):
    """The prefix length that *word*, a length or a dotted netmask, means; None, reported, for any other."""
    text = word.text
    if re.fullmatch("[0-9]{1,2}", text) and int(text) <= 32:
        return int(text)
    if not is_ipv4(text):
        reader.refuse(owners, "bad-netmask", f"{quoted(text)} is no netmask", word.span,
                      help="255.255.255.0, or the prefix length, 24")
        return None
    bits = int(ipaddress.IPv4Address(text))
    inverse = bits ^ 0xFFFFFFFF
    if inverse & (inverse + 1) == 0:
        return 32 - inverse.bit_length()
    reader.refuse(owners, "bad-netmask", f"{text} is no netmask: a 0 bit stands before a 1 bit", word.span,
                  help="255.255.255.0, or the prefix length, 24")
    return None
