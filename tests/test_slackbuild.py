"""slackbuild/, `make dist`, the zipapp: the form that slackbuilds.org asks for, and what the package holds.

The package is built as an admin would build it, from the archive of `make dist`. Where PKGTOOLS names a
folder with Slackware's makepkg, installpkg, upgradepkg and removepkg, these build, install, upgrade, remove
it in a scratch root. Elsewhere a stand-in for makepkg only says that it was called, and the tree is checked.
"""

import gzip
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from inet1c import __version__

ROOT = Path(__file__).resolve().parent.parent
SLACKBUILD = ROOT / "slackbuild"
SCRIPT = "inet1c.SlackBuild"
NAME = f"inet1c-{__version__}"
CONF = 'IFNAME[0]="bond0"\nBONDSLAVES[0]="eth0 eth1"\nBONDMODE[0]="1"\nIPADDRS[0]="192.0.2.1/24"\n'
PKGTOOLS = os.environ.get("PKGTOOLS")
TOOLS = ("makepkg", "installpkg", "upgradepkg", "removepkg")


def run(command, **kwargs):
    """Runs a command that must succeed; gives its standard output."""
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True, **kwargs
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


# -- the form -------------------------------------------------------------------------------------


def info(folder=SLACKBUILD):
    """The fields of inet1c.info, in their order."""
    lines = (folder / "inet1c.info").read_text(encoding="ascii").splitlines()
    return dict(re.fullmatch(r'([A-Za-z0-9_]+)="([^"]*)"', line).groups() for line in lines)


def test_the_folder_has_the_files_that_are_asked_for():
    found = {path.name for path in SLACKBUILD.iterdir()}
    assert found == {SCRIPT, "inet1c.info", "slack-desc", "README", "doinst.sh"}


def test_info_has_the_fields_in_their_order():
    assert list(info()) == [
        "PRGNAM", "VERSION", "HOMEPAGE", "DOWNLOAD", "MD5SUM", "DOWNLOAD_x86_64", "MD5SUM_x86_64",
        "REQUIRES", "MAINTAINER", "EMAIL",
    ]  # fmt: skip


def test_nothing_outside_of_slackware_is_required():
    assert info()["REQUIRES"] == ""


def test_name_and_version_are_the_compilers():
    assert (info()["PRGNAM"], info()["VERSION"]) == ("inet1c", __version__)
    text = (SLACKBUILD / SCRIPT).read_text(encoding="utf-8")
    assert f"VERSION=${{VERSION:-{__version__}}}\n" in text


def test_readme_says_which_fields_are_empty():
    text = (SLACKBUILD / "README").read_text(encoding="ascii")
    optional = ("REQUIRES", "DOWNLOAD_x86_64", "MD5SUM_x86_64")
    empty = [name for name, value in info().items() if not value and name not in optional]
    assert [name for name in empty if name not in text] == []


def test_readme_is_narrow():
    lines = (SLACKBUILD / "README").read_text(encoding="ascii").splitlines()
    assert [line for line in lines if len(line) > 72 or "\t" in line] == []


def test_slack_desc_has_eleven_lines_that_are_not_too_wide():
    lines = (SLACKBUILD / "slack-desc").read_text(encoding="ascii").splitlines()
    described = [line for line in lines if line.startswith("inet1c:")]
    assert len(described) == 11
    assert re.fullmatch(r"inet1c: inet1c \(.+\)", described[0])
    (ruler,) = [line for line in lines if "|-----handy-ruler--" in line]
    assert ruler.index("|") == len("inet1c")
    assert [line for line in described if len(line) > len(ruler)] == []
    assert [line for line in described if not re.fullmatch(r"inet1c:( \S.*\S)?", line)] == []


def test_the_script_tells_the_name_of_its_package():
    environment = dict(os.environ, PRINT_PACKAGE_NAME="yes")
    assert run(["bash", str(SLACKBUILD / SCRIPT)], env=environment) == f"{NAME}-noarch-1_SBo.tgz\n"


# -- make dist ------------------------------------------------------------------------------------

GIVEN = ("HOMEPAGE", "DOWNLOAD", "MAINTAINER", "EMAIL")  # fields that the environment gives


