"""inet1c's command line: arguments, files, exit status.  Nothing else reads files, prints or exits.

Exit status: 0 fine, 1 the conf has errors, 2 usage, or a file that cannot be read or written.
"""

import gc
import os
import re
import sys
from contextlib import suppress

from . import __version__
from .diagnostic import WARNING, refuses
from .source import Source

CONF = "/etc/rc.d/rc.inet1.conf"
OUT = "/etc/rc.d/rc.inet1.bonding"
RELEASE = "/etc/slackware-version"
_LARGEST = 64 << 20  # bytes that are read of a file; /dev/zero has no end
# The kernels of Slackware's releases.
_RELEASES = (((5, 15), "15.0"), ((4, 4), "14.2"), ((3, 10), "14.1"), ((0,), "14.0"))

_USAGE = """\
usage: inet1c check FILE... [--strict] [--format text|json] [--kernel VERSION] [--release VERSION]
       inet1c build [FILE] [-o OUT] [--strict] [--kernel VERSION] [--release VERSION]
       inet1c show [FILE] [--dot | --svg OUT]
       inet1c dump [FILE]
       inet1c explain [CODE]
       inet1c --version
"""
_HELP = f"""\
{_USAGE}
Compiles Slackware's rc.inet1.conf, with bonds, into what rc.inet1 starts. FILE is read, never run.

  check      say what is wrong with FILE, or with several hosts' files together
  build      write OUT, shell functions and nothing else; refuse where check finds an error
  show       draw the interfaces as a tree, or as a graph for Graphviz
  dump       print what bash would hold after sourcing FILE, as JSON
  explain    say more about a message's [code]; without CODE list them all

  FILE       {CONF} where it is not given; - is standard input
  -o OUT     {OUT} where it is not given; - is standard output
  --strict   refuse warnings as well
  --format   text, or json: a list with code, severity, file, line, column, end, message, notes and help
  --kernel   the kernel that it is meant for, such as 4.4: options that it lacks are named
  --release  the Slackware that it is meant for: variables that it does not read are named

Exit status: 0 fine, 1 the conf has errors, 2 usage, or a file that cannot be read or written.
"""


class _Usage(Exception):
    """The command line is wrong; the message says how."""


class _Trouble(Exception):
    """A file cannot be read or written; the message says which and why."""


class _Given:
    """The command line: what was given, or what stands in its place."""

    def __init__(self):
        self.files = []
        self.out = None
        self.strict = False
        self.format = "text"
        self.kernel = None
        self.release = None
        self.dot = False
        self.svg = None


def main(arguments=None):
    """Runs one command; gives the exit status."""
    # What is made here has no cycles and is there to the end: looking for garbage again and again takes more
    # than half of the time where a file is large.
    collecting = gc.isenabled()
    gc.disable()
    try:
        status = _run(sys.argv[1:] if arguments is None else list(arguments))
        if sys.stdout:  # closed, it is None
            sys.stdout.flush()
        return status
    except _Usage as problem:
        _say(f"inet1c: {problem}\n{_USAGE}")
        return 2
    except _Trouble as problem:
        _say(f"inet1c: {problem}\n")
        return 2
    except BrokenPipeError:
        _silence()
        return 2
    except OSError as problem:
        _silence()
        _say(f"inet1c: standard output: {problem.strerror}\n")
        return 2
    except KeyboardInterrupt:
        return 130
    finally:
        if collecting:
            gc.enable()


def _silence():
    """Lets nothing more be written to standard output, not even when Python ends."""
    try:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.close(null)
    except OSError:
        pass


def _say(text):
    """Writes to standard error; there is nobody to tell where that fails."""
    try:
        sys.stderr.write(
            text.encode(sys.stderr.encoding or "ascii", "backslashreplace").decode(
                sys.stderr.encoding or "ascii"
            )
        )
        sys.stderr.flush()
    except OSError:
        pass


_COMMANDS = {
    # how many files, and which options
    "check": (None, ("--strict", "--format", "--kernel", "--release")),
    "build": (1, ("-o", "--strict", "--format", "--kernel", "--release")),
    "show": (1, ("--dot", "--svg", "--kernel")),
    "dump": (1, ("--format",)),
    "explain": (1, ()),
}


