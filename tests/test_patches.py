"""The patches: what they may hold, what they fit, and what the hooks do with rc.bonding and without it."""

import os
import re
import subprocess

import pytest

from tests.patches import BASES, PATCHES, ROOT, patched, scripts

RELEASES = sorted(PATCHES)
HOOKS = ["bond_does", "bond_end", "bond_gateway_down", "bond_owns", "bond_refuses", "bond_start",
         "bond_status", "bond_stop"]  # fmt: skip


def added(release):
    """The lines that a patch adds."""
    return [line[1:] for line in PATCHES[release].read_text(encoding="utf-8").splitlines()
            if line.startswith("+") and not line.startswith("+++ ")]


@pytest.mark.parametrize("release", RELEASES)
def test_a_patch_only_adds_lines_and_at_most_60(release):
    lines = PATCHES[release].read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.startswith("-") and not line.startswith("--- ")] == []
    assert 0 < len(added(release)) <= 60


@pytest.mark.parametrize("release", RELEASES)
def test_a_patch_has_no_eval_and_no_mapfile(release):
    assert [line for line in added(release) if re.search(r"\b(eval|mapfile|readarray)\b", line)] == []


@pytest.mark.parametrize("release", RELEASES)
def test_a_patch_has_no_function_of_more_than_5_lines(release):
    text = "\n".join(added(release))
    # In one line, or to the brace at the beginning of one.
    functions = re.findall(r"^\w+\(\) \{(?:[^\n]*\}$|.*?^\}$)", text, re.M | re.S)
    assert len(functions) == len(HOOKS)
    assert [function for function in functions if len(function.splitlines()) > 5] == []


@pytest.mark.parametrize("release", RELEASES)
def test_each_hook_is_a_function_of_rc_bonding(release):
    text = "\n".join(added(release))
    defined = re.findall(r"^(\w+)\(\)", text, re.M)
    assert sorted(defined) == HOOKS
    library = (ROOT / "rc.bonding").read_text(encoding="utf-8")
    assert [name for name in defined if f"\n{name}() {{" not in library] == []
    # and each is called
    calls = set(re.findall(r"\bbond_\w+", re.sub(r"^\w+\(\).*$|^ *#.*$", "", text, flags=re.M)))
    # bond_owns is the hook of 15.0 alone, which asks modprobe for each interface.
    assert calls | {"bond_owns"} == set(HOOKS)


@pytest.mark.parametrize("release, script", scripts(), ids=lambda value: getattr(value, "name", value))
def test_a_patch_fits_without_fuzz_and_the_script_parses(release, script, tmp_path):
    result = tmp_path / "rc.inet1"
    patched(release, script, result)
    assert subprocess.run(["bash", "-n", str(result)]).returncode == 0
    assert set(HOOKS) <= set(re.findall(r"\bbond_\w+", result.read_text(encoding="utf-8", errors="replace")))


# -- run, with a root of its own ---------------------------------------------------------------------

IP = """#!/bin/bash
echo "ip $*" >> ROOT/log
case "$*" in
  *"-o address show"*) [ -z "$UP" ] || echo "2: eth0    inet 192.0.2.1/24 scope global eth0" ;;
  "link show dev lo") echo "1: lo: <LOOPBACK,UP>" ;;
esac
exit 0
"""
CONF = """MAXNICS=1
IFNAME[0]=bond0
BONDSLAVES[0]="eth0 eth1"
IPADDR[0]=192.0.2.1
NETMASK[0]=255.255.255.0
GATEWAY=192.0.2.254
"""
# Each hook tells its name and words; the interface that HELD names is rc.bonding's own.
ANSWERS = {
    "bond_owns": '[ "$1" = "$HELD" ]', "bond_does": '[ "$2" = "$HELD" ]', "bond_start": "true",
    "bond_stop": "true", "bond_refuses": '[ -n "$REFUSED" ]', "bond_end": "return 3",
    "bond_gateway_down": '[ -n "$HELD" ]', "bond_status": "true",
}  # fmt: skip
LIBRARY = "".join(f'{name}() {{ echo "{name}${{1:+ $*}}" >> ROOT/log; {answer}; }}\n'
                  for name, answer in ANSWERS.items())
FILES = {"sbin/ip": IP, "sbin/route": "#!/bin/sh\necho 0.0.0.0\n", "bin/sleep": "#!/bin/sh\n"}


