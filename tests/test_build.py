"""Settings -> Network."""

from inet1c.network.build import build
from inet1c.network.model import Bond, Bridge, Ethernet, Vlan

from .conf import settings


def built(text, kernel=None):
    network, found = build(settings(text), kernel)
    return network, [(d.code, text[d.span.start : d.span.end]) for d in found]


BOND = 'IFNAME[0]="bond0"\nBONDSLAVES[0]="eth0 eth1"\n'


def test_bond_with_its_slaves():
    network, found = built(BOND)
    assert found == []
    bond, eth0, eth1 = network.interfaces
    assert [i.name.text for i in network.interfaces] == ["bond0", "eth0", "eth1"]
    assert (bond.index, eth0.index) == (0, None)
    assert isinstance(bond.kind, Bond) and isinstance(eth1.kind, Ethernet)
    assert bond.kind.mode.text == "balance-rr"
    assert [w.text for w in bond.kind.slaves] == ["eth0", "eth1"]
    assert [(o.name.text, o.value.text) for o in bond.kind.options] == [("miimon", "100")]
    assert bond.kind.wait == 10


def test_bridge_over_bond_with_the_bridge_first():
    network, found = built(
        'IFNAME[0]="br0"\nBRNICS[0]="bond0"\nIPADDR[0]="192.0.2.2"\nNETMASK[0]="255.255.255.0"\n'
        'IFNAME[1]="bond0"\nBONDNICS[1]="eth0 eth1"\nBONDMODE[1]="1"\nIFOPTS[1]="miimon=50|primary eth1"\n'
    )
    assert found == []
    bridge, bond = network.interfaces[:2]
    assert isinstance(bridge.kind, Bridge)
    assert str(bridge.addresses[0].interface) == "192.0.2.2/24"
    assert bond.kind.mode.text == "active-backup"
    assert [(o.name.text, o.value.text) for o in bond.kind.options] == [("miimon", "50"), ("primary", "eth1")]
    assert network.stack == {"br0", "bond0", "eth0", "eth1"}


def test_vlan_of_a_vlan():
    network, found = built(BOND + 'IFNAME[1]="bond0.10"\nIFNAME[2]="bond0.10.20"\n')
    assert found == []
    inner = network.find("bond0.10.20").kind
    assert isinstance(inner, Vlan)
    assert (inner.parent.text, inner.tag) == ("bond0.10", 20)


def test_mistakes_stand_at_the_word():
    _, found = built(BOND.replace("eth1", "eth0,eth1") + 'BONDMODE[0]="lacp"\nIFOPTS[0]="miimon 1OO"\n')
    assert found == [("bad-name", "eth0,eth1"), ("bad-option-value", "1OO"), ("unknown-mode", "lacp")]


def options_of(network, name="bond0"):
    return [(o.name.text, o.value.text, o.known) for o in network.find(name).kind.options]


def test_ifopts_in_both_forms_and_in_any_mixture():
    network, found = built(
        BOND + 'BONDMODE[0]="802.3ad"\n'
        'IFOPTS[0]="miimon=50|lacp_rate 1 |  min_links = 2 ad_select=1| peer_notify_delay=100 |"\n'
    )
    assert found == []
    assert options_of(network) == [
        ("miimon", "50", True),
        ("lacp_rate", "fast", True),
        ("min_links", "2", True),
        ("ad_select", "bandwidth", True),
        ("peer_notif_delay", "100", True),
    ]


def test_unknown_options_are_passed_on_word_by_word():
    network, found = built(BOND + 'IFOPTS[0]="knob 3 with=more | miimon 100 | flag"\n')
    assert found == [("unknown-option", "knob"), ("unknown-option", "flag")]
    assert options_of(network) == [
        ("knob", "3 with more", False),
        ("miimon", "100", True),
        ("flag", "", False),
    ]


def test_nothing_can_be_passed_on_that_ends_a_line_of_a_batch():
    for bad in ("a;b", "$(reboot)", "`reboot`", "a&b", "'x'", "a\\nb", "\u00e9", "#"):
        network, found = built(BOND + f'IFOPTS[0]="knob {bad}"\n')
        assert found == [("bad-option", bad)]
        assert options_of(network) == [("miimon", "100", True)]


