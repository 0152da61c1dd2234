"""Network -> the interfaces of the bonds' stacks, lower ones first.

A link can be set up only after all that it stands on: slaves before their bond, a parent before its
VLAN, ports before their bridge.
"""

from ..diagnostic import Note, error
from ..network.model import below


def order(network):
    """The interfaces of bonds' stacks, each after all that it stands on; otherwise in the file's order.

    The other interfaces are the stock script's and not among them.  A cycle is an error that names every
    link of it, and then the order is not complete.
    """
    ordered = []
    state = {}  # name to False while what it stands on is being placed, True once it is placed
    diagnostics = []
    for root in network.interfaces:
        if root.name.text not in network.stack or root.name.text in state:
            continue
        # A stack of its own instead of recursion: a file may stack VLANs a thousand deep.
        path = [(root, iter(below(root)))]
        state[root.name.text] = False
        while path:
            interface, rest = path[-1]
            word = next(rest, None)
            if word is None:
                path.pop()
                state[interface.name.text] = True
                ordered.append(interface)
            elif word.text not in state:
                lower = network.find(word.text)
                if lower is not None:
                    state[word.text] = False
                    path.append((lower, iter(below(lower))))
            elif not state[word.text]:
                diagnostics.append(_cycle(path, word))
    return tuple(ordered), diagnostics


def _cycle(path, word):
    """The error about the cycle that *word*, which the last of *path* stands on, closes."""
    start = next(i for i, (interface, _) in enumerate(path) if interface.name.text == word.text)
    members = [interface for interface, _ in path[start:]]
    last = members[-1]
    if len(members) == 1:
        return error("cycle", f"{word.text} cannot stand on itself", word.span)
    notes = [
        Note(f"{upper.name.text} stands on {lower.name.text} here", _link(upper, lower.name.text))
        for upper, lower in zip(members, members[1:])
    ]
    return error(
        "cycle", f"{last.name.text} stands on {word.text}, which stands on {last.name.text}", word.span, notes
    )


def _link(upper, name):
    return next(word.span for word in below(upper) if word.text == name)
