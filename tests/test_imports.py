"""Other systems' network files become a conf: the examples of tests/imports, and what no example shows."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from inet1c.cli import main
from inet1c.files import FileError
from inet1c.imports import netplan, writer
from inet1c.imports.command import FORMATS, convert, read
from inet1c.imports.model import joined_lines, milliseconds, option_name
from inet1c.network import options as bonding

from tests.imports import EXAMPLES, IMPORTS, files_of, imported

# Lines without which the conf is the same, and rightly: they say what happens here anyway, or say it twice.
SAYS_NOTHING = {
    "ifcfg": r"""DEVICE="?(bond0(\.\d+|:1)?|br0|eth\d+|p1p\d|eno\d|ovirtmgmt|lo|team0)"?
        NAME=(bond0(\.192)?|br0)
        ONBOOT=yes|STARTMODE='(auto|onboot|hotplug)'|BOOTPROTO='?(none|static)'?|TYPE=(Ethernet|Bond(ing)?|Vlan)
        SLAVE=yes|BONDING_MASTER=yes|VLAN=yes|VLAN_ID=('12'|300)|MTU=1500|NETWORKING=yes|\w+=''
        NETWORK=(192\.0\.2|127\.0\.0)\.0|BROADCAST=(192\.0\.2|127\.255\.255)\.255
        IPV6INIT=no|IPV6INIT=yes|IPV6_AUTOCONF=no|IPV6_AUTOCONF=yes|DEFROUTE=yes
        MASTER=bond0|MASTER_UUID=1{8}-.*|DHCLIENT_SET_DEFAULT_ROUTE='yes'""",
    "interfaces": r"""auto (lo|eth0|em1|em2)|allow-hotplug eth1
        iface (lo inet loopback|eth0|eno[12] inet manual)
        network 192\.0\.2\.0|broadcast 192\.0\.2\.255|bond-slaves none|accept_ra 0|use bond""",
    "netplan": r"""version: 2|eno[12]: \{\}|enp[56]s0: \{\}|enp[12]s0: \{dhcp4: no\}
        dhcp4: (no|false)|mtu: 9000
        set-name: enp1s0|on-link: true""",
    "keyfile": r"""interface-name=(bond0(\.100)?|bridge0|e\w+|vlan10|wg0)|dns-search=
        method=(manual|disabled|ignore)
        \[(bridge-port|wifi|wifi-security|wireguard|ethernet|proxy)\]""",
    "networkd": r"""LinkLocalAddressing=no|MTUBytes=9000|Destination=0\.0\.0\.0/0
        \[(Link|Address|Tunnel)\]""",
    "unraid": r"""(IFNAME|BRNAME|BRNICS|BRIDGING)\S*=.*|PROTOCOL\S*="ipv4(\+ipv6)?"|USE_DHCP\S*="no"
        DNS_SERVER2=
        DHCP_KEEPRESOLV="no"|PRIVACY6\[0\]="0"|VLANS\[0\]="3\"""",
}


def settings_of(text):
    """The numbers of the lines of *text* that set something, from 0."""
    lines = enumerate(text.split("\n"))
    return [number for number, line in lines if line.strip() and line.strip()[0] not in "#;"]


def without_places(text):
    """*text* without the numbers of lines, which differ where a line is missing."""
    return re.sub(r"\s+", " ", re.sub(r":\d+\b", "", text))


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_becomes_what_stands_beside_it(example):
    assert imported(example) == (IMPORTS / f"{example}.conf").read_text(encoding="utf-8")


@pytest.mark.parametrize("example", EXAMPLES)
def test_what_is_made_compiles(example, capfd):
    assert main(["check", str(IMPORTS / f"{example}.conf")]) == 0
    assert "error" not in capfd.readouterr().err


def test_there_are_enough_examples_of_each_format():
    counts = {format: sum(1 for name in EXAMPLES if name.split("-")[0] == format) for format in FORMATS}
    assert min(counts.values()) >= 5 and sum(counts.values()) >= 40


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_line_counts(example):
    """Without any of its lines the result is another one: it was used, or named in a comment."""
    files = files_of(example)
    whole = without_places(convert(files))
    idle = []
    for position, (format, name, text) in enumerate(files):
        lines = text.split("\n")
        for number in settings_of(text):
            less = "\n".join(lines[:number] + lines[number + 1 :])
            try:
                made = convert([*files[:position], (format, name, less), *files[position + 1 :]])
            except FileError:
                continue
            if without_places(made) == whole:
                idle.append(lines[number].strip())
    usual = re.sub(r"\n\s+", "|", SAYS_NOTHING[example.split("-")[0]])
    assert [line for line in idle if not re.fullmatch(usual, line)] == []


