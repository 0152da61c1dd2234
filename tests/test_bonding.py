"""Everything that rc.bonding says, and that it is true, on a made-up machine (tests/bonding.py)."""

import os
import re
import shutil

import pytest

from tests.bonding import Machine, produced
from tests.golden import ROOT

BOND = """IFNAME[0]="bond0"
BONDSLAVES[0]="eth0 eth1"
BONDMODE[0]="active-backup"
IPADDR[0]="192.0.2.1"
NETMASK[0]="255.255.255.0"
"""
LACP = BOND.replace("active-backup", "802.3ad")
BRIDGE = """IFNAME[1]="br0"
BRNICS[1]="eth2 bond0"
"""
PLAIN_BOND = BOND.split("IPADDR")[0]
VLAN = 'IFNAME[1]="bond0.10"\n'


@pytest.fixture
def machine(tmp_path):
    return Machine(tmp_path)


@pytest.mark.parametrize("version", ["3.10.17", "5.15.19"])
@pytest.mark.parametrize("shell", [{}, {"options": ["--posix"]}, {"compatible": "4.2"}],
                         ids=["bash", "as sh", "as bash 4.2"])
def test_start_and_stop(machine, shell, version):
    machine.kernel(version)
    machine.conf(BOND)
    assert machine.run("start", **shell) == ["bond0: started"]
    assert machine.status == 0
    assert machine.net("bond0/bonding/slaves") == "eth0 eth1"
    assert machine.net("bond0/bonding/mode") == "active-backup"
    assert machine.net("bond0/ifalias").startswith("rc.inet1:")
    assert machine.net("bond0/flags") == "0x1003"
    assert "192.0.2.1/24" in machine.read("addresses")
    assert machine.run("start", **shell) == []
    assert machine.run("stop", **shell) == ["bond0: stopped"]
    assert machine.status == 0
    assert machine.net("bonding_masters").strip() == ""
    assert machine.net("eth0/address") == "02:00:00:00:00:e0"


BONDS = BOND + BOND.replace("[0]", "[1]").replace("bond0", "bond1").replace("eth0 eth1", "eth2").replace("2.1", "2.2")


def test_bonds_that_are_new_and_plain_take_one_process(machine):
    machine.conf(BONDS)
    assert machine.run("start") == ["bond0: started", "bond1: started"]
    assert machine.asked("ip") == ["ip -o -force -batch -", *(f"ip {request}" for request in """\
address show
link add dev bond0 type bond mode active-backup miimon 100
link set dev bond0 up alias rc.inet1:bond:mode,miimon,
link set dev eth0 master bond0
link set dev eth1 master bond0
link add dev bond1 type bond mode active-backup miimon 100
link set dev bond1 up alias rc.inet1:bond:mode,miimon,
link set dev eth2 master bond1
address replace 192.0.2.1/24 broadcast + dev bond0
address replace 192.0.2.2/24 broadcast + dev bond1""".splitlines())]
    # and a second start looks, and asks for the addresses alone
    assert machine.run("start") == []
    assert machine.asked("ip link") == []


def test_a_kernel_before_4_0_gets_options_by_sysfs(machine):
    """It ignores most of those in a request of ip(8), and calls that a success."""
    machine.kernel("3.10.17")
    machine.conf(BOND)
    assert machine.run("start") == ["bond0: started"]
    assert [line for line in machine.asked("ip") if "type bond" in line or "master" in line] == []
    assert machine.net("bond0/bonding/miimon") == "100"
    assert machine.net("bond0/bonding/slaves") == "eth0 eth1"


@pytest.mark.parametrize("version", ["3.10.17", "5.15.19"])
def test_a_bond_does_not_autoconfigure_itself_and_the_default_stays(version, machine):
    machine.kernel(version)
    machine.conf(BOND)
    machine.write("proc/sys/net/ipv6/conf/default/accept_ra", "1\n")
    assert machine.run("start") == ["bond0: started"]
    assert machine.read("proc/sys/net/ipv6/conf/bond0/accept_ra") == "0"
    assert machine.read("proc/sys/net/ipv6/conf/default/accept_ra") == "1"


# -- refusals of the kernel, with its reason -----------------------------------------------------------

REFUSALS = {
    # what the kernel refuses, in which conf, and what is said
    "bond": (BOND, "*/bonding_masters +bond0", "bond0: cannot be made: Invalid argument"),
    "mark of a bond": (BOND, "*/bond0/ifalias *", "bond0: cannot be marked: Invalid argument"),
    "option": (BOND + 'IFOPTS[0]="miimon 100 | resend_igmp 7"\n', "*/bonding/resend_igmp *",
               "bond0: resend_igmp 7: Invalid argument"),
    "ARP target": (BOND + 'IFOPTS[0]="arp_interval 500 | arp_ip_target 192.0.2.7,192.0.2.8"\n',
                   "*/arp_ip_target +192.0.2.8", "bond0: arp_ip_target 192.0.2.8: Invalid argument"),
    "active slave": (BOND + 'IFOPTS[0]="active_slave eth1"\n', "*/active_slave *",
                     "bond0: active_slave eth1: Invalid argument"),
    "slave": (BOND, "*/bonding/slaves +eth1", "bond0: slave eth1: Invalid argument"),
    "queue of a slave": (BOND + 'IFOPTS[0]="queue_id eth0:4"\n', "*/queue_id eth0:4",
                         "bond0: queue_id eth0:4: Invalid argument"),
    "option that sysfs does not have": (
        BOND + 'IFOPTS[0]="peer_notif_delay 300"\n', "link set dev bond0 type bond peer_notif_delay *",
        "bond0: peer_notif_delay 300: Invalid argument"),
    "option that inet1c does not know": (
        BOND + 'IFOPTS[0]="newest_thing 3"\n', "link set dev bond0 type bond newest_thing *",
        "bond0: newest_thing 3: Invalid argument"),
    "MAC": (BOND + 'HWADDR[0]="02:00:00:00:00:aa"\n', "link set dev bond0 address *",
            "bond0: MAC 02:00:00:00:00:aa: Invalid argument"),
    "MAC of a slave": (BOND + 'IFNAME[1]="eth0"\nHWADDR[1]="02:00:00:00:00:aa"\n',
                       "link set dev eth0 address *",
                       "eth0: MAC 02:00:00:00:00:aa: Invalid argument"),
    "MTU": (BOND + 'MTU[0]="9000"\n', "link set dev bond0 mtu *", "bond0: mtu 9000: Invalid argument"),
    "promiscuous mode": (BOND + 'PROMISCUOUS[0]="yes"\n', "link set dev bond0 promisc *",
                         "bond0: promisc on: Invalid argument"),
    "address": (BOND, "address replace *", "bond0: address 192.0.2.1/24: Invalid argument"),
    "IPv6 address": (PLAIN_BOND + 'IP6ADDRS[0]="2001:db8::1/64"\n', "address replace *",
                     "bond0: address 2001:db8::1/64: Invalid argument"),
    "up": (BOND, "link set dev bond0 up*", "bond0: cannot be set up: Invalid argument"),
    "VLAN": (PLAIN_BOND + VLAN, "link add link *", "bond0.10: cannot be made: Invalid argument"),
    "mark of a VLAN": (PLAIN_BOND + VLAN, "link set dev bond0.10 alias *",
                       "bond0.10: cannot be marked: Invalid argument"),
    "bridge": (PLAIN_BOND + BRIDGE, "link add dev br0 *", "br0: cannot be made: Invalid argument"),
    "option of a bridge": (PLAIN_BOND + BRIDGE + 'IFOPTS[1]="stp_state 1"\n', "*/bridge/stp_state *",
                           "br0: stp_state 1: Invalid argument"),
    "port": (PLAIN_BOND + BRIDGE, "link set dev eth2 master *", "br0: port eth2: Invalid argument"),
    "port that cannot go up": (PLAIN_BOND + BRIDGE, "*/eth2/flags 0x1003",
                               "eth2: cannot be set up or down: Invalid argument"),
    "setting of a port": (PLAIN_BOND + BRIDGE + 'IFNAME[2]="eth2"\nMTU[2]="9000"\n',
                          "link set dev eth2 mtu *", "eth2: mtu 9000: Invalid argument"),
    "autoconfiguration": (PLAIN_BOND + 'USE_SLAAC[0]="yes"\nSLAAC_TIMEOUT[0]="0"\n',
                          "*/conf/bond0/autoconf *", "bond0: autoconf: Invalid argument"),
}  # fmt: skip


