#!/usr/bin/env python3
"""Writes the lists of modes and of options into man/rc.inet1.conf-bonding.5, each between its two marks.

Arguments: none.  What a mode or an option does stands here; all else comes from ``inet1c.network.options`` and
``inet1c.messages.show.SWITCH``.  ``tests/test_man.py`` fails where the page is not what this writes.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "compiler"))

# the checkout's, before an installed one
from inet1c.messages.show import SWITCH  # noqa: E402
from inet1c.network import options as bonding  # noqa: E402

sys.path.insert(0, str(ROOT))

from tools.man_wrap import wrap  # noqa: E402

PAGE = ROOT / "man" / "rc.inet1.conf-bonding.5"
BEGIN = '.\\" {}: begin, written by tools/man_options.py\n'
END = '.\\" {}: end\n'

# What each mode does with the packets.
MODES = {
    bonding.RR: "Sends packets through the slaves in turn, also those of one connection.",
    bonding.AB: "Uses one slave; another takes over when it fails.",
    bonding.XOR: "Chooses the slave by a hash of the addresses (xmit_hash_policy).",
    bonding.BROADCAST: "Sends everything through all slaves.",
    bonding.AD: "Works as balance-xor, over the links that the switch has agreed to (IEEE 802.3ad, now 802.1AX).",
    bonding.TLB: "Spreads outgoing packets by load; incoming packets use one slave.",
    bonding.ALB: "Works as balance-tlb, and spreads incoming packets by ARP; IPv4 only.",
}

# What each option does; kernel document bonding.rst and ip-link(8) say more.
ABOUT = {
    "mode": "The bonding mode. Set it with BONDMODE.",
    "active_slave": "The active slave, until the next failover. Use primary to prefer a slave for good.",
    "miimon": "The time between two looks at each slave's carrier; 0 is never. inet1c sets 100 where the file "
    "sets neither miimon nor arp_interval.",
    "updelay": "How long a slave must have carrier before the bond uses it. Rounded down to a multiple of miimon.",
    "downdelay": "How long a slave must be without carrier before the bond gives it up. Rounded down to a multiple "
    "of miimon.",
    "peer_notif_delay": "The time between two announcements after a failover. Rounded down to a multiple of miimon.",
    "use_carrier": "1 asks the driver for its carrier state; 0 asks by ioctl, for old drivers. Linux 6.18 and "
    "later take 1 only.",
    "arp_interval": "The time between two ARP requests to the targets. Excludes miimon.",
    "arp_ip_target": "The IPv4 addresses that ARP monitoring asks. They must always answer.",
    "ns_ip6_target": "The IPv6 addresses that neighbour solicitation asks, as arp_ip_target for ARP.",
    "arp_validate": "The slaves on which the answers themselves count, and not any traffic.",
    "arp_all_targets": "Whether a slave works while any target answers, or only while all do.",
    "arp_missed_max": "How many requests may go unanswered before the bond gives a slave up.",
    "primary": "The slave that is active whenever it works.",
    "primary_reselect": "When the primary becomes active again: always, if it is faster, or only when the active slave "
    "fails.",
    "fail_over_mac": "none: all slaves have the bond's MAC address. active: the bond has that of the active slave. "
    "follow: a slave gets the bond's MAC address when it becomes active. HWADDR works with none only.",
    "xmit_hash_policy": "The parts of a packet whose hash chooses the slave.",
    "resend_igmp": "How many IGMP membership reports are sent after a failover.",
    "num_grat_arp": "How many gratuitous ARPs are sent after a failover. The same setting as num_unsol_na.",
    "num_unsol_na": "How many unsolicited neighbour advertisements are sent after a failover. The same setting as "
    "num_grat_arp.",
    "all_slaves_active": "Whether the bond accepts frames that arrive on inactive slaves.",
    "min_links": "How many slaves must work for the bond to have carrier.",
    "lp_interval": "The time between two learning packets to the switches.",
    "packets_per_slave": "How many packets one slave sends before it is the next one's turn; 0 chooses at random.",
    "tlb_dynamic_lb": "Whether flows move by load; without it xmit_hash_policy chooses the slave.",
    "lacp_rate": "How often the LACP partner is to send LACPDUs: slow is every 30 seconds, fast every second.",
    "lacp_active": "Whether the bond sends LACPDUs before the partner does.",
    "coupled_control": "Whether a slave begins to receive and to send together, or each by itself (IEEE 802.1AX).",
    "broadcast_neighbor": "Whether ARP and neighbour discovery go out through all slaves.",
    "lacp_strict": "Whether the bond has carrier only while it has an LACP partner.",
    "ad_select": "How the bond chooses among several aggregators.",
    "ad_user_port_key": "The administrator's part of the port key.",
    "ad_actor_sys_prio": "The system priority in LACPDUs.",
    "ad_actor_system": "The system's MAC address in LACPDUs; that of the bond where it is all zeros.",
    "queue_id": "The transmit queue whose traffic tc(8) sends to this slave.",
    "prio": "The slave with the highest number takes over first.",
    "actor_port_prio": "The port priority of this slave in LACPDUs.",
}

# What each option is good for.
GOOD_FOR = {
    "mode": "Choose it by what the switch can do; see MODES.",
    "active_slave": "Good for a move by hand, before work on a cable or switch.",
    "miimon": "Finds a dead cable or switch port. 100 suits nearly every network.",
    "updelay": "Good for switches that bring up the link before they forward, as with spanning tree.",
    "downdelay": "Keeps a link that flaps for a moment.",
    "peer_notif_delay": "Good for switches that forget or miss an announcement right after a failover.",
    "use_carrier": "Leave it at 1, unless a driver reports a carrier that is not there.",
    "arp_interval": "Finds a dead path behind the next switch, which miimon does not see.",
    "arp_ip_target": "Name the gateway and a second host: one that is down is then no failure of the bond.",
    "ns_ip6_target": "Good for networks without IPv4.",
    "arp_validate": "Good where several bonds with ARP monitoring share a switch: each would keep the others' dead "
    "links up.",
    "arp_all_targets": "any survives the failure of a target; all finds a path that is broken in part.",
    "arp_missed_max": "A higher number survives targets that answer late.",
    "primary": "Good for a NIC that is faster than the others.",
    "primary_reselect": "failure saves the second interruption, when the primary comes back.",
    "fail_over_mac": "active is for drivers that cannot change their MAC address, such as InfiniBand's.",
    "xmit_hash_policy": "layer3+4 spreads the connections between two hosts; layer2 sends all that goes through one "
    "router over one slave.",
    "resend_igmp": "Good for multicast, which a switch sends to the old port until it hears a report.",
    "num_grat_arp": "More than 1 is good for networks that lose packets during a failover.",
    "num_unsol_na": "More than 1 is good for networks that lose packets during a failover.",
    "all_slaves_active": "Leave it off, unless something must see the copies that a switch floods to inactive slaves.",
    "min_links": "Good where a bond with too few links is worse than another path.",
    "lp_interval": "Leave it at 1, unless the switches learn slowly.",
    "packets_per_slave": "A higher number reorders fewer packets.",
    "tlb_dynamic_lb": "off is good where packets of one flow must stay in order.",
    "lacp_rate": "fast finds a dead partner in 3 seconds, slow in 90.",
    "lacp_active": "off is for a bond that must not offer LACP by itself.",
    "coupled_control": "off is for partners that handle the two states one after the other.",
    "broadcast_neighbor": "Good for two switches that are no stack and share no tables.",
    "lacp_strict": "on is good where a bond that the switch does not know must not pass for working.",
    "ad_select": "Good for slaves at two switches: bandwidth and count move to the better switch, stable stays.",
    "ad_user_port_key": "Good for switches that tell groups of ports apart by the key.",
    "ad_actor_sys_prio": "The side with the lower number decides which links are used.",
    "ad_actor_system": "Good where bonds of two machines are to look like one.",
    "queue_id": "Good for sending some traffic through one slave.",
    "prio": "Good for more than two slaves, where primary names one only.",
    "actor_port_prio": "Good for choosing which slaves an aggregator uses first, with ad_select actor_port_prio.",
}

_UNITS = {"ms": "milliseconds", "s": "seconds"}
_PHASES = {
    bonding.BEFORE: "before the slaves",
    bonding.DOWN: "while the bond is down",
    bonding.AFTER: "once the slaves are in",
}


def roff(text):
    """*text* for troff: hyphens that can be copied, and no control character at the beginning."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq")
    return "\\&" + text if text[:1] in (".", "\\(aq") else text


