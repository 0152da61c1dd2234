"""The plan: the order of links and verbs, and which link leads to the gateways."""

import itertools

import pytest
from inet1c.source import Source

from tests.golden import compile_text

BOND = 'IFNAME[0]="bond0"\nBONDSLAVES[0]="eth0 eth1"\n'


def made(conf):
    """The Plan of a conf."""
    plan, found = compile_text(Source("rc.inet1.conf", conf))
    assert plan is not None, [problem.message for problem in found]
    return plan


def verbs(conf):
    """The verbs of a conf, each as a tuple of words, the maker of a link before the others."""
    return [(verb.function, *verb.arguments)
            for link in made(conf).links for verb in (link.maker, *link.verbs)]


def of(function, conf):
    """The arguments of all verbs of one kind."""
    return [words[1:] for words in verbs(conf) if words[0] == function]


def place(wanted, found):
    """Where the verb that begins with *wanted* stands; it is there once."""
    (number,) = [number for number, words in enumerate(found) if words[:len(wanted)] == wanted]
    return number


def test_a_bond_verb_by_verb():
    conf = BOND + ('BONDMODE[0]="1"\nIFOPTS[0]="primary eth1 | updelay 200"\n'
                   'MTU[0]="9000"\nHWADDR[0]="02:00:00:00:00:aa"\nIPADDR[0]="192.0.2.1"\nNETMASK[0]="24"\n')
    assert verbs(conf) == [
        # mode first, miimon before its delays
        ("have_bond", "bond0", "active-backup",
         "miimon=100", "updelay=200", "primary=eth1"),
        ("have_mac", "bond0", "02:00:00:00:00:aa"),
        ("have_slave", "bond0", "eth0"),
        ("have_slave", "bond0", "eth1"),
        ("have_set", "bond0", "mtu", "9000"),
        ("have_up", "bond0"),
        ("have_address", "bond0", "192.0.2.1/24"),
        ("wait_for", "bond0", "10"),
    ]


def options(conf):
    """The options of the only bond of a conf."""
    ((_, _, *words),) = of("have_bond", conf)
    return words


def test_miimon_is_100_unless_it_is_said_or_arp_watches():
    assert "miimon=100" in options(BOND)
    assert "miimon=50" in options(BOND + 'IFOPTS[0]="miimon 50"\n')
    by_arp = options(BOND + 'BONDMODE[0]="1"\nIFOPTS[0]="arp_interval 500 | arp_ip_target 192.0.2.254"\n')
    assert [word for word in by_arp if word.startswith("miimon=")] == []


STACK = ('IFNAME[@]="bond0" BONDSLAVES[@]="eth0 eth1"', 'IFNAME[@]="bond0.10"',
         'IFNAME[@]="br0" BRNICS[@]="bond0.10"', 'IFNAME[@]="br0.20" IPADDR[@]="192.0.2.1" NETMASK[@]="24"')


@pytest.mark.parametrize("order", list(itertools.permutations(range(len(STACK)))), ids=str)
def test_lower_links_come_first_whatever_the_order_of_indexes(order):
    conf = "\n".join(STACK[number].replace("@", str(index)) for index, number in enumerate(order)) + "\n"
    links = made(conf).links
    assert [(link.name, link.made_of) for link in links] == [
        ("bond0", ("eth0", "eth1")), ("bond0.10", ("bond0",)), ("br0", ("bond0.10",)), ("br0.20", ("br0",)),
    ]
    assert [link.origin for link in links] == [f"IFNAME[{order.index(number)}]" for number in range(4)]


def test_each_link_is_made_before_it_is_used():
    lines = [text.replace("@", str(index)) for index, text in enumerate(reversed(STACK))]
    found = verbs("\n".join(lines) + "\n")
    wanted = [("have_bond", "bond0"), ("have_slave", "bond0", "eth0"), ("have_up", "bond0"),
              ("have_vlan", "bond0.10", "bond0", "id", "10"), ("have_up", "bond0.10"),
              ("have_bridge", "br0"), ("have_port", "br0", "bond0.10"), ("have_up", "br0"),
              ("have_vlan", "br0.20", "br0", "id", "20")]
    places = [place(words, found) for words in wanted]
    assert places == sorted(places)


