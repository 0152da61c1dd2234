"""Unraid's network.cfg (/boot/config/network.cfg): NAME[n]="..." and, for VLANs, NAME[n,m]="...".

Sources: rc.inet1 and network.cfg of Unraid 6 and 7. Up to 6.1 there were no indexes, and BONDING and BRIDGING
made bond0 and br0 of all NICs.
"""

import re
import shlex

from .model import Block

WORDS = {
    "dns": r"DNS_SERVER\d+",
    "DHCP_KEEPRESOLV": "DHCP_KEEPRESOLV",
    "DHCP_HOSTNAME": "DHCP_HOSTNAME",
}
WHY = {
    "DESCRIPTION": "a comment",
    "SYSNICS": "the number of interfaces",
    "DHCP6_KEEPRESOLV": "DHCP_KEEPRESOLV is for both",
}


def read(conf, files):
    """Put what *files*, pairs of a name and a text, say into *conf*."""
    for name, text in files:
        blocks = _blocks(conf, name, text)
        for number in sorted({number for number, _ in blocks}):
            vlans = [block for (index, vlan), block in blocks.items() if index == number and vlan]
            _index(conf, number, blocks.get((number, 0), Block("", name)), vlans)


def _blocks(conf, name, text):
    """(n, m) to the Block of NAME[n,m]; m is 0 for NAME[n], and n is 0 for NAME. Nothing is expanded."""
    blocks, other = {}, Block("", name)
    for number, line in enumerate(text.splitlines(), 1):
        where, shown = f"{name}:{number}", line.strip()
        match = re.fullmatch(r"(\w+)(?:\[(\d{1,3})(?:,(\d{1,3}))?\])?=(.*)", shown)
        try:
            value = " ".join(shlex.split(match.group(4), comments=True)) if match else ""
        except ValueError:
            match = None
        if match:
            place = (int(match.group(2) or 0), int(match.group(3) or 0))
            block = blocks.setdefault(place, Block("", where))
            block.add(match.group(1), value, where, shown)
            block.entries[-1].reason = WHY.get(match.group(1), "no counterpart")
        elif shown and not shown.startswith("#"):
            other.add("", shown, where, shown)
    conf.leave(other)
    return blocks


def _index(conf, number, main, vlans):
    """One index: a NIC, or a bond, or either with a bridge over it; and its VLANs."""
    slaves, ports = main.take("BONDNICS").split(), main.take("BRNICS").split()
    bond, bridge, name = main.take("BONDNAME"), main.take("BRNAME"), main.take("IFNAME")
    bonding, bridging = main.entry("BONDING"), main.entry("BRIDGING")
    if bonding and bonding.value == "yes" and not slaves:
        bond, slaves = bond or "bond0", ["eth0", "eth1"]
        conf.link(bond, kind="bond").note(bonding, "all NICs; eth0 and eth1 stand for them: write yours")
    if bridging and bridging.value == "yes":
        bridge = bridge or "br0"
    lower = bond or f"eth{number}"
    if bond:
        link = conf.link(bond, main.where, "bond")
        for slave in slaves:
            conf.member(bond, slave)
        for key, option in (("BONDING_MODE", "mode"), ("BONDING_MIIMON", "miimon")):
            for _, entry in main.all(key):
                link.option(entry, option)
    if bridge:
        link = conf.link(bridge, main.where, "bridge")
        for port in ports or [lower]:
            conf.member(bridge, port, "bridge")
        link.take_options(main, prefix="BR")
    top = conf.link(name or bridge or lower, main.where)
    for _, entry in main.all("MTU"):
        for link in {bridge or top.name, bond or (ports or [lower])[0]}:
            conf.link(link).set("MTU", entry)
    _addresses(conf, top, main)
    main.skip(VLANS=(str(len(vlans)), str(len(vlans) + 1), "0"))
    top.leave(main)
    for block in vlans:
        _vlan(conf, block, bond or (ports or [lower])[0], bridge)


def _vlan(conf, block, parent, bridge):
    """A VLAN; where there is a bridge, the VLAN has a bridge of its own there: br0.5, which is br5 here."""
    tag = block.take("VLANID")
    link = conf.link(f"{parent}.{tag}", block.where)
    conf.vlan(link, parent, tag)
    mtu = block.entry("MTU")
    if mtu:
        link.set("MTU", mtu)
    if bridge:
        name = f"br{tag}" if f"br{tag}" not in conf.links else f"br-vlan{tag}"
        upper = conf.link(name, block.where, "bridge")
        conf.member(upper.name, link.name, "bridge")
        upper.notes.append(f"{upper.name} is {bridge}.{tag} there: a name with a dot is that of a VLAN here")
        link = upper
    _addresses(conf, link, block)
    link.leave(block)


def _addresses(conf, link, block):
    families = block.take("PROTOCOL") or "ipv4+ipv6"
    for family, end in (("ipv4", ""), ("ipv6", "6")):
        length = block.take("NETMASK" + end)
        dynamic = block.take("USE_DHCP" + end) == "yes" and family in families
        link.yes("USE_DHCP" + end, dynamic)
        for _, entry in block.all(f"(IPADDR|GATEWAY){end}"):
            if not entry.value:
                continue
            if family not in families or dynamic:
                link.note(entry, f"not used there: {'DHCP is' if dynamic else 'PROTOCOL is ' + families}")
            elif entry.key.startswith("IPADDR"):
                link.address(entry.value, entry, length)
            else:
                conf.gateway(entry.value, link, entry)
    conf.common(link, block, WORDS)
    link.yes("SLAAC_TEMPADDR", "ipv6" in families and block.take("PRIVACY6") not in ("", "0"))
    block.skip(METRIC=("0",))
    for entry in block.entries:
        entry.used = entry.used or not entry.value
