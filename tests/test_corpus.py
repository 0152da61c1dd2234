"""People's files: each compiles, or is refused for the reason that bash would give."""

from pathlib import Path

import pytest
from inet1c.passes import compile_source
from inet1c.plan.emit import emit
from inet1c.plan.plan import plan
from inet1c.source import Source

CORPUS = Path(__file__).parent.parent.parent / "shared" / "corpus"
FILES = sorted(CORPUS.glob("*.conf"))

# What is refused, and why bash fails as well.
REFUSED = {
    # Unraid's: to the stock script br0 is a bond and then again a bridge, and "eth0\r" is no NIC
    "040-unraid-networkcfg-gcamp-bond.conf": {"bond-and-bridge", "carriage-return"},
}
# The files that make bonds, with what is ours in them.
STACKS = {
    "060-doc-readme-networking-bond-vlan-bridge.conf": ["eth0", "eth1", "bond0", "bond0.5", "br0"],
    "066-doc-man-bond.conf": ["eth0", "eth1", "bond0"],
}

pytestmark = pytest.mark.skipif(not FILES, reason="the corpus of people's files is not beside this checkout")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_compiles_or_is_refused_as_bash_would(path):
    source = Source.from_bytes(path.name, path.read_bytes())
    compiled = compile_source(source)
    assert {d.code for d in compiled.diagnostics if d.severity == "error"} == REFUSED.get(path.name, set())
    if path.name in REFUSED:
        return
    assert [interface.name.text for interface in compiled.ordered] == STACKS.get(path.name, [])
    assert emit(plan(compiled.network, compiled.ordered))


@pytest.mark.parametrize("name", STACKS)
def test_unchanged_15_0_file_keeps_its_meaning(name):
    source = Source.from_bytes(name, (CORPUS / name).read_bytes())
    network = compile_source(source).network
    bond = network.find("bond0")
    assert [word.text for word in bond.kind.slaves] == ["eth0", "eth1"]
    options = {option.name.text: option.value.text for option in bond.kind.options}
    if name.startswith("060"):
        assert bond.kind.mode.text == "active-backup"
        assert options == {"miimon": "100", "primary": "eth0"}
        bridge = network.find("br0")
        assert [str(a.interface) for a in bridge.addresses] == ["192.168.5.10/24", "a:b:c:d::1/64"]
        assert bond.addresses == ()
    else:
        assert bond.kind.mode.text == "balance-rr"
        assert options == {"miimon": "100", "xmit_hash_policy": "layer2+3"}
        assert network.gateway.text == "192.168.0.1"
        assert network.gateway6.text == "e1ff:fec8:ae47:d9ab::1"
