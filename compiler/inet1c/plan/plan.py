"""Network -> Plan: what start has to do, step by step.

The order inside a bond is the one that works on every kernel (kernel document bonding.rst; option flags in
drivers/net/bonding/bond_options.c): mode, what wants no slaves or the bond down, miimon, the delays, the
slaves, then what names a slave, then up.
"""

import hashlib
from dataclasses import dataclass
from functools import singledispatch

from ..network.model import Bond, Bridge, Ethernet, Network, Tuntap, Vlan
from ..network.options import spec, writing_order


@dataclass(frozen=True)
class Step:
    """One call of a function of runtime.sh: its name, and its arguments as plain text."""

    function: str
    arguments: tuple


@dataclass(frozen=True)
class Layer:
    """Steps that belong together; ``title`` becomes a comment.  ``late`` are those after all links are up."""

    title: str
    steps: tuple
    late: bool = False


@dataclass(frozen=True)
class Plan:
    """All that the emitted file says.

    ``names`` are the interfaces of the bonds' stacks, lower first.  ``gateway`` is GATEWAY where it is in a
    network of these, else empty.
    """

    network: Network
    names: tuple
    layers: tuple
    gateway: str = ""


def step(function, *arguments):
    """A Step; arguments may be Words."""
    return Step("bonding_" + function, tuple(str(argument) for argument in arguments))


def plan(network, ordered):
    """The Plan for *network*, whose interfaces of bonds' stacks are *ordered*, lower ones first."""
    made = tuple(interface for interface in ordered if not isinstance(interface.kind, Ethernet))
    bonds = tuple(interface for interface in made if isinstance(interface.kind, Bond))
    lower = _below_bonds(bonds, made)
    above = tuple(interface for interface in made if interface not in lower and interface not in bonds)
    layers = [
        Layer("what there is to be", tuple(_declare(made, ordered)) + (step("prepare"),)),
        Layer("what bonds stand on", tuple(_create_all(lower, ordered))),
        Layer("bonds", tuple(_create_bonds(bonds)) if bonds else ()),
        Layer("their options and slaves", tuple(s for bond in bonds for s in _fill_bond(bond))),
        Layer(
            "what stands on them",
            tuple(_create_all(above, ordered)),
        ),
        Layer("addresses", tuple(_members_settings(made, ordered))
              + tuple(s for interface in made for s in _configure(network, interface)) + (step("settle"),)),
        Layer("what takes its time", tuple(_late(network, made)), late=True),
        Layer("resolver and hosts", tuple(_files(network, ordered)), late=True),
    ]
    held = {member.text for interface in made for member in members(interface.kind)}
    # A NIC that only carries a VLAN is the stock script's: it may have addresses of its own.
    names = tuple(interface.name.text for interface in ordered
                  if interface in made or interface.name.text in held)
    return Plan(network, names, tuple(layer for layer in layers if layer.steps), _gateway_of(network, made))


def _below_bonds(bonds, made):
    """What of *made* bonds stand on at any depth, bonds left out, in the order of *made*."""
    by_name = {interface.name.text: interface for interface in made}
    found, waiting = set(), [name for bond in bonds for name in needs(bond.kind)]
    while waiting:
        name = waiting.pop()
        if name in by_name and name not in found:
            found.add(name)
            waiting.extend(needs(by_name[name].kind))
    return tuple(interface for interface in made
                 if interface.name.text in found and not isinstance(interface.kind, Bond))


def _create_all(interfaces, ordered):
    """Makes *interfaces*, which are no bonds.

    A NIC that carries a VLAN is set up, or the VLAN could not be; and before: it takes its VLANs up
    with it, and what is up cannot be enslaved.
    """
    nics = {interface.name.text for interface in ordered if isinstance(interface.kind, Ethernet)}
    for interface in interfaces:
        if isinstance(interface.kind, Vlan) and interface.kind.parent.text in nics:
            yield step("member_option", interface.name, interface.kind.parent, "up")
        yield from _create(interface.kind, interface)
    for interface in interfaces:
        if interface.hwaddr:
            yield step("hwaddr", interface.name, interface.hwaddr)
    if interfaces:
        yield step("commit")
        yield step("made", *(interface.name for interface in interfaces))
    yield from _bridge_options(interfaces)


def members(kind):
    """The slaves of a Bond, the ports of a Bridge, as Words; none of anything else."""
    if isinstance(kind, Bond):
        return kind.slaves
    if isinstance(kind, Bridge):
        return kind.ports
    return ()


def needs(kind):
    """The names of what an interface of *kind* stands on."""
    if isinstance(kind, Vlan):
        return (kind.parent.text,)
    return tuple(member.text for member in members(kind))


