"""Options of bonds against the bond's mode."""

from ..diagnostic import Note, error, warning
from ..network import options as bonding
from .common import listed


def mode_note(bond):
    """A note that points to where the mode of *bond* is set."""
    name, mode = bond.name.text, bond.kind.mode
    default = mode.span == bond.name.span
    return Note(f"{name} is {mode.text}" + (" by default" if default else " by this"), mode.span)


def option_fits_the_mode(network):
    for bond in network.bonds:
        mode = bond.kind.mode.text
        seen = set()
        for option in bond.kind.options + bond.kind.slave_options:
            spec = bonding.spec(option.name.text) if getattr(option, "known", True) else None
            if mode not in bonding.MODES or spec is None or option.name.span in seen:
                continue
            seen.add(option.name.span)
            if mode not in spec.modes:
                yield error("option-not-in-mode", f"{spec.name} cannot be set in {mode}", option.name.span,
                            [mode_note(bond)], f"{spec.name} is for {listed(spec.modes)}")
            elif mode not in spec.used:
                yield warning("option-unused-in-mode", f"{spec.name} has no effect in {mode}", option.name.span,
                              [mode_note(bond)], f"{spec.name} is for {listed(spec.used)}")


CHECKS = (option_fits_the_mode,)
