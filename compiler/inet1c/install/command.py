"""`inet1c install` and `inet1c uninstall`: put the patch on rc.inet1, and take it off.

Exit status: 0 it is so, or was already; 1 rc.inet1 is left as it was, and a message says why; 2 a file cannot
be read or written.
"""

import difflib
import os
import stat

from ..files import FileError, replace_file, say, write_out
from . import patch
from .release import HOOK, as_shipped, is_patched, patch_text, release_of_script

SCRIPT = "/etc/rc.d/rc.inet1"
STOCK = SCRIPT + ".stock"  # the original, without its execute bit: rc.S and rc.M run nothing of that name
RECORD = "/var/run/rc.inet1.bonding"
_NEXT = f"""\
Nothing was started. Next: write the bonds into {SCRIPT}.conf, then
  inet1c check {SCRIPT}.conf
  {SCRIPT} restart"""


class Refused(Exception):
    """rc.inet1 is left as it was; the message says why."""


class Machine:
    """The files of the machine whose file system begins at ``root``."""

    def __init__(self, root="/"):
        self.root = root

    def path(self, name):
        return os.path.join(self.root, name.lstrip("/"))

    def holds(self, name):
        return os.path.lexists(self.path(name))

    def read(self, name):
        """The text of a regular file; bytes that are not UTF-8 survive.  Raises FileError."""
        path = self.path(name)
        try:
            if not stat.S_ISREG(os.lstat(path).st_mode):
                raise FileError(f"{path}: not a regular file")
            with open(path, encoding="utf-8", errors="surrogateescape", newline="") as file:
                return file.read()
        except OSError as problem:
            raise FileError(f"{path}: {problem.strerror}") from None

    def write(self, name, text, dated=None, executable=True):
        """Puts ``text`` into the file ``name``, with owner and mode of rc.inet1, and the date of ``dated``.

        Raises FileError.
        """
        try:
            model = os.stat(self.path(SCRIPT))
            date = None if dated is None else os.stat(self.path(dated)).st_mtime_ns
        except OSError as problem:
            raise FileError(f"{self.path(name)}: {problem.strerror}") from None
        mode = stat.S_IMODE(model.st_mode) & (0o7777 if executable else ~0o111)
        replace_file(self.path(name), text, mode, date, (model.st_uid, model.st_gid))

    def rename(self, old, new):
        try:
            os.replace(self.path(old), self.path(new))
        except OSError as problem:
            raise FileError(f"{self.path(old)}: {problem.strerror}") from None

    def remove(self, name):
        try:
            os.unlink(self.path(name))
        except OSError as problem:
            raise FileError(f"{self.path(name)}: {problem.strerror}") from None


# -- the commands ---------------------------------------------------------------------------------


def install(machine, dry_run=False):
    """Patches rc.inet1 and keeps the original.  Gives the lines to print.  Raises Refused, FileError."""
    script = machine.read(SCRIPT)
    release = _known(script)
    if is_patched(script):
        try:
            patch.apply(script, patch.reverse(_hunks(release)))
        except patch.DoesNotFit:
            raise Refused(
                f"{SCRIPT} has another version of the patch, or its hooks were edited.\n"
                f"To change to this version: inet1c uninstall --force; inet1c install"
            ) from None
        return [f"{SCRIPT} has the patch already: nothing to do.", *_library(machine)]
    try:
        patched, hunks = patch.apply(script, _hunks(release))
    except patch.DoesNotFit as problem:
        raise Refused(
            f"The patch does not fit {SCRIPT} ({_called(release, script)}), which is left as it was.\n"
            f"This hunk of {release.patch} failed; {problem}:\n{problem.hunk}"
        ) from None
    said = [f"{SCRIPT}: {_called(release, script)}", *map(str, hunks)]
    if dry_run:
        return [*said, f"{SCRIPT} would be patched; the original would be kept as {STOCK}."]
    if not machine.holds(STOCK) or machine.read(STOCK) != script:
        if machine.holds(STOCK):
            machine.rename(STOCK, STOCK + ".old")
            said.append(f"{STOCK} was of another rc.inet1; it is {STOCK}.old now.")
        machine.write(STOCK, script, dated=SCRIPT, executable=False)
    machine.write(SCRIPT, patched)
    return [*said, f"{SCRIPT} is patched; the original is {STOCK}.", *_library(machine), _NEXT]


