"""Network -> what contradicts itself in it, or cannot work.

Each check is a function with its claim for a name: it takes the network and gives diagnostics where the
claim does not hold.  ``CHECKS`` is all of them.  What does not belong to a bond's stack is the stock
script's, and nothing about it is more than a warning.

Facts about the bonding driver: Documentation/networking/bonding.rst and drivers/net/bonding of Linux.
"""

import ipaddress
import re

from ..diagnostic import Note, error, warning
from ..network import options as bonding
from ..network.model import Bond, Bridge, Ethernet, Tuntap, Vlan, below
from ..network.reader import NAME, quoted

ETHERNET_MTU = 1500  # of a link that is made anew
IPV6_MTU = 1280  # RFC 8200, section 5
TX_QUEUES = 16  # of a bond, unless the module's tx_queues says otherwise


def check(network):
    """All that the checks find."""
    return [diagnostic for claim in CHECKS for diagnostic in claim(network)]


def _finding(network, owners, code, message, span, notes=(), help=None):
    """An error where one of *owners*, names, is in a bond's stack; a warning where none is."""
    severe = any(name in network.stack for name in owners)
    return (error if severe else warning)(code, message, span, notes, help)


def _taken(network, code, what, first, place, second, span):
    """*second* has at *span* what the interface *first* has already at *place*."""
    return _finding(
        network,
        (first.name.text, second.name.text),
        code,
        f"{what} of {first.name.text}",
        span,
        [Note(f"{first.name.text} has it here", place)],
    )


def _value(bond, name):
    """The Option *name* of *bond*, None where it has none."""
    for option in bond.kind.options:
        if option.known and option.name.text == name:
            return option
    return None


def _number(bond, name):
    option = _value(bond, name)
    return int(option.value.text) if option else 0


def _role(master):
    return "slave" if isinstance(master.kind, Bond) else "port"


def _members(interface):
    """The slaves of a bond, the ports of a bridge, nothing else."""
    return below(interface) if isinstance(interface.kind, (Bond, Bridge)) else ()


def _masters(network):
    """The first master of each name that has one: name to (master, the word that says so)."""
    found = {}
    for master in network.interfaces:
        for word in _members(master):
            found.setdefault(word.text, (master, word))
    return found


# -- the graph ------------------------------------------------------------------------------------


def slave_has_one_master(network):
    owners = {}
    for master in network.interfaces:
        for word in _members(master):
            first, place = owners.setdefault(word.text, (master, word))
            if place is not word:
                what = f"{word.text} is already a {_role(first)}"
                yield _taken(network, "two-masters", what, first, place.span, master, word.span)


def slave_is_no_bond(network):
    for bond in network.bonds:
        for word in bond.kind.slaves:
            lower = network.find(word.text)
            if lower is not bond and isinstance(lower.kind, Bond):
                yield error(
                    "bond-in-bond",
                    f"{word.text} is a bond, and a bond cannot be a slave",
                    word.span,
                    [Note(f"{word.text} is made here", lower.name.span)],
                )
            elif lower is not bond:
                other = _bond_below(network, lower)
                if other is not None and other is not bond:
                    yield error(
                        "bond-in-bond",
                        f"{word.text} stands on {other.name.text}, and a bond cannot stand on a bond",
                        word.span,
                        [Note(f"{other.name.text} is made here", other.name.span)],
                    )


def _bond_below(network, interface):
    """A bond that *interface* stands on at any depth, None where there is none."""
    waiting, seen = [interface], set()
    while waiting:
        upper = waiting.pop()
        if upper.name.text in seen:
            continue
        seen.add(upper.name.text)
        for word in below(upper):
            lower = network.find(word.text)
            if isinstance(lower.kind, Bond):
                return lower
            waiting.append(lower)
    return None


def slave_can_be_enslaved(network):
    for bond in network.bonds:
        for word in bond.kind.slaves:
            if word.text == "lo":
                yield error("bad-slave", "lo, the loopback, cannot be a slave", word.span)


def slave_is_not_configured_by_itself(network):
    for name, (master, word) in _masters(network).items():
        member = network.find(name)
        place = _configured_at(member)
        if place is not None and master.name.text in network.stack:
            how, span = place
            kind, other = ("slave", "bond") if _role(master) == "slave" else ("port", "bridge")
            yield error(
                f"{kind}-configured",
                f"{name} is a {kind} of {master.name.text} and cannot have {how} of its own",
                span,
                [Note(f"{master.name.text} has it here", word.span)],
                f"give the address to the {other}, {master.name.text}; "
                f"to set the MAC of a {kind}, IPADDR 0.0.0.0 and HWADDR",
            )