def with_unknown_word(format, text):
    """*text* with a setting that no reader knows, wherever that is easy."""
    if format == "netplan":
        return re.sub(r"(?m)^( +)(interfaces:)", r"\1xyzzy: plugh\n\1\2", text)
    return text + {"interfaces": "    xyzzy plugh\n"}.get(format, "xyzzy=plugh\n")


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_word_that_nobody_knows_is_named(example):
    for position, (format, name, text) in enumerate(files := files_of(example)):
        if format is None or with_unknown_word(format, text) == text:
            continue
        changed = (format, name, with_unknown_word(format, text))
        made = convert([*files[:position], changed, *files[position + 1 :]])
        comments = " ".join(line.lstrip("# ") for line in made.split("\n") if line.startswith("#"))
        assert re.search("xyzzy.{1,2}plugh", comments), name


# -- units and names -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "unit", "wanted"),
    [("100", "ms", 100), ("100ms", "s", 100), ("1", "s", 1000), ("0.1", "s", 100), (".1s", "s", 100),
     ("1min 30s", "s", 90000), ("5min", "s", 300000), ("0", "s", 0)],
)  # fmt: skip
def test_times(text, unit, wanted):
    assert milliseconds(text, unit) == wanted


@pytest.mark.parametrize("text", ["", "fast", "1 fortnight", "1.2.3", "-1"])
def test_what_is_no_time(text):
    with pytest.raises(ValueError):
        milliseconds(text, "ms")


def test_a_backslash_joins_lines_and_loses_none():
    text = "  one \\\n  two\nthree\nfour \\"
    assert list(joined_lines("file", text)) == [("file:1", "one  two"), ("file:3", "three"), ("file:4", "four")]


def test_every_option_of_bonds_is_known_by_its_own_name():
    for spec in bonding.SPECS:
        if spec.scope == "bond":
            assert option_name("bond", spec.name) == spec.name
            assert option_name("bond", spec.name.replace("_", "-")) == spec.name


def test_the_unit_is_the_formats():
    parameters = "{mode: balance-tlb, mii-monitor-interval: 5, learn-packet-interval: 15}"
    text = "network: {bonds: {bond0: {interfaces: [a, b], parameters: " + parameters + "}}}"
    netplan_file = ("netplan", "a.yaml", text)
    assert 'IFOPTS[0]="miimon 5 | lp_interval 15"' in convert([netplan_file])
    networkd_files = [
        ("networkd", "a.netdev", "[NetDev]\nName=bond0\nKind=bond\n[Bond]\nMode=balance-tlb\n"
         "MIIMonitorSec=5\nLearnPacketIntervalSec=15\n"),
        ("networkd", "b.network", "[Match]\nName=a b\n[Network]\nBond=bond0\n"),
    ]  # fmt: skip
    assert 'IFOPTS[0]="miimon 5000 | lp_interval 15"' in convert(networkd_files)


IFACE = "iface bond0\n bond-slaves a b\n bond-mode 1\n"


