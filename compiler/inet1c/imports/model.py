"""What every format is read into. Values are rc.inet1.conf's: names of links, prefix lengths, milliseconds.

Sources: rc.inet1.conf(5), ip-link(8), and for bonds ``network.options``.
"""

import ipaddress
import re
from dataclasses import dataclass, field

from ..network import options as bonding

SECRET = re.compile(r"psk|passw|passphrase|private-?key|secret|wep-?key|(^|[._])keys?\b", re.I)
OVERRIDDEN = "overridden further down"
# Options of bridges and VLANs by ip(8)'s names. The unit of times is 1/100 second in the kernel and in ip(8).
TIMES = ("forward_delay", "hello_time", "max_age", "ageing_time")
FLAGS = ("stp_state", "vlan_filtering", "mcast_snooping", "mcast_querier")
NUMBERS = ("priority", "vlan_default_pvid", "group_fwd_mask")
VLAN_FLAGS = ("reorder_hdr", "gvrp", "mvrp", "loose_binding")
# The other names that the formats have for options, without case, hyphens, underscores and a final Sec.
SYNONYMS = {
    "bond": {
        "lacptransmitrate": "lacp_rate", "miimonitor": "miimon", "miimonitorinterval": "miimon",
        "transmithashpolicy": "xmit_hash_policy", "allmembersactive": "all_slaves_active",
        "arpiptargets": "arp_ip_target", "failovermacpolicy": "fail_over_mac",
        "peernotifydelay": "peer_notif_delay",
        "gratuitousarp": "num_grat_arp", "gratuitiousarp": "num_grat_arp",
        "packetspermember": "packets_per_slave",
        "primaryreselectpolicy": "primary_reselect", "learnpacketinterval": "lp_interval",
        "dynamictransmitloadbalancing": "tlb_dynamic_lb", "adactorsystempriority": "ad_actor_sys_prio",
        "adsyspriority": "ad_actor_sys_prio", "adsysmacaddr": "ad_actor_system",
    },
    "bridge": {
        "stp": "stp_state", "fd": "forward_delay", "forwarddelay": "forward_delay", "delay": "forward_delay",
        "hello": "hello_time", "ageing": "ageing_time", "agingtime": "ageing_time", "bridgeprio": "priority",
        "vlanaware": "vlan_filtering", "pvid": "vlan_default_pvid", "defaultpvid": "vlan_default_pvid",
        "mcsnoop": "mcast_snooping", "multicastsnooping": "mcast_snooping", "mcquerier": "mcast_querier",
        "multicastquerier": "mcast_querier", "groupforwardmask": "group_fwd_mask",
    },
    "vlan": {"reorderheader": "reorder_hdr", "vlanprotocol": "protocol"},
}  # fmt: skip
_NAMES = {
    "bond": tuple(spec.name for spec in bonding.SPECS if spec.scope == "bond"),
    "bridge": (*TIMES, *FLAGS, *NUMBERS),
    "vlan": (*VLAN_FLAGS, "protocol"),
}
_BY_WORD = {kind: {**{name.replace("_", ""): name for name in names}, **SYNONYMS[kind]}
            for kind, names in _NAMES.items()}
_MILLISECONDS = {"us": 0.001, "ms": 1, "s": 1000, "sec": 1000, "m": 60000, "min": 60000}


def option_name(kind, key):
    """The name that the option *key* of a link of *kind* has here; None where it is none."""
    return _BY_WORD.get(kind, {}).get(re.sub("sec$", "", re.sub("[-_]", "", key.lower())))


@dataclass
class Entry:
    """One setting. ``key`` is as the reader spells it, ``text`` as the file does; ``where`` is FILE:LINE."""

    key: str
    value: str
    where: str
    text: str
    used: bool = False
    reason: str = "no counterpart"

    def __post_init__(self):
        if self.value and SECRET.search(self.key):
            self.text = self.text.partition(self.value)[0] + "(not shown)"


