"""Every message is explained, by a file that has it and one that has not."""

import re
from pathlib import Path

import inet1c
import pytest
from inet1c.cli import main
from inet1c.conf import read
from inet1c.conf.parse import ODD
from inet1c.messages.explain import READING, explanations
from inet1c.network.variables import review
from inet1c.source import Source

PASSES = ("parse", "evaluate", "memory", "variables")


def findings(text):
    settings, found = read(Source("conf", text))
    return found + review(settings)


@pytest.mark.parametrize("explanation", READING, ids=lambda explanation: explanation.code)
def test_wrong_has_it_and_right_has_nothing(explanation):
    assert explanation.code in {diagnostic.code for diagnostic in findings(explanation.wrong)}
    right = findings(explanation.right)
    assert [d for d in right if d.severity == "error"] == []
    assert explanation.code not in {diagnostic.code for diagnostic in right}


@pytest.mark.parametrize("explanation", explanations(), ids=lambda explanation: explanation.code)
def test_every_example_goes_through_the_command(explanation, tmp_path, capfd):
    for text, wrong in ((explanation.wrong, True), (explanation.right, False)):
        conf = tmp_path / "rc.inet1.conf"
        conf.write_bytes(text.encode("utf-8", "surrogateescape"))
        files = [str(conf)]
        if "two-hosts" in explanation.code:
            other = tmp_path / "other.conf"
            other.write_text(text)
            files.append(str(other))
            if not wrong:
                continue  # any address is twice where a file is compared with itself
        kernel = ["--kernel", "3.10"] if wrong else []
        main(["check", "--release", "14.2", *kernel, *files])
        assert (
            f"[{explanation.code}]" in capfd.readouterr().err
        ) == wrong or explanation.code == "other-release"


def test_every_code_is_explained_once():
    folder = Path(inet1c.__file__).parent
    used = set()
    for name in PASSES:
        text = next(folder.rglob(f"{name}.py")).read_text(encoding="utf-8")
        used |= set(re.findall(r'\b(?:error|warning|refuse)\(\s*"([a-z][a-z0-9-]+)"', text))
    used |= {code for _, code, _, _ in ODD}
    explained = [explanation.code for explanation in READING]
    assert len(explained) == len(set(explained))
    assert set(explained) == used
    everything = [explanation.code for explanation in explanations()]
    assert len(everything) == len(set(everything))


@pytest.mark.parametrize("explanation", explanations(), ids=lambda explanation: explanation.code)
def test_the_command_prints_the_page(explanation, capfd):
    assert main(["explain", explanation.code]) == 0
    page = capfd.readouterr().out
    assert page.startswith(explanation.code + "\n")
    assert "Wrong:" in page and "Right:" in page


def test_without_a_code_all_are_listed(capfd):
    assert main(["explain"]) == 0
    assert capfd.readouterr().out.split() == sorted(explanation.code for explanation in explanations())


def test_an_unknown_code_gets_a_hint(capfd):
    assert main(["explain", "sintax"]) == 2
    assert "did you mean syntax?" in capfd.readouterr().err