@pytest.mark.parametrize("what", sorted(REFUSALS))
def test_a_refusal_is_said_with_its_reason(what, machine):
    conf, request, message = REFUSALS[what]
    machine.conf(conf)
    machine.refuse(request)
    assert message in machine.run("start")
    assert machine.status == 1
    # and only then
    machine.write("refused", "")
    assert message not in machine.run("start")


def test_a_link_that_cannot_be_made_gives_one_message(machine):
    machine.conf(PLAIN_BOND + VLAN + 'IPADDR[1]="192.0.2.1"\nNETMASK[1]="24"\nMTU[1]="1400"\n')
    machine.refuse("link add link *", "RTNETLINK answers: No such device")
    machine.refuse("* bond0.10*", "Cannot find device")
    assert machine.run("start") == ["bond0.10: cannot be made: No such device", "bond0: started"]


def test_ip_that_gives_no_reason(machine):
    machine.conf(BOND)
    machine.refuse("link set dev bond0 up*", "")
    assert "bond0: cannot be set up: refused" in machine.run("start")


def test_a_word_that_ip_does_not_know_ends_only_its_own_request(machine):
    """ip ends at once; the requests after it are made one by one."""
    machine.conf(BOND + 'PROMISCUOUS[0]="yes"\nHWADDR[0]="02:00:00:00:00:aa"\n')
    machine.refuse("link set dev bond0 promisc *", 'Error: argument "promisc" is wrong')
    assert machine.run("start") == ['bond0: promisc on: argument "promisc" is wrong', "bond0: started"]
    assert machine.net("bond0/address") == "02:00:00:00:00:aa"
    assert machine.net("bond0/flags") == "0x1003"


def test_a_slave_that_cannot_change_its_mac_needs_fail_over_mac(machine):
    machine.conf(BOND)
    machine.refuse("*/bonding/slaves +eth1", "Operation not supported")
    assert machine.run("start") == [
        "bond0: slave eth1: Operation not supported "
        "(a MAC that cannot change? active-backup with fail_over_mac active)",
        "bond0: started"]
    assert machine.net("bond0/bonding/slaves") == "eth0"


def test_a_kernel_that_does_not_have_an_option(machine):
    """It ignores an option that is newer than it, and ip calls that a success."""
    machine.conf(BOND + 'IFOPTS[0]="peer_notif_delay 300"\n')
    machine.program("sbin/ip", machine.read("sbin/ip").replace('echo "${*:6}" >> "$K/details"', "true"))
    assert machine.run("start")[0] == ("bond0: peer_notif_delay 300: the kernel does not have it "
                                       "(it may be too old for it)")


def test_an_option_that_sysfs_does_not_have_is_set_by_ip(machine):
    machine.conf(BOND + 'IFOPTS[0]="peer_notif_delay 300"\n')
    assert machine.run("start") == ["bond0: started"]
    assert machine.asked("ip link set") == ["ip link set dev bond0 type bond peer_notif_delay 300",
                                            "ip link set dev bond0 up"]


def test_a_kernel_without_the_bonding_module(machine):
    machine.conf(PLAIN_BOND + VLAN)
    (machine.root / "sys/class/net/bonding_masters").unlink()
    machine.write("no-module", "")
    assert machine.run("start") == ["bond0: cannot be made: the bonding module cannot be loaded",
                                    "bond0.10: not made: it would stand on bond0"]
    assert machine.asked("modprobe") == ["modprobe bonding max_bonds=0"]


def test_the_bonding_module_is_loaded(machine):
    machine.conf(BOND)
    (machine.root / "sys/class/net/bonding_masters").unlink()
    assert machine.run("start") == ["bond0: started"]


def test_in_a_container_nothing_is_made(machine):
    """As 15.0's own rc.inet1 has it, in LXC."""
    machine.conf(BOND)
    machine.write("proc/1/environ", "TERM=linux\0container=lxc\0HOME=/\0")
    assert machine.run("start") == []
    assert machine.net("bonding_masters") == ""
    machine.write("proc/1/environ", "TERM=linux\0container=podman\0")
    assert machine.run("start") == ["bond0: started"]


# -- slaves and ports ----------------------------------------------------------------------------------


@pytest.mark.parametrize("conf, message", [
    (BOND.replace("eth1", "eth9"), "bond0: slave eth9 is missing"),
    (PLAIN_BOND + BRIDGE.replace("eth2", "eth9"), "br0: port eth9 is missing"),
])  # fmt: skip
def test_a_missing_member_is_said_and_the_rest_starts(conf, message, machine):
    machine.conf(conf)
    assert machine.run("start")[0] == message
    assert machine.status == 1
    assert "eth0" in machine.net("bond0/bonding/slaves")


def test_a_bond_without_slaves_stays_down_and_so_does_what_stands_on_it(machine):
    machine.conf(PLAIN_BOND.replace("eth0 eth1", "eth8 eth9") + VLAN
                 + 'IPADDR[1]="192.0.2.1"\nNETMASK[1]="24"\n')
    assert machine.run("start") == [
        "bond0: slave eth8 is missing", "bond0: slave eth9 is missing",
        "bond0: has no slave: left down, without address", "bond0.10: not made: it would stand on bond0",
    ]
    assert machine.net("bond0/flags") == "0x1002"
    assert machine.asked("ip address replace") == []
    # nor is a carrier waited for
    machine.write("sys/class/net/bond0/carrier", "0\n")
    assert "bond0: no carrier" not in machine.run("start")
    assert machine.slept() == 0


def test_a_vlan_on_a_missing_nic(machine):
    machine.conf(PLAIN_BOND + 'IFNAME[1]="eth9.5"\nIFNAME[2]="br0"\nBRNICS[2]="bond0 eth9.5"\n')
    assert machine.run("start") == ["eth9.5: not made: eth9 is missing", "bond0: started", "br0: started"]


def test_a_slave_of_somebody_elses_bond_is_left_there(machine):
    machine.conf(BOND)
    said = machine.run("start", before="kernel_bond bond7 eth1")
    assert said == [
        "bond0: slave eth1 belongs to bond7, which rc.inet1 did not make: left there", "bond0: started"]
    assert machine.net("bond7/bonding/slaves") == "eth1"
    # and it stays there when the bonds stop
    assert machine.run("stop") == ["bond0: stopped"]
    assert machine.net("bond7/bonding/slaves") == "eth1"


def test_a_slave_that_moved_in_rc_inet1_conf_moves(machine):
    other = 'IFNAME[1]="bond1"\nBONDSLAVES[1]="eth2"\n'
    machine.conf(PLAIN_BOND + other)
    machine.run("start")
    machine.conf(PLAIN_BOND.replace(" eth1", "") + other.replace("eth2", "eth2 eth1"))
    assert machine.run("start") == [
        "eth1: not in bond0 any more", "bond1: slave eth1 is in"]
    machine.conf(PLAIN_BOND + other)
    assert machine.run("start") == ["eth1: leaves bond1 for bond0", "bond0: slave eth1 is in"]
    assert machine.net("bond0/bonding/slaves") == "eth0 eth1"
    assert machine.status == 0


