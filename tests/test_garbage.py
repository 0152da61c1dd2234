"""Values of any kind end in findings, never in an exception; what is let through can be planned."""

import random

import pytest
from inet1c.checks import check
from inet1c.checks.hosts import check_hosts
from inet1c.conf.settings import Element, Piece, Settings, Value, Variable
from inet1c.diagnostic import refuses
from inet1c.messages.report import render
from inet1c.messages.show import dot, tree
from inet1c.network.build import build
from inet1c.network.options import MODES, SPECS
from inet1c.network.reader import INTERFACE_NAME, NAME_LENGTH
from inet1c.plan.emit import emit
from inet1c.plan.order import order
from inet1c.plan.plan import plan
from inet1c.source import Source, Span

NAMES = [
    "eth0",
    "eth1",
    "eth2",
    "eth3",
    "bond0",
    "bond1",
    "br0",
    "br1",
    "bond0.5",
    "bond0.5.6",
    "br0.7",
    "tap0",
    "lo",
]
ADDRESSES = [
    "192.0.2.2/24",
    "192.0.2.3",
    "198.51.100.1/25",
    "0.0.0.0",
    "2001:db8::1/64",
    "fe80::1",
    "224.0.0.1/4",
]
MACS = ["02:00:5e:00:53:01", "auto", "01:00:5e:00:00:01", "00:00:00:00:00:00", "AA:bb:cc:dd:ee:0"]
JUNK = ["", " ", "yes", "no", "\r", "0", "00", "-1", "99999999999999999999", "a.b", ".",
        "..", "a.", ".5", "eth0:1",
        "%", "|",
        "||", "=", "a=b=c", "=x", "x=", ":", ",", "/", "/24", "1/", "\u00e9", "\udcff", "\x00", "\u0663",
        "$(reboot)", "'",
        '"', "\\", "\t", "\n", "x" * 70, "::", "%eth0", "fe80::1%eth0", "1.2.3", "1.2.3.4/",
        "1.2.3.4/255.0.255.0"]  # fmt: skip
NUMBERS = ["0", "1", "2", "50", "100", "250", "1000", "1500", "9000", "70000"]
KINDS = {
    "IFNAME": NAMES, "BONDSLAVES": NAMES, "BONDNICS": NAMES, "BRNICS": NAMES,
    "BONDMODE": [*MODES, "4", "lacp"],
    "BONDWAIT": NUMBERS, "IPADDR": ADDRESSES, "NETMASK": ["255.255.255.0", "24"], "IPADDRS": ADDRESSES,
    "IPALIASES": ADDRESSES, "IP6ADDRS": ADDRESSES, "USE_DHCP": ["yes"], "USE_DHCP6": ["yes"],
    "USE_SLAAC": ["yes"],
    "USE_RA": ["yes", "no"], "SLAAC_SECRET": ADDRESSES, "SLAAC_TIMEOUT": NUMBERS, "DHCP_TIMEOUT": NUMBERS,
    "DHCP_HOSTNAME": NAMES, "HWADDR": MACS, "MTU": NUMBERS, "PROMISCUOUS": ["yes"], "VIRTIFNAME": NAMES,
    "VIRTIFTYPE": ["tun", "tap"], "VIRTIFUSER": ["root"], "GATEWAY": ADDRESSES, "GATEWAY6": ADDRESSES,
    "NAMESERVER": ADDRESSES, "SEARCH": NAMES, "HOSTS": ADDRESSES, "MAXNICS": NUMBERS,
}  # fmt: skip


def a_value(shuffled, variable):
    if variable == "IFOPTS":
        pieces = []
        for _ in range(shuffled.randrange(4)):
            spec = shuffled.choice(SPECS)
            values = [choice.name for choice in spec.choices] + NUMBERS + NAMES + ["eth0:1", "eth1:2,eth0:3"]
            name = shuffled.choice([spec.name, spec.ip, "knob"])
            pieces.append(shuffled.choice([" ", "=", " = "]).join([name, shuffled.choice(values + JUNK[:8])]))
        return shuffled.choice(["|", " | ", " "]).join(pieces)
    words = [shuffled.choice(JUNK if shuffled.random() < 0.06 else KINDS[variable])]
    while shuffled.random() < 0.4:
        words.append(shuffled.choice(KINDS[variable]))
    return shuffled.choice([" ", " ", "  ", "\n"]).join(words)


def some_settings(number, with_bonds=True):
    """Settings from the seed *number*, with a text that has every value at its span."""
    shuffled = random.Random(number)
    names = (
        [*KINDS, "IFOPTS"]
        if with_bonds
        else [name for name in KINDS if name not in ("BONDSLAVES", "BONDNICS")]
    )
    text, found = "", {}
    for index in range(shuffled.randrange(1, 7)):
        chosen = {"IFNAME", *shuffled.sample(names, shuffled.randrange(2, 9))}
        for variable in sorted(chosen):
            value = a_value(shuffled, variable)
            start = len(text)
            text += value + "\n"
            span = Span(start, start + len(value))
            element = Element(index, Value((Piece(value, span),), span), span)
            found.setdefault(variable, {})[index] = element
    variables = tuple(
        Variable(name, tuple(elements[index] for index in sorted(elements)))
        for name, elements in sorted(found.items())
    )
    return Settings(Source(f"{number}.conf", text), variables)


def compiled(settings):
    network, found = build(settings, (3, 10))
    found = found + check(network)
    ordered, rest = order(network)
    found += rest
    for diagnostic in found:
        render(diagnostic, settings.source).encode("utf-8", "surrogateescape")
    tree(network).encode()
    dot(network).encode()
    return network, ordered, found


@pytest.mark.parametrize("hundred", range(6))
def test_any_values(hundred):
    passed = 0
    for number in range(100 * hundred, 100 * hundred + 100):
        settings = some_settings(number)
        network, ordered, found = compiled(settings)
        check_hosts([network, compiled(some_settings(number + 1))[0]])
        if refuses(found):
            continue
        passed += 1
        assert emit(plan(network, ordered))
        seen = set()
        for interface in ordered:
            name = interface.name.text
            assert INTERFACE_NAME.fullmatch(name) and len(name) <= NAME_LENGTH
            assert name not in seen
            seen.add(name)
    assert passed, "none of a hundred was let through: this tests too little"


def test_a_value_that_is_refused_only_where_there_is_a_bond_is_not_written():
    span = Span(0, 1)
    value = Value((Piece("\x02", span),), span)
    settings = Settings(
        Source("conf", "\x02"),
        tuple(Variable(name, (Element(0, value, span),)) for name in ("HOSTS", "NAMESERVER", "SEARCH")),
    )
    network, ordered, found = compiled(settings)
    assert not refuses(found)
    assert emit(plan(network, ordered))


@pytest.mark.parametrize("hundred", range(2))
def test_any_values_without_a_bond_are_not_refused(hundred):
    for number in range(100 * hundred, 100 * hundred + 100):
        network, ordered, found = compiled(some_settings(number, with_bonds=False))
        assert not refuses(found)
        assert ordered == ()
