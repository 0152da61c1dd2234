"""``inet1c probe``: arguments, refusals, what it prints, the exit status.  No frame is sent here."""

import contextlib
import json
import os
import signal
import subprocess
import sys

import pytest
from inet1c.cli import main
from inet1c.probe import command, nic
from inet1c.probe.frames import Lacp, Lldp

CONF = """\
IFNAME[0]="bond0"
BONDSLAVES[0]="eth0 eth1"
BONDMODE[0]="802.3ad"
IPADDRS[0]="192.0.2.1/24"
IFNAME[3]="bond1"
BONDSLAVES[3]="eth2 eth3"
BONDMODE[3]="balance-rr"
GATEWAY="192.0.2.254"
"""
SWITCH = Lacp(32768, "00:0e:83:16:f5:00", 13, 32768, 25, 0x3D)


def run(*words):
    """Runs the command; gives the exit status."""
    return main(["probe", *words])


@pytest.fixture
def machine(monkeypatch, tmp_path):
    """Four free NICs: eth0, eth1 in a LACP group, eth2, eth3 in plain ports; gives what talk() was asked."""
    asked = []

    def talk(ports, target, long):
        asked.append(([port.name for port in ports], target, long))
        names = {port.name for port in ports}
        for port in ports:
            port.speed, port.duplex = 1000, "full"
            if port.name in ("eth0", "eth1"):
                port.partner, port.lldp = SWITCH, Lldp("core1", port.name[-1])
            else:
                port.heard = names - {port.name}

    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(nic, "refusal", lambda name, anyway: "")
    monkeypatch.setattr(nic, "up", lambda names: contextlib.nullcontext())
    monkeypatch.setattr(nic, "read", lambda path: "1" if path.endswith("/carrier") else "")
    monkeypatch.setattr(command, "talk", talk)
    monkeypatch.setattr(command, "CONF", str(tmp_path / "none"))
    return asked


@pytest.fixture
def conf(tmp_path):
    path = tmp_path / "rc.inet1.conf"
    path.write_text(CONF)
    return path


@pytest.mark.parametrize(
    "words, said",
    [
        ([], "name each NIC once, or give --conf FILE"),
        (["eth0", "eth1", "eth0"], "name each NIC once"),
        (["eth0", "--conf", "x"], "name each NIC once"),
        (["eth0", "--target", "gateway"], "invalid IPv4Address value: 'gateway'"),
        (["eth0", "--target", "2001:db8::1"], "invalid IPv4Address value: '2001:db8::1'"),
        (["eth0", "--format", "xml"], "invalid choice: 'xml'"),
        (["--conf", "/nowhere"], "cannot read /nowhere: No such file or directory"),
    ],
)
def test_usage(machine, capsys, words, said):
    assert run(*words) == 2
    assert said in capsys.readouterr().err
    assert not machine


def test_only_root(machine, monkeypatch, capsys):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert run("eth0", "eth1") == 2
    assert capsys.readouterr().err == "inet1c: only root can send and receive raw frames\n"
    assert not machine


def test_a_conf_with_errors(machine, conf, capsys):
    conf.write_text('IFNAME[0]="bond0"\nBONDSLAVES[0]="eth0"\nBONDMODE[0]="802.3"\n')
    assert run("--conf", str(conf)) == 2
    assert f"{conf} has errors, which inet1c check shows" in capsys.readouterr().err
    assert not machine


def test_text(machine, capsys):
    assert run("eth0", "eth1") == 0
    out, err = capsys.readouterr()
    assert out == """\
eth0: link up, 1000 Mb/s full; LLDP: switch "core1", port 0
eth1: link up, 1000 Mb/s full; LLDP: switch "core1", port 1
LACP: partner 00:0e:83:16:f5:00, key 13, answers on eth0, eth1

The switch speaks LACP on these ports, as one group. Modes that fit: 802.3ad.

BONDSLAVES[n]="eth0 eth1"
BONDMODE[n]="802.3ad"

"""
    assert err == "inet1c probe: eth0 eth1: waiting for carrier, 10 seconds at most\n"
    assert machine == [(["eth0", "eth1"], "", False)]


def test_modes_and_their_remark(machine, capsys):
    assert run("eth2", "eth3", "--long", "--target", "192.0.2.9") == 0
    assert """
The switch has plain ports here, all on one network. Modes that fit: active-backup, balance-tlb, balance-alb.
The other modes need a trunk or LACP on the switch.

BONDSLAVES[n]="eth2 eth3"
BONDMODE[n]="active-backup"
""" in capsys.readouterr().out
    assert machine == [(["eth2", "eth3"], "192.0.2.9", True)]