def without_fields():
    """This environment, without what would go into inet1c.info."""
    return {name: value for name, value in os.environ.items() if name not in GIVEN}


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """What `make dist` writes."""
    if not (ROOT / ".git").exists() or shutil.which("git") is None:
        pytest.skip("no git checkout to take the source from")
    folder = tmp_path_factory.mktemp("dist")
    out = run([sys.executable, str(ROOT / "tools/dist"), "-o", str(folder)], env=without_fields())
    assert out == f"{folder}/{NAME}.tar.gz\n{folder}/inet1c\n"
    return folder / f"{NAME}.tar.gz"


def test_the_archive_is_the_same_each_time(archive, tmp_path):
    environment = dict(os.environ, TZ="Asia/Tokyo", LC_ALL="C", HOME="/nowhere")
    command = [sys.executable, str(ROOT / "tools/dist"), "-o", str(tmp_path)]
    run(command, cwd="/", env=environment, umask=0o077)
    again = tmp_path / archive.name
    assert again.read_bytes() == archive.read_bytes()
    run(command, env=dict(environment, SOURCE_DATE_EPOCH="1000000000"))
    with tarfile.open(str(again)) as packed:
        assert {entry.mtime for entry in packed} == {1000000000}


def test_the_archive_tells_nothing_of_who_made_it(archive):
    with tarfile.open(str(archive)) as packed:
        entries = list(packed)
    names = [entry.name for entry in entries]
    assert names == sorted(names)
    assert {(entry.uid, entry.gid, entry.uname, entry.gname) for entry in entries} == {(0, 0, "root", "root")}
    assert {entry.mode for entry in entries} == {0o755, 0o644}
    assert archive.read_bytes()[:8] == b"\x1f\x8b\x08\x00\x00\x00\x00\x00"  # no name, no date


def test_the_archive_has_the_source_and_lark(archive):
    with tarfile.open(str(archive)) as packed:
        names = {entry.name[len(NAME) + 1 :] for entry in packed}
        licence = packed.extractfile(f"{NAME}/vendor/lark/LICENSE").read()
    tracked = run(["git", "ls-files"], cwd=str(ROOT)).splitlines()
    assert {name for name in names if not name.startswith("vendor/")} == {
        name for name in tracked if (ROOT / name).exists()
    }
    assert b"Permission is hereby granted" in licence
    assert "vendor/lark/lark.py" in names and "vendor/lark/grammars/common.lark" in names
    assert not any("pyinstaller" in name or "/tools/" in name for name in names)


def test_the_folder_to_build_in_has_the_archive_and_its_sum(archive):
    folder = archive.parent / "inet1c"
    ours = {path.name: path.read_bytes() for path in SLACKBUILD.iterdir()}
    found = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert found.pop(archive.name) == archive.read_bytes()
    assert info(folder) == dict(info(), MD5SUM=hashlib.md5(archive.read_bytes()).hexdigest())
    assert set(found) == set(ours)
    assert [name for name in ours if name != "inet1c.info" and found[name] != ours[name]] == []
    assert os.access(str(folder / SCRIPT), os.X_OK)


def test_what_is_given_goes_into_info(archive, tmp_path):
    given = dict(zip(GIVEN, ("https://example.org/", f"https://example.org/{archive.name}", "A B", "a@example.org")))
    command = [sys.executable, str(ROOT / "tools/dist"), "-o", str(tmp_path)]
    run(command, env=dict(os.environ, **given))
    assert {name: info(tmp_path / "inet1c")[name] for name in GIVEN} == given


@pytest.mark.parametrize("name, value", [("DOWNLOAD", "https://example.org/other.tar.gz"), ("EMAIL", 'a"b')])
def test_a_field_that_does_not_fit_is_refused(name, value, archive, tmp_path):
    command = [sys.executable, str(ROOT / "tools/dist"), "-o", str(tmp_path)]
    done = subprocess.run(command, env=dict(without_fields(), **{name: value}), stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, universal_newlines=True, check=False)  # fmt: skip
    assert done.returncode == 1
    assert f"dist: {name} " in done.stderr


# -- the zipapp -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    out = tmp_path_factory.mktemp("zipapp") / "inet1c"
    run([sys.executable, str(ROOT / "tools/zipapp"), str(out)])
    return out