@pytest.mark.parametrize(
    ("name", "text", "wanted"),
    [
        ("interfaces", "iface bond0\n bond-slaves a b\n bond-mode lacp", "bond-mode lacp: taken for 802.3ad"),
        ("interfaces", f"{IFACE} bond-miimon {'1' * 5000}", "miimon is from 0 to"),
        ("interfaces", f"{IFACE}iface a inet dhcp", "left out: a is a slave of bond0 and cannot have DHCP"),
        ("interfaces", f"{IFACE} gateway 192.0.2.1\n gateway 192.0.2.2", "GATEWAY is one address: the first"),
        ("interfaces", f"{IFACE} dns-nameservers ::1 ::2 ::3 192.0.2.4", "left out: 192.0.2.4"),
        ("interfaces", f"{IFACE} mtu 9000\niface a\n mtu 1500", "MTU 1500 of a: a bond gives its own"),
        ("interfaces", f"{IFACE}iface a\n mtu 9000", 'MTU[0]="9000"'),
        ("interfaces", f"{IFACE}iface x\n vlan-raw-device bond0\n vlan-id 7\niface bond0.7", "there already"),
        ("interfaces", "iface b\n use bond\n requires eth0 eth1\n bond-mode 4", 'BONDSLAVES[0]="eth0 eth1"'),
        ("interfaces", "iface b\n use bridge\n requires eth0\niface eth1\n use dhcp", 'USE_DHCP[1]="yes"'),
        ("interfaces", "iface dummy0\n link-type dummy", "a link with link-type has no counterpart"),
        ("interfaces", "iface eth0.5\n vlan-protocol 802.1ad", 'IFOPTS[0]="protocol 802.1ad"'),
        ("interfaces", "iface wlan0\n use wifi", "no counterpart: interfaces:2: use wifi"),
        ("interfaces", "iface br0\n bridge-ports none", "a bridge without ports has no counterpart"),
        ("interfaces", f"{IFACE} address 10.1.1.1", "no prefix length is given; 8 is taken"),
        ("ifcfg-bond0", "BONDING_SLAVE0=a\nBONDING_OPTS='mode=1 queue_id=a:1'", 'IFOPTS[0]="queue_id a:1"'),
        ("ifcfg-bond0", "BONDING_SLAVE0=a\nBONDING_OPTS='mode=1 primary=b'", "left out: b is not a slave of bond0"),
        ("ifcfg-eth0", "IPADDR=$(hostname -i)", "IPADDR=$(hostname -i)"),
        ("ifcfg-br0", "BRIDGE=yes\nBRIDGE_PORTS=a\nBRIDGING_OPTS='forward_delay=200 multicast_snooping=0'",
         'IFOPTS[0]="forward_delay 200 | mcast_snooping 0"'),
        ("ifcfg-br0", "TYPE=Bridge\nBRIDGE_PORTS=eth0.5", 'IFNAME[1]="eth0.5"'),
        ("ifcfg-t", "TYPE=Team\nGATEWAY=192.0.2.1", "ifcfg-t:2: GATEWAY=192.0.2.1: left out above"),
        ("x.nmconnection", "[connection]\ntype=vlan\n[vlan]\nparent=eth0\nid=007\nflags=6",
         'IFNAME[0]="eth0.7"\nIFOPTS[0]="reorder_hdr off | gvrp on | loose_binding on"'),
        ("x.netdev", "[NetDev]\nName=bond0\nKind=bond", "a bond without slaves has no counterpart"),
        ("x.network", "[Match]\nName=enp[1-3]s0\n[Network]\nBond=bond0", '"enp1s0 enp2s0 enp3s0"'),
        ("network.cfg", 'BRNAME[0]="br0"\nBRNICS[0]="eth0"\nVLANID[0,1]="0"', "eth0.0"),
        ("x.yaml", "network: {bonds: {bond0: {interfaces: [a, b], addresses: [192.0.2.1/24], "
         "gateway4: 203.0.113.1}}}", 'GATEWAY="203.0.113.1 dev bond0 onlink"'),
    ],
)  # fmt: skip
def test_what_becomes_of_it(name, text, wanted, tmp_path):
    (tmp_path / name).write_text(text + "\n", encoding="utf-8")
    assert wanted in convert(read([str(tmp_path / name)]))


# -- what nobody meant ---------------------------------------------------------------------------------

LINES = {
    "ifcfg": """DEVICE=bond0|BONDING_OPTS='{}'|IPADDR={}|MASTER={}|BRIDGE={}|VLAN=yes|TYPE=Bond|GATEWAY={}
        VLAN_ID={}
        BOOTPROTO=dhcp|DNS1={}|MACADDR={}|{}""",
    "interfaces": """iface bond0 inet static|iface {} inet dhcp| bond-slaves {}| address {}| bond-mode {}
         gateway {}
         bridge-ports {}| vlan-raw-device {}| hwaddress {}| bond-miimon {}|{}""",
    "netplan": """network:|  bonds:|    bond0:|      interfaces: [{}]|      addresses: [{}]|      gateway4: {}
        |      parameters: {{mode: {}}}|{}""",
    "keyfile": """[connection]|type=bond|interface-name={}|[bond]|mode={}|[ipv4]|address1={}|controller={}
        slave-type=bond|[vlan]|parent={}|id={}|{}""",
    "networkd": """[NetDev]|Name={}|Kind=bond|[Bond]|Mode={}|[Match]|Name=eth0 {}|[Network]|Bond={}|VLAN={}
        Address={}|Gateway={}|{}""",
    "unraid": """IFNAME[0]="{}"|BONDNAME[0]="bond0"|BONDNICS[0]="{}"|BRNAME[0]="{}"|VLANID[0,1]="{}"
        MTU[0]="{}"
        IPADDR[0]="{}"|{}""",
}
WORDS = st.sampled_from(
    """eth0|eth0 eth1|bond0|bond0.5|192.0.2.1/24|192.0.2.1|mode=4 miimon=100|5|802.3ad||$(reboot)|"; reboot; "
    `reboot`|a\\|'|ö|eth*|fe80::1|2001:db8::1/64|lo|none|an-interface-with-a-long-name|02:00:5e:00:53:01|1 1 1
    a: b|[x]|x=y|all|\x07|\r""".replace("\n    ", "|").split("|")
)


