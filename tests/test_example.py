"""rc.inet1.conf.example: each commented block compiles, alone and together with all others, without a finding."""

import re
from pathlib import Path

import pytest
from inet1c import cli
from inet1c.network import variables

EXAMPLE = Path(__file__).resolve().parent.parent / "rc.inet1.conf.example"
SECTIONS = re.split(r"^# =+\n", EXAMPLE.read_text(encoding="utf-8"), flags=re.M)
COMMENTED = re.compile(r"^#(?=[A-Z])", flags=re.M)
BLOCKS = [number for number, text in enumerate(SECTIONS) if COMMENTED.search(text)]
# What no bond has to do with.
NOT_SHOWN = {"MAXNICS", "DEBUG_ETH_UP", "BONDNICS"}


def uncommented(numbers):
    """The example, with the blocks of these sections without their "#"."""
    return "".join(COMMENTED.sub("", text) if number in numbers else text for number, text in enumerate(SECTIONS))


def check(text, tmp_path, capsys, *options):
    """The exit status of a strict check, and what it says."""
    conf = tmp_path / "rc.inet1.conf"
    conf.write_text(text, encoding="utf-8")
    return cli.main(["check", "--strict", *options, str(conf)]), capsys.readouterr().err


def test_the_example_has_its_blocks():
    assert len(BLOCKS) > 9
    assert all(re.search(r"^# \w", SECTIONS[number], flags=re.M) for number in BLOCKS)


@pytest.mark.parametrize("number", BLOCKS)
def test_a_block_alone(number, tmp_path, capsys):
    assert check(uncommented([number]), tmp_path, capsys, "--kernel", "6.12", "--release", "current") == (0, "")


@pytest.mark.parametrize("release", [*variables.RELEASES])
def test_all_blocks_on_each_release(release, tmp_path, capsys):
    assert check(uncommented(BLOCKS), tmp_path, capsys, "--kernel", "6.12", "--release", release) == (0, "")


def test_what_is_not_commented(tmp_path, capsys):
    assert check(uncommented([]), tmp_path, capsys, "--kernel", "3.10", "--release", "14.0") == (0, "")


def test_a_mistake_would_be_found(tmp_path, capsys):
    text = uncommented(BLOCKS).replace("min_links", "min_link")
    assert check(text, tmp_path, capsys)[0] == 1


def test_no_index_is_used_twice():
    names = re.findall(r"^(IFNAME\[\d+\])=", uncommented(BLOCKS), flags=re.M)
    assert len(names) == len(set(names)) > 10


def test_every_variable_is_shown():
    text = uncommented(BLOCKS)
    known = {entry.name for entry in variables.VARIABLES if entry.reader != "rc.wireless"} | {"WLAN_ESSID"}
    assert {name for name in known if not re.search(rf"^{name}\b", text, flags=re.M)} == NOT_SHOWN


def test_comments_are_no_wider_than_a_console():
    assert [line for line in EXAMPLE.read_text(encoding="utf-8").splitlines() if len(line) > 80] == []
