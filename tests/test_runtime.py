"""Functions of the runtime by themselves: what they read, cut and keep, without a kernel's help.

Each runs in bash, in bash as sh (POSIX mode), and in bash as of 4.2 where it can be told to be that.
"""

import os
import re
import subprocess
from pathlib import Path

import pytest
from inet1c.network.options import MODULE_OPTIONS, spec
from inet1c.plan.emit import OTHER_PARTS, QUICK_PART, runtime
from inet1c.plan.quick import GROUP

PACKAGE = Path(__file__).resolve().parent.parent / "compiler" / "inet1c" / "plan"
BOOT = Path("/proc/sys/kernel/random/boot_id")


@pytest.fixture(params=[((), ""), (("--posix",), ""), ((), "4.2")], ids=["bash", "as sh", "as 4.2"])
def bash(request, tmp_path_factory):
    """Runs a script after the runtime, and gives what it prints; what it says on stderr fails the test."""
    options, compat = request.param
    path = tmp_path_factory.mktemp("runtime") / "rc.inet1.runtime"
    path.write_text(runtime(), encoding="utf-8")

    def run(script, *words, quiet=True):
        environment = dict(os.environ, LC_ALL="C.UTF-8")
        if compat:
            environment["BASH_COMPAT"] = compat
        script = f". {path}\nbonding_defaults\n{script}"
        command = ["bash", "--norc", *options, "-c", script, "bash", *words]
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        if quiet:
            assert done.stderr == b""
        return (done.stdout + done.stderr).decode()

    return run


def test_it_is_its_parts_as_they_stand():
    parts = [(PACKAGE / name).read_text(encoding="utf-8") for name in (QUICK_PART, *OTHER_PARTS)]
    places = [runtime().index(part) for part in parts]
    assert places == sorted(places)
    assert {path.name for path in PACKAGE.glob("*.sh")} == {QUICK_PART, *OTHER_PARTS}


def test_the_first_part_reads_the_rest_before_it_calls_it():
    """All other functions that it calls come after bonding_more, in the same function."""
    text = re.sub(r"^ *#.*$", "", (PACKAGE / QUICK_PART).read_text(encoding="utf-8"), flags=re.M)
    bodies = dict(re.findall(r"^(bonding_[a-z0-9_]+)\(\) \{\n(.*?)^\}$", text, re.M | re.S))
    # functions of rc.inet1 itself, and those of the plan
    known = set(bodies) | {"bonding_source", "bonding_file", "bonding_late", "bonding_quick"}
    found = 0
    for name, body in bodies.items():
        before, more, after = body.partition("bonding_more")
        called = set(re.findall(r"\bbonding_[a-z0-9_]+\b(?!:)", before)) - {"bonding_masters", "bonding_scan"}
        assert called <= known, name
        found += bool(set(re.findall(r"\bbonding_[a-z0-9_]+\b", after)) - known)
    assert found >= 4


def test_the_runtime_and_the_compiler_agree(bash):
    """On the group of what is made, and on the options that bonds get from how the module was loaded."""
    assert bash('printf %s "$BONDING_GROUP"') == GROUP
    leaks = re.search(r"^bonding_leaks\(\) \{\n.*?\n\}$", runtime(), re.M | re.S).group()
    looked_at = dict(re.findall(r"\b([a-z_]+):(\d*)(?= |; do)", leaks))
    # a list of addresses: there is no default to compare with
    assert looked_at.pop("arp_ip_target") == ""
    # which a start in one go looks for by itself, and newer kernels no longer have
    assert looked_at.pop("use_carrier") == "1"
    assert sorted(looked_at) == sorted(MODULE_OPTIONS)
    for name, default in looked_at.items():
        numbers = {choice.name: str(choice.number) for choice in spec(name).choices}
        assert numbers.get(spec(name).default, spec(name).default) == default, name


