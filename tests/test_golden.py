"""Whole emitted files, compared with those in tests/golden; how to write them anew stands there."""

import hashlib
import re
from pathlib import Path

import pytest
from inet1c import __version__
from inet1c.plan import plan as plan_module

from tests.golden import CASES, GOLDEN, PLAN, conf_of, emitted, without_runtime


@pytest.mark.parametrize("case", CASES)
def test_golden(case):
    assert without_runtime(emitted(case)) == (GOLDEN / case / PLAN).read_text(encoding="utf-8")


def test_the_header_names_compiler_and_conf():
    lines = emitted("minimal").split("\n")
    assert f"# inet1c {__version__}" in lines[:5]
    digest = hashlib.sha256(conf_of("minimal").read_bytes()).hexdigest()
    assert f"# conf-sha256: {digest}" in lines[:5]


def test_a_conf_without_bonds_has_nothing_to_start():
    assert "bonding_link" not in (GOLDEN / "no-bonds" / PLAN).read_text()


def test_the_cases_use_every_step_of_the_plan():
    """No function of the runtime that a plan can call is left out of the cases."""
    source = Path(plan_module.__file__).read_text(encoding="utf-8")
    steps = set(re.findall(r'\bstep\(\s*"(\w+)"', source))
    text = "".join((GOLDEN / case / PLAN).read_text(encoding="utf-8") for case in CASES)
    called = set(re.findall(r"^  bonding_(\w+)", text, re.M))
    assert steps - called == set()

