"""Places in a text."""

import pytest
from inet1c.source import Source, Span


def test_line_and_column_count_from_1_in_characters():
    source = Source("conf", "ab\n\u65e5\u672c=\tx\n")
    assert [source.position(offset) for offset in (0, 1, 2, 3, 5, 7, 9)] == [
        (1, 1),
        (1, 2),
        (1, 3),
        (2, 1),
        (2, 3),
        (2, 5),
        (3, 1),
    ]


def test_lines_without_their_newlines():
    source = Source("conf", "a\n\nb\r\nc")
    assert [source.line(number) for number in (1, 2, 3, 4)] == ["a", "", "b\r", "c"]


def test_bytes_that_are_no_utf_8_come_back():
    data = bytes(range(256)) + "é".encode()
    assert Source.from_bytes("conf", data).data == data


def test_a_span_has_its_ends_in_order():
    with pytest.raises(ValueError):
        Span(2, 1)
    assert Span(1, 2).to(Span(4, 9)) == Span(1, 9)
