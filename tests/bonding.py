"""A made-up machine on which rc.bonding runs: a root of plain files, without a VM.

``BOND_TEST_ROOT`` is the prefix of all that rc.bonding reads and writes.  tests/kernel.sh plays the kernel
and ip(8).  No time passes: sleep counts, and ``Machine.slept()`` tells how many seconds.
"""

import os
import re
import subprocess
from pathlib import Path

from inet1c.plan.emit import emit
from inet1c.source import Source

from tests.golden import ROOT, compile_text
from tests.patches import PATCHES

KERNEL = ROOT / "tests" / "kernel.sh"
OPTIONS = {
    "mode": "balance-rr 0", "miimon": "0", "updelay": "0", "downdelay": "0", "primary": "",
    "active_slave": "", "primary_reselect": "always 0", "fail_over_mac": "none 0", "arp_interval": "0",
    "xmit_hash_policy": "layer2 0", "arp_ip_target": "", "min_links": "0", "lacp_rate": "slow 0",
    "ad_partner_mac": "00:00:00:00:00:00", "queue_id": "", "slaves": "", "resend_igmp": "1",
}  # fmt: skip
# What the hooks are without rc.bonding.
HOOKS = "\n".join(re.findall(r"^\+(bond_\w+\(\) .*)$", PATCHES["15.0"].read_text(encoding="utf-8"), re.M))
# What rc.inet1 does, as the patches have it, where all interfaces are rc.bonding's.
RUN = """
. KERNEL
mkdir -p "$K/proc/$$"
read -r line < /proc/$$/stat
echo "$line" > "$K/proc/$$/stat"
BEFORE
HOOKS
. "$K/etc/rc.d/rc.bonding"
! declare -F put > /dev/null || kernel_puts
kill() { echo "kill $*" >> "$K/log"; [ "$1" != -0 ] || [ -e "$K/hangs" ]; }
slept=0
sleep() {
  local tenths=${1/./}
  [ "$tenths" != "$1" ] || tenths+=0
  slept=$((slept + 10#$tenths))
  echo $((slept / 10)) > "$K/slept"
}
[ ! -r "$K/etc/rc.d/rc.inet1.conf" ] || . "$K/etc/rc.d/rc.inet1.conf"
start() { bond_start; for name in "${IFNAME[@]}"; do bond_does up "$name"; done; }
stop() { bond_gateway_down; for name in "${IFNAME[@]}"; do bond_does down "$name"; done; bond_stop; }
case "$1" in
  start) start ;;
  stop) stop ;;
  restart) bond_refuses || { stop; start; } ;;
  status) bond_status ;;
  *_start) bond_does up "${1%_*}" || echo "for rc.inet1" ;;
  *_stop) bond_does down "${1%_*}" || echo "for rc.inet1" ;;
  *_restart) bond_does down "${1%_*}" && bond_does up "${1%_*}" || echo "for rc.inet1" ;;
esac
AFTER
bond_end
"""
DHCPCD = """#!/bin/bash
echo "dhcpcd $*" >> "$BOND_TEST_ROOT/log"
! [ -e "$BOND_TEST_ROOT/no-dhcp" ]
"""
MODPROBE = """#!/bin/bash
. KERNEL
echo "modprobe $*" >> "$K/log"
[ ! -e "$K/no-module" ] && : > "$KNET/bonding_masters"
"""
INET1C = """#!/bin/bash
cat "$BOND_TEST_ROOT/inet1c-says" 1>&2
[ -s "$BOND_TEST_ROOT/inet1c-plan" ] || exit 1
cat "$BOND_TEST_ROOT/inet1c-plan" > "$BOND_TEST_ROOT/etc/rc.d/rc.inet1.bonding"
"""

produced = set()  # every line that any run has said


