"""Diagnostics drawn: the caret, colours, control characters, JSON."""

import json
import unicodedata

import pytest
from inet1c.diagnostic import Note, error, warning
from inet1c.messages.report import as_json, ordered, render, summary, visible
from inet1c.source import Source, Span


def lines(text, start, end, **more):
    return render(error("code", "message", Span(start, end), **more), Source("conf", text)).split("\n")


def test_the_whole_of_a_message():
    source = Source("conf", 'IFNAME[0]="eth0"\nBONDSLAVES[1]="eth0 eth9"\n')
    diagnostic = error(
        "two",
        "eth9 is in two",
        Span(37, 41),
        [Note("here", Span(11, 15)), Note("by the way")],
        "leave it out",
    )
    assert render(diagnostic, source) == (
        "conf:2:21: error: eth9 is in two [two]\n"
        '    BONDSLAVES[1]="eth0 eth9"\n'
        "                        ^^^^\n"
        "conf:1:12: note: here\n"
        '    IFNAME[0]="eth0"\n'
        "               ^^^^\n"
        "  note: by the way\n"
        "  help: leave it out"
    )


def width(text):
    return sum(
        0
        if unicodedata.combining(c) or unicodedata.category(c) == "Cf"
        else 2
        if unicodedata.east_asian_width(c) in "WF"
        else 1
        for c in text
    )


@pytest.mark.parametrize(
    "before", ["", "\t", "a\tb\t", "日本", "ｘ", "e\u0301", "é", "\u200d", "\x1b", "\udc80", "\u00a0", "😀"]
)
@pytest.mark.parametrize("inside", ["w", "word", "日本", "e\u0301", "a\tb"])
def test_the_caret_stands_under_the_word(before, inside):
    text = f"{before}{inside} after\r\n"
    _, shown, caret = lines(text, len(before), len(before) + len(inside))
    drawn = inside.replace("\t", "?")
    left = len(caret) - len(caret.lstrip())
    column = index = 0
    while column < left:
        column += width(shown[index])
        index += 1
    while index < len(shown) and width(shown[index]) == 0 and shown[index] != drawn[0]:
        index += 1
    assert column == left
    assert shown[index] == drawn[0]
    if "\t" not in inside:
        assert len(caret.strip()) == max(1, width(inside))


def test_a_caret_at_the_end_of_a_line_and_of_the_file():
    assert lines("ab\ncd\n", 2, 2)[1:] == ["    ab", "      ^"]
    assert lines("ab\n", 3, 3)[0].startswith("conf:2:1:")


def test_a_word_over_several_lines_is_marked_on_its_first():
    assert lines('X="a\nb"\n', 2, 6)[1:] == ['    X="a', "      ^^"]


def test_a_line_without_end_is_cut():
    drawn = lines("a" * 100000 + "w" + "b" * 100000, 100000, 100001)
    assert all(len(line) < 300 for line in drawn)
    assert drawn[1][drawn[2].index("^")] == "w"


def test_nothing_reaches_the_terminal_as_it_is():
    source = Source("na\x1bme", "a\x1b[31m\x07\x9b\udc80\n")
    text = render(
        error("code", "m\x1b[1m \r\n \udcff", Span(0, 1), [Note("\x1b", Span(1, 2))], "h\x07"), source
    )
    assert all(c.isprintable() or c == "\n" for c in text)
    assert visible("a\rb\x1b") == "a\\rb\\x1b"


def test_colour_on_request_only():
    source = Source("conf", "abc\n")
    diagnostic = warning("code", "message", Span(0, 1))
    plain, colored = render(diagnostic, source), render(diagnostic, source, color=True)
    assert "\033" not in plain and "\033[" in colored
    import re

    assert re.sub("\033\\[[0-9;]*m", "", colored) == plain


def test_sorted_by_place_and_each_once():
    one, two, three = error("b", "m", Span(5, 6)), warning("a", "m", Span(5, 6)), error("c", "m", Span(1, 2))
    assert ordered([two, one, three, one]) == [three, one, two]


def test_summary():
    assert summary([]) == ""
    assert (
        summary([error("a", "m", Span(0, 0))] * 2 + [warning("a", "m", Span(0, 0))])
        == "2 errors and 1 warning"
    )


def test_json():
    source = Source("conf", "a\nbcd\n")
    diagnostic = error("code", "message", Span(3, 5), [Note("there", Span(0, 1)), Note("no place")], "help")
    assert json.loads(as_json([(source, diagnostic)])) == [
        {
            "code": "code",
            "severity": "error",
            "file": "conf",
            "line": 2,
            "column": 2,
            "end": {"line": 2, "column": 4},
            "message": "message",
            "help": "help",
            "notes": [
                {"message": "there", "file": "conf", "line": 1, "column": 1, "end": {"line": 1, "column": 2}},
                {"message": "no place", "file": "conf", "line": None, "column": None, "end": None},
            ],
        }
    ]
    assert as_json([]) == "[]"


def test_a_note_may_point_into_another_file():
    here, there = Source("a.conf", "aaa\n"), Source("b.conf", "bbb\nccc\n")
    text = render(
        error("code", "m", Span(0, 1), [Note("there", Span(4, 7), "b.conf")]), here, others=[here, there]
    )
    assert "b.conf:2:1: note: there\n    ccc\n    ^^^" in text