def pythons():
    """Pythons to run it on: this one, those on PATH, and those that PYTHONS=path:path names."""
    found = [sys.executable, *filter(None, os.environ.get("PYTHONS", "").split(":"))]
    for minor in range(9, 15):
        path = shutil.which(f"python3.{minor}")
        if path and subprocess.run([path, "-c", ""], stderr=subprocess.DEVNULL, check=False).returncode == 0:
            found.append(path)
    return found


@pytest.mark.parametrize("python", pythons())
def test_the_program_runs_on_every_python_from_any_folder(program, python, tmp_path):
    (tmp_path / "rc.inet1.conf").write_text(CONF)
    folder = tmp_path / "etc/rc.d"
    folder.mkdir(parents=True)
    shutil.copy(str(ROOT / "vm-tests/base/rc.inet1-15.0"), str(folder / "rc.inet1"))
    inet1c = [python, "-I", str(program)]
    assert run([*inet1c, "--version"], cwd="/") == f"inet1c {__version__}\n"
    assert run([*inet1c, "check", "rc.inet1.conf"], cwd=str(tmp_path)) == ""
    assert "bond0" in run([*inet1c, "build", "rc.inet1.conf", "-o", "-"], cwd=str(tmp_path))
    assert "bond0" in run([*inet1c, "show", "rc.inet1.conf"], cwd=str(tmp_path))
    assert '"bond0"' in run([*inet1c, "dump", "rc.inet1.conf"], cwd=str(tmp_path))
    code = run([*inet1c, "explain"], cwd="/").split()[0]
    assert run([*inet1c, "explain", code], cwd="/").strip()
    assert "is patched" in run([*inet1c, "install", "--root", str(tmp_path)], cwd="/")
    assert "original again" in run([*inet1c, "uninstall", "--root", str(tmp_path)], cwd="/")
    assert sorted(path.name for path in program.parent.iterdir()) == ["inet1c"]


def test_the_program_is_executable_and_the_same_each_time(program, tmp_path):
    assert program.stat().st_mode & 0o777 == 0o755
    assert program.read_bytes().startswith(b"#!/usr/bin/python3\n")
    again = tmp_path / "inet1c"
    run([sys.executable, str(ROOT / "tools/zipapp"), str(again)], cwd="/")
    assert again.read_bytes() == program.read_bytes()


# -- the package ----------------------------------------------------------------------------------


class Builder:
    """The folder that `make dist` makes to build in, and makepkg or its stand-in."""

    def __init__(self, folder, place):
        self.place = place
        for path in folder.iterdir():
            shutil.copy(str(path), str(place))
        bin_folder = place / "bin"
        bin_folder.mkdir()
        for tool in TOOLS if PKGTOOLS else ():
            # they call each other by path
            text = (Path(PKGTOOLS) / tool).read_text(encoding="utf-8")
            (bin_folder / tool).write_text(re.sub("/sbin/(?=(install|remove)pkg)", f"{bin_folder}/", text))
        if not PKGTOOLS:
            (bin_folder / "makepkg").write_text('#!/bin/sh\necho "$*" > "$OUTPUT/called"\n')
        for path in bin_folder.iterdir():
            path.chmod(0o755)
        script = (place / SCRIPT).read_text(encoding="utf-8")
        assert script.count("/sbin/makepkg ") == 1
        (place / SCRIPT).write_text(script.replace("/sbin/makepkg ", f"{bin_folder}/makepkg "))
        self.environment = dict(os.environ, TMP=str(place / "tmp"), OUTPUT=str(place),
                                INSTLOCKDIR=str(place / "lock"), TERM="dumb")
        self.environment.pop("PYTHONPATH", None)

    def build(self, version=__version__):
        """Builds the package of one version; gives the package, and the tree that it is made of."""
        run(["bash", SCRIPT], cwd=str(self.place), env=dict(self.environment, VERSION=version), umask=0o022)
        return self.place / f"inet1c-{version}-noarch-1_SBo.tgz", self.place / "tmp/package-inet1c"

    def call(self, tool, *words, root):
        """Runs one of Slackware's tools on a scratch root."""
        return run(["bash", str(self.place / "bin" / tool), *map(str, words)],
                   env=dict(self.environment, ROOT=str(root)), cwd=str(self.place), umask=0o022)