def _configured_at(member):
    if member.addresses:
        return "an address", member.addresses[0].span
    if member.dhcp is not None:
        return "DHCP", member.dhcp.span
    if member.slaac is not None:
        return "SLAAC", member.slaac.span
    return None


def slave_carries_no_vlan(network):
    masters = _masters(network)
    for vlan in network.interfaces:
        if isinstance(vlan.kind, Vlan) and vlan.kind.parent.text in masters:
            master, word = masters[vlan.kind.parent.text]
            if isinstance(master.kind, Bond):
                yield error(
                    "vlan-on-slave",
                    f"{vlan.kind.parent.text} is a slave of {master.name.text} and cannot carry a VLAN",
                    vlan.kind.parent.span,
                    [Note(f"{master.name.text} has it here", word.span)],
                    f"put the VLAN on the bond: {master.name.text}.{vlan.kind.tag}",
                )


def lower_link_is_made_somewhere(network):
    if not network.bonds:
        return
    made = {i.name.text: i for i in network.interfaces if not isinstance(i.kind, Ethernet)}
    made_by = {form: name for name in made for form in (*_one_less(name), name)}
    for interface in network.interfaces:
        for word in below(interface):
            lower = network.find(word.text)
            if lower.index is not None or not isinstance(lower.kind, Ethernet):
                continue
            parent, dot, _ = word.text.rpartition(".")
            if dot and parent in made:
                yield error(
                    "missing-link",
                    f"{word.text} is not made anywhere in this file",
                    word.span,
                    [Note(f"{parent}, its parent, is made here", made[parent].name.span)],
                    f'give it an index of its own: IFNAME[n]="{word.text}"',
                )
            elif re.fullmatch("(bond|br)[0-9]+", word.text):
                alike = Bond if word.text.startswith("bond") else Bridge
                names = tuple(name for name, link in made.items() if isinstance(link.kind, alike))
                near = bonding.nearest(word.text, names)
                yield error(
                    "missing-link",
                    f"{word.text} is not made anywhere in this file",
                    word.span,
                    help=f"did you mean {near}?" if near else None,
                )
            elif not re.match("(eth|en|wl|ib)", word.text):
                forms = (word.text, *_one_less(word.text))
                near = next((made_by[form] for form in forms if form in made_by), None)
                if near is not None:
                    yield warning(
                        "maybe-misspelt",
                        f"{word.text} is not made anywhere in this file, and is taken for a NIC",
                        word.span,
                        help=f"did you mean {near}?",
                    )


def _one_less(name):
    """*name* without one of its letters, each in turn: what shares such a form differs in a letter or two.

    Numbers must be the same, and names of one or two letters are too short to tell.
    """
    letters = re.match("[A-Za-z]*", name).group()
    for i in range(len(letters)) if 3 <= len(letters) <= 15 else ():
        yield letters[:i] + letters[i + 1 :] + name[len(letters) :]


def port_is_ethernet(network):
    for master in network.interfaces:
        for word in _members(master):
            member = network.find(word.text)
            if isinstance(member.kind, Tuntap) and member.kind.type.text == "tun":
                yield _finding(
                    network,
                    (master.name.text,),
                    "tun-as-port",
                    f"{word.text} is a tun device, which carries no Ethernet frames, "
                    f"and cannot be a {_role(master)} of {master.name.text}",
                    word.span,
                    [Note("its type is here", member.kind.type.span)],
                    "a tap device can",
                )


def bond_has_more_than_one_slave(network):
    for bond in network.bonds:
        if len(bond.kind.slaves) == 1 and NAME.fullmatch(bond.kind.slaves[0].text):
            yield warning(
                "one-slave",
                f"{bond.name.text} has one slave only: nothing takes over when it fails",
                bond.kind.slaves[0].span,
            )


# -- options of bonds -----------------------------------------------------------------------------


def _mode_note(bond):
    if bond.kind.mode.span == bond.name.span:
        return Note(f"{bond.name.text} is {bond.kind.mode.text}, as the file does not say", bond.name.span)
    return Note(f"{bond.name.text} is {bond.kind.mode.text} by this", bond.kind.mode.span)


