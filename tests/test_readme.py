"""README.md: it is one screen; its confs compile, its links and its files exist.  docs/install.md and measured.md."""

import re
from pathlib import Path

from tests.test_docs import checked

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
LINES = 80


def text():
    return README.read_text(encoding="utf-8")


def page(name):
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def test_it_is_one_screen():
    assert len(text().splitlines()) <= LINES


def test_confs_compile_and_outputs_are_as_they_come(tmp_path):
    written, wrong = checked(text(), tmp_path)
    assert wrong == []
    assert written == text(), "run: python -m tests.test_readme"


def test_links_lead_somewhere():
    targets = re.findall(r"\]\(([^)#:]+)\)", text())
    assert len(targets) > 4
    assert [target for target in targets if not (ROOT / target).exists()] == []


def test_the_tools_marks_are_there():
    marks = re.findall(r"^<!-- (\w+): (begin|end) -->$", page("measured.md"), flags=re.M)
    assert marks == [(name, end) for name in ("kernels", "bench") for end in ("begin", "end")]


def test_uninstall_removes_what_make_install_installs():
    """Each manual page, and each file of /etc/rc.d but the admin's."""
    removed = page("install.md").partition("## Uninstall")[2]
    pages = [f"/usr/man/man{page.suffix[1:]}/{page.name}" for page in (ROOT / "man").glob("*.[1-9]")]
    pages += [f"/usr/share/bash-completion/completions/{words.name}" for words in (ROOT / "completion").iterdir()]
    assert [path for path in (*pages, "/usr/sbin/inet1c", "/usr/doc/inet1c", "/etc/rc.d/rc.bonding")
            if path not in removed] == []  # fmt: skip


def test_its_make_targets_exist():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"\bmake ([a-z][a-z-]+)(?=`|  )", text() + page("install.md") + page("measured.md")))
    assert {"demo", "check", "dist", "install", "bench"} <= targets
    assert [target for target in targets if not re.search(rf"^{target}:", makefile, re.M)] == []


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as scratch:
        README.write_text(checked(text(), Path(scratch))[0], encoding="utf-8")
