"""shellcheck over every line of shell that we write, and the shell that rc.bonding may use.

Each exception from shellcheck is explained where it stands.  What needs shellcheck is skipped, with the
reason, where the shellcheck of .venv is not installed.
"""

import difflib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.golden import CASES, expected_of
from tests.patches import BASES, patched

ROOT = Path(__file__).resolve().parent.parent
RC_BONDING = ROOT / "rc.bonding"
SHELLCHECK = shutil.which("shellcheck", path=str(Path(sys.executable).parent)) or shutil.which("shellcheck")

needs_shellcheck = pytest.mark.skipif(SHELLCHECK is None, reason="shellcheck is not installed")


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
    places = [ROOT / ".ci", ROOT / "tools", ROOT / "vm-tests", ROOT / "slackbuild", ROOT / "compiler",
              ROOT / "tests"]
    files = [path for place in places for path in sorted(place.rglob("*")) if path.is_file()]
    found = [path for path in files if not {"logs", "base", "cases"} & set(path.parts) and is_shell(path)]
    return [RC_BONDING] + found + [path for path in files
                                   if path.parent.name == "cases" and re.match(r"\d\d", path.name)]


def name(path):
    """A test's name for a file."""
    return str(path.relative_to(ROOT))


@needs_shellcheck
@pytest.mark.parametrize("path", scripts(), ids=name)
def test_scripts_have_no_finding(path):
    # Cases and the library are read into one shell: what one sets, the other uses (SC2034, SC2154).
    # Cases quote what is not for their own shell to expand: confs, names of links, words for eval (SC2016).
    is_read_by_others = path.parent.parent.name == "vm-tests"
    options = ["--exclude=SC2016,SC2034,SC2154"] if is_read_by_others else []
    assert [text for _, text in findings(path, *options)] == []


@needs_shellcheck
@pytest.mark.parametrize("case", CASES)
def test_emitted_files_have_no_finding(case):
    # rc.bonding uses what an emitted file sets (SC2034).  Its first line is a path, and no "#!" (SC1113).
    assert [text for _, text in findings(expected_of(case), "--exclude=SC2034,SC1113")] == []


@needs_shellcheck
@pytest.mark.parametrize("release", sorted(BASES))
def test_added_lines_of_a_patch_have_no_finding(release, tmp_path):
    """Only findings on lines that the patch adds count; the lines around them are not ours to change."""
    result = tmp_path / "rc.inet1"
    patched(release, BASES[release], result)
    before, after = BASES[release].read_text().splitlines(), result.read_text().splitlines()
    steps = difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    added = {line + 1 for tag, _, _, start, end in steps if tag != "equal" for line in range(start, end)}
    assert added
    # Slackware's own style leaves an interface's name without quotes (SC2086).  rc.bonding is looked at
    # by itself (SC1091).
    found = findings(result, "--exclude=SC1091,SC2086")
    assert [text for line, text in found if line in added] == []


# -- the shell of rc.bonding --------------------------------------------------------------------------


def code():
    """The lines of rc.bonding without comments, as (number, text)."""
    lines = enumerate(RC_BONDING.read_text(encoding="utf-8").splitlines(), 1)
    lines = [(number, re.sub(r"(^|\s+)#(\s.*|$)", "", line)) for number, line in lines]
    return [(number, line) for number, line in lines if line.strip()]


def places(pattern):
    """The lines of rc.bonding that have *pattern* outside of comments."""
    return [f"{number}: {line.strip()}" for number, line in code() if re.search(pattern, line)]


