"""Ethernet frames, built and parsed as bytes.  Nothing here needs a network.

MACs are strings like 02:00:00:00:01:01.  A parser gives None for another kind of frame, and for one cut off.
"""

import struct
from dataclasses import astuple, make_dataclass
from ipaddress import IPv4Address

# Ethertypes.  SLOW, slow protocols: IEEE 802.3, annex 57A.  EXPERIMENT: ETH_P_802_EX1 of linux/if_ether.h.
IPV4, ARP, IPV6, SLOW, EXPERIMENT, LLDP = map(bytes.fromhex, ("0800", "0806", "86dd", "8809", "88b5", "88cc"))
BROADCAST, SLOW_GROUP = "ff:ff:ff:ff:ff:ff", "01:80:c2:00:00:02"  # the second: IEEE 802.3, annex 57A
SHORTEST = 60  # bytes, without the checksum: IEEE 802.3, clause 3.2.8
# A LACPDU after the ethertype, IEEE 802.1AX-2008, clause 5.4.2.2: subtype, version; TLVs (type, length,
# value) of actor (as in Lacp), partner and collector; terminator.
_LACPDU = struct.Struct("!BB BBH6sHHHB3x BB18x BB14x BB50x")
# Bits of a state: the same clause, item m.
ACTIVITY, SHORT_TIMEOUT, AGGREGATION, DEFAULTED = 0x01, 0x02, 0x04, 0x40
# An ARP packet, RFC 826: hardware, protocol, address lengths, operation; MAC and IP of sender and target.
_ARP = struct.Struct("!H2sBBH6s4s6s4s")
_REQUEST, _REPLY = (1, IPV4, 6, 4, 1), (1, IPV4, 6, 4, 2)

# What the sender of a LACPDU says of itself: numbers, and its system as a MAC.
Lacp = make_dataclass("Lacp", ("priority", "system", "key", "port_priority", "port", "state"), frozen=True)
# What LLDP says of the other end: the names of switch and port, as printable text.
Lldp = make_dataclass("Lldp", ("switch", "port"), frozen=True)


def nonce(source, token):
    """A broadcast frame from the MAC *source* with *token*, bytes; it says where it comes from."""
    return _frame(BROADCAST, source, EXPERIMENT, b"inet1c probe" + token)


def lacpdu(source, actor):
    """A LACPDU from the MAC *source*, whose sender is *actor*, a Lacp, and knows of no partner."""
    priority, system, *rest = astuple(actor)
    fields = (1, 1, 1, 20, priority, _bytes(system), *rest, 2, 20, 3, 16, 0, 0)
    return _frame(SLOW_GROUP, source, SLOW, _LACPDU.pack(*fields))


def parse_lacpdu(frame):
    """The sender of a LACPDU, as a Lacp.  Later versions keep these fields: clause 5.4.2.2, item e."""
    if frame[12:14] != SLOW or len(frame) < 14 + _LACPDU.size:
        return None
    subtype, _, kind, length, priority, system, *rest = _LACPDU.unpack_from(frame, 14)[:10]
    return Lacp(priority, system.hex(":"), *rest) if (subtype, kind, length) == (1, 1, 20) else None


def arp_probe(source, target):
    """A question from the MAC *source* for *target*, an IPv4 address as text.

    An ARP Probe of RFC 5227, section 1.1: it claims no IP address, and so changes nobody's ARP cache.
    """
    addresses = (_bytes(source), bytes(4), bytes(6), IPv4Address(target).packed)
    return _frame(BROADCAST, source, ARP, _ARP.pack(*_REQUEST, *addresses))


def parse_arp_reply(frame):
    """The IPv4 address that answers, as text, and the MAC that had asked."""
    if frame[12:14] != ARP or len(frame) < 14 + _ARP.size:
        return None
    *head, _, address, asker, _ = _ARP.unpack_from(frame, 14)
    return (str(IPv4Address(address)), asker.hex(":")) if tuple(head) == _REPLY else None


def parse_lldp(frame):
    """The Lldp of a LLDPDU, IEEE 802.1AB-2009, clause 8: system name or chassis ID, and port ID."""
    found, rest = {}, frame[14:] if frame[12:14] == LLDP else b""
    while len(rest) > 1:
        kind, end = rest[0] >> 1, 2 + (int.from_bytes(rest[:2], "big") & 0x1FF)  # clause 8.4
        if kind == 0 or len(rest) < end:
            break
        found.setdefault(kind, rest[2:end])
        rest = rest[end:]
    if not found.get(1) or not found.get(2):
        return None
    # Clauses 8.5.2 and 8.5.3: a subtype, then a MAC or a name.
    chassis, port = (value[1:].hex(":").encode() if value[0] == mac else value[1:]
                     for value, mac in ((found[1], 4), (found[2], 3)))
    return Lldp(_printable(found.get(5) or chassis), _printable(port))


def _printable(name):
    """*name*, bytes, as text without control characters, which a terminal would obey."""
    return "".join(c if c.isprintable() else "?" for c in name.decode("utf-8", "replace"))


def _frame(destination, source, kind, payload):
    return (_bytes(destination) + _bytes(source) + kind + payload).ljust(SHORTEST, b"\0")


def _bytes(mac):
    return bytes.fromhex(mac.replace(":", ""))
