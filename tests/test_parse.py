"""Text to Script: what is seen, where it stands, what is refused and where reading goes on."""

import io
import logging

import lark
import pytest
from inet1c.conf import grammar, syntax
from inet1c.conf.parse import parse
from inet1c.conf.syntax import (
    Assignment,
    Assignments,
    Compound,
    Declaration,
    IndexedAssignment,
    SimpleCommand,
)
from inet1c.source import Source


def read(text):
    script, found = parse(Source("conf", text))
    assert found == []
    return [entry.command for line in script.lines for entry in line.entries]


def refused(text):
    source = Source("conf", text)
    _, found = parse(source)
    return [(d.code, *source.position(d.span.start)) for d in found]


def test_assignments_and_their_places():
    (command,) = read('  IFNAME[0]="eth0"  GATEWAY=a # c\n')
    first, second = command.assignments
    assert isinstance(first, IndexedAssignment) and isinstance(second, Assignment)
    assert (first.target.name, first.target.span.start, first.target.span.end) == ("IFNAME", 2, 11)
    assert (first.value.span.start, first.value.span.end) == (12, 18)
    assert (second.target.name, second.value.span.start) == ("GATEWAY", 28)


@pytest.mark.parametrize(
    "text, kinds",
    [
        ("X=1\n", [Assignments]),
        ("X=1", [Assignments]),
        ("X=1;Y=2\nfoo", [Assignments, Assignments, SimpleCommand]),
        ("X=1 foo\n", [SimpleCommand]),
        ("X =1\n", [SimpleCommand]),
        ("X[0] =1\n", [SimpleCommand]),
        ("X[a b]=1\n", [Assignments]),
        ("echo X=1\n", [SimpleCommand]),
        ("export X=1\n", [Declaration]),
        ("exports X=1\n", [SimpleCommand]),
        ("if a; then b; fi\n", [Compound]),
        ("ifx=1\n", [Assignments]),
        ("if=1\n", [Assignments]),
        ("echo if\n", [SimpleCommand]),
        ("# X=1\n \t\n", []),
        ("X=a\\\nb\n", [Assignments]),
        ("IFN\\\nAME[0]=b\n", [Assignments]),
        ("cat <<E\nX=1\nE\nY=1\n", [SimpleCommand, Assignments]),
        ("", []),
    ],
)
def test_kinds_of_commands(text, kinds):
    assert [type(command) for command in read(text)] == kinds


@pytest.mark.parametrize(
    "text, wanted",
    [
        ('IFNAME[0]="eth0"\nIPADDR[0]="192.0.2.1\n', [("unterminated", 2, 11)]),
        ("A='\nB=1\n", [("unterminated", 1, 3)]),
        ("A=`\nB=(\n", [("unterminated", 1, 3), ("unterminated", 2, 3)]),
        ("X[0\nB=1 ;;\n", [("unterminated", 1, 1), ("syntax", 2, 6)]),
        ("X=(a\n", [("unterminated", 1, 3)]),
        ("X=${Y\n", [("syntax", 1, 3)]),
        ("a (\nb )\nX=1\n", [("syntax", 1, 3), ("syntax", 2, 3)]),
        ("X=<a>\n", [("syntax", 1, 6)]),
        ("a | ! b\n", [("syntax", 1, 5)]),
        ("fi\nX=1\ndone\n", [("syntax", 1, 1), ("syntax", 3, 1)]),
        ("X=$\\\nY\n", [("syntax", 1, 3)]),
        ("cat <<E\nX=1\n", [("here-document", 1, 5)]),
        ("X=a\0b\n", [("nul", 1, 4)]),
        ("if a; then\n", [("unterminated", 1, 1)]),
    ],
)
def test_what_bash_cannot_read(text, wanted):
    found = refused(text)
    assert found[: len(wanted)] == wanted or (
        wanted[0][0] == "unterminated" and found[0][0] == "unterminated"
    )


def test_reading_goes_on_at_the_next_line():
    script, found = parse(Source("conf", "X=1\na (\nY=2\nb )\nZ=3\n"))
    assert len(found) == 2
    assert [line.entries[0].command.assignments[0].target.name for line in script.lines] == ["X", "Y", "Z"]


def test_not_too_many_errors_are_reported():
    _, found = parse(Source("conf", ")\n" * 5000))
    assert 50 < len(found) < 200


def test_no_conflict_in_the_grammars():
    """lark settles shift/reduce conflicts in silence; it speaks of them in its log."""
    said = io.StringIO()
    handler = logging.StreamHandler(said)
    level = lark.logger.level
    lark.logger.addHandler(handler)
    lark.logger.setLevel(logging.DEBUG)
    try:
        text = (grammar.FOLDER / "conf.lark").read_text()
        rest = text[: text.index("// ---- the rest")] + (grammar.FOLDER / "shell.lark").read_text()
        options = {"parser": "lalr", "maybe_placeholders": False, "debug": True}
        lark.Lark(text, **options)
        lark.Lark(rest, start=["one_compound", "one_substitution", "one_function"], **options)
    finally:
        lark.logger.removeHandler(handler)
        lark.logger.setLevel(level)
    assert "onflict" not in said.getvalue()


def test_one_rule_one_class_one_name():
    text = (grammar.FOLDER / "conf.lark").read_text()
    for rule, made in syntax.RULES.items():
        assert f"\n{rule}: " in text or f"\n{rule}{{" in text, rule
        assert made.__name__.lower() == rule.replace("_", "") or rule == "list"


def test_the_saved_tables_are_those_of_the_grammar():
    """Written by `python3 -m inet1c.conf.grammar`; another lark makes its own."""
    version, _, rest = grammar.TABLES.read_bytes().partition(b"\n")
    text = (grammar.FOLDER / "conf.lark").read_bytes()
    assert rest.startswith(text + b"\0"), "conf.lark was changed: python3 -m inet1c.conf.grammar"
    if version.decode() != lark.__version__:
        pytest.skip(f"the tables are for lark {version.decode()}, and this is {lark.__version__}")
    rules = {str(rule) for rule in grammar.make(None).rules}
    assert rules == {str(rule) for rule in grammar.make(None, saved=False).rules}


def test_without_tables_the_grammar_does(monkeypatch, tmp_path):
    monkeypatch.setattr(grammar, "TABLES", tmp_path / "none")
    from inet1c.conf import parse as module

    module._lark.cache_clear()
    try:
        assert read("X=1\n")
    finally:
        module._lark.cache_clear()
