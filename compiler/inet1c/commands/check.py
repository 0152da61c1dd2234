"""inet1c check: what is wrong with a file, or with several hosts' files together."""

from ..checks.hosts import check_hosts
from ..files import FileError, read_conf, say
from ..passes import compile_source
from .options import CONF, add_format, add_kernel, add_release, add_strict, target_release
from .report import report


def add_arguments(subparsers):
    """Adds the command to the command line."""
    parser = subparsers.add_parser("check", help="say what is wrong with FILE, or with several hosts' files together")
    parser.add_argument("files", metavar="FILE", nargs="+", help="- is standard input")
    for add in (add_strict, add_format, add_kernel, add_release):
        add(parser)


def run(options):
    """Checks each file by itself, then all of them together."""
    compiled, unread = [], []
    for name in options.files:
        try:
            source = read_conf(name).source
        except FileError as problem:
            unread.append(problem)
        else:
            compiled.append(compile_source(source, options.kernel, target_release(options)))
    networks = [one.network for one in compiled]
    found = [
        (one.network.source, one.diagnostics + more) for one, more in zip(compiled, check_hosts(networks))
    ]
    status = report(found, options.strict, options.format)
    # No diagnostic: the file is right, and so the exit status stays.
    if any(one.network.source.name == CONF and one.network.bonds for one in compiled):
        # Here, as it takes 25 ms, and most runs do without.
        from ..install import missing_patch

        lack = missing_patch()
        if lack:
            say(f"inet1c: warning: {lack}\n")
    for problem in unread:
        say(f"inet1c: {problem}\n")
    return 2 if unread else status
