"""bash is the oracle: what inet1c reads is what bash holds, as bash and as sh; and nothing is ever run."""

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
            oracle.compare(text, "bash", wrong, frozenset(), held)
        values, unknown, _ = oracle.read(text)
        oracle.compare(text, "bash", values, unknown, held)


# What inet1c once read in another way than bash; True where it has to be refused, as bash ends reading there
# or as only a running shell could tell.
ONCE_WRONG = (
    # a number or {NAME} in front of < or > belongs to the redirection: a syntax error after another one
    ("foo <0<-E\nX=1\n", True),
    ("foo <0\\\n<x\nX=1\n", True),
    ("foo <{a}<x\nX=1\n", True),
    ("foo <<<0>&-\nX=1\n", True),
    ("true {X[0]}</dev/null\nY=1\n", True),
    ("foo <&0<x\nX=1\n", False),
    ("foo >/dev/null 2>&1</dev/null\nX=1\n", False),
    ("foo 0<(true)\nX=1\n", False),
    # as sh, a redirection that fails ends the script where the command is a special builtin
    (": <nofile\nX=1\n", True),
    ("if true; then shift <nofile; fi\nX=1\n", True),
    (": >/dev/null 2>&1\nX=1\n", False),
    # variables of bash's that are integers: it counts with what they are given
    ("a & OPTIND=3\r\nX=()\n", True),
    ("RANDOM=X=5\n", True),
    ("OPTIND=3\nX=1\n", False),
    ("GROUPS=(1 2) <<<a\nX=1\n", True),
    ("if true; then GROUPS=(1 2); fi\nX=1\n", True),
    ("for _ in 1 2; do foo; done\nX=1\n", False),
    # what is expanded on the way to a variable that keeps nothing
    ("OPTARG=${Q:=5}\n", False),
    ("HOSTNAME+=${Q:=5}\n", False),
    ("GROUPS[Q=5]=1\n", True),
    ("HOSTNAME+=${MTU:=5}\n", True),
    ("declare HOSTNAME\nX=$HOSTNAME\n", False),
    ("PWD=5\ncd .\nX=$PWD\n", False),
    # an index in a word that is no assignment is expanded all the same
    ("GATEWAY[0${Y=[2]}\n]\n", False),
    ("X[${MTU:=5}]\n", True),
    ("X[${Y?a}]\nZ=1\n", True),
    # a negative index that is a variable's value
    ("i=-1\ni=''${i[i]}\n", True),
    ("X=5\ni=-1\nunset X[i]\n", True),
    ("j='' :\nunset 'j[X=3]'\n", True),
    ("unset 'HOSTNAME[X=3]'\n", True),
    ("i=-1\nX=(1 2)\nY=${X[i]}\n", False),
    # builtins that set variables in their own ways, or end reading
    ("[ -v X[Q=3] ]\n", True),
    ("A='-v X[Q=3] -a a'\n[ $A = a ]\n", True),
    ('[ "$A" = a ]\n[ ! $B = yes ]\n[ -n "$C" ]\n[ "$A" ]\nX=1\n', False),
    ("printf %n X\n", True),
    ("read 'X[Q=3]' </dev/null\n", True),
    ("read {X,Y} </dev/null\n", True),
    ("compgen -W '${Q:=3}'\n", True),
    ("jobs -x eval Q=3\n", True),
    ("shift 1 2\nX=1\n", True),
    ("while true; do break a; done\nX=1\n", True),
    ("{exit,1}\nX=1\n", True),
    ("time -p X=1\n", True),
    # bad substitutions
    ("foo ${#X:-a}\nY=1\n", True),
    ("foo ${1[0]}\nY=1\n", True),
    (": ${X[@]:=a}\nY=1\n", True),
    # what a command sets, it may count with further on
    ("foo ${i=x-} ${X[$i]}\nY=1\n", True),
    # as sh, the rest of the line is skipped after an element in front of a command
    ("{ Y[0]= foo; }; X=1\n", True),
    ("foo && Y[0]= bar; X=1\n", True),
    ("j=( [1]=$(foo) a [j]=b )\nX=1\n", True),
    ("f() { f; }\nf\nX=1\n", True),
    ("f() { ( f ); }\nX=1\n", True),
    ("f() { foo $(f); }\nX=1\n", True),
    # read-only variables
    ("readonly A=1\nA=2 true && X=1\nY=1\n", True),
    # all words of a declaration are expanded before any variable is set
    ('export Y="a b" Z=$Y\n', False),
    ("Y=1\ndeclare Y=2 Z=$Y Y+=3\n", False),
    ("declare X=(a) Y=$X\n", True),
    ("declare X=1 Y=($X)\n", True),
    ("export X='' X=()\n", True),
    ("declare X=(a) Y=($X)\n", False),
    # bash 4.2 appends there
    ("X=(a b)\nX+=([0]=c d)\n", False),
    ("MTU=(a b)\nMTU+=([0]=c d)\n", True),
    ("local X=(1)\n", True),
    ("declare -p X=(1)\n", True),
    ("export -p X=1\n", True),
    ("local X=${Q:=3}\n", False),
    ("local X=1 {Y[0]}</dev/null\n", True),
    # bash's own marks inside of words
    ('MTU=("\x7f")\n', True),
    ("X=('\x7f' \x01)\n", False),
    ("if true; then readonly OWN; fi\nOWN=3\nX=1\n", True),
    ("f() { declare -r OWN; }\nf\nOWN=3\nX=1\n", True),
    ("if true; then declare OWN[08]=1; fi\nX=1\n", True),
    # functions that are defined in what is skipped
    ("f() { g() { X=1; }; }\nf\nunset X\nX=2\ng\n", False),
    ("f() { g() { X=1; }; }\nf\nX=(2)\ng\n", False),
    ("f() { (( Y )); }\nY='Q=3'\nf\n", True),
    ("f() { X=4; }\nreadonly X=2\nf\nY=1\n", True),
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
    values, _, found = oracle.read('X="' + "a" * 5_000_000 + '"\nY=1\n')
    assert not refuses(found)
    assert len(values["X"]["0"]) == 5_000_000 and values["Y"] == {"0": "1"}
