"""The passes in a row, as all commands need them: Source -> Settings -> Network -> diagnostics."""

from dataclasses import dataclass

from .checks import check
from .conf import read
from .diagnostic import refuses
from .network.build import build
from .network.model import Network
from .network.variables import review
from .plan.order import order


@dataclass(frozen=True)
class Compiled:
    """One file after all passes but the last two, ``plan`` and ``emit``.

    ``ordered`` are the interfaces of the bonds' stacks, lower ones first.
    """

    network: Network
    ordered: tuple
    diagnostics: list

    @property
    def refused(self):
        """True when there is an error among the diagnostics."""
        return refuses(self.diagnostics)


def compile_source(source, kernel=None, release=None):
    """*source* as a Compiled, for the *kernel*, a tuple such as (5, 15), and the Slackware *release*.

    None stands for any kernel or release.
    """
    settings, diagnostics = read(source)
    network, more = build(settings, kernel, release)
    ordered, cycles = order(network)
    served = frozenset(interface.index for interface in ordered if interface.index is not None)
    return Compiled(network, ordered, [
        *diagnostics, *review(settings, release, served), *more, *check(network), *cycles
    ])  # fmt: skip
