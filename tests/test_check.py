"""What contradicts itself, or cannot work, is found at its word; what works is let through."""

import pytest
from inet1c.checks import CHECKS, check
from inet1c.checks.hosts import check_hosts
from inet1c.network.build import build
from inet1c.plan.order import order

from .conf import settings


def findings(text, kernel=None, release=None):
    """(severity, code, the words that the caret stands under, the words of its notes), by place."""
    network, found = build(settings(text), kernel, release)
    found = found + check(network) + order(network)[1]
    for diagnostic in found:
        assert diagnostic.message and "\n" not in diagnostic.message
    return [
        (d.severity, d.code, text[d.span.start : d.span.end])
        + tuple(text[n.span.start : n.span.end] for n in d.notes if n.span)
        for d in sorted(found, key=lambda d: d.span.start)
    ]


def bond(more="", mode="active-backup", slaves="eth0 eth1", ifopts="", index=0):
    text = f'IFNAME[{index}]="bond{index}"\nBONDSLAVES[{index}]="{slaves}"\nBONDMODE[{index}]="{mode}"\n'
    return text + (f'IFOPTS[{index}]="{ifopts}"\n' if ifopts else "") + more


FINE = {
    "a bond": bond(),
    "no mode": 'IFNAME[0]="bond0"\nBONDSLAVES[0]="eth0 eth1"\n',
    "no address at all": bond(),
    "both names of the slaves, equal": bond('BONDNICS[0]="eth0  eth1"\n'),
    "0.0.0.0 and HWADDR on a slave": bond('IFNAME[1]="eth0"\nIPADDR[1]="0.0.0.0"\n'
                                          'HWADDR[1]="02:00:5e:00:53:01"\n'),
    "HWADDR alone on a slave": bond('IFNAME[1]="eth0"\nHWADDR[1]="02:00:5e:00:53:01"\n'),
    "empty values at a slave's index": bond('IPADDR[1]=""\nUSE_DHCP[1]=""\nNETMASK[1]=""\n'),
    "DHCP that is not yes at a slave's index": bond('USE_DHCP[1]="no"\n'),
    "0.0.0.0 and HWADDR on a port": bond(
        'IPADDR[0]="0.0.0.0"\nHWADDR[0]="02:00:5e:00:53:01"\nIFNAME[1]="br0"\nBRNICS[1]="bond0"\n'),
    "miimon off, ARP": bond(ifopts="miimon 0 | arp_interval 100 | arp_ip_target 192.0.2.1", mode="1"),
    "ARP alone": bond(ifopts="arp_interval 100 | arp_ip_target 192.0.2.1 | arp_validate all"),
    "delays": bond(ifopts="updelay 200 | downdelay 300 | miimon 100"),
    "delays with the miimon that is added": bond(ifopts="updelay 200"),
    "primary": bond(ifopts="primary eth1 | primary_reselect better"),
    "every slave a queue": bond(ifopts="queue_id eth0:1 | queue_id eth1:2"),
    "queue 0 twice": bond(ifopts="queue_id eth0:0 eth1:0"),
    "prio": bond(ifopts="prio eth0:10,eth1:-5"),
    "prio beside primary": bond(ifopts="primary eth0 | prio eth1:5"),
    "LACP": bond(mode="4", ifopts="lacp_rate fast | min_links 2 | ad_select 1 | actor_port_prio eth0:5"),
    "802.3ad with ad_actor_system": bond(mode="802.3ad", ifopts="ad_actor_system 02:00:5e:00:53:01"),
    "VLANs and bridges": bond('IFNAME[1]="bond0.5"\nIFNAME[2]="br0"\nBRNICS[2]="bond0.5 eth7"\n'
                              'IFNAME[3]="br0.9"\n'
                              'IPADDRS[3]="192.0.2.2/24"\n'),
    "a VLAN on a NIC that is a port": bond('IFNAME[1]="br0"\nBRNICS[1]="bond0 eth7"\nIFNAME[2]="eth7.5"\n'
                                           'IPADDRS[2]="192.0.2.2/24"\n'),
    "slaves that are VLANs": bond('IFNAME[1]="eth0.5"\nIFNAME[2]="eth1.5"\nIPADDRS[0]="192.0.2.2/24"\n',
                                  slaves="eth0.5 eth1.5"),
    "two bonds in a bridge": bond(bond(index=1, slaves="eth2 eth3") + 'IFNAME[2]="br0"\n'
                                                                      'BRNICS[2]="bond0 bond1"\n'),
    "MTU through the stack": bond('MTU[0]="9000"\nIFNAME[1]="bond0.5"\nMTU[1]="9000"\nIFNAME[2]="bond0.6"\n'
                                  'MTU[2]="1500"\n'),
    "a VLAN's MTU through a VLAN": bond('MTU[0]="9000"\nIFNAME[1]="bond0.5"\n'
           'IFNAME[2]="bond0.5.6"\nMTU[2]="9000"\n'),
    "a VLAN with its bond's MAC": bond('HWADDR[0]="02:00:5e:00:53:01"\nIFNAME[1]="bond0.5"\n'
                                       'HWADDR[1]="02:00:5E:00:53:01"\n'),
    "auto twice": bond('HWADDR[0]="auto"\n' + bond('HWADDR[1]="auto"\n', index=1, slaves="eth2 eth3")),
    "gateway": bond('IPADDR[0]="192.0.2.2"\nNETMASK[0]="255.255.255.0"\nGATEWAY="192.0.2.1"\n'
                    'IP6ADDRS[0]="2001:db8::2"\nGATEWAY6="2001:db8::1"\n'),
    "gateway beside DHCP": bond('IPADDRS[0]="192.0.2.2/24"\nUSE_DHCP[2]="yes"\nGATEWAY="198.51.100.1"\n'),
    "gateway with a device": bond('IPADDRS[0]="192.0.2.2/32"\nGATEWAY="198.51.100.1 dev bond0"\n'),
    "link-local gateway on the only one with IPv6": bond('USE_SLAAC[0]="yes"\nGATEWAY6="fe80::1"\n'),
    "both addresses of a /31": bond('IPADDRS[0]="192.0.2.0/31"\nGATEWAY="192.0.2.1"\n'),
    "aliases": bond('IPADDRS[0]="192.0.2.2/24"\nIPALIASES[0]="192.0.2.3/24 192.0.2.4/24"\n'),
    "DHCP with static addresses": bond('USE_DHCP[0]="yes"\nIPADDRS[0]="192.0.2.2/24"\n'),
    "a tap as a port": bond('VIRTIFNAME[0]="tap0"\nVIRTIFTYPE[0]="tap"\nIFNAME[1]="br0"\n'
                            'BRNICS[1]="bond0 tap0"\n'),
    "a tap that others make": bond('IFNAME[1]="br0"\nBRNICS[1]="bond0 tap3"\n'),
    "indexes that the stock script finds": bond(
        'IFNAME[5]="eth0"\nHWADDR[5]="02:00:5e:00:53:01"\nIFNAME[1]="eth7"\nIFNAME[2]="eth1"\nIFNAME[3]="eth2"\n'
        'IPADDR[2]="0.0.0.0"\nHWADDR[2]="02:00:5e:00:53:02"\nIFNAME[4]="eth8"\nUSE_DHCP[4]="yes"\n'),
    "resolver": bond('NAMESERVER[0]="192.0.2.53 2001:db8::53"\nSEARCH="example.net example.org"\n'
                     'HOSTS[0]="192.0.2.2 one.example one"\n'),
    "above MAXNICS, in a stack": bond(index=9),
    "options of VLANs and bridges": bond('IFNAME[1]="bond0.5"\nIFOPTS[1]="gvrp on | egress-qos-map 1:2"\n'
                                         'IFNAME[2]="br0"\n'
                                         'BRNICS[2]="bond0.5"\nIFOPTS[2]="stp_state=1 priority=4096"\n'),
}  # fmt: skip


