"""Options in modes that do not take them are refused. That the others are taken: VM case 60-options."""

import pytest
from inet1c.diagnostic import ERROR, refuses
from inet1c.network import options
from inet1c.source import Source

from tests.golden import compile_text

VALUES = {
    options.IFNAME: "eth0", options.MAC: "02:00:00:00:00:aa", options.UINT: "1", options.INT: "1",
    options.IPV4_LIST: "192.0.2.1", options.IPV6_LIST: "2001:db8::1",
}  # fmt: skip


def compiled(spec, mode):
    """The plan (None where it is refused), the findings, the text and the value, with *spec* set in *mode*."""
    value = VALUES.get(spec.type) or spec.choices[-1].name
    if spec.scope == "slave":
        value = "eth0:1"
    beside = "miimon 100 | " if spec.name in options.DELAYS else ""
    value = "100" if beside else value
    if spec.name.startswith("arp_") and mode in options.ARP_MODES:
        beside = "arp_interval 100 | arp_ip_target 192.0.2.9 | "
        if spec.name in ("arp_interval", "arp_ip_target"):
            beside = "arp_ip_target 192.0.2.9 | " if spec.name == "arp_interval" else "arp_interval 100 | "
    text = f"""IFNAME[0]="bond0"
BONDSLAVES[0]="eth0 eth1"
BONDMODE[0]="{mode}"
IFOPTS[0]="{beside}{spec.name} {value}"
"""
    return compile_text(Source("rc.inet1.conf", text)) + (text, value)


PAIRS = [(spec, mode) for spec in options.SPECS if spec.name != "mode" for mode in options.MODES]


@pytest.mark.parametrize("spec, mode", [pair for pair in PAIRS if pair[1] not in pair[0].modes],
                         ids=lambda part: getattr(part, "name", part))
def test_refused_where_the_mode_does_not_take_it(spec, mode):
    plan, found, text, _ = compiled(spec, mode)
    assert plan is None
    (problem,) = [problem for problem in found if problem.code == "option-not-in-mode"]
    assert problem.severity == ERROR
    assert text[problem.span.start:problem.span.end] == spec.name
    assert mode in problem.message
    for taking in spec.modes:
        assert taking in problem.help


@pytest.mark.parametrize("spec, mode", [pair for pair in PAIRS if pair[1] in pair[0].modes],
                         ids=lambda part: getattr(part, "name", part))
def test_taken_where_the_mode_takes_it(spec, mode):
    plan, found, _, value = compiled(spec, mode)
    assert not refuses(found), [problem.message for problem in found]
    (bond,) = plan.links
    # A value of one word stands beside its name in have_bond and have_slave; a longer one has a have_set of its own.
    said = [words[1] for verb in (bond.maker, *bond.verbs)
            for words in (word.split("=", 1) for word in verb.arguments) if words[0] == spec.name]
    said += [verb.arguments[4] for verb in bond.verbs if verb.arguments[3:4] == (spec.name,)]
    written = value.split(":", 1)[1] if spec.scope == "slave" else value
    # sysfs shows these as numbers, and status compares.
    if spec.name in ("use_carrier", "all_slaves_active", "tlb_dynamic_lb"):
        written = "1"
    assert said == [written]