class Block:
    """Entries that belong together: a file, a section, a stanza, which ``name`` names."""

    def __init__(self, name, where):
        self.name = name
        self.where = where
        self.entries = []

    def add(self, key, value, where, text):
        self.entries.append(Entry(key, value, where, text))

    def entry(self, *keys):
        """The last entry with one of *keys*, marked as used; None where there is none."""
        found = [entry for entry in self.entries
                 if entry.key in keys and not entry.used and entry.reason != OVERRIDDEN]
        for earlier in found[:-1]:
            earlier.reason = OVERRIDDEN
        if not found:
            return None
        found[-1].used = True
        return found[-1]

    def take(self, *keys):
        """The value of the last entry with one of *keys*, "" where there is none."""
        entry = self.entry(*keys)
        return entry.value if entry else ""

    def all(self, pattern):
        """Pairs of a match and an entry, marked as used, for the keys that *pattern* matches as a whole."""
        found = []
        for entry in self.entries:
            match = re.fullmatch(pattern, entry.key)
            if match and not entry.used:
                entry.used = True
                found.append((match, entry))
        return found

    def skip(self, **usual):
        """Mark entries as used whose value is the usual one: they say what happens here anyway."""
        for key, values in usual.items():
            for entry in self.entries:
                if entry.key == key and entry.value.lower() in values:
                    entry.used = True


@dataclass
class Device:
    """One interface. ``kind`` is nic, bond, bridge or vlan; ``left_out`` says why it is not written, or "".

    ``variables`` are those of rc.inet1.conf by name; addresses have their prefix length.
    """

    name: str
    kind: str = "nic"
    where: list = field(default_factory=list)
    slaves: list = field(default_factory=list)  # of a bond; the ports of a bridge
    mode: str = ""
    options: dict = field(default_factory=dict)
    slave_options: list = field(default_factory=list)  # of (option, slave, value)
    parent: str = ""
    tag: str = ""
    addresses: list = field(default_factory=list)
    addresses6: list = field(default_factory=list)
    variables: dict = field(default_factory=dict)
    notes: list = field(default_factory=list)
    left_out: str = ""

    def note(self, entry, reason=None):
        """Say that *entry* has no counterpart, and why."""
        self.notes.append(f"{entry.where}: {entry.text}: {reason or entry.reason}")

    def leave(self, block):
        """Say so of all that no reader took out of *block*."""
        for entry in block.entries:
            if not entry.used:
                entry.used = True
                self.note(entry)

    def set(self, variable, entry):
        """The value of *entry* becomes that of *variable*; no value: nothing."""
        if entry.value:
            self.variables[variable] = entry.value

    def yes(self, variable, wanted=True):
        if wanted:
            self.variables[variable] = "yes"

    def mac(self, entry):
        """HWADDR; a word that is no MAC address (random, preserve, stable) has no counterpart."""
        try:
            self.variables["HWADDR"] = bonding.mac(entry.value)
        except bonding.BadValue:
            self.note(entry)

    def address(self, text, entry, mask=""):
        """An address, with its prefix length in *text* or as *mask*, a netmask or a length."""
        text, _, length = text.partition("/")
        length = length or mask
        try:
            ip = ipaddress.ip_address(text)
            if not length:
                length = _class_length(ip)
                self.note(entry, f"no prefix length is given; {length} is taken")
            interface = ipaddress.ip_interface(f"{text}/{length}")
        except ValueError:
            self.note(entry, "no address that can be read")
            return
        kept = self.addresses if ip.version == 4 else self.addresses6
        if interface.with_prefixlen not in kept:
            kept.append(interface.with_prefixlen)

    def option(self, entry, name, value=None, unit="ms"):
        """*entry* is the option *name* of this link. A bond's time without a unit is in *unit*."""
        value = (entry.value if value is None else value).strip()
        try:
            if name == "mode":
                self.mode = _mode(value)
                if bonding.mode(value) is None:
                    self.note(entry, f"taken for {self.mode}")
            else:
                convert = {"bond": _bond_option, "bridge": _bridge_option}.get(self.kind, _vlan_option)
                self.options[name] = convert(name, value, unit)
        except ValueError as problem:
            self.note(entry, str(problem))

    def take_options(self, block, unit="ms", prefix="", names=()):
        """Take the options of this kind of link out of *block*: those whose keys begin with *prefix*.

        *names* maps the file's names of slaves to those of links.
        """
        for key in tuple(entry.key for entry in block.entries if entry.key.startswith(prefix)):
            name = option_name(self.kind, key[len(prefix):])
            if name in ("arp_ip_target", "ns_ip6_target"):
                entries = [entry for _, entry in block.all(re.escape(key))]
                if entries:
                    self.option(entries[0], name, ",".join(entry.value for entry in entries))
                continue
            entry = block.entry(key) if name else None
            if entry and name in ("primary", "active_slave") and entry.value in names:
                entry.value = names[entry.value]
            if entry:
                self.option(entry, name, unit=unit)


