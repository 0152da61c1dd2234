"""The command: arguments, files, exit status."""

import io
import json
import os
import pty
import re
import stat
import subprocess
import sys
import zipapp
from pathlib import Path

import inet1c
import pytest
from inet1c import __version__
from inet1c.cli import COMMANDS, main, parser
from inet1c.commands import build, explain
from inet1c.files import SECOND, TICK, wait_for_next_second

GOOD = (
    'IFNAME[0]="bond0"\nBONDSLAVES[0]="eth0 eth1"\nBONDMODE[0]="active-backup"\nIPADDRS[0]="192.0.2.1/24"\n'
)
BAD = 'IFNAME[0]=$(x)\nBONDSLAVES[0]="eth0\n'
ODD = 'MTU[0]="$NOTHING"\n'


@pytest.fixture
def conf(tmp_path):
    def write(text, name="rc.inet1.conf"):
        path = tmp_path / name
        path.write_bytes(text.encode())
        os.utime(path, (0, 0))  # build waits for a file that was written just now
        return str(path)

    return write


def command(*arguments, **options):
    environment = dict(os.environ, PYTHONPATH=os.pathsep.join(sys.path))
    return subprocess.run(
        [sys.executable, "-m", "inet1c", *arguments],
        stdout=options.pop("stdout", subprocess.PIPE),
        stderr=subprocess.PIPE,
        env=environment,
        check=False,
        timeout=120,
        **options,
    )


def test_exit_status(conf, capfd):
    assert main(["check", conf(GOOD)]) == 0
    assert capfd.readouterr() == ("", "")
    assert main(["check", conf(ODD)]) == 0
    assert "warning" in capfd.readouterr().err
    assert main(["check", "--strict", conf(ODD)]) == 1
    assert main(["check", conf(BAD)]) == 1
    err = capfd.readouterr().err
    assert "rc.inet1.conf:1:11: error:" in err and ":2:15: error:" in err  # both, not the first alone


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["frobnicate"],
        ["check"],
        ["check", "--nope", "x"],
        ["build", "a", "b"],
        ["check", "--format", "xml", "x"],
        ["check", "--format"],
        ["build", "-o"],
        ["check", "--kernel", "new", "x"],
        ["check", "--kernel", "5", "x"],
        ["check", "--release", "9", "x"],
        ["dump", "a", "b"],
        ["show", "--dot", "--svg", "x", "y"],
        ["check", "--strict=1", "x"],
        ["explain", "no-such-code"],
    ],
)
def test_wrong_usage(arguments, capfd):
    assert main(arguments) == 2
    said = capfd.readouterr()
    assert said.out == "" and said.err.startswith("inet1c: ")


def test_a_mistyped_command_gets_a_hint(capfd):
    assert main(["chekc"]) == 2
    assert capfd.readouterr().err == "inet1c: no command 'chekc'; did you mean check?\n"


def test_every_command_is_in_the_help(capfd):
    assert list(parser()[1]) == list(COMMANDS)
    assert main(["--help"]) == 0
    text = capfd.readouterr().out
    for command in COMMANDS:
        assert re.search(rf"^ +{command}\s+\S", text, flags=re.M)
        assert main([command, "--help"]) == 0
        assert f"usage: inet1c {command}" in capfd.readouterr().out


def test_options_stand_anywhere_after_the_command(conf, tmp_path, monkeypatch, capfd):
    one, two = conf(ODD, "one"), conf(GOOD, "-two")
    monkeypatch.chdir(tmp_path)
    assert main(["check", one, "--strict", "--", "-two"]) == 1
    assert main(["check", "--format=json", "--", "-two", one]) == 0
    assert main(["check", one, "--format", "json", two]) == 0
    assert main(["build", "-oout", one]) == main(["build", one, "-o", "out"]) == main(["build", "-o=out", one]) == 0


@pytest.mark.parametrize("name", ["check", "build", "dump", "show"])
def test_files_that_cannot_be_read(name, tmp_path, capfd):
    for path in (tmp_path / "absent", tmp_path):
        assert main([name, str(path)]) == 2
        said = capfd.readouterr()
        assert said.out == "" and "Traceback" not in said.err and str(path) in said.err
    assert main([name, "a\0b"]) == 2
    assert main([name, "/dev/zero"]) == 2