def _run(arguments):
    if not arguments:
        raise _Usage("what is to be done?")
    command, *rest = arguments
    if command in ("-h", "--help", "help"):
        _write(_HELP)
        return 0
    if command == "--version":
        _write(f"inet1c {__version__}\n")
        return 0
    if command not in _COMMANDS:
        raise _Usage(f"there is no command {command}")
    if "-h" in rest or "--help" in rest:
        _write(_HELP)
        return 0
    given = _parsed(command, rest)
    return globals()["_" + command](given)


def _parsed(command, rest):
    """The arguments after the command, as a _Given."""
    most, allowed = _COMMANDS[command]
    given = _Given()
    options = True
    rest = list(rest)
    while rest:
        argument = rest.pop(0)
        if not options or argument == "-" or not argument.startswith("-"):
            given.files.append(argument)
            continue
        if argument == "--":
            options = False
            continue
        name, sign, value = argument.partition("=")
        if argument.startswith("-o") and len(argument) > 2:
            name, sign, value = "-o", "=", argument[2:]
        if name not in allowed:
            raise _Usage(f"{command} has no option {name}")
        if name in ("--strict", "--dot"):
            if sign:
                raise _Usage(f"{name} takes no value")
            setattr(given, name[2:], True)
            continue
        if not sign:
            if not rest:
                raise _Usage(f"{name} wants a value")
            value = rest.pop(0)
        setattr(given, "out" if name == "-o" else name[2:], value)
    if most is not None and len(given.files) > most:
        raise _Usage(f"{command} takes one {'code' if command == 'explain' else 'file'} only")
    if command == "check" and not given.files:
        raise _Usage("check wants a file")
    if given.format not in ("text", "json"):
        raise _Usage(f"--format is text or json, and not {given.format}")
    if given.kernel is not None:
        given.kernel = _kernel(given.kernel)
    if given.release is not None and given.release not in [release for _, release in _RELEASES]:
        raise _Usage("--release is one of " + ", ".join(release for _, release in reversed(_RELEASES)))
    if given.dot and given.svg:
        raise _Usage("--dot or --svg, and not both")
    return given


def _kernel(text):
    numbers = text.split("-")[0].split(".")
    if not 2 <= len(numbers) <= 4 or not all(
        number.isascii() and number.isdigit() and len(number) < 7 for number in numbers
    ):
        raise _Usage(f"--kernel wants a version such as 5.15 or 4.4.14, and not {text}")
    return tuple(int(number) for number in numbers)


# -- files


def _read(name):
    """The Source of the file *name*, of standard input where that is -."""
    try:
        if name == "-":
            name, data = "standard input", sys.stdin.buffer.read(_LARGEST + 1)
        else:
            with open(name, "rb") as file:
                data = file.read(_LARGEST + 1)
    except OSError as problem:
        raise _Trouble(f"cannot read {name}: {problem.strerror}") from None
    except ValueError as problem:
        raise _Trouble(f"cannot read {name!r}: {problem}") from None
    if len(data) > _LARGEST:
        raise _Trouble(f"cannot read {name}: it is larger than {_LARGEST >> 20} MB")
    return Source.from_bytes(name, data)


def _write(text):
    """Writes *text*, to standard output, whatever its characters are."""
    sys.stdout.flush()
    data = text.encode("utf-8", "surrogateescape")
    stream = getattr(sys.stdout, "buffer", None)
    if stream is None:
        sys.stdout.write(text)
    else:
        stream.write(data)
        stream.flush()


def _replace(name, text, mode=0o644):
    """Puts *text* into the file *name*, with *mode*: all of it, or the file stays as it was.

    The file belongs to who runs this afterwards, whoever owned the old one and wherever a link in its place
    led: rc.inet1 sources only what is root's.  A device or a pipe is written to, never replaced.
    """
    data = text.encode("utf-8", "surrogateescape")
    if os.path.isdir(name):
        raise _Trouble(f"cannot write {name}: it is a directory")
    folder, base = os.path.split(name)
    temporary = os.path.join(folder, f".{base}.{os.getpid()}.new")
    made = False
    try:
        if os.path.exists(name) and not os.path.isfile(name):
            with open(name, "wb") as out:
                out.write(data)
            return
        _sweep(folder or ".", base)
        with _told_to_end():
            descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
            made = True
            with os.fdopen(descriptor, "wb") as out:
                os.fchmod(out.fileno(), mode)
                out.write(data)
                out.flush()
                os.fsync(out.fileno())
            os.replace(temporary, name)
            made = False
        _sync(folder or ".")
    except (OSError, ValueError) as problem:
        raise _Trouble(f"cannot write {name}: {getattr(problem, 'strerror', None) or problem}") from None
    finally:
        if made:
            with suppress(OSError):
                os.unlink(temporary)


