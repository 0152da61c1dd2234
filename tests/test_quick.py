"""A start in one go: what of a plan ip(8) can do in one batch, and that it says what the steps say."""

import re
from dataclasses import replace

import pytest
from inet1c.plan.plan import Layer, Step
from inet1c.plan.quick import quick
from inet1c.source import Source

from tests.golden import CASES, compile_text, conf_of

BOND = """IFNAME[0]='bond0'
BONDSLAVES[0]='eth0 eth1'
BONDMODE[0]='active-backup'
"""
# What a plan may hold besides, that no batch can do, and why.
STEP_BY_STEP = {
    "HWADDR[0]=auto": "the MAC is worked out on the machine",
    "IFNAME[1]=eth0\nHWADDR[1]=02:00:00:00:00:01": "the NIC's own MAC has to be given back",
    "IFNAME[1]=br0\nBRNICS[1]='bond0 eth2'": "the NIC's own MTU has to be given back, and it is left up",
    "USE_SLAAC[0]=yes": "settings below /proc",
    "IFOPTS[0]='newest_option 1'": "a word that ip may not know ends it",
    "IFOPTS[0]='queue_id eth0:1'": "it is read back from the slave",
    "IFNAME[1]=br0\nBRNICS[1]='bond0 tap0'\nVIRTIFNAME[0]=tap0\nVIRTIFTYPE[0]=tap": "what is there is kept",
}


def made(text):
    """The plan of a conf."""
    plan, found = compile_text(Source("rc.inet1.conf", text))
    assert plan is not None, [problem.message for problem in found]
    return plan


def test_a_bond_is_made_in_one_go():
    fast = quick(made(BOND + "IPADDR[0]=192.0.2.1\nNETMASK[0]=24\nIFOPTS[0]='primary eth1'\n"))
    assert fast.links == ("bond0",)
    assert fast.nics == ("eth0", "eth1")
    assert fast.batch == (
        "address show",
        "link add dev bond0 group 8023 type bond mode active-backup miimon 100",
        "link set dev eth0 master bond0",
        "link set dev eth1 master bond0",
        "link set dev bond0 type bond primary eth1",
        "address replace 192.0.2.1/24 dev bond0 broadcast +",
        "link set dev bond0 up",
        "link show group 8023",
    )
    assert fast.checks[0] == "-bond0/mode active-backup/miimon 100/primary eth1/"
    # what the file asks for is not looked for among the defaults
    assert fast.checks[1].startswith("*bond0/updelay 0/")
    assert "miimon" not in fast.checks[1]
    assert fast.record[-3:] == ("link del group 8023", "link show up", "address show")


@pytest.mark.parametrize("more", STEP_BY_STEP)
def test_what_takes_steps_is_left_to_them(more):
    assert quick(made(BOND)) is not None
    assert quick(made(BOND + more + "\n")) is None


def test_nothing_to_make_is_nothing_in_one_go():
    assert quick(made("IFNAME[0]=eth0\nIPADDR[0]=192.0.2.1\nNETMASK[0]=24\n")) is None


@pytest.mark.parametrize("word", ["a b", "a#b", 'a"b', "a'b", "a\\b", "", "-\n"])
def test_a_word_that_ip_would_cut_is_left_to_the_steps(word):
    plan = made(BOND)
    step = Step("bonding_up", (word,))
    assert quick(replace(plan, layers=(*plan.layers, Layer("more", (step,))))) is None
    assert quick(replace(plan, layers=(*plan.layers, Layer("more", (step,), late=True)))) is not None


def golden(case):
    """The plan of a golden case."""
    return compile_text(Source.from_bytes("rc.inet1.conf", conf_of(case).read_bytes()))[0]


FAST = [case for case in CASES if quick(golden(case))]


@pytest.mark.parametrize("case", FAST)
def test_a_batch_says_what_the_steps_say(case):
    """Of each golden case: all links, slaves, options, addresses, in the same order."""
    plan = golden(case)
    fast = quick(plan)
    steps = [step for layer in plan.layers if not layer.late for step in layer.steps]

    def arguments(*functions):
        return [step.arguments for step in steps if step.function[len("bonding_"):] in functions]

    text = "\n".join(fast.batch)
    assert list(fast.links) == [words[0] for words in arguments("link")]
    assert re.findall(r"^link add .*?dev (\S+)", text, re.M) == [
        words[0] for words in arguments("create", "create_vlan")]
    assert re.findall(r"^link set dev (\S+) master (\S+)$", text, re.M) == [
        (member, master) for master, member in arguments("slave", "port")]
    assert re.findall(r"^address replace (\S+) dev (\S+)", text, re.M) == [
        (words[1], words[0]) for words in arguments("address")]
    assert re.findall(r"^link set dev (\S+) up$", text, re.M) == [words[0] for words in arguments("up")]
    for name, option, value in arguments("option"):
        option = option.replace("peer_notif_", "peer_notify_")
        line = rf"^link (add|set) dev {re.escape(name)} .*\b{option} {re.escape(value)}( |$)"
        assert re.search(line, text, re.M)
        assert any(line.startswith(f"-{name}/") and f"/{option} {value}/" in line for line in fast.checks)


def test_some_golden_cases_are_made_in_one_go():
    assert len(FAST) >= 5
