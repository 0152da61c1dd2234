"""Every option of the bonding driver: its values, its modes, when it can be written, since which kernel.

Sources: the kernel (Documentation/networking/bonding.rst, drivers/net/bonding/bond_options.c) and ip-link(8), measured
on kernels 5.10 to 7.2.  ``SPECS`` is the table; the functions below read it.
"""

import ipaddress
import re
from dataclasses import dataclass
from typing import Optional

from .reader import without_zone
from .spelling import LONGEST, nearest

MODES = ("balance-rr", "active-backup", "balance-xor", "broadcast", "802.3ad", "balance-tlb", "balance-alb")
RR, AB, XOR, BROADCAST, AD, TLB, ALB = MODES

# What people write when they mean a mode (lower case, blanks and underscores made hyphens).
MODE_NICKNAMES = {
    **dict.fromkeys(("lacp", "802-3ad", "8023ad", "802.3", "802.1ax", "ad", "dynamic"), AD),
    **dict.fromkeys(("rr", "round-robin", "roundrobin", "balance"), RR),
    **dict.fromkeys(("ab", "active", "backup", "failover", "active-passive", "master-slave"), AB),
    "xor": XOR, "tlb": TLB, "alb": ALB, "bcast": BROADCAST,
}  # fmt: skip

# Types of values.
ENUM, BOOL, UINT, INT, MAC, IPV4_LIST, IPV6_LIST, IFNAME = (
    "enum", "bool", "uint", "int", "mac", "ipv4-list", "ipv6-list", "ifname",
)  # fmt: skip

# When an option can be written.
BEFORE = "before"  # only while the bond has no slaves and is down
DOWN = "down"  # while the bond is down
ANY = "any"
AFTER = "after"  # only once its slaves are in

OLDEST = (0,)  # older than 3.10, the kernel of Slackware 14.1
INT32 = 2147483647


@dataclass(frozen=True)
class Choice:
    """One value of an enum: its name, its number, and the first kernel that has it."""

    name: str
    number: int
    since: tuple = OLDEST


@dataclass(frozen=True)
class Spec:
    """One option.

    ``name`` is sysfs's, and ip(8)'s where sysfs has none; ``ip`` is ip(8)'s.  ``scope`` is "bond" or
    "slave".  ``low`` and ``high`` bound a number; ``unit`` is "ms", "s" or empty.  The kernel takes it in
    ``modes``, and it has an effect in ``used``.  ``phase`` is when it can be written.
    ``sysfs`` and ``netlink`` are the first kernels that have it in sysfs and over netlink, None for never;
    ``iproute2`` is the first iproute2; ``backports`` are older stable kernels that were seen to have it.
    ``mode_since`` has pairs: a mode, and the first kernel that takes it in that mode.
    """

    name: str
    type: str
    phase: str = ANY
    default: Optional[str] = None
    choices: tuple = ()
    low: int = 0
    high: int = 0
    unit: str = ""
    modes: tuple = MODES
    used: tuple = ()
    ip: str = ""
    scope: str = "bond"
    in_sysfs: bool = True
    sysfs: Optional[tuple] = OLDEST
    netlink: Optional[tuple] = (3, 14)
    iproute2: tuple = (3, 14)
    backports: tuple = ()
    mode_since: tuple = ()

    def __post_init__(self):
        object.__setattr__(self, "ip", self.ip or self.name)
        object.__setattr__(self, "used", self.used or self.modes)

    @property
    def since(self):
        """The first kernel that has the option, by whichever way."""
        return min(kernel for kernel in (self.sysfs, self.netlink) if kernel is not None)


ON_OFF = (Choice("off", 0), Choice("on", 1))
ARP_MODES = (RR, AB, XOR, BROADCAST)
ACTIVE_MODES = (AB, TLB, ALB)


def _choices(*names):
    return tuple(Choice(name, number) for number, name in enumerate(names))