def test_several_files_are_all_checked(conf, tmp_path, capfd):
    names = [conf(ODD, "a.conf"), str(tmp_path / "absent"), conf(BAD, "b.conf"), conf(GOOD, "c.conf")]
    assert main(["check", *names]) == 2
    err = capfd.readouterr().err
    assert "a.conf:1:" in err and "b.conf:1:" in err and "absent" in err


def test_several_hosts_are_compared(conf, capfd):
    names = [conf(GOOD, "a.conf"), conf(GOOD, "b.conf")]
    main(["check", *names])
    err = capfd.readouterr().err
    assert "address-on-two-hosts" in err and "b.conf:4:" in err and "a.conf:4:" in err


def test_version_and_help(capfd):
    assert main(["--version"]) == 0
    assert capfd.readouterr().out == f"inet1c {__version__}\n"
    for arguments in (["--help"], ["check", "--help"], ["-h"]):
        assert main(arguments) == 0
        assert "usage: inet1c" in capfd.readouterr().out


def test_output_into_a_string(monkeypatch):
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    assert main(["--version"]) == 0
    assert sys.stdout.getvalue() == f"inet1c {__version__}\n"


def test_json(conf, capfd):
    name = conf(BAD)
    assert main(["check", "--format", "json", name]) == 1
    said = capfd.readouterr()
    found = json.loads(said.out)
    assert said.err == ""
    assert set(found[0]) == {"code", "severity", "file", "line", "column", "end", "message", "notes", "help"}
    assert (found[0]["line"], found[0]["column"], found[0]["file"]) == (1, 11, name)
    assert main(["check", "--format=json", conf(GOOD)]) == 0
    assert json.loads(capfd.readouterr().out) == []


def test_dump(conf, capfd):
    assert main(["dump", conf("X=(a [3]=b)\nY='é \\'\nfoo\nexport Z\n")]) == 0
    said = capfd.readouterr()
    assert json.loads(said.out) == {"X": {"0": "a", "3": "b"}, "Y": {"0": "é \\"}}
    assert "warning" in said.err
    assert main(["dump", conf(BAD)]) == 1
    assert capfd.readouterr().out == ""


def test_dump_of_bytes_that_are_no_utf_8(tmp_path, capfd):
    path = tmp_path / "conf"
    path.write_bytes(b"X='\x80'\n")
    assert main(["dump", str(path)]) == 0
    assert json.loads(capfd.readouterr().out) == {"X": {"0": "\udc80"}}


def test_standard_input():
    done = command("dump", "-", input=b"X=1\n")
    assert done.returncode == 0 and json.loads(done.stdout) == {"X": {"0": "1"}}


def test_build_replaces_the_file_or_leaves_it(conf, tmp_path, capfd):
    out = tmp_path / "out"
    folder = lambda: sorted(path.name for path in tmp_path.iterdir())  # noqa: E731
    assert main(["build", conf(GOOD), "-o", str(out)]) == 0
    first = out.read_bytes()
    assert first and stat.S_IMODE(out.stat().st_mode) == 0o644
    assert main(["build", conf(BAD), "-o", str(out)]) == 1
    assert main(["build", "--strict", conf(ODD + GOOD), "-o", str(out)]) == 1
    assert main(["build", str(tmp_path / "absent"), "-o", str(out)]) == 2
    assert out.read_bytes() == first
    assert folder() == ["out", "rc.inet1.conf"]
    out.chmod(0o600)
    assert main(["build", conf(GOOD), f"-o{out}"]) == 0
    assert stat.S_IMODE(out.stat().st_mode) == 0o644


def test_build_to_standard_output(conf, tmp_path, capfd):
    assert main(["build", conf(GOOD), "-o", str(tmp_path / "out")]) == 0
    assert main(["build", conf(GOOD), "-o", "-"]) == 0
    assert capfd.readouterr().out == (tmp_path / "out").read_text()


def test_build_where_it_cannot_write(conf, tmp_path, capfd):
    for out in (str(tmp_path), str(tmp_path / "no" / "out"), "/dev/full", "a\0b"):
        assert main(["build", conf(GOOD), "-o", out]) == 2
        assert "Traceback" not in capfd.readouterr().err
    assert stat.S_ISCHR(os.stat("/dev/full").st_mode)
    assert main(["build", conf(GOOD), "-o", "/dev/null"]) == 0
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)


