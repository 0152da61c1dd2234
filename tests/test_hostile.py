"""Hostile text in every variable: nothing of it runs, and bash gets the plan's words to the letter."""

import re
import subprocess
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from inet1c.cli import main
from inet1c.network.variables import VARIABLES
from inet1c.plan.emit import emit
from inet1c.plan.plan import Verb
from inet1c.source import Source

from tests.golden import compile_text

# A bond, a bridge with a tap device, a VLAN and a NIC, with all that makes the script read more variables.
BASE = """\
IFNAME[0]=bond0; BONDSLAVES[0]="eth0 eth1"
IFNAME[1]=br0; BRNICS[1]="bond0 tap0"; IPADDRS[1]=192.0.2.7/24; IP6ADDRS[1]=2001:db8::7/64
USE_DHCP[1]=yes; USE_SLAAC[1]=yes; SLAAC_PRIVIPGEN[1]=yes
VIRTIFNAME[0]=tap0; VIRTIFTYPE[0]=tap
IFNAME[2]=bond0.5; IFNAME[3]=eth0; IFNAME[4]=eth7
"""
# What is right for a variable, so that the attack behind it is read at all.
RIGHT = {
    "BONDMODE": "1", "BONDNICS": "eth0 eth1", "BONDSLAVES": "eth0 eth1", "BRNICS": "bond0 tap0", "DHCP_OPTS": "-S a=b",
    "GATEWAY": "192.0.2.1", "GATEWAY6": "2001:db8::1", "HOSTS": "192.0.2.1 name", "HWADDR": "02:00:00:00:00:01",
    "IFNAME": "br0", "IFOPTS": "miimon 100 | knob 3", "IP6ADDRS": "2001:db8::2", "IPADDR": "192.0.2.2", "MTU": "1400",
    "IPADDRS": "192.0.2.3/24", "IPALIASES": "192.0.2.4/24", "NAMESERVER": "fe80::1%bond0", "NETMASK": "24",
    "SEARCH": "example.net", "VIRTIFNAME": "tap0", "VIRTIFTYPE": "tap", "VIRTIFUSER": "root", "VIRTIFGROUP": "root",
}  # fmt: skip
HOSTILE = (
    "$(touch CANARY)", "`touch CANARY`", "';touch CANARY;'", '";touch CANARY;"', "&touch CANARY&", "|touch CANARY|",
    "\ntouch CANARY\n", "${x:=$(touch CANARY)}", "$[a[$(touch CANARY)]]", "x[$(touch CANARY)]", "<(touch CANARY)",
    ">CANARY", "'", "''", "\\", "\\'", '"', "*", "/*", "[a-z]*", "?", "-", "--", "-x", "~", "~root", "{a,b}", "#", "!!",
    "%s%n", "$IFS", "\t", "\n", "\r", "\x02", "\x1b[2J", "\v", "\x85", "\xa0", "\u2028", "\u202e", "\u0663", "\u65e5",
    "\ufeff", "\udcff", "=", "a=b", ",", "/", "%", ":", "|", "||", "x" * 10000, "9" * 10000, "1 " * 2000,
)  # fmt: skip
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0\x01\x7f"), max_size=20)
NAMES = [variable.name for variable in VARIABLES]
ATTACKS = st.one_of(st.sampled_from(HOSTILE), TEXTS)
# An ip(8) batch cuts words at blanks, and takes quotes and # for its own.  These verbs' words do not go into one.
FOR_IP = re.compile(r"[A-Za-z0-9_.:+,/@=%-]+")
NOT_FOR_IP = ("have_dhcp", "have_block")
# Each verb prints its words, NUL behind each; then \1, which no emitted file may hold.
PRINT = r"""command_not_found_handle() { printf '%s\0' "$@" $'\1'; }"""


