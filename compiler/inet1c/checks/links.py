"""Links that an interface stands on, and that no index makes."""

import re

from ..diagnostic import Note, error, warning
from ..network.model import Bond, Bridge, Ethernet, below
from ..network.spelling import nearest, slip


def lower_link_is_made(network):
    """Names of bonds, bridges and VLANs on them need an index.  Others are NICs, unless they look misspelt."""
    if not network.bonds:
        return
    made = {i.name.text: i for i in network.interfaces if not isinstance(i.kind, Ethernet)}
    alike = {}  # names with equal numbers: vond0 may be bond0, and eth2 is not eth1 misspelt
    for name in made:
        alike.setdefault(_number(name), []).append(name)
    for interface in network.interfaces:
        for word in below(interface):
            lower = network.find(word.text)
            if lower.index is None and isinstance(lower.kind, Ethernet):
                yield from _not_made(word, made, alike)


def _not_made(word, made, alike):
    """What to say of *word*, the name of a link that has no index: nothing if it may be a NIC.

    *made* is name to Interface; *alike* is what _number gives to the names of *made*.
    """
    name = word.text
    parent, dot, _ = name.rpartition(".")
    message = f"nothing in this file makes {name}"
    if dot and parent in made:
        yield error("missing-link", message, word.span,
                    [Note(f"its parent {parent} is made here", made[parent].name.span)],
                    f'give it an index of its own: IFNAME[n]="{name}"')
    elif re.fullmatch("(bond|br)[0-9]+", name):
        kind = Bond if name.startswith("bond") else Bridge
        near = nearest(name, [other for other, link in made.items() if isinstance(link.kind, kind)])
        yield error("missing-link", message, word.span, help=f"did you mean {near}?" if near else None)
    elif not re.match("(eth|en|wl|ib)", name):
        near = slip(name, alike.get(_number(name), ()))
        if near is not None:
            yield warning("maybe-misspelt", f"{message}; taking it for a NIC", word.span,
                          help=f"did you mean {near}?")


def _number(name):
    return name.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")


CHECKS = (lower_link_is_made,)
