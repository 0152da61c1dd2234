"""inet1c install, inet1c uninstall: which rc.inet1 is it, does the patch go in and come out, is nothing lost.

The scripts are ours (vm-tests/base) and those that STOCK_RC_INET1 names; the patches are this checkout's.
"""

import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import inet1c.install
import pytest
from inet1c.cli import main
from inet1c.commands import check
from inet1c.install import missing_patch, patch, release

ROOT = Path(__file__).resolve().parent.parent
BASES = [ROOT / "vm-tests/base/rc.inet1-14.x", ROOT / "vm-tests/base/rc.inet1-15.0"]
STOCK = [Path(name) for name in os.environ.get("STOCK_RC_INET1", "").split(":") if name]
SCRIPTS = pytest.mark.parametrize("base", BASES + STOCK, ids=lambda path: path.name)
OF_1999 = 936144000 * 10**9  # some date that is not now, in ns


class Host:
    """A machine's files, in a folder, with ``base`` as its rc.inet1."""

    def __init__(self, root, base):
        self.root = root
        self.folder = root / "etc/rc.d"
        self.folder.mkdir(parents=True)
        self.script = self.folder / "rc.inet1"
        self.kept = self.folder / "rc.inet1.stock"
        shutil.copyfile(str(base), str(self.script))
        self.script.chmod(0o755)
        os.utime(str(self.script), ns=(OF_1999, OF_1999))
        library = self.folder / "rc.bonding"
        library.write_text("#!/bin/bash\n")
        library.chmod(0o755)
        self.original = self.script.read_bytes()

    def run(self, *words):
        return main([*words, "--root", str(self.root)])

    def files(self):
        """Name, mode and content of each file: all that a command could have changed."""
        return {p.name: (stat.S_IMODE(p.lstat().st_mode), p.read_bytes()) for p in self.folder.iterdir()}


def hunks_for(machine):
    """The hunks of the patch that fits the machine's original."""
    return patch.read(release.patch_text(release.release_of_script(machine.original.decode()).patch))


@pytest.fixture
def host(tmp_path):
    return lambda base=BASES[1]: Host(tmp_path / "machine", base)


# -- install --------------------------------------------------------------------------------------


@SCRIPTS
def test_the_right_patch_goes_in_as_patch_would_put_it_in(host, base, tmp_path, capsys):
    machine = host(base)
    assert machine.run("install") == 0
    assert "is patched; the original is /etc/rc.d/rc.inet1.stock" in capsys.readouterr().out
    if shutil.which("patch") is None:
        pytest.skip("patch is not installed")
    copy = tmp_path / "copy"
    copy.write_bytes(machine.original)
    name = release.release_of_script(machine.original.decode()).patch
    subprocess.run(["patch", "-s", "-F0", str(copy), str(ROOT / name)], check=True)
    assert machine.script.read_bytes() == copy.read_bytes()


@SCRIPTS
def test_the_original_is_kept_without_its_execute_bit(host, base):
    machine = host(base)
    machine.run("install")
    assert machine.kept.read_bytes() == machine.original
    assert machine.kept.stat().st_mtime_ns == OF_1999
    assert stat.S_IMODE(machine.kept.stat().st_mode) == 0o644
    assert stat.S_IMODE(machine.script.stat().st_mode) == 0o755
    assert sorted(machine.files()) == ["rc.bonding", "rc.inet1", "rc.inet1.stock"]


def test_mode_and_owner_stay(host):
    if os.geteuid() != 0:
        pytest.skip("only root can give a file away")
    machine = host()
    os.chown(str(machine.script), 12, 34)
    machine.script.chmod(0o750)
    machine.run("install")
    assert [(p.stat().st_uid, p.stat().st_gid) for p in (machine.script, machine.kept)] == [(12, 34)] * 2
    assert [stat.S_IMODE(p.stat().st_mode) for p in (machine.script, machine.kept)] == [0o750, 0o640]


