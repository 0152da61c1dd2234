"""Reads a conf, and replaces a file as a whole.  What goes wrong is a FileError, which names the file."""

import os
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Optional

from .source import Source

LARGEST = 64 << 20  # bytes; /dev/zero has no end
SECOND = 10**9  # in nanoseconds
# The kernel stamps files by a clock that is up to one tick (10 ms) behind.
TICK = SECOND // 50


class FileError(Exception):
    """A file cannot be read or written; the message says which and why."""

    @classmethod
    def about(cls, doing, problem):
        """The error for *problem*, an OSError or a ValueError, met while *doing*, such as "cannot read x"."""
        return cls(f"{doing}: {getattr(problem, 'strerror', None) or problem}")


@dataclass(frozen=True)
class ConfFile:
    """A conf as it was read.  ``mode`` are its permissions; ``modified`` is its time in nanoseconds.

    Standard input has the mode 644 and no time.
    """

    source: Source
    mode: int = 0o644
    modified: Optional[int] = None


def read_conf(name):
    """The ConfFile *name*, or standard input where that is "-".  Raises FileError."""
    try:
        if name == "-":
            name, status, data = "standard input", None, sys.stdin.buffer.read(LARGEST + 1)
        else:
            with open(name, "rb") as file:
                # Before the read: an edit in between makes the plan stale, as it should.
                status = os.fstat(file.fileno())
                data = file.read(LARGEST + 1)
    except (OSError, ValueError) as problem:
        raise FileError.about(f"cannot read {name!r}" if "\0" in name else f"cannot read {name}", problem) from None
    if len(data) > LARGEST:
        raise FileError(f"cannot read {name}: it is larger than {LARGEST >> 20} MB")
    source = Source.from_bytes(name, data)
    return ConfFile(source, status.st_mode & 0o777, status.st_mtime_ns) if status else ConfFile(source)


def wait_for_next_second(name, clock=time.time_ns, sleep=time.sleep):
    """Returns once the second in which the file *name* was last edited is over.

    start takes a plan for stale when its date is not the conf's.  Old versions of bash compare dates by whole seconds
    and would not see another edit in the same second.  A date that lies further ahead than the next second is a wrong
    clock's, and not waited for.  *clock* gives nanoseconds; *sleep* takes seconds.
    """
    try:
        modified = os.stat(name).st_mtime_ns
    except (OSError, ValueError):
        return  # reading it says what is wrong
    now = clock()
    over = (modified // SECOND + 1) * SECOND + TICK
    if now < over and modified - now < SECOND:
        sleep((over - now) / SECOND)


def replace_file(name, text, mode=0o644, modified=None, owner=None):
    """Puts *text* into the file *name*, with *mode* and the time *modified*: all of it, or nothing.

    *owner* is a pair of numbers, user and group; without it the new file belongs to who runs this, whoever owned the
    old one.  A symbolic link is replaced and not followed; a device or a pipe is written to.  Raises FileError.
    """
    data = text.encode("utf-8", "surrogateescape")
    temporary = None
    try:
        if os.path.exists(name) and not os.path.isfile(name):
            with open(name, "wb") as out:
                out.write(data)
            return
        folder, base = os.path.split(name)
        descriptor, temporary = tempfile.mkstemp(dir=folder or ".", prefix=f".{base}.")
        with os.fdopen(descriptor, "wb") as out:
            if owner is not None:
                os.fchown(descriptor, *owner)
            os.fchmod(descriptor, mode)
            out.write(data)
            out.flush()
            if modified is not None:
                os.utime(descriptor, ns=(modified, modified))
            os.fsync(descriptor)
        os.replace(temporary, name)
        temporary = None
        _sync_folder(folder or ".")
    except (OSError, ValueError) as problem:
        raise FileError.about(f"cannot write {name}", problem) from None
    finally:
        if temporary is not None:
            with suppress(OSError):
                os.unlink(temporary)


def _sync_folder(folder):
    """Makes the new name last.  Some file systems cannot, which is no reason to fail."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def write_out(text):
    """Writes *text* to standard output, whatever its characters are.  Raises FileError and BrokenPipeError."""
    if sys.stdout is None:
        if text:
            raise FileError("cannot write standard output: it is closed")
        return
    try:
        sys.stdout.flush()
        if hasattr(sys.stdout, "buffer"):
            sys.stdout.buffer.write(text.encode("utf-8", "surrogateescape"))
        else:  # a StringIO in its place
            sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        _discard_output()
        raise
    except OSError as problem:
        _discard_output()
        raise FileError.about("cannot write standard output", problem) from None


def _discard_output():
    """Lets Python flush what it still holds for standard output when it ends, without a word."""
    with suppress(OSError):
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.close(null)


def say(text):
    """Writes *text* to standard error.  Where that fails there is nobody to tell."""
    encoding = getattr(sys.stderr, "encoding", None) or "ascii"
    with suppress(OSError, AttributeError):  # closed, it is None
        sys.stderr.write(text.encode(encoding, "backslashreplace").decode(encoding))
        sys.stderr.flush()
