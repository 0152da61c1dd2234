"""Network -> the stacks' interfaces, lower ones first."""

from inet1c.network.build import build
from inet1c.plan.order import order

from .conf import settings


def ordered(text):
    network, _ = build(settings(text))
    interfaces, found = order(network)
    return [i.name.text for i in interfaces], [
        (d.code, text[d.span.start : d.span.end], [n.message for n in d.notes]) for d in found
    ]


def test_lower_ones_first_whatever_the_indexes():
    names, found = ordered(
        'IFNAME[0]="br0"\nBRNICS[0]="bond0.5 eth7"\nIFNAME[1]="bond0.5"\nIFNAME[2]="bond0"\n'
        'BONDSLAVES[2]="eth1 eth0"\nIFNAME[3]="eth9"\nIPADDR[3]="192.0.2.9"\n'
    )
    assert found == []
    assert names == ["eth1", "eth0", "bond0", "bond0.5", "eth7", "br0"]


def test_without_a_bond_nothing_is_ours():
    assert ordered('IFNAME[0]="br0"\nBRNICS[0]="eth0"\nIFNAME[1]="eth0.5"\n') == ([], [])


def test_cycle_names_every_link():
    names, found = ordered(
        'IFNAME[0]="bond0"\nBONDSLAVES[0]="br0"\nIFNAME[1]="br0"\nBRNICS[1]="bond0.5"\nIFNAME[2]="bond0.5"\n'
    )
    assert found == [
        ("cycle", "bond0", ["bond0 stands on br0 here", "br0 stands on bond0.5 here"]),
    ]


def test_bond_on_itself():
    assert ordered('IFNAME[0]="bond0"\nBONDSLAVES[0]="eth0 bond0"\n')[1] == [("cycle", "bond0", [])]


def test_deep_stacks_do_not_recurse():
    text = 'IFNAME[0]="b"\nBONDSLAVES[0]="eth0"\n'
    text += "".join(
        f'IFNAME[{n}]="br{n}"\nBRNICS[{n}]="{f"br{n - 1}" if n > 1 else "b"}"\n' for n in range(1, 3000)
    )
    names, found = ordered(text)
    assert found == [] and len(names) == 3001 and names[:3] == ["eth0", "b", "br1"]
