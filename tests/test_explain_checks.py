"""Every finding of build, check and order is explained, by a file that has it and one that has not."""

import re
from pathlib import Path

import inet1c
import pytest
from inet1c.checks.check import check, check_hosts
from inet1c.conf import read
from inet1c.messages.explain_checks import EXPLANATIONS
from inet1c.network.build import build
from inet1c.plan.order import order
from inet1c.source import Source

PASSES = ("reader", "ifopts", "addressing", "build", "check", "order")


def findings(text):
    here, there = (read(Source(name, text))[0] for name in ("here.conf", "there.conf"))
    network, found = build(here, (3, 10))
    other = build(there)[0]
    found += check(network) + order(network)[1] + check_hosts([network, other])[1]
    return {diagnostic.code for diagnostic in found}, found


@pytest.mark.parametrize("explanation", EXPLANATIONS, ids=lambda e: e.code)
def test_wrong_has_it_and_right_has_not(explanation):
    assert explanation.code in findings(explanation.wrong)[0]
    codes, found = findings(explanation.right)
    assert explanation.code not in codes
    hosts = ("mac-on-two-hosts", "address-on-two-hosts")  # any file says that against a copy of itself
    assert [d for d in found if d.severity == "error" and d.code not in hosts] == []
    assert explanation.text.endswith((".", ")"))


def test_every_code_is_explained_once():
    """Codes are found in the passes' own text: what is first in a call that makes a finding."""
    folder = Path(inet1c.__file__).parent
    used = set()
    for name in PASSES:
        text = next(folder.rglob(f"{name}.py")).read_text()
        calls = (
            r"(?:refuse(?:_in_stack)?|warn|error|warning|severe|_finding|_taken"
            r"|\(error if \w+ else warning\))\("
        )
        used |= set(re.findall(calls + r'\s*(?:(?:[\w.]+|\([^()]*\)),\s*)*"([a-z0-9-]+)"', text))
        used |= {f"{kind}-configured" for kind in ("slave", "port") if '"{kind}-configured"' in text}
        used |= set(re.findall(r'"([a-z]+-on-two-hosts)"', text))
    explained = [explanation.code for explanation in EXPLANATIONS]
    assert len(explained) == len(set(explained))
    assert set(explained) == used
