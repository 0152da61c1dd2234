"""bash is the oracle: what inet1c reads is what bash holds, as bash and as sh; and nothing is ever run."""

import os
import random
import sys
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from inet1c.diagnostic import refuses

from . import fuzz, oracle
from .confs import Maker

pytestmark = pytest.mark.skipif(oracle.BASH is None, reason="there is no bash here to compare with")
PEOPLE = sorted(oracle.CORPUS.glob("*.conf"))


@st.composite
def confs(draw):
    """A list of files: bash is started once for all of them."""
    numbers = st.integers(0, 2**16)
    return [Maker(lambda n: draw(numbers) % n).conf() for _ in range(draw(st.integers(1, 12)))]


@settings(max_examples=40, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(confs())
def test_made_files_that_shrink(texts):
    oracle.differences(texts)


def test_two_thousand_made_files():
    """`python3 -m tests.oracle --count 100000` for many more."""
    done = refused = 0
    for texts in oracle.made(2000, seed=random.randrange(10**6), each=100):
        refused += oracle.differences(texts)
        done += len(texts)
    assert done == 2000
    assert refused < done * 2 // 3, "too few of them are compared"


@pytest.mark.skipif(not PEOPLE, reason="the corpus of people's files is not beside this checkout")
def test_peoples_files():
    texts = [path.read_bytes().decode("utf-8", "surrogateescape") for path in PEOPLE]
    assert oracle.differences(texts) == 0


def test_a_wrong_reading_would_be_noticed():
    texts = ['X="a"\nY[3]=b\n', "X=1\nunset X\n"]
    for text, wrong in zip(texts, ({"X": {"0": "b"}, "Y": {"3": "b"}}, {"X": {"0": "1"}})):
        (held,) = oracle.held([text])
        with pytest.raises(oracle.Failure):
            oracle.compare(text, "bash", wrong, held)
        oracle.compare(text, "bash", oracle.read(text)[0], held)


# What inet1c once read in another way than bash; True where it has to be refused.
ONCE_WRONG = (
    # a number or {NAME} in front of < or > belongs to the redirection
    ("foo <{a}<x\nX=1\n", True),
    ("true {X[0]}</dev/null\nY=1\n", True),
    ("foo {X\\\n}>/dev/null\n", True),
    ("X=1 2\\\n>/dev/null\n", True),
    ("foo >/dev/null 2>&1 </dev/null\nX=1\n", False),
    # variables of bash's that are integers: it counts with what they are given
    ("RANDOM=X=5\n", True),
    ("HOSTNAME+=${Q:=5}\n", True),
    ("declare HOSTNAME\nX=$HOSTNAME\n", True),
    ("PWD=5\ncd .\nX=$PWD\n", True),
    # an index in a word that is no assignment is expanded all the same
    ("X[${MTU:=5}]\n", True),
    ("MTU=1 Y[[1]]=a\n", True),
    ("foo ${X[Q=5]}\n", True),
    ("foo ${X:-${Y[08]}}\nX=1\n", True),
    # an index that is a variable's value
    ("i=-1\ni=''${i[i]}\n", True),
    ("i=08\nX[i]=1\nY=2\n", True),
    ("i=1\nX=(a b)\nY=${X[i]}${X[$i]}${X[${i}]}\n", False),
    ("j='' :\nunset 'j[X=3]'\n", True),
    # commands that set variables in their own ways, or end the reading
    ("[ -v X[Q=3] ]\n", True),
    ("printf %n X\n", True),
    ("read {X,Y} </dev/null\n", True),
    ("{exit,1}\nX=1\n", True),
    ("time -p X=1\n", True),
    ("foo ${#X:-a}\nY=1\n", True),
    # as sh, the rest of the line is skipped after an element in front of a command
    ("foo && Y[0]= bar; X=1\n", True),
    ("Y[0]= bar; X=1\n", True),
    ("X=1; Y[0]= bar\n", False),
    # all words of a declaration are expanded before any variable is set
    ('export Y="a b" Z=$Y\n', False),
    ("Y=1\ndeclare Y=2 Z=$Y Y+=3\n", False),
    ("declare X=(a) Y=$X\n", True),
    ("declare X=1 Y=($X)\n", True),
    # bash 4.2 appends there
    ("X=(a b)\nX+=([0]=c d)\n", True),
    ("X=(a b)\nX+=([3]=c [2]=d e)\n", True),
    ("X=(a b)\nX+=([2]=c d)\n", False),
    # an empty word of an array
    ("X=($Y \\\n$Y '' \"$Y\" $Y$Y)\n", False),
    # bash's own marks inside of words
    ("X=('\x7f' \x01)\n", True),
    ("X=$'\\x7f'\n", True),
    # only the simplest substitutions have an end that is certain
    ("echo $(case a in a) X=1\nesac)\n", True),
    ("echo $(foo) `bar`\nX=1\n", False),
    # the sign of DOS is a character like any other
    ("export\r\nX=1\r\nfi\r\n", False),
    # bytes that are UTF-8 only together
    ("X=$'\\xc3'$'\\xa4'\n", False),
)


@pytest.mark.parametrize("text, refused", ONCE_WRONG)
def test_what_was_once_wrong(text, refused):
    assert oracle.differences([text]) == refused


CANARY = "touch {0}; "
WAYS_TO_RUN = (
    "touch {0}\n",
    "X=$(touch {0})\n",
    "X=`touch {0}`\n",
    'X="$(touch {0})"\n',
    "X=(a $(touch {0}))\n",
    "X[$(touch {0})]=1\n",
    "X=${{Y:-$(touch {0})}}\n",
    'X="${{Y:-`touch {0}`}}"\n',
    "if true; then touch {0}; fi\n",
    "f() {{ touch {0}; }}; f\n",
    "eval touch {0}\n",
    "for x in 1; do touch {0}; done\n",
    "X=<(touch {0})\n",
    "cat <<E\n$(touch {0})\nE\n",
    "trap 'touch {0}' EXIT\n",
    "alias x='touch {0}'\nx\n",
    "X=1 touch {0}\n",
    "true && touch {0}\n",
    "touch {0} &\n",
    "X=a >{0}\n",
    "exec touch {0}\n",
    "X=$((a[$(touch {0})]))\n",
    "unset X[$(touch {0})]\n",
    "declare X=$(touch {0})\n",
    "coproc touch {0}\n",
    "X=$[ $(touch {0}) ]\n",
    "PROMPT_COMMAND='touch {0}'\n",
    "BASH_ENV={0}\n",
    "> {0}\n",
)


@pytest.mark.parametrize("way", WAYS_TO_RUN)
def test_nothing_in_a_file_is_run(way, tmp_path, capfd):
    from inet1c.cli import main

    canary = tmp_path / "canary"
    conf = tmp_path / "rc.inet1.conf"
    conf.write_text(way.format(canary))
    os.utime(conf, (0, 0))  # build waits for a file that was written just now
    before = sorted(tmp_path.iterdir())
    for command in (["check"], ["dump"], ["show"], ["build", "-o", "-"]):
        assert main([command[0], str(conf), *command[1:]]) in (0, 1)
        assert not canary.exists()
    assert sorted(tmp_path.iterdir()) == before


def test_reading_starts_no_process_and_opens_no_file():
    """Python itself tells of both (sys.addaudithook); what the passes import they have imported before."""
    seen = []
    watching = [False]

    def hook(event, arguments):
        if watching[0] and event in (
            "open",
            "os.system",
            "subprocess.Popen",
            "os.exec",
            "os.fork",
            "os.posix_spawn",
            "socket.connect",
        ):
            seen.append((event, arguments))

    texts = [way.format("/tmp/canary") for way in WAYS_TO_RUN] + [
        text for batch in oracle.made(200, 7) for text in batch
    ]
    for text in texts:
        fuzz.run(text)
    sys.addaudithook(hook)
    watching[0] = True
    try:
        for text in texts:
            fuzz.run(text)
    finally:
        watching[0] = False
    assert seen == []


def test_garbage_for_some_seconds():
    """`python3 -m tests.fuzz --seconds N` for as long as one wants."""
    generator = random.Random()
    end = time.monotonic() + 8
    count = 0
    while time.monotonic() < end:
        text = fuzz.garbage(generator)
        try:
            fuzz.run(text)
        except Exception as problem:
            raise AssertionError(f"{problem!r} after {text!r}") from problem
        count += 1
    assert count > 50


@pytest.mark.parametrize(
    "name, text", list(fuzz.huge(3000)), ids=lambda value: value[:20] if len(value) < 60 else ""
)
def test_a_file_that_is_all_one_thing(name, text):
    fuzz.run(text)


@pytest.mark.parametrize(
    "text",
    [
        'X="' + "a" * 5_000_000 + '"\n',
        "X=" + "a" * 5_000_000,
        "#" * 5_000_000,
        "MTU[0]=1500\n" * 100_000,
        "X=" + "${X:-" * 20_000 + "}" * 20_000 + "\n",
        "X=" + "$(" * 20_000 + ")" * 20_000 + "\n",
        "(" * 20_000 + "\n",
        "X[" * 20_000 + "\n",
    ],
    ids=[
        "a long value",
        "a long word",
        "a long comment",
        "many lines",
        "deep expansions",
        "deep substitutions",
        "deep",
        "deep indexes",
    ],
)
def test_large_files(text):
    fuzz.run(text)


def test_large_files_are_read_to_their_end():
    values, found = oracle.read('X="' + "a" * 5_000_000 + '"\nY=1\n')
    assert not refuses(found)
    assert len(values["X"]["0"]) == 5_000_000 and values["Y"] == {"0": "1"}
