"""HWADDR: MAC addresses that can be set, and that one interface has."""

from ..diagnostic import Note, error, warning
from ..network import options as bonding
from ..network.model import Bridge, Vlan, below
from .common import finding


def mac_is_unicast(network):
    for interface in network.interfaces:
        word = interface.hwaddr
        if word is None or word.text == "auto":
            continue
        if word.text == "00:00:00:00:00:00":
            what = "all zeros"
        elif int(word.text[:2], 16) & 1:
            what = "a multicast MAC address"
        else:
            continue
        yield finding(network, (interface.name.text,), "bad-mac",
                      f"{interface.name.text} cannot have the MAC address {word.text}: it is {what}", word.span)


def mac_is_one_interfaces(network):
    seen = {}
    for interface in network.interfaces:
        word = interface.hwaddr
        if word is None or word.text == "auto":
            continue
        first = seen.setdefault(word.text, interface)
        if first is interface:
            continue
        # A VLAN or a bridge may have the MAC of what it stands on: it has that anyway.
        if _reaches(network, interface, first) or _reaches(network, first, interface):
            seen[word.text] = interface  # the next one is mostly on top of this one
        else:
            yield finding(network, (first.name.text, interface.name.text), "mac-twice",
                          f"{first.name.text} already has the MAC address {word.text}", word.span,
                          [Note(f"the MAC address of {first.name.text}", first.hwaddr.span)])


def _reaches(network, upper, lower):
    """True when *upper* stands on *lower* through VLANs and bridges alone."""
    waiting, seen = [upper.name.text], set()
    while waiting:
        name = waiting.pop()
        interface = network.find(name)
        if name in seen or interface is None:
            continue
        seen.add(name)
        if name == lower.name.text:
            return True
        if isinstance(interface.kind, (Vlan, Bridge)):
            waiting.extend(word.text for word in below(interface))
    return False


def bond_takes_its_mac(network):
    """With fail_over_mac the driver ignores a MAC that is set on the bond (bond_set_mac_address in bond_main.c)."""
    for bond in network.bonds:
        policy = bond.kind.option("fail_over_mac")
        if (bond.hwaddr is not None and bond.kind.mode.text == bonding.AB
                and policy is not None and policy.value.text != "none"):
            yield error("mac-with-fail-over-mac",
                        f"{bond.name.text} cannot have a HWADDR with fail_over_mac {policy.value.text}: it has a "
                        "slave's MAC", bond.hwaddr.span, [Note("fail_over_mac is set here", policy.name.span)],
                        "leave one of them out")


def auto_mac_is_in_a_stack(network):
    for interface in network.interfaces:
        word = interface.hwaddr
        if word is not None and word.text == "auto" and interface.name.text not in network.stack:
            yield warning("auto-mac-unused",
                          f"HWADDR auto does not work for {interface.name.text}, which the stock script starts",
                          word.span, help="HWADDR auto is for bonds, and for what belongs to them")


CHECKS = (mac_is_unicast, mac_is_one_interfaces, bond_takes_its_mac, auto_mac_is_in_a_stack)
