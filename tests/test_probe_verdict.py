"""From what ports have shown to observations and a verdict; and from frames to what a port has shown."""

import contextlib

import pytest
from inet1c.network.options import AB, AD, ALB, RR, TLB, XOR
from inet1c.probe import frames, talk
from inet1c.probe.frames import Lacp, Lldp
from inet1c.probe.talk import Port, Talker
from inet1c.probe.verdict import judge, observe

TARGET = "192.0.2.254"
SWITCH = Lacp(32768, "00:0e:83:16:f5:00", 13, 32768, 25, 0x3D)


def port(name, partner=None, heard="", answers=None, forwards=True, carrier=True, speed=1000):
    """A Port; *answers* has for each question the NICs on which its answer came in, as words."""
    made = Port(name)
    made.mac, made.carrier, made.speed, made.duplex = f"02:00:00:00:01:0{name[-1]}", carrier, speed, "full"
    made.partner, made.forwards, made.heard = partner, forwards, set(heard.split())
    made.answers = {str(n): set(names.split()) for n, names in enumerate(answers or ())}
    return made


def system(mac="00:0e:83:16:f5:00", key=13, priority=32768, port=25):
    return Lacp(priority, mac, key, 32768, port, 0x3D)


KINDS = {
    "LACP": ([port("eth0", system(port=1)), port("eth1", system(port=2))], "lacp", (AD,)),
    "LACP of a stack: one system and key, other ports": (
        [port("eth0", system(port=1)), port("eth1", system(port=0x8001))], "lacp", (AD,)),
    "LACP on one only": ([port("eth0", system()), port("eth1", answers=["eth1"])], "lacp-partly", ()),
    "two keys": ([port("eth0", system(key=1)), port("eth1", system(key=2))], "lacp-groups", (AD,)),
    "two systems": (
        [port("eth0", system()), port("eth1", system("00:0e:83:16:f5:01"))], "lacp-groups", (AD,)),
    "two priorities": ([port("eth0", system()), port("eth1", system(priority=1))], "lacp-groups", (AD,)),
    "LACP with one cable": ([port("eth0", system()), port("eth1", carrier=False)], "lacp", (AD,)),
    "trunk": (
        [port("eth0", answers=["eth0", "eth1"]), port("eth1", answers=["eth1", ""])],
        "static-trunk", (XOR, RR)),
    "trunk that answers on one cable only": (
        [port("eth0", answers=["eth1", "eth1"]), port("eth1", answers=["eth1"])], "static-trunk", (XOR, RR)),
    "trunk of three": (
        [port("eth0", answers=["eth1"]), port("eth1", answers=["eth1"]), port("eth2", answers=["eth0"])],
        "static-trunk", (XOR, RR)),
    "trunk of two, and another one": (
        [port("eth0", answers=["eth1"]), port("eth1", answers=["eth1"]), port("eth2", answers=["eth2"])],
        "unlike", None),
    "two isolated trunks": (
        [port("eth0", answers=["eth1"]), port("eth1", answers=["eth1"]), port("eth2", answers=["eth3"]),
         port("eth3", answers=["eth3"])], "unlike", None),
    "trunk of two beside a plain port": (
        [port("eth0", heard="eth2"), port("eth1"), port("eth2", heard="eth0 eth1")], "unlike", None),
    "crossing, and yet broadcast frames pass": (
        [port("eth0", heard="eth1", answers=["eth1"]), port("eth1", answers=["eth1"])], "unlike", None),
    "plain ports": ([port("eth0", heard="eth1"), port("eth1", heard="eth0")], "plain", (AB, TLB, ALB)),
    "plain ports, one frame lost": ([port("eth0"), port("eth1", heard="eth0")], "plain", (AB, TLB, ALB)),
    "plain ports of a hub, which floods answers": (
        [port("eth0", heard="eth1", answers=["eth0 eth1"]), port("eth1", answers=["eth0 eth1"])],
        "plain", (AB, TLB, ALB)),
    "isolated": ([port("eth0", answers=["eth0"]), port("eth1", answers=["eth1", ""])], "isolated", (AB,)),
    "answers that are flooded are no crossing": (
        [port("eth0", answers=["eth0 eth1"]), port("eth1", answers=["eth1"])], "isolated", (AB,)),
    "different networks": ([port("eth0", answers=["eth0"]), port("eth1", answers=[""])], "apart", ()),
    "two networks of two": (
        [port("eth0", heard="eth1"), port("eth1"), port("eth2", heard="eth3"), port("eth3")],
        "unlike", None),
    "a port that is not open yet": (
        [port("eth0", answers=["eth0"]), port("eth1", answers=[""], forwards=False)], "unknown", None),
    "the target is silent": ([port("eth0", answers=[""]), port("eth1", answers=[""])], "unknown", None),
    "one port": ([port("eth0", answers=["eth0"])], "one-port", None),
    "one cable": ([port("eth0", answers=["eth0"]), port("eth1", carrier=False)], "one-port", None),
    "no cable": ([port("eth0", carrier=False), port("eth1", carrier=False)], "no-carrier", None),
}  # fmt: skip