def option_fits_the_mode(network):
    for bond in network.bonds:
        mode = bond.kind.mode.text
        if mode not in bonding.MODES:
            continue
        seen = set()
        for option in bond.kind.options + bond.kind.slave_options:
            spec = bonding.spec(option.name.text) if getattr(option, "known", True) else None
            if (
                spec is None
                or option.name.span in seen
            ):
                continue
            seen.add(option.name.span)
            if mode not in spec.modes:
                yield error(
                    "option-not-in-mode",
                    f"{spec.name} cannot be set in {mode}",
                    option.name.span,
                    [_mode_note(bond)],
                    f"{spec.name} is for {_list(spec.modes)}",
                )
            elif mode not in spec.used:
                yield warning(
                    "option-unused-in-mode",
                    f"{spec.name} does nothing in {mode}",
                    option.name.span,
                    [_mode_note(bond)],
                    f"it is used in {_list(spec.used)}",
                )


def _list(words):
    words = list(words)
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def hash_policy_is_used(network):
    for bond in network.bonds:
        policy = _value(bond, "xmit_hash_policy")
        dynamic = _value(bond, "tlb_dynamic_lb")
        if (
            policy is not None
            and bond.kind.mode.text in (bonding.TLB, bonding.ALB)
            and (dynamic is None or dynamic.value.text == "1")
        ):
            yield warning(
                "option-unused-in-mode",
                f"xmit_hash_policy does nothing in {bond.kind.mode.text} unless tlb_dynamic_lb is 0",
                policy.name.span,
                [Note("tlb_dynamic_lb is set here", dynamic.value.span)] if dynamic else [_mode_note(bond)],
            )


def option_names_a_slave(network):
    for bond in network.bonds:
        slaves = {word.text: word for word in bond.kind.slaves}
        named = [
            (option.name.text, option.value)
            for option in bond.kind.options
            if option.known and bonding.spec(option.name.text).type == bonding.IFNAME
        ]
        named += [(option.name.text, option.slave) for option in bond.kind.slave_options]
        for name, word in named:
            if word.text not in slaves:
                # eth2 is not eth1 misspelt: only letters are.
                letters = word.text.rstrip("0123456789")
                others = tuple(name for name in slaves if name.rstrip("0123456789") != letters)
                near = bonding.nearest(word.text, others)
                yield error(
                    "not-a-slave",
                    f"{name} names {word.text}, which is no slave of {bond.name.text}",
                    word.span,
                    [Note(f"{bond.name.text} has {' '.join(slaves)}", _slaves_span(bond))] if slaves else [],
                    f"did you mean {near}?" if near else None,
                )


def _slaves_span(bond):
    return bond.kind.slaves[0].span.to(bond.kind.slaves[-1].span)


def active_slave_is_for_the_moment(network):
    for bond in network.bonds:
        option = _value(bond, "active_slave")
        if option is not None:
            yield warning(
                "active-slave",
                "active_slave is a switch of the moment: the next failover changes it",
                option.name.span,
                help="primary says for good which slave is preferred",
            )


def links_are_watched(network):
    for bond in network.bonds:
        miimon = _value(bond, "miimon")
        if _number(bond, "miimon") == 0 and _number(bond, "arp_interval") == 0:
            option = miimon or _value(bond, "arp_interval")
            yield warning(
                "no-link-watched",
                f"{bond.name.text} watches no link: a slave that fails goes on being used",
                option.value.span,
                help="miimon 100",
            )


def links_are_watched_in_one_way(network):
    for bond in network.bonds:
        if _number(bond, "miimon") and _number(bond, "arp_interval"):
            first, second = sorted(
                (_value(bond, "miimon"), _value(bond, "arp_interval")),
                key=lambda option: option.name.span.start,
            )
            yield error(
                "miimon-and-arp",
                f"{second.name.text} beside {first.name.text}: the kernel keeps the one written last",
                second.name.span,
                [Note(f"{first.name.text} is set here", first.name.span)],
                "leave one of them out",
            )


