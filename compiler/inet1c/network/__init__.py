"""Settings -> Network: the interfaces that the variables mean, and what is wrong with a single value.

In: ``Settings`` of ``conf``.  Out: ``build(settings, kernel, release)`` gives a ``Network`` and diagnostics;
``variables.review(settings)`` gives diagnostics about variables that nothing reads.

model.py       the Network: interfaces, kinds of links, addresses; data and nothing else
build.py       goes through the indexes, and makes an Interface of each
reader.py      reads one value: words, numbers, yes, names; keeps the findings
ifopts.py      IFOPTS
options.py     the table of the bonding driver's options
addressing.py  static addresses, DHCP, SLAAC, the resolver
variables.py   the table of the variables of rc.inet1.conf
spelling.py    "did you mean"

What contradicts another part of the file is found in ``checks``.
"""