@SCRIPTS
def test_the_second_time_nothing_happens(host, base, capsys):
    machine = host(base)
    machine.run("install")
    before = machine.files()
    written = machine.script.stat().st_ino
    capsys.readouterr()
    assert machine.run("install") == 0
    assert capsys.readouterr().out == "/etc/rc.d/rc.inet1 has the patch already: nothing to do.\n"
    assert (machine.files(), machine.script.stat().st_ino) == (before, written)


@SCRIPTS
def test_dry_run_shows_the_hunks_and_changes_nothing(host, base, capsys):
    machine = host(base)
    before = machine.files()
    assert machine.run("install", "--dry-run") == 0
    out = capsys.readouterr().out
    assert len(patch.read(out)) == len(hunks_for(machine))
    assert machine.files() == before
    assert not (machine.folder / "rc.inet1.stock").exists()


def test_shown_line_numbers_are_those_of_this_script(host, tmp_path, capsys):
    """The hunks that are shown are a patch of their own, which goes in without an offset."""
    machine = host(BASES[0])
    machine.run("install")
    shown = capsys.readouterr().out
    lines = machine.original.decode().split("\n")
    for hunk in patch.read(shown):
        assert tuple(lines[hunk.old - 1 : hunk.old - 1 + len(hunk.before)]) == hunk.before


def test_a_hunk_that_does_not_fit_is_shown_and_the_script_is_left_alone(host, capsys):
    machine = host()
    context = max(hunks_for(machine)[-1].before, key=len)
    machine.script.write_text(machine.original.decode().replace(context, "# somebody else's words"))
    before = machine.files()
    assert machine.run("install") == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "does not fit /etc/rc.d/rc.inet1 (Slackware 15.0, edited), which is left as it was" in said.err
    assert "its lines of context are not in the file:\n@@ -" in said.err
    assert f"\n {context}\n" in said.err
    assert machine.files() == before


def test_an_edited_script_is_patched_where_the_edit_is_elsewhere(host, capsys):
    machine = host()
    first, rest = machine.original.split(b"\n", 1)
    machine.original = first + b"\n# Edited: \xff\r\n" + rest + b"# no line feed"
    machine.script.write_bytes(machine.original)
    assert machine.run("install") == 0
    assert "Slackware 15.0, edited\n" in capsys.readouterr().out
    assert machine.run("uninstall") == 0
    assert machine.script.read_bytes() == machine.original


def test_bytes_of_another_encoding_are_shown_and_kept(host):
    """In a locale that cannot write them, too."""
    machine = host()
    context = max(hunks_for(machine)[0].before, key=len).encode()
    machine.script.write_bytes(machine.original.replace(context, b"# caf\xe9 \xc3\xa9"))
    environment = dict(os.environ, PYTHONPATH=str(ROOT / "compiler"), PYTHONIOENCODING="ascii")
    command = [sys.executable, "-m", "inet1c", "install", "--root", str(machine.root)]
    done = subprocess.run(command, env=environment, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 1
    assert b"The patch does not fit" in done.stderr
    machine.script.write_bytes(machine.original + b"# caf\xe9\n")
    assert subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False).returncode == 0
    (machine.folder / "rc.inet1").write_bytes(machine.script.read_bytes() + b"# th\xe9\n")
    command[3] = "uninstall"
    done = subprocess.run(command, env=environment, stderr=subprocess.PIPE, check=False)
    assert b"\n+# th" in done.stderr


def test_after_network_scripts_brought_a_new_rc_inet1(host, capsys):
    """The kept original is of an older one then: it is kept as well."""
    machine = host()
    machine.run("install")
    new = machine.original + b"# newer\n"
    machine.script.write_bytes(new)
    assert machine.run("install") == 0
    assert "rc.inet1.stock was of another rc.inet1" in capsys.readouterr().out
    assert machine.kept.read_bytes() == new
    assert (machine.folder / "rc.inet1.stock.old").read_bytes() == machine.original


def test_killed_between_the_two_writes(host):
    machine = host()
    machine.kept.write_bytes(machine.original)
    assert machine.run("install") == 0
    assert sorted(machine.files()) == ["rc.bonding", "rc.inet1", "rc.inet1.stock"]


