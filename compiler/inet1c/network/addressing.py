"""Addresses of an interface: static, by dhcpcd(8), by IPv6 autoconfiguration; and the resolver's entries.

As the scripts of Slackware 14.0 to 15.0 read them: rc.inet1.conf(5).
"""

import ipaddress
import re
from dataclasses import replace

from ..diagnostic import Note
from ..source import Word
from .model import Address, Dhcp, Slaac
from .reader import NAME_LENGTH, is_ipv4, is_ipv6, part, prefix_length, quoted

DHCP_TIMEOUT = 15  # seconds, as in 15.0
SLAAC_TIMEOUT = 15
NAMESERVERS = 3  # that the resolver asks: MAXNS of resolv.conf(5)
HOST_NAME = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_.])?")
DYNAMIC = ("USE_DHCP", "USE_DHCP6", "USE_SLAAC")


def static_addresses(reader, index, name):
    """The static addresses at *index*, and whether 0.0.0.0 stands there for none."""
    owners = (name.text,)
    single = reader.words("IPADDR", index)
    dynamic = next(filter(None, (reader.yes(variable, index) for variable in DYNAMIC)), None)
    if dynamic is not None and single and not _is_placeholder(single[0]):
        reader.warn("address-unused",
                    f"IPADDR[{index}] is not used: {name.text} is configured dynamically", single[0].span,
                    [Note("here", dynamic.span)], "IPADDRS adds static addresses to dynamic ones")
        single = ()
    if len(single) > 1:
        reader.refuse(owners, "bad-address", f"IPADDR[{index}] is one address", single[1].span,
                      help="IPADDRS takes several, each with its prefix length")
        single = single[:1]
    mask = reader.word("NETMASK", index)
    given = [(word, mask) for word in single] + [(word, None) for word in reader.words("IPADDRS", index)]
    found = [_ipv4(reader, owners, word, mask) for word, mask in given if not _is_placeholder(word)]
    for number, word in enumerate(reader.words("IPALIASES", index)):
        address = _ipv4(reader, owners, word, None)
        label = f"{name.text}:{number}"
        if len(label) > NAME_LENGTH:
            reader.refuse(owners, "name-too-long",
                          f"the label {label} has {len(label)} characters; at most {NAME_LENGTH} are allowed",
                          word.span, help="put the address into IPADDRS, which gives no labels")
        found.append(address and replace(address, label=label))
    found += [_ipv6(reader, owners, word) for word in reader.words("IP6ADDRS", index)]
    return tuple(filter(None, found)), any(_is_placeholder(word) for word, _ in given)


def _is_placeholder(word):
    return word.text.partition("/")[0] == "0.0.0.0"


def _ipv4(reader, owners, word, mask):
    """*word* as an IPv4 address; *mask* is NETMASK's word, or None.  None, reported, where it is none."""
    text, _, length = word.text.partition("/")
    if not is_ipv4(text):
        what = "an IPv6 address, and belongs into IP6ADDRS" if is_ipv6(text) else "no IPv4 address"
        reader.refuse(owners, "bad-address", f"{quoted(text)} is {what}", word.span)
        return None
    masks = [part(word, len(text) + 1, len(word.text))] if length else []
    masks += [mask] if mask is not None else []
    lengths = [prefix_length(reader, owners, mask) for mask in masks]
    if None in lengths:
        return None
    if len(set(lengths)) > 1:
        reader.refuse(owners, "netmask-twice",
                      f"{text} has the prefix length {lengths[0]} here, and another by NETMASK",
                      masks[0].span,
                      [Note(f"NETMASK says {mask.text}", mask.span)])
    if not lengths:
        reader.warn("no-netmask", f"{text} has no netmask; 24 is taken, as Slackware 15.0 does", word.span,
                    help=f"{text}/24")
    return Address(ipaddress.IPv4Interface((text, lengths[0] if lengths else 24)), word.span)


def _ipv6(reader, owners, word):
    """*word* as an IPv6 address, with /64 where it has no prefix length, as in 15.0."""
    text, _, length = word.text.partition("/")
    length = length or "64"
    if not is_ipv6(text):
        what = "an IPv4 address, and belongs into IPADDRS" if is_ipv4(text) else "no IPv6 address"
        reader.refuse(owners, "bad-address", f"{quoted(text)} is {what}", word.span)
        return None
    if not re.fullmatch("[0-9]{1,3}", length) or int(length) > 128:
        place = part(word, len(text) + 1, len(word.text))
        reader.refuse(owners, "bad-address", f"{quoted(length)} is no prefix length of IPv6", place.span,
                      help="it is from 0 to 128, and mostly 64")
        return None
    return Address(ipaddress.IPv6Interface((text, int(length))), word.span)


