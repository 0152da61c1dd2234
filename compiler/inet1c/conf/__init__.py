"""Text to Settings: what bash would hold after sourcing rc.inet1.conf. Nothing is executed.

    conf.lark    the grammar of the file
    syntax.py    one class for each rule of the grammar
    parse.py     Source -> Script, and what to say where the file does not fit the grammar
    evaluate.py  Script -> Settings, statement by statement
    memory.py    the variables meanwhile; strings, expansions, indexes
    ansi.py      $'...'
    names.py     bash's own variables and builtin commands
    settings.py  the result, which network/ reads

What is read, is read as bash reads it: tests/oracle.py compares. The rest is refused, or skipped with a
warning.
"""

from . import evaluate, parse


def read(source):
    """The Settings that *source*, a Source, makes bash hold, and a list of Diagnostics, in no order."""
    script, problems = parse.parse(source)
    settings, more = evaluate.evaluate(script)
    return settings, more + problems
