"""Addresses of an interface: static, by dhcpcd(8), by IPv6 autoconfiguration; and the resolver's entries.

As rc.inet1 of Slackware 14.0 to -current reads them: rc.inet1.conf(5).
"""

import ipaddress
import re
from dataclasses import replace

from ..diagnostic import Note
from ..source import Word
from .model import Address, Dhcp, Slaac
from .reader import NAME_LENGTH, is_ipv4, is_ipv6, part, prefix_length, quoted, without_zone

DHCP_TIMEOUT = 15  # seconds, as in 15.0
SLAAC_TIMEOUT = 15
NAMESERVERS = 3  # that the resolver asks: MAXNS of resolv.conf(5)
HOST_NAME = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_.])?")
DYNAMIC = ("USE_DHCP", "USE_DHCP6", "USE_SLAAC")


def static_addresses(reader, index, name):
    """The static addresses at *index*.  0.0.0.0 stands for none, as 15.0 wants it where a slave has a HWADDR."""
    owners = (name.text,)
    single, mask = reader.words("IPADDR", index), reader.word("NETMASK", index)
    dynamic = next(filter(None, (reader.yes(variable, index) for variable in DYNAMIC)), None)
    if dynamic is not None:
        for variable, word in (("IPADDR", single[0] if single else None), ("NETMASK", mask)):
            if word is not None:
                reader.warn("address-unused", f"{variable}[{index}] is unused: {name.text} has a dynamic address",
                            word.span, [Note("by this", dynamic.span)], "IPADDRS adds static addresses to dynamic ones")
        single, mask = (), None
    if len(single) > 1:
        reader.refuse(owners, "bad-address", f"IPADDR[{index}] takes one address", single[1].span,
                      help="IPADDRS takes several, each with its prefix length")
        single = single[:1]
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
    return tuple(filter(None, found))


def _is_placeholder(word):
    return word.text.partition("/")[0] == "0.0.0.0"


def _ipv4(reader, owners, word, mask):
    """*word* as an IPv4 address; *mask* is NETMASK's word, or None.  None, reported, where it is none."""
    text, _, length = word.text.partition("/")
    if not is_ipv4(text):
        six = is_ipv6(text)
        what = "an IPv6 address" if six else "not an IPv4 address"
        reader.refuse(owners, "bad-address", f"{quoted(text)} is {what}", word.span,
                      help="IPv6 addresses go into IP6ADDRS" if six else None)
        return None
    masks = [part(word, len(text) + 1, len(word.text))] if length else []
    masks += [mask] if mask is not None else []
    lengths = [prefix_length(reader, owners, mask) for mask in masks]
    if None in lengths:
        return None
    if len(set(lengths)) > 1:
        reader.refuse(owners, "netmask-twice", f"{text} has two netmasks: the prefix length {lengths[0]}, and NETMASK",
                      masks[0].span, [Note(f"NETMASK is {mask.text}", mask.span)])
    if not lengths:
        reader.warn("no-netmask", f"{text} has no netmask; using the prefix length 24, as Slackware 15.0 does",
                    word.span, help=f"write {text}/24")
    return Address(ipaddress.IPv4Interface((text, lengths[0] if lengths else 24)), word.span)


def _ipv6(reader, owners, word):
    """*word* as an IPv6 address, with /64 where it has no prefix length, as in 15.0."""
    text, slash, length = word.text.partition("/")
    length = length or "64"
    if not is_ipv6(text):
        four, bare = is_ipv4(text), without_zone(text)
        what = "an IPv4 address" if four else "an address with a zone" if bare else "not an IPv6 address"
        help = "IPv4 addresses go into IPADDRS" if four else bare and f"write {bare}{slash}{length}"
        reader.refuse(owners, "bad-address", f"{quoted(text)} is {what}", word.span, help=help)
        return None
    if not re.fullmatch("[0-9]{1,3}", length) or int(length) > 128:
        place = part(word, len(text) + 1, len(word.text))
        reader.refuse(owners, "bad-address", f"{quoted(length)} is not a prefix length of IPv6", place.span,
                      help="it is a number from 0 to 128, usually 64")
        return None
    return Address(ipaddress.IPv6Interface((text, int(length))), word.span)


