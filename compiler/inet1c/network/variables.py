"""Every variable of rc.inet1.conf: which releases read it, and which script.

Sources: rc.inet1 and rc.inet1.conf of Slackware 14.0 to -current, rc.inet1.conf(5), rc.wireless.
"""

from dataclasses import dataclass

from ..conf.names import PRESET
from ..diagnostic import warning
from .reader import quoted
from .spelling import nearest

RELEASES = ("14.0", "14.1", "14.2", "15.0", "current")
_SINCE_15_0 = RELEASES[3:]
_NOT_15_0 = ("14.0", "14.1", "14.2", "current")


@dataclass(frozen=True)
class Known:
    """A variable that a script reads.

    ``indexed`` is True where NAME[n] belongs to the interface n, ``yes`` where its value is yes or no.
    ``releases`` are those of Slackware whose own scripts read it; none for what inet1c adds.  ``reader`` is
    the script.
    """

    name: str
    indexed: bool = True
    yes: bool = False
    releases: tuple = RELEASES
    reader: str = "rc.inet1"


def _known(names, **more):
    return [Known(name, **more) for name in names.split()]


VARIABLES = (
    *_known("IFNAME IPADDR NETMASK DHCP_HOSTNAME DHCP_TIMEOUT HWADDR MTU BRNICS"),
    *_known("USE_DHCP DHCP_KEEPRESOLV DHCP_KEEPNTP DHCP_KEEPGW DHCP_DEBUG DHCP_NOIPV4LL", yes=True),
    *_known("GATEWAY MAXNICS", indexed=False),
    *_known("DEBUG_ETH_UP", indexed=False, yes=True),
    *_known("DHCP_IPADDR", releases=_NOT_15_0),
    *_known("DHCP_OPTS", releases=("current",)),
    *_known(
        "IPADDRS IPALIASES IP6ADDRS SLAAC_TIMEOUT SLAAC_SECRET IFOPTS BONDNICS BONDMODE "
        "VIRTIFNAME VIRTIFTYPE VIRTIFUSER VIRTIFGROUP",
        releases=_SINCE_15_0,
    ),
    *_known(
        "USE_DHCP6 USE_SLAAC USE_RA SLAAC_PRIVIPGEN SLAAC_TEMPADDR PROMISCUOUS", yes=True, releases=_SINCE_15_0
    ),
    *_known("GATEWAY6", indexed=False, releases=_SINCE_15_0),
    *_known("BONDSLAVES BONDWAIT NAMESERVER HOSTS", releases=(), reader="inet1c"),
    *_known("SEARCH", indexed=False, releases=(), reader="inet1c"),
    *_known(
        "WLAN_CHANNEL WLAN_ESSID WLAN_FREQ WLAN_FRAG WLAN_IWCONFIG WLAN_IWPRIV WLAN_IWSPY WLAN_KEY WLAN_MODE "
        "WLAN_NICKNAME WLAN_NWID WLAN_RATE WLAN_RTS WLAN_SENS WLAN_WPA WLAN_WPACONF WLAN_WPADRIVER WLAN_WPAWAIT",
        reader="rc.wireless",
    ),
)
_BY_NAME = {variable.name: variable for variable in VARIABLES}