@pytest.fixture(scope="module")
def builder(archive, tmp_path_factory):
    for name in ("gzip", "tar"):
        if shutil.which(name) is None:
            pytest.skip(f"{name} is not installed")
    if os.geteuid() != 0:
        pytest.skip("packages are built by root")
    return Builder(archive.parent / "inet1c", tmp_path_factory.mktemp("slackbuild"))


@pytest.fixture(scope="module")
def tree(builder):
    """The folder that makepkg is called in, filled by the script."""
    package, folder = builder.build()
    if not PKGTOOLS:
        assert (builder.place / "called").read_text() == f"-l y -c n {package}\n"
    kept = builder.place / "tree"
    shutil.copytree(str(folder), str(kept), symlinks=True)
    return kept


def files(folder):
    """Every file below a folder, by its path in it."""
    return {str(path.relative_to(folder)): path for path in folder.rglob("*") if not path.is_dir()}


def expected():
    """Every file that the package is to have."""
    doc = f"usr/doc/{NAME}"
    top = ("README.md", "CONTRIBUTING.md", "LICENSE", "CHANGELOG.md", "rc.inet1.conf.example", "rc.inet1.patch",
           "rc.inet1-15.0.patch")  # fmt: skip
    guides = run(["git", "ls-files", "docs"], cwd=str(ROOT)).splitlines()
    return {
        "install/doinst.sh", "install/slack-desc", "usr/sbin/inet1c", "etc/rc.d/rc.bonding.new",
        "usr/share/bash-completion/completions/inet1c", "usr/share/bash-completion/completions/rc.inet1",
        *(f"usr/man/man{page.suffix[1:]}/{page.name}.gz" for page in (ROOT / "man").glob("*.[1-9]")),
        *(f"{doc}/{name}" for name in (*top, *guides, "LICENSE.lark", SCRIPT)),
    }  # fmt: skip


def test_the_package_holds_this_and_nothing_else(tree):
    assert set(files(tree)) == expected()


def test_the_files_are_those_of_the_checkout(tree):
    doc = tree / "usr/doc" / NAME
    for name in ("rc.inet1.patch", "rc.inet1-15.0.patch", "rc.inet1.conf.example"):
        assert (doc / name).read_bytes() == (ROOT / name).read_bytes()
    assert (tree / "etc/rc.d/rc.bonding.new").read_bytes() == (ROOT / "rc.bonding").read_bytes()
    for page in (ROOT / "man").glob("*.[1-9]"):
        packed = tree / f"usr/man/man{page.suffix[1:]}/{page.name}.gz"
        assert gzip.decompress(packed.read_bytes()) == page.read_bytes()


def test_all_is_roots_and_nobody_else_can_write_to_it(tree):
    executable = {"usr/sbin/inet1c", "etc/rc.d/rc.bonding.new"}
    for path in tree.rglob("*"):
        status = path.lstat()
        mode = 0o755 if path.is_dir() or str(path.relative_to(tree)) in executable else 0o644
        assert (status.st_uid, status.st_gid, status.st_mode & 0o7777) == (0, 0, mode), path


def test_the_program_in_the_package_has_lark_of_the_archive(tree, tmp_path):
    """A Python that has no lark of its own runs it."""
    (tmp_path / "rc.inet1.conf").write_text(CONF)
    command = [sys.executable, "-I", "-S", str(tree / "usr/sbin/inet1c"), "build", "rc.inet1.conf", "-o", "-"]
    assert "bond0" in run(command, cwd=str(tmp_path))


# -- doinst.sh, without pkgtools ------------------------------------------------------------------


def doinst(tree, root):
    """What installpkg does with rc.bonding.new: unpack, and run doinst.sh there."""
    (root / "etc/rc.d").mkdir(parents=True, exist_ok=True)
    shutil.copy(str(tree / "etc/rc.d/rc.bonding.new"), str(root / "etc/rc.d"))
    run(["sh", str(tree / "install/doinst.sh")], cwd=str(root))
    found = (root / "etc/rc.d").iterdir()
    return {path.name: (path.stat().st_mode & 0o777, path.read_bytes()) for path in found}


