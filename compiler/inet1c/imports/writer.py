"""Conf -> the text of an rc.inet1.conf. What the compiler would refuse becomes a comment with its reason."""

import ipaddress
import re
import textwrap

from ..diagnostic import ERROR
from ..network.addressing import NAMESERVERS
from ..network.build import MAXNICS
from ..passes import compile_source
from ..source import Source

# What may stand between double quotes as it is: nothing that bash would expand.
PLAIN = re.compile(r"[A-Za-z0-9_.:/ ,|+@%=*-]*")
ASSIGNMENT = re.compile(r'(\w+)(?:\[(\d+)\])?="(.*)"')
MEMBERS = {"bond": "slave", "bridge": "port"}
# Without these an index would be another interface than meant.
WHOLE_INDEX = ("IFNAME", "BONDSLAVES", "BRNICS")
NOTHING = ": no counterpart"  # the end of a note that has nothing more to say
STEPS = 1000  # more errors than any file has


class Unmendable(Exception):
    """The compiler refuses the result whatever is left out of it; the message is the compiler's."""


def write(conf, names):
    """The text for *conf*, which was read from the files *names*. Raises Unmendable."""
    lines = ["# /etc/rc.d/rc.inet1.conf, made by inet1c import from " + _comment(", ".join(names))]
    lines += ["# A comment with FILE:LINE names what has no counterpart here."]
    lines += _notes(conf.notes)
    _one_kind_each(conf)
    _name_vlans(conf)
    _move_mtus(conf)
    indexes = _indexes(conf)
    resolver = _resolver(conf)
    gateways = _gateways(conf)
    for link in conf.links.values():
        block = _link(conf, link, indexes.get(link.name))
        lines += ["", *block] if len(block) > 1 else []
    lines += ["", *gateways] if gateways else []
    lines += ["", *resolver] if resolver else []
    if max(indexes.values(), default=0) >= MAXNICS:
        lines += ["", f'MAXNICS="{max(indexes.values()) + 1}"']
    return mend("\n".join(lines) + "\n")


def _comment(text):
    """*text* as one line of a comment."""
    shown = "".join(character if character.isprintable() else "?" for character in text)
    return shown if len(shown) <= 300 else f"{shown[:200]}...{shown[-97:]}"


def _notes(notes):
    """Comments: those with a reason of their own first, then the rest together."""
    plain = [note[: -len(NOTHING)] for note in notes if note.endswith(NOTHING)]
    lines = ["# " + _comment(note) for note in notes if not note.endswith(NOTHING)]
    if plain:
        text = "no counterpart: " + "; ".join(map(_comment, plain))
        lines += textwrap.wrap(text, 110, initial_indent="# ", subsequent_indent="#   ",
                               break_long_words=False, break_on_hyphens=False)  # fmt: skip
    return lines


def _assign(variable, value, index=None):
    name = variable if index is None else f"{variable}[{index}]"
    if PLAIN.fullmatch(value):
        return f'{name}="{value}"'
    return f"# left out: {name}: {_comment(value)}: characters that cannot stand in a conf"


def _one_kind_each(conf):
    """Where files make two things of one link, the last one counts. Leave out what cannot be made."""
    for link in conf.links.values():
        if link.slaves and link.kind not in MEMBERS:
            names = " ".join(link.slaves)
            link.notes.append(f"left out: {names} below {link.name}, which is no bond and no bridge")
            link.slaves = []
        if link.parent and link.kind != "vlan":
            link.notes.append(f"left out: {link.name} as a VLAN of {link.parent}: it is a {link.kind}")
            link.parent = ""
        if link.kind in MEMBERS and not link.slaves:
            link.left_out = link.left_out or f"a {link.kind} without {MEMBERS[link.kind]}s has no counterpart"
        if not PLAIN.fullmatch(link.name):
            link.left_out = link.left_out or "its name has characters that cannot stand in a conf"