def _sweep(folder, base):
    """Takes away what runs that were killed before they renamed have left in *folder*, beside *base*.

    After a power cut such a leftover may bear the number of this very process: at boot they come again.
    """
    for entry in os.listdir(folder):
        number = entry[len(base) + 2 : -len(".new")]
        if entry != f".{base}.{number}.new" or not number.isdecimal():
            continue
        try:
            if int(number) != os.getpid():
                os.kill(int(number), 0)
                continue
        except ProcessLookupError:
            pass
        except (OSError, OverflowError):
            continue
        os.unlink(os.path.join(folder, entry))


class _told_to_end:
    """Where a signal would end this at once, an exception does it, so that what was begun is taken away."""

    def __enter__(self):
        import signal

        self.before = {}
        for number in (signal.SIGTERM, signal.SIGHUP):
            with suppress(ValueError):  # not the main thread
                self.before[number] = signal.signal(number, self.end)

    @staticmethod
    def end(number, frame):
        raise SystemExit(128 + number)

    def __exit__(self, *exception):
        import signal

        for number, handler in self.before.items():
            signal.signal(number, handler)


def _sync(folder):
    """Makes the new name last; some file systems cannot, and that is no reason to fail."""
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:
        return
    try:
        os.fsync(descriptor)
    except OSError:
        pass
    finally:
        os.close(descriptor)


# -- messages


class _Report:
    """Gathers what is found, file by file, and says it."""

    def __init__(self, given):
        self.strict = given.strict
        self.format = given.format
        self.found = []  # pairs of a Source and the diagnostics about it

    def add(self, source, diagnostics):
        if diagnostics:
            from .messages.report import ordered

            diagnostics = ordered(diagnostics)
        self.found.append((source, diagnostics))

    def refused(self):
        found = [diagnostic for _, diagnostics in self.found for diagnostic in diagnostics]
        return refuses(found) or (self.strict and bool(found))

    def say(self):
        """Says all of it; gives the exit status."""
        if self.format == "json":
            from .messages.report import as_json

            _write(as_json([(source, d) for source, diagnostics in self.found for d in diagnostics]) + "\n")
        elif any(diagnostics for _, diagnostics in self.found):
            from .messages.report import render, summary

            color = _colored()
            sources = [source for source, _ in self.found]
            for source, diagnostics in self.found:
                if not diagnostics:
                    continue
                text = "\n".join(render(d, source, color, sources) for d in diagnostics)
                ending = summary(diagnostics, self.strict)
                _say(f"{text}\n{source.name}: {ending}\n" if len(diagnostics) > 1 else f"{text}\n")
        return 1 if self.refused() else 0


