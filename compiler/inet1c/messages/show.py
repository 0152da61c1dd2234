"""Network -> what a person wants to see: a tree for the terminal, a graph for Graphviz.

What a mode needs on the switch, and which MAC address a bond has: Documentation/networking/bonding.rst of Linux,
"Switch Configuration" and fail_over_mac.
"""

from ..network import options as bonding
from ..network.build import BOND_WAIT
from ..network.model import Bond, Bridge, Ethernet, Tuntap, Vlan, below

_STATIC = (
    "needs a static trunk (EtherChannel, channel-group mode on), without LACP. "
    "All slaves go to one switch, or to one stack of switches."
)
_PLAIN = "needs plain ports, without trunk and LACP. They may be on two switches of one network."
_LACP = (
    "needs LACP (IEEE 802.3ad, channel-group mode active), with all slaves in one group. "
    "A static trunk does not work."
)
# What each mode needs on the switch, and the same in short.
SWITCH = dict(zip(bonding.MODES, (_STATIC, _PLAIN, _STATIC, _STATIC, _LACP, _PLAIN, _PLAIN)))
_IN_SHORT = {_STATIC: "static trunk", _PLAIN: "plain ports", _LACP: "LACP"}


def mac_of(network, bond):
    """Which MAC address *bond*, an Interface, has, as a phrase."""
    mode = bond.kind.mode.text
    policy = bond.kind.option("fail_over_mac")
    follows = policy.value.text if policy and mode == bonding.AB else "none"
    first = bond.kind.slaves[0].text if bond.kind.slaves else "none"
    if follows == "active":
        return "that of the active slave; it changes with every failover (fail_over_mac active)"
    if bond.hwaddr is None:
        slave = network.find(first)
        text = f"that of the first slave, {first}" + (", set by HWADDR" if slave and slave.hwaddr else "")
    elif bond.hwaddr.text == "auto":
        text = "made from this machine's id and the bond's name; it never changes (HWADDR auto)"
    else:
        text = f"{bond.hwaddr}, set by HWADDR"
    if follows == "follow":
        return f"{text}; a slave gets it when it becomes active (fail_over_mac follow)"
    if mode in (bonding.TLB, bonding.ALB):
        return f"{text}; the active slave has it, and the others send with their own"
    return f"{text}; all slaves get it"


def _is(interface):
    """What *interface* is, in a word or two; nothing for a NIC."""
    kind = interface.kind
    if isinstance(kind, Bond):
        return f"bond, {kind.mode}"
    if isinstance(kind, Vlan):
        return f"VLAN {kind.tag}"
    if isinstance(kind, Bridge):
        return "bridge"
    if isinstance(kind, Tuntap):
        return str(kind.type)
    return ""


def _addresses(interface):
    """The addresses of *interface*, and how it gets others."""
    found = [f"{a.interface} ({a.label})" if a.label else str(a.interface) for a in interface.addresses]
    if interface.dhcp is not None:
        found += ["DHCP"] if interface.dhcp.ipv4 else []
        found += ["DHCPv6"] if interface.dhcp.ipv6 else []
    if interface.slaac is not None:
        found.append("SLAAC")
    return found


def _settings(interface):
    """The options of *interface*, and its other settings."""
    kind = interface.kind
    given = kind.options if isinstance(kind, (Bond, Vlan, Bridge)) else interface.options
    found = [f"{option.name} {option.value}".strip() for option in given]
    if isinstance(kind, Bond):
        found += [f"{option.name} {option.slave}:{option.value}" for option in kind.slave_options]
        found += [f"waits {kind.wait} s"] if kind.wait != BOND_WAIT else []
    found += [f"MTU {interface.mtu}"] if interface.mtu else []
    found += [f"MAC {interface.hwaddr}"] if interface.hwaddr else []
    found += ["promiscuous"] if interface.promiscuous else []
    return found


def _clean(text):
    """*text* with escapes for what a terminal would not print."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def describe(network, interface):
    """*interface* on one line: its name, what it is, addresses, settings."""
    parts = [_is(interface), ", ".join(_addresses(interface)), ", ".join(_settings(interface))]
    if interface.name.text not in network.stack:
        parts.append("started by the stock script")
    parts = [part for part in parts if part]
    return _clean(f"{interface.name}: {'; '.join(parts)}" if parts else str(interface.name))


def tree(network, ascii=False):
    """The network as text for a terminal, with a newline at the end.

    Each interface stands above those that it stands on.  Then follow, for each bond, what it needs on the switch and
    which MAC address it has.  *ascii* draws without line-drawing characters.
    """
    middle, last, down = ("|-- ", "`-- ", "|   ") if ascii else ("├── ", "└── ", "│   ")
    lines = []
    shown = set()
    for root in network.interfaces:
        if root.name.text in network.above:
            continue
        # A stack of its own instead of recursion: a file may stack links a thousand deep.
        waiting = [(root, "", "")]
        while waiting:
            interface, lead, rest = waiting.pop()
            name = interface.name.text
            lower = [network.find(word.text) for word in below(interface)]
            if name in shown:
                lines.append(f"{lead}{_clean(name)}" + (" (as above)" if lower else ""))
                continue
            shown.add(name)
            lines.append(lead + describe(network, interface))
            for number, member in enumerate(reversed(lower)):
                branch, below_it = (last, "    ") if number == 0 else (middle, down)
                waiting.append((member, rest + branch, rest + below_it))
    facts = [("gateway", word) for word in (network.gateway, network.gateway6) if word]
    facts += [("name server", word) for word in network.nameservers]
    facts += [("search", network.search)] if network.search else []
    facts += [("hosts", line) for line in network.hosts]
    if facts:
        lines += [""] + [_clean(f"{name} {word}") for name, word in facts]
    for bond in network.bonds:
        lines += [
            "",
            _clean(f"{bond.name} ({bond.kind.mode})"),
            f"  switch: {SWITCH.get(bond.kind.mode.text, 'unknown mode')}",
            _clean(f"  MAC: {mac_of(network, bond)}"),
        ]
    return "\n".join(lines) + "\n" if lines else "no interface\n"


def _quote(*lines):
    lines = (_clean(line).replace("\\", "\\\\").replace('"', '\\"') for line in lines)
    return '"' + "\\n".join(lines) + '"'


def dot(network):
    """The network as a graph in Graphviz's language, with a newline at the end."""
    shapes = {Bond: "box", Bridge: "house", Vlan: "hexagon", Tuntap: "cds", Ethernet: "ellipse"}
    lines = ["graph network {", "  rankdir=TB;", '  node [fontname="sans-serif"];']
    for interface in network.interfaces:
        label = [interface.name.text, _is(interface)] + _addresses(interface) + _settings(interface)
        if isinstance(interface.kind, Bond):
            label.append(f"switch: {_IN_SHORT.get(SWITCH.get(interface.kind.mode.text), 'unknown')}")
        style = "" if interface.name.text in network.stack else ", style=dashed"
        label = _quote(*(part for part in label if part))
        look = f"shape={shapes[type(interface.kind)]}{style}, label={label}"
        lines.append(f"  {_quote(interface.name.text)} [{look}];")
    for interface in network.interfaces:
        for word in below(interface):
            lines.append(f"  {_quote(interface.name.text)} -- {_quote(word.text)};")
    return "\n".join(lines + ["}"]) + "\n"
