"""bash as the oracle: what it holds after sourcing a file, against what inet1c reads.

    python3 -m tests.oracle --count 100000      made files, and those of the corpus
    python3 -m tests.oracle FILE...             these files

The bash is the first in PATH.  It runs in an empty folder, with nothing in PATH and nothing in its
environment, as nobody where that is possible; once as bash, once as sh.
"""

import argparse
import contextlib
import multiprocessing
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from inet1c.conf import read as read_conf
from inet1c.conf.names import PRESET
from inet1c.diagnostic import refuses
from inet1c.source import Source

from .confs import Maker

CORPUS = Path(__file__).resolve().parent.parent.parent / "shared" / "corpus"
BASH = shutil.which("bash")
# For each file a shell of its own: a subshell ends at errors that a shell goes on after.  At its end, however
# that comes about, it says what it holds.  Functions that call each other must not take the machine along.
_DRIVER = """\
for f in {files}; do
  f={out}/$f \\
  {program} -c 'echo $$ > $f; trap "declare -p > $f.\\$BASHPID" EXIT
    ulimit -t 5 -v 1000000 {limit}; FUNCNEST=8; . {conf}/${{f##*/}}' < /dev/null > /dev/null 2>&1
done
"""
_DECLARED = re.compile(r"declare -(\S+) ([A-Za-z_][A-Za-z0-9_]*)(=?)")
_SINGLE = re.compile(r"(?:'[^']*'|\\')+")
_ANSI = {
    "a": "\a",
    "b": "\b",
    "e": "\033",
    "E": "\033",
    "f": "\f",
    "n": "\n",
    "r": "\r",
    "t": "\t",
    "v": "\v",
}
# Shells' own, and those of the driver.
_OWN = PRESET | {"f"}


class Failure(AssertionError):
    """inet1c and bash do not agree."""