class Machine:
    """A machine with eth0, eth1 and eth2, which have carrier, and with IPv6."""

    def __init__(self, root):
        self.root = Path(root)
        self.status = None  # the exit status of the last run
        for folder in ("proc/net/bonding", "proc/net/vlan", "var/run"):
            (self.root / folder).mkdir(parents=True)
        for name, value in OPTIONS.items():
            self.write(f"bond/{name}", f"{value}\n" if value else "")
        for name in ("accept_ra", "autoconf", "stable_secret", "addr_gen_mode", "use_tempaddr"):
            self.write(f"proc/sys/net/ipv6/conf/default/{name}", "0\n")
        for name in ("refused", "addresses", "details", "routes6", "log"):
            self.write(name, "")
        self.write("sys/class/net/bonding_masters", "\n")
        self.kernel("5.15.19")
        self.write("proc/sys/kernel/random/boot_id", "this-boot\n")
        self.write("etc/machine-id", "0123456789abcdef0123456789abcdef\n")
        # logger(1) is not below the prefix.
        text = (ROOT / "rc.bonding").read_text(encoding="utf-8")
        self.program("etc/rc.d/rc.bonding", text.replace("/usr/bin/logger", f"{self.root}/usr/bin/logger"))
        self.program("sbin/ip", f"#!/bin/bash\n{KERNEL.read_text()}")
        self.write("etc/rc.d/rc.inet1", "bond_start\n")
        self.program("sbin/dhcpcd", DHCPCD)
        self.program("sbin/modprobe", MODPROBE)
        for number in range(3):
            self.nic(f"eth{number}", f"02:00:00:00:00:e{number}")

    def write(self, path, text):
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text, encoding="utf-8")

    def read(self, path):
        return (self.root / path).read_text(encoding="utf-8").rstrip("\n")

    def net(self, path):
        """What a file below /sys/class/net has."""
        return self.read(f"sys/class/net/{path}")

    def program(self, path, text):
        self.write(path, text.replace("KERNEL", str(KERNEL)))
        (self.root / path).chmod(0o755)

    def nic(self, name, mac="02:00:00:00:00:ee"):
        for file, value in {"flags": "0x1002", "mtu": "1500", "address": mac, "carrier": "1", "speed": "1000",
                            "ifalias": "", "uevent": f"INTERFACE={name}"}.items():
            self.write(f"sys/class/net/{name}/{file}", f"{value}\n" if value else "")

    def conf(self, text):
        """Write rc.inet1.conf and its plan, as `inet1c build` does: both with one date."""
        plan, found = compile_text(Source("rc.inet1.conf", text))
        assert plan is not None, [problem.message for problem in found]
        self.write("etc/rc.d/rc.inet1.conf", text)
        self.write("etc/rc.d/rc.inet1.bonding", emit(plan))
        for name in ("rc.inet1.conf", "rc.inet1.bonding"):
            self.date(name, 1000)

    def date(self, name, seconds):
        """Date a file of /etc/rc.d."""
        os.utime(self.root / "etc/rc.d" / name, (seconds, seconds))

    def kernel(self, version):
        """Be a kernel of *version*, as osrelease has it.  Before 3.14 sysfs has less of slaves."""
        self.write("proc/sys/kernel/osrelease", f"{version}\n")

    def refuse(self, pattern, reason="Invalid argument", bond=""):
        """Let the kernel refuse requests that match; with *bond*, only while it is up or has slaves."""
        with (self.root / "refused").open("a", encoding="utf-8") as file:
            file.write(f"{pattern}|{reason}|{bond}\n")

    def inet1c(self, says="", plan=None):
        """Install an inet1c that prints *says*; with *plan* it writes that and succeeds, else it fails."""
        self.write("inet1c-says", says)
        self.write("inet1c-plan", plan or "")
        self.program("bin/inet1c", INET1C)

    def run(self, word, before="", after="", options=(), compatible=""):
        """What rc.inet1 says when called with *word*.

        *before* is shell that runs first, with kernel.sh, *after* what runs last.  *compatible* is an older
        bash to be like.
        """
        script = RUN.replace("KERNEL", str(KERNEL)).replace("HOOKS", HOOKS)
        script = script.replace("BEFORE", before).replace("AFTER", after)
        variables = {"BASH_COMPAT": compatible} if compatible else {}
        return self._bash(*options, "-c", script, "bash", word, **variables)

    def script(self, word):
        """What rc.bonding says as a script of its own."""
        return self._bash(str(self.root / "etc/rc.d/rc.bonding"), word)

    def _bash(self, *words, **variables):
        self.write("log", "")
        self.write("slept", "0\n")
        environment = dict(variables, BOND_TEST_ROOT=str(self.root), LC_ALL="C.UTF-8",
                           PATH=f"{self.root}/bin:{os.environ['PATH']}")
        done = subprocess.run(["bash", "--norc", *words], env=environment, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True)
        self.status = done.returncode
        said = done.stdout.replace(str(self.root), "").splitlines()
        said = [line.replace("rc.inet1: ", "", 1) for line in said]
        produced.update(said)
        return said

    def slept(self):
        """For how many seconds the last run slept."""
        return int(self.read("slept"))

    def asked(self, start=""):
        """The requests of the last run to ip(8) and other programs that begin with *start*."""
        return [line.rstrip() for line in self.read("log").splitlines() if line.startswith(start)]
