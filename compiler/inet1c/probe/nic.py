"""NICs as the kernel has them: what one is in use for, and up for as long as it is probed."""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager, suppress

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_IPV6_OFF = "/proc/sys/net/ipv6/conf/{}/disable_ipv6"
_CLIENTS = (  # pid files of dhcpcd(8), for one NIC and for all, and of dhclient(8)
    "dhcpcd-{}.pid", "dhcpcd-{}-4.pid", "dhcpcd-{}-6.pid", "dhcpcd/{}.pid", "dhcpcd/{}-4.pid",
    "dhcpcd/{}-6.pid", "dhcpcd.pid", "dhcpcd/pid", "dhclient-{}.pid", "dhclient.{}.pid")  # fmt: skip


def read(path):
    """The first line of a file; empty where it cannot be read."""
    with suppress(OSError, ValueError), open(path, encoding="ascii") as file:
        return file.readline().strip()
    return ""


def refusal(name, anyway):
    """Why the NIC is not to be probed, as a phrase, or nothing.  *anyway* allows one that is in use."""
    folder = f"/sys/class/net/{name}"
    kind = read(f"{folder}/uevent").partition("DEVTYPE=")[2]
    if read(f"{folder}/type") != "1" or kind in ("bond", "bridge", "vlan", "wlan"):  # 1: ARPHRD_ETHER
        return "is no Ethernet NIC of this machine"
    if anyway:
        return ""
    with suppress(OSError):
        return "is a slave or port of " + os.path.basename(os.readlink(f"{folder}/master"))
    for words in _ip("address", "show", "dev", name):
        # The kernel gives a link-local address to each NIC that is up.
        if words[2] in ("inet", "inet6") and not words[3].startswith("fe80:"):
            return f"has the address {words[3]}"
    for file in _CLIENTS:
        pid = read(f"/run/{file.format(name)}") or read(f"/var/run/{file.format(name)}")
        if pid and read(f"/proc/{pid}/comm").startswith(("dhcpcd", "dhclient")):
            return f"is in the hands of a DHCP client, process {pid}"
    routes = _ip("-4", "route", "show", "default") + _ip("-6", "route", "show", "default")
    return "carries the default route" if any(name in words for words in routes) else ""


@contextmanager
def up(names):
    """Sets the NICs *names* up; afterwards, also after a signal, sets down those that were down.

    From now on SIGTERM and SIGHUP raise SystemExit, with the status that a shell reports.
    """
    for number in _SIGNALS[1:]:
        signal.signal(number, lambda number, _: sys.exit(128 + number))
    down = [name for name in names if not int(read(f"/sys/class/net/{name}/flags"), 16) & 1]
    ipv6_off = {name: read(_IPV6_OFF.format(name)) for name in down}
    try:
        for name in down:
            _write(_IPV6_OFF.format(name), "1")  # No router is to give it an address and a route.
            _ip("link", "set", "dev", name, "up")
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
        for name in down:
            _ip("link", "set", "dev", name, "down")
            _write(_IPV6_OFF.format(name), ipv6_off[name])
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)


def _write(path, text):
    with suppress(OSError), open(path, "w", encoding="ascii") as file:  # not there without IPv6
        file.write(text)


def _ip(*arguments):
    """Runs ip(8), which says itself what it cannot do; gives what it prints, each line as a list of words."""
    environment = {**os.environ, "PATH": "/sbin:/usr/sbin:/bin:/usr/bin"}
    done = subprocess.run(("ip", "-o", *arguments), env=environment, stdout=subprocess.PIPE)
    return [line.split() for line in done.stdout.decode().splitlines()]
