"""Network -> Plan: what there is to be, link by link, lower ones first.

The order inside a bond is the one that works on every kernel (kernel document bonding.rst; option flags in
drivers/net/bonding/bond_options.c): mode, what wants no slaves or the bond down, miimon, the delays, the
slaves, then up.
"""

from dataclasses import dataclass
from functools import singledispatch
from ipaddress import AddressValueError, IPv4Address, IPv6Address

from ..network.model import Bond, Bridge, Ethernet, Network, Tuntap, Vlan, below
from ..network.options import writing_order


@dataclass(frozen=True)
class Verb:
    """One call of a function of rc.bonding: its name, and its arguments as plain text."""

    function: str
    arguments: tuple  # of str


@dataclass(frozen=True)
class Link:
    """A bond, VLAN, bridge, tun or tap device.

    ``made_of`` are the names of its slaves, ports or parent, as far as they belong to bonds' stacks.  ``origin``
    is where the file says so.  ``maker`` makes the link; if that succeeds, ``verbs`` are called.
    """

    name: str
    made_of: tuple  # of str
    origin: str
    maker: Verb
    verbs: tuple  # of Verb


@dataclass(frozen=True)
class Plan:
    """All that the emitted file says.

    ``links`` are ordered, lower ones first.  ``files`` are the blocks of /etc/resolv.conf and /etc/hosts.
    ``gateway`` is GATEWAY if it is in a network of these links, else empty.
    """

    network: Network
    links: tuple  # of Link
    files: tuple = ()  # of Verb
    gateway: str = ""


def verb(function, *arguments):
    """A Verb; arguments may be Words."""
    return Verb(function, tuple(str(argument) for argument in arguments))


def plan(network, ordered):
    """The Plan for *network*, whose interfaces of bonds' stacks are *ordered*, lower ones first."""
    made = [interface for interface in ordered if not isinstance(interface.kind, Ethernet)]
    return Plan(
        network,
        tuple(_link(network, interface, made) for interface in made),
        tuple(_files(network)) if made else (),
        _gateway(network, made),
    )


def _link(network, interface, made):
    names = {other.name.text for other in made}
    made_of = tuple(
        word.text for word in below(interface)
        # A NIC that only carries a VLAN is the stock script's: it may have addresses of its own.
        if word.text in names or not isinstance(interface.kind, Vlan)
    )
    origin = "VIRTIFNAME" if interface.index is None else f"IFNAME[{interface.index}]"
    maker, before, after = _make(interface.kind, interface, network)
    verbs = (*before, *_configure(network, interface, made), *after)
    return Link(interface.name.text, made_of, origin, maker, verbs)


@singledispatch
def _make(kind, interface, network):
    """The Verb that makes *interface*; the verbs that go before its addresses; those that come after it is up."""
    raise TypeError(f"nothing makes {kind!r}")


@_make.register
def _(kind: Bond, interface, network):
    name = interface.name
    before, after = writing_order(kind.options, tuple(slave.text for slave in kind.slaves))
    # An option that inet1c does not know may be a later kernel's: it is tried like the others.
    one, several = _by_words((*before, *after))
    words = [f"{option.name}={option.value}" for option in one]
    verbs = [_set(name, "bond", option) for option in several]
    if interface.hwaddr:
        # Before the slaves are up: they take the bond's MAC.
        verbs.append(verb("have_mac", name, interface.hwaddr))
    for slave in kind.slaves:
        options = [f"{option.name}={option.value}" for option in kind.slave_options if option.slave.text == slave.text]
        verbs += _member("have_slave", name, slave, network, options)
    wait = (verb("wait_for", name, kind.wait),) if kind.wait else ()
    return verb("have_bond", name, kind.mode, *words), tuple(verbs), wait


@_make.register
def _(kind: Vlan, interface, network):
    words = ["id", str(kind.tag)]
    for option in kind.options:
        entry = [option.name.text, *option.value.text.split()]
        # ip-link(8): "protocol" comes first; the kernel fixes it when the VLAN is made.
        words = entry + words if option.name.text == "protocol" else words + entry
    verbs = (verb("have_mac", interface.name, interface.hwaddr),) if interface.hwaddr else ()
    return verb("have_vlan", interface.name, kind.parent, *words), verbs, ()


@_make.register
def _(kind: Bridge, interface, network):
    name = interface.name
    # sysfs takes numbers; anything else is for ip(8).
    numbers = [option for option in kind.options if option.value.text.isdigit()]
    verbs = [_set(name, "bridge", option) for option in kind.options if option not in numbers]
    if interface.hwaddr:
        verbs.append(verb("have_mac", name, interface.hwaddr))
    for port in kind.ports:
        verbs += _member("have_port", name, port, network, [])
    words = [f"{_in_sysfs(option.name.text)}={option.value}" for option in numbers]
    return verb("have_bridge", name, *words), tuple(verbs), ()


def _by_words(options):
    """*options* with a value of one word, and those with more."""
    one = [option for option in options if len(option.value.text.split()) == 1]
    return one, [option for option in options if option not in one]


def _set(name, kind, option):
    return verb("have_set", name, "type", kind, option.name, *option.value.text.split())