def _class_length(ip):
    """The prefix length of the address's class (RFC 791, section 3.2); 64 for IPv6."""
    if ip.version == 6:
        return 64
    return next((length for first, length in ((128, 8), (192, 16)) if ip.packed[0] < first), 24)


def _mode(value):
    mode = bonding.mode(value) or bonding.nearest_mode(value)
    if mode is None:
        raise ValueError("no bonding mode")
    return mode


def _bond_option(name, value, unit):
    spec = bonding.spec(name)
    if spec is None or spec.scope != "bond":
        raise ValueError("no option of bonds")
    if spec.type == bonding.BOOL:
        value = {True: "on", False: "off"}.get(truth(value), value)
    elif spec.unit == "ms":
        value = str(milliseconds(value, unit))
    elif spec.unit == "s":
        value = str(milliseconds(value, "s") // 1000)
    elif spec.type in (bonding.IPV4_LIST, bonding.IPV6_LIST):
        value = ",".join(re.split("[ ,;]+", value.strip(" ,;")))
    return bonding.normalise(spec, value)


def _bridge_option(name, value, _):
    if name in TIMES:
        return str(milliseconds(value, "s") // 10)
    if name in FLAGS and truth(value) is not None:
        return str(int(truth(value)))
    if name in NUMBERS and re.fullmatch("[0-9]{1,9}", value):
        return value
    raise ValueError("no value that can be read")


def _vlan_option(name, value, _):
    if name == "protocol" and value.lower() in ("802.1q", "802.1ad"):
        return value.lower()
    if truth(value) is None:
        raise ValueError("no value that can be read")
    return "on" if truth(value) else "off"


def truth(text):
    """True or False for the words that the formats have for it, None for any other."""
    words = {"yes": True, "true": True, "on": True, "1": True, "y": True,
             "no": False, "false": False, "off": False, "0": False, "n": False}  # fmt: skip
    return words.get(text.strip().lower())


def is_address(text):
    """True for an IPv4 or IPv6 address without prefix length."""
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def milliseconds(text, unit):
    """A time such as 100, 100ms, 0.5s, "1min 30s" in milliseconds; ValueError for any other."""
    parts = re.findall(r"([0-9.]+)\s*([a-z]*)", text.lower())
    if not parts or re.sub(r"[0-9.]+\s*[a-z]*", "", text.lower()).strip():
        raise ValueError("no time that can be read")
    for _, suffix in parts:
        if (suffix or unit) not in _MILLISECONDS:
            raise ValueError(f"{suffix} is no unit of time that is known here")
    total = sum(float(number) * _MILLISECONDS[suffix or unit] for number, suffix in parts)
    return round(min(total, 2**40))  # more than any option takes, and no infinity


class Conf:
    """All links, in the order in which they are first met, and what belongs to none of them."""

    def __init__(self):
        self.links = {}
        self.gateways = []  # of (address, link, entry, whether it is outside the link's networks)
        self.nameservers = []
        self.search = []
        self.notes = []

    def link(self, name, where=None, kind=None):
        """The link *name*, made where it is not there yet."""
        link = self.links.setdefault(name, Device(name))
        if where and where not in link.where:
            link.where.append(where)
        link.kind = kind or link.kind
        return link

    def member(self, master, name, kind="bond"):
        """*name* is a slave of the bond, or a port of the bridge, *master*."""
        upper = self.link(master, kind=kind)
        self.link(name)
        if name not in upper.slaves:
            upper.slaves.append(name)

    def vlan(self, link, parent, tag):
        """*link* is the VLAN *tag* of *parent*."""
        self.link(parent)
        link.kind, link.parent, link.tag = "vlan", parent, tag.lstrip("0") or tag[-1:]

    def common(self, link, block, words):
        """Take out of *block* what every format has in some word. *words* maps what to a pattern of keys.

        What is address, gateway, dns, search, mac or a variable. A variable that is yes or no gets "yes"; a
        pattern that begins with "!" says so by no.
        """
        takers = {
            "address": lambda entry: link.address(entry.value, entry),
            "gateway": lambda entry: self.gateway(entry.value, link, entry),
            "dns": lambda entry: self.resolver(entry.value, entry, link),
            "search": lambda entry: self.domains(entry.value),
            "mac": link.mac,
        }
        for what, pattern in words.items():
            for _, entry in block.all(pattern.lstrip("!")):
                if what in takers and entry.value:
                    takers[what](entry)
                elif what in ("MTU", "DHCP_HOSTNAME"):
                    link.set(what, entry)
                elif what.isupper():
                    entry.used = truth(entry.value) is not None
                    link.yes(what, truth(entry.value) is not pattern.startswith("!") and entry.used)

    def slave_option(self, master, option, slave, entry):
        """*entry* is an option of one *slave*."""
        bond = self.link(master)
        try:
            value = bonding.normalise(bonding.spec(option), entry.value)
            bond.slave_options.append((option, slave, value))
        except ValueError as problem:
            bond.note(entry, str(problem))

    def gateway(self, address, link, entry, direct=False):
        """*address* is a default gateway; *direct*: the file says that it is outside the link's networks."""
        address = address.partition("%")[0]
        if is_address(address):
            self.gateways.append((ipaddress.ip_address(address), link, entry, direct))
        else:
            link.note(entry, "no address that can be read")

    def resolver(self, text, entry, link):
        """Name servers: addresses separated by blanks, commas or semicolons."""
        for word in re.split(r"[\s,;]+", text.strip(" ,;")):
            if not is_address(word.partition("%")[0]):
                link.note(entry, f"{word} is no address of a name server")
            elif word not in self.nameservers:
                self.nameservers.append(word)

    def domains(self, text):
        for word in re.split(r"[\s,;]+", text.strip(" ,;")):
            self.search += [word] if word and word not in self.search else []

    def leave(self, block):
        """Say of all that is left in *block* that it has no counterpart."""
        for entry in block.entries:
            if not entry.used:
                entry.used = True
                self.notes.append(f"{entry.where}: {entry.text}: {entry.reason}")

    def matching(self, pattern, entry, count=2):
        """The names that *pattern* stands for: brackets are written out; for * and ? *count* are made up."""
        bracket = re.fullmatch(r"([^[\]*?]*)\[([0-9a-z-]+)\]([^[\]*?]*)", pattern)
        if bracket:
            before, inner, after = bracket.groups()
            ranges = [range(ord(one[0]), ord(one[-1]) + 1) for one in re.findall("(.-.|.)", inner)]
            return [before + chr(code) + after for codes in ranges for code in codes]
        free = (f"eth{number}" for number in range(100))
        names = [name for name in free if name not in self.links][:count]
        for name in names:
            self.link(name).note(entry, f"{name} stands for what this matches: write the NIC's name")
        return names

    def stack(self):
        """The names of the bonds and of all that stands on them."""
        found = {name for name, link in self.links.items() if link.kind == "bond"}
        for _ in self.links:
            for name, link in self.links.items():
                if found.intersection((*link.slaves, link.parent)):
                    found.add(name)
        return found


def joined_lines(name, text):
    """The lines of *text* without blanks at their ends, each with its FILE:LINE; a backslash joins it to the next."""
    waiting, first = "", 0
    for number, line in enumerate(text.splitlines(), 1):
        first = first if waiting else number
        line, waiting = waiting + line.strip(), ""
        if line.endswith("\\"):
            waiting = line[:-1] + " "
        else:
            yield f"{name}:{first}", line
    if waiting:
        yield f"{name}:{first}", waiting.strip()


def sections(name, text):
    """The sections of an INI file as Blocks, in their order. Keys may stand several times."""
    blocks = []
    for where, line in joined_lines(name, text):
        header = re.fullmatch(r"\[(.+)\]", line)
        if header:
            blocks.append(Block(header.group(1), where))
        elif line and line[0] not in "#;":
            key, _, value = (part.strip() for part in line.partition("="))
            if not blocks:
                blocks.append(Block("", where))
            blocks[-1].add(key, value, where, f"{key}={value}")
    return blocks
