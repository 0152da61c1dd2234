"""Whole emitted files that are expected, and what compiles them.

CASE/rc.inet1.conf          what is compiled; the case `example` takes rc.inet1.conf.example
CASE/rc.inet1.bonding.plan  what must come out, without the runtime, which is the same in all

After a change that is meant to change them, write them anew, and read the difference:

    .venv/bin/python -m tests.golden --write
"""

import re
from pathlib import Path

from inet1c import __version__
from inet1c.passes import compile_source
from inet1c.plan.emit import emit, runtime
from inet1c.plan.plan import plan
from inet1c.source import Source

GOLDEN = Path(__file__).resolve().parent
ROOT = GOLDEN.parent.parent
CASES = sorted(path.name for path in GOLDEN.iterdir() if path.is_dir() and path.name != "__pycache__")
PLAN = "rc.inet1.bonding.plan"


def compile_text(source):
    """The plan of *source*, and all diagnostics; the plan is None where one of them refuses it."""
    compiled = compile_source(source)
    made = None if compiled.refused else plan(compiled.network, compiled.ordered)
    return made, compiled.diagnostics


def conf_of(case):
    """The file that a case compiles."""
    return ROOT / "rc.inet1.conf.example" if case == "example" else GOLDEN / case / "rc.inet1.conf"


def emitted(case):
    """The emitted file of a case."""
    made, found = compile_text(Source.from_bytes("rc.inet1.conf", conf_of(case).read_bytes()))
    assert made is not None, [problem.message for problem in found]
    return emit(made)


def without_runtime(text):
    """An emitted file without the runtime, which it must hold verbatim, its checksum, and the version."""
    head, found, rest = text.partition(runtime().split("\n", 1)[1])
    assert found
    text = (head + rest).replace(f"# inet1c {__version__}\n", "# inet1c VERSION\n")
    text = re.sub(r"^BONDING_PARTS=.*$", "BONDING_PARTS='LINES'", text, flags=re.M)
    text = re.sub(r"^# end of the plan: [0-9]+$", "# end of the plan: LINES", text, flags=re.M)
    return re.sub(r"^(# rc\.inet1\.runtime |BONDING_RUNTIME=)[0-9a-f]+$", r"\1CHECKSUM", text, flags=re.M)
