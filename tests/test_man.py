"""The manual pages: what they say is what the code has, and troff formats them without a warning."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from inet1c import cli
from inet1c.commands.build import OUT
from inet1c.commands.options import CONF, RELEASE_FILE
from inet1c.network import options, variables

from tools import man_options, man_wrap

ROOT = Path(__file__).resolve().parent.parent
MAN = ROOT / "man"
PAGES = sorted(path.name for path in MAN.glob("*.[1-9]"))


def source(page):
    """The text of a page."""
    return (MAN / page).read_text(encoding="utf-8")


def plain(text):
    """troff's source without fonts, macros and escapes: words as a reader has them."""
    text = re.sub(r"\\f[BIRP]", "", text).replace("\\-", "-").replace("\\(aq", "'").replace("\\&", "")
    text = re.sub(r"\\(\(bu|\n)", "", text).replace("\\ ", " ")
    # macros of two fonts put their arguments together
    text = re.sub(r"^\.(?:BR|BI|IB|IR|RB|RI) (.*)$", lambda m: _joined(m.group(1)), text, flags=re.M)
    return re.sub(r"^\.[A-Z]{1,2} ?", "", text, flags=re.M)


def _joined(arguments):
    return "".join(quoted or bare for quoted, bare in re.findall(r'"([^"]*)"|(\S+)', arguments))


def section(page, title):
    """The source of one section of a page."""
    match = re.search(rf"^\.SH {re.escape(title)}\n(.*?)(?=^\.SH |\Z)", source(page), flags=re.M | re.S)
    assert match, f"{page} has no section {title}"
    return match.group(1)


def tags(page, title):
    """The tags of a section's tagged paragraphs, as plain text."""
    return [plain(tag).strip() for tag in re.findall(r"^\.TP\n((?:.*\\\n)*.*)$", section(page, title), flags=re.M)]


def examples(page, title):
    """What stands between .nf and .fi in a section, as plain text."""
    found = re.findall(r"^\.nf\n(.*?)^\.fi$", section(page, title), flags=re.M | re.S)
    return [plain(text) for text in found]


def test_there_are_three_pages():
    assert PAGES == ["inet1c.8", "rc.bonding.8", "rc.inet1.conf-bonding.5"]


# -- inet1c(8) ------------------------------------------------------------------------------------


def options_of(parser):
    """The options of one command but --help."""
    return {name for action in parser._actions for name in action.option_strings} - {"-h", "--help"}


OPTIONS = {command: options_of(parser) for command, parser in cli.parser()[1].items()}


def synopsis():
    """What the synopsis has: command to its options."""
    (text,) = examples("inet1c.8", "SYNOPSIS")
    found = {}
    for line in re.sub(r"\n +", " ", text).splitlines():
        command, *rest = line.split()[1:]
        found[command] = set(re.findall(r"--?[a-z]+(?:-[a-z]+)*", " ".join(rest)))
    return found


def test_the_synopsis_has_every_command_with_its_options():
    assert synopsis() == {**OPTIONS, "--version": set(), "--help": set()}


def test_every_command_is_described():
    assert [tag.split()[0] for tag in tags("inet1c.8", "COMMANDS")] == list(cli.COMMANDS)


def test_every_option_is_described_with_its_commands():
    text = section("inet1c.8", "OPTIONS")
    found = {}
    for paragraph in text.split(".TP\n")[1:]:
        tag, rest = plain(paragraph).split("\n", 1)
        commands = re.match(r"\((.*?)\)", rest.replace("\n", " "), flags=re.S)
        for option in re.findall(r"(?<![\w-])--?[a-z]+(?:-[a-z]+)*", tag):
            found[option] = set(re.split(r",\s*", commands.group(1))) if commands else None
    wanted = {}
    for command, names in OPTIONS.items():
        for option in names:
            wanted.setdefault(option, set()).add(command)
    assert found == {**wanted, "-h": None, "--help": None, "--version": None}


def test_the_files_are_those_of_the_command_line():
    text = plain(section("inet1c.8", "FILES"))
    assert [path for path in (CONF, OUT, RELEASE_FILE) if path not in text] == []


def test_the_releases_are_those_of_the_command_line():
    text = plain(section("inet1c.8", "OPTIONS"))
    assert [release for release in variables.RELEASES if release not in text] == []


