"""Bridges: what can be a port, and VLANs on a bridge that filters them."""

from ..diagnostic import Note, warning
from ..network.model import Bridge, Tuntap, Vlan
from .common import finding, members, role


def port_carries_ethernet_frames(network):
    for master in network.interfaces:
        for word in members(master):
            kind = network.find(word.text).kind
            if isinstance(kind, Tuntap) and kind.type.text == "tun":
                yield finding(network, (master.name.text,), "tun-as-port",
                              f"{word.text} is a tun device and cannot be a {role(master)}: it carries no Ethernet "
                              "frames", word.span, [Note("its type is set here", kind.type.span)], "use a tap device")


def vlan_passes_its_bridge(network):
    """A bridge that filters drops all VLAN IDs but its default, which has no tag (Documentation/networking/bridge.rst).
    """
    for vlan in network.interfaces:
        if not isinstance(vlan.kind, Vlan) or vlan.name.text not in network.stack:
            continue
        bridge = network.find(vlan.kind.parent.text)
        if not isinstance(bridge.kind, Bridge):
            continue
        filtering = next((option for option in bridge.kind.options if option.name.text == "vlan_filtering"), None)
        if filtering is not None and filtering.value.text not in ("0", "off"):
            tag, name = vlan.kind.tag, bridge.name.text
            yield warning("vlan-filtered", f"{vlan.name.text} gets no packet: {name} filters VLAN {tag} out",
                          vlan.name.span, [Note("vlan_filtering is on here", filtering.name.span)],
                          "leave vlan_filtering out, or let the VLAN through in rc.local: "
                          f"bridge vlan add vid {tag} dev {name} self, and the same with dev PORT for each port")


CHECKS = (port_carries_ethernet_frames, vlan_passes_its_bridge)