def uninstall(machine, dry_run=False, force=False):
    """Puts the original rc.inet1 back.  Gives the lines to print.  Raises Refused, FileError."""
    script = machine.read(SCRIPT)
    if not is_patched(script):
        return [f"{SCRIPT} does not have the patch: nothing to do."]
    original = machine.read(STOCK) if machine.holds(STOCK) else None
    if original is None:
        original, dated = _without_hooks(script), None
        done = f"{STOCK} is gone, so the hooks were taken out of {SCRIPT}."
    else:
        dated = STOCK
        done = f"{SCRIPT} is the original again."
        if not force:
            _refuse_edits(script, original)
    if dry_run:
        return [f"{SCRIPT} would lose the hooks."]
    machine.write(SCRIPT, original, dated)
    if machine.holds(STOCK):
        machine.remove(STOCK)
    return [done, *_running(machine)]


def missing_patch(root="/"):
    """What to say if rc.inet1 lost the patch, or never had it; None if it has it, or there is no rc.inet1.

    For a conf with bonds only: without bonds, nobody misses the patch.
    """
    try:
        script = Machine(root).read(SCRIPT)
    except FileError:
        return None
    if is_patched(script):
        return None
    return (
        f"{SCRIPT} lacks the hooks that start bonds, as every new one of network-scripts does. "
        "Put them in with: inet1c install"
    )


def _known(script):
    release = release_of_script(script)
    if release is None:
        raise Refused(f"{SCRIPT} is not one of Slackware 14.0 to 15.0 or -current: left as it was.")
    return release


def _called(release, script):
    """The script, as it is called in a message."""
    data = script.encode("utf-8", "surrogateescape")
    return release.name if as_shipped(data) else f"{release.name}, edited"


def _hunks(release):
    try:
        return patch.read(patch_text(release.patch))
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or problem
        raise FileError(f"{release.patch}, which comes with inet1c: {reason}") from None


def _without_hooks(script):
    release = _known(script)
    try:
        return patch.apply(script, patch.reverse(_hunks(release)))[0]
    except patch.DoesNotFit as problem:
        raise Refused(
            f"{STOCK} is gone, and the hooks in {SCRIPT} are not as the patch has them; {problem}:\n"
            f"{problem.hunk}"
        ) from None


def _refuse_edits(script, original):
    """Raises Refused where ``script`` is not ``original`` with the patch."""
    try:
        patched, _ = patch.apply(original, _hunks(_known(original)))
        since = "was edited after it was patched"
    except patch.DoesNotFit:
        patched = original
        since = f"is not {STOCK} with this version's patch"
    if patched == script:
        return
    edits = list(difflib.unified_diff(patched.splitlines(), script.splitlines(), n=0, lineterm=""))
    lines = "\n".join(edits[2:])  # without the two names
    raise Refused(
        f"{SCRIPT} {since}; it is left as it is.\n{lines}\n"
        f"`inet1c uninstall --force` puts {STOCK} back without these lines."
    )


def _library(machine):
    """What is wrong with rc.bonding, which the hooks call."""
    if not machine.holds(HOOK):
        return [f"{HOOK} is missing: without it, no bond is started."]
    if not os.access(machine.path(HOOK), os.X_OK):
        return [f"{HOOK} is not executable: no bond is started until you run: chmod +x {HOOK}"]
    return []


def _running(machine):
    """What to say if start has made bonds that are still there."""
    try:
        going = os.path.getsize(machine.path(RECORD)) > 0
    except OSError:
        return []
    if not going:
        return []
    return [
        "Its bonds are still up, and it can no longer stop them. To remove them:\n"
        f"  inet1c install; {SCRIPT} stop; inet1c uninstall"
    ]


# -- the command line -----------------------------------------------------------------------------


def add_arguments(subparsers):
    """Adds both commands to the subparsers of argparse's parser.  What they parse is for ``run``."""
    for name, text in (
        ("install", "patch /etc/rc.d/rc.inet1, so that it starts bonds"),
        ("uninstall", "put the original rc.inet1 back"),
    ):
        parser = subparsers.add_parser(name, help=text, description=f"{text[0].upper()}{text[1:]}.")
        parser.add_argument("--root", metavar="DIR", default="/", help="the machine's files are below DIR")
        parser.add_argument("--dry-run", action="store_true", help="change nothing, say what would be done")
        if name == "uninstall":
            parser.add_argument("--force", action="store_true", help="drop what was edited since")
        parser.set_defaults(command=name)


def run(options) -> int:
    """Runs `install` or `uninstall`; prints what it did.  Gives the exit status.  Raises FileError."""
    machine = Machine(options.root)
    try:
        if options.command == "install":
            said = install(machine, options.dry_run)
        else:
            said = uninstall(machine, options.dry_run, options.force)
    except Refused as problem:
        say(f"inet1c {options.command}: {problem}\n")
        return 1
    write_out("\n".join(said) + "\n")
    return 0
