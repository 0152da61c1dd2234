"""RHEL's and SUSE's ifcfg-* files, with route-* and the file network beside them.

Sources: sysconfig.txt of initscripts, nm-settings-ifcfg-rh(5); wicked's ifcfg(5), ifcfg-bonding(5),
ifcfg-bridge(5) and ifcfg-vlan(5).
"""

import ipaddress
import re
import shlex

from .model import TIMES, Block, Entry, is_address, option_name, truth

STATIC = ("none", "static", "manual", "off", "")
WORDS = {
    "address": "IPV6ADDR",
    "gateway": r"GATEWAY\w*|IPV6_DEFAULTGW",
    "dns": r"DNS\d+",
    "search": "DOMAIN|SEARCH",
    "mac": "MACADDR|LLADDR",
    "MTU": "MTU",
    "DHCP_HOSTNAME": "DHCP_HOSTNAME",
    "USE_DHCP6": "DHCPV6C",
}
WITH_DHCP = {"DHCP_KEEPRESOLV": "!PEERDNS", "DHCP_KEEPNTP": "!PEERNTP", "DHCP_KEEPGW": "!DEFROUTE"}
AT_BOOT = "it is not started at boot there; here it is"
WHY = {
    "HWADDR": "names the NIC by its MAC; here its name counts",
    "ONBOOT": AT_BOOT,
    "STARTMODE": AT_BOOT,
    "UUID": "names the profile of NetworkManager",
    "NAME": "names the profile of NetworkManager",
    "ETHTOOL_OPTS": "call ethtool from /etc/rc.d/rc.local",
    "HOSTNAME": "/etc/HOSTNAME is the place for it",
}


def read(conf, files):
    """Put what *files*, pairs of a name and a text, say into *conf*."""
    blocks = [_block(name, text) for name, text in files]
    profiles = {}  # UUID to the device's name
    for block in blocks:
        if block.name:
            block.name = block.take("DEVICE") or block.name
            profiles.update((entry.value, block.name) for entry in block.entries if entry.key == "UUID")
    for block in blocks:
        if block.name:
            _device(conf, block, profiles)
    for block in blocks:
        if not block.name:
            _routes(conf, block)


def _block(name, text):
    """The assignments of a file; ``name`` is what follows ifcfg-, "" for route-eth0 and its like."""
    block = Block(name[len("ifcfg-"):] if name.startswith("ifcfg-") else "", name)
    waiting, first, last = "", 0, text.count("\n")
    for number, line in enumerate(text.splitlines(), 1):
        first = first if waiting else number
        line, waiting = waiting + line, ""
        try:
            words = shlex.split(line, comments=True)
        except ValueError:  # a quote or an escape that goes on in the next line
            if number <= last:
                waiting = line[:-1] if line.endswith("\\") else line + "\n"
                continue
            words = [line]
        if not all("=" in word for word in words):  # no assignment: a route, a command
            words = [line.strip()]
        for word in words:
            key, _, value = word.partition("=") if re.match(r"\w+=", word) else ("", "", word)
            block.add(key, value.strip(), f"{name}:{first}", word)
            block.entries[-1].reason = WHY.get(key, "no counterpart")
            block.entries[-1].used = bool(key) and not value  # says nothing
    return block


def _device(conf, block, profiles):
    name, colon, _ = block.name.partition(":")
    link = conf.link(name, block.where)
    if name == "lo":
        link.left_out = "rc.inet1 starts lo by itself"
    elif not colon:
        _kind(conf, link, block, profiles)
    _addresses(conf, link, block)
    block.skip(ONBOOT=("yes",), STARTMODE=("auto", "onboot", "boot", "hotplug"), SLAVE=("yes",), NAME=(name,),
               DEFROUTE=("yes",), DHCLIENT_SET_DEFAULT_ROUTE=("yes",),
               VLAN_NAME_TYPE=("dev_plus_vid_no_pad", "vlan_plus_vid_no_pad"))
    link.leave(block)


