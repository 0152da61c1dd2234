"""inet1c show: draws the interfaces, as a tree or as a graph."""

import subprocess
import sys

from ..diagnostic import WARNING
from ..files import FileError, read_conf, replace_file, write_out
from ..messages.show import dot, tree
from ..passes import compile_source
from .options import add_file, add_kernel
from .report import report


def add_arguments(subparsers):
    """Adds the command to the command line."""
    parser = subparsers.add_parser("show", help="draw the interfaces as a tree, or as a graph for Graphviz")
    add_file(parser)
    add_kernel(parser)
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--dot", action="store_true", help="print a graph in Graphviz's language")
    form.add_argument("--svg", metavar="OUT", help="have Graphviz draw the graph into OUT; - is standard output")


def run(options):
    """Draws a file that has no errors; says the errors of one that has."""
    source = read_conf(options.file).source
    compiled = compile_source(source, options.kernel)
    errors = [diagnostic for diagnostic in compiled.diagnostics if diagnostic.severity != WARNING]
    if errors:
        return report([(source, errors)])
    network = compiled.network
    if options.svg is not None:
        svg = _drawn(dot(network))
        if options.svg == "-":
            write_out(svg)
        else:
            replace_file(options.svg, svg)
    elif options.dot:
        write_out(dot(network))
    else:
        encoding = (getattr(sys.stdout, "encoding", None) or "").lower()
        write_out(tree(network, ascii=encoding not in ("utf-8", "utf8")))
    return 0


def _drawn(graph):
    """The SVG that Graphviz's dot(1) makes of *graph*.  Raises FileError."""
    try:
        done = subprocess.run(["dot", "-Tsvg"], input=graph.encode(), capture_output=True, check=False)
    except OSError as problem:
        raise FileError.about("cannot run dot, of the package graphviz", problem) from None
    if done.returncode:
        raise FileError("dot: " + done.stderr.decode("utf-8", "replace").strip())
    return done.stdout.decode("utf-8", "surrogateescape")
