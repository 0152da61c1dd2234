"""The table of bonding options: against the kernel's facts, its values, the order of writing."""

import csv
import re
from pathlib import Path

import pytest
from inet1c.network import options
from inet1c.network.model import Option
from inet1c.source import Span, Word

TABLE = Path(__file__).parent.parent.parent / "shared" / "kernel" / "bond-options.tsv"
NOWHERE = Span(0, 0)
ABBREVIATIONS = {"bc": "broadcast", "ad": "802.3ad", "rr": "balance-rr", "ab": "active-backup",
                 "xor": "balance-xor", "tlb": "balance-tlb", "alb": "balance-alb"}  # fmt: skip


def rows():
    if not TABLE.exists():
        pytest.skip(f"{TABLE.name}, the table of what kernels do, is not beside this checkout")
    with TABLE.open() as file:
        found = {}
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            ip = row["iplink"].split(" (")[0].replace("type bond_slave ", "")
            found[ip if row["sysfs"] == "-" else row["sysfs"]] = row
        del found["slaves"]  # no option: BONDSLAVES says them
        return found


def version(text):
    match = re.match(r">?(?:\d+\.\d+-)?(\d+)\.(\d+)", text)
    return tuple(map(int, match.groups()))


def spec(name):
    return options.spec(name)


def test_table_has_every_option_and_no_other():
    assert {s.name for s in options.SPECS} == set(rows())


@pytest.mark.parametrize("name", [s.name for s in options.SPECS])
def test_option_is_as_the_kernel_has_it(name):
    row, option = rows()[name], options.spec(name)
    assert option.in_sysfs == (row["sysfs"] != "-")
    assert option.ip == row["iplink"].split(" (")[0].replace("type bond_slave ", "")
    assert option.scope == row["scope"]
    words = {
        "enum": "enum",
        "bool": "bool",
        "uint": "uint",
        "uint ms": "uint",
        "uint s": "uint",
        "MAC": "mac",
        "ifname": "ifname",
        "list IPv4": "ipv4-list",
        "list IPv6": "ipv6-list",
        "uint16": "uint",
        "int32": "int",
    }
    assert option.type == words[row["type"]]
    for unit in ("ms", "s"):
        assert (option.unit == unit) == row["type"].endswith(" " + unit)
    flags = re.sub(r"\(.*?\)", "", row["flags"])
    assert ("NOSLAVES" in flags) == (option.phase == options.BEFORE)
    assert "IFDOWN" not in flags or option.phase in (options.BEFORE, options.DOWN)
    numbers = re.findall(r"([a-z0-9][\w.+-]*)=(\d+)", re.sub(r"; no sysfs.*", "", row["values"]))
    if option.type == "enum":
        assert {(c.name, str(c.number)) for c in option.choices} == set(numbers)
    if (
        option.type in ("uint", "int") and name != "queue_id"
    ):  # there the kernel's bound is a module's parameter
        low, high = re.search(r"(-?\d+)\.\.(\d+)", row["values"]).groups()
        assert (option.low, option.high) == (int(low), int(high))
    default = row["default"].split(";")[0].split(" (")[0]
    if option.default is not None:
        assert option.default == default
    modes = row["modes"].split(" (")[0]
    assert set(option.modes) == set(options.MODES if modes == "all" else modes.split(","))
    for way, since in (("since_sysfs", option.sysfs), ("since_netlink", option.netlink)):
        text = row[way]
        if text.startswith("<"):
            assert since == options.OLDEST
        else:
            assert since == (None if text == "none" else version(text))
    assert set(option.backports) == {
        tuple(map(int, v.split("."))) for v in re.findall(r"6\.\d+\.\d+", row["since_netlink"])
    }
    assert option.iproute2 == ((7, 3) if name == "lacp_strict" else version(row["since_iproute2"]))


@pytest.mark.parametrize("name", [s.name for s in options.SPECS if s.scope == "bond"])
def test_phase_is_one_in_which_every_measured_kernel_takes_it(name):
    option, row = options.spec(name), rows()[name]
    way = "phase_sysfs" if option.in_sysfs else "phase_netlink"
    wanted = "2" if option.phase == options.AFTER else "1"
    measured = [
        cell
        for key, cell in row.items()
        if key.startswith(way) and not re.match("absent|ignored|n/a", cell) and cell != "all:-"
    ]
    assert measured
    for cell in measured:
        taken = {}
        for part in cell.split():
            names, phases = part.split(":")
            for mode in ABBREVIATIONS if names == "all" else names.split(","):
                taken[ABBREVIATIONS[mode]] = phases
        for mode in options.MODES:
            assert (wanted in taken[mode]) == (mode in option.modes), cell


@pytest.mark.parametrize(
    "text, meant",
    [("lacp", "802.3ad"), ("LACP", "802.3ad"), ("802.3AD", "802.3ad"), ("8023ad", "802.3ad"),
     ("active_backup", "active-backup"), ("Active-Backup", "active-backup"), ("balance rr", "balance-rr"),
     ("round-robin", "balance-rr"), ("mode=1", "active-backup"), ("balanced-alb", "balance-alb"),
     ("zzz", None)],
)  # fmt: skip
def test_nearest_mode(text, meant):
    assert options.mode(text) is None
    assert options.nearest_mode(text) == meant