def test_a_slave_that_cannot_leave(machine):
    machine.conf(BOND)
    machine.run("start")
    machine.conf(BOND.replace(" eth1", ""))
    machine.refuse("*/bonding/slaves -eth1", "Device or resource busy")
    assert "eth1: cannot leave bond0: Device or resource busy" in machine.run("start")
    assert machine.status == 1


def test_a_bond_takes_another_slaves_mac_when_the_one_of_its_mac_leaves(machine):
    machine.conf(BOND)
    machine.run("start")
    assert machine.net("bond0/address") == "02:00:00:00:00:e0"
    machine.conf(BOND.replace("eth0 ", ""))
    assert machine.run("start") == [
        "eth0: not in bond0 any more", "bond0: has the MAC of eth1 now, as eth0 left"]
    assert machine.net("bond0/address") == "02:00:00:00:00:e1"
    assert machine.net("eth0/address") == "02:00:00:00:00:e0"


def test_two_slaves_swap_their_queues(machine):
    machine.conf(BOND + 'IFOPTS[0]="queue_id eth0:1 eth1:2"\n')
    machine.run("start")
    machine.conf(BOND + 'IFOPTS[0]="queue_id eth0:2 eth1:1"\n')
    assert machine.run("start") == []
    assert machine.net("eth0/bonding_slave/queue_id") == "2"
    assert machine.net("eth1/bonding_slave/queue_id") == "1"


@pytest.mark.parametrize("nic", ["eth0", "eth1"])
def test_a_slave_that_is_up_is_set_down_first(nic, machine):
    """The slaves keep their order: a bond has the MAC of the first one."""
    machine.conf(BOND)
    machine.write(f"sys/class/net/{nic}/flags", "0x1003\n")
    assert machine.run("start") == ["bond0: started"]
    assert machine.net("bond0/bonding/slaves") == "eth0 eth1"
    assert machine.net("bond0/address") == "02:00:00:00:00:e0"


def test_a_slave_that_cannot_be_set_down(machine):
    machine.conf(BOND)
    machine.write("sys/class/net/eth1/flags", "0x1003\n")
    machine.refuse("*/eth1/flags *", "Device or resource busy")
    assert machine.run("start") == [
        "eth1: cannot be set up or down: Device or resource busy",
        "bond0: slave eth1: Operation not permitted", "bond0: started"]


def test_an_address_of_a_slave_goes(machine):
    machine.conf(BOND)
    machine.write("addresses", "2: eth1    inet 198.51.100.1/24 scope global eth1\n"
                               "2: eth1    inet6 fe80::1/64 scope link eth1\n")
    assert machine.run("start") == [
        "eth1: had 198.51.100.1/24: taken away, as a slave or port has no address of its own",
        "bond0: started"]
    assert "198.51.100.1" not in machine.read("addresses")
    assert "fe80::1" in machine.read("addresses")


def test_a_slaves_address_that_cannot_be_taken_away(machine):
    machine.conf(BOND)
    machine.write("addresses", "2: eth1    inet 198.51.100.1/24 scope global eth1\n")
    machine.refuse("address del *", "RTNETLINK answers: Operation not permitted")
    assert "eth1: address 198.51.100.1/24: Operation not permitted" in machine.run("start")


def test_an_address_that_left_rc_inet1_conf_goes(machine):
    machine.conf(BOND)
    machine.run("start")
    other = "2: bond0    inet 198.51.100.1/24 scope global bond0\n"
    machine.write("addresses", machine.read("addresses") + "\n" + other)
    machine.conf(BOND.replace("192.0.2.1", "192.0.2.2"))
    machine.refuse("address del *")
    assert machine.run("start") == ["bond0: old address 192.0.2.1/24: Invalid argument"]
    machine.write("refused", "")
    assert machine.run("start") == []
    # One that somebody else put there stays.
    assert {line.split()[3] for line in machine.read("addresses").splitlines()} == {
        "198.51.100.1/24", "192.0.2.2/24"}


def test_a_dhcp_client_of_a_slave_is_ended(machine):
    machine.conf(BOND)
    machine.write("var/run/dhcpcd-eth1.pid", "999999\n")
    machine.write("proc/999999/comm", "dhcpcd\n")
    assert machine.run("start") == ["eth1: its DHCP client is ended", "bond0: started"]
    assert machine.asked("kill") == ["kill 999999", "kill -0 999999"]


def test_a_dhcp_client_that_hangs_is_killed(machine):
    machine.conf(BOND)
    machine.write("var/run/dhcpcd-eth1.pid", "999999\n")
    machine.write("proc/999999/comm", "dhcpcd\n")
    machine.write("hangs", "")
    machine.run("start")
    assert (machine.asked("kill")[-1], machine.slept()) == ("kill -KILL 999999", 3)


def ip_is_killed_once(machine):
    (machine.root / "sbin/ip").rename(machine.root / "sbin/real")
    machine.program("sbin/ip", '#!/bin/bash\nmv "${0%ip}real" "$0"\nkill -KILL $$\n')


def test_what_a_killed_ip_has_not_done_is_done_by_another(machine):
    machine.conf(BOND)
    ip_is_killed_once(machine)
    assert machine.run("start") == ["bond0: started"]
    assert machine.net("bond0/bonding/slaves") == "eth0 eth1"


def test_a_bond_that_a_killed_ip_has_not_removed_is_said(machine):
    machine.conf(BOND)
    machine.run("start")
    ip_is_killed_once(machine)
    assert machine.run("stop") == ["bond0: cannot be removed: refused", "bond0: is still there"]


def test_a_link_that_cannot_be_removed_is_not_said_to_be_stopped(machine):
    machine.conf(BOND)
    machine.run("start")
    machine.refuse("link del *", "Device or resource busy")
    for word in ("bond0_stop", "stop"):
        said = machine.run(word)
        assert "bond0: cannot be removed: Device or resource busy" in said
        assert "bond0: stopped" not in said


def test_variables_of_the_environment_do_not_count(machine):
    machine.conf(BOND)
    before = "export BOND_ONLY=bond7 BOND_LOADED=1 BOND_BEGUN=1 BOND_REFUSED=1 BOND_FAILED=1 BOND_PLAN=2"
    assert machine.run("start", before=before) == ["bond0: started"]


def test_a_pid_file_without_its_client_is_no_client(machine):
    machine.conf(BOND)
    machine.write("var/run/dhcpcd-eth1.pid", "999999\n")
    machine.write("proc/999999/comm", "bash\n")
    assert machine.run("start") == ["bond0: started"]
    assert machine.asked("kill") == []


# -- edits of a running bond ---------------------------------------------------------------------------


def test_an_option_that_left_rc_inet1_conf_stays_until_restart(machine):
    machine.conf(BOND + 'IFOPTS[0]="miimon 100 | primary eth1 | resend_igmp 3"\n')
    machine.run("start")
    machine.conf(BOND + 'IFOPTS[0]="miimon 100"\n')
    assert sorted(machine.run("start")) == [
        "bond0: primary is not in rc.inet1.conf any more: it stays until restart",
        "bond0: resend_igmp is not in rc.inet1.conf any more: it stays until restart"]
    assert machine.net("bond0/bonding/primary") == "eth1"
    machine.run("restart")
    assert machine.net("bond0/bonding/primary") == ""
    assert machine.net("bond0/bonding/resend_igmp") == "1"


def test_arp_targets_that_left_rc_inet1_conf_go(machine):
    arp = 'IFOPTS[0]="arp_interval 500 | arp_ip_target 192.0.2.7,192.0.2.8"\n'
    machine.conf(BOND + arp)
    machine.run("start")
    machine.conf(BOND + arp.replace("192.0.2.7,", ""))
    assert machine.run("start") == []
    assert machine.net("bond0/bonding/arp_ip_target") == "192.0.2.8"


