"""What is installed: by `make install`, and by the metadata in setup.cfg."""

import configparser
import os
import re
import shutil
import subprocess
import sys
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
    subprocess.run(
        ["make", "-s", "install", f"DESTDIR={root}", f"PYTHON={sys.executable}"], cwd=str(ROOT), check=True,
    )
    return root


def site_packages(root):
    """Where the compiler was installed under `root`."""
    (package,) = root.rglob("inet1c/__init__.py")
    return package.parent.parent


def test_every_file_of_the_package_is_installed(installed):
    wanted = {path.name for path in PACKAGE.iterdir() if path.is_file()}
    found = list((site_packages(installed) / "inet1c").iterdir())
    assert {path.name for path in found if path.is_file()} == wanted
    # with bytecode: the first start is not to leave files that no package knows
    cache = site_packages(installed) / "inet1c/__pycache__"
    compiled = {path.name.split(".")[0] for path in cache.iterdir()}
    assert compiled == {Path(name).stem for name in wanted if name.endswith(".py")}


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


def test_the_runtime_is_installed_as_start_would_leave_it(installed):
    from inet1c.plan.emit import installed_runtime

    text = (installed / "etc/rc.d/rc.inet1.runtime").read_text()
    assert text == installed_runtime()
    assert text.startswith("# rc.inet1.runtime ")
    assert "\nbonding_status() {\n" in text


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
