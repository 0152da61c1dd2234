"""The network that a file means: interfaces, what they stand on, and their addresses.

Every value keeps the place that it was read from.  Names are those of the kernel and of ip(8).
"""

from dataclasses import dataclass
from functools import cached_property
from ipaddress import IPv4Interface, IPv6Interface
from typing import Optional, Union

from ..source import Source, Span, Word


@dataclass(frozen=True)
class Option:
    """One entry of IFOPTS: ``name`` as sysfs has it (as ip(8) has it where sysfs lacks it).

    ``value`` is normalised (an enum's name, a decimal number).  ``known`` is False for what is handed
    to ip(8) as it stands; then ``value`` may hold several words.
    """

    name: Word
    value: Word
    known: bool = True


@dataclass(frozen=True)
class SlaveOption:
    """A per-slave option: ``queue_id``, ``prio`` or ``actor_port_prio`` of one slave."""

    name: Word
    slave: Word
    value: Word


@dataclass(frozen=True)
class Ethernet:
    """A NIC, or any link that the file neither creates nor takes apart."""


@dataclass(frozen=True)
class Bond:
    """``mode`` is a mode's name.  ``slaves`` are in the order in which they are enslaved.

    ``options`` are as written, each once (the last one wins), without mode; miimon is among them unless
    the file watches links by ARP or turned it off.  ``wait`` is BONDWAIT, in seconds.
    """

    mode: Word
    slaves: tuple  # of Word
    options: tuple = ()  # of Option
    slave_options: tuple = ()  # of SlaveOption
    wait: int = 10

    def option(self, name) -> Optional[Option]:
        """The known option *name*, by sysfs's name; None where the file does not set it."""
        return next((option for option in self.options if option.known and option.name.text == name), None)

    def number(self, name):
        """The value of the known option *name*, a number; 0 where the file does not set it."""
        option = self.option(name)
        return int(option.value.text) if option else 0


@dataclass(frozen=True)
class Vlan:
    """``parent``.``tag``: a VLAN (IEEE 802.1Q) of its parent; ``tag`` is the VLAN ID, 0 to 4094."""

    parent: Word
    tag: int
    options: tuple = ()  # of Option


@dataclass(frozen=True)
class Bridge:
    """``ports`` are in the order in which they are added."""

    ports: tuple  # of Word
    options: tuple = ()  # of Option


@dataclass(frozen=True)
class Tuntap:
    """A tun or tap device, from VIRTIFNAME; ``type`` is "tun" or "tap"."""

    type: Word
    user: Optional[Word] = None
    group: Optional[Word] = None


@dataclass(frozen=True)
class Address:
    """A static address with its prefix length; ``label`` is ip(8)'s, as IPALIASES gives it (br0:0)."""

    interface: Union[IPv4Interface, IPv6Interface]
    span: Span
    label: Optional[str] = None


@dataclass(frozen=True)
class Dhcp:
    """How dhcpcd(8) is called.  ``arguments`` come from DHCP_*; ``timeout`` is in seconds."""

    ipv4: bool
    ipv6: bool
    timeout: int
    arguments: tuple  # of str
    span: Span


@dataclass(frozen=True)
class Slaac:
    """IPv6 autoconfiguration (RFC 4862).  ``timeout`` is in seconds, 0 for no waiting.

    ``private`` is SLAAC_PRIVIPGEN, ``secret`` SLAAC_SECRET, an address as text, and ``temporary`` SLAAC_TEMPADDR.
    """

    timeout: int
    span: Span
    private: bool = False
    secret: Optional[str] = None
    temporary: bool = False
    accept_ra: bool = True


@dataclass(frozen=True)
class Interface:
    """One interface: IFNAME[index] and all variables at that index.

    ``index`` is None for a NIC that the file only names as a slave or a port, and for a Tuntap without an
    index in IFNAME.  ``hwaddr`` is "auto" or a MAC in lower case.  ``accept_ra`` is USE_RA, None where the file
    does not set it.  ``wireless`` is True where the index has a WLAN_* variable, for rc.wireless.
    """

    name: Word
    index: Optional[int]
    kind: Union[Ethernet, Bond, Vlan, Bridge, Tuntap]
    addresses: tuple = ()  # of Address
    dhcp: Optional[Dhcp] = None
    slaac: Optional[Slaac] = None
    accept_ra: Optional[bool] = None
    hwaddr: Optional[Word] = None
    mtu: Optional[Word] = None
    promiscuous: Optional[Word] = None  # "yes"
    wireless: bool = False
    options: tuple = ()  # of Option, for an Ethernet: IFOPTS of a plain NIC


def below(interface):
    """What *interface* stands on, as Words: a bond's slaves, a VLAN's parent, a bridge's ports."""
    kind = interface.kind
    if isinstance(kind, Bond):
        return kind.slaves
    if isinstance(kind, Vlan):
        return (kind.parent,)
    if isinstance(kind, Bridge):
        return kind.ports
    return ()


@dataclass(frozen=True)
class Network:
    """All interfaces of a file, in the order of their indexes; those without an index come last.

    ``nameservers`` and ``hosts`` are NAMESERVER and HOSTS of the whole file, each once, in the order of their
    indexes.  An index there need not be an interface: the resolver is the host's.  ``release`` is the Slackware
    that the file is for, such as "14.2"; None where it is not known.
    """

    source: Source
    interfaces: tuple  # of Interface
    gateway: Optional[Word] = None
    gateway6: Optional[Word] = None
    search: Optional[Word] = None
    maxnics: int = 6
    nameservers: tuple = ()  # of Word
    hosts: tuple = ()  # of Word, each "ADDRESS NAME [NAME...]"
    release: Optional[str] = None

    @cached_property
    def _by_name(self):
        return {interface.name.text: interface for interface in reversed(self.interfaces)}

    def find(self, name) -> Optional[Interface]:
        """The interface *name*, None where there is none."""
        return self._by_name.get(name)

    @cached_property
    def bonds(self):
        """The bonds, in the order of their indexes."""
        return tuple(interface for interface in self.interfaces if isinstance(interface.kind, Bond))

    @cached_property
    def above(self):
        """For each name, the interfaces that stand on it: name to tuple of Interface."""
        found = {}
        for interface in self.interfaces:
            for word in below(interface):
                found.setdefault(word.text, []).append(interface)
        return {name: tuple(interfaces) for name, interfaces in found.items()}

    @cached_property
    def stack(self):
        """The names of the interfaces of all bonds' stacks.  The stock script starts the others.

        A stack has the bond, all interfaces on it at any depth, and all interfaces below these: slaves, parents,
        other ports of the bridges.
        """
        upper = set()
        waiting = [bond.name.text for bond in self.bonds]
        while waiting:
            name = waiting.pop()
            if name not in upper:
                upper.add(name)
                waiting.extend(interface.name.text for interface in self.above.get(name, ()))
        stack = set()
        waiting = list(upper)
        while waiting:
            name = waiting.pop()
            if name not in stack:
                stack.add(name)
                interface = self.find(name)
                if interface is not None:
                    waiting.extend(word.text for word in below(interface))
        return frozenset(stack)