def _kernel(version):
    return ".".join(str(number) for number in version)


def _listed(words):
    words = list(words)
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def values(spec):
    """The values of *spec*, as a phrase."""
    if spec.type in (bonding.ENUM, bonding.BOOL):
        names = [
            f"{choice.name} ({choice.number})"
            + (f" since Linux {_kernel(choice.since)}" if choice.since > bonding.OLDEST else "")
            for choice in spec.choices
        ]
        return ", ".join(names)
    if spec.type in (bonding.UINT, bonding.INT):
        return f"{spec.low} to {spec.high}" + (f" {_UNITS[spec.unit]}" if spec.unit else "")
    return {
        bonding.MAC: "a unicast MAC address",
        bonding.IPV4_LIST: f"at most {spec.high} IPv4 addresses, joined by commas",
        bonding.IPV6_LIST: f"at most {spec.high} IPv6 addresses, joined by commas",
        bonding.IFNAME: "the name of a slave",
    }[spec.type]


def modes(spec):
    """In which modes the kernel takes *spec*, and in which it has an effect, as sentences."""
    if spec.name == "mode":
        return ""
    text = "Taken in every mode" if spec.modes == bonding.MODES else f"Taken in {_listed(spec.modes)}"
    return " " + text + ("." if spec.used == spec.modes else f", with an effect in {_listed(spec.used)}.")


