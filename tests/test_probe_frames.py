"""The probe's frames, field by field against the standards and against published captures.

Captures: LACP.pcap (two Cisco switches, 2009), LLDP_and_CDP.pcap (two Cisco 3560, 2010), lldp_mudurl.pcap (a
Linux host) and bgp-4byte-asn.pcap of tcpdump's own tests; the values are those that tcpdump prints of them.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inet1c.probe import frames
from inet1c.probe.frames import Lacp, Lldp

SLOW_GROUP = "0180c2000002"


def octets(*parts):
    return bytes.fromhex("".join(parts).replace(" ", ""))


def captured_lacpdu(source, actor, partner):
    """A LACPDU of IEEE 802.1AX-2008, clause 5.4.2.2; *actor* and *partner* are 15 octets in hexadecimal."""
    return octets(
        SLOW_GROUP, source, "8809", "01 01",
        "01 14", actor, "000000",
        "02 14", partner, "000000",
        "03 10", "8000", "00" * 12,
        "00 00", "00" * 50,
    )  # fmt: skip


# system priority, system, key, port priority, port, state
PASSIVE = "8000 000e8316f500 000d 8000 0019 0c"
ACTIVE = "8000 0013c4120f00 000d 8000 0016 4d"
FRAME_9 = captured_lacpdu("000e8316f510", PASSIVE, "8000 0013c4120f00 000d 8000 0016 75")
FRAME_10 = captured_lacpdu("0013c4120f0d", ACTIVE, "00" * 15)


def test_lacpdu_of_a_passive_switch():
    said = frames.parse_lacpdu(FRAME_9)
    assert said == Lacp(32768, "00:0e:83:16:f5:00", 13, 32768, 25, 0x0C)
    assert not said.state & frames.ACTIVITY
    assert said.state & frames.AGGREGATION


def test_lacpdu_of_an_active_switch_that_knows_no_partner():
    said = frames.parse_lacpdu(FRAME_10)
    assert said == Lacp(32768, "00:13:c4:12:0f:00", 13, 32768, 22, 0x4D)
    assert said.state & frames.ACTIVITY and said.state & frames.DEFAULTED
    assert not said.state & frames.SHORT_TIMEOUT


def test_lacpdu_of_a_later_version_is_read():
    version_2 = FRAME_9[:15] + b"\x02" + FRAME_9[16:]
    assert frames.parse_lacpdu(version_2) == frames.parse_lacpdu(FRAME_9)


def test_our_lacpdu_has_the_layout_of_the_captured_one():
    # frame 10 but for the collector's delay, which is 0 here
    actor = Lacp(32768, "00:13:c4:12:0f:00", 13, 32768, 22, 0x4D)
    ours = frames.lacpdu("00:13:c4:12:0f:0d", actor)
    assert ours == FRAME_10[:58] + b"\0\0" + FRAME_10[60:]
    assert len(ours) == 124
    assert frames.parse_lacpdu(ours) == actor


def test_marker_is_no_lacpdu():
    marker = FRAME_9[:14] + b"\x02" + FRAME_9[15:]
    assert frames.parse_lacpdu(marker) is None


def tlv(kind, value):
    """A TLV of IEEE 802.1AB-2009, clause 8.4."""
    return (kind << 9 | len(value)).to_bytes(2, "big") + value


def lldpdu(*tlvs):
    return octets("0180c200000e", "0018ba98688f", "88cc") + b"".join(tlvs)


CHASSIS = tlv(1, octets("04", "0018ba98688f"))
TTL = tlv(3, b"\0\x78")


@pytest.mark.parametrize(
    "tlvs, switch, port",
    [
        # the captured values: name, and port by local name, by alias, by MAC
        ([CHASSIS, tlv(2, b"\x07Fa0/13"), TTL, tlv(5, b"S1.cisco.com"), tlv(0, b"")],
         "S1.cisco.com", "Fa0/13"),
        ([tlv(1, octets("04", "00192fa7b28d")), tlv(2, b"\x01Uplink to S1"), TTL, tlv(5, b"S2.cisco.com")],
         "S2.cisco.com", "Uplink to S1"),
        ([tlv(1, octets("04", "002354c25702")), tlv(2, octets("03", "002354c25702")), TTL,
          tlv(5, b"upstairs.ofcourseimright.com")],
         "upstairs.ofcourseimright.com", "00:23:54:c2:57:02"),
        # no name: the chassis ID
        ([CHASSIS, tlv(2, b"\x05ge-0/0/1"), TTL], "00:18:ba:98:68:8f", "ge-0/0/1"),
        ([tlv(1, b"\x07rack 4"), tlv(2, b"\x0512"), TTL, tlv(5, b"")], "rack 4", "12"),
        # longer than 255: the ninth bit of the length
        ([CHASSIS, tlv(2, b"\x0512"), TTL, tlv(6, b"x" * 300), tlv(5, b"core1")], "core1", "12"),
        # what a terminal would obey
        ([CHASSIS, tlv(2, b"\x051\x1b[2J"), TTL, tlv(5, b"a\nb\xff")], "a?b\ufffd", "1?[2J"),
    ],
)  # fmt: skip
def test_lldpdu(tlvs, switch, port):
    assert frames.parse_lldp(lldpdu(*tlvs)) == Lldp(switch, port)


def test_lldpdu_without_its_mandatory_tlvs():
    # lldp_8021_linkagg.pcap has nothing but a TLV of link aggregation
    aggregation = tlv(127, octets("0080c2", "07", "03", "00000064"))
    assert frames.parse_lldp(lldpdu(aggregation)) is None


# bgp-4byte-asn.pcap, frame 2: Reply 1.0.2.1 is-at e2:c3:b4:8e:87:60
ARP_REPLY = octets(
    "020100010000", "e2c3b48e8760", "0806", "0001 0800 06 04 0002",
    "e2c3b48e8760 01000201", "020100010000 01000202",
)


def test_arp_reply():
    assert frames.parse_arp_reply(ARP_REPLY) == ("1.0.2.1", "02:01:00:01:00:00")
    assert frames.parse_arp_reply(ARP_REPLY + bytes(18)) == ("1.0.2.1", "02:01:00:01:00:00")


def test_arp_request_is_no_reply():
    assert frames.parse_arp_reply(ARP_REPLY[:21] + b"\x01" + ARP_REPLY[22:]) is None


def test_arp_probe_claims_no_address():
    # RFC 5227, section 2.1.1: the sender's IP address and the target's MAC are zero
    assert frames.arp_probe("02:00:00:00:01:01", "192.0.2.254") == octets(
        "ffffffffffff", "020000000101", "0806", "0001 0800 06 04 0001",
        "020000000101 00000000", "000000000000 c00002fe",
    ).ljust(60, b"\0")


def test_broadcast_frame():
    frame = frames.nonce("02:00:00:00:01:01", b"12345678")
    assert frame[:14] == octets("ffffffffffff", "020000000101", "88b5")
    assert frame[14:] == b"inet1c probe12345678".ljust(46, b"\0")
    assert frame != frames.nonce("02:00:00:00:01:02", b"12345678")


PARSERS = (frames.parse_lacpdu, frames.parse_lldp, frames.parse_arp_reply)


@pytest.mark.parametrize("frame", [FRAME_9, lldpdu(CHASSIS, tlv(2, b"\x0512")), ARP_REPLY])
def test_frames_that_are_cut_off(frame):
    whole = [parse(frame) for parse in PARSERS]
    assert sum(said is not None for said in whole) == 1
    for length in range(len(frame)):
        assert all(parse(frame[:length]) is None for parse in PARSERS), length


@given(st.sampled_from(["8809", "88cc", "0806", "88b5", ""]), st.binary(max_size=200))
def test_garbage_is_no_error(ethertype, payload):
    for parse in PARSERS:
        parse(octets("ffffffffffff", "020000000101", ethertype) + payload)
