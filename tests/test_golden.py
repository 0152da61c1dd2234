"""Whole emitted files, compared with those in tests/golden; how to write them anew stands there."""

import re
from pathlib import Path

import pytest
from inet1c import __version__
from inet1c.plan import plan as plan_module
from inet1c.plan.emit import FORMAT, emit

from tests.golden import CASES, ROOT, emitted, expected_of, plan_of


def functions_of_rc_bonding():
    """The names of all functions of rc.bonding."""
    return set(re.findall(r"^(\w+)\(\) \{", (ROOT / "rc.bonding").read_text(encoding="utf-8"), re.M))


def calls(case):
    """The verbs that an expected file calls, as words of its lines."""
    text = expected_of(case).read_text(encoding="utf-8")
    return set(re.findall(r"^ +(?:if )?(have_\w+|wait_for)\b", text, re.M))


@pytest.mark.parametrize("case", CASES)
def test_golden(case):
    assert emitted(case) == expected_of(case).read_text(encoding="utf-8")


def test_the_header_names_the_compiler():
    assert f"inet1c {__version__} made this file" in emit(plan_of("minimal"))


def test_the_last_line_marks_a_complete_file_of_this_format():
    assert emitted("minimal").endswith(f"}}\n\nBOND_PLAN={FORMAT}\n")


def test_rc_bonding_takes_this_format():
    text = (ROOT / "rc.bonding").read_text(encoding="utf-8")
    assert f'[ "$BOND_PLAN" = {FORMAT} ]' in text


def test_a_conf_without_bonds_has_nothing_to_start():
    assert calls("no-bonds") == set()


def test_a_plan_of_the_example_can_be_read_at_a_glance():
    assert len(emitted("example").splitlines()) < 60


def test_the_cases_use_every_verb_of_the_plan():
    """No verb that plan.py can emit is left out of the cases."""
    source = Path(plan_module.__file__).read_text(encoding="utf-8")
    # The verb of _member is its own argument, so all names count that stand in quotes.
    verbs = set(re.findall(r'"(have_\w+|wait_for)"', source))
    assert len(verbs) > 12
    assert verbs == set().union(*map(calls, CASES))


@pytest.mark.parametrize("case", CASES)
def test_each_verb_is_a_function_of_rc_bonding(case):
    assert calls(case) - functions_of_rc_bonding() == set()


def test_rc_bonding_has_no_verb_that_no_plan_calls():
    verbs = {name for name in functions_of_rc_bonding() if re.match(r"have_|wait_for$", name)}
    assert verbs == set().union(*map(calls, CASES))
