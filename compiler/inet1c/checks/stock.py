"""What the stock script does with the rest of the file."""

import re

from ..diagnostic import warning


def maxnics_lets_all_start(network):
    for interface in network.interfaces:
        index = interface.index
        if index is not None and index >= network.maxnics and interface.name.text not in network.stack:
            yield warning("above-maxnics", f"the stock script skips {interface.name.text}: its index {index} is not "
                          f"below MAXNICS, {network.maxnics}", interface.name.span, help=f"set MAXNICS={index + 1}")


def stock_script_finds_the_index(network):
    """The stock script calls an index without IFNAME eth<index>, and takes the first index of a name."""
    taken = {interface.index for interface in network.interfaces}
    for interface in network.interfaces:
        name, index = interface.name.text, interface.index
        number = int(name[3:]) if re.fullmatch("eth(0|[1-9][0-9]{0,8})", name) else None
        if (number is not None and index is not None and number < min(index, network.maxnics)
                and number not in taken and name not in network.stack):
            yield warning("other-index", f"the stock script takes {name} for index {number} and ignores index {index}",
                          interface.name.span, help=f'use index {number}, or set IFNAME[{number}]="..."')


def resolver_needs_a_bond(network):
    if network.bonds:
        return
    for word in network.nameservers[:1] + network.hosts[:1] + ((network.search,) if network.search else ()):
        yield warning("resolver-unused", "NAMESERVER, SEARCH and HOSTS have no effect without a bond", word.span)


CHECKS = (maxnics_lets_all_start, stock_script_finds_the_index, resolver_needs_a_bond)