# Variables of other systems, and of READMEs, that no script of Slackware reads: more about it, and what to write.
_UNRAID = ": it is Unraid's"
_COMPUTED = ": rc.inet1 computes it from the address and the netmask"
UNREAD = {
    "VLANOPTS": (", though the README of 15.0 names it", 'IFOPTS[{n}]="..."'),
    **dict.fromkeys(("BRIDGEOPTS", "BONDOPTS"), ("", 'IFOPTS[{n}]="..."')),
    **dict.fromkeys(("BROADCAST", "NETWORK"), (_COMPUTED, None)),
    "BONDNAME": (_UNRAID, 'IFNAME[{n}]="bond0"'),
    "BONDING": (_UNRAID, 'BONDSLAVES[{n}]="eth0 eth1" for a bond'),
    "BONDING_MODE": (_UNRAID, 'BONDMODE[{n}]="..."'),
    "BONDING_MIIMON": (_UNRAID, 'IFOPTS[{n}]="miimon 100"'),
    "BRIDGING": (_UNRAID, 'BRNICS[{n}]="eth0" for a bridge'),
    "BRNAME": (_UNRAID, 'IFNAME[{n}]="br0"'),
    "BRSTP": (_UNRAID, 'IFOPTS[{n}]="stp_state 1"'),
    "BRFD": (_UNRAID, 'IFOPTS[{n}]="forward_delay 0"'),
    "PRIVACY6": (_UNRAID, 'SLAAC_TEMPADDR[{n}]="yes"'),
    "DHCP6_KEEPRESOLV": (_UNRAID, 'DHCP_KEEPRESOLV[{n}]="yes"'),
    "SYSNICS": (_UNRAID, "MAXNICS"),
    **dict.fromkeys(("VLANID", "VLANS"), (_UNRAID, 'IFNAME[{n}]="eth0.10" for a VLAN')),
    **dict.fromkeys(("DESCRIPTION", "METRIC", "PROTOCOL"), (_UNRAID, None)),
    **dict.fromkeys(("DNS_SERVER1", "DNS_SERVER2", "DNS_SERVER3"), (_UNRAID, 'NAMESERVER[0]="ADDRESS ADDRESS"')),
}

# -- findings about a file's variables ------------------------------------------------------------


def review(settings, release=None, served=frozenset()):
    """Warnings of variables that no script reads, or not that of *release*, and of what is neither yes nor no.

    *release* is one of RELEASES, or None where it is not known.  *served* are the indexes of interfaces in bonds'
    stacks, which inet1c serves alike on every release.
    """
    found = []
    for variable in settings.variables:
        name = variable.name
        if not variable.elements:
            continue
        if name in _BY_NAME:
            found.extend(_review_known(variable, _BY_NAME[name], release, served))
        elif name in UNREAD:
            found.append(_unread(variable))
        elif name not in settings.used and name not in PRESET:
            near = nearest(name, _BY_NAME)
            found.append(warning("unknown-variable", f"no script reads {name}", variable.elements[0].span,
                                 help=f"did you mean {near}?" if near else None))
    return found


def _unread(variable):
    why, instead = UNREAD[variable.name]
    element = variable.elements[0]
    return warning("unread-variable", f"no script of Slackware reads {variable.name}{why}", element.span,
                   help=instead and "write " + instead.format(n=element.index))


# What to write where a release does not read the variable.
_INSTEAD = {
    "IPADDRS": 'for a plain NIC write IPADDR[n]="..." and NETMASK[n]="..."',
    "BONDNICS": 'inet1c makes bonds on every release: write BONDSLAVES[n]="..."',
    "BONDMODE": "inet1c makes bonds on every release",
}


def _review_known(variable, entry, release, served):
    name = entry.name
    if release is not None and entry.releases and release not in entry.releases:
        stock = [element for element in variable.elements if element.value.text.strip()
                 and not (element.index in served if entry.indexed else served)]
        if stock:
            yield warning("other-release",
                          f"the {entry.reader} of Slackware {release} does not read {name}, a variable of "
                          f"{', '.join(entry.releases)}", stock[0].span,
                          help=_INSTEAD.get(name, "it holds for bonds and the interfaces on them only"))
    for element in variable.elements:
        if not entry.indexed and element.index != 0:
            yield warning("index-of-scalar", f"{name} takes no index: no script reads {name}[{element.index}]",
                          element.span, help=f'write {name}="..."')
        if entry.yes:
            yield from _yes_or_no(element, name)


def _yes_or_no(element, name):
    text = element.value.text
    if text in ("", "yes", "no", "No", "NO", "off", "false", "0", "n") or text.endswith("\r"):
        return
    meant = text.strip().lower() in ("yes", "y", "true", "on", "1")
    yield warning("not-yes", f'"{quoted(text)}" counts as no: the script looks for "yes", letter by letter',
                  element.value.whole.span, help='write "yes"' if meant else f'write "yes" or "no" for {name}')
