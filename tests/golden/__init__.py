"""Whole emitted files that are expected, and what compiles them.

CASE/rc.inet1.conf     what is compiled; the case `example` takes rc.inet1.conf.example
CASE/rc.inet1.bonding  what must come out

After a change that is meant to change them, write them anew, and read the difference:

    .venv/bin/python -m tests.golden --write
"""

from pathlib import Path

from inet1c import __version__
from inet1c.passes import compile_source
from inet1c.plan.emit import emit
from inet1c.plan.plan import plan
from inet1c.source import Source

GOLDEN = Path(__file__).resolve().parent
ROOT = GOLDEN.parent.parent
CASES = sorted(path.name for path in GOLDEN.iterdir() if path.is_dir() and path.name != "__pycache__")


def compile_text(source):
    """The plan of *source*, and all diagnostics; the plan is None where one of them refuses it."""
    compiled = compile_source(source)
    made = None if compiled.refused else plan(compiled.network, compiled.ordered)
    return made, compiled.diagnostics


def conf_of(case):
    """The path of the file that a case compiles."""
    return ROOT / "rc.inet1.conf.example" if case == "example" else GOLDEN / case / "rc.inet1.conf"


def expected_of(case):
    """The path of the emitted file that is expected."""
    return GOLDEN / case / "rc.inet1.bonding"


def plan_of(case):
    """The Plan of a case."""
    made, found = compile_text(Source.from_bytes("rc.inet1.conf", conf_of(case).read_bytes()))
    assert made is not None, [problem.message for problem in found]
    return made


def emitted(case):
    """The emitted file of a case; in place of the version it has VERSION."""
    return emit(plan_of(case)).replace(f"# inet1c {__version__} made", "# inet1c VERSION made")