def _name_vlans(conf):
    """A VLAN is called PARENT.ID here: rename those that are not, and make those that are only named."""
    for link in tuple(conf.links.values()):
        for name in (*link.slaves, link.parent):
            parent, dot, tag = name.rpartition(".")
            known = conf.links.get(name)
            bare = known is None or (known.kind == "nic" and not known.where and not known.variables)
            if dot and parent and tag.isdecimal() and bare:
                conf.vlan(conf.link(name), parent, tag)
                conf.links[name].notes.append(f"{name} is only named as a port there; here it is made")
    renamed = {}

    def new_name(name, depth=0):
        link = conf.links.get(name)
        if link is None or link.kind != "vlan" or depth > len(conf.links):
            return name
        return f"{new_name(link.parent, depth + 1)}.{link.tag}"

    for name, link in conf.links.items():
        renamed[name] = new_name(name)
        if renamed[name] != name:
            link.notes.append(f"{name} is called {renamed[name]} here: the name of a VLAN is PARENT.ID")
    for link in conf.links.values():
        link.name = renamed[link.name]
        link.parent = renamed.get(link.parent, link.parent)
        link.slaves = [renamed.get(name, name) for name in link.slaves]
    links, conf.links = conf.links, {}
    for name, link in links.items():
        key = link.name
        if key in conf.links:
            key, link.left_out = name, f"{link.name} is there already"
        conf.links[key] = link


def _move_mtus(conf):
    """A bond gives its MTU to its slaves: what the slaves have becomes the bond's."""
    for bond in conf.links.values():
        for name in bond.slaves if bond.kind == "bond" else ():
            mtu = conf.links[name].variables.pop("MTU", None)
            if mtu and bond.variables.setdefault("MTU", mtu) != mtu:
                conf.links[name].notes.append(f"MTU {mtu} of {name}: a bond gives its own to its slaves")


def _is_written(conf, link):
    """True where *link* needs an index: what is only a slave, a port or a parent does not."""
    return not link.left_out and (link.kind != "nic" or bool(_settings(link)))


def _settings(link):
    return link.addresses or link.addresses6 or link.variables or link.options


def _indexes(conf):
    """Name to index: ethN has N, as the stock script takes it; the others have the numbers that are free."""
    written = [link for link in conf.links.values() if _is_written(conf, link)]
    found = {}
    for link in written:
        number = re.fullmatch("eth([0-5])", link.name)
        if number and link.kind == "nic":
            found[link.name] = int(number.group(1))
    free = (index for index in range(len(written) + MAXNICS) if index not in found.values())
    for link in written:
        if link.name not in found:
            found[link.name] = next(free)
    return found


def _link(conf, link, index):
    """The lines for one link, notes first."""
    masters = [upper for upper in conf.links.values() if link.name in upper.slaves]
    what = f", a {MEMBERS[masters[0].kind]} of {masters[0].name}" if masters else ""
    lines = ["# " + _comment(link.name + what + (f" ({', '.join(link.where)})" if link.where else ""))]
    if link.left_out:
        lines.append(f"# left out: {_comment(link.name)}: {_comment(link.left_out)}")
    elif link.kind == "bond":
        if not link.mode:
            link.notes.append("no mode is given: balance-rr, as in the kernel")
        if not {"miimon", "arp_interval"} & set(link.options):
            link.notes.append("no miimon is given: 100 here; the kernel's 0 would watch no link")
    values = _values(conf, link, "n" if link.left_out else index, masters)
    if link.left_out:
        values = [line if line.startswith("#") else f"# {line}" for line in values]
    return lines + _notes(link.notes) + values


def _values(conf, link, index, masters):
    if index is None:
        return []
    given = [("IFNAME", link.name)]
    if link.kind == "bond":
        given += [("BONDSLAVES", " ".join(link.slaves)), ("BONDMODE", link.mode or "balance-rr")]
    elif link.kind == "bridge":
        given += [("BRNICS", " ".join(link.slaves))]
    options = [f"{name} {value}" for name, value in link.options.items()]
    options += [f"{name} {slave}:{value}" for name, slave, value in link.slave_options]
    if options:
        given.append(("IFOPTS", " | ".join(options)))
    dynamic = any(f"USE_{how}" in link.variables for how in ("DHCP", "DHCP6", "SLAAC"))
    if len(link.addresses) == 1 and not dynamic:
        interface = ipaddress.ip_interface(link.addresses[0])
        given += [("IPADDR", str(interface.ip)), ("NETMASK", str(interface.netmask))]
    elif link.addresses:
        given.append(("IPADDRS", " ".join(link.addresses)))
    elif "HWADDR" in link.variables and masters:
        given.append(("IPADDR", "0.0.0.0"))  # 15.0's way to set the MAC of a slave
    if link.addresses6:
        given.append(("IP6ADDRS", " ".join(link.addresses6)))
    given += link.variables.items()
    if "USE_SLAAC" in link.variables and link.name in conf.stack():
        link.notes.append("SLAAC_TIMEOUT 0: start does not wait for a router, as there")
        given.append(("SLAAC_TIMEOUT", "0"))
    return [_assign(variable, value, index) for variable, value in given]