def since(spec):
    """The first kernel with *spec*, and whether it needs ip, as sentences; empty where it always was in sysfs."""
    text = f" Since Linux {_kernel(spec.since)}" if spec.since > bonding.OLDEST else ""
    if spec.backports:
        first = [f"{_kernel(version)} of {_kernel(version[:2])}" for version in spec.backports]
        text += f", and since {_listed(first)}"
    text += "." if text else ""
    later = {}
    for name, version in spec.mode_since:
        later.setdefault(version, []).append(name)
    for version, names in later.items():
        text += f" In {_listed(names)} since Linux {_kernel(version)}."
    if not spec.in_sysfs:
        text += f" Not in sysfs: needs iproute2 {_kernel(spec.iproute2)} or later."
    return text


def entry(spec):
    """One option as lines of the page."""
    word = "\\fISLAVE\\fR\\fB:\\fR\\fINUMBER\\fR" if spec.scope == "slave" else "\\fIVALUE\\fR"
    also = f" (ip calls it {spec.ip})" if spec.ip != spec.name else ""
    lines = [".TP", f"\\fB{roff(spec.name)}\\fR {word}", roff(ABOUT[spec.name] + also), roff(GOOD_FOR[spec.name])]
    facts = f"Value: {values(spec)}."
    if spec.default is not None:
        names = {str(choice.number): choice.name for choice in spec.choices}
        facts += f" The kernel's default: {names.get(spec.default, spec.default)}."
    facts += modes(spec) + since(spec)
    if spec.phase != bonding.ANY:
        facts += f" Set {_PHASES[spec.phase]}."
    return lines + [".br", roff(facts)]


def mode_list():
    """The modes, as lines of the page."""
    lines = []
    for number, mode in enumerate(bonding.MODES):
        lines += [".TP", f"\\fB{roff(mode)}\\fR ({number})", roff(MODES[mode])]
        lines += [".br", roff(SWITCH[mode][0].upper() + SWITCH[mode][1:])]
    return lines


def option_list():
    """The options, as lines of the page."""
    bond = [spec for spec in bonding.SPECS if spec.scope == "bond"]
    slave = [spec for spec in bonding.SPECS if spec.scope == "slave"]
    lines = [".SS Options of a bond"]
    for spec in bond:
        lines += entry(spec)
    lines += [".SS Options of one slave"]
    for spec in slave:
        lines += entry(spec)
    return lines


def rewritten(page):
    """The text *page* with the lines between the marks made anew."""
    for name, lines in (("modes", mode_list()), ("options", option_list())):
        before, begin, rest = page.partition(BEGIN.format(name))
        _, end, after = rest.partition(END.format(name))
        if not begin or not end:
            raise SystemExit(f"{PAGE}: the marks of {name} are not there")
        page = before + begin + wrap("\n".join(lines)) + end + after
    return page


if __name__ == "__main__":
    PAGE.write_text(rewritten(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
