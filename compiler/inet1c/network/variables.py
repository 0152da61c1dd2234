"""Every variable of rc.inet1.conf: its type, since which release, what reads it.

Sources: the rc.inet1 and rc.inet1.conf of Slackware 14.0 to 15.0, rc.inet1.conf(5), rc.wireless.
"""

from dataclasses import dataclass
from typing import Optional

from ..conf.names import PRESET
from ..diagnostic import warning

RELEASES = ("14.0", "14.1", "14.2", "15.0")
_ALL = RELEASES
_UP_TO_14_2 = RELEASES[:3]
_SINCE_15_0 = RELEASES[3:]

YES = "yes or no"
TEXT = "text"
NUMBER = "number"
NAME = "name of an interface"
NAMES = "names of interfaces"
ADDRESS = "address"
ADDRESSES = "addresses"
MAC = "MAC"
OPTIONS = "options"
MODE = "bonding mode"


@dataclass(frozen=True)
class Known:
    """A variable that somebody reads.

    ``indexed`` is True where NAME[n] belongs to the interface n.  ``releases`` are those of Slackware whose
    own scripts read it; none where only what we add does.  ``reader`` is the script.
    """

    name: str
    type: str
    indexed: bool = True
    releases: tuple = _ALL
    reader: str = "rc.inet1"


VARIABLES = (
    # rc.inet1 of every release
    Known("IFNAME", NAME),
    Known("IPADDR", ADDRESS),
    Known("NETMASK", TEXT),
    Known("USE_DHCP", YES),
    Known("DHCP_HOSTNAME", TEXT),
    Known("DHCP_TIMEOUT", NUMBER),
    Known("DHCP_KEEPRESOLV", YES),
    Known("DHCP_KEEPNTP", YES),
    Known("DHCP_KEEPGW", YES),
    Known("DHCP_DEBUG", YES),
    Known("DHCP_NOIPV4LL", YES),
    Known("DHCP_IPADDR", ADDRESS, releases=_UP_TO_14_2),
    Known("HWADDR", MAC),
    Known("MTU", NUMBER),
    Known("BRNICS", NAMES),
    Known("GATEWAY", ADDRESS, indexed=False),
    Known("DEBUG_ETH_UP", YES, indexed=False),
    Known("MAXNICS", NUMBER, indexed=False),
    # rc.inet1 of 15.0
    Known("IPADDRS", ADDRESSES, releases=_SINCE_15_0),
    Known("IPALIASES", ADDRESSES, releases=_SINCE_15_0),
    Known("IP6ADDRS", ADDRESSES, releases=_SINCE_15_0),
    Known("USE_DHCP6", YES, releases=_SINCE_15_0),
    Known("USE_SLAAC", YES, releases=_SINCE_15_0),
    Known("USE_RA", YES, releases=_SINCE_15_0),
    Known("SLAAC_TIMEOUT", NUMBER, releases=_SINCE_15_0),
    Known("SLAAC_PRIVIPGEN", YES, releases=_SINCE_15_0),
    Known("SLAAC_SECRET", TEXT, releases=_SINCE_15_0),
    Known("SLAAC_TEMPADDR", YES, releases=_SINCE_15_0),
    Known("PROMISCUOUS", YES, releases=_SINCE_15_0),
    Known("IFOPTS", OPTIONS, releases=_SINCE_15_0),
    Known("BONDNICS", NAMES, releases=_SINCE_15_0),
    Known("BONDMODE", MODE, releases=_SINCE_15_0),
    Known("GATEWAY6", ADDRESS, indexed=False, releases=_SINCE_15_0),
    Known("VIRTIFNAME", NAME, releases=_SINCE_15_0),
    Known("VIRTIFTYPE", TEXT, releases=_SINCE_15_0),
    Known("VIRTIFUSER", TEXT, releases=_SINCE_15_0),
    Known("VIRTIFGROUP", TEXT, releases=_SINCE_15_0),
    # what we add
    Known("BONDSLAVES", NAMES, releases=(), reader="inet1c"),
    Known("BONDWAIT", NUMBER, releases=(), reader="inet1c"),
    Known("NAMESERVER", ADDRESSES, releases=(), reader="inet1c"),
    Known("SEARCH", TEXT, indexed=False, releases=(), reader="inet1c"),
    Known("HOSTS", TEXT, releases=(), reader="inet1c"),
    # rc.wireless
    Known("WLAN_CHANNEL", TEXT, reader="rc.wireless"),
    Known("WLAN_ESSID", TEXT, reader="rc.wireless"),
    Known("WLAN_FREQ", TEXT, reader="rc.wireless"),
    Known("WLAN_FRAG", TEXT, reader="rc.wireless"),
    Known("WLAN_IWCONFIG", TEXT, reader="rc.wireless"),
    Known("WLAN_IWPRIV", TEXT, reader="rc.wireless"),
    Known("WLAN_IWSPY", TEXT, reader="rc.wireless"),
    Known("WLAN_KEY", TEXT, reader="rc.wireless"),
    Known("WLAN_MODE", TEXT, reader="rc.wireless"),
    Known("WLAN_NICKNAME", TEXT, reader="rc.wireless"),
    Known("WLAN_NWID", TEXT, reader="rc.wireless"),
    Known("WLAN_RATE", TEXT, reader="rc.wireless"),
    Known("WLAN_RTS", TEXT, reader="rc.wireless"),
    Known("WLAN_SENS", TEXT, reader="rc.wireless"),
    Known("WLAN_WPA", TEXT, reader="rc.wireless"),
    Known("WLAN_WPACONF", TEXT, reader="rc.wireless"),
    Known("WLAN_WPADRIVER", TEXT, reader="rc.wireless"),
    Known("WLAN_WPAWAIT", NUMBER, reader="rc.wireless"),
)
_BY_NAME = {variable.name: variable for variable in VARIABLES}

