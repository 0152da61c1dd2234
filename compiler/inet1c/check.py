"""Network -> what contradicts itself in it.

Each check is a function with its claim for a name; it takes the network and gives diagnostics.  ``CHECKS``
is all of them.
"""

CHECKS = ()


def check(network):
    """All that the checks find."""
    return [diagnostic for claim in CHECKS for diagnostic in claim(network)]


def check_hosts(networks):
    """What several hosts' files say against each other: for each network, in their order, a list of diagnostics.

    The notes name the other file.
    """
    return [[] for _ in networks]
