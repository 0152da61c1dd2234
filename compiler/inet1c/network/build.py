"""Settings -> Network: what the variables mean, index by index.

A bad value is reported here, at the word; what contradicts another part of the file is for ``checks``.
Meanings are those of rc.inet1.conf(5) and of the rc.inet1 scripts of Slackware 14.0 to -current.
"""

import re
from dataclasses import replace

from ..diagnostic import Note
from ..source import Word
from . import options as bonding
from .addressing import accept_ra, dhcp, hosts, nameservers, search, slaac, static_addresses
from .ifopts import bond_options, bonding_mode, link_options, round_delays, warn_of_kernel
from .model import Bond, Bridge, Ethernet, Interface, Network, Option, Tuntap, Vlan, below
from .reader import INTERFACE_NAME, Reader, part, quoted
from .variables import VARIABLES

# Each of these makes its index an interface, with or without IFNAME.
CONFIGURING = (
    "BONDSLAVES", "BONDNICS", "BRNICS", "IPADDR", "IPADDRS", "IPALIASES", "IP6ADDRS",
    "USE_DHCP", "USE_DHCP6", "USE_SLAAC", "HWADDR", "MTU", "IFOPTS", "PROMISCUOUS",
)  # fmt: skip
SLAVES = ("BONDSLAVES", "BONDNICS")  # two names of one variable; the second is 15.0's
WIRELESS = tuple(variable.name for variable in VARIABLES if variable.reader == "rc.wireless")
BOND_WAIT = 10  # seconds
MIIMON = "100"  # milliseconds; with the kernel's 0 a bond never sees a link fail
MAXNICS = 6  # the stock scripts' default: they look at the indexes below it
ACCOUNT = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*\$?")  # of useradd(8), and numbers
MTU_LOW, MTU_HIGH = 68, 65535  # RFC 791; ETH_MAX_MTU of the kernel


def build(settings, kernel=None, release=None):
    """The network that *settings* mean, and what is wrong with their values.

    *kernel* is the version that the file is for, a tuple of numbers such as (5, 15, 19), and *release* the
    Slackware, such as "15.0"; None stands for any.
    """
    reader = Reader(settings, kernel)
    wireless = _indexes(reader, WIRELESS)
    interfaces = {}  # name to Interface, in the order of indexes
    for index in sorted(_indexes(reader, ("IFNAME", *CONFIGURING))):
        _add_index(reader, index, interfaces, index in wireless)
    _add_virtual(reader, interfaces)
    for interface in tuple(interfaces.values()):
        for word in below(interface):
            interfaces.setdefault(word.text, Interface(word, None, Ethernet()))
    _warn_of_lonely_variables(reader)
    maxnics = reader.word("MAXNICS")
    network = Network(
        source=settings.source,
        interfaces=tuple(interfaces.values()),
        gateway=reader.word("GATEWAY"),
        gateway6=reader.word("GATEWAY6"),
        search=search(reader),
        maxnics=int(maxnics.text) if maxnics and re.fullmatch("[0-9]{1,9}", maxnics.text) else MAXNICS,
        nameservers=nameservers(reader),
        hosts=hosts(reader),
        release=release,
    )
    return network, reader.findings(network)


def _indexes(reader, names):
    return {element.index for name in names for element in reader.elements(name)}


def _add_index(reader, index, interfaces, wireless):
    name = _name(reader, index)
    first = interfaces.get(name.text)
    if first is None:
        interfaces[name.text] = _interface(reader, index, name, wireless)
        return
    reader.refuse((name.text,), "name-twice", f"index {first.index} already has the name {name.text}", name.span,
                  [Note(f"the name of index {first.index}", first.name.span)],
                  "the stock script finds only the first of them")
    if _is_bond(reader, index):
        # Both are looked at, and the file is refused even if the first is not a bond.
        interfaces[f"{name.text} at index {index}"] = _interface(reader, index, name, wireless)


def _name(reader, index):
    """The name of the interface at *index*: IFNAME[index], or eth<index> as the stock scripts have it."""
    word = reader.word("IFNAME", index)
    if word is None:
        elements = filter(None, (reader.element(variable, index) for variable in CONFIGURING))
        span = min((element.span for element in elements), key=lambda span: span.start)
        if _is_bond(reader, index):
            reader.warn("bond-without-name", f"IFNAME[{index}] is not set; this bond gets the name eth{index}", span,
                        help=f'IFNAME[{index}]="bond0"')
        return Word(f"eth{index}", span)
    value = reader.settings.value("IFNAME", index)
    if word.text != value.text.strip("\r"):
        reader.refuse((word.text,), "blank-in-name", f"IFNAME[{index}] has blanks around {quoted(word.text)}",
                      value.span, help="delete them: rc.inet1 does not find such a name again, and its stop never ends")
    reader.check_name(word)
    return word


