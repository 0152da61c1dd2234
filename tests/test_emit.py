"""The emitted file: sourcing it runs nothing and leaves one function."""

import re
import subprocess

import pytest

from tests.golden import CASES, emitted

DATA = ["BOND_LINKS", "BOND_PARTS", "BOND_PLAN"]
SHELLS = ([], ["--posix"])


def run(script, *options):
    """What bash says to *script*, in an empty environment, with no program to be found."""
    command = ["/bin/bash", "--norc", "--noprofile", *options, "-c", script]
    return subprocess.run(command, env={"PATH": "/nonexistent"}, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, universal_newlines=True)


@pytest.fixture(params=CASES)
def file(request, tmp_path):
    """The emitted file of each golden case."""
    path = tmp_path / "rc.inet1.bonding"
    path.write_text(emitted(request.param), encoding="utf-8")
    return path


@pytest.mark.parametrize("options", SHELLS, ids=" ".join)
def test_sourcing_runs_nothing(file, options):
    """The trace of a shell that sources it has assignments of plain text, and nothing else."""
    done = run(f". {file}", *options, "-x")
    assert (done.returncode, done.stdout) == (0, "")
    trace = done.stderr.splitlines()
    assert trace[0] == f"+ . {file}"
    assignment = re.compile(r"\+\+ (BOND_[A-Z]+)=('[\w.:, -]*'|[\w.:,-]*)")
    names = [assignment.fullmatch(line).group(1) for line in trace[1:]]
    # The default route is not in every conf.
    assert [name for name in names if name != "BOND_GATEWAY"] == DATA


def test_the_trace_would_show_a_command(tmp_path):
    """The test above can fail."""
    path = tmp_path / "file"
    path.write_text("f() { :; }\nBOND_LINKS=$(f)\nf\n")
    trace = run(f". {path}", "-x").stderr.splitlines()
    # in the command substitution, and by itself
    assert "+++ f" in trace
    assert "++ f" in trace


def test_sourcing_leaves_one_function_and_the_plans_data(file):
    names = "compgen -A variable"
    before, after = run(f":; {names}").stdout.split(), run(f". {file}; {names}").stdout.split()
    assert set(after) - set(before) - {"BOND_GATEWAY"} == set(DATA)
    assert run(f". {file}; compgen -A function").stdout.split() == ["bond_build"]


def test_the_function_calls_verbs_and_nothing_else(file):
    """Each of its lines is a verb, or the "if", "fi" and "return 0" around them."""
    text = file.read_text()
    body = text[text.index("\nbond_build() {\n"):].split("\n}\n")[0].splitlines()[2:]
    word = r"('[^']*'|[\w./:@%+,=-]+)"
    for line in body:
        assert re.fullmatch(rf"  return 0|  fi|  if have_\w+( {word})*; then  # (IFNAME\[\d+\]|VIRTIFNAME)|"
                            rf" +(have_\w+|wait_for)( {word})*", line), line


def test_bash_finds_it_sound(file):
    assert subprocess.run(["bash", "-n", str(file)]).returncode == 0
