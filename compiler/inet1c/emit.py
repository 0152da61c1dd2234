"""Plan -> the text of rc.inet1.bonding: shell functions and data, nothing that runs when it is sourced."""

import hashlib
from importlib.resources import files

from . import __version__
from .quote import quote


def runtime():
    """The text of runtime.sh."""
    return files(__package__).joinpath("runtime.sh").read_text(encoding="utf-8")


def installed_runtime():
    """The text of /etc/rc.d/rc.inet1.runtime: runtime.sh under a line that tells one version from another."""
    text = runtime().rstrip("\n")
    return f"# rc.inet1.runtime {hashlib.sha256(text.encode()).hexdigest()[:12]}\n{text}\n"


def emit(plan):
    """The emitted file for *plan*.  Its header carries the compiler's version and the conf's SHA-256."""
    source = plan.network.source
    text = installed_runtime().rstrip("\n")
    lines = [
        "# rc.inet1.bonding: what rc.inet1 starts.  Made by inet1c from rc.inet1.conf: edit that instead.",
        f"# inet1c {__version__}",
        f"# conf-sha256: {source.checksum}",
        "",
        text,
        "# The plan.",
        "",
        "BONDING_RUNTIME=" + text.split(None, 3)[2],
        "",
        "BONDING_NAMES=" + quote(" ".join(plan.names)),
        "",
        "bonding_plan() {",
    ]
    for layer in plan.layers:
        lines.append(f"  # {layer.title}")
        lines += ["  " + " ".join([step.function, *map(quote, step.arguments)]) for step in layer.steps]
    if not plan.layers:
        lines.append("  return 0")
    lines += ["}", "", "BONDING_PLAN=" + source.checksum, "# end of the plan"]
    return "\n".join(lines) + "\n"