def arp_monitoring_has_targets(network):
    for bond in network.bonds:
        interval = _value(bond, "arp_interval")
        targets = _value(bond, "arp_ip_target") or _value(bond, "ns_ip6_target")
        if _number(bond, "arp_interval") and targets is None:
            yield error(
                "arp-without-target",
                "arp_interval without arp_ip_target: there is nobody to ask",
                interval.name.span,
                help="arp_ip_target 192.0.2.1, with addresses that always answer",
            )
        if not _number(bond, "arp_interval"):
            for name in (
                "arp_ip_target",
                "ns_ip6_target",
                "arp_validate",
                "arp_all_targets",
                "arp_missed_max",
            ):
                option = _value(bond, name)
                if option is not None and option.value.text != bonding.spec(name).default:
                    yield warning(
                        "arp-option-unused",
                        f"{name} does nothing without arp_interval",
                        option.name.span,
                    )


def delay_needs_miimon(network):
    for bond in network.bonds:
        if _number(bond, "miimon"):
            continue
        for name in bonding.DELAYS:
            if _number(bond, name):
                other = _value(bond, "miimon") or _value(bond, "arp_interval")
                yield error(
                    "delay-without-miimon",
                    f"{name} needs miimon, which is 0 here",
                    _value(bond, name).name.span,
                    [
                        Note(
                            "links are watched by ARP" if _number(bond, "arp_interval") else "here",
                            other.name.span,
                        )
                    ],
                )


def min_links_can_be_met(network):
    for bond in network.bonds:
        option = _value(bond, "min_links")
        wanted = _number(bond, "min_links")
        if bond.kind.mode.text == bonding.AD and wanted > len(bond.kind.slaves) > 0:
            yield error(
                "min-links",
                f"{bond.name.text} would never come up: min_links is {wanted}, and it has "
                f"{len(bond.kind.slaves)} slave{'s' if len(bond.kind.slaves) > 1 else ''}",
                option.value.span,
                [Note("the slaves are here", _slaves_span(bond))],
            )


def reselection_has_a_primary(network):
    for bond in network.bonds:
        primary = _value(bond, "primary")
        reselect = _value(bond, "primary_reselect")
        if (
            reselect is not None
            and primary is None
            and reselect.value.text != "always"
            and bond.kind.mode.text in bonding.spec("primary").modes
        ):
            yield warning(
                "primary-reselect-unused", "primary_reselect does nothing without primary", reselect.name.span
            )
        for option in bond.kind.slave_options:
            if option.name.text == "prio" and primary is not None:
                yield warning(
                    "prio-unused",
                    "prio does nothing while there is a primary",
                    option.name.span,
                    [Note("primary is set here", primary.name.span)],
                )
                break


def slave_option_is_said_once(network):
    for bond in network.bonds:
        seen = {}
        for option in bond.kind.slave_options:
            first = seen.setdefault((option.name.text, option.slave.text), option)
            if first is not option:
                yield warning(
                    "option-twice",
                    f"{option.name.text} of {option.slave.text} was set before; the last one holds",
                    option.slave.span,
                    [Note(f"it was {first.value.text} here", first.value.span)],
                )


def queue_id_is_one_slaves(network):
    for bond in network.bonds:
        seen = {}
        for option in bond.kind.slave_options:
            if option.name.text != "queue_id" or option.value.text == "0":
                continue
            first = seen.setdefault(option.value.text, option)
            if first.slave.text != option.slave.text:
                yield error(
                    "queue-id-twice",
                    f"queue_id {option.value.text} is already that of {first.slave.text}",
                    option.value.span,
                    [Note(f"{first.slave.text} has it here", first.value.span)],
                )
            if int(option.value.text) > TX_QUEUES:
                yield warning(
                    "queue-id-high",
                    f"queue_id {option.value.text} is above {TX_QUEUES}, the queues that a bond has",
                    option.value.span,
                    help="unless the module bonding is loaded with a higher tx_queues",
                )


# -- hardware addresses and MTU -------------------------------------------------------------------


def mac_is_unicast(network):
    for interface in network.interfaces:
        word = interface.hwaddr
        if word is None or word.text == "auto":
            continue
        if word.text == "00:00:00:00:00:00":
            message = "the MAC address of all zeros cannot be set"
        elif int(word.text[:2], 16) & 1:
            message = f"{word.text} is a multicast MAC address, and no interface can have it"
        else:
            continue
        yield _finding(network, (interface.name.text,), "bad-mac", message, word.span)


