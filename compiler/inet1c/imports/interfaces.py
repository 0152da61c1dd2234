"""Debian's /etc/network/interfaces: ifupdown with ifenslave, bridge-utils and vlan; ifupdown2; ifupdown-ng.

Sources: interfaces(5), ifenslave's README.Debian, bridge-utils-interfaces(5), vlan-interfaces(5),
ifupdown-addons-interfaces(5), interfaces-bond(5). A hyphen in a word is as good as an underscore.
"""

import ipaddress
import re

from .model import Block, joined_lines, truth

WORDS = {
    "gateway": "gateway",
    "dns": "dns_nameservers?",
    "search": "dns_(search|domain)",
    "mac": "hwaddress|bridge_hw",
    "MTU": "mtu",
    "DHCP_HOSTNAME": "hostname",
}
COMMANDS = ("pre_up", "up", "post_up", "down", "pre_down", "post_down")
METHODS = ("static", "manual", "dhcp", "auto", "loopback", "")
USES = ("bond", "bridge", "vlan", "dhcp", "static", "link")  # ifupdown-ng: "use bond"
OTHER_KINDS = re.compile("link_type|vrf_table|(tunnel|vxlan|wireguard|batman|macvlan)_.*")
OF_A_SLAVE = ("queue_id", "prio", "actor_port_prio")


def read(conf, files):
    """Put what *files*, pairs of a name and a text, say into *conf*."""
    started, stanzas = set(), []
    for name, text in files:
        stanzas += _stanzas(conf, name, text, started)
    for block in stanzas:
        _iface(conf, block)
    for block in stanzas:
        link = conf.links.get(block.name.partition(":")[0])
        if link is None:
            continue
        master = block.take("bond_master")
        if master:
            conf.member(master, link.name)
        _options_of_a_slave(conf, block, link)
        if block.name not in started and (link.kind != "nic" or link.addresses or link.variables):
            link.notes.append(f"{block.where}: no auto line: not started at boot there; here it is")
            started.add(block.name)
        link.leave(block)


def _stanzas(conf, name, text, started):
    """The iface stanzas as Blocks; what stands outside of them is said, but for auto lines."""
    blocks, other = [], Block("", name)
    current = other
    for where, line in joined_lines(name, text):
        words = line.split()
        if not words or line.startswith("#"):
            continue
        key, value = words[0].replace("-", "_"), " ".join(words[1:])
        if key == "iface" and value:
            current = Block(words[1], where)
            blocks.append(current)
        elif key in ("auto", "allow_auto", "allow_hotplug"):
            started.update(words[1:])
            current = other
            continue
        elif re.fullmatch("iface|source.*|mapping|no_auto_down|no_scripts|rename|template|allow_.*", key):
            current = other
        current.add(key, value, where, line)
        if key in COMMANDS:
            current.entries[-1].reason = "commands have no counterpart; use /etc/rc.d/rc.local"
        elif key.startswith("source"):
            current.entries[-1].reason = "not followed: name these files on the command line as well"
    conf.leave(other)
    return blocks


def _iface(conf, block):
    """One stanza, but for what it says of the bond that it is a slave of."""
    iface = block.entry("iface")
    words = iface.value.split()
    name, family, method = (words + ["", ""])[:3]
    name, colon, _ = name.partition(":")
    if name == "lo":
        if any(not entry.used for entry in block.entries):
            conf.link("lo", block.where).left_out = "rc.inet1 starts lo by itself"
        return
    link = conf.link(name, block.where)
    iface.used = family in ("", "inet", "inet6") and method in METHODS and len(words) <= 3
    uses = {entry.value for _, entry in block.all("use")}
    for entry in block.entries:
        entry.used = entry.used and (entry.key != "use" or entry.value in USES)
    if not colon:
        _kind(conf, link, block, uses)
    link.yes("USE_DHCP", (method == "dhcp" and family != "inet6") or "dhcp" in uses)
    link.yes("USE_DHCP6", method == "dhcp" and family == "inet6")
    slaac = method == "auto" and family == "inet6" or truth(block.take("autoconf")) is True
    link.yes("USE_SLAAC", slaac)
    block.skip(accept_ra=("1", "2") if slaac else ("0",))
    link.yes("SLAAC_TEMPADDR", block.take("privext") == "2")
    mask = block.take("netmask")
    for _, entry in block.all("address"):
        link.address(entry.value, entry, mask)
    networks = [ipaddress.ip_interface(text).network for text in link.addresses]
    block.skip(network=[str(network.network_address) for network in networks],
               broadcast=[str(network.broadcast_address) for network in networks] + ["+"])
    for entry in block.entries:
        if entry.key in ("hwaddress", "bridge_hw"):
            entry.value = re.sub("^ether ", "", entry.value)
    conf.common(link, block, WORDS)


def _kind(conf, link, block, uses):
    """What the link is. ifupdown-ng says so by *uses*, and may name slaves and ports by ``requires``."""
    keys = {entry.key for entry in block.entries}
    slaves = block.entry("bond_slaves", "slaves", "bond_members")
    ports = block.entry("bridge_ports")
    other = next((key for key in keys if OTHER_KINDS.fullmatch(key)), None)
    if other:
        link.left_out = f"a link with {other.replace('_', '-')} has no counterpart"
    elif slaves or "bond" in uses or ("bond_mode" in keys and "bond_master" not in keys):
        slaves = slaves or block.entry("requires")
        link.kind = "bond"
        for name in _names(conf, slaves):
            conf.member(link.name, name)
        _primary(link, block)
        link.take_options(block, prefix="bond_")
        if not link.mode and keys & {"clag_id", "bond_lacp_rate"}:
            link.mode = "802.3ad"
            link.notes.append(f"{block.where}: no mode is given: 802.3ad, as on Cumulus Linux")
    elif ports or "bridge" in uses or keys & {"bridge_vlan_aware", "bridge_stp", "bridge_fd"}:
        link.kind = "bridge"
        for name in _names(conf, ports or block.entry("requires")):
            conf.member(link.name, name, "bridge")
        link.take_options(block, prefix="bridge_")
    elif "vlan_raw_device" in keys or re.fullmatch(r".+\.\d+", link.name):
        parent = block.take("vlan_raw_device") or link.name.rpartition(".")[0]
        conf.vlan(link, parent, block.take("vlan_id") or re.search(r"\d*$", link.name).group())
        link.take_options(block, prefix="vlan_")


def _primary(link, block):
    """ifenslave takes several names for bond-primary: the first one that is there."""
    entry = block.entry("bond_primary")
    if entry and entry.value:
        first, *others = entry.value.split()
        link.option(entry, "primary", first)
        if others:
            link.note(entry, f"primary is one slave: {first}")


def _options_of_a_slave(conf, block, link):
    """queue_id and its like, and in ifenslave's older form options of the bond, stand at the slaves."""
    for master in conf.links.values():
        if link.name in master.slaves and master.kind == "bond":
            for match, entry in block.all("bond_(" + "|".join(OF_A_SLAVE) + ")"):
                conf.slave_option(master.name, match.group(1), link.name, entry)
            _primary(master, block)
            master.take_options(block, prefix="bond_")


def _names(conf, entry):
    """The names in a list of slaves or ports; "glob eth[0-3]", "regex eth.*" and "all" are patterns."""
    names, pattern = [], False
    for word in entry.value.split() if entry else ():
        if word in ("glob", "regex"):
            pattern = True
        elif pattern or word == "all" or set(word) & set("*?["):
            names += conf.matching(word.replace(".*", "*"), entry)
        elif word not in ("none", "/none"):
            names.append(word)
    return names
