#!/usr/bin/env python3
"""Writes the lists of modes and of options into man/rc.inet1.conf-bonding.5, each between its two marks.

Arguments: none.  What a mode or an option does is said here; all else comes from
``inet1c.network.options`` and ``inet1c.messages.show.SWITCH``.
``tests/test_man.py`` fails where the page is not what this writes.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "compiler"))

# the checkout's, before an installed one
from inet1c.messages.show import SWITCH  # noqa: E402
from inet1c.network import options as bonding  # noqa: E402

PAGE = ROOT / "man" / "rc.inet1.conf-bonding.5"
BEGIN = '.\\" {}: begin, written by tools/man_options.py\n'
END = '.\\" {}: end\n'

# What each mode does with what is sent.
MODES = {
    bonding.RR: "Packets go through the slaves in turn, those of one connection too.",
    bonding.AB: "One slave is used; another takes over when it fails.",
    bonding.XOR: "A hash of the addresses says which slave is used (xmit_hash_policy).",
    bonding.BROADCAST: "Everything goes through all slaves.",
    bonding.AD: "As balance-xor, over those links that the switch has agreed upon (IEEE 802.3ad, now "
    "802.1AX).",
    bonding.TLB: "What is sent is spread by load; what is received comes in through one slave.",
    bonding.ALB: "As balance-tlb, and what is received is spread by ARP; IPv4 only.",
}

# What each option does; kernel document bonding.rst and ip-link(8) say more.
ABOUT = {
    "mode": "The bonding mode. BONDMODE is the place for it.",
    "active_slave": "The slave that is active at this moment; the next failover changes it. primary holds "
    "for good.",
    "miimon": "How often the carrier of each slave is looked at. 0 is never; inet1c takes 100 where "
    "neither miimon nor arp_interval is said.",
    "updelay": "How long a slave must have carrier before it is used. A multiple of miimon, or rounded "
    "down to one.",
    "downdelay": "How long a slave must be without carrier before it is given up. A multiple of miimon, or"
    " rounded down to one.",
    "peer_notif_delay": "The time between two announcements after a failover. A multiple of miimon, or "
    "rounded down to one.",
    "use_carrier": "1 asks the driver for its carrier state, 0 asks by ioctl as old drivers want it. Linux"
    " 6.18 and later take 1 only.",
    "arp_interval": "How often the targets are asked by ARP, which stands in the place of miimon.",
    "arp_ip_target": "Who is asked by ARP: IPv4 addresses that always answer.",
    "ns_ip6_target": "Who is asked by IPv6 neighbour solicitation, as arp_ip_target is by ARP.",
    "arp_validate": "On which slaves the answers themselves are looked at, and not traffic of any kind.",
    "arp_all_targets": "Whether one answering target makes a slave good, or only all of them do.",
    "arp_missed_max": "How many questions may go unanswered before a slave is given up.",
    "primary": "The slave that is preferred whenever it is good.",
    "primary_reselect": "When the primary takes over again: always, if it is faster, or only when the "
    "active slave fails.",
    "fail_over_mac": "none: all slaves have the bond's MAC. active: the bond has that of the active slave."
    " follow: a slave gets the bond's MAC when it becomes active.",
    "xmit_hash_policy": "What of a frame decides through which slave it goes.",
    "resend_igmp": "How many IGMP membership reports are sent after a failover.",
    "num_grat_arp": "How many gratuitous ARPs are sent after a failover. The same setting as num_unsol_na.",
    "num_unsol_na": "How many unsolicited neighbour advertisements are sent after a failover. The same "
    "setting as num_grat_arp.",
    "all_slaves_active": "Whether frames are taken that come in on slaves that are not active.",
    "min_links": "How many slaves must be good for the bond to have carrier.",
    "lp_interval": "How often learning packets are sent to the switches.",
    "packets_per_slave": "How many packets go through one slave before it is the next one's turn; 0 picks "
    "at random.",
    "tlb_dynamic_lb": "Whether flows are moved by load; without it xmit_hash_policy decides.",
    "lacp_rate": "How often the partner is asked to send LACPDUs: slow is every 30 seconds, fast every "
    "second.",
    "lacp_active": "Whether LACPDUs are sent without having been asked for.",
    "coupled_control": "Whether a slave begins to receive and to send together, or each by itself (IEEE "
    "802.1AX).",
    "broadcast_neighbor": "Whether ARP and neighbour discovery go out through all slaves.",
    "lacp_strict": "Whether the bond has carrier only while an LACP partner is there.",
    "ad_select": "By what one of several aggregators is chosen.",
    "ad_user_port_key": "The part of the port key that the administrator sets.",
    "ad_actor_sys_prio": "The system priority in LACPDUs.",
    "ad_actor_system": "The system's MAC address in LACPDUs; the kernel takes the bond's where it is all "
    "zeros.",
    "queue_id": "The transmit queue whose traffic tc(8) sends to this slave.",
    "prio": "The higher, the sooner this slave takes over.",
    "actor_port_prio": "The port priority of this slave in LACPDUs.",
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
    """What *spec* takes, as a phrase."""
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
    """In which modes *spec* is taken, and in which it means something, as sentences."""
    if spec.name == "mode":
        return ""
    text = "Taken in every mode" if spec.modes == bonding.MODES else f"Taken in {_listed(spec.modes)}"
    return " " + text + ("." if spec.used == spec.modes else f", of use in {_listed(spec.used)}.")


def since(spec):
    """Since when there is *spec*, and by which way only, as sentences; nothing where it was always there."""
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
        text += f" Not in sysfs: iproute2 {_kernel(spec.iproute2)} or later has to be there."
    return text


def entry(spec):
    """One option as lines of the page."""
    word = "\\fISLAVE\\fR\\fB:\\fR\\fINUMBER\\fR" if spec.scope == "slave" else "\\fIVALUE\\fR"
    also = f" (ip calls it {spec.ip})" if spec.ip != spec.name else ""
    lines = [".TP", f"\\fB{roff(spec.name)}\\fR {word}", roff(ABOUT[spec.name] + also)]
    facts = f"Value: {values(spec)}."
    if spec.default is not None:
        names = {str(choice.number): choice.name for choice in spec.choices}
        facts += f" The kernel's own: {names.get(spec.default, spec.default)}."
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
        page = before + begin + "\n".join(lines) + "\n" + end + after
    return page


if __name__ == "__main__":
    PAGE.write_text(rewritten(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
