"""The guides in docs/: every conf in them compiles, and every output of inet1c in them is what inet1c prints.

A page's blocks are marked by the word after their three backquotes:

- ``conf``          a whole rc.inet1.conf, in which `inet1c check` finds nothing
- ``conf warned``   one of which `inet1c check` warns
- ``conf refused``  one that `inet1c check` refuses
- ``file NAME``     a file of another system
- ``import NAME``   the conf that `inet1c import NAME` prints, in which `inet1c check` finds nothing.  NAME is a file
                    above it, or a folder of such files
- ``output``        command lines after "$ ", each with what it prints, for the conf above it; inet1c only
- ``unpatched``     the same on a machine whose rc.inet1 has no patch
- ``status``        what `rc.inet1 status` prints once the conf above it runs; the VM cases compare it
- ``probe``         a command line after "# ", and what `inet1c probe` prints; a VM case compares it
- ``sh``            commands for the reader; ``text`` anything else.  Neither is run.

``python -m tests.test_docs`` writes the outputs anew.
"""

import contextlib
import io
import re
import shutil
import sys
from pathlib import Path
from unittest import mock

import pytest
from inet1c import cli
from inet1c.commands import check
from inet1c.install import missing_patch

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.glob("*.md"))
BLOCK = re.compile(r"^```(\S[^\n]*)\n(.*?)^```$", flags=re.M | re.S)
CONF = "/etc/rc.d/rc.inet1.conf"
EXPECTED = {"conf": (0, False), "conf warned": (0, True), "conf refused": (1, True)}
LINES = 75  # a page is to be seen at one glance


def run(words, folder):
    """What one command line of inet1c prints, for the conf in ``folder``; and its exit status."""
    conf = str(folder / "rc.inet1.conf")
    words = [conf if word == CONF else word for word in words]
    if words[0] in ("show", "dump") and not any(word == conf for word in words):
        words.append(conf)
    out, binary = io.StringIO(), io.BytesIO()
    stream = io.TextIOWrapper(binary, encoding="utf-8", write_through=True)
    with contextlib.redirect_stdout(stream), contextlib.redirect_stderr(out):
        try:
            status = cli.main(words)
        except SystemExit as ended:
            status = ended.code
    return (out.getvalue() + binary.getvalue().decode()).replace(conf, CONF), status


def unpatched(folder):
    """While it lasts, ``folder`` is a machine whose rc.inet1 has no patch, and CONF is its conf."""
    script = folder / "root/etc/rc.d/rc.inet1"
    script.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(str(ROOT / "vm-tests/base/rc.inet1-15.0"), str(script))
    stack = contextlib.ExitStack()
    stack.enter_context(mock.patch.object(check, "CONF", str(folder / "rc.inet1.conf")))
    stack.enter_context(mock.patch("inet1c.install.missing_patch", lambda: missing_patch(str(folder / "root"))))
    return stack


def checked(text, folder):
    """The page's text with all outputs as they come; and what is wrong with its confs."""
    wrong = []

    def is_conf(body, kind="conf"):
        (folder / "rc.inet1.conf").write_text(body, encoding="utf-8")
        said, status = run(["check", CONF], folder)
        if (status, bool(said)) != EXPECTED[kind]:
            wrong.append(f"exit status {status}:\n{said}\n{body}")

    def outputs(body):
        for command in re.findall(r"^\$ (.*)$", body, flags=re.M):
            program, *words = command.split()
            assert program == "inet1c", command
            yield f"$ {command}\n{run(words, folder)[0]}"

    def block(found):
        kind, body = found.group(1), found.group(2)
        word, _, name = kind.partition(" ")
        if kind in EXPECTED:
            is_conf(body, kind)
        elif word == "file":
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(body, encoding="utf-8")
        elif word == "import":
            body = run(["import", str(folder / name)], folder)[0]
            is_conf(body)
        elif kind == "output":
            body = "".join(outputs(body))
        elif kind == "unpatched":
            with unpatched(folder):
                body = "".join(outputs(body))
        elif kind not in ("status", "probe", "sh", "text"):
            wrong.append(f"a block of no known kind: {kind}")
        return f"```{kind}\n{body}```"

    return BLOCK.sub(block, text), wrong


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_confs_compile_and_outputs_are_as_they_come(page, tmp_path):
    text = page.read_text(encoding="utf-8")
    written, wrong = checked(text, tmp_path)
    assert wrong == []
    assert written == text, "run: python -m tests.test_docs"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_is_short(page):
    text = page.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LINES
    prose = BLOCK.sub("", text).splitlines()
    assert [line for line in prose if len(line) > 120 and not line.startswith("|")] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    targets = re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (DOCS / target).exists()] == []


def test_the_first_page_leads_to_all_others():
    first = (DOCS / "README.md").read_text(encoding="utf-8")
    assert [page.name for page in PAGES if page.name != "README.md" and f"({page.name})" not in first] == []


# -- the checker itself ---------------------------------------------------------------------------

GOOD = 'IFNAME[0]="bond0"\nBONDSLAVES[0]="eth0 eth1"\nBONDMODE[0]="active-backup"\nUSE_DHCP[0]="yes"\n'


def test_a_conf_that_is_wrong_is_found(tmp_path):
    assert checked(f"```conf\n{GOOD}```", tmp_path)[1] == []
    assert len(checked(f"```conf\n{GOOD.replace('active-', 'activ-')}```", tmp_path)[1]) == 1
    assert len(checked(f"```conf refused\n{GOOD}```", tmp_path)[1]) == 1
    assert len(checked(f"```bash\n{GOOD}```", tmp_path)[1]) == 1


def test_an_output_that_is_wrong_is_mended(tmp_path):
    text = f"```conf\n{GOOD}```\n\n```output\n$ inet1c show\nnothing\n$ inet1c check {CONF}\n```\n"
    written, _ = checked(text, tmp_path)
    assert "├── eth0" in written and "nothing\n$" not in written
    assert written.endswith(f"$ inet1c check {CONF}\n```\n")
    assert checked(written, tmp_path)[0] == written


def test_an_import_is_written_anew_and_is_a_conf(tmp_path):
    """What it prints is the conf of the blocks below."""
    files = "```file old/ifcfg-bond0\nDEVICE=bond0\nBONDING_OPTS=mode=1\nBOOTPROTO=dhcp\n```\n"
    for name in ("em1", "em2"):
        files += f"```file old/ifcfg-{name}\nDEVICE={name}\nMASTER=bond0\nSLAVE=yes\n```\n"
    written, wrong = checked(files + "```import old\n```\n```output\n$ inet1c show\n```\n", tmp_path)
    assert wrong == []
    assert 'BONDSLAVES[0]="em1 em2"' in written and "└── em2" in written
    assert len(checked("```import ../none\n```", tmp_path)[1]) == 1


def test_without_the_patch_check_says_so(tmp_path):
    written, _ = checked(f"```conf\n{GOOD}```\n```unpatched\n$ inet1c check {CONF}\n```", tmp_path)
    assert "inet1c install" in written
    written, _ = checked(f"```conf\n{GOOD}```\n```output\n$ inet1c check {CONF}\n```", tmp_path)
    assert "inet1c install" not in written


if __name__ == "__main__":
    import tempfile

    for path in PAGES:
        with tempfile.TemporaryDirectory() as scratch:
            new, faults = checked(path.read_text(encoding="utf-8"), Path(scratch))
        path.write_text(new, encoding="utf-8")
        print(*faults, sep="\n", end="", file=sys.stderr)
