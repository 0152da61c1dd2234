"""Quoting: whatever the text, bash gets that very word, and nothing in it is run."""

import random
import subprocess

import pytest
from inet1c.plan.quote import quote

WORDS = (
    ["", " ", "  two  blanks ", "'", "''", "it's", '"', "\\", "\\'", "$HOME", "$(id)", "`id`"]
    + ["a;b", "a&b", "a|b", "*", "?", "[a-z]", "~", "~root", "{a,b}", "#", "!!", "(x)", "<x", ">x"]
    + ["a=b", "-n", "--", "%s", "é", "日本"]
    + ["".join(chr(number) for number in range(32, 127))]
)


def random_words(number):
    """Words of shell's own characters, the same ones in every run."""
    source = random.Random(1)
    letters = "ab $`'\"\\;&|<>(){}[]*?!~#=%-\u00e9"
    return ["".join(source.choice(letters) for _ in range(source.randrange(1, 12))) for _ in range(number)]


@pytest.mark.parametrize("options", [[], ["--posix"], ["--noprofile", "-O", "extglob"]], ids=" ".join)
def test_bash_gets_the_very_word(options):
    words = WORDS + random_words(500)
    # each between markers, so that nothing but the right number of words can come out right
    text = "\n".join(f"printf '%s\\n' '<' {quote(word)} '>'" for word in words)
    environment = {"PATH": "/nonexistent", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(["/bin/bash", *options, "-c", text], env=environment, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, check=True)
    assert done.stderr == b""
    assert done.stdout.decode() == "".join(f"<\n{word}\n>\n" for word in words)


def test_plain_words_stay_readable():
    assert quote("bond0.10") == "bond0.10"
    assert quote("2001:db8::1/64") == "2001:db8::1/64"
    assert quote("02:00:00:00:00:aa") == "02:00:00:00:00:aa"


@pytest.mark.parametrize("character", [chr(number) for number in list(range(32)) + [127]], ids=repr)
def test_control_characters_are_refused(character):
    with pytest.raises(ValueError):
        quote(f"a{character}b")
