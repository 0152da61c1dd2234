"""The plan: the order of the steps, what makes a link anew, which link leads to GATEWAY6."""

import itertools

import pytest
from inet1c.source import Source

from tests.golden import compile_text

BOND = 'IFNAME[0]="bond0"\nBONDSLAVES[0]="eth0 eth1"\n'


def steps(conf):
    """The steps of a conf, each as a tuple of words, the function's name without bonding_."""
    plan, found = compile_text(Source("rc.inet1.conf", conf))
    assert plan is not None, [problem.message for problem in found]
    return [(step.function[len("bonding_"):], *step.arguments)
            for layer in plan.layers for step in layer.steps]


def of(function, conf):
    """The arguments of all steps of one kind."""
    return [words[1:] for words in steps(conf) if words[0] == function]


def place(wanted, found):
    """Where the step that begins with *wanted* stands; it is there once."""
    (number,) = [number for number, words in enumerate(found) if words[:len(wanted)] == wanted]
    return number


def test_a_bond_step_by_step():
    found = steps(BOND + 'BONDMODE[0]="1"\nIFOPTS[0]="primary eth1 | updelay 200 | fail_over_mac 1"\n'
                  'MTU[0]="9000"\nHWADDR[0]="02:00:00:00:00:aa"\nIPADDR[0]="192.0.2.1"\nNETMASK[0]="24"\n')
    wanted = [("prepare",), ("create", "bond0", "bond"), ("made", "bond0"), ("hwaddr", "bond0"),
              ("option", "bond0", "mode"), ("option", "bond0", "fail_over_mac"),
              ("option", "bond0", "miimon"),
              ("option", "bond0", "updelay"), ("slave", "bond0", "eth0"), ("slave", "bond0", "eth1"),
              ("enslaved", "bond0"), ("option", "bond0", "primary"), ("mtu", "bond0"),
              ("address", "bond0"), ("up", "bond0"), ("settle",), ("wait", "bond0"), ("await",)]
    places = [place(words, found) for words in wanted]
    assert places == sorted(places)


def test_miimon_is_100_unless_it_is_said_or_arp_watches():
    assert ("bond0", "miimon", "100") in of("option", BOND)
    assert ("bond0", "miimon", "50") in of("option", BOND + 'IFOPTS[0]="miimon 50"\n')
    by_arp = of("option",
                BOND + 'BONDMODE[0]="1"\nIFOPTS[0]="arp_interval 500 | arp_ip_target 192.0.2.254"\n')
    assert not [words for words in by_arp if words[1] == "miimon"]


STACK = ('IFNAME[@]="bond0" BONDSLAVES[@]="eth0 eth1"', 'IFNAME[@]="bond0.10"',
         'IFNAME[@]="br0" BRNICS[@]="bond0.10"', 'IFNAME[@]="br0.20" IPADDR[@]="192.0.2.1" NETMASK[@]="24"')


@pytest.mark.parametrize("order", list(itertools.permutations(range(len(STACK)))), ids=str)
def test_lower_links_come_first_whatever_the_order_of_indexes(order):
    conf = "\n".join(STACK[number].replace("@", str(index)) for index, number in enumerate(order)) + "\n"
    found = steps(conf)
    wanted = [("create", "bond0"), ("slave", "bond0", "eth0"), ("create_vlan", "bond0.10", "bond0"),
              ("create", "br0"), ("port", "br0", "bond0.10"), ("create_vlan", "br0.20", "br0"),
              ("up", "bond0"), ("up", "bond0.10"), ("up", "br0"), ("up", "br0.20")]
    places = [place(words, found) for words in wanted]
    assert places == sorted(places)


def test_mtu_goes_from_below_upwards():
    conf = ('IFNAME[0]="br0"\nBRNICS[0]="bond0.10 eth4"\nMTU[0]="9000"\nIFNAME[1]="bond0.10"\nMTU[1]="9000"\n'
            'IFNAME[2]="bond0"\nBONDSLAVES[2]="eth0 eth1"\nMTU[2]="9000"\nIFNAME[3]="eth4"\nMTU[3]="9000"\n')
    found = steps(conf)
    wanted = [("mtu", "bond0"), ("mtu", "bond0.10"), ("mtu", "br0")]
    places = [place(words, found) for words in wanted]
    assert places == sorted(places)
    assert place(("member_option", "br0", "eth4", "mtu", "9000"), found) < places[-1]