def mac_is_one_interfaces(network):
    seen = {}
    for interface in network.interfaces:
        word = interface.hwaddr
        if word is None or word.text == "auto":
            continue
        first = seen.setdefault(word.text, interface)
        # A VLAN or a bridge has the MAC of what it stands on anyway.
        if first is interface:
            continue
        if _stands_on(network, interface, first):
            seen[word.text] = interface  # the next one is mostly on top of this one
        else:
            what = f"{word.text} is already the MAC address"
            yield _taken(network, "mac-twice", what, first, first.hwaddr.span, interface, word.span)


def _stands_on(network, one, other):
    """True when one of the two stands on the other through VLANs and bridges alone."""

    def reaches(upper, lower):
        waiting, seen = [upper.name.text], set()
        while waiting:
            name = waiting.pop()
            interface = network.find(name)
            if name in seen or interface is None:
                continue
            seen.add(name)
            if name == lower.name.text:
                return True
            if isinstance(interface.kind, (Vlan, Bridge)):
                waiting.extend(word.text for word in below(interface))
        return False

    return reaches(one, other) or reaches(other, one)


def auto_mac_is_of_a_stack(network):
    for interface in network.interfaces:
        word = interface.hwaddr
        if word is not None and word.text == "auto" and interface.name.text not in network.stack:
            yield warning(
                "auto-mac-unused",
                f"HWADDR auto works in a bond's stack only, and {interface.name.text} is in none",
                word.span,
            )


def mtu_fits_what_is_below(network):
    known = {}
    for interface in network.interfaces:
        name = interface.name.text
        if interface.mtu is None or name not in network.stack:
            continue
        mtu = int(interface.mtu.text)
        for word in below(interface):
            lower = network.find(word.text)
            limit = _mtu(network, lower, known)
            if isinstance(interface.kind, (Vlan, Bridge)) and limit is not None and mtu > limit:
                span = lower.mtu.span if lower.mtu else lower.name.span
                said = f"{word.text} has {limit}" + ("" if lower.mtu else ", as the file does not say")
                vlan = isinstance(interface.kind, Vlan)
                yield (error if vlan else warning)(
                    "mtu-above-parent",
                    f"the MTU {mtu} of {name} is above that of {word.text}",
                    interface.mtu.span,
                    [Note(said, span)],
                    f'MTU[{lower.index}]="{mtu}"' if lower.index is not None else None,
                )
            elif (
                isinstance(interface.kind, Bond)
                and lower.mtu is not None
                and lower.mtu.text != interface.mtu.text
            ):
                yield _slave_mtu(interface, lower)
        if mtu < IPV6_MTU:
            for address in interface.addresses:
                if address.interface.version == 6:
                    yield error(
                        "mtu-below-ipv6",
                        f"IPv6 needs an MTU of {IPV6_MTU}, and {name} has {mtu}",
                        interface.mtu.span,
                        [Note("it has an IPv6 address here", address.span)],
                    )
                    break
    for bond in network.bonds:
        for word in bond.kind.slaves:
            lower = network.find(word.text)
            if bond.mtu is None and lower.mtu is not None and int(lower.mtu.text) != ETHERNET_MTU:
                yield _slave_mtu(bond, lower)


def _slave_mtu(bond, slave):
    said = bond.mtu.text if bond.mtu else f"{ETHERNET_MTU}, as the file does not say"
    return warning(
        "slave-mtu",
        f"{slave.name.text} loses its MTU {slave.mtu.text}: a bond gives its own to its slaves",
        slave.mtu.span,
        [Note(f"{bond.name.text} has {said}", bond.mtu.span if bond.mtu else bond.name.span)],
        f'MTU[{bond.index}]="{slave.mtu.text}"',
    )


def _mtu(network, interface, known):
    """The MTU in bytes that *interface* will have, None where the file does not tell.

    *known* holds what was found before, by name.
    """
    path = {}
    current = interface
    while True:
        name = current.name.text
        if name in known or name in path:
            found = known.get(name)
            break
        path[name] = current
        if current.mtu is not None:
            found = int(current.mtu.text)
            break
        if isinstance(current.kind, Vlan):
            current = network.find(current.kind.parent.text)
            continue
        # A NIC has its own, and a bridge takes the least of its ports': not told here.
        found = ETHERNET_MTU if isinstance(current.kind, (Bond, Tuntap)) else None
        break
    known.update(dict.fromkeys(path, found))
    return found