def test_doinst_installs_keeps_and_offers(tree, tmp_path):
    new = (tree / "etc/rc.d/rc.bonding.new").read_bytes()
    assert doinst(tree, tmp_path) == {"rc.bonding": (0o755, new)}
    assert doinst(tree, tmp_path) == {"rc.bonding": (0o755, new)}
    library = tmp_path / "etc/rc.d/rc.bonding"
    library.write_bytes(b"# edited\n")
    library.chmod(0o640)
    found = doinst(tree, tmp_path)
    assert found == {"rc.bonding": (0o640, b"# edited\n"), "rc.bonding.new": (0o640, new)}


# -- Slackware's own tools ------------------------------------------------------------------------

with_pkgtools = pytest.mark.skipif(not PKGTOOLS, reason="PKGTOOLS=folder names no makepkg, installpkg, ...")


@pytest.fixture(scope="module")
def packages(builder, tree):
    """Two packages: this version, and a next one with another rc.bonding."""
    this = builder.place / f"{NAME}-noarch-1_SBo.tgz"
    following = "99.0"
    unpacked = builder.place / "next"
    with tarfile.open(str(builder.place / f"{NAME}.tar.gz")) as packed:
        packed.extractall(str(unpacked))
    with (unpacked / NAME / "rc.bonding").open("a") as file:
        file.write("# of the next version\n")
    with tarfile.open(str(builder.place / f"inet1c-{following}.tar.gz"), "w:gz") as packed:
        packed.add(str(unpacked / NAME), f"inet1c-{following}")
    return this, builder.build(following)[0]


class Machine:
    """A scratch root with a rc.inet1 and the package."""

    def __init__(self, root, builder, package):
        self.root = root
        self.builder = builder
        self.folder = root / "etc/rc.d"
        self.folder.mkdir(parents=True)
        shutil.copy(str(ROOT / "vm-tests/base/rc.inet1-15.0"), str(self.folder / "rc.inet1"))
        (self.folder / "rc.inet1").chmod(0o755)
        self.before = self.files()
        self.library = self.folder / "rc.bonding"
        builder.call("installpkg", package, root=root)

    def files(self):
        """Mode and content of each file, but for pkgtools' own records."""
        return {
            name: (path.stat().st_mode & 0o777, path.read_bytes())
            for name, path in files(self.root).items()
            if not name.startswith("var/l")
        }

    def upgrade(self, package):
        self.builder.call("upgradepkg", "--reinstall", package, root=self.root)


@pytest.fixture
def machine(tmp_path, builder, packages):
    return Machine(tmp_path / "root", builder, packages[0])


@with_pkgtools
def test_installpkg(machine, tree):
    wanted = {name for name in expected() if not name.startswith("install/")} - {"etc/rc.d/rc.bonding.new"}
    assert set(machine.files()) == wanted | {"etc/rc.d/rc.bonding"} | set(machine.before)
    assert machine.library.stat().st_mode & 0o777 == 0o755
    record = machine.root / f"var/lib/pkgtools/packages/{NAME}-noarch-1_SBo"
    assert "etc/rc.d/rc.bonding.new" in record.read_text()


@with_pkgtools
def test_installed_again(machine, packages):
    before = machine.files()
    machine.upgrade(packages[0])
    assert machine.files() == before


@with_pkgtools
def test_upgradepkg_replaces_what_nobody_edited(machine, packages):
    machine.upgrade(packages[1])
    assert machine.library.read_text().endswith("# of the next version\n")
    assert machine.library.stat().st_mode & 0o777 == 0o755
    assert not (machine.folder / "rc.bonding.new").exists()
    assert [path.name for path in (machine.root / "usr/doc").iterdir()] == ["inet1c-99.0"]
    machine.upgrade(packages[0])
    assert machine.library.read_bytes() == (ROOT / "rc.bonding").read_bytes()


@with_pkgtools
def test_upgradepkg_keeps_it_switched_off(machine, packages):
    machine.library.chmod(0o644)
    machine.upgrade(packages[1])
    assert machine.library.read_text().endswith("# of the next version\n")
    assert machine.library.stat().st_mode & 0o777 == 0o644