def test_another_version_of_the_patch(host, capsys):
    machine = host()
    machine.run("install")
    added = next(line for hunk in hunks_for(machine) for line in hunk.body if re.match(r"\+\s*#", line))
    machine.script.write_text(machine.script.read_text().replace(added[1:], added[1:] + " (reworded)"))
    before = machine.files()
    assert machine.run("install") == 1
    assert "has another version of the patch" in capsys.readouterr().err
    assert machine.files() == before
    assert machine.run("uninstall", "--force") == 0
    assert machine.run("install") == 0


def test_scripts_that_are_none(host, capsys):
    machine = host()
    machine.script.write_text("#!/bin/sh\necho Debian\n")
    assert machine.run("install") == 1
    assert "is not one of Slackware 14.0" in capsys.readouterr().err
    machine.script.unlink()
    assert machine.run("install") == 2
    assert "No such file" in capsys.readouterr().err
    machine.script.symlink_to("rc.bonding")
    assert machine.run("install") == 2
    assert "not a regular file" in capsys.readouterr().err


@pytest.mark.parametrize("mode, said", [(0o644, "chmod +x /etc/rc.d/rc.bonding"), (None, "is missing")])
def test_a_library_that_would_do_nothing_is_named(host, capsys, mode, said):
    machine = host()
    if mode is None:
        (machine.folder / "rc.bonding").unlink()
    else:
        (machine.folder / "rc.bonding").chmod(mode)
    machine.run("install")
    assert said in capsys.readouterr().out


def test_wrong_words(capsys):
    try:
        status = main(["install", "--rot", "/"])
    except SystemExit as ended:  # argparse's own way
        status = ended.code
    assert status == 2
    assert "--rot" in capsys.readouterr().err


# -- uninstall ------------------------------------------------------------------------------------


@SCRIPTS
def test_uninstall_gives_the_very_file_back(host, base, capsys):
    machine = host(base)
    before = machine.files()
    machine.run("install")
    assert machine.run("uninstall") == 0
    assert machine.files() == before
    assert machine.script.stat().st_mtime_ns == OF_1999
    assert "is the original again" in capsys.readouterr().out
    assert machine.run("uninstall") == 0
    assert "does not have the patch: nothing to do" in capsys.readouterr().out


def test_uninstall_dry_run(host):
    machine = host()
    machine.run("install")
    before = machine.files()
    assert machine.run("uninstall", "--dry-run") == 0
    assert machine.files() == before


def test_uninstall_names_the_lines_that_were_edited_since(host, capsys):
    machine = host()
    machine.run("install")
    machine.script.write_bytes(machine.script.read_bytes() + b"echo of the admin\n")
    before = machine.files()
    assert machine.run("uninstall") == 1
    said = capsys.readouterr().err
    assert "was edited after it was patched" in said
    assert "\n+echo of the admin\n" in said
    assert len(re.findall("^[-+]", said, flags=re.M)) == 1
    assert machine.files() == before
    assert machine.run("uninstall", "--force") == 0
    assert machine.script.read_bytes() == machine.original


def test_uninstall_without_the_original_takes_the_hooks_out(host, capsys):
    machine = host()
    machine.run("install")
    machine.kept.unlink()
    assert machine.run("uninstall") == 0
    assert "the hooks were taken out" in capsys.readouterr().out
    assert machine.script.read_bytes() == machine.original


def test_uninstall_names_bonds_that_are_still_up(host, capsys):
    machine = host()
    machine.run("install")
    record = machine.root / "var/run/rc.inet1.bonding"
    record.parent.mkdir(parents=True)
    record.write_text("addr bond0 192.0.2.1/24\n")
    machine.run("uninstall")
    assert "are still up" in capsys.readouterr().out


# -- what `inet1c check` asks ---------------------------------------------------------------------


def test_a_missing_patch_is_named(host, tmp_path):
    assert missing_patch(str(tmp_path / "no-slackware")) is None
    machine = host()
    assert "inet1c install" in missing_patch(str(machine.root))
    machine.run("install")
    assert missing_patch(str(machine.root)) is None


