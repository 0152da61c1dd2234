"""systemd-networkd's *.netdev and *.network, and udev's *.link.

Sources: systemd.netdev(5), systemd.network(5), systemd.link(5), systemd.time(7): a time without a unit is in
seconds.
"""

from .model import Block, sections, truth

WORDS = {
    "address": "Address",
    "gateway": "Gateway",
    "dns": "DNS",
    "USE_SLAAC": "IPv6AcceptRA|IPv6AcceptRouterAdvertisements",
    "SLAAC_TEMPADDR": "IPv6PrivacyExtensions",
}
DHCP = {"DHCP_KEEPRESOLV": "!UseDNS", "DHCP_KEEPGW": "!(UseGateway|UseRoutes)", "DHCP_HOSTNAME": "Hostname"}
HARDWARE = {"mac": "MACAddress", "MTU": "MTUBytes"}
EVERYWHERE = ("", "default", "0.0.0.0/0", "::/0")
WHY = {"RequiredForOnline": "start waits for bonds alone; BONDWAIT says how long"}


def read(conf, files):
    """Put what *files*, pairs of a name and a text, say into *conf*."""
    tags = {}  # of VLANs, by name
    claimed = {}  # name of an interface to the .network file that is the first one for it
    for name, text in sorted(files):
        if name.endswith(".netdev"):
            _netdev(conf, name, _sections(name, text), tags)
    for name, text in sorted(files):
        if not name.endswith(".netdev"):
            _network(conf, name, _sections(name, text), claimed)
    for name, tag in tags.items():
        link = conf.links[name]
        conf.vlan(link, link.parent, tag) if link.parent else None
        link.left_out = "" if link.parent else f"no .network file says VLAN={name}"
    if "IPv6AcceptRA=" not in "".join(text for _, text in files):
        conf.notes.append("IPv6AcceptRA is not given: networkd heeds routers; here USE_SLAAC does so")


def _sections(name, text):
    blocks = sections(name, text)
    for block in blocks:
        for entry in block.entries:
            entry.reason = WHY.get(entry.key, entry.reason)
    return blocks


def _netdev(conf, file, blocks, tags):
    device = next((block for block in blocks if block.name == "NetDev"), Block("", ""))
    kind, name = device.take("Kind").lower(), device.take("Name")
    known = kind in ("bond", "bridge", "vlan")
    link = conf.link(name, file, kind if known else None) if name else None
    if link and not known:
        link.left_out = f"a link of the kind {kind} has no counterpart"
    for block in blocks:
        if block.name.lower() == kind and known and link:
            tags.update({name: block.take("Id")} if kind == "vlan" else {})
            link.take_options(block, unit="s")
        if block is device and link:
            conf.common(link, block, HARDWARE)
        link.leave(block) if link else conf.leave(block)


def _network(conf, file, blocks, claimed):
    """A .network or .link file: for each name that it matches. The first .network file for a name counts."""
    match = next((block for block in blocks if block.name == "Match"), Block("", ""))
    mac, wanted = match.entry("MACAddress", "PermanentMACAddress"), match.entry("Name", "OriginalName")
    renamed = None
    for block in blocks:
        renamed = block.entry("Name") if file.endswith(".link") and block.name == "Link" else renamed
    names = []
    for pattern in (renamed or wanted).value.split() if renamed or wanted else ():
        names += conf.matching(pattern, wanted) if set(pattern) & set("*?[") else [pattern]
    if not names and match.entries:
        names = conf.matching("*", mac or match.entries[0], 1)
    taken = [entry for entry in (mac, wanted, renamed) if entry]
    for name in names:
        if not file.endswith(".link") and claimed.setdefault(name, file) != file:
            conf.link(name).notes.append(f"{file}: not for {name}: {claimed[name]} comes first")
            continue
        link = conf.link(name, file)
        for entry in (entry for block in blocks for entry in block.entries):
            entry.used = entry in taken
        if renamed:
            link.note(renamed, f"udev has to give the NIC the name {name}: 70-persistent-net.rules")
        if mac:
            link.note(mac, f"names the NIC by its MAC; here {name} has to be its name")
        for block in blocks:
            _section(conf, link, block)
            link.leave(block)
    for block in blocks if not names else ():
        conf.leave(block)


def _section(conf, link, block):
    if block.name == "Network":
        _masters(conf, link, block)
        how = block.take("DHCP").lower()
        link.yes("USE_DHCP", how in ("yes", "true", "both", "ipv4", "v4"))
        link.yes("USE_DHCP6", how in ("yes", "true", "both", "ipv6", "v6"))
        conf.common(link, block, WORDS)
        for _, entry in block.all("Domains"):
            routing = [word for word in entry.value.split() if word.startswith("~")]
            conf.domains(" ".join(word for word in entry.value.split() if word not in routing))
            if routing:
                link.note(entry, "domains with ~ say which server is asked, and have no counterpart")
        block.skip(LinkLocalAddressing=("no", "ipv6"))
    elif block.name == "Address":
        conf.common(link, block, {"address": "Address"})
    elif block.name == "Route":
        destination, gateway = block.entry("Destination"), block.entry("Gateway")
        everywhere = not destination or destination.value in EVERYWHERE
        if gateway and everywhere and not gateway.value.startswith("_"):
            direct = truth(block.take("GatewayOnLink", "GatewayOnlink")) is True
            conf.gateway(gateway.value, link, gateway, direct)
        else:
            for entry in block.entries:
                entry.used = False
    elif block.name == "Link":
        conf.common(link, block, HARDWARE)
    elif block.name in ("DHCP", "DHCPv4"):
        conf.common(link, block, DHCP)


def _masters(conf, link, block):
    """Bond=, Bridge= and VLAN=: what stands on this link."""
    for kind in ("bond", "bridge"):
        entry = block.entry(kind.capitalize())
        if entry and conf.link(entry.value).kind not in ("nic", kind):
            link.note(entry, f"{entry.value} is no {kind}")
        elif entry:
            conf.member(entry.value, link.name, kind)
        for key, option in (("PrimarySlave", "primary"), ("ActiveSlave", "active_slave")):
            chosen = block.entry(key) if entry and kind == "bond" else None
            if chosen and truth(chosen.value):
                conf.link(entry.value).option(chosen, option, link.name)
    for _, entry in block.all("VLAN"):
        for name in entry.value.split():
            conf.link(name, kind="vlan").parent = link.name