def test_the_message_that_is_shown_is_one_that_comes(tmp_path, monkeypatch, capsys):
    shown = examples("inet1c.8", "DESCRIPTION")[0]
    lines = {int(number): line[4:] for number, line in re.findall(r":(\d+):\d+: .*\n(.*)", shown)}
    conf = {1: 'IFNAME[1]="bond0"', 7: 'BONDMODE[1]="active-backup"', **lines}
    text = "".join(conf.get(number, "") + "\n" for number in range(1, max(conf) + 1))
    (tmp_path / "rc.inet1.conf").write_text(text)
    monkeypatch.chdir(tmp_path)
    assert cli.main(["check", "rc.inet1.conf"]) == 1
    assert capsys.readouterr().err == shown


def test_the_examples_are_taken_by_the_command_line():
    """Each ``inet1c ...`` in the examples is a command line that is parsed as it stands."""
    lines = [line for text in examples("inet1c.8", "EXAMPLES") for line in re.split(r"\n|&&", text)]
    commands = [line.split()[1:] for line in lines if line.split()[:1] == ["inet1c"]]
    assert len(commands) >= 5
    for arguments in commands:
        cli.parse(arguments)


# -- rc.inet1.conf-bonding(5) -----------------------------------------------------------------------


def test_the_lists_are_what_the_tool_writes():
    page = man_options.PAGE.read_text(encoding="utf-8")
    assert man_options.rewritten(page) == page, "run tools/man_options.py"


def test_every_option_is_in_the_list():
    found = [tag.split()[0] for tag in tags("rc.inet1.conf-bonding.5", "OPTIONS")]
    assert sorted(found) == sorted(spec.name for spec in options.SPECS)


def test_every_option_and_mode_has_its_words():
    assert list(man_options.ABOUT) == list(man_options.GOOD_FOR) == [spec.name for spec in options.SPECS]
    assert list(man_options.MODES) == list(options.MODES)


def test_every_mode_is_in_the_list():
    found = tags("rc.inet1.conf-bonding.5", "MODES")
    assert found == [f"{mode} ({number})" for number, mode in enumerate(options.MODES)]


def test_the_facts_of_an_option_are_those_of_the_table():
    """A few, by hand: what the tool writes is not only the same as what it would write."""
    facts = {}
    for entry in section("rc.inet1.conf-bonding.5", "OPTIONS").split(".TP\n")[1:]:
        # troff fills lines
        text, _, rest = plain(entry.replace(".br\n", "\0")).replace("\n", " ").partition("\0")
        facts[text.split()[0]] = rest.strip()
    assert facts["lacp_rate"] == ("Value: slow (0), fast (1). The kernel's default: slow. Taken in 802.3ad. "
                                  "Set while the bond is down.")
    assert "Taken in active-backup, balance-tlb and balance-alb." in facts["primary"]
    assert "Since Linux 6.18, and since 6.1.176 of 6.1 and 6.12.101 of 6.12." in facts["actor_port_prio"]
    assert "1 to 255" in facts["arp_missed_max"]


OURS = [known.name for known in variables.VARIABLES if known.reader == "inet1c"]


@pytest.mark.parametrize("variable", OURS)
def test_every_variable_of_ours_is_described(variable):
    page = "rc.inet1.conf-bonding.5"
    found = [tag for title in ("BONDS", "ADDRESSES AND THE REST") for tag in tags(page, title)]
    assert [tag for tag in found if re.match(rf"{variable}\b", tag)]


@pytest.mark.parametrize("variable", [
    known.name for known in variables.VARIABLES
    if known.reader == "rc.inet1" and not known.name.startswith(("DHCP_", "SLAAC_"))
    and known.name not in ("DEBUG_ETH_UP", "MAXNICS")
])  # fmt: skip
def test_every_variable_of_the_stock_script_that_counts_in_a_stack_is_named(variable):
    assert re.search(rf"\b{variable}\b", plain(source("rc.inet1.conf-bonding.5")))


@pytest.mark.parametrize("number", range(3))
def test_the_examples_have_no_finding(number, tmp_path, capsys):
    texts = examples("rc.inet1.conf-bonding.5", "EXAMPLES")
    assert len(texts) == 3
    conf = tmp_path / "rc.inet1.conf"
    conf.write_text(texts[number])
    assert (cli.main(["check", "--strict", str(conf)]), capsys.readouterr().err) == (0, "")


# -- rc.bonding(8) ----------------------------------------------------------------------------------


def rc_bonding():
    """The text of rc.bonding."""
    return (ROOT / "rc.bonding").read_text(encoding="utf-8")


