"""What is installed: by `make install`, and by pip from the wheel and from the source distribution.

Nothing here needs the network: .venv's setuptools builds the packages, and lark is copied from .venv.
"""

import configparser
import os
import re
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "compiler" / "inet1c"
CONF = """IFNAME[0]="bond0"
BONDSLAVES[0]="eth0 eth1"
BONDMODE[0]="1"
IPADDR[0]="192.0.2.1"
NETMASK[0]="255.255.255.0"
"""


def metadata():
    """setup.cfg, read."""
    config = configparser.ConfigParser()
    config.read(str(ROOT / "setup.cfg"))
    return config


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A folder that `make install DESTDIR=` has filled."""
    if shutil.which("make") is None:
        pytest.skip("make is not installed")
    root = tmp_path_factory.mktemp("destdir")
    # not .venv's: the command begins with #! and this path, where a checkout's blanks and quotes cannot stand
    python = getattr(sys, "_base_executable", sys.executable)
    subprocess.run(
        ["make", "-s", "install", f"DESTDIR={root}", f"PYTHON={python}"], cwd=str(ROOT), check=True,
    )
    return root


def site_packages(root):
    """Where the compiler was installed under `root`."""
    (package,) = root.rglob("inet1c/__init__.py")
    return package.parent.parent


def package_files(root):
    """The files of the package inet1c below `root`, by their paths in it, without bytecode."""
    return {
        str(path.relative_to(root)) for path in root.rglob("*") if path.is_file() and path.suffix != ".pyc"
    }


def test_every_file_of_the_package_is_installed(installed):
    root = site_packages(installed) / "inet1c"
    wanted = package_files(PACKAGE)
    assert package_files(root) == wanted
    # with bytecode: the first start is not to leave files that no package knows
    compiled = {path.parent.parent / path.name.split(".")[0] for path in root.rglob("*.pyc")}
    assert compiled == {root / name[:-3] for name in wanted if name.endswith(".py")}


def test_the_installed_command_compiles(installed, tmp_path):
    """Nothing of the checkout is used, but for lark, which is a package of its own."""
    import lark

    conf = tmp_path / "rc.inet1.conf"
    conf.write_text(CONF)
    path = os.pathsep.join([str(site_packages(installed)), str(Path(lark.__file__).parent.parent)])
    environment = dict(os.environ, PYTHONPATH=path, PYTHONDONTWRITEBYTECODE="1")
    command = [str(installed / "usr/sbin/inet1c"), "build", str(conf), "-o", "-"]
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True, env=environment,
        cwd=str(tmp_path),
    )
    assert done.returncode == 0, done.stderr
    assert "bond0" in done.stdout


def test_the_library_of_shell_is_installed_and_switched_on(installed):
    library = installed / "etc/rc.d/rc.bonding"
    assert library.read_bytes() == (ROOT / "rc.bonding").read_bytes()
    assert library.stat().st_mode & 0o777 == 0o755


def test_the_guides_and_the_completion_are_installed(installed):
    doc = installed / "usr/doc/inet1c"
    assert {path.name for path in (doc / "docs").iterdir()} == {path.name for path in (ROOT / "docs").iterdir()}
    words = installed / "usr/share/bash-completion/completions"
    assert {path.name for path in words.iterdir()} == {"inet1c", "rc.inet1"}
    links = re.findall(r"\]\(([^)#:]+)\)", (doc / "README.md").read_text(encoding="utf-8"))
    assert [link for link in links if not (doc / link).exists()] == []


def test_the_entry_point_exists():
    from inet1c.cli import main

    (line,) = metadata()["options.entry_points"]["console_scripts"].strip().splitlines()
    assert line.replace(" ", "") == "inet1c=inet1c.cli:main"
    assert callable(main)


def test_the_floor_is_python_3_9():
    assert metadata()["options"]["python_requires"] == ">=3.9"


def test_the_only_requirement_is_lark():
    lines = metadata()["options"]["install_requires"].strip().splitlines()
    assert [re.split(r"[\s<>=!]", line)[0] for line in lines] == ["lark"]


# -- pip ------------------------------------------------------------------------------------------


def run(command, folder):
    """Runs a command that must succeed, without PYTHONPATH and its like; gives its standard output."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        [str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        universal_newlines=True, env=environment, cwd=str(folder),
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def build(hook, source, out):
    """Calls build_wheel or build_sdist on a source tree; gives the file that it made in `out`."""
    code = "import setuptools.build_meta as b, sys; print(); print(getattr(b, sys.argv[1])(sys.argv[2]))"
    return out / run([sys.executable, "-c", code, hook, out], source).splitlines()[-1]


