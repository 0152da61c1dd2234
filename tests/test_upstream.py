"""The series of upstream/: its form, what each patch holds, and, where STOCK_NETWORK_SCRIPTS names a copy of
source/n/network-scripts of Slackware's source tree, that it applies there.

What the patches mend is seen in a VM: `tools/upstream show STOCK`.
"""

import email
import importlib.machinery
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from inet1c import cli

from tests.patches import PATCHES, ROOT


def load():
    """tools/upstream as a module."""
    loader = importlib.machinery.SourceFileLoader("upstream", str(ROOT / "tools/upstream"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("upstream", loader))
    sys.modules["upstream"] = module
    loader.exec_module(module)
    return module


upstream = load()
SOURCES = {source.name: source for source in upstream.read_sources()}
MENDS = [name for name in SOURCES if int(name[:2]) <= 15]
HOOKS, LIBRARY = "17-hooks", "18-rc.bonding"
STOCK = os.environ.get("STOCK_NETWORK_SCRIPTS")
needs_stock = pytest.mark.skipif(not STOCK, reason="STOCK_NETWORK_SCRIPTS is not set")


@pytest.fixture(scope="module")
def mails():
    """File name to text."""
    return upstream.series(list(SOURCES.values()))


def changed(diff, sign):
    """The lines that a patch adds ("+") or removes ("-")."""
    return [line[1:] for line in diff.splitlines() if re.match(rf"\{sign}(?!\+\+ |-- )", line)]


def files(diff):
    """The files that a patch changes."""
    return re.findall(r"^diff --git a/(\S+) b/\1$", diff, flags=re.M)


# -- form --------------------------------------------------------------------------------------------


def test_the_series_is_made_by_one_command_the_same_each_time(tmp_path, mails):
    for number in "12":
        command = [sys.executable, str(ROOT / "tools/upstream"), "make", "-o", str(tmp_path / number)]
        subprocess.run(command, check=True, stdout=subprocess.PIPE)
        written = {path.name: path.read_text() for path in (tmp_path / number).iterdir()}
        assert written == mails


def test_the_files_are_numbered_as_git_format_patch_numbers_them(mails):
    assert [name[:5] for name in sorted(mails)] == [f"{number:04}-" for number in range(len(SOURCES) + 1)]
    assert sorted(mails)[0] == "0000-cover-letter.patch"
    assert [name for name in mails if not re.fullmatch(r"\d{4}-[\w.-]+\.patch", name)] == []


def test_each_is_a_mail_with_a_subject_a_sender_and_the_date_of_the_cover_letter(mails):
    dates = set()
    for name, text in mails.items():
        first, rest = text.split("\n", 1)
        assert re.fullmatch("From 0{40} Mon Sep 17 00:00:00 2001", first), name
        message = email.message_from_string(rest)
        assert re.match(rf"\[PATCH {name[2:4]}/{len(SOURCES)}\] \S", message["Subject"]), name
        assert message["From"] == upstream.SENDER
        dates.add(message["Date"])
        assert text.isascii(), name
    assert len(dates) == 1


@pytest.mark.parametrize("name", SOURCES)
def test_a_patch_has_a_subject_that_names_its_file_and_a_reason(name):
    source = SOURCES[name]
    about = source.subject.partition(": ")[0].split(", ")
    assert len(source.subject) <= 75
    assert not source.subject.endswith(".")
    assert len(source.reason.splitlines()) >= 2
    assert [line for line in source.reason.splitlines() if len(line) > 80] == []
    # "manpages" stands for its files
    assert [path for path in files(upstream.diff_of(source)) if not {path, Path(path).name, Path(path).parent.name} &
            set(about)] == []


@pytest.mark.parametrize("name", SOURCES)
def test_git_takes_the_hunks_as_they_are_counted(name):
    assert "changed" in upstream.summary(upstream.diff_of(SOURCES[name]))


def test_a_hunk_that_is_counted_wrong_is_refused():
    diff = upstream.diff_of(SOURCES[MENDS[0]])
    with pytest.raises(subprocess.CalledProcessError):
        upstream.summary(re.sub(r"^@@ -(\d+),4 ", r"@@ -\1,9 ", diff, flags=re.M))


# -- what each holds ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", MENDS)
def test_a_mend_is_one_hunk_in_rc_inet1_of_at_most_ten_lines(name):
    diff = upstream.diff_of(SOURCES[name])
    assert files(diff) == ["rc.inet1"]
    assert diff.count("\n@@ ") == 1
    assert 1 <= len(changed(diff, "+")) <= 10
    assert len(changed(diff, "-")) <= 3


@pytest.mark.parametrize("name", MENDS)
def test_a_mend_shows_its_fault(name):
    claims = upstream.shown(SOURCES[name].reason)
    assert claims
    assert SOURCES[name].reason.count("With this rc.inet1.conf:") == len(claims)
    for claim in claims:
        assert claim.before != claim.after
        assert claim.commands[0] != "" and len(claim.commands) >= 2
        assert any("rc.inet1" in command for command in claim.commands)


def test_the_cover_letter_shows_what_is_wrong():
    text = upstream.COVER.read_text(encoding="utf-8")
    assert len(upstream.shown(text)) == text.count("With this rc.inet1.conf:") >= 5
    assert [line for line in text.splitlines() if len(line) > 84] == []
    titles = re.findall(r"^[A-Z][A-Z ]+$", text, flags=re.M)
    assert titles == ["WHAT IS WRONG TODAY", "WHAT CHANGES", "WHAT DOES NOT", "HOW IT WAS TESTED",
                      "WHAT IT COSTS WITHOUT PYTHON"]  # fmt: skip


def test_the_cover_letter_lists_the_patches(mails):
    for number, source in enumerate(SOURCES.values(), 1):
        assert f"\n  {number:02} {source.subject}\n" in mails["0000-cover-letter.patch"]
        assert source.name[:2] == f"{number:02}"  # its texts refer to patches by number


def test_the_hooks_are_the_lines_of_our_patch_and_remove_none():
    ours = PATCHES["15.0"].read_text(encoding="utf-8")
    diff = upstream.diff_of(SOURCES[HOOKS])
    assert changed(diff, "+") == changed(ours, "+")
    assert changed(diff, "-") == []


def test_rc_bonding_and_its_page_are_ours():
    assert changed(upstream.diff_of(SOURCES[LIBRARY]), "+") == (ROOT / "rc.bonding").read_text().splitlines()
    page = (ROOT / "man/rc.bonding.8").read_text().splitlines()
    assert changed(upstream.diff_of(SOURCES["21-manual-pages"]), "+")[:len(page)] == page


def test_the_lines_for_rc_inet1_conf_are_comments_of_examples_that_compile(tmp_path, capsys):
    lines = changed(upstream.diff_of(SOURCES["19-rc.inet1.conf"]), "+")
    assert [line for line in lines if line and not line.startswith("#")] == []
    blocks = "\n".join(lines).split(upstream.RULE)
    confs = ["".join(line[1:] + "\n" for line in block.splitlines() if re.match(r"#[A-Z]", line)) for block in blocks]
    assert len([conf for conf in confs if conf]) == 4
    for conf in filter(None, confs):
        assert "BONDNICS[0]" in conf and "BONDSLAVES" not in conf
        path = tmp_path / "rc.inet1.conf"
        path.write_text(conf)
        assert cli.main(["check", str(path)]) == 0, capsys.readouterr()


def test_the_repository_holds_no_series_and_few_of_slackwares_lines():
    for path in (ROOT / "upstream").glob("*.patch"):
        context = [line for line in path.read_text(encoding="utf-8").split("\n---\n", 1)[1].splitlines()
                   if line.startswith((" ", "-")) and not line.startswith("--- ")]
        assert len(context) <= 40, path.name
    ignored = subprocess.run(["git", "check-ignore", "-q", "upstream/series/x"], cwd=str(ROOT)).returncode
    assert ignored == 0 or not (ROOT / ".git").exists()


# -- on the stock tree -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    """tree(NAME...): the stock tree with these patches, in this order."""
    def make(*names):
        folder = tmp_path_factory.mktemp("tree")
        upstream.apply(Path(STOCK), folder, [SOURCES[name] for name in names])
        script = folder / "rc.inet1"
        assert subprocess.run(["bash", "-n", str(script)]).returncode == 0
        return folder

    return make


@needs_stock
def test_the_series_applies_in_order(tree):
    folder = tree(*SOURCES)
    assert (folder / "rc.bonding").read_text() == (ROOT / "rc.bonding").read_text()
    log = upstream.git(folder, "log", "--reverse", "--format=%s").splitlines()
    assert log == ["stock", *(source.subject for source in SOURCES.values())]


@needs_stock
def test_the_mends_apply_in_the_other_order_to_the_same_script(tree):
    forward, backward = tree(*MENDS), tree(*reversed(MENDS))
    assert (forward / "rc.inet1").read_text() == (backward / "rc.inet1").read_text()


@needs_stock
@pytest.mark.parametrize("name", MENDS)
def test_a_mend_applies_alone_and_before_and_after_the_hooks(name, tree):
    tree(name)
    assert (tree(name, HOOKS) / "rc.inet1").read_text() == (tree(HOOKS, name) / "rc.inet1").read_text()


@needs_stock
def test_vm_tests_run_takes_the_result_as_it_is(tree, tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "vm-tests/lib"))
    loader = importlib.machinery.SourceFileLoader("vm_tests_run", str(ROOT / "vm-tests/run"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("vm_tests_run", loader))
    monkeypatch.setitem(sys.modules, "vm_tests_run", module)
    loader.exec_module(module)
    result, mended = tree(*SOURCES) / "rc.inet1", tree(*MENDS) / "rc.inet1"
    monkeypatch.setenv("STOCK_RC_INET1", str(result))
    variants, wrong = module.variants(tmp_path)
    assert wrong == []
    assert (variants[-1].release, variants[-1].patched) == ("15.0", result)
    assert variants[-1].original.read_text() == mended.read_text()


@needs_stock
def test_mends_and_hooks_fit_15_0(tmp_path):
    # 15.0 has only the first of Slackware's own patches to rc.inet1.
    stock = tmp_path / "stock"
    shutil.copytree(STOCK, str(stock))
    for path in stock.glob("000[345]-*"):
        path.unlink()
    upstream.apply(stock, tmp_path / "tree", [SOURCES[name] for name in [*MENDS, HOOKS]])
