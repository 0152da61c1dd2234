"""inet1c's command line: arguments, files, exit status."""

import sys

from .diagnostic import refuses
from .source import Source

CONF = "/etc/rc.d/rc.inet1.conf"


def main(arguments=None):
    """Runs one command; gives the exit status: 0 fine, 1 the conf has errors, 2 usage or files."""
    import argparse

    from . import __version__

    parser = argparse.ArgumentParser(prog="inet1c")
    parser.add_argument("--version", action="version", version=f"inet1c {__version__}")
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check")
    check.add_argument("files", nargs="+")
    build = commands.add_parser("build")
    build.add_argument("file", nargs="?", default=CONF)
    build.add_argument("-o", dest="out", default="/etc/rc.d/rc.inet1.bonding")
    dump = commands.add_parser("dump")
    dump.add_argument("file", nargs="?", default=CONF)
    given = parser.parse_args(arguments)
    try:
        return {"check": _check, "build": _build, "dump": _dump}[given.command](given)
    except OSError as problem:
        print(f"inet1c: {problem.filename}: {problem.strerror}", file=sys.stderr)
        return 2


def _read(name):
    with open(name, "rb") as file:
        return Source.from_bytes(name, file.read())


def _report(diagnostics, source):
    from .report import render

    for diagnostic in sorted(diagnostics, key=lambda d: d.span.start):
        print(render(diagnostic, source), file=sys.stderr)
    return 1 if refuses(diagnostics) else 0


def _settings(source):
    from .evaluate import evaluate
    from .parse import parse

    script, diagnostics = parse(source)
    settings, more = evaluate(script)
    return settings, diagnostics + more


def _network(source):
    from .build import build
    from .check import check
    from .order import order

    settings, diagnostics = _settings(source)
    network, more = build(settings)
    ordered, last = order(network)
    return network, ordered, diagnostics + more + list(check(network)) + last


def _check(given):
    status = 0
    for name in given.files:
        source = _read(name)
        try:
            _, _, diagnostics = _network(source)
        except ImportError:
            _, diagnostics = _settings(source)
        status = max(status, _report(diagnostics, source))
    return status


def _build(given):
    from .emit import emit
    from .plan import plan

    source = _read(given.file)
    network, ordered, diagnostics = _network(source)
    if _report(diagnostics, source):
        return 1
    text = emit(plan(network, ordered))
    if given.out == "-":
        sys.stdout.write(text)
    else:
        _replace(given.out, text.encode("utf-8", "surrogateescape"))
    return 0


def _replace(name, data):
    """Replaces the file *name* as a whole or not at all: a copy beside it, on the disk before it is renamed.

    The file is root's own afterwards, whoever owned the old one and wherever a link in its place led.
    """
    import os

    copy = name + ".new"
    try:
        os.unlink(copy)
    except FileNotFoundError:
        pass
    with open(os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644), "wb") as out:
        os.fchmod(out.fileno(), 0o644)
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    os.replace(copy, name)
    folder = os.open(os.path.dirname(name) or ".", os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _dump(given):
    import json

    source = _read(given.file)
    settings, diagnostics = _settings(source)
    if _report(diagnostics, source):
        return 1
    held = {
        variable.name: {str(element.index): element.value.text for element in variable.elements}
        for variable in settings.variables
    }
    json.dump(held, sys.stdout, indent=2, sort_keys=True)
    print()
    return 0