# -- addresses ------------------------------------------------------------------------------------


def address_can_be_a_hosts(network):
    for interface in network.interfaces:
        for address in interface.addresses:
            ip, net = address.interface.ip, address.interface.network
            owners = (interface.name.text,)
            if ip.is_multicast:
                message = f"{ip} is a multicast address, and no interface can have it"
            elif ip.is_unspecified or (ip.version == 4 and int(ip) == 0xFFFFFFFF):
                message = f"{ip} is no address of a host"
            elif net.version == 4 and net.prefixlen == 0:
                message = f"the netmask of {ip} is 0.0.0.0, and all the Internet would be on {owners[0]}"
            elif net.version == 4 and net.prefixlen < 31 and ip == net.broadcast_address:
                message = f"{ip} is the broadcast address of {net}"
            elif net.version == 4 and net.prefixlen < 31 and ip == net.network_address:
                yield warning("bad-address", f"{ip} is the address of the network {net} itself", address.span)
                continue
            else:
                continue
            yield _finding(network, owners, "bad-address", message, address.span)


def address_is_one_interfaces(network):
    seen = {}
    for interface in network.interfaces:
        for address in interface.addresses:
            ip = address.interface.ip
            if ip.is_link_local:
                continue
            first, place = seen.setdefault(ip, (interface, address))
            if place is address:
                continue
            if first is interface:
                yield warning(
                    "address-twice",
                    f"{interface.name.text} has {ip} already",
                    address.span,
                    [Note("here", place.span)],
                )
            else:
                what = f"{ip} is already an address"
                yield _taken(network, "address-twice", what, first, place.span, interface, address.span)


def gateway_can_be_reached(network):
    yield from _gateway(network, "GATEWAY", network.gateway, 4)
    yield from _gateway(network, "GATEWAY6", network.gateway6, 6)


def _gateway(network, variable, word, version):
    if word is None:
        return
    severe = error if network.bonds else warning
    text, *rest = word.text.split()
    family = ipaddress.IPv4Address if version == 4 else ipaddress.IPv6Address
    try:
        gateway = family(text)
    except ValueError:
        yield severe("bad-gateway", f"{quoted(text)} is no IPv{version} address", word.span)
        return
    if version == 6 and rest:
        yield severe("bad-gateway", "GATEWAY6 is one address", word.span)
        return
    # The stock scripts do not quote it: "192.0.2.1 dev bond0" says where it is.
    if "dev" in rest or "onlink" in rest:
        return
    if version == 6 and gateway.is_link_local:
        if network.bonds and len([i for i in network.interfaces if _speaks_ipv6(network, i)]) != 1:
            yield error(
                "bad-gateway",
                f"{gateway} is a link-local address, and there is no telling on which interface",
                word.span,
                help="give the router's global address, or let USE_SLAAC or USE_RA find the router",
            )
        return
    static, near = False, None
    for interface in network.interfaces:
        dynamic = interface.dhcp and (interface.dhcp.ipv4 if version == 4 else interface.dhcp.ipv6)
        if dynamic or (version == 6 and (interface.slaac or interface.accept_ra)):
            return
        for address in interface.addresses:
            if address.interface.version != version:
                continue
            static = True
            net = address.interface.network
            if address.interface.ip == gateway:
                yield _finding(
                    network,
                    (interface.name.text,),
                    "bad-gateway",
                    f"{gateway} is {interface.name.text}'s own address, and no gateway for it",
                    word.span,
                    [Note("here", address.span)],
                )
                return
            if gateway not in net:
                near = near or (interface, address)
            elif (
                version == 4
                and net.prefixlen < 31
                and gateway in (net.network_address, net.broadcast_address)
            ):
                which = "network" if gateway == net.network_address else "broadcast"
                yield severe(
                    "bad-gateway",
                    f"{gateway} is the {which} address of {net}",
                    word.span,
                    [Note(f"{interface.name.text} has {address.interface} here", address.span)],
                )
                return
            else:
                return
    if static:
        interface, address = near
        yield severe(
            "gateway-unreachable",
            f"{gateway} is in no network of this host",
            word.span,
            [
                Note(
                    f"{interface.name.text} has {address.interface}, which is {address.interface.network}",
                    address.span,
                )
            ],
        )


