"""The patches, the scripts that they are for, and how to apply one."""

import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PATCHES = {"14.x": ROOT / "rc.inet1.patch", "15.0": ROOT / "rc.inet1-15.0.patch"}
BASES = {release: ROOT / "vm-tests" / "base" / f"rc.inet1-{release}" for release in PATCHES}


def scripts():
    """(release, path) of each script: ours, and those that STOCK_RC_INET1=path[:path] names."""
    named = [Path(path) for path in os.environ.get("STOCK_RC_INET1", "").split(":") if path]
    return sorted(BASES.items()) + [(release_of(path), path) for path in named]


def release_of(path):
    """Which release's interface a script has: 14.x or 15.0."""
    return "15.0" if "virtif_create" in path.read_text(encoding="utf-8", errors="replace") else "14.x"


def patched(release, script, result):
    """Write *script* with its patch to *result*; AssertionError where it does not fit without fuzz."""
    command = ["patch", "--force", "--fuzz=0", "--reject-file=-", "--output", str(result), str(script),
               str(PATCHES[release])]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          universal_newlines=True)
    assert done.returncode == 0, done.stdout
