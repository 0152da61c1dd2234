"""Makes a conf that sets every bonding option in every mode that takes it, and what the kernel must then say.

    option_cases.py SEED KERNEL IPROUTE2 CONF EXPECTED NICS

SEED (a number) shuffles the options. KERNEL is `uname -r`. IPROUTE2 is a file with what
`ip link help bond` and `ip link help bond_slave` print. Written are three files:

- CONF: two bonds a mode, the second one with ARP monitoring where the mode takes it, and one more for
  active_slave, so that every option of options.py stands in one of them; and at the end a bond with what this
  machine does not know, if anything.
- EXPECTED: lines of tab-separated fields, for the case to go through:
      sysfs  BOND  OPTION  FILE  WANTED       FILE, under /sys/class/net, reads WANTED
      ip     BOND  OPTION  LINK  WANTED       `ip -d link show LINK` has WANTED among its words
      lacks  BOND  OPTION  LACKING  -         the machine does not know it: its kernel, or its ip
- NICS: an `ip -batch` file that makes their slaves, as dummies.

The facts come from the table alone: an option that is added to options.py is in the case as well.
"""

import random
import re
import sys

from inet1c.network import options

# Of two that are one thing, or that shut each other out, each bond of a mode has one.
FIRST_ONLY = {"num_grat_arp"}
SECOND_ONLY = {"arp_interval", "arp_validate", "arp_missed_max", "primary", "num_unsol_na"}
BY_MII = {"miimon", "updelay", "downdelay", "peer_notif_delay"}
# Where not any number will do: milliseconds that are multiples of miimon, links that are there.
NUMBERS = {
    "miimon": ("50",), "updelay": ("150",), "downdelay": ("100",), "peer_notif_delay": ("200",),
    "arp_interval": ("250",), "min_links": ("1", "2"),
}  # fmt: skip
ADDRESSES = {
    options.IPV4_LIST: ("192.0.2.1", "192.0.2.1,192.0.2.2"),
    options.IPV6_LIST: ("2001:db8::1", "2001:db8::1,2001:db8::2"),
}


class Values:
    """Hands out values of an option, none of them its default, the next one each time."""

    def __init__(self):
        self.given = {}

    def next(self, spec, slaves):
        """A value for *spec* in a bond of *slaves*."""
        every = self._every(spec, slaves)
        number = self.given.get(spec.name, 0)
        self.given[spec.name] = number + 1
        return every[number % len(every)]

    @staticmethod
    def _every(spec, slaves):
        if spec.type in (options.ENUM, options.BOOL):
            choices = [choice.name for choice in spec.choices if choice.since <= KERNEL]
            if spec.name == "use_carrier" and KERNEL >= (6, 18):
                return ["on"]  # the only value that is left
            return [name for name in choices if options.normalise(spec, name) != spec.default]
        if spec.type == options.MAC:
            return ["02:00:00:00:00:aa"]
        if spec.type == options.IFNAME:
            return [slaves[1]]
        if spec.type in ADDRESSES:
            return ADDRESSES[spec.type]
        if spec.name in NUMBERS:
            return NUMBERS[spec.name]
        return [str(n) for n in (min(spec.high, 2000), spec.low, 3) if str(n) != spec.default]


def in_sysfs(spec, value):
    """How sysfs prints *value*: an enum with its number, a list with blanks."""
    if spec.type == options.IPV4_LIST:
        return value.replace(",", " ")
    value = options.normalise(spec, value)
    if spec.type == options.ENUM or value in ("off", "on"):
        return f"{value} {next(choice.number for choice in spec.choices if choice.name == value)}"
    return value


def known_here(spec):
    """Whether this machine's kernel, and its ip where that is the only way, know *spec*."""
    if not options.known_to(spec, KERNEL):
        return False
    return spec.in_sysfs or spec.ip in IP_WORDS


def lacking_part(spec):
    """What of this machine does not know *spec*."""
    return "ip" if options.known_to(spec, KERNEL) else "kernel"


def slave_values(spec):
    """A value for each of two slaves; ids other than 0 are unique in a bond."""
    return ("1", "2") if spec.name == "queue_id" else ("7", "-3" if spec.low < 0 else "9")


