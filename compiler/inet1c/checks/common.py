"""What checks of several subjects have in common."""

from ..diagnostic import Note, error, warning
from ..network.model import Bond, Bridge, below


def finding(network, owners, code, message, span, notes=(), help=None):
    """An error where one of *owners*, names of interfaces, is in a bond's stack; else a warning."""
    severe = any(name in network.stack for name in owners)
    return (error if severe else warning)(code, message, span, notes, help)


def role(master):
    """What the members of *master* are called."""
    return "slave" if isinstance(master.kind, Bond) else "port"


def members(interface):
    """The slaves of a bond, the ports of a bridge, else nothing; as Words."""
    return below(interface) if isinstance(interface.kind, (Bond, Bridge)) else ()


def masters(network):
    """The first master of each name that has one: name to (master, the Word that says so)."""
    found = {}
    for master in network.interfaces:
        for word in members(master):
            found.setdefault(word.text, (master, word))
    return found


def member_note(master, word):
    """A note that points to *word*, by which it is a member of *master*."""
    return Note(f"{word.text} is a {role(master)} of {master.name.text} here", word.span)


def slaves_span(bond):
    """The place of all slaves of *bond*."""
    return bond.kind.slaves[0].span.to(bond.kind.slaves[-1].span)


def listed(words):
    """*words* as text: a, b and c."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last
