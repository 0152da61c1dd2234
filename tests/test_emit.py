"""The emitted file: sourcing it runs nothing and leaves one function, and no value in it is run."""

import re
import subprocess
from dataclasses import replace

import pytest
from inet1c.plan.emit import emit
from inet1c.plan.plan import Verb
from inet1c.source import Source

from tests.golden import CASES, compile_text, emitted

DATA = ["BOND_LINKS", "BOND_PARTS", "BOND_PLAN"]
SHELLS = ([], ["--posix"])
PLAIN = re.compile(r"[A-Za-z0-9_.:+,/@=%-]+")
# The verb whose words do not go to ip(8), and may hold blanks.
NOT_FOR_IP = ("have_dhcp", "have_block")
# Every verb prints its words, one a line, instead of doing anything.
PRINT = """command_not_found_handle() { printf '%s\\n' "<$1" "${@:2}" '>'; }"""


def run(script, *options):
    """What bash says to *script*, in an empty environment, with no program to be found."""
    command = ["/bin/bash", "--norc", "--noprofile", *options, "-c", script]
    return subprocess.run(command, env={"PATH": "/nonexistent"}, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, universal_newlines=True)


@pytest.fixture(params=CASES)
def file(request, tmp_path):
    """The emitted file of each golden case."""
    path = tmp_path / "rc.inet1.bonding"
    path.write_text(emitted(request.param), encoding="utf-8")
    return path


@pytest.mark.parametrize("options", SHELLS, ids=" ".join)
def test_sourcing_runs_nothing(file, options):
    """The trace of a shell that sources it has assignments of plain text, and nothing else."""
    done = run(f". {file}", *options, "-x")
    assert (done.returncode, done.stdout) == (0, "")
    trace = done.stderr.splitlines()
    assert trace[0] == f"+ . {file}"
    assignment = re.compile(r"\+\+ (BOND_[A-Z]+)=('[\w.:, -]*'|[\w.:,-]*)")
    names = [assignment.fullmatch(line).group(1) for line in trace[1:]]
    # The default route is not in every conf.
    assert [name for name in names if name != "BOND_GATEWAY"] == DATA


def test_the_trace_would_show_a_command(tmp_path):
    """The test above can fail."""
    path = tmp_path / "file"
    path.write_text("f() { :; }\nBOND_LINKS=$(f)\nf\n")
    trace = run(f". {path}", "-x").stderr.splitlines()
    # in the command substitution, and by itself
    assert "+++ f" in trace
    assert "++ f" in trace


def test_sourcing_leaves_one_function_and_the_plans_data(file):
    names = "compgen -A variable"
    before, after = run(f":; {names}").stdout.split(), run(f". {file}; {names}").stdout.split()
    assert set(after) - set(before) - {"BOND_GATEWAY"} == set(DATA)
    assert run(f". {file}; compgen -A function").stdout.split() == ["bond_build"]


def test_the_function_calls_verbs_and_nothing_else(file):
    """Each of its lines is a verb, or the "if", "fi" and "return 0" around them."""
    text = file.read_text()
    body = text[text.index("\nbond_build() {\n"):].split("\n}\n")[0].splitlines()[2:]
    word = r"('[^']*'|[\w./:@%+,=-]+)"
    for line in body:
        assert re.fullmatch(rf"  return 0|  fi|  if have_\w+( {word})*; then  # (IFNAME\[\d+\]|VIRTIFNAME)|"
                            rf" +(have_\w+|wait_for)( {word})*", line), line


def test_bash_finds_it_sound(file):
    assert subprocess.run(["bash", "-n", str(file)]).returncode == 0


# -- shell metacharacters in every field -------------------------------------------------------------

