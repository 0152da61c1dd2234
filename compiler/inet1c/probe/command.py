"""``inet1c probe``: the command line, what it prints, the exit status."""

import json
import os
import time
from contextlib import suppress
from ipaddress import IPv4Address

from ..commands.options import CONF, add_format
from ..files import FileError, read_conf, say, write_out
from ..network.options import BROADCAST, RR
from ..network.reader import is_ipv4
from ..passes import compile_source
from . import nic
from .talk import Port, talk
from .verdict import judge, observe

CARRIER_WAIT = 10  # seconds; copper takes about 3


def add_arguments(subparsers):
    """Adds ``probe`` to the *subparsers* of argparse."""
    parser = subparsers.add_parser(
        "probe", help="find out which bonding mode the switch takes",
        description="Finds out by talking to the switch which bonding mode its ports take. Leaves each NIC as it was.",
        epilog="Exit status: 0 for a verdict, where each BONDMODE of --conf fits; 1 for none; 2 if it cannot probe.")
    add = parser.add_argument
    add("nics", metavar="NIC", nargs="*", help="the NICs that are to be slaves of one bond")
    add("--conf", metavar="FILE", help="probe the slaves of each bond in FILE; say whether its BONDMODE fits")
    add("--target", metavar="ADDRESS", type=IPv4Address,
        help=f"an IPv4 address behind the switch that answers ARP (default: GATEWAY of FILE, or of {CONF})")
    add("--long", action="store_true", help="listen for 35 seconds: LLDP, slow LACP, spanning tree")
    add("--anyway", action="store_true", help="probe NICs that are in use, too; may disturb their traffic")
    add_format(parser)
    parser.set_defaults(error=parser.error)


def run(options):
    """Probes what the command line asks for; gives the exit status."""
    if bool(options.nics) == bool(options.conf) or len(set(options.nics)) < len(options.nics):
        options.error("name each NIC once, or give --conf FILE")
    if os.geteuid() != 0:
        raise FileError("only root can send and receive raw frames")
    network = _network(options.conf) if options.conf else None
    with suppress(FileError):
        network = network or _network(CONF)
    gateway = network.gateway.text.partition(" ")[0] if network and network.gateway else ""
    target = str(options.target or (gateway if is_ipv4(gateway) else ""))
    bonds = network.bonds if options.conf else [None]
    if not bonds:
        raise FileError(f"{options.conf} has no bond")
    results = [_probe(options, bond, target) for bond in bonds]
    if options.format == "json":
        text = json.dumps({"probes": results}, indent=2, default=lambda it: sorted(it) if type(it) is set else vars(it))
        write_out(text + "\n")
    return max(result["status"] for result in results)


def _network(name):
    """The Network of the conf *name*.  Raises FileError where it cannot be read or has errors."""
    compiled = compile_source(read_conf(name).source)
    if compiled.refused:
        raise FileError(f"{name} has errors, which inet1c check shows")
    return compiled.network


def _probe(options, bond, target):
    """Probes the NICs of the command line, or the slaves of *bond*; prints text, or gives what JSON has."""
    names = [word.text for word in bond.kind.slaves] if bond else options.nics
    refused = [f"{name} {why}" for name in names for why in [nic.refusal(name, options.anyway)] if why]
    if refused:
        say(f"inet1c probe: {'; '.join(refused)}\n")
        return {"nics": names, "refused": refused, "status": 2}
    with nic.up(names):
        say(f"inet1c probe: {' '.join(names)}: waiting for carrier, {CARRIER_WAIT} seconds at most\n")
        end, ports = time.monotonic() + CARRIER_WAIT, [Port(name) for name in names]
        while time.monotonic() < end and not all(port.carrier for port in ports):
            time.sleep(0.1)
            for port in ports:
                port.read_link()
        talk([port for port in ports if port.carrier], target, options.long)
    seen, (kind, modes, text) = observe(ports, target), judge(ports, target, options.long)
    result = {"nics": names, "target": target, "observations": seen, "verdict": kind, "modes": modes,
              "text": text, "status": int(modes is None), "ports": ports}
    lines = [*seen, "", text[0] + (f" Modes that fit: {', '.join(modes)}." if modes else ""), *text[1:], ""]
    if bond and modes is not None:
        mode = bond.kind.mode.text
        fits = (RR if mode == BROADCAST else mode) in modes
        result.update(bond=bond.name.text, mode=mode, fits=fits, status=int(not fits))
        lines += [f'{bond.name}: BONDMODE[{bond.index}]="{mode}" {"fits" if fits else "does not fit"}.', ""]
    elif modes and not bond:
        slaves = " ".join(port.name for port in ports if port.carrier)
        lines += [f'BONDSLAVES[n]="{slaves}"', f'BONDMODE[n]="{modes[0]}"', ""]
    if options.format == "text":
        write_out("\n".join([*lines, ""]))
    return result
