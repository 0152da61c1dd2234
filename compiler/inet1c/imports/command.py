"""``inet1c import PATH...``: reads other systems' network files and prints an rc.inet1.conf."""

import os
import re

from ..files import FileError, write_out
from . import ifcfg, interfaces, keyfile, netplan, networkd, unraid
from .model import Conf
from .writer import Unmendable, write

# The readers, and which files are theirs: by the name, else by a line in them.
FORMATS = {
    "ifcfg": (ifcfg, r"(ifcfg|route6?|rule6?)-.+|network", r"(BOOTPROTO|ONBOOT|STARTMODE|BONDING_OPTS)="),
    "interfaces": (interfaces, r"interfaces", r"(auto|iface|allow-\w+)[ \t]+\S"),
    "netplan": (netplan, r".+\.ya?ml", r"network:"),
    "keyfile": (keyfile, r".+\.nmconnection", r"\[connection\]"),
    "networkd": (networkd, r".+\.(netdev|network|link)", r"\[(NetDev|Match)\]"),
    "unraid": (unraid, r"network\.cfg", r"(IFNAME|BONDNICS|USE_DHCP)(\[\d+\])?="),
}
# What editors and package managers leave behind: RHEL's and Debian's scripts do not read it either.
LEFTOVER = re.compile(r".*(~|\.bak|\.orig|\.old|\.swp|\.rpm(new|orig|save)|\.dpkg-\w+)")
LARGEST = 1 << 20  # bytes of a file


def add_arguments(subparsers):
    """Add the command to argparse's *subparsers*."""
    parser = subparsers.add_parser(
        "import",
        help="print an rc.inet1.conf made of another system's network files",
        description="Reads network files of another system and prints an rc.inet1.conf. It has a comment for "
        "each thing that has no counterpart. Nothing of the files is executed.",
    )
    parser.add_argument("paths", nargs="+", metavar="PATH", help="a file, or a folder of such files")
    parser.add_argument(
        "--from", dest="format", choices=tuple(FORMATS), help="the format, where the names of the files do not tell"
    )


def run(options):
    """Print the conf for ``options.paths``. Raises FileError."""
    write_out(convert(read(options.paths, options.format)))
    return 0


def convert(files):
    """The text of an rc.inet1.conf for *files*, triples of a format, a name and a text. Raises FileError."""
    conf = Conf()
    for chosen, (reader, *_) in FORMATS.items():
        own = [(name, text) for format, name, text in files if format == chosen]
        if not own:
            continue
        try:
            reader.read(conf, own)
        except (netplan.Missing, netplan.Malformed) as problem:
            raise FileError(str(problem)) from None
    conf.notes += [f"{name}: not read: no known format" for format, name, _ in files if not format]
    if not conf.links:
        raise FileError("no interface is configured in " + ", ".join(name for _, name, _ in files))
    try:
        return write(conf, [name for format, name, _ in files if format])
    except Unmendable as problem:
        raise FileError(f"cannot make a conf of it: {problem}") from None


def read(paths, chosen=None):
    """The files of *paths* as triples of a format, a name and a text. Raises FileError.

    A folder's files of no known format have the format None.
    """
    found = []
    for path in paths:
        if os.path.isdir(path):
            inner = _files(path)
            folder = [(_format(file, chosen), file) for file in inner]
            if not any(format for format, _ in folder):
                raise FileError(f"no network file of a known format in {path}")
            found += folder
        else:
            found.append((_format(path, chosen) or chosen, path))
            if found[-1][0] is None:
                raise FileError(f"cannot tell the format of {path}; --from names it: {', '.join(FORMATS)}")
    return [(format, os.path.basename(path), _text(path) if format else "") for format, path in found]


def _files(folder):
    """The files in *folder*, eth2 before eth10."""
    try:
        names = sorted(os.listdir(folder), key=_natural)
    except OSError as problem:
        raise FileError.about(f"cannot read {folder}", problem) from None
    return [path for path in (os.path.join(folder, name) for name in names) if os.path.isfile(path)]


def _natural(name):
    """A key that puts eth2 before eth10."""
    return [int(part) if part.isdecimal() else part for part in re.split("([0-9]+)", name)]


def _format(path, chosen):
    name = os.path.basename(path)
    if LEFTOVER.fullmatch(name):
        return None
    for format, (_, names, _) in FORMATS.items():
        if re.fullmatch(names, name):
            return chosen or format
    if chosen:
        return chosen
    text = _text(path)
    for format, (_, _, line) in FORMATS.items():
        if re.search(rf"^\s*{line}", text, re.M):
            return format
    return None


def _text(path):
    try:
        with open(path, "rb") as file:
            data = file.read(LARGEST + 1)
    except (OSError, ValueError) as problem:
        raise FileError.about(f"cannot read {path!r}" if "\0" in path else f"cannot read {path}", problem) from None
    if len(data) > LARGEST:
        raise FileError(f"cannot read {path}: it is larger than {LARGEST >> 20} MB")
    return data.decode("utf-8-sig", "replace").replace("\r\n", "\n")