BOND = """IFNAME[0]='bond0'
BONDSLAVES[0]='eth0 eth1'
IFNAME[1]='br0'
BRNICS[1]='bond0'
"""
FIELDS = (
    "IFNAME[0]", "IFNAME[1]", "BONDSLAVES[0]", "BONDNICS[2]", "BONDMODE[0]", "BONDWAIT[0]", "IFOPTS[0]",
    "IFOPTS[1]", "BRNICS[1]", "HWADDR[0]", "MTU[0]", "IPADDR[1]", "NETMASK[1]", "IPADDRS[1]", "IPALIASES[1]",
    "IP6ADDRS[1]", "USE_DHCP[1]", "USE_DHCP6[1]", "USE_SLAAC[1]", "USE_RA[1]", "PROMISCUOUS[0]",
    "DHCP_HOSTNAME[1]", "DHCP_TIMEOUT[1]", "DHCP_IPADDR[1]", "SLAAC_TIMEOUT[1]", "SLAAC_SECRET[1]", "GATEWAY",
    "GATEWAY6", "NAMESERVER[0]", "SEARCH", "HOSTS[0]", "VIRTIFNAME[0]", "VIRTIFTYPE[0]", "VIRTIFUSER[0]",
    "VIRTIFGROUP[0]", "MAXNICS",
)  # fmt: skip
# What makes the script read a field at all, and something of the right form in front of the attack.
BESIDE = {
    "DHCP_HOSTNAME[1]": "USE_DHCP[1]=yes\n", "DHCP_TIMEOUT[1]": "USE_DHCP[1]=yes\n",
    "DHCP_IPADDR[1]": "USE_DHCP[1]=yes\n", "SLAAC_TIMEOUT[1]": "USE_SLAAC[1]=yes\n",
    "SLAAC_SECRET[1]": "USE_SLAAC[1]=yes\nSLAAC_PRIVIPGEN[1]=yes\n", "NETMASK[1]": "IPADDR[1]=192.0.2.1\n",
    "VIRTIFUSER[0]": "BRNICS[1]='bond0 tap0'\nVIRTIFNAME[0]=tap0\nVIRTIFTYPE[0]=tap\n",
    "VIRTIFGROUP[0]": "BRNICS[1]='bond0 tap0'\nVIRTIFNAME[0]=tap0\nVIRTIFTYPE[0]=tap\n",
}  # fmt: skip
FORMS = {
    "IFNAME[1]": "br1", "BONDSLAVES[0]": "eth0 eth1", "BONDMODE[0]": "1", "BONDWAIT[0]": "1",
    "IFOPTS[0]": "miimon 100 | newest ", "IFOPTS[1]": "newest ", "BRNICS[1]": "bond0", "MTU[0]": "1400",
    "HWADDR[0]": "02:00:00:00:00:01", "IPADDR[1]": "192.0.2.1", "IP6ADDRS[1]": "2001:db8::1",
    "HOSTS[0]": "192.0.2.1 name", "GATEWAY6": "2001:db8::1", "NAMESERVER[0]": "192.0.2.1",
}  # fmt: skip
ATTACKS = (
    "$(touch CANARY)", "`touch CANARY`", "';touch CANARY;'", '"; touch CANARY; "', ";touch CANARY", "\\", "*",
    "&touch CANARY&", "|touch CANARY", "\ntouch CANARY\n", "${x:=$(touch CANARY)}", "$[a[$(touch CANARY)]]",
    ">CANARY", "a b # c", "x[$(touch CANARY)]", "'", "\\'$(touch CANARY)",
)  # fmt: skip


def compiled_attack(field, attack):
    """The emitted file of a conf with *attack* in *field*; None where the compiler refuses it."""
    value = (FORMS.get(field, "") + attack).replace("'", "'\\''")
    source = Source.from_bytes("rc.inet1.conf", f"{BOND}{BESIDE.get(field, '')}{field}='{value}'\n".encode())
    made, _ = compile_text(source)
    return None if made is None else emit(made)


@pytest.mark.parametrize("field", FIELDS)
def test_no_field_is_ever_run(field, tmp_path):
    canary = tmp_path / "canary"
    for attack in ATTACKS:
        text = compiled_attack(field, attack.replace("CANARY", str(canary)))
        if text is None:
            continue
        path = tmp_path / "rc.inet1.bonding"
        path.write_text(text, encoding="utf-8")
        script = f"{PRINT}\n. {path}\nbond_build"
        for options in SHELLS:
            done = subprocess.run(["bash", *options, "-c", script], stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE, universal_newlines=True, cwd=str(tmp_path))
            assert done.stderr == "", attack
            assert done.returncode == 0, attack
        assert not canary.exists(), attack
        verb = ""
        for line in done.stdout.splitlines():
            if line.startswith("<"):
                verb = line[1:]
                assert re.match("have_|wait_for$", verb), (attack, verb)
            elif line not in (">", "") and verb not in NOT_FOR_IP:
                # an ip batch cuts words at blanks and takes # and quotes for its own
                assert PLAIN.fullmatch(line), (attack, verb, line)


def with_one_verb(words):
    """The emitted file of a plan whose only verb is have_block with these words."""
    made, _ = compile_text(Source("rc.inet1.conf", BOND))
    return emit(replace(made, links=(), files=(Verb("have_block", words),)))


def test_words_of_a_verb_arrive_whole(tmp_path):
    """Whatever a pass before should let through: the emitted file hands each word on as it is."""
    words = tuple(attack.replace("CANARY", "canary") for attack in ATTACKS if "\n" not in attack)
    path = tmp_path / "rc.inet1.bonding"
    path.write_text(with_one_verb(words), encoding="utf-8")
    script = f". {path}; have_block() {{ printf '%s\\n' \"$@\"; }}; bond_build"
    for options in SHELLS:
        done = subprocess.run(["bash", *options, "-c", script], stdout=subprocess.PIPE,
                              universal_newlines=True, cwd=str(tmp_path))
        assert tuple(done.stdout.splitlines()) == words
    assert [name.name for name in tmp_path.iterdir()] == ["rc.inet1.bonding"]


def test_a_word_that_no_file_may_hold_is_refused():
    with pytest.raises(ValueError):
        with_one_verb(("a\nb",))


def test_some_fields_take_part_in_the_attack():
    """Or else test_no_field_is_ever_run would show no more than that everything is refused."""
    taken = {field for field in FIELDS for attack in ATTACKS if compiled_attack(field, attack) is not None}
    assert len(taken) > 3, taken