STEPS = ("open", "fdopen", "fchmod", "utime", "fsync", "close", "replace", "unlink")


def at_step(number, happens, monkeypatch):
    """Calls *happens* in the place of the step *number* of those that write a file; gives a list of the steps done."""
    done = []

    def stepping(name, function):
        def step(*arguments, **options):
            done.append(name)
            return happens() if len(done) == number else function(*arguments, **options)

        return step

    for name in STEPS:
        monkeypatch.setattr(os, name, stepping(name, getattr(os, name)))
    return done


def test_the_new_file_is_on_the_disk_before_it_takes_the_old_ones_name(conf, tmp_path, monkeypatch):
    command = ["build", conf(GOOD), "-o", str(tmp_path / "out")]
    with monkeypatch.context() as patch:
        done = at_step(0, None, patch)
        assert main(command) == 0
    assert done == ["open", "fdopen", "fchmod", "utime", "fsync", "replace", "open", "fsync", "close"]


@pytest.mark.parametrize("number, reason", [(5, "Input/output error"), (28, "No space left"), (30, "Read-only file")])
def test_build_that_fails_at_any_step_leaves_the_old_plan(conf, tmp_path, monkeypatch, capfd, number, reason):
    def fail():
        raise OSError(number, os.strerror(number))

    out = tmp_path / "out"
    command = ["build", conf(GOOD), "-o", str(out)]
    assert main(command) == 0
    new, failed = out.read_text(), 0
    for step in range(1, 20):
        out.write_text("old")
        with monkeypatch.context() as patch:
            at_step(step, fail, patch)
            status = main(command)
        said = capfd.readouterr().err
        failed += status == 2
        assert out.read_text() == (new if status == 0 else "old")
        assert status == 0 or re.fullmatch(f"inet1c: cannot write {out}: {reason}.*\n", said)
        assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "rc.inet1.conf"]
    assert failed == 6  # up to the renaming; that the folder cannot be synced is no reason to fail


def test_build_that_is_killed_at_any_step_leaves_a_whole_plan(conf, tmp_path, monkeypatch):
    """What it leaves besides is not executable, and rc.inet1 does not look at it."""
    out = tmp_path / "out"
    command = ["build", conf(GOOD), "-o", str(out)]
    assert main(command) == 0
    new, left = out.read_text(), []
    for step in range(1, 10):
        out.write_text("old")
        child = os.fork()
        if not child:
            try:
                at_step(step, lambda: os.kill(os.getpid(), 9), monkeypatch)
                main(command)
            finally:
                os._exit(1)
        assert os.waitpid(child, 0)[1] == 9
        left.append(out.read_text())
    assert left == ["old"] * 6 + [new] * 3
    for path in tmp_path.iterdir():
        assert path.name in ("out", "rc.inet1.conf") or path.name.startswith(".out.")
        assert not stat.S_IMODE(path.stat().st_mode) & 0o133


def test_build_on_a_disk_that_is_full(conf, tmp_path):
    """A limit of the file's size stands for the disk: the file is opened, and cannot be written to the end."""
    out = tmp_path / "out"
    out.write_text("old")
    limit = ["sh", "-c", 'ulimit -f 0; exec "$@"', "sh", sys.executable, "-m", "inet1c"]
    environment = dict(os.environ, PYTHONPATH=os.pathsep.join(sys.path), PYTHONDONTWRITEBYTECODE="1")
    done = subprocess.run([*limit, "build", conf(GOOD), "-o", str(out)], env=environment, stderr=subprocess.PIPE)
    assert (done.returncode, done.stderr.decode()) == (2, f"inet1c: cannot write {out}: File too large\n")
    assert out.read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "rc.inet1.conf"]


def test_the_umask_does_not_count(conf, tmp_path):
    name, before = conf(GOOD), os.umask(0o077)
    try:
        assert main(["build", name, "-o", str(tmp_path / "out")]) == 0
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o644