@pytest.mark.parametrize("name", FINE)
def test_is_let_through(name):
    assert findings(FINE[name]) == []


VLAN5 = 'IFNAME[1]="bond0.5"\n'
BR1 = 'IFNAME[1]="br0"\nBRNICS[1]="bond0"\n'
E, W = "error", "warning"

WRONG = {
    # the graph
    "slave in two bonds": (bond(bond(index=1, slaves="eth1 eth2")),
                           [(E, "two-masters", "eth1", "eth1")]),
    "slave in a bond and a bridge": (bond('IFNAME[1]="br0"\nBRNICS[1]="eth0 eth5"\n'),
                                     [(E, "two-masters", "eth0", "eth0")]),
    "slave twice in its bond": (bond(slaves="eth0 eth1 eth0"), [(E, "two-masters", "eth0", "eth0")]),
    "a VLAN of a bond in a bond": (bond('IFNAME[2]="bond0.5"\n' + bond(index=1, slaves="bond0.5 eth5")),
                                   [(E, "bond-in-bond", "bond0.5", "bond0")]),
    "a bridge over a bond in a bond": (bond('IFNAME[2]="br0"\nBRNICS[2]="bond0"\n' +
                                            bond(index=1, slaves="br0 eth5")),
                                       [(E, "bond-in-bond", "br0", "bond0")]),
    "bond in a bond": (bond(bond(index=1, slaves="bond0 eth5")), [(E, "bond-in-bond", "bond0", "bond0")]),
    "bond in itself": (bond(slaves="eth0 bond0"), [(E, "cycle", "bond0")]),
    "cycle": (bond(BR1.replace('BRNICS[1]="bond0"', 'BRNICS[1]="bond0.5"') + 'IFNAME[2]="bond0.5"\n',
                   slaves="eth0 br0"),
              [(E, "cycle", "bond0", "br0", "bond0.5")]),
    "loopback": (bond(slaves="eth0 lo"), [(E, "bad-slave", "lo")]),
    "slave with an address": (bond('IPADDR[1]="192.0.2.2"\nNETMASK[1]="255.255.255.0"\n'),
                              [(E, "slave-configured", "192.0.2.2", "eth1")]),
    "slave with DHCP": (bond('USE_DHCP[0]="yes"\nUSE_DHCP[1]="yes"\n'),
        [(E, "slave-configured", "yes", "eth1")]),
    "slave with SLAAC": (bond('USE_SLAAC[1]="yes"\n'), [(E, "slave-configured", "yes", "eth1")]),
    "slave with an IPv6 address": (bond('IP6ADDRS[1]="2001:db8::1/64"\n'),
                                   [(E, "slave-configured", "2001:db8::1/64", "eth1")]),
    "port with an address": (bond('IPADDRS[0]="192.0.2.2/24"\n' + BR1),
                             [(E, "port-configured", "192.0.2.2/24", "bond0")]),
    "VLAN on a slave": (bond('IFNAME[1]="eth1.5"\nIPADDRS[1]="192.0.2.2/24"\n'),
                        [(E, "vlan-on-slave", "eth1", "eth1")]),
    "VLAN without an index on a slave": (bond(bond(index=1, slaves="eth1.100 eth2")),
                                         [(E, "vlan-on-slave", "eth1.100", "eth1")]),
    "VLAN and its parent in one bond": (bond(slaves="eth0 eth0.5"), [(E, "vlan-on-slave", "eth0.5", "eth0")]),
    "VLAN on a bridge that filters": (bond(BR1 + 'IFOPTS[1]="vlan_filtering 1"\nIFNAME[2]="br0.10"\n'),
                                      [(W, "vlan-filtered", "br0.10", "vlan_filtering")]),
    "VLAN of a bond that is not there": (bond('IFNAME[1]="bond1.5"\n'), [(E, "missing-link", "bond1")]),
    "port that is a VLAN nobody makes": (bond('IFNAME[1]="br0"\nBRNICS[1]="bond0.5"\n'),
                                         [(E, "missing-link", "bond0.5", "bond0")]),
    "VLAN of a VLAN nobody makes": (bond('IFNAME[1]="bond0.5.6"\n'),
        [(E, "missing-link", "bond0.5", "bond0")]),
    "port that looks misspelt": (bond('IFNAME[1]="br0"\nBRNICS[1]="bond0 vond0"\n'),
                                 [(W, "maybe-misspelt", "vond0")]),
    "ports with a letter less, or more": (bond('IFNAME[1]="br0"\nBRNICS[1]="bond0 bon0 boond0 usb0"\n'),
        [(W, "maybe-misspelt", "bon0"), (W, "maybe-misspelt", "boond0")]),
    "tun in a bridge": (bond('VIRTIFNAME[0]="vpn"\nVIRTIFTYPE[0]="tun"\nIFNAME[1]="br0"\n'
                             'BRNICS[1]="bond0 vpn"\n'),
                        [(E, "tun-as-port", "vpn", "tun")]),
    "one slave": (bond(slaves="eth0"), [(W, "one-slave", "eth0")]),
    "blank slaves": (bond(slaves=" "), [(E, "no-slaves", '" "')]),
    "two lists of slaves": (bond('BONDNICS[0]="eth0 eth2"\n'),
        [(E, "slaves-twice", "eth0 eth1", "eth0 eth2")]),
    "bond and bridge": (bond('BRNICS[0]="eth5"\n'), [(E, "bond-and-bridge", "eth5", "BONDSLAVES[0]")]),
    "mode without slaves": (bond('BONDMODE[1]="802.3ad"\n'),
                            [(W, "bond-variable-without-slaves", "BONDMODE[1]", "BONDSLAVES[0]")]),
    # names
    "comma between slaves": (bond(slaves="eth0,eth1"),
        [(E, "bad-name", "eth0,eth1")]),
    "16 characters": ('IFNAME[0]="bond012345678901"\nBONDSLAVES[0]="eth0 eth1"\n',
                      [(E, "name-too-long", "bond012345678901")]),
    "slave of 16 characters": (bond(slaves="eth0 enp0123456789012"),
        [(E, "name-too-long", "enp0123456789012")]),
    "a dot in a bond's name": ('IFNAME[0]="bond.0"\nBONDSLAVES[0]="eth0 eth1"\n',
        [(E, "dot-in-bond-name", "bond.0")]),
    "a dot that is no VLAN": (bond('IFNAME[1]="bond0.lan"\n'), [(E, "vlan-id", "lan")]),
    "VLAN ID": (bond('IFNAME[1]="bond0.4095"\n'), [(E, "vlan-id", "4095")]),
    "VLAN ID with a leading 0": (bond('IFNAME[1]="bond0.010"\n'), [(E, "vlan-id", "010")]),
    "alias as a name": (bond('IPADDRS[0]="192.0.2.2/24"\nIFNAME[1]="bond0:1"\nIPADDRS[1]="192.0.2.3/24"\n'),
                        [(E, "alias-as-name", "bond0:1")]),
    "the same name twice": (bond('IFNAME[1]="bond0"\nIPADDRS[1]="192.0.2.2/24"\n'),
                            [(E, "name-twice", "bond0", "bond0")]),
    "two bonds of one name": (bond('IFNAME[1]="bond0"\nBONDSLAVES[1]="eth2 eth3"\n'),
                              [(E, "name-twice", "bond0", "bond0")]),
    "a blank after the name": (bond().replace('"bond0"', '"bond0 "'), [(E, "blank-in-name", '"bond0 "')]),
    "a blank in the name": (bond().replace('"bond0"', '"bond 0"'), [(E, "bad-name", "bond 0")]),
    "a name that the kernel counts up": (bond().replace('"bond0"', '"bond%d"'), [(E, "bad-name", "bond%d")]),
    "a pattern for slaves": (bond(slaves="eth0 eth*"), [(E, "bad-name", "eth*")]),
    "an option of ip for a name": (bond(slaves="eth0 -eth1"), [(E, "bad-name", "-eth1")]),
    "a name that is taken": (bond().replace('"bond0"', '"all"'), [(E, "bad-name", "all")]),
    "no name for the bond": ('BONDSLAVES[3]="eth0 eth1"\n', [(W, "bond-without-name", "BONDSLAVES[3]")]),
    # modes and options
    "unknown mode": (bond(mode="lacp"), [(E, "unknown-mode", "lacp")]),
    "two modes": (bond(ifopts="mode 802.3ad"), [(E, "mode-twice", "802.3ad", "active-backup")]),
    "option of another mode": (bond(ifopts="lacp_rate=fast"),
                               [(E, "option-not-in-mode", "lacp_rate", "active-backup")]),
    "slave option of another mode": (bond(ifopts="actor_port_prio eth0:5 eth1:6"),
                                     [(E, "option-not-in-mode", "actor_port_prio", "active-backup")]),
    "option that does nothing": (bond(mode="0", ifopts="fail_over_mac active"),
                                 [(W, "option-unused-in-mode", "fail_over_mac", "0")]),
    "value": (bond(ifopts="miimon 100 | num_grat_arp 300"), [(E, "bad-option-value", "300")]),
    "no value": (bond(ifopts="miimon"), [(E, "option-without-value", "miimon")]),
    "typo": (bond(ifopts="miimom 100"), [(E, "misspelt-option", "miimom")]),
    "two letters swapped": (bond(ifopts="primray eth0"), [(E, "misspelt-option", "primray")]),
    "typo in an option of a bridge": (bond(BR1 + 'IFOPTS[1]="stp_stat 1"\n'), [(E, "misspelt-option", "stp_stat")]),
    "an option that is more than a letter away": (bond(ifopts="arp_target 192.0.2.1"),
                                                  [(W, "unknown-option", "arp_target")]),
    "an option that is near nothing": (bond(ifopts="knob 3"), [(W, "unknown-option", "knob")]),
    "unknown option that cannot be passed on": (bond(ifopts="knob $HOME"), [(E, "bad-option", "$HOME")]),
    "option twice": (bond(ifopts="miimon 50 | miimon 100"), [(W, "option-twice", "miimon", "50")]),
    "one setting by two names": (bond(ifopts="num_grat_arp 2 | num_unsol_na 3"),
                                 [(W, "option-twice", "num_unsol_na", "2")]),
    "primary that is no slave": (bond(ifopts="primary eth2"), [(E, "not-a-slave", "eth2", "eth0 eth1")]),
    "queue of no slave": (bond(ifopts="queue_id eth2:1"), [(E, "not-a-slave", "eth2", "eth0 eth1")]),
    "active_slave": (bond(ifopts="active_slave eth0"), [(W, "active-slave", "active_slave")]),
    "miimon and ARP": (bond(ifopts="miimon 100 | arp_interval 100 | arp_ip_target 192.0.2.1"),
                       [(E, "miimon-and-arp", "arp_interval", "miimon")]),
    "ARP without a target": (bond(ifopts="arp_interval 100"), [(E, "arp-without-target", "arp_interval")]),
    "target without ARP": (bond(ifopts="arp_ip_target 192.0.2.1"),
        [(W, "arp-option-unused", "arp_ip_target")]),
    "nothing watched": (bond(ifopts="miimon 0"), [(W, "no-link-watched", "0")]),
    "delay without miimon": (bond(ifopts="arp_interval 100 arp_ip_target 192.0.2.1 updelay 200"),
                             [(E, "delay-without-miimon", "updelay", "arp_interval")]),
    "delay and miimon 0": (bond(ifopts="miimon 0 | downdelay 200"),
                           [(W, "no-link-watched", "0"), (E, "delay-without-miimon", "downdelay", "miimon")]),
    "delay that is no multiple": (bond(ifopts="miimon 100 | updelay 250"),
        [(W, "delay-not-multiple", "250", "100")]),
    "more links than slaves": (bond(mode="802.3ad", ifopts="min_links 3"),
        [(E, "min-links", "3", "eth0 eth1")]),
    "reselection without primary": (bond(ifopts="primary_reselect failure"),
                                    [(W, "primary-reselect-unused", "primary_reselect")]),
    "one queue for two": (bond(ifopts="queue_id eth0:1 eth1:1"), [(E, "queue-id-twice", "1", "1")]),
    "a high queue": (bond(ifopts="queue_id eth0:17"), [(W, "queue-id-high", "17")]),
    "slave option twice": (bond(ifopts="queue_id eth0:1 eth0:2"), [(W, "option-twice", "eth0", "1")]),
    "slave option without slave": (bond(ifopts="queue_id 1"), [(E, "bad-option-value", "1")]),
    "option that moves the link": (bond('IFNAME[1]="eth0"\nIFOPTS[1]="master br7"\n'),
                                   [(E, "option-moves-link", "master")]),
    "BONDWAIT": (bond('BONDWAIT[0]="ten"\n'), [(E, "bad-number", "ten")]),
    # MAC, MTU
    "no MAC": (bond('HWADDR[0]="02:00:5e:00:53"\n'), [(E, "bad-mac", "02:00:5e:00:53")]),
    "multicast MAC": (bond('HWADDR[0]="01:00:5e:00:53:01"\n'), [(E, "bad-mac", "01:00:5e:00:53:01")]),
    "zero MAC": (bond('HWADDR[0]="00:00:00:00:00:00"\n'), [(E, "bad-mac", "00:00:00:00:00:00")]),
    "one MAC for two bonds": (bond('HWADDR[0]="02:00:5e:00:53:01"\n' + bond(
        'HWADDR[1]="02:00:5E:00:53:01"\n', index=1, slaves="eth2 eth3")),
        [(E, "mac-twice", "02:00:5E:00:53:01", "02:00:5e:00:53:01")]),
    "one MAC for two slaves": (bond('IFNAME[1]="eth0"\nHWADDR[1]="02:00:5e:00:53:01"\nIFNAME[2]="eth1"\n'
                                    'HWADDR[2]="02:00:5e:00:53:01"\n'),
                               [(E, "mac-twice", "02:00:5e:00:53:01", "02:00:5e:00:53:01")]),
    "MAC and fail_over_mac": (bond('HWADDR[0]="02:00:5e:00:53:01"\n', ifopts="fail_over_mac active"),
                              [(E, "mac-with-fail-over-mac", "02:00:5e:00:53:01", "fail_over_mac")]),
    "auto and fail_over_mac": (bond('HWADDR[0]="auto"\n', ifopts="fail_over_mac 2"),
                               [(E, "mac-with-fail-over-mac", "auto", "fail_over_mac")]),
    "MTU": (bond('MTU[0]="9k"\n'), [(E, "bad-mtu", "9k")]),
    "MTU of a VLAN above its bond's": (bond(VLAN5 + 'MTU[1]="9000"\n'),
        [(E, "mtu-above-parent", "9000", "bond0")]),
    "MTU of a VLAN above what is said": (bond('MTU[0]="4000"\n' + VLAN5 + 'MTU[1]="9000"\n'),
                                         [(E, "mtu-above-parent", "9000", "4000")]),
    "MTU of a bridge above its port's": (bond(BR1 + 'MTU[1]="9000"\n'),
        [(W, "mtu-above-parent", "9000", "bond0")]),
    "promiscuous slave": (bond('IFNAME[1]="eth0"\nPROMISCUOUS[1]="yes"\n'),
                          [(W, "promiscuous-member", "yes", "eth0")]),
    "MTU of a slave": (bond('IFNAME[1]="eth0"\nMTU[1]="9000"\n'), [(W, "slave-mtu", "9000", "bond0")]),
    "MTU of a slave, another than its bond's": (bond('MTU[0]="4000"\nIFNAME[1]="eth0"\nMTU[1]="9000"\n'),
                                                [(W, "slave-mtu", "9000", "4000")]),
    "MTU too small for IPv6": (bond('MTU[0]="1000"\nIP6ADDRS[0]="2001:db8::1/64"\n'),
                               [(E, "mtu-below-ipv6", "1000", "2001:db8::1/64")]),
    # addresses
    "address": (bond('IPADDRS[0]="192.0.2.256/24"\n'), [(E, "bad-address", "192.0.2.256/24")]),
    "IPv6 in IPADDRS": (bond('IPADDRS[0]="2001:db8::1/64"\n'), [(E, "bad-address", "2001:db8::1/64")]),
    "IPv4 in IP6ADDRS": (bond('IP6ADDRS[0]="192.0.2.2/24"\n'), [(E, "bad-address", "192.0.2.2/24")]),
    "IPv6 prefix": (bond('IP6ADDRS[0]="2001:db8::1/129"\n'), [(E, "bad-address", "129")]),
    "two in IPADDR": (bond('IPADDR[0]="192.0.2.2/24 192.0.2.3/24"\n'), [(E, "bad-address", "192.0.2.3/24")]),
    "address with a zone": (bond('IP6ADDRS[0]="fe80::1%bond0/64"\n'), [(E, "bad-address", "fe80::1%bond0/64")]),
    "target with a zone": (bond(ifopts="arp_interval 100 | ns_ip6_target fe80::1%eth0"),
                           [(E, "arp-without-target", "arp_interval"), (E, "bad-option-value", "fe80::1%eth0")]),
    "gateway with a zone": (bond('USE_SLAAC[0]="yes"\nGATEWAY6="fe80::1%bond0"\n'),
                            [(E, "bad-gateway", "fe80::1%bond0")]),
    "gateway of a /32": (bond('IPADDRS[0]="192.0.2.2/32"\nGATEWAY="192.0.2.1"\n'),
                         [(E, "gateway-unreachable", "192.0.2.1", "192.0.2.2/32")]),
    "netmask": (bond('IPADDR[0]="192.0.2.2"\nNETMASK[0]="255.0.255.0"\n'),
        [(E, "bad-netmask", "255.0.255.0")]),
    "prefix length": (bond('IPADDRS[0]="192.0.2.2/33"\n'), [(E, "bad-netmask", "33")]),
    "netmask and another": (bond('IPADDR[0]="192.0.2.2/24"\nNETMASK[0]="255.255.0.0"\n'),
                            [(E, "netmask-twice", "24", "255.255.0.0")]),
    "no netmask": (bond('IPADDR[0]="192.0.2.2"\n'), [(W, "no-netmask", "192.0.2.2")]),
    "broadcast address": (bond('IPADDRS[0]="192.0.2.255/24"\n'), [(E, "bad-address", "192.0.2.255/24")]),
    "network's address": (bond('IPADDRS[0]="192.0.2.0/24"\n'), [(W, "bad-address", "192.0.2.0/24")]),
    "multicast address": (bond('IPADDRS[0]="224.0.0.5/24"\n'), [(E, "bad-address", "224.0.0.5/24")]),
    "netmask 0": (bond('IPADDRS[0]="192.0.2.5/0"\n'), [(E, "bad-address", "192.0.2.5/0")]),
    "one address on two": (bond('IPADDRS[0]="192.0.2.2/24"\nIFNAME[1]="eth5"\nIPADDRS[1]="192.0.2.2/24"\n'),
                           [(E, "address-twice", "192.0.2.2/24", "192.0.2.2/24")]),
    "one address twice": (bond('IPADDRS[0]="192.0.2.2/24 192.0.2.2/24"\n'),
                          [(W, "address-twice", "192.0.2.2/24", "192.0.2.2/24")]),
    "long label": ('IFNAME[0]="bond0123456789"\nBONDSLAVES[0]="eth0 eth1"\nIPADDRS[0]="192.0.2.2/24"\n'
                   'IPALIASES[0]="192.0.2.3/24"\n',
                   [(E, "name-too-long", "192.0.2.3/24")]),
    "IPADDR beside DHCP": (bond('USE_DHCP[0]="yes"\nIPADDR[0]="192.0.2.2"\n'),
                           [(W, "address-unused", "192.0.2.2", "yes")]),
    "NETMASK beside DHCP": (bond('USE_DHCP[0]="yes"\nNETMASK[0]="nonsense"\n'),
                            [(W, "address-unused", "nonsense", "yes")]),
    "name that no host can have": (bond('USE_DHCP[0]="yes"\nDHCP_HOSTNAME[0]="eth0; touch /x"\n'),
                                   [(E, "bad-host-name", "eth0; touch /x")]),
    "words for dhcpcd": (bond('USE_DHCP[0]="yes"\nDHCP_OPTS[0]="-S a\x07b"\n'), [(E, "bad-option", "a\x07b")]),
    "name and address to ask for": (
        bond('USE_DHCP[0]="yes"\nDHCP_HOSTNAME[0]="a\x07b"\nDHCP_IPADDR[0]="192.0.2"\n'),
        [(E, "bad-host-name", "a\x07b"), (E, "bad-address", "192.0.2")]),
    "SLAAC beside DHCPv6": (bond('USE_DHCP6[0]="yes"\nUSE_SLAAC[0]="yes"\n'),
        [(W, "slaac-unused", "yes", "yes")]),
    "SLAAC_SECRET": (bond('USE_SLAAC[0]="yes"\nSLAAC_PRIVIPGEN[0]="yes"\nSLAAC_SECRET[0]="secret"\n'),
                     [(E, "bad-address", "secret")]),
    "gateway of another network": (bond('IPADDRS[0]="192.0.2.2/24"\nGATEWAY="198.51.100.1"\n'),
                                   [(E, "gateway-unreachable", "198.51.100.1", "192.0.2.2/24")]),
    "gateway is the host": (bond('IPADDRS[0]="192.0.2.2/24"\nGATEWAY="192.0.2.2"\n'),
                            [(E, "bad-gateway", "192.0.2.2", "192.0.2.2/24")]),
    "gateway is the broadcast address": (bond('IPADDRS[0]="192.0.2.2/24"\nGATEWAY="192.0.2.255"\n'),
                                         [(E, "bad-gateway", "192.0.2.255", "192.0.2.2/24")]),
    "gateway with a control character": (bond('IPADDRS[0]="192.0.2.2/24"\nGATEWAY="192.0.2.1 dev \x02"\n'),
                                         [(E, "bad-gateway", "192.0.2.1 dev \x02")]),
    "gateway with a pattern": (bond('IPADDRS[0]="192.0.2.2/24"\nGATEWAY="192.0.2.1 *"\n'),
                               [(E, "bad-gateway", "192.0.2.1 *")]),
    "no gateway": (bond('IPADDRS[0]="192.0.2.2/24"\nGATEWAY="192.0.2"\n'), [(E, "bad-gateway", "192.0.2")]),
    "link-local gateway on nobody knows what": (bond('IPADDRS[0]="192.0.2.2/24"\nGATEWAY6="fe80::1"\n'),
                                                [(E, "bad-gateway", "fe80::1")]),
    # the rest
    "above MAXNICS": (bond('IFNAME[6]="eth7"\nIPADDRS[6]="192.0.2.2/24"\n'), [(W, "above-maxnics", "eth7")]),
    "above the MAXNICS of the file": (bond('IFNAME[1]="eth7"\nIPADDRS[1]="192.0.2.2/24"\nMAXNICS="1"\n'),
                                      [(W, "above-maxnics", "eth7")]),
    "an index that the stock script does not find": (
        'IFNAME[3]="bond0"\nBONDSLAVES[3]="eth1 eth2"\nIFNAME[4]="eth0"\nIPADDRS[4]="192.0.2.2/24"\n',
        [(W, "other-index", "eth0")]),
    "auto elsewhere": (bond('IFNAME[1]="eth7"\nHWADDR[1]="auto"\n'), [(W, "auto-mac-unused", "auto")]),
    "name server": (bond('NAMESERVER[0]="192.0.2"\n'), [(E, "bad-address", "192.0.2")]),
    "four name servers": (bond('NAMESERVER[0]="192.0.2.1 192.0.2.2 192.0.2.3 192.0.2.4"\n'),
                          [(W, "too-many-nameservers", "192.0.2.4")]),
    "search": (bond('SEARCH="example.net;evil"\n'), [(E, "bad-host-name", "example.net;evil")]),
    "hosts": (bond('HOSTS[0]="one.example 192.0.2.1"\n'), [(E, "bad-hosts-line", "one.example")]),
    "user of a virtual interface": (bond('VIRTIFNAME[0]="tap0"\nVIRTIFTYPE[0]="tap"\nVIRTIFUSER[0]="a b"\n'
                                         'IFNAME[1]="br0"\nBRNICS[1]="bond0 tap0"\n'),
                                    [(E, "bad-account", "a b")]),
    "type of a virtual interface": (bond('VIRTIFNAME[0]="tap0"\nVIRTIFTYPE[0]="tapp"\nIFNAME[1]="br0"\n'
                                         'BRNICS[1]="bond0 tap0"\n'),
                                    [(E, "bad-virtif-type", "tapp")]),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_is_found(name):
    text, expected = WRONG[name]
    assert sorted(findings(text)) == sorted(expected)


def test_every_check_finds_something():
    """A check that no file of this module fails is one that nothing proves."""
    idle = set(CHECKS)
    for text, _ in list(WRONG.values()) + [('NAMESERVER[0]="192.0.2.53"\n', None)]:
        network, _ = build(settings(text))
        idle -= {claim for claim in idle if list(claim(network))}
    assert idle == set()


@pytest.mark.parametrize("name", WRONG)
def test_without_a_bond_nothing_is_refused(name):
    text = WRONG[name][0].replace("BONDSLAVES", "BONDNAMES").replace("BONDNICS", "BONDNAMES")
    assert [f for f in findings(text) if f[0] == E] == []


@pytest.mark.parametrize(
    "text",
    [
        'IPADDR[5]="300.1.1.1"\n',
        'IFNAME[1]="eth7:1"\nIPADDR[1]="192.0.2.2"\nNETMASK[1]="255.255.255.0"\n',
        'IFNAME[1]="much-too-long-a-name"\n',
        'IFNAME[1]="br0"\nBRNICS[1]="eth5"\nIFNAME[2]="br1"\nBRNICS[2]="eth5"\n',
        'IFNAME[1]="eth7.9999"\n',
        'HWADDR[5]="nonsense"\n',
        'IFNAME[1]="eth7"\nIPADDRS[1]="192.0.2.2/24"\nIFNAME[2]="eth8"\nIPADDRS[2]="192.0.2.2/24"\n',
        'IFNAME[1]="eth7"\nIFOPTS[1]="$(reboot)"\n',
    ],
)
def test_beside_a_bond_what_is_the_stock_scripts_is_not_refused(text):
    assert [f for f in findings(bond(text)) if f[0] == E] == []


@pytest.mark.parametrize(
    "kernel, ifopts, expected",
    [
        ((3, 10, 17), "arp_interval 100 arp_ip_target 192.0.2.1 arp_missed_max 3", ["arp_missed_max"]),
        ((3, 10, 17), "miimon 100 | primary eth0", []),
        ((4, 4, 14), "peer_notif_delay 100", ["peer_notif_delay"]),
        ((5, 15, 19), "peer_notify_delay 100", []),
        ((5, 15), "prio eth0:1", ["prio"]),
        ((6, 1, 0), "prio eth0:1", []),
        ((3, 10), "arp_interval 100 arp_ip_target 192.0.2.1 arp_validate filter", ["filter"]),
        ((6, 18), "use_carrier 0", ["0"]),
        ((6, 12), "use_carrier 0", []),
        (None, "prio eth0:1", []),
    ],
)
def test_kernel(kernel, ifopts, expected):
    found = findings(bond(ifopts=ifopts), kernel)
    assert found == [(W, "kernel-lacks-option", word) for word in expected]


@pytest.mark.parametrize("gateway", ["192.0.2.254 dev bond0 onlink", "192.0.2.254 metric 100"])
def test_gateway_with_more_words(gateway):
    """14.x gives them to route(8), which does not know them."""
    text = bond(f'IPADDRS[0]="192.0.2.2/24"\nGATEWAY="{gateway}"\n')
    assert findings(text, release="15.0") == findings(text) == []
    assert findings(text, release="14.2") == [(E, "bad-gateway", gateway)]


def test_help_for_a_gateway_of_a_host_route():
    text = bond('IPADDRS[0]="192.0.2.2/32"\nGATEWAY="192.0.2.1"\n')
    help = {release: check(build(settings(text), None, release)[0])[0].help for release in ("14.2", "15.0")}
    assert help["14.2"] is None
    assert help["15.0"].endswith('write GATEWAY="192.0.2.1 dev bond0 onlink"')
    right = text.replace('"192.0.2.1"', '"192.0.2.1 dev bond0 onlink"')
    assert findings(right, release="15.0") == []


def hosts(*texts):
    networks = [build(settings(text, f"host{number}.conf"))[0] for number, text in enumerate(texts)]
    return [
        [(d.severity, d.code, text[d.span.start : d.span.end], d.notes[0].file) for d in found]
        for text, found in zip(texts, check_hosts(networks))
    ]


def test_hosts_with_equal_macs_and_addresses():
    one = bond('HWADDR[0]="02:00:5e:00:53:01"\nIPADDRS[0]="192.0.2.2/24"\n')
    other = bond('HWADDR[0]="02:00:5E:00:53:01"\nIPADDR[0]="192.0.2.2"\nNETMASK[0]="255.255.255.0"\n')
    assert hosts(one, other) == [
        [],
        [(E, "mac-on-two-hosts", "02:00:5E:00:53:01", "host0.conf"),
         (E, "address-on-two-hosts", "192.0.2.2", "host0.conf")],
    ]  # fmt: skip


def test_hosts_with_auto_and_own_addresses():
    one = bond('HWADDR[0]="auto"\nIPADDRS[0]="192.0.2.2/24"\nIP6ADDRS[0]="fe80::1/64"\n')
    assert hosts(one, one.replace("192.0.2.2", "192.0.2.3")) == [[], []]


def test_hosts_without_bonds_are_warned():
    one = 'IFNAME[0]="eth0"\nIPADDRS[0]="192.0.2.2/24"\n'
    assert hosts(one, one, one) == [
        [],
        [(W, "address-on-two-hosts", "192.0.2.2/24", "host0.conf")],
        [(W, "address-on-two-hosts", "192.0.2.2/24", "host0.conf")],
    ]
