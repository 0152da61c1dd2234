"""The pages about the messages' codes: explain/CODE.md, in Markdown."""

import re
from importlib.resources import files

PAGES = "explain"  # the folder, in this package's parent


def _folder():
    return files(__package__.rpartition(".")[0]).joinpath(PAGES)


def codes():
    """The codes that have a page, sorted, as a tuple."""
    names = (entry.name for entry in _folder().iterdir())
    return tuple(sorted(name[: -len(".md")] for name in names if name.endswith(".md")))


def page(code):
    """The text of the page about *code*.  Raises OSError where there is none."""
    return _folder().joinpath(f"{code}.md").read_text(encoding="utf-8")


def first_sentence(text):
    """The first sentence of a page's first paragraph, on one line."""
    paragraph = " ".join(text.split("\n\n")[1].split())
    return re.match(r".*?[.?!](?=\s|$)|.*", paragraph).group()
