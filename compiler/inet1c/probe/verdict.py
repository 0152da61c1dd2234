"""What the ports have shown -> observations, and the Verdict that stands on them."""

from collections import namedtuple
from itertools import combinations

from ..network.options import AB, AD, ALB, RR, TLB, XOR

# ``modes`` are those that fit, the best first, or None where nothing can be told; ``text`` has lines.
Verdict = namedtuple("Verdict", "kind modes text")
# For the modes: "Switch Configuration" in Documentation/networking/bonding.rst of Linux.
_VERDICTS = {
    "lacp": ((AD,), "The switch speaks LACP on these ports, as one group."),
    "lacp-groups": ((AD,), "The ports are in several LACP groups, of {systems}: {groups}.\n"
                    "A bond uses one group at a time. It uses all ports once they are in one group."),
    "lacp-partly": ((), "The switch speaks LACP on {groups}, and not on {silent}. No mode fits.\n"
                    "Put all ports into one LACP group there, or none, and probe again."),
    "static-trunk": ((XOR, RR), "The switch has a static trunk on these ports (EtherChannel).\n"
                     "802.3ad will not work until LACP is turned on there."),
    "plain": ((AB, TLB, ALB), "The switch has plain ports here, all on one network.\n"
              "The other modes need a trunk or LACP on the switch."),
    "isolated": ((AB,), "The ports are isolated from each other, and all reach {target}.\n"
                 "A router that answers in several VLANs looks the same; there, no mode fits."),
    "apart": ((), "The ports are on different networks, or isolated from each other. No mode fits."),
    "no-carrier": (None, "No NIC has carrier. Plug in the cables, and turn the switch's ports on."),
    "one-port": (None, "Cannot tell: one port alone looks the same in a static trunk and out of it.\n"
                 "Probe all NICs of the bond together, with carrier."),
    "unlike": (None, "Cannot tell: the ports are not alike. Probe two of them at a time."),
    "unknown": (None, "Cannot tell a static trunk from ports that are isolated or on different networks."),
}  # fmt: skip


def observe(ports, target):
    """What *ports* have shown, as lines.  *target* is the address that was asked for, or empty."""
    lines = []
    for port in ports:
        link = f"link up, {port.speed} Mb/s {port.duplex}" if port.speed else "link up"
        link += f'; LLDP: switch "{port.lldp.switch}", port {port.lldp.port}' if port.lldp else ""
        lines.append(f"{port.name}: " + (link if port.carrier else "no carrier; its port is unknown"))
    ports = [port for port in ports if port.carrier]
    if len({(port.speed, port.duplex) for port in ports}) > 1:
        lines.append("speed: the NICs differ; 802.3ad would put them into different groups")
    for (_, system, key), names in _lacp_groups(ports).items():
        lines.append(f"LACP: partner {system}, key {key}, answers on {names}")
    silent = [port.name for port in ports if not port.partner]
    lines += [f"LACP: no answer on {', '.join(silent)}"] if silent else []
    for port in ports if len(silent) == len(ports) > 1 else ():
        name, crossed = port.name, port.crossings()
        seen = ", ".join(other.name for other in ports if name in other.heard)
        lines.append(f"broadcast: frames sent on {name} arrive on {seen or 'no other NIC'}")
        if crossed:
            lines.append(f"trunk: answers to frames sent on {name} arrive on {', '.join(crossed)} as well: "
                         f"the switch treats {'both' if len(crossed) == 1 else 'them'} as one port")
        elif target:
            what = "answers" if any(port.answers.values()) else "does not answer"
            lines.append(f"target: {target} {what} frames sent on {name}")
    return lines


def judge(ports, target, long):
    """The Verdict.  *target*: as above; *long*: whether the probe takes 35 seconds."""
    ports = [port for port in ports if port.carrier]
    groups, silent = _lacp_groups(ports), ", ".join(port.name for port in ports if not port.partner)
    seen = [a.name in b.heard or b.name in a.heard for a, b in combinations(ports, 2)]
    crossed = [{port.name, *port.crossings()} for port in ports if port.crossings()]
    trunk = set().union(*crossed[:1])  # grows by what is connected with it
    for _ in crossed:
        trunk = trunk.union(*(names for names in crossed if names & trunk))
    answered = [any(port.answers.values()) for port in ports]
    blocked = "" if long else ", ".join(port.name for port in ports if not port.forwards)
    kind, hints = "unknown", []
    if groups:
        kind = "lacp-partly" if silent else "lacp-groups" if len(groups) > 1 else "lacp"
    elif len(ports) < 2:
        kind = "one-port" if ports else "no-carrier"
    elif all(seen) and not crossed:
        kind = "plain"
    elif not any(seen) and len(trunk) == len(ports):
        kind = "static-trunk"
    elif any(seen) or crossed:
        kind = "unlike"
    elif all(answered):
        kind = "isolated"
    elif any(answered) and not blocked:
        kind = "apart"
    else:
        if blocked:
            hints.append(f"No frame came through on {blocked}. Spanning tree? --long waits for it.")
        if not any(answered):
            hints.append(("Another" if target else "An") + " address that answers ARP would tell: --target.")
    modes, text = _VERDICTS[kind]
    systems = "one switch" if len({head[:2] for head in groups}) == 1 else "switches that are no stack"
    text = text.format(groups=" | ".join(groups.values()), systems=systems, silent=silent, target=target)
    return Verdict(kind, modes, text.split("\n") + hints)


def _lacp_groups(ports):
    """Ports that a bond can use together: the partner's priority, system and key -> names, as text."""
    groups = {}
    for its, name in [(port.partner, port.name) for port in ports if port.partner]:
        groups.setdefault((its.priority, its.system, its.key), []).append(name)
    return {head: ", ".join(names) for head, names in groups.items()}
