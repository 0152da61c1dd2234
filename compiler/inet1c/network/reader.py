"""Reads single values of the settings, as Words, and keeps what is wrong with them."""

import ipaddress
import re
from dataclasses import replace

from ..diagnostic import WARNING, error, warning
from ..source import Span, Word

INTERFACE_NAME = re.compile(r"[A-Za-z0-9_.+][A-Za-z0-9_.+-]*")
NAME_LENGTH = 15  # IFNAMSIZ of the kernel, less the final NUL
# Names that mean something else under /sys/class/net, under /proc/sys/net/*/conf or to ip(8).
RESERVED = ("all", "default", "bonding_masters", ".", "..", "dev", "group", "type", "vf")


def quoted(text):
    """*text* for a message: on one line, and at most 60 characters."""
    shown = text if len(text) <= 60 else text[:57] + "..."
    return shown if shown.isprintable() else ascii(shown)[1:-1]


def part(word, start, end):
    """The characters *start* to *end* (not included) of *word*, with their place in the file."""
    span = word.span
    if span.end - span.start == len(word.text):
        span = Span(span.start + start, span.start + end)
    return Word(word.text[start:end], span)


class Reader:
    """The settings, the kernel that they are for, and the findings of one run of ``build``.

    Each finding has *owners*, the names of the interfaces that it is about.  An error stays one only if an owner
    is in a bond's stack: the stock script starts the others, whatever their values are.  Without owners it is
    about the whole file.
    """

    def __init__(self, settings, kernel=None):
        self.settings = settings
        self.kernel = kernel
        self._findings = []  # (owners, diagnostic, whether it is left out where no owner is in a stack)
        self._saw_return = False

    def refuse(self, owners, code, message, span, notes=(), help=None):
        """Keeps an error about *owners*; a warning where none of them is in a bond's stack."""
        self._findings.append((owners, error(code, message, span, notes, help), False))

    def refuse_in_stack(self, owners, code, message, span, notes=(), help=None):
        """Keeps an error about *owners*; nothing where none of them is in a bond's stack."""
        self._findings.append((owners, error(code, message, span, notes, help), True))

    def warn(self, code, message, span, notes=(), help=None):
        """Keeps a warning."""
        self._findings.append(((), warning(code, message, span, notes, help), False))

    def findings(self, network):
        """The diagnostics, in the order in which they were found."""
        kept = []
        for owners, diagnostic, only_in_stack in self._findings:
            ours = network.bonds and (not owners or any(name in network.stack for name in owners))
            if ours or diagnostic.severity == WARNING:
                kept.append(diagnostic)
            elif not only_in_stack:
                kept.append(replace(diagnostic, severity=WARNING))
        return kept

    def elements(self, variable):
        """The elements of *variable* that are not blank."""
        found = self.settings.variable(variable)
        return tuple(e for e in found.elements if e.value.text.strip()) if found else ()

    def element(self, variable, index):
        """NAME[index] as an Element; None where it is not set or blank."""
        found = self.settings.variable(variable)
        element = found and found.element(index)
        return element if element is not None and element.value.text.strip() else None

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
                (), "carriage-return", f"{variable}[{index}] ends in a carriage return, which bash takes as part of it",
                value.span, help="the file has DOS line ends: remove the carriage returns")
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
        self.refuse(owners, "bad-number", f"{variable}[{index}] is not a number of seconds: {quoted(word.text)}",
                    word.span)
        return default

    def check_name(self, word, *others):
        """Reports *word* where the kernel or the scripts cannot take it as an interface's name."""
        text, owners = word.text, (word.text, *others)
        shown = quoted(text)
        if re.search("[,;]", text) and not re.search(r"\s", text):
            names = quoted(" ".join(name for name in re.split("[,;]", text) if name))
            self.refuse(owners, "bad-name", f"the script reads {shown} as one name", word.span,
                        help=f'put blanks between names: "{names}"')
        elif ":" in text and INTERFACE_NAME.fullmatch(text.replace(":", "")):
            parent = quoted(text.partition(":")[0])
            self.refuse_in_stack(
                (*owners, parent), "alias-as-name",
                f"{shown} is not an interface but the label of an address of {parent}", word.span,
                help=f"put the address into IPALIASES of {parent}: the labels are {parent}:0, {parent}:1 ...")
        elif not INTERFACE_NAME.fullmatch(text):
            bad = next(c for i, c in enumerate(text) if not INTERFACE_NAME.fullmatch(text[: i + 1]))
            why = "begins with -" if text[0] == "-" else f"has {'a blank' if bad.isspace() else quoted(bad)} in it"
            self.refuse(owners, "bad-name", f"bad interface name '{shown}': it {why}", word.span,
                        help="a name has letters, digits and . _ - + and does not begin with -")
        elif len(text) > NAME_LENGTH:
            self.refuse(owners, "name-too-long",
                        f"interface name {shown} has {len(text)} characters; at most {NAME_LENGTH} are allowed",
                        word.span)
        elif text in RESERVED:
            self.refuse(owners, "bad-name", f"bad interface name '{text}': the kernel or ip uses this word",
                        word.span)


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


def without_zone(text):
    """*text* without its zone (RFC 4007), where it is an IPv6 address with one, such as fe80::1%eth0; else None."""
    address, percent, _ = text.partition("%")
    return address if percent and is_ipv6(address) else None


def prefix_length(reader, owners, word):
    """The prefix length that *word*, a length or a dotted netmask, means; None, reported, for any other."""
    text = word.text
    if re.fullmatch("[0-9]{1,2}", text) and int(text) <= 32:
        return int(text)
    why = ""
    if is_ipv4(text):
        inverse = int(ipaddress.IPv4Address(text)) ^ 0xFFFFFFFF
        if inverse & (inverse + 1) == 0:
            return 32 - inverse.bit_length()
        why = ": it has a 0 bit before a 1 bit"
    reader.refuse(owners, "bad-netmask", f"{quoted(text)} is not a netmask{why}", word.span,
                  help="write 255.255.255.0, or the prefix length 24")
    return None