def _interface(reader, index, name, wireless):
    """The interface that all variables at *index* make."""
    kind, options = _kind(reader, index, name)
    return Interface(
        name=name,
        index=index,
        kind=kind,
        addresses=static_addresses(reader, index, name),
        dhcp=dhcp(reader, index, name),
        slaac=slaac(reader, index, name),
        accept_ra=accept_ra(reader, index),
        hwaddr=_hwaddr(reader, index, name),
        mtu=_mtu(reader, index, name),
        promiscuous=reader.yes("PROMISCUOUS", index),
        wireless=wireless,
        options=options,
    )


def _kind(reader, index, name):
    """What the interface is; and for a plain NIC its options."""
    owners = (name.text,)
    ports = reader.words("BRNICS", index)
    if _is_bond(reader, index):
        if ports:
            slaves = next(filter(None, (reader.element(variable, index) for variable in SLAVES)), None)
            reader.refuse(owners, "bond-and-bridge", f"{name.text} cannot be both a bond and a bridge",
                          ports[0].span, [Note("its slaves are here", slaves.span)] if slaves else [],
                          "give the bond an index of its own, and make it a port of the bridge")
        return _bond(reader, index, name), ()
    if ports:
        for port in ports:
            reader.check_name(port, name.text)
        return Bridge(ports, link_options(reader, index, owners, bonding.BRIDGE_OPTIONS, "bridge")), ()
    if "." in name.text and INTERFACE_NAME.fullmatch(name.text):
        vlan = _vlan(reader, index, name)
        if vlan is not None:
            return vlan, ()
    return Ethernet(), link_options(reader, index, owners, bonding.LINK_OPTIONS, "NIC")


# -- bonds ----------------------------------------------------------------------------------------


def _is_bond(reader, index):
    """True where bash's ``[ -n ... ]`` finds slaves at *index*."""
    values = (reader.settings.value(variable, index) for variable in SLAVES)
    return any(value is not None and value.text.strip("\r") for value in values)


def _bond(reader, index, name):
    owners = (name.text,)
    if "." in name.text:
        reader.refuse(owners, "dot-in-bond-name",
                      f"bond name '{quoted(name.text)}' has a dot; the script would make a VLAN of it",
                      name.span, help="use a name without a dot, such as bond0")
    slaves = _slaves(reader, index, name)
    given, slave_options = bond_options(reader, index, owners)
    modes = [option for option in given if option.known and option.name.text == "mode"]
    given = [option for option in given if option not in modes]
    mode = _mode(reader, index, name, modes)
    if not any(option.known and option.name.text in ("miimon", "arp_interval") for option in given):
        given.append(Option(Word("miimon", name.span), Word(MIIMON, name.span)))
    bond = Bond(mode, slaves, round_delays(reader, given), slave_options,
                reader.number(owners, "BONDWAIT", index, BOND_WAIT))
    warn_of_kernel(reader, bond)
    return bond


def _slaves(reader, index, name):
    owners = (name.text,)
    ours, theirs = (reader.words(variable, index) for variable in SLAVES)
    if ours and theirs and [word.text for word in ours] != [word.text for word in theirs]:
        reader.refuse(owners, "slaves-twice",
                      f"BONDSLAVES[{index}] and BONDNICS[{index}] name different slaves of {name.text}",
                      ours[0].span.to(ours[-1].span),
                      [Note(f"BONDNICS[{index}] is here", theirs[0].span.to(theirs[-1].span))],
                      "they are two names of one variable: leave one out")
    slaves = ours or theirs
    if not slaves:
        values = (reader.settings.value(variable, index) for variable in SLAVES)
        place = next(value.span for value in values if value is not None and value.text)
        reader.refuse(owners, "no-slaves", f"{name.text} has no slaves", place)
    for slave in slaves:
        reader.check_name(slave, name.text)
    return slaves


