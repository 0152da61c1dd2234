"""Where on this machine a VM can be run: folders that suit it, and what it means when it does not come up."""

import mmap
import os
import re
import tempfile
from typing import Optional, Sequence, Tuple

# What may stand in a path on a kernel's command line, and in the options of a mount.
# Short, as User-mode Linux makes a socket 50 characters further below, and a socket's path has at most 107.
PLAIN = re.compile(r"[A-Za-z0-9._/-]{1,50}\Z")

# What a VM says when it does not come up; what that means, and what to try. The words are User-mode Linux's
# (arch/um/os-Linux in the kernel's source), or those of lib/init, which begin with "vm-tests: ". Only what
# the machine lacks stands here: then the cases are skipped. A fault of our own has to make them fail.
TROUBLE = (
    (r"^vm-tests: (the guest's kernel has no overlay .+)$", r"\1"),
    (
        r"ptrace",
        "this machine forbids ptrace, which User-mode Linux is built on: in a container, allow it (docker "
        "run --cap-add SYS_PTRACE --security-opt seccomp=unconfined); elsewhere, look at "
        "/proc/sys/kernel/yama/ptrace_scope",
    ),
    (
        r"noexec",
        "the folder of the guest's memory is mounted noexec: set TMPDIR to a folder that is not",
    ),
    (
        r"Exec format error",
        "this machine cannot run linux.uml: it is a program for x86-64",
    ),
    (
        r"ran out of space|No space left|Too few physical memory|setup_physmem|Cannot allocate memory"
        r"|exit status -9\b",
        "there is too little memory for the guest: end other programs, raise the limit (ulimit -v, docker "
        "run --memory), use --jobs 1, or set TMPDIR to a folder on a disk with room",
    ),
    (
        r"No working init found|Unable to mount root",
        "the guest cannot read this machine's files: may this user read the checkout and /bin/bash?",
    ),
)


def plain_folder(others: Sequence[str] = ()) -> Optional[str]:
    """A folder to write to with a short path of plain characters, tried in order; None when there is none."""
    for folder in (tempfile.gettempdir(), "/tmp", "/var/tmp", "/dev/shm", *others):
        if PLAIN.match(folder) and os.access(folder, os.W_OK | os.X_OK):
            return folder
    return None


def unfit(folder: str, size: int) -> str:
    """Why `folder` cannot hold a guest's memory of `size` MB, in words; empty if it can.

    User-mode Linux maps an unlinked file there, and executes from it.
    """
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            status = os.fstatvfs(file.fileno())
            free = status.f_bavail * status.f_frsize >> 20
            if free < size:
                return f"only {free} MB free"
            file.truncate(mmap.PAGESIZE)
            prot = mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC
            mmap.mmap(file.fileno(), mmap.PAGESIZE, mmap.MAP_SHARED, prot).close()
    except PermissionError as error:
        return "mounted noexec" if os.access(folder, os.W_OK | os.X_OK) else str(error.strerror)
    except OSError as error:
        return str(error.strerror)
    return ""


def memory_folder(folders: Sequence[str], size: int) -> Tuple[Optional[str], str]:
    """The first of `folders` that can hold `size` MB; in words, why those before it cannot."""
    reasons = []
    for folder in folders:
        reason = unfit(folder, size)
        if not reason:
            return folder, "; ".join(reasons)
        reasons.append(f"{folder}: {reason}")
    return None, "; ".join(reasons)


def explained(said: str) -> str:
    """What is wrong and what to try, by what a VM has said that did not come up; empty if not known."""
    for pattern, words in TROUBLE:
        match = re.search(pattern, said, re.MULTILINE)
        if match:
            return match.expand(words)
    return ""
