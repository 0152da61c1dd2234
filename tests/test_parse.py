"""Source to Script: what is seen, where it stands, and what ends the reading."""

import io
import logging
import re
from pathlib import Path

import lark
import pytest
from inet1c.conf import parse as module
from inet1c.conf import syntax
from inet1c.conf.parse import parse
from inet1c.conf.syntax import Assignments, Command, Declaration
from inet1c.source import Source

GRAMMAR = Path(module.__file__).with_name("conf.lark")


def read(text):
    script, found = parse(Source("conf", text))
    assert found == []
    return [statement for line in script.lines for statement in line.statements]


def refused(text):
    source = Source("conf", text)
    _, found = parse(source)
    return [(d.code, *source.position(d.span.start)) for d in found]


def test_assignments_and_their_places():
    (statement,) = read('  IFNAME[0]="eth0"  GATEWAY+=a # c\n')
    first, second = statement.assignments
    assert (first.name, first.index, first.append) == ("IFNAME", "0", False)
    assert (first.target.start, first.target.end, first.bracket.start) == (2, 11, 8)
    assert (first.value.span.start, first.value.span.end) == (12, 18)
    assert (second.name, second.index, second.append) == ("GATEWAY", None, True)
    assert (second.target.end, second.value.span.start) == (27, 29)


@pytest.mark.parametrize(
    "text, kinds",
    [
        ("X=1\n", [Assignments]),
        ("X=1", [Assignments]),
        ("X=1;Y=2\nfoo", [Assignments, Assignments, Command]),
        ("X=1 foo\n", [Command]),
        ("X =1\n", [Command]),
        ("X[0] =1\n", [Command]),
        ("X[a b]=1\n", [Assignments]),
        ("X[a b]\n", [Command]),
        ("echo X=1\n", [Command]),
        ("export X=1\n", [Declaration]),
        ("exports X=1\n", [Command]),
        ("ifx=1\n", [Assignments]),
        ("if=1\n", [Assignments]),
        ("echo if\n", [Command]),
        ("a &&\n b | c > d 2>&1 <<< e &\n", [Command] * 3),
        ("# X=1\n \t\n", []),
        ("\\\n # c\n", []),
        ("X=a\\\nb\n", [Assignments]),
        ("X=(a # )\n b)\n", [Assignments]),
        ("", []),
    ],
)
def test_kinds_of_statements(text, kinds):
    assert [type(statement) for statement in read(text)] == kinds


@pytest.mark.parametrize(
    "text, code, line, column",
    [
        ('IFNAME[0]="eth0"\nIPADDR[0]="192.0.2.1\n', "unterminated", 2, 11),
        ("A='\nB=1\n", "unterminated", 1, 3),
        ("A=$'\n", "unterminated", 1, 3),
        ("X=(a\n", "unterminated", 1, 3),
        ("X=${Y:-\n", "unterminated", 1, 3),
        ("X=1\nA=${Y\n", "unsupported", 2, 3),
        ("A=`\nB=(\n", "needs-running", 1, 3),
        ("X[0\nB=1 ;;\n", "index", 1, 2),
        ("X['0']=1\n", "index", 1, 2),
        ("X=1 Y[a[0]]=1\n", "index", 1, 6),
        ("a (\nb )\nX=1\n", "syntax", 1, 3),
        ("X[1]=(a)\n", "syntax", 1, 6),
        ("X=<a>\n", "redirected", 1, 3),
        ("X=1 2>a\n", "redirected", 1, 5),
        (">a\n", "redirected", 1, 1),
        ("a >\n", "syntax", 1, 4),
        ("X=1;;\n", "syntax", 1, 5),
        ("a && && b\n", "syntax", 1, 6),
        ("a ||", "syntax", 1, 4),
        ("X=1\nfi\n", "syntax", 2, 1),
        ("X=$\\\nY\n", "unsupported", 1, 3),
        ("X=$Y\\\nZ\n", "unsupported", 1, 3),
        ('X="${Y%a}"\n', "unsupported", 1, 4),
        ("X=${Y:-'a'}\n", "unsupported", 1, 8),
        ("X=${Y:=a}\n", "unsupported", 1, 3),
        ("X=$((1))\n", "arithmetic", 1, 3),
        ("X=$(a; b)\n", "needs-running", 1, 3),
        ("X=<(a)\n", "needs-running", 1, 3),
        ("f() { X=1; }\n", "needs-running", 1, 2),
        ("(X=1)\n", "needs-running", 1, 1),
        ("cat <<E\nX=1\n", "here-document", 1, 5),
        ("X=a\0b\n", "nul", 1, 4),
        ("X=a\x7fb\n", "control-character", 1, 4),
    ]
    + [
        (f"X=1\n {word} a\n", "needs-running", 2, 2)
        for word in ("if", "while", "until", "for", "select", "case", "function", "time", "!", "[[", "{", "(")
    ],
)
def test_what_ends_the_reading(text, code, line, column):
    assert refused(text) == [(code, line, column)]


def test_lines_in_front_of_an_error_are_read():
    for last in ("if a; then Z=3; fi", "Z=3 )", "Z[", "Z='"):
        script, found = parse(Source("conf", f"\n#\nX=1\n\nY=2; foo\n{last}\n"))
        assert len(found) == 1
        names = [s.assignments[0].name for line in script.lines for s in line.statements if s.assignments]
        assert names == ["X", "Y"]


def test_no_conflict_in_the_grammar():
    """lark settles shift/reduce conflicts in silence; it speaks of them in its log."""
    said = io.StringIO()
    handler = logging.StreamHandler(said)
    level = lark.logger.level
    lark.logger.addHandler(handler)
    lark.logger.setLevel(logging.DEBUG)
    try:
        lark.Lark(GRAMMAR.read_text(), parser="lalr", maybe_placeholders=False, debug=True)
    finally:
        lark.logger.removeHandler(handler)
        lark.logger.setLevel(level)
    assert "onflict" not in said.getvalue()


def test_one_rule_one_class_one_name():
    rules = set(re.findall(r"^([a-z][a-z_]*)(?:\{\w+\})?:", GRAMMAR.read_text(), re.M))
    classes = {re.sub(r"(?<!^)(?=[A-Z])", "_", made.__name__).lower() for made in syntax.RULES}
    assert rules == classes | {"start", "script", "glob"}
