"""Writes the expected files anew."""

import sys

from tests import imports

if sys.argv[1:] != ["--write"]:
    sys.exit(imports.__doc__)
for example in imports.EXAMPLES:
    (imports.IMPORTS / f"{example}.conf").write_text(imports.imported(example), encoding="utf-8")