SPECS = (
    Spec("mode", ENUM, BEFORE, RR, _choices(*MODES), netlink=(3, 13)),
    Spec("active_slave", IFNAME, AFTER, modes=ACTIVE_MODES, netlink=(3, 13)),
    Spec("miimon", UINT, ANY, "0", high=INT32, unit="ms"),
    Spec("updelay", UINT, ANY, "0", high=INT32, unit="ms"),
    Spec("downdelay", UINT, ANY, "0", high=INT32, unit="ms"),
    Spec("peer_notif_delay", UINT, ANY, "0", high=300000, unit="ms", ip="peer_notify_delay",
         sysfs=(5, 3), netlink=(5, 3), iproute2=(5, 3)),
    Spec("use_carrier", BOOL, ANY, "1", ON_OFF),
    Spec("arp_interval", UINT, ANY, "0", high=INT32, unit="ms", modes=ARP_MODES),
    Spec("arp_ip_target", IPV4_LIST, ANY, high=16, used=ARP_MODES),
    Spec("ns_ip6_target", IPV6_LIST, ANY, high=16, used=ARP_MODES,
         in_sysfs=False, sysfs=None, netlink=(5, 18), iproute2=(5, 18)),
    Spec("arp_validate", ENUM, ANY, "none",
         (Choice("none", 0), Choice("active", 1), Choice("backup", 2), Choice("all", 3),
          Choice("filter", 4, (3, 15)), Choice("filter_active", 5, (3, 15)),
          Choice("filter_backup", 6, (3, 15))),
         modes=ARP_MODES, mode_since=((RR, (3, 15)), (XOR, (3, 15)), (BROADCAST, (3, 15)))),
    Spec("arp_all_targets", ENUM, ANY, "any", _choices("any", "all"), used=(AB,), sysfs=(3, 11)),
    Spec("arp_missed_max", UINT, ANY, "2", low=1, high=255, modes=ARP_MODES,
         sysfs=(5, 17), netlink=(5, 17), iproute2=(5, 17)),
    Spec("primary", IFNAME, AFTER, modes=ACTIVE_MODES),
    Spec("primary_reselect", ENUM, ANY, "always", _choices("always", "better", "failure"), used=ACTIVE_MODES),
    Spec("fail_over_mac", ENUM, BEFORE, "none", _choices("none", "active", "follow"),
         used=(AB,)),
    Spec("xmit_hash_policy", ENUM, DOWN, "layer2",  # 3.10 wants the bond down; later kernels do not
         (Choice("layer2", 0), Choice("layer3+4", 1), Choice("layer2+3", 2),
          Choice("encap2+3", 3, (3, 13)), Choice("encap3+4", 4, (3, 13)), Choice("vlan+srcmac", 5, (5, 12))),
         used=(XOR, AD, TLB, ALB)),
    Spec("resend_igmp", UINT, ANY, "1", high=255),
    Spec("num_grat_arp", UINT, ANY, "1", high=255, used=(AB,)),
    Spec("num_unsol_na", UINT, ANY, "1", high=255, used=(AB,)),
    Spec("all_slaves_active", BOOL, ANY, "0", ON_OFF),
    Spec("min_links", UINT, ANY, "0", high=INT32, used=(AD,)),
    Spec("lp_interval", UINT, ANY, "1", low=1, high=INT32, unit="s", used=(TLB, ALB), sysfs=(3, 13)),
    Spec("packets_per_slave", UINT, ANY, "1", high=65535, modes=(RR,), sysfs=(3, 13)),
    Spec("tlb_dynamic_lb", BOOL, DOWN, "1", ON_OFF, modes=(TLB, ALB),
         sysfs=(3, 16), netlink=(4, 3), iproute2=(4, 3), mode_since=((ALB, (4, 18)),)),
    Spec("lacp_rate", ENUM, DOWN, "slow", _choices("slow", "fast"), modes=(AD,)),
    Spec("lacp_active", BOOL, DOWN, "on", ON_OFF, modes=(AD,),
         sysfs=(5, 15), netlink=(5, 15), iproute2=(5, 15)),
    Spec("coupled_control", BOOL, DOWN, "on", ON_OFF, modes=(AD,), in_sysfs=False,
         sysfs=None, netlink=(6, 9), iproute2=(6, 9), backports=((6, 1, 176),)),
    Spec("broadcast_neighbor", BOOL, ANY, "off", ON_OFF, modes=(AD,), in_sysfs=False,
         sysfs=None, netlink=(6, 17), iproute2=(6, 18)),
    Spec("lacp_strict", BOOL, ANY, "off", ON_OFF, modes=(AD,), in_sysfs=False,
         sysfs=None, netlink=(7, 2), iproute2=(7, 3)),
    Spec("ad_select", ENUM, DOWN, "stable",
         (Choice("stable", 0), Choice("bandwidth", 1), Choice("count", 2),
          Choice("actor_port_prio", 3, (6, 18))),
         used=(AD,)),
    Spec("ad_user_port_key", UINT, DOWN, "0", high=1023, modes=(AD,),
         sysfs=(4, 2), netlink=(4, 2), iproute2=(4, 2)),
    # 4.4 wants the bond down for these two; later kernels do not.
    Spec("ad_actor_sys_prio", UINT, DOWN, "65535", low=1, high=65535, modes=(AD,),
         sysfs=(4, 2), netlink=(4, 2), iproute2=(4, 2)),
    Spec("ad_actor_system", MAC, DOWN, "00:00:00:00:00:00", modes=(AD,),
         sysfs=(4, 2), netlink=(4, 2), iproute2=(4, 2)),
    Spec("queue_id", UINT, AFTER, "0", high=65535, scope="slave",
         netlink=(3, 18), iproute2=(3, 17)),
    Spec("prio", INT, AFTER, "0", low=-INT32 - 1, high=INT32, modes=ACTIVE_MODES,
         scope="slave", in_sysfs=False, sysfs=None, netlink=(6, 0), iproute2=(6, 0)),
    Spec("actor_port_prio", UINT, AFTER, "255", high=65535, modes=(AD,),
         scope="slave", in_sysfs=False, sysfs=None, netlink=(6, 18), iproute2=(6, 18),
         backports=((6, 1, 176), (6, 12, 101))),
)  # fmt: skip

