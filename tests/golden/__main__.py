"""Writes the expected files anew."""

import sys

from tests import golden

if sys.argv[1:] != ["--write"]:
    sys.exit(golden.__doc__)
for case in golden.CASES:
    text = golden.without_runtime(golden.emitted(case))
    (golden.GOLDEN / case / golden.PLAN).write_text(text, encoding="utf-8")