def test_every_word_of_the_usage_is_described():
    usage = re.search(r'echo "Usage: \$0 (\S+)"', rc_bonding()).group(1)
    described = plain(section("rc.bonding.8", "WORDS OF RC.BONDING"))
    assert [word for word in usage.split("|") if not re.search(rf"\b{word}\b", described)] == []


def test_every_word_of_rc_inet1_that_bonds_answer_to_is_described():
    described = " ".join(tags("rc.bonding.8", "WORDS OF RC.INET1"))
    words = ("start", "up", "stop", "down", "restart", "status", "_start", "_stop", "_restart", "_up", "_down")
    assert [word for word in words if not re.search(rf"(?<![a-z]){word}\b", described)] == []


VARIABLE = r"\$\{(?:[^{}]|\{[^{}]*\})*\}|\$[A-Za-z_]+|\$[0-9*@]"


def troubles():
    """The texts of rc.bonding's messages of what could not be done, each as its parts without variables."""
    found = re.findall(r'\bbond_fail "([^"]*)"|\blink_missing "[^"]*" "([^"]*)"|\b(?:BOND_REFUSED|stale)="([^"]+)"',
                       rc_bonding())
    for text in filter(None, map("".join, found)):
        parts = [part.strip(" :,.") for part in re.split(VARIABLE, text)]
        yield [part for part in parts if len(re.findall("[A-Za-z]{2}", part)) > 2 and " " in part]


def test_every_message_of_trouble_is_described():
    described = " ".join(plain(section("rc.bonding.8", "MESSAGES")).split())
    parts = {part for text in troubles() for part in text}
    assert len(parts) > 30
    assert sorted(part for part in parts if part not in described) == []


def test_every_file_of_the_patches_and_of_rc_bonding_is_described():
    texts = [(ROOT / name).read_text(encoding="utf-8") for name in ("rc.inet1.patch", "rc.inet1-15.0.patch")]
    texts.append(rc_bonding().replace("$RC_D/", "/etc/rc.d/").replace("$RUN/", "/var/run/"))
    named = set(re.findall(r"(?:/etc/rc\.d|/var/run)/rc\.[a-z0-9.]*[a-z0-9]", "\n".join(texts)))
    # This one is Slackware's own.
    named.remove("/etc/rc.d/rc.wireless")
    described = plain(section("rc.bonding.8", "FILES"))
    assert len(named) >= 4
    assert {path for path in named if path not in described} == set()


def test_the_marks_of_a_block_are_those_of_rc_bonding():
    marks = set(re.findall(r"# rc\.inet1: (?:begin|end)", rc_bonding()))
    described = plain(section("rc.bonding.8", "FILES"))
    assert len(marks) == 2
    assert {mark for mark in marks if mark not in described} == set()


# -- all of them ------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES)
def test_the_version_in_a_page_is_the_compilers(page):
    from inet1c import __version__

    assert f'"inet1c {__version__}"' in source(page).splitlines()[0]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_refers_to_pages_that_there_are(page):
    ours = {tuple(name.rsplit(".", 1)) for name in PAGES}
    names = {name for name, _ in ours}
    found = set(re.findall(r"([a-z0-9.-]+)\(([1-9])\)", plain(source(page))))
    assert {(name, number) for name, number in found if name in names} <= ours
    assert {name for name in names if (name, dict(ours)[name]) not in found} <= {page.rsplit(".", 1)[0]}


LINTERS = {"groff": ["-man", "-ww", "-z"], "mandoc": ["-man", "-T", "lint"]}


@pytest.mark.parametrize("linter", LINTERS)
@pytest.mark.parametrize("page", PAGES)
def test_nothing_in_a_page_is_complained_of(page, linter):
    if not shutil.which(linter):
        pytest.skip(f"{linter} is not installed")
    done = subprocess.run(
        [linter, *LINTERS[linter], str(MAN / page)],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True,
    )
    assert (done.returncode, done.stdout) == (0, ""), "tools/man_wrap.py wraps long lines"


def test_long_lines_are_wrapped():
    text = ".TP\ntag " + "word " * 20 + "\nplain " + "/very/long/word " * 8 + ".dot\n.nf\n" + "x " * 60 + "\n.fi\n"
    lines = man_wrap.wrap(text).splitlines()
    assert lines[1].endswith(" \\") and not lines[2].endswith("\\")
    assert max(map(len, lines[:lines.index(".nf")])) <= 79
    assert lines[-2] == "x " * 60
    assert plain("\n".join(lines)).split() == plain(text).split()


def test_no_line_is_left_to_wrap():
    assert [page for page in PAGES if man_wrap.wrap(source(page)) != source(page)] == []
