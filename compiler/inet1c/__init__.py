"""inet1c: compiles Slackware's rc.inet1.conf into what rc.inet1 starts.

The passes, each a public function that takes one value and gives one value and a list of diagnostics:

========== ============================== =============================================
module     function                       from, to
========== ============================== =============================================
parse      parse(source)                  Source -> Script, the file as it is written
evaluate   evaluate(script)               Script -> Settings, what bash would hold
build      build(settings)                Settings -> Network, the links that are meant
check      check(network)                 Network -> diagnostics alone
order      order(network)                 Network -> the interfaces, lower ones first
plan       plan(network, order)           Network -> Plan, the steps in layers
emit       emit(plan)                     Plan -> str, shell functions and nothing else
========== ============================== =============================================

No pass prints, reads a file or exits; ``cli`` does.
"""

__version__ = "0.1.0"