def test_mtu_goes_from_below_upwards():
    conf = ('IFNAME[0]="br0"\nBRNICS[0]="bond0.10 eth4"\nMTU[0]="9000"\nIFNAME[1]="bond0.10"\nMTU[1]="9000"\n'
            'IFNAME[2]="bond0"\nBONDSLAVES[2]="eth0 eth1"\nMTU[2]="9000"\nIFNAME[3]="eth4"\nMTU[3]="9000"\n')
    found = verbs(conf)
    wanted = [("have_set", "bond0", "mtu"), ("have_set", "bond0.10", "mtu"), ("have_port", "br0", "eth4"),
              ("have_set", "eth4", "mtu", "9000"), ("have_set", "br0", "mtu")]
    places = [place(words, found) for words in wanted]
    assert places == sorted(places)


def test_a_nic_that_only_carries_a_vlan_is_the_stock_scripts():
    conf = BOND + 'IFNAME[1]="eth5.7"\nIFNAME[2]="br0"\nBRNICS[2]="bond0 eth5.7"\n'
    (vlan,) = [link for link in made(conf).links if link.name == "eth5.7"]
    assert vlan.made_of == ()
    assert vlan.maker.arguments == ("eth5.7", "eth5", "id", "7")


@pytest.mark.parametrize("wait, waits", [("", [("bond0", "10")]), ("0", []), ("45", [("bond0", "45")])])
def test_waiting(wait, waits):
    assert of("wait_for", BOND + f'BONDWAIT[0]="{wait}"\n') == waits


def test_a_dhcp_client_waits_for_a_bridge_with_spanning_tree():
    conf = BOND + 'BONDWAIT[0]="0"\nIFNAME[1]="br0"\nBRNICS[1]="bond0"\nUSE_DHCP[1]="yes"\n'
    assert of("wait_for", conf) == []
    assert of("wait_for", conf + 'IFOPTS[1]="stp_state 1"\n') == [("br0", "35")]


@pytest.mark.parametrize("six, gateway", [("2001:db8::1/64", "2001:db8::fe"), ("2001:db8::1/64", "fe80::1")])
def test_gateway6_has_its_device(six, gateway):
    conf = BOND + f'IP6ADDRS[0]="{six}"\nGATEWAY6="{gateway}"\n'
    assert of("have_gateway6", conf) == [("bond0", gateway)]


def test_gateway6_of_another_link_is_left_to_the_script():
    conf = BOND + 'IFNAME[1]="eth5"\nIP6ADDRS[1]="2001:db8::1/64"\nGATEWAY6="2001:db8::fe"\n'
    assert of("have_gateway6", conf) == []


@pytest.mark.parametrize("gateway, kept", [
    ("192.0.2.254", "192.0.2.254"), ("192.0.2.254 metric 5", "192.0.2.254 metric 5"), ("198.51.100.1", ""),
])  # fmt: skip
def test_gateway_is_the_plans_if_its_addresses_reach_it(gateway, kept):
    conf = BOND + ('IPADDR[0]="192.0.2.1"\nNETMASK[0]="24"\n'
                   'IFNAME[1]="eth5"\nIPADDR[1]="198.51.100.9"\nNETMASK[1]="24"\n')
    assert made(conf + f'GATEWAY="{gateway}"\n').gateway == kept


def test_addresses():
    conf = BOND + ('IPADDR[0]="192.0.2.1"\nNETMASK[0]="255.255.255.128"\nIPADDRS[0]="198.51.100.1/25"\n'
                   'IPALIASES[0]="192.0.2.2/32 192.0.2.3/25"\nIP6ADDRS[0]="2001:db8::1"\n')
    assert of("have_address", conf) == [
        ("bond0", "192.0.2.1/25"), ("bond0", "198.51.100.1/25"),
        ("bond0", "192.0.2.2/32", "label", "bond0:0"), ("bond0", "192.0.2.3/25", "label", "bond0:1"),
        ("bond0", "2001:db8::1/64"),
    ]


