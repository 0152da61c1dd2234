"""The VM case of all options (vm-tests/lib/option_cases.py) leaves none out, in no mode that takes it."""

import subprocess
import sys
from pathlib import Path

import pytest
from inet1c.network import options
from inet1c.source import Source

from tests.golden import compile_text

SCRIPT = Path(__file__).resolve().parent.parent / "vm-tests" / "lib" / "option_cases.py"


def made(folder, kernel, words, seed=1):
    """The conf, and the rows of what to expect, on a machine with that kernel, whose ip has those words."""
    (folder / "words").write_text(" ".join(words))
    files = [str(folder / name) for name in ("words", "conf", "expected", "nics")]
    subprocess.run([sys.executable, str(SCRIPT), str(seed), kernel, *files], check=True)
    rows = [line.split("\t") for line in (folder / "expected").read_text().splitlines()]
    return (folder / "conf").read_text(), rows


EVERY_WORD = [spec.ip for spec in options.SPECS]
PAIRS = {(spec.name, mode) for spec in options.SPECS for mode in spec.modes if spec.name != "mode"}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_option_in_every_mode_that_takes_it(tmp_path, seed):
    conf, rows = made(tmp_path, "9.9.9-test", EVERY_WORD, seed)
    modes = {bond: option[len("mode "):] for _, bond, option, _, _ in rows if option.startswith("mode ")}
    looked_at = {(option, modes[bond]) for way, bond, option, _, _ in rows if way != "lacks"}
    assert not PAIRS - looked_at
    assert {row[0] for row in rows} == {"sysfs", "ip"}
    assert compile_text(Source("rc.inet1.conf", conf))[0] is not None


def test_what_the_machine_does_not_know_is_expected_to_be_said(tmp_path):
    conf, rows = made(tmp_path, "6.1.176", [word for word in EVERY_WORD if word != "coupled_control"])
    lacking = {(option, where) for way, _, option, where, _ in rows if way == "lacks"}
    later = {(spec.name, "kernel") for spec in options.SPECS if not options.known_to(spec, (6, 1, 176))}
    assert {("broadcast_neighbor", "kernel"), ("lacp_strict", "kernel")} <= later
    assert lacking == {("coupled_control", "ip"), *later}
    assert compile_text(Source("rc.inet1.conf", conf))[0] is not None


def test_no_value_is_the_default(tmp_path):
    """Or else a setting that never reached the kernel would pass."""
    # use_carrier can be nothing else since 6.18
    _, rows = made(tmp_path, "6.17.0", EVERY_WORD)
    for way, _, option, _, wanted in rows:
        spec = options.spec(option)
        if spec is not None and spec.scope == "bond" and spec.default is not None and option != "mode":
            value = wanted.split()[0] if way == "sysfs" else wanted.split()[-1]
            assert value != spec.default, (option, wanted)
