"""Network -> diagnostics: what contradicts itself in a network, or cannot work.

In: a ``Network``.  Out: diagnostics.  Each check is a function with its claim for a name: it yields a diagnostic
wherever the claim does not hold.  Interfaces outside the bonds' stacks are the stock script's; about them a check
only warns.

slaves.py      slaves and ports, and what may be one      bridges.py    bridges
monitoring.py  miimon, ARP, delays                        modes.py      options against the mode
options.py     other options of bonds                     macs.py       HWADDR
mtu.py         MTU                                        addresses.py  addresses and gateways
links.py       links that the file does not make          stock.py      what the stock script does
hosts.py       several hosts' files                       common.py     what checks have in common

Facts about the bonding driver: Documentation/networking/bonding.rst and drivers/net/bonding of Linux.
"""

from . import addresses, bridges, links, macs, modes, monitoring, mtu, options, slaves, stock

CHECKS = (
    *slaves.CHECKS,
    *links.CHECKS,
    *bridges.CHECKS,
    *modes.CHECKS,
    *monitoring.CHECKS,
    *options.CHECKS,
    *macs.CHECKS,
    *mtu.CHECKS,
    *addresses.CHECKS,
    *stock.CHECKS,
)


def check(network):
    """The diagnostics of all checks."""
    return [diagnostic for claim in CHECKS for diagnostic in claim(network)]