def dhcp(reader, index, name):
    """What dhcpcd(8) is asked for, with the arguments that the stock scripts build, in their order."""
    four, six = reader.yes("USE_DHCP", index), reader.yes("USE_DHCP6", index)
    if four is None and six is None:
        return None
    hostname, address = reader.word("DHCP_HOSTNAME", index), reader.word("DHCP_IPADDR", index)
    if hostname is not None and not hostname.text.isprintable():
        reader.refuse((name.text,), "bad-host-name", f"{quoted(hostname.text)} is no name of a host",
                      hostname.span)
        hostname = None
    if address is not None and not is_ipv4(address.text):
        reader.refuse((name.text,), "bad-address", f"{quoted(address.text)} is no IPv4 address", address.span)
        address = None
    arguments = ("-h", hostname.text) if hostname is not None else ()
    for variable, given in (
        ("DHCP_KEEPRESOLV", ("-C", "resolv.conf")),
        ("DHCP_KEEPNTP", ("-C", "ntp.conf")),
        ("DHCP_KEEPGW", ("-G",)),
        ("DHCP_DEBUG", ("-d",)),
        ("DHCP_NOIPV4LL", ("-L",)),
    ):
        arguments += given if reader.yes(variable, index) is not None else ()
    arguments += ("-r", address.text) if address is not None else ()  # 14.x
    timeout = reader.number((name.text,), "DHCP_TIMEOUT", index, DHCP_TIMEOUT)
    return Dhcp(four is not None, six is not None, timeout, arguments, (four or six).span)


def slaac(reader, index, name):
    """IPv6 autoconfiguration; None where it is not wanted, or DHCPv6 comes first, as in 15.0."""
    word, six = reader.yes("USE_SLAAC", index), reader.yes("USE_DHCP6", index)
    if word is None:
        return None
    if six is not None:
        reader.warn("slaac-unused", f"USE_SLAAC[{index}] is not used: DHCPv6 comes first", word.span,
                    [Note("here", six.span)])
        return None
    secret = reader.word("SLAAC_SECRET", index)
    if secret is not None and not is_ipv6(secret.text):
        reader.refuse((name.text,), "bad-address",
                      f"{quoted(secret.text)} has not the form of an IPv6 address, as SLAAC_SECRET has",
                      secret.span)
        secret = None
    return Slaac(
        timeout=reader.number((name.text,), "SLAAC_TIMEOUT", index, SLAAC_TIMEOUT),
        span=word.span,
        private=reader.yes("SLAAC_PRIVIPGEN", index) is not None,
        secret=secret.text if secret else None,
        temporary=reader.yes("SLAAC_TEMPADDR", index) is not None,
        accept_ra=accept_ra(reader, index) is not False,
    )


def accept_ra(reader, index):
    """USE_RA[index]: True, False, or None where it is not said."""
    word = reader.word("USE_RA", index)
    return {"yes": True, "no": False}.get(word.text) if word else None


# -- the resolver -----------------------------------------------------------------------------------


def nameservers(reader):
    """The addresses of NAMESERVER, all indexes, each once."""
    found = {}
    for element in reader.elements("NAMESERVER"):
        for word in reader.words("NAMESERVER", element.index):
            address, _, zone = word.text.partition("%")
            if not (is_ipv4(word.text) or (is_ipv6(address) and re.fullmatch("[A-Za-z0-9_.-]*", zone))):
                reader.refuse((), "bad-address", f"{quoted(word.text)} is no address of a name server",
                              word.span)
                continue
            if len(found) == NAMESERVERS and word.text not in found:
                reader.warn("too-many-nameservers",
                            f"the resolver asks {NAMESERVERS} name servers, and {word.text} is one too many",
                            word.span)
            found.setdefault(word.text, word)
    return tuple(found.values())


def search(reader):
    """The domains of SEARCH as one Word, None where there are none."""
    words = []
    for word in reader.words("SEARCH"):
        if HOST_NAME.fullmatch(word.text) or word.text == ".":
            words.append(word)
        else:
            reader.refuse((), "bad-host-name", f"{quoted(word.text)} is no domain name", word.span)
    return Word(" ".join(word.text for word in words), words[0].span.to(words[-1].span)) if words else None


def hosts(reader):
    """The lines of HOSTS, all indexes, each with single blanks."""
    found = []
    for element in reader.elements("HOSTS"):
        for line in element.value.words(r"[\r\n]+"):
            words = [part(line, match.start(), match.end()) for match in re.finditer(r"\S+", line.text)]
            if not words:
                continue
            address, *names = words
            wrong = next((name for name in names if not HOST_NAME.fullmatch(name.text)), None)
            if not (is_ipv4(address.text) or is_ipv6(address.text)):
                message, place = f"{quoted(address.text)} is no address", address
            elif wrong is not None:
                message, place = f"{quoted(wrong.text)} is no name of a host", wrong
            elif not names:
                message, place = f"{address} has no name here", address
            else:
                found.append(Word(" ".join(word.text for word in words), line.span))
                continue
            reader.refuse((), "bad-hosts-line", message, place.span,
                          help=f'HOSTS[{element.index}]="192.0.2.1 name.example name"')
    return tuple(found)
