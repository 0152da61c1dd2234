"""Script to Settings: values, where their pieces stand, and what is said about what is not read."""

import pytest
from inet1c import conf
from inet1c.source import Source


def read(text):
    source = Source("conf", text)
    settings, found = conf.read(source)
    return source, settings, found


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
        ("X=([5]=b [2]=c d)\nX+=(e)\n", {"X": {5: "b", 2: "c", 3: "d", 6: "e"}}),
        ("X=( # first\n  a # second\n\n  b \\\n)\n", {"X": {0: "a", 1: "b"}}),
        ("X=(a b)\nX+=(c)\nX+=d\n", {"X": {0: "ad", 1: "b", 2: "c"}}),
        (
            "A='x  y'\nB=$A\nC=($A \"$A\")\n",
            {"A": {0: "x  y"}, "B": {0: "x  y"}, "C": {0: "x", 1: "y", 2: "x  y"}},
        ),
        ("A=(1 2)\nC=${A[1]}$A\n", {"A": {0: "1", 1: "2"}, "C": {0: "21"}}),
        ("i=2\nX[i]=a\nX[$i]+=b\nX[010]=d\n", {"i": {0: "2"}, "X": {2: "ab", 8: "d"}}),
        ("X=${Y:-a b}${Z-c}${Z+d}\n", {"X": {0: "a bc"}}),
        ("Z=\nX=${Z:-a}${Z-b}${Z+c}${Z:+d}${Y:-$X${Q-e}}\n", {"Z": {0: ""}, "X": {0: "ace"}}),
        ("export X=1 Y\ndeclare -a Z\ntypeset Q=3\n", {"X": {0: "1"}, "Q": {0: "3"}}),
        ("Y=1\nexport Y=2 Z=$Y\n", {"Y": {0: "2"}, "Z": {0: "1"}}),
        ("X=(a b)\nunset X[0]\nY=1\nunset Y\n", {"X": {1: "b"}}),
        ("X=(a b)\nunset X[1]\nX+=(c)\n", {"X": {0: "a", 1: "c"}}),
        ("Z=3 foo\n", {}),
        ("A=1 B=$A; C=3\n", {"A": {0: "1"}, "B": {0: "1"}, "C": {0: "3"}}),
        ("X=a\\\nb\n", {"X": {0: "ab"}}),
        ("X=#a\nY=a#b #c\n", {"X": {0: "#a"}, "Y": {0: "a#b"}}),
        ("X=\nY=''\n", {"X": {0: ""}, "Y": {0: ""}}),
        ("X={a,b}*\n", {"X": {0: "{a,b}*"}}),
        ("A=\nX=($A '' \\\n$A)\n", {"A": {0: ""}, "X": {0: ""}}),
        ("X=1\r\n\r\n# c\r\n", {"X": {0: "1\r"}}),
        ("\ufeffX=1\nY=2\n", {"Y": {0: "2"}}),
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


@pytest.mark.parametrize(
    "text, element, value",
    [
        ("X[1]=a\nX[1]=b\n", "X[1]", "b"),
        ("X+='b c'\n", "X", "'b c'"),
        ('X=(a [1]="b" c)\n', "c", "c"),
        ('X=(a [2]="b")\n', "[2]", '"b"'),
        ("X[2]=\n", "X[2]", ""),
    ],
)
def test_an_element_stands_where_it_was_set(text, element, value):
    source, settings, _ = read(text)
    last = settings.variable("X").elements[-1]
    assert source.text[last.span.start : last.span.end] == element
    assert source.text[last.value.span.start : last.value.span.end] == value


@pytest.mark.parametrize(
    "text, wanted",
    [
        ("IPADDR[0]=$(x)\nMTU[0]=`x`\n", [("e", "needs-running")] * 2),
        ('A=$HOME\nB="$A"\nC=$B\n', [("e", "unknown-value")]),
        ("export A=$HOME\nB=$A\n", [("e", "unknown-value")]),
        ("HOME=/\nX=$HOME\n", []),
        ("echo $HOME $(x) $NOTHING\n", [("w", "command")]),
        ("IPADDR[x]=1\n", [("e", "index")]),
        ("OWN[08]=1\n", [("e", "index")]),
        ("X[-1]=1\n", [("e", "index")]),
        ("foo ${X[i++]}\n", [("e", "index")]),
        ("IPADDR[0]=a b\n", [("w", "sets-nothing")]),
        ("foo\n", [("w", "command")]),
        ("a && b | c &\n", [("w", "command")] * 3),
        ("a && MTU=1\n", [("e", "needs-running")]),
        ("MTU=1 &\n", [("e", "needs-running")]),
        ("exit\n", [("e", "needs-running")]),
        ("'exit'\n", [("e", "needs-running")]),
        ("MTU=1 :\n", [("e", "needs-running")]),
        ("X[1]=a foo; Y=1\n", [("e", "needs-running")]),
        ("foo {X}>/dev/null\n", [("e", "braces")]),
        ("exp\\\nort X=1\n", [("e", "needs-running")]),
        ("X\\\n=1\n", [("e", "unsupported")]),
        ("X=a\\", [("e", "unsupported")]),  # bash 4.3 drops it
        ("X=1\nunset X[0]\n", [("e", "unset")]),
        ("declare X[1]=1\n", [("e", "needs-running")]),
        ("X=$NOTHING\n", [("w", "not-set")]),
        ("X=${NOTHING-a}\n", []),
        ("X=a\r\nY=b\r\n", [("w", "crlf")]),
        ("LINENO=1\n", [("e", "shell-variable")]),
        ("PATH[1]=1\n", [("e", "shell-variable")]),
        ("X=" + "${X:-" * 200 + "}" * 200 + "\n", [("e", "unsupported")]),
    ],
)
def test_what_is_said(text, wanted):
    assert codes(text) == wanted


def test_names_that_are_used():
    _, settings, _ = read("A=1\nB=$A\nX[i]=${C:-$D}\n")
    assert settings.used == {"A", "C", "D", "i"}


def test_endless_growth_ends():
    assert ("e", "too-long") in codes("X=aaaaaaaaaa\n" + "X=$X$X$X$X$X$X$X$X\n" * 30)


def test_growth_of_a_sane_kind_has_no_end():
    assert values("X+=a\n" * 20000 + "Y=$X\n")["Y"][0] == "a" * 20000


def test_many_findings_of_one_kind_are_cut_short():
    found = read("foo\n" * 5000)[2]
    assert 100 < len(found) < 300
    assert "left out" in found[-1].message