def test_slave_options():
    network, found = built(
        BOND + 'IFOPTS[0]="queue_id eth0:1 eth1:2 | prio=eth0:10,eth1:-5"\nBONDMODE[0]="1"\n'
    )
    assert found == []
    assert [(o.name.text, o.slave.text, o.value.text) for o in network.find("bond0").kind.slave_options] == [
        ("queue_id", "eth0", "1"),
        ("queue_id", "eth1", "2"),
        ("prio", "eth0", "10"),
        ("prio", "eth1", "-5"),
    ]


def test_miimon_is_100_unless_the_file_watches_otherwise():
    for ifopts, expected in (
        ("lp_interval 1", [("lp_interval", "1"), ("miimon", "100")]),
        ("miimon 0", [("miimon", "0")]),
        ("arp_interval 100", [("arp_interval", "100")]),
    ):
        network, _ = built(BOND + f'IFOPTS[0]="{ifopts}"\n')
        assert [option[:2] for option in options_of(network)] == expected


def test_delays_are_what_the_kernel_makes_of_them():
    network, found = built(BOND + 'IFOPTS[0]="updelay 250 | downdelay 99 | miimon 100"\n')
    assert found == [("delay-not-multiple", "250"), ("delay-not-multiple", "99")]
    assert [option[:2] for option in options_of(network)] == [
        ("updelay", "200"),
        ("downdelay", "0"),
        ("miimon", "100"),
    ]


def test_the_last_of_two_values_holds():
    network, found = built(BOND + 'IFOPTS[0]="miimon 50 | num_grat_arp 3 | miimon 200 | num_unsol_na 4"\n')
    assert found == [("option-twice", "miimon"), ("option-twice", "num_unsol_na")]
    assert [option[:2] for option in options_of(network)] == [("miimon", "200"), ("num_unsol_na", "4")]


def test_mode_in_ifopts_is_the_mode():
    network, found = built(BOND + 'IFOPTS[0]="miimon 100 | mode 4"\n')
    assert found == []
    assert network.find("bond0").kind.mode.text == "802.3ad"
    assert [option[:2] for option in options_of(network)] == [("miimon", "100")]


def test_bondwait():
    assert built(BOND + 'BONDWAIT[0]="0"\n')[0].find("bond0").kind.wait == 0
    assert built(BOND + 'BONDWAIT[0]="30"\n')[0].find("bond0").kind.wait == 30


def test_static_addresses_of_every_kind_in_the_order_of_15_0s_labels():
    network, found = built(
        BOND
        + 'IPADDR[0]="192.0.2.2"\nNETMASK[0]="255.255.255.128"\nIPADDRS[0]="198.51.100.2/25 203.0.113.2/30"\n'
        'IPALIASES[0]="192.0.2.3/32 192.0.2.4/255.255.255.0"\nIP6ADDRS[0]="2001:db8::2 2001:db8:1::2/56"\n'
    )
    assert found == []
    assert [(str(a.interface), a.label) for a in network.find("bond0").addresses] == [
        ("192.0.2.2/25", None),
        ("198.51.100.2/25", None),
        ("203.0.113.2/30", None),
        ("192.0.2.3/32", "bond0:0"),
        ("192.0.2.4/24", "bond0:1"),
        ("2001:db8::2/64", None),
        ("2001:db8:1::2/56", None),
    ]


def test_netmask_as_a_length():
    network, found = built(BOND + 'IPADDR[0]="192.0.2.2"\nNETMASK[0]="25"\n')
    assert found == [] and str(network.find("bond0").addresses[0].interface) == "192.0.2.2/25"


def test_placeholder():
    network, found = built(BOND + 'IFNAME[1]="eth0"\nIPADDR[1]="0.0.0.0"\nHWADDR[1]="02:00:5E:0:53:1"\n')
    slave = network.find("eth0")
    assert found == [] and slave.addresses == () and slave.index == 1
    assert slave.hwaddr.text == "02:00:5e:00:53:01"


