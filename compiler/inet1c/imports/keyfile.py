"""NetworkManager's keyfiles, *.nmconnection.

Sources: nm-settings-keyfile(5), nm-settings(5). Times of bonds are in milliseconds, of bridges in seconds.
"""

import re

from .model import Block, sections

KINDS = {"bond": "bond", "bridge": "bridge", "vlan": "vlan", "ethernet": "nic", "802-3-ethernet": "nic"}
WORDS = {"gateway": "gateway", "dns": "dns", "search": "dns-search"}
WITH_DHCP = {
    "DHCP_HOSTNAME": "dhcp-hostname",
    "DHCP_KEEPRESOLV": "ignore-auto-dns",
    "DHCP_KEEPGW": "never-default",
}
# The bits of vlan.flags.
VLAN_FLAG_BITS = {1: "reorder_hdr", 2: "gvrp", 4: "loose_binding", 8: "mvrp"}
WHY = {
    "id": "names the profile",
    "uuid": "names the profile",
    "autoconnect": "it is not started at boot there; here it is",
    "mac-address": "names the NIC by its MAC; here its name counts",
}


def read(conf, files):
    """Put what *files*, pairs of a name and a text, say into *conf*."""
    profiles = []
    names = {}  # of a profile, by its UUID and its id, to the interface
    for file, text in files:
        parts = {}
        for block in sections(file, text):
            name = re.sub("^802-3-", "", block.name)
            parts.setdefault(name, Block(name, block.where)).entries += block.entries
        connection = parts.setdefault("connection", Block("connection", file))
        name = _name(conf, file, parts)
        for entry in connection.entries:
            if entry.key in ("uuid", "id"):
                names.setdefault(entry.value, name)
        profiles.append((file, name, parts))
    for file, name, parts in profiles:
        _profile(conf, conf.link(name, file), parts, names)


def _name(conf, file, parts):
    """The interface's name. A profile may leave it to the MAC; a VLAN is called PARENT.ID anyway."""
    for section in ("connection", "vlan", "bond", "bridge"):
        name = parts[section].take("interface-name") if section in parts else ""
        if name:
            return name
    mac = parts["ethernet"].entry("mac-address") if "ethernet" in parts and "vlan" not in parts else None
    return conf.matching("*", mac, 1)[0] if mac else re.sub(r"\.nmconnection$", "", file)


def _profile(conf, link, parts, names):
    connection = parts["connection"]
    kind = connection.take("type")
    link.kind = KINDS.get(kind, link.kind)
    if kind not in KINDS:
        link.left_out = f"a connection of the type {kind or 'none'} has no counterpart"
    master = connection.entry("controller", "master")
    role = connection.take("port-type", "slave-type")
    upper = names.get(master.value, master.value) if master else ""
    if master and role in ("bond", "bridge"):
        conf.member(upper, link.name, role)
    elif master:
        link.note(master)
    own = parts.get(link.kind, Block("", ""))
    if link.kind == "bridge":
        link.options["stp_state"] = "1"  # NetworkManager's own default
        conf.common(link, own, {"mac": "mac-address"})
    elif link.kind == "vlan":
        _vlan(conf, link, own, names)
    link.take_options(own, names=names)
    for key in ("queue-id", "prio"):
        entry = parts["bond-port"].entry(key) if "bond-port" in parts else None
        if entry:
            conf.slave_option(upper, key.replace("-", "_"), link.name, entry)
    if "ethernet" in parts:
        conf.common(link, parts["ethernet"], {"mac": "cloned-mac-address", "MTU": "mtu"})
    for family in ("ipv4", "ipv6"):
        if family in parts:
            _addresses(conf, link, parts[family], family)
    connection.skip(autoconnect=("true", "yes", "1"))
    for block in parts.values():
        for entry in block.entries:
            entry.reason = WHY.get(entry.key, entry.reason)
        link.leave(block)


def _vlan(conf, link, block, names):
    parent = block.take("parent")
    conf.vlan(link, names.get(parent, parent), block.take("id"))
    flags = block.entry("flags")
    for bit, option in VLAN_FLAG_BITS.items() if flags else ():
        on = re.fullmatch("[0-9]{1,4}", flags.value) and int(flags.value) & bit
        if on or option == "reorder_hdr":
            link.option(flags, option, "on" if on else "off")


def _addresses(conf, link, block, family):
    method = block.entry("method")
    how = method.value if method else ""
    link.yes("USE_DHCP", how == "auto" and family == "ipv4")
    link.yes("USE_SLAAC", how == "auto" and family == "ipv6")
    link.yes("USE_DHCP6", how == "dhcp")
    link.yes("SLAAC_TEMPADDR", block.take("ip6-privacy") in ("1", "2"))
    if how not in ("auto", "manual", "disabled", "ignore", "dhcp", ""):
        link.note(method)
    for _, entry in block.all(r"address(es)?\d*"):
        _address(conf, link, entry)
    for entry in tuple(block.entries):
        if re.fullmatch(r"routes?\d+", entry.key) and re.match(r"(0\.0\.0\.0/0|::/0),", entry.value):
            entry.used = True
            conf.gateway(entry.value.split(",")[1], link, entry)
    conf.common(link, block, WORDS)
    if "USE_DHCP" in link.variables and family == "ipv4":
        conf.common(link, block, WITH_DHCP)
    block.skip(**{"may-fail": ("true", "yes", "1"), "addr-gen-mode": ("eui64", "0")})


def _address(conf, link, entry):
    """ADDRESS/LENGTH[,GATEWAY], several separated by semicolons; or the older ADDRESS;LENGTH;GATEWAY;."""
    older = re.fullmatch(r"([^;/,]+);(\d+);([^;/,]*);?", entry.value)
    texts = ["{}/{},{}".format(*older.groups())] if older else filter(None, entry.value.split(";"))
    for text in texts:
        address, _, gateway = text.partition(",")
        link.address(address.strip(), entry)
        if gateway.strip() not in ("", "0.0.0.0", "::"):
            conf.gateway(gateway.strip(), link, entry)
