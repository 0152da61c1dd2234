"""Network files of other systems, and the rc.inet1.conf that each must become.

NAME/       the input: the files of one machine, rewritten from a published example that its first line names
NAME.conf   what ``inet1c import tests/imports/NAME`` must print

After a change that is meant to change them, write them anew, and read the difference:

    .venv/bin/python -m tests.imports --write
"""

from pathlib import Path

from inet1c.imports.command import convert, read

IMPORTS = Path(__file__).resolve().parent
EXAMPLES = sorted(path.name for path in IMPORTS.iterdir() if path.is_dir() and path.name != "__pycache__")


def files_of(example):
    """The files of an example as ``read`` gives them: triples of a format, a name and a text."""
    return read([str(IMPORTS / example)])


def imported(example):
    """What the example becomes."""
    return convert(files_of(example))