@pytest.fixture(scope="module", params=["wheel", "sdist"])
def venv(request, tmp_path_factory):
    """A fresh virtual environment with the wheel in it: of the checkout, or of its source distribution."""
    import lark

    pytest.importorskip("wheel")
    place = tmp_path_factory.mktemp(request.param)
    source = place / "source"
    source.mkdir()
    for name in ("setup.cfg", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(str(ROOT / name), str(source))
    bytecode = shutil.ignore_patterns("__pycache__", "*.egg-info")
    shutil.copytree(str(ROOT / "compiler"), str(source / "compiler"), ignore=bytecode)
    # a page in a folder without Python must come along, whether or not there is one today
    (source / "compiler/inet1c/pages").mkdir()
    (source / "compiler/inet1c/pages/page.md").write_text("a page\n")
    wanted = package_files(source / "compiler/inet1c")
    if request.param == "sdist":
        with tarfile.open(str(build("build_sdist", source, place))) as archive:
            archive.extractall(str(place / "unpacked"))
        (source,) = (place / "unpacked").iterdir()
    # (In the checkout the patches are links to its top; in a package they are files.)
    assert {"install/rc.inet1.patch", "install/rc.inet1-15.0.patch"} <= wanted
    wheel = build("build_wheel", source, place)
    run([sys.executable, "-m", "venv", place / "venv"], place)
    python = place / "venv/bin/python"
    run([python, "-m", "pip", "install", "-q", "--no-index", "--no-deps", wheel], place)
    ((site,),) = [list((place / "venv").glob("lib/python3*/site-packages"))]
    shutil.copytree(str(Path(lark.__file__).parent), str(site / "lark"))
    assert package_files(site / "inet1c") == wanted
    return place / "venv"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check", "rc.inet1.conf"], ""),
        (["build", "rc.inet1.conf", "-o", "-"], "bond0"),
        (["show", "rc.inet1.conf"], "bond0"),
        (["dump", "rc.inet1.conf"], "BONDSLAVES"),
        (["explain"], "unknown-mode"),
        (["explain", "unknown-mode"], "mode"),
        (["import", "interfaces"], "BONDSLAVES"),
        (["install", "--root", "."], "rc.inet1 is patched"),
        (["uninstall", "--root", "."], "does not have the patch"),
        (["probe", "--help"], "the NICs that are to be slaves of one bond"),
        (["--version"], "inet1c"),
    ],
)  # fmt: skip
def test_the_command_that_pip_installs_works(venv, arguments, said, tmp_path):
    """In a folder outside of the checkout."""
    (tmp_path / "rc.inet1.conf").write_text(CONF)
    (tmp_path / "interfaces").write_text("iface bond0\n bond-slaves eth0 eth1\n")
    (tmp_path / "etc/rc.d").mkdir(parents=True)
    shutil.copy(str(ROOT / "vm-tests/base/rc.inet1-15.0"), str(tmp_path / "etc/rc.d/rc.inet1"))
    assert said in run([venv / "bin/inet1c", *arguments], tmp_path)


def test_every_subcommand_was_tried(venv, tmp_path):
    """A subcommand that is added has to be added to the test above."""
    help_ = run([venv / "bin/inet1c", "--help"], tmp_path)
    named = set(re.findall(r"^ {2,4}([a-z]+) {2,}", help_, re.MULTILINE))
    assert named == {"check", "build", "show", "dump", "explain", "import", "install", "uninstall", "probe"}
