"""Where the VM runs: checkouts with odd paths, the guest's memory, and VMs that do not come up."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "vm-tests" / "lib"))

import places  # noqa: E402  (its folder has to be named first)

HARNESS = ["--jobs", "1", "--base-only", "--patch", "15.0", "00-harness"]


@pytest.fixture(scope="module")
def copy():
    """A copy of the checkout below /tmp, which the guest covers; its path has a blank and more."""
    import lark

    place = Path(tempfile.mkdtemp(prefix="inet1c-places-", dir="/tmp"))
    checkout = place / "my projects, é=\"it's\""
    checkout.mkdir()
    without = shutil.ignore_patterns("logs")
    for name in ("compiler", "vm-tests"):
        shutil.copytree(str(ROOT / name), str(checkout / name), ignore=without)
    for path in ROOT.glob("rc.*"):
        shutil.copy2(str(path), str(checkout))
    venv.create(str(checkout / ".venv"), symlinks=True)
    (site,) = checkout.glob(".venv/lib/python3*/site-packages")
    shutil.copytree(str(Path(lark.__file__).parent), str(site / "lark"))
    yield checkout
    shutil.rmtree(str(place))


def run(command, folder, **environment):
    """Runs a command; gives its exit status and all that it printed."""
    done = subprocess.run(
        [str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8",
        env=dict(os.environ, **environment), cwd=str(folder),
    )  # fmt: skip
    return done.returncode, done.stdout


def run_vm(copy, *cases, **environment):
    """Runs 00-harness and more VM cases; the exit status, and the lines printed, but for the memory's place.

    Skips the test where this machine cannot even try to start a VM.
    """
    status, said = run([sys.executable, copy / "vm-tests/run", *HARNESS, *cases], copy, **environment)
    if "could not run" in said and "did not come up" not in said:
        pytest.skip(said.splitlines()[-2])
    return status, [line for line in said.splitlines() if not line.startswith("the guest's memory is in")]


def with_kernel(folder, script):
    """A PATH on which linux.uml is this shell script."""
    (folder / "linux.uml").write_text(f"#!/bin/sh\n{script}\n")
    (folder / "linux.uml").chmod(0o755)
    return os.pathsep.join([str(folder), os.environ["PATH"]])


# -- the place of the checkout --------------------------------------------------------------------


def test_a_case_runs_from_an_odd_path_below_tmp(copy):
    status, said = run_vm(copy)
    if said[-2].startswith("skipped"):
        pytest.skip(said[-2])
    assert (status, said[-1]) == (0, "1 passed, 0 failed, 0 skipped"), "\n".join(said)


def test_only_plain_paths_go_to_the_kernel(copy, tmp_path, monkeypatch):
    """As the command line is cut at blanks, and the options of a mount at commas."""
    words = tmp_path / "words"
    path = with_kernel(tmp_path, f'printf "%s\\n" "$@" > {words}')
    monkeypatch.setenv("TMPDIR", str(copy))
    run_vm(copy, PATH=path)
    found = dict(word.split("=", 1) for word in words.read_text().splitlines() if "=/" in word)
    assert set(found) == {"rootflags", "CHECKOUT", "JOB", "uml_dir", "init"}
    assert [value for value in found.values() if not re.fullmatch(r"[A-Za-z0-9._/-]+", value)] == []


def test_a_plain_folder_is_one_that_can_be_written_to(monkeypatch):
    for odd in ("/no/such/folder", "/tmp/with blank", "/tmp/" + 60 * "x"):
        monkeypatch.setattr(tempfile, "gettempdir", lambda odd=odd: odd)
        assert places.plain_folder() == "/tmp"


# -- the guest's memory ---------------------------------------------------------------------------


def test_the_first_folder_that_fits_is_taken(tmp_path):
    assert places.memory_folder([str(tmp_path), "/tmp"], 1) == (str(tmp_path), "")
    missing = str(tmp_path / "missing")
    assert places.memory_folder([missing, str(tmp_path)], 1) == (
        str(tmp_path), f"{missing}: No such file or directory"
    )  # fmt: skip


def test_a_folder_without_room_is_not_taken(tmp_path):
    folder, reason = places.memory_folder([str(tmp_path)], 1 << 40)
    assert folder is None
    assert re.fullmatch(rf"{re.escape(str(tmp_path))}: only \d+ MB free", reason)


def test_a_folder_that_is_mounted_noexec_is_not_taken():
    """On a real mount, of 64 MB as in Docker's containers; in a mount namespace of its own."""
    if os.geteuid() != 0 or shutil.which("unshare") is None:
        pytest.skip("mounts need root and unshare")
    code = "import places, sys; print(places.unfit(sys.argv[1], 1), places.unfit(sys.argv[1], 128), sep='; ')"
    script = 'mount -t tmpfs -o size=64m,noexec tmpfs /mnt && exec "$0" "$@"'
    status, said = run(
        ["unshare", "-m", "sh", "-c", script, sys.executable, "-c", code, "/mnt"], ROOT / "vm-tests/lib"
    )
    if "unshare" in said:
        pytest.skip(said)
    assert (status, said) == (0, "mounted noexec; only 64 MB free\n")


