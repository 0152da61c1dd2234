"""inet1c: compiles Slackware's rc.inet1.conf into the plan that rc.inet1 starts.

The passes.  Each takes one value and returns one, most of them with a list of diagnostics:

======== ========================== ===============================================
folder   function                   from, to
======== ========================== ===============================================
conf     read(source)               Source -> Settings, what bash would hold
network  build(settings)            Settings -> Network, the interfaces that are meant
checks   check(network)             Network -> diagnostics alone
plan     order(network)             Network -> the bonds' stacks, lower interfaces first
plan     plan(network, ordered)     Network -> Plan, what start is to do
plan     emit(plan)                 Plan -> text, shell for rc.bonding
======== ========================== ===============================================

``passes`` runs them.  ``cli`` and ``commands`` read files, print and exit; no pass does.
"""

__version__ = "0.1.0"
