"""Slaves and ports: one master each, and nothing of their own."""

from ..diagnostic import Note, error, warning
from ..network.model import Bond, Ethernet, Vlan, below
from ..network.reader import INTERFACE_NAME
from .common import finding, masters, member_note, members, role


def slave_has_one_master(network):
    owners = {}
    for master in network.interfaces:
        for word in members(master):
            first, place = owners.setdefault(word.text, (master, word))
            if place is not word:
                yield finding(network, (first.name.text, master.name.text), "two-masters",
                              f"{word.text} is already a {role(first)} of {first.name.text}", word.span,
                              [member_note(first, place)])


def slave_is_no_bond(network):
    for bond in network.bonds:
        for word in bond.kind.slaves:
            slave = network.find(word.text)
            other = slave if isinstance(slave.kind, Bond) else _bond_below(network, slave)
            if other is None or other is bond or slave is bond:
                continue  # a bond on itself is a cycle
            reason = "is a bond" if other is slave else f"stands on the bond {other.name.text}"
            yield error("bond-in-bond", f"{word.text} {reason} and cannot be a slave", word.span,
                        [Note(f"{other.name.text} is a bond by its slaves", other.name.span)])


def _bond_below(network, interface):
    """A bond that *interface* stands on at any depth, None where there is none."""
    waiting, seen = [interface], set()
    while waiting:
        upper = waiting.pop()
        if upper.name.text not in seen:
            seen.add(upper.name.text)
            lower = [network.find(word.text) for word in below(upper)]
            bond = next((interface for interface in lower if isinstance(interface.kind, Bond)), None)
            if bond is not None:
                return bond
            waiting.extend(lower)
    return None


def slave_is_not_the_loopback(network):
    for bond in network.bonds:
        for word in bond.kind.slaves:
            if word.text == "lo":
                yield error("bad-slave", "lo, the loopback interface, cannot be a slave", word.span)


def member_has_no_address(network):
    for name, (master, word) in masters(network).items():
        how, span = _configured_at(network.find(name))
        if span is not None and master.name.text in network.stack:
            yield error(f"{role(master)}-configured",
                        f"{name} is a {role(master)} of {master.name.text} and cannot have {how} of its own", span,
                        [member_note(master, word)],
                        f"give the address to {master.name.text}; for a MAC write IPADDR 0.0.0.0 and HWADDR")


def _configured_at(member):
    if member.addresses:
        return "an address", member.addresses[0].span
    if member.dhcp is not None:
        return "DHCP", member.dhcp.span
    if member.slaac is not None:
        return "SLAAC", member.slaac.span
    return None, None


def member_is_not_promiscuous(network):
    for name, (master, word) in masters(network).items():
        member = network.find(name)
        if member.promiscuous and isinstance(member.kind, Ethernet) and master.name.text in network.stack:
            bond = isinstance(master.kind, Bond)
            yield warning("promiscuous-member",
                          f"PROMISCUOUS[{member.index}] is unused: {name} is a {role(master)} of {master.name.text}",
                          member.promiscuous.span, [member_note(master, word)],
                          f'PROMISCUOUS[{master.index}]="yes" is for the bond and its slaves' if bond
                          else "a bridge makes its ports promiscuous by itself")


def slave_carries_no_vlan(network):
    of = masters(network)
    for interface in network.interfaces:
        name = interface.name
        if isinstance(interface.kind, Vlan):
            parent, span = interface.kind.parent.text, interface.kind.parent.span
        elif isinstance(interface.kind, Ethernet):  # a slave such as eth0.100, without an index
            parent, span = name.text.rpartition(".")[0], name.span
        else:
            continue
        master, word = of.get(parent, (None, None))
        if master is not None and isinstance(master.kind, Bond):
            tag = name.text.rpartition(".")[2]
            yield error("vlan-on-slave", f"{parent} is a slave of {master.name.text} and cannot carry a VLAN", span,
                        [member_note(master, word)], f"put the VLAN on the bond: {master.name.text}.{tag}")


def bond_has_more_than_one_slave(network):
    for bond in network.bonds:
        slaves = bond.kind.slaves
        if len(slaves) == 1 and INTERFACE_NAME.fullmatch(slaves[0].text):
            yield warning("one-slave", f"{bond.name.text} has one slave only: nothing takes over when it fails",
                          slaves[0].span)


CHECKS = (
    slave_has_one_master,
    slave_is_no_bond,
    slave_is_not_the_loopback,
    member_has_no_address,
    member_is_not_promiscuous,
    slave_carries_no_vlan,
    bond_has_more_than_one_slave,
)
