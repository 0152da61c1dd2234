"""netplan's YAML files. PyYAML reads them; it is needed for nothing else.

Source: netplan-yaml(5). An ID is a name unless match or set-name say otherwise.
"""

from .model import Block, truth

try:
    import yaml
except ImportError:
    yaml = None

KINDS = {"ethernets": "nic", "bonds": "bond", "bridges": "bridge", "vlans": "vlan"}
WORDS = {
    "address": "addresses",
    "gateway": "gateway[46]",
    "dns": r"nameservers\.addresses",
    "search": r"nameservers\.search",
    "mac": "macaddress",
    "MTU": "mtu",
    "USE_DHCP": "dhcp4",
    "USE_DHCP6": "dhcp6",
    "USE_SLAAC": "accept-ra",
    "SLAAC_TEMPADDR": "ipv6-privacy",
    "DHCP_KEEPRESOLV": r"!dhcp4-overrides\.use-dns",
    "DHCP_KEEPGW": r"!dhcp4-overrides\.use-routes",
    "DHCP_HOSTNAME": r"dhcp4-overrides\.hostname",
}
WHY = {"optional": "start waits for bonds alone; BONDWAIT says how long"}
DEEPEST = 20  # levels of a file; an alias of YAML may stand for itself
MOST = 20000  # settings of a definition; aliases of aliases multiply


class Missing(Exception):
    """PyYAML is not installed."""


class Malformed(Exception):
    """The file is no YAML, or no netplan file; the message says where."""


def read(conf, files):
    """Put what *files*, pairs of a name and a text, say into *conf*. Raises Missing and Malformed."""
    if yaml is None:
        raise Missing("netplan's files are YAML: reading them needs PyYAML (pip install PyYAML)")
    blocks = {}  # (section, ID) to Block; what several files say of one is merged
    for name, text in files:
        _definitions(conf, name, text, blocks)
    names = {block.name: _name(conf, block) for block in blocks.values()}
    for (section, identity), block in blocks.items():
        link = conf.link(names[identity], block.where, KINDS.get(section))
        if section not in KINDS:
            link.left_out = f"{section} have no counterpart"
        _link(conf, link, block, names)
        link.leave(block)
    if "accept-ra:" not in "".join(text for _, text in files):
        conf.notes.append("accept-ra is not given: routers are heeded there; here USE_SLAAC does so")


def _definitions(conf, name, text, blocks):
    """The definitions of a file as Blocks; the keys of their entries are paths such as parameters.mode."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        why = getattr(problem, "problem", None) or "no YAML"
        raise Malformed(f"{name}:{mark.line + 1 if mark else 1}: {why}") from None
    other = Block("", name)
    for key, network in _pairs(root, name):
        for section, definitions in _pairs(network, name) if key == "network" else [(key, network)]:
            if not isinstance(definitions, yaml.MappingNode) or section == "openvswitch" or key != "network":
                _flatten(other, section, definitions, name)
                continue
            for identity, node in _pairs(definitions, name):
                where = f"{name}:{node.start_mark.line + 1}"
                block = blocks.setdefault((section, identity), Block(identity, where))
                _flatten(block, "", node, name)
    for entry in other.entries:
        entry.used = (entry.key, entry.value) == ("version", "2")
    conf.leave(other)


def _pairs(node, name):
    """The keys and values of a mapping; none for nothing."""
    if node is None or (isinstance(node, yaml.ScalarNode) and not node.value):
        return []
    if not isinstance(node, yaml.MappingNode):
        raise Malformed(f"{name}:{node.start_mark.line + 1}: not a mapping")
    return [(str(key.value), value) for key, value in node.value]


def _flatten(block, path, node, name, depth=0):
    """Add the scalars of *node*: "addresses" for items of a list, "routes[0].to" for a list of mappings."""
    where = f"{name}:{node.start_mark.line + 1}"
    if depth > DEEPEST or len(block.entries) > MOST:
        raise Malformed(f"{where}: too many levels, or too many settings")
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            _flatten(block, f"{path}.{key.value}" if path else str(key.value), value, name, depth + 1)
    elif isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            inner = path if isinstance(item, yaml.ScalarNode) else f"{path}[{number}]"
            _flatten(block, inner, item, name, depth + 1)
    elif path or node.value:
        block.add(path, node.value, where, f"{path}: {node.value}")
        block.entries[-1].reason = WHY.get(path, "no counterpart")


def _name(conf, block):
    """The name of the interface that an ID stands for."""
    address, wanted, name = block.entry("match.macaddress"), block.entry("match.name"), block.take("set-name")
    if wanted and not name:
        pattern = set(wanted.value) & set("*?[")
        name = conf.matching(wanted.value, wanted, 1)[0] if pattern else wanted.value
    name = name or block.name
    if address:
        conf.link(name).note(address, f"names the NIC by its MAC; here {name} has to be its name")
    return name


def _link(conf, link, block, names):
    for _, entry in block.all("interfaces" if link.kind in ("bond", "bridge") else "-"):
        conf.member(link.name, names.get(entry.value, entry.value), link.kind)
    if link.kind == "bridge":
        link.options["stp_state"] = "1"  # netplan's own default
    elif link.kind == "vlan":
        parent = block.take("link")
        conf.vlan(link, names.get(parent, parent), block.take("id"))
    link.take_options(block, prefix="parameters.", names=names)
    conf.common(link, block, WORDS)
    for match, entry in block.all(r"addresses\[\d+\]\.(.+/\d+)\.(label|lifetime)"):
        link.address(match.group(1), entry)
        link.note(entry)
    for match, entry in block.all(r"(routes\[\d+\])\.to"):
        route = match.group(1)
        entry.used = entry.value in ("default", "0.0.0.0/0", "0/0", "::/0")
        via = block.entry(f"{route}.via") if entry.used else None
        if via:
            conf.gateway(via.value, link, via, truth(block.take(f"{route}.on-link")) is True)