def test_nothing_that_early_boot_cannot_have():
    """No here-document, no process substitution, no exit, no redirection on a special builtin."""
    special = r"(:|\.|eval|export|readonly|return|set|shift|times|trap|unset|break|continue)"
    for line in runtime().splitlines():
        if line.lstrip().startswith("#"):
            continue
        assert not re.search(r"<<|[<>]\(", line), line
        assert not re.search(r"(^|[;&|{( ])(exit|set -e|source)\b", line), line
        assert not re.search(rf"(^|[;&|{{(] *) *{special}( [^|;&#\"']*)?[^&$]>(?!&)", line), line


def test_every_function_says_what_it_does():
    lines = runtime().splitlines()
    for number, line in enumerate(lines):
        if line.startswith("bonding_") and line.endswith("() {"):
            name = line[:-4]
            above = lines[max(0, number - 12):number]
            assert any(text.startswith(f"# {name}") for text in above) or name == "bonding_defaults", name


def test_split_cuts_and_does_not_glob(bash, tmp_path):
    (tmp_path / "file").write_text("")
    out = bash(f"cd {tmp_path}; bonding_split 'a * b:c' ' :'; printf '%s,' \"${{BONDING_WORDS[@]}}\"; echo *")
    # globbing works again afterwards
    assert out == "a,*,b,c,file\n"


def test_split_leaves_globbing_off_where_it_was(bash):
    assert bash("set -f; bonding_split 'a b' ' '; case $- in *f*) echo off ;; esac") == "off\n"


def record(tmp_path, *lines, boot=None):
    """The script that reads a record with those lines."""
    boot = BOOT.read_text().strip() if boot is None else boot
    (tmp_path / "record").write_text("".join(f"#{line}\n" for line in (f"boot {boot}", *lines)))
    return f"BONDING_RECORD={tmp_path}/record; bonding_read_record; "


def test_record_is_read(bash, tmp_path):
    script = record(
        tmp_path,
        "link bond0 abc", "nic eth0 bond0 02:00:00:00:01:01 1500", "nic eth1 bond0 02:00:00:00:01:02 9000",
        "done bond0 marked", "addr bond0 192.0.2.1/24", "addr bond0 192.0.2.2/24", "addr bond0 192.0.2.1/24",
        "noaddr bond0 192.0.2.2/24", "link br0 def", "dhcp br0 -4", "dhcp bond0 both", "nodhcp bond0",
        "nic eth0 bond1 02:00:00:00:00:ff 1400", "free eth1", "gateway 192.0.2.254",
        "gateway 192.0.2.254", "gateway 192.0.2.253", "gateway 192.0.2.252", "nogateway 192.0.2.252",
        "file /etc/hosts", "file /etc/resolv.conf new",
        "nofile /etc/hosts",
    )  # fmt: skip
    out = bash(script + """
echo "${BONDING_R_STAMP[bond0]}|${BONDING_R_DONE[bond0]}|${BONDING_R_DONE[br0]}"
echo "${BONDING_R_NIC[eth0]}|${BONDING_R_NIC[eth1]-none}"
echo ${BONDING_R_ADDR[bond0]}
echo "${BONDING_R_DHCP[br0]}|${BONDING_R_DHCP[bond0]-none}"
echo $BONDING_R_GATEWAYS
echo "${BONDING_R_FILE[/etc/resolv.conf]}|${BONDING_R_FILE[/etc/hosts]-none}"
""")
    # the NIC's own MAC is the first that was written; its master is the last
    assert out.splitlines() == ["abc|marked|", "bond1 02:00:00:00:01:01 1500|none", "192.0.2.1/24", "-4|none",
                                "192.0.2.254 192.0.2.253", "new|none"]


def test_gone_forgets_the_link(bash, tmp_path):
    script = record(tmp_path, "link bond0 abc", "done bond0", "addr bond0 192.0.2.1/24", "gone bond0")
    out = bash(script + 'echo "${BONDING_R_STAMP[bond0]-none} ${BONDING_R_ADDR[bond0]-none}"')
    assert out == "none none\n"


