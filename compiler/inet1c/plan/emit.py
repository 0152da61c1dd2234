"""Plan -> the text of rc.inet1.bonding: one shell function and a few variables, for rc.bonding to call."""

from .. import __version__
from .quote import quote

FORMAT = 2  # rc.bonding takes a plan of this format only


def emit(plan):
    """The emitted file for *plan*.  Its last line tells that it is complete."""
    links = " ".join(link.name for link in plan.links)
    parts = " ".join(f"{link.name}:{part}" for link in plan.links for part in link.made_of)
    lines = [
        "# /etc/rc.d/rc.inet1.bonding",
        "# The bonds of rc.inet1.conf, and what stands on them, for /etc/rc.d/rc.bonding.",
        f"# inet1c {__version__} made this file: edit rc.inet1.conf instead.",
        "",
        "# What there is to be, lower ones first, and what it is made of:",
        "BOND_LINKS=" + quote(links),
        "BOND_PARTS=" + quote(parts),
    ]
    if plan.gateway:
        lines += ["# The gateway that these addresses reach:", "BOND_GATEWAY=" + quote(plan.gateway)]
    lines += ["", "bond_build() {"]
    for link in plan.links:
        lines += [f"  if {_call(link.maker)}; then  # {link.origin}"]
        lines += ["    " + _call(verb) for verb in link.verbs]
        lines += ["  fi"]
    lines += ["  " + _call(verb) for verb in plan.files]
    lines += ["  return 0", "}", "", f"BOND_PLAN={FORMAT}"]
    return "\n".join(lines) + "\n"


def _call(verb):
    return " ".join([verb.function, *map(quote, verb.arguments)])
