"""completion/: what bash offers, asked of bash itself."""

import contextlib
import io
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from inet1c import cli
from inet1c.imports.command import FORMATS

ROOT = Path(__file__).resolve().parent.parent
ASK = """
. "$1" || exit
shift
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
compopt() { :; }  # outside of a completion there is nothing whose options it could set
function=$(complete -p "${1##*/}") || exit
function=${function#*-F }
"${function%% *}" "$@"
printf '%s\\n' "${COMPREPLY[@]}"
"""


def offered(*words, folder=ROOT):
    """What bash would offer for the last of ``words``."""
    script = ROOT / "completion" / Path(words[0]).name
    done = subprocess.run(
        ["bash", "--norc", "-c", ASK, "bash", str(script), *words],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True, check=True, cwd=str(folder),
    )  # fmt: skip
    assert done.stderr == ""
    return done.stdout.split()


@pytest.mark.parametrize("name", ["inet1c", "rc.inet1"])
def test_shellcheck_finds_nothing(name):
    beside = str(Path(sys.executable).parent)
    shellcheck = shutil.which("shellcheck", path=beside) or shutil.which("shellcheck")
    if shellcheck is None:
        pytest.skip("shellcheck is not installed")
    subprocess.run([shellcheck, "--shell=bash", str(ROOT / "completion" / name)], check=True)


# -- inet1c ---------------------------------------------------------------------------------------


def help_of(*words):
    """What `inet1c WORDS --help` prints."""
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    with contextlib.redirect_stdout(out), contextlib.suppress(SystemExit):
        cli.main([*words, "--help"])
    return out.buffer.getvalue().decode()


def commands():
    """Command to its options, as their --help has them."""
    listed = re.compile(r"^  (-[a-z-]+)(?: [^\s,]+)?(?:, (--[a-z-]+))?", flags=re.M)
    found = {command: listed.findall(help_of(command)) for command in cli.COMMANDS}
    return {command: {option for pair in options for option in pair if option} - {"-h", "--help"}
            for command, options in found.items()}


def test_every_command_is_offered():
    assert set(offered("inet1c", "")) == {*commands(), "--version", "--help"}
    assert offered("inet1c", "un") == ["uninstall"]


@pytest.mark.parametrize("command", sorted(commands()))
def test_every_option_is_offered(command):
    assert set(offered("inet1c", command, "-")) == (set() if command == "explain" else commands()[command])


def test_values_are_offered():
    assert offered("inet1c", "check", "--format", "j") == ["json"]
    assert offered("inet1c", "check", "--format", "=", "j") == ["json"]
    assert offered("inet1c", "check", "--format", "=") == ["text", "json"]
    assert offered("inet1c", "import", "--from", "n") == ["netplan", "networkd"]
    assert set(offered("inet1c", "import", "--from", "")) == set(FORMATS)
    assert offered("inet1c", "probe", "--target", "") == []
    assert offered("inet1c", "check", "--release", "14") == ["14.0", "14.1", "14.2"]
    assert "slackbuild" in offered("inet1c", "install", "--root", "sl")


def test_files_are_offered():
    assert "rc.inet1.conf.example" in offered("inet1c", "check", "rc.")
    assert "rc.inet1.conf.example" in offered("inet1c", "import", "rc.")
    assert "rc.inet1.conf.example" in offered("inet1c", "probe", "--conf", "rc.")
    assert offered("inet1c", "explain", "rc.inet1.con") == []


def test_nics_are_offered():
    """Those of this machine, if it has any: lo and what is made of nothing are none."""
    nics = {path.parent.name for path in Path("/sys/class/net").glob("*/device") if path.exists()}
    assert set(offered("inet1c", "probe", "")) == nics


def test_codes_are_offered(tmp_path, monkeypatch):
    program = tmp_path / "inet1c"
    program.write_text("#!/bin/sh\nprintf 'no-slaves\\nno-such-slave\\nunknown-mode\\n'\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    assert offered("inet1c", "explain", "no-su") == ["no-such-slave"]


# -- rc.inet1 -------------------------------------------------------------------------------------

CONF = """\
# IFNAME[9]="comment0"
IFNAME[0]="bond0"  # a comment
  IFNAME[1]='br0'
IFNAME[2]=bond0.10;touch $0.ran
export IFNAME[3]=eth7
BONDSLAVES[0]="eth0 eth1"
IFNAME[4]="$(touch ran)"
IFNAME[5]=""
USE_DHCP[0]="yes"
"""


def names(words):
    return [word[: -len("_start")] for word in words if word.endswith("_start")]


def test_words_and_interfaces_are_offered(tmp_path):
    (tmp_path / "rc.inet1.conf").write_text(CONF)
    words = offered(f"{tmp_path}/rc.inet1", "")
    assert words[:4] == ["start", "stop", "restart", "status"]
    assert names(words) == ["lo", "bond0", "br0", "bond0.10", "eth7", "eth0", "eth1"]
    assert {f"eth1_{verb}" for verb in ("start", "stop", "restart")} <= set(words)
    assert "lo_restart" not in words
    assert offered("./rc.inet1", "bond0_r", folder=tmp_path) == ["bond0_restart"]


def test_the_conf_is_not_run(tmp_path):
    (tmp_path / "rc.inet1.conf").write_text(CONF)
    offered("./rc.inet1", "", folder=tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["rc.inet1.conf"]


def test_without_a_conf_the_words_are_offered(tmp_path):
    assert offered(f"{tmp_path}/rc.inet1", "st") == ["start", "stop", "status"]


def test_the_second_word_is_nothing(tmp_path):
    assert offered(f"{tmp_path}/rc.inet1", "start", "") == []


def test_the_examples_interfaces(tmp_path):
    (tmp_path / "rc.inet1.conf").write_text((ROOT / "rc.inet1.conf.example").read_text())
    assert {"bond0", "br0", "eth0", "eth1"} <= set(names(offered(f"{tmp_path}/rc.inet1", "")))