@pytest.mark.parametrize("format", FORMATS)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_whatever_is_read_the_result_compiles(format, data):
    lines = re.split(r"\||\n {8}", LINES[format])
    drawn = data.draw(st.lists(st.tuples(st.sampled_from(lines), WORDS), min_size=1, max_size=12))
    text = "\n".join(line.format(word) for line, word in drawn)
    networkd = data.draw(st.sampled_from(["a.netdev", "a.network"]))
    name = {"ifcfg": "ifcfg-bond0", "networkd": networkd}.get(format, "x")
    try:
        made = convert([(format, name, text)])
    except FileError:
        return
    assert writer.errors_of(made) == []
    for line in made.split("\n"):
        match = re.fullmatch(r'\w+(?:\[\d+\])?="(.*)"', line)
        assert line == "" or line.startswith("#") or writer.PLAIN.fullmatch(match.group(1)), line


def test_a_vlan_without_an_id_is_left_out_and_its_bond_is_not():
    lines = ["iface uplink inet dhcp", " vlan-raw-device eth0", "iface bond0 inet dhcp", " bond-slaves uplink eth1"]
    made = convert([("interfaces", "interfaces", "\n".join(lines))])
    assert 'IFNAME[1]="bond0"' in made and '\n#IFNAME[0]="eth0."' in made


def test_secrets_stay_where_they_are():
    for example in ("netplan-left-out", "keyfile-left-out"):
        made = imported(example)
        assert "not for the conf" not in made and "c2VjcmV0" not in made and "(not shown)" in made


def test_netplan_needs_pyyaml(monkeypatch, capsys):
    monkeypatch.setattr(netplan, "yaml", None)
    assert main(["import", str(IMPORTS / "netplan-bonding")]) == 2
    assert "needs PyYAML" in capsys.readouterr().err
    assert main(["import", str(IMPORTS / "ifcfg-plain")]) == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("network: [", "x.yaml:1:"),
        ("network:\n  bonds: &a\n    bond0: &b\n      x: *b\n", "too many"),
        ("a: &a [1,1,1,1,1,1,1,1,1]\n" + "".join(f"{c}: &{c} [*{p},*{p},*{p},*{p},*{p},*{p},*{p},*{p},*{p}]\n"
         for p, c in zip("abcdef", "bcdefg")), "too many"),  # fmt: skip
        ("network: 5", "not a mapping"),
        ("", "no interface"),
        ("network: {version: 2}", "no interface"),
    ],
)
def test_what_netplan_cannot_be(text, said):
    with pytest.raises(FileError) as problem:
        convert([("netplan", "x.yaml", text)])
    assert said in str(problem.value)


# -- the command ---------------------------------------------------------------------------------------


def test_a_folder_and_its_files_are_the_same(capsys):
    folder = IMPORTS / "ifcfg-rhel7-bond"
    assert main(["import", str(folder)]) == 0
    whole = capsys.readouterr().out
    assert main(["import", *map(str, sorted(folder.iterdir()))]) == 0
    assert capsys.readouterr().out == whole == (IMPORTS / "ifcfg-rhel7-bond.conf").read_text()


def test_the_format_is_told_by_the_name_or_by_what_is_in_the_file(tmp_path, capsys):
    for example, file in (("interfaces-arp", "interfaces"), ("netplan-arp", "20-arp.yaml"),
                          ("unraid-defaults", "network.cfg"), ("keyfile-by-mac", "the-bond.nmconnection")):
        plain = tmp_path / "saved"
        plain.write_text((IMPORTS / example / file).read_text())
        assert main(["import", str(plain)]) == 0
        assert "BONDSLAVES" in capsys.readouterr().out
    plain.write_text("IFNAME=x\n")
    assert main(["import", "--from", "interfaces", str(plain)]) == 2


@pytest.mark.parametrize("content", [None, "nothing that is known\n", "\0" * 10])
def test_what_cannot_be_imported(tmp_path, capsys, content):
    path = tmp_path / "file"
    if content is not None:
        path.write_text(content)
    assert main(["import", str(path)]) == 2
    said = capsys.readouterr()
    assert said.out == "" and said.err.startswith("inet1c: ") and str(path) in said.err
    (tmp_path / "empty").mkdir()
    assert main(["import", str(tmp_path / "empty")]) == 2


def test_devices_without_an_end_are_not_read(capsys):
    assert main(["import", "--from", "interfaces", "/dev/zero"]) == 2
    assert "larger than" in capsys.readouterr().err


def test_the_guide_names_each_format():
    page = (IMPORTS.parent.parent / "docs" / "import.md").read_text(encoding="utf-8")
    assert re.findall(r"\| `(\w+)` \|$", page, re.M) == list(FORMATS)