def held(texts, shell="bash", locale="C"):
    """What *shell* holds after sourcing each of *texts*: for each a dictionary, name to index to value."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        root.chmod(0o755)
        for name in ("conf", "out", "empty"):
            (root / name).mkdir()
            (root / name).chmod(0o777)
        program = root / shell
        program.symlink_to(BASH)
        names = []
        for number, text in enumerate(texts):
            names.append(f"f{number}")
            (root / "conf" / names[-1]).write_bytes(text.encode("utf-8", "surrogateescape"))
        nobody = os.getuid() == 0
        script = _DRIVER.format(
            files=" ".join(names),
            out=root / "out",
            conf=root / "conf",
            program=program,
            limit="-u 200" if nobody else "",  # of all processes of nobody's
        )
        options = {"user": 65534, "group": 65534, "extra_groups": []} if nobody else {}
        driver = subprocess.Popen(
            [BASH, "-c", script],
            cwd=str(root / "empty"),
            env={"PATH": "/nonexistent", "LC_ALL": locale},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            **options,
        )
        try:
            driver.wait(timeout=60 + 2 * len(texts))
        finally:
            # Whatever is left: it has the driver's session for itself.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(driver.pid, signal.SIGKILL)
            driver.wait()
        found = []
        for name in names:
            try:
                # Background commands run the trap as well, each with a number of its own.
                process = (root / "out" / name).read_text().strip()
                text = (root / "out" / f"{name}.{process}").read_bytes().decode("utf-8", "surrogateescape")
            except OSError:
                found.append(None)
            else:
                found.append(declared(text))
        return found


def declared(text):
    """The output of declare -p as a dictionary, name to index to value."""
    found = {}
    position = 0
    while position < len(text):
        match = _DECLARED.match(text, position)
        if not match:
            newline = text.find("\n", position)
            position = len(text) if newline < 0 else newline + 1
            continue
        flags, name, sign = match.groups()
        position = match.end()
        if sign and text[position] == "(":
            found[name], position = _elements(text, position)
        elif sign and text[position] == "'":
            # Up to bash 4.3 an array is quoted as a whole.
            quoted = _SINGLE.match(text, position)
            position = quoted.end()
            found[name], _ = _elements(quoted[0][1:-1].replace("'\\''", "'"), 0)
        elif sign:
            value, position = _value(text, position)
            found[name] = {"0": value}
        elif "a" in flags:
            found[name] = {}
    return found


def _elements(text, position):
    """The array at *position*, index to value, and where it ends."""
    position += 1
    elements = {}
    while text[position] != ")":
        end = text.index("]=", position)
        index = text[position + 1 : end]
        value, position = _value(text, end + 2)
        elements[index] = value
        while text[position] == " ":
            position += 1
    return elements, position + 1


def _value(text, position):
    """The quoted value at *position*, and where it ends."""
    if text.startswith("$'", position):
        position += 2
        data = bytearray()
        while text[position] != "'":
            if text[position] == "\\":
                octal = re.compile(r"[0-7]{1,3}").match(text, position + 1)
                if octal:
                    data.append(int(octal[0], 8))
                    position = octal.end()
                    continue
                data += _ANSI.get(text[position + 1], text[position + 1]).encode("utf-8", "surrogateescape")
                position += 2
            else:
                data += text[position].encode("utf-8", "surrogateescape")
                position += 1
        return data.decode("utf-8", "surrogateescape"), position + 1
    assert text[position] == '"', text[position : position + 40]
    position += 1
    value = []
    while text[position] != '"':
        if text[position] == "\\":
            position += 1
        value.append(text[position])
        position += 1
    return "".join(value), position + 1


def read(text):
    """What inet1c reads: name to index to value, and the diagnostics."""
    settings, found = read_conf(Source("conf", text))
    values = {
        variable.name: {str(element.index): element.value.text for element in variable.elements}
        for variable in settings.variables
    }
    return values, found


def differences(texts):
    """Compares; gives how many files were refused.  Raises Failure at the first disagreement."""
    readings = [read(text) for text in texts]
    wanted = [number for number, (_, found) in enumerate(readings) if not refuses(found)]
    for shell, locale in (("bash", "C"), ("sh", "C.UTF-8")):
        results = held([texts[number] for number in wanted], shell, locale)
        for number, result in zip(wanted, results):
            compare(texts[number], shell, readings[number][0], result)
    return len(texts) - len(wanted)


def compare(text, shell, values, result):
    """Raises Failure where *values*, of read, are not *result*, of held.  Empty arrays do not count."""
    if result is None:
        raise Failure(f"{shell} said nothing after\n{text}")
    for name in sorted(set(values) | set(result)):
        ours, theirs = _bytes(values.get(name, {})), _bytes(result.get(name, {}))
        if ours != theirs and (name in values or name not in _OWN):
            raise Failure(f"{name} is {theirs} to {shell} and {ours} to inet1c, after\n{text}\n{text!r}")


def _bytes(elements):
    return {index: value.encode("utf-8", "surrogateescape") for index, value in elements.items()}


def made(count, seed, each=50):
    """Lists of *each* made files, *count* files in all."""
    generator = random.Random(seed)
    for start in range(0, count, each):
        yield [Maker(generator.randrange).conf() for _ in range(min(each, count - start))]


def attempt(texts):
    """How many files were compared, how many of them were refused, and the disagreement or None."""
    try:
        return len(texts), differences(texts), None
    except subprocess.TimeoutExpired:
        return len(texts), 0, f"bash does not come to an end with one of {texts!r}"
    except Failure as failure:
        return len(texts), 0, str(failure)


def main():
    parser = argparse.ArgumentParser(
        prog="python3 -m tests.oracle", description="compare inet1c's reading with bash's"
    )
    parser.add_argument("--count", type=int, default=2000, help="how many files to make")
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--keep-going", action="store_true", help="show every disagreement")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="how many processes")
    parser.add_argument("files", nargs="*")
    given = parser.parse_args()
    seed = random.randrange(10**6) if given.seed is None else given.seed
    files = [Path(name) for name in given.files] or sorted(CORPUS.glob("*.conf"))
    texts = [path.read_bytes().decode("utf-8", "surrogateescape") for path in files]
    wrong = 0
    version = subprocess.run([BASH, "-c", "echo $BASH_VERSION"], capture_output=True, text=True, check=True)
    print(f"bash {version.stdout.strip()}, seed {seed}", flush=True)
    refused = differences(texts) if texts else 0
    print(f"{len(texts)} files of people compared, {refused} of them refused")
    if given.files:
        return 0
    done = refused = 0
    with multiprocessing.Pool(given.jobs) as pool:
        for compared, unread, failure in pool.imap(attempt, made(given.count, seed)):
            refused += unread
            if failure is not None:
                wrong += 1
                print(failure, flush=True)
                if not given.keep_going:
                    print(f"seed {seed}")
                    return 1
            done += compared
            if done % 5000 == 0:
                print(f"{done} made files compared", flush=True)
    print(f"{done} made files compared (seed {seed}), {refused} of them refused, {wrong} lists disagree")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
