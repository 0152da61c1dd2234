"""Settings -> Network."""

from inet1c.build import build
from inet1c.model import Bond, Bridge, Ethernet, Vlan

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