# Seen in such files, and read by nobody on Slackware: why, and what to write.
UNREAD = {
    "VLANOPTS": ("the README of 15.0 names it, and no script reads it", 'IFOPTS[{n}]="..."'),
    "BRIDGEOPTS": ("no script reads it", 'IFOPTS[{n}]="..."'),
    "BONDOPTS": ("no script reads it", 'IFOPTS[{n}]="..."'),
    "BROADCAST": ("rc.inet1 works it out from the address and the netmask", None),
    "NETWORK": ("rc.inet1 works it out from the address and the netmask", None),
    "BONDNAME": ("it is Unraid's", 'IFNAME[{n}]="bond0"'),
    "BONDING": ("it is Unraid's", 'BONDSLAVES[{n}]="eth0 eth1" makes a bond'),
    "BONDING_MODE": ("it is Unraid's", 'BONDMODE[{n}]="..."'),
    "BONDING_MIIMON": ("it is Unraid's", 'IFOPTS[{n}]="miimon 100"'),
    "BRIDGING": ("it is Unraid's", 'BRNICS[{n}]="eth0" makes a bridge'),
    "BRNAME": ("it is Unraid's", 'IFNAME[{n}]="br0"'),
    "BRSTP": ("it is Unraid's", 'IFOPTS[{n}]="stp_state 1"'),
    "BRFD": ("it is Unraid's", 'IFOPTS[{n}]="forward_delay 0"'),
    "DESCRIPTION": ("it is Unraid's", None),
    "PROTOCOL": ("it is Unraid's", None),
    "PRIVACY6": ("it is Unraid's", 'SLAAC_TEMPADDR[{n}]="yes"'),
    "DHCP6_KEEPRESOLV": ("it is Unraid's", 'DHCP_KEEPRESOLV[{n}]="yes"'),
    "SYSNICS": ("it is Unraid's", "MAXNICS"),
    "VLANID": ("it is Unraid's", 'IFNAME[{n}]="eth0.10" makes a VLAN'),
    "VLANS": ("it is Unraid's", 'IFNAME[{n}]="eth0.10" makes a VLAN'),
    "METRIC": ("it is Unraid's", None),
    "DNS_SERVER1": ("it is Unraid's", 'NAMESERVER[0]="..."'),
    "DNS_SERVER2": ("it is Unraid's", 'NAMESERVER[0]="... ..."'),
    "DNS_SERVER3": ("it is Unraid's", 'NAMESERVER[0]="... ..."'),
}