@st.composite
def assignments(draw):
    """An assignment to any variable: what is right and an attack, in any order, or the attack alone."""
    name = draw(st.sampled_from(NAMES))
    form = draw(st.sampled_from(("{0} {1}", "{0}{1}", "{1} {0}", "{1}", "{0}|{1}")))
    return name, draw(st.integers(0, 4)), form.format(RIGHT.get(name, "yes"), draw(ATTACKS))


def conf(assigned, canary):
    """BASE with the assignments, the attacks of which would make the file *canary*."""
    lines = [BASE]
    for name, index, value in assigned:
        value = value.replace("CANARY", str(canary)).replace("'", "'\\''")
        lines.append(f"{name}[{index}]='{value}'\n")
    return "".join(lines)


def calls_of(plan):
    """The calls of rc.bonding's verbs that *plan* asks for if all links can be made, each as its words."""
    verbs = [verb for link in plan.links for verb in (link.maker, *link.verbs)]
    return [[verb.function, *verb.arguments] for verb in (*verbs, *plan.files)]


def calls_of_bash(folder, *options):
    """The calls that bash makes of the file ``plan`` in *folder*."""
    done = subprocess.run(["/bin/bash", "--norc", *options, "-c", f"{PRINT}\n. ./plan\nbond_build"], cwd=folder,
                          env={"PATH": "/nonexistent", "LC_ALL": "C"}, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert (done.returncode, done.stderr) == (0, b"")
    calls = done.stdout.decode("utf-8", "surrogateescape").split("\1\0")
    return [call.split("\0")[:-1] for call in calls[:-1]]


def attack(assigned, folder):
    """Compiles the assignments; True where that gave a plan, which bash has then read, too."""
    compiled, _ = compile_text(Source("conf", conf(assigned, folder / "canary")))
    if compiled is not None:
        assert_bash_reads(compiled, folder)
        words = [word for verb, *words in calls_of(compiled) if verb not in NOT_FOR_IP for word in words]
        assert [word for word in words if not FOR_IP.fullmatch(word)] == []
    assert not (folder / "canary").exists()
    return compiled is not None


def assert_bash_reads(plan, folder):
    (folder / "plan").write_bytes(emit(plan).encode("utf-8", "surrogateescape"))
    for options in ([], ["--posix"]):
        assert calls_of_bash(folder, *options) == calls_of(plan)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(assigned=st.lists(assignments(), min_size=1, max_size=3))
@example(assigned=[("GATEWAY", 0, "192.0.2.1 dev \x02")])
def test_bash_reads_the_words_of_the_plan_and_runs_nothing(assigned, tmp_path):
    attack(assigned, tmp_path)


@pytest.mark.parametrize("text", [text for text in HOSTILE if text.isprintable() and text.strip()])
def test_what_dhcpcd_is_to_get_passes_whole(text, tmp_path):
    """DHCP_OPTS lets nearly all through: so the test above cannot pass because all is refused."""
    assert attack([("DHCP_OPTS", 1, text)], tmp_path)


def test_whatever_an_earlier_pass_lets_through(tmp_path):
    """The emitted file hands each word on as it is, or there is none."""
    empty, _ = compile_text(Source("conf", BASE))
    for text in HOSTILE:
        plan = replace(empty, links=(), files=(Verb("have_block", (text, "")),))
        if any(character < " " for character in text):
            with pytest.raises(ValueError):
                emit(plan)
        else:
            assert_bash_reads(plan, tmp_path)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(assigned=st.lists(assignments(), min_size=1, max_size=3))
def test_every_command_ends_and_leaves_the_terminal_alone(assigned, tmp_path, capfd):
    path = tmp_path / "conf"
    path.write_bytes(conf(assigned, tmp_path / "canary").encode("utf-8", "surrogateescape"))
    for command in (["check"], ["check", "--format", "json"], ["show"], ["show", "--dot"], ["dump"]):
        assert main([*command, str(path)]) in (0, 1)
        said = "".join(capfd.readouterr())
        assert not [character for character in said if character < " " and character != "\n"]
    assert sorted(file.name for file in tmp_path.iterdir()) == ["conf"]
