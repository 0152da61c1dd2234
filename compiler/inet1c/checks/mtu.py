"""MTU: not above that of the interfaces below, and large enough for IPv6."""

from ..diagnostic import Note, error, warning
from ..network.model import Bond, Bridge, Tuntap, Vlan, below

ETHERNET_MTU = 1500  # of a link that is made anew
IPV6_MTU = 1280  # RFC 8200, section 5


def mtu_fits_below(network):
    known = {}
    for interface in network.interfaces:
        name, kind = interface.name.text, interface.kind
        if interface.mtu is None or name not in network.stack or not isinstance(kind, (Vlan, Bridge)):
            continue
        mtu = int(interface.mtu.text)
        for word in below(interface):
            lower = network.find(word.text)
            limit = _mtu(network, lower, known)
            if limit is not None and mtu > limit:
                severe = error if isinstance(kind, Vlan) else warning
                yield severe("mtu-above-parent", f"the MTU {mtu} of {name} is above that of {word.text}",
                             interface.mtu.span, [_mtu_note(lower, limit)],
                             f'set MTU[{lower.index}]="{mtu}"' if lower.index is not None else None)


def slave_has_its_bonds_mtu(network):
    for bond in network.bonds:
        for word in bond.kind.slaves:
            slave = network.find(word.text)
            mtu = int(bond.mtu.text) if bond.mtu else ETHERNET_MTU
            if slave.mtu is not None and int(slave.mtu.text) != mtu:
                yield warning("slave-mtu", f"{word.text} loses its MTU {slave.mtu.text}: a bond sets its own on its "
                              "slaves", slave.mtu.span, [_mtu_note(bond, mtu)],
                              f'set MTU[{bond.index}]="{slave.mtu.text}"')


def _mtu_note(interface, mtu):
    """A note that points to the MTU of *interface*, or says that *mtu* is the default."""
    default = "" if interface.mtu else " by default"
    return Note(f"{interface.name.text} has the MTU {mtu}{default}", (interface.mtu or interface.name).span)


def mtu_is_large_enough_for_ipv6(network):
    for interface in network.interfaces:
        six = next((address for address in interface.addresses if address.interface.version == 6), None)
        if (interface.mtu is not None and int(interface.mtu.text) < IPV6_MTU and six is not None
                and interface.name.text in network.stack):
            yield error("mtu-below-ipv6", f"IPv6 needs an MTU of {IPV6_MTU}; {interface.name.text} has "
                        f"{interface.mtu.text}", interface.mtu.span, [Note("it has an IPv6 address here", six.span)])


def _mtu(network, interface, known):
    """The MTU in bytes that *interface* will have, None where the file does not tell.

    *known* holds what was found before, by name.
    """
    path = {}
    current = interface
    while True:
        name = current.name.text
        if name in known or name in path:
            found = known.get(name)
            break
        path[name] = current
        if current.mtu is not None:
            found = int(current.mtu.text)
            break
        if isinstance(current.kind, Vlan):
            current = network.find(current.kind.parent.text)
            continue
        # A NIC has its own, and a bridge the least of its ports': both are unknown here.
        found = ETHERNET_MTU if isinstance(current.kind, (Bond, Tuntap)) else None
        break
    known.update(dict.fromkeys(path, found))
    return found


CHECKS = (mtu_fits_below, slave_has_its_bonds_mtu, mtu_is_large_enough_for_ipv6)