_BY_NAME = {spec.name: spec for spec in SPECS}
_BY_NAME.update({spec.ip: spec for spec in SPECS})
NAMES = tuple(_BY_NAME)  # of sysfs and of ip(8)

DELAYS = ("updelay", "downdelay", "peer_notif_delay")

# Options of links that are not bonds, by ip(8)'s names (ip-link(8)); ip checks their values.
VLAN_OPTIONS = (
    "protocol", "reorder_hdr", "gvrp", "mvrp", "loose_binding", "bridge_binding",
    "ingress-qos-map", "egress-qos-map",
)  # fmt: skip
BRIDGE_OPTIONS = (
    "ageing_time", "group_fwd_mask", "group_address", "forward_delay", "hello_time", "max_age",
    "stp_state", "stp_mode", "priority", "no_linklocal_learn", "fdb_flush", "fdb_max_learned",
    "vlan_filtering", "vlan_protocol", "vlan_default_pvid", "vlan_stats_enabled", "vlan_stats_per_port",
    "mcast_snooping", "mcast_vlan_snooping", "mcast_router", "mcast_query_use_ifaddr", "mcast_querier",
    "mcast_hash_elasticity", "mcast_hash_max", "mcast_last_member_count", "mcast_startup_query_count",
    "mcast_last_member_interval", "mcast_membership_interval", "mcast_querier_interval",
    "mcast_query_interval", "mcast_query_response_interval", "mcast_startup_query_interval",
    "mcast_stats_enabled", "mcast_igmp_version", "mcast_mld_version",
    "nf_call_iptables", "nf_call_ip6tables", "nf_call_arptables",
)  # fmt: skip
LINK_OPTIONS = (
    "txqueuelen", "txqlen", "qlen", "arp", "dynamic", "multicast", "allmulticast", "promisc", "alias",
    "mtu", "address", "broadcast", "group", "trailers", "numtxqueues", "numrxqueues",
    "gso_max_size", "gso_max_segs", "gro_max_size", "addrgenmode", "protodown",
)  # fmt: skip
# These move the link itself; in a stack that we build they would undo what the file says elsewhere.
LINK_MOVES = ("master", "nomaster", "netns", "name", "type", "up", "down", "vf")


def spec(name) -> Optional[Spec]:
    """The option *name*, by sysfs's name or ip(8)'s; None where there is none."""
    return _BY_NAME.get(name)


def mode(text) -> Optional[str]:
    """The mode that *text*, a name or a number from 0 to 6, means to the kernel; None for no mode."""
    if text in MODES:
        return text
    if text == "default":
        return RR
    return MODES[int(text)] if re.fullmatch("[0-6]", text) else None


def nearest_mode(text) -> Optional[str]:
    """The mode that somebody who wrote *text* most likely means, None where there is no telling."""
    if len(text) > LONGEST:
        return None
    wanted = re.sub(r"[ _]+", "-", text.strip().lower())
    if wanted in MODE_NICKNAMES:
        return MODE_NICKNAMES[wanted]
    wanted = re.sub(r"^(mode[-=]?)", "", wanted)
    return MODE_NICKNAMES.get(wanted) or mode(wanted) or nearest(wanted, MODES)


class BadValue(ValueError):
    """A value that the kernel would not take.  ``near`` is one that may be meant."""

    def __init__(self, message, near=None):
        super().__init__(message)
        self.near = near


def mac(text):
    """*text*, six octets in hexadecimal, in the form that the kernel prints; BadValue for anything else."""
    parts = re.split("[:-]", text)
    if len(parts) != 6 or not all(re.fullmatch("[0-9A-Fa-f]{1,2}", part) for part in parts):
        raise BadValue("a MAC address has six octets, as in 02:00:5e:00:53:01")
    return ":".join(part.lower().rjust(2, "0") for part in parts)


def normalise(option, text):
    """*text* in the form in which the kernel takes it and gives it back; BadValue where it does not.

    An enum's or a bool's name (a bool's number where sysfs prints a number), a decimal number, a MAC in
    lower case, addresses joined by commas.
    """
    if text == "default" and option.default is not None:
        return option.default
    return _NORMALISE[option.type](option, text)