def main(seed, conf_path, expected_path, nics_path):
    """Writes the three files."""
    shuffle = random.Random(seed).shuffle
    values = Values()
    conf, expected, nics = [], [], []
    lacking = {}  # name of an option to its mode

    def add_bond(mode, chosen, mode_in_ifopts=False):
        index = len(nics) // 2
        bond, slaves = f"bond{index}", (f"nic{2 * index}", f"nic{2 * index + 1}")
        nics.extend(slaves)
        pieces = [f"mode {mode}"] if mode_in_ifopts else []
        for spec in chosen:
            file = f"{bond}/bonding/{spec.name}"
            if spec.scope == "slave":
                given = list(zip(slaves, slave_values(spec)))
                value = " ".join(f"{slave}:{number}" for slave, number in given)
                pieces.append(f"{spec.name} {value}")
            else:
                given = []
                value = values.next(spec, slaves)
                # both of the forms that IFOPTS takes, the second with the name that ip has
                pieces.append(f"{spec.name} {value}" if len(pieces) % 2 else f"{spec.ip}={value}")
            if not known_here(spec):
                expected.append(("lacks", bond, spec.name, lacking_part(spec), "-"))
            elif given and spec.in_sysfs:
                expected.append(("sysfs", bond, spec.name, file, value))
            elif given:
                for slave, number in given:
                    expected.append(("ip", bond, spec.name, slave, f"{spec.ip} {number}"))
            elif spec.in_sysfs:
                expected.append(("sysfs", bond, spec.name, file, in_sysfs(spec, value)))
            else:
                wanted = f"{spec.ip} {options.normalise(spec, value)}"
                expected.append(("ip", bond, spec.name, bond, wanted))
        shuffle(pieces)
        number = options.MODES.index(mode)
        expected.append(("sysfs", bond, f"mode {mode}", f"{bond}/bonding/mode", f"{mode} {number}"))
        expected.append(("sysfs", bond, "slaves", f"{bond}/bonding/slaves", " ".join(slaves)))
        conf.append(f'IFNAME[{index}]="{bond}"')
        conf.append(f'BONDSLAVES[{index}]="{" ".join(slaves)}"')
        if not mode_in_ifopts:
            conf.append(f'BONDMODE[{index}]="{mode}"')
        conf.append(f'BONDWAIT[{index}]="0"')
        conf.append(f'IFOPTS[{index}]="{" | ".join(pieces)}"')

    for mode in options.MODES:
        taken = [spec for spec in options.SPECS if mode in spec.modes and spec.name != "mode"]
        lacking.update({spec.name: mode for spec in taken if not known_here(spec)})
        taken = [spec for spec in taken if known_here(spec)]
        watches_by_arp = any(spec.name == "arp_interval" for spec in taken)
        left_out = FIRST_ONLY | BY_MII if watches_by_arp else FIRST_ONLY
        momentary = [spec for spec in taken if spec.name == "active_slave"]
        lasting = [spec for spec in taken if spec.name != "active_slave"]
        add_bond(mode, [spec for spec in lasting if spec.name not in SECOND_ONLY])
        add_bond(mode, [spec for spec in lasting if spec.name not in left_out], mode_in_ifopts=True)
        if momentary:
            # it must be up: not while it sits out updelay, nor where it is to answer to ARP
            add_bond(mode, momentary)
    with_mode = {}
    for name, mode in lacking.items():
        with_mode.setdefault(mode, []).append(options.spec(name))
    rest = [spec for spec in options.SPECS if spec.name in ("miimon", "xmit_hash_policy", "queue_id")]
    for mode, specs in with_mode.items():
        add_bond(mode, specs + rest)

    write(conf_path, conf)
    write(expected_path, ["\t".join(row) for row in expected])
    write(nics_path, [f"link add {nic} type dummy" for nic in nics])


def write(path, lines):
    """Writes lines to a file."""
    with open(path, "w", encoding="utf-8") as file:
        file.write("".join(line + "\n" for line in lines))


if __name__ == "__main__":
    KERNEL = tuple(int(number) for number in re.findall(r"\d+", sys.argv[2].partition("-")[0]))
    with open(sys.argv[3], encoding="utf-8") as printed:
        IP_WORDS = set(re.findall(r"[a-z0-9_]+", printed.read()))
    main(int(sys.argv[1]), *sys.argv[4:7])
