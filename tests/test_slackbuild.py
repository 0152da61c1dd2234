"""slackbuild/: the form that slackbuilds.org asks for, and what the package holds.

The package is built in earnest, with a stand-in for Slackware's makepkg that only says that it was called.
"""

import gzip
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
SOURCE = f"inet1c-{__version__}"


def run(command, **kwargs):
    """Runs a command that must succeed; gives its standard output."""
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True, **kwargs
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


# -- the form -------------------------------------------------------------------------------------


def info():
    """The fields of inet1c.info, in their order."""
    lines = (SLACKBUILD / "inet1c.info").read_text(encoding="ascii").splitlines()
    return dict(re.fullmatch(r'([A-Za-z0-9_]+)="([^"]*)"', line).groups() for line in lines)


def test_info_has_the_fields_in_their_order():
    assert list(info()) == [
        "PRGNAM", "VERSION", "HOMEPAGE", "DOWNLOAD", "MD5SUM", "DOWNLOAD_x86_64", "MD5SUM_x86_64",
        "REQUIRES", "MAINTAINER", "EMAIL",
    ]  # fmt: skip


def test_name_and_version_are_the_compilers():
    assert (info()["PRGNAM"], info()["VERSION"]) == ("inet1c", __version__)
    text = (SLACKBUILD / SCRIPT).read_text(encoding="utf-8")
    assert f"VERSION=${{VERSION:-{__version__}}}\n" in text
    assert set(re.findall(r"inet1c-([0-9.]+[0-9])", (SLACKBUILD / "README").read_text())) == {__version__}


def test_readme_says_which_fields_are_empty():
    text = (SLACKBUILD / "README").read_text(encoding="ascii")
    empty = [name for name, value in info().items() if not value and not name.endswith("_x86_64")]
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
    environment = dict(os.environ, PRINT_PACKAGE_NAME="yes", ARCH="x86_64")
    named = run(["bash", str(SLACKBUILD / SCRIPT)], env=environment)
    assert named == f"inet1c-{__version__}-x86_64-1_SBo.tgz\n"


# -- the package ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    """The folder that makepkg would be called in, filled by the script."""
    for program in ("git", "make", "gzip", "tar"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
    if os.geteuid() != 0:
        pytest.skip("packages are built by root")
    if not (ROOT / ".git").exists():
        pytest.skip("no git checkout to take the source from")
    place = tmp_path_factory.mktemp("slackbuild")
    for path in SLACKBUILD.iterdir():
        if path.is_file():
            shutil.copy(str(path), str(place))
    names = run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=str(ROOT))
    with tarfile.open(str(place / f"{SOURCE}.tar.gz"), "w:gz") as archive:
        for name in sorted(filter(None, names.split("\0"))):
            if (ROOT / name).exists():
                archive.add(str(ROOT / name), f"{SOURCE}/{name}")
    makepkg = place / "makepkg"
    makepkg.write_text('#!/bin/sh\npwd > "$OUTPUT/called"\necho "$*" >> "$OUTPUT/called"\n')
    makepkg.chmod(0o755)
    script = (place / SCRIPT).read_text(encoding="utf-8")
    assert script.count("/sbin/makepkg ") == 1
    (place / SCRIPT).write_text(script.replace("/sbin/makepkg ", f"{makepkg} "), encoding="utf-8")
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = dict(os.environ, TMP=str(place / "tmp"), OUTPUT=str(place), ARCH="x86_64", PATH=path)
    run(["bash", SCRIPT], cwd=str(place), env=environment, umask=0o022)
    folder, arguments = (place / "called").read_text().splitlines()
    assert arguments == f"-l y -c n {place}/inet1c-{__version__}-x86_64-1_SBo.tgz"
    return Path(folder)


def files(package):
    """Every file of the package, by its path in it."""
    return {str(path.relative_to(package)): path for path in package.rglob("*") if not path.is_dir()}


def test_nothing_of_the_system_is_replaced(package):
    """Of /etc only our own file; rc.inet1 itself is the admin's to patch."""
    assert [name for name in files(package) if name.startswith("etc/")] == ["etc/rc.d/rc.inet1.runtime"]
    assert [name for name in files(package) if name.startswith("install/")] == ["install/slack-desc"]


def test_patches_and_documents_are_in_the_package(package):
    doc = f"usr/doc/{SOURCE}/"
    found = {name[len(doc):] for name in files(package) if name.startswith(doc)}
    assert found >= {"rc.inet1.patch", "rc.inet1-15.0.patch", "rc.inet1.conf.example", "README.md", "LICENSE",
                     "CHANGELOG.md", "README.Slackware", SCRIPT}
    for name in ("rc.inet1.patch", "rc.inet1-15.0.patch"):
        assert (package / doc / name).read_bytes() == (ROOT / name).read_bytes()


def test_manual_pages_are_compressed(package):
    packed = {f"usr/man/man{page.suffix[1:]}/{page.name}.gz": page for page in (ROOT / "man").glob("*.[1-9]")}
    assert packed
    assert {name for name in files(package) if name.startswith("usr/man/")} == set(packed)
    for name, page in packed.items():
        assert gzip.decompress((package / name).read_bytes()) == page.read_bytes()


def test_all_is_roots_and_nobody_else_can_write_to_it(package):
    for path in [package / "etc", package / "etc/rc.d", *files(package).values()]:
        status = path.lstat()
        assert (status.st_uid, status.st_gid, status.st_mode & 0o022) == (0, 0, 0), path
    assert (package / "usr/sbin/inet1c").stat().st_mode & 0o777 == 0o755


def test_running_the_command_leaves_no_file_that_removepkg_does_not_know(package, tmp_path):
    """As root Python writes what it compiled beside the source: the package has it already."""
    import lark

    (module,) = package.rglob("inet1c/__init__.py")
    before = set(files(package))
    conf = tmp_path / "rc.inet1.conf"
    conf.write_text('IFNAME[0]="bond0"\nBONDSLAVES[0]="eth0 eth1"\nBONDMODE[0]="1"\n')
    path = os.pathsep.join([str(module.parent.parent), str(Path(lark.__file__).parent.parent)])
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    command = [str(package / "usr/sbin/inet1c"), "build", str(conf), "-o", "-"]
    text = run(command, env=dict(environment, PYTHONPATH=path), cwd=str(tmp_path))
    assert "bonding_slave bond0 eth0" in text
    assert set(files(package)) == before
    assert {name for name in before if name.endswith(".pyc")}
