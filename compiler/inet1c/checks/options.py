"""Options of bonds against their slaves and against each other."""

from ..diagnostic import Note, error, warning
from ..network import options as bonding
from ..network.spelling import MOST, nearest
from .common import slaves_span

TX_QUEUES = 16  # of a bond, unless the module's tx_queues says otherwise


def option_names_a_slave(network):
    for bond in network.bonds:
        slaves = [word.text for word in bond.kind.slaves]
        named = [(option.name.text, option.value) for option in bond.kind.options
                 if option.known and bonding.spec(option.name.text).type == bonding.IFNAME]
        named += [(option.name.text, option.slave) for option in bond.kind.slave_options]
        for name, word in named:
            if word.text in slaves:
                continue
            # eth2 is not eth1 misspelt: only letters are.
            letters = word.text.rstrip("0123456789")
            near = nearest(word.text, [slave for slave in slaves[:MOST] if slave.rstrip("0123456789") != letters])
            yield error("not-a-slave", f"{word.text} is not a slave of {bond.name.text}, but {name} names it",
                        word.span,
                        [Note(f"slaves of {bond.name.text}: {' '.join(slaves)}", slaves_span(bond))] if slaves else [],
                        f"did you mean {near}?" if near else None)


def active_slave_is_not_set_for_good(network):
    for bond in network.bonds:
        option = bond.kind.option("active_slave")
        if option is not None:
            yield warning("active-slave", "active_slave holds until the next failover only", option.name.span,
                          help="use primary to prefer a slave for good")


def min_links_can_be_met(network):
    for bond in network.bonds:
        wanted, slaves = bond.kind.number("min_links"), len(bond.kind.slaves)
        if bond.kind.mode.text == bonding.AD and wanted > slaves > 0:
            yield error("min-links", f"{bond.name.text} never gets carrier: min_links is {wanted}, and it has "
                        f"{slaves} slave{'s' if slaves > 1 else ''}", bond.kind.option("min_links").value.span,
                        [Note("the slaves are here", slaves_span(bond))])


def reselection_has_a_primary(network):
    for bond in network.bonds:
        reselect = bond.kind.option("primary_reselect")
        if (reselect is not None and bond.kind.option("primary") is None and reselect.value.text != "always"
                and bond.kind.mode.text in bonding.spec("primary").modes):
            yield warning("primary-reselect-unused", "primary_reselect has no effect without primary",
                          reselect.name.span)


def slave_option_is_set_once(network):
    for bond in network.bonds:
        seen = {}
        for option in bond.kind.slave_options:
            first = seen.setdefault((option.name.text, option.slave.text), option)
            if first is not option:
                yield warning("option-twice",
                              f"{option.name.text} of {option.slave.text} is set twice; the last value holds",
                              option.slave.span, [Note(f"set to {first.value.text} here", first.value.span)])


def queue_id_is_one_slaves(network):
    for bond in network.bonds:
        seen = {}
        for option in bond.kind.slave_options:
            if option.name.text != "queue_id" or option.value.text == "0":
                continue
            first = seen.setdefault(option.value.text, option)
            if first.slave.text != option.slave.text:
                yield error("queue-id-twice", f"{first.slave.text} already has queue_id {option.value.text}",
                            option.value.span, [Note("set here", first.value.span)])
            if int(option.value.text) > TX_QUEUES:
                yield warning("queue-id-high",
                              f"queue_id {option.value.text} is too high: a bond has {TX_QUEUES} queues",
                              option.value.span, help="load the module bonding with a higher tx_queues")


CHECKS = (
    option_names_a_slave,
    active_slave_is_not_set_for_good,
    min_links_can_be_met,
    reselection_has_a_primary,
    slave_option_is_set_once,
    queue_id_is_one_slaves,
)