def test_a_vlan_has_its_parents_mtu_unless_it_is_said():
    conf = BOND + 'MTU[0]="9000"\nIFNAME[1]="bond0.10"\nIFNAME[2]="bond0.11"\nMTU[2]="1400"\n'
    assert of("have_set", conf) == [
        ("bond0", "mtu", "9000"), ("bond0.10", "mtu", "9000"), ("bond0.11", "mtu", "1400")]
    assert of("have_set", BOND + 'IFNAME[1]="bond0.10"\n') == []


def test_the_servers_mtu_does_not_count_where_the_file_gives_one():
    conf = BOND + 'USE_DHCP[0]="yes"\n'
    assert "interface_mtu" not in of("have_dhcp", conf)[0]
    assert of("have_dhcp", conf + 'MTU[0]="9000"\n')[0][-2:] == ("-O", "interface_mtu")


def test_addresses_and_dhcp_come_after_up():
    found = verbs(BOND + 'IP6ADDRS[0]="2001:db8::1"\nUSE_DHCP[0]="yes"\n')
    wanted = [("have_up", "bond0"), ("have_address", "bond0"), ("have_dhcp", "bond0", "15", "-4"),
              ("wait_for", "bond0")]
    places = [place(words, found) for words in wanted]
    assert places == sorted(places)


def test_mac_of_a_slave_goes_with_it():
    conf = BOND + 'IFNAME[1]="eth0"\nIPADDR[1]="0.0.0.0"\nHWADDR[1]="02:00:00:00:00:E0"\n'
    assert of("have_slave", conf) == [("bond0", "eth0", "mac=02:00:00:00:00:e0"), ("bond0", "eth1")]


def test_a_slave_has_its_bonds_mtu_and_a_port_its_own():
    conf = BOND + 'IFNAME[1]="eth0"\nMTU[1]="1400"\nIFNAME[2]="br0"\nBRNICS[2]="bond0 eth5"\nIFNAME[3]="eth5"\n'
    assert of("have_set", conf + 'MTU[3]="9000"\n') == [("eth5", "mtu", "9000")]


def test_options_of_slaves_go_with_them():
    assert of("have_slave", BOND + 'IFOPTS[0]="queue_id eth0:1 eth1:2"\n') == [
        ("bond0", "eth0", "queue_id=1"), ("bond0", "eth1", "queue_id=2"),
    ]


def test_an_option_that_inet1c_does_not_know_is_tried_like_the_others():
    assert "newest_thing=3" in options(BOND + 'IFOPTS[0]="newest_thing 3"\n')


def test_an_option_of_more_than_one_word_goes_to_ip():
    assert of("have_set", BOND + 'IFOPTS[0]="newest_thing 3 4"\n') == [
        ("bond0", "type", "bond", "newest_thing", "3", "4")]


def test_blocks_of_files_stand_outside_of_links():
    plan = made(BOND + 'NAMESERVER[0]="192.0.2.53"\nSEARCH="example.net"\nHOSTS[0]="192.0.2.20 printer"\n')
    assert [(verb.function, *verb.arguments) for verb in plan.files] == [
        ("have_block", "/etc/resolv.conf", "search example.net", "nameserver 192.0.2.53"),
        ("have_block", "/etc/hosts", "192.0.2.20 printer"),
    ]


def test_what_stands_on_no_bond_is_not_ours():
    conf = BOND + ('IFNAME[1]="eth5"\nIPADDR[1]="192.0.2.1"\nNETMASK[1]="24"\n'
                   'IFNAME[2]="br1"\nBRNICS[2]="eth6"\n')
    assert [link.name for link in made(conf).links] == ["bond0"]


def test_files_without_links_are_the_stock_scripts():
    plan = made('IFNAME[0]="eth0"\nIPADDR[0]="192.0.2.1"\nNETMASK[0]="24"\nNAMESERVER[0]="192.0.2.53"\n')
    assert (plan.links, plan.files) == ((), ())
