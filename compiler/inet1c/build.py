"""Settings -> Network: what the variables mean, index by index.

What cannot be read is reported here, at the very word; what contradicts something elsewhere in the file is for
``check``.  Where an interface does not belong to a bond's stack it is the stock script's, and there a
mistake is no more than a warning: who uses no bond sees nothing refused.

Meanings are those of rc.inet1.conf(5) and of the rc.inet1 scripts of Slackware 14.0 to 15.0.
"""

import ipaddress
import re
from dataclasses import replace

from . import options as bonding
from .diagnostic import WARNING, Note, error, warning
from .model import (
    Address,
    Bond,
    Bridge,
    Dhcp,
    Ethernet,
    Interface,
    Network,
    Option,
    Slaac,
    SlaveOption,
    Tuntap,
    Vlan,
    below,
)
from .source import Word

# A value of these, not empty, makes the index an interface, also where IFNAME does not name it.
CONFIGURING = (
    "BONDSLAVES", "BONDNICS", "BRNICS", "IPADDR", "IPADDRS", "IPALIASES", "IP6ADDRS",
    "USE_DHCP", "USE_DHCP6", "USE_SLAAC", "HWADDR", "MTU", "IFOPTS", "PROMISCUOUS",
)  # fmt: skip

NAME = re.compile(r"[A-Za-z0-9_.+][A-Za-z0-9_.+-]*")
NAME_LENGTH = 15  # IFNAMSIZ less the final NUL
# Names that mean something else under /sys/class/net, under /proc/sys/net/*/conf or to ip(8).
RESERVED = ("all", "default", "bonding_masters", ".", "..", "dev", "group", "type", "vf")
PASSED_ON = re.compile(r"[A-Za-z0-9_.:+,/=-]+")
HOST_NAME = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_.])?")

DHCP_TIMEOUT = 15
SLAAC_TIMEOUT = 15
BOND_WAIT = 10
MIIMON = "100"


def build(settings, kernel=None):
    """The network that *settings* mean, and what is wrong with them.

    *kernel* is the version that it is meant for, as a tuple of numbers such as (5, 15, 19); None for any.
    """
    builder = _Builder(settings, kernel)
    network = builder.network()
    return network, builder.diagnostics(network)


def _trim(value):
    """The whole of *value* as a Word, without blanks and carriage returns at its ends."""
    text = value.text
    start = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    return value.word(start, end) if start < end else Word("", value.span)


def _quoted(text):
    """*text* for a message: on one line, and not too long for one."""
    shown = text if len(text) <= 60 else text[:57] + "..."
    return shown if shown.isprintable() else ascii(shown)[1:-1]


