"""Script to Settings: values, where their pieces stand, and what is said about what cannot be known."""

import pytest
from inet1c.conf.evaluate import evaluate
from inet1c.conf.parse import parse
from inet1c.source import Source


def read(text):
    source = Source("conf", text)
    script, found = parse(source)
    settings, more = evaluate(script)
    return source, settings, found + more


def values(text):
    _, settings, found = read(text)
    assert [d for d in found if d.severity == "error"] == []
    return {v.name: {e.index: e.value.text for e in v.elements} for v in settings.variables}


def codes(text):
    return [(d.severity[0], d.code) for d in read(text)[2]]


@pytest.mark.parametrize(
    "text, wanted",
    [
        ('X="a b"\n', {"X": {0: "a b"}}),
        ("X=a'b'\"c\"$'d\\t'\\e\n", {"X": {0: "abcd\te"}}),
        ('X="a\\"b\\c"\n', {"X": {0: 'a"b\\c'}}),
        ("X[3]=a\nX=b\nX[3]+=c\n", {"X": {0: "b", 3: "ac"}}),
        ("X=(a [5]=b c)\n", {"X": {0: "a", 5: "b", 6: "c"}}),
        ("X=(a b)\nX+=(c)\nX+=d\n", {"X": {0: "ad", 1: "b", 2: "c"}}),
        (
            "A='x  y'\nB=$A\nC=($A \"$A\")\n",
            {"A": {0: "x  y"}, "B": {0: "x  y"}, "C": {0: "x", 1: "y", 2: "x  y"}},
        ),
        (
            'A=(1 2)\nB=("${A[@]}" ${A[*]})\nC=${A[1]}\n',
            {"A": {0: "1", 1: "2"}, "B": {0: "1", 1: "2", 2: "1", 3: "2"}, "C": {0: "2"}},
        ),
        ("i=2\nX[i]=a\nX[$i]+=b\nX[0x3]=c\nX[010]=d\n", {"i": {0: "2"}, "X": {2: "ab", 3: "c", 8: "d"}}),
        ("X=(a b)\nX[-1]=c\n", {"X": {0: "a", 1: "c"}}),
        ("X=${Y:-a b}${Z-c}${Z+d}\n", {"X": {0: "a bc"}}),
        ("export X=1 Y\ndeclare -a Z\n", {"X": {0: "1"}, "Z": {}}),
        ("X=(a b)\nunset X[0]\nY=1\nunset Y\n", {"X": {1: "b"}}),
        ("X=1 | cat\nY=2 &\nZ=3 foo\n", {}),
        ("X=1 && Y=2 || Z=3\n! A=1 && B=2\n", {"X": {0: "1"}, "Y": {0: "2"}, "A": {0: "1"}}),
        ("X=a\\\nb\n", {"X": {0: "ab"}}),
        ("X=#a\nY=a#b #c\n", {"X": {0: "#a"}, "Y": {0: "a#b"}}),
        ("X=\nY=''\n", {"X": {0: ""}, "Y": {0: ""}}),
        ("X={a,b}*\n", {"X": {0: "{a,b}*"}}),
    ],
)
def test_values(text, wanted):
    assert values(text) == wanted


def test_a_word_of_a_value_stands_where_it_was_written():
    source, settings, _ = read("A=eth8\nBONDSLAVES[1]=\"eth0 eth9 $A\"'x y'\n")
    words = settings.value("BONDSLAVES", 1).words()
    assert [str(word) for word in words] == ["eth0", "eth9", "eth8x", "y"]
    text = source.text
    assert [text[w.span.start : w.span.end] for w in words[:2]] == ["eth0", "eth9"]
    assert text[words[3].span.start : words[3].span.end] == "y"
    assert text[words[2].span.start : words[2].span.end].startswith("$A")


def test_an_element_stands_where_it_was_set():
    source, settings, _ = read("X[1]=a\nX[1]=b\n")
    (element,) = settings.variable("X").elements
    assert source.position(element.span.start) == (2, 1)
    assert source.text[element.span.start : element.span.end] == "X[1]"


@pytest.mark.parametrize(
    "text, wanted",
    [
        ("IPADDR[0]=$(x)\n", [("e", "needs-running")]),
        ("OWN=$(x)\n", [("w", "needs-running")]),
        ("OWN=$(x)\nIPADDR[0]=$OWN\n", [("w", "needs-running"), ("e", "unknown-value")]),
        ("OWN=$(x)\nOWN=1\nIPADDR[0]=$OWN\n", [("w", "needs-running")]),
        ("IPADDR[x]=1\n", [("w", "index")]),
        ("IPADDR[0]=a b\n", [("w", "sets-nothing")]),
        ("foo\n", [("w", "command")]),
        ("if a; then b; fi\n", [("w", "command")]),
        ("if a; then MTU=1; fi\n", [("e", "needs-running")]),
        ("if a; then read MTU; fi\n", [("e", "needs-running")]),
        ("a && MTU=1\n", [("w", "command"), ("e", "perhaps")]),
        ("f() { MTU=1; }\n", [("e", "needs-running")]),
        (
            "f() { OWN=1; }\nOWN=2\nf\nMTU=$OWN\n",
            [("w", "command"), ("w", "unknown-value"), ("w", "command"), ("e", "unknown-value")],
        ),
        ("( MTU=1 )\n", [("w", "command")]),
        ("exit\n", [("e", "needs-running")]),
        ("MTU=1 :\n", [("e", "needs-running")]),
        (": ${MTU:=1}\n", [("e", "needs-running")]),
        ("read OWN\n", [("w", "command")]),
        ("echo ${x?}\n", [("e", "needs-running")]),
        ("OWN[08]=1\n", [("e", "index")]),
        ("X=a\r\nY=b\r\n", [("w", "crlf")]),
        ("X=$UID\n", [("w", "unknown-value")]),
    ],
)
def test_what_is_said(text, wanted):
    assert codes(text) == wanted


def test_a_value_that_was_refused_is_not_spoken_of_again():
    assert codes("MTU[0]=$(x)\nMTU[1]=${MTU[0]}\nDHCP_TIMEOUT[0]=$MTU\n") == [("e", "needs-running")]


def test_names_that_are_used_and_names_that_are_not_known():
    _, settings, _ = read("A=1\nB=$A\nC=$(x)\n")
    assert settings.used == {"A"}
    assert settings.unknown == {"C"}


def test_endless_growth_ends():
    assert ("e", "too-long") in codes("X=aaaaaaaaaa\n" + "X=$X$X$X$X$X$X$X$X\n" * 30)


def test_many_findings_of_one_kind_are_cut_short():
    found = read("foo\n" * 5000)[2]
    assert 100 < len(found) < 300
    assert "left out" in found[-1].message