@pytest.mark.parametrize("boot", ["another", ""])
def test_record_of_another_boot_counts_for_nothing(bash, tmp_path, boot):
    script = record(tmp_path, "link bond0 abc", "done bond0", boot=boot)
    assert bash(script + 'echo "<$BONDING_R_BOOT${BONDING_R_STAMP[bond0]-none}>"') == "<none>\n"


@pytest.mark.parametrize("text", [
    "", "#boot", "\n", "#boot x\n#link\n", "#link bond0 abc\n", "#boot \x01\n#link", "boot",
])  # fmt: skip
def test_damaged_record_counts_for_nothing(bash, tmp_path, text):
    (tmp_path / "record").write_text(text)
    script = f"BONDING_RECORD={tmp_path}/record; bonding_read_record; "
    assert bash(script + 'echo "<$BONDING_R_BOOT${BONDING_R_STAMP[bond0]-none}>"') == "<none>\n"


def test_record_cut_short_keeps_what_is_whole(bash, tmp_path):
    script = record(tmp_path, "link bond0 abc", "nic eth0 bond0 02:00:00:00:01:01 1500", "lin")
    assert bash(script + 'echo "${BONDING_R_STAMP[bond0]} ${BONDING_R_NIC[eth0]}"') == (
        "abc bond0 02:00:00:00:01:01 1500\n")


def test_no_record_can_be_kept(bash):
    out = bash("BONDING_RECORD=/dev/null/x; bonding_note a; bonding_note b; echo $BONDING_RC", quiet=False)
    assert out.startswith("1\n")
    # said once
    assert out.count("no record can be kept") == 1


BLOCK = "# rc.inet1: begin\nnameserver 192.0.2.53\n# rc.inet1: end\n"


@pytest.mark.parametrize(
    "rest", ["", "one\n", "no newline", "dos\r\n", "\n\n# rc.inet1: other\n", "  $(id) `id` * \\ é\n"]
)
@pytest.mark.parametrize("before", ["", "above\n"])
def test_block_comes_out_to_the_byte(bash, rest, before):
    assert bash('bonding_strip_block "$1"; printf "%s|%s" $? "$BONDING_OTHERS"', before + BLOCK + rest) == (
        "0|" + before + rest)


@pytest.mark.parametrize("text", ["", "one\n", "# rc.inet1: begin\nhalf", "# rc.inet1: end\n"])
def test_no_whole_block_is_none(bash, text):
    assert bash('bonding_strip_block "$1"; printf "%s|%s" $? "$BONDING_OTHERS"', text) == "1|" + text


def test_block_is_written_and_replaced(bash, tmp_path):
    path = tmp_path / "hosts"
    path.write_text("127.0.0.1 localhost")
    path.chmod(0o640)
    script = f"""BONDING_RECORD={tmp_path}/record; bonding_read_record
bonding_begin; BONDING_RECORD={tmp_path}/record
bonding_block {path} '192.0.2.1 a' '192.0.2.2 b'; cat {path}; echo; stat -c %a {path}
bonding_block {path} '192.0.2.3 c'; cat {path}"""
    out = bash(script)
    first = "# rc.inet1: begin\n192.0.2.1 a\n192.0.2.2 b\n# rc.inet1: end\n127.0.0.1 localhost"
    assert out == f"{first}\n640\n# rc.inet1: begin\n192.0.2.3 c\n# rc.inet1: end\n127.0.0.1 localhost"
    assert sorted(os.listdir(tmp_path)) == ["hosts", "record"]


def test_block_that_cannot_be_written_is_said_and_leaves_nothing(bash, tmp_path):
    out = bash(f"""bonding_begin; BONDING_RECORD={tmp_path}/record
bonding_block {tmp_path}/no/such 'x y'; echo $BONDING_RC""", quiet=False)
    assert "cannot be written" in out
    assert out.startswith("1\n")
    assert os.listdir(tmp_path) == ["record"]


def test_write_gives_the_kernels_reason(bash, tmp_path):
    script = 'bonding_write "$1" 5 && echo done || echo "$BONDING_REASON"'
    path = tmp_path / "file"
    path.write_text("")
    assert bash(script, str(path)) == "done\n"
    assert path.read_text() == "5\n"
    assert bash(script, "/dev/full") == "No space left on device\n"
    assert bash(script, str(tmp_path)) == "Is a directory\n"