class _Builder:
    """One run of ``build``: the settings, and the findings with the interfaces that they are about."""

    def __init__(self, settings, kernel):
        self.settings = settings
        self.kernel = kernel
        self.findings = []  # pairs of a Diagnostic and names of interfaces

    # -- findings ---------------------------------------------------------------------------------

    def report(self, diagnostic, *names):
        self.findings.append((diagnostic, names))

    def diagnostics(self, network):
        """The findings; an error that is about no bond's stack is made a warning."""
        kept = []
        for diagnostic, names in self.findings:
            ours = network.bonds and (not names or any(name in network.stack for name in names))
            if not ours and diagnostic.severity != WARNING:
                diagnostic = replace(diagnostic, severity=WARNING)
            kept.append(diagnostic)
        return kept

    # -- reading ----------------------------------------------------------------------------------

    def word(self, variable, index=0):
        """NAME[index] without blanks at its ends; None where it is not set or empty."""
        value = self.settings.value(variable, index)
        if value is None:
            return None
        word = _trim(value)
        return word if word.text else None

    def words(self, variable, index=0):
        """NAME[index] cut at blanks."""
        value = self.settings.value(variable, index)
        return value.words(r"\s+") if value is not None else ()

    def yes(self, variable, index):
        """The word where NAME[index] is "yes", as the stock scripts compare it; None otherwise."""
        word = self.word(variable, index)
        return word if word is not None and word.text == "yes" else None

    def indexes(self):
        found = set()
        for name in ("IFNAME",) + CONFIGURING:
            variable = self.settings.variable(name)
            if variable is not None:
                found.update(e.index for e in variable.elements if e.value.text.strip())
        return sorted(found)

    # -- the whole --------------------------------------------------------------------------------

    def network(self):
        interfaces = []
        names = {}
        for index in self.indexes():
            name = self.name(index)
            if name.text in names:
                first = names[name.text]
                self.report(
                    error(
                        "name-twice",
                        f"{name.text} is already the name of index {first.index}",
                        name.span,
                        [Note(f"index {first.index} has it here", first.name.span)],
                        "the stock script finds the first of them only",
                    ),
                    name.text,
                )
                if not self.is_made(index):
                    continue
            interface = self.interface(index, name)
            if name.text not in names:
                names[name.text] = interface
                interfaces.append(interface)
        self.virtual(interfaces, names)
        self.lonely_bond_variables()
        for interface in tuple(interfaces):
            for word in below(interface):
                if word.text not in names:
                    names[word.text] = Interface(word, None, Ethernet())
                    interfaces.append(names[word.text])
        return Network(
            source=self.settings.source,
            interfaces=tuple(interfaces),
            gateway=self.word("GATEWAY"),
            gateway6=self.word("GATEWAY6"),
            search=self.search(),
            maxnics=self.maxnics(),
            nameservers=self.nameservers(),
            hosts=self.hosts(),
        )

    def is_made(self, index):
        return any(self.word(v, index) is not None for v in ("BONDSLAVES", "BONDNICS", "BRNICS"))

    def maxnics(self):
        word = self.word("MAXNICS")
        return int(word.text) if word and re.fullmatch("[0-9]{1,9}", word.text) else 6

    # -- names ------------------------------------------------------------------------------------

    def name(self, index):
        """The name of the interface at *index*: IFNAME[index], or eth<index> as the stock scripts have it."""
        value = self.settings.value("IFNAME", index)
        word = self.word("IFNAME", index)
        if word is None:
            name = Word(f"eth{index}", self.first_place(index))
            if self.word("BONDSLAVES", index) or self.word("BONDNICS", index):
                self.report(
                    warning(
                        "bond-without-name",
                        f"IFNAME[{index}] is not set, and so this bond would be called eth{index}",
                        name.span,
                        help=f'IFNAME[{index}]="bond0"',
                    )
                )
            return name
        if word.text != value.text:
            self.report(
                warning(
                    "blank-in-name",
                    f"IFNAME[{index}] has blanks or a carriage return around {_quoted(word.text)}; they are left out",
                    value.span,
                    help="the stock script does not find such a name again, and its stop never ends",
                ),
                word.text,
            )
        self.check_name(word, f"IFNAME[{index}]")
        return word

    def first_place(self, index):
        """Where something is first said about *index*."""
        spans = []
        for name in CONFIGURING:
            variable = self.settings.variable(name)
            element = variable and variable.element(index)
            if element is not None and element.value.text.strip():
                spans.append(element.span)
        return min(spans, key=lambda span: span.start)

    def check_name(self, word, where, *owners):
        """Report *word* where the kernel or the scripts cannot take it as an interface's name."""
        text = word.text
        names = owners or (text,)
        if re.search(r"[,;]", text) and not re.search(r"\s", text):
            parts = [part for part in re.split("[,;]", text) if part]
            self.report(
                error(
                    "bad-name",
                    f"{_quoted(text)} is one name to the script",
                    word.span,
                    help=f'names are separated by blanks: "{_quoted(" ".join(parts))}"',
                ),
                *names,
            )
        elif ":" in text and NAME.fullmatch(text.replace(":", "")):
            parent, _, label = text.partition(":")
            self.report(
                error(
                    "alias-as-name",
                    f"{_quoted(text)} is no interface but a label of an address of {_quoted(parent)}",
                    word.span,
                    help=f"put the address into IPALIASES of {_quoted(parent)}, which gives the labels "
                    f"{_quoted(parent)}:0, :1 and so on",
                ),
                *(names + (parent,)),
            )
        elif not NAME.fullmatch(text):
            bad = next(c for i, c in enumerate(text) if not NAME.fullmatch(text[: i + 1]))
            shown = "a blank" if bad.isspace() else ascii(bad)
            self.report(
                error(
                    "bad-name",
                    f"{_quoted(text)} cannot be the name of an interface: {shown}",
                    word.span,
                    help="letters, digits, and . _ - + where no - stands first",
                ),
                *names,
            )
        elif len(text) > NAME_LENGTH:
            self.report(
                error(
                    "name-too-long",
                    f"{text} has {len(text)} characters, and a name has at most {NAME_LENGTH}",
                    word.span,
                ),
                *names,
            )
        elif text in RESERVED:
            self.report(
                error("bad-name", f"{text} cannot be the name of an interface: it is taken", word.span), *names
            )

    # -- one interface ----------------------------------------------------------------------------

    def interface(self, index, name):
        kind, own_options = self.kind(index, name)
        addresses, placeholder = self.addresses(index, name)
        return Interface(
            name=name,
            index=index,
            kind=kind,
            addresses=addresses,
            dhcp=self.dhcp(index, name),
            slaac=self.slaac(index, name),
            accept_ra=self.accept_ra(index),
            hwaddr=self.hwaddr(index, name),
            mtu=self.mtu(index, name),
            promiscuous=self.yes("PROMISCUOUS", index) is not None,
            placeholder=placeholder,
            options=own_options,
            nameservers=self.words("NAMESERVER", index),
            hosts=self.lines("HOSTS", index),
        )

    def kind(self, index, name):
        """What the interface is, and for a plain NIC its options."""
        slaves = self.settings.value("BONDSLAVES", index) or self.settings.value("BONDNICS", index)
        is_bond = self.is_bond(index)
        ports = self.words("BRNICS", index)
        if is_bond and ports:
            self.report(
                error(
                    "bond-and-bridge",
                    f"{name.text} cannot be a bond and a bridge at once",
                    ports[0].span,
                    [Note("it is a bond here", slaves.span)],
                    "give the bond a name and an index of its own, and make it a port of the bridge",
                ),
                name.text,
            )
        if is_bond:
            return self.bond(index, name), ()
        if ports:
            for port in ports:
                self.check_name(port, f"BRNICS[{index}]", port.text, name.text)
            return Bridge(ports, self.link_options(index, name, bonding.BRIDGE_OPTIONS, "a bridge")), ()
        parent, dot, tag = name.text.rpartition(".")
        if dot and parent and tag and NAME.fullmatch(name.text):
            if tag.isdigit():
                offset = len(parent)
                exact = name.span.end - name.span.start == len(name.text)
                span = type(name.span)(name.span.start, name.span.start + offset) if exact else name.span
                vlan_options = self.link_options(index, name, bonding.VLAN_OPTIONS, "a VLAN")
                self.vlan_tag(name, parent, tag)
                return Vlan(Word(parent, span), min(int(tag), 1 << 32), vlan_options), ()
            self.report(
                error(
                    "vlan-tag",
                    f"{_quoted(name.text)} is no VLAN: {_quoted(tag)} is no VLAN ID",
                    name.span,
                    help="the script takes a name with a dot for PARENT.ID, with an ID from 0 to 4094",
                ),
                name.text,
                parent,
            )
        return Ethernet(), self.link_options(index, name, bonding.LINK_OPTIONS, "a NIC")

    def vlan_tag(self, name, parent, tag):
        if tag != str(int(tag)):
            self.report(
                error(
                    "vlan-tag",
                    f"the VLAN ID {tag} has a leading 0, and ip reads it as octal",
                    name.span,
                    help=f"{parent}.{int(tag)}",
                ),
                name.text,
                parent,
            )
        elif int(tag) > 4094:
            self.report(
                error("vlan-tag", f"a VLAN ID is from 0 to 4094, and {_quoted(tag)} is not", name.span),
                name.text,
                parent,
            )

    # -- bonds ------------------------------------------------------------------------------------

    def bond(self, index, name):
        slaves = self.slaves(index, name)
        if "." in name.text:
            self.report(
                error(
                    "dot-in-bond-name",
                    f"the bond's name {_quoted(name.text)} has a dot, and the script takes it for a VLAN",
                    name.span,
                    help="call it bond0",
                ),
                name.text,
            )
        given, slave_options = self.bond_options(index, name)
        mode = self.mode(index, name, given)
        given = [option for option in given if not (option.known and option.name.text == "mode")]
        if not any(o.known and o.name.text in ("miimon", "arp_interval") for o in given):
            given.append(Option(Word("miimon", name.span), Word(MIIMON, name.span)))
        given = self.round_delays(given, name)
        self.kernel_findings(mode, given, slave_options, name)
        return Bond(mode, slaves, tuple(given), slave_options, self.wait(index, name))

    def slaves(self, index, name):
        ours, theirs = self.settings.value("BONDSLAVES", index), self.settings.value("BONDNICS", index)
        first, second = self.words("BONDSLAVES", index), self.words("BONDNICS", index)
        if first and second and [w.text for w in first] != [w.text for w in second]:
            self.report(
                error(
                    "slaves-twice",
                    f"BONDSLAVES[{index}] and BONDNICS[{index}] name different slaves for {name.text}",
                    ours.span,
                    [Note(f"BONDNICS[{index}] is here", theirs.span)],
                    "they are the same variable under two names: leave one of them out",
                ),
                name.text,
            )
        slaves = first or second
        if not slaves:
            value = ours if ours is not None and ours.text else theirs
            self.report(error("no-slaves", f"{name.text} has no slaves", value.span), name.text)
        for slave in slaves:
            self.check_name(slave, f"BONDSLAVES[{index}]", slave.text, name.text)
        return slaves

    def mode(self, index, name, given):
        """BONDMODE[index] as a mode's name; balance-rr, as in the kernel, where nothing is said."""
        word = self.word("BONDMODE", index)
        said = [option for option in given if option.known and option.name.text == "mode"]
        inner = said[-1] if said else None
        if word is None:
            return inner.value if inner else Word(bonding.RR, name.span)
        meant = bonding.mode(word.text)
        if meant is None:
            near = bonding.nearest_mode(word.text)
            self.report(
                error(
                    "unknown-mode",
                    f"there is no bonding mode {_quoted(word.text)}",
                    word.span,
                    help=f"did you mean {near}?" if near else f"one of {', '.join(bonding.MODES)}, or 0 to 6",
                ),
                name.text,
            )
            meant = near or word.text
        elif inner is not None and inner.value.text != meant:
            self.report(
                error(
                    "mode-twice",
                    f"{name.text} has the mode {meant} by BONDMODE[{index}] and {inner.value.text} by IFOPTS[{index}]",
                    inner.value.span,
                    [Note(f"BONDMODE[{index}] is here", word.span)],
                    "leave it out of IFOPTS",
                ),
                name.text,
            )
        return Word(meant, word.span)

    def wait(self, index, name):
        word = self.word("BONDWAIT", index)
        if word is None:
            return BOND_WAIT
        if not re.fullmatch("[0-9]{1,6}", word.text):
            self.report(
                error(
                    "bad-number",
                    f"BONDWAIT[{index}] is a number of seconds, and {_quoted(word.text)} is none",
                    word.span,
                ),
                name.text,
            )
            return BOND_WAIT
        return int(word.text)

    def is_bond(self, index):
        """True where bash's ``[ -n ... ]`` finds slaves at *index*."""
        values = (self.settings.value(variable, index) for variable in ("BONDSLAVES", "BONDNICS"))
        return any(value is not None and value.text for value in values)

    def lonely_bond_variables(self):
        """Report BONDMODE and BONDWAIT where there are no slaves: nothing reads them."""
        elsewhere = [
            element.span
            for name in ("BONDSLAVES", "BONDNICS")
            if self.settings.variable(name)
            for element in self.settings.variable(name).elements
            if element.value.text
        ]
        for name in ("BONDMODE", "BONDWAIT"):
            variable = self.settings.variable(name)
            for element in variable.elements if variable else ():
                if element.value.text.strip() and not self.is_bond(element.index):
                    self.report(
                        warning(
                            "bond-variable-without-slaves",
                            f"index {element.index} has {name} but no BONDSLAVES, and so it is no bond",
                            element.span,
                            [Note("slaves are named here", span) for span in elsewhere[:1]],
                            f'BONDSLAVES[{element.index}]="eth0 eth1"',
                        )
                    )

    # -- options ----------------------------------------------------------------------------------

    def option_pieces(self, index):
        """IFOPTS[index] cut at "|", each piece as its words with ``key=value`` cut in two."""
        value = self.settings.value("IFOPTS", index)
        if value is None:
            return
        position = 0
        for piece in value.text.split("|"):
            words = self.split_words(value, piece, position)
            position += len(piece) + 1
            if words:
                yield words

    @staticmethod
    def split_words(value, piece, position):
        words = []
        for match in re.finditer(r"\S+", piece):
            text, start = match.group(), position + match.start()
            key, equals, rest = text.partition("=")
            if equals and key and rest:
                words.append(value.word(start, start + len(key)))
                words.append(value.word(start + len(key) + 1, start + len(text)))
            elif text.strip("="):
                bare = text.strip("=")
                offset = text.index(bare)
                words.append(value.word(start + offset, start + offset + len(bare)))
        return words

    def option_value(self, spec, word, name, where):
        """*word* normalised for *spec*, None where the kernel would not take it; that is reported."""
        try:
            return Word(bonding.normalise(spec, word.text), word.span)
        except bonding.BadValue as problem:
            self.report(
                error(
                    "bad-option-value",
                    f"{_quoted(word.text)} is no value for {where}",
                    word.span,
                    [Note(str(problem))],
                    f"did you mean {problem.near}?" if problem.near else None,
                ),
                name.text,
            )
            return None

    def bond_options(self, index, name):
        """IFOPTS of a bond: its options, each once, and its slaves' options."""
        given, of_slaves = [], []
        for words in self.option_pieces(index):
            position = 0
            while position < len(words):
                word = words[position]
                spec = bonding.spec(word.text)
                if spec is None:
                    option = self.pass_on(words[position:], name, "the bonding driver", bonding.nearest_option)
                    if option is not None:
                        given.append(option)
                    break
                position += 1
                if position == len(words):
                    self.report(
                        error("option-without-value", f"{word.text} has no value", word.span), name.text
                    )
                    break
                if spec.scope == "slave":
                    position = self.slave_option(spec, word, words, position, name, of_slaves)
                    continue
                value = words[position]
                position += 1
                if spec.name == "mode":
                    value = self.mode_option(value, name)
                elif spec.type == bonding.IFNAME:
                    self.check_name(value, spec.name, name.text)
                else:
                    value = self.option_value(spec, value, name, spec.name)
                if value is not None:
                    given.append(Option(Word(spec.name, word.span), value))
        return self.each_once(given, name), tuple(of_slaves)

    def mode_option(self, word, name):
        meant = bonding.mode(word.text)
        if meant is None:
            near = bonding.nearest_mode(word.text)
            self.report(
                error(
                    "unknown-mode",
                    f"there is no bonding mode {_quoted(word.text)}",
                    word.span,
                    help=f"did you mean {near}?" if near else f"one of {', '.join(bonding.MODES)}, or 0 to 6",
                ),
                name.text,
            )
            return None
        return Word(meant, word.span)

    def slave_option(self, spec, word, words, position, name, of_slaves):
        """One per-slave option, ``queue_id eth0:1`` or a list of such; gives the position behind it."""
        first = position
        while position < len(words) and (position == first or ":" in words[position].text):
            for part in self.parts(words[position]):
                slave, colon, value = part.text.rpartition(":")
                exact = part.span.end - part.span.start == len(part.text)
                if not (slave and colon and value):
                    self.report(
                        error(
                            "bad-option-value",
                            f"{_quoted(part.text)} is no value for {spec.name}",
                            part.span,
                            [Note(f"{spec.name} is an option of one slave")],
                            f"{spec.name} SLAVE:NUMBER, as in {spec.name} eth0:1",
                        ),
                        name.text,
                    )
                    continue
                split = part.span.start + len(slave)
                span = type(part.span)
                slave_span = span(part.span.start, split) if exact else part.span
                value_span = span(split + 1, part.span.end) if exact else part.span
                number = self.option_value(spec, Word(value, value_span), name, spec.name)
                if number is not None:
                    of_slaves.append(SlaveOption(Word(spec.name, word.span), Word(slave, slave_span), number))
            position += 1
        return position

    @staticmethod
    def parts(word):
        """*word* cut at commas."""
        exact = word.span.end - word.span.start == len(word.text)
        parts = []
        for match in re.finditer("[^,]+", word.text):
            start = word.span.start + match.start()
            span = type(word.span)(start, start + len(match.group())) if exact else word.span
            parts.append(Word(match.group(), span))
        return parts

    def each_once(self, given, name):
        """*given* without those that a later one replaces; "+" lists of targets are joined."""
        kept = {}
        for option in given:
            key = option.name.text if option.known else (option.name.text, option.value.text)
            if option.known and key == "num_unsol_na" and "num_grat_arp" in kept:
                key = "num_grat_arp"
            elif option.known and key == "num_grat_arp" and "num_unsol_na" in kept:
                key = "num_unsol_na"
            earlier = kept.pop(key, None)
            if earlier is not None and earlier.value.text != option.value.text:
                also = "" if earlier.name.text == option.name.text else f", which is the same setting as {key},"
                self.report(
                    warning(
                        "option-twice",
                        f"{option.name.text}{also} was set before; the last one holds",
                        option.name.span,
                        [Note(f"it was {earlier.value.text} here", earlier.value.span)],
                    ),
                    name.text,
                )
            kept[key] = option
        return list(kept.values())

    def pass_on(self, words, name, what, nearest):
        """*words* as an option that is handed to ip(8) as it stands; None where it cannot be."""
        for word in words:
            if not PASSED_ON.fullmatch(word.text):
                self.report(
                    error(
                        "bad-option",
                        f"{_quoted(word.text)} cannot be passed on to ip",
                        word.span,
                        help="options are separated by |; letters, digits and . _ : + , / = - stand in them",
                    ),
                    name.text,
                )
                return None
        near = nearest(words[0].text)
        self.report(
            warning(
                "unknown-option",
                f"{_quoted(words[0].text)} is no option of {what} that is known here; it is passed on to ip",
                words[0].span,
                help=f"did you mean {near}?" if near else None,
            ),
            name.text,
        )
        text = " ".join(word.text for word in words[1:])
        span = words[1].span.to(words[-1].span) if len(words) > 1 else words[0].span
        return Option(words[0], Word(text, span), False)

    def link_options(self, index, name, known, what):
        """IFOPTS of a link that is no bond: passed on to ip(8), with a warning where ip(8) has no such option."""
        given = []
        for words in self.option_pieces(index):
            if words[0].text in known and all(PASSED_ON.fullmatch(word.text) for word in words):
                text = " ".join(word.text for word in words[1:])
                span = words[1].span.to(words[-1].span) if len(words) > 1 else words[0].span
                given.append(Option(words[0], Word(text, span)))
            elif words[0].text in bonding.LINK_MOVES and known is bonding.LINK_OPTIONS:
                self.report(
                    error(
                        "option-moves-link",
                        f"{words[0].text} in IFOPTS[{index}] would undo what the file says of {name.text} elsewhere",
                        words[0].span,
                    ),
                    name.text,
                )
            else:
                option = self.pass_on(words, name, what, lambda text: bonding.nearest_option(text, known))
                if option is not None:
                    given.append(option)
        return tuple(given)

    def round_delays(self, given, name):
        """Delays as the kernel would round them, down to a multiple of miimon; that is reported."""
        values = {option.name.text: option for option in given if option.known}
        miimon = int(values["miimon"].value.text) if "miimon" in values else 0
        kept = []
        for option in given:
            if miimon and option.known and option.name.text in bonding.DELAYS:
                delay = int(option.value.text)
                rounded = delay - delay % miimon
                if rounded != delay:
                    self.report(
                        warning(
                            "delay-not-multiple",
                            f"{option.name.text} {delay} is no multiple of miimon {miimon}; "
                            f"the kernel makes it {rounded}",
                            option.value.span,
                            [Note("miimon is set here", values["miimon"].value.span)]
                            if values["miimon"].value.span != name.span
                            else [Note("miimon is 100 as the file does not set it")],
                            f"write {rounded} or {rounded + miimon}",
                        ),
                        name.text,
                    )
                    option = Option(option.name, Word(str(rounded), option.value.span))
            kept.append(option)
        return kept

    def kernel_findings(self, mode, given, slave_options, name):
        """Warn of what the kernel that the network is meant for does not know."""
        if self.kernel is None:
            return
        version = ".".join(str(number) for number in self.kernel)
        used = [(o.name, o.value) for o in given if o.known] + [(o.name, o.value) for o in slave_options]
        for word, value in used:
            spec = bonding.spec(word.text)
            said = value.text
            if not bonding.known_to(spec, self.kernel):
                since = ".".join(str(number) for number in spec.since)
                message = f"Linux {version} does not know {word.text}, which came with {since}"
                span = word.span
            elif not bonding.choice_known_to(spec, said, self.kernel):
                message = f"Linux {version} does not know {word.text} {said}"
                span = value.span
            elif mode.text in spec.modes and not bonding.mode_known_to(spec, mode.text, self.kernel):
                message = f"Linux {version} does not take {word.text} in {mode.text}"
                span = word.span
            elif word.text == "use_carrier" and said == "0" and self.kernel >= (6, 18):
                message = f"Linux {version} does not take use_carrier 0: it always asks for carrier"
                span = value.span
            else:
                continue
            self.report(
                warning(
                    "kernel-lacks-option",
                    message,
                    span,
                    help="start says so, leaves it out, and goes on",
                ),
                name.text,
            )

    # -- addresses --------------------------------------------------------------------------------

    def addresses(self, index, name):
        """The static addresses at *index*, and whether 0.0.0.0 stands for none."""
        placeholder = False
        found = []
        dynamic = any(self.yes(v, index) for v in ("USE_DHCP", "USE_DHCP6", "USE_SLAAC"))
        words = list(self.words("IPADDRS", index))
        mask = self.word("NETMASK", index)
        single = self.words("IPADDR", index)
        if dynamic and single and single[0].text.partition("/")[0] != "0.0.0.0":
            self.report(
                warning(
                    "address-unused",
                    f"IPADDR[{index}] is not used: {name.text} is configured dynamically",
                    single[0].span,
                    [Note("here", self.dynamic_span(index))],
                    "IPADDRS adds static addresses to dynamic ones",
                ),
                name.text,
            )
            single = ()
        if len(single) > 1:
            self.report(
                error(
                    "bad-address",
                    f"IPADDR[{index}] is one address",
                    single[1].span,
                    help="IPADDRS takes several, each with its prefix length",
                ),
                name.text,
            )
            single = single[:1]
        for word in single:
            if word.text.partition("/")[0] == "0.0.0.0":
                placeholder = True
            else:
                found.append(self.address4(word, mask, name))
        for word in words:
            if word.text.partition("/")[0] == "0.0.0.0":
                placeholder = True
            else:
                found.append(self.address4(word, None, name))
        for number, word in enumerate(self.words("IPALIASES", index)):
            address = self.address4(word, None, name)
            label = f"{name.text}:{number}"
            if address is not None:
                if len(label) > NAME_LENGTH:
                    self.report(
                        error(
                            "name-too-long",
                            f"the label {label} has {len(label)} characters, and a label has at most {NAME_LENGTH}",
                            word.span,
                            help="put the address into IPADDRS, which gives no labels",
                        ),
                        name.text,
                    )
                address = replace(address, label=label)
            found.append(address)
        for word in self.words("IP6ADDRS", index):
            found.append(self.address6(word, name))
        return tuple(address for address in found if address is not None), placeholder

    def dynamic_span(self, index):
        return next(
            word.span
            for word in (self.yes(v, index) for v in ("USE_DHCP", "USE_DHCP6", "USE_SLAAC"))
            if word is not None
        )

    def prefix(self, word, name):
        """The prefix length that *word*, a length or a dotted netmask, means; None where it means none."""
        text = word.text
        if re.fullmatch("[0-9]{1,2}", text) and int(text) <= 32:
            return int(text)
        try:
            bits = int(ipaddress.IPv4Address(text))
        except ValueError:
            self.report(
                error(
                    "bad-netmask",
                    f"{_quoted(text)} is no netmask",
                    word.span,
                    help="255.255.255.0, or the prefix length, 24",
                ),
                name.text,
            )
            return None
        inverse = bits ^ 0xFFFFFFFF
        if inverse & (inverse + 1):
            near = next((n for n in range(32, 0, -1) if bits >> (32 - n) == (1 << n) - 1), None)
            dotted = ipaddress.IPv4Network((0, near)).netmask if near else None
            self.report(
                error(
                    "bad-netmask",
                    f"{text} is no netmask: a 0 bit stands before a 1 bit",
                    word.span,
                    help=f"did you mean {dotted}?" if dotted else None,
                ),
                name.text,
            )
            return None
        return 32 - inverse.bit_length()

    def address4(self, word, mask, name):
        """*word* as an IPv4 address; *mask* is NETMASK's word, or None."""
        text, slash, length = word.text.partition("/")
        try:
            address = ipaddress.IPv4Address(text)
        except ValueError:
            family = "an IPv6 address, and belongs into IP6ADDRS" if ":" in text else "no IPv4 address"
            self.report(error("bad-address", f"{_quoted(text)} is {family}", word.span), name.text)
            return None
        prefix = None
        if slash and length:
            exact = word.span.end - word.span.start == len(word.text)
            start = word.span.end - len(length) if exact else word.span.start
            prefix = self.prefix(Word(length, type(word.span)(start, word.span.end)), name)
            if prefix is None:
                return None
        if mask is not None:
            masked = self.prefix(mask, name)
            if masked is None:
                return None
            if prefix is not None and prefix != masked:
                self.report(
                    error(
                        "netmask-twice",
                        f"{text} has the prefix length {prefix} here, and another netmask by NETMASK",
                        word.span,
                        [Note(f"NETMASK says {mask.text}", mask.span)],
                    ),
                    name.text,
                )
            prefix = masked
        if prefix is None:
            self.report(
                warning(
                    "no-netmask",
                    f"{text} has no netmask; 24 is taken, as Slackware 15.0 does",
                    word.span,
                    help=f"{text}/24",
                ),
                name.text,
            )
            prefix = 24
        return Address(ipaddress.IPv4Interface((address, prefix)), word.span)

    def address6(self, word, name):
        text, slash, length = word.text.partition("/")
        length = length or "64"
        try:
            if "%" in text or not re.fullmatch("[0-9]{1,3}", length):
                raise ValueError
            return Address(ipaddress.IPv6Interface(f"{text}/{length}"), word.span)
        except ValueError:
            try:
                ipaddress.IPv6Address(text)
                message = f"{_quoted(length)} is no prefix length: it is from 0 to 128"
            except ValueError:
                try:
                    ipaddress.IPv4Address(text)
                    message = f"{_quoted(text)} is an IPv4 address, and belongs into IPADDRS"
                except ValueError:
                    message = f"{_quoted(text)} is no IPv6 address"
            self.report(error("bad-address", message, word.span), name.text)
            return None

    # -- dynamic addressing -----------------------------------------------------------------------

    def seconds(self, variable, index, name, default):
        word = self.word(variable, index)
        if word is None:
            return default
        if not re.fullmatch("[0-9]{1,6}", word.text):
            self.report(
                error(
                    "bad-number",
                    f"{variable}[{index}] is a number of seconds, and {_quoted(word.text)} is none",
                    word.span,
                ),
                name.text,
            )
            return default
        return int(word.text)

    def dhcp(self, index, name):
        """What dhcpcd is asked for, with the arguments that the stock scripts build, in their order."""
        four, six = self.yes("USE_DHCP", index), self.yes("USE_DHCP6", index)
        if four is None and six is None:
            return None
        arguments = []
        hostname = self.word("DHCP_HOSTNAME", index)
        if hostname is not None:
            arguments += ["-h", hostname.text]
        for variable, given in (
            ("DHCP_KEEPRESOLV", ("-C", "resolv.conf")),
            ("DHCP_KEEPNTP", ("-C", "ntp.conf")),
            ("DHCP_KEEPGW", ("-G",)),
            ("DHCP_DEBUG", ("-d",)),
            ("DHCP_NOIPV4LL", ("-L",)),
        ):
            if self.yes(variable, index) is not None:
                arguments += given
        wanted = self.word("DHCP_IPADDR", index)
        if wanted is not None:
            arguments += ["-r", wanted.text]
        return Dhcp(
            ipv4=four is not None,
            ipv6=six is not None,
            timeout=self.seconds("DHCP_TIMEOUT", index, name, DHCP_TIMEOUT),
            arguments=tuple(arguments),
            span=(four or six).span,
        )

    def slaac(self, index, name):
        word = self.yes("USE_SLAAC", index)
        if word is None:
            return None
        six = self.yes("USE_DHCP6", index)
        if six is not None:
            self.report(
                warning(
                    "slaac-unused",
                    f"USE_SLAAC[{index}] is not used: DHCPv6 comes first",
                    word.span,
                    [Note("here", six.span)],
                ),
                name.text,
            )
            return None
        secret = self.word("SLAAC_SECRET", index)
        if secret is not None:
            try:
                ipaddress.IPv6Address(secret.text)
            except ValueError:
                self.report(
                    error(
                        "bad-address",
                        f"SLAAC_SECRET[{index}] has the form of an IPv6 address, and {_quoted(secret.text)} has not",
                        secret.span,
                    ),
                    name.text,
                )
                secret = None
        return Slaac(
            timeout=self.seconds("SLAAC_TIMEOUT", index, name, SLAAC_TIMEOUT),
            span=word.span,
            private=self.yes("SLAAC_PRIVIPGEN", index) is not None,
            secret=secret.text if secret else None,
            temporary=self.yes("SLAAC_TEMPADDR", index) is not None,
            accept_ra=self.accept_ra(index) is not False,
        )

    def accept_ra(self, index):
        word = self.word("USE_RA", index)
        return {"yes": True, "no": False}.get(word.text) if word else None

    # -- links ------------------------------------------------------------------------------------

    def hwaddr(self, index, name):
        word = self.word("HWADDR", index)
        if word is None:
            return None
        if word.text == "auto":
            return word
        try:
            address = bonding.mac(word.text)
        except bonding.BadValue as problem:
            near = "auto" if word.text.lower() == "auto" else None
            self.report(
                error(
                    "bad-mac",
                    f"{_quoted(word.text)} is no MAC address",
                    word.span,
                    [Note(str(problem))],
                    f"did you mean {near}?" if near else None,
                ),
                name.text,
            )
            return None
        return Word(address, word.span)

    def mtu(self, index, name):
        word = self.word("MTU", index)
        if word is None:
            return None
        if not re.fullmatch("[1-9][0-9]{0,6}", word.text) or not 68 <= int(word.text) <= 65535:
            self.report(
                error(
                    "bad-mtu",
                    f"an MTU is from 68 to 65535 bytes, and {_quoted(word.text)} is not",
                    word.span,
                ),
                name.text,
            )
            return None
        return word

    def virtual(self, interfaces, names):
        """Add the tun and tap devices of VIRTIFNAME."""
        variable = self.settings.variable("VIRTIFNAME")
        for element in variable.elements if variable else ():
            index = element.index
            name = self.word("VIRTIFNAME", index)
            if name is None:
                continue
            self.check_name(name, f"VIRTIFNAME[{index}]")
            kind = self.word("VIRTIFTYPE", index)
            if kind is None or kind.text not in ("tun", "tap"):
                self.report(
                    error(
                        "bad-virtif-type",
                        f"VIRTIFTYPE[{index}] is tun or tap",
                        kind.span if kind else name.span,
                    ),
                    name.text,
                )
                kind = Word("tap", kind.span if kind else name.span)
            tuntap = Tuntap(kind, self.word("VIRTIFUSER", index), self.word("VIRTIFGROUP", index))
            earlier = names.get(name.text)
            if earlier is None:
                names[name.text] = Interface(name, None, tuntap)
                interfaces.append(names[name.text])
            elif isinstance(earlier.kind, Ethernet):
                names[name.text] = replace(earlier, kind=tuntap)
                interfaces[interfaces.index(earlier)] = names[name.text]
            else:
                self.report(
                    error(
                        "name-twice",
                        f"{name.text} is already the name of index {earlier.index}"
                        if earlier.index is not None
                        else f"{name.text} is named twice in VIRTIFNAME",
                        name.span,
                        [Note("here", earlier.name.span)],
                    ),
                    name.text,
                )

    # -- resolver ---------------------------------------------------------------------------------

    def lines(self, variable, index):
        """NAME[index] as its lines that are not empty."""
        value = self.settings.value(variable, index)
        if value is None:
            return ()
        return tuple(
            Word(line.text.strip(), line.span) for line in value.words(r"[\r\n]+") if line.text.strip()
        )

    def nameservers(self):
        found = []
        variable = self.settings.variable("NAMESERVER")
        for element in variable.elements if variable else ():
            for word in self.words("NAMESERVER", element.index):
                try:
                    ipaddress.ip_address(word.text.partition("%")[0])
                    if re.search("[^0-9A-Fa-f.:%A-Za-z_-]", word.text):
                        raise ValueError
                except ValueError:
                    self.report(
                        error("bad-address", f"{_quoted(word.text)} is no address of a name server", word.span)
                    )
                    continue
                if word.text in [earlier.text for earlier in found]:
                    continue
                if len(found) == 3:
                    self.report(
                        warning(
                            "too-many-nameservers",
                            f"the resolver asks three name servers, and {word.text} is the fourth",
                            word.span,
                        )
                    )
                found.append(word)
        return tuple(found)

    def search(self):
        value = self.settings.value("SEARCH")
        if value is None or not value.text.strip():
            return None
        words = value.words(r"\s+")
        for word in words:
            if not HOST_NAME.fullmatch(word.text) and word.text != ".":
                self.report(error("bad-host-name", f"{_quoted(word.text)} is no domain name", word.span))
        return Word(" ".join(word.text for word in words), words[0].span.to(words[-1].span))

    def hosts(self):
        found = []
        variable = self.settings.variable("HOSTS")
        for element in variable.elements if variable else ():
            for line in self.lines("HOSTS", element.index):
                address, *names = line.text.split()
                try:
                    ipaddress.ip_address(address)
                except ValueError:
                    self.report(
                        error(
                            "bad-hosts-line",
                            f"{_quoted(address)} is no address",
                            line.span,
                            help=f'HOSTS[{element.index}]="192.0.2.1 name.example name"',
                        )
                    )
                    continue
                wrong = [name for name in names if not HOST_NAME.fullmatch(name)]
                if wrong or not names:
                    self.report(
                        error(
                            "bad-hosts-line",
                            f"{_quoted(wrong[0])} is no host name" if wrong else f"{address} has no name here",
                            line.span,
                            help=f'HOSTS[{element.index}]="192.0.2.1 name.example name"',
                        )
                    )
                    continue
                found.append(Word(" ".join([address] + names), line.span))
        return tuple(found)
