"""The commands that compile and explain, one module each: ``add_arguments(subparsers)`` and ``run(options)``.

In: the options that ``cli`` parsed.  Out: the exit status, and text on standard output and standard error.

check.py build.py show.py dump.py explain.py   the commands
options.py    the arguments that several commands have
report.py     prints what the passes found
"""