def _colored():
    """True where standard error is a terminal that wants colour (https://no-color.org)."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    try:
        return sys.stderr.isatty()
    except (AttributeError, ValueError):
        return False


# -- the passes


def _settings(source):
    """Source to Settings, and the diagnostics on the way."""
    from .conf import read

    return read(source)


def _network(source, given, kernel=None):
    """Source to Network: the network, its interfaces in order, and the diagnostics of all passes.

    *kernel* is the version that it is for where the command line names none.
    """
    from .checks.check import check
    from .network.build import build
    from .network.variables import review
    from .plan.order import order

    settings, diagnostics = _settings(source)
    network, more = build(settings, given.kernel or kernel)
    ordered, last = order(network)
    # what belongs to a bond's stack is inet1c's, whatever the script of that release reads
    served = frozenset(interface.index for interface in ordered if interface.index is not None)
    return network, ordered, [
        *diagnostics, *review(settings, _release(given), served), *more, *check(network), *last
    ]  # fmt: skip


def _running_kernel():
    """The version of the Linux that runs here, which start will run on; None where that is not to be told."""
    here = os.uname()
    numbers = re.match(r"[0-9]+(\.[0-9]+)+", here.release) if here.sysname == "Linux" else None
    return tuple(int(number) for number in numbers.group().split(".")) if numbers else None


def _release(given):
    """The Slackware that the file is for: as told, as the kernel tells, or that of this machine; or None."""
    if given.release is not None:
        return given.release
    if given.kernel is not None:
        return next(release for kernel, release in _RELEASES if given.kernel >= kernel)
    try:
        with open(RELEASE, encoding="ascii", errors="replace") as file:
            words = file.read(200).split()
    except OSError:
        return None
    version = words[1] if len(words) > 1 and words[0] == "Slackware" else ""
    if version in [release for _, release in _RELEASES]:
        return version
    return "15.0" if version.startswith(("15", "16")) else None


# -- commands


def _check(given):
    from .checks.check import check_hosts

    report = _Report(given)
    networks = []
    found = []
    unread = []
    for name in given.files:
        try:
            source = _read(name)
        except _Trouble as problem:
            unread.append(str(problem))
            continue
        network, _, diagnostics = _network(source, given)
        networks.append(network)
        found.append((source, diagnostics))
    if len(networks) > 1:
        for (_, diagnostics), more in zip(found, check_hosts(networks)):
            diagnostics.extend(more)
    for source, diagnostics in found:
        report.add(source, diagnostics)
    status = report.say()
    for problem in unread:
        _say(f"inet1c: {problem}\n")
    return 2 if unread else status


def _build(given):
    conf = given.files[0] if given.files else CONF
    source = _read(conf)
    network, ordered, diagnostics = _network(source, given, _running_kernel())
    report = _Report(given)
    report.add(source, diagnostics)
    status = report.say()
    if status:
        return status
    from .plan.emit import emit
    from .plan.plan import plan

    text = emit(plan(network, ordered))
    out = OUT if given.out is None else given.out
    if out == "-":
        _write(text)
    else:
        _replace(out, text, _mode_for(conf))
    return 0


def _mode_for(conf):
    """The mode of what is made of the file *conf*: a secret in it (SLAAC_SECRET) is to stay one."""
    try:
        return 0o600 | (os.stat(conf).st_mode & 0o044 if conf != "-" else 0o044)
    except OSError:
        return 0o600


def _show(given):
    from .messages.show import dot, tree

    source = _read(given.files[0] if given.files else CONF)
    network, _, diagnostics = _network(source, given)
    errors = [diagnostic for diagnostic in diagnostics if diagnostic.severity != WARNING]
    if errors:
        report = _Report(given)
        report.add(source, errors)
        return report.say()
    if given.svg is not None:
        _draw(dot(network), given.svg)
    elif given.dot:
        _write(dot(network))
    else:
        _write(tree(network, ascii=not _speaks_utf8()))
    return 0


def _draw(graph, name):
    """Has Graphviz's dot(1) draw *graph* into the file *name*."""
    import subprocess

    try:
        done = subprocess.run(
            ["dot", "-Tsvg"],
            input=graph.encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            check=False,
        )
    except OSError as problem:
        raise _Trouble(f"cannot run dot, of the package graphviz: {problem.strerror}") from None
    if done.returncode:
        raise _Trouble("dot: " + done.stderr.decode("utf-8", "replace").strip())
    text = done.stdout.decode("utf-8", "surrogateescape")
    if name == "-":
        _write(text)
    else:
        _replace(name, text)


def _speaks_utf8():
    encoding = (getattr(sys.stdout, "encoding", None) or "").lower().replace("-", "")
    return encoding == "utf8"


def _dump(given):
    import json

    source = _read(given.files[0] if given.files else CONF)
    settings, diagnostics = _settings(source)
    if given.format == "json" and refuses(diagnostics):
        given.format = "text"
    report = _Report(given)
    report.format = "text"
    report.add(source, diagnostics)
    status = report.say()
    if status:
        return status
    held = {
        variable.name: {str(element.index): element.value.text for element in variable.elements}
        for variable in settings.variables
    }
    _write(json.dumps(held, indent=2) + "\n")
    return 0


def _explain(given):
    from .messages.explain import explanations

    known = {explanation.code: explanation for explanation in explanations()}
    if not given.files:
        _write("".join(f"{code}\n" for code in sorted(known)))
        return 0
    code = given.files[0].strip("[]")
    if code not in known:
        from .network.variables import nearest

        near = nearest(code, known)
        raise _Usage(
            f"there is no message with the code {code}" + (f"; did you mean {near}?" if near else "")
        )
    _write(known[code].page())
    return 0