def _gateways(conf):
    """GATEWAY and GATEWAY6: the first of each kind; the others become notes."""
    lines, seen = [], set()
    for address, link, entry, direct in conf.gateways:
        name = "GATEWAY" if address.version == 4 else "GATEWAY6"
        if name in seen or link.left_out:
            link.note(entry, "left out above" if link.left_out else f"{name} is one address: the first one")
            continue
        seen.add(name)
        networks = [ipaddress.ip_interface(text).network for text in link.addresses]
        if name == "GATEWAY" and networks and (direct or not any(address in net for net in networks)):
            lines.append(f"# {address} is in no network of {link.name}: needs the rc.inet1 of 15.0 or later")
            lines.append(_assign(name, f"{address} dev {link.name} onlink"))
        else:
            lines.append(_assign(name, str(address)))
    return lines


def _resolver(conf):
    lines = []
    if len(conf.nameservers) > NAMESERVERS:
        more = " ".join(conf.nameservers[NAMESERVERS:])
        lines.append(f"# left out: {_comment(more)}: the resolver asks {NAMESERVERS} name servers")
    if (conf.nameservers or conf.search) and not any(link.kind == "bond" for link in conf.links.values()):
        lines.append("# These need a bond in the file. Without one, write them into /etc/resolv.conf.")
    if conf.nameservers:
        lines.append(_assign("NAMESERVER", " ".join(conf.nameservers[:NAMESERVERS]), 0))
    if conf.search:
        lines.append(_assign("SEARCH", " ".join(conf.search)))
    return lines


# -- what the compiler refuses ------------------------------------------------------------------------


def errors_of(text):
    """The errors that ``inet1c check`` finds in *text*."""
    diagnostics = compile_source(Source("rc.inet1.conf", text)).diagnostics
    return [problem for problem in diagnostics if problem.severity == ERROR]


def mend(text):
    """*text* with whatever is refused turned into comments, the least that will do. Raises Unmendable."""
    for _ in range(STEPS):
        problems = errors_of(text)
        if not problems:
            return text
        text = _without(text, problems[0])
    raise Unmendable(problems[0].message)


def _without(text, problem):
    """*text* without what *problem* is about: a word, an option, a line, or all lines of an index."""
    start = text.rfind("\n", 0, problem.span.start) + 1
    end = text.index("\n", start)
    match = ASSIGNMENT.fullmatch(text, start, end)
    if match is None:
        raise Unmendable(problem.message)
    name, index, value = match.groups()
    place = problem.span.start - match.start(3)
    pieces = list(re.finditer(r"[^|]+" if name == "IFOPTS" else r"\S+", value))
    cut = next((piece for piece in pieces if piece.start() <= place < piece.end()), None)
    reason = _comment(problem.message)
    if len(pieces) > 1 and cut is not None and name != "GATEWAY":
        kept = (" | " if name == "IFOPTS" else " ").join(p.group().strip() for p in pieces if p is not cut)
        line = f'{name}[{index}]="{kept}"' if index else f'{name}="{kept}"'
        return f"{text[:start]}# left out: {name} {cut.group().strip()}: {reason}\n{line}{text[end:]}"
    if name in WHOLE_INDEX and index:
        lines = re.sub(rf'(?m)^(\w+\[{index}\]=)', r"#\1", text[start:])
        return f"{text[:start]}# left out: index {index}: {reason}\n{lines}"
    return f"{text[:start]}# left out: {reason}\n#{text[start:]}"
