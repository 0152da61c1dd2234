"""Writes the expected files anew."""

import sys

from tests import golden

if sys.argv[1:] != ["--write"]:
    sys.exit(golden.__doc__)
for case in golden.CASES:
    golden.expected_of(case).write_text(golden.emitted(case), encoding="utf-8")
