"""Addresses that a host can have, and gateways that it can reach."""

import ipaddress

from ..diagnostic import Note, error, warning
from ..network.ifopts import PASSED_ON
from ..network.reader import is_ipv4, is_ipv6, quoted, without_zone
from .common import finding


def address_can_be_a_hosts(network):
    for interface in network.interfaces:
        for address in interface.addresses:
            ip, net = address.interface.ip, address.interface.network
            shared = net.version == 4 and net.prefixlen < 31  # RFC 3021: a /31 has two hosts and nothing else
            owners = (interface.name.text,)
            if ip.is_multicast:
                what = "is a multicast address"
            elif ip.is_unspecified or (ip.version == 4 and int(ip) == 0xFFFFFFFF):
                what = "is not the address of a host"
            elif net.version == 4 and net.prefixlen == 0:
                what = f"has the netmask 0.0.0.0, which puts the whole Internet on {owners[0]}"
            elif shared and ip == net.broadcast_address:
                what = f"is the broadcast address of {net}"
            elif shared and ip == net.network_address:
                yield warning("bad-address", f"{ip} is the address of the network {net}", address.span)
                continue
            else:
                continue
            yield finding(network, owners, "bad-address",
                          f"{interface.name.text} cannot have the address {ip}: it {what}", address.span)


def address_is_one_interfaces(network):
    seen = {}
    for interface in network.interfaces:
        for address in interface.addresses:
            ip = address.interface.ip
            if ip.is_link_local:
                continue
            first, place = seen.setdefault(ip, (interface, address))
            if place is not address:
                names = (first.name.text, interface.name.text)
                yield finding(network, names if first is not interface else (), "address-twice",
                              f"{first.name.text} already has the address {ip}", address.span,
                              [Note(f"the address of {first.name.text}", place.span)])


def gateway_can_be_reached(network):
    """GATEWAY and GATEWAY6 are routers in a network of this host."""
    if network.gateway is not None:
        yield from _gateway(network, network.gateway)
    if network.gateway6 is not None:
        yield from _gateway6(network, network.gateway6)


def _severe(network):
    """Makes an error; without bonds a warning, as then the gateway is the stock script's."""
    return error if network.bonds else warning


def _gateway(network, word):
    """15.0 gives GATEWAY to ip-route(8) unquoted: "192.0.2.1 dev bond0" works.  14.x gives it to route(8)."""
    severe = _severe(network)
    text, *rest = word.text.split()
    if not is_ipv4(text):
        yield severe("bad-gateway", f"{quoted(text)} is not an IPv4 address", word.span)
    elif rest and (network.release or "").startswith("14."):
        yield severe("bad-gateway", f"GATEWAY takes one address on Slackware {network.release}", word.span,
                     help=f'write "{text}"; its route(8) does not know the words after it')
    elif not all(PASSED_ON.fullmatch(option) for option in rest):
        yield severe("bad-gateway", f"cannot pass {quoted(' '.join(rest))} to ip", word.span,
                     help=f'write "{text}", or what ip-route(8) takes after it, such as dev bond0 onlink')
    elif "dev" not in rest and "onlink" not in rest:
        yield from _gateway_in_a_network(network, ipaddress.IPv4Address(text), word)


def _gateway6(network, word):
    severe = _severe(network)
    text, *rest = word.text.split()
    bare = without_zone(text)
    if not is_ipv6(bare or text):
        yield severe("bad-gateway", f"{quoted(text)} is not an IPv6 address", word.span)
        return
    gateway = ipaddress.IPv6Address(bare or text)
    if bare is not None:
        help = _FIND_ROUTER if _is_ambiguous(network, gateway) else f'write "{bare}"'
        yield severe("bad-gateway", "GATEWAY6 takes an address without a zone", word.span, help=help)
    elif rest:
        yield severe("bad-gateway", "GATEWAY6 takes one address", word.span, help=f'write "{text}"')
    elif not gateway.is_link_local:
        yield from _gateway_in_a_network(network, gateway, word)
    elif _is_ambiguous(network, gateway):
        yield error("bad-gateway", f"{gateway} is link-local: the interface to reach it through is not known",
                    word.span, help=_FIND_ROUTER)


_FIND_ROUTER = "write the router's global address, or let USE_SLAAC or USE_RA find the router"


def _is_ambiguous(network, gateway):
    """True for a link-local address that is not on the only interface of the bonds' stacks with IPv6."""
    speakers = [interface for interface in network.interfaces if _speaks_ipv6(network, interface)]
    return gateway.is_link_local and bool(network.bonds) and len(speakers) != 1


def _speaks_ipv6(network, interface):
    """True where *interface* is in a stack and has IPv6 addresses, or will get some."""
    dynamic = interface.slaac or (interface.dhcp and interface.dhcp.ipv6)
    return interface.name.text in network.stack and bool(
        dynamic or any(address.interface.version == 6 for address in interface.addresses))


def _gateway_in_a_network(network, gateway, word):
    severe, near = _severe(network), None
    for interface in network.interfaces:
        name, dhcp = interface.name.text, interface.dhcp
        if gateway.version == 4 and dhcp and dhcp.ipv4:
            return
        if gateway.version == 6 and (interface.slaac or interface.accept_ra or (dhcp and dhcp.ipv6)):
            return
        for address in interface.addresses:
            net = address.interface.network
            note = Note(f"{name} has {address.interface} here", address.span)
            if net.version != gateway.version:
                continue
            if address.interface.ip == gateway:
                yield finding(network, (name,), "bad-gateway", f"{gateway} is the address of {name} itself",
                              word.span, [note])
                return
            if gateway in net:
                if net.version == 4 and net.prefixlen < 31 and gateway in (net[0], net[-1]):
                    which = "network" if gateway == net[0] else "broadcast"
                    yield severe("bad-gateway", f"{gateway} is the {which} address of {net}", word.span, [note])
                return
            near = near or (address, name, note)
    if near is not None:
        address, name, note = near
        help = None
        if address.interface.network.prefixlen == 32 and not (network.release or "").startswith("14."):
            help = f'a /32 address has no neighbours; write GATEWAY="{gateway} dev {name} onlink"'
        yield severe("gateway-unreachable", f"{gateway} is in no network of this host", word.span, [note], help)


CHECKS = (address_can_be_a_hosts, address_is_one_interfaces, gateway_can_be_reached)
