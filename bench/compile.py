#!/usr/bin/env python3
"""How long the compiler takes, as ratios measured in one run: machines differ, ratios less so.

    check on a usual file, against `python3 -c 'import lark'`      at most 4
    check of 10,000 interfaces, against 1,000                      at most 12
    check of eight files in one call, against eight calls          less than a half

Times are the processor's, of the process and its children, and of each the least of several runs.  Python
compiles modules once and keeps them: the first run of each is not counted.  Exit status 1 where a ratio
is missed.
"""

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
USUAL = """\
# Two bonds, a VLAN and a bridge on them.
IFNAME[0]="bond0"
BONDSLAVES[0]="eth0 eth1"
BONDMODE[0]="802.3ad"
IFOPTS[0]="miimon 100 | lacp_rate fast | xmit_hash_policy layer3+4"
IPADDRS[0]="192.0.2.10/24"

IFNAME[1]="bond0.5"
IPADDRS[1]="198.51.100.10/24"

IFNAME[2]="bond1"
BONDSLAVES[2]="eth2 eth3"
BONDMODE[2]="active-backup"

IFNAME[3]="br0"
BRNICS[3]="bond1"
USE_DHCP[3]="yes"
DHCP_HOSTNAME[3]="darkstar"

GATEWAY="192.0.2.1"
DEBUG_ETH_UP="no"
"""
COMMENT = (
    "# " + "=" * 77 + "\n" + "# This file contains the configuration settings for network interfaces.\n" * 8
)


def interfaces(count):
    """A conf of *count* interfaces: bonds of two NICs, each with an address."""
    lines = [f'MAXNICS="{count}"']
    for number in range(count):
        lines += [
            f'IFNAME[{number}]="bond{number}"',
            f'BONDSLAVES[{number}]="n{number}a n{number}b"',
            f'BONDMODE[{number}]="active-backup"',
            f'IPADDRS[{number}]="10.{number >> 14 & 255}.{number >> 6 & 255}.{(number & 63) * 4 + 1}/30"',
        ]
    return "\n".join(lines) + "\n"


def seconds(runs, *commands):
    """For each of *commands*, arguments of Python, the least processor time of *runs* runs, taken in turn."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPATH"] = str(ROOT / "compiler")
    environment["PYTHONPYCACHEPREFIX"] = CACHE
    times = [[] for _ in commands]
    for _ in range(runs + 1):
        for arguments, taken in zip(commands, times):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            done = subprocess.run(
                [sys.executable, *arguments], env=environment, stderr=subprocess.PIPE, check=False
            )
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            if done.returncode:
                sys.exit(f"{arguments}: {done.stderr.decode()}")
            taken.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return [min(taken[1:]) for taken in times]


def main():
    global CACHE
    with tempfile.TemporaryDirectory() as folder:
        CACHE = os.path.join(folder, "cache")
        names = []
        for number in range(8):
            names.append(os.path.join(folder, f"host{number}.conf"))
            text = COMMENT + USUAL.replace("192.0.2.10", f"192.0.2.{10 + number}").replace(
                "198.51.100.10", f"198.51.100.{10 + number}"
            )
            Path(names[-1]).write_text(text)
        many = {}
        for count in (1000, 10000):
            many[count] = os.path.join(folder, f"{count}.conf")
            Path(many[count]).write_text(interfaces(count))
        check = ["-m", "inet1c", "check"]
        lark, one = seconds(20, ["-c", "import lark"], [*check, names[0]])
        (eight,) = seconds(8, [*check, *names])
        (thousand,) = seconds(2, [*check, many[1000]])
        (ten_thousand,) = seconds(1, [*check, many[10000]])
    results = (
        (
            "inet1c check of a usual file / import lark",
            one / lark,
            4.0,
            f"{one * 1000:.0f} ms / {lark * 1000:.0f} ms",
        ),
        (
            "10,000 interfaces / 1,000",
            ten_thousand / thousand,
            12.0,
            f"{ten_thousand:.1f} s / {thousand:.2f} s",
        ),
        (
            "eight files in one call / in eight calls",
            eight / (8 * one),
            0.5,
            f"{eight * 1000:.0f} ms / {8000 * one:.0f} ms",
        ),
    )
    missed = False
    for what, ratio, most, times in results:
        missed = missed or ratio > most
        print(
            f"{what:45} {ratio:6.2f}   at most {most:4.1f}   ({times})"
            + ("   MISSED" if ratio > most else "")
        )
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