def _enum(option, text):
    for choice in option.choices:
        if text in (choice.name, str(choice.number)):
            return choice.name
    names = [choice.name for choice in option.choices]
    raise BadValue(f"{option.name} is one of {', '.join(names)}", nearest(text, tuple(names)))


def _bool(option, text):
    numbers = {"off": 0, "on": 1, "0": 0, "1": 1}
    if text not in numbers:
        near = {"no": "off", "yes": "on", "false": "off", "true": "on"}.get(text.lower(), text.lower())
        raise BadValue(f"{option.name} is on or off", near if near in numbers else None)
    number = numbers[text]
    return ("off", "on")[number] if option.default in ("off", "on") else str(number)


def _number(option, text):
    if text == "off" and option.name == "miimon":
        return "0"
    if re.fullmatch("-?0[0-9]+", text):
        raise BadValue("ip reads a number with a leading 0 as octal", str(int(text)))
    if re.fullmatch("0[xX][0-9a-fA-F]{1,16}", text):
        number = int(text, 16)
    elif re.fullmatch("[+-]?[0-9]{1,18}", text):
        number = int(text)
    else:
        unit = {"ms": " of milliseconds", "s": " of seconds"}.get(option.unit, "")
        digits = re.match("[0-9]+", text)
        raise BadValue(f"{option.name} is a number{unit}", digits and digits.group())
    if not option.low <= number <= option.high:
        raise BadValue(f"{option.name} is from {option.low} to {option.high}")
    return str(number)


def _mac(option, text):
    address = mac(text)
    if int(address[:2], 16) & 1:
        raise BadValue(f"{option.name} is a unicast address, and {address} is a multicast one")
    return address


def _addresses(family, option, text):
    kept = []
    for part in text.split(","):
        part = part[1:] if part.startswith("+") else part
        try:
            address = family(part)
        except ValueError:
            version = "IPv4" if family is ipaddress.IPv4Address else "IPv6"
            raise BadValue(f"{option.name} is a list of {version} addresses joined by commas") from None
        if "%" in part:
            raise BadValue(f"{option.name} takes addresses without a zone", text.replace(part, without_zone(part)))
        if address.is_unspecified or address == ipaddress.IPv4Address("255.255.255.255"):
            raise BadValue(f"{address} is not the address of a host")
        if str(address) in kept:
            raise BadValue(f"{address} is in the list twice")
        kept.append(str(address))
    if len(kept) > option.high:
        raise BadValue(f"{option.name} takes at most {option.high} addresses")
    return ",".join(kept)


_NORMALISE = {
    ENUM: _enum,
    BOOL: _bool,
    UINT: _number,
    INT: _number,
    MAC: _mac,
    IPV4_LIST: lambda option, text: _addresses(ipaddress.IPv4Address, option, text),
    IPV6_LIST: lambda option, text: _addresses(ipaddress.IPv6Address, option, text),
    IFNAME: lambda option, text: text,
}


def known_to(option, kernel):
    """True when *kernel*, a tuple such as (5, 15, 19), has *option*."""
    if kernel >= option.since:
        return True
    return any(kernel[:2] == backport[:2] and kernel >= backport for backport in option.backports)


def choice_known_to(option, value, kernel):
    """True when *kernel* has *value*, normalised, among the values of *option*."""
    return all(kernel >= choice.since for choice in option.choices if choice.name == value)


def mode_known_to(option, mode, kernel):
    """True when *kernel* takes *option*, which it has, in *mode* as well."""
    return all(kernel >= since for name, since in option.mode_since if name == mode)


# See ``writing_order``.
_RANK_OF_PHASE = {BEFORE: 0, DOWN: 1, ANY: 6, AFTER: 8}
_RANKS = {
    "miimon": 2, **dict.fromkeys(DELAYS, 3),
    # After miimon, which clears arp_validate; the interval first, as the rest means nothing without it.
    "arp_interval": 4, "arp_ip_target": 5, "ns_ip6_target": 5, "active_slave": 9,
}  # fmt: skip


def _rank(option):
    name = option.name.text
    return _RANKS.get(name, _RANK_OF_PHASE[spec(name).phase]) if option.known else 7


def writing_order(options, slaves=()):
    """A bond's *options* in the order that every kernel takes: those before its slaves, those after.

    The mode comes before all of them.  Then come options that need a bond without slaves, options that need it down,
    miimon, the delays (refused while miimon is 0), ARP monitoring, and the rest.  Options that name one of *slaves*
    come after the slaves, active_slave last.  The sort is stable.
    """
    before, after = [], []
    for option in sorted(options, key=_rank):
        names_slave = not option.known and any(word in slaves for word in option.value.text.split())
        (after if _rank(option) >= 8 or names_slave else before).append(option)
    return tuple(before), tuple(after)
