"""Which rc.inet1 is this?  Its features tell; a checksum tells only whether it was edited."""

import hashlib
from importlib import resources
from typing import NamedTuple, Optional

HOOK = "/etc/rc.d/rc.bonding"  # every version of the patch has this path in a command
_FIRST_EDITION = "bonding_init() {"


class Release(NamedTuple):
    name: str
    patch: str  # the file of this folder that fits it
    features: tuple  # all such scripts have them; those further down in SUPPORTED lack one


SUPPORTED = (
    Release("Slackware-current", "rc.inet1-15.0.patch", ("virtif_create() {", "${DHCP_OPTS[$i]}")),
    Release("Slackware 15.0", "rc.inet1-15.0.patch", ("virtif_create() {",)),
    Release("Slackware 14.2", "rc.inet1.patch", ("br_open() {", "'lo_start')")),
    Release("Slackware 14.0 or 14.1", "rc.inet1.patch", ("br_open() {",)),
)

# SHA-256 of the scripts as Slackware ships them: 14.0, 14.2, 15.0, and -current in 2024.
_AS_SHIPPED = frozenset((
    "eb8d03bea8bd3a33b4c99e2ec11c0741dc9df214a5a81087f94775c751f588ac",
    "e5d18e6b45335415fd11a3032308657901251e548a9b4d5aead5fac839190673",
    "091a830065928d64ee4d813dccef06b532faa668d3e578731de7e99a729c9e80",
    "f38bdbefad653082ceeaef42545ec0cd56f5379c186cced51fa837cd087e2bd7",
))  # fmt: skip


def release_of_script(script: str) -> Optional[Release]:
    """The release that ``script`` is of, patched or not, edited or not; None where it is none of SUPPORTED."""
    return next((r for r in SUPPORTED if all(feature in script for feature in r.features)), None)


def as_shipped(data: bytes) -> bool:
    """True if ``data`` is a script of Slackware's to the byte."""
    return hashlib.sha256(data).hexdigest() in _AS_SHIPPED


def is_patched(script: str) -> bool:
    """True if ``script`` has the hooks, of this version of the patch or of another one."""
    commands = (line for line in script.split("\n") if not line.lstrip().startswith("#"))
    return any(HOOK in line for line in commands) or _FIRST_EDITION in script


def patch_text(name: str) -> str:
    """The patch ``name``.  Raises OSError where this inet1c was installed without it."""
    return resources.files("inet1c.install").joinpath(name).read_text(encoding="utf-8")