def test_no_line_where_no_mode_fits(machine, capsys):
    assert run("eth1", "eth2") == 0
    out = capsys.readouterr().out
    assert "The switch speaks LACP on eth1, and not on eth2. No mode fits." in out
    assert "BONDMODE" not in out


def test_json(machine, capsys):
    assert run("eth0", "eth2", "--format", "json") == 0
    (out,) = json.loads(capsys.readouterr().out)["probes"]
    assert (out["verdict"], out["modes"], out["status"]) == ("lacp-partly", [], 0)
    assert out["observations"][2] == "LACP: partner 00:0e:83:16:f5:00, key 13, answers on eth0"
    assert out["ports"][0]["partner"]["system"] == "00:0e:83:16:f5:00"
    assert out["ports"][0]["lldp"] == {"switch": "core1", "port": "0"}
    assert out["ports"][1]["partner"] is None


def test_conf(machine, conf, capsys):
    assert run("--conf", str(conf)) == 1
    out = capsys.readouterr().out
    assert 'bond0: BONDMODE[0]="802.3ad" fits.' in out
    assert 'bond1: BONDMODE[3]="balance-rr" does not fit.' in out
    assert "BONDSLAVES[n]" not in out
    assert machine == [(["eth0", "eth1"], "192.0.2.254", False), (["eth2", "eth3"], "192.0.2.254", False)]

    conf.write_text(CONF.replace("balance-rr", "balance-alb"))
    assert run("--conf", str(conf), "--format", "json") == 0
    bonds = json.loads(capsys.readouterr().out)["probes"]
    assert [(bond["bond"], bond["mode"], bond["fits"]) for bond in bonds] == [
        ("bond0", "802.3ad", True), ("bond1", "balance-alb", True)]


def test_the_gateway_of_the_machines_conf_is_the_target(machine, conf, monkeypatch):
    monkeypatch.setattr(command, "CONF", str(conf))
    conf.write_text(CONF.replace("192.0.2.254", "192.0.2.254 dev bond0"))
    run("eth2", "eth3")
    run("eth2", "eth3", "--target", "192.0.2.9")
    conf.write_text('GATEWAY="fe80::1"\n')
    run("eth2", "eth3")
    conf.write_text('GATEWAY="192.0.2.254\n')
    run("eth2", "eth3")
    assert [target for _, target, _ in machine] == ["192.0.2.254", "192.0.2.9", "", ""]


def test_one_bond_that_cannot_be_probed_does_not_keep_the_others(machine, conf, monkeypatch, capsys):
    monkeypatch.setattr(nic, "refusal", lambda name, anyway: "is in use" if name == "eth1" else "")
    assert run("--conf", str(conf)) == 2
    assert "eth1 is in use" in capsys.readouterr().err
    assert machine == [(["eth2", "eth3"], "192.0.2.254", False)]


def test_a_conf_without_bonds(machine, conf, capsys):
    conf.write_text("")
    assert run("--conf", str(conf)) == 2
    assert f"{conf} has no bond" in capsys.readouterr().err


def test_what_is_no_nic():
    assert nic.refusal("lo", anyway=True) == "is no Ethernet NIC of this machine"
    assert nic.refusal("nothing0", anyway=False) == "is no Ethernet NIC of this machine"


NICS = """
import os, signal, sys, time
from inet1c.probe import nic
state = {"flags": "0x1002"}
nic.read = lambda path: state["flags"] if path.endswith("flags") else ""
nic._ip = lambda *words: print(*words, flush=True)
try:
    with nic.up(["eth0"]):
        print("talking", flush=True)
        time.sleep(60)
except KeyboardInterrupt:  # as inet1c's command line has it
    sys.exit(130)
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_it_with_the_nics_as_they_were(number):
    environment = dict(os.environ, PYTHONPATH=os.pathsep.join(sys.path))
    # a shell in the background would have SIGINT ignored
    reset = {"preexec_fn": lambda: signal.signal(number, signal.SIG_DFL)}
    with subprocess.Popen([sys.executable, "-c", NICS], stdout=subprocess.PIPE, text=True, env=environment,
                          **reset) as running:
        said = [running.stdout.readline(), running.stdout.readline()]
        running.send_signal(number)
        said += running.stdout.readlines()
    assert said == ["link set dev eth0 up\n", "talking\n", "link set dev eth0 down\n"]
    assert running.returncode == 128 + number
