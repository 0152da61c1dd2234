"""inet1c dump: prints the variables that bash would hold."""

import json

from ..conf import read
from ..files import read_conf, write_out
from .options import add_file, add_format
from .report import report


def add_arguments(subparsers):
    """Adds the command to the command line."""
    parser = subparsers.add_parser("dump", help="print what bash would hold after sourcing FILE, as JSON")
    add_file(parser)
    add_format(parser)  # there is one format; scripts may name it


def run(options):
    """Prints NAME, index and value of all variables; nothing but the errors where there are any."""
    source = read_conf(options.file).source
    settings, diagnostics = read(source)
    status = report([(source, diagnostics)])
    if not status:
        held = {
            variable.name: {str(element.index): element.value.text for element in variable.elements}
            for variable in settings.variables
        }
        write_out(json.dumps(held, indent=2) + "\n")
    return status