def test_dhcp_arguments_are_the_stock_scripts():
    network, found = built(
        BOND
        + 'USE_DHCP[0]="yes"\nDHCP_HOSTNAME[0]="my-host"\nDHCP_KEEPRESOLV[0]="yes"\nDHCP_KEEPNTP[0]="yes"\n'
        'DHCP_KEEPGW[0]="yes"\nDHCP_DEBUG[0]="yes"\nDHCP_NOIPV4LL[0]="yes"\nDHCP_IPADDR[0]="192.0.2.9"\n'
        'DHCP_TIMEOUT[0]="30"\nDHCP_OPTS[0]=" -S  a=b "\n'
    )
    dhcp = network.find("bond0").dhcp
    assert found == []
    assert (dhcp.ipv4, dhcp.ipv6, dhcp.timeout) == (True, False, 30)
    assert dhcp.arguments == (
        "-h", "my-host", "-C", "resolv.conf", "-C", "ntp.conf", "-G", "-d", "-L", "-r", "192.0.2.9", "-S", "a=b"
    )  # fmt: skip


def test_dhcp_by_default():
    network, _ = built(BOND + 'USE_DHCP6[0]="yes"\nUSE_DHCP[1]="YES"\n')
    dhcp = network.find("bond0").dhcp
    assert (dhcp.ipv4, dhcp.ipv6, dhcp.timeout, dhcp.arguments) == (False, True, 15, ())
    assert network.find("eth1").dhcp is None


def test_slaac():
    network, found = built(
        BOND + 'USE_SLAAC[0]="yes"\nSLAAC_PRIVIPGEN[0]="yes"\nSLAAC_SECRET[0]="2001:db8::5"\n'
        'SLAAC_TEMPADDR[0]="yes"\nSLAAC_TIMEOUT[0]="7"\nUSE_RA[0]="no"\n'
    )
    slaac = network.find("bond0").slaac
    assert found == []
    assert (slaac.timeout, slaac.private, slaac.secret, slaac.temporary, slaac.accept_ra) == (
        7, True, "2001:db8::5", True, False
    )  # fmt: skip
    assert network.find("bond0").accept_ra is False


def test_what_is_said_at_a_name_is_the_same_without_ifname():
    network, found = built('BONDSLAVES[3]="eth0 eth1"\nIPADDRS[3]="192.0.2.3/24"\n')
    assert found == [("bond-without-name", "BONDSLAVES[3]")]
    assert network.find("eth3").index == 3


def test_tap_has_the_settings_of_its_index():
    network, found = built(
        BOND + 'VIRTIFNAME[0]="tap0"\nVIRTIFTYPE[0]="tap"\nVIRTIFUSER[0]="alice"\nIFNAME[1]="br0"\n'
        'BRNICS[1]="bond0 tap0"\nIFNAME[2]="tap0"\nMTU[2]="1400"\n'
    )
    tap = network.find("tap0")
    assert found == []
    assert (tap.kind.type.text, tap.kind.user.text, tap.kind.group, tap.mtu.text) == (
        "tap",
        "alice",
        None,
        "1400",
    )


def test_resolver_is_the_whole_files():
    network, found = built(
        BOND + 'NAMESERVER[0]="192.0.2.53 192.0.2.54"\nNAMESERVER[4]="192.0.2.53 fe80::1%bond0"\n'
        'SEARCH="example.net  example.org"\nHOSTS[2]="192.0.2.2   one.example one"\n'
    )
    assert found == []
    assert [w.text for w in network.nameservers] == ["192.0.2.53", "192.0.2.54", "fe80::1%bond0"]
    assert network.search.text == "example.net example.org"
    assert [w.text for w in network.hosts] == ["192.0.2.2 one.example one"]
    assert network.find("eth4") is None


def test_wireless_is_what_has_a_variable_for_rc_wireless():
    network, found = built(
        BOND.replace("eth1", "wlan0") + 'IFNAME[1]="wlan0"\nWLAN_ESSID[1]="home"\nIFNAME[2]="eth5"\nWLAN_KEY[2]=""\n'
    )
    assert found == []
    assert [interface.name.text for interface in network.interfaces if interface.wireless] == ["wlan0"]


def test_empty_values_say_nothing():
    network, found = built('IFNAME[0]=""\nIPADDR[0]=""\nBONDSLAVES[0]=""\nUSE_DHCP[1]=""\n')
    assert (network.interfaces, network.bonds, found) == ((), (), [])


def test_maxnics():
    assert built("")[0].maxnics == 6
    assert built('MAXNICS="12"\n')[0].maxnics == 12
    assert built('MAXNICS="many"\n')[0].maxnics == 6