@pytest.fixture
def machine(tmp_path):
    """run(script, word): run it in a root of its own; its output, exit status, and what it called."""
    for folder in ("etc/rc.d", "sbin", "sys/class/net/bond0", "bin"):
        (tmp_path / folder).mkdir(parents=True)
    for name, text in FILES.items():
        (tmp_path / name).write_text(text.replace("ROOT", str(tmp_path)))
        (tmp_path / name).chmod(0o755)
    (tmp_path / "etc/rc.d/rc.inet1.conf").write_text(CONF)

    def run(script, word, library=None, **variables):
        if library is not None:
            (tmp_path / "etc/rc.d/rc.bonding").write_text(library.replace("ROOT", str(tmp_path)))
            (tmp_path / "etc/rc.d/rc.bonding").chmod(0o755)
        text = script.read_text(encoding="utf-8")
        text = re.sub(r"(?<![\w.])/(etc/rc\.d|sbin|sys|proc)/", rf"{tmp_path}/\1/", text)
        (tmp_path / "etc/rc.d/rc.inet1").write_text(text)
        (tmp_path / "log").write_text("")
        environment = dict(variables, PATH=f"{tmp_path}/bin:{os.environ['PATH']}")
        command = ["bash", str(tmp_path / "etc/rc.d/rc.inet1"), *word.split()]
        done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, universal_newlines=True)
        output = re.sub(r"line \d+: ", "", done.stdout)
        return output, done.returncode, (tmp_path / "log").read_text().splitlines()

    return run


def ready(release, tmp_path):
    """The patched script of ours."""
    result = tmp_path / "patched"
    patched(release, BASES[release], result)
    return result


WORDS = ["start", "stop", "restart", "bond0_start", "bond0_stop", "bond0_restart", "status", "nonsense", ""]


@pytest.mark.parametrize("release", RELEASES)
@pytest.mark.parametrize("word", WORDS)
def test_without_rc_bonding_the_patched_script_is_the_stock_one(release, word, machine, tmp_path):
    assert machine(ready(release, tmp_path), word) == machine(BASES[release], word)


@pytest.mark.parametrize("release", RELEASES)
def test_without_its_execute_bit_rc_bonding_is_not_read(release, machine, tmp_path):
    library = tmp_path / "etc/rc.d/rc.bonding"
    library.write_text(f"echo read > {tmp_path}/read\n")
    library.chmod(0o644)
    assert machine(ready(release, tmp_path), "start") == machine(BASES[release], "start")
    assert not (tmp_path / "read").exists()


CALLS = {
    "start": ["bond_start", "bond_does up bond0", "bond_end"],
    "stop": ["bond_gateway_down", "bond_does down bond0", "bond_stop", "bond_end"],
    "restart": ["bond_refuses", "bond_gateway_down", "bond_does down bond0", "bond_stop", "bond_start",
                "bond_does up bond0", "bond_end"],
    "bond0_start": ["bond_does up bond0", "bond_end"],
    "bond0_stop": ["bond_does down bond0", "bond_end"],
    "bond0_restart": ["bond_does down bond0", "bond_does up bond0", "bond_end"],
    "status": ["bond_status", "bond_end"],
}  # fmt: skip


@pytest.mark.parametrize("release", RELEASES)
@pytest.mark.parametrize("word", sorted(CALLS))
def test_a_word_calls_its_hooks_in_order(release, word, machine, tmp_path):
    _, status, calls = machine(ready(release, tmp_path), word, LIBRARY, HELD="bond0")
    assert [call for call in calls if re.match("bond_(?!owns)", call)] == CALLS[word]
    assert status == 3


@pytest.mark.parametrize("release", RELEASES)
@pytest.mark.parametrize("word", ["start", "stop", "bond0_start", "bond0_stop"])
def test_what_rc_bonding_holds_the_script_leaves_alone(release, word, machine, tmp_path):
    _, _, calls = machine(ready(release, tmp_path), word, LIBRARY, HELD="bond0")
    assert [call for call in calls if call.startswith("ip ") and "bond0" in call] == []
    # and that this can fail: what is not rc.bonding's is the script's
    _, _, calls = machine(ready(release, tmp_path), word, LIBRARY, HELD="bond1")
    assert [call for call in calls if call.startswith("ip ") and "bond0" in call] != []


@pytest.mark.parametrize("release", RELEASES)
def test_a_refused_restart_touches_nothing(release, machine, tmp_path):
    _, status, calls = machine(ready(release, tmp_path), "restart", LIBRARY, HELD="bond0", REFUSED="yes")
    assert [call for call in calls if not call.startswith("bond_owns")] == ["bond_refuses", "bond_end"]
    assert status == 3