@pytest.mark.parametrize("name", KINDS)
def test_kind(name):
    ports, kind, modes = KINDS[name]
    for order in (ports, ports[::-1]):
        verdict = judge(order, TARGET, False)
        assert (verdict.kind, verdict.modes) == (kind, modes)
        assert verdict.text and observe(order, TARGET)


def test_the_observations_and_the_verdict_of_a_trunk():
    ports = [port("eth0", answers=["eth1"]), port("eth1", answers=["eth1"])]
    ports[0].lldp, ports[1].lldp = Lldp("core1", "3"), Lldp("core1", "4")
    assert observe(ports, TARGET) == [
        'eth0: link up, 1000 Mb/s full; LLDP: switch "core1", port 3',
        'eth1: link up, 1000 Mb/s full; LLDP: switch "core1", port 4',
        "LACP: no answer on eth0, eth1",
        "broadcast: frames sent on eth0 arrive on no other NIC",
        "trunk: answers to frames sent on eth0 arrive on eth1 as well: the switch treats both as one port",
        "broadcast: frames sent on eth1 arrive on no other NIC",
        "target: 192.0.2.254 answers frames sent on eth1",
    ]
    assert judge(ports, TARGET, False).text == [
        "The switch has a static trunk on these ports (EtherChannel).",
        "802.3ad will not work until LACP is turned on there.",
    ]


def test_three_cables_are_not_both():
    ports = [port("eth0", answers=["eth1", "eth2"]), port("eth1", answers=["eth1"]), port("eth2", answers=["eth2"])]
    (line,) = [line for line in observe(ports, TARGET) if line.startswith("trunk")]
    assert line.endswith("arrive on eth1, eth2 as well: the switch treats them as one port")


def test_groups_and_silent_ports_are_named():
    ports = [port("eth0", SWITCH), port("eth1", SWITCH), port("eth2", system(key=14))]
    ports.append(port("eth3", carrier=False))
    assert observe(ports, "") == [
        *(f"eth{n}: link up, 1000 Mb/s full" for n in range(3)),
        "eth3: no carrier; its port is unknown",
        "LACP: partner 00:0e:83:16:f5:00, key 13, answers on eth0, eth1",
        "LACP: partner 00:0e:83:16:f5:00, key 14, answers on eth2",
    ]
    assert "in several LACP groups, of one switch: eth0, eth1 | eth2." in judge(ports, "", False).text[0]
    ports[2].partner = None
    assert "LACP: no answer on eth2" in observe(ports, "")
    assert "speaks LACP on eth0, eth1, and not on eth2." in judge(ports, "", False).text[0]


def test_nics_that_differ_are_named():
    ports = [port("eth0", SWITCH), port("eth1", SWITCH, speed=100)]
    assert "speed: the NICs differ; 802.3ad would put them into different groups" in observe(ports, "")


def test_what_would_tell():
    ports = [port("eth0"), port("eth1", forwards=False)]
    text = " ".join(judge(ports, "", False).text)
    assert "No frame came through on eth1." in text and "--long" in text
    assert "An address that answers ARP would tell: --target." in text
    text = " ".join(judge(ports, TARGET, True).text)
    assert "--long" not in text
    assert "Another address that answers ARP would tell" in text


def test_after_35_seconds_a_silent_port_is_on_another_network():
    ports = [port("eth0", answers=["eth0"]), port("eth1", answers=[""], forwards=False)]
    assert judge(ports, TARGET, True).kind == "apart"


class Wire:
    """In the place of a raw socket."""

    def __init__(self):
        self.out = []

    def bind(self, _):
        pass

    def setsockopt(self, *_):
        pass

    def send(self, frame):
        self.out.append(frame)


@pytest.fixture
def talker(monkeypatch):
    monkeypatch.setattr(talk.socket, "if_nametoindex", lambda name: 7)
    return Talker([port("eth0", forwards=False), port("eth1", forwards=False)], TARGET, [Wire(), Wire()])


def reply(asker, address=TARGET):
    """The answer of *address* to an ARP question of the MAC *asker*."""
    their, ip = bytes.fromhex("020000000201"), bytes(map(int, address.split(".")))
    mac = bytes.fromhex(asker.replace(":", ""))
    return mac + their + bytes.fromhex("0806 0001 0800 06 04 0002") + their + ip + mac + bytes(4)


def test_all_lacpdus_are_of_one_system_and_key(talker):
    talker.speak(ask=False)
    (first,), (second,) = (wire.out for wire in talker.sockets)
    first, second = frames.parse_lacpdu(first), frames.parse_lacpdu(second)
    assert (first.system, first.key) == (second.system, second.key) == ("02:00:00:00:01:00", 1)
    assert first.port != second.port
    synchronization, collecting, distributing = 0x08, 0x10, 0x20
    assert not first.state & (synchronization | collecting | distributing)