BOND = 'IFNAME[0]="bond0"\nBONDSLAVES[0]="eth0 eth1"\nBONDMODE[0]="active-backup"\n'


@pytest.mark.parametrize("name, text, patched, warned", [
    ("rc.inet1.conf", BOND, False, True),
    ("rc.inet1.conf", BOND, True, False),
    ("rc.inet1.conf", 'IFNAME[0]="eth0"\n', False, False),  # without bonds nobody misses the patch
    ("other.conf", BOND, False, False),  # another machine's
])  # fmt: skip
def test_check_says_that_the_patch_is_missing(name, text, patched, warned, host, monkeypatch, capsys):
    """Of the machine's own conf, and its exit status stays: the conf is right."""
    machine = host()
    if patched:
        machine.run("install")
        capsys.readouterr()
    conf = machine.folder / name
    conf.write_text(text)
    monkeypatch.setattr(check, "CONF", str(machine.folder / "rc.inet1.conf"))
    monkeypatch.setattr(inet1c.install, "missing_patch", lambda: missing_patch(str(machine.root)))
    assert main(["check", str(conf)]) == 0
    said = capsys.readouterr().err
    assert said == (f"inet1c: warning: {missing_patch(str(machine.root))}\n" if warned else "")


def test_a_comment_is_no_hook():
    assert not release.is_patched("# see /etc/rc.d/rc.bonding\n")
    assert release.is_patched("if [ -x /etc/rc.d/rc.bonding ]; then\n")


# -- the patches themselves -----------------------------------------------------------------------


@pytest.mark.parametrize("name", ["rc.inet1.patch", "rc.inet1-15.0.patch"])
def test_the_patches_are_those_of_the_checkout(name):
    assert release.patch_text(name) == (ROOT / name).read_text()


@SCRIPTS
def test_releases_are_told_apart(base):
    found = release.release_of_script(base.read_text())
    asked = re.search(r"14\.[0-9x]|15\.0|current", base.name).group()
    assert ("15.0" in found.patch) == (asked in ("15.0", "current"))
    if base in STOCK and "git" not in base.name:
        assert asked in found.name and release.as_shipped(base.read_bytes())


# -- reading and applying a diff ------------------------------------------------------------------

DIFF = """--- a
+++ b
@@ -2,3 +2,4 @@
 two
-three
+3
+and
 four
"""
TEXT = "one\ntwo\nthree\nfour\nfive\n"


def test_a_diff_is_applied_and_reversed():
    hunks = patch.read(DIFF)
    applied, _ = patch.apply(TEXT, hunks)
    assert applied == "one\ntwo\n3\nand\nfour\nfive\n"
    assert patch.apply(applied, patch.reverse(hunks))[0] == TEXT


def test_a_hunk_is_found_at_other_lines():
    applied, (placed,) = patch.apply("x\ny\n" + TEXT, patch.read(DIFF))
    assert applied == "x\ny\none\ntwo\n3\nand\nfour\nfive\n"
    assert (placed.old, placed.new) == (4, 4)


def test_without_fuzz():
    with pytest.raises(patch.DoesNotFit, match="not in the file"):
        patch.apply(TEXT.replace("two", "zwei"), patch.read(DIFF))


def test_a_hunk_that_fits_at_two_places_fits_at_none():
    text = "a\nb\nc\n" + TEXT + TEXT
    with pytest.raises(patch.DoesNotFit, match="the lines 5, 10"):
        patch.apply(text, patch.read(DIFF))


def test_hunks_go_in_one_after_the_other():
    """The second one is not looked for above the first."""
    hunks = patch.read("@@ -3,1 +3,2 @@\n b\n+B\n@@ -5,1 +6,2 @@\n a\n+A\n")
    with pytest.raises(patch.DoesNotFit):
        patch.apply("a\nx\nb\nx\nx\n", hunks)


@pytest.mark.parametrize("text", ["", "no hunk\n", "@@ -1,2 +1,2 @@\n a\nxx\n", "@@ -1,1 +1,2 @@\n a\n b\n"])
def test_a_damaged_diff(text):
    with pytest.raises(ValueError):
        patch.read(text)