def _in_sysfs(option):
    """The name in /sys/class/net/BRIDGE/bridge of a bridge's option as ip-link(8) has it."""
    return option.replace("mcast_", "multicast_", 1) if option.startswith("mcast_") else option


@_make.register
def _(kind: Tuntap, interface, network):
    words = [kind.type]
    for key, value in (("user", kind.user), ("group", kind.group)):
        if value:
            words += [key, value]
    return verb("have_tap", interface.name, *words), (), ()


def _member(function, master, word, network, options):
    """The verbs that put *word* into *master*, with what the file says of it at an index of its own."""
    nic = network.find(word.text)
    if nic is None or not isinstance(nic.kind, Ethernet):
        return [verb(function, master, word, *options)]
    if getattr(nic, "wireless", False):
        options = ["wireless=yes", *options]
    if nic.hwaddr:
        options = [f"mac={nic.hwaddr}", *options]
    verbs = [verb(function, master, word, *options)]
    verbs += [verb("have_set", word, option.name, *option.value.text.split()) for option in nic.options]
    if nic.mtu and function == "have_port":  # a slave has its bond's MTU whatever is said
        verbs.append(verb("have_set", word, "mtu", nic.mtu))
    return verbs


def _mtu(network, interface):
    """The MTU that *interface* is given, as a Word, None for the kernel's own.

    A VLAN has its parent's if the file does not say: the parent's is set after the VLAN was made.
    """
    while interface.mtu is None and isinstance(interface.kind, Vlan):
        interface = network.find(interface.kind.parent.text)
    return None if isinstance(interface.kind, Ethernet) else interface.mtu


def _configure(network, interface, made):
    """MTU, autoconfiguration, up, addresses, and what takes its time: in this order."""
    name = interface.name
    mtu = _mtu(network, interface)
    if mtu:
        yield verb("have_set", name, "mtu", mtu)
    settings = _ipv6_settings(interface)
    if settings:
        yield verb("have_ipv6", name, *settings)
    if interface.promiscuous:
        yield verb("have_set", name, "promisc", "on")
    yield verb("have_up", name)
    for address in interface.addresses:
        label = ("label", address.label) if address.label else ()
        yield verb("have_address", name, address.interface, *label)
    if interface.slaac:
        yield verb("have_dhcp", name, interface.slaac.timeout, "ra")
    if interface.dhcp:
        wants = interface.dhcp
        flags = "both" if wants.ipv4 and wants.ipv6 else "-4" if wants.ipv4 else "-6"
        # The server's MTU must not count where the file gives one (dhcpcd(8), --nooption).
        keep_mtu = ("-O", "interface_mtu") if mtu else ()
        yield verb("have_dhcp", name, wants.timeout, flags, *wants.arguments, *keep_mtu)
        if isinstance(interface.kind, Bridge) and _spanning_tree(interface.kind):
            # A port forwards only after twice the forward delay, 15 s by default (IEEE 802.1D).
            yield verb("wait_for", name, 35)
    if network.gateway6 and interface is _of_gateway6(network, made):
        yield verb("have_gateway6", name, network.gateway6)


def _spanning_tree(bridge):
    return any(option.name.text == "stp_state" and option.value.text != "0" for option in bridge.options)


def _ipv6_settings(interface):
    """Entries of /proc/sys/net/ipv6/conf/NAME; none where the interface is not to autoconfigure itself."""
    slaac = interface.slaac
    if not slaac:
        return ("autoconf=0", "accept_ra=1") if interface.accept_ra else ()
    settings = [f"accept_ra={1 if slaac.accept_ra else 0}"]
    if slaac.private and slaac.secret:
        settings += [f"stable_secret={slaac.secret}", "addr_gen_mode=2"]
    elif slaac.private:
        settings += ["addr_gen_mode=3"]
    if slaac.temporary:
        settings += ["use_tempaddr=2"]
    return (*settings, "autoconf=1")


def _gateway(network, made):
    """GATEWAY if it is in a network of *made*, else an empty text."""
    words = network.gateway.text.split() if network.gateway else []
    try:
        gateway = IPv4Address(words[0]) if words else None
    except AddressValueError:
        return ""
    if gateway and any(gateway in address.interface.network
                       for interface in made for address in interface.addresses
                       if address.interface.version == 4):
        return " ".join(words)
    return ""


def _of_gateway6(network, made):
    """The interface of *made* through which GATEWAY6 is reached, None if it is none of these."""
    candidates = [interface for interface in made
                  if any(address.interface.version == 6 for address in interface.addresses)
                  or interface.slaac or (interface.dhcp and interface.dhcp.ipv6)]
    if not candidates:
        return None  # the stock script's, and so not checked: it may be no address
    gateway = IPv6Address(network.gateway6.text)
    for interface in candidates:
        if any(address.interface.version == 6 and gateway in address.interface.network
               for address in interface.addresses):
            return interface
    return candidates[-1] if gateway.is_link_local else None


def _files(network):
    lines = [f"search {network.search}"] if network.search else []
    lines += [f"nameserver {server}" for server in network.nameservers]
    if lines:
        yield verb("have_block", "/etc/resolv.conf", *lines)
    if network.hosts:
        yield verb("have_block", "/etc/hosts", *network.hosts)