def known(name) -> Optional[Known]:
    """What is known of the variable *name*; None where nobody reads it."""
    return _BY_NAME.get(name)


# ---- what there is to say about a file's variables ----------------------------------------------------


def review(settings, release=None, served=frozenset()):
    """What is odd about the names that *settings* use, and about yes and no.

    *release* is that of the Slackware the file is for, one of RELEASES; None where it is not known.
    *served* are the indexes that are inet1c's on every release.
    """
    found = []
    for variable in settings.variables:
        name = variable.name
        entry = _BY_NAME.get(name)
        if not variable.elements:
            continue
        if entry is not None:
            found.extend(_known(variable, entry, release, served))
        elif name in UNREAD:
            found.append(_unread(variable))
        elif name not in settings.used and name not in PRESET:
            found.append(_unknown(variable))
    return found


def _unread(variable):
    why, instead = UNREAD[variable.name]
    element = variable.elements[0]
    help = None if instead is None else "write " + instead.format(n=element.index)
    return warning(
        "unread-variable", f"nothing on Slackware reads {variable.name}: {why}", element.span, help=help
    )


def _unknown(variable):
    near = nearest(variable.name, _BY_NAME)
    return warning(
        "unknown-variable",
        f"nothing reads {variable.name}",
        variable.elements[0].span,
        help=f"did you mean {near}?" if near else None,
    )


def nearest(name, names):
    """The one of *names* that *name* is most likely a slip of; None where there is none near."""
    import difflib

    folded = {}
    for candidate in names:
        folded.setdefault(candidate.upper(), candidate)
    close = difflib.get_close_matches(name.upper(), folded, 1, 0.75)
    return folded[close[0]] if close else None


def _known(variable, entry, release, served):
    name = entry.name

    def holds_for_stock(element):
        ours = element.index in served if entry.indexed else bool(served)
        return element.value.text.strip() and not ours

    if release is not None and entry.releases and release not in entry.releases:
        holds = [element for element in variable.elements if holds_for_stock(element)]
        if holds:
            which = "15.0 on" if entry.releases == _SINCE_15_0 else "14.2 and older"
            yield warning(
                "other-release",
                f"{name} is a variable of Slackware {which}; the {entry.reader} of {release} does not read "
                f"it",
                holds[0].span,
                help=_IN_ITS_STEAD.get(name, "it holds for bonds and what stands on them only"),
            )
    elif release is None and name == "DHCP_IPADDR":
        holds = [element for element in variable.elements if holds_for_stock(element)]
        if holds:
            yield warning(
                "other-release",
                "DHCP_IPADDR is a variable of Slackware 14.2 and older; the rc.inet1 of 15.0 does not read "
                "it",
                holds[0].span,
            )
    for element in variable.elements:
        if not entry.indexed and element.index != 0:
            yield warning(
                "index-of-scalar",
                f"{name} has no indexes: nothing reads {name}[{element.index}]",
                element.span,
                help=f'write {name}="..."',
            )
        if entry.type is YES:
            yield from _yes_or_no(element, name)


_IN_ITS_STEAD = {
    "IPADDRS": 'for a plain NIC write IPADDR[n]="..." and NETMASK[n]="..."',
    "BONDNICS": 'with inet1c a bond works on every release: BONDSLAVES[n]="..." is the same thing',
    "BONDMODE": "with inet1c a bond works on every release",
    "DHCP_IPADDR": None,
}


def _yes_or_no(element, name):
    text = element.value.text
    plain = text.strip().lower()
    if text in ("", "yes", "no") or text.endswith("\r"):
        return
    if plain in ("yes", "y", "true", "on", "1"):
        yield warning(
            "not-yes",
            f"{_quoted(text)} is not yes: the script compares letter by letter, and takes this for no",
            element.value.whole.span,
            help='write "yes"',
        )
    elif text not in ("No", "NO", "off", "false", "0", "n"):
        yield warning(
            "not-yes",
            f"{_quoted(text)} is neither yes nor no: the script takes it for no",
            element.value.whole.span,
            help=f'write "yes" or "no" for {name}',
        )


def _quoted(text):
    text = text if len(text) <= 30 else text[:27] + "..."
    return f'"{text}"' if text.isprintable() else ascii(text)