def test_questions_come_from_the_own_mac_and_from_local_ones_and_are_not_repeated(talker):
    talker.speak(ask=True)
    eth0, eth1 = talker.ports
    macs = [*eth0.answers, *eth1.answers]
    assert len(set(macs)) == 12
    assert macs[0] == eth0.mac and macs[6] == eth1.mac
    assert all(mac.startswith("02:") for mac in macs)
    assert len(talker.sockets[0].out) == 8  # a LACPDU, a broadcast frame, six questions
    for mac in macs[:5]:
        talker.take(eth0, reply(mac))
    talker.sockets[0].out.clear()
    talker.speak(ask=True)
    assert len(talker.sockets[0].out) == 3


def test_what_a_port_notes(talker):
    talker.speak(ask=True)
    eth0, eth1 = talker.ports
    assert not eth0.forwards
    lacpdu, broadcast, question = talker.sockets[0].out[:3]

    talker.take(eth0, lacpdu)  # a loop: nobody's LACPDU but our own
    assert not eth0.partner and not eth0.heard

    talker.take(eth0, reply(list(eth0.answers)[1], "192.0.2.99"))  # somebody else's answer
    assert not any(eth0.answers.values())

    talker.take(eth1, reply(list(eth0.answers)[1]))
    assert eth0.crossings() == ["eth1"] and eth0.forwards

    talker.take(eth1, frames.lacpdu("00:0e:83:16:f5:10", SWITCH))
    assert eth1.partner == SWITCH

    talker.take(eth1, broadcast)
    assert eth1.heard == {"eth0"}
    eth1.heard.clear()
    talker.take(eth1, question)
    assert eth1.heard == {"eth0"}


def test_a_switch_that_passes_lacpdus_on_is_no_partner(talker):
    talker.speak(ask=False)
    talker.take(talker.ports[1], talker.sockets[0].out[0])
    assert not talker.ports[1].partner
    assert talker.ports[1].heard == {"eth0"}


def test_a_broadcast_frame_of_another_run_is_not_ours(talker):
    talker.speak(ask=True)
    eth0, eth1 = talker.ports
    talker.take(eth1, frames.nonce(eth0.mac, b"not ours"))
    assert not eth1.heard
    assert eth1.forwards


def test_lldp_and_bpdus_do_not_show_that_a_port_forwards(talker):
    eth0 = talker.ports[0]
    lldpdu = bytes.fromhex("0180c200000e 0018ba98688f 88cc 0207040018ba98688f 0403053132") + b"\0\0"
    talker.take(eth0, lldpdu)
    assert eth0.lldp == Lldp("00:18:ba:98:68:8f", "12")
    talker.take(eth0, bytes.fromhex("0180c2000000 0018ba98688f 0026 424203") + bytes(40))
    assert not eth0.forwards


@pytest.fixture
def rounds(monkeypatch):
    """Runs talk() with what the ports show in each round; gives for each whether questions were sent, and seconds."""

    def run(ports, shows, long=False):
        asked, seconds = [], []

        class Scripted:
            def __init__(self, *_):
                pass

            def speak(self, ask):
                asked.append(ask)

            def listen(self, pause):
                seconds.append(pause)
                shows(len(asked), asked[-1])

        monkeypatch.setattr(talk, "Talker", Scripted)
        monkeypatch.setattr(talk.socket, "socket", lambda *_: contextlib.nullcontext())
        monkeypatch.setattr(Port, "read_link", lambda self: None)
        monkeypatch.setattr(talk, "say", lambda text: None)
        talk.talk(ports, TARGET, long)
        return asked, sum(seconds)

    return run


def test_lacp_is_settled_by_the_first_answers(rounds):
    ports = [port("eth0"), port("eth1")]

    def shows(number, asked):
        ports[0].partner = SWITCH
        ports[1].partner = SWITCH if number > 1 else None

    assert rounds(ports, shows) == ([False, False], 2)


def test_questions_come_after_three_rounds_of_lacp(rounds):
    ports = [port("eth0"), port("eth1")]

    def shows(number, asked):
        ports[0].heard = {"eth1"} if asked else set()

    assert rounds(ports, shows) == ([False, False, False, True], 4)


def test_no_question_is_sent_where_a_port_has_a_lacp_partner(rounds):
    ports = [port("eth0", SWITCH), port("eth1")]
    assert rounds(ports, lambda number, asked: None) == ([False] * 6, 7)


@pytest.mark.parametrize(
    "ports",
    [
        [port("eth0", system(key=1)), port("eth1", system(key=2))],  # a key may follow the speed, a moment later
        [port("eth0", answers=["eth0"]), port("eth1", answers=["eth1"])],
        [port("eth0", answers=["eth0"]), port("eth1", answers=[""])],
        [port("eth0"), port("eth1")],
    ],
)
def test_what_may_change_takes_all_rounds(rounds, ports):
    assert rounds(ports, lambda number, asked: None)[1] == 7


def test_long_takes_35_seconds_whatever_is_seen(rounds):
    asked, seconds = rounds([port("eth0", SWITCH), port("eth1", SWITCH)], lambda number, asked: None, long=True)
    assert (len(asked), seconds) == (9, 35)