def stamp(conf):
    """The stamp of bond0."""
    (words,) = [words for words in of("link", conf) if words[0] == "bond0"]
    return words[2]


@pytest.mark.parametrize("change", [
    'BONDMODE[0]="active-backup"\n', 'IFOPTS[0]="miimon 50"\n', 'HWADDR[0]="02:00:00:00:00:aa"\n',
    'HWADDR[0]="auto"\n', 'USE_SLAAC[0]="yes"\n', 'USE_DHCP[0]="yes"\n', 'PROMISCUOUS[0]="yes"\n',
    'IFNAME[1]="eth1"\nIPADDR[1]="0.0.0.0"\nHWADDR[1]="02:00:00:00:00:e1"\n',
])  # fmt: skip
def test_a_change_that_makes_the_link_anew(change):
    assert stamp(BOND) != stamp(BOND + change)


@pytest.mark.parametrize("change", [
    'BONDSLAVES[0]="eth1 eth2 eth0"\n', 'IPADDR[0]="192.0.2.1"\nNETMASK[0]="24"\n', 'MTU[0]="1400"\n',
    'BONDWAIT[0]="3"\n', "# nothing\n", 'BONDMODE[0]="balance-rr"\n', 'IFOPTS[0]="miimon=100"\n',
])  # fmt: skip
def test_a_change_that_leaves_the_link_up(change):
    assert stamp(BOND) == stamp(BOND + change)


@pytest.mark.parametrize("wait, waits", [("", [("bond0", "10")]), ("0", []), ("45", [("bond0", "45")])])
def test_waiting(wait, waits):
    found = steps(BOND + f'BONDWAIT[0]="{wait}"\n')
    assert [words[1:] for words in found if words[0] == "wait"] == waits
    assert (("await",) in found) == bool(waits)


@pytest.mark.parametrize("six, gateway, device", [
    ("2001:db8::1/64", "2001:db8::fe", "bond0"), ("2001:db8::1/64", "fe80::1", "bond0"),
])  # fmt: skip
def test_gateway6_has_its_device(six, gateway, device):
    assert of("gateway6", BOND + f'IP6ADDRS[0]="{six}"\nGATEWAY6="{gateway}"\n') == [(gateway, device)]


def test_gateway6_of_another_link_is_left_to_the_script():
    conf = BOND + 'IFNAME[1]="eth5"\nIP6ADDRS[1]="2001:db8::1/64"\nGATEWAY6="2001:db8::fe"\n'
    assert of("gateway6", conf) == []


def test_addresses():
    conf = BOND + ('IPADDR[0]="192.0.2.1"\nNETMASK[0]="255.255.255.128"\nIPADDRS[0]="198.51.100.1/25"\n'
                   'IPALIASES[0]="192.0.2.2/32 192.0.2.3/25"\nIP6ADDRS[0]="2001:db8::1"\n')
    assert of("address", conf) == [
        ("bond0", "192.0.2.1/25", "broadcast", "+"), ("bond0", "198.51.100.1/25", "broadcast", "+"),
        ("bond0", "192.0.2.2/32", "broadcast", "+", "label", "bond0:0"),
        ("bond0", "192.0.2.3/25", "broadcast", "+", "label", "bond0:1"),
        ("bond0", "2001:db8::1/64", "nodad"),
    ]  # fmt: skip


def test_mac_of_a_slave_is_given_before_it_is_enslaved():
    conf = BOND + 'IFNAME[1]="eth0"\nIPADDR[1]="0.0.0.0"\nHWADDR[1]="02:00:00:00:00:E0"\n'
    assert of("member", conf) == [("bond0", "eth0", "02:00:00:00:00:e0"), ("bond0", "eth1")]


def test_options_of_slaves_come_after_them():
    found = steps(BOND + 'IFOPTS[0]="queue_id eth0:1 eth1:2"\n')
    option = ("slave_option", "bond0", "eth0", "queue_id", "1")
    assert place(("enslaved", "bond0"), found) < place(option, found)
    assert ("slave_option", "bond0", "eth1", "queue_id", "2") in found


def test_what_stands_on_no_bond_is_not_ours():
    conf = BOND + ('IFNAME[1]="eth5"\nIPADDR[1]="192.0.2.1"\nNETMASK[1]="24"\n'
                   'IFNAME[2]="br1"\nBRNICS[2]="eth6"\n')
    assert {words[1] for words in steps(conf) if len(words) > 1} <= {"bond0", "bond"}
