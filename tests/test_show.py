"""The tree and the graph."""

import shutil
import subprocess

import pytest
from inet1c.cli import main
from inet1c.messages.show import SWITCH, dot, mac_of, tree
from inet1c.network.build import build
from inet1c.network.options import MODES

from .conf import settings

CONF = """\
IFNAME[0]="br0"
BRNICS[0]="bond0 eth5"
IPADDRS[0]="192.0.2.2/24"
IPALIASES[0]="192.0.2.3/24"
IFNAME[1]="bond0"
BONDSLAVES[1]="eth0 eth1"
BONDMODE[1]="802.3ad"
IFOPTS[1]="lacp_rate fast | queue_id eth0:1"
IFNAME[2]="bond0.7"
USE_DHCP[2]="yes"
IFNAME[3]="eth9"
IPADDRS[3]="198.51.100.9/24"
GATEWAY="192.0.2.1"
"""


def network(text):
    return build(settings(text))[0]


def test_tree_is_the_stack_from_top_to_bottom():
    assert tree(network(CONF)) == """\
br0: bridge; 192.0.2.2/24, 192.0.2.3/24 (br0:0)
├── bond0: bond, 802.3ad; lacp_rate fast, miimon 100, queue_id eth0:1
│   ├── eth0
│   └── eth1
└── eth5
bond0.7: VLAN 7; DHCP
└── bond0 (as above)
eth9: 198.51.100.9/24; started by the stock script

gateway 192.0.2.1

bond0 (802.3ad)
  switch: needs LACP (IEEE 802.3ad, channel-group mode active), with all slaves in one group. \
A static trunk does not work.
  MAC: that of the first slave, eth0; all slaves get it
"""


def test_tree_in_ascii_has_the_same_words():
    plain, drawn = tree(network(CONF), ascii=True), tree(network(CONF))
    assert plain.isascii()
    assert plain.split() != drawn.split()
    assert [w for w in plain.split() if w.isalnum()] == [w for w in drawn.split() if w.isalnum()]


def test_tree_of_nothing():
    assert tree(network("")) == "no interface\n"


@pytest.mark.parametrize("mode", MODES)
def test_what_each_mode_needs_on_the_switch(mode):
    assert SWITCH[mode].startswith("needs LACP") == (mode == "802.3ad")
    static = mode in ("balance-rr", "balance-xor", "broadcast")
    assert SWITCH[mode].startswith("needs a static trunk (EtherChannel") == static
    assert SWITCH[mode].startswith("needs plain ports") == (mode in ("active-backup", "balance-tlb", "balance-alb"))
    assert f"switch: {SWITCH[mode]}\n" in tree(network(CONF.replace("802.3ad", mode)))


AB = 'IFNAME[0]="bond0"\nBONDSLAVES[0]="eth0 eth1"\nBONDMODE[0]="active-backup"\n'


@pytest.mark.parametrize(
    "more, words",
    [
        ("", "that of the first slave, eth0; all slaves get it"),
        ('HWADDR[0]="02:00:5e:00:53:01"\n', "02:00:5e:00:53:01, set by HWADDR; all slaves get it"),
        ('HWADDR[0]="auto"\n',
         "made from this machine's id and the bond's name; it never changes (HWADDR auto); all slaves get it"),
        ('IFNAME[1]="eth0"\nHWADDR[1]="02:00:5e:00:53:02"\n',
         "that of the first slave, eth0, set by HWADDR; all slaves get it"),
        ('IFOPTS[0]="fail_over_mac follow"\n',
         "that of the first slave, eth0; a slave gets it when it becomes active (fail_over_mac follow)"),
        ('IFOPTS[0]="fail_over_mac active"\n',
         "that of the active slave; it changes with every failover (fail_over_mac active)"),
    ],
)  # fmt: skip
def test_mac(more, words):
    found = network(AB + more)
    assert mac_of(found, found.find("bond0")) == words


