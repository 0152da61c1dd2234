"""What the findings of build, check and order mean, each with a file that has it and one that has not."""

from .explain import Explanation


def _conf(*lines):
    return "".join(line + "\n" for line in lines)


_BOND = ('IFNAME[0]="bond0"', 'BONDSLAVES[0]="eth0 eth1"')
_BACKUP = (*_BOND, 'BONDMODE[0]="active-backup"')
_LACP = (*_BOND, 'BONDMODE[0]="802.3ad"')

EXPLANATIONS = (
    Explanation(
        "two-masters",
        "An interface can be a slave of one bond or a port of one bridge, and of one only. The stock "
        "script would let the second take it away from the first without a word.",
        _conf(*_BOND, 'IFNAME[1]="bond1"', 'BONDSLAVES[1]="eth1 eth2"'),
        _conf(*_BOND, 'IFNAME[1]="bond1"', 'BONDSLAVES[1]="eth2 eth3"'),
    ),
    Explanation(
        "bond-in-bond",
        "A bond cannot be a slave of a bond. The kernel would accept it, and neither would watch its "
        "links as it should. Put all NICs into one bond; 802.3ad makes groups of them by itself.",
        _conf(*_BOND, 'IFNAME[1]="bond1"', 'BONDSLAVES[1]="bond0 eth2"'),
        _conf('IFNAME[0]="bond0"', 'BONDSLAVES[0]="eth0 eth1 eth2"'),
    ),
    Explanation(
        "bad-slave",
        "lo, the loopback, is no NIC and cannot be a slave.",
        _conf('IFNAME[0]="bond0"', 'BONDSLAVES[0]="eth0 lo"'),
        _conf(*_BOND),
    ),
    Explanation(
        "slave-configured",
        "A slave belongs to its bond, and addresses belong on the bond. With an address or DHCP of its "
        "own a slave cannot be enslaved, or holds a second route to the same network. Empty values are "
        "fine, and so is IPADDR 0.0.0.0 together with HWADDR, which sets a slave's MAC.",
        _conf(*_BOND, 'IFNAME[1]="eth0"', 'USE_DHCP[1]="yes"'),
        _conf(*_BOND, 'USE_DHCP[0]="yes"', 'IFNAME[1]="eth0"', 'IPADDR[1]="0.0.0.0"',
              'HWADDR[1]="02:00:5e:00:53:01"'),
    ),
    Explanation(
        "port-configured",
        "A port belongs to its bridge, and what arrives at it goes to the bridge. An address of the "
        "port would never be asked for: it belongs on the bridge.",
        _conf(*_BOND, 'IPADDRS[0]="192.0.2.2/24"', 'IFNAME[1]="br0"', 'BRNICS[1]="bond0"'),
        _conf(*_BOND, 'IFNAME[1]="br0"', 'BRNICS[1]="bond0"', 'IPADDRS[1]="192.0.2.2/24"'),
    ),
    Explanation(
        "vlan-on-slave",
        "What a slave receives belongs to its bond. A VLAN on the slave would lose its traffic as soon "
        "as the bond uses another slave: make the VLAN on the bond.",
        _conf(*_BOND, 'IFNAME[1]="eth0.5"'),
        _conf(*_BOND, 'IFNAME[1]="bond0.5"'),
    ),
    Explanation(
        "missing-link",
        "Something stands on a link that no part of the file makes, though it looks like one that a "
        "file makes: a bond, or a VLAN of a link of this file. It needs an index of its own, or it is "
        "misspelt.",
        _conf(*_BOND, 'IFNAME[1]="br0"', 'BRNICS[1]="bond0.5"'),
        _conf(*_BOND, 'IFNAME[1]="br0"', 'BRNICS[1]="bond0.5"', 'IFNAME[2]="bond0.5"'),
    ),
    Explanation(
        "maybe-misspelt",
        "A slave, port or parent that the file does not make is taken for a NIC. This one differs so "
        "little from a link of the file that it may be that one, misspelt.",
        _conf(*_BOND, 'IFNAME[1]="br0"', 'BRNICS[1]="vond0"'),
        _conf(*_BOND, 'IFNAME[1]="br0"', 'BRNICS[1]="bond0"'),
    ),
    Explanation(
        "tun-as-port",
        "A tun device carries IP packets without Ethernet frames; bonds and bridges need frames. A tap "
        "device carries them.",
        _conf(*_BOND, 'VIRTIFNAME[0]="vpn0"', 'VIRTIFTYPE[0]="tun"', 'IFNAME[1]="br0"',
              'BRNICS[1]="bond0 vpn0"'),
        _conf(*_BOND, 'VIRTIFNAME[0]="vpn0"', 'VIRTIFTYPE[0]="tap"', 'IFNAME[1]="br0"',
              'BRNICS[1]="bond0 vpn0"'),
    ),
    Explanation(
        "cycle",
        "A link is made after all that it stands on: slaves before their bond, a parent before its "
        "VLAN, ports before their bridge. Where links stand on each other in a circle there is none to "
        "begin with.",
        _conf('IFNAME[0]="bond0"', 'BONDSLAVES[0]="eth0 br0"', 'IFNAME[1]="br0"', 'BRNICS[1]="bond0"'),
        _conf(*_BOND, 'IFNAME[1]="br0"', 'BRNICS[1]="bond0"'),
    ),
    Explanation(
        "one-slave",
        "A bond with one slave works, but nothing takes over when that slave fails.",
        _conf('IFNAME[0]="bond0"', 'BONDSLAVES[0]="eth0"'),
        _conf(*_BOND),
    ),
    Explanation(
        "no-slaves",
        "BONDSLAVES names no slave. A bond without slaves can take an address, and no packet leaves "
        "through it.",
        _conf('IFNAME[0]="bond0"', 'BONDSLAVES[0]=" "'),
        _conf(*_BOND),
    ),
    Explanation(
        "slaves-twice",
        "BONDSLAVES and BONDNICS are one variable under two names, the second as Slackware 15.0 has it. "
        "With different slaves in them there is no telling which is meant.",
        _conf(*_BOND, 'BONDNICS[0]="eth0 eth2"'),
        _conf(*_BOND),
    ),
    Explanation(
        "bond-and-bridge",
        "One index is one interface: a bond or a bridge. The stock script would make the bond, and then "
        "fail to make a bridge of the same name. (Unraid's files have both at one index; Slackware's "
        "scripts do not read its BONDNAME.)",
        _conf('IFNAME[0]="br0"', 'BONDSLAVES[0]="eth0 eth1"', 'BRNICS[0]="bond0"'),
        _conf(*_BOND, 'IFNAME[1]="br0"', 'BRNICS[1]="bond0"'),
    ),
    Explanation(
        "bond-variable-without-slaves",
        "BONDMODE and BONDWAIT are about the bond at their index, and an index is a bond by its "
        "BONDSLAVES (or BONDNICS). Mostly the index is another than that of the slaves.",
        _conf(*_BOND, 'BONDMODE[1]="active-backup"'),
        _conf(*_BACKUP),
    ),
    Explanation(
        "bond-without-name",
        "Where IFNAME[n] is not set the interface is eth<n>, and that is mostly the name of a NIC. Give "
        "the bond a name.",
        _conf('BONDSLAVES[3]="eth0 eth1"'),
        _conf('IFNAME[3]="bond0"', 'BONDSLAVES[3]="eth0 eth1"'),
    ),
    Explanation(
        "bad-name",
        "The kernel takes names of 1 to 15 characters without blanks, slashes and colons; the scripts "
        "and ip take no patterns and no quotes, and nothing that begins with a minus. Names in a list "
        "are separated by blanks.",
        _conf('IFNAME[0]="bond0"', 'BONDSLAVES[0]="eth0,eth1"'),
        _conf(*_BOND),
    ),
    Explanation(
        "name-too-long",
        "The kernel takes names of 15 characters at most. The same holds for the label of an address of "
        "IPALIASES, which is the name, a colon and a number.",
        _conf('IFNAME[0]="bond-to-the-core-switch"', 'BONDSLAVES[0]="eth0 eth1"'),
        _conf('IFNAME[0]="bond-core"', 'BONDSLAVES[0]="eth0 eth1"'),
    ),
    Explanation(
        "alias-as-name",
        "A name with a colon is the label of an address of the interface before the colon, as ifconfig "
        "had it. The stock script would flush all addresses of that interface. Further addresses go "
        "into IPADDRS or IPALIASES.",
        _conf(*_BOND, 'IPADDRS[0]="192.0.2.2/24"', 'IFNAME[1]="bond0:1"', 'IPADDRS[1]="192.0.2.3/24"'),
        _conf(*_BOND, 'IPADDRS[0]="192.0.2.2/24"', 'IPALIASES[0]="192.0.2.3/24"'),
    ),
    Explanation(
        "name-twice",
        "Two indexes have the same name. The stock script looks settings up by name and finds the first "
        "index only; what stands at the second is never used.",
        _conf(*_BOND, 'IFNAME[1]="bond0"', 'IPADDRS[1]="192.0.2.2/24"'),
        _conf(*_BOND, 'IPADDRS[0]="192.0.2.2/24"'),
    ),
    Explanation(
        "blank-in-name",
        "The name has blanks at an end. They are left out here, but the stock script compares names "
        "with their blanks and does not find this one again; its stop then never ends.",
        _conf('IFNAME[0]="bond0 "', 'BONDSLAVES[0]="eth0 eth1"'),
        _conf(*_BOND),
    ),
    Explanation(
        "carriage-return",
        "A line of DOS or Windows ends in a carriage return and a line feed. Bash takes the carriage "
        "return for the last character of the value, so that no name and no address in the file is "
        "right.",
        _conf("IFNAME[0]=$'bond0\\r'", 'BONDSLAVES[0]="eth0 eth1"'),
        _conf(*_BOND),
    ),
    Explanation(
        "dot-in-bond-name",
        "The stock script takes every name with a dot for a VLAN, PARENT.ID. A bond needs a name "
        "without a dot.",
        _conf('IFNAME[0]="bond.0"', 'BONDSLAVES[0]="eth0 eth1"'),
        _conf(*_BOND),
    ),
    Explanation(
        "vlan-id",
        "A name with a dot is a VLAN, PARENT.ID, and the ID is a number from 0 to 4094. With a leading "
        "0 ip would read it as octal: 010 would be VLAN 8.",
        _conf(*_BOND, 'IFNAME[1]="bond0.4095"'),
        _conf(*_BOND, 'IFNAME[1]="bond0.4094"'),
    ),
    Explanation(
        "unknown-mode",
        "There are seven modes: balance-rr (0), active-backup (1), balance-xor (2), broadcast (3), "
        "802.3ad (4), balance-tlb (5) and balance-alb (6). LACP is 802.3ad. The stock script would "
        "leave the bond in balance-rr.",
        _conf(*_BOND, 'BONDMODE[0]="lacp"'),
        _conf(*_LACP),
    ),
    Explanation(
        "mode-twice",
        "The mode is said by BONDMODE and again, otherwise, by IFOPTS. The kernel takes a mode only "
        "while the bond has no slaves, so Slackware 15.0 would keep the first.",
        _conf(*_BACKUP, 'IFOPTS[0]="mode 802.3ad | miimon 100"'),
        _conf(*_LACP, 'IFOPTS[0]="miimon 100"'),
    ),
    Explanation(
        "option-not-in-mode",
        "The kernel does not take this option in this mode: the setting would fail, and be missing.",
        _conf(*_BACKUP, 'IFOPTS[0]="lacp_rate fast"'),
        _conf(*_LACP, 'IFOPTS[0]="lacp_rate fast"'),
    ),
    Explanation(
        "option-unused-in-mode",
        "The kernel takes this option in every mode, but it means something in some modes only. It can "
        "stay or go.",
        _conf(*_BOND, 'BONDMODE[0]="balance-rr"', 'IFOPTS[0]="xmit_hash_policy layer3+4"'),
        _conf(*_BOND, 'BONDMODE[0]="balance-xor"', 'IFOPTS[0]="xmit_hash_policy layer3+4"'),
    ),
    Explanation(
        "bad-option-value",
        "The kernel does not take this value. Values are the names or numbers of ip-link(8) and of the "
        "kernel's bonding.rst; times are plain numbers.",
        _conf(*_BACKUP, 'IFOPTS[0]="miimon 100ms"'),
        _conf(*_BACKUP, 'IFOPTS[0]="miimon 100"'),
    ),
    Explanation(
        "option-without-value",
        "An option of IFOPTS is a name and a value: \"miimon 100\" or \"miimon=100\". Several are separated "
        "by |.",
        _conf(*_BACKUP, 'IFOPTS[0]="miimon"'),
        _conf(*_BACKUP, 'IFOPTS[0]="miimon 100"'),
    ),
    Explanation(
        "unknown-option",
        "This option is not known here. As in Slackware 15.0 it is passed on to ip as it stands, so "
        "that options newer than this compiler can be used; a misspelt one fails at start.",
        _conf(*_BACKUP, 'IFOPTS[0]="miimom 100"'),
        _conf(*_BACKUP, 'IFOPTS[0]="miimon 100"'),
    ),
    Explanation(
        "bad-option",
        "What is passed on to ip has letters, digits and . _ : + , / = - and nothing that a shell or ip "
        "would take for more than a word.",
        _conf(*_BACKUP, 'IFOPTS[0]="miimon 100 ; primary eth0"'),
        _conf(*_BACKUP, 'IFOPTS[0]="miimon 100 | primary eth0"'),
    ),
    Explanation(
        "option-twice",
        "One setting stands twice in IFOPTS, with different values. The last one holds. num_grat_arp "
        "and num_unsol_na are one setting of the kernel under two names.",
        _conf(*_BACKUP, 'IFOPTS[0]="miimon 50 | miimon 100"'),
        _conf(*_BACKUP, 'IFOPTS[0]="miimon 100"'),
    ),
    Explanation(
        "option-moves-link",
        "IFOPTS of a NIC in a bond's stack would move the link, rename it, or change its master: "
        "against what the rest of the file says of it.",
        _conf(*_BOND, 'IFNAME[1]="eth0"', 'IFOPTS[1]="nomaster"'),
        _conf(*_BOND, 'IFNAME[1]="eth0"', 'IFOPTS[1]="txqueuelen 2000"'),
    ),
    Explanation(
        "not-a-slave",
        "primary, active_slave and the options of a single slave name slaves of their own bond.",
        _conf(*_BACKUP, 'IFOPTS[0]="primary eth2"'),
        _conf(*_BACKUP, 'IFOPTS[0]="primary eth1"'),
    ),
    Explanation(
        "active-slave",
        "active_slave switches the bond to a slave at this moment, and the next failover changes it. "
        "primary says for good which slave is preferred.",
        _conf(*_BACKUP, 'IFOPTS[0]="active_slave eth1"'),
        _conf(*_BACKUP, 'IFOPTS[0]="primary eth1"'),
    ),
    Explanation(
        "no-link-watched",
        "With miimon 0 and no arp_interval the bond never sees that a slave has failed, and goes on "
        "sending through it. Where neither is said, miimon is 100.",
        _conf(*_BACKUP, 'IFOPTS[0]="miimon 0"'),
        _conf(*_BACKUP, 'IFOPTS[0]="miimon 100"'),
    ),
    Explanation(
        "miimon-and-arp",
        "miimon and arp_interval shut each other out: the kernel sets one to 0 when the other is "
        "written, and says nothing.",
        _conf(*_BACKUP, 'IFOPTS[0]="miimon 100 | arp_interval 500 | arp_ip_target 192.0.2.1"'),
        _conf(*_BACKUP, 'IFOPTS[0]="arp_interval 500 | arp_ip_target 192.0.2.1"'),
    ),
    Explanation(
        "arp-without-target",
        "With arp_interval the bond asks the addresses of arp_ip_target (or ns_ip6_target) whether a "
        "slave still works. Without any there is nobody to answer.",
        _conf(*_BACKUP, 'IFOPTS[0]="arp_interval 500"'),
        _conf(*_BACKUP, 'IFOPTS[0]="arp_interval 500 | arp_ip_target 192.0.2.1"'),
    ),
    Explanation(
        "arp-option-unused",
        "This option is about watching links by ARP, which arp_interval turns on. Without it the option "
        "does nothing.",
        _conf(*_BACKUP, 'IFOPTS[0]="miimon 100 | arp_ip_target 192.0.2.1"'),
        _conf(*_BACKUP, 'IFOPTS[0]="arp_interval 500 | arp_ip_target 192.0.2.1"'),
    ),
    Explanation(
        "delay-without-miimon",
        "updelay, downdelay and peer_notif_delay count in steps of miimon. While miimon is 0 the kernel "
        "refuses them.",
        _conf(*_BACKUP, 'IFOPTS[0]="arp_interval 500 | arp_ip_target 192.0.2.1 | updelay 200"'),
        _conf(*_BACKUP, 'IFOPTS[0]="miimon 100 | updelay 200"'),
    ),
    Explanation(
        "delay-not-multiple",
        "updelay, downdelay and peer_notif_delay count in steps of miimon. The kernel rounds others "
        "down, and so does this compiler.",
        _conf(*_BACKUP, 'IFOPTS[0]="miimon 100 | updelay 250"'),
        _conf(*_BACKUP, 'IFOPTS[0]="miimon 100 | updelay 300"'),
    ),
    Explanation(
        "min-links",
        "The bond has carrier only while min_links slaves are in use. It has fewer slaves than that, "
        "and so would never come up.",
        _conf(*_LACP, 'IFOPTS[0]="min_links 3"'),
        _conf(*_LACP, 'IFOPTS[0]="min_links 2"'),
    ),
    Explanation(
        "primary-reselect-unused",
        "primary_reselect says when the bond goes back to its primary. Without a primary there is "
        "nothing to go back to.",
        _conf(*_BACKUP, 'IFOPTS[0]="primary_reselect failure"'),
        _conf(*_BACKUP, 'IFOPTS[0]="primary eth0 | primary_reselect failure"'),
    ),
    Explanation(
        "prio-unused",
        "While a primary is set the kernel goes by that and not by prio.",
        _conf(*_BACKUP, 'IFOPTS[0]="primary eth0 | prio eth1:10"'),
        _conf(*_BACKUP, 'IFOPTS[0]="prio eth1:10"'),
    ),
    Explanation(
        "queue-id-twice",
        "Apart from 0, which means none, a queue belongs to one slave of a bond. The kernel refuses the "
        "second.",
        _conf(*_BACKUP, 'IFOPTS[0]="queue_id eth0:1 | queue_id eth1:1"'),
        _conf(*_BACKUP, 'IFOPTS[0]="queue_id eth0:1 | queue_id eth1:2"'),
    ),
    Explanation(
        "queue-id-high",
        "A bond has 16 queues unless the module bonding is loaded with another tx_queues; the kernel "
        "refuses a higher queue_id.",
        _conf(*_BACKUP, 'IFOPTS[0]="queue_id eth0:17"'),
        _conf(*_BACKUP, 'IFOPTS[0]="queue_id eth0:16"'),
    ),
    Explanation(
        "kernel-lacks-option",
        "The kernel that the file is checked for, the running one or that of --kernel, does not know "
        "this option, or not this value, or not in this mode. start says so, leaves it out, and goes "
        "on. (The example is for --kernel 3.10.)",
        _conf(*_BACKUP, 'IFOPTS[0]="prio eth0:10"'),
        _conf(*_BACKUP, 'IFOPTS[0]="primary eth0"'),
    ),
    Explanation(
        "bad-number",
        "A number of seconds is digits and nothing else.",
        _conf(*_BOND, 'BONDWAIT[0]="10s"'),
        _conf(*_BOND, 'BONDWAIT[0]="10"'),
    ),
    Explanation(
        "bad-mac",
        "HWADDR is a unicast MAC address: six octets in hexadecimal with colons, the first of them "
        "even, not all of them 0. Or auto, which gives this interface of this host its own, always the "
        "same.",
        _conf(*_BOND, 'HWADDR[0]="01:00:5e:00:53:01"'),
        _conf(*_BOND, 'HWADDR[0]="02:00:5e:00:53:01"'),
    ),
    Explanation(
        "mac-twice",
        "Two interfaces of one host have the same HWADDR. In one network switches would send what is "
        "for one to the other. A VLAN or a bridge may have the MAC of what it stands on.",
        _conf(*_BOND, 'HWADDR[0]="02:00:5e:00:53:01"', 'IFNAME[1]="bond1"', 'BONDSLAVES[1]="eth2 eth3"',
              'HWADDR[1]="02:00:5e:00:53:01"'),
        _conf(*_BOND, 'HWADDR[0]="auto"', 'IFNAME[1]="bond1"', 'BONDSLAVES[1]="eth2 eth3"',
              'HWADDR[1]="auto"'),
    ),
    Explanation(
        "mac-on-two-hosts",
        "The files of two hosts have the same HWADDR, as happens when one is copied from the other. "
        "Connections then hang and time out. HWADDR auto differs on every host. (The example stands for "
        "the files of both.)",
        _conf(*_BOND, 'HWADDR[0]="02:00:5e:00:53:01"'),
        _conf(*_BOND, 'HWADDR[0]="auto"'),
    ),
    Explanation(
        "address-on-two-hosts",
        "The files of two hosts have the same address. (The example stands for the files of both.)",
        _conf(*_BOND, 'IPADDRS[0]="192.0.2.2/24"'),
        _conf(*_BOND, 'USE_DHCP[0]="yes"'),
    ),
    Explanation(
        "auto-mac-unused",
        "HWADDR auto works for interfaces of a bond's stack. The stock script starts the others, and "
        "does not know it.",
        _conf(*_BOND, 'IFNAME[1]="eth5"', 'HWADDR[1]="auto"'),
        _conf(*_BOND, 'IFNAME[1]="eth5"', 'HWADDR[1]="02:00:5e:00:53:05"'),
    ),
    Explanation(
        "bad-mtu",
        "An MTU is a number of bytes from 68 to 65535; 1500 is usual, 9000 for jumbo frames where all "
        "switches take them.",
        _conf(*_BOND, 'MTU[0]="9k"'),
        _conf(*_BOND, 'MTU[0]="9000"'),
    ),
    Explanation(
        "mtu-above-parent",
        "A VLAN cannot have a higher MTU than its parent, and a bridge should not have one above that "
        "of its ports. A bond has 1500 unless MTU says otherwise.",
        _conf(*_BOND, 'IFNAME[1]="bond0.5"', 'MTU[1]="9000"'),
        _conf(*_BOND, 'MTU[0]="9000"', 'IFNAME[1]="bond0.5"', 'MTU[1]="9000"'),
    ),
    Explanation(
        "promiscuous-member",
        "A bridge makes its ports promiscuous, and a bond its slaves when it is promiscuous itself. "
        "PROMISCUOUS of a slave or a port is not used: give it to the bond.",
        _conf(*_BOND, 'IFNAME[1]="eth0"', 'PROMISCUOUS[1]="yes"'),
        _conf(*_BOND, 'PROMISCUOUS[0]="yes"'),
    ),
    Explanation(
        "slave-mtu",
        "A bond gives its own MTU to its slaves, so an MTU of a slave is lost. Set it on the bond.",
        _conf(*_BOND, 'IFNAME[1]="eth0"', 'MTU[1]="9000"'),
        _conf(*_BOND, 'MTU[0]="9000"'),
    ),
    Explanation(
        "mtu-below-ipv6",
        "IPv6 needs an MTU of 1280 bytes (RFC 8200). With less the kernel takes IPv6 off the interface.",
        _conf(*_BOND, 'MTU[0]="1000"', 'IP6ADDRS[0]="2001:db8::2/64"'),
        _conf(*_BOND, 'MTU[0]="1280"', 'IP6ADDRS[0]="2001:db8::2/64"'),
    ),
    Explanation(
        "bad-address",
        "This is no address, or none that an interface of a host can have: a multicast or broadcast "
        "address, or one of the other IP version. IPv4 goes into IPADDR and IPADDRS, IPv6 into "
        "IP6ADDRS.",
        _conf(*_BOND, 'IPADDRS[0]="192.0.2.255/24"'),
        _conf(*_BOND, 'IPADDRS[0]="192.0.2.254/24"'),
    ),
    Explanation(
        "bad-netmask",
        "A netmask is 1 bits and then 0 bits, in dotted decimals, or the number of the 1 bits, from 0 "
        "to 32.",
        _conf(*_BOND, 'IPADDR[0]="192.0.2.2"', 'NETMASK[0]="255.255.0.255"'),
        _conf(*_BOND, 'IPADDR[0]="192.0.2.2"', 'NETMASK[0]="255.255.255.0"'),
    ),
    Explanation(
        "netmask-twice",
        "IPADDR has a prefix length, and NETMASK says another.",
        _conf(*_BOND, 'IPADDR[0]="192.0.2.2/24"', 'NETMASK[0]="255.255.0.0"'),
        _conf(*_BOND, 'IPADDR[0]="192.0.2.2"', 'NETMASK[0]="255.255.255.0"'),
    ),
    Explanation(
        "no-netmask",
        "An address without netmask or prefix length gets 24, 255.255.255.0, as in Slackware 15.0.",
        _conf(*_BOND, 'IPADDRS[0]="192.0.2.2"'),
        _conf(*_BOND, 'IPADDRS[0]="192.0.2.2/24"'),
    ),
    Explanation(
        "address-twice",
        "One address stands twice in the file. On two interfaces only one of them gets what is sent to "
        "it.",
        _conf(*_BOND, 'IPADDRS[0]="192.0.2.2/24"', 'IFNAME[1]="eth5"', 'IPADDRS[1]="192.0.2.2/24"'),
        _conf(*_BOND, 'IPADDRS[0]="192.0.2.2/24"', 'IFNAME[1]="eth5"', 'IPADDRS[1]="198.51.100.2/24"'),
    ),
    Explanation(
        "address-unused",
        "The scripts read IPADDR only where the interface is not configured by DHCP or SLAAC. IPADDRS "
        "adds static addresses to those.",
        _conf(*_BOND, 'USE_DHCP[0]="yes"', 'IPADDR[0]="192.0.2.2"'),
        _conf(*_BOND, 'USE_DHCP[0]="yes"', 'IPADDRS[0]="192.0.2.2/24"'),
    ),
    Explanation(
        "slaac-unused",
        "Where USE_DHCP6 is yes the scripts leave autoconfiguration to dhcpcd, and USE_SLAAC is not "
        "read.",
        _conf(*_BOND, 'USE_DHCP6[0]="yes"', 'USE_SLAAC[0]="yes"'),
        _conf(*_BOND, 'USE_SLAAC[0]="yes"'),
    ),
    Explanation(
        "bad-gateway",
        "GATEWAY is an address of another machine, a router, in a network of this host; GATEWAY6 the "
        "same for IPv6.",
        _conf(*_BOND, 'IPADDRS[0]="192.0.2.2/24"', 'GATEWAY="192.0.2.2"'),
        _conf(*_BOND, 'IPADDRS[0]="192.0.2.2/24"', 'GATEWAY="192.0.2.1"'),
    ),
    Explanation(
        "gateway-unreachable",
        "The gateway is in none of the networks of this host, and the kernel refuses the route. Mostly "
        "a digit is wrong in one of them, or a netmask is too long.",
        _conf(*_BOND, 'IPADDRS[0]="192.0.2.2/24"', 'GATEWAY="192.0.3.1"'),
        _conf(*_BOND, 'IPADDRS[0]="192.0.2.2/24"', 'GATEWAY="192.0.2.1"'),
    ),
    Explanation(
        "above-maxnics",
        "The stock script starts the interfaces with an index below MAXNICS, 6 unless the file sets it, "
        "and skips the others. Bonds and what belongs to them know no such limit.",
        _conf('IFNAME[6]="eth6"', 'IPADDRS[6]="192.0.2.2/24"'),
        _conf('MAXNICS="7"', 'IFNAME[6]="eth6"', 'IPADDRS[6]="192.0.2.2/24"'),
    ),
    Explanation(
        "other-index",
        "An index without IFNAME is eth<index> to the stock script, which looks settings up by name and "
        "takes the first index that has it. So it takes eth0 for index 0, whatever another index says.",
        _conf('IFNAME[1]="eth0"', 'IPADDRS[1]="192.0.2.2/24"'),
        _conf('IFNAME[0]="eth0"', 'IPADDRS[0]="192.0.2.2/24"'),
    ),
    Explanation(
        "bad-virtif-type",
        "A virtual interface is a tun device, for IP packets, or a tap device, for Ethernet frames.",
        _conf(*_BOND, 'VIRTIFNAME[0]="tap0"', 'VIRTIFTYPE[0]="tab"', 'IFNAME[1]="br0"',
              'BRNICS[1]="bond0 tap0"'),
        _conf(*_BOND, 'VIRTIFNAME[0]="tap0"', 'VIRTIFTYPE[0]="tap"', 'IFNAME[1]="br0"',
              'BRNICS[1]="bond0 tap0"'),
    ),
    Explanation(
        "bad-account",
        "VIRTIFUSER and VIRTIFGROUP name the user and the group that may use a virtual interface, or "
        "their numbers.",
        _conf(*_BOND, 'VIRTIFNAME[0]="tap0"', 'VIRTIFTYPE[0]="tap"', 'VIRTIFUSER[0]="alice bob"',
              'IFNAME[1]="br0"', 'BRNICS[1]="bond0 tap0"'),
        _conf(*_BOND, 'VIRTIFNAME[0]="tap0"', 'VIRTIFTYPE[0]="tap"', 'VIRTIFUSER[0]="alice"',
              'IFNAME[1]="br0"', 'BRNICS[1]="bond0 tap0"'),
    ),
    Explanation(
        "too-many-nameservers",
        "The resolver asks the first three name servers of resolv.conf and no others (resolv.conf(5)).",
        _conf(*_BOND, 'NAMESERVER[0]="192.0.2.1 192.0.2.2 192.0.2.3 192.0.2.4"'),
        _conf(*_BOND, 'NAMESERVER[0]="192.0.2.1 192.0.2.2 192.0.2.3"'),
    ),
    Explanation(
        "bad-host-name",
        "A name of a host or domain has letters, digits, hyphens and dots.",
        _conf(*_BOND, 'SEARCH="example.net, example.org"'),
        _conf(*_BOND, 'SEARCH="example.net example.org"'),
    ),
    Explanation(
        "bad-hosts-line",
        "A line of HOSTS is what a line of /etc/hosts is: an address, then one name or more.",
        _conf(*_BOND, 'HOSTS[0]="one.example 192.0.2.2"'),
        _conf(*_BOND, 'HOSTS[0]="192.0.2.2 one.example one"'),
    ),
    Explanation(
        "resolver-unused",
        "NAMESERVER, SEARCH and HOSTS are written when bonds are started. In a file without a bond "
        "nothing is started that would write them.",
        _conf('IPADDRS[0]="192.0.2.2/24"', 'NAMESERVER[0]="192.0.2.1"'),
        _conf(*_BOND, 'IPADDRS[0]="192.0.2.2/24"', 'NAMESERVER[0]="192.0.2.1"'),
    ),
)