def _kind(conf, link, block, profiles):
    """What the device is, and what it is a slave or a port of."""
    keys = {entry.key for entry in block.entries}
    kind = block.take("TYPE", "DEVICETYPE", "INTERFACETYPE").lower()
    bridge = block.take("BRIDGE", "BRIDGE_UUID")  # SUSE: it is one; RHEL: whose port it is
    master, profile = block.take("MASTER"), block.take("MASTER_UUID")
    master = master or profile
    is_bond, is_vlan = truth(block.take("BONDING_MASTER")), truth(block.take("VLAN"))
    dotted = re.fullmatch(r"(.+)\.(\d+)", link.name)
    if kind == "bond" or is_bond or "BONDING_OPTS" in keys:
        link.kind = "bond"
        for _, entry in block.all(r"BONDING_SLAVE_?\w*"):
            conf.member(link.name, entry.value)
        for entry in _words(block.entry("BONDING_OPTS", "BONDING_MODULE_OPTS")):
            _bond_option(conf, link, entry)
    elif kind == "bridge" or truth(bridge):
        link.kind = "bridge"
        for port in block.take("BRIDGE_PORTS").split():
            conf.member(link.name, port, "bridge")
        for entry in _words(block.entry("BRIDGING_OPTS")):
            name = option_name("bridge", entry.key) or entry.key
            # as in sysfs: times are in 1/100 second, which is 10 ms
            link.option(entry, name, f"{entry.value}0ms" if name in TIMES else entry.value)
        link.take_options(block, prefix="BRIDGE_")
        link.take_options(block)
    elif kind == "vlan" or is_vlan or "ETHERDEVICE" in keys or dotted:
        parent = block.take("PHYSDEV", "ETHERDEVICE") or link.name.rpartition(".")[0]
        tag = block.take("VLAN_ID") or re.search(r"\d*$", link.name).group()
        conf.vlan(link, profiles.get(parent, parent), tag)
        link.take_options(block)
    elif kind not in ("", "ethernet") or "TEAM_CONFIG" in keys:
        link.left_out = f"a link of the type {kind or 'Team'} has no counterpart"
    if master:
        conf.member(profiles.get(master, master), link.name)
    if bridge and truth(bridge) is None:
        conf.member(profiles.get(bridge, bridge), link.name, "bridge")


def _words(entry):
    """The words KEY=VALUE of *entry*, each as an entry of its own."""
    pairs = [word.partition("=") for word in entry.value.split()] if entry else ()
    return [Entry(key, value, entry.where, f"{entry.key}: {key}={value}", True) for key, _, value in pairs]


def _bond_option(conf, link, entry):
    """queue_id and its like name the slave, as in sysfs: queue_id=eth0:1."""
    slave, colon, value = entry.value.partition(":")
    if entry.key in ("queue_id", "prio", "actor_port_prio") and colon:
        entry.value = value
        conf.slave_option(link.name, entry.key, slave, entry)
    else:
        link.option(entry, entry.key)


def _addresses(conf, link, block):
    entry = block.entry("BOOTPROTO", "BOOTP")
    how = entry.value.lower() if entry else ""
    link.yes("USE_DHCP", how in ("dhcp", "dhcp4", "bootp", "dhcp4+dhcp6"))
    link.yes("USE_DHCP6", "dhcp6" in how)
    if "dhcp" not in how and how not in (*STATIC, "bootp"):
        link.note(entry)
    for match, entry in block.all(r"IPADDR(_?\w*)"):
        end = match.group(1)
        mask = block.take("NETMASK" + end, "PREFIX" + end, "PREFIXLEN" + end)
        if entry.value:
            link.address(entry.value, entry, mask)
    # BROADCAST and NETWORK say again what the address says
    ends = {str(end) for text in link.addresses for end in _ends(text)}
    for _, entry in block.all(r"(BROADCAST|NETWORK)(_?\d*)"):
        if entry.value and entry.value not in ends:
            link.note(entry, "is worked out from the address and the netmask")
    conf.common(link, block, WORDS)
    for _, entry in block.all("IPV6ADDR_SECONDARIES"):
        for text in entry.value.split():
            link.address(text, entry)
    init, autoconf = truth(block.take("IPV6INIT")), block.take("IPV6_AUTOCONF")
    link.yes("USE_SLAAC", truth(autoconf) if autoconf else init and not link.addresses6)
    link.yes("SLAAC_TEMPADDR", block.take("IPV6_PRIVACY") == "rfc3041")
    if "USE_DHCP" in link.variables:
        conf.common(link, block, WITH_DHCP)


def _ends(text):
    network = ipaddress.ip_interface(text).network
    return network.network_address, network.broadcast_address


def _routes(conf, block):
    """route-NAME and the file network: default gateways; the rest is said."""
    link = conf.links.get(re.sub("^route6?-", "", block.where))
    for entry in tuple(block.entries):
        via = re.match(r"(?:default|0\.0\.0\.0/0|::/0)\s+via\s+(\S+)", entry.value)
        number = re.fullmatch(r"ADDRESS(\d+)", entry.key)
        if link and via:
            conf.gateway(via.group(1), link, entry)
        elif link and number and entry.value == "0.0.0.0":
            block.take("NETMASK" + number.group(1))
            conf.gateway(block.take("GATEWAY" + number.group(1)), link, entry)
        elif entry.key in ("GATEWAY", "IPV6_DEFAULTGW") and conf.links:
            name = block.take("GATEWAYDEV") or _reaches(conf, entry.value)
            conf.gateway(entry.value, conf.link(name), entry)
        else:
            continue
        entry.used = True
    block.skip(NETWORKING=("yes",))
    link.leave(block) if link else conf.leave(block)


def _reaches(conf, gateway):
    """The name of the link in whose network *gateway* is, else that of the first one."""
    for name, link in conf.links.items():
        for text in link.addresses + link.addresses6:
            if is_address(gateway) and ipaddress.ip_address(gateway) in ipaddress.ip_interface(text).network:
                return name
    return next(iter(conf.links))
