"""How a bond watches its links: miimon or ARP, and what belongs to each."""

from ..diagnostic import Note, error, warning
from ..network import options as bonding


def links_are_watched(network):
    for bond in network.bonds:
        if bond.kind.number("miimon") == 0 and bond.kind.number("arp_interval") == 0:
            option = bond.kind.option("miimon") or bond.kind.option("arp_interval")
            yield warning("no-link-watched",
                          f"{bond.name.text} watches no link: it goes on using a slave that fails",
                          option.value.span, help="set miimon 100")


def links_are_watched_in_one_way(network):
    for bond in network.bonds:
        if bond.kind.number("miimon") and bond.kind.number("arp_interval"):
            first, second = sorted((bond.kind.option("miimon"), bond.kind.option("arp_interval")),
                                   key=lambda option: option.name.span.start)
            yield error("miimon-and-arp",
                        f"{first.name.text} and {second.name.text} exclude each other: the kernel keeps the last one",
                        second.name.span, [Note(f"{first.name.text} is set here", first.name.span)],
                        "leave one of them out")


def arp_monitoring_has_targets(network):
    for bond in network.bonds:
        if (bond.kind.number("arp_interval") and bond.kind.option("arp_ip_target") is None
                and bond.kind.option("ns_ip6_target") is None):
            yield error("arp-without-target", "arp_interval needs arp_ip_target: the addresses to ask",
                        bond.kind.option("arp_interval").name.span,
                        help="add arp_ip_target 192.0.2.1, with an address that always answers")


def arp_options_have_arp_monitoring(network):
    for bond in network.bonds:
        for name in ("arp_ip_target", "ns_ip6_target", "arp_validate", "arp_all_targets", "arp_missed_max"):
            option = bond.kind.option(name)
            if (option is not None and option.value.text != bonding.spec(name).default
                    and not bond.kind.number("arp_interval")):
                yield warning("arp-option-unused", f"{name} has no effect without arp_interval", option.name.span)


def delay_needs_miimon(network):
    for bond in network.bonds:
        if bond.kind.number("miimon"):
            continue
        for name in bonding.DELAYS:
            if bond.kind.number(name):
                other = bond.kind.option("miimon") or bond.kind.option("arp_interval")
                yield error("delay-without-miimon", f"{name} needs miimon, which is 0",
                            bond.kind.option(name).name.span, [Note(f"{other.name.text} is set here", other.name.span)])


CHECKS = (
    links_are_watched,
    links_are_watched_in_one_way,
    arp_monitoring_has_targets,
    arp_options_have_arp_monitoring,
    delay_needs_miimon,
)
