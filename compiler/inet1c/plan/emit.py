"""Plan -> the text of rc.inet1.bonding: shell functions and data, nothing that runs when it is sourced."""

import hashlib
from importlib.resources import files

from .. import __version__
from .quick import quick
from .quote import quote, quote_text

# The runtime, in its parts.  The first is all that a start in one go needs, and its stop; the rest is read
# where it is needed: reading all of it as shell would take longer than such a start.
QUICK_PART = "runtime-quick.sh"
OTHER_PARTS = ("runtime-common.sh", "runtime-stop.sh", "runtime-status.sh", "runtime-start.sh")


def _part(name):
    return files(__package__).joinpath(name).read_text(encoding="utf-8").splitlines()


def _runtime_lines():
    """The lines of the runtime, the first of which tells versions apart; how many are of the first part."""
    first = _part(QUICK_PART)
    rest = [line for name in OTHER_PARTS for line in ("", *_part(name))]
    mark = hashlib.sha256("\n".join(first + rest).encode()).hexdigest()[:12]
    return [f"# rc.inet1.runtime {mark}", *first, *rest], 1 + len(first)


def runtime():
    """The text of the runtime, without the line that tells where its parts are."""
    return "\n".join(_runtime_lines()[0]) + "\n"


def installed_runtime():
    """The text of /etc/rc.d/rc.inet1.runtime."""
    return runtime() + f"# end of the runtime: {_runtime_lines()[1]}\n"


def emit(plan):
    """The emitted file for *plan*.  Its header carries the compiler's version and the conf's SHA-256."""
    source = plan.network.source
    code, first = _runtime_lines()
    data = [
        "BONDING_RUNTIME=" + code[0].split()[-1],
        "BONDING_NAMES=" + quote(" ".join(plan.names)),
        "",
        # as text: see above
        "# Step by step.",
        "BONDING_STEPS=" + quote_text("\n".join(["", *_steps(plan, late=False), ""])),
        "",
        "# What comes after these, or after the same in one go.",
        "bonding_late() {",
        *(["  bonding_more || return"] if any(layer.late for layer in plan.layers) else []),
        *_steps(plan, late=True),
        "  return 0",
        "}",
        "",
        "# The same steps in one go, for a start from nothing.",
        *_quick_function(quick(plan)),
        "",
    ]
    if plan.gateway:
        data += ["# The default route that goes with these addresses."]
        data += ["BONDING_GATEWAY=" + quote(plan.gateway), ""]
    text = quote_text(source.text)
    if text is not None:
        data += ["# The file that this was made from.", "BONDING_TEXT=" + text, ""]
    head = [
        "# rc.inet1.bonding: what rc.inet1 starts.  Made by inet1c from rc.inet1.conf: edit that instead.",
        f"# inet1c {__version__}",
        f"# conf-sha256: {source.checksum}",
        "",
        *"\n".join(data).split("\n"),
        "BONDING_PLAN=" + source.checksum,
    ]
    # where the runtime begins, how many of its lines come first, and all
    parts = (len(head) + 2, first, len(code))
    head += ["BONDING_PARTS=" + quote(" ".join(map(str, parts))), ""]
    return "\n".join([*head, *code, f"# end of the plan: {len(head) + first}"]) + "\n"


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
