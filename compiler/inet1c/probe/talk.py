"""Talks to the switch by LACPDUs, broadcast frames and ARP, and notes what comes in on which NIC."""

import os
import select
import socket
import struct
import time
from contextlib import ExitStack, suppress

from ..files import say
from . import frames, nic
from .verdict import judge

# linux/if_packet.h, linux/if_ether.h; Python's socket lacks them.
_SOL_PACKET, _ADD_MEMBERSHIP, _MR_PROMISC, _ETH_P_ALL = 263, 1, 1, 3
_QUESTIONS = 6  # of each NIC; a trunk of two sends the answers to all 12 back the same way once in 4096
# Seconds.  LACP's fast rate is 1, IEEE 802.1AX-2008, clause 5.4.4.  30 are LACP's slow rate, LLDP's usual
# interval, and twice the usual forward delay of spanning tree.
_ROUNDS, _LONG_ROUNDS, _LACP_ROUNDS = (1, 1, 1, 1, 1, 2), (1, 1, 1, 1, 1, 2, 4, 8, 16), 3
_STATE = frames.ACTIVITY | frames.SHORT_TIMEOUT | frames.AGGREGATION | frames.DEFAULTED


class Port:
    """A NIC, and what the switch's port at its other end has shown.

    ``speed``: Mb/s, 0 where not known.  ``partner``: a Lacp.  ``lldp``: a Lldp.  ``forwards``: True once the
    port let a frame through.  ``heard``: the NICs whose broadcast frames came in here.  ``answers``: for each
    MAC that asks on this NIC, the NICs on which the target's answer came in.
    """

    def __init__(self, name):
        self.name, self.partner, self.lldp, self.forwards = name, None, None, False
        self.heard, self.answers = set(), {}
        self.read_link()

    def read_link(self):
        """Reads from the kernel what it knows of the link."""
        paths = [f"/sys/class/net/{self.name}/{file}" for file in ("address", "carrier", "speed", "duplex")]
        self.mac, carrier, speed, self.duplex = map(nic.read, paths)
        self.carrier, self.speed = carrier == "1", int(speed) if speed.isdecimal() else 0  # -1: not known

    def crossings(self):
        """The other NICs on which answers to this one came in that did not come in here: sorted names."""
        return sorted({name for names in self.answers.values() if self.name not in names for name in names})


def talk(ports, target, long):
    """Asks and listens on *ports* for 1 to 7 seconds, or 35 where *long* is true; fills in what they show.

    *target* is an IPv4 address as text, or empty.  Says on standard error what it is doing.
    """
    rounds = _LONG_ROUNDS if long else _ROUNDS
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)) for _ in ports]
        talker = Talker(ports, target, sockets)
        for number, pause in enumerate(rounds if ports else ()):
            # Where a port has a LACP partner, nothing else tells more about the others.
            ask = number >= _LACP_ROUNDS and not any(port.partner for port in ports)
            what = "LACP, broadcast frames, ARP" if ask and target else "LACP, broadcast frames" if ask else "LACP"
            say(f"inet1c probe: sending {what}; {sum(rounds[number:])} seconds left at most\n")
            talker.speak(ask)
            talker.listen(pause)
            # What was seen is certain.  What was not seen, and what may still change, takes all rounds.
            if not long and judge(ports, target, long).kind in ("lacp", "static-trunk", "plain"):
                break
    for port in ports:
        port.read_link()  # It may be lost by now.


class Talker:
    """Sends and receives on *sockets*, raw ones, one for each of *ports*."""

    def __init__(self, ports, target, sockets):
        self.ports, self.target, self.sockets, self.token = ports, target, sockets, os.urandom(8)
        self.sent = {}  # frame -> the Port that it went out of
        local = b"\x02" + os.urandom(4)  # of MACs that are locally administered: IEEE 802, clause 8.2.2
        for first, (port, opened) in enumerate(zip(ports, sockets)):
            opened.bind((port.name, _ETH_P_ALL))
            # For the answers to made-up MACs.  It ends with the socket: packet(7).
            membership = struct.pack("iHH8x", socket.if_nametoindex(port.name), _MR_PROMISC, 0)
            opened.setsockopt(_SOL_PACKET, _ADD_MEMBERSHIP, membership)
            # Many trunks choose the cable by the last byte.  Some virtual switches let no other MAC through.
            made_up = [local + bytes([first * _QUESTIONS + n & 0xFF]) for n in range(1, _QUESTIONS)]
            macs = [port.mac, *(mac.hex(":") for mac in made_up)] if target else []
            port.answers = {mac: set() for mac in macs}

    def speak(self, ask):
        """Sends a LACPDU on each port; if *ask* is true, a broadcast frame and the open questions.

        The LACPDU knows of no partner: the partner answers it.  It is not in sync: the partner opens no port.
        """
        for number, (port, opened) in enumerate(zip(self.ports, self.sockets), 1):
            actor = frames.Lacp(0xFFFF, self.ports[0].mac, 1, 0xFF, number, _STATE)
            askers = [mac for mac, came_in in port.answers.items() if not came_in]
            asked = [frames.nonce(port.mac, self.token), *(frames.arp_probe(m, self.target) for m in askers)]
            for frame in [frames.lacpdu(port.mac, actor), *(asked if ask else ())]:
                self.sent[frame] = port
                with suppress(OSError):  # The link is lost, which the carrier shows afterwards.
                    opened.send(frame)

    def listen(self, seconds):
        """Takes what comes in, for that long."""
        end = time.monotonic() + seconds
        while end > time.monotonic():
            for opened in select.select(self.sockets, [], [], max(0, end - time.monotonic()))[0]:
                with suppress(OSError):  # as in speak
                    frame, origin = opened.recvfrom(2048)
                    if origin[2] != socket.PACKET_OUTGOING:
                        self.take(self.ports[self.sockets.index(opened)], frame)

    def take(self, port, frame):
        """Notes what *frame* shows, which came in on *port*."""
        port.forwards |= frame[12:14] in (frames.IPV4, frames.ARP, frames.IPV6, frames.EXPERIMENT)
        port.lldp = frames.parse_lldp(frame) or port.lldp
        partner, sender = frames.parse_lacpdu(frame), self.sent.get(frame, port)
        if sender is not port:
            port.heard.add(sender.name)
        elif partner and partner.system != self.ports[0].mac:
            port.partner = partner
        address, mac = frames.parse_arp_reply(frame) or (None, None)
        for asker in self.ports:
            if address == self.target and mac in asker.answers:
                asker.answers[mac].add(port.name)