KERNEL = """
declare -gA BONDING_K_FLAGS BONDING_K_MASTER BONDING_K_GROUP BONDING_K_PARENT
BONDING_K_NAMES=(eth0 eth1 eth2 bond0 bond0.10 br0 br0.50 bond9)
for name in "${BONDING_K_NAMES[@]}"; do BONDING_K_FLAGS[$name]=,UP,; done
for name in bond0 bond0.10 br0 br0.50; do BONDING_K_GROUP[$name]=$BONDING_GROUP; done
BONDING_K_MASTER=([eth0]=bond0 [eth1]=bond0 [bond0.10]=br0 [eth2]=br0)
BONDING_K_PARENT=([bond0.10]=bond0 [br0.50]=br0)
"""


@pytest.mark.parametrize("name, above", [
    ("bond0", "bond0 bond0.10 br0 br0.50"), ("bond0.10", "bond0.10 br0 br0.50"), ("br0", "br0 br0.50"),
    ("br0.50", "br0.50"), ("eth2", "eth2 br0 br0.50"), ("bond9", "bond9"),
])  # fmt: skip
def test_what_stands_on_a_link(bash, name, above):
    out = bash(KERNEL + f"bonding_above {name}; printf '%s\\n' \"${{BONDING_NAMES_ABOVE[@]}}\"")
    assert sorted(out.split()) == sorted(above.split())


def test_ours_are_those_of_the_group(bash):
    out = bash(KERNEL + "for name in bond0 bond9 eth0 missing; do bonding_ours $name && echo $name; done")
    assert out == "bond0\n"


PLAN = """bonding_begin %s; bonding_begin_steps
declare -gA BONDING_K_GROUP BONDING_R_DONE
bonding_link bond0 bond 1 eth0 eth1
bonding_link bond1 bond 1 eth2
bonding_link bond0.10 vlan 1 bond0
bonding_link br0 bridge 1 bond0.10 tap0
bonding_select
for name in "${BONDING_LINKS[@]}"; do [ "${BONDING_STATE[$name]}" = wanted ] && printf '%%s ' $name; done
echo"""


@pytest.mark.parametrize("names, wanted", [
    ("", "bond0 bond1 bond0.10 br0 "), ("br0", "bond0 bond0.10 br0 "), ("bond1", "bond1 "),
    ("bond0", "bond0 "), ("bond1 bond0.10", "bond0 bond1 bond0.10 "),
])  # fmt: skip
def test_a_start_of_one_link_wants_what_it_stands_on(bash, names, wanted):
    assert bash(PLAN % names) == wanted + "\n"


def test_auto_mac_is_local_unicast_and_its_own(bash, tmp_path):
    if not Path("/etc/machine-id").exists():
        pytest.skip("this machine has no /etc/machine-id")
    script = "for name in bond0 bond1 bond0; do bonding_auto_mac $name && echo $BONDING_MAC; done"
    first, second, third = bash(script).split()
    assert first == third != second
    assert first.startswith("02:") and len(first) == 17


def test_refusals_of_a_batch_are_said_with_what_they_are_about(bash, tmp_path):
    """Each is said, with ip's reason; and one does not keep the next from being tried."""
    if not Path("/sbin/ip").exists():
        pytest.skip("this machine has no /sbin/ip")
    out = bash(f"""bonding_begin; BONDING_RECORD={tmp_path}/record
bonding_ip 'first: cannot be set up' link set dev no-such-link up
bonding_ip 'second: MTU 5' link set dev neither-this mtu 5
bonding_commit; echo "${{#BONDING_BATCH[@]}} $BONDING_RC" """, quiet=False)
    assert out == ("0 1\n"
                   'rc.inet1: first: cannot be set up: Cannot find device "no-such-link"\n'
                   'rc.inet1: second: MTU 5: Cannot find device "neither-this"\n')
