"""Arguments that several commands have: FILE, --strict, --format, --kernel, --release."""

import argparse
import os
import re

from ..network.variables import RELEASES

CONF = "/etc/rc.d/rc.inet1.conf"
RELEASE_FILE = "/etc/slackware-version"
# The first kernel of each release of Slackware, newest first.
_KERNELS = (((6,), "current"), ((5, 15), "15.0"), ((4, 4), "14.2"), ((3, 10), "14.1"), ((0,), "14.0"))


def add_file(parser):
    """Adds the optional argument FILE."""
    parser.add_argument("file", metavar="FILE", nargs="?", default=CONF, help=f"default: {CONF}; - is standard input")


def add_strict(parser):
    """Adds --strict."""
    parser.add_argument("--strict", action="store_true", help="refuse warnings as well")


def add_format(parser):
    """Adds --format."""
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to print what is found")


def add_kernel(parser):
    """Adds --kernel."""
    parser.add_argument(
        "--kernel", metavar="VERSION", type=_kernel, help="the target's kernel, such as 4.4: warn of what it lacks"
    )


def add_release(parser):
    """Adds --release."""
    parser.add_argument(
        "--release", choices=RELEASES, help="the target's Slackware: warn of variables that it does not read"
    )


def _kernel(text):
    version = text.split("-")[0]
    if not re.fullmatch("[0-9]{1,6}([.][0-9]{1,6}){1,3}", version):
        raise argparse.ArgumentTypeError(f"not a version such as 5.15 or 4.4.14: {text}")
    return tuple(int(number) for number in version.split("."))


def running_kernel():
    """The version of the Linux that runs here; None where there is no telling."""
    here = os.uname()
    numbers = re.match(r"[0-9]+(\.[0-9]+)+", here.release) if here.sysname == "Linux" else None
    return tuple(int(number) for number in numbers.group().split(".")) if numbers else None


def target_release(options):
    """The Slackware that the file is for: --release, or the one with --kernel, or this machine's; or None."""
    if options.release is not None:
        return options.release
    if options.kernel is not None:
        return next(release for kernel, release in _KERNELS if options.kernel >= kernel)
    try:
        with open(RELEASE_FILE, encoding="ascii", errors="replace") as file:
            words = file.read(200).split()
    except OSError:
        return None  # not on Slackware
    version = words[1] if len(words) > 1 and words[0] == "Slackware" else ""
    if version in RELEASES:
        return version
    # -current calls itself 15.0+.
    return "current" if re.match("1[56]", version) else None