# -- a VM that does not come up -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("ptrace: Operation not permitted\ncheck_ptrace : expected SIGSTOP", "forbids ptrace"),
        ("Operation not permitted\n/dev/shm must be not mounted noexec", "mounted noexec"),
        ("<3>Bus error - the host /dev/shm or /tmp mount likely just ran out of space", "too little memory"),
        ("setup_physmem - mapping 183562240 bytes of memory at 0x0 failed", "too little memory"),
        ("the VM ended (exit status -9) without a verdict", "too little memory"),
        ("linux.uml could not be run: Exec format error", "x86-64"),
        ("a\nvm-tests: the guest's kernel has no overlay file system", "the guest's kernel has no overlay"),
    ],
)
def test_what_a_vm_says_is_explained(said, meant):
    assert meant in places.explained(said)


def test_what_is_not_known_is_not_explained():
    assert places.explained("the VM ended (exit status 1) without a verdict") == ""
    assert places.explained("vm-tests: the guest cannot mount the machine's /tmp/x") == ""


def test_without_a_vm_the_cases_are_skipped_and_the_reason_is_said_once(copy, tmp_path):
    path = with_kernel(tmp_path, "echo some words; echo 'ptrace: Operation not permitted'; exit 1")
    status, lines = run_vm(copy, "10-", "12-", PATH=path)
    assert lines[:3] == [
        "the VM did not come up; it said last:", "    some words", "    ptrace: Operation not permitted",
    ]  # fmt: skip
    assert lines[3].startswith("skipped 3 in the VM, could not run: this machine forbids ptrace")
    assert (status, lines[4:]) == (0, ["0 passed, 0 failed, 3 skipped"])


def test_a_vm_that_ends_for_an_unknown_reason_has_failed(copy, tmp_path):
    path = with_kernel(tmp_path, "echo some words; exit 1")
    status, lines = run_vm(copy, PATH=path)
    assert lines[:2] == ["the VM did not come up; it said last:", "    some words"]
    assert lines[2].startswith("failed  00-harness [base-15.0]: the VM ended (exit status 1)")
    assert (status, lines[-1]) == (1, "0 passed, 1 failed, 0 skipped")


def test_without_a_vm_the_demo_shows_the_compilers_half(copy, tmp_path):
    path = with_kernel(tmp_path, "echo 'ptrace: Operation not permitted'; exit 1")
    status, said = run(["vm-tests/demo"], copy, PATH=path)
    assert "$ inet1c check rc.inet1.conf.example\n(no mistake)\n" in said
    assert "$ inet1c show rc.inet1.conf.example\nbr0: bridge; " in said
    assert re.search("^skipped 1 in the VM, could not run: ", said, re.MULTILINE)
    assert status == 0


def checked(tmp_path, pytest, vm, **more):
    """What tools/check itself sums up, and its exit status, with stand-ins for all that it calls."""
    scripts = {"tools/setup": "", ".venv/bin/pytest": "", ".venv/bin/python": pytest, "vm-tests/run": vm}
    scripts.update((f".venv/bin/{name}", script) for name, script in more.items())
    for name, script in scripts.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"#!/bin/sh\n{script}\n")
        (tmp_path / name).chmod(0o755)
    shutil.copy(str(ROOT / "tools/check"), str(tmp_path / "tools/check"))
    status, said = run(["tools/check"], tmp_path)
    return said.split("\n== sum\n")[1].splitlines(), status


def test_check_ends_with_what_was_skipped_and_why(tmp_path):
    assert checked(
        tmp_path,
        "echo 'SKIPPED [2] tests/x.py:1: no root'; echo '5 passed, 2 skipped in 1.0s'",
        "echo 'skipped 90 in the VM, could not run: why'; echo '0 passed, 0 failed, 90 skipped'",
    ) == ([
        "SKIPPED [2] tests/x.py:1: no root",
        "skipped: style (ruff is not installed)",
        "skipped 90 in the VM, could not run: why",
        "5 passed, 0 failed, 93 skipped",
    ], 0)


def test_check_ends_with_what_failed(tmp_path):
    """The beginning of a long output may be cut off where it is read."""
    assert checked(
        tmp_path,
        "echo 'FAILED tests/x.py::test_y - assert 1'; echo '1 failed, 4 passed in 1.0s'; exit 1",
        "echo 'failed  01-a [base-15.0]: 1 of 2 claims do not hold'; echo '  ok      up'; echo '  NOT OK  down'; "
        "echo '          | seen: up'; echo 'passed  02-b [base-15.0]: 3 claims, 1.0 s'; "
        "echo '1 passed, 1 failed, 0 skipped'; exit 1",
    ) == ([
        "skipped: style (ruff is not installed)",
        "FAILED tests/x.py::test_y - assert 1",
        "failed  01-a [base-15.0]: 1 of 2 claims do not hold",
        "  NOT OK  down",
        "          | seen: up",
        "5 passed, 2 failed, 1 skipped",
    ], 1)


def test_check_says_that_the_style_is_wrong(tmp_path):
    """ruff's own words stand far above."""
    assert checked(tmp_path, "echo '5 passed in 1.0s'", "echo '1 passed, 0 failed, 0 skipped'", ruff="exit 1") == (
        ["failed  style (ruff)", "6 passed, 1 failed, 0 skipped"], 1)
