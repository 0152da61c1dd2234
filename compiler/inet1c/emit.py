"""Plan -> the text of rc.inet1.bonding: shell functions and data, nothing that runs when it is sourced."""

import hashlib
from importlib.resources import files

from . import __version__
from .quick import quick
from .quote import quote, quote_text

# The runtime, in its parts: those that stop needs come first, as /var/run has a copy of them.
STOP_PARTS = ("runtime-common.sh", "runtime-stop.sh")
OTHER_PARTS = ("runtime-status.sh", "runtime-start.sh")


def _part(name):
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def _runtime_lines():
    """All lines of the runtime, and how many of them stop needs."""
    stop = "\n".join(_part(name) for name in STOP_PARTS).split("\n")
    stop.append("# end of what stop needs")
    other = "\n".join(_part(name) for name in OTHER_PARTS).split("\n")
    return [*stop, "", *other, "# end of the runtime"], len(stop)


def runtime():
    """The text of the runtime: its parts, one after another."""
    return "\n".join(_runtime_lines()[0]) + "\n"


def installed_runtime():
    """The text of /etc/rc.d/rc.inet1.runtime: the runtime below a line that tells versions apart."""
    text = runtime()
    return f"# rc.inet1.runtime {hashlib.sha256(text.encode()).hexdigest()[:12]}\n{text}"


def emit(plan):
    """The emitted file for *plan*.  Its header carries the compiler's version and the conf's SHA-256."""
    source = plan.network.source
    lines = [
        "# rc.inet1.bonding: what rc.inet1 starts.  Made by inet1c from rc.inet1.conf: edit that instead.",
        f"# inet1c {__version__}",
        f"# conf-sha256: {source.checksum}",
        "",
    ]
    text = installed_runtime()
    # where the runtime begins, and the numbers of its lines: what stop needs, and all
    parts = (len(lines), 1 + _runtime_lines()[1], text.count("\n"))
    lines += [
        *text.splitlines(),
        "# The plan.",
        "",
        "BONDING_RUNTIME=" + text.split(None, 3)[2],
        "",
        "BONDING_PARTS=" + quote(" ".join(map(str, parts))),
        "",
        "BONDING_NAMES=" + quote(" ".join(plan.names)),
        "",
        # as text: reading it as shell would take longer than a start in one go, which does not need it
        "# Step by step.",
        "BONDING_STEPS=" + quote_text("\n".join(["", *_steps(plan, late=False), ""])),
        "",
        "# What comes after these, or after the same in one go.",
        "bonding_late() {",
        *_steps(plan, late=True),
        "  return 0",
        "}",
        "",
    ]
    lines += ["# The same steps in one go, for a start from nothing.", *_quick_function(quick(plan)), ""]
    text = quote_text(source.text)
    if text is not None:
        lines += ["# The file that this was made from.", "BONDING_TEXT=" + text, ""]
    lines += ["BONDING_PLAN=" + source.checksum, "# end of the plan"]
    return "\n".join(lines) + "\n"


def _steps(plan, late):
    for layer in plan.layers:
        if layer.late == late:
            yield f"  # {layer.title}"
            for step in layer.steps:
                yield "  " + " ".join([step.function, *map(quote, step.arguments)])


def _quick_function(fast):
    yield "bonding_quick() {"
    if fast is None:
        # always a function: there may be one of an older plan
        yield "  return 1"
        yield "}"
        return
    yield "  BONDING_Q_LINKS=" + quote(" ".join(fast.links))
    yield "  BONDING_Q_NICS=" + quote(" ".join(fast.nics))
    for name, lines in (("BATCH", fast.batch), ("CHECKS", fast.checks), ("RECORD", fast.record)):
        yield f"  BONDING_Q_{name}=" + quote_text("".join(line + "\n" for line in lines))
    yield "}"