def test_mac_of_balance_alb():
    found = network(AB.replace("active-backup", "balance-alb"))
    assert mac_of(found, found.find("bond0")).endswith("the active slave has it, and the others send with their own")


def test_dot_has_every_interface_and_every_link():
    text = dot(network(CONF))
    for name in ("br0", "bond0", "bond0.7", "eth0", "eth1", "eth5", "eth9"):
        assert f'  "{name}" [shape=' in text
    for upper, lower in (("br0", "bond0"), ("br0", "eth5"), ("bond0", "eth0"), ("bond0.7", "bond0")):
        assert f'  "{upper}" -- "{lower}";' in text
    assert text.count(" -- ") == 5
    assert "switch: LACP" in text
    assert 'style=dashed, label="eth9' in text


def test_dot_is_what_graphviz_reads():
    if shutil.which("dot") is None:
        pytest.skip("Graphviz is not installed")
    done = subprocess.run(["dot", "-Tsvg"], input=dot(network(CONF)), stdout=-1, text=True, check=True)
    assert "<svg" in done.stdout and "bond0.7" in done.stdout


def svg(tmp_path, monkeypatch, program=None):
    """The exit status of `inet1c show --svg`, and what its file has; dot is *program*, or not there."""
    folder, conf, drawing = tmp_path / "bin", tmp_path / "rc.inet1.conf", tmp_path / "drawing.svg"
    folder.mkdir()
    if program is not None:
        (folder / "dot").write_text("#!/bin/sh\n" + program)
        (folder / "dot").chmod(0o755)
    conf.write_text(CONF)
    monkeypatch.setenv("PATH", str(folder))
    status = main(["show", "--svg", str(drawing), str(conf)])
    return status, drawing.read_text() if drawing.exists() else None


def test_svg_is_what_dot_makes_of_the_graph(tmp_path, monkeypatch):
    status, drawn = svg(tmp_path, monkeypatch, 'echo "<svg> $*"\nwhile read -r line; do echo "$line"; done\n')
    assert status == 0
    assert drawn.startswith("<svg> -Tsvg\ngraph network {\n")
    assert '"bond0.7" -- "bond0";' in drawn


def test_svg_without_graphviz_says_so(tmp_path, monkeypatch, capsys):
    assert svg(tmp_path, monkeypatch) == (2, None)
    said = capsys.readouterr().err
    assert "cannot run dot, of the package graphviz" in said
    assert "Traceback" not in said


def test_svg_that_dot_does_not_draw(tmp_path, monkeypatch, capsys):
    assert svg(tmp_path, monkeypatch, "echo no fonts >&2; exit 3\n") == (2, None)
    assert "dot: no fonts" in capsys.readouterr().err


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")
def test_svg_of_graphviz(tmp_path):
    (tmp_path / "rc.inet1.conf").write_text(CONF)
    assert main(["show", "--svg", str(tmp_path / "drawing.svg"), str(tmp_path / "rc.inet1.conf")]) == 0
    drawn = (tmp_path / "drawing.svg").read_text()
    assert "</svg>" in drawn and "bond0.7" in drawn


def test_what_a_terminal_must_not_get_is_escaped():
    found = network('IFNAME[0]="\x1b[31m\udcff"\nIPADDRS[0]="192.0.2.2/24"\nGATEWAY="\x07"\n')
    for text in (tree(found), dot(found)):
        text.encode()
        assert "\\x1b[31m\\udcff" in text.replace("\\\\", "\\")
        assert all(c.isprintable() or c == "\n" for c in text)


def test_deep_stacks_do_not_recurse():
    text = 'IFNAME[0]="b"\nBONDSLAVES[0]="eth0"\n'
    for n in range(1, 2000):
        below = f"br{n - 1}" if n > 1 else "b"
        text += f'IFNAME[{n}]="br{n}"\nBRNICS[{n}]="{below}"\n'
    assert tree(network(text)).splitlines()[1998].strip().startswith("└── br1: bridge")
