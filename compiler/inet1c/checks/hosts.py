"""Several hosts' files against each other."""

from ..diagnostic import Note, error, warning


def check_hosts(networks):
    """MAC addresses and addresses that two hosts have, each of *networks* being one host's.

    For each network, in their order, a list of diagnostics about its file; their notes name the other file.
    HWADDR auto differs by itself.
    """
    found = [[] for _ in networks]
    first_of = {}  # MAC or address to the number of the network, the interface and the place that had it first
    for number, network in enumerate(networks):
        for interface in network.interfaces:
            for value, span in _claims(interface):
                first = first_of.setdefault(value, (number, interface, span))
                other = networks[first[0]]
                if other.source.name != network.source.name:
                    found[number].append(_twice(network, other, interface, first, value, span))
    return found


def _claims(interface):
    """What no other host may have of *interface*: its MAC, a text, and its addresses, with their places."""
    if interface.hwaddr is not None and interface.hwaddr.text != "auto":
        yield interface.hwaddr.text, interface.hwaddr.span
    for address in interface.addresses:
        if not (address.interface.ip.is_link_local or address.interface.ip.is_loopback):
            yield address.interface.ip, address.span


def _twice(network, other, interface, first, value, span):
    _, its, place = first
    mac = isinstance(value, str)
    severe = error if interface.name.text in network.stack or its.name.text in other.stack else warning
    return severe("mac-on-two-hosts" if mac else "address-on-two-hosts",
                  f"{its.name.text} of another host already has the {'MAC address' if mac else 'address'} {value}",
                  span, [Note("it has it here", place, other.source.name)],
                  'HWADDR "auto" gives each host its own' if mac else None)