def _mode(reader, index, name, options):
    """BONDMODE[index] as a mode's name; else that of IFOPTS; else balance-rr, the kernel's default."""
    inner = options[-1].value if options else None
    word = reader.word("BONDMODE", index)
    if word is None:
        return inner or Word(bonding.RR, name.span)
    mode = bonding_mode(reader, (name.text,), word)
    if mode is None:
        return Word(bonding.nearest_mode(word.text) or word.text, word.span)
    if inner is not None and inner.text != mode.text:
        reader.refuse((name.text,), "mode-twice",
                      f"{name.text} has two modes: {mode.text} in BONDMODE, {inner.text} in IFOPTS", inner.span,
                      [Note(f"BONDMODE[{index}] is here", word.span)], "leave it out of IFOPTS")
    return mode


def _warn_of_lonely_variables(reader):
    """Warns of BONDMODE and BONDWAIT at an index without slaves: nothing reads them."""
    slaves = [element for variable in SLAVES for element in reader.elements(variable)]
    for variable in ("BONDMODE", "BONDWAIT"):
        for element in reader.elements(variable):
            index = element.index
            if not _is_bond(reader, index):
                reader.warn("bond-variable-without-slaves",
                            f"{variable}[{index}] is unused: index {index} has no BONDSLAVES", element.span,
                            [Note("slaves are named here", slaves[0].span)] if slaves else [],
                            f'BONDSLAVES[{index}]="eth0 eth1"')


# -- other links ----------------------------------------------------------------------------------


def _vlan(reader, index, name):
    """The VLAN that a name with a dot means; None, reported, where it means none."""
    parent, _, tag = name.text.rpartition(".")
    owners = (name.text, parent)
    place = part(name, len(parent) + 1, len(name.text)).span
    if not parent or not re.fullmatch("[0-9]{1,9}", tag) or int(tag) > 4094:
        reader.refuse(owners, "vlan-id", f"VLAN ID '{quoted(tag)}' is not a number from 0 to 4094", place,
                      help="a name with a dot is a VLAN: PARENT.ID")
        return None
    if tag != str(int(tag)):
        reader.refuse(owners, "vlan-id", f"VLAN ID {tag} has a leading 0, and ip reads it as octal", place,
                      help=f"write {parent}.{int(tag)}")
    given = link_options(reader, index, (name.text,), bonding.VLAN_OPTIONS, "VLAN")
    return Vlan(part(name, 0, len(parent)), int(tag), given)


def _hwaddr(reader, index, name):
    word = reader.word("HWADDR", index)
    if word is None or word.text == "auto":
        return word
    try:
        return Word(bonding.mac(word.text), word.span)
    except bonding.BadValue as problem:
        near = "did you mean auto?" if word.text.lower() == "auto" else None
        reader.refuse((name.text,), "bad-mac", f"{quoted(word.text)} is not a MAC address", word.span,
                      [Note(str(problem))], near)
        return None


def _mtu(reader, index, name):
    word = reader.word("MTU", index)
    if word is None or (re.fullmatch("[1-9][0-9]{1,5}", word.text) and MTU_LOW <= int(word.text) <= MTU_HIGH):
        return word
    reader.refuse((name.text,), "bad-mtu",
                  f"MTU '{quoted(word.text)}' is not a number of bytes from {MTU_LOW} to {MTU_HIGH}", word.span)
    return None


def _add_virtual(reader, interfaces):
    """Adds the tun and tap devices of VIRTIFNAME."""
    for element in reader.elements("VIRTIFNAME"):
        index = element.index
        name, kind = reader.word("VIRTIFNAME", index), reader.word("VIRTIFTYPE", index)
        reader.check_name(name)
        if kind is None or kind.text not in ("tun", "tap"):
            place = kind or name
            reader.refuse((name.text,), "bad-virtif-type", f"VIRTIFTYPE[{index}] must be tun or tap", place.span)
            kind = Word("tap", place.span)
        owner, group = (reader.word(variable, index) for variable in ("VIRTIFUSER", "VIRTIFGROUP"))
        for word in filter(None, (owner, group)):
            if not ACCOUNT.fullmatch(word.text):
                message = f"{quoted(word.text)} is not a user or a group"
                reader.refuse((name.text,), "bad-account", message, word.span)
        tuntap = Tuntap(kind, owner, group)
        first = interfaces.get(name.text)
        if first is None:
            interfaces[name.text] = Interface(name, None, tuntap)
        elif isinstance(first.kind, Ethernet):
            interfaces[name.text] = replace(first, kind=tuntap)
        else:
            reader.refuse((name.text,), "name-twice", f"another interface already has the name {name.text}",
                          name.span, [Note("it is named here", first.name.span)])