def dhcp(reader, index, name):
    """How dhcpcd(8) is called, with the arguments of the stock scripts, in their order."""
    four, six = reader.yes("USE_DHCP", index), reader.yes("USE_DHCP6", index)
    if four is None and six is None:
        return None
    owners = (name.text,)
    hostname, address = reader.word("DHCP_HOSTNAME", index), reader.word("DHCP_IPADDR", index)
    if hostname is not None and not HOST_NAME.fullmatch(hostname.text):
        reader.refuse(owners, "bad-host-name", f"{quoted(hostname.text)} is not a host name", hostname.span,
                      help="a host name has letters, digits, hyphens and dots")
        hostname = None
    if address is not None and not is_ipv4(address.text):
        reader.refuse(owners, "bad-address", f"{quoted(address.text)} is not an IPv4 address", address.span)
        address = None
    arguments = ["-h", hostname.text] if hostname is not None else []
    for variable, given in (
        ("DHCP_KEEPRESOLV", ("-C", "resolv.conf")),
        ("DHCP_KEEPNTP", ("-C", "ntp.conf")),
        ("DHCP_KEEPGW", ("-G",)),
        ("DHCP_DEBUG", ("-d",)),
        ("DHCP_NOIPV4LL", ("-L",)),
    ):
        arguments += given if reader.yes(variable, index) is not None else ()
    arguments += ("-r", address.text) if address is not None else ()  # 15.0 as released does not read it
    for word in reader.words("DHCP_OPTS", index):
        if word.text.isprintable():
            arguments.append(word.text)
        else:
            reader.refuse(owners, "bad-option", f"cannot pass {quoted(word.text)} to dhcpcd", word.span)
    timeout = reader.number(owners, "DHCP_TIMEOUT", index, DHCP_TIMEOUT)
    return Dhcp(four is not None, six is not None, timeout, tuple(arguments), (four or six).span)


def slaac(reader, index, name):
    """IPv6 autoconfiguration; None where it is not wanted, or DHCPv6 comes first, as in 15.0."""
    word, six = reader.yes("USE_SLAAC", index), reader.yes("USE_DHCP6", index)
    if word is None:
        return None
    if six is not None:
        reader.warn("slaac-unused", f"USE_SLAAC[{index}] is unused: DHCPv6 comes first", word.span,
                    [Note("DHCPv6 is on here", six.span)])
        return None
    secret = reader.word("SLAAC_SECRET", index)
    if secret is not None and not is_ipv6(secret.text):
        reader.refuse((name.text,), "bad-address",
                      f"{quoted(secret.text)} does not have the form of an IPv6 address, as SLAAC_SECRET must",
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
    """The addresses of NAMESERVER, all indexes, each once.  A zone is allowed: resolv.conf(5)."""
    found = {}
    for element in reader.elements("NAMESERVER"):
        for word in reader.words("NAMESERVER", element.index):
            address, _, zone = word.text.partition("%")
            if not (is_ipv4(word.text) or (is_ipv6(address) and re.fullmatch("[A-Za-z0-9_.-]*", zone))):
                reader.refuse((), "bad-address", f"{quoted(word.text)} is not an address", word.span)
                continue
            if len(found) == NAMESERVERS and word.text not in found:
                reader.warn("too-many-nameservers",
                            f"the resolver asks {NAMESERVERS} name servers, and never {word.text}", word.span)
            found.setdefault(word.text, word)
    return tuple(found.values())


def search(reader):
    """The domains of SEARCH as one Word, None where there are none."""
    words = []
    for word in reader.words("SEARCH"):
        if HOST_NAME.fullmatch(word.text) or word.text == ".":
            words.append(word)
        else:
            reader.refuse((), "bad-host-name", f"{quoted(word.text)} is not a domain name", word.span)
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
                message, place = f"{quoted(address.text)} is not an address", address
            elif wrong is not None:
                message, place = f"{quoted(wrong.text)} is not a host name", wrong
            elif not names:
                message, place = f"{address} has no name", address
            else:
                found.append(Word(" ".join(word.text for word in words), line.span))
                continue
            reader.refuse((), "bad-hosts-line", message, place.span,
                          help=f'write HOSTS[{element.index}]="192.0.2.1 name.example name"')
    return tuple(found)