def kind_name(kind):
    """What runtime.sh calls an interface of *kind*."""
    return type(kind).__name__.lower()


def stamp(interface, macs=()):
    """A short checksum of what cannot change while the link stays up: slaves, addresses and MTU can.

    *macs* are those that the file gives to its slaves or ports, with their names.
    """
    kind = interface.kind
    facts = [kind_name(kind), str(interface.hwaddr or ""), *_ipv6_settings(interface)]
    facts += [f"{member} {mac}" for member, mac in macs]
    if interface.promiscuous:
        facts.append("promiscuous")
    if interface.dhcp:
        # a client that is no longer wanted goes with the link, and takes its addresses along
        facts.append(f"dhcp {interface.dhcp.ipv4} {interface.dhcp.ipv6}")
    if isinstance(kind, Bond):
        facts.append(kind.mode.text)
    if isinstance(kind, Vlan):
        facts += [kind.parent.text, str(kind.tag)]
    facts += [f"{option.name} {option.value}" for option in sorted(
        getattr(kind, "options", ()), key=lambda option: option.name.text)]
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()[:12]


def _declare(made, ordered):
    macs = {interface.name.text: interface.hwaddr for interface in ordered
            if isinstance(interface.kind, Ethernet) and interface.hwaddr}
    for interface in made:
        kind = interface.kind
        given = [(member, macs[member.text]) for member in members(kind) if member.text in macs]
        yield step("link", interface.name, kind_name(kind), stamp(interface, given), *needs(kind))
    for interface in made:
        for member in members(interface.kind):
            yield step("member", interface.name, member, *filter(None, [macs.get(member.text)]))


def _create_bonds(bonds):
    for bond in bonds:
        yield step("create", bond.name, "bond")
    yield step("commit")
    yield step("made", *(bond.name for bond in bonds))
    with_mac = [bond for bond in bonds if bond.hwaddr]
    for bond in with_mac:
        # before the slaves: they take the bond's MAC when they are enslaved
        yield step("hwaddr", bond.name, bond.hwaddr)
    if with_mac:
        yield step("commit")


def _fill_bond(bond):
    kind = bond.kind
    before, after = writing_order(kind.options, tuple(slave.text for slave in kind.slaves))
    yield step("option", bond.name, "mode", kind.mode)
    for option in before:
        yield _bond_option(bond, option)
    for slave in kind.slaves:
        yield step("slave", bond.name, slave)
    yield step("enslaved", bond.name)
    for option in after:
        yield _bond_option(bond, option)
    for option in kind.slave_options:
        yield step("slave_option", bond.name, option.slave, option.name, option.value)


def _bond_option(bond, option):
    name, value = option.name.text, option.value.text
    if not option.known:
        return step("ip_option", bond.name, "bond", name, *value.split())
    if name == "arp_ip_target":
        return step("arp_targets", bond.name, *value.split(","))
    if not spec(name).in_sysfs:
        return step("checked_option", bond.name, "bond", spec(name).ip, value)
    return step("option", bond.name, name, value)


@singledispatch
def _create(kind, interface):
    raise TypeError(f"nothing creates {kind!r}")


@_create.register
def _(kind: Vlan, interface):
    # the protocol is fixed when the VLAN is made, the rest can be set afterwards
    protocol = [word for option in kind.options if option.name.text == "protocol"
                for word in ("protocol", option.value)]
    yield step("create_vlan", interface.name, kind.parent, *protocol, "id", kind.tag)
    for option in kind.options:
        if option.name.text != "protocol":
            yield step("ip_option", interface.name, "vlan", option.name, *option.value.text.split())


@_create.register
def _(kind: Bridge, interface):
    yield step("create", interface.name, "bridge")
    for port in kind.ports:
        yield step("port", interface.name, port)


@_create.register
def _(kind: Tuntap, interface):
    words = [kind.type]
    for key, value in (("user", kind.user), ("group", kind.group)):
        if value:
            words += [key, value]
    yield step("create_tuntap", interface.name, *words)


def _bridge_options(above):
    for interface in above:
        if isinstance(interface.kind, Bridge):
            for option in interface.kind.options:
                yield step("bridge_option", interface.name, option.name, *option.value.text.split())


def _members_settings(made, ordered):
    """What is said of a NIC at its own index; a slave has its bond's MTU whatever is said."""
    by_name = {interface.name.text: interface for interface in ordered}
    for interface in made:
        for member in members(interface.kind):
            nic = by_name.get(member.text)
            if nic is None or not isinstance(nic.kind, Ethernet):
                continue
            for option in nic.options:
                yield step("member_option", interface.name, member, option.name, *option.value.text.split())
            if nic.mtu and isinstance(interface.kind, Bridge):
                yield step("member_option", interface.name, member, "mtu", nic.mtu)