def test_an_error_names_the_file_that_it_is_about(monkeypatch, capfd):
    def page(code):
        raise FileNotFoundError(2, "No such file or directory", f"/usr/lib/{code}.md")

    monkeypatch.setattr(explain, "page", page)
    assert main(["explain", "syntax"]) == 2
    assert capfd.readouterr() == ("", "inet1c: /usr/lib/syntax.md: No such file or directory\n")


# -- the plan's date


def test_the_plan_has_the_date_of_the_conf(conf, tmp_path):
    name, out = conf(GOOD), tmp_path / "out"
    os.utime(name, ns=(0, 1234567890_123456789))
    assert main(["build", name, "-o", str(out)]) == 0
    assert out.stat().st_mtime_ns == 1234567890_123456789


@pytest.mark.parametrize(
    "ahead, waits",
    [
        (-SECOND, 0),  # edited in the second before this one
        (0, SECOND // 2 + TICK),  # edited right now, in the middle of a second
        (-SECOND // 4, SECOND // 2 + TICK),
        (SECOND // 4, SECOND // 2 + TICK),  # by a clock that is a little ahead
        (SECOND * 3 // 4, SECOND * 3 // 2 + TICK),
        (5 * SECOND, 0),  # by a clock that is wrong
    ],
)
def test_build_waits_until_the_second_of_the_edit_is_over(conf, ahead, waits):
    """The clock is made up, and so is the sleep: the test takes no time and depends on none."""
    name, now, slept = conf(GOOD), 1700000000 * SECOND + SECOND // 2, []
    os.utime(name, ns=(0, now + ahead))
    wait_for_next_second(name, clock=lambda: now, sleep=slept.append)
    assert slept == ([waits / SECOND] if waits else [])


def test_build_reads_the_conf_after_it_has_waited(conf, tmp_path, monkeypatch):
    """What is edited during the wait is in the plan, which has the date of that edit."""
    name, out = conf(GOOD), tmp_path / "out"

    def edit(waiting_for):
        assert waiting_for == name
        conf(GOOD.replace("192.0.2.1", "192.0.2.7"))
        os.utime(name, ns=(0, 7 * SECOND))

    monkeypatch.setattr(build, "wait_for_next_second", edit)
    assert main(["build", name, "-o", str(out)]) == 0
    assert "192.0.2.7" in out.read_text() and out.stat().st_mtime_ns == 7 * SECOND


def test_a_zip_file_of_the_compiler_works(tmp_path):
    zipapp.create_archive(Path(inet1c.__file__).parent.parent, tmp_path / "inet1c.pyz", main="inet1c.cli:main",
                          filter=lambda path: path.parts[0] == "inet1c")
    environment = dict(os.environ, PYTHONPATH=os.pathsep.join(path for path in sys.path if "compiler" not in path))
    for arguments, expected in ((["explain", "syntax"], "# syntax"), (["explain"], "above-maxnics")):
        done = subprocess.run([sys.executable, tmp_path / "inet1c.pyz", *arguments], env=environment, check=True,
                              stdout=subprocess.PIPE, universal_newlines=True)
        assert done.stdout.startswith(expected)


def test_a_link_in_the_place_of_the_file_is_replaced(conf, tmp_path):
    other = tmp_path / "other"
    other.write_text("mine")
    (tmp_path / "out").symlink_to(other)
    assert main(["build", conf(GOOD), "-o", str(tmp_path / "out")]) == 0
    assert other.read_text() == "mine" and not (tmp_path / "out").is_symlink()


@pytest.mark.parametrize(
    "arguments",
    [["dump"], ["build", "-o", "-"], ["show"], ["explain"], ["--help"], ["check", "--format", "json"]],
)
def test_a_full_disk_and_a_closed_pipe(conf, arguments):
    name = [conf(GOOD)] if arguments[0] not in ("explain", "--help") else []
    with open("/dev/full", "wb") as full:
        done = command(*arguments, *name, stdout=full)
    assert done.returncode == 2 and b"Traceback" not in done.stderr
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as pipe:
        done = command(*arguments, *name, stdout=pipe)
    assert done.returncode == 2 and done.stderr == b""


def test_a_closed_standard_output(conf):
    """Only a command that has something to print misses it."""
    name = conf(GOOD)
    for command_line, status in ((["check", name], 0), (["dump", name], 2)):
        shell = ["sh", "-c", 'exec "$@" >&-', "sh", sys.executable, "-m", "inet1c", *command_line]
        environment = dict(os.environ, PYTHONPATH=os.pathsep.join(sys.path))
        done = subprocess.run(shell, env=environment, stderr=subprocess.PIPE, check=False, timeout=120)
        assert (done.returncode, b"Traceback" in done.stderr) == (status, False)


def on_a_terminal(name, **environment):
    master, slave = pty.openpty()
    env = dict(os.environ, PYTHONPATH=os.pathsep.join(sys.path), TERM="xterm")
    env.pop("NO_COLOR", None)
    env.update(environment)
    subprocess.run(
        [sys.executable, "-m", "inet1c", "check", name], stderr=slave, env=env, check=False, timeout=60
    )
    os.close(slave)
    data = b""
    while True:
        try:
            more = os.read(master, 4096)
        except OSError:
            break
        if not more:
            break
        data += more
    os.close(master)
    return data


def test_colour_on_a_terminal_only(conf):
    name = conf(ODD)
    assert b"\033[" in on_a_terminal(name)
    assert b"\033[" not in on_a_terminal(name, NO_COLOR="1")
    assert b"\033[" not in on_a_terminal(name, TERM="dumb")
    assert b"\033[" not in command("check", name).stderr


def test_a_terminal_without_unicode(conf):
    environment = dict(os.environ, PYTHONPATH=os.pathsep.join(sys.path), PYTHONIOENCODING="ascii", LC_ALL="C")
    done = subprocess.run(
        [sys.executable, "-m", "inet1c", "check", conf('DHCP_HOSTNAME[0]="é$NO"\n')],
        stderr=subprocess.PIPE,
        env=environment,
        check=False,
    )
    assert done.returncode == 0 and b"Traceback" not in done.stderr


def test_the_release_that_the_file_is_for(conf, capfd):
    name = conf('IPADDRS[0]="192.0.2.1/24"\nDHCP_IPADDR[1]="192.0.2.5"\nDHCP_OPTS[1]="-S"\n')
    read = {  # release or kernel to the variables that are not read
        ("--release", "14.2"): ["IPADDRS", "DHCP_OPTS"],
        ("--kernel", "4.4.14"): ["IPADDRS", "DHCP_OPTS"],
        ("--release", "15.0"): ["DHCP_IPADDR", "DHCP_OPTS"],
        ("--release", "current"): [],
        ("--kernel", "6.12"): [],
    }
    for option, expected in read.items():
        main(["check", *option, name])
        assert re.findall(r"does not read (\w+)", capfd.readouterr().err) == expected


def test_what_is_made_of_a_conf_that_only_root_reads_is_only_root_s_to_read(conf, tmp_path, capfd):
    path, out = conf(GOOD), tmp_path / "out"
    os.chmod(path, 0o600)
    assert main(["build", path, "-o", str(out)]) == 0
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


def test_build_warns_of_what_the_running_kernel_lacks(conf, tmp_path, monkeypatch, capfd):
    """check does not: its file may be for another machine."""
    monkeypatch.setattr(build, "running_kernel", lambda: (3, 10))
    name = conf(GOOD + 'IFOPTS[0]="miimon 100 | prio eth0:1"\n')
    warned = []
    for words in (["build"], ["build", "--kernel", "6.6"], ["check"], ["check", "--kernel", "3.10"]):
        assert main([*words, name, *(["-o", str(tmp_path / "out")] if words[0] == "build" else [])]) == 0
        warned.append("Linux 3.10 has no prio" in capfd.readouterr().err)
    assert warned == [True, False, False, True]


def test_what_inet1c_serves_on_every_release_is_no_other_release_s(conf, capfd):
    served = 'IFNAME[0]=bond0 BONDSLAVES[0]="eth0 eth1"\nBONDMODE[0]=active-backup IPADDRS[0]=192.0.2.1/24\n'
    assert main(["check", "--strict", "--release", "14.2", conf(served)]) == 0
    more = conf(served + "IPADDRS[1]=198.51.100.1/24\n")
    assert main(["check", "--strict", "--release", "14.2", more]) == 1
    assert "IPADDRS" in capfd.readouterr().err
