"""inet1c's command line: one module for each command, errors, exit status.

Exit status: 0 fine, 1 the conf has errors, 2 the command line is wrong or a file cannot be read or written.
"""

import argparse
import gc
import sys
from importlib import import_module

from . import __version__
from .files import FileError, say, write_out
from .network.spelling import nearest

# Command to module.  A module has ``add_arguments(subparsers)``, which adds a parser of that name, and
# ``run(options)``, which returns the exit status.  ``options.command`` is the command's name.
COMMANDS = {
    "check": "commands.check",
    "build": "commands.build",
    "show": "commands.show",
    "dump": "commands.dump",
    "explain": "commands.explain",
    "import": "imports.command",
    "install": "install.command",
    "uninstall": "install.command",
    "probe": "probe.command",
}


class UsageError(Exception):
    """The command line is wrong; the message says how."""


class Parser(argparse.ArgumentParser):
    """argparse's parser, which leaves it to ``main`` to write and to exit."""

    def __init__(self, **settings):
        super().__init__(allow_abbrev=False, **settings)

    def error(self, message):
        raise UsageError(f"{message}\n{self.format_usage().rstrip()}")

    def _print_message(self, message, file=None):
        write_out(message)


def parser(commands=tuple(COMMANDS)):
    """The parser of the whole command line, and those of *commands* by name."""
    whole = Parser(
        prog="inet1c",
        description="Compiles Slackware's rc.inet1.conf, with bonds, into the plan that rc.inet1 starts. "
        "The file is read, never run.",
        epilog="Exit status: 0 fine, 1 the file has errors, 2 wrong usage, or a file that cannot be read or written. "
        "inet1c COMMAND --help says more about a command.",
    )
    whole.add_argument("--version", action="version", version=f"inet1c {__version__}")
    subparsers = whole.add_subparsers(title="commands", dest="command", required=True)
    # Only the command that runs is imported: the others' modules would double the time that inet1c takes to start.
    for module in dict.fromkeys(COMMANDS[name] for name in commands):
        import_module(f".{module}", __package__).add_arguments(subparsers)
    return whole, subparsers.choices


def parse(arguments):
    """*arguments*, a list of words, as the options of one command.  Raises UsageError and SystemExit."""
    command = arguments[0] if arguments else ""
    if command not in COMMANDS:
        if command and not command.startswith("-"):
            near = nearest(command, tuple(COMMANDS))
            raise UsageError(f"no command '{command}'" + (f"; did you mean {near}?" if near else "; see inet1c --help"))
        return parser()[0].parse_args(arguments)
    words = arguments[1:]
    if "--" in words:
        # What follows is no option.  argparse loses such words where options may stand between FILEs.
        end = words.index("--")
        words[end:] = [f"./{word}" if word.startswith("-") and word != "-" else word for word in words[end + 1 :]]
    _, parsers = parser((command,))
    options = parsers[command].parse_intermixed_args(words)
    options.command = command
    return options


def main(arguments=None):
    """Runs one command with *arguments*, by default those of the process; returns the exit status."""
    # A network has no cycles, and lives until the end.  Looking for garbage takes half of the time of a large file.
    collecting = gc.isenabled()
    gc.disable()
    try:
        options = parse(sys.argv[1:] if arguments is None else list(arguments))
        status = import_module(f".{COMMANDS[options.command]}", __package__).run(options)
        write_out("")  # so that what a command printed is on its way, or an error
        return status
    except SystemExit as done:  # after --help and --version
        return done.code
    except (UsageError, FileError) as problem:
        say(f"inet1c: {problem}\n")
    except BrokenPipeError:
        pass  # nobody reads any more
    except OSError as problem:
        say(f"inet1c: {problem.filename or 'input or output'}: {problem.strerror or problem}\n")
    except KeyboardInterrupt:
        return 130
    finally:
        if collecting:
            gc.enable()
    return 2

