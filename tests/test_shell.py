"""shellcheck over every line of shell that we write: a finding is a failure.

Each exception is explained where it stands.

Skipped, with the reason, where the shellcheck of .venv is not installed.
"""

import difflib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from inet1c.plan.emit import runtime

from tests.golden import CASES, GOLDEN, PLAN, emitted

ROOT = Path(__file__).resolve().parent.parent
SHELLCHECK = shutil.which("shellcheck", path=str(Path(sys.executable).parent)) or shutil.which("shellcheck")
BASE_OF_PATCH = {"rc.inet1.patch": "rc.inet1-14.x", "rc.inet1-15.0.patch": "rc.inet1-15.0"}

pytestmark = pytest.mark.skipif(SHELLCHECK is None, reason="shellcheck is not installed")


def findings(path, *options):
    """All that shellcheck has to say about a file, as (line, text)."""
    done = subprocess.run(
        [SHELLCHECK, "--format=json", "--shell=bash", "--severity=style", "--external-sources",
         "--source-path=" + str(ROOT), *options, str(path)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True, cwd=str(ROOT),
    )
    assert done.returncode in (0, 1), done.stderr
    rows = json.loads(done.stdout)
    return [(row["line"], f"{row['line']}: SC{row['code']} {row['message']}") for row in rows]


def is_shell(path):
    """Whether a file's first line says that it is shell."""
    with path.open("rb") as file:
        first = file.readline()
    return bool(re.match(rb"#! ?/bin/(ba)?sh|#! ?/usr/bin/env bash|# shellcheck shell=", first))


def scripts():
    """Every shell script here and every VM case, but for the base scripts, which keep Slackware's style."""
    places = [ROOT / ".ci", ROOT / "tools", ROOT / "vm-tests", ROOT / "slackbuild"]
    files = [path for place in places for path in sorted(place.rglob("*")) if path.is_file()]
    found = [path for path in files if not {"logs", "base", "cases"} & set(path.parts) and is_shell(path)]
    return found + [path for path in files if path.parent.name == "cases" and re.match(r"\d\d", path.name)]


def name(path):
    """A test's name for a file."""
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", scripts(), ids=name)
def test_scripts_have_no_finding(path):
    # Cases and the library are read into one shell: what one sets, the other uses (SC2034, SC2154).
    # Cases quote what is not for their own shell to expand: confs, names of links, words for eval (SC2016).
    is_read_by_others = path.parent.parent.name == "vm-tests"
    options = ["--exclude=SC2016,SC2034,SC2154"] if is_read_by_others else []
    assert [text for _, text in findings(path, *options)] == []


def test_runtime_has_no_finding(tmp_path):
    path = tmp_path / "rc.inet1.runtime"
    path.write_text(runtime(), encoding="utf-8")
    assert [text for _, text in findings(path)] == []


@pytest.mark.parametrize("case", CASES)
def test_emitted_files_have_no_finding(case, tmp_path):
    """The plan of each; the runtime in front of it, which is the same in all, is looked at once, above."""
    path = tmp_path / "plan"
    expected = (GOLDEN / case / PLAN).read_text(encoding="utf-8")
    # the directive that the runtime begins with, and that holds for the whole emitted file
    path.write_text("# shellcheck disable=SC2034\n" + expected, encoding="utf-8")
    assert [text for _, text in findings(path)] == []


def test_a_whole_emitted_file_has_no_finding(tmp_path):
    path = tmp_path / "rc.inet1.bonding"
    # what the runtime says to shellcheck of itself holds for the whole file only at its top
    said = [line for line in runtime().splitlines() if line.startswith("# shellcheck ")]
    path.write_text("\n".join([*said[:5], emitted("example")]), encoding="utf-8")
    assert [text for _, text in findings(path)] == []


@pytest.mark.parametrize("patch_name", sorted(BASE_OF_PATCH))
def test_added_lines_of_a_patch_have_no_finding(patch_name, tmp_path):
    """Only findings on lines that the patch adds count; the lines around them are not ours to change."""
    base = ROOT / "vm-tests" / "base" / BASE_OF_PATCH[patch_name]
    patched = tmp_path / "rc.inet1"
    command = ["patch", "--force", "--fuzz=0", "--output", str(patched), str(base), str(ROOT / patch_name)]
    subprocess.run(command, check=True)
    before, after = base.read_text().splitlines(), patched.read_text().splitlines()
    steps = difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    added = {line + 1 for tag, _, _, start, end in steps if tag != "equal" for line in range(start, end)}
    assert added
    assert [text for line, text in findings(patched) if line in added] == []


@pytest.mark.parametrize("patch_name", sorted(BASE_OF_PATCH))
def test_a_patch_only_adds_lines(patch_name):
    lines = (ROOT / patch_name).read_text().splitlines()
    assert [line for line in lines if line.startswith("-") and not line.startswith("--- ")] == []
    assert [line for line in lines if line.startswith("+") and not line.startswith("+++ ")] != []