def _speaks_ipv6(network, interface):
    """True where *interface* is ours and has IPv6 addresses, or will get some."""
    dynamic = interface.slaac or (interface.dhcp and interface.dhcp.ipv6)
    return interface.name.text in network.stack and bool(
        dynamic or any(address.interface.version == 6 for address in interface.addresses)
    )


# -- what the stock script starts -----------------------------------------------------------------


def maxnics_lets_all_start(network):
    for interface in network.interfaces:
        if (
            interface.index is not None
            and interface.index >= network.maxnics
            and interface.name.text not in network.stack
        ):
            yield warning(
                "above-maxnics",
                f"{interface.name.text} is skipped: its index {interface.index} is not below MAXNICS, "
                f"which is {network.maxnics}",
                interface.name.span,
                help=f"MAXNICS={interface.index + 1}",
            )


def stock_script_finds_the_index(network):
    """The stock script calls an index without IFNAME eth<index>, and takes the first index of a name."""
    taken = {interface.index for interface in network.interfaces}
    for interface in network.interfaces:
        name = interface.name.text
        number = int(name[3:]) if re.fullmatch("eth(0|[1-9][0-9]{0,8})", name) else None
        if (
            number is not None
            and interface.index is not None
            and number < min(interface.index, network.maxnics)
            and number not in taken
            and name not in network.stack
        ):
            yield warning(
                "other-index",
                f"the stock script takes {name} for index {number}, and does not see index {interface.index}",
                interface.name.span,
                help=f'use index {number}, or give it a name: IFNAME[{number}]="..."',
            )


def resolver_needs_a_bond(network):
    if network.bonds:
        return
    for word in network.nameservers[:1] + network.hosts[:1] + ((network.search,) if network.search else ()):
        yield warning(
            "resolver-unused",
            "NAMESERVER, SEARCH and HOSTS are written only where there is a bond",
            word.span,
        )


CHECKS = (
    slave_has_one_master,
    slave_is_no_bond,
    slave_can_be_enslaved,
    slave_is_not_configured_by_itself,
    slave_carries_no_vlan,
    lower_link_is_made_somewhere,
    port_is_ethernet,
    bond_has_more_than_one_slave,
    option_fits_the_mode,
    hash_policy_is_used,
    option_names_a_slave,
    active_slave_is_for_the_moment,
    links_are_watched,
    links_are_watched_in_one_way,
    arp_monitoring_has_targets,
    delay_needs_miimon,
    min_links_can_be_met,
    reselection_has_a_primary,
    slave_option_is_said_once,
    queue_id_is_one_slaves,
    mac_is_unicast,
    mac_is_one_interfaces,
    auto_mac_is_of_a_stack,
    mtu_fits_what_is_below,
    address_can_be_a_hosts,
    address_is_one_interfaces,
    gateway_can_be_reached,
    maxnics_lets_all_start,
    stock_script_finds_the_index,
    resolver_needs_a_bond,
)


# -- several hosts --------------------------------------------------------------------------------


def check_hosts(networks):
    """What several hosts' files say against each other, each of *networks* being one host's.

    The same MAC address or the same address on two hosts; ``auto`` differs by itself.  For each network,
    in their order, a list of diagnostics about its own file; their notes name the other file.
    """
    found = [[] for _ in networks]
    macs, addresses = {}, {}
    for number, network in enumerate(networks):
        for interface in network.interfaces:
            word = interface.hwaddr
            if word is not None and word.text != "auto":
                claim = (number, network, interface, word.span)
                _claim(found, macs, word.text, claim, "mac-on-two-hosts", "the MAC address")
            for address in interface.addresses:
                ip = address.interface.ip
                if not (ip.is_link_local or ip.is_loopback):
                    claim = (number, network, interface, address.span)
                    _claim(found, addresses, ip, claim, "address-on-two-hosts", "an address")
    return found


def _claim(found, taken, value, claim, code, what):
    first = taken.setdefault(value, claim)
    number, network, interface, span = claim
    other_number, other_network, other, other_span = first
    if number == other_number or network.source.name == other_network.source.name:
        return
    ours = interface.name.text in network.stack or other.name.text in other_network.stack
    found[number].append(
        (error if ours else warning)(
            code,
            f"{value} is {what} of {other.name.text} on another host as well",
            span,
            [Note("it is here too", other_span, other_network.source.name)],
            'HWADDR "auto" gives each host its own' if code == "mac-on-two-hosts" else None,
        )
    )