def test_a_mode_that_needs_an_empty_bond(machine):
    machine.conf(BOND)
    machine.run("start")
    machine.conf(BOND.replace("active-backup", "balance-xor"))
    machine.refuse("*/bonding/mode *", "Directory not empty", bond="bond0")
    assert machine.run("start")[0] == "bond0: goes down for a moment: only then does the kernel change mode"
    assert machine.status == 0
    assert machine.net("bond0/bonding/mode") == "balance-xor"
    assert machine.net("bond0/bonding/slaves") == "eth0 eth1"
    assert machine.net("bond0/flags") == "0x1003"


def test_a_vlan_that_is_another_now_is_made_anew(machine):
    conf = PLAIN_BOND + VLAN + 'IFNAME[2]="br0"\nBRNICS[2]="bond0.10"\n'
    machine.conf(conf)
    machine.run("start")
    machine.conf(conf + 'IFOPTS[1]="protocol 802.1ad"\n')
    said = machine.run("start", before="kernel_link macvtap0; kernel_stand macvtap0 bond0.10")
    assert said == ["bond0.10: must be made anew: macvtap0, which stands on it, goes", "bond0.10: started"]
    assert "ip link del dev bond0.10" in machine.asked()
    assert [line for line in machine.asked() if "802.1ad" in line] != []


def test_a_vlan_that_cannot_be_removed(machine):
    machine.conf(PLAIN_BOND + VLAN)
    machine.run("start")
    machine.conf(PLAIN_BOND + VLAN + 'IFOPTS[1]="protocol 802.1ad"\n')
    machine.refuse("link del *", "RTNETLINK answers: Device or resource busy")
    assert "bond0.10: cannot be removed: Device or resource busy" in machine.run("start")


def test_a_link_that_left_rc_inet1_conf_is_removed(machine):
    machine.conf(PLAIN_BOND + VLAN)
    machine.run("start")
    machine.conf(PLAIN_BOND)
    assert machine.run("start") == ["bond0.10: not in rc.inet1.conf any more: removed"]
    assert not (machine.root / "sys/class/net/bond0.10").exists()


def test_a_bond_of_another_name_gets_the_slaves_and_the_old_one_goes(machine):
    machine.conf(PLAIN_BOND)
    machine.run("start")
    machine.conf(PLAIN_BOND.replace('"bond0"', '"bond1"'))
    assert machine.run("start") == [
        "eth0: leaves bond0 for bond1", "bond0: has the MAC of eth1 now, as eth0 left",
        "eth1: leaves bond0 for bond1", "bond0: not in rc.inet1.conf any more: removed", "bond1: started"]
    assert machine.net("bond1/bonding/slaves") == "eth0 eth1"
    assert not (machine.root / "sys/class/net/bond0").exists()


def test_a_bond_stays_if_no_other_got_its_slave(machine):
    """Better the old bond than none."""
    machine.conf(PLAIN_BOND)
    machine.run("start")
    machine.conf(PLAIN_BOND.replace('"bond0"', '"bond1"'))
    machine.refuse("*/bonding_masters +bond1", "Cannot allocate memory")
    assert machine.run("start") == [
        "bond1: cannot be made: Cannot allocate memory",
        "bond0: not in rc.inet1.conf any more, and kept: no other bond could have its slave eth0"]
    assert machine.net("bond0/bonding/slaves") == "eth0 eth1"


# -- what others made ----------------------------------------------------------------------------------

FOREIGN = "kernel_bond bond0 eth2; echo 0x1003 > $KNET/bond0/flags"


def test_somebody_elses_bond_of_the_same_name_is_left_as_it_is(machine):
    machine.conf(BOND)
    left = "bond0: there is one already that rc.inet1 did not make: left as it is"
    assert machine.run("start", before=FOREIGN) == [left]
    assert machine.net("bond0/bonding/slaves") == "eth2"
    assert machine.run("stop") == ["bond0: left as it is: rc.inet1 did not make it"]
    assert machine.run("restart") == [
        "bond0: rc.inet1 did not make this bond: take it down with what made it",
        "restart: nothing was touched"]
    assert machine.net("bond0/bonding/slaves") == "eth2"
    assert machine.run("bond0_stop") == ["bond0: left as it is: rc.inet1 did not make it"]
    assert machine.status == 1
    assert machine.net("bond0/bonding/slaves") == "eth2"


def test_somebody_elses_bond_is_no_port_and_keeps_its_route(machine):
    """As the one that an initramfs made, for a root on NFS."""
    machine.conf(PLAIN_BOND + BRIDGE + 'IPADDR[1]="192.0.2.1"\nNETMASK[1]="255.255.255.0"\nGATEWAY="192.0.2.254"\n')
    foreign = "kernel_bond bond0; echo 0x1003 > $KNET/bond0/flags"
    machine.write("addresses", "9: bond0    inet 192.0.2.1/24 scope global bond0\n")
    assert machine.run("start", before=foreign)[-1] == "br0: started"
    assert machine.asked("ip address del") == []
    assert machine.asked("ip link set dev bond0") == []
    assert (machine.root / "sys/class/net/br0/brif/eth2").exists()
    assert not (machine.root / "sys/class/net/br0/brif/bond0").exists()
    machine.run("stop")
    assert machine.asked("ip route") == []


def test_a_bond_that_stands_idle_is_taken(machine):
    """As the module makes one by itself, without max_bonds=0."""
    machine.conf(BOND)
    assert machine.run("start", before="kernel_bond bond0") == ["bond0: started"]
    assert machine.net("bond0/bonding/slaves") == "eth0 eth1"


def test_a_port_of_somebody_else_is_put_back_into_a_bridge(machine):
    """A virtual machine's tap device survives stop and start."""
    machine.conf(PLAIN_BOND + BRIDGE)
    machine.run("start")
    assert machine.run("restart", before="kernel_link vnet0; kernel_port br0 vnet0") == [
        "bond0: stopped", "br0: stopped", "bond0: started", "br0: started"]
    assert (machine.root / "sys/class/net/br0/brif/vnet0").exists()


def test_a_guest_that_cannot_be_put_back(machine):
    machine.conf(PLAIN_BOND + BRIDGE)
    machine.run("start")
    machine.refuse("link set dev vnet0 master *", "RTNETLINK answers: Device or resource busy")
    said = machine.run("restart", before="kernel_link vnet0; kernel_port br0 vnet0")
    assert "br0: port vnet0: Device or resource busy" in said


# -- the plan ------------------------------------------------------------------------------------------

NO_PLAN = "there is no usable /etc/rc.d/rc.inet1.bonding: no bond is started"
LAST_PLAN = {
    "is missing": "rc.inet1.conf is missing: the last good plan counts",
    "is refused": "rc.inet1.conf is refused: the last good plan counts",
    "is no shell": "rc.inet1.conf is not a shell script: the last good plan counts",
    "is newer": "rc.inet1.conf is newer than rc.inet1.bonding, and inet1c is not installed to compile it: "
                "the last good plan counts",
}


