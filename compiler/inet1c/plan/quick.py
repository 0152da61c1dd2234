"""Plan -> Quick: the steps of a plan as one batch of ip(8), for a start from nothing.

A start that finds nothing of its own has only to make things, and ip(8) takes all of that in one process.
What the steps are is said once, in plan.py; here they are put into ip's words, or not at all.
"""

import re
from dataclasses import dataclass

from ..network.options import MODULE_OPTIONS, spec

# The link group that marks what start makes; BONDING_GROUP of the runtime.
GROUP = "8023"

# What ip(8) reads as it stands: it cuts a batch's lines at blanks, and takes # and quotes for its own.
_PLAIN = re.compile(r"[A-Za-z0-9_.:+,/@=%-]+")

# What takes it all down, and tells what is left of it: see bonding_quick_stop of the runtime.
_UNDO = (f"link del group {GROUP}", "link show up", "address show")


@dataclass(frozen=True)
class Quick:
    """``links`` are made and ``nics`` enslaved, in that order; ``batch`` and ``record`` are lines.

    ``checks`` are lines of NAME/OPTION VALUE/.../: options as ip(8) prints them once they are set.  Before
    NAME stands "-" where the file asks for them, "*" where the kernel gives them to a new bond of this mode.
    """

    links: tuple
    nics: tuple
    batch: tuple
    checks: tuple
    record: tuple


class _Unfit(Exception):
    """A step that ip(8) cannot do, or not in a batch."""


class _Writer:
    """Puts the steps of a plan into ip's words, one method for each kind of step."""

    def __init__(self):
        self.kinds = {}  # by name of link, in the order in which they are made
        self.nics, self.batch, self.record = [], ["address show"], []
        self.open = {}  # by name of a bond without slaves yet: the line of the batch that makes it
        self.options = {}  # by name of bond: its options in ip's words
        self.first = {}  # by mode: the first bond of it

    def step(self, step):
        """Adds a step.  Raises _Unfit."""
        write = getattr(self, step.function[len("bonding_"):], None)
        if write is None or not all(_PLAIN.fullmatch(word) for word in step.arguments):
            raise _Unfit
        write(*step.arguments)

    def _add(self, *words):
        self.batch.append(" ".join(words))

    def _set(self, name, *words):
        self._add("link set dev", name, *words)

    def prepare(self, *_):
        """Nothing: what these do is for links that are there, or is looked at in the end."""

    commit = made = enslaved = settle = prepare

    def link(self, name, kind, stamp, *_needs):
        self.kinds[name] = kind
        self.record += [f"#link {name} {stamp}", f"#done {name} marked"]

    def member(self, master, member, mac=None):
        if member in self.kinds:
            return
        # the kernel gives back what a bond changed of a NIC, and nothing of what a bridge or the file did
        if mac or self.kinds[master] != "bond":
            raise _Unfit
        self.nics.append(member)
        self.record.append(f"#nic {member} {master} - - keeps")

    def create(self, name, kind):
        if kind == "bond":
            self.open[name] = len(self.batch)
        self._add("link add dev", name, "group", GROUP, "type", kind)

    def create_vlan(self, name, parent, *words):
        self._add("link add link", parent, "dev", name, "group", GROUP, "type vlan", *words)

    def hwaddr(self, name, mac):
        if mac == "auto":
            raise _Unfit  # it takes the machine's id
        self._set(name, "address", mac)

    def option(self, bond, name, value):
        name = name.replace("peer_notif_", "peer_notify_")
        if "/" in value:
            raise _Unfit
        if bond in self.open:
            self.batch[self.open[bond]] += f" {name} {value}"
        else:
            self._set(bond, "type bond", name, value)
        self.options.setdefault(bond, {})[name] = value
        if name == "mode":
            self.first.setdefault(value, bond)

    def arp_targets(self, bond, *addresses):
        self.option(bond, "arp_ip_target", ",".join(addresses))

    def checked_option(self, bond, _kind, name, value):
        self.option(bond, name, value)

    def slave(self, bond, nic):
        self.open.pop(bond, None)
        self._set(nic, "master", bond)

    def port(self, bridge, port):
        if port not in self.kinds:
            raise _Unfit  # a NIC: it is left up
        self._set(port, "master", bridge)

    def bridge_option(self, *_):
        raise _Unfit  # the kernel may take it and make another value of it: steps read it back

    def ip_option(self, name, kind, *words):
        if kind == "bond":
            raise _Unfit  # inet1c does not know it, and ip(8) ends at a word that it does not know
        self._set(name, "type", kind, *words)

    def mtu(self, name, mtu):
        self._set(name, "mtu", mtu)

    def promisc(self, name):
        self._set(name, "promisc on")

    def address(self, name, address, *words):
        self.record.append(f"#addr {name} {address}")
        self._add("address replace", address, "dev", name, *words)

    def up(self, name):
        self._set(name, "up")

    def checks(self):
        """The lines of Quick.checks."""
        for bond, options in self.options.items():
            yield f"-{bond}/" + "".join(" ".join(option) + "/" for option in options.items())
        for mode, bond in self.first.items():
            defaults = [f"{name} {spec(name).default}/" for name in MODULE_OPTIONS
                        if mode in spec(name).modes and name not in self.options[bond]]
            yield f"*{bond}/" + "".join(defaults)


def quick(plan):
    """The Quick of *plan*, of all but its late layers; None where ip cannot make it, or nothing is made."""
    writer = _Writer()
    try:
        for step in (step for layer in plan.layers if not layer.late for step in layer.steps):
            writer.step(step)
    except _Unfit:
        return None
    if not writer.kinds:
        return None
    links, nics = tuple(writer.kinds), tuple(writer.nics)
    return Quick(links, nics, (*writer.batch, f"link show group {GROUP}"), tuple(writer.checks()),
                 (f"#quick {' '.join(links)}/{' '.join(nics)}", *writer.record, *_UNDO))
