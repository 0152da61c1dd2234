"""Every code has a page, whose first example has the message and whose second one has not."""

import ast
import re
from pathlib import Path

import inet1c
import pytest
from inet1c.cli import main
from inet1c.conf.parse import ODD
from inet1c.messages.explain import codes, first_sentence, page

PACKAGE = Path(inet1c.__file__).parent
# What makes a diagnostic: its first argument that looks like a code is the code.
MAKERS = {"error", "warning", "refuse", "refuse_in_stack", "warn", "finding", "severe"}
CODE = re.compile("[a-z]+(-[a-z0-9]+)*")
PAGE = re.compile(
    r"# (?P<code>[a-z0-9-]+)\n\n(?P<text>(.+\n)+)\n"
    r"## Wrong\n\n```conf(?P<escaped> escaped)?(?P<options>.*)\n(?P<wrong>(.+\n)+)```\n\n"
    r"## Right\n\n```conf.*\n(?P<right>(.+\n)+)```\n",
)


def codes_of(node):
    """The codes that an argument may be: a string, one of two, or what ends in -configured."""
    if isinstance(node, ast.IfExp):
        return codes_of(node.body) | codes_of(node.orelse)
    if isinstance(node, ast.JoinedStr) and ast.unparse(node).endswith("-configured'"):
        return {"slave-configured", "port-configured"}
    return {node.value} if isinstance(node, ast.Constant) and CODE.fullmatch(str(node.value)) else set()


def raised_codes():
    """The codes of all diagnostics that the sources make."""
    found = {code for _, code, _, _ in ODD}
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", None))
            if name in MAKERS or isinstance(node.func, ast.IfExp):
                found |= next((codes_of(argument) for argument in node.args if codes_of(argument)), set())
    return found


def test_every_code_has_a_page_and_every_page_a_code():
    assert set(codes()) == raised_codes()


def checked(folder, text, options, both):
    """The codes of what ``inet1c check`` says about *text*, and whether it refuses it."""
    names = []
    for name in ("here.conf", "there.conf")[: 2 if both else 1]:
        (folder / name).write_bytes(text.encode("utf-8", "surrogateescape"))
        names.append(str(folder / name))
    return main(["check", *options, *names])


@pytest.mark.parametrize("code", codes())
def test_the_wrong_example_has_the_message_and_the_right_one_has_not(code, tmp_path, capfd):
    parts = PAGE.fullmatch(page(code))
    assert parts and parts["code"] == code
    options, wrong, right = parts["options"].split(), parts["wrong"], parts["right"]
    if parts["escaped"]:  # it has what nobody would see
        wrong = wrong.encode().decode("unicode_escape")
    both = code.endswith("-on-two-hosts")
    checked(tmp_path, wrong, options, both)
    assert f"[{code}]" in capfd.readouterr().err
    assert checked(tmp_path, right, options, both) == 0
    assert f"[{code}]" not in capfd.readouterr().err


@pytest.mark.parametrize("code", codes())
def test_the_command_prints_the_page(code, capfd):
    assert main(["explain", code]) == main(["explain", f"[{code}]"]) == 0
    assert capfd.readouterr().out == page(code) * 2


def test_without_a_code_all_are_listed_with_a_sentence(capfd):
    assert main(["explain"]) == 0
    lines = capfd.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == list(codes())
    for line in lines:
        assert re.fullmatch(r"[a-z0-9-]+ +\S.{10,130}[.:?!]", line), line


def test_the_first_sentence_ends_at_a_blank():
    text = "# x\n\nText of 802.3ad, in\ntwo lines. More.\n\n## Wrong\n"
    assert first_sentence(text) == "Text of 802.3ad, in two lines."


def test_an_unknown_code_gets_a_hint(capfd):
    assert main(["explain", "sintax"]) == 2
    assert "did you mean syntax?" in capfd.readouterr().err