@with_pkgtools
def test_upgradepkg_overwrites_nothing_that_was_edited(machine, packages):
    machine.library.write_text("# edited\n")
    machine.upgrade(packages[1])
    assert machine.library.read_text() == "# edited\n"
    assert (machine.folder / "rc.bonding.new").read_text().endswith("# of the next version\n")
    machine.upgrade(packages[0])
    assert machine.library.read_text() == "# edited\n"


@with_pkgtools
def test_removepkg_leaves_what_is_the_admins(machine):
    """rc.bonding stays, as Slackware's own configuration does: a patched rc.inet1 still stops its bonds."""
    program = [sys.executable, str(machine.root / "usr/sbin/inet1c")]
    run([*program, "install", "--root", str(machine.root)])
    machine.builder.call("removepkg", "inet1c", root=machine.root)
    assert set(machine.files()) == {*machine.before, "etc/rc.d/rc.bonding", "etc/rc.d/rc.inet1.stock"}
    assert not (machine.root / "usr").exists()


def network_scripts(builder, version):
    """A package that brings rc.inet1 as network-scripts does: as rc.inet1.new, which replaces no edited one."""
    folder = builder.place / f"network-scripts-{version}"
    (folder / "etc/rc.d").mkdir(parents=True)
    (folder / "install").mkdir()
    script = (ROOT / "vm-tests/base/rc.inet1-15.0").read_text(encoding="utf-8")
    new = folder / "etc/rc.d/rc.inet1.new"
    new.write_text(f"{script}# of network-scripts {version}\n", encoding="utf-8")
    new.chmod(0o755)
    doinst = (SLACKBUILD / "doinst.sh").read_text(encoding="ascii").partition("preserve_perms")[0]
    (folder / "install/doinst.sh").write_text(f"{doinst}config etc/rc.d/rc.inet1.new\n", encoding="ascii")
    package = builder.place / f"network-scripts-{version}-noarch-1.tgz"
    run(["bash", str(builder.place / "bin/makepkg"), "-l", "y", "-c", "n", str(package)], cwd=str(folder),
        env=builder.environment, umask=0o022)  # fmt: skip
    return package


@with_pkgtools
def test_an_upgrade_of_network_scripts(machine, builder):
    """As docs/upgrade.md has it: the patched script stays; the new one is put in place and patched."""
    script, new = machine.folder / "rc.inet1", machine.folder / "rc.inet1.new"
    program = [sys.executable, "-I", str(machine.root / "usr/sbin/inet1c")]
    root = ["--root", str(machine.root)]
    script.unlink()
    builder.call("installpkg", network_scripts(builder, "1"), root=machine.root)
    run([*program, "install", *root])
    patched = script.read_text()
    builder.call("upgradepkg", network_scripts(builder, "2"), root=machine.root)
    assert script.read_text() == patched
    assert new.read_text().endswith("# of network-scripts 2\n")

    shipped = new.read_bytes()
    new.rename(script)
    said = run([*program, "install", *root])
    assert "/etc/rc.d/rc.inet1 is patched; the original is /etc/rc.d/rc.inet1.stock." in said
    assert script.read_text() == patched.replace("# of network-scripts 1\n", "# of network-scripts 2\n")
    assert (machine.folder / "rc.inet1.stock").read_bytes() == shipped
    assert (machine.folder / "rc.inet1.stock.old").read_text().endswith("# of network-scripts 1\n")
    run([*program, "uninstall", *root])
    assert script.read_bytes() == shipped


@with_pkgtools
def test_five_minutes(machine, tmp_path):
    """installpkg, install, check, build; uninstall, removepkg: rc.inet1 is what it was."""
    program = [sys.executable, "-I", str(machine.root / "usr/sbin/inet1c")]
    run([*program, "install", "--root", str(machine.root)])
    conf = machine.folder / "rc.inet1.conf"
    conf.write_text(CONF)
    run([*program, "check", str(conf)])
    run([*program, "build", str(conf), "-o", str(machine.folder / "rc.inet1.bonding")])
    run([*program, "uninstall", "--root", str(machine.root)])
    machine.builder.call("removepkg", "inet1c", root=machine.root)
    conf.unlink()
    assert set(machine.files()) == {*machine.before, "etc/rc.d/rc.bonding", "etc/rc.d/rc.inet1.bonding"}
    assert machine.files()["etc/rc.d/rc.inet1"] == machine.before["etc/rc.d/rc.inet1"]