DAMAGES = {
    "not complete": lambda text: text.replace("BOND_PLAN=2\n", ""),
    "of another format": lambda text: text.replace("BOND_PLAN=2\n", "BOND_PLAN=1\n"),
    "cut in the middle": lambda text: text[:len(text) // 2],
    "empty": lambda text: "",
}


@pytest.mark.parametrize("damage", sorted(DAMAGES))
def test_a_plan_that_is_damaged_starts_nothing(damage, machine):
    machine.conf(BOND)
    change = DAMAGES[damage]
    machine.write("etc/rc.d/rc.inet1.bonding", change(machine.read("etc/rc.d/rc.inet1.bonding") + "\n"))
    machine.date("rc.inet1.bonding", 1000)
    assert machine.run("start") == [NO_PLAN]
    assert machine.status == 1
    assert machine.net("bonding_masters").strip() == ""


def test_no_plan_starts_nothing(machine):
    machine.conf(BOND)
    (machine.root / "etc/rc.d/rc.inet1.bonding").unlink()
    said = machine.run("start")
    assert said[-1] == NO_PLAN
    assert machine.net("bonding_masters").strip() == ""
    assert machine.run("restart")[-1] == "restart: nothing was touched"


def test_a_plan_of_somebody_else_does_not_count(machine):
    machine.conf(BOND)
    try:
        os.chown(machine.root / "etc/rc.d/rc.inet1.bonding", 65534, 65534)
    except PermissionError:
        pytest.skip("only root gives a file away")
    assert machine.run("start") == [NO_PLAN]


def test_a_conf_that_is_missing_leaves_the_last_good_plan(machine):
    machine.conf(BOND)
    machine.run("start")
    (machine.root / "etc/rc.d/rc.inet1.conf").unlink()
    assert machine.run("start") == [LAST_PLAN["is missing"]]
    assert machine.run("restart") == [LAST_PLAN["is missing"], "restart: nothing was touched"]
    assert machine.net("bond0/bonding/slaves") == "eth0 eth1"
    assert machine.run("bond0_restart") == [LAST_PLAN["is missing"], "bond0_restart: nothing was touched"]
    assert machine.run("bond0_start") == [LAST_PLAN["is missing"]]
    assert machine.run("stop") == ["bond0: stopped"]


def test_a_conf_that_inet1c_refuses_leaves_the_last_good_plan(machine):
    machine.conf(BOND)
    machine.inet1c("rc.inet1.conf:1: wrong\n")
    machine.date("rc.inet1.conf", 2000)
    assert machine.run("start") == ["rc.inet1.conf:1: wrong", LAST_PLAN["is refused"], "bond0: started"]
    assert machine.status == 1
    assert machine.run("restart") == [
        "rc.inet1.conf:1: wrong", LAST_PLAN["is refused"], "restart: nothing was touched"]
    assert machine.net("bond0/bonding/slaves") == "eth0 eth1"


@pytest.mark.parametrize("name, ports", [("br0", "eth2 bond0"), ("br0", "eth1"), ("bond0.10", "")])
def test_beside_the_last_good_plan_rc_inet1_builds_nothing_on_its_links(name, ports, machine):
    machine.conf(BOND)
    machine.inet1c("wrong\n")
    machine.write("etc/rc.d/rc.inet1.conf", BOND + f'IFNAME[1]="{name}"\nBRNICS[1]="{ports}"\n')
    assert "for rc.inet1" not in machine.run(f"{name}_start")
    machine.write("etc/rc.d/rc.inet1.conf", BOND + 'IFNAME[1]="br0"\nBRNICS[1]="eth2"\n')
    assert machine.run("br0_start")[-1] == "for rc.inet1"


@pytest.mark.parametrize("date", [999, 2000], ids=["older", "newer"])
def test_a_conf_of_another_date_is_compiled_anew(date, machine):
    """An older one is another one too: somebody put it back."""
    machine.conf(BOND.replace("eth1", "eth2"))
    plan = machine.read("etc/rc.d/rc.inet1.bonding") + "\n"
    machine.conf(BOND)
    machine.date("rc.inet1.conf", date)
    machine.inet1c(plan=plan)
    assert machine.run("start") == ["bond0: started"]
    assert machine.net("bond0/bonding/slaves") == "eth0 eth2"


def test_a_conf_of_the_same_date_is_not_compiled(machine):
    machine.conf(BOND)
    machine.inet1c("compiled\n")
    assert machine.run("start") == ["bond0: started"]


def test_without_inet1c_a_newer_conf_is_said(machine):
    machine.conf(BOND)
    machine.date("rc.inet1.conf", 2000)
    assert machine.run("start") == [LAST_PLAN["is newer"], "bond0: started"]
    assert machine.status == 1


def test_without_inet1c_a_conf_that_is_no_shell_is_said(machine):
    machine.conf(BOND)
    machine.write("etc/rc.d/rc.inet1.conf", BOND + 'GATEWAY="\n')
    said = machine.run("start")
    assert LAST_PLAN["is no shell"] in said
    assert said[-1] == "bond0: started"


def test_the_last_good_plan_brings_its_gateway(machine):
    machine.conf(BOND + 'GATEWAY="192.0.2.254"\n')
    (machine.root / "etc/rc.d/rc.inet1.conf").unlink()
    assert machine.run("start", after="echo GATEWAY $GATEWAY")[-1] == "GATEWAY 192.0.2.254"


def test_without_bonds_nothing_is_done_and_nothing_said(machine):
    machine.conf('IFNAME[0]="eth0"\nIPADDR[0]="192.0.2.1"\nNETMASK[0]="255.255.255.0"\n')
    for word in ("start", "stop", "restart"):
        assert machine.run(word) == [], word
        assert machine.asked() == []
    assert machine.run("eth0_start") == ["for rc.inet1"]
    assert machine.run("eth0_stop") == ["for rc.inet1"]


# -- one interface -------------------------------------------------------------------------------------


def test_one_interface_with_what_it_stands_on(machine):
    other = 'IFNAME[2]="bond1"\nBONDSLAVES[2]="eth2"\n'
    machine.conf(PLAIN_BOND + VLAN + other)
    assert machine.run("bond0.10_start") == ["bond0: started", "bond0.10: started"]
    assert machine.run("bond0_stop") == ["bond0: stopped"]
    assert not (machine.root / "sys/class/net/bond0.10").exists()
    assert machine.run("bond1_start") == ["bond1: started"]


def test_a_slave_is_taken_out_and_put_in(machine):
    machine.conf(BOND)
    machine.run("start")
    assert machine.run("eth1_stop") == ["eth1: taken out of bond0"]
    assert machine.net("bond0/bonding/slaves") == "eth0"
    assert machine.run("eth1_start") == ["bond0: slave eth1 is in"]
    assert machine.net("bond0/bonding/slaves") == "eth0 eth1"


def test_restart_of_one_brings_back_what_stood_on_it(machine):
    machine.conf(PLAIN_BOND + VLAN)
    machine.run("start")
    assert machine.run("bond0_restart") == ["bond0: stopped", "bond0: started", "bond0.10: started"]


def test_start_of_a_link_that_left_rc_inet1_conf(machine):
    machine.conf(PLAIN_BOND + VLAN)
    machine.run("start")
    machine.conf(PLAIN_BOND)
    assert machine.run("bond0.10_start") == ["bond0.10: not in rc.inet1.conf any more"]
    assert machine.status == 1


# -- waiting -------------------------------------------------------------------------------------------


def test_a_dead_slave_is_said_after_the_wait(machine):
    machine.conf(BOND + 'BONDWAIT[0]="3"\n')
    machine.write("sys/class/net/eth0/carrier", "0\n")
    machine.write("sys/class/net/eth1/carrier", "0\n")
    assert machine.run("start") == ["bond0: started", "bond0: no carrier on eth0, eth1"]
    assert machine.status == 1
    # that much time went by, and not more
    assert machine.slept() == 3


def test_a_bond_with_carrier_is_not_waited_for(machine):
    machine.conf(BOND)
    machine.run("start")
    assert machine.slept() == 0


def test_a_bond_that_has_no_carrier_though_its_slaves_have_it(machine):
    machine.conf(BOND)
    machine.run("start")
    machine.write("sys/class/net/bond0/carrier", "0\n")
    assert machine.run("start") == ["bond0: no carrier"]


NO_PARTNER = ("no LACP partner on eth0, eth1: turn on LACP in the switch, or use balance-xor if it has a "
              "static trunk ('inet1c probe eth0 eth1' tells)")


def test_a_missing_lacp_partner(machine):
    machine.conf(LACP)
    assert machine.run("start") == ["bond0: started", f"bond0: {NO_PARTNER}"]
    assert machine.status == 1


def test_an_lacp_partner_ends_the_wait(machine):
    machine.conf(LACP)
    machine.write("bond/ad_partner_mac", "02:00:00:00:00:01\n")
    assert machine.run("start") == ["bond0: started"]
    assert machine.slept() == 0


def ports(machine, *states):
    """The port states of eth0 and eth1 in 802.3ad (IEEE 802.1AX); 48: it collects and distributes."""
    machine.write("bond/ad_partner_mac", "02:00:00:00:00:01\n")
    for nic, state in zip(("eth0", "eth1"), states):
        machine.write(f"lacp/{nic}", f"{state}\n")


@pytest.mark.parametrize("states", [(61, 61), (5, 61), (63, "N/A")])
def test_one_slave_that_lacp_lets_through_ends_the_wait(machine, states):
    machine.conf(LACP)
    ports(machine, *states)
    assert machine.run("start") == ["bond0: started"]
    assert machine.slept() == 0


@pytest.mark.parametrize("states", [(5, 13), (13, "N/A"), (29, 45)])
def test_lacp_that_lets_no_slave_through(machine, states):
    machine.conf(LACP)
    ports(machine, *states)
    assert machine.run("start") == ["bond0: started", "bond0: LACP is not agreed on eth0, eth1: no traffic passes"]
    assert machine.slept() == 10
    assert machine.status == 1
    assert machine.run("status")[-1] == "WRONG: bond0: LACP is not agreed on eth0, eth1: no traffic passes"


def test_in_802_3ad_slaves_come_in_before_the_bond_is_up(machine):
    machine.conf(LACP)
    machine.run("start")
    requests = machine.asked("ip link set")
    assert requests.index("ip link set dev eth1 master bond0") < requests.index("ip link set dev bond0 up")


def test_a_bridge_whose_ports_do_not_forward(machine):
    machine.conf(PLAIN_BOND + BRIDGE + 'IFOPTS[1]="stp_state 1"\nUSE_DHCP[1]="yes"\n')
    machine.program("sbin/ip", machine.read("sbin/ip").replace("echo 3 >", "echo 1 >"))
    assert "br0: no port forwards after 35 seconds" in machine.run("start")


def test_dhcp(machine):
    machine.conf(PLAIN_BOND + 'USE_DHCP[0]="yes"\nDHCP_TIMEOUT[0]="7"\n')
    assert machine.run("start") == [
        "bond0: started", "bond0: polling for DHCP server",
        "bond0: no address by DHCP or autoconfiguration in 7 seconds: not waiting any longer"]
    assert machine.slept() == 7
    (call,) = machine.asked("dhcpcd")
    assert call.startswith("dhcpcd -b -4 ") and call.endswith(" bond0")
    assert machine.run("stop") == ["bond0: stopped"]
    assert machine.asked("dhcpcd") == ["dhcpcd -4 -k bond0"]


def test_a_dhcp_client_that_left_rc_inet1_conf_is_ended(machine):
    machine.conf(PLAIN_BOND + 'USE_DHCP[0]="yes"\nDHCP_TIMEOUT[0]="0"\n')
    machine.run("start")
    machine.conf(BOND)
    assert machine.run("start") == []
    assert machine.asked("dhcpcd") == ["dhcpcd -4 -k bond0"]


def test_a_dhcp_lease_ends_the_wait(machine):
    machine.conf(PLAIN_BOND + 'USE_DHCP[0]="yes"\n')
    machine.write("addresses", "2: bond0    inet 198.51.100.1/24 scope global bond0\n")
    assert machine.run("start") == ["bond0: started", "bond0: polling for DHCP server"]
    assert machine.slept() == 0


def test_an_address_that_dhcpcd_makes_up_is_no_lease(machine):
    machine.conf(PLAIN_BOND + 'USE_DHCP[0]="yes"\nDHCP_TIMEOUT[0]="7"\n')
    machine.write("addresses", "2: bond0    inet 169.254.13.191/16 scope global bond0\n")
    assert machine.run("start")[-1].startswith("bond0: no address by DHCP")
    assert machine.slept() == 7


def test_a_dhcp_client_that_cannot_be_started(machine):
    machine.conf(PLAIN_BOND + 'USE_DHCP[0]="yes"\nDHCP_TIMEOUT[0]="1"\n')
    machine.write("no-dhcp", "")
    assert "bond0: dhcpcd cannot be started" in machine.run("start")


def test_no_router_that_gives_an_address(machine):
    machine.conf(PLAIN_BOND + 'USE_SLAAC[0]="yes"\nSLAAC_TIMEOUT[0]="4"\n')
    assert machine.run("start") == [
        "bond0: started",
        "bond0: no address by DHCP or autoconfiguration in 4 seconds: not waiting any longer"]
    assert machine.read("proc/sys/net/ipv6/conf/bond0/accept_ra") == "1"
    assert machine.read("proc/sys/net/ipv6/conf/bond0/autoconf") == "1"
    machine.write("addresses", "2: bond0    inet6 2001:db8::1/64 scope global dynamic bond0 \n")
    assert machine.run("start") == []


def test_without_ipv6_nothing_is_set_and_nothing_said(machine):
    shutil.rmtree(machine.root / "proc/sys/net/ipv6")
    machine.conf(BOND)
    assert machine.run("start") == ["bond0: started"]


@pytest.mark.parametrize("variable", ["USE_SLAAC", "USE_DHCP6"])
def test_without_ipv6_no_such_address_is_waited_for(variable, machine):
    shutil.rmtree(machine.root / "proc/sys/net/ipv6")
    machine.conf(PLAIN_BOND + f'{variable}[0]="yes"\n')
    assert machine.run("start")[-1].startswith("bond0: no address by DHCP or autoconfiguration in 1 seconds")
    assert machine.slept() == 1


def test_gateway6_that_is_refused(machine):
    machine.conf(PLAIN_BOND + 'IP6ADDRS[0]="2001:db8::1/64"\nGATEWAY6="2001:db8::fe"\n')
    machine.refuse("route add default via 2001:db8::fe *", "RTNETLINK answers: No route to host")
    assert sorted(machine.run("start")) == ["GATEWAY6 2001:db8::fe: No route to host", "bond0: started"]


def test_gateway6_besides_another_default_route(machine):
    machine.conf(PLAIN_BOND + 'IP6ADDRS[0]="2001:db8::1/64"\nGATEWAY6="2001:db8::fe"\n')
    machine.refuse("route add default via 2001:db8::fe *", "RTNETLINK answers: File exists")
    assert machine.run("start") == ["bond0: started"]


def test_an_edited_gateway_replaces_the_old_route(machine):
    """rc.inet1 sets a default route only where there is none."""
    machine.conf(BOND + 'GATEWAY="192.0.2.254"\n')
    machine.run("start")
    assert machine.asked("ip route") == []
    machine.run("start")
    assert machine.asked("ip route") == []
    machine.conf(BOND + 'GATEWAY="192.0.2.253"\n')
    machine.run("start")
    assert machine.asked("ip route") == ["ip route del default via 192.0.2.254"]


def test_stop_takes_away_the_routes_of_gateway_and_no_others(machine):
    machine.conf(BOND + 'GATEWAY="192.0.2.254"\n')
    machine.run("start")
    machine.run("stop")
    assert machine.asked("ip route") == ["ip route del default via 192.0.2.254"]


# -- MACs, and what stop gives back --------------------------------------------------------------------

AUTO = BOND + 'HWADDR[0]="auto"\n'


def test_hwaddr_auto_is_local_and_stays(machine):
    machine.conf(AUTO)
    assert machine.run("start") == ["bond0: started"]
    mac = machine.net("bond0/address")
    assert mac.startswith("02:") and len(mac) == 17 and mac != "02:00:00:00:00:e0"
    machine.run("stop")
    machine.run("start")
    assert machine.net("bond0/address") == mac


def test_hwaddr_auto_of_a_machine_without_an_id(machine):
    machine.conf(AUTO)
    (machine.root / "etc/machine-id").unlink()
    assert machine.run("start") == [
        "bond0: HWADDR auto: there is no /etc/machine-id, and no board UUID",
        "bond0: started"]


def test_a_port_gets_its_own_mac_and_mtu_back(machine):
    machine.conf(PLAIN_BOND + BRIDGE + 'IFNAME[2]="eth2"\nHWADDR[2]="02:00:00:00:00:aa"\nMTU[2]="9000"\n')
    machine.run("start")
    assert (machine.net("eth2/address"), machine.net("eth2/mtu")) == ("02:00:00:00:00:aa", "9000")
    machine.run("stop")
    assert (machine.net("eth2/address"), machine.net("eth2/mtu")) == ("02:00:00:00:00:e2", "1500")
    assert machine.net("eth2/flags") == "0x1002"


@pytest.mark.parametrize("request_, message", [
    ("link set dev eth2 address *", "eth2: MAC 02:00:00:00:00:e2: Invalid argument"),
    ("link set dev eth2 mtu *", "eth2: MTU: Invalid argument"),
    ("link set dev eth2 down", "eth2: cannot be set down: Invalid argument"),
    ("link set dev eth2 nomaster", "eth2: cannot leave br0: Invalid argument"),
])  # fmt: skip
def test_what_cannot_be_given_back_is_said(request_, message, machine):
    machine.conf(PLAIN_BOND + BRIDGE + 'IFNAME[2]="eth2"\nHWADDR[2]="02:00:00:00:00:aa"\nMTU[2]="9000"\n')
    machine.run("start")
    machine.refuse(request_)
    assert message in machine.run("eth2_stop")
    assert machine.status == 1


def test_a_bond_that_cannot_be_removed(machine):
    machine.conf(BOND)
    machine.run("start")
    machine.refuse("link del *", "RTNETLINK answers: Device or resource busy")
    assert machine.run("stop") == [
        "bond0: cannot be removed: Device or resource busy", "bond0: is still there"]
    assert machine.status == 1


def test_a_nic_that_carries_a_vlan_is_set_down_again(machine):
    machine.conf(PLAIN_BOND + 'IFNAME[1]="eth2.5"\nIFNAME[2]="br0"\nBRNICS[2]="bond0 eth2.5"\n')
    machine.run("start")
    assert machine.net("eth2/flags") == "0x1003"
    machine.run("bond0_restart")
    assert machine.net("eth2/flags") == "0x1003"
    machine.run("stop")
    assert machine.net("eth2/flags") == "0x1002"


def test_a_record_that_cannot_be_written(machine):
    machine.conf(BOND)
    (machine.root / "var/run/rc.inet1.bonding").mkdir()
    assert machine.run("start") == [
        "/var/run/rc.inet1.bonding cannot be written: stop will go by the kernel alone", "bond0: started"]
    assert machine.status == 1
    assert machine.run("stop") == ["bond0: stopped"]


def test_a_record_of_another_boot_counts_for_nothing(machine):
    machine.conf(PLAIN_BOND)
    machine.write("var/run/rc.inet1.bonding", "boot another-boot\nnic eth2 02:00:00:00:00:bb 9000 \n")
    machine.run("start")
    machine.run("stop")
    assert machine.net("eth2/address") == "02:00:00:00:00:e2"


# -- the lock ------------------------------------------------------------------------------------------


def lock(machine, number):
    """Let process 4711 hold the lock; *number* is its start time in proc(5)'s clock ticks."""
    machine.write("proc/4711/stat", "4711 (rc.inet1) S " + " ".join(["1"] * 18) + " 777 0 0\n")
    machine.write("var/run/rc.inet1.bonding.lock", f"4711/{number}\n")


def test_a_process_that_is_at_work_is_waited_for_but_not_for_ever(machine):
    machine.conf(BOND)
    lock(machine, 777)
    assert machine.run("start") == [
        "waiting for process 4711 to finish",
        "process 4711 works for two minutes: not waiting any longer", "bond0: started"]
    assert machine.status == 1


@pytest.mark.parametrize("number", [776, 0], ids=["another process of its number", "no start time"])
def test_the_lock_of_a_dead_process_does_not_count(number, machine):
    machine.conf(BOND)
    lock(machine, number)
    assert machine.run("start") == ["bond0: started"]


def test_the_lock_is_given_back(machine):
    machine.conf(BOND)
    machine.run("start")
    assert machine.read("var/run/rc.inet1.bonding.lock") == ""


# -- syslog --------------------------------------------------------------------------------------------


def test_syslog_gets_what_was_done_and_what_failed(machine):
    machine.conf(BOND.replace("eth1", "eth9"))
    machine.write("var/run/syslogd.pid", "1\n")
    machine.program("usr/bin/logger", '#!/bin/bash\necho "logger $*" >> "$BOND_TEST_ROOT/log"\n'
                    'while read -r line; do echo "syslog: $line" >> "$BOND_TEST_ROOT/log"; done\n')
    # what failed goes to the terminal as well
    assert machine.run("start") == ["bond0: slave eth9 is missing"]
    assert machine.asked("logger") == ["logger -t rc.inet1"]
    assert machine.asked("syslog") == ["syslog: bond0: slave eth9 is missing", "syslog: bond0: started"]


# -- blocks of /etc/resolv.conf and /etc/hosts ---------------------------------------------------------

NAMES = BOND + 'NAMESERVER[0]="192.0.2.53"\nSEARCH="example.net"\nHOSTS[0]="192.0.2.20 printer"\n'
RESOLV = "# rc.inet1: begin\nsearch example.net\nnameserver 192.0.2.53\n# rc.inet1: end\n"


def test_blocks_are_written_and_taken_out_again(machine):
    machine.conf(NAMES)
    machine.write("etc/hosts", "127.0.0.1 localhost\n")
    assert machine.run("start") == ["bond0: started"]
    assert machine.read("etc/resolv.conf") + "\n" == RESOLV
    assert machine.read("etc/hosts").splitlines() == [
        "# rc.inet1: begin", "192.0.2.20 printer", "# rc.inet1: end", "127.0.0.1 localhost"]
    assert machine.run("start") == []
    machine.run("stop")
    assert machine.read("etc/hosts") == "127.0.0.1 localhost"
    # It was not there before.
    assert not (machine.root / "etc/resolv.conf").exists()


def test_a_block_that_changed_is_replaced(machine):
    machine.conf(NAMES)
    machine.write("etc/resolv.conf", RESOLV.replace("53", "99") + "options rotate\n")
    machine.run("start")
    assert machine.read("etc/resolv.conf") == RESOLV + "options rotate"


@pytest.mark.parametrize("line", ["# Generated by dhcpcd from eth0.dhcp", "# Generated by resolvconf",
                                  "# Generated by NetworkManager"])
def test_a_resolv_conf_of_the_dhcp_client_is_left_to_it(line, machine):
    machine.conf(NAMES)
    machine.write("etc/resolv.conf", f"{line}\nnameserver 192.0.2.9\n")
    said = machine.run("start")
    assert "/etc/resolv.conf: belongs to the DHCP client: NAMESERVER and SEARCH are not written" in said
    assert machine.read("etc/resolv.conf") == f"{line}\nnameserver 192.0.2.9"


def test_a_path_that_is_no_file(machine):
    machine.conf(NAMES)
    (machine.root / "etc/hosts").mkdir()
    assert "/etc/hosts: is no file: left as it is" in machine.run("start")


def test_a_file_that_cannot_be_written(machine):
    machine.conf(NAMES)
    machine.write("etc/hosts", "127.0.0.1 localhost\n")
    (machine.root / "etc/hosts.rc.inet1").mkdir()
    assert "/etc/hosts: cannot be written" in machine.run("start")
    assert machine.read("etc/hosts") == "127.0.0.1 localhost"


def test_a_link_to_a_file_stays_a_link(machine):
    machine.conf(NAMES)
    machine.write("etc/real", "127.0.0.1 localhost\n")
    (machine.root / "etc/hosts").symlink_to("real")
    machine.run("start")
    assert (machine.root / "etc/hosts").is_symlink()
    assert machine.read("etc/real").endswith("127.0.0.1 localhost")


# -- status --------------------------------------------------------------------------------------------

SLAVES = ["  eth0: link up, 1000 Mbps, 0 failures", "  eth1: link up, 1000 Mbps, 0 failures"]


def test_status_of_a_sound_bond(machine):
    machine.conf(BOND)
    machine.run("start")
    machine.write("sys/class/net/bond0/bonding/active_slave", "eth0\n")
    assert machine.run("status") == [
        "bond0 (active-backup): up, carrier, active slave eth0, 192.0.2.1/24", *SLAVES]
    assert machine.status == 0
    assert machine.script("status") == machine.run("status")


def test_status_on_a_kernel_that_tells_less_of_slaves(machine):
    """Before 3.14 there is no bonding_slave in sysfs."""
    machine.kernel("3.10.17")
    machine.conf(BOND)
    machine.run("start")
    assert [line for line in machine.run("status") if "WRONG" in line] == []
    assert machine.status == 0


def test_status_of_a_stack(machine):
    machine.conf(PLAIN_BOND + VLAN + 'IFNAME[2]="br0"\nBRNICS[2]="bond0.10 eth2"\n')
    machine.run("start")
    assert machine.run("status") == [
        "br0 (bridge): up, carrier", "  bond0.10 (VLAN): up, carrier",
        "    bond0 (active-backup): up, carrier", *["    " + line for line in SLAVES], "  eth2: up, carrier"]
    assert machine.status == 0


def test_status_without_bonds(machine):
    machine.conf('IFNAME[0]="eth0"\n')
    assert machine.run("status") == ["No bonds."]
    assert machine.status == 0


def test_status_shows_somebody_elses_bond(machine):
    machine.conf('IFNAME[0]="eth0"\n')
    said = machine.run("status", before=FOREIGN)
    assert said[0] == "bond0 (balance-rr): up, carrier, not made by rc.inet1"


AGGREGATORS = ("for n in 0 1; do echo $n > $KNET/eth$n/bonding_slave/ad_aggregator_id; done; "
               "echo 02:00:00:00:00:01 > $KNET/bond0/bonding/ad_partner_mac")
WRONG = {
    "slave eth1 is down": (BOND, "echo down > $KNET/eth1/bonding_slave/mii_status"),
    NO_PARTNER: (LACP, ":"),
    "slaves are in different aggregators: do all cables go to one switch, into one LACP group?":
        (LACP, AGGREGATORS),
    "no link is watched (miimon is 0): a dead one goes unseen": (BOND, "echo 0 > $KNET/bond0/bonding/miimon"),
    "has no slave": (BOND, "kernel_release bond0 eth0; kernel_release bond0 eth1"),
    "is down": (BOND, "echo 0x1002 > $KNET/bond0/flags"),
    "has no carrier": (BOND, "echo 0 > $KNET/bond0/carrier"),
    "is not there": (BOND, "kernel_remove bond0"),
    "miimon is 50, not 100 as planned": (BOND, "echo 50 > $KNET/bond0/bonding/miimon"),
    "slave eth1 is missing": (BOND, "kernel_release bond0 eth1"),
    "port eth2 is missing": (PLAIN_BOND + BRIDGE, "rm -r $KNET/eth2/master $KNET/br0/brif/eth2"),
    "address 192.0.2.1/24 is missing": (BOND, ": > $K/addresses"),
}


@pytest.mark.parametrize("what", sorted(WRONG))
def test_status_tells_what_is_wrong(what, machine):
    conf, change = WRONG[what]
    machine.conf(conf)
    machine.run("start")
    name = "br0" if "port" in what else "bond0"
    assert f"WRONG: {name}: {what}" in machine.run("status", before=change)
    assert machine.status == 1


def test_status_of_a_bridge_that_is_down(machine):
    machine.conf(PLAIN_BOND + BRIDGE)
    machine.run("start")
    assert "WRONG: br0: is down" in machine.run("status", before="echo 0x1002 > $KNET/br0/flags")


def test_status_without_a_plan(machine):
    machine.conf(BOND)
    (machine.root / "etc/rc.d/rc.inet1.bonding").unlink()
    assert machine.run("status") == [
        "WRONG: there is no usable /etc/rc.d/rc.inet1.bonding"]
    assert machine.status == 1


def test_as_a_script_it_starts_and_stops(machine):
    machine.conf(BOND)
    assert machine.script("start")[-1] == "bond0: started"
    assert machine.script("stop") == ["bond0: stopped"]
    assert machine.status == 0


def test_a_script_without_the_patch_is_said(machine):
    machine.conf(BOND)
    machine.write("etc/rc.d/rc.inet1", "# as network-scripts brings it\n")
    lost = "/etc/rc.d/rc.inet1 is without its patch: 'inet1c install' puts it on"
    assert machine.script("start") == [lost, "bond0: started"]
    assert machine.status == 1
    assert lost in machine.script("status")
    assert machine.status == 1
    assert machine.script("stop") == ["bond0: stopped"]
    assert machine.status == 0


def test_as_a_script_it_knows_three_words(machine):
    machine.conf(BOND)
    assert machine.script("nonsense") == ["Usage: /etc/rc.d/rc.bonding start|stop|status"]
    assert machine.status == 1
    assert machine.script("start") == ["bond0: started"]
    assert machine.script("status")[0].startswith("bond0 (active-backup): up")
    assert machine.script("stop") == ["bond0: stopped"]
    assert machine.net("bonding_masters").strip() == ""


# -- all of them ---------------------------------------------------------------------------------------


def templates():
    """All that rc.bonding can say, as its own text has it: (line, text with the shell's variables in it)."""
    found = []
    # (What is put together over two lines is one text; the numbers of the lines stay.)
    source = re.sub(r'"\n +VALUE\+="([^\n]*)', r"\1\n", (ROOT / "rc.bonding").read_text(encoding="utf-8"))
    for number, line in enumerate(source.splitlines(), 1):
        for pattern in (r'\b(?:bond_fail|bond_tell|echo) "(?!Command failed)([^"]*)"',
                        r'\blink_missing "[^"]*" "([^"]*)"', r'\bwrong\+=\("([^"]*)"', r'\bVALUE="(\$1: [^"]*)"',
                        r'"([^"|]*)\|(?:link|address|tuntap|\$2)\b'):
            found += [(number, text) for text in re.findall(pattern, line)]
    return found


VARIABLE = r"\$\{(?:[^{}]|\{[^{}]*\})*\}|\$[A-Za-z_]+|\$[0-9*@]"


def test_each_message_is_produced_by_a_test(request):
    """Goes through what all tests above have made rc.bonding say."""
    names = {item.name.split("[")[0] for item in request.session.items}
    missing = [name for name in globals() if name.startswith("test_") and name not in names]
    if missing:
        pytest.skip("only some of the tests above have run")
    # (Some texts are variables alone; their parts are texts, or of ip.)
    texts = [(number, text) for number, text in templates()
             if re.search("[A-Za-z]{2}", re.sub(VARIABLE, "", text))]
    assert len(texts) > 60
    said = "\n".join(produced)
    never = []
    for number, text in texts:
        literal = ".*".join(re.escape(part) for part in re.split(VARIABLE, text))
        if not re.search(rf"^(?:WRONG: |.*: )?{literal}(?:: .*)?$", said, re.M):
            never.append(f"rc.bonding:{number}: {text}")
    assert never == []