def test_mode_by_name_or_number():
    assert [options.mode(str(n)) for n in range(7)] == list(options.MODES)
    assert all(options.mode(name) == name for name in options.MODES)
    assert options.mode("7") is options.mode("01") is options.mode("") is None


@pytest.mark.parametrize(
    "name, text, value",
    [("lacp_rate", "1", "fast"), ("lacp_rate", "fast", "fast"), ("xmit_hash_policy", "1", "layer3+4"),
     ("miimon", "100", "100"), ("miimon", "off", "0"), ("miimon", "0x64", "100"), ("use_carrier", "on", "1"),
     ("lacp_active", "0", "off"), ("lacp_active", "on", "on"), ("prio", "-5", "-5"),
     ("ad_actor_system", "2:0:5E:0:53:1", "02:00:5e:00:53:01"),
     ("arp_ip_target", "192.0.2.1,+192.0.2.2", "192.0.2.1,192.0.2.2"),
     ("ns_ip6_target", "2001:DB8::0:1", "2001:db8::1"), ("ad_select", "default", "stable")],
)  # fmt: skip
def test_normalise(name, text, value):
    assert options.normalise(spec(name), text) == value
    assert options.normalise(spec(name), value) == value


@pytest.mark.parametrize(
    "name, text, near",
    [("lacp_rate", "2", None), ("lacp_rate", "Fast", "fast"), ("lacp_rate", "fsat", "fast"),
     ("miimon", "-1", None), ("miimon", "100ms", "100"), ("miimon", "0100", "100"),
     ("resend_igmp", "256", None),
     ("lp_interval", "0", None), ("use_carrier", "yes", "on"), ("use_carrier", "2", None),
     ("ad_actor_system", "01:00:5e:00:00:01", None), ("ad_actor_system", "02:00", None),
     ("arp_ip_target", "192.0.2.1;192.0.2.2", None), ("arp_ip_target", "0.0.0.0", None),
     ("arp_ip_target", "192.0.2.1,192.0.2.1", None), ("arp_ip_target", "2001:db8::1", None),
     ("arp_ip_target", ",".join(f"192.0.2.{n}" for n in range(1, 18)), None),
     ("ns_ip6_target", "192.0.2.1", None)],
)  # fmt: skip
def test_bad_value(name, text, near):
    with pytest.raises(options.BadValue) as caught:
        options.normalise(spec(name), text)
    assert caught.value.near == near


def given(*names):
    return tuple(Option(Word(name, NOWHERE), Word("1", NOWHERE)) for name in names)


def names(found):
    return [option.name.text for option in found]


def test_writing_order_whatever_the_order_of_writing():
    every = [s.name for s in options.SPECS if s.scope == "bond" and s.name != "mode"]
    for start in range(len(every)):
        before, after = options.writing_order(given(*(every[start:] + every[:start])))
        first = names(before)
        assert names(after) == ["primary", "active_slave"]
        assert first[0] == "fail_over_mac"
        assert set(first) | set(names(after)) == set(every)
        miimon = first.index("miimon")
        for name in ("xmit_hash_policy", "lacp_rate", "ad_select", "tlb_dynamic_lb", "ad_actor_system"):
            assert first.index(name) < miimon
        for name in ("updelay", "downdelay", "peer_notif_delay", "arp_validate", "arp_interval"):
            assert first.index(name) > miimon
        assert first.index("arp_interval") < first.index("arp_ip_target") < first.index("arp_validate")


def test_unknown_option_that_names_a_slave_comes_after_the_slaves():
    unknown = (
        Option(Word("knob", NOWHERE), Word("7", NOWHERE), False),
        Option(Word("favourite", NOWHERE), Word("eth1", NOWHERE), False),
    )
    before, after = options.writing_order(unknown, ("eth0", "eth1"))
    assert names(before) == ["knob"]
    assert names(after) == ["favourite"]


def test_known_to():
    lp_interval, coupled = spec("lp_interval"), spec("coupled_control")
    assert not options.known_to(lp_interval, (3, 10))
    assert options.known_to(lp_interval, (4, 4, 14))
    assert not options.known_to(coupled, (5, 15, 19))
    assert options.known_to(coupled, (6, 1, 176))
    assert not options.known_to(coupled, (6, 1, 5))
    assert not options.known_to(coupled, (6, 6, 200))
    assert options.known_to(coupled, (6, 12))
    assert not options.choice_known_to(spec("xmit_hash_policy"), "vlan+srcmac", (4, 4))
    assert options.choice_known_to(spec("xmit_hash_policy"), "layer2", (3, 10))
    assert not options.mode_known_to(spec("tlb_dynamic_lb"), "balance-alb", (4, 4))
