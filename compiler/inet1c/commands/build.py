"""inet1c build: checks a file, and writes the plan that rc.inet1 starts."""

from ..files import read_conf, replace_file, wait_for_next_second, write_out
from ..passes import compile_source
from ..plan.emit import emit
from ..plan.plan import plan
from .options import add_file, add_format, add_kernel, add_release, add_strict, running_kernel, target_release
from .report import report

OUT = "/etc/rc.d/rc.inet1.bonding"


def add_arguments(subparsers):
    """Adds the command to the command line."""
    parser = subparsers.add_parser("build", help="write the plan; refuse to where check finds an error")
    add_file(parser)
    parser.add_argument("-o", dest="out", metavar="OUT", default=OUT, help=f"default: {OUT}; - is standard output")
    for add in (add_strict, add_format, add_kernel, add_release):
        add(parser)


def run(options):
    """Writes the plan, with the conf's date, where nothing refuses it."""
    if options.file != "-":
        wait_for_next_second(options.file)
    conf = read_conf(options.file)
    compiled = compile_source(conf.source, options.kernel or running_kernel(), target_release(options))
    status = report([(conf.source, compiled.diagnostics)], options.strict, options.format)
    if status:
        return status
    text = emit(plan(compiled.network, compiled.ordered))
    if options.out == "-":
        write_out(text)
    else:
        # Readable by whom the conf is: a SLAAC_SECRET in it stays a secret.
        replace_file(options.out, text, 0o600 | conf.mode & 0o044, conf.modified)
    return 0