# What came after bash 4.2, by the file CHANGES of bash's own sources.
NEWER = {
    "reference to a name (4.3)": r"\b(local|declare|typeset)\s+-\w*n",
    "wait for any (4.3)": r"\bwait\s+-[np]",
    "assignment to a negative subscript (4.3)": r"\[-\d+\]\+?=",
    "unset of a negative subscript (4.3)": r"\bunset\s+.*\[-\d",
    "test of an element (4.3)": r"(\[\[?|test)\s.*-v\s+['\"]?\w+\[",
    "test of a reference (4.3)": r"\[\[?\s.*-R\s",
    "globasciiranges, inherit_errexit and others (4.3 and later)":
        r"shopt\s.*(globasciiranges|inherit_errexit|assoc_expand_once|localvar_|patsub_replacement)",
    "transformation (4.4)": r"\$\{[\w@*\[\]]+@[A-Za-z]\}",
    "another delimiter (4.4)": r"\b(mapfile|readarray)\s+.*-\w*d",
    "an empty format (sets nothing before 4.4)": r"""printf\s+-v\s+\S+\s+(''|"")""",
    "local options (4.4)": r"\blocal\s+-(\s|$|;)",
    "variables of 5.0 and later":
        r"\b(EPOCHSECONDS|EPOCHREALTIME|BASH_ARGV0|SRANDOM|BASH_MONOSECONDS)\b",
    "command substitution without a process (5.3)": r"\$\{[ |\t]",
}


@pytest.mark.parametrize("what", sorted(NEWER))
def test_rc_bonding_needs_no_bash_newer_than_4_2(what):
    assert places(NEWER[what]) == []


@pytest.mark.parametrize("line, what", [
    ("local -n x=y", "reference to a name (4.3)"), ("wait -n", "wait for any (4.3)"),
    ("a[-1]=x", "assignment to a negative subscript (4.3)"), ("[ -v a[1] ]", "test of an element (4.3)"),
    ('echo "${x@Q}"', "transformation (4.4)"), ("mapfile -d '' a", "another delimiter (4.4)"),
    ("printf -v \"$1\" ''", "an empty format (sets nothing before 4.4)"),
    ("local -", "local options (4.4)"), ("x=${ date; }", "command substitution without a process (5.3)"),
])  # fmt: skip
def test_the_patterns_find_what_they_are_for(line, what):
    assert re.search(NEWER[what], line)


UNWANTED = {
    "eval": r"(^|[\s;&|({])eval\s",
    "process substitution": r"[<>]\(",
    "here-document": r"(^|[^<])<<-?\s*['\"\\]?[A-Za-z_]",
    # It is read into rc.inet1, which has to go on.
    "exit": r"(^|[\s;&|({])exit(\s|$|;)",
    "set -e": r"\bset\s+-\w*e",
}


@pytest.mark.parametrize("what", sorted(UNWANTED))
def test_rc_bonding_does_without(what):
    assert places(UNWANTED[what]) == []


def test_one_here_string_and_no_more():
    """bash before 5.1 needs a file for each, and at boot there may be no place for it.

    ip_run has a way out: one process for each request.
    """
    found = places("<<<")
    assert len(found) == 1, found
    assert "-batch" in found[0]


@pytest.mark.parametrize("compatible", ["", "4.2"])
@pytest.mark.parametrize("options", [[], ["--posix"]], ids=["bash", "as sh"])
def test_bash_finds_it_sound(options, compatible):
    environment = {"PATH": "/nonexistent"}
    if compatible:
        environment["BASH_COMPAT"] = compatible
    done = subprocess.run(["/bin/bash", *options, "-n", str(RC_BONDING)], env=environment,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True)
    assert (done.returncode, done.stdout) == (0, "")


def test_no_function_of_it_has_the_name_of_a_command():
    """rc.inet1, which reads it, shares the names."""
    functions = re.findall(r"^(\w+)\(\) \{", RC_BONDING.read_text(encoding="utf-8"), re.M)
    assert len(functions) == len(set(functions)) > 50
    script = 'for name; do unset -f "$name"; [ -z "$(type -t "$name")" ] || echo "$name"; done'
    command = ["/bin/bash", "--norc", "-c", script, "bash", *functions]
    done = subprocess.run(command, env={"PATH": "/usr/bin:/bin"}, stdout=subprocess.PIPE,
                          universal_newlines=True, check=True)
    # split(1) is not used by rc.inet1.
    assert set(done.stdout.split()) - {"split"} == set()