def _mtu(network, interface):
    """The MTU that *interface* is given, as a Word; None for the kernel's own.

    A VLAN has its parent's where the file does not say: that one is set after the VLAN was made, or later.
    """
    while interface.mtu is None and isinstance(interface.kind, Vlan):
        interface = network.find(interface.kind.parent.text)
    return None if isinstance(interface.kind, Ethernet) else interface.mtu


def _configure(network, interface):
    """MTU, autoconfiguration, addresses, up: in this order, for one interface above those it stands on."""
    name = interface.name
    mtu = _mtu(network, interface)
    if mtu:
        yield step("mtu", name, mtu)
    settings = _ipv6_settings(interface)
    if settings:
        yield step("ipv6", name, *settings)
    if interface.promiscuous:
        yield step("promisc", name)
    for address in interface.addresses:
        cidr = str(address.interface)
        if address.interface.version == 6:
            # no duplicate address detection: the address is to be usable at once, as in 15.0
            yield step("address", name, cidr, "nodad")
        else:
            label = ("label", address.label) if address.label else ()
            yield step("address", name, cidr, "broadcast", "+", *label)
    yield step("up", name)


def _ipv6_settings(interface):
    slaac = interface.slaac
    if slaac:
        settings = ["accept_ra", "1" if slaac.accept_ra else "0"]
        if slaac.private and slaac.secret:
            settings += ["stable_secret", slaac.secret, "addr_gen_mode", "2"]
        elif slaac.private:
            settings += ["addr_gen_mode", "3"]
        if slaac.temporary:
            settings += ["use_tempaddr", "2"]
        return (*settings, "autoconf", "1")
    # what is made does not autoconfigure itself: runtime.sh sees to that
    return ("accept_ra", "1") if interface.accept_ra else ()


def _late(network, made):
    waits = [interface for interface in made if isinstance(interface.kind, Bond) and interface.kind.wait]
    for interface in waits:
        yield step("wait", interface.name, interface.kind.wait)
    if waits:
        yield step("await")
    slaac = [interface for interface in made if interface.slaac]
    for interface in slaac:
        yield step("slaac", interface.name, interface.slaac.timeout)
    if slaac:
        yield step("await_slaac")
    dhcp = [interface for interface in made if interface.dhcp]
    for interface in dhcp:
        wants = interface.dhcp
        flags = "" if wants.ipv4 and wants.ipv6 else "-4" if wants.ipv4 else "-6"
        yield step("dhcp", interface.name, wants.timeout, flags, *wants.arguments)
    if dhcp:
        yield step("await_dhcp")
        for interface in dhcp:
            if interface.mtu:
                # again: a lease may have brought another one
                yield step("mtu", interface.name, interface.mtu)
        if any(interface.mtu for interface in dhcp):
            yield step("commit")
    if network.gateway6:
        device = _device_of_gateway6(network, made)
        if device:
            yield step("gateway6", network.gateway6, device)


def _gateway_of(network, made):
    """GATEWAY where it lies in a network of *made*, else an empty text."""
    from ipaddress import AddressValueError, IPv4Address

    words = network.gateway.text.split() if network.gateway else []
    try:
        gateway = IPv4Address(words[0]) if words else None
    except AddressValueError:
        return ""
    if gateway and any(address.interface.version == 4 and gateway in address.interface.network
                       for interface in made for address in interface.addresses):
        return " ".join(words)
    return ""


def _device_of_gateway6(network, made):
    """The name of the interface of ours through which GATEWAY6 is reached, None where it is another's."""
    from ipaddress import IPv6Address

    candidates = [interface for interface in made
                  if any(address.interface.version == 6 for address in interface.addresses)
                  or interface.slaac or (interface.dhcp and interface.dhcp.ipv6)]
    if not candidates:
        return None  # not ours, and so not checked: it may be no address
    gateway = IPv6Address(network.gateway6.text)
    for interface in candidates:
        if any(address.interface.version == 6 and gateway in address.interface.network
               for address in interface.addresses):
            return interface.name.text
    if gateway.is_link_local and candidates:
        return candidates[-1].name.text
    return None


def _files(network, ordered):
    lines = [f"search {network.search}"] if network.search else []
    lines += [f"nameserver {server}" for server in network.nameservers]
    if lines:
        yield step("block", "/etc/resolv.conf", *lines)
    if network.hosts:
        yield step("block", "/etc/hosts", *network.hosts)
