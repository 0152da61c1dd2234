"""Files that are refused or warned of, with all that is said in comments at their end, as inet1c renders it.

A file of tests/rejects is a conf, a line ``# inet1c says:``, and the messages, each line after ``#   ``.
The comments belong to the file that is read, as for bash.  After a change that is meant to change the
messages, write them anew, and read the difference:

    .venv/bin/python -m tests.test_rejects --write
"""

import sys
from pathlib import Path

import pytest
from inet1c.messages.report import ordered, render
from inet1c.passes import compile_source
from inet1c.source import Source

REJECTS = Path(__file__).resolve().parent / "rejects"
FILES = sorted(REJECTS.glob("*.conf"))
MARK = "# inet1c says:"


def findings(path):
    """The Source of *path* and all that the passes say about it, by place."""
    source = Source.from_bytes(path.name, path.read_bytes())
    return source, ordered(compile_source(source).diagnostics)


def said(path):
    """What inet1c says about *path*, as the comments that are to stand at its end."""
    source, found = findings(path)
    lines = "\n".join(render(diagnostic, source) for diagnostic in found).split("\n")
    return "".join(f"#   {line}".rstrip() + "\n" for line in lines)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_is_refused_in_these_words(path):
    text = path.read_bytes().decode("utf-8", "surrogateescape")
    conf, mark, expected = text.partition(MARK + "\n")
    assert mark, "the file does not say what is expected"
    assert findings(path)[1], "there is nothing to say about it"
    assert said(path) == expected


def test_there_are_files():
    assert FILES


def _write():
    for path in FILES:
        data = path.read_bytes()
        conf = data.partition(f"{MARK}\n".encode())[0]
        # First the mark, so that what is read is the file as it will be: comments do not change the messages.
        path.write_bytes(conf + f"{MARK}\n".encode())
        path.write_bytes(conf + f"{MARK}\n{said(path)}".encode("utf-8", "surrogateescape"))


if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        sys.exit("usage: python -m tests.test_rejects --write")
    _write()
